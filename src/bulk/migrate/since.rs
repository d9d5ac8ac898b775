//! The first pass of a migration, from whose beginning another goes on.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};

use super::{
    super::{Checkpoint, CheckpointError, Shard},
    JOB, Side,
};

/// How far the clocks of web servers may be apart.
const CLOCKS: SignedDuration = SignedDuration::from_mins(5);

/// The first pass of a migration.
#[derive(Clone, Debug)]
pub struct FirstPass {
    /// When it began, less what clocks may be apart: what was written before it has seen.
    pub(super) from: Timestamp,
}

impl FirstPass {
    /// Reads the checkpoint of a migration that is complete and went between the same tables.
    ///
    /// # Errors
    /// When it is none, or of another job.
    pub fn read(
        path: &Path,
        source: &Side,
        target: &Side,
        shard: Option<Shard>,
    ) -> Result<Self, CheckpointError> {
        let header = Checkpoint::completed(path)?;
        let (of, to) = (&header.options["target"], target.identity());
        for (what, theirs, ours) in [
            ("job", header.job, JOB.to_owned()),
            ("table", header.table, source.name()),
            (
                "table of the same name, created at",
                header.created_at.unwrap_or_default(),
                source.table.created_at.clone().unwrap_or_default(),
            ),
            ("target", of.to_string(), to.to_string()),
            ("mode", header.options["dry_run"].to_string(), "false".to_owned()),
            ("shard", name(header.shard), name(shard)),
        ] {
            if theirs != ours {
                return Err(CheckpointError::Other { path: path.to_owned(), what, theirs, ours });
            }
        }
        let from = header.now.saturating_sub(CLOCKS).unwrap_or(Timestamp::MIN);
        Ok(Self { from })
    }
}

fn name(shard: Option<Shard>) -> String {
    shard.map_or_else(|| "none".to_owned(), |shard| shard.to_string())
}

//! Jobs over a whole table: scanned in parallel, within a budget, resumable, and honest about what they did.
//!
//! A job says what of a page it wants and what it does with it ([`purge`], ...); `engine` does the rest. Jobs
//! tell of themselves by [`Event`]s and return an [`Outcome`]; nothing here prints or asks.

use std::{collections::HashSet, ops::AddAssign};

use serde::{Deserialize, Serialize};

use crate::{session::SessionId, store::StoreError};

mod budget;
mod checkpoint;
mod drift;
mod dump;
mod engine;
pub mod export;
pub mod import;
pub mod migrate;
mod options;
pub mod purge;
pub mod read;
mod scan;
mod select;
pub mod stats;

pub use budget::Rates;
pub use checkpoint::{Checkpoint, CheckpointError};
pub use drift::Drift;
pub use dump::{DumpError, LineError};
pub use options::JobOptions;
pub use scan::Shard;
pub use select::{Selection, StateFilter};

/// Segments scanned at a time, unless told otherwise.
pub const DEFAULT_SEGMENTS: u32 = 8;
/// Writes in flight at a time, unless told otherwise.
pub const DEFAULT_CONCURRENCY: u16 = 32;

/// What was done to the sessions of a part of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Items the server looked at.
    pub scanned: u64,
    /// Sessions that matched.
    pub matched: u64,
    /// Sessions deleted.
    pub deleted: u64,
    /// Sessions that matched and stay as they are: they had changed when their turn came, or are not to be replaced.
    pub kept: u64,
    /// Sessions written to a file or a table.
    #[serde(default)]
    pub written: u64,
    /// Sessions left behind because the target cannot have them.
    #[serde(default)]
    pub skipped: u64,
    /// Sessions of which a conversion loses something, written or not.
    #[serde(default)]
    pub lossy: u64,
    /// Sessions that failed.
    pub failed: u64,
}

impl Counts {
    /// What has had an effect that a second look at the same sessions does not count again.
    fn effects(self) -> Self {
        let Self { deleted, .. } = self;
        Self { matched: deleted, deleted, ..Self::default() }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.scanned += other.scanned;
        self.matched += other.matched;
        self.deleted += other.deleted;
        self.kept += other.kept;
        self.written += other.written;
        self.skipped += other.skipped;
        self.lossy += other.lossy;
        self.failed += other.failed;
    }
}

/// Capacity a job used, in units; 0 where the engine does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Consumed {
    /// Read capacity units.
    pub rcu: f64,
    /// Write capacity units.
    pub wcu: f64,
}

/// What a job did.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Summary {
    /// Name of the job.
    pub job: &'static str,
    /// Items the server looked at.
    pub scanned: u64,
    /// Sessions that matched.
    pub matched: u64,
    /// Sessions deleted; in a dry run 0.
    pub deleted: u64,
    /// Sessions that matched, and had changed when their turn came.
    pub kept: u64,
    /// Sessions written; absent for a job that writes none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written: Option<u64>,
    /// Sessions left behind because the target cannot have them; absent for a job that converts none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skipped: Option<u64>,
    /// Sessions of which a conversion loses something, written or not; absent for a job that converts none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lossy: Option<u64>,
    /// Sessions that failed.
    pub failed: u64,
    /// Whether nothing was to be changed.
    pub dry_run: bool,
    /// Whether the whole table, or the whole shard, was looked at and every match was settled.
    pub complete: bool,
    /// How long it took.
    pub seconds: f64,
    /// Capacity used by this run.
    pub consumed: Consumed,
}

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Progress {
    /// What was done so far.
    #[serde(flatten)]
    pub counts: Counts,
    /// Segments that are done.
    pub segments_done: u32,
    /// Segments there are.
    pub segments: u32,
    /// How much of the whole is done, from 0 to 1.
    pub fraction: f64,
    /// Requests that the table refused for want of capacity.
    pub throttled: u64,
    /// Capacity used so far.
    pub consumed: Consumed,
    /// Seconds since this run began.
    pub seconds: f64,
}

/// What happens while a job runs.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// How far it is, about ten times a second.
    Progress(&'a Progress),
    /// A session failed for good.
    Failed {
        /// Which.
        id: &'a SessionId,
        /// Why.
        error: &'a StoreError,
    },
    /// The checkpoint was written.
    Saved,
}

/// Why a job ended early.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// A request failed, and every further one would.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The checkpoint cannot be read or written.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// A file of items cannot be read or written.
    #[error(transparent)]
    Dump(#[from] DumpError),
    /// A session is at the target already, and that was to end the job.
    #[error("session `{0}` is in the table already")]
    Conflict(String),
    /// A conversion would lose something, and that was to end the job.
    #[error("session `{session}` would lose something: {loss}")]
    Lossy {
        /// A hash of its id.
        session: String,
        /// What.
        loss: String,
    },
}

/// How a job ended.
#[derive(Debug)]
pub struct Outcome {
    /// What was done.
    pub summary: Summary,
    /// What stopped it, where an error did.
    pub fatal: Option<JobError>,
    /// Sessions for which `--where` cannot be evaluated, and what it says about the last.
    pub mismatches: u64,
    /// What `--where` says about one of them.
    pub mismatch: Option<String>,
    /// Whether it stopped because it had settled as many sessions as it was allowed to.
    pub limited: bool,
    /// Hashes of the ids that were deleted, where the job was to remember them.
    pub deleted: HashSet<u64>,
}

impl Outcome {
    /// Of a job that could not begin.
    fn failed(name: &'static str, error: JobError) -> Self {
        Self {
            summary: Summary { job: name, ..Summary::default() },
            fatal: Some(error),
            mismatches: 0,
            mismatch: None,
            limited: false,
            deleted: HashSet::new(),
        }
    }

    /// Adds what another pass did.
    pub fn add(&mut self, other: Self) {
        let (ours, theirs) = (&mut self.summary, other.summary);
        ours.scanned += theirs.scanned;
        ours.matched += theirs.matched;
        ours.deleted += theirs.deleted;
        ours.kept += theirs.kept;
        ours.failed += theirs.failed;
        ours.complete &= theirs.complete;
        ours.seconds += theirs.seconds;
        ours.consumed.rcu += theirs.consumed.rcu;
        ours.consumed.wcu += theirs.consumed.wcu;
        self.fatal = self.fatal.take().or(other.fatal);
        self.mismatches += other.mismatches;
    }
}

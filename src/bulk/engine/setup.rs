//! How a job is run: over what, how fast, and what of it was done already.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use crate::{
    bulk::{
        Checkpoint, JobError, JobOptions, Outcome, Rates,
        checkpoint::{Header, Resumed, Saved},
        scan::Segments,
    },
    provision::TableState,
    store::Store,
};

/// How a job is run.
#[derive(Debug)]
pub(in crate::bulk) struct Setup {
    pub(super) name: &'static str,
    pub(super) store: Store,
    pub(super) segments: Segments,
    pub(super) concurrency: u16,
    pub(super) rates: Rates,
    /// Items there are to look at, as far as is known; 0 for unknown.
    pub(super) items: f64,
    /// Read units an item costs to scan, before any was.
    pub(super) units_per_item: f64,
    pub(super) max_items: Option<u64>,
    pub(super) checkpoint: Option<(Checkpoint, Header)>,
    /// What was done already.
    pub(super) resumed: Resumed,
    pub(super) dry_run: bool,
    pub(super) writes: bool,
    pub(super) converts: bool,
}

/// What a job is, for its checkpoint to agree with.
#[derive(Debug)]
pub(in crate::bulk) struct Identity {
    pub(in crate::bulk) name: &'static str,
    /// What it was asked for, but for how fast.
    pub(in crate::bulk) asked: Value,
    /// The time it goes by.
    pub(in crate::bulk) now: Timestamp,
}

impl Setup {
    /// A job over a table.
    ///
    /// # Errors
    /// When the checkpoint is of another job.
    pub(in crate::bulk) fn over_table(
        identity: Identity,
        store: &Store,
        table: &TableState,
        options: JobOptions,
        checkpoint: Option<Checkpoint>,
    ) -> Result<Self, JobError> {
        let total = checkpoint.as_ref().and_then(Checkpoint::total_segments);
        let segments = options.segments_for(store, table.size_bytes, total);
        Self::new(identity, store, table, segments, options, checkpoint)
    }

    /// A job over so many files, whose target is a table.
    ///
    /// # Errors
    /// When the checkpoint is of another job.
    pub(in crate::bulk) fn over_files(
        identity: Identity,
        files: usize,
        store: &Store,
        table: &TableState,
        options: JobOptions,
        checkpoint: Option<Checkpoint>,
    ) -> Result<Self, JobError> {
        let segments = options.segments_of_files(files);
        let setup = Self::new(identity, store, table, segments, options, checkpoint)?;
        Ok(Self { items: 0.0, ..setup })
    }

    fn new(
        identity: Identity,
        store: &Store,
        table: &TableState,
        segments: Segments,
        options: JobOptions,
        checkpoint: Option<Checkpoint>,
    ) -> Result<Self, JobError> {
        let header = Header {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            job: identity.name.to_owned(),
            options: identity.asked,
            table: table
                .arn
                .clone()
                .unwrap_or_else(|| format!("{} in {}", store.table(), store.target().place)),
            created_at: table.created_at.clone(),
            now: identity.now,
            total_segments: segments.total(),
            shard: options.shard,
        };
        let (checkpoint, resumed) = match checkpoint {
            Some(mut checkpoint) => {
                let resumed = checkpoint.resume(&header)?;
                if resumed.state.is_none() {
                    // From its first moment on a job that is killed can be gone on with.
                    let begun =
                        Saved { header: header.clone(), segments: BTreeMap::new(), state: Value::Null };
                    checkpoint.save(&begun)?;
                }
                (Some((checkpoint, header)), resumed)
            }
            None => (None, Resumed::default()),
        };
        // A scan costs half a unit for each 4 KB, eventually consistent.
        let average = table.size_bytes.max(1) as f64 / table.item_count.max(1) as f64;
        let share = segments.in_stride().count() as f64 / f64::from(segments.total());
        Ok(Self {
            items: table.item_count as f64 * share,
            concurrency: options.concurrency,
            rates: options.rates,
            units_per_item: (average / 8192.0).clamp(0.01, 50.0),
            checkpoint,
            resumed,
            ..Self::reading(identity.name, store, segments)
        })
    }

    /// A job that reads, as fast as the table lets it.
    pub(in crate::bulk) fn reading(name: &'static str, store: &Store, segments: Segments) -> Self {
        Self {
            name,
            store: store.clone(),
            segments,
            concurrency: 1,
            rates: Rates::default(),
            items: 0.0,
            units_per_item: 0.1,
            max_items: None,
            checkpoint: None,
            resumed: Resumed::default(),
            dry_run: false,
            writes: false,
            converts: false,
        }
    }

    /// Whether nothing is to be changed.
    pub(in crate::bulk) fn dry_run(self, dry_run: bool) -> Self {
        Self { dry_run, ..self }
    }

    /// The summary tells how many sessions were written.
    pub(in crate::bulk) fn writes(self) -> Self {
        Self { writes: true, ..self }
    }

    /// The summary tells how many sessions were written, left behind, and changed by a conversion.
    pub(in crate::bulk) fn converts(self) -> Self {
        Self { writes: true, converts: true, ..self }
    }

    /// Sessions that may be settled with an effect; the job ends there.
    pub(in crate::bulk) fn max_items(self, max_items: Option<u64>) -> Self {
        Self { max_items, ..self }
    }

    /// What the job kept in its checkpoint when it stopped, null where it had not come to that; `None` for a new job.
    pub(in crate::bulk) fn state(&self) -> Option<&Value> {
        self.resumed.state.as_ref()
    }

    /// How a job ends that could not begin. A new one leaves no checkpoint behind.
    pub(in crate::bulk) fn failed(self, error: impl Into<JobError>) -> Outcome {
        if let (Some((checkpoint, _)), None) = (self.checkpoint, self.resumed.state) {
            checkpoint.discard();
        }
        Outcome::failed(self.name, error.into())
    }
}

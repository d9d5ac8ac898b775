//! How a job goes about a table: how much at a time, how fast, and which part of it.

use super::{DEFAULT_CONCURRENCY, DEFAULT_SEGMENTS, Rates, Shard, scan::Segments};
use crate::store::{Place, Store};

/// What every job can be told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JobOptions {
    /// Segments scanned at a time, at least 1; `None` for as many as suit the engine. With a shard, segments of the whole
    /// table, on which all shards agree.
    pub segments: Option<u32>,
    /// Writes in flight at a time; at least 1.
    pub concurrency: u16,
    /// Capacity units a second.
    pub rates: Rates,
    /// The part of the table that is this job's.
    pub shard: Option<Shard>,
}

impl Default for JobOptions {
    fn default() -> Self {
        Self { segments: None, concurrency: DEFAULT_CONCURRENCY, rates: Rates::default(), shard: None }
    }
}

impl JobOptions {
    /// The segments of a store's table of so many bytes; `total` are those of a job that is gone on with.
    pub(super) fn segments_for(&self, store: &Store, bytes: i64, total: Option<u32>) -> Segments {
        let workers = self.segments.unwrap_or_else(|| segments_at_a_time(store)).max(1);
        let whole = (self.segments.is_none() && workers == 1).then_some(1);
        match (self.shard, total.or(whole)) {
            (Some(shard), _) => Segments::of(workers, DEFAULT_SEGMENTS).shard(shard),
            (None, Some(total)) => Segments::of(total, workers),
            (None, None) => Segments::for_size(u64::try_from(bytes).unwrap_or(0), workers),
        }
    }

    /// Files as segments.
    pub(super) fn segments_of_files(&self, files: usize) -> Segments {
        let segments = Segments::of(u32::try_from(files).unwrap_or(u32::MAX), DEFAULT_SEGMENTS);
        self.shard.map_or(segments, |shard| segments.shard(shard))
    }
}

/// As many segments as are worth being scanned at a time. The embedded engine sorts all of a table for each page of a
/// segment, and reads it in order as a whole.
pub(super) fn segments_at_a_time(store: &Store) -> u32 {
    match store.target().place {
        Place::Embedded(_) => 1,
        Place::Region(_) | Place::Endpoint(_) => DEFAULT_SEGMENTS,
    }
}

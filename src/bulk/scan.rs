//! A table in segments: how many, whose, and in which order they are visited.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One of several jobs that share a table: the segments whose number leaves `index` when divided by `count`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// This job's number, from 0.
    pub index: u32,
    /// How many jobs there are.
    pub count: u32,
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.count)
    }
}

impl Shard {
    /// All of the table.
    pub(super) const WHOLE: Self = Self { index: 0, count: 1 };
}

/// The segments of a parallel scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segments {
    total: u32,
    workers: u32,
    shard: Shard,
}

/// Bytes of a large table to a segment.
const BYTES_PER_SEGMENT: u64 = 256 << 20;
/// Bytes that are worth a segment of their own, where there are few.
const BYTES_OF_A_SEGMENT: u64 = 16 << 20;
/// Segments to a worker, so that none is left with a long one at the end.
const SEGMENTS_PER_WORKER: u32 = 4;
const MOST_SEGMENTS: u32 = 4096;

impl Segments {
    /// `total` segments scanned by `workers` at a time.
    pub(super) fn of(total: u32, workers: u32) -> Self {
        let total = total.max(1);
        Self { total, workers: workers.clamp(1, total), shard: Shard::WHOLE }
    }

    /// As many as suit a table of that size.
    pub(super) fn for_size(bytes: u64, workers: u32) -> Self {
        let of_size = |size| u32::try_from(bytes / size).unwrap_or(MOST_SEGMENTS);
        let few = of_size(BYTES_OF_A_SEGMENT).min(workers.saturating_mul(SEGMENTS_PER_WORKER));
        Self::of(few.max(of_size(BYTES_PER_SEGMENT)).clamp(workers, MOST_SEGMENTS.max(workers)), workers)
    }

    /// A shard's part of them.
    pub(super) fn shard(self, shard: Shard) -> Self {
        Self { shard, ..self }
    }

    /// How many are scanned at a time.
    pub(super) fn workers(self) -> u32 {
        self.workers
    }

    /// Segments the table is divided into.
    pub(super) fn total(self) -> u32 {
        self.total
    }

    /// Every segment of the shard once, far from the one before: neighbours share a partition and its 3,000 RCU a
    /// second.
    pub(super) fn in_stride(self) -> impl Iterator<Item = u32> {
        let stride = self.total.div_ceil(self.workers);
        let Shard { index, count } = self.shard;
        (0..stride)
            .flat_map(move |first| (first..self.total).step_by(stride as usize))
            .filter(move |segment| segment % count == index)
    }

    /// A segment as a scan request wants it; `None` where one is all of the table.
    pub(super) fn request(self, segment: u32) -> Option<(i32, i32)> {
        let narrow = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
        (self.total > 1).then(|| (narrow(segment), narrow(self.total)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_segment_is_visited_once_and_neighbours_are_apart() {
        for (total, workers) in [(1, 1), (4, 8), (32, 8), (33, 8), (4096, 7)] {
            let segments = Segments::of(total, workers);
            let order: Vec<u32> = segments.in_stride().collect();
            let mut sorted = order.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, (0..total).collect::<Vec<_>>());
        }
        assert_eq!(Segments::of(8, 2).in_stride().collect::<Vec<_>>(), [0, 4, 1, 5, 2, 6, 3, 7]);
    }

    #[test]
    fn shards_divide_the_segments_among_them() {
        let mut all: Vec<u32> = (0..4)
            .flat_map(|index| Segments::of(10, 3).shard(Shard { index, count: 4 }).in_stride())
            .collect();
        all.sort_unstable();
        assert_eq!(all, (0..10).collect::<Vec<_>>());
    }

    #[test]
    fn segments_follow_the_size_of_the_table() {
        assert_eq!(Segments::for_size(0, 8), Segments::of(8, 8));
        assert_eq!(Segments::for_size(200 << 20, 8), Segments::of(12, 8));
        assert_eq!(Segments::for_size(1 << 30, 8), Segments::of(32, 8));
        assert_eq!(Segments::for_size(1 << 30, 1), Segments::of(4, 1));
        assert_eq!(Segments::for_size(100 << 30, 8), Segments::of(400, 8));
        assert_eq!(Segments::for_size(u64::MAX, 8), Segments::of(4096, 8));
    }
}

//! A table in segments: how many, and in which order they are visited.

/// The segments of a parallel scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segments {
    total: u32,
    workers: u32,
}

/// Bytes of a table to a segment.
const BYTES_PER_SEGMENT: u64 = 256 * 1024 * 1024;
const MOST_SEGMENTS: u32 = 4096;

impl Segments {
    /// `total` segments scanned by `workers` at a time.
    pub(super) fn of(total: u32, workers: u32) -> Self {
        let total = total.max(1);
        Self { total, workers: workers.clamp(1, total) }
    }

    /// As many as suit a table of that size: enough that no worker is left with one long segment at the end.
    pub(super) fn for_size(bytes: u64, workers: u32) -> Self {
        let wished = u32::try_from(bytes / BYTES_PER_SEGMENT).unwrap_or(MOST_SEGMENTS);
        Self::of(wished.max(workers.saturating_mul(4)).min(MOST_SEGMENTS), workers)
    }

    /// How many are scanned at a time.
    pub(super) fn workers(self) -> u32 {
        self.workers
    }

    /// Every segment once, far from the one before: neighbours share a partition and its 3,000 RCU a second.
    pub(super) fn in_stride(self) -> impl Iterator<Item = u32> {
        let stride = self.total.div_ceil(self.workers);
        (0..stride).flat_map(move |first| (first..self.total).step_by(stride as usize))
    }

    /// A segment as a scan request wants it.
    pub(super) fn request(self, segment: u32) -> (i32, i32) {
        let narrow = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
        (narrow(segment), narrow(self.total))
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
    fn segments_follow_the_size_of_the_table() {
        assert_eq!(Segments::for_size(0, 8), Segments::of(32, 8));
        assert_eq!(Segments::for_size(100 << 30, 8), Segments::of(400, 8));
        assert_eq!(Segments::for_size(u64::MAX, 8), Segments::of(4096, 8));
    }
}

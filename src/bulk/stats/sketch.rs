//! Percentiles of many numbers in little memory: how many fell into each of some 3,000 intervals at most, whose width
//! grows with the number.
//!
//! Two sketches add up to that of all the numbers, in whatever order.

use std::{collections::BTreeMap, ops::AddAssign};

use serde::{Deserialize, Serialize};

/// Intervals to each doubling, as a power of two.
const BITS: u32 = 6;

/// How far a percentile may be off, as a share of it.
pub(super) const PERCENTILE_ERROR: f64 = 1.0 / 128.0;

/// What numbers there were.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Sketch {
    count: u64,
    sum: u64,
    min: u64,
    max: u64,
    intervals: BTreeMap<u16, u64>,
}

impl Sketch {
    pub(super) fn add(&mut self, number: u64) {
        let one = Self { count: 1, sum: number, min: number, max: number, intervals: BTreeMap::new() };
        *self.intervals.entry(interval(number)).or_default() += 1;
        *self += one;
    }

    pub(super) fn count(&self) -> u64 {
        self.count
    }

    pub(super) fn sum(&self) -> u64 {
        self.sum
    }

    /// 0 where there are no numbers.
    pub(super) fn min(&self) -> u64 {
        self.min
    }

    /// 0 where there are no numbers.
    pub(super) fn max(&self) -> u64 {
        self.max
    }

    /// 0 where there are no numbers.
    pub(super) fn mean(&self) -> f64 {
        self.sum as f64 / self.count.max(1) as f64
    }

    /// A number that the given share of all numbers does not exceed, such as 0.5 for the median; within
    /// [`PERCENTILE_ERROR`]. 0 where there are no numbers.
    pub(super) fn percentile(&self, share: f64) -> u64 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a count")]
        let rank = (share * self.count as f64).ceil() as u64;
        let mut below = 0;
        for (&interval, &count) in &self.intervals {
            below += count;
            if below >= rank {
                return middle(interval).clamp(self.min, self.max);
            }
        }
        self.max
    }
}

impl AddAssign for Sketch {
    fn add_assign(&mut self, other: Self) {
        if other.count > 0 {
            self.min = if self.count == 0 { other.min } else { self.min.min(other.min) };
            self.max = self.max.max(other.max);
        }
        self.count += other.count;
        self.sum = self.sum.saturating_add(other.sum);
        for (interval, count) in other.intervals {
            *self.intervals.entry(interval).or_default() += count;
        }
    }
}

/// Numbers below 128 have an interval each; above, 64 share a doubling.
#[expect(clippy::cast_possible_truncation, reason = "58 doublings of 64 intervals")]
fn interval(number: u64) -> u16 {
    let shift = number.checked_ilog2().unwrap_or(0).saturating_sub(BITS);
    ((shift << BITS) + (number >> shift) as u32) as u16
}

fn middle(interval: u16) -> u64 {
    let interval = u64::from(interval);
    let shift = (interval >> BITS).saturating_sub(1);
    let lowest = (interval - (shift << BITS)) << shift;
    lowest + ((1 << shift) - 1) / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_holds_numbers_that_are_close_to_its_middle() {
        let numbers =
            (0..5000).chain((13..64).flat_map(|n| [(1 << n) - 1, 1 << n, (1 << n) + (1 << (n - 1))]));
        let mut last = 0;
        for number in numbers {
            let interval = interval(number);
            assert!(interval >= last);
            last = interval;
            let off = middle(interval).abs_diff(number) as f64;
            assert!(off <= number as f64 * PERCENTILE_ERROR, "{number}: {}", middle(interval));
        }
    }

    #[test]
    fn percentiles_are_those_of_the_numbers_however_they_were_added_up() {
        let numbers: Vec<u64> = (0..10_000).map(|n| (n * 7919) % 400_000).collect();
        let mut sketches = [Sketch::default(), Sketch::default(), Sketch::default()];
        for (n, &number) in numbers.iter().enumerate() {
            sketches[n % 2].add(number);
            sketches[2].add(number);
        }
        let [mut even, odd, all] = sketches;
        even += odd;
        even += Sketch::default();
        assert_eq!(even, all);
        let mut sorted = numbers;
        sorted.sort_unstable();
        for share in [0.01_f64, 0.5, 0.9, 0.99, 1.0] {
            let exact = sorted[(share * 10_000.0) as usize - 1] as f64;
            assert!((all.percentile(share) as f64 - exact).abs() <= exact * PERCENTILE_ERROR);
        }
        assert_eq!((all.min(), all.max()), (sorted[0], sorted[9999]));
        assert_eq!(Sketch::default().percentile(0.5), 0);
    }
}

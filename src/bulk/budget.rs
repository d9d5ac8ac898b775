//! The capacity a job may use: read and write units a second, reserved before a request and settled after it.
//!
//! A token bucket with one second of burst each for reads and writes. When the table throttles, the job slows down to
//! 70 % at most once a second and recovers by 5 % a second, whether it has a budget or not.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// What is left of the rate when the table throttles.
const BACK_OFF: f64 = 0.7;
/// What the rate gains in a second without throttling.
const RECOVERY: f64 = 1.05;
/// The slowest a throttled job gets, in units a second.
const SLOWEST: f64 = 1.0;

/// Capacity units a second that a job may use.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rates {
    /// Read capacity units a second; `None` for as many as the table gives.
    pub rcu: Option<f64>,
    /// Write capacity units a second; `None` for as many as the table gives.
    pub wcu: Option<f64>,
}

/// One kind of capacity, shared by all who use it.
#[derive(Debug)]
pub(super) struct Budget {
    /// Whoever waits for capacity, in order of arrival.
    queue: tokio::sync::Mutex<()>,
    bucket: Mutex<Bucket>,
}

/// Capacity that was set aside for a request.
#[derive(Clone, Copy, Debug)]
#[must_use = "a reservation is settled with what the request used"]
pub(super) struct Reserved(f64);

impl Budget {
    pub(super) fn new(rate: Option<f64>) -> Self {
        Self {
            queue: tokio::sync::Mutex::new(()),
            bucket: Mutex::new(Bucket::new(rate.unwrap_or(f64::INFINITY), Instant::now())),
        }
    }

    /// The state is plain numbers, which a panic elsewhere leaves whole.
    fn bucket(&self) -> MutexGuard<'_, Bucket> {
        self.bucket.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until there is capacity for `estimate` units, and sets it aside.
    pub(super) async fn reserve(&self, estimate: f64) -> Reserved {
        let _turn = self.queue.lock().await;
        loop {
            let wait = self.bucket().take(estimate, Instant::now());
            match wait {
                None => return Reserved(estimate),
                Some(wait) => tokio::time::sleep(wait).await,
            }
        }
    }

    /// Charges what a request used; the estimate where the engine does not say.
    pub(super) fn settle(&self, reserved: Reserved, used: Option<f64>) {
        self.bucket().settle(reserved.0, used, Instant::now());
    }

    /// Slows down: the table refused a request for want of capacity.
    pub(super) fn throttled(&self) {
        self.bucket().throttled(Instant::now());
    }

    /// Units a second at present; infinite without a budget.
    pub(super) fn rate(&self) -> f64 {
        self.bucket().rate
    }

    /// Units a request used on average.
    pub(super) fn average(&self) -> f64 {
        self.bucket().average
    }
}

#[derive(Debug)]
struct Bucket {
    /// Units a second at present.
    rate: f64,
    /// Units a second at most.
    limit: f64,
    /// Units there are now; negative after a request that used more than was left.
    tokens: f64,
    at: Instant,
    throttled_at: Option<Instant>,
    /// Units used in the second that began at `since`, to know a rate to back off from.
    recent: f64,
    since: Instant,
    average: f64,
}

impl Bucket {
    fn new(limit: f64, now: Instant) -> Self {
        Self {
            rate: limit,
            limit,
            tokens: Self::burst(limit),
            at: now,
            throttled_at: None,
            recent: 0.0,
            since: now,
            average: 1.0,
        }
    }

    /// One second's worth, and at least one unit: a budget of 0.5 lets a write through every other second.
    fn burst(rate: f64) -> f64 {
        if rate.is_finite() { rate.max(1.0) } else { 0.0 }
    }

    fn refill(&mut self, now: Instant) {
        let elapsed = now.saturating_duration_since(self.at).as_secs_f64();
        self.at = now;
        if self.rate < self.limit {
            self.rate = (self.rate * RECOVERY.powf(elapsed)).min(self.limit);
        }
        if self.rate.is_finite() {
            self.tokens = (self.tokens + self.rate * elapsed).min(Self::burst(self.rate));
        }
    }

    /// Takes units, or says how long to wait. A request larger than the burst goes when the bucket is full, and those
    /// after it wait until it is paid off.
    fn take(&mut self, units: f64, now: Instant) -> Option<Duration> {
        self.refill(now);
        if self.rate.is_infinite() {
            return None;
        }
        let missing = units.min(Self::burst(self.rate)) - self.tokens;
        // Rounding must not let the last nanosecond be waited for forever.
        if missing <= 1e-6 {
            self.tokens -= units;
            return None;
        }
        Some(Duration::from_secs_f64((missing / self.rate).clamp(0.001, 3600.0)))
    }

    fn settle(&mut self, estimate: f64, used: Option<f64>, now: Instant) {
        let used = used.unwrap_or(estimate);
        if self.rate.is_finite() {
            self.tokens = (self.tokens + estimate - used).min(Self::burst(self.rate));
        }
        self.average += (used - self.average) / 16.0;
        if now.saturating_duration_since(self.since) >= Duration::from_secs(1) {
            self.since = now;
            self.recent = 0.0;
        }
        self.recent += used;
    }

    fn throttled(&mut self, now: Instant) {
        let lately = |at| now.saturating_duration_since(at) < Duration::from_secs(1);
        if self.throttled_at.is_some_and(lately) {
            return;
        }
        self.refill(now);
        self.throttled_at = Some(now);
        let rate = if self.rate.is_finite() { self.rate } else { self.recent };
        self.rate = (rate * BACK_OFF).max(SLOWEST.min(self.limit));
        self.tokens = self.tokens.min(Self::burst(self.rate));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs a bucket against a clock of its own, and returns the units taken in each second.
    fn run(limit: f64, units: f64, seconds: u64, throttle_at: Option<f64>) -> Vec<f64> {
        let start = Instant::now();
        let mut bucket = Bucket::new(limit, start);
        let mut taken = vec![0.0; seconds as usize];
        let mut clock = Duration::ZERO;
        let mut throttle = throttle_at.map(Duration::from_secs_f64);
        while clock < Duration::from_secs(seconds) {
            if throttle.is_some_and(|at| clock >= at) {
                bucket.throttled(start + clock);
                throttle = None;
            }
            match bucket.take(units, start + clock) {
                None => {
                    taken[clock.as_secs() as usize] += units;
                    bucket.settle(units, Some(units), start + clock);
                    clock += Duration::from_micros(100);
                }
                Some(wait) => clock += wait,
            }
        }
        taken
    }

    #[test]
    fn a_budget_is_used_and_never_exceeded() {
        for (limit, units) in [(50.0, 1.0), (1.0, 1.0), (0.5, 1.0), (100.0, 7.5), (10.0, 64.0)] {
            let taken = run(limit, units, 200, None);
            let total: f64 = taken.iter().sum();
            let most = limit * 200.0 + limit.max(1.0) + units;
            assert!(total <= most && total >= limit * 200.0 * 0.9, "{limit} {units}: {total}");
            // After the first second's burst no second has more than its share and one request.
            assert!(taken[1..].iter().all(|&second| second <= limit.max(1.0) + units), "{limit}: {taken:?}");
        }
    }

    #[test]
    fn what_was_not_used_is_given_back() {
        let now = Instant::now();
        let mut bucket = Bucket::new(10.0, now);
        assert_eq!(bucket.take(10.0, now), None);
        bucket.settle(10.0, Some(2.0), now);
        assert_eq!(bucket.take(8.0, now), None);
        assert!(bucket.take(1.0, now).is_some());
    }

    #[test]
    fn throttling_slows_down_and_time_heals() {
        let taken = run(100.0, 1.0, 60, Some(10.0));
        assert!((60.0..=80.0).contains(&taken[11]), "{taken:?}");
        assert!(taken[59] > 99.0, "{taken:?}");
    }

    #[test]
    fn without_a_budget_throttling_still_slows_down() {
        let now = Instant::now();
        let mut bucket = Bucket::new(f64::INFINITY, now);
        for _ in 0..500 {
            assert_eq!(bucket.take(1.0, now), None);
            bucket.settle(1.0, Some(1.0), now);
        }
        bucket.throttled(now);
        bucket.throttled(now);
        assert!((bucket.rate - 350.0).abs() < 1e-6, "once a second: {}", bucket.rate);
        bucket.refill(now + Duration::from_secs(60));
        assert!(bucket.rate > 5000.0);
    }
}

//! What a job does to the table: pages and writes within the budget, sent again when they are worth it.

use std::{
    hash::{BuildHasher as _, RandomState},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use futures_util::{StreamExt as _, stream::FuturesUnordered};
use jiff::Timestamp;
use tokio::sync::{Semaphore, watch};

use super::{Cursor, Read, Setup, Wanted, lock};
use crate::{
    bulk::{CheckpointError, Consumed, Event, JobError, Selection, budget::Budget, scan::Segments},
    codec::Decoded,
    layout::{Stored, dynamodb_json},
    session::SessionId,
    store::{PAGE_ITEMS, Page, PageRequest, Store, StoreError},
};

/// How often a request that was throttled or timed out is sent, the SDK's own attempts apart.
const ATTEMPTS: u32 = 8;
/// Failures told one by one; the summary counts all.
const FAILURES_TOLD: usize = 10;
/// Read units of a page at most: 1 MB, read eventually consistent.
const PAGE_UNITS: f64 = 128.0;

/// What settling a page can use: requests within the budget, and whether to go on.
#[derive(Debug)]
pub(in crate::bulk) struct Work {
    pub(in crate::bulk) store: Store,
    reads: Budget,
    writes: Budget,
    /// One for each session that may be dealt with at a time, whichever page it is of.
    in_flight: Semaphore,
    halt: watch::Sender<bool>,
    throttled: AtomicU64,
    rcu: Mutex<f64>,
    wcu: Mutex<f64>,
    /// Sessions that may still be settled with an effect.
    left: AtomicU64,
    limited: AtomicBool,
    fatal: Mutex<Option<JobError>>,
    failures: Mutex<Vec<(SessionId, StoreError)>>,
    mismatches: AtomicU64,
    mismatch: Mutex<Option<String>>,
    units_per_item: Mutex<f64>,
    jitter: RandomState,
}

/// How the work ended, as [`Outcome`](crate::bulk::Outcome) has it.
pub(super) struct Ended {
    pub(super) fatal: Option<JobError>,
    pub(super) mismatches: u64,
    pub(super) mismatch: Option<String>,
    pub(super) limited: bool,
}

/// How a write ended.
#[derive(Debug)]
pub(in crate::bulk) enum Written<T> {
    Done(T),
    /// For good.
    Failed,
    /// The job is to stop, and it was not sent.
    Halted,
}

impl Work {
    pub(super) fn new(setup: &Setup) -> Self {
        Self {
            store: setup.store.clone(),
            reads: Budget::new(setup.rates.rcu),
            writes: Budget::new(setup.rates.wcu),
            in_flight: Semaphore::new(usize::from(setup.concurrency.max(1))),
            halt: watch::Sender::new(false),
            throttled: AtomicU64::new(0),
            rcu: Mutex::new(0.0),
            wcu: Mutex::new(0.0),
            left: AtomicU64::new(setup.max_items.unwrap_or(u64::MAX)),
            limited: AtomicBool::new(false),
            fatal: Mutex::new(None),
            failures: Mutex::new(Vec::new()),
            mismatches: AtomicU64::new(0),
            mismatch: Mutex::new(None),
            units_per_item: Mutex::new(setup.units_per_item),
            jitter: RandomState::new(),
        }
    }

    /// Whether the job is to take no more work.
    pub(in crate::bulk) fn is_halted(&self) -> bool {
        *self.halt.borrow()
    }

    /// Whether no further page is to be read. Sessions that were taken already are settled all the same.
    pub(in crate::bulk) fn is_ending(&self) -> bool {
        self.is_halted() || self.limited.load(Ordering::Relaxed)
    }

    /// Has the job take no more work.
    pub(in crate::bulk) fn halt(&self) {
        self.halt.send_replace(true);
    }

    /// Ends the job with an error. What is in flight is settled.
    pub(in crate::bulk) fn fail(&self, error: impl Into<JobError>) {
        lock(&self.fatal).get_or_insert(error.into());
        self.halt();
    }

    /// Requests that were refused for want of capacity.
    pub(super) fn throttled(&self) -> u64 {
        self.throttled.load(Ordering::Relaxed)
    }

    /// Capacity used so far.
    pub(super) fn consumed(&self) -> Consumed {
        Consumed { rcu: *lock(&self.rcu), wcu: *lock(&self.wcu) }
    }

    /// Tells the failures after the first `told`.
    pub(super) fn tell_failures(&self, told: &mut usize, tell: &mut impl FnMut(Event<'_>)) {
        let failures = lock(&self.failures);
        for (id, error) in &failures[*told..] {
            tell(Event::Failed { id, error });
        }
        *told = failures.len();
    }

    /// What is left to say when nobody works any more.
    pub(super) fn end(self) -> Ended {
        Ended {
            fatal: self.fatal.into_inner().unwrap_or_else(PoisonError::into_inner),
            mismatches: self.mismatches.into_inner(),
            mismatch: self.mismatch.into_inner().unwrap_or_else(PoisonError::into_inner),
            limited: self.limited.into_inner(),
        }
    }

    async fn halted(&self) {
        // The sender lives as long as this does.
        drop(self.halt.subscribe().wait_for(|halted| *halted).await);
    }

    /// The sessions of a page that are selected, with their decoded payload where that was needed.
    pub(in crate::bulk) fn pick(
        &self,
        selection: &Selection,
        page: Page,
        now: Timestamp,
    ) -> Vec<(Stored, Option<Decoded>)> {
        let mut picked = Vec::new();
        for stored in page.items.into_iter().flatten() {
            let decoded =
                if selection.needs_payload() { selection.decode(self.store.layout(), &stored) } else { None };
            match selection.holds(&stored, decoded.as_ref(), now) {
                Ok(true) => picked.push((stored, decoded)),
                Ok(false) => {}
                Err(error) => {
                    self.mismatches.fetch_add(1, Ordering::Relaxed);
                    lock(&self.mismatch).get_or_insert_with(|| error.to_string());
                }
            }
        }
        picked
    }

    /// Takes one of the sessions that may be settled; after the last the job ends.
    pub(in crate::bulk) fn take_one(&self) -> bool {
        let taken = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        if taken.is_err() {
            self.limited.store(true, Ordering::Relaxed);
        }
        taken.is_ok()
    }

    /// Gives one back that came to nothing.
    pub(in crate::bulk) fn give_back(&self) {
        self.left.fetch_add(1, Ordering::Relaxed);
    }

    /// Deals with sessions, over all pages as many at a time as requests may be in flight: each sends one at a time.
    pub(in crate::bulk) async fn each<T, F: Future>(
        &self,
        sessions: impl IntoIterator<Item = T>,
        one: impl Fn(T) -> F,
        mut done: impl FnMut(F::Output),
    ) {
        let mut sessions = sessions.into_iter();
        let mut going = FuturesUnordered::new();
        let begin = |session, permit| {
            let going = one(session);
            async move {
                let output = going.await;
                drop(permit);
                output
            }
        };
        loop {
            if going.is_empty() {
                let Some(session) = sessions.next() else { break };
                // Nothing is under way here that others could wait for.
                let permit = self.in_flight.acquire().await;
                going.push(begin(session, permit));
            }
            while let Ok(permit) = self.in_flight.try_acquire()
                && let Some(session) = sessions.next()
            {
                going.push(begin(session, Ok(permit)));
            }
            if let Some(output) = going.next().await {
                done(output);
            }
        }
    }

    /// Sends a write within the budget and again when it is throttled or times out. `send` returns what it found and
    /// the units used, where they are known; without, the estimate is charged, for DynamoDB charges failed conditions.
    /// The estimate is of the item's size in bytes; an unknown size costs what writes have cost on average.
    pub(in crate::bulk) async fn write<T, F>(
        &self,
        id: &SessionId,
        size: Option<usize>,
        send: impl Fn() -> F + Send + Sync,
    ) -> Written<T>
    where
        F: Future<Output = Result<(T, Option<f64>), StoreError>> + Send,
    {
        self.send(&self.writes, &self.wcu, self.write_units(size), id, send).await
    }

    /// Reads a session of any table within the budget of reads, and again when that is throttled or times out. `size` is
    /// what its item may have, in bytes: the answer does not say what it cost.
    pub(in crate::bulk) async fn get(
        &self,
        store: &Store,
        id: &SessionId,
        size: usize,
    ) -> Written<Option<Stored>> {
        let units = size.div_ceil(4096).max(1) as f64 / 2.0;
        let send = || async { Ok((store.get(id).await?, Some(units))) };
        self.send(&self.reads, &self.rcu, units, id, send).await
    }

    async fn send<T, F>(
        &self,
        budget: &Budget,
        used_in_all: &Mutex<f64>,
        units: f64,
        id: &SessionId,
        send: impl Fn() -> F + Send + Sync,
    ) -> Written<T>
    where
        F: Future<Output = Result<(T, Option<f64>), StoreError>> + Send,
    {
        let mut attempt = 0;
        loop {
            if self.is_halted() {
                return Written::Halted;
            }
            let reserved = tokio::select! {
                reserved = budget.reserve(units) => reserved,
                () = self.halted() => return Written::Halted,
            };
            match send().await {
                Ok((found, used)) => {
                    budget.settle(reserved, used);
                    *lock(used_in_all) += used.unwrap_or(0.0);
                    return Written::Done(found);
                }
                Err(error) => {
                    budget.settle(reserved, None);
                    if error.is_fatal() {
                        self.fail(error);
                        return Written::Failed;
                    }
                    attempt += 1;
                    if !self.is_worth_another(&error, attempt) {
                        let mut failures = lock(&self.failures);
                        if failures.len() < FAILURES_TOLD {
                            failures.push((id.clone(), error));
                        }
                        return Written::Failed;
                    }
                    if matches!(error, StoreError::Throttled { .. }) {
                        budget.throttled();
                    }
                    self.pause(attempt).await;
                }
            }
        }
    }

    /// A write costs a unit for each KB.
    fn write_units(&self, size: Option<usize>) -> f64 {
        size.map_or_else(|| self.writes.average(), |bytes| bytes.div_ceil(1024).max(1) as f64)
    }

    fn is_worth_another(&self, error: &StoreError, attempt: u32) -> bool {
        if matches!(error, StoreError::Throttled { .. }) {
            self.throttled.fetch_add(1, Ordering::Relaxed);
        }
        attempt < ATTEMPTS && matches!(error, StoreError::Throttled { .. } | StoreError::TimedOut { .. })
    }

    /// Waits longer with each attempt, and not all for as long.
    async fn pause(&self, attempt: u32) {
        let longest = Duration::from_millis(100) * 2_u32.saturating_pow(attempt.min(7));
        let share = self.jitter.hash_one(Instant::now()) % 1000;
        let pause = longest * u32::try_from(500 + share / 2).unwrap_or(1000) / 1000;
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = self.halted() => {}
        }
    }

    /// Reads a page of a table's segment within the budget; `None` when the job is to stop.
    pub(in crate::bulk) async fn scan(
        &self,
        (number, segments): (u32, Segments),
        start: Option<Cursor>,
        Wanted { filter, attributes }: Wanted,
    ) -> Option<Read<Page>> {
        let start = match start.as_ref().map(dynamodb_json::read_item).transpose() {
            Ok(start) => start,
            Err(error) => {
                self.fail(CheckpointError::Key(error));
                return None;
            }
        };
        let segment = segments.request(number);
        let page = self.page(PageRequest { segment, start, filter, attributes, limit: None }).await?;
        let next = page.next.as_ref().map(dynamodb_json::write_item);
        Some((page, next))
    }

    async fn page(&self, mut request: PageRequest) -> Option<Page> {
        let mut attempt = 0;
        loop {
            if self.is_ending() {
                return None;
            }
            let (limit, estimate) = self.page_size();
            request.limit = limit;
            let reserved = tokio::select! {
                reserved = self.reads.reserve(estimate) => reserved,
                () = self.halted() => return None,
            };
            let answer = tokio::select! {
                answer = self.store.page(request.clone()) => answer,
                () = self.halted() => return None,
            };
            match answer {
                Ok(page) => {
                    self.reads.settle(reserved, page.read_units);
                    self.learn(&page);
                    return Some(page);
                }
                Err(error) => {
                    self.reads.settle(reserved, Some(0.0));
                    attempt += 1;
                    if error.is_fatal() || !self.is_worth_another(&error, attempt) {
                        self.fail(error);
                        return None;
                    }
                    if matches!(error, StoreError::Throttled { .. }) {
                        self.reads.throttled();
                    }
                    self.pause(attempt).await;
                }
            }
        }
    }

    /// How many items a page may have, and what it will cost. At least two pages a second, so that a small budget is
    /// used evenly.
    fn page_size(&self) -> (Option<i32>, f64) {
        let rate = self.reads.rate();
        if rate.is_infinite() {
            return (None, 0.0);
        }
        let per_item = *lock(&self.units_per_item);
        let items = (rate / 2.0 / per_item).clamp(1.0, f64::from(PAGE_ITEMS)).floor();
        #[expect(clippy::cast_possible_truncation, reason = "between 1 and `PAGE_ITEMS`")]
        let limit = items as i32;
        (Some(limit), (items * per_item).min(PAGE_UNITS))
    }

    fn learn(&self, page: &Page) {
        let Some(used) = page.read_units else { return };
        *lock(&self.rcu) += used;
        if page.scanned > 0 {
            let mut per_item = lock(&self.units_per_item);
            let seen = used / page.scanned as f64;
            *per_item += (seen - *per_item) / 4.0;
        }
    }
}

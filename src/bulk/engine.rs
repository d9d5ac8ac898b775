//! What all jobs have in common: workers scan segments within a budget, settle page by page, and keep account.
//!
//! A worker takes a segment (of a table, or a file to import), reads its pages one after the other and settles each
//! while the next is on its way, so memory is bounded by two pages a worker whatever the size of the whole. A page counts
//! as settled when all of its sessions and those of the pages before it are: that is what a checkpoint says.

use std::{
    collections::{BTreeMap, HashSet},
    hash::{BuildHasher as _, RandomState},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use jiff::Timestamp;
use serde_json::Value;
use tokio::{
    sync::{Semaphore, watch},
    task::JoinSet,
    time::MissedTickBehavior,
};

use super::{
    Checkpoint, CheckpointError, Consumed, Counts, Event, JobError, JobOptions, Outcome, Progress, Rates,
    Selection, Summary,
    budget::Budget,
    checkpoint::{Header, Resumed, Saved, SegmentProgress},
    scan::Segments,
};
use crate::{
    codec::Decoded,
    layout::{Stored, dynamodb_json},
    provision::TableState,
    session::SessionId,
    store::{Attributes, Page, PageRequest, ServerFilter, Store, StoreError},
};

/// How often a checkpoint is written.
const SAVE_EVERY: Duration = Duration::from_secs(1);
/// How often progress is told.
const TELL_EVERY: Duration = Duration::from_millis(100);
/// How often a request that was throttled or timed out is sent, the SDK's own attempts apart.
const ATTEMPTS: u32 = 8;
/// Failures told one by one; the summary counts all.
const FAILURES_TOLD: usize = 10;
/// Items of a page at most.
const PAGE_ITEMS: f64 = 5000.0;
/// Read units of a page at most: 1 MB, read eventually consistent.
const PAGE_UNITS: f64 = 128.0;

/// What a job asks of each page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    pub(super) filter: ServerFilter,
    pub(super) attributes: Attributes,
}

/// What a job made of a page.
#[derive(Debug)]
pub(super) struct Settled<P> {
    pub(super) counts: Counts,
    /// Whether every session of the page was dealt with, so that nobody needs to look at it again.
    pub(super) whole: bool,
    /// What is to be kept of it, in order of settlement.
    pub(super) product: P,
}

/// Where in a segment a page begins, as a checkpoint keeps it: a key in DynamoDB JSON, or a line of a file.
pub(super) type Cursor = Value;

/// A page, and where the next begins; `None` after the last of the segment.
pub(super) type Read<P> = (P, Option<Cursor>);

/// A job over the segments of a table or of files.
pub(super) trait Job: Send + Sync + 'static {
    /// What is read at a time.
    type Page: Send;
    /// What a page leaves.
    type Product: Send;

    /// Reads a page of a segment; `None` when the job is to stop. [`Work::scan`] does it for tables.
    fn read(
        &self,
        segment: (u32, Segments),
        start: Option<Cursor>,
        work: &Work,
    ) -> impl Future<Output = Option<Read<Self::Page>>> + Send;

    /// Deals with a page, in parallel with others. An error that ends the job goes to [`Work::fail`].
    fn settle(&self, page: Self::Page, work: &Work) -> impl Future<Output = Settled<Self::Product>> + Send;

    /// Keeps what a page left. One at a time, in the order of the checkpoint.
    fn keep(&self, product: Self::Product) -> Result<(), JobError>;

    /// What a checkpoint says of what was kept up to this call; the future may take its time to make it durable.
    fn state(&self) -> impl Future<Output = Result<Value, JobError>> + Send + 'static;

    /// How much of it is done, from 0 to 1, where the job knows better than by segments.
    fn fraction(&self) -> Option<f64> {
        None
    }
}

/// How a job is run.
#[derive(Debug)]
pub(super) struct Setup {
    name: &'static str,
    store: Store,
    segments: Segments,
    concurrency: u16,
    rates: Rates,
    /// Read units an item costs to scan, before any was.
    units_per_item: f64,
    max_items: Option<u64>,
    checkpoint: Option<(Checkpoint, Header)>,
    /// What was done already.
    resumed: Resumed,
    dry_run: bool,
    writes: bool,
}

/// What a job is, for its checkpoint to agree with.
#[derive(Debug)]
pub(super) struct Identity {
    pub(super) name: &'static str,
    /// What it was asked for, but for how fast.
    pub(super) asked: Value,
    /// The time it goes by.
    pub(super) now: Timestamp,
}

impl Setup {
    /// A job over a table.
    ///
    /// # Errors
    /// When the checkpoint is of another job.
    pub(super) fn over_table(
        identity: Identity,
        store: &Store,
        table: &TableState,
        options: JobOptions,
        checkpoint: Option<Checkpoint>,
    ) -> Result<Self, JobError> {
        let total = checkpoint.as_ref().and_then(Checkpoint::total_segments);
        let segments = options.segments_for(table.size_bytes, total);
        Self::new(identity, store, table, segments, options, checkpoint)
    }

    /// A job over so many files, whose target is a table.
    ///
    /// # Errors
    /// When the checkpoint is of another job.
    pub(super) fn over_files(
        identity: Identity,
        files: usize,
        store: &Store,
        table: &TableState,
        options: JobOptions,
        checkpoint: Option<Checkpoint>,
    ) -> Result<Self, JobError> {
        let segments = options.segments_of_files(files);
        Self::new(identity, store, table, segments, options, checkpoint)
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
        Ok(Self {
            concurrency: options.concurrency,
            rates: options.rates,
            units_per_item: (average / 8192.0).clamp(0.01, 50.0),
            checkpoint,
            resumed,
            ..Self::reading(identity.name, store, segments)
        })
    }

    /// A job that reads, as fast as the table lets it.
    pub(super) fn reading(name: &'static str, store: &Store, segments: Segments) -> Self {
        Self {
            name,
            store: store.clone(),
            segments,
            concurrency: 1,
            rates: Rates::default(),
            units_per_item: 0.1,
            max_items: None,
            checkpoint: None,
            resumed: Resumed::default(),
            dry_run: false,
            writes: false,
        }
    }

    /// Whether nothing is to be changed.
    pub(super) fn dry_run(self, dry_run: bool) -> Self {
        Self { dry_run, ..self }
    }

    /// The summary tells how many sessions were written.
    pub(super) fn writes(self) -> Self {
        Self { writes: true, ..self }
    }

    /// Sessions that may be settled with an effect; the job ends there.
    pub(super) fn max_items(self, max_items: Option<u64>) -> Self {
        Self { max_items, ..self }
    }

    /// What the job kept in its checkpoint when it stopped, null where it had not come to that; `None` for a new job.
    pub(super) fn state(&self) -> Option<&Value> {
        self.resumed.state.as_ref()
    }

    /// How a job ends that could not begin. A new one leaves no checkpoint behind.
    pub(super) fn failed(self, error: impl Into<JobError>) -> Outcome {
        if let (Some((checkpoint, _)), None) = (self.checkpoint, self.resumed.state) {
            checkpoint.discard();
        }
        Outcome::failed(self.name, error.into())
    }
}

/// What settling a page can use: requests within the budget, and whether to go on.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) store: Store,
    reads: Budget,
    writes: Budget,
    in_flight: Semaphore,
    concurrency: usize,
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

/// How a write ended.
#[derive(Debug)]
pub(super) enum Written<T> {
    Done(T),
    /// For good.
    Failed,
    /// The job is to stop, and it was not sent.
    Halted,
}

/// A panic elsewhere leaves numbers and lists whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Work {
    fn new(setup: &Setup) -> Self {
        let concurrency = usize::from(setup.concurrency.max(1));
        Self {
            store: setup.store.clone(),
            reads: Budget::new(setup.rates.rcu),
            writes: Budget::new(setup.rates.wcu),
            in_flight: Semaphore::new(concurrency),
            concurrency,
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

    /// Writes in flight at a time.
    pub(super) fn concurrency(&self) -> usize {
        self.concurrency
    }

    /// Whether the job is to take no more work.
    pub(super) fn is_halted(&self) -> bool {
        *self.halt.borrow()
    }

    /// Whether no further page is to be read. Sessions that were taken already are settled all the same.
    pub(super) fn is_ending(&self) -> bool {
        self.is_halted() || self.limited.load(Ordering::Relaxed)
    }

    /// Has the job take no more work.
    pub(super) fn halt(&self) {
        self.halt.send_replace(true);
    }

    /// Ends the job with an error. What is in flight is settled.
    pub(super) fn fail(&self, error: impl Into<JobError>) {
        lock(&self.fatal).get_or_insert(error.into());
        self.halt();
    }

    async fn halted(&self) {
        // The sender lives as long as this does.
        drop(self.halt.subscribe().wait_for(|halted| *halted).await);
    }

    /// The sessions of a page that are selected, with their decoded payload where that was needed.
    pub(super) fn pick(
        &self,
        selection: &Selection,
        page: Page,
        now: Timestamp,
    ) -> Vec<(Stored, Option<Decoded>)> {
        let mut picked = Vec::new();
        for stored in page.items.into_iter().flatten() {
            let decoded = if selection.needs_payload() { selection.decode(&stored) } else { None };
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
    pub(super) fn take_one(&self) -> bool {
        let taken = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        if taken.is_err() {
            self.limited.store(true, Ordering::Relaxed);
        }
        taken.is_ok()
    }

    /// Gives one back that came to nothing.
    pub(super) fn give_back(&self) {
        self.left.fetch_add(1, Ordering::Relaxed);
    }

    /// Sends a write within the budget and again when it is throttled or times out. `send` returns what it found and
    /// the units used, where they are known; without, the estimate is charged, for DynamoDB charges failed conditions.
    /// The estimate is of the item's size in bytes; an unknown size costs what writes have cost on average.
    pub(super) async fn write<T, F>(
        &self,
        id: &SessionId,
        size: Option<usize>,
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
            let permit = self.in_flight.acquire().await;
            let reserved = tokio::select! {
                reserved = self.writes.reserve(self.write_units(size)) => reserved,
                () = self.halted() => return Written::Halted,
            };
            let answer = send().await;
            drop(permit);
            match answer {
                Ok((found, used)) => {
                    self.writes.settle(reserved, used);
                    *lock(&self.wcu) += used.unwrap_or(0.0);
                    return Written::Done(found);
                }
                Err(error) => {
                    self.writes.settle(reserved, None);
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
                        self.writes.throttled();
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
    pub(super) async fn scan(
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
        let segment = Some(segments.request(number));
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
        let items = (rate / 2.0 / per_item).clamp(1.0, PAGE_ITEMS).floor();
        #[expect(clippy::cast_possible_truncation, reason = "between 1 and 5,000")]
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

/// How far a segment is, in this run.
#[derive(Clone, Debug, Default)]
struct Segment {
    last: Option<Cursor>,
    done: bool,
    /// Up to `last`.
    counts: Counts,
    /// Beyond `last`: pages of which something failed or was left, and those after them.
    beyond: Counts,
    stuck: bool,
}

/// What was done, segment by segment.
#[derive(Debug)]
struct Ledger {
    segments: BTreeMap<u32, Segment>,
    queue: std::vec::IntoIter<u32>,
}

impl Ledger {
    fn new(segments: Segments, resumed: BTreeMap<u32, SegmentProgress>) -> Self {
        let known: BTreeMap<u32, Segment> = resumed
            .into_iter()
            .map(|(number, SegmentProgress { last, done, counts })| {
                (number, Segment { last, done, counts, ..Segment::default() })
            })
            .collect();
        let is_done = |number: &u32| known.get(number).is_some_and(|segment| segment.done);
        let todo: Vec<u32> = segments.in_stride().filter(|number| !is_done(number)).collect();
        Self { segments: known, queue: todo.into_iter() }
    }

    fn counts(&self) -> Counts {
        let mut total = Counts::default();
        for segment in self.segments.values() {
            total += segment.counts;
            total += segment.beyond;
        }
        total
    }

    fn done(&self) -> usize {
        self.segments.values().filter(|segment| segment.done).count()
    }

    fn settled(&mut self, number: u32, counts: Counts, whole: bool, next: Option<Cursor>) {
        let segment = self.segments.entry(number).or_default();
        if segment.stuck || !whole {
            segment.stuck = true;
            segment.beyond += counts;
            return;
        }
        segment.counts += counts;
        segment.done = next.is_none();
        segment.last = next;
    }

    fn saved(&self) -> BTreeMap<u32, SegmentProgress> {
        let saved = |segment: &Segment| {
            let mut counts = segment.counts;
            counts += segment.beyond.effects();
            SegmentProgress { last: segment.last.clone(), done: segment.done, counts }
        };
        self.segments.iter().map(|(number, segment)| (*number, saved(segment))).collect()
    }
}

struct Shared<J> {
    job: J,
    work: Work,
    segments: Segments,
    ledger: Mutex<Ledger>,
}

impl<J: Job> Shared<J> {
    /// Settles segments until there is none left or the job is to stop.
    async fn work(&self) {
        while let Some((number, start)) = self.next_segment() {
            let mut read = self.read(number, start).await;
            while let Some((page, next)) = read {
                let ahead = async {
                    match &next {
                        Some(start) => self.read(number, Some(start.clone())).await,
                        None => None,
                    }
                };
                (read, ()) = tokio::join!(ahead, self.settle(number, page, next.clone()));
            }
        }
    }

    fn next_segment(&self) -> Option<(u32, Option<Cursor>)> {
        if self.work.is_ending() {
            return None;
        }
        let mut ledger = lock(&self.ledger);
        let number = ledger.queue.next()?;
        Some((number, ledger.segments.get(&number).and_then(|segment| segment.last.clone())))
    }

    async fn read(&self, number: u32, start: Option<Cursor>) -> Option<Read<J::Page>> {
        self.job.read((number, self.segments), start, &self.work).await
    }

    async fn settle(&self, number: u32, page: J::Page, next: Option<Cursor>) {
        let Settled { counts, whole, product } = self.job.settle(page, &self.work).await;
        let mut ledger = lock(&self.ledger);
        if let Err(error) = self.job.keep(product) {
            self.work.fail(error);
            return;
        }
        ledger.settled(number, counts, whole, next);
    }

    fn progress(&self, start: Instant) -> Progress {
        let ledger = lock(&self.ledger);
        let segments = self.segments.in_stride().count();
        let by_segments = ledger.done() as f64 / segments.max(1) as f64;
        Progress {
            counts: ledger.counts(),
            segments_done: u32::try_from(ledger.done()).unwrap_or(u32::MAX),
            segments: u32::try_from(segments).unwrap_or(u32::MAX),
            fraction: self.job.fraction().unwrap_or(by_segments),
            throttled: self.work.throttled.load(Ordering::Relaxed),
            consumed: self.consumed(),
            seconds: start.elapsed().as_secs_f64(),
        }
    }

    fn consumed(&self) -> Consumed {
        Consumed { rcu: *lock(&self.work.rcu), wcu: *lock(&self.work.wcu) }
    }

    async fn save(&self, checkpoint: Option<&(Checkpoint, Header)>) -> Result<bool, JobError> {
        let Some((checkpoint, header)) = checkpoint else { return Ok(false) };
        // What was kept and how far the segments are must be of the same moment.
        let (segments, state) = {
            let ledger = lock(&self.ledger);
            (ledger.saved(), self.job.state())
        };
        checkpoint.save(&Saved { header: header.clone(), segments, state: state.await? })?;
        Ok(true)
    }
}

/// Runs a job to its end. When `stop` turns true it takes no more work, settles what is in flight and returns.
pub(super) async fn run<J: Job>(
    job: J,
    setup: Setup,
    mut stop: watch::Receiver<bool>,
    mut tell: impl FnMut(Event<'_>),
) -> (Outcome, J) {
    let start = Instant::now();
    let work = Work::new(&setup);
    let ledger = Ledger::new(setup.segments, setup.resumed.segments);
    let checkpoint = setup.checkpoint;
    let shared = Arc::new(Shared { job, work, segments: setup.segments, ledger: Mutex::new(ledger) });
    let mut workers = JoinSet::new();
    for _ in 0..setup.segments.workers() {
        let shared = Arc::clone(&shared);
        workers.spawn(async move { shared.work().await });
    }
    let mut ticks = tokio::time::interval(TELL_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut saved_at = Instant::now();
    let mut told = 0;
    if *stop.borrow() {
        shared.work.halt();
    }
    loop {
        tokio::select! {
            done = workers.join_next() => match done {
                None => break,
                Some(Ok(())) => {}
                // A worker ends early only when the runtime goes down.
                Some(Err(_)) => shared.work.halt(),
            },
            changed = stop.changed(), if !shared.work.is_halted() => {
                if changed.is_err() || *stop.borrow() {
                    shared.work.halt();
                }
            }
            _ = ticks.tick() => {
                tell(Event::Progress(&shared.progress(start)));
                tell_failures(&shared.work, &mut told, &mut tell);
                if saved_at.elapsed() >= SAVE_EVERY {
                    save(&shared, checkpoint.as_ref(), &mut tell).await;
                    saved_at = Instant::now();
                }
            }
        }
    }
    save(&shared, checkpoint.as_ref(), &mut tell).await;
    let progress = shared.progress(start);
    tell(Event::Progress(&progress));
    tell_failures(&shared.work, &mut told, &mut tell);
    let Counts { scanned, matched, deleted, kept, written, failed } = progress.counts;
    let shared = Arc::into_inner(shared).expect("the workers have ended, and nobody else shares it");
    let work = shared.work;
    let into_inner = PoisonError::into_inner;
    let fatal = work.fatal.into_inner().unwrap_or_else(into_inner);
    let summary = Summary {
        job: setup.name,
        scanned,
        matched,
        deleted,
        kept,
        written: setup.writes.then_some(written),
        failed,
        dry_run: setup.dry_run,
        complete: fatal.is_none() && progress.segments_done == progress.segments,
        seconds: progress.seconds,
        consumed: progress.consumed,
    };
    let outcome = Outcome {
        summary,
        fatal,
        mismatches: work.mismatches.into_inner(),
        mismatch: work.mismatch.into_inner().unwrap_or_else(PoisonError::into_inner),
        limited: work.limited.into_inner(),
        deleted: HashSet::new(),
    };
    (outcome, shared.job)
}

async fn save<J: Job>(
    shared: &Shared<J>,
    checkpoint: Option<&(Checkpoint, Header)>,
    tell: &mut impl FnMut(Event<'_>),
) {
    match shared.save(checkpoint).await {
        Ok(true) => tell(Event::Saved),
        Ok(false) => {}
        Err(error) => shared.work.fail(error),
    }
}

fn tell_failures(work: &Work, told: &mut usize, tell: &mut impl FnMut(Event<'_>)) {
    let failures = lock(&work.failures);
    for (id, error) in &failures[*told..] {
        tell(Event::Failed { id, error });
    }
    *told = failures.len();
}

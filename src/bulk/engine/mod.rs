//! What all jobs have in common: workers scan segments within a budget, settle page by page, and keep account.
//!
//! A worker takes a segment (of a table, or a file to import), reads its pages one after the other and settles each
//! while the next is on its way, so memory is bounded by two pages a worker whatever the size of the whole. A page counts
//! as settled when all of its sessions and those of the pages before it are: that is what a checkpoint says.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use serde_json::Value;
use tokio::{sync::watch, task::JoinSet, time::MissedTickBehavior};

use super::{
    Checkpoint, Counts, Event, JobError, Outcome, Progress, Summary,
    checkpoint::{Header, Saved},
    scan::Segments,
};
use crate::store::{Attributes, ServerFilter};

mod ledger;
mod setup;
mod work;

use ledger::Ledger;
pub(super) use setup::{Identity, Setup};
use work::Ended;
pub(super) use work::{Work, Written};

/// How often a checkpoint is written.
const SAVE_EVERY: Duration = Duration::from_secs(1);
/// How often progress is told.
const TELL_EVERY: Duration = Duration::from_millis(100);

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

    /// Keeps what a page left, where it leaves anything. One at a time, in the order of the checkpoint.
    fn keep(&self, _: Self::Product) -> Result<(), JobError> {
        Ok(())
    }

    /// What a checkpoint says of what was kept up to this call; the future may take its time to make it durable.
    fn state(&self) -> impl Future<Output = Result<Value, JobError>> + Send + 'static {
        std::future::ready(Ok(Value::Null))
    }

    /// How much of it is done, from 0 to 1, where the job knows better than by segments.
    fn fraction(&self) -> Option<f64> {
        None
    }
}

/// A panic elsewhere leaves numbers and lists whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Shared<J> {
    job: J,
    work: Work,
    segments: Segments,
    items: f64,
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
        lock(&self.ledger).next()
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
        let counts = ledger.counts();
        let by_segments = ledger.done() as f64 / segments.max(1) as f64;
        // DynamoDB counts the items of a table every six hours: only the segments tell that it is the end.
        let by_items = if self.items > 0.0 { (counts.scanned as f64 / self.items).min(0.99) } else { 0.0 };
        Progress {
            counts,
            segments_done: u32::try_from(ledger.done()).unwrap_or(u32::MAX),
            segments: u32::try_from(segments).unwrap_or(u32::MAX),
            fraction: self.job.fraction().unwrap_or_else(|| by_segments.max(by_items)),
            throttled: self.work.throttled(),
            consumed: self.work.consumed(),
            seconds: start.elapsed().as_secs_f64(),
        }
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
    let Setup { segments, items, .. } = setup;
    let shared = Arc::new(Shared { job, work, segments, items, ledger: Mutex::new(ledger) });
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
                shared.work.tell_failures(&mut told, &mut tell);
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
    shared.work.tell_failures(&mut told, &mut tell);
    let Counts { scanned, matched, deleted, kept, written, skipped, lossy, failed } = progress.counts;
    let shared = Arc::into_inner(shared).expect("the workers have ended, and nobody else shares it");
    let Ended { fatal, mismatches, mismatch, limited } = shared.work.end();
    let summary = Summary {
        job: setup.name,
        scanned,
        matched,
        deleted,
        kept,
        written: setup.writes.then_some(written),
        skipped: setup.converts.then_some(skipped),
        lossy: setup.converts.then_some(lossy),
        failed,
        dry_run: setup.dry_run,
        complete: fatal.is_none() && progress.segments_done == progress.segments,
        seconds: progress.seconds,
        consumed: progress.consumed,
    };
    let outcome = Outcome { summary, fatal, mismatches, mismatch, limited, deleted: HashSet::new() };
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

//! Deletes expired sessions, and never one that was renewed meanwhile.
//!
//! Segments are scanned in parallel; the server filters, and each delete is conditional on the expiry still lying
//! before the cutoff. DynamoDB's own TTL does the same free of charge, hours or days later.

use std::{sync::Arc, time::Instant};

use jiff::Timestamp;
use tokio::{
    sync::{Mutex, mpsc, watch},
    task::JoinSet,
};

use super::{Drift, Summary, drift, scan::Segments};
use crate::{
    provision::{self, TableState},
    session::{Lifetime, SessionId},
    store::{Attributes, Deleted, PageRequest, ServerFilter, Store, StoreError, Target},
};

/// Segments scanned at a time, unless told otherwise.
pub const DEFAULT_SEGMENTS: u32 = 8;
/// Deletes in flight at a time, unless told otherwise.
pub const DEFAULT_CONCURRENCY: u16 = 32;

/// Whether anything is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Counts what would be deleted.
    DryRun,
    /// Deletes.
    Delete,
}

/// What to purge, and how.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Read once, at the start.
    pub now: Timestamp,
    /// How long ago a session has to have expired.
    pub grace: Lifetime,
    /// What the web application gives a session, to tell clock drift.
    pub lifetime: Lifetime,
    /// Whether anything is deleted.
    pub mode: Mode,
    /// Segments scanned at a time; at least 1.
    pub segments: u32,
    /// Deletes in flight at a time; at least 1.
    pub concurrency: u16,
}

impl Options {
    /// Sessions whose expiry lies before this, in seconds since 1970, are deleted.
    #[must_use]
    pub fn cutoff(&self) -> i64 {
        self.now.as_second() - self.grace.seconds()
    }
}

/// What a purge is about to do.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Where.
    pub target: Target,
    /// The table as it is.
    pub table: TableState,
    /// How far expiries are off, where they are.
    pub drift: Option<Drift>,
    /// What was asked for.
    pub options: Options,
}

impl Plan {
    /// The drift by which live sessions would be deleted: expiries that are too early by more than the grace.
    #[must_use]
    pub fn uncovered_drift(&self) -> Option<Drift> {
        self.drift.filter(|drift| -drift.earliest > self.options.grace.seconds())
    }
}

/// Looks at the table and samples its clocks. Deletes nothing.
///
/// # Errors
/// As classified by [`StoreError`]; a missing table too.
pub async fn preflight(store: &Store, options: Options) -> Result<Plan, StoreError> {
    let table = provision::read_state(store)
        .await?
        .ok_or_else(|| StoreError::TableMissing(store.target().clone()))?;
    let drift = drift::sample(store, options.lifetime).await?;
    Ok(Plan { target: store.target().clone(), table, drift, options })
}

/// How a purge ended.
#[derive(Debug)]
pub struct Outcome {
    /// What was done.
    pub summary: Summary,
    /// What stopped it, where an error did.
    pub fatal: Option<StoreError>,
    /// Some of the deletes that failed: the session and why.
    pub failures: Vec<(SessionId, StoreError)>,
}

/// Failures kept for the report; the summary counts all.
const FAILURES_KEPT: usize = 10;

struct Scanned {
    ids: Vec<SessionId>,
    scanned: u64,
    read_units: f64,
}

/// Does what a plan says. When `stop` turns true it takes no more work, settles what is in flight and returns.
/// `progress` is called after each page and each delete with what was done so far.
pub async fn run(
    store: &Store,
    plan: &Plan,
    mut stop: watch::Receiver<bool>,
    mut progress: impl FnMut(&Summary),
) -> Outcome {
    let start = Instant::now();
    let options = plan.options;
    let cutoff = options.cutoff();
    let bytes = u64::try_from(plan.table.size_bytes).unwrap_or(0);
    let segments = Segments::for_size(bytes, options.segments.max(1));
    let mut summary = Summary { job: "purge", dry_run: options.mode == Mode::DryRun, ..Summary::default() };
    let mut fatal = None;
    let mut failures = Vec::new();

    // Bounded, so that memory is bounded by the pages in it whatever the size of the table.
    let (sender, mut pages) = mpsc::channel(segments.workers() as usize);
    let queue = Arc::new(Mutex::new(segments.in_stride()));
    let mut scans = JoinSet::new();
    for _ in 0..segments.workers() {
        let (store, queue, sender) = (store.clone(), Arc::clone(&queue), sender.clone());
        scans.spawn(async move {
            while let Some(segment) = { queue.lock().await.next() } {
                if !scan_segment(&store, segments.request(segment), cutoff, &sender).await {
                    break;
                }
            }
        });
    }
    drop(sender);

    let mut waiting: Vec<SessionId> = Vec::new();
    let mut deletes: JoinSet<(SessionId, Result<Deleted, StoreError>)> = JoinSet::new();
    let mut scanning = true;
    let mut stopped = *stop.borrow();
    loop {
        let halt = stopped || fatal.is_some();
        if halt && scanning {
            scans.abort_all();
            pages.close();
            scanning = false;
            waiting.clear();
        }
        while !halt && deletes.len() < usize::from(options.concurrency.max(1)) {
            let Some(id) = waiting.pop() else { break };
            let store = store.clone();
            deletes.spawn(async move {
                let result = store.delete_expired(&id, cutoff).await;
                (id, result)
            });
        }
        if !scanning && waiting.is_empty() && deletes.is_empty() {
            break;
        }
        tokio::select! {
            changed = stop.changed(), if !stopped => stopped = changed.is_err() || *stop.borrow(),
            page = pages.recv(), if scanning && waiting.is_empty() => match page {
                None => scanning = false,
                Some(Err(error)) => fatal = Some(error),
                Some(Ok(Scanned { ids, scanned, read_units })) => {
                    summary.scanned += scanned;
                    summary.matched += ids.len() as u64;
                    summary.consumed.rcu += read_units;
                    if options.mode == Mode::Delete {
                        waiting = ids;
                    }
                }
            },
            Some(done) = deletes.join_next(), if !deletes.is_empty() => match done {
                Ok((_, Ok(Deleted::Yes(units)))) => {
                    summary.deleted += 1;
                    summary.consumed.wcu += units;
                }
                Ok((_, Ok(Deleted::Kept))) => summary.kept += 1,
                Ok((_, Err(error))) if error.is_fatal() => {
                    summary.failed += 1;
                    fatal.get_or_insert(error);
                }
                Ok((id, Err(error))) => {
                    summary.failed += 1;
                    if failures.len() < FAILURES_KEPT {
                        failures.push((id, error));
                    }
                }
                // A task ends early only when the runtime goes down.
                Err(_) => summary.failed += 1,
            },
        }
        summary.seconds = start.elapsed().as_secs_f64();
        progress(&summary);
    }
    summary.complete = !stopped && fatal.is_none() && summary.failed == 0;
    summary.seconds = start.elapsed().as_secs_f64();
    Outcome { summary, fatal, failures }
}

/// Sends the expired ids of a segment page by page. Returns whether to go on with another segment.
async fn scan_segment(
    store: &Store,
    segment: (i32, i32),
    cutoff: i64,
    pages: &mpsc::Sender<Result<Scanned, StoreError>>,
) -> bool {
    let mut start = None;
    loop {
        let request = PageRequest {
            segment: Some(segment),
            start,
            filter: Some(ServerFilter::ExpiredBefore(cutoff)),
            attributes: Attributes::IdAndTtl,
            limit: None,
        };
        let page = match store.page(request).await {
            Ok(page) => page,
            Err(error) => {
                // The receiver is gone when the job was stopped: there is nobody to tell.
                drop(pages.send(Err(error)).await);
                return false;
            }
        };
        let ids = page.items.into_iter().flatten().map(|stored| stored.session.id).collect();
        let scanned = Scanned { ids, scanned: page.scanned, read_units: page.read_units };
        if pages.send(Ok(scanned)).await.is_err() {
            return false;
        }
        match page.next {
            Some(next) => start = Some(next),
            None => return true,
        }
    }
}

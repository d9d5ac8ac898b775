//! Writes the sessions of one table to another, also one of another account, layout or format, or to the same table
//! in another format.
//!
//! Where layout and format stay, items are written byte for byte with every attribute. Else values are decoded,
//! converted and encoded as the target's library would have written them (`prepare`). Every write is conditional on
//! what the target holds, so that a session which is fresher there survives. [`verify`] compares both sides,
//! [`missing`] deletes at the target what the source no longer has.

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::{
    Checkpoint, Counts, Drift, DumpError, Event, JobError, JobOptions, Outcome, Selection, drift,
    dump::{Frame, Output},
    engine::{self, Cursor, Identity, Job, Read, Settled, Setup, Wanted, Work, Written},
    scan::Segments,
};
use crate::{
    codec::{Decoded, convert::Losses},
    layout::Stored,
    provision::TableState,
    session::SessionId,
    store::{Attributes, OnConflict, Page, Placed, ServerFilter, Store, StoreError},
};

mod left;
pub mod missing;
mod prepare;
mod since;
pub mod verify;

use left::FirstLeft;
pub use left::{LeftBehind, Reason};
pub use prepare::{Conversion, Lossy, Unreadable};
use prepare::{Prepared, Sized};
pub use since::FirstPass;

/// Name of the job.
const JOB: &str = "migrate";

/// How often a session is converted in place that is written meanwhile.
const ATTEMPTS: u32 = 5;

/// Whether anything is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Converts, and counts what would be written.
    DryRun,
    /// Writes.
    Write,
}

/// What to migrate, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// Read once, at the start; that of the checkpoint for a job that is gone on with.
    pub now: Timestamp,
    /// Which sessions.
    pub selection: Selection,
    /// What becomes of each.
    pub conversion: Conversion,
    /// What becomes of sessions that are at the target.
    pub on_conflict: OnConflict,
    /// Only what has changed since an earlier pass began.
    pub since: Option<FirstPass>,
    /// Whether anything is written.
    pub mode: Mode,
    /// Where each session that is left behind is listed: a new file, one a line, with its id.
    pub report: Option<PathBuf>,
    /// How the job goes about it: `rcu` is for reads of both sides, `wcu` for the target.
    pub job: JobOptions,
}

impl Options {
    /// What the server decides of the selection.
    fn server_filter(&self) -> ServerFilter {
        let mut filter = self.selection.server_filter(self.now);
        filter.modified_since = self.since.as_ref().map(|first| first.from);
        if self.conversion.mend_ttl {
            // Whether a session has ended is told when its expiry is mended.
            filter.live_at = filter.live_at.map(|at| at.saturating_sub(drift::LARGEST));
            filter.expired_before = filter.expired_before.map(|at| at.saturating_add(drift::LARGEST));
        }
        filter
    }

    /// The sessions of a page that are selected, and how many items are none.
    fn pick(&self, mut page: Page, work: &Work) -> (Vec<(Stored, Option<Decoded>)>, u64) {
        let others = page.items.iter().filter(|item| item.is_err()).count() as u64;
        for stored in page.items.iter_mut().flatten() {
            self.conversion.mend(stored);
        }
        (work.pick(&self.selection, page, self.now), others)
    }
}

/// A table, and what it is.
#[derive(Clone, Debug)]
pub struct Side {
    /// The table.
    pub store: Store,
    /// The table as it is.
    pub table: TableState,
}

impl Side {
    /// What names it in a checkpoint.
    fn name(&self) -> String {
        let target = self.store.target();
        self.table.arn.clone().unwrap_or_else(|| format!("{} in {}", target.table, target.place))
    }

    /// What tells it from another of the same name.
    fn identity(&self) -> Value {
        let place = self.store.target().place.to_string();
        json!([self.name(), place, self.table.created_at])
    }

    /// Whether it is the same table.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.store.target() == other.store.target() && self.name() == other.name()
    }
}

/// What a migration is about to do.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Where sessions come from.
    pub source: Side,
    /// Where they go; `None` where they are converted in place.
    pub target: Option<Side>,
    /// How far expiries at the source are off, where they are.
    pub drift: Option<Drift>,
    /// What was asked for.
    pub options: Options,
}

impl Plan {
    /// What was asked for, for a checkpoint to compare.
    fn asked(&self) -> Value {
        let Options { selection, on_conflict, conversion, mode, report, since, .. } = &self.options;
        json!({
            "selection": selection.to_json(),
            "target": self.target.as_ref().map(Side::identity),
            "conversion": conversion.to_json(),
            "on_conflict": on_conflict.name(),
            "since": since.as_ref().map(|first| first.from.to_string()),
            "dry_run": *mode == Mode::DryRun,
            "report": report.as_ref().map(|path| path.display().to_string()),
        })
    }
}

/// What became of a migration beside its counts.
#[derive(Debug, Default)]
pub struct Findings {
    /// What conversions lose, or lost.
    pub losses: Losses,
    /// The first sessions that were left behind.
    pub left: Vec<LeftBehind>,
    /// Items of the source that are no sessions of its layout, and stay where they are.
    pub others: u64,
}

/// Looks at clocks. Writes nothing.
///
/// # Errors
/// As classified by [`StoreError`].
pub async fn preflight(source: Side, target: Option<Side>, options: Options) -> Result<Plan, StoreError> {
    let drift = drift::sample(&source.store, options.conversion.lifetime).await?;
    Ok(Plan { source, target, drift, options })
}

/// Converts the whole selection and writes nothing: what it would lose.
pub async fn check(
    plan: &Plan,
    stop: watch::Receiver<bool>,
    tell: impl FnMut(Event<'_>),
) -> (Outcome, Findings) {
    let options = Options { mode: Mode::DryRun, report: None, ..plan.options.clone() };
    run(&Plan { options, ..plan.clone() }, None, stop, tell).await
}

/// Does what a plan says. When `stop` turns true it takes no more work, settles what is in flight and returns.
pub async fn run(
    plan: &Plan,
    checkpoint: Option<Checkpoint>,
    stop: watch::Receiver<bool>,
    tell: impl FnMut(Event<'_>),
) -> (Outcome, Findings) {
    let Plan { source, target, options, .. } = plan;
    let identity = Identity { name: JOB, asked: plan.asked(), now: options.now };
    let setup = match Setup::over_table(identity, &source.store, &source.table, options.job, checkpoint) {
        Ok(setup) => setup.dry_run(options.mode == Mode::DryRun).converts(),
        Err(error) => return (Outcome::failed(JOB, error), Findings::default()),
    };
    let report = match open_report(options, setup.state()) {
        Ok(report) => report.map(Arc::new),
        Err(error) => return (setup.failed(error), Findings::default()),
    };
    let job = Migrate {
        options: options.clone(),
        target: target.as_ref().map(|target| target.store.clone()),
        compares: options.since.is_some() && source.store.layout().modified.is_none(),
        losses: Mutex::default(),
        left: FirstLeft::default(),
        others: AtomicU64::new(0),
        report: report.clone(),
    };
    let (mut outcome, job) = engine::run(job, setup, stop, tell).await;
    // What was appended last may still be on its way.
    if let Some(report) = report
        && let Err(error) = report.length().await
    {
        outcome.fatal.get_or_insert(error.into());
        outcome.summary.complete = false;
    }
    let losses = job.losses.into_inner().unwrap_or_else(PoisonError::into_inner);
    (outcome, Findings { losses, left: job.left.into_inner(), others: job.others.into_inner() })
}

/// A new report, or the one that was begun.
fn open_report(options: &Options, state: Option<&Value>) -> Result<Option<Output>, DumpError> {
    let Some(path) = &options.report else { return Ok(None) };
    match state {
        Some(state) => Output::resume(path, state["report_bytes"].as_u64().unwrap_or(0), false).map(Some),
        None => Output::create(path).map(Some),
    }
}

struct Migrate {
    options: Options,
    /// `None` where sessions are converted in place.
    target: Option<Store>,
    /// Whether what has changed is told by looking at the target: the source does not say when it was written.
    compares: bool,
    losses: Mutex<Losses>,
    left: FirstLeft,
    others: AtomicU64,
    report: Option<Arc<Output>>,
}

/// What was done with a session, and whether it is dealt with.
#[derive(Debug, Default)]
struct Done {
    counts: Counts,
    whole: bool,
    left: Option<LeftBehind>,
}

impl Done {
    /// It was selected, and is dealt with.
    fn with(counts: Counts) -> Self {
        Self { counts: Counts { matched: 1, ..counts }, whole: true, left: None }
    }

    fn written() -> Self {
        Self::with(Counts { written: 1, ..Counts::default() })
    }

    fn kept() -> Self {
        Self::with(Counts { kept: 1, ..Counts::default() })
    }

    /// How a request ended that did not do what it was sent for.
    fn not<T>(written: &Written<T>) -> Self {
        match written {
            Written::Halted => Self::default(),
            _ => Self { whole: false, ..Self::with(Counts { failed: 1, ..Counts::default() }) },
        }
    }
}

impl Migrate {
    async fn one(&self, stored: Stored, decoded: Option<Decoded>, work: &Work) -> Done {
        let id = stored.session.id.clone();
        let Some(target) = &self.target else { return self.in_place(id, stored, decoded, work).await };
        match self.options.conversion.item(stored, decoded) {
            Prepared::Left(reason, losses) => self.left(id, reason, &losses),
            Prepared::Same => Done::kept(),
            Prepared::Write(sized, losses) => {
                let lossy = u64::from(!losses.is_empty());
                let mut done = match self.unwritten(&id, &losses, work) {
                    None => self.place(target, &id, sized, work).await,
                    Some(done) => done,
                };
                done.counts.lossy = lossy * done.counts.matched;
                done
            }
        }
    }

    /// A session that is left behind.
    fn left(&self, id: SessionId, reason: Reason, losses: &Losses) -> Done {
        self.note(losses);
        let lossy = u64::from(!losses.is_empty());
        let done = Done::with(Counts { skipped: 1, lossy, ..Counts::default() });
        Done { left: Some(LeftBehind { id, reason }), ..done }
    }

    fn note(&self, losses: &Losses) {
        self.losses.lock().unwrap_or_else(PoisonError::into_inner).merge(losses);
    }

    /// What was done with a session that is not to be written; `None` for one that is.
    fn unwritten(&self, id: &SessionId, losses: &Losses, work: &Work) -> Option<Done> {
        self.note(losses);
        if self.options.mode == Mode::DryRun {
            return Some(Done::with(Counts::default()));
        }
        match losses.iter().next() {
            Some((loss, _)) if self.options.conversion.lossy == Lossy::Stop => {
                work.fail(JobError::Lossy { session: id.short_hash(), loss: loss.to_string() });
                Some(Done { whole: false, ..Done::with(Counts::default()) })
            }
            _ => None,
        }
    }

    /// Writes an item unless what is at the target stays.
    async fn place(&self, target: &Store, id: &SessionId, (item, size): Sized, work: &Work) -> Done {
        if self.compares {
            match work.get(target, id, size).await {
                Written::Done(Some(there)) => {
                    let there = target.layout().into_item(there);
                    if item.iter().all(|(name, value)| there.get(name) == Some(value)) {
                        return Done::kept();
                    }
                }
                Written::Done(None) => {}
                other => return Done::not(&other),
            }
        }
        let send = || async {
            Ok(match target.place(&item, self.options.on_conflict).await? {
                Placed::Yes(used) => (true, used),
                Placed::Kept => (false, None),
            })
        };
        match work.write(id, Some(size), send).await {
            Written::Done(true) => Done::written(),
            Written::Done(false) if self.options.on_conflict == OnConflict::Fail => {
                work.fail(JobError::Conflict(id.short_hash()));
                Done { whole: false, ..Done::kept() }
            }
            Written::Done(false) => Done::kept(),
            other => Done::not(&other),
        }
    }

    /// Converts a session where it is. One that is written meanwhile is read and converted again.
    async fn in_place(
        &self,
        id: SessionId,
        mut stored: Stored,
        mut decoded: Option<Decoded>,
        work: &Work,
    ) -> Done {
        for _ in 0..ATTEMPTS {
            let (payload, lossy) = match self.options.conversion.payload(&stored, decoded.take()) {
                Prepared::Left(reason, losses) => return self.left(id, reason, &losses),
                Prepared::Same => return Done::kept(),
                Prepared::Write(payload, losses) => {
                    if let Some(mut done) = self.unwritten(&id, &losses, work) {
                        done.counts.lossy = u64::from(!losses.is_empty());
                        return done;
                    }
                    (payload, u64::from(!losses.is_empty()))
                }
            };
            let send = || async {
                match work.store.recode_unchanged(&stored, &payload).await {
                    Ok(used) => Ok((true, used)),
                    Err(StoreError::ConditionFailed) => Ok((false, None)),
                    Err(error) => Err(error),
                }
            };
            match work.write(&id, Some(stored.size_bytes), send).await {
                Written::Done(true) => {
                    let mut done = Done::written();
                    done.counts.lossy = lossy;
                    return done;
                }
                Written::Done(false) => {}
                other => return Done::not(&other),
            }
            stored = match work.get(&work.store, &id, stored.size_bytes).await {
                Written::Done(Some(again)) => again,
                // It is over.
                Written::Done(None) => return Done::kept(),
                other => return Done::not(&other),
            };
        }
        Done::kept()
    }
}

impl Job for Migrate {
    type Page = Page;
    type Product = Option<Frame>;

    async fn read(&self, segment: (u32, Segments), start: Option<Cursor>, work: &Work) -> Option<Read<Page>> {
        let filter = self.options.server_filter();
        work.scan(segment, start, Wanted { filter, attributes: Attributes::All }).await
    }

    async fn settle(&self, page: Page, work: &Work) -> Settled<Option<Frame>> {
        let mut counts = Counts { scanned: page.scanned, ..Counts::default() };
        let (picked, others) = self.options.pick(page, work);
        self.others.fetch_add(others, Ordering::Relaxed);
        let (mut whole, mut left) = (true, Vec::new());
        let one = |(stored, decoded)| self.one(stored, decoded, work);
        let done = |done: Done| {
            counts += done.counts;
            whole &= done.whole;
            left.extend(done.left);
        };
        work.each(picked, one, done).await;
        self.left.add(&left);
        let Some(report) = &self.report else { return Settled { counts, whole, product: None } };
        let lines: String = left.iter().map(LeftBehind::line).collect();
        match report.frame(lines.into_bytes()).await {
            Ok(product) => Settled { counts, whole, product },
            Err(error) => {
                work.fail(error);
                Settled { counts, whole: false, product: None }
            }
        }
    }

    fn keep(&self, frame: Option<Frame>) -> Result<(), JobError> {
        match (&self.report, frame) {
            (Some(report), Some(frame)) => Ok(report.append(frame)?),
            _ => Ok(()),
        }
    }

    fn state(&self) -> impl Future<Output = Result<Value, JobError>> + Send + 'static {
        let length = self.report.as_ref().map(|report| report.length());
        async move {
            Ok(match length {
                Some(length) => json!({"report_bytes": length.await?}),
                None => Value::Null,
            })
        }
    }
}

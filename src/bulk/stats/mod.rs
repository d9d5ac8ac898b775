//! Statistics of a table, or of what is selected of it: what is in it, how large, how old, and what it costs.
//!
//! Everything that is counted is of bounded size whatever the table holds, and goes into the checkpoint, so that a job
//! that was stopped or killed says the same in the end as one that was not.

use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::{
    Checkpoint, CheckpointError, Counts, Event, JobError, JobOptions, Outcome, Selection,
    engine::{self, Cursor, Identity, Job, Read, Settled, Setup, Wanted, Work},
    scan::Segments,
};
use crate::{
    provision::TableState,
    store::{Attributes, Page, Store},
};

mod figures;
mod report;
mod sketch;
mod tally;

pub use figures::Amount;
use figures::Figures;
pub use report::{
    Backlog, Group, Interval, Large, Name, Names, Refresh, Report, Selected, Share, Sizes, Times,
};

/// What to count, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// Read once, at the start; that of the checkpoint for a job that is gone on with.
    pub now: Timestamp,
    /// Which sessions.
    pub selection: Selection,
    /// How many of the largest sessions, of the classes and of the keys are named; each takes memory.
    pub top: usize,
    /// How the job goes about it.
    pub job: JobOptions,
}

/// Counts. When `stop` turns true it takes no more work and returns what it has. No report where the job could not
/// begin.
pub async fn run(
    store: &Store,
    table: &TableState,
    options: &Options,
    checkpoint: Option<Checkpoint>,
    stop: watch::Receiver<bool>,
    tell: impl FnMut(Event<'_>),
) -> (Outcome, Option<Report>) {
    let Options { now, selection, top, job } = options;
    let mut allowed: Vec<&str> = selection.allow.names().collect();
    allowed.sort_unstable();
    let asked = json!({"selection": selection.to_json(), "allow": allowed, "top": top});
    let identity = Identity { name: "stats", asked, now: *now };
    let setup = match Setup::over_table(identity, store, table, *job, checkpoint) {
        Ok(setup) => setup,
        Err(error) => return (Outcome::failed("stats", error), None),
    };
    let figures = match setup.state() {
        None | Some(Value::Null) => Figures::new(*top),
        Some(state) => match serde_json::from_value(state.clone()) {
            Ok(figures) => figures,
            Err(error) => return (setup.failed(CheckpointError::Figures(error)), None),
        },
    };
    let stats = Stats { selection: selection.clone(), now: *now, top: *top, figures: Mutex::new(figures) };
    let (outcome, stats) = engine::run(stats, setup, stop, tell).await;
    let figures = stats.figures.into_inner().unwrap_or_else(PoisonError::into_inner);
    let report = Report::new(&figures, outcome.summary.clone(), table, store.layout(), options);
    (outcome, Some(report))
}

struct Stats {
    selection: Selection,
    now: Timestamp,
    top: usize,
    figures: Mutex<Figures>,
}

impl Job for Stats {
    type Page = Page;
    type Product = Figures;

    /// The size of a session is that of its whole item, so every attribute is read.
    async fn read(&self, segment: (u32, Segments), start: Option<Cursor>, work: &Work) -> Option<Read<Page>> {
        let filter = self.selection.server_filter(self.now);
        work.scan(segment, start, Wanted { filter, attributes: Attributes::All }).await
    }

    async fn settle(&self, page: Page, work: &Work) -> Settled<Figures> {
        let failed = page.items.iter().filter(|item| item.is_err()).count() as u64;
        let mut counts = Counts { scanned: page.scanned, failed, ..Counts::default() };
        let mut figures = Figures::new(self.top);
        for (stored, decoded) in work.pick(&self.selection, page, self.now) {
            let decoded = decoded.or_else(|| self.selection.decode(work.store.layout(), &stored));
            figures.add(&stored, decoded.as_ref(), self.now);
            counts.matched += 1;
        }
        Settled { counts, whole: true, product: figures }
    }

    fn keep(&self, figures: Figures) -> Result<(), JobError> {
        *self.figures.lock().unwrap_or_else(PoisonError::into_inner) += figures;
        Ok(())
    }

    fn state(&self) -> impl Future<Output = Result<Value, JobError>> + Send + 'static {
        let figures = self.figures.lock().unwrap_or_else(PoisonError::into_inner).clone();
        std::future::ready(
            serde_json::to_value(figures).map_err(|error| CheckpointError::Figures(error).into()),
        )
    }
}

//! Deletes many sessions, and never one that was renewed meanwhile.
//!
//! Each delete is conditional on what the scan saw: for expired sessions that the expiry still lies before the cutoff,
//! for all others that nobody has written them. DynamoDB's own TTL deletes expired ones free of charge, days later.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::{
    Checkpoint, Counts, Drift, DumpError, Event, JobError, JobOptions, Outcome, Selection, drift,
    dump::{self, Output},
    engine::{self, Cursor, Identity, Job, Read, Settled, Setup, Wanted, Work, Written},
    scan::Segments,
};
use crate::{
    codec::Decoded,
    layout::Stored,
    provision::TableState,
    session::{Lifetime, SessionId},
    store::{Attributes, Deleted, Page, Still, Store, StoreError, Target},
};

/// Whether anything is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Counts what would be deleted.
    DryRun,
    /// Deletes.
    Delete,
}

/// What to purge, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// Read once, at the start; that of the checkpoint for a job that is gone on with.
    pub now: Timestamp,
    /// Which sessions.
    pub selection: Selection,
    /// What the web application gives a session, to tell clock drift.
    pub lifetime: Lifetime,
    /// Whether anything is deleted.
    pub mode: Mode,
    /// Deletes at most.
    pub max_items: Option<u64>,
    /// Where to keep every item that is deleted, as [`import`](super::import) reads it; compressed by the file's name.
    /// The file must not exist, unless the job is gone on with.
    pub backup: Option<PathBuf>,
    /// How the job goes about it.
    pub job: JobOptions,
}

/// What a purge is about to do.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Where.
    pub target: Target,
    /// The table as it is.
    pub table: TableState,
    /// How far expiries are off, where they are and select.
    pub drift: Option<Drift>,
    /// What was asked for.
    pub options: Options,
}

impl Plan {
    /// The drift by which live sessions would be deleted: expiries that are too early by more than the grace.
    #[must_use]
    pub fn uncovered_drift(&self) -> Option<Drift> {
        let cutoff = self.options.selection.expired_before?;
        let grace = self.options.now.as_second() - cutoff;
        self.drift.filter(|drift| -drift.earliest > grace)
    }
}

/// Samples the clocks of a table, where the expiry selects. Deletes nothing.
///
/// # Errors
/// As classified by [`StoreError`].
pub async fn preflight(store: &Store, table: TableState, options: Options) -> Result<Plan, StoreError> {
    let drift = match options.selection.expired_before {
        Some(_) => drift::sample(store, options.lifetime).await?,
        None => None,
    };
    Ok(Plan { target: store.target().clone(), table, drift, options })
}

/// One pass over the table.
#[derive(Debug, Default)]
pub struct Pass {
    checkpoint: Option<Checkpoint>,
    /// Whether to remember what is deleted, at 16 bytes a session.
    remember: bool,
    /// Hashes of ids: only these sessions.
    only: Option<HashSet<u64>>,
}

impl Pass {
    /// The first pass; `remember` what is deleted when there is to be another.
    #[must_use]
    pub fn first(checkpoint: Option<Checkpoint>, remember: bool) -> Self {
        Self { checkpoint, remember, only: None }
    }

    /// Another pass, over what the first deleted.
    #[must_use]
    pub fn again(deleted: HashSet<u64>) -> Self {
        Self { only: Some(deleted), ..Self::default() }
    }
}

/// A hash that stands for a session among those that were deleted.
fn mark(id: &SessionId) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.as_str().hash(&mut hasher);
    hasher.finish()
}

/// Does what a plan says. When `stop` turns true it takes no more work, settles what is in flight and returns.
pub async fn run(
    store: &Store,
    plan: &Plan,
    pass: Pass,
    stop: watch::Receiver<bool>,
    tell: impl FnMut(Event<'_>),
) -> Outcome {
    let options = &plan.options;
    let dry_run = options.mode == Mode::DryRun;
    let asked = json!({
        "selection": options.selection.to_json(),
        "dry_run": dry_run,
        "backup": options.backup.as_ref().map(|path| path.display().to_string()),
    });
    let identity = Identity { name: "purge", asked, now: options.now };
    let again = pass.only.is_some();
    let setup = match Setup::over_table(identity, store, &plan.table, options.job, pass.checkpoint) {
        Ok(setup) => setup.dry_run(dry_run).max_items(options.max_items),
        Err(error) => return Outcome::failed("purge", error),
    };
    let backup = match open_backup(options, setup.state(), again) {
        Ok(backup) => backup.map(Arc::new),
        Err(error) => return setup.failed(error),
    };
    let job = Purge {
        selection: options.selection.clone(),
        now: options.now,
        mode: options.mode,
        still: still(&options.selection),
        only: pass.only,
        deleted: pass.remember.then(Mutex::default),
        backup,
    };
    let (mut outcome, job) = engine::run(job, setup, stop, tell).await;
    if let Some(deleted) = job.deleted {
        outcome.deleted = deleted.into_inner().unwrap_or_else(PoisonError::into_inner);
    }
    outcome
}

/// A new backup, or the one that was begun: whatever was appended to it since the checkpoint may be of sessions that are
/// deleted, so all complete frames stay.
fn open_backup(options: &Options, state: Option<&Value>, again: bool) -> Result<Option<Output>, DumpError> {
    let Some(path) = options.backup.as_ref().filter(|_| options.mode == Mode::Delete) else {
        return Ok(None);
    };
    match state {
        Some(state) => Output::resume(path, state["backup_bytes"].as_u64().unwrap_or(0), true).map(Some),
        None if again => Output::resume(path, 0, true).map(Some),
        None => Output::create(path).map(Some),
    }
}

/// What must still hold when a session's turn comes.
fn still(selection: &Selection) -> Still {
    match selection.expired_before {
        Some(cutoff) if selection.is_only_by_expiry() => Still::ExpiredBefore(cutoff),
        Some(cutoff) => Still::UnchangedAndExpiredBefore(cutoff),
        None => Still::Unchanged,
    }
}

struct Purge {
    selection: Selection,
    now: Timestamp,
    mode: Mode,
    still: Still,
    only: Option<HashSet<u64>>,
    deleted: Option<Mutex<HashSet<u64>>>,
    backup: Option<Arc<Output>>,
}

impl Purge {
    /// What is asked of each page.
    fn wanted(&self) -> Wanted {
        let selection = &self.selection;
        // Whether a session is unchanged is told by its time of writing or, where it has none, by its payload.
        let by_time = matches!(self.still, Still::ExpiredBefore(_)) || selection.modified_before.is_some();
        let attributes =
            if by_time && self.backup.is_none() { selection.attributes() } else { Attributes::All };
        Wanted { filter: selection.server_filter(self.now), attributes }
    }

    /// Keeps the items before any of them is deleted.
    async fn back_up(&self, selected: &[(Stored, Option<Decoded>)], work: &Work) -> Result<(), DumpError> {
        let Some(backup) = &self.backup else { return Ok(()) };
        let mut lines = Vec::new();
        for (stored, _) in selected {
            dump::push_line(&mut lines, work.store.layout(), stored.clone());
        }
        match backup.frame(lines).await? {
            Some(frame) => backup.append_and_sync(frame).await,
            None => Ok(()),
        }
    }

    /// Deletes a session. Returns what was done, and whether the session is dealt with.
    async fn delete(&self, stored: Stored, work: &Work) -> (Counts, bool) {
        if !work.take_one() {
            return (Counts::default(), false);
        }
        let send = || async {
            Ok(match work.store.delete_if(&stored, self.still).await? {
                Deleted::Yes(used) => (true, used),
                Deleted::Kept => (false, None),
            })
        };
        // Its size is known where all of it was read.
        let size = stored.session.payload.is_some().then_some(stored.size_bytes);
        let written = work.write(&stored.session.id, size, send).await;
        if !matches!(written, Written::Done(true)) {
            work.give_back();
        }
        let matched = Counts { matched: 1, ..Counts::default() };
        match written {
            Written::Done(true) => {
                if let Some(deleted) = &self.deleted {
                    let mut deleted = deleted.lock().unwrap_or_else(PoisonError::into_inner);
                    deleted.insert(mark(&stored.session.id));
                }
                (Counts { deleted: 1, ..matched }, true)
            }
            Written::Done(false) => (Counts { kept: 1, ..matched }, true),
            Written::Failed => (Counts { failed: 1, ..matched }, false),
            Written::Halted => (Counts::default(), false),
        }
    }
}

impl Job for Purge {
    type Page = Page;
    type Product = ();

    async fn read(&self, segment: (u32, Segments), start: Option<Cursor>, work: &Work) -> Option<Read<Page>> {
        work.scan(segment, start, self.wanted()).await
    }

    async fn settle(&self, page: Page, work: &Work) -> Settled<()> {
        let mut counts = Counts { scanned: page.scanned, ..Counts::default() };
        let mut selected = work.pick(&self.selection, page, self.now);
        if let Some(only) = &self.only {
            selected.retain(|(stored, _)| only.contains(&mark(&stored.session.id)));
        }
        if self.mode == Mode::DryRun {
            counts.matched = selected.len() as u64;
            return Settled { counts, whole: true, product: () };
        }
        if let Err(error) = self.back_up(&selected, work).await {
            work.fail(error);
            return Settled { counts, whole: false, product: () };
        }
        let mut whole = true;
        let done = |(done, settled)| {
            counts += done;
            whole &= settled;
        };
        work.each(selected, |(stored, _)| self.delete(stored, work), done).await;
        Settled { counts, whole, product: () }
    }

    fn state(&self) -> impl Future<Output = Result<Value, JobError>> + Send + 'static {
        let length = self.backup.as_ref().map(Output::length);
        async move {
            Ok(match length {
                Some(length) => json!({"backup_bytes": length.await?}),
                None => Value::Null,
            })
        }
    }
}

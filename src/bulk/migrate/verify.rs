//! Compares source and target, session by session: what should be at the target with what is there.
//!
//! It writes nothing. A session that is fresher at the target is no difference: the application there has written it.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use serde::Serialize;
use serde_json::Value;
use tokio::sync::watch;

use super::{
    super::{
        Consumed, Counts, Event, Outcome,
        engine::{self, Cursor, Identity, Job, Read, Settled, Setup, Wanted, Work, Written},
        scan::Segments,
    },
    Lossy, Options, Plan,
    prepare::Prepared,
};
use crate::{
    codec,
    layout::{Item, Layout, Stored},
    pickle::AllowList,
    session::SessionId,
    store::{Attributes, Page, Store},
};

const JOB: &str = "verify";

/// Examples of each kind.
const EXAMPLES: usize = 5;

/// What is not as it should be with a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// It is not at the target.
    Missing,
    /// The one at the source was written later.
    Stale,
    /// Its values differ.
    Data,
    /// Its expiry differs.
    Expiry,
    /// Another attribute differs.
    Attributes,
    /// It is at the target, and not at the source.
    Extra,
}

/// One kind of difference.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// The kind.
    pub kind: Kind,
    /// How many sessions differ so.
    pub count: u64,
    /// Hashes of the first ids.
    pub examples: Vec<String>,
}

/// What a comparison found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Verified {
    /// Name of the job.
    pub job: &'static str,
    /// Items the servers looked at.
    pub scanned: u64,
    /// Sessions of the source that were compared.
    pub compared: u64,
    /// Sessions that are the same on both sides.
    pub same: u64,
    /// Sessions that the application at the target has written since.
    pub fresher: u64,
    /// Sessions that cannot be at the target, and are not.
    pub skipped: u64,
    /// Sessions that could not be compared.
    pub failed: u64,
    /// What is not the same.
    pub differences: Vec<Difference>,
    /// Whether all that was to be compared was.
    pub complete: bool,
    /// How long it took.
    pub seconds: f64,
    /// Capacity used.
    pub consumed: Consumed,
}

/// Compares all sessions of the selection, or the first `sample` on each side that the scans come by. Whether there are
/// more at the target is looked at where the selection is by state alone. When `stop` turns true it returns.
pub async fn run(
    plan: &Plan,
    sample: Option<u64>,
    stop: watch::Receiver<bool>,
    mut tell: impl FnMut(Event<'_>),
) -> Option<(Verified, Outcome)> {
    let target = plan.target.as_ref()?;
    let (source_store, target_store) = (&plan.source.store, &target.store);
    let mut passes = vec![(&plan.source, target_store, Direction::There)];
    if plan.options.selection.filter.is_none() {
        passes.push((target, source_store, Direction::Back));
    }
    let mut found = Found::default();
    let mut all: Option<Outcome> = None;
    for (side, other, direction) in passes {
        let identity = Identity { name: JOB, asked: Value::Null, now: plan.options.now };
        let setup = match Setup::over_table(identity, &side.store, &side.table, plan.options.job, None) {
            Ok(setup) => setup.max_items(sample),
            Err(error) => {
                return Some((found.verified(&Counts::default(), false), Outcome::failed(JOB, error)));
            }
        };
        let mut options = plan.options.clone();
        if options.conversion.lossy == Lossy::Stop {
            options.conversion.lossy = Lossy::Allow;
        }
        let job = Verify { options, other: other.clone(), direction, found: Mutex::new(found) };
        let (outcome, job) = engine::run(job, setup, stop.clone(), &mut tell).await;
        found = job.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        match &mut all {
            None => all = Some(outcome),
            Some(all) => all.add(outcome),
        }
        if all.as_ref().is_some_and(|all| all.fatal.is_some()) || *stop.borrow() {
            break;
        }
    }
    let outcome = all?;
    let summary = &outcome.summary;
    let mut verified = found.verified(
        &Counts { scanned: summary.scanned, failed: summary.failed, ..Counts::default() },
        summary.complete || outcome.limited,
    );
    (verified.seconds, verified.consumed) = (summary.seconds, summary.consumed);
    Some((verified, outcome))
}

/// Which side is scanned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    /// The source; its sessions are looked up at the target.
    There,
    /// The target; its sessions are looked up at the source.
    Back,
}

#[derive(Debug, Default)]
struct Found {
    compared: u64,
    same: u64,
    fresher: u64,
    skipped: u64,
    differences: BTreeMap<Kind, (u64, Vec<String>)>,
}

impl Found {
    fn verified(&self, counts: &Counts, complete: bool) -> Verified {
        let differences = self.differences.iter().map(|(kind, (count, examples))| Difference {
            kind: *kind,
            count: *count,
            examples: examples.clone(),
        });
        Verified {
            job: JOB,
            scanned: counts.scanned,
            compared: self.compared,
            same: self.same,
            fresher: self.fresher,
            skipped: self.skipped,
            failed: counts.failed,
            differences: differences.collect(),
            complete,
            seconds: 0.0,
            consumed: Consumed::default(),
        }
    }

    fn add(&mut self, id: &SessionId, told: Told) {
        self.compared += u64::from(!matches!(told, Told::Nothing | Told::Differs(Kind::Extra)));
        match told {
            Told::Nothing => {}
            Told::Same => self.same += 1,
            Told::Fresher => self.fresher += 1,
            Told::Skipped => self.skipped += 1,
            Told::Differs(kind) => {
                let (count, examples) = self.differences.entry(kind).or_default();
                *count += 1;
                if examples.len() < EXAMPLES {
                    examples.push(id.short_hash());
                }
            }
        }
    }
}

/// What is to be said of a session.
#[derive(Clone, Copy)]
enum Told {
    /// It is on the other side, which the other pass compares.
    Nothing,
    Same,
    Fresher,
    Skipped,
    Differs(Kind),
}

struct Verify {
    options: Options,
    other: Store,
    direction: Direction,
    found: Mutex<Found>,
}

impl Verify {
    async fn one(&self, stored: Stored, work: &Work) -> (Counts, bool) {
        if !work.take_one() {
            return (Counts::default(), false);
        }
        let id = stored.session.id.clone();
        let matched = Counts { matched: 1, ..Counts::default() };
        let there = match work.get(&self.other, &id, stored.size_bytes).await {
            Written::Done(there) => there,
            Written::Failed => return (Counts { failed: 1, ..matched }, false),
            Written::Halted => return (Counts::default(), false),
        };
        let told = match (self.direction, there) {
            (Direction::Back, Some(_)) => Told::Nothing,
            (Direction::Back, None) => Told::Differs(Kind::Extra),
            (Direction::There, there) => match (self.options.conversion.item(stored, None), there) {
                (Prepared::Left(..), None) => Told::Skipped,
                (Prepared::Left(..) | Prepared::Same, Some(_)) => Told::Fresher,
                (Prepared::Write(..) | Prepared::Same, None) => Told::Differs(Kind::Missing),
                (Prepared::Write((item, _), _), Some(there)) => compare(self.other.layout(), item, &there),
            },
        };
        self.found.lock().unwrap_or_else(PoisonError::into_inner).add(&id, told);
        (matched, true)
    }
}

/// What an item should be, and what is there.
fn compare(layout: &Layout, expected: Item, there: &Stored) -> Told {
    let actual = layout.into_item(there.clone());
    if expected.iter().all(|(name, value)| actual.get(name) == Some(value)) {
        return Told::Same;
    }
    let Ok(expected) = layout.read(expected) else { return Told::Differs(Kind::Attributes) };
    match age(layout, &expected).cmp(&age(layout, there)) {
        std::cmp::Ordering::Less => return Told::Fresher,
        std::cmp::Ordering::Greater if layout.modified.is_some() => return Told::Differs(Kind::Stale),
        _ => {}
    }
    if !same_values(layout, &expected, there) {
        return Told::Differs(Kind::Data);
    }
    if expected.session.ttl != there.session.ttl {
        return Told::Differs(Kind::Expiry);
    }
    match expected.attributes.iter().all(|(name, value)| there.attributes.get(name) == Some(value)) {
        true => Told::Same,
        false => Told::Differs(Kind::Attributes),
    }
}

/// What tells which of two was written later: the text of the time of writing, else the expiry.
fn age<'s>(layout: &Layout, stored: &'s Stored) -> (Option<&'s str>, Option<i64>) {
    match layout.modified {
        Some(_) => (stored.session.modified.as_deref(), None),
        None => (None, stored.session.ttl),
    }
}

fn same_values(layout: &Layout, a: &Stored, b: &Stored) -> bool {
    if a.session.payload == b.session.payload {
        return true;
    }
    let values = |stored| layout.decode(stored, &AllowList::new()).and_then(|decoded| decoded.content.ok());
    matches!((values(a), values(b)), (Some(a), Some(b)) if codec::same(&a, &b))
}

impl Job for Verify {
    type Page = Page;
    type Product = ();

    async fn read(&self, segment: (u32, Segments), start: Option<Cursor>, work: &Work) -> Option<Read<Page>> {
        let filter = self.options.server_filter();
        work.scan(segment, start, Wanted { filter, attributes: Attributes::All }).await
    }

    async fn settle(&self, page: Page, work: &Work) -> Settled<()> {
        let mut counts = Counts { scanned: page.scanned, ..Counts::default() };
        let mut whole = true;
        let (sessions, _) = self.options.pick(page, work);
        let one = |(stored, _)| self.one(stored, work);
        let done = |(done, settled)| {
            counts += done;
            whole &= settled;
        };
        work.each(sessions, one, done).await;
        Settled { counts, whole, product: () }
    }
}

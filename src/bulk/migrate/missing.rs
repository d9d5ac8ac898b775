//! Deletes at the target the sessions that the source no longer has: whoever logged out between two passes stays so.
//!
//! It cannot tell a session that the application at the target made from one that was deleted at the source, so it is
//! for the time before that application serves. A session that is written meanwhile survives.

use serde_json::Value;
use tokio::sync::watch;

use super::{
    super::{
        Counts, Event, Outcome,
        engine::{self, Cursor, Identity, Job, Read, Settled, Setup, Wanted, Work, Written},
        scan::Segments,
    },
    JOB, Plan,
};
use crate::{
    layout::Stored,
    store::{Attributes, Deleted, Page, ServerFilter, Still, Store},
};

/// Deletes what the source no longer has. When `stop` turns true it takes no more work, settles what is in flight and
/// returns.
pub async fn run(plan: &Plan, stop: watch::Receiver<bool>, tell: impl FnMut(Event<'_>)) -> Option<Outcome> {
    let target = plan.target.as_ref()?;
    let identity = Identity { name: JOB, asked: Value::Null, now: plan.options.now };
    let setup = match Setup::over_table(identity, &target.store, &target.table, plan.options.job, None) {
        Ok(setup) => setup,
        Err(error) => return Some(Outcome::failed(JOB, error)),
    };
    let job = Missing { source: plan.source.store.clone() };
    Some(engine::run(job, setup, stop, tell).await.0)
}

struct Missing {
    source: Store,
}

impl Missing {
    async fn one(&self, stored: Stored, work: &Work) -> (Counts, bool) {
        let id = &stored.session.id;
        match work.get(&self.source, id, stored.size_bytes).await {
            Written::Done(Some(_)) => return (Counts::default(), true),
            Written::Done(None) => {}
            Written::Failed => return (Counts { failed: 1, ..Counts::default() }, false),
            Written::Halted => return (Counts::default(), false),
        }
        let matched = Counts { matched: 1, ..Counts::default() };
        let send = || async {
            Ok(match work.store.delete_if(&stored, Still::Unchanged).await? {
                Deleted::Yes(used) => (true, used),
                Deleted::Kept => (false, None),
            })
        };
        match work.write(id, Some(stored.size_bytes), send).await {
            Written::Done(true) => (Counts { deleted: 1, ..matched }, true),
            Written::Done(false) => (Counts { kept: 1, ..matched }, true),
            Written::Failed => (Counts { failed: 1, ..matched }, false),
            Written::Halted => (Counts::default(), false),
        }
    }
}

impl Job for Missing {
    type Page = Page;
    type Product = ();

    async fn read(&self, segment: (u32, Segments), start: Option<Cursor>, work: &Work) -> Option<Read<Page>> {
        let wanted = Wanted { filter: ServerFilter::default(), attributes: Attributes::All };
        work.scan(segment, start, wanted).await
    }

    async fn settle(&self, page: Page, work: &Work) -> Settled<()> {
        let mut counts = Counts { scanned: page.scanned, ..Counts::default() };
        let mut whole = true;
        let sessions = page.items.into_iter().flatten();
        let one = |stored| self.one(stored, work);
        let done = |(done, settled)| {
            counts += done;
            whole &= settled;
        };
        work.each(sessions, one, done).await;
        Settled { counts, whole, product: () }
    }
}

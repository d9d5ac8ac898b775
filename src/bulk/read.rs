//! Reads a table, or what is selected of it, in parallel, and hands it over as it comes.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::{mpsc, watch};

use super::{
    Counts, Outcome, Selection,
    engine::{self, Cursor, Job, Read, Settled, Setup, Wanted, Work},
    options::segments_at_a_time,
    scan::Segments,
};
use crate::{
    codec::Decoded,
    layout::{LayoutError, Stored},
    store::{Attributes, Page, Store},
};

/// A session with its decoded payload where the selection needed it, or why an item is none.
pub type Item = Result<(Stored, Option<Decoded>), LayoutError>;

/// Reads a table, several segments at a time. `map` is called for each session that is selected, in parallel;
/// what it makes of a page is sent to `pages`, in no particular order. It ends early when nobody receives any more, or
/// `stop` turns true.
pub async fn run<T: Send + 'static>(
    store: &Store,
    selection: Selection,
    now: Timestamp,
    map: impl Fn(Item) -> T + Send + Sync + 'static,
    pages: mpsc::Sender<Vec<T>>,
    stop: watch::Receiver<bool>,
) -> Outcome {
    let job = Each { selection, now, map: Arc::new(map), pages };
    let segments = segments_at_a_time(store);
    let setup = Setup::reading("read", store, Segments::of(segments, segments));
    engine::run(job, setup, stop, |_| {}).await.0
}

struct Each<T, F> {
    selection: Selection,
    now: Timestamp,
    map: Arc<F>,
    pages: mpsc::Sender<Vec<T>>,
}

impl<T: Send + 'static, F: Fn(Item) -> T + Send + Sync + 'static> Job for Each<T, F> {
    type Page = Page;
    type Product = ();

    async fn read(&self, segment: (u32, Segments), start: Option<Cursor>, work: &Work) -> Option<Read<Page>> {
        let filter = self.selection.server_filter(self.now);
        work.scan(segment, start, Wanted { filter, attributes: Attributes::All }).await
    }

    async fn settle(&self, mut page: Page, work: &Work) -> Settled<()> {
        let mut counts = Counts { scanned: page.scanned, ..Counts::default() };
        let odd = page.items.extract_if(.., |item| item.is_err()).filter_map(Result::err);
        let mut mapped: Vec<T> = odd.map(|error| (self.map)(Err(error))).collect();
        counts.failed = mapped.len() as u64;
        let picked = work.pick(&self.selection, page, self.now);
        counts.matched = picked.len() as u64;
        mapped.extend(picked.into_iter().map(|found| (self.map)(Ok(found))));
        if self.pages.send(mapped).await.is_err() {
            work.halt();
        }
        Settled { counts, whole: true, product: () }
    }
}

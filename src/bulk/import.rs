//! Writes items from files to a table: exports of sessctl, backups of a purge, and DynamoDB's exports to S3.

use std::{
    io::Read as StdRead,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::{
    Checkpoint, Counts, DumpError, Event, JobError, JobOptions, LineError, Outcome,
    dump::{self, Input, Line},
    engine::{self, Cursor, Identity, Job, Read, Settled, Setup, Work, Written},
    scan::Segments,
};
use crate::{
    layout::{Layout, Stored},
    provision::TableState,
    session::State,
    store::{OnConflict, Placed, Store},
};

/// Lines that are read at a time.
const PAGE_LINES: usize = 250;
/// Bytes of items that are read at a time, give or take one item.
const PAGE_BYTES: usize = 1024 * 1024;

/// How to import.
#[derive(Clone, Debug)]
pub struct Options {
    /// Read once, at the start; that of the checkpoint for a job that is gone on with.
    pub now: Timestamp,
    /// What becomes of sessions that are there.
    pub on_conflict: OnConflict,
    /// Whether to write sessions that have expired.
    pub include_expired: bool,
    /// How the job goes about it; its segments are files.
    pub job: JobOptions,
}

/// Where items come from.
pub struct Source {
    origin: Origin,
    /// Items it must hold.
    items: Option<u64>,
    bytes: u64,
}

enum Origin {
    File(PathBuf),
    Stream(Mutex<Option<Box<dyn StdRead + Send>>>),
}

impl Source {
    /// A stream, which is read once.
    #[must_use]
    pub fn stream(stream: Box<dyn StdRead + Send>) -> Self {
        Self { origin: Origin::Stream(Mutex::new(Some(stream))), items: None, bytes: 0 }
    }

    /// A file, or what a folder holds: an export to S3, checked against its manifest.
    ///
    /// # Errors
    /// When it cannot be read, or the export is not as its manifest says.
    pub fn find(path: &Path) -> Result<Vec<Self>, DumpError> {
        let size = |path: &Path| {
            path.metadata().map_err(|source| DumpError::Io { action: "read", path: path.to_owned(), source })
        };
        let metadata = size(path)?;
        if !metadata.is_dir() {
            return Ok(vec![Self {
                origin: Origin::File(path.to_owned()),
                items: None,
                bytes: metadata.len(),
            }]);
        }
        let parts = dump::find_export(path)?;
        parts
            .into_iter()
            .map(|part| {
                let bytes = size(&part.path)?.len();
                Ok(Self { origin: Origin::File(part.path), items: Some(part.items), bytes })
            })
            .collect()
    }

    fn name(&self) -> &Path {
        match &self.origin {
            Origin::File(path) => path,
            Origin::Stream(_) => Path::new("-"),
        }
    }
}

/// Imports. When `stop` turns true it takes no more work, settles what is in flight and returns.
pub async fn run(
    store: &Store,
    table: &TableState,
    options: &Options,
    sources: Vec<Source>,
    checkpoint: Option<Checkpoint>,
    stop: watch::Receiver<bool>,
    tell: impl FnMut(Event<'_>),
) -> Outcome {
    let names = |source: &Source| source.name().display().to_string();
    let asked = json!({
        "files": sources.iter().map(names).collect::<Vec<_>>(),
        "on_conflict": options.on_conflict.name(),
        "include_expired": options.include_expired,
    });
    let identity = Identity { name: "import", asked, now: options.now };
    let setup = match Setup::over_files(identity, sources.len(), store, table, options.job, checkpoint) {
        Ok(setup) => setup.writes(),
        Err(error) => return Outcome::failed("import", error),
    };
    let total_bytes = sources.iter().map(|source| source.bytes).sum();
    let files = sources.into_iter().map(|source| File { source, input: Mutex::new(None) }).collect();
    let job = Import {
        files: Arc::new(files),
        layout: store.layout().clone(),
        now: options.now,
        on_conflict: options.on_conflict,
        include_expired: options.include_expired,
        bytes: Arc::default(),
        total_bytes,
    };
    engine::run(job, setup, stop, tell).await.0
}

struct Import {
    files: Arc<Vec<File>>,
    layout: Layout,
    now: Timestamp,
    on_conflict: OnConflict,
    include_expired: bool,
    /// Read of the files so far, and what there is in all.
    bytes: Arc<AtomicU64>,
    total_bytes: u64,
}

struct File {
    source: Source,
    /// While it is being read.
    input: Mutex<Option<Input>>,
}

impl File {
    /// Reads the lines after the first `skip`, and where to go on. Blocks.
    fn read(
        &self,
        skip: u64,
        layout: &Layout,
        bytes: &Arc<AtomicU64>,
    ) -> Result<(Vec<Stored>, Option<u64>), DumpError> {
        let mut slot = self.input.lock().unwrap_or_else(PoisonError::into_inner);
        let mut input = match slot.take() {
            Some(input) if input.line() == skip => input,
            _ => {
                let mut input = match &self.source.origin {
                    Origin::File(path) => Input::open(path, Arc::clone(bytes))?,
                    Origin::Stream(stream) => {
                        let stream = stream.lock().unwrap_or_else(PoisonError::into_inner).take();
                        Input::stream(stream.unwrap_or_else(|| Box::new(std::io::empty())))?
                    }
                };
                input.skip(skip)?;
                input
            }
        };
        let (mut page, mut size) = (Vec::new(), 0);
        let mut buffer = Vec::new();
        while page.len() < PAGE_LINES && size < PAGE_BYTES {
            let Some(Line { number, item }) = input.next(&mut buffer)? else {
                if self.source.items.is_some_and(|items| items != input.items()) {
                    return Err(DumpError::Export {
                        path: self.source.name().to_owned(),
                        message: format!(
                            "it holds {} items, not the {} of its manifest",
                            input.items(),
                            self.source.items.unwrap_or_default()
                        ),
                    });
                }
                return Ok((page, None));
            };
            let stored =
                item.and_then(|item| layout.read(item).map_err(LineError::from)).map_err(|source| {
                    DumpError::Line { path: self.source.name().to_owned(), line: number, source }
                })?;
            size += stored.size_bytes;
            page.push(stored);
        }
        let next = input.line();
        *slot = Some(input);
        Ok((page, Some(next)))
    }
}

impl Import {
    /// Writes a session. Returns what was done, and whether the session is dealt with.
    async fn write(&self, stored: Stored, work: &Work) -> (Counts, bool) {
        let id = stored.session.id.clone();
        let size = stored.size_bytes;
        let item = self.layout.into_item(stored);
        let send = || async {
            Ok(match work.store.place(&item, self.on_conflict).await? {
                Placed::Yes(used) => (true, used),
                Placed::Kept => (false, None),
            })
        };
        let written = work.write(&id, Some(size), send).await;
        let matched = Counts { matched: 1, ..Counts::default() };
        match written {
            Written::Done(true) => (Counts { written: 1, ..matched }, true),
            Written::Done(false) if self.on_conflict == OnConflict::Fail => {
                work.fail(JobError::Conflict(id.short_hash()));
                (Counts { kept: 1, ..matched }, false)
            }
            Written::Done(false) => (Counts { kept: 1, ..matched }, true),
            Written::Failed => (Counts { failed: 1, ..matched }, false),
            Written::Halted => (Counts::default(), false),
        }
    }
}

impl Job for Import {
    type Page = Vec<Stored>;
    type Product = ();

    async fn read(
        &self,
        (number, _): (u32, Segments),
        start: Option<Cursor>,
        work: &Work,
    ) -> Option<Read<Vec<Stored>>> {
        if work.is_ending() {
            return None;
        }
        let skip = start.as_ref().and_then(Value::as_u64).unwrap_or(0);
        let (files, layout, bytes) = (Arc::clone(&self.files), self.layout.clone(), Arc::clone(&self.bytes));
        let read =
            tokio::task::spawn_blocking(move || files[number as usize].read(skip, &layout, &bytes)).await;
        match read {
            Ok(Ok((page, next))) => Some((page, next.map(Value::from))),
            Ok(Err(error)) => {
                work.fail(error);
                None
            }
            // The runtime is going down.
            Err(_) => None,
        }
    }

    async fn settle(&self, page: Vec<Stored>, work: &Work) -> Settled<()> {
        let mut counts = Counts { scanned: page.len() as u64, ..Counts::default() };
        let wanted =
            |stored: &Stored| self.include_expired || stored.session.state(self.now) != State::Expired;
        let mut whole = true;
        let done = |(done, settled)| {
            counts += done;
            whole &= settled;
        };
        work.each(page.into_iter().filter(wanted), |stored| self.write(stored, work), done).await;
        Settled { counts, whole, product: () }
    }

    fn fraction(&self) -> Option<f64> {
        let read = self.bytes.load(Ordering::Relaxed) as f64;
        (self.total_bytes > 0).then(|| (read / self.total_bytes as f64).min(1.0))
    }
}

//! Writes a table, or what is selected of it, to a file or a stream: whole items, one a line.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::{
    Checkpoint, Counts, DumpError, Event, JobError, JobOptions, Outcome, Selection,
    dump::{self, Frame, Output},
    engine::{self, Cursor, Identity, Job, Read, Settled, Setup, Wanted, Work},
    scan::Segments,
};
use crate::{
    provision::TableState,
    store::{Attributes, Page, Store},
};

/// What to export, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// Read once, at the start; that of the checkpoint for a job that is gone on with.
    pub now: Timestamp,
    /// Which sessions.
    pub selection: Selection,
    /// How the job goes about it.
    pub job: JobOptions,
}

/// Where an export goes.
pub enum Destination {
    /// A new file, compressed by its name (`.gz`, `.zst`). It is written as `FILE.partial` and gets its name when it
    /// is complete. The file must not exist.
    File(PathBuf),
    /// A stream, uncompressed.
    Stream(Box<dyn Write + Send>),
}

/// Exports. When `stop` turns true it takes no more work, writes what it has and returns; without a checkpoint an
/// incomplete file is removed.
pub async fn run(
    store: &Store,
    table: &TableState,
    options: &Options,
    destination: Destination,
    checkpoint: Option<Checkpoint>,
    stop: watch::Receiver<bool>,
    tell: impl FnMut(Event<'_>),
) -> Outcome {
    let asked = json!({
        "selection": options.selection.to_json(),
        "file": match &destination {
            Destination::File(path) => Some(path.display().to_string()),
            Destination::Stream(_) => None,
        },
    });
    let is_resumable = checkpoint.is_some();
    let identity = Identity { name: "export", asked, now: options.now };
    let setup = match Setup::over_table(identity, store, table, options.job, checkpoint) {
        Ok(setup) => setup.writes(),
        Err(error) => return Outcome::failed("export", error),
    };
    let (output, path) = match destination {
        Destination::Stream(stream) => (Output::stream(stream), None),
        Destination::File(path) => match open(&path, setup.state()) {
            Ok(output) => (output, Some(path)),
            Err(error) => return setup.failed(error),
        },
    };
    let output = Arc::new(output);
    let export =
        Export { selection: options.selection.clone(), now: options.now, output: Arc::clone(&output) };
    let (mut outcome, _) = engine::run(export, setup, stop, tell).await;
    // What was appended last may still be on its way.
    if let Err(error) = output.length().await {
        outcome.fatal.get_or_insert(error.into());
        outcome.summary.complete = false;
    }
    drop(output);
    let Some(path) = path else { return outcome };
    let partial = partial(&path);
    let finished = match (outcome.summary.complete, is_resumable) {
        // Made by a link, so that a file which has appeared meanwhile is not overwritten.
        (true, _) => fs::hard_link(&partial, &path).and_then(|()| fs::remove_file(&partial)),
        (false, true) => Ok(()),
        (false, false) => fs::remove_file(&partial),
    };
    if let Err(source) = finished {
        let error = DumpError::Io { action: "finish", path, source };
        outcome.fatal.get_or_insert(error.into());
        outcome.summary.complete = false;
    }
    outcome
}

/// The name of a file that is not complete.
fn partial(path: &Path) -> PathBuf {
    // The ending stays, which tells the compression.
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(".partial");
    if let Some(ending) = path.extension() {
        name.push(".");
        name.push(ending);
    }
    path.with_file_name(name)
}

fn open(path: &Path, state: Option<&Value>) -> Result<Output, DumpError> {
    let failed = |source| DumpError::Io { action: "create", path: path.to_owned(), source };
    if fs::symlink_metadata(path).is_ok() {
        return Err(failed(io::ErrorKind::AlreadyExists.into()));
    }
    let partial = partial(path);
    if let Some(state) = state {
        return Output::resume(&partial, state["file_bytes"].as_u64().unwrap_or(0), false);
    }
    // Left by an export that was killed.
    match fs::remove_file(&partial) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(error)),
        _ => Output::create(&partial),
    }
}

struct Export {
    selection: Selection,
    now: Timestamp,
    output: Arc<Output>,
}

impl Job for Export {
    type Page = Page;
    type Product = Option<Frame>;

    async fn read(&self, segment: (u32, Segments), start: Option<Cursor>, work: &Work) -> Option<Read<Page>> {
        let filter = self.selection.server_filter(self.now);
        work.scan(segment, start, Wanted { filter, attributes: Attributes::All }).await
    }

    async fn settle(&self, page: Page, work: &Work) -> Settled<Option<Frame>> {
        let failed = page.items.iter().filter(|item| item.is_err()).count() as u64;
        let mut counts = Counts { scanned: page.scanned, failed, ..Counts::default() };
        let selected = work.pick(&self.selection, page, self.now);
        counts.matched = selected.len() as u64;
        counts.written = counts.matched;
        let mut lines = Vec::new();
        for (stored, _) in selected {
            dump::push_line(&mut lines, work.store.layout(), stored);
        }
        match self.output.frame(lines).await {
            Ok(product) => Settled { counts, whole: true, product },
            Err(error) => {
                work.fail(error);
                Settled { counts: Counts::default(), whole: false, product: None }
            }
        }
    }

    fn keep(&self, frame: Option<Frame>) -> Result<(), JobError> {
        frame.map_or(Ok(()), |frame| Ok(self.output.append(frame)?))
    }

    fn state(&self) -> impl Future<Output = Result<Value, JobError>> + Send + 'static {
        let length = self.output.length();
        async move { Ok(json!({"file_bytes": length.await?})) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_incomplete_file_keeps_the_ending_of_its_name() {
        for (path, expected) in [
            ("a/b.json.gz", "a/b.json.partial.gz"),
            ("b.zst", "b.partial.zst"),
            ("sessions", "sessions.partial"),
        ] {
            assert_eq!(partial(Path::new(path)), Path::new(expected));
        }
    }
}

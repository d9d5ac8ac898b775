//! How far a job is, in a file, so that a job that was stopped or killed goes on where it was.
//!
//! JSON, mode 0600, written to a temporary file, synced and renamed. A lock file beside it keeps a second run of the
//! same checkpoint out; the lock goes with the process, however it ends.

use std::{
    collections::BTreeMap,
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Counts,
    scan::{Segments, Shard},
};
use crate::layout::dynamodb_json::DynamoDbJsonError;

/// What a checkpoint belongs to. A job goes on only from a checkpoint whose header is its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Header {
    /// Version of sessctl that wrote it.
    pub(super) version: String,
    /// Name of the job.
    pub(super) job: String,
    /// What the job was asked for, but for how fast.
    pub(super) options: Value,
    /// ARN of the table, or its name and place where the engine has none.
    pub(super) table: String,
    /// When the table was created: a table of the same name made anew is another one.
    pub(super) created_at: Option<String>,
    /// The time the job goes by.
    pub(super) now: Timestamp,
    /// Segments the table is divided into.
    pub(super) total_segments: u32,
    /// The part of the segments that is this job's.
    pub(super) shard: Option<Shard>,
}

/// How far a segment is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct SegmentProgress {
    /// The key of the last item that was settled, in DynamoDB JSON; absent before the first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last: Option<Value>,
    /// Whether all of it is settled.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) done: bool,
    /// What was done in it.
    pub(super) counts: Counts,
}

/// What was done before, for a job that is gone on with.
#[derive(Clone, Debug, Default)]
pub(super) struct Resumed {
    pub(super) segments: BTreeMap<u32, SegmentProgress>,
    /// What the job itself kept; `None` for a new job.
    pub(super) state: Option<Value>,
}

/// The whole file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Saved {
    #[serde(flatten)]
    pub(super) header: Header,
    /// Every segment that was begun.
    pub(super) segments: BTreeMap<u32, SegmentProgress>,
    /// What the job itself keeps, such as the length of the file it writes.
    #[serde(default)]
    pub(super) state: Value,
}

/// Why a checkpoint cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointError {
    /// Another process has it.
    #[error("checkpoint `{}` is in use by another run", .0.display())]
    Locked(PathBuf),
    /// The file system refuses.
    #[error("cannot {action} checkpoint `{}`", .path.display())]
    Io {
        /// What was being done.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// It is no checkpoint.
    #[error("`{}` is not a checkpoint of sessctl", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What JSON says.
        #[source]
        source: serde_json::Error,
    },
    /// What was counted so far cannot be read, or not be written.
    #[error("the checkpoint has figures that are none")]
    Figures(#[source] serde_json::Error),
    /// The key at which a segment goes on is none.
    #[error("the checkpoint has a key that is none")]
    Key(#[source] DynamoDbJsonError),
    /// The job that it is of has not come to its end.
    #[error("the job of checkpoint `{}` is not complete", .0.display())]
    Incomplete(PathBuf),
    /// It belongs to something else.
    #[error("checkpoint `{}` is of another {what}: `{theirs}`, not `{ours}`", .path.display())]
    Other {
        /// The file.
        path: PathBuf,
        /// What differs.
        what: &'static str,
        /// What the checkpoint says.
        theirs: String,
        /// What was asked for.
        ours: String,
    },
}

/// A checkpoint file that this process has locked.
#[derive(Debug)]
pub struct Checkpoint {
    path: PathBuf,
    /// Held, not read.
    _lock: File,
    saved: Option<Saved>,
}

impl Checkpoint {
    /// Locks a checkpoint and reads it where there is one.
    ///
    /// # Errors
    /// When another process has it, or it cannot be read. Nothing is changed but the lock file.
    pub fn open(path: &Path) -> Result<Self, CheckpointError> {
        let io = |action| move |source| CheckpointError::Io { action, path: path.to_owned(), source };
        let lock = open_lock(&beside(path, ".lock")).map_err(io("lock"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(CheckpointError::Locked(path.to_owned())),
            Err(TryLockError::Error(source)) => return Err(io("lock")(source)),
        }
        let saved = match fs::read(path) {
            Ok(text) => Some(
                serde_json::from_slice(&text)
                    .map_err(|source| CheckpointError::Unreadable { path: path.to_owned(), source })?,
            ),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(source) => return Err(io("read")(source)),
        };
        Ok(Self { path: path.to_owned(), _lock: lock, saved })
    }

    /// When the job that it goes on with was begun; `None` for a new one.
    #[must_use]
    pub fn begun(&self) -> Option<Timestamp> {
        self.saved.as_ref().map(|saved| saved.header.now)
    }

    /// The segments of the job that it goes on with.
    pub(super) fn total_segments(&self) -> Option<u32> {
        self.saved.as_ref().map(|saved| saved.header.total_segments)
    }

    /// The header of a job that has come to its end. Locks nothing.
    pub(super) fn completed(path: &Path) -> Result<Header, CheckpointError> {
        let io = |source| CheckpointError::Io { action: "read", path: path.to_owned(), source };
        let Saved { header, segments, .. } = serde_json::from_slice(&fs::read(path).map_err(io)?)
            .map_err(|source| CheckpointError::Unreadable { path: path.to_owned(), source })?;
        let shard = header.shard.unwrap_or(Shard::WHOLE);
        let mut all = Segments::of(header.total_segments, 1).shard(shard).in_stride();
        if all.any(|number| !segments.get(&number).is_some_and(|segment| segment.done)) {
            return Err(CheckpointError::Incomplete(path.to_owned()));
        }
        Ok(header)
    }

    /// What was done so far, when the checkpoint is of this very job.
    pub(super) fn resume(&mut self, header: &Header) -> Result<Resumed, CheckpointError> {
        let Some(saved) = self.saved.take() else { return Ok(Resumed::default()) };
        let theirs = &saved.header;
        let differs = |what, theirs: String, ours: String| {
            Err(CheckpointError::Other { path: self.path.clone(), what, theirs, ours })
        };
        let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
        if theirs.job != header.job {
            return differs("job", theirs.job.clone(), header.job.clone());
        }
        if theirs.table != header.table {
            return differs("table", theirs.table.clone(), header.table.clone());
        }
        if theirs.created_at != header.created_at {
            return differs(
                "table of the same name, created at",
                or_none(&theirs.created_at),
                or_none(&header.created_at),
            );
        }
        if theirs.options != header.options {
            return differs("selection", theirs.options.to_string(), header.options.to_string());
        }
        if theirs.shard != header.shard {
            let name = |shard: &Option<Shard>| shard.map_or_else(|| "none".to_owned(), |s| s.to_string());
            return differs("shard", name(&theirs.shard), name(&header.shard));
        }
        if theirs.total_segments != header.total_segments {
            return differs(
                "number of segments",
                theirs.total_segments.to_string(),
                header.total_segments.to_string(),
            );
        }
        Ok(Resumed { segments: saved.segments, state: Some(saved.state) })
    }

    /// Removes it.
    pub(super) fn discard(self) {
        // One that stays says truthfully that nothing was done.
        drop(fs::remove_file(&self.path));
    }

    /// Writes it anew. Whoever reads it finds the old one or the new one, whole.
    pub(super) fn save(&self, saved: &Saved) -> Result<(), CheckpointError> {
        let io = |source| CheckpointError::Io { action: "write", path: self.path.clone(), source };
        let text = serde_json::to_vec(saved).map_err(|error| io(error.into()))?;
        let temporary = beside(&self.path, ".new");
        // One left behind by a run that was killed; the lock says that there is no other.
        if let Err(error) = fs::remove_file(&temporary)
            && error.kind() != io::ErrorKind::NotFound
        {
            return Err(io(error));
        }
        let mut file = private().create_new(true).open(&temporary).map_err(io)?;
        file.write_all(&text).and_then(|()| file.sync_all()).map_err(io)?;
        fs::rename(&temporary, &self.path).map_err(io)
    }
}

/// Session ids stand in it: nobody else may read it.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Opens a lock file, or creates it, and never through a link: whoever made one in a directory that others may write to
/// would decide which file is created or locked.
fn open_lock(path: &Path) -> io::Result<File> {
    match private().create_new(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        other => return other,
    }
    let found = fs::symlink_metadata(path)?;
    let refuse = || {
        let message = format!("`{}` is not a regular file", path.display());
        Err(io::Error::new(io::ErrorKind::InvalidInput, message))
    };
    // Opening a pipe would wait for its other end.
    if !found.is_file() {
        return refuse();
    }
    let file = private().open(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let opened = file.metadata()?;
        // A link that was put there in between.
        if (found.dev(), found.ino()) != (opened.dev(), opened.ino()) {
            return refuse();
        }
    }
    Ok(file)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> Header {
        Header {
            version: "0.1.0".to_owned(),
            job: "purge".to_owned(),
            options: serde_json::json!({"expired": true}),
            table: "sessions".to_owned(),
            created_at: None,
            now: Timestamp::UNIX_EPOCH,
            total_segments: 32,
            shard: None,
        }
    }

    #[test]
    fn what_was_saved_is_gone_on_with_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("checkpoint.json");
        let mut first = Checkpoint::open(&path).unwrap();
        assert_eq!(first.resume(&header()).unwrap().segments, BTreeMap::new());
        assert!(matches!(Checkpoint::open(&path), Err(CheckpointError::Locked(_))));
        let progress = SegmentProgress { done: true, ..SegmentProgress::default() };
        let segments = BTreeMap::from([(3, progress)]);
        first.save(&Saved { header: header(), segments: segments.clone(), state: Value::Null }).unwrap();
        drop(first);

        let mut again = Checkpoint::open(&path).unwrap();
        assert_eq!(again.begun(), Some(Timestamp::UNIX_EPOCH));
        assert_eq!(again.resume(&header()).unwrap().segments, segments);
        drop(again);
        let mut other = Checkpoint::open(&path).unwrap();
        let error = other.resume(&Header { table: "other".to_owned(), ..header() }).unwrap_err();
        assert!(error.to_string().ends_with("is of another table: `sessions`, not `other`"), "{error}");
        drop(other);
        fs::write(&path, "{}").unwrap();
        assert!(matches!(Checkpoint::open(&path), Err(CheckpointError::Unreadable { .. })));
    }
}

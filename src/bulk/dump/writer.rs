//! Appends frames to a file from a thread of its own, so that no worker of a job ever waits for a disk or a pipe while
//! it holds anything.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Seek as _, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::{Compression, DumpError};

/// Frames that wait to be written; each is a page of a scan at most.
const WAITING: usize = 8;

/// A file that is being written.
#[derive(Debug)]
pub(in crate::bulk) struct Output {
    path: PathBuf,
    compression: Compression,
    thread: mpsc::Sender<Command>,
    room: Arc<Semaphore>,
    error: Arc<Mutex<Option<io::Error>>>,
}

/// A frame on its way to the file.
#[derive(Debug)]
pub(in crate::bulk) struct Frame {
    bytes: Vec<u8>,
    _room: OwnedSemaphorePermit,
}

#[derive(Debug)]
enum Command {
    Append {
        frame: Frame,
        synced: Option<oneshot::Sender<()>>,
    },
    /// Make all before it durable, and tell the length of the file.
    Sync(oneshot::Sender<u64>),
}

/// Where frames go.
trait Sink: Write + Send {
    fn sync(&mut self) -> io::Result<()>;
}

impl Sink for File {
    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }
}

/// A stream that is no file: written through, never synced.
struct Stream(Box<dyn Write + Send>);

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Sink for Stream {
    fn sync(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Output {
    /// A new file, readable by its owner alone. Nothing that exists is overwritten or written through.
    pub(in crate::bulk) fn create(path: &Path) -> Result<Self, DumpError> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(|source| DumpError::Io {
            action: "create",
            path: path.to_owned(),
            source,
        })?;
        Ok(Self::to(path, Compression::of(path), Box::new(file), 0))
    }

    /// Goes on with a file at `length`, where a frame ended. Of what was appended after that, complete frames stay
    /// if `keep`, and everything else is dropped. A file of which nothing was written yet need not be there.
    pub(in crate::bulk) fn resume(path: &Path, length: u64, keep: bool) -> Result<Self, DumpError> {
        if length == 0 && fs::symlink_metadata(path).is_err() {
            return Self::create(path);
        }
        let compression = Compression::of(path);
        let open = || -> io::Result<(File, u64)> {
            let metadata = fs::symlink_metadata(path)?;
            if !metadata.is_file() || metadata.len() < length {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "it is not the file that the checkpoint tells of",
                ));
            }
            let mut file = OpenOptions::new().read(true).write(true).open(path)?;
            let end = if keep { compression.whole_frames(&mut file, length)? } else { length };
            file.set_len(end)?;
            file.seek(io::SeekFrom::Start(end))?;
            Ok((file, end))
        };
        let (file, end) =
            open().map_err(|source| DumpError::Io { action: "go on with", path: path.to_owned(), source })?;
        Ok(Self::to(path, compression, Box::new(file), end))
    }

    /// A stream, uncompressed.
    pub(in crate::bulk) fn stream(stream: Box<dyn Write + Send>) -> Self {
        Self::to(Path::new("-"), Compression::Plain, Box::new(Stream(stream)), 0)
    }

    fn to(path: &Path, compression: Compression, sink: Box<dyn Sink>, length: u64) -> Self {
        let (sender, commands) = mpsc::channel();
        let error = Arc::new(Mutex::new(None));
        let found = Arc::clone(&error);
        thread::spawn(move || {
            if let Err(source) = append_all(sink, length, &commands) {
                *found.lock().unwrap_or_else(PoisonError::into_inner) = Some(source);
            }
        });
        Self {
            path: path.to_owned(),
            compression,
            thread: sender,
            room: Arc::new(Semaphore::new(WAITING)),
            error,
        }
    }

    /// Compresses lines into a frame, once there is room for one more. `None` where there are none.
    pub(in crate::bulk) async fn frame(&self, lines: Vec<u8>) -> Result<Option<Frame>, DumpError> {
        if lines.is_empty() {
            return Ok(None);
        }
        let bytes = self.compression.frame(lines).map_err(|source| self.failed(source))?;
        let room = Arc::clone(&self.room).acquire_owned().await.map_err(|_| self.gone())?;
        Ok(Some(Frame { bytes, _room: room }))
    }

    /// Appends a frame; it will be written after those before it.
    pub(in crate::bulk) fn append(&self, frame: Frame) -> Result<(), DumpError> {
        self.thread.send(Command::Append { frame, synced: None }).map_err(|_| self.gone())
    }

    /// Appends a frame and waits until it is on the disk.
    pub(in crate::bulk) async fn append_and_sync(&self, frame: Frame) -> Result<(), DumpError> {
        let (synced, on_disk) = oneshot::channel();
        self.thread.send(Command::Append { frame, synced: Some(synced) }).map_err(|_| self.gone())?;
        on_disk.await.map_err(|_| self.gone())
    }

    /// The length of the file when all that was appended before this call is on the disk.
    pub(in crate::bulk) fn length(
        self: &Arc<Self>,
    ) -> impl Future<Output = Result<u64, DumpError>> + Send + use<> {
        let (tell, length) = oneshot::channel();
        let sent = self.thread.send(Command::Sync(tell));
        let this = Arc::clone(self);
        async move {
            sent.map_err(|_| this.gone())?;
            length.await.map_err(|_| this.gone())
        }
    }

    fn failed(&self, source: io::Error) -> DumpError {
        DumpError::Io { action: "write", path: self.path.clone(), source }
    }

    /// The thread has ended, which it does before its time only when writing failed. What it found is told once; who
    /// asks later learns no more than that.
    fn gone(&self) -> DumpError {
        let found = self.error.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.failed(found.unwrap_or_else(|| io::Error::other("an earlier write failed")))
    }
}

/// Serves until the last [`Output`] is dropped, or a write fails. Frames that want to be on the disk share one sync.
fn append_all(
    mut sink: Box<dyn Sink>,
    mut length: u64,
    commands: &mpsc::Receiver<Command>,
) -> io::Result<()> {
    while let Ok(first) = commands.recv() {
        let mut waiting = Vec::new();
        for command in std::iter::once(first).chain(std::iter::from_fn(|| commands.try_recv().ok())) {
            match command {
                Command::Append { frame, synced } => {
                    sink.write_all(&frame.bytes)?;
                    length += frame.bytes.len() as u64;
                    waiting.extend(synced);
                }
                Command::Sync(tell) => {
                    sink.sync()?;
                    // Whoever asked may have gone.
                    let _ = tell.send(length);
                }
            }
        }
        if !waiting.is_empty() {
            sink.sync()?;
            for synced in waiting {
                let _ = synced.send(());
            }
        }
    }
    sink.sync()
}

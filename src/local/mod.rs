//! The embedded DynamoDB engine: tables in one SQLite file, for work without AWS.
//!
//! [`Engine::http_client`] gives the AWS SDK a transport that ends inside the process, so everything above it
//! treats a local table as one on AWS and no port is opened. [`serve`] puts the same engine behind HTTP on
//! loopback, for programs in other languages.
//!
//! It does not look at credentials or signatures, does not throttle, and does not remove expired items.
//! Backups, point-in-time recovery and global tables are unknown to it. Two processes may share a file: writes
//! and conditions hold between them, but each remembers the description of a table it has used (status, time
//! to live, indexes) and does not see the other change it until it opens the file again.

mod connector;
mod dispatch;
mod serve;
mod workers;

use std::error::Error;
use std::fmt;
#[cfg(unix)]
use std::fs::Permissions;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Read};
use std::net::SocketAddr;
#[cfg(unix)]
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dynoxide::{Database, DynoxideError};

use workers::Workers;

pub use serve::serve;

/// The media type of every request and response body.
pub const CONTENT_TYPE: &str = "application/x-amz-json-1.0";

/// One DynamoDB endpoint: the tables of one SQLite file, or of memory.
///
/// Clones share the tables; the file is closed with the last of them.
#[derive(Clone)]
pub struct Engine {
    workers: Arc<Workers>,
}

impl Engine {
    /// Opens the database at `path`, creating it and its directories where they are missing.
    ///
    /// What is created is for its owner only, directories with mode 0700 and files with 0600; what exists keeps
    /// its mode. Another process may have the same file open.
    ///
    /// # Errors
    ///
    /// A path that cannot be created or opened, is not UTF-8, or holds something other than a database. Missing
    /// directories, and an empty file, may have been created by then.
    pub fn open(path: &Path) -> Result<Engine, LocalError> {
        let named = || path.to_owned();
        // SQLite reads `:memory:` and `file:` as instructions; an absolute path is never one.
        let absolute =
            std::path::absolute(path).map_err(|source| LocalError::CreateFile { path: named(), source })?;
        if absolute.to_str().is_none() {
            return Err(LocalError::PathNotUtf8 { path: named() });
        }
        if let Some(directory) = absolute.parent() {
            create_private_directories(directory)
                .map_err(|source| LocalError::CreateDirectory { path: directory.to_owned(), source })?;
        }
        let absolute = create_private_file(&absolute)
            .map_err(|source| LocalError::CreateFile { path: named(), source })?;
        let name = absolute.to_str().ok_or_else(|| LocalError::PathNotUtf8 { path: named() })?;
        match Database::new(name) {
            Ok(db) => Engine::run(&db),
            Err(DynoxideError::InternalServerError(_)) if !is_sqlite(&absolute) => {
                Err(LocalError::NotADatabase { path: named() })
            }
            Err(error) => Err(LocalError::Open { path: named(), source: cause(error) }),
        }
    }

    /// Opens an empty database that lives as long as the last clone of the engine.
    ///
    /// # Errors
    ///
    /// SQLite or its threads cannot start, which only a lack of memory explains.
    pub fn memory() -> Result<Engine, LocalError> {
        let db = Database::memory().map_err(|error| LocalError::Memory { source: cause(error) })?;
        Engine::run(&db)
    }

    fn run(db: &Database) -> Result<Engine, LocalError> {
        let workers = Workers::start(db).map_err(|source| LocalError::Threads { source })?;
        Ok(Engine { workers: Arc::new(workers) })
    }

    /// Answers one request as DynamoDB would over HTTP.
    ///
    /// `target` is the value of the `X-Amz-Target` header, as in `DynamoDB_20120810.GetItem`, and `body` the
    /// request's JSON. Whatever they hold, the answer is a response. Blocks while other calls run, and up to
    /// 5 s while another process writes to the file.
    ///
    /// ```
    /// # fn main() -> Result<(), sessctl::local::LocalError> {
    /// let engine = sessctl::local::Engine::memory()?;
    /// let answer = engine.call("DynamoDB_20120810.ListTables", b"{}");
    /// assert_eq!(answer.status, 200);
    /// assert_eq!(answer.body, br#"{"TableNames":[]}"#);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn call(&self, target: &str, body: &[u8]) -> Response {
        self.workers.call(target.to_owned(), body.to_owned())
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").finish_non_exhaustive()
    }
}

/// What the engine answers: the status and body of an HTTP response of type [`CONTENT_TYPE`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status: 200, 400 for what the request did wrong, 500 for what the engine did.
    pub status: u16,
    /// DynamoDB's JSON: the operation's result, or an error with its `__type` and message.
    pub body: Vec<u8>,
}

/// What can go wrong before a request is answered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LocalError {
    /// A directory above the database is missing and cannot be created.
    #[error("cannot create directory `{}`", path.display())]
    CreateDirectory {
        /// The directory the database was to be in.
        path: PathBuf,
        /// What the file system said.
        source: io::Error,
    },
    /// The database is missing and cannot be created.
    #[error("cannot create database `{}`", path.display())]
    CreateFile {
        /// The path as it was given.
        path: PathBuf,
        /// What the file system said.
        source: io::Error,
    },
    /// SQLite takes its paths as UTF-8.
    #[error("cannot open database `{}`: the path is not UTF-8", path.display())]
    PathNotUtf8 {
        /// The path as it was given.
        path: PathBuf,
    },
    /// The file does not begin as SQLite files do.
    #[error("cannot open database `{}`: not a SQLite file", path.display())]
    NotADatabase {
        /// The path as it was given.
        path: PathBuf,
    },
    /// The engine refuses the file: no permission, a lock held too long, or a newer engine's tables.
    #[error("cannot open database `{}`", path.display())]
    Open {
        /// The path as it was given.
        path: PathBuf,
        /// What the engine said.
        source: Box<dyn Error + Send + Sync>,
    },
    /// A database in memory could not be made.
    #[error("cannot open a database in memory")]
    Memory {
        /// What the engine said.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The threads the engine runs on could not be made.
    #[error("cannot start the threads of the database")]
    Threads {
        /// What the operating system said.
        source: io::Error,
    },
    /// The listener does not know its own address.
    #[error("cannot read the address to serve on")]
    ListenerAddress {
        /// What the operating system said.
        source: io::Error,
    },
    /// The listener can be reached from other machines.
    #[error("refusing to serve on `{address}`: not a loopback address")]
    NotLoopback {
        /// The address the listener is bound to.
        address: SocketAddr,
    },
}

/// Takes SQLite's own error out of the engine's, which would introduce it as an internal error.
fn cause(error: DynoxideError) -> Box<dyn Error + Send + Sync> {
    match error {
        DynoxideError::SqliteError(sqlite) => sqlite.into(),
        other => other.into(),
    }
}

fn create_private_directories(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    builder.mode(0o700);
    builder.create(path)
}

/// Creates the database file ahead of SQLite, which would leave its mode to the umask, and returns its path without links.
///
/// SQLite gives the `-wal` and `-shm` files beside it the same mode. A file that exists is not opened: closing
/// it again would drop the POSIX locks that another engine of this process holds on it.
///
/// A link to a database is followed, but one to a file that is missing is refused: whoever made it in a directory that
/// others may write to would decide where the sessions are kept.
fn create_private_file(path: &Path) -> io::Result<PathBuf> {
    let mut options = OpenOptions::new();
    // Fails for a link, wherever it leads.
    options.write(true).create_new(true);
    #[cfg(unix)]
    options.mode(0o600);
    match options.open(path) {
        Ok(file) => {
            // The umask may have taken the owner's rights away.
            #[cfg(unix)]
            file.set_permissions(Permissions::from_mode(0o600))?;
            drop(file);
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    path.canonicalize().map_err(|error| match (error.kind(), path.is_symlink()) {
        (io::ErrorKind::NotFound, true) => {
            io::Error::new(error.kind(), "it is a symbolic link to a file that does not exist")
        }
        _ => error,
    })
}

/// Whether the file begins as SQLite says its files do, or is empty, or cannot be read to tell.
///
/// Asked only after the engine has refused the file, so that no lock on it can be lost.
fn is_sqlite(path: &Path) -> bool {
    const MAGIC: &[u8] = b"SQLite format 3\0";
    let mut start = Vec::new();
    match File::open(path).and_then(|file| file.take(MAGIC.len() as u64).read_to_end(&mut start)) {
        Ok(0) | Err(_) => true,
        Ok(_) => start == MAGIC,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &[u8] = br#"{
        "TableName": "sessions",
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "BillingMode": "PAY_PER_REQUEST"
    }"#;

    fn call(engine: &Engine, operation: &str, body: &[u8]) -> String {
        let answer = engine.call(&format!("DynamoDB_20120810.{operation}"), body);
        let body = String::from_utf8(answer.body).unwrap();
        assert_eq!(answer.status, 200, "{body}");
        body
    }

    #[test]
    fn what_was_written_is_there_after_reopening() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("sessions.db");
        let engine = Engine::open(&path).unwrap();
        call(&engine, "CreateTable", TABLE);
        call(&engine, "PutItem", br#"{"TableName": "sessions", "Item": {"id": {"S": "a"}}}"#);
        drop(engine);
        let engine = Engine::open(&path).unwrap();
        let answer = call(&engine, "GetItem", br#"{"TableName": "sessions", "Key": {"id": {"S": "a"}}}"#);
        assert_eq!(answer, r#"{"Item":{"id":{"S":"a"}}}"#);
    }

    #[test]
    fn clones_share_their_tables() {
        let engine = Engine::memory().unwrap();
        call(&engine.clone(), "CreateTable", TABLE);
        assert_eq!(call(&engine, "ListTables", b"{}"), r#"{"TableNames":["sessions"]}"#);
    }

    #[cfg(unix)]
    fn mode(path: &Path) -> u32 {
        use std::os::unix::fs::PermissionsExt;
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[cfg(unix)]
    #[test]
    fn what_is_created_is_for_its_owner_only() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("state/sessctl/sessions.db");
        let engine = Engine::open(&path).unwrap();
        call(&engine, "CreateTable", TABLE);
        assert_eq!(mode(&directory.path().join("state")), 0o700);
        assert_eq!(mode(&directory.path().join("state/sessctl")), 0o700);
        for suffix in ["", "-wal", "-shm"] {
            let file = directory.path().join(format!("state/sessctl/sessions.db{suffix}"));
            assert_eq!(mode(&file), 0o600, "{}", file.display());
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_exists_keeps_its_mode() {
        use std::os::unix::fs::PermissionsExt;
        let directory = tempfile::tempdir().unwrap();
        std::fs::set_permissions(directory.path(), std::fs::Permissions::from_mode(0o750)).unwrap();
        let path = directory.path().join("sessions.db");
        std::fs::write(&path, b"").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        Engine::open(&path).unwrap();
        assert_eq!(mode(directory.path()), 0o750);
        assert_eq!(mode(&path), 0o640);
    }

    #[test]
    fn a_file_that_is_no_database_is_named_and_kept() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("notes.txt");
        std::fs::write(&path, b"remember the milk").unwrap();
        let error = Engine::open(&path).unwrap_err();
        assert!(matches!(error, LocalError::NotADatabase { .. }), "{error:?}");
        assert_eq!(
            error.to_string(),
            format!("cannot open database `{}`: not a SQLite file", path.display())
        );
        assert_eq!(std::fs::read(&path).unwrap(), b"remember the milk");
    }

    #[test]
    fn a_path_that_cannot_be_opened_is_named() {
        let directory = tempfile::tempdir().unwrap();
        let error = Engine::open(directory.path()).unwrap_err();
        assert!(error.to_string().contains(&directory.path().display().to_string()), "{error}");
        assert!(error.source().is_some());

        let file = directory.path().join("file");
        std::fs::write(&file, b"").unwrap();
        let error = Engine::open(&file.join("sessions.db")).unwrap_err();
        assert!(matches!(error, LocalError::CreateDirectory { .. }), "{error:?}");
        assert!(Engine::open(Path::new("")).is_err());
    }

    #[test]
    fn many_engines_open_a_new_file_at_once() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("sessions.db");
        std::thread::scope(|scope| {
            let opening: Vec<_> = (0..8).map(|_| scope.spawn(|| Engine::open(&path))).collect();
            for engine in opening {
                engine.join().unwrap().unwrap();
            }
        });
    }
}

//! The threads the engine runs on.
//!
//! Its calls block, so they cannot run on the threads of an async runtime; and its parser of conditions recurses
//! without a limit of its own, so that the 4 KB which DynamoDB allows an expression, spent on parentheses, overflow
//! the 2 MiB stack of an ordinary thread and end the process.

use std::io;
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use dynoxide::{Database, DynoxideError};
use tokio::sync::oneshot;

use super::{Response, dispatch};

/// The engine holds its lock for most of a call, and decodes and encodes outside: the segments of a scan take half
/// as long on two threads as on one, and no less on four.
const THREADS: usize = 2;

/// 4096 parentheses take between 4 and 8 MiB in a debug build. Only what is used is ever backed by memory.
const STACK: usize = 16 * 1024 * 1024;

type Job = Box<dyn FnOnce(&Database) + Send>;

/// Runs calls in the order they come.
pub(super) struct Workers {
    /// Taken away to tell the threads to end.
    jobs: Option<Sender<Job>>,
    threads: Vec<JoinHandle<()>>,
}

impl Workers {
    pub(super) fn start(db: &Database) -> io::Result<Workers> {
        let (jobs, queue) = channel();
        let queue = Arc::new(Mutex::new(queue));
        let threads = (0..THREADS)
            .map(|_| {
                let (db, queue) = (db.clone(), Arc::clone(&queue));
                thread::Builder::new().name("dynamodb".to_owned()).stack_size(STACK).spawn(move || {
                    while let Some(job) = next(&queue) {
                        job(&db);
                    }
                })
            })
            .collect::<io::Result<_>>()?;
        Ok(Workers { jobs: Some(jobs), threads })
    }

    /// Runs one call and blocks until it has ended.
    pub(super) fn call(&self, target: String, body: Vec<u8>) -> Response {
        let (reply, answer) = sync_channel(1);
        self.submit(Box::new(move |db| {
            // The caller is waiting; if it were not, nobody would miss the answer.
            let _ = reply.send(dispatch::call(db, &target, &body));
        }));
        answer.recv().unwrap_or_else(|_| stopped())
    }

    /// Runs one call without blocking the caller.
    ///
    /// A call whose future is dropped does not begin, but once it has begun it runs on.
    pub(super) async fn run(&self, target: String, body: impl AsRef<[u8]> + Send + 'static) -> Response {
        let (reply, answer) = oneshot::channel();
        self.submit(Box::new(move |db| {
            if !reply.is_closed() {
                let _ = reply.send(dispatch::call(db, &target, body.as_ref()));
            }
        }));
        answer.await.unwrap_or_else(|_| stopped())
    }

    fn submit(&self, job: Job) {
        // Without a thread to take it the job is dropped, and its reply with it, which the caller sees.
        if let Some(jobs) = &self.jobs {
            let _ = jobs.send(job);
        }
    }
}

impl Drop for Workers {
    /// Waits for the threads, so that the file is closed when the last engine is gone.
    fn drop(&mut self) {
        drop(self.jobs.take());
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

/// Waits for a job. The lock is held while waiting, so that threads wait in line for it.
fn next(queue: &Mutex<Receiver<Job>>) -> Option<Job> {
    queue.lock().ok()?.recv().ok()
}

fn stopped() -> Response {
    dispatch::refused(&DynoxideError::InternalServerError("the engine has stopped".to_owned()))
}

//! Ctrl-C and SIGTERM: a job that can stop in good order is asked to, anything else ends at once.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use tokio::sync::watch;

use crate::exit::Exit;

/// Shared by whoever listens for signals and the command that heeds them.
#[derive(Debug)]
pub(crate) struct Interrupt {
    heeded: AtomicBool,
    foreground: AtomicBool,
    exit: AtomicU8,
    stop: watch::Sender<bool>,
}

impl Interrupt {
    pub(crate) fn new() -> Self {
        Self {
            heeded: AtomicBool::new(false),
            foreground: AtomicBool::new(false),
            exit: AtomicU8::new(0),
            stop: watch::Sender::new(false),
        }
    }

    /// Says that the command stops by itself when the receiver turns true.
    pub(crate) fn heed(&self) -> watch::Receiver<bool> {
        self.heeded.store(true, Ordering::Relaxed);
        self.stop.subscribe()
    }

    /// Lets Ctrl-C to whatever runs in the terminal's foreground, such as an editor, until the guard goes.
    pub(crate) fn yield_to_foreground(&self) -> ForegroundGuard<'_> {
        self.foreground.store(true, Ordering::Relaxed);
        ForegroundGuard(self)
    }

    /// Takes the signals over that would end the process at once, when files have to be removed first: a terminal that is
    /// closed, and Ctrl-\. They stay taken over for the rest of the process.
    pub(crate) fn defer_ending(&self) -> std::io::Result<Ending> {
        Ending::new()
    }

    /// The exit code of the signal that came, if one did.
    pub(crate) fn exit(&self) -> Option<Exit> {
        match self.exit.load(Ordering::Relaxed) {
            130 => Some(Exit::Interrupted),
            143 => Some(Exit::Terminated),
            _ => None,
        }
    }

    /// Runs a command until it ends or a signal ends it: the first where nothing heeds it, else the second.
    pub(crate) async fn run(
        &self,
        command: impl Future<Output = anyhow::Result<Exit>>,
    ) -> anyhow::Result<Exit> {
        let mut command = std::pin::pin!(command);
        loop {
            tokio::select! {
                result = &mut command => return result,
                exit = next_signal() => {
                    if exit == Exit::Interrupted && self.foreground.load(Ordering::Relaxed) {
                        continue;
                    }
                    let second = self.exit.swap(exit as u8, Ordering::Relaxed) != 0;
                    if second || !self.heeded.load(Ordering::Relaxed) {
                        return Ok(exit);
                    }
                    self.stop.send_replace(true);
                }
            }
        }
    }
}

/// Takes Ctrl-C back when it is dropped.
pub(crate) struct ForegroundGuard<'a>(&'a Interrupt);

impl Drop for ForegroundGuard<'_> {
    fn drop(&mut self) {
        self.0.foreground.store(false, Ordering::Relaxed);
    }
}

/// The signals that [`Interrupt::defer_ending`] takes over.
#[cfg(unix)]
pub(crate) struct Ending {
    hangup: tokio::signal::unix::Signal,
    quit: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Ending {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { hangup: signal(SignalKind::hangup())?, quit: signal(SignalKind::quit())? })
    }

    /// Waits for one of them.
    pub(crate) async fn come(&mut self) -> Exit {
        tokio::select! {
            _ = self.hangup.recv() => Exit::HungUp,
            _ = self.quit.recv() => Exit::Quit,
        }
    }
}

/// These signals do not exist here.
#[cfg(not(unix))]
pub(crate) struct Ending;

#[cfg(not(unix))]
impl Ending {
    fn new() -> std::io::Result<Self> {
        Ok(Self)
    }

    pub(crate) async fn come(&mut self) -> Exit {
        std::future::pending().await
    }
}

#[cfg(unix)]
async fn next_signal() -> Exit {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => Exit::Interrupted,
        _ = terminate.recv() => Exit::Terminated,
    }
}

#[cfg(not(unix))]
async fn next_signal() -> Exit {
    drop(tokio::signal::ctrl_c().await);
    Exit::Interrupted
}

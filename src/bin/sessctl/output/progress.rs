//! How far a job is: a bar on a terminal, a plain line every ten seconds elsewhere.

use std::{
    io::{self, IsTerminal, Write},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use sessctl::bulk::Summary;

/// Quick jobs show no bar at all.
const BAR_AFTER: Duration = Duration::from_millis(250);
const LINE_EVERY: Duration = Duration::from_secs(10);

/// The progress of one job.
pub(crate) struct Progress {
    what: &'static str,
    quiet: bool,
    bar: Option<ProgressBar>,
    start: Instant,
    last_line: Instant,
}

impl Progress {
    pub(super) fn new(what: &'static str, quiet: bool) -> Self {
        let start = Instant::now();
        Self { what, quiet, bar: None, start, last_line: start }
    }

    /// Shows what was done so far.
    pub(crate) fn update(&mut self, summary: &Summary) {
        if self.quiet {
            return;
        }
        if !io::stderr().is_terminal() {
            if self.last_line.elapsed() >= LINE_EVERY {
                self.last_line = Instant::now();
                drop(writeln!(io::stderr(), "{}.", self.sentence(summary)));
            }
            return;
        }
        if self.bar.is_none() && self.start.elapsed() >= BAR_AFTER {
            let bar = ProgressBar::new_spinner();
            bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(8));
            bar.set_style(
                ProgressStyle::with_template("{spinner} {wide_msg} {elapsed}")
                    .expect("the template is valid"),
            );
            self.bar = Some(bar);
        }
        if let Some(bar) = &self.bar {
            bar.set_message(self.sentence(summary));
            bar.tick();
        }
    }

    fn sentence(&self, summary: &Summary) -> String {
        format!(
            "{}: {} scanned, {} matched, {} deleted, {} kept, {} failed",
            self.what, summary.scanned, summary.matched, summary.deleted, summary.kept, summary.failed
        )
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

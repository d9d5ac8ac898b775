//! How far a job is: a bar on a terminal, a plain line every ten seconds or JSON events elsewhere.

use std::{
    io::{self, IsTerminal},
    time::{Duration, Instant},
};

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle as BarStyle};
use sessctl::bulk::{self, Event};

use super::{Ui, escape};

/// Quick jobs show no bar at all.
const BAR_AFTER: f64 = 0.25;
/// The bar is set to thousandths.
const BAR_STEPS: u64 = 1000;
const LINE_EVERY: Duration = Duration::from_secs(10);
const EVENT_EVERY: Duration = Duration::from_secs(1);

/// How progress is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProgressStyle {
    /// A bar on a terminal, plain lines elsewhere
    #[default]
    Auto,
    /// A line every 10 seconds
    Plain,
    /// A JSON object a second on standard error
    Json,
    /// Nothing
    None,
}

/// The progress of one job.
pub(crate) struct Progress<'a> {
    ui: &'a Ui,
    what: &'static str,
    style: ProgressStyle,
    bar: Option<ProgressBar>,
    last: Instant,
}

impl<'a> Progress<'a> {
    pub(super) fn new(ui: &'a Ui, what: &'static str, style: ProgressStyle) -> Self {
        Self { ui, what, style, bar: None, last: Instant::now() }
    }

    /// Shows what happened.
    pub(crate) fn tell(&mut self, event: Event<'_>) {
        match event {
            Event::Progress(progress) => self.update(progress),
            Event::Failed { id, error } => {
                let text = format!("session `{}` failed: {error}", id.short_hash());
                match &self.bar {
                    Some(bar) => bar.suspend(|| self.ui.error(&text)),
                    None => self.ui.error(&text),
                }
            }
            Event::Saved => {}
        }
    }

    fn update(&mut self, progress: &bulk::Progress) {
        match self.style {
            ProgressStyle::Auto if io::stderr().is_terminal() => self.draw(progress),
            ProgressStyle::Auto | ProgressStyle::Plain => {
                if self.is_due(LINE_EVERY) {
                    self.ui.stderr_line(&format!("{}: {}.", self.what, sentence(progress)));
                }
            }
            ProgressStyle::Json => {
                if self.is_due(EVENT_EVERY)
                    && let Ok(mut event) = serde_json::to_value(progress)
                {
                    event["event"] = "progress".into();
                    event["job"] = self.what.into();
                    self.ui.stderr_line(&event.to_string());
                }
            }
            ProgressStyle::None => {}
        }
    }

    fn is_due(&mut self, every: Duration) -> bool {
        let due = self.last.elapsed() >= every;
        if due {
            self.last = Instant::now();
        }
        due
    }

    fn draw(&mut self, progress: &bulk::Progress) {
        if self.bar.is_none() && progress.seconds >= BAR_AFTER {
            let bar = ProgressBar::new(BAR_STEPS);
            bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(8));
            let style =
                BarStyle::with_template("{prefix} {bar:24} {percent}% {wide_msg} {elapsed} (eta {eta})")
                    .expect("the template is valid");
            bar.set_style(style);
            bar.set_prefix(self.what);
            self.bar = Some(bar);
        }
        if let Some(bar) = &self.bar {
            bar.set_message(sentence(progress));
            bar.set_position((progress.fraction * BAR_STEPS as f64) as u64);
        }
    }
}

/// What a command without a job waits for: a spinner on a terminal, a line every ten seconds elsewhere.
pub(crate) struct Waiting<'a> {
    ui: &'a Ui,
    begun: Instant,
    said: Instant,
    spinner: Option<ProgressBar>,
}

impl<'a> Waiting<'a> {
    pub(super) fn new(ui: &'a Ui) -> Self {
        let now = Instant::now();
        Self { ui, begun: now, said: now, spinner: None }
    }

    /// Says what is waited for, each time it was looked at in vain.
    pub(crate) fn tell(&mut self, what: &str) {
        if self.ui.quiet {
            return;
        }
        if io::stderr().is_terminal() {
            let spinner = self.spinner.get_or_insert_with(|| {
                let spinner = ProgressBar::new_spinner();
                let style = BarStyle::with_template("{spinner} waiting: {wide_msg} {elapsed}")
                    .expect("the template is valid");
                spinner.set_style(style);
                spinner.enable_steady_tick(Duration::from_millis(120));
                spinner
            });
            spinner.set_message(escape::line(what).into_owned());
        } else if self.said.elapsed() >= LINE_EVERY {
            self.said = Instant::now();
            self.ui.status(&format!("Waiting for {} s: {what}.", self.begun.elapsed().as_secs()));
        }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if let Some(spinner) = &self.spinner {
            spinner.finish_and_clear();
        }
    }
}

/// `1200 scanned, 30 matched, 28 deleted, 2 kept; 600/s, 64 RCU/s, 28 WCU/s`
fn sentence(progress: &bulk::Progress) -> String {
    let counts = &progress.counts;
    let mut text = format!("{} scanned, {} matched", counts.scanned, counts.matched);
    for (count, what) in [
        (counts.written, "written"),
        (counts.deleted, "deleted"),
        (counts.kept, "kept"),
        (counts.failed, "failed"),
        (progress.throttled, "throttled"),
    ] {
        if count > 0 {
            text.push_str(&format!(", {count} {what}"));
        }
    }
    let seconds = progress.seconds.max(0.001);
    text.push_str(&format!("; {:.0}/s", counts.scanned as f64 / seconds));
    for (units, what) in [(progress.consumed.rcu, "RCU"), (progress.consumed.wcu, "WCU")] {
        if units > 0.0 {
            text.push_str(&format!(", {:.1} {what}/s", units / seconds));
        }
    }
    text
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

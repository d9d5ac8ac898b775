//! Everything that is printed goes through here: results to stdout, the rest to stderr.

use std::{
    borrow::Cow,
    io::{self, IsTerminal, Write},
};

use anyhow::Context as _;
use serde::Serialize;
use sessctl::{bulk::stats::Report, codec::Projection};

use crate::{cli::OutputFormat, exit::Failure};

mod change;
mod chart;
pub(crate) mod escape;
mod json;
mod page;
mod progress;
mod record;
mod redact;
pub(crate) mod style;
mod table;

pub(crate) use change::{ChangeLine, Secrets, change_lines};
pub(crate) use page::PageFile;
pub(crate) use progress::{Progress, ProgressStyle, Waiting};
pub(crate) use record::{COLUMNS, Opcodes, Record, RecordOptions};
use style::{ColorChoice, Paint};

/// What the global options say about output.
#[derive(Clone, Copy, Debug)]
pub(crate) struct UiSettings<'a> {
    pub(crate) output: OutputFormat,
    pub(crate) query: Option<&'a str>,
    pub(crate) redact: bool,
    pub(crate) quiet: bool,
    pub(crate) verbose: bool,
    pub(crate) color: ColorChoice,
}

/// Prints, in the format that was asked for.
#[derive(Debug)]
pub(crate) struct Ui {
    output: OutputFormat,
    query: Option<jmespath::Expression<'static>>,
    redact: bool,
    quiet: bool,
    verbose: bool,
    stdout: Paint,
    stderr: Paint,
}

/// How many records an answer has by its nature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A list, however many there are.
    List,
    /// The one that was named: in JSON an object.
    One,
    /// What was named or found: in JSON one is an object, several are an array.
    Named,
    /// Several that were named, though some may be missing: in JSON an array.
    Several,
}

/// A terminal that is sent whole lines.
struct SafeTerminal(io::Stdout);

impl Write for SafeTerminal {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write_all(escape::lines(&String::from_utf8_lossy(bytes)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Ui {
    /// # Errors
    /// When the query is no JMESPath; the message points at the column.
    pub(crate) fn new(settings: UiSettings<'_>) -> Result<Self, Failure> {
        let query = settings.query.map(json::compile).transpose()?;
        Ok(Self {
            output: settings.output,
            query,
            redact: settings.redact,
            quiet: settings.quiet,
            verbose: settings.verbose,
            stdout: style::stdout(settings.color),
            stderr: style::stderr(settings.color),
        })
    }

    /// A sentence about what is happening.
    pub(crate) fn status(&self, text: &str) {
        if !self.quiet {
            self.stderr_line(&escape::line(text));
        }
    }

    /// A sentence for whoever wants to know more.
    pub(crate) fn verbose(&self, text: &str) {
        if self.verbose {
            self.stderr_line(&escape::line(text));
        }
    }

    /// Something the user should know, which is no failure.
    pub(crate) fn warn(&self, text: &str) {
        if !self.quiet {
            self.stderr_line(&format!("{} {}", self.stderr.warning("warning:"), escape::line(text)));
        }
    }

    /// A failure of one item, when others go on.
    pub(crate) fn error(&self, text: &str) {
        self.stderr_line(&format!("{} {}", self.stderr.error("error:"), escape::line(text)));
    }

    pub(crate) fn hint(&self, text: &str) {
        if !self.quiet {
            self.stderr_line(&format!("{} {}", self.stderr.hint("hint:"), escape::line(text)));
        }
    }

    /// Text for a prompt.
    pub(crate) fn safe(&self, text: &str) -> String {
        escape::line(text).into_owned()
    }

    fn stderr_line(&self, line: &str) {
        // Where stderr is closed there is nobody to tell.
        drop(writeln!(io::stderr(), "{line}"));
    }

    /// Whether results are for people.
    pub(crate) fn is_human(&self) -> bool {
        self.output == OutputFormat::Table && self.query.is_none()
    }

    pub(crate) fn redacts(&self) -> bool {
        self.redact
    }

    /// How payloads are shown: typed for scripts, plain for eyes and queries.
    pub(crate) fn projection(&self, plain: bool) -> Projection {
        if plain || self.is_human() || self.query.is_some() { Projection::Plain } else { Projection::Typed }
    }

    /// Shows what a job tells of itself.
    pub(crate) fn progress(&self, what: &'static str, style: ProgressStyle) -> Progress<'_> {
        Progress::new(self, what, if self.quiet { ProgressStyle::None } else { style })
    }

    /// Shows what is waited for.
    pub(crate) fn waiting(&self) -> Waiting<'_> {
        Waiting::new(self)
    }

    /// Prints one result.
    pub(crate) fn show<T: Serialize>(&self, result: &T) -> anyhow::Result<()> {
        let mut stdout = io::stdout().lock();
        if self.is_human() {
            let value = serde_json::to_value(result).context("cannot print the result")?;
            stdout.write_all(table::document(&value, self.stdout).as_bytes())?;
        } else {
            let text = serde_json::to_string(result).context("cannot print the result")?;
            stdout.write_all(self.render_json(&text)?.as_bytes())?;
        }
        stdout.flush()?;
        Ok(())
    }

    /// Prints statistics: charts for people. The ids in JSON were asked for.
    pub(crate) fn show_stats(&self, report: Report) -> anyhow::Result<()> {
        if !self.is_human() {
            return self.show(&if self.redact { report.without_ids() } else { report });
        }
        let mut stdout = io::stdout().lock();
        stdout.write_all(chart::text(&report.without_ids(), self.stdout).as_bytes())?;
        stdout.flush()?;
        Ok(())
    }

    /// Prints what was done to each of what was named: in JSON one is an object, several are an array.
    pub(crate) fn show_rows<T: Serialize>(&self, rows: &[T]) -> anyhow::Result<()> {
        match rows {
            [] if self.is_human() => Ok(()),
            [one] if !self.is_human() => self.show(one),
            _ if self.output == OutputFormat::Ndjson && self.query.is_none() => {
                rows.iter().try_for_each(|row| self.show(row))
            }
            _ => self.show(&rows),
        }
    }

    /// Prints one line of text that was asked for, such as a path or an id.
    pub(crate) fn line(&self, text: &str) -> anyhow::Result<()> {
        let mut stdout = io::stdout().lock();
        writeln!(stdout, "{}", escape::line(text))?;
        stdout.flush()?;
        Ok(())
    }

    /// Prints bytes as they are; to a terminal, with what could harm it escaped.
    pub(crate) fn raw(&self, bytes: &[u8]) -> anyhow::Result<()> {
        let mut stdout = io::stdout().lock();
        if stdout.is_terminal() {
            stdout.write_all(escape::lines(&String::from_utf8_lossy(bytes)).as_bytes())?;
        } else {
            stdout.write_all(bytes)?;
        }
        stdout.flush()?;
        Ok(())
    }

    /// Standard output for a program's lines of JSON; to a terminal, with what could harm it escaped, which means the
    /// same in JSON.
    pub(crate) fn stream(&self) -> Box<dyn Write + Send> {
        let stdout = io::stdout();
        if stdout.is_terminal() { Box::new(SafeTerminal(stdout)) } else { Box::new(stdout) }
    }

    /// Renders JSON text: what the query finds in it, in the format that was asked for, safe for a terminal.
    fn render_json(&self, text: &str) -> anyhow::Result<String> {
        let found;
        let text = match &self.query {
            Some(query) => {
                found = json::search(query, text)?;
                &found
            }
            None => text,
        };
        let mut rendered = match self.output {
            OutputFormat::Ndjson => text.to_owned(),
            OutputFormat::Json | OutputFormat::Table => sessctl::codec::json::pretty(text),
        };
        rendered.push('\n');
        Ok(escape::lines(&rendered).into_owned())
    }

    /// Prints records one after the other.
    pub(crate) fn records(&self, shape: Shape, columns: Option<Vec<String>>) -> Records<'_> {
        Records { ui: self, shape, columns, held: Vec::new(), printed: 0 }
    }
}

/// Records on their way to stdout, in batches: a page of a table at a time.
pub(crate) struct Records<'a> {
    ui: &'a Ui,
    shape: Shape,
    columns: Option<Vec<String>>,
    /// JSON texts that cannot be printed yet: a query wants the whole document, a single record no brackets.
    held: Vec<String>,
    printed: usize,
}

impl Records<'_> {
    /// Prints a batch, or holds it back where the whole is needed.
    pub(crate) fn push(&mut self, batch: &[Record]) -> anyhow::Result<()> {
        if batch.is_empty() {
            return Ok(());
        }
        let mut stdout = io::BufWriter::new(io::stdout().lock());
        let first = self.printed == 0;
        if self.ui.is_human() {
            let text = match self.shape {
                Shape::List => table::rows(batch, self.columns.as_deref(), first, self.ui.stdout),
                Shape::One | Shape::Named | Shape::Several => table::records(batch, first, self.ui.stdout),
            };
            stdout.write_all(text.as_bytes())?;
            self.printed += batch.len();
        } else if self.ui.output == OutputFormat::Ndjson {
            for record in batch {
                let text = serde_json::to_string(record).context("cannot print a record")?;
                stdout.write_all(self.ui.render_json(&text)?.as_bytes())?;
            }
            self.printed += batch.len();
        } else {
            for record in batch {
                self.held.push(serde_json::to_string(record).context("cannot print a record")?);
            }
            let is_array =
                matches!(self.shape, Shape::List | Shape::Several) || self.held.len() > 1 || self.printed > 0;
            if is_array && self.ui.query.is_none() {
                for text in self.held.drain(..) {
                    stdout.write_all(if self.printed == 0 { b"[\n" } else { b",\n" })?;
                    stdout.write_all(indented(&text).as_bytes())?;
                    self.printed += 1;
                }
            }
        }
        stdout.flush()?;
        Ok(())
    }

    /// Prints lines of NDJSON that [`ndjson`] made.
    pub(crate) fn push_lines(&mut self, lines: &[String]) -> anyhow::Result<()> {
        let mut stdout = io::stdout().lock();
        stdout.write_all(lines.concat().as_bytes())?;
        stdout.flush()?;
        self.printed += lines.len();
        Ok(())
    }

    /// Whether all that is printed of a record is a line of NDJSON, which anybody can make.
    pub(crate) fn are_lines(&self) -> bool {
        self.ui.output == OutputFormat::Ndjson && self.ui.query.is_none()
    }

    /// Prints what is left.
    pub(crate) fn finish(self) -> anyhow::Result<()> {
        if self.ui.is_human() || self.ui.output == OutputFormat::Ndjson {
            return Ok(());
        }
        let mut stdout = io::stdout().lock();
        if self.printed > 0 {
            stdout.write_all(b"\n]\n")?;
        } else {
            let document = match (&self.held[..], self.shape) {
                ([one], Shape::One | Shape::Named) => one.clone(),
                (all, _) => format!("[{}]", all.join(",")),
            };
            stdout.write_all(self.ui.render_json(&document)?.as_bytes())?;
        }
        stdout.flush()?;
        Ok(())
    }
}

/// A record as a line of NDJSON, safe for a terminal.
pub(crate) fn ndjson(record: &Record) -> anyhow::Result<String> {
    let mut line = serde_json::to_string(record).context("cannot print a record")?;
    line.push('\n');
    Ok(match escape::lines(&line) {
        Cow::Borrowed(_) => line,
        Cow::Owned(safe) => safe,
    })
}

/// A record of a streamed array: pretty, two spaces in, safe for a terminal.
fn indented(text: &str) -> String {
    let pretty = sessctl::codec::json::pretty(text);
    let mut indented = String::with_capacity(pretty.len() * 5 / 4);
    for (n, line) in pretty.lines().enumerate() {
        if n > 0 {
            indented.push('\n');
        }
        indented.push_str("  ");
        indented.push_str(line);
    }
    escape::lines(&indented).into_owned()
}

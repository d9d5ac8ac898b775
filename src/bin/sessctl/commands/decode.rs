//! `sessctl decode`: payloads without any table.

use std::{fs::File, io};

use sessctl::{codec::Format, pickle::Level};

use super::{
    ViewArgs,
    payloads::{self, Content, Found, From, Problem, Search, Tails},
};
use crate::{
    context::Context,
    exit::{Exit, Failure},
    output::{Opcodes, Record, RecordOptions, Records, Shape},
};

/// Decode payloads from files or standard input without executing anything in them
///
/// Reads the value of a payload attribute (base64), the bytes of a pickle or of MessagePack, JSON, and dumps: what the AWS
/// CLI prints (JSON, text, YAML), boto3 responses as JSON, requests, stream events, exports to S3, and CSV; also compressed
/// with gzip or Zstandard. A file can hold several payloads. If it can be read in more than one way, each reading that has
/// a worse verdict is shown, too. Prints an error and exits 1 if a dump holds no payload.
///
/// In JSON output, one payload is an object and several are an array.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  echo gAR9lIwIdXNlcm5hbWWUjANhZGGUcy4= | sessctl decode\n  \
    sessctl decode -o ndjson export/data/*.json.gz\n  \
    echo gASMAm9zjAZzeXN0ZW2TjARlY2hvhVIu | sessctl decode --explain")]
pub(crate) struct Args {
    /// Files to read; `-` or no file reads standard input
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    files: Vec<String>,
    /// Show the files as this format instead of detecting it
    ///
    /// Other readings are still judged: a worse one prints a warning, and exits 5 with `--strict`.
    #[arg(long, value_enum, value_name = "FORMAT")]
    from: Option<From>,
    #[command(flatten)]
    view: ViewArgs,
    /// List the pickle's opcodes with their offsets, imports and calls instead of the data
    #[arg(long)]
    explain: bool,
    /// Exit 5 if a payload is suspicious, malicious or cannot be read, or a file holds no payload
    #[arg(long)]
    strict: bool,
}

pub(crate) fn run(args: &Args, ctx: &Context) -> anyhow::Result<Exit> {
    if args.explain && ctx.ui.redacts() {
        return Err(Failure::usage(
            "`--explain` prints the arguments of opcodes, which `--redact` cannot mask",
        )
        .into());
    }
    let layout = ctx.layout()?;
    let allow = args.view.allow_list()?;
    let mut options = args.view.options(ctx, &allow);
    if args.explain {
        options.opcodes = Opcodes::Listed;
    }
    let stdin = ["-".to_owned()];
    let files = if args.files.is_empty() { &stdin[..] } else { &args.files[..] };
    let search = Search { layout: &layout, allow: &allow };
    let mut run =
        Run { args, ctx, search, options, records: ctx.ui.records(Shape::Named, None), exit: Exit::Done };
    for name in files {
        run.file(name, files.len() > 1)?;
    }
    run.records.finish()?;
    Ok(run.exit)
}

/// A run over the files.
struct Run<'a> {
    args: &'a Args,
    ctx: &'a Context,
    search: Search<'a>,
    options: RecordOptions<'a>,
    records: Records<'a>,
    exit: Exit,
}

/// What has been shown of a file.
struct Shown<'f> {
    name: &'f str,
    /// Whether each payload says where it is from.
    is_numbered: bool,
    count: usize,
    worst: Level,
    any_readable: bool,
}

impl Shown<'_> {
    /// Whether another reading says more than what has been shown. That a dump is JSON says nothing.
    fn is_worth_showing(&self, level: Level, is_readable: bool, is_json: bool) -> bool {
        let acts = level >= Level::Suspicious;
        level > self.worst && (is_readable || acts) || !self.any_readable && is_readable && !is_json
    }
}

/// More pickles do not follow one another in what anybody stores.
const MOST_TAILS: usize = 1000;

const AFTER_THE_PAYLOAD: &str = "this follows the end of the payload before it, where Python stops reading";

impl Run<'_> {
    fn file(&mut self, name: &str, is_one_of_several: bool) -> anyhow::Result<()> {
        let bytes = match name {
            "-" => payloads::read_all(io::stdin().lock()),
            name => File::open(name).map_err(anyhow::Error::new).and_then(payloads::read_all),
        };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => {
                self.fail(name, &Problem { message: format!("{error:#}"), hint: None });
                return Ok(());
            }
        };
        let findings = self.search.find(&bytes, self.args.from);
        let is_numbered = is_one_of_several || findings.shown.len() > 1;
        let mut shown = Shown { name, is_numbered, count: 0, worst: Level::Plain, any_readable: false };
        let several = findings.shown.len() > 1;
        for found in &findings.shown {
            self.show(found, several, &mut shown)?;
        }
        for found in &findings.others {
            self.other(found, &mut shown)?;
        }
        if let Some(problem) = findings.problem {
            self.fail(name, &problem);
        }
        Ok(())
    }

    /// Says why a file, or a part of it, is not decoded, and goes on with the next.
    fn fail(&mut self, name: &str, problem: &Problem) {
        let name = match name {
            "-" => "standard input".to_owned(),
            name => format!("`{name}`"),
        };
        self.ctx.ui.error(&format!("cannot decode {name}: {}", problem.message));
        if let Some(hint) = &problem.hint {
            self.ctx.ui.hint(hint);
        }
        match self.args.strict {
            true => self.exit = Exit::Found,
            false if self.exit == Exit::Done => self.exit = Exit::Failed,
            false => {}
        }
    }

    /// Shows a payload, and the pickles that follow it in the same bytes.
    fn show(&mut self, found: &Found, number: bool, shown: &mut Shown<'_>) -> anyhow::Result<()> {
        let (record, tails) = self.record(found);
        self.push(record, number, shown)?;
        let Tails { payloads: mut tails, mut problem } = tails;
        let mut left = MOST_TAILS;
        while let (Some(payload), Some(fewer)) = (tails.pop(), left.checked_sub(1)) {
            left = fewer;
            let found = Found { content: Content::Payload(payload, None), note: Some(AFTER_THE_PAYLOAD) };
            let (record, more) = self.record(&found);
            if record.error.is_none() || record.level >= Level::Suspicious {
                self.push(record, true, shown)?;
                tails.extend(more.payloads);
                problem = problem.or(more.problem);
            }
        }
        if let Some(problem) = problem {
            self.fail(shown.name, &problem);
        }
        if !tails.is_empty() {
            let message = format!("more than {MOST_TAILS} pickles follow one another in a payload");
            self.fail(shown.name, &Problem { message, hint: None });
        }
        Ok(())
    }

    /// Shows another reading of what was shown, where it says more. With `--from`, only says how bad it is.
    fn other(&mut self, found: &Found, shown: &mut Shown<'_>) -> anyhow::Result<()> {
        let Content::Payload(payload, format) = &found.content else {
            return self.other_record(found, shown);
        };
        // Most are not worth a record.
        let decoded = self.search.layout.decode_payload(payload, *format, self.search.allow);
        let is_json = decoded.format == Format::Json;
        match shown.is_worth_showing(decoded.verdict.level, decoded.content.is_ok(), is_json) {
            true => self.other_record(found, shown),
            false => Ok(()),
        }
    }

    fn other_record(&mut self, found: &Found, shown: &mut Shown<'_>) -> anyhow::Result<()> {
        let (record, _) = self.record(found);
        let is_json = record.format == Some(Format::Json.name());
        if !shown.is_worth_showing(record.level, record.error.is_none(), is_json) {
            return Ok(());
        }
        match self.args.from {
            None => self.show(found, true, shown),
            Some(from) if record.level > shown.worst => {
                shown.worst = record.level;
                self.ctx.ui.warn(&format!(
                    "the verdict on another reading of it than {} is {}; see `decode` without `--from`",
                    from.words(),
                    record.verdict
                ));
                self.judge(&record);
                Ok(())
            }
            Some(_) => Ok(()),
        }
    }

    fn record(&self, found: &Found) -> (Record, Tails) {
        let Search { layout, allow } = self.search;
        let (mut record, tails) = match &found.content {
            Content::Session(stored) => {
                let decoded = layout.decode(stored, allow);
                let payload = stored.session.payload.as_ref();
                let both = payload.zip(decoded.as_ref());
                let tails =
                    both.map(|(payload, decoded)| self.search.tails(payload, decoded)).unwrap_or_default();
                (Record::of_session(stored, decoded, self.options), tails)
            }
            Content::Payload(payload, format) => {
                let decoded = layout.decode_payload(payload, *format, allow);
                let tails = self.search.tails(payload, &decoded);
                (Record::of_payload(payload, decoded, self.options), tails)
            }
        };
        record.warnings.splice(0..0, found.note.map(str::to_owned));
        (record, tails)
    }

    fn push(&mut self, mut record: Record, number: bool, shown: &mut Shown<'_>) -> anyhow::Result<()> {
        shown.count += 1;
        if number || shown.is_numbered {
            let number = if number { format!("#{}", shown.count) } else { String::new() };
            record.source = Some(format!("{}{number}", shown.name));
        }
        shown.worst = shown.worst.max(record.level);
        shown.any_readable |= record.error.is_none();
        self.judge(&record);
        self.records.push(&[record])
    }

    fn judge(&mut self, record: &Record) {
        if self.args.strict && record.fails_strict() {
            self.exit = Exit::Found;
        }
    }
}

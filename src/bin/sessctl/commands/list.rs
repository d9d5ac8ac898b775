//! `sessctl list`: the sessions of a table, printed page by page while the scan goes on.

use anyhow::Context as _;
use sessctl::{
    bulk::{Selection, read},
    layout::LayoutError,
    store::{Attributes, PageRequest, Store},
};
use tokio::sync::mpsc;

use super::{
    ViewArgs,
    job::{self, SelectArgs},
};
use crate::{
    context::Context,
    exit::{Exit, Failure},
    output::{self, COLUMNS, Record, RecordOptions, Records, Shape},
};

/// List sessions, decoded, while the table is scanned
///
/// Expired sessions are listed too until DynamoDB removes them, which takes it up to a few days. A session without an
/// expiry counts as live.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  sessctl list --limit 20\n  \
    sessctl list --state live -o ndjson --query 'data.username'\n  sessctl list --where \"data.user.username == 'ada'\"\n  sessctl list --columns id,expires_at,globals")]
pub(crate) struct Args {
    #[command(flatten)]
    select: SelectArgs,
    /// Stop after so many sessions
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    limit: Option<u64>,
    /// Columns of the table, separated by commas
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(COLUMNS))]
    columns: Option<Vec<String>>,
    #[command(flatten)]
    view: ViewArgs,
    /// Exit 5 when a listed payload is suspicious, malicious or cannot be read
    #[arg(long)]
    strict: bool,
}

pub(crate) async fn run(args: &Args, ctx: &Context) -> anyhow::Result<Exit> {
    if args.columns.is_some() && !ctx.ui.is_human() {
        return Err(Failure::usage("`--columns` is for tables").hint("choose fields with `--query`").into());
    }
    let store = ctx.store().await?;
    let allow = args.view.allow_list()?;
    let options = args.view.options(ctx, &allow);
    let selection = args.select.selection(allow.clone())?;
    let mut records = ctx.ui.records(Shape::List, args.columns.clone());
    let listed = match args.limit {
        Some(limit) => some(ctx, &store, &selection, limit, options, &mut records).await?,
        None => all(ctx, &store, selection, options, &mut records).await?,
    };
    records.finish()?;
    if let Some(why) = listed.mismatch {
        ctx.ui.warn(&format!("`--where` could not be evaluated for {} sessions: {why}", listed.mismatches));
    }
    if listed.more {
        ctx.ui.status(&format!("Stopped after {} sessions; there may be more (`--limit`).", listed.count));
    } else if listed.count == 0 {
        ctx.ui.status(&format!("No such sessions in table `{}`.", store.table()));
    }
    Ok(if args.strict && listed.fails_strict { Exit::Found } else { Exit::Done })
}

/// What was listed.
#[derive(Default)]
struct Listed {
    count: u64,
    /// Whether there may be more.
    more: bool,
    mismatches: u64,
    mismatch: Option<String>,
    /// Whether there is one among them that `--strict` objects to.
    fails_strict: bool,
}

/// What becomes of an item while others are read.
enum Row {
    /// Its line, where that is all there is to print, and whether `--strict` objects to it.
    Line(anyhow::Result<String>, bool),
    Record(Box<Record>),
    /// Why it is no session.
    Odd(LayoutError),
}

/// Lists the whole table, several segments of it at a time.
async fn all(
    ctx: &Context,
    store: &Store,
    selection: Selection,
    options: RecordOptions<'_>,
    records: &mut Records<'_>,
) -> anyhow::Result<Listed> {
    let (allow, as_lines) = (selection.allow.clone(), records.are_lines());
    let layout = store.layout().clone();
    let RecordOptions { now, projection, redact, secrets, opcodes, .. } = options;
    let row = move |item: read::Item| match item {
        Ok((stored, decoded)) => {
            let options = RecordOptions { now, projection, redact, secrets, allow: &allow, opcodes };
            let decoded = decoded.or_else(|| layout.decode(&stored, &allow));
            let record = Record::of_session(&stored, decoded, options);
            if as_lines {
                Row::Line(output::ndjson(&record), record.fails_strict())
            } else {
                Row::Record(Box::new(record))
            }
        }
        Err(error) => Row::Odd(error),
    };
    let (pages, mut received) = mpsc::channel(1);
    let reading = read::run(store, selection, now, row, pages, ctx.interrupt.heed());
    let printing = async {
        let (mut count, mut fails_strict) = (0, false);
        while let Some(page) = received.recv().await {
            let (mut lines, mut batch) = (Vec::new(), Vec::new());
            for row in page {
                match row {
                    Row::Line(line, fails) => {
                        fails_strict |= fails;
                        lines.push(line?);
                    }
                    Row::Record(record) => {
                        fails_strict |= record.fails_strict();
                        batch.push(*record);
                    }
                    Row::Odd(error) => ctx.ui.warn(&format!("an item was left out: {error}")),
                }
            }
            count += (lines.len() + batch.len()) as u64;
            records.push_lines(&lines)?;
            records.push(&batch)?;
        }
        // Dropped with this future when printing fails, so that reading ends.
        drop(received);
        anyhow::Ok((count, fails_strict))
    };
    let (outcome, printed) = tokio::join!(reading, printing);
    let (count, fails_strict) = printed?;
    if let Some(error) = outcome.fatal {
        return Err(job::cause(error).context(format!("cannot read table `{}`", store.table())));
    }
    let (mismatches, mismatch) = (outcome.mismatches, outcome.mismatch);
    Ok(Listed { count, more: false, mismatches, mismatch, fails_strict })
}

/// Lists the first sessions that come, page by page, and reads no more of the table than that takes.
async fn some(
    ctx: &Context,
    store: &Store,
    selection: &Selection,
    limit: u64,
    options: RecordOptions<'_>,
    records: &mut Records<'_>,
) -> anyhow::Result<Listed> {
    let filter = selection.server_filter(ctx.now);
    let is_filtered = !filter.is_empty() || selection.filter.is_some();
    let mut listed = Listed::default();
    let mut start = None;
    loop {
        // With a filter most items of a page may be left out, so a small page would only cost more requests.
        let wanted = limit - listed.count;
        let items = if is_filtered { None } else { i32::try_from(wanted).ok() };
        let request = PageRequest { segment: None, start, filter, attributes: Attributes::All, limit: items };
        let page =
            store.page(request).await.with_context(|| format!("cannot read table `{}`", store.table()))?;
        let mut batch = Vec::new();
        for item in page.items {
            let stored = match item {
                Ok(stored) => stored,
                Err(error) => {
                    ctx.ui.warn(&format!("an item was left out: {error}"));
                    continue;
                }
            };
            let decoded =
                if selection.needs_payload() { selection.decode(store.layout(), &stored) } else { None };
            match selection.holds(&stored, decoded.as_ref(), ctx.now) {
                Ok(true) if batch.len() as u64 == wanted => {
                    listed.more = true;
                    break;
                }
                Ok(true) => {
                    let decoded = decoded.or_else(|| store.layout().decode(&stored, options.allow));
                    batch.push(Record::of_session(&stored, decoded, options));
                }
                Ok(false) => {}
                Err(error) => {
                    listed.mismatches += 1;
                    listed.mismatch.get_or_insert(error.to_string());
                }
            }
        }
        listed.count += batch.len() as u64;
        listed.fails_strict |= batch.iter().any(Record::fails_strict);
        records.push(&batch)?;
        start = page.next;
        if listed.more || start.is_none() || listed.count == limit {
            listed.more |= start.is_some();
            return Ok(listed);
        }
    }
}

//! `sessctl list`: the sessions of a table, printed page by page while the scan goes on.

use anyhow::Context as _;
use sessctl::store::{Attributes, PageRequest};

use super::{ViewArgs, job::SelectArgs};
use crate::{
    context::Context,
    exit::{Exit, Failure},
    output::{COLUMNS, Record, Shape},
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
}

pub(crate) async fn run(args: &Args, ctx: &Context) -> anyhow::Result<Exit> {
    if args.columns.is_some() && !ctx.ui.is_human() {
        return Err(Failure::usage("`--columns` is for tables").hint("choose fields with `--query`").into());
    }
    let store = ctx.store().await?;
    let allow = args.view.allow_list()?;
    let options = args.view.options(ctx, &allow);
    let selection = args.select.selection(allow.clone())?;
    let filter = selection.server_filter(ctx.now);
    let is_filtered = !filter.is_empty() || selection.filter.is_some();
    let mut records = ctx.ui.records(Shape::List, args.columns.clone());
    let mut left = args.limit.unwrap_or(u64::MAX);
    let mut listed: u64 = 0;
    let mut start = None;
    let (mut mismatches, mut mismatch) = (0_u64, None);
    let more = loop {
        // With a filter most items of a page may be left out, so a small page would only cost more requests.
        let limit = if is_filtered { None } else { i32::try_from(left).ok() };
        let request = PageRequest { segment: None, start, filter, attributes: Attributes::All, limit };
        let page =
            store.page(request).await.with_context(|| format!("cannot read table `{}`", store.table()))?;
        let mut batch = Vec::new();
        let mut cut = false;
        for item in page.items {
            let stored = match item {
                Ok(stored) => stored,
                Err(error) => {
                    ctx.ui.warn(&format!("an item was left out: {error}"));
                    continue;
                }
            };
            let decoded = if selection.needs_payload() { selection.decode(&stored) } else { None };
            match selection.holds(&stored, decoded.as_ref(), ctx.now) {
                Ok(true) => {}
                Ok(false) => continue,
                Err(error) => {
                    mismatches += 1;
                    mismatch.get_or_insert(error);
                    continue;
                }
            }
            if left == 0 {
                cut = true;
                break;
            }
            left -= 1;
            batch.push(Record::of_session(&stored, decoded, options));
        }
        listed += batch.len() as u64;
        records.push(&batch)?;
        start = page.next;
        if cut || start.is_none() || left == 0 {
            break cut || start.is_some();
        }
    };
    records.finish()?;
    if let Some(why) = mismatch {
        ctx.ui.warn(&format!("`--where` could not be evaluated for {mismatches} sessions: {why}"));
    }
    if more {
        ctx.ui.status(&format!("Stopped after {listed} sessions; there may be more (`--limit`)."));
    } else if listed == 0 {
        ctx.ui.status(&format!("No such sessions in table `{}`.", store.table()));
    }
    Ok(Exit::Done)
}

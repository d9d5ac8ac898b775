//! `sessctl list`: the sessions of a table, printed page by page while the scan goes on.

use anyhow::Context as _;
use clap::ValueEnum;
use sessctl::{
    session::State,
    store::{Attributes, PageRequest, ServerFilter},
};

use super::ViewArgs;
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
    sessctl list --state live -o ndjson --query 'data.username'\n  sessctl list --columns id,expires_at,globals")]
pub(crate) struct Args {
    /// Which sessions
    #[arg(long, value_enum, value_name = "STATE", default_value_t)]
    state: StateFilter,
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

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum StateFilter {
    Live,
    Expired,
    #[default]
    Any,
}

impl StateFilter {
    fn holds(self, state: State) -> bool {
        match self {
            Self::Any => true,
            Self::Expired => state == State::Expired,
            Self::Live => state != State::Expired,
        }
    }
}

pub(crate) async fn run(args: &Args, ctx: &Context) -> anyhow::Result<Exit> {
    if args.columns.is_some() && !ctx.ui.is_human() {
        return Err(Failure::usage("`--columns` is for tables").hint("choose fields with `--query`").into());
    }
    let store = ctx.store().await?;
    let allow = args.view.allow_list()?;
    let options = args.view.options(ctx, &allow);
    let filter = match args.state {
        StateFilter::Any => None,
        StateFilter::Expired => Some(ServerFilter::ExpiredBefore(ctx.now.as_second())),
        StateFilter::Live => Some(ServerFilter::LiveAt(ctx.now.as_second())),
    };
    let mut records = ctx.ui.records(Shape::List, args.columns.clone());
    let mut left = args.limit.unwrap_or(u64::MAX);
    let mut listed: u64 = 0;
    let mut start = None;
    let more = loop {
        // With a filter most items of a page may be left out, so a small page would only cost more requests.
        let limit = if filter.is_none() { i32::try_from(left).ok() } else { None };
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
            if !args.state.holds(stored.session.state(ctx.now)) {
                continue;
            }
            if left == 0 {
                cut = true;
                break;
            }
            left -= 1;
            batch.push(Record::of_session(&stored, options));
        }
        listed += batch.len() as u64;
        records.push(&batch)?;
        start = page.next;
        if cut || start.is_none() || left == 0 {
            break cut || start.is_some();
        }
    };
    records.finish()?;
    if more {
        ctx.ui.status(&format!("Stopped after {listed} sessions; there may be more (`--limit`)."));
    } else if listed == 0 {
        ctx.ui.status(&format!("No such sessions in table `{}`.", store.table()));
    }
    Ok(Exit::Done)
}

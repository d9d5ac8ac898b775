//! `sessctl get`: sessions by id, decoded.

use anyhow::Context as _;

use super::{Ids, ViewArgs, say_missing};
use crate::{
    context::Context,
    exit::{Exit, Failure},
    output::{Record, Shape},
};

/// Show sessions, decoded; nothing in them is executed
///
/// In JSON one session is an object, several are an array. Exits 4 when a session does not exist.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  sessctl get 9f3c1c9e-0c5e-4b5e-8f52-6f1a5f0c7b11\n  \
    sessctl get - -o ndjson --query data.user < ids.txt")]
pub(crate) struct Args {
    #[command(flatten)]
    ids: Ids,
    /// Print the stored payload as it is
    #[arg(long, conflicts_with_all = ["plain", "query", "output", "strict", "allow", "allow_file"])]
    raw: bool,
    #[command(flatten)]
    view: ViewArgs,
    /// Exit 5 when a payload is suspicious, malicious or cannot be read
    #[arg(long)]
    strict: bool,
}

pub(crate) async fn run(args: &Args, ctx: &Context) -> anyhow::Result<Exit> {
    if args.raw && ctx.ui.redacts() {
        return Err(Failure::usage("`--raw` prints what is stored, which `--redact` cannot mask").into());
    }
    let ids = args.ids.read()?;
    let store = ctx.store().await?;
    let allow = args.view.allow_list()?;
    let options = args.view.options(ctx, &allow);
    let shape = if ids.len() == 1 { Shape::One } else { Shape::Several };
    let mut records = ctx.ui.records(shape, None);
    let mut exit = Exit::Done;
    for id in &ids {
        let stored = store.get(id).await.with_context(|| {
            format!("cannot read session `{}` of table `{}`", id.short_hash(), store.table())
        })?;
        let Some(stored) = stored else {
            say_missing(ctx, &store, id);
            exit = Exit::NotFound;
            continue;
        };
        if args.raw {
            let payload = stored.session.payload.as_ref();
            ctx.ui.raw(payload.map(|payload| payload.as_bytes()).unwrap_or_default())?;
            continue;
        }
        let decoded = store.layout().decode(&stored, options.allow);
        let record = Record::of_session(&stored, decoded, options);
        if args.strict && exit == Exit::Done && record.fails_strict() {
            exit = Exit::Found;
        }
        records.push(&[record])?;
    }
    if !args.raw && (exit != Exit::NotFound || shape == Shape::Several) {
        records.finish()?;
    }
    Ok(exit)
}

//! `sessctl delete`: sessions by id.

use anyhow::Context as _;
use serde::Serialize;

use super::{Ids, say_missing};
use crate::{
    consent::{self, ConsentArgs},
    context::Context,
    exit::Exit,
};

/// Delete sessions, which logs their users out
///
/// A request in flight can write a session back a moment later: look again with `get`. Exits 4 when a session does
/// not exist.
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  sessctl delete 9f3c1c9e-0c5e-4b5e-8f52-6f1a5f0c7b11\n  sessctl delete --yes - < ids.txt"
)]
pub(crate) struct Args {
    #[command(flatten)]
    ids: Ids,
    #[command(flatten)]
    consent: ConsentArgs,
}

#[derive(Serialize)]
struct Deleted {
    id: String,
    deleted: bool,
}

pub(crate) async fn run(args: &Args, ctx: &Context) -> anyhow::Result<Exit> {
    let ids = args.ids.read()?;
    let store = ctx.store().await?;
    let count = if ids.len() == 1 { "this session".to_owned() } else { format!("{} sessions", ids.len()) };
    let question = format!("Delete {count} from table `{}` in {}?", store.table(), store.target().place);
    let consented = consent::ask(&ctx.ui, args.consent, "delete", &question, ids).await?;
    let mut results = Vec::new();
    let mut exit = Exit::Done;
    for id in consented.plan() {
        let deleted = store.delete(id).await.with_context(|| {
            format!("cannot delete session `{}` of table `{}`", id.short_hash(), store.table())
        })?;
        if !deleted {
            say_missing(ctx, &store, id);
            exit = Exit::NotFound;
        }
        let id = if ctx.ui.redacts() { id.short_hash() } else { id.as_str().to_owned() };
        results.push(Deleted { id, deleted });
    }
    ctx.ui.show_rows(&results)?;
    Ok(exit)
}

//! `sessctl touch`: moves the expiry of sessions.

use anyhow::Context as _;
use jiff::Timestamp;
use serde::Serialize;

use super::{Ids, say_missing};
use crate::{context::Context, exit::Exit};

/// Move the expiry of sessions to `--ttl` from now
///
/// The time of writing moves with it, as when the web application saves a session. Exits 4 when a session does not
/// exist.
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  sessctl touch 9f3c1c9e-0c5e-4b5e-8f52-6f1a5f0c7b11\n  sessctl touch --ttl 1h - < ids.txt"
)]
pub(crate) struct Args {
    #[command(flatten)]
    ids: Ids,
}

#[derive(Serialize)]
struct Touched {
    id: String,
    ttl: i64,
    expires_at: Option<String>,
}

pub(crate) async fn run(args: &Args, ctx: &Context) -> anyhow::Result<Exit> {
    let ids = args.ids.read()?;
    let store = ctx.store().await?;
    let mut touched = Vec::new();
    let mut exit = Exit::Done;
    for id in &ids {
        let ttl = store.touch(id, ctx.lifetime, ctx.now).await.with_context(|| {
            format!("cannot touch session `{}` of table `{}`", id.short_hash(), store.table())
        })?;
        match ttl {
            Some(ttl) => touched.push(Touched {
                id: if ctx.ui.redacts() { id.short_hash() } else { id.as_str().to_owned() },
                ttl,
                expires_at: Timestamp::from_second(ttl).ok().map(|at| at.to_string()),
            }),
            None => {
                say_missing(ctx, &store, id);
                exit = Exit::NotFound;
            }
        }
    }
    if !touched.is_empty() || !ctx.ui.is_human() {
        ctx.ui.show_rows(&touched)?;
    }
    Ok(exit)
}

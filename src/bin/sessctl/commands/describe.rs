//! `sessctl describe`: the table as it is.

use anyhow::Context as _;
use sessctl::{provision, store::StoreError};

use crate::{context::Context, exit::Exit};

/// Show the table: status, key, billing, TTL, backups, protection, size
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  sessctl describe\n  sessctl describe -o json --query ttl.status")]
pub(crate) struct Args {}

pub(crate) async fn run(_args: &Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let state = provision::read_state(&store)
        .await
        .and_then(|state| state.ok_or_else(|| StoreError::TableMissing(store.target().clone())))
        .with_context(|| format!("cannot describe table `{}`", store.table()))?;
    ctx.ui.show(&state)?;
    Ok(Exit::Done)
}

//! `sessctl describe`: the table as it is, and whether each setting serves sessions.

use anyhow::Context as _;
use serde::Serialize;
use sessctl::{
    provision::{self, Finding, TableState},
    store::StoreError,
};

use crate::{context::Context, exit::Exit};

/// Show the table, setting by setting, and what to mind about each
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  sessctl describe\n  sessctl describe -o json --query ttl.status\n  \
    sessctl describe --query \"health[?level=='warning'].says\"")]
pub(crate) struct Args {}

#[derive(Serialize)]
struct Description {
    #[serde(flatten)]
    state: TableState,
    health: Vec<Finding>,
}

pub(crate) async fn run(_args: &Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.table_store().await?;
    let state = provision::read_state(&store)
        .await
        .and_then(|state| state.ok_or_else(|| StoreError::TableMissing(store.target().clone())))
        .with_context(|| format!("cannot describe table `{}`", store.table()))?;
    let health = provision::health(&state, ctx.library);
    ctx.ui.show(&Description { state, health })?;
    Ok(Exit::Done)
}

//! `sessctl init-table`: creates the table, or brings an existing one to what the flags name.

use std::time::Duration;

use anyhow::Context as _;
use clap::ValueEnum;
use serde::Serialize;
use sessctl::provision::{self, Applied, Billing, Difference, Spec, TtlSpec};

use crate::{
    cli::parse_lifetime,
    context::Context,
    exit::{Exit, Failure},
};

/// Create the session table and turn its TTL on; safe to run again
///
/// A table that exists is brought to what the flags name; what they do not name is left as it is, and nothing is ever
/// deleted. Waits until the table can be used.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  sessctl init-table --table flask_sessions --region eu-central-1\n  \
    sessctl init-table --billing provisioned --read-capacity 5 --write-capacity 5\n  sessctl init-table --check")]
pub(crate) struct Args {
    /// How capacity is paid for [default: on-demand for a new table]
    #[arg(long, value_enum, value_name = "MODE")]
    billing: Option<BillingMode>,
    /// Read capacity units, with `--billing provisioned`
    #[arg(long, value_name = "UNITS", value_parser = clap::value_parser!(i64).range(1..))]
    read_capacity: Option<i64>,
    /// Write capacity units, with `--billing provisioned`
    #[arg(long, value_name = "UNITS", value_parser = clap::value_parser!(i64).range(1..))]
    write_capacity: Option<i64>,
    /// Leave TTL alone; without it the layout's `ttl` attribute expires sessions
    #[arg(long)]
    no_ttl: bool,
    /// Change nothing; exit 5 and print the differences when there are any
    #[arg(long, conflicts_with = "dry_run")]
    check: bool,
    /// Change nothing; print what would be done
    #[arg(long)]
    dry_run: bool,
    /// How long to wait until the table can be used
    #[arg(long, value_name = "DURATION", default_value = "5m", value_parser = parse_timeout)]
    timeout: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum BillingMode {
    OnDemand,
    Provisioned,
}

fn parse_timeout(text: &str) -> Result<Duration, String> {
    let seconds = parse_lifetime(text)?.seconds();
    Ok(Duration::from_secs(seconds.unsigned_abs()))
}

/// What was found and done.
#[derive(Serialize)]
struct Report<'a> {
    table: &'a str,
    /// `created`, `changed`, `unchanged`, or with `--check` and `--dry-run` `as-specified` and `differs`.
    result: &'static str,
    differences: &'a [Difference],
}

fn billing(args: &Args) -> Result<Option<Billing>, Failure> {
    match (args.billing, args.read_capacity, args.write_capacity) {
        (None, None, None) => Ok(None),
        (Some(BillingMode::OnDemand), None, None) => Ok(Some(Billing::OnDemand)),
        (Some(BillingMode::Provisioned), Some(read_capacity), Some(write_capacity)) => {
            Ok(Some(Billing::Provisioned { read_capacity, write_capacity }))
        }
        (Some(BillingMode::Provisioned), _, _) => {
            Err(Failure::usage("`--billing provisioned` needs `--read-capacity` and `--write-capacity`"))
        }
        (_, _, _) => {
            Err(Failure::usage("`--read-capacity` and `--write-capacity` go with `--billing provisioned`"))
        }
    }
}

pub(crate) async fn run(args: &Args, ctx: &Context) -> anyhow::Result<Exit> {
    let ttl = if args.no_ttl { TtlSpec::LeaveAlone } else { TtlSpec::On };
    let spec = Spec { billing: billing(args)?, ttl };
    let store = ctx.store().await?;
    let table = store.table();
    let state =
        provision::read_state(&store).await.with_context(|| format!("cannot look at table `{table}`"))?;
    let plan = provision::plan(state.as_ref(), &spec, store.layout());
    let report = |result| Report { table, result, differences: &plan.differences };

    if args.check || args.dry_run {
        let differs = !plan.differences.is_empty();
        ctx.ui.show(&report(if differs { "differs" } else { "as-specified" }))?;
        ctx.ui.status(if differs { "Nothing was changed." } else { "No changes." });
        return Ok(if differs && args.check { Exit::Found } else { Exit::Done });
    }
    if state.is_none() {
        ctx.ui.status(&format!("Creating table `{table}` in {}.", store.target().place));
    }
    let applied = provision::apply(&store, &plan, &spec, args.timeout)
        .await
        .with_context(|| format!("cannot provision table `{table}`"))?;
    if applied == Applied::WithoutTtl {
        ctx.ui.warn("the engine has no TTL, so expired sessions stay until they are purged");
    }
    let only_ttl = plan.differences.iter().all(|difference| difference.setting == "ttl");
    let nothing_done = plan.differences.is_empty() || (only_ttl && applied == Applied::WithoutTtl);
    let (result, status) = match (&state, nothing_done) {
        (None, _) => ("created", format!("Table `{table}` is ready.")),
        (Some(_), false) => ("changed", format!("Table `{table}` is as specified now.")),
        (Some(_), true) => ("unchanged", "No changes.".to_owned()),
    };
    if !ctx.ui.is_human() || !plan.differences.is_empty() {
        ctx.ui.show(&report(result))?;
    }
    ctx.ui.status(&status);
    Ok(Exit::Done)
}

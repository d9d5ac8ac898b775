//! `sessctl purge`: deletes many sessions at once, those that expired.

use anyhow::Context as _;
use jiff::SignedDuration;
use sessctl::{
    bulk::{
        Drift,
        purge::{self, DEFAULT_CONCURRENCY, DEFAULT_SEGMENTS, Mode, Options, Plan},
    },
    session::Lifetime,
};

use crate::{
    cli::parse_lifetime,
    consent::{self, ConsentArgs},
    context::Context,
    exit::{Exit, Failure},
};

/// Delete expired sessions, never one that was renewed meanwhile
///
/// Every delete is conditional on the session's expiry still lying before the cutoff. DynamoDB's own TTL does the same
/// free of charge, within a few days. Web servers whose time zone is not UTC write wrong expiries, which is noticed only
/// with the lifetime the application uses: pass it with `--ttl` where it is not 14d. Exits 3 when some deletes failed; run it again.
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  sessctl purge --expired --dry-run\n  sessctl purge --expired --grace 1d --yes"
)]
#[command(group = clap::ArgGroup::new("selector").required(true).multiple(true))]
pub(crate) struct Args {
    /// Sessions whose expiry has passed
    #[arg(long, group = "selector")]
    expired: bool,
    /// Spare sessions that expired less than this ago
    #[arg(long, value_name = "DURATION", default_value = "0", value_parser = parse_lifetime)]
    grace: Lifetime,
    /// Purge although the web servers' clocks make sessions expire too early
    #[arg(long)]
    accept_drift: bool,
    /// Delete nothing; count what would be deleted
    #[arg(long)]
    dry_run: bool,
    /// Segments of the table scanned at a time
    #[arg(long, value_name = "N", default_value_t = DEFAULT_SEGMENTS, value_parser = clap::value_parser!(u32).range(1..=1024))]
    segments: u32,
    /// Deletes in flight at a time
    #[arg(long, value_name = "N", default_value_t = DEFAULT_CONCURRENCY, value_parser = clap::value_parser!(u16).range(1..=1024))]
    concurrency: u16,
    #[command(flatten)]
    consent: ConsentArgs,
}

pub(crate) async fn run(args: &Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let options = Options {
        now: ctx.now,
        grace: args.grace,
        lifetime: ctx.lifetime,
        mode: if args.dry_run { Mode::DryRun } else { Mode::Delete },
        segments: args.segments,
        concurrency: args.concurrency,
    };
    let plan = purge::preflight(&store, options)
        .await
        .with_context(|| format!("cannot look at table `{}`", store.table()))?;
    show_plan(ctx, &plan);
    if let Some(drift) = plan.uncovered_drift()
        && !args.accept_drift
        && !args.dry_run
    {
        return Err(refuse_drift(drift).into());
    }
    let consented = if args.dry_run {
        consent::not_needed(plan)
    } else {
        let question = format!("Delete expired sessions from table `{}`?", store.table());
        consent::ask(&ctx.ui, args.consent, "purge", &question, plan).await?
    };
    let mut progress = ctx.ui.progress("purge");
    let stop = ctx.interrupt.heed();
    let outcome = purge::run(&store, consented.plan(), stop, |summary| progress.update(summary)).await;
    drop(progress);
    ctx.ui.show(&outcome.summary)?;
    for (id, error) in &outcome.failures {
        ctx.ui.error(&format!("cannot delete session `{}`: {error}", id.short_hash()));
    }
    let summary = &outcome.summary;
    if let Some(error) = outcome.fatal {
        return Err(anyhow::Error::new(error).context(format!("cannot purge table `{}`", store.table())));
    }
    if let Some(exit) = ctx.interrupt.exit() {
        ctx.ui.status("Stopped before the end; run it again for the rest.");
        return Ok(exit);
    }
    if summary.failed > 0 {
        let message =
            format!("purged {} of {} sessions; {} failed", summary.deleted, summary.matched, summary.failed);
        return Err(Failure::new(Exit::Partial, message).hint("run it again").into());
    }
    Ok(Exit::Done)
}

fn show_plan(ctx: &Context, plan: &Plan) {
    let table = &plan.table;
    ctx.ui.status(&format!(
        "Table `{}` in {}: about {} items of {} bytes in all; sessions that expired before {} match.",
        plan.target.table,
        plan.target.place,
        table.item_count,
        table.size_bytes,
        cutoff(plan),
    ));
    if table.ttl.status == "enabled" {
        ctx.ui.status("DynamoDB's TTL is on: it deletes them free of charge within a few days.");
    }
    if let Some(drift) = plan.drift {
        ctx.ui.warn(&format!(
            "the expiry of {} of {} sampled sessions is {}: the web servers' time zone is not UTC",
            drift.off,
            drift.sample,
            off_by(drift.seconds),
        ));
    }
}

fn cutoff(plan: &Plan) -> String {
    jiff::Timestamp::from_second(plan.options.cutoff()).map_or_else(|_| "-".to_owned(), |at| at.to_string())
}

fn off_by(seconds: i64) -> String {
    format!("{} too {}", duration(seconds), if seconds < 0 { "early" } else { "late" })
}

/// Hours and minutes, without a sign.
fn duration(seconds: i64) -> String {
    format!("{:#}", SignedDuration::from_secs(seconds).abs())
}

fn refuse_drift(drift: Drift) -> Failure {
    let early = duration(drift.earliest);
    Failure::new(
        Exit::Failed,
        format!("refusing to purge: sessions look expired up to {early} before they are"),
    )
    .hint(format!(
        "spare them with `--grace {}s`, or pass `--accept-drift` to delete them all the same",
        drift.earliest.saturating_abs()
    ))
}

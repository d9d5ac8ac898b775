//! `sessctl stats`: what is in the table, counted while it is scanned.

use std::path::{Path, PathBuf};

use sessctl::bulk::stats::{self, Options, Report};

use super::{
    AllowArgs,
    job::{self, JobArgs, SelectArgs},
};
use crate::{
    context::Context,
    exit::{Exit, Failure},
    output::PageFile,
};

/// Count what is in the table: states, formats, verdicts, sizes, keys, classes, times
///
/// Reads every session that is selected, whole, for sizes are those of whole items, and keeps to memory of a fixed size
/// whatever the table holds. Percentiles are within 0.8 %. The bytes of a payload are divided among its top-level keys
/// by what each takes of it; a value that several keys share counts for the first. Of keys and classes some 2,000 are
/// counted one by one, which is exact where there are no more. The terminal and the page show short hashes of ids;
/// `-o json` has the ids.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  sessctl stats\n  sessctl stats --html stats.html --rcu 100\n  \
    sessctl stats --state live -o json --query \"largest[].[id, size_bytes, key]\"\n  \
    sessctl stats --where \"verdict == 'unknown'\" --top 50")]
pub(crate) struct Args {
    /// Write the charts to this new file, too: one page that needs nothing else and no network
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    html: Option<PathBuf>,
    /// Name so many of the largest sessions, of the keys and of the classes
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    top: u16,
    #[command(flatten)]
    select: SelectArgs,
    #[command(flatten)]
    allow: AllowArgs,
    #[command(flatten)]
    job: JobArgs,
}

pub(crate) async fn run(args: &Args, ctx: &Context) -> anyhow::Result<Exit> {
    let selection = args.select.selection(args.allow.list()?)?;
    if args.html.as_deref() == Some(Path::new("-")) {
        return Err(
            Failure::usage("`--html` needs a file: standard output has the charts, or the JSON").into()
        );
    }
    if let Some(path) = args.html.as_ref().filter(|path| path.symlink_metadata().is_ok()) {
        return Err(job::refuse_existing(path).into());
    }
    // Before an hour of reading, not behind it.
    let page = args.html.as_deref().map(PageFile::begin).transpose()?;
    let checkpoint = args.job.open_checkpoint(ctx)?;
    let now = checkpoint.as_ref().and_then(|checkpoint| checkpoint.begun()).unwrap_or(ctx.now);
    let store = ctx.store().await?;
    let table = job::look_at(&store).await?;
    let options = Options { now, selection, top: args.top.into(), job: args.job.options(&table)? };
    job::show_cost(ctx, &table, &options.job, false);
    let mut progress = ctx.ui.progress("stats", args.job.progress());
    let stop = ctx.interrupt.heed();
    let (outcome, report) =
        stats::run(&store, &table, &options, checkpoint, stop, |event| progress.tell(event)).await;
    drop(progress);
    if let Some(report) = report.filter(|_| outcome.fatal.is_none()) {
        let summary = &outcome.summary;
        ctx.ui.status(&format!(
            "Counted {} of {} sessions of table `{}`.",
            summary.matched, summary.scanned, report.table
        ));
        if let Some(page) = page.filter(|_| summary.complete) {
            page.finish(&report)?;
        }
        let advice = advice(&report);
        ctx.ui.show_stats(report)?;
        advice.iter().for_each(|hint| ctx.ui.hint(hint));
    }
    let doing = format!("cannot count the sessions of table `{}`", store.table());
    args.job.conclude(outcome, ctx, &doing)
}

/// What to do about what was found.
fn advice(report: &Report) -> Vec<&'static str> {
    let mut advice = Vec::new();
    if report.verdicts.iter().any(|group| group.name == "malicious") {
        advice.push("look at the malicious ones with `sessctl list --where \"verdict == 'malicious'\"`");
    }
    if report.ttl_backlog.amount.sessions > 0 && report.ttl_backlog.ttl == "disabled" {
        advice.push("turn TTL on with `sessctl init-table`: DynamoDB then removes what has expired");
    }
    advice
}

//! `sessctl purge`: deletes many sessions at once, those that are selected.

use std::{collections::HashSet, path::PathBuf};

use anyhow::Context as _;
use jiff::{SignedDuration, Timestamp};
use sessctl::{
    bulk::{
        Drift, Outcome, Selection, StateFilter,
        purge::{self, Mode, Options, Plan},
    },
    session::Lifetime,
    store::Store,
};

use super::job::{self, JobArgs};
use crate::{
    cli::parse_lifetime,
    consent::{self, ConsentArgs, Consented},
    context::Context,
    exit::{Exit, Failure},
};

/// Delete sessions that expired, are idle, or match; never one that changed
///
/// Several selectors narrow each other. A delete is conditional: with `--expired` on the session's expiry still lying before
/// the cutoff, with every other selector on the session being unchanged since it was read. DynamoDB's own TTL deletes
/// expired sessions free of charge, within a few days. Web servers whose time zone is not UTC write wrong expiries,
/// which is noticed only with the lifetime the application uses: pass it with `--ttl` where it is not 14d. Exits 3 when
/// some deletes failed; run it again.
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  sessctl purge --expired --dry-run\n  sessctl purge --expired --grace 1d --yes\n  \
    sessctl purge --idle-for 30d --backup idle.ndjson.zst --yes\n  sessctl purge --where \"data.username == 'mallory'\" --yes"
)]
#[command(group = clap::ArgGroup::new("selector").required(true).multiple(true))]
pub(crate) struct Args {
    /// Sessions whose expiry has passed
    #[arg(long, group = "selector")]
    expired: bool,
    /// Sessions that were not written for so long
    #[arg(long, value_name = "DURATION", value_parser = parse_lifetime, group = "selector")]
    idle_for: Option<Lifetime>,
    /// Sessions for which this JMESPath expression holds, over their fields and plain `data`
    #[arg(long = "where", value_name = "EXPR", group = "selector")]
    expression: Option<String>,
    /// Sessions that hold nothing but `_permanent`
    #[arg(long, group = "selector")]
    junk: bool,
    /// Sessions whose payload cannot be read
    #[arg(long, group = "selector")]
    undecodable: bool,
    /// All sessions; asks for the table's name
    #[arg(long, group = "selector")]
    all: bool,
    /// Spare sessions that expired less than this ago
    #[arg(long, value_name = "DURATION", default_value = "0", value_parser = parse_lifetime, requires = "expired")]
    grace: Lifetime,
    /// Purge although the web servers' clocks make sessions expire too early
    #[arg(long)]
    accept_drift: bool,
    /// Delete so many sessions at most
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    max_items: Option<u64>,
    /// Look again after this long, and delete the same sessions where a request in flight wrote them back
    #[arg(long, value_name = "DURATION", value_parser = parse_lifetime, conflicts_with = "checkpoint")]
    recheck: Option<Lifetime>,
    /// Keep every deleted item in this new file, for `import`; `.gz` and `.zst` compress it
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    backup: Option<PathBuf>,
    /// Delete nothing; count what would be deleted
    #[arg(long)]
    dry_run: bool,
    /// The table's name, to delete all its sessions without being asked
    #[arg(long, value_name = "NAME", requires = "all")]
    confirm: Option<String>,
    #[command(flatten)]
    job: JobArgs,
    #[command(flatten)]
    consent: ConsentArgs,
}

impl Args {
    /// Whether sessions are going to be deleted.
    pub(crate) fn writes(&self) -> bool {
        !self.dry_run
    }

    fn selection(&self, now: Timestamp) -> anyhow::Result<Selection> {
        Ok(Selection {
            state: StateFilter::Any,
            expired_before: self.expired.then(|| now.as_second() - self.grace.seconds()),
            modified_before: self.idle_for.map(|idle| before(now, idle)),
            filter: self.expression.as_deref().map(job::parse_filter).transpose()?,
            junk: self.junk,
            undecodable: self.undecodable,
            ..Selection::default()
        })
    }

    /// The words for what is selected.
    fn selected(&self, selection: &Selection) -> String {
        let mut words = Vec::new();
        if let Some(cutoff) = selection.expired_before {
            let at = Timestamp::from_second(cutoff).map_or_else(|_| "-".to_owned(), |at| at.to_string());
            words.push(format!("expired before {at}"));
        }
        if let Some(before) = selection.modified_before {
            words.push(format!("were not written since {before:.0}"));
        }
        if self.junk {
            words.push("hold nothing but `_permanent`".to_owned());
        }
        if self.undecodable {
            words.push("cannot be read".to_owned());
        }
        if let Some(expression) = &self.expression {
            words.push(format!("match `{expression}`"));
        }
        if words.is_empty() {
            "all sessions".to_owned()
        } else {
            format!("sessions that {}", words.join(" and "))
        }
    }
}

fn before(now: Timestamp, idle: Lifetime) -> Timestamp {
    now.saturating_sub(SignedDuration::from_secs(idle.seconds())).unwrap_or(Timestamp::MIN)
}

pub(crate) async fn run(args: &Args, ctx: &Context) -> anyhow::Result<Exit> {
    // A bad expression is refused before anything is asked of anybody.
    args.selection(ctx.now)?;
    let layout = ctx.layout()?;
    if args.idle_for.is_some() && layout.modified.is_none() {
        let message = format!("`--idle-for` cannot be told: layout `{}` has no time of writing", layout.name);
        return Err(Failure::usage(message)
            .hint("`--expired` goes by the expiry, which moves with every save")
            .into());
    }
    let checkpoint = args.job.open_checkpoint(ctx)?;
    let begun = checkpoint.as_ref().and_then(|checkpoint| checkpoint.begun());
    if begun.is_none()
        && !args.dry_run
        && let Some(path) = args.backup.as_ref().filter(|path| path.symlink_metadata().is_ok())
    {
        return Err(job::refuse_existing(path).into());
    }
    let now = begun.unwrap_or(ctx.now);
    let store = ctx.store().await?;
    let table = job::look_at(&store).await?;
    let options = Options {
        now,
        selection: args.selection(now)?,
        lifetime: ctx.lifetime,
        mode: if args.dry_run { Mode::DryRun } else { Mode::Delete },
        max_items: args.max_items,
        backup: args.backup.clone(),
        job: args.job.options(&table)?,
    };
    let selected = args.selected(&options.selection);
    let plan = purge::preflight(&store, table, options)
        .await
        .with_context(|| format!("cannot look at table `{}`", store.table()))?;
    show_plan(ctx, &plan, &selected);
    if let Some(drift) = plan.uncovered_drift()
        && !args.accept_drift
        && !args.dry_run
    {
        return Err(refuse_drift(drift).into());
    }
    let consented = consent(args, ctx, &store, plan, &selected).await?;
    let doing = format!("cannot purge table `{}`", store.table());
    let stop = ctx.interrupt.heed();
    let mut progress = ctx.ui.progress("purge", args.job.progress());
    let mut outcome = purge::run(
        &store,
        consented.plan(),
        purge::Pass::first(checkpoint, args.recheck.is_some()),
        stop.clone(),
        |event| progress.tell(event),
    )
    .await;
    drop(progress);
    if let Some(after) = args.recheck {
        let deleted = std::mem::take(&mut outcome.deleted);
        recheck(args, ctx, &store, consented, &mut outcome, deleted, after).await;
    }
    ctx.ui.show(&outcome.summary)?;
    args.job.conclude(outcome, ctx, &doing)
}

async fn consent(
    args: &Args,
    ctx: &Context,
    store: &Store,
    plan: Plan,
    selected: &str,
) -> anyhow::Result<Consented<Plan>> {
    let table = store.table();
    if args.dry_run {
        return Ok(consent::not_needed(plan));
    }
    if selected == "all sessions" {
        let action = format!("delete all sessions of table `{table}`");
        return consent::ask_name(&ctx.ui, args.confirm.as_deref(), &action, table, plan).await;
    }
    let question = format!("Delete {selected} from table `{table}`?");
    consent::ask(&ctx.ui, args.consent, "purge", &question, plan).await
}

/// Deletes the same sessions again where they were written back: a request that was under way when a session was
/// deleted saves it once more.
async fn recheck(
    args: &Args,
    ctx: &Context,
    store: &Store,
    consented: Consented<Plan>,
    outcome: &mut Outcome,
    deleted: HashSet<u64>,
    after: Lifetime,
) {
    let stop = ctx.interrupt.heed();
    if deleted.is_empty() || outcome.fatal.is_some() || *stop.borrow() {
        return;
    }
    ctx.ui.status(&format!("Looking again in {}.", duration(after.seconds())));
    let mut waiting = stop.clone();
    let wait = std::time::Duration::from_secs(after.seconds().unsigned_abs());
    tokio::select! {
        () = tokio::time::sleep(wait) => {}
        _ = waiting.changed() => return,
    }
    let mut progress = ctx.ui.progress("recheck", args.job.progress());
    let again = purge::run(store, consented.plan(), purge::Pass::again(deleted), stop, |event| {
        progress.tell(event);
    })
    .await;
    drop(progress);
    ctx.ui.status(&format!("{} sessions had been written back.", again.summary.matched));
    outcome.add(again);
}

fn show_plan(ctx: &Context, plan: &Plan, selected: &str) {
    let table = &plan.table;
    ctx.ui.status(&format!(
        "Table `{}` in {}: about {} items of {} bytes in all; {selected} go.",
        plan.target.table, plan.target.place, table.item_count, table.size_bytes,
    ));
    job::show_cost(ctx, table, &plan.options.job, plan.options.mode == Mode::Delete);
    let selection = &plan.options.selection;
    if selection.is_only_by_expiry() && table.ttl.status == "enabled" {
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

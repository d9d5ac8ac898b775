//! `sessctl migrate`: the sessions of one table to another, or in another form.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use anyhow::Context as _;
use clap::ValueEnum;
use jiff::SignedDuration;
use serde::Serialize;
use sessctl::{
    bulk::{
        Outcome, Rates, Selection, StateFilter, Summary,
        migrate::{
            self, Conversion, Findings, FirstPass, Lossy, Mode, Options, Plan, Side, Unreadable, missing,
            verify,
        },
    },
    codec::{
        Format,
        convert::{self, Applied, ClassForm, Losses},
    },
    layout::Layout,
    store::{Place, Store, StoreError},
};

use super::{
    AllowArgs,
    job::{self, JobArgs, OnConflictArg, StateArg},
};
use crate::{
    cli,
    consent::{self, ConsentArgs},
    context::{Context, Elsewhere},
    exit::{Exit, Failure},
};

/// Copy sessions to another table, account, layout or format, without logging anybody out
///
/// Where layout and format stay, items are copied byte for byte with all their attributes. Otherwise values are
/// converted to what the library at the target would have written, expiry and session id stay, and attributes that are
/// no library's come along. A value that the target cannot hold as it is, a tuple for instance, is a loss: a first pass
/// looks for losses and writes nothing. Expired sessions are left behind. A session that is at the target already stays,
/// unless the one at the source was written later. Sessions that cannot be read, that are judged malicious,
/// or that the target cannot hold are left behind and listed, and the exit code is 3. See docs/migrating.md.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  sessctl migrate --to-layout flask-session --dry-run\n  \
    sessctl migrate --to-table flask_sessions_v2 --yes --checkpoint first.json\n  \
    sessctl migrate --to-table flask_sessions_v2 --yes --since first.json\n  \
    sessctl migrate --to-table flask_sessions_v2 --verify\n  \
    sessctl migrate --in-place --to-format json --lossy allow --yes")]
pub(crate) struct Args {
    #[command(flatten)]
    to: ToArgs,
    /// Convert the sessions where they are; one that is written meanwhile is read and converted again
    #[arg(long, requires = "to_format", conflicts_with_all = ["to_table", "to_region", "to_profile",
        "to_endpoint_url", "to_local", "to_layout", "to_key_prefix", "on_conflict", "since", "verify", "fix_ttl",
        "include_unreadable"])]
    in_place: bool,
    /// Which sessions [default: live]
    #[arg(long, value_enum, value_name = "STATE")]
    state: Option<StateArg>,
    /// Only sessions for which this JMESPath expression holds, over their fields and plain `data`
    #[arg(long = "where", value_name = "EXPR")]
    expression: Option<String>,
    /// Write sessions that have expired too, as `--state any`
    #[arg(long, conflicts_with = "state")]
    include_expired: bool,
    /// What becomes of a session that is at the target already [default: newer]
    #[arg(long, value_enum, value_name = "HOW", hide_default_value = true)]
    on_conflict: Option<OnConflictArg>,
    /// What becomes of a session that would lose something
    #[arg(long, value_enum, value_name = "HOW", default_value_t)]
    lossy: LossyArg,
    /// Convert objects of this class to a `map` of their fields (a dataclass), a `list` of their arguments (a named
    /// tuple) or their only `value` (an enum), and do not count them as a loss; repeatable
    #[arg(long = "class", value_name = "MODULE.CLASS=FORM", value_parser = parse_class)]
    classes: Vec<(String, ClassForm)>,
    #[command(flatten)]
    allow: AllowArgs,
    /// Copy payloads that cannot be read or are malicious byte for byte, where layout and format stay
    #[arg(long, conflicts_with = "to_format")]
    include_unreadable: bool,
    /// Only what has changed since the migration of this checkpoint began, less 5 minutes for clocks
    #[arg(long, value_name = "CHECKPOINT", value_hint = clap::ValueHint::FilePath)]
    since: Option<PathBuf>,
    /// Then delete at the target what the source no longer has: before the application there serves
    #[arg(long, requires = "since", conflicts_with_all = ["dry_run", "expression"])]
    delete_missing: bool,
    /// Mend expiries that are off by a time zone: the life that the application gives a session is `--ttl`
    #[arg(long)]
    fix_ttl: bool,
    /// Write nothing; compare both sides, value by value. Exits 5 when something differs
    #[arg(long, conflicts_with_all = ["dry_run", "since", "report"])]
    verify: bool,
    /// Compare so many sessions instead of all
    #[arg(long, value_name = "N", requires = "verify", value_parser = clap::value_parser!(u64).range(1..))]
    sample: Option<u64>,
    /// List each session that is left behind in this new file, with its id
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    report: Option<PathBuf>,
    /// Write nothing; say what would be written, and what would be lost
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    job: JobArgs,
    #[command(flatten)]
    consent: ConsentArgs,
}

/// Where sessions go; what is not given is as at the source.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Target")]
struct ToArgs {
    /// Table that sessions go to [default: that of the source, or of the library at the target where that is another]
    #[arg(long, value_name = "NAME")]
    to_table: Option<String>,
    /// AWS region of the target
    #[arg(long, value_name = "REGION")]
    to_region: Option<String>,
    /// Profile of the shared AWS configuration for the target, such as one of another account
    #[arg(long, value_name = "NAME")]
    to_profile: Option<String>,
    /// DynamoDB endpoint of the target
    #[arg(long, value_name = "URL", conflicts_with = "to_local")]
    to_endpoint_url: Option<String>,
    /// Go to the embedded engine, stored in FILE
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    #[arg(value_hint = clap::ValueHint::FilePath)]
    to_local: Option<Option<PathBuf>>,
    /// Library whose table the target is
    #[arg(long, value_name = "LAYOUT", value_parser = cli::layout_parser(), hide_possible_values = true)]
    to_layout: Option<&'static Layout>,
    /// What stands before the session ids in the key at the target [default: the library's]
    #[arg(long, value_name = "PREFIX")]
    to_key_prefix: Option<String>,
    /// What payloads become [default: as they are, or what the library at the target writes]
    #[arg(long, value_enum, value_name = "FORMAT")]
    to_format: Option<FormatArg>,
}

impl ToArgs {
    fn elsewhere(&self) -> Elsewhere {
        Elsewhere {
            table: self.to_table.clone(),
            region: self.to_region.clone(),
            profile: self.to_profile.clone(),
            endpoint_url: self.to_endpoint_url.clone(),
            local: self.to_local.clone(),
            library: self.to_layout,
            key_prefix: self.to_key_prefix.clone(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    Pickle,
    Json,
    Msgpack,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Pickle => Self::Pickle,
            FormatArg::Json => Self::Json,
            FormatArg::Msgpack => Self::Msgpack,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum LossyArg {
    /// The migration ends before anything is written
    #[default]
    Stop,
    /// It is left behind
    Skip,
    /// It is written all the same
    Allow,
}

impl From<LossyArg> for Lossy {
    fn from(lossy: LossyArg) -> Self {
        match lossy {
            LossyArg::Stop => Self::Stop,
            LossyArg::Skip => Self::Skip,
            LossyArg::Allow => Self::Allow,
        }
    }
}

impl Args {
    /// Whether sessions are going to be written.
    pub(crate) fn writes(&self) -> bool {
        !self.dry_run && !self.verify
    }

    fn selection(&self) -> anyhow::Result<Selection> {
        let state = match self.state {
            Some(state) => state.into(),
            None if self.include_expired => StateFilter::Any,
            None => StateFilter::Live,
        };
        Ok(Selection {
            state,
            filter: self.expression.as_deref().map(job::parse_filter).transpose()?,
            allow: self.allow.list()?,
            ..Selection::default()
        })
    }

    /// The classes that were decided, each once.
    fn decided(&self) -> Result<convert::Options, Failure> {
        let mut classes = BTreeMap::new();
        for (class, form) in &self.classes {
            if classes.insert(class.clone(), *form).is_some_and(|other| other != *form) {
                return Err(Failure::usage(format!("`--class {class}` says two different things")));
            }
        }
        Ok(convert::Options { classes })
    }

    fn conversion(&self, ctx: &Context, from: &Layout, to: &Layout) -> anyhow::Result<Conversion> {
        let format = self.to.to_format.map(Format::from);
        let formats: Vec<&str> = to.targets.iter().map(|target| target.format().name()).collect();
        if let Some(format) = format.filter(|format| !formats.contains(&format.name())) {
            return Err(Failure::usage(format!(
                "layout {} does not keep {}, but {}",
                to.name,
                format.name(),
                formats.join(" or ")
            ))
            .into());
        }
        if self.include_unreadable && from.name != to.name {
            return Err(Failure::usage("`--include-unreadable` needs the same layout on both sides").into());
        }
        Ok(Conversion {
            from: from.clone(),
            to: to.clone(),
            format,
            protocol: PROTOCOL,
            options: self.decided()?,
            allow: self.allow.list()?,
            lossy: self.lossy.into(),
            unreadable: if self.include_unreadable { Unreadable::Copy } else { Unreadable::LeaveBehind },
            mend_ttl: self.fix_ttl,
            lifetime: ctx.lifetime,
            now: ctx.now,
        })
    }
}

/// Reads `app.models.User=map`.
fn parse_class(text: &str) -> Result<(String, ClassForm), String> {
    let example = "expected a class and what its objects become, such as `app.models.User=map`";
    let (class, form) = text.split_once('=').ok_or(example)?;
    if !class.contains('.') || class.split('.').any(str::is_empty) {
        return Err(example.to_owned());
    }
    Ok((class.to_owned(), form.parse().map_err(|error| format!("{error} after the `=`"))?))
}

/// Every Python from 3.4 on reads it.
const PROTOCOL: u8 = 4;

pub(crate) async fn run(args: &Args, ctx: &Context) -> anyhow::Result<Exit> {
    let selection = args.selection()?;
    if args.verify && args.job.is_resumable() {
        return Err(Failure::usage("`--verify` begins anew each time and takes no `--checkpoint`").into());
    }
    let checkpoint = args.job.open_checkpoint(ctx)?;
    let begun = checkpoint.as_ref().and_then(|checkpoint| checkpoint.begun());
    if begun.is_none()
        && let Some(path) = args.report.as_ref().filter(|path| path.symlink_metadata().is_ok())
    {
        return Err(job::refuse_existing(path).into());
    }
    let (source, target) = sides(args, ctx).await?;
    let to = target.as_ref().unwrap_or(&source);
    let mut job = args.job.options_between(&source.table, &to.table)?;
    if args.verify {
        // Both sides are only read.
        job.rates.wcu = None;
    }
    let since = match (&args.since, &target) {
        (Some(path), Some(target)) => {
            Some(FirstPass::read(path, &source, target, job.shard).context("`--since` cannot be used")?)
        }
        _ => None,
    };
    let conversion = args.conversion(ctx, source.store.layout(), to.store.layout())?;
    let options = Options {
        now: begun.unwrap_or(ctx.now),
        selection,
        conversion,
        on_conflict: args.on_conflict.unwrap_or_default().into(),
        since,
        mode: if args.dry_run { Mode::DryRun } else { Mode::Write },
        report: args.report.clone(),
        job,
    };
    let table = source.store.table().to_owned();
    let plan = migrate::preflight(source, target, options)
        .await
        .with_context(|| format!("cannot look at table `{table}`"))?;
    show_plan(ctx, &plan, args.verify);
    if args.verify {
        return compare(args, ctx, &plan).await;
    }
    let doing = format!("cannot migrate table `{table}`");
    let conversion = &plan.options.conversion;
    if !args.dry_run && begun.is_none() && conversion.may_lose() && conversion.lossy == Lossy::Stop {
        let (outcome, findings) = {
            let mut progress = ctx.ui.progress("look for losses", args.job.progress());
            migrate::check(&plan, ctx.interrupt.heed(), |event| progress.tell(event)).await
        };
        if !findings.losses.is_empty() || !outcome.summary.complete {
            return refuse_losses(args, ctx, outcome, &findings, &doing);
        }
    }
    let plan = if args.dry_run {
        consent::not_needed(plan)
    } else {
        let question = question(args, &plan);
        consent::ask(&ctx.ui, args.consent, "migrate", &question, plan).await?
    };
    let (mut outcome, findings) = {
        let mut progress = ctx.ui.progress("migrate", args.job.progress());
        migrate::run(plan.plan(), checkpoint, ctx.interrupt.heed(), |event| progress.tell(event)).await
    };
    if args.delete_missing && outcome.summary.complete {
        let mut progress = ctx.ui.progress("delete what is missing", args.job.progress());
        let deleted = missing::run(plan.plan(), ctx.interrupt.heed(), |event| progress.tell(event)).await;
        drop(progress);
        if let Some(deleted) = deleted {
            outcome.add(deleted);
        }
    }
    show_summary(ctx, &outcome.summary, &findings.losses)?;
    // What was converted before the checkpoint is not known here.
    let whole = begun.is_none() && outcome.summary.complete;
    tell_decisions(args, ctx, &findings.losses, whole);
    let skipped = outcome.summary.skipped.unwrap_or(0);
    if args.dry_run
        && let Some(hint) = class_hint(&findings.losses)
    {
        ctx.ui.hint(&hint);
    }
    tell_findings(args, ctx, &findings, skipped);
    match args.job.conclude(outcome, ctx, &doing)? {
        Exit::Done if skipped > 0 && !args.dry_run => Ok(Exit::Partial),
        exit => Ok(exit),
    }
}

/// Both tables as they are; one where it is converted in place.
async fn sides(args: &Args, ctx: &Context) -> anyhow::Result<(Side, Option<Side>)> {
    if args.in_place {
        let store = ctx.store().await?;
        let table = job::look_at(&store).await?;
        return Ok((Side { store, table }, None));
    }
    let (source, target) = ctx.stores(args.to.elsewhere()).await?;
    let table = job::look_at(&source).await?;
    let source = Side { store: source, table };
    let table = job::look_at(&target).await.map_err(|error| match error.downcast_ref() {
        Some(missing @ StoreError::TableMissing(_)) => {
            let hint = format!("create it with `{}`", init_table(&target, args));
            Failure::new(Exit::Failed, missing.to_string()).hint(hint).into()
        }
        _ => error,
    })?;
    let target = Side { store: target, table };
    if source.is(&target) {
        let message = format!("source and target are the same table `{}`", source.store.table());
        let hint =
            "name another with `--to-table`, or convert it where it is with `--in-place --to-format FORMAT`";
        return Err(Failure::usage(message).hint(hint).into());
    }
    Ok((source, Some(target)))
}

/// The command that makes the target.
fn init_table(target: &Store, args: &Args) -> String {
    let layout = target.layout();
    let mut words = format!("sessctl init-table --table {}", target.table());
    if layout.name != <&Layout>::default().name {
        words.push_str(&format!(" --layout {}", layout.name));
    }
    if let Some(profile) = &args.to.to_profile {
        words.push_str(&format!(" --profile {profile}"));
    }
    match &target.target().place {
        Place::Region(region) => words.push_str(&format!(" --region {region}")),
        Place::Endpoint(url) => words.push_str(&format!(" --endpoint-url {url}")),
        Place::Embedded(file) => words.push_str(&format!(" --local={file}")),
    }
    words
}

fn question(args: &Args, plan: &Plan) -> String {
    let source = plan.source.store.table();
    match &plan.target {
        None => format!("Convert the sessions of table `{source}`?"),
        Some(target) => {
            let target = target.store.table();
            let also = match args.delete_missing {
                true => format!(", and delete what `{source}` does not have"),
                false => String::new(),
            };
            format!("Write the sessions of table `{source}` to table `{target}`{also}?")
        }
    }
}

fn show_plan(ctx: &Context, plan: &Plan, verify: bool) {
    let name = if plan.target.is_some() { "Source" } else { "Table" };
    for (name, side) in std::iter::once((name, &plan.source)).chain(plan.target.iter().map(|t| ("Target", t)))
    {
        let (target, table) = (side.store.target(), &side.table);
        ctx.ui.status(&format!(
            "{name}: table `{}` in {}, layout {}, about {} items of {} bytes in all.",
            target.table,
            target.place,
            side.store.layout().name,
            table.item_count,
            table.size_bytes,
        ));
        if let Some(arn) = &table.arn {
            ctx.ui.verbose(&format!("{name}: {arn}."));
        }
    }
    ctx.ui.status(&cost(plan, verify));
    if let Some(target) = &plan.target
        && target.store.layout().modified.is_none()
        && !verify
    {
        ctx.ui.status(&format!(
            "Layout {} does not say when a session was written: of two, the one that ends later counts as newer.",
            target.store.layout().name
        ));
    }
    if let Some(drift) = plan.drift
        && !plan.options.conversion.mend_ttl
        && plan.target.is_some()
    {
        let off = format!("{:#}", SignedDuration::from_secs(drift.seconds).abs());
        let (early, left) = if drift.seconds < 0 {
            ("early", "; live sessions may look expired and be left behind")
        } else {
            ("late", "")
        };
        ctx.ui.warn(&format!(
            "the expiry of {} of {} sampled sessions is {off} too {early}{left}: `--fix-ttl` mends it",
            drift.off, drift.sample
        ));
    }
}

/// What it costs on both sides, at most, and how long it takes at the budget.
fn cost(plan: &Plan, verify: bool) -> String {
    let table = &plan.source.table;
    let (items, bytes) = (table.item_count.max(0) as f64, table.size_bytes.max(0) as f64);
    let rcu = (bytes / 8192.0).max(items.min(1.0)).ceil();
    let wcu = items * (bytes / items.max(1.0) / 1024.0).ceil().max(1.0);
    let Rates { rcu: reads, wcu: writes } = plan.options.job.rates;
    let mut text = format!("Reading it costs about {rcu} RCU");
    let mut seconds = reads.map_or(0.0, |rate| rcu / rate);
    if verify {
        let each = (bytes / items.max(1.0) / 4096.0).ceil().max(1.0) / 2.0;
        text.push_str(&format!(", comparing about {} RCU more on each side", (items * each).ceil()));
        seconds += reads.map_or(0.0, |rate| 2.0 * items * each / rate);
    } else if plan.options.mode == Mode::Write {
        text.push_str(&format!(", writing up to {wcu} WCU"));
        seconds = seconds.max(writes.map_or(0.0, |rate| wcu / rate));
    }
    if seconds >= 1.0 {
        let whole = SignedDuration::from_secs(seconds.min(1e12) as i64);
        text.push_str(&format!("; at this budget up to {whole:#}"));
    }
    text.push('.');
    text
}

/// What was done, and what was lost.
#[derive(Serialize)]
struct Migrated<'a> {
    #[serde(flatten)]
    summary: &'a Summary,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    losses: Vec<Lost<'a>>,
}

/// A kind of value that the target cannot hold, in one place.
#[derive(Serialize)]
struct Lost<'a> {
    /// The keys that lead there.
    path: &'a str,
    value: String,
    becomes: &'static str,
    count: u64,
}

fn show_summary(ctx: &Context, summary: &Summary, losses: &Losses) -> anyhow::Result<()> {
    let lost = |(loss, count): (&'_ sessctl::codec::convert::Loss, u64)| (loss.clone(), count);
    let rows: Vec<_> = losses.iter().map(lost).collect();
    let losses = rows.iter().map(|(loss, count)| Lost {
        path: &loss.path,
        value: match (&loss.class, loss.unfit) {
            (Some(class), None) => format!("{} {class}", loss.kind.name()),
            (Some(class), Some(form)) => {
                format!("{} {class} that does not fit `{}`", loss.kind.name(), form.name())
            }
            (None, _) => loss.kind.name().to_owned(),
        },
        becomes: loss.becomes.name(),
        count: *count,
    });
    ctx.ui.show(&Migrated { summary, losses: losses.collect() })
}

/// Ends before anything is written: something would be lost, or nobody knows yet.
fn refuse_losses(
    args: &Args,
    ctx: &Context,
    outcome: Outcome,
    findings: &Findings,
    doing: &str,
) -> anyhow::Result<Exit> {
    show_summary(ctx, &outcome.summary, &findings.losses)?;
    tell_decisions(args, ctx, &findings.losses, outcome.summary.complete);
    let (lossy, complete) = (outcome.summary.lossy.unwrap_or(0), outcome.summary.complete);
    let exit = args.job.conclude(outcome, ctx, doing)?;
    if !complete {
        return Ok(exit);
    }
    let mut hint = "`--lossy allow` writes them all the same, `--lossy skip` leaves them behind".to_owned();
    if let Some(class) = class_hint(&findings.losses) {
        hint = format!("{class}; {hint}");
    }
    Err(Failure::new(Exit::Failed, format!("nothing was written: {lossy} sessions would lose something"))
        .hint(hint)
        .into())
}

/// Warns of `--class` that had no effect: a misspelt class, or objects that cannot become what was decided.
fn tell_decisions(args: &Args, ctx: &Context, losses: &Losses, whole: bool) {
    for (class, form) in &args.classes {
        let option = format!("`--class {class}={}`", form.name());
        match losses.applied(class) {
            Applied { unfit: 0, fit: 0 } if whole => {
                ctx.ui.warn(&format!("{option} was not used: no object of this class was converted"));
            }
            Applied { unfit: 0, .. } => {}
            Applied { unfit, fit } => {
                ctx.ui.warn(&format!("{option} does not fit {unfit} of {} objects", fit + unfit));
            }
        }
    }
}

/// How to decide the classes that the payloads say too little of.
fn class_hint(losses: &Losses) -> Option<String> {
    let classes: BTreeSet<&str> = losses.iter().filter_map(|(loss, _)| loss.undecided_class()).collect();
    let first = classes.first()?;
    let others = match classes.len() - 1 {
        0 => String::new(),
        others => format!(", and so for {others} more"),
    };
    Some(format!("`--class {first}=map` (or `=list`, `=value`) says what its objects become{others}"))
}

fn tell_findings(args: &Args, ctx: &Context, findings: &Findings, skipped: u64) {
    if findings.others > 0 {
        ctx.ui
            .status(&format!("{} items are no sessions of the layout and were left alone.", findings.others));
    }
    for left in &findings.left {
        ctx.ui.error(&format!("session `{}` is left behind: {}", left.id.short_hash(), left.reason));
    }
    let told = findings.left.len() as u64;
    if skipped > told {
        ctx.ui.error(&format!("{} more sessions are left behind", skipped - told));
    }
    match &args.report {
        Some(path) => ctx.ui.status(&format!("Sessions left behind are listed in `{}`.", path.display())),
        None if skipped > told => ctx.ui.hint("`--report FILE` lists them all"),
        None => {}
    }
}

/// Compares both sides.
async fn compare(args: &Args, ctx: &Context, plan: &Plan) -> anyhow::Result<Exit> {
    let compared = {
        let mut progress = ctx.ui.progress("verify", args.job.progress());
        verify::run(plan, args.sample, ctx.interrupt.heed(), |event| progress.tell(event)).await
    };
    let (verified, mut outcome) = compared.context("there are two tables to compare")?;
    // A sample ends where it was to end.
    outcome.limited = false;
    ctx.ui.show(&verified)?;
    match args.job.conclude(outcome, ctx, "cannot compare the tables")? {
        Exit::Done if !verified.differences.is_empty() => Ok(Exit::Found),
        exit => Ok(exit),
    }
}

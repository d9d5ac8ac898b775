//! What every job over a whole table takes: its pace, its part of the table, its checkpoint, its progress.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::ValueEnum;
use sessctl::{
    bulk::{
        Checkpoint, DEFAULT_CONCURRENCY, JobError, JobOptions, Outcome, Rates, Selection, Shard, StateFilter,
    },
    filter::Filter,
    pickle::AllowList,
    provision::{self, Billing, TableState},
    store::{OnConflict, Store, StoreError},
};

use crate::{
    context::Context,
    exit::{Exit, Failure},
    output::ProgressStyle,
};

/// Which sessions a command reads.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct SelectArgs {
    /// Which sessions
    #[arg(long, value_enum, value_name = "STATE", default_value_t)]
    state: StateArg,
    /// Only sessions for which this JMESPath expression holds, over their fields and plain `data`
    #[arg(long = "where", value_name = "EXPR")]
    expression: Option<String>,
}

impl SelectArgs {
    /// What is selected; `allow` are the classes the verdict of an expression goes by.
    pub(super) fn selection(&self, allow: AllowList) -> Result<Selection, Failure> {
        Ok(Selection {
            state: self.state.into(),
            filter: self.expression.as_deref().map(parse_filter).transpose()?,
            allow,
            ..Selection::default()
        })
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum StateArg {
    Live,
    Expired,
    #[default]
    Any,
}

impl From<StateArg> for StateFilter {
    fn from(state: StateArg) -> Self {
        match state {
            StateArg::Live => Self::Live,
            StateArg::Expired => Self::Expired,
            StateArg::Any => Self::Any,
        }
    }
}

/// What becomes of a session that is there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum OnConflictArg {
    /// The one written last stays
    #[default]
    Newer,
    /// The one in the table stays
    Skip,
    /// The one that is read replaces it
    Overwrite,
    /// The job ends there
    Fail,
}

impl From<OnConflictArg> for OnConflict {
    fn from(how: OnConflictArg) -> Self {
        match how {
            OnConflictArg::Newer => Self::Newer,
            OnConflictArg::Skip => Self::Skip,
            OnConflictArg::Overwrite => Self::Overwrite,
            OnConflictArg::Fail => Self::Fail,
        }
    }
}

#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Job options")]
pub(crate) struct JobArgs {
    /// Read capacity units a second at most
    #[arg(long, value_name = "N", value_parser = parse_rate)]
    rcu: Option<f64>,
    /// Write capacity units a second at most
    #[arg(long, value_name = "N", value_parser = parse_rate)]
    wcu: Option<f64>,
    /// Share of the table's capacity, provisioned or its on-demand ceilings, to use at most, such as 25%
    #[arg(long, value_name = "PERCENT", value_parser = parse_percent, conflicts_with_all = ["rcu", "wcu"])]
    budget: Option<f64>,
    /// Segments of the table scanned at a time [default: 8, 1 of the embedded engine]; with `--shard` segments of the whole table
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=4096))]
    segments: Option<u32>,
    /// Writes in flight at a time
    #[arg(long, value_name = "N", default_value_t = DEFAULT_CONCURRENCY, value_parser = clap::value_parser!(u16).range(1..=1024))]
    concurrency: u16,
    /// Do part I (from 0) of N of the table; N such jobs on N machines do all of it
    #[arg(long, value_name = "I/N", value_parser = parse_shard, requires = "segments")]
    shard: Option<Shard>,
    /// Keep in this file how far the job is; the same command goes on from there
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    checkpoint: Option<PathBuf>,
    /// How progress is shown: auto is a bar on a terminal and a line every 10 s elsewhere
    #[arg(long, value_name = "HOW", value_enum, default_value_t, hide_default_value = true)]
    progress: ProgressStyle,
}

impl JobArgs {
    /// Whether the job can be gone on with.
    pub(super) fn is_resumable(&self) -> bool {
        self.checkpoint.is_some()
    }

    pub(super) fn progress(&self) -> ProgressStyle {
        self.progress
    }

    /// Locks the checkpoint, where one is named.
    pub(super) fn open_checkpoint(&self, ctx: &Context) -> anyhow::Result<Option<Checkpoint>> {
        let Some(path) = &self.checkpoint else { return Ok(None) };
        let checkpoint = Checkpoint::open(path)?;
        if let Some(begun) = checkpoint.begun() {
            ctx.ui.status(&format!("Going on with the job begun at {begun:.0}."));
        }
        Ok(Some(checkpoint))
    }

    /// The options of a job over a table.
    pub(super) fn options(&self, table: &TableState) -> anyhow::Result<JobOptions> {
        if let (Some(shard), Some(segments)) = (self.shard, self.segments)
            && segments < shard.count
        {
            return Err(Failure::usage(format!(
                "{segments} segments cannot be divided among {} shards",
                shard.count
            ))
            .into());
        }
        if self.shard.is_none() && self.segments.is_some_and(|segments| segments > 1024) {
            return Err(Failure::usage("at most 1024 segments can be scanned at a time").into());
        }
        let rates = match self.budget {
            None => Rates { rcu: self.rcu, wcu: self.wcu },
            Some(share) => share_of(share, table)?,
        };
        Ok(JobOptions { segments: self.segments, concurrency: self.concurrency, rates, shard: self.shard })
    }

    /// The options of a job from one table to another: reads are bounded by the one, writes by the other.
    pub(super) fn options_between(
        &self,
        source: &TableState,
        target: &TableState,
    ) -> anyhow::Result<JobOptions> {
        let (read, write) = (self.options(source)?, self.options(target)?);
        Ok(JobOptions { rates: Rates { rcu: read.rates.rcu, wcu: write.rates.wcu }, ..read })
    }

    /// What the end of a job means for whoever waits for it.
    pub(super) fn conclude(&self, outcome: Outcome, ctx: &Context, doing: &str) -> anyhow::Result<Exit> {
        let summary = &outcome.summary;
        if outcome.mismatches > 0 {
            let why = outcome.mismatch.as_deref().unwrap_or_default();
            ctx.ui.warn(&format!(
                "`--where` could not be evaluated for {} sessions, which were left alone: {why}",
                outcome.mismatches
            ));
        }
        if let Some(error) = outcome.fatal {
            return Err(cause(error).context(doing.to_owned()));
        }
        let again = if self.checkpoint.is_some() {
            "the same command goes on from the checkpoint"
        } else {
            "run it again for the rest"
        };
        if let Some(exit) = ctx.interrupt.exit() {
            ctx.ui.status(&format!("Stopped before the end; {again}."));
            return Ok(exit);
        }
        if summary.failed > 0 {
            let message = format!("{doing}: {} of {} sessions failed", summary.failed, summary.matched);
            return Err(Failure::new(Exit::Partial, message).hint(again).into());
        }
        if outcome.limited {
            ctx.ui.status(&format!("Stopped at `--max-items`; {again}."));
        }
        Ok(Exit::Done)
    }
}

/// Reads what a table is, and refuses one whose items are no sessions of the layout.
pub(super) async fn look_at(store: &Store) -> anyhow::Result<TableState> {
    let name = store.table();
    let table = provision::read_state(store)
        .await
        .and_then(|table| table.ok_or_else(|| StoreError::TableMissing(store.target().clone())))
        .with_context(|| format!("cannot look at table `{name}`"))?;
    let layout = store.layout();
    match table.key.as_slice() {
        [key] if key.name == layout.key && key.attribute_type == "S" => Ok(table),
        keys => {
            let names: Vec<String> =
                keys.iter().map(|key| format!("`{}` ({})", key.name, key.attribute_type)).collect();
            Err(Failure::new(
                Exit::Failed,
                format!(
                    "the key of table `{name}` is {}, and that of layout {} is `{}` (S)",
                    names.join(" and "),
                    layout.name,
                    layout.key
                ),
            )
            .into())
        }
    }
}

/// A share of what is provisioned, or of the ceilings of an on-demand table; what has none is not bounded.
fn share_of(share: f64, table: &TableState) -> anyhow::Result<Rates> {
    let (read, write) = match table.billing {
        Billing::Provisioned { read_capacity, write_capacity } => (Some(read_capacity), Some(write_capacity)),
        Billing::OnDemand => (table.max_read_units, table.max_write_units),
    };
    if read.is_none() && write.is_none() {
        return Err(Failure::usage(format!(
            "`--budget` is a share of a capacity, and table `{}` is on-demand without a ceiling",
            table.table
        ))
        .hint("say how much with `--rcu` and `--wcu`, or set a ceiling with `init-table --max-read-units`")
        .into());
    }
    let of = |units: Option<i64>| units.map(|units| share * units as f64);
    Ok(Rates { rcu: of(read), wcu: of(write) })
}

/// Why a job ended early, as other commands report it.
pub(super) fn cause(error: JobError) -> anyhow::Error {
    match error {
        JobError::Store(error) => error.into(),
        error => error.into(),
    }
}

/// A file that a job is to make is there already, and nothing is overwritten.
pub(super) fn refuse_existing(path: &Path) -> Failure {
    Failure::new(Exit::Failed, format!("`{}` is there already", path.display()))
        .hint("choose another name, or remove it")
}

/// Reads `--where`.
pub(super) fn parse_filter(text: &str) -> Result<(Filter, String), Failure> {
    match Filter::parse(text) {
        Ok(filter) => Ok((filter, text.to_owned())),
        Err(error) => Err(Failure::usage(format!("`--where` cannot be read: {error}"))
            .excerpt(text, error.offset())
            .hint("it is JMESPath over id, state, modified, ttl, size_bytes, data and so on: \"data.user == 'ada'\"")),
    }
}

/// Says what a table is and what reading it costs.
pub(super) fn show_cost(ctx: &Context, table: &TableState, options: &JobOptions, writes: bool) {
    let items = table.item_count.max(0) as f64;
    let bytes = table.size_bytes.max(0) as f64;
    let rcu = (bytes / 8192.0).max(items.min(1.0)).ceil();
    let mut text = format!("Scanning it costs about {rcu} RCU");
    let each = (bytes / items.max(1.0) / 1024.0).ceil().max(1.0);
    if writes {
        text.push_str(&format!(", each delete about {each} WCU"));
    }
    let mut seconds: f64 = 0.0;
    if let Some(rate) = options.rates.rcu {
        seconds = seconds.max(rcu / rate);
    }
    if let (Some(rate), true) = (options.rates.wcu, writes) {
        seconds = seconds.max(items * each / rate);
    }
    if seconds >= 1.0 {
        let whole = jiff::SignedDuration::from_secs(seconds.min(1e12) as i64);
        text.push_str(&format!("; at this budget up to {whole:#}"));
    }
    ctx.ui.status(&format!("{text}."));
}

fn parse_rate(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(rate) if rate.is_finite() && rate >= 0.1 => Ok(rate),
        _ => Err("expected capacity units a second, at least 0.1".to_owned()),
    }
}

fn parse_percent(text: &str) -> Result<f64, String> {
    let number = text.strip_suffix('%').and_then(|number| number.parse::<f64>().ok());
    match number {
        Some(percent) if percent > 0.0 && percent <= 100.0 => Ok(percent / 100.0),
        _ => Err("expected a percentage such as 25%".to_owned()),
    }
}

fn parse_shard(text: &str) -> Result<Shard, String> {
    let parts =
        text.split_once('/').and_then(|(index, count)| Some((index.parse().ok()?, count.parse().ok()?)));
    match parts {
        Some((index, count)) if index < count => Ok(Shard { index, count }),
        _ => Err("expected I/N with I from 0 to N-1, such as 0/4".to_owned()),
    }
}

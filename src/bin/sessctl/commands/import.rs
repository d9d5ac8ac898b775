//! `sessctl import`: sessions from files to the table.

use std::{
    io,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use sessctl::{
    bulk::import::{self, Options, Source},
    store::OnConflict,
};

use super::job::{self, JobArgs, OnConflictArg};
use crate::{
    consent::{self, ConsentArgs},
    context::Context,
    exit::{Exit, Failure},
};

/// Write items from files: exports, backups, DynamoDB's exports to S3
///
/// A file holds items in DynamoDB JSON, one a line; gzip and Zstandard are told by themselves. An export to S3 is given
/// as its folder: every file that its manifest lists must be there, whole, before anything is written. Items are
/// written with all their attributes. A session that is in the table already stays, unless the one in the file was
/// written later.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  sessctl import sessions.ndjson.zst\n  \
    sessctl import AWSDynamoDB/01693685827463-2d8752fd\n  sessctl import idle.ndjson.zst --include-expired --on-conflict skip")]
pub(crate) struct Args {
    /// Files, folders of exports to S3, or `-` for standard input
    #[arg(required = true, value_name = "FILE", value_hint = clap::ValueHint::AnyPath)]
    files: Vec<PathBuf>,
    /// What becomes of a session that is in the table already
    #[arg(long, value_enum, value_name = "HOW", default_value_t)]
    on_conflict: OnConflictArg,
    /// Write sessions that have expired too
    #[arg(long)]
    include_expired: bool,
    #[command(flatten)]
    job: JobArgs,
    #[command(flatten)]
    consent: ConsentArgs,
}

pub(crate) async fn run(args: &Args, ctx: &Context) -> anyhow::Result<Exit> {
    let sources = sources(args)?;
    let checkpoint = args.job.open_checkpoint(ctx)?;
    let now = checkpoint.as_ref().and_then(|checkpoint| checkpoint.begun()).unwrap_or(ctx.now);
    let store = ctx.store().await?;
    let table = job::look_at(&store).await?;
    let options = Options {
        now,
        on_conflict: args.on_conflict.into(),
        include_expired: args.include_expired,
        job: args.job.options(&table)?,
    };
    if options.on_conflict == OnConflict::Overwrite {
        let question = format!(
            "Replace the sessions of table `{}` by those of the same id in the files?",
            store.table()
        );
        consent::ask(&ctx.ui, args.consent, "import", &question, ()).await?;
    }
    let mut progress = ctx.ui.progress("import", args.job.progress());
    let tell = |event: sessctl::bulk::Event<'_>| progress.tell(event);
    let outcome =
        import::run(&store, &table, &options, sources, checkpoint, ctx.interrupt.heed(), tell).await;
    drop(progress);
    let summary = &outcome.summary;
    ctx.ui.show(summary)?;
    if summary.complete && summary.scanned > summary.matched {
        let left = summary.scanned - summary.matched;
        ctx.ui.status(&format!("{left} expired sessions were left out (`--include-expired`)."));
    }
    let doing = format!("cannot import into table `{}`", store.table());
    args.job.conclude(outcome, ctx, &doing)
}

fn sources(args: &Args) -> anyhow::Result<Vec<Source>> {
    let mut sources = Vec::new();
    let mut from_stdin = false;
    for path in &args.files {
        if path == Path::new("-") {
            if std::mem::replace(&mut from_stdin, true) {
                return Err(Failure::usage("standard input can be read once").into());
            }
            sources.push(Source::stream(Box::new(io::stdin())));
        } else {
            sources.extend(Source::find(path).context("nothing was imported")?);
        }
    }
    if from_stdin && args.job.is_resumable() {
        return Err(Failure::usage("`--checkpoint` needs files to go on with, not standard input").into());
    }
    Ok(sources)
}

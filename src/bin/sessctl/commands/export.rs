//! `sessctl export`: the whole table, or what is selected, as lines of DynamoDB JSON.

use std::path::{Path, PathBuf};

use sessctl::{
    bulk::export::{self, Destination, Options},
    pickle::AllowList,
};

use super::job::{self, JobArgs, SelectArgs};
use crate::{
    context::Context,
    exit::{Exit, Failure},
};

/// Write whole items to a file, one a line
///
/// The lines are those of DynamoDB's own exports to S3. Every attribute is kept, and `import` writes it back as it was. A file's name says how it is compressed: `.gz` or
/// `.zst`. It is written beside itself as `.partial` until it is complete. Expired sessions that DynamoDB has not
/// removed yet are exported too. A session that changes meanwhile is exported as it was or as it is.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  sessctl export sessions.ndjson.zst\n  \
    sessctl export - --state live\n  sessctl export ada.ndjson --where \"data.username == 'ada'\"")]
pub(crate) struct Args {
    /// A new file; `-` is standard output
    #[arg(default_value = "-", value_name = "FILE", value_hint = clap::ValueHint::FilePath, hide_default_value = true)]
    file: PathBuf,
    #[command(flatten)]
    select: SelectArgs,
    #[command(flatten)]
    job: JobArgs,
}

pub(crate) async fn run(args: &Args, ctx: &Context) -> anyhow::Result<Exit> {
    let to_stdout = args.file == Path::new("-");
    if to_stdout && args.job.is_resumable() {
        return Err(Failure::usage("`--checkpoint` needs a file to go on with, not standard output").into());
    }
    if ctx.ui.redacts() {
        return Err(Failure::usage("an export holds sessions as they are, and `--redact` would change them")
            .hint("`list -o ndjson --redact` prints them masked")
            .into());
    }
    let selection = args.select.selection(AllowList::default())?;
    if !to_stdout && args.file.symlink_metadata().is_ok() {
        return Err(job::refuse_existing(&args.file).into());
    }
    let checkpoint = args.job.open_checkpoint(ctx)?;
    let now = checkpoint.as_ref().and_then(|checkpoint| checkpoint.begun()).unwrap_or(ctx.now);
    let store = ctx.store().await?;
    let table = job::look_at(&store).await?;
    let options = Options { now, selection, job: args.job.options(&table)? };
    job::show_cost(ctx, &table, &options.job, false);
    let destination = match to_stdout {
        true => Destination::Stream(ctx.ui.stream()),
        false => Destination::File(args.file.clone()),
    };
    let mut progress = ctx.ui.progress("export", args.job.progress());
    let tell = |event: sessctl::bulk::Event<'_>| progress.tell(event);
    let stop = ctx.interrupt.heed();
    let outcome = export::run(&store, &table, &options, destination, checkpoint, stop, tell).await;
    drop(progress);
    if to_stdout {
        let summary = &outcome.summary;
        ctx.ui.status(&format!("Exported {} of {} sessions.", summary.matched, summary.scanned));
    } else {
        ctx.ui.show(&outcome.summary)?;
    }
    let doing = format!("cannot export table `{}`", store.table());
    args.job.conclude(outcome, ctx, &doing)
}

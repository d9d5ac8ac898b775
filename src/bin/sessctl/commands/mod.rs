//! One file per command: its flags, its wording, and the call of the library that does the work.

use std::{io::BufRead, path::PathBuf};

use anyhow::Context as _;
use sessctl::{
    codec::Decoded,
    layout::Layout,
    pickle::{AllowList, Level},
    session::SessionId,
    store::Store,
};

use crate::{
    cli::{Cli, Command},
    context::Context,
    exit::{Exit, Failure},
    output::{Opcodes, RecordOptions, Secrets},
};

pub(crate) mod completions;
pub(crate) mod decode;
pub(crate) mod delete;
pub(crate) mod demo;
pub(crate) mod describe;
pub(crate) mod edit;
pub(crate) mod export;
pub(crate) mod get;
pub(crate) mod import;
pub(crate) mod init_table;
mod job;
pub(crate) mod list;
pub(crate) mod local;
pub(crate) mod man;
pub(crate) mod migrate;
mod payloads;
pub(crate) mod purge;
pub(crate) mod put;
mod seed;
pub(crate) mod stats;
pub(crate) mod touch;

/// Runs a command until it ends or a signal ends it.
pub(crate) async fn run(cli: &Cli) -> anyhow::Result<Exit> {
    let ctx = Context::new(&cli.globals)?;
    let command = dispatch(cli, &ctx);
    ctx.interrupt.run(command).await
}

async fn dispatch(cli: &Cli, ctx: &Context) -> anyhow::Result<Exit> {
    match &cli.command {
        Command::InitTable(args) => init_table::run(args, ctx).await,
        Command::Describe(args) => describe::run(args, ctx).await,
        Command::Get(args) => get::run(args, ctx).await,
        Command::List(args) => list::run(args, ctx).await,
        Command::Decode(args) => decode::run(args, ctx),
        Command::Put(args) => put::run(args, ctx).await,
        Command::Edit(args) => edit::run(args, ctx).await,
        Command::Touch(args) => touch::run(args, ctx).await,
        Command::Delete(args) => delete::run(args, ctx).await,
        Command::Purge(args) => purge::run(args, ctx).await,
        Command::Export(args) => export::run(args, ctx).await,
        Command::Import(args) => import::run(args, ctx).await,
        Command::Stats(args) => stats::run(args, ctx).await,
        Command::Migrate(args) => migrate::run(args, ctx).await,
        Command::Local(args) => local::run(args, ctx).await,
        Command::Demo(args) => demo::run(args, &cli.globals, ctx).await,
        Command::Completions(args) => completions::run(args, ctx),
        Command::Man(args) => man::run(args, ctx),
    }
}

/// Ids of sessions, given as arguments or, with `-`, one a line on standard input.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Ids {
    /// Ids of sessions; `-` reads them from standard input, one a line. An id that begins with `-` goes after `--`
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
}

impl Ids {
    fn read(&self) -> anyhow::Result<Vec<SessionId>> {
        let mut ids = Vec::new();
        for text in &self.ids {
            if text == "-" {
                for line in std::io::stdin().lock().lines() {
                    let line = line.context("cannot read session ids from standard input")?;
                    // A line of its own may end in CR where it came from another system.
                    let line = line.strip_suffix('\r').unwrap_or(&line);
                    if !line.is_empty() {
                        ids.push(parse_id(line)?);
                    }
                }
            } else {
                ids.push(parse_id(text)?);
            }
        }
        Ok(ids)
    }
}

/// How payloads are shown and judged.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct ViewArgs {
    /// Print `data` in its plain form: easier to read, without types
    #[arg(long)]
    plain: bool,
    #[command(flatten)]
    allow: AllowArgs,
}

/// The classes somebody vouches for.
#[derive(Clone, Debug, clap::Args)]
struct AllowArgs {
    /// Judge this application class as known; repeatable
    #[arg(long, value_name = "MODULE.CLASS")]
    allow: Vec<String>,
    /// Judge the classes in this file as known: one `module.Class` a line, `#` starts a comment
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    allow_file: Vec<PathBuf>,
}

impl AllowArgs {
    fn list(&self) -> anyhow::Result<AllowList> {
        let mut list: AllowList = self.allow.iter().collect();
        for path in &self.allow_file {
            let text =
                std::fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
            list.extend_from_lines(&text);
        }
        Ok(list)
    }
}

impl ViewArgs {
    fn allow_list(&self) -> anyhow::Result<AllowList> {
        self.allow.list()
    }

    fn options<'a>(&self, ctx: &Context, allow: &'a AllowList) -> RecordOptions<'a> {
        let projection = ctx.ui.projection(self.plain);
        RecordOptions {
            now: ctx.now,
            projection,
            redact: ctx.ui.redacts(),
            secrets: Secrets::Shown,
            allow,
            opcodes: Opcodes::Omitted,
        }
    }
}

/// A random id such as the layout's library takes.
fn new_id(layout: &Layout) -> anyhow::Result<SessionId> {
    let random = uuid::Uuid::new_v4();
    match layout.id_of_bytes(*random.as_bytes()) {
        Some(id) => Ok(id),
        None => Ok(SessionId::new(random.to_string())?),
    }
}

fn parse_id(text: &str) -> Result<SessionId, Failure> {
    SessionId::new(text).map_err(|error| Failure::usage(error.to_string()))
}

/// Warns when what was stored is not what Python should load.
fn warn_of_verdict(ctx: &Context, decoded: Option<&Decoded>) {
    let Some(verdict) = decoded.map(|decoded| &decoded.verdict) else { return };
    if verdict.level < Level::Suspicious {
        return;
    }
    let worst = verdict.reasons.iter().find(|reason| reason.code.level() == verdict.level);
    let why = worst.map(|reason| format!(": {reason}")).unwrap_or_default();
    ctx.ui.warn(&format!("the session that was written is judged {}{why}", verdict.level));
}

/// Says that a session does not exist. The id is a credential, so a hash stands for it.
fn say_missing(ctx: &Context, store: &Store, id: &SessionId) {
    ctx.ui.error(&format!("session `{}` does not exist in table `{}`", id.short_hash(), store.table()));
}

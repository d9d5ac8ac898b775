//! `sessctl put`: writes a session from JSON.

use std::io::Read;

use anyhow::Context as _;
use sessctl::{
    codec::{
        self,
        convert::Target,
        typed::{self, ReadOptions},
    },
    layout::{Encoded, Owner},
    pickle::AllowList,
    store::{PutMode, StoreError},
};

use crate::{
    context::Context,
    exit::{Exit, Failure},
    output::{Opcodes, Record, RecordOptions, Secrets, Shape},
};

/// Write a session from JSON; prints its id
///
/// Values that JSON lacks are written as `{"$tuple": [1, 2]}`, `{"$datetime": "2026-11-22T20:00:17"}` and so on, as
/// `get -o json` shows them. Attributes on the item that are not the session's survive `--replace`.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  sessctl put --data '{\"_permanent\": true, \"username\": \"ada\"}'\n  \
    sessctl put my-id --replace --data @session.json")]
pub(crate) struct Args {
    /// Id of the session [default: a new uuid4, or what the layout's library takes]
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// The session's data: JSON, `@FILE`, or `-` for standard input
    #[arg(long, value_name = "JSON")]
    data: String,
    /// Replace the session if there is one of that id
    #[arg(long)]
    replace: bool,
    /// Pickle protocol, 2 to 5; every Python from 3.4 reads 4 [default: 4, or 5 for cachelib]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(2..=5))]
    protocol: Option<u8>,
}

/// DynamoDB stores no more; what is read beyond it only costs memory.
const MOST_INPUT: u64 = 16 * 1024 * 1024;

fn read_data(data: &str) -> anyhow::Result<String> {
    let mut text = String::new();
    if data == "-" {
        std::io::stdin()
            .lock()
            .take(MOST_INPUT)
            .read_to_string(&mut text)
            .context("cannot read standard input")?;
    } else if let Some(path) = data.strip_prefix('@') {
        let file = std::fs::File::open(path).with_context(|| format!("cannot read `{path}`"))?;
        file.take(MOST_INPUT).read_to_string(&mut text).with_context(|| format!("cannot read `{path}`"))?;
    } else {
        data.clone_into(&mut text);
    }
    Ok(text)
}

pub(crate) async fn run(args: &Args, ctx: &Context) -> anyhow::Result<Exit> {
    let layout = ctx.layout()?;
    let id = match &args.id {
        Some(text) => super::parse_id(text)?,
        None => super::new_id(&layout)?,
    };
    let data = read_data(&args.data)?;
    let protocol = args.protocol.unwrap_or(match layout.targets {
        [Target::Pickle { protocol }, ..] => *protocol,
        _ => 4,
    });
    let options = ReadOptions { protocol, ..ReadOptions::default() };
    let graph = typed::read(data.as_bytes(), &options)
        .map_err(|error| Failure::usage(format!("`--data` cannot be used: {error}")))?;
    if !codec::is_dict(&graph) {
        return Err(Failure::usage("`--data` is not a JSON object, and a session is a dict").into());
    }
    let target = layout.target(layout.targets[0].format(), protocol);
    let owner = Owner { id: &id, ttl: ctx.lifetime.ttl_at(ctx.now), lifetime: ctx.lifetime, before: None };
    let encoded = layout.encode(&graph, target, &owner).and_then(Encoded::lossless);
    let payload = encoded.context("cannot encode `--data`")?;
    let store = ctx.store().await?;
    let mode = if args.replace { PutMode::Replace } else { PutMode::Create };
    match store.put(&id, &payload, mode, ctx.lifetime, ctx.now).await {
        Ok(_) => {}
        Err(StoreError::ConditionFailed) => {
            let message =
                format!("session `{}` exists already in table `{}`", id.short_hash(), store.table());
            return Err(Failure::new(Exit::Failed, message).hint("pass `--replace` to replace it").into());
        }
        Err(error) => {
            let action = format!("cannot write session `{}` to table `{}`", id.short_hash(), store.table());
            return Err(anyhow::Error::new(error).context(action));
        }
    }
    let written = layout.read(layout.new_item(&id, &payload, ctx.lifetime, ctx.now))?;
    let allow = AllowList::new();
    let decoded = layout.decode(&written, &allow);
    super::warn_of_verdict(ctx, decoded.as_ref());
    if ctx.ui.is_human() {
        ctx.ui.line(&if ctx.ui.redacts() { id.short_hash() } else { id.as_str().to_owned() })?;
        return Ok(Exit::Done);
    }
    let options = RecordOptions {
        now: ctx.now,
        projection: ctx.ui.projection(false),
        redact: ctx.ui.redacts(),
        secrets: Secrets::Shown,
        allow: &allow,
        opcodes: Opcodes::Omitted,
    };
    let mut records = ctx.ui.records(Shape::One, None);
    records.push(&[Record::of_session(&written, decoded, options)])?;
    records.finish()?;
    Ok(Exit::Done)
}

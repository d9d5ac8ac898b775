//! `sessctl local`: the embedded engine in development: serve, seed, path, reset.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::Context as _;
use sessctl::local::serve;
use tokio::net::TcpListener;

use super::seed;
use crate::{
    consent::{self, ConsentArgs},
    context::{Context, Local},
    exit::{Exit, Failure},
};

/// Use the embedded engine in development: serve, fill, find and reset its file
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  sessctl local seed --count 100\n  sessctl local serve --port 8000")]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Clone, Debug, clap::Subcommand)]
enum Action {
    /// Serve the engine over HTTP on 127.0.0.1, for applications in development
    ///
    /// Set SESSION_DYNAMODB_ENDPOINT to the address that is printed. Browsers are refused: no page can read the
    /// sessions. Ctrl-C stops it.
    Serve {
        /// Port to listen on; 0 takes a free one
        #[arg(long, value_name = "PORT", default_value_t = 8000)]
        port: u16,
    },
    /// Write sessions of every kind, as applications write them; creates the table where there is none
    Seed {
        /// How many sessions
        #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
        count: u32,
    },
    /// Print the path of the engine's file
    Path,
    /// Delete the engine's file with all its tables
    Reset {
        #[command(flatten)]
        consent: ConsentArgs,
    },
}

pub(crate) async fn run(args: &Args, ctx: &Context) -> anyhow::Result<Exit> {
    match &args.action {
        Action::Serve { port } => run_serve(*port, ctx).await,
        Action::Seed { count } => seed::run(*count, ctx).await,
        Action::Path => {
            match ctx.local()? {
                Local::File(path) => ctx.ui.line(&path.display().to_string())?,
                Local::Memory => ctx.ui.line(":memory:")?,
            }
            Ok(Exit::Done)
        }
        Action::Reset { consent } => reset(*consent, ctx).await,
    }
}

async fn run_serve(port: u16, ctx: &Context) -> anyhow::Result<Exit> {
    let local = ctx.local()?;
    let engine = local.open()?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener = TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?;
    let url = format!("http://{}", listener.local_addr().context("cannot tell the port")?);
    ctx.ui.line(&url)?;
    match &local {
        Local::File(path) => ctx.ui.status(&format!("Serving `{}`; Ctrl-C stops.", path.display())),
        Local::Memory => {
            ctx.ui.status("Serving tables in memory, which end with this process; Ctrl-C stops.");
        }
    }
    let mut stop = ctx.interrupt.heed();
    let stopped = async move {
        drop(stop.wait_for(|stop| *stop).await);
    };
    serve(engine, listener, stopped).await.context("cannot serve the embedded engine")?;
    ctx.ui.status("Stopped.");
    Ok(ctx.interrupt.exit().unwrap_or(Exit::Done))
}

async fn reset(consent: ConsentArgs, ctx: &Context) -> anyhow::Result<Exit> {
    let Local::File(path) = ctx.local()? else {
        return Err(Failure::usage("tables in memory end by themselves; there is nothing to reset").into());
    };
    if !path.try_exists().with_context(|| format!("cannot look at `{}`", path.display()))? {
        ctx.ui.status(&format!("There is no file `{}`.", path.display()));
        return Ok(Exit::Done);
    }
    let question = format!("Delete `{}` with all its tables?", path.display());
    let consented = consent::ask(&ctx.ui, consent, "reset", &question, path).await?;
    let path = consented.plan();
    // The write-ahead log first: left beside a new file it would be taken for its own.
    for suffix in ["-wal", "-shm", "-journal", ""] {
        let mut name = path.clone().into_os_string();
        name.push(suffix);
        match std::fs::remove_file(&name) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(anyhow::Error::new(error).context(format!("cannot delete `{}`", name.display())));
            }
            _ => {}
        }
    }
    ctx.ui.status(&format!("Deleted `{}`.", path.display()));
    Ok(Exit::Done)
}

//! `sessctl demo`: a tour that runs the real commands on an embedded table in memory.

use anyhow::Context as _;
use sessctl::local::Engine;

use super::{dispatch, seed};
use crate::{
    cli::{self, Globals},
    context::Context,
    exit::Exit,
};

/// Take a tour: real commands on a table in memory that ends with the tour
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  sessctl demo")]
pub(crate) struct Args {}

/// Sessions of the tour.
const COUNT: u32 = 14;

pub(crate) async fn run(_args: &Args, globals: &Globals, ctx: &Context) -> anyhow::Result<Exit> {
    ctx.layout()?;
    let engine = Engine::memory().context("cannot open the embedded engine")?;
    let tour = Tour { ctx, globals, engine };
    tour.say("Provision a session table; running it again changes nothing.")?;
    tour.show(&["init-table"]).await?;
    tour.say("A web application writes sessions into it; here the seeds do.")?;
    let store = Context::new(&cli::parse(["sessctl", "list"])?.globals)?
        .with_engine(tour.engine.clone())
        .store()
        .await?;
    let seeded = seed::write(&store, COUNT, ctx.now, ctx.lifetime).await?;
    tour.say(
        "Who is there? Broken and hostile payloads are listed like any other, and nothing is executed.",
    )?;
    tour.show(&["list"]).await?;
    if let Some(id) = &seeded.user {
        tour.say("Look into a session.")?;
        tour.show(&["get", id.as_str()]).await?;
        tour.say("Find what scripts need; types survive.")?;
        tour.show(&[
            "get",
            id.as_str(),
            "-o",
            "json",
            "--query",
            "{id: id, user: data.user.username, until: expires_at}",
        ])
        .await?;
    }
    if let Some(id) = &seeded.hostile {
        tour.say("This payload runs a command in every web server that loads it. Here it is data.")?;
        tour.show(&["get", id.as_str()]).await?;
    }
    tour.say("Write a session that Python reads with its types, and give it a longer life.")?;
    let data = r#"{"_permanent": true, "username": "ada", "since": {"$datetime": "2026-11-22T20:00:17"}}"#;
    tour.show(&["put", "tour-session", "--data", data]).await?;
    tour.show(&["touch", "tour-session", "--ttl", "30d"]).await?;
    tour.say("Clean up what has expired; a session that is renewed meanwhile stays.")?;
    tour.show(&["purge", "--expired", "--dry-run"]).await?;
    tour.show(&["purge", "--expired", "--yes"]).await?;
    tour.say("Next: `sessctl --help`, or a table of your own with `sessctl local seed` and `sessctl --local list`.")?;
    Ok(Exit::Done)
}

struct Tour<'a> {
    ctx: &'a Context,
    globals: &'a Globals,
    engine: Engine,
}

impl Tour<'_> {
    fn say(&self, text: &str) -> anyhow::Result<()> {
        self.ctx.ui.line("")?;
        self.ctx.ui.line(&format!("# {text}"))
    }

    /// Shows a command and runs it.
    async fn show(&self, args: &[&str]) -> anyhow::Result<()> {
        let quoted: Vec<String> = args.iter().map(|arg| quoted(arg)).collect();
        self.ctx.ui.line(&format!("$ sessctl {}", quoted.join(" ")))?;
        let mut cli = cli::parse(std::iter::once(&"sessctl").chain(args))?;
        // How the tour was asked to look.
        cli.globals.color = self.globals.color;
        cli.globals.quiet = self.globals.quiet;
        let ctx = Context::new(&cli.globals)?.with_engine(self.engine.clone());
        Box::pin(dispatch(&cli, &ctx)).await?;
        Ok(())
    }
}

/// An argument as a shell wants it.
fn quoted(arg: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,".contains(c);
    if arg.chars().all(plain) { arg.to_owned() } else { format!("'{}'", arg.replace('\'', r"'\''")) }
}

//! `sessctl man`: manual pages.

use std::path::PathBuf;

use anyhow::Context as _;

use crate::{cli, context::Context, exit::Exit};

/// Print the manual page, or write the pages of all commands into a directory
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  sessctl man > sessctl.1\n  sessctl man man/")]
pub(crate) struct Args {
    /// Directory for `sessctl.1`, `sessctl-get.1` and so on; it must exist
    #[arg(value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    dir: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, ctx: &Context) -> anyhow::Result<Exit> {
    match &args.dir {
        None => {
            let mut page = Vec::new();
            // As `generate_to` prepares it.
            let mut definition = cli::definition().disable_help_subcommand(true);
            definition.build();
            clap_mangen::Man::new(definition).render(&mut page)?;
            ctx.ui.raw(&page)?;
        }
        Some(dir) => {
            clap_mangen::generate_to(cli::definition(), dir)
                .with_context(|| format!("cannot write manual pages to `{}`", dir.display()))?;
        }
    }
    Ok(Exit::Done)
}

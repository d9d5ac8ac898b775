//! Asks before anything destructive, or takes `--yes`. What runs afterwards takes a [`Consented`], which only this
//! module makes.

use std::io::IsTerminal;

use crate::{
    exit::{Exit, Failure},
    output::Ui,
};

/// A plan somebody agreed to.
#[derive(Debug)]
pub(crate) struct Consented<T>(T);

impl<T> Consented<T> {
    pub(crate) fn plan(&self) -> &T {
        &self.0
    }
}

/// How consent is given.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub(crate) struct ConsentArgs {
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
}

/// Asks `question` of whoever sits at the terminal.
///
/// # Errors
/// Exit 2 without a terminal and without `--yes`; exit 1 when the answer is no.
pub(crate) async fn ask<T>(
    ui: &Ui,
    args: ConsentArgs,
    action: &str,
    question: &str,
    plan: T,
) -> anyhow::Result<Consented<T>> {
    if args.yes {
        return Ok(Consented(plan));
    }
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return Err(Failure::usage(format!("refusing to {action}: standard input is not a terminal"))
            .hint("pass `--yes`")
            .into());
    }
    let question = ui.safe(question);
    // The prompt blocks its thread; Ctrl-C must still be heard.
    let answer = tokio::task::spawn_blocking(move || {
        dialoguer::Confirm::new().with_prompt(question).default(false).interact()
    })
    .await?;
    match answer {
        Ok(true) => Ok(Consented(plan)),
        Ok(false) => Err(Failure::new(Exit::Failed, "declined; nothing was changed").into()),
        Err(dialoguer::Error::IO(error)) if error.kind() == std::io::ErrorKind::Interrupted => {
            Err(Failure::new(Exit::Interrupted, "interrupted; nothing was changed").into())
        }
        Err(error) => Err(anyhow::Error::new(error).context(format!("cannot ask whether to {action}"))),
    }
}

/// A dry run changes nothing, so it needs no consent.
pub(crate) fn not_needed<T>(plan: T) -> Consented<T> {
    Consented(plan)
}

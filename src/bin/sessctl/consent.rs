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

/// Has the name of what is lost typed: for what no question guards well enough.
///
/// # Errors
/// Exit 2 without a terminal and without the name in `confirm`, or with another name; exit 1 when another is typed.
pub(crate) async fn ask_name<T>(
    ui: &Ui,
    confirm: Option<&str>,
    action: &str,
    name: &str,
    plan: T,
) -> anyhow::Result<Consented<T>> {
    if let Some(confirm) = confirm {
        if confirm == name {
            return Ok(Consented(plan));
        }
        return Err(Failure::usage(format!(
            "refusing to {action}: `--confirm` is `{confirm}`, not `{name}`"
        ))
        .into());
    }
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return Err(Failure::usage(format!("refusing to {action}: standard input is not a terminal"))
            .hint(format!("pass `--confirm {name}`"))
            .into());
    }
    let question = ui.safe(&format!("This will {action}. Type `{name}` to go on"));
    let typed = tokio::task::spawn_blocking(move || {
        dialoguer::Input::<String>::new().with_prompt(question).allow_empty(true).interact_text()
    })
    .await?;
    match typed {
        Ok(typed) if typed == name => Ok(Consented(plan)),
        Ok(_) => Err(Failure::new(Exit::Failed, "declined; nothing was changed").into()),
        Err(dialoguer::Error::IO(error)) if error.kind() == std::io::ErrorKind::Interrupted => {
            Err(Failure::new(Exit::Interrupted, "interrupted; nothing was changed").into())
        }
        Err(error) => Err(anyhow::Error::new(error).context(format!("cannot ask whether to {action}"))),
    }
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

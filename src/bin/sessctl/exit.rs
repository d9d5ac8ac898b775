//! Exit codes, and what is said when a command fails: one `error:` line and, where somebody can act, a `hint:`.

use std::{io, process::ExitCode};

use anyhow::Error;
use sessctl::{
    provision::ProvisionError,
    store::{ConnectError, Place, StoreError},
};

use crate::{
    cli::Globals,
    output::{escape, style},
};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All done.
    Done = 0,
    /// Failed, or declined at a prompt.
    Failed = 1,
    /// Wrong usage, or a refusal for want of `--yes`.
    Usage = 2,
    /// Some items failed.
    Partial = 3,
    /// A session named by id does not exist.
    NotFound = 4,
    /// A check found something.
    Found = 5,
    /// SIGHUP, where files had to be removed first.
    HungUp = 129,
    /// SIGINT.
    Interrupted = 130,
    /// SIGQUIT, where files had to be removed first.
    Quit = 131,
    /// SIGTERM.
    Terminated = 143,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// An error that decides its exit code, and what to do about it.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(crate) struct Failure {
    exit: Exit,
    message: String,
    /// What the user typed, with a caret below what is wrong.
    excerpt: Option<[String; 2]>,
    hint: Option<String>,
}

impl Failure {
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into(), excerpt: None, hint: None }
    }

    /// The command line is wrong in a way that only shows when it runs.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    /// Shows a text with a caret at a byte of it.
    pub(crate) fn excerpt(mut self, text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let (safe, before) = (escape::line(text), escape::line(before));
        self.excerpt = Some([safe.clone().into_owned(), format!("{}^", " ".repeat(before.chars().count()))]);
        self
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// Prints what clap has to say: help and versions to stdout, errors to stderr.
pub(crate) fn usage(error: &clap::Error) -> ExitCode {
    // A closed stdout is no failure of ours.
    drop(error.print());
    if error.use_stderr() { Exit::Usage.into() } else { Exit::Done.into() }
}

/// Prints an error and its hint, and finds its exit code.
pub(crate) fn report(error: &Error, globals: &Globals) -> ExitCode {
    // Whoever closed our output has what he wants: `sessctl list | head`.
    let closed = |cause: &(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    };
    if error.chain().any(closed) {
        return Exit::Done.into();
    }
    let paint = style::stderr(globals.color);
    write_stderr(&format!("{} {}", paint.error("error:"), escape::line(&chain(error))));
    let failure = error.chain().find_map(|cause| cause.downcast_ref::<Failure>());
    for line in failure.and_then(|failure| failure.excerpt.as_ref()).into_iter().flatten() {
        write_stderr(&format!("  {line}"));
    }
    if let Some(hint) = hint(error) {
        write_stderr(&format!("{} {}", paint.hint("hint:"), escape::line(&hint)));
    }
    failure.map_or(Exit::Failed, |failure| failure.exit).into()
}

/// The causes joined by colons, each said once. Below an error of ours the SDK's stages follow, of which only the
/// innermost cause tells something.
fn chain(error: &Error) -> String {
    let mut text = String::new();
    let mut causes: Vec<&(dyn std::error::Error + 'static)> = error.chain().collect();
    // Provisioning passes the errors of its requests on as they are.
    let is_ours = |cause: &&(dyn std::error::Error + 'static)| {
        cause.is::<StoreError>() || matches!(cause.downcast_ref(), Some(ProvisionError::Store(_)))
    };
    if let Some(ours) = causes.iter().position(is_ours) {
        causes.drain(ours + 1..causes.len().saturating_sub(1).max(ours + 1));
    }
    for cause in causes {
        let cause = cause.to_string();
        if !text.contains(&cause) {
            if !text.is_empty() {
                text.push_str(": ");
            }
            text.push_str(&cause);
        }
    }
    text
}

fn write_stderr(line: &str) {
    use io::Write;
    // Where stderr is closed there is nobody left to tell.
    drop(writeln!(io::stderr(), "{line}"));
}

fn hint(error: &Error) -> Option<String> {
    for cause in error.chain() {
        if let Some(failure) = cause.downcast_ref::<Failure>()
            && failure.hint.is_some()
        {
            return failure.hint.clone();
        }
        if let Some(error) = cause.downcast_ref::<StoreError>() {
            return store_hint(error);
        }
        match cause.downcast_ref() {
            Some(ProvisionError::NotReady { .. } | ProvisionError::BackupsUnavailable { .. }) => {
                return Some("run the same command again, or give it longer with `--timeout`".to_owned());
            }
            Some(ProvisionError::Store(error)) => return store_hint(error),
            Some(ProvisionError::TtlTooSoon { .. }) => {
                return Some("run the same command again in an hour".to_owned());
            }
            Some(ProvisionError::TtlElsewhere { .. }) => {
                return Some(
                    "find out who turned it on, or name that attribute with `--ttl-attribute`".to_owned(),
                );
            }
            _ => {}
        }
        match cause.downcast_ref::<ConnectError>() {
            Some(ConnectError::NoRegion) => {
                return Some(
                    "pass `--region`, set SESSION_DYNAMODB_REGION or AWS_REGION, or try `--local`".to_owned(),
                );
            }
            Some(ConnectError::CaBundle(_) | ConnectError::CaBundleEmpty) => {
                return Some("pass a file of PEM certificates with `--ca-bundle`".to_owned());
            }
            _ => {}
        }
    }
    None
}

fn store_hint(error: &StoreError) -> Option<String> {
    Some(match error {
        StoreError::TableMissing(_) => {
            "create it with `sessctl init-table` and the same options, or name another `--table` or `--region`".to_owned()
        }
        StoreError::AccessDenied { operation, .. } => {
            format!(
                "grant `dynamodb:{}` on the table to whoever runs this (see `sessctl init-table --emit iam-policy`)",
                operation.name()
            )
        }
        StoreError::Throttled { .. } => {
            "wait, or raise the table's capacity; for jobs lower `--concurrency`".to_owned()
        }
        StoreError::NoCredentials { .. } => {
            "set AWS_PROFILE or AWS_ACCESS_KEY_ID, log in with `aws sso login`, or try `--local`".to_owned()
        }
        StoreError::CredentialsRefused { .. } => {
            "log in again, and check `--profile`, `--region` and this machine's clock".to_owned()
        }
        StoreError::Unreachable { target, .. } | StoreError::TimedOut { target } => match &target.place {
            Place::Region(region) => format!("check the network, and that `{region}` is a region"),
            place => format!("check that something listens at {place}"),
        },
        StoreError::ItemTooLarge { .. } => "keep large values out of the session".to_owned(),
        _ => return None,
    })
}

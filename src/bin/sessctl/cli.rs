//! The command line: global options and the list of commands. Each command's own flags stand in its file.

use std::{ffi::OsString, path::PathBuf};

use clap::{
    Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum,
    builder::{PossibleValue, PossibleValuesParser, TypedValueParser},
};
use sessctl::{
    layout::{LAYOUTS, Layout},
    session::Lifetime,
};

use crate::{commands, output::style::ColorChoice};

/// Operate Flask sessions kept in DynamoDB: provision, look, decode, write and clean.
///
/// Payloads are Python pickles; sessctl reads them as data and never executes them.
#[derive(Debug, Parser)]
#[command(name = "sessctl", version, max_term_width = 100, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) globals: Globals,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Globals {
    /// Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE]
    /// [default: flask_sessions, or what the layout's library uses]
    #[arg(short, long, global = true, value_name = "NAME")]
    pub(crate) table: Option<String>,
    /// AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]
    #[arg(long, global = true, value_name = "REGION")]
    pub(crate) region: Option<String>,
    /// Profile of the shared AWS configuration [env: AWS_PROFILE]
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// DynamoDB endpoint instead of the region's own [env: SESSION_DYNAMODB_ENDPOINT,
    /// FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]
    #[arg(long, global = true, value_name = "URL", conflicts_with = "local")]
    pub(crate) endpoint_url: Option<String>,
    /// Certificates in PEM to trust instead of the system's [env: AWS_CA_BUNDLE]
    #[arg(long, global = true, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub(crate) ca_bundle: Option<PathBuf>,
    /// Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL]
    /// [default file: sessctl/local.db in the user's data directory]
    #[arg(long, global = true, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    #[arg(value_hint = clap::ValueHint::FilePath)]
    pub(crate) local: Option<Option<PathBuf>>,
    /// Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web,
    /// connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also
    /// django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]
    #[arg(long, global = true, value_name = "LAYOUT", value_parser = layout_parser(), hide_possible_values = true)]
    pub(crate) layout: Option<&'static Layout>,
    /// What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library's]
    #[arg(long, global = true, value_name = "PREFIX")]
    pub(crate) key_prefix: Option<String>,
    /// Life of the sessions that are written, such as 14d or 12h; a bare number is seconds
    /// [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]
    #[arg(long, global = true, value_name = "DURATION", value_parser = parse_lifetime)]
    pub(crate) ttl: Option<Lifetime>,
    /// Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]
    #[arg(long, global = true)]
    pub(crate) consistent_read: bool,
    /// How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT]
    /// [default: table]
    #[arg(short, long, global = true, value_name = "FORMAT", value_enum)]
    pub(crate) output: Option<OutputFormat>,
    /// Print what this JMESPath expression finds in the JSON output; `data` is in its plain form
    #[arg(long, global = true, value_name = "JMESPATH")]
    pub(crate) query: Option<String>,
    /// Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]
    #[arg(long, global = true)]
    pub(crate) redact: bool,
    /// Print no status and no warnings
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Print what is talked to
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    /// When to color [env: NO_COLOR, CLICOLOR_FORCE]
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t, hide_default_value = true)]
    pub(crate) color: ColorChoice,
}

/// How results are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    #[default]
    Table,
    Json,
    Ndjson,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    InitTable(commands::init_table::Args),
    Describe(commands::describe::Args),
    Get(commands::get::Args),
    List(commands::list::Args),
    Decode(commands::decode::Args),
    Put(commands::put::Args),
    Edit(commands::edit::Args),
    Touch(commands::touch::Args),
    Delete(commands::delete::Args),
    Purge(commands::purge::Args),
    Export(commands::export::Args),
    Import(commands::import::Args),
    Stats(commands::stats::Args),
    Migrate(commands::migrate::Args),
    Local(commands::local::Args),
    Demo(commands::demo::Args),
    Completions(commands::completions::Args),
    Man(commands::man::Args),
}

impl Command {
    /// How many threads are worth their start on so many cores; `None` for what sends one request at a time.
    pub(crate) fn threads(&self, cores: usize) -> Option<usize> {
        match self {
            // Writes are short: waking another thread for each answer takes a third of the processor time.
            Self::Purge(args) if args.writes() => Some(cores.div_ceil(2)),
            Self::Migrate(args) if args.writes() => Some(cores.div_ceil(2)),
            Self::Import(_) => Some(cores.div_ceil(2)),
            Self::List(_)
            | Self::Purge(_)
            | Self::Export(_)
            | Self::Stats(_)
            | Self::Migrate(_)
            | Self::Local(_)
            | Self::Demo(_) => Some(cores),
            _ => None,
        }
    }
}

/// Parses a command line, the program's name first.
pub(crate) fn parse<I, T>(args: I) -> Result<Cli, clap::Error>
where
    I: IntoIterator<Item = T>,
    T: Into<OsString> + Clone,
{
    let matches = definition().try_get_matches_from(args)?;
    Cli::from_arg_matches(&matches)
}

/// The clap definition, from which help, completions and man pages come.
pub(crate) fn definition() -> clap::Command {
    Cli::command()
}

/// Takes a layout by its name.
pub(crate) fn layout_parser() -> impl TypedValueParser<Value = &'static Layout> {
    let names = LAYOUTS.iter().map(|layout| PossibleValue::new(layout.name).aliases(layout.aliases));
    PossibleValuesParser::new(names).map(|name| Layout::named(&name).unwrap_or_default())
}

/// Reads `14d`, `1h 30m` or a number of seconds.
pub(crate) fn parse_lifetime(text: &str) -> Result<Lifetime, String> {
    let example = "expected a duration such as 14d, 12h or 3600 (seconds)";
    let seconds = match text.trim().parse::<i64>() {
        Ok(seconds) => seconds,
        Err(_) => {
            let span: jiff::Span = text.trim().parse().map_err(|_| example.to_owned())?;
            let days = jiff::SpanRelativeTo::days_are_24_hours();
            span.to_duration(days).map_err(|_| format!("{example}; months and years vary"))?.as_secs()
        }
    };
    Lifetime::from_seconds(seconds).ok_or_else(|| "expected 0 seconds to 100 years".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_consistent() {
        definition().debug_assert();
    }

    #[test]
    fn durations_are_read_as_people_write_them() {
        for (text, seconds) in
            [("14d", 1_209_600), ("12h", 43_200), ("90", 90), ("1h 30m", 5_400), ("2w", 1_209_600)]
        {
            assert_eq!(parse_lifetime(text).map(Lifetime::seconds), Ok(seconds), "{text}");
        }
        for text in ["", "-1", "soon", "1 month", "999999999999", "14 days ago"] {
            assert!(parse_lifetime(text).is_err(), "{text}");
        }
    }
}

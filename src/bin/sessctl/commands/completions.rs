//! `sessctl completions`: completion scripts for shells.

use std::{collections::BTreeMap, fmt::Write};

use clap_complete::Shell;

use crate::{cli, context::Context, exit::Exit};

/// Print a completion script for a shell
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  sessctl completions bash > sessctl.bash")]
pub(crate) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(args: &Args, ctx: &Context) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut cli::definition(), "sessctl", &mut script);
    let script = String::from_utf8(script)?;
    let script = match args.shell {
        Shell::Elvish => elvish_with_values(&script),
        Shell::PowerShell => powershell_with_values(&script),
        _ => script,
    };
    ctx.ui.raw(script.as_bytes())?;
    Ok(Exit::Done)
}

/// What can follow an option, or a command that takes one of several words. For these two shells clap_complete
/// generates commands and options only.
fn values() -> BTreeMap<String, Vec<String>> {
    let mut definition = cli::definition();
    definition.build();
    let mut found = BTreeMap::new();
    for command in std::iter::once(&definition).chain(definition.get_subcommands()) {
        for arg in command.get_arguments() {
            let values: Vec<String> =
                arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
            if values.is_empty() || !arg.get_action().takes_values() {
                continue;
            }
            let long = arg.get_long().map(|long| format!("--{long}"));
            let short = arg.get_short().map(|short| format!("-{short}"));
            let position = arg.is_positional().then(|| command.get_name().to_owned());
            for word in [long, short, position].into_iter().flatten() {
                found.insert(word, values.clone());
            }
        }
    }
    found
}

fn elvish_with_values(script: &str) -> String {
    let mut table = String::from("    var values = [\n");
    for (word, values) in values() {
        writeln!(table, "        &'{word}'= [{}]", values.join(" "))
            .expect("writing to a String cannot fail");
    }
    table.push_str("    ]\n    var completions = [");
    let script = script.replacen("    var completions = [", &table, 1);
    script.replacen(
        "    $completions[$command]",
        "    if (has-key $values $words[-2]) {\n        all $values[$words[-2]]\n    } elif (has-key $completions $command) {\n        \
         $completions[$command]\n    }",
        1,
    )
}

fn powershell_with_values(script: &str) -> String {
    let mut table = String::from("    $values = @{\n");
    for (word, values) in values() {
        writeln!(table, "        '{word}' = '{}'", values.join("', '"))
            .expect("writing to a String cannot fail");
    }
    table.push_str(
        "    }
    $previous = $commandElements[$(if ($wordToComplete) { -2 } else { -1 })].Extent.Text
    if ($values.ContainsKey($previous)) {
        $values[$previous] | Where-Object { $_ -like \"$wordToComplete*\" } | ForEach-Object {
            [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, $_)
        }
        return
    }

    $completions = @(switch ($command) {",
    );
    script.replacen("    $completions = @(switch ($command) {", &table, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_with_choices_completes_them() {
        let values = values();
        assert_eq!(values["--output"], ["table", "json", "ndjson"]);
        assert_eq!(values["--output"], values["-o"]);
        assert_eq!(values["--state"], ["live", "expired", "any"]);
        assert!(values["completions"].contains(&"elvish".to_owned()));
    }
}

//! Every command that README.md and the guide to migrating show is run, in its order, and prints what it is said to
//! print.

use snapbox::{Data, IntoData, assert_data_eq};

use crate::env::TestEnv;

/// A command and what it prints.
struct Shown {
    command: String,
    output: String,
}

/// The commands of the `console` blocks: lines after `$ `, continued after a backslash.
fn shown(text: &str) -> Vec<Shown> {
    let mut found: Vec<Shown> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if inside {
            match line.strip_prefix("$ ") {
                Some(command) => found.push(Shown { command: command.to_owned(), output: String::new() }),
                None => {
                    let last = found.last_mut().expect("a block begins with a command");
                    if last.command.ends_with('\\') && last.output.is_empty() {
                        last.command.push('\n');
                        last.command.push_str(line);
                    } else {
                        last.output.push_str(line);
                        last.output.push('\n');
                    }
                }
            }
        }
    }
    found
}

#[test]
fn every_command_of_the_readme_runs_as_shown() {
    // A new user has not set anything: the engine's file is the default one.
    assert!(run_as_shown("README.md", &TestEnv::empty(), "unset SESSCTL_LOCAL") > 10);
}

#[test]
fn every_command_of_the_migration_guide_runs_as_shown() {
    let env = TestEnv::new();
    for (id, data) in
        [("a", r#"{"user": "ada"}"#), ("b", r#"{"user": "bob"}"#), ("c", r#"{"seen": {"$set": ["A-1"]}}"#)]
    {
        env.run(["-q", "put", id, "--data", data]).success();
    }
    assert!(run_as_shown("docs/migrating.md", &env, ":") > 8);
}

/// Runs the commands of a file, each after `first`, and compares what they print. Returns how many there are.
fn run_as_shown(file: &str, env: &TestEnv, first: &str) -> usize {
    let text = std::fs::read_to_string(format!("{}/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let commands = shown(&text);
    let count = commands.len();
    for Shown { command, output } in commands {
        // These build, serve or ask; they have tests of their own, and these tests are what `cargo test` runs.
        if command.starts_with("cargo ") || command.contains("local serve") || command.ends_with("flask run")
        {
            continue;
        }
        let run = env.sh(&format!("{first}\n{{ {command}\n}} 2>&1"));
        let printed = String::from_utf8_lossy(&run.get_output().stdout).into_owned();
        assert!(run.get_output().status.success(), "`{command}` fails: {printed}");
        if !output.is_empty() {
            let expected: Data = output.into_data();
            assert_data_eq!(printed, expected);
        }
    }
    count
}

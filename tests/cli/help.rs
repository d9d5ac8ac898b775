//! Every example that `--help` shows is run.

use crate::{
    env::TestEnv,
    import::{export_to_s3, lines},
};

fn subcommands(env: &TestEnv) -> Vec<String> {
    let help = env.stdout(["--help"]);
    let commands = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    // A line that goes on with a description is indented further.
    let names = commands
        .lines()
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help");
    names.map(str::to_owned).collect()
}

#[test]
fn every_command_has_examples_and_they_run() {
    let env = TestEnv::new();
    env.run(["-q", "local", "seed", "--count", "12"]).success();
    let id = "9f3c1c9e-0c5e-4b5e-8f52-6f1a5f0c7b11";
    env.write("ids.txt", format!("{id}\n"));
    env.write("session.json", r#"{"_permanent": true}"#);
    env.write("export/data/one.json.gz", gzip(br#"{"Item": {"id": {"S": "a"}, "data": {"S": "gAR9lC4="}}}"#));
    env.write("man/.keep", "");
    let items = lines([serde_json::json!({"id": {"S": "a"}, "data": {"S": "gAR9lC4="}})]);
    export_to_s3(&env, "AWSDynamoDB/01693685827463-2d8752fd", &[("a.json.gz", items, 1)]);
    // `migrate` exits 3 where it leaves something behind.
    env.run(["-q", "purge", "--where", "verdict == 'malicious'", "--yes"]).success();
    env.run(["-q", "purge", "--undecodable", "--yes"]).success();
    env.run(["-q", "init-table", "--layout", "flask-session"]).success();
    env.run(["-q", "init-table", "-t", "flask_sessions_v2"]).success();
    env.write("sessions-table.toml", "deletion-protection = true\n");
    for name in subcommands(&env) {
        let help = env.stdout([name.as_str(), "--help"]);
        let examples = help.split("Examples:\n").nth(1).unwrap_or_else(|| panic!("`{name}` has no examples"));
        for example in examples.lines().map(str::trim).filter(|line| !line.is_empty()) {
            env.run(["-q", "put", id, "--replace", "--data", "{}"]).success();
            let example = match example {
                // These wait for Ctrl-C and for an answer.
                serve if serve.contains("local serve") => continue,
                delete if delete.starts_with("sessctl delete") && !delete.contains("--yes") => {
                    delete.replace("delete", "delete --yes")
                }
                other => other.to_owned(),
            };
            let code = env.sh(&example).get_output().status.code();
            // The session that is put before each example makes the tables differ.
            let expected = if example.contains("--verify") { 5 } else { 0 };
            assert_eq!(code, Some(expected), "{example}");
        }
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

#[test]
fn help_fits_a_narrow_terminal_and_names_every_global_option() {
    let env = TestEnv::empty();
    let help = env.stdout(["list", "--help"]);
    assert!(help.lines().all(|line| line.chars().count() <= 100));
    for option in [
        "--table",
        "--region",
        "--profile",
        "--endpoint-url",
        "--local",
        "--ttl",
        "--output",
        "--query",
        "--redact",
    ] {
        assert!(help.contains(option), "{option}");
    }
}

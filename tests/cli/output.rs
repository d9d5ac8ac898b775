//! What all commands share: formats, queries, terminals.

use snapbox::str;

use crate::env::TestEnv;

#[test]
fn a_query_that_is_no_jmespath_is_refused_with_its_column() {
    let env = TestEnv::new();
    env.run(["list", "--query", "data.[user"]).code(2).stdout_eq("").stderr_eq(str![[r#"
error: `--query` is not a JMESPath expression: Unexpected nud token -- found Eof
  data.[user
            ^

"#]]);
}

#[test]
fn a_query_sees_the_plain_data() {
    let env = TestEnv::new();
    env.run(["put", "a", "--data", r#"{"t": {"$tuple": [1, 2]}, "d": {"$date": "2026-11-22"}}"#]).success();
    env.run(["list", "-o", "json", "--query", "[].data.[t[1], d]"]).success().stdout_eq(str![[r#"
[
  [
    2,
    "2026-11-22"
  ]
]

"#]]);
    env.run(["list", "--query", "length(@)"]).success().stdout_eq("1\n");
    env.run(["list", "--query", "nonsense(@)"]).code(2);
}

#[test]
fn the_environment_chooses_table_and_format_and_a_flag_beats_it() {
    let env = TestEnv::empty();
    env.command(["init-table"]).env("FLASK_SESSION_DYNAMODB_TABLE", "other").assert().success();
    env.run(["describe"]).code(1);
    env.run(["describe", "-t", "other"]).success();
    let json = env.command(["describe", "-t", "other"]).env("SESSCTL_OUTPUT", "json").assert().success();
    assert!(json.get_output().stdout.starts_with(b"{"));
    env.command(["describe"]).env("SESSCTL_OUTPUT", "xml").assert().code(2).stderr_eq(str![[r#"
error: SESSCTL_OUTPUT is `xml`, and should be table, json or ndjson

"#]]);
    let both = env.command(["describe", "-t", "other"]).env("SESSION_DYNAMODB_TABLE", "third").assert();
    both.success();
}

#[test]
fn local_and_an_endpoint_exclude_each_other_on_the_command_line() {
    let env = TestEnv::new();
    env.run(["list", "--local", "--endpoint-url", "http://127.0.0.1:1"]).code(2);
    // A flag beats the environment's SESSCTL_LOCAL.
    env.run(["list", "--endpoint-url", "http://127.0.0.1:1"]).code(1);
}

#[test]
fn hostile_text_never_reaches_a_terminal_raw() {
    let env = TestEnv::new();
    let id = "id\u{1b}[31m\u{202e}";
    env.run(["put", id, "--data", r#"{"k\u001b]0;": "v\u001b[2J\u202e\u009b"}"#]).success();
    for args in [
        vec!["list"],
        vec!["get", id],
        vec!["list", "-o", "json"],
        vec!["list", "-o", "ndjson"],
        vec!["get", "no\u{1b}"],
    ] {
        let output = env.run(&args);
        let output = output.get_output();
        let text = String::from_utf8([output.stdout.clone(), output.stderr.clone()].concat()).unwrap();
        let raw = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!text.contains(raw), "{args:?}: {text:?}");
    }
    assert_eq!(env.json(["get", id, "-o", "json"])["id"], id, "escaped JSON means the same");
}

#[test]
fn a_closed_stdout_is_a_quiet_success() {
    let env = TestEnv::new();
    env.run(["-q", "local", "seed", "--count", "300"]).success();
    env.sh("sessctl list -o ndjson | head -n 1 > /dev/null; sessctl demo 2> err | head -n 1 > /dev/null; ! grep -i error err")
        .success()
        .stderr_eq("");
    env.sh("sessctl completions bash >&- ; sessctl --help >&- ; true").success();
}

#[test]
fn quiet_prints_results_only() {
    let env = TestEnv::new();
    env.run(["-q", "list"]).success().stdout_eq("").stderr_eq("");
    env.run(["-v", "list"]).success().stderr_eq(str![[r#"
Table `flask_sessions` in the embedded engine ([DIR]/local.db).
No such sessions in table `flask_sessions`.

"#]]);
}

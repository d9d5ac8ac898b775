//! Everything that can be wrong ends in a clear error with the right exit code, and nothing is lost.

use std::time::{Duration, Instant};

use snapbox::str;

use crate::env::TestEnv;

#[test]
fn a_dead_endpoint_is_said_within_five_seconds() {
    let env = TestEnv::empty();
    let start = Instant::now();
    env.run(["list", "--endpoint-url", "http://127.0.0.1:1"]).code(1).stdout_eq("").stderr_eq(str![[r#"
error: cannot read table `flask_sessions`: cannot reach endpoint http://127.0.0.1:1: Connection refused (os error 111)
hint: check that something listens at endpoint http://127.0.0.1:1

"#]]);
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn an_endpoint_that_never_answers_is_given_up() {
    let env = TestEnv::empty();
    // The backlog accepts the connection; nobody reads from it.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let start = Instant::now();
    env.run(["get", "abc", "--endpoint-url", &url]).code(1).stdout_eq("");
    assert!(start.elapsed() < Duration::from_secs(25));
}

#[test]
fn no_region_and_no_credentials_are_told_apart() {
    let env = TestEnv::empty();
    let bare = |args: &[&str]| env.command(args).env_remove("SESSCTL_LOCAL").assert();
    let start = Instant::now();
    bare(&["list"]).code(1).stdout_eq("").stderr_eq(str![[r#"
error: cannot connect to table `flask_sessions`: no AWS region is configured
hint: pass `--region`, set SESSION_DYNAMODB_REGION or AWS_REGION, or try `--local`

"#]]);
    let refused = bare(&["list", "--region", "eu-central-1"]).code(1);
    let stderr = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(
        stderr.starts_with("error: cannot read table `flask_sessions`: no AWS credentials found"),
        "{stderr}"
    );
    assert!(stderr.contains("hint: set AWS_PROFILE"), "{stderr}");
    assert!(start.elapsed() < Duration::from_secs(5));
    bare(&["list", "--endpoint-url", "127.0.0.1:8000"]).code(1).stderr_eq(str![[r#"
error: cannot connect to table `flask_sessions`: endpoint `127.0.0.1:8000` is not a URL such as http://127.0.0.1:8000

"#]]);
}

#[test]
fn a_file_that_is_no_engine_is_left_as_it_is() {
    let env = TestEnv::empty();
    env.write("notes.txt", "remember the milk, and never overwrite this file please, whatever happens to it");
    env.run(["init-table", "--local=notes.txt"]).code(1).stderr_eq(str![[r#"
error: cannot open the embedded engine at `notes.txt`: cannot open database `notes.txt`: not a SQLite file

"#]]);
    assert!(std::fs::read_to_string(env.path().join("notes.txt")).unwrap().starts_with("remember"));
}

#[test]
fn an_empty_or_overlong_id_is_refused() {
    let env = TestEnv::new();
    env.run(["get", ""]).code(2).stderr_eq(str![[r#"
error: a session id cannot be empty

"#]]);
    env.run(["put", &"x".repeat(2049), "--data", "{}"]).code(2).stderr_eq(str![[r#"
error: a session id of 2049 bytes is longer than the 2048 bytes DynamoDB allows for a key

"#]]);
}

#[test]
fn an_item_that_is_no_session_does_not_hide_the_others() {
    let env = TestEnv::new();
    let engine = sessctl::local::Engine::open(&env.path().join("local.db")).unwrap();
    for item in [
        r#"{"id": {"S": "no-data"}}"#,
        r#"{"id": {"S": "number"}, "data": {"N": "1"}, "ttl": {"S": "soon"}}"#,
        r#"{"id": {"S": "not-base64"}, "data": {"S": "!!! hello"}}"#,
        r#"{"id": {"S": "truncated"}, "data": {"S": "gASVEgAAAAAAAAB9lIwKX3Blcm0="}}"#,
        r#"{"id": {"S": "binary"}, "data": {"B": "gAR9lC4="}, "tenant": {"S": "acme"}}"#,
    ] {
        let body = format!(r#"{{"TableName": "flask_sessions", "Item": {item}}}"#);
        assert_eq!(engine.call("DynamoDB_20120810.PutItem", body.as_bytes()).status, 200);
    }
    drop(engine);
    assert_eq!(env.stdout(["list", "-o", "ndjson"]).lines().count(), 5);
    env.run(["get", "truncated"]).success().stdout_eq(str![[r#"
id:         truncated
state:      no-ttl
size_bytes: 43
format:     pickle
verdict:    invalid
warnings:   the base64 is not as Python writes it
data: cannot be read: pickle ends inside a frame of 18 bytes, with 9 left at byte 11 (FRAME at byte 2)

"#]]);
    env.run(["get", "truncated", "--strict"]).code(5);
    env.run(["get", "number", "-o", "json"]).success().stdout_eq(str![[r#"
{
  "id": "number",
  "modified": null,
  "ttl": null,
  "expires_at": null,
  "state": "no-ttl",
  "format": null,
  "protocol": null,
  "size_bytes": 21,
  "verdict": "invalid",
  "globals": [],
  "warnings": [
    "attribute `data` is a Number, not a String or Binary",
    "attribute `ttl` is a String, not a Number, so DynamoDB never expires this session"
  ],
  "data": null,
  "attributes": {
    "data": {
      "N": "1"
    },
    "ttl": {
      "S": "soon"
    }
  },
  "error": {
    "message": "there is no payload",
    "offset": null
  }
}

"#]]);
    let binary = env.json(["get", "binary", "-o", "json"]);
    assert_eq!(
        (&binary["data"], &binary["attributes"]["tenant"]["S"]),
        (&serde_json::json!({}), &"acme".into())
    );
}

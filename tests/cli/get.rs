//! `sessctl get`.

use snapbox::str;

use crate::env::TestEnv;

const DATA: &str = r#"{"_permanent": true, "user": {"username": "ada"}, "at": {"$datetime": "2026-11-22T20:00:17"},
    "pair": {"$tuple": [1, {"$decimal": "2.50"}]}}"#;

fn env_with_session() -> TestEnv {
    let env = TestEnv::new();
    env.run(["put", "abc", "--data", DATA]).success();
    env
}

#[test]
fn a_session_is_shown_to_people_plain_and_to_scripts_typed() {
    let env = env_with_session();
    env.run(["get", "abc"])
        .success()
        .stdout_eq(str![[r#"
id:         abc
state:      live
modified:   [TIME]
expires_at: [TIME]
size_bytes: 251
format:     pickle 4
verdict:    known
globals:    datetime.datetime decimal.Decimal
data: {
  "_permanent": true,
  "user": {
    "username": "ada"
  },
  "at": "2026-11-22T20:00:17",
  "pair": [
    1,
    "2.50"
  ]
}

"#]])
        .stderr_eq("");
    env.run(["get", "abc", "-o", "json"]).success().stdout_eq(str![[r#"
{
  "id": "abc",
  "modified": "[TIME]",
  "ttl": [TTL],
  "expires_at": "[TIME]",
  "state": "live",
  "format": "pickle",
  "protocol": 4,
  "size_bytes": 251,
  "verdict": "known",
  "globals": [
    "datetime.datetime",
    "decimal.Decimal"
  ],
  "warnings": [],
  "data": {
    "_permanent": true,
    "user": {
      "username": "ada"
    },
    "at": {
      "$datetime": "2026-11-22T20:00:17"
    },
    "pair": {
      "$tuple": [
        1,
        {
          "$decimal": "2.50"
        }
      ]
    }
  },
  "attributes": {}
}

"#]]);
    let plain = env.json(["get", "abc", "-o", "json", "--plain"]);
    assert_eq!(plain["data"]["pair"], serde_json::json!([1, "2.50"]));
}

#[test]
fn one_session_is_an_object_and_several_are_an_array() {
    let env = env_with_session();
    env.run(["put", "def", "--data", "{}"]).success();
    assert!(env.json(["get", "abc", "-o", "json"]).is_object());
    assert_eq!(env.json(["get", "abc", "def", "-o", "json"]).as_array().unwrap().len(), 2);
    let lines = env.stdout(["get", "abc", "def", "-o", "ndjson"]);
    assert_eq!(lines.lines().count(), 2);
}

#[test]
fn ids_come_from_standard_input_too() {
    let env = env_with_session();
    env.run_with(["get", "-", "--query", "id"], "abc\r\n\n").success().stdout_eq("\"abc\"\n");
}

#[test]
fn an_unknown_id_exits_4_and_the_others_are_shown() {
    let env = env_with_session();
    env.run(["get", "nobody"]).code(4).stdout_eq("").stderr_eq(str![[r#"
error: session `~6382b3cc` does not exist in table `flask_sessions`

"#]]);
    env.run(["get", "nobody", "-o", "json"]).code(4).stdout_eq("");
    let shown = env.run(["get", "nobody", "abc", "-o", "ndjson", "--query", "id"]).code(4);
    shown.stdout_eq("\"abc\"\n");
}

#[test]
fn an_id_may_begin_with_a_dash() {
    let env = TestEnv::new();
    env.run(["put", "--data", "{}", "--", "-dash"]).success();
    env.run(["get", "--query", "id", "--", "-dash"]).success().stdout_eq("\"-dash\"\n");
    env.run(["get", "-dash"]).code(2);
}

#[test]
fn raw_prints_the_payload_as_stored() {
    let env = TestEnv::new();
    env.run(["put", "abc", "--data", r#"{"_permanent": true}"#]).success();
    env.run(["get", "abc", "--raw"]).success().stdout_eq("gASVEgAAAAAAAAB9lIwKX3Blcm1hbmVudJSIcy4=\n");
    env.run(["get", "abc", "--raw", "--redact"]).code(2);
}

#[test]
fn redact_masks_secrets_and_ids() {
    let env = TestEnv::new();
    let data = r#"{"csrf_token": "hunter2", "oauth": {"access_token": "hunter3"}, "name": "ada"}"#;
    env.run(["put", "abc", "--data", data]).success();
    let text = env.stdout(["get", "abc", "--redact", "-o", "json"]);
    assert!(!text.contains("hunter") && !text.contains("\"abc\"") && text.contains("ada"), "{text}");
}

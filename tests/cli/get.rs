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

#[test]
fn redact_masks_pairs_in_forms_and_headers_in_every_view() {
    let env = TestEnv::new();
    // Werkzeug's ImmutableMultiDict([("password", "S3CR3T")]), as an application kept it.
    let form = "gASVZAAAAAAAAAB9lIwEZm9ybZSMIndlcmt6ZXVnLmRhdGFzdHJ1Y3R1cmVzLnN0cnVjdHVyZXOUjBJJbW11dGFibGVNdWx0aURpY3SUk5RdlIwIcGFzc3dvcmSUjAZTM0NSM1SUhpRhhZRSlHMu";
    env.put_items([serde_json::json!({"id": {"S": "form"}, "data": {"S": form}})]);
    let data = r#"{"pairs": [["password", "S3CR3T"], ["name", "ada"]], "cvv": "S3CR3T", "code_verifier": "S3CR3T",
        "headers": {"$object": {"class": "werkzeug.datastructures.headers:Headers", "how": "newobj",
        "state": {"_list": [{"$tuple": ["Authorization", "S3CR3T"]}, {"$tuple": ["X-Side", "left"]}]}}},
        "multi": {"$object": {"class": "werkzeug.datastructures.structures:MultiDict", "how": "newobj",
        "items": [["card", "S3CR3T"]], "state": {"card": ["S3CR3T"]}}}}"#;
    env.run(["put", "more", "--data", data]).success();
    for view in
        [&["-o", "json"][..], &["-o", "ndjson"], &["-o", "json", "--plain"], &[], &["--query", "[].data"]]
    {
        let text = env.stdout(["get", "form", "more", "--redact"].iter().chain(view));
        assert!(!text.contains("S3CR3T") && text.contains("[redacted]"), "{text}");
        assert!(text.contains("ada") && text.contains("left"), "{text}");
        assert!(
            env.stdout(["get", "form", "more"].iter().chain(view)).contains("S3CR3T"),
            "the secrets are there"
        );
    }
    let listed = env.stdout(["list", "--redact", "--columns", "data"]);
    assert!(!listed.contains("S3CR3T"), "{listed}");
}

#[test]
fn strict_exits_5_on_what_is_suspicious() {
    let env = TestEnv::new();
    // {"x": print("1")}
    let payload = "gAR9KIwKX3Blcm1hbmVudIiMAXiMCGJ1aWx0aW5zjAVwcmludJOMATGFUnUu";
    env.put_items([serde_json::json!({"id": {"S": "odd"}, "data": {"S": payload}})]);
    env.run(["put", "good", "--data", "{}"]).success();
    assert_eq!(env.stdout(["get", "odd", "--query", "verdict"]), "\"suspicious\"\n");
    env.run(["get", "odd", "--strict"]).code(5);
    env.run(["get", "odd"]).success();
    env.run(["get", "good", "--strict"]).success();
    env.run_with(["decode", "--strict"], payload).code(5);
    for output in ["table", "json", "ndjson"] {
        env.run(["list", "--strict", "-o", output]).code(5);
        env.run(["list", "--strict", "-o", output, "--limit", "9"]).code(5);
        env.run(["list", "-o", output]).success();
        env.run(["list", "--strict", "-o", output, "--where", "id == 'good'"]).success();
    }
}

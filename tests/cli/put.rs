//! `sessctl put`.

use snapbox::str;

use crate::env::TestEnv;

#[test]
fn a_new_session_gets_a_uuid_which_is_printed() {
    let env = TestEnv::new();
    env.run(["put", "--data", "{}"]).success().stdout_eq("[UUID]\n").stderr_eq("");
    env.run(["put", "--data", r#"{"a": 1}"#, "-o", "json"]).success().stdout_eq(str![[r#"
{
  "id": "[UUID]",
  "modified": "[TIME]",
  "ttl": [TTL],
  "expires_at": "[TIME]",
  "state": "live",
  "format": "pickle",
  "protocol": 4,
  "size_bytes": 114,
  "verdict": "plain",
  "globals": [],
  "warnings": [],
  "data": {
    "a": 1
  },
  "attributes": {}
}

"#]]);
}

#[test]
fn an_existing_session_is_replaced_only_when_asked() {
    let env = TestEnv::new();
    env.run(["put", "abc", "--data", r#"{"n": 1}"#]).success();
    env.run(["put", "abc", "--data", r#"{"n": 2}"#]).code(1).stdout_eq("").stderr_eq(str![[r#"
error: session `~ba7816bf` exists already in table `flask_sessions`
hint: pass `--replace` to replace it

"#]]);
    env.run(["get", "abc", "--query", "data.n"]).stdout_eq("1\n");
    env.run(["put", "abc", "--replace", "--data", r#"{"n": 2}"#]).success();
    env.run(["get", "abc", "--query", "data.n"]).stdout_eq("2\n");
}

#[test]
fn data_comes_from_a_file_or_standard_input_too() {
    let env = TestEnv::new();
    env.write("session.json", r#"{"from": "file"}"#);
    env.run(["put", "a", "--data", "@session.json"]).success();
    env.run_with(["put", "b", "--data", "-"], r#"{"from": "stdin"}"#).success();
    let found = env.stdout(["get", "a", "b", "-o", "ndjson", "--query", "data.from"]);
    assert_eq!(found, "\"file\"\n\"stdin\"\n");
    env.run(["put", "c", "--data", "@nowhere.json"]).code(1).stderr_eq(str![[r#"
error: cannot read `nowhere.json`: No such file or directory (os error 2)

"#]]);
}

#[test]
fn what_is_no_session_is_refused_and_nothing_is_written() {
    let env = TestEnv::new();
    for data in ["", "{", "[1]", "3", "{'a': 1}", r#"{"a": {"$datetime": "soon"}}"#, r#"{"$tuple": [1]}"#] {
        env.run(["put", "abc", "--data", data]).code(2).stdout_eq("");
    }
    env.run(["put", "abc", "--data", r#"{"a": tru}"#]).code(2).stderr_eq(str![[r#"
error: `--data` cannot be used: expected a value, found 't' at line 1 column 7 (`a`)

"#]]);
    env.run(["get", "abc"]).code(4);
}

#[test]
fn protocols_2_to_5_are_written() {
    let env = TestEnv::new();
    for protocol in ["2", "3", "4", "5"] {
        env.run(["put", protocol, "--protocol", protocol, "--data", r#"{"b": {"$bytes": "AAE="}}"#])
            .success();
        let session = env.json(["get", protocol, "-o", "json"]);
        assert_eq!(session["protocol"].to_string(), protocol);
        assert_eq!(session["data"]["b"]["$bytes"], "AAE=");
    }
    env.run(["put", "--protocol", "1", "--data", "{}"]).code(2);
}

#[test]
fn the_life_of_a_session_is_set_by_flag_or_environment() {
    let env = TestEnv::new();
    let life = |session: serde_json::Value| {
        let written: jiff::Timestamp = session["modified"].as_str().unwrap().parse().unwrap();
        session["ttl"].as_i64().unwrap() - written.as_second()
    };
    assert_eq!(life(env.json(["put", "--data", "{}", "-o", "json"])), 1_209_600);
    assert_eq!(life(env.json(["put", "--data", "{}", "-o", "json", "--ttl", "1h"])), 3_600);
    let set =
        env.command(["put", "--data", "{}", "-o", "json"]).env("SESSION_DYNAMODB_TTL_SECONDS", "60").assert();
    assert_eq!(life(serde_json::from_slice(&set.success().get_output().stdout).unwrap()), 60);
    env.command(["put", "--data", "{}"]).env("SESSION_DYNAMODB_TTL_SECONDS", "soon").assert().code(2);
}

#[test]
fn more_than_400_kb_is_refused_with_the_size() {
    let env = TestEnv::new();
    env.write("large.json", format!(r#"{{"a": "{}"}}"#, "x".repeat(400 * 1024)));
    env.run(["put", "abc", "--data", "@large.json"]).code(1).stdout_eq("").stderr_eq(str![[r#"
error: cannot write session `~ba7816bf` to table `flask_sessions`: the item of 553407 bytes is larger than the 409600 bytes DynamoDB allows
hint: keep large values out of the session

"#]]);
    env.run(["get", "abc"]).code(4);
}

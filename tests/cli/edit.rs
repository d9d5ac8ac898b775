//! `sessctl edit`.

use snapbox::str;

use crate::env::TestEnv;

const DATA: &str = r#"{"_permanent": true, "user": {"name": "ada", "roles": {"$set": ["admin"]}}, "cart": [1, {"$tuple": [2, 3]}]}"#;

fn env_with_session() -> TestEnv {
    let env = TestEnv::new();
    env.run(["put", "abc", "--protocol", "3", "--data", DATA]).success();
    env
}

/// An editor: a script that changes the file it is given.
fn editor(env: &TestEnv, script: &str) -> String {
    env.write("editor.sh", format!("#!/bin/sh\n{script}\n"));
    format!("sh {}", env.path().join("editor.sh").display())
}

#[test]
fn values_are_set_and_taken_out_by_path_and_the_rest_stays() {
    let env = env_with_session();
    let before = env.json(["get", "abc", "-o", "json"]);
    env.run([
        "edit",
        "abc",
        "--set",
        "user.name=\"grace\"",
        "--set",
        "cart[1][0]={\"$date\": \"2026-11-22\"}",
        "--unset",
        "_permanent",
    ])
    .success()
    .stdout_eq("")
    .stderr_eq(str![[r#"
Wrote the session; its expiry is as it was.

"#]]);
    let after = env.json(["get", "abc", "-o", "json"]);
    assert_eq!(
        after["data"],
        serde_json::json!({"user": {"name": "grace", "roles": {"$set": ["admin"]}}, "cart": [1, {"$tuple": [{"$date": "2026-11-22"}, 3]}]})
    );
    assert_eq!((&after["protocol"], &after["ttl"]), (&before["protocol"], &before["ttl"]));
    assert_ne!(after["modified"], before["modified"]);
}

#[test]
fn an_edit_that_changes_nothing_writes_nothing() {
    let env = env_with_session();
    let before = env.json(["get", "abc", "-o", "json"]);
    env.run(["edit", "abc", "--set", "user.name=\"ada\""]).success().stderr_eq("No changes.\n");
    let edit = env.command(["edit", "abc"]).env("EDITOR", "true").assert();
    edit.success().stderr_eq("No changes.\n");
    assert_eq!(env.json(["get", "abc", "-o", "json"]), before);
}

#[test]
fn a_path_or_value_that_cannot_be_used_changes_nothing() {
    let env = env_with_session();
    let before = env.json(["get", "abc", "-o", "json"]);
    env.run(["edit", "abc", "--set", "user.name.x=1"]).code(1).stderr_eq(str![[r#"
error: cannot set `user.name.x`: the value at `user.name` has no parts that can be changed

"#]]);
    env.run(["edit", "abc", "--unset", "nothing"]).code(1).stderr_eq(str![[r#"
error: cannot take `nothing` out: there is nothing at `nothing`

"#]]);
    env.run(["edit", "abc", "--set", "user.name=ada"]).code(2).stderr_eq(str![[r#"
error: the value for `user.name` cannot be used: expected a value, found 'a' at line 1 column 1 (`$`)

"#]]);
    env.run(["edit", "abc", "--set", "user"]).code(2);
    env.run(["edit", "abc", "--set", "a..b=1"]).code(2);
    env.run(["edit", "nobody", "--set", "a=1"]).code(4);
    env.run(["edit", "abc"]).code(2).stderr_eq(str![[r#"
error: no editor is set
hint: set VISUAL or EDITOR, or pass `--set PATH=JSON`

"#]]);
    assert_eq!(env.json(["get", "abc", "-o", "json"]), before);
}

#[test]
fn the_editor_changes_typed_json() {
    let env = env_with_session();
    let editor = editor(
        &env,
        "sed -i 's/\"ada\"/\"grace\"/' \"$1\"; ls -l \"$1\" | cut -c1-10 > mode; dirname \"$1\" > where",
    );
    env.command(["edit", "abc", "-o", "json", "--query", "data.user.name"])
        .env("EDITOR", "false")
        .env("VISUAL", editor)
        .assert()
        .success()
        .stdout_eq("\"grace\"\n");
    assert_eq!(std::fs::read_to_string(env.path().join("mode")).unwrap(), "-rw-------\n");
    let dir = std::fs::read_to_string(env.path().join("where")).unwrap();
    assert!(!std::path::Path::new(dir.trim()).exists(), "the editor's file is gone");
}

#[test]
fn a_syntax_error_opens_the_editor_again_with_the_message() {
    let env = env_with_session();
    let script = "if [ -e once ]; then head -n 1 \"$1\" > message; sed -i 's/graceX/\"grace\"/' \"$1\"; \
        else touch once; sed -i 's/\"ada\"/graceX/' \"$1\"; fi";
    env.command(["edit", "abc"]).env("EDITOR", editor(&env, script)).assert().success();
    assert_eq!(env.stdout(["get", "abc", "--query", "data.user.name"]), "\"grace\"\n");
    let message = std::fs::read_to_string(env.path().join("message")).unwrap();
    assert!(message.starts_with("# ") && message.contains("line"), "{message}");
}

#[test]
fn an_edit_that_stays_wrong_is_kept_in_a_file() {
    let env = env_with_session();
    std::fs::create_dir(env.path().join("tmp")).unwrap();
    let editor = editor(&env, "sed -i '/^#/d; s/\"ada\"/graceX/' \"$1\"");
    let edit = env
        .command(["edit", "abc"])
        .env("EDITOR", editor)
        .env("TMPDIR", env.path().join("tmp"))
        .assert()
        .code(1);
    let stderr = String::from_utf8_lossy(&edit.get_output().stderr).into_owned();
    let kept = stderr.split("hint: the edit is kept in ").nth(1).unwrap_or_else(|| panic!("{stderr}")).trim();
    assert!(std::fs::read_to_string(kept).unwrap().contains("graceX"));
    assert_eq!(std::fs::read_dir(env.path().join("tmp")).unwrap().count(), 1, "nothing else is left");
    assert_eq!(env.stdout(["get", "abc", "--query", "data.user.name"]), "\"ada\"\n");
}

#[test]
fn a_session_written_meanwhile_wins_and_the_edit_is_kept() {
    let env = env_with_session();
    std::fs::create_dir(env.path().join("tmp")).unwrap();
    let editor = editor(
        &env,
        "sed -i 's/\"ada\"/\"grace\"/' \"$1\"; sessctl put abc --replace --data '{\"user\": 1}'",
    );
    let edit = env
        .command(["edit", "abc"])
        .env("EDITOR", editor)
        .env("TMPDIR", env.path().join("tmp"))
        .assert()
        .code(1);
    let stderr = String::from_utf8_lossy(&edit.get_output().stderr).into_owned();
    let kept = stderr.split("hint: the edit is kept in ").nth(1).unwrap_or_else(|| panic!("{stderr}")).trim();
    assert!(std::fs::read_to_string(kept).unwrap().contains("\"grace\""));
    assert_eq!(env.stdout(["get", "abc", "--query", "data"]), "{\n  \"user\": 1\n}\n");
}

#[test]
fn legacy_json_stays_json() {
    let env = TestEnv::new();
    let engine = sessctl::local::Engine::open(&env.path().join("local.db")).unwrap();
    let item = r#"{"TableName": "flask_sessions", "Item": {"id": {"S": "old"}, "data": {"S": "{\"a\": 1, \"b\": [null]}"}}}"#;
    assert_eq!(engine.call("DynamoDB_20120810.PutItem", item.as_bytes()).status, 200);
    drop(engine);
    env.run(["edit", "old", "--set", "a=\"é\""]).success();
    assert_eq!(env.stdout(["get", "old", "--raw"]), r#"{"a": "\u00e9", "b": [null]}"#);
    env.run(["edit", "old", "--set", "a={\"$set\": [1]}"]).code(1);
}

//! `sessctl edit`.

use snapbox::str;

use crate::env::{TestEnv, signal, wait};

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
  _permanent: true -> (removed)
  user.name: "ada" -> "grace"
  cart[1][0]: 2 -> {"$date":"2026-11-22"}

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
    let changed = env.command(["edit", "abc"]).env("EDITOR", "sed -i 's/admin/owner/'").assert();
    changed.success().stderr_eq(str![[r#"
Wrote the session; its expiry is as it was.
  user.roles: {"$set":["admin"]} -> {"$set":["owner"]}

"#]]);
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

#[test]
fn values_under_secret_keys_are_masked_unless_they_are_asked_for() {
    let env = TestEnv::new();
    let data =
        r#"{"password": "a", "user": {"api_key": "b", "form": [["cvv", "c"], ["side", "d"]]}, "n": 1}"#;
    env.run(["put", "abc", "--data", data]).success();
    let set = |n: u8| {
        ["password", "user.api_key", "user.form[0][1]", "user.form[1][1]", "user.new"]
            .map(|path| format!("--set={path}={{\"token\": {n}}}"))
    };
    let edit = |n: u8, more: &[&str]| {
        env.run(
            ["edit", "abc"]
                .iter()
                .map(ToString::to_string)
                .chain(set(n))
                .chain(more.iter().map(ToString::to_string)),
        )
    };
    edit(1, &[]).success().stderr_eq(str![[r#"
Wrote the session; its expiry is as it was.
  password: "[redacted]" -> "[redacted]"
  user.api_key: "[redacted]" -> "[redacted]"
  user.form[0][1]: "[redacted]" -> "[redacted]"
  user.form[1][1]: "d" -> {"token":"[redacted]"}
  user.new: (absent) -> {"token":"[redacted]"}

"#]]);
    edit(2, &["--show-secrets", "--set=n=2"]).success().stderr_eq(str![[r#"
Wrote the session; its expiry is as it was.
  password.token: 1 -> 2
  user.api_key.token: 1 -> 2
  user.form[0][1].token: 1 -> 2
  user.form[1][1].token: 1 -> 2
  user.new.token: 1 -> 2
  n: 1 -> 2

"#]]);
    edit(3, &["-o", "json", "--query", "changes[:2]", "--unset=n"]).success().stdout_eq(str![[r#"
[
  {
    "new": "[redacted]",
    "old": "[redacted]",
    "path": "password.token"
  },
  {
    "new": "[redacted]",
    "old": "[redacted]",
    "path": "user.api_key.token"
  }
]

"#]]);
    edit(4, &["--show-secrets", "--redact"]).code(2);

    // The whole of the record is masked, and the id stays.
    let record = env.json(["edit", "abc", "--set=password=\"NEWS\"", "-o", "json"]);
    assert_eq!(record["id"], "abc");
    assert_eq!(
        record["data"],
        serde_json::json!({
            "password": "[redacted]",
            "user": {
                "api_key": "[redacted]",
                "form": [["cvv", "[redacted]"], ["side", {"token": "[redacted]"}]],
                "new": {"token": "[redacted]"}
            }
        })
    );
    assert!(!record.to_string().contains("NEWS"), "{record}");
    let record = env.json(["edit", "abc", "--set=password=\"NEWER\"", "--show-secrets", "-o", "json"]);
    assert_eq!(
        (&record["data"]["password"], &record["changes"][0]["old"]),
        (&"NEWER".into(), &"NEWS".into())
    );
    let record = env.json(["edit", "abc", "--set=password=\"NEWER\"", "-o", "json"]);
    assert_eq!(
        (&record["data"]["password"], &record["changes"]),
        (&"[redacted]".into(), &serde_json::json!([]))
    );
}

#[test]
fn the_value_beside_the_name_of_a_secret_is_masked() {
    let env = TestEnv::new();
    env.run(["put", "abc", "--data", r#"{"form": [{"name": "password", "value": "OLD"}]}"#]).success();
    let edit = env.run(["edit", "abc", "--set=form[0].value=\"NEW\""]).success();
    edit.stderr_eq(str![[r#"
Wrote the session; its expiry is as it was.
  form[0].value: "[redacted]" -> "[redacted]"

"#]]);
}

#[test]
fn a_path_into_an_object_changes_what_its_class_reads_or_is_refused() {
    let env = TestEnv::new();
    // Written by oauthlib and by Werkzeug, at protocol 4.
    let token = "gASVtwAAAAAAAAB9lCiMCl9wZXJtYW5lbnSUiIwFdG9rZW6UjB5vYXV0aGxpYi5vYXV0aDIucmZjNjc0OS50b2tlbnOUjAtPQXV0aDJUb2tlbpSTlCmBlCiMDGFjY2Vzc190b2tlbpSMA09MRJSMBXNjb3BllIwDeCB5lIwKZXhwaXJlc19pbpRNEA51fZQojApfbmV3X3Njb3BllI+UKIwBeJSMAXmUkIwKX29sZF9zY29wZZSPlCiMAXiUkHVidS4=";
    let form = "gASVVwAAAAAAAAB9lIwEZm9ybZSMIndlcmt6ZXVnLmRhdGFzdHJ1Y3R1cmVzLnN0cnVjdHVyZXOUjAlNdWx0aURpY3SUk5QpgZSMAXGUjANvbGSUc32UaAZdlGgHYXNicy4=";
    env.put_items(
        [("token", token), ("form", form)]
            .map(|(id, data)| serde_json::json!({"id": {"S": id}, "data": {"S": data}})),
    );
    env.run(["edit", "token", "--set", "token.access_token=\"NEW\"", "--show-secrets"]).success().stderr_eq(
        str![[r#"
Wrote the session; its expiry is as it was.
  token."$items".access_token: "OLD" -> "NEW"

"#]],
    );
    env.run(["edit", "token", "--set", "token.revoked=true"]).code(1).stderr_eq(str![[r#"
error: cannot set `token.revoked`: there is nothing at `token.revoked`, and the object's class decides where a new key has to be; name the place: `token."$items".revoked` or `token."$state".revoked`

"#]]);
    env.run(["edit", "token", "--unset", "token.\"$items\".expires_in"]).success();
    env.run(["edit", "form", "--set", "form.q=\"hello\""]).success().stderr_eq(str![[r#"
Wrote the session; its expiry is as it was.
  form.q[0]: "old" -> "hello"

"#]]);
}

#[test]
fn keys_that_are_not_text_are_changed_by_the_text_that_is_shown() {
    let env = TestEnv::new();
    env.run(["put", "abc", "--data", r#"{"cart": {"$dict": [[42, 1], [null, 2]]}}"#]).success();
    env.run(["edit", "abc", "--set", "cart.\"42\"=3", "--unset", "cart.None"]).success().stderr_eq(str![[
        r#"
Wrote the session; its expiry is as it was.
  cart.42: 1 -> 3
  cart.None: 2 -> (removed)

"#
    ]]);
    let after = env.json(["get", "abc", "-o", "json"]);
    assert_eq!(after["data"], serde_json::json!({"cart": {"$dict": [[42, 3]]}}));
}

#[test]
fn what_python_should_not_load_is_stored_with_a_warning() {
    let env = env_with_session();
    let object =
        |name: &str| format!(r#"{{"$object": {{"class": "{name}", "how": "reduce", "args": ["1"]}}}}"#);
    env.run(["edit", "abc", "--set", &format!("x={}", object("os:system"))]).success().stderr_eq(str![[r#"
warning: the session that was written is judged malicious: [..]`os.system`[..]
Wrote the session; its expiry is as it was.
  x: (absent) -> {"$object":{"class":"os:system","how":"reduce","args":["1"]}}

"#]]);
    env.run(["put", "new", "--data", &format!(r#"{{"x": {}}}"#, object("builtins:print"))])
        .success()
        .stderr_eq(str![[r#"
warning: the session that was written is judged suspicious: [..]

"#]]);
    env.run(["edit", "abc", "--unset", "x"]).success().stderr_eq(str![[r#"
Wrote the session; its expiry is as it was.
  x: {"$object":{"class":"os:system","how":"reduce","args":["1"]}} -> (removed)

"#]]);
}

#[test]
#[cfg(unix)]
fn the_editors_files_are_private_whatever_the_umask() {
    let env = env_with_session();
    let editor = editor(&env, "ls -ld \"$(dirname \"$1\")\" \"$1\" | cut -c1-10 > modes");
    env.sh(&format!("umask 000; EDITOR='{editor}' sessctl edit abc")).success();
    assert_eq!(std::fs::read_to_string(env.path().join("modes")).unwrap(), "drwx------\n-rw-------\n");
}

#[test]
#[cfg(unix)]
fn the_editors_files_go_away_when_a_signal_ends_the_command() {
    for (name, code) in [("HUP", 129), ("QUIT", 131), ("TERM", 143)] {
        let env = env_with_session();
        std::fs::create_dir(env.path().join("tmp")).unwrap();
        let files = || std::fs::read_dir(env.path().join("tmp")).unwrap().count();
        let editor = editor(&env, "exec >out 2>&1; echo $$ > pid.new; mv pid.new pid; exec sleep 60");
        let variables = [("EDITOR", editor), ("TMPDIR", env.path().join("tmp").display().to_string())];
        let mut child = env.spawn_with(&["edit", "abc"], &variables);
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
        while !env.path().join("pid").exists() && std::time::Instant::now() < deadline {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        assert_eq!(files(), 1, "the editor is open");
        signal(&child, name);
        let ended = wait(&mut child);
        env.sh("kill $(cat pid)").success();
        assert_eq!(ended.and_then(|status| status.code()), Some(code), "{name}");
        assert_eq!(files(), 0, "{name}");
    }
}

#[test]
#[cfg(unix)]
fn the_editors_files_go_away_when_ctrl_c_ends_the_editor() {
    let env = env_with_session();
    std::fs::create_dir(env.path().join("tmp")).unwrap();
    let editor = editor(&env, "kill -INT $$");
    let edit =
        env.command(["edit", "abc"]).env("EDITOR", editor).env("TMPDIR", env.path().join("tmp")).assert();
    edit.code(1);
    assert_eq!(std::fs::read_dir(env.path().join("tmp")).unwrap().count(), 0);
}

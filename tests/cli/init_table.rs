//! `sessctl init-table`.

use snapbox::str;

use crate::env::TestEnv;

#[test]
fn a_new_table_is_created_with_ttl() {
    let env = TestEnv::empty();
    env.run(["init-table"])
        .success()
        .stdout_eq(str![[r#"
table:  flask_sessions
result: created
differences:
 setting  is  should_be             remedy
 key      -   id (S, HASH)          create
 billing  -   on-demand             create
 ttl      -   on, by attribute ttl  enable_ttl

"#]])
        .stderr_eq(str![[r#"
Creating table `flask_sessions` in the embedded engine ([DIR]/local.db).
Table `flask_sessions` is ready.

"#]]);
    let state = env.json(["describe", "-o", "json"]);
    assert_eq!(state["key"], serde_json::json!([{"name": "id", "type": "S", "role": "HASH"}]));
    assert_eq!(state["ttl"], serde_json::json!({"status": "enabled", "attribute": "ttl"}));
    assert_eq!(state["billing"]["mode"], "on-demand");
}

#[test]
fn running_twice_changes_nothing() {
    let env = TestEnv::new();
    let before = env.json(["describe", "-o", "json"]);
    env.run(["init-table"]).success().stdout_eq(str![[""]]).stderr_eq(str![[r#"
No changes.

"#]]);
    env.run(["init-table", "-o", "json"]).success().stdout_eq(str![[r#"
{
  "table": "flask_sessions",
  "result": "unchanged",
  "differences": []
}

"#]]);
    assert_eq!(env.json(["describe", "-o", "json"]), before);
}

#[test]
fn check_tells_what_differs_and_changes_nothing() {
    let env = TestEnv::empty();
    env.run(["init-table", "--check"])
        .code(5)
        .stdout_eq(str![[r#"
table:  flask_sessions
result: differs
differences:
 setting  is  should_be             remedy
 key      -   id (S, HASH)          create
 billing  -   on-demand             create
 ttl      -   on, by attribute ttl  enable_ttl

"#]])
        .stderr_eq(str![[r#"
Nothing was changed.

"#]]);
    env.run(["describe"]).code(1);
    env.run(["-q", "init-table", "--no-ttl"]).success();
    env.run(["init-table", "--check", "-o", "json"]).code(5).stdout_eq(str![[r#"
{
  "table": "flask_sessions",
  "result": "differs",
  "differences": [
    {
      "setting": "ttl",
      "is": "disabled",
      "should_be": "on, by attribute ttl",
      "remedy": "enable_ttl"
    }
  ]
}

"#]]);
    env.run(["-q", "init-table"]).success();
    env.run(["init-table", "--check"]).code(0);
}

#[test]
fn dry_run_shows_the_plan_and_changes_nothing() {
    let env = TestEnv::empty();
    env.run(["init-table", "--dry-run"]).code(0).stdout_eq(str![[r#"
table:  flask_sessions
result: differs
differences:
 setting  is  should_be             remedy
 key      -   id (S, HASH)          create
 billing  -   on-demand             create
 ttl      -   on, by attribute ttl  enable_ttl

"#]]);
    env.run(["describe"]).code(1);
}

#[test]
fn billing_is_created_and_changed() {
    let env = TestEnv::empty();
    let provisioned =
        ["init-table", "--billing", "provisioned", "--read-capacity", "5", "--write-capacity", "6"];
    env.run(provisioned).success();
    let billing = &env.json(["describe", "-o", "json"])["billing"];
    assert_eq!(*billing, serde_json::json!({"mode": "provisioned", "read_capacity": 5, "write_capacity": 6}));
    env.run(["init-table"]).success().stderr_eq("No changes.\n");
    env.run(["init-table", "--billing", "on-demand"]).success();
    assert_eq!(env.json(["describe", "-o", "json"])["billing"]["mode"], "on-demand");
}

#[test]
fn contradicting_flags_are_refused_before_anything_is_created() {
    let env = TestEnv::empty();
    env.run(["init-table", "--billing", "provisioned"]).code(2).stderr_eq(str![[r#"
error: `--billing provisioned` needs `--read-capacity` and `--write-capacity`

"#]]);
    env.run(["init-table", "--read-capacity", "5"]).code(2).stderr_eq(str![[r#"
error: `--read-capacity` and `--write-capacity` go with `--billing provisioned`

"#]]);
    env.run(["init-table", "--check", "--dry-run"]).code(2);
    env.run(["describe"]).code(1);
}

#[test]
fn a_table_with_another_key_is_left_alone() {
    let env = TestEnv::empty();
    let engine = sessctl::local::Engine::open(&env.path().join("local.db")).unwrap();
    let body = br#"{"TableName": "flask_sessions", "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "session", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "session", "KeyType": "HASH"}]}"#;
    assert_eq!(engine.call("DynamoDB_20120810.CreateTable", body).status, 200);
    drop(engine);
    env.run(["init-table"]).code(1).stdout_eq("").stderr_eq(str![[r#"
error: cannot provision table `flask_sessions`: key of table `flask_sessions` is session (S, HASH), and should be id (S, HASH): the key of a table cannot change; use another table

"#]]);
    env.run(["init-table", "--check"]).code(5);
    assert_eq!(env.json(["describe", "-o", "json"])["ttl"]["status"], "disabled");
}

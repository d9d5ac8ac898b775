//! `sessctl delete`.

use snapbox::str;

use crate::env::TestEnv;

#[test]
fn delete_without_yes_changes_nothing() {
    let env = TestEnv::new();
    env.run(["put", "abc", "--data", "{}"]).success();
    env.run(["delete", "abc"]).code(2).stdout_eq("").stderr_eq(str![[r#"
error: refusing to delete: standard input is not a terminal
hint: pass `--yes`

"#]]);
    env.run(["get", "abc"]).success();
}

#[test]
fn named_sessions_are_deleted_and_unknown_ones_exit_4() {
    let env = TestEnv::new();
    for id in ["a", "b", "c"] {
        env.run(["put", id, "--data", "{}"]).success();
    }
    env.run(["delete", "--yes", "a"]).success().stdout_eq(str![[r#"
 id  deleted
 a   yes

"#]]);
    env.run_with(["delete", "--yes", "-", "-o", "json"], "b\nnobody\n").code(4).stdout_eq(str![[r#"
[
  {
    "id": "b",
    "deleted": true
  },
  {
    "id": "nobody",
    "deleted": false
  }
]

"#]]);
    assert_eq!(env.stdout(["list", "-o", "ndjson", "--query", "id"]), "\"c\"\n");
}

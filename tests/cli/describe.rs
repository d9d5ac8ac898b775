//! `sessctl describe`.

use snapbox::str;

use crate::env::TestEnv;

#[test]
fn the_table_is_described_for_people_and_for_scripts() {
    let env = TestEnv::new();
    env.run(["describe"])
        .success()
        .stdout_eq(str![[r#"
table:                  flask_sessions
status:                 ACTIVE
arn:                    arn:aws:dynamodb:dynoxide:000000000000:table/flask_sessions
billing:                mode on-demand
ttl:                    status enabled, attribute ttl
point_in_time_recovery: unsupported
deletion_protection:    no
item_count:             0
size_bytes:             0
created_at:             [TIME]
key:
 name  type  role
 id    S     HASH

"#]])
        .stderr_eq("");
    env.run(["describe", "-o", "json"]).success().stdout_eq(str![[r#"
{
  "table": "flask_sessions",
  "status": "ACTIVE",
  "arn": "arn:aws:dynamodb:dynoxide:000000000000:table/flask_sessions",
  "key": [
    {
      "name": "id",
      "type": "S",
      "role": "HASH"
    }
  ],
  "billing": {
    "mode": "on-demand"
  },
  "ttl": {
    "status": "enabled",
    "attribute": "ttl"
  },
  "point_in_time_recovery": "unsupported",
  "deletion_protection": false,
  "item_count": 0,
  "size_bytes": 0,
  "created_at": "[TIME]"
}

"#]]);
    env.run(["describe", "--query", "ttl.status"]).success().stdout_eq("\"enabled\"\n");
}

#[test]
fn a_missing_table_is_said_with_what_to_do() {
    TestEnv::empty().run(["describe"]).code(1).stdout_eq("").stderr_eq(str![[r#"
error: cannot describe table `flask_sessions`: table `flask_sessions` does not exist in the embedded engine ([DIR]/local.db)
hint: create it with `sessctl init-table` and the same options, or name another `--table` or `--region`

"#]]);
}

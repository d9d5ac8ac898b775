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
max_read_units:         -
max_write_units:        -
ttl:                    status enabled, attribute ttl
point_in_time_recovery: status unsupported, days -
deletion_protection:    no
kms_key:                aws-owned
table_class:            standard
item_count:             0
size_bytes:             0
created_at:             [TIME]
key:
 name  type  role
 id    S     HASH
health:
 setting                 level   says
 status                  ok      ACTIVE
 key                     ok      id (S, HASH)
 billing                 ok      on-demand
 max-read-units          notice  unlimited: a client that runs wild is billed as it runs
 max-write-units         notice  unlimited: a client that runs wild is billed as it runs
 ttl                     ok      on, by attribute ttl
 point-in-time-recovery  notice  the engine does not have it
 deletion-protection     notice  off: whoever may delete tables can delete all sessions at once
 kms-key                 ok      aws-owned
 table-class             ok      standard
 tag                     ok      none

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
  "max_read_units": null,
  "max_write_units": null,
  "ttl": {
    "status": "enabled",
    "attribute": "ttl"
  },
  "point_in_time_recovery": {
    "status": "unsupported",
    "days": null
  },
  "deletion_protection": false,
  "kms_key": "aws-owned",
  "table_class": "standard",
  "tags": {},
  "item_count": 0,
  "size_bytes": 0,
  "created_at": "[TIME]",
  "health": [
    {
      "setting": "status",
      "level": "ok",
      "says": "ACTIVE"
    },
    {
      "setting": "key",
      "level": "ok",
      "says": "id (S, HASH)"
    },
    {
      "setting": "billing",
      "level": "ok",
      "says": "on-demand"
    },
    {
      "setting": "max-read-units",
      "level": "notice",
      "says": "unlimited: a client that runs wild is billed as it runs"
    },
    {
      "setting": "max-write-units",
      "level": "notice",
      "says": "unlimited: a client that runs wild is billed as it runs"
    },
    {
      "setting": "ttl",
      "level": "ok",
      "says": "on, by attribute ttl"
    },
    {
      "setting": "point-in-time-recovery",
      "level": "notice",
      "says": "the engine does not have it"
    },
    {
      "setting": "deletion-protection",
      "level": "notice",
      "says": "off: whoever may delete tables can delete all sessions at once"
    },
    {
      "setting": "kms-key",
      "level": "ok",
      "says": "aws-owned"
    },
    {
      "setting": "table-class",
      "level": "ok",
      "says": "standard"
    },
    {
      "setting": "tag",
      "level": "ok",
      "says": "none"
    }
  ]
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

#[test]
fn health_warns_of_what_keeps_sessions_from_expiring() {
    let env = TestEnv::empty();
    env.run(["-q", "init-table", "--no-ttl", "--deletion-protection", "--tag", "team=shop"]).success();
    env.run(["describe", "--query", "health[?level!='ok'].[setting, level, says]"]).success().stdout_eq(
        str![[r#"
[
  [
    "max-read-units",
    "notice",
    "unlimited: a client that runs wild is billed as it runs"
  ],
  [
    "max-write-units",
    "notice",
    "unlimited: a client that runs wild is billed as it runs"
  ],
  [
    "ttl",
    "warning",
    "off: sessions never expire by themselves"
  ],
  [
    "point-in-time-recovery",
    "notice",
    "the engine does not have it"
  ]
]

"#]],
    );
    env.run(["-q", "init-table", "--ttl-attribute", "expires"]).success();
    env.run(["describe", "--query", "health[?level=='warning'].says"]).success().stdout_eq(str![[r#"
[
  "on, by attribute expires, but layout flask-dynamodb-sessions has the expiry in ttl: sessions never expire by themselves"
]

"#]]);
    env.run([
        "describe",
        "--layout",
        "connect-dynamodb",
        "-t",
        "flask_sessions",
        "--query",
        "health[?level=='warning']",
    ])
    .success()
    .stdout_eq("[]\n");
}

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
 key      -   id (S, HASH)          CreateTable
 billing  -   on-demand             CreateTable
 ttl      -   on, by attribute ttl  UpdateTimeToLive

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
  "differences": [],
  "left_out": []
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
 key      -   id (S, HASH)          CreateTable
 billing  -   on-demand             CreateTable
 ttl      -   on, by attribute ttl  UpdateTimeToLive

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
      "remedy": "UpdateTimeToLive"
    }
  ],
  "left_out": []
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
 key      -   id (S, HASH)          CreateTable
 billing  -   on-demand             CreateTable
 ttl      -   on, by attribute ttl  UpdateTimeToLive

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
error: billing `provisioned` needs `read-capacity` and `write-capacity`

"#]]);
    env.run(["init-table", "--read-capacity", "5"]).code(2).stderr_eq(str![[r#"
error: `read-capacity` and `write-capacity` go with billing `provisioned`

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

#[test]
fn every_setting_the_engine_keeps_is_created_changed_and_checked() {
    let env = TestEnv::empty();
    let first = [
        "--max-read-units",
        "1000",
        "--max-write-units",
        "500",
        "--deletion-protection",
        "--table-class",
        "standard-infrequent-access",
        "--tag",
        "team=shop",
        "--tag",
        "cost center=$(id) ${x}",
        "--ttl-attribute",
        "expires",
    ];
    env.run(["init-table"].iter().chain(&first)).success();
    env.run(["init-table", "--check"].iter().chain(&first)).success();
    let state = env.json(["describe", "-o", "json"]);
    assert_eq!((&state["max_read_units"], &state["max_write_units"]), (&1000.into(), &500.into()));
    assert_eq!(state["tags"], serde_json::json!({"cost center": "$(id) ${x}", "team": "shop"}));
    assert_eq!(state["table_class"], "standard-infrequent-access");
    assert_eq!(state["ttl"]["attribute"], "expires");

    let second = [
        "--max-read-units",
        "unlimited",
        "--no-deletion-protection",
        "--table-class",
        "standard",
        "--tag",
        "team=web",
        "--no-ttl",
    ];
    env.run(["init-table", "--check"].iter().chain(&second)).code(5).stdout_eq(str![[r#"
table:  flask_sessions
result: differs
differences:
 setting              is                          should_be  remedy
 max-read-units       1000                        unlimited  UpdateTable
 table-class          standard-infrequent-access  standard   UpdateTable
 deletion-protection  on                          off        UpdateTable
 tag                  team=shop                   team=web   TagResource

"#]]);
    env.run(["-q", "init-table"].iter().chain(&second)).success();
    env.run(["init-table", "--check"].iter().chain(&second)).success();
    let state = env.json(["describe", "-o", "json"]);
    // What was not named is as it was.
    assert_eq!(
        (&state["max_read_units"], &state["max_write_units"]),
        (&serde_json::Value::Null, &500.into())
    );
    assert_eq!(state["tags"], serde_json::json!({"cost center": "$(id) ${x}", "team": "web"}));
}

#[test]
fn what_the_engine_lacks_and_was_named_is_left_out_and_fails() {
    let env = TestEnv::empty();
    env.run(["init-table", "--point-in-time-recovery=7"])
        .code(1)
        .stdout_eq(str![[r#"
table:    flask_sessions
result:   created
left_out: point-in-time-recovery
differences:
 setting                 is  should_be             remedy
 key                     -   id (S, HASH)          CreateTable
 billing                 -   on-demand             CreateTable
 ttl                     -   on, by attribute ttl  UpdateTimeToLive
 point-in-time-recovery  -   on, 7 days back       UpdateContinuousBackups

"#]])
        .stderr_eq(str![[r#"
Creating table `flask_sessions` in the embedded engine ([DIR]/local.db).
warning: `point-in-time-recovery` is left out: the engine does not have it
error: table `flask_sessions` is ready, but without `point-in-time-recovery`
hint: leave out what this engine does not have, or provision on one that has it

"#]]);
    env.run(["init-table", "--point-in-time-recovery=7", "--check"]).code(5).stdout_eq(str![[r#"
table:  flask_sessions
result: differs
differences:
 setting                 is           should_be        remedy  detail
 point-in-time-recovery  unsupported  on, 7 days back  none    the engine does not have it

"#]]);
    env.run(["init-table", "--check"]).success();
    env.run(["init-table", "--no-point-in-time-recovery", "--check"]).success();
}

#[test]
fn a_spec_file_names_the_same_settings_and_flags_win() {
    let env = TestEnv::empty();
    env.write(
        "sessions-table.toml",
        "billing = \"provisioned\"\nread-capacity = 5\nwrite-capacity = 6\ndeletion-protection = true\n\n[tags]\nteam = \"shop\"\n",
    );
    let spec = ["init-table", "--spec", "sessions-table.toml"];
    env.run(spec.iter().chain(&["--dry-run"])).success().stdout_eq(str![[r#"
table:  flask_sessions
result: differs
differences:
 setting              is  should_be                     remedy
 key                  -   id (S, HASH)                  CreateTable
 billing              -   provisioned, 5 RCU and 6 WCU  CreateTable
 deletion-protection  -   on                            CreateTable
 tag                  -   team=shop                     CreateTable
 ttl                  -   on, by attribute ttl          UpdateTimeToLive

"#]]);
    env.run(spec.iter().chain(&["--read-capacity", "9", "--tag", "team=web"])).success();
    let state = env.json(["describe", "-o", "json"]);
    assert_eq!(
        state["billing"],
        serde_json::json!({"mode": "provisioned", "read_capacity": 9, "write_capacity": 6})
    );
    assert_eq!((&state["deletion_protection"], &state["tags"]["team"]), (&true.into(), &"web".into()));
    env.run(spec.iter().chain(&["--check"])).code(5);
    env.run(spec.iter().chain(&["--billing", "on-demand", "--no-deletion-protection"])).success();
    assert_eq!(env.json(["describe", "-o", "json"])["billing"]["mode"], "on-demand");
}

#[test]
fn a_spec_file_that_is_wrong_is_named_with_its_line() {
    let env = TestEnv::empty();
    env.write("spec.toml", "billing = \"on-demand\"\ndeletion_protecton = true\n");
    env.run(["init-table", "--spec", "spec.toml"]).code(2).stdout_eq("").stderr_eq(str![[r#"
error: spec `spec.toml`: line 2 has the unknown key `deletion_protecton`; did you mean `deletion-protection`?

"#]]);
    env.write("spec.toml", "billing = on-demand\n");
    env.run(["init-table", "--spec", "spec.toml"]).code(2).stderr_eq(str![[r#"
error: spec `spec.toml`: line 1 is not TOML: string values must be quoted, expected literal string

"#]]);
    env.run(["init-table", "--spec", "missing.toml"]).code(1).stderr_eq(str![[r#"
error: cannot read `missing.toml`: No such file or directory (os error 2)

"#]]);
    env.run(["describe"]).code(1);
}

#[test]
fn bad_input_is_refused_before_anything_is_created() {
    let env = TestEnv::empty();
    let tags: Vec<String> = (0..51).map(|n| format!("--tag=k{n}=v")).collect();
    env.run(["init-table".to_owned()].iter().chain(&tags)).code(2).stderr_eq(str![[r#"
error: 51 tags are more than the 50 DynamoDB allows

"#]]);
    for (args, said) in [
        (
            &[
                "--billing",
                "provisioned",
                "--read-capacity",
                "5",
                "--write-capacity",
                "5",
                "--max-read-units",
                "9",
            ][..],
            "`max-read-units` and `max-write-units` go with billing `on-demand`",
        ),
        (&["--billing", "on-demand", "--write-capacity", "5"], "go with billing `provisioned`"),
        (&["--ttl-attribute", "id"], "`id` is the key of layout `flask-dynamodb-sessions`"),
        (&["--no-ttl", "--ttl-attribute", "x"], "cannot be used with"),
        (&["--kms-key", "alias/shop"], "expected the id or ARN of a KMS key"),
        (&["--tag", "team"], "expected KEY=VALUE"),
        (&["--tag", "a=1", "--tag", "a=2"], "tag `a` is given twice"),
        (&["--tag", "aws:x=1"], "which AWS keeps for itself"),
        (&["--point-in-time-recovery=36"], "36 is not in 1..=35"),
        (&["--max-read-units", "0"], "expected request units a second, at least 1, or unlimited"),
        (&["--deletion-protection", "--no-deletion-protection"], "cannot be used with"),
        (&["--emit", "terraform", "--role", "operator"], "`--role` goes with `--emit iam-policy`"),
        (&["--role", "operator"], "--emit"),
        (&["--emit", "terraform", "--kms-key", "1234"], "Terraform takes a KMS key by its ARN"),
        (&["--emit", "terraform", "--check"], "cannot be used with"),
        (&["--layout", "flask-sessions"], "flask-session"),
    ] {
        let run = env.run(["init-table"].iter().chain(args)).code(2);
        let said_so = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
        assert!(said_so.contains(said), "{args:?}: {said_so}");
    }
    env.run(["describe"]).code(1);
}

#[test]
fn ttl_on_another_attribute_is_left_alone() {
    let env = TestEnv::empty();
    env.run(["-q", "init-table", "--ttl-attribute", "expires"]).success();
    env.run(["init-table", "--deletion-protection"]).code(1).stderr_eq(str![[r#"
error: cannot provision table `flask_sessions`: ttl of table `flask_sessions` is on, by attribute expires, and should be on, by attribute ttl: turn TTL off for that attribute first; DynamoDB takes up to an hour to settle it

"#]]);
    let state = env.json(["describe", "-o", "json"]);
    assert_eq!(
        (&state["ttl"]["attribute"], &state["deletion_protection"]),
        (&"expires".into(), &false.into())
    );
}

#[test]
fn the_table_of_every_layout_can_be_provisioned() {
    let env = TestEnv::empty();
    for (layout, table, key, ttl) in [
        ("flask-dynamodb-sessions", "flask_sessions", "id", Some("ttl")),
        ("flask-session", "Sessions", "id", Some("expiration")),
        ("cachelib", "python-cache", "cache_key", Some("expiration_time")),
        ("dynamodb-session-flask", "app_session", "id", Some("expires")),
        ("tower-sessions-dynamodb-store", "TowerSessions", "session_id", Some("expire_at")),
        ("django-dynamodb-sessions", "sessions", "session_key", None),
        ("connect-dynamodb", "express", "id", Some("expires")),
    ] {
        let mut args = vec!["--layout", layout];
        if table == "express" {
            // Its own default is Django's too.
            args.extend(["--table", table]);
        }
        env.run(["-q", "init-table"].iter().chain(&args)).success();
        env.run(["init-table", "--check"].iter().chain(&args)).success();
        let state = env.json(["describe", "-o", "json"].iter().chain(&args));
        assert_eq!(state["table"], table);
        assert_eq!(state["key"], serde_json::json!([{"name": key, "type": "S", "role": "HASH"}]));
        assert_eq!(state["ttl"]["attribute"].as_str(), ttl);
        let emitted = env.stdout(["init-table", "--emit", "cloudformation"].iter().chain(&args));
        assert!(emitted.contains(&format!("AttributeName: \"{key}\"")), "{emitted}");
    }
    let layout =
        env.command(["describe", "--query", "table"]).env("SESSCTL_LAYOUT", "flask-session").assert();
    layout.success().stdout_eq("\"Sessions\"\n");
    let unknown = env.command(["describe"]).env("SESSCTL_LAYOUT", "flask").assert();
    unknown.code(2).stderr_eq(str![[r#"
error: SESSCTL_LAYOUT is `flask`, and should be one of flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb, tower-sessions-dynamodb-store, django-dynamodb-sessions

"#]]);
}

#[test]
fn items_that_are_not_known_are_refused() {
    let env = TestEnv::new();
    for args in [
        &["get", "a"][..],
        &["list"],
        &["decode"],
        &["put", "a", "--data", "{}"],
        &["edit", "a", "--set", "a=1"],
        &["touch", "a"],
        &["delete", "a", "--yes"],
        &["purge", "--expired", "--yes"],
        &["export", "-"],
        &["import", "-"],
        &["local", "seed"],
    ] {
        env.run(["--layout", "django-dynamodb-sessions"].iter().chain(args)).code(2).stdout_eq("").stderr_eq(
            str![[r#"
error: items of layout `django-dynamodb-sessions` cannot be read or written
hint: `init-table` and `describe` know its tables

"#]],
        );
    }
}

#[test]
fn emitted_documents_need_neither_region_nor_credentials() {
    let env = TestEnv::empty();
    let emit = |args: &[&str]| {
        env.command(["init-table", "--emit"].iter().chain(args))
            .env_remove("SESSCTL_LOCAL")
            .assert()
            .success()
    };
    emit(&["iam-policy", "--role", "application", "--region", "eu-central-1", "-t", "shop_sessions"])
        .stdout_eq(str![[r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "SessionApplication",
      "Effect": "Allow",
      "Action": [
        "dynamodb:DeleteItem",
        "dynamodb:GetItem",
        "dynamodb:UpdateItem"
      ],
      "Resource": "arn:aws:dynamodb:eu-central-1:*:table/shop_sessions"
    }
  ]
}

"#]])
        .stderr_eq("");
    emit(&["aws-cli", "--tag", "it's=$(id)", "--point-in-time-recovery=7"])
        .stdout_eq(str![[r##"
#!/bin/sh
# Creates a table for sessions of flask-dynamodb-sessions; written by sessctl.
set -eu

aws dynamodb create-table --cli-input-json '{
  "TableName": "flask_sessions",
  "AttributeDefinitions": [
    {
      "AttributeName": "id",
      "AttributeType": "S"
    }
  ],
  "KeySchema": [
    {
      "AttributeName": "id",
      "KeyType": "HASH"
    }
  ],
  "BillingMode": "PAY_PER_REQUEST",
  "Tags": [
    {
      "Key": "it'/''s",
      "Value": "$(id)"
    }
  ]
}' >/dev/null
aws dynamodb wait table-exists --table-name 'flask_sessions'

aws dynamodb update-time-to-live --cli-input-json '{
  "TableName": "flask_sessions",
  "TimeToLiveSpecification": {
    "Enabled": true,
    "AttributeName": "ttl"
  }
}' >/dev/null

# DynamoDB takes a while to enable backups of a new table.
tries=0
until aws dynamodb update-continuous-backups --cli-input-json '{
  "TableName": "flask_sessions",
  "PointInTimeRecoverySpecification": {
    "PointInTimeRecoveryEnabled": true,
    "RecoveryPeriodInDays": 7
  }
}' >/dev/null; do
  tries=$((tries + 1))
  [ "$tries" -lt 24 ] || exit 1
  sleep 5
done

"##]])
        .stderr_eq("");
    emit(&["terraform", "--tag", "it's=${x}", "--deletion-protection", "--max-read-units", "100"])
        .stdout_eq(str![[r##"
# Sessions of flask-dynamodb-sessions, written by sessctl.
resource "aws_dynamodb_table" "sessions" {
  name                        = "flask_sessions"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "id"
  deletion_protection_enabled = true

  attribute {
    name = "id"
    type = "S"
  }

  ttl {
    attribute_name = "ttl"
    enabled        = true
  }

  on_demand_throughput {
    max_read_request_units = 100
  }

  tags = {
    "it's" = "$${x}"
  }

  lifecycle {
    prevent_destroy = true
  }
}

"##]])
        .stderr_eq("");
    emit(&["cloudformation", "--tag", "it's=two\nlines", "--table-class", "standard"])
        .stdout_eq(str![[r#"
AWSTemplateFormatVersion: "2010-09-09"
Description: "Sessions of flask-dynamodb-sessions, written by sessctl"
Resources:
  SessionTable:
    Type: "AWS::DynamoDB::Table"
    DeletionPolicy: "Retain"
    UpdateReplacePolicy: "Retain"
    Properties:
      TableName: "flask_sessions"
      AttributeDefinitions:
        - AttributeName: "id"
          AttributeType: "S"
      KeySchema:
        - AttributeName: "id"
          KeyType: "HASH"
      BillingMode: "PAY_PER_REQUEST"
      TimeToLiveSpecification:
        AttributeName: "ttl"
        Enabled: true
      TableClass: "STANDARD"
      Tags:
        - Key: "it's"
          Value: "two/nlines"
Outputs:
  TableName:
    Value: !Ref SessionTable
  TableArn:
    Value: !GetAtt SessionTable.Arn

"#]])
        .stderr_eq("");
    let operator = emit(&["iam-policy"]).get_output().stdout.clone();
    assert_eq!(operator, emit(&["iam-policy", "--role", "operator"]).get_output().stdout);
}

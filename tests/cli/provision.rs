//! `sessctl init-table` against services that refuse, delay, race and forget.
//!
//! What no engine here does is answered as AWS documents it: documented, not observed. Each such test names the page
//! of the Amazon DynamoDB API Reference, https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/

use std::{
    process::Child,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use serde_json::json;
use snapbox::{cmd::OutputAssert, str};

use crate::{
    env::{TestEnv, signal, wait},
    stub::{Stub, call, error, fine},
};

/// `init-table` with these arguments on a stub.
fn init(env: &TestEnv, stub: &Stub, args: &[&str]) -> OutputAssert {
    env.run(["--endpoint-url", &stub.url, "init-table"].iter().chain(args))
}

fn stderr(run: &OutputAssert) -> String {
    String::from_utf8(run.get_output().stderr.clone()).unwrap()
}

const CREATE: &str = r#"{"TableName": "flask_sessions", "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]}"#;

fn ttl_on(attribute: &str) -> String {
    let specification = json!({"Enabled": true, "AttributeName": attribute});
    json!({"TableName": "flask_sessions", "TimeToLiveSpecification": specification}).to_string()
}

/// API_UpdateTimeToLive: "It can take up to one hour for the change to fully process. Any additional UpdateTimeToLive
/// calls for the same table during this one hour duration result in a ValidationException." The three messages are
/// those that users of AWS report; the page has none.
#[test]
fn documented_ttl_that_somebody_else_has_just_turned_on_is_no_error() {
    let env = TestEnv::empty();
    let stub = Stub::start(|operation, body, engine| {
        (operation == "UpdateTimeToLive").then(|| {
            call(engine, operation, body);
            error("ValidationException", "TimeToLive is already enabled")
        })
    });
    init(&env, &stub, &[]).success();
    init(&env, &stub, &["--check"]).success();
}

/// API_UpdateTimeToLive, as above.
#[test]
fn documented_ttl_that_was_changed_within_the_hour_is_said() {
    let env = TestEnv::empty();
    let stub = Stub::start(|operation, _, _| {
        (operation == "UpdateTimeToLive").then(|| {
            error(
                "ValidationException",
                "Time to live has been modified multiple times within a fixed interval",
            )
        })
    });
    init(&env, &stub, &[]).code(1).stdout_eq("").stderr_eq(str![[r#"
Creating table `flask_sessions` in endpoint http://127.0.0.1:[..].
error: cannot provision table `flask_sessions`: TTL of table `flask_sessions` cannot be turned on now, as it was changed within the last hour: Time to live has been modified multiple times within a fixed interval
hint: run the same command again in an hour

"#]]);
    init(&env, &stub, &["--check"]).code(5);
}

/// API_UpdateTimeToLive, as above.
#[test]
fn documented_ttl_that_somebody_else_turns_on_for_another_attribute_is_said() {
    let env = TestEnv::empty();
    let stub = Stub::start(|operation, _, engine| {
        (operation == "UpdateTimeToLive").then(|| {
            call(engine, operation, &ttl_on("expires"));
            error(
                "ValidationException",
                "TimeToLive is active on a different AttributeName: current AttributeName is expires",
            )
        })
    });
    let run = init(&env, &stub, &[]).code(1);
    assert!(
        stderr(&run).contains("was turned on for attribute `expires` meanwhile, and should go by `ttl`"),
        "{}",
        stderr(&run)
    );
    // The next run sees it beforehand and sends nothing.
    let changes = stub.changes().len();
    let run = init(&env, &stub, &[]).code(1);
    assert!(stderr(&run).contains("turn TTL off for that attribute first"), "{}", stderr(&run));
    assert_eq!(stub.changes().len(), changes);
}

/// Backups as a table has them: API_DescribeContinuousBackups, response syntax.
fn backups(on: bool) -> serde_json::Value {
    let status = if on { "ENABLED" } else { "DISABLED" };
    let mut recovery = json!({"PointInTimeRecoveryStatus": status});
    if on {
        recovery["RecoveryPeriodInDays"] = 7.into();
    }
    json!({"ContinuousBackupsDescription":
        {"ContinuousBackupsStatus": "ENABLED", "PointInTimeRecoveryDescription": recovery}})
}

/// API_UpdateContinuousBackups, errors: "ContinuousBackupsUnavailableException: Backups have not yet been enabled for
/// this table."
#[test]
fn documented_backups_that_are_not_enabled_yet_are_waited_for() {
    let env = TestEnv::empty();
    let (mut refusals, mut on) = (2, false);
    let stub = Stub::start(move |operation, body, _| match operation {
        "DescribeContinuousBackups" => Some(fine(&backups(on))),
        "UpdateContinuousBackups" if refusals > 0 => {
            refusals -= 1;
            Some(error(
                "ContinuousBackupsUnavailableException",
                "Backups have not yet been enabled for this table.",
            ))
        }
        "UpdateContinuousBackups" => {
            on = body.contains("\"RecoveryPeriodInDays\":7");
            Some(fine(&backups(on)))
        }
        _ => None,
    });
    init(&env, &stub, &["--point-in-time-recovery=7"]).success();
    assert_eq!(stub.changes().iter().filter(|name| *name == "UpdateContinuousBackups").count(), 3);
    init(&env, &stub, &["--point-in-time-recovery=7", "--check"]).success();
    init(&env, &stub, &["--point-in-time-recovery=8", "--check"]).code(5);
}

/// API_UpdateContinuousBackups, as above.
#[test]
fn documented_backups_that_are_never_enabled_end_in_time() {
    let env = TestEnv::empty();
    let stub = Stub::start(|operation, _, _| match operation {
        "DescribeContinuousBackups" => Some(fine(&backups(false))),
        "UpdateContinuousBackups" => Some(error(
            "ContinuousBackupsUnavailableException",
            "Backups have not yet been enabled for this table.",
        )),
        _ => None,
    });
    let begun = Instant::now();
    init(&env, &stub, &["--point-in-time-recovery", "--timeout", "2s"]).code(1).stderr_eq(str![[r#"
Creating table `flask_sessions` in endpoint http://127.0.0.1:[..].
error: cannot provision table `flask_sessions`: point-in-time recovery of table `flask_sessions` cannot be set yet: DynamoDB has not enabled backups after [..] s
hint: run the same command again, or give it longer with `--timeout`

"#]]);
    assert!(begun.elapsed().as_secs() < 10);
}

/// API_CreateTable, errors: "LimitExceededException [...] up to 500 simultaneous table operations are allowed per
/// account"; CommonErrors: "ThrottlingException: The request was denied due to request throttling."
#[test]
fn documented_a_throttled_control_plane_is_asked_again() {
    let env = TestEnv::empty();
    let (mut creations, mut ttls) = (2, 4);
    let stub = Stub::start(move |operation, _, _| match operation {
        "CreateTable" if creations > 0 => {
            creations -= 1;
            Some(error(
                "LimitExceededException",
                "Subscriber limit exceeded: There is a limit of 500 tables that can be created, updated or deleted \
                 simultaneously",
            ))
        }
        "UpdateTimeToLive" if ttls > 0 => {
            ttls -= 1;
            Some(error("ThrottlingException", "Rate of requests exceeds the allowed throughput."))
        }
        _ => None,
    });
    init(&env, &stub, &[]).success();
    init(&env, &stub, &["--check"]).success();
}

/// API_CreateTable, as above.
#[test]
fn documented_a_limit_that_stays_is_said_in_the_services_words() {
    let env = TestEnv::empty();
    let stub = Stub::start(|operation, _, _| {
        (operation == "CreateTable")
            .then(|| error("LimitExceededException", "Too many operations for a given subscriber"))
    });
    let run = init(&env, &stub, &["--timeout", "2s"]).code(1);
    let said = stderr(&run);
    assert!(
        said.contains("`dynamodb:CreateTable` on table `flask_sessions` is throttled: Too many operations"),
        "{said}"
    );
}

/// API_CreateTable, errors: "ResourceInUseException: The operation conflicts with the resource's availability. For
/// example, you attempted to recreate an existing table".
#[test]
fn documented_another_creator_winning_the_race_is_no_error() {
    let env = TestEnv::empty();
    let stub = Stub::start(|operation, _, engine| {
        (operation == "CreateTable").then(|| {
            call(engine, operation, CREATE);
            error("ResourceInUseException", "Table already exists: flask_sessions")
        })
    });
    let wished =
        ["--billing", "provisioned", "--read-capacity", "5", "--write-capacity", "6", "--tag", "a=b"];
    init(&env, &stub, &wished).success();
    assert_eq!(stub.changes(), ["CreateTable", "UpdateTable", "TagResource", "UpdateTimeToLive"]);
    init(&env, &stub, &[&wished[..], &["--check"]].concat()).success();
}

/// API_UpdateTable, errors: "ResourceInUseException [...] the table is in UPDATING state".
#[test]
fn documented_a_table_that_somebody_else_is_changing_is_waited_for() {
    let env = TestEnv::empty();
    let (mut busy, mut updating) = (true, 0);
    let stub = Stub::start(move |operation, body, engine| match operation {
        "UpdateTable" if busy => {
            (busy, updating) = (false, 2);
            Some(error("ResourceInUseException", "Attempt to change a resource which is still in use"))
        }
        "DescribeTable" if updating > 0 => {
            updating -= 1;
            let (status, body) = call(engine, operation, body);
            Some((status, body.replace("\"ACTIVE\"", "\"UPDATING\"")))
        }
        _ => None,
    });
    call(&stub.engine, "CreateTable", CREATE);
    init(&env, &stub, &["--deletion-protection"]).success();
    assert_eq!(stub.changes(), ["UpdateTable", "UpdateTable", "UpdateTimeToLive"]);
    init(&env, &stub, &["--deletion-protection", "--check"]).success();
}

/// API_UpdateTable refuses a change that changes nothing, with a ValidationException that the page does not have.
#[test]
fn documented_a_change_that_somebody_else_has_just_made_is_no_error() {
    let env = TestEnv::empty();
    let stub = Stub::start(|operation, body, engine| {
        (operation == "UpdateTable").then(|| {
            call(engine, operation, body);
            error("ValidationException", "The provisioned throughput for the table will not change.")
        })
    });
    call(&stub.engine, "CreateTable", CREATE);
    let wished = ["--billing", "provisioned", "--read-capacity", "5", "--write-capacity", "6"];
    init(&env, &stub, &wished).success();
    init(&env, &stub, &[&wished[..], &["--check"]].concat()).success();
}

/// CommonErrors: "ValidationError: The input fails to satisfy the constraints specified by an AWS service."
#[test]
fn documented_a_setting_that_the_service_refuses_is_named() {
    let env = TestEnv::empty();
    let stub = Stub::start(|operation, _, _| {
        (operation == "UpdateTable").then(|| error("ValidationException", "KMS validation error: not found"))
    });
    call(&stub.engine, "CreateTable", CREATE);
    init(&env, &stub, &["--kms-key", "1234"]).code(1).stderr_eq(str![[r#"
error: cannot provision table `flask_sessions`: `kms-key` was refused by `UpdateTable`: KMS validation error: not found

"#]]);
}

/// API_DescribeContinuousBackups, errors: "TableNotFoundException: A source table with the name TableName does not
/// currently exist within the subscriber's account".
#[test]
fn documented_a_table_that_is_not_visible_everywhere_yet_is_waited_for() {
    let env = TestEnv::empty();
    let mut hidden = 2;
    let stub = Stub::start(move |operation, _, _| {
        if operation != "DescribeContinuousBackups" || hidden == 0 {
            return None;
        }
        hidden -= 1;
        Some(error("TableNotFoundException", "Table not found: flask_sessions"))
    });
    init(&env, &stub, &[]).success();
    init(&env, &stub, &["--check"]).success();
}

/// API_TableDescription, TableStatus: "CREATING - The table is being created."
#[test]
fn documented_a_table_is_awaited_and_the_wait_is_bounded() {
    let env = TestEnv::empty();
    let mut creating = 4;
    let stub = Stub::start(move |operation, body, engine| {
        let (status, body) = (operation == "DescribeTable").then(|| call(engine, operation, body))?;
        if status != 200 || creating == 0 {
            return None;
        }
        creating -= 1;
        Some((status, body.replace("\"ACTIVE\"", "\"CREATING\"")))
    });
    init(&env, &stub, &["--timeout", "1s"]).code(1).stderr_eq(str![[r#"
Creating table `flask_sessions` in endpoint http://127.0.0.1:[..].
error: cannot provision table `flask_sessions`: table `flask_sessions` is still CREATING after 1 s
hint: run the same command again, or give it longer with `--timeout`

"#]]);
    init(&env, &stub, &[]).success();
    init(&env, &stub, &["--check"]).success();
}

/// API_TableDescription, TableStatus: "DELETING - The table is being deleted."
#[test]
fn documented_a_table_that_is_being_deleted_is_left_alone() {
    let env = TestEnv::empty();
    let stub = Stub::start(|operation, body, engine| {
        (operation == "DescribeTable").then(|| {
            let (status, body) = call(engine, operation, body);
            (status, body.replace("\"ACTIVE\"", "\"DELETING\""))
        })
    });
    call(&stub.engine, "CreateTable", CREATE);
    init(&env, &stub, &["--deletion-protection"]).code(1).stderr_eq(str![[r#"
error: cannot provision table `flask_sessions`: status of table `flask_sessions` is DELETING, and should be ACTIVE: the table is being deleted; try again when it is gone

"#]]);
    init(&env, &stub, &["--check"]).code(5);
    assert_eq!(stub.changes(), [""; 0]);
}

/// CommonErrors: "AccessDeniedException: You do not have sufficient access to perform this action."
#[test]
fn documented_what_may_not_be_read_is_unknown_and_the_policy_is_named() {
    let env = TestEnv::empty();
    let stub = Stub::start(|operation, _, _| {
        let hidden = ["DescribeContinuousBackups", "ListTagsOfResource", "TagResource"].contains(&operation);
        hidden.then(|| error("AccessDeniedException", "User is not authorized to perform this action"))
    });
    call(&stub.engine, "CreateTable", CREATE);
    call(&stub.engine, "UpdateTimeToLive", &ttl_on("ttl"));
    init(&env, &stub, &["--check"]).success();
    init(&env, &stub, &["--check", "--tag", "team=shop"]).code(5);
    init(&env, &stub, &["--tag", "team=shop"]).code(1).stderr_eq(str![[r#"
error: cannot provision table `flask_sessions`: access denied for `dynamodb:TagResource` on table `flask_sessions`
hint: grant `dynamodb:TagResource` on the table to whoever runs this (see `sessctl init-table --emit iam-policy`)

"#]]);
    let state = env.json(["--endpoint-url", &stub.url, "describe", "-o", "json"]);
    assert_eq!(
        (&state["point_in_time_recovery"]["status"], &state["tags"]),
        (&json!("unknown"), &json!("unknown"))
    );
}

#[test]
fn an_engine_without_ttl_is_warned_of_unless_ttl_was_named() {
    let env = TestEnv::empty();
    let stub = Stub::start(|operation, _, _| {
        operation
            .ends_with("TimeToLive")
            .then(|| error("UnknownOperationException", "An unknown operation was requested."))
    });
    init(&env, &stub, &[]).success().stderr_eq(str![[r#"
Creating table `flask_sessions` in endpoint http://127.0.0.1:[..].
warning: the engine has no TTL, so expired sessions stay until they are purged
Table `flask_sessions` is ready.

"#]]);
    init(&env, &stub, &["--check"]).success();
    init(&env, &stub, &["-o", "json"]).success().stdout_eq(str![[r#"
{
  "table": "flask_sessions",
  "result": "unchanged",
  "differences": [],
  "left_out": [
    "ttl"
  ]
}

"#]]);
    init(&env, &stub, &["--ttl-attribute", "ttl", "--check"]).code(5);
    init(&env, &stub, &["--ttl-attribute", "ttl"]).code(1);
}

#[test]
fn what_an_engine_takes_and_does_not_keep_is_an_error_when_it_was_named() {
    let env = TestEnv::empty();
    let stub = Stub::start(|operation, body, engine| {
        (operation == "CreateTable" || operation == "UpdateTable").then(|| {
            let mut request: serde_json::Value = serde_json::from_str(body).unwrap();
            request.as_object_mut().unwrap().remove("TableClass");
            if operation == "UpdateTable" {
                fine(&json!({}))
            } else {
                call(engine, operation, &request.to_string())
            }
        })
    });
    let run = init(&env, &stub, &["--table-class", "standard-infrequent-access"]).code(1);
    assert!(stderr(&run).contains("`table-class` is not kept by the engine"), "{}", stderr(&run));
    assert!(stderr(&run).contains("is ready, but without `table-class`"), "{}", stderr(&run));
}

#[test]
fn a_run_without_differences_sends_nothing_that_changes() {
    let env = TestEnv::empty();
    let stub = Stub::start(|_, _, _| None);
    let wished = ["--deletion-protection", "--tag", "team=shop", "--max-read-units", "100"];
    init(&env, &stub, &wished).success();
    let changes = stub.changes();
    assert_eq!(changes, ["CreateTable", "UpdateTimeToLive"]);
    init(&env, &stub, &wished).success().stderr_eq("No changes.\n");
    init(&env, &stub, &[&wished[..], &["--check"]].concat()).success();
    init(&env, &stub, &["--tag", "team=web", "--dry-run"]).success();
    init(&env, &stub, &["--tag", "team=web", "--check"]).code(5);
    assert_eq!(stub.changes(), changes);
}

const WISHED: [&str; 9] = [
    "--billing",
    "provisioned",
    "--read-capacity",
    "5",
    "--write-capacity",
    "6",
    "--deletion-protection",
    "--tag",
    "team=shop",
];

#[test]
fn several_at_once_make_one_table_as_it_should_be() {
    let env = TestEnv::empty();
    let stub = Stub::start(|_, _, _| None);
    let args: Vec<&str> = ["--endpoint-url", &stub.url, "init-table"].into_iter().chain(WISHED).collect();
    let mut running: Vec<_> = (0..4).map(|_| env.spawn(&args)).collect();
    for child in &mut running {
        let status = wait(child).unwrap();
        let mut said = String::new();
        std::io::Read::read_to_string(child.stderr.as_mut().unwrap(), &mut said).unwrap();
        assert!(status.success(), "{said}");
    }
    init(&env, &stub, &[&WISHED[..], &["--check"]].concat()).success();
}

/// Kills a run when it sends its nth request, before or after the service has done it.
#[test]
fn killed_at_any_point_and_run_again_the_table_is_as_it_should_be() {
    let env = TestEnv::empty();
    let wished = ["--deletion-protection", "--tag", "team=shop"];
    for nth in 1.. {
        let mut killed = false;
        for served in [false, true] {
            let run: Arc<Mutex<Option<Child>>> = Arc::default();
            let (victim, mut count) = (run.clone(), 0);
            let stub = Stub::start(move |operation, body, engine| {
                count += 1;
                if count != nth {
                    return None;
                }
                let child = victim.lock().unwrap().take()?;
                if served {
                    call(engine, operation, body);
                }
                signal(&child, "KILL");
                // Nobody hears it.
                Some(error("InternalServerError", "killed"))
            });
            let args: Vec<&str> =
                ["--endpoint-url", &stub.url, "init-table"].into_iter().chain(wished).collect();
            // The first request waits until the lock goes.
            let mut held = run.lock().unwrap();
            *held = Some(env.spawn(&args));
            drop(held);
            loop {
                let mut child = run.lock().unwrap();
                match &mut *child {
                    None => {
                        killed = true;
                        break;
                    }
                    Some(running) => {
                        if running.try_wait().unwrap().is_some() {
                            *child = None;
                            break;
                        }
                    }
                }
                drop(child);
                std::thread::sleep(Duration::from_millis(5));
            }
            init(&env, &stub, &wished).success();
            init(&env, &stub, &[&wished[..], &["--check"]].concat()).success();
        }
        if !killed {
            assert!(nth > 10, "a run has at least ten requests");
            break;
        }
    }
}

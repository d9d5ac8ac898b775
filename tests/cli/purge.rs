//! `sessctl purge`.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use snapbox::str;

use crate::env::TestEnv;

/// Writes items with the layout's times, past the binary: it writes no session that has expired for long.
fn put_items(env: &TestEnv, items: impl IntoIterator<Item = (String, Timestamp, String)>) {
    let engine = sessctl::local::Engine::open(&env.path().join("local.db")).unwrap();
    for (id, modified, ttl) in items {
        let body = serde_json::json!({"TableName": "flask_sessions", "Item": {
            "id": {"S": id}, "data": {"S": "gAR9lC4=\n"},
            "modified": {"S": sessctl::session::format_modified(modified)},
            "ttl": serde_json::from_str::<serde_json::Value>(&ttl).unwrap(),
        }});
        let answer = engine.call("DynamoDB_20120810.PutItem", body.to_string().as_bytes());
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    }
}

/// A session written so long ago, whose expiry is off by some seconds.
fn session(id: impl std::fmt::Display, age: i64, off: i64) -> (String, Timestamp, String) {
    let modified = Timestamp::now() - SignedDuration::from_secs(age);
    let ttl = modified.as_second() + 1_209_600 + off;
    (id.to_string(), modified, format!(r#"{{"N": "{ttl}"}}"#))
}

const DAY: i64 = 86_400;

fn ids(env: &TestEnv) -> BTreeSet<String> {
    env.stdout(["list", "-o", "ndjson", "--query", "id"])
        .lines()
        .map(|line| line.trim_matches('"').to_owned())
        .collect()
}

fn env_with(sessions: impl IntoIterator<Item = (String, Timestamp, String)>) -> TestEnv {
    let env = TestEnv::new();
    put_items(&env, sessions);
    env
}

#[test]
fn expired_sessions_go_and_live_ones_stay() {
    let expired = (0..60).map(|n| session(format!("expired-{n}"), 15 * DAY + n, 0));
    let live = (0..40).map(|n| session(format!("live-{n}"), 13 * DAY + n, 0));
    let env = env_with(expired.chain(live));
    env.run(["purge", "--expired", "--yes"]).success().stdout_eq(str![[r#"
job:      purge
scanned:  100
matched:  60
deleted:  60
kept:     0
failed:   0
dry_run:  no
complete: yes
seconds:  [..]
consumed: rcu 16.0, wcu 60.0

"#]]).stderr_eq(str![[r#"
Table `flask_sessions` in the embedded engine ([DIR]/local.db): about 100 items of [..] bytes in all; sessions that expired before [TIME] match.
DynamoDB's TTL is on: it deletes them free of charge within a few days.

"#]]);
    let left = ids(&env);
    assert_eq!(left.len(), 40);
    assert!(left.iter().all(|id| id.starts_with("live-")));
}

#[test]
fn purge_without_yes_changes_nothing() {
    let env = env_with([session("expired", 15 * DAY, 0)]);
    env.run(["purge", "--expired"]).code(2).stdout_eq("");
    env.run(["purge"]).code(2).stderr_eq(str![[r#"
error: the following required arguments were not provided:
  <--expired>

Usage: sessctl purge <--expired>

For more information, try '--help'.

"#]]);
    env.run(["purge", "--yes"]).code(2);
    assert_eq!(ids(&env).len(), 1);
}

#[test]
fn dry_run_counts_and_changes_nothing() {
    let env = env_with([session("expired", 15 * DAY, 0), session("live", DAY, 0)]);
    let summary = env.json(["purge", "--expired", "--dry-run", "-o", "json"]);
    assert_eq!((&summary["matched"], &summary["deleted"]), (&1.into(), &0.into()));
    assert_eq!((&summary["dry_run"], &summary["complete"]), (&true.into(), &true.into()));
    assert_eq!(ids(&env).len(), 2);
}

#[test]
fn grace_spares_what_expired_lately() {
    let env = env_with([session("long-ago", 20 * DAY, 0), session("lately", 15 * DAY, 0)]);
    env.run(["purge", "--expired", "--yes", "--grace", "3d"]).success();
    assert_eq!(ids(&env), BTreeSet::from(["lately".to_owned()]));
}

#[test]
fn an_expiry_that_is_no_number_is_never_purged() {
    let (id, modified, _) = session("text", 30 * DAY, 0);
    let env =
        env_with([(id, modified, r#"{"S": "1000000000"}"#.to_owned()), session("expired", 15 * DAY, 0)]);
    env.run(["purge", "--expired", "--yes"]).success();
    assert_eq!(ids(&env), BTreeSet::from(["text".to_owned()]));
}

#[test]
fn servers_east_of_utc_stop_a_purge_before_it_deletes() {
    // In Tokyo the middleware writes expiries nine hours too early.
    let tokyo = (0..20).map(|n| session(format!("tokyo-{n}"), 14 * DAY - 3_600 + n, -9 * 3_600));
    let env = env_with(tokyo);
    env.run(["purge", "--expired", "--yes"]).code(1).stdout_eq("").stderr_eq(str![[r#"
Table `flask_sessions` in the embedded engine ([DIR]/local.db): about 20 items of [..] bytes in all; sessions that expired before [TIME] match.
DynamoDB's TTL is on: it deletes them free of charge within a few days.
warning: the expiry of 20 of 20 sampled sessions is 9h too early: the web servers' time zone is not UTC
error: refusing to purge: sessions look expired up to 9h before they are
hint: spare them with `--grace 32400s`, or pass `--accept-drift` to delete them all the same

"#]]);
    assert_eq!(ids(&env).len(), 20);
    env.run(["purge", "--expired", "--yes", "--grace", "9h"]).success();
    assert_eq!(ids(&env).len(), 20, "the grace covers the drift");
    env.run(["purge", "--expired", "--yes", "--accept-drift"]).success();
    assert_eq!(ids(&env).len(), 0);
}

#[test]
fn a_session_renewed_while_purge_runs_is_kept() {
    let env = env_with((0..400).map(|n| session(n, 15 * DAY + n, 0)));
    let engine = sessctl::local::Engine::open(&env.path().join("local.db")).unwrap();
    let mut purge = env.spawn(&["purge", "--expired", "--yes", "-o", "json", "--concurrency", "1"]);
    let mut renewed = BTreeSet::new();
    // Renews in the reverse order of the ids while the purge works; a session that is gone is not made again.
    for id in (0..400).rev() {
        let ttl = Timestamp::now().as_second() + 1_209_600;
        let body = serde_json::json!({"TableName": "flask_sessions", "Key": {"id": {"S": id.to_string()}},
            "UpdateExpression": "SET #ttl = :ttl", "ConditionExpression": "attribute_exists(id)",
            "ExpressionAttributeNames": {"#ttl": "ttl"}, "ExpressionAttributeValues": {":ttl": {"N": ttl.to_string()}}});
        if engine.call("DynamoDB_20120810.UpdateItem", body.to_string().as_bytes()).status == 200 {
            renewed.insert(id.to_string());
        }
    }
    assert!(purge.wait().unwrap().success());
    assert_eq!(ids(&env), renewed, "what was renewed is there, and nothing else");
}

#[test]
fn a_signal_stops_a_purge_in_good_order() {
    let env = env_with((0..3_000).map(|n| session(n, 15 * DAY, 0)));
    let mut purge = env.spawn(&["purge", "--expired", "--yes", "-o", "json", "--concurrency", "1"]);
    while ids(&env).len() == 3_000 {}
    crate::env::signal(&purge, "INT");
    let status = crate::env::wait(&mut purge).expect("it stops");
    let output = purge.wait_with_output().unwrap();
    assert_eq!(status.code(), Some(130), "{}", String::from_utf8_lossy(&output.stderr));
    let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(summary["complete"], false);
    assert_eq!(summary["deleted"].as_u64().unwrap() as usize, 3_000 - ids(&env).len(), "it says what it did");
}

//! `sessctl purge`.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use snapbox::str;

use crate::env::TestEnv;

/// A session written so long ago, whose expiry is off by some seconds.
fn session(id: impl std::fmt::Display, age: i64, off: i64) -> Value {
    let modified = Timestamp::now() - SignedDuration::from_secs(age);
    let ttl = modified.as_second() + 1_209_600 + off;
    json!({
        "id": {"S": id.to_string()}, "data": {"S": "gAR9lC4=\n"},
        "modified": {"S": sessctl::session::format_modified(modified)}, "ttl": {"N": ttl.to_string()},
    })
}

const DAY: i64 = 86_400;

fn env_with(sessions: impl IntoIterator<Item = Value>) -> TestEnv {
    let env = TestEnv::new();
    env.put_items(sessions);
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
consumed: rcu 1.0, wcu 60.0

"#]]).stderr_eq(str![[r#"
Table `flask_sessions` in the embedded engine ([DIR]/local.db): about 100 items of [..] bytes in all; sessions that expired before [TIME] go.
Scanning it costs about 1 RCU, each delete about 1 WCU.
DynamoDB's TTL is on: it deletes them free of charge within a few days.

"#]]);
    let left = env.ids();
    assert_eq!(left.len(), 40);
    assert!(left.iter().all(|id| id.starts_with("live-")));
}

#[test]
fn purge_without_yes_changes_nothing() {
    let env = env_with([session("expired", 15 * DAY, 0)]);
    env.run(["purge", "--expired"]).code(2).stdout_eq("");
    env.run(["purge"]).code(2).stderr_eq(str![[r#"
error: the following required arguments were not provided:
  <--expired|--idle-for <DURATION>|--where <EXPR>|--junk|--undecodable|--all>

Usage: sessctl purge <--expired|--idle-for <DURATION>|--where <EXPR>|--junk|--undecodable|--all>

For more information, try '--help'.

"#]]);
    env.run(["purge", "--yes"]).code(2);
    assert_eq!(env.ids().len(), 1);
}

#[test]
fn dry_run_counts_and_changes_nothing() {
    let env = env_with([session("expired", 15 * DAY, 0), session("live", DAY, 0)]);
    let summary = env.json(["purge", "--expired", "--dry-run", "-o", "json"]);
    assert_eq!((&summary["matched"], &summary["deleted"]), (&1.into(), &0.into()));
    assert_eq!((&summary["dry_run"], &summary["complete"]), (&true.into(), &true.into()));
    assert_eq!(env.ids().len(), 2);
}

#[test]
fn grace_spares_what_expired_lately() {
    let env = env_with([session("long-ago", 20 * DAY, 0), session("lately", 15 * DAY, 0)]);
    env.run(["purge", "--expired", "--yes", "--grace", "3d"]).success();
    assert_eq!(env.ids(), BTreeSet::from(["lately".to_owned()]));
}

#[test]
fn an_expiry_that_is_no_number_is_never_purged() {
    let mut text = session("text", 30 * DAY, 0);
    text["ttl"] = json!({"S": "1000000000"});
    let env = env_with([text, session("expired", 15 * DAY, 0)]);
    env.run(["purge", "--expired", "--yes"]).success();
    assert_eq!(env.ids(), BTreeSet::from(["text".to_owned()]));
}

#[test]
fn servers_east_of_utc_stop_a_purge_before_it_deletes() {
    // In Tokyo the middleware writes expiries nine hours too early.
    let tokyo = (0..20).map(|n| session(format!("tokyo-{n}"), 14 * DAY - 3_600 + n, -9 * 3_600));
    let env = env_with(tokyo);
    env.run(["purge", "--expired", "--yes"]).code(1).stdout_eq("").stderr_eq(str![[r#"
Table `flask_sessions` in the embedded engine ([DIR]/local.db): about 20 items of [..] bytes in all; sessions that expired before [TIME] go.
Scanning it costs about 1 RCU, each delete about 1 WCU.
DynamoDB's TTL is on: it deletes them free of charge within a few days.
warning: the expiry of 20 of 20 sampled sessions is 9h too early: the web servers' time zone is not UTC
error: refusing to purge: sessions look expired up to 9h before they are
hint: spare them with `--grace 32400s`, or pass `--accept-drift` to delete them all the same

"#]]);
    assert_eq!(env.ids().len(), 20);
    env.run(["purge", "--expired", "--yes", "--grace", "9h"]).success();
    assert_eq!(env.ids().len(), 20, "the grace covers the drift");
    env.run(["purge", "--expired", "--yes", "--accept-drift"]).success();
    assert_eq!(env.ids().len(), 0);
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
    assert_eq!(env.ids(), renewed, "what was renewed is there, and nothing else");
}

#[test]
fn a_signal_stops_a_purge_in_good_order() {
    let env = env_with((0..3_000).map(|n| session(n, 15 * DAY, 0)));
    let mut purge = env.spawn(&["purge", "--expired", "--yes", "-o", "json", "--concurrency", "1"]);
    while env.ids().len() == 3_000 {}
    crate::env::signal(&purge, "INT");
    let status = crate::env::wait(&mut purge).expect("it stops");
    let output = purge.wait_with_output().unwrap();
    assert_eq!(status.code(), Some(130), "{}", String::from_utf8_lossy(&output.stderr));
    let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(summary["complete"], false);
    assert_eq!(summary["deleted"].as_u64().unwrap() as usize, 3_000 - env.ids().len(), "it says what it did");
}

/// A session of plain JSON, as flask-dynamodb-sessions wrote before 0.1.4, so that tests can say what is in it.
fn put_data(env: &TestEnv, id: &str, data: &str, modified_ago: i64) {
    let mut item = session(id, modified_ago, 0);
    item["data"] = json!({"S": data});
    env.put_items([item]);
}

fn env_with_users() -> TestEnv {
    let env = TestEnv::new();
    put_data(&env, "ada-1", r#"{"_permanent": true, "user": {"name": "ada", "roles": ["admin"]}}"#, 60);
    put_data(&env, "ada-2", r#"{"_permanent": true, "user": {"name": "ada"}}"#, 40 * DAY);
    put_data(&env, "bob-1", r#"{"user": {"name": "bob"}}"#, 5 * DAY);
    put_data(&env, "junk", r#"{"_permanent": true}"#, 60);
    put_data(&env, "broken", "gASVCAAAAAAAAAB9lIwB", 60);
    env
}

fn left<const N: usize>(ids: [&str; N]) -> BTreeSet<String> {
    ids.map(str::to_owned).into()
}

#[test]
fn a_user_is_logged_out_everywhere() {
    let env = env_with_users();
    env.run(["purge", "--where", "data.user.name == 'ada'", "--yes"]).success();
    assert_eq!(env.ids(), left(["bob-1", "broken", "junk"]));
}

#[test]
fn selectors_narrow_each_other() {
    let env = env_with_users();
    env.run(["purge", "--where", "data.user.name == 'ada'", "--idle-for", "30d", "--yes"]).success();
    assert_eq!(env.ids(), left(["ada-1", "bob-1", "broken", "junk"]));
    env.run(["purge", "--idle-for", "3d", "--yes"]).success();
    assert_eq!(env.ids(), left(["ada-1", "broken", "junk"]));
    env.run(["purge", "--junk", "--undecodable", "--yes"]).success();
    assert_eq!(env.ids().len(), 3, "nothing is both");
    env.run(["purge", "--junk", "--yes"]).success();
    assert_eq!(env.ids(), left(["ada-1", "broken"]));
    env.run(["purge", "--undecodable", "--yes"]).success();
    assert_eq!(env.ids(), left(["ada-1"]));
}

#[test]
fn an_expression_is_refused_before_any_call() {
    let env = TestEnv::empty();
    env.run(["purge", "--where", "data.user ==", "--yes"]).code(2).stderr_eq(str![[r#"
error: `--where` cannot be read: [..]
  data.user ==
              ^
hint: it is JMESPath over id, state, modified, ttl, size_bytes, data and so on: "data.user == 'ada'"

"#]]);
    env.run(["list", "--where", "user.name == 'ada'"]).code(2).stderr_eq(str![[r#"
error: `--where` cannot be read: sessions have no field `user`
  user.name == 'ada'
  ^
hint: it is JMESPath over id, state, modified, ttl, size_bytes, data and so on: "data.user == 'ada'"

"#]]);
}

#[test]
fn an_expression_that_fails_for_a_session_spares_it_and_says_so() {
    let env = env_with_users();
    env.run(["purge", "--where", "contains(data.user.roles, 'admin')", "--yes", "-o", "ndjson"])
        .success()
        .stderr_eq(str![[r#"
...
warning: `--where` could not be evaluated for 4 sessions, which were left alone: [..]

"#]]);
    assert_eq!(env.ids(), left(["ada-2", "bob-1", "broken", "junk"]));
}

#[test]
fn all_wants_the_name_of_the_table() {
    let env = env_with_users();
    env.run(["purge", "--all", "--yes"]).code(2).stderr_eq(str![[r#"
...
error: refusing to delete all sessions of table `flask_sessions`: standard input is not a terminal
hint: pass `--confirm flask_sessions`

"#]]);
    env.run(["purge", "--all", "--confirm", "other"]).code(2);
    assert_eq!(env.ids().len(), 5);
    env.run(["purge", "--all", "--confirm", "flask_sessions"]).success();
    assert_eq!(env.ids().len(), 0);
}

#[test]
fn max_items_stops_a_purge_and_a_checkpoint_goes_on() {
    let env = env_with((0..500).map(|n| session(n, 15 * DAY, 0)));
    let purge = |more: &[&str]| {
        let args = ["purge", "--expired", "--yes", "-o", "json", "--checkpoint", "c.json"];
        env.json(args.iter().chain(more).copied())
    };
    let first = purge(&["--max-items", "123"]);
    assert_eq!((&first["deleted"], &first["complete"]), (&123.into(), &false.into()));
    assert_eq!(env.ids().len(), 377);
    let second = purge(&[]);
    assert_eq!((&second["deleted"], &second["complete"]), (&500.into(), &true.into()), "{second}");
    assert_eq!(env.ids().len(), 0);
    // Another table or another selection is another job.
    env.run(["purge", "--all", "--confirm", "flask_sessions", "--checkpoint", "c.json"]).code(1).stderr_eq(
        str![[r#"
...
error: cannot purge table `flask_sessions`: checkpoint `c.json` is of another selection: [..]

"#]],
    );
}

#[test]
fn a_checkpoint_is_of_one_run_at_a_time_and_private() {
    let env = env_with((0..10).map(|n| session(n, 15 * DAY, 0)));
    let lock = std::fs::File::create(env.path().join("c.json.lock")).unwrap();
    lock.lock().unwrap();
    env.run(["purge", "--expired", "--yes", "--checkpoint", "c.json"]).code(1).stderr_eq(str![[r#"
error: checkpoint `c.json` is in use by another run

"#]]);
    lock.unlock().unwrap();
    env.run(["purge", "--expired", "--yes", "--checkpoint", "c.json"]).success();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(env.path().join("c.json")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
#[cfg(unix)]
fn a_lock_file_is_private_and_never_created_or_opened_through_a_link() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let env = env_with([session(1, 15 * DAY, 0)]);
    let lock = env.path().join("c.json.lock");
    let purge = "umask 000; sessctl purge --expired --yes --checkpoint c.json";
    for target in ["missing", "there"] {
        env.write("there", "");
        symlink(target, &lock).unwrap();
        env.sh(purge).code(1).stderr_eq(str![[r#"
error: cannot lock checkpoint `c.json`: `c.json.lock` is not a regular file

"#]]);
        std::fs::remove_file(&lock).unwrap();
    }
    assert!(!env.path().join("missing").exists());
    env.sh(purge).success();
    assert_eq!(std::fs::metadata(&lock).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_killed_purge_goes_on_and_every_expired_session_is_gone() {
    let env = env_with(
        (0..1_500).map(|n| session(format!("e{n}"), 15 * DAY, 0)).chain((0..300).map(|n| session(n, DAY, 0))),
    );
    let args =
        ["purge", "--expired", "--yes", "--checkpoint", "c.json", "--concurrency", "2", "--segments", "2"];
    let mut kills = 0;
    for pause in [40, 60, 80, 100, 120, 140] {
        let mut purge = env.spawn(&args);
        std::thread::sleep(std::time::Duration::from_millis(pause));
        if purge.try_wait().unwrap().is_none() {
            kills += 1;
        }
        // SIGKILL: nothing can be put in order.
        purge.kill().unwrap();
        purge.wait().unwrap();
    }
    assert!(kills > 0, "it was killed while it worked");
    env.run(args).success();
    let left = env.ids();
    assert_eq!(left.len(), 300, "every live session is there");
    assert!(left.iter().all(|id| !id.starts_with('e')), "and no expired one");
}

#[test]
fn progress_tells_how_much_of_the_table_was_looked_at() {
    let env = env_with((0..500).map(|n| session(n, DAY, 0)));
    let args = ["purge", "--all", "--dry-run", "--rcu", "1", "--progress", "json"];
    let output = env.run(args).success().get_output().clone();
    let told = String::from_utf8(output.stderr).unwrap();
    let events = told.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let between = |event: &Value| event["fraction"].as_f64().is_some_and(|part| 0.0 < part && part < 1.0);
    assert!(events.filter(|event| event["event"] == "progress").any(|event| between(&event)), "{told}");
}

#[test]
fn shards_divide_the_table_among_them() {
    let env = env_with((0..400).map(|n| session(n, 15 * DAY, 0)));
    let mut deleted = 0;
    for shard in ["0/4", "1/4", "2/4", "3/4"] {
        let args = ["purge", "--expired", "--yes", "-o", "json", "--segments", "16", "--shard", shard];
        let summary = env.json(args);
        let count = summary["deleted"].as_u64().unwrap();
        assert!((40..=160).contains(&count), "{shard}: {count}");
        deleted += count;
    }
    assert_eq!((deleted, env.ids().len()), (400, 0));
    env.run(["purge", "--expired", "--yes", "--shard", "0/4"]).code(2);
    env.run(["purge", "--expired", "--yes", "--segments", "4", "--shard", "4/4"]).code(2);
    env.run(["purge", "--expired", "--yes", "--segments", "3", "--shard", "0/4"]).code(2);
}

#[test]
fn a_session_that_is_written_back_is_deleted_by_the_second_look() {
    let env = env_with_users();
    let args = ["purge", "--where", "data.user.name == 'bob'", "--recheck", "2s", "--yes", "-o", "json"];
    let mut purge = env.spawn(&args);
    while env.ids().contains("bob-1") {}
    // A request that was under way saves its session; another login of the same user is another session.
    put_data(&env, "bob-1", r#"{"user": {"name": "bob"}}"#, 0);
    put_data(&env, "bob-2", r#"{"user": {"name": "bob"}}"#, 0);
    assert!(crate::env::wait(&mut purge).expect("it ends").success());
    let output = purge.wait_with_output().unwrap();
    let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(summary["deleted"], 2, "{summary}");
    let left = env.ids();
    assert!(!left.contains("bob-1") && left.contains("bob-2"), "{left:?}");
}

#[test]
fn a_session_that_changes_meanwhile_is_kept_whatever_selected_it() {
    let env = TestEnv::new();
    for n in 0..200 {
        put_data(&env, &n.to_string(), r#"{"user": {"name": "bob"}}"#, 60);
    }
    let mut purge =
        env.spawn(&["purge", "--where", "data.user.name == 'bob'", "--yes", "-o", "json", "--wcu", "100"]);
    while env.ids().len() == 200 {}
    let mut rewritten = BTreeSet::new();
    for id in env.ids().into_iter().rev().take(30) {
        put_data(&env, &id, r#"{"user": {"name": "eve"}}"#, 0);
        rewritten.insert(id);
    }
    assert!(purge.wait().unwrap().success());
    let left = env.ids();
    assert_eq!(left, rewritten, "what was written meanwhile is there, and nothing else");
}

#[test]
fn a_write_budget_is_kept_and_used() {
    let env = env_with((0..160).map(|n| session(n, 15 * DAY, 0)));
    let summary = env.json(["purge", "--expired", "--yes", "-o", "json", "--wcu", "50", "--ttl", "14d"]);
    // A burst of one second, then 50 a second: 110 more deletes take 2.2 s at least.
    let seconds = summary["seconds"].as_f64().unwrap();
    assert!(seconds >= 2.15, "{summary}");
    assert_eq!(summary["consumed"]["wcu"], 160.0);
}

#[test]
fn a_backup_holds_what_was_deleted_and_import_brings_it_back() {
    let odd = json!({"id": {"S": "odd"}, "data": {"B": "gAR9lC4="}, "ttl": {"N": "1700000000.5"},
        "tenant": {"SS": ["a", "b"]}});
    let live = (0..20).map(|n| session(format!("live-{n}"), DAY, 0));
    let env = env_with((0..50).map(|n| session(n, 15 * DAY, 0)).chain([odd]).chain(live));
    let items = env.items();
    env.run(["purge", "--expired", "--dry-run", "--backup", "b.ndjson.zst"]).success();
    assert!(!env.path().join("b.ndjson.zst").exists());
    let purge =
        ["-q", "purge", "--expired", "--backup", "b.ndjson.zst", "--yes", "-o", "json", "--query", "deleted"];
    env.run(purge).success().stdout_eq("51\n");
    assert_eq!(env.ids().len(), 20);
    env.run(purge).code(1).stderr_eq(str![[r#"
error: `b.ndjson.zst` is there already
hint: choose another name, or remove it

"#]]);
    let import = ["-q", "import", "b.ndjson.zst", "--include-expired"];
    env.run(import).success();
    assert_eq!(env.items(), items);
}

#[test]
fn a_backup_survives_every_kill_and_is_complete() {
    let env = env_with((0..1_500).map(|n| session(n, 15 * DAY, 0)));
    let items = env.items();
    let args = [
        "-q",
        "purge",
        "--expired",
        "--yes",
        "--checkpoint",
        "c.json",
        "--backup",
        "b.ndjson.gz",
        "--wcu",
        "400",
    ];
    let mut killed = 0;
    // Longer than the second between two checkpoints, so that there is one to go on from.
    for pause in [1300, 1150, 400] {
        let mut purge = env.spawn(&args);
        std::thread::sleep(std::time::Duration::from_millis(pause));
        if purge.try_wait().unwrap().is_none() {
            killed += 1;
        }
        purge.kill().unwrap();
        purge.wait().unwrap();
    }
    assert!(killed > 0, "it was killed while it worked");
    env.run(args).success();
    assert_eq!(env.ids().len(), 0);
    env.run(["-q", "import", "b.ndjson.gz", "--include-expired"]).success();
    assert_eq!(env.items(), items, "the backup holds every session that was deleted");
}

#[test]
fn a_budget_of_an_on_demand_table_is_a_share_of_its_ceilings() {
    let env = TestEnv::new();
    let purge = ["purge", "--expired", "--yes", "--budget", "25%"];
    env.run(purge).code(2).stderr_eq(str![[r#"
error: `--budget` is a share of a capacity, and table `flask_sessions` is on-demand without a ceiling
hint: say how much with `--rcu` and `--wcu`, or set a ceiling with `init-table --max-read-units`

"#]]);
    env.run(["-q", "init-table", "--max-read-units", "40", "--max-write-units", "20"]).success();
    env.run(purge).success();
    env.run(["-q", "init-table", "--max-write-units", "unlimited"]).success();
    env.run(purge).success();
}

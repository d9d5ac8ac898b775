//! `sessctl migrate`.

use std::{thread::sleep, time::Duration};

use serde_json::{Value, json};
use snapbox::str;

use crate::{env::TestEnv, export::odd_items};

/// Two tables in one engine.
fn two_tables() -> TestEnv {
    let env = TestEnv::new();
    env.run(["-q", "init-table", "-t", "two"]).success();
    env
}

/// A session written at a second of a minute.
fn session(id: &str, second: u8, data: &str) -> Value {
    json!({"id": {"S": id}, "data": {"S": data}, "modified": {"S": format!("2026-11-22 20:00:{second:02}.000000")},
        "ttl": {"N": "4102444800"}})
}

fn data_of(env: &TestEnv, id: &str) -> Value {
    env.json(["get", "-t", "two", id, "-o", "json"])["data"].clone()
}

const TWO: [&str; 4] = ["migrate", "--to-table", "two", "--yes"];

#[test]
fn a_copy_is_the_same_to_the_byte() {
    let env = two_tables();
    env.put_items(odd_items());
    env.run(["-q", "local", "seed", "--count", "200"]).success();
    let args = TWO.into_iter().chain(["--include-expired", "--include-unreadable", "-o", "json"]);
    let summary = env.json(args);
    assert_eq!(summary["job"], "migrate");
    assert_eq!((&summary["written"], &summary["complete"]), (&json!(204), &json!(true)), "{summary}");
    assert_eq!((&summary["skipped"], &summary["lossy"]), (&json!(0), &json!(0)));
    assert_eq!(env.items_of(&["-t", "two"]), env.items());
    // To another engine.
    env.run(["-q", "init-table", "--local=other.db"]).success();
    let other = ["migrate", "--to-local=other.db", "--yes", "--include-expired", "--include-unreadable"];
    env.run(other).success();
    assert_eq!(env.items_of(&["--local=other.db"]), env.items());
}

#[test]
fn both_sides_are_shown_before_anything_is_written() {
    let env = two_tables();
    env.put_items([session("a", 1, "{}")]);
    env.run(["migrate", "--to-table", "two"]).code(2).stdout_eq("").stderr_eq(str![[r#"
Source: table `flask_sessions` in the embedded engine ([DIR]/local.db), layout flask-dynamodb-sessions, about 1 items of 51 bytes in all.
Target: table `two` in the embedded engine ([DIR]/local.db), layout flask-dynamodb-sessions, about 0 items of 0 bytes in all.
Reading it costs about 1 RCU, writing up to 1 WCU.
error: refusing to migrate: standard input is not a terminal
hint: pass `--yes`

"#]]);
    env.run(["-q", "migrate", "--to-table", "two", "--dry-run"]).success().stdout_eq(str![[r#"
job:      migrate
scanned:  1
matched:  1
deleted:  0
kept:     0
written:  0
skipped:  0
lossy:    0
failed:   0
dry_run:  yes
complete: yes
seconds:  [..]
consumed: rcu [..]

"#]]);
    assert!(env.items_of(&["-t", "two"]).is_empty());
}

#[test]
fn a_session_at_the_target_stays_unless_it_is_older() {
    let env = two_tables();
    let there = [
        session("older", 1, r#"{"is": "there"}"#),
        session("same", 5, r#"{"is": "there"}"#),
        session("fresher", 9, r#"{"is": "there"}"#),
    ];
    env.put_items(["older", "same", "fresher"].map(|id| session(id, 5, r#"{"is": "source"}"#)));
    for (how, winners) in [
        ("newer", ["source", "there", "there"]),
        ("skip", ["there", "there", "there"]),
        ("overwrite", ["source", "source", "source"]),
    ] {
        env.put_items_to("two", there.clone());
        let summary = env.json(TWO.into_iter().chain(["--on-conflict", how, "-o", "json"]));
        let written = winners.iter().filter(|winner| **winner == "source").count();
        assert_eq!((&summary["written"], &summary["kept"]), (&json!(written), &json!(3 - written)), "{how}");
        for (id, winner) in ["older", "same", "fresher"].into_iter().zip(winners) {
            assert_eq!(data_of(&env, id)["is"], winner, "{how} {id}");
        }
    }
    env.run(TWO.into_iter().chain(["-q", "--on-conflict", "fail"])).code(1).stderr_eq(str![[r#"
error: cannot migrate table `flask_sessions`: session `[..]` is in the table already

"#]]);
}

#[test]
fn expired_sessions_stay_behind_unless_asked_for() {
    let env = two_tables();
    let mut old = session("old", 1, "{}");
    old["ttl"]["N"] = json!("1700000000");
    env.put_items([old, session("new", 1, "{}")]);
    for (args, matched) in
        [(&[][..], 1), (&["--state", "any"], 2), (&["--include-expired"], 2), (&["--state", "expired"], 1)]
    {
        let all = ["migrate", "--to-table", "two", "--dry-run", "-o", "json"];
        assert_eq!(env.json(all.iter().chain(args))["matched"], matched, "{args:?}");
    }
    let by_id = ["migrate", "--to-table", "two", "--dry-run", "-o", "json", "--where", "id == 'new'"];
    assert_eq!(env.json(by_id)["matched"], 1);
}

#[test]
fn what_cannot_be_read_stays_behind_and_is_listed() {
    let env = two_tables();
    // cos\nsystem\n(S'true'\ntR.
    let malicious = session("evil", 1, "Y29zCnN5c3RlbQooUyd0cnVlJwp0Ui4=");
    let broken = session("broken", 1, "gASVFQAAAAAA");
    env.put_items([malicious, broken, session("good", 1, "{}")]);
    let args = TWO.into_iter().chain(["-q", "--report", "left.ndjson"]);
    env.run(args.clone()).code(3).stderr_eq(str![[r#"
error: session `~[..]` is left behind: its payload [..]
error: session `~[..]` is left behind: its payload [..]

"#]]);
    assert_eq!(env.items_of(&["-t", "two"]).len(), 1);
    let path = env.path().join("left.ndjson");
    let mut left: Vec<Value> = std::fs::read_to_string(&path)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .collect();
    left.sort_by_key(|left| left["id"].to_string());
    assert_eq!((&left[0]["id"], &left[0]["reason"]), (&json!("broken"), &json!("unreadable")));
    assert_eq!((&left[1]["id"], &left[1]["reason"]), (&json!("evil"), &json!("malicious")));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
    env.run(args).code(1).stderr_eq(str![[r#"
error: `left.ndjson` is there already
hint: choose another name, or remove it

"#]]);
    env.run(TWO.into_iter().chain(["-q", "--include-unreadable"])).success();
    assert_eq!(env.items_of(&["-t", "two"]), env.items());
}

#[test]
fn an_expiry_off_by_a_time_zone_is_mended_on_request() {
    let env = two_tables();
    let written: jiff::Timestamp = "2026-11-22T20:00:00Z".parse().unwrap();
    let with_ttl = |id: &str, ttl: i64| {
        let mut session = session(id, 0, "{}");
        session["ttl"]["N"] = json!(ttl.to_string());
        session
    };
    let right = written.as_second() + 40 * 365 * 86_400;
    // Tokyo is 9 hours too early; a life of its own is no drift.
    env.put_items([
        with_ttl("utc", right),
        with_ttl("tokyo", right - 32_400),
        with_ttl("kathmandu", right - 20_699),
        with_ttl("other", right - 3_000),
    ]);
    env.run(TWO.into_iter().chain(["-q", "--fix-ttl", "--ttl", "14600d"])).success();
    let items = env.items_of(&["-t", "two"]);
    let ttl = |id: &str| {
        let line = items.iter().find(|line| line.contains(&format!("\"{id}\""))).unwrap();
        let item: Value = serde_json::from_str(line).unwrap();
        item["Item"]["ttl"]["N"].as_str().unwrap().parse::<i64>().unwrap() - right
    };
    assert_eq!([ttl("utc"), ttl("tokyo"), ttl("kathmandu"), ttl("other")], [0, 0, 1, -3_000]);
}

#[test]
fn a_live_session_that_looks_expired_for_its_time_zone_is_mended_first() {
    let env = two_tables();
    let now = jiff::Timestamp::now().as_second();
    let mut session = session("tokyo", 0, "{}");
    // Written now with a life of an hour, nine hours early.
    let modified = sessctl::session::format_modified(jiff::Timestamp::from_second(now).unwrap());
    session["modified"]["S"] = json!(modified);
    session["ttl"]["N"] = json!((now + 3_600 - 32_400).to_string());
    env.put_items([session]);
    let args = ["migrate", "--to-table", "two", "--yes", "--ttl", "1h"];
    let quiet = env.run(args).success();
    let said = String::from_utf8(quiet.get_output().stderr.clone()).unwrap();
    assert!(env.items_of(&["-t", "two"]).is_empty());
    assert!(said.contains("is 9h too early") && said.contains("`--fix-ttl` mends it"), "{said}");
    env.run(args.into_iter().chain(["--fix-ttl"])).success();
    assert_eq!(env.items_of(&["-t", "two"]).len(), 1);
}

#[test]
fn tables_that_cannot_take_it_are_refused() {
    let env = two_tables();
    env.run(["migrate", "--yes"]).code(2).stderr_eq(str![[r#"
error: source and target are the same table `flask_sessions`
hint: name another with `--to-table`, or convert it where it is with `--in-place --to-format FORMAT`

"#]]);
    env.run(["migrate", "--to-table", "absent", "--yes"]).code(1).stderr_eq(str![[r#"
error: table `absent` does not exist in the embedded engine ([DIR]/local.db)
hint: create it with `sessctl init-table --table absent --local=[DIR]/local.db`

"#]]);
    env.run(["migrate", "-t", "absent", "--to-table", "two", "--yes"]).code(1);
    let engine = sessctl::local::Engine::open(&env.path().join("local.db")).unwrap();
    let table = json!({"TableName": "other", "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]});
    assert_eq!(engine.call("DynamoDB_20120810.CreateTable", table.to_string().as_bytes()).status, 200);
    drop(engine);
    env.run(["migrate", "--to-table", "other", "--yes"]).code(1).stderr_eq(str![[r#"
error: the key of table `other` is `pk` (S), and that of layout flask-dynamodb-sessions is `id` (S)

"#]]);
}

#[test]
fn a_killed_migration_goes_on_where_it_was() {
    let env = two_tables();
    env.put_items((0..3000).map(|n| session(&format!("s{n}"), 1, "{}")));
    let args = ["migrate", "--to-table", "two", "--yes", "--checkpoint", "c.json"];
    let args = args.into_iter().chain(["--wcu", "800", "--segments", "8"]).collect::<Vec<_>>();
    let mut migrate = env.spawn(&args);
    let count = || env.items_of(&["-t", "two"]).len();
    while count() < 1000 {
        sleep(Duration::from_millis(100));
    }
    // The second between two checkpoints.
    sleep(Duration::from_millis(1000));
    assert!(migrate.try_wait().unwrap().is_none(), "it is killed while it works");
    migrate.kill().unwrap();
    migrate.wait().unwrap();
    let before = count() as u64;
    let summary = env.json(args.into_iter().chain(["-o", "json"]));
    assert_eq!(env.items_of(&["-t", "two"]), env.items());
    let (written, kept) = (summary["written"].as_u64().unwrap(), summary["kept"].as_u64().unwrap());
    assert_eq!(written + kept, 3000, "{summary}");
    assert!(kept < before, "it did not begin anew: {summary}, {before} before");
    let other = ["migrate", "--to-table", "two", "--yes", "--checkpoint", "c.json", "--fix-ttl"];
    env.run(other).code(1);
}

/// A table of flask-dynamodb-sessions, and one of Flask-Session.
fn two_layouts() -> TestEnv {
    let env = TestEnv::new();
    env.run(["-q", "init-table", "--layout", "flask-session"]).success();
    env
}

const SESSIONS: [&str; 2] = ["--layout", "flask-session"];
const OVER: [&str; 4] = ["migrate", "--to-layout", "flask-session", "--yes"];

fn put(env: &TestEnv, id: &str, data: &str) {
    env.run(["-q", "put", id, "--replace", "--data", data]).success();
}

#[test]
fn another_layout_gets_the_same_values_and_gives_them_back() {
    let env = two_layouts();
    let data =
        r#"{"_permanent": true, "user": "ada", "n": 5, "when": {"$datetime": "2026-11-22T20:00:17+00:00"}}"#;
    put(&env, "a", data);
    let ours = env.json(["get", "a", "-o", "json"]);
    let mut item = session("b", 1, "{\"_permanent\": true}");
    item["tenant"] = json!({"S": "acme"});
    // Flask-Session has this name for itself.
    item["val"] = json!({"S": "foreign"});
    env.put_items([item]);
    let summary = env.json(OVER.into_iter().chain(["-o", "json"]));
    assert_eq!((&summary["written"], &summary["lossy"]), (&json!(2), &json!(0)), "{summary}");
    let theirs = env.json(["get", "a", "-o", "json"].iter().chain(&SESSIONS));
    assert_eq!((&theirs["format"], &theirs["data"]), (&json!("msgpack"), &ours["data"]));
    assert_eq!(theirs["ttl"], ours["ttl"]);
    let b = env.json(["get", "b", "-o", "json"].iter().chain(&SESSIONS));
    assert_eq!(b["attributes"], json!({"tenant": {"S": "acme"}}));
    // The way back: the time of writing is told from the expiry.
    env.run(["-q", "delete", "--yes", "a", "b"]).success();
    let back = ["migrate", "--to-layout", "flask-dynamodb-sessions", "--yes", "-q"];
    env.run(back.iter().chain(&SESSIONS)).success();
    let again = env.json(["get", "a", "-o", "json"]);
    for name in ["data", "ttl", "format", "protocol"] {
        assert_eq!(again[name], ours[name], "{name}");
    }
    let second = |record: &Value| record["modified"].as_str().unwrap()[..19].to_owned();
    assert_eq!(second(&again), second(&ours));
}

#[test]
fn what_would_be_lost_is_told_before_anything_is_written() {
    let env = two_layouts();
    put(&env, "plain", r#"{"user": "ada"}"#);
    put(&env, "lossy", r#"{"cart": [{"$tuple": ["A-1", 2]}, {"$tuple": ["B-2", 1]}]}"#);
    put(&env, "flash", r#"{"_flashes": [{"$tuple": ["message", "hello"]}]}"#);
    env.run(OVER)
        .code(1)
        .stdout_eq(str![[r#"
job:      migrate
scanned:  3
matched:  3
deleted:  0
kept:     0
written:  0
skipped:  0
lossy:    1
failed:   0
dry_run:  yes
complete: yes
seconds:  [..]
consumed: rcu [..]
losses:
 path    value  becomes  count
 cart[]  tuple  list     2

"#]])
        .stderr_eq(str![[r#"
Source: table [..]
Target: table `Sessions` [..]
Reading it [..]
Layout flask-session does not say when a session was written: of two, the one that ends later counts as newer.
error: nothing was written: 1 sessions would lose something
hint: `--lossy allow` writes them all the same, `--lossy skip` leaves them behind

"#]]);
    assert!(env.items_of(&SESSIONS).is_empty());
    let dry = env.json(["migrate", "--to-layout", "flask-session", "--dry-run", "-o", "json"]);
    assert_eq!(dry["losses"], json!([{"path": "cart[]", "value": "tuple", "becomes": "list", "count": 2}]));
    env.run(OVER.into_iter().chain([
        "-q",
        "--lossy",
        "skip",
        "-o",
        "json",
        "--query",
        "[written, skipped, lossy]",
    ]))
    .code(3)
    .stdout_eq("[\n  2,\n  1,\n  1\n]\n")
    .stderr_eq(str![[r#"
error: session `~[..]` is left behind: it would lose `cart[]`: tuple becomes list

"#]]);
    assert_eq!(env.items_of(&SESSIONS).len(), 2);
    let summary = env.json(OVER.into_iter().chain(["--lossy", "allow", "-o", "json"]));
    assert_eq!((&summary["written"], &summary["kept"], &summary["lossy"]), (&json!(1), &json!(2), &json!(1)));
    let data = env.json(["get", "lossy", "-o", "json"].iter().chain(&SESSIONS))["data"].clone();
    assert_eq!(data, json!({"cart": [["A-1", 2], ["B-2", 1]]}));
    // What was allowed is no difference.
    env.run(["-q", "migrate", "--to-layout", "flask-session", "--verify"]).success();
}

#[test]
fn sessions_are_converted_where_they_are() {
    let env = TestEnv::new();
    put(&env, "a", r#"{"user": "ada", "n": 5}"#);
    let mut foreign = session("b", 1, "{\"n\": 1}");
    foreign["tenant"] = json!({"S": "acme"});
    env.put_items([foreign]);
    put(&env, "tuple", r#"{"t": {"$tuple": [1]}}"#);
    let before = env.items();
    let all = |env: &TestEnv| {
        ["a", "b", "tuple"].map(|id| {
            let mut record = env.json(["get", id, "-o", "json"]);
            let format = record["format"].take();
            for name in ["format", "protocol", "size_bytes", "verdict", "globals"] {
                record.as_object_mut().unwrap().remove(name);
            }
            (format.as_str().unwrap().to_owned(), record)
        })
    };
    let first = all(&env);
    let to_json = ["-q", "migrate", "--in-place", "--to-format", "json", "--yes", "-o", "json"];
    env.run(to_json).code(1);
    assert_eq!(env.items(), before, "a loss stops it before anything is written");
    let skip = to_json.into_iter().chain(["--lossy", "skip", "--query", "[written, kept, skipped]"]);
    env.run(skip).code(3).stdout_eq("[\n  1,\n  1,\n  1\n]\n");
    let second = all(&env);
    assert_eq!(second.clone().map(|(format, _)| format), ["json", "json", "pickle"]);
    assert_eq!(second.map(|(_, record)| record), first.clone().map(|(_, record)| record));
    env.run(["-q", "migrate", "--in-place", "--to-format", "pickle", "--yes"]).success();
    let third = all(&env);
    assert_eq!(third.clone().map(|(format, _)| format), ["pickle", "pickle", "pickle"]);
    assert_eq!(third.map(|(_, record)| record), first.map(|(_, record)| record));
    for wrong in [
        &["migrate", "--in-place", "--yes"][..],
        &["migrate", "--in-place", "--to-format", "json", "--to-table", "two"],
        &["migrate", "--in-place", "--to-format", "msgpack", "--yes"],
        &["migrate", "--to-table", "two", "--delete-missing"],
        &["migrate", "--to-table", "two", "--verify", "--checkpoint", "c.json"],
    ] {
        env.run(wrong).code(2);
    }
}

#[test]
fn a_second_pass_brings_what_has_changed_and_takes_what_is_gone() {
    let env = two_tables();
    env.put_items((0..20).map(|n| session(&format!("s{n}"), 1, "{}")));
    let first = TWO.into_iter().chain(["-q", "--checkpoint", "first.json"]);
    env.run(first).success();
    put(&env, "new", r#"{"user": "ada"}"#);
    put(&env, "s3", r#"{"user": "bob"}"#);
    env.run(["-q", "delete", "--yes", "s7"]).success();
    let verify = ["-q", "migrate", "--to-table", "two", "--verify", "-o", "json"];
    let verified = env.run(verify).code(5);
    let verified: Value = serde_json::from_slice(&verified.get_output().stdout).unwrap();
    let kinds: Vec<(String, u64)> = verified["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|kind| (kind["kind"].as_str().unwrap().to_owned(), kind["count"].as_u64().unwrap()))
        .collect();
    let expected = [("missing", 1), ("stale", 1), ("extra", 1)].map(|(kind, n)| (kind.to_owned(), n));
    assert_eq!(kinds, expected);
    assert!(verified["differences"][0]["examples"][0].as_str().unwrap().starts_with('~'));
    let second = TWO.into_iter().chain(["--since", "first.json"]);
    let summary = env.json(second.clone().chain(["-o", "json"]));
    assert_eq!((&summary["matched"], &summary["written"]), (&json!(2), &json!(2)), "{summary}");
    assert_eq!(env.items_of(&["-t", "two"]).len(), 21, "what is gone at the source stays unless asked");
    let summary = env.json(second.chain(["--delete-missing", "-o", "json"]));
    assert_eq!(summary["deleted"], 1, "{summary}");
    assert_eq!(env.items_of(&["-t", "two"]), env.items());
    env.run(verify.into_iter().chain(["--query", "[compared, same, differences]"]))
        .success()
        .stdout_eq("[\n  20,\n  20,\n  []\n]\n");
    env.run(verify.into_iter().chain(["--sample", "5", "--query", "compared"])).success().stdout_eq("5\n");
}

#[test]
fn a_second_pass_from_a_layout_without_times_compares() {
    let env = two_layouts();
    let back = ["migrate", "--to-layout", "flask-dynamodb-sessions", "--yes"].into_iter().chain(SESSIONS);
    for n in 0..5 {
        let id = format!("s{n}");
        let put = ["-q", "put", &id, "--data", "{\"n\": 1}"];
        env.run(put.iter().chain(&SESSIONS)).success();
    }
    env.run(back.clone().chain(["-q", "--checkpoint", "first.json"])).success();
    // Written again, a second later by its expiry.
    let again = ["-q", "put", "s2", "--replace", "--data", "{\"n\": 2}", "--ttl", "15d"];
    env.run(again.iter().chain(&SESSIONS)).success();
    let summary = env.json(back.chain(["--since", "first.json", "-o", "json"]));
    assert_eq!((&summary["written"], &summary["kept"]), (&json!(1), &json!(4)), "{summary}");
    assert_eq!(env.json(["get", "s2", "-o", "json"])["data"], json!({"n": 2}));
}

#[test]
fn the_checkpoint_of_another_job_is_no_first_pass() {
    let env = two_tables();
    env.run(["-q", "init-table", "-t", "three"]).success();
    env.put_items([session("a", 1, "{}")]);
    env.run(TWO.into_iter().chain(["-q", "--checkpoint", "first.json"])).success();
    let three = ["-q", "migrate", "--to-table", "three", "--yes", "--since", "first.json"];
    env.run(three).code(1).stderr_eq(str![[r#"
error: `--since` cannot be used: checkpoint `first.json` is of another target: `[..]two[..]`, not `[..]three[..]`

"#]]);
    env.run(TWO.into_iter().chain(["-q", "--since", "absent.json"])).code(1).stderr_eq(str![[r#"
error: `--since` cannot be used: cannot read checkpoint `absent.json`: No such file or directory (os error 2)

"#]]);
    env.run(["-q", "purge", "--expired", "--yes", "--checkpoint", "purge.json"]).success();
    env.run(TWO.into_iter().chain(["-q", "--since", "purge.json"])).code(1).stderr_eq(str![[r#"
error: `--since` cannot be used: checkpoint `purge.json` is of another job: `purge`, not `migrate`

"#]]);
}

#[test]
fn what_the_target_cannot_hold_stays_behind() {
    let env = TestEnv::new();
    env.run(["-q", "init-table", "--layout", "tower-sessions"]).success();
    put(&env, "9f3c1c9e-0c5e-4b5e-8f52-6f1a5f0c7b11", "{}");
    put(&env, "AAAAAAAAAAAAAAAAAAAAAA", r#"{"user": "ada"}"#);
    env.run(["-q", "migrate", "--to-layout", "tower-sessions", "--yes"]).code(3).stderr_eq(str![[r#"
error: session `~[..]` is left behind: ids of layout `tower-sessions-dynamodb-store` are 16 bytes in base64url, 22 characters

"#]]);
    let tower = ["get", "AAAAAAAAAAAAAAAAAAAAAA", "-o", "json", "--layout", "tower-sessions"];
    assert_eq!(env.json(tower)["data"], json!({"user": "ada"}));
    // Nearly 400 KB as msgpack, more as JSON: every byte becomes six.
    let text = "\u{1}".repeat(120_000);
    env.run(["-q", "init-table", "--layout", "connect-dynamodb"]).success();
    env.run_with(["-q", "put", "large", "--data", "-"], json!({"t": text}).to_string()).success();
    let where_large =
        ["-q", "migrate", "--to-layout", "connect-dynamodb", "--yes", "--where", "id == 'large'"];
    env.run(where_large).code(3).stderr_eq(str![[r#"
error: session `~[..]` is left behind: its item would have 72[..] bytes, and DynamoDB allows 409600

"#]]);
}

/// What an application stored: a dataclass, a named tuple, an enum and a plain object of `app.models`.
const OBJECTS: &str = "gASVogAAAAAAAAB9lCiMB2FkZHJlc3OUjAphcHAubW9kZWxzlIwHQWRkcmVzc5STlCmBlH2UKIwGc3RyZWV0lIwETWFpbpSMA3ppcJRLDHVijAVwb2ludJRoAowFUG9pbnSUk5RLAUsChpSBlIwEcm9sZZRoAowEUm9sZZSTlIwFYWRtaW6UhZRSlIwEdXNlcpRoAowFUGxhaW6Uk5QpgZR9lIwBYZRLAXNidS4=";

/// An object as protocol 0 has it.
const OLD: &str = "KGRwMApWdXNlcgpwMQpjY29weV9yZWcKX3JlY29uc3RydWN0b3IKcDIKKGNhcHAubW9kZWxzClBsYWluCnAzCmNfX2J1aWx0aW5fXwpvYmplY3QKcDQKTnRwNQpScDYKKGRwNwpWYQpwOApJMQpzYnMu";

#[test]
fn an_object_with_items_becomes_a_map() {
    let env = two_layouts();
    // A token of Authlib.
    let token = "gASVVgAAAAAAAAB9lIwFdG9rZW6UjB9hdXRobGliLm9hdXRoMi5yZmM2NzQ5LndyYXBwZXJzlIwLT0F1dGgyVG9rZW6Uk5QpgZSMDGFjY2Vzc190b2tlbpSMAkFUlHNzLg==";
    env.put_items([session("a", 1, token)]);
    let dry = env.json(["migrate", "--to-layout", "flask-session", "--dry-run", "-o", "json"]);
    let value = "object authlib.oauth2.rfc6749.wrappers.OAuth2Token";
    assert_eq!(dry["losses"], json!([{"path": "token", "value": value, "becomes": "dict", "count": 1}]));
    env.run(OVER.into_iter().chain(["-q", "--lossy", "allow"])).success();
    let data = env.json(["get", "a", "-o", "json"].iter().chain(&SESSIONS))["data"].clone();
    assert_eq!(data, json!({"token": {"access_token": "AT"}}));
}

#[test]
fn a_class_is_a_loss_until_it_is_decided() {
    let env = two_layouts();
    env.put_items([session("a", 1, OBJECTS), session("b", 1, OLD)]);
    env.run(OVER.into_iter().chain(["-q"]))
        .code(1)
        .stdout_eq(str![[r#"
...
losses:
 path     value                      becomes     count
 address  object app.models.Address  plain view  1
 point    object app.models.Point    plain view  1
 role     object app.models.Role     plain view  1
 user     object app.models.Plain    plain view  2

"#]])
        .stderr_eq(str![[r#"
error: nothing was written: 2 sessions would lose something
hint: `--class app.models.Address=map` (or `=list`, `=value`) says what its objects become, and so for 3 more; `--lossy allow` writes them all the same, `--lossy skip` leaves them behind

"#]]);
    let decided = [
        "--class",
        "app.models.Address=map",
        "--class",
        "app.models.Point=list",
        "--class",
        "app.models.Role=value",
        "--class",
        "app.models.Plain=map",
    ];
    let summary = env.json(OVER.into_iter().chain(decided).chain(["-o", "json"]));
    assert_eq!((&summary["written"], &summary["lossy"]), (&json!(2), &json!(0)), "{summary}");
    let data_of = |id| env.json(["get", id, "-o", "json"].iter().chain(&SESSIONS))["data"].clone();
    assert_eq!(
        data_of("a"),
        json!({"address": {"street": "Main", "zip": 12}, "point": [1, 2], "role": "admin", "user": {"a": 1}})
    );
    assert_eq!(data_of("b"), json!({"user": {"a": 1}}));
    env.run(["-q", "migrate", "--to-layout", "flask-session", "--verify"].iter().chain(&decided)).success();
    // Undecided, the same sessions are others.
    env.run(["-q", "migrate", "--to-layout", "flask-session", "--verify"]).code(5);
}

#[test]
fn a_decision_without_effect_is_told() {
    let env = two_layouts();
    env.put_items([session("a", 1, OBJECTS)]);
    let decided = [
        "--class",
        "app.models.Adress=map",
        "--class",
        "app.models.Point=map",
        "--class",
        "app.models.Role=value",
    ];
    env.run(OVER.into_iter().chain(decided))
        .code(1)
        .stdout_eq(str![[r#"
...
losses:
 path     value                                            becomes     count
 address  object app.models.Address                        plain view  1
 point    object app.models.Point that does not fit `map`  plain view  1
 user     object app.models.Plain                          plain view  1

"#]])
        .stderr_eq(str![[r#"
...
warning: `--class app.models.Adress=map` was not used: no object of this class was converted
warning: `--class app.models.Point=map` does not fit 1 of 1 objects
error: nothing was written: 1 sessions would lose something
hint: `--class app.models.Address=map` (or `=list`, `=value`) says what its objects become, and so for 1 more; `--lossy allow` writes them all the same, `--lossy skip` leaves them behind

"#]]);
    // Everything is decided, and one decision too many.
    let mend = ["--class", "app.models.Address=map", "--class", "app.models.Point=list"];
    let rest =
        ["--class", "app.models.Role=value", "--class", "app.models.Plain=map", "--class", "app.Typo=map"];
    for how in [&["--dry-run"][..], &[]] {
        env.run(OVER.iter().chain(&mend).chain(&rest).chain(how)).success().stderr_eq(str![[r#"
...
warning: `--class app.Typo=map` was not used: no object of this class was converted
...
"#]]);
    }
}

#[test]
fn a_class_is_decided_in_one_way() {
    let env = two_layouts();
    for class in ["app.models.User", "app.models.User=dict", "User=map", "app..User=map", "=map"] {
        env.run(OVER.into_iter().chain(["--class", class])).code(2);
    }
    env.run(OVER.into_iter().chain(["-q", "--class", "app.A=map", "--class", "app.A=list"]))
        .code(2)
        .stderr_eq(str![[r#"
error: `--class app.A` says two different things

"#]]);
}

#[test]
fn a_malicious_payload_stays_behind_for_the_reason_that_it_is_judged_by() {
    let env = two_layouts();
    env.put_items([session("evil", 1, "Y29zCnN5c3RlbQooUyd0cnVlJwp0Ui4=")]);
    env.run(OVER.into_iter().chain(["-q", "-o", "json", "--query", "skipped"]))
        .code(3)
        .stdout_eq("1\n")
        .stderr_eq(str![[r#"
error: session `~[..]` is left behind: its payload is judged malicious: dangerous name: `os.system` at byte 0

"#]]);
}

//! `sessctl stats`.

use std::{collections::BTreeMap, fs, thread::sleep, time::Duration};

use serde_json::{Value, json};
use snapbox::str;

use crate::env::{TestEnv, signal, wait};

/// An item as `put` writes it, that ends in the year 2100, with so many bytes of JSON.
fn item(id: &str, data: &str) -> Value {
    json!({"id": {"S": id}, "data": {"S": data}, "modified": {"S": "2020-01-01 00:00:00.000001"},
        "ttl": {"N": "4102444800"}})
}

/// One of each kind: live and expired, pickle and JSON, plain and malicious, junk and unreadable, without expiry and
/// without payload.
fn few() -> Vec<Value> {
    let mut expired = item("expired", r#"{"user": "ada"}"#);
    expired["ttl"] = json!({"N": "1500000000"});
    let mut endless = item("endless", "gAR9lC4=\n");
    endless.as_object_mut().unwrap().remove("ttl");
    vec![
        item("big", &format!(r#"{{"user": "ada", "cart": "{}"}}"#, "x".repeat(3000))),
        expired,
        endless,
        item("junk", r#"{"_permanent": true}"#),
        item("broken", "gASV"),
        // {'user': os.system('true')}
        item("malicious", "gAR9lIwEdXNlcpSMAm9zlIwGc3lzdGVtlJOUjAR0cnVllIWUUpRzLg=="),
        json!({"id": {"S": "without"}, "ttl": {"N": "4102444800"}}),
    ]
}

fn sessions(groups: &Value) -> BTreeMap<&str, u64> {
    let groups = groups.as_array().unwrap();
    groups
        .iter()
        .map(|group| (group["name"].as_str().unwrap(), group["sessions"].as_u64().unwrap()))
        .collect()
}

/// What does not depend on the run.
fn figures(mut report: Value) -> Value {
    for field in ["seconds", "consumed", "now"] {
        report.as_object_mut().unwrap().remove(field);
    }
    // These grow with the time by which the job goes.
    report["ttl_backlog"]["oldest_seconds"].take();
    report["idle"]["median"].take();
    report
}

#[test]
fn every_session_is_counted_by_everything_there_is_to_count() {
    let env = TestEnv::new();
    env.put_items(few());
    let report = env.json(["stats", "-o", "json"]);
    assert_eq!((&report["job"], &report["complete"]), (&json!("stats"), &json!(true)));
    assert_eq!(
        (&report["scanned"], &report["matched"], &report["sessions"]),
        (&json!(7), &json!(7), &json!(7))
    );
    assert_eq!(sessions(&report["states"]), [("expired", 1), ("live", 5), ("no-ttl", 1)].into());
    assert_eq!(sessions(&report["formats"]), [("json", 3), ("none", 1), ("pickle", 3)].into());
    assert_eq!(sessions(&report["protocols"]), [("4", 2)].into());
    assert_eq!(sessions(&report["verdicts"]), [("invalid", 2), ("malicious", 1), ("plain", 4)].into());
    assert_eq!(
        report["classes"]["top"],
        json!([{"name": "os.system", "verdict": "malicious", "sessions": 1, "bytes": 0}])
    );
    assert_eq!(sessions(&report["keys"]["top"]), [("cart", 1), ("user", 3), ("_permanent", 1)].into());
    assert_eq!(report["keys"]["top"][0]["name"], "cart", "the heaviest first");
    assert_eq!(report["keys"]["others"], json!({"sessions": 0, "bytes": 0}));
    let sizes: Vec<u64> =
        serde_json::from_str(&env.stdout(["list", "-o", "json", "--query", "[].size_bytes"])).unwrap();
    assert_eq!(report["bytes"], sizes.iter().sum::<u64>());
    assert_eq!(report["sizes"]["max"], *sizes.iter().max().unwrap());
    assert_eq!(report["sizes"]["min"], *sizes.iter().min().unwrap());
    let in_intervals = |histogram: &Value| {
        histogram.as_array().unwrap().iter().map(|one| one["sessions"].as_u64().unwrap()).sum::<u64>()
    };
    assert_eq!(in_intervals(&report["sizes"]["histogram"]), 7);
    assert_eq!(in_intervals(&report["idle"]["histogram"]), 6);
    assert_eq!(report["idle"]["without"]["sessions"], 1);
    assert_eq!(in_intervals(&report["expiry"]["histogram"]), 6);
    assert_eq!(report["expiry"]["without"]["sessions"], 1);
    assert_eq!(report["ttl_backlog"]["sessions"], 1);
    assert_eq!(report["ttl_backlog"]["overdue"]["sessions"], 1);
    assert_eq!(report["ttl_backlog"]["ttl"], "enabled");
    assert_eq!(report["junk"]["sessions"], 2, "an empty session and one with `_permanent` alone");
    // Six of up to 1 KB, one of 3 to 4.
    assert_eq!((&report["refresh"]["wcu"], &report["refresh"]["max"]), (&json!(10), &json!(4)));
    let largest = &report["largest"][0];
    assert_eq!((&largest["id"], &largest["key"]), (&json!("big"), &json!("cart")));
    assert_eq!(report["largest"].as_array().unwrap().len(), 7);
    assert!(report.get("age").is_none(), "this layout stores no time of creation");
}

#[test]
fn people_get_charts_and_no_session_ids() {
    let env = TestEnv::new();
    env.put_items(few());
    env.run(["stats", "--top", "2"]).success().stdout_eq(str![[r#"
Sessions:                       7  3.4 KB, 496 B on average
Live:                           5  71.4 % of all; 1 never expire
Expired, not removed:           1  71 B, 1 for more than 2 days; DynamoDB's TTL is enabled
Largest session:             3 KB  0.8 % of the 400 KB that DynamoDB takes; 99 % have at most 3 KB
Cost of a refresh:       1.43 WCU  on average, a unit for each KB; half take at most 1, 95 % at most 4, the largest 4
Junk:                      28.6 %  2 sessions hold nothing but `_permanent`: 129 B
Suspicious or malicious:        1  import, call or change what no session should
Unreadable:                     2  broken, or beyond the limits of the reader

State
  live     5   71.4 %  ████████████████████████████████████████
  expired  1   14.3 %  ████████
  no-ttl   1   14.3 %  ████████

Verdict: what loading them would do
  plain      4   57.1 %  ████████████████████████████████████████
  invalid    2   28.6 %  ████████████████████
  malicious  1   14.3 %  ██████████

Format
  pickle, protocol 4  2   28.6 %  ██████████████████████████▊
  pickle, unreadable  1   14.3 %  █████████████▍
  json                3   42.9 %  ████████████████████████████████████████
  no payload          1   14.3 %  █████████████▍

Size of a session
  under 256 B    6   85.7 %  ████████████████████████████████████████
  256 B – 512 B  0      0 %
  512 B – 1 KB   0      0 %
  1 KB – 2 KB    0      0 %
  2 KB – 4 KB    1   14.3 %  ██████▊
  50 % have at most 71 B, 90 % 3 KB, 95 % 3 KB, 99 % 3 KB (within 0.8 %); the limit is 400 KB

Time since the last write
  over 365 d          6   85.7 %  ████████████████████████████████████████
  no time of writing  1   14.3 %  ██████▊
  half were written in the last [..] d

Time to the expiry
  over 30 d ago    1   14.3 %  ████████
  30 d – 7 d ago   0      0 %
  7 d – 2 d ago    0      0 %
  2 d – 1 d ago    0      0 %
  under 1 d ago    0      0 %
  in under 1 d     0      0 %
  in 1 d – 3 d     0      0 %
  in 3 d – 7 d     0      0 %
  in 7 d – 14 d    0      0 %
  in 14 d – 30 d   0      0 %
  in 30 d – 90 d   0      0 %
  in 90 d – 365 d  0      0 %
  in over 365 d    5   71.4 %  ████████████████████████████████████████
  never            1   14.3 %  ████████

Bytes by top-level key, as stored
  cart        2.9 KB   96.7 %  ████████████████████████████████████████
  user          84 B    2.7 %  █▏
  other keys    20 B    0.6 %  ▍

Classes and functions that payloads import
  os.system  1   14.3 %  ████████████████████████████████████████  malicious

Largest sessions
  ~2a21fe6d       3 KB    0.8 %  live     plain       2.9 KB in cart
  ~3aed3704      114 B   <0.1 %  live     malicious   56 B in user

"#]]);
    let redacted = env.json(["stats", "-o", "json", "--redact"]);
    assert_eq!(redacted["largest"][0]["id"], "~2a21fe6d");
    env.run(["stats", "--where", "state == 'expired'"]).success().stdout_eq(str![[r#"
only: sessions for which `state == 'expired'` holds
Sessions:                       1  71 B, 71 B on average
...
"#]]);
}

#[test]
fn an_empty_table_has_figures_too() {
    let env = TestEnv::new();
    let report = env.json(["stats", "-o", "json"]);
    assert_eq!(
        (&report["sessions"], &report["sizes"]["p99"], &report["sizes"]["mean"]),
        (&json!(0), &json!(0), &json!(0.0))
    );
    env.run(["stats"]).success();
    env.run(["stats", "--html", "empty.html"]).success();
}

#[test]
fn what_is_selected_is_counted() {
    let env = TestEnv::new();
    env.put_items(few());
    let count = |args: &[&str]| {
        let report = env.json(["stats", "-o", "json"].iter().chain(args));
        assert_eq!(report["sessions"], report["matched"]);
        report["sessions"].as_u64().unwrap()
    };
    assert_eq!(count(&["--state", "expired"]), 1);
    assert_eq!(count(&["--state", "live"]), 6);
    assert_eq!(count(&["--where", "contains(keys(data), 'user')"]), 3);
    assert_eq!(count(&["--where", "size_bytes > `1024`"]), 1);
    let report = env.json(["stats", "-o", "json", "--state", "live", "--where", "verdict == 'plain'"]);
    assert_eq!(report["selection"], json!({"state": "live", "where": "verdict == 'plain'", "shard": null}));
    env.run(["stats", "--where", "data.user ="]).code(2);
    env.run(["stats", "--segments", "4", "--shard", "4/4"]).code(2);
    let shards: u64 = (0..3).map(|n| count(&["--segments", "7", "--shard", &format!("{n}/3")])).sum();
    assert_eq!(shards, 7);
}

#[test]
fn a_class_that_is_vouched_for_is_known() {
    let env = TestEnv::new();
    env.run(["-q", "put", "a", "--data",
        r#"{"p": {"$object": {"class": "shop.models:Cart", "how": "newobj", "args": [], "state": {"n": 1}}}}"#]).success();
    let verdict = |args: &[&str]| {
        env.json(["stats", "-o", "json"].iter().chain(args))["classes"]["top"][0]["verdict"].clone()
    };
    assert_eq!(verdict(&[]), "unknown");
    assert_eq!(verdict(&["--allow", "shop.models.Cart"]), "known");
}

#[test]
fn the_page_is_private_new_and_names_nobody() {
    let env = TestEnv::new();
    env.put_items(few());
    env.run(["-q", "stats", "--html", "stats.html"]).success();
    let page = fs::read_to_string(env.path().join("stats.html")).unwrap();
    assert!(page.contains("default-src 'none'; style-src 'sha256-"));
    assert!(page.contains("~2a21fe6d"), "the hash of `big`");
    assert!(!page.contains(">big<") && !page.contains("\"big\""));
    let names = |env: &TestEnv| {
        let mut names: Vec<String> = fs::read_dir(env.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.retain(|name| !name.starts_with("local.db"));
        names.sort();
        names
    };
    assert_eq!(names(&env), ["stats.html"], "nothing else is left behind");
    env.run(["stats", "--html", "stats.html"]).code(1).stderr_eq(str![[r#"
error: `stats.html` is there already
hint: choose another name, or remove it

"#]]);
    env.run(["stats", "--html", "no/such/folder.html"]).code(1).stderr_eq(str![[r#"
error: cannot create `no/such/folder.html`: No such file or directory[..]

"#]]);
    env.run(["stats", "--html", "-"]).code(2);
    // A job that fails leaves none.
    env.run(["stats", "--table", "other", "--html", "other.html"]).code(1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(env.path().join("stats.html")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        std::os::unix::fs::symlink("elsewhere", env.path().join("link.html")).unwrap();
        env.run(["stats", "--html", "link.html"]).code(1);
        fs::remove_file(env.path().join("link.html")).unwrap();
    }
    assert_eq!(names(&env), ["stats.html"]);
}

/// A payload whose keys would break a page, a terminal or a report of fixed width.
fn hostile() -> Value {
    let data = json!({
        "</script><script>document.title='run'</script>": "x".repeat(600),
        "{{json}}": 1,
        "\u{1b}[2J\u{202e}\n\u{2028}\u{2029}": 2,
        "\" onload='alert(1)' <img src=http://127.0.0.1:1/x>": 3,
        "k".repeat(5000): 4,
    });
    item("hostile", &data.to_string())
}

#[test]
fn hostile_keys_break_neither_page_nor_terminal() {
    let env = TestEnv::new();
    env.put_items([hostile()]);
    env.run(["-q", "stats", "--html", "hostile.html"]).success();
    let page = fs::read_to_string(env.path().join("hostile.html")).unwrap();
    assert_eq!(page.matches("<script").count(), 1, "the JSON's own");
    assert_eq!(page.matches("</script").count(), 1);
    assert!(!page.contains("<img") && !page.contains(['\u{2028}', '\u{2029}', '\u{202e}', '\u{1b}']));
    let (_, rest) = page.split_once("<script type=\"application/json\" id=\"stats\">").unwrap();
    let embedded: Value = serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap();
    let report = env.json(["stats", "-o", "json"]);
    assert_eq!(embedded["keys"], report["keys"]);
    let names = sessions(&report["keys"]["top"]);
    assert!(names.contains_key("</script><script>document.title='run'</script>"));
    assert!(names.contains_key("\u{1b}[2J\u{202e}\n\u{2028}\u{2029}"));
    assert!(names.keys().all(|name| name.chars().count() <= 121));
    let shown = env.stdout(["stats"]);
    assert!(!shown.contains(['\u{1b}', '\u{202e}', '\u{2028}']));
    assert!(shown.lines().all(|line| line.chars().count() <= 160), "{shown}");
}

#[test]
fn very_many_keys_are_counted_together_and_push_out_none_that_is_in_use() {
    let env = TestEnv::new();
    let many = |n: usize| {
        let keys: serde_json::Map<String, Value> =
            (0..20_000).map(|k| (format!("{n}-{k}"), json!(1))).collect();
        item(&format!("many-{n}"), &Value::Object(keys).to_string())
    };
    env.put_items((0..9).map(many));
    env.put_items((0..20).map(|n| item(&n.to_string(), r#"{"user": "somebody with a name"}"#)));
    let report = env.json(["stats", "-o", "json", "--top", "1000"]);
    let keys = &report["keys"];
    let top = sessions(&keys["top"]);
    assert_eq!((top.len(), top["user"]), (1000, 20));
    let all = top.values().sum::<u64>() + keys["others"]["sessions"].as_u64().unwrap();
    assert_eq!(all, 9 * 20_000 + 20);
}

#[test]
fn a_run_that_was_stopped_and_killed_says_the_same_in_the_end() {
    let env = TestEnv::new();
    env.put_items(
        (0..400).map(|n| item(&n.to_string(), &format!(r#"{{"key-{}": "{}"}}"#, n % 7, "x".repeat(200 + n)))),
    );
    env.put_items(few());
    let at_once = figures(env.json(["stats", "-o", "json"]));
    let slow = ["stats", "-o", "json", "--rcu", "20", "--checkpoint", "c.json"];
    for (name, pause) in [("INT", 300), ("KILL", 1400), ("TERM", 300), ("KILL", 1200)] {
        let mut stats = env.spawn(&slow);
        sleep(Duration::from_millis(pause));
        drop(std::panic::catch_unwind(|| signal(&stats, name)));
        let code = wait(&mut stats).unwrap().code();
        if name == "INT" {
            assert_eq!(code, Some(130));
        }
    }
    let saved: Value = serde_json::from_slice(&fs::read(env.path().join("c.json")).unwrap()).unwrap();
    let counted = saved["state"]["all"]["sessions"].as_u64().unwrap();
    assert!(counted > 0, "{saved}");
    let again = env.json(["stats", "-o", "json", "--checkpoint", "c.json", "--html", "x.html"]);
    assert_eq!(figures(again), at_once);
    // What is complete is not read again, and says the same once more.
    let once_more = env.json(["stats", "-o", "json", "--checkpoint", "c.json"]);
    assert_eq!(once_more["consumed"]["rcu"], 0.0);
    assert_eq!(figures(once_more), at_once);
    env.run(["stats", "--checkpoint", "c.json", "--state", "live"]).code(1);
    env.run(["stats", "--checkpoint", "c.json", "--allow", "a.B"]).code(1);
    fs::write(env.path().join("c.json"), saved.to_string().replace("\"junk\"", "\"rubbish\"")).unwrap();
    env.run(["stats", "--checkpoint", "c.json"]).code(1).stderr_eq(str![[r#"
Going on with the job begun at [TIME].
Scanning it costs about 24 RCU.
error: cannot count the sessions of table `flask_sessions`: checkpoint `c.json` is of another selection: `{"selection":{"state":"any","expired":false,"idle":false,"where":null,"rubbish":false,"undecodable":false},"allow":[],"top":10}`, not `{"selection":{"state":"any","expired":false,"idle":false,"where":null,"junk":false,"undecodable":false},"allow":[],"top":10}`

"#]]);
}

#[test]
fn the_class_of_an_object_is_counted_and_not_the_function_that_makes_it() {
    let env = TestEnv::new();
    // {"user": app.models.Plain} at protocol 0, by copyreg._reconstructor.
    let old = "KGRwMApWdXNlcgpwMQpjY29weV9yZWcKX3JlY29uc3RydWN0b3IKcDIKKGNhcHAubW9kZWxzClBsYWluCnAzCmNfX2J1aWx0aW5fXwpvYmplY3QKcDQKTnRwNQpScDYKKGRwNwpWYQpwOApJMQpzYnMu";
    env.put_items([json!({"id": {"S": "a"}, "data": {"S": old}})]);
    let report = env.json(["stats", "-o", "json"]);
    let names: Vec<_> =
        report["classes"]["top"].as_array().unwrap().iter().map(|class| &class["name"]).collect();
    assert!(names.contains(&&json!("app.models.Plain")), "{names:?}");
    assert!(!names.iter().any(|name| name.as_str().unwrap().contains("_reconstructor")), "{names:?}");
}

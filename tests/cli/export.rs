//! `sessctl export`.

use std::{collections::BTreeSet, io::Read, thread::sleep, time::Duration};

use serde_json::{Value, json};
use snapbox::str;

use crate::env::{TestEnv, signal, wait};

/// Items that hold what the middleware never writes, beside one that it does.
pub(crate) fn odd_items() -> Vec<Value> {
    vec![
        json!({"id": {"S": "plain"}, "data": {"S": "gAR9lC4=\n"}, "modified": {"S": "2026-11-22 20:00:17.123456"},
            "ttl": {"N": "4102444800"}}),
        json!({"id": {"S": "bytes"}, "data": {"B": "gAR9lC4="}, "ttl": {"N": "4102444800.5"}}),
        json!({"id": {"S": "foreign"}, "data": {"S": "{}"}, "ttl": {"S": "never"}, "modified": {"N": "1"},
            "tenant": {"M": {"name": {"S": "acme \u{202e}</script>"}, "tags": {"SS": ["a", "b"]}, "n": {"NS": ["1", "2.5"]},
            "b": {"BS": ["AAE="]}, "l": {"L": [{"NULL": true}, {"BOOL": false}, {"N": "-1E+30"}]}}}}),
        json!({"id": {"S": "without data"}}),
    ]
}

/// The ids in a file of one item a line.
fn ids_in(text: &str) -> Vec<String> {
    text.lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["Item"]["id"]["S"].as_str().unwrap().to_owned()
        })
        .collect()
}

fn many(count: usize) -> impl Iterator<Item = Value> {
    (0..count).map(|n| json!({"id": {"S": n.to_string()}, "data": {"S": "x".repeat(300)}}))
}

#[test]
fn whole_items_are_written_one_a_line() {
    let env = TestEnv::new();
    env.put_items(odd_items());
    env.run(["export", "sessions.ndjson"]).success().stdout_eq(str![[r#"
job:      export
scanned:  4
matched:  4
deleted:  0
kept:     0
written:  4
failed:   0
dry_run:  no
complete: yes
seconds:  [..]
consumed: rcu [..], wcu 0.0

"#]]);
    let file = std::fs::read_to_string(env.path().join("sessions.ndjson")).unwrap();
    let mut expected: Vec<Value> = odd_items();
    // As DynamoDB normalizes numbers.
    expected[2]["tenant"]["M"]["l"]["L"][2]["N"] = json!("-1000000000000000000000000000000");
    let written: BTreeSet<String> =
        file.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["Item"].to_string()).collect();
    let sorted = |mut item: Value| {
        sort_keys(&mut item);
        item.to_string()
    };
    assert_eq!(written, expected.into_iter().map(sorted).collect());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(env.path().join("sessions.ndjson")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

fn sort_keys(value: &mut Value) {
    if let Value::Object(object) = value {
        object.sort_keys();
        object.values_mut().for_each(sort_keys);
    } else if let Value::Array(values) = value {
        values.iter_mut().for_each(sort_keys);
    }
}

#[test]
fn every_compression_holds_the_same() {
    let env = TestEnv::new();
    env.run(["-q", "local", "seed", "--count", "300"]).success();
    let items = env.items();
    assert_eq!(items.len(), 300);
    let read = |name: &str, decoder: fn(std::fs::File) -> Box<dyn Read>| {
        env.run(["-q", "export", name]).success();
        let mut text = String::new();
        decoder(std::fs::File::open(env.path().join(name)).unwrap()).read_to_string(&mut text).unwrap();
        text.lines().map(str::to_owned).collect::<BTreeSet<_>>()
    };
    assert_eq!(read("a.json", |file| Box::new(file)), items);
    assert_eq!(read("a.json.gz", |file| Box::new(flate2::read::MultiGzDecoder::new(file))), items);
    assert_eq!(read("a.json.zst", |file| Box::new(zstd::Decoder::new(file).unwrap())), items);
}

#[test]
fn what_is_selected_is_exported() {
    let env = TestEnv::new();
    env.run(["-q", "put", "ada", "--data", r#"{"user": "ada"}"#]).success();
    env.run(["-q", "put", "bob", "--data", r#"{"user": "bob"}"#]).success();
    let exported = env.stdout(["export", "--where", "data.user == 'bob'", "-"]);
    assert_eq!(ids_in(&exported), ["bob"]);
    env.run(["export", "--where", "data.user =", "x.ndjson"]).code(2);
    assert!(!env.path().join("x.ndjson").exists());
    assert_eq!(env.stdout(["export", "--state", "expired"]), "");
}

#[test]
fn nothing_that_exists_is_overwritten() {
    let env = TestEnv::new();
    env.write("there", "precious");
    env.run(["export", "there"]).code(1).stderr_eq(str![[r#"
error: `there` is there already
hint: choose another name, or remove it

"#]]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("elsewhere", env.path().join("link")).unwrap();
        env.run(["export", "link"]).code(1);
        std::os::unix::fs::symlink("elsewhere", env.path().join("new.partial")).unwrap();
        env.run(["export", "new"]).success();
        assert!(!env.path().join("elsewhere").exists());
    }
    assert_eq!(std::fs::read_to_string(env.path().join("there")).unwrap(), "precious");
    env.run(["export", "no/such/folder"]).code(1).stderr_eq(str![[r#"
...
error: cannot export table `flask_sessions`: cannot create `no/such/folder.partial`: No such file or directory (os error 2)

"#]]);
    env.run(["export", "--redact", "x"]).code(2);
    env.run(["export", "--checkpoint", "c.json"]).code(2).stderr_eq(str![[r#"
error: `--checkpoint` needs a file to go on with, not standard output

"#]]);
}

#[test]
fn a_stopped_export_leaves_nothing_or_what_it_can_go_on_with() {
    let env = TestEnv::new();
    env.put_items(many(400));
    let slow = ["export", "all.json.gz", "--rcu", "8"];
    let mut export = env.spawn(&slow);
    while !env.path().join("all.json.partial.gz").exists() {}
    sleep(Duration::from_millis(300));
    signal(&export, "INT");
    assert_eq!(wait(&mut export).unwrap().code(), Some(130));
    let files = || {
        let mut names: Vec<String> = std::fs::read_dir(env.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.starts_with("all"))
            .collect();
        names.sort();
        names
    };
    assert_eq!(files(), [""; 0]);

    let slow = ["export", "all.json.gz", "--rcu", "8", "--checkpoint", "c.json"];
    for (name, pause) in [("INT", 400), ("KILL", 1500), ("TERM", 300), ("KILL", 1300)] {
        let mut export = env.spawn(&slow);
        sleep(Duration::from_millis(pause));
        // It may have ended.
        drop(std::panic::catch_unwind(|| signal(&export, name)));
        wait(&mut export).unwrap();
        if files() == ["all.json.gz"] {
            break;
        }
        assert_eq!(files(), ["all.json.partial.gz"]);
    }
    if files() != ["all.json.gz"] {
        env.run(slow).success();
    }
    let mut text = String::new();
    let file = std::fs::File::open(env.path().join("all.json.gz")).unwrap();
    flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text).unwrap();
    let ids = ids_in(&text);
    assert_eq!(ids.len(), 400, "each session once");
    assert_eq!(ids.into_iter().collect::<BTreeSet<_>>().len(), 400, "and all of them");
}

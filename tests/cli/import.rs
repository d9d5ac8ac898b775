//! `sessctl import`.

use std::{io::Write, thread::sleep, time::Duration};

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use md5::Digest as _;
use serde_json::{Value, json};
use snapbox::str;

use crate::{
    env::{TestEnv, wait},
    export::odd_items,
};

pub(crate) fn lines(items: impl IntoIterator<Item = Value>) -> String {
    items.into_iter().map(|item| format!("{}\n", json!({"Item": item}))).collect()
}

fn gzip(text: &str) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(text.as_bytes()).unwrap();
    gzip.finish().unwrap()
}

/// A session written at a second of a minute.
fn session(id: &str, second: u8, data: &str) -> Value {
    json!({"id": {"S": id}, "data": {"S": data}, "modified": {"S": format!("2026-11-22 20:00:{second:02}.000000")},
        "ttl": {"N": "4102444800"}})
}

fn data_of(env: &TestEnv, id: &str) -> Value {
    env.json(["get", id, "-o", "json"])["data"].clone()
}

#[test]
fn what_was_exported_comes_back_as_it_was() {
    let env = TestEnv::new();
    env.put_items(odd_items());
    env.run(["-q", "local", "seed", "--count", "200"]).success();
    let items = env.items();
    for name in ["a.ndjson", "a.json.gz", "a.zst"] {
        env.run(["-q", "export", name]).success();
        env.run(["-q", "purge", "--all", "--confirm", "flask_sessions"]).success();
        assert_eq!(env.items().len(), 0);
        let summary = env.json(["import", name, "--include-expired", "-o", "json"]);
        assert_eq!((&summary["written"], &summary["complete"]), (&json!(204), &json!(true)), "{summary}");
        assert_eq!(env.items(), items);
    }
    let pipe = "sessctl -q export | sessctl -q import - --on-conflict skip -o json --query '[written, kept == matched]'";
    env.sh(pipe).success().stdout_eq("[\n  0,\n  true\n]\n");
}

#[test]
fn expired_sessions_are_left_out_unless_asked_for() {
    let env = TestEnv::new();
    let expired = json!({"id": {"S": "old"}, "data": {"S": "{}"}, "ttl": {"N": "1700000000"}});
    env.write("a.ndjson", lines([expired, session("new", 1, "{}")]));
    env.run(["import", "a.ndjson"]).success().stderr_eq(str![[r#"
1 expired sessions were left out (`--include-expired`).

"#]]);
    assert_eq!(env.ids().into_iter().collect::<Vec<_>>(), ["new"]);
    env.run(["-q", "import", "a.ndjson", "--include-expired"]).success();
    assert_eq!(env.ids().len(), 2);
}

#[test]
fn a_session_that_is_there_stays_unless_it_is_older() {
    let env = TestEnv::new();
    let there = [
        session("older", 1, r#"{"is": "there"}"#),
        session("same", 5, r#"{"is": "there"}"#),
        session("fresher", 9, r#"{"is": "there"}"#),
    ];
    let file = ["older", "same", "fresher"].map(|id| session(id, 5, r#"{"is": "file"}"#));
    env.write("a.ndjson", lines(file));
    for (how, winners) in [
        ("newer", ["file", "there", "there"]),
        ("skip", ["there", "there", "there"]),
        ("overwrite", ["file", "file", "file"]),
    ] {
        env.put_items(there.clone());
        let summary = env.json(["import", "a.ndjson", "--on-conflict", how, "--yes", "-o", "json"]);
        let written = winners.iter().filter(|winner| **winner == "file").count();
        assert_eq!(summary["written"], written, "{how}: {summary}");
        assert_eq!(summary["kept"], 3 - written);
        for (id, winner) in ["older", "same", "fresher"].into_iter().zip(winners) {
            assert_eq!(data_of(&env, id)["is"], winner, "{how} {id}");
        }
    }
    env.run(["import", "a.ndjson", "--on-conflict", "fail"]).code(1).stderr_eq(str![[r#"
error: cannot import into table `flask_sessions`: session `[..]` is in the table already

"#]]);
    env.run(["import", "a.ndjson", "--on-conflict", "overwrite"]).code(2);
}

#[test]
fn a_bad_line_is_named_and_ends_the_import() {
    let env = TestEnv::new();
    let good = lines([session("a", 1, "{}")]);
    for (name, content, says) in [
        ("json", format!("{good}{{\n"), "line 2 of `json` is no item: EOF while parsing"),
        (
            "value",
            format!("{good}{{\"Item\": {{\"id\": 1}}}}\n"),
            "line 2 of `value` is no item: attribute `id` is not",
        ),
        (
            "key",
            "\n{\"Item\": {\"pk\": {\"S\": \"a\"}}}\n".to_owned(),
            "line 2 of `key` is no item: the item has no attribute `id`",
        ),
        ("scalar", "[1]".to_owned(), "line 1 of `scalar` is no item"),
    ] {
        env.write(name, content);
        let error = env.run(["import", name]).code(1).get_output().stderr.clone();
        let error = String::from_utf8(error).unwrap();
        assert!(error.contains(says), "{error}");
        assert_eq!(env.ids().len(), 0, "nothing of its page was written");
    }
    let mut torn = gzip(&lines((0..50).map(|n| session(&n.to_string(), 1, "{}"))));
    torn.truncate(torn.len() - 20);
    env.write("torn.gz", torn);
    env.run(["import", "torn.gz"]).code(1).stderr_eq(str![[r#"
error: cannot import into table `flask_sessions`: cannot read `torn.gz`: [..]

"#]]);
    env.run(["import", "absent"]).code(1).stderr_eq(str![[r#"
error: nothing was imported: cannot read `absent`: No such file or directory (os error 2)

"#]]);
    env.run(["import", "-", "-"]).code(2);
    env.run(["import", "-", "--checkpoint", "c.json"]).code(2);
}

/// Lays out an export in a folder as S3 does: name, text and count of items of each file.
pub(crate) fn export_to_s3(env: &TestEnv, folder: &str, files: &[(&str, String, u64)]) {
    let mut list = String::new();
    let mut total = 0;
    for (name, text, items) in files {
        let bytes = gzip(text);
        list.push_str(&format!(
            "{}\n",
            json!({"itemCount": items, "md5Checksum": BASE64.encode(md5::Md5::digest(&bytes)), "etag": "x-1",
                "dataFileS3Key": format!("backups/{folder}/data/{name}")})
        ));
        env.write(&format!("{folder}/data/{name}"), bytes);
        total += items;
    }
    env.write(&format!("{folder}/manifest-files.json"), list);
    let summary = json!({"version": "2020-06-30", "itemCount": total, "outputFormat": "DYNAMODB_JSON",
        "exportType": "FULL_EXPORT", "manifestFilesS3Key": format!("backups/{folder}/manifest-files.json")});
    env.write(&format!("{folder}/manifest-summary.json"), summary.to_string());
}

#[test]
fn an_export_to_s3_is_imported_whole_or_not_at_all() {
    let env = TestEnv::new();
    let part = |from: u32, to: u32| lines((from..to).map(|n| session(&n.to_string(), 1, "{}")));
    export_to_s3(
        &env,
        "s3/AWSDynamoDB/0169-2d87",
        &[("a.json.gz", part(0, 30), 30), ("b.json.gz", part(30, 50), 20)],
    );
    let kept = env.path().join("s3/AWSDynamoDB/0169-2d87/data/b.json.gz");
    let bytes = std::fs::read(&kept).unwrap();
    std::fs::remove_file(&kept).unwrap();
    env.run(["import", "s3"]).code(1).stderr_eq(str![[r#"
error: nothing was imported: the export to S3 in `s3` cannot be read: data/b.json.gz is missing

"#]]);
    assert_eq!(env.ids().len(), 0);
    std::fs::write(&kept, bytes).unwrap();
    env.run(["-q", "import", "s3", "-o", "json", "--query", "written"]).success().stdout_eq("50\n");
    assert_eq!(env.ids().len(), 50);
    export_to_s3(&env, "s3/AWSDynamoDB/0169-2d87", &[("a.json.gz", part(0, 30), 31)]);
    env.run(["import", "s3"]).code(1).stderr_eq(str![[r#"
...
error: cannot import into table `flask_sessions`: the export to S3 in `s3/AWSDynamoDB/0169-2d87/data/a.json.gz` cannot be read: it holds 30 items, not the 31 of its manifest

"#]]);
}

#[test]
fn a_killed_import_goes_on_where_it_was() {
    let env = TestEnv::new();
    env.write("a.ndjson", lines((0..3000).map(|n| session(&format!("a{n}"), 1, "{}"))));
    env.write("b.gz", gzip(&lines((0..500).map(|n| session(&format!("b{n}"), 1, "{}")))));
    let args = ["import", "a.ndjson", "b.gz", "--checkpoint", "c.json"];
    // So slow that a busy machine, too, sees it at work.
    let mut import = env.spawn(&[&args[..], &["--wcu", "200"]].concat());
    while env.ids().len() < 500 {
        sleep(Duration::from_millis(100));
    }
    // The second between two checkpoints.
    sleep(Duration::from_millis(1000));
    assert!(import.try_wait().unwrap().is_none(), "it is killed while it works");
    import.kill().unwrap();
    import.wait().unwrap();
    let before = env.ids().len() as u64;
    let summary = env.json(args.into_iter().chain(["-o", "json"]));
    assert_eq!(env.ids().len(), 3500);
    // Counted over both runs; what was written after the last checkpoint is kept the second time.
    let (written, kept) = (summary["written"].as_u64().unwrap(), summary["kept"].as_u64().unwrap());
    assert_eq!(written + kept, 3500, "{summary}");
    assert!(kept < before, "it did not begin anew: {summary}, {before} before");
    let mut other = env.spawn(&["import", "a.ndjson", "--checkpoint", "c.json"]);
    assert_eq!(wait(&mut other).unwrap().code(), Some(1), "a checkpoint of other files");
}

#[test]
fn a_table_with_another_key_is_refused() {
    let env = TestEnv::empty();
    let engine = sessctl::local::Engine::open(&env.path().join("local.db")).unwrap();
    let table = json!({"TableName": "other", "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]});
    assert_eq!(engine.call("DynamoDB_20120810.CreateTable", table.to_string().as_bytes()).status, 200);
    drop(engine);
    env.write("a.ndjson", lines([session("a", 1, "{}")]));
    for args in [&["import", "a.ndjson"][..], &["export"], &["purge", "--expired", "--yes"]] {
        env.run(args.iter().chain(&["-t", "other"])).code(1).stderr_eq(str![[r#"
error: the key of table `other` is `pk` (S), and that of layout flask-dynamodb-sessions is `id` (S)

"#]]);
    }
}

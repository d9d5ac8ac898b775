//! `sessctl list`.

use snapbox::str;

use crate::env::TestEnv;

fn env_with_sessions() -> TestEnv {
    let env = TestEnv::new();
    env.run(["put", "live", "--data", r#"{"name": "ada"}"#]).success();
    env.run(["put", "ended", "--ttl", "0", "--data", r#"{"name": "bob"}"#]).success();
    // Expiry has a resolution of a second.
    let now = || jiff::Timestamp::now().as_second();
    let start = now();
    while now() <= start + 1 {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    env
}

#[test]
fn sessions_are_listed_for_people_and_for_scripts() {
    let env = env_with_sessions();
    env.run(["list", "--state", "live"])
        .success()
        .stdout_eq(str![[r#"
ID                                    STATE    EXPIRES_AT            SIZE_BYTES  FORMAT    VERDICT     DATA
live                                  live     [TIME]  94          pickle 4  plain       {"name":"ada"}

"#]])
        .stderr_eq("");
    env.run(["list", "--state", "live", "-o", "json"]).success().stdout_eq(str![[r#"
[
  {
    "id": "live",
    "modified": "[TIME]",
    "ttl": [TTL],
    "expires_at": "[TIME]",
    "state": "live",
    "format": "pickle",
    "protocol": 4,
    "size_bytes": 94,
    "verdict": "plain",
    "globals": [],
    "warnings": [],
    "data": {
      "name": "ada"
    },
    "attributes": {}
  }
]

"#]]);
    assert_eq!(env.stdout(["list", "-o", "ndjson"]).lines().count(), 2);
}

#[test]
fn state_selects() {
    let env = env_with_sessions();
    let ids = |state| env.stdout(["list", "--state", state, "-o", "ndjson", "--query", "id"]);
    assert_eq!(ids("live"), "\"live\"\n");
    assert_eq!(ids("expired"), "\"ended\"\n");
    assert_eq!(ids("any").lines().count(), 2);
}

#[test]
fn a_listing_that_stops_early_says_so() {
    let env = env_with_sessions();
    env.run(["list", "--limit", "1", "--columns", "state"]).success().stderr_eq(str![[r#"
Stopped after 1 sessions; there may be more (`--limit`).

"#]]);
    env.run(["list", "--limit", "2"]).success();
    assert_eq!(env.json(["list", "--limit", "1", "-o", "json"]).as_array().unwrap().len(), 1);
}

#[test]
fn columns_are_chosen_by_name() {
    let env = env_with_sessions();
    env.run(["list", "--state", "live", "--columns", "id,verdict"]).success().stdout_eq(str![[r#"
ID                                    VERDICT
live                                  plain

"#]]);
    env.run(["list", "--columns", "colour"]).code(2);
    env.run(["list", "--columns", "id", "-o", "json"]).code(2).stderr_eq(str![[r#"
error: `--columns` is for tables
hint: choose fields with `--query`

"#]]);
}

#[test]
fn an_empty_table_is_an_empty_list() {
    let env = TestEnv::new();
    env.run(["list"]).success().stdout_eq("").stderr_eq(str![[r#"
No such sessions in table `flask_sessions`.

"#]]);
    env.run(["list", "-o", "json"]).success().stdout_eq("[]\n");
    env.run(["list", "-o", "ndjson"]).success().stdout_eq("");
}

#[test]
fn every_page_is_listed() {
    let env = TestEnv::new();
    // Large enough for several pages of 1 MB.
    env.write("large.json", format!(r#"{{"a": "{}"}}"#, "x".repeat(200 * 1024)));
    for n in 0..12 {
        env.run(["put", &n.to_string(), "--data", "@large.json"]).success();
    }
    assert_eq!(env.stdout(["list", "-o", "ndjson", "--query", "id"]).lines().count(), 12);
    assert_eq!(env.json(["list", "-o", "json"]).as_array().unwrap().len(), 12);
}

//! `sessctl list`.

use serde_json::json;
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

/// What an application stored: a token of Authlib with a `UserInfo` in it, a `MultiDict` of werkzeug, a list of a class of
/// its own, a scalar of numpy, an `ObjectId`, and a datetime of PyMongo.
const OBJECTS: &str = "gASVdwIAAAAAAAB9lCiMBXRva2VulIwfYXV0aGxpYi5vYXV0aDIucmZjNjc0OS53cmFwcGVyc5SMC09BdXRoMlRva2VulJOUKYGUKIwMYWNjZXNzX3Rva2VulIwCQVSUjAh1c2VyaW5mb5SMGGF1dGhsaWIub2lkYy5jb3JlLmNsYWltc5SMCFVzZXJJbmZvlJOUKYGUjAVlbWFpbJSMD2FkYUBleGFtcGxlLm9yZ5RzdYwEZm9ybZSMIndlcmt6ZXVnLmRhdGFzdHJ1Y3R1cmVzLnN0cnVjdHVyZXOUjAlNdWx0aURpY3SUk5QpgZSMAXGUjAFhlHN9lGgUXZQoaBWMAWKUZXNijARyb3dzlIwKYXBwLm1vZGVsc5SMBFJvd3OUk5QpgZQojAF4lIwBeZRljAV0b3RhbJSMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAZzY2FsYXKUk5SMBW51bXB5lIwFZHR5cGWUk5SMAmk4lImIh5RSlChLA4wBPJROTk5K/////0r/////SwB0lGJDCAUAAAAAAAAAlIaUUpSMBHVzZXKUjA1ic29uLm9iamVjdGlklIwIT2JqZWN0SWSUk5QpgZRDDF9DobLD1OX2p7jJ0JRijAJhdJSMCGRhdGV0aW1llIwIZGF0ZXRpbWWUk5RDCgfkBwEMAAAAAACUjAxic29uLnR6X3V0aWyUjAtGaXhlZE9mZnNldJSTlGg2jAl0aW1lZGVsdGGUk5RLAEsASwCHlFKUjANVVEOUhpRSlH2UKIwUX0ZpeGVkT2Zmc2V0X19vZmZzZXSUaECMEl9GaXhlZE9mZnNldF9fbmFtZZRoQXVihpRSlHUu";

#[test]
fn objects_are_found_by_what_they_hold() {
    let env = TestEnv::new();
    env.put_items([json!({"id": {"S": "a"}, "data": {"S": OBJECTS}, "ttl": {"N": "4102444800"}})]);
    for expression in [
        "data.token.access_token == 'AT'",
        "data.token.userinfo.email == 'ada@example.org'",
        "data.form.q[1] == 'b'",
        "data.rows[0] == 'x'",
        "data.total == `5`",
        "data.user == '5f43a1b2c3d4e5f6a7b8c9d0'",
        "data.at == '2020-07-01T12:00:00+00:00'",
    ] {
        let found = env.json(["list", "--where", expression, "-o", "json"]);
        assert_eq!(found.as_array().map(Vec::len), Some(1), "{expression}: {found}");
    }
    let plain = env.json(["get", "a", "--plain", "-o", "json"])["data"].clone();
    assert_eq!(
        plain["token"],
        json!({
            "$class": "authlib.oauth2.rfc6749.wrappers.OAuth2Token",
            "access_token": "AT",
            "userinfo": {"$class": "authlib.oidc.core.claims.UserInfo", "email": "ada@example.org"},
        })
    );
    let queried = env.json(["get", "a", "--plain", "-o", "json", "--query", "data.token.access_token"]);
    assert_eq!(queried, json!("AT"));
}

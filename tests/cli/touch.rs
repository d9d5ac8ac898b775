//! `sessctl touch`.

use snapbox::str;

use crate::env::TestEnv;

#[test]
fn the_expiry_moves_and_the_data_stays() {
    let env = TestEnv::new();
    env.run(["put", "abc", "--ttl", "60", "--data", r#"{"n": 1}"#]).success();
    let before = env.json(["get", "abc", "-o", "json"]);
    env.run(["touch", "abc", "--ttl", "2h"])
        .success()
        .stdout_eq(str![[r#"
 id   ttl         expires_at
 abc  [TTL]  [TIME]

"#]])
        .stderr_eq("");
    let after = env.json(["get", "abc", "-o", "json"]);
    assert!(after["ttl"].as_i64().unwrap() >= before["ttl"].as_i64().unwrap() + 7_140);
    assert_eq!(after["data"], before["data"]);
    assert!(env.json(["touch", "abc", "-o", "json"])["ttl"].is_i64());
}

#[test]
fn an_unknown_session_is_not_made() {
    let env = TestEnv::new();
    env.run(["touch", "nobody"]).code(4).stdout_eq("").stderr_eq(str![[r#"
error: session `~6382b3cc` does not exist in table `flask_sessions`

"#]]);
    env.run(["get", "nobody"]).code(4);
}

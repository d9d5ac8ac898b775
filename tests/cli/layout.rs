//! Every command on items of every layout.

use serde_json::{Value, json};
use snapbox::str;

use crate::env::TestEnv;

/// A layout, its key and what stands before an id there, and what decides whether a session is a user's.
const LAYOUTS: [(&str, &str, &str); 6] = [
    ("flask-dynamodb-sessions", "id", ""),
    ("flask-session", "id", "session:"),
    ("cachelib", "cache_key", "session:"),
    ("dynamodb-session-web", "id", ""),
    ("connect-dynamodb", "id", "sess:"),
    ("tower-sessions-dynamodb-store", "session_id", "SESSIONS::TOWER::"),
];

struct Sessctl<'e> {
    env: &'e TestEnv,
    layout: &'static str,
}

impl Sessctl<'_> {
    fn args<'a>(&self, args: &[&'a str]) -> Vec<&'a str> {
        [&["--layout", self.layout][..], args].concat()
    }

    fn run(&self, args: &[&str]) {
        self.env.run(self.args(args)).success();
    }

    fn text(&self, args: &[&str]) -> String {
        self.env.stdout(self.args(args))
    }

    fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.text(&[&["-o", "json"], args].concat())).unwrap()
    }
}

#[test]
fn every_command_works_on_items_of_every_layout() {
    for (layout, key, prefix) in LAYOUTS {
        let env = TestEnv::empty();
        let sessctl = Sessctl { env: &env, layout };
        sessctl.run(&["-q", "init-table"]);

        let id = sessctl.text(&["put", "--data", r#"{"user": "ada", "cart": [1, 2.5, null]}"#]);
        let id = id.trim();
        let session = sessctl.json(&["get", "--", id]);
        assert_eq!(session["data"], json!({"user": "ada", "cart": [1, 2.5, null]}), "{layout}");
        assert_eq!(session["state"], "live", "{layout}");
        assert_eq!(session["warnings"], json!([]), "{layout}");
        assert_eq!(sessctl.json(&["list", "--where", "data.user == 'ada'"])[0]["id"], id, "{layout}");

        sessctl.run(&["edit", "--set", "cart[0]=7", "--unset", "user", "--", id]);
        assert_eq!(sessctl.json(&["get", "--", id])["data"], json!({"cart": [7, 2.5, null]}), "{layout}");
        let ttl = sessctl.json(&["touch", "--ttl", "30d", "--", id])["ttl"].clone();
        let touched = sessctl.json(&["get", "--", id]);
        assert_eq!((&touched["ttl"], &touched["data"]["cart"][0]), (&ttl, &json!(7)), "{layout}");
        sessctl.run(&["put", "--replace", "--data", r#"{"n": 1}"#, "--", id]);

        let exported = sessctl.text(&["export", "-"]);
        let item: Value = serde_json::from_str(exported.trim()).unwrap();
        assert_eq!(item["Item"][key]["S"], format!("{prefix}{id}"), "{layout}");
        env.write("page.json", &exported);
        assert_eq!(sessctl.json(&["decode", "page.json"])["data"], json!({"n": 1}), "{layout}");
        let raw = env.command(sessctl.args(&["get", "--raw", "--", id])).output().unwrap().stdout;
        env.write("payload", raw);
        assert_eq!(sessctl.json(&["decode", "payload"])["data"], json!({"n": 1}), "{layout}");

        sessctl.run(&["delete", "--yes", "--", id]);
        env.run(sessctl.args(&["get", "--", id])).code(4);
        sessctl.run(&["import", "--yes", "page.json"]);
        assert_eq!(sessctl.json(&["get", "--", id])["data"], json!({"n": 1}), "{layout}");
        let again = sessctl.json(&["import", "--yes", "page.json"]);
        assert_eq!((&again["written"], &again["kept"]), (&json!(0), &json!(1)), "{layout}: not newer");

        let purged = sessctl.json(&["purge", "--where", "data.n == `1`", "--backup", "kept.zst", "--yes"]);
        assert_eq!(purged["deleted"], 1, "{layout}");
        sessctl.run(&["local", "seed", "--count", "30"]);
        let listed = sessctl.json(&["list"]);
        assert_eq!(listed.as_array().unwrap().len(), 30, "{layout}");
        let expired = listed.as_array().unwrap().iter().filter(|one| one["state"] == "expired").count();
        assert!(expired > 0, "{layout}");
        assert_eq!(sessctl.json(&["purge", "--expired", "--yes"])["deleted"], expired, "{layout}");
        let undecodable = sessctl.json(&["purge", "--undecodable", "--dry-run"]);
        assert!(undecodable["matched"].as_u64().unwrap() >= 1, "{layout}");
    }
}

#[test]
fn idle_sessions_are_told_where_the_layout_says_when_they_were_written() {
    for (layout, _, _) in LAYOUTS {
        let env = TestEnv::empty();
        let sessctl = Sessctl { env: &env, layout };
        sessctl.run(&["-q", "init-table"]);
        sessctl.run(&["local", "seed", "--count", "11"]);
        let args = sessctl.args(&["purge", "--idle-for", "0", "--dry-run", "-o", "json"]);
        match layout {
            "flask-dynamodb-sessions" | "cachelib" | "dynamodb-session-web" => {
                assert_eq!(
                    sessctl.json(&["purge", "--idle-for", "0", "--dry-run"])["matched"],
                    11,
                    "{layout}"
                );
            }
            _ => {
                let refused = env.run(args).code(2).stdout_eq("");
                let said = String::from_utf8(refused.get_output().stderr.clone()).unwrap();
                assert!(said.contains(&format!("layout `{layout}` has no time of writing")), "{said}");
            }
        }
    }
}

#[test]
fn a_prefix_of_ones_own_is_told_from_what_else_the_table_holds() {
    let env = TestEnv::empty();
    let layout = ["--layout", "cachelib", "-t", "cache"];
    let run = |args: &[&str]| env.run([&layout[..], args].concat());
    run(&["-q", "init-table"]).success();
    run(&["put", "a", "--data", "{}"]).success();
    run(&["--key-prefix", "shop:", "put", "b", "--data", "{}"]).success();
    run(&["list", "-o", "ndjson", "--query", "id"]).success().stdout_eq("\"a\"\n");
    let other = env.command([&layout[..], &["list", "-o", "ndjson", "--query", "id"]].concat());
    other.env("SESSION_KEY_PREFIX", "shop:").assert().success().stdout_eq("\"b\"\n");
    run(&["--key-prefix", "", "get", "shop:b", "-q"]).success();
    run(&["purge", "--all", "--confirm", "cache", "-q"]).success();
    run(&["--key-prefix", "shop:", "get", "b", "-q"]).success();
}

#[test]
fn the_variable_of_the_prefix_is_for_libraries_that_have_one() {
    let env = TestEnv::new();
    env.command(["put", "a", "--data", "{}"]).env("SESSION_KEY_PREFIX", "shop:").assert().success();
    env.run(["get", "a", "-q"]).success();
}

#[test]
fn either_name_of_a_layout_is_known() {
    let env = TestEnv::empty();
    for name in ["dynamodb-session-web", "dynamodb-session-flask"] {
        let table = env.command(["describe", "--query", "table"]).env("SESSCTL_LAYOUT", name).assert();
        table.code(1).stderr_eq(str![[r#"
...
"#]]);
        env.run(["--layout", name, "init-table", "--emit", "cloudformation"]).success();
    }
    env.run(["--layout", "tower-sessions", "init-table", "--emit", "cloudformation"]).success();
}

#[test]
fn what_a_layout_cannot_hold_is_refused_and_nothing_is_written() {
    for (layout, data, message) in [
        ("flask-session", r#"{"tags": {"$set": [1]}}"#, "`tags`: set becomes list"),
        ("dynamodb-session-web", r#"{"at": {"$date": "2026-11-22"}}"#, "`at`: date becomes text"),
        ("connect-dynamodb", r#"{"cookie": 1}"#, "layout `connect-dynamodb` keeps `cookie` for itself"),
        ("tower-sessions", r#"{"raw": {"$bytes": "AAE="}}"#, "`raw`: bytes becomes base64 text"),
    ] {
        let env = TestEnv::empty();
        env.run(["--layout", layout, "-q", "init-table"]).success();
        let refused = env.run(["--layout", layout, "put", "--data", data]).code(1).stdout_eq("");
        let said = String::from_utf8(refused.get_output().stderr.clone()).unwrap();
        assert!(said.contains(message), "{layout}: {said}");
        env.run(["--layout", layout, "list", "-o", "json"]).success().stdout_eq("[]\n");
    }
    let env = TestEnv::empty();
    env.run(["--layout", "tower-sessions", "-q", "init-table"]).success();
    env.run(["--layout", "tower-sessions", "put", "ada", "--data", "{}"]).code(1).stderr_eq(str![[r#"
error: cannot encode `--data`: ids of layout `tower-sessions-dynamodb-store` are 16 bytes in base64url, 22 characters

"#]]);
}

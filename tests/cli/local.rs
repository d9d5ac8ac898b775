//! `sessctl local`.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
};

use snapbox::str;

use crate::env::{TestEnv, signal, wait};

#[test]
fn path_follows_flag_environment_and_default() {
    let env = TestEnv::empty();
    env.run(["local", "path"]).success().stdout_eq("[DIR]/local.db\n");
    env.run(["local", "path", "--local=other.db"]).success().stdout_eq("other.db\n");
    env.run(["local", "path", "--local=:memory:"]).success().stdout_eq(":memory:\n");
    let default = env.command(["local", "path"]).env_remove("SESSCTL_LOCAL").assert();
    default.success().stdout_eq("[DIR]/.local/share/sessctl/local.db\n");
    let xdg = env.command(["local", "path"]).env("SESSCTL_LOCAL", "1").env("XDG_DATA_HOME", "/data").assert();
    xdg.success().stdout_eq("/data/sessctl/local.db\n");
}

#[test]
fn seed_writes_sessions_of_every_kind() {
    let env = TestEnv::empty();
    env.run(["local", "seed", "--count", "40"]).success().stdout_eq("").stderr_eq(str![[r#"
Created table `flask_sessions`.
Wrote 40 sessions to table `flask_sessions`.

"#]]);
    let records: Vec<serde_json::Value> = env
        .stdout(["list", "-o", "ndjson"])
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(records.len(), 40);
    let count = |field: &str, value: &str| records.iter().filter(|record| record[field] == value).count();
    assert_eq!(count("verdict", "malicious"), 1);
    assert_eq!(count("verdict", "invalid"), 1);
    assert!(count("verdict", "unknown") >= 1, "an application object");
    assert!(count("format", "json") >= 1, "legacy JSON");
    assert!(count("state", "expired") >= 2);
    assert!(records.iter().any(|record| record["data"] == serde_json::json!({"_permanent": true})), "junk");
}

#[test]
fn reset_asks_and_deletes_the_file() {
    let env = TestEnv::new();
    env.run(["local", "reset"]).code(2).stderr_eq(str![[r#"
error: refusing to reset: standard input is not a terminal
hint: pass `--yes`

"#]]);
    assert!(env.path().join("local.db").exists());
    env.run(["local", "reset", "--yes"]).success();
    assert!(!env.path().join("local.db").exists());
    env.run(["local", "reset", "--yes"]).success().stderr_eq(str![[r#"
There is no file `[DIR]/local.db`.

"#]]);
}

#[test]
fn the_file_is_private() {
    use std::os::unix::fs::PermissionsExt;
    let env = TestEnv::empty();
    env.run(["init-table", "--local=new/dir/local.db"]).success();
    let mode = |name: &str| env.path().join(name).metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("new/dir"), mode("new/dir/local.db")), (0o700, 0o600));
}

fn request(address: &str, headers: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let body = r#"{"TableName": "flask_sessions", "Key": {"id": {"S": "abc"}}}"#;
    let length = body.len();
    write!(
        stream,
        "POST / HTTP/1.1\r\nX-Amz-Target: DynamoDB_20120810.GetItem\r\nContent-Length: {length}\r\nConnection: close\r\n{headers}\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn serve_shows_the_same_tables_refuses_browsers_and_stops_on_a_signal() {
    let env = TestEnv::new();
    env.run(["put", "abc", "--data", "{}"]).success();
    for name in ["INT", "TERM"] {
        let mut serve = env.spawn(&["local", "serve", "--port", "0"]);
        let mut url = String::new();
        BufReader::new(serve.stdout.take().unwrap()).read_line(&mut url).unwrap();
        let url = url.trim();
        let address = url.strip_prefix("http://").unwrap();

        env.run(["get", "abc", "--endpoint-url", url, "--query", "id"]).success().stdout_eq("\"abc\"\n");
        assert!(request(address, &format!("Host: {address}\r\n")).starts_with("HTTP/1.1 200"));
        for browser in
            [format!("Host: {address}\r\nOrigin: http://evil.example\r\n"), "Host: evil.example\r\n".into()]
        {
            let answer = request(address, &browser);
            assert!(answer.starts_with("HTTP/1.1 403") && !answer.contains("gAR"), "{answer}");
        }

        signal(&serve, name);
        let code = wait(&mut serve).expect("it stops").code();
        assert_eq!(code, Some(if name == "INT" { 130 } else { 143 }));
    }
    env.run(["get", "abc"]).success();
}

#[test]
fn a_port_that_is_taken_is_said() {
    let env = TestEnv::empty();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let failed = env.run(["local", "serve", "--port", &port]).code(1);
    let stderr = String::from_utf8_lossy(&failed.get_output().stderr).into_owned();
    assert!(stderr.starts_with(&format!("error: cannot listen on 127.0.0.1:{port}: ")), "{stderr}");
}

#[test]
#[cfg(unix)]
fn the_database_is_private_whatever_the_umask() {
    use std::os::unix::fs::PermissionsExt;
    for umask in ["000", "777"] {
        let env = TestEnv::empty();
        env.sh(&format!("umask {umask}; sessctl -q init-table")).success();
        let mut files = 0;
        for entry in std::fs::read_dir(env.path()).unwrap() {
            let (name, metadata) = entry.map(|entry| (entry.file_name(), entry.metadata().unwrap())).unwrap();
            assert_eq!(metadata.permissions().mode() & 0o777, 0o600, "{name:?} at umask {umask}");
            files += 1;
        }
        assert!(files > 0);
    }
}

#[test]
#[cfg(unix)]
fn a_database_is_not_created_through_a_link() {
    use std::os::unix::fs::symlink;
    let env = TestEnv::empty();
    symlink("elsewhere", env.path().join("local.db")).unwrap();
    env.run(["init-table"]).code(1).stderr_eq(str![[r#"
error: cannot open the embedded engine at `[DIR]/local.db`: cannot create database `[DIR]/local.db`: it is a symbolic link to a file that does not exist

"#]]);
    assert!(!env.path().join("elsewhere").exists());

    // One that exists may be linked to.
    let env = TestEnv::new();
    std::fs::create_dir(env.path().join("data")).unwrap();
    std::fs::rename(env.path().join("local.db"), env.path().join("data/real.db")).unwrap();
    symlink("data/real.db", env.path().join("local.db")).unwrap();
    env.run(["put", "abc", "--data", "{}"]).success();
    env.run(["get", "abc", "--local=data/real.db"]).success();
}

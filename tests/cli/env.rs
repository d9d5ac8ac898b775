//! A directory of its own with an embedded engine, and `sessctl` run in it with nothing inherited.

use std::{
    collections::BTreeSet,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use snapbox::{
    Assert, Redactions,
    cmd::{self, OutputAssert},
};
use tempfile::TempDir;

/// The binary under test.
pub(crate) const SESSCTL: &str = env!("CARGO_BIN_EXE_sessctl");

/// A user's surroundings: a home, a working directory, and an engine in a file.
pub(crate) struct TestEnv {
    dir: TempDir,
}

impl TestEnv {
    /// Surroundings without a table.
    pub(crate) fn empty() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    /// Surroundings with the session table.
    pub(crate) fn new() -> Self {
        let env = Self::empty();
        env.run(["-q", "init-table"]).success();
        env
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// A file in the working directory.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    /// The variables every command sees: no credentials, no configuration of whoever runs the tests.
    fn variables(&self) -> Vec<(&'static str, String)> {
        let bin = Path::new(SESSCTL).parent().unwrap().display();
        let system = std::env::var("PATH").unwrap_or_default();
        vec![
            ("HOME", self.path().display().to_string()),
            ("PATH", format!("{bin}:{system}")),
            ("SESSCTL_LOCAL", self.path().join("local.db").display().to_string()),
        ]
    }

    /// `sessctl` with these arguments, not yet run.
    pub(crate) fn command<I: IntoIterator<Item: AsRef<std::ffi::OsStr>>>(&self, args: I) -> cmd::Command {
        cmd::Command::new(SESSCTL)
            .args(args)
            .env_clear()
            .envs(self.variables())
            .current_dir(self.path())
            .stdin("")
            .timeout(Duration::from_secs(60))
            .with_assert(self.asserts())
    }

    /// Runs `sessctl`.
    pub(crate) fn run<I: IntoIterator<Item: AsRef<std::ffi::OsStr>>>(&self, args: I) -> OutputAssert {
        self.command(args).assert()
    }

    /// Runs `sessctl` with something on standard input.
    pub(crate) fn run_with<I>(&self, args: I, stdin: impl snapbox::IntoData) -> OutputAssert
    where
        I: IntoIterator<Item: AsRef<std::ffi::OsStr>>,
    {
        self.command(args).stdin(stdin).assert()
    }

    /// Runs a script in a shell that finds `sessctl`.
    pub(crate) fn sh(&self, script: &str) -> OutputAssert {
        cmd::Command::new("sh")
            .args(["-c", script])
            .env_clear()
            .envs(self.variables())
            .current_dir(self.path())
            .stdin("")
            .timeout(Duration::from_secs(60))
            .with_assert(self.asserts())
            .assert()
    }

    /// What stdout holds after a command that succeeds.
    pub(crate) fn stdout<I: IntoIterator<Item: AsRef<std::ffi::OsStr>>>(&self, args: I) -> String {
        let assert = self.run(args).success();
        String::from_utf8(assert.get_output().stdout.clone()).unwrap()
    }

    /// The JSON document a command prints.
    pub(crate) fn json<I: IntoIterator<Item: AsRef<std::ffi::OsStr>>>(&self, args: I) -> serde_json::Value {
        serde_json::from_str(&self.stdout(args)).unwrap()
    }

    /// Writes items past the binary: it writes none that are expired or odd. Nothing else may have the engine open.
    pub(crate) fn put_items(&self, items: impl IntoIterator<Item = serde_json::Value>) {
        self.put_items_to("flask_sessions", items);
    }

    /// The same to another table.
    pub(crate) fn put_items_to(&self, table: &str, items: impl IntoIterator<Item = serde_json::Value>) {
        let engine = sessctl::local::Engine::open(&self.path().join("local.db")).unwrap();
        for item in items {
            let body = serde_json::json!({"TableName": table, "Item": item}).to_string();
            let answer = engine.call("DynamoDB_20120810.PutItem", body.as_bytes());
            assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        }
    }

    /// The ids of all sessions.
    pub(crate) fn ids(&self) -> BTreeSet<String> {
        let listed = self.stdout(["list", "-o", "ndjson", "--query", "id"]);
        listed.lines().map(|line| line.trim_matches('"').to_owned()).collect()
    }

    /// Every item of the table, a line each.
    pub(crate) fn items(&self) -> BTreeSet<String> {
        self.items_of(&["-t", "flask_sessions"])
    }

    /// Every item of the table that these options name, a line each.
    pub(crate) fn items_of(&self, options: &[&str]) -> BTreeSet<String> {
        let args = ["-q", "export"].iter().chain(options);
        self.stdout(args).lines().map(str::to_owned).collect()
    }

    /// Starts `sessctl` and leaves it running, its output kept.
    pub(crate) fn spawn(&self, args: &[&str]) -> Child {
        self.spawn_with(args, &[])
    }

    /// The same with variables of its own.
    pub(crate) fn spawn_with(&self, args: &[&str], variables: &[(&str, String)]) -> Child {
        Command::new(SESSCTL)
            .args(args)
            .env_clear()
            .envs(self.variables())
            .envs(variables.iter().map(|(name, value)| (*name, value)))
            .current_dir(self.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// Replaces what differs from run to run: ids, times and paths.
    fn asserts(&self) -> Assert {
        let mut redactions = Redactions::new();
        let regex = |pattern: &str| regex::Regex::new(pattern).unwrap();
        redactions.insert("[DIR]", self.path().display().to_string()).unwrap();
        redactions
            .insert("[UUID]", regex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"))
            .unwrap();
        redactions.insert("[TIME]", regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")).unwrap();
        redactions.insert("[TTL]", regex(r"\b1[789]\d{8}\b")).unwrap();
        redactions.insert("[SECONDS]", regex(r"\b\d+\.\d{5,}\b")).unwrap();
        Assert::new().redact_with(redactions).action_env("SNAPSHOTS")
    }
}

/// Waits for a process to end; `None` when it does not in ten seconds.
pub(crate) fn wait(child: &mut Child) -> Option<std::process::ExitStatus> {
    let deadline = Instant::now() + Duration::from_secs(10);
    while Instant::now() < deadline {
        if let Some(status) = child.try_wait().unwrap() {
            return Some(status);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    child.kill().unwrap();
    None
}

/// Sends a signal, by name, with the system's `kill`.
pub(crate) fn signal(child: &Child, name: &str) {
    let status = Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status().unwrap();
    assert!(status.success());
}

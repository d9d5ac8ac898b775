//! `sessctl demo`.

use crate::env::TestEnv;

#[test]
fn the_tour_runs_the_real_commands_and_leaves_nothing_behind() {
    let env = TestEnv::empty();
    let tour = env.run(["demo"]).success();
    let stdout = String::from_utf8_lossy(&tour.get_output().stdout).into_owned();
    let commands: Vec<&str> = stdout.lines().filter(|line| line.starts_with("$ ")).collect();
    for name in ["init-table", "list", "get", "put", "touch", "purge"] {
        assert!(
            commands.iter().any(|line| line.starts_with(&format!("$ sessctl {name}"))),
            "{name}: {commands:?}"
        );
    }
    for shown in ["malicious", "os.system", "expired", "ada", "deleted:"] {
        assert!(stdout.contains(shown), "{shown}");
    }
    assert!(!stdout.contains("this would have run\n"), "nothing was executed");
    assert_eq!(std::fs::read_dir(env.path()).unwrap().count(), 0);
}

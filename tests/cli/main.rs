//! The command line, run as a user runs it, on the embedded engine.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::disallowed_methods, reason = "tests are where environment and clock come from")]

mod bad_input;
mod decode;
mod delete;
mod demo;
mod describe;
mod dumps;
mod edit;
mod env;
mod export;
mod generated;
mod get;
mod help;
mod import;
mod init_table;
mod layout;
mod list;
mod local;
mod migrate;
mod output;
mod provision;
mod purge;
mod put;
mod readme;
mod stats;
mod stub;
mod touch;

/// A test file that is not listed above would never run.
#[test]
fn every_test_file_is_listed() {
    let listed = include_str!("main.rs");
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(name) = name.strip_suffix(".rs").filter(|name| *name != "main") {
            assert!(listed.contains(&format!("mod {name};")), "`{name}.rs` is not listed in main.rs");
        }
    }
}

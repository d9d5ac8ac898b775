//! `completions/` and `man/` are what the binary generates. `UPDATE_GENERATED=1 cargo test generated` writes them anew.

use std::{collections::BTreeMap, fs, path::Path};

use crate::env::TestEnv;

const SHELLS: [(&str, &str); 5] = [
    ("bash", "sessctl.bash"),
    ("elvish", "sessctl.elv"),
    ("fish", "sessctl.fish"),
    ("powershell", "_sessctl.ps1"),
    ("zsh", "_sessctl"),
];

fn files(dir: &Path) -> BTreeMap<String, String> {
    let Ok(entries) = fs::read_dir(dir) else { return BTreeMap::new() };
    let file = |entry: fs::DirEntry| {
        (entry.file_name().into_string().unwrap(), fs::read_to_string(entry.path()).unwrap())
    };
    entries.map(|entry| file(entry.unwrap())).collect()
}

fn compare(dir: &str, generated: &BTreeMap<String, String>) {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join(dir);
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        fs::create_dir_all(&committed).unwrap();
        for (name, text) in generated {
            fs::write(committed.join(name), text).unwrap();
        }
    }
    let committed = files(&committed);
    assert_eq!(committed.keys().collect::<Vec<_>>(), generated.keys().collect::<Vec<_>>());
    for (name, text) in generated {
        assert!(committed[name] == *text, "{dir}/{name} is stale: UPDATE_GENERATED=1 cargo test generated");
    }
}

#[test]
fn generated_completions_are_committed() {
    let env = TestEnv::empty();
    let scripts = SHELLS.map(|(shell, name)| (name.to_owned(), env.stdout(["completions", shell])));
    for (name, script) in &scripts {
        // The last one is a value of `decode --from`.
        for word in ["init-table", "consistent-read", "dynamodb-json"] {
            assert!(script.contains(word), "{name} does not complete `{word}`");
        }
    }
    compare("completions", &scripts.into());
}

#[test]
fn generated_manual_pages_are_committed() {
    let env = TestEnv::empty();
    fs::create_dir(env.path().join("man")).unwrap();
    env.run(["man", "man"]).success();
    let pages = files(&env.path().join("man"));
    assert!(pages.contains_key("sessctl.1") && pages.contains_key("sessctl-purge.1"));
    assert_eq!(env.stdout(["man"]), pages["sessctl.1"]);
    compare("man", &pages);
    env.run(["man", "nowhere"]).code(1);
}

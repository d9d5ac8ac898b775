//! Who may import whom: the table of ARCHITECTURE.md, checked against the sources.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// The library: a module and what it may import of the crate.
const LIBRARY: [(&str, &[&str]); 11] = [
    ("session", &[]),
    ("pickle", &[]),
    ("local", &[]),
    ("codec", &["session", "pickle"]),
    ("layout", &["session", "pickle", "codec"]),
    ("filter", &["session", "pickle", "codec", "layout"]),
    ("store", &["session", "codec", "layout"]),
    ("provision", &["layout", "store"]),
    ("bulk", &["session", "codec", "pickle", "layout", "store", "filter", "provision"]),
    // Of `pickle` the verdict, which is a setting, and the graph, whose keys are changed.
    ("web", &["session", "pickle", "codec", "layout", "store"]),
    ("lib", &[]),
];

/// The binary: commands import no other command but the seeds and the list of commands itself.
const BINARY: [(&str, &[&str]); 8] = [
    ("main", &["cli", "commands", "consent", "context", "exit", "interrupt", "output"]),
    ("cli", &["commands", "output"]),
    ("commands", &["cli", "consent", "context", "exit", "output"]),
    ("consent", &["exit", "output"]),
    ("context", &["cli", "exit", "interrupt", "output"]),
    ("exit", &["cli", "output"]),
    ("interrupt", &["exit"]),
    ("output", &["cli", "exit"]),
];

/// What stands in few modules only.
const CONFINED: [(&str, &[&str]); 5] = [
    ("aws_sdk_dynamodb", &["layout", "store", "provision", "local"]),
    ("aws_config", &["store"]),
    ("dynoxide_rs", &["local"]),
    ("tokio::spawn", &["bulk", "local"]),
    ("io::stdout()", &["output"]),
];

/// Sources below a directory, as the module of the crate they belong to and their code without comments.
fn sources(root: &str) -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(root);
    let mut found = Vec::new();
    let mut todo = vec![root.clone()];
    while let Some(dir) = todo.pop() {
        for entry in fs::read_dir(&dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                if path.file_name().unwrap() != "bin" {
                    todo.push(path);
                }
                continue;
            }
            let inner = path.strip_prefix(&root).unwrap();
            let module = inner.components().next().unwrap().as_os_str().to_string_lossy().replace(".rs", "");
            let code = fs::read_to_string(&path).unwrap();
            let code: Vec<&str> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            found.push((module, path, code.join("\n")));
        }
    }
    found
}

/// The modules named right behind `crate::`, also in a braced list.
fn imports(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            None => vec![rest],
            Some(list) => top_level(list),
        };
        for name in names {
            let end = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
            found.push(name[..end].to_owned());
        }
    }
    found
}

/// The members of a braced list, without those of lists within.
fn top_level(list: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                found.push(list[start..at].trim());
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(list[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

fn check(root: &str, table: &[(&str, &[&str])]) {
    let allowed: BTreeMap<&str, &[&str]> = table.iter().copied().collect();
    let sources = sources(root);
    assert!(sources.len() > table.len(), "the sources were found");
    for (module, path, code) in sources {
        let may = allowed.get(module.as_str()).unwrap_or_else(|| panic!("`{module}` is not in the table"));
        for name in imports(&code) {
            assert!(
                name == module || may.contains(&name.as_str()),
                "`{}` imports `{name}`, which module `{module}` may not",
                path.display()
            );
        }
    }
}

#[test]
fn the_library_keeps_its_layers() {
    check("src", &LIBRARY);
}

#[test]
fn the_binary_keeps_its_layers() {
    check("src/bin/sessctl", &BINARY);
}

#[test]
fn a_command_never_imports_another_command() {
    // The demo's business is to run commands and to seed, and `local seed` is one of its faces.
    let shared = [
        "AllowArgs",
        "Ids",
        "ViewArgs",
        "say_missing",
        "warn_of_verdict",
        "dispatch",
        "job",
        "new_id",
        "parse_id",
        "payloads",
        "seed",
    ];
    for (_, path, code) in sources("src/bin/sessctl/commands") {
        for (at, _) in code.match_indices("super::") {
            // In a directory of its own a command is a module with parts, which know each other.
            if path.ends_with("mod.rs") || path.parent().is_some_and(|parent| !parent.ends_with("commands")) {
                continue;
            }
            let rest = &code[at + "super::".len()..];
            let names = rest.strip_prefix('{').map_or_else(|| vec![rest], top_level);
            for name in names {
                let end = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
                let name = &name[..end];
                // Unit tests import all of their own file.
                assert!(name.is_empty() || shared.contains(&name), "`{}` imports `{name}`", path.display());
            }
        }
    }
}

#[test]
fn what_is_confined_stays_where_it_belongs() {
    for (module, path, code) in sources("src").into_iter().chain(sources("src/bin/sessctl")) {
        for (what, modules) in CONFINED {
            assert!(
                !code.contains(what) || modules.contains(&module.as_str()),
                "`{}` uses `{what}`, which belongs to {modules:?}",
                path.display()
            );
        }
    }
}

#[test]
fn imports_are_found_in_every_spelling() {
    let code = "use crate::{a::{b, c}, d};\nuse crate::e;\nlet x = crate::f::g();";
    assert_eq!(imports(code), ["a", "d", "e", "f"]);
}

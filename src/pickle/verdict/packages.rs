//! What the usual companions of Flask hold: names that act, and names that rebuild values.
//!
//! The tables are generated from the sources of the packages, at the versions in their heads, by `packages/generate.py`.
//! They are not an allow-list and never complete: a name on neither is judged as any other.

use std::cmp::Ordering;
use std::sync::LazyLock;

use super::gadgets;

/// Names that act, a line for each package: `package name name`. A name counts wherever it is in the package, so under
/// the module that Python writes and under those that import it; where the package also has a class of that name that
/// does not act, it stands with its module: `module:Name`. `Name()` is a class that acts when it is called, which
/// pickles of its values do not.
static ACTING: LazyLock<Table> = LazyLock::new(|| Table::new(include_str!("packages/acting.txt")));

/// Functions and lower-case classes that pickles of values call, a line for each module: `module name name`.
static REDUCERS: LazyLock<Table> = LazyLock::new(|| Table::new(include_str!("packages/reducers.txt")));

/// How a name acts, as the source of its package says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Acting {
    /// When it is called.
    Called,
    /// Whatever is done with it.
    Always,
}

/// The packages that any list names, by the first part of their names: most names that are judged are of none.
static LISTED: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let keys = ACTING.0.iter().chain(&REDUCERS.0).map(|&(key, _)| key).chain(gadgets::packages());
    let mut first: Vec<&str> = keys.map(first_part).collect();
    first.sort_unstable();
    first.dedup();
    first
});

fn first_part(module: &str) -> &str {
    module.split('.').next().unwrap_or(module)
}

/// Whether any list of packages may say something about a name of a module.
pub(super) fn is_listed(module: &str) -> bool {
    LISTED.binary_search(&first_part(module)).is_ok()
}

/// Whether a package's own source says that a name of it executes, imports, opens, deletes, starts or unpickles.
pub(super) fn acting(module: &str, name: &str) -> Option<Acting> {
    let package = first_part(module);
    let names = ACTING.names(package)?;
    let last = name.rsplit('.').next().unwrap_or(name);
    if name.split('.').any(|part| holds(names, &[part]) || holds(names, &[module, ":", part])) {
        Some(Acting::Always)
    } else if holds(names, &[last, "()"]) || holds(names, &[module, ":", last, "()"]) {
        Some(Acting::Called)
    } else {
        None
    }
}

/// Whether a library's pickles call a name to make a value again, or the name is that of a class they call.
pub(super) fn is_reducer(module: &str, name: &str) -> bool {
    // What Cython makes for every class of its own.
    name.starts_with("__pyx_unpickle_") || REDUCERS.names(module).is_some_and(|names| holds(names, &[name]))
}

/// Lines of a key and names, sorted, without the comments at the head.
struct Table(Vec<(&'static str, &'static str)>);

impl Table {
    fn new(text: &'static str) -> Self {
        Self(
            text.lines()
                .filter(|line| !line.starts_with('#'))
                .filter_map(|line| line.split_once(' '))
                .collect(),
        )
    }

    /// The names of a key.
    fn names(&self, key: &str) -> Option<&'static str> {
        self.0.binary_search_by(|&(of, _)| of.cmp(key)).ok().map(|at| self.0[at].1)
    }
}

/// Whether sorted names, with a blank between them, hold the one that the parts make up.
fn holds(names: &str, parts: &[&str]) -> bool {
    let bytes = names.as_bytes();
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = bytes[low..middle].iter().rposition(|&b| b == b' ').map_or(low, |at| low + at + 1);
        let end = bytes[middle..high].iter().position(|&b| b == b' ').map_or(high, |at| middle + at);
        match bytes[start..end].iter().cmp(parts.iter().flat_map(|part| part.as_bytes())) {
            Ordering::Equal => return true,
            Ordering::Less => low = end + 1,
            Ordering::Greater => high = start.saturating_sub(1),
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_the_tables_is_found() {
        for table in [&*ACTING, &*REDUCERS] {
            assert!(table.0.len() > 80);
            assert!(table.0.is_sorted_by(|a, b| a.0 < b.0));
            for &(key, names) in &table.0 {
                assert!(key.is_ascii() && names.is_ascii());
                assert_eq!(table.names(key), Some(names));
                assert!(names.split(' ').is_sorted_by(|a, b| a < b), "{key}");
                for name in names.split(' ') {
                    assert!(holds(names, &[name]), "{key} {name}");
                    assert!(!holds(names, &[name, "!"]) && !holds(names, &["!", name]), "{key} {name}");
                }
            }
            assert_eq!(table.names("#"), None);
        }
        assert!(!holds("", &["a"]) && !holds("a b", &[""]) && !holds("a b", &["c"]));
    }
}

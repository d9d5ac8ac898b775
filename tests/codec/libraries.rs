//! Objects of libraries, as the libraries pickled them: what the plain view shows, and what they become for a reader of
//! msgspec's formats, against what msgspec wrote.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;

use crate::{hex, unhex};
use sessctl::{
    codec::{
        convert::{Converted, Options, Target, convert},
        json::{self, Dialect},
        plain,
    },
    pickle::{Graph, Limits, class_of, read},
};

struct Case<'t> {
    /// `map`, `moment`, `scalar`, `object` or `decided`.
    kind: &'t str,
    name: String,
    graph: Graph,
    /// What msgspec wrote, where it did.
    written: [(Target, Option<&'t str>); 2],
    /// The plain view, or class and form of a decided class.
    shown: &'t str,
}

fn cases() -> impl Iterator<Item = Case<'static>> {
    let tables = [include_str!("data/libraries.txt"), include_str!("data/libraries_earlier.txt")];
    tables.into_iter().flat_map(str::lines).map(|line| {
        let mut words = line.splitn(7, ' ');
        let [kind, name, protocol, payload, packed, text, shown] = [(); 7].map(|()| words.next().unwrap());
        let written = |text: &'static str| (text != "-").then_some(text);
        Case {
            kind,
            name: format!("{name} at protocol {protocol}"),
            graph: read(unhex(payload), &Limits::default()).unwrap().graph,
            written: [(Target::Msgpack, written(packed)), (Target::Json(Dialect::Msgspec), written(text))],
            shown,
        }
    })
}

fn normal(text: &str) -> String {
    json::pretty(&json::write(&json::read(text.as_bytes(), &json::Options::default()).unwrap()).unwrap())
}

fn converted(case: &Case<'_>, target: Target, options: &Options) -> Converted {
    convert(&case.graph, target, options).unwrap_or_else(|error| panic!("{}: {error}", case.name))
}

#[test]
fn the_plain_view_shows_objects_of_libraries_as_what_they_are() {
    let mut count = 0;
    for case in cases().filter(|case| case.kind != "decided") {
        if case.shown == "-" {
            continue;
        }
        let got = plain::write(&case.graph, &plain::Options::default());
        assert_eq!(normal(&got), normal(case.shown), "{}", case.name);
        count += 1;
    }
    assert!(count > 800, "{count}");
}

#[test]
fn they_become_what_msgspec_writes_of_them() {
    let mut count = 0;
    for case in cases().filter(|case| case.kind != "decided") {
        for (target, wanted) in case.written {
            let Converted { bytes, losses } = converted(&case, target, &Options::default());
            let Some(wanted) = wanted else { continue };
            assert_eq!(hex(&bytes), wanted, "{}: {}", case.name, String::from_utf8_lossy(&bytes));
            count += 1;
            if case.kind == "scalar" || case.kind == "map" && !case.shown.starts_with('[') {
                let class = class_of(&case.graph, case.graph.root()).unwrap();
                assert!(losses.iter().any(|(loss, _)| loss.class.as_ref() == Some(&class)), "{}", case.name);
            }
        }
    }
    assert!(count > 1600, "{count}");
}

#[test]
fn a_class_is_a_loss_that_names_it_until_it_is_decided() {
    let mut count = 0;
    for case in cases().filter(|case| case.kind == "decided") {
        let (class, form) = case.shown.split_once('=').unwrap();
        let decided = Options { classes: BTreeMap::from([(class.to_owned(), form.parse().unwrap())]) };
        for (target, wanted) in case.written {
            let undecided = converted(&case, target, &Options::default()).losses;
            let certain = case.name.starts_with("AttrDict") || case.name.starts_with("Rows");
            let tuple = ["Point", "Pair"].iter().any(|name| case.name.starts_with(name));
            let loss = undecided.iter().next().unwrap().0;
            assert_eq!(loss.class.as_deref(), Some(class), "{}: {loss}", case.name);
            // Protocols 0 and 1 name the builtin that a class is derived from.
            let old = case.name.ends_with(['0', '1']) && (certain || tuple);
            assert_eq!(loss.undecided_class().is_none(), old, "{}: {loss}", case.name);
            let Converted { bytes, losses } = converted(&case, target, &decided);
            let all: Vec<_> = losses.iter().map(|(loss, _)| loss.to_string()).collect();
            assert!(all.is_empty(), "{}: {all:?}", case.name);
            assert_eq!(Some(&*hex(&bytes)), wanted, "{}: {}", case.name, String::from_utf8_lossy(&bytes));
            count += 1;
        }
    }
    assert!(count > 100, "{count}");
}

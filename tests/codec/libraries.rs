//! Objects of libraries, as the libraries pickled them: what the plain view shows, and what they become for a reader of
//! msgspec's formats, against what msgspec wrote.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;

use crate::{hex, unhex};
use sessctl::{
    codec::{
        convert::{Applied, ClassForm, Converted, Losses, Options, Target, convert},
        json::{self, Dialect},
        plain,
    },
    pickle::{Date, Graph, Limits, Time, class_of, read, zone},
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

/// What an object becomes as JSON when its class is decided, and the losses.
fn decided(payload: &[u8], decision: &str) -> (String, Vec<String>) {
    let graph = read(payload.to_vec(), &Limits::default()).unwrap().graph;
    let (class, form) = decision.split_once('=').unwrap();
    let options = Options { classes: BTreeMap::from([(class.to_owned(), form.parse().unwrap())]) };
    let Converted { bytes, losses } = convert(&graph, Target::Json(Dialect::Python), &options).unwrap();
    (String::from_utf8(bytes).unwrap(), losses.iter().map(|(loss, _)| loss.to_string()).collect())
}

#[test]
fn a_decision_that_leaves_content_out_does_not_fit() {
    let cases: [(&[u8], &str); 13] = [
        // A list, with and without fields.
        (b"ccopy_reg\n_reconstructor\n(cmods\nL\nc__builtin__\nlist\n(lI1\naI2\natR.", "L=map"),
        (b"\x80\x02cmods\nL\n)\x81(K\x01K\x02e.", "L=map"),
        (b"\x80\x02cmods\nL\n)\x81K\x01a}X\x01\x00\x00\x00nK\x01sb.", "L=list"),
        // A named tuple, and one with fields.
        (b"ccopy_reg\n_reconstructor\n(cmods\nP\nc__builtin__\ntuple\n(I1\nI2\nttR.", "P=map"),
        (b"\x80\x02cmods\nP\nK\x01K\x02\x86\x81}X\x01\x00\x00\x00nK\x03sb.", "P=list"),
        // An exception with arguments and a field.
        (b"cmods\nE\n(Vmsg\nI42\ntR(dVcode\nI7\nsb.", "E=map"),
        (b"cmods\nE\n(Vmsg\nI42\ntR(dVcode\nI7\nsb.", "E=list"),
        (b"cmods\nE\n(Vmsg\ntR(dVcode\nI7\nsb.", "E=value"),
        // Text with a field.
        (b"ccopy_reg\n_reconstructor\n(cmods\nS\nc__builtin__\nunicode\nVa\ntR(dVn\nI1\nsb.", "S=value"),
        (b"ccopy_reg\n_reconstructor\n(cmods\nS\nc__builtin__\nunicode\nVa\ntR(dVn\nI1\nsb.", "S=map"),
        (b"\x80\x02cmods\nS\nX\x01\x00\x00\x00a\x85\x81}X\x01\x00\x00\x00nK\x01sb.", "S=value"),
        // Items with a field, and with elements.
        (b"\x80\x02cmods\nD\n)\x81X\x01\x00\x00\x00aK\x02s}X\x01\x00\x00\x00nK\x01sb.", "D=map"),
        (b"\x80\x02cmods\nM\n)\x81X\x01\x00\x00\x00aK\x02sK\x03a.", "M=map"),
    ];
    for (payload, decision) in cases {
        let (text, losses) = decided(payload, &format!("mods.{decision}"));
        let class = format!("object `mods.{}`", &decision[..1]);
        assert!(losses.iter().any(|loss| loss.contains(&class)), "{decision}: {text} {losses:?}");
    }
}

#[test]
fn a_decision_fits_where_only_private_state_is_left_out() {
    for (payload, decision, wanted) in [
        (&b"\x80\x02cmods\nL\n)\x81K\x01a}X\x02\x00\x00\x00_nK\x01sb."[..], "mods.L=list", "[1]"),
        (b"\x80\x02cmods\nD\n)\x81X\x01\x00\x00\x00aK\x02s}X\x02\x00\x00\x00_nK\x01sb.", "mods.D=map", r#"{"a":2}"#),
        (b"\x80\x02cmods\nD\nc__builtin__\nlist\n\x85RX\x01\x00\x00\x00aK\x04s.", "mods.D=map", r#"{"a":4}"#),
        // A model of pydantic keeps what it does not declare apart.
        (
            b"\x80\x04cmods\nM\n)\x81}(\x8c\x08__dict__}\x8c\x01aK\x01s\x8c\x12__pydantic_extra__}\x8c\x01bK\x02s\
              \x8c\x17__pydantic_fields_set__\x8f\x8c\x14__pydantic_private__Nub.",
            "mods.M=map",
            r#"{"a":1,"b":2}"#,
        ),
    ] {
        let (text, losses) = decided(payload, decision);
        assert_eq!((text.replace(' ', ""), losses), (wanted.to_owned(), vec![]), "{decision}");
    }
}

#[test]
fn decisions_are_counted_by_whether_they_fit() {
    let payload = b"\x80\x02}q\0(U\x01lcmods\nL\nq\x02)\x81K\x01aU\x01r]q\x05(cmods\nR\nq\x06U\x01a\x85Rh\x06U\x01b\x85Re\
        U\x01nh\x06h\x02)\x81K\x02a\x85RU\x01occollections\nOrderedDict\n)RU\x01aK\x01sh\x06U\x01k\x85RK\x01u.";
    let graph = read(payload.to_vec(), &Limits::default()).unwrap().graph;
    let decide = |(class, form)| (str::to_owned(class), form);
    let classes = [
        ("mods.L", ClassForm::Map),
        ("mods.R", ClassForm::Value),
        ("collections.OrderedDict", ClassForm::Map),
        ("mods.Misspelt", ClassForm::Map),
    ];
    let options = Options { classes: classes.map(decide).into() };
    let one = convert(&graph, Target::Json(Dialect::Python), &options).unwrap().losses;
    let lines: Vec<String> = one.iter().map(|(loss, _)| loss.to_string()).collect();
    assert!(
        lines.contains(&"`l`: object `mods.L` does not fit `map` and becomes list".to_owned()),
        "{lines:?}"
    );
    assert!(one.iter().all(|(loss, _)| loss.undecided_class().is_none()));
    let mut all = Losses::default();
    all.merge(&one);
    all.merge(&one);
    // One list is in an enum, and one enum is a key.
    assert_eq!(all.applied("mods.L"), Applied { fit: 0, unfit: 4 });
    assert_eq!(all.applied("mods.R"), Applied { fit: 6, unfit: 2 });
    assert_eq!(all.applied("collections.OrderedDict"), Applied { fit: 0, unfit: 2 });
    assert_eq!(all.applied("mods.Misspelt"), Applied::default());
}

#[test]
fn a_zone_of_dateutil_with_daylight_saving_time_has_the_offset_that_dateutil_computes() {
    let mut graph = None;
    let mut count = 0;
    for line in include_str!("data/yearly.txt").lines() {
        if let Some(payload) = line.strip_prefix("zone ") {
            graph = Some(read(unhex(payload), &Limits::default()).unwrap().graph);
            continue;
        }
        let graph = graph.as_ref().unwrap();
        let [moment, fold, offset] = line.split(' ').collect::<Vec<_>>().try_into().unwrap();
        let numbers: Vec<u16> = moment.split(['-', 'T', ':']).map(|number| number.parse().unwrap()).collect();
        let small = |at: usize| u8::try_from(numbers[at]).unwrap();
        let date = Date { year: numbers[0], month: small(1), day: small(2) };
        let time = Time { hour: small(3), minute: small(4), second: 0, microsecond: 0, fold: fold == "1" };
        let got = zone(graph, graph.root(), Some((date, time))).map(|zone| zone.offset.as_seconds());
        assert_eq!(got, Some((offset.parse().unwrap(), 0)), "{moment}, fold {fold}, zone of test {count}");
        assert_eq!(zone(graph, graph.root(), None), None);
        count += 1;
    }
    assert!(count > 1400, "{count}");
}

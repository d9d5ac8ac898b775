//! Typed JSON both ways.

use crate::{hex, unhex};
use sessctl::codec::typed::{ReadOptions, TypedError, TypedErrorKind, WriteOptions, read, to_string};
use sessctl::codec::{base64, plain};
use sessctl::pickle::{self, Graph, Limits, VerifyError, WriteError, difference};

fn unpickled(payload: &[u8]) -> Graph {
    pickle::read(payload.to_vec(), &Limits::default()).expect("a pickle").graph
}

fn typed(graph: &Graph, protocol: u8) -> String {
    to_string(graph, &WriteOptions { protocol, ..WriteOptions::default() })
}

/// Name, protocol and pickle of every sample, those of Python 2 at protocol 2.
fn samples() -> Vec<(&'static str, u8, Vec<u8>)> {
    let row = |line: &'static str| {
        let words: Vec<_> = line.splitn(4, ' ').collect();
        (words[0], words[1].parse().unwrap_or(2), unhex(words[2]))
    };
    let old = include_str!("data/plain.txt").lines().filter(|line| line.starts_with("python2_"));
    include_str!("data/pickle.txt").lines().chain(old).map(row).collect()
}

#[test]
fn a_value_comes_back_from_typed_json_as_it_was() {
    for (name, protocol, payload) in samples() {
        let graph = unpickled(&payload);
        let text = typed(&graph, protocol);
        let again = read(text.as_bytes(), &ReadOptions { protocol, ..ReadOptions::default() })
            .unwrap_or_else(|error| panic!("{name} at protocol {protocol}: {error}: {text}"));
        assert_eq!(difference(&graph, &again), None, "{name} at protocol {protocol}: {text}");
        pickle::write_verified(&again, protocol).unwrap();
        assert_eq!(typed(&again, protocol), text, "{name} at protocol {protocol}");
    }
}

#[test]
fn an_edit_that_changes_nothing_gives_the_same_bytes() {
    for (name, protocol, payload) in samples() {
        if name.starts_with("python2_") {
            continue;
        }
        let graph = unpickled(&payload);
        let options = ReadOptions { protocol, like: Some(&graph), ..ReadOptions::default() };
        let again = read(typed(&graph, protocol).as_bytes(), &options).unwrap();
        let got = pickle::write_verified(&again, protocol).unwrap();
        assert_eq!(hex(&got), hex(&payload), "{name} at protocol {protocol}");
    }
}

#[test]
fn typed_json_by_hand_becomes_what_cpython_pickles() {
    let table = include_str!("data/typed.txt");
    for line in table.lines() {
        let words: Vec<_> = line.splitn(3, ' ').collect();
        let (protocol, payload, text) = (words[0].parse().unwrap(), words[1], words[2]);
        let graph = read(text.as_bytes(), &ReadOptions { protocol, ..ReadOptions::default() })
            .unwrap_or_else(|error| panic!("{error}: {text}"));
        let got = pickle::write_verified(&graph, protocol).unwrap();
        assert_eq!(hex(&got), payload, "{text} at protocol {protocol}");
    }
    assert!(table.lines().count() > 100);
}

#[test]
fn members_may_come_in_any_order_and_references_before_their_target() {
    let graph =
        read(br#"{"b": {"$ref": 7}, "a": {"$tuple": [1, {"$ref": 7}], "$id": 7}}"#, &ReadOptions::default());
    // A tuple that holds itself: it reads, and no pickle can be made of it.
    assert!(pickle::write(&graph.unwrap(), 4).is_err());
    let graph =
        read(br#"[{"$ref": 7}, {"$list": [{"$ref": 7}], "$id": 7}]"#, &ReadOptions::default()).unwrap();
    assert_eq!(typed(&graph, 4), r#"[{"$id":1,"$list":[{"$ref":1}]},{"$ref":1}]"#);
}

fn error(text: &str) -> TypedError {
    match read(text.as_bytes(), &ReadOptions::default()) {
        Err(error) => error,
        Ok(graph) => panic!("{text} is {}", typed(&graph, 4)),
    }
}

#[test]
fn errors_say_what_where_and_on_which_path() {
    for (text, message) in [
        ("{\"a\": [1,\n 2 3]}", "expected `,` or `]`, found '3' at line 2 column 4 (`a[2]`)"),
        (r#"{"a": {"b": ]}}"#, "expected a value, found ']' at line 1 column 13 (`a.b`)"),
        (
            r#"{"a": {"$tupel": [1]}}"#,
            "unknown tag `$tupel` (a key that starts with `$` is written {\"$dict\": [[key, value]]}) at line 1 column 18 (`a.$tupel`)",
        ),
        (r#"[{"$tuple": 1}]"#, "`$tuple` needs an array at line 1 column 13 (`[0].$tuple`)"),
        (
            r#"{"$set": [1], "$tuple": [2]}"#,
            "`$tuple` cannot stand beside `$set` at line 1 column 25 (`$tuple`)",
        ),
        (r#"{"$set": [1], "a": 2}"#, "`a` cannot stand beside `$set` at line 1 column 20 (`a`)"),
        (r#"{"$set": [1], "$set": [2]}"#, "`$set` comes twice at line 1 column 23 (`$set`)"),
        (r#"{"$ref": 3}"#, "`$ref` 3: no value has this `$id` at line 1 column 10 (`$ref`)"),
        (r#"[{"$id": 1}, {"$id": 1}]"#, "`$id` 1 comes twice at line 1 column 22 (`[1].$id`)"),
        (
            r#"{"$datetime": "2026-02-30T00:00:00"}"#,
            "`$datetime` needs a date and time such as \"2026-11-22T20:00:17\" at line 1 column 15 (`$datetime`)",
        ),
        (r#"{"$set": [[1]]}"#, "a list cannot be a key or in a set at line 1 column 11 (`$set[0]`)"),
        (r#"{"$object": {"how": "reduce"}}"#, "`$object` needs `class` at line 1 column 13 (`$object`)"),
        (
            r#"{"$object": {"class": "os.system"}}"#,
            "`class` needs \"module:qualname\" at line 1 column 23 (`$object.class`)",
        ),
        (r#"{"$popped": []}"#, "`$popped` needs `$value` at line 1 column 1 (`$`)"),
        (
            r#"{"a": {"$value": 1}}"#,
            "unknown tag `$value` (a key that starts with `$` is written {\"$dict\": [[key, value]]}) at line 1 column 18 (`a.$value`)",
        ),
    ] {
        assert_eq!(error(text).to_string(), message, "{text}");
    }
}

#[test]
fn contents_that_do_not_fit_are_refused() {
    for text in [
        r#"{"$int": "1x"}"#,
        r#"{"$str_wtf8": "7aAA"}"#,
        r#"{"$int": 1}"#,
        r#"{"$int": ""}"#,
        r#"{"$int": "-"}"#,
        r#"{"$float": "1.5"}"#,
        r#"{"$bytes": "a"}"#,
        r#"{"$bytes": [1]}"#,
        r#"{"$py2str": "\u0100"}"#,
        r#"{"$complex": [1]}"#,
        r#"{"$complex": ["1", 2]}"#,
        r#"{"$uuid": "x"}"#,
        r#"{"$date": "2026-1-1"}"#,
        r#"{"$time": "25:00"}"#,
        r#"{"$time": "20:00+01:00", "tz": "UTC"}"#,
        r#"{"$timedelta": [1, 2]}"#,
        r#"{"$timedelta": [1, 86400, 0]}"#,
        r#"{"$timezone": "Berlin"}"#,
        r#"{"$timezone": "+24:00"}"#,
        r#"{"$zoneinfo": ""}"#,
        r#"{"$decimal": "abc"}"#,
        r#"{"$markup": [1]}"#,
        r#"{"$dict": [[1]]}"#,
        r#"{"$dict": {"a": 1}}"#,
        r#"{"$ref": "1"}"#,
        r#"{"$ref": -1}"#,
        r#"{"$ref": 1, "$id": 1}"#,
        r#"{"$id": "1"}"#,
        r#"{"$ext": 0}"#,
        r#"{"$buffer": true}"#,
        r#"{"$global": [1]}"#,
        r#"{"$global": "x"}"#,
        r#"{"$object": 1}"#,
        r#"{"$object": {"class": "a:B", "how": "call"}}"#,
        r#"{"$object": {"class": "a:B", "call": 1}}"#,
        r#"{"$object": {"class": "a:B", "kwargs": {}}}"#,
        r#"{"$object": {"class": "a:B", "how": "newobj_ex"}}"#,
        r#"{"$object": {"class": "a:B", "steps": [["x", 1]]}}"#,
        r#"{"$object": {"class": "a:B", "steps": [], "state": 1}}"#,
        r#"{"$object": {"class": "a:B", "items": [1]}}"#,
        r#"{"$datetime": "2026-01-01T00:00:00", "fold": 2}"#,
        r#"{"$value": 1, "$popped": [1]}"#,
        r#"{"$value": 1, "$other": 1}"#,
        r#"{"$bytearray": "aGk="  , "x": 1}"#,
        r#"{"$dict": [[{"$bytearray": ""}, 1]]}"#,
        r#"{"$dict": [[{"$tuple": [1, {"$tuple": [[]]}]}, 1]]}"#,
        r#"{"$frozenset": [{"$tuple": [{"$ref": 1}, {"$id": 1}]}]}"#,
        r#"{"$object": {"call": 1}}"#,
        r#"{"$object": {"class": "a:B", "args": 1}}"#,
        r#"{"$object": {"class": "a:B", "args": {"a": 1}}}"#,
        r#"{"$object": {"class": "a:B", "how": "newobj_ex", "kwargs": []}}"#,
        r#"{"$global": ["a", 1]}"#,
        r#"{"$memoryview": {"$bytes": ""}}"#,
    ] {
        let error = error(text);
        assert!(error.offset < text.len() && error.line == 1, "{text}: {error}");
    }
}

#[test]
fn depth_costs_memory_and_no_stack() {
    let deep = r#"{"$tuple":["#.repeat(100_000) + &"]}".repeat(100_000);
    let graph = read(deep.as_bytes(), &ReadOptions::default()).unwrap();
    assert_eq!(typed(&graph, 4), deep);
    let payload = pickle::write_verified(&graph, 4).unwrap();
    assert_eq!(difference(&graph, &unpickled(&payload)), None);
}

#[test]
fn what_a_payload_drops_is_kept() {
    let setter = b"\x80\x04capp\nUser\n)\x81\x94capp\nset_state\nh\x00}\x86R0.";
    let graph = unpickled(setter);
    let text = typed(&graph, 4);
    assert!(text.starts_with(r#"{"$value":{"$id":1,"$object":{"class":"app:User""#), "{text}");
    assert!(text.contains(
        r#""$popped":[{"$object":{"class":"app:set_state","how":"reduce","args":[{"$ref":1},{}]}}]"#
    ));
    let again = read(text.as_bytes(), &ReadOptions::default()).unwrap();
    assert_eq!(difference(&graph, &again), None);
}

#[test]
fn a_class_whose_name_is_no_line_of_text_is_instantiated_all_the_same() {
    let text = r#"{"$object":{"class":"app:a\nb","how":"inst","args":[1]}}"#;
    let graph = read(text.as_bytes(), &ReadOptions::default()).unwrap();
    let again = unpickled(&pickle::write_verified(&graph, 4).unwrap());
    assert_eq!(typed(&again, 4), text.replace("inst", "obj"));
}

#[test]
fn a_text_that_gets_too_long_is_cut_and_not_read() {
    let payload =
        [&b"(X\x00\x00\x08\x00"[..], &b"x".repeat(1 << 19), b"q\x00", &b"h\x00".repeat(100), b"l."].concat();
    let text = typed(&unpickled(&payload), 4);
    assert!(text.len() < 18 << 20 && text.ends_with(r#",{"$cut":true}]"#), "{}", text.len());
    assert_eq!(error(&text[..]).kind, TypedErrorKind::Cut);
}

#[test]
fn steps_out_of_order_are_kept() {
    for payload in [
        &b"\x80\x02capp\nA\n)\x81}bK\x01aK\x02K\x03sK\x04a."[..],
        b"\x80\x02capp\nA\n)\x81}b}b.",
        b"\x80\x02capp\nA\n)\x81K\x01K\x02sK\x03a.",
    ] {
        let graph = unpickled(payload);
        let text = typed(&graph, 2);
        assert!(text.contains(r#""steps":[["#), "{text}");
        let again = read(text.as_bytes(), &ReadOptions::default()).unwrap();
        assert_eq!(difference(&graph, &again), None, "{text}");
    }
}

/// Payloads of several Pythons, and such as no Python writes: whatever is read can be kept as typed JSON, and written.
#[test]
fn the_corpus_comes_back_from_typed_json_and_from_a_pickle() {
    let mut kept = 0;
    for line in include_str!("../pickle/data/corpus.jsonl").lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let name = row["name"].as_str().unwrap();
        let payload = base64::decode(row["payload"].as_str().unwrap().as_bytes()).unwrap().bytes;
        let Ok(pickle) = pickle::read(payload, &Limits::default()) else { continue };
        let (graph, protocol) = (pickle.graph, pickle.protocol.min(5));
        let text = typed(&graph, protocol);
        match read(text.as_bytes(), &ReadOptions { protocol, ..ReadOptions::default() }) {
            Ok(again) => assert_eq!(difference(&graph, &again), None, "{name}: {text}"),
            // A set made by a call as a key: Python refuses it when it gets there.
            Err(error) => assert!(matches!(error.kind, TypedErrorKind::Unhashable { .. }), "{name}: {error}"),
        }
        match pickle::write_verified(&graph, protocol) {
            Ok(_) => kept += 1,
            Err(VerifyError::Write(WriteError::ChangeNotKept { .. })) => {
                assert!(!name.starts_with("benign"), "{name}");
            }
            Err(error) => panic!("{name}: {error}: {text}"),
        }
        serde_json::from_str::<serde_json::Value>(&plain::write(&graph, &plain::Options::default())).unwrap();
    }
    assert!(kept > 1500, "{kept}");
}

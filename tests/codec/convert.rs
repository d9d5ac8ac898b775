//! What values become for another library, and what is said of it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use crate::{hex, unhex};
use sessctl::{
    codec::{
        self, Format,
        convert::{ConvertError, Form, Kind, Loss, Losses, Options, Target, convert},
        json::{self, Dialect},
        msgpack, typed,
    },
    pickle::{self, AllowList, Graph, NodeId, Value, dict_items},
    session::Payload,
};

const TARGETS: [Target; 5] = [
    Target::Msgpack,
    Target::TowerMsgpack,
    Target::Json(Dialect::Python),
    Target::Json(Dialect::Msgspec),
    Target::Json(Dialect::JavaScript),
];

fn graph_of(text: &str) -> Graph {
    typed::read(text.as_bytes(), &typed::ReadOptions::default()).expect("typed JSON")
}

/// What a value becomes, as typed JSON.
fn shown(graph: &Graph) -> String {
    typed::to_string(graph, &typed::WriteOptions::default())
}

/// Reads what was written for a target.
fn read_back(bytes: &[u8], target: Target) -> Graph {
    match target.format() {
        Format::Msgpack => {
            msgpack::read(bytes, &msgpack::Limits { input: 8 << 20, ..Default::default() }).unwrap()
        }
        _ => json::read(
            bytes,
            &json::Options { nonfinite: target == Target::Json(Dialect::Python), ..Default::default() },
        )
        .unwrap(),
    }
}

/// Converts to every target; what was converted once is a value of the target. How many targets took it.
pub(crate) fn check(graph: &Graph) -> usize {
    let mut taken = 0;
    for target in TARGETS {
        let converted = match convert(graph, target, &Options::default()) {
            Ok(converted) => converted,
            // Deeper than any library reads, or larger than any item.
            Err(ConvertError::Depth { .. } | ConvertError::Length { .. }) => continue,
            Err(error) => panic!("{target:?}: {error}"),
        };
        let after = read_back(&converted.bytes, target);
        let again = convert(&after, target, &Options::default()).unwrap();
        assert!(again.losses.is_empty(), "{target:?}: {:?}: {}", lines(&again.losses), shown(graph));
        assert_eq!(hex(&again.bytes), hex(&converted.bytes), "{target:?}: {}", shown(graph));
        taken += 1;
    }
    taken
}

fn lines(losses: &Losses) -> Vec<String> {
    losses.iter().map(|(loss, count)| format!("{loss} ({count})")).collect()
}

/// What is written for a target, read again as typed JSON, and the losses.
fn converted(text: &str, target: Target) -> (String, Vec<String>) {
    let converted = convert(&graph_of(text), target, &Options::default()).unwrap();
    (shown(&read_back(&converted.bytes, target)), lines(&converted.losses))
}

#[test]
fn json_is_what_each_library_writes_of_it() {
    for line in include_str!("data/stringify.txt").lines() {
        let (text, wanted) = line.split_once(' ').unwrap();
        let graph = json::read(&unhex(text), &json::Options::default()).unwrap();
        let converted = convert(&graph, Target::Json(Dialect::JavaScript), &Options::default()).unwrap();
        if converted.losses.is_empty() {
            assert_eq!(String::from_utf8_lossy(&converted.bytes), wanted);
        } else {
            // Integers that JavaScript has rounded.
            assert!(converted.losses.iter().all(|(loss, _)| loss.kind == Kind::LargeInt), "{wanted}");
        }
    }
    for line in include_str!("data/json.txt").lines() {
        let (text, wanted) = line.split_once(' ').unwrap();
        if let Ok(graph) = json::read(&unhex(text), &json::Options::default()) {
            let converted = convert(&graph, Target::Json(Dialect::Python), &Options::default()).unwrap();
            assert_eq!(String::from_utf8_lossy(&converted.bytes), wanted);
            assert!(converted.losses.is_empty());
        }
    }
    for line in include_str!("data/json_default.txt").lines() {
        let mut words = line.splitn(3, ' ');
        let [name, payload, wanted] = [(); 3].map(|()| words.next().unwrap());
        let graph = pickle::read(unhex(payload), &pickle::Limits::default()).unwrap().graph;
        let converted = convert(&graph, Target::Json(Dialect::Python), &Options::default()).unwrap();
        assert_eq!(String::from_utf8_lossy(&converted.bytes), wanted, "{name}");
        assert!(!converted.losses.is_empty());
    }
}

#[test]
fn a_session_of_plain_values_loses_nothing() {
    let text = r#"{"_permanent":true,"_user_id":"42","_fresh":false,"n":[1,-2.5,null,"é"],"d":{"a":{}}}"#;
    for target in TARGETS {
        assert_eq!(converted(text, target), (text.to_owned(), Vec::new()), "{target:?}");
    }
    let rich = r#"{"at":{"$datetime":"2026-11-22T20:00:17.123456+00:00"},"raw":{"$bytes":"/w=="},"ids":{"$dict":[[1,"a"],[{"$tuple":[1,{"$tuple":[]}]},null]]},"n":{"$int":"18446744073709551615"}}"#;
    assert_eq!(converted(rich, Target::Msgpack), (rich.to_owned(), Vec::new()));
}

#[test]
fn losses_are_counted_by_the_keys_that_lead_to_them() {
    let text = r#"{"cart":[{"$tuple":["A-1",2]},{"$tuple":["B-2",{"$tuple":[]}]}],"my tags":{"$set":["x"]},
        "since":{"$datetime":"2026-11-22T20:00:17"},"price":{"$decimal":"9.90"},"prices":{"$dict":[[1,{"$date":"2026-01-01"}],[2,{"$date":"2026-01-02"}]]}}"#;
    let (after, losses) = converted(text, Target::Msgpack);
    assert_eq!(
        losses,
        [
            "`\"my tags\"`: set becomes list (1)",
            "`cart[]`: tuple becomes list (2)",
            "`cart[][]`: tuple becomes list (1)",
            "`price`: Decimal becomes text (1)",
            "`prices[]`: date becomes text (2)",
            "`since`: naive datetime becomes text (1)",
        ]
    );
    assert_eq!(
        after,
        r#"{"cart":[["A-1",2],["B-2",[]]],"my tags":["x"],"since":"2026-11-22T20:00:17","price":"9.90","prices":{"$dict":[[1,"2026-01-01"],[2,"2026-01-02"]]}}"#
    );
    let whole = convert(&graph_of(r#"{"$tuple":[1]}"#), Target::Msgpack, &Options::default()).unwrap();
    assert_eq!(lines(&whole.losses), ["`$`: tuple becomes list (1)"]);
}

#[test]
fn flashed_messages_are_pairs_to_flask_whatever_holds_them() {
    let text = r#"{"_flashes":[{"$tuple":["message","Hello"]},{"$tuple":["error",{"$tuple":[1]}]}],"inner":{"_flashes":[{"$tuple":[1]}]}}"#;
    for target in TARGETS {
        let (after, losses) = converted(text, target);
        assert_eq!(
            losses,
            ["`_flashes[][]`: tuple becomes list (1)", "`inner._flashes[]`: tuple becomes list (1)"]
        );
        assert!(after.starts_with(r#"{"_flashes":[["message","Hello"],["error",[1]]]"#), "{after}");
    }
}

#[test]
fn what_no_encoder_takes_becomes_something_of_the_kind() {
    for (text, target, wanted, loss) in [
        (r#"{"$markup":"<b>"}"#, Target::Msgpack, r#""<b>""#, "Markup becomes text"),
        (r#"{"$complex":[1.0,-2.0]}"#, Target::Msgpack, r#""(1-2j)""#, "complex becomes text"),
        (
            r#"{"$int":"18446744073709551616"}"#,
            Target::Msgpack,
            r#""18446744073709551616""#,
            "large int becomes text",
        ),
        (
            r#"{"$int":"18446744073709551616"}"#,
            Target::TowerMsgpack,
            r#""18446744073709551616""#,
            "large int becomes text",
        ),
        (
            r#"{"$int":"9007199254740993"}"#,
            Target::Json(Dialect::JavaScript),
            r#""9007199254740993""#,
            "large int becomes text",
        ),
        (r#"{"$float":"nan"}"#, Target::Json(Dialect::Msgspec), "null", "NaN or infinity becomes null"),
        (r#"{"$float":"-inf"}"#, Target::TowerMsgpack, "null", "NaN or infinity becomes null"),
        (
            r#"{"$str_wtf8":"Ye2ggA=="}"#,
            Target::Msgpack,
            "\"a\u{fffd}\"",
            "str with lone surrogates becomes text",
        ),
        (r#"{"$bytes":"/wA="}"#, Target::Json(Dialect::Python), r#""/wA=""#, "bytes becomes base64 text"),
        (r#"{"$bytearray":"/wA="}"#, Target::Msgpack, r#"{"$bytes":"/wA="}"#, "bytearray becomes bytes"),
        (r#"{"$frozenset":[1]}"#, Target::Json(Dialect::Python), "[1]", "frozenset becomes list"),
        (r#"{"$timedelta":[1,2,3]}"#, Target::Msgpack, r#""P1DT2.000003S""#, "timedelta becomes text"),
        (
            r#"{"$timedelta":[1,2,3]}"#,
            Target::Json(Dialect::Python),
            r#""1 day, 0:00:02.000003""#,
            "timedelta becomes text",
        ),
        (
            r#"{"$datetime":"2026-11-22T20:00:17+02:00"}"#,
            Target::Msgpack,
            r#"{"$datetime":"2026-11-22T18:00:17+00:00"}"#,
            "aware datetime becomes datetime in UTC",
        ),
        (
            r#"{"$datetime":"2026-07-01T12:00:00","tz":"Europe/Berlin"}"#,
            Target::Json(Dialect::JavaScript),
            r#""2026-07-01T12:00:00+02:00""#,
            "aware datetime becomes text",
        ),
        (
            r#"{"$datetime":"2026-07-01T12:00:00","tz":"No/Where"}"#,
            Target::Msgpack,
            r#""2026-07-01T12:00:00[No/Where]""#,
            "aware datetime becomes text",
        ),
        (
            r#"{"$global":"app.models:User"}"#,
            Target::Msgpack,
            r#"{"$dict":[["$global","app.models.User"]]}"#,
            "object `app.models.User` becomes plain view",
        ),
        (
            r#"{"$object":{"class":"app.models:User","how":"newobj","args":[],"state":{"name":"Ann","at":{"$date":"2026-01-01"}}}}"#,
            Target::Msgpack,
            r#"{"$dict":[["$class","app.models.User"],["name","Ann"],["at","2026-01-01"]]}"#,
            "object `app.models.User` becomes plain view",
        ),
        (
            r#"{"$dict":[[null,1],[true,2],[1.5,3]]}"#,
            Target::Json(Dialect::Msgspec),
            r#"{"null":1,"true":2,"1.5":3}"#,
            "None becomes text key",
        ),
        (
            r#"{"$dict":[[{"$tuple":[1,2]},1]]}"#,
            Target::TowerMsgpack,
            r#"{"(1, 2)":1}"#,
            "tuple becomes text key",
        ),
        (
            r#"{"$dict":[[{"$frozenset":[1]},1]]}"#,
            Target::Msgpack,
            r#"{"$dict":[[{"$tuple":[1]},1]]}"#,
            "frozenset becomes tuple",
        ),
    ] {
        let (after, losses) = converted(text, target);
        assert_eq!(after, wanted, "{text} for {target:?}");
        assert!(losses.iter().any(|line| line.contains(loss)), "{losses:?} for {text}");
    }
}

#[test]
fn javascript_keeps_the_integers_that_it_spells_as_they_are() {
    for (digits, kept) in [
        ("9007199254740991", true),
        ("-9007199254740993", false),
        ("10000000000000000", true),
        ("100000000000000000000", true),
        ("1152921504606846976", false),
        ("1000000000000000000000", false),
    ] {
        let graph = json::read(digits.as_bytes(), &json::Options::default()).unwrap();
        let converted = convert(&graph, Target::Json(Dialect::JavaScript), &Options::default()).unwrap();
        assert_eq!(converted.losses.is_empty(), kept, "{digits}");
        let wanted = if kept { digits.to_owned() } else { format!("\"{digits}\"") };
        assert_eq!(String::from_utf8_lossy(&converted.bytes), wanted);
    }
}

#[test]
fn of_keys_that_become_one_the_last_counts_and_the_others_are_lost() {
    let text = r#"{"$dict":[["1","a"],[1,"b"],[true,"c"],["true","d"]]}"#;
    let (after, losses) = converted(text, Target::Json(Dialect::Python));
    // For Python itself 1 and True are one key.
    assert_eq!(after, r#"{"1":"c","true":"d"}"#);
    assert_eq!(
        losses,
        ["`$`: key that equals another as text becomes nothing (1)", "`[]`: int becomes text key (1)"]
    );
    let text = r#"{"$dict":[[{"$date":"2026-01-01"},1],["2026-01-01",2],[5,3]]}"#;
    let (after, losses) = converted(text, Target::Msgpack);
    assert_eq!(after, r#"{"$dict":[["2026-01-01",2],[5,3]]}"#);
    assert_eq!(losses, ["`$`: key that equals another as text becomes nothing (1)"]);
    // For every reader these are one key already, so nothing is lost.
    let text = r#"{"$dict":[[{"$tuple":[]},1],[{"$tuple":[]},2]]}"#;
    let (after, losses) = converted(text, Target::Msgpack);
    assert_eq!((after.as_str(), losses.len()), (text, 0));
}

#[test]
fn what_is_shared_is_copied_and_a_cycle_is_cut() {
    let text = r#"{"a":{"$id":1,"$list":[1]},"b":{"$ref":1},"c":{"$id":2,"$tuple":[1]},"d":{"$ref":2}}"#;
    for target in TARGETS {
        let (after, losses) = converted(text, target);
        assert_eq!(after, r#"{"a":[1],"b":[1],"c":[1],"d":[1]}"#);
        assert_eq!(
            losses,
            [
                "`b`: shared value becomes copies (1)",
                "`c`: tuple becomes list (1)",
                "`d`: tuple becomes list (1)"
            ]
        );
        let (after, losses) = converted(r#"{"a/b":[0,{"$id":1,"$list":[{"$ref":1}]}]}"#, target);
        assert_eq!(after, r##"{"a/b":[0,[{"$dict":[["$ref","#/a~1b/1"]]}]]}"##);
        assert_eq!(losses, ["`\"a/b\"[][]`: value inside of itself becomes reference (1)"]);
    }
}

fn nested(depth: usize, add: impl Fn(&mut Graph, NodeId) -> NodeId) -> Graph {
    let mut graph = Graph::new();
    let mut node = graph.add_list();
    for _ in 0..depth {
        node = add(&mut graph, node);
    }
    graph.set_root(node);
    graph
}

#[test]
fn bombs_and_depths_are_errors_that_say_where() {
    let bomb = nested(60, |graph, inner| {
        let outer = graph.add_list();
        graph.append(outer, &[inner, inner, inner]);
        outer
    });
    let deep = nested(100_000, |graph, inner| graph.add_tuple(&[inner]));
    for target in TARGETS {
        let error = convert(&bomb, target, &Options::default()).unwrap_err();
        assert!(matches!(error, ConvertError::Length { .. }), "{error}");
        let error = convert(&deep, target, &Options::default()).unwrap_err();
        assert!(matches!(error, ConvertError::Depth { .. }) && error.to_string().len() < 300, "{error}");
    }
}

#[test]
fn what_becomes_a_container_counts_as_one() {
    // Two levels each: the plain view of an object, and a list with a reference to itself.
    for inner in [
        r#"{"$object":{"class":"app:Thing","how":"newobj","args":[],"state":{"a":[1]}}}"#,
        r#"{"$id":1,"$list":[{"$ref":1}]}"#,
    ] {
        for (levels, fits) in [(500, true), (501, false)] {
            let mut graph = graph_of(inner);
            let mut node = graph.root();
            for _ in 2..levels {
                let list = graph.add_list();
                graph.append(list, &[node]);
                node = list;
            }
            graph.set_root(node);
            for target in [Target::Msgpack, Target::TowerMsgpack, Target::Json(Dialect::Python)] {
                let converted = convert(&graph, target, &Options::default());
                assert_eq!(converted.is_ok(), fits, "{inner} makes {levels} levels of {target:?}");
            }
        }
    }
}

#[test]
fn losses_merge_and_are_told_apart_up_to_a_number() {
    let text = r#"{"cart":[{"$tuple":[1]}]}"#;
    let one = convert(&graph_of(text), Target::Msgpack, &Options::default()).unwrap().losses;
    let mut all = Losses::default();
    all.merge(&one);
    all.merge(&one);
    assert_eq!(lines(&all), ["`cart[]`: tuple becomes list (2)"]);
    for n in 0..5000 {
        let path = format!("items.{n}");
        all.add(Loss { path, kind: Kind::Tuple, class: None, unfit: None, becomes: Form::List }, 2);
    }
    assert_eq!((all.iter().len(), all.more()), (1000, 2 * (5000 - 999)));
    all.merge(&one);
    assert!(lines(&all).contains(&"`cart[]`: tuple becomes list (3)".to_owned()));
}

#[test]
fn into_a_pickle_everything_goes_as_it_is() {
    let mut graph = msgpack::read(
        b"\x83\xa1a\xd6\xff\x00\x00\x00\x01\xa1b\xd5\x05xy\x01\xc4\x01z",
        &msgpack::Limits::default(),
    )
    .unwrap();
    let converted = convert(&graph, Target::Pickle { protocol: 4 }, &Options::default()).unwrap();
    assert!(converted.losses.is_empty());
    graph = pickle::read(converted.bytes, &pickle::Limits::default()).unwrap().graph;
    assert_eq!(
        shown(&graph),
        r#"{"$dict":[["a",{"$datetime":"1970-01-01T00:00:01+00:00"}],["b",{"$object":{"class":"msgspec.msgpack:Ext","how":"reduce","args":[5,{"$bytes":"eHk="}]}}],[1,{"$bytes":"eg=="}]]}"#
    );
    let again = convert(&graph, Target::Msgpack, &Options::default()).unwrap();
    assert!(again.losses.is_empty());
    assert_eq!(again.bytes, b"\x83\xa1a\xd6\xff\x00\x00\x00\x01\xa1b\xd5\x05xy\x01\xc4\x01z");
}

#[test]
fn a_payload_of_msgpack_is_told_and_encoded_as_it_was() {
    let allow = AllowList::new();
    for (bytes, format) in [
        (&b"\x80"[..], Format::Msgpack),
        (b"\x80\x04}.", Format::Pickle),
        (b"\x80\x04", Format::Pickle),
        (b"\x81\xa1a\x01", Format::Msgpack),
        (b"\x81\xa1a", Format::Msgpack),
        (b"\xde\x00\x00", Format::Msgpack),
        (
            b"\x93\xc4\x10\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x80\x90",
            Format::Msgpack,
        ),
        // A string of 12 keys to one, and to the other a pickle without a protocol.
        (b"\x8c\x05posix\x8c\x06system\x93\x8c\x02id\x85R.", Format::Pickle),
        (b"\x8c\x05posix\x8c\x06system\x93\x8c\x02id\x85R", Format::Pickle),
        // Two pairs, where a pickle would have an extension code.
        (b"\x82\xaa_permanent\xc3\xa1a\x01", Format::Msgpack),
        (b"}.", Format::Pickle),
        (b"{}", Format::Json),
    ] {
        let payload = Payload::Bytes(bytes.to_vec());
        let decoded = codec::decode(&payload, None, &allow);
        assert_eq!(decoded.format, format, "{}", bytes.escape_ascii());
        let text = Payload::Text(codec::base64::encode(bytes));
        if format != Format::Json {
            assert_eq!(codec::decode(&text, None, &allow).format, format, "{}", bytes.escape_ascii());
        }
        let Ok(graph) = decoded.content else { continue };
        for like in [payload, text] {
            let again = codec::encode_like(&like, &graph, format, 4).unwrap();
            assert_eq!(std::mem::discriminant(&again), std::mem::discriminant(&like));
            assert!(codec::same(&codec::decode(&again, None, &allow).content.unwrap(), &graph));
        }
    }
    let error = codec::encode(&graph_of(r#"{"a":{"$set":[1]}}"#), Format::Msgpack, 4).unwrap_err();
    assert_eq!(error.to_string(), "MessagePack cannot hold the value at `a`: set becomes list");
}

/// Every payload of the corpus, its name first.
fn corpus() -> Vec<(String, Vec<u8>)> {
    use base64::{Engine, engine::general_purpose::STANDARD};
    include_str!("../pickle/data/corpus.jsonl")
        .lines()
        .map(|line| {
            let case: serde_json::Value = serde_json::from_str(line).unwrap();
            let payload = STANDARD.decode(case["payload"].as_str().unwrap()).unwrap();
            (case["name"].as_str().unwrap().to_owned(), payload)
        })
        .collect()
}

/// Whether a graph is the same after a way without losses. Of equal keys one is left, strings of Python 2 are text, the
/// zero of JavaScript has no sign, its whole numbers are integers, and the pairs of `_flashes` are lists.
fn is_compared(graph: &Graph) -> bool {
    // What a payload makes and drops again is no part of its value.
    let drops = !pickle::popped(graph).is_empty();
    !drops
        && graph.nodes().all(|node| match graph.value(node) {
            Value::Py2Str(_) | Value::Float(_) => false,
            Value::Str(_) => graph.text(node) != Some("_flashes"),
            Value::Dict(_) => dict_items(graph, node).len() == graph.items(node).count(),
            _ => true,
        })
}

#[test]
fn every_payload_of_the_corpus_goes_through_every_target_and_back() {
    let (mut kept, mut lost, mut refused) = (0, 0, std::collections::BTreeSet::<String>::new());
    for (name, payload) in corpus() {
        let Ok(read) = pickle::read(payload, &pickle::Limits::default()) else { continue };
        for target in TARGETS {
            let Ok(converted) = convert(&read.graph, target, &Options::default()) else {
                refused.insert(name.clone());
                continue;
            };
            let after = read_back(&converted.bytes, target);
            let pickled = convert(&after, Target::Pickle { protocol: 4 }, &Options::default()).unwrap().bytes;
            let back = pickle::read(pickled, &pickle::Limits { input: 64 << 20, ..Default::default() })
                .unwrap()
                .graph;
            assert!(codec::same(&after, &back), "{name} {target:?}");
            // What was converted once is a value of the target.
            let again = convert(&after, target, &Options::default()).unwrap();
            assert!(again.losses.is_empty(), "{name} {target:?}: {:?}", lines(&again.losses));
            assert_eq!(again.bytes, converted.bytes, "{name} {target:?}");
            if converted.losses.is_empty() {
                kept += 1;
                let same = codec::same(&after, &read.graph);
                assert!(same || !is_compared(&read.graph), "{name} {target:?}: {}", shown(&read.graph));
            } else {
                lost += 1;
            }
        }
    }
    // Nests deeper than any library reads, or is a bomb.
    assert!(refused.iter().all(|name| name.starts_with("hostile/")), "{refused:?}");
    assert!(kept > 300 && lost > 300, "{kept} kept, {lost} lost");
}

//! MessagePack against what msgspec reads and writes (`generate_msgspec.py`).

use crate::{hex, unhex};
use sessctl::{
    codec::{
        convert::{Target, convert},
        json::Dialect,
        msgpack, typed,
    },
    pickle::{self, Graph, dict_items, difference},
};

fn unpickle(text: &str) -> Graph {
    pickle::read(unhex(text), &pickle::Limits::default()).expect("a pickle").graph
}

fn has_equal_keys(graph: &Graph) -> bool {
    graph.nodes().any(|node| dict_items(graph, node).len() != graph.items(node).count())
}

#[test]
fn what_msgspec_writes_is_written() {
    let table = include_str!("data/msgspec.txt");
    for line in table.lines() {
        let words: Vec<_> = line.split(' ').collect();
        let graph = unpickle(words[0]);
        for (target, wanted) in [(Target::Msgpack, words[1]), (Target::Json(Dialect::Msgspec), words[2])] {
            let converted = convert(&graph, target).unwrap();
            let got = if wanted == "-" { "-".to_owned() } else { hex(&converted.bytes) };
            let shown = typed::to_string(&graph, &typed::WriteOptions::default());
            assert_eq!(got, wanted, "{shown} becomes {}", converted.bytes.escape_ascii());
            assert!(wanted != "-" || !converted.losses.is_empty(), "{shown}");
        }
    }
    assert!(table.lines().count() > 1000);
}

#[test]
fn what_msgspec_reads_is_read_and_what_it_refuses_is_refused() {
    let table = include_str!("data/msgpack.txt");
    for line in table.lines() {
        let (payload, wanted) = line.split_once(' ').unwrap();
        let payload = if payload == "-" { Vec::new() } else { unhex(payload) };
        match msgpack::read(&payload, &msgpack::Limits::default()) {
            Ok(graph) => {
                assert_ne!(wanted, "error", "{}", hex(&payload));
                let wanted = unpickle(wanted);
                // A key that comes twice is still there twice; only what is written has it once.
                let written = [&graph, &wanted].map(|graph| convert(graph, Target::Msgpack).unwrap().bytes);
                assert_eq!(hex(&written[0]), hex(&written[1]), "{}", hex(&payload));
                if !has_equal_keys(&graph) {
                    assert_eq!(difference(&graph, &wanted), None, "{}", hex(&payload));
                }
            }
            Err(error) => assert_eq!("error", wanted, "{error}: {}", hex(&payload)),
        }
    }
    assert!(table.lines().count() > 3000);
}

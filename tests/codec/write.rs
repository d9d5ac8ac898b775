//! Pickles written as CPython writes them.

use crate::{hex, unhex};
use sessctl::pickle::{
    Graph, Limits, NodeId, StepKind, Steps, Value, difference, read, write, write_verified,
};
use sha2::{Digest, Sha256};

#[test]
fn what_cpython_wrote_is_written_again_byte_for_byte() {
    let table = include_str!("data/pickle.txt");
    for line in table.lines() {
        let mut words = line.splitn(3, ' ');
        let [name, protocol, payload] = [(); 3].map(|()| words.next().unwrap());
        let payload = unhex(payload);
        let graph = read(payload.clone(), &Limits::default()).unwrap().graph;
        let got = write(&graph, protocol.parse().unwrap()).unwrap();
        assert_eq!(hex(&got), hex(&payload), "{name} at protocol {protocol}");
    }
    assert!(table.lines().count() > 400);
}

#[test]
fn plain_values_are_written_at_every_protocol_as_cpython_writes_them_there() {
    let table = include_str!("data/pickle.txt");
    let rows: Vec<(&str, u8, Vec<u8>)> = table
        .lines()
        .filter_map(|line| line.strip_prefix("plain_"))
        .map(|line| {
            let words: Vec<_> = line.splitn(3, ' ').collect();
            (words[0], words[1].parse().unwrap(), unhex(words[2]))
        })
        .collect();
    for (name, _, payload) in rows.iter().filter(|row| row.1 == 5) {
        let graph = read(payload.clone(), &Limits::default()).unwrap().graph;
        for (_, protocol, wanted) in rows.iter().filter(|row| row.0 == *name) {
            assert_eq!(hex(&write(&graph, *protocol).unwrap()), hex(wanted), "{name} at protocol {protocol}");
            let written = read(wanted.clone(), &Limits::default()).unwrap().graph;
            assert_eq!(difference(&graph, &written), None, "{name} at protocol {protocol}");
        }
    }
}

fn list(graph: &mut Graph, children: &[NodeId]) -> NodeId {
    let list = graph.add_list();
    graph.append(list, children);
    list
}

/// The values that samples.py builds by the same names.
fn large(name: &str) -> Graph {
    let mut graph = Graph::new();
    let root = match name {
        "frames" => {
            let texts: Vec<_> = (0..4000).map(|n| graph.add_str(&format!("{n:06}").repeat(10))).collect();
            list(&mut graph, &texts)
        }
        "frame_edge" => {
            let mut parts = Vec::new();
            for (text, len) in [("s", 65535), ("t", 65536), ("u", 65537)] {
                parts.push(graph.add_str(&text.repeat(len)));
            }
            let span = graph.add_bytes(&[b'v'; 65536]);
            parts.push(graph.add(Value::Bytes(span)));
            parts.push(graph.add(Value::Int(1)));
            let span = graph.add_bytes(&[b'w'; 70000]);
            parts.push(graph.add(Value::Bytes(span)));
            list(&mut graph, &parts)
        }
        "frame_small" => {
            let text = graph.add_str(&"q".repeat(65520));
            let numbers = [1, 2, 3].map(|n| graph.add(Value::Int(n)));
            list(&mut graph, &[&[text][..], &numbers].concat())
        }
        "frame_bytearray" => {
            let one = graph.add(Value::Int(1));
            let span = graph.add_bytes(&[b'r'; 65536]);
            let bytes = graph.add(Value::ByteArray(span));
            let two = graph.add(Value::Int(2));
            list(&mut graph, &[one, bytes, two])
        }
        "memo_300" => {
            let lists: Vec<_> = (0..300)
                .map(|n: i32| {
                    let text = graph.add_str(&n.to_string().repeat(3));
                    list(&mut graph, &[text])
                })
                .collect();
            list(&mut graph, &[&lists[..], &lists].concat())
        }
        _ => {
            let (kind, count) = name.split_once('_').expect("a kind and a count");
            let numbers: Vec<_> =
                (0..count.parse().expect("a count")).map(|n| graph.add(Value::Int(n))).collect();
            match kind {
                "list" if count == "2500" => {
                    let none = graph.add(Value::None);
                    list(&mut graph, &[none; 2500])
                }
                "list" => list(&mut graph, &numbers),
                "dict" => {
                    let dict = graph.add_dict();
                    let none = graph.add(Value::None);
                    let value = |n| if count == "2000" { none } else { n };
                    let pairs: Vec<_> = numbers.iter().flat_map(|n| [*n, value(*n)]).collect();
                    graph.set_items(dict, &pairs);
                    dict
                }
                "set" => {
                    let set = graph.add(Value::Set(Steps::default()));
                    graph.add_step(set, StepKind::Add, &numbers);
                    set
                }
                _ => panic!("{name}"),
            }
        }
    };
    graph.set_root(root);
    graph
}

#[test]
fn batches_frames_and_memo_are_those_of_the_c_pickler() {
    let table = include_str!("data/pickle_large.txt");
    for line in table.lines() {
        let words: Vec<_> = line.split(' ').collect();
        let got = write_verified(&large(words[0]), words[1].parse().unwrap()).unwrap();
        let [name, protocol, len] = [words[0], words[1], words[2]];
        assert_eq!(got.len().to_string(), len, "{name} at protocol {protocol}");
        assert_eq!(hex(&Sha256::digest(&got)), words[3], "{name} at protocol {protocol}");
    }
    assert!(table.lines().count() > 60);
}

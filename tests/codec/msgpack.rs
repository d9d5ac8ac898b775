//! MessagePack against what msgspec reads and writes (`generate_msgspec.py`).

use crate::{hex, unhex};
use sessctl::{
    codec::{
        convert::{Options, Target, convert},
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
            let converted = convert(&graph, target, &Options::default()).unwrap();
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
                let written = [&graph, &wanted]
                    .map(|graph| convert(graph, Target::Msgpack, &Options::default()).unwrap().bytes);
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

#[test]
fn a_payload_cannot_make_the_reader_take_more_than_it_is_long() {
    let read = |payload: &[u8]| msgpack::read(payload, &msgpack::Limits::default());
    for (payload, wanted) in [
        (
            &b"\xdd\xff\xff\xff\xff"[..],
            "the length 4294967295 of an array is more than the 0 bytes that are left can hold at byte 0",
        ),
        (
            b"\x91\xdf\x00\x00\x00\x02\xc0\xc0\xc0",
            "the length 2 of a map is more than the 3 bytes that are left can hold at byte 1",
        ),
        (
            b"\xc6\xff\xff\xff\xffab",
            "the length 4294967295 of bytes is more than the 2 bytes that are left can hold at byte 0",
        ),
        (
            b"\x92\xc0\xdb\x00\x00\x00\x05ab",
            "the length 5 of a string is more than the 2 bytes that are left can hold at byte 2",
        ),
        (
            b"\xc9\xff\xff\xff\xff\x05",
            "the length 4294967295 of an extension is more than the 0 bytes that are left can hold at byte 0",
        ),
        (b"\x81\xa1a", "the payload ends inside an array or a map at byte 3"),
        (b"\xcd\x01", "the payload ends inside an integer at byte 0"),
        (b"", "the payload ends inside a value at byte 0"),
        (b"\xc1", "the byte 0xc1 begins no value at byte 0"),
        (b"\x80\x04}.", "3 bytes follow the value at byte 1"),
        (b"\x91\xa1\xff", "a string is not UTF-8 at byte 1"),
        (b"\x81\x91\x80\xc0", "a map cannot be a key at byte 2"),
        (b"\x81\xd4\x05a\xc0", "an extension cannot be a key at byte 1"),
        (b"\xd4\xff\x00", "an extension of type -1 is no time of the years 1 to 9999 at byte 0"),
    ] {
        assert_eq!(read(payload).unwrap_err().to_string(), wanted);
    }
    let deep = [&[0x91].repeat(500_000)[..], &[0xc0]].concat();
    assert_eq!(read(&deep).unwrap().len(), 500_001);
    let error = read(&[0x91].repeat(1_000_000)).unwrap_err();
    assert_eq!(error.offset, 999_999);
    let many = [&b"\xdd\x00\x0f\xff\xfb"[..], &[0xc0].repeat(1_048_571)].concat();
    assert_eq!(
        read(&many).unwrap_err().to_string(),
        "it holds more than the limit of 1000000 values at byte 1000004"
    );
    let long = [0xc0].repeat((1 << 20) + 1);
    assert_eq!(
        read(&long).unwrap_err().to_string(),
        "a payload of 1048577 bytes is over the limit of 1048576 at byte 1048576"
    );
}

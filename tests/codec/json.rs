//! JSON payloads as Python's `json` has them.

use crate::{hex, unhex};
use sessctl::codec::json::{Options, read, write};
use sessctl::pickle;

#[test]
fn reads_and_writes_as_cpython_does() {
    let table = include_str!("data/json.txt");
    for line in table.lines() {
        let (text, wanted) = line.split_once(' ').unwrap();
        let text = unhex(text);
        let shown = String::from_utf8_lossy(&text);
        match read(&text, &Options::default()) {
            Ok(graph) => assert_eq!(write(&graph).unwrap(), wanted, "{shown}"),
            Err(error) => assert_eq!("error", wanted, "{error}: {shown}"),
        }
    }
    assert!(table.lines().count() > 1000);
}

#[test]
fn json_becomes_the_pickle_that_cpython_makes_of_it() {
    for line in include_str!("data/json_pickle.txt").lines() {
        let words: Vec<_> = line.split(' ').collect();
        let text = unhex(words[0]);
        let graph = read(&text, &Options::default()).unwrap();
        let got = pickle::write_verified(&graph, words[1].parse().unwrap()).unwrap();
        assert_eq!(hex(&got), words[2], "{} at protocol {}", String::from_utf8_lossy(&text), words[1]);
    }
}

//! The plain view of values that CPython pickled, at every protocol, against what Python says they are.

use crate::unhex;
use sessctl::codec::json;
use sessctl::codec::plain::{Options, write};
use sessctl::pickle::{Limits, read};

#[test]
fn every_protocol_shows_the_same_plain_view() {
    let table = include_str!("data/plain.txt");
    for line in table.lines() {
        let mut words = line.splitn(4, ' ');
        let [name, protocol, payload, wanted] = [(); 4].map(|()| words.next().unwrap());
        let graph = read(unhex(payload), &Limits::default()).unwrap().graph;
        let got = write(&graph, &Options::default());
        let normal = |text: &str| {
            json::pretty(
                &json::write(&json::read(text.as_bytes(), &json::Options::default()).unwrap()).unwrap(),
            )
        };
        assert_eq!(normal(&got), normal(wanted), "{name} at protocol {protocol}");
        serde_json::from_str::<serde_json::Value>(&got).unwrap();
    }
    assert!(table.lines().count() > 200);
}

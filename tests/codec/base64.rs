//! Base64 as CPython has it.

use crate::unhex;
use sessctl::codec::base64::{Base64Error, decode, encode};

#[test]
fn decodes_and_encodes_as_cpython_does() {
    let table = include_str!("data/base64.txt");
    for line in table.lines() {
        let mut words = line.splitn(3, ' ');
        let text = unhex(words.next().unwrap());
        let verdict = words.next().unwrap();
        let rest = words.next().unwrap();
        let got = decode(&text);
        match (verdict, rest) {
            ("error", "lone") => assert!(matches!(got, Err(Base64Error::LoneCharacter { .. })), "{line}"),
            ("error", _) => assert!(matches!(got, Err(Base64Error::MissingPadding { .. })), "{line}"),
            (_, hex) => {
                let got = got.unwrap_or_else(|error| panic!("{error}: {line}"));
                assert_eq!(got.bytes, unhex(hex), "{line}");
                assert_eq!(got.canonical, verdict == "same", "{line}");
                assert_eq!(encode(&got.bytes).as_bytes() == text, got.canonical, "{line}");
            }
        }
    }
    assert!(table.lines().count() > 1000);
}

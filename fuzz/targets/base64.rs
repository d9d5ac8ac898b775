//! Any text is decoded or refused; what is canonical is what encoding gives back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sessctl::codec::base64;

fuzz_target!(|input: &[u8]| {
    if let Ok(decoded) = base64::decode(input) {
        assert_eq!(decoded.canonical, base64::encode(&decoded.bytes).as_bytes() == input);
    }
    let again = base64::decode(base64::encode(input).as_bytes()).expect("what was encoded is decoded");
    assert_eq!(again.bytes, input);
    assert!(again.canonical);
});

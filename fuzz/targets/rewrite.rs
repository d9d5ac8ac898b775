//! What can be read can be written, as a pickle and as typed JSON, and comes back as the same value.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sessctl::{
    codec::typed::{self, TypedErrorKind},
    pickle::{self, Limits, ReadErrorKind, VerifyError, difference},
};

fuzz_target!(|input: &[u8]| {
    let Ok(read) = pickle::read(input.to_vec(), &Limits::default()) else { return };
    // What Python has not written, such as values left on the stack: writing may refuse it.
    let odd = !read.warnings.is_empty();
    let graph = read.graph;
    let roomy = Limits { input: usize::MAX, opcodes: usize::MAX, ..Limits::default() };
    for protocol in [0, 2, 4, 5, read.protocol.min(5)] {
        match pickle::write_verified(&graph, protocol) {
            Ok(written) => {
                let again = pickle::read(written, &roomy).expect("what is verified can be read");
                let found = difference(&graph, &again.graph);
                assert!(found.is_none(), "protocol {protocol}: {found:?}");
            }
            Err(VerifyError::Write(_)) => {}
            Err(VerifyError::Read(error)) if matches!(error.kind, ReadErrorKind::Unhashable(_)) => {}
            Err(_) if odd => {}
            Err(error) => panic!("protocol {protocol}: {error:?}"),
        }
    }
    let protocol = read.protocol.min(5);
    let text = typed::to_string(&graph, &typed::WriteOptions { protocol, ..Default::default() });
    let options = typed::ReadOptions { protocol, ..Default::default() };
    match typed::read(text.as_bytes(), &options) {
        Ok(again) => assert!(odd || difference(&graph, &again).is_none(), "{text}"),
        // Python finds out only when it makes the set and uses it as a key, or makes the bytearray and calls it: in
        // the pickle both are calls, in JSON they are values.
        Err(error)
            if matches!(error.kind, TypedErrorKind::Unhashable { .. } | TypedErrorKind::WrongType { .. }) => {
        }
        Err(error) => panic!("{error}: {text}"),
    }
});

//! Any text is read as typed JSON or refused; what is read is written as the same value, in JSON and as a pickle.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sessctl::{
    codec::{json, plain, typed},
    pickle::{self, VerifyError, difference},
};

fuzz_target!(|input: &[u8]| {
    let _ = json::read(input, &json::Options::default());
    let Ok(graph) = typed::read(input, &typed::ReadOptions::default()) else { return };
    let _ = plain::write(&graph, &plain::Options::default());
    let text = typed::to_string(&graph, &typed::WriteOptions::default());
    let again = typed::read(text.as_bytes(), &typed::ReadOptions::default())
        .unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(difference(&graph, &again), None, "{text}");
    match pickle::write_verified(&graph, 4) {
        Ok(_) | Err(VerifyError::Write(_)) => {}
        Err(error) => panic!("{error:?}: {text}"),
    }
});

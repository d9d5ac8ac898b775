//! Any text is read as typed JSON or refused; what is read is written as the same value, in JSON and as a pickle.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sessctl::{
    codec::{
        json, plain,
        typed::{self, TypedErrorKind},
    },
    pickle::{self, ReadErrorKind, VerifyError, difference},
};

fuzz_target!(|input: &[u8]| {
    let _ = json::read(input, &json::Options::default());
    let Ok(graph) = typed::read(input, &typed::ReadOptions::default()) else { return };
    let _ = plain::write(&graph, &plain::Options::default());
    let text = typed::to_string(&graph, &typed::WriteOptions::default());
    match typed::read(text.as_bytes(), &typed::ReadOptions::default()) {
        Ok(again) => assert_eq!(difference(&graph, &again), None, "{text}"),
        // A call that makes a set or a bytearray became that, where Python takes no such value either.
        Err(error)
            if matches!(error.kind, TypedErrorKind::Unhashable { .. } | TypedErrorKind::WrongType { .. }) => {
        }
        Err(error) => panic!("{error}: {text}"),
    }
    match pickle::write_verified(&graph, 4) {
        Ok(_) | Err(VerifyError::Write(_)) => {}
        // `$buffer` is what was sent beside a pickle, and nothing is beside this one.
        Err(VerifyError::Read(error)) if error.kind == ReadErrorKind::OutOfBand => {}
        Err(error) => panic!("{error:?}: {text}"),
    }
});

//! Any bytes are read or refused, judged, explained and shown.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sessctl::{
    codec::plain,
    pickle::{self, AllowList, Level, Limits},
};

fuzz_target!(|input: &[u8]| {
    let outcome = pickle::read(input.to_vec(), &Limits::default());
    let verdict = pickle::judge(outcome.as_ref(), &AllowList::default());
    let inspected = pickle::inspect(input.to_vec(), &Limits::default(), &AllowList::default());
    assert_eq!(inspected.verdict, verdict);
    let graph = match &outcome {
        Ok(read) => &read.graph,
        Err(error) => {
            assert!(error.offset <= input.len());
            assert_ne!(verdict.level, Level::Plain);
            &error.prefix
        }
    };
    assert!(pickle::explain(graph).count() <= input.len());
    if outcome.is_ok() {
        let _ = plain::write(graph, &plain::Options::default());
    }
});

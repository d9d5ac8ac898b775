//! Broken and exploding payloads: none panics, none hangs, none needs stack or memory of its own choice.

use std::time::{Duration, Instant};

use sessctl::codec::{Projection, project};
use sessctl::pickle::{
    AllowList, Level, LimitName, Limits, ReadErrorKind, explain, globals, inspect, judge, read,
    write_verified,
};

use crate::corpus::{cases, word};
use crate::large::{large, repeat};

/// With all that is done to a payload here, on a machine that does other things as well.
const LONGEST: Duration = Duration::from_secs(if cfg!(debug_assertions) { 10 } else { 1 });

/// Runs on a stack as small as the design allows.
fn on_small_stack(run: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(512 << 10).spawn(run).expect("a thread");
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}

/// Reads, judges and explains; shows and writes what can be read.
fn exercise(payload: Vec<u8>) -> Level {
    let inspected = inspect(payload.clone(), &Limits::default(), &AllowList::new());
    let outcome = read(payload, &Limits::default());
    let graph = outcome.as_ref().map_or_else(|error| &*error.prefix, |pickle| &pickle.graph);
    for line in explain(graph) {
        std::hint::black_box(line.argument.is_some());
    }
    if let Ok(pickle) = &outcome {
        for projection in [Projection::Plain, Projection::Typed] {
            std::hint::black_box(project(graph, projection, pickle.protocol));
        }
        drop(std::hint::black_box(write_verified(graph, pickle.protocol)));
    }
    let verdict = judge(outcome.as_ref(), &AllowList::new());
    assert_eq!(inspected.verdict, verdict, "the same without values");
    assert_eq!(inspected.globals, globals(graph));
    assert_eq!(inspected.protocol, outcome.as_ref().ok().map(|pickle| pickle.protocol));
    verdict.level
}

#[test]
fn a_payload_cut_anywhere_is_an_error() {
    on_small_stack(|| {
        let mut count = 0;
        for case in cases() {
            if matches!(case.kind(), "benign" | "graph" | "object") && case.payload.len() <= 4096 {
                for end in 0..case.payload.len() {
                    let outcome = read(case.payload[..end].to_vec(), &Limits::default());
                    assert!(outcome.is_err(), "{} cut at {end}", case.name());
                    count += 1;
                }
                // Judging and explaining take longer, so they see a part of the cuts.
                for end in (0..case.payload.len()).step_by(7) {
                    let level = exercise(case.payload[..end].to_vec());
                    assert!(level == Level::Invalid, "{} cut at {end}: {level}", case.name());
                }
            }
        }
        assert!(count > 100_000, "{count} cuts");
    });
}

#[test]
fn a_flipped_bit_anywhere_ends_in_a_value_or_an_error() {
    on_small_stack(|| {
        let mut count = 0_usize;
        for case in cases() {
            if case.kind() == "benign" && case.payload.len() <= 4096 {
                for at in 0..case.payload.len() {
                    let mut payload = case.payload.clone();
                    payload[at] ^= 1 << (count % 8);
                    match read(payload, &Limits::default()) {
                        Ok(pickle) if count.is_multiple_of(5) => {
                            std::hint::black_box(judge(Ok(&pickle), &AllowList::new()));
                        }
                        outcome => drop(outcome),
                    }
                    count += 1;
                }
            }
        }
        assert!(count > 50_000, "{count} flips");
    });
}

#[test]
fn every_hostile_payload_is_done_in_a_second_on_a_small_stack() {
    on_small_stack(|| {
        for case in cases() {
            if matches!(case.kind(), "hostile" | "malicious" | "edge") {
                let start = Instant::now();
                exercise(case.payload.clone());
                let took = start.elapsed();
                assert!(took < LONGEST, "{}: {took:?}", case.name());
            }
        }
    });
}

#[test]
fn large_payloads_are_done_in_a_second_on_a_small_stack() {
    on_small_stack(|| {
        let mut failures = Vec::new();
        for (name, payload, wanted) in large() {
            let start = Instant::now();
            let level = exercise(payload);
            let took = start.elapsed();
            if word(level) != wanted || took > LONGEST {
                failures.push(format!("{name}: {level} instead of {wanted} in {took:?}"));
            }
        }
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    });
}

/// The same again in a process that cannot have more than 256 MB, code, stacks and the corpus itself included.
#[test]
#[cfg(target_os = "linux")]
fn hostile_and_large_payloads_are_done_in_256_megabytes() {
    let output = std::process::Command::new("sh")
        .args(["-c", r#"ulimit -v 262144 && exec "$0" "$@""#])
        .arg(std::env::current_exe().expect("the tests"))
        .args(["--exact", "--test-threads=1"])
        .args([
            "hostile::every_hostile_payload_is_done_in_a_second_on_a_small_stack",
            "hostile::large_payloads_are_done_in_a_second_on_a_small_stack",
        ])
        .output()
        .expect("a shell");
    let stdout = String::from_utf8_lossy(&output.stdout);
    let passed = output.status.success() && stdout.contains("test result: ok. 2 passed");
    assert!(passed, "{stdout}{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_call_within_the_limit_counts_although_the_payload_is_beyond() {
    let mut payload = b"cos\nsystem\n(S'id'\ntR".to_vec();
    payload.resize(5 << 20, b'0');
    let outcome = read(payload, &Limits::default());
    assert_eq!(judge(outcome.as_ref(), &AllowList::new()).level, Level::Malicious);
}

#[test]
fn limits_name_themselves() {
    let limit_of = |payload: Vec<u8>| match read(payload, &Limits::default()).expect_err("a limit").kind {
        ReadErrorKind::Limit { limit, .. } => limit,
        other => panic!("{other}"),
    };
    assert_eq!(limit_of(repeat(b"N", 2 << 20)), LimitName::Input);
    assert_eq!(limit_of(repeat(b"N", 1 << 20)), LimitName::Nodes);
    assert_eq!(limit_of(repeat(b"(", 1 << 20)), LimitName::Stack);
    assert_eq!(limit_of([b"N", &repeat(b"\x94", (1 << 20) - 1)[..]].concat()), LimitName::Memo);
}

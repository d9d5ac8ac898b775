//! Broken and exploding payloads: none panics, none hangs, none needs stack or memory of its own choice.

use std::time::{Duration, Instant};

use sessctl::pickle::{AllowList, Level, LimitName, Limits, ReadErrorKind, explain, judge, read};

use crate::corpus::{cases, word};

/// Runs on a stack as small as the design allows.
fn on_small_stack(run: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(512 << 10).spawn(run).expect("a thread");
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}

/// Reads, judges and explains.
fn exercise(payload: Vec<u8>) -> Level {
    let outcome = read(payload, &Limits::default());
    let graph = outcome.as_ref().map_or_else(|error| &*error.prefix, |pickle| &pickle.graph);
    for line in explain(graph) {
        std::hint::black_box(line.argument.is_some());
    }
    judge(outcome.as_ref(), &AllowList::new()).level
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
                assert!(took < Duration::from_secs(1), "{}: {took:?}", case.name());
            }
        }
    });
}

fn repeat(unit: &[u8], times: usize) -> Vec<u8> {
    unit.repeat(times)
}

/// Large payloads: name, bytes, the word of the verdict.
fn large() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let mib = 1 << 20;
    let join = |parts: &[Vec<u8>]| parts.concat();
    let numbered = |prefix: &[u8], count: u32, suffix: &[u8]| {
        (0..count).flat_map(|n| [prefix, &n.to_le_bytes(), suffix].concat()).collect::<Vec<u8>>()
    };
    let half = mib / 2 - 1;
    vec![
        (
            "3,000,000 nested lists",
            join(&[repeat(b"]", 3_000_000), repeat(b"a", 2_999_999), b".".to_vec()]),
            "limit",
        ),
        ("lists as deep as fits", join(&[repeat(b"]", half), repeat(b"a", half - 1), b".".to_vec()]), "safe"),
        ("tuples as deep as fits", join(&[b")".to_vec(), repeat(b"\x85", mib - 3), b".".to_vec()]), "limit"),
        (
            "dicts as deep as fits",
            join(&[b"}".to_vec(), repeat(b"N}", mib / 4), repeat(b"s", mib / 4), b".".to_vec()]),
            "safe",
        ),
        (
            "sets as deep as fits",
            join(&[repeat(b"(", mib / 3), repeat(b"\x91", mib / 3), b".".to_vec()]),
            "safe",
        ),
        (
            "getattr as deep as fits",
            join(&[
                b"\x80\x04\x8c\x08builtins\x8c\x07getattr\x93\x94\x8c\x01a\x94".to_vec(),
                repeat(b"h\x00", 100_000),
                b"cm\nC\n".to_vec(),
                repeat(b"h\x01\x86R", 100_000),
                b".".to_vec(),
            ]),
            "malicious",
        ),
        (
            "calls of calls",
            join(&[b"cm\nC\n".to_vec(), repeat(b")R", half - 3), b".".to_vec()]),
            "suspicious",
        ),
        ("marks", join(&[repeat(b"(", half), repeat(b"0", half), b"}.".to_vec()]), "safe"),
        ("only marks", repeat(b"(", mib), "limit"),
        ("stack of one value", join(&[b"N".to_vec(), repeat(b"2", mib - 2), b".".to_vec()]), "limit"),
        ("memo, dense", join(&[b"N".to_vec(), repeat(b"\x94", mib - 2), b".".to_vec()]), "limit"),
        (
            "memo, sparse",
            join(&[b"N".to_vec(), numbered(b"r", 200_000, b"").into_iter().rev().collect(), b".".to_vec()]),
            "invalid",
        ),
        (
            "memo, far apart",
            join(&[
                b"N".to_vec(),
                (0..150_000_u32)
                    .flat_map(|n| [&b"r"[..], &(n.wrapping_mul(28_000)).to_le_bytes()].concat())
                    .collect(),
                b".".to_vec(),
            ]),
            "safe",
        ),
        ("nodes", join(&[repeat(b"N", mib - 1), b".".to_vec()]), "limit"),
        ("200,000 digits", join(&[b"I".to_vec(), repeat(b"9", 200_000), b"\n.".to_vec()]), "limit"),
        (
            "a million hexadecimal digits",
            join(&[b"I0x".to_vec(), repeat(b"f", 1_000_000), b"\n.".to_vec()]),
            "safe",
        ),
        (
            "float of a million digits",
            join(&[b"F1.".to_vec(), repeat(b"7", 1_000_000), b"\n.".to_vec()]),
            "safe",
        ),
        ("line without an end", join(&[b"V".to_vec(), repeat(b"x", mib - 1)]), "invalid"),
        ("many short lines", join(&[repeat(b"V\n0", mib / 3 - 1), b"N.".to_vec()]), "safe"),
        ("escapes that grow", join(&[b"V".to_vec(), repeat(b"\xff", mib - 3), b"\n.".to_vec()]), "safe"),
        (
            "one element replaced very often",
            join(&[b"]NaK\x00q\x000".to_vec(), repeat(b"h\x00Ns", 200_000), b".".to_vec()]),
            "safe",
        ),
        (
            "last of many steps replaced",
            join(&[
                b"]q\x00]q\x01".to_vec(),
                repeat(b"h\x00Na0h\x01Na0", 40_000).to_vec(),
                b"h\x00J\xff\xff\xff\xffq\x020".to_vec(),
                repeat(b"h\x02Ns", 100_000),
                b".".to_vec(),
            ]),
            "limit",
        ),
        (
            "a large state set very often",
            join(&[
                b"cm\nC\n)\x81q\x00}(".to_vec(),
                numbered(b"J", 60_000, b"N"),
                b"uq\x010h\x00".to_vec(),
                repeat(b"h\x01b", 150_000),
                b".".to_vec(),
            ]),
            "unknown",
        ),
        (
            "a long fraction very often",
            join(&[
                b"cfractions\nFraction\nq\x00X\x00\x00\x02\x00".to_vec(),
                repeat(b"1", 0x2_0000),
                b"\x85q\x010".to_vec(),
                repeat(b"h\x01R0h\x00", 150_000),
                b".".to_vec(),
            ]),
            "suspicious",
        ),
        (
            "very many classes",
            join(&[(0..60_000).flat_map(|n| format!("cm{n}\nC\n0").into_bytes()).collect(), b"N.".to_vec()]),
            "unknown",
        ),
        (
            "very many dangerous names",
            join(&[(0..60_000).flat_map(|n| format!("cos\nf{n}\n0").into_bytes()).collect(), b"N.".to_vec()]),
            "malicious",
        ),
        (
            "one name, a megabyte",
            join(&[
                b"c".to_vec(),
                repeat(b"m", 500_000),
                b"\n".to_vec(),
                repeat(b"n", 500_000),
                b"\n.".to_vec(),
            ]),
            "suspicious",
        ),
        ("a name of dots", join(&[b"cm\n".to_vec(), repeat(b"a.", 500_000), b"a\n.".to_vec()]), "suspicious"),
        (
            "pickles within a pickle",
            (0..200).fold(b"N.".to_vec(), |inner, _| {
                join(&[
                    b"cpickle\nloads\n(B".to_vec(),
                    (inner.len() as u32).to_le_bytes().to_vec(),
                    inner,
                    b"tR.".to_vec(),
                ])
            }),
            "malicious",
        ),
        (
            "one pickle loaded very often",
            join(&[
                b"cpickle\nloads\nq\x00B\x00\x00\x04\x00".to_vec(),
                repeat(b"N0", 0x2_0000),
                b"\x85q\x010".to_vec(),
                repeat(b"h\x01R0h\x00", 100_000),
                b".".to_vec(),
            ]),
            "malicious",
        ),
        (
            "surrogates",
            join(&[
                b"X".to_vec(),
                900_000_u32.to_le_bytes().to_vec(),
                repeat(b"\xed\xa0\x80", 300_000),
                b".".to_vec(),
            ]),
            "safe",
        ),
        ("warnings", repeat(b"U\x01\xff0", mib / 4), "invalid"),
        ("frames", repeat(b"\x95\0\0\0\0\0\0\0\0", mib / 9), "invalid"),
        ("a call far behind a megabyte", join(&[repeat(b"N0", mib), b"cos\nsystem\n)R.".to_vec()]), "limit"),
    ]
}

#[test]
fn large_payloads_are_done_in_a_second_on_a_small_stack() {
    on_small_stack(|| {
        let mut failures = Vec::new();
        for (name, payload, wanted) in large() {
            let start = Instant::now();
            let level = exercise(payload);
            let took = start.elapsed();
            // Without optimisation; optimised it is ten times as fast.
            if word(level) != wanted || took > Duration::from_secs(3) {
                failures.push(format!("{name}: {level} instead of {wanted} in {took:?}"));
            }
        }
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    });
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

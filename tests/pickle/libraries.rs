//! Values of libraries as applications keep them in sessions: none of them is an attack.
//!
//! `tests/libraries/run.sh` writes the payloads and says how.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value as Json;
use sessctl::pickle::{AllowList, Level, Limits, judge, read};

use crate::corpus::fail_with;

struct Sample {
    library: String,
    what: String,
    protocol: String,
    payload: Vec<u8>,
}

fn samples() -> Vec<Sample> {
    let file = std::fs::read_to_string("tests/pickle/data/libraries.jsonl").expect("the payloads");
    let mut samples = Vec::new();
    // The first line says what the file is.
    for line in file.lines().skip(1) {
        let json: Json = serde_json::from_str(line).expect("JSON");
        for (protocol, payload) in json["payloads"].as_object().expect("payloads") {
            samples.push(Sample {
                library: json["library"].as_str().expect("a library").to_owned(),
                what: format!("{}, {}", json["version"].as_str().expect("a version"), json["what"]),
                protocol: protocol.clone(),
                payload: STANDARD.decode(payload.as_str().expect("base64")).expect("base64"),
            });
        }
    }
    samples
}

#[test]
fn values_of_libraries_raise_no_alarm() {
    let samples = samples();
    let mut alarms = Vec::new();
    for Sample { library, what, protocol, payload } in &samples {
        let verdict = judge(read(payload.clone(), &Limits::default()).as_ref(), &AllowList::new());
        if verdict.level <= Level::Unknown {
            continue;
        }
        let worst = verdict.reasons.iter().max_by_key(|reason| reason.code.level());
        let worst = worst.map(ToString::to_string).unwrap_or_default();
        alarms.push(format!("{library} {what}, protocol {protocol}: {}: {worst}", verdict.level));
    }
    fail_with(&alarms, samples.len());
}

#[test]
fn the_values_are_of_many_libraries() {
    let samples = samples();
    let mut libraries: Vec<_> = samples.iter().map(|sample| sample.library.as_str()).collect();
    libraries.retain(|library| !library.starts_with("CPython"));
    libraries.sort_unstable();
    libraries.dedup();
    assert!(libraries.len() >= 90, "{} libraries", libraries.len());
    assert!(samples.len() >= 2000, "{} payloads", samples.len());
}

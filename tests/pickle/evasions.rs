//! Payloads that slipped past a verdict, or were taken for an attack, with the verdict they must have.

use serde_json::Value as Json;
use sessctl::codec;
use sessctl::pickle::AllowList;
use sessctl::session::Payload;

#[test]
fn payloads_that_slipped_past_have_their_verdict() {
    let mut failures = Vec::new();
    for line in include_str!("data/evasions.jsonl").lines() {
        let case: Json = serde_json::from_str(line).expect("a case a line");
        let text = |key: &str| case[key].as_str().expect("text").to_owned();
        let verdict = codec::decode(&Payload::Text(text("data")), None, &AllowList::new()).verdict;
        if verdict.level.as_str() != text("verdict") {
            failures.push(format!(
                "{}: {} instead of {}: {:?}",
                text("name"),
                verdict.level,
                text("verdict"),
                verdict.reasons
            ));
        }
    }
    assert!(failures.is_empty(), "{}:\n{}", failures.len(), failures.join("\n"));
}

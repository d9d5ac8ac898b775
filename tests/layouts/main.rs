//! Every payload of the corpus as an item of every layout that can hold it, and back.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;

use jiff::Timestamp;
use sessctl::{
    codec::{self, Decoded, Format, convert::Target, json::Dialect},
    layout::{Encoded, FLASK_DYNAMODB_SESSIONS, LAYOUTS, Layout, Owner, PayloadError, Stored},
    pickle::{self, AllowList, Graph, Level, Limits},
    session::{Lifetime, Payload, SessionId},
};

/// An id that every library takes: 16 bytes in URL-safe base64.
const ID: &str = "AAECAwQFBgcICQoLDA0ODw";
/// 2026-11-22 20:00:17, and two weeks later.
const NOW: i64 = 1_795_377_617;
const TTL: i64 = NOW + 1_209_600;

/// The payloads that Python reads: name and pickle.
fn corpus() -> Vec<(String, Vec<u8>)> {
    let mut payloads = Vec::new();
    for line in include_str!("../pickle/data/corpus.jsonl").lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = row["payload"].as_str().unwrap();
        if row["error"].is_null() {
            let name = row["name"].as_str().unwrap().to_owned();
            payloads.push((name, codec::base64::decode(text.as_bytes()).unwrap().bytes));
        }
    }
    payloads
}

/// A session as the table holds it.
fn stored(layout: &Layout, payload: &Payload) -> Stored {
    let now = Timestamp::from_second(NOW).unwrap();
    layout.read(layout.new_item(&SessionId::new(ID).unwrap(), payload, Lifetime::DEFAULT, now)).unwrap()
}

/// Moves a session to another layout, through the item that would be written there; `None` where that cannot hold the
/// values as they are.
fn moved(graph: &Graph, from: &Layout, held: Stored, to: &Layout, target: Target) -> Option<(Stored, Graph)> {
    let id = held.session.id.clone();
    let owner = Owner { id: &id, ttl: TTL, lifetime: Lifetime::DEFAULT, before: None };
    let Encoded { payload, losses } = to.encode(graph, target, &owner).ok()?;
    if !losses.is_empty() {
        return None;
    }
    let item = to.adopt(from, held, &payload, Lifetime::DEFAULT, Timestamp::from_second(NOW).unwrap());
    let there = to.read(item).unwrap();
    assert_eq!((there.session.id.as_str(), there.session.ttl), (ID, Some(TTL)));
    let Decoded { content, .. } = to.decode(&there, &AllowList::new()).unwrap();
    Some((there, content.unwrap_or_else(|error| panic!("{} for {target:?}: {error}", to.name))))
}

/// Whether nothing is lost. A few payloads come back as what is the same to their reader: Python 3 reads ASCII of Python 2
/// as `str`, keeps the last of equal keys and takes any sequence for a flashed message; JavaScript has one kind of number.
fn is_same(name: &str, before: &Graph, after: &Graph, target: Target) -> bool {
    let script = target == Target::Json(Dialect::JavaScript) && name.contains("/floats.");
    let plain = |graph| {
        let text = codec::project(graph, codec::Projection::Plain, 4);
        if script { text.replace("-0.0", "0").replace("0.0,", "0,") } else { text }
    };
    let excused = script || [".py2.7.", "/dup_keys", "/flask_wtf."].iter().any(|part| name.contains(part));
    pickle::difference(before, after).is_none() || excused && plain(before) == plain(after)
}

#[test]
fn what_a_layout_holds_without_a_loss_comes_back_the_same() {
    let home = &FLASK_DYNAMODB_SESSIONS;
    let mut held: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, bytes) in corpus() {
        let Ok(read) = pickle::read(bytes.clone(), &Limits::default()) else { continue };
        if pickle::judge(Ok(&read), &AllowList::new()).level == Level::Malicious {
            continue;
        }
        let protocol = read.protocol;
        for layout in LAYOUTS.into_iter().filter(|layout| layout.envelope.is_some()) {
            for &target in layout.targets {
                let here = stored(home, &home.payload_of_pickle(bytes.clone()));
                let Some((there, values)) = moved(&read.graph, home, here, layout, target) else { continue };
                let back = moved(&values, layout, there, home, Target::Pickle { protocol });
                let (_, again) = back.unwrap_or_else(|| panic!("{name}: {} does not come back", layout.name));
                assert!(
                    is_same(&name, &read.graph, &again, target),
                    "{name} through {} for {target:?}",
                    layout.name
                );
                *held.entry(layout.name).or_default() += 1;
            }
        }
    }
    for layout in LAYOUTS.into_iter().filter(|layout| layout.envelope.is_some()) {
        assert!(held[layout.name] > 100, "{} holds {}", layout.name, held[layout.name]);
    }
}

#[test]
fn what_would_be_taken_for_a_pickle_is_refused() {
    let graph = pickle::read(b"\x80\x02]K\x05a.".to_vec(), &Limits::default()).unwrap().graph;
    let id = SessionId::new(ID).unwrap();
    let owner = Owner { id: &id, ttl: TTL, lifetime: Lifetime::DEFAULT, before: None };
    let mut refused = 0;
    for layout in LAYOUTS {
        for &target in layout.targets.iter().filter(|target| target.format() != Format::Pickle) {
            let error = layout.encode(&graph, target, &owner).unwrap_err();
            assert!(matches!(error, PayloadError::NoDict { .. }), "{} for {target:?}: {error}", layout.name);
            refused += 1;
        }
    }
    assert!(refused >= 6, "{refused}");
}

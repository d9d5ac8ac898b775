//! Items as the libraries left them: read, put together again, and made anew. tests/layouts/capture.py wrote them.

use serde_json::{Value, json};

use super::*;
use crate::{
    codec::{self, Projection, convert::Target},
    pickle::AllowList,
    session::{Lifetime, Payload},
};

struct Captured {
    library: String,
    layout: &'static Layout,
    values: Value,
    item: Item,
}

fn captured() -> Vec<Captured> {
    let lines = include_str!("../../tests/layouts/items.jsonl").lines();
    let captured: Vec<Captured> = lines
        .map(|line| {
            let line: Value = serde_json::from_str(line).unwrap();
            Captured {
                library: line["library"].as_str().unwrap().to_owned(),
                layout: Layout::named(line["layout"].as_str().unwrap()).unwrap(),
                values: line["values"].clone(),
                item: dynamodb_json::read_item(&line["item"]).unwrap(),
            }
        })
        .collect();
    let missing = LAYOUTS[1..6].iter().find(|layout| !captured.iter().any(|one| one.layout == **layout));
    assert_eq!(missing, None, "every library but the default's has an item");
    captured
}

#[test]
fn items_of_every_library_are_read_and_put_together_again() {
    for Captured { library, layout, values, item } in captured() {
        let stored = layout.read(item.clone()).unwrap();
        assert_eq!(stored.warnings, [], "{library}");
        assert!(stored.session.ttl.is_some(), "{library}");
        assert_eq!(stored.session.modified_at().is_some(), layout.modified.is_some(), "{library}");
        assert_eq!(stored.created.is_some(), layout.created.is_some(), "{library}");
        assert_eq!(layout.key(&stored.session.id)[layout.key], item[layout.key], "{library}");
        let decoded = layout.decode(&stored, &AllowList::new()).unwrap();
        assert_eq!(decoded.warnings, [], "{library}");
        let plain = codec::project(&decoded.content.unwrap(), Projection::Plain, 4);
        assert_eq!(serde_json::from_str::<Value>(&plain).unwrap(), values, "{library}");
        assert_eq!(layout.into_item(stored), item, "{library}");
    }
}

#[test]
fn a_payload_is_encoded_to_the_byte_as_the_library_did() {
    for Captured { library, layout, item, .. } in captured() {
        let stored = layout.read(item).unwrap();
        let Some(decoded) = layout.decode(&stored, &AllowList::new()) else { panic!("{library}") };
        let target = layout.target(decoded.format, decoded.protocol.unwrap_or(5));
        let session = &stored.session;
        let owner = Owner {
            id: &session.id,
            ttl: session.ttl.unwrap(),
            lifetime: Lifetime::DEFAULT,
            before: session.payload.as_ref(),
        };
        let encoded = layout.encode(&decoded.content.unwrap(), target, &owner).unwrap();
        assert_eq!(encoded.lossless().unwrap(), session.payload.clone().unwrap(), "{library}");
    }
}

#[test]
fn a_new_item_has_the_attributes_that_the_library_writes() {
    for Captured { library, layout, item, .. } in captured() {
        let stored = layout.read(item.clone()).unwrap();
        let payload = stored.session.payload.unwrap();
        let now = "2026-11-22T20:00:17.123456Z".parse().unwrap();
        let new = layout.new_item(&stored.session.id, &payload, Lifetime::DEFAULT, now);
        let types = |item: &Item| {
            let mut types: Vec<_> =
                item.iter().map(|(name, value)| (name.clone(), type_name(value))).collect();
            types.sort();
            types
        };
        assert_eq!(types(&new), types(&item), "{library}");
        for time in layout.modified.iter().chain(&layout.created) {
            let (AttributeValue::S(ours), AttributeValue::S(theirs)) = (&new[time.name], &item[time.name])
            else {
                panic!("{library}: times are text");
            };
            assert_eq!(ours.len(), theirs.len(), "{library}: {ours} is spelled as {theirs} is");
        }
    }
}

fn id(text: &str) -> crate::session::SessionId {
    crate::session::SessionId::new(text).unwrap()
}

fn graph(json: &Value) -> crate::pickle::Graph {
    codec::json::read(json.to_string().as_bytes(), &codec::json::Options::default()).unwrap()
}

fn encode(layout: &Layout, values: &Value, before: Option<&Payload>) -> Result<Payload, PayloadError> {
    let id = id("AAAAAAAAAAAAAAAAAAAAAA");
    let lifetime = Lifetime::from_seconds(3600).unwrap();
    let owner = Owner { id: &id, ttl: 1_796_587_217, lifetime, before };
    layout.encode(&graph(values), layout.targets[0], &owner).and_then(Encoded::lossless)
}

#[test]
fn a_new_session_of_express_gets_a_cookie_and_keeps_it() {
    let made = encode(&CONNECT_DYNAMODB, &json!({"user": "ada"}), None).unwrap();
    let cookie =
        r#"{"originalMaxAge":3600000,"expires":"2026-12-06T20:00:17.000Z","httpOnly":true,"path":"/"}"#;
    assert_eq!(made, Payload::Text(format!(r#"{{"cookie":{cookie},"user":"ada"}}"#)));
    let theirs = Payload::Text(r#"{"a":1,"cookie":{"originalMaxAge":null,"expires":null},"b":2}"#.to_owned());
    let edited = encode(&CONNECT_DYNAMODB, &json!({}), Some(&theirs)).unwrap();
    assert_eq!(edited, Payload::Text(r#"{"cookie":{"originalMaxAge":null,"expires":null}}"#.to_owned()));
    let reserved = encode(&CONNECT_DYNAMODB, &json!({"cookie": 1}), None).unwrap_err();
    assert_eq!(reserved.to_string(), "layout `connect-dynamodb` keeps `cookie` for itself");
    assert!(matches!(encode(&CONNECT_DYNAMODB, &json!([]), None), Err(PayloadError::NoDict { .. })));
}

#[test]
fn what_the_library_could_not_read_is_warned_of() {
    let allow = AllowList::new();
    let of = |layout: &Layout, payload: &Payload| layout.decode_payload(payload, None, &allow);
    let bare = of(&CONNECT_DYNAMODB, &Payload::Text(r#"{"a": 1}"#.to_owned()));
    assert_eq!(bare.warnings[0].to_string(), "there is no `cookie`, without which Express fails");
    let bangless = of(&CACHELIB, &Payload::Bytes(b"\x80\x04}.".to_vec()));
    assert!(bangless.content.is_ok() && bangless.warnings[0].to_string().contains("begin with `!`"));
    for no_record in [&b"\x81\xa1a\x01"[..], b"\x93\xc4\x01a\x80\x90", b"\x92\x01\x80", b"\xc0", b""] {
        let decoded = of(&TOWER_SESSIONS, &Payload::Bytes(no_record.to_vec()));
        assert!(decoded.content.is_err(), "{no_record:?}");
    }
}

#[test]
fn a_record_is_of_the_id_in_its_key_and_keeps_its_nanoseconds() {
    let made = encode(&TOWER_SESSIONS, &json!({"n": 1}), None).unwrap();
    let Payload::Bytes(bytes) = &made else { panic!("a record is Binary") };
    assert!(bytes.starts_with(&[0x93, 0xc4, 0x10]) && bytes.ends_with(&[0, 0, 0, 0]));
    let mut exact = bytes.clone();
    let nanosecond = exact.len() - 4;
    exact[nanosecond] = 7;
    let exact = Payload::Bytes(exact);
    assert_eq!(encode(&TOWER_SESSIONS, &json!({"n": 1}), Some(&exact)).unwrap(), exact);
    assert_eq!(
        TOWER_SESSIONS
            .encode(
                &graph(&json!({})),
                Target::TowerMsgpack,
                &Owner { id: &id("ada"), ttl: 0, lifetime: Lifetime::DEFAULT, before: None },
            )
            .unwrap_err()
            .to_string(),
        "ids of layout `tower-sessions-dynamodb-store` are 16 bytes in base64url, 22 characters"
    );
    let item = TOWER_SESSIONS.new_item(
        &id("AAAAAAAAAAAAAAAAAAAAAQ"),
        &made,
        Lifetime::DEFAULT,
        Timestamp::UNIX_EPOCH,
    );
    let stored = TOWER_SESSIONS.read(item).unwrap();
    let decoded = TOWER_SESSIONS.decode(&stored, &AllowList::new()).unwrap();
    assert!(decoded.warnings[0].to_string().starts_with("the record is of another session"));
}

#[test]
fn a_record_moves_its_expiry_with_the_item() {
    let id = id("AAAAAAAAAAAAAAAAAAAAAA");
    let payload = encode(&TOWER_SESSIONS, &json!({"n": [1, {"m": null}]}), None).unwrap();
    let item = TOWER_SESSIONS.new_item(&id, &payload, Lifetime::DEFAULT, Timestamp::UNIX_EPOCH);
    let stored = TOWER_SESSIONS.read(item).unwrap();
    assert_eq!(TOWER_SESSIONS.with_expiry(&stored, 1_796_587_217), Some(payload));
    assert_eq!(FLASK_SESSION.with_expiry(&stored, 1_796_587_217), None);
    // No date of a record ends beyond the year 9999.
    assert_eq!(TOWER_SESSIONS.with_expiry(&stored, i64::MAX), None);
}

#[test]
fn a_prefix_is_told_from_another() {
    let layout = FLASK_SESSION.with_key_prefix("shop:".to_owned());
    let item = |key: &str| Item::from([("id".to_owned(), AttributeValue::S(key.to_owned()))]);
    assert_eq!(layout.read(item("shop:a")).unwrap().session.id, id("a"));
    let other = layout.read(item("session:a")).unwrap_err();
    assert_eq!(
        other.to_string(),
        "the key does not begin with `shop:`, as those of layout `flask-session` do"
    );
    assert!(layout.read(item("shop:")).is_err(), "an empty id is none");
    assert_eq!(layout.key(&id("b")), item("shop:b"));
}

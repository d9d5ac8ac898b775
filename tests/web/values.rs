//! Values: what a Flask application has put there, and what it will find.

use serde_json::json;
use sessctl::{
    codec::{self, Format, typed},
    pickle::Level,
    session::Payload,
    web::Settings,
};

use crate::app::App;

fn payload(typed: &str, protocol: u8) -> Payload {
    let options = typed::ReadOptions { protocol, ..typed::ReadOptions::default() };
    codec::encode(&typed::read(typed.as_bytes(), &options).unwrap(), Format::Pickle, protocol).unwrap()
}

const RICH: &str = r#"{"_permanent": true, "when": {"$datetime": "2026-11-22T20:00:17"}, "pair": {"$tuple": [1, 2]},
    "tags": {"$set": ["a"]}, "shared": [{"$list": [], "$id": 1}, {"$ref": 1}], "raw": {"$bytes": "AAE="}, "n": 1}"#;

#[tokio::test]
async fn what_is_not_changed_keeps_its_python_type_protocol_and_sharing() {
    for protocol in 0..=5 {
        let app = App::start(Settings::default()).await;
        app.put_payload("abc", &payload(RICH, protocol));
        app.get("/set/n/2", Some("abc")).await;
        let stored = app.store.get(&sessctl::session::SessionId::new("abc").unwrap()).await.unwrap().unwrap();
        // Where nothing but a number differs, the bytes are those of a payload that never was anything else.
        assert_eq!(
            stored.session.payload,
            Some(payload(&RICH.replace("\"n\": 1", "\"n\": 2"), protocol)),
            "{protocol}"
        );
    }
}

#[tokio::test]
async fn values_of_python_are_read_in_the_plain_view() {
    let app = App::start(Settings::default()).await;
    app.put_payload("abc", &payload(RICH, 4));
    for (key, plain) in
        [("when", "\"2026-11-22T20:00:17\""), ("pair", "[1,2]"), ("tags", "[\"a\"]"), ("raw", "\"AAE=\"")]
    {
        assert_eq!(app.get(&format!("/get/{key}"), Some("abc")).await.body, plain);
    }
}

#[tokio::test]
async fn a_payload_of_an_unknown_class_is_refused_unless_the_settings_know_it() {
    let object = r#"{"user": {"$object": {"class": "app.models:User", "how": "newobj", "state": {"name": "ada"}}}, "n": 1}"#;
    let app = App::start(Settings::default()).await;
    app.put_payload("abc", &payload(object, 4));
    let before = app.stored("abc").await;
    assert_eq!(app.get("/set/n/2", Some("abc")).await.status, 500);
    assert_eq!(app.stored("abc").await, before);
    let allow = ["app.models.User"].into_iter().collect();
    for settings in [
        Settings { verdict: Level::Unknown, ..Settings::default() },
        Settings { allow, ..Settings::default() },
    ] {
        let app = App::start(settings).await;
        app.put_payload("abc", &payload(object, 4));
        assert_eq!(app.get("/set/n/2", Some("abc")).await.status, 200);
        let stored = app.stored("abc").await.unwrap();
        assert_eq!(
            (&stored["user"]["$object"]["class"], &stored["n"]),
            (&json!("app.models:User"), &json!(2))
        );
        // Taken out, it is not even made any more.
        app.get("/remove/user", Some("abc")).await;
        assert_eq!(app.stored("abc").await, Some(json!({"n": 2, "_permanent": true})));
    }
}

#[tokio::test]
async fn a_payload_that_runs_code_is_refused() {
    let app = App::start(Settings::default()).await;
    app.put_payload("abc", &Payload::Text("gASMAm9zjAZzeXN0ZW2TjARlY2hvhVIu".to_owned()));
    app.put_payload("broken", &Payload::Text("gASVBQAAAAAAAACMAmE=".to_owned()));
    app.put_payload("list", &payload("[1]", 4));
    for id in ["abc", "broken", "list"] {
        for path in ["/whole", "/set/n/1", "/clear"] {
            assert_eq!(app.get(path, Some(id)).await.status, 500, "{id} {path}");
        }
    }
    assert!(!app.operations().iter().any(|operation| operation != "GetItem"));
}

#[tokio::test]
async fn a_key_that_looks_like_a_tag_is_a_key() {
    let app = App::start(Settings::default()).await;
    let value = r#"{"$object": {"class": "os:system", "how": "reduce", "args": ["id"]}}"#;
    let path = format!(
        "/set/form/{}",
        value.replace('"', "%22").replace(' ', "%20").replace('{', "%7B").replace('}', "%7D")
    );
    let id = app.get(&path, None).await.cookie().unwrap();
    let stored = app.store.get(&sessctl::session::SessionId::new(id).unwrap()).await.unwrap().unwrap();
    let decoded = codec::decode(&stored.session.payload.unwrap(), None, &sessctl::pickle::AllowList::new());
    assert_eq!((decoded.verdict.level, decoded.globals), (Level::Plain, vec![]));
}

#[tokio::test]
async fn a_json_session_of_old_stays_json_and_a_new_one_is_what_python_writes() {
    let app = App::start(Settings::default()).await;
    app.put_payload("old", &Payload::Text(r#"{"a": 1}"#.to_owned()));
    app.get("/set/b/2", Some("old")).await;
    let text = |id: &str| {
        let id = sessctl::session::SessionId::new(id).unwrap();
        let store = app.store.clone();
        async move { store.get(&id).await.unwrap().unwrap().session.payload.unwrap() }
    };
    assert_eq!(text("old").await, Payload::Text(r#"{"a": 1, "_permanent": true, "b": 2}"#.to_owned()));
    let id = app.get("/set/username/ada", None).await.cookie().unwrap();
    // codecs.encode(pickle.dumps({"_permanent": True, "username": "ada"}, 4), "base64")
    assert_eq!(
        text(&id).await,
        Payload::Text("gASVJAAAAAAAAAB9lCiMCl9wZXJtYW5lbnSUiIwIdXNlcm5hbWWUjANhZGGUdS4=\n".to_owned())
    );
}

#[tokio::test]
async fn a_session_near_the_limit_is_stored_and_one_beyond_fails_before_any_request() {
    let routes = |router: axum::Router| {
        router.route(
            "/fill/{bytes}",
            axum::routing::get(
                |session: sessctl::web::Session, axum::extract::Path(bytes): axum::extract::Path<usize>| async move {
                    session.insert("big", "x".repeat(bytes))
                },
            ),
        )
    };
    let app = App::start_with(Settings::default(), routes).await;
    let id = app.get("/fill/300000", None).await.cookie().unwrap();
    assert_eq!(app.get("/get/big", Some(&id)).await.body.len(), 300_002);
    app.operations();
    let answer = app.get("/fill/320000", Some(&id)).await;
    assert_eq!((answer.status.as_u16(), answer.cookie()), (500, None));
    assert_eq!(app.operations(), ["GetItem"]);
    assert_eq!(app.get("/get/big", Some(&id)).await.body.len(), 300_002);
}

#[tokio::test]
async fn an_item_without_a_payload_is_an_empty_session() {
    let app = App::start(Settings::default()).await;
    app.put(&json!({"id": {"S": "abc"}, "ttl": {"N": "1896000000"}}));
    assert_eq!(app.get("/whole", Some("abc")).await.json(), json!({"new": false, "values": {}}));
    app.get("/set/n/1", Some("abc")).await;
    assert_eq!(app.stored("abc").await, Some(json!({"_permanent": true, "n": 1})));
}

//! Ids: what a client may send, and what it gets.

use axum::{body::Body, http::Request};
use serde_json::json;
use sessctl::web::{Settings, Transport};

use crate::app::App;

#[tokio::test]
async fn an_id_that_a_client_makes_up_is_not_adopted() {
    let app = App::start(Settings::default()).await;
    let id = app.get("/set/n/1", Some("planted")).await.cookie().unwrap();
    assert_ne!(id, "planted");
    assert_eq!(app.stored("planted").await, None);
}

#[tokio::test]
async fn an_id_is_a_random_uuid() {
    let app = App::start(Settings::default()).await;
    let mut seen = std::collections::HashSet::new();
    for _ in 0..200 {
        let id = app.get("/set/n/1", None).await.cookie().unwrap();
        let uuid = uuid::Uuid::parse_str(&id).unwrap();
        assert_eq!((uuid.get_version_num(), id.len()), (4, 36));
        assert!(seen.insert(id));
    }
    // Every bit but version and variant comes up as both.
    let (mut ones, mut zeros) = (0_u128, 0_u128);
    for id in seen {
        let bits = uuid::Uuid::parse_str(&id).unwrap().as_u128();
        (ones, zeros) = (ones | bits, zeros | !bits);
    }
    assert_eq!((ones & zeros).count_ones(), 122);
}

#[tokio::test]
async fn logging_in_leaves_a_planted_session_behind() {
    let app = App::start(Settings::default()).await;
    // The attacker gets a session of his own, and puts its id into the victim's browser.
    let planted = app.get("/set/n/1", None).await.cookie().unwrap();
    let id = app.get("/login/ada", Some(&planted)).await.cookie().unwrap();
    assert_ne!(id, planted);
    assert_eq!(app.stored(&planted).await, None);
    assert_eq!(app.get("/get/username", Some(&planted)).await.body, "null");
    assert_eq!(
        app.get("/whole", Some(&id)).await.json(),
        json!({"new": false, "values": {"username": "ada", "n": 1}})
    );
}

#[tokio::test]
async fn regenerating_keeps_what_other_applications_have_put_on_the_item() {
    let app = App::start(Settings::default()).await;
    let mut item = json!({"id": {"S": "old"}, "data": {"S": "{\"n\": 1}"}, "modified": {"S": "2026-11-22 20:00:17"},
        "ttl": {"N": "1896000000"}, "tenant": {"S": "acme"}});
    app.put(&item);
    let id = app.get("/regenerate", Some("old")).await.cookie().unwrap();
    assert_eq!(app.stored("old").await, None);
    let stored = app.store.get(&sessctl::session::SessionId::new(id).unwrap()).await.unwrap().unwrap();
    assert_eq!(stored.attributes["tenant"].as_s().unwrap(), item["tenant"]["S"].take().as_str().unwrap());
}

#[tokio::test]
async fn ids_with_control_characters_or_too_long_are_none() {
    let app = App::start(Settings::default()).await;
    let long = "x".repeat(2049);
    for id in [r#""a\015\012Set-Cookie: evil=1""#, r#""\000""#, &long] {
        let answer = app.get("/set/n/1", Some(id)).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.cookie().unwrap().len(), 36);
        assert_eq!(answer.headers.get_all("set-cookie").iter().count(), 1);
    }
    assert_eq!(app.operations(), ["UpdateItem"; 3]);
    let huge = app.get("/get/n", Some(&"x".repeat(1 << 20))).await;
    assert_eq!((huge.status.as_u16(), app.operations()), (200, vec![]));
}

#[tokio::test]
async fn an_adopted_id_cannot_break_out_of_the_cookie() {
    let app = App::start(Settings::compatible()).await;
    let answer = app.get("/set/n/1", Some(r#""a\073 Domain=evil.example\054 \"\303\251""#)).await;
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    assert!(
        cookie.starts_with(r#"session="a\073 Domain=evil.example\054 \"\303\251"; Expires="#),
        "{cookie}"
    );
    assert!(app.stored("a; Domain=evil.example, \"é").await.is_some());
}

#[tokio::test]
async fn a_header_carries_the_id_both_ways() {
    let transport = Transport::Header("x-sessionid".parse().unwrap());
    let app = App::start(Settings { transport, ..Settings::default() }).await;
    let answer = app.get("/set/n/1", None).await;
    let id = answer.headers["x-sessionid"].to_str().unwrap().to_owned();
    assert_eq!(
        (id.len(), answer.cookie(), &answer.headers["vary"]),
        (36, None, &"x-sessionid".parse().unwrap())
    );
    let ask =
        |path: &str, id: &str| Request::get(path).header("X-SessionId", id).body(Body::empty()).unwrap();
    let answer = app.send(ask("/get/n", &id)).await;
    assert_eq!((answer.body.as_str(), answer.headers["x-sessionid"].to_str().unwrap()), ("1", id.as_str()));
    let answer = app.send(ask("/clear", &id)).await;
    assert!(!answer.headers.contains_key("x-sessionid"));
    assert_eq!(app.stored(&id).await, None);
    // A cookie is none of its business.
    assert_eq!(app.get("/whole", Some(&id)).await.json()["new"], json!(true));
}

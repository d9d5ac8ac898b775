//! What is read, stored, refreshed and deleted, and when.

use serde_json::json;
use sessctl::{
    session::Lifetime,
    web::{Cookie, Settings, Transport},
};

use crate::app::{App, START};

#[tokio::test]
async fn a_request_that_reads_and_writes_sends_two_requests() {
    let app = App::start(Settings::default()).await;
    let id = app.login("ada").await;
    assert_eq!(app.operations(), ["UpdateItem"]);
    app.get("/set/n/1", Some(&id)).await;
    assert_eq!(app.operations(), ["GetItem", "UpdateItem"]);
    assert_eq!(app.stored(&id).await, Some(json!({"_permanent": true, "username": "ada", "n": 1})));
    assert_eq!(app.ttl(&id).await, Some(START + 1_209_600));
}

#[tokio::test]
async fn an_anonymous_request_leaves_no_trace() {
    let app = App::start(Settings::default()).await;
    for path in ["/untouched", "/get/username", "/whole", "/clear", "/flush", "/regenerate"] {
        let answer = app.get(path, None).await;
        assert_eq!((answer.status.as_u16(), answer.cookie()), (200, None), "{path}");
    }
    assert!(app.operations().is_empty());
}

#[tokio::test]
async fn a_session_that_is_only_read_is_written_again_when_its_expiry_ages() {
    let app = App::start(Settings::default()).await;
    let id = app.login("ada").await;
    app.operations();
    app.advance(3590);
    assert_eq!(app.get("/get/username", Some(&id)).await.cookie(), None);
    assert_eq!(app.operations(), ["GetItem"]);
    app.advance(20);
    assert_eq!(app.get("/get/username", Some(&id)).await.cookie(), Some(id.clone()));
    assert_eq!(app.operations(), ["GetItem", "UpdateItem"]);
    assert_eq!(app.ttl(&id).await, Some(START + 3610 + 1_209_600));
}

#[tokio::test]
async fn every_request_renews_where_the_settings_say_so() {
    let settings = Settings { refresh_every: Some(std::time::Duration::ZERO), ..Settings::default() };
    let app = App::start(settings).await;
    let id = app.login("ada").await;
    app.advance(1);
    assert_eq!(app.get("/untouched", Some(&id)).await.cookie(), Some(id.clone()));
    assert_eq!(app.ttl(&id).await, Some(START + 1 + 1_209_600));
}

#[tokio::test]
async fn an_expired_session_is_not_served_and_its_id_not_used_again() {
    let app =
        App::start(Settings { lifetime: Lifetime::from_seconds(60).unwrap(), ..Settings::default() }).await;
    let id = app.login("ada").await;
    app.advance(61);
    let answer = app.get("/whole", Some(&id)).await;
    assert_eq!(answer.json(), json!({"new": true, "values": {}}));
    let other = app.get("/set/n/1", Some(&id)).await.cookie().unwrap();
    assert_ne!(other, id);
    assert_eq!(app.stored(&id).await.unwrap()["username"], "ada");
}

#[tokio::test]
async fn clearing_and_flushing_delete_the_session_and_take_the_cookie_away() {
    for path in ["/clear", "/flush", "/remove/username"] {
        let app = App::start(Settings::default()).await;
        let id = app.login("ada").await;
        let answer = app.get(path, Some(&id)).await;
        let cookie = answer.headers["set-cookie"].to_str().unwrap();
        assert_eq!(cookie, "session=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/", "{path}");
        assert_eq!(app.stored(&id).await, None, "{path}");
    }
}

#[tokio::test]
async fn a_session_that_is_cleared_and_filled_keeps_its_id_and_one_that_is_flushed_does_not() {
    let routes = |router: axum::Router| {
        router
            .route(
                "/clear-fill",
                axum::routing::get(|session: sessctl::web::Session| async move {
                    session.clear()?;
                    session.insert("n", 1)
                }),
            )
            .route(
                "/flush-fill",
                axum::routing::get(|session: sessctl::web::Session| async move {
                    session.flush()?;
                    session.insert("n", 2)
                }),
            )
    };
    let app = App::start_with(Settings::default(), routes).await;
    let id = app.login("ada").await;
    assert_eq!(app.get("/clear-fill", Some(&id)).await.cookie(), Some(id.clone()));
    assert_eq!(app.stored(&id).await, Some(json!({"_permanent": true, "n": 1})));
    let other = app.get("/flush-fill", Some(&id)).await.cookie().unwrap();
    assert_ne!(other, id);
    assert_eq!(app.stored(&id).await, None);
    assert_eq!(app.stored(&other).await, Some(json!({"_permanent": true, "n": 2})));
}

#[tokio::test]
async fn a_session_without_the_mark_gets_a_cookie_that_ends_with_the_browser() {
    let app = App::start(Settings { permanent: false, ..Settings::default() }).await;
    let answer = app.get("/set/n/1", None).await;
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    assert!(!cookie.contains("Expires"), "{cookie}");
    assert_eq!(app.stored(&answer.cookie().unwrap()).await, Some(json!({"n": 1})));
}

#[tokio::test]
async fn the_cookie_has_the_attributes_of_the_settings() {
    let cookie = Cookie {
        name: "session".to_owned(),
        domain: Some("example.com".to_owned()),
        path: "/shop".to_owned(),
        secure: true,
        http_only: false,
        same_site: None,
        lifetime: Lifetime::from_seconds(60).unwrap(),
    };
    let app = App::start(Settings { transport: Transport::Cookie(cookie), ..Settings::default() }).await;
    let answer = app.get("/set/n/1", None).await;
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    let (_, attributes) = cookie.split_once("; ").unwrap();
    assert_eq!(attributes, "Domain=example.com; Expires=Mon, 30 Nov 2026 00:54:20 GMT; Secure; Path=/shop");
}

#[tokio::test]
async fn expiries_of_python_hosts_east_and_west_of_utc_are_read_and_written_as_theirs() {
    for (hours, drift) in [(9, -32_400), (-8, 28_800)] {
        let settings = Settings { python_offset: jiff::tz::offset(hours), ..Settings::default() };
        let app = App::start(settings).await;
        let id = app.login("ada").await;
        assert_eq!(app.ttl(&id).await, Some(START + 1_209_600 + drift));
        app.advance(1_209_590);
        assert_eq!(app.get("/get/username", Some(&id)).await.body, "\"ada\"");
        app.advance(1_209_610);
        assert_eq!(app.get("/get/username", Some(&id)).await.body, "null");
    }
    let short = Lifetime::from_seconds(60).unwrap();
    let settings = Settings { python_offset: jiff::tz::offset(9), lifetime: short, ..Settings::default() };
    assert!(settings.check().is_err());
}

#[tokio::test]
async fn caches_are_told_where_the_session_was_looked_at() {
    let app = App::start(Settings::default()).await;
    assert_eq!(app.get("/get/n", None).await.headers["vary"], "Cookie");
    assert_eq!(app.get("/set/n/1", None).await.headers["vary"], "Cookie");
    assert!(!app.get("/untouched", None).await.headers.contains_key("vary"));
}

#[tokio::test]
async fn the_compatible_preset_does_as_the_python_package() {
    let app = App::start(Settings::compatible()).await;
    let answer = app.get("/untouched", Some("chosen by the client")).await;
    assert_eq!(answer.cookie().as_deref(), Some("\"chosen by the client\""));
    assert_eq!(app.stored("chosen by the client").await, Some(json!({"_permanent": true})));
    app.advance(2_000_000);
    let answer = app.get("/get/n", Some("\"chosen by the client\"")).await;
    assert_eq!(answer.body, "null");
    assert_eq!(app.ttl("chosen by the client").await, Some(START + 2_000_000 + 1_209_600));
    app.get("/clear", Some("\"chosen by the client\"")).await;
    assert_eq!(app.stored("chosen by the client").await, None);
}

//! Requests that meet at one session.

use serde_json::json;
use sessctl::web::{Conflicts, Settings};

use crate::app::{self, App, START, error};

/// Runs something once, right before the first request of an operation reaches the engine.
fn once_before(app: &App, operation: &'static str, act: impl FnOnce() + Send + 'static) {
    let mut act = Some(act);
    app.hook(move |asked| {
        if asked == operation
            && let Some(act) = act.take()
        {
            act();
        }
        None
    });
}

/// Writes the session as another application would: a JSON payload, and a time of writing.
fn written(id: &str, json: &str) -> serde_json::Value {
    json!({"id": {"S": id}, "data": {"S": json}, "modified": {"S": "2026-12-01 00:00:00.000001"},
        "ttl": {"N": (START + 9).to_string()}})
}

#[tokio::test]
async fn changes_to_different_keys_both_survive() {
    let app = App::start(Settings::default()).await;
    app.put(&written("abc", r#"{"a": 1, "gone": 1}"#));
    let engine = app.engine.clone();
    let other = json!({"id": {"S": "abc"}, "data": {"S": r#"{"a": 2, "b": 2}"#}, "modified": {"S": "2026-12-01 00:00:01"},
        "ttl": {"N": (START + 9).to_string()}});
    once_before(&app, "UpdateItem", move || app::put(&engine, &other));
    assert_eq!(app.get("/set/c/3", Some("abc")).await.cookie().as_deref(), Some("abc"));
    assert_eq!(app.operations(), ["GetItem", "UpdateItem", "GetItem", "UpdateItem"]);
    assert_eq!(app.stored("abc").await, Some(json!({"a": 2, "b": 2, "_permanent": true, "c": 3})));
}

#[tokio::test]
async fn a_session_that_is_deleted_meanwhile_is_not_written_back() {
    for path in ["/set/n/1", "/regenerate", "/login/grace", "/untouched", "/remove/username"] {
        let app = App::start(Settings::default()).await;
        let id = app.login("ada").await;
        app.advance(7200);
        let (engine, gone) = (app.engine.clone(), id.clone());
        let operation = if path == "/regenerate" || path == "/login/grace" || path == "/remove/username" {
            "DeleteItem"
        } else {
            "UpdateItem"
        };
        once_before(&app, operation, move || app::delete(&engine, &gone));
        let answer = app.get(path, Some(&id)).await;
        assert_eq!((answer.status.as_u16(), answer.cookie()), (200, None), "{path}");
        assert_eq!(app.stored(&id).await, None, "{path}");
        let scan = app.engine.call("DynamoDB_20120810.Scan", br#"{"TableName": "flask_sessions"}"#);
        assert!(String::from_utf8(scan.body).unwrap().contains("\"Count\":0"), "{path}");
    }
}

#[tokio::test]
async fn a_session_that_is_cleared_is_deleted_whatever_others_do() {
    for path in ["/clear", "/flush"] {
        let app = App::start(Settings::default()).await;
        let id = app.login("ada").await;
        let (engine, other) = (app.engine.clone(), written(&id, r#"{"username": "ada", "n": 1}"#));
        once_before(&app, "DeleteItem", move || app::put(&engine, &other));
        assert_eq!(app.get(path, Some(&id)).await.cookie().as_deref(), Some(""));
        assert_eq!(app.stored(&id).await, None);
    }
}

#[tokio::test]
async fn regenerating_takes_along_what_others_have_changed() {
    let app = App::start(Settings::default()).await;
    let id = app.login("ada").await;
    let (engine, other) = (app.engine.clone(), written(&id, r#"{"username": "ada", "n": 1}"#));
    once_before(&app, "DeleteItem", move || app::put(&engine, &other));
    let new = app.get("/regenerate", Some(&id)).await.cookie().unwrap();
    assert_eq!(app.stored(&id).await, None);
    assert_eq!(app.stored(&new).await, Some(json!({"username": "ada", "n": 1, "_permanent": true})));
}

#[tokio::test]
async fn many_requests_at_once_lose_no_key() {
    let app = App::start(Settings::default()).await;
    let id = app.login("ada").await;
    let paths: Vec<String> = (0..6).map(|n| format!("/set/k{n}/{n}")).collect();
    let asked = paths.iter().map(|path| app.get(path, Some(&id)));
    for answer in futures_util::future::join_all(asked).await {
        assert_eq!(answer.status, 200);
    }
    let stored = app.stored(&id).await.unwrap();
    for n in 0..6 {
        assert_eq!(stored[format!("k{n}")], json!(n), "{stored}");
    }
}

#[tokio::test]
async fn a_session_that_others_write_without_end_fails_the_request() {
    let app = App::start(Settings::default()).await;
    let id = app.login("ada").await;
    app.hook(|operation| (operation == "UpdateItem").then(|| error("ConditionalCheckFailedException")));
    let answer = app.get("/set/n/1", Some(&id)).await;
    assert_eq!((answer.status.as_u16(), answer.cookie()), (503, None));
    assert_eq!(app.stored(&id).await, Some(json!({"_permanent": true, "username": "ada"})));
}

#[tokio::test]
async fn overwriting_writes_back_what_was_deleted_as_the_python_package_does() {
    let app = App::start(Settings { conflicts: Conflicts::Overwrite, ..Settings::default() }).await;
    let id = app.login("ada").await;
    let (engine, gone) = (app.engine.clone(), id.clone());
    once_before(&app, "UpdateItem", move || app::delete(&engine, &gone));
    app.get("/untouched", Some(&id)).await;
    assert_eq!(app.stored(&id).await, Some(json!({"_permanent": true, "username": "ada"})));
}

//! A table that throttles, denies, or does not answer: the request fails, and nothing is overwritten.

use std::convert::Infallible;

use axum::{body::Body, http::Request, http::Response, routing::get};
use futures_util::stream;
use serde_json::json;
use sessctl::web::{FailedRead, RequestError, Session, SessionError, Settings};

use crate::app::{App, error};

#[tokio::test]
async fn a_failed_read_fails_the_request_and_writes_nothing() {
    for code in ["AccessDeniedException", "ResourceNotFoundException", "InternalServerError"] {
        let app = App::start(Settings::default()).await;
        let id = app.login("ada").await;
        app.operations();
        app.hook(move |operation| (operation == "GetItem").then(|| error(code)));
        for path in ["/set/username/eve", "/get/username", "/untouched", "/clear"] {
            let answer = app.get(path, Some(&id)).await;
            assert_eq!(
                (answer.status.as_u16(), answer.body.as_str(), answer.cookie()),
                (503, "", None),
                "{path}"
            );
            assert_eq!(answer.headers["cache-control"], "no-store");
        }
        assert!(app.operations().iter().all(|operation| operation == "GetItem"));
        app.hook(|_| None);
        assert_eq!(app.get("/get/username", Some(&id)).await.body, "\"ada\"");
    }
}

#[tokio::test]
async fn throttling_is_waited_for_and_then_fails_the_request() {
    let app = App::start(Settings::default()).await;
    let id = app.login("ada").await;
    app.operations();
    let mut left = 2;
    app.hook(move |_| {
        left -= 1;
        (left >= 0).then(|| error("ProvisionedThroughputExceededException"))
    });
    assert_eq!(app.get("/get/username", Some(&id)).await.body, "\"ada\"");
    app.hook(|_| Some(error("ProvisionedThroughputExceededException")));
    let answer = app.get("/set/n/1", Some(&id)).await;
    assert_eq!((answer.status.as_u16(), answer.cookie()), (503, None));
}

#[tokio::test]
async fn a_failed_write_fails_the_request_and_sends_no_cookie() {
    let app = App::start(Settings::default()).await;
    app.hook(|operation| (operation == "UpdateItem").then(|| error("AccessDeniedException")));
    let answer = app.get("/set/n/1", None).await;
    assert_eq!((answer.status.as_u16(), answer.cookie(), answer.body.as_str()), (503, None, ""));
    app.hook(|_| None);
    let id = app.login("ada").await;
    app.hook(|operation| (operation == "DeleteItem").then(|| error("AccessDeniedException")));
    for path in ["/clear", "/flush", "/regenerate"] {
        let answer = app.get(path, Some(&id)).await;
        assert_eq!((answer.status.as_u16(), answer.cookie()), (503, None), "{path}");
        assert_eq!(app.stored(&id).await, Some(json!({"_permanent": true, "username": "ada"})), "{path}");
    }
}

#[tokio::test]
async fn an_expiry_that_cannot_be_moved_does_not_fail_the_request() {
    let app = App::start(Settings::default()).await;
    let id = app.login("ada").await;
    app.advance(7200);
    app.hook(|operation| (operation == "UpdateItem").then(|| error("AccessDeniedException")));
    let answer = app.get("/get/username", Some(&id)).await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str(), answer.cookie()), (200, "\"ada\"", None));
}

#[tokio::test]
async fn starting_empty_is_a_setting() {
    let app = App::start(Settings { failed_read: FailedRead::StartEmpty, ..Settings::default() }).await;
    let id = app.login("ada").await;
    app.hook(|operation| (operation == "GetItem").then(|| error("AccessDeniedException")));
    assert_eq!(app.get("/set/n/1", Some(&id)).await.cookie(), Some(id.clone()));
    assert_eq!(app.stored(&id).await, Some(json!({"_permanent": true, "n": 1})));
}

#[tokio::test]
async fn the_reason_is_with_the_response_and_names_no_session() {
    let app = App::start(Settings::default()).await;
    app.put(&json!({"id": {"S": "secret-id"}, "data": {"S": "gASVBQAAAAAAAACMAmE="}}));
    let request = Request::get("/whole").header("cookie", "session=secret-id").body(Body::empty()).unwrap();
    let response = app.respond(request).await;
    assert_eq!(response.status(), 500);
    let error = response.extensions().get::<RequestError>().unwrap();
    assert!(matches!(error, RequestError::Read(_)));
    assert!(!format!("{error:?}").contains("secret-id"));
}

#[tokio::test]
async fn a_body_that_breaks_off_comes_after_the_save() {
    let routes = |router: axum::Router| {
        router.route(
            "/breaks",
            get(|session: Session| async move {
                session.insert("n", 1)?;
                let late = session.clone();
                let parts = stream::iter([false, true]).map(move |last| {
                    assert!(matches!(late.insert("late", 1), Err(SessionError::Closed)));
                    if last { Err("broken") } else { Ok::<_, &str>("begun") }
                });
                Ok::<_, SessionError>(Response::new(Body::from_stream(parts)))
            }),
        )
    };
    use futures_util::StreamExt as _;
    let app = App::start_with(Settings::default(), routes).await;
    let response = app.respond(Request::get("/breaks").body(Body::empty()).unwrap()).await;
    let cookie = response.headers()["set-cookie"].to_str().unwrap().to_owned();
    let id = cookie.strip_prefix("session=").unwrap().split(';').next().unwrap().to_owned();
    assert!(axum::body::to_bytes(response.into_body(), usize::MAX).await.is_err());
    assert_eq!(app.stored(&id).await, Some(json!({"_permanent": true, "n": 1})));
}

#[tokio::test]
async fn a_handler_that_fails_has_its_session_stored_and_one_that_panics_does_not() {
    let routes = |router: axum::Router| {
        router
            .route(
                "/fails",
                get(|session: Session| async move {
                    session.insert("n", 1).unwrap();
                    axum::http::StatusCode::IM_A_TEAPOT
                }),
            )
            .route("/panics", get(panics))
    };
    let app = App::start_with(Settings::default(), routes).await;
    let answer = app.get("/fails", None).await;
    assert_eq!(answer.status, 418);
    assert!(app.stored(&answer.cookie().unwrap()).await.is_some());
    app.operations();
    let request = Request::get("/panics").body(Body::empty()).unwrap();
    let router = app.router();
    let panicked = tokio::spawn(async move { tower_service::Service::call(&mut { router }, request).await });
    assert!(panicked.await.unwrap_err().is_panic());
    assert!(app.operations().is_empty());
}

async fn panics(session: Session) -> Result<String, Infallible> {
    session.insert("n", 1).unwrap();
    panic!("as told")
}

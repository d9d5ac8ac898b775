//! The same application as `examples/flask`, in Rust: both on one table, each with the other's sessions.
//!
//!     PORT=5001 SESSION_DYNAMODB_ENDPOINT=http://127.0.0.1:8000 cargo run --features web --example axum

use std::{env, error::Error};

use axum::{Json, Router, extract::Path, routing::get};
use serde_json::{Value, json};
use sessctl::web::{Session, SessionError, SessionLayer, Settings};
use tokio::net::TcpListener;

/// Sets a value; one that is JSON is that value, and anything else a string.
async fn set(
    session: Session,
    Path((key, value)): Path<(String, String)>,
) -> Result<Json<Value>, SessionError> {
    let value = serde_json::from_str(&value).unwrap_or(Value::String(value));
    session.insert(&key, &value)?;
    Ok(Json(value))
}

async fn show(session: Session, Path(key): Path<String>) -> Result<Json<Option<Value>>, SessionError> {
    Ok(Json(session.get(&key)?))
}

/// Whoever logs in gets a new id, so that one planted before is worth nothing.
async fn login(session: Session, Path(name): Path<String>) -> Result<Json<Value>, SessionError> {
    session.regenerate()?;
    session.insert("username", &name)?;
    Ok(Json(json!({ "username": name })))
}

async fn whoami(session: Session) -> Result<Json<Value>, SessionError> {
    Ok(Json(json!({ "username": session.get::<String>("username")? })))
}

async fn logout(session: Session) -> Result<Json<Value>, SessionError> {
    session.flush()?;
    Ok(Json(json!({ "username": null })))
}

async fn regenerate(session: Session) -> Result<Json<bool>, SessionError> {
    session.regenerate()?;
    Ok(Json(true))
}

#[expect(clippy::print_stdout, reason = "where it listens is what it is asked for")]
#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sessions = SessionLayer::connect(Settings::from_environment()?).await?;
    let app = Router::new()
        .route("/set/{key}/{value}", get(set))
        .route("/get/{key}", get(show))
        .route("/login/{name}", get(login))
        .route("/whoami", get(whoami))
        .route("/logout", get(logout))
        .route("/regenerate", get(regenerate))
        .layer(sessions);
    #[expect(clippy::disallowed_methods, reason = "an application reads its own environment")]
    let port = env::var("PORT").ok().map_or(Ok(5001), |port| port.parse::<u16>())?;
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}

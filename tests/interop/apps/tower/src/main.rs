//! An axum application that keeps its sessions with tower-sessions-dynamodb-store.
//!
//! `DYNAMODB_ENDPOINT` and `TABLE` say where, `PORT` where it listens (any port when it is 0), `KEY_PREFIX` what stands
//! before the ids. Prints its address once it listens, and ends when its standard input does.

use std::{env, error::Error, io::Read, process, thread};

use axum::{
    Json, Router,
    extract::Query,
    http::StatusCode,
    routing::{get, post},
};
use serde_json::{Map, Value};
use tower_sessions::{Expiry, Session, SessionManagerLayer, cookie::time::Duration};
use tower_sessions_dynamodb_store::{
    DynamoDBStore, DynamoDBStoreKey, DynamoDBStoreProps,
    aws_config::BehaviorVersion,
    aws_sdk_dynamodb::{
        Client,
        config::{Builder, Credentials, Region},
    },
};

type Answer = Result<Json<Value>, (StatusCode, String)>;

fn failed(error: tower_sessions::session::Error) -> (StatusCode, String) {
    (StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
}

/// Puts the values of an object into the session.
async fn set(session: Session, Json(values): Json<Map<String, Value>>) -> Answer {
    for (key, value) in values {
        session.insert(&key, value).await.map_err(failed)?;
    }
    Ok(Json(Value::Bool(true)))
}

/// The value of `?key=`.
async fn value(session: Session, Query(asked): Query<Vec<(String, String)>>) -> Answer {
    let (_, key) = asked.into_iter().find(|(name, _)| name == "key").unwrap_or_default();
    let value = session.get_value(&key).await.map_err(failed)?;
    Ok(Json(value.unwrap_or(Value::Null)))
}

async fn login(session: Session, Json(form): Json<Map<String, Value>>) -> Answer {
    let name = form.get("username").cloned().unwrap_or(Value::Null);
    session.insert("username", name).await.map_err(failed)?;
    Ok(Json(Value::Bool(true)))
}

async fn whoami(session: Session) -> Answer {
    let name: Option<Value> = session.get("username").await.map_err(failed)?;
    Ok(Json(name.unwrap_or(Value::Null)))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let config = Builder::new()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("interop", "interop", None, None, "static"))
        .endpoint_url(env::var("DYNAMODB_ENDPOINT")?)
        .build();
    let mut props = DynamoDBStoreProps { table_name: env::var("TABLE")?, ..DynamoDBStoreProps::default() };
    if let Ok(prefix) = env::var("KEY_PREFIX") {
        props.partition_key = DynamoDBStoreKey { prefix: Some(prefix), ..props.partition_key };
    }
    let store = DynamoDBStore::new(Client::from_conf(config), props);
    let two_weeks = Duration::seconds(1_209_600);
    let sessions =
        SessionManagerLayer::new(store).with_secure(false).with_expiry(Expiry::OnInactivity(two_weeks));
    let app = Router::new()
        .route("/set", post(set))
        .route("/get", get(value))
        .route("/login", post(login))
        .route("/whoami", get(whoami))
        .layer(sessions);
    let port = env::var("PORT").unwrap_or_else(|_| "0".to_owned());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("http://{}", listener.local_addr()?);
    thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        process::exit(0);
    });
    axum::serve(listener, app).await?;
    Ok(())
}

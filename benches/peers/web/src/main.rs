//! The same application on the middleware and on tower-sessions, and the SDK alone.
//!
//!     web sessctl|tower serve ENDPOINT               serves on a free port, and prints its address
//!     web sessctl|tower|bare|timed loop ENDPOINT ID COUNT  so many requests of one session, without HTTP in front
//!
//! A request reads the session, counts a visit and writes it. The SDK alone sends the same GetItem and UpdateItem as the
//! Python package does: `bare` as it comes, without timeouts, and `timed` with those of the middleware.

use std::time::Duration;

use aws_sdk_dynamodb::{
    Client, Config,
    config::{BehaviorVersion, Credentials, Region, timeout::TimeoutConfig},
    types::AttributeValue,
};
use axum::{Json, Router, body::Body, extract::Request, http::header::COOKIE, routing::get};
use sessctl::web::{Session, SessionLayer, Settings};
use tower_service::Service;
use tower_sessions::{Session as TowerSession, SessionManagerLayer};
use tower_sessions_dynamodb_store::{DynamoDBStore, DynamoDBStoreProps};

const CSRF: &str =
    "IjU2YzE4ZmYyMGQ2NzM0ZTg3YzQyM2Q2MmJkN2E1ZjI0YzU0YjE0ZDIi.aSQ0uA.dJ7fWnsXKvC0mXn6D1nVbV2G8uY";
const ROLES: [&str; 2] = ["customer", "editor"];

fn client(endpoint: &str, timeouts: TimeoutConfig) -> Client {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("local", "local", None, None, "static"))
        .endpoint_url(endpoint)
        .timeout_config(timeouts)
        .http_client(aws_smithy_http_client::Builder::new().build_http());
    Client::from_conf(config.build())
}

/// The middleware's.
fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(1))
        .read_timeout(Duration::from_secs(5))
        .operation_attempt_timeout(Duration::from_secs(15))
        .operation_timeout(Duration::from_secs(30))
        .build()
}

async fn sessctl(endpoint: &str) -> Router {
    let settings = Settings { endpoint: Some(endpoint.to_owned()), ..Settings::default() };
    let layer = SessionLayer::connect(settings).await.expect("a layer");
    let visit = async |session: Session| {
        let visits: u64 = session.get("visits").expect("a number").unwrap_or(0) + 1;
        if visits == 1 {
            session.insert("username", "ada").expect("a session");
            session.insert("roles", ROLES).expect("a session");
            session.insert("csrf_token", CSRF).expect("a session");
        }
        session.insert("visits", visits).expect("a session");
        Json(visits)
    };
    Router::new().route("/", get(visit)).layer(layer)
}

fn tower(endpoint: &str) -> Router {
    let store = DynamoDBStore::new(client(endpoint, TimeoutConfig::builder().build()), DynamoDBStoreProps::default());
    let visit = async |session: TowerSession| {
        let visits: u64 = session.get("visits").await.expect("a number").unwrap_or(0) + 1;
        if visits == 1 {
            session.insert("username", "ada").await.expect("a session");
            session.insert("roles", ROLES).await.expect("a session");
            session.insert("csrf_token", CSRF).await.expect("a session");
        }
        session.insert("visits", visits).await.expect("a session");
        Json(visits)
    };
    let layer = SessionManagerLayer::new(store).with_secure(false).with_name("session");
    Router::new().route("/", get(visit)).layer(layer)
}

async fn ask(router: &mut Router, id: &str, count: u64) {
    for _ in 0..count {
        let request = Request::get("/").header(COOKIE, format!("session={id}"));
        let response = router.call(request.body(Body::empty()).expect("a request")).await.expect("an answer");
        assert!(response.status() == 200 && response.headers().contains_key("set-cookie"), "{response:?}");
    }
}

async fn bare(client: &Client, id: &str, count: u64) {
    for _ in 0..count {
        let key = AttributeValue::S(id.to_owned());
        let read = client.get_item().table_name("flask_sessions").key("id", key.clone()).send().await;
        let mut item = read.expect("an answer").item.expect("a session");
        let value =
            |name: &str, item: &mut std::collections::HashMap<_, _>| item.remove(name).expect("an attribute");
        let update = client
            .update_item()
            .table_name("flask_sessions")
            .key("id", key)
            .update_expression("SET #data = :data, #modified = :modified, #ttl = :ttl")
            .expression_attribute_names("#data", "data")
            .expression_attribute_names("#modified", "modified")
            .expression_attribute_names("#ttl", "ttl")
            .expression_attribute_values(":data", value("data", &mut item))
            .expression_attribute_values(":modified", value("modified", &mut item))
            .expression_attribute_values(":ttl", value("ttl", &mut item));
        update.send().await.expect("an answer");
    }
}

async fn run(args: &[&str]) {
    match *args {
        [which @ ("bare" | "timed"), "loop", endpoint, id, count] => {
            let timeouts = if which == "timed" { timeouts() } else { TimeoutConfig::builder().build() };
            bare(&client(endpoint, timeouts), id, count.parse().expect("a number")).await
        }
        [which, "loop", endpoint, id, count] => {
            let mut router = router(which, endpoint).await;
            ask(&mut router, id, count.parse().expect("a number")).await;
        }
        [which, "serve", endpoint] => {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
            println!("http://{}", listener.local_addr().expect("an address"));
            axum::serve(listener, router(which, endpoint).await).await.expect("a server");
        }
        _ => panic!("see the source for the arguments"),
    }
}

async fn router(which: &str, endpoint: &str) -> Router {
    match which {
        "sessctl" => sessctl(endpoint).await,
        _ => tower(endpoint),
    }
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let mut runtime = match args[1] {
        "loop" => tokio::runtime::Builder::new_current_thread(),
        _ => tokio::runtime::Builder::new_multi_thread(),
    };
    runtime.enable_all().build().expect("a runtime").block_on(run(&args));
}

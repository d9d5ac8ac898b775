//! An application with the middleware around it, its engine, its clock, and what was asked of the engine.

use std::{
    fmt,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
};

use aws_smithy_runtime_api::client::{
    http::{
        HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
        SharedHttpConnector,
    },
    orchestrator::{HttpRequest, HttpResponse},
    runtime_components::RuntimeComponents,
};
use axum::{
    Router,
    body::Body,
    extract::Path,
    http::{HeaderMap, Request, StatusCode, header},
    response::IntoResponse,
    routing::get,
};
use jiff::Timestamp;
use serde_json::{Value, json};
use sessctl::{
    layout::FLASK_DYNAMODB_SESSIONS,
    local::Engine,
    pickle::AllowList,
    session::{Payload, SessionId},
    store::{self, Store},
    web::{Session, SessionError, SessionLayer, Settings},
};
use tower_service::Service;

/// When every test begins.
pub(crate) const START: i64 = 1_796_000_000;

/// Decides the answer to an operation, or leaves it to the engine; may change the table meanwhile.
type Hook = Box<dyn FnMut(&str) -> Option<(u16, Value)> + Send>;

/// The engine's HTTP client, with a log and with answers of a test's own.
#[derive(Clone)]
struct Watched {
    engine: SharedHttpClient,
    log: Arc<Mutex<Vec<String>>>,
    hook: Arc<Mutex<Hook>>,
}

impl fmt::Debug for Watched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watched")
    }
}

#[derive(Debug)]
struct WatchedConnector(Watched, SharedHttpConnector);

impl HttpClient for Watched {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let inner = self.engine.http_connector(settings, components);
        SharedHttpConnector::new(WatchedConnector(self.clone(), inner))
    }
}

impl HttpConnector for WatchedConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap().to_owned();
        let operation = target.rsplit('.').next().unwrap();
        self.0.log.lock().unwrap().push(operation.to_owned());
        match self.0.hook.lock().unwrap()(operation) {
            None => self.1.call(request),
            Some((status, body)) => HttpConnectorFuture::ready(Ok(HttpResponse::new(
                status.try_into().unwrap(),
                body.to_string().into(),
            ))),
        }
    }
}

/// An error as DynamoDB sends it.
pub(crate) fn error(code: &str) -> (u16, Value) {
    (400, json!({"__type": format!("com.amazonaws.dynamodb.v20120810#{code}"), "message": "as told"}))
}

pub(crate) struct App {
    router: Router,
    clock: Arc<AtomicI64>,
    watched: Watched,
    pub(crate) store: Store,
    pub(crate) engine: Engine,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    /// The cookie that was set; `None` when none was, empty when it was taken away.
    pub(crate) fn cookie(&self) -> Option<String> {
        let cookie = self.headers.get(header::SET_COOKIE)?.to_str().unwrap();
        Some(cookie.strip_prefix("session=").unwrap().split(';').next().unwrap().to_owned())
    }

    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.body);
        serde_json::from_str(&self.body).unwrap()
    }
}

impl App {
    pub(crate) async fn start(settings: Settings) -> Self {
        Self::start_with(settings, |router| router).await
    }

    /// With routes of the test's own.
    pub(crate) async fn start_with(settings: Settings, routes: impl FnOnce(Router) -> Router) -> Self {
        let engine = Engine::memory().unwrap();
        let watched = Watched {
            engine: engine.http_client(),
            log: Arc::default(),
            hook: Arc::new(Mutex::new(Box::new(|_: &str| None))),
        };
        let connect = |client: SharedHttpClient| {
            store::connect(store::Settings {
                table: "flask_sessions".to_owned(),
                layout: FLASK_DYNAMODB_SESSIONS.clone(),
                region: None,
                profile: None,
                endpoint_url: None,
                ca_bundle: None,
                embedded: Some((client, ":memory:".to_owned())),
                consistent_read: false,
            })
        };
        let store = connect(engine.http_client()).await.unwrap();
        let table = json!({"TableName": "flask_sessions", "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}]});
        assert_eq!(engine.call("DynamoDB_20120810.CreateTable", table.to_string().as_bytes()).status, 200);
        let clock = Arc::new(AtomicI64::new(START * 1_000_000));
        let ticking = clock.clone();
        // A microsecond a look, so that no two writes are of the same time.
        let now = move || Timestamp::from_microsecond(ticking.fetch_add(1, Ordering::Relaxed)).unwrap();
        let watched_store = connect(SharedHttpClient::new(watched.clone())).await.unwrap();
        let layer = SessionLayer::new(watched_store, settings).unwrap().with_clock(Arc::new(now));
        let router = Router::new()
            .route("/get/{key}", get(show))
            .route("/set/{key}/{value}", get(set))
            .route("/remove/{key}", get(remove))
            .route("/whole", get(whole))
            .route("/login/{name}", get(login))
            .route("/clear", get(|session: Session| async move { session.clear() }))
            .route("/flush", get(|session: Session| async move { session.flush() }))
            .route("/regenerate", get(|session: Session| async move { session.regenerate() }))
            .route("/untouched", get(|| async { "untouched" }));
        let router = routes(router).layer(layer);
        Self { router, clock, watched, store, engine }
    }

    /// Sends a request with a cookie, where there is one.
    pub(crate) async fn get(&self, path: &str, cookie: Option<&str>) -> Answer {
        let mut request = Request::get(path);
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, format!("session={cookie}"));
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub(crate) fn router(&self) -> Router {
        self.router.clone()
    }

    pub(crate) async fn respond(&self, request: Request<Body>) -> axum::http::Response<Body> {
        self.router().call(request).await.unwrap()
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.respond(request).await;
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    /// Logs in and returns the id.
    pub(crate) async fn login(&self, name: &str) -> String {
        self.get(&format!("/login/{name}"), None).await.cookie().unwrap()
    }

    pub(crate) fn advance(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1_000_000, Ordering::Relaxed);
    }

    pub(crate) fn hook(&self, hook: impl FnMut(&str) -> Option<(u16, Value)> + Send + 'static) {
        *self.watched.hook.lock().unwrap() = Box::new(hook);
    }

    /// The operations that were asked for since the last look.
    pub(crate) fn operations(&self) -> Vec<String> {
        std::mem::take(&mut self.watched.log.lock().unwrap())
    }

    /// The stored values in typed JSON; `None` when there is no session.
    pub(crate) async fn stored(&self, id: &str) -> Option<Value> {
        let stored = self.store.get(&SessionId::new(id).unwrap()).await.unwrap()?;
        let decoded = sessctl::codec::decode(&stored.session.payload.unwrap(), None, &AllowList::new());
        let typed = sessctl::codec::project(&decoded.content.unwrap(), sessctl::codec::Projection::Typed, 4);
        Some(serde_json::from_str(&typed).unwrap())
    }

    pub(crate) async fn ttl(&self, id: &str) -> Option<i64> {
        self.store.get(&SessionId::new(id).unwrap()).await.unwrap()?.session.ttl
    }

    /// Puts an item, as another application would.
    pub(crate) fn put(&self, item: &Value) {
        put(&self.engine, item);
    }

    /// Puts a session whose payload is a text.
    pub(crate) fn put_payload(&self, id: &str, payload: &Payload) {
        let data = match payload {
            Payload::Text(text) => json!({"S": text}),
            Payload::Bytes(_) => unreachable!("the tests use text"),
        };
        self.put(&json!({"id": {"S": id}, "data": data, "modified": {"S": "2026-11-22 20:00:17.123456"},
            "ttl": {"N": (START + 1_209_600).to_string()}}));
    }
}

pub(crate) fn put(engine: &Engine, item: &Value) {
    let body = json!({"TableName": "flask_sessions", "Item": item}).to_string();
    assert_eq!(engine.call("DynamoDB_20120810.PutItem", body.as_bytes()).status, 200);
}

pub(crate) fn delete(engine: &Engine, id: &str) {
    let body = json!({"TableName": "flask_sessions", "Key": {"id": {"S": id}}}).to_string();
    assert_eq!(engine.call("DynamoDB_20120810.DeleteItem", body.as_bytes()).status, 200);
}

async fn show(session: Session, Path(key): Path<String>) -> Result<String, SessionError> {
    Ok(session.get::<Value>(&key)?.unwrap_or_default().to_string())
}

async fn set(session: Session, Path((key, value)): Path<(String, String)>) -> Result<(), SessionError> {
    session.insert(&key, serde_json::from_str::<Value>(&value).unwrap_or(Value::String(value)))
}

async fn remove(session: Session, Path(key): Path<String>) -> Result<String, SessionError> {
    Ok(session.remove::<Value>(&key)?.unwrap_or_default().to_string())
}

async fn whole(session: Session) -> impl IntoResponse {
    json!({"new": session.is_new(), "values": session.iter().collect::<serde_json::Map<_, _>>()}).to_string()
}

async fn login(session: Session, Path(name): Path<String>) -> Result<(), SessionError> {
    session.regenerate()?;
    session.insert("username", name)
}

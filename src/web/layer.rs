//! The layer, its service, and the extractor.
//!
//! It brings id, session and response together; what is read and stored, and how ids travel, others know.

use std::{
    convert::Infallible,
    error::Error,
    future::Future,
    mem,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use axum_core::extract::{FromRequestParts, OptionalFromRequestParts};
use http::{Request, Response, request::Parts};
use jiff::Timestamp;
use tower_layer::Layer;
use tower_service::Service;

use super::{
    NoSession, RequestError, Session, SettingsError,
    settings::{Settings, Transport},
    table::{Table, Told},
};
use crate::{
    layout::FLASK_DYNAMODB_SESSIONS,
    session::SessionId,
    store::{self, ConnectError, Store},
};

/// What time it is.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Puts a [`Session`] around every request that goes through it, and stores it before the response begins.
///
/// The response needs a body that can be empty, for the requests that fail; axum's is one. Cloning is cheap and shares
/// the connections.
///
/// ```no_run
/// use axum::{Router, routing::get};
/// use sessctl::web::{SessionLayer, Settings};
///
/// # async fn app() -> Result<Router, Box<dyn std::error::Error>> {
/// let layer = SessionLayer::connect(Settings::from_environment()?).await?;
/// let app = Router::new().route("/", get(|| async { "Hello" })).layer(layer);
/// # Ok(app) }
/// ```
#[derive(Clone)]
pub struct SessionLayer {
    table: Arc<Table>,
    clock: Clock,
}

/// Why no layer can be set up. Nothing was sent.
#[derive(Debug, thiserror::Error)]
pub enum LayerError {
    /// The settings contradict each other, or HTTP.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The table cannot be reached like that.
    #[error(transparent)]
    Connect(#[from] ConnectError),
}

impl SessionLayer {
    /// Sets the SDK up: the settings' region and endpoint, credentials as the SDK finds them. Sends nothing.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
    /// use sessctl::web::{SessionLayer, Settings};
    ///
    /// let variables = [("SESSION_DYNAMODB_ENDPOINT", "http://127.0.0.1:8000")];
    /// let layer = SessionLayer::connect(Settings::from_variables(variables)?).await?;
    /// # let _ = layer; Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
    /// ```
    ///
    /// # Errors
    /// When the settings cannot be used, or no region is configured.
    pub async fn connect(settings: Settings) -> Result<Self, LayerError> {
        let store = store::connect(store::Settings {
            table: settings.table.clone(),
            layout: FLASK_DYNAMODB_SESSIONS.clone(),
            region: settings.region.clone(),
            profile: None,
            endpoint_url: settings.endpoint.clone(),
            ca_bundle: None,
            embedded: None,
            consistent_read: settings.consistent_read,
        })
        .await?;
        Ok(Self::new(store, settings)?)
    }

    /// A layer over a store that is set up already: it decides the table, the region and the reads; `settings` all else.
    ///
    #[cfg_attr(feature = "local", doc = "```")]
    #[cfg_attr(not(feature = "local"), doc = "```ignore")]
    /// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
    /// use sessctl::{layout::FLASK_DYNAMODB_SESSIONS, local::Engine, store, web::{SessionLayer, Settings}};
    ///
    /// // For tests: the embedded engine.
    /// let store = store::connect(store::Settings {
    ///     table: "flask_sessions".to_owned(),
    ///     layout: FLASK_DYNAMODB_SESSIONS.clone(),
    ///     region: None,
    ///     profile: None,
    ///     endpoint_url: None,
    ///     ca_bundle: None,
    ///     embedded: Some((Engine::memory()?.http_client(), ":memory:".to_owned())),
    ///     consistent_read: false,
    /// })
    /// .await?;
    /// let layer = SessionLayer::new(store, Settings::default())?;
    /// # let _ = layer; Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
    /// ```
    ///
    /// # Errors
    /// When the settings cannot be used.
    pub fn new(store: Store, settings: Settings) -> Result<Self, SettingsError> {
        Ok(Self { table: Arc::new(Table::new(store, settings)?), clock: system_clock() })
    }

    /// The same layer by another clock, for tests.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
    /// # use sessctl::web::{SessionLayer, Settings};
    /// use std::sync::Arc;
    ///
    /// # let variables = [("SESSION_DYNAMODB_ENDPOINT", "http://127.0.0.1:8000")];
    /// # let layer = SessionLayer::connect(Settings::from_variables(variables)?).await?;
    /// let layer = layer.with_clock(Arc::new(|| jiff::Timestamp::UNIX_EPOCH));
    /// # let _ = layer; Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
    /// ```
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }
}

#[expect(clippy::disallowed_methods, reason = "the middleware's one place that reads the clock")]
fn system_clock() -> Clock {
    Arc::new(Timestamp::now)
}

impl std::fmt::Debug for SessionLayer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SessionLayer").field("table", &self.table).finish_non_exhaustive()
    }
}

impl<S> Layer<S> for SessionLayer {
    type Service = SessionService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        SessionService { inner, layer: self.clone() }
    }
}

/// What [`SessionLayer`] makes of a service.
///
/// ```
/// # use sessctl::web::{SessionLayer, SessionService};
/// use tower_layer::Layer;
///
/// fn wrap<S>(layer: &SessionLayer, service: S) -> SessionService<S> {
///     layer.layer(service)
/// }
/// # let _ = wrap::<()>;
/// ```
#[derive(Clone, Debug)]
pub struct SessionService<S> {
    inner: S,
    layer: SessionLayer,
}

impl<S, ReqBody, ResBody> Service<Request<ReqBody>> for SessionService<S>
where
    S: Service<Request<ReqBody>, Response = Response<ResBody>> + Clone + Send + 'static,
    S::Future: Send,
    ReqBody: Send + 'static,
    ResBody: Default + Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<ReqBody>) -> Self::Future {
        // The clone that is ready is the one to call.
        let clone = self.inner.clone();
        let inner = mem::replace(&mut self.inner, clone);
        Box::pin(self.layer.clone().serve(inner, request))
    }
}

impl SessionLayer {
    async fn serve<S, ReqBody, ResBody>(
        self,
        mut inner: S,
        mut request: Request<ReqBody>,
    ) -> Result<Response<ResBody>, S::Error>
    where
        S: Service<Request<ReqBody>, Response = Response<ResBody>>,
        ResBody: Default,
    {
        let transport = &self.table.settings().transport;
        let sent = transport.id(request.headers());
        let session = match self.table.open(sent.clone(), (self.clock)()).await {
            Ok(state) => Session::new(state),
            Err(error) => return Ok(failed(RequestError::Read(Arc::new(error)), sent.as_ref())),
        };
        request.extensions_mut().insert(session.clone());
        let response = inner.call(request).await;
        let state = session.close();
        let mut response = response?;
        let (accessed, now) = (state.accessed, (self.clock)());
        let told = match self.table.save(state, now).await {
            Ok(told) => told,
            Err(error) => return Ok(failed(RequestError::Write(Arc::new(error)), sent.as_ref())),
        };
        let headers = response.headers_mut();
        match &told {
            Told::Id { id, permanent, renewed } if *renewed || matches!(transport, Transport::Header(_)) => {
                transport.send(headers, id, *permanent, now);
            }
            Told::Gone => transport.remove(headers),
            Told::Nothing | Told::Id { .. } => {}
        }
        if accessed || headers.contains_key(http::header::SET_COOKIE) {
            transport.vary(headers);
        }
        Ok(response)
    }
}

fn failed<B: Default>(error: RequestError, id: Option<&SessionId>) -> Response<B> {
    let cause = error.source();
    tracing::error!(session = id.map(SessionId::short_hash), error = cause, "{error}");
    let mut response = Response::new(B::default());
    *response.status_mut() = error.status();
    response.headers_mut().insert(http::header::CACHE_CONTROL, http::HeaderValue::from_static("no-store"));
    response.extensions_mut().insert(error);
    response
}

impl<S: Sync> FromRequestParts<S> for Session {
    type Rejection = NoSession;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        parts.extensions.get::<Self>().cloned().ok_or(NoSession)
    }
}

/// For handlers that also serve without the layer.
impl<S: Sync> OptionalFromRequestParts<S> for Session {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}

//! Sessions for tower and axum in the table of a Flask application.
//!
//! A Flask application keeps its sessions in DynamoDB with `flask-dynamodb-sessions`. A service in Rust beside it, or a
//! part of it that moved to Rust, sees the same sessions with [`SessionLayer`]: who has logged in with one is logged in
//! on the other, by the same cookie, and what either puts into the session the other finds there.
//!
//! ```toml
//! sessctl = { version = "0.1", default-features = false, features = ["web"] }
//! ```
//!
//! # A first application
//!
//! [`SessionLayer`] goes around the routes that have sessions; [`Session`] is an extractor.
//!
//! ```no_run
//! use axum::{Router, extract::Path, routing::get};
//! use sessctl::web::{Session, SessionError, SessionLayer, Settings};
//!
//! async fn login(session: Session, Path(name): Path<String>) -> Result<String, SessionError> {
//!     session.regenerate()?; // A new id: whoever knew the old one stays outside.
//!     session.insert("username", &name)?;
//!     Ok(format!("Hello, {name}"))
//! }
//!
//! async fn whoami(session: Session) -> Result<String, SessionError> {
//!     Ok(session.get("username")?.unwrap_or_else(|| "nobody".to_owned()))
//! }
//!
//! async fn logout(session: Session) -> Result<&'static str, SessionError> {
//!     session.flush()?; // The stored session and the cookie are gone.
//!     Ok("Bye")
//! }
//!
//! #[tokio::main]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     // SESSION_DYNAMODB_TABLE and so on, as the Flask application has them.
//!     let sessions = SessionLayer::connect(Settings::from_environment()?).await?;
//!     let app = Router::new()
//!         .route("/login/{name}", get(login))
//!         .route("/whoami", get(whoami))
//!         .route("/logout", get(logout))
//!         .layer(sessions);
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:5001").await?;
//!     axum::serve(listener, app).await?;
//!     Ok(())
//! }
//! ```
//!
//! `examples/axum.rs` and `examples/flask` are such a pair, to be run on one table.
//!
//! # With tower alone
//!
//! The layer is for any service of [`http`] requests; the session is among the request's extensions.
//!
//! ```
//! use http::{Request, Response};
//! use sessctl::web::Session;
//!
//! async fn handle(request: Request<String>) -> Result<Response<String>, Box<dyn std::error::Error>> {
//!     let session = request.extensions().get::<Session>().ok_or("no session layer")?;
//!     session.insert("path", request.uri().path())?;
//!     Ok(Response::new("stored".to_owned()))
//! }
//! # let mut request = Request::new(String::new());
//! # request.extensions_mut().insert(Session::default());
//! # let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
//! # assert_eq!(runtime.block_on(handle(request)).unwrap().body(), "stored");
//! ```
//!
//! # What a request costs
//!
//! | the request | asks of the table |
//! |---|---|
//! | has no session and makes none | nothing |
//! | makes a session | one UpdateItem |
//! | has a session and only reads it | one GetItem; once in [`Settings::refresh_every`] one UpdateItem, which moves the expiry |
//! | changes its session | one GetItem, one UpdateItem |
//! | ends its session | one GetItem, one DeleteItem |
//! | gives its session a new id | one GetItem, one PutItem, one DeleteItem |
//!
//! A session is read when the request arrives, whether or not the handler asks for it, so put the layer around the
//! routes that have sessions and not around static files. It is stored before the response begins; a body that breaks
//! off later changes nothing about that.
//!
//! # What is safer than in Python
//!
//! The Python package has faults that this has not. Each is a setting, should you depend on it, and
//! [`Settings::compatible`] turns them all on.
//!
//! | | here | Python package | setting |
//! |---|---|---|---|
//! | an id that a client made up | gets a new one | is adopted | [`UnknownIds`] |
//! | an expired session not removed yet | is none | is served and renewed | [`Expired`] |
//! | a session that holds nothing | is not stored | is stored | [`Empty`] |
//! | a read that fails | fails the request, 503 | empties the session and overwrites it | [`FailedRead`] |
//! | a session changed by others meanwhile | gets the changed keys, the others stay | is overwritten | [`Conflicts`] |
//! | a session deleted meanwhile | stays deleted | is written back | [`Conflicts`] |
//! | a request that changes nothing | writes when the expiry ages | writes always | [`Settings::refresh_every`] |
//! | objects of unknown classes | are refused | are made | [`Settings::verdict`], [`Settings::allow`] |
//! | `SameSite` | `Lax` | none | [`Cookie::same_site`] |
//!
//! The Python package takes UTC for local time as well, so its expiries are off by its host's offset from UTC. Expiries
//! written here are true, and match those of hosts that run in UTC; [`Settings::python_offset`] is for hosts that do not.
//!
//! No payload is ever executed, whatever the settings. One whose [verdict](crate::pickle::Verdict) is above
//! [`Settings::verdict`] fails the request with status 500, as a broken one does, and stays as it is.
//!
//! # Requests at the same time
//!
//! A request sees the session as it was when the request arrived. When it is stored, the request's own changes are made
//! to what is stored then, key by key: two requests that change different keys both succeed, of two that change the same
//! key the later one wins, and a session that somebody has ended meanwhile stays ended. A value that depends on the one
//! before, such as a counter, can lose a count that way; keep those elsewhere.
//!
//! # When the table does not answer
//!
//! A session that cannot be read or stored fails the request: status 503, an empty body, the [`RequestError`] among the
//! response's extensions and in a `tracing` event. Nothing was overwritten, and no cookie is sent, so the client is as
//! logged in as before once the table answers again. The SDK has tried three times by then. An expiry that cannot be
//! moved fails nothing: the next request tries again.
//!
//! # Values and Python's types
//!
//! What [`Session::insert`] stores, Flask reads as `json.loads` would give it. What Flask has stored,
//! [`Session::get`] reads in the [plain view](crate::codec::plain). Python types beyond JSON's are written with
//! [`Session::insert_typed`] and read with [`Session::get_typed`]. Values that a request does not change keep their
//! types, their sharing and their classes, at the pickle protocol they came with.
//!
//! # Why not tower-sessions?
//!
//! [tower-sessions](https://docs.rs/tower-sessions) is a good choice for sessions that are Rust's alone, and has many
//! stores; `tower-sessions-dynamodb-store` is one for DynamoDB. This is no store for it, and could not be: tower-sessions
//! decides on the ids (128 bits in base64), the cookie, and a record that holds nothing but JSON, and a store only keeps
//! that. Nothing of it is what a Flask application reads, and a store that translated would lose Python's types, would
//! not know which keys a request has changed, and could not tell a session that was deleted from one that was never
//! there. Take this for a table that a Flask application uses or has filled, and tower-sessions for one that it does not.

mod content;
mod error;
mod layer;
mod session;
mod settings;
mod table;
mod transport;

pub use error::{NoSession, ReadError, RequestError, SessionError, TypedRefused, WriteError};
pub use layer::{Clock, LayerError, SessionLayer, SessionService};
pub use session::Session;
pub use settings::{
    Conflicts, Cookie, Empty, Expired, FailedRead, SameSite, Settings, SettingsError, Transport, UnknownIds,
    UnknownSameSite,
};

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}

//! What can go wrong with a session, for the request and for the application.

use axum_core::response::{IntoResponse, Response};
use http::StatusCode;

use super::content::ApplyError;
use crate::{
    codec::{DecodeError, EncodeError, typed::TypedError},
    pickle::{Level, Verdict},
    store::StoreError,
};

/// Why a session cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The table does not answer as it should.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The payload is broken.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// The payload is not a dict.
    #[error("the payload is not a dict")]
    NoDict,
    /// The payload would do to a Python what the settings do not permit.
    #[error("the verdict of the payload is {}, and at most {served} is served{}", .verdict.level, why(.verdict))]
    Verdict {
        /// What it is.
        verdict: Box<Verdict>,
        /// The worst that is served: [`Settings::verdict`](super::Settings::verdict).
        served: Level,
    },
}

/// The first reason for a level.
fn why(verdict: &Verdict) -> String {
    let reason = verdict.reasons.iter().find(|reason| reason.code.level() == verdict.level);
    reason.map(|reason| format!(" ({reason})")).unwrap_or_default()
}

/// Why a session cannot be stored.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The table does not answer as it should, or the session is too large for it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No payload of the session's format can hold a value.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// A value cannot be set.
    #[error("a value cannot be set")]
    Apply(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// What somebody else has stored meanwhile cannot be read.
    #[error("what was stored meanwhile cannot be read")]
    Meanwhile(#[source] ReadError),
    /// Others write the session again and again.
    #[error("others have written the session {attempts} times meanwhile")]
    Contended {
        /// How often it was tried.
        attempts: u32,
    },
}

impl From<ApplyError> for WriteError {
    fn from(error: ApplyError) -> Self {
        Self::Apply(Box::new(error))
    }
}

/// Why a request fails for its session's sake. It is among the extensions of the response that says so, and logged with
/// `tracing`; the client is told the status alone.
///
/// ```
/// use http::Response;
/// use sessctl::web::RequestError;
///
/// fn explain(response: &Response<String>) -> Option<String> {
///     response.extensions().get::<RequestError>().map(ToString::to_string)
/// }
/// # assert_eq!(explain(&Response::default()), None);
/// ```
#[derive(Clone, Debug, thiserror::Error)]
pub enum RequestError {
    /// Before the application has seen the request.
    #[error("cannot read a session")]
    Read(#[source] std::sync::Arc<ReadError>),
    /// After the application has made its response, which is dropped. The session is stored as it was.
    #[error("cannot store a session")]
    Write(#[source] std::sync::Arc<WriteError>),
}

impl RequestError {
    /// 503 where it may work the next time, otherwise 500.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use sessctl::web::{ReadError, RequestError};
    ///
    /// assert_eq!(RequestError::Read(Arc::new(ReadError::NoDict)).status(), 500);
    /// ```
    #[must_use]
    pub fn status(&self) -> StatusCode {
        let store = match self {
            Self::Read(error) => match &**error {
                ReadError::Store(error) => Some(error),
                _ => None,
            },
            Self::Write(error) => match &**error {
                WriteError::Store(error) => Some(error),
                WriteError::Contended { .. } => return StatusCode::SERVICE_UNAVAILABLE,
                _ => None,
            },
        };
        match store {
            None | Some(StoreError::ItemTooLarge { .. } | StoreError::Layout(_)) => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
            Some(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

/// Why typed JSON is not taken.
#[derive(Debug, thiserror::Error)]
pub enum TypedRefused {
    /// It is none.
    #[error(transparent)]
    Json(#[from] TypedError),
    /// The session's format cannot hold it.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// It would not be served again.
    #[error("its verdict is {}, and at most {served} is served{}", .verdict.level, why(.verdict))]
    Verdict {
        /// What it is.
        verdict: Box<Verdict>,
        /// The worst that is served.
        served: Level,
    },
}

/// Why the application cannot do that to its session. As a response it is status 500 and no more.
///
/// ```
/// use sessctl::web::{Session, SessionError};
///
/// async fn logout(session: Session) -> Result<&'static str, SessionError> {
///     session.flush()?;
///     Ok("Bye")
/// }
/// # let _ = axum::Router::<()>::new().route("/", axum::routing::post(logout));
/// ```
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The value is not of the type that was asked for.
    #[error("the session's value of `{key}` is of another type")]
    Get {
        /// The key.
        key: String,
        /// What serde says.
        #[source]
        source: serde_json::Error,
    },
    /// JSON cannot hold the value.
    #[error("the value for `{key}` cannot be put into the session")]
    Insert {
        /// The key.
        key: String,
        /// What serde says.
        #[source]
        source: serde_json::Error,
    },
    /// Typed JSON that cannot be taken.
    #[error("the value for `{key}` cannot be put into the session")]
    InsertTyped {
        /// The key.
        key: String,
        /// What is wrong with it.
        #[source]
        source: TypedRefused,
    },
    /// The session was stored, and the response is on its way.
    #[error("the session was changed after the response had begun")]
    Closed,
}

impl IntoResponse for SessionError {
    fn into_response(self) -> Response {
        // Without the cause: what serde says may show the value.
        tracing::error!("{self}");
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    }
}

/// The request went through no [`SessionLayer`](super::SessionLayer); as a response, status 500.
///
/// ```
/// assert_eq!(sessctl::web::NoSession.to_string(), "no `SessionLayer` is around this handler");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no `SessionLayer` is around this handler")]
pub struct NoSession;

impl IntoResponse for NoSession {
    fn into_response(self) -> Response {
        (StatusCode::INTERNAL_SERVER_ERROR, self.to_string()).into_response()
    }
}

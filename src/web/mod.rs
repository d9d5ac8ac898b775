//! Sessions for tower and axum in the table of a Flask application.

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

//! The items of the Python package `flask-session` 0.6 to 0.8, type `dynamodb`.

use std::borrow::Cow;

use super::{Envelope, Layout, b};
use crate::codec::{Format, Readings, convert::Target, json::Dialect};

/// `val` is MessagePack, JSON where `SESSION_SERIALIZATION_FORMAT` says so; it reads both, and the pickles of versions
/// before 0.6, whatever it writes. `expiration` has a fraction, and the same clock drift as flask-dynamodb-sessions' `ttl`;
/// the package's own table has TTL off. Saved with UpdateItem. It creates its table when it starts, and does not start
/// where that is denied. With `SESSION_USE_SIGNER` the cookie is `id.signature`, and the key has the id alone.
///
/// Seen by running Flask-Session 0.8.0.
pub static FLASK_SESSION: Layout = Layout {
    name: "flask-session",
    aliases: &[],
    table: "Sessions",
    key: "id",
    key_prefix: Cow::Borrowed("session:"),
    data: b("val"),
    readings: Readings { text: &[], binary: &[Format::Msgpack, Format::Json, Format::Pickle] },
    envelope: Some(Envelope::Bare),
    targets: &[Target::Msgpack, Target::Json(Dialect::Msgspec)],
    ttl: Some("expiration"),
    fractional_ttl: true,
    modified: None,
    created: None,
    extras: &[],
    requests: &["CreateTable", "DeleteItem", "GetItem", "UpdateItem"],
};

//! The items of the Python package `flask-session` 0.6 to 0.8, type `dynamodb`.

use std::borrow::Cow;

use super::{Layout, b};
use crate::codec::Format;

/// `expiration` has a fraction, and the same clock drift as flask-dynamodb-sessions' `ttl`; the package's own table has
/// TTL off. Saved with UpdateItem. It creates its table when it starts, and does not start where that is denied.
pub static FLASK_SESSION: Layout = Layout {
    name: "flask-session",
    aliases: &[],
    table: "Sessions",
    key: "id",
    key_prefix: Cow::Borrowed("session:"),
    data: b("val"),
    envelope: None,
    format: Format::Json,
    ttl: Some("expiration"),
    fractional_ttl: true,
    modified: None,
    created: None,
    others: &[],
    requests: &["CreateTable", "DeleteItem", "GetItem", "UpdateItem"],
};

//! The items of the Python package `flask-dynamodb-sessions`, 0.1.0 to 0.1.8.

use std::borrow::Cow;

use super::{Envelope, Layout, TimeAttribute, TimeForm, s};
use crate::codec::{Readings, convert::Target, json::Dialect};

/// `id` is the bare id; `data` a base64 pickle (JSON before 0.1.4); `modified` `str(datetime.utcnow())`;
/// `ttl` seconds, absent before 0.1.1. Saved with UpdateItem, on every request. Seen by running the released package.
pub static FLASK_DYNAMODB_SESSIONS: Layout = Layout {
    name: "flask-dynamodb-sessions",
    aliases: &[],
    table: "flask_sessions",
    key: "id",
    key_prefix: Cow::Borrowed(""),
    data: s("data"),
    readings: Readings::FLASK_DYNAMODB_SESSIONS,
    envelope: Some(Envelope::Bare),
    targets: &[Target::Pickle { protocol: 4 }, Target::Json(Dialect::Python)],
    ttl: Some("ttl"),
    fractional_ttl: false,
    modified: Some(TimeAttribute { name: "modified", form: TimeForm::Naive }),
    created: None,
    extras: &[],
    requests: &["DeleteItem", "GetItem", "UpdateItem"],
};

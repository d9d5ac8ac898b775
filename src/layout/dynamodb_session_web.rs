//! The items of the Python package `dynamodb-session-web`, on which `dynamodb-session-flask` stands.

use std::borrow::Cow;

use super::{Envelope, Extra, Layout, TimeAttribute, TimeForm, s};
use crate::codec::{Format, Readings, convert::Target, json::Dialect};

/// `accessed` moves with every request, also those that only read. `expires` is the earlier of `created` and
/// `absolute_timeout` seconds, and `accessed` and `idle_timeout` seconds, so an expiry that was moved by hand holds until
/// the next request. Saved with UpdateItem, read with Query, and no more once `expires` has passed.
///
/// Seen by running dynamodb-session-web 0.2.9 under dynamodb-session-flask 1.1.3.
pub static DYNAMODB_SESSION_WEB: Layout = Layout {
    name: "dynamodb-session-web",
    aliases: &["dynamodb-session-flask"],
    table: "app_session",
    key: "id",
    key_prefix: Cow::Borrowed(""),
    data: s("data"),
    readings: Readings { text: &[Format::Json], binary: &[] },
    envelope: Some(Envelope::Bare),
    targets: &[Target::Json(Dialect::Python)],
    ttl: Some("expires"),
    fractional_ttl: false,
    modified: Some(TimeAttribute { name: "accessed", form: TimeForm::Aware }),
    created: Some(TimeAttribute { name: "created", form: TimeForm::Aware }),
    extras: &[("idle_timeout", Extra::Lifetime), ("absolute_timeout", Extra::Lifetime)],
    requests: &["DeleteItem", "Query", "UpdateItem"],
};

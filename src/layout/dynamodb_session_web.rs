//! The items of the Python package `dynamodb-session-web`, on which `dynamodb-session-flask` stands.

use std::borrow::Cow;

use super::{Layout, TimeAttribute, TimeForm, n, s};
use crate::codec::Format;

/// `accessed` moves with every request, also those that only read. `expires` is the earlier of `created` and
/// `absolute_timeout` seconds, and `accessed` and `idle_timeout` seconds. Saved with UpdateItem.
pub static DYNAMODB_SESSION_WEB: Layout = Layout {
    name: "dynamodb-session-web",
    aliases: &["dynamodb-session-flask"],
    table: "app_session",
    key: "id",
    key_prefix: Cow::Borrowed(""),
    data: s("data"),
    envelope: None,
    format: Format::Json,
    ttl: Some("expires"),
    fractional_ttl: false,
    modified: Some(TimeAttribute { name: "accessed", form: TimeForm::Aware }),
    created: Some(TimeAttribute { name: "created", form: TimeForm::Aware }),
    others: &[n("idle_timeout"), n("absolute_timeout")],
    requests: &["DeleteItem", "Query", "UpdateItem"],
};

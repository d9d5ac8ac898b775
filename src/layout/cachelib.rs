//! The items of the Python package `cachelib`, DynamoDbCache, which Flask-Session's type `cachelib` writes through.

use std::borrow::Cow;

use super::{Layout, TimeAttribute, TimeForm, b};
use crate::codec::Format;

/// `response` is `!` and a pickle. Saved with PutItem, so `created_at` is the time of writing, and foreign attributes
/// are lost with every save.
pub static CACHELIB: Layout = Layout {
    name: "cachelib",
    aliases: &[],
    table: "python-cache",
    key: "cache_key",
    key_prefix: Cow::Borrowed("session:"),
    data: b("response"),
    envelope: None,
    format: Format::Pickle,
    ttl: Some("expiration_time"),
    fractional_ttl: false,
    modified: Some(TimeAttribute { name: "created_at", form: TimeForm::Aware }),
    created: None,
    others: &[],
    requests: &["DeleteItem", "DescribeTable", "GetItem", "PutItem"],
};

//! The table of the Python package `django-dynamodb-sessions`, so that it can be provisioned.

use std::borrow::Cow;

use super::{Layout, s};
use crate::codec::Readings;

/// Writes no time of expiry. Its payload is signed by Django; items are not read here.
pub static DJANGO_DYNAMODB_SESSIONS: Layout = Layout {
    name: "django-dynamodb-sessions",
    aliases: &[],
    table: "sessions",
    key: "session_key",
    key_prefix: Cow::Borrowed(""),
    data: s("data"),
    readings: Readings { text: &[], binary: &[] },
    envelope: None,
    targets: &[],
    ttl: None,
    fractional_ttl: false,
    modified: None,
    created: None,
    extras: &[],
    requests: &["DeleteItem", "DescribeTable", "GetItem", "PutItem", "UpdateItem"],
};

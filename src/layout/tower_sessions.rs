//! The items of the Rust crate `tower-sessions-dynamodb-store` 0.3.

use std::borrow::Cow;

use super::{Layout, b};
use crate::codec::Format;

/// `data` is a record in msgpack: the id, the values and the expiry to the nanosecond. Saved with PutItem, read with
/// Query.
pub static TOWER_SESSIONS: Layout = Layout {
    name: "tower-sessions-dynamodb-store",
    aliases: &["tower-sessions"],
    table: "TowerSessions",
    key: "session_id",
    key_prefix: Cow::Borrowed("SESSIONS::TOWER::"),
    data: b("data"),
    envelope: None,
    format: Format::Json,
    ttl: Some("expire_at"),
    fractional_ttl: false,
    modified: None,
    created: None,
    others: &[],
    requests: &["DeleteItem", "PutItem", "Query"],
};

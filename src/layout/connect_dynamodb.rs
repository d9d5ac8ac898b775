//! The items of the npm package `connect-dynamodb` 3, for Express.

use std::borrow::Cow;

use super::{Layout, s};
use crate::codec::Format;

/// `sess` is JSON that holds the session's `cookie` beside its values. `expires` has a fraction where the cookie's life
/// has one; before 1.0.12 it was in milliseconds, which neither the package nor DynamoDB ever takes for over. Saved with
/// PutItem, touched with UpdateItem.
pub static CONNECT_DYNAMODB: Layout = Layout {
    name: "connect-dynamodb",
    aliases: &[],
    table: "sessions",
    key: "id",
    key_prefix: Cow::Borrowed("sess:"),
    data: s("sess"),
    envelope: None,
    format: Format::Json,
    ttl: Some("expires"),
    fractional_ttl: true,
    modified: None,
    created: None,
    others: &[s("type")],
    requests: &["DeleteItem", "DescribeTable", "GetItem", "PutItem", "UpdateItem"],
};

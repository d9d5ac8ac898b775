//! The items of the Python package `flask-dynamodb-sessions`, 0.1.0 to 0.1.8.

use super::Layout;

/// `id` is the bare id; `data` a base64 pickle (JSON before 0.1.4); `modified` `str(datetime.utcnow())`;
/// `ttl` seconds, absent before 0.1.1. Seen by running the released package.
pub const FLASK_DYNAMODB_SESSIONS: Layout =
    Layout { name: "flask-dynamodb-sessions", id: "id", data: "data", modified: "modified", ttl: "ttl" };

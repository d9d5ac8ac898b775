//! The tables of every layout, as data: keys, attribute names and types, so that each can be provisioned.
//!
//! How an item is read and written is [`Layout`]'s, which there is for flask-dynamodb-sessions only.

use super::{FLASK_DYNAMODB_SESSIONS, Layout};

/// What a library keeps in its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schema {
    /// The library that writes it, by its name in the registry of its language.
    pub name: &'static str,
    /// The table it uses unless told otherwise.
    pub table: &'static str,
    /// The partition key, always a String; there is no sort key.
    pub key: &'static str,
    /// What stands before the session id in the key.
    pub key_prefix: &'static str,
    /// The payload.
    pub data: Attribute,
    /// When the session ends: a Number of seconds since 1970, which is what DynamoDB's TTL goes by.
    pub ttl: Option<&'static str>,
    /// What else it writes.
    pub others: &'static [Attribute],
}

/// An attribute that a library writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Name of the attribute.
    pub name: &'static str,
    /// Its DynamoDB type.
    pub attribute_type: AttributeType,
}

/// The DynamoDB types that the libraries use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeType {
    /// String.
    S,
    /// Number.
    N,
    /// Binary.
    B,
}

const fn s(name: &'static str) -> Attribute {
    Attribute { name, attribute_type: AttributeType::S }
}

const fn n(name: &'static str) -> Attribute {
    Attribute { name, attribute_type: AttributeType::N }
}

const fn b(name: &'static str) -> Attribute {
    Attribute { name, attribute_type: AttributeType::B }
}

/// All of them, the default first.
pub const SCHEMAS: [Schema; 7] = [
    Schema {
        name: FLASK_DYNAMODB_SESSIONS.name,
        table: "flask_sessions",
        key: FLASK_DYNAMODB_SESSIONS.id,
        key_prefix: "",
        data: s(FLASK_DYNAMODB_SESSIONS.data),
        ttl: Some(FLASK_DYNAMODB_SESSIONS.ttl),
        others: &[s(FLASK_DYNAMODB_SESSIONS.modified)],
    },
    // Flask-Session 0.8; its own table has TTL off, and `expiration` has a fraction.
    Schema {
        name: "flask-session",
        table: "Sessions",
        key: "id",
        key_prefix: "session:",
        data: b("val"),
        ttl: Some("expiration"),
        others: &[],
    },
    // DynamoDbCache, which Flask-Session's type `cachelib` writes through.
    Schema {
        name: "cachelib",
        table: "python-cache",
        key: "cache_key",
        key_prefix: "session:",
        data: b("response"),
        ttl: Some("expiration_time"),
        others: &[s("created_at")],
    },
    // Also dynamodb-session-web, on which it stands.
    Schema {
        name: "dynamodb-session-flask",
        table: "app_session",
        key: "id",
        key_prefix: "",
        data: s("data"),
        ttl: Some("expires"),
        others: &[s("accessed"), s("created"), n("idle_timeout"), n("absolute_timeout")],
    },
    // For Express; milliseconds in `expires` before 1.0.12.
    Schema {
        name: "connect-dynamodb",
        table: "sessions",
        key: "id",
        key_prefix: "sess:",
        data: s("sess"),
        ttl: Some("expires"),
        others: &[s("type")],
    },
    Schema {
        name: "tower-sessions-dynamodb-store",
        table: "TowerSessions",
        key: "session_id",
        key_prefix: "SESSIONS::TOWER::",
        data: b("data"),
        ttl: Some("expire_at"),
        others: &[],
    },
    // Writes no time of expiry.
    Schema {
        name: "django-dynamodb-sessions",
        table: "sessions",
        key: "session_key",
        key_prefix: "",
        data: s("data"),
        ttl: None,
        others: &[n("created")],
    },
];

impl Schema {
    /// The layout of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        SCHEMAS.iter().find(|schema| schema.name == name)
    }

    /// How its items are read and written; `None` where that is not known here.
    #[must_use]
    pub fn items(&self) -> Option<Layout> {
        (self.name == FLASK_DYNAMODB_SESSIONS.name).then_some(FLASK_DYNAMODB_SESSIONS)
    }
}

impl Default for &'static Schema {
    fn default() -> Self {
        &SCHEMAS[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_no_attribute_is_named_twice() {
        for schema in &SCHEMAS {
            assert_eq!(Schema::named(schema.name), Some(schema));
            let mut names: Vec<&str> = vec![schema.key, schema.data.name];
            names.extend(schema.ttl);
            names.extend(schema.others.iter().map(|attribute| attribute.name));
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "{}", schema.name);
        }
    }

    #[test]
    fn the_default_is_the_layout_whose_items_can_be_read() {
        assert_eq!(<&Schema>::default().items(), Some(FLASK_DYNAMODB_SESSIONS));
        assert!(SCHEMAS[1..].iter().all(|schema| schema.items().is_none()));
    }
}

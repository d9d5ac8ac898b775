//! How an item is laid out in a table: attribute names, types and units, one file per library that writes items.
//!
//! Everything an item holds beside the session stays with it as foreign attributes. What the values mean is
//! `codec`'s business; requests are `store`'s.

use std::{borrow::Cow, collections::HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;

use crate::{
    codec::{Readings, convert::Target},
    session::format_modified,
};

mod adopt;
mod cachelib;
#[cfg(test)]
mod captured;
mod connect_dynamodb;
mod django_dynamodb_sessions;
pub mod dynamodb_json;
mod dynamodb_session_web;
mod flask_dynamodb_sessions;
mod flask_session;
mod item;
mod payload;
mod tower_sessions;

pub use cachelib::CACHELIB;
pub use connect_dynamodb::CONNECT_DYNAMODB;
pub use django_dynamodb_sessions::DJANGO_DYNAMODB_SESSIONS;
pub use dynamodb_session_web::DYNAMODB_SESSION_WEB;
pub use flask_dynamodb_sessions::FLASK_DYNAMODB_SESSIONS;
pub use flask_session::FLASK_SESSION;
pub use item::{ItemWarning, LayoutError, Stored, item_size, payload_value, type_name};
pub use payload::{Encoded, Envelope, Owner, PayloadError};
pub use tower_sessions::TOWER_SESSIONS;

/// An item as DynamoDB returns it.
pub type Item = HashMap<String, AttributeValue>;

/// What a library keeps in its table, and how. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The library that writes it, by its name in the registry of its language.
    pub name: &'static str,
    /// Other names it goes by.
    pub aliases: &'static [&'static str],
    /// The table it uses unless told otherwise.
    pub table: &'static str,
    /// The partition key, always a String; there is no sort key.
    pub key: &'static str,
    /// What stands before the session id in the key. An item whose key begins otherwise is no session of the layout.
    pub key_prefix: Cow<'static, str>,
    /// The payload.
    pub data: Attribute,
    /// How the library reads a payload, any of its versions.
    pub readings: Readings,
    /// How the payload holds the values; `None` where that is not known here, so that no item can be read or written.
    pub envelope: Option<Envelope>,
    /// What writes its payloads: the default first, then what its users can choose.
    pub targets: &'static [Target],
    /// When the session ends: a Number of seconds since 1970, which is what DynamoDB's TTL goes by.
    pub ttl: Option<&'static str>,
    /// Whether the library writes fractions of a second there.
    pub fractional_ttl: bool,
    /// When the session was last written, or last used where the library says only that.
    pub modified: Option<TimeAttribute>,
    /// When the session was made.
    pub created: Option<TimeAttribute>,
    /// What else it writes for a new session.
    pub extras: &'static [(&'static str, Extra)],
    /// The requests it sends to DynamoDB while it serves, by the name of their permission.
    pub requests: &'static [&'static str],
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
    /// Binary.
    B,
}

/// What a library writes into an attribute of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extra {
    /// Always the same String.
    Text(&'static str),
    /// How long a session lives, a Number of seconds.
    Lifetime,
}

/// An attribute that holds a time as text. Texts of one form sort as the times do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeAttribute {
    /// Name of the attribute.
    pub name: &'static str,
    /// How it spells a time.
    pub form: TimeForm,
}

/// How Python spells a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeForm {
    /// `str(datetime.utcnow())`: `2026-11-22 20:00:17.123456`.
    Naive,
    /// `datetime.now(timezone.utc).isoformat()`: `2026-11-22T20:00:17.123456+00:00`.
    Aware,
}

impl TimeForm {
    /// A moment in this form; without a fraction where that is 0, as in Python.
    ///
    /// ```
    /// use sessctl::layout::TimeForm;
    ///
    /// let moment: jiff::Timestamp = "2026-11-22T20:00:17.5Z".parse()?;
    /// assert_eq!(TimeForm::Aware.write(moment), "2026-11-22T20:00:17.500000+00:00");
    /// # Ok::<(), jiff::Error>(())
    /// ```
    #[must_use]
    pub fn write(self, moment: Timestamp) -> String {
        let naive = format_modified(moment);
        match self {
            Self::Naive => naive,
            Self::Aware => format!("{}+00:00", naive.replacen(' ', "T", 1)),
        }
    }
}

const fn s(name: &'static str) -> Attribute {
    Attribute { name, attribute_type: AttributeType::S }
}

const fn b(name: &'static str) -> Attribute {
    Attribute { name, attribute_type: AttributeType::B }
}

/// All of them, the default first.
pub static LAYOUTS: [&Layout; 7] = [
    &FLASK_DYNAMODB_SESSIONS,
    &FLASK_SESSION,
    &CACHELIB,
    &DYNAMODB_SESSION_WEB,
    &CONNECT_DYNAMODB,
    &TOWER_SESSIONS,
    &DJANGO_DYNAMODB_SESSIONS,
];

impl Layout {
    /// The layout of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        LAYOUTS.into_iter().find(|layout| layout.name == name || layout.aliases.contains(&name))
    }

    /// The same with another text before the session ids.
    #[must_use]
    pub fn with_key_prefix(&self, prefix: String) -> Self {
        Self { key_prefix: Cow::Owned(prefix), ..self.clone() }
    }
}

impl Default for &'static Layout {
    fn default() -> Self {
        LAYOUTS[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_no_attribute_is_named_twice() {
        for layout in LAYOUTS {
            assert_eq!(Layout::named(layout.name), Some(layout));
            assert!(layout.aliases.iter().all(|alias| Layout::named(alias) == Some(layout)));
            let mut names: Vec<&str> = vec![layout.key, layout.data.name];
            names.extend(layout.ttl);
            names.extend(layout.modified.iter().chain(&layout.created).map(|time| time.name));
            names.extend(layout.extras.iter().map(|(name, _)| name));
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "{}", layout.name);
        }
    }
}

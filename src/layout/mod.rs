//! How an item is laid out in a table: attribute names, types and units, one file per library that writes items.
//!
//! Everything an item holds beside the session stays with it as foreign attributes. What the payload means is
//! `codec`'s business; requests are `store`'s.

use std::collections::HashMap;

use aws_sdk_dynamodb::{primitives::Blob, types::AttributeValue};

use crate::session::{Payload, Session, SessionId, SessionIdError};

pub mod dynamodb_json;
mod flask_dynamodb_sessions;
mod schema;

pub use flask_dynamodb_sessions::FLASK_DYNAMODB_SESSIONS;
pub use schema::{Attribute, AttributeType, SCHEMAS, Schema};

/// An item as DynamoDB returns it.
pub type Item = HashMap<String, AttributeValue>;

/// The attribute names of a layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The library that writes it.
    pub name: &'static str,
    /// Partition key, a String: the session id.
    pub id: &'static str,
    /// The payload, String or Binary.
    pub data: &'static str,
    /// When the session was last written, a String.
    pub modified: &'static str,
    /// When it ends, a Number of seconds since 1970.
    pub ttl: &'static str,
}

/// A session with what else its item holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// The session.
    pub session: Session,
    /// Attributes that are no part of the layout.
    pub attributes: Item,
    /// What is odd about the item itself.
    pub warnings: Vec<ItemWarning>,
    /// Size of the item in bytes, as DynamoDB counts it towards its 400 KB.
    pub size_bytes: usize,
}

/// What is odd about an item that can still be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ItemWarning {
    /// DynamoDB's TTL heeds Numbers only.
    #[error("attribute `{attribute}` is a {found}, not a Number, so DynamoDB never expires this session")]
    TtlType {
        /// Name of the attribute.
        attribute: &'static str,
        /// Its DynamoDB type.
        found: &'static str,
    },
    /// A Number that is not a whole number of seconds in the range of 64 bits.
    #[error("attribute `{attribute}` is `{text}`, not a whole number of seconds")]
    TtlFraction {
        /// Name of the attribute.
        attribute: &'static str,
        /// Its text.
        text: String,
    },
    /// TTL ignores values more than 5 years in the past, which milliseconds never are, and far ones never fire.
    #[error("attribute `{attribute}` is `{ttl}`, which looks like milliseconds; DynamoDB wants seconds")]
    TtlMilliseconds {
        /// Name of the attribute.
        attribute: &'static str,
        /// Its value.
        ttl: i64,
    },
    /// A payload that is neither text nor bytes.
    #[error("attribute `{attribute}` is a {found}, not a String or Binary")]
    DataType {
        /// Name of the attribute.
        attribute: &'static str,
        /// Its DynamoDB type.
        found: &'static str,
    },
    /// No payload at all.
    #[error("the item has no attribute `{attribute}`")]
    DataMissing {
        /// Name of the attribute.
        attribute: &'static str,
    },
    /// A time of writing that cannot be read.
    #[error("attribute `{attribute}` is not a time that the middleware writes")]
    Modified {
        /// Name of the attribute.
        attribute: &'static str,
    },
}

/// Why an item is no session.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LayoutError {
    /// The key is absent.
    #[error("the item has no attribute `{attribute}`, the key of layout `{layout}`")]
    KeyMissing {
        /// Name of the attribute.
        attribute: &'static str,
        /// Name of the layout.
        layout: &'static str,
    },
    /// The key is not a String.
    #[error("attribute `{attribute}` is a {found}, but the key of layout `{layout}` is a String")]
    KeyType {
        /// Name of the attribute.
        attribute: &'static str,
        /// Its DynamoDB type.
        found: &'static str,
        /// Name of the layout.
        layout: &'static str,
    },
    /// The key is no session id.
    #[error(transparent)]
    Id(#[from] SessionIdError),
}

impl Layout {
    /// Reads an item; what is no part of the layout is kept as foreign attributes.
    ///
    /// # Errors
    /// When the item has no usable key. Anything else odd is a warning, and the session has less in it.
    pub fn read(&self, mut item: Item) -> Result<Stored, LayoutError> {
        let size_bytes = item_size(&item);
        let mut warnings = Vec::new();
        let id = match item.remove(self.id) {
            None => return Err(LayoutError::KeyMissing { attribute: self.id, layout: self.name }),
            Some(AttributeValue::S(text)) => SessionId::new(text)?,
            Some(other) => {
                let found = type_name(&other);
                return Err(LayoutError::KeyType { attribute: self.id, found, layout: self.name });
            }
        };
        let payload = match item.remove(self.data) {
            Some(AttributeValue::S(text)) => Some(Payload::Text(text)),
            Some(AttributeValue::B(blob)) => Some(Payload::Bytes(blob.into_inner())),
            Some(other) => {
                warnings.push(ItemWarning::DataType { attribute: self.data, found: type_name(&other) });
                item.insert(self.data.to_owned(), other);
                None
            }
            None => {
                warnings.push(ItemWarning::DataMissing { attribute: self.data });
                None
            }
        };
        let modified = match item.remove(self.modified) {
            Some(AttributeValue::S(text)) => Some(text),
            Some(other) => {
                item.insert(self.modified.to_owned(), other);
                warnings.push(ItemWarning::Modified { attribute: self.modified });
                None
            }
            None => None,
        };
        if modified.as_deref().is_some_and(|text| crate::session::parse_modified(text).is_none()) {
            warnings.push(ItemWarning::Modified { attribute: self.modified });
        }
        let ttl = match item.remove(self.ttl) {
            Some(AttributeValue::N(text)) => self.read_ttl(text, &mut item, &mut warnings),
            Some(other) => {
                warnings.push(ItemWarning::TtlType { attribute: self.ttl, found: type_name(&other) });
                item.insert(self.ttl.to_owned(), other);
                None
            }
            None => None,
        };
        let session = Session { id, payload, modified, ttl };
        Ok(Stored { session, attributes: item, warnings, size_bytes })
    }

    fn read_ttl(&self, text: String, item: &mut Item, warnings: &mut Vec<ItemWarning>) -> Option<i64> {
        /// The year 5138 in seconds, and 1973 in milliseconds.
        const MILLISECONDS_FROM: i64 = 100_000_000_000;
        match text.parse::<i64>() {
            Ok(ttl) => {
                if ttl >= MILLISECONDS_FROM {
                    warnings.push(ItemWarning::TtlMilliseconds { attribute: self.ttl, ttl });
                }
                Some(ttl)
            }
            Err(_) => {
                let whole = text.parse::<f64>().ok().filter(|n| n.abs() < 9.0e15);
                // It stays with the item as it is.
                item.insert(self.ttl.to_owned(), AttributeValue::N(text.clone()));
                warnings.push(ItemWarning::TtlFraction { attribute: self.ttl, text });
                #[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
                whole.map(|n| n.floor() as i64)
            }
        }
    }

    /// The item that [`Layout::read`] read: every attribute as it was.
    #[must_use]
    pub fn into_item(&self, stored: Stored) -> Item {
        let Stored { session: Session { id, payload, modified, ttl }, mut attributes, .. } = stored;
        // What stands among the attributes could not be read as what it should be, and is the item's own.
        let mut restore = |name: &str, value: AttributeValue| {
            attributes.entry(name.to_owned()).or_insert(value);
        };
        if let Some(ttl) = ttl {
            restore(self.ttl, AttributeValue::N(ttl.to_string()));
        }
        if let Some(modified) = modified {
            restore(self.modified, AttributeValue::S(modified));
        }
        match payload {
            Some(Payload::Text(text)) => restore(self.data, AttributeValue::S(text)),
            Some(Payload::Bytes(bytes)) => restore(self.data, AttributeValue::B(Blob::new(bytes))),
            None => {}
        }
        restore(self.id, AttributeValue::S(id.into_string()));
        attributes
    }

    /// The key of a session's item.
    #[must_use]
    pub fn key(&self, id: &SessionId) -> Item {
        HashMap::from([(self.id.to_owned(), AttributeValue::S(id.as_str().to_owned()))])
    }

    /// Size in bytes of an item that holds a session and nothing else.
    #[must_use]
    pub fn size_of(&self, id: &SessionId, payload: &Payload, modified: &str, ttl: i64) -> usize {
        let payload = self.data.len() + payload.as_bytes().len();
        let times = self.modified.len() + modified.len() + self.ttl.len() + number_size(&ttl.to_string());
        self.id.len() + id.as_str().len() + payload + times
    }

    /// The value of the payload attribute.
    #[must_use]
    pub fn payload_value(&self, payload: &Payload) -> AttributeValue {
        match payload {
            Payload::Text(text) => AttributeValue::S(text.clone()),
            Payload::Bytes(bytes) => AttributeValue::B(Blob::new(bytes.clone())),
        }
    }
}

/// DynamoDB's name of a value's type.
#[must_use]
pub fn type_name(value: &AttributeValue) -> &'static str {
    match value {
        AttributeValue::S(_) => "String",
        AttributeValue::N(_) => "Number",
        AttributeValue::B(_) => "Binary",
        AttributeValue::Bool(_) => "Boolean",
        AttributeValue::Null(_) => "Null",
        AttributeValue::L(_) => "List",
        AttributeValue::M(_) => "Map",
        AttributeValue::Ss(_) => "String Set",
        AttributeValue::Ns(_) => "Number Set",
        AttributeValue::Bs(_) => "Binary Set",
        _ => "value of an unknown type",
    }
}

/// Size of an item in bytes as DynamoDB counts it (Developer Guide, "DynamoDB item sizes and formats"): names and
/// texts in UTF-8, a number as one byte for two digits and one more, 3 bytes for a list or map and 1 for each element.
#[must_use]
pub fn item_size(item: &Item) -> usize {
    item.iter().map(|(name, value)| name.len() + value_size(value)).sum()
}

fn number_size(text: &str) -> usize {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    digits.div_ceil(2) + 1 + usize::from(text.starts_with('-'))
}

/// DynamoDB nests at most 32 levels, so recursion is bounded.
fn value_size(value: &AttributeValue) -> usize {
    match value {
        AttributeValue::S(text) => text.len(),
        AttributeValue::N(text) => number_size(text),
        AttributeValue::B(blob) => blob.as_ref().len(),
        AttributeValue::L(values) => 3 + values.iter().map(|value| 1 + value_size(value)).sum::<usize>(),
        AttributeValue::M(values) => {
            3 + values.iter().map(|(name, value)| 1 + name.len() + value_size(value)).sum::<usize>()
        }
        AttributeValue::Ss(texts) => texts.iter().map(String::len).sum(),
        AttributeValue::Ns(texts) => texts.iter().map(|text| number_size(text)).sum(),
        AttributeValue::Bs(blobs) => blobs.iter().map(|blob| blob.as_ref().len()).sum(),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn s(text: &str) -> AttributeValue {
        AttributeValue::S(text.to_owned())
    }

    fn item(pairs: &[(&str, AttributeValue)]) -> Item {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
    }

    #[test]
    fn foreign_attributes_are_kept_apart() {
        let stored = FLASK_DYNAMODB_SESSIONS
            .read(item(&[
                ("id", s("a")),
                ("data", s("gAR9lC4=\n")),
                ("modified", s("2026-11-22 20:00:17")),
                ("ttl", AttributeValue::N("1796587217".into())),
                ("tenant", s("acme")),
            ]))
            .unwrap();
        assert_eq!(stored.session.ttl, Some(1_796_587_217));
        assert_eq!(stored.attributes, item(&[("tenant", s("acme"))]));
        assert_eq!(stored.warnings, []);
        assert_eq!(stored.size_bytes, 3 + 13 + 27 + 9 + 10);
    }

    #[test]
    fn odd_attributes_are_warned_of_and_survive() {
        let odd = item(&[("id", s("a")), ("data", AttributeValue::Bool(true)), ("ttl", s("1796587217"))]);
        let stored = FLASK_DYNAMODB_SESSIONS.read(odd.clone()).unwrap();
        assert_eq!((stored.session.ttl, &stored.session.payload), (None, &None));
        assert_eq!(stored.warnings.len(), 2);
        assert_eq!(FLASK_DYNAMODB_SESSIONS.into_item(stored.clone()), odd);
        assert!(stored.attributes.contains_key("ttl") && stored.attributes.contains_key("data"));
        for (text, ttl) in [("17.5", Some(17)), ("1.5E9", Some(1_500_000_000)), ("1E120", None)] {
            let odd = item(&[("id", s("a")), ("data", s("{}")), ("ttl", AttributeValue::N(text.into()))]);
            let stored = FLASK_DYNAMODB_SESSIONS.read(odd.clone()).unwrap();
            assert_eq!((stored.session.ttl, stored.warnings.len()), (ttl, 1), "{text}");
            assert_eq!(FLASK_DYNAMODB_SESSIONS.into_item(stored), odd);
        }
    }

    #[test]
    fn an_item_without_a_usable_key_is_no_session() {
        let none = FLASK_DYNAMODB_SESSIONS.read(item(&[("pk", s("a"))])).unwrap_err();
        assert_eq!(
            none.to_string(),
            "the item has no attribute `id`, the key of layout `flask-dynamodb-sessions`"
        );
        let number =
            FLASK_DYNAMODB_SESSIONS.read(item(&[("id", AttributeValue::N("1".into()))])).unwrap_err();
        assert!(number.to_string().contains("is a Number"), "{number}");
    }
}

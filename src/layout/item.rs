//! An item taken apart into the session and what else it holds, and put together again.

use std::{collections::HashMap, mem};

use aws_sdk_dynamodb::{primitives::Blob, types::AttributeValue};
use jiff::Timestamp;

use super::{Extra, Item, Layout, TimeForm, dynamodb_json};
use crate::session::{Lifetime, Payload, Session, SessionId, SessionIdError, parse_modified};

/// A session with what else its item holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// The session.
    pub session: Session,
    /// The expiry to the digit, where `session.ttl` does not say all of it: a Number with a fraction.
    pub exact_ttl: Option<String>,
    /// When the session was made, where the layout has it.
    pub created: Option<Timestamp>,
    /// What else the item holds, also what the library writes there beside the session.
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
    Time {
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
    /// The key begins otherwise than those of sessions.
    #[error("the key does not begin with `{prefix}`, as those of layout `{layout}` do")]
    KeyPrefix {
        /// What it should begin with.
        prefix: String,
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
        // One pass: an item has a few attributes, and looking each name up hashes it.
        let (mut key, mut data, mut modified, mut ttl) = (None, None, None, None);
        item.retain(|name, value| {
            let own = if name == self.key {
                &mut key
            } else if name == self.data.name {
                &mut data
            } else if self.modified.is_some_and(|time| name == time.name) {
                &mut modified
            } else if self.ttl.is_some_and(|ttl| name == ttl) {
                &mut ttl
            } else {
                return true;
            };
            *own = Some(mem::replace(value, AttributeValue::Null(true)));
            false
        });
        let id = match key {
            None => return Err(LayoutError::KeyMissing { attribute: self.key, layout: self.name }),
            Some(AttributeValue::S(text)) => self.id_of(text)?,
            Some(other) => {
                let found = type_name(&other);
                return Err(LayoutError::KeyType { attribute: self.key, found, layout: self.name });
            }
        };
        let attribute = self.data.name;
        let payload = match data {
            Some(AttributeValue::S(text)) => Some(Payload::Text(text)),
            Some(AttributeValue::B(blob)) => Some(Payload::Bytes(blob.into_inner())),
            Some(other) => {
                warnings.push(ItemWarning::DataType { attribute, found: type_name(&other) });
                item.insert(attribute.to_owned(), other);
                None
            }
            None => {
                warnings.push(ItemWarning::DataMissing { attribute });
                None
            }
        };
        let modified = self
            .modified
            .zip(modified)
            .and_then(|(time, value)| read_time(time.name, value, &mut item, &mut warnings));
        let (ttl, exact_ttl) = match self.ttl.zip(ttl) {
            Some((attribute, AttributeValue::N(text))) => self.read_ttl(attribute, text, &mut warnings),
            Some((attribute, other)) => {
                warnings.push(ItemWarning::TtlType { attribute, found: type_name(&other) });
                item.insert(attribute.to_owned(), other);
                (None, None)
            }
            None => (None, None),
        };
        let created = self.created.and_then(|time| match item.get(time.name) {
            Some(AttributeValue::S(text)) => parse_modified(text),
            _ => None,
        });
        let session = Session { id, payload, modified, ttl };
        Ok(Stored { session, exact_ttl, created, attributes: item, warnings, size_bytes })
    }

    fn id_of(&self, key: String) -> Result<SessionId, LayoutError> {
        if self.key_prefix.is_empty() {
            return Ok(SessionId::new(key)?);
        }
        match key.strip_prefix(&*self.key_prefix) {
            Some(id) => Ok(SessionId::new(id)?),
            None => Err(LayoutError::KeyPrefix { prefix: self.key_prefix.to_string(), layout: self.name }),
        }
    }

    /// Whole seconds, and the text where they do not say all of it.
    fn read_ttl(
        &self,
        attribute: &'static str,
        text: String,
        warnings: &mut Vec<ItemWarning>,
    ) -> (Option<i64>, Option<String>) {
        /// The year 5138 in seconds, and 1973 in milliseconds.
        const MILLISECONDS_FROM: i64 = 100_000_000_000;
        let whole = text.parse::<i64>().ok();
        #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
        let ttl =
            whole.or_else(|| text.parse::<f64>().ok().filter(|n| n.abs() < 9.0e15).map(|n| n.floor() as i64));
        if let Some(ttl) = ttl.filter(|&ttl| ttl >= MILLISECONDS_FROM) {
            warnings.push(ItemWarning::TtlMilliseconds { attribute, ttl });
        }
        if whole.is_some() {
            return (ttl, None);
        }
        if !self.fractional_ttl {
            warnings.push(ItemWarning::TtlFraction { attribute, text: text.clone() });
        }
        (ttl, Some(text))
    }

    /// The item that [`Layout::read`] read: every attribute as it was.
    #[must_use]
    pub fn into_item(&self, stored: Stored) -> Item {
        let Stored { session, exact_ttl, mut attributes, .. } = stored;
        for (name, value) in self.own_attributes(session, exact_ttl).into_iter().flatten() {
            // What stands among the attributes could not be read as what it should be, and is the item's own.
            attributes.entry(name.to_owned()).or_insert(value);
        }
        attributes
    }

    /// Appends the item that [`Layout::read`] read to a buffer, in DynamoDB JSON, without putting it together first.
    pub fn push_item(&self, text: &mut Vec<u8>, stored: Stored) {
        let Stored { session, exact_ttl, attributes, .. } = stored;
        let own = self.own_attributes(session, exact_ttl);
        let own = own.iter().flatten().map(|(name, value)| (*name, value));
        let mut all: Vec<(&str, &AttributeValue)> =
            own.filter(|(name, _)| !attributes.contains_key(*name)).collect();
        all.extend(attributes.iter().map(|(name, value)| (name.as_str(), value)));
        dynamodb_json::push_attributes(text, all);
    }

    /// The attributes that the layout knows by name, as they were read.
    fn own_attributes(
        &self,
        Session { id, payload, modified, ttl }: Session,
        exact_ttl: Option<String>,
    ) -> [Option<(&'static str, AttributeValue)>; 4] {
        let ttl = exact_ttl.or(ttl.map(|ttl| ttl.to_string()));
        [
            self.ttl.zip(ttl.map(AttributeValue::N)),
            self.modified.map(|time| time.name).zip(modified.map(AttributeValue::S)),
            payload.map(|payload| (self.data.name, payload_value(payload))),
            Some((self.key, AttributeValue::S(self.key_text(&id)))),
        ]
    }

    /// The item that a session written at `now` is, every attribute as the library writes it.
    #[must_use]
    pub fn new_item(&self, id: &SessionId, payload: &Payload, lifetime: Lifetime, now: Timestamp) -> Item {
        let mut item = self.key(id);
        item.insert(self.data.name.to_owned(), payload_value(payload.clone()));
        if let Some(name) = self.ttl {
            item.insert(name.to_owned(), AttributeValue::N(lifetime.ttl_at(now).to_string()));
        }
        for time in self.modified.iter().chain(&self.created) {
            item.insert(time.name.to_owned(), AttributeValue::S(time.form.write(now)));
        }
        for &(name, extra) in self.extras {
            let value = match extra {
                Extra::Text(text) => AttributeValue::S(text.to_owned()),
                Extra::Lifetime => AttributeValue::N(lifetime.seconds().to_string()),
            };
            item.insert(name.to_owned(), value);
        }
        item
    }

    /// What says that a session was written at `now`: nothing where the layout does not say.
    #[must_use]
    pub fn time_of_writing(&self, now: Timestamp) -> Item {
        let text = |form: TimeForm| AttributeValue::S(form.write(now));
        self.modified.iter().map(|time| (time.name.to_owned(), text(time.form))).collect()
    }

    /// The key of a session's item.
    #[must_use]
    pub fn key(&self, id: &SessionId) -> Item {
        HashMap::from([(self.key.to_owned(), AttributeValue::S(self.key_text(id)))])
    }

    fn key_text(&self, id: &SessionId) -> String {
        format!("{}{}", self.key_prefix, id.as_str())
    }
}

/// The value of the payload attribute.
#[must_use]
pub fn payload_value(payload: Payload) -> AttributeValue {
    match payload {
        Payload::Text(text) => AttributeValue::S(text),
        Payload::Bytes(bytes) => AttributeValue::B(Blob::new(bytes)),
    }
}

fn read_time(
    name: &'static str,
    value: AttributeValue,
    item: &mut Item,
    warnings: &mut Vec<ItemWarning>,
) -> Option<String> {
    let text = match value {
        AttributeValue::S(text) => Some(text),
        other => {
            item.insert(name.to_owned(), other);
            None
        }
    };
    if text.as_deref().and_then(parse_modified).is_none() {
        warnings.push(ItemWarning::Time { attribute: name });
    }
    text
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
    use crate::layout::FLASK_DYNAMODB_SESSIONS;

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
        let mut text = Vec::new();
        FLASK_DYNAMODB_SESSIONS.push_item(&mut text, stored.clone());
        assert_eq!(String::from_utf8(text).unwrap(), dynamodb_json::write_item(&odd).to_string());
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

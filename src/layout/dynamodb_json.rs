//! DynamoDB JSON: attribute values as `{"S": "..."}`, as the AWS CLI prints them and exports to S3 hold them.
//!
//! It does not know which attributes make a session.

use aws_sdk_dynamodb::{primitives::Blob, types::AttributeValue};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use serde::{Serialize, Serializer, ser::SerializeMap as _};
use serde_json::{Map, Value};

use super::Item;

/// Why a JSON value is no DynamoDB JSON.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DynamoDbJsonError {
    /// An item is an object.
    #[error("an item in DynamoDB JSON is an object of attributes")]
    NotAnItem,
    /// A value is an object with one member, named for its type.
    #[error("attribute `{attribute}` is not one value with its type, such as {{\"S\": \"text\"}}")]
    NotAValue {
        /// Name of the attribute.
        attribute: String,
    },
    /// The content does not fit the type.
    #[error("attribute `{attribute}` does not hold what its type `{tag}` calls for")]
    WrongContent {
        /// Name of the attribute.
        attribute: String,
        /// The type's letter.
        tag: String,
    },
}

/// Whether an object looks like an item: every member is an object with one member named for a type.
#[must_use]
pub fn looks_like_item(object: &Map<String, Value>) -> bool {
    const TAGS: [&str; 10] = ["S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS"];
    let tagged = |value: &Value| {
        value.as_object().is_some_and(|o| o.len() == 1 && o.keys().all(|tag| TAGS.contains(&tag.as_str())))
    };
    !object.is_empty() && object.values().all(tagged)
}

/// Reads an item.
///
/// # Errors
/// When it is not DynamoDB JSON; the error names the attribute.
pub fn read_item(value: &Value) -> Result<Item, DynamoDbJsonError> {
    let object = value.as_object().ok_or(DynamoDbJsonError::NotAnItem)?;
    object.iter().map(|(name, value)| Ok((name.clone(), read_value(name, value)?))).collect()
}

/// serde_json has bounded the nesting to 128 levels.
fn read_value(attribute: &str, value: &Value) -> Result<AttributeValue, DynamoDbJsonError> {
    let not_a_value = || DynamoDbJsonError::NotAValue { attribute: attribute.to_owned() };
    let object = value.as_object().filter(|object| object.len() == 1).ok_or_else(not_a_value)?;
    let (tag, content) = object.iter().next().ok_or_else(not_a_value)?;
    let wrong = || DynamoDbJsonError::WrongContent { attribute: attribute.to_owned(), tag: tag.clone() };
    let text = |value: &Value| value.as_str().map(str::to_owned).ok_or_else(wrong);
    let blob = |value: &Value| {
        value.as_str().and_then(|text| BASE64.decode(text).ok()).map(Blob::new).ok_or_else(wrong)
    };
    let list = || content.as_array().ok_or_else(wrong);
    Ok(match tag.as_str() {
        "S" => AttributeValue::S(text(content)?),
        "N" => AttributeValue::N(text(content)?),
        "B" => AttributeValue::B(blob(content)?),
        "BOOL" => AttributeValue::Bool(content.as_bool().ok_or_else(wrong)?),
        "NULL" => AttributeValue::Null(content.as_bool().ok_or_else(wrong)?),
        "L" => AttributeValue::L(
            list()?.iter().map(|value| read_value(attribute, value)).collect::<Result<_, _>>()?,
        ),
        "M" => AttributeValue::M(read_item(content).map_err(|error| match error {
            DynamoDbJsonError::NotAnItem => wrong(),
            inner => inner,
        })?),
        "SS" => AttributeValue::Ss(list()?.iter().map(text).collect::<Result<_, _>>()?),
        "NS" => AttributeValue::Ns(list()?.iter().map(text).collect::<Result<_, _>>()?),
        "BS" => AttributeValue::Bs(list()?.iter().map(blob).collect::<Result<_, _>>()?),
        _ => return Err(not_a_value()),
    })
}

/// Writes an item, its attributes sorted by name and sets sorted, so that the text is the same every time.
#[must_use]
pub fn write_item(item: &Item) -> Value {
    serde_json::to_value(Attributes::of(item)).unwrap_or(Value::Null)
}

/// Appends an item of these attributes to a buffer, as text such as [`write_item`] writes.
pub(super) fn push_attributes(text: &mut Vec<u8>, attributes: Vec<(&str, &AttributeValue)>) {
    // Only a failing writer or map key makes an error, and there is none.
    drop(serde_json::to_writer(text, &Attributes::sorted(attributes)));
}

/// Attributes by name, each once.
struct Attributes<'a>(Vec<(&'a str, &'a AttributeValue)>);

impl<'a> Attributes<'a> {
    fn sorted(mut attributes: Vec<(&'a str, &'a AttributeValue)>) -> Self {
        attributes.sort_unstable_by_key(|(name, _)| *name);
        Self(attributes)
    }

    fn of(item: &'a Item) -> Self {
        Self::sorted(item.iter().map(|(name, value)| (name.as_str(), value)).collect())
    }
}

impl Serialize for Attributes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, ValueRef(value))))
    }
}

/// A set comes in any order.
fn sorted(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut texts: Vec<String> = texts.collect();
    texts.sort_unstable();
    texts
}

struct ValueRef<'a>(&'a AttributeValue);

/// DynamoDB nests at most 32 levels.
impl Serialize for ValueRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let blob = |blob: &Blob| BASE64.encode(blob.as_ref());
        let mut tagged = serializer.serialize_map(Some(1))?;
        match self.0 {
            AttributeValue::S(text) => tagged.serialize_entry("S", text),
            AttributeValue::N(text) => tagged.serialize_entry("N", text),
            AttributeValue::B(bytes) => tagged.serialize_entry("B", &blob(bytes)),
            AttributeValue::Bool(flag) => tagged.serialize_entry("BOOL", flag),
            AttributeValue::L(values) => {
                tagged.serialize_entry("L", &values.iter().map(ValueRef).collect::<Vec<_>>())
            }
            AttributeValue::M(values) => tagged.serialize_entry("M", &Attributes::of(values)),
            AttributeValue::Ss(texts) => tagged.serialize_entry("SS", &sorted(texts.iter().cloned())),
            AttributeValue::Ns(texts) => tagged.serialize_entry("NS", &sorted(texts.iter().cloned())),
            AttributeValue::Bs(values) => tagged.serialize_entry("BS", &sorted(values.iter().map(blob))),
            _ => tagged.serialize_entry("NULL", &true),
        }?;
        tagged.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_survives_the_round_trip() {
        let json: Value = serde_json::from_str(
            r#"{"b":{"B":"AAH/"},"bs":{"BS":["AA=="]},"f":{"BOOL":false},"l":{"L":[{"N":"1.50"},{"M":{"x":{"NULL":true}}}]},
                "n":{"N":"-3"},"ns":{"NS":["1","2"]},"s":{"S":""},"ss":{"SS":["a"]}}"#,
        )
        .unwrap();
        assert!(looks_like_item(json.as_object().unwrap()));
        assert_eq!(write_item(&read_item(&json).unwrap()), json);
    }

    #[test]
    fn errors_name_the_attribute() {
        for (json, message) in [
            ("[]", "an item in DynamoDB JSON is an object of attributes"),
            (r#"{"a": 1}"#, "attribute `a` is not one value with its type, such as {\"S\": \"text\"}"),
            (r#"{"a": {"N": 1}}"#, "attribute `a` does not hold what its type `N` calls for"),
            (
                r#"{"m": {"M": {"in": {"B": "?"}}}}"#,
                "attribute `in` does not hold what its type `B` calls for",
            ),
            (r#"{"m": {"M": 3}}"#, "attribute `m` does not hold what its type `M` calls for"),
        ] {
            let error = read_item(&serde_json::from_str(json).unwrap()).unwrap_err();
            assert_eq!(error.to_string(), message);
        }
    }
}

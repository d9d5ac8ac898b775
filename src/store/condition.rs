//! What must still hold of a stored session when it is written or deleted.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

use crate::layout::{Layout, Stored};

/// A condition expression in the making, its names and values with it.
#[derive(Debug, Default)]
pub(super) struct Condition {
    parts: Vec<&'static str>,
    pub(super) names: HashMap<String, String>,
    /// Absent rather than empty, which DynamoDB refuses.
    pub(super) values: Option<HashMap<String, AttributeValue>>,
}

impl Condition {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Whoever wrote it meanwhile, the expiry is a Number below so many seconds; another type compares as neither.
    pub(super) fn expired_before(mut self, layout: &Layout, cutoff: i64) -> Self {
        self.parts.push("#ttl < :cutoff");
        self.name("#ttl", layout.ttl);
        self.value(":cutoff", AttributeValue::N(cutoff.to_string()));
        self
    }

    /// There is no session of that id.
    pub(super) fn absent(mut self, layout: &Layout) -> Self {
        self.parts.push("attribute_not_exists(#id)");
        self.name("#id", layout.id);
        self
    }

    /// There is none, or it was written before; one without a time of writing compares as neither.
    pub(super) fn absent_or_written_before(mut self, layout: &Layout, modified: &str) -> Self {
        self.parts.push("(attribute_not_exists(#id) OR #modified < :modified)");
        self.name("#id", layout.id);
        self.name("#modified", layout.modified);
        self.value(":modified", AttributeValue::S(modified.to_owned()));
        self
    }

    /// Nobody has written it since. The middleware writes the time with every save; where a fork does not, the payload
    /// and the expiry tell.
    pub(super) fn unchanged(mut self, layout: &Layout, seen: &Stored) -> Self {
        let session = &seen.session;
        self.name("#modified", layout.modified);
        if let Some(modified) = &session.modified {
            self.parts.push("#modified = :seen");
            self.value(":seen", AttributeValue::S(modified.clone()));
            return self;
        }
        match seen.attributes.get(layout.modified) {
            Some(odd) => {
                self.parts.push("#modified = :seen");
                self.value(":seen", odd.clone());
            }
            None => self.parts.push("attribute_not_exists(#modified)"),
        }
        self.name("#data", layout.data);
        match session.payload.as_ref().map(|payload| layout.payload_value(payload)) {
            Some(value) => {
                self.parts.push("#data = :seen_data");
                self.value(":seen_data", value);
            }
            None => match seen.attributes.get(layout.data) {
                Some(odd) => {
                    self.parts.push("#data = :seen_data");
                    self.value(":seen_data", odd.clone());
                }
                None => self.parts.push("attribute_not_exists(#data)"),
            },
        }
        self.name("#ttl", layout.ttl);
        let number = |ttl: i64| AttributeValue::N(ttl.to_string());
        match seen.attributes.get(layout.ttl).cloned().or(session.ttl.map(number)) {
            Some(value) => {
                self.parts.push("#ttl = :seen_ttl");
                self.value(":seen_ttl", value);
            }
            None => self.parts.push("attribute_not_exists(#ttl)"),
        }
        self
    }

    pub(super) fn expression(&self) -> String {
        self.parts.join(" AND ")
    }

    fn name(&mut self, placeholder: &str, name: &str) {
        self.names.insert(placeholder.to_owned(), name.to_owned());
    }

    fn value(&mut self, placeholder: &str, value: AttributeValue) {
        self.values.get_or_insert_default().insert(placeholder.to_owned(), value);
    }
}

//! What must hold of a stored session for it to be read, written or deleted.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;

use crate::layout::{Item, Layout, Stored, payload_value};

/// A condition expression in the making, its names and values with it.
#[derive(Debug, Default)]
pub(super) struct Condition {
    parts: Vec<String>,
    pub(super) names: HashMap<String, String>,
    /// Absent rather than empty, which DynamoDB refuses.
    pub(super) values: Option<HashMap<String, AttributeValue>>,
}

impl Condition {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// The key begins as those of sessions do.
    pub(super) fn of_session(mut self, layout: &Layout) -> Self {
        if !layout.key_prefix.is_empty() {
            self.parts.push("begins_with(#id, :prefix)".to_owned());
            self.name("#id", layout.key);
            self.value(":prefix", AttributeValue::S(layout.key_prefix.to_string()));
        }
        self
    }

    /// Whoever wrote it meanwhile, the expiry is a Number below so many seconds; another type compares as neither.
    pub(super) fn expired_before(self, layout: &Layout, cutoff: i64) -> Self {
        let cutoff = AttributeValue::N(cutoff.to_string());
        self.compare(layout, layout.ttl, "#ttl", "#ttl < :cutoff", (":cutoff", cutoff))
    }

    /// The expiry is a Number of at least so many seconds, or there is none that DynamoDB heeds.
    pub(super) fn live_at(mut self, layout: &Layout, now: i64) -> Self {
        if let Some(ttl) = layout.ttl {
            // An expiry of another type compares as neither.
            self.parts.push("(NOT #ttl < :now)".to_owned());
            self.name("#ttl", ttl);
            self.value(":now", AttributeValue::N(now.to_string()));
        }
        self
    }

    /// It was written before; one without a time of writing was not.
    pub(super) fn written_before(self, layout: &Layout, before: Timestamp) -> Self {
        // The text sorts as the time does.
        let text = layout.modified.map(|time| time.form.write(before)).unwrap_or_default();
        let name = layout.modified.map(|time| time.name);
        self.compare(layout, name, "#modified", "#modified < :before", (":before", AttributeValue::S(text)))
    }

    /// It was not written before, or it has no time of writing.
    pub(super) fn not_written_before(mut self, layout: &Layout, since: Timestamp) -> Self {
        if let Some(time) = layout.modified {
            self.parts.push("(NOT #modified < :since)".to_owned());
            self.name("#modified", time.name);
            self.value(":since", AttributeValue::S(time.form.write(since)));
        }
        self
    }

    /// A comparison with an attribute, which holds for no item where the layout has no such attribute.
    fn compare(
        mut self,
        layout: &Layout,
        name: Option<&str>,
        placeholder: &str,
        part: &str,
        (value, content): (&str, AttributeValue),
    ) -> Self {
        match name {
            Some(name) => {
                self.parts.push(part.to_owned());
                self.name(placeholder, name);
                self.value(value, content);
            }
            None => self = self.absent(layout),
        }
        self
    }

    /// There is no session of that id.
    pub(super) fn absent(mut self, layout: &Layout) -> Self {
        self.parts.push("attribute_not_exists(#id)".to_owned());
        self.name("#id", layout.key);
        self
    }

    /// There is a session of that id.
    pub(super) fn present(mut self, layout: &Layout) -> Self {
        self.parts.push("attribute_exists(#id)".to_owned());
        self.name("#id", layout.key);
        self
    }

    /// There is none, or it was written before. Where the layout has no time of writing, a session that ends later was
    /// written later. One without what is compared was not written before.
    pub(super) fn absent_or_older(mut self, layout: &Layout, item: &Item) -> Self {
        let by = |name: Option<&'static str>| name.and_then(|name| Some((name, item.get(name)?)));
        // The texts sort as the times do.
        let text = by(layout.modified.map(|time| time.name)).filter(|(_, value)| value.is_s());
        let number = by(layout.ttl).filter(|(_, value)| layout.modified.is_none() && value.is_n());
        match text.or(number) {
            Some((name, value)) => {
                self.parts.push("(attribute_not_exists(#id) OR #age < :age)".to_owned());
                self.name("#id", layout.key);
                self.name("#age", name);
                self.value(":age", value.clone());
                self
            }
            None => self.absent(layout),
        }
    }

    /// Nobody has written it since. The time of writing tells, where it is written with every save; otherwise the payload
    /// and the expiry do.
    pub(super) fn unchanged(mut self, layout: &Layout, seen: &Stored) -> Self {
        let Stored { session, attributes, .. } = seen;
        if let Some(name) = layout.modified.map(|time| time.name) {
            let seen = session.modified.clone().map(AttributeValue::S);
            self.equal("#modified", name, ":seen", seen.as_ref().or_else(|| attributes.get(name)));
            if seen.is_some() {
                return self;
            }
        }
        let payload = session.payload.clone().map(payload_value);
        let name = layout.data.name;
        self.equal("#data", name, ":seen_data", payload.as_ref().or_else(|| attributes.get(name)));
        if let Some(name) = layout.ttl {
            let ttl = seen.exact_ttl.clone().or(session.ttl.map(|ttl| ttl.to_string()));
            let ttl = ttl.map(AttributeValue::N);
            self.equal("#ttl", name, ":seen_ttl", ttl.as_ref().or_else(|| attributes.get(name)));
        }
        self
    }

    /// An attribute is what was seen, or absent as it was.
    fn equal(&mut self, placeholder: &str, name: &str, value: &str, seen: Option<&AttributeValue>) {
        self.name(placeholder, name);
        match seen {
            Some(seen) => {
                self.parts.push(format!("{placeholder} = {value}"));
                self.value(value, seen.clone());
            }
            None => self.parts.push(format!("attribute_not_exists({placeholder})")),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    pub(super) fn expression(&self) -> String {
        self.parts.join(" AND ")
    }

    pub(super) fn name(&mut self, placeholder: &str, name: &str) {
        self.names.insert(placeholder.to_owned(), name.to_owned());
    }

    fn value(&mut self, placeholder: &str, value: AttributeValue) {
        self.values.get_or_insert_default().insert(placeholder.to_owned(), value);
    }
}

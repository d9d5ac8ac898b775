//! Finds payloads in JSON: items in DynamoDB's form or as plain values, inside whatever answer, event or list, and pickles
//! that stand anywhere else.
//!
//! Documents are walked with a stack of their own. serde_json has bounded their nesting to 128 levels.

use std::{borrow::Cow, fmt, ops::Range};

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Number, Value, json};
use sessctl::{
    layout::{AttributeType, LAYOUTS, Stored, dynamodb_json},
    session::Payload,
};

use super::{Content, Findings, Found, Problem, Search, text};

/// Why no documents are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// The text is not JSON, or breaks off.
    NotJson,
    /// It is nested deeper than serde_json reads.
    TooDeep,
}

const IN_A_STRING: &str = "this was found in a string of the JSON around it";

/// Finds the payloads in a sequence of JSON documents.
pub(super) fn find(bytes: &[u8], search: &Search<'_>) -> Result<Findings, Broken> {
    let mut walk = Walk::new(search, bytes.len());
    read(bytes, |range, document| {
        // The file as it is, where it is one document.
        let is_whole = bytes[range.end..].iter().all(u8::is_ascii_whitespace) && walk.documents == 0;
        walk.top_document(&document, if is_whole { bytes } else { &bytes[range] });
    })?;
    Ok(walk.findings())
}

/// Reads documents one after the other.
fn read<'t>(bytes: &'t [u8], mut each: impl FnMut(Range<usize>, Node<'t>)) -> Result<(), Broken> {
    let mut documents = serde_json::Deserializer::from_slice(bytes).into_iter::<Node<'t>>();
    loop {
        let start = documents.byte_offset();
        match documents.next() {
            None => return Ok(()),
            Some(Ok(node)) => {
                let end = documents.byte_offset();
                let blank = bytes[start..end].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                each(start + blank..end, node);
            }
            Some(Err(error)) if error.to_string().starts_with("recursion limit") => {
                return Err(Broken::TooDeep);
            }
            Some(Err(_)) => return Err(Broken::NotJson),
        }
    }
}

/// A JSON value, which shares its text with the file and keeps every member of an object, also where a name is repeated.
#[derive(Clone, Debug, PartialEq)]
enum Node<'t> {
    Null,
    Bool(bool),
    Number(Number),
    Text(Cow<'t, str>),
    Array(Vec<Self>),
    Object(Members<'t>),
}

type Members<'t> = Vec<(Cow<'t, str>, Node<'t>)>;

impl<'t> Node<'t> {
    fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    fn is_array(&self) -> bool {
        matches!(self, Self::Array(_))
    }

    fn elements(&self) -> &[Self] {
        match self {
            Self::Array(values) => values,
            _ => &[],
        }
    }

    fn members(&self) -> &[(Cow<'t, str>, Self)] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }

    fn has_any(&self, names: &[&str]) -> bool {
        self.members().iter().any(|(name, _)| names.contains(&&**name))
    }

    fn has_only(&self, names: &[&str]) -> bool {
        self.is_object() && self.members().iter().all(|(name, _)| names.contains(&&**name))
    }

    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    fn byte(&self) -> Option<u8> {
        match self {
            Self::Number(number) => number.as_u64().and_then(|number| number.try_into().ok()),
            _ => None,
        }
    }

    /// Bytes as JavaScript makes JSON of them: an array, an object with the indexes as names, or that of a `Buffer`.
    fn bytes(&self) -> Option<Vec<u8>> {
        match self {
            Self::Array(values) if values.len() > 1 => values.iter().map(Self::byte).collect(),
            Self::Object(members) => match &members[..] {
                [(kind, Self::Text(name)), (data, bytes @ Self::Array(_))]
                    if kind == "type" && name == "Buffer" && data == "data" =>
                {
                    bytes.bytes()
                }
                members if members.len() > 1 => members
                    .iter()
                    .enumerate()
                    .map(|(n, (name, value))| value.byte().filter(|_| *name == n.to_string()))
                    .collect(),
                _ => None,
            },
            _ => None,
        }
    }

    /// The same for the library, which reads items; the nesting is bounded.
    fn to_value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(flag) => Value::Bool(*flag),
            Self::Number(number) => Value::Number(number.clone()),
            Self::Text(text) => Value::String(text.to_string()),
            Self::Array(values) => values.iter().map(Self::to_value).collect(),
            Self::Object(members) => object(members),
        }
    }
}

fn object(members: &Members<'_>) -> Value {
    members.iter().map(|(name, value)| (name.to_string(), value.to_value())).collect()
}

impl<'de> Deserialize<'de> for Node<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Self::Value, E> {
        Ok(Node::Bool(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Node::Number(number.into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Node::Number(number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Number::from_f64(number).map_or(Node::Null, Node::Number))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Node::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Node::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element()? {
            values.push(value);
        }
        Ok(Node::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(Name(name)) = map.next_key()? {
            members.push((name, map.next_value()?));
        }
        Ok(Node::Object(members))
    }
}

/// The name of a member.
struct Name<'t>(Cow<'t, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_str(NodeVisitor)? {
            Node::Text(name) => Ok(Self(name)),
            _ => Err(D::Error::custom("a name is text")),
        }
    }
}

/// What surrounds a value, which decides what it can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// A document, or an element of one that is a list: a payload, an item, or a session in JSON.
    Top,
    /// A list within that list, as `--query 'Items[].[id, data]'` makes: one of its values is a payload.
    Row,
    /// An answer, an event or a request of DynamoDB.
    Envelope,
    /// An item.
    Item,
    /// A document within a string.
    Nested,
    /// A document within a payload: a part of that session, whatever it looks like.
    Session,
    /// Anything else.
    Loose,
}

enum Frame<'n, 't> {
    Visit(&'n Node<'t>, Place),
    /// The same, for a value that should hold a payload.
    Expect(&'n Node<'t>, Place),
    /// The end of such a value; how much had been found before it.
    Expected(usize),
}

struct Walk<'s> {
    search: &'s Search<'s>,
    found: Vec<Found>,
    /// How many of these hold a payload.
    payloads: usize,
    /// Looks for pickles in texts that are something else.
    scan: text::Scan<'s>,
    /// Strings that hold documents.
    nested: Vec<(String, Place)>,
    documents: usize,
    /// Values that only DynamoDB's answers, events and items have.
    shapes: usize,
    /// Values that should hold a payload, and do not.
    missing: usize,
    /// Whether it is the manifest of an export.
    manifest: bool,
    /// A layout whose payload attribute is here.
    other_layout: Option<&'static str>,
}

impl<'s> Walk<'s> {
    /// Starts a walk over documents of `bytes` bytes in all, which set its budget.
    fn new(search: &'s Search<'s>, bytes: usize) -> Self {
        Self {
            search,
            scan: text::Scan::new(search, bytes),
            found: Vec::new(),
            payloads: 0,
            nested: Vec::new(),
            documents: 0,
            shapes: 0,
            missing: 0,
            manifest: false,
            other_layout: None,
        }
    }

    fn top_document(&mut self, root: &Node<'_>, text: &[u8]) {
        self.documents += 1;
        let (found, payloads, shapes) = (self.found.len(), self.payloads, self.shapes);
        self.walk(root, Place::Top);
        self.nested_documents();
        // Only an object that has nothing of DynamoDB's is a session.
        if matches!(root, Node::Object(_)) && self.shapes == shapes && !self.manifest {
            self.found.insert(found, Found::payload(self.search.as_stored(text)));
            self.payloads += 1;
        } else if self.payloads == payloads && self.shapes == shapes {
            self.missing += 1;
        }
    }

    /// Walks the documents in strings, and those in their strings. Each quoting doubles the backslashes of the one before,
    /// so that there are few levels.
    fn nested_documents(&mut self) {
        while !self.nested.is_empty() {
            for (text, place) in std::mem::take(&mut self.nested) {
                let mut documents = Vec::new();
                let (found, payloads) = (self.found.len(), self.payloads);
                let (shapes, missing, nested) = (self.shapes, self.missing, self.nested.len());
                let is_json = read(text.as_bytes(), |_, document| documents.push(document)).is_ok();
                match (place, is_json) {
                    (Place::Top, true) if documents.len() == 1 => {
                        self.walk(&documents[0], Place::Top);
                        if matches!(documents[0], Node::Object(_)) && self.shapes == shapes {
                            self.push(Found::payload(Payload::Text(text.clone())));
                        }
                    }
                    (Place::Top, _) => {
                        self.scan.anywhere(text.as_bytes());
                        self.push(Found::payload(Payload::Text(text.clone())));
                    }
                    (Place::Session, true) => {
                        documents.iter().for_each(|document| self.walk(document, Place::Nested));
                        self.scan.found.extend(self.found.drain(found..));
                        self.nested[nested..].iter_mut().for_each(|(_, place)| *place = Place::Session);
                        (self.payloads, self.shapes, self.missing) = (payloads, shapes, missing);
                    }
                    (_, true) => {
                        documents.iter().for_each(|document| self.walk(document, Place::Nested));
                        // A dump without a payload can be what a session keeps.
                        if place == Place::Loose && self.payloads == payloads {
                            self.found.truncate(found);
                            self.nested[nested..].iter_mut().for_each(|(_, place)| *place = Place::Loose);
                            (self.shapes, self.missing) = (shapes, missing);
                        }
                    }
                    // It breaks off, or something else follows it.
                    (_, false) => self.scan.anywhere(text.as_bytes()),
                }
            }
        }
    }

    fn push(&mut self, found: Found) {
        self.payloads += usize::from(found.stored().is_some());
        self.found.push(found);
    }

    fn findings(mut self) -> Findings {
        let mut others = std::mem::take(&mut self.scan.found);
        others.iter_mut().for_each(|found| found.note = found.note.or(Some(IN_A_STRING)));
        let spent = self.scan.problem();
        let findings = self.without_scan();
        Findings { others, problem: findings.problem.or(spent), ..findings }
    }

    /// What the documents themselves are.
    fn without_scan(self) -> Findings {
        let layout = self.search.layout;
        let attribute = layout.data.name;
        let hint = match self.other_layout {
            Some(other) => format!("name the layout, such as `--layout {other}`"),
            None => format!(
                "a dump needs attribute `{attribute}` of layout `{}`; `--from json` reads a session that looks like one",
                layout.name
            ),
        };
        let problem = if self.payloads == 0 && self.manifest {
            Problem::new("it is the manifest of an export to S3")
                .with_hint("name the files in its folder `data`")
        } else if self.payloads == 0 && self.shapes > 0 {
            Problem::new("it looks like items or an answer of DynamoDB, and no payload is in it")
                .with_hint(hint)
        } else if self.payloads == 0 {
            Problem::new("it is JSON, but neither an object nor a list of payloads").with_hint(
                "a session in JSON is an object; an empty answer of the AWS CLI has nothing to decode",
            )
        } else if self.missing > 0 {
            let missing = self.missing;
            let (values, hold) = if missing == 1 { ("value", "holds") } else { ("values", "hold") };
            Problem::new(format!("{missing} {values} where a payload belongs {hold} none")).with_hint(hint)
        } else {
            return Findings::shown(self.found);
        };
        let shown = if self.payloads == 0 { Vec::new() } else { self.found };
        Findings { shown, others: Vec::new(), problem: Some(problem) }
    }

    fn walk(&mut self, root: &Node<'_>, place: Place) {
        let mut stack = vec![Frame::Visit(root, place)];
        let mut children = Vec::new();
        while let Some(frame) = stack.pop() {
            match frame {
                Frame::Expected(before) => self.missing += usize::from(self.count() == before),
                Frame::Expect(node, place) => {
                    stack.push(Frame::Expected(self.count()));
                    stack.push(Frame::Visit(node, place));
                }
                Frame::Visit(node, place) => {
                    self.visit(node, place, &mut children);
                    // The first child is on top.
                    stack.extend(children.drain(..).rev());
                }
            }
        }
    }

    /// What has been found, and what is still to be looked through.
    fn count(&self) -> usize {
        self.found.len() + self.nested.len()
    }

    fn visit<'n, 't>(&mut self, node: &'n Node<'t>, place: Place, children: &mut Vec<Frame<'n, 't>>) {
        if let Some(bytes) = node.bytes() {
            // A list of numbers need not be bytes.
            self.bytes(&bytes, if place == Place::Top { Place::Row } else { place });
            return;
        }
        match node {
            Node::Null | Node::Bool(_) | Node::Number(_) => {}
            Node::Text(text) => self.text(text, place),
            Node::Array(values) => children.extend(values.iter().map(|value| match (place, value) {
                (Place::Top, Node::Array(_)) => Frame::Expect(value, Place::Row),
                (Place::Top, _) => Frame::Expect(value, Place::Top),
                (Place::Row | Place::Envelope | Place::Nested | Place::Session, _) => {
                    Frame::Visit(value, place)
                }
                (Place::Item | Place::Loose, _) => Frame::Visit(value, Place::Loose),
            })),
            Node::Object(members) => self.object(members, place, children),
        }
    }

    /// A text that is not known to be a payload.
    fn text(&mut self, text: &str, place: Place) {
        let start = text.trim_ascii_start();
        if let Some(bytes) = text::whole_literal(text.as_bytes()) {
            return self.bytes(&bytes, place);
        }
        let is_json = start.starts_with(['{', '[', '"']);
        let inner_place = if place == Place::Envelope { Place::Nested } else { Place::Loose };
        match place {
            Place::Top if is_json => self.nested.push((text.to_owned(), Place::Top)),
            Place::Top => {
                self.scan.anywhere(text.as_bytes());
                self.push(Found::payload(Payload::Text(text.to_owned())));
            }
            _ if self.search.is_base64_pickle(text) => {
                let payload = Payload::Text(text.to_owned());
                self.push(match place {
                    Place::Row => Found::payload(payload),
                    _ => Found::noted(payload, IN_A_STRING),
                });
            }
            Place::Row if start.starts_with('{') => self.nested.push((text.to_owned(), Place::Top)),
            _ if is_json => self.nested.push((text.to_owned(), inner_place)),
            // The records of Kinesis hold events in base64.
            _ if start.starts_with("eyJ") || start.starts_with("W3si") => {
                if let Some(inner) =
                    BASE64.decode(start.trim_ascii_end()).ok().and_then(|inner| String::from_utf8(inner).ok())
                {
                    self.nested.push((inner, inner_place));
                } else {
                    self.scan.anywhere(text.as_bytes());
                }
            }
            _ => self.scan.anywhere(text.as_bytes()),
        }
    }

    /// Bytes that are not known to be a payload.
    fn bytes(&mut self, bytes: &[u8], place: Place) {
        let is_certain = matches!(place, Place::Top);
        let as_text = std::str::from_utf8(bytes).ok().filter(|text| self.search.is_base64_pickle(text));
        let payload = match as_text {
            Some(text) => Payload::Text(text.to_owned()),
            None if is_certain || self.search.is_pickle(bytes) => Payload::Bytes(bytes.to_vec()),
            None => return,
        };
        self.push(match place {
            Place::Top | Place::Row => Found::payload(payload),
            _ => Found::noted(payload, IN_A_STRING),
        });
    }

    fn object<'n, 't>(&mut self, members: &'n Members<'t>, place: Place, children: &mut Vec<Frame<'n, 't>>) {
        if is_attribute_value(members) {
            // A session can have a member `S`.
            let is_shape = matches!(place, Place::Top | Place::Row | Place::Item | Place::Envelope);
            self.shapes += usize::from(is_shape);
            for (tag, content) in members {
                self.attribute_value(tag, content, place, children);
            }
            return;
        }
        let has = |name: &str| members.iter().any(|(member, _)| member == name);
        self.manifest |= place == Place::Top && (has("dataFileS3Key") || has("manifestFilesS3Key"));
        for (name, value) in members {
            self.note_layout(name, value, place);
            self.scan.anywhere(name.as_bytes());
        }
        if self.item(members, place, children) {
            let data = self.search.layout.data.name;
            let rest = members.iter().filter(|(name, _)| name != data);
            children.extend(rest.map(|(_, value)| Frame::Visit(value, Place::Loose)));
            return;
        }
        children.clear();
        for (name, value) in members {
            self.member(name, value, place, children);
        }
    }

    /// A member of an object that is not an item.
    fn member<'n, 't>(
        &mut self,
        name: &str,
        value: &'n Node<'t>,
        place: Place,
        children: &mut Vec<Frame<'n, 't>>,
    ) {
        let is_open = !matches!(place, Place::Loose | Place::Row);
        let visit =
            |values: &'n [Node<'t>], place| values.iter().map(move |value| Frame::Visit(value, place));
        let expect = |values: &'n [Node<'t>]| values.iter().map(|value| Frame::Expect(value, Place::Item));
        match (name, value) {
            ("Items", Node::Array(items)) if is_open && items.iter().all(Node::is_object) => {
                children.extend(expect(items));
            }
            ("Item", Node::Object(_)) if is_open => children.push(Frame::Expect(value, Place::Item)),
            ("NewImage" | "OldImage", Node::Object(_)) => children.push(Frame::Visit(value, Place::Item)),
            ("Responses", Node::Object(tables))
                if is_open && tables.iter().all(|(_, items)| items.is_array()) =>
            {
                children.extend(tables.iter().flat_map(|(_, items)| expect(items.elements())));
            }
            ("UnprocessedItems" | "RequestItems", Node::Object(tables)) if is_open => {
                children
                    .extend(tables.iter().flat_map(|(_, items)| visit(items.elements(), Place::Envelope)));
            }
            ("Responses", Node::Array(answers))
                if is_open
                    && answers.iter().all(|answer| answer.has_only(&["Item", "Error", "TableName"])) =>
            {
                children.extend(visit(answers, Place::Envelope));
            }
            ("Records", Node::Array(records))
                if is_open
                    && records
                        .iter()
                        .all(|record| record.has_any(&["eventSource", "eventID", "dynamodb"])) =>
            {
                children.extend(visit(records, Place::Envelope));
            }
            (
                "Key" | "Keys" | "ExpressionAttributeValues" | "ExclusiveStartKey" | "LastEvaluatedKey",
                Node::Object(attributes),
            ) if is_open && are_attributes(attributes) => {
                children.extend(attributes.iter().map(|(_, value)| Frame::Visit(value, Place::Loose)));
            }
            ("TransactItems", Node::Array(writes)) => children.extend(visit(writes, Place::Envelope)),
            ("PutRequest", put) if put.has_any(&["Item"]) => {
                children.push(Frame::Visit(put, Place::Envelope));
            }
            ("dynamodb", change) if change.has_any(&["Keys", "NewImage", "OldImage"]) => {
                children.push(Frame::Visit(change, Place::Envelope));
            }
            ("ResponseMetadata" | "ConsumedCapacity", Node::Object(_)) if is_open => {
                children.push(Frame::Visit(value, Place::Loose));
            }
            _ => {
                let inner = match (name, place) {
                    ("Attributes", _) if is_open => Place::Item,
                    (_, Place::Envelope) => Place::Envelope,
                    _ => Place::Loose,
                };
                let is_attribute = matches!(value, Node::Object(members) if place == Place::Item && is_attribute_value(members));
                self.shapes += usize::from(is_attribute);
                children.push(Frame::Visit(value, inner));
                return;
            }
        }
        self.shapes += 1;
    }

    /// Remembers a layout whose payload attribute this is.
    fn note_layout(&mut self, name: &str, value: &Node<'_>, place: Place) {
        let is_payload = match value {
            Node::Object(members) => is_attribute_value(members),
            Node::Text(_) => matches!(place, Place::Item | Place::Envelope),
            _ => false,
        };
        let is_here = name == self.search.layout.data.name;
        if is_payload
            && !is_here
            && let Some(other) = LAYOUTS.iter().find(|layout| layout.data.name == name)
        {
            self.other_layout.get_or_insert(other.name);
        }
    }

    fn attribute_value<'n, 't>(
        &mut self,
        tag: &str,
        content: &'n Node<'t>,
        place: Place,
        children: &mut Vec<Frame<'n, 't>>,
    ) {
        let place = if matches!(place, Place::Top | Place::Row) { place } else { Place::Loose };
        match (tag, content) {
            ("S", Node::Text(text)) => self.text(text, place),
            ("B", Node::Text(text)) => match BASE64.decode(text.as_bytes()) {
                Ok(bytes) => self.bytes(&bytes, place),
                Err(_) => self.text(text, place),
            },
            ("BS", Node::Array(values)) => {
                for bytes in values.iter().filter_map(|value| BASE64.decode(value.text()?).ok()) {
                    self.bytes(&bytes, Place::Loose);
                }
            }
            _ => children.push(Frame::Visit(content, Place::Loose)),
        }
    }

    /// Takes an object for an item, or for a part of one, where it has the payload attribute. Values of that attribute which
    /// are not payloads are left to visit.
    fn item<'n, 't>(
        &mut self,
        members: &'n Members<'t>,
        place: Place,
        children: &mut Vec<Frame<'n, 't>>,
    ) -> bool {
        let layout = self.search.layout;
        let values: Vec<&'n Node<'t>> =
            members.iter().filter(|(name, _)| name == layout.data.name).map(|(_, value)| value).collect();
        let key = members.iter().find(|(name, _)| name == layout.key).map(|(_, value)| value);
        let is_key = match key {
            Some(Node::Text(_)) => true,
            Some(Node::Object(members)) => is_attribute_value(members),
            _ => false,
        };
        let is_here = matches!(place, Place::Item | Place::Envelope) || place == Place::Top && is_key;
        let is_dynamodb = are_attributes(members);
        if values.is_empty() {
            // One member alone can be a session's.
            let is_item = matches!(key, Some(Node::Object(_))) && is_key || is_dynamodb && members.len() > 1;
            self.shapes += usize::from(place == Place::Top && is_item);
            // An item without a payload is a broken session, and shown as one.
            return place == Place::Item
                && is_dynamodb
                && is_key
                && self.session(members).is_some_and(|stored| {
                    self.shapes += 1;
                    self.push(Found { content: Content::Session(Box::new(stored)), note: None });
                    true
                });
        }
        let mut payloads = Vec::new();
        for value in values {
            match value {
                Node::Object(parts) if is_tagged(parts, is_here) => {
                    self.shapes += 1;
                    for (tag, content) in parts {
                        match self.tagged(tag, content) {
                            Some(payload) => payloads.push(payload),
                            None => children.push(Frame::Visit(content, Place::Loose)),
                        }
                    }
                }
                _ if value.bytes().is_some() => payloads.extend(value.bytes().map(Payload::Bytes)),
                Node::Text(text) if is_here => {
                    self.shapes += 1;
                    payloads.push(plain(text, self.search));
                }
                Node::Text(text) if self.search.is_base64_pickle(text) => {
                    payloads.push(Payload::Text(text.to_string()));
                }
                value => children.push(Frame::Visit(value, Place::Loose)),
            }
        }
        for payload in &payloads {
            if let Payload::Text(text) = payload {
                if text.trim_ascii_start().starts_with('{') {
                    self.nested.push((text.clone(), Place::Session));
                } else if !self.search.is_base64_pickle(text) {
                    self.scan.anywhere(text.as_bytes());
                }
            }
        }
        if is_dynamodb
            && let Some(stored) = self.session(members)
            && (stored.session.payload.is_some() || payloads.is_empty())
            && payloads.len() <= 1
        {
            self.push(Found { content: Content::Session(Box::new(stored)), note: None });
            return true;
        }
        if let ([payload], Some(Node::Text(key))) = (&payloads[..], key)
            && is_here
            && let Some(stored) = self.plain_item(key, payload, members)
        {
            self.push(Found { content: Content::Session(Box::new(stored)), note: None });
            return true;
        }
        let any = !payloads.is_empty();
        payloads.into_iter().for_each(|payload| self.push(Found::payload(payload)));
        any
    }

    /// An item in DynamoDB JSON, where it is one, each attribute stands there once, and it has a usable key.
    fn session(&self, members: &Members<'_>) -> Option<Stored> {
        let item = dynamodb_json::read_item(&object(members)).ok()?;
        let is_unique = item.len() == members.len();
        is_unique.then(|| self.search.layout.read(item).ok()).flatten()
    }

    /// A plain item as DynamoDB would have it, as far as the layout knows its attributes.
    fn plain_item(&self, key: &str, payload: &Payload, members: &Members<'_>) -> Option<Stored> {
        let layout = self.search.layout;
        let payload = match payload {
            Payload::Text(text) => json!({ "S": text }),
            Payload::Bytes(bytes) => json!({ "B": BASE64.encode(bytes) }),
        };
        let mut item = json!({ layout.key: { "S": key }, layout.data.name: payload });
        for (name, value) in members {
            let value = match value {
                // boto3's numbers become text with `json.dumps(..., default=str)`.
                Node::Text(text) if layout.ttl == Some(name) => json!({ "N": text }),
                Node::Number(number) if layout.ttl == Some(name) => json!({ "N": number.to_string() }),
                Node::Text(text) if layout.modified.is_some_and(|time| time.name == name) => {
                    json!({ "S": text })
                }
                _ => continue,
            };
            item[&**name] = value;
        }
        layout.read(dynamodb_json::read_item(&item).ok()?).ok()
    }

    /// A payload in DynamoDB JSON. Java and .NET write other letters of the tags, and `null` for the types it is not.
    fn tagged(&self, tag: &str, content: &Node<'_>) -> Option<Payload> {
        match (tag, content) {
            ("S" | "s", Node::Text(text)) => Some(Payload::Text(text.to_string())),
            ("B" | "b", Node::Text(text)) => Some(match BASE64.decode(text.as_bytes()) {
                Ok(bytes) => Payload::Bytes(bytes),
                Err(_) => plain(text, self.search),
            }),
            ("B" | "b", bytes) => bytes.bytes().map(Payload::Bytes),
            _ => None,
        }
    }
}

/// The payload of an item whose attributes are plain values.
pub(super) fn plain(text: &str, search: &Search<'_>) -> Payload {
    if let Some(bytes) = text::whole_literal(text.as_bytes()) {
        return super::literal(bytes);
    }
    let bytes = match search.layout.data.attribute_type {
        AttributeType::B => BASE64.decode(text.trim_ascii()).ok(),
        AttributeType::S => None,
    };
    bytes.map_or_else(|| Payload::Text(text.to_owned()), Payload::Bytes)
}

const TAGS: [&str; 10] = ["S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS"];

/// Whether an object is a value as DynamoDB spells it: named for types, each with content of that type.
fn is_attribute_value(members: &Members<'_>) -> bool {
    let fits = |(tag, content): &(Cow<'_, str>, Node<'_>)| match (&**tag, content) {
        ("S" | "B" | "N", Node::Text(_)) | ("BOOL" | "NULL", Node::Bool(_)) | ("M", Node::Object(_)) => true,
        ("L" | "SS" | "NS" | "BS", Node::Array(_)) => true,
        ("B", content) => content.bytes().is_some(),
        _ => false,
    };
    !members.is_empty() && members.iter().all(fits)
}

/// Whether each member of an object is one value as DynamoDB spells it.
fn are_attributes(members: &Members<'_>) -> bool {
    members.iter().all(
        |(_, value)| matches!(value, Node::Object(members) if members.len() == 1 && is_attribute_value(members)),
    )
}

/// Whether an object's members are named for types, whatever they hold; in an item, also as Java and .NET spell them.
fn is_tagged(members: &Members<'_>, is_item: bool) -> bool {
    let is_tag =
        |name: &str| TAGS.iter().any(|tag| *tag == name || is_item && tag.eq_ignore_ascii_case(name));
    !members.is_empty() && members.iter().all(|(name, _)| is_tag(name))
}

//! A JSON text as a tree in flat arrays: typed JSON may have its members in any order, so it is looked at as a whole.
//!
//! It does not know the tags.

use std::borrow::Cow;

use super::{TypedError, TypedErrorKind};
use crate::codec::json::{Event, JsonError, Options, Reader};
use crate::codec::path::{Path, PathStep};

/// Index of a value in its [`Dom`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct DomId(u32);

impl DomId {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

#[derive(Clone, Debug)]
pub(super) enum Json<'t> {
    Null,
    Bool(bool),
    Int(&'t str),
    Float(&'t str),
    NonFinite(f64),
    /// WTF-8.
    Str(Cow<'t, [u8]>),
    /// Range of `children`.
    Array(u32, u32),
    /// Range of `members`.
    Object(u32, u32),
}

struct Entry<'t> {
    json: Json<'t>,
    offset: u32,
    parent: Option<DomId>,
}

/// A member of an object: its key in WTF-8 and its value.
pub(super) struct Member<'t> {
    pub(super) key: Cow<'t, [u8]>,
    pub(super) value: DomId,
}

impl Member<'_> {
    pub(super) fn name(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.key)
    }
}

pub(super) struct Dom<'t> {
    text: &'t [u8],
    entries: Vec<Entry<'t>>,
    children: Vec<DomId>,
    members: Vec<Member<'t>>,
    root: DomId,
}

impl<'t> Dom<'t> {
    pub(super) fn read(text: &'t [u8], options: Options) -> Result<Self, TypedError> {
        let mut dom = Self { text, entries: vec![], children: vec![], members: vec![], root: DomId(0) };
        let mut reader = Reader::new(text, options).map_err(|error| json_error(error, Path::default()))?;
        // What the open containers hold, each from its start.
        let mut waiting: Vec<(Cow<'t, [u8]>, DomId)> = Vec::new();
        let mut open: Vec<Open<'t>> = Vec::new();
        let mut key = Cow::Borrowed(&b""[..]);
        loop {
            let event = match reader.next_event() {
                Ok(Some(event)) => event,
                Ok(None) => break,
                Err(error) => return Err(json_error(error, path(&open, waiting.len(), &key))),
            };
            let json = match event {
                Event::Null => Json::Null,
                Event::Bool(value) => Json::Bool(value),
                Event::Int(digits) => Json::Int(digits),
                Event::Float(digits) => Json::Float(digits),
                Event::NonFinite(value) => Json::NonFinite(value),
                Event::Str(text) => Json::Str(text),
                Event::Key(name) => {
                    key = name;
                    continue;
                }
                Event::BeginArray | Event::BeginObject => {
                    let id = dom.add(Json::Null, reader.offset());
                    let object = event == Event::BeginObject;
                    open.push(Open { id, start: waiting.len(), object, key: std::mem::take(&mut key) });
                    continue;
                }
                Event::EndArray | Event::EndObject => {
                    let Open { id, start, key, .. } = open.pop().expect("the reader pairs brackets");
                    let held = waiting.drain(start..);
                    let json = if event == Event::EndArray {
                        let from = dom.children.len();
                        dom.children.extend(held.map(|(_, value)| value));
                        Json::Array(from as u32, dom.children.len() as u32)
                    } else {
                        let from = dom.members.len();
                        dom.members.extend(held.map(|(key, value)| Member { key, value }));
                        Json::Object(from as u32, dom.members.len() as u32)
                    };
                    dom.close(id, json);
                    waiting.push((key, id));
                    continue;
                }
            };
            let id = dom.add(json, reader.offset());
            waiting.push((std::mem::take(&mut key), id));
        }
        dom.root = waiting.pop().expect("the reader ends only after a value").1;
        Ok(dom)
    }

    fn add(&mut self, json: Json<'t>, offset: usize) -> DomId {
        // The reader takes at most 1 GiB of text.
        let id = DomId(self.entries.len() as u32);
        self.entries.push(Entry { json, offset: offset as u32, parent: None });
        id
    }

    fn close(&mut self, id: DomId, json: Json<'t>) {
        match json {
            Json::Array(from, to) => {
                for child in &self.children[from as usize..to as usize] {
                    self.entries[child.index()].parent = Some(id);
                }
            }
            Json::Object(from, to) => {
                for member in &self.members[from as usize..to as usize] {
                    self.entries[member.value.index()].parent = Some(id);
                }
            }
            _ => {}
        }
        self.entries[id.index()].json = json;
    }

    pub(super) fn root(&self) -> DomId {
        self.root
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = DomId> + use<> {
        (0..self.entries.len() as u32).map(DomId)
    }

    pub(super) fn json(&self, id: DomId) -> &Json<'t> {
        &self.entries[id.index()].json
    }

    /// The elements of an array.
    pub(super) fn array(&self, id: DomId) -> Option<&[DomId]> {
        match *self.json(id) {
            Json::Array(from, to) => Some(&self.children[from as usize..to as usize]),
            _ => None,
        }
    }

    /// The members of an object.
    pub(super) fn object(&self, id: DomId) -> Option<&[Member<'t>]> {
        match *self.json(id) {
            Json::Object(from, to) => Some(&self.members[from as usize..to as usize]),
            _ => None,
        }
    }

    /// The text of a string without lone surrogates.
    pub(super) fn text(&self, id: DomId) -> Option<&str> {
        match self.json(id) {
            Json::Str(text) => std::str::from_utf8(text).ok(),
            _ => None,
        }
    }

    /// An integer that fits 64 bits.
    pub(super) fn int(&self, id: DomId) -> Option<i64> {
        match self.json(id) {
            Json::Int(digits) => digits.parse().ok(),
            _ => None,
        }
    }

    fn step(&self, parent: DomId, child: DomId) -> Option<PathStep> {
        if let Some(members) = self.object(parent) {
            let member = members.iter().find(|member| member.value == child)?;
            return Some(PathStep::Key(member.name().into_owned()));
        }
        let at = self.array(parent)?.iter().position(|id| *id == child)?;
        Some(PathStep::Index(at))
    }

    /// An error at a value.
    pub(super) fn error(&self, id: DomId, kind: TypedErrorKind) -> TypedError {
        let mut steps = Vec::new();
        let mut at = id;
        while let Some(parent) = self.entries[at.index()].parent {
            steps.extend(self.step(parent, at));
            at = parent;
        }
        steps.reverse();
        let offset = self.entries[id.index()].offset as usize;
        let (line, column) = crate::codec::json::position(self.text, offset);
        TypedError { kind, offset, line, column, path: Path { steps } }
    }
}

/// A container that is open while the text is read.
struct Open<'t> {
    id: DomId,
    /// How many values were waiting when it began.
    start: usize,
    object: bool,
    /// Its key in the object around it.
    key: Cow<'t, [u8]>,
}

/// The path to where the reader stands.
fn path(open: &[Open<'_>], waiting: usize, key: &[u8]) -> Path {
    let next = open[1.min(open.len())..].iter().map(|open| (open.start, &*open.key));
    let next = next.chain([(waiting, key)]);
    let steps = open.iter().zip(next).filter_map(|(open, (start, key))| match open.object {
        true if key.is_empty() => None,
        true => Some(PathStep::Key(String::from_utf8_lossy(key).into_owned())),
        false => Some(PathStep::Index(start - open.start)),
    });
    Path { steps: steps.collect() }
}

fn json_error(error: JsonError, path: Path) -> TypedError {
    let JsonError { kind, offset, line, column } = error;
    TypedError { kind: TypedErrorKind::Json(kind), offset, line, column, path }
}

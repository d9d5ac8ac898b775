//! Typed JSON as a graph.
//!
//! Values get their nodes from the outside in, so that a `$ref` may come before its `$id`, and so that depth costs no
//! stack.

mod leaf;
mod object;

use std::collections::{HashMap, HashSet};

use super::dom::{Dom, DomId, Member};
use super::expand::{Expand, Place};
use super::{TypedError, TypedErrorKind};
use crate::codec::iso;
use crate::codec::json;
use crate::pickle::{Effect, EffectKind, Graph, NodeId, StepKind, Steps, Value, is_decimal};

/// How typed JSON is read.
#[derive(Clone, Copy, Debug)]
pub struct ReadOptions<'l> {
    /// Protocol of the pickle that the value will be written at; 4 by default. It decides how some objects are made.
    pub protocol: u8,
    /// Limits of the JSON text.
    pub json: json::Options,
    /// The value that was edited: strings and bytes that are one object there are one object again.
    pub like: Option<&'l Graph>,
}

impl Default for ReadOptions<'_> {
    fn default() -> Self {
        Self { protocol: 4, json: json::Options::default(), like: None }
    }
}

/// Reads typed JSON as a graph.
///
/// # Errors
/// When the text is not JSON, or its tags do not fit; the error says where.
pub fn read(text: &[u8], options: &ReadOptions<'_>) -> Result<Graph, TypedError> {
    let mut graph = Graph::new();
    let root = read_into(&mut graph, text, options)?;
    graph.set_root(root);
    Ok(graph)
}

/// Reads typed JSON as a value of a graph that exists, beside what is there.
///
/// # Errors
/// When the text is not JSON, or its tags do not fit; nodes may have been added then, and nothing refers to them.
pub fn read_into(graph: &mut Graph, text: &[u8], options: &ReadOptions<'_>) -> Result<NodeId, TypedError> {
    let dom = Dom::read(text, options.json)?;
    let mut reading = Reading {
        dom: &dom,
        expand: Expand::new(graph, options.protocol, options.like),
        ids: HashMap::new(),
        nodes: vec![None; dom.len()],
        todo: Vec::new(),
        keys: Vec::new(),
        needs: Vec::new(),
    };
    reading.whole()
}

type Result<T, E = TypedError> = std::result::Result<T, E>;

/// Every tag with one content, and what may stand beside it.
const TAGS: [(&str, &[&str]); 29] = [
    ("$tuple", &[]),
    ("$list", &[]),
    ("$set", &[]),
    ("$frozenset", &[]),
    ("$dict", &[]),
    ("$int", &[]),
    ("$float", &[]),
    ("$str_wtf8", &[]),
    ("$py2str", &[]),
    ("$bytes", &[]),
    ("$bytearray", &[]),
    ("$complex", &[]),
    ("$datetime", &["fold", "tz"]),
    ("$time", &["fold", "tz"]),
    ("$date", &[]),
    ("$timedelta", &[]),
    ("$timezone", &["name"]),
    ("$zoneinfo", &[]),
    ("$decimal", &[]),
    ("$uuid", &[]),
    ("$markup", &[]),
    ("$ordereddict", &[]),
    ("$global", &[]),
    ("$object", &[]),
    ("$ext", &[]),
    ("$persid", &[]),
    ("$buffer", &[]),
    ("$memoryview", &[]),
    ("$ref", &[]),
];

struct Reading<'d, 't, 'g> {
    dom: &'d Dom<'t>,
    expand: Expand<'g>,
    ids: HashMap<u64, NodeId>,
    /// Nodes of the values that have an `$id`.
    nodes: Vec<Option<NodeId>>,
    /// Values that have a node without content.
    todo: Vec<(DomId, NodeId)>,
    /// Keys and elements of sets.
    keys: Vec<(DomId, NodeId)>,
    /// Values that only some types will do for, to be looked at when all nodes have their content.
    needs: Vec<(DomId, NodeId, Need)>,
}

/// What a pickle takes in a place; an object can be of any type, so it does everywhere.
#[derive(Clone, Copy)]
enum Need {
    /// Something callable.
    Callable,
    /// The arguments of a call.
    Args,
    /// The keyword arguments of a call.
    Kwargs,
    /// The module or the name of a `$global`.
    Name,
    /// What a read-only view is of.
    Writable,
}

impl Need {
    fn takes(self, value: Value) -> bool {
        match value {
            Value::Call { .. } | Value::Global { .. } | Value::PersId(_) | Value::Ext(_) => true,
            Value::Tuple(_) => matches!(self, Self::Args),
            Value::Dict(_) => matches!(self, Self::Kwargs),
            Value::Str(_) | Value::Py2Str(_) => matches!(self, Self::Name),
            Value::ByteArray(_) => matches!(self, Self::Writable),
            _ => false,
        }
    }

    /// Tag or member, and what it needs.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Callable => ("call", "a name or an object"),
            Self::Args => ("args", "an array or a tuple"),
            Self::Kwargs => ("kwargs", "a dict"),
            Self::Name => ("$global", "\"module:qualname\" or [module, qualname]"),
            Self::Writable => ("$memoryview", "a bytearray or an object"),
        }
    }
}

/// What an object of the text is.
enum Shape {
    Dict,
    Tagged(&'static str, DomId),
}

impl Reading<'_, '_, '_> {
    fn whole(&mut self) -> Result<NodeId> {
        let root = self.dom.root();
        let (mut value, mut popped) = (root, None);
        if let Some(members) = self.dom.object(root)
            && members.iter().any(|member| matches!(&*member.key, b"$value" | b"$popped"))
        {
            let tag = "$value";
            value = self.member(members, "$value")?.ok_or_else(|| {
                self.dom.error(root, TypedErrorKind::Missing { tag: "$popped", member: "$value" })
            })?;
            popped = self.member(members, "$popped")?;
            self.only(members, tag, &["$value", "$popped"])?;
        }
        self.name_ids()?;
        let node = self.node(value)?;
        let mut beside = Vec::new();
        if let Some(popped) = popped {
            for &id in dom_elements(self.dom, self, "$popped", popped)? {
                beside.push((id, self.node(id)?));
            }
        }
        while let Some((id, node)) = self.todo.pop() {
            self.fill(id, node)?;
        }
        for (id, node) in beside {
            let kind = match self.expand.graph.value(node) {
                Value::Global { .. } => EffectKind::Import(node),
                Value::Call { .. } => EffectKind::Call(node),
                Value::PersId(_) => EffectKind::PersId(node),
                Value::Ext(_) => EffectKind::Ext(node),
                _ => return Err(self.content(id, "$popped", "objects and names")),
            };
            self.expand.graph.add_effect(Effect { kind, offset: 0 });
        }
        for &(id, node, need) in &self.needs {
            if !need.takes(self.expand.graph.value(node)) {
                let (place, expected) = need.words();
                return Err(self.dom.error(id, TypedErrorKind::WrongType { place, expected }));
            }
        }
        self.check_keys()?;
        Ok(node)
    }

    /// Refuses keys and elements of sets that cannot be hashed, also those deep in a tuple.
    fn check_keys(&self) -> Result<()> {
        let graph = &*self.expand.graph;
        let mut fine = HashSet::new();
        let mut left = Vec::new();
        for &(id, key) in &self.keys {
            left.push(key);
            while let Some(node) = left.pop() {
                let kind = match graph.value(node) {
                    Value::List(_) => "a list",
                    Value::Dict(_) => "a dict",
                    Value::Set(_) => "a set",
                    Value::ByteArray(_) => "a bytearray",
                    Value::Tuple(run) if fine.insert(node) => {
                        left.extend_from_slice(graph.run(run));
                        continue;
                    }
                    _ => continue,
                };
                return Err(self.dom.error(id, TypedErrorKind::Unhashable { kind }));
            }
        }
        Ok(())
    }

    /// Gives every value with an `$id` its node.
    fn name_ids(&mut self) -> Result<()> {
        for id in self.dom.ids() {
            let Some(members) = self.dom.object(id) else { continue };
            let Some(number) = self.member(members, "$id")? else { continue };
            let Some(name) = self.dom.int(number).and_then(|number| u64::try_from(number).ok()) else {
                return Err(self.content(number, "$id", "an integer from 0"));
            };
            let node = match self.leaf(id, Place::Value)? {
                Some(node) => node,
                None => {
                    let node = self.expand.graph.add(Value::None);
                    self.todo.push((id, node));
                    node
                }
            };
            self.nodes[id.index()] = Some(node);
            if self.ids.insert(name, node).is_some() {
                return Err(self.dom.error(number, TypedErrorKind::TwoIds { id: name }));
            }
        }
        Ok(())
    }

    fn content(&self, id: DomId, tag: &'static str, expected: &'static str) -> TypedError {
        self.dom.error(id, TypedErrorKind::Content { tag, expected })
    }

    /// The value of a member.
    fn member(&self, members: &[Member<'_>], name: &str) -> Result<Option<DomId>> {
        let mut found = members.iter().filter(|member| *member.key == *name.as_bytes());
        let first = found.next().map(|member| member.value);
        match found.next() {
            None => Ok(first),
            Some(again) => {
                Err(self.dom.error(again.value, TypedErrorKind::Twice { member: name.to_owned() }))
            }
        }
    }

    /// Checks that there are no other members than these.
    fn only(&self, members: &[Member<'_>], tag: &'static str, names: &[&str]) -> Result<()> {
        let other = members.iter().find(|member| !names.iter().any(|name| *member.key == *name.as_bytes()));
        other.map_or(Ok(()), |other| {
            let member = other.name().into_owned();
            Err(self.dom.error(other.value, TypedErrorKind::UnknownMember { tag, member }))
        })
    }

    fn shape(&self, members: &[Member<'_>]) -> Result<Shape> {
        let special = |member: &&Member<'_>| member.key.starts_with(b"$") && *member.key != *b"$id";
        let mut tags = members.iter().filter(special);
        let Some(first) = tags.next() else { return Ok(Shape::Dict) };
        let Some((tag, beside)) = TAGS.iter().find(|entry| *entry.0.as_bytes() == *first.key) else {
            let kind = match &*first.key {
                b"$cut" => TypedErrorKind::Cut,
                _ => TypedErrorKind::UnknownTag { tag: first.name().into_owned() },
            };
            return Err(self.dom.error(first.value, kind));
        };
        for member in members {
            let fits = |name: &&str| *name.as_bytes() == *member.key;
            if !([*tag].iter().chain(*beside).any(fits) || *member.key == *b"$id" && *tag != "$ref") {
                let member_name = member.name().into_owned();
                let kind = TypedErrorKind::UnknownMember { tag, member: member_name };
                return Err(self.dom.error(member.value, kind));
            }
        }
        for name in beside.iter().chain([tag]) {
            self.member(members, name)?;
        }
        Ok(Shape::Tagged(tag, first.value))
    }

    fn text(&self, tag: &'static str, id: DomId) -> Result<&str> {
        self.dom.text(id).ok_or_else(|| self.content(id, tag, "a string"))
    }

    /// The node of a value, with or without content yet.
    fn node(&mut self, id: DomId) -> Result<NodeId> {
        self.node_at(id, Place::Value)
    }

    fn node_at(&mut self, id: DomId, place: Place) -> Result<NodeId> {
        if let Some(node) = self.nodes[id.index()] {
            return Ok(node);
        }
        if let Some(node) = self.leaf(id, place)? {
            return Ok(node);
        }
        let node = self.expand.graph.add(Value::None);
        self.todo.push((id, node));
        Ok(node)
    }

    fn nodes(&mut self, ids: &[DomId]) -> Result<Vec<NodeId>> {
        ids.iter().map(|id| self.node(*id)).collect()
    }

    /// The node of a key.
    fn key(&mut self, id: DomId) -> Result<NodeId> {
        let node = self.node_at(id, Place::Key)?;
        self.keys.push((id, node));
        Ok(node)
    }

    /// Keys and values from an array of pairs.
    fn pairs(&mut self, tag: &'static str, id: DomId) -> Result<Vec<NodeId>> {
        let dom = self.dom;
        let pairs = dom.array(id).ok_or_else(|| self.content(id, tag, "an array of [key, value]"))?;
        let mut nodes = Vec::with_capacity(2 * pairs.len());
        for &pair in pairs {
            let Some(&[key, value]) = dom.array(pair) else {
                return Err(self.content(pair, tag, "an array of [key, value]"));
            };
            nodes.push(self.key(key)?);
            nodes.push(self.node(value)?);
        }
        Ok(nodes)
    }

    /// Gives a node its content.
    fn fill(&mut self, id: DomId, node: NodeId) -> Result<()> {
        let dom = self.dom;
        if let Some(elements) = dom.array(id) {
            let nodes = self.nodes(elements)?;
            self.list(node, &nodes);
            return Ok(());
        }
        let Some(members) = dom.object(id) else { return Ok(()) };
        let (tag, content) = match self.shape(members)? {
            Shape::Tagged(tag, content) => (tag, content),
            Shape::Dict => {
                let mut pairs = Vec::with_capacity(2 * members.len());
                for member in members.iter().filter(|member| *member.key != *b"$id") {
                    pairs.push(self.expand.key_str(&member.key));
                    pairs.push(self.node(member.value)?);
                }
                self.dict(node, &pairs);
                return Ok(());
            }
        };
        match tag {
            "$list" => {
                let nodes = self.nodes(dom_elements(dom, self, tag, content)?)?;
                self.list(node, &nodes);
            }
            "$tuple" | "$frozenset" | "$set" => {
                let elements = dom_elements(dom, self, tag, content)?;
                let nodes = self.nodes(elements)?;
                if tag != "$tuple" {
                    self.keys.extend(elements.iter().copied().zip(nodes.iter().copied()));
                }
                match tag {
                    "$set" => {
                        self.expand.graph.replace(node, Value::Set(Steps::default()));
                        if !nodes.is_empty() {
                            self.expand.graph.add_step(node, StepKind::Add, &nodes);
                        }
                    }
                    _ => {
                        let run = self.expand.graph.add_run(&nodes);
                        let value = if tag == "$tuple" { Value::Tuple(run) } else { Value::FrozenSet(run) };
                        self.expand.graph.replace(node, value);
                    }
                }
            }
            "$dict" => {
                let pairs = self.pairs(tag, content)?;
                self.dict(node, &pairs);
            }
            "$ordereddict" => {
                let pairs = self.pairs(tag, content)?;
                self.expand.ordered_dict(node, &pairs);
            }
            "$bytearray" => {
                let bytes = self.base64(tag, content)?;
                let span = self.expand.graph.add_bytes(&bytes);
                self.expand.graph.replace(node, Value::ByteArray(span));
            }
            "$complex" => {
                let Some(&[re, im]) = dom.array(content) else {
                    return Err(self.content(content, tag, "two numbers"));
                };
                let (re, im) = (self.number(tag, re)?, self.number(tag, im)?);
                self.expand.complex(node, re, im);
            }
            "$datetime" | "$time" => self.moment(members, node, tag, content)?,
            "$date" => {
                let date = iso::parse_date(self.text(tag, content)?);
                let date = date.ok_or_else(|| self.content(content, tag, "a date such as \"2026-11-22\""))?;
                self.expand.date(node, date);
            }
            "$timedelta" => {
                let delta = self.delta(content);
                let delta = delta
                    .ok_or_else(|| self.content(content, tag, "[days, seconds, microseconds] in range"))?;
                self.expand.timedelta(node, delta);
            }
            "$timezone" => {
                let offset = iso::parse_offset(self.text(tag, content)?);
                let offset =
                    offset.ok_or_else(|| self.content(content, tag, "an offset such as \"+02:00\""))?;
                let name = match self.member(members, "name")? {
                    Some(name) => Some(self.node(name)?),
                    None => None,
                };
                self.expand.timezone(node, offset, name);
            }
            "$decimal" => {
                let text = dom.text(content).filter(|text| is_decimal(text));
                let text = text.ok_or_else(|| self.content(content, tag, "a string that is a number"))?;
                self.expand.decimal(node, text);
            }
            "$uuid" => {
                let value = iso::parse_uuid(self.text(tag, content)?);
                let value =
                    value.ok_or_else(|| self.content(content, tag, "32 hex digits in five groups"))?;
                self.expand.uuid(node, value);
            }
            "$markup" => {
                let text = self.node(content)?;
                if !matches!(self.expand.graph.value(text), Value::Str(_)) {
                    return Err(self.content(content, tag, "a string"));
                }
                self.expand.markup(node, text);
            }
            "$global" => {
                let Some(&[module, name]) = dom.array(content) else {
                    return Err(self.content(content, tag, "\"module:qualname\" or [module, qualname]"));
                };
                let nodes = [self.node(module)?, self.node(name)?];
                self.needs.extend(nodes.map(|node| (content, node, Need::Name)));
                let [module, name] = nodes;
                let protocol = self.expand.protocol;
                self.expand.graph.set_global(node, module, name, protocol);
            }
            "$persid" => {
                let inner = self.node(content)?;
                self.expand.graph.replace(node, Value::PersId(inner));
            }
            "$memoryview" => {
                let inner = self.node(content)?;
                self.needs.push((content, inner, Need::Writable));
                self.expand.graph.replace(node, Value::ReadOnly(inner));
            }
            "$buffer" => {
                let readonly = match dom.text(content) {
                    Some("readonly") => true,
                    Some("writable") => false,
                    _ => return Err(self.content(content, tag, "\"readonly\" or \"writable\"")),
                };
                self.expand.graph.replace(node, Value::Buffer { readonly });
            }
            "$object" => self.object(node, content)?,
            // Leaves.
            _ => {}
        }
        Ok(())
    }

    fn list(&mut self, node: NodeId, nodes: &[NodeId]) {
        self.expand.graph.replace(node, Value::List(Steps::default()));
        if !nodes.is_empty() {
            self.expand.graph.append(node, nodes);
        }
    }

    fn dict(&mut self, node: NodeId, pairs: &[NodeId]) {
        self.expand.graph.replace(node, Value::Dict(Steps::default()));
        if !pairs.is_empty() {
            self.expand.graph.set_items(node, pairs);
        }
    }
}

/// The elements of an array, borrowed from the text alone.
fn dom_elements<'d>(
    dom: &'d Dom<'_>,
    reading: &Reading<'_, '_, '_>,
    tag: &'static str,
    id: DomId,
) -> Result<&'d [DomId]> {
    dom.array(id).ok_or_else(|| reading.content(id, tag, "an array"))
}

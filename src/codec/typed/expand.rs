//! Well-known values as the calls that CPython writes for them at a protocol.
//!
//! It does not parse: dates and numbers come as such.

use std::collections::HashMap;

use crate::pickle::{
    CallForm, Date, Delta, Graph, NodeId, StepKind, Steps, Time, Value, parts_of, view_bytes,
};

/// What a text is.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Str,
    Py2Str,
    Bytes,
}

/// Where a text stands.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Place {
    /// A key, or the name of a module: equal ones are usually one object.
    Key,
    Value,
}

/// How the graph to be like has a text.
#[derive(Clone, Copy, PartialEq)]
enum Like {
    /// In one place.
    Single,
    /// As one object in several places.
    Shared,
    /// As several objects.
    Several,
}

type Text = (Kind, Vec<u8>);

/// Adds values to a graph, and shares what CPython shares.
pub(in crate::codec) struct Expand<'g> {
    pub(in crate::codec) graph: &'g mut Graph,
    pub(in crate::codec) protocol: u8,
    /// Texts that are one object.
    texts: HashMap<Text, NodeId>,
    /// Names of modules, each one object.
    modules: HashMap<Vec<u8>, NodeId>,
    globals: HashMap<(Vec<u8>, Vec<u8>), NodeId>,
    zones: HashMap<String, NodeId>,
    utc: Option<NodeId>,
    like: HashMap<Text, Like>,
}

fn texts_of(graph: &Graph) -> HashMap<Text, Like> {
    let mut refs = vec![0_u32; graph.len()];
    for node in graph.nodes() {
        for part in parts_of(graph, node) {
            refs[part.index()] += 1;
        }
    }
    let mut texts = HashMap::new();
    for node in graph.nodes().filter(|node| refs[node.index()] > 0) {
        let text = match graph.value(node) {
            Value::Str(span) => (Kind::Str, graph.bytes(span).to_vec()),
            Value::Py2Str(span) => (Kind::Py2Str, graph.bytes(span).to_vec()),
            _ => match view_bytes(graph, node) {
                Some(content) => (Kind::Bytes, content.into_owned()),
                None => continue,
            },
        };
        let like = if refs[node.index()] > 1 { Like::Shared } else { Like::Single };
        texts.entry(text).and_modify(|like| *like = Like::Several).or_insert(like);
    }
    texts
}

impl<'g> Expand<'g> {
    pub(in crate::codec) fn new(graph: &'g mut Graph, protocol: u8, like: Option<&Graph>) -> Self {
        Self {
            graph,
            protocol,
            texts: HashMap::new(),
            modules: HashMap::new(),
            globals: HashMap::new(),
            zones: HashMap::new(),
            utc: None,
            like: like.map(texts_of).unwrap_or_default(),
        }
    }

    /// A string or bytes, one object with the others that are equal where the graph to be like has it so.
    pub(super) fn text(&mut self, kind: Kind, content: &[u8], place: Place) -> NodeId {
        let text = (kind, content.to_vec());
        let shared = match self.like.get(&text) {
            Some(Like::Shared) => true,
            Some(Like::Several) => false,
            Some(Like::Single) | None => place == Place::Key,
        };
        if let Some(node) = self.texts.get(&text).filter(|_| shared) {
            return *node;
        }
        let span = self.graph.add_bytes(content);
        let node = self.graph.add(match kind {
            Kind::Str => Value::Str(span),
            Kind::Py2Str => Value::Py2Str(span),
            Kind::Bytes => Value::Bytes(span),
        });
        if shared {
            self.texts.insert(text, node);
        }
        node
    }

    /// A string that is a value.
    pub(super) fn value_str(&mut self, text: &[u8]) -> NodeId {
        self.text(Kind::Str, text, Place::Value)
    }

    /// A string that is a key.
    pub(super) fn key_str(&mut self, text: &[u8]) -> NodeId {
        self.text(Kind::Str, text, Place::Key)
    }

    pub(in crate::codec) fn global(&mut self, module: &[u8], name: &[u8]) -> NodeId {
        if let Some(node) = self.globals.get(&(module.to_vec(), name.to_vec())) {
            return *node;
        }
        let module_node = match self.modules.get(module) {
            Some(node) => *node,
            None => {
                let node = self.key_str(module);
                self.modules.insert(module.to_vec(), node);
                node
            }
        };
        let name_node = self.value_str(name);
        let node = self.graph.add(Value::None);
        self.graph.set_global(node, module_node, name_node, self.protocol);
        self.globals.insert((module.to_vec(), name.to_vec()), node);
        node
    }

    /// A name of the standard library, spelled as CPython does at the protocol.
    fn known(&mut self, module: &str, name: &str) -> NodeId {
        let (module, name) = match (module, name) {
            _ if self.protocol >= 3 => (module, name),
            ("builtins", "str") => ("__builtin__", "unicode"),
            ("builtins", _) => ("__builtin__", name),
            ("copyreg", _) => ("copy_reg", name),
            _ => (module, name),
        };
        self.global(module.as_bytes(), name.as_bytes())
    }

    fn int(&mut self, value: i64) -> NodeId {
        self.graph.add(Value::Int(value))
    }

    /// Makes a node a call.
    pub(in crate::codec) fn call(&mut self, node: NodeId, form: CallForm, func: NodeId, args: &[NodeId]) {
        let args = self.graph.add_tuple(args);
        self.graph.replace(node, Value::Call { form, func, args, steps: Steps::default() });
    }

    fn reduce(&mut self, node: NodeId, module: &str, name: &str, args: &[NodeId]) {
        let func = self.known(module, name);
        self.call(node, CallForm::Reduce, func, args);
    }

    fn packed(&mut self, node: NodeId, name: &str, state: &[u8], tz: Option<NodeId>) {
        let span = self.graph.add_bytes(state);
        let state = self.graph.add(Value::Bytes(span));
        match tz {
            Some(tz) => self.reduce(node, "datetime", name, &[state, tz]),
            None => self.reduce(node, "datetime", name, &[state]),
        }
    }

    pub(in crate::codec) fn datetime(&mut self, node: NodeId, date: Date, time: Time, tz: Option<NodeId>) {
        let [y1, y0] = date.year.to_be_bytes();
        let [_, u2, u1, u0] = time.microsecond.to_be_bytes();
        let month = date.month | if time.fold { 0x80 } else { 0 };
        let state = [y1, y0, month, date.day, time.hour, time.minute, time.second, u2, u1, u0];
        self.packed(node, "datetime", &state, tz);
    }

    pub(super) fn date(&mut self, node: NodeId, date: Date) {
        let [y1, y0] = date.year.to_be_bytes();
        self.packed(node, "date", &[y1, y0, date.month, date.day], None);
    }

    pub(super) fn time(&mut self, node: NodeId, time: Time, tz: Option<NodeId>) {
        let [_, u2, u1, u0] = time.microsecond.to_be_bytes();
        let hour = time.hour | if time.fold { 0x80 } else { 0 };
        self.packed(node, "time", &[hour, time.minute, time.second, u2, u1, u0], tz);
    }

    pub(super) fn timedelta(&mut self, node: NodeId, delta: Delta) {
        let parts =
            [delta.days.into(), delta.seconds.into(), delta.microseconds.into()].map(|part| self.int(part));
        self.reduce(node, "datetime", "timedelta", &parts);
    }

    pub(super) fn timezone(&mut self, node: NodeId, offset: Delta, name: Option<NodeId>) {
        let delta = self.graph.add(Value::None);
        self.timedelta(delta, offset);
        match name {
            Some(name) => self.reduce(node, "datetime", "timezone", &[delta, name]),
            None => self.reduce(node, "datetime", "timezone", &[delta]),
        }
    }

    /// A time zone that is nothing but an offset; Python has UTC once.
    pub(in crate::codec) fn offset(&mut self, offset: Delta) -> NodeId {
        let utc = offset.as_seconds() == (0, 0);
        if let Some(node) = self.utc.filter(|_| utc) {
            return node;
        }
        let node = self.graph.add(Value::None);
        self.timezone(node, offset, None);
        if utc {
            self.utc = Some(node);
        }
        node
    }

    /// A time zone by name; Python has each once.
    pub(super) fn zone(&mut self, key: &str) -> NodeId {
        if let Some(node) = self.zones.get(key) {
            return *node;
        }
        let (unpickle, node) = (self.graph.add(Value::None), self.graph.add(Value::None));
        let (class, method) = (self.known("zoneinfo", "ZoneInfo"), self.key_str(b"_unpickle"));
        self.reduce(unpickle, "builtins", "getattr", &[class, method]);
        let args = [self.value_str(key.as_bytes()), self.int(1)];
        self.call(node, CallForm::Reduce, unpickle, &args);
        self.zones.insert(key.to_owned(), node);
        node
    }

    pub(super) fn decimal(&mut self, node: NodeId, text: &str) {
        let text = self.value_str(text.as_bytes());
        self.reduce(node, "decimal", "Decimal", &[text]);
    }

    pub(super) fn complex(&mut self, node: NodeId, re: f64, im: f64) {
        let parts = [re, im].map(|part| self.graph.add(Value::Float(part)));
        self.reduce(node, "builtins", "complex", &parts);
    }

    pub(super) fn uuid(&mut self, node: NodeId, value: u128) {
        let class = self.known("uuid", "UUID");
        if self.protocol < 2 {
            let base = self.known("builtins", "object");
            let none = self.graph.add(Value::None);
            self.reduce(node, "copyreg", "_reconstructor", &[class, base, none]);
        } else {
            self.call(node, CallForm::NewObj, class, &[]);
        }
        let state = self.graph.add_dict();
        let key = self.key_str(b"int");
        // One byte more keeps it positive.
        let mut bytes = value.to_le_bytes().to_vec();
        bytes.push(0);
        let value = self.graph.add_int_le(&bytes, Default::default());
        self.graph.set_items(state, &[key, value]);
        self.graph.add_step(node, StepKind::State, &[state]);
    }

    pub(super) fn markup(&mut self, node: NodeId, text: NodeId) {
        let class = self.known("markupsafe", "Markup");
        if self.protocol < 2 {
            let base = self.known("builtins", "str");
            self.reduce(node, "copyreg", "_reconstructor", &[class, base, text]);
        } else {
            self.call(node, CallForm::NewObj, class, &[text]);
        }
    }

    pub(super) fn ordered_dict(&mut self, node: NodeId, pairs: &[NodeId]) {
        self.reduce(node, "collections", "OrderedDict", &[]);
        if !pairs.is_empty() {
            self.graph.set_items(node, pairs);
        }
    }
}

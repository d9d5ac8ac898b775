//! A graph as typed JSON.
//!
//! A tag of its own is used only where reading it gives the same calls again; otherwise an object is `$object`.

mod known;

use std::borrow::Cow;
use std::collections::HashSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{EXACT, FORMS};
use crate::codec::json::{Style, Writer, big_text, float_repr};
use crate::pickle::{CallForm, Graph, NodeId, StepKind, Value, long_text, parts_of, popped, view};
use known::is_bare;

/// How typed JSON is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WriteOptions {
    /// Protocol of the pickle that the value comes from, or will go to; 4 by default.
    pub protocol: u8,
    /// Spacing; compact by default.
    pub style: Style,
}

impl Default for WriteOptions {
    fn default() -> Self {
        Self { protocol: 4, style: Style::Compact }
    }
}

/// Bytes after which every further value is left out, a little less than the reader takes.
const LONGEST: usize = 15 << 20;

/// More references to a long text than anything but an attack has.
const OFTEN: u32 = 100;

/// The value of a graph as typed JSON.
///
/// Beyond 15 MiB of JSON, which no session comes near, each further value is left out and `{"$cut": true}` stands for
/// it. Reading that is an error.
#[must_use]
pub fn to_string(graph: &Graph, options: &WriteOptions) -> String {
    // Texts are most of a session, and are as long in JSON.
    let mut out = String::with_capacity(graph.input().len() * 5 / 4 + 64);
    write(graph, &mut out, options);
    out
}

/// Writes the value of a graph as typed JSON behind what `out` holds, up to the limit of [`to_string`].
pub fn write(graph: &Graph, out: &mut String, options: &WriteOptions) {
    let beside: Vec<NodeId> = popped(graph).into_iter().map(|popped| popped.node).collect();
    let longest = out.len() + LONGEST;
    let mut typed = Typed {
        graph,
        longest,
        protocol: options.protocol,
        writer: Writer::new(out, options.style),
        refs: references(graph, &beside),
        ids: vec![0; graph.len()],
        next_id: 1,
        tasks: Vec::with_capacity(64),
    };
    if beside.is_empty() {
        typed.tasks.push(Task::Value(graph.root()));
    } else {
        typed.writer.begin_object();
        typed.tasks.extend([Task::EndObject, Task::EndArray]);
        typed.tasks.extend(beside.into_iter().rev().map(Task::Value));
        typed.tasks.extend([Task::BeginArray, Task::Key("$popped")]);
        typed.tasks.extend([Task::Value(graph.root()), Task::Key("$value")]);
    }
    while let Some(task) = typed.tasks.pop() {
        typed.run(task);
    }
}

/// How often each node is referred to, from what is written.
fn references(graph: &Graph, beside: &[NodeId]) -> Vec<u32> {
    let mut refs = vec![0; graph.len()];
    let mut left = Vec::with_capacity(graph.len() + beside.len());
    left.extend(beside.iter().copied().chain([graph.root()]));
    for node in &left {
        refs[node.index()] += 1;
    }
    let mut at = 0;
    while let Some(&node) = left.get(at) {
        at += 1;
        let is_leaf =
            matches!(graph.value(node), Value::Str(_) | Value::Int(_) | Value::Bool(_) | Value::None);
        if is_leaf || is_bare(graph, node) {
            continue;
        }
        for part in parts_of(graph, node) {
            refs[part.index()] += 1;
            if refs[part.index()] == 1 {
                left.push(part);
            }
        }
    }
    refs
}

#[derive(Clone, Copy)]
enum Task {
    Value(NodeId),
    /// A key of a dict.
    Name(NodeId),
    Key(&'static str),
    Pair(NodeId, NodeId),
    Text(&'static str),
    BeginArray,
    EndArray,
    EndObject,
}

struct Typed<'g, 'o> {
    graph: &'g Graph,
    protocol: u8,
    writer: Writer<'o>,
    refs: Vec<u32>,
    /// The `$id` of each node that has been given one.
    ids: Vec<u32>,
    next_id: u32,
    /// Length of the output beyond which values are left out.
    longest: usize,
    /// What is left to write, the next last.
    tasks: Vec<Task>,
}

impl<'g> Typed<'g, '_> {
    fn run(&mut self, task: Task) {
        match task {
            Task::Value(node) => self.value(node),
            Task::Name(node) => {
                if let Value::Str(span) = self.graph.value(node) {
                    self.writer.key(self.graph.bytes(span));
                }
            }
            Task::Key(key) => self.writer.key(key.as_bytes()),
            Task::Pair(key, value) => {
                self.writer.begin_array();
                self.tasks.extend([Task::EndArray, Task::Value(value), Task::Value(key)]);
            }
            Task::Text(text) => self.writer.str(text.as_bytes()),
            Task::BeginArray => self.writer.begin_array(),
            Task::EndArray => self.writer.end_array(),
            Task::EndObject => self.writer.end_object(),
        }
    }

    /// Whether nothing else refers to a node.
    fn owned(&self, node: NodeId) -> bool {
        self.refs[node.index()] == 1
    }

    /// Whether an argument tuple may be left out of the text.
    fn implied(&self, args: NodeId) -> bool {
        match self.graph.value(args) {
            Value::Tuple(run) => run.is_empty() || self.owned(args),
            _ => false,
        }
    }

    fn str(&mut self, text: &[u8]) {
        if std::str::from_utf8(text).is_ok() {
            return self.writer.str(text);
        }
        self.tagged_text("$str_wtf8", &STANDARD.encode(text));
    }

    fn tagged_text(&mut self, tag: &str, text: &str) {
        self.writer.begin_object();
        self.writer.key(tag.as_bytes());
        self.writer.str(text.as_bytes());
        self.writer.end_object();
    }

    fn float(&mut self, value: f64) {
        let text = float_repr(value);
        if value.is_finite() && text != "-0.0" {
            return self.writer.raw(&text);
        }
        let sign = if value.is_nan() && value.is_sign_negative() { "-" } else { "" };
        self.tagged_text("$float", &format!("{sign}{text}"));
    }

    /// Begins an object with a tag, and an `$id` where the value is met again.
    fn open(&mut self, node: NodeId, tag: &str) {
        self.writer.begin_object();
        self.write_id(node);
        self.writer.key(tag.as_bytes());
    }

    fn write_id(&mut self, node: NodeId) {
        if self.refs[node.index()] > 1 {
            self.ids[node.index()] = self.next_id;
            self.writer.key(b"$id");
            self.writer.int(self.next_id.into());
            self.next_id += 1;
        }
    }

    fn tagged(&mut self, node: NodeId, tag: &str, text: &str) {
        self.open(node, tag);
        self.writer.str(text.as_bytes());
        self.writer.end_object();
    }

    /// A tag with one value.
    fn wrapped(&mut self, node: NodeId, tag: &str, inner: NodeId) {
        self.open(node, tag);
        self.tasks.extend([Task::EndObject, Task::Value(inner)]);
    }

    fn elements(&mut self, node: NodeId, tag: &str, elements: impl DoubleEndedIterator<Item = NodeId>) {
        self.open(node, tag);
        self.writer.begin_array();
        self.tasks.extend([Task::EndObject, Task::EndArray]);
        self.tasks.extend(elements.rev().map(Task::Value));
    }

    fn pairs(&mut self, node: NodeId, tag: &str, items: &[(NodeId, NodeId)]) {
        self.open(node, tag);
        self.writer.begin_array();
        self.tasks.extend([Task::EndObject, Task::EndArray]);
        self.tasks.extend(items.iter().rev().map(|&(key, value)| Task::Pair(key, value)));
    }

    fn value(&mut self, node: NodeId) {
        let graph = self.graph;
        if self.ids[node.index()] > 0 {
            self.writer.begin_object();
            self.writer.key(b"$ref");
            self.writer.int(self.ids[node.index()].into());
            return self.writer.end_object();
        }
        if self.writer.len() > self.longest {
            self.writer.begin_object();
            self.writer.key(b"$cut");
            self.writer.bool(true);
            return self.writer.end_object();
        }
        match graph.value(node) {
            Value::None => self.writer.null(),
            Value::Bool(value) => self.writer.bool(value),
            Value::Int(value) if value.unsigned_abs() <= EXACT => self.writer.int(value),
            Value::Int(value) => self.tagged_text("$int", &value.to_string()),
            Value::BigInt(span) => self.tagged_text("$int", &big_text(graph.bytes(span))),
            Value::Float(value) => self.float(value),
            Value::Str(span) => self.str(graph.bytes(span)),
            Value::Py2Str(span) => {
                let text: String = graph.bytes(span).iter().map(|b| char::from(*b)).collect();
                self.tagged_text("$py2str", &text);
            }
            Value::Bytes(span) => self.tagged_text("$bytes", &STANDARD.encode(graph.bytes(span))),
            Value::ByteArray(span) => self.tagged(node, "$bytearray", &STANDARD.encode(graph.bytes(span))),
            Value::Tuple(run) if run.is_empty() => {
                self.writer.begin_object();
                self.writer.key(b"$tuple");
                self.writer.begin_array();
                self.writer.end_array();
                self.writer.end_object();
            }
            Value::Tuple(run) => self.elements(node, "$tuple", graph.run(run).iter().copied()),
            Value::FrozenSet(run) => self.elements(node, "$frozenset", graph.run(run).iter().copied()),
            Value::Set(_) => {
                let elements: Vec<_> = graph.elements(node).collect();
                self.elements(node, "$set", elements.into_iter());
            }
            Value::List(_) => {
                let elements: Vec<_> = graph.elements(node).collect();
                if self.refs[node.index()] > 1 {
                    return self.elements(node, "$list", elements.into_iter());
                }
                self.writer.begin_array();
                self.tasks.push(Task::EndArray);
                self.tasks.extend(elements.into_iter().rev().map(Task::Value));
            }
            Value::Dict(_) => self.dict(node),
            Value::Global { module, name } => self.global(node, module, name),
            Value::Ext(code) => {
                self.writer.begin_object();
                self.writer.key(b"$ext");
                self.writer.int(code.into());
                self.writer.end_object();
            }
            Value::PersId(id) => self.wrapped(node, "$persid", id),
            Value::ReadOnly(inner) => self.wrapped(node, "$memoryview", inner),
            Value::Buffer { readonly } => {
                self.tagged(node, "$buffer", if readonly { "readonly" } else { "writable" });
            }
            Value::Call { form, func, args, .. } => {
                // A long text of very many bytes is written as text, without a look at each of them.
                let often = long_text(graph, node).is_some_and(|text| self.refs[text.index()] > OFTEN)
                    || long_text(graph, node).is_some() && self.refs[args.index()] > OFTEN;
                let seen = if often { None } else { view(graph, node) };
                if !seen.is_some_and(|seen| self.view(node, form, func, args, &seen)) {
                    self.object(node, form, func, args);
                }
            }
        }
    }

    fn dict(&mut self, node: NodeId) {
        let graph = self.graph;
        let items: Vec<_> = graph.items(node).collect();
        let plain = |&(key, _): &(NodeId, NodeId)| graph.text(key).filter(|key| !key.starts_with('$'));
        let keys: Option<Vec<&str>> = items.iter().map(plain).collect();
        if !keys.is_some_and(|keys| are_unique(&keys)) {
            return self.pairs(node, "$dict", &items);
        }
        self.writer.begin_object();
        self.write_id(node);
        self.tasks.push(Task::EndObject);
        for (key, value) in items.into_iter().rev() {
            self.tasks.extend([Task::Value(value), Task::Name(key)]);
        }
    }

    /// `module:qualname` for a name that can be split again.
    fn name(&self, node: NodeId) -> Option<String> {
        let (module, name) = self.graph.global(node)?;
        (!module.contains(':')).then(|| format!("{module}:{name}"))
    }

    fn global(&mut self, node: NodeId, module: NodeId, name: NodeId) {
        if let Some(name) = self.name(node) {
            return self.tagged_text("$global", &name);
        }
        self.open(node, "$global");
        self.writer.begin_array();
        self.tasks.extend([Task::EndObject, Task::EndArray, Task::Value(name), Task::Value(module)]);
    }

    fn object(&mut self, node: NodeId, form: CallForm, func: NodeId, args: NodeId) {
        let graph = self.graph;
        self.open(node, "$object");
        self.writer.begin_object();
        let mut tasks = vec![];
        match self.name(func) {
            Some(name) => {
                self.writer.key(b"class");
                self.writer.str(name.as_bytes());
            }
            None => tasks.extend([Task::Key("call"), Task::Value(func)]),
        }
        let how = FORMS.iter().find(|entry| entry.1 == form).map_or("reduce", |entry| entry.0);
        tasks.extend([Task::Key("how"), Task::Text(how)]);
        match (form, graph.value(args)) {
            (CallForm::NewObjEx, Value::Tuple(run)) if run.len() == 2 => {
                let &[args, kwargs] = graph.run(run) else { return };
                self.args(&mut tasks, args);
                tasks.extend([Task::Key("kwargs"), Task::Value(kwargs)]);
            }
            // The argument tuple of these is made by the opcode: nothing else can refer to it.
            (CallForm::Obj | CallForm::Inst, Value::Tuple(run)) => {
                tasks.extend([Task::Key("args"), Task::BeginArray]);
                tasks.extend(graph.run(run).iter().map(|arg| Task::Value(*arg)));
                tasks.push(Task::EndArray);
            }
            _ => self.args(&mut tasks, args),
        }
        steps(graph, node, &mut tasks);
        tasks.extend([Task::EndObject, Task::EndObject]);
        self.tasks.extend(tasks.into_iter().rev());
    }

    fn args(&self, tasks: &mut Vec<Task>, args: NodeId) {
        tasks.push(Task::Key("args"));
        if !self.implied(args) {
            return tasks.push(Task::Value(args));
        }
        tasks.push(Task::BeginArray);
        tasks.extend(self.graph.elements(args).map(Task::Value));
        tasks.push(Task::EndArray);
    }
}

/// Whether no two keys are equal. Most dicts are small, and faster looked through than hashed.
fn are_unique(keys: &[&str]) -> bool {
    match keys.len() {
        0..=12 => keys.iter().enumerate().all(|(at, key)| !keys[..at].contains(key)),
        len => keys.iter().collect::<HashSet<_>>().len() == len,
    }
}

/// What was done to an object: a member for each kind where they come in the usual order, `steps` otherwise.
fn steps(graph: &Graph, node: NodeId, tasks: &mut Vec<Task>) {
    let mut runs: Vec<(StepKind, Cow<'_, [NodeId]>)> = Vec::new();
    for step in graph.steps(node).filter(|step| !step.children.is_empty()) {
        match runs.last_mut() {
            Some((kind, children)) if *kind == step.kind && step.kind != StepKind::State => {
                children.to_mut().extend_from_slice(step.children);
            }
            _ => runs.push((step.kind, Cow::Borrowed(step.children))),
        }
    }
    let place = |kind: StepKind| match kind {
        StepKind::Append => ("list", 0),
        StepKind::Items => ("items", 1),
        StepKind::Add => ("add", 2),
        StepKind::State => ("state", 3),
    };
    let usual = runs.is_sorted_by(|a, b| place(a.0).1 < place(b.0).1);
    if !usual {
        tasks.extend([Task::Key("steps"), Task::BeginArray]);
    }
    for (kind, children) in runs {
        let name = place(kind).0;
        if usual {
            tasks.push(Task::Key(name));
        } else {
            tasks.extend([Task::BeginArray, Task::Text(name)]);
        }
        match kind {
            StepKind::State => tasks.extend(children.iter().map(|state| Task::Value(*state))),
            StepKind::Items => {
                tasks.push(Task::BeginArray);
                tasks.extend(children.as_chunks::<2>().0.iter().map(|&[key, value]| Task::Pair(key, value)));
                tasks.push(Task::EndArray);
            }
            StepKind::Append | StepKind::Add => {
                tasks.push(Task::BeginArray);
                tasks.extend(children.iter().map(|child| Task::Value(*child)));
                tasks.push(Task::EndArray);
            }
        }
        if !usual {
            tasks.push(Task::EndArray);
        }
    }
    if !usual {
        tasks.push(Task::EndArray);
    }
}

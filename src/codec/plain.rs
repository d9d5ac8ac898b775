//! The plain view of a value: JSON for eyes, filters and queries, from which nothing can be written back.
//!
//! | Python | JSON |
//! |---|---|
//! | `None`, `bool`, `int` up to 64 bits, `float`, `str` | as they are; `"nan"`, `"inf"`, `"-inf"`; U+FFFD for lone surrogates |
//! | larger `int` | string of digits |
//! | `list`, `tuple`, `set`, `frozenset`, `deque` | array |
//! | `dict`, `OrderedDict`, `defaultdict`, `Counter` | object; keys that are no strings as Python's `repr` |
//! | `datetime`, `date`, `time` | ISO 8601, with the offset where it is known; `[Europe/Berlin]` behind it for a named zone |
//! | `Decimal`, `UUID`, `Fraction`, `complex`, `timedelta`, `range`, `Markup`, time zones | string |
//! | `bytes`, `bytearray` | base64 |
//! | scalars of numpy, `ObjectId`, `Decimal128`, moments of pandas and pendulum | as the value that says the same |
//! | an object with items | `{"$class": "app.models.Token", ...items}`, `$state` beside them where it has one |
//! | an object with appended elements | array |
//! | any other object | `{"$class": "app.models.User", ...fields}`, perhaps `$args`, `$state` |
//! | a value inside of itself, a large value met again | `{"$ref": "#/path/to/it"}` |
//! | what lies deeper than the limit | `{"$folded": "list", "length": 3}` |
//! | what the budget cuts off | `{"$cut": 17}`: so many elements are missing |
//!
//! What an object holds is what [`object`] makes of it. Items or fields with a key that begins with
//! `$` stand in `$items` or `$state`, so that nothing in a payload passes for what this view says of it.
//!
//! It does not keep types, order of `$` members or identity: `typed` does.
//!
//! ```
//! use sessctl::codec::plain;
//! use sessctl::pickle::{Limits, read};
//!
//! let graph = read(b"\x80\x04}(\x8c\x01aK\x01K\x02\x85\x8c\x01bu.".to_vec(), &Limits::default())?.graph;
//! assert_eq!(plain::write(&graph, &plain::Options::default()), r#"{"a":1,"(2,)":"b"}"#);
//! # Ok::<(), sessctl::pickle::ReadError>(())
//! ```

use std::collections::HashSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::codec::iso;
use crate::codec::json::{Style, Writer, float_repr};
use crate::codec::repr::{big_int, complex, lossy, py2_text, repr};
use crate::pickle::{
    Args, Content, Date, Graph, NodeId, Object, Scalar, Time, Tz, Value, View, Zone, class_name, class_of,
    dedupe_items, fields_of, library_value, object, view, view_elements, view_items, zone,
};

/// How much is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Levels of containers; 64 by default, half of what `serde_json` reads.
    pub depth: usize,
    /// Bytes of JSON after which no further value is begun, and elements of values met again that are looked at
    /// until then; 4 Mi by default.
    pub budget: usize,
    /// A value met again is shown again where its JSON was at most this many bytes, otherwise as `$ref`; 1 KiB by
    /// default.
    pub repeat: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { depth: 64, budget: 4 << 20, repeat: 1024 }
    }
}

/// Shows the value of a graph as one line of JSON.
#[must_use]
pub fn write(graph: &Graph, options: &Options) -> String {
    write_node(graph, graph.root(), options)
}

/// Shows one node of a graph as one line of JSON.
#[must_use]
pub fn write_node(graph: &Graph, node: NodeId, options: &Options) -> String {
    write_counted(graph, node, options).0
}

/// Shows all of a node, each value in each place; `None` where that is beyond a budget of bytes.
pub(in crate::codec) fn write_whole(graph: &Graph, node: NodeId, budget: usize) -> Option<String> {
    let options = Options { depth: usize::MAX, budget, repeat: usize::MAX };
    let (text, left_out) = write_counted(graph, node, &options);
    (left_out == 0).then_some(text)
}

/// The JSON, and how many values the budget left out.
fn write_counted(graph: &Graph, node: NodeId, options: &Options) -> (String, usize) {
    let mut out = String::new();
    let mut plain = Plain {
        graph,
        options,
        writer: Writer::new(&mut out, Style::Compact),
        tasks: Vec::new(),
        seen: vec![Seen::No; graph.len()],
        places: Vec::new(),
        open: Vec::new(),
        cut: 0,
        left_out: 0,
        work: 0,
        states: HashSet::new(),
    };
    plain.node(node, Step::Root);
    while let Some(task) = plain.tasks.pop() {
        plain.run(task);
    }
    let left_out = plain.left_out;
    (out, left_out)
}

/// How to reach a value from the one around it.
#[derive(Clone, Copy)]
enum Step {
    Root,
    Index(usize),
    Key(NodeId),
    Name(&'static str),
}

enum Task {
    /// A value in the open container.
    Value(Step, NodeId),
    /// A member of an object that is no value of its own: an array of values.
    List(Step, Vec<NodeId>),
    /// The same with items.
    Items(Step, Vec<(NodeId, NodeId)>),
    /// The same with several values for a key.
    Groups(Step, Vec<(NodeId, Vec<NodeId>)>),
    /// The end of an array or an object.
    Close,
}

#[derive(Clone, Copy, PartialEq)]
enum Seen {
    No,
    /// Being written; the index of its place.
    Open(usize),
    /// Written, in so many bytes.
    Done(usize, usize),
}

/// A container that is being written.
struct Open {
    array: bool,
    node: Option<NodeId>,
    place: usize,
    start: usize,
}

struct Plain<'g, 'o> {
    graph: &'g Graph,
    options: &'o Options,
    writer: Writer<'o>,
    /// What is left to write, the next last.
    tasks: Vec<Task>,
    seen: Vec<Seen>,
    /// Where each container is: the place around it, and the step from there.
    places: Vec<(usize, Step)>,
    open: Vec<Open>,
    /// Elements of the innermost container that the budget left out.
    cut: usize,
    /// All that it left out.
    left_out: usize,
    /// Elements of values met again: a payload can refer to a long value very often, and make little JSON of it.
    work: usize,
    /// States whose fields were shown, of any object.
    states: HashSet<NodeId>,
}

impl Plain<'_, '_> {
    fn run(&mut self, task: Task) {
        if self.writer.len().max(self.work) > self.options.budget && !matches!(task, Task::Close) {
            self.cut += 1;
            self.left_out += 1;
            return;
        }
        match task {
            Task::Value(step, node) => {
                self.key(step);
                self.node(node, step);
            }
            Task::List(step, nodes) => {
                self.key(step);
                self.begin_array(None, step);
                self.push_elements(&nodes);
            }
            Task::Items(step, items) => {
                self.key(step);
                self.begin_object(None, step);
                self.push_items(items);
            }
            Task::Groups(step, groups) => {
                self.key(step);
                self.begin_object(None, step);
                self.tasks.extend(groups.into_iter().rev().map(group));
            }
            Task::Close => self.close(),
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let cut = std::mem::take(&mut self.cut) as i64;
        if cut > 0 {
            if open.array {
                self.writer.begin_object();
            }
            self.writer.key(b"$cut");
            self.writer.int(cut);
            if open.array {
                self.writer.end_object();
            }
        }
        if open.array {
            self.writer.end_array();
        } else {
            self.writer.end_object();
        }
        if let Some(node) = open.node {
            self.seen[node.index()] = Seen::Done(open.place, self.writer.len() - open.start);
        }
    }

    fn key(&mut self, step: Step) {
        match step {
            Step::Root | Step::Index(_) => {}
            Step::Name(name) => self.writer.key(name.as_bytes()),
            Step::Key(node) => self.writer.key(key_text(self.graph, node).as_bytes()),
        }
    }

    fn begin(&mut self, array: bool, node: Option<NodeId>, step: Step) {
        let around = self.open.last().map_or(0, |open| open.place);
        self.places.push((around, step));
        let place = self.places.len() - 1;
        if let Some(node) = node {
            self.seen[node.index()] = Seen::Open(place);
        }
        self.open.push(Open { array, node, place, start: self.writer.len() });
        self.tasks.push(Task::Close);
    }

    fn begin_array(&mut self, node: Option<NodeId>, step: Step) {
        self.begin(true, node, step);
        self.writer.begin_array();
    }

    fn begin_object(&mut self, node: Option<NodeId>, step: Step) {
        self.begin(false, node, step);
        self.writer.begin_object();
    }

    fn push_elements(&mut self, nodes: &[NodeId]) {
        let values = nodes.iter().enumerate().rev();
        self.tasks.extend(values.map(|(at, node)| Task::Value(Step::Index(at), *node)));
    }

    fn push_items(&mut self, items: Vec<(NodeId, NodeId)>) {
        let items = dedupe_items(self.graph, items);
        self.tasks.extend(items.into_iter().rev().map(|(key, value)| Task::Value(Step::Key(key), value)));
    }

    /// Writes `{"$ref": ...}` where the value was written or is being written; whether it did.
    fn met(&mut self, node: NodeId) -> bool {
        let place = match self.seen[node.index()] {
            Seen::Open(place) => place,
            Seen::Done(place, written) if written > self.options.repeat => place,
            _ => return false,
        };
        let path = self.path(place);
        self.tagged("$ref", |writer| writer.str(path.as_bytes()));
        true
    }

    /// Writes `{"$folded": ...}` where the container lies too deep; whether it did.
    fn folded(&mut self, node: NodeId, kind: &str, len: usize) -> bool {
        let again = self.seen[node.index()] != Seen::No;
        let deep = self.open.len() >= self.options.depth && len > 0;
        if again || deep {
            self.work += len;
        }
        if deep {
            self.writer.begin_object();
            self.writer.key(b"$folded");
            self.writer.str(kind.as_bytes());
            self.writer.key(b"length");
            self.writer.int(len as i64);
            self.writer.end_object();
            return true;
        }
        false
    }

    /// The path to a container, as a JSON pointer behind `#`.
    fn path(&self, place: usize) -> String {
        let mut steps = Vec::new();
        let mut at = place;
        loop {
            let (around, step) = self.places[at];
            match step {
                Step::Root => break,
                Step::Index(index) => steps.push(index.to_string()),
                Step::Name(name) => steps.push(name.to_owned()),
                Step::Key(key) => steps.push(key_text(self.graph, key).replace('~', "~0").replace('/', "~1")),
            }
            at = around;
        }
        let mut path = "#".to_owned();
        for step in steps.iter().rev() {
            path.push('/');
            path.push_str(step);
        }
        path
    }

    fn tagged(&mut self, tag: &str, value: impl FnOnce(&mut Writer<'_>)) {
        self.writer.begin_object();
        self.writer.key(tag.as_bytes());
        value(&mut self.writer);
        self.writer.end_object();
    }

    fn array(&mut self, node: NodeId, step: Step, kind: &str, elements: &[NodeId]) {
        if !self.folded(node, kind, elements.len()) {
            self.begin_array(Some(node), step);
            self.push_elements(elements);
        }
    }

    fn object(&mut self, node: NodeId, step: Step, kind: &str, items: Vec<(NodeId, NodeId)>) {
        if !self.folded(node, kind, items.len()) {
            self.begin_object(Some(node), step);
            self.push_items(items);
        }
    }

    fn node(&mut self, node: NodeId, step: Step) {
        let graph = self.graph;
        // Before anything is collected or looked at: that costs as much as the value is long.
        if self.met(node) {
            return;
        }
        match graph.value(node) {
            Value::None => self.writer.null(),
            Value::Bool(value) => self.writer.bool(value),
            Value::Int(value) => self.writer.int(value),
            Value::BigInt(span) => self.writer.str(big_int(graph.bytes(span)).as_bytes()),
            Value::Float(value) if value.is_finite() => self.writer.raw(&float_repr(value)),
            Value::Float(value) => self.writer.str(float_repr(value).as_bytes()),
            Value::Str(span) => self.writer.str(lossy(graph.bytes(span)).as_bytes()),
            Value::Py2Str(span) => self.writer.str(py2_text(graph.bytes(span)).as_bytes()),
            Value::Bytes(span) | Value::ByteArray(span) => self.bytes(graph.bytes(span)),
            Value::Tuple(run) => self.array(node, step, "tuple", graph.run(run)),
            Value::FrozenSet(run) => self.array(node, step, "frozenset", graph.run(run)),
            Value::List(_) => self.array(node, step, "list", &graph.elements(node).collect::<Vec<_>>()),
            Value::Set(_) => self.array(node, step, "set", &graph.elements(node).collect::<Vec<_>>()),
            Value::Dict(_) => self.object(node, step, "dict", graph.items(node).collect()),
            Value::Global { .. } => {
                let name = class_name(graph, node).unwrap_or_default();
                self.tagged("$global", |writer| writer.str(name.as_bytes()));
            }
            Value::Ext(code) => self.tagged("$ext", |writer| writer.int(code.into())),
            Value::Buffer { .. } => self.tagged("$buffer", |writer| writer.null()),
            Value::PersId(id) => self.wrapped(node, step, "$persid", id),
            Value::ReadOnly(inner) => self.wrapped(node, step, "$memoryview", inner),
            Value::Call { .. } => {
                if let Some(view) = view(graph, node) {
                    self.view(node, step, view);
                } else if let Some(library) = library_value(graph, node) {
                    self.scalar(&library.scalar);
                } else if let Some(object) = object(graph, node) {
                    self.instance(node, step, object);
                }
            }
        }
    }

    fn wrapped(&mut self, node: NodeId, step: Step, tag: &'static str, inner: NodeId) {
        if !self.folded(node, tag, 1) {
            self.begin_object(Some(node), step);
            self.tasks.push(Task::Value(Step::Name(tag), inner));
        }
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.writer.str(STANDARD.encode(bytes).as_bytes());
    }

    fn view(&mut self, node: NodeId, step: Step, view: View<'_>) {
        let graph = self.graph;
        let text = match view {
            View::Bytes(bytes) | View::ByteArray(bytes) => return self.bytes(&bytes),
            View::Set(_) => return self.array(node, step, "set", &view_elements(graph, node)),
            View::FrozenSet(_) => return self.array(node, step, "frozenset", &view_elements(graph, node)),
            View::Deque { .. } => return self.array(node, step, "deque", &view_elements(graph, node)),
            View::OrderedDict { .. } => {
                return self.object(node, step, "OrderedDict", view_items(graph, node));
            }
            View::DefaultDict { .. } => {
                return self.object(node, step, "defaultdict", view_items(graph, node));
            }
            View::Counter(_) => return self.object(node, step, "Counter", view_items(graph, node)),
            View::Markup(text) => return self.node(text, step),
            _ => view_text(graph, &view),
        };
        self.writer.str(text.as_bytes());
    }

    fn scalar(&mut self, scalar: &Scalar<'_>) {
        match scalar {
            Scalar::Null => self.writer.null(),
            Scalar::Bool(value) => self.writer.bool(*value),
            Scalar::Int(value) => self.writer.int(*value),
            Scalar::Float(value) if value.is_finite() => self.writer.raw(&float_repr(*value)),
            Scalar::Text(text) => self.writer.str(text.as_bytes()),
            Scalar::Bytes(bytes) => self.bytes(bytes),
            _ => self.writer.str(scalar_text(self.graph, scalar).as_bytes()),
        }
    }

    fn instance(&mut self, node: NodeId, step: Step, object: Object) {
        let graph = self.graph;
        let name = class_of(graph, node);
        let kind = name.as_deref().unwrap_or("object");
        let Object { class, args, content, states } = object;
        if let Content::List { elements, .. } = &content {
            return self.array(node, step, kind, elements);
        }
        if self.folded(node, kind, 1) {
            return;
        }
        if self.seen[node.index()] != Seen::No {
            self.work += content.len() + states.len();
        }
        self.begin_object(Some(node), step);
        let mut members = Vec::new();
        match name {
            Some(name) => {
                self.writer.key(b"$class");
                self.writer.str(name.as_bytes());
            }
            None => members.push(Task::Value(Step::Name("$class"), class)),
        }
        match args {
            Args::None => {}
            Args::Base(value) => members.push(Task::Value(Step::Name("$value"), value)),
            Args::Positional(args) => members.push(Task::List(Step::Name("$args"), args)),
            Args::Opaque(args) => members.push(Task::Value(Step::Name("$args"), args)),
            Args::Keywords(args, keywords) => {
                members.push(Task::Value(Step::Name("$args"), args));
                members.push(Task::Value(Step::Name("$kwargs"), keywords));
            }
        }
        let beside = match content {
            Content::Fields | Content::List { .. } => false,
            Content::Map { items, .. } => {
                self.push_members(&mut members, "$items", items);
                true
            }
            Content::MultiMap(groups) => {
                if groups.iter().any(|(key, _)| self.is_reserved(*key)) {
                    members.push(Task::Groups(Step::Name("$items"), groups));
                } else {
                    members.extend(groups.into_iter().map(group));
                }
                true
            }
            Content::Mixed { elements, items } => {
                members.push(Task::List(Step::Name("$list"), elements));
                members.push(Task::Items(Step::Name("$items"), items));
                false
            }
        };
        for state in states {
            if self.work > self.options.budget {
                members.push(Task::Value(Step::Name("$state"), state));
                continue;
            }
            self.push_state(&mut members, state, beside);
        }
        self.tasks.extend(members.into_iter().rev());
    }

    fn is_reserved(&self, key: NodeId) -> bool {
        match self.graph.value(key) {
            Value::Str(span) | Value::Py2Str(span) => self.graph.bytes(span).first() == Some(&b'$'),
            _ => false,
        }
    }

    /// Items as members of an object; in one member where a key could be taken for a member that this view makes.
    fn push_members(&self, members: &mut Vec<Task>, within: &'static str, items: Vec<(NodeId, NodeId)>) {
        if items.iter().any(|(key, _)| self.is_reserved(*key)) {
            return members.push(Task::Items(Step::Name(within), items));
        }
        let items = dedupe_items(self.graph, items);
        members.extend(items.into_iter().map(|(key, value)| Task::Value(Step::Key(key), value)));
    }

    /// The fields of a state; anything else is `$state`, and so are fields beside items.
    fn push_state(&mut self, members: &mut Vec<Task>, state: NodeId, beside: bool) {
        let Some(fields) = fields_of(self.graph, state) else {
            return members.push(Task::Value(Step::Name("$state"), state));
        };
        if !self.states.insert(state) {
            self.work += fields.len();
        }
        match beside {
            true if fields.is_empty() => {}
            true => members.push(Task::Items(Step::Name("$state"), fields)),
            false => self.push_members(members, "$state", fields),
        }
    }
}

fn group((key, values): (NodeId, Vec<NodeId>)) -> Task {
    Task::List(Step::Key(key), values)
}

pub(super) fn key_text(graph: &Graph, node: NodeId) -> std::borrow::Cow<'_, str> {
    match graph.value(node) {
        Value::Str(span) => lossy(graph.bytes(span)),
        Value::Py2Str(span) => py2_text(graph.bytes(span)),
        _ => repr(graph, node).into(),
    }
}

/// The text of a value that is one.
pub(in crate::codec) fn view_text(graph: &Graph, shown: &View<'_>) -> String {
    let mut out = String::new();
    match shown {
        View::Datetime { date, time, tz } => {
            let tz = known(graph, *tz, Some((*date, *time)));
            write_moment(graph, &mut out, Some(*date), (*time, 0), tz);
        }
        View::Date(date) => iso::write_date(&mut out, *date),
        View::Time { time, tz } => {
            write_moment(graph, &mut out, None, (*time, 0), known(graph, *tz, None));
        }
        View::Timedelta(delta) => iso::write_delta(&mut out, *delta),
        View::Timezone { offset, name } => match name {
            Some(name) => out.push_str(&key_text(graph, *name)),
            None => {
                out.push_str("UTC");
                if offset.as_seconds() != (0, 0) {
                    iso::write_offset(&mut out, *offset);
                }
            }
        },
        View::ZoneInfo { key, .. } => out.push_str(key),
        View::Decimal(text) => out.push_str(text),
        View::Fraction(text) => out.push_str(text),
        View::Uuid { value, .. } => out.push_str(&iso::uuid_text(*value)),
        View::Complex { re, im } => out.push_str(&complex(*re, *im)),
        View::Range(parts) | View::Slice(parts) => {
            let parts = parts.map(|part| repr(graph, part)).join(", ");
            let name = if matches!(shown, View::Range(_)) { "range" } else { "slice" };
            out.push_str(&format!("{name}({parts})"));
        }
        _ => {}
    }
    out
}

/// The text of a value of a library.
pub(in crate::codec) fn scalar_text(graph: &Graph, scalar: &Scalar<'_>) -> String {
    let mut out = String::new();
    match scalar {
        Scalar::Null => out.push_str("None"),
        Scalar::Bool(value) => out.push_str(if *value { "True" } else { "False" }),
        Scalar::Int(value) => out.push_str(&value.to_string()),
        Scalar::Uint(value) => out.push_str(&value.to_string()),
        Scalar::Float(value) => out.push_str(&float_repr(*value)),
        Scalar::Complex { re, im } => out.push_str(&complex(*re, *im)),
        Scalar::Text(text) => out.push_str(text),
        Scalar::Bytes(bytes) => STANDARD.encode_string(bytes, &mut out),
        Scalar::Datetime { date, time, nanosecond, tz } => {
            write_moment(graph, &mut out, Some(*date), (*time, *nanosecond), *tz);
        }
        Scalar::Date(date) => iso::write_date(&mut out, *date),
        Scalar::Time { time, tz } => write_moment(graph, &mut out, None, (*time, 0), *tz),
        Scalar::Timedelta { delta, nanosecond } => iso::write_exact_delta(&mut out, *delta, *nanosecond),
    }
    out
}

fn known(graph: &Graph, tz: Option<NodeId>, at: Option<(Date, Time)>) -> Tz<'_> {
    match tz {
        None => Tz::Naive,
        Some(tz) => zone(graph, tz, at).map_or(Tz::Unknown(tz), Tz::Known),
    }
}

/// A date and a time, the offset where it is known, and the name of the zone, or of its class where that is all there
/// is.
fn write_moment(
    graph: &Graph,
    out: &mut String,
    date: Option<Date>,
    (time, nanosecond): (Time, u16),
    tz: Tz<'_>,
) {
    if let Some(date) = date {
        iso::write_date(out, date);
        out.push('T');
    }
    iso::write_exact_time(out, time, nanosecond);
    match tz {
        Tz::Naive => {}
        Tz::Known(Zone { offset, name, .. }) => {
            iso::write_offset(out, offset);
            if let Some(name) = name {
                out.push_str(&format!("[{name}]"));
            }
        }
        Tz::Unknown(tz) => match view(graph, tz) {
            Some(View::ZoneInfo { key, .. }) => out.push_str(&format!("[{key}]")),
            _ => {
                let class = class_of(graph, tz);
                out.push_str(&format!("[{}]", class.as_deref().unwrap_or("?")));
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cycle_refers_to_the_path_of_what_it_meets_again() {
        let mut graph = Graph::new();
        let (outer, inner) = (graph.add_dict(), graph.add_list());
        let key = graph.add_str("a/b~");
        graph.set_items(outer, &[key, inner]);
        graph.append(inner, &[outer, inner]);
        graph.set_root(outer);
        let shown = write(&graph, &Options::default());
        assert_eq!(shown, r##"{"a/b~":[{"$ref":"#"},{"$ref":"#/a~1b~0"}]}"##);
    }

    #[test]
    fn small_shared_values_are_repeated_and_large_ones_referred_to() {
        let mut graph = Graph::new();
        let (root, small, large) = (graph.add_list(), graph.add_list(), graph.add_list());
        let text = graph.add_str(&"x".repeat(2000));
        graph.append(large, &[text]);
        graph.append(root, &[small, small, large, large]);
        graph.set_root(root);
        let shown = write(&graph, &Options::default());
        assert!(shown.starts_with("[[],[],[\"xxx"), "{shown}");
        assert!(shown.ends_with(r##",{"$ref":"#/2"}]"##), "{shown}");
    }

    #[test]
    fn what_lies_deep_is_folded_and_serde_reads_the_rest() {
        let mut graph = Graph::new();
        let mut node = graph.add_list();
        let leaf = graph.add(Value::None);
        graph.append(node, &[leaf, leaf]);
        for _ in 0..100_000 {
            let outer = graph.add_list();
            graph.append(outer, &[node]);
            node = outer;
        }
        graph.set_root(node);
        let shown = write(&graph, &Options::default());
        assert!(shown.contains(r#"{"$folded":"list","length":1}"#));
        serde_json::from_str::<serde_json::Value>(&shown).unwrap();
    }

    #[test]
    fn the_budget_cuts_and_says_how_much() {
        let mut graph = Graph::new();
        let (root, list) = (graph.add_dict(), graph.add_list());
        let numbers: Vec<_> = (0..1000).map(|n| graph.add(Value::Int(n))).collect();
        graph.append(list, &numbers);
        let (a, b) = (graph.add_str("a"), graph.add_str("b"));
        graph.set_items(root, &[a, list, b, list]);
        graph.set_root(root);
        let shown = write(&graph, &Options { budget: 20, ..Options::default() });
        assert_eq!(shown, r#"{"a":[0,1,2,3,4,5,6,7,{"$cut":992}],"$cut":1}"#);
    }

    #[test]
    fn a_bomb_of_shared_lists_ends() {
        for repeat in [0, 1024, 1 << 20] {
            let mut graph = Graph::new();
            let mut node = graph.add_list();
            for _ in 0..60 {
                let outer = graph.add_list();
                graph.append(outer, &[node, node, node]);
                node = outer;
            }
            graph.set_root(node);
            let options = Options { repeat, budget: 1 << 18, ..Options::default() };
            assert!(write(&graph, &options).len() < 1 << 20);
        }
    }
}

//! What differs between two versions of a value, by path: what an edit has changed.
//!
//! Paths are those that `edit` takes. It compares dicts, lists and objects part by part, and everything else as a
//! whole. It does not look for values that moved, nor for what is shared.

use std::collections::{HashMap, HashSet};

use super::edit::replaces_items;
use super::path::{Path, PathStep};
use super::plain::{Options, key_text, write_node};
use super::typed::{self, WriteOptions};
use crate::pickle::{
    CallForm, Graph, MadeWith, NodeId, StepKind, Value, View, class_name, dedupe_items, fields_of, made_with,
    parts_of, view, view_elements, view_items,
};

/// A value that was added, removed or replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where it stands.
    pub path: Path,
    /// Keys of pairs on the way, such as the names of headers and of fields in forms, which the path does not show.
    pub pair_keys: Vec<String>,
    /// The value that was there.
    pub old: Option<NodeId>,
    /// The value that is there now.
    pub new: Option<NodeId>,
}

/// What differs between two versions of a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// In the order of the values.
    pub changes: Vec<Change>,
    /// Whether there may be more.
    pub more: bool,
}

/// Pairs of nodes that are compared: payloads that refer to one value very often could make them without number.
const COMPARED: usize = 4_000_000;

/// Lists of different lengths are aligned while the product of their elements and the nodes is within this.
const ALIGNED: usize = 10_000_000;

/// Finds what differs between two versions of a value, up to a number of changes.
///
/// ```
/// use sessctl::codec::{changes, json};
///
/// let read = |text: &str| json::read(text.as_bytes(), &json::Options::default());
/// let (old, new) = (read(r#"{"user": {"name": "ada"}, "n": 1}"#)?, read(r#"{"user": {"name": "grace"}, "n": 1}"#)?);
/// let found = changes::between(&old, &new, 10);
/// let [change] = &found.changes[..] else { panic!("one change") };
/// assert_eq!(change.path.to_string(), "user.name");
/// assert_eq!(changes::value(&new, change.new.expect("it is there"), 4), "\"grace\"");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn between(old: &Graph, new: &Graph, limit: usize) -> Changes {
    let mut diff = Diff {
        old,
        new,
        places: vec![Place { around: 0, step: None, pair_key: None, old: old.root(), new: new.root() }],
        tasks: vec![Task::Compare(old.root(), new.root(), 0)],
        open: HashSet::new(),
        alike: HashSet::new(),
        reported: HashSet::new(),
        found: Changes::default(),
    };
    let mut compared = 0;
    while let Some(task) = diff.tasks.pop() {
        compared += 1;
        match task {
            Task::Leave(a, b, found) => diff.leave(a, b, found),
            _ if compared > COMPARED || diff.found.changes.len() >= limit => {
                diff.found.more = true;
                break;
            }
            Task::Compare(a, b, place) => diff.compare(a, b, place),
            Task::Report(change) => diff.found.changes.push(change),
        }
    }
    diff.found
}

/// One value of a graph as typed JSON on one line, as `edit --set` takes it. `protocol` is that of the payload.
#[must_use]
pub fn value(graph: &Graph, node: NodeId, protocol: u8) -> String {
    typed::to_string(&alone(graph, node), &WriteOptions { protocol, ..WriteOptions::default() })
}

/// A graph of which one value is the whole.
#[must_use]
pub fn alone(graph: &Graph, node: NodeId) -> Graph {
    let mut alone = graph.clone();
    // What the payload does beside is not of this value.
    alone.retain_effects(|_| false);
    alone.set_root(node);
    alone
}

/// A place that has a path.
struct Place {
    around: usize,
    step: Option<PathStep>,
    pair_key: Option<String>,
    old: NodeId,
    new: NodeId,
}

enum Task {
    /// Compares two nodes; a difference is one of the place.
    Compare(NodeId, NodeId, usize),
    Report(Change),
    /// All parts of two nodes have been compared; holds the number of changes found before.
    Leave(NodeId, NodeId, usize),
}

struct Diff<'g> {
    old: &'g Graph,
    new: &'g Graph,
    places: Vec<Place>,
    /// What is left, the next last.
    tasks: Vec<Task>,
    /// Those whose parts are being compared.
    open: HashSet<(NodeId, NodeId)>,
    /// Those whose parts are alike.
    alike: HashSet<(NodeId, NodeId)>,
    reported: HashSet<usize>,
    found: Changes,
}

/// Keys and values.
type Items = Vec<(NodeId, NodeId)>;

/// The parts of a node that have paths.
struct Parts {
    /// What has to be alike for the parts to be compared one by one.
    kind: Kind,
    lists: Vec<(Option<&'static str>, Vec<NodeId>)>,
    maps: Vec<(Option<&'static str>, Items)>,
    /// Parts that have no path of their own.
    whole: Vec<(&'static str, NodeId)>,
}

#[derive(PartialEq)]
enum Kind {
    Dict,
    List,
    Tuple,
    Deque(Option<i64>),
    Map(&'static str),
    Object(Option<String>, CallForm),
}

/// The parts of a container or an object; `None` for a value that is compared as a whole.
fn parts(graph: &Graph, node: NodeId) -> Option<Parts> {
    let list =
        |kind, elements| Parts { kind, lists: vec![(None, elements)], maps: Vec::new(), whole: Vec::new() };
    let map = |kind| {
        let items = dedupe_items(graph, view_items(graph, node));
        Parts { kind, lists: Vec::new(), maps: vec![(None, items)], whole: Vec::new() }
    };
    Some(match graph.value(node) {
        Value::Dict(_) => map(Kind::Dict),
        Value::List(_) => list(Kind::List, graph.elements(node).collect()),
        Value::Tuple(_) => list(Kind::Tuple, graph.elements(node).collect()),
        Value::Call { form, .. } => match view(graph, node) {
            Some(View::OrderedDict { .. }) => map(Kind::Map("OrderedDict")),
            Some(View::DefaultDict { factory }) => {
                let mut parts = map(Kind::Map("defaultdict"));
                parts.whole.extend(factory.map(|factory| ("factory", factory)));
                parts
            }
            Some(View::Counter(_)) => map(Kind::Map("Counter")),
            Some(View::Deque { maxlen, .. }) => list(Kind::Deque(maxlen), view_elements(graph, node)),
            Some(_) => return None,
            None => {
                let (class, with) = made_with(graph, node)?;
                let name = class_name(graph, class);
                let whole = if name.is_none() { vec![("class", class)] } else { Vec::new() };
                let kind = Kind::Object(name, form);
                object(graph, node, Parts { kind, lists: Vec::new(), maps: Vec::new(), whole }, with)
            }
        },
        _ => return None,
    })
}

fn object(graph: &Graph, node: NodeId, mut parts: Parts, with: MadeWith) -> Parts {
    match with {
        MadeWith::Nothing => {}
        MadeWith::Base { value, .. } => parts.whole.push(("$value", value)),
        MadeWith::AfterFirst(args) => parts.whole.push(("$args", args)),
        MadeWith::Tuple(args) => {
            let mut both = graph.elements(args);
            match (&parts.kind, both.next(), both.next()) {
                (Kind::Object(_, CallForm::NewObjEx), Some(args), Some(keywords)) => {
                    parts.whole.extend([("$args", args), ("$kwargs", keywords)]);
                }
                _ => parts.whole.push(("$args", args)),
            }
        }
    }
    let (mut list, mut items) = (Vec::new(), Vec::new());
    let mut fields = Vec::new();
    for step in graph.steps(node) {
        match step.kind {
            StepKind::Append | StepKind::Add => list.extend_from_slice(step.children),
            StepKind::Items => items.extend(step.children.as_chunks::<2>().0.iter().map(|&[k, v]| (k, v))),
            StepKind::State => {
                for &state in step.children {
                    match fields_of(graph, state) {
                        Some(of_state) => fields.extend(of_state),
                        None => parts.whole.push(("$state", state)),
                    }
                }
            }
        }
    }
    parts.lists.push((Some("$list"), list));
    // Where the class takes its content from its state, its items are written for nobody.
    if !replaces_items(graph, node) {
        parts.maps.push((Some("$items"), dedupe_items(graph, items)));
    }
    parts.maps.push((None, dedupe_items(graph, fields)));
    parts
}

/// A key, compared with others as Python compares it, as far as its text shows.
fn name(graph: &Graph, key: NodeId) -> (bool, String) {
    let is_text = matches!(graph.value(key), Value::Str(_) | Value::Py2Str(_));
    (is_text, key_text(graph, key).into_owned())
}

impl Diff<'_> {
    fn path(&self, mut place: usize) -> (Path, Vec<String>) {
        let (mut steps, mut pair_keys) = (Vec::new(), Vec::new());
        while let Some(step) = &self.places[place].step {
            steps.push(step.clone());
            pair_keys.extend(self.places[place].pair_key.clone());
            place = self.places[place].around;
        }
        steps.reverse();
        (Path { steps }, pair_keys)
    }

    fn place(&mut self, around: usize, step: PathStep, old: NodeId, new: NodeId) -> usize {
        let pair_key = match &step {
            PathStep::Index(1) => pair_key(self.new, self.places[around].new),
            PathStep::Key(key) if matches!(&*key.to_ascii_lowercase(), "value" | "coded_value") => {
                let Place { old, new, .. } = self.places[around];
                name_beside(self.new, new).or_else(|| name_beside(self.old, old))
            }
            _ => None,
        };
        self.places.push(Place { around, step: Some(step), pair_key, old, new });
        self.places.len() - 1
    }

    /// A part of an object that has a name but no value of its own.
    fn part(&mut self, around: usize, name: Option<&'static str>) -> usize {
        let Some(name) = name else { return around };
        let Place { old, new, .. } = self.places[around];
        self.place(around, PathStep::Key(name.to_owned()), old, new)
    }

    fn differs(&mut self, place: usize) {
        if self.reported.insert(place) {
            let (path, pair_keys) = self.path(place);
            let Place { old, new, .. } = self.places[place];
            self.found.changes.push(Change { path, pair_keys, old: Some(old), new: Some(new) });
        }
    }

    fn compare(&mut self, a: NodeId, b: NodeId, place: usize) {
        if self.reported.contains(&place) || self.alike.contains(&(a, b)) || !self.open.insert((a, b)) {
            return;
        }
        self.tasks.push(Task::Leave(a, b, self.found.changes.len()));
        // A part without a path of its own belongs to the place around it.
        let is_place = (a, b) == (self.places[place].old, self.places[place].new);
        match (parts(self.old, a), parts(self.new, b)) {
            (Some(a), Some(b)) if is_place => match a.kind == b.kind && a.whole.len() == b.whole.len() {
                true => self.parts(a, b, place),
                false => self.differs(place),
            },
            _ => self.whole(a, b, place),
        }
    }

    /// A value that is met again is compared again only where it differs, for its other path.
    fn leave(&mut self, a: NodeId, b: NodeId, found: usize) {
        self.open.remove(&(a, b));
        if found == self.found.changes.len() {
            self.alike.insert((a, b));
        }
    }

    fn parts(&mut self, a: Parts, b: Parts, place: usize) {
        let mut tasks = Vec::new();
        for ((name, old), (_, new)) in a.whole.into_iter().zip(b.whole) {
            let place = if name.starts_with('$') {
                self.place(place, PathStep::Key(name.to_owned()), old, new)
            } else {
                place
            };
            tasks.push(Task::Compare(old, new, place));
        }
        for ((name, old), (_, new)) in a.lists.into_iter().zip(b.lists) {
            let place = self.part(place, name);
            self.elements(&old, &new, place, &mut tasks);
        }
        for ((name, old), (_, new)) in a.maps.into_iter().zip(b.maps) {
            let place = self.part(place, name);
            self.items(&old, &new, place, &mut tasks);
        }
        self.tasks.extend(tasks.into_iter().rev());
    }

    /// Compares two nodes that have no paths inside.
    fn whole(&mut self, a: NodeId, b: NodeId, place: usize) {
        let (old, new) = (self.old, self.new);
        let is_same = match (old.value(a), new.value(b)) {
            (Value::Str(x), Value::Str(y))
            | (Value::Py2Str(x), Value::Py2Str(y))
            | (Value::Bytes(x), Value::Bytes(y))
            | (Value::ByteArray(x), Value::ByteArray(y))
            | (Value::BigInt(x), Value::BigInt(y)) => old.bytes(x) == new.bytes(y),
            (Value::Float(x), Value::Float(y)) => x.to_bits() == y.to_bits(),
            (
                x @ (Value::None | Value::Bool(_) | Value::Int(_) | Value::Ext(_) | Value::Buffer { .. }),
                y,
            ) => x == y,
            (x, y) => {
                let (x_parts, y_parts): (Vec<_>, Vec<_>) =
                    (parts_of(old, a).collect(), parts_of(new, b).collect());
                let is_alike = std::mem::discriminant(&x) == std::mem::discriminant(&y)
                    && x_parts.len() == y_parts.len()
                    && steps(old, a).eq(steps(new, b));
                if is_alike {
                    let parts = x_parts.into_iter().zip(y_parts);
                    self.tasks.extend(parts.rev().map(|(x, y)| Task::Compare(x, y, place)));
                }
                is_alike
            }
        };
        // Bytes and sets can be spelled in more than one way.
        if !is_same && !self.is_shown_alike(place) {
            self.differs(place);
        }
    }

    fn is_shown_alike(&self, place: usize) -> bool {
        let Place { old, new, .. } = self.places[place];
        let (a, b) = (view(self.old, old), view(self.new, new));
        let is_leaf = |graph: &Graph, node| {
            matches!(
                graph.value(node),
                Value::Bytes(_) | Value::ByteArray(_) | Value::Set(_) | Value::FrozenSet(_)
            )
        };
        (a.is_some() || is_leaf(self.old, old))
            && (b.is_some() || is_leaf(self.new, new))
            && value(self.old, old, 4) == value(self.new, new, 4)
    }

    fn elements(&mut self, old: &[NodeId], new: &[NodeId], place: usize, tasks: &mut Vec<Task>) {
        let mut behind = 0;
        if old.len() != new.len() {
            let work = (old.len() + new.len()).saturating_mul(self.old.len().max(self.new.len()));
            if work <= ALIGNED {
                let options = Options { depth: 16, budget: 1024, repeat: 0 };
                let alike = |a: &NodeId, b: &NodeId| {
                    write_node(self.old, *a, &options) == write_node(self.new, *b, &options)
                };
                let from = old.iter().zip(new).take_while(|(a, b)| alike(a, b)).count();
                let rest = (old[from..].iter().rev()).zip(new[from..].iter().rev());
                behind = rest.take_while(|(a, b)| alike(a, b)).count();
            }
        }
        let (old_end, new_end) = (old.len() - behind, new.len() - behind);
        for at in 0..old_end.max(new_end) {
            let (a, b) = ((at < old_end).then(|| old[at]), (at < new_end).then(|| new[at]));
            self.entry(PathStep::Index(at), a, b, place, tasks);
        }
        for back in (1..=behind).rev() {
            let (a, b) = (old.len() - back, new.len() - back);
            self.entry(PathStep::Index(b), Some(old[a]), Some(new[b]), place, tasks);
        }
    }

    fn items(
        &mut self,
        old: &[(NodeId, NodeId)],
        new: &[(NodeId, NodeId)],
        place: usize,
        tasks: &mut Vec<Task>,
    ) {
        let mut added: HashMap<_, _> = new.iter().map(|&(k, v)| (name(self.new, k), v)).collect();
        for &(key, value) in old {
            let key = name(self.old, key);
            let now = added.remove(&key);
            self.entry(PathStep::Key(key.1), Some(value), now, place, tasks);
        }
        for &(key, value) in new {
            let key = name(self.new, key);
            if added.remove(&key).is_some() {
                self.entry(PathStep::Key(key.1), None, Some(value), place, tasks);
            }
        }
    }

    fn entry(
        &mut self,
        step: PathStep,
        old: Option<NodeId>,
        new: Option<NodeId>,
        around: usize,
        tasks: &mut Vec<Task>,
    ) {
        match (old, new) {
            (Some(a), Some(b)) => {
                let place = self.place(around, step, a, b);
                tasks.push(Task::Compare(a, b, place));
            }
            (old, new) => {
                let (mut path, pair_keys) = self.path(around);
                path.steps.push(step);
                tasks.push(Task::Report(Change { path, pair_keys, old, new }));
            }
        }
    }
}

/// Kinds and lengths of what was done to a node.
fn steps(graph: &Graph, node: NodeId) -> impl Iterator<Item = (StepKind, usize)> + '_ {
    graph.steps(node).map(|step| (step.kind, step.children.len()))
}

/// The key of a pair, where a node is one.
fn pair_key(graph: &Graph, node: NodeId) -> Option<String> {
    if !matches!(graph.value(node), Value::Tuple(_) | Value::List(_)) {
        return None;
    }
    let mut elements = graph.elements(node);
    let (key, _, None) = (elements.next()?, elements.next()?, elements.next()) else { return None };
    matches!(graph.value(key), Value::Str(_) | Value::Py2Str(_)).then(|| key_text(graph, key).into_owned())
}

/// The name in `{"name": ..., "value": ...}`, in a dict or in the fields of an object.
fn name_beside(graph: &Graph, node: NodeId) -> Option<String> {
    let states = graph.steps(node).filter(|step| step.kind == StepKind::State).flat_map(|step| step.children);
    let fields = states.filter_map(|&state| fields_of(graph, state)).flatten();
    let is_name = |key| matches!(&*key_text(graph, key).to_ascii_lowercase(), "name" | "key");
    let (_, name) = graph.items(node).chain(fields).find(|&(key, _)| is_name(key))?;
    matches!(graph.value(name), Value::Str(_) | Value::Py2Str(_)).then(|| key_text(graph, name).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::typed::ReadOptions;

    fn read(text: &str) -> Graph {
        typed::read(text.as_bytes(), &ReadOptions::default()).unwrap()
    }

    fn lines(old: &str, new: &str) -> Vec<String> {
        let (old, new) = (read(old), read(new));
        let Changes { changes, more } = between(&old, &new, 100);
        assert!(!more);
        let shown =
            |graph: &Graph, node: Option<NodeId>| node.map_or("-".to_owned(), |node| value(graph, node, 4));
        changes
            .iter()
            .map(|change| {
                format!("{:#}: {} > {}", change.path, shown(&old, change.old), shown(&new, change.new))
            })
            .collect()
    }

    #[test]
    fn changes_are_named_by_path_with_both_values() {
        let old =
            r#"{"a": 1, "b": {"c": [1, 2, 3], "d": {"$tuple": [1, 2]}}, "e": {"$set": [1]}, "same": [[]]}"#;
        let new =
            r#"{"a": "1", "b": {"c": [1, 3], "d": [1, 2]}, "e": {"$set": [1, 2]}, "same": [[]], "f": null}"#;
        assert_eq!(
            lines(old, new),
            [
                "a: 1 > \"1\"",
                "b.c[1]: 2 > -",
                "b.d: {\"$tuple\":[1,2]} > [1,2]",
                "e: {\"$set\":[1]} > {\"$set\":[1,2]}",
                "f: - > null"
            ]
        );
        assert_eq!(lines(old, old), [""; 0]);
        assert_eq!(lines(r#"{"c": [1, 2]}"#, r#"{"c": [0, 1, 2, 3]}"#).len(), 4);
        assert_eq!(lines(r#"{"c": [1, 2]}"#, r#"{"c": [0, 1, 2]}"#), ["c[0]: - > 0"]);
    }

    #[test]
    fn types_and_fields_of_objects_show() {
        let object = |parts: &str| {
            format!(r#"{{"v": {{"$object": {{"class": "app:T", "how": "newobj", {parts}}}}}}}"#)
        };
        let old = object(
            r#""args": [1], "items": [["a", 1]], "state": {"$tuple": [null, {"b": {"$date": "2026-01-01"}}]}"#,
        );
        let new = object(
            r#""args": [2], "items": [["a", 2]], "state": {"$tuple": [null, {"b": {"$date": "2026-01-02"}, "c": 1}]}"#,
        );
        assert_eq!(
            lines(&old, &new),
            [
                "v.\"$args\"[0]: 1 > 2",
                "v.\"$items\".a: 1 > 2",
                "v.b: {\"$date\":\"2026-01-01\"} > {\"$date\":\"2026-01-02\"}",
                "v.c: - > 1"
            ]
        );
        let other = old.replace("app:T", "app:U");
        assert_eq!(lines(&old, &other).len(), 1);
    }

    #[test]
    fn what_is_shared_is_reported_at_each_of_its_paths_and_cycles_end() {
        let text =
            |n: u8| format!(r#"{{"a": {{"$list": [{n}, {{"$ref": 1}}], "$id": 1}}, "b": {{"$ref": 1}}}}"#);
        assert_eq!(lines(&text(1), &text(2)), ["a[0]: 1 > 2", "b[0]: 1 > 2"]);
        assert_eq!(lines(&text(1), &text(1)), [""; 0]);
    }

    #[test]
    fn keys_of_pairs_are_told_beside_the_path() {
        let text = |value: &str| format!(r#"{{"h": [["password", "{value}"]]}}"#);
        let (old, new) = (read(&text("a")), read(&text("b")));
        let found = between(&old, &new, 10);
        assert_eq!(found.changes[0].path.to_string(), "h[0][1]");
        assert_eq!(found.changes[0].pair_keys, ["password"]);
    }

    #[test]
    fn no_more_is_looked_for_than_was_asked_for() {
        let list = |n: u8| format!("[{}]", vec![n.to_string(); 50].join(","));
        let found = between(&read(&list(1)), &read(&list(2)), 3);
        assert_eq!((found.changes.len(), found.more), (3, true));
        // A bomb: every list holds the one before three times.
        let bomb = |leaf: i64| {
            let mut graph = Graph::new();
            let mut node = graph.add(Value::Int(leaf));
            for _ in 0..60 {
                let outer = graph.add_list();
                graph.append(outer, &[node, node, node]);
                node = outer;
            }
            graph.set_root(node);
            graph
        };
        assert_eq!(between(&bomb(1), &bomb(1), 3), Changes::default());
        assert_eq!(between(&bomb(1), &bomb(2), 3).changes.len(), 3);
    }
}

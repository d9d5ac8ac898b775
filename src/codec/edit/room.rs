//! Rooms: the runs of keys, values and elements that a container or an object consists of, read and changed as one.
//!
//! It does not know which room of an object a path means: `place` decides that.

use std::ops::Range;

use crate::codec::path::PathStep;
use crate::codec::plain::key_text;
use crate::pickle::{Graph, NodeId, StepKind, Value, is_same_key};

/// A run of values and the node whose value or steps hold it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// The items of a dict, or those set on an object.
    Items(NodeId),
    /// The elements of a list or tuple, or those appended to an object.
    Elements(NodeId),
    /// Keys and values in a list or tuple of pairs; a key may come several times.
    Pairs(NodeId, Case),
}

/// Whether keys that differ in case are the same key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    Matters,
    Ignored,
}

/// One value in a room.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    /// What holds the value: the room's node, or a pair in it.
    holder: NodeId,
    part: usize,
    at: usize,
    /// Position among the elements of the room; for a key of items, of no meaning.
    pub(super) index: usize,
}

/// What a node holds, step by step; a tuple's elements look like one append.
type Parts = Vec<(StepKind, Vec<NodeId>)>;

fn parts(graph: &Graph, holder: NodeId) -> Parts {
    match graph.value(holder) {
        Value::Tuple(run) => vec![(StepKind::Append, graph.run(run).to_vec())],
        _ => graph.steps(holder).map(|step| (step.kind, step.children.to_vec())).collect(),
    }
}

fn store(graph: &mut Graph, holder: NodeId, parts: &Parts) {
    if let Value::Tuple(_) = graph.value(holder) {
        let run = graph.add_run(&parts[0].1);
        graph.replace(holder, Value::Tuple(run));
    } else {
        graph.set_steps(holder, parts);
    }
}

/// Part and position of each element, in order.
fn elements(graph: &Graph, holder: NodeId) -> Vec<(usize, usize, NodeId)> {
    let mut found = Vec::new();
    let mut add = |part, children: &[NodeId]| {
        found.extend(children.iter().enumerate().map(|(at, &child)| (part, at, child)));
    };
    match graph.value(holder) {
        Value::Tuple(run) => add(0, graph.run(run)),
        _ => graph
            .steps(holder)
            .enumerate()
            .filter(|(_, step)| step.kind == StepKind::Append)
            .for_each(|(part, step)| add(part, step.children)),
    }
    found
}

/// The two elements of a tuple or list of two.
pub(super) fn pair(graph: &Graph, node: NodeId) -> Option<[NodeId; 2]> {
    if !matches!(graph.value(node), Value::Tuple(_) | Value::List(_)) {
        return None;
    }
    let mut elements = graph.elements(node);
    match (elements.next(), elements.next(), elements.next()) {
        (Some(key), Some(value), None) => Some([key, value]),
        _ => None,
    }
}

/// The key that a step of a path means.
#[derive(Clone, Copy, Debug)]
enum Named<'k> {
    /// Keys that are this text.
    Text(&'k str),
    /// The key that is not text, and that the plain view shows as the step: `42`, `None`, `b'id'`.
    Shown(NodeId),
}

fn is_text(graph: &Graph, node: NodeId) -> bool {
    matches!(graph.value(node), Value::Str(_) | Value::Py2Str(_))
}

impl Named<'_> {
    fn is(self, graph: &Graph, node: NodeId, case: Case) -> bool {
        match self {
            Self::Text(key) => {
                is_text(graph, node) && {
                    let text = key_text(graph, node);
                    text == key || (case == Case::Ignored && text.eq_ignore_ascii_case(key))
                }
            }
            Self::Shown(key) => is_same_key(graph, key, node),
        }
    }
}

/// The key that a step means in rooms that follow each other: a key that is text comes before one that only looks like
/// it. `None` where the step can mean several keys.
fn named<'k>(graph: &Graph, rooms: &[Room], key: &'k str) -> Option<Named<'k>> {
    let (mut text, mut shown) = (None, None);
    let mut is_clear = [true; 2];
    for room in rooms {
        for node in room.keys(graph) {
            let (first, at) = if is_text(graph, node) { (&mut text, 0) } else { (&mut shown, 1) };
            if let Room::Pairs(_, case @ Case::Ignored) = *room
                && Named::Text(key).is(graph, node, case)
            {
                first.get_or_insert(node);
            } else if key_text(graph, node) == key {
                let first = *first.get_or_insert(node);
                is_clear[at] &= is_same_key(graph, first, node);
            }
        }
    }
    match (text, shown) {
        (Some(_), _) => is_clear[0].then_some(Named::Text(key)),
        (None, Some(node)) => is_clear[1].then_some(Named::Shown(node)),
        (None, None) => Some(Named::Text(key)),
    }
}

/// Whether a step can mean several keys that are shown alike.
pub(super) fn is_unclear(graph: &Graph, rooms: &[Room], step: &PathStep) -> bool {
    matches!(step, PathStep::Key(key) if named(graph, rooms, key).is_none())
}

impl Room {
    fn keys(self, graph: &Graph) -> Vec<NodeId> {
        match self {
            Self::Items(holder) => graph.items(holder).map(|(key, _)| key).collect(),
            Self::Pairs(holder, _) => {
                elements(graph, holder).iter().filter_map(|&(.., node)| Some(pair(graph, node)?[0])).collect()
            }
            Self::Elements(_) => Vec::new(),
        }
    }

    /// The places of a key's values, in stream order.
    fn of_key(self, graph: &Graph, key: Named<'_>) -> Vec<Spot> {
        match self {
            Self::Items(holder) => graph
                .steps(holder)
                .enumerate()
                .filter(|(_, step)| step.kind == StepKind::Items)
                .flat_map(|(part, step)| {
                    let keys = step.children.iter().enumerate().step_by(2);
                    keys.map(move |(at, &node)| (part, at, node))
                })
                .filter(|&(.., node)| key.is(graph, node, Case::Matters))
                .map(|(part, at, _)| Spot { holder, part, at: at + 1, index: 0 })
                .collect(),
            Self::Pairs(holder, case) => elements(graph, holder)
                .into_iter()
                .enumerate()
                .filter_map(|(index, (.., node))| Some((index, node, pair(graph, node)?)))
                .filter(|&(_, _, [name, _])| key.is(graph, name, case))
                .filter_map(|(index, node, _)| {
                    let &(part, at, _) = elements(graph, node).get(1)?;
                    Some(Spot { holder: node, part, at, index })
                })
                .collect(),
            Self::Elements(_) => Vec::new(),
        }
    }

    fn len(self, graph: &Graph) -> usize {
        match self {
            Self::Elements(holder) => elements(graph, holder).len(),
            Self::Items(_) | Self::Pairs(..) => 0,
        }
    }
}

/// The places that a step leads to in rooms that follow each other; of a key the last counts. None where the step
/// [is unclear](is_unclear).
pub(super) fn spots(graph: &Graph, rooms: &[Room], step: &PathStep) -> Vec<Spot> {
    match step {
        PathStep::Key(key) => match named(graph, rooms, key) {
            Some(key) => rooms.iter().flat_map(|room| room.of_key(graph, key)).collect(),
            None => Vec::new(),
        },
        PathStep::Index(index) => {
            let mut left = *index;
            for room in rooms {
                let Room::Elements(holder) = *room else { continue };
                let elements = elements(graph, holder);
                if let Some(&(part, at, _)) = elements.get(left) {
                    return vec![Spot { holder, part, at, index: left }];
                }
                left -= elements.len();
            }
            Vec::new()
        }
    }
}

/// How many elements rooms have.
pub(super) fn len(graph: &Graph, rooms: &[Room]) -> usize {
    rooms.iter().map(|room| room.len(graph)).sum()
}

impl Spot {
    pub(super) fn value(self, graph: &Graph) -> NodeId {
        match graph.value(self.holder) {
            Value::Tuple(run) => graph.run(run)[self.at],
            _ => graph.steps(self.holder).nth(self.part).map_or(self.holder, |step| step.children[self.at]),
        }
    }

    /// Puts another value there and returns the one that was.
    pub(super) fn replace(self, graph: &mut Graph, value: NodeId) -> NodeId {
        let mut parts = parts(graph, self.holder);
        let old = std::mem::replace(&mut parts[self.part].1[self.at], value);
        store(graph, self.holder, &parts);
        old
    }
}

/// Adds a value behind what the room holds.
pub(super) fn add(graph: &mut Graph, room: Room, key: &str, value: NodeId) {
    let (holder, kind, children) = match room {
        Room::Items(holder) => (holder, StepKind::Items, vec![graph.add_str(key), value]),
        Room::Elements(holder) => (holder, StepKind::Append, vec![value]),
        Room::Pairs(holder, _) => {
            let key = graph.add_str(key);
            (holder, StepKind::Append, vec![graph.add_tuple(&[key, value])])
        }
    };
    let mut parts = parts(graph, holder);
    match graph.value(holder) {
        Value::Tuple(_) => parts[0].1.extend(children),
        // Before the state, where CPython sets it.
        Value::Call { .. } => {
            let state = parts.iter().position(|(kind, _)| *kind == StepKind::State).unwrap_or(parts.len());
            parts.insert(state, (kind, children));
        }
        _ => parts.push((kind, children)),
    }
    store(graph, holder, &parts);
}

/// Takes everything out that a step leads to, and returns it. A key that was set twice goes twice.
pub(super) fn remove(graph: &mut Graph, rooms: &[Room], step: &PathStep) -> Vec<NodeId> {
    let spots = spots(graph, rooms, step);
    let mut taken = Vec::new();
    for room in rooms {
        let (Room::Items(holder) | Room::Elements(holder) | Room::Pairs(holder, _)) = *room;
        let gone = match room {
            Room::Pairs(..) => of_pairs(graph, holder, &spots),
            Room::Items(_) | Room::Elements(_) => {
                let before = usize::from(matches!(room, Room::Items(_)));
                let spots = spots.iter().filter(|spot| spot.holder == holder);
                spots.map(|spot| (spot.part, spot.at - before..spot.at + 1)).collect()
            }
        };
        taken.extend(drain(graph, holder, gone));
    }
    taken
}

/// Takes the pairs of a key out but for the first `keep`.
pub(super) fn remove_after(graph: &mut Graph, room: Room, step: &PathStep, keep: usize) -> Vec<NodeId> {
    let Room::Pairs(holder, _) = room else { return Vec::new() };
    let spots = spots(graph, &[room], step);
    let gone = of_pairs(graph, holder, spots.get(keep..).unwrap_or_default());
    drain(graph, holder, gone)
}

/// Where the pairs of such values stand in what holds the pairs.
fn of_pairs(graph: &Graph, holder: NodeId, spots: &[Spot]) -> Vec<(usize, Range<usize>)> {
    let elements = elements(graph, holder);
    let of_it = spots.iter().filter_map(|spot| {
        let &(part, at, pair) = elements.get(spot.index)?;
        (pair == spot.holder).then_some((part, at..at + 1))
    });
    of_it.collect()
}

fn drain(graph: &mut Graph, holder: NodeId, gone: Vec<(usize, Range<usize>)>) -> Vec<NodeId> {
    if gone.is_empty() {
        return Vec::new();
    }
    let mut parts = parts(graph, holder);
    let mut taken = Vec::new();
    // From the back, so that the places before stay where they are.
    for (part, range) in gone.into_iter().rev() {
        taken.extend(parts[part].1.drain(range));
    }
    store(graph, holder, &parts);
    taken
}

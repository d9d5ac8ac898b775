//! What a payload does beside building its value: calls and imports whose results are popped.
//!
//! CPython itself writes such calls since 3.8, for state setters. Whoever writes a graph again needs them. Calls that
//! make a well-known value, and calls that repeat one that the value holds, do nothing when they are dropped; CPython
//! writes both for values that contain themselves.

use std::collections::HashSet;

use super::{EffectKind, Graph, NodeId, Value, view};

/// A call or an import that the value of the graph does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Popped {
    /// The call, the name, or what else was popped.
    pub node: NodeId,
    /// The object that it is done to: the first argument of a call, where the value holds that.
    pub target: Option<NodeId>,
}

/// Lists what a payload does beside building its value, in execution order.
///
/// What is popped may hold other calls and names; those are not listed by themselves.
#[must_use]
pub fn popped(graph: &Graph) -> Vec<Popped> {
    let effects = graph.effects();
    let Some(root) = graph.root_if_any().filter(|_| !effects.is_empty()) else { return Vec::new() };
    let mut reached = vec![false; graph.len()];
    reach(graph, root, &mut reached);
    let in_value = reached.clone();
    let mut held: Option<HashSet<(NodeId, NodeId)>> = None;
    let mut found = Vec::new();
    // What comes later holds what came earlier.
    for effect in effects.iter().rev() {
        let (EffectKind::Import(node)
        | EffectKind::Call(node)
        | EffectKind::PersId(node)
        | EffectKind::Ext(node)) = effect.kind
        else {
            continue;
        };
        if reached[node.index()] {
            continue;
        }
        let mut target = None;
        if let Value::Call { func, args, .. } = graph.value(node) {
            let held = held.get_or_insert_with(|| calls(graph, &in_value));
            if held.contains(&(func, args)) || view(graph, node).is_some() {
                reach(graph, node, &mut reached);
                continue;
            }
            target = graph
                .elements(args)
                .next()
                .filter(|first| in_value[first.index()] && matches!(graph.value(*first), Value::Call { .. }));
        }
        reach(graph, node, &mut reached);
        found.push(Popped { node, target });
    }
    found.reverse();
    found
}

/// Callable and arguments of every call that is reached.
fn calls(graph: &Graph, reached: &[bool]) -> HashSet<(NodeId, NodeId)> {
    let nodes = graph.nodes().filter(|node| reached[node.index()]);
    nodes
        .filter_map(|node| match graph.value(node) {
            Value::Call { func, args, .. } => Some((func, args)),
            _ => None,
        })
        .collect()
}

/// Marks all nodes that a node holds, and itself.
fn reach(graph: &Graph, from: NodeId, reached: &mut [bool]) {
    let mut left = vec![from];
    while let Some(node) = left.pop() {
        if std::mem::replace(&mut reached[node.index()], true) {
            continue;
        }
        left.extend(parts_of(graph, node).filter(|child| !reached[child.index()]));
    }
}

/// All nodes that a node refers to.
pub fn parts_of(graph: &Graph, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
    let own = match graph.value(node) {
        Value::Global { module, name } => [Some(module), Some(name)],
        Value::Call { func, args, .. } => [Some(func), Some(args)],
        Value::PersId(inner) | Value::ReadOnly(inner) => [Some(inner), None],
        _ => [None, None],
    };
    let run: &[NodeId] = match graph.value(node) {
        Value::Tuple(run) | Value::FrozenSet(run) => graph.run(run),
        _ => &[],
    };
    let stepped = graph.steps(node).flat_map(|step| step.children.iter().copied());
    own.into_iter().flatten().chain(run.iter().copied()).chain(stepped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pickle::{Limits, read};

    fn kinds(payload: &[u8]) -> Vec<bool> {
        let graph = read(payload.to_vec(), &Limits::default()).unwrap().graph;
        popped(&graph).iter().map(|popped| popped.target.is_some()).collect()
    }

    #[test]
    fn a_state_setter_belongs_to_its_object() {
        assert_eq!(kinds(b"\x80\x04capp\nUser\n)\x81\x94capp\nset_state\nh\x00}\x86R0."), [true]);
    }

    #[test]
    fn a_popped_call_is_found_once_with_all_it_holds() {
        assert_eq!(kinds(b"cos\nsystem\n(cos\nname\ntR0N."), [false]);
        assert_eq!(kinds(b"cos\nsystem\n0N."), [false]);
        assert!(kinds(b"capp\nUser\n(tR.").is_empty());
    }

    #[test]
    fn dropped_values_and_repeated_calls_do_nothing() {
        assert!(kinds(b"\x80\x02c__builtin__\nset\n]\x85R0N.").is_empty());
        assert!(kinds(b"\x80\x02capp\nPair\n]q\x00\x85q\x01\x81q\x020capp\nPair\nh\x01\x81.").len() == 1);
        // The class and the arguments are the very same.
        assert!(kinds(b"\x80\x02capp\nPair\nq\x05]q\x00\x85q\x01\x81q\x020h\x05h\x01\x81.").is_empty());
    }
}

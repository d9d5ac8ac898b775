//! What a payload does beside building its value: calls and imports whose results are popped.
//!
//! CPython itself writes such calls since 3.8, for state setters. Whoever writes a graph again needs them. Calls that
//! make a well-known value, and calls and imports that repeat what the value holds, do nothing more when they are dropped;
//! CPython writes both for values that contain themselves.

use std::collections::HashSet;

use super::view::is_viewed;
use super::{CallForm, EffectKind, Graph, NodeId, Value};

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
///
/// ```
/// use sessctl::pickle::{Limits, popped, read};
///
/// // Calls `app.log("x")`, drops the result, and makes an empty dict.
/// let graph = read(b"capp\nlog\n(S'x'\ntR0}.".to_vec(), &Limits::default())?.graph;
/// assert_eq!(popped(&graph).len(), 1);
/// # Ok::<(), sessctl::pickle::ReadError>(())
/// ```
#[must_use]
pub fn popped(graph: &Graph) -> Vec<Popped> {
    let effects = graph.effects();
    let Some(root) = graph.root_if_any().filter(|_| graph.is_loose() && !effects.is_empty()) else {
        return Vec::new();
    };
    let mut reached = vec![false; graph.len()];
    reach(graph, root, &mut reached);
    let in_value = reached.clone();
    let mut held: Option<Held<'_>> = None;
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
        let held = held.get_or_insert_with(|| Held::new(graph, &in_value));
        if held.repeats(graph, node) || is_viewed(graph, node) {
            reach(graph, node, &mut reached);
            continue;
        }
        let target = first_argument(graph, node)
            .filter(|first| in_value[first.index()] && matches!(graph.value(*first), Value::Call { .. }));
        reach(graph, node, &mut reached);
        found.push(Popped { node, target });
    }
    found.reverse();
    found
}

/// Forgets what the making of values did that were taken out of a graph: their imports and calls, and the state setters
/// of their objects. Otherwise writing the graph would take them for calls whose results the payload drops on purpose.
///
/// ```
/// use sessctl::pickle::{Limits, forget, popped, read};
///
/// // {"user": app.User()}
/// let mut graph = read(b"}S'user'\ncapp\nUser\n)Rs.".to_vec(), &Limits::default())?.graph;
/// let (_, user) = graph.items(graph.root()).next().expect("the dict has an item");
/// graph.set_steps(graph.root(), &[]);
/// assert_eq!(popped(&graph).len(), 1);
/// forget(&mut graph, &[user]);
/// assert_eq!(popped(&graph).len(), 0);
/// # Ok::<(), sessctl::pickle::ReadError>(())
/// ```
pub fn forget(graph: &mut Graph, taken: &[NodeId]) {
    let Some(root) = graph.root_if_any().filter(|_| !graph.effects().is_empty()) else { return };
    let mut gone = vec![false; graph.len()];
    for &node in taken {
        reach(graph, node, &mut gone);
    }
    let mut held = vec![false; graph.len()];
    reach(graph, root, &mut held);
    let is_gone = |gone: &[bool], node: NodeId| gone[node.index()] && !held[node.index()];
    for Popped { node, .. } in popped(graph) {
        if first_argument(graph, node).is_some_and(|first| is_gone(&gone, first)) {
            reach(graph, node, &mut gone);
        }
    }
    graph.retain_effects(|effect| {
        let (EffectKind::Import(node)
        | EffectKind::Call(node)
        | EffectKind::Build(node, _)
        | EffectKind::Mutate(node, _)
        | EffectKind::PersId(node)
        | EffectKind::Ext(node)
        | EffectKind::View(node)) = effect.kind;
        !is_gone(&gone, node)
    });
}

fn first_argument(graph: &Graph, call: NodeId) -> Option<NodeId> {
    let Value::Call { args, .. } = graph.value(call) else { return None };
    graph.elements(args).next()
}

/// What the value of a graph holds, so that doing it again does nothing more.
#[derive(Default)]
struct Held<'g> {
    calls: HashSet<Key<'g>>,
    names: HashSet<(&'g str, &'g str)>,
    extensions: HashSet<i32>,
    persistent: HashSet<NodeId>,
}

impl<'g> Held<'g> {
    fn new(graph: &'g Graph, reached: &[bool]) -> Self {
        let mut held = Self::default();
        for node in graph.nodes().filter(|node| reached[node.index()]) {
            match graph.value(node) {
                Value::Call { form, func, args, .. } => _ = held.calls.insert(key(graph, form, func, args)),
                Value::Global { .. } => held.names.extend(graph.global(node)),
                Value::Ext(code) => _ = held.extensions.insert(code),
                Value::PersId(id) => _ = held.persistent.insert(id),
                _ => {}
            }
        }
        held
    }

    fn repeats(&self, graph: &'g Graph, node: NodeId) -> bool {
        match graph.value(node) {
            Value::Call { form, func, args, .. } => self.calls.contains(&key(graph, form, func, args)),
            Value::Global { .. } => graph.global(node).is_some_and(|name| self.names.contains(&name)),
            Value::Ext(code) => self.extensions.contains(&code),
            Value::PersId(id) => self.persistent.contains(&id),
            _ => false,
        }
    }
}

/// Form, callable and arguments of a call.
type Key<'g> = (CallForm, Arg<'g>, Vec<Arg<'g>>);

#[derive(PartialEq, Eq, Hash)]
enum Arg<'g> {
    /// What is in the memo when it is met again.
    Node(NodeId),
    /// A name: `INST` has its own each time.
    Name(&'g str, &'g str),
    /// What is written again each time.
    None,
    Bool(bool),
    Int(i64),
    BigInt(&'g [u8]),
    Float(u64),
    EmptyTuple,
    Ext(i32),
}

fn key(graph: &Graph, form: CallForm, func: NodeId, args: NodeId) -> Key<'_> {
    let arg = |node: &NodeId| match graph.value(*node) {
        Value::None => Arg::None,
        Value::Bool(value) => Arg::Bool(value),
        Value::Int(value) => Arg::Int(value),
        Value::BigInt(span) => Arg::BigInt(graph.bytes(span)),
        Value::Float(value) => Arg::Float(value.to_bits()),
        Value::Tuple(run) if run.is_empty() => Arg::EmptyTuple,
        Value::Ext(code) => Arg::Ext(code),
        _ => Arg::Node(*node),
    };
    // Only `REDUCE` and `NEWOBJ` take an argument tuple that the memo can hold.
    let args = match (form, graph.value(args)) {
        (CallForm::NewObjEx | CallForm::Obj | CallForm::Inst, Value::Tuple(run)) => {
            graph.run(run).iter().map(arg).collect()
        }
        _ => vec![arg(&args)],
    };
    let form = if form == CallForm::Inst { CallForm::Obj } else { form };
    let func = graph.global(func).map_or(Arg::Node(func), |(module, name)| Arg::Name(module, name));
    (form, func, args)
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
        // The same class with the very same arguments, and with others.
        assert!(kinds(b"\x80\x02capp\nPair\nq\x05]q\x00\x85q\x01\x81q\x020h\x05h\x01\x81.").is_empty());
        assert!(kinds(b"\x80\x02capp\nPair\n]q\x00\x85q\x01\x81q\x020capp\nPair\nh\x01\x81.").is_empty());
        assert_eq!(kinds(b"\x80\x02capp\nPair\n]\x85\x810capp\nPair\n]\x85\x81."), [false]);
    }
}

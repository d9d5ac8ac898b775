//! An object as a map, a list or a single value, as a decision about its class asks for it.
//!
//! Nothing of the object may be left out; where that is not possible, the decision does not fit. The walk writes the result.

use crate::pickle::{Args, Content, Graph, NodeId, Object, Value, fields_of};

/// An object as a map: its items, else its fields, else the dict that it is made of. `None` where that leaves out some
/// of what it holds.
pub(super) fn map_of(graph: &Graph, object: &Object) -> Option<Content> {
    match (&object.content, &object.args, &*object.states) {
        (Content::Map { .. } | Content::MultiMap(_), args, states) => {
            (is_bare(graph, args) && is_private(graph, states)).then(|| object.content.clone())
        }
        (Content::Fields, Args::None, states) => {
            let mut items = Vec::new();
            for state in states {
                items.extend(fields_within(graph, *state)?);
            }
            Some(Content::Map { items, holder: object.class })
        }
        (Content::Fields, Args::Positional(args), []) => match **args {
            [dict] if matches!(graph.value(dict), Value::Dict(_)) => {
                Some(Content::Map { items: graph.items(dict).collect(), holder: dict })
            }
            _ => None,
        },
        _ => None,
    }
}

/// Whether an object is made with nothing but classes and functions, such as the factory of a `defaultdict`.
fn is_bare(graph: &Graph, args: &Args) -> bool {
    match args {
        Args::None => true,
        Args::Positional(args) => {
            args.iter().all(|arg| matches!(graph.value(*arg), Value::None | Value::Global { .. }))
        }
        Args::Keywords(..) | Args::Opaque(_) | Args::Base(_) => false,
    }
}

/// Whether states hold private fields only: a class of a library keeps its books there, not what was stored in it.
fn is_private(graph: &Graph, states: &[NodeId]) -> bool {
    let is_private = |key| graph.text(key).is_some_and(|name| name.starts_with('_'));
    states.iter().all(|state| match graph.value(*state) {
        Value::None => true,
        _ => fields_of(graph, *state).is_some_and(|fields| {
            fields.iter().all(|(key, value)| is_private(*key) || matches!(graph.value(*value), Value::None))
        }),
    })
}

/// The fields of a state: of a model of pydantic those that are within, and those beyond what it declares.
fn fields_within(graph: &Graph, state: NodeId) -> Option<Vec<(NodeId, NodeId)>> {
    let (mut within, mut extra) = (None, None);
    let mut is_model = false;
    for (key, value) in graph.items(state) {
        match graph.text(key) {
            Some("__dict__") => within = Some(value),
            Some("__pydantic_extra__") => extra = Some(value),
            Some("__pydantic_fields_set__" | "__fields_set__") => is_model = true,
            _ => {}
        }
    }
    match within.filter(|within| is_model && matches!(graph.value(*within), Value::Dict(_))) {
        Some(within) => {
            Some(graph.items(within).chain(extra.into_iter().flat_map(|e| graph.items(e))).collect())
        }
        None => fields_of(graph, state),
    }
}

/// An object as a list: its elements, else its arguments, of which a single list or tuple holds the elements, else the
/// elements of a state that is a list or tuple. `None` where that leaves out some of what it holds.
pub(super) fn list_of(graph: &Graph, object: &Object) -> Option<Vec<NodeId>> {
    let is_sequence = |node: NodeId| matches!(graph.value(node), Value::List(_) | Value::Tuple(_));
    match (&object.content, &object.args, &*object.states) {
        (Content::Fields, Args::None, [state])
            if is_sequence(*state) && fields_of(graph, *state).is_none() =>
        {
            Some(graph.elements(*state).collect())
        }
        (.., states) if !is_private(graph, states) => None,
        (Content::List { elements, .. }, args, _) => is_bare(graph, args).then(|| elements.clone()),
        (Content::Fields, Args::None, []) => Some(Vec::new()),
        (Content::Fields, Args::Positional(args), _) => match **args {
            [only] if is_sequence(only) => Some(graph.elements(only).collect()),
            _ => Some(args.clone()),
        },
        _ => None,
    }
}

/// The only value that an object is made of; `None` where it holds more.
pub(super) fn only_value(graph: &Graph, object: &Object) -> Option<NodeId> {
    match (&object.content, &object.args) {
        _ if !is_private(graph, &object.states) => None,
        (Content::Fields, Args::Base(value)) => Some(*value),
        (Content::Fields, Args::Positional(args)) if args.len() == 1 => args.first().copied(),
        _ => None,
    }
}

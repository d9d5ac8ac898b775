//! The items a dict ends up with: a payload may set a key twice.
//!
//! Keys that are tuples or objects count as different unless they are the same node: comparing them by structure
//! is what a payload of 500 bytes can make take forever.

use std::collections::HashMap;

use super::{Graph, NodeId, Value};

/// What Python compares keys by, as far as it is cheap.
#[derive(PartialEq, Eq, Hash)]
enum Key<'g> {
    None,
    /// Also booleans and floats without a fraction: `True == 1 == 1.0`.
    Int(i64),
    /// The bits of a float.
    Float(u64),
    BigInt(&'g [u8]),
    Str(&'g [u8]),
    Bytes(&'g [u8]),
    Node(NodeId),
}

fn key(graph: &Graph, node: NodeId) -> Key<'_> {
    match graph.value(node) {
        Value::None => Key::None,
        Value::Bool(value) => Key::Int(value.into()),
        Value::Int(value) => Key::Int(value),
        Value::Float(value) => {
            let whole = value as i64;
            // Beyond 2^53 `as` may round, and two keys that differ for Python would be one.
            if whole as f64 == value && whole.unsigned_abs() <= 1 << 53 {
                Key::Int(whole)
            } else if value.is_nan() {
                Key::Node(node)
            } else {
                Key::Float(value.to_bits())
            }
        }
        Value::BigInt(span) => Key::BigInt(graph.bytes(span)),
        Value::Str(span) | Value::Py2Str(span) => Key::Str(graph.bytes(span)),
        Value::Bytes(span) => Key::Bytes(graph.bytes(span)),
        _ => Key::Node(node),
    }
}

/// Whether two keys are one key of a dict.
#[must_use]
pub(crate) fn is_same_key(graph: &Graph, a: NodeId, b: NodeId) -> bool {
    key(graph, a) == key(graph, b)
}

/// Dicts up to this size are searched from front to back.
const SMALL: usize = 8;

/// The items of a dict as Python ends up with them: each key once, at its first place, with its last value.
#[must_use]
pub fn dict_items(graph: &Graph, dict: NodeId) -> Vec<(NodeId, NodeId)> {
    dedupe_items(graph, graph.items(dict).collect())
}

/// Keeps the first place and the last value of each key.
#[must_use]
pub fn dedupe_items(graph: &Graph, raw: Vec<(NodeId, NodeId)>) -> Vec<(NodeId, NodeId)> {
    if raw.len() < 2 {
        return raw;
    }
    let mut items: Vec<(NodeId, NodeId)> = Vec::with_capacity(raw.len());
    if raw.len() <= SMALL {
        for (k, v) in raw {
            let wanted = key(graph, k);
            match items.iter_mut().find(|item| key(graph, item.0) == wanted) {
                Some(item) => item.1 = v,
                None => items.push((k, v)),
            }
        }
        return items;
    }
    let mut places = HashMap::with_capacity(raw.len());
    for (k, v) in raw {
        let place = *places.entry(key(graph, k)).or_insert(items.len());
        match items.get_mut(place) {
            Some(item) => item.1 = v,
            None => items.push((k, v)),
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_are_equal_for_python_are_one() {
        for extra in [0, 20] {
            let mut graph = Graph::new();
            let dict = graph.add_dict();
            let text = graph.add_str("a");
            let again = graph.add_str("a");
            let values: Vec<_> = (0..6 + extra).map(|n| graph.add(Value::Int(n))).collect();
            let keys = [Value::Int(1), Value::Bool(true), Value::Float(1.0), Value::Float(1.5)]
                .map(|k| graph.add(k));
            let mut pairs = vec![
                keys[0], values[0], text, values[1], keys[1], values[2], keys[2], values[3], again,
                values[4], keys[3], values[5],
            ];
            for value in &values[6..] {
                let span = graph.add_bytes(&value.index().to_le_bytes());
                pairs.extend([graph.add(Value::Bytes(span)), *value]);
            }
            graph.set_items(dict, &pairs);
            let items = dict_items(&graph, dict);
            assert_eq!(items[..3], [(keys[0], values[3]), (text, values[4]), (keys[3], values[5])]);
            assert_eq!(items.len() as i64, 3 + extra);
        }
    }
}

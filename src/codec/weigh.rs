//! What of a payload each of its top-level keys takes.
//!
//! It does not measure what the middleware would write for a key alone: what two keys share is counted for the first.

use std::{borrow::Cow, collections::BTreeMap};

use super::plain;
use crate::pickle::{Graph, NodeId, Value};

/// What a reference to a value that stands earlier takes: `BINGET` and an index.
const REFERENCE: usize = 2;

/// Divides the bytes of a payload among the keys of the dict that it is, by what a pickle of each key with its value
/// takes. Nothing for a payload that is not a dict. Each key comes once, sorted; keys that are not strings are spelled as
/// Python's `repr` does.
///
/// ```
/// use sessctl::{codec, pickle::{Limits, read}};
///
/// // {'a': '123456', 'b': None}
/// let pickle = b"\x80\x04}(\x8c\x01a\x8c\x06123456\x8c\x01bNu.".to_vec();
/// let graph = read(pickle, &Limits::default())?.graph;
/// let shares = codec::bytes_by_key(&graph, 100);
/// assert_eq!((shares["a"], shares["b"]), (72, 27));
/// # Ok::<(), sessctl::pickle::ReadError>(())
/// ```
#[must_use]
pub fn bytes_by_key(graph: &Graph, payload_bytes: usize) -> BTreeMap<Cow<'_, str>, u64> {
    let Some(root) = graph.root_if_any() else { return BTreeMap::new() };
    let mut walk = Walk { graph, seen: vec![false; graph.len()], todo: Vec::new() };
    walk.seen[root.index()] = true;
    let mut shares: BTreeMap<Cow<'_, str>, u64> = BTreeMap::new();
    let mut total = 0;
    for (key, value) in graph.items(root) {
        let size = (walk.size(key) + walk.size(value)) as u64;
        total += size;
        *shares.entry(plain::key_text(graph, key)).or_default() += size;
    }
    for share in shares.values_mut() {
        let exact = u128::from(*share) * payload_bytes as u128 / u128::from(total.max(1));
        *share = u64::try_from(exact).unwrap_or(u64::MAX);
    }
    shares
}

struct Walk<'g> {
    graph: &'g Graph,
    seen: Vec<bool>,
    todo: Vec<NodeId>,
}

impl Walk<'_> {
    /// Bytes that a pickle of a value takes, about; what was met before is referred to.
    fn size(&mut self, node: NodeId) -> usize {
        let mut size = 0;
        self.todo.push(node);
        while let Some(node) = self.todo.pop() {
            size += if std::mem::replace(&mut self.seen[node.index()], true) {
                REFERENCE
            } else {
                self.one(node)
            };
        }
        size
    }

    /// Bytes of a value without what it holds, which is left to do.
    fn one(&mut self, node: NodeId) -> usize {
        let graph = self.graph;
        let value = graph.value(node);
        let size = match value {
            Value::None | Value::Bool(_) | Value::Buffer { .. } | Value::ReadOnly(_) | Value::PersId(_) => 1,
            Value::Int(0..=0xff) => 2,
            Value::Int(0x100..=0xffff) => 3,
            Value::Int(n) if i32::try_from(n).is_ok() => 5,
            Value::Int(_) => 10,
            Value::Float(_) => 9,
            Value::Ext(_) => 5,
            // The opcode, the length, and a place in the memo.
            Value::Str(span) | Value::Bytes(span) if span.len() < 256 => 3 + span.len(),
            Value::Str(span)
            | Value::Py2Str(span)
            | Value::Bytes(span)
            | Value::ByteArray(span)
            | Value::BigInt(span) => 6 + span.len(),
            // Opcodes of beginning and end, and a place in the memo.
            Value::Tuple(_) | Value::FrozenSet(_) | Value::Global { .. } | Value::Call { .. } => 3,
            Value::List(_) | Value::Dict(_) | Value::Set(_) => 4,
        };
        match value {
            Value::Tuple(run) | Value::FrozenSet(run) => self.todo.extend(graph.run(run)),
            Value::Global { module, name } => self.todo.extend([module, name]),
            Value::Call { func, args, .. } => self.todo.extend([func, args]),
            Value::PersId(inner) | Value::ReadOnly(inner) => self.todo.push(inner),
            _ => {}
        }
        for step in graph.steps(node) {
            self.todo.extend(step.children);
        }
        size
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pickle::{Limits, read};

    fn shares(pickle: &[u8], bytes: usize) -> Vec<(String, u64)> {
        let graph = read(pickle.to_vec(), &Limits::default()).unwrap().graph;
        bytes_by_key(&graph, bytes).into_iter().map(|(key, bytes)| (key.into_owned(), bytes)).collect()
    }

    #[test]
    fn a_key_set_twice_is_one_and_a_shared_value_counts_for_the_first() {
        // {'a': x, 'a': x, 'b': x} with x a long string.
        let mut pickle = b"\x80\x04}(\x8c\x01a\x8c\x60".to_vec();
        pickle.extend([b'x'; 96]);
        pickle.extend(b"\x94\x8c\x01ah\x00\x8c\x01bh\x00u.");
        assert_eq!(shares(&pickle, 115), [("a".to_owned(), 109), ("b".to_owned(), 6)]);
    }

    #[test]
    fn keys_that_are_no_strings_and_payloads_that_are_no_dicts() {
        assert_eq!(shares(b"\x80\x04}K\x07Ns.", 10), [("7".to_owned(), 10)]);
        assert_eq!(shares(b"\x80\x04]K\x07a.", 10), []);
    }

    #[test]
    fn a_value_inside_of_itself_is_walked_once() {
        // d = {}; d['me'] = d
        assert_eq!(shares(b"\x80\x04}\x94\x8c\x02meh\x00s.", 10), [("me".to_owned(), 10)]);
    }
}

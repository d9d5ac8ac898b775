//! The memo of an unpickler: a map from indices of the payload's choice to nodes.
//!
//! Picklers count up from 0, which a vector serves; an index far from that goes to a hash map, so that no
//! index of the input decides how much memory is used.

use std::collections::HashMap;

use super::NodeId;
use super::graph::push;

#[derive(Debug, Default)]
pub(super) struct Memo {
    dense: Vec<NodeId>,
    sparse: HashMap<u64, NodeId>,
    holes: usize,
}

impl Memo {
    pub(super) fn with_capacity(entries: usize) -> Self {
        Self { dense: Vec::with_capacity(entries), ..Self::default() }
    }

    /// Number of distinct indices, which is where MEMOIZE puts next.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.dense.len() - self.holes + self.sparse.len()
    }

    #[inline]
    pub(super) fn get(&self, index: u64) -> Option<NodeId> {
        match usize::try_from(index).ok().and_then(|at| self.dense.get(at)) {
            Some(&node) if node != NodeId::HOLE => Some(node),
            _ if self.sparse.is_empty() => None,
            _ => self.sparse.get(&index).copied(),
        }
    }

    /// Puts at the next index.
    #[inline]
    pub(super) fn memoize(&mut self, node: NodeId) -> bool {
        if self.holes == 0 && self.sparse.is_empty() {
            push(&mut self.dense, node);
            return false;
        }
        self.put(self.len() as u64, node)
    }

    /// Puts at an index; whether something else was there.
    #[inline]
    pub(super) fn put(&mut self, index: u64, node: NodeId) -> bool {
        if index == self.dense.len() as u64 && self.sparse.is_empty() {
            push(&mut self.dense, node);
            return false;
        }
        self.put_anywhere(index, node)
    }

    #[cold]
    fn put_anywhere(&mut self, index: u64, node: NodeId) -> bool {
        let before = self.sparse.remove(&index);
        // Python 2 counts from 1, and optimisers leave gaps: up to as many holes as entries are no waste.
        let near = self.dense.len() as u64 * 2 + 16;
        if index >= near {
            self.sparse.insert(index, node);
            return before.is_some_and(|old| old != node);
        }
        let at = index as usize;
        while self.dense.len() <= at {
            push(&mut self.dense, NodeId::HOLE);
            self.holes += 1;
        }
        let old = std::mem::replace(&mut self.dense[at], node);
        if old == NodeId::HOLE {
            self.holes -= 1;
            before.is_some_and(|old| old != node)
        } else {
            old != node
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pickle::{Graph, Value};

    #[test]
    fn indices_near_and_far_are_kept_apart_and_counted() {
        let mut graph = Graph::new();
        let nodes: Vec<_> = (0..9).map(|n| graph.add(Value::Int(n))).collect();
        let mut memo = Memo::default();
        assert!(!memo.put(1, nodes[0]), "Python 2 starts at 1");
        assert_eq!((memo.len(), memo.get(0)), (1, None));
        assert!(memo.memoize(nodes[1]), "MEMOIZE puts at the number of entries, here 1");
        assert_eq!((memo.len(), memo.get(1)), (1, Some(nodes[1])));
        memo.put(u64::MAX, nodes[2]);
        memo.put(100, nodes[3]);
        assert_eq!((memo.len(), memo.get(100), memo.get(u64::MAX)), (3, Some(nodes[3]), Some(nodes[2])));
        for index in 0..100 {
            memo.put(index, nodes[4]);
        }
        assert_eq!(memo.len(), 102);
        assert!(memo.put(100, nodes[5]), "also where the index has moved from the map to the vector");
        assert_eq!((memo.len(), memo.get(100)), (102, Some(nodes[5])));
        assert!(memo.dense.len() < 300);
    }
}

//! Containers while their children are written: batches of elements and items, tuples and frozensets.
//!
//! It does not choose which containers: `write` does.

use super::output::Output;
use crate::pickle::{Graph, NodeId, StepsIter, Value};

/// Elements that the pickler puts into one batch.
const BATCH: u32 = 1000;

/// What a batch does with its elements.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Append,
    Items,
    Add,
}

/// Children of a mutable value that are being written.
pub(super) struct Batch<'g> {
    /// Those that nothing is written between.
    run: &'g [NodeId],
    /// The others of one step.
    children: &'g [NodeId],
    /// The steps behind it; the last of them may not belong here.
    steps: StepsIter<'g>,
    /// How many elements are behind the run, over all steps that belong here; an item of a dict is one.
    left: u32,
    /// Elements behind the open mark up to the end of the run, or [`BEGIN`] or [`ONE`].
    taken: u32,
    kind: Kind,
    /// As for a list, dict or set itself; otherwise as for what an object iterates over.
    exact: bool,
}

/// No element was begun.
const BEGIN: u32 = 0;
/// The last element has an opcode of its own.
const ONE: u32 = u32::MAX;

pub(super) struct Elements<'g> {
    node: NodeId,
    children: &'g [NodeId],
    next: usize,
}

/// Writes what has no children, or is in the memo; `false` for everything else.
#[inline(always)]
pub(super) fn leaf(graph: &Graph, out: &mut Output, node: NodeId) -> bool {
    out.boundary();
    match graph.value(node) {
        Value::None => out.op(b'N'),
        Value::Bool(value) => out.bool(value),
        Value::Int(value) => out.int(value),
        Value::BigInt(span) => out.long(graph.bytes(span)),
        Value::Float(value) => out.float(value),
        value => {
            if let Some(index) = out.memo_of(node) {
                out.get(index);
                return true;
            }
            match value {
                Value::Str(span) => out.str(graph.bytes(span), Some(node)),
                Value::Py2Str(span) => out.py2_str(graph.bytes(span), node),
                Value::Bytes(span) => out.bytes(graph.bytes(span), Some(node)),
                Value::Tuple(run) if run.is_empty() => out.empty_tuple(),
                _ => return false,
            }
        }
    }
    true
}

impl<'g> Elements<'g> {
    pub(super) fn new(node: NodeId, children: &'g [NodeId]) -> Self {
        Self { node, children, next: 0 }
    }

    /// The tuple or frozenset itself.
    pub(super) fn node(&self) -> NodeId {
        self.node
    }

    /// Writes elements up to one that has children, which it gives back; makes the value after the last.
    pub(super) fn advance(&mut self, graph: &Graph, out: &mut Output) -> Option<NodeId> {
        while let Some(&child) = self.children.get(self.next) {
            self.next += 1;
            if !leaf(graph, out, child) {
                return Some(child);
            }
        }
        let frozen = matches!(graph.value(self.node), Value::FrozenSet(_));
        let len = self.children.len();
        let marked = frozen || out.protocol < 2 || len > 3;
        if let Some(index) = out.memo_of(self.node) {
            match (marked, out.protocol) {
                (true, 1..) => out.op(b'1'),
                (_, _) => (0..len + usize::from(marked)).for_each(|_| out.op(b'0')),
            }
            out.get(index);
            return None;
        }
        out.op(match (frozen, marked, len) {
            (true, ..) => 0x91,
            (_, true, _) => b't',
            (_, _, len) => 0x84 + len as u8,
        });
        out.remember(self.node);
        None
    }
}

impl<'g> Batch<'g> {
    /// What a run of steps of one kind does: the children of the first, and so many more steps of an iterator. `None`
    /// for nothing.
    pub(super) fn new(
        kind: Kind,
        exact: bool,
        children: &'g [NodeId],
        steps: StepsIter<'g>,
        more: usize,
    ) -> Option<Self> {
        let len = children.len() + steps.clone().take(more).map(|step| step.children.len()).sum::<usize>();
        // A graph has less than 2^32 edges.
        let left = (len >> u32::from(kind == Kind::Items)) as u32;
        (left > 0).then_some(Self { run: &[], children, steps, left, taken: BEGIN, kind, exact })
    }

    /// Writes children up to one that has children itself, which it gives back.
    #[inline]
    pub(super) fn advance(&mut self, graph: &Graph, out: &mut Output) -> Option<NodeId> {
        loop {
            while let Some((&child, rest)) = self.run.split_first() {
                self.run = rest;
                if !leaf(graph, out, child) {
                    return Some(child);
                }
            }
            if (self.left == 0 || matches!(self.taken, BEGIN | BATCH..)) && self.turn(out) {
                return None;
            }
            while self.children.is_empty() {
                self.children = self.steps.next()?.children;
            }
            let (room, shift) = (self.room(), u32::from(self.kind == Kind::Items));
            let (run, children) = self.children.split_at((room << shift).min(self.children.len()));
            let elements = run.len().div_ceil(1 << shift) as u32;
            (self.run, self.children) = (run, children);
            self.left = self.left.saturating_sub(elements);
            if self.taken != ONE {
                self.taken += elements;
            }
        }
    }

    /// How many elements may follow before something has to be written between.
    fn room(&self) -> usize {
        if self.taken == ONE { 1 } else { (BATCH - self.taken) as usize }
    }

    /// Ends what the last element ends and begins what the next one begins; whether there is no next one.
    fn turn(&mut self, out: &mut Output) -> bool {
        let (one, many) = match self.kind {
            Kind::Append => (b'a', b'e'),
            Kind::Items => (b's', b'u'),
            Kind::Add => (0x90, 0x90),
        };
        match self.taken {
            BEGIN => {}
            ONE => out.op(one),
            taken => {
                out.op(many);
                // The C loops over dicts and sets go on after a full batch, and find nothing.
                if self.left == 0 && taken == BATCH && self.exact && self.kind != Kind::Append {
                    out.op(b'(');
                    out.op(many);
                }
            }
        }
        if self.left == 0 {
            return true;
        }
        let single = self.left == 1 && (self.taken == BEGIN || !self.exact) || out.protocol == 0;
        if single && self.kind != Kind::Add {
            self.taken = ONE;
        } else {
            out.op(b'(');
            self.taken = 0;
        }
        false
    }
}

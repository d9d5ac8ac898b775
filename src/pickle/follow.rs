//! Whether a pickle says what a graph holds, found by following its opcodes along the graph, without a second graph.
//!
//! It knows the opcodes that protocols 2 to 5 have for what nearly all sessions hold, in any batches and frames. Of all
//! else it says nothing, and whoever asks has to read the pickle and compare.

use super::popped::popped;
use super::{CallForm, Limits};
use super::{Graph, NodeId, StepKind, StepsIter, Value, int_from_le, opcode as op, text};

/// Whether reading the pickle gives the value of the graph, with the same sharing; `false` is no answer.
///
/// The graph says what comes next, and each opcode has to make just that. What has identity is made once, and fetched from
/// the memo wherever else it is held.
pub(super) fn follows(graph: &Graph, pickle: &[u8]) -> bool {
    let Limits { nodes, memo, stack, .. } = Limits::default();
    // A pickle makes no more of these than it has bytes.
    if pickle.len() > nodes.min(memo).min(stack) || !popped(graph).is_empty() {
        return false;
    }
    let Some(root) = graph.root_if_any() else { return false };
    let mut follower = Follower {
        graph,
        pickle,
        pos: 0,
        memo: Vec::with_capacity(graph.len()),
        begun: vec![false; graph.len()],
        todo: Vec::with_capacity(32),
    };
    follower.run(root).is_some()
}

/// What has to come, the next last.
enum Todo<'g> {
    Value(NodeId),
    /// A value that is known to have children.
    Open(NodeId),
    Op(u8),
    /// What was just made, into the memo; then what is done to it.
    Made(NodeId),
    /// The elements of a tuple that are left.
    Elements(&'g [NodeId]),
    Batch(Batch<'g>),
    Steps(StepsIter<'g>),
}

/// What is put into a mutable value.
struct Batch<'g> {
    children: &'g [NodeId],
    /// What follows them, for a list, dict or set itself.
    steps: Option<StepsIter<'g>>,
    kind: StepKind,
    /// Between a key and its value.
    inside: bool,
    /// A mark is open.
    marked: bool,
    /// An element without a mark was begun.
    single: bool,
}

struct Follower<'g, 'p> {
    graph: &'g Graph,
    pickle: &'p [u8],
    pos: usize,
    /// Picklers count up from 0.
    memo: Vec<NodeId>,
    /// What has identity, or is a name, and was made or begun.
    begun: Vec<bool>,
    todo: Vec<Todo<'g>>,
}

impl<'g, 'p> Follower<'g, 'p> {
    fn run(&mut self, root: NodeId) -> Option<()> {
        let &[op::PROTO, 2..=5, ..] = self.pickle else { return None };
        self.pos = 2;
        self.todo.push(Todo::Value(root));
        while let Some(todo) = self.todo.pop() {
            match todo {
                Todo::Value(node) => {
                    if !self.leaf(node)? {
                        self.open(node)?;
                    }
                }
                Todo::Open(node) => self.open(node)?,
                Todo::Op(op) => self.expect(op)?,
                Todo::Made(node) => {
                    self.memoize(node);
                    if let Value::Call { .. } = self.graph.value(node) {
                        self.todo.push(Todo::Steps(self.graph.steps(node)));
                    }
                }
                Todo::Elements(children) => self.elements(children)?,
                Todo::Batch(batch) => self.batch(batch)?,
                Todo::Steps(steps) => self.steps(steps)?,
            }
        }
        self.expect(op::STOP)?;
        (self.pos == self.pickle.len()).then_some(())
    }

    /// The next opcode, behind any frames.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        while *self.pickle.get(self.pos)? == op::FRAME {
            let length = u64::from_le_bytes(*self.pickle[self.pos + 1..].first_chunk()?);
            self.pos += 9;
            if length > (self.pickle.len() - self.pos) as u64 {
                return None;
            }
        }
        Some(self.pickle[self.pos])
    }

    #[inline]
    fn expect(&mut self, op: u8) -> Option<()> {
        (self.peek()? == op).then(|| self.pos += 1)
    }

    /// The argument of the opcode that is next.
    #[inline]
    fn fixed<const N: usize>(&mut self) -> Option<[u8; N]> {
        let bytes = *self.pickle[self.pos + 1..].first_chunk()?;
        self.pos += 1 + N;
        Some(bytes)
    }

    /// The same for one that begins with a length of `N` bytes.
    #[inline]
    fn content<const N: usize>(&mut self) -> Option<&'p [u8]> {
        let mut wide = [0; 8];
        wide[..N].copy_from_slice(&self.fixed::<N>()?);
        let len = usize::try_from(u64::from_le_bytes(wide)).ok()?;
        let content = self.pickle[self.pos..].get(..len)?;
        self.pos += len;
        Some(content)
    }

    /// Puts what is on the stack into the memo, where the pickle does.
    #[inline]
    fn memoize(&mut self, node: NodeId) {
        let next = self.memo.len();
        let len = match (self.peek(), &self.pickle[self.pos..]) {
            (Some(op::MEMOIZE), _) => 1,
            (Some(op::BINPUT), &[_, index, ..]) if usize::from(index) == next => 2,
            (Some(op::LONG_BINPUT), &[_, a, b, c, d, ..])
                if u32::from_le_bytes([a, b, c, d]) as usize == next =>
            {
                5
            }
            _ => return,
        };
        self.pos += len;
        self.memo.push(node);
    }

    /// Whether the pickle fetches a value from the memo; strings and bytes have no identity.
    fn fetched(&mut self, node: NodeId) -> Option<()> {
        let index = match self.peek()? {
            op::BINGET => usize::from(self.fixed::<1>()?[0]),
            op::LONG_BINGET => u32::from_le_bytes(self.fixed()?) as usize,
            _ => return None,
        };
        let found = *self.memo.get(index)?;
        let graph = self.graph;
        let alike = found == node
            || match (graph.value(found), graph.value(node)) {
                (Value::Str(a), Value::Str(b)) | (Value::Bytes(a), Value::Bytes(b)) => {
                    graph.bytes(a) == graph.bytes(b)
                }
                _ => false,
            };
        alike.then_some(())
    }

    /// Goes over a value without children, or one from the memo; `false` is for another, which has to be opened.
    #[inline]
    fn leaf(&mut self, node: NodeId) -> Option<bool> {
        let next = self.peek()?;
        let alike = match (self.graph.value(node), next) {
            (Value::Str(span), op::SHORT_BINUNICODE | op::BINUNICODE | op::BINUNICODE8) => {
                let content = match next {
                    op::SHORT_BINUNICODE => self.content::<1>()?,
                    op::BINUNICODE => self.content::<4>()?,
                    _ => self.content::<8>()?,
                };
                self.memoize(node);
                content == self.graph.bytes(span) && (content.is_ascii() || text::is_wtf8(content))
            }
            (Value::Int(n), op::BININT1) => n == i64::from(self.fixed::<1>()?[0]),
            (Value::Int(n), op::BININT2) => n == i64::from(u16::from_le_bytes(self.fixed()?)),
            (Value::Int(n), op::BININT) => n == i64::from(i32::from_le_bytes(self.fixed()?)),
            (Value::Int(n), op::LONG1) => int_from_le(self.content::<1>()?) == Some(n),
            (Value::BigInt(span), op::LONG1) => {
                let content = self.content::<1>()?;
                content == self.graph.bytes(span) && int_from_le(content).is_none()
            }
            (Value::Bytes(span), op::SHORT_BINBYTES | op::BINBYTES) => {
                let content = if next == op::BINBYTES { self.content::<4>()? } else { self.content::<1>()? };
                self.memoize(node);
                content == self.graph.bytes(span)
            }
            (Value::Str(_) | Value::Bytes(_), _) => return self.fetched(node).map(|()| true),
            (Value::Float(x), op::BINFLOAT) => x.to_bits() == u64::from_be_bytes(self.fixed()?),
            (Value::None, op::NONE)
            | (Value::Bool(true), op::NEWTRUE)
            | (Value::Bool(false), op::NEWFALSE) => {
                self.pos += 1;
                true
            }
            (Value::Tuple(run), op::EMPTY_TUPLE) if run.is_empty() => {
                self.pos += 1;
                true
            }
            (
                Value::Tuple(_)
                | Value::List(_)
                | Value::Dict(_)
                | Value::Set(_)
                | Value::Global { .. }
                | Value::Call { .. },
                _,
            ) => {
                if !self.begun[node.index()] {
                    return Some(false);
                }
                return self.fetched(node).map(|()| true);
            }
            _ => false,
        };
        alike.then_some(true)
    }

    /// Begins a value that was not begun before.
    fn open(&mut self, node: NodeId) -> Option<()> {
        if std::mem::replace(&mut self.begun[node.index()], true) {
            return None;
        }
        let graph = self.graph;
        let (op, kind) = match graph.value(node) {
            Value::List(_) => (op::EMPTY_LIST, StepKind::Append),
            Value::Dict(_) => (op::EMPTY_DICT, StepKind::Items),
            Value::Set(_) => (op::EMPTY_SET, StepKind::Add),
            Value::Tuple(run) => {
                let op = match run.len() {
                    1 => op::TUPLE1,
                    2 => op::TUPLE2,
                    3 => op::TUPLE3,
                    _ => {
                        self.expect(op::MARK)?;
                        op::TUPLE
                    }
                };
                self.todo.extend([Todo::Made(node), Todo::Op(op)]);
                return self.elements(graph.run(run));
            }
            Value::Global { module, name } => return self.global(node, module, name),
            Value::Call { form, func, args, .. } => {
                let op = match form {
                    CallForm::Reduce => op::REDUCE,
                    CallForm::NewObj => op::NEWOBJ,
                    _ => return None,
                };
                let callable = matches!(graph.value(func), Value::Global { .. } | Value::Call { .. });
                if !callable || !matches!(graph.value(args), Value::Tuple(_)) {
                    return None;
                }
                self.todo.extend([Todo::Made(node), Todo::Op(op), Todo::Value(args), Todo::Value(func)]);
                return Some(());
            }
            _ => return None,
        };
        self.expect(op)?;
        self.memoize(node);
        let steps = Some(graph.steps(node));
        self.batch(Batch { children: &[], steps, kind, inside: false, marked: false, single: false })
    }

    fn global(&mut self, node: NodeId, module: NodeId, name: NodeId) -> Option<()> {
        if self.peek()? == op::GLOBAL {
            let (module, name) = self.graph.global(node)?;
            self.pos += 1;
            for text in [module, name] {
                let rest = &self.pickle[self.pos..];
                let len = rest.iter().position(|&b| b == b'\n').filter(|&len| len > 0)?;
                if &rest[..len] != text.as_bytes() {
                    return None;
                }
                self.pos += len + 1;
            }
        } else {
            for part in [module, name] {
                if !matches!(self.graph.value(part), Value::Str(_)) || !self.leaf(part)? {
                    return None;
                }
            }
            self.expect(op::STACK_GLOBAL)?;
        }
        self.memoize(node);
        Some(())
    }

    fn elements(&mut self, mut children: &'g [NodeId]) -> Option<()> {
        while let [child, rest @ ..] = children {
            children = rest;
            if !self.leaf(*child)? {
                if !rest.is_empty() {
                    self.todo.push(Todo::Elements(rest));
                }
                self.todo.push(Todo::Open(*child));
                return Some(());
            }
        }
        Some(())
    }

    fn batch(&mut self, mut batch: Batch<'g>) -> Option<()> {
        let (one, many, width) = match batch.kind {
            StepKind::Append => (op::APPEND, op::APPENDS, 1),
            StepKind::Items => (op::SETITEM, op::SETITEMS, 2),
            StepKind::Add => (0, op::ADDITEMS, 1),
            StepKind::State => return None,
        };
        loop {
            while batch.children.is_empty()
                && let Some(step) = batch.steps.as_mut().and_then(Iterator::next)
            {
                batch.children = step.children;
            }
            if !batch.inside {
                let done = batch.children.is_empty();
                if std::mem::take(&mut batch.single) {
                    self.expect(one)?;
                }
                if batch.marked && (done || self.peek()? == many) {
                    self.expect(many)?;
                    batch.marked = false;
                }
                if done {
                    return Some(());
                }
                if !batch.marked {
                    let mut rest = batch.steps.iter().cloned().flatten();
                    batch.single = batch.kind != StepKind::Add
                        && batch.children.len() == width
                        && rest.all(|step| step.children.is_empty());
                    if !batch.single {
                        self.expect(op::MARK)?;
                        batch.marked = true;
                    }
                }
            }
            let (&child, rest) = batch.children.split_first()?;
            batch.children = rest;
            if !batch.inside && batch.kind != StepKind::Append && !self.is_plain_key(child) {
                return None;
            }
            batch.inside = width == 2 && !batch.inside;
            if !self.leaf(child)? {
                self.todo.push(Todo::Batch(batch));
                self.todo.push(Todo::Open(child));
                return Some(());
            }
        }
    }

    /// Whether a value can be a key whatever it holds.
    #[inline]
    fn is_plain_key(&self, node: NodeId) -> bool {
        matches!(
            self.graph.value(node),
            Value::Str(_)
                | Value::Int(_)
                | Value::None
                | Value::Bool(_)
                | Value::Float(_)
                | Value::BigInt(_)
                | Value::Bytes(_)
                | Value::Global { .. }
                | Value::Call { .. }
        )
    }

    /// What is done to an object.
    fn steps(&mut self, mut steps: StepsIter<'g>) -> Option<()> {
        let Some(step) = steps.next() else { return Some(()) };
        let next = steps.clone().next();
        self.todo.push(Todo::Steps(steps));
        match (step.kind, step.children) {
            (StepKind::State, &[state]) => {
                self.todo.extend([Todo::Op(op::BUILD), Todo::Value(state)]);
                Some(())
            }
            (StepKind::State, _) | (_, []) => None,
            // The writer joins these.
            (kind, _) if next.is_some_and(|next| next.kind == kind) => None,
            (kind, children) => {
                self.batch(Batch { children, steps: None, kind, inside: false, marked: false, single: false })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pickle::{difference, read, write};

    fn graph(pickle: &[u8]) -> Graph {
        read(pickle.to_vec(), &Limits::default()).expect("a pickle").graph
    }

    /// Sessions at protocol 2, with sharing, cycles, objects, names, states and every kind of leaf.
    const SESSIONS: &[&[u8]] = &[
        b"\x80\x02}(X\x01\x00\x00\x00aK\x01X\x02\x00\x00\x00bcM\x01\x02X\x01\x00\x00\x00cJ\xff\xff\xff\xffu.",
        b"\x80\x02](K\x01\x8a\x05\x01\x02\x03\x04\x05\x8a\x09\x01\x02\x03\x04\x05\x06\x07\x08\x09G?\xf0\x00\x00\x00\x00\x00\x00N\x88\x89)e.",
        b"\x80\x02]q\x00(]q\x01h\x01h\x00}q\x02h\x02h\x02e.",
        b"\x80\x02]q\x00(K\x01\x85q\x01h\x01K\x01K\x02\x86(K\x01K\x02K\x03K\x04te.",
        b"\x80\x04\x8f\x94(K\x01\x8c\x03abc\x94C\x03abc\x94\x90.",
        b"\x80\x02}X\x01\x00\x00\x00xcdatetime\ndatetime\nq\x00U\x0a\x07\xe8\x01\x01\x00\x00\x00\x00\x00\x00\x85R.",
        b"\x80\x04](\x8c\x07decimal\x94\x8c\x07Decimal\x94\x93\x94\x8c\x031.5\x94\x85\x94R\x94h\x02\x8c\x032.5\x94\x85\x94R\x94e.",
        b"\x80\x04\x8c\x03app\x94\x8c\x01U\x94\x93\x94)\x81\x94}\x94\x8c\x02id\x94K\x01sb.",
        b"\x80\x04\x8c\x03app\x94\x8c\x01L\x94\x93\x94)\x81\x94(K\x01K\x02e\x8c\x01k\x94K\x03s}\x94b.",
        b"\x80\x04\x8c\x03app\x94\x8c\x01L\x94\x93\x94)R\x94h\x03a.",
        b"\x80\x02]q\x00(X\x02\x00\x00\x00\xc3\xa9X\x03\x00\x00\x00\xed\xa0\x80X\x00\x00\x00\x00X\x00\x00\x00\x00e.",
        b"\x80\x02]q\x00h\x00\x85q\x01a.",
    ];

    #[test]
    fn what_is_written_for_ordinary_sessions_is_followed() {
        for (at, session) in SESSIONS.iter().enumerate() {
            let graph = graph(session);
            for protocol in 3..=5 {
                let written = write(&graph, protocol).unwrap();
                // Sets have no opcode below protocol 4, and strings of Python 2 none that is known.
                let known = !(at == 4 && protocol < 4) && at != 5;
                assert_eq!(
                    follows(&graph, &written),
                    known,
                    "{at} at {protocol}: {}",
                    written.escape_ascii()
                );
            }
        }
    }

    #[test]
    fn whatever_is_followed_reads_back_as_the_same() {
        let (mut followed, mut refused) = (0, 0);
        for session in SESSIONS {
            let graph = graph(session);
            for protocol in [2, 4] {
                let written = write(&graph, protocol).unwrap();
                for at in 0..written.len() {
                    for change in 0..=u8::MAX {
                        let mut changed = written.clone();
                        changed[at] = change;
                        if follows(&graph, &changed) {
                            let again = self::graph(&changed);
                            assert_eq!(difference(&graph, &again), None, "{}", changed.escape_ascii());
                            followed += 1;
                        } else {
                            refused += 1;
                        }
                    }
                    assert!(!follows(&graph, &written[..at]));
                }
            }
        }
        assert!(followed > 1000 && refused > 100_000, "{followed} followed, {refused} refused");
    }

    #[test]
    fn other_values_and_other_sharing_are_not_followed() {
        for (held, written) in [
            (&b"\x80\x02](K\x01K\x02e."[..], &b"\x80\x02](K\x02K\x01e."[..]),
            (b"\x80\x02]K\x01a.", b"\x80\x02]\x88a."),
            (b"\x80\x02]K\x01a.", b"\x80\x02](K\x01K\x01e."),
            (b"\x80\x02](K\x01K\x01e.", b"\x80\x02]K\x01a."),
            (b"\x80\x02](]q\x00h\x00e.", b"\x80\x02](]]e."),
            (b"\x80\x02](]]e.", b"\x80\x02](]q\x00h\x00e."),
            (b"\x80\x02]q\x00h\x00a.", b"\x80\x02]q\x00]a."),
            (b"\x80\x02}K\x01K\x02s.", b"\x80\x02}K\x02K\x01s."),
            (b"\x80\x02capp\nA\n)\x81.", b"\x80\x02capp\nA\n)R."),
            (b"\x80\x02capp\nA\n)R.", b"\x80\x02capp\nB\n)R."),
            (b"\x80\x02capp\nA\n)\x81}b.", b"\x80\x02capp\nA\n)\x81."),
            (b"\x80\x02capp\nA\n)\x81.", b"\x80\x02capp\nA\n)\x81}b."),
            (b"\x80\x02N.", b"\x80\x02cos\nsystem\n)R0N."),
            (b"\x80\x02N.", b"\x80\x02N.N"),
            (b"cos\nsystem\n)R0N.", b"\x80\x02N."),
        ] {
            assert!(!follows(&graph(held), written), "{}", written.escape_ascii());
        }
    }
}

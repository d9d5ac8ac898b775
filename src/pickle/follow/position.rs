//! Where in a pickle its follower is: one opcode, or what makes one value without children, at a time.
//!
//! It does not know what comes next: the parent module does.

use crate::pickle::{Graph, NodeId, Value, int_from_le, names::python3_name, opcode as op, text};

/// What stands in the pickle where a value has to be.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Met {
    /// It, in whole.
    Leaf,
    /// The beginning of it.
    Opening,
    /// An opcode that makes no value.
    NoValue,
}

/// How far the pickle was followed.
pub(super) struct Position<'g, 'p> {
    pub(super) graph: &'g Graph,
    /// What was not followed yet.
    pub(super) rest: &'p [u8],
    /// Picklers count up from 0.
    memo: Vec<NodeId>,
    /// Whether Python 3 takes the names for those of Python 2.
    pub(super) python2: bool,
    /// What has identity, or is a name, and was made or begun.
    pub(super) begun: Vec<bool>,
}

impl<'g, 'p> Position<'g, 'p> {
    pub(super) fn new(graph: &'g Graph, pickle: &'p [u8]) -> Self {
        let (memo, begun) = (Vec::with_capacity(graph.len()), vec![false; graph.len()]);
        Self { graph, rest: pickle, memo, python2: false, begun }
    }

    /// The next opcode, behind any frames.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        match *self.rest.first()? {
            op::FRAME => self.peek_behind_frames(),
            op => Some(op),
        }
    }

    #[cold]
    fn peek_behind_frames(&mut self) -> Option<u8> {
        while let [op::FRAME, rest @ ..] = self.rest {
            let (length, rest) = rest.split_first_chunk()?;
            if u64::from_le_bytes(*length) > rest.len() as u64 {
                return None;
            }
            self.rest = rest;
        }
        self.rest.first().copied()
    }

    #[inline]
    pub(super) fn expect(&mut self, op: u8) -> Option<()> {
        (self.peek()? == op).then(|| self.rest = &self.rest[1..])
    }

    /// Takes the opcode that is next, and its argument.
    #[inline(always)]
    fn fixed<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (argument, rest) = self.rest.get(1..)?.split_first_chunk()?;
        self.rest = rest;
        Some(*argument)
    }

    /// The same for one that begins with a length of `N` bytes.
    #[inline(always)]
    fn content<const N: usize>(&mut self) -> Option<&'p [u8]> {
        let mut wide = [0; 8];
        wide[..N].copy_from_slice(&self.fixed::<N>()?);
        let (content, rest) = self.rest.split_at_checked(usize::try_from(u64::from_le_bytes(wide)).ok()?)?;
        self.rest = rest;
        Some(content)
    }

    /// Puts what is on the stack into the memo, where the pickle does.
    #[inline]
    pub(super) fn memoize(&mut self, node: NodeId) {
        if let [op::MEMOIZE, rest @ ..] = self.rest {
            self.rest = rest;
            self.memo.push(node);
        } else {
            self.put(node);
        }
    }

    #[inline(never)]
    fn put(&mut self, node: NodeId) {
        let next = self.memo.len();
        _ = self.peek();
        self.rest = match self.rest {
            [op::MEMOIZE, rest @ ..] => rest,
            [op::BINPUT, index, rest @ ..] if usize::from(*index) == next => rest,
            [op::LONG_BINPUT, a, b, c, d, rest @ ..]
                if u32::from_le_bytes([*a, *b, *c, *d]) as usize == next =>
            {
                rest
            }
            _ => return,
        };
        self.memo.push(node);
    }

    /// Goes over a value without children, or one from the memo.
    #[inline(always)]
    pub(super) fn leaf(&mut self, node: NodeId, value: Value) -> Option<Met> {
        let graph = self.graph;
        let alike = match (*self.rest.first()?, value) {
            (op::BINGET, _) => {
                let index = usize::from(*self.rest.get(1)?);
                return self.get(node, value, index, 2);
            }
            (op::LONG_BINGET, _) => {
                let index = u32::from_le_bytes(*self.rest[1..].first_chunk()?);
                return self.get(node, value, index as usize, 5);
            }
            (op::SHORT_BINUNICODE, Value::Str(span)) => {
                let content = self.content::<1>()?;
                self.memoize(node);
                is_text(content, graph.bytes(span))
            }
            (op::BININT1, Value::Int(n)) => n == i64::from(self.fixed::<1>()?[0]),
            (op::BININT2, Value::Int(n)) => n == i64::from(u16::from_le_bytes(self.fixed()?)),
            (op::BININT, Value::Int(n)) => n == i64::from(i32::from_le_bytes(self.fixed()?)),
            (op::BINFLOAT, Value::Float(x)) => x.to_bits() == u64::from_be_bytes(self.fixed()?),
            (op::NONE, Value::None)
            | (op::NEWTRUE, Value::Bool(true))
            | (op::NEWFALSE, Value::Bool(false)) => {
                self.fixed::<0>()?;
                true
            }
            _ => return self.rare_leaf(node, value),
        };
        alike.then_some(Met::Leaf)
    }

    /// The same for what is rarely met, and behind frames.
    #[inline(never)]
    fn rare_leaf(&mut self, node: NodeId, value: Value) -> Option<Met> {
        let graph = self.graph;
        if *self.rest.first()? == op::FRAME {
            self.peek_behind_frames()?;
            return self.leaf(node, value);
        }
        let alike = match (*self.rest.first()?, value) {
            (op @ (op::BINUNICODE | op::BINUNICODE8), Value::Str(span)) => {
                let content = if op == op::BINUNICODE { self.content::<4>()? } else { self.content::<8>()? };
                self.memoize(node);
                is_text(content, graph.bytes(span))
            }
            (op @ (op::SHORT_BINBYTES | op::BINBYTES), Value::Bytes(span)) => {
                let content = if op == op::BINBYTES { self.content::<4>()? } else { self.content::<1>()? };
                self.memoize(node);
                content == graph.bytes(span)
            }
            (op::LONG1, Value::Int(n)) => int_from_le(self.content::<1>()?) == Some(n),
            (op::LONG1, Value::BigInt(span)) => {
                let content = self.content::<1>()?;
                content == graph.bytes(span) && int_from_le(content).is_none()
            }
            (op::EMPTY_TUPLE, Value::Tuple(run)) if run.is_empty() => {
                self.fixed::<0>()?;
                true
            }
            (op::APPENDS | op::SETITEMS | op::ADDITEMS, _) => return Some(Met::NoValue),
            _ => return self.opening(node, value),
        };
        alike.then_some(Met::Leaf)
    }

    /// A value from the memo, by an opcode of so many bytes; strings and bytes have no identity.
    #[inline(always)]
    fn get(&mut self, node: NodeId, value: Value, index: usize, len: usize) -> Option<Met> {
        let found = *self.memo.get(index)?;
        if found != node && !self.is_same_content(found, value) {
            // What is fetched may be the first in it.
            return self.opening(node, value);
        }
        self.rest = &self.rest[len..];
        Some(Met::Leaf)
    }

    #[inline(never)]
    fn is_same_content(&self, found: NodeId, value: Value) -> bool {
        match (self.graph.value(found), value) {
            (Value::Str(a), Value::Str(b)) | (Value::Bytes(a), Value::Bytes(b)) => {
                self.graph.bytes(a) == self.graph.bytes(b)
            }
            _ => false,
        }
    }

    /// What is not there itself begins here, unless it was begun before.
    #[inline(never)]
    fn opening(&self, node: NodeId, value: Value) -> Option<Met> {
        let opens = matches!(
            value,
            Value::Tuple(_)
                | Value::List(_)
                | Value::Dict(_)
                | Value::Set(_)
                | Value::Global { .. }
                | Value::Call { .. }
        );
        (opens && !self.begun[node.index()]).then_some(Met::Opening)
    }

    /// Goes over the elements of a tuple up to one that has to be opened, which it gives back.
    pub(super) fn elements(&mut self, children: &mut &[NodeId]) -> Option<Option<NodeId>> {
        while let [child, rest @ ..] = *children {
            *children = rest;
            match self.leaf(*child, self.graph.value(*child))? {
                Met::Leaf => {}
                Met::Opening => return Some(Some(*child)),
                Met::NoValue => return None,
            }
        }
        Some(None)
    }

    /// An imported name, as lines of text or as two strings.
    pub(super) fn global(&mut self, node: NodeId, module: NodeId, name: NodeId) -> Option<()> {
        let spelled = self.graph.global(node)?;
        let imported = if self.python2 { python3_name(spelled.0, spelled.1) } else { spelled };
        if self.graph.imported(node) != Some(imported) {
            return None;
        }
        if self.peek()? == op::GLOBAL {
            let (module, name) = spelled;
            self.fixed::<0>()?;
            for text in [module, name] {
                let rest = self.rest.strip_prefix(text.as_bytes())?.strip_prefix(b"\n")?;
                if text.is_empty() || text.contains('\n') {
                    return None;
                }
                self.rest = rest;
            }
        } else {
            for part in [module, name] {
                let value = self.graph.value(part);
                if !matches!(value, Value::Str(_)) || self.leaf(part, value)? != Met::Leaf {
                    return None;
                }
            }
            self.expect(op::STACK_GLOBAL)?;
        }
        self.memoize(node);
        Some(())
    }
}

/// Whether a string of the pickle is that of the graph, and one that the reader takes.
#[inline]
fn is_text(content: &[u8], held: &[u8]) -> bool {
    content == held && (content.is_ascii() || text::is_wtf8(content))
}

/// Whether a value can be a key whatever it holds.
#[inline]
pub(super) fn is_plain_key(value: Value) -> bool {
    matches!(
        value,
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

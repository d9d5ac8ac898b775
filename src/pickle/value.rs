//! One Python value, as a node of a [`Graph`] holds it: what it is, where its content and its children are.
//!
//! Values refer to each other by index and hold no content: the graph has that.

use std::fmt;

#[cfg(doc)]
use super::Graph;

/// Index of a node in its [`Graph`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub(super) u32);

impl NodeId {
    /// No node: marks holes in a dense memo.
    pub(super) const HOLE: Self = Self(u32::MAX);

    /// Behind all nodes that a graph can hold: a leaf that is read where the payload has it.
    const IN_PAYLOAD: u32 = 1 << 31;

    /// The value without children that an opcode of the payload makes, for a graph that does not hold such nodes.
    pub(super) fn in_payload(offset: u32) -> Self {
        debug_assert!(offset < Self::IN_PAYLOAD, "payloads are shorter");
        Self(Self::IN_PAYLOAD | offset)
    }

    /// Offset of that opcode.
    pub(super) fn offset_in_payload(self) -> usize {
        (self.0 & !Self::IN_PAYLOAD) as usize
    }

    /// Position of the node in creation order, from 0.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Debug for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// A run of bytes in its [`Graph`]: the content of a string, of bytes or of a big integer.
///
/// It points into the payload where the payload holds the content as it is, and behind it otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub(super) start: u32,
    pub(super) len: u32,
}

impl Span {
    /// A span of bytes that the graph will hold at `start`.
    pub(super) fn new(start: usize, len: usize) -> Self {
        Self { start: narrow(start), len: narrow(len) }
    }

    /// Where the run starts, in bytes from the start of the payload.
    pub(super) fn start(self) -> usize {
        self.start as usize
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.len as usize
    }

    /// Whether the run is empty.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len == 0
    }
}

/// A fixed run of children: the elements of a tuple or a frozenset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    pub(super) start: u32,
    pub(super) len: u32,
}

impl Run {
    /// Number of children.
    #[must_use]
    pub fn len(self) -> usize {
        self.len as usize
    }

    /// Whether there are no children.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len == 0
    }
}

/// What was done to a mutable value after its creation, in stream order; [`Graph::steps`] lists it.
///
/// Holds the last step; the steps form a ring, so that adding one is constant time and needs one index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Steps {
    /// Index of the last step plus one; 0 for none.
    pub(super) last: u32,
}

/// How a call is spelled; what Python calls differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CallForm {
    /// `REDUCE`: `callable(*args)`.
    Reduce,
    /// `NEWOBJ`: `cls.__new__(cls, *args)`.
    NewObj,
    /// `NEWOBJ_EX`: `cls.__new__(cls, *args, **kwargs)`; `args` is the tuple `(args, kwargs)`.
    NewObjEx,
    /// `OBJ`: `cls(*args)`, the class taken from the stack.
    Obj,
    /// `INST`: `cls(*args)`, the class named in the opcode.
    Inst,
}

/// One Python value. Children are [`NodeId`]s of the same [`Graph`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// `None`.
    None,
    /// `True` or `False`.
    Bool(bool),
    /// An `int` that fits 64 bits.
    Int(i64),
    /// An `int` beyond 64 bits: two's complement, little endian, as `int.to_bytes(..., "little", signed=True)`.
    BigInt(Span),
    /// A `float`.
    Float(f64),
    /// A `str` in WTF-8: UTF-8 in which lone surrogates are encoded as they are (Python's `surrogatepass`).
    Str(Span),
    /// A `str` of Python 2: bytes of an unknown encoding.
    Py2Str(Span),
    /// `bytes`.
    Bytes(Span),
    /// `bytearray`, by the protocol 5 opcode.
    ByteArray(Span),
    /// `tuple`.
    Tuple(Run),
    /// `list`; its steps are appends.
    List(Steps),
    /// `dict`; its steps are items.
    Dict(Steps),
    /// `set`, by the protocol 4 opcode; its steps are adds.
    Set(Steps),
    /// `frozenset`, by the protocol 4 opcode.
    FrozenSet(Run),
    /// A name to be imported; both are strings.
    Global {
        /// The module, a [`Value::Str`] or what stood in its place.
        module: NodeId,
        /// The qualified name in the module.
        name: NodeId,
    },
    /// An object: a call and what was done to its result.
    Call {
        /// How the call is spelled.
        form: CallForm,
        /// What is called.
        func: NodeId,
        /// The argument tuple.
        args: NodeId,
        /// Appends, items, adds and states, in stream order.
        steps: Steps,
    },
    /// An extension code of `copyreg`.
    Ext(i32),
    /// A persistent id, resolved by the application.
    PersId(NodeId),
    /// An out-of-band buffer of protocol 5.
    Buffer {
        /// Whether `READONLY_BUFFER` was applied.
        readonly: bool,
    },
    /// A read-only `memoryview` over a `bytearray` or an object, by `READONLY_BUFFER`.
    ReadOnly(NodeId),
}

/// What one step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StepKind {
    /// Appends the children (`APPEND`, `APPENDS`).
    Append,
    /// Sets items; children are key, value, key, value (`SETITEM`, `SETITEMS`).
    Items,
    /// Adds the children to a set (`ADDITEMS`).
    Add,
    /// Sets the state, the only child (`BUILD`).
    State,
}

/// One step: its kind and its children.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step<'g> {
    /// What is done.
    pub kind: StepKind,
    /// The children it is done with.
    pub children: &'g [NodeId],
}

/// Where a node came from in the payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Origin {
    /// Offset in bytes of the opcode that made the node; 0 for values that no pickle made.
    pub offset: u32,
    /// That opcode's byte, which is how the value was spelled; 0 for values that no pickle made.
    pub opcode: u8,
}

/// Something the payload makes an unpickler do, in execution order, also when the result is dropped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// What is done.
    pub kind: EffectKind,
    /// Offset in bytes of the opcode that does it.
    pub offset: u32,
}

/// The kinds of [`Effect`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EffectKind {
    /// Imports a name; the node is a [`Value::Global`].
    Import(NodeId),
    /// Calls something; the node is a [`Value::Call`].
    Call(NodeId),
    /// Sets the state of an object, which can run its `__setstate__`; the object's node, then the state's.
    Build(NodeId, NodeId),
    /// Changes what is not a plain container, by `append`, `extend`, `__setitem__` or `add`, or a plain one in a way that
    /// the graph does not hold: a `bytearray` in place, a list at a computed index.
    Mutate(NodeId, StepKind),
    /// Asks the application for a persistent object.
    PersId(NodeId),
    /// Looks an extension code up.
    Ext(NodeId),
    /// Makes a read-only `memoryview`; the node is a [`Value::ReadOnly`].
    View(NodeId),
}

/// Narrows an index or a length. Readers limit their input to far less than 4 GiB before they build a graph.
pub(super) fn narrow(n: usize) -> u32 {
    u32::try_from(n).expect("a graph holds less than 4 GiB, which the readers' limits ensure")
}

/// A two's complement little-endian integer, where it fits 64 bits; empty is 0.
#[must_use]
pub fn int_from_le(bytes: &[u8]) -> Option<i64> {
    let fill = if bytes.last().is_some_and(|b| b & 0x80 != 0) { 0xff } else { 0 };
    let mut wide = [fill; 8];
    let head = bytes.len().min(8);
    wide[..head].copy_from_slice(&bytes[..head]);
    let value = i64::from_le_bytes(wide);
    let same_sign = (value < 0) == (fill == 0xff);
    (same_sign && bytes[head..].iter().all(|&b| b == fill)).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ints_shorten_only_when_they_fit() {
        assert_eq!(int_from_le(&[]), Some(0));
        assert_eq!(int_from_le(&[0xff]), Some(-1));
        assert_eq!(int_from_le(&[0xff, 0]), Some(255));
        assert_eq!(int_from_le(&i64::MIN.to_le_bytes()), Some(i64::MIN));
        assert_eq!(int_from_le(&[0, 0, 0, 0, 0, 0, 0, 0x80, 0]), None);
        assert_eq!(int_from_le(&[0, 0, 0, 0, 0, 0, 0, 0x80, 0xff]), Some(i64::MIN));
    }
}

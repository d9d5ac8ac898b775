//! Why a pickle could not be read: what, where, at which opcode, and what had run by then.
//!
//! It does not judge: `verdict` does, also of what ran before the break.

use std::fmt;

use thiserror::Error;

use super::{Graph, Opcode};

/// A pickle that cannot be read.
///
/// ```
/// use sessctl::pickle::{Limits, read};
///
/// let error = read(b"\x80\x04X\xff\x00".to_vec(), &Limits::default()).unwrap_err();
/// assert_eq!(error.to_string(), "pickle ends inside a 4-byte length at byte 3 (BINUNICODE at byte 2)");
/// ```
#[derive(Clone, Debug, Error)]
pub struct ReadError {
    /// What is wrong.
    pub kind: ReadErrorKind,
    /// Offset in bytes of what is wrong.
    pub offset: usize,
    /// The opcode at work and its own offset; `None` where there is none, as at the end of the input.
    pub opcode: Option<(&'static Opcode, usize)>,
    /// What the payload had described and done before the break; it has no root.
    pub prefix: Box<Graph>,
    /// Where the opcode is that was not read any more, where Python may go on: a limit was reached before it.
    pub(super) unread: Option<usize>,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.kind, self.offset)?;
        match self.opcode {
            Some((opcode, at)) if at == self.offset => write!(f, " ({})", opcode.name),
            Some((opcode, at)) => write!(f, " ({} at byte {at})", opcode.name),
            None => Ok(()),
        }
    }
}

impl ReadError {
    /// Whether a limit of this tool was reached, rather than the payload being broken.
    #[must_use]
    pub fn is_limit(&self) -> bool {
        matches!(self.kind, ReadErrorKind::Limit { .. })
    }
}

/// What the reader was inside when the input ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inside {
    /// Between opcodes: there is no STOP.
    Stream,
    /// An argument of that many bytes.
    Argument(u8),
    /// A length of that many bytes.
    Length(u8),
    /// Content whose length says so many bytes.
    Content {
        /// The length it was given.
        length: u64,
        /// The bytes that are left.
        left: u64,
    },
    /// A frame whose length says so many bytes.
    Frame {
        /// The length it was given.
        length: u64,
        /// The bytes that are left.
        left: u64,
    },
    /// A line that has no newline.
    Line,
}

impl fmt::Display for Inside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stream => f.write_str("before STOP"),
            Self::Argument(n) => write!(f, "inside a {n}-byte argument"),
            Self::Length(n) => write!(f, "inside a {n}-byte length"),
            Self::Content { length, left } => write!(f, "inside content of {length} bytes, with {left} left"),
            Self::Frame { length, left } => write!(f, "inside a frame of {length} bytes, with {left} left"),
            Self::Line => f.write_str("inside a line"),
        }
    }
}

/// What a value on the stack is, in Python's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeName {
    /// `NoneType`
    None,
    /// `bool`
    Bool,
    /// `int`
    Int,
    /// `float`
    Float,
    /// `str`
    Str,
    /// `bytes`
    Bytes,
    /// `bytearray`
    ByteArray,
    /// `memoryview`
    MemoryView,
    /// `tuple`
    Tuple,
    /// `list`
    List,
    /// `dict`
    Dict,
    /// `set`
    Set,
    /// `frozenset`
    FrozenSet,
    /// An imported name, an object, or what an application supplies.
    Object,
}

impl fmt::Display for TypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "`NoneType`",
            Self::Bool => "`bool`",
            Self::Int => "`int`",
            Self::Float => "`float`",
            Self::Str => "`str`",
            Self::Bytes => "`bytes`",
            Self::ByteArray => "`bytearray`",
            Self::MemoryView => "`memoryview`",
            Self::Tuple => "`tuple`",
            Self::List => "`list`",
            Self::Dict => "`dict`",
            Self::Set => "`set`",
            Self::FrozenSet => "`frozenset`",
            Self::Object => "an object",
        })
    }
}

/// A limit of the reader; [`Limits`](super::Limits) holds the values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitName {
    /// Bytes of input.
    Input,
    /// Opcodes.
    Opcodes,
    /// Values on the stack, marks included.
    Stack,
    /// Entries in the memo.
    Memo,
    /// Nodes of the graph.
    Nodes,
    /// Decimal digits of an integer written as text.
    Digits,
}

impl fmt::Display for LimitName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Input => "bytes of input",
            Self::Opcodes => "opcodes",
            Self::Stack => "values on the stack",
            Self::Memo => "memo entries",
            Self::Nodes => "nodes",
            Self::Digits => "digits of an integer",
        })
    }
}

/// The ways a pickle can be unreadable. Python fails on each, but for the limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// The input ends too early.
    #[error("pickle ends {0}")]
    Truncated(Inside),
    /// The byte is no opcode.
    #[error("expected an opcode, found byte 0x{0:02x}")]
    UnknownOpcode(u8),
    /// PROTO names a protocol beyond 5.
    #[error("expected a protocol up to 5, found {0}")]
    UnsupportedProtocol(u8),
    /// An opcode takes more values than there are.
    #[error("expected a value on the stack, found none")]
    StackUnderflow,
    /// An opcode takes a value where a mark is.
    #[error("expected a value on the stack, found a mark")]
    UnexpectedMark,
    /// An opcode takes values down to a mark, and there is none.
    #[error("expected a mark on the stack, found none")]
    NoMark,
    /// The length is negative or larger than any memory.
    #[error("expected a length, found {0}")]
    BadLength(i64),
    /// The text is not an integer in Python's spelling.
    #[error("expected an integer as text")]
    BadInt,
    /// The text is not a float in Python's spelling, or too large for one.
    #[error("expected a float as text")]
    BadFloat,
    /// A STRING argument without matching quotes.
    #[error("expected a string in matching quotes")]
    Unquoted,
    /// A backslash sequence that is cut short or names no character.
    #[error("expected a complete escape sequence")]
    BadEscape,
    /// Text that is not UTF-8 (lone surrogates are allowed in strings, not in names).
    #[error("expected UTF-8 text")]
    BadUtf8,
    /// Text of an opcode that allows ASCII only.
    #[error("expected ASCII text")]
    NotAscii,
    /// A memo index that was never put.
    #[error("expected a value in the memo at index {0}, found none")]
    NoMemo(i64),
    /// A memo index that is negative or beyond 64 bits.
    #[error("expected a memo index")]
    BadMemoIndex,
    /// Keys and values do not pair up.
    #[error("expected keys and values in pairs, found an odd number of items")]
    OddItems,
    /// The value cannot be a key or an element of a set.
    #[error("expected a hashable value, found {0}")]
    Unhashable(TypeName),
    /// The value has not the type that the opcode works on.
    #[error("expected {expected}, found {found}")]
    WrongType {
        /// What the opcode works on.
        expected: &'static str,
        /// What is there.
        found: TypeName,
    },
    /// A list index out of range.
    #[error("expected an index of an element of the list")]
    BadListIndex,
    /// An element of a `bytearray` that is not a byte.
    #[error("expected an integer from 0 to 255")]
    BadByte,
    /// An extension code that is not positive.
    #[error("expected a positive extension code, found {0}")]
    BadExtension(i32),
    /// A buffer that was to be sent beside the pickle.
    #[error("expected an out-of-band buffer, and there is none beside a stored pickle")]
    OutOfBand,
    /// A limit of this tool.
    #[error("limit of {value} {limit} exceeded")]
    Limit {
        /// Which.
        limit: LimitName,
        /// Its value.
        value: usize,
    },
}

/// Something unusual that Python reads all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Warning {
    /// What.
    pub kind: WarningKind,
    /// Offset in bytes.
    pub offset: usize,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.kind, self.offset)
    }
}

/// The kinds of [`Warning`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum WarningKind {
    /// Bytes after STOP.
    #[error("bytes follow STOP")]
    Trailing,
    /// Values or marks left on the stack at STOP.
    #[error("values are left on the stack at STOP")]
    LeftOnStack,
    /// A PROTO that is not the first opcode.
    #[error("the protocol is declared again")]
    ProtocolAgain,
    /// An opcode of a later protocol than the declared one.
    #[error("an opcode is later than the declared protocol")]
    LaterOpcode,
    /// A frame of length 0, one within another, one that goes on after STOP, or one that ends early.
    #[error("a frame does not fit its content")]
    FrameMismatch,
    /// A memo entry put twice.
    #[error("a memo entry is overwritten")]
    MemoOverwritten,
    /// A Python 2 `str` that is not ASCII: Python 3's `pickle.loads` fails on it unless told an encoding.
    #[error("a Python 2 string is not ASCII, which Python 3 refuses by default")]
    NotAsciiPy2Str,
    /// A change to a class, a function or something the application supplies, to a `bytearray` in place or to a list at a
    /// computed index; the graph does not keep it.
    #[error("a value is changed in a way that is not kept")]
    ChangeNotKept,
}

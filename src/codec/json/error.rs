//! What is wrong with a JSON text, and where.
//!
//! It does not know what the text was meant to be.

use thiserror::Error;

/// What is wrong with a JSON text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum JsonErrorKind {
    /// The text is not UTF-8.
    #[error("the text is not UTF-8")]
    NotUtf8,
    /// The text starts with a byte order mark.
    #[error("the text starts with a byte order mark")]
    ByteOrderMark,
    /// Something else stands here.
    #[error("expected {expected}, found {found:?}")]
    Unexpected {
        /// What could stand here.
        expected: &'static str,
        /// What stands here.
        found: char,
    },
    /// The text ends too early.
    #[error("the text ends where {expected} is expected")]
    Ends {
        /// What could stand here.
        expected: &'static str,
    },
    /// Something follows the value.
    #[error("text follows the value")]
    Trailing,
    /// A string is not closed.
    #[error("the string that starts here is not closed")]
    OpenString,
    /// A string holds a control character that is not escaped.
    #[error("control character {0:#04x} in a string must be escaped")]
    Control(u8),
    /// No such escape.
    #[error("invalid escape in a string")]
    Escape,
    /// Numbers such as `NaN` are not taken here.
    #[error("`NaN` and `Infinity` are not JSON")]
    NonFinite,
    /// An integer is longer than the limit.
    #[error("an integer of {digits} digits is over the limit of {limit}")]
    Digits {
        /// Its digits.
        digits: usize,
        /// The limit.
        limit: usize,
    },
    /// The nesting is deeper than the limit.
    #[error("nesting is over the limit of {limit} levels")]
    Depth {
        /// The limit.
        limit: usize,
    },
    /// The text is longer than the limit.
    #[error("a text of {bytes} bytes is over the limit of {limit}")]
    Bytes {
        /// Its length.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
}

/// What is wrong with a JSON text, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{kind} at line {line} column {column}")]
pub struct JsonError {
    /// What is wrong.
    pub kind: JsonErrorKind,
    /// Offset in bytes.
    pub offset: usize,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl JsonError {
    /// Locates an error in its text.
    #[must_use]
    pub fn new(kind: JsonErrorKind, text: &[u8], offset: usize) -> Self {
        let (line, column) = position(text, offset);
        Self { kind, offset, line, column }
    }
}

/// Line and column, both from 1, of a byte in a text.
pub(crate) fn position(text: &[u8], offset: usize) -> (usize, usize) {
    let before = &text[..offset.min(text.len())];
    let line = before.iter().filter(|b| **b == b'\n').count() + 1;
    let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    // Continuation bytes do not start a character.
    let column = before[start..].iter().filter(|b| **b & 0xc0 != 0x80).count() + 1;
    (line, column)
}

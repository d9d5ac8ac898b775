//! The opcodes of protocols 0 to 5, in one table.
//!
//! It says how an argument is delimited and nothing of what an opcode does: that is `read`.

use std::ops::Range;

/// How the argument that follows an opcode is delimited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// No argument.
    None,
    /// That many bytes.
    Fixed(u8),
    /// A little-endian length of that many bytes, then the content.
    Content(u8),
    /// Text up to and with a newline.
    Line,
    /// Two lines: module and name.
    TwoLines,
}

/// An opcode: its byte, Python's name for it, the protocol that brought it, its argument.
///
/// ```
/// use sessctl::pickle::Opcode;
///
/// let opcode = Opcode::from_byte(0x93).expect("STACK_GLOBAL");
/// assert_eq!((opcode.name, opcode.protocol), ("STACK_GLOBAL", 4));
/// assert!(Opcode::from_byte(0xff).is_none());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opcode {
    /// The byte in the stream.
    pub byte: u8,
    /// Name, as in Python's `pickletools`.
    pub name: &'static str,
    /// Lowest protocol that has it.
    pub protocol: u8,
    /// What follows it.
    pub argument: Argument,
}

macro_rules! opcodes {
    ($($name:ident = $byte:literal, $protocol:literal, $argument:expr;)*) => {
        $(pub(super) const $name: u8 = $byte;)*
        const TABLE: &[Opcode] = {
            use Argument::*;
            &[$(Opcode { byte: $byte, name: stringify!($name), protocol: $protocol, argument: $argument }),*]
        };
    };
}

// Python 3.11, Lib/pickletools.py; no protocol later than 5 exists.
#[rustfmt::skip]
opcodes! {
    MARK             = b'(', 0, None;
    EMPTY_TUPLE      = b')', 1, None;
    STOP             = b'.', 0, None;
    POP              = b'0', 0, None;
    POP_MARK         = b'1', 1, None;
    DUP              = b'2', 0, None;
    BINBYTES         = b'B', 3, Content(4);
    SHORT_BINBYTES   = b'C', 3, Content(1);
    FLOAT            = b'F', 0, Line;
    BINFLOAT         = b'G', 1, Fixed(8);
    INT              = b'I', 0, Line;
    BININT           = b'J', 1, Fixed(4);
    BININT1          = b'K', 1, Fixed(1);
    LONG             = b'L', 0, Line;
    BININT2          = b'M', 1, Fixed(2);
    NONE             = b'N', 0, None;
    PERSID           = b'P', 0, Line;
    BINPERSID        = b'Q', 1, None;
    REDUCE           = b'R', 0, None;
    STRING           = b'S', 0, Line;
    BINSTRING        = b'T', 1, Content(4);
    SHORT_BINSTRING  = b'U', 1, Content(1);
    UNICODE          = b'V', 0, Line;
    BINUNICODE       = b'X', 1, Content(4);
    EMPTY_LIST       = b']', 1, None;
    APPEND           = b'a', 0, None;
    BUILD            = b'b', 0, None;
    GLOBAL           = b'c', 0, TwoLines;
    DICT             = b'd', 0, None;
    APPENDS          = b'e', 1, None;
    GET              = b'g', 0, Line;
    BINGET           = b'h', 1, Fixed(1);
    INST             = b'i', 0, TwoLines;
    LONG_BINGET      = b'j', 1, Fixed(4);
    LIST             = b'l', 0, None;
    OBJ              = b'o', 1, None;
    PUT              = b'p', 0, Line;
    BINPUT           = b'q', 1, Fixed(1);
    LONG_BINPUT      = b'r', 1, Fixed(4);
    SETITEM          = b's', 0, None;
    TUPLE            = b't', 0, None;
    SETITEMS         = b'u', 1, None;
    EMPTY_DICT       = b'}', 1, None;
    PROTO            = 0x80, 2, Fixed(1);
    NEWOBJ           = 0x81, 2, None;
    EXT1             = 0x82, 2, Fixed(1);
    EXT2             = 0x83, 2, Fixed(2);
    EXT4             = 0x84, 2, Fixed(4);
    TUPLE1           = 0x85, 2, None;
    TUPLE2           = 0x86, 2, None;
    TUPLE3           = 0x87, 2, None;
    NEWTRUE          = 0x88, 2, None;
    NEWFALSE         = 0x89, 2, None;
    LONG1            = 0x8a, 2, Content(1);
    LONG4            = 0x8b, 2, Content(4);
    SHORT_BINUNICODE = 0x8c, 4, Content(1);
    BINUNICODE8      = 0x8d, 4, Content(8);
    BINBYTES8        = 0x8e, 4, Content(8);
    EMPTY_SET        = 0x8f, 4, None;
    ADDITEMS         = 0x90, 4, None;
    FROZENSET        = 0x91, 4, None;
    NEWOBJ_EX        = 0x92, 4, None;
    STACK_GLOBAL     = 0x93, 4, None;
    MEMOIZE          = 0x94, 4, None;
    FRAME            = 0x95, 4, Fixed(8);
    BYTEARRAY8       = 0x96, 5, Content(8);
    NEXT_BUFFER      = 0x97, 5, None;
    READONLY_BUFFER  = 0x98, 5, None;
}

/// Position in the table plus one for each byte; 0 for bytes that are no opcode.
const INDEX: [u8; 256] = {
    let mut index = [0; 256];
    let mut at = 0;
    while at < TABLE.len() {
        index[TABLE[at].byte as usize] = at as u8 + 1;
        at += 1;
    }
    index
};

/// The protocol each byte needs, for the reader's loop; 0 for bytes that are no opcode.
pub(super) const PROTOCOL: [u8; 256] = {
    let mut protocol = [0; 256];
    let mut at = 0;
    while at < TABLE.len() {
        protocol[TABLE[at].byte as usize] = TABLE[at].protocol;
        at += 1;
    }
    protocol
};

impl Opcode {
    /// The opcode a byte stands for.
    #[must_use]
    pub fn from_byte(byte: u8) -> Option<&'static Self> {
        TABLE.get(usize::from(INDEX[usize::from(byte)]).wrapping_sub(1))
    }

    /// Where the argument is that begins at `start`, without its length or the newline at its end, and what comes after
    /// it; `None` where the input ends before that.
    pub(super) fn argument_at(&self, input: &[u8], start: usize) -> Option<(Range<usize>, usize)> {
        let line = |start: usize| {
            let length = input.get(start..)?.iter().position(|&byte| byte == b'\n')?;
            Some((start..start + length, start + length + 1))
        };
        let within = |end: usize| (end <= input.len()).then_some(end);
        match self.argument {
            Argument::None => Some((start..start, start)),
            Argument::Fixed(width) => {
                let after = within(start + usize::from(width))?;
                Some((start..after, after))
            }
            Argument::Content(width) => {
                let content = start + usize::from(width);
                let mut wide = [0; 8];
                wide[..usize::from(width)].copy_from_slice(input.get(start..content)?);
                let length = usize::try_from(u64::from_le_bytes(wide)).ok()?;
                let after = within(content.checked_add(length)?)?;
                Some((content..after, after))
            }
            Argument::Line => line(start),
            Argument::TwoLines => {
                let (_, next) = line(start)?;
                let (name, after) = line(next)?;
                Some((start..name.end, after))
            }
        }
    }

    /// All opcodes, by byte.
    #[must_use]
    pub fn all() -> &'static [Self] {
        TABLE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_opcode_is_found_by_its_byte() {
        assert_eq!(Opcode::all().len(), 68);
        for opcode in Opcode::all() {
            assert_eq!(Opcode::from_byte(opcode.byte), Some(opcode));
        }
        assert_eq!((0..=255).filter_map(Opcode::from_byte).count(), 68);
    }
}

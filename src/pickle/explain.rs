//! A pickle opcode by opcode: what stands where, and which opcodes import or call.
//!
//! It decodes arguments for reading and does not interpret: the names of imports and calls come from the graph
//! that `read` made. Nor does it print.

use std::borrow::Cow;
use std::fmt;

use super::{Argument, EffectKind, Graph, NodeId, Opcode, Value};

/// Characters of an argument that are shown.
const MAX_SHOWN: usize = 64;

/// What an opcode makes an unpickler do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// Imports a name.
    Import,
    /// Calls something.
    Call,
    /// Sets the state of an object.
    State,
    /// Changes an object that is no plain container.
    Change,
    /// Asks the application or the registry of `copyreg` for an object.
    Resolve,
}

/// One opcode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Offset in bytes.
    pub offset: usize,
    /// The opcode.
    pub opcode: &'static Opcode,
    /// Its argument, escaped and cut to 64 characters; `None` where it takes none.
    pub argument: Option<String>,
    /// What it makes an unpickler do.
    pub mark: Option<Mark>,
    /// The name that is imported or called, escaped and cut.
    pub name: Option<String>,
}

/// Writes offset, opcode, argument and what it does.
impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>6}  {:<16}", self.offset, self.opcode.name)?;
        if let Some(argument) = &self.argument {
            write!(f, " {argument}")?;
        }
        let verb = match self.mark {
            None => return Ok(()),
            Some(Mark::Import) => "imports",
            Some(Mark::Call) => "calls",
            Some(Mark::State) => "sets the state of",
            Some(Mark::Change) => "changes",
            Some(Mark::Resolve) => "looks up",
        };
        write!(f, "  <- {verb} {}", self.name.as_deref().unwrap_or("an object"))
    }
}

/// The opcodes of the payload of a graph, up to STOP or to where no opcode can be made out.
///
/// For a broken payload it takes the [`prefix`](super::ReadError::prefix) of the error.
///
/// ```
/// use sessctl::pickle::{Limits, Mark, explain, read};
///
/// let pickle = read(b"\x80\x04\x8c\x02os\x8c\x06system\x93.".to_vec(), &Limits::default())?;
/// let lines: Vec<_> = explain(&pickle.graph).collect();
/// assert_eq!(lines[1].to_string(), "     2  SHORT_BINUNICODE 'os'");
/// assert_eq!(lines[3].to_string(), "    14  STACK_GLOBAL      <- imports os.system");
/// assert_eq!(lines[3].mark, Some(Mark::Import));
/// # Ok::<(), sessctl::pickle::ReadError>(())
/// ```
#[must_use]
pub fn explain(graph: &Graph) -> Explain<'_> {
    Explain { graph, pos: 0, effect: 0 }
}

/// The iterator of [`explain`].
#[derive(Clone, Debug)]
pub struct Explain<'g> {
    graph: &'g Graph,
    pos: usize,
    /// The next effect: they come in the order of the opcodes.
    effect: usize,
}

impl Explain<'_> {
    /// Offset in bytes behind the last line.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.pos
    }
}

impl Iterator for Explain<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        let offset = self.pos;
        let input = self.graph.input();
        let opcode = Opcode::from_byte(*input.get(offset)?)?;
        let Some((argument, after)) = argument(input, offset + 1, opcode) else {
            self.pos = input.len();
            let argument = Some("(cut short)".to_owned());
            return (offset < self.pos).then_some(Line { offset, opcode, argument, mark: None, name: None });
        };
        self.pos = if opcode.name == "STOP" { input.len() } else { after };
        let (mark, name) = self.mark(offset);
        Some(Line { offset, opcode, argument, mark, name })
    }
}

impl Explain<'_> {
    /// The effect of the opcode at an offset; of INST, which has two, the call.
    fn mark(&mut self, offset: usize) -> (Option<Mark>, Option<String>) {
        let mut found = (None, None);
        while let Some(effect) = self.graph.effects().get(self.effect) {
            if effect.offset as usize > offset {
                break;
            }
            self.effect += 1;
            if effect.offset as usize == offset {
                let (mark, node) = match effect.kind {
                    EffectKind::Import(node) => (Mark::Import, node),
                    EffectKind::Call(node) => (Mark::Call, node),
                    EffectKind::Build(node, _) => (Mark::State, node),
                    EffectKind::Mutate(node, _) => (Mark::Change, node),
                    EffectKind::PersId(node) | EffectKind::Ext(node) => (Mark::Resolve, node),
                    EffectKind::View(_) => continue,
                };
                found = (Some(mark), self.name(node));
            }
        }
        found
    }

    /// The name behind a node: of a call, what is called.
    fn name(&self, mut node: NodeId) -> Option<String> {
        // A chain of calls of calls is as long as the payload likes.
        for _ in 0..8 {
            match self.graph.value(node) {
                Value::Call { func, .. } => node = func,
                Value::Global { module, name } => {
                    return Some(format!("{}.{}", self.part(module)?, self.part(name)?));
                }
                Value::PersId(id) => return self.part(id).map(|id| format!("persistent id {id}")),
                Value::Ext(code) => return Some(format!("extension {code}")),
                _ => return None,
            }
        }
        None
    }

    fn part(&self, node: NodeId) -> Option<String> {
        match self.graph.value(node) {
            Value::Str(span) | Value::Py2Str(span) => Some(shortened(self.graph.bytes(span), false)),
            _ => None,
        }
    }
}

/// The argument from `start` on, in words, and the offset behind it; `None` where the input ends too early.
fn argument(input: &[u8], start: usize, opcode: &Opcode) -> Option<(Option<String>, usize)> {
    let (range, after) = opcode.argument_at(input, start)?;
    let content = &input[range];
    let shown = match opcode.argument {
        Argument::None => return Some((None, after)),
        Argument::Fixed(_) => number(content, opcode.name),
        Argument::Content(_) if matches!(opcode.name, "LONG1" | "LONG4") => match super::int_from_le(content)
        {
            Some(n) => n.to_string(),
            None => format!("integer of {} bytes", content.len()),
        },
        Argument::Content(_) => shortened(content, true),
        Argument::Line => shortened(content, false),
        Argument::TwoLines => {
            let mut lines = content.splitn(2, |&byte| byte == b'\n').map(|line| shortened(line, false));
            format!("{} {}", lines.next()?, lines.next()?)
        }
    };
    Some((Some(shown), after))
}

fn number(bytes: &[u8], opcode: &str) -> String {
    match (opcode, bytes) {
        ("BINFLOAT", bytes) => {
            let mut wide = [0; 8];
            wide.copy_from_slice(bytes);
            format!("{:?}", f64::from_be_bytes(wide))
        }
        ("BININT" | "EXT4", &[a, b, c, d]) => i32::from_le_bytes([a, b, c, d]).to_string(),
        _ => {
            let mut wide = [0; 8];
            wide[..bytes.len()].copy_from_slice(bytes);
            u64::from_le_bytes(wide).to_string()
        }
    }
}

/// Content for a terminal: text as it is where it can be shown, other bytes and controls escaped; cut to
/// [`MAX_SHOWN`] characters with the length behind.
fn shortened(bytes: &[u8], quoted: bool) -> String {
    let head = &bytes[..bytes.len().min(4 * MAX_SHOWN)];
    // A character cut in two at the end of the head is not an error of the text.
    let text = match std::str::from_utf8(head) {
        Ok(text) => Cow::Borrowed(text),
        Err(error) if error.error_len().is_none() && head.len() < bytes.len() => {
            String::from_utf8_lossy(&head[..error.valid_up_to()])
        }
        Err(_) => Cow::Owned(head.escape_ascii().to_string()),
    };
    let mut shown = String::new();
    let mut count = 0;
    for c in text.chars().take(MAX_SHOWN) {
        shown.push(c);
        count += c.len_utf8();
    }
    let cut = count < text.len() || head.len() < bytes.len();
    let quote = if quoted { "'" } else { "" };
    let escaped = Escaped(&shown);
    if cut {
        format!("{quote}{escaped}...{quote} ({} bytes)", bytes.len())
    } else {
        format!("{quote}{escaped}{quote}")
    }
}

/// Text with control, escape and bidi characters escaped.
#[derive(Clone, Copy, Debug)]
pub(super) struct Escaped<'t>(pub(super) &'t str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            if is_unsafe(c) { write!(f, "{}", c.escape_default())? } else { write!(f, "{c}")? }
        }
        Ok(())
    }
}

/// Characters that move the cursor, change the direction of text, or do not show.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pickle::{Limits, read};

    fn lines(input: &[u8]) -> Vec<String> {
        let outcome = read(input.to_vec(), &Limits::default());
        let graph = outcome.as_ref().map_or_else(|error| &*error.prefix, |pickle| &pickle.graph);
        explain(graph).map(|line| line.to_string()).collect()
    }

    #[test]
    fn opcodes_that_import_or_call_are_marked_by_name() {
        assert_eq!(
            lines(b"\x80\x02cos\nsystem\nq\x00(U\x02idtR0c__main__\nC\n)\x81}b.trailing"),
            [
                "     0  PROTO            2",
                "     2  GLOBAL           os system  <- imports os.system",
                "    13  BINPUT           0",
                "    15  MARK            ",
                "    16  SHORT_BINSTRING  'id'",
                "    20  TUPLE           ",
                "    21  REDUCE            <- calls os.system",
                "    22  POP             ",
                "    23  GLOBAL           __main__ C  <- imports __main__.C",
                "    35  EMPTY_TUPLE     ",
                "    36  NEWOBJ            <- calls __main__.C",
                "    37  EMPTY_DICT      ",
                "    38  BUILD             <- sets the state of __main__.C",
                "    39  STOP            ",
            ]
        );
    }

    #[test]
    fn a_broken_stream_is_shown_up_to_the_break() {
        assert_eq!(
            lines(b"K\x07X\xff\xff\xff\x7fabc"),
            ["     0  BININT1          7", "     2  BINUNICODE       (cut short)"]
        );
        assert_eq!(lines(b"N\xffN."), ["     0  NONE            "]);
        assert_eq!(lines(b""), [""; 0]);
    }

    #[test]
    fn arguments_are_escaped_and_cut() {
        let long = [b"X\x2c\x01\0\0".as_slice(), "\u{1b}é".repeat(100).as_bytes(), b"."].concat();
        let shown = &lines(&long)[0];
        assert!(shown.contains(r"'\u{1b}é\u{1b}é"), "{shown}");
        assert!(shown.ends_with("...' (300 bytes)"), "{shown}");
        assert_eq!(lines(b"\x8a\x02\xff\xff.")[0], "     0  LONG1            -1");
        assert_eq!(lines(b"G?\xf0\0\0\0\0\0\0.")[0], "     0  BINFLOAT         1.0");
        assert_eq!(lines(b"J\xff\xff\xff\xff.")[0], "     0  BININT           -1");
        assert_eq!(lines(b"C\x02\xff\n.")[0], r"     0  SHORT_BINBYTES   '\xff\n'");
        assert_eq!(lines("\u{8c}\u{6}\u{202e}abc.".as_bytes()).len(), 0);
        assert_eq!(lines(b"\x8c\x06\xe2\x80\xaeabc.")[0], r"     0  SHORT_BINUNICODE '\u{202e}abc'");
    }
}

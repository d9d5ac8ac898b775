//! Reads a pickle into a [`Graph`]: a loop over the opcodes with a stack, marks and a memo, as in C `_pickle`.
//!
//! It does what Python's C unpickler does up to the point where that would import or call something; there it
//! makes a node and an effect instead. It does not judge what the payload wants (`verdict` does) and does not
//! give meaning to objects.

use super::error::{Inside, LimitName, ReadError, ReadErrorKind, Warning, WarningKind};
use super::graph::Keep;
use super::machine::{Failure, Machine};
use super::opcode::{self as op, Opcode, PROTOCOL};
use super::{CallForm, Graph, NodeId, Origin, Span, Steps, Value, text};

/// Limits of [`read`]. A payload beyond one is refused with an error that names it.
///
/// The defaults let any input finish in under a second and 256 MB; a session of a DynamoDB item cannot reach
/// them, since an item holds 400 KB.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of input; default 1 MiB. More than 512 MiB counts as that.
    pub input: usize,
    /// Opcodes; default 2,000,000.
    pub opcodes: usize,
    /// Values and marks on the stack; default 1,000,000.
    pub stack: usize,
    /// Entries in the memo; default 1,000,000.
    pub memo: usize,
    /// Nodes of the graph; default 1,000,000.
    pub nodes: usize,
    /// Decimal digits of an integer written as text; default 4,300, which is Python's own limit.
    pub digits: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            input: 1 << 20,
            opcodes: 2_000_000,
            stack: 1_000_000,
            memo: 1_000_000,
            nodes: 1_000_000,
            digits: 4300,
        }
    }
}

/// Spans are 32 bits, and decoding can make text up to three times as long.
const MAX_INPUT: usize = 512 << 20;

/// A pickle that was read.
#[derive(Clone, Debug)]
pub struct Pickle {
    /// The values, and what the payload would have done.
    pub graph: Graph,
    /// The protocol: as first declared, or the highest of the opcodes used.
    pub protocol: u8,
    /// Offset in bytes of the end, behind STOP; what follows is trailing.
    pub end: usize,
    /// What is unusual, each kind once, by offset of the first.
    pub warnings: Vec<Warning>,
}

impl Pickle {
    /// The bytes after STOP, which Python ignores.
    #[must_use]
    pub fn trailing(&self) -> &[u8] {
        &self.graph.input()[self.end..]
    }
}

/// Reads a pickle of any protocol, executing nothing.
///
/// ```
/// use sessctl::pickle::{Limits, Value, read};
///
/// let pickle = read(b"\x80\x04K\x01K\x02\x86.".to_vec(), &Limits::default())?;
/// let elements = pickle.graph.elements(pickle.graph.root());
/// let values: Vec<Value> = elements.map(|node| pickle.graph.value(node)).collect();
/// assert_eq!(values, [Value::Int(1), Value::Int(2)]);
/// assert_eq!(pickle.protocol, 4);
/// # Ok::<(), sessctl::pickle::ReadError>(())
/// ```
///
/// # Errors
/// When Python's unpickler would fail before it imports or calls anything, and when a limit is reached. The
/// error holds what was read up to there.
pub fn read(input: Vec<u8>, limits: &Limits) -> Result<Pickle, ReadError> {
    read_keeping(Keep::All, input, limits)
}

/// Reads as [`read`] does, and may leave the leaves in the payload.
pub(super) fn read_keeping(keep: Keep, input: Vec<u8>, limits: &Limits) -> Result<Pickle, ReadError> {
    let within = input.len().min(limits.input).min(MAX_INPUT);
    let mut reader = Reader::new(&input[..within], limits, keep);
    let mut result = reader.run();
    let mut unread = match &result {
        Err(failure) if matches!(failure.kind(), ReadErrorKind::Limit { .. }) => Some(reader.pos),
        _ => None,
    };
    // What lies within the limit is read all the same, for its effects: Python would have run it.
    if within < input.len() {
        if matches!(&result, Err(failure) if matches!(failure.kind(), ReadErrorKind::Truncated(_))) {
            unread = Some(reader.at);
        }
        let kind = ReadErrorKind::Limit { limit: LimitName::Input, value: within };
        result = Err(Failure::at(within, kind));
        reader.at = within;
    } else if let Some((kind, offset)) = reader.passed_limit
        && result.is_ok()
    {
        result = Err(Failure::at(offset, kind));
        reader.at = offset;
    }
    let Reader { machine, at, protocol, highest, end, mut warnings, .. } = reader;
    let Machine { mut graph, decoded, deep_key, .. } = machine;
    if deep_key.get() {
        graph.set_deep_key();
    }
    let op = input[..within].get(at).copied();
    graph.adopt(input, &decoded);
    match result {
        Ok(root) => {
            graph.set_root(root);
            warnings.sort_by_key(|warning| warning.offset);
            Ok(Pickle { graph, protocol: protocol.unwrap_or(highest), end, warnings })
        }
        Err(Failure(failure)) => {
            let (kind, offset) = *failure;
            Err(ReadError {
                kind,
                offset: offset.unwrap_or(at),
                opcode: op.and_then(Opcode::from_byte).map(|opcode| (opcode, at)),
                prefix: Box::new(graph),
                unread,
            })
        }
    }
}

type Step<T> = Result<T, Failure>;

struct Reader<'i> {
    input: &'i [u8],
    limits: &'i Limits,
    /// Whether the input is long enough to reach a limit of opcodes, nodes, memo or stack: no payload makes more of them
    /// than it has bytes.
    large: bool,
    machine: Machine<'i>,
    /// Where the next byte is read.
    pos: usize,
    /// Where the opcode at work is.
    at: usize,
    /// The protocol that was declared first, and the highest of the opcodes with its first offset.
    protocol: Option<u8>,
    highest: u8,
    highest_at: usize,
    frame_end: Option<usize>,
    end: usize,
    warnings: Vec<Warning>,
    /// The first limit that was passed without an end to the reading, and where.
    passed_limit: Option<(ReadErrorKind, usize)>,
}

impl<'i> Reader<'i> {
    fn new(input: &'i [u8], limits: &'i Limits, keep: Keep) -> Self {
        let large = input.len() > limits.nodes.min(limits.memo).min(limits.stack).min(limits.opcodes);
        // The limit of nodes counts them all.
        let keep = if large { Keep::All } else { keep };
        Self {
            input,
            limits,
            large,
            machine: Machine::for_payload(input, keep),
            pos: 0,
            at: 0,
            protocol: None,
            highest: 0,
            highest_at: 0,
            frame_end: None,
            end: 0,
            warnings: Vec::new(),
            passed_limit: None,
        }
    }

    fn run(&mut self) -> Step<NodeId> {
        for _ in 0..self.limits.opcodes {
            self.at = self.pos;
            let Some(&byte) = self.input.get(self.pos) else {
                return Err(ReadErrorKind::Truncated(Inside::Stream).into());
            };
            self.pos += 1;
            if byte == op::STOP {
                return self.stop();
            }
            self.step(byte)?;
            if self.large {
                self.machine.check(self.limits)?;
            } else if self.input.get(self.pos) == Some(&op::MEMOIZE) && self.machine.has_top() {
                // Picklers memoize nearly all that they make: this saves the way back to where opcodes are told apart.
                self.at = self.pos;
                self.pos += 1;
                self.step(op::MEMOIZE)?;
            }
        }
        Err(Failure::limit(LimitName::Opcodes, self.limits.opcodes))
    }

    fn stop(&mut self) -> Step<NodeId> {
        let root = self.machine.pop()?;
        self.end = self.pos;
        if !self.machine.is_empty() {
            self.machine.graph.set_loose();
            self.warn(WarningKind::LeftOnStack, self.at);
        }
        if self.end < self.input.len() {
            self.warn(WarningKind::Trailing, self.end);
        }
        // From protocol 2 on every pickler declares it.
        if self.highest > self.protocol.unwrap_or(1) {
            self.warn(WarningKind::LaterOpcode, self.highest_at);
        }
        if let Some(frame_end) = self.frame_end {
            if frame_end > self.end {
                self.warn(WarningKind::FrameMismatch, self.at);
            }
            self.check_gap(frame_end);
        }
        Ok(root)
    }

    #[inline(always)]
    fn step(&mut self, byte: u8) -> Step<()> {
        let needs = PROTOCOL[usize::from(byte)];
        if needs > self.highest {
            (self.highest, self.highest_at) = (needs, self.at);
        }
        let origin = Origin { offset: self.at as u32, opcode: byte };
        let m = &mut self.machine;
        match byte {
            op::MEMOIZE => {
                let top = m.top()?;
                if m.memo.memoize(top) {
                    self.warn(WarningKind::MemoOverwritten, self.at);
                }
            }
            op::BINPUT => {
                let index = self.fixed::<1>()?[0];
                self.put(u64::from(index))?;
            }
            op::LONG_BINPUT => {
                let index = u32::from_le_bytes(self.fixed()?);
                self.put(u64::from(index))?;
            }
            op::BINGET => {
                let index = self.fixed::<1>()?[0];
                self.get(u64::from(index))?;
            }
            op::LONG_BINGET => {
                let index = u32::from_le_bytes(self.fixed()?);
                self.get(u64::from(index))?;
            }
            op::SHORT_BINUNICODE => self.unicode::<1>(origin)?,
            op::BINUNICODE => self.unicode::<4>(origin)?,
            op::BINUNICODE8 => self.unicode::<8>(origin)?,
            op::BININT1 => {
                let [n] = self.fixed()?;
                self.machine.push_leaf(Value::Int(i64::from(n)), origin);
            }
            op::BININT2 => {
                let n = u16::from_le_bytes(self.fixed()?);
                self.machine.push_leaf(Value::Int(i64::from(n)), origin);
            }
            op::BININT => {
                let n = i32::from_le_bytes(self.fixed()?);
                self.machine.push_leaf(Value::Int(i64::from(n)), origin);
            }
            op::NONE => m.push_leaf(Value::None, origin),
            op::NEWTRUE => m.push_leaf(Value::Bool(true), origin),
            op::NEWFALSE => m.push_leaf(Value::Bool(false), origin),
            op::BINFLOAT => {
                let x = f64::from_be_bytes(self.fixed()?);
                self.machine.push_leaf(Value::Float(x), origin);
            }
            op::MARK => m.mark(),
            op::EMPTY_DICT => m.push_new(Value::Dict(Steps::default()), origin),
            op::EMPTY_LIST => m.push_new(Value::List(Steps::default()), origin),
            op::EMPTY_SET => m.push_new(Value::Set(Steps::default()), origin),
            op::EMPTY_TUPLE => m.push_tuple(0, origin)?,
            op::TUPLE1 => m.push_tuple(1, origin)?,
            op::TUPLE2 => m.push_tuple(2, origin)?,
            op::TUPLE3 => m.push_tuple(3, origin)?,
            op::TUPLE => m.tuple_from_mark(origin)?,
            op::LIST => m.list_from_mark(origin)?,
            op::DICT => m.dict_from_mark(origin)?,
            op::FROZENSET => m.frozenset_from_mark(origin)?,
            op::APPEND => {
                let kept = m.append_last(origin)?;
                self.kept(kept);
            }
            op::APPENDS => {
                let kept = m.append_from_mark(origin)?;
                self.kept(kept);
            }
            op::SETITEM => {
                let kept = m.set_last(origin)?;
                self.kept(kept);
            }
            op::SETITEMS => {
                let kept = m.set_from_mark(origin)?;
                self.kept(kept);
            }
            op::ADDITEMS => {
                let kept = m.add_from_mark(origin)?;
                self.kept(kept);
            }
            op::POP => m.drop_top()?,
            op::POP_MARK => m.drop_to_mark()?,
            op::DUP => m.dup()?,
            op::SHORT_BINBYTES => self.bytes::<1>(origin)?,
            op::BINBYTES => self.bytes::<4>(origin)?,
            op::BINBYTES8 => self.bytes::<8>(origin)?,
            op::BYTEARRAY8 => {
                let span = self.content::<8>()?;
                self.machine.push_new(Value::ByteArray(span), origin);
            }
            op::SHORT_BINSTRING => self.py2str::<1>(origin)?,
            op::BINSTRING => self.py2str::<4>(origin)?,
            op::LONG1 => self.long_bytes::<1>(origin)?,
            op::LONG4 => self.long_bytes::<4>(origin)?,
            op::STACK_GLOBAL => {
                m.stack_global(origin)?;
            }
            op::GLOBAL => {
                let (module, name) = self.two_names(is_utf8)?;
                self.machine.push_global(module, name, origin);
            }
            op::INST => {
                let start = m.marker()?;
                let (module, name) = self.two_names(<[u8]>::is_ascii)?;
                self.machine.inst(start, module, name, origin)?;
            }
            op::OBJ => m.obj(origin)?,
            op::REDUCE => m.call(CallForm::Reduce, origin)?,
            op::NEWOBJ => m.call(CallForm::NewObj, origin)?,
            op::NEWOBJ_EX => m.newobj_ex(origin)?,
            op::BUILD => {
                let kept = m.build(origin)?;
                self.kept(kept);
            }
            op::READONLY_BUFFER => m.readonly(origin)?,
            op::NEXT_BUFFER => return Err(ReadErrorKind::OutOfBand.into()),
            op::PROTO => self.proto()?,
            op::FRAME => self.frame()?,
            op::EXT1 => {
                let [code] = self.fixed()?;
                self.machine.ext(i32::from(code), origin)?;
            }
            op::EXT2 => {
                let code = u16::from_le_bytes(self.fixed()?);
                self.machine.ext(i32::from(code), origin)?;
            }
            op::EXT4 => {
                let code = i32::from_le_bytes(self.fixed()?);
                self.machine.ext(code, origin)?;
            }
            op::BINPERSID => {
                let id = m.pop()?;
                m.persid(id, origin);
            }
            _ => return self.text_step(byte, origin),
        }
        Ok(())
    }

    /// The opcodes whose argument is text.
    fn text_step(&mut self, byte: u8, origin: Origin) -> Step<()> {
        match byte {
            op::INT | op::LONG => {
                let line = self.line(1)?;
                let parse = if byte == op::INT { text::int } else { text::long };
                let int = match parse(&self.input[line], self.limits.digits) {
                    // Python before 3.10.7 has no limit, and goes on. The value itself is not shown.
                    Err(kind @ ReadErrorKind::Limit { .. }) => {
                        self.passed_limit.get_or_insert((kind, self.at));
                        text::IntText::Small(0)
                    }
                    parsed => parsed?,
                };
                match int {
                    text::IntText::Bool(b) => self.machine.push_new(Value::Bool(b), origin),
                    text::IntText::Small(n) => self.machine.push_new(Value::Int(n), origin),
                    text::IntText::Big(bytes) => {
                        let span = self.decoded(|out| {
                            out.extend_from_slice(&bytes);
                            Ok(())
                        })?;
                        self.machine.push_new(Value::BigInt(span), origin);
                    }
                }
            }
            op::FLOAT => {
                let line = self.line(1)?;
                let value = text::float(&self.input[line])?;
                self.machine.push_new(Value::Float(value), origin);
            }
            op::STRING => {
                let line = self.line(0)?;
                let quoted = &self.input[line.clone()];
                let [open @ (b'\'' | b'"'), inner @ .., close] = quoted else {
                    return Err(ReadErrorKind::Unquoted.into());
                };
                if open != close {
                    return Err(ReadErrorKind::Unquoted.into());
                }
                let span = if inner.contains(&b'\\') {
                    self.decoded(|out| text::string_escape(inner, out))?
                } else {
                    Span::new(line.start + 1, inner.len())
                };
                self.check_py2str(span);
                self.machine.push_new(Value::Py2Str(span), origin);
            }
            op::UNICODE => {
                let line = self.line(0)?;
                let raw = &self.input[line.clone()];
                let span = if text::is_plain_unicode(raw) {
                    Span::new(line.start, raw.len())
                } else {
                    self.decoded(|out| text::raw_unicode_escape(raw, out))?
                };
                self.machine.push_new(Value::Str(span), origin);
            }
            op::GET => {
                let line = self.line(1)?;
                let index = text::memo_index(&self.input[line])?;
                let index = u64::try_from(index).map_err(|_| ReadErrorKind::NoMemo(index))?;
                self.get(index)?;
            }
            op::PUT => {
                let line = self.line(1)?;
                self.machine.top()?;
                let index = text::memo_index(&self.input[line])?;
                self.put(u64::try_from(index).map_err(|_| ReadErrorKind::BadMemoIndex)?)?;
            }
            op::PERSID => {
                let line = self.line(0)?;
                if !self.input[line.clone()].is_ascii() {
                    return Err(ReadErrorKind::NotAscii.into());
                }
                let id = self.machine.new_node(Value::Str(Span::new(line.start, line.len())), origin);
                self.machine.persid(id, origin);
            }
            _ => return Err(ReadErrorKind::UnknownOpcode(byte).into()),
        }
        Ok(())
    }

    fn proto(&mut self) -> Step<()> {
        let [protocol] = self.fixed()?;
        if protocol > 5 {
            return Err(ReadErrorKind::UnsupportedProtocol(protocol).into());
        }
        if self.at > 0 {
            self.warn(WarningKind::ProtocolAgain, self.at);
        }
        self.protocol.get_or_insert(protocol);
        self.machine.protocol = protocol;
        Ok(())
    }

    fn frame(&mut self) -> Step<()> {
        let length = u64::from_le_bytes(self.fixed()?);
        if let Err(_negative) = i64::try_from(length) {
            return Err(ReadErrorKind::BadLength(length.cast_signed()).into());
        }
        let left = (self.input.len() - self.pos) as u64;
        if length > left {
            return Err(self.at_pos(ReadErrorKind::Truncated(Inside::Frame { length, left })));
        }
        let before = self.frame_end.replace(self.pos + length as usize);
        match before {
            Some(end) if end > self.at => self.warn(WarningKind::FrameMismatch, self.at),
            Some(end) => self.check_gap(end),
            None => {}
        }
        if length == 0 {
            self.warn(WarningKind::FrameMismatch, self.at);
        }
        Ok(())
    }

    /// Picklers leave out of frames only arguments of 64 KiB and more, and a tail shorter than 4 bytes.
    fn check_gap(&mut self, frame_end: usize) {
        if let 4..0x1_0000 = self.at.saturating_sub(frame_end) {
            self.warn(WarningKind::FrameMismatch, frame_end);
        }
    }

    fn at_pos(&self, kind: ReadErrorKind) -> Failure {
        Failure::at(self.pos, kind)
    }

    #[cold]
    fn warn(&mut self, kind: WarningKind, offset: usize) {
        if !self.warnings.iter().any(|warning| warning.kind == kind) {
            self.warnings.push(Warning { kind, offset });
        }
    }

    #[inline]
    fn kept(&mut self, kept: bool) {
        if !kept {
            self.machine.graph.set_loose();
            self.warn(WarningKind::ChangeNotKept, self.at);
        }
    }

    #[inline]
    fn fixed<const N: usize>(&mut self) -> Step<[u8; N]> {
        match self.input[self.pos..].first_chunk() {
            Some(bytes) => {
                self.pos += N;
                Ok(*bytes)
            }
            None => Err(self.at_pos(ReadErrorKind::Truncated(Inside::Argument(N as u8)))),
        }
    }

    /// A length of `N` bytes and the content behind it.
    #[inline]
    fn content<const N: usize>(&mut self) -> Step<Span> {
        let Some(bytes) = self.input[self.pos..].first_chunk::<N>() else {
            return Err(self.at_pos(ReadErrorKind::Truncated(Inside::Length(N as u8))));
        };
        let mut wide = [0; 8];
        wide[..N].copy_from_slice(bytes);
        let length = u64::from_le_bytes(wide);
        let start = self.pos + N;
        let left = (self.input.len() - start) as u64;
        if length > left {
            return Err(self.bad_length(length, left));
        }
        self.pos = start + length as usize;
        Ok(Span::new(start, length as usize))
    }

    #[cold]
    fn bad_length(&self, length: u64, left: u64) -> Failure {
        self.at_pos(match i64::try_from(length) {
            Ok(_) => ReadErrorKind::Truncated(Inside::Content { length, left }),
            Err(_) => ReadErrorKind::BadLength(length.cast_signed()),
        })
    }

    fn slice(&self, span: Span) -> &'i [u8] {
        &self.input[span.start()..][..span.len()]
    }

    #[inline]
    fn unicode<const N: usize>(&mut self, origin: Origin) -> Step<()> {
        let span = self.content::<N>()?;
        let bytes = self.slice(span);
        if !bytes.is_ascii() && !text::is_wtf8(bytes) {
            return Err(Failure::at(span.start(), ReadErrorKind::BadUtf8));
        }
        self.machine.push_leaf(Value::Str(span), origin);
        Ok(())
    }

    #[inline]
    fn bytes<const N: usize>(&mut self, origin: Origin) -> Step<()> {
        let span = self.content::<N>()?;
        self.machine.push_leaf(Value::Bytes(span), origin);
        Ok(())
    }

    fn py2str<const N: usize>(&mut self, origin: Origin) -> Step<()> {
        let span = self.content::<N>()?;
        self.check_py2str(span);
        self.machine.push_leaf(Value::Py2Str(span), origin);
        Ok(())
    }

    fn check_py2str(&mut self, span: Span) {
        let ascii = match span.start().checked_sub(self.input.len()) {
            Some(start) => self.machine.decoded[start..][..span.len()].is_ascii(),
            None => self.slice(span).is_ascii(),
        };
        if !ascii {
            self.warn(WarningKind::NotAsciiPy2Str, self.at);
        }
    }

    fn long_bytes<const N: usize>(&mut self, origin: Origin) -> Step<()> {
        if N == 4
            && let Some(&bytes) = self.input[self.pos..].first_chunk::<4>()
            && let length @ ..0 = i32::from_le_bytes(bytes)
        {
            return Err(self.at_pos(ReadErrorKind::BadLength(i64::from(length))));
        }
        let span = self.content::<N>()?;
        let value = super::int_from_le(self.slice(span)).map_or(Value::BigInt(span), Value::Int);
        self.machine.push_leaf(value, origin);
        Ok(())
    }

    /// A line without its newline; with it, it has more than `least` bytes.
    fn line(&mut self, least: usize) -> Step<std::ops::Range<usize>> {
        let start = self.pos;
        let newline = self.input[start..].iter().position(|&b| b == b'\n');
        match newline {
            Some(length) if length >= least => {
                self.pos = start + length + 1;
                Ok(start..start + length)
            }
            _ => Err(self.at_pos(ReadErrorKind::Truncated(Inside::Line))),
        }
    }

    fn two_names(&mut self, valid: fn(&[u8]) -> bool) -> Step<(Span, Span)> {
        let mut name = || {
            let line = self.line(1)?;
            if !valid(&self.input[line.clone()]) {
                let inst = self.input[self.at] == op::INST;
                let kind = if inst { ReadErrorKind::NotAscii } else { ReadErrorKind::BadUtf8 };
                return Err(Failure::at(line.start, kind));
            }
            Ok(Span::new(line.start, line.len()))
        };
        Ok((name()?, name()?))
    }

    /// Decodes onto the bytes that will follow the input.
    fn decoded(&mut self, decode: impl FnOnce(&mut Vec<u8>) -> Result<(), ReadErrorKind>) -> Step<Span> {
        let start = self.machine.decoded.len();
        decode(&mut self.machine.decoded)?;
        Ok(Span::new(self.input.len() + start, self.machine.decoded.len() - start))
    }

    #[inline]
    fn put(&mut self, index: u64) -> Step<()> {
        let top = self.machine.top()?;
        if self.machine.memo.put(index, top) {
            self.warn(WarningKind::MemoOverwritten, self.at);
        }
        Ok(())
    }

    #[inline(always)]
    fn get(&mut self, index: u64) -> Step<()> {
        match self.machine.memo.get(index) {
            Some(node) => {
                self.machine.push(node);
                Ok(())
            }
            None => Err(ReadErrorKind::NoMemo(index.cast_signed()).into()),
        }
    }
}

fn is_utf8(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pickle::{StepKind, TypeName};

    fn ok(input: &[u8]) -> Pickle {
        read(input.to_vec(), &Limits::default())
            .unwrap_or_else(|error| panic!("{}: {error}", input.escape_ascii()))
    }

    fn err(input: &[u8]) -> ReadError {
        read(input.to_vec(), &Limits::default()).expect_err(&input.escape_ascii().to_string())
    }

    fn kinds(pickle: &Pickle) -> Vec<WarningKind> {
        pickle.warnings.iter().map(|warning| warning.kind).collect()
    }

    #[test]
    fn errors_say_where_and_what_was_expected() {
        for (input, message) in [
            (&b""[..], "pickle ends before STOP at byte 0"),
            (b"\x80\x04}", "pickle ends before STOP at byte 3"),
            (b"\x80\x04X\x01", "pickle ends inside a 4-byte length at byte 3 (BINUNICODE at byte 2)"),
            (
                b"Cabc",
                "pickle ends inside content of 97 bytes, with 2 left at byte 1 (SHORT_BINBYTES at byte 0)",
            ),
            (b"K", "pickle ends inside a 1-byte argument at byte 1 (BININT1 at byte 0)"),
            (b"cos\nsystem", "pickle ends inside a line at byte 4 (GLOBAL at byte 0)"),
            (b"\xff.", "expected an opcode, found byte 0xff at byte 0"),
            (b"\x80\x06.", "expected a protocol up to 5, found 6 at byte 0 (PROTO)"),
            (b"}]K\x01s.", "expected a hashable value, found `list` at byte 4 (SETITEM)"),
            (b"K\x01}b.", "expected an object that takes a state, found `int` at byte 3 (BUILD)"),
            (b"(.", "expected a value on the stack, found a mark at byte 1 (STOP)"),
            (b"h\x05.", "expected a value in the memo at index 5, found none at byte 0 (BINGET)"),
            (b"X\x01\0\0\0\xff.", "expected UTF-8 text at byte 5 (BINUNICODE at byte 0)"),
        ] {
            assert_eq!(err(input).to_string(), message);
        }
    }

    #[test]
    fn limits_name_themselves_and_their_value() {
        let with = |limits: Limits| {
            read(b"\x80\x02](K\x01q\x00K\x02K\x03e.".to_vec(), &limits).unwrap_err().to_string()
        };
        let limits = Limits::default;
        assert_eq!(with(Limits { input: 5, ..limits() }), "limit of 5 bytes of input exceeded at byte 5");
        assert_eq!(
            with(Limits { opcodes: 2, ..limits() }),
            "limit of 2 opcodes exceeded at byte 2 (EMPTY_LIST)"
        );
        assert_eq!(with(Limits { nodes: 2, ..limits() }), "limit of 2 nodes exceeded at byte 8 (BININT1)");
        assert_eq!(
            with(Limits { memo: 0, ..limits() }),
            "limit of 0 memo entries exceeded at byte 6 (BINPUT)"
        );
        assert_eq!(
            with(Limits { stack: 2, ..limits() }),
            "limit of 2 values on the stack exceeded at byte 4 (BININT1)"
        );
    }

    #[test]
    fn effects_before_a_break_are_kept() {
        let error = err(b"cos\nsystem\n(S'id'\ntR0\xff");
        let effects: Vec<_> = error.prefix.effects().iter().map(|effect| effect.offset).collect();
        assert_eq!(effects, [0, 19]);
        assert_eq!(error.prefix.root_if_any(), None);
        let limits = Limits { input: 20, ..Limits::default() };
        let error = read(b"cos\nsystem\n(S'id'\ntR0NNNNNNN.".to_vec(), &limits).unwrap_err();
        assert_eq!(error.prefix.effects().len(), 2, "what lies within the limit counts");
    }

    #[test]
    fn list_elements_can_be_replaced_by_index() {
        let pickle = ok(b"](K\x05K\x06eK\x07aJ\xff\xff\xff\xffK\x09s\x88K\x08s.");
        let values: Vec<_> =
            pickle.graph.elements(pickle.graph.root()).map(|node| pickle.graph.value(node)).collect();
        assert_eq!(values, [Value::Int(5), Value::Int(8), Value::Int(9)]);
        assert_eq!(err(b"](K\x05eK\x01K\x09s.").kind, ReadErrorKind::BadListIndex);
        let expected = "a list index";
        assert_eq!(
            err(b"](K\x05eNK\x09s.").kind,
            ReadErrorKind::WrongType { expected, found: TypeName::None }
        );
    }

    #[test]
    fn an_object_keeps_what_is_done_to_it() {
        let pickle = ok(b"\x80\x02cm\nC\n)\x81K\x01aK\x02a}b.");
        let steps: Vec<_> = pickle.graph.steps(pickle.graph.root()).map(|step| step.kind).collect();
        assert_eq!(steps, [StepKind::Append, StepKind::State]);
        assert_eq!(pickle.graph.effects().len(), 4, "import, call, change, state");
    }

    #[test]
    fn the_unusual_is_noted_and_read() {
        assert_eq!(kinds(&ok(b"\x80\x04}.GARBAGE")), [WarningKind::Trailing]);
        assert_eq!(kinds(&ok(b"\x80\x02}\x80\x02.")), [WarningKind::ProtocolAgain]);
        assert_eq!(kinds(&ok(b"\x80\x02N}.")), [WarningKind::LeftOnStack]);
        assert_eq!(kinds(&ok(b"\x80\x02\x8c\x01a.")), [WarningKind::LaterOpcode]);
        assert_eq!(kinds(&ok(b"\x80\x04\x95\0\0\0\0\0\0\0\0}.")), [WarningKind::FrameMismatch]);
        assert_eq!(
            kinds(&ok(b"\x80\x04\x95\x0c\0\0\0\0\0\0\0\x95\x02\0\0\0\0\0\0\0}..")),
            [WarningKind::FrameMismatch, WarningKind::Trailing]
        );
        assert_eq!(kinds(&ok(b"U\x01\xe9.")), [WarningKind::NotAsciiPy2Str]);
        assert_eq!(kinds(&ok(b"S'\\xe9'\n.")), [WarningKind::NotAsciiPy2Str]);
        assert_eq!(kinds(&ok(b"K\x01q\x000K\x02q\x00.")), [WarningKind::MemoOverwritten]);
        assert_eq!(kinds(&ok(b"cm\nf\n}b.")), [WarningKind::ChangeNotKept]);
        assert_eq!(kinds(&ok(b"\x80\x04\x95\x02\0\0\0\0\0\0\0}.")), []);
    }

    #[test]
    fn the_protocol_is_the_declared_one_or_that_of_the_opcodes() {
        assert_eq!(ok(b"\x80\x02}.").protocol, 2);
        assert_eq!(ok(b"(d.").protocol, 0);
        assert_eq!(ok(b"}.").protocol, 1);
        assert_eq!(ok(b"\x8c\x01a.").protocol, 4);
    }
}

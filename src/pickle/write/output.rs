//! Opcodes as the C pickler writes them: frames, memo, and the spelling of each plain value at each protocol.
//!
//! It does not walk values.

use crate::pickle::{Graph, NodeId, float_repr};

/// Bytes in a frame after which the next value starts a new one.
const FRAME: usize = 64 * 1024;
/// Smaller frames are not worth their header.
const SMALLEST_FRAME: usize = 4;
const FRAME_HEADER: usize = 9;

/// Not in the memo.
const ABSENT: u32 = u32::MAX;

pub(super) struct Output {
    pub(super) bytes: Vec<u8>,
    pub(super) protocol: u8,
    /// Where the header of the open frame is; protocols 4 and 5 always have one open.
    frame: Option<usize>,
    /// Length of the output at which the next value starts a new frame.
    full: usize,
    /// Memo index of each node.
    memo: Vec<u32>,
    memo_len: u32,
    /// How many nodes of the graph the memo holds.
    pub(super) known: u32,
    /// Memo indices of the strings that are one object each for CPython: those of one latin-1 character, and the
    /// empty one behind them. Empty until there is one.
    chars: Vec<u32>,
    /// The same for bytes.
    octets: Vec<u32>,
    /// Names and strings that no node of the graph stands for.
    extra: Vec<(&'static str, &'static str, u32)>,
}

impl Output {
    pub(super) fn new(graph: &Graph, protocol: u8) -> Self {
        let mut output = Self {
            bytes: Vec::with_capacity(graph.input().len() + graph.input().len() / 8 + 64),
            protocol,
            frame: None,
            full: usize::MAX,
            memo: vec![ABSENT; graph.len()],
            memo_len: 0,
            known: 0,
            chars: Vec::new(),
            octets: Vec::new(),
            extra: Vec::new(),
        };
        if protocol >= 2 {
            output.bytes.extend([0x80, protocol]);
        }
        output.open_frame();
        output
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        self.op(b'.');
        self.close_frame();
        self.bytes
    }

    /// What the C pickler does at the start of each value.
    #[inline]
    pub(super) fn boundary(&mut self) {
        if self.bytes.len() >= self.full {
            self.close_frame();
            self.open_frame();
        }
    }

    /// Begins a frame: at the latest STOP is going to be in it.
    fn open_frame(&mut self) {
        if self.protocol >= 4 {
            self.frame = Some(self.bytes.len());
            self.full = self.bytes.len() + FRAME_HEADER + FRAME;
            self.bytes.extend([0; FRAME_HEADER]);
        }
    }

    fn close_frame(&mut self) {
        let Some(start) = self.frame.take() else { return };
        let body = start + FRAME_HEADER;
        let len = self.bytes.len() - body;
        if len < SMALLEST_FRAME {
            self.bytes.drain(start..body);
            return;
        }
        self.bytes[start] = 0x95;
        self.bytes[start + 1..body].copy_from_slice(&(len as u64).to_le_bytes());
    }

    #[inline]
    pub(super) fn op(&mut self, op: u8) {
        self.bytes.push(op);
    }

    #[inline]
    pub(super) fn put(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// A header and its content; a large content goes between frames.
    fn put_content(&mut self, header: &[u8], content: &[u8]) {
        if content.len() < FRAME {
            self.put(header);
            self.bytes.extend_from_slice(content);
            return;
        }
        self.close_frame();
        self.bytes.extend_from_slice(header);
        self.bytes.extend_from_slice(content);
        self.open_frame();
    }

    #[inline]
    pub(super) fn memo_of(&self, node: NodeId) -> Option<u32> {
        let index = self.memo[node.index()];
        (index != ABSENT).then_some(index)
    }

    /// Puts the value on the stack into the memo, as this node.
    #[inline]
    pub(super) fn remember(&mut self, node: NodeId) {
        self.memo[node.index()] = self.memoize();
        self.known += 1;
    }

    /// Puts the value on the stack into the memo, where nothing will ask for it.
    #[inline]
    pub(super) fn memoize(&mut self) -> u32 {
        let index = self.memo_len;
        self.memo_len += 1;
        match (self.protocol, index) {
            (4.., _) => self.op(0x94),
            (0, _) => self.put(format!("p{index}\n").as_bytes()),
            (_, 0..=255) => self.put(&[b'q', index as u8]),
            _ => {
                self.op(b'r');
                self.bytes.extend(index.to_le_bytes());
            }
        }
        index
    }

    #[inline]
    pub(super) fn get(&mut self, index: u32) {
        if self.protocol > 0 && index < 256 {
            return self.put(&[b'h', index as u8]);
        }
        self.get_far(index);
    }

    fn get_far(&mut self, index: u32) {
        match (self.protocol, index) {
            (0, _) => self.put(format!("g{index}\n").as_bytes()),
            _ => {
                self.op(b'j');
                self.bytes.extend(index.to_le_bytes());
            }
        }
    }

    pub(super) fn bool(&mut self, value: bool) {
        match (self.protocol, value) {
            (2.., true) => self.op(0x88),
            (2.., false) => self.op(0x89),
            (_, true) => self.put(b"I01\n"),
            (_, false) => self.put(b"I00\n"),
        }
    }

    pub(super) fn int(&mut self, value: i64) {
        if i32::try_from(value).is_err() {
            return self.long(&value.to_le_bytes());
        }
        match (self.protocol, value) {
            (0, _) => self.put(format!("I{value}\n").as_bytes()),
            (_, 0..=0xff) => self.put(&[b'K', value as u8]),
            (_, 0..=0xffff) => self.put(&[b'M', value as u8, (value >> 8) as u8]),
            _ => {
                self.op(b'J');
                self.bytes.extend((value as i32).to_le_bytes());
            }
        }
    }

    /// An integer beyond 32 bits, two's complement, little endian.
    pub(super) fn long(&mut self, bytes: &[u8]) {
        let mut len = bytes.len();
        // The shortest bytes that keep the sign.
        while len > 1 {
            let (last, before) = (bytes[len - 1], bytes[len - 2] & 0x80);
            if !(last == 0 && before == 0 || last == 0xff && before != 0) {
                break;
            }
            len -= 1;
        }
        let bytes = &bytes[..len];
        // Beyond 4,300 digits no reader takes the text.
        if self.protocol < 2 && len < 1786 {
            return self.put(format!("L{}L\n", num_bigint::BigInt::from_signed_bytes_le(bytes)).as_bytes());
        }
        if len < 256 {
            self.put(&[0x8a, len as u8]);
        } else {
            self.op(0x8b);
            self.bytes.extend((len as u32).to_le_bytes());
        }
        self.bytes.extend_from_slice(bytes);
    }

    pub(super) fn float(&mut self, value: f64) {
        if self.protocol == 0 {
            return self.put(format!("F{}\n", float_repr(value)).as_bytes());
        }
        self.op(b'G');
        self.bytes.extend(value.to_be_bytes());
    }

    /// A string in WTF-8, or what is in the memo for it.
    pub(super) fn str(&mut self, text: &[u8], node: Option<NodeId>) {
        // The usual string, written in one go.
        if let (4.., Some(node), len @ 3..=0xff) = (self.protocol, node, text.len()) {
            self.bytes.reserve(len + 3);
            self.bytes.extend_from_slice(&[0x8c, len as u8]);
            self.bytes.extend_from_slice(text);
            self.bytes.push(0x94);
            self.memo[node.index()] = self.memo_len;
            self.memo_len += 1;
            self.known += 1;
            return;
        }
        if let Some(at) = single_char(text) {
            if let Some(index) = single(&self.chars, at) {
                return self.get(index);
            }
            // What CPython memoises is the one object.
            self.spell_str(text);
            let index = self.memoize();
            set_single(&mut self.chars, at, index);
            return;
        }
        self.spell_str(text);
        match node {
            Some(node) => self.remember(node),
            None => _ = self.memoize(),
        }
    }

    fn spell_str(&mut self, text: &[u8]) {
        match (self.protocol, text.len()) {
            (0, _) => {
                let line = raw_unicode_escape(text);
                self.op(b'V');
                self.bytes.extend_from_slice(&line);
                self.bytes.push(b'\n');
            }
            (4.., len @ 0..=0xff) => {
                self.put(&[0x8c, len as u8]);
                self.bytes.extend_from_slice(text);
            }
            (_, len) => {
                let mut header = [b'X'; 5];
                header[1..].copy_from_slice(&(len as u32).to_le_bytes());
                self.put_content(&header, text);
            }
        }
    }

    /// A string of Python 2.
    pub(super) fn py2_str(&mut self, text: &[u8], node: NodeId) {
        match (self.protocol, text.len()) {
            (0, _) => {
                self.op(b'S');
                self.bytes.extend_from_slice(&py2_repr(text));
                self.bytes.push(b'\n');
            }
            (_, len @ 0..=0xff) => {
                self.put(&[b'U', len as u8]);
                self.bytes.extend_from_slice(text);
            }
            (_, len) => {
                let mut header = [b'T'; 5];
                header[1..].copy_from_slice(&(len as u32).to_le_bytes());
                self.put_content(&header, text);
            }
        }
        self.remember(node);
    }

    /// Bytes, or what is in the memo for them.
    pub(super) fn bytes(&mut self, content: &[u8], node: Option<NodeId>) {
        let only = match content {
            [] => Some(256),
            [byte] => Some(usize::from(*byte)),
            _ => None,
        };
        if let Some(index) = only.and_then(|at| single(&self.octets, at)) {
            return self.get(index);
        }
        match (self.protocol, content.len()) {
            (0..=2, _) => self.bytes_by_call(content),
            (_, len @ 0..=0xff) => {
                self.put(&[b'C', len as u8]);
                self.bytes.extend_from_slice(content);
            }
            (_, len) => {
                let mut header = [b'B'; 5];
                header[1..].copy_from_slice(&(len as u32).to_le_bytes());
                self.put_content(&header, content);
            }
        }
        match (only, node) {
            (Some(at), _) => {
                let index = self.memoize();
                set_single(&mut self.octets, at, index);
            }
            (None, Some(node)) => self.remember(node),
            (None, None) => _ = self.memoize(),
        }
    }

    /// `_codecs.encode(text, "latin1")`, or `bytes()`.
    fn bytes_by_call(&mut self, content: &[u8]) {
        if content.is_empty() {
            self.name("__builtin__", "bytes");
            self.empty_tuple();
        } else {
            self.name("_codecs", "encode");
            if self.protocol < 2 {
                self.op(b'(');
            }
            let text: String = content.iter().map(|b| char::from(*b)).collect();
            self.str(text.as_bytes(), None);
            self.constant("latin1");
            self.op(if self.protocol < 2 { b't' } else { 0x86 });
            self.memoize();
        }
        self.op(b'R');
    }

    pub(super) fn empty_tuple(&mut self) {
        self.put(if self.protocol == 0 { b"(t" } else { b")" });
    }

    pub(super) fn bytearray(&mut self, content: &[u8]) {
        let mut header = [0x96; 9];
        header[1..].copy_from_slice(&(content.len() as u64).to_le_bytes());
        self.put_content(&header, content);
    }

    fn extra_get(&mut self, module: &'static str, name: &'static str) -> bool {
        let found = self.extra.iter().find(|entry| (entry.0, entry.1) == (module, name));
        let Some(index) = found.map(|entry| entry.2) else { return false };
        self.get(index);
        true
    }

    /// A string that CPython has as one object.
    pub(super) fn constant(&mut self, text: &'static str) {
        if !self.extra_get("", text) {
            self.spell_str(text.as_bytes());
            let index = self.memoize();
            self.extra.push(("", text, index));
        }
    }

    /// A name to import that no node stands for.
    pub(super) fn name(&mut self, module: &'static str, name: &'static str) {
        if self.extra_get(module, name) {
            return;
        }
        if self.protocol >= 4 {
            self.constant(module);
            self.str(name.as_bytes(), None);
            self.op(0x93);
        } else {
            self.put(format!("c{module}\n{name}\n").as_bytes());
        }
        let index = self.memoize();
        self.extra.push((module, name, index));
    }
}

fn single(indices: &[u32], at: usize) -> Option<u32> {
    indices.get(at).copied().filter(|&index| index != ABSENT)
}

fn set_single(indices: &mut Vec<u32>, at: usize, index: u32) {
    indices.resize(257, ABSENT);
    indices[at] = index;
}

/// Which of the strings that CPython has once this is, if any.
fn single_char(text: &[u8]) -> Option<usize> {
    match *text {
        [] => Some(256),
        [ascii] if ascii < 0x80 => Some(usize::from(ascii)),
        [lead @ 0xc2..=0xc3, rest] => Some(usize::from(lead & 3) << 6 | usize::from(rest & 0x3f)),
        _ => None,
    }
}

/// `UNICODE`'s escapes: latin-1 as it is, but for what would end the line or be taken for an escape.
fn raw_unicode_escape(text: &[u8]) -> Vec<u8> {
    let mut line = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, ..] = *rest {
        // WTF-8 decodes as UTF-8 does, surrogates included.
        let (len, mut code) = match first {
            0..0x80 => (1, u32::from(first)),
            0x80..0xe0 => (2, u32::from(first & 0x1f)),
            0xe0..0xf0 => (3, u32::from(first & 0x0f)),
            _ => (4, u32::from(first & 0x07)),
        };
        let len = len.min(rest.len());
        for byte in &rest[1..len] {
            code = code << 6 | u32::from(byte & 0x3f);
        }
        rest = &rest[len..];
        match code {
            0x10000.. => line.extend_from_slice(format!("\\U{code:08x}").as_bytes()),
            0x100.. | 0 | 0x0a | 0x0d | 0x1a | 0x5c => {
                line.extend_from_slice(format!("\\u{code:04x}").as_bytes());
            }
            _ => line.push(code as u8),
        }
    }
    line
}

/// Python 2's `repr` of a `str`.
fn py2_repr(text: &[u8]) -> Vec<u8> {
    let quote = if text.contains(&b'\'') && !text.contains(&b'"') { b'"' } else { b'\'' };
    let mut line = vec![quote];
    for &byte in text {
        match byte {
            b'\n' => line.extend_from_slice(b"\\n"),
            b'\r' => line.extend_from_slice(b"\\r"),
            b'\t' => line.extend_from_slice(b"\\t"),
            b'\\' => line.extend_from_slice(b"\\\\"),
            _ if byte == quote => line.extend([b'\\', byte]),
            0x20..0x7f => line.push(byte),
            _ => line.extend_from_slice(format!("\\x{byte:02x}").as_bytes()),
        }
    }
    line.push(quote);
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_of_one_latin_1_character_are_single() {
        assert_eq!(single_char("\u{e9}".as_bytes()), Some(0xe9));
        assert_eq!(single_char("\u{80}".as_bytes()), Some(0x80));
        assert_eq!(single_char("\u{ff}".as_bytes()), Some(0xff));
        assert_eq!(single_char("\u{100}".as_bytes()), None);
        assert_eq!(single_char(b"ab"), None);
    }
}

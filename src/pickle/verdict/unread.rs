//! What a payload imports behind a limit of the reader: its opcodes one by one, without values.
//!
//! Python has no such limits and goes on, so what comes after one counts too. Without values nobody can tell what is
//! called with what: a name counts as called, a name that is not near is taken for computed.

use std::borrow::Cow;

use super::ReasonCode;
use super::classify::{Class, call_reason};
use super::judge::Judge;
use super::known::Shape;
use super::states::overrides;
use crate::pickle::NodeId;
use crate::pickle::memo::Memo;
use crate::pickle::names::python3_name;
use crate::pickle::opcode::{self as op, Argument, Opcode};
use crate::pickle::text;

/// Entries of the memo that are kept; a payload of DynamoDB has far fewer. Beyond them, nothing in it is known.
const MAX_MEMO: usize = 1 << 24;
/// Bytes of a text that may be a name.
const MAX_NAME: usize = 1000;

/// The topmost two values of the stack and the memo, by the offsets of the opcodes that made them where they are text;
/// the length of the input stands for what is not.
struct Texts<'i> {
    input: &'i [u8],
    top: [u32; 2],
    memo: Memo,
}

impl<'i> Texts<'i> {
    fn new(input: &'i [u8]) -> Self {
        let none = input.len() as u32;
        Self { input, top: [none, none], memo: Memo::default() }
    }

    fn push(&mut self, at: u32) {
        self.top = [self.top[1], at];
    }

    fn push_unclear(&mut self) {
        self.push(self.input.len() as u32);
    }

    fn clear(&mut self) {
        self.top = Self::new(self.input).top;
    }

    /// `PUT`, or `MEMOIZE` where no index is given.
    fn put(&mut self, index: Option<u64>) {
        let top = NodeId::in_payload(self.top[1]);
        if self.memo.len() <= MAX_MEMO {
            match index {
                Some(index) => self.memo.put(index, top),
                None => self.memo.memoize(top),
            };
        }
    }

    fn get(&mut self, index: Option<u64>) {
        let known = index.filter(|_| self.memo.len() <= MAX_MEMO).and_then(|index| self.memo.get(index));
        match known {
            Some(node) => self.push(node.offset_in_payload() as u32),
            None => self.push_unclear(),
        }
    }

    /// The text that the opcode at an offset pushes, where it may be a name.
    fn text(&self, at: u32) -> Option<Cow<'i, [u8]>> {
        let at = at as usize;
        let opcode = Opcode::from_byte(*self.input.get(at)?)?;
        let content = &self.input[opcode.argument_at(self.input, at + 1)?.0];
        if content.len() > MAX_NAME {
            return None;
        }
        let mut decoded = Vec::new();
        match (opcode.byte, content) {
            (op::UNICODE, line) => text::raw_unicode_escape(line, &mut decoded).ok()?,
            (op::STRING, [b'\'' | b'"', inner @ .., b'\'' | b'"']) => {
                text::string_escape(inner, &mut decoded).ok()?;
            }
            _ => return Some(Cow::Borrowed(content)),
        }
        Some(Cow::Owned(decoded))
    }
}

impl Judge<'_> {
    /// Goes over the opcodes from `unread` on, and before it for the texts that are in the memo then.
    pub(super) fn judge_unread(&mut self, unread: usize) {
        let input = self.graph.input();
        let (mut texts, mut protocol, mut at) = (Texts::new(input), 0, 0);
        let mut override_name = None;
        while let Some(opcode) = input.get(at).and_then(|&byte| Opcode::from_byte(byte)) {
            let Some((argument, next)) = opcode.argument_at(input, at + 1) else { return };
            let content = &input[argument];
            let (counts, offset) = (at >= unread, at);
            at = next;
            match opcode.byte {
                op::STOP => return,
                op::PROTO if content[0] > 5 => return,
                op::PROTO => protocol = content[0],
                op::SHORT_BINUNICODE
                | op::BINUNICODE
                | op::BINUNICODE8
                | op::UNICODE
                | op::STRING
                | op::BINSTRING
                | op::SHORT_BINSTRING => {
                    texts.push(offset as u32);
                    if content.len() <= 64
                        && let Some(text) = texts.text(offset as u32)
                        && std::str::from_utf8(&text).is_ok_and(overrides)
                    {
                        override_name = Some(text);
                    }
                }
                op::MEMOIZE => texts.put(None),
                op::PUT | op::BINPUT | op::LONG_BINPUT => {
                    // Python refuses an index that is none.
                    let Some(index) = index(opcode, content) else { return };
                    texts.put(Some(index));
                }
                op::GET | op::BINGET | op::LONG_BINGET => {
                    texts.get(index(opcode, content));
                }
                op::GLOBAL | op::INST => {
                    let mut lines = content.splitn(2, |&byte| byte == b'\n');
                    if counts && let (Some(module), Some(name)) = (lines.next(), lines.next()) {
                        self.unread_name(module, name, protocol, offset);
                    }
                    texts.push_unclear();
                }
                op::STACK_GLOBAL => {
                    let [module, name] = texts.top.map(|at| texts.text(at));
                    match (module, name) {
                        _ if !counts => {}
                        (Some(module), Some(name)) => self.unread_name(&module, &name, protocol, offset),
                        _ => self.add(ReasonCode::ComputedName, offset, "?".to_owned()),
                    }
                    texts.clear();
                }
                op::BUILD => {
                    if counts && let Some(name) = override_name.take() {
                        let name = String::from_utf8_lossy(&name).into_owned();
                        self.add(ReasonCode::StateOverride, offset, name);
                    }
                    texts.clear();
                }
                op::PERSID | op::BINPERSID if counts => {
                    self.add(ReasonCode::PersistentId, offset, "?".to_owned());
                    texts.clear();
                }
                op::EXT1 | op::EXT2 | op::EXT4 if counts => {
                    self.add(ReasonCode::ExtensionCode, offset, "?".to_owned());
                    texts.push_unclear();
                }
                op::FRAME => {}
                _ => texts.clear(),
            }
        }
    }

    fn unread_name(&mut self, module: &[u8], name: &[u8], protocol: u8, offset: usize) {
        let text = |bytes: &'_ [u8]| match std::str::from_utf8(bytes) {
            Ok(text) if bytes.len() <= MAX_NAME => text.to_owned(),
            _ => "\u{fffd}".to_owned(),
        };
        let (module, name) = (text(module), text(name));
        let (module, name) = match protocol {
            ..3 => python3_name(&module, &name),
            _ => (&*module, &*name),
        };
        let code = match self.class_of(module, name, protocol < 3) {
            Class::Known(Shape::GetAttr | Shape::Partial) => ReasonCode::PassesGetattr,
            Class::Known(_) => ReasonCode::KnownType,
            Class::Unknown => call_reason(module, name).unwrap_or(ReasonCode::UnknownClass),
            Class::Bad(code) => code,
        };
        self.add(code, offset, [module, ".", name].concat());
    }
}

/// The index of a memo entry.
fn index(opcode: &Opcode, content: &[u8]) -> Option<u64> {
    if opcode.argument == Argument::Line {
        return u64::try_from(text::memo_index(content).ok()?).ok();
    }
    let mut wide = [0; 8];
    wide.get_mut(..content.len())?.copy_from_slice(content);
    Some(u64::from_le_bytes(wide))
}

#[cfg(test)]
mod tests {
    use crate::pickle::{AllowList, Level, Limits, judge, read};

    fn level(payload: &[u8], limits: &Limits) -> Level {
        let error = read(payload.to_vec(), limits).expect_err("the limit is reached");
        assert!(error.is_limit());
        judge(Err(&error), &AllowList::new()).level
    }

    #[test]
    fn imports_behind_every_limit_count() {
        let default = Limits::default;
        let few = [
            Limits { input: 12, ..default() },
            Limits { opcodes: 3, ..default() },
            Limits { nodes: 2, ..default() },
            Limits { stack: 2, ..default() },
            Limits { memo: 0, ..default() },
        ];
        for limits in &few {
            for (tail, wanted) in [
                (&b"."[..], Level::Limit),
                (b"cos\nsystem\n.", Level::Malicious),
                (b"\x8c\x02os\x94\x8c\x06system\x93.", Level::Malicious),
                (b"h\x00h\x01\x93.", Level::Malicious),
                (b"(ios\nsystem\n.", Level::Malicious),
                (b"NN\x93.", Level::Malicious),
                (b"V\\u006fs\nVsyste\\u006d\n\x93.", Level::Malicious),
                (b"S'o\\x73'\nU\x06system\x93.", Level::Malicious),
                // MEMOIZE over an index that PUT has used.
                (b"q\x09q\x09\x8c\x01xq\x04\x8c\x02os\x94h\x04\x8c\x06system\x93.", Level::Malicious),
                (b"capp\nrun_it\n.", Level::Suspicious),
                (b"capp\nUser\n.", Level::Limit),
                (b"\x8c\x0c__setstate__b.", Level::Malicious),
                (b"Pid\n.", Level::Suspicious),
                // Python stops at both.
                (b".cos\nsystem\n.", Level::Limit),
                (b"\xffcos\nsystem\n.", Level::Limit),
            ] {
                let payload = [b"\x80\x04](K\x01\x8c\x02os\x94\x8c\x06system\x94e0NN", tail].concat();
                assert_eq!(level(&payload, limits), wanted, "{} {limits:?}", tail.escape_ascii());
            }
        }
    }

    #[test]
    fn names_of_python_2_are_those_of_today_below_protocol_3() {
        let limits = Limits { opcodes: 2, ..Limits::default() };
        assert_eq!(level(b"\x80\x02NNNc__builtin__\neval\n.", &limits), Level::Malicious);
        assert_eq!(level(b"\x80\x02NNNcexceptions\nKeyError\n.", &limits), Level::Limit);
    }

    #[test]
    fn long_integers_as_text_do_not_end_the_reading() {
        let digits = [b"L".as_slice(), &[b'9'; 5000], b"L\n"].concat();
        let payload = [&digits[..], b"0cos\nsystem\n(S'id'\ntR."].concat();
        assert_eq!(level(&payload, &Limits::default()), Level::Malicious);
        let payload = [&digits[..], b"."].concat();
        assert_eq!(level(&payload, &Limits::default()), Level::Limit);
    }
}

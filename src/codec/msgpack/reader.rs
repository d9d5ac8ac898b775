//! Reads MessagePack into a [`Graph`], in a loop over its values.
//!
//! It takes what msgspec takes, at any depth.

use std::collections::HashMap;

use super::{MsgpackError, MsgpackErrorKind};
use crate::codec::typed::Expand;
use crate::pickle::{CallForm, Date, Delta, Graph, NodeId, Origin, Time, Value, date_of};

/// Limits of [`read`]. A payload beyond one is refused with an error that names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of input; default 1 MiB, never more than 512 MiB.
    pub input: usize,
    /// Values, containers and keys included; default 1,000,000.
    pub values: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { input: 1 << 20, values: 1_000_000 }
    }
}

const MAX_INPUT: usize = 512 << 20;

/// Reads a MessagePack payload, which is one value and nothing behind it.
///
/// Equal keys are one string, as they are for Python, which shows when the value is pickled. A key that comes twice
/// is kept twice; the last one counts.
///
/// # Errors
/// When msgspec would refuse the payload, but for deep nesting, and when it breaks a limit.
pub fn read(input: &[u8], limits: &Limits) -> Result<Graph, MsgpackError> {
    let limit = limits.input.min(MAX_INPUT);
    if input.len() > limit {
        return Err(MsgpackError {
            kind: MsgpackErrorKind::Bytes { bytes: input.len(), limit },
            offset: limit,
        });
    }
    let mut graph = Graph::from_input(input.to_vec());
    let mut reader = Reader {
        input,
        limits,
        at: 0,
        // Every Python since 3.4 has the names that protocol 4 spells.
        expand: Expand::new(&mut graph, 4, None),
        children: Vec::new(),
        open: Vec::new(),
        keys: HashMap::new(),
    };
    let root = reader.run()?;
    graph.set_root(root);
    Ok(graph)
}

type Result<T, E = MsgpackError> = std::result::Result<T, E>;

/// A container whose children are being read.
struct Open {
    kind: Kind,
    /// Children that are to come; keys and values count each.
    left: usize,
    /// Where its children begin.
    start: usize,
    /// Whether it stands in the key of a dict.
    in_key: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    List,
    Dict,
}

struct Reader<'i, 'g> {
    input: &'i [u8],
    limits: &'i Limits,
    at: usize,
    expand: Expand<'g>,
    /// The children of all open containers, each container's from its `start`.
    children: Vec<NodeId>,
    open: Vec<Open>,
    keys: HashMap<&'i [u8], NodeId>,
}

impl<'i> Reader<'i, '_> {
    fn run(&mut self) -> Result<NodeId> {
        loop {
            let start = self.at;
            if self.expand.graph.len() + self.open.len() >= self.limits.values {
                let limit = self.limits.values;
                return Err(MsgpackError { kind: MsgpackErrorKind::Values { limit }, offset: start });
            }
            let Some(mut node) = self.value(start)? else { continue };
            loop {
                let Some(open) = self.open.last_mut() else {
                    let bytes = self.input.len() - self.at;
                    if bytes > 0 {
                        let kind = MsgpackErrorKind::Trailing { bytes };
                        return Err(MsgpackError { kind, offset: self.at });
                    }
                    return Ok(node);
                };
                self.children.push(node);
                open.left -= 1;
                if open.left > 0 {
                    break;
                }
                node = self.close();
            }
        }
    }

    fn close(&mut self) -> NodeId {
        let Open { kind, start, in_key, .. } = self.open.pop().expect("only what is open is closed");
        let children = &self.children[start..];
        let node = match kind {
            Kind::List if in_key => self.expand.graph.add_tuple(children),
            Kind::List => {
                let node = self.expand.graph.add_list();
                self.expand.graph.append(node, children);
                node
            }
            Kind::Dict => {
                let node = self.expand.graph.add_dict();
                self.expand.graph.set_items(node, children);
                node
            }
        };
        self.children.truncate(start);
        node
    }

    /// Whether the value that comes next stands in a key; keys of keys are keys.
    fn in_key(&self) -> bool {
        self.open.last().is_some_and(|open| open.in_key || open.kind == Kind::Dict && open.left % 2 == 0)
    }

    fn take<const N: usize>(&mut self, what: &'static str, start: usize) -> Result<[u8; N]> {
        let Some(bytes) = self.input[self.at..].first_chunk() else {
            return Err(MsgpackError { kind: MsgpackErrorKind::Ends { what }, offset: start });
        };
        self.at += N;
        Ok(*bytes)
    }

    fn run_of(&mut self, what: &'static str, length: u32, start: usize) -> Result<&'i [u8]> {
        let left = self.input.len() - self.at;
        let bytes = usize::try_from(length).ok().filter(|length| *length <= left);
        let Some(bytes) = bytes else {
            return Err(MsgpackError {
                kind: MsgpackErrorKind::Length { what, length, left },
                offset: start,
            });
        };
        self.at += bytes;
        Ok(&self.input[self.at - bytes..self.at])
    }

    fn length(&mut self, what: &'static str, size: u8, start: usize) -> Result<u32> {
        Ok(match size {
            0 => u8::from_be_bytes(self.take(what, start)?).into(),
            1 => u16::from_be_bytes(self.take(what, start)?).into(),
            _ => u32::from_be_bytes(self.take(what, start)?),
        })
    }

    /// Reads one value; `None` for the beginning of a container that holds something.
    fn value(&mut self, start: usize) -> Result<Option<NodeId>> {
        let what = if self.open.is_empty() { "a value" } else { "an array or a map" };
        let [first] = self.take(what, start)?;
        let value = match first {
            0x00..0x80 => Value::Int(first.into()),
            0x80..0x90 => return self.container(Kind::Dict, u32::from(first & 0x0f), start),
            0x90..0xa0 => return self.container(Kind::List, u32::from(first & 0x0f), start),
            0xa0..0xc0 => return self.text(u32::from(first & 0x1f), start).map(Some),
            0xc0 => Value::None,
            0xc1 => return Err(MsgpackError { kind: MsgpackErrorKind::NeverUsed, offset: start }),
            0xc2 => Value::Bool(false),
            0xc3 => Value::Bool(true),
            0xc4..=0xc6 => {
                let length = self.length("bytes", first - 0xc4, start)?;
                self.run_of("bytes", length, start)?;
                Value::Bytes(self.expand.graph.input_span(self.at - length as usize..self.at))
            }
            0xc7..=0xc9 => {
                let length = self.length("an extension", first - 0xc7, start)?;
                return self.extension(length, start).map(Some);
            }
            0xca => Value::Float(f32::from_be_bytes(self.take("a float", start)?).into()),
            0xcb => Value::Float(f64::from_be_bytes(self.take("a float", start)?)),
            0xcc => Value::Int(u8::from_be_bytes(self.take("an integer", start)?).into()),
            0xcd => Value::Int(u16::from_be_bytes(self.take("an integer", start)?).into()),
            0xce => Value::Int(u32::from_be_bytes(self.take("an integer", start)?).into()),
            0xcf => {
                let value = u64::from_be_bytes(self.take("an integer", start)?);
                let wide = i128::from(value).to_le_bytes();
                return Ok(Some(self.expand.graph.add_int_le(&wide[..9], Origin::default())));
            }
            0xd0 => Value::Int(i8::from_be_bytes(self.take("an integer", start)?).into()),
            0xd1 => Value::Int(i16::from_be_bytes(self.take("an integer", start)?).into()),
            0xd2 => Value::Int(i32::from_be_bytes(self.take("an integer", start)?).into()),
            0xd3 => Value::Int(i64::from_be_bytes(self.take("an integer", start)?)),
            0xd4..=0xd8 => return self.extension(1 << (first - 0xd4), start).map(Some),
            0xd9..=0xdb => {
                let length = self.length("a string", first - 0xd9, start)?;
                return self.text(length, start).map(Some);
            }
            0xdc | 0xdd => {
                let length = self.length("an array", first - 0xdb, start)?;
                return self.container(Kind::List, length, start);
            }
            0xde | 0xdf => {
                let length = self.length("a map", first - 0xdd, start)?;
                return self.container(Kind::Dict, length, start);
            }
            0xe0..=0xff => Value::Int(first.cast_signed().into()),
        };
        Ok(Some(self.expand.graph.add(value)))
    }

    fn container(&mut self, kind: Kind, length: u32, start: usize) -> Result<Option<NodeId>> {
        let in_key = self.in_key();
        let (what, least) = match kind {
            Kind::List => ("an array", 1),
            Kind::Dict => ("a map", 2),
        };
        if in_key && kind == Kind::Dict {
            return Err(MsgpackError { kind: MsgpackErrorKind::Unhashable { what: "a map" }, offset: start });
        }
        // Every element takes a byte at least.
        let left = self.input.len() - self.at;
        let children = usize::try_from(length).ok().and_then(|length| length.checked_mul(least));
        let Some(children) = children.filter(|children| *children <= left) else {
            return Err(MsgpackError {
                kind: MsgpackErrorKind::Length { what, length, left },
                offset: start,
            });
        };
        self.open.push(Open { kind, left: children, start: self.children.len(), in_key });
        Ok(if children == 0 { Some(self.close()) } else { None })
    }

    fn text(&mut self, length: u32, start: usize) -> Result<NodeId> {
        let text = self.run_of("a string", length, start)?;
        if std::str::from_utf8(text).is_err() {
            return Err(MsgpackError { kind: MsgpackErrorKind::NotUtf8, offset: start });
        }
        let in_key = self.in_key();
        if in_key && let Some(key) = self.keys.get(text) {
            return Ok(*key);
        }
        let span = self.expand.graph.input_span(self.at - text.len()..self.at);
        let node = self.expand.graph.add(Value::Str(span));
        if in_key {
            self.keys.insert(text, node);
        }
        Ok(node)
    }

    fn extension(&mut self, length: u32, start: usize) -> Result<NodeId> {
        let code = i8::from_be_bytes(self.take("an extension", start)?);
        let data = self.run_of("an extension", length, start)?;
        if code == -1 {
            return match moment(data) {
                Some((date, time)) => Ok(self.datetime(date, time)),
                None => Err(MsgpackError { kind: MsgpackErrorKind::Timestamp, offset: start }),
            };
        }
        if self.in_key() {
            let kind = MsgpackErrorKind::Unhashable { what: "an extension" };
            return Err(MsgpackError { kind, offset: start });
        }
        let span = self.expand.graph.input_span(self.at - data.len()..self.at);
        let code = self.expand.graph.add(Value::Int(code.into()));
        let data = self.expand.graph.add(Value::Bytes(span));
        let node = self.expand.graph.add(Value::None);
        let class = self.expand.global(b"msgspec.msgpack", b"Ext");
        self.expand.call(node, CallForm::Reduce, class, &[code, data]);
        Ok(node)
    }

    fn datetime(&mut self, date: Date, time: Time) -> NodeId {
        let node = self.expand.graph.add(Value::None);
        let utc = self.expand.offset(Delta { days: 0, seconds: 0, microseconds: 0 });
        self.expand.datetime(node, date, time, Some(utc));
        node
    }
}

/// The first second of the year 1.
const FIRST_SECOND: i64 = -62_135_596_800;

/// The time that the content of an extension of type -1 says, rounded to microseconds as msgspec rounds.
fn moment(data: &[u8]) -> Option<(Date, Time)> {
    let (seconds, nanoseconds) = match *data {
        [_, _, _, _] => (i64::from(u32::from_be_bytes(data.try_into().ok()?)), 0),
        [_, _, _, _, _, _, _, _] => {
            let both = u64::from_be_bytes(data.try_into().ok()?);
            (i64::try_from(both & 0x3_ffff_ffff).ok()?, u32::try_from(both >> 34).ok()?)
        }
        [n3, n2, n1, n0, ref seconds @ ..] => {
            (i64::from_be_bytes(seconds.try_into().ok()?), u32::from_be_bytes([n3, n2, n1, n0]))
        }
        _ => return None,
    };
    // A moment that only rounding brings into the year 1 is refused, too.
    if nanoseconds > 999_999_999 || seconds < FIRST_SECOND {
        return None;
    }
    let microsecond = (nanoseconds + 500) / 1000;
    let seconds = seconds.checked_add((microsecond / 1_000_000).into())?;
    // A `jiff::Timestamp` ends two days before Python's last one.
    let since = jiff::SignedDuration::from_secs(seconds);
    let civil = jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0).checked_add(since).ok()?;
    let date = date_of(
        u16::try_from(civil.year()).ok()?,
        u8::try_from(civil.month()).ok()?,
        u8::try_from(civil.day()).ok()?,
    )?;
    let part = |part: i8| u8::try_from(part).ok();
    let time = Time {
        hour: part(civil.hour())?,
        minute: part(civil.minute())?,
        second: part(civil.second())?,
        microsecond: microsecond % 1_000_000,
        fold: false,
    };
    Some((date, time))
}

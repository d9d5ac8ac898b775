//! The arguments that CPython writes for each well-known type.
//!
//! It looks one call deep, two for time zones, and takes nothing that CPython would not have written.

use std::borrow::Cow;

use super::zone::is_zone_name;
use super::{Date, Delta, Time, View, view_bytes};
use crate::pickle::{CallForm, Graph, NodeId, StepKind, Steps, Value, int_from_le};

pub(super) fn pair_of(graph: &Graph, node: NodeId) -> Option<(NodeId, NodeId)> {
    let mut elements = match graph.value(node) {
        Value::Tuple(_) | Value::List(_) => graph.elements(node),
        _ => return None,
    };
    let pair = (elements.next()?, elements.next()?);
    elements.next().is_none().then_some(pair)
}

/// Whether a string, of either Python, is this text.
fn is_text(graph: &Graph, node: NodeId, text: &str) -> bool {
    match graph.value(node) {
        Value::Str(span) | Value::Py2Str(span) => graph.bytes(span) == text.as_bytes(),
        _ => false,
    }
}

/// The long text that a call may make bytes of, itself or by the call that is its first argument.
///
/// To see the bytes costs as much as they are long, and a payload can make them very often of one text.
pub(super) fn long_text(graph: &Graph, node: NodeId) -> Option<NodeId> {
    text_of(graph, node).filter(|(_, len)| *len > LONGEST_NUMBER).map(|(text, _)| text)
}

/// The text that a call may make bytes of, and its length in bytes.
pub(super) fn text_of(graph: &Graph, node: NodeId) -> Option<(NodeId, usize)> {
    let mut at = node;
    for _ in 0..2 {
        let Value::Call { args, .. } = graph.value(at) else { return None };
        let first = graph.elements(args).next()?;
        if let Value::Str(span) = graph.value(first) {
            return Some((first, span.len()));
        }
        at = first;
    }
    None
}

fn is_int(graph: &Graph, node: NodeId) -> bool {
    matches!(graph.value(node), Value::Int(_) | Value::BigInt(_))
}

fn int(graph: &Graph, node: NodeId) -> Option<i64> {
    match graph.value(node) {
        Value::Int(n) => Some(n),
        _ => None,
    }
}

/// Bytes of a number as text; a longer one is shown as the call that it is. A payload can ask for it very often.
const LONGEST_NUMBER: usize = 1000;

/// The text of a number, so far that it is ASCII and not too long.
fn ascii(graph: &Graph, node: NodeId) -> Option<&str> {
    match graph.value(node) {
        Value::Str(span) | Value::Py2Str(span) if span.len() <= LONGEST_NUMBER => {
            std::str::from_utf8(graph.bytes(span)).ok().filter(|text| text.is_ascii())
        }
        _ => None,
    }
}

/// Encodes WTF-8 as latin-1, where it can be.
fn latin1(text: &[u8]) -> Option<Cow<'_, [u8]>> {
    if text.is_ascii() {
        return Some(Cow::Borrowed(text));
    }
    // Nothing beyond U+00FF; told fast, since a payload can ask for the same long text very often.
    if text.iter().fold(0, |most, b| most.max(*b)) > 0xc3 {
        return None;
    }
    let text = std::str::from_utf8(text).ok()?;
    text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect::<Option<Vec<u8>>>().map(Cow::Owned)
}

/// A call whose arguments are a tuple.
pub(super) struct Call<'g> {
    pub(super) graph: &'g Graph,
    pub(super) node: NodeId,
    pub(super) form: CallForm,
    pub(super) args: &'g [NodeId],
}

impl<'g> Call<'g> {
    fn untouched(&self) -> bool {
        self.graph.steps(self.node).next().is_none()
    }

    /// A `REDUCE` to which nothing was done.
    fn plain(&self) -> Option<()> {
        (self.form == CallForm::Reduce && self.untouched()).then_some(())
    }

    /// A `REDUCE` to which only this was done.
    fn with(&self, kind: StepKind) -> Option<()> {
        let only = || self.graph.steps(self.node).all(|step| step.kind == kind);
        (self.form == CallForm::Reduce && only()).then_some(())
    }

    pub(super) fn bare(&self, view: View<'g>) -> Option<View<'g>> {
        self.plain().map(|()| view)
    }

    /// `_codecs.encode(text, "latin1")`.
    pub(super) fn encoded(&self) -> Option<Cow<'g, [u8]>> {
        self.plain()?;
        let &[text, encoding] = self.args else { return None };
        let known = is_text(self.graph, encoding, "latin1") || is_text(self.graph, encoding, "latin-1");
        match self.graph.value(text) {
            Value::Str(span) if known => latin1(self.graph.bytes(span)),
            _ => None,
        }
    }

    /// The bytes that a date or time is packed into: `bytes`, or the string Python 2 wrote.
    fn packed(&self, node: NodeId) -> Option<Cow<'g, [u8]>> {
        match self.graph.value(node) {
            // Ten characters at most, of two bytes each.
            Value::Str(span) if span.len() > 20 => None,
            Value::Str(span) => latin1(self.graph.bytes(span)),
            Value::Py2Str(span) => Some(Cow::Borrowed(self.graph.bytes(span))),
            _ if long_text(self.graph, node).is_some() => None,
            _ => view_bytes(self.graph, node),
        }
    }

    pub(super) fn bytearray(&self) -> Option<View<'g>> {
        self.plain()?;
        let content = match *self.args {
            [] => Cow::Borrowed(&[][..]),
            [bytes] => view_bytes(self.graph, bytes)?,
            [text, encoding] if is_text(self.graph, encoding, "latin-1") => match self.graph.value(text) {
                Value::Str(span) => latin1(self.graph.bytes(span))?,
                _ => return None,
            },
            _ => return None,
        };
        Some(View::ByteArray(content))
    }

    pub(super) fn elements(&self) -> Option<Option<NodeId>> {
        self.plain()?;
        match *self.args {
            [] => Some(None),
            [list] if matches!(self.graph.value(list), Value::List(_) | Value::Tuple(_)) => Some(Some(list)),
            _ => None,
        }
    }

    pub(super) fn complex(&self) -> Option<View<'g>> {
        self.plain()?;
        let &[re, im] = self.args else { return None };
        match (self.graph.value(re), self.graph.value(im)) {
            (Value::Float(re), Value::Float(im)) => Some(View::Complex { re, im }),
            _ => None,
        }
    }

    pub(super) fn range(&self) -> Option<View<'g>> {
        self.plain()?;
        let args: [NodeId; 3] = self.args.try_into().ok()?;
        let ints = args.iter().all(|arg| is_int(self.graph, *arg));
        (ints && int(self.graph, args[2]) != Some(0)).then_some(View::Range(args))
    }

    pub(super) fn slice(&self) -> Option<View<'g>> {
        self.plain()?;
        let args: [NodeId; 3] = self.args.try_into().ok()?;
        let fits = |arg: &NodeId| self.graph.value(*arg) == Value::None || is_int(self.graph, *arg);
        args.iter().all(fits).then_some(View::Slice(args))
    }

    fn tz(&self, node: Option<NodeId>) -> Option<Option<NodeId>> {
        let Some(node) = node else { return Some(None) };
        match self.graph.value(node) {
            Value::None => Some(None),
            Value::Call { .. } | Value::Global { .. } => Some(Some(node)),
            _ => None,
        }
    }

    pub(super) fn datetime(&self) -> Option<View<'g>> {
        self.plain()?;
        let (state, tz) = match *self.args {
            [state] => (state, None),
            [state, tz] => (state, Some(tz)),
            _ => return None,
        };
        let state = self.packed(state)?;
        let &[y1, y0, month, day, hour, minute, second, u2, u1, u0] = &*state else { return None };
        let date = date_of(u16::from_be_bytes([y1, y0]), month & 0x7f, day)?;
        let time = time_of(hour, [minute, second, u2, u1, u0], month & 0x80 != 0)?;
        Some(View::Datetime { date, time, tz: self.tz(tz)? })
    }

    pub(super) fn date(&self) -> Option<View<'g>> {
        self.plain()?;
        let &[state] = self.args else { return None };
        let state = self.packed(state)?;
        let &[y1, y0, month, day] = &*state else { return None };
        date_of(u16::from_be_bytes([y1, y0]), month, day).map(View::Date)
    }

    pub(super) fn time(&self) -> Option<View<'g>> {
        self.plain()?;
        let (state, tz) = match *self.args {
            [state] => (state, None),
            [state, tz] => (state, Some(tz)),
            _ => return None,
        };
        let state = self.packed(state)?;
        let &[hour, minute, second, u2, u1, u0] = &*state else { return None };
        let time = time_of(hour & 0x7f, [minute, second, u2, u1, u0], hour & 0x80 != 0)?;
        Some(View::Time { time, tz: self.tz(tz)? })
    }

    pub(super) fn timedelta(&self) -> Option<Delta> {
        self.plain()?;
        let &[days, seconds, microseconds] = self.args else { return None };
        let part = |node, range: std::ops::Range<i64>| int(self.graph, node).filter(|n| range.contains(n));
        Some(Delta {
            days: part(days, -999_999_999..1_000_000_000)? as i32,
            seconds: part(seconds, 0..86_400)? as u32,
            microseconds: part(microseconds, 0..1_000_000)? as u32,
        })
    }

    pub(super) fn timezone(&self) -> Option<View<'g>> {
        self.plain()?;
        let (offset, name) = match *self.args {
            [offset] => (offset, None),
            [offset, name] if matches!(self.graph.value(name), Value::Str(_)) => (offset, Some(name)),
            _ => return None,
        };
        // One level down and no further: a timedelta's arguments are integers.
        let Some(View::Timedelta(offset)) = timedelta_at(self.graph, offset) else { return None };
        let (seconds, microseconds) = offset.as_seconds();
        let below_a_day = seconds.abs() < 86_400 || (seconds == -86_400 && microseconds > 0);
        below_a_day.then_some(View::Timezone { offset, name })
    }

    /// `getattr(zoneinfo.ZoneInfo, "_unpickle")(key, from_cache)`.
    pub(super) fn zone_info(&self, func: NodeId) -> Option<View<'g>> {
        let (class, key, cached) = self.unpickled_zone(func)?;
        matches!(class, ("zoneinfo" | "backports.zoneinfo", "ZoneInfo"))
            .then_some(View::ZoneInfo { key, cached })
    }

    /// The class of a time zone of `zoneinfo` or derived from it, its key, and whether Python takes it from its cache.
    pub(super) fn unpickled_zone(&self, func: NodeId) -> Option<((&'g str, &'g str), &'g str, bool)> {
        self.plain()?;
        let graph = self.graph;
        let &[key, cached] = self.args else { return None };
        let Value::Call { form: CallForm::Reduce, func, args, steps } = graph.value(func) else {
            return None;
        };
        let Value::Tuple(run) = graph.value(args) else { return None };
        let &[class, method] = graph.run(run) else { return None };
        let getter = graph.imported(func)? == ("builtins", "getattr") && steps == Steps::default();
        let class = graph.imported(class)?;
        if !getter || !is_text(graph, method, "_unpickle") {
            return None;
        }
        let cached = match graph.value(cached) {
            Value::Int(n @ 0..=1) => n == 1,
            Value::Bool(flag) => flag,
            _ => return None,
        };
        let key = graph.text(key)?;
        is_zone_name(key).then_some((class, key, cached))
    }

    pub(super) fn decimal(&self) -> Option<View<'g>> {
        self.plain()?;
        let &[text] = self.args else { return None };
        ascii(self.graph, text).filter(|text| is_decimal(text)).map(View::Decimal)
    }

    pub(super) fn fraction(&self) -> Option<View<'g>> {
        self.plain()?;
        let graph = self.graph;
        match *self.args {
            [text] => {
                let text = ascii(graph, text)?;
                let (top, bottom) = text.split_once('/').unwrap_or((text, "1"));
                let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
                let fits = digits(top.strip_prefix('-').unwrap_or(top)) && digits(bottom);
                (fits && !bottom.bytes().all(|b| b == b'0')).then_some(View::Fraction(Cow::Borrowed(text)))
            }
            [top, bottom] => {
                let positive = match graph.value(bottom) {
                    Value::Int(n) => n > 0,
                    Value::BigInt(span) => graph.bytes(span).last().is_some_and(|b| *b < 0x80),
                    _ => false,
                };
                let text = format!("{}/{}", decimal(graph, top)?, decimal(graph, bottom)?);
                positive.then_some(View::Fraction(Cow::Owned(text)))
            }
            _ => None,
        }
    }

    /// Whether this makes bytes or a bytearray, as far as the name tells.
    pub(super) fn makes_bytes(&self, module: &str, name: &str) -> bool {
        self.plain().is_some() && matches!((module, name), ("_codecs", "encode") | ("builtins", "bytearray"))
    }

    pub(super) fn new_without_args(&self) -> bool {
        self.form == CallForm::NewObj && self.args.is_empty()
    }

    /// An instance whose only state is the dict `{"int": n}`, perhaps with `is_safe`.
    pub(super) fn uuid(&self) -> Option<View<'g>> {
        let graph = self.graph;
        let mut steps = graph.steps(self.node);
        let step = steps.next().filter(|step| step.kind == StepKind::State)?;
        let &[state] = step.children else { return None };
        if steps.next().is_some() {
            return None;
        }
        let (mut value, mut safe) = (None, None);
        for (key, item) in graph.items(state) {
            if is_text(graph, key, "int") && value.is_none() {
                value = Some(u128_of(graph, item)?);
            } else if is_text(graph, key, "is_safe") && safe.is_none() {
                safe = match graph.value(item) {
                    Value::Int(0) => Some(true),
                    Value::Int(-1) => Some(false),
                    _ => return None,
                };
            } else {
                return None;
            }
        }
        Some(View::Uuid { value: value?, safe })
    }

    pub(super) fn ordered_dict(&self) -> Option<View<'g>> {
        self.with(StepKind::Items)?;
        match *self.args {
            [] => Some(View::OrderedDict { pairs: None }),
            [pairs] if matches!(self.graph.value(pairs), Value::List(_)) => {
                let paired = self.graph.elements(pairs).all(|pair| pair_of(self.graph, pair).is_some());
                paired.then_some(View::OrderedDict { pairs: Some(pairs) })
            }
            _ => None,
        }
    }

    pub(super) fn default_dict(&self) -> Option<View<'g>> {
        self.with(StepKind::Items)?;
        match *self.args {
            [] => Some(View::DefaultDict { factory: None }),
            [factory] => match self.graph.value(factory) {
                Value::None => Some(View::DefaultDict { factory: None }),
                Value::Global { .. } | Value::Call { .. } => {
                    Some(View::DefaultDict { factory: Some(factory) })
                }
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn deque(&self) -> Option<View<'g>> {
        self.with(StepKind::Append)?;
        let (initial, maxlen) = match *self.args {
            [] => (None, None),
            [initial] => (Some(initial), None),
            [initial, maxlen] => match self.graph.value(maxlen) {
                Value::None => (Some(initial), None),
                Value::Int(n @ 0..) => (Some(initial), Some(n)),
                _ => return None,
            },
            _ => return None,
        };
        let fits =
            initial.is_none_or(|node| matches!(self.graph.value(node), Value::List(_) | Value::Tuple(_)));
        fits.then_some(View::Deque { initial, maxlen })
    }

    pub(super) fn counter(&self) -> Option<View<'g>> {
        self.with(StepKind::Items)?;
        match *self.args {
            [] => Some(View::Counter(None)),
            [dict] if matches!(self.graph.value(dict), Value::Dict(_)) => Some(View::Counter(Some(dict))),
            _ => None,
        }
    }

    pub(super) fn markup(&self) -> Option<View<'g>> {
        let &[text] = self.args else { return None };
        (self.form == CallForm::NewObj && self.untouched() && matches!(self.graph.value(text), Value::Str(_)))
            .then_some(View::Markup(text))
    }

    /// `copyreg._reconstructor(class, base, state)`: how protocols 0 and 1 make instances.
    pub(super) fn reconstructed(&self) -> Option<View<'g>> {
        if self.form != CallForm::Reduce {
            return None;
        }
        let graph = self.graph;
        let &[class, base, state] = self.args else { return None };
        match (graph.imported(class)?, graph.imported(base)?) {
            (("uuid", "UUID"), ("builtins", "object")) if graph.value(state) == Value::None => self.uuid(),
            (("markupsafe", "Markup"), ("builtins", "str")) if self.untouched() => {
                matches!(graph.value(state), Value::Str(_)).then_some(View::Markup(state))
            }
            _ => None,
        }
    }
}

/// The view of a timedelta; no other view is looked for.
pub(super) fn timedelta_at(graph: &Graph, node: NodeId) -> Option<View<'_>> {
    let Value::Call { form, func, args, .. } = graph.value(node) else { return None };
    let Value::Tuple(run) = graph.value(args) else { return None };
    let call = Call { graph, node, form, args: graph.run(run) };
    (graph.imported(func)? == ("datetime", "timedelta")).then(|| call.timedelta())?.map(View::Timedelta)
}

/// The date, where it exists.
#[must_use]
pub fn date_of(year: u16, month: u8, day: u8) -> Option<Date> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    ((1..=9999).contains(&year) && (1..=days).contains(&day)).then_some(Date { year, month, day })
}

/// The time, from the hour and the bytes behind it, where it exists.
fn time_of(hour: u8, [minute, second, u2, u1, u0]: [u8; 5], fold: bool) -> Option<Time> {
    let microsecond = u32::from_be_bytes([0, u2, u1, u0]);
    let exists = hour < 24 && minute < 60 && second < 60 && microsecond < 1_000_000;
    exists.then_some(Time { hour, minute, second, microsecond, fold })
}

/// Whether `decimal.Decimal` takes the text, spaces and underscores aside.
#[must_use]
pub fn is_decimal(text: &str) -> bool {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let lower = text.to_ascii_lowercase();
    if matches!(&*lower, "inf" | "infinity") {
        return true;
    }
    if let Some(payload) = lower.strip_prefix('s').unwrap_or(&lower).strip_prefix("nan") {
        return digits(payload);
    }
    let (number, exponent) = lower.split_once('e').unwrap_or((&lower, "0"));
    let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    !exponent.is_empty() && digits(exponent) && digits(whole) && digits(part) && whole.len() + part.len() > 0
}

/// An integer in decimal; `None` for another value and beyond some 800 digits.
fn decimal(graph: &Graph, node: NodeId) -> Option<String> {
    match graph.value(node) {
        Value::Int(n) => Some(n.to_string()),
        Value::BigInt(span) if span.len() < LONGEST_NUMBER / 3 => {
            Some(num_bigint::BigInt::from_signed_bytes_le(graph.bytes(span)).to_string())
        }
        _ => None,
    }
}

fn u128_of(graph: &Graph, node: NodeId) -> Option<u128> {
    match graph.value(node) {
        Value::Int(n) => u128::try_from(n).ok(),
        Value::BigInt(span) => {
            let bytes = graph.bytes(span);
            let (low, high) = bytes.split_at(bytes.len().min(16));
            let positive = bytes.last().is_some_and(|b| *b < 0x80) && int_from_le(high) == Some(0);
            let mut wide = [0; 16];
            wide[..low.len()].copy_from_slice(low);
            positive.then_some(u128::from_le_bytes(wide))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::pickle::{Limits, read, view};

    fn is_seen(payload: &[u8]) -> bool {
        let graph = read(payload.to_vec(), &Limits::default()).unwrap().graph;
        view(&graph, graph.root()).is_some()
    }

    #[test]
    fn what_cpython_writes_is_seen() {
        for payload in [
            &b"\x80\x04cdatetime\ndatetime\nC\x0a\x07\xea\x8b\x16\x14\x00\x11\x01\xe2\x40\x85R."[..],
            b"\x80\x02cdatetime\ntimedelta\nJ\xff\xff\xff\xffK\x00K\x00\x87R.",
            b"\x80\x02c_codecs\nencode\nX\x02\x00\x00\x00\xc3\xbfX\x06\x00\x00\x00latin1\x86R.",
            b"\x80\x02c__builtin__\nbytes\n)R.",
            b"\x80\x02cuuid\nUUID\n)\x81}X\x03\x00\x00\x00intK\x05sb.",
            b"\x80\x02cdecimal\nDecimal\nX\x04\x00\x00\x00-1.5\x85R.",
            b"\x80\x02ccollections\nOrderedDict\n)RK\x01K\x02s.",
            b"\x80\x02c__builtin__\nset\n]K\x01a\x85R.",
        ] {
            assert!(is_seen(payload), "{}", payload.escape_ascii());
        }
    }

    #[test]
    fn what_cpython_does_not_write_is_not_seen() {
        for payload in [
            // No 13th month, no 30th of February, no 24th hour, a state too short, a year as an argument.
            &b"\x80\x04cdatetime\ndatetime\nC\x0a\x07\xea\x0d\x16\x14\x00\x11\x01\xe2\x40\x85R."[..],
            b"\x80\x04cdatetime\ndatetime\nC\x0a\x07\xea\x02\x1e\x14\x00\x11\x01\xe2\x40\x85R.",
            b"\x80\x04cdatetime\ndatetime\nC\x0a\x07\xea\x0b\x16\x18\x00\x11\x01\xe2\x40\x85R.",
            b"\x80\x04cdatetime\ndatetime\nC\x09\x07\xea\x0b\x16\x14\x00\x11\x01\xe2\x85R.",
            b"\x80\x04cdatetime\ndate\nM\xea\x07K\x01K\x01\x87R.",
            // A state set on what takes none.
            b"\x80\x04cdatetime\ndate\nC\x04\x07\xea\x02\x01\x85R}b.",
            // The module itself, and names in it that are others.
            b"\x80\x04cdatetime\nsys.modules\nC\x04\x07\xea\x02\x01\x85R.",
            b"\x80\x02c_codecs\ndecode\nX\x01\x00\x00\x00aX\x06\x00\x00\x00latin1\x86R.",
            b"\x80\x02c_codecs\nencode\nX\x01\x00\x00\x00aX\x06\x00\x00\x00rot_13\x86R.",
            b"\x80\x02c_codecs\nencode\nX\x03\x00\x00\x00\xe2\x82\xacX\x06\x00\x00\x00latin1\x86R.",
            b"\x80\x02cuuid\nUUID\n)\x81}X\x03\x00\x00\x00intJ\xff\xff\xff\xffsb.",
            b"\x80\x02cuuid\nUUID\n)\x81}X\x01\x00\x00\x00xK\x05sb.",
            b"\x80\x02cuuid\nUUID\n)\x81.",
            b"\x80\x02cuuid\nUUID\nX\x01\x00\x00\x00x\x85R.",
            b"\x80\x02cdecimal\nDecimal\nX\x04\x00\x00\x00abcd\x85R.",
            b"\x80\x02cdatetime\ntimedelta\nK\x00J\x80\x51\x01\x00K\x00\x87R.",
            b"\x80\x02c__builtin__\nrange\nK\x00K\x00K\x00\x87R.",
            b"\x80\x02ccollections\nOrderedDict\n)RK\x01K\x02s}b.",
            b"\x80\x02ccollections\nOrderedDict\n]K\x01a\x85R.",
            b"\x80\x02c__builtin__\nset\nK\x01\x85R.",
        ] {
            assert!(!is_seen(payload), "{}", payload.escape_ascii());
        }
    }

    #[test]
    fn decimals_are_told_from_other_text() {
        for text in ["0", "-1.50", "+1", ".5", "5.", "1E+5", "1e-5", "NaN", "sNaN123", "-Infinity", "inf"] {
            assert!(super::is_decimal(text), "{text}");
        }
        for text in ["", "-", ".", "1e", "e5", "1.2.3", "1_0", " 1", "nanx", "s1", "0x1", "--1"] {
            assert!(!super::is_decimal(text), "{text}");
        }
    }
}

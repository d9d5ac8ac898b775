//! Single values of libraries, as the values of Python's own that say the same: numpy's scalars, ids and numbers of
//! BSON, moments of pandas and pendulum.
//!
//! As views do, it looks at a fixed number of nodes and takes nothing that the library would not have written.

use std::borrow::Cow;

use super::class::short_text;
use super::zone::{Zone, local, moment, zone};
use super::{Date, Delta, Time, date_of, shape, view_bytes};
use crate::pickle::{CallForm, Graph, NodeId, StepKind, Value};

/// A value of a library.
#[derive(Clone, Debug, PartialEq)]
pub struct LibraryValue<'g> {
    /// Its class, such as `numpy.int64`.
    pub class: &'static str,
    /// What it is.
    pub scalar: Scalar<'g>,
}

/// What a value of a library is.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar<'g> {
    /// Not a time: `pandas.NaT`.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// An integer beyond 63 bits.
    Uint(u64),
    /// A float.
    Float(f64),
    /// A complex number.
    Complex {
        /// The real part.
        re: f64,
        /// The imaginary part.
        im: f64,
    },
    /// Text, or a number or an id as its library's `str` has it.
    Text(Cow<'g, str>),
    /// Bytes.
    Bytes(Cow<'g, [u8]>),
    /// A date and a time.
    Datetime {
        /// The date.
        date: Date,
        /// The time.
        time: Time,
        /// Nanoseconds behind the microseconds, below 1,000.
        nanosecond: u16,
        /// The time zone.
        tz: Tz<'g>,
    },
    /// A date.
    Date(Date),
    /// A time of day.
    Time {
        /// The time.
        time: Time,
        /// The time zone.
        tz: Tz<'g>,
    },
    /// A duration.
    Timedelta {
        /// The duration.
        delta: Delta,
        /// Nanoseconds behind the microseconds, below 1,000.
        nanosecond: u16,
    },
}

/// The time zone of a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tz<'g> {
    /// There is none.
    Naive,
    /// One whose offset is known.
    Known(Zone<'g>),
    /// Another object.
    Unknown(NodeId),
}

impl<'g> Tz<'g> {
    /// The zone, where its offset is known.
    #[must_use]
    pub fn known(self) -> Option<Zone<'g>> {
        match self {
            Self::Known(zone) => Some(zone),
            Self::Naive | Self::Unknown(_) => None,
        }
    }
}

/// Bytes of a numpy string: a longer one is shown as the call that it is. A payload can ask for it very often.
const LONGEST: usize = 4096;

/// What a value of a library is; `None` for every other value, and for arguments that the library does not write.
#[must_use]
pub fn library_value(graph: &Graph, node: NodeId) -> Option<LibraryValue<'_>> {
    let Value::Call { form, func, args, .. } = graph.value(node) else { return None };
    let Value::Tuple(run) = graph.value(args) else { return None };
    let args = graph.run(run);
    let call = Call { graph, node, form, args };
    let (module, name) = graph.imported(func)?;
    match (module, name) {
        ("numpy.core.multiarray" | "numpy._core.multiarray", "scalar") => call.numpy(),
        ("bson.objectid", "ObjectId") => call.instance().then(|| call.object_id())?,
        ("bson.decimal128", "Decimal128") => call.instance().then(|| call.decimal128())?,
        ("bson.int64", "Int64") => call.int64(),
        ("copyreg", "_reconstructor") => call.reconstructed(),
        ("pandas._libs.tslibs.nattype", "__nat_unpickle" | "_nat_unpickle") => {
            call.plain()?;
            Some(LibraryValue { class: "pandas._libs.tslibs.nattype.NaTType", scalar: Scalar::Null })
        }
        ("pandas._libs.tslibs.timestamps" | "pandas._libs.tslib", "_unpickle_timestamp" | "Timestamp") => {
            call.pandas_timestamp()
        }
        ("pandas._libs.tslibs.timedeltas" | "pandas._libs.tslib", "_timedelta_unpickle" | "Timedelta") => {
            call.pandas_timedelta()
        }
        ("pendulum.datetime", "DateTime") => call.pendulum_datetime(),
        ("pendulum.date", "Date") => call.pendulum_date(),
        ("pendulum.time", "Time") => call.pendulum_time(),
        ("pendulum.duration", "Duration") => call.pendulum_duration(),
        _ => None,
    }
}

struct Call<'g> {
    graph: &'g Graph,
    node: NodeId,
    form: CallForm,
    args: &'g [NodeId],
}

/// A number of microseconds, or of smaller units, taken apart.
struct Split {
    seconds: i64,
    microsecond: u32,
    nanosecond: u16,
}

/// Splits a count of units, given how many of them make a second.
fn split(count: i64, per_second: i64) -> Split {
    let nanoseconds = count.rem_euclid(per_second) * (1_000_000_000 / per_second);
    Split {
        seconds: count.div_euclid(per_second),
        microsecond: (nanoseconds / 1000) as u32,
        nanosecond: (nanoseconds % 1000) as u16,
    }
}

impl<'g> Call<'g> {
    fn untouched(&self) -> bool {
        self.graph.steps(self.node).next().is_none()
    }

    /// A `REDUCE` to which nothing was done.
    fn plain(&self) -> Option<()> {
        (self.form == CallForm::Reduce && self.untouched()).then_some(())
    }

    fn instance(&self) -> bool {
        self.form == CallForm::NewObj && self.args.is_empty()
    }

    /// The only state that was set, where nothing else was done.
    fn state(&self) -> Option<NodeId> {
        only_state(self.graph, self.node)
    }

    fn int(&self, at: usize) -> Option<i64> {
        int(self.graph, *self.args.get(at)?)
    }

    /// `copyreg._reconstructor(class, base, state)`: how protocols 0 and 1 make instances.
    fn reconstructed(&self) -> Option<LibraryValue<'g>> {
        let &[class, base, value] = self.args else { return None };
        let nothing = self.graph.value(value) == Value::None;
        match (self.graph.imported(class)?, self.graph.imported(base)?) {
            (("bson.objectid", "ObjectId"), ("builtins", "object")) if nothing => self.object_id(),
            (("bson.decimal128", "Decimal128"), ("builtins", "object")) if nothing => self.decimal128(),
            (("bson.int64", "Int64"), ("builtins", "int")) => self.int64_of(value),
            _ => None,
        }
    }

    /// The state is the 12 bytes, in old versions within a dict.
    fn object_id(&self) -> Option<LibraryValue<'g>> {
        let graph = self.graph;
        let state = self.state()?;
        let state = match graph.value(state) {
            Value::Dict(_) => {
                let mut items = graph.items(state);
                let (key, value) = items.next()?;
                let known = short_text(graph, key) == Some("_ObjectId__id");
                (known && items.next().is_none()).then_some(value)?
            }
            _ => state,
        };
        let bytes = short_bytes(graph, state, 24).filter(|bytes| bytes.len() == 12)?;
        let text = bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        Some(LibraryValue { class: "bson.objectid.ObjectId", scalar: Scalar::Text(text.into()) })
    }

    /// The state is the pair of the high and the low 64 bits.
    fn decimal128(&self) -> Option<LibraryValue<'g>> {
        let state = self.state()?;
        let Value::Tuple(run) = self.graph.value(state) else { return None };
        let &[high, low] = self.graph.run(run) else { return None };
        let bits = u128::from(u64_of(self.graph, high)?) << 64 | u128::from(u64_of(self.graph, low)?);
        Some(LibraryValue {
            class: "bson.decimal128.Decimal128",
            scalar: Scalar::Text(decimal128_text(bits).into()),
        })
    }

    fn int64(&self) -> Option<LibraryValue<'g>> {
        match self.args {
            &[value] if self.form == CallForm::NewObj => self.int64_of(value),
            _ => None,
        }
    }

    fn int64_of(&self, value: NodeId) -> Option<LibraryValue<'g>> {
        let bare = match self.state() {
            Some(state) => {
                matches!(self.graph.value(state), Value::Dict(_)) && self.graph.items(state).next().is_none()
            }
            None => self.untouched(),
        };
        let value = int(self.graph, value).filter(|_| bare)?;
        Some(LibraryValue { class: "bson.int64.Int64", scalar: Scalar::Int(value) })
    }

    /// `scalar(dtype, bytes)`.
    fn numpy(&self) -> Option<LibraryValue<'g>> {
        self.plain()?;
        let &[dtype, bytes] = self.args else { return None };
        let dtype = Dtype::of(self.graph, dtype)?;
        let bytes = short_bytes(self.graph, bytes, LONGEST)?;
        dtype.scalar(bytes)
    }

    /// The value in its unit since 1970 in UTC, the frequency, the time zone and the unit.
    fn pandas_timestamp(&self) -> Option<LibraryValue<'g>> {
        const CLASS: &str = "pandas._libs.tslibs.timestamps.Timestamp";
        self.plain()?;
        let (value, tz, unit) = match *self.args {
            [_, _, tz] => (self.int(0)?, tz, 10),
            [_, _, tz, _] => (self.int(0)?, tz, self.int(3)?),
            _ => return None,
        };
        let Split { seconds, microsecond, nanosecond } = split(value, pandas_unit(unit)?);
        let graph = self.graph;
        let ((date, time), tz) = match graph.value(tz) {
            Value::None => (moment(seconds, microsecond)?, Tz::Naive),
            Value::Call { .. } => match local(graph, tz, (seconds, microsecond)) {
                Some((shown, zone)) => (shown, Tz::Known(zone)),
                // The instant is known, whatever a clock there shows.
                None => (moment(seconds, microsecond)?, Tz::Known(Zone::UTC)),
            },
            _ => return None,
        };
        Some(LibraryValue { class: CLASS, scalar: Scalar::Datetime { date, time, nanosecond, tz } })
    }

    fn pandas_timedelta(&self) -> Option<LibraryValue<'g>> {
        self.plain()?;
        let unit = match *self.args {
            [_] => 10,
            [_, _] => self.int(1)?,
            _ => return None,
        };
        Some(LibraryValue {
            class: "pandas._libs.tslibs.timedeltas.Timedelta",
            scalar: duration(split(self.int(0)?, pandas_unit(unit)?))?,
        })
    }

    /// Year, month, day, hour, minute, second, microsecond and time zone.
    fn pendulum_datetime(&self) -> Option<LibraryValue<'g>> {
        self.plain()?;
        let &[_, _, _, _, _, _, _, tz] = self.args else { return None };
        let small = |at| u8::try_from(self.int(at)?).ok();
        let date = date_of(u16::try_from(self.int(0)?).ok()?, small(1)?, small(2)?)?;
        let time = self.time_at(3)?;
        let tz = self.tz(tz, Some((date, time)))?;
        Some(LibraryValue {
            class: "pendulum.datetime.DateTime",
            scalar: Scalar::Datetime { date, time, nanosecond: 0, tz },
        })
    }

    fn pendulum_date(&self) -> Option<LibraryValue<'g>> {
        self.plain()?;
        let &[packed] = self.args else { return None };
        let packed = short_bytes(self.graph, packed, 8)?;
        let &[y1, y0, month, day] = &*packed else { return None };
        let date = date_of(u16::from_be_bytes([y1, y0]), month, day)?;
        Some(LibraryValue { class: "pendulum.date.Date", scalar: Scalar::Date(date) })
    }

    /// Hour, minute, second, microsecond and time zone.
    fn pendulum_time(&self) -> Option<LibraryValue<'g>> {
        self.plain()?;
        let &[_, _, _, _, tz] = self.args else { return None };
        let (time, tz) = (self.time_at(0)?, self.tz(tz, None)?);
        Some(LibraryValue { class: "pendulum.time.Time", scalar: Scalar::Time { time, tz } })
    }

    /// Days, seconds and microseconds.
    fn pendulum_duration(&self) -> Option<LibraryValue<'g>> {
        self.plain()?;
        let &[_, _, _] = self.args else { return None };
        let part = |at, most: i64| self.int(at).filter(|part| part.abs() < most);
        let (days, seconds, micros) = (part(0, 1 << 30)?, part(1, 1 << 40)?, part(2, 1 << 40)?);
        let total = i128::from(days * 86_400 + seconds) * 1_000_000 + i128::from(micros);
        let micros = i64::try_from(total).ok()?;
        Some(LibraryValue {
            class: "pendulum.duration.Duration",
            scalar: duration(split(micros, 1_000_000))?,
        })
    }

    fn time_at(&self, at: usize) -> Option<Time> {
        let below = |at, most: i64| self.int(at).filter(|part| (0..most).contains(part));
        Some(Time {
            hour: below(at, 24)? as u8,
            minute: below(at + 1, 60)? as u8,
            second: below(at + 2, 60)? as u8,
            microsecond: below(at + 3, 1_000_000)? as u32,
            fold: false,
        })
    }

    fn tz(&self, node: NodeId, at: Option<(Date, Time)>) -> Option<Tz<'g>> {
        match self.graph.value(node) {
            Value::None => Some(Tz::Naive),
            Value::Call { .. } => Some(zone(self.graph, node, at).map_or(Tz::Unknown(node), Tz::Known)),
            _ => None,
        }
    }
}

/// Units of pandas in a second, by their numbers in numpy.
fn pandas_unit(unit: i64) -> Option<i64> {
    match unit {
        7 => Some(1),
        8 => Some(1_000),
        9 => Some(1_000_000),
        10 => Some(1_000_000_000),
        _ => None,
    }
}

fn duration<'g>(Split { seconds, microsecond, nanosecond }: Split) -> Option<Scalar<'g>> {
    let days = i32::try_from(seconds.div_euclid(86_400)).ok().filter(|days| days.abs() < 1_000_000_000)?;
    let delta = Delta { days, seconds: seconds.rem_euclid(86_400) as u32, microseconds: microsecond };
    Some(Scalar::Timedelta { delta, nanosecond })
}

fn only_state(graph: &Graph, node: NodeId) -> Option<NodeId> {
    let mut steps = graph.steps(node);
    let step = steps.next().filter(|step| step.kind == StepKind::State)?;
    steps.next().is_none().then_some(())?;
    step.children.first().copied()
}

fn int(graph: &Graph, node: NodeId) -> Option<i64> {
    match graph.value(node) {
        Value::Int(value) => Some(value),
        _ => None,
    }
}

fn u64_of(graph: &Graph, node: NodeId) -> Option<u64> {
    match graph.value(node) {
        Value::Int(value) => u64::try_from(value).ok(),
        Value::BigInt(span) => match graph.bytes(span) {
            [low @ .., 0] if low.len() == 8 => Some(u64::from_le_bytes(low.try_into().ok()?)),
            _ => None,
        },
        _ => None,
    }
}

/// Bytes by opcode, by call or as Python 2 wrote them, up to a limit.
fn short_bytes(graph: &Graph, node: NodeId, most: usize) -> Option<Cow<'_, [u8]>> {
    let bytes = match graph.value(node) {
        Value::Bytes(span) | Value::Py2Str(span) if span.len() <= most => Cow::Borrowed(graph.bytes(span)),
        // Two bytes a character at most.
        Value::Call { .. } if shape::text_of(graph, node)?.1 <= 2 * most => view_bytes(graph, node)?,
        _ => return None,
    };
    (bytes.len() <= most).then_some(bytes)
}

/// Text of Python 2 or 3, or bytes, of a few characters.
fn short_word(graph: &Graph, node: NodeId) -> Option<Cow<'_, str>> {
    if let Some(text) = short_text(graph, node) {
        return Some(Cow::Borrowed(text));
    }
    match short_bytes(graph, node, 16)? {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
        Cow::Owned(bytes) => String::from_utf8(bytes).ok().map(Cow::Owned),
    }
}

/// A `numpy.dtype` of one value.
struct Dtype {
    kind: u8,
    size: usize,
    big_endian: bool,
    /// Of a time: how many units make a second, or how many seconds a unit, and how many units are one.
    unit: Option<Unit>,
}

#[derive(Clone, Copy)]
enum Unit {
    Generic,
    PerSecond(i64),
    Seconds(i64),
}

impl Dtype {
    /// `dtype("i8", False, True)` with its state: the version, the byte order, five things that scalars do not have,
    /// the size and the alignment of strings, flags; of times the unit.
    fn of(graph: &Graph, node: NodeId) -> Option<Self> {
        let Value::Call { form: CallForm::Reduce, func, args, .. } = graph.value(node) else { return None };
        let ("numpy", "dtype") = graph.imported(func)? else { return None };
        let Value::Tuple(run) = graph.value(args) else { return None };
        let &[name, _, _] = graph.run(run) else { return None };
        let name = short_text(graph, name)?;
        let (kind, size) = name.split_at_checked(1)?;
        let Value::Tuple(run) = graph.value(only_state(graph, node)?) else { return None };
        let state = graph.run(run);
        let (3 | 4) = int(graph, *state.first()?)? else { return None };
        let big_endian = match &*short_word(graph, *state.get(1)?)? {
            "<" | "|" => false,
            ">" => true,
            _ => return None,
        };
        let none = |at: usize| state.get(at).is_some_and(|node| graph.value(*node) == Value::None);
        if !(2..5).all(none) {
            return None;
        }
        let unit = match state.len() {
            8 => None,
            9 => Some(unit(graph, state[8])?),
            _ => return None,
        };
        let size = size.parse().ok()?;
        Some(Self { kind: kind.as_bytes()[0], size, big_endian, unit })
    }

    fn scalar(self, bytes: Cow<'_, [u8]>) -> Option<LibraryValue<'_>> {
        let Self { kind, size, big_endian, unit } = self;
        let bytes_needed = if kind == b'U' { size.checked_mul(4)? } else { size };
        let timed = matches!(kind, b'M' | b'm');
        if bytes.len() != bytes_needed || unit.is_some() != timed {
            return None;
        }
        let number = || {
            let mut wide = [0; 8];
            let little: Vec<u8> =
                if big_endian { bytes.iter().rev().copied().collect() } else { bytes.to_vec() };
            wide.get_mut(..size)?.copy_from_slice(&little);
            Some(u64::from_le_bytes(wide))
        };
        let signed = || {
            let number = number()?;
            let unused = 64 - 8 * size as u32;
            Some((number << unused).cast_signed() >> unused)
        };
        let (class, scalar) = match (kind, size) {
            (b'b', 1) => ("numpy.bool", Scalar::Bool(number()? != 0)),
            (b'i', 1) => ("numpy.int8", Scalar::Int(signed()?)),
            (b'i', 2) => ("numpy.int16", Scalar::Int(signed()?)),
            (b'i', 4) => ("numpy.int32", Scalar::Int(signed()?)),
            (b'i', 8) => ("numpy.int64", Scalar::Int(signed()?)),
            (b'u', 1) => ("numpy.uint8", unsigned(number()?)),
            (b'u', 2) => ("numpy.uint16", unsigned(number()?)),
            (b'u', 4) => ("numpy.uint32", unsigned(number()?)),
            (b'u', 8) => ("numpy.uint64", unsigned(number()?)),
            (b'f', 2) => ("numpy.float16", Scalar::Float(half(number()? as u16))),
            (b'f', 4) => ("numpy.float32", Scalar::Float(f32::from_bits(number()? as u32).into())),
            (b'f', 8) => ("numpy.float64", Scalar::Float(f64::from_bits(number()?))),
            (b'c', 8 | 16) => {
                let class = if size == 8 { "numpy.complex64" } else { "numpy.complex128" };
                let (re, im) = bytes.split_at(size / 2);
                let part = |bytes: &[u8]| match <[u8; 8]>::try_from(bytes) {
                    Ok(bytes) if big_endian => Some(f64::from_be_bytes(bytes)),
                    Ok(bytes) => Some(f64::from_le_bytes(bytes)),
                    Err(_) => {
                        let bytes = <[u8; 4]>::try_from(bytes).ok()?;
                        Some(
                            if big_endian { f32::from_be_bytes(bytes) } else { f32::from_le_bytes(bytes) }
                                .into(),
                        )
                    }
                };
                (class, Scalar::Complex { re: part(re)?, im: part(im)? })
            }
            (b'U', _) => {
                let character = |bytes: &[u8; 4]| {
                    char::from_u32(if big_endian {
                        u32::from_be_bytes(*bytes)
                    } else {
                        u32::from_le_bytes(*bytes)
                    })
                };
                let text = bytes.as_chunks::<4>().0.iter().map(character).collect::<Option<String>>()?;
                ("numpy.str_", Scalar::Text(text.into()))
            }
            (b'S', _) => ("numpy.bytes_", Scalar::Bytes(bytes)),
            (b'M', 8) => ("numpy.datetime64", datetime64(signed()?, unit?)?),
            (b'm', 8) => ("numpy.timedelta64", timedelta64(signed()?, unit?)?),
            _ => return None,
        };
        Some(LibraryValue { class, scalar })
    }
}

fn unsigned<'g>(value: u64) -> Scalar<'g> {
    i64::try_from(value).map_or(Scalar::Uint(value), Scalar::Int)
}

/// The unit of a time: `({}, (b"us", 1, 1, 1))`.
fn unit(graph: &Graph, metadata: NodeId) -> Option<Unit> {
    let Value::Tuple(run) = graph.value(metadata) else { return None };
    let &[_, unit] = graph.run(run) else { return None };
    let Value::Tuple(run) = graph.value(unit) else { return None };
    let &[name, count, ..] = graph.run(run) else { return None };
    let count = int(graph, count).filter(|count| (1..=1_000_000).contains(count))?;
    let name = short_word(graph, name)?;
    let seconds = match &*name {
        "generic" => return Some(Unit::Generic),
        "W" => 7 * 86_400,
        "D" => 86_400,
        "h" => 3_600,
        "m" => 60,
        "s" => 1,
        "ms" if count == 1 => return Some(Unit::PerSecond(1_000)),
        "us" if count == 1 => return Some(Unit::PerSecond(1_000_000)),
        "ns" if count == 1 => return Some(Unit::PerSecond(1_000_000_000)),
        _ => return None,
    };
    Some(Unit::Seconds(seconds * count))
}

fn units(value: i64, unit: Unit) -> Option<Split> {
    match unit {
        Unit::Generic => None,
        Unit::PerSecond(units) => Some(split(value, units)),
        Unit::Seconds(seconds) => {
            Some(Split { seconds: value.checked_mul(seconds)?, microsecond: 0, nanosecond: 0 })
        }
    }
}

fn datetime64<'g>(value: i64, unit: Unit) -> Option<Scalar<'g>> {
    if value == i64::MIN {
        return Some(Scalar::Null);
    }
    let Split { seconds, microsecond, nanosecond } = units(value, unit)?;
    let (date, time) = moment(seconds, microsecond)?;
    Some(match unit {
        Unit::Seconds(86_400..) if time.hour == 0 => Scalar::Date(date),
        _ => Scalar::Datetime { date, time, nanosecond, tz: Tz::Naive },
    })
}

fn timedelta64<'g>(value: i64, unit: Unit) -> Option<Scalar<'g>> {
    match unit {
        _ if value == i64::MIN => Some(Scalar::Null),
        Unit::Generic => Some(Scalar::Int(value)),
        _ => duration(units(value, unit)?),
    }
}

/// A float of 16 bits.
fn half(bits: u16) -> f64 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1f), f64::from(bits & 0x3ff));
    sign * match exponent {
        0 => fraction * 2_f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1.0 + fraction / 1024.0) * 2_f64.powi(exponent - 15),
    }
}

/// A decimal of IEEE 754 in 128 bits with a binary coefficient, as Python's `Decimal` shows it.
fn decimal128_text(bits: u128) -> String {
    let sign = if bits >> 127 == 0 { "" } else { "-" };
    let (exponent, coefficient) = match bits >> 122 & 0x1f {
        0x1f => return format!("{sign}{}NaN", if bits >> 121 & 1 == 0 { "" } else { "s" }),
        0x1e => return format!("{sign}Infinity"),
        // The form of coefficients that no decimal of 34 digits has: zero.
        0x18.. => (bits >> 111 & 0x3fff, 0),
        _ => (bits >> 113 & 0x3fff, bits & ((1 << 113) - 1)),
    };
    // 14 bits.
    let exponent = exponent as i32 - 6176;
    let digits = coefficient.to_string();
    let point = digits.len() as i32 + exponent;
    if exponent <= 0 && point > -6 {
        return match usize::try_from(point) {
            _ if exponent == 0 => format!("{sign}{digits}"),
            Ok(point) if point > 0 => format!("{sign}{}.{}", &digits[..point], &digits[point..]),
            _ => format!("{sign}0.{}{digits}", "0".repeat(point.unsigned_abs() as usize)),
        };
    }
    let (first, rest) = digits.split_at(1);
    let dot = if rest.is_empty() { "" } else { "." };
    format!("{sign}{first}{dot}{rest}E{:+}", point - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pickle::{Limits, class_of, object, read};

    fn is_seen(payload: &[u8]) -> bool {
        let graph = read(payload.to_vec(), &Limits::default()).unwrap().graph;
        library_value(&graph, graph.root()).is_some()
    }

    /// The payload of a numpy scalar from the name of the type, the state of the type and the bytes, as opcodes.
    fn numpy(name: &str, state: &[u8], bytes: &[u8]) -> Vec<u8> {
        let mut payload = b"\x80\x04cnumpy.core.multiarray\nscalar\ncnumpy\ndtype\n".to_vec();
        payload.extend([0x8c, name.len() as u8]);
        payload.extend(name.as_bytes());
        payload.extend(b"\x89\x88\x87R");
        payload.extend(state);
        payload.extend([b'b', b'C', bytes.len() as u8]);
        payload.extend(bytes);
        payload.extend(b"\x86R.");
        payload
    }

    const LITTLE: &[u8] = b"(K\x03\x8c\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00t";

    #[test]
    fn what_libraries_do_not_write_is_not_seen() {
        assert!(is_seen(&numpy("i8", LITTLE, &[5; 8])));
        let big = [b"(K\x03\x8c\x01>", &LITTLE[6..]].concat();
        let graph = read(numpy("i4", &big, &[0, 0, 1, 2]), &Limits::default()).unwrap().graph;
        let seen = library_value(&graph, graph.root()).unwrap();
        assert_eq!((seen.class, seen.scalar), ("numpy.int32", Scalar::Int(258)));
        for (name, state, bytes) in [
            ("i8", LITTLE, &[5; 7][..]),
            ("i8", LITTLE, &[5; 9]),
            ("i9", LITTLE, &[5; 9]),
            ("i", LITTLE, &[]),
            ("", LITTLE, &[]),
            ("O8", LITTLE, &[5; 8]),
            ("f16", LITTLE, &[5; 16]),
            ("i18446744073709551616", LITTLE, &[5; 8]),
            ("U4611686018427387904", LITTLE, &[5; 8]),
            ("U1", LITTLE, &[0, 0xd8, 0, 0]),
            ("M8", LITTLE, &[5; 8]),
            ("i8", b")", &[5; 8]),
            ("i8", b"]", &[5; 8]),
            ("i8", b"(K\x03\x8c\x01?NNNK\x08K\x08K\x00t", &[5; 8]),
            ("i8", b"(K\x09\x8c\x01<NNNK\x08K\x08K\x00t", &[5; 8]),
            ("i8", b"(K\x03\x8c\x01<K\x01NNK\x08K\x08K\x00t", &[5; 8]),
            ("M8", b"(K\x04\x8c\x01<NNNK\x08K\x08K\x00}(\x8c\x02usK\x00K\x01K\x01t\x86t", &[5; 8]),
            ("M8", b"(K\x04\x8c\x01<NNNK\x08K\x08K\x00}(\x8c\x02??K\x01K\x01K\x01t\x86t", &[5; 8]),
            // A year that no datetime has.
            ("M8", b"(K\x04\x8c\x01<NNNK\x08K\x08K\x00}(\x8c\x01DK\x01K\x01K\x01t\x86t", &[0x7f; 8]),
        ] {
            assert!(!is_seen(&numpy(name, state, bytes)), "{name} {}", state.escape_ascii());
        }
        for payload in [
            &b"\x80\x04cbson.objectid\nObjectId\n)\x81C\x0b12345678901b."[..],
            b"\x80\x04cbson.objectid\nObjectId\n)\x81.",
            b"\x80\x04cbson.objectid\nObjectId\n)\x81C\x0c123456789012bC\x0c123456789012b.",
            b"\x80\x04cbson.objectid\nObjectId\nK\x01\x85\x81C\x0c123456789012b.",
            b"\x80\x04cbson.objectid\nObjectId\nC\x0c123456789012\x85R.",
            b"\x80\x04cbson.decimal128\nDecimal128\n)\x81K\x01b.",
            b"\x80\x04cbson.decimal128\nDecimal128\n)\x81J\xff\xff\xff\xffK\x01\x86b.",
            b"\x80\x04cbson.int64\nInt64\nK\x01\x85\x81}K\x01K\x02sb.",
            b"\x80\x04cpandas._libs.tslibs.timestamps\n_unpickle_timestamp\n(K\x01NNK\x05tR.",
            b"\x80\x04cpandas._libs.tslibs.timestamps\n_unpickle_timestamp\n(\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7fNNK\x07tR.",
            b"\x80\x04cpendulum.datetime\nDateTime\n(M\xe4\x07K\x02K\x1eK\x00K\x00K\x00K\x00NtR.",
            b"\x80\x04cpendulum.datetime\nDateTime\n(M\xe4\x07K\x02K\x01K\x18K\x00K\x00K\x00NtR.",
            b"\x80\x04cpendulum.duration\nDuration\n\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7fK\x00K\x00\x87R.",
        ] {
            assert!(!is_seen(payload), "{}", payload.escape_ascii());
        }
    }

    #[test]
    fn moments_within_moments_take_no_stack() {
        // The time zone of each is the one before it.
        let mut payload = b"\x80\x04cpendulum.datetime\nDateTime\nq\x00N".to_vec();
        let one = b"q\x01h\x00(M\xe4\x07K\x02K\x01K\x00K\x00K\x00K\x00h\x01tR";
        for _ in 0..20_000 {
            payload.extend(one);
        }
        payload.push(b'.');
        let graph = read(payload, &Limits::default()).unwrap().graph;
        let seen = library_value(&graph, graph.root()).unwrap();
        assert!(matches!(seen.scalar, Scalar::Datetime { tz: Tz::Unknown(_), .. }));
        assert_eq!(class_of(&graph, graph.root()).as_deref(), Some("pendulum.datetime.DateTime"));
        assert!(object(&graph, graph.root()).is_some());
    }

    #[test]
    fn halves_are_read_as_numpy_reads_them() {
        for (bits, value) in [
            (0x3c00, 1.0),
            (0xc100, -2.5),
            (0x0001, 5.960_464_477_539_063e-8),
            (0x03ff, 6.097_555_160_522_461e-5),
            (0x7bff, 65_504.0),
            (0xfc00, f64::NEG_INFINITY),
        ] {
            assert_eq!(half(bits), value);
        }
        assert!(half(0x7e00).is_nan());
    }
}

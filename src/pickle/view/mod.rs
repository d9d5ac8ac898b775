//! Well-known objects seen in the calls that make them: what a `REDUCE` of `datetime.datetime` means.
//!
//! A view is computed when it is asked for, looks at a fixed number of nodes and never fails: arguments that CPython
//! does not write for the type mean that there is no view, and the object is shown as what it is, a call. The shapes
//! are those of CPython 3 at protocols 0 to 5, and of Python 2 where they differ.
//!
//! It does not judge: that a call has a view says nothing about the values in its arguments.

use std::borrow::Cow;

use super::{Graph, NodeId, Value};
use shape::Call;

pub(crate) use class::{MadeWith, made_with};
pub use class::{class_name, class_of, makes_instances};
pub use content::{Args, Content, Object, fields_of, object};
pub use library::{LibraryValue, Scalar, Tz, library_value};
pub use shape::{date_of, is_decimal};
pub use zone::{Zone, timestamp, zone};

mod class;
mod content;
mod library;
mod shape;
mod yearly;
mod zone;

/// A calendar date that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// From 1 to 9999.
    pub year: u16,
    /// From 1.
    pub month: u8,
    /// From 1.
    pub day: u8,
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    /// Below 24.
    pub hour: u8,
    /// Below 60.
    pub minute: u8,
    /// Below 60.
    pub second: u8,
    /// Below a million.
    pub microsecond: u32,
    /// Whether it is the second of two times that a clock set back shows.
    pub fold: bool,
}

/// A `timedelta` in Python's normal form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delta {
    /// At most 999,999,999 either way.
    pub days: i32,
    /// From 0, below 86,400.
    pub seconds: u32,
    /// From 0, below a million.
    pub microseconds: u32,
}

impl Delta {
    /// Whole seconds, for a delta of less than a day either way, and the microseconds beside them.
    #[must_use]
    pub fn as_seconds(self) -> (i64, u32) {
        (i64::from(self.days) * 86_400 + i64::from(self.seconds), self.microseconds)
    }
}

/// What a call makes, for the types that sessions are full of.
#[derive(Clone, Debug, PartialEq)]
pub enum View<'g> {
    /// `bytes`, below protocol 3.
    Bytes(Cow<'g, [u8]>),
    /// `bytearray`, below protocol 5.
    ByteArray(Cow<'g, [u8]>),
    /// `set`, below protocol 4; the node is a list or tuple that holds the elements.
    Set(Option<NodeId>),
    /// `frozenset`, below protocol 4; the node is a list or tuple that holds the elements.
    FrozenSet(Option<NodeId>),
    /// `datetime.datetime`.
    Datetime {
        /// The date.
        date: Date,
        /// The time.
        time: Time,
        /// The time zone, any object.
        tz: Option<NodeId>,
    },
    /// `datetime.date`.
    Date(Date),
    /// `datetime.time`.
    Time {
        /// The time.
        time: Time,
        /// The time zone, any object.
        tz: Option<NodeId>,
    },
    /// `datetime.timedelta`.
    Timedelta(Delta),
    /// `datetime.timezone`.
    Timezone {
        /// Less than a day either way.
        offset: Delta,
        /// A string, where one was given.
        name: Option<NodeId>,
    },
    /// `zoneinfo.ZoneInfo`.
    ZoneInfo {
        /// For example `Europe/Berlin`.
        key: &'g str,
        /// Whether Python takes it from its cache, as it does unless told otherwise.
        cached: bool,
    },
    /// `decimal.Decimal`; the text is a number, an infinity or a NaN, of at most 1,000 bytes.
    Decimal(&'g str),
    /// `fractions.Fraction`, as `numerator/denominator`; a text of at most 1,000 bytes.
    Fraction(Cow<'g, str>),
    /// `uuid.UUID`.
    Uuid {
        /// Its 128 bits, big endian as written.
        value: u128,
        /// Whether the platform said how safely it was made.
        safe: Option<bool>,
    },
    /// `collections.OrderedDict`; [`view_items`] lists what it holds.
    OrderedDict {
        /// Python 2: a list of pairs to begin with.
        pairs: Option<NodeId>,
    },
    /// `collections.defaultdict`; [`view_items`] lists what it holds.
    DefaultDict {
        /// What makes the default.
        factory: Option<NodeId>,
    },
    /// `collections.deque`; [`view_elements`] lists what it holds.
    Deque {
        /// What it begins with, a list or a tuple.
        initial: Option<NodeId>,
        /// Its greatest length.
        maxlen: Option<i64>,
    },
    /// `collections.Counter`; the node is a dict.
    Counter(Option<NodeId>),
    /// `complex`.
    Complex {
        /// The real part.
        re: f64,
        /// The imaginary part.
        im: f64,
    },
    /// `range`: start, stop and step, all integers.
    Range([NodeId; 3]),
    /// `slice`: start, stop and step, each `None` or an integer.
    Slice([NodeId; 3]),
    /// `markupsafe.Markup`; the node is a string.
    Markup(NodeId),
}

/// Sees what a call makes; `None` for every other value, and for arguments that CPython does not write.
///
/// ```
/// use sessctl::pickle::{Limits, View, read, view};
///
/// let payload = b"\x80\x04cdatetime\ndate\nC\x04\x07\xe4\x02\x1d\x85R.".to_vec();
/// let graph = read(payload, &Limits::default())?.graph;
/// let Some(View::Date(date)) = view(&graph, graph.root()) else { panic!("a date") };
/// assert_eq!((date.year, date.month, date.day), (2020, 2, 29));
/// # Ok::<(), sessctl::pickle::ReadError>(())
/// ```
#[must_use]
pub fn view(graph: &Graph, node: NodeId) -> Option<View<'_>> {
    let Value::Call { form, func, args, .. } = graph.value(node) else { return None };
    let Value::Tuple(run) = graph.value(args) else { return None };
    let args = graph.run(run);
    let call = Call { graph, node, form, args };
    let Some(name) = graph.imported(func) else { return call.zone_info(func) };
    match name {
        ("_codecs", "encode") => call.encoded().map(View::Bytes),
        ("builtins", "bytes") if args.is_empty() => call.bare(View::Bytes(Cow::Borrowed(&[]))),
        ("builtins", "bytearray") => call.bytearray(),
        ("builtins", "set") => call.elements().map(View::Set),
        ("builtins", "frozenset") => call.elements().map(View::FrozenSet),
        ("builtins", "complex") => call.complex(),
        ("builtins", "range") => call.range(),
        ("builtins", "slice") => call.slice(),
        ("datetime", "datetime") => call.datetime(),
        ("datetime", "date") => call.date(),
        ("datetime", "time") => call.time(),
        ("datetime", "timedelta") => call.timedelta().map(View::Timedelta),
        ("datetime", "timezone") => call.timezone(),
        ("decimal", "Decimal") => call.decimal(),
        ("fractions", "Fraction") => call.fraction(),
        ("uuid", "UUID") => call.new_without_args().then(|| call.uuid())?,
        ("collections", "OrderedDict") => call.ordered_dict(),
        ("collections", "defaultdict") => call.default_dict(),
        ("collections", "deque") => call.deque(),
        ("collections", "Counter") => call.counter(),
        ("markupsafe", "Markup") => call.markup(),
        ("copyreg", "_reconstructor") => call.reconstructed(),
        _ => None,
    }
}

/// Whether a call makes a well-known value; bytes of a long text are taken for that without a look at the text.
pub(super) fn is_viewed(graph: &Graph, node: NodeId) -> bool {
    if shape::long_text(graph, node).is_none() {
        return view(graph, node).is_some();
    }
    let Value::Call { form, func, args, .. } = graph.value(node) else { return false };
    let Value::Tuple(run) = graph.value(args) else { return false };
    let call = Call { graph, node, form, args: graph.run(run) };
    graph
        .imported(func)
        .is_some_and(|(module, name)| call.makes_bytes(module, name) || view(graph, node).is_some())
}

/// The items of a dict, an OrderedDict, a defaultdict or a Counter as the payload sets them; a key may come twice.
#[must_use]
pub fn view_items(graph: &Graph, node: NodeId) -> Vec<(NodeId, NodeId)> {
    let mut items = Vec::new();
    match view(graph, node) {
        Some(View::OrderedDict { pairs: Some(pairs) }) => {
            items.extend(graph.elements(pairs).filter_map(|pair| shape::pair_of(graph, pair)));
        }
        Some(View::Counter(Some(dict))) => items.extend(graph.items(dict)),
        Some(View::OrderedDict { .. } | View::DefaultDict { .. } | View::Counter(_)) => {}
        _ => return graph.items(node).collect(),
    }
    for step in graph.steps(node) {
        items.extend(step.children.as_chunks::<2>().0.iter().map(|&[k, v]| (k, v)));
    }
    items
}

/// The elements of a list, tuple, set, frozenset or deque, by opcode or by call, in stream order.
#[must_use]
pub fn view_elements(graph: &Graph, node: NodeId) -> Vec<NodeId> {
    match view(graph, node) {
        Some(View::Set(list) | View::FrozenSet(list)) => {
            list.into_iter().flat_map(|list| graph.elements(list)).collect()
        }
        Some(View::Deque { initial, .. }) => {
            let begin = initial.into_iter().flat_map(|list| graph.elements(list));
            begin.chain(graph.steps(node).flat_map(|step| step.children.iter().copied())).collect()
        }
        _ => graph.elements(node).collect(),
    }
}

/// The text of the bytes that a call may make, where it is so long that they should not be looked at very often.
#[must_use]
pub(crate) fn long_text(graph: &Graph, node: NodeId) -> Option<NodeId> {
    shape::long_text(graph, node)
}

/// The content of bytes, by opcode or by call.
#[must_use]
pub fn view_bytes(graph: &Graph, node: NodeId) -> Option<Cow<'_, [u8]>> {
    match graph.value(node) {
        Value::Bytes(span) => Some(Cow::Borrowed(graph.bytes(span))),
        Value::Call { .. } => match view(graph, node) {
            Some(View::Bytes(bytes)) => Some(bytes),
            _ => None,
        },
        _ => None,
    }
}

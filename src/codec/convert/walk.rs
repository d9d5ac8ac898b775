//! The walk over the values: each is written as it is, or as what it becomes.
//!
//! It is a loop; a value in several places is written in each, until the output is too long.

use std::{borrow::Cow, collections::HashMap};

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    ClassForm, ConvertError, DEEPEST, Form, Kind, LONGEST, Loss, Losses, Options, Target,
    decided::{list_of, map_of, only_value},
    loss,
    moment::{datetime_text, delta_text, time_text},
    out::Out,
};
use crate::codec::{
    json::{self, Dialect, big_text},
    msgpack,
    path::{Path, PathStep},
    plain,
    repr::{lossy, py2_text, repr},
};
use crate::pickle::{
    Content, Graph, NodeId, Scalar, Tz, Value, View, Zone, class_of, dedupe_items, library_value, object,
    timestamp, view, view_elements, view_items, zone,
};

/// Writes the value of a graph, which stands in `above` containers already.
pub(super) fn walk(
    graph: &Graph,
    target: Target,
    options: &Options,
    out: &mut Out<'_>,
    losses: &mut Losses,
    above: usize,
) -> Result<(), ConvertError> {
    let seen = vec![Seen::No; graph.len()];
    let mut walk = Walk {
        graph,
        target,
        options,
        out,
        losses,
        seen,
        above,
        children: Vec::new(),
        grouped: Vec::new(),
        open: Vec::new(),
        around: String::new(),
        is_key: false,
    };
    walk.run(graph.root())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    No,
    Open,
    Done,
}

/// What stands in a container.
#[derive(Clone, Copy)]
enum Child {
    Node(NodeId),
    /// A list that is not a value of its own: where its elements begin among those that are grouped, and how many.
    List(usize, usize),
}

/// A container that is being written.
struct Open {
    /// `None` for a list that is not a value of its own.
    node: Option<NodeId>,
    map: bool,
    /// Whether it stands in a key.
    in_key: bool,
    /// Where its children begin, and which comes next.
    start: usize,
    next: usize,
    /// Length of the path to what holds it.
    around: usize,
}

struct Walk<'g, 'w, 'o> {
    graph: &'g Graph,
    target: Target,
    options: &'w Options,
    out: &'w mut Out<'o>,
    losses: &'w mut Losses,
    seen: Vec<Seen>,
    /// How many containers are around the whole.
    above: usize,
    /// The children of all open containers; those of the innermost come last.
    children: Vec<Child>,
    /// The values of keys that have several.
    grouped: Vec<NodeId>,
    open: Vec<Open>,
    /// The path to the innermost open container as losses name it.
    around: String,
    /// Whether the whole is a key.
    is_key: bool,
}

type Written = Result<(), ConvertError>;

/// 2^53 - 1: `Number.MAX_SAFE_INTEGER`.
const SAFE: u64 = (1 << 53) - 1;

impl<'g, 'o> Walk<'g, '_, 'o> {
    fn run(&mut self, root: NodeId) -> Written {
        self.value(root)?;
        while let Some(open) = self.open.last_mut() {
            if open.next == self.children.len() {
                self.close();
                continue;
            }
            let child = self.children[open.next];
            open.next += 1;
            let is_key = open.map && (open.next - open.start) % 2 == 1;
            match child {
                Child::Node(node) if is_key => self.key(node)?,
                Child::Node(node) => self.value(node)?,
                Child::List(start, length) => self.values(start, length)?,
            }
        }
        Ok(())
    }

    /// Whether the target holds what JSON does not: bytes, times, and keys that are no text.
    fn is_rich(&self) -> bool {
        self.target == Target::Msgpack
    }

    /// What writes those.
    fn rich(&mut self) -> Option<&mut msgpack::Writer<'o>> {
        match (self.target, &mut *self.out) {
            (Target::Msgpack, Out::Msgpack(msgpack)) => Some(msgpack),
            _ => None,
        }
    }

    /// Whether floats that are no numbers, and lone surrogates, are written as they are.
    fn takes_non_finite(&self) -> bool {
        matches!(self.target, Target::Msgpack | Target::Json(Dialect::Python))
    }

    fn takes_surrogates(&self) -> bool {
        matches!(self.target, Target::Json(Dialect::Python | Dialect::JavaScript))
    }

    fn in_key(&self) -> bool {
        self.open
            .last()
            .map_or(self.is_key, |open| open.in_key || open.map && (open.next - open.start) % 2 == 1)
    }

    /// Counts a loss of the value that is being written.
    fn lose(&mut self, kind: Kind, becomes: Form) {
        self.lose_class(kind, None, becomes);
    }

    fn lose_class(&mut self, kind: Kind, class: Option<String>, becomes: Form) {
        let mut path = self.around.clone();
        self.push_step(&mut path);
        if path.is_empty() {
            path.push('$');
        }
        // An object that was decided is lost only if what was decided does not fit.
        let unfit = class.as_ref().and_then(|class| self.options.classes.get(class)).copied();
        if let (Some(class), Some(_)) = (&class, unfit) {
            self.losses.applied_to(class).unfit += 1;
        }
        self.losses.add(Loss { path, kind, class, unfit, becomes }, 1);
    }

    /// Counts a value whose class may be decided, though no decision changes what it becomes.
    fn count_unfit(&mut self, node: NodeId) {
        if !self.options.classes.is_empty()
            && let Some(class) = class_of(self.graph, node)
            && self.options.classes.contains_key(&class)
        {
            self.losses.applied_to(&class).unfit += 1;
        }
    }

    /// Counts an object that becomes what was decided.
    fn count_fit(&mut self, class: Option<&str>) {
        if let Some(class) = class {
            self.losses.applied_to(class).fit += 1;
        }
    }

    /// The key that leads from an open container to what is being written, where that is text.
    fn step(&self, open: &Open) -> Option<Cow<'g, str>> {
        if !open.map {
            return None;
        }
        let key = self.children[open.start + (open.next - open.start - 1) / 2 * 2];
        let Child::Node(key) = key else { return None };
        match self.graph.value(key) {
            Value::Str(span) => Some(lossy(self.graph.bytes(span))),
            Value::Py2Str(span) => Some(py2_text(self.graph.bytes(span))),
            _ => None,
        }
    }

    /// Appends the step to what is being written to the path as losses name it.
    fn push_step(&self, path: &mut String) {
        /// Steps that are shown.
        const SHOWN: usize = 32;
        match self.open.last() {
            Some(_) if self.open.len() > SHOWN + 1 => {}
            Some(_) if self.open.len() == SHOWN + 1 => path.push_str("..."),
            Some(open) => match self.step(open) {
                Some(key) => loss::push_key(path, &key),
                None => path.push_str("[]"),
            },
            None => {}
        }
    }

    /// The path as errors name it.
    fn path(&self) -> Path {
        let steps = self.open.iter().map(|open| match self.step(open) {
            Some(key) => PathStep::Key(key.into_owned()),
            None => {
                let at = open.next - open.start - 1;
                PathStep::Index(if open.map { at / 2 } else { at })
            }
        });
        Path { steps: steps.collect() }
    }

    fn value(&mut self, node: NodeId) -> Written {
        if self.out.len() > LONGEST {
            return Err(ConvertError::Length { limit: LONGEST, path: self.path() });
        }
        let graph = self.graph;
        match graph.value(node) {
            Value::None => self.out.null(),
            Value::Bool(value) => self.out.bool(value),
            Value::Int(value) => self.int(value),
            Value::BigInt(span) => match (unsigned(graph.bytes(span)), &mut *self.out) {
                (Some(value), Out::Msgpack(msgpack)) => msgpack.uint(value),
                _ => self.large_int(&big_text(graph.bytes(span))),
            },
            Value::Float(value) if value.is_finite() || self.takes_non_finite() => self.out.float(value),
            Value::Float(_) => {
                self.lose(Kind::NonFinite, Form::Null);
                self.out.null();
            }
            Value::Str(span) => self.text(graph.bytes(span)),
            Value::Py2Str(span) => {
                let bytes = graph.bytes(span);
                if !bytes.is_ascii() {
                    self.lose(Kind::Python2Str, Form::Str);
                }
                self.out.str(&py2_text(bytes));
            }
            Value::Bytes(span) => self.bytes(graph.bytes(span), Kind::Bytes)?,
            Value::ByteArray(span) => self.bytes(graph.bytes(span), Kind::Bytearray)?,
            Value::Tuple(_) => self.array(node, Some(Kind::Tuple))?,
            Value::FrozenSet(_) => self.array(node, Some(Kind::Frozenset))?,
            Value::List(_) => self.array(node, None)?,
            Value::Set(_) => self.array(node, Some(Kind::Set))?,
            Value::Dict(_) => self.map(node, None, graph.items(node).collect())?,
            Value::Call { .. } => match view(graph, node) {
                Some(view) => {
                    self.count_unfit(node);
                    self.view(node, view)?;
                }
                None => self.object(node)?,
            },
            Value::Global { .. }
            | Value::Ext(_)
            | Value::PersId(_)
            | Value::Buffer { .. }
            | Value::ReadOnly(_) => self.object(node)?,
        }
        Ok(())
    }

    fn is_javascript(&self) -> bool {
        self.target == Target::Json(Dialect::JavaScript)
    }

    fn int(&mut self, value: i64) {
        if value.unsigned_abs() > SAFE && self.is_javascript() {
            self.large_int(&value.to_string());
        } else {
            self.out.int(value);
        }
    }

    /// Writes an integer that not every target counts to: its digits, or text.
    fn large_int(&mut self, digits: &str) {
        // Beyond 2^53 JavaScript has some integers still, and spells few of them in full.
        let spelled = || digits.parse().is_ok_and(|value| Dialect::JavaScript.float(value) == digits);
        match &mut *self.out {
            Out::Json(json, Dialect::JavaScript) if spelled() => json.raw(digits),
            Out::Json(json, Dialect::Python | Dialect::Msgspec) if !digits.contains('x') => json.raw(digits),
            _ => {
                self.lose(Kind::LargeInt, Form::Str);
                self.out.str(digits);
            }
        }
    }

    fn text(&mut self, text: &[u8]) {
        if let Ok(text) = std::str::from_utf8(text) {
            return self.out.str(text);
        }
        let text = self.surrogates(text);
        if let Cow::Owned(_) = text {
            self.lose(Kind::Surrogates, Form::Str);
        }
        self.out.wtf8(&text);
    }

    /// Text with lone surrogates as the target takes it. Those that make a character together are that to whoever
    /// reads JSON.
    fn surrogates<'t>(&self, text: &'t [u8]) -> Cow<'t, [u8]> {
        if !self.takes_surrogates() {
            return lossy(text).into_owned().into_bytes().into();
        }
        let is_pair = |six: &[u8]| matches!(six, [0xed, 0xa0..0xb0, _, 0xed, 0xb0..0xc0, _]);
        if !text.windows(6).any(is_pair) {
            return text.into();
        }
        let mut joined = Vec::with_capacity(text.len());
        let mut rest = text;
        while let Some(first) = rest.first() {
            match rest.first_chunk::<6>().filter(|six| is_pair(*six)) {
                Some([_, a, b, _, c, d]) => {
                    let bits = [a & 0x0f, b & 0x3f, c & 0x0f, d & 0x3f].map(u32::from);
                    let code = 0x1_0000 + (bits[0] << 16 | bits[1] << 10 | bits[2] << 6 | bits[3]);
                    let c = char::from_u32(code).expect("a pair of surrogates is a character");
                    joined.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                    rest = &rest[6..];
                }
                None => {
                    joined.push(*first);
                    rest = &rest[1..];
                }
            }
        }
        joined.into()
    }

    fn bytes(&mut self, bytes: &[u8], kind: Kind) -> Written {
        if self.is_rich() && kind != Kind::Bytes {
            self.lose(kind, Form::Bytes);
        }
        if let Some(msgpack) = self.rich() {
            msgpack.bin(bytes);
            return Ok(());
        }
        self.lose(kind, Form::Base64);
        self.out.str(&STANDARD.encode(bytes));
        Ok(())
    }

    /// Whether what is being written is an element of Flask's list of messages, which are pairs.
    fn is_flash(&self) -> bool {
        match &*self.open {
            [root, list] => {
                root.map
                    && list.node.is_some_and(|list| matches!(self.graph.value(list), Value::List(_)))
                    && self.step(root).is_some_and(|key| key == "_flashes")
            }
            _ => false,
        }
    }

    fn array(&mut self, node: NodeId, kind: Option<Kind>) -> Written {
        let in_key = self.in_key();
        match kind {
            // msgspec makes tuples of the arrays in keys.
            Some(Kind::Tuple) if in_key || self.is_flash() => {}
            Some(kind) => self.lose(kind, if in_key { Form::Tuple } else { Form::List }),
            None => {}
        }
        if self.enter(node, !matches!(kind, Some(Kind::Tuple | Kind::Frozenset)))? {
            match self.graph.value(node) {
                Value::Call { .. } => self.begin_list(node, in_key, &view_elements(self.graph, node)),
                _ => self.begin_list(node, in_key, &self.graph.elements(node).collect::<Vec<_>>()),
            }
        }
        Ok(())
    }

    fn begin_list(&mut self, node: NodeId, in_key: bool, elements: &[NodeId]) {
        let start = self.children.len();
        self.children.extend(elements.iter().copied().map(Child::Node));
        self.out.begin_array(elements.len());
        self.begin(Some(node), false, in_key, start);
    }

    /// The values of a key that has several.
    fn values(&mut self, start: usize, length: usize) -> Written {
        self.check_depth()?;
        let first = self.children.len();
        self.children.extend(self.grouped[start..start + length].iter().copied().map(Child::Node));
        self.out.begin_array(length);
        self.begin(None, false, false, first);
        Ok(())
    }

    fn map(&mut self, node: NodeId, kind: Option<Kind>, items: Vec<(NodeId, NodeId)>) -> Written {
        if let Some(kind) = kind {
            self.lose(kind, Form::Dict);
        }
        if self.enter(node, true)? {
            let mut items = dedupe_items(self.graph, items);
            self.leave_equal_keys_out(&mut items)?;
            self.out.begin_map(items.len());
            let start = self.children.len();
            self.children.extend(items.into_iter().flat_map(<[NodeId; 2]>::from).map(Child::Node));
            self.begin(Some(node), true, false, start);
        }
        Ok(())
    }

    /// A map from each key to its values.
    fn multi_map(&mut self, node: NodeId, groups: Vec<(NodeId, Vec<NodeId>)>) -> Written {
        if self.enter(node, true)? {
            let start = self.children.len();
            self.out.begin_map(groups.len());
            for (key, values) in groups {
                self.children.extend([Child::Node(key), Child::List(self.grouped.len(), values.len())]);
                self.grouped.extend(values);
            }
            self.begin(Some(node), true, false, start);
        }
        Ok(())
    }

    fn begin(&mut self, node: Option<NodeId>, map: bool, in_key: bool, start: usize) {
        let around = self.around.len();
        let mut path = std::mem::take(&mut self.around);
        self.push_step(&mut path);
        self.around = path;
        self.open.push(Open { node, map, in_key, start, next: start, around });
    }

    fn close(&mut self) {
        let open = self.open.pop().expect("only what is open is closed");
        self.children.truncate(open.start);
        self.around.truncate(open.around);
        if let Some(node) = open.node {
            self.seen[node.index()] = Seen::Done;
        }
        if open.map {
            self.out.end_map();
        } else {
            self.out.end_array();
        }
    }

    fn check_depth(&self) -> Written {
        if self.above + self.open.len() >= DEEPEST {
            return Err(ConvertError::Depth { limit: DEEPEST, path: self.path() });
        }
        Ok(())
    }

    /// Whether a container is to be written; where it is inside of itself, a reference is written instead.
    fn enter(&mut self, node: NodeId, mutable: bool) -> Result<bool, ConvertError> {
        self.check_depth()?;
        match self.seen[node.index()] {
            Seen::No => {}
            Seen::Done if mutable => self.lose(Kind::Shared, Form::Copies),
            Seen::Done => {}
            Seen::Open => {
                self.lose(Kind::Cycle, Form::Reference);
                let pointer = self.pointer(node);
                self.out.begin_map(1);
                self.out.text_key(b"$ref");
                self.out.str(&pointer);
                self.out.end_map();
                return Ok(false);
            }
        }
        self.seen[node.index()] = Seen::Open;
        Ok(true)
    }

    /// The path to an open container, as a JSON pointer behind `#`.
    fn pointer(&self, node: NodeId) -> String {
        let around = self.open.iter().take_while(|open| open.node != Some(node));
        let mut pointer = "#".to_owned();
        for open in around {
            pointer.push('/');
            match self.step(open) {
                Some(key) => pointer.push_str(&key.replace('~', "~0").replace('/', "~1")),
                None => pointer
                    .push_str(&((open.next - open.start - 1) / if open.map { 2 } else { 1 }).to_string()),
            }
        }
        pointer
    }

    fn view(&mut self, node: NodeId, view: View<'g>) -> Written {
        let graph = self.graph;
        match view {
            View::Bytes(bytes) => return self.bytes(&bytes, Kind::Bytes),
            View::ByteArray(bytes) => return self.bytes(&bytes, Kind::Bytearray),
            View::Set(_) => return self.array(node, Some(Kind::Set)),
            View::FrozenSet(_) => return self.array(node, Some(Kind::Frozenset)),
            View::Deque { .. } => return self.array(node, Some(Kind::Deque)),
            View::OrderedDict { .. } => {
                return self.map(node, Some(Kind::OrderedDict), view_items(graph, node));
            }
            View::DefaultDict { .. } => {
                return self.map(node, Some(Kind::Defaultdict), view_items(graph, node));
            }
            View::Counter(_) => return self.map(node, Some(Kind::Counter), view_items(graph, node)),
            View::Markup(text) => {
                self.lose(Kind::Markup, Form::Str);
                return self.value(text);
            }
            _ => {}
        }
        if let Some((seconds, nanoseconds, zone)) = instant(graph, &view)
            && let Some(msgpack) = self.rich()
        {
            msgpack.timestamp(seconds, nanoseconds);
            if !zone.utc {
                self.lose(Kind::AwareDatetime, Form::Utc);
            }
            return Ok(());
        }
        let (kind, text) = self.view_text(&view);
        self.lose(kind, Form::Str);
        self.out.str(&text);
        Ok(())
    }

    /// A value that is no container and no bytes as the text that it becomes.
    fn view_text(&self, view: &View<'_>) -> (Kind, String) {
        let (graph, target) = (self.graph, self.target);
        let kind = match *view {
            View::Datetime { date, time, tz: None } => {
                return (Kind::NaiveDatetime, datetime_text(target, date, (time, 0), None));
            }
            View::Datetime { date, time, tz: Some(tz) } => match zone(graph, tz, Some((date, time))) {
                Some(zone) => {
                    return (Kind::AwareDatetime, datetime_text(target, date, (time, 0), Some(zone)));
                }
                None => Kind::AwareDatetime,
            },
            View::Time { time, tz } => {
                let zone = tz.and_then(|tz| zone(graph, tz, None));
                return (Kind::Time, time_text(target, (time, 0), zone));
            }
            View::Timedelta(delta) => return (Kind::Timedelta, delta_text(target, delta, 0)),
            View::Date(_) => Kind::Date,
            View::Timezone { .. } | View::ZoneInfo { .. } => Kind::Timezone,
            View::Decimal(_) => Kind::Decimal,
            View::Fraction(_) => Kind::Fraction,
            View::Uuid { .. } => Kind::Uuid,
            View::Complex { .. } => Kind::Complex,
            View::Range(_) => Kind::Range,
            View::Slice(_) => Kind::Slice,
            _ => Kind::Object,
        };
        (kind, plain::view_text(graph, view))
    }

    /// Writes a value of a library as the value that says the same.
    fn scalar(&mut self, class: &str, scalar: &Scalar<'_>) {
        let becomes = self.write_scalar(scalar);
        match self.options.classes.get(class) {
            Some(ClassForm::Value) => self.count_fit(Some(class)),
            _ => self.lose_class(Kind::Object, Some(class.to_owned()), becomes),
        }
    }

    fn write_scalar(&mut self, scalar: &Scalar<'_>) -> Form {
        if let Scalar::Datetime { date, time, nanosecond, tz: Tz::Known(zone) } = *scalar
            && let Some((seconds, nanoseconds)) = timestamp(date, time, zone.offset)
            && let Some(msgpack) = self.rich()
        {
            msgpack.timestamp(seconds, nanoseconds + u32::from(nanosecond));
            return Form::Utc;
        }
        match scalar {
            Scalar::Null => {
                self.out.null();
                Form::Null
            }
            Scalar::Bool(value) => {
                self.out.bool(*value);
                Form::Bool
            }
            Scalar::Int(value) => {
                self.int(*value);
                Form::Int
            }
            Scalar::Uint(value) => {
                match &mut *self.out {
                    Out::Msgpack(msgpack) => msgpack.uint(*value),
                    Out::Json(..) => self.large_int(&value.to_string()),
                }
                Form::Int
            }
            Scalar::Float(value) if value.is_finite() || self.takes_non_finite() => {
                self.out.float(*value);
                Form::Float
            }
            Scalar::Float(_) => {
                self.out.null();
                Form::Null
            }
            Scalar::Bytes(bytes) => match self.rich() {
                Some(msgpack) => {
                    msgpack.bin(bytes);
                    Form::Bytes
                }
                None => {
                    self.out.str(&STANDARD.encode(bytes));
                    Form::Base64
                }
            },
            _ => {
                self.out.str(&self.scalar_text(scalar));
                Form::Str
            }
        }
    }

    /// The text that a value of a library becomes.
    fn scalar_text(&self, scalar: &Scalar<'_>) -> String {
        let target = self.target;
        match scalar {
            Scalar::Datetime { tz: Tz::Unknown(_), .. } => plain::scalar_text(self.graph, scalar),
            Scalar::Datetime { date, time, nanosecond, tz } => {
                datetime_text(target, *date, (*time, *nanosecond), tz.known())
            }
            Scalar::Time { time, tz } => time_text(target, (*time, 0), tz.known()),
            Scalar::Timedelta { delta, nanosecond } => delta_text(target, *delta, *nanosecond),
            _ => plain::scalar_text(self.graph, scalar),
        }
    }

    /// Writes an object: its content where that is certain, what was decided of its class, else its plain view.
    fn object(&mut self, node: NodeId) -> Written {
        let graph = self.graph;
        if let Some((code, data)) = extension(graph, node)
            && !self.in_key()
            && let Some(msgpack) = self.rich()
        {
            msgpack.ext(code, data);
            return Ok(());
        }
        if let Some(library) = library_value(graph, node) {
            self.scalar(library.class, &library.scalar);
            return Ok(());
        }
        let class = class_of(graph, node);
        if self.in_key() {
            self.lose_class(Kind::Object, class, Form::Str);
            self.out.str(&repr(graph, node));
            return Ok(());
        }
        if let Some(object) = object(graph, node) {
            match class.as_ref().and_then(|class| self.options.classes.get(class)) {
                Some(ClassForm::Map) => match map_of(graph, &object) {
                    Some(Content::MultiMap(groups)) => {
                        self.count_fit(class.as_deref());
                        return self.multi_map(node, groups);
                    }
                    Some(Content::Map { items, .. }) => {
                        self.count_fit(class.as_deref());
                        return self.map(node, None, items);
                    }
                    _ => {}
                },
                Some(ClassForm::List) => {
                    if let Some(elements) = list_of(graph, &object) {
                        self.count_fit(class.as_deref());
                        return self.list(node, &elements);
                    }
                }
                Some(ClassForm::Value) => {
                    if let Some(value) = self.value_of(node)? {
                        return self.value(value);
                    }
                }
                None => {}
            }
            match object.content {
                Content::Map { items, .. } => {
                    self.lose_class(Kind::Object, class, Form::Dict);
                    return self.map(node, None, items);
                }
                Content::MultiMap(groups) => {
                    self.lose_class(Kind::Object, class, Form::Dict);
                    return self.multi_map(node, groups);
                }
                Content::List { elements, .. } => {
                    self.lose_class(Kind::Object, class, Form::List);
                    return self.list(node, &elements);
                }
                Content::Fields | Content::Mixed { .. } => {}
            }
        }
        self.lose_class(Kind::Object, class, Form::PlainView);
        if std::mem::replace(&mut self.seen[node.index()], Seen::Done) == Seen::Done {
            self.lose(Kind::Shared, Form::Copies);
        }
        let too_long = || ConvertError::Length { limit: LONGEST, path: self.path() };
        let text = plain::write_whole(graph, node, LONGEST).ok_or_else(too_long)?;
        let view = json::read(text.as_bytes(), &json::Options::default()).map_err(|_| too_long())?;
        // It holds nothing but what JSON has, so this goes no deeper; what of it is lost is in the loss of the object.
        let mut within = Losses::default();
        let above = self.above + self.open.len();
        walk(&view, self.target, self.options, self.out, &mut within, above).map_err(|error| match error {
            ConvertError::Depth { limit, .. } => ConvertError::Depth { limit, path: self.path() },
            ConvertError::Length { limit, .. } => ConvertError::Length { limit, path: self.path() },
            error => error,
        })
    }

    fn list(&mut self, node: NodeId, elements: &[NodeId]) -> Written {
        if self.enter(node, true)? {
            self.begin_list(node, false, elements);
        }
        Ok(())
    }

    /// The value that an object is made of, or that one is made of which it is made of, and so on, as far as it was
    /// decided so.
    fn value_of(&mut self, node: NodeId) -> Result<Option<NodeId>, ConvertError> {
        let mut at = node;
        let mut classes: Vec<String> = Vec::new();
        for _ in 0..DEEPEST {
            let class = class_of(self.graph, at);
            let decided = class.as_ref().and_then(|class| self.options.classes.get(class));
            if decided != Some(&ClassForm::Value) {
                for class in &classes {
                    self.count_fit(Some(class));
                }
                return Ok((at != node).then_some(at));
            }
            match object(self.graph, at).and_then(|object| only_value(self.graph, &object)) {
                Some(inner) => at = inner,
                // It becomes what it would without a decision, which must not be asked again.
                None => {
                    if at != node {
                        self.count_unfit(at);
                    }
                    return Ok(None);
                }
            }
            classes.extend(class);
        }
        Err(ConvertError::Depth { limit: DEEPEST, path: self.path() })
    }

    fn key(&mut self, node: NodeId) -> Written {
        if let Some(text) = self.graph.text(node) {
            match &mut *self.out {
                Out::Json(json, _) => json.key(text.as_bytes()),
                Out::Msgpack(msgpack) => msgpack.str(text),
            }
            return Ok(());
        }
        if self.is_rich() {
            return self.value(node);
        }
        let (text, lost) = self.key_text(node);
        if let Some(kind) = lost {
            self.count_unfit(node);
            self.lose(kind, Form::TextKey);
        }
        self.out.text_key(&text);
        Ok(())
    }

    /// A key as text, and what it was, where it was no text.
    fn key_text(&self, node: NodeId) -> (Cow<'g, [u8]>, Option<Kind>) {
        let graph = self.graph;
        let target = self.target;
        let owned = |text: String, kind| (Cow::Owned(text.into_bytes()), Some(kind));
        match graph.value(node) {
            Value::Str(span) => match self.surrogates(graph.bytes(span)) {
                Cow::Borrowed(text) => (text.into(), None),
                Cow::Owned(text) => (text.into(), Some(Kind::Surrogates)),
            },
            Value::Py2Str(span) => {
                let bytes = graph.bytes(span);
                let text: Cow<'g, [u8]> = match py2_text(bytes) {
                    Cow::Borrowed(text) => text.as_bytes().into(),
                    Cow::Owned(text) => text.into_bytes().into(),
                };
                (text, (!bytes.is_ascii()).then_some(Kind::Python2Str))
            }
            Value::None => (b"null"[..].into(), Some(Kind::None)),
            Value::Bool(value) => owned(value.to_string(), Kind::Bool),
            Value::Int(value) => owned(value.to_string(), Kind::Int),
            Value::BigInt(span) => owned(big_text(graph.bytes(span)), Kind::LargeInt),
            Value::Float(value) => {
                let dialect = if let Target::Json(dialect) = target { dialect } else { Dialect::Msgspec };
                owned(dialect.float(value), Kind::Float)
            }
            Value::Bytes(span) => owned(STANDARD.encode(graph.bytes(span)), Kind::Bytes),
            Value::Tuple(_) => owned(repr(graph, node), Kind::Tuple),
            Value::FrozenSet(_) => owned(repr(graph, node), Kind::Frozenset),
            _ => match view(graph, node) {
                Some(View::Bytes(bytes)) => owned(STANDARD.encode(bytes), Kind::Bytes),
                Some(View::FrozenSet(_)) => owned(repr(graph, node), Kind::Frozenset),
                Some(View::Markup(text)) => (self.key_text(text).0, Some(Kind::Markup)),
                Some(
                    View::ByteArray(_)
                    | View::Set(_)
                    | View::Deque { .. }
                    | View::OrderedDict { .. }
                    | View::DefaultDict { .. }
                    | View::Counter(_),
                )
                | None => match library_value(graph, node) {
                    Some(library) => owned(self.scalar_text(&library.scalar), Kind::Object),
                    None => owned(repr(graph, node), Kind::Object),
                },
                Some(view) => {
                    let (kind, text) = self.view_text(&view);
                    owned(text, kind)
                }
            },
        }
    }

    /// Of keys that become one the last counts, as for every reader; which is the last must be known in advance.
    ///
    /// Keys that are the same without any loss stay: the reader tells better than the walk whether they are equal.
    fn leave_equal_keys_out(&mut self, items: &mut Vec<(NodeId, NodeId)>) -> Written {
        struct Same {
            last: usize,
            lossy: bool,
        }
        if items.iter().all(|item| self.graph.text(item.0).is_some()) {
            return Ok(());
        }
        let mut keys: Vec<(Cow<'g, [u8]>, bool)> = Vec::with_capacity(items.len());
        for (key, _) in &*items {
            keys.push(if self.is_rich() {
                let mut written = Vec::new();
                let lossy = self.write_key(*key, &mut written)?;
                (written.into(), lossy)
            } else {
                let (text, kind) = self.key_text(*key);
                (text, kind.is_some())
            });
        }
        let mut same: HashMap<&[u8], Same> = HashMap::with_capacity(keys.len());
        for (at, (key, lossy)) in keys.iter().enumerate() {
            let same = same.entry(key).or_insert(Same { last: at, lossy: false });
            same.last = at;
            same.lossy |= lossy;
        }
        let before = items.len();
        let mut at = 0..;
        items.retain(|_| {
            at.next().is_some_and(|at| {
                let same = &same[&*keys[at].0];
                same.last == at || !same.lossy
            })
        });
        for _ in items.len()..before {
            self.lose(Kind::EqualKey, Form::Nothing);
        }
        Ok(())
    }

    /// Writes a key aside, and tells whether that loses something.
    fn write_key(&mut self, node: NodeId, written: &mut Vec<u8>) -> Result<bool, ConvertError> {
        let mut losses = Losses::default();
        let mut aside = Walk {
            graph: self.graph,
            target: self.target,
            options: self.options,
            out: &mut Out::Msgpack(msgpack::Writer::new(written)),
            losses: &mut losses,
            seen: std::mem::take(&mut self.seen),
            above: self.above + self.open.len(),
            children: Vec::new(),
            grouped: Vec::new(),
            open: Vec::new(),
            around: String::new(),
            is_key: true,
        };
        let result = aside.run(node);
        self.seen = aside.seen;
        result.map(|()| !losses.is_empty())
    }
}

/// An integer beyond 63 bits that 64 hold.
fn unsigned(bytes: &[u8]) -> Option<u64> {
    let (low, high) = bytes.split_first_chunk()?;
    (high.iter().all(|byte| *byte == 0) && !high.is_empty()).then(|| u64::from_le_bytes(*low))
}

/// A datetime whose zone is known as seconds since 1970 and nanoseconds, where those are of the years 1 to 9999.
fn instant<'g>(graph: &'g Graph, view: &View<'_>) -> Option<(i64, u32, Zone<'g>)> {
    let View::Datetime { date, time, tz: Some(tz) } = *view else { return None };
    let zone = zone(graph, tz, Some((date, time)))?;
    let (seconds, nanoseconds) = timestamp(date, time, zone.offset)?;
    Some((seconds, nanoseconds, zone))
}

/// The code and the content of a `msgspec.msgpack.Ext`.
fn extension(graph: &Graph, node: NodeId) -> Option<(i8, &[u8])> {
    let Value::Call { func, args, .. } = graph.value(node) else { return None };
    if graph.imported(func)? != ("msgspec.msgpack", "Ext") || graph.steps(node).next().is_some() {
        return None;
    }
    let mut args = graph.elements(args);
    match (graph.value(args.next()?), graph.value(args.next()?), args.next()) {
        (Value::Int(code), Value::Bytes(data), None) => Some((i8::try_from(code).ok()?, graph.bytes(data))),
        _ => None,
    }
}

//! Whether two graphs describe the same value: types, contents, order, and what is one object and what is two.
//!
//! Whoever writes a graph reads the result again and asks here before the result is used. Where protocols spell the
//! same thing differently, that is no difference: bytes, sets and bytearrays by call or by opcode, names of Python 2
//! or 3, batches, memo use. Strings, numbers, bytes and names have no identity, nor have UTC and named time zones, which
//! Python has once each; what else holds or is an object does.
//!
//! It does not compare where things stand in their payloads.

use std::borrow::Cow;

use super::popped::popped;
use super::{CallForm, Graph, NodeId, StepKind, Value, View, long_text, view, view_elements};

/// Two nodes that differ, themselves or in what they hold; `None` when the graphs describe the same value.
///
/// ```
/// use sessctl::pickle::{Limits, difference, read};
///
/// let read = |payload: &[u8]| read(payload.to_vec(), &Limits::default()).map(|pickle| pickle.graph);
/// // [1, []] at protocols 0 and 4, and a list that holds one list twice.
/// let old = read(b"(lp0\nI1\na(lp1\na.")?;
/// let new = read(b"\x80\x04]\x94(K\x01]\x94e.")?;
/// let other = read(b"\x80\x04]\x94(K\x02]\x94e.")?;
/// assert_eq!(difference(&old, &new), None);
/// assert!(difference(&old, &other).is_some());
/// # Ok::<(), sessctl::pickle::ReadError>(())
/// ```
#[must_use]
pub fn difference(left: &Graph, right: &Graph) -> Option<(NodeId, NodeId)> {
    let mut compare = Compare {
        left,
        right,
        to_right: vec![NodeId::HOLE; left.len()],
        to_left: vec![NodeId::HOLE; right.len()],
        pairs: Vec::with_capacity(32),
        long: 0,
    };
    match (left.root_if_any(), right.root_if_any()) {
        (Some(a), Some(b)) => compare.pairs.push((a, b)),
        _ => return None,
    }
    if let Some(pair) = compare.run() {
        return Some(pair);
    }
    let (left_popped, right_popped) = (popped(left), popped(right));
    let roots = (left.root(), right.root());
    if left_popped.len() != right_popped.len() {
        return Some(roots);
    }
    for (a, b) in left_popped.iter().zip(&right_popped) {
        if a.target.is_some() != b.target.is_some() {
            return Some((a.node, b.node));
        }
        compare.pairs.extend(a.target.zip(b.target));
        compare.pairs.push((a.node, b.node));
    }
    compare.run()
}

/// More calls with long texts than anything but an attack has.
const OFTEN: usize = 100;

struct Compare<'g> {
    left: &'g Graph,
    right: &'g Graph,
    /// The partner of each node that has identity; of strings, bytes and names, one that was found alike.
    to_right: Vec<NodeId>,
    /// The partner of each node that has identity.
    to_left: Vec<NodeId>,
    /// What is left to compare.
    pairs: Vec<(NodeId, NodeId)>,
    /// Calls with long texts, so far.
    long: usize,
}

/// A node, spelling aside.
#[derive(PartialEq)]
enum Shape<'g> {
    None,
    Bool(bool),
    Int(i64),
    BigInt(&'g [u8]),
    Float(u64),
    Str(&'g [u8]),
    Py2Str(&'g [u8]),
    Bytes(Cow<'g, [u8]>),
    ByteArray(Cow<'g, [u8]>),
    /// A name whose parts are text.
    Name(&'g str, &'g str),
    Utc,
    Zone(&'g str),
    /// Anything with children: what it is, and how many there are.
    Parts(Part, usize),
    Ext(i32),
    Buffer(bool),
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Tuple,
    List,
    Dict,
    Set,
    FrozenSet,
    Name,
    Call(CallForm),
    PersId,
    ReadOnly,
}

impl Compare<'_> {
    fn run(&mut self) -> Option<(NodeId, NodeId)> {
        while let Some((a, b)) = self.pairs.pop() {
            if !self.alike(a, b) {
                return Some((a, b));
            }
        }
        None
    }

    /// Whether two nodes are alike; notes what they hold that is left to compare.
    fn alike(&mut self, a: NodeId, b: NodeId) -> bool {
        self.leaf(a, b).unwrap_or_else(|| self.alike_parts(a, b))
    }

    /// The same of several; those that hold something are left to compare.
    #[inline]
    fn all_alike(&mut self, left: &[NodeId], right: &[NodeId]) -> bool {
        left.len() == right.len()
            && left.iter().zip(right).all(|(&a, &b)| {
                self.leaf(a, b).unwrap_or_else(|| {
                    self.pairs.push((a, b));
                    true
                })
            })
    }

    /// The answer for two values of one kind that hold nothing.
    #[inline]
    fn leaf(&mut self, a: NodeId, b: NodeId) -> Option<bool> {
        Some(match (self.left.value(a), self.right.value(b)) {
            (Value::Str(x), Value::Str(y)) | (Value::Bytes(x), Value::Bytes(y)) => {
                // Each content needs to be looked at once, however often a payload refers to it.
                self.to_right[a.index()] == b || {
                    self.to_right[a.index()] = b;
                    self.left.bytes(x) == self.right.bytes(y)
                }
            }
            (Value::Global { .. }, Value::Global { .. }) if self.to_right[a.index()] == b => true,
            (Value::Int(x), Value::Int(y)) => x == y,
            (Value::None, Value::None) => true,
            (Value::Bool(x), Value::Bool(y)) => x == y,
            // Every NaN is alike for Python.
            (Value::Float(x), Value::Float(y)) => x.to_bits() == y.to_bits() || x.is_nan() && y.is_nan(),
            _ => return None,
        })
    }

    fn alike_parts(&mut self, a: NodeId, b: NodeId) -> bool {
        let partner = self.to_right[a.index()];
        let taken = partner != NodeId::HOLE && self.to_left[partner.index()] == a;
        if taken || self.to_left[b.index()] != NodeId::HOLE {
            return partner == b && self.to_left[b.index()] == a;
        }
        let (left, right) = (self.left, self.right);
        match (left.value(a), right.value(b)) {
            (Value::Tuple(x), Value::Tuple(y)) => {
                if !x.is_empty() {
                    self.pair(a, b);
                }
                self.all_alike(left.run(x), right.run(y))
            }
            (Value::List(_), Value::List(_))
            | (Value::Dict(_), Value::Dict(_))
            | (Value::Set(_), Value::Set(_)) => {
                self.pair(a, b);
                self.alike_steps(a, b)
            }
            (
                Value::Call { form, func, args, .. },
                Value::Call { form: as_form, func: as_func, args: as_args, .. },
            ) if form == as_form
                && matches!(form, CallForm::Reduce | CallForm::NewObj)
                && makes_object(left, func) =>
            {
                self.pair(a, b);
                self.all_alike(&[func, args], &[as_func, as_args])
                    && kinds(left, a).eq(kinds(right, b))
                    && self.alike_steps(a, b)
            }
            _ => self.alike_shapes(a, b),
        }
    }

    fn pair(&mut self, a: NodeId, b: NodeId) {
        self.to_right[a.index()] = b;
        self.to_left[b.index()] = a;
    }

    /// The same for two nodes of any kind, spelling aside.
    fn alike_shapes(&mut self, a: NodeId, b: NodeId) -> bool {
        // Very many calls with long texts are compared as calls: to see what they make costs as much as the texts are
        // long.
        let long = |graph, node| long_text(graph, node).is_some();
        let both = long(self.left, a) && long(self.right, b);
        self.long += usize::from(both);
        let seen = !both || self.long < OFTEN;
        let (mut a_parts, mut b_parts) = (Vec::new(), Vec::new());
        let shape = shape(self.left, a, seen, &mut a_parts);
        if shape != self::shape(self.right, b, seen, &mut b_parts) {
            return false;
        }
        if let Shape::Name(..) = shape {
            self.to_right[a.index()] = b;
            return true;
        }
        let identity = match shape {
            Shape::ByteArray(_) | Shape::Buffer(_) => true,
            Shape::Parts(part, len) => part != Part::Name && !(part == Part::Tuple && len == 0),
            _ => false,
        };
        if identity {
            self.pair(a, b);
        }
        kinds(self.left, a).eq(kinds(self.right, b)) && self.all_alike(&a_parts, &b_parts)
    }

    /// What was done to two nodes, wherever one step ends and the next begins.
    fn alike_steps(&mut self, a: NodeId, b: NodeId) -> bool {
        let (mut left, mut right) = (self.left.steps(a), self.right.steps(b));
        let (mut x, mut y): (&[NodeId], &[NodeId]) = (&[], &[]);
        loop {
            while x.is_empty() {
                match left.next() {
                    Some(step) => x = step.children,
                    None => return y.is_empty() && right.all(|step| step.children.is_empty()),
                }
            }
            while y.is_empty() {
                match right.next() {
                    Some(step) => y = step.children,
                    None => return false,
                }
            }
            let both = x.len().min(y.len());
            if !self.all_alike(&x[..both], &y[..both]) {
                return false;
            }
            (x, y) = (&x[both..], &y[both..]);
        }
    }
}

/// Whether what a callable makes is an object whatever its arguments are: not what a protocol may spell in other ways,
/// and nothing that Python has once.
fn makes_object(graph: &Graph, callable: NodeId) -> bool {
    graph.global(callable).is_some_and(|(_, name)| {
        !matches!(name, "encode" | "bytes" | "bytearray" | "set" | "frozenset" | "timezone")
    })
}

/// The kind of each step of an object and how much it does, runs of one kind joined.
fn kinds(graph: &Graph, node: NodeId) -> impl Iterator<Item = (StepKind, usize)> + '_ {
    let object = matches!(graph.value(node), Value::Call { .. });
    let mut steps = graph.steps(node).filter(move |step| object && !step.children.is_empty()).peekable();
    std::iter::from_fn(move || {
        let first = steps.next()?;
        let mut len = first.children.len();
        while first.kind != StepKind::State
            && let Some(more) = steps.next_if(|step| step.kind == first.kind)
        {
            len += more.children.len();
        }
        Some((first.kind, len))
    })
}

fn shape<'g>(graph: &'g Graph, node: NodeId, seen: bool, parts: &mut Vec<NodeId>) -> Shape<'g> {
    let part = match graph.value(node) {
        Value::None => return Shape::None,
        Value::Bool(value) => return Shape::Bool(value),
        Value::Int(value) => return Shape::Int(value),
        Value::BigInt(span) => return Shape::BigInt(shortest(graph.bytes(span))),
        // Every NaN is alike for Python.
        Value::Float(value) if value.is_nan() => return Shape::Float(f64::NAN.to_bits()),
        Value::Float(value) => return Shape::Float(value.to_bits()),
        Value::Str(span) => return Shape::Str(graph.bytes(span)),
        Value::Py2Str(span) => return Shape::Py2Str(graph.bytes(span)),
        Value::Bytes(span) => return Shape::Bytes(Cow::Borrowed(graph.bytes(span))),
        Value::ByteArray(span) => return Shape::ByteArray(Cow::Borrowed(graph.bytes(span))),
        Value::Ext(code) => return Shape::Ext(code),
        Value::Buffer { readonly } => return Shape::Buffer(readonly),
        Value::Tuple(run) => {
            parts.extend_from_slice(graph.run(run));
            Part::Tuple
        }
        Value::FrozenSet(run) => {
            parts.extend_from_slice(graph.run(run));
            Part::FrozenSet
        }
        Value::List(_) => {
            parts.extend_from_slice(&children_of(graph, node));
            Part::List
        }
        Value::Dict(_) => {
            parts.extend_from_slice(&children_of(graph, node));
            Part::Dict
        }
        Value::Set(_) => {
            parts.extend_from_slice(&children_of(graph, node));
            Part::Set
        }
        Value::Global { module, name } => {
            if let Some((module, name)) = graph.imported(node) {
                return Shape::Name(module, name);
            }
            parts.extend([module, name]);
            Part::Name
        }
        Value::PersId(id) => {
            parts.push(id);
            Part::PersId
        }
        Value::ReadOnly(inner) => {
            parts.push(inner);
            Part::ReadOnly
        }
        Value::Call { form, func, args, .. } => match seen.then(|| view(graph, node)).flatten() {
            Some(View::Bytes(bytes)) => return Shape::Bytes(bytes),
            Some(View::ByteArray(bytes)) => return Shape::ByteArray(bytes),
            Some(View::Timezone { offset, name: None }) if offset.as_seconds() == (0, 0) => {
                return Shape::Utc;
            }
            Some(View::ZoneInfo { key, cached: true }) => return Shape::Zone(key),
            Some(View::Set(_)) => {
                *parts = view_elements(graph, node);
                Part::Set
            }
            Some(View::FrozenSet(_)) => {
                *parts = view_elements(graph, node);
                Part::FrozenSet
            }
            _ => {
                parts.push(func);
                match (form, graph.value(args)) {
                    // Only these have an argument tuple that a payload can refer to.
                    (CallForm::Reduce | CallForm::NewObj, _) => parts.push(args),
                    (_, Value::Tuple(run)) => parts.extend_from_slice(graph.run(run)),
                    _ => parts.push(args),
                }
                for step in graph.steps(node) {
                    parts.extend_from_slice(step.children);
                }
                // These two do the same, and not every name fits the lines of `INST`.
                Part::Call(if form == CallForm::Inst { CallForm::Obj } else { form })
            }
        },
    };
    Shape::Parts(part, parts.len())
}

/// The elements of a list or set, or the keys and values of a dict, in one slice.
fn children_of(graph: &Graph, node: NodeId) -> Cow<'_, [NodeId]> {
    let mut steps = graph.steps(node);
    let Some(first) = steps.next() else { return Cow::Borrowed(&[]) };
    let mut children = Cow::Borrowed(first.children);
    for step in steps {
        children.to_mut().extend_from_slice(step.children);
    }
    children
}

/// Two's complement without the bytes that only repeat the sign.
fn shortest(bytes: &[u8]) -> &[u8] {
    let mut len = bytes.len();
    while let [.., before, last] = bytes[..len] {
        if !(last == 0 && before < 0x80 || last == 0xff && before >= 0x80) {
            break;
        }
        len -= 1;
    }
    &bytes[..len]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pickle::{Limits, read};

    fn same(left: &[u8], right: &[u8]) -> bool {
        let read = |payload: &[u8]| read(payload.to_vec(), &Limits::default()).unwrap().graph;
        let (left, right) = (read(left), read(right));
        let (one, two) = (difference(&left, &right).is_none(), difference(&right, &left).is_none());
        assert_eq!(one, two);
        one
    }

    #[test]
    fn spelling_is_no_difference() {
        assert!(same(b"\x80\x02c__builtin__\nset\n]K\x01a\x85R.", b"\x80\x04\x8f(K\x01\x90."));
        assert!(same(b"\x80\x02c__builtin__\nbytes\n)R.", b"\x80\x03C\x00."));
        assert!(same(b"\x80\x02]X\x01\x00\x00\x00aq\x00ah\x00a.", b"\x80\x04](\x8c\x01a\x8c\x01ae."));
        assert!(same(b"c__builtin__\nset\n.", b"\x80\x04\x8c\x08builtins\x8c\x03set\x93."));
        assert!(same(b"\x80\x02capp\nL\n)\x81K\x01aK\x02a.", b"\x80\x02capp\nL\n)\x81(K\x01K\x02e."));
    }

    #[test]
    fn what_python_can_tell_apart_is_a_difference() {
        assert!(!same(b"K\x01.", b"I01\n."));
        assert!(!same(b"K\x01.", b"G\x3f\xf0\x00\x00\x00\x00\x00\x00."));
        assert!(!same(b"](K\x01K\x02e.", b"](K\x02K\x01e."));
        assert!(!same(b"](K\x01e.", b"](K\x01K\x01e."));
        assert!(!same(b"].", b")."));
        // One list twice, two lists, and a list in itself.
        assert!(!same(b"](]q\x00h\x00e.", b"](]]e."));
        assert!(!same(b"]q\x00h\x00a.", b"]]a."));
        assert!(!same(b"\x80\x02capp\nA\n)\x81.", b"\x80\x02capp\nA\n)R."));
        assert!(!same(b"\x80\x02capp\nA\n)\x81}b.", b"\x80\x02capp\nA\n)\x81."));
        assert!(!same(b"\x80\x02capp\nA\n)\x81}bK\x01a.", b"\x80\x02capp\nA\n)\x81K\x01a}b."));
        assert!(!same(b"cos\nsystem\n(tR0N.", b"N."));
    }
}

//! Whether a known name is called with arguments that Python writes for it.
//!
//! Sizes are checked before contents, so that a payload which calls the same thing very often stays cheap.

use super::ReasonCode;
use super::classify::{Class, call_reason};
use super::judge::{Callee, Judge};
use super::known::Shape;
use crate::pickle::{CallForm, Graph, NodeId, Value};

/// Python reads no integer from a longer text; a float has no use for one.
const MAX_DIGITS: usize = 4300;

/// Classes or types in one expression; a payload can ask for the same ones very often.
const MAX_OPERANDS: usize = 64;

/// The elements of a tuple node.
pub(super) fn tuple(graph: &Graph, node: NodeId) -> Option<&[NodeId]> {
    match graph.value(node) {
        Value::Tuple(run) => Some(graph.run(run)),
        _ => None,
    }
}

/// Whether the arguments of a call fit.
pub(super) fn fits(judge: &Judge<'_>, shape: Shape, form: CallForm, args: NodeId) -> bool {
    let graph = judge.graph;
    let args = match form {
        CallForm::NewObjEx => {
            // No value type takes keywords; an empty dict is none.
            let Some(&[args, kwargs]) = tuple(graph, args) else { return false };
            if !matches!(graph.value(kwargs), Value::Dict(_)) || graph.items(kwargs).next().is_some() {
                return false;
            }
            args
        }
        _ => args,
    };
    tuple(graph, args).is_some_and(|args| Arguments { judge, graph }.fit(shape, args))
}

/// Whether a state is one of a partial call that makes values: the function, its arguments and keywords, attributes.
pub(super) fn is_partial_state(judge: &Judge<'_>, state: NodeId) -> bool {
    let Some(&[function, args, keywords, attributes]) = tuple(judge.graph, state) else { return false };
    let arguments = Arguments { judge, graph: judge.graph };
    if judge.is_constructor(function) {
        return true;
    }
    let takes =
        tuple(judge.graph, args).is_some_and(|args| !args.iter().any(|&arg| arguments.is_registered(arg)));
    let is_dict = |node| matches!(judge.graph.value(node), Value::None | Value::Dict(_));
    let is_empty = |node| is_dict(node) && judge.graph.items(node).next().is_none();
    arguments.is_factory(function) && takes && is_dict(keywords) && is_empty(attributes)
}

struct Arguments<'j, 'g> {
    judge: &'j Judge<'g>,
    graph: &'g Graph,
}

impl Arguments<'_, '_> {
    fn fit(&self, shape: Shape, args: &[NodeId]) -> bool {
        match (shape, args) {
            (Shape::Any, _) => true,
            (Shape::Value | Shape::GetAttr, _) => false,
            (Shape::Object, args) => args.is_empty(),
            (Shape::Type, &[of]) => self.is_none(of) || self.is_singleton(of),
            (Shape::Type, _) => false,
            (Shape::Number, args) => {
                args.len() <= 1 && args.iter().all(|&arg| self.is_number(arg) || self.is_short_text(arg))
            }
            (Shape::Member, args) => {
                args.len() == 1 && args.iter().all(|&arg| self.is_number(arg) || self.is_none(arg))
            }
            (Shape::Partial, &[function]) => self.is_factory(function),
            (Shape::Partial, _) => false,
            (Shape::Complex, args) => args.len() <= 2 && args.iter().all(|&arg| self.is_number(arg)),
            (Shape::Str, args) => args.len() <= 1 && args.iter().all(|&arg| self.is_text(arg)),
            (Shape::Bytes, []) => true,
            (Shape::Bytes, &[content]) => self.is_bytes(content) || self.is_int_list(content),
            (Shape::Bytes, &[text, encoding]) => self.is_text(text) && self.is_latin1(encoding),
            (Shape::Bytes, _) => false,
            (Shape::Iterable, args) => args.len() <= 1 && args.iter().all(|&arg| self.is_collection(arg)),
            (Shape::Mapping, args) => args.len() <= 1 && args.iter().all(|&arg| self.is_pairs(arg)),
            (Shape::DefaultDict, []) => true,
            (Shape::DefaultDict, &[factory, ref rest @ ..]) => {
                (self.is_none(factory) || self.is_name(factory) || self.judge.is_partial(factory))
                    && self.fit(Shape::Mapping, rest)
            }
            (Shape::Deque, []) => true,
            (Shape::Deque, &[items, ref rest @ ..]) => {
                self.is_collection(items)
                    && rest.len() <= 1
                    && rest.iter().all(|&n| self.is_none(n) || self.is_int(n))
            }
            (Shape::Range, args) => {
                (1..=3).contains(&args.len()) && args.iter().all(|&arg| self.is_none(arg) || self.is_int(arg))
            }
            (Shape::DateTime, args) => self.is_moment(args, 10, 3..=7),
            (Shape::Date, args) => self.is_moment(args, 4, 3..=3) && args.len() != 2,
            (Shape::Time, args) => args.is_empty() || self.is_moment(args, 6, 1..=4),
            (Shape::TimeDelta, args) => args.len() <= 7 && args.iter().all(|&arg| self.is_number(arg)),
            (Shape::TimeZone, &[offset]) => self.is_call(offset),
            (Shape::TimeZone, &[offset, name]) => self.is_call(offset) && self.is_text(name),
            (Shape::TimeZone, _) => false,
            (Shape::Decimal, &[value]) => {
                self.is_text(value) || self.is_int(value) || self.is_decimal_tuple(value)
            }
            (Shape::Decimal, args) => args.is_empty(),
            (Shape::Fraction, &[text]) => self.is_fraction(text) || self.is_int(text),
            (Shape::Fraction, args) => args.len() == 2 && args.iter().all(|&arg| self.is_int(arg)),
            (Shape::Zone | Shape::Markup, args) => {
                args.len() <= 1 && args.iter().all(|&arg| self.is_text(arg))
            }
            (Shape::ZoneUnpickle, &[key, cached]) => {
                (self.is_text(key) || self.is_none(key)) && self.is_int(cached)
            }
            (Shape::ZoneUnpickle, _) => false,
            (Shape::Encode, &[text, encoding]) => self.is_text(text) && self.is_latin1(encoding),
            (Shape::Encode, _) => false,
            (Shape::Reconstructor, &[class, base, state]) => {
                self.is_class(class) && self.fits_base(base, state)
            }
            (Shape::Reconstructor, _) => false,
            (Shape::NewObj, &[class, ref args @ ..]) => self.fits_class(class, args),
            (Shape::NewObjEx, &[class, args, kwargs]) => {
                let no_keywords = matches!(self.graph.value(kwargs), Value::Dict(_))
                    && (self.graph.items(kwargs).next().is_none() || self.is_unknown(class));
                no_keywords && tuple(self.graph, args).is_some_and(|args| self.fits_class(class, args))
            }
            (Shape::NewObj | Shape::NewObjEx, _) => false,
            (Shape::Iter, &[of]) => self.is_collection(of) || self.is_bytes(of) || self.is_range(of),
            (Shape::Or, &[left, right]) => self.is_operand(left) && self.is_operand(right),
            (Shape::Reduce, &[function, of]) => {
                matches!(self.judge.callee(function), Callee::Name(_, _, Class::Known(Shape::Or)))
                    && tuple(self.graph, of).is_some_and(|of| {
                        of.len() <= MAX_OPERANDS && of.iter().all(|&one| self.is_operand(one))
                    })
            }
            (Shape::GetItem, &[generic, of]) => {
                let parts = tuple(self.graph, of).unwrap_or(std::slice::from_ref(&of));
                self.is_generic(generic)
                    && parts.len() <= MAX_OPERANDS
                    && parts.iter().all(|&part| self.is_type_argument(part))
            }
            (Shape::Iter | Shape::Or | Shape::Reduce | Shape::GetItem, _) => false,
        }
    }

    fn is_none(&self, node: NodeId) -> bool {
        self.graph.value(node) == Value::None
    }

    fn is_int(&self, node: NodeId) -> bool {
        matches!(self.graph.value(node), Value::Int(_) | Value::BigInt(_) | Value::Bool(_))
    }

    fn is_number(&self, node: NodeId) -> bool {
        self.is_int(node) || matches!(self.graph.value(node), Value::Float(_))
    }

    fn is_text(&self, node: NodeId) -> bool {
        matches!(self.graph.value(node), Value::Str(_) | Value::Py2Str(_))
    }

    /// Text that is not so long that reading a number from it takes time.
    fn is_short_text(&self, node: NodeId) -> bool {
        matches!(self.graph.value(node), Value::Str(span) | Value::Py2Str(span) if span.len() <= MAX_DIGITS)
    }

    fn is_latin1(&self, node: NodeId) -> bool {
        match self.graph.value(node) {
            Value::Str(span) | Value::Py2Str(span) => {
                matches!(
                    self.graph.bytes(span),
                    b"latin1" | b"latin-1" | b"latin_1" | b"iso-8859-1" | b"ascii"
                )
            }
            _ => false,
        }
    }

    fn is_singleton(&self, node: NodeId) -> bool {
        matches!(self.judge.callee(node), Callee::Name(module, name, _)
            if module.ends_with("builtin__") | (module == "builtins") && (name == "Ellipsis" || name == "NotImplemented"))
    }

    /// The shape of what a node is a call of, with the arguments.
    fn call_of(&self, node: NodeId) -> Option<(Shape, &[NodeId])> {
        let Value::Call { func, args, .. } = self.graph.value(node) else { return None };
        match self.judge.callee(func) {
            Callee::Name(_, _, Class::Known(shape)) => Some((shape, tuple(self.graph, args)?)),
            _ => None,
        }
    }

    fn is_call(&self, node: NodeId) -> bool {
        matches!(self.graph.value(node), Value::Call { .. })
    }

    fn is_bytes(&self, node: NodeId) -> bool {
        match self.graph.value(node) {
            Value::Bytes(_) | Value::Py2Str(_) | Value::ByteArray(_) => true,
            _ => matches!(self.call_of(node), Some((Shape::Encode | Shape::Bytes, _))),
        }
    }

    /// A list of small integers: `bytearray` as Python 2 writes it.
    fn is_int_list(&self, node: NodeId) -> bool {
        matches!(self.graph.value(node), Value::List(_))
    }

    /// Bytes of exactly that length, also as text that is encoded.
    fn is_state(&self, node: NodeId, length: usize) -> bool {
        match self.graph.value(node) {
            Value::Bytes(span) | Value::Py2Str(span) => span.len() == length,
            Value::Str(span) => {
                // Latin-1 takes up to two bytes in UTF-8.
                span.len() <= 2 * length
                    && std::str::from_utf8(self.graph.bytes(span))
                        .is_ok_and(|text| text.chars().count() == length)
            }
            _ => match self.call_of(node) {
                Some((Shape::Encode, &[text, _])) => {
                    matches!(self.graph.value(text), Value::Str(_) | Value::Py2Str(_))
                        && self.is_state(text, length)
                }
                _ => false,
            },
        }
    }

    /// State and perhaps a time zone, or so many integers and perhaps a time zone.
    fn is_moment(&self, args: &[NodeId], state: usize, integers: std::ops::RangeInclusive<usize>) -> bool {
        let is_zone = |node| self.is_none(node) || self.is_call(node) || self.is_name(node);
        match *args {
            [first] if self.is_state(first, state) => true,
            [first, zone] if self.is_state(first, state) => is_zone(zone),
            [ref rest @ .., zone] if integers.contains(&rest.len()) && is_zone(zone) => {
                rest.iter().all(|&arg| self.is_int(arg))
            }
            ref args => integers.contains(&args.len()) && args.iter().all(|&arg| self.is_int(arg)),
        }
    }

    fn is_decimal_tuple(&self, node: NodeId) -> bool {
        let Some(&[sign, digits, exponent]) = tuple(self.graph, node) else { return false };
        self.is_int(sign)
            && tuple(self.graph, digits).is_some()
            && (self.is_int(exponent) || self.is_text(exponent))
    }

    fn is_fraction(&self, node: NodeId) -> bool {
        match self.graph.value(node) {
            Value::Str(span) | Value::Py2Str(span) => {
                span.len() <= 700
                    && self.graph.bytes(span).iter().all(|b| matches!(b, b'0'..=b'9' | b'-' | b'/'))
            }
            _ => false,
        }
    }

    fn is_collection(&self, node: NodeId) -> bool {
        matches!(
            self.graph.value(node),
            Value::List(_) | Value::Tuple(_) | Value::Set(_) | Value::FrozenSet(_) | Value::Dict(_)
        ) || self.is_text(node)
            || matches!(self.call_of(node), Some((Shape::Iterable | Shape::Mapping | Shape::Deque, _)))
    }

    fn is_range(&self, node: NodeId) -> bool {
        matches!(self.call_of(node), Some((Shape::Range | Shape::Iter, _)))
    }

    fn is_pairs(&self, node: NodeId) -> bool {
        matches!(self.graph.value(node), Value::List(_) | Value::Tuple(_) | Value::Dict(_))
            || matches!(self.call_of(node), Some((Shape::Mapping | Shape::DefaultDict, _)))
    }

    fn is_name(&self, node: NodeId) -> bool {
        matches!(self.judge.callee(node), Callee::Name(..) | Callee::Registered)
    }

    /// A class by name; what it is has been judged where it was imported.
    fn is_class(&self, node: NodeId) -> bool {
        match self.judge.callee(node) {
            Callee::Name(_, _, Class::Known(shape)) => !matches!(
                shape,
                Shape::Type | Shape::GetAttr | Shape::Partial | Shape::Encode | Shape::Reconstructor
            ),
            callee => matches!(callee, Callee::Name(..)),
        }
    }

    /// What a partial call may call: the `__new__` of a class, or a class that is called without arguments later.
    fn is_factory(&self, node: NodeId) -> bool {
        if self.judge.is_constructor(node) {
            return true;
        }
        match self.judge.callee(node) {
            Callee::Name(_, _, Class::Known(shape)) => shape.makes_values() || shape == Shape::Partial,
            Callee::Name(module, name, Class::Unknown) => {
                call_reason(&module, &name) != Some(ReasonCode::DangerousName)
            }
            Callee::Name(_, _, Class::Bad(code)) => code == ReasonCode::Allowed,
            _ => false,
        }
    }

    /// A class, a member of an enum, or what `|` makes of them.
    fn is_operand(&self, node: NodeId) -> bool {
        match self.graph.value(node) {
            // The bits of a flag that are not a member.
            Value::None | Value::Int(_) => true,
            Value::Global { .. } => self.is_class(node),
            Value::Call { func, args, .. } => match self.judge.callee(func) {
                Callee::Name(_, _, Class::Known(shape)) => matches!(
                    shape,
                    Shape::Type | Shape::GetAttr | Shape::Or | Shape::Reduce | Shape::GetItem | Shape::Member
                ),
                Callee::Name(_, _, Class::Unknown | Class::Bad(ReasonCode::Allowed)) => {
                    tuple(self.graph, args).is_some_and(|args| args.len() <= 1)
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// What has a `__class_getitem__`: a class by name.
    fn is_generic(&self, node: NodeId) -> bool {
        match self.judge.callee(node) {
            Callee::Name(_, _, Class::Known(shape)) => shape.makes_values(),
            Callee::Name(module, name, Class::Unknown) => call_reason(&module, &name).is_none(),
            Callee::Name(_, _, Class::Bad(code)) => code == ReasonCode::Allowed,
            _ => false,
        }
    }

    /// What a generic class is of: types, lists of types, and the values of `Literal`.
    fn is_type_argument(&self, node: NodeId) -> bool {
        match self.graph.value(node) {
            Value::Ext(_) | Value::PersId(_) | Value::Buffer { .. } | Value::ReadOnly(_) => false,
            Value::Call { .. } => self.is_operand(node),
            Value::Global { .. } => self.is_name(node),
            _ => true,
        }
    }

    fn is_unknown(&self, node: NodeId) -> bool {
        matches!(self.judge.callee(node), Callee::Name(_, _, class) if !matches!(class, Class::Known(_)))
    }

    /// Whether `base.__new__(class, state)` makes what Python writes of such an instance: the built-in type that its class
    /// is laid out like, with a value of that type, or another class.
    fn fits_base(&self, base: NodeId, state: NodeId) -> bool {
        let Callee::Name(module, name, class) = self.judge.callee(base) else { return false };
        match class {
            // Of `datetime.tzinfo` an instance is the state.
            Class::Known(Shape::Object) => {
                self.is_none(state)
                    || self
                        .call_of(state)
                        .is_some_and(|(shape, args)| shape == Shape::Object && args.is_empty())
            }
            Class::Known(shape) if module == "builtins" || shape == Shape::Any => match shape {
                Shape::Number => self.is_number(state),
                Shape::Complex => matches!(self.call_of(state), Some((Shape::Complex, _))),
                Shape::Any => true,
                shape => shape.makes_values() && self.fit(shape, &[state]),
            },
            Class::Known(_) => false,
            // Its `__init__` is called with the state.
            Class::Unknown => {
                call_reason(&module, &name).is_none() && !self.is_opaque(state) && !self.is_text(state)
            }
            Class::Bad(_) => !self.is_opaque(state),
        }
    }

    fn is_registered(&self, node: NodeId) -> bool {
        matches!(self.graph.value(node), Value::Ext(_) | Value::PersId(_))
    }

    fn is_opaque(&self, node: NodeId) -> bool {
        matches!(
            self.graph.value(node),
            Value::Global { .. }
                | Value::Ext(_)
                | Value::PersId(_)
                | Value::Buffer { .. }
                | Value::ReadOnly(_)
        )
    }

    fn fits_class(&self, class: NodeId, args: &[NodeId]) -> bool {
        match self.judge.callee(class) {
            Callee::Name(_, _, Class::Known(Shape::NewObj | Shape::NewObjEx | Shape::Reconstructor)) => false,
            Callee::Name(_, _, Class::Known(shape)) => self.fit(shape, args),
            callee => matches!(callee, Callee::Name(..)),
        }
    }
}

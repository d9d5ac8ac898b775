//! The unpickler's state: stack, marks, memo, and what the opcodes do to it.
//!
//! It does not see the input: `read` decodes the arguments.

use std::cell::Cell;
use std::collections::HashSet;

use super::error::{LimitName, ReadErrorKind, TypeName};
use super::graph::{Keep, push};
use super::memo::Memo;
use super::read::Limits;
use super::{CallForm, Effect, EffectKind, Graph, NodeId, Origin, Span, StepKind, Steps, Value, leaf};

/// Why an opcode failed; where, if not at the opcode itself. Boxed, so that what succeeds returns in a register.
pub(super) struct Failure(pub(super) Box<(ReadErrorKind, Option<usize>)>);

impl From<ReadErrorKind> for Failure {
    #[cold]
    fn from(kind: ReadErrorKind) -> Self {
        Self(Box::new((kind, None)))
    }
}

impl Failure {
    pub(super) fn kind(&self) -> ReadErrorKind {
        self.0.0
    }

    #[cold]
    pub(super) fn at(offset: usize, kind: ReadErrorKind) -> Self {
        Self(Box::new((kind, Some(offset))))
    }

    #[cold]
    pub(super) fn limit(limit: LimitName, value: usize) -> Self {
        ReadErrorKind::Limit { limit, value }.into()
    }

    #[cold]
    fn wrong_type(expected: &'static str, found: TypeName) -> Self {
        ReadErrorKind::WrongType { expected, found }.into()
    }
}

type Result<T> = std::result::Result<T, Failure>;

/// How many steps may be spent on replacing list elements by index, which a pickler never does; then the lists keep no
/// more of it.
const MAX_WORK: usize = 10_000_000;

pub(super) struct Machine<'i> {
    pub(super) graph: Graph,
    keep: Keep,
    /// Where leaves are that the graph does not keep.
    input: &'i [u8],
    /// The protocol as last declared: below 3 Python takes names for those of Python 2.
    pub(super) protocol: u8,
    /// Content decoded from escapes; its spans lie behind the input.
    pub(super) decoded: Vec<u8>,
    pub(super) memo: Memo,
    stack: Vec<NodeId>,
    /// Stack heights where marks are.
    marks: Vec<u32>,
    /// The height of the topmost mark: nothing below it can be taken.
    fence: usize,
    work: usize,
    /// Lists and bytearrays that changed in a way that the graph does not hold.
    changed: HashSet<NodeId>,
    /// Whether anything was called that may have changed any container.
    called: bool,
    /// Whether tuples nest very deep in a key.
    pub(super) deep_key: Cell<bool>,
}

impl<'i> Machine<'i> {
    pub(super) fn for_payload(input: &'i [u8], keep: Keep) -> Self {
        let len = input.len();
        Self {
            graph: Graph::for_payload(len, keep),
            keep,
            input,
            protocol: 0,
            decoded: Vec::new(),
            memo: Memo::with_capacity(len / 12 + 4),
            stack: Vec::with_capacity((len / 12).min(256) + 8),
            marks: Vec::with_capacity(8),
            fence: 0,
            work: 0,
            changed: HashSet::new(),
            called: false,
            deep_key: Cell::new(false),
        }
    }

    pub(super) fn check(&self, limits: &Limits) -> Result<()> {
        if self.graph.len() > limits.nodes {
            return Err(Failure::limit(LimitName::Nodes, limits.nodes));
        }
        if self.stack.len() + self.marks.len() > limits.stack {
            return Err(Failure::limit(LimitName::Stack, limits.stack));
        }
        if self.memo.len() > limits.memo {
            return Err(Failure::limit(LimitName::Memo, limits.memo));
        }
        Ok(())
    }

    /// Whether no value and no mark is left.
    pub(super) fn is_empty(&self) -> bool {
        self.stack.is_empty() && self.marks.is_empty()
    }

    #[inline]
    pub(super) fn push(&mut self, node: NodeId) {
        push(&mut self.stack, node);
    }

    #[inline(always)]
    pub(super) fn new_node(&mut self, value: Value, origin: Origin) -> NodeId {
        self.graph.add_from(value, origin)
    }

    #[inline(always)]
    pub(super) fn push_new(&mut self, value: Value, origin: Origin) {
        let node = self.new_node(value, origin);
        self.push(node);
    }

    /// Pushes what a binary opcode without children makes.
    #[inline(always)]
    pub(super) fn push_leaf(&mut self, value: Value, origin: Origin) {
        match self.keep {
            Keep::All => self.push_new(value, origin),
            Keep::Parents => self.push(NodeId::in_payload(origin.offset)),
        }
    }

    #[inline]
    fn value(&self, node: NodeId) -> Value {
        self.graph.stored(node).unwrap_or_else(|| leaf::value_at(self.input, node.offset_in_payload()))
    }

    #[cold]
    fn underflow(&self) -> Failure {
        if self.marks.is_empty() { ReadErrorKind::StackUnderflow } else { ReadErrorKind::UnexpectedMark }
            .into()
    }

    /// Whether there is a value above the topmost mark.
    #[inline]
    pub(super) fn has_top(&self) -> bool {
        self.stack.len() > self.fence
    }

    #[inline]
    pub(super) fn top(&self) -> Result<NodeId> {
        match self.stack.last() {
            Some(&node) if self.stack.len() > self.fence => Ok(node),
            _ => Err(self.underflow()),
        }
    }

    #[inline]
    pub(super) fn pop(&mut self) -> Result<NodeId> {
        let node = self.top()?;
        self.stack.pop();
        Ok(node)
    }

    #[inline]
    pub(super) fn mark(&mut self) {
        // The stack is shorter than the input, which is far below 4 GiB.
        push(&mut self.marks, self.stack.len() as u32);
        self.fence = self.stack.len();
    }

    /// Takes the topmost mark off and says at which height it was.
    #[inline]
    pub(super) fn marker(&mut self) -> Result<usize> {
        let Some(start) = self.marks.pop() else { return Err(ReadErrorKind::NoMark.into()) };
        self.fence = self.marks.last().map_or(0, |&mark| mark as usize);
        Ok(start as usize)
    }

    pub(super) fn drop_top(&mut self) -> Result<()> {
        if self.marks.last().is_some_and(|&mark| mark as usize == self.stack.len()) {
            self.marker()?;
        } else {
            self.pop()?;
            self.graph.set_loose();
        }
        Ok(())
    }

    pub(super) fn drop_to_mark(&mut self) -> Result<()> {
        let start = self.marker()?;
        self.stack.truncate(start);
        self.graph.set_loose();
        Ok(())
    }

    pub(super) fn dup(&mut self) -> Result<()> {
        let top = self.top()?;
        self.push(top);
        Ok(())
    }

    fn tuple_from(&mut self, start: usize, origin: Origin) -> NodeId {
        let node = self.graph.add_tuple_from(&self.stack[start..], origin);
        self.stack.truncate(start);
        node
    }

    #[inline]
    pub(super) fn push_tuple(&mut self, len: usize, origin: Origin) -> Result<()> {
        let Some(start) = self.stack.len().checked_sub(len).filter(|&start| start >= self.fence) else {
            return Err(self.underflow());
        };
        let tuple = self.tuple_from(start, origin);
        self.push(tuple);
        Ok(())
    }

    pub(super) fn tuple_from_mark(&mut self, origin: Origin) -> Result<()> {
        let start = self.marker()?;
        let tuple = self.tuple_from(start, origin);
        self.push(tuple);
        Ok(())
    }

    pub(super) fn list_from_mark(&mut self, origin: Origin) -> Result<()> {
        let start = self.marker()?;
        let list = self.new_node(Value::List(Steps::default()), origin);
        if start < self.stack.len() {
            self.graph.append(list, &self.stack[start..]);
        }
        self.stack.truncate(start);
        self.push(list);
        Ok(())
    }

    pub(super) fn dict_from_mark(&mut self, origin: Origin) -> Result<()> {
        let start = self.marker()?;
        self.check_keys(start)?;
        let dict = self.new_node(Value::Dict(Steps::default()), origin);
        if start < self.stack.len() {
            self.graph.set_items(dict, &self.stack[start..]);
        }
        self.stack.truncate(start);
        self.push(dict);
        Ok(())
    }

    pub(super) fn frozenset_from_mark(&mut self, origin: Origin) -> Result<()> {
        let start = self.marker()?;
        for &element in &self.stack[start..] {
            self.check_hashable(element)?;
        }
        let run = self.graph.add_run(&self.stack[start..]);
        self.stack.truncate(start);
        self.push_new(Value::FrozenSet(run), origin);
        Ok(())
    }

    #[inline]
    fn check_hashable(&self, node: NodeId) -> Result<()> {
        if self.graph.is_unhashable(node) {
            return Err(ReadErrorKind::Unhashable(self.type_name(node)).into());
        }
        if self.graph.tuple_depth(node) == u8::MAX {
            self.deep_key.set(true);
        }
        Ok(())
    }

    /// Checks that keys and values pair up from `start` and that the keys can be keys.
    #[inline]
    fn check_keys(&self, start: usize) -> Result<()> {
        let (pairs, rest) = self.stack[start..].as_chunks::<2>();
        if !rest.is_empty() {
            return Err(ReadErrorKind::OddItems.into());
        }
        for &[key, _] in pairs {
            self.check_hashable(key)?;
        }
        Ok(())
    }

    /// What the values from `start` are put into; `None` when there are no values, which does nothing.
    #[inline]
    fn target(&self, start: usize) -> Result<Option<NodeId>> {
        if start <= self.fence || start > self.stack.len() {
            return Err(self.underflow());
        }
        Ok((start < self.stack.len()).then(|| self.stack[start - 1]))
    }

    /// The height below so many values.
    #[inline]
    fn below(&self, count: usize) -> Result<usize> {
        self.stack.len().checked_sub(count).ok_or_else(|| self.underflow())
    }

    pub(super) fn append_last(&mut self, origin: Origin) -> Result<bool> {
        let start = self.below(1)?;
        self.append(start, origin)
    }

    pub(super) fn append_from_mark(&mut self, origin: Origin) -> Result<bool> {
        let start = self.marker()?;
        self.append(start, origin)
    }

    #[inline]
    fn append(&mut self, start: usize, origin: Origin) -> Result<bool> {
        let Some(target) = self.target(start)? else { return Ok(true) };
        let kept = match self.value(target) {
            Value::List(_) => {
                self.graph.append(target, &self.stack[start..]);
                true
            }
            Value::ByteArray(_) => {
                for at in start..self.stack.len() {
                    self.check_byte(self.stack[at])?;
                }
                self.change_in_place(target, StepKind::Append, origin)
            }
            _ => self.change(target, StepKind::Append, start, "a list", origin)?,
        };
        self.stack.truncate(start);
        Ok(kept)
    }

    pub(super) fn set_last(&mut self, origin: Origin) -> Result<bool> {
        let start = self.below(2)?;
        self.set(start, origin)
    }

    pub(super) fn set_from_mark(&mut self, origin: Origin) -> Result<bool> {
        let start = self.marker()?;
        self.set(start, origin)
    }

    #[inline]
    fn set(&mut self, start: usize, origin: Origin) -> Result<bool> {
        let Some(target) = self.target(start)? else { return Ok(true) };
        let kept = match self.value(target) {
            Value::Dict(_) => {
                self.check_keys(start)?;
                self.graph.set_items(target, &self.stack[start..]);
                true
            }
            _ if !(self.stack.len() - start).is_multiple_of(2) => return Err(ReadErrorKind::OddItems.into()),
            Value::List(_) => self.set_elements(target, start, origin)?,
            Value::ByteArray(span) => self.set_bytes(target, span.len(), start, origin)?,
            _ => self.change(target, StepKind::Items, start, "a dict", origin)?,
        };
        self.stack.truncate(start);
        Ok(kept)
    }

    /// `list[index] = value`, which Python allows where the index exists; a computed index can be a slice.
    fn set_elements(&mut self, list: NodeId, start: usize, origin: Origin) -> Result<bool> {
        let mut kept = true;
        for at in (start..self.stack.len()).step_by(2) {
            let (key, value) = (self.stack[at], self.stack[at + 1]);
            let index = self.index(key)?;
            let certain = self.work <= MAX_WORK && !self.changed.contains(&list);
            let set = index
                .filter(|_| certain)
                .and_then(|index| self.graph.set_element(list, index, value, &mut self.work));
            match set {
                Some(()) => {}
                None if certain && index.is_some() && !self.called => {
                    return Err(ReadErrorKind::BadListIndex.into());
                }
                None => kept = self.change_in_place(list, StepKind::Items, origin),
            }
        }
        Ok(kept)
    }

    /// `bytearray[index] = byte`, or a slice of it.
    fn set_bytes(&mut self, bytes: NodeId, len: usize, start: usize, origin: Origin) -> Result<bool> {
        for at in (start..self.stack.len()).step_by(2) {
            if let Some(index) = self.index(self.stack[at])? {
                let len = len as i64;
                if !(-len..len).contains(&index) && !self.called && !self.changed.contains(&bytes) {
                    return Err(ReadErrorKind::BadListIndex.into());
                }
                self.check_byte(self.stack[at + 1])?;
                // The length stays.
                self.note_change(bytes, StepKind::Items, origin);
            } else {
                self.change_in_place(bytes, StepKind::Items, origin);
            }
        }
        Ok(false)
    }

    /// The index that a key is; `None` for one that is computed.
    fn index(&self, key: NodeId) -> Result<Option<i64>> {
        match self.value(key) {
            Value::Int(n) => Ok(Some(n)),
            Value::Bool(b) => Ok(Some(i64::from(b))),
            Value::BigInt(_) => Err(ReadErrorKind::BadListIndex.into()),
            _ => match self.type_name(key) {
                TypeName::Object => Ok(None),
                found => Err(Failure::wrong_type("a list index", found)),
            },
        }
    }

    fn check_byte(&self, node: NodeId) -> Result<()> {
        match self.value(node) {
            Value::Int(0..=255) | Value::Bool(_) => Ok(()),
            Value::Int(_) | Value::BigInt(_) => Err(ReadErrorKind::BadByte.into()),
            _ => match self.type_name(node) {
                TypeName::Object => Ok(()),
                found => Err(Failure::wrong_type("an integer from 0 to 255", found)),
            },
        }
    }

    /// Notes a change that the graph does not hold; returns `false` for that.
    fn change_in_place(&mut self, target: NodeId, kind: StepKind, origin: Origin) -> bool {
        self.changed.insert(target);
        self.note_change(target, kind, origin);
        false
    }

    /// Adds the effect of a change, once for the same change in a row.
    fn note_change(&mut self, target: NodeId, kind: StepKind, origin: Origin) {
        let effect = EffectKind::Mutate(target, kind);
        if self.graph.effects().last().is_none_or(|last| last.kind != effect) {
            self.graph.add_effect_on_stack(Effect { kind: effect, offset: origin.offset });
        }
    }

    pub(super) fn add_from_mark(&mut self, origin: Origin) -> Result<bool> {
        let start = self.marker()?;
        let Some(target) = self.target(start)? else { return Ok(true) };
        let kept = match self.value(target) {
            Value::Set(_) => {
                for &element in &self.stack[start..] {
                    self.check_hashable(element)?;
                }
                self.graph.add_step(target, StepKind::Add, &self.stack[start..]);
                true
            }
            _ => self.change(target, StepKind::Add, start, "a set", origin)?,
        };
        self.stack.truncate(start);
        Ok(kept)
    }

    /// Changes something that is no plain container; whether the graph keeps the change.
    fn change(
        &mut self,
        target: NodeId,
        kind: StepKind,
        start: usize,
        expected: &'static str,
        origin: Origin,
    ) -> Result<bool> {
        let found = self.type_name(target);
        if found != TypeName::Object {
            return Err(Failure::wrong_type(expected, found));
        }
        self.called = true;
        self.note_change(target, kind, origin);
        self.graph.add_step(target, kind, &self.stack[start..]);
        Ok(matches!(self.value(target), Value::Call { .. }))
    }

    pub(super) fn stack_global(&mut self, origin: Origin) -> Result<()> {
        let name = self.pop()?;
        let module = self.pop()?;
        for node in [module, name] {
            // Something imported or computed may be a string, too.
            let found = self.type_name(node);
            if !matches!(found, TypeName::Str | TypeName::Object) {
                return Err(Failure::wrong_type("a string", found));
            }
        }
        self.import(module, name, origin);
        Ok(())
    }

    pub(super) fn push_global(&mut self, module: Span, name: Span, origin: Origin) {
        let module = self.new_node(Value::Str(module), origin);
        let name = self.new_node(Value::Str(name), origin);
        self.import(module, name, origin);
    }

    fn import(&mut self, module: NodeId, name: NodeId, origin: Origin) {
        let global = self.new_node(Value::None, origin);
        self.graph.set_global(global, module, name, self.protocol);
        self.graph.add_effect_on_stack(Effect { kind: EffectKind::Import(global), offset: origin.offset });
        self.push(global);
    }

    pub(super) fn inst(&mut self, start: usize, module: Span, name: Span, origin: Origin) -> Result<()> {
        self.push_global(module, name, origin);
        let class = self.pop()?;
        let args = self.tuple_from(start, origin);
        self.call_with(CallForm::Inst, class, args, origin)
    }

    pub(super) fn obj(&mut self, origin: Origin) -> Result<()> {
        let start = self.marker()?;
        if start >= self.stack.len() {
            return Err(self.underflow());
        }
        let args = self.tuple_from(start + 1, origin);
        let class = self.pop()?;
        self.call_with(CallForm::Obj, class, args, origin)
    }

    /// REDUCE and NEWOBJ: callable and argument tuple from the stack.
    pub(super) fn call(&mut self, form: CallForm, origin: Origin) -> Result<()> {
        let args = self.pop()?;
        let func = self.pop()?;
        self.call_with(form, func, args, origin)
    }

    pub(super) fn newobj_ex(&mut self, origin: Origin) -> Result<()> {
        let kwargs = self.pop()?;
        let args = self.pop()?;
        let class = self.pop()?;
        self.expect_class(CallForm::NewObjEx, class)?;
        self.expect_tuple(args)?;
        let found = self.type_name(kwargs);
        if !matches!(found, TypeName::Dict | TypeName::Object) {
            return Err(Failure::wrong_type("a dict of arguments", found));
        }
        let both = self.graph.add_tuple_from(&[args, kwargs], origin);
        self.call_checked(CallForm::NewObjEx, class, both, origin);
        Ok(())
    }

    fn expect_tuple(&self, args: NodeId) -> Result<()> {
        // An object can be of a subclass of tuple.
        match self.type_name(args) {
            TypeName::Tuple | TypeName::Object => Ok(()),
            found => Err(Failure::wrong_type("a tuple of arguments", found)),
        }
    }

    fn expect_class(&self, form: CallForm, func: NodeId) -> Result<()> {
        let expected = match form {
            CallForm::NewObj | CallForm::NewObjEx => "a class",
            _ => "something callable",
        };
        match self.type_name(func) {
            TypeName::Object => Ok(()),
            found => Err(Failure::wrong_type(expected, found)),
        }
    }

    fn call_with(&mut self, form: CallForm, func: NodeId, args: NodeId, origin: Origin) -> Result<()> {
        self.expect_class(form, func)?;
        self.expect_tuple(args)?;
        self.call_checked(form, func, args, origin);
        Ok(())
    }

    fn call_checked(&mut self, form: CallForm, func: NodeId, args: NodeId, origin: Origin) {
        self.called = true;
        let call = self.new_node(Value::Call { form, func, args, steps: Steps::default() }, origin);
        self.graph.add_effect_on_stack(Effect { kind: EffectKind::Call(call), offset: origin.offset });
        self.push(call);
    }

    pub(super) fn build(&mut self, origin: Origin) -> Result<bool> {
        let below = self.below(2)?;
        if below < self.fence {
            return Err(self.underflow());
        }
        let state = self.pop()?;
        let target = self.stack[below];
        let found = self.type_name(target);
        if found != TypeName::Object && self.sets_nothing(found, state)? {
            return Ok(true);
        }
        self.graph
            .add_effect_on_stack(Effect { kind: EffectKind::Build(target, state), offset: origin.offset });
        self.called = true;
        let keeps = matches!(self.value(target), Value::Call { .. });
        if keeps {
            self.graph.add_step(target, StepKind::State, &[state]);
        }
        Ok(keeps)
    }

    /// Whether a state for a value that takes none sets nothing for certain, which Python lets pass; `false` where that
    /// depends on something computed.
    fn sets_nothing(&self, found: TypeName, state: NodeId) -> Result<bool> {
        let is_computed = |node| self.type_name(node) == TypeName::Object;
        let certain = match self.value(state) {
            Value::None => Some(true),
            Value::Tuple(run) => match *self.graph.run(run) {
                [dict, slots] => {
                    let no_dict = self.value(dict) == Value::None;
                    let is_dict = matches!(self.value(slots), Value::Dict(_));
                    let no_slots = is_dict && self.graph.items(slots).next().is_none() && !self.called;
                    let maybe_no_slots = no_slots || is_dict && self.called || is_computed(slots);
                    let possible = (no_dict || is_computed(dict)) && maybe_no_slots;
                    possible.then_some(no_dict && no_slots)
                }
                _ => None,
            },
            _ => is_computed(state).then_some(false),
        };
        certain.ok_or_else(|| Failure::wrong_type("an object that takes a state", found))
    }

    pub(super) fn readonly(&mut self, origin: Origin) -> Result<()> {
        let node = self.top()?;
        match self.type_name(node) {
            TypeName::Bytes | TypeName::MemoryView => {}
            TypeName::ByteArray | TypeName::Object => {
                self.pop()?;
                let view = self.new_node(Value::ReadOnly(node), origin);
                self.graph
                    .add_effect_on_stack(Effect { kind: EffectKind::View(view), offset: origin.offset });
                self.push(view);
            }
            found => return Err(Failure::wrong_type("a bytes-like object", found)),
        }
        Ok(())
    }

    pub(super) fn ext(&mut self, code: i32, origin: Origin) -> Result<()> {
        if code <= 0 {
            return Err(ReadErrorKind::BadExtension(code).into());
        }
        self.called = true;
        let node = self.new_node(Value::Ext(code), origin);
        self.graph.add_effect_on_stack(Effect { kind: EffectKind::Ext(node), offset: origin.offset });
        self.push(node);
        Ok(())
    }

    pub(super) fn persid(&mut self, id: NodeId, origin: Origin) {
        self.called = true;
        let node = self.new_node(Value::PersId(id), origin);
        self.graph.add_effect_on_stack(Effect { kind: EffectKind::PersId(node), offset: origin.offset });
        self.push(node);
    }

    fn type_name(&self, node: NodeId) -> TypeName {
        match self.value(node) {
            Value::None => TypeName::None,
            Value::Bool(_) => TypeName::Bool,
            Value::Int(_) | Value::BigInt(_) => TypeName::Int,
            Value::Float(_) => TypeName::Float,
            Value::Str(_) | Value::Py2Str(_) => TypeName::Str,
            Value::Bytes(_) => TypeName::Bytes,
            Value::ByteArray(_) => TypeName::ByteArray,
            Value::Tuple(_) => TypeName::Tuple,
            Value::List(_) => TypeName::List,
            Value::Dict(_) => TypeName::Dict,
            Value::Set(_) => TypeName::Set,
            Value::FrozenSet(_) => TypeName::FrozenSet,
            Value::Buffer { .. } | Value::ReadOnly(_) => TypeName::MemoryView,
            Value::Global { .. } | Value::Call { .. } | Value::Ext(_) | Value::PersId(_) => TypeName::Object,
        }
    }
}

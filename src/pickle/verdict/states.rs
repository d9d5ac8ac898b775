//! What a payload does to values after it made them: states that are set, elements and items that are added.
//!
//! A state can replace what an object is or what is called later, and a change of something that the whole process
//! shares outlasts the session. It does not see calls and imports: `judge` does.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::ReasonCode;
use super::classify::{Class, is_dunder};
use super::judge::{Callee, Judge};
use super::known::{self, Shape};
use super::shapes;
use crate::pickle::{CallForm, NodeId, StepKind, Value};

/// Items of a state that are looked at however often it is set.
const SMALL_STATE: usize = 32;
/// How many calls may stand around the dict of a state.
const MAX_AROUND: usize = 8;
/// Bytes of an attribute's name that are looked at.
const MAX_ATTRIBUTE: usize = 64;

/// An attribute that an opcode calls where an object has it.
#[derive(Clone, Copy)]
pub(super) struct Hook {
    state: NodeId,
    kind: StepKind,
    value: NodeId,
}

/// The key of an item in a state, as far as it can be an attribute.
enum Key<'g> {
    Text(Cow<'g, str>),
    /// Text that is computed.
    Unclear,
    Other,
}

impl<'g> Judge<'g> {
    /// Judges `BUILD`.
    pub(super) fn build(&mut self, target: NodeId, state: NodeId, offset: usize) {
        match self.graph.value(target) {
            Value::Call { .. } if self.is_shared(target) => {
                self.add(ReasonCode::ChangesImport, offset, self.describe(target));
            }
            Value::Call { .. } if self.is_partial(target) => {
                if !shapes::is_partial_state(self, state) {
                    self.add(ReasonCode::DangerousName, offset, "functools.partial".to_owned());
                }
            }
            Value::Call { .. } => {
                if !self.takes_state(target, state) {
                    self.add(ReasonCode::OddArguments, offset, "state that Python does not set".to_owned());
                }
            }
            Value::Global { .. } => {
                return self.add(ReasonCode::ChangesImport, offset, self.describe(target));
            }
            // Both have a reason of their own.
            Value::Ext(_) | Value::PersId(_) => {}
            _ => return self.add(ReasonCode::OddArguments, offset, "state of a plain value".to_owned()),
        }
        // The state of an object without `__setstate__`: a dict, or a dict and a dict for slots.
        let mut parts = [Some(state), None];
        if let Some(&[dict, slots]) = self.computed_tuple(state, offset).or(shapes::tuple(self.graph, state))
        {
            parts = [Some(dict), Some(slots)];
        }
        for part in parts.into_iter().flatten() {
            self.look_at_state(state, part, offset);
        }
    }

    /// Looks for attributes that replace what an object is, or that an opcode calls.
    fn look_at_state(&mut self, state: NodeId, part: NodeId, offset: usize) {
        let mut dicts = vec![part];
        for _ in 0..MAX_AROUND {
            let Some(dict) = dicts.pop() else { break };
            // A large state needs to be looked at once, however often a payload sets it.
            let large =
                self.graph.steps(dict).map(|step| step.children.len()).sum::<usize>() > 2 * SMALL_STATE;
            if large && !self.states.insert(dict) {
                continue;
            }
            for step in self.graph.steps(dict).filter(|step| step.kind == StepKind::Items) {
                for &[key, value] in step.children.as_chunks::<2>().0 {
                    self.look_at_attribute(state, key, value, offset);
                }
            }
            let Value::Call { args, .. } = self.graph.value(dict) else { continue };
            // `dict(...)` and the like: of a dict, of pairs, or of another call.
            for &arg in shapes::tuple(self.graph, args).unwrap_or_default().iter().take(3) {
                if matches!(self.graph.value(arg), Value::Dict(_) | Value::Call { .. }) {
                    dicts.push(arg);
                } else if self.states.insert(arg) {
                    for pair in self.graph.elements(arg) {
                        let mut pair = match self.graph.value(pair) {
                            Value::Tuple(_) | Value::List(_) => self.graph.elements(pair),
                            Value::Call { func, .. } if self.makes_pair(func) => {
                                self.add(ReasonCode::StateOverride, offset, "computed attribute".to_owned());
                                continue;
                            }
                            _ => continue,
                        };
                        if let (Some(key), Some(value)) = (pair.next(), pair.next()) {
                            self.look_at_attribute(state, key, value, offset);
                        }
                    }
                }
            }
        }
    }

    /// Whether what is called makes a pair of what it is given.
    fn makes_pair(&self, func: NodeId) -> bool {
        match self.callee(func) {
            Callee::Name(.., Class::Known(shape)) => {
                matches!(shape, Shape::Iterable | Shape::Iter | Shape::Deque | Shape::Mapping)
            }
            Callee::Name(.., Class::Unknown | Class::Bad(ReasonCode::Allowed)) => false,
            _ => true,
        }
    }

    /// The elements of a state that is `tuple(...)`, which Python writes for none.
    fn computed_tuple(&mut self, state: NodeId, offset: usize) -> Option<&'g [NodeId]> {
        let Value::Call { func, args, .. } = self.graph.value(state) else { return None };
        if !matches!(self.callee(func), Callee::Name(module, name, _) if module == "builtins" && name == "tuple")
        {
            return None;
        }
        self.add(ReasonCode::OddArguments, offset, "state that is computed".to_owned());
        let &[of] = shapes::tuple(self.graph, args)? else { return None };
        match self.graph.value(of) {
            Value::Tuple(run) => Some(self.graph.run(run)),
            Value::List(_) => self.graph.steps(of).next().map(|step| step.children),
            _ => {
                self.add(ReasonCode::StateOverride, offset, "computed attribute".to_owned());
                None
            }
        }
    }

    fn look_at_attribute(&mut self, state: NodeId, key: NodeId, value: NodeId, offset: usize) {
        let callable = matches!(
            self.graph.value(value),
            Value::Global { .. } | Value::Call { .. } | Value::Ext(_) | Value::PersId(_)
        );
        if !callable {
            return;
        }
        match self.key(key) {
            Key::Text(name) if overrides(&name) => {
                self.add(ReasonCode::StateOverride, offset, name.into_owned());
            }
            Key::Text(name) => {
                let kind = match &*name {
                    "append" | "extend" => StepKind::Append,
                    "add" => StepKind::Add,
                    _ => return,
                };
                self.hooks.push(Hook { state, kind, value });
            }
            Key::Unclear => self.add(ReasonCode::StateOverride, offset, "computed attribute".to_owned()),
            Key::Other => {}
        }
    }

    fn key(&self, key: NodeId) -> Key<'g> {
        let text = |node| self.text(node).filter(|text| text.len() <= MAX_ATTRIBUTE);
        match self.graph.value(key) {
            Value::Str(_) | Value::Py2Str(_) => text(key).map_or(Key::Other, Key::Text),
            Value::Call { func, args, .. } => {
                let makes_text = match self.callee(func) {
                    Callee::Name(.., Class::Known(shape)) => match shape {
                        Shape::Str
                        | Shape::Markup
                        | Shape::Reconstructor
                        | Shape::NewObj
                        | Shape::NewObjEx => true,
                        // `str.join` and the like, and what is looked up.
                        Shape::GetAttr => return Key::Unclear,
                        _ => return Key::Other,
                    },
                    // An application's class of text, which the text makes an attribute all the same.
                    Callee::Name(.., Class::Unknown | Class::Bad(ReasonCode::Allowed)) => false,
                    _ => return Key::Unclear,
                };
                // Also in the arguments within the arguments of `__newobj_ex__`, and in what a text is made of.
                let args = shapes::tuple(self.graph, args).unwrap_or_default();
                let first = |args| {
                    shapes::tuple(self.graph, args).unwrap_or_default().iter().take(4).copied().collect()
                };
                let within = |arg: &NodeId| match self.graph.value(*arg) {
                    Value::Tuple(_) => first(*arg),
                    Value::Call { args, .. } => first(args),
                    _ => vec![*arg],
                };
                let mut texts = args.iter().take(4).flat_map(within).filter_map(text);
                match texts.find(|text| makes_text || overrides(text) || is_hook(text)) {
                    Some(text) => Key::Text(text),
                    None if makes_text && !args.is_empty() => Key::Unclear,
                    None => Key::Other,
                }
            }
            // An imported name can be that of a text.
            Value::Global { .. } | Value::Ext(_) | Value::PersId(_) => Key::Unclear,
            _ => Key::Other,
        }
    }

    /// Judges `APPEND`, `SETITEM`, `ADDITEMS` and the like where they change what is not a plain container.
    pub(super) fn change(&mut self, target: NodeId, kind: StepKind, offset: usize) {
        match self.graph.value(target) {
            Value::Call { .. } if self.is_shared(target) || self.wraps_import(target) => {
                self.add(ReasonCode::ChangesImport, offset, self.describe(target));
            }
            Value::Call { .. } => {
                if !self.takes_change(target, kind) {
                    self.add(ReasonCode::OddArguments, offset, "change that Python does not make".to_owned());
                }
                self.changed.push((target, kind, offset));
            }
            // It runs nothing; the reader warns that it is not shown.
            Value::ByteArray(_) => {}
            Value::List(_) => {
                self.add(ReasonCode::OddArguments, offset, "change of a value in place".to_owned());
            }
            _ => self.add(ReasonCode::ChangesImport, offset, self.describe(target)),
        }
    }

    /// Judges the attributes that changes have called.
    pub(super) fn judge_hooks(&mut self) {
        if self.hooks.is_empty() {
            return;
        }
        let (hooks, changed) = (std::mem::take(&mut self.hooks), std::mem::take(&mut self.changed));
        let mut by_state: HashMap<(NodeId, StepKind), Vec<NodeId>> = HashMap::new();
        for Hook { state, kind, value } in hooks {
            by_state.entry((state, kind)).or_default().push(value);
        }
        let (mut looked_at, mut called) = (HashSet::new(), HashSet::new());
        for (target, kind, offset) in changed {
            if !looked_at.insert((target, kind)) {
                continue;
            }
            for step in self.graph.steps(target).filter(|step| step.kind == StepKind::State) {
                let values = step.children.first().and_then(|state| by_state.remove(&(*state, kind)));
                for value in values.into_iter().flatten().filter(|value| called.insert(*value)) {
                    self.hook_call(value, offset);
                }
            }
        }
    }

    /// Whether an object is one that the process shares: what `getattr` finds, members of enums, cached time zones.
    fn is_shared(&self, target: NodeId) -> bool {
        let Value::Call { func, args, .. } = self.graph.value(target) else { return false };
        let class = self.class_argument(func, args).unwrap_or(func);
        match self.callee(class) {
            Callee::Name(.., Class::Known(shape)) => matches!(
                shape,
                Shape::GetAttr
                    | Shape::GetItem
                    | Shape::Member
                    | Shape::Or
                    | Shape::Reduce
                    | Shape::Type
                    | Shape::Zone
                    | Shape::ZoneUnpickle
            ),
            Callee::Name(module, name, Class::Unknown) => known::is_shared(&module, &name),
            _ => false,
        }
    }

    /// Whether an object passes its changes on to something imported.
    fn wraps_import(&self, target: NodeId) -> bool {
        let Value::Call { func, args, .. } = self.graph.value(target) else { return false };
        let class = self.class_argument(func, args).unwrap_or(func);
        let wraps = matches!(self.callee(class), Callee::Name(module, name, _)
            if module == "collections" && matches!(&*name, "ChainMap" | "UserDict" | "UserList"));
        let is_name = |node: &NodeId| !matches!(self.callee(*node), Callee::Computed);
        let holds_name = |node: NodeId| match self.graph.value(node) {
            Value::List(_) | Value::Tuple(_) => self.graph.elements(node).take(4).any(|node| is_name(&node)),
            _ => is_name(&node),
        };
        let mut states =
            self.graph.steps(target).filter(|step| step.kind == StepKind::State).take(SMALL_STATE);
        wraps
            && (shapes::tuple(self.graph, args).unwrap_or_default().iter().take(4).any(is_name)
                || states.any(|step| {
                    step.children.iter().any(|&state| {
                        self.graph.items(state).take(SMALL_STATE).any(|(_, value)| holds_name(value))
                    })
                }))
    }

    /// Whether Python sets such a state on what a known name makes; objects of other classes take any.
    fn takes_state(&self, target: NodeId, state: NodeId) -> bool {
        let Value::Call { func, args, .. } = self.graph.value(target) else { return true };
        let func = self.class_argument(func, args).unwrap_or(func);
        let Callee::Name(.., Class::Known(shape)) = self.callee(func) else { return true };
        match shape {
            Shape::Iter => matches!(self.graph.value(state), Value::Int(_)),
            Shape::Any
            | Shape::Object
            | Shape::Mapping
            | Shape::DefaultDict
            | Shape::Deque
            | Shape::Iterable
            | Shape::Str
            | Shape::Number
            | Shape::Markup => matches!(self.graph.value(state), Value::Dict(_) | Value::None),
            _ => false,
        }
    }

    /// Whether Python adds such parts to what a known name makes; objects of other classes take any.
    fn takes_change(&self, target: NodeId, kind: StepKind) -> bool {
        let Value::Call { form, func, args, .. } = self.graph.value(target) else { return true };
        let class = self.class_argument(func, args).unwrap_or(func);
        let Callee::Name(.., Class::Known(shape)) = self.callee(class) else { return true };
        match kind {
            StepKind::Items => matches!(shape, Shape::Mapping | Shape::DefaultDict),
            StepKind::Append => shape == Shape::Deque || shape == Shape::Iterable && form == CallForm::NewObj,
            StepKind::Add | StepKind::State => false,
        }
    }
}

fn is_hook(name: &str) -> bool {
    matches!(name, "append" | "extend" | "add")
}

/// Dunder attributes change what an object is or does; these hold data in ordinary states.
pub(super) fn overrides(name: &str) -> bool {
    const DATA: &[&str] = &[
        "__dict__",
        "__doc__",
        "__fields_set__",
        "__notes__",
        "__orig_class__",
        "__private_attribute_values__",
        "__pydantic_extra__",
        "__pydantic_fields_set__",
        "__pydantic_private__",
        "__slots__",
        "__version__",
    ];
    is_dunder(name) && DATA.binary_search(&name).is_err()
}

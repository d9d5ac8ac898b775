//! Goes through the effects of a payload and finds the reasons.

use std::borrow::Cow;
use std::collections::HashSet;

use super::classify::{Class, classify, is_dunder};
use super::known::Shape;
use super::{AllowList, Level, Reason, ReasonCode, Verdict, shapes};
use crate::pickle::{
    CallForm, Effect, EffectKind, Graph, Limits, NodeId, Pickle, ReadError, StepKind, Value, read,
};

/// More reasons than these are kept only when they are worse.
const MAX_REASONS: usize = 200;
/// How many `getattr` may be nested; picklers nest one for each class around a class.
const MAX_ATTRIBUTES: usize = 8;
/// Bytes of a name that are looked at; what is longer is no name.
const MAX_NAME: usize = 1000;
/// Items of a state that are looked at however often it is set.
const SMALL_STATE: usize = 32;
/// How many pickles within the payload are looked into.
const MAX_NESTED: usize = 16;

/// Judges a payload that was read, or the part of it before it broke.
///
/// ```
/// use sessctl::pickle::{AllowList, Level, Limits, judge, read};
///
/// let outcome = read(b"cos\nsystem\n(S'id'\ntR.".to_vec(), &Limits::default());
/// let verdict = judge(outcome.as_ref(), &AllowList::new());
/// assert_eq!(verdict.level, Level::Malicious);
/// assert_eq!(verdict.reasons[0].to_string(), "dangerous name: `os.system` at byte 0");
/// ```
#[must_use]
pub fn judge(outcome: Result<&Pickle, &ReadError>, allow: &AllowList) -> Verdict {
    let graph = match outcome {
        Ok(pickle) => &pickle.graph,
        Err(error) => &error.prefix,
    };
    let mut judge = Judge::new(graph, allow);
    judge.run();
    let Judge { mut verdict, mut nested, .. } = judge;
    let mut budget = MAX_NESTED;
    while let (Some(payload), Some(left)) = (nested.pop(), budget.checked_sub(1)) {
        budget = left;
        nested.extend(judge_nested(payload, allow, &mut verdict));
    }
    if let Err(error) = outcome {
        let code = if error.is_limit() { ReasonCode::LimitReached } else { ReasonCode::Broken };
        verdict.level = verdict.level.max(code.level());
        verdict.reasons.push(Reason { code, offset: error.offset, name: error.kind.to_string() });
    }
    verdict
}

/// Judges a pickle within the payload; returns the pickles within that.
fn judge_nested(payload: Vec<u8>, allow: &AllowList, verdict: &mut Verdict) -> Vec<Vec<u8>> {
    let outcome = read(payload, &Limits::default());
    let graph = outcome.as_ref().map_or_else(|error| &*error.prefix, |pickle| &pickle.graph);
    let mut inner = Judge::new(graph, allow);
    inner.run();
    for Reason { code, offset, name } in inner.verdict.reasons {
        if code.level() > Level::Known && !is_among(&verdict.reasons, ReasonCode::NestedPickle, &name) {
            verdict.reasons.push(Reason { code: ReasonCode::NestedPickle, offset, name });
            verdict.level = Level::Malicious;
        }
    }
    inner.nested
}

/// Whether a reason has been given; there are few.
fn is_among(reasons: &[Reason], code: ReasonCode, name: &str) -> bool {
    reasons.iter().any(|reason| reason.code == code && reason.name == name)
}

/// What is called, as far as names tell.
#[derive(Clone, Debug)]
pub(super) enum Callee<'g> {
    /// An imported name, or an attribute of one.
    Name(Cow<'g, str>, Cow<'g, str>, Class),
    /// An extension code or a persistent id: a reason of its own.
    Registered,
    /// The result of a call.
    Computed,
}

pub(super) struct Judge<'g> {
    pub(super) graph: &'g Graph,
    allow: &'g AllowList,
    verdict: Verdict,
    /// The classes of the imported names, in the order of their nodes.
    imports: Vec<(NodeId, Class)>,
    /// `getattr` and `functools.partial` as imported, in the order of the nodes.
    getattrs: Vec<NodeId>,
    states: HashSet<NodeId>,
    nested: Vec<Vec<u8>>,
}

impl<'g> Judge<'g> {
    fn new(graph: &'g Graph, allow: &'g AllowList) -> Self {
        Self {
            graph,
            allow,
            verdict: Verdict { level: Level::Plain, reasons: Vec::new() },
            imports: Vec::new(),
            getattrs: Vec::new(),
            states: HashSet::new(),
            nested: Vec::new(),
        }
    }

    fn run(&mut self) {
        for &Effect { kind, offset } in self.graph.effects() {
            let offset = offset as usize;
            match kind {
                EffectKind::Import(node) => self.import(node, offset),
                EffectKind::Call(node) => self.call(node, offset),
                EffectKind::Build(target, state) => self.build(target, state, offset),
                EffectKind::Mutate(target) => {
                    if !matches!(self.graph.value(target), Value::Call { .. }) {
                        self.add(ReasonCode::ChangesImport, offset, self.describe(target));
                    }
                }
                EffectKind::PersId(node) => {
                    let name = match self.graph.value(node) {
                        Value::PersId(id) => self.describe(id),
                        _ => String::new(),
                    };
                    self.add(ReasonCode::PersistentId, offset, name);
                }
                EffectKind::Ext(node) => self.add(ReasonCode::ExtensionCode, offset, self.describe(node)),
                EffectKind::View(node) => self.add(ReasonCode::MemoryView, offset, self.describe(node)),
            }
        }
        if !self.getattrs.is_empty()
            && self.graph.edges().iter().any(|child| self.getattrs.binary_search(child).is_ok())
        {
            let offset = self.graph.origin(self.getattrs[0]).offset as usize;
            self.add(ReasonCode::PassesGetattr, offset, self.describe(self.getattrs[0]));
        }
    }

    fn add(&mut self, code: ReasonCode, offset: usize, name: String) {
        let worse = code.level() > self.verdict.level;
        self.verdict.level = self.verdict.level.max(code.level());
        if !worse && self.verdict.reasons.len() >= MAX_REASONS || is_among(&self.verdict.reasons, code, &name)
        {
            return;
        }
        self.verdict.reasons.push(Reason { code, offset, name });
    }

    /// Text of a string node, lossy.
    fn text(&self, node: NodeId) -> Option<Cow<'g, str>> {
        match self.graph.value(node) {
            Value::Str(span) | Value::Py2Str(span) => {
                let bytes = self.graph.bytes(span);
                let mut text = String::from_utf8_lossy(&bytes[..bytes.len().min(MAX_NAME)]);
                if bytes.len() > MAX_NAME {
                    // Not ASCII, so that the name counts as odd whatever its end is.
                    text.to_mut().push('\u{2026}');
                }
                Some(text)
            }
            _ => None,
        }
    }

    fn describe(&self, node: NodeId) -> String {
        match self.graph.value(node) {
            Value::Global { module, name } => {
                let part = |node| self.text(node).unwrap_or(Cow::Borrowed("?"));
                format!("{}.{}", part(module), part(name))
            }
            Value::Ext(code) => code.to_string(),
            Value::Int(n) => n.to_string(),
            Value::PersId(_) => "persistent object".to_owned(),
            Value::Call { .. } => "result of a call".to_owned(),
            Value::ReadOnly(_) => "memoryview".to_owned(),
            _ => self.text(node).map_or_else(|| "value".to_owned(), Cow::into_owned),
        }
    }

    fn import(&mut self, node: NodeId, offset: usize) {
        let Value::Global { module, name } = self.graph.value(node) else { return };
        let (Some(module), Some(name)) = (self.text(module), self.text(name)) else {
            self.imports.push((node, Class::Bad(ReasonCode::ComputedName)));
            self.add(ReasonCode::ComputedName, offset, self.describe(node));
            return;
        };
        let class = self.class_of(&module, &name);
        self.imports.push((node, class));
        if matches!(class, Class::Known(Shape::GetAttr | Shape::Partial)) {
            self.getattrs.push(node);
        }
        self.add_class(class, &module, &name, offset);
    }

    /// Classifies a name, the allow-list included.
    fn class_of(&self, module: &str, name: &str) -> Class {
        match classify(module, name) {
            Class::Unknown if self.allow.contains(module, name) => Class::Bad(ReasonCode::Allowed),
            Class::Bad(code) if code.level() < Level::Malicious && self.allow.contains(module, name) => {
                Class::Bad(ReasonCode::Allowed)
            }
            class => class,
        }
    }

    fn add_class(&mut self, class: Class, module: &str, name: &str, offset: usize) {
        let code = match class {
            Class::Known(_) => ReasonCode::KnownType,
            Class::Unknown => ReasonCode::UnknownClass,
            Class::Bad(code) => code,
        };
        self.add(code, offset, [module, ".", name].concat());
    }

    /// What a node stands for when it is called: a name, through any `getattr` of a name by a constant.
    pub(super) fn callee(&self, node: NodeId) -> Callee<'g> {
        let mut attributes: Vec<Cow<'g, str>> = Vec::new();
        let mut node = node;
        loop {
            match self.graph.value(node) {
                Value::Global { module, name } => {
                    let (Some(module), Some(mut name)) = (self.text(module), self.text(name)) else {
                        return Callee::Computed;
                    };
                    if attributes.is_empty() {
                        let class = self
                            .imports
                            .binary_search_by_key(&node, |&(node, _)| node)
                            .map_or(Class::Bad(ReasonCode::ComputedName), |at| self.imports[at].1);
                        return Callee::Name(module, name, class);
                    }
                    for attribute in attributes.iter().rev() {
                        let name = name.to_mut();
                        name.push('.');
                        name.push_str(attribute);
                    }
                    let class = self.class_of(&module, &name);
                    return Callee::Name(module, name, class);
                }
                Value::Call { form: CallForm::Reduce, func, args, .. }
                    if self.getattrs.binary_search(&func).is_ok() && attributes.len() < MAX_ATTRIBUTES =>
                {
                    let Some((object, attribute)) = self.attribute(args) else { return Callee::Computed };
                    attributes.push(attribute);
                    node = object;
                }
                Value::Ext(_) | Value::PersId(_) => return Callee::Registered,
                _ => return Callee::Computed,
            }
        }
    }

    /// The object and the name in the arguments of `getattr`, where the name is constant and plain.
    fn attribute(&self, args: NodeId) -> Option<(NodeId, Cow<'g, str>)> {
        let &[object, name] = shapes::tuple(self.graph, args)? else { return None };
        let name = self.text(name)?;
        let plain = !name.is_empty()
            && name.len() <= 200
            && (!is_dunder(&name) || name == "__new__")
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        plain.then_some((object, name))
    }

    fn call(&mut self, node: NodeId, offset: usize) {
        let Value::Call { form, func, args, .. } = self.graph.value(node) else { return };
        // INST and STACK_GLOBAL made the import just before; most calls are of known types.
        let callee = match self.imports.binary_search_by_key(&func, |&(node, _)| node) {
            Ok(at) if matches!(self.imports[at].1, Class::Unknown) => return,
            Ok(at) if !matches!(self.imports[at].1, Class::Known(_)) => {
                self.look_inside(func, args);
                return;
            }
            Ok(at) => {
                let Class::Known(shape) = self.imports[at].1 else { return };
                self.known_call(shape, func, form, args, node, offset);
                return;
            }
            Err(_) => self.callee(func),
        };
        match callee {
            Callee::Registered => {}
            Callee::Computed if self.is_partial(func) => {}
            Callee::Computed => self.add(ReasonCode::ComputedCall, offset, self.describe(func)),
            Callee::Name(.., Class::Known(shape)) => self.known_call(shape, func, form, args, node, offset),
            // The `getattr` that made it has given the reason.
            Callee::Name(..) => {}
        }
    }

    fn known_call(
        &mut self,
        shape: Shape,
        func: NodeId,
        form: CallForm,
        args: NodeId,
        call: NodeId,
        offset: usize,
    ) {
        if shape == Shape::GetAttr {
            self.getattr_call(call, args, offset);
            return;
        }
        if !shapes::fits(self, shape, form, args) {
            let name = match self.callee(func) {
                Callee::Name(module, name, _) => format!("{module}.{name}"),
                _ => self.describe(func),
            };
            let code =
                if shape == Shape::Partial { ReasonCode::DangerousName } else { ReasonCode::OddArguments };
            self.add(code, offset, name);
        }
    }

    fn getattr_call(&mut self, call: NodeId, args: NodeId, offset: usize) {
        match self.callee(call) {
            Callee::Name(module, name, class) => self.add_class(class, &module, &name, offset),
            _ => {
                let name = shapes::tuple(self.graph, args)
                    .and_then(|args| args.get(1).copied())
                    .map_or_else(|| "?".to_owned(), |name| self.describe(name));
                self.add(ReasonCode::ComputedAttribute, offset, name);
            }
        }
    }

    /// Bytes handed to something dangerous may be another pickle.
    fn look_inside(&mut self, func: NodeId, args: NodeId) {
        let Some(args) = shapes::tuple(self.graph, args) else { return };
        if self.nested.len() >= MAX_NESTED || args.len() > 4 {
            return;
        }
        let Some((_, name)) = self.graph.global(func) else { return };
        if !name.contains("load") && !name.contains("ickle") {
            return;
        }
        for &arg in args {
            if let Value::Bytes(span) | Value::ByteArray(span) | Value::Py2Str(span) = self.graph.value(arg) {
                self.nested.push(self.graph.bytes(span).to_vec());
            }
        }
    }

    /// Whether a node is the `__new__` of a class by name.
    pub(super) fn is_constructor(&self, node: NodeId) -> bool {
        matches!(self.callee(node), Callee::Name(_, name, Class::Unknown) if name.ends_with(".__new__"))
    }

    /// Whether a node is a call of `functools.partial`; that its parts are harmless is checked where they are set.
    fn is_partial(&self, node: NodeId) -> bool {
        let Value::Call { func, .. } = self.graph.value(node) else { return false };
        self.imports
            .binary_search_by_key(&func, |&(node, _)| node)
            .is_ok_and(|at| self.imports[at].1 == Class::Known(Shape::Partial))
    }

    fn build(&mut self, target: NodeId, state: NodeId, offset: usize) {
        match self.graph.value(target) {
            Value::Call { .. } if self.is_partial(target) => {
                let fits = shapes::tuple(self.graph, state)
                    .is_some_and(|state| state.len() == 4 && self.is_constructor(state[0]));
                if !fits {
                    self.add(ReasonCode::DangerousName, offset, "functools.partial".to_owned());
                }
            }
            Value::Call { .. } => {}
            Value::Global { .. } => {
                self.add(ReasonCode::ChangesImport, offset, self.describe(target));
                return;
            }
            _ => return,
        }
        // The state of an object without `__setstate__`: a dict, or a dict and a dict for slots.
        let mut parts = [Some(state), None];
        if let Some(&[dict, slots]) = shapes::tuple(self.graph, state) {
            parts = [Some(dict), Some(slots)];
        }
        for part in parts.into_iter().flatten() {
            // A large state needs to be looked at once, however often a payload sets it.
            if !matches!(self.graph.value(part), Value::Dict(_))
                || self.graph.items(part).nth(SMALL_STATE).is_some() && !self.states.insert(part)
            {
                continue;
            }
            for step in self.graph.steps(part).filter(|step| step.kind == StepKind::Items) {
                for &[key, value] in step.children.as_chunks::<2>().0 {
                    let opaque = matches!(
                        self.graph.value(value),
                        Value::Global { .. } | Value::Call { .. } | Value::Ext(_) | Value::PersId(_)
                    );
                    if opaque && let Some(name) = self.short_text(key).filter(|name| overrides(name)) {
                        let name = name.to_owned();
                        self.add(ReasonCode::StateOverride, offset, name);
                    }
                }
            }
        }
    }

    fn short_text(&self, node: NodeId) -> Option<&'g str> {
        match self.graph.value(node) {
            Value::Str(span) | Value::Py2Str(span) if span.len() <= 64 => {
                std::str::from_utf8(self.graph.bytes(span)).ok()
            }
            _ => None,
        }
    }
}

/// Dunder attributes change what an object is or does; these hold data in ordinary states.
fn overrides(name: &str) -> bool {
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

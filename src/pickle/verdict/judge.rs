//! Goes through the effects of a payload and finds the reasons.

use std::borrow::Cow;
use std::collections::HashSet;

use super::classify::{Class, call_reason, classify, is_dunder, is_value};
use super::gadgets;
use super::known::{self, Shape};
use super::packages::{is_listed, is_reducer};
use super::resources::{is_path_of_file, may_open};
use super::{AllowList, Level, Reason, ReasonCode, Verdict, shapes, states};
use crate::pickle::opcode as op;
use crate::pickle::{
    CallForm, Effect, EffectKind, Graph, Limits, NodeId, Pickle, ReadError, StepKind, Value, read,
};

/// More reasons than these are kept only when they are worse.
const MAX_REASONS: usize = 200;
/// How many `getattr` may be nested; picklers nest one for each class around a class.
const MAX_ATTRIBUTES: usize = 8;
/// Bytes of a name that are looked at; what is longer is no name.
const MAX_NAME: usize = 1000;
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
    if let Err(ReadError { unread: Some(unread), .. }) = outcome {
        judge.judge_unread(*unread);
    }
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
    /// States that were looked at.
    pub(super) states: HashSet<NodeId>,
    /// Attributes of objects that an opcode calls: set by a state, called by a later change.
    pub(super) hooks: Vec<states::Hook>,
    /// Imported classes that act when they are called, in the order of the nodes.
    acting: Vec<NodeId>,
    /// What was changed after it was made, and how.
    pub(super) changed: Vec<(NodeId, StepKind, usize)>,
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
            hooks: Vec::new(),
            acting: Vec::new(),
            changed: Vec::new(),
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
                EffectKind::Mutate(target, kind) => self.change(target, kind, offset),
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
        self.judge_hooks();
        self.judge_held();
        if self.graph.has_deep_key() {
            self.add(
                ReasonCode::OddArguments,
                0,
                "key nested so deep that hashing it ends Python".to_owned(),
            );
        }
        if !self.getattrs.is_empty()
            && self.graph.edges().iter().any(|child| self.getattrs.binary_search(child).is_ok())
        {
            let offset = self.graph.origin(self.getattrs[0]).offset as usize;
            self.add(ReasonCode::PassesGetattr, offset, self.describe(self.getattrs[0]));
        }
    }

    /// A class that acts when it is called, held as a value: many things call what they are given.
    fn judge_held(&mut self) {
        if self.acting.is_empty() {
            return;
        }
        let is_acting = |node: &NodeId| self.acting.binary_search(node).is_ok();
        let held = self.graph.edges().iter().filter(|node| is_acting(node)).count();
        // `copyreg` has the class of an object among its arguments.
        let made = self.graph.effects().iter().filter(|effect| match effect.kind {
            EffectKind::Call(node) => match self.graph.value(node) {
                Value::Call { func, args, .. } => {
                    self.class_argument(func, args).is_some_and(|class| is_acting(&class))
                }
                _ => false,
            },
            _ => false,
        });
        if held > made.count() {
            let node = self.acting[0];
            let offset = self.graph.origin(node).offset as usize;
            self.add(ReasonCode::SuspectName, offset, self.describe(node));
        }
    }

    pub(super) fn add(&mut self, code: ReasonCode, offset: usize, name: String) {
        let worse = code.level() > self.verdict.level;
        self.verdict.level = self.verdict.level.max(code.level());
        if !worse && self.verdict.reasons.len() >= MAX_REASONS || is_among(&self.verdict.reasons, code, &name)
        {
            return;
        }
        self.verdict.reasons.push(Reason { code, offset, name });
    }

    /// Text of a string node, lossy.
    pub(super) fn text(&self, node: NodeId) -> Option<Cow<'g, str>> {
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

    pub(super) fn describe(&self, node: NodeId) -> String {
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
        let Some((module, name)) = self.imported(node) else {
            self.imports.push((node, Class::Bad(ReasonCode::ComputedName)));
            self.add(ReasonCode::ComputedName, offset, self.describe(node));
            return;
        };
        let class = self.class_of(&module, &name, self.graph.is_python2_name(node));
        self.imports.push((node, class));
        if class == Class::Unknown
            && is_listed(&module)
            && call_reason(&module, &name) == Some(ReasonCode::DangerousName)
        {
            self.acting.push(node);
        }
        if matches!(class, Class::Known(Shape::GetAttr | Shape::Partial)) {
            self.getattrs.push(node);
        }
        self.add(code_of(class), offset, self.describe(node));
    }

    /// Module and name of what Python 3 imports; a name that is not text is cut, or shown with U+FFFD.
    fn imported(&self, node: NodeId) -> Option<(Cow<'g, str>, Cow<'g, str>)> {
        if let Some((module, name)) = self.graph.imported(node)
            && module.len().max(name.len()) <= MAX_NAME
        {
            return Some((Cow::Borrowed(module), Cow::Borrowed(name)));
        }
        let Value::Global { module, name } = self.graph.value(node) else { return None };
        Some((self.text(module)?, self.text(name)?))
    }

    /// Classifies a name, the allow-list included.
    pub(super) fn class_of(&self, module: &str, name: &str, python2: bool) -> Class {
        match classify(module, name, python2) {
            Class::Unknown if self.allow.contains(module, name) => Class::Bad(ReasonCode::Allowed),
            Class::Bad(code) if code.is_lifted() && self.allow.contains(module, name) => {
                Class::Bad(ReasonCode::Allowed)
            }
            class => class,
        }
    }

    /// What a node stands for when it is called: a name, through any `getattr` by a constant of a name, of an instance or
    /// of a plain value.
    pub(super) fn callee(&self, node: NodeId) -> Callee<'g> {
        let mut attributes: Vec<Cow<'g, str>> = Vec::new();
        let mut of_result = false;
        let mut node = node;
        for _ in 0..2 * MAX_ATTRIBUTES {
            match self.graph.value(node) {
                Value::Global { .. } => {
                    let Some((module, name)) = self.imported(node) else { return Callee::Computed };
                    if attributes.is_empty() {
                        let class = self
                            .imports
                            .binary_search_by_key(&node, |&(node, _)| node)
                            .map_or(Class::Bad(ReasonCode::ComputedName), |at| self.imports[at].1);
                        return Callee::Name(module, name, class);
                    }
                    // What a function returns is not known, but for patterns.
                    let is_class = gadgets::is_class(name.rsplit('.').next().unwrap_or(&name));
                    let name =
                        if module == "re" && name == "_compile" { Cow::Borrowed("Pattern") } else { name };
                    let is_known = || matches!(classify(&module, &name, false), Class::Known(_));
                    if of_result && !is_class && name != "Pattern" && !is_known() {
                        return Callee::Computed;
                    }
                    let python2 = self.graph.is_python2_name(node);
                    return self.attribute_of(module, name, &attributes, python2);
                }
                Value::Call { form: CallForm::Reduce, func, args, .. }
                    if self.getattrs.binary_search(&func).is_ok() && attributes.len() < MAX_ATTRIBUTES =>
                {
                    let Some((object, attribute)) = self.attribute(args) else { return Callee::Computed };
                    attributes.push(attribute);
                    node = object;
                }
                // An attribute of an instance is one of its class.
                Value::Call { form, func, args, .. } if !attributes.is_empty() => {
                    let class = self.class_argument(func, args);
                    node = class.unwrap_or(func);
                    of_result = class.is_none() && !matches!(form, CallForm::NewObj | CallForm::NewObjEx);
                }
                Value::Ext(_) | Value::PersId(_) => return Callee::Registered,
                value => {
                    return match type_of(value).filter(|_| !attributes.is_empty()) {
                        Some(name) => self.attribute_of(
                            Cow::Borrowed("builtins"),
                            Cow::Borrowed(name),
                            &attributes,
                            false,
                        ),
                        None => Callee::Computed,
                    };
                }
            }
        }
        Callee::Computed
    }

    /// The attribute of a name, the innermost of `attributes` last.
    fn attribute_of(
        &self,
        module: Cow<'g, str>,
        mut name: Cow<'g, str>,
        attributes: &[Cow<'g, str>],
        python2: bool,
    ) -> Callee<'g> {
        let is_value =
            matches!(self.class_of(&module, &name, python2), Class::Known(shape) if shape.makes_values());
        for attribute in attributes.iter().rev() {
            let name = name.to_mut();
            name.push('.');
            name.push_str(attribute);
        }
        let class = match self.class_of(&module, &name, python2) {
            // The methods of value types do nothing but compute.
            Class::Bad(ReasonCode::StdlibName | ReasonCode::DangerousName)
                if is_value && attributes.len() == 1 && !attributes[0].starts_with('_') =>
            {
                Class::Unknown
            }
            class => class,
        };
        Callee::Name(module, name, class)
    }

    /// The class in the arguments of a function of `copyreg` that makes an instance.
    pub(super) fn class_argument(&self, func: NodeId, args: NodeId) -> Option<NodeId> {
        let at = self.imports.binary_search_by_key(&func, |&(node, _)| node).ok()?;
        let makes = matches!(
            self.imports[at].1,
            Class::Known(Shape::Reconstructor | Shape::NewObj | Shape::NewObjEx)
        );
        shapes::tuple(self.graph, args).filter(|_| makes)?.first().copied()
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
        // `NEWOBJ` makes an instance of a class, and fails for anything else.
        let by_new = matches!(form, CallForm::NewObj | CallForm::NewObjEx);
        // Most calls are of known types, then of an application's.
        if let Ok(at) = self.imports.binary_search_by_key(&func, |&(node, _)| node) {
            match self.imports[at].1 {
                Class::Known(shape) => return self.known_call(shape, func, form, args, node, offset),
                Class::Unknown if by_new => return,
                _ => {}
            }
        }
        match self.callee(func) {
            Callee::Registered => {}
            Callee::Computed if self.is_partial(func) => self.partial_call(func, offset),
            Callee::Computed if self.is_known_call(func) => {}
            Callee::Computed => self.add(ReasonCode::ComputedCall, offset, self.describe(func)),
            Callee::Name(.., Class::Known(shape)) => self.known_call(shape, func, form, args, node, offset),
            Callee::Name(module, name, Class::Unknown) => {
                if by_new {
                    return;
                }
                let code = match call_reason(&module, &name) {
                    Some(ReasonCode::UnknownFunction)
                        if self.is_state_setter(&module, &name, args, offset) =>
                    {
                        None
                    }
                    None if may_take_file(&module, &name) && may_open(self.graph, &module, &name, args) => {
                        Some(ReasonCode::ResourceArgument)
                    }
                    code => code,
                };
                if let Some(code) = code {
                    self.add(code, offset, [&*module, ".", &*name].concat());
                }
                if is_value(&module, &name) {
                    self.judge_arguments(args, known::inert(&module, &name), offset);
                }
            }
            // What imported it, or the `getattr` that made it, has given the reason.
            Callee::Name(..) => self.look_inside(func, args),
        }
    }

    /// Whether what is called is made for that: `type(None)`, or an object whose class libraries call to make their values.
    fn is_known_call(&self, func: NodeId) -> bool {
        let Value::Call { func, .. } = self.graph.value(func) else { return false };
        match self.callee(func) {
            Callee::Name(.., Class::Known(Shape::Type)) => true,
            Callee::Name(module, name, Class::Unknown) => {
                is_reducer(&module, &[&*name, ".__call__"].concat())
            }
            _ => false,
        }
    }

    /// Whether a call is what CPython 3.8 and later write for a state setter: of an object and its state, dropped at once.
    /// The setter and the class of the object are of one module.
    fn is_state_setter(&self, module: &str, name: &str, args: NodeId, offset: usize) -> bool {
        let Some(&[object, state]) = shapes::tuple(self.graph, args) else { return false };
        if name.contains('.')
            || !matches!(self.graph.value(state), Value::Dict(_) | Value::Tuple(_) | Value::None)
        {
            return false;
        }
        let Value::Call { func, args, .. } = self.graph.value(object) else { return false };
        let class = self.class_argument(func, args).unwrap_or(func);
        matches!(self.graph.input().get(offset + 1), None | Some(&op::POP))
            && matches!(self.callee(class), Callee::Name(of, _, Class::Unknown | Class::Bad(ReasonCode::Allowed))
                if of == module)
    }

    /// What rebuilds a value may call the names among its arguments.
    fn judge_arguments(&mut self, args: NodeId, is_inert: bool, offset: usize) {
        /// Arguments that are looked at, and elements of each.
        const MOST: usize = 8;
        let first = shapes::tuple(self.graph, args).and_then(|args| args.first().copied());
        if !is_inert && first.is_some_and(|first| is_path_of_file(self.graph, first)) {
            self.add(ReasonCode::ResourceArgument, offset, "path of a file".to_owned());
        }
        let mut names = Vec::new();
        for &arg in shapes::tuple(self.graph, args).unwrap_or_default().iter().take(MOST) {
            match self.graph.value(arg) {
                Value::Tuple(_) | Value::List(_) => names.extend(self.graph.elements(arg).take(MOST)),
                _ => names.push(arg),
            }
        }
        for node in names {
            let Callee::Name(module, name, Class::Unknown) = self.callee(node) else { continue };
            if call_reason(&module, &name) == Some(ReasonCode::DangerousName) {
                self.add(ReasonCode::DangerousName, offset, [&*module, ".", &*name].concat());
            }
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
            // What these call with other arguments than a few can be anything.
            let calls = matches!(shape, Shape::Partial | Shape::Reduce | Shape::Or | Shape::GetItem);
            let code = if calls { ReasonCode::DangerousName } else { ReasonCode::OddArguments };
            self.add(code, offset, name);
        }
    }

    fn getattr_call(&mut self, call: NodeId, args: NodeId, offset: usize) {
        match self.callee(call) {
            Callee::Name(module, name, class) => {
                self.add(code_of(class), offset, [&*module, ".", &*name].concat());
            }
            _ => {
                let name = shapes::tuple(self.graph, args)
                    .and_then(|args| args.get(1).copied())
                    .map_or_else(|| "?".to_owned(), |name| self.describe(name));
                self.add(ReasonCode::ComputedAttribute, offset, name);
            }
        }
    }

    /// Calls a value that a state has made an attribute, with arguments that are not looked at.
    pub(super) fn hook_call(&mut self, value: NodeId, offset: usize) {
        match self.callee(value) {
            Callee::Registered => {}
            Callee::Computed => self.add(ReasonCode::ComputedCall, offset, self.describe(value)),
            Callee::Name(module, name, class) => {
                let code = match class {
                    Class::Unknown => call_reason(&module, &name).unwrap_or(ReasonCode::UnknownClass),
                    Class::Known(_) => ReasonCode::OddArguments,
                    Class::Bad(code) => code,
                };
                self.add(code, offset, [&*module, ".", &*name].concat());
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
    pub(super) fn is_partial(&self, node: NodeId) -> bool {
        let Value::Call { func, .. } = self.graph.value(node) else { return false };
        self.imports
            .binary_search_by_key(&func, |&(node, _)| node)
            .is_ok_and(|at| self.imports[at].1 == Class::Known(Shape::Partial))
    }

    /// Only a partial constructor is called within a payload; a factory is for later.
    fn partial_call(&mut self, partial: NodeId, offset: usize) {
        let Value::Call { args, .. } = self.graph.value(partial) else { return };
        let constructor =
            matches!(shapes::tuple(self.graph, args), Some(&[func]) if self.is_constructor(func));
        if !constructor {
            self.add(ReasonCode::OddArguments, offset, "functools.partial".to_owned());
        }
    }
}

/// Whether a class may take what it is given for a file: the paths, addresses and exceptions of Python's own are values.
fn may_take_file(module: &str, name: &str) -> bool {
    let is_value = known::inert(module, name) && !module.starts_with("xml.");
    !is_value && !is_reducer(module, name)
}

/// The reason that a name alone gives.
fn code_of(class: Class) -> ReasonCode {
    match class {
        Class::Known(_) => ReasonCode::KnownType,
        Class::Unknown => ReasonCode::UnknownClass,
        Class::Bad(code) => code,
    }
}

/// Python's name for the type of a plain value.
fn type_of(value: Value) -> Option<&'static str> {
    Some(match value {
        Value::Bool(_) => "bool",
        Value::Int(_) | Value::BigInt(_) => "int",
        Value::Float(_) => "float",
        Value::Str(_) | Value::Py2Str(_) => "str",
        Value::Bytes(_) => "bytes",
        Value::ByteArray(_) => "bytearray",
        Value::Tuple(_) => "tuple",
        Value::List(_) => "list",
        Value::Dict(_) => "dict",
        Value::Set(_) => "set",
        Value::FrozenSet(_) => "frozenset",
        _ => return None,
    })
}

//! Which class an object is of, where a function stands between the class and the call.
//!
//! It does not know classes: names are all there is.

use crate::pickle::{CallForm, Graph, NodeId, Value};

/// Functions that make an instance of their first argument; a package may have one of the name as well.
const HELPERS: &[&str] = &[
    "_reconstructor",
    "__newobj__",
    "__newobj_ex__",
    "rowproxy_reconstructor",
    "_reconstruct",
    "_mareconstruct",
    "_unpickle",
    "_rebuild",
];

/// Functions that make an instance of one class.
const MAKERS: &[(&str, &str, &str)] = &[
    ("pandas._libs.tslibs.nattype", "__nat_unpickle", "NaTType"),
    ("pandas._libs.tslibs.timedeltas", "_timedelta_unpickle", "Timedelta"),
    ("pandas._libs.tslibs.timestamps", "_unpickle_timestamp", "Timestamp"),
];

/// Module and qualified name as Python 3 has them, joined by a dot, of an imported name or of a class in a class.
#[must_use]
pub fn class_name(graph: &Graph, node: NodeId) -> Option<String> {
    // getattr(getattr(module.Outer, "Inner"), "Innermost") is how classes in classes are named below protocol 4.
    let mut inner: Vec<&str> = Vec::new();
    let mut at = node;
    for _ in 0..16 {
        if let Some((module, name)) = graph.imported(at) {
            let mut text = format!("{module}.{name}");
            for name in inner.iter().rev() {
                text.push('.');
                text.push_str(name);
            }
            return Some(text);
        }
        let Value::Call { func, args, .. } = graph.value(at) else { return None };
        let ("builtins", "getattr") = graph.imported(func)? else { return None };
        let mut args = graph.elements(args);
        at = args.next()?;
        inner.push(graph.text(args.next()?)?);
    }
    None
}

/// Whether a name, as `module.name`, is that of a function which makes instances of the class it is called with.
#[must_use]
pub fn makes_instances(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, name)| HELPERS.contains(&name))
}

/// The class of an object by name, and never that of a function which makes it; for a name itself, that name.
///
/// ```
/// use sessctl::pickle::{Limits, class_of, read};
///
/// let payload = b"ccopy_reg\n_reconstructor\n(capp.models\nUser\nc__builtin__\nobject\nNtR.";
/// let graph = read(payload.to_vec(), &Limits::default())?.graph;
/// assert_eq!(class_of(&graph, graph.root()).as_deref(), Some("app.models.User"));
/// # Ok::<(), sessctl::pickle::ReadError>(())
/// ```
#[must_use]
pub fn class_of(graph: &Graph, node: NodeId) -> Option<String> {
    match super::library::library_value(graph, node) {
        Some(library) => Some(library.class.to_owned()),
        None => called_class(graph, node),
    }
}

/// The class as the call alone names it, whatever it is called with.
pub(super) fn called_class(graph: &Graph, node: NodeId) -> Option<String> {
    let Value::Call { form, func, args, .. } = graph.value(node) else { return class_name(graph, node) };
    let (class, rest) = class_and_args(graph, form, func, args);
    if let (Some((module, name)), MadeWith::Tuple(args)) = (graph.imported(class), rest) {
        if let Some((.., class)) = MAKERS.iter().find(|(m, n, _)| (*m, *n) == (module, name)) {
            return Some(format!("{module}.{class}"));
        }
        // The application and the model, which are no import: `model_unpickle(("shop", "Cart"))`.
        if (module, name) == ("django.db.models.base", "model_unpickle")
            && let Some(model) = graph.elements(args).next()
            && let Some((app, model)) = super::shape::pair_of(graph, model)
        {
            return Some(format!("{}.{}", graph.text(app)?, graph.text(model)?));
        }
    }
    class_name(graph, class)
}

/// What an object is made with, beside its class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MadeWith {
    /// The argument tuple, whole.
    Tuple(NodeId),
    /// The argument tuple, of which the first is the class.
    AfterFirst(NodeId),
    /// The value of the builtin that the class is derived from, which is the base named here.
    Base {
        /// The base.
        base: NodeId,
        /// The value.
        value: NodeId,
    },
    /// Nothing.
    Nothing,
}

/// The class of an object, or what is called, and what it is made with; `None` for a value that is not a call.
pub(crate) fn made_with(graph: &Graph, node: NodeId) -> Option<(NodeId, MadeWith)> {
    let Value::Call { form, func, args, .. } = graph.value(node) else { return None };
    Some(class_and_args(graph, form, func, args))
}

fn class_and_args(graph: &Graph, form: CallForm, func: NodeId, args: NodeId) -> (NodeId, MadeWith) {
    if let Some(class) = owner_of_helper(graph, func) {
        return (class, MadeWith::Tuple(args));
    }
    let whole = (func, MadeWith::Tuple(args));
    let Some((module, name)) = graph.imported(func).filter(|_| form == CallForm::Reduce) else {
        return whole;
    };
    let mut parts = graph.elements(args);
    let Some(class) = parts.next().filter(|_| HELPERS.contains(&name)) else { return whole };
    if class_name(graph, class).is_none() {
        return whole;
    }
    if (module, name) != ("copyreg", "_reconstructor") {
        return (class, MadeWith::AfterFirst(args));
    }
    match (parts.next(), parts.next(), parts.next()) {
        (Some(base), Some(value), None) => match graph.value(value) {
            Value::None => (class, MadeWith::Nothing),
            _ => (class, MadeWith::Base { base, value }),
        },
        _ => whole,
    }
}

/// The class of a method that makes its instances: `getattr(zoneinfo.ZoneInfo, "_unpickle")`.
fn owner_of_helper(graph: &Graph, func: NodeId) -> Option<NodeId> {
    let Value::Call { form: CallForm::Reduce, func, args, .. } = graph.value(func) else { return None };
    let ("builtins", "getattr") = graph.imported(func)? else { return None };
    let mut args = graph.elements(args);
    let class = args.next()?;
    HELPERS.contains(&graph.text(args.next()?)?).then_some(class)
}

/// The text of a string of either Python, where it is ASCII and not too long.
pub(super) fn short_text(graph: &Graph, node: NodeId) -> Option<&str> {
    match graph.value(node) {
        Value::Str(span) | Value::Py2Str(span) if span.len() <= 200 => {
            std::str::from_utf8(graph.bytes(span)).ok().filter(|text| text.is_ascii())
        }
        _ => None,
    }
}

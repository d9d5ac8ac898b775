//! What an object holds, as far as the payload makes it certain: items are a map, appended elements a list.
//!
//! The plain view, filters, conversions and edits all ask here, so that an object is one thing everywhere. Of classes
//! that are known by name the content is what their library makes of the state or of the arguments.
//!
//! It does not tell a dataclass from another object, or an enum from another call: opcodes do not say that.

use std::collections::{HashMap, HashSet};

use super::class::{MadeWith, class_name, made_with};
use super::shape::pair_of;
use crate::pickle::{CallForm, Graph, NodeId, StepKind, Value};

/// An object: what it is of, is made with, and holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// The class, or what is called where that is not known; [`class_of`](super::class_of) names it.
    pub class: NodeId,
    /// What it is made with, where that is not its content.
    pub args: Args,
    /// What it holds.
    pub content: Content,
    /// The states that are set on it, each once, where they are not its content.
    pub states: Vec<NodeId>,
}

/// What an object is made with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Args {
    /// Nothing.
    None,
    /// Arguments.
    Positional(Vec<NodeId>),
    /// A tuple and a dict of arguments.
    Keywords(NodeId, NodeId),
    /// Arguments that are not a tuple.
    Opaque(NodeId),
    /// The value of the builtin that its class is derived from, such as `str`.
    Base(NodeId),
}

/// What an object holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Nothing that the opcodes tell: its fields are in its states.
    Fields,
    /// Items: it is a map. A key may come twice.
    Map {
        /// Keys and values.
        items: Vec<(NodeId, NodeId)>,
        /// The node whose items they are: the object, its state or its argument.
        holder: NodeId,
    },
    /// Pairs of which keys come more than once: it is a map from each key to its values.
    MultiMap(Vec<(NodeId, Vec<NodeId>)>),
    /// Elements: it is a list.
    List {
        /// The elements.
        elements: Vec<NodeId>,
        /// The node whose elements they are.
        holder: NodeId,
    },
    /// Elements and items: neither a list nor a map.
    Mixed {
        /// The elements.
        elements: Vec<NodeId>,
        /// The items.
        items: Vec<(NodeId, NodeId)>,
    },
}

impl Content {
    /// How many elements and items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Fields => 0,
            Self::Map { items, .. } => items.len(),
            Self::MultiMap(groups) => groups.iter().map(|(_, values)| values.len()).sum(),
            Self::List { elements, .. } => elements.len(),
            Self::Mixed { elements, items } => elements.len() + items.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Where a class of a library keeps its content.
#[derive(Clone, Copy)]
enum Kept {
    /// A map: the dict of its state, which replaces its items.
    State,
    /// A map: the dict that is its only argument.
    Argument,
    /// A map of lists: the pairs in the list that is its only argument.
    Pairs,
    /// A list: its first argument.
    Elements,
    /// A list: the one named so in the dict of its state.
    Named(&'static str),
    /// A map or a list: the only field of its state, named so.
    Field(&'static str),
    /// A map of lists: the pairs in the list that is the only field of its state, named so.
    FieldOfPairs(&'static str),
    /// A map: the dicts in the list that is the only field of its state, of which the first that has a key counts.
    Maps(&'static str),
}

/// Classes whose content is not where items and elements are; the second name is the module that they are in, or the
/// package of that module, since modules move between versions.
const KEPT: &[(&str, &str, Kept)] = &[
    ("Accept", "werkzeug.datastructures", Kept::Elements),
    ("AutoMunch", "munch", Kept::State),
    ("BoxList", "box", Kept::Named("items")),
    ("CIMultiDict", "multidict", Kept::Pairs),
    ("ChainMap", "collections", Kept::Maps("maps")),
    ("CharsetAccept", "werkzeug.datastructures", Kept::Elements),
    ("FileMultiDict", "werkzeug.datastructures", Kept::State),
    ("Headers", "werkzeug.datastructures", Kept::FieldOfPairs("_list")),
    ("ImmutableDict", "werkzeug.datastructures", Kept::Argument),
    ("ImmutableList", "werkzeug.datastructures", Kept::Elements),
    ("ImmutableMultiDict", "werkzeug.datastructures", Kept::Pairs),
    ("ImmutableOrderedMultiDict", "werkzeug.datastructures", Kept::Pairs),
    ("ImmutableTypeConversionDict", "werkzeug.datastructures", Kept::Argument),
    ("LanguageAccept", "werkzeug.datastructures", Kept::Elements),
    ("MIMEAccept", "werkzeug.datastructures", Kept::Elements),
    ("MultiDict", "multidict", Kept::Pairs),
    ("MultiDict", "werkzeug.datastructures", Kept::State),
    ("Munch", "munch", Kept::State),
    ("MutableDict", "sqlalchemy.ext.mutable", Kept::State),
    ("OrderedMultiDict", "werkzeug.datastructures", Kept::Pairs),
    ("RecursiveMunch", "munch", Kept::State),
    ("UserDict", "collections", Kept::Field("data")),
    ("UserList", "collections", Kept::Field("data")),
    ("_ImmutableOrderedMultiDict", "werkzeug.datastructures", Kept::Pairs),
    ("_OrderedMultiDict", "werkzeug.datastructures", Kept::Pairs),
    ("dict", "builtins", Kept::Argument),
    ("frozendict", "frozendict", Kept::Argument),
    ("immutabledict", "sqlalchemy", Kept::Argument),
    ("list", "builtins", Kept::Elements),
    ("struct_time", "time", Kept::Elements),
];

fn kept(graph: &Graph, class: NodeId) -> Option<Kept> {
    let (module, name) = graph.imported(class)?;
    let from = KEPT.partition_point(|(known, ..)| *known < name);
    let of_name = KEPT.iter().skip(from).take_while(|(known, ..)| *known == name);
    let is_within = |package: &str| {
        module.strip_prefix(package).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    of_name.into_iter().find(|(_, package, _)| is_within(package)).map(|(.., kept)| *kept)
}

/// What an object is, is made with and holds; `None` for any other value. It costs as much as the object is long.
///
/// ```
/// use sessctl::pickle::{Content, Limits, object, read};
///
/// let payload = b"\x80\x04\x8c\x03app\x8c\x05Token\x93)\x81\x8c\x06secret\x8c\x01xs.";
/// let graph = read(payload.to_vec(), &Limits::default())?.graph;
/// let Some(Content::Map { items, .. }) = object(&graph, graph.root()).map(|object| object.content) else {
///     panic!("a map")
/// };
/// assert_eq!(graph.text(items[0].0), Some("secret"));
/// # Ok::<(), sessctl::pickle::ReadError>(())
/// ```
#[must_use]
pub fn object(graph: &Graph, node: NodeId) -> Option<Object> {
    let Value::Call { form, .. } = graph.value(node) else { return None };
    let (class, with) = made_with(graph, node)?;
    let (mut elements, mut items, mut states) = (Vec::new(), Vec::new(), Vec::new());
    for step in graph.steps(node) {
        match step.kind {
            StepKind::Append | StepKind::Add => elements.extend_from_slice(step.children),
            StepKind::Items => {
                items.extend(step.children.as_chunks::<2>().0.iter().map(|&[k, v]| (k, v)));
            }
            StepKind::State => states.extend_from_slice(step.children),
        }
    }
    if states.len() > 1 {
        // A state that is set again changes nothing.
        let mut met = HashSet::new();
        states.retain(|state| met.insert(*state));
    }
    let mut args = args_of(graph, form, with);
    if let Some(kept) = kept(graph, class)
        && let Some(content) = kept_content(graph, kept, &args, &states)
    {
        if !matches!(kept, Kept::Argument | Kept::Pairs | Kept::Elements) {
            states.clear();
        }
        return Some(Object { class, args: Args::None, content, states });
    }
    let mut holder = node;
    if let MadeWith::Base { base, value } = with
        && let Some(within) = base_content(graph, base, value)
    {
        args = Args::None;
        match within {
            Content::Map { items: more, holder: dict } => {
                holder = if items.is_empty() { dict } else { node };
                items.splice(0..0, more);
                if items.is_empty() {
                    return Some(Object { class, args, content: Content::Map { items, holder }, states });
                }
            }
            Content::List { elements: more, holder: list } => {
                holder = if elements.is_empty() { list } else { node };
                elements.splice(0..0, more);
                if elements.is_empty() && items.is_empty() {
                    return Some(Object { class, args, content: Content::List { elements, holder }, states });
                }
            }
            _ => {}
        }
    }
    let content = match (elements.is_empty(), items.is_empty()) {
        (true, true) => Content::Fields,
        (true, false) => Content::Map { items, holder },
        (false, true) => Content::List { elements, holder },
        (false, false) => Content::Mixed { elements, items },
    };
    Some(Object { class, args, content, states })
}

fn args_of(graph: &Graph, form: CallForm, with: MadeWith) -> Args {
    let tuple = |args| match graph.value(args) {
        Value::Tuple(run) => Some(graph.run(run)),
        _ => None,
    };
    match with {
        MadeWith::Nothing => Args::None,
        MadeWith::Base { value, .. } => Args::Base(value),
        MadeWith::AfterFirst(args) => match tuple(args) {
            Some([_]) | None => Args::None,
            Some(args) => Args::Positional(args.get(1..).unwrap_or_default().to_vec()),
        },
        MadeWith::Tuple(args) => match (tuple(args), form) {
            (None, _) => Args::Opaque(args),
            (Some(&[args, keywords]), CallForm::NewObjEx) => Args::Keywords(args, keywords),
            (Some([]), _) => Args::None,
            (Some(args), _) => Args::Positional(args.to_vec()),
        },
    }
}

/// The content of the builtin that protocols 0 and 1 make a subclass of.
fn base_content(graph: &Graph, base: NodeId, value: NodeId) -> Option<Content> {
    match (class_name(graph, base).as_deref(), graph.value(value)) {
        (Some("builtins.dict"), Value::Dict(_)) => {
            Some(Content::Map { items: graph.items(value).collect(), holder: value })
        }
        (Some("builtins.list"), Value::List(_)) | (Some("builtins.tuple"), Value::Tuple(_)) => {
            Some(Content::List { elements: graph.elements(value).collect(), holder: value })
        }
        _ => None,
    }
}

fn kept_content(graph: &Graph, kept: Kept, args: &Args, states: &[NodeId]) -> Option<Content> {
    let is_dict = |node: NodeId| matches!(graph.value(node), Value::Dict(_));
    let is_list = |node: NodeId| matches!(graph.value(node), Value::List(_) | Value::Tuple(_));
    let list = |node: NodeId| {
        is_list(node).then(|| Content::List { elements: graph.elements(node).collect(), holder: node })
    };
    let map = |dict| Content::Map { items: graph.items(dict).collect(), holder: dict };
    let only = match args {
        Args::Positional(args) => args.as_slice(),
        _ => &[],
    };
    match (kept, only) {
        (Kept::State, _) => states.last().copied().filter(|state| is_dict(*state)).map(map),
        (Kept::Argument, &[dict]) if is_dict(dict) => Some(map(dict)),
        (Kept::Pairs, &[list]) if matches!(graph.value(list), Value::List(_)) => {
            grouped(graph, list).map(Content::MultiMap)
        }
        (Kept::Named(name), _) => list(field(graph, *states.last()?, name)?),
        (Kept::Field(name), _) => {
            let field = only_field(graph, states, name)?;
            if is_dict(field) { Some(map(field)) } else { list(field) }
        }
        (Kept::FieldOfPairs(name), _) => {
            let pairs = only_field(graph, states, name).filter(|pairs| is_list(*pairs))?;
            grouped(graph, pairs).map(Content::MultiMap)
        }
        (Kept::Maps(name), _) => {
            let maps = only_field(graph, states, name)?;
            let maps: Vec<NodeId> = graph.elements(maps).collect();
            let holder = *maps.first().filter(|_| maps.iter().all(|map| is_dict(*map)))?;
            // Of a key that is set twice the last counts.
            let items = maps.iter().rev().flat_map(|map| graph.items(*map)).collect();
            Some(Content::Map { items, holder })
        }
        (Kept::Elements, &[list, ..]) if matches!(graph.value(list), Value::List(_) | Value::Tuple(_)) => {
            Some(Content::List { elements: graph.elements(list).collect(), holder: list })
        }
        _ => None,
    }
}

/// A field of a state that is a dict.
fn field(graph: &Graph, state: NodeId, name: &str) -> Option<NodeId> {
    graph.items(state).find(|(key, _)| graph.text(*key) == Some(name)).map(|(_, value)| value)
}

/// The only field of the only state.
fn only_field(graph: &Graph, states: &[NodeId], name: &str) -> Option<NodeId> {
    let &[state] = states else { return None };
    graph.items(state).nth(1).is_none().then(|| field(graph, state, name))?
}

/// The values of each key of a list of pairs; `None` where it holds something else, or a key is not text.
fn grouped(graph: &Graph, list: NodeId) -> Option<Vec<(NodeId, Vec<NodeId>)>> {
    let mut groups: Vec<(NodeId, Vec<NodeId>)> = Vec::new();
    let mut places: HashMap<&[u8], usize> = HashMap::new();
    for pair in graph.elements(list) {
        let (key, value) = pair_of(graph, pair)?;
        let place = match graph.value(key) {
            Value::Str(span) | Value::Py2Str(span) => {
                *places.entry(graph.bytes(span)).or_insert(groups.len())
            }
            _ => return None,
        };
        match groups.get_mut(place) {
            Some((_, values)) => values.push(value),
            None => groups.push((key, vec![value])),
        }
    }
    Some(groups)
}

/// The fields of a state: those of a dict, or of the pair of a dict or `None` and a dict of slots; `None` for another
/// state.
#[must_use]
pub fn fields_of(graph: &Graph, state: NodeId) -> Option<Vec<(NodeId, NodeId)>> {
    match graph.value(state) {
        Value::Dict(_) => Some(graph.items(state).collect()),
        Value::Tuple(run) => match *graph.run(run) {
            [dict, slots]
                if matches!(graph.value(dict), Value::None | Value::Dict(_))
                    && matches!(graph.value(slots), Value::Dict(_)) =>
            {
                Some(graph.items(dict).chain(graph.items(slots)).collect())
            }
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pickle::{Limits, read};

    #[test]
    fn the_table_is_sorted() {
        assert!(KEPT.is_sorted_by_key(|(name, ..)| name));
    }

    fn content(payload: &[u8]) -> Object {
        let graph = read(payload.to_vec(), &Limits::default()).unwrap().graph;
        object(&graph, graph.root()).unwrap()
    }

    #[test]
    fn items_are_a_map_and_elements_a_list_at_every_protocol() {
        for payload in [
            &b"\x80\x02capp\nD\n)\x81K\x01K\x02s."[..],
            b"\x80\x02capp\nD\n)RK\x01K\x02s}b.",
            b"ccopy_reg\n_reconstructor\n(capp\nD\nc__builtin__\ndict\n(dI1\nI2\nstR.",
            b"\x80\x02capp\nD\nc__builtin__\nint\n\x85RK\x01K\x02s.",
        ] {
            assert!(matches!(content(payload).content, Content::Map { .. }), "{}", payload.escape_ascii());
        }
        for payload in [
            &b"\x80\x02capp\nL\n)\x81K\x01a."[..],
            b"ccopy_reg\n_reconstructor\n(capp\nL\nc__builtin__\nlist\n(lI1\natR.",
            b"ccopy_reg\n_reconstructor\n(capp\nP\nc__builtin__\ntuple\n(I1\nttR.",
        ] {
            assert!(matches!(content(payload).content, Content::List { .. }), "{}", payload.escape_ascii());
        }
        for payload in [
            &b"\x80\x02capp\nD\n)\x81}K\x01K\x02sb."[..],
            b"\x80\x02capp\nE\nK\x01\x85R.",
            b"\x80\x02capp\nD\n}K\x01K\x02s\x85R.",
            b"ccopy_reg\n_reconstructor\n(capp\nS\nc__builtin__\nstr\nS'a'\ntR.",
        ] {
            assert_eq!(content(payload).content, Content::Fields, "{}", payload.escape_ascii());
        }
        let mixed = content(b"\x80\x02capp\nM\n)\x81K\x01K\x02sK\x03a.");
        assert!(matches!(mixed.content, Content::Mixed { .. }));
    }

    #[test]
    fn a_listed_class_with_other_arguments_is_an_object_like_any_other() {
        for payload in [
            &b"\x80\x04cwerkzeug.datastructures\nImmutableMultiDict\n]K\x01a\x85R."[..],
            b"\x80\x04cwerkzeug.datastructures\nImmutableMultiDict\nK\x01\x85R.",
            b"\x80\x04cwerkzeug.datastructures\nImmutableDict\n]\x85R.",
            b"\x80\x04cwerkzeug.datastructures2\nImmutableDict\n}\x85R.",
            b"\x80\x04cwerkzeug.datastructures\nMultiDict\n)\x81]b.",
            b"\x80\x04ctime\nstruct_time\nK\x01\x85R.",
        ] {
            assert_eq!(content(payload).content, Content::Fields, "{}", payload.escape_ascii());
        }
    }
}

//! Where classes of libraries keep the keys that Python code sees, when that is not where items and fields are.
//!
//! Found by pickling and unpickling with the released libraries; `tests/interop/test_edit.py` does it again. It does
//! not list classes whose keys are their items or the fields of their state: those need no entry.

use crate::pickle::{Graph, NodeId, class_name, made_with};

/// Where a class keeps its keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// The dict that is its state, which replaces its items when it is loaded.
    State,
    /// The same with a list of values for each key.
    StateOfLists,
    /// The dict in this field of its state.
    Field(&'static str),
    /// The same, which replaces its items when it is loaded.
    FieldForItems(&'static str),
    /// The dicts in the list in this field of its state; the first that has a key counts.
    Maps(&'static str),
    /// The pairs in the list in this field of its state; the case of keys does not matter.
    FieldOfPairs(&'static str),
    /// The dict, list or tuple that is its only argument.
    Argument,
    /// The pairs in the list that is its only argument.
    ArgumentOfPairs,
}

impl Home {
    /// Whether items set on the object have no effect.
    pub(super) fn replaces_items(self) -> bool {
        matches!(self, Self::State | Self::StateOfLists | Self::FieldForItems(_))
    }

    /// Whether each key has a list of values.
    pub(super) fn has_lists(self) -> bool {
        self == Self::StateOfLists
    }
}

/// Packages, names of classes in them, and their home. Modules move within a package between versions.
const HOMES: [(&str, &[&str], Home); 10] = [
    ("werkzeug", &["MultiDict", "FileMultiDict"], Home::StateOfLists),
    (
        "werkzeug",
        &[
            "ImmutableMultiDict",
            "OrderedMultiDict",
            "ImmutableOrderedMultiDict",
            "_OrderedMultiDict",
            "_ImmutableOrderedMultiDict",
        ],
        Home::ArgumentOfPairs,
    ),
    ("werkzeug", &["ImmutableDict", "ImmutableTypeConversionDict", "ImmutableList"], Home::Argument),
    ("werkzeug", &["Headers"], Home::FieldOfPairs("_list")),
    ("munch", &["Munch", "AutoMunch", "RecursiveMunch"], Home::State),
    ("dotmap", &["DotMap"], Home::FieldForItems("_map")),
    ("multidict", &["MultiDict"], Home::ArgumentOfPairs),
    ("frozendict", &["frozendict"], Home::Argument),
    ("collections", &["UserDict", "UserList"], Home::Field("data")),
    ("collections", &["ChainMap"], Home::Maps("maps")),
];

/// The home of an object's class; `None` for a class that is not listed, and for every other value.
pub(super) fn home(graph: &Graph, node: NodeId) -> Option<Home> {
    let class = class_name(graph, made_with(graph, node)?.0)?;
    let (module, name) = class.rsplit_once('.')?;
    let package = module.split('.').next()?;
    HOMES
        .iter()
        .find(|(known, names, _)| *known == package && names.contains(&name))
        .map(|(_, _, home)| *home)
}

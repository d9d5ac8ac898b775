//! What a payload does, without its values: for who wants to know no more of very many.
//!
//! It does not judge: `verdict` does.

use std::collections::HashSet;

use super::graph::Keep;
use super::read::read_keeping;
use super::{AllowList, EffectKind, Graph, Limits, Verdict, judge};

/// What [`inspect`] finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspected {
    /// The protocol, where the payload can be read: as first declared, or the highest of the opcodes used.
    pub protocol: Option<u8>,
    /// What the payload would do to the Python that unpickles it.
    pub verdict: Verdict,
    /// The names it imports; see [`globals`].
    pub globals: Vec<String>,
}

/// Reads and judges a payload as [`read`](super::read) and [`judge`] do, and keeps no values.
///
/// ```
/// use sessctl::pickle::{AllowList, Level, Limits, inspect};
///
/// let payload = b"\x80\x04\x8c\x07decimal\x8c\x07Decimal\x93\x8c\x031.5\x85R.";
/// let inspected = inspect(payload.to_vec(), &Limits::default(), &AllowList::new());
/// assert_eq!((inspected.protocol, inspected.verdict.level), (Some(4), Level::Known));
/// assert_eq!(inspected.globals, ["decimal.Decimal"]);
/// ```
#[must_use]
pub fn inspect(payload: Vec<u8>, limits: &Limits, allow: &AllowList) -> Inspected {
    let outcome = read_keeping(Keep::Parents, payload, limits);
    let graph = outcome.as_ref().map_or_else(|error| &*error.prefix, |pickle| &pickle.graph);
    Inspected {
        protocol: outcome.as_ref().ok().map(|pickle| pickle.protocol),
        verdict: judge(outcome.as_ref(), allow),
        globals: globals(graph),
    }
}

/// So many names are looked through.
const FEW: usize = 16;

/// The names a payload imports, `module.name` as spelled, each once, in the order of import.
#[must_use]
pub fn globals(graph: &Graph) -> Vec<String> {
    let imports = graph.effects().iter().filter_map(|effect| match effect.kind {
        EffectKind::Import(node) => graph.global(node),
        _ => None,
    });
    // Most payloads name a handful, which is faster looked through than hashed.
    let mut names: Vec<String> = Vec::new();
    let mut many = HashSet::new();
    for (module, name) in imports {
        let spelled = |known: &String| {
            known
                .strip_prefix(module)
                .and_then(|rest| rest.strip_prefix('.'))
                .is_some_and(|rest| rest == name)
        };
        if names.iter().take(FEW).any(spelled) || names.len() >= FEW && !many.insert((module, name)) {
            continue;
        }
        names.push([module, ".", name].concat());
    }
    names
}

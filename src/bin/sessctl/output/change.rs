//! What an edit has changed, as lines for people and as JSON for scripts.
//!
//! Values under secret keys are masked unless they were asked for.

use std::fmt;

use serde::Serialize;
use serde_json::value::RawValue;
use sessctl::{
    codec::{
        changes::{self, Change, Changes},
        path::PathStep,
    },
    pickle::{Graph, NodeId},
};

use super::redact::{self, MASK};

/// Whether values under secret keys are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Secrets {
    Masked,
    Shown,
}

/// One value that was added, removed or replaced, in typed JSON.
#[derive(Debug, Serialize)]
pub(crate) struct ChangeLine {
    path: String,
    /// Missing where there was nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<Box<RawValue>>,
    /// Missing where there is nothing any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<Box<RawValue>>,
}

/// The most changes that are listed.
const LISTED: usize = 50;

/// Characters of a value that are shown to people.
const SHOWN: usize = 80;

/// Characters that are shown before the first that differs, where the texts begin alike.
const CONTEXT: usize = 20;

/// Lists what differs between two versions of a session, and whether there is more.
pub(crate) fn change_lines(
    old: &Graph,
    new: &Graph,
    protocol: u8,
    secrets: Secrets,
) -> (Vec<ChangeLine>, bool) {
    let Changes { changes, more } = changes::between(old, new, LISTED);
    let lines = changes.iter().map(|change| {
        let is_secret = secrets == Secrets::Masked && is_secret(change);
        let json = |graph: &Graph, node: NodeId| {
            let text = if is_secret { format!("\"{MASK}\"") } else { value(graph, node, protocol, secrets) };
            RawValue::from_string(text).expect("typed JSON is JSON")
        };
        ChangeLine {
            path: format!("{:#}", change.path),
            old: change.old.map(|node| json(old, node)),
            new: change.new.map(|node| json(new, node)),
        }
    });
    (lines.collect(), more)
}

fn is_secret(change: &Change) -> bool {
    let keys = change.path.steps.iter().filter_map(|step| match step {
        PathStep::Key(key) => Some(key),
        PathStep::Index(_) => None,
    });
    keys.chain(&change.pair_keys).any(|key| redact::is_secret(key))
}

fn value(graph: &Graph, node: NodeId, protocol: u8, secrets: Secrets) -> String {
    if secrets == Secrets::Shown {
        return changes::value(graph, node, protocol);
    }
    let mut alone = changes::alone(graph, node);
    redact::mask_graph(&mut alone);
    changes::value(&alone, node, protocol)
}

impl fmt::Display for ChangeLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts = [&self.old, &self.new].map(|value| value.as_ref().map(|value| value.get()));
        let start = match texts {
            [Some(old), Some(new)] => alike(old, new),
            _ => 0,
        };
        let [old, new] = texts.map(|text| text.map(|text| cut(text, start)));
        let (old, new) = (old.as_deref().unwrap_or("(absent)"), new.as_deref().unwrap_or("(removed)"));
        write!(f, "{}: {old} -> {new}", self.path)
    }
}

/// Where two long texts that begin alike are shown from: a little before they differ.
fn alike(old: &str, new: &str) -> usize {
    let count = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).count();
    if count < SHOWN - CONTEXT { 0 } else { count - CONTEXT }
}

/// At most [`SHOWN`] characters of a text, from one on.
fn cut(text: &str, start: usize) -> String {
    let mut rest = text.chars().skip(start);
    let shown: String = rest.by_ref().take(SHOWN).collect();
    let is_cut = rest.next().is_some();
    let (before, after) = (if start > 0 { "..." } else { "" }, if is_cut { "..." } else { "" });
    match start > 0 || is_cut {
        true => format!("{before}{shown}{after} ({} bytes)", text.len()),
        false => shown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(old: &str, new: Option<&str>) -> String {
        let json = |text: &str| RawValue::from_string(format!("\"{text}\"")).unwrap();
        ChangeLine { path: "a".to_owned(), old: Some(json(old)), new: new.map(json) }.to_string()
    }

    #[test]
    fn long_values_are_cut_to_where_they_differ() {
        assert_eq!(line("x", Some("y")), "a: \"x\" -> \"y\"");
        let long = "é".repeat(100);
        assert_eq!(line(&long, None), format!("a: \"{}... (202 bytes) -> (removed)", "é".repeat(79)));
        let (context, other) = ("é".repeat(20), format!("{long}z"));
        assert_eq!(
            line(&long, Some(&other)),
            format!("a: ...{context}\" (202 bytes) -> ...{context}z\" (203 bytes)")
        );
    }
}

//! Changes one value by its path, in place: everything else stays as it is, with its sharing and order.

use super::path::{Path, PathStep};
use crate::pickle::{Graph, NodeId, StepKind, Value, forget};

/// Why a value cannot be changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// There is nothing there.
    #[error("there is nothing at `{0}`")]
    Missing(Path),
    /// The way leads through a value that has no parts.
    #[error("the value at `{0}` has no parts that can be changed")]
    NoParts(Path),
}

/// Where a value stands: what holds it and at which step of that.
struct Place {
    holder: NodeId,
    step: PathStep,
}

/// Sets the value at a path to a node of the same graph. A key of a dict may be new; a position may be the next of a
/// list.
///
/// ```
/// use sessctl::codec::{edit, json, typed};
///
/// let mut graph = json::read(br#"{"user": {"name": "ada"}}"#, &json::Options::default())?;
/// let value = typed::read_into(&mut graph, b"[1, 2]", &typed::ReadOptions::default())?;
/// edit::set(&mut graph, &"user.scores".parse()?, value)?;
/// assert_eq!(json::write(&graph)?, r#"{"user": {"name": "ada", "scores": [1, 2]}}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When the path leads nowhere. The graph is unchanged then.
pub fn set(graph: &mut Graph, path: &Path, value: NodeId) -> Result<(), EditError> {
    let Place { holder, step } = find(graph, path)?;
    let missing = || EditError::Missing(path.clone());
    let holder = holder_of(graph, holder, &step).ok_or_else(|| no_parts(path))?;
    let mut parts = parts(graph, holder);
    let mut taken = None;
    match (&step, position(graph, &parts, &step)) {
        (_, Some((part, at))) => {
            taken = Some(std::mem::replace(&mut parts[part].1[at], value));
        }
        (PathStep::Key(key), None) => {
            let key = graph.add_str(key);
            parts.push((StepKind::Items, vec![key, value]));
        }
        (PathStep::Index(index), None) => {
            let count: usize = parts.iter().map(|(_, children)| children.len()).sum();
            if *index != count || !matches!(graph.value(holder), Value::List(_)) {
                return Err(missing());
            }
            parts.push((StepKind::Append, vec![value]));
        }
    }
    store(graph, holder, &parts);
    forget(graph, taken.as_slice());
    Ok(())
}

/// Takes the value at a path out of its dict or list.
///
/// ```
/// use sessctl::codec::{edit, json};
///
/// let mut graph = json::read(br#"{"cart": ["a", "b"]}"#, &json::Options::default())?;
/// edit::unset(&mut graph, &"cart[0]".parse()?)?;
/// assert_eq!(json::write(&graph)?, r#"{"cart": ["b"]}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When there is nothing at the path. The graph is unchanged then.
pub fn unset(graph: &mut Graph, path: &Path) -> Result<(), EditError> {
    let Place { holder, step } = find(graph, path)?;
    let holder = holder_of(graph, holder, &step).ok_or_else(|| no_parts(path))?;
    let mut parts = parts(graph, holder);
    let missing = || EditError::Missing(path.clone());
    position(graph, &parts, &step).ok_or_else(missing)?;
    let mut taken = Vec::new();
    // A key that was set twice goes twice.
    while let Some((part, at)) = position(graph, &parts, &step) {
        match step {
            PathStep::Key(_) => taken.extend(parts[part].1.drain(at - 1..=at)),
            PathStep::Index(_) => {
                taken.push(parts[part].1.remove(at));
                break;
            }
        }
    }
    store(graph, holder, &parts);
    forget(graph, &taken);
    Ok(())
}

fn no_parts(path: &Path) -> EditError {
    let mut outer = path.clone();
    outer.steps.pop();
    EditError::NoParts(outer)
}

/// Walks to what holds the last step.
fn find(graph: &Graph, path: &Path) -> Result<Place, EditError> {
    let mut node = graph.root();
    let (last, way) = path.steps.split_last().ok_or_else(|| EditError::Missing(path.clone()))?;
    for (depth, step) in way.iter().enumerate() {
        let here = || Path { steps: path.steps[..=depth].to_vec() };
        let holder = holder_of(graph, node, step)
            .ok_or_else(|| EditError::NoParts(Path { steps: path.steps[..depth].to_vec() }))?;
        let parts = parts(graph, holder);
        let (part, at) = position(graph, &parts, step).ok_or_else(|| EditError::Missing(here()))?;
        node = parts[part].1[at];
    }
    Ok(Place { holder: node, step: last.clone() })
}

/// What a step goes into: a dict or list itself, of an object its items or the dict of its state.
fn holder_of(graph: &Graph, node: NodeId, step: &PathStep) -> Option<NodeId> {
    match (graph.value(node), step) {
        (Value::Dict(_), PathStep::Key(_)) | (Value::List(_) | Value::Tuple(_), PathStep::Index(_)) => {
            Some(node)
        }
        (Value::Call { .. }, step) => {
            let steps: Vec<_> = graph.steps(node).collect();
            let state = steps.iter().rev().find(|step| step.kind == StepKind::State);
            match (step, state) {
                (PathStep::Key(_), Some(state)) => {
                    let state = state.children[0];
                    matches!(graph.value(state), Value::Dict(_)).then_some(state)
                }
                (PathStep::Key(_), None) => {
                    steps.iter().any(|step| step.kind == StepKind::Items).then_some(node)
                }
                (PathStep::Index(_), _) => {
                    steps.iter().any(|step| step.kind == StepKind::Append).then_some(node)
                }
            }
        }
        _ => None,
    }
}

type Parts = Vec<(StepKind, Vec<NodeId>)>;

/// What a holder holds, step by step; a tuple's elements look like one append.
fn parts(graph: &Graph, holder: NodeId) -> Parts {
    match graph.value(holder) {
        Value::Tuple(run) => vec![(StepKind::Append, graph.run(run).to_vec())],
        _ => graph.steps(holder).map(|step| (step.kind, step.children.to_vec())).collect(),
    }
}

fn store(graph: &mut Graph, holder: NodeId, parts: &Parts) {
    if let Value::Tuple(_) = graph.value(holder) {
        let run = graph.add_run(&parts[0].1);
        graph.replace(holder, Value::Tuple(run));
    } else {
        graph.set_steps(holder, parts);
    }
}

/// Which child of which part a step leads to; of a key that is set twice the last counts.
fn position(graph: &Graph, parts: &Parts, step: &PathStep) -> Option<(usize, usize)> {
    match step {
        PathStep::Key(key) => parts
            .iter()
            .enumerate()
            .filter(|(_, (kind, _))| *kind == StepKind::Items)
            .flat_map(|(part, (_, children))| (0..children.len()).step_by(2).map(move |at| (part, at)))
            .filter(|&(part, at)| graph.text(parts[part].1[at]) == Some(key))
            .map(|(part, at)| (part, at + 1))
            .next_back(),
        PathStep::Index(index) => {
            let mut left = *index;
            for (part, (_, children)) in
                parts.iter().enumerate().filter(|(_, (kind, _))| *kind == StepKind::Append)
            {
                if left < children.len() {
                    return Some((part, left));
                }
                left -= children.len();
            }
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{json, typed};

    fn read(text: &str) -> Graph {
        json::read(text.as_bytes(), &json::Options::default()).unwrap()
    }

    fn after_set(text: &str, path: &str, value: &str) -> Result<String, String> {
        let mut graph = read(text);
        let value = typed::read_into(&mut graph, value.as_bytes(), &typed::ReadOptions::default()).unwrap();
        let result = set(&mut graph, &path.parse().unwrap(), value);
        let after = json::write(&graph).unwrap();
        result.map(|()| after.clone()).map_err(|error| {
            assert_eq!(after, json::write(&read(text)).unwrap(), "nothing changed");
            error.to_string()
        })
    }

    #[test]
    fn values_are_set_where_they_are_and_new_keys_come_last() {
        let text = r#"{"a": {"b": [1, {"c": 2}]}, "d": 3}"#;
        assert_eq!(after_set(text, "a.b[1].c", "\"x\"").unwrap(), r#"{"a": {"b": [1, {"c": "x"}]}, "d": 3}"#);
        assert_eq!(
            after_set(text, "a.b[2]", "null").unwrap(),
            r#"{"a": {"b": [1, {"c": 2}, null]}, "d": 3}"#
        );
        assert_eq!(
            after_set(text, "a.\"new key\"", "[]").unwrap(),
            r#"{"a": {"b": [1, {"c": 2}], "new key": []}, "d": 3}"#
        );
    }

    #[test]
    fn a_path_that_leads_nowhere_changes_nothing() {
        let text = r#"{"a": {"b": [1]}, "d": 3}"#;
        assert_eq!(after_set(text, "a.x.y", "1").unwrap_err(), "there is nothing at `a.x`");
        assert_eq!(after_set(text, "a.b[7]", "1").unwrap_err(), "there is nothing at `a.b[7]`");
        assert_eq!(
            after_set(text, "d.e", "1").unwrap_err(),
            "the value at `d` has no parts that can be changed"
        );
        assert_eq!(
            after_set(text, "a[0]", "1").unwrap_err(),
            "the value at `a` has no parts that can be changed"
        );
    }

    #[test]
    fn what_is_taken_out_is_not_made_any_more() {
        // Objects of two classes; the second has a state setter, as CPython 3.8 and later writes it.
        let payload =
            b"\x80\x04}(\x8c\x01acapp\nA\n)\x81\x8c\x01bcapp\nB\n)\x81\x94capp\nset_b\nh\x00}\x86R0u.";
        for (key, left) in [("a", "app\nB"), ("b", "app\nA")] {
            let graph =
                crate::pickle::read(payload.to_vec(), &crate::pickle::Limits::default()).unwrap().graph;
            let mut unset_graph = graph.clone();
            unset(&mut unset_graph, &key.parse().unwrap()).unwrap();
            let mut set_graph = graph;
            let value = set_graph.add(Value::None);
            set(&mut set_graph, &key.parse().unwrap(), value).unwrap();
            for graph in [unset_graph, set_graph] {
                let text = typed::to_string(&graph, &typed::WriteOptions::default());
                let class = left.replace('\n', ":");
                assert!(text.contains(&class), "{text}");
                let gone = if key == "a" { ["app:A", "app:A"] } else { ["app:B", "set_b"] };
                assert!(gone.iter().all(|name| !text.contains(name)), "{text}");
            }
        }
    }

    #[test]
    fn unset_takes_a_key_or_an_element_out() {
        let mut graph = read(r#"{"a": 1, "b": [1, 2, 3], "a": 2}"#);
        unset(&mut graph, &"a".parse().unwrap()).unwrap();
        unset(&mut graph, &"b[1]".parse().unwrap()).unwrap();
        assert_eq!(json::write(&graph).unwrap(), r#"{"b": [1, 3]}"#);
        assert!(unset(&mut graph, &"a".parse().unwrap()).is_err());
    }
}

//! A JSON session payload: what `json.loads` makes of it, and what `json.dumps` would have written.
//!
//! It does not keep what JSON cannot say; `typed` does.

use std::collections::HashMap;

use thiserror::Error;

use super::{Event, JsonError, Options, Reader, Style, Writer, big_from_decimal, big_to_decimal, float_repr};
use crate::codec::path::{Path, PathStep};
use crate::pickle::{Graph, NodeId, Origin, Span, Value, View, dedupe_items, view, view_items};

/// Reads a JSON text as Python's `json.loads` does.
///
/// Equal keys are one string, as they are for Python, which shows when the value is pickled. A key that comes twice
/// is kept twice; the last one counts.
///
/// # Errors
/// When the text is not JSON or breaks a limit.
pub fn read(text: &[u8], options: &Options) -> Result<Graph, JsonError> {
    let mut graph = Graph::from_input(text.to_vec());
    let root = read_with(&mut graph, text, options, |graph, at, run| graph.input_span(at..at + run.len()))?;
    graph.set_root(root);
    Ok(graph)
}

/// Reads a JSON text as a value of a graph that exists, beside what is there.
///
/// ```
/// use sessctl::{codec::json, pickle::Graph};
///
/// let mut graph = Graph::new();
/// let node = json::read_into(&mut graph, br#"["a", {"$tuple": 1}]"#, &json::Options::default())?;
/// graph.set_root(node);
/// assert_eq!(json::write(&graph)?, r#"["a", {"$tuple": 1}]"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`read`]; nodes may have been added then, and nothing refers to them.
pub fn read_into(graph: &mut Graph, text: &[u8], options: &Options) -> Result<NodeId, JsonError> {
    read_with(graph, text, options, |graph, _, run| graph.add_bytes(run))
}

/// `place` makes a span of a run that stands in the text as it is, at an offset.
fn read_with(
    graph: &mut Graph,
    text: &[u8],
    options: &Options,
    place: impl Fn(&mut Graph, usize, &[u8]) -> Span,
) -> Result<NodeId, JsonError> {
    let mut reader = Reader::new(text, *options)?;
    let mut keys: HashMap<Vec<u8>, NodeId> = HashMap::new();
    // The children of all open containers, each container's from its `start`.
    let mut children: Vec<NodeId> = Vec::new();
    let mut open: Vec<(NodeId, usize)> = Vec::new();
    while let Some(event) = reader.next_event()? {
        let node = match event {
            Event::Null => graph.add(Value::None),
            Event::Bool(value) => graph.add(Value::Bool(value)),
            Event::Int(digits) => add_int(graph, digits),
            Event::Float(digits) => {
                let value = digits.parse().expect("a JSON number with fraction or exponent is a Rust float");
                graph.add(Value::Float(value))
            }
            Event::NonFinite(value) => graph.add(Value::Float(value)),
            Event::Str(content) => {
                let span = match content {
                    std::borrow::Cow::Borrowed(run) => place(graph, reader.offset() + 1, run),
                    std::borrow::Cow::Owned(text) => graph.add_bytes(&text),
                };
                graph.add(Value::Str(span))
            }
            Event::Key(content) => match keys.get(&*content) {
                Some(key) => *key,
                None => {
                    let span = graph.add_bytes(&content);
                    let key = graph.add(Value::Str(span));
                    keys.insert(content.into_owned(), key);
                    key
                }
            },
            Event::BeginArray | Event::BeginObject => {
                let node = if event == Event::BeginArray { graph.add_list() } else { graph.add_dict() };
                open.push((node, children.len()));
                continue;
            }
            Event::EndArray | Event::EndObject => {
                let (node, start) = open.pop().expect("the reader pairs brackets");
                if children.len() > start {
                    if event == Event::EndArray {
                        graph.append(node, &children[start..]);
                    } else {
                        graph.set_items(node, &children[start..]);
                    }
                }
                children.truncate(start);
                node
            }
        };
        children.push(node);
    }
    Ok(children.pop().expect("the reader ends only after a value"))
}

/// Adds the integer that decimal digits spell.
pub(crate) fn add_int(graph: &mut Graph, digits: &str) -> NodeId {
    if let Ok(value) = digits.parse() {
        return graph.add(Value::Int(value));
    }
    let bytes = big_from_decimal(digits).unwrap_or_default();
    graph.add_int_le(&bytes, Origin::default())
}

/// Longest text that [`write`] makes: a graph that shares its nodes can be exponentially larger as text, and an item
/// of DynamoDB holds 400 KB.
const LONGEST: usize = 4 << 20;

/// Why a value has no JSON text.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("cannot write the value at `{path}` as JSON: {reason}")]
pub struct JsonWriteError {
    /// Where the value is.
    pub path: Path,
    /// What is wrong with it.
    pub reason: Unwritable,
}

/// What JSON cannot hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Unwritable {
    /// A kind of value that JSON does not have.
    #[error("{kind} has no JSON form")]
    Kind {
        /// The kind, in words.
        kind: &'static str,
    },
    /// A key that is neither a string, a number, a boolean nor None.
    #[error("{kind} cannot be a key")]
    Key {
        /// The kind, in words.
        kind: &'static str,
    },
    /// A container inside of itself.
    #[error("it contains itself")]
    Circular,
    /// An integer with more digits than Python converts to text.
    #[error("an integer of more than 4300 digits")]
    Digits,
    /// Shared values would make the text too long.
    #[error("the text would be over the limit of {limit} bytes")]
    Length {
        /// The limit.
        limit: usize,
    },
}

/// What a value is called in an error.
fn kind(graph: &Graph, node: NodeId) -> &'static str {
    match graph.value(node) {
        Value::None | Value::Bool(_) | Value::Int(_) | Value::BigInt(_) | Value::Float(_) | Value::Str(_) => {
            "a value"
        }
        Value::Py2Str(_) => "a string of Python 2",
        Value::Bytes(_) => "bytes",
        Value::ByteArray(_) => "a bytearray",
        Value::Tuple(_) => "a tuple",
        Value::List(_) => "a list",
        Value::Dict(_) => "a dict",
        Value::Set(_) => "a set",
        Value::FrozenSet(_) => "a frozenset",
        Value::Global { .. } => "a class or function",
        Value::Call { .. } => "an object",
        Value::Ext(_) => "an extension code",
        Value::PersId(_) => "a persistent id",
        Value::Buffer { .. } => "an out-of-band buffer",
        Value::ReadOnly(_) => "a memoryview",
    }
}

struct Frame {
    node: NodeId,
    /// Elements, or keys and values.
    children: Vec<NodeId>,
    next: usize,
    object: bool,
}

/// Writes the value of a graph as Python's `json.dumps` does with its defaults: `, ` and `: `, all beyond ASCII
/// escaped, tuples as arrays, an OrderedDict and its like as objects, numbers and the like as text where they are keys.
///
/// # Errors
/// When a value has no JSON form; the error says where it is.
pub fn write(graph: &Graph) -> Result<String, JsonWriteError> {
    let mut out = String::new();
    let mut writer = Writer::new(&mut out, Style::Python);
    let mut stack: Vec<Frame> = Vec::new();
    let mut open = vec![false; graph.len()];
    let mut next = Some(graph.root());
    loop {
        if let Some(node) = next.take() {
            match scalar(graph, node, &mut writer) {
                Ok(true) => {}
                Ok(false) => {
                    if writer.len() > LONGEST {
                        return Err(located(graph, &stack, Unwritable::Length { limit: LONGEST }));
                    }
                    if std::mem::replace(&mut open[node.index()], true) {
                        return Err(located(graph, &stack, Unwritable::Circular));
                    }
                    let object = matches!(graph.value(node), Value::Dict(_) | Value::Call { .. });
                    let children = if object {
                        let items = dedupe_items(graph, view_items(graph, node));
                        items.into_iter().flat_map(<[NodeId; 2]>::from).collect()
                    } else {
                        graph.elements(node).collect()
                    };
                    if object {
                        writer.begin_object();
                    } else {
                        writer.begin_array();
                    }
                    stack.push(Frame { node, children, next: 0, object });
                }
                Err(reason) => return Err(located(graph, &stack, reason)),
            }
        }
        let Some(top) = stack.last_mut() else { break };
        let Some(&child) = top.children.get(top.next) else {
            if top.object {
                writer.end_object();
            } else {
                writer.end_array();
            }
            open[top.node.index()] = false;
            stack.pop();
            continue;
        };
        top.next += 1;
        if !top.object {
            next = Some(child);
            continue;
        }
        next = top.children.get(top.next).copied();
        top.next += 1;
        match key_text(graph, child) {
            Ok(key) => writer.key(&key),
            Err(reason) => return Err(located(graph, &stack, reason)),
        }
    }
    Ok(out)
}

/// Writes a value without children; `false` when it has some.
fn scalar(graph: &Graph, node: NodeId, writer: &mut Writer<'_>) -> Result<bool, Unwritable> {
    match graph.value(node) {
        Value::None => writer.null(),
        Value::Bool(value) => writer.bool(value),
        Value::Int(value) => writer.int(value),
        Value::BigInt(span) => writer.raw(&big_text(graph.bytes(span))?),
        Value::Float(value) => writer.raw(&float_json(value)),
        Value::Str(span) => writer.str(graph.bytes(span)),
        Value::List(_) | Value::Tuple(_) | Value::Dict(_) => return Ok(false),
        Value::Call { .. } => match view(graph, node) {
            Some(View::OrderedDict { .. } | View::DefaultDict { .. } | View::Counter(_)) => return Ok(false),
            Some(View::Markup(text)) => return scalar(graph, text, writer),
            _ => return Err(Unwritable::Kind { kind: kind(graph, node) }),
        },
        _ => return Err(Unwritable::Kind { kind: kind(graph, node) }),
    }
    Ok(true)
}

fn big_text(bytes: &[u8]) -> Result<String, Unwritable> {
    // 4,300 digits are 1,786 bytes.
    if bytes.len() > 1800 {
        return Err(Unwritable::Digits);
    }
    let text = big_to_decimal(bytes);
    if text.trim_start_matches('-').len() > 4300 { Err(Unwritable::Digits) } else { Ok(text) }
}

/// A float as `json.dumps` spells it.
fn float_json(value: f64) -> String {
    match value {
        _ if value.is_nan() => "NaN".to_owned(),
        f64::INFINITY => "Infinity".to_owned(),
        f64::NEG_INFINITY => "-Infinity".to_owned(),
        _ => float_repr(value),
    }
}

fn key_text(graph: &Graph, node: NodeId) -> Result<std::borrow::Cow<'_, [u8]>, Unwritable> {
    Ok(match graph.value(node) {
        Value::Str(span) => graph.bytes(span).into(),
        Value::None => b"null".into(),
        Value::Bool(true) => b"true".into(),
        Value::Bool(false) => b"false".into(),
        Value::Int(value) => value.to_string().into_bytes().into(),
        Value::BigInt(span) => big_text(graph.bytes(span))?.into_bytes().into(),
        Value::Float(value) => float_json(value).into_bytes().into(),
        _ => return Err(Unwritable::Key { kind: kind(graph, node) }),
    })
}

/// The path to the child that was last taken from the top frame.
fn located(graph: &Graph, stack: &[Frame], reason: Unwritable) -> JsonWriteError {
    let steps = stack.iter().map(|frame| {
        if !frame.object {
            return PathStep::Index(frame.next.saturating_sub(1));
        }
        let item = frame.next.saturating_sub(2);
        match frame.children.get(item).and_then(|key| graph.text(*key)) {
            Some(key) => PathStep::Key(key.to_owned()),
            None => PathStep::Index(item / 2),
        }
    });
    JsonWriteError { path: Path { steps: steps.collect() }, reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(text: &str) -> String {
        write(&read(text.as_bytes(), &Options::default()).unwrap()).unwrap()
    }

    #[test]
    fn text_that_python_writes_comes_back() {
        for text in [
            r#"{}"#,
            r#"{"_permanent": true, "user_id": "42", "cart": [{"sku": "A-1", "qty": 2, "price": 9.99}]}"#,
            r#"{"big": 123456789012345678901234567890, "nan": NaN, "inf": [Infinity, -Infinity]}"#,
            r#"["\u00e9", "\ud83d\ude00", "\ud800", "\u2028", "\u007f", "a\n\"\\/"]"#,
            r#"[1e+16, 1e-05, -0.0, 1.0, 0, -9223372036854775808, 9223372036854775808]"#,
        ] {
            assert_eq!(rewritten(text), text);
        }
    }

    #[test]
    fn of_a_key_that_comes_twice_the_last_counts_in_the_first_place() {
        assert_eq!(rewritten(r#"{"a": 1, "b": 2, "a": 3}"#), r#"{"a": 3, "b": 2}"#);
        let graph = read(br#"{"a": 1, "a": 3}"#, &Options::default()).unwrap();
        assert_eq!(graph.items(graph.root()).count(), 2);
    }

    #[test]
    fn equal_keys_are_one_string_and_equal_values_are_not() {
        let graph = read(br#"[{"ab": "cd"}, {"ab": "cd"}]"#, &Options::default()).unwrap();
        let items: Vec<_> = graph.elements(graph.root()).flat_map(|dict| graph.items(dict)).collect();
        assert_eq!(items[0].0, items[1].0);
        assert_ne!(items[0].1, items[1].1);
    }

    #[test]
    fn a_value_json_cannot_hold_is_named_with_its_place() {
        let mut graph = Graph::new();
        let dict = graph.add_dict();
        let list = graph.add_list();
        let span = graph.add_bytes(b"x");
        let bytes = graph.add(Value::Bytes(span));
        let (key, one) = (graph.add_str("cart"), graph.add(Value::Int(1)));
        graph.append(list, &[one, bytes]);
        graph.set_items(dict, &[key, list]);
        graph.set_root(dict);
        assert_eq!(
            write(&graph).unwrap_err().to_string(),
            "cannot write the value at `cart[1]` as JSON: bytes has no JSON form"
        );
    }

    #[test]
    fn a_cycle_and_a_bomb_are_errors() {
        let mut graph = Graph::new();
        let list = graph.add_list();
        graph.append(list, &[list]);
        graph.set_root(list);
        assert_eq!(write(&graph).unwrap_err().reason, Unwritable::Circular);
        let mut graph = Graph::new();
        let mut inner = graph.add_list();
        for _ in 0..100 {
            let outer = graph.add_list();
            graph.append(outer, &[inner, inner]);
            inner = outer;
        }
        graph.set_root(inner);
        assert_eq!(write(&graph).unwrap_err().reason, Unwritable::Length { limit: LONGEST });
    }

    #[test]
    fn numbers_as_keys_become_text() {
        let mut graph = Graph::new();
        let dict = graph.add_dict();
        for key in [Value::Int(1), Value::Float(0.5), Value::None, Value::Bool(false)] {
            let (key, value) = (graph.add(key), graph.add(Value::None));
            graph.set_items(dict, &[key, value]);
        }
        graph.set_root(dict);
        assert_eq!(write(&graph).unwrap(), r#"{"1": null, "0.5": null, "null": null, "false": null}"#);
    }
}

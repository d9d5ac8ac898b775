//! Values in one line, as Python's `repr` shows them: for keys that are no strings.
//!
//! Shortened where it gets long; it does not run an object's own `__repr__`.

use crate::codec::iso;
use crate::codec::json::{big_to_decimal, float_repr};
use crate::codec::plain::scalar_text;
use crate::pickle::{Graph, NodeId, Value, View, class_name, class_of, library_value, view};

/// Bytes after which no further value is begun.
const LONG: usize = 200;

enum Part {
    Node(NodeId),
    Text(&'static str),
}

/// What Python's `repr` gives for a value, cut at some 200 bytes.
#[must_use]
pub(crate) fn repr(graph: &Graph, node: NodeId) -> String {
    let mut out = String::new();
    let mut parts = vec![Part::Node(node)];
    while let Some(part) = parts.pop() {
        if out.len() > LONG {
            out.push_str("...");
            break;
        }
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Node(node) => one(graph, node, &mut out, &mut parts),
        }
    }
    out
}

/// A complex number as Python's `repr` shows it.
#[must_use]
pub(crate) fn complex(re: f64, im: f64) -> String {
    let part = |value: f64| match float_repr(value) {
        text if text.ends_with(".0") => text[..text.len() - 2].to_owned(),
        text => text,
    };
    let (real, imaginary) = (part(re), part(im));
    // A real part of zero is left out unless it has a sign.
    if re == 0.0 && re.is_sign_positive() {
        return format!("{imaginary}j");
    }
    let plus = if imaginary.starts_with('-') { "" } else { "+" };
    format!("({real}{plus}{imaginary}j)")
}

fn one(graph: &Graph, node: NodeId, out: &mut String, parts: &mut Vec<Part>) {
    match graph.value(node) {
        Value::None => out.push_str("None"),
        Value::Bool(true) => out.push_str("True"),
        Value::Bool(false) => out.push_str("False"),
        Value::Int(n) => out.push_str(&n.to_string()),
        Value::BigInt(span) => out.push_str(&big_int(graph.bytes(span))),
        Value::Float(value) => out.push_str(&float_repr(value)),
        Value::Str(span) => quote(out, &lossy(head(graph.bytes(span)))),
        Value::Py2Str(span) => quote(out, &py2_text(head(graph.bytes(span)))),
        Value::Bytes(span) => quote_bytes(out, graph.bytes(span)),
        Value::Tuple(run) if run.len() == 1 => around(parts, "(", ",)", graph.run(run)),
        Value::Tuple(run) => around(parts, "(", ")", graph.run(run)),
        Value::FrozenSet(run) => around(parts, "frozenset({", "})", graph.run(run)),
        Value::Global { .. } => match class_name(graph, node) {
            Some(name) => out.push_str(&name),
            None => out.push_str("<name>"),
        },
        Value::Call { .. } => call(graph, node, out, parts),
        _ => out.push_str("<...>"),
    }
}

fn call(graph: &Graph, node: NodeId, out: &mut String, parts: &mut Vec<Part>) {
    match view(graph, node) {
        Some(View::Bytes(bytes)) => quote_bytes(out, &bytes),
        Some(View::FrozenSet(list)) => {
            let elements = list.into_iter().flat_map(|list| graph.elements(list));
            around(parts, "frozenset({", "})", &elements.take(LONG).collect::<Vec<_>>());
        }
        Some(View::Date(date)) => {
            out.push_str(&format!("datetime.date({}, {}, {})", date.year, date.month, date.day));
        }
        Some(View::Decimal(text)) => out.push_str(&format!("Decimal('{text}')")),
        Some(View::Uuid { value, .. }) => out.push_str(&format!("UUID('{}')", iso::uuid_text(value))),
        Some(View::Markup(text)) => around(parts, "Markup(", ")", &[text]),
        Some(View::Datetime { date, time, tz: None }) => {
            out.push_str(&format!("datetime.datetime({}, {}, {}", date.year, date.month, date.day));
            out.push_str(&format!(", {}, {}", time.hour, time.minute));
            if time.second > 0 || time.microsecond > 0 {
                out.push_str(&format!(", {}", time.second));
            }
            if time.microsecond > 0 {
                out.push_str(&format!(", {}", time.microsecond));
            }
            out.push_str(if time.fold { ", fold=1)" } else { ")" });
        }
        None if let Some(library) = library_value(graph, node) => {
            out.push_str(&scalar_text(graph, &library.scalar));
        }
        _ => {
            let class = class_of(graph, node).unwrap_or_else(|| "object".to_owned());
            out.push_str(&format!("<{class}>"));
        }
    }
}

fn around(parts: &mut Vec<Part>, open: &'static str, close: &'static str, nodes: &[NodeId]) {
    parts.push(Part::Text(close));
    // More than fit are never shown.
    for (at, node) in nodes.iter().enumerate().take(LONG).rev() {
        parts.push(Part::Node(*node));
        if at > 0 {
            parts.push(Part::Text(", "));
        }
    }
    parts.push(Part::Text(open));
}

/// An integer beyond 64 bits: decimal up to Python's 4,300 digits, its size beyond.
pub(crate) fn big_int(bytes: &[u8]) -> String {
    if bytes.len() > 1785 {
        return format!("<int of {} bits>", bytes.len() * 8);
    }
    big_to_decimal(bytes)
}

/// WTF-8 as text; what is no text becomes U+FFFD, one for each lone surrogate.
pub(crate) fn lossy(text: &[u8]) -> std::borrow::Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(text) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let valid = match std::str::from_utf8(rest) {
            Ok(valid) => valid,
            Err(error) => std::str::from_utf8(&rest[..error.valid_up_to()]).unwrap_or_default(),
        };
        out.push_str(valid);
        rest = &rest[valid.len()..];
        if !rest.is_empty() {
            out.push('\u{fffd}');
            let surrogate = matches!(rest, [0xed, 0xa0..0xc0, 0x80..0xc0, ..]);
            rest = &rest[if surrogate { 3 } else { 1 }..];
        }
    }
    out.into()
}

/// A string of Python 2 as text: UTF-8 where it is that, latin-1 otherwise.
pub(crate) fn py2_text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => bytes.iter().map(|b| char::from(*b)).collect::<String>().into(),
    }
}

/// What can be shown of a string, and a little more: a payload can name a long one very often.
fn head(bytes: &[u8]) -> &[u8] {
    let most = 4 * (LONG + 1);
    if bytes.len() <= most {
        return bytes;
    }
    // Not in the middle of a character.
    let end = (most - 3..=most).rev().find(|at| bytes[*at] & 0xc0 != 0x80);
    &bytes[..end.unwrap_or(most)]
}

fn quote(out: &mut String, text: &str) {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    out.push(quote);
    for c in text.chars().take(LONG) {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            _ if c == quote => out.extend(['\\', c]),
            _ if c < ' ' || c == '\x7f' => out.push_str(&format!("\\x{:02x}", u32::from(c))),
            _ => out.push(c),
        }
    }
    out.push(quote);
}

fn quote_bytes(out: &mut String, bytes: &[u8]) {
    let bytes = head(bytes);
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { b'"' } else { b'\'' };
    out.push('b');
    out.push(char::from(quote));
    for b in bytes.iter().take(LONG) {
        match b {
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            b'\\' => out.push_str("\\\\"),
            _ if *b == quote => out.extend(['\\', char::from(*b)]),
            0x20..0x7f => out.push(char::from(*b)),
            _ => out.push_str(&format!("\\x{b:02x}")),
        }
    }
    out.push(char::from(quote));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_look_as_python_shows_them() {
        let mut graph = Graph::new();
        let one = graph.add(Value::Int(1));
        let text = graph.add_str("it's\n");
        let span = graph.add_bytes(b"\x00a'");
        let bytes = graph.add(Value::Bytes(span));
        let single = graph.add_tuple(&[one]);
        let tuple = graph.add_tuple(&[single, text, bytes]);
        assert_eq!(repr(&graph, tuple), r#"((1,), "it's\n", b"\x00a'")"#);
    }

    #[test]
    fn complex_numbers_look_as_python_shows_them() {
        // `repr(complex(re, im))` of CPython 3.11.
        for (re, im, wanted) in [
            (1.0, 2.0, "(1+2j)"),
            (0.0, 1.0, "1j"),
            (-0.0, -1.0, "(-0-1j)"),
            (0.0, -0.0, "-0j"),
            (0.0, 0.0, "0j"),
            (-0.0, 0.0, "(-0+0j)"),
            (1.5, -0.5, "(1.5-0.5j)"),
            (1e16, 1e-5, "(1e+16+1e-05j)"),
            (f64::INFINITY, f64::NAN, "(inf+nanj)"),
            (f64::NAN, f64::NEG_INFINITY, "(nan-infj)"),
            (0.0, f64::NAN, "nanj"),
            (123456789.125, 1e300, "(123456789.125+1e+300j)"),
        ] {
            assert_eq!(complex(re, im), wanted);
        }
    }

    #[test]
    fn a_deep_or_a_long_value_is_cut() {
        let mut graph = Graph::new();
        let mut node = graph.add_tuple(&[]);
        for _ in 0..100_000 {
            node = graph.add_tuple(&[node, node]);
        }
        assert!(repr(&graph, node).len() < 300);
    }

    #[test]
    fn each_lone_surrogate_becomes_one_mark() {
        assert_eq!(lossy(b"a\xed\xa0\x80b\xff"), "a\u{fffd}b\u{fffd}");
    }
}

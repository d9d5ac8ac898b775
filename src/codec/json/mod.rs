//! JSON as Python's `json` module has it, read and written as events, in loops.
//!
//! A session holds strings, integers and depths that ordinary JSON crates refuse or overflow the stack on: lone
//! surrogates, integers of thousands of digits, `NaN`, a hundred thousand brackets. [`Reader`] takes them all and
//! [`Writer`] writes them; [`read`] and [`write()`] are `json.loads` and `json.dumps` of a legacy session payload.
//!
//! It does not know the tags of typed JSON, nor what a session is.
//!
//! ```
//! use sessctl::codec::json;
//!
//! let graph = json::read(br#"{"cart": [1, 2.50], "name": "\u00e9"}"#, &json::Options::default())?;
//! assert_eq!(json::write(&graph)?, r#"{"cart": [1, 2.5], "name": "\u00e9"}"#);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod dialect;
mod error;
mod number;
mod payload;
mod reader;
mod writer;

pub use crate::pickle::float_repr;
pub use dialect::Dialect;
pub(crate) use error::position;
pub use error::{JsonError, JsonErrorKind};
pub(crate) use number::{big_from_decimal, big_text, big_to_decimal};
pub(crate) use payload::add_int;
pub use payload::{JsonWriteError, Unwritable, read, read_into, write};
pub use reader::{Event, Options, Reader};
pub use writer::{Style, Writer, pretty};

/// How deep arrays and objects nest in a valid JSON text; 0 for a scalar.
#[must_use]
pub fn depth(json: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut quoted, mut escaped) = (false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = quoted,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// A text as a JSON string, with its quotes.
pub(crate) fn quote(text: &str) -> String {
    let mut out = String::new();
    Writer::new(&mut out, Style::Compact).str(text.as_bytes());
    out
}

/// The text of a JSON string; `None` when it is none, or holds lone surrogates.
pub(crate) fn unquote(json: &str) -> Option<String> {
    let mut reader = Reader::new(json.as_bytes(), Options::default()).ok()?;
    let text = match reader.next_event() {
        Ok(Some(Event::Str(text))) => String::from_utf8(text.into_owned()).ok()?,
        _ => return None,
    };
    matches!(reader.next_event(), Ok(None)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::depth;

    #[test]
    fn depth_counts_brackets_outside_of_strings() {
        for (json, deepest) in
            [("1", 0), ("[]", 1), (r#"{"a": [1, {}], "b": "[[\"[["}"#, 3), (r#"["\\", []]"#, 2)]
        {
            assert_eq!(depth(json), deepest, "{json}");
        }
    }
}

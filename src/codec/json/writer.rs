//! JSON text from events, compact, for eyes, or as Python's `json.dumps` spaces it.
//!
//! It does not check that the events make sense: whoever opens closes.

/// How the text is spaced and escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// No spaces, no line breaks.
    Compact,
    /// Two spaces to a level.
    Pretty,
    /// `json.dumps` with its defaults: `, ` and `: `, all beyond ASCII escaped.
    Python,
}

/// Deepest level that is indented: a hundred thousand brackets must not become gigabytes of spaces.
const INDENTED: usize = 64;

/// Writes one JSON value into a string.
///
/// ```
/// use sessctl::codec::json::{Style, Writer};
///
/// let mut text = String::new();
/// let mut writer = Writer::new(&mut text, Style::Compact);
/// writer.begin_object();
/// writer.key(b"ids");
/// writer.begin_array();
/// writer.int(1);
/// writer.str("\u{e9}".as_bytes());
/// writer.end_array();
/// writer.end_object();
/// assert_eq!(text, r#"{"ids":[1,"é"]}"#);
/// ```
#[derive(Debug)]
pub struct Writer<'o> {
    out: &'o mut String,
    style: Style,
    /// Number of open brackets.
    depth: usize,
    /// Whether the innermost bracket holds nothing yet.
    empty: bool,
    after_key: bool,
}

impl<'o> Writer<'o> {
    /// Writes behind what `out` holds.
    pub fn new(out: &'o mut String, style: Style) -> Self {
        Self { out, style, depth: 0, empty: true, after_key: false }
    }

    /// Length in bytes of all that is written, with what was there before.
    #[must_use]
    pub fn len(&self) -> usize {
        self.out.len()
    }

    /// Whether nothing is written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    fn before(&mut self) {
        if std::mem::take(&mut self.after_key) {
            return;
        }
        if self.depth > 0 {
            if !self.empty {
                self.out.push_str(if self.style == Style::Python { ", " } else { "," });
            }
            if self.style == Style::Pretty {
                break_line(self.out, self.depth);
            }
        }
        self.empty = false;
    }

    fn open(&mut self, bracket: char) {
        self.before();
        self.out.push(bracket);
        self.depth += 1;
        self.empty = true;
    }

    fn close(&mut self, bracket: char) {
        self.depth = self.depth.saturating_sub(1);
        if !self.empty && self.style == Style::Pretty {
            break_line(self.out, self.depth);
        }
        self.out.push(bracket);
        self.empty = false;
    }

    /// Opens an array.
    pub fn begin_array(&mut self) {
        self.open('[');
    }

    /// Closes an array.
    pub fn end_array(&mut self) {
        self.close(']');
    }

    /// Opens an object.
    pub fn begin_object(&mut self) {
        self.open('{');
    }

    /// Closes an object.
    pub fn end_object(&mut self) {
        self.close('}');
    }

    /// Writes a key in WTF-8; its value comes next.
    pub fn key(&mut self, key: &[u8]) {
        self.before();
        quote(self.out, key, self.style);
        self.out.push_str(if self.style == Style::Compact { ":" } else { ": " });
        self.after_key = true;
    }

    /// Writes a string in WTF-8: lone surrogates become `\udXXX` escapes.
    pub fn str(&mut self, text: &[u8]) {
        self.before();
        quote(self.out, text, self.style);
    }

    /// Writes a token as it is: a number, `true`, `null`, or any JSON text.
    pub fn raw(&mut self, token: &str) {
        self.before();
        self.out.push_str(token);
    }

    /// Writes `null`.
    pub fn null(&mut self) {
        self.raw("null");
    }

    /// Writes `true` or `false`.
    pub fn bool(&mut self, value: bool) {
        self.raw(if value { "true" } else { "false" });
    }

    /// Writes an integer.
    pub fn int(&mut self, value: i64) {
        use std::fmt::Write;
        self.before();
        write!(self.out, "{value}").expect("a String takes everything");
    }
}

fn break_line(out: &mut String, depth: usize) {
    out.push('\n');
    for _ in 0..depth.min(INDENTED) {
        out.push_str("  ");
    }
}

/// Appends a string in WTF-8 between quotes. What is not even WTF-8 becomes U+FFFD.
fn quote(out: &mut String, text: &[u8], style: Style) {
    out.push('"');
    let mut rest = text;
    loop {
        let valid = match std::str::from_utf8(rest) {
            Ok(valid) => valid,
            Err(error) => std::str::from_utf8(&rest[..error.valid_up_to()]).unwrap_or_default(),
        };
        quote_valid(out, valid, style);
        rest = &rest[valid.len()..];
        match *rest {
            [] => break,
            [0xed, second @ 0xa0..0xc0, third @ 0x80..0xc0, ..] => {
                escape_unit(out, 0xd000 | u16::from(second & 0x3f) << 6 | u16::from(third & 0x3f));
                rest = &rest[3..];
            }
            _ => {
                quote_valid(out, "\u{fffd}", style);
                rest = &rest[1..];
            }
        }
    }
    out.push('"');
}

fn quote_valid(out: &mut String, text: &str, style: Style) {
    let plain = |b: u8| match style {
        Style::Python => (0x20..0x7f).contains(&b) && b != b'"' && b != b'\\',
        Style::Compact | Style::Pretty => b >= 0x20 && b != b'"' && b != b'\\',
    };
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|b| !plain(b)) {
        out.push_str(&rest[..at]);
        let Some(c) = rest[at..].chars().next() else { break };
        escape(out, c);
        rest = &rest[at + c.len_utf8()..];
    }
    out.push_str(rest);
}

fn escape(out: &mut String, c: char) {
    let short = match c {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\u{8}' => "\\b",
        '\u{c}' => "\\f",
        _ => {
            for unit in c.encode_utf16(&mut [0; 2]) {
                escape_unit(out, *unit);
            }
            return;
        }
    };
    out.push_str(short);
}

fn escape_unit(out: &mut String, unit: u16) {
    out.push_str("\\u");
    for shift in [12, 8, 4, 0] {
        out.push(char::from(b"0123456789abcdef"[usize::from(unit >> shift & 15)]));
    }
}

/// Spaces a JSON text for eyes: two spaces to a level, one value to a line.
///
/// The text must be valid; strings and numbers stay as they are spelled.
///
/// ```
/// use sessctl::codec::json::pretty;
///
/// assert_eq!(pretty(r#"{"a":[1,{}]}"#), "{\n  \"a\": [\n    1,\n    {}\n  ]\n}");
/// ```
#[must_use]
pub fn pretty(json: &str) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    let mut depth = 0_usize;
    let mut rest = json.trim_ascii_start();
    while let Some(first) = rest.bytes().next() {
        let mut used = 1;
        match first {
            b'"' => {
                used = string_len(rest);
                out.push_str(&rest[..used]);
            }
            b'[' | b'{' => {
                out.push(char::from(first));
                let inner = rest[1..].trim_ascii_start();
                if inner.starts_with([']', '}']) {
                    out.push_str(&inner[..1]);
                    used = rest.len() - inner.len() + 1;
                } else {
                    depth += 1;
                    break_line(&mut out, depth);
                }
            }
            b']' | b'}' => {
                depth = depth.saturating_sub(1);
                break_line(&mut out, depth);
                out.push(char::from(first));
            }
            b',' => {
                out.push(',');
                break_line(&mut out, depth);
            }
            b':' => out.push_str(": "),
            _ => {
                used = rest
                    .find(|c: char| "[]{},:\"".contains(c) || c.is_ascii_whitespace())
                    .unwrap_or(rest.len());
                out.push_str(&rest[..used]);
            }
        }
        rest = rest[used..].trim_ascii_start();
    }
    out
}

/// Length of the string literal a text starts with.
fn string_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &[u8], style: Style) -> String {
        let mut out = String::new();
        Writer::new(&mut out, style).str(text);
        out
    }

    #[test]
    fn lone_surrogates_become_escapes() {
        assert_eq!(quoted(b"a\xed\xa0\x80b\xed\xbf\xbf", Style::Compact), r#""a\ud800b\udfff""#);
        assert_eq!(quoted(b"\xff", Style::Compact), "\"\u{fffd}\"");
    }

    #[test]
    fn python_style_is_ascii() {
        assert_eq!(
            quoted("\u{e9}\u{1f600}\u{7f}\n\u{1}".as_bytes(), Style::Python),
            r#""\u00e9\ud83d\ude00\u007f\n\u0001""#
        );
        assert_eq!(quoted("\u{e9}\u{7f}\u{2028}".as_bytes(), Style::Compact), "\"\u{e9}\u{7f}\u{2028}\"");
    }

    #[test]
    fn pretty_text_of_the_writer_and_of_the_indenter_agree() {
        let events = |style| {
            let mut out = String::new();
            let mut writer = Writer::new(&mut out, style);
            writer.begin_object();
            writer.key(b"a,]\\\"");
            writer.begin_array();
            writer.int(-1);
            writer.begin_object();
            writer.end_object();
            writer.begin_array();
            writer.null();
            writer.end_array();
            writer.end_array();
            writer.key(b"b");
            writer.bool(true);
            writer.end_object();
            out
        };
        assert_eq!(pretty(&events(Style::Compact)), events(Style::Pretty));
        assert_eq!(pretty(&events(Style::Pretty)), events(Style::Pretty));
        assert_eq!(pretty(&events(Style::Python)), events(Style::Pretty));
    }

    #[test]
    fn deep_text_stays_small_when_it_is_indented() {
        let deep = "[".repeat(10_000) + "1" + &"]".repeat(10_000);
        assert!(pretty(&deep).len() < 10_000 * 2 * (2 * INDENTED + 2));
    }
}

//! JSON text as events with byte offsets, without recursion.
//!
//! It takes what Python's `json.loads` takes. It does not build values; `read` and `typed` do.

use std::borrow::Cow;

use super::{JsonError, JsonErrorKind};

/// How much of what is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Longest text in bytes; 16 MiB by default, never more than 1 GiB.
    pub bytes: usize,
    /// Deepest nesting of arrays and objects; 1,000,000 by default.
    pub depth: usize,
    /// Most digits of one integer; 4,300 by default, which is Python's own limit.
    pub digits: usize,
    /// Whether `NaN`, `Infinity` and `-Infinity` are numbers, as they are for Python; true by default.
    pub nonfinite: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { bytes: 16 << 20, depth: 1_000_000, digits: 4300, nonfinite: true }
    }
}

/// One step through a JSON text.
#[derive(Clone, Debug, PartialEq)]
pub enum Event<'t> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number without fraction and exponent, as spelled.
    Int(&'t str),
    /// A number with fraction or exponent, as spelled.
    Float(&'t str),
    /// `NaN`, `Infinity` or `-Infinity`.
    NonFinite(f64),
    /// A string in WTF-8: lone surrogate escapes are encoded as they are. Borrowed where it holds no escape; its
    /// bytes then start one behind [`Reader::offset`].
    Str(Cow<'t, [u8]>),
    /// A key of the object that is open, spelled like [`Event::Str`].
    Key(Cow<'t, [u8]>),
    /// `[`.
    BeginArray,
    /// `]`.
    EndArray,
    /// `{`.
    BeginObject,
    /// `}`.
    EndObject,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    Value,
    /// After `[`.
    ValueOrEnd,
    /// After `,` in an object.
    Key,
    /// After `{`.
    KeyOrEnd,
    /// After a value in an array or an object.
    CommaOrEnd,
    /// After the whole value.
    Nothing,
}

/// Reads one JSON value as [`Event`]s.
///
/// ```
/// use sessctl::codec::json::{Event, Options, Reader};
///
/// let mut reader = Reader::new(br#"{"a": [1]}"#, Options::default())?;
/// let mut events = vec![];
/// while let Some(event) = reader.next_event()? {
///     events.push((reader.offset(), event));
/// }
/// assert_eq!(events[1], (1, Event::Key(b"a".into())));
/// assert_eq!(events[3], (7, Event::Int("1")));
/// # Ok::<(), sessctl::codec::json::JsonError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Reader<'t> {
    text: &'t str,
    options: Options,
    at: usize,
    start: usize,
    /// Whether each open bracket is an object's.
    open: Vec<bool>,
    expect: Expect,
}

impl std::fmt::Debug for Expect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("..")
    }
}

impl<'t> Reader<'t> {
    /// Starts at the beginning of a text.
    ///
    /// # Errors
    /// When the text is too long, not UTF-8 or starts with a byte order mark.
    pub fn new(text: &'t [u8], options: Options) -> Result<Self, JsonError> {
        let limit = options.bytes.min(1 << 30);
        if text.len() > limit {
            return Err(JsonError::new(JsonErrorKind::Bytes { bytes: text.len(), limit }, &[], 0));
        }
        let checked = std::str::from_utf8(text)
            .map_err(|error| JsonError::new(JsonErrorKind::NotUtf8, text, error.valid_up_to()))?;
        if checked.starts_with('\u{feff}') {
            return Err(JsonError::new(JsonErrorKind::ByteOrderMark, text, 0));
        }
        Ok(Self { text: checked, options, at: 0, start: 0, open: Vec::new(), expect: Expect::Value })
    }

    /// Offset in bytes where the last event starts.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.start
    }

    fn error(&self, kind: JsonErrorKind, offset: usize) -> JsonError {
        JsonError::new(kind, self.text.as_bytes(), offset)
    }

    fn unexpected(&self, expected: &'static str) -> JsonError {
        let kind = match self.text[self.at..].chars().next() {
            Some(found) => JsonErrorKind::Unexpected { expected, found },
            None => JsonErrorKind::Ends { expected },
        };
        self.error(kind, self.at)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// The next event; `None` after the value has ended.
    ///
    /// # Errors
    /// When the text breaks JSON's rules or a limit. Do not go on after an error.
    pub fn next_event(&mut self) -> Result<Option<Event<'t>>, JsonError> {
        self.skip_space();
        if self.expect == Expect::CommaOrEnd {
            let object = self.open.last().copied().unwrap_or(false);
            match (self.peek(), object) {
                (Some(b','), _) => {
                    self.at += 1;
                    self.expect = if object { Expect::Key } else { Expect::Value };
                    self.skip_space();
                }
                (Some(b']'), false) | (Some(b'}'), true) => return Ok(Some(self.close())),
                (_, true) => return Err(self.unexpected("`,` or `}`")),
                (_, false) => return Err(self.unexpected("`,` or `]`")),
            }
        }
        self.start = self.at;
        match (self.expect, self.peek()) {
            (Expect::Nothing, None) => return Ok(None),
            (Expect::Nothing, Some(_)) => return Err(self.error(JsonErrorKind::Trailing, self.at)),
            (Expect::ValueOrEnd, Some(b']')) | (Expect::KeyOrEnd, Some(b'}')) => {
                return Ok(Some(self.close()));
            }
            (Expect::Key | Expect::KeyOrEnd, Some(b'"')) => {
                let key = self.string()?;
                self.skip_space();
                if self.peek() != Some(b':') {
                    return Err(self.unexpected("`:`"));
                }
                self.at += 1;
                self.expect = Expect::Value;
                return Ok(Some(Event::Key(key)));
            }
            (Expect::Key, _) => return Err(self.unexpected("a key in double quotes")),
            (Expect::KeyOrEnd, _) => return Err(self.unexpected("a key in double quotes or `}`")),
            (Expect::Value | Expect::ValueOrEnd | Expect::CommaOrEnd, _) => {}
        }
        self.value().map(Some)
    }

    fn close(&mut self) -> Event<'t> {
        self.start = self.at;
        self.at += 1;
        let object = self.open.pop().unwrap_or(false);
        self.after_value();
        if object { Event::EndObject } else { Event::EndArray }
    }

    fn after_value(&mut self) {
        self.expect = if self.open.is_empty() { Expect::Nothing } else { Expect::CommaOrEnd };
    }

    fn value(&mut self) -> Result<Event<'t>, JsonError> {
        let rest = &self.text[self.at..];
        let event = match self.peek() {
            Some(b @ (b'[' | b'{')) => {
                if self.open.len() >= self.options.depth {
                    return Err(self.error(JsonErrorKind::Depth { limit: self.options.depth }, self.at));
                }
                self.at += 1;
                self.open.push(b == b'{');
                self.expect = if b == b'{' { Expect::KeyOrEnd } else { Expect::ValueOrEnd };
                return Ok(if b == b'{' { Event::BeginObject } else { Event::BeginArray });
            }
            Some(b'"') => Event::Str(self.string()?),
            Some(b'-' | b'0'..=b'9') if !rest.starts_with("-I") => self.number()?,
            _ => {
                let words = [
                    ("null", Event::Null),
                    ("true", Event::Bool(true)),
                    ("false", Event::Bool(false)),
                    ("NaN", Event::NonFinite(f64::NAN)),
                    ("Infinity", Event::NonFinite(f64::INFINITY)),
                    ("-Infinity", Event::NonFinite(f64::NEG_INFINITY)),
                ];
                let Some((word, event)) = words.into_iter().find(|(word, _)| rest.starts_with(word)) else {
                    return Err(self.unexpected("a value"));
                };
                if matches!(event, Event::NonFinite(_)) && !self.options.nonfinite {
                    return Err(self.error(JsonErrorKind::NonFinite, self.at));
                }
                self.at += word.len();
                event
            }
        };
        self.after_value();
        Ok(event)
    }

    fn digits(&mut self) -> usize {
        let from = self.at;
        while self.peek().is_some_and(|b| b.is_ascii_digit()) {
            self.at += 1;
        }
        self.at - from
    }

    fn number(&mut self) -> Result<Event<'t>, JsonError> {
        let from = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let digits = if self.peek() == Some(b'0') {
            self.at += 1;
            1
        } else {
            self.digits()
        };
        if digits == 0 {
            return Err(self.unexpected("a digit"));
        }
        let mut float = false;
        let bytes = self.text.as_bytes();
        if self.peek() == Some(b'.') {
            float = true;
            self.at += 1;
            if self.digits() == 0 {
                return Err(self.unexpected("a digit"));
            }
        }
        if let Some(b'e' | b'E') = self.peek() {
            float = true;
            self.at += 1 + usize::from(matches!(bytes.get(self.at + 1), Some(b'+' | b'-')));
            if self.digits() == 0 {
                return Err(self.unexpected("a digit"));
            }
        }
        let text = &self.text[from..self.at];
        if float {
            return Ok(Event::Float(text));
        }
        if digits > self.options.digits {
            return Err(self.error(JsonErrorKind::Digits { digits, limit: self.options.digits }, from));
        }
        Ok(Event::Int(text))
    }

    /// Reads a string from its opening quote to behind its closing one.
    fn string(&mut self) -> Result<Cow<'t, [u8]>, JsonError> {
        let bytes = self.text.as_bytes();
        let quote = self.at;
        self.at += 1;
        let mut owned: Option<Vec<u8>> = None;
        loop {
            let from = self.at;
            let plain = bytes[from..].iter().position(|b| matches!(b, b'"' | b'\\' | 0..0x20));
            let Some(len) = plain else {
                return Err(self.error(JsonErrorKind::OpenString, quote));
            };
            let run = &bytes[from..from + len];
            self.at = from + len;
            match bytes[self.at] {
                b'"' => {
                    self.at += 1;
                    return Ok(match owned {
                        None => Cow::Borrowed(run),
                        Some(mut text) => {
                            text.extend_from_slice(run);
                            Cow::Owned(text)
                        }
                    });
                }
                b'\\' => {
                    let text = owned.get_or_insert_default();
                    text.extend_from_slice(run);
                    self.escape(text, quote)?;
                }
                control => return Err(self.error(JsonErrorKind::Control(control), self.at)),
            }
        }
    }

    /// Reads one escape, from its backslash, behind `text`.
    fn escape(&mut self, text: &mut Vec<u8>, quote: usize) -> Result<(), JsonError> {
        let backslash = self.at;
        let Some(kind) = self.text.as_bytes().get(backslash + 1) else {
            return Err(self.error(JsonErrorKind::OpenString, quote));
        };
        self.at += 2;
        let byte = match kind {
            b'"' | b'\\' | b'/' => *kind,
            b'b' => 8,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'u' => {
                let Some(unit) = self.hex4(self.at) else {
                    return Err(self.error(JsonErrorKind::Escape, backslash));
                };
                self.at += 4;
                let mut code = u32::from(unit);
                if (0xd800..0xdc00).contains(&unit)
                    && self.text.as_bytes()[self.at..].starts_with(b"\\u")
                    && let Some(low @ 0xdc00..0xe000) = self.hex4(self.at + 2)
                {
                    self.at += 6;
                    code = 0x10000 + ((code - 0xd800) << 10) + (u32::from(low) - 0xdc00);
                }
                push_wtf8(text, code);
                return Ok(());
            }
            _ => return Err(self.error(JsonErrorKind::Escape, backslash)),
        };
        text.push(byte);
        Ok(())
    }

    fn hex4(&self, at: usize) -> Option<u16> {
        let digits = self.text.as_bytes().get(at..at + 4)?;
        digits.iter().try_fold(0, |code: u16, b| Some(code << 4 | (*b as char).to_digit(16)? as u16))
    }
}

/// Appends a code point, a lone surrogate included.
fn push_wtf8(text: &mut Vec<u8>, code: u32) {
    match char::from_u32(code) {
        Some(c) => text.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        // Surrogates: three bytes, as Python's `surrogatepass` has them.
        None => text.extend([
            0xe0 | (code >> 12) as u8,
            0x80 | (code >> 6 & 0x3f) as u8,
            0x80 | (code & 0x3f) as u8,
        ]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(text: &str) -> Result<Vec<String>, JsonError> {
        let mut reader = Reader::new(text.as_bytes(), Options::default())?;
        let mut events = vec![];
        while let Some(event) = reader.next_event()? {
            events.push(format!("{event:?}"));
        }
        Ok(events)
    }

    fn kind(text: &str) -> JsonErrorKind {
        events(text).unwrap_err().kind
    }

    #[test]
    fn surrogate_escapes_pair_only_high_before_low() {
        let mut reader =
            Reader::new(br#""\ud83d\ude00\ud800\ud800\udc00\udc00""#, Options::default()).unwrap();
        let Some(Event::Str(text)) = reader.next_event().unwrap() else { panic!("a string") };
        assert_eq!(&*text, b"\xf0\x9f\x98\x80\xed\xa0\x80\xf0\x90\x80\x80\xed\xb0\x80");
    }

    #[test]
    fn errors_have_offset_line_and_column() {
        let error = events("{\"\u{e9}\": 1,\n \"\u{e9}\u{e9}\" 2}").unwrap_err();
        assert_eq!((error.offset, error.line, error.column), (18, 2, 7));
        assert_eq!(error.to_string(), "expected `:`, found '2' at line 2 column 7");
    }

    #[test]
    fn what_python_refuses_is_refused() {
        for text in [
            "",
            " ",
            "[",
            "[1",
            "[1,",
            "[1,]",
            "[,1]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{1:2}",
            "{a:1}",
            "nul",
            "01",
            "1.",
            ".5",
            "+1",
            "1e",
            "-",
            "1 2",
            "\"\n\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"",
            "\"\\",
            "'a'",
            "]",
            "}",
            "[}",
            "{]",
            "\u{feff}1",
            "Nan",
            "-Inf",
            "1e+",
            "\"\\u+123\"",
        ] {
            assert!(events(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn what_python_takes_is_taken() {
        for text in [
            "NaN",
            "-Infinity",
            "Infinity",
            "1E5",
            "-0",
            "-0.0",
            "[]",
            "{}",
            " [ { } , [ ] ] ",
            "{\"a\":1,\"a\":2}",
        ] {
            events(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        }
    }

    #[test]
    fn limits_name_themselves() {
        let deep = Options { depth: 2, ..Options::default() };
        let mut reader = Reader::new(b"[[[", deep).unwrap();
        reader.next_event().unwrap();
        reader.next_event().unwrap();
        assert_eq!(reader.next_event().unwrap_err().kind, JsonErrorKind::Depth { limit: 2 });
        assert_eq!(kind(&"1".repeat(4301)), JsonErrorKind::Digits { digits: 4301, limit: 4300 });
        let short = Options { bytes: 3, ..Options::default() };
        assert_eq!(
            Reader::new(b"1234", short).unwrap_err().kind,
            JsonErrorKind::Bytes { bytes: 4, limit: 3 }
        );
        let strict = Options { nonfinite: false, ..Options::default() };
        assert_eq!(
            Reader::new(b"NaN", strict).unwrap().next_event().unwrap_err().kind,
            JsonErrorKind::NonFinite
        );
    }

    #[test]
    fn a_hundred_thousand_brackets_are_read() {
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        assert_eq!(events(&deep).unwrap().len(), 200_000);
    }
}

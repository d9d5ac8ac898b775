//! Finds the payloads in a file, whatever printed it: the AWS CLI, boto3, an export, a stream, or `get --raw`.
//!
//! Bytes can be read in several ways. The likeliest one is what is shown; the others are handed over as well, since a file
//! is as bad as the worst of them. Decoding and judging are the library's.

use std::{borrow::Cow, io::Read};

use clap::ValueEnum;
use flate2::read::MultiGzDecoder;
use sessctl::{
    codec::{self, DecodeWarning, Decoded, Format, base64},
    layout::{AttributeType, Envelope, Layout, Stored},
    pickle::{AllowList, Level, Limits, ReasonCode, WarningKind, judge, read},
    session::Payload,
};

mod documents;
mod text;

/// What a file holds, where detection fails or gets it wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum From {
    /// A `data` value: a base64 pickle
    Base64,
    /// The bytes of a pickle
    Pickle,
    /// A JSON payload
    Json,
    /// A MessagePack payload: its bytes, or those in base64
    Msgpack,
    /// Items in DynamoDB JSON
    DynamodbJson,
}

impl From {
    /// The reading in words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Base64 => "base64",
            Self::Pickle => "a pickle",
            Self::Json => "JSON",
            Self::Msgpack => "MessagePack",
            Self::DynamodbJson => "DynamoDB JSON",
        }
    }
}

/// A payload that was found in a file.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) content: Content,
    /// Where it was found, if that is not obvious.
    pub(super) note: Option<&'static str>,
}

/// A session with its id, or a payload alone.
#[derive(Clone, Debug)]
pub(super) enum Content {
    Session(Box<Stored>),
    Payload(Payload, Option<Format>),
}

impl Found {
    fn payload(payload: Payload) -> Self {
        Self::formatted(payload, None)
    }

    fn formatted(payload: Payload, format: Option<Format>) -> Self {
        Self { content: Content::Payload(payload, format), note: None }
    }

    fn noted(payload: Payload, note: &'static str) -> Self {
        Self { note: Some(note), ..Self::payload(payload) }
    }

    /// The bytes as they are stored; none where a session has no payload.
    fn stored(&self) -> Option<&Payload> {
        match &self.content {
            Content::Session(stored) => stored.session.payload.as_ref(),
            Content::Payload(payload, _) => Some(payload),
        }
    }
}

/// All that is found in a file.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// The payloads.
    pub(super) shown: Vec<Found>,
    /// The same bytes read in other ways.
    pub(super) others: Vec<Found>,
    /// Why the file, or a part of it, is not payloads.
    pub(super) problem: Option<Problem>,
}

/// Why payloads are missing, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) message: String,
    pub(super) hint: Option<String>,
}

impl Problem {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None }
    }

    fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl Findings {
    fn shown(shown: Vec<Found>) -> Self {
        Self { shown, ..Self::default() }
    }

    fn problem(problem: Problem) -> Self {
        Self { problem: Some(problem), ..Self::default() }
    }
}

const FILE_AS_ONE: &str = "this is the whole file read as one payload";

/// A larger file is taken for a mistake.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// No longer text can be a payload: an item has at most 400 KB.
const MOST_PAYLOAD_BYTES: usize = 1 << 20;

/// Reads a whole file, decompressed where it is gzip or Zstandard.
pub(super) fn read_all(mut file: impl Read) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    (&mut file).take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 <= MOST_BYTES {
        let mut unpacked = Vec::new();
        if bytes.starts_with(&[0x1f, 0x8b]) {
            MultiGzDecoder::new(&bytes[..]).take(MOST_BYTES + 1).read_to_end(&mut unpacked)?;
            bytes = unpacked;
        } else if bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
            zstd::Decoder::new(&bytes[..])?.take(MOST_BYTES + 1).read_to_end(&mut unpacked)?;
            bytes = unpacked;
        }
    }
    anyhow::ensure!(bytes.len() as u64 <= MOST_BYTES, "it holds more than {MOST_BYTES} bytes");
    Ok(bytes)
}

/// How much of what follows a payload is read as pickles, over all the places where one may begin.
const MOST_SEARCHED_BYTES: usize = 64 << 20;

/// What payloads are found with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Search<'a> {
    pub(super) layout: &'a Layout,
    pub(super) allow: &'a AllowList,
}

impl Search<'_> {
    /// Finds the payloads in the content of a file, read as `from` says or as its content suggests.
    pub(super) fn find(&self, bytes: &[u8], from: Option<From>) -> Findings {
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Findings::problem(Problem::new("it is empty"));
        }
        let Some(from) = from else { return self.find_any(&to_utf8(bytes)) };
        let mut findings = self.find_as(from, bytes.to_vec());
        let other = self.find_any(&to_utf8(bytes));
        findings.others.extend(other.shown);
        findings.others.extend(other.others);
        findings
    }

    fn find_any(&self, bytes: &[u8]) -> Findings {
        let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
        if matches!(first, Some(b'{' | b'[' | b'"')) {
            match documents::find(bytes, self) {
                Ok(mut findings) => {
                    let is_whole =
                        |found: &Found| found.stored().is_some_and(|payload| payload.as_bytes() == bytes);
                    if !findings.shown.iter().any(is_whole) {
                        findings.others.extend(self.whole(bytes));
                    }
                    return findings;
                }
                Err(documents::Broken::TooDeep) => {
                    let mut findings = text::find(bytes, self);
                    findings.problem = Some(
                        Problem::new("it is JSON nested too deeply to look for payloads in")
                            .with_hint("`--from json` reads it as one JSON payload"),
                    );
                    let shown = std::mem::take(&mut findings.shown);
                    findings.others.extend(shown);
                    return findings;
                }
                Err(documents::Broken::NotJson) => {}
            }
        }
        text::find(bytes, self)
    }

    fn find_as(&self, from: From, bytes: Vec<u8>) -> Findings {
        match from {
            From::Pickle => {
                Findings::shown(vec![Found::formatted(Payload::Bytes(bytes), Some(Format::Pickle))])
            }
            From::Base64 => Findings::shown(text::cut_base64(&to_utf8(&bytes))),
            From::Msgpack => {
                let payload = if text::is_base64(&bytes) { text(bytes) } else { Payload::Bytes(bytes) };
                Findings::shown(vec![Found::formatted(payload, Some(Format::Msgpack))])
            }
            From::Json => {
                let bytes = to_utf8(&bytes).into_owned();
                let lines = text::lines(&bytes);
                let one_each = |line: &&[u8]| line.starts_with(b"{") && line.ends_with(b"}");
                let payloads: Vec<Vec<u8>> = match lines.len() > 1 && lines.iter().all(one_each) {
                    true => lines.into_iter().map(<[u8]>::to_vec).collect(),
                    false => vec![bytes],
                };
                let found = |bytes| Found::formatted(text(bytes), Some(Format::Json));
                Findings::shown(payloads.into_iter().map(found).collect())
            }
            From::DynamodbJson => match documents::find(&to_utf8(&bytes), self) {
                Ok(findings) if findings.shown.iter().any(|found| found.is_item()) => findings,
                Ok(Findings { problem: Some(problem), .. }) => Findings::problem(problem),
                _ => Findings::problem(Problem::new("it holds no items")),
            },
        }
    }

    /// Text as the payload attribute of the layout would hold it.
    fn as_stored(&self, bytes: &[u8]) -> Payload {
        match self.layout.data.attribute_type {
            AttributeType::B => Payload::Bytes(bytes.to_vec()),
            AttributeType::S => text(bytes.to_vec()),
        }
    }

    /// The whole file as a payload, of either type, where it is small enough to be one.
    fn whole(&self, bytes: &[u8]) -> Vec<Found> {
        if bytes.len() > MOST_PAYLOAD_BYTES {
            return Vec::new();
        }
        let stored = self.as_stored(bytes);
        let other = match &stored {
            Payload::Text(_) => Payload::Bytes(bytes.to_vec()),
            Payload::Bytes(_) => text(bytes.to_vec()),
        };
        let mut payloads = vec![stored];
        payloads.extend((other != payloads[0]).then_some(other));
        payloads.into_iter().map(|payload| Found::noted(payload, FILE_AS_ONE)).collect()
    }

    fn decode(&self, payload: &Payload) -> Decoded {
        self.layout.decode_payload(payload, None, self.allow)
    }

    /// Whether bytes that stand anywhere are a pickle: a dict and nothing after it, as sessions are, or one that imports
    /// something, or that does harm before it breaks off. Other bytes are a pickle by chance: two of them can be `None`.
    fn is_pickle(&self, bytes: &[u8]) -> bool {
        if bytes.len() > MOST_PAYLOAD_BYTES {
            return false;
        }
        let outcome = read(bytes.to_vec(), &Limits::default());
        // Odd names, extension codes and persistent ids are what random text has. Python stops there.
        let is_chance =
            |code| matches!(code, ReasonCode::OddName | ReasonCode::ExtensionCode | ReasonCode::PersistentId);
        let reasons = judge(outcome.as_ref(), self.allow).reasons;
        let mut levels =
            reasons.iter().filter(|reason| !is_chance(reason.code)).map(|reason| reason.code.level());
        match &outcome {
            Ok(pickle) => {
                levels.any(|level| level > Level::Plain)
                    || codec::is_dict(&pickle.graph) && pickle.trailing().is_empty()
            }
            Err(_) => levels.any(|level| level >= Level::Suspicious),
        }
    }

    /// Whether text that stands anywhere is such a pickle in base64.
    fn is_base64_pickle(&self, text: &str) -> bool {
        base64::decode(text.as_bytes()).is_ok_and(|decoded| self.is_pickle(&decoded.bytes))
    }

    /// What follows the payload within the same bytes, which Python does not read: text after the padding of base64, and
    /// bytes after STOP.
    pub(super) fn tails(&self, payload: &Payload, decoded: &Decoded) -> Tails {
        let mut tails = Tails::default();
        if decoded.format != Format::Pickle || payload.as_bytes().len() > MOST_PAYLOAD_BYTES {
            return tails;
        }
        let bytes = match payload {
            Payload::Text(content) => {
                let prefix = base64::decode_prefix(content.as_bytes(), usize::MAX);
                let rest = &content.as_bytes()[prefix.end..];
                if rest.iter().any(u8::is_ascii_alphanumeric) {
                    self.search_rest(text(rest.to_vec()), &mut tails);
                }
                Cow::Owned(prefix.bytes)
            }
            Payload::Bytes(bytes) => Cow::Borrowed(&bytes[..]),
        };
        let is_trailing = |warning: &&DecodeWarning| matches!(warning, DecodeWarning::Pickle(warning) if warning.kind == WarningKind::Trailing);
        if let Some(DecodeWarning::Pickle(warning)) = decoded.warnings.iter().find(is_trailing) {
            let bang = self.layout.envelope == Some(Envelope::Bang) && bytes.starts_with(b"!");
            let rest = bytes.get(warning.offset + usize::from(bang)..).unwrap_or_default().trim_ascii_start();
            if !rest.is_empty() {
                self.search_rest(Payload::Bytes(rest.to_vec()), &mut tails);
            }
        }
        tails
    }

    /// Adds what a rest is: a pickle, or one that begins later in it and those in its text.
    fn search_rest(&self, rest: Payload, tails: &mut Tails) {
        let decoded = self.decode(&rest);
        // What follows that one is its own rest.
        if decoded.format == Format::Pickle && decoded.content.is_ok() {
            tails.payloads.push(rest);
            return;
        }
        let bytes = rest.as_bytes();
        let mut left = MOST_SEARCHED_BYTES;
        for at in (1..bytes.len()).filter(|at| is_beginning(&bytes[at - 1..])) {
            let Some(fewer) = left.checked_sub(bytes.len() - at) else {
                tails.problem = Some(Problem::new(
                    "what follows a payload has too many beginnings of pickles to read them all",
                ));
                break;
            };
            left = fewer;
            if self.begins_with_pickle(&bytes[at..]) {
                tails.payloads.push(Payload::Bytes(bytes[at..].to_vec()));
                break;
            }
        }
        let mut scan = text::Scan::new(self, bytes.len());
        scan.anywhere(bytes);
        tails.problem = tails.problem.take().or(scan.problem());
        tails.payloads.extend(scan.found.iter().filter_map(Found::stored).cloned());
        tails.payloads.push(rest);
    }

    /// Whether bytes begin with a pickle, whatever follows it.
    fn begins_with_pickle(&self, bytes: &[u8]) -> bool {
        match read(bytes.to_vec(), &Limits::default()) {
            Ok(pickle) => self.is_pickle(&bytes[..pickle.end]),
            Err(_) => self.is_pickle(bytes),
        }
    }
}

/// What follows a payload.
#[derive(Debug, Default)]
pub(super) struct Tails {
    pub(super) payloads: Vec<Payload>,
    /// Why not all of it was looked at.
    pub(super) problem: Option<Problem>,
}

/// Whether a pickle may begin at the second byte: with `PROTO`, or as text does at the start of a line or after a NUL.
fn is_beginning(bytes: &[u8]) -> bool {
    match *bytes {
        [_, 0x80, 2..=5, ..] => true,
        [b'\n' | b'\0', first, ..] => matches!(first, b'c' | b'(' | b'}' | b']'),
        _ => false,
    }
}

impl Found {
    /// Whether it is an item, or the payload of one.
    fn is_item(&self) -> bool {
        match &self.content {
            Content::Session(_) => true,
            Content::Payload(payload, _) => Format::detect(payload) != Format::Json,
        }
    }
}

/// The payload that Python's bytes literal spells: text where it is base64, as a String would hold it.
fn literal(bytes: Vec<u8>) -> Payload {
    if text::is_base64(&bytes) { text(bytes) } else { Payload::Bytes(bytes) }
}

fn text(bytes: Vec<u8>) -> Payload {
    String::from_utf8(bytes).map_or_else(|error| Payload::Bytes(error.into_bytes()), Payload::Text)
}

/// The same text in UTF-8 without a byte order mark. PowerShell redirects in UTF-16.
fn to_utf8(bytes: &[u8]) -> Cow<'_, [u8]> {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        let text: String =
            char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        Cow::Owned(text.into_bytes())
    };
    // ASCII in UTF-16 has a zero in every pair.
    let every_other = |zero: usize| {
        bytes.len() >= 4
            && bytes.len().is_multiple_of(2)
            && bytes.chunks_exact(2).all(|pair| {
                let byte = pair[1 - zero];
                pair[zero] == 0 && (byte.is_ascii_graphic() || byte.is_ascii_whitespace())
            })
    };
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => Cow::Borrowed(rest),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ if every_other(1) => utf16(bytes, u16::from_le_bytes),
        _ if every_other(0) => utf16(bytes, u16::from_be_bytes),
        _ => Cow::Borrowed(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(bytes: &[u8], from: Option<From>) -> Findings {
        let allow = AllowList::new();
        Search { layout: Default::default(), allow: &allow }.find(bytes, from)
    }

    fn found(bytes: impl AsRef<[u8]>) -> Vec<String> {
        let text = |found: Found| match found.content {
            Content::Session(stored) => stored.session.id.as_str().to_owned(),
            Content::Payload(payload, _) => String::from_utf8_lossy(payload.as_bytes()).into_owned(),
        };
        find(bytes.as_ref(), None).shown.into_iter().map(text).collect()
    }

    #[test]
    fn lines_of_one_length_are_one_payload_and_others_are_several() {
        assert_eq!(found("gASVAAAA\ngASVAAAA\ngASV\n"), ["gASVAAAA\ngASVAAAA\ngASV\n"]);
        assert_eq!(found("gAR9lC4=\r\ngAR9lIwBYZRLAXMu\n"), ["gAR9lC4=\n", "gAR9lIwBYZRLAXMu\n"]);
        assert_eq!(found("gASVAAAA\n\ngASVAAAA\n"), ["gASVAAAA\n", "gASVAAAA\n"]);
        assert_eq!(found("gAR9lC4=\ngAR9lC4=\n"), ["gAR9lC4=\n", "gAR9lC4=\n"]);
        let three = "gAR9lIwBYZRLAXMu\n".repeat(3);
        assert_eq!(found(&three), ["gAR9lIwBYZRLAXMu\n"; 3]);
        assert_eq!(found("gAR9lC4=\ngASVAAAA\ngASV\n\n"), ["gAR9lC4=\n", "gASVAAAA\ngASV\n"]);
    }

    #[test]
    fn json_payloads_are_told_from_items() {
        assert_eq!(found(r#"{"_permanent": true}"#), [r#"{"_permanent": true}"#]);
        assert_eq!(found("{\"a\": 1}\n{\"b\": {}}\n"), [r#"{"a": 1}"#, r#"{"b": {}}"#]);
        assert_eq!(found("{\n\"a\": 1}"), ["{\n\"a\": 1}"]);
        for session in [
            r#"{"data": {"n": 5}}"#,
            r#"{"user": {"id": "5", "data": "abc"}}"#,
            r#"{"Items": [1, 2], "Records": [{"a": 1}], "Attributes": {"b": 2}, "dynamodb": {}}"#,
            r#"{"token": "eyJhIjoxfQ==", "id": "good", "csrf": "d41d8cd98f00b204e9800998ecf8427e"}"#,
        ] {
            assert_eq!(found(session), [session]);
        }
    }

    #[test]
    fn bytes_are_left_to_the_decoder_to_tell() {
        for bytes in [&b"\x80\x04}."[..], b"\x80", b"\x81\xa1a\n", b"\xde\x00\x00"] {
            let found = find(bytes, None).shown;
            assert!(matches!(&found[..], [Found { content: Content::Payload(Payload::Bytes(_), None), .. }]));
        }
        let found = |bytes: &[u8]| find(bytes, Some(From::Msgpack)).shown.remove(0).content;
        assert!(matches!(found(b"gaFhAQ==\n"), Content::Payload(Payload::Text(_), Some(Format::Msgpack))));
        assert!(matches!(found(b"\x81\xa1a\x01"), Content::Payload(Payload::Bytes(_), _)));
    }

    #[test]
    fn a_bare_pickle_is_one_payload_whatever_its_bytes() {
        assert_eq!(find(b"\x80\x04}\n\n.", None).shown.len(), 1);
        assert_eq!(found(b"(dp0\n."), ["(dp0\n."]);
        assert!(find(b" \n", None).problem.is_some());
    }

    #[test]
    fn text_is_brought_to_utf8() {
        let le: Vec<u8> = "{\"a\": \"\u{e9}\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = "gAR9".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(&*to_utf8(&[b"\xff\xfe", &le[..]].concat()), "{\"a\": \"\u{e9}\"}".as_bytes());
        assert_eq!(&*to_utf8(&[b"\xfe\xff", &be[..]].concat()), b"gAR9");
        assert_eq!(&*to_utf8(&be), b"gAR9");
        assert_eq!(&*to_utf8(b"\xef\xbb\xbf{}"), b"{}");
        assert_eq!(&*to_utf8(b"\x80\x04}."), b"\x80\x04}.");
    }
}

//! Names data that is not a pickle by how it begins: sessions of other frameworks, signed cookies, compressed data.
//!
//! It is asked only about payloads that cannot be read, so that the error says what the payload is. It never decides how
//! a payload is read.

use std::fmt;

use super::{DecodeError, Decoded, base64};
use crate::{
    pickle::{Level, Reason, ReasonCode},
    session::Payload,
};

/// What a payload that is not a pickle looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Lookalike {
    /// No bytes at all.
    Empty,
    /// A session of PHP, or a value that PHP's `serialize` wrote.
    Php,
    /// Text that Django's `signing.dumps` wrote: `value:timestamp:signature`.
    DjangoSigned,
    /// A session of Django before 3.1: base64 of `hash:value`.
    DjangoLegacy,
    /// Flask's client-side session cookie, signed by itsdangerous: `value.timestamp.signature`.
    FlaskCookie,
    /// A JSON Web Token.
    Jwt,
    /// A cookie that Express signed: `s:value.signature`.
    ExpressCookie,
    /// A Fernet token: encrypted.
    Fernet,
    /// Data compressed with zlib.
    Zlib,
    /// Data compressed with gzip.
    Gzip,
    /// Data compressed with bzip2.
    Bzip2,
    /// Data compressed with xz.
    Xz,
    /// Data compressed with Zstandard.
    Zstd,
    /// Ruby's `Marshal.dump`.
    RubyMarshal,
    /// Java's serialization.
    JavaSerialization,
    /// Python's `marshal`, as in `.pyc` files.
    Pyc,
    /// The text that Python's `repr` makes of bytes: `b'...'`.
    BytesLiteral,
    /// Bytes as hexadecimal digits.
    Hex,
    /// HTML.
    Html,
    /// XML.
    Xml,
    /// A whole number, such as cachelib stores for counters.
    Integer,
    /// JSON that is not an object.
    JsonValue,
    /// JSON inside base64.
    Base64Json,
    /// Percent-encoded text, as in a URL.
    PercentEncoded,
    /// A PNG image.
    Png,
    /// A JPEG image.
    Jpeg,
    /// A GIF image.
    Gif,
    /// A PDF document.
    Pdf,
    /// A ZIP archive, which `.xlsx`, `.npz` and PyTorch files are, too.
    Zip,
    /// A NumPy array as `numpy.save` writes it.
    Npy,
    /// An SQLite database.
    Sqlite,
    /// A program.
    Elf,
    /// A private key or certificate in PEM.
    Pem,
}

impl Lookalike {
    /// What a stored payload looks like; `None` where nothing is recognized, which a pickle never is.
    ///
    /// ```
    /// use sessctl::codec::lookalike::Lookalike;
    ///
    /// assert_eq!(Lookalike::of(br#"username|s:3:"ada";"#), Some(Lookalike::Php));
    /// assert_eq!(Lookalike::of(b"\x80\x04}."), None);
    /// ```
    #[must_use]
    pub fn of(payload: &[u8]) -> Option<Self> {
        let text = payload.trim_ascii();
        if text.is_empty() {
            return Some(Self::Empty);
        }
        by_signature(payload).or_else(|| by_shape(text))
    }

    /// What bytes that were base64 look like.
    fn of_base64(bytes: &[u8]) -> Option<Self> {
        match by_signature(bytes) {
            Some(found) => Some(found),
            None if is_fernet(bytes) => Some(Self::Fernet),
            None if is_legacy_django(bytes) => Some(Self::DjangoLegacy),
            None if is_json_object(bytes) => Some(Self::Base64Json),
            None if is_php(bytes) => Some(Self::Php),
            None => None,
        }
    }

    fn words(self) -> (&'static str, &'static str) {
        const COMPRESSED: &str = "decompress it first";
        const COOKIE: &str = "the browser keeps such a session itself, signed, and DynamoDB does not hold it";
        const FILE: &str = "this is a file, not a session";
        match self {
            Self::Empty => ("nothing: the payload is empty", ""),
            Self::Php => ("a PHP session", "only PHP reads it"),
            Self::DjangoSigned => ("text signed by Django", "only the Django application reads it"),
            Self::DjangoLegacy => {
                ("a Django session signed by Django before 3.1", "only the Django application reads it")
            }
            Self::FlaskCookie => ("a session cookie of Flask", COOKIE),
            Self::Jwt => ("a JSON Web Token", COOKIE),
            Self::ExpressCookie => {
                ("a cookie signed by Express", "it holds the id of a session, not its data")
            }
            Self::Fernet => ("a Fernet token", "decrypt it first; the application has the key"),
            Self::Zlib => ("data compressed with zlib", COMPRESSED),
            Self::Gzip => ("data compressed with gzip", COMPRESSED),
            Self::Bzip2 => ("data compressed with bzip2", COMPRESSED),
            Self::Xz => ("data compressed with xz", COMPRESSED),
            Self::Zstd => ("data compressed with Zstandard", COMPRESSED),
            Self::RubyMarshal => ("Ruby's `Marshal` data", "only Ruby reads it"),
            Self::JavaSerialization => ("a serialized Java object", "only Java reads it"),
            Self::Pyc => ("Python's `marshal` data", "this is compiled code, not a session"),
            Self::BytesLiteral => {
                ("the text of a Python bytes literal", "`sessctl decode` reads what is between the quotes")
            }
            Self::Hex => ("hexadecimal digits", "`sessctl decode` reads the bytes they spell"),
            Self::Html => ("HTML", FILE),
            Self::Xml => ("XML", FILE),
            Self::Integer => ("a whole number, as cachelib stores for a counter", "it is not a session"),
            Self::JsonValue => ("JSON that is not an object", "a session is an object"),
            Self::Base64Json => ("JSON inside base64", "decode the base64 first"),
            Self::PercentEncoded => ("percent-encoded text", "decode it first"),
            Self::Png => ("a PNG image", FILE),
            Self::Jpeg => ("a JPEG image", FILE),
            Self::Gif => ("a GIF image", FILE),
            Self::Pdf => ("a PDF document", FILE),
            Self::Zip => ("a ZIP archive", FILE),
            Self::Npy => ("a NumPy array", FILE),
            Self::Sqlite => ("an SQLite database", FILE),
            Self::Elf => ("a program", FILE),
            Self::Pem => ("a key or certificate in PEM", FILE),
        }
    }
}

/// Such as `a PHP session (only PHP reads it)`.
impl fmt::Display for Lookalike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.words() {
            (what, "") => f.write_str(what),
            (what, advice) => write!(f, "{what} ({advice})"),
        }
    }
}

/// Names what a payload is that cannot be read and does nothing.
pub(super) fn named(mut decoded: Decoded, payload: &Payload) -> Decoded {
    let does_nothing = decoded.verdict.level == Level::Invalid && decoded.globals.is_empty();
    if decoded.content.is_ok() || !does_nothing {
        return decoded;
    }
    let in_base64 = || match payload {
        Payload::Text(text) => base64::decode(text.as_bytes()).ok(),
        Payload::Bytes(_) => None,
    };
    let found = Lookalike::of(payload.as_bytes())
        .or_else(|| in_base64().and_then(|decoded| Lookalike::of_base64(&decoded.bytes)));
    if let Some(found) = found {
        let error = DecodeError::NotAPickle(found);
        decoded.verdict.reasons =
            vec![Reason { code: ReasonCode::Broken, offset: 0, name: error.to_string() }];
        decoded.content = Err(error);
    }
    decoded
}

/// By the first bytes, which formats choose so that nothing else begins like them.
fn by_signature(bytes: &[u8]) -> Option<Lookalike> {
    const SIGNATURES: [(&[u8], Lookalike); 14] = [
        (b"\x1f\x8b", Lookalike::Gzip),
        (b"BZh", Lookalike::Bzip2),
        (b"\xfd7zXZ\0", Lookalike::Xz),
        (b"\x28\xb5\x2f\xfd", Lookalike::Zstd),
        (b"\x04\x08", Lookalike::RubyMarshal),
        (b"\xac\xed\0\x05", Lookalike::JavaSerialization),
        (b"\x89PNG\r\n", Lookalike::Png),
        (b"\xff\xd8\xff", Lookalike::Jpeg),
        (b"GIF8", Lookalike::Gif),
        (b"%PDF-", Lookalike::Pdf),
        (b"PK\x03\x04", Lookalike::Zip),
        (b"\x93NUMPY", Lookalike::Npy),
        (b"SQLite format 3\0", Lookalike::Sqlite),
        (b"\x7fELF", Lookalike::Elf),
    ];
    let zlib = |bytes: &[u8]| match *bytes {
        // RFC 1950: method 8, a window of 32 KiB at most, and a check of the two bytes.
        [method, flags, _, ..] => {
            method & 0x0f == 8 && method >> 4 <= 7 && u16::from_be_bytes([method, flags]).is_multiple_of(31)
        }
        _ => false,
    };
    SIGNATURES
        .iter()
        .find(|(signature, _)| bytes.starts_with(signature))
        .map(|&(_, found)| found)
        .or_else(|| (bytes.first() == Some(&0x78) && zlib(bytes)).then_some(Lookalike::Zlib))
        .or_else(|| {
            (bytes.get(2..4) == Some(b"\r\n") && bytes.get(1) == Some(&0x0d)).then_some(Lookalike::Pyc)
        })
}

/// By what a whole text is made of.
fn by_shape(text: &[u8]) -> Option<Lookalike> {
    let starts = |prefix: &str| {
        text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix.as_bytes()))
    };
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    if starts("<!doctype html") || starts("<html") {
        Some(Lookalike::Html)
    } else if text[0] == b'<' && text.ends_with(b">") {
        Some(Lookalike::Xml)
    } else if starts("-----BEGIN ") {
        Some(Lookalike::Pem)
    } else if digits.len() <= 20 && digits.iter().all(u8::is_ascii_digit) && !digits.is_empty() {
        Some(Lookalike::Integer)
    } else if is_bytes_literal(text) {
        Some(Lookalike::BytesLiteral)
    } else if is_hex(text) {
        Some(Lookalike::Hex)
    } else if is_php(text) {
        Some(Lookalike::Php)
    } else if let Some(token) = dotted_token(text) {
        Some(token)
    } else if is_express_cookie(text) {
        Some(Lookalike::ExpressCookie)
    } else if text.starts_with(b"gAAAAA") && text.len() >= 100 && is_base64url(text) {
        // The version and the time of a token, which no pickle begins with.
        Some(Lookalike::Fernet)
    } else if is_django_signed(text) {
        Some(Lookalike::DjangoSigned)
    } else if is_percent_encoded(text) {
        Some(Lookalike::PercentEncoded)
    } else if text.len() >= 2 && matches!((text[0], text[text.len() - 1]), (b'[', b']') | (b'"', b'"')) {
        Some(Lookalike::JsonValue)
    } else {
        None
    }
}

fn is_bytes_literal(text: &[u8]) -> bool {
    matches!(text, [b'b' | b'B', quote @ (b'\'' | b'"'), .., last] if last == quote)
}

/// Hexadecimal digits that begin as a pickle does, so that base64 which happens to be hexadecimal is not meant, or with
/// the marks that databases put before them.
fn is_hex(text: &[u8]) -> bool {
    if text.starts_with(b"\\x") && text.get(4) == Some(&b'\\') {
        return true;
    }
    let marked = [&b"\\x"[..], b"0x", b"0X", b"x'", b"X'"].iter().find_map(|mark| text.strip_prefix(*mark));
    let digits = marked.map_or(text, |rest| rest.strip_suffix(b"'").unwrap_or(rest));
    let is_hex =
        digits.len() >= 4 && digits.len().is_multiple_of(2) && digits.iter().all(u8::is_ascii_hexdigit);
    is_hex && (marked.is_some() || matches!(digits, [b'8', b'0', b'0', b'2'..=b'5', ..]))
}

/// `name|type:...;` as PHP's sessions are, or a value alone: `a:1:{...}`.
fn is_php(text: &[u8]) -> bool {
    let is_value = |value: &[u8]| match value {
        [b'N', b';', ..] => true,
        [b's' | b'i' | b'd' | b'b' | b'a' | b'O' | b'C' | b'E', b':', next, ..] => {
            next.is_ascii_digit() || *next == b'-'
        }
        _ => false,
    };
    let name = text.iter().position(|byte| *byte == b'|').filter(|at| (1..=128).contains(at));
    match name {
        Some(at) if text[..at].iter().all(|byte| byte.is_ascii_graphic()) && is_value(&text[at + 1..]) => {
            true
        }
        _ => is_value(text) && matches!(text.last(), Some(b'}' | b';')),
    }
}

fn is_base64url(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_=".contains(byte))
}

/// Three parts with dots between them: a JSON Web Token, or what itsdangerous signs.
fn dotted_token(text: &[u8]) -> Option<Lookalike> {
    let (compressed, text) = match text.strip_prefix(b".") {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let parts: Vec<&[u8]> = text.splitn(4, |byte| *byte == b'.').collect();
    let [value, time, signature] = parts[..] else { return None };
    // A SHA-1 in base64url has 27 characters, and itsdangerous' time 6.
    if !parts.iter().all(|part| is_base64url(part)) || signature.len() < 27 {
        return None;
    }
    if !compressed && value.starts_with(b"eyJ") && time.starts_with(b"eyJ") {
        return Some(Lookalike::Jwt);
    }
    (time.len() <= 8).then_some(Lookalike::FlaskCookie)
}

/// `s:value.signature`.
fn is_express_cookie(text: &[u8]) -> bool {
    let Some(rest) = text.strip_prefix(b"s:") else { return false };
    let dot = rest.iter().rposition(|byte| *byte == b'.').filter(|dot| *dot > 0);
    dot.is_some_and(|dot| {
        let signature = &rest[dot + 1..];
        !signature.is_empty()
            && signature.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(byte))
            && rest[..dot].iter().all(|byte| byte.is_ascii_graphic() && !b"\";{}".contains(byte))
    })
}

/// `value:time:signature`, the value with a dot before it where it is compressed.
fn is_django_signed(text: &[u8]) -> bool {
    let text = text.strip_prefix(b".").unwrap_or(text);
    let parts: Vec<&[u8]> = text.splitn(4, |byte| *byte == b':').collect();
    matches!(parts[..], [value, time, signature]
        if is_base64url(value) && is_base64url(time) && is_base64url(signature)
            && (5..=8).contains(&time.len()) && signature.len() >= 27)
}

/// 40 hexadecimal digits, a colon, and the value.
fn is_legacy_django(bytes: &[u8]) -> bool {
    bytes.get(40) == Some(&b':') && bytes[..40].iter().all(u8::is_ascii_hexdigit)
}

/// Version 0x80, a time of 8 bytes of which the first three are 0 until the year 2106, and at least a block and an HMAC.
fn is_fernet(bytes: &[u8]) -> bool {
    bytes.len() >= 73 && bytes.starts_with(b"\x80\0\0\0\0")
}

fn is_json_object(bytes: &[u8]) -> bool {
    let text = bytes.trim_ascii();
    let inner = text.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    text.ends_with(b"}") && inner.is_some_and(|inner| inner.starts_with(b"\"") || inner == b"}")
}

fn is_percent_encoded(text: &[u8]) -> bool {
    let escapes =
        text.windows(3).filter(|w| w[0] == b'%' && w[1..].iter().all(u8::is_ascii_hexdigit)).count();
    escapes >= 2 && !text.iter().any(|byte| byte.is_ascii_whitespace() || b"\"{}<>".contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_named() {
        for (payload, expected) in [
            (&b" \n"[..], Lookalike::Empty),
            (br#"username|s:3:"ada";cart|a:1:{i:0;i:5;}"#, Lookalike::Php),
            (br#"a:1:{s:4:"user";s:3:"ada";}"#, Lookalike::Php),
            (b"eyJhIjoxfQ:1qXyZ0:2jmj7l5rSw0yVb_vlWAYkK_YBwk", Lookalike::DjangoSigned),
            (b".eJxVjMEOwiAQRP-Fs:1qXyZ0:2jmj7l5rSw0yVb_vlWAYkK_YBwk", Lookalike::DjangoSigned),
            (b"eyJ1c2VyIjoiYWRhIn0.ZYxQ9w.2jmj7l5rSw0yVb_vlWAYkK_YBwk", Lookalike::FlaskCookie),
            (b".eJyrVkpMSVWyUkpMyU1VqgUAIhMEkg.ZYxQ9w.2jmj7l5rSw0yVb_vlWAYkK_YBwk", Lookalike::FlaskCookie),
            (
                b"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
                Lookalike::Jwt,
            ),
            (b"s:abc.def", Lookalike::ExpressCookie),
            (b"s:QhTz3.Zk/1+9", Lookalike::ExpressCookie),
            (
                b"gAAAAABnQ-_xk2mB9sVq3yZ0aL8dWf5hJt7uPn1cRe4oGi6XvYbKzM_Ds-TwQlUjEpHr2NmFxC9gBvIaOtS8ykLdWq==\
                  AAAAAAAAAAAAAAAA",
                Lookalike::Fernet,
            ),
            (b"\x78\x9c\xab\x56\x4a", Lookalike::Zlib),
            (b"\x1f\x8b\x08\0", Lookalike::Gzip),
            (b"BZh91AY&SY", Lookalike::Bzip2),
            (b"\xfd7zXZ\0\0", Lookalike::Xz),
            (b"\x28\xb5\x2f\xfd\x04", Lookalike::Zstd),
            (b"\x04\x08{\x06", Lookalike::RubyMarshal),
            (b"\xac\xed\0\x05sr", Lookalike::JavaSerialization),
            (b"\xa7\x0d\r\n\0\0", Lookalike::Pyc),
            (b"b'gAR9lC4=\\n'", Lookalike::BytesLiteral),
            (b"80047d942e", Lookalike::Hex),
            (b"0x80047d942e", Lookalike::Hex),
            (b"\\x80\\x04}.", Lookalike::Hex),
            (b"<!DOCTYPE html><p>", Lookalike::Html),
            (b"<?xml version=\"1.0\"?><a/>", Lookalike::Xml),
            (b"5", Lookalike::Integer),
            (b"-12\n", Lookalike::Integer),
            (b"[1, 2]", Lookalike::JsonValue),
            (b"%7B%22a%22%3A1%7D", Lookalike::PercentEncoded),
            (b"\x89PNG\r\n\x1a\n", Lookalike::Png),
            (b"PK\x03\x04\x14", Lookalike::Zip),
            (b"-----BEGIN CERTIFICATE-----", Lookalike::Pem),
        ] {
            assert_eq!(Lookalike::of(payload), Some(expected), "{:?}", String::from_utf8_lossy(payload));
        }
    }

    #[test]
    fn pickles_and_plain_text_are_nothing_else() {
        for payload in [
            &b"\x80\x04}."[..],
            b"(dp0\n.",
            b"I5\n.",
            b"gAR9lC4=\n",
            b"Hello, world",
            b"cos\nsystem\n",
            b"S'a'\n.",
        ] {
            assert_eq!(Lookalike::of(payload), None, "{:?}", String::from_utf8_lossy(payload));
        }
    }
}

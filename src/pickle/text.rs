//! The arguments that protocol 0 spells as text, read as C `_pickle` reads them.
//!
//! Python's `pickle.py` and `pickletools` differ from C in places; where they do, C decides, since it is
//! what a web server runs. No opcode is known here.

use num_bigint::{BigInt, Sign};

use super::error::{LimitName, ReadErrorKind};

/// An integer read from text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum IntText {
    Bool(bool),
    Small(i64),
    /// Two's complement, little endian.
    Big(Vec<u8>),
}

/// C strings end at the first NUL, and C `_pickle` hands its lines to C string functions.
fn c_string(line: &[u8]) -> &[u8] {
    line.iter().position(|&b| b == 0).map_or(line, |end| &line[..end])
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

fn skip_space(text: &[u8]) -> &[u8] {
    let start = text.iter().position(|&b| !is_space(b)).unwrap_or(text.len());
    &text[start..]
}

fn split_sign(text: &[u8]) -> (bool, &[u8]) {
    match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    }
}

/// What `strtol(text, &end, 0)` gives where it takes all of the text and does not overflow.
fn strtol(text: &[u8]) -> Option<i64> {
    if text.is_empty() {
        return Some(0);
    }
    let (negative, digits) = split_sign(skip_space(text));
    let (radix, digits) = match digits {
        [b'0', b'x' | b'X', rest @ ..] => (16, rest),
        [b'0', _, ..] => (8, digits),
        _ => (10, digits),
    };
    if digits.is_empty() {
        return None;
    }
    let mut value = 0_i64;
    for &byte in digits {
        let digit = i64::from(char::from(byte).to_digit(radix)?);
        let step = value.checked_mul(i64::from(radix))?;
        value = if negative { step.checked_sub(digit)? } else { step.checked_add(digit)? };
    }
    Some(value)
}

/// The argument of INT, without its newline.
pub(super) fn int(line: &[u8], max_digits: usize) -> Result<IntText, ReadErrorKind> {
    match strtol(c_string(line)) {
        // C takes any text of two bytes, not `00` and `01` alone.
        Some(value @ (0 | 1)) if line.len() == 2 => Ok(IntText::Bool(value == 1)),
        Some(value) => Ok(IntText::Small(value)),
        None => python_int(line, 0, max_digits),
    }
}

/// The argument of LONG, without its newline.
pub(super) fn long(line: &[u8], max_digits: usize) -> Result<IntText, ReadErrorKind> {
    python_int(line.strip_suffix(b"L").unwrap_or(line), 0, max_digits)
}

/// The argument of GET or PUT, without its newline.
pub(super) fn memo_index(line: &[u8]) -> Result<i64, ReadErrorKind> {
    if let (1..=18, true) = (line.len(), line.iter().all(u8::is_ascii_digit)) {
        return Ok(line.iter().fold(0, |value, &digit| value * 10 + i64::from(digit - b'0')));
    }
    match python_int(line, 10, 4300) {
        Ok(IntText::Small(value)) => Ok(value),
        _ => Err(ReadErrorKind::BadMemoIndex),
    }
}

/// `int(text, base)` for base 0 and 10, of ASCII text.
fn python_int(line: &[u8], base: u32, max_digits: usize) -> Result<IntText, ReadErrorKind> {
    let (negative, mut digits) = split_sign(skip_space(c_string(line)));
    while let [rest @ .., last] = digits
        && is_space(*last)
    {
        digits = rest;
    }
    let mut radix = 10;
    let mut zero_only = false;
    if base == 0
        && let [b'0', rest @ ..] = digits
    {
        let prefixed = match rest {
            [b'x' | b'X', rest @ ..] => Some((16, rest)),
            [b'o' | b'O', rest @ ..] => Some((8, rest)),
            [b'b' | b'B', rest @ ..] => Some((2, rest)),
            _ => None,
        };
        if let Some((r, rest)) = prefixed {
            radix = r;
            digits = rest.strip_prefix(b"_").unwrap_or(rest);
        } else {
            zero_only = true;
        }
    }
    let mut plain = Vec::with_capacity(digits.len());
    let mut after_digit = false;
    for &byte in digits {
        match byte {
            b'_' if after_digit => after_digit = false,
            _ if char::from(byte).is_digit(radix) => {
                plain.push(byte);
                after_digit = true;
            }
            _ => return Err(ReadErrorKind::BadInt),
        }
    }
    if !after_digit || zero_only && plain.iter().any(|&digit| digit != b'0') {
        return Err(ReadErrorKind::BadInt);
    }
    if radix == 10 && plain.len() > max_digits {
        return Err(ReadErrorKind::Limit { limit: LimitName::Digits, value: max_digits });
    }
    let magnitude = BigInt::parse_bytes(&plain, radix).ok_or(ReadErrorKind::BadInt)?;
    let value = if negative && magnitude.sign() == Sign::Plus { -magnitude } else { magnitude };
    Ok(match i64::try_from(&value) {
        Ok(small) => IntText::Small(small),
        Err(_) => IntText::Big(value.to_signed_bytes_le()),
    })
}

/// The argument of FLOAT, without its newline.
pub(super) fn float(line: &[u8]) -> Result<f64, ReadErrorKind> {
    // Rust takes the same spellings as Python's `float` but for blanks and underscores, which C refuses here too.
    let text = std::str::from_utf8(c_string(line)).map_err(|_| ReadErrorKind::BadFloat)?;
    let value: f64 = text.parse().map_err(|_| ReadErrorKind::BadFloat)?;
    if value.is_infinite() && text.contains(|c: char| c.is_ascii_digit()) {
        return Err(ReadErrorKind::BadFloat);
    }
    Ok(value)
}

/// Decodes the text between the quotes of STRING as `PyBytes_DecodeEscape` does, onto `out`.
pub(super) fn string_escape(text: &[u8], out: &mut Vec<u8>) -> Result<(), ReadErrorKind> {
    let mut rest = text;
    while let [byte, tail @ ..] = rest {
        rest = tail;
        if *byte != b'\\' {
            out.push(*byte);
            continue;
        }
        let [escape, tail @ ..] = rest else { return Err(ReadErrorKind::BadEscape) };
        rest = tail;
        match escape {
            b'\n' => {}
            b'\\' | b'\'' | b'"' => out.push(*escape),
            b'b' => out.push(0x08),
            b'f' => out.push(0x0c),
            b't' => out.push(b'\t'),
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b'v' => out.push(0x0b),
            b'a' => out.push(0x07),
            b'0'..=b'7' => {
                let more = rest.iter().take(2).take_while(|b| matches!(b, b'0'..=b'7')).count();
                let (digits, tail) = rest.split_at(more);
                let value = digits
                    .iter()
                    .fold(u32::from(escape - b'0'), |value, digit| value * 8 + u32::from(digit - b'0'));
                // `\400` to `\777` wrap to a byte.
                out.push((value & 0xff) as u8);
                rest = tail;
            }
            b'x' => {
                let value = hex(rest.get(..2).ok_or(ReadErrorKind::BadEscape)?)?;
                out.push((value & 0xff) as u8);
                rest = &rest[2..];
            }
            _ => out.extend_from_slice(&[b'\\', *escape]),
        }
    }
    Ok(())
}

fn hex(digits: &[u8]) -> Result<u32, ReadErrorKind> {
    digits.iter().try_fold(0, |value, &digit| {
        char::from(digit).to_digit(16).map(|digit| value << 4 | digit).ok_or(ReadErrorKind::BadEscape)
    })
}

/// Decodes the line of UNICODE, Python's raw-unicode-escape, onto `out` as WTF-8.
pub(super) fn raw_unicode_escape(line: &[u8], out: &mut Vec<u8>) -> Result<(), ReadErrorKind> {
    let mut rest = line;
    while let [byte, tail @ ..] = rest {
        rest = tail;
        let count = match (byte, rest) {
            (b'\\', [b'u', ..]) => 4,
            (b'\\', [b'U', ..]) => 8,
            // A backslash takes the byte behind it along, so that two of them hide a `u`.
            (b'\\', [next, tail @ ..]) => {
                out.push(b'\\');
                push_wtf8(out, u32::from(*next));
                rest = tail;
                continue;
            }
            _ => {
                push_wtf8(out, u32::from(*byte));
                continue;
            }
        };
        let value = hex(rest.get(1..=count).ok_or(ReadErrorKind::BadEscape)?)?;
        if value > 0x10_ffff {
            return Err(ReadErrorKind::BadEscape);
        }
        push_wtf8(out, value);
        rest = &rest[count + 1..];
    }
    Ok(())
}

/// Whether a line of UNICODE says itself: ASCII without `\u` and `\U`.
pub(super) fn is_plain_unicode(line: &[u8]) -> bool {
    line.is_ascii() && !line.windows(2).any(|pair| pair[0] == b'\\' && matches!(pair[1], b'u' | b'U'))
}

/// Appends a code point, lone surrogates too.
fn push_wtf8(out: &mut Vec<u8>, code: u32) {
    match char::from_u32(code) {
        Some(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        None => out.extend_from_slice(&[
            0xe0 | (code >> 12 & 0x0f) as u8,
            0x80 | (code >> 6 & 0x3f) as u8,
            0x80 | (code & 0x3f) as u8,
        ]),
    }
}

/// Whether bytes are a string of Python's: UTF-8 in which lone surrogates are encoded as they are (`surrogatepass`).
///
/// ```
/// assert!(sessctl::pickle::is_wtf8(b"a\xed\xa0\x80"));
/// assert!(!sessctl::pickle::is_wtf8(b"a\xed\xa0"));
/// ```
#[must_use]
pub fn is_wtf8(mut bytes: &[u8]) -> bool {
    loop {
        let Err(error) = std::str::from_utf8(bytes) else { return true };
        match &bytes[error.valid_up_to()..] {
            [0xed, 0xa0..=0xbf, 0x80..=0xbf, rest @ ..] => bytes = rest,
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int_of(line: &[u8]) -> Result<IntText, ReadErrorKind> {
        int(line, 4300)
    }

    // Each expectation is what CPython 3.11's `_pickle.loads` gives.
    #[test]
    fn int_is_strtol_of_base_0_then_python_int() {
        for (line, value) in [
            (&b"010"[..], 8),
            (b"0x10", 16),
            (b"0o10", 8),
            (b"1_0", 10),
            (b"12\0junk", 12),
            (b"\0", 0),
            (b"0x_1", 1),
            (b"0_0", 0),
            (b"000", 0),
            (b"1", 1),
            (b"0b11", 3),
            (b"\t7", 7),
            (b"\x0b5", 5),
            (b"1\r", 1),
            (b"-9223372036854775808", i64::MIN),
        ] {
            assert_eq!(int_of(line), Ok(IntText::Small(value)), "{}", line.escape_ascii());
        }
        for line in
            [&b"08"[..], b"0777777777777777777777777777", b"+-5", b"- 5", b"\xd9\xa5", b" ", b"1_", b"0x"]
        {
            assert_eq!(int_of(line), Err(ReadErrorKind::BadInt), "{}", line.escape_ascii());
        }
    }

    #[test]
    fn two_bytes_that_mean_0_or_1_are_booleans() {
        for (line, value) in [(b"00", false), (b"01", true), (b"+0", false), (b" 1", true), (b"1\0", true)] {
            assert_eq!(int_of(line), Ok(IntText::Bool(value)), "{}", line.escape_ascii());
        }
        assert_eq!(int_of(b"1 "), Ok(IntText::Small(1)));
    }

    #[test]
    fn big_ints_are_twos_complement() {
        assert_eq!(int_of(b"18446744073709551615"), Ok(IntText::Big([vec![0xff; 8], vec![0]].concat())));
        assert_eq!(
            long(b"-9223372036854775809L", 4300),
            Ok(IntText::Big([vec![0xff; 7], vec![0x7f, 0xff]].concat()))
        );
        let digits = vec![b'9'; 4301];
        assert_eq!(int_of(&digits), Err(ReadErrorKind::Limit { limit: LimitName::Digits, value: 4300 }));
        assert!(int_of(&digits[1..]).is_ok());
    }

    #[test]
    fn float_refuses_what_c_refuses() {
        for line in [&b"."[..], b"1e", b"1e999", b"1.5\r", b"", b"0x1p3", b"infin", b" 1.5", b"1_0.5"] {
            assert_eq!(float(line), Err(ReadErrorKind::BadFloat), "{}", line.escape_ascii());
        }
        assert_eq!(float(b"1."), Ok(1.0));
        assert_eq!(float(b"1.5\0z"), Ok(1.5));
        assert_eq!(float(b"-INFINITY"), Ok(f64::NEG_INFINITY));
    }

    #[test]
    fn escapes_are_those_of_python() {
        let decode = |text: &[u8]| {
            let mut out = Vec::new();
            string_escape(text, &mut out).map(|()| out)
        };
        assert_eq!(decode(br#"\x41\101\n\q\400\'\""#), Ok(b"AA\n\\q\0'\"".to_vec()));
        assert_eq!(decode(br"\x4"), Err(ReadErrorKind::BadEscape));
        assert_eq!(decode(br"\"), Err(ReadErrorKind::BadEscape));

        let decode = |text: &[u8]| {
            let mut out = Vec::new();
            raw_unicode_escape(text, &mut out).map(|()| out)
        };
        assert_eq!(decode(b"\\u00e9\\x41\xe9\\\\u0041\\"), Ok("é\\x41é\\\\u0041\\".as_bytes().to_vec()));
        assert_eq!(decode(br"\ud83d"), Ok(vec![0xed, 0xa0, 0xbd]));
        assert_eq!(decode(br"\u12"), Err(ReadErrorKind::BadEscape));
        assert_eq!(decode(br"\U00110000"), Err(ReadErrorKind::BadEscape));
    }
}

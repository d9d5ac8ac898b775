//! The MIME base64 of the `data` attribute: what CPython's `codecs.encode` and `codecs.decode` do with `"base64"`.
//!
//! Decoding takes whatever CPython takes and says whether the text is what CPython would have written.
//! It does not know what the bytes mean.
//!
//! ```
//! use sessctl::codec::base64;
//!
//! let text = base64::encode(b"\x80\x04}\x94.");
//! assert_eq!(text, "gAR9lC4=\n");
//! let decoded = base64::decode(text.as_bytes())?;
//! assert!(decoded.canonical);
//!
//! // CPython skips what is not in the alphabet, and completed padding ends the text.
//! let decoded = base64::decode(b" YW-I=\r\nZGVm")?;
//! assert_eq!(decoded.bytes, b"ab");
//! assert!(!decoded.canonical);
//! # Ok::<(), base64::Base64Error>(())
//! ```

use base64::Engine;
use base64::engine::general_purpose;
use thiserror::Error;

/// Bytes that go on one line.
const LINE_BYTES: usize = 57;
/// Characters of a full line without its newline.
const LINE_CHARS: usize = 76;
/// Lines that are joined on the stack before they are decoded.
const BLOCK_LINES: usize = 48;
/// The same for a short text: to clear a long block costs more than the text.
const SHORT_BLOCK_LINES: usize = 8;

/// Why a text is not base64.
///
/// The offset is that of the first character of the incomplete group of four; every earlier group is complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Base64Error {
    /// One character of the alphabet is left over: it holds 6 bits of a byte.
    #[error(
        "base64 ends with a single character of a group, at byte {offset}: {characters} characters of the alphabet cannot be 1 more than a multiple of 4"
    )]
    LoneCharacter {
        /// Offset of the character that is left over.
        offset: usize,
        /// Number of characters of the alphabet in the text.
        characters: usize,
    },
    /// Two or three characters are left over, and too few `=` follow.
    #[error("base64 ends inside a group of 4 that starts at byte {offset}: {missing} `=` missing")]
    MissingPadding {
        /// Offset of the first character of the group.
        offset: usize,
        /// How many `=` would complete it.
        missing: usize,
    },
}

impl Base64Error {
    /// Offset in bytes where the incomplete group starts.
    #[must_use]
    pub fn offset(self) -> usize {
        match self {
            Self::LoneCharacter { offset, .. } | Self::MissingPadding { offset, .. } => offset,
        }
    }
}

/// Bytes that were base64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Whether [`encode`] gives the text back.
    pub canonical: bool,
}

/// The fastest engine this machine has; finding it is two loads.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
fn engine() -> impl Engine {
    base64::engine::Simd::standard(general_purpose::PAD)
}

/// The portable engine.
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
fn engine() -> impl Engine {
    general_purpose::STANDARD
}

/// Encodes as Python's `codecs.encode(bytes, "base64")`: 57 bytes to a line of 76 characters and a newline,
/// the last line too; no bytes give no text.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    if bytes.len() <= SHORT_BLOCK_LINES * LINE_BYTES {
        encode_lines(bytes, &mut [0; SHORT_BLOCK_LINES * LINE_CHARS])
    } else {
        encode_lines(bytes, &mut [0; BLOCK_LINES * LINE_CHARS])
    }
}

fn encode_lines(bytes: &[u8], block: &mut [u8]) -> String {
    let engine = engine();
    let lines = bytes.len().div_ceil(LINE_BYTES);
    let mut text = Vec::with_capacity(bytes.len().div_ceil(3) * 4 + lines);
    // Many lines at once, cut afterwards: the engine is fast only on long runs.
    for bytes in bytes.chunks(block.len() / LINE_CHARS * LINE_BYTES) {
        let used = engine.encode_slice(bytes, &mut *block).expect("57 bytes make 76 characters");
        for line in block[..used].chunks(LINE_CHARS) {
            text.extend_from_slice(line);
            text.push(b'\n');
        }
    }
    String::from_utf8(text).expect("base64 is ASCII")
}

/// Decodes as Python's `codecs.decode(text, "base64")`.
///
/// Characters that are not in the alphabet are skipped; `=` counts only where a group has two or three characters,
/// and the `=` that completes a group ends the text; bits that the last group has too many are dropped.
///
/// # Errors
/// When the text ends inside a group of four.
pub fn decode(text: &[u8]) -> Result<Decoded, Base64Error> {
    let bytes = if text.len() <= SHORT_BLOCK_LINES * (LINE_CHARS + 1) {
        decode_lines(text, &mut [0; SHORT_BLOCK_LINES * LINE_CHARS])
    } else {
        decode_lines(text, &mut [0; BLOCK_LINES * LINE_CHARS])
    };
    match bytes {
        Some(bytes) => Ok(Decoded { bytes, canonical: true }),
        None => Ok(Decoded { bytes: decode_anything(text)?, canonical: false }),
    }
}

/// Decodes what [`encode`] writes; `None` for any other text.
fn decode_lines(text: &[u8], block: &mut [u8]) -> Option<Vec<u8>> {
    let engine = engine();
    let mut bytes = vec![0; text.len() / 4 * 3 + 3];
    let mut filled = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let mut used = 0;
        while used < block.len() && !rest.is_empty() {
            // A full line unless it is the last.
            let line = rest.len().min(LINE_CHARS + 1) - 1;
            if rest[line] != b'\n' {
                return None;
            }
            block[used..used + line].copy_from_slice(&rest[..line]);
            used += line;
            rest = &rest[line + 1..];
        }
        let got = engine.decode_slice(&block[..used], &mut bytes[filled..]).ok()?;
        // Padding, and an empty or a cut line, can only be at the very end.
        if used % LINE_CHARS == 0 && got != used / 4 * 3 && !rest.is_empty() || used == 0 {
            return None;
        }
        filled += got;
    }
    bytes.truncate(filled);
    // `\n` alone as a last line after full ones has passed so far.
    (text.len() == filled.div_ceil(3) * 4 + filled.div_ceil(LINE_BYTES)).then_some(bytes)
}

/// The value of each byte in the alphabet; [`SKIP`] for the others.
const VALUES: [u8; 256] = {
    let mut values = [SKIP; 256];
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut at = 0;
    while at < alphabet.len() {
        values[alphabet[at] as usize] = at as u8;
        at += 1;
    }
    values
};
const SKIP: u8 = 0xff;

/// The beginning of a text decoded; see [`decode_prefix`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefix {
    /// The bytes of the complete groups, and those that an incomplete last group makes certain.
    pub bytes: Vec<u8>,
    /// Where in the text decoding stopped: after the padding that ended it, after the group that made the bytes enough,
    /// or at the end of the text.
    pub end: usize,
}

/// Decodes as [`decode`] does up to the padding that ends the text, or until there are at least `enough` bytes. An
/// incomplete last group is not an error.
///
/// ```
/// use sessctl::codec::base64;
///
/// let prefix = base64::decode_prefix(b"YWI= ZGVm", usize::MAX);
/// assert_eq!((&prefix.bytes[..], prefix.end), (&b"ab"[..], 4));
/// assert_eq!(base64::decode_prefix(b"YWJjZGVm", 2).end, 4);
/// ```
#[must_use]
pub fn decode_prefix(text: &[u8], enough: usize) -> Prefix {
    let Groups { bytes, end, .. } = decode_groups(text, enough);
    Prefix { bytes, end }
}

/// `binascii.a2b_base64` without `strict_mode`.
fn decode_anything(text: &[u8]) -> Result<Vec<u8>, Base64Error> {
    let Groups { bytes, held, pads, group_start, characters, .. } = decode_groups(text, usize::MAX);
    match held {
        0 => Ok(bytes),
        1 => Err(Base64Error::LoneCharacter { offset: group_start, characters }),
        _ => Err(Base64Error::MissingPadding { offset: group_start, missing: 4 - held - pads }),
    }
}

/// How far a text was decoded.
struct Groups {
    bytes: Vec<u8>,
    /// Characters of an incomplete last group, and the `=` after them.
    held: usize,
    pads: usize,
    group_start: usize,
    characters: usize,
    end: usize,
}

/// The loop of `binascii.a2b_base64`; stops after the group that makes `enough` bytes.
fn decode_groups(text: &[u8], enough: usize) -> Groups {
    let mut bytes = Vec::with_capacity((text.len() / 4 * 3).min(enough) + 3);
    let (mut group, mut held, mut pads) = (0_u32, 0_usize, 0);
    let (mut group_start, mut characters) = (0, 0);
    let mut end = text.len();
    for (offset, &byte) in text.iter().enumerate() {
        if byte == b'=' {
            // Outside of these places CPython ignores it.
            if held >= 2 {
                pads += 1;
                if held + pads >= 4 {
                    held = 0;
                    end = offset + 1;
                    break;
                }
            }
            continue;
        }
        let value = VALUES[byte as usize];
        if value == SKIP {
            continue;
        }
        pads = 0;
        characters += 1;
        group = group << 6 | u32::from(value);
        match held {
            0 => group_start = offset,
            1 => bytes.push((group >> 4) as u8),
            2 => bytes.push((group >> 2) as u8),
            _ => bytes.push(group as u8),
        }
        held = (held + 1) % 4;
        if held == 0 && bytes.len() >= enough {
            end = offset + 1;
            break;
        }
    }
    Groups { bytes, held, pads, group_start, characters, end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_76_characters_and_each_ends() {
        assert_eq!(encode(b""), "");
        assert_eq!(encode(b"a"), "YQ==\n");
        let text = encode(&[0; 58]);
        assert_eq!(text.lines().map(str::len).collect::<Vec<_>>(), [76, 4]);
        assert!(text.ends_with('\n'));
    }

    #[test]
    fn what_encode_writes_is_canonical_and_comes_back() {
        for len in (0..400).chain([2735, 2736, 2737, 5471, 5472, 5473]) {
            let bytes: Vec<u8> = (0..len).map(|n| (n * 7 + len) as u8).collect();
            let decoded = decode(encode(&bytes).as_bytes()).unwrap();
            assert_eq!(decoded, Decoded { bytes, canonical: true }, "{len} bytes");
        }
    }

    #[test]
    fn text_that_encode_does_not_write_is_not_canonical() {
        let full = "A".repeat(76);
        for text in [
            "YWI=".to_owned(),
            "YWI=\r\n".to_owned(),
            "YWJj\n\n".to_owned(),
            "YWJj\nYWJj\n".to_owned(),
            "YWL=\n".to_owned(),
            "\n".to_owned(),
            format!("{full}\n\n"),
            format!("{full}{full}\n"),
            format!("{}==\n{full}\n", "A".repeat(74)),
            "YWI=ZGVm\n".to_owned(),
        ] {
            let decoded = decode(text.as_bytes()).unwrap();
            assert!(!decoded.canonical, "{text:?}");
            assert_ne!(encode(&decoded.bytes), text);
        }
    }

    #[test]
    fn errors_say_what_is_missing_and_where() {
        assert_eq!(decode(b"YWJjZ").unwrap_err(), Base64Error::LoneCharacter { offset: 4, characters: 5 });
        assert_eq!(decode(b"YWJj\nZG").unwrap_err(), Base64Error::MissingPadding { offset: 5, missing: 2 });
        assert_eq!(decode(b"ZG=").unwrap_err(), Base64Error::MissingPadding { offset: 0, missing: 1 });
        assert_eq!(decode(b"ZGV").unwrap_err().offset(), 0);
    }
}

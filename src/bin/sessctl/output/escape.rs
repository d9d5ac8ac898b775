//! Untrusted text on its way to a terminal: control, escape, bidi and invisible characters become `\u` escapes.

use std::{borrow::Cow, fmt::Write};

/// Whether a character can move the cursor, change the reading order or hide.
fn is_treacherous(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn escaped(text: &str, keep: impl Fn(char) -> bool) -> Cow<'_, str> {
    let bad = |c: char| is_treacherous(c) && !keep(c);
    // Most text is printable ASCII, of which many bytes are told at a time.
    let newline = keep('\n');
    let is_plain = |&b: &u8| matches!(b, b' '..=b'~') | (newline & (b == b'\n'));
    let are_plain = |chunk: &[u8]| chunk.iter().fold(true, |all, b| all & is_plain(b));
    if text.as_bytes().chunks(64).all(are_plain) || !text.contains(bad) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if bad(c) {
            // UTF-16 escapes are what JSON has, so JSON text stays the same JSON.
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(safe, "\\u{unit:04x}").expect("writing to a String cannot fail");
            }
        } else {
            safe.push(c);
        }
    }
    Cow::Owned(safe)
}

/// One line of text.
pub(crate) fn line(text: &str) -> Cow<'_, str> {
    escaped(text, |_| false)
}

/// Text of several lines. For JSON the result means the same: what is escaped stands in strings only.
pub(crate) fn lines(text: &str) -> Cow<'_, str> {
    escaped(text, |c| c == '\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_moves_the_cursor_or_the_reading_order() {
        assert_eq!(
            line("a\x1b[31mb\u{202e}c\r\n\u{9b}\u{e0041}"),
            r"a\u001b[31mb\u202ec\u000d\u000a\u009b\udb40\udc41"
        );
        assert_eq!(line("Grüße 漢字 🦀"), "Grüße 漢字 🦀");
    }

    #[test]
    fn json_means_the_same_escaped() {
        let json = "{\n  \"a\u{202e}\": \"\u{7f}\u{e0041}\"\n}";
        let same: serde_json::Value = serde_json::from_str(&lines(json)).unwrap();
        assert_eq!(same, serde_json::from_str::<serde_json::Value>(json).unwrap());
    }
}

//! Finds payloads in files that are not JSON: base64 cut into payloads, bytes, CSV, a payload a line, and any other text, such
//! as the AWS CLI's text and YAML or what Python prints, with pickles in it.

use std::{borrow::Cow, collections::HashSet};

use sessctl::{
    codec::{DecodeError, Format, base64},
    pickle::{Level, Limits, Opcode, ReadErrorKind, read},
    session::Payload,
};

use super::{Content, Findings, Found, Problem, Search, documents};

const LINE_ALONE: &str = "this is a line of the file read alone";
const BLOCK_ALONE: &str = "this is read as one payload, with the lines that belong together";
const IN_HEX: &str = "this was read from hexadecimal digits";

/// Finds the payloads in what is not JSON.
pub(super) fn find(bytes: &[u8], search: &Search<'_>) -> Findings {
    let trimmed = bytes.trim_ascii();
    if matches!(trimmed, b"null" | b"None") {
        let problem = Problem::new(format!("it is `{}`, nothing", trimmed.escape_ascii()));
        return Findings::problem(problem.with_hint("the query that made it found nothing"));
    }
    if let Some(inner) = whole_literal(bytes) {
        return with_others(
            Findings::shown(vec![Found::payload(super::literal(inner))]),
            search.whole(bytes),
        );
    }
    if is_base64(bytes) {
        return find_base64(bytes, search);
    }
    find_in_text(bytes, search)
}

/// Whether a text is base64 alone, in lines.
pub(super) fn is_base64(bytes: &[u8]) -> bool {
    let is_line = |line: &[u8]| line.trim_ascii().iter().all(|byte| is_in_alphabet(*byte) || *byte == b'=');
    bytes.split(|&byte| byte == b'\n').all(is_line)
}

/// The lines that are not blank.
pub(super) fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty()).collect()
}

fn with_others(mut findings: Findings, others: Vec<Found>) -> Findings {
    findings.others.extend(others);
    findings
}

/// Base64 cut into payloads, and the other ways to cut it.
fn find_base64(bytes: &[u8], search: &Search<'_>) -> Findings {
    let shown = cut_base64(bytes);
    let mut seen: HashSet<Vec<u8>> = HashSet::new();
    // Spaces between them do not matter.
    let squeezed = |bytes: &[u8]| -> Vec<u8> {
        bytes.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect()
    };
    seen.extend(shown.iter().filter_map(Found::stored).map(|payload| squeezed(payload.as_bytes())));
    let mut others = Vec::new();
    let mut add = |piece: &[u8], note| {
        let is_worth_it = || base64::decode(piece).is_ok_and(|decoded| search.is_pickle(&decoded.bytes));
        if seen.insert(squeezed(piece)) && is_worth_it() {
            others.push(Found::noted(super::text(piece.to_vec()), note));
        }
    };
    for block in blocks(bytes) {
        if block.len() > 1 {
            add(&block.join(&b'\n'), BLOCK_ALONE);
            block.iter().for_each(|line| add(line, LINE_ALONE));
        }
    }
    if let Some(pickle) = unhex(bytes.trim_ascii()).filter(|pickle| search.is_pickle(pickle)) {
        others.push(Found::noted(Payload::Bytes(pickle), IN_HEX));
    }
    if shown.len() > 1 || search.as_stored(bytes) != super::text(bytes.to_vec()) {
        others.extend(search.whole(bytes));
    }
    with_others(Findings::shown(shown), others)
}

/// Lines with blank lines between.
fn blocks(bytes: &[u8]) -> Vec<Vec<&[u8]>> {
    let mut blocks = vec![Vec::new()];
    for line in bytes.split(|&byte| byte == b'\n') {
        match (line.trim_ascii(), blocks.last_mut()) {
            (b"", Some(block)) if !block.is_empty() => blocks.push(Vec::new()),
            (b"", _) | (_, None) => {}
            (line, Some(block)) => block.push(line),
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// Base64 payloads, with blank lines between them or one a line. Lines of one length belong together, as in MIME, and so
/// does a shorter one after them, unless the first line is a whole pickle.
pub(super) fn cut_base64(bytes: &[u8]) -> Vec<Found> {
    let mut found = Vec::new();
    for block in blocks(bytes) {
        let mut rest = &block[..];
        while let [first, more @ ..] = rest {
            let goes_on = |line: &&[u8]| line.len() == first.len() && !line.ends_with(b"=");
            let count = match more.is_empty() || !goes_on(first) || is_whole_pickle(first) {
                true => 1,
                false => {
                    let full = rest.iter().take_while(|line| goes_on(line)).count();
                    full + usize::from(rest.get(full).is_some_and(|line| line.len() <= first.len()))
                }
            };
            let mut joined = rest[..count].join(&b'\n');
            joined.push(b'\n');
            found.push(Found::payload(super::text(joined)));
            rest = &rest[count..];
        }
    }
    found
}

/// Whether a line alone is a pickle with nothing after it.
fn is_whole_pickle(line: &[u8]) -> bool {
    let decoded = base64::decode(line).ok();
    decoded
        .and_then(|decoded| read(decoded.bytes, &Limits::default()).ok())
        .is_some_and(|pickle| pickle.trailing().is_empty())
}

/// Anything that is neither JSON nor base64.
fn find_in_text(bytes: &[u8], search: &Search<'_>) -> Findings {
    let stored = search.as_stored(bytes);
    let pickle = Found::formatted(Payload::Bytes(bytes.to_vec()), Some(Format::Pickle));
    let is_text = std::str::from_utf8(bytes).is_ok()
        && bytes.iter().all(|byte| *byte >= b' ' || byte.is_ascii_whitespace() || *byte == 0x1b);
    if bytes.first().is_some_and(|first| *first >= 0x80) || !is_text {
        // A pickle or MessagePack: the decoder tells which.
        let shown = Found::payload(Payload::Bytes(bytes.to_vec()));
        return with_others(Findings::shown(vec![shown]), search.whole(bytes));
    }
    let as_stored = search.decode(&stored);
    let does_something = |decoded: &sessctl::codec::Decoded| {
        decoded.content.is_ok() || decoded.verdict.level >= Level::Suspicious
    };
    let as_pickle =
        search.layout.decode_payload(&Payload::Bytes(bytes.to_vec()), Some(Format::Pickle), search.allow);
    let parts = find_parts(bytes, search);
    let whole = if does_something(&as_pickle) {
        Some(pickle.clone())
    } else {
        // Several payloads read as one are the first of them.
        (does_something(&as_stored) && parts.shown.len() < 2).then(|| Found::payload(stored.clone()))
    };
    match whole {
        Some(whole) => {
            let mut others = search.whole(bytes);
            others.extend(parts.shown);
            others.extend(parts.others);
            with_others(Findings::shown(vec![whole]), others)
        }
        None if parts.shown.is_empty() && parts.problem.is_none() => {
            // The error of the reading that came further is the one that helps.
            let is_pickle = matches!(&as_pickle.content, Err(DecodeError::Pickle(error)) if error.offset > 0);
            let shown = if is_pickle && !bytes.trim_ascii_start().starts_with(b"{") {
                pickle
            } else {
                Found::payload(stored)
            };
            with_others(Findings::shown(vec![shown]), search.whole(bytes))
        }
        None => with_others(parts, search.whole(bytes)),
    }
}

/// The payloads that a text is made of, or that stand in it.
fn find_parts(bytes: &[u8], search: &Search<'_>) -> Findings {
    if let Some(bytes) = unhex(bytes.trim_ascii()).filter(|bytes| search.is_pickle(bytes)) {
        return Findings::shown(vec![Found::noted(Payload::Bytes(bytes), IN_HEX)]);
    }
    if let Some(findings) = find_in_csv(bytes, search) {
        return findings;
    }
    if let Some(found) = one_a_line(bytes, search) {
        return Findings::shown(found);
    }
    let mut scan = Scan::new(search, bytes.len());
    let rest = scan.literals(bytes);
    let unescaped = unescape(&rest);
    scan.pickles(&unescaped);
    let shown = std::mem::take(&mut scan.found);
    if unescaped != rest {
        scan.pickles(&rest);
    }
    let spent = scan.problem();
    let others = scan.found;
    let labels = labels(bytes, search.layout.data.name);
    let problem = if spent.is_some() {
        spent
    } else if !shown.is_empty() && labels > shown.len() {
        let name = search.layout.data.name;
        let message =
            format!("{} of the {labels} attributes `{name}` in it hold no pickle", labels - shown.len());
        Some(
            Problem::new(message)
                .with_hint("pass a dump in JSON, such as `aws dynamodb scan --output json` prints"),
        )
    } else {
        None
    };
    Findings { shown, others, problem }
}

/// A table of comma-separated values whose header names the payload attribute, as the console and NoSQL Workbench export.
fn find_in_csv(bytes: &[u8], search: &Search<'_>) -> Option<Findings> {
    let header = bytes.split(|byte| *byte == b'\n').next()?;
    let delimiter = *header.iter().find(|byte| b",;\t".contains(byte))?;
    let mut rows = Csv { rest: bytes, delimiter };
    let is_name = |cell: &Vec<u8>| {
        let name = cell.trim_ascii();
        let name = name.strip_suffix(b"(S)").or_else(|| name.strip_suffix(b"(B)")).unwrap_or(name);
        name.trim_ascii() == search.layout.data.name.as_bytes()
    };
    let header = rows.next()?;
    let columns: Vec<usize> =
        header.iter().enumerate().filter(|(_, cell)| is_name(cell)).map(|(column, _)| column).collect();
    if columns.is_empty() {
        return None;
    }
    let mut findings = Findings::default();
    // A payload can stand in every cell.
    let mut scan = Scan::new(search, bytes.len());
    header.iter().for_each(|cell| scan.anywhere(cell));
    let mut empty = 0;
    for row in rows.filter(|row| row.iter().any(|cell| !cell.is_empty())) {
        let mut is_empty = true;
        for (column, cell) in row.iter().map(|cell| cell.trim_ascii()).enumerate() {
            scan.anywhere(cell);
            let is_payload = columns.contains(&column);
            is_empty &= !is_payload || cell.is_empty();
            match cell.first() {
                Some(b'{' | b'[' | b'"') => match documents::find(cell, search) {
                    Ok(found) if is_payload => {
                        findings.shown.extend(found.shown);
                        findings.others.extend(found.others);
                        findings.problem = findings.problem.or(found.problem);
                    }
                    Ok(found) => {
                        findings.others.extend(found.shown);
                        findings.others.extend(found.others);
                    }
                    Err(_) if is_payload => findings.shown.push(Found::payload(search.as_stored(cell))),
                    Err(_) => {}
                },
                Some(_) if is_payload => {
                    let payload = documents::plain(&String::from_utf8_lossy(cell), search);
                    findings.shown.push(Found::payload(payload));
                }
                _ => {}
            }
        }
        empty += usize::from(is_empty);
    }
    if empty > 0 {
        let message = format!("{empty} rows have nothing in column `{}`", search.layout.data.name);
        findings.problem.get_or_insert(Problem::new(message));
    }
    findings.problem = findings.problem.or(scan.problem());
    findings.others.append(&mut scan.found);
    (!findings.shown.is_empty() || findings.problem.is_some()).then_some(findings)
}

/// Rows of comma-separated values (RFC 4180).
struct Csv<'t> {
    rest: &'t [u8],
    delimiter: u8,
}

impl Iterator for Csv<'_> {
    type Item = Vec<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let mut row = vec![Vec::new()];
        let mut quoted = false;
        let mut bytes = self.rest.iter().copied().enumerate().peekable();
        let mut end = self.rest.len();
        while let Some((at, byte)) = bytes.next() {
            let cell = row.last_mut()?;
            match byte {
                b'"' if quoted && bytes.next_if(|(_, next)| *next == b'"').is_some() => cell.push(b'"'),
                b'"' if quoted || cell.is_empty() => quoted = !quoted,
                b'\n' if !quoted => {
                    end = at + 1;
                    break;
                }
                b'\r' if !quoted => {}
                _ if byte == self.delimiter && !quoted => row.push(Vec::new()),
                _ => cell.push(byte),
            }
        }
        self.rest = &self.rest[end..];
        Some(row)
    }
}

/// The payloads of a text of which every line is one, in base64, in JSON or as Python's bytes.
fn one_a_line(bytes: &[u8], search: &Search<'_>) -> Option<Vec<Found>> {
    let lines = lines(bytes);
    if lines.len() < 2 {
        return None;
    }
    let mut found = Vec::new();
    for line in lines {
        if matches!(line[0], b'{' | b'[' | b'"') {
            let findings =
                documents::find(line, search).ok().filter(|findings| findings.problem.is_none())?;
            found.extend(findings.shown);
        } else if let Some(bytes) = whole_literal(line) {
            found.push(Found::payload(super::literal(bytes)));
        } else if is_base64(line) {
            found.push(Found::payload(super::text(line.to_vec())));
        } else {
            return None;
        }
    }
    Some(found)
}

/// Looks for pickles that begin anywhere in a text.
pub(super) struct Scan<'s> {
    search: &'s Search<'s>,
    pub(super) found: Vec<Found>,
    /// How many bytes may still be decoded, so that hostile text takes no more than its share of time.
    left: usize,
}

impl<'s> Scan<'s> {
    /// Starts a scan of texts of `bytes` bytes in all, which set its budget.
    pub(super) fn new(search: &'s Search<'s>, bytes: usize) -> Self {
        Self { search, found: Vec::new(), left: bytes.saturating_mul(16).saturating_add(64 << 20) }
    }

    /// Why not all was looked at.
    pub(super) fn problem(&self) -> Option<Problem> {
        (self.left == 0).then(|| Problem::new("it has too many beginnings of pickles to read them all"))
    }

    /// Looks for pickles in a text: its own bytes, hexadecimal digits, Python's bytes literals and base64.
    pub(super) fn anywhere(&mut self, text: &[u8]) {
        // No shorter text does harm: an import alone has two names and four bytes beside them.
        if text.len() < 8 || self.left == 0 {
            return;
        }
        self.left = self.left.saturating_sub(text.len());
        if self.search.is_pickle(text) {
            self.found.push(Found::payload(Payload::Bytes(text.to_vec())));
        }
        let spelled = text.starts_with(b"\\x").then(|| unhex(text)).flatten();
        let digits = text.split(|byte| !byte.is_ascii_hexdigit()).filter(|word| word.len() >= 16);
        for bytes in digits.filter_map(unhex).chain(spelled) {
            self.left = self.left.saturating_sub(bytes.len());
            if self.search.is_pickle(&bytes) {
                self.found.push(Found::noted(Payload::Bytes(bytes), IN_HEX));
            }
        }
        let rest = self.literals(text);
        self.pickles(&rest);
        let unescaped = unescape(&rest);
        if unescaped != rest {
            self.pickles(&unescaped);
        }
    }

    /// Takes Python's bytes literals, and returns the text with blanks in their place. What the payload attribute is set to
    /// is a payload whatever it holds.
    fn literals<'t>(&mut self, text: &'t [u8]) -> Cow<'t, [u8]> {
        let mut rest = Cow::Borrowed(text);
        let mut closed = [true, true];
        let mut at = 0;
        while let Some(start) =
            text[at..].windows(2).position(|w| w[0] == b'b' && matches!(w[1], b'\'' | b'"'))
        {
            let start = at + start;
            at = start + 2;
            let is_word = start > 0 && text[start - 1].is_ascii_alphanumeric();
            let quote = usize::from(text[start + 1] == b'"');
            if is_word || !closed[quote] {
                continue;
            }
            let Some((bytes, length)) = bytes_literal(&text[start..]) else {
                closed[quote] = false;
                continue;
            };
            at = start + length;
            let payload = match std::str::from_utf8(&bytes) {
                Ok(inner) if self.search.is_base64_pickle(inner) => Payload::Text(inner.to_owned()),
                _ if self.search.is_pickle(&bytes) || self.is_labeled(&text[..start]) => {
                    Payload::Bytes(bytes)
                }
                _ => continue,
            };
            self.found.push(Found::payload(payload));
            rest.to_mut()[start..at].fill(b' ');
        }
        rest
    }

    /// Whether a text ends with the name of the payload attribute and what Python prints between that and its value.
    fn is_labeled(&self, before: &[u8]) -> bool {
        let before = before.trim_ascii_end();
        let before = before.strip_suffix(b"(").unwrap_or(before);
        let before = before.strip_suffix(b"Binary").unwrap_or(before).trim_ascii_end();
        let before = before.strip_suffix(b"'B':").unwrap_or(before).trim_ascii_end();
        let before = before.strip_suffix(b"{").unwrap_or(before).trim_ascii_end();
        let before = before.strip_suffix(b":").unwrap_or(before).trim_ascii_end();
        let before = before.strip_suffix(b"'").or_else(|| before.strip_suffix(b"\"")).unwrap_or(before);
        before.ends_with(self.search.layout.data.name.as_bytes())
    }

    /// Looks at every word for a pickle in base64. What follows a word need not be base64: Python skips all else.
    fn pickles(&mut self, text: &[u8]) {
        let mut at = 0;
        while let Some(start) =
            text[at..].iter().position(|byte| is_in_alphabet(*byte)).map(|start| at + start)
        {
            at = match self.pickle_at(&text[start..]) {
                Some((payload, length)) => {
                    self.found.push(Found { content: Content::Payload(payload, None), note: None });
                    start + length
                }
                None => start + text[start..].iter().take_while(|byte| is_in_alphabet(**byte)).count(),
            };
        }
    }

    /// A pickle at the start of a text, and how much of the text it takes.
    fn pickle_at(&mut self, text: &[u8]) -> Option<(Payload, usize)> {
        let first = base64::decode_prefix(text, 1).bytes;
        Opcode::from_byte(*first.first()?)?;
        let mut enough = 96;
        loop {
            let prefix = base64::decode_prefix(text, enough);
            self.left = self.left.saturating_sub(prefix.end);
            if self.left == 0 {
                return None;
            }
            let is_cut = prefix.bytes.len() >= enough && enough < super::MOST_PAYLOAD_BYTES;
            let end = match read(prefix.bytes.clone(), &Limits::default()) {
                Err(error) if is_cut && matches!(error.kind, ReadErrorKind::Truncated(_)) => {
                    enough *= 8;
                    continue;
                }
                Ok(pickle) if self.search.is_pickle(&prefix.bytes[..pickle.end]) => pickle.end,
                // It does harm and breaks off; the next one can begin at the next word.
                Err(_) if self.search.is_pickle(&prefix.bytes) => {
                    let word = text.iter().take_while(|byte| is_in_alphabet(**byte)).count();
                    return Some((Payload::Bytes(prefix.bytes), word));
                }
                _ => return None,
            };
            let pickle = base64::decode_prefix(text, end);
            // The padding of the last group and one newline belong to it.
            let rest = &text[pickle.end..];
            let padding = rest.iter().take_while(|byte| **byte == b'=').count();
            let newline =
                [&b"\n"[..], b"\r\n"].into_iter().find(|newline| rest[padding..].starts_with(newline));
            let slice = &text[..pickle.end + padding + newline.map_or(0, <[u8]>::len)];
            return Some(match base64::decode(slice) {
                Ok(_) => (super::text(slice.to_vec()), slice.len()),
                Err(_) => (Payload::Bytes(prefix.bytes[..end].to_vec()), slice.len()),
            });
        }
    }
}

fn is_in_alphabet(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/'
}

/// How often a text names an attribute before a value, in any case: the AWS CLI's text has `DATA`.
fn labels(text: &[u8], name: &str) -> usize {
    let name = name.as_bytes();
    let is_label = |at: usize| {
        let before = at.checked_sub(1).map(|before| text[before]);
        let after = &text[at + name.len()..];
        let after = after.strip_prefix(b"'").or_else(|| after.strip_prefix(b"\"")).unwrap_or(after);
        text[at..at + name.len()].eq_ignore_ascii_case(name)
            && !before.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
            && matches!(after.first(), Some(b':' | b'\t'))
    };
    (0..(text.len() + 1).saturating_sub(name.len())).filter(|at| is_label(*at)).count()
}

/// The bytes, where a text is what Python prints for them and nothing else; boto3 wraps them.
pub(super) fn whole_literal(text: &[u8]) -> Option<Vec<u8>> {
    let text = text.trim_ascii();
    let inner = text.strip_prefix(b"Binary(").or_else(|| text.strip_prefix(b"bytearray("));
    let text = inner.and_then(|inner| inner.strip_suffix(b")")).unwrap_or(text);
    let (bytes, end) = bytes_literal(text)?;
    (end == text.len()).then_some(bytes)
}

/// Python's literal of bytes at the start of a text, with those that follow it and mean the same value: the bytes, and the
/// length of the text.
fn bytes_literal(text: &[u8]) -> Option<(Vec<u8>, usize)> {
    let mut bytes = Vec::new();
    let mut end = one_literal(text, &mut bytes)?;
    // pprint breaks long ones.
    loop {
        let blank = text[end..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        match one_literal(&text[end + blank..], &mut bytes) {
            Some(length) => end += blank + length,
            None => return Some((bytes, end)),
        }
    }
}

/// Appends what one literal spells, and returns its length; one that breaks off appends nothing.
fn one_literal(text: &[u8], bytes: &mut Vec<u8>) -> Option<usize> {
    let [b'b' | b'B', quote @ (b'\'' | b'"'), ..] = *text else { return None };
    let before = bytes.len();
    let mut at = 2;
    loop {
        match text.get(at) {
            Some(byte) if *byte == quote => return Some(at + 1),
            Some(b'\\') => match escape(&text[at..], bytes) {
                Some(length) => at += length,
                None => break,
            },
            Some(byte) => {
                bytes.push(*byte);
                at += 1;
            }
            None => break,
        }
    }
    bytes.truncate(before);
    None
}

/// Resolves an escape sequence of Python or JSON, and returns its length.
fn escape(text: &[u8], bytes: &mut Vec<u8>) -> Option<usize> {
    let hex = |digits: Option<&[u8]>| u32::from_str_radix(std::str::from_utf8(digits?).ok()?, 16).ok();
    let byte = match *text.get(1)? {
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'v' => 11,
        b'\n' => return Some(2),
        b'x' => {
            bytes.push(u8::try_from(hex(text.get(2..4))?).ok()?);
            return Some(4);
        }
        b'u' => {
            let char = char::from_u32(hex(text.get(2..6))?).unwrap_or(char::REPLACEMENT_CHARACTER);
            bytes.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
            return Some(6);
        }
        b'0'..=b'7' => {
            let digits = text[1..].iter().take(3).take_while(|byte| (b'0'..=b'7').contains(byte)).count();
            let value =
                text[1..=digits].iter().fold(0_u32, |value, digit| value * 8 + u32::from(digit - b'0'));
            bytes.push((value & 0xff) as u8);
            return Some(1 + digits);
        }
        other => other,
    };
    bytes.push(byte);
    Some(2)
}

/// A text with its escape sequences resolved; what is not one stays.
fn unescape(text: &[u8]) -> Cow<'_, [u8]> {
    if !text.contains(&b'\\') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        at += match byte {
            b'\\' => escape(&text[at..], &mut bytes).unwrap_or(1),
            _ => {
                bytes.push(byte);
                1
            }
        };
    }
    Cow::Owned(bytes)
}

/// Bytes spelled as hexadecimal digits, as databases and shells print them: `8004`, `0x8004`, `X'8004'`, `\x80\x04`.
fn unhex(text: &[u8]) -> Option<Vec<u8>> {
    if text.starts_with(b"\\x") && text.get(4) == Some(&b'\\') {
        return Some(unescape(text).into_owned());
    }
    let marked = [&b"\\x"[..], b"0x", b"0X", b"x'", b"X'"].iter().find_map(|mark| text.strip_prefix(*mark));
    let digits = marked.map_or(text, |rest| rest.strip_suffix(b"'").unwrap_or(rest));
    if digits.len() < 4 || !digits.len().is_multiple_of(2) {
        return None;
    }
    let byte = |pair: &[u8]| match pair.iter().all(u8::is_ascii_hexdigit) {
        true => u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok(),
        false => None,
    };
    digits.chunks_exact(2).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_and_escapes_are_resolved() {
        assert_eq!(bytes_literal(br"b'\x80\x04}\x94.' rest"), Some((b"\x80\x04}\x94.".to_vec(), 17)));
        assert_eq!(bytes_literal(br#"b"it's\n\\\101\"""#), Some((b"it's\n\\A\"".to_vec(), 17)));
        assert_eq!(bytes_literal(b"b'gA'\n  b\"R9\" b'open"), Some((b"gAR9".to_vec(), 13)));
        assert_eq!(bytes_literal(b"b'open"), None);
        assert_eq!(whole_literal(b" Binary(b'\\x80')\n").as_deref(), Some(&b"\x80"[..]));
        assert_eq!(whole_literal(b"b'gAR9' and more"), None);
        assert_eq!(&*unescape(br"gAR9\nlC4\u003d\/\q"), b"gAR9\nlC4=/q");
    }

    #[test]
    fn hexadecimal_digits_are_resolved() {
        for text in ["80047d942e", "0x80047D942E", r"\x80047d942e", "X'80047d942e'", r"\x80\x04\x7d\x94\x2e"]
        {
            assert_eq!(unhex(text.as_bytes()).as_deref(), Some(&b"\x80\x04}\x94."[..]), "{text}");
        }
        assert_eq!(unhex(b"80047"), None);
        assert_eq!(unhex(b"gAR9"), None);
    }

    #[test]
    fn rows_of_csv_keep_quotes_and_newlines_in_cells() {
        let rows: Vec<_> =
            Csv { rest: b"\"id\",data\r\nq1,\"gA\nR9\"\n\"a\"\"b\",\n", delimiter: b',' }.collect();
        let cells = |cells: [&str; 2]| cells.map(|cell| cell.as_bytes().to_vec()).to_vec();
        assert_eq!(rows, [cells(["id", "data"]), cells(["q1", "gA\nR9"]), cells(["a\"b", ""])]);
    }

    #[test]
    fn attributes_are_counted_where_a_value_follows() {
        assert_eq!(labels(b"DATA\tgASV\nmetadata: 1\n'data': 5, \"data\":{}, data", "data"), 3);
    }
}

//! Finds the payloads in a file: bare ones, and those in items as the AWS CLI and exports to S3 print them.

use std::io::Read;

use clap::ValueEnum;
use flate2::read::MultiGzDecoder;
use serde_json::Value;
use sessctl::{
    codec::{Format, base64},
    layout::{Layout, Stored, dynamodb_json},
    pickle::{Limits, read},
    session::Payload,
};

/// What a file holds, when it cannot be told or is told wrong.
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

/// What is found in a file.
#[derive(Debug)]
pub(super) enum Found {
    Session(Box<Stored>),
    Payload(Payload, Option<Format>),
}

/// A file of payloads that is larger is taken for a mistake.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// Reads a whole file, unpacked where it is gzip.
pub(super) fn read_all(mut file: impl Read) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    (&mut file).take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut unpacked = Vec::new();
        MultiGzDecoder::new(&bytes[..]).take(MOST_BYTES + 1).read_to_end(&mut unpacked)?;
        bytes = unpacked;
    }
    anyhow::ensure!(bytes.len() as u64 <= MOST_BYTES, "it holds more than {MOST_BYTES} bytes");
    Ok(bytes)
}

/// Splits the content of a file into payloads.
pub(super) fn find(bytes: Vec<u8>, from: Option<From>, layout: &Layout) -> anyhow::Result<Vec<Found>> {
    let start = bytes.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(bytes.len());
    Ok(match (from, bytes.get(start)) {
        (_, None) => anyhow::bail!("it is empty"),
        (Some(From::Pickle), _) => vec![Found::Payload(Payload::Bytes(bytes), Some(Format::Pickle))],
        (Some(From::Msgpack), Some(_)) => {
            let payload = if looks_like_base64(&bytes) { text(bytes) } else { Payload::Bytes(bytes) };
            vec![Found::Payload(payload, Some(Format::Msgpack))]
        }
        // A pickle or MessagePack: the decoder tells which.
        (None, Some(0x80..)) => vec![Found::Payload(Payload::Bytes(bytes), None)],
        (Some(From::Json), _) => vec![Found::Payload(text(bytes), Some(Format::Json))],
        (Some(From::DynamodbJson), _) => {
            let found = items(&bytes, layout)?;
            anyhow::ensure!(!found.is_empty(), "it holds no items");
            found
        }
        // A payload of JSON and an item in DynamoDB JSON both begin with a brace; a page can be a list.
        (None, Some(b'{' | b'[')) => match items(&bytes, layout) {
            Ok(found) if !found.is_empty() => found,
            _ => json_payloads(bytes),
        },
        (Some(From::Base64), _) => base64_payloads(&bytes),
        (None, Some(_)) => match looks_like_base64(&bytes) {
            true => base64_payloads(&bytes),
            false => vec![Found::Payload(Payload::Bytes(bytes), Some(Format::Pickle))],
        },
    })
}

fn looks_like_base64(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(byte) || byte.is_ascii_whitespace())
}

/// Whether a line alone is a pickle with nothing behind it.
fn is_whole_pickle(line: &[u8]) -> bool {
    let decoded = base64::decode(line).ok();
    decoded
        .and_then(|decoded| read(decoded.bytes, &Limits::default()).ok())
        .is_some_and(|pickle| pickle.trailing().is_empty())
}

fn text(bytes: Vec<u8>) -> Payload {
    String::from_utf8(bytes).map_or_else(|error| Payload::Bytes(error.into_bytes()), Payload::Text)
}

/// Items in a sequence of JSON documents: bare, `{"Item": ...}`, or `{"Items": [...]}`; none when one is not.
fn items(bytes: &[u8], layout: &Layout) -> anyhow::Result<Vec<Found>> {
    let mut found = Vec::new();
    for document in serde_json::Deserializer::from_slice(bytes).into_iter::<Value>() {
        match document? {
            Value::Object(mut object) => {
                if let Some(Value::Array(items)) = object.get_mut("Items").map(Value::take) {
                    for item in items {
                        found.push(item_of(&item, layout)?);
                    }
                } else if let Some(item) = object.get("Item") {
                    found.push(item_of(item, layout)?);
                } else if dynamodb_json::looks_like_item(&object) {
                    found.push(item_of(&Value::Object(object), layout)?);
                } else {
                    return Ok(Vec::new());
                }
            }
            Value::Array(values) => {
                for value in values {
                    match value.as_object().is_some_and(dynamodb_json::looks_like_item) {
                        true => found.push(item_of(&value, layout)?),
                        false => return Ok(Vec::new()),
                    }
                }
            }
            _ => return Ok(Vec::new()),
        }
    }
    Ok(found)
}

fn item_of(value: &Value, layout: &Layout) -> anyhow::Result<Found> {
    let item = dynamodb_json::read_item(value)?;
    Ok(Found::Session(Box::new(layout.read(item)?)))
}

/// JSON payloads, one a line where every line is one; else the whole is one.
fn json_payloads(bytes: Vec<u8>) -> Vec<Found> {
    let lines: Vec<&[u8]> =
        bytes.split(|&b| b == b'\n').filter(|line| !line.trim_ascii().is_empty()).collect();
    let one_each = |line: &&[u8]| line.starts_with(b"{") && line.trim_ascii_end().ends_with(b"}");
    if lines.len() > 1 && lines.iter().all(one_each) {
        return lines
            .into_iter()
            .map(|line| Found::Payload(text(line.to_vec()), Some(Format::Json)))
            .collect();
    }
    vec![Found::Payload(text(bytes), Some(Format::Json))]
}

/// Base64 payloads: apart by blank lines, or one a line. Lines of one length belong together, as in MIME, and so does
/// the shorter last one.
fn base64_payloads(bytes: &[u8]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut block: Vec<&[u8]> = Vec::new();
    let mut end_block = |block: &mut Vec<&[u8]>| {
        let length = block.first().map_or(0, |line| line.len());
        let (last, body) = match block.split_last() {
            None => return,
            Some(split) => split,
        };
        let is_one =
            body.iter().all(|line| line.len() == length && !line.ends_with(b"=")) && last.len() <= length;
        let mut push = |lines: &[&[u8]]| {
            let mut joined = lines.join(&b'\n');
            joined.push(b'\n');
            found.push(Found::Payload(text(joined), None));
        };
        match is_one && !(body.len() == 1 && last.len() == length && is_whole_pickle(body[0])) {
            true => push(block),
            false => block.iter().for_each(|line| push(&[line])),
        }
        block.clear();
    };
    for line in bytes.split(|&b| b == b'\n') {
        let line = line.trim_ascii();
        if line.is_empty() {
            end_block(&mut block);
        } else {
            block.push(line);
        }
    }
    end_block(&mut block);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(found: Vec<Found>) -> Vec<String> {
        let text = |found| match found {
            Found::Session(stored) => stored.session.id.as_str().to_owned(),
            Found::Payload(payload, _) => String::from_utf8_lossy(payload.as_bytes()).into_owned(),
        };
        found.into_iter().map(text).collect()
    }

    fn found(bytes: &[u8]) -> Vec<String> {
        texts(find(bytes.to_vec(), None, Default::default()).unwrap())
    }

    #[test]
    fn lines_of_one_length_are_one_payload_and_others_are_several() {
        assert_eq!(found(b"gASVAAAA\ngASVAAAA\ngASV\n"), ["gASVAAAA\ngASVAAAA\ngASV\n"]);
        assert_eq!(found(b"gAR9lC4=\r\ngAR9lIwBYZRLAXMu\n"), ["gAR9lC4=\n", "gAR9lIwBYZRLAXMu\n"]);
        assert_eq!(found(b"gASVAAAA\n\ngASVAAAA\n"), ["gASVAAAA\n", "gASVAAAA\n"]);
        assert_eq!(found(b"gAR9lC4=\ngAR9lC4=\n"), ["gAR9lC4=\n", "gAR9lC4=\n"]);
    }

    #[test]
    fn items_are_found_in_every_form_the_aws_cli_prints() {
        let item = r#"{"id": {"S": "a"}, "data": {"S": "{}"}}"#;
        assert_eq!(found(item.as_bytes()), ["a"]);
        assert_eq!(found(format!(r#"{{"Item": {item}}}"#).as_bytes()), ["a"]);
        assert_eq!(found(format!(r#"{{"Items": [{item}, {item}], "Count": 2}}"#).as_bytes()), ["a", "a"]);
        assert_eq!(found(format!("{{\"Item\": {item}}}\n{{\"Item\": {item}}}\n").as_bytes()), ["a", "a"]);
    }

    #[test]
    fn json_payloads_are_told_from_items() {
        assert_eq!(found(br#"{"_permanent": true}"#), [r#"{"_permanent": true}"#]);
        assert_eq!(found(b"{\"a\": 1}\n{\"b\": {}}\n"), [r#"{"a": 1}"#, r#"{"b": {}}"#]);
        assert_eq!(found(b"{\n\"a\": 1}"), ["{\n\"a\": 1}"]);
    }

    #[test]
    fn bytes_are_left_to_the_decoder_to_tell() {
        for bytes in [&b"\x80\x04}."[..], b"\x80", b"\x81\xa1a\n", b"\xde\x00\x00"] {
            let found = find(bytes.to_vec(), None, Default::default()).unwrap();
            assert!(matches!(&found[..], [Found::Payload(Payload::Bytes(_), None)]), "{found:?}");
        }
        let found = |bytes: &[u8]| find(bytes.to_vec(), Some(From::Msgpack), Default::default()).unwrap();
        assert!(matches!(
            &found(b"gaFhAQ==\n")[..],
            [Found::Payload(Payload::Text(_), Some(Format::Msgpack))]
        ));
        assert!(matches!(&found(b"\x81\xa1a\x01")[..], [Found::Payload(Payload::Bytes(_), _)]));
    }

    #[test]
    fn a_bare_pickle_is_one_payload_whatever_its_bytes() {
        assert_eq!(find(b"\x80\x04}\n\n.".to_vec(), None, Default::default()).unwrap().len(), 1);
        assert_eq!(found(b"(dp0\n."), ["(dp0\n."]);
        assert!(find(b" \n".to_vec(), None, Default::default()).is_err());
    }
}

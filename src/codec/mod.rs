//! What the payload attribute holds: its format told, decoded into values, encoded again, and shown as JSON.
//!
//! A payload that cannot be read is a result like any other, with a verdict of its own: one broken session must not
//! hide the rest. It does not know about items or tables.

use std::borrow::Cow;

use crate::{
    pickle::{self, AllowList, Graph, Level, Limits, ReadError, Value, Verdict, VerifyError},
    session::Payload,
};

pub mod base64;
pub mod changes;
pub mod convert;
pub mod edit;
mod iso;
pub mod json;
pub mod lookalike;
pub mod msgpack;
pub mod path;
pub mod plain;
mod readings;
mod repr;
pub mod typed;
mod weigh;

use base64::Base64Error;
use convert::{ConvertError, Converted, Loss, Target};
use json::{JsonError, JsonWriteError};
use lookalike::Lookalike;
use msgpack::MsgpackError;
pub use readings::Readings;
pub use weigh::bytes_by_key;

/// The formats of payloads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// A pickle; in text as MIME base64.
    Pickle,
    /// JSON, as flask-dynamodb-sessions wrote before 0.1.4.
    Json,
    /// MessagePack, as Flask-Session writes; in text as base64.
    Msgpack,
}

impl Format {
    /// `pickle`, `json` or `msgpack`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pickle => "pickle",
            Self::Json => "json",
            Self::Msgpack => "msgpack",
        }
    }

    /// Tells the format by its first bytes. A hint: the decoder decides.
    #[must_use]
    pub fn detect(payload: &Payload) -> Self {
        let first = payload.as_bytes().iter().find(|byte| !byte.is_ascii_whitespace());
        match payload {
            _ if first == Some(&b'{') => Self::Json,
            Payload::Bytes(bytes) if may_be_msgpack(bytes) => Self::Msgpack,
            _ => Self::Pickle,
        }
    }
}

/// Whether bytes begin like the MessagePack of a session. A pickle that Python wrote begins with 0x80, which alone is
/// an empty map, or with ASCII.
fn may_be_msgpack(bytes: &[u8]) -> bool {
    bytes == [0x80] || bytes.first().is_some_and(|first| *first > 0x80)
}

/// The ways to show values as JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Projection {
    /// Lossy, for eyes and queries; see [`plain`].
    Plain,
    /// Lossless; see [`typed`].
    Typed,
}

/// What a payload is.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// Its format.
    pub format: Format,
    /// The pickle protocol, where it is a pickle that can be read.
    pub protocol: Option<u8>,
    /// The values, or why they cannot be read.
    pub content: Result<Graph, DecodeError>,
    /// What it would do to a Python that loads it; covers what runs before a break, too.
    pub verdict: Verdict,
    /// The names it imports, `module.name` as spelled, each once, in the order of import.
    pub globals: Vec<String>,
    /// What is odd about it.
    pub warnings: Vec<DecodeWarning>,
}

/// Why a payload cannot be read.
#[derive(Clone, Debug, thiserror::Error)]
pub enum DecodeError {
    /// The text around a pickle is no base64.
    #[error(transparent)]
    Base64(#[from] Base64Error),
    /// The pickle is broken, or beyond a limit.
    #[error(transparent)]
    Pickle(#[from] ReadError),
    /// The JSON is broken, or beyond a limit.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// The MessagePack is broken, or beyond a limit.
    #[error(transparent)]
    Msgpack(#[from] MsgpackError),
    /// What stands around the values is not as the library writes it.
    #[error("{0}")]
    Envelope(&'static str),
    /// Nothing that any library here writes, but something else that is recognized.
    #[error("not a pickle: it looks like {0}")]
    NotAPickle(Lookalike),
}

impl DecodeError {
    /// Where, in bytes: of the text for base64 and JSON, of the decoded bytes for a pickle and MessagePack.
    #[must_use]
    pub fn offset(&self) -> usize {
        match self {
            Self::Base64(error) => error.offset(),
            Self::Pickle(error) => error.offset,
            Self::Json(error) => error.offset,
            Self::Msgpack(error) => error.offset,
            Self::Envelope(_) | Self::NotAPickle(_) => 0,
        }
    }
}

/// What is odd about a payload that can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeWarning {
    /// Python reads it, and did not write it.
    #[error("the base64 is not as Python writes it")]
    Base64NotCanonical,
    /// Something in the pickle.
    #[error("{0}")]
    Pickle(pickle::Warning),
    /// What stands around the values is not as the library writes it.
    #[error("{0}")]
    Envelope(&'static str),
    /// The library unpickles what is shown in another format.
    #[error("the library unpickles this payload too, and as a pickle it is {0}")]
    AlsoPickle(Level),
    /// The middleware stores dicts, and reads nothing else.
    #[error("the payload is not a dict, so the web application cannot use it")]
    NoDict,
}

/// Decodes a payload as flask-dynamodb-sessions reads it, or as `format`; see [`Readings::decode`]. Never executes anything.
///
/// ```
/// use sessctl::{codec, pickle::{AllowList, Level}, session::Payload};
///
/// let payload = Payload::Text("gASVFQAAAAAAAAB9lIwIdXNlcm5hbWWUjANhZGGUcy4=\n".to_owned());
/// let decoded = codec::decode(&payload, None, &AllowList::new());
/// assert_eq!(decoded.verdict.level, Level::Plain);
/// let json = codec::project(&decoded.content?, codec::Projection::Typed, 4);
/// assert_eq!(json, r#"{"username":"ada"}"#);
/// # Ok::<(), codec::DecodeError>(())
/// ```
#[must_use]
pub fn decode(payload: &Payload, format: Option<Format>, allow: &AllowList) -> Decoded {
    Readings::FLASK_DYNAMODB_SESSIONS.decode(payload, format, allow)
}

/// Decodes a payload as `format`, or as the format it is detected to be, and judges it as that alone.
///
/// Bytes that are a pickle and MessagePack at once, which nobody writes by chance, are taken for the pickle: it is the
/// one that can do harm.
#[must_use]
pub(crate) fn decode_one(payload: &Payload, format: Option<Format>, allow: &AllowList) -> Decoded {
    let told = format.unwrap_or_else(|| Format::detect(payload));
    let (bytes, canonical) = match payload {
        _ if told == Format::Json => return decode_json(payload.as_bytes()),
        Payload::Bytes(bytes) => (Cow::Borrowed(bytes), true),
        Payload::Text(text) => match base64::decode(text.as_bytes()) {
            Err(error) => return lookalike::named(unreadable(told, error.into()), payload),
            Ok(base64::Decoded { bytes, canonical }) => (Cow::Owned(bytes), canonical),
        },
    };
    let mut decoded = match format {
        Some(Format::Msgpack) => decode_msgpack(&bytes),
        None if may_be_msgpack(&bytes) => {
            let pickle = decode_pickle(bytes.to_vec(), allow);
            // Python runs what stands before a break, too.
            let is_pickle = pickle.content.is_ok() || pickle.verdict.level == Level::Malicious;
            if is_pickle { pickle } else { decode_msgpack(&bytes) }
        }
        _ => decode_pickle(bytes.into_owned(), allow),
    };
    decoded = lookalike::named(decoded, payload);
    if !canonical {
        decoded.warnings.insert(0, DecodeWarning::Base64NotCanonical);
    }
    decoded
}

/// What a payload does, without its values; see [`inspect`].
#[derive(Clone, Debug)]
pub struct Inspected {
    /// Its format.
    pub format: Format,
    /// The pickle protocol, where it is a pickle that can be read.
    pub protocol: Option<u8>,
    /// What it would do to a Python that loads it; covers what runs before a break, too.
    pub verdict: Verdict,
    /// The names it imports, `module.name` as spelled, each once, in the order of import.
    pub globals: Vec<String>,
}

/// Judges a payload as [`decode`] does, and tells what it imports, without building its values, for scans over very many.
///
/// ```
/// use sessctl::{codec, pickle::{AllowList, Level}, session::Payload};
///
/// let payload = Payload::Text("Y29zCnN5c3RlbQooUydpZCcKdFIu\n".to_owned());
/// let inspected = codec::inspect(&payload, None, &AllowList::new());
/// assert_eq!(inspected.verdict.level, Level::Malicious);
/// assert_eq!(inspected.globals, ["os.system"]);
/// ```
#[must_use]
pub fn inspect(payload: &Payload, format: Option<Format>, allow: &AllowList) -> Inspected {
    Readings::FLASK_DYNAMODB_SESSIONS.inspect(payload, format, allow)
}

fn decode_json(text: &[u8]) -> Decoded {
    match json::read(text, &json::Options::default()) {
        Err(error) => unreadable(Format::Json, error.into()),
        Ok(graph) => harmless(Format::Json, graph),
    }
}

fn decode_msgpack(bytes: &[u8]) -> Decoded {
    match msgpack::read(bytes, &msgpack::Limits::default()) {
        Err(error) => unreadable(Format::Msgpack, error.into()),
        Ok(graph) => harmless(Format::Msgpack, graph),
    }
}

/// What is read from a format that can do nothing to its reader.
fn harmless(format: Format, graph: Graph) -> Decoded {
    Decoded {
        format,
        protocol: None,
        warnings: warn_of_no_dict(&graph),
        content: Ok(graph),
        verdict: Verdict { level: Level::Plain, reasons: Vec::new() },
        globals: Vec::new(),
    }
}

fn decode_pickle(bytes: Vec<u8>, allow: &AllowList) -> Decoded {
    let outcome = pickle::read(bytes, &Limits::default());
    let verdict = pickle::judge(outcome.as_ref(), allow);
    match outcome {
        Ok(read) => {
            let mut warnings: Vec<_> = read.warnings.iter().copied().map(DecodeWarning::Pickle).collect();
            warnings.extend(warn_of_no_dict(&read.graph));
            Decoded {
                format: Format::Pickle,
                protocol: Some(read.protocol),
                globals: pickle::globals(&read.graph),
                content: Ok(read.graph),
                verdict,
                warnings,
            }
        }
        Err(error) => Decoded {
            format: Format::Pickle,
            protocol: None,
            globals: pickle::globals(&error.prefix),
            content: Err(error.into()),
            verdict,
            warnings: Vec::new(),
        },
    }
}

fn unreadable(format: Format, error: DecodeError) -> Decoded {
    Decoded {
        format,
        protocol: None,
        content: Err(error),
        verdict: Verdict { level: Level::Invalid, reasons: Vec::new() },
        globals: Vec::new(),
        warnings: Vec::new(),
    }
}

fn warn_of_no_dict(graph: &Graph) -> Vec<DecodeWarning> {
    if is_dict(graph) { Vec::new() } else { vec![DecodeWarning::NoDict] }
}

/// Whether the whole is a dict, as the middleware stores it.
#[must_use]
pub fn is_dict(graph: &Graph) -> bool {
    graph.root_if_any().is_some_and(|root| matches!(graph.value(root), Value::Dict(_)))
}

/// Shows values as JSON, compact. `protocol` is that of the pickle they come from, or will go to: the typed form says
/// how objects are made, and that differs.
#[must_use]
pub fn project(graph: &Graph, projection: Projection, protocol: u8) -> String {
    match projection {
        Projection::Plain => plain::write(graph, &plain::Options::default()),
        Projection::Typed => {
            typed::to_string(graph, &typed::WriteOptions { protocol, ..typed::WriteOptions::default() })
        }
    }
}

/// Whether two graphs are the same value, with the same sharing.
#[must_use]
pub fn same(a: &Graph, b: &Graph) -> bool {
    pickle::difference(a, b).is_none()
}

/// Why values cannot be encoded.
#[derive(Debug, thiserror::Error)]
pub enum EncodeError {
    /// No pickle holds them, or not without a change.
    #[error(transparent)]
    Pickle(#[from] VerifyError),
    /// JSON has no form for one of them.
    #[error(transparent)]
    Json(#[from] JsonWriteError),
    /// MessagePack cannot hold them.
    #[error(transparent)]
    Convert(#[from] ConvertError),
    /// MessagePack has no form for one of them.
    #[error("MessagePack cannot hold the value at {0}")]
    Lossy(Loss),
}

/// Encodes values: a pickle of `protocol` (0 to 5) as MIME base64, JSON as Python's `json.dumps` writes it, or the bytes
/// of MessagePack as msgspec writes it. A pickle is read back and compared before it is returned.
///
/// ```
/// use sessctl::{codec::{self, Format, typed}, pickle::AllowList};
///
/// let graph = typed::read(br#"{"tags": {"$set": ["new"]}}"#, &typed::ReadOptions::default())?;
/// let payload = codec::encode(&graph, Format::Pickle, 4)?;
/// let again = codec::decode(&payload, None, &AllowList::new());
/// assert_eq!(again.protocol, Some(4));
/// assert!(codec::same(&graph, &again.content?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When the format cannot hold the values: JSON has no sets, a pickle has at most 16 MiB and no tuple that contains
/// itself alone.
pub fn encode(graph: &Graph, format: Format, protocol: u8) -> Result<Payload, EncodeError> {
    Ok(match format {
        Format::Pickle => Payload::Text(base64::encode(&pickle::write_verified(graph, protocol)?)),
        Format::Json => Payload::Text(json::write(graph)?),
        Format::Msgpack => Payload::Bytes(encode_msgpack(graph)?),
    })
}

fn encode_msgpack(graph: &Graph) -> Result<Vec<u8>, EncodeError> {
    let Converted { bytes, losses } = convert::convert(graph, Target::Msgpack, &convert::Options::default())?;
    match losses.iter().next() {
        Some((loss, _)) => Err(EncodeError::Lossy(loss.clone())),
        None => Ok(bytes),
    }
}

/// Encodes values as the DynamoDB type that `like` has; in a Binary a pickle stands as it is, in a String MessagePack as
/// MIME base64.
///
/// # Errors
/// When the format cannot hold the values.
pub fn encode_like(
    like: &Payload,
    graph: &Graph,
    format: Format,
    protocol: u8,
) -> Result<Payload, EncodeError> {
    Ok(match (like, format) {
        (Payload::Text(_), Format::Msgpack) => Payload::Text(base64::encode(&encode_msgpack(graph)?)),
        (Payload::Text(_), _) | (Payload::Bytes(_), Format::Msgpack) => encode(graph, format, protocol)?,
        (Payload::Bytes(_), Format::Pickle) => Payload::Bytes(pickle::write_verified(graph, protocol)?),
        (Payload::Bytes(_), Format::Json) => Payload::Bytes(json::write(graph)?.into_bytes()),
    })
}

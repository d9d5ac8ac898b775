//! What the payload attribute holds: its format told, decoded into values, encoded again, and shown as JSON.
//!
//! A payload that cannot be read is a result like any other, with a verdict of its own: one broken session must not
//! hide the rest. It does not know about items or tables.

use crate::{
    pickle::{self, AllowList, Graph, Level, Limits, ReadError, Value, Verdict, VerifyError},
    session::Payload,
};

pub mod base64;
pub mod edit;
mod iso;
pub mod json;
pub mod path;
pub mod plain;
mod repr;
pub mod typed;

use base64::Base64Error;
use json::{JsonError, JsonWriteError};

/// The formats of payloads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// A pickle; in text as MIME base64.
    Pickle,
    /// JSON, as flask-dynamodb-sessions wrote before 0.1.4.
    Json,
}

impl Format {
    /// `pickle` or `json`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pickle => "pickle",
            Self::Json => "json",
        }
    }

    /// Tells the format by its first byte. A hint: the decoder decides.
    #[must_use]
    pub fn detect(payload: &Payload) -> Self {
        let first = payload.as_bytes().iter().find(|byte| !byte.is_ascii_whitespace());
        if first == Some(&b'{') { Self::Json } else { Self::Pickle }
    }
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
}

impl DecodeError {
    /// Where, in bytes: of the text for base64 and JSON, of the decoded bytes for a pickle.
    #[must_use]
    pub fn offset(&self) -> usize {
        match self {
            Self::Base64(error) => error.offset(),
            Self::Pickle(error) => error.offset,
            Self::Json(error) => error.offset,
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
    /// The middleware stores dicts, and reads nothing else.
    #[error("the payload is no dict, so the web application cannot use it")]
    NoDict,
}

/// Decodes a payload; of `format`, or of the one that is told from it. Never executes anything.
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
    match format.unwrap_or_else(|| Format::detect(payload)) {
        Format::Json => decode_json(payload.as_bytes()),
        Format::Pickle => match payload {
            Payload::Bytes(bytes) => decode_pickle(bytes.clone(), allow),
            Payload::Text(text) => match base64::decode(text.as_bytes()) {
                Err(error) => unreadable(Format::Pickle, error.into()),
                Ok(base64::Decoded { bytes, canonical }) => {
                    let mut decoded = decode_pickle(bytes, allow);
                    if !canonical {
                        decoded.warnings.insert(0, DecodeWarning::Base64NotCanonical);
                    }
                    decoded
                }
            },
        },
    }
}

fn decode_json(text: &[u8]) -> Decoded {
    match json::read(text, &json::Options::default()) {
        Err(error) => unreadable(Format::Json, error.into()),
        Ok(graph) => Decoded {
            format: Format::Json,
            protocol: None,
            warnings: warn_of_no_dict(&graph),
            content: Ok(graph),
            verdict: Verdict { level: Level::Plain, reasons: Vec::new() },
            globals: Vec::new(),
        },
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
                globals: globals(&read.graph),
                content: Ok(read.graph),
                verdict,
                warnings,
            }
        }
        Err(error) => Decoded {
            format: Format::Pickle,
            protocol: None,
            globals: globals(&error.prefix),
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

fn globals(graph: &Graph) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    let mut names = Vec::new();
    let imports = graph.effects().iter().filter_map(|effect| match effect.kind {
        pickle::EffectKind::Import(node) => graph.global(node),
        _ => None,
    });
    for (module, name) in imports {
        let name = format!("{module}.{name}");
        if seen.insert(name.clone()) {
            names.push(name);
        }
    }
    names
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
}

/// Encodes values as text: a pickle of `protocol` (0 to 5) as MIME base64, or JSON as Python's `json.dumps` writes it.
/// A pickle is read back and compared before it is returned.
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
    Ok(Payload::Text(match format {
        Format::Pickle => base64::encode(&pickle::write_verified(graph, protocol)?),
        Format::Json => json::write(graph)?,
    }))
}

/// Encodes values as the DynamoDB type that `like` has; in a Binary a pickle stands as it is.
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
        (Payload::Text(_), _) => encode(graph, format, protocol)?,
        (Payload::Bytes(_), Format::Pickle) => Payload::Bytes(pickle::write_verified(graph, protocol)?),
        (Payload::Bytes(_), Format::Json) => Payload::Bytes(json::write(graph)?.into_bytes()),
    })
}

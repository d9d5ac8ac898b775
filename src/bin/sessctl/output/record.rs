//! A session as the command line shows it: one struct for people and for scripts.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value as Json, value::RawValue};
use sessctl::{
    codec::{self, DecodeError, Decoded, Projection},
    layout::{Stored, dynamodb_json},
    pickle::{self, AllowList, Level, Mark},
    session::Payload,
};

use super::{Secrets, change::ChangeLine, redact};

/// Deeper JSON is refused by jq (256) and by Python's json module (about 990): one such session would cost a script all.
const DEEPEST: usize = 200;

/// How a record is made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RecordOptions<'a> {
    pub(crate) now: Timestamp,
    pub(crate) projection: Projection,
    /// Whether the id is shortened to a hash, and secrets are masked.
    pub(crate) redact: bool,
    /// Whether values under secret keys are shown where `redact` is not set.
    pub(crate) secrets: Secrets,
    /// Application classes somebody vouches for.
    pub(crate) allow: &'a AllowList,
    pub(crate) opcodes: Opcodes,
}

impl RecordOptions<'_> {
    fn masks(&self) -> bool {
        self.redact || self.secrets == Secrets::Masked
    }
}

/// Whether the opcodes of a pickle are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Opcodes {
    #[default]
    Omitted,
    Listed,
}

/// A session, or a payload without one.
#[derive(Debug, Serialize)]
pub(crate) struct Record {
    /// Where a payload came from that has no id: a file and a position.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) source: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) modified: Option<String>,
    pub(crate) ttl: Option<i64>,
    pub(crate) expires_at: Option<String>,
    pub(crate) state: Option<&'static str>,
    pub(crate) format: Option<&'static str>,
    pub(crate) protocol: Option<u8>,
    pub(crate) size_bytes: usize,
    pub(crate) verdict: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) reasons: Vec<Reason>,
    pub(crate) globals: Vec<String>,
    pub(crate) warnings: Vec<String>,
    pub(crate) data: Option<Box<RawValue>>,
    pub(crate) attributes: Json,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) opcodes: Option<Vec<OpcodeLine>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<DataError>,
    /// What an edit has changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) changes: Option<Vec<ChangeLine>>,
    #[serde(skip)]
    pub(crate) level: Level,
}

/// Why a verdict is above `known`.
#[derive(Debug, Serialize)]
pub(crate) struct Reason {
    code: &'static str,
    offset: usize,
    name: String,
    #[serde(skip)]
    words: String,
}

impl From<pickle::Reason> for Reason {
    fn from(reason: pickle::Reason) -> Self {
        Self {
            code: reason.code.as_str(),
            offset: reason.offset,
            words: reason.to_string(),
            name: reason.name,
        }
    }
}

impl Reason {
    /// Whether it is what `error` says, too.
    pub(super) fn is_break(&self) -> bool {
        matches!(self.code, "broken" | "limit")
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

/// One opcode of a pickle.
#[derive(Debug, Serialize)]
pub(crate) struct OpcodeLine {
    offset: usize,
    opcode: &'static str,
    argument: Option<String>,
    /// What it makes an unpickler do: `import`, `call`, `state`, `change` or `resolve`.
    mark: Option<&'static str>,
    name: Option<String>,
    #[serde(skip)]
    words: String,
}

impl From<pickle::Line> for OpcodeLine {
    fn from(line: pickle::Line) -> Self {
        let mark = line.mark.map(|mark| match mark {
            Mark::Import => "import",
            Mark::Call => "call",
            Mark::State => "state",
            Mark::Change => "change",
            Mark::Resolve => "resolve",
        });
        let words = line.to_string();
        Self {
            offset: line.offset,
            opcode: line.opcode.name,
            argument: line.argument,
            mark,
            name: line.name,
            words,
        }
    }
}

impl fmt::Display for OpcodeLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

/// Why a payload cannot be read.
#[derive(Debug, Serialize)]
pub(crate) struct DataError {
    pub(crate) message: String,
    pub(crate) offset: Option<usize>,
}

impl Record {
    /// A stored session, and its payload where it has one.
    pub(crate) fn of_session(stored: &Stored, decoded: Option<Decoded>, options: RecordOptions<'_>) -> Self {
        let session = &stored.session;
        let payload = session.payload.as_ref();
        let mut record =
            Self::of_decoded(payload.map_or(0, |payload| payload.as_bytes().len()), decoded, options);
        let id = &session.id;
        record.id = Some(if options.redact { id.short_hash() } else { id.as_str().to_owned() });
        record.modified = session.modified.as_deref().map(|text| match session.modified_at() {
            // Always as many digits as Python's microseconds.
            Some(moment) => format!("{moment:.6}"),
            None => text.to_owned(),
        });
        record.ttl = session.ttl;
        record.expires_at =
            session.ttl.and_then(|ttl| Timestamp::from_second(ttl).ok()).map(|at| at.to_string());
        record.state = Some(session.state(options.now).name());
        record.size_bytes = stored.size_bytes;
        record.attributes = dynamodb_json::write_item(&stored.attributes);
        if options.masks() {
            redact::mask_json(&mut record.attributes);
        }
        record.warnings.splice(0..0, stored.warnings.iter().map(ToString::to_string));
        record
    }

    /// A payload without a session.
    pub(crate) fn of_payload(payload: &Payload, decoded: Decoded, options: RecordOptions<'_>) -> Self {
        Self::of_decoded(payload.as_bytes().len(), Some(decoded), options)
    }

    fn of_decoded(size_bytes: usize, decoded: Option<Decoded>, options: RecordOptions<'_>) -> Self {
        let mut record = Self {
            source: None,
            id: None,
            modified: None,
            ttl: None,
            expires_at: None,
            state: None,
            format: None,
            protocol: None,
            size_bytes,
            verdict: Level::Invalid.as_str(),
            reasons: Vec::new(),
            globals: Vec::new(),
            warnings: Vec::new(),
            data: None,
            attributes: Json::Object(serde_json::Map::new()),
            opcodes: None,
            error: None,
            changes: None,
            level: Level::Invalid,
        };
        let Some(decoded) = decoded else {
            record.error = Some(DataError { message: "there is no payload".to_owned(), offset: None });
            return record;
        };
        record.format = Some(decoded.format.name());
        record.protocol = decoded.protocol;
        record.level = decoded.verdict.level;
        record.verdict = decoded.verdict.level.as_str();
        record.globals = decoded.globals;
        record.warnings = decoded.warnings.iter().map(ToString::to_string).collect();
        let in_vain = decoded.verdict.reasons.iter().filter(|reason| options.allow.is_outweighed_by(reason));
        record.warnings.extend(in_vain.map(|reason| {
            format!(
                "`{}` stays {}: `--allow` outweighs an unknown or suspicious name and a dangerous package, not this ({})",
                reason.name,
                reason.code.level(),
                reason.code.as_str()
            )
        }));
        // The harmless ones are named by `globals`.
        let worse = decoded.verdict.reasons.into_iter().filter(|reason| reason.code.level() > Level::Known);
        record.reasons = worse.map(Reason::from).collect();
        if options.opcodes == Opcodes::Listed {
            record.opcodes = match &decoded.content {
                Ok(graph) => (decoded.format == codec::Format::Pickle).then_some(graph),
                Err(DecodeError::Pickle(error)) => Some(&*error.prefix),
                Err(_) => None,
            }
            .map(|graph| pickle::explain(graph).map(OpcodeLine::from).collect());
        }
        match decoded.content {
            Ok(mut graph) => {
                if options.masks() {
                    redact::mask_graph(&mut graph);
                }
                let json = codec::project(&graph, options.projection, decoded.protocol.unwrap_or(4));
                let depth = codec::json::depth(&json);
                if depth > DEEPEST {
                    let message = format!(
                        "{depth} levels deep, of which JSON readers take {DEEPEST}; see `--plain` and `--raw`"
                    );
                    record.error = Some(DataError { message, offset: None });
                } else {
                    record.data =
                        Some(RawValue::from_string(json).expect("both projections write valid JSON"));
                }
            }
            Err(error) => {
                record.error = Some(DataError { message: error.to_string(), offset: Some(error.offset()) });
            }
        }
        record
    }

    /// Whether `--strict` objects: what Python cannot read, what we cannot, and what is suspicious or worse.
    pub(crate) fn fails_strict(&self) -> bool {
        self.error.is_some() || self.level >= Level::Invalid
    }
}

/// The columns of a table of records.
pub(crate) const COLUMNS: [&str; 13] = [
    "id",
    "state",
    "expires_at",
    "ttl",
    "modified",
    "size_bytes",
    "format",
    "protocol",
    "verdict",
    "globals",
    "warnings",
    "data",
    "source",
];

impl Record {
    /// One cell of a table; `None` for a column there is not.
    pub(crate) fn cell(&self, column: &str) -> Option<String> {
        let text = |value: Option<&str>| value.unwrap_or("-").to_owned();
        Some(match column {
            "id" => text(self.id.as_deref()),
            "state" => text(self.state),
            "expires_at" => text(self.expires_at.as_deref()),
            "ttl" => self.ttl.map_or_else(|| "-".to_owned(), |ttl| ttl.to_string()),
            "modified" => text(self.modified.as_deref()),
            "size_bytes" => self.size_bytes.to_string(),
            "format" => match (self.format, self.protocol) {
                (Some(format), Some(protocol)) => format!("{format} {protocol}"),
                (format, _) => text(format),
            },
            "protocol" => self.protocol.map_or_else(|| "-".to_owned(), |protocol| protocol.to_string()),
            "verdict" => self.verdict.to_owned(),
            "globals" => self.globals.join(" "),
            "warnings" => self.warnings.join("; "),
            "data" => match (&self.data, &self.error) {
                (Some(data), _) => data.get().to_owned(),
                (None, Some(error)) => format!("({})", error.message),
                (None, None) => "-".to_owned(),
            },
            "source" => text(self.source.as_deref()),
            _ => return None,
        })
    }
}

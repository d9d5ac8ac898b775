//! One way to write values, into JSON or MessagePack.
//!
//! It does not decide what a value becomes.

use super::Target;
use crate::codec::{
    json::{self, Dialect},
    msgpack,
    repr::lossy,
};

pub(super) enum Out<'o> {
    Json(json::Writer<'o>, Dialect),
    Msgpack(msgpack::Writer<'o>),
}

impl<'o> Out<'o> {
    pub(super) fn new(target: Target, text: &'o mut String, bytes: &'o mut Vec<u8>) -> Self {
        match target {
            Target::Json(dialect) => Self::Json(json::Writer::new(text, dialect.style()), dialect),
            _ => Self::Msgpack(msgpack::Writer::new(bytes)),
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Json(json, _) => json.len(),
            Self::Msgpack(msgpack) => msgpack.len(),
        }
    }

    pub(super) fn null(&mut self) {
        match self {
            Self::Json(json, _) => json.null(),
            Self::Msgpack(msgpack) => msgpack.nil(),
        }
    }

    pub(super) fn bool(&mut self, value: bool) {
        match self {
            Self::Json(json, _) => json.bool(value),
            Self::Msgpack(msgpack) => msgpack.bool(value),
        }
    }

    pub(super) fn int(&mut self, value: i64) {
        match self {
            Self::Json(json, _) => json.int(value),
            Self::Msgpack(msgpack) => msgpack.int(value),
        }
    }

    pub(super) fn float(&mut self, value: f64) {
        match self {
            Self::Json(json, dialect) => json.raw(&dialect.float(value)),
            Self::Msgpack(msgpack) => msgpack.float(value),
        }
    }

    pub(super) fn str(&mut self, text: &str) {
        match self {
            Self::Json(json, _) => json.str(text.as_bytes()),
            Self::Msgpack(msgpack) => msgpack.str(text),
        }
    }

    /// Text in WTF-8: only JSON can hold lone surrogates.
    pub(super) fn wtf8(&mut self, text: &[u8]) {
        match self {
            Self::Json(json, _) => json.str(text),
            Self::Msgpack(msgpack) => msgpack.str(&lossy(text)),
        }
    }

    pub(super) fn text_key(&mut self, text: &[u8]) {
        match self {
            Self::Json(json, _) => json.key(text),
            Self::Msgpack(_) => self.wtf8(text),
        }
    }

    pub(super) fn begin_array(&mut self, length: usize) {
        match self {
            Self::Json(json, _) => json.begin_array(),
            Self::Msgpack(msgpack) => msgpack.array(length),
        }
    }

    pub(super) fn end_array(&mut self) {
        if let Self::Json(json, _) = self {
            json.end_array();
        }
    }

    pub(super) fn begin_map(&mut self, length: usize) {
        match self {
            Self::Json(json, _) => json.begin_object(),
            Self::Msgpack(msgpack) => msgpack.map(length),
        }
    }

    pub(super) fn end_map(&mut self) {
        if let Self::Json(json, _) = self {
            json.end_object();
        }
    }
}

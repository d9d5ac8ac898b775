//! The values of a session taken out of the payload attribute, and put into it: what stands around them differs by
//! library.

use super::{AttributeType, Layout, Stored, cachelib, connect_dynamodb, tower_sessions};
use crate::{
    codec::{
        Decoded, Format, base64,
        convert::{self, ConvertError, Converted, Loss, Losses, Target},
        json::Dialect,
    },
    pickle::{AllowList, Graph},
    session::{Lifetime, Payload, SessionId},
};

/// What stands around the values in a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Envelope {
    /// Nothing: the payload is the values.
    Bare,
    /// cachelib's `!` before the pickle.
    Bang,
    /// The `cookie` of express-session, among the values.
    Cookie,
    /// The record of tower-sessions: the id, the values and the expiry.
    Record,
}

/// The session that a payload is for.
#[derive(Clone, Copy, Debug)]
pub struct Owner<'a> {
    /// Its id, without the prefix.
    pub id: &'a SessionId,
    /// When it ends, in seconds since 1970.
    pub ttl: i64,
    /// How long it lives after each save.
    pub lifetime: Lifetime,
    /// Its payload so far, which tells the DynamoDB type and what there is of the envelope.
    pub before: Option<&'a Payload>,
}

/// A payload that was made, and what is not the same in it.
#[derive(Clone, Debug)]
pub struct Encoded {
    /// The payload.
    pub payload: Payload,
    /// What the format could not hold as it was.
    pub losses: Losses,
}

impl Encoded {
    /// The payload, if all of it is as it was.
    ///
    /// # Errors
    /// With the first loss otherwise.
    pub fn lossless(self) -> Result<Payload, PayloadError> {
        match self.losses.iter().next() {
            Some((loss, _)) => Err(PayloadError::Lossy(loss.clone())),
            None => Ok(self.payload),
        }
    }
}

/// Why values cannot be put into a payload.
#[derive(Debug, thiserror::Error)]
pub enum PayloadError {
    /// The format cannot hold them.
    #[error(transparent)]
    Convert(#[from] ConvertError),
    /// The format can hold them only with a change.
    #[error("the format does not hold all values as they are: {0}")]
    Lossy(Loss),
    /// The values are no dict.
    #[error("the values are no dict, and layout `{layout}` keeps nothing else in this format")]
    NoDict {
        /// Name of the layout.
        layout: &'static str,
    },
    /// A key that the library keeps for itself.
    #[error("layout `{layout}` keeps `{key}` for itself")]
    Reserved {
        /// The key.
        key: &'static str,
        /// Name of the layout.
        layout: &'static str,
    },
    /// An id that the library cannot have made, and cannot read.
    #[error("ids of layout `{layout}` are 16 bytes in base64url, 22 characters")]
    Id {
        /// Name of the layout.
        layout: &'static str,
    },
    /// An expiry that is no date.
    #[error("an expiry of {0} seconds since 1970 is beyond the year 9999")]
    Expiry(i64),
}

impl Layout {
    /// Takes the values out of a session's payload; `None` when it has none. Never executes anything.
    #[must_use]
    pub fn decode(&self, stored: &Stored, allow: &AllowList) -> Option<Decoded> {
        let session = &stored.session;
        let payload = session.payload.as_ref()?;
        Some(match self.envelope {
            Some(Envelope::Record) => tower_sessions::open(payload, Some(&session.id)),
            _ => self.decode_payload(payload, None, allow),
        })
    }

    /// Takes the values out of a payload of `format`, or of the one that is told from it. Never executes anything.
    #[must_use]
    pub fn decode_payload(&self, payload: &Payload, format: Option<Format>, allow: &AllowList) -> Decoded {
        match self.envelope {
            None | Some(Envelope::Bare) => self.readings.decode(payload, format, allow),
            Some(Envelope::Bang) => cachelib::open(payload, allow),
            Some(Envelope::Cookie) => connect_dynamodb::open(payload, allow),
            Some(Envelope::Record) => tower_sessions::open(payload, None),
        }
    }

    /// What writes payloads of a format here: the library's own encoder, or what is read here besides. `protocol`
    /// is that of a pickle.
    #[must_use]
    pub fn target(&self, format: Format, protocol: u8) -> Target {
        match format {
            Format::Pickle => Target::Pickle { protocol },
            _ => self.targets.iter().copied().find(|target| target.format() == format).unwrap_or(
                match format {
                    Format::Json => Target::Json(Dialect::Python),
                    _ => Target::Msgpack,
                },
            ),
        }
    }

    /// Puts values into a payload, with what stands around them.
    ///
    /// # Errors
    /// When the format or the layout cannot hold the values at all.
    pub fn encode(&self, graph: &Graph, target: Target, owner: &Owner<'_>) -> Result<Encoded, PayloadError> {
        self.encode_with(graph, target, owner, &convert::Options::default())
    }

    /// The same, with a say in what becomes of objects.
    ///
    /// # Errors
    /// When the format or the layout cannot hold the values at all.
    pub fn encode_with(
        &self,
        graph: &Graph,
        target: Target,
        owner: &Owner<'_>,
        options: &convert::Options,
    ) -> Result<Encoded, PayloadError> {
        if self.envelope == Some(Envelope::Cookie) {
            connect_dynamodb::check(graph)?;
        }
        let Converted { bytes, losses } = convert::convert(graph, target, options)?;
        if !begins_like_a_session(&bytes, target.format()) {
            return Err(PayloadError::NoDict { layout: self.name });
        }
        let payload = match self.envelope {
            None | Some(Envelope::Bare) => {
                let binary = match owner.before {
                    Some(before) => matches!(before, Payload::Bytes(_)),
                    None => self.data.attribute_type == AttributeType::B,
                };
                match (binary, target.format()) {
                    (true, _) => Payload::Bytes(bytes),
                    (false, Format::Json) => Payload::Text(text(bytes)),
                    (false, _) => Payload::Text(base64::encode(&bytes)),
                }
            }
            Some(Envelope::Bang) => cachelib::close(bytes),
            Some(Envelope::Cookie) => connect_dynamodb::close(&text(bytes), owner)?,
            Some(Envelope::Record) => tower_sessions::close(&bytes, owner.id, owner.ttl, owner.before)?,
        };
        Ok(Encoded { payload, losses })
    }

    /// A payload that holds a pickle as it is, whether or not the library reads pickles.
    #[must_use]
    pub fn payload_of_pickle(&self, pickle: Vec<u8>) -> Payload {
        match (self.envelope, self.data.attribute_type) {
            (Some(Envelope::Bang), _) => cachelib::close(pickle),
            (_, AttributeType::B) => Payload::Bytes(pickle),
            (_, AttributeType::S) => Payload::Text(base64::encode(&pickle)),
        }
    }

    /// The payload of the same session with another expiry; `None` where the payload does not say when it ends, or
    /// cannot be read.
    #[must_use]
    pub fn with_expiry(&self, stored: &Stored, ttl: i64) -> Option<Payload> {
        match self.envelope {
            Some(Envelope::Record) => {
                tower_sessions::with_expiry(stored.session.payload.as_ref()?, &stored.session.id, ttl)
            }
            _ => None,
        }
    }

    /// The id that 16 random bytes make, where ids of the layout are just that; any text is one elsewhere.
    #[must_use]
    pub fn id_of_bytes(&self, bytes: [u8; 16]) -> Option<SessionId> {
        match self.envelope {
            Some(Envelope::Record) => Some(tower_sessions::id_of_bytes(bytes)),
            _ => None,
        }
    }
}

/// Whether a payload is taken for what it is when it is read: what begins otherwise than a map could be a pickle.
fn begins_like_a_session(bytes: &[u8], format: Format) -> bool {
    match format {
        Format::Pickle => true,
        Format::Json => bytes.first() == Some(&b'{'),
        Format::Msgpack => matches!(bytes.first(), Some(0x80..=0x8f | 0xde | 0xdf)),
    }
}

/// JSON as it is written is UTF-8.
fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("JSON is written as UTF-8")
}

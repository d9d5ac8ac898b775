//! The values of a session taken out of the payload attribute, and put into it: what stands around them differs by
//! library.

use super::{AttributeType, Layout, Stored};
use crate::{
    codec::{self, Decoded, Format},
    pickle::{AllowList, Graph},
    session::{Payload, SessionId},
};

/// What stands around the values in a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Envelope {
    /// Nothing.
    None,
}

/// How values are encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding {
    /// The format.
    pub format: Format,
    /// The pickle protocol, 0 to 5, where it is a pickle.
    pub protocol: u8,
}

/// Why values cannot be put into a payload.
#[derive(Debug, thiserror::Error)]
pub enum PayloadError {
    /// The format cannot hold them.
    #[error(transparent)]
    Encode(#[from] codec::EncodeError),
}

impl Layout {
    /// Takes the values out of a session's payload; `None` when it has none. Never executes anything.
    #[must_use]
    pub fn decode(&self, stored: &Stored, allow: &AllowList) -> Option<Decoded> {
        let payload = stored.session.payload.as_ref()?;
        Some(codec::decode(payload, None, allow))
    }

    /// Puts values into a payload: that of the session `id` that ends at `ttl`, in seconds since 1970. What the payload
    /// was `before` tells its DynamoDB type and, where there is one, the rest of the envelope.
    ///
    /// # Errors
    /// When the format or the layout cannot hold the values.
    pub fn encode(
        &self,
        graph: &Graph,
        encoding: Encoding,
        _id: &SessionId,
        _ttl: i64,
        before: Option<&Payload>,
    ) -> Result<Payload, PayloadError> {
        let binary = match before {
            Some(payload) => matches!(payload, Payload::Bytes(_)),
            None => self.data.attribute_type == AttributeType::B,
        };
        let like = if binary { Payload::Bytes(Vec::new()) } else { Payload::Text(String::new()) };
        Ok(codec::encode_like(&like, graph, encoding.format, encoding.protocol)?)
    }
}

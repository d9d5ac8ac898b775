//! The items of the Python package `cachelib`, DynamoDbCache, which Flask-Session's type `cachelib` writes through.

use std::borrow::Cow;

use super::{Envelope, Layout, TimeAttribute, TimeForm, b};
use crate::{
    codec::{self, DecodeWarning, Decoded, Format, Readings, convert::Target},
    pickle::AllowList,
    session::Payload,
};

/// `response` is `!` and a pickle of protocol 5. An item without `expiration_time` never ends. Saved with PutItem, so
/// `created_at` is the time of writing, and foreign attributes are lost with every save. The table may hold what else
/// the application caches.
///
/// Seen by running cachelib 0.17 under Flask-Session 0.8.
pub static CACHELIB: Layout = Layout {
    name: "cachelib",
    aliases: &[],
    table: "python-cache",
    key: "cache_key",
    key_prefix: Cow::Borrowed("session:"),
    data: b("response"),
    readings: Readings { text: &[], binary: &[Format::Pickle] },
    envelope: Some(Envelope::Bang),
    targets: &[Target::Pickle { protocol: 5 }],
    ttl: Some("expiration_time"),
    fractional_ttl: false,
    modified: Some(TimeAttribute { name: "created_at", form: TimeForm::Aware }),
    created: None,
    extras: &[],
    requests: &["DeleteItem", "DescribeTable", "GetItem", "PutItem"],
};

/// cachelib takes nothing for a pickle that does not begin so.
const BANG: u8 = b'!';

pub(super) fn open(payload: &Payload, allow: &AllowList) -> Decoded {
    let bytes = payload.as_bytes();
    match bytes.strip_prefix(&[BANG]) {
        Some(pickle) => codec::decode_one(&Payload::Bytes(pickle.to_vec()), Some(Format::Pickle), allow),
        None => {
            let mut decoded = codec::decode_one(payload, None, allow);
            decoded.warnings.push(DecodeWarning::Envelope(
                "the payload does not begin with `!`, so cachelib does not take it for a pickle",
            ));
            decoded
        }
    }
}

pub(super) fn close(mut pickle: Vec<u8>) -> Payload {
    pickle.insert(0, BANG);
    Payload::Bytes(pickle)
}

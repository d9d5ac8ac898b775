//! The items of the Rust crate `tower-sessions-dynamodb-store` 0.3, which keeps the sessions of `tower-sessions` 0.14.

use std::borrow::Cow;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp, civil, tz::TimeZone};

use super::{Envelope, Layout, PayloadError, b};
use crate::{
    codec::{
        self, DecodeError, DecodeWarning, Decoded, Format, Readings,
        convert::{self, Target},
        msgpack::Writer,
    },
    pickle::{AllowList, Graph, NodeId, Value},
    session::{Payload, SessionId},
};

/// `data` is a record as rmp-serde writes it: an array of the id (16 bytes, big endian), the values (a map of what JSON
/// holds) and the expiry (9 integers). `session_id` is the same id, little endian, in base64url. Saved with PutItem, so
/// foreign attributes are lost with every save; read with Query, and no more once `expire_at` has passed.
///
/// Seen by running tower-sessions-dynamodb-store 0.3.0.
pub static TOWER_SESSIONS: Layout = Layout {
    name: "tower-sessions-dynamodb-store",
    aliases: &["tower-sessions"],
    table: "TowerSessions",
    key: "session_id",
    key_prefix: Cow::Borrowed("SESSIONS::TOWER::"),
    data: b("data"),
    readings: Readings { text: &[], binary: &[Format::Msgpack] },
    envelope: Some(Envelope::Record),
    targets: &[Target::TowerMsgpack],
    ttl: Some("expire_at"),
    fractional_ttl: false,
    modified: None,
    created: None,
    extras: &[],
    requests: &["DeleteItem", "PutItem", "Query"],
};

/// Year, day of the year, hour, minute, second, nanosecond, and hours, minutes and seconds east of UTC.
type Date = [i64; 9];

/// A record taken apart.
struct Record {
    id: [u8; 16],
    values: NodeId,
    date: Date,
}

impl Record {
    fn of(graph: &Graph) -> Option<Self> {
        let mut parts = graph.elements(graph.root());
        let (id, values, date) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || !matches!(graph.value(values), Value::Dict(_)) {
            return None;
        }
        let Value::Bytes(id) = graph.value(id) else { return None };
        let int = |node| match graph.value(node) {
            Value::Int(int) => Some(int),
            _ => None,
        };
        let date: Vec<i64> = graph.elements(date).map(int).collect::<Option<_>>()?;
        Some(Self { id: graph.bytes(id).try_into().ok()?, values, date: date.try_into().ok()? })
    }

    fn read(payload: &Payload) -> Option<(Graph, Self)> {
        let graph = codec::decode_one(payload, Some(Format::Msgpack), &AllowList::new()).content.ok()?;
        let record = Self::of(&graph)?;
        Some((graph, record))
    }
}

pub(super) fn open(payload: &Payload, id: Option<&SessionId>) -> Decoded {
    let mut decoded = codec::decode_one(payload, Some(Format::Msgpack), &AllowList::new());
    // A record is an array.
    decoded.warnings.retain(|warning| *warning != DecodeWarning::NoDict);
    let Ok(graph) = &mut decoded.content else { return decoded };
    match Record::of(graph) {
        Some(record) => {
            graph.set_root(record.values);
            if id.is_some_and(|id| bytes_of_id(id) != Some(record.id)) {
                let warning =
                    "the record is of another session than its key, which tower-sessions takes it for";
                decoded.warnings.push(DecodeWarning::Envelope(warning));
            }
        }
        None => {
            decoded.content = Err(DecodeError::Envelope("the payload is no record of tower-sessions"));
        }
    }
    decoded
}

/// The record of a session that ends at `ttl`, in seconds since 1970; to the nanosecond where it did `before`.
pub(super) fn close(
    values: &[u8],
    id: &SessionId,
    ttl: i64,
    before: Option<&Payload>,
) -> Result<Payload, PayloadError> {
    let layout = TOWER_SESSIONS.name;
    let id = bytes_of_id(id).ok_or(PayloadError::Id { layout })?;
    let kept = before.and_then(Record::read).map(|(_, record)| record.date);
    let date = match kept.filter(|date| seconds_of(date) == Some(ttl)) {
        Some(date) => date,
        None => date_of(ttl).ok_or(PayloadError::Expiry(ttl))?,
    };
    let mut bytes = Vec::with_capacity(values.len() + 40);
    let mut writer = Writer::new(&mut bytes);
    writer.array(3);
    writer.bin(&id);
    writer.raw(values);
    writer.array(date.len());
    for part in date {
        writer.int(part);
    }
    Ok(Payload::Bytes(bytes))
}

/// The same record with another expiry; `None` when it cannot be read.
pub(super) fn with_expiry(payload: &Payload, id: &SessionId, ttl: i64) -> Option<Payload> {
    let (mut graph, record) = Record::read(payload)?;
    graph.set_root(record.values);
    let values = convert::convert(&graph, Target::TowerMsgpack, &convert::Options::default()).ok()?;
    close(&values.bytes, id, ttl, None).ok()
}

/// The id that the bytes of an i128 make, little endian.
pub(super) fn id_of_bytes(bytes: [u8; 16]) -> SessionId {
    SessionId::new(URL_SAFE_NO_PAD.encode(bytes)).expect("22 characters are an id")
}

/// The id as a record has it: big endian.
fn bytes_of_id(id: &SessionId) -> Option<[u8; 16]> {
    let mut bytes: [u8; 16] = URL_SAFE_NO_PAD.decode(id.as_str()).ok()?.try_into().ok()?;
    bytes.reverse();
    Some(bytes)
}

fn date_of(seconds: i64) -> Option<Date> {
    let utc = TimeZone::UTC.to_datetime(Timestamp::from_second(seconds).ok()?);
    Some([
        utc.year().into(),
        utc.day_of_year().into(),
        utc.hour().into(),
        utc.minute().into(),
        utc.second().into(),
        0,
        0,
        0,
        0,
    ])
}

/// The whole seconds since 1970.
fn seconds_of(date: &Date) -> Option<i64> {
    let [year, day, hour, minute, second, nanosecond, offset @ ..] = *date;
    let offset =
        offset[0].checked_mul(3600)?.checked_add(offset[1].checked_mul(60)?)?.checked_add(offset[2])?;
    let day = i16::try_from(day).ok().filter(|day| (1..=366).contains(day))?;
    let first = civil::Date::new(i16::try_from(year).ok()?, 1, 1).ok()?;
    let day = first.checked_add(SignedDuration::from_hours(i64::from(day - 1) * 24)).ok()?;
    let time = civil::Time::new(
        i8::try_from(hour).ok()?,
        i8::try_from(minute).ok()?,
        i8::try_from(second).ok()?,
        i32::try_from(nanosecond).ok()?,
    );
    let local = TimeZone::UTC.to_timestamp(day.to_datetime(time.ok()?)).ok()?;
    local.as_second().checked_sub(offset)
}

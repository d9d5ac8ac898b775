//! Every way in which a library reads a payload: one is shown, and the verdict is the worst of them.
//!
//! The same text can be JSON and a pickle: Python's base64 decoder skips what is outside the alphabet. It does not know
//! the libraries; their layouts say how they read.

use super::{DecodeWarning, Decoded, Format, Inspected, base64, decode_one, may_be_msgpack};
use crate::{
    pickle::{self, AllowList, Limits, Reason, ReasonCode},
    session::Payload,
};

/// The formats in which a library reads a payload, any of its versions, by the DynamoDB type of the payload. The first
/// that can be read is what the library ends with: a newer version comes before an older one.
///
/// ```
/// use sessctl::{codec::{Format, Readings}, pickle::{AllowList, Level}, session::Payload};
///
/// // JSON, which 0.1.3 and older of the library wrote; as base64 it is a pickle that breaks at once.
/// let readings = Readings::FLASK_DYNAMODB_SESSIONS;
/// let decoded = readings.decode(&Payload::Text(r#"{"user": 1}"#.to_owned()), None, &AllowList::new());
/// assert_eq!((decoded.format, decoded.verdict.level), (Format::Json, Level::Plain));
///
/// // Not so here, where the pickle calls `os.system` before it breaks.
/// let text = r#"{"": "gARjb3MKc3lzdGVtCihWdHJ1ZQp0Ug=="}"#.to_owned();
/// let decoded = readings.decode(&Payload::Text(text), None, &AllowList::new());
/// assert_eq!((decoded.format, decoded.verdict.level), (Format::Json, Level::Malicious));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Readings {
    /// Of a String: a pickle or MessagePack is base64 in it, as Python's `codecs.decode(text, "base64")` reads it.
    pub text: &'static [Format],
    /// Of a Binary.
    pub binary: &'static [Format],
}

impl Readings {
    /// flask-dynamodb-sessions unpickles every String since 0.1.4 and read it as JSON before; it never looks at a Binary.
    pub const FLASK_DYNAMODB_SESSIONS: Self = Self { text: &[Format::Pickle, Format::Json], binary: &[] };

    fn of(&self, payload: &Payload) -> &'static [Format] {
        match payload {
            Payload::Text(_) => self.text,
            Payload::Bytes(_) => self.binary,
        }
    }

    /// Decodes a payload as `format`, or as what the library ends with, and judges it in every way in which the library
    /// reads it. Never executes anything.
    ///
    /// A payload that the library cannot read is shown in the detected format, if it can be read as that.
    #[must_use]
    pub fn decode(&self, payload: &Payload, format: Option<Format>, allow: &AllowList) -> Decoded {
        let mut decoded = match format {
            Some(format) => decode_one(payload, Some(format), allow),
            None => self
                .of(payload)
                .iter()
                .filter(|format| is_possible(payload, **format))
                .map(|format| decode_one(payload, Some(*format), allow))
                .find(|decoded| decoded.content.is_ok())
                .unwrap_or_else(|| decode_one(payload, None, allow)),
        };
        if decoded.format != Format::Pickle && self.of(payload).contains(&Format::Pickle) {
            judge_pickle(&mut decoded, payload, allow);
        }
        decoded
    }

    /// Judges a payload as [`Readings::decode`] does, and tells what it imports, without building its values.
    #[must_use]
    pub fn inspect(&self, payload: &Payload, format: Option<Format>, allow: &AllowList) -> Inspected {
        let is_pickle =
            matches!(format, None | Some(Format::Pickle)) && Format::detect(payload) == Format::Pickle;
        if let Some(bytes) = pickle_bytes(payload).filter(|bytes| is_pickle && !may_be_msgpack(bytes)) {
            let pickle::Inspected { protocol, verdict, globals } =
                pickle::inspect(bytes, &Limits::default(), allow);
            if protocol.is_some() {
                return Inspected { format: Format::Pickle, protocol, verdict, globals };
            }
        }
        // Everything else is rare.
        let Decoded { format, protocol, verdict, globals, .. } = self.decode(payload, format, allow);
        Inspected { format, protocol, verdict, globals }
    }
}

/// Whether a payload begins like the format. JSON that is not an object, and MessagePack that is not a map, are not sessions.
fn is_possible(payload: &Payload, format: Format) -> bool {
    match format {
        Format::Pickle => true,
        Format::Json => Format::detect(payload) == Format::Json,
        Format::Msgpack => may_be_msgpack(payload.as_bytes()),
    }
}

/// The bytes that a library unpickles, where Python's base64 decoder takes the text.
fn pickle_bytes(payload: &Payload) -> Option<Vec<u8>> {
    match payload {
        Payload::Bytes(bytes) => Some(bytes.clone()),
        Payload::Text(text) => base64::decode(text.as_bytes()).ok().map(|decoded| decoded.bytes),
    }
}

/// Adds what a payload does as a pickle; one that Python refuses before any import or call does nothing.
fn judge_pickle(decoded: &mut Decoded, payload: &Payload, allow: &AllowList) {
    let Some(bytes) = pickle_bytes(payload) else { return };
    let pickle::Inspected { protocol, verdict, globals } = pickle::inspect(bytes, &Limits::default(), allow);
    let reasons: Vec<Reason> =
        verdict.reasons.into_iter().filter(|reason| reason.code != ReasonCode::Broken).collect();
    // An extension code that is not registered, and a persistent id, are errors in these libraries: every map of two items
    // begins like one to a pickle.
    let is_refused = |code| matches!(code, ReasonCode::ExtensionCode | ReasonCode::PersistentId);
    if protocol.is_none() && reasons.iter().all(|reason| is_refused(reason.code)) {
        return;
    }
    let code = ReasonCode::AlsoPickle;
    decoded.verdict.level = decoded.verdict.level.max(verdict.level).max(code.level());
    let name = decoded.format.name().to_owned();
    decoded.verdict.reasons.push(Reason { code, offset: 0, name });
    decoded.verdict.reasons.extend(reasons);
    decoded.globals.extend(globals);
    decoded.warnings.push(DecodeWarning::AlsoPickle(verdict.level));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pickle::Level;

    const FLASK_SESSION: Readings =
        Readings { text: &[], binary: &[Format::Msgpack, Format::Json, Format::Pickle] };

    fn decode(readings: Readings, payload: &Payload, format: Option<Format>) -> Decoded {
        let decoded = readings.decode(payload, format, &AllowList::new());
        let inspected = readings.inspect(payload, format, &AllowList::new());
        assert_eq!((inspected.format, inspected.protocol), (decoded.format, decoded.protocol));
        assert_eq!(
            (inspected.verdict, inspected.globals),
            (decoded.verdict.clone(), decoded.globals.clone())
        );
        decoded
    }

    fn text(text: &str) -> Payload {
        Payload::Text(text.to_owned())
    }

    #[test]
    fn the_worst_reading_counts_and_the_last_one_of_the_library_is_shown() {
        let flask = Readings::FLASK_DYNAMODB_SESSIONS;
        // A pickle in a string of a JSON object, and behind a brace that base64 skips.
        let whole = decode(flask, &text("{Y3Bvc2l4CnN5c3RlbQooVnRydWUKdFIwfS4="), None);
        assert_eq!((whole.format, whole.verdict.level), (Format::Pickle, Level::Malicious));
        let shown = decode(flask, &text(r#"{"": "Y29zCnN5c3RlbQooVngKdFI="}"#), None);
        assert_eq!((shown.format, shown.verdict.level), (Format::Json, Level::Malicious));
        assert_eq!(shown.globals, ["os.system"]);
        assert_eq!(shown.verdict.reasons[0].code, ReasonCode::AlsoPickle);
        assert!(shown.warnings.contains(&DecodeWarning::AlsoPickle(Level::Malicious)));
        // Whatever is asked for.
        let json = decode(flask, &text(r#"{"": "Y29zCnN5c3RlbQooVngKdFI="}"#), Some(Format::Json));
        assert_eq!((json.format, json.verdict.level), (Format::Json, Level::Malicious));
    }

    #[test]
    fn a_reading_that_breaks_before_it_does_anything_adds_nothing() {
        for json in [r#"{"user": "ada"}"#, r#"{"_permanent": true, "cart": [1, 2, {"sku": "A-1"}]}"#, "{}"] {
            let decoded = decode(Readings::FLASK_DYNAMODB_SESSIONS, &text(json), None);
            assert_eq!((decoded.format, decoded.verdict.level), (Format::Json, Level::Plain), "{json}");
            assert_eq!((decoded.warnings, decoded.verdict.reasons), (vec![], vec![]), "{json}");
        }
        for count in 0..16 {
            let item = b"\xa4user\xa3ada".repeat(count);
            let map = [&[0x80 | u8::try_from(count).unwrap()], &item[..]].concat();
            let msgpack = decode(FLASK_SESSION, &Payload::Bytes(map), None);
            assert_eq!((msgpack.format, msgpack.verdict.level), (Format::Msgpack, Level::Plain), "{count}");
        }
    }

    #[test]
    fn message_pack_that_is_a_running_pickle_is_judged_as_one() {
        // A map of 15 small integers by small integers, and an empty set, a call of `os.system` and STOP.
        let bytes = b"\x8fcos\nsystem\n(Vtrue\ntR.aaaaaaaaa".to_vec();
        assert_eq!(bytes.len(), 31);
        let decoded = decode(FLASK_SESSION, &Payload::Bytes(bytes), None);
        assert_eq!((decoded.format, decoded.verdict.level), (Format::Msgpack, Level::Malicious));
        assert_eq!(decoded.globals, ["os.system"]);
        // In a String, flask-dynamodb-sessions has nothing but the pickle.
        let encoded = text("j2NvcwpzeXN0ZW0KKFZ0cnVlCnRSLmFhYWFhYWFhYQ==");
        let decoded = decode(Readings::FLASK_DYNAMODB_SESSIONS, &encoded, None);
        assert_eq!((decoded.format, decoded.verdict.level), (Format::Pickle, Level::Malicious));
    }

    #[test]
    fn what_a_library_never_unpickles_is_what_it_is_shown_as() {
        let json_only = Readings { text: &[Format::Json], binary: &[] };
        let decoded = decode(json_only, &text(r#"{"": "Y29zCnN5c3RlbQooVngKdFI="}"#), None);
        assert_eq!((decoded.format, decoded.verdict.level), (Format::Json, Level::Plain));
        // The library cannot read a pickle; sessctl shows it all the same.
        let decoded = decode(json_only, &text("Y29zCnN5c3RlbQooVngKdFIu"), None);
        assert_eq!((decoded.format, decoded.verdict.level), (Format::Pickle, Level::Malicious));
    }
}

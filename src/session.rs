//! A session as it is stored: its id, its payload, when it was written and when it ends.
//!
//! What the payload means is `codec`'s business, and how an item spells all this is `layout`'s.

use std::fmt;

use jiff::{Timestamp, civil, fmt::temporal::DateTimePrinter, tz::TimeZone};
use sha2::{Digest, Sha256};

/// Longest partition key of DynamoDB in bytes.
pub const MAX_ID_BYTES: usize = 2048;

/// Why a text is no session id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SessionIdError {
    /// DynamoDB refuses an empty key.
    #[error("a session id cannot be empty")]
    Empty,
    /// DynamoDB refuses a key of more than [`MAX_ID_BYTES`].
    #[error(
        "a session id of {bytes} bytes is longer than the {MAX_ID_BYTES} bytes DynamoDB allows for a key"
    )]
    TooLong {
        /// Length of the text in bytes.
        bytes: usize,
    },
}

/// A session id. Whoever knows it is logged in as its user, so `Debug` shows a hash.
///
/// Any text of 1 to 2,048 bytes is one: the Python middleware adopts whatever a client sends.
///
/// ```
/// use sessctl::session::SessionId;
///
/// let id = SessionId::new("9f3c1c9e-0c5e-4b5e-8f52-6f1a5f0c7b11")?;
/// assert_eq!(id.short_hash(), "~ce4c8fbe");
/// assert_eq!(format!("{id:?}"), "SessionId(~ce4c8fbe)");
/// # Ok::<(), sessctl::session::SessionIdError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionId(String);

impl SessionId {
    /// Takes a text as an id.
    ///
    /// # Errors
    /// When it is empty or longer than [`MAX_ID_BYTES`].
    pub fn new(text: impl Into<String>) -> Result<Self, SessionIdError> {
        let text = text.into();
        match text.len() {
            0 => Err(SessionIdError::Empty),
            bytes if bytes > MAX_ID_BYTES => Err(SessionIdError::TooLong { bytes }),
            _ => Ok(Self(text)),
        }
    }

    /// The id itself: a credential.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id itself, a credential, as a text of its own.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }

    /// `~` and the first 8 hexadecimal digits of the id's SHA-256: names a session without giving it away.
    #[must_use]
    pub fn short_hash(&self) -> String {
        let digest = Sha256::digest(self.0.as_bytes());
        let mut text = String::from("~");
        for byte in &digest[..4] {
            text.push_str(&format!("{byte:02x}"));
        }
        text
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SessionId({})", self.short_hash())
    }
}

/// What the payload attribute holds, undecoded.
#[derive(Clone, PartialEq, Eq)]
pub enum Payload {
    /// A DynamoDB String.
    Text(String),
    /// A DynamoDB Binary.
    Bytes(Vec<u8>),
}

impl Payload {
    /// The payload's bytes; UTF-8 for text.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, len) = match self {
            Self::Text(text) => ("Text", text.len()),
            Self::Bytes(bytes) => ("Bytes", bytes.len()),
        };
        write!(f, "{kind}({len} bytes)")
    }
}

/// A stored session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The id, without any prefix the layout puts before it.
    pub id: SessionId,
    /// The payload; absent when the item has none.
    pub payload: Option<Payload>,
    /// When it was last written, as stored: UTC, `2026-11-22 20:00:17.123456`.
    pub modified: Option<String>,
    /// When it ends, in seconds since 1970.
    pub ttl: Option<i64>,
}

impl Session {
    /// When it was last written, where that can be read.
    #[must_use]
    pub fn modified_at(&self) -> Option<Timestamp> {
        parse_modified(self.modified.as_deref()?)
    }

    /// Whether it has ended at `now`.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> State {
        match self.ttl {
            None => State::NoTtl,
            Some(ttl) if ttl < now.as_second() => State::Expired,
            Some(_) => State::Live,
        }
    }
}

/// Whether a session has ended. DynamoDB removes ended ones within a few days and returns them until then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Its expiry lies ahead.
    Live,
    /// Its expiry has passed.
    Expired,
    /// It never ends: the item has no expiry that DynamoDB heeds.
    NoTtl,
}

impl State {
    /// `live`, `expired` or `no-ttl`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Expired => "expired",
            Self::NoTtl => "no-ttl",
        }
    }
}

/// How long a session lives after each write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetime(i64);

impl Lifetime {
    /// The Python package's default, `SESSION_DYNAMODB_TTL_SECONDS`: 14 days.
    pub const DEFAULT: Self = Self(1_209_600);

    /// A lifetime of whole seconds, at most 100 years; `None` outside of that.
    #[must_use]
    pub fn from_seconds(seconds: i64) -> Option<Self> {
        (0..=100 * 366 * 86_400).contains(&seconds).then_some(Self(seconds))
    }

    /// In seconds.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.0
    }

    /// The expiry of a session written at `now`, in seconds since 1970.
    #[must_use]
    pub fn ttl_at(self, now: Timestamp) -> i64 {
        now.as_second() + self.0
    }
}

/// Formats a moment as Python's `str(datetime.utcnow())`: UTC without a zone, the fraction absent when it is 0.
///
/// ```
/// let moment: jiff::Timestamp = "2026-11-22T20:00:17.123456789Z".parse()?;
/// assert_eq!(sessctl::session::format_modified(moment), "2026-11-22 20:00:17.123456");
/// let whole: jiff::Timestamp = "2026-11-22T20:00:17Z".parse()?;
/// assert_eq!(sessctl::session::format_modified(whole), "2026-11-22 20:00:17");
/// # Ok::<(), jiff::Error>(())
/// ```
#[must_use]
pub fn format_modified(moment: Timestamp) -> String {
    let utc = TimeZone::UTC.to_datetime(moment);
    let digits = if utc.subsec_nanosecond() < 1000 { 0 } else { 6 };
    DateTimePrinter::new().separator(b' ').precision(Some(digits)).datetime_to_string(&utc)
}

/// Reads what [`format_modified`] and Python write; `None` for anything else.
#[must_use]
pub fn parse_modified(text: &str) -> Option<Timestamp> {
    // `str(datetime)` has no zone; a fork that stores an aware time writes `+00:00` behind it, which reading a civil time
    // would pass over.
    let time = text.get("2026-11-22".len()..)?;
    if time.contains(['+', '-', 'Z', 'z', '[']) {
        return text.parse().ok();
    }
    TimeZone::UTC.to_timestamp(text.parse::<civil::DateTime>().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modified_reads_what_python_writes() {
        for text in ["2026-11-22 20:00:17.123456", "2026-11-22 20:00:17", "2026-11-22 20:00:17.000001"] {
            assert_eq!(format_modified(parse_modified(text).unwrap()), text);
        }
        for aware in ["2026-11-22 20:00:17+00:00", "2026-11-22T20:00:17Z", "2026-11-22 22:00:17+02:00"] {
            assert_eq!(parse_modified(aware), parse_modified("2026-11-22 20:00:17"), "{aware}");
        }
        for text in
            ["", "yesterday", "2026-13-22 20:00:17", "1796587217", "2026-11-22 20:00:17[Europe/Berlin]"]
        {
            assert_eq!(parse_modified(text), None, "{text}");
        }
    }

    #[test]
    fn ids_are_bounded_and_never_shown_by_debug() {
        assert_eq!(SessionId::new(""), Err(SessionIdError::Empty));
        assert!(SessionId::new("é".repeat(1024)).is_ok());
        assert_eq!(SessionId::new("x".repeat(2049)), Err(SessionIdError::TooLong { bytes: 2049 }));
        assert!(!format!("{:?}", SessionId::new("secret-id").unwrap()).contains("secret"));
    }

    #[test]
    fn a_session_expires_when_the_second_of_its_ttl_has_passed() {
        let now = Timestamp::from_second(1000).unwrap();
        let session = |ttl| Session { id: SessionId::new("x").unwrap(), payload: None, modified: None, ttl };
        assert_eq!(session(Some(1000)).state(now), State::Live);
        assert_eq!(session(Some(999)).state(now), State::Expired);
        assert_eq!(session(None).state(now), State::NoTtl);
    }
}

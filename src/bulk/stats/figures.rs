//! What is counted while a table is read: of bounded size whatever the table holds, and figures of two parts of a table
//! add up to those of both.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::AddAssign,
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{sketch::Sketch, tally::Tally};
use crate::{
    bulk::select::is_junk,
    codec::{self, Decoded},
    layout::Stored,
    pickle::{self, Level},
    session::State,
};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// Sizes at which intervals of the histogram begin, in bytes; the last one is past DynamoDB's limit.
pub(super) const SIZES: [i64; 13] = [
    256,
    512,
    1 << 10,
    2 << 10,
    4 << 10,
    8 << 10,
    16 << 10,
    32 << 10,
    64 << 10,
    128 << 10,
    256 << 10,
    (400 << 10) + 1,
    i64::MAX,
];

/// Seconds since the last write, or since creation, at which intervals begin. Before the first one the time lies in the
/// future.
pub(super) const AGES: [i64; 11] =
    [0, HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 90 * DAY, 365 * DAY, i64::MAX];

/// Seconds until the expiry at which intervals begin; negative where it has passed.
pub(super) const EXPIRY: [i64; 13] = [
    -30 * DAY,
    -7 * DAY,
    -2 * DAY,
    -DAY,
    0,
    DAY,
    3 * DAY,
    7 * DAY,
    14 * DAY,
    30 * DAY,
    90 * DAY,
    365 * DAY,
    i64::MAX,
];

/// DynamoDB removes what has expired "typically within two days" (Developer Guide, "Using time to live").
const REMOVED_WITHIN: i64 = 2 * DAY;

/// The levels of verdicts, from harmless to harmful.
pub(super) const LEVELS: [Level; 7] = [
    Level::Plain,
    Level::Known,
    Level::Unknown,
    Level::Invalid,
    Level::Limit,
    Level::Suspicious,
    Level::Malicious,
];

/// A number of sessions, and their bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// Sessions.
    pub sessions: u64,
    /// Bytes.
    pub bytes: u64,
}

impl Amount {
    /// One session of so many bytes.
    pub(super) fn of(bytes: u64) -> Self {
        Self { sessions: 1, bytes }
    }
}

impl AddAssign for Amount {
    fn add_assign(&mut self, other: Self) {
        self.sessions += other.sessions;
        self.bytes = self.bytes.saturating_add(other.bytes);
    }
}

/// Amounts by one of a few things.
pub(super) type Groups<K> = BTreeMap<K, Amount>;

/// One of the largest sessions; ordered by size, then by what makes the order the same each time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Large {
    pub(super) size_bytes: u64,
    pub(super) id: String,
    pub(super) state: String,
    pub(super) verdict: String,
    /// The key that takes most of it, and what it takes.
    pub(super) key: Option<(String, u64)>,
}

/// All that is counted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Figures {
    pub(super) all: Amount,
    pub(super) states: Groups<String>,
    pub(super) formats: Groups<String>,
    pub(super) protocols: Groups<u8>,
    pub(super) verdicts: Groups<String>,
    pub(super) classes: Tally,
    pub(super) keys: Tally,
    pub(super) sizes: Sketch,
    pub(super) by_size: Groups<usize>,
    pub(super) idle: Sketch,
    pub(super) by_idle: Groups<usize>,
    pub(super) without_modified: Amount,
    pub(super) age: Sketch,
    pub(super) by_age: Groups<usize>,
    pub(super) without_created: Amount,
    pub(super) by_expiry: Groups<usize>,
    pub(super) without_expiry: Amount,
    pub(super) expired: Amount,
    pub(super) long_expired: Amount,
    pub(super) oldest_expiry: Option<i64>,
    pub(super) junk: Amount,
    pub(super) write_units: Sketch,
    /// At most `largest_kept` of them.
    pub(super) largest: BTreeSet<Large>,
    pub(super) largest_kept: usize,
}

impl Figures {
    /// Figures of nothing, which keep so many of the largest sessions.
    pub(super) fn new(largest_kept: usize) -> Self {
        Self { largest_kept, ..Self::default() }
    }

    /// Counts a session. `decoded` is its payload, where it has one.
    pub(super) fn add(&mut self, stored: &Stored, decoded: Option<&Decoded>, now: Timestamp) {
        let session = &stored.session;
        let size = stored.size_bytes as u64;
        let amount = Amount::of(size);
        let state = session.state(now);
        self.all += amount;
        add_to(&mut self.states, state.name(), amount);
        add_to(&mut self.formats, decoded.map_or("none", |decoded| decoded.format.name()), amount);
        if let Some(protocol) = decoded.and_then(|decoded| decoded.protocol) {
            *self.protocols.entry(protocol).or_default() += amount;
        }
        // As records say of a session without a payload.
        let level = decoded.map_or(Level::Invalid, |decoded| decoded.verdict.level);
        add_to(&mut self.verdicts, level.as_str(), amount);
        self.sizes.add(size);
        *self.by_size.entry(interval(&SIZES, stored.size_bytes as i64)).or_default() += amount;
        // DynamoDB charges a write unit for each KB that is begun.
        self.write_units.add(size.div_ceil(1024).max(1));
        self.add_times(stored, state, now);
        if decoded.is_some_and(is_junk) {
            self.junk += amount;
        }
        let largest_key = decoded.and_then(|decoded| self.add_content(stored, decoded));
        let large = || Large {
            size_bytes: size,
            id: session.id.as_str().to_owned(),
            state: state.name().to_owned(),
            verdict: level.as_str().to_owned(),
            key: largest_key,
        };
        if self.largest.len() < self.largest_kept
            || self.largest.first().is_some_and(|smallest| smallest.size_bytes <= size)
        {
            self.largest.insert(large());
            self.keep_largest();
        }
    }

    fn add_times(&mut self, stored: &Stored, state: State, now: Timestamp) {
        let session = &stored.session;
        let amount = Amount::of(stored.size_bytes as u64);
        let since = |at: Timestamp| now.as_second().saturating_sub(at.as_second());
        match session.modified_at().map(since) {
            None => self.without_modified += amount,
            Some(idle) => {
                *self.by_idle.entry(interval(&AGES, idle)).or_default() += amount;
                self.idle.add(u64::try_from(idle).unwrap_or(0));
            }
        }
        match stored.created.map(since) {
            None => self.without_created += amount,
            Some(age) => {
                *self.by_age.entry(interval(&AGES, age)).or_default() += amount;
                self.age.add(u64::try_from(age).unwrap_or(0));
            }
        }
        match session.ttl {
            None => self.without_expiry += amount,
            Some(ttl) => {
                let left = ttl.saturating_sub(now.as_second());
                *self.by_expiry.entry(interval(&EXPIRY, left)).or_default() += amount;
                if state == State::Expired {
                    self.expired += amount;
                    self.oldest_expiry = Some(self.oldest_expiry.map_or(ttl, |oldest| oldest.min(ttl)));
                    if left < -REMOVED_WITHIN {
                        self.long_expired += amount;
                    }
                }
            }
        }
    }

    /// Counts names and keys; returns the key that takes most.
    fn add_content(&mut self, stored: &Stored, decoded: &Decoded) -> Option<(String, u64)> {
        let mark = |name: &str| {
            let reasons = decoded.verdict.reasons.iter().filter(|reason| reason.name == name);
            reasons.map(|reason| reason.code.level() as u8).max().unwrap_or(0)
        };
        // The class that such a function makes an instance of is imported beside it.
        let is_helper = |name: &str, mark: u8| mark <= Level::Unknown as u8 && pickle::makes_instances(name);
        let classes = decoded.globals.iter().map(|name| (name.as_str(), 0, mark(name)));
        self.classes.add(classes.filter(|&(name, _, mark)| !is_helper(name, mark)));
        let graph = decoded.content.as_ref().ok()?;
        let payload = stored.session.payload.as_ref()?;
        let shares = codec::bytes_by_key(graph, payload.as_bytes().len());
        self.keys.add(shares.iter().map(|(key, bytes)| (&**key, *bytes, 0)));
        let (key, bytes) = shares.iter().max_by_key(|(_, bytes)| **bytes)?;
        Some((super::tally::shortened(key).into_owned(), *bytes))
    }

    fn keep_largest(&mut self) {
        while self.largest.len() > self.largest_kept {
            self.largest.pop_first();
        }
    }
}

impl AddAssign for Figures {
    fn add_assign(&mut self, other: Self) {
        self.all += other.all;
        merge(&mut self.states, other.states);
        merge(&mut self.formats, other.formats);
        merge(&mut self.protocols, other.protocols);
        merge(&mut self.verdicts, other.verdicts);
        self.classes += other.classes;
        self.keys += other.keys;
        self.sizes += other.sizes;
        merge(&mut self.by_size, other.by_size);
        self.idle += other.idle;
        merge(&mut self.by_idle, other.by_idle);
        self.without_modified += other.without_modified;
        self.age += other.age;
        merge(&mut self.by_age, other.by_age);
        self.without_created += other.without_created;
        merge(&mut self.by_expiry, other.by_expiry);
        self.without_expiry += other.without_expiry;
        self.expired += other.expired;
        self.long_expired += other.long_expired;
        self.oldest_expiry = self.oldest_expiry.into_iter().chain(other.oldest_expiry).min();
        self.junk += other.junk;
        self.write_units += other.write_units;
        self.largest.extend(other.largest);
        self.keep_largest();
    }
}

fn add_to(groups: &mut Groups<String>, name: &str, amount: Amount) {
    match groups.get_mut(name) {
        Some(group) => *group += amount,
        None => {
            groups.insert(name.to_owned(), amount);
        }
    }
}

fn merge<K: Ord>(groups: &mut Groups<K>, other: Groups<K>) {
    for (name, amount) in other {
        *groups.entry(name).or_default() += amount;
    }
}

/// The interval in which a number lies: that which begins at `starts[n - 1]`, for n from 1; 0 is before the first.
fn interval(starts: &[i64], number: i64) -> usize {
    starts.partition_point(|start| *start <= number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        layout::{FLASK_DYNAMODB_SESSIONS, dynamodb_json},
        pickle::AllowList,
    };

    #[test]
    fn figures_of_parts_add_up_in_any_order_and_survive_a_checkpoint() {
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let count = |numbers: &mut dyn Iterator<Item = i64>| {
            let mut figures = Figures::new(5);
            for n in numbers {
                let item = serde_json::json!({
                    "id": {"S": format!("session-{n}")},
                    "data": {"S": format!(r#"{{"user": "ada", "key-{}": "{}"}}"#, n % 3, "x".repeat(n as usize % 50))},
                    "ttl": {"N": (1_800_000_000 + (n - 30) * HOUR * 3).to_string()},
                });
                let mut stored =
                    FLASK_DYNAMODB_SESSIONS.read(dynamodb_json::read_item(&item).unwrap()).unwrap();
                // As layouts have it that store when a session was made; some say that it will be.
                stored.created = Timestamp::from_second(1_800_000_000 - (n - 2) * DAY).ok();
                let decoded = FLASK_DYNAMODB_SESSIONS.decode(&stored, &AllowList::new());
                figures.add(&stored, decoded.as_ref(), now);
            }
            figures
        };
        let whole = count(&mut (0..100));
        let mut parts = count(&mut (40..100).rev());
        parts += Figures::new(5);
        let saved = serde_json::to_value(&parts).unwrap();
        let mut resumed: Figures = serde_json::from_value(saved).unwrap();
        assert_eq!(resumed, parts);
        resumed += count(&mut (0..40));
        assert_eq!(resumed, whole);
        assert_eq!(whole.largest.len(), 5);
        assert_eq!(whole.expired.sessions, 30);
        let ages: u64 = whole.by_age.values().map(|amount| amount.sessions).sum();
        assert_eq!((ages, whole.by_age[&0].sessions), (100, 2), "two lie in the future");
    }
}

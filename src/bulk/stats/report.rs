//! What statistics say in the end: plain numbers, for JSON and for charts.

use jiff::Timestamp;
use serde::Serialize;

use super::{
    Options,
    figures::{AGES, Amount, EXPIRY, Figures, Groups, LEVELS, SIZES},
    sketch::{PERCENTILE_ERROR, Sketch},
    tally::Tally,
};
use crate::{
    bulk::Summary,
    layout::Layout,
    provision::TableState,
    session::{SessionId, State},
    store::MAX_ITEM_BYTES,
};

/// Statistics of a table, or of what was selected of it.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// How the job went.
    #[serde(flatten)]
    pub summary: Summary,
    /// The table.
    pub table: String,
    /// The time by which sessions are live or expired, idle and so on.
    pub now: Timestamp,
    /// Which sessions.
    pub selection: Selected,
    /// Sessions that were counted.
    pub sessions: u64,
    /// Bytes of their items, as DynamoDB counts them.
    pub bytes: u64,
    /// Live, expired, without expiry.
    pub states: Vec<Group>,
    /// Formats of payloads; `none` for an item without one.
    pub formats: Vec<Group>,
    /// Protocols of pickles that can be read.
    pub protocols: Vec<Group>,
    /// Verdicts, from harmless to harmful.
    pub verdicts: Vec<Group>,
    /// Names that payloads import.
    pub classes: Names,
    /// Top-level keys of payloads, with the bytes of the payload that each takes.
    pub keys: Names,
    /// Sizes of items.
    pub sizes: Sizes,
    /// The largest sessions, the largest first.
    pub largest: Vec<Large>,
    /// Time since the last write.
    pub idle: Times,
    /// Time since creation; absent where the layout does not store it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age: Option<Times>,
    /// Time until the expiry, negative where it has passed.
    pub expiry: Times,
    /// Sessions that have expired and that DynamoDB has not removed yet.
    pub ttl_backlog: Backlog,
    /// Sessions that hold nothing but `_permanent`.
    pub junk: Share,
    /// What it takes to write each session once.
    pub refresh: Refresh,
}

/// Which sessions were counted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Selected {
    /// By state: `live`, `expired` or `any`.
    pub state: &'static str,
    /// By an expression.
    #[serde(rename = "where")]
    pub expression: Option<String>,
    /// The part of the table, `I/N`.
    pub shard: Option<String>,
}

/// A part of the sessions that have something in common.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// What it is.
    pub name: String,
    /// How many, and their bytes.
    #[serde(flatten)]
    pub amount: Amount,
}

/// Names by what they take.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Names {
    /// The names that take most, in order.
    pub top: Vec<Name>,
    /// All other names together; a session counts once for each of them.
    pub others: Amount,
    /// How much may be missing at most from each of `top`; 0 unless there were very many names.
    pub missing: Amount,
}

/// A name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Name {
    /// The name, shortened where it is long.
    pub name: String,
    /// How bad it is, for a class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<&'static str>,
    /// The sessions that have it, and what it takes of them.
    #[serde(flatten)]
    pub amount: Amount,
}

/// Sizes in bytes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sizes {
    /// The most that DynamoDB takes.
    pub limit: u64,
    /// The smallest.
    pub min: u64,
    /// Their mean.
    pub mean: f64,
    /// The median; as the other percentiles within `percentile_error`.
    pub p50: u64,
    /// What 90 % do not exceed.
    pub p90: u64,
    /// What 95 % do not exceed.
    pub p95: u64,
    /// What 99 % do not exceed.
    pub p99: u64,
    /// The largest.
    pub max: u64,
    /// How far a percentile may be off, as a share of it.
    pub percentile_error: f64,
    /// How many in each interval.
    pub histogram: Vec<Interval>,
}

/// The sessions between two numbers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// From this on; absent where there is no bound.
    pub from: Option<i64>,
    /// Below this; absent where there is no bound.
    pub below: Option<i64>,
    /// How many, and their bytes.
    #[serde(flatten)]
    pub amount: Amount,
}

/// One of the largest sessions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Large {
    /// Its id, a credential; or its hash.
    pub id: String,
    /// Its size.
    pub size_bytes: u64,
    /// Live, expired, without expiry.
    pub state: String,
    /// What loading it would do.
    pub verdict: String,
    /// The key that takes most of it; absent where it cannot be read.
    pub key: Option<String>,
    /// What that takes.
    pub key_bytes: Option<u64>,
}

/// Times in seconds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Times {
    /// Half of the sessions have no more; absent where it is not counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub median: Option<u64>,
    /// Sessions that have no such time.
    pub without: Amount,
    /// How many in each interval.
    pub histogram: Vec<Interval>,
}

/// What TTL has not removed yet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Backlog {
    /// How much.
    #[serde(flatten)]
    pub amount: Amount,
    /// What expired more than two days ago, within which DynamoDB typically removes it.
    pub overdue: Amount,
    /// How long ago the first of them expired, in seconds.
    pub oldest_seconds: Option<i64>,
    /// Whether DynamoDB's TTL is on: `enabled`, `disabled` and so on.
    pub ttl: String,
}

/// A part, and how much of the whole it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Share {
    /// How much.
    #[serde(flatten)]
    pub amount: Amount,
    /// Of all sessions, from 0 to 1.
    pub share: f64,
}

/// Write units, each for 1 KB of an item or a part of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Refresh {
    /// To write each session once.
    pub wcu: u64,
    /// For one session, on average.
    pub mean: f64,
    /// The median.
    pub p50: u64,
    /// What 95 % do not exceed.
    pub p95: u64,
    /// For the largest.
    pub max: u64,
}

impl Report {
    pub(super) fn new(
        figures: &Figures,
        summary: Summary,
        table: &TableState,
        layout: &Layout,
        options: &Options,
    ) -> Self {
        let Options { now, selection, top, job } = options;
        let (now, top) = (*now, *top);
        let Figures { all, sizes, write_units, .. } = figures;
        Self {
            summary,
            table: table.table.clone(),
            now,
            selection: Selected {
                state: selection.state.name(),
                expression: selection.filter.as_ref().map(|(_, text)| text.clone()),
                shard: job.shard.map(|shard| shard.to_string()),
            },
            sessions: all.sessions,
            bytes: all.bytes,
            states: of_names(&figures.states, &[State::Live, State::Expired, State::NoTtl].map(State::name)),
            formats: of_names(&figures.formats, &["pickle", "json", "msgpack", "none"]),
            protocols: figures
                .protocols
                .iter()
                .map(|(protocol, amount)| Group { name: protocol.to_string(), amount: *amount })
                .collect(),
            verdicts: of_names(&figures.verdicts, &LEVELS.map(|level| level.as_str())),
            classes: names(&figures.classes, top, true),
            keys: names(&figures.keys, top, false),
            sizes: Sizes {
                limit: MAX_ITEM_BYTES as u64,
                min: sizes.min(),
                mean: sizes.mean(),
                p50: sizes.percentile(0.5),
                p90: sizes.percentile(0.9),
                p95: sizes.percentile(0.95),
                p99: sizes.percentile(0.99),
                max: sizes.max(),
                percentile_error: PERCENTILE_ERROR,
                histogram: intervals(&SIZES, Some(0), &figures.by_size),
            },
            largest: figures.largest.iter().rev().take(top).map(Large::from).collect(),
            idle: Times {
                median: (figures.idle.count() > 0).then(|| figures.idle.percentile(0.5)),
                without: figures.without_modified,
                histogram: intervals(&AGES, None, &figures.by_idle),
            },
            age: layout.created.is_some().then(|| Times {
                median: (figures.age.count() > 0).then(|| figures.age.percentile(0.5)),
                without: figures.without_created,
                histogram: intervals(&AGES, None, &figures.by_age),
            }),
            expiry: Times {
                median: None,
                without: figures.without_expiry,
                histogram: intervals(&EXPIRY, None, &figures.by_expiry),
            },
            ttl_backlog: Backlog {
                amount: figures.expired,
                overdue: figures.long_expired,
                oldest_seconds: figures.oldest_expiry.map(|ttl| now.as_second().saturating_sub(ttl)),
                ttl: table.ttl.status.clone(),
            },
            junk: Share {
                amount: figures.junk,
                share: figures.junk.sessions as f64 / all.sessions.max(1) as f64,
            },
            refresh: refresh(write_units),
        }
    }

    /// The same with a short hash in place of each session id.
    #[must_use]
    pub fn without_ids(mut self) -> Self {
        for large in &mut self.largest {
            // What is stored is an id.
            large.id = SessionId::new(std::mem::take(&mut large.id))
                .map_or_else(|_| String::new(), |id| id.short_hash());
        }
        self
    }
}

impl From<&super::figures::Large> for Large {
    fn from(large: &super::figures::Large) -> Self {
        let (key, key_bytes) = large.key.clone().unzip();
        Self {
            id: large.id.clone(),
            size_bytes: large.size_bytes,
            state: large.state.clone(),
            verdict: large.verdict.clone(),
            key,
            key_bytes,
        }
    }
}

/// The groups that there are, in the order of the names.
fn of_names(groups: &Groups<String>, names: &[&str]) -> Vec<Group> {
    let group = |name: &&str| {
        let amount = *groups.get(*name)?;
        Some(Group { name: (*name).to_owned(), amount })
    };
    names.iter().filter_map(group).collect()
}

fn names(tally: &Tally, top: usize, with_verdict: bool) -> Names {
    let ranked = tally.ranked();
    let (shown, rest) = ranked.split_at(top.min(ranked.len()));
    let mut others = tally.others();
    for (_, named) in rest {
        others += named.amount;
    }
    let shown = shown.iter().map(|(name, named)| Name {
        name: (*name).to_owned(),
        verdict: with_verdict
            .then(|| LEVELS.get(usize::from(named.mark)).map(|level| level.as_str()))
            .flatten(),
        amount: named.amount,
    });
    Names { top: shown.collect(), others, missing: tally.missing() }
}

/// The intervals from the first to the last that hold something, those between included.
fn intervals(starts: &[i64], least: Option<i64>, groups: &Groups<usize>) -> Vec<Interval> {
    let (Some((&first, _)), Some((&last, _))) = (groups.first_key_value(), groups.last_key_value()) else {
        return Vec::new();
    };
    let interval = |n: usize| Interval {
        from: n.checked_sub(1).map_or(least, |before| starts.get(before).copied()),
        below: starts.get(n).copied().filter(|start| *start != i64::MAX),
        amount: groups.get(&n).copied().unwrap_or_default(),
    };
    (first..=last).map(interval).collect()
}

fn refresh(units: &Sketch) -> Refresh {
    Refresh {
        wcu: units.sum(),
        mean: units.mean(),
        p50: units.percentile(0.5),
        p95: units.percentile(0.95),
        max: units.max(),
    }
}

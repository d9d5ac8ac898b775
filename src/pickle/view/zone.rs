//! Time zones: the offset that one has at a moment, of the standard library's classes and of those that datetimes from
//! databases carry.
//!
//! It does not guess: a zone whose offset depends on the machine that reads the payload has none here.

use super::class::{called_class, short_text};
use super::content::fields_of;
use super::shape::{Call, timedelta_at};
use super::{Date, Delta, Time, View, view, yearly};
use crate::pickle::{Graph, NodeId, StepKind, Value};

/// What is known of a time zone at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone<'g> {
    /// Less than a day either way.
    pub offset: Delta,
    /// Whether it is UTC by name, not a zone that has its offset at the time.
    pub utc: bool,
    /// Its name in the time zone database, where it has one.
    pub name: Option<&'g str>,
}

impl Zone<'_> {
    /// UTC.
    pub const UTC: Self =
        Self { offset: Delta { days: 0, seconds: 0, microseconds: 0 }, utc: true, name: None };
}

/// What tells the offset of a time zone.
enum Rule<'g> {
    /// It is the same at any time, or was fixed for the moment that carries it.
    Fixed(Zone<'g>),
    /// The time zone database does.
    Named(&'g str),
    /// The zone itself has the two days of a year at which its offset changes.
    Yearly(NodeId),
}

/// The offset of a time zone: at a moment, or for a time of day, when only a zone that never changes has one.
///
/// Known are those of `datetime`, `zoneinfo`, pytz and pendulum; of dateutil those with a fixed offset, a name or a rule of their
/// own; the
/// fixed offsets of PyMongo, psycopg2 and pydantic.
#[must_use]
pub fn zone(graph: &Graph, tz: NodeId, at: Option<(Date, Time)>) -> Option<Zone<'_>> {
    match rule(graph, tz)? {
        Rule::Fixed(zone) => Some(zone),
        Rule::Named(key) => named(key, at),
        Rule::Yearly(tz) => {
            let (date, time) = at?;
            fixed(yearly::offset(graph, tz, civil(date, time)?, time.fold)?)
        }
    }
}

fn rule(graph: &Graph, tz: NodeId) -> Option<Rule<'_>> {
    match view(graph, tz) {
        Some(View::Timezone { offset, name }) => {
            let utc = name.is_none() && offset.as_seconds() == (0, 0);
            return Some(Rule::Fixed(Zone { utc, ..fixed(offset)? }));
        }
        Some(View::ZoneInfo { key, .. }) => return Some(Rule::Named(key)),
        Some(_) => return None,
        None => {}
    }
    let Value::Call { form, func, args, .. } = graph.value(tz) else { return None };
    if let Value::Tuple(run) = graph.value(args) {
        let call = Call { graph, node: tz, form, args: graph.run(run) };
        if let Some((("pendulum.tz.timezone", "Timezone"), key, _)) = call.unpickled_zone(func) {
            return Some(Rule::Named(key));
        }
    }
    let arg = |index| graph.elements(args).nth(index);
    let state = |name| field(graph, tz, name);
    let class = called_class(graph, tz)?;
    let fixed = match &*class {
        "pytz._UTC"
        | "pytz.UTC"
        | "dateutil.tz.tz.tzutc"
        | "dateutil.tz.tzutc"
        | "pendulum.tz.timezone.UTC" => Some(Zone::UTC),
        // The name, the offset and what of it is daylight saving time, both in seconds, and the abbreviation; a zone that
        // never changes is its name alone.
        "pytz._p" => {
            let name = zone_name(graph, arg(0)?)?;
            match arg(1) {
                Some(offset) => Some(Zone { name: Some(name), ..seconds(graph, offset)? }),
                None => return Some(Rule::Named(name)),
            }
        }
        "pytz.FixedOffset" | "pytz._FixedOffset" => minutes(graph, arg(0)?),
        "bson.tz_util.FixedOffset" => offset_of(graph, state("_FixedOffset__offset").or_else(|| arg(0))?),
        "psycopg2.tz.FixedOffsetTimezone" => offset_of(graph, state("_offset").or_else(|| arg(0))?),
        "dateutil.tz.tz.tzoffset" | "dateutil.tz.tzoffset" => {
            let offset = state("_offset").or_else(|| arg(1))?;
            delta(graph, offset).or_else(|| seconds(graph, offset))
        }
        "dateutil.tz.tz.tzlocal" | "dateutil.tz.tzlocal" => {
            standard_only(graph, state("_hasdst")?, state("_std_offset")?)
        }
        "dateutil.tz.tz.tzrange" | "dateutil.tz.tz.tzstr" | "dateutil.tz.tzrange" | "dateutil.tz.tzstr" => {
            match graph.value(state("hasdst")?) {
                Value::Bool(true) => return Some(Rule::Yearly(tz)),
                _ => standard_only(graph, state("hasdst")?, state("_std_offset")?),
            }
        }
        // Its file is named among the first arguments.
        "dateutil.tz.tz.tzfile" | "dateutil.tz._tzfile.tzfile" | "dateutil.tz.tzfile" => {
            let name = graph.elements(args).take(4).find_map(|arg| file_name(graph, arg))?;
            return Some(Rule::Named(name));
        }
        "pydantic_core._pydantic_core.TzInfo" => seconds(graph, arg(0)?),
        "pendulum.tz.timezone.FixedTimezone" => seconds(graph, state("_offset").or_else(|| arg(0))?),
        "pendulum.tz.timezone.Timezone" => {
            return Some(Rule::Named(zone_name(graph, state("_name").or_else(|| arg(0))?)?));
        }
        _ => None,
    };
    fixed.map(Rule::Fixed)
}

/// A field of the state that is set on an object, where that is a small dict: the last one counts.
pub(super) fn field(graph: &Graph, node: NodeId, name: &str) -> Option<NodeId> {
    /// More fields than any time zone has.
    const MOST: usize = 32;
    let mut states = graph.steps(node).filter(|step| step.kind == StepKind::State);
    let state = *states.next()?.children.first()?;
    if states.next().is_some() || graph.items(state).nth(MOST).is_some() {
        return None;
    }
    let fields = fields_of(graph, state)?;
    fields.into_iter().rev().find(|(key, _)| short_text(graph, *key) == Some(name)).map(|f| f.1)
}

/// An offset that is a `timedelta`, or minutes.
fn offset_of(graph: &Graph, node: NodeId) -> Option<Zone<'_>> {
    delta(graph, node).or_else(|| minutes(graph, node))
}

fn delta(graph: &Graph, node: NodeId) -> Option<Zone<'_>> {
    match timedelta_at(graph, node) {
        Some(View::Timedelta(offset)) => fixed(offset),
        _ => None,
    }
}

fn minutes(graph: &Graph, node: NodeId) -> Option<Zone<'_>> {
    match graph.value(node) {
        Value::Int(minutes) => of_seconds(minutes.checked_mul(60)?),
        _ => None,
    }
}

fn seconds(graph: &Graph, node: NodeId) -> Option<Zone<'_>> {
    match graph.value(node) {
        Value::Int(seconds) => of_seconds(seconds),
        _ => None,
    }
}

/// The offset of a zone without daylight saving time; with it the rules of the machine decide.
fn standard_only(graph: &Graph, has_dst: NodeId, offset: NodeId) -> Option<Zone<'_>> {
    match graph.value(has_dst) {
        Value::Bool(false) | Value::Int(0) => delta(graph, offset),
        _ => None,
    }
}

fn fixed<'g>(offset: Delta) -> Option<Zone<'g>> {
    let (seconds, microseconds) = offset.as_seconds();
    let below_a_day = seconds.abs() < 86_400 || (seconds == -86_400 && microseconds > 0);
    below_a_day.then_some(Zone { offset, utc: false, name: None })
}

fn of_seconds<'g>(seconds: i64) -> Option<Zone<'g>> {
    let offset = Delta {
        days: if seconds < 0 { -1 } else { 0 },
        seconds: seconds.rem_euclid(86_400) as u32,
        microseconds: 0,
    };
    (seconds.abs() < 86_400).then_some(Zone { offset, utc: false, name: None })
}

/// Text that can be a name in the time zone database.
fn zone_name(graph: &Graph, node: NodeId) -> Option<&str> {
    short_text(graph, node).filter(|text| is_zone_name(text))
}

pub(super) fn is_zone_name(text: &str) -> bool {
    let tame = |b: u8| b.is_ascii_alphanumeric() || b"_+-/".contains(&b);
    !text.is_empty() && !text.starts_with('/') && text.bytes().all(tame)
}

/// The name of a zone by its file: what follows the directory of the database.
fn file_name(graph: &Graph, node: NodeId) -> Option<&str> {
    let (_, name) = short_text(graph, node)?.rsplit_once("/zoneinfo/")?;
    is_zone_name(name).then_some(name)
}

/// The offset of a zone of the time zone database: in the hour that a clock shows twice, and in the one that it skips,
/// as `fold` says.
fn named(key: &str, at: Option<(Date, Time)>) -> Option<Zone<'_>> {
    if matches!(key, "UTC" | "Etc/UTC") {
        return Some(Zone::UTC);
    }
    let (date, time) = at?;
    let zone = jiff::tz::TimeZone::get(key).ok()?;
    let offset = match zone.to_ambiguous_timestamp(civil(date, time)?).offset() {
        jiff::tz::AmbiguousOffset::Unambiguous { offset } => offset,
        jiff::tz::AmbiguousOffset::Gap { before, after }
        | jiff::tz::AmbiguousOffset::Fold { before, after } => {
            if time.fold {
                after
            } else {
                before
            }
        }
    };
    Some(Zone { name: Some(key), ..of_seconds(offset.seconds().into())? })
}

fn civil(date: Date, time: Time) -> Option<jiff::civil::DateTime> {
    let nanoseconds = i32::try_from(time.microsecond).ok()? * 1000;
    let [month, day, hour, minute, second] =
        [date.month, date.day, time.hour, time.minute, time.second].map(u8::cast_signed);
    jiff::civil::DateTime::new(date.year.cast_signed(), month, day, hour, minute, second, nanoseconds).ok()
}

/// Seconds since 1970 in UTC and the nanoseconds behind them; `None` where the year is not from 1 to 9999.
#[must_use]
pub fn timestamp(date: Date, time: Time, offset: Delta) -> Option<(i64, u32)> {
    let epoch = jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0);
    let local = civil(date, Time { microsecond: 0, ..time })?.duration_since(epoch).as_secs();
    let (seconds, microseconds) = offset.as_seconds();
    let both = i64::from(time.microsecond) - i64::from(microseconds);
    let utc = local - seconds + both.div_euclid(1_000_000);
    let year = epoch.checked_add(jiff::SignedDuration::from_secs(utc)).ok()?.year();
    (year >= 1).then_some((utc, both.rem_euclid(1_000_000) as u32 * 1000))
}

/// The date and the time of a number of seconds since 1970; `None` where the year is not from 1 to 9999.
pub(super) fn moment(seconds: i64, microsecond: u32) -> Option<(Date, Time)> {
    let at = jiff::civil::date(1970, 1, 1)
        .at(0, 0, 0, 0)
        .checked_add(jiff::SignedDuration::from_secs(seconds))
        .ok()
        .filter(|at| at.year() >= 1)?;
    let [month, day, hour, minute, second] =
        [at.month(), at.day(), at.hour(), at.minute(), at.second()].map(i8::cast_unsigned);
    let date = Date { year: at.year().cast_unsigned(), month, day };
    Some((date, Time { hour, minute, second, microsecond, fold: false }))
}

/// What a clock in a zone shows at an instant, in seconds since 1970 and microseconds, and the zone then.
pub(super) fn local(
    graph: &Graph,
    tz: NodeId,
    (instant, microsecond): (i64, u32),
) -> Option<((Date, Time), Zone<'_>)> {
    let zone = match rule(graph, tz)? {
        Rule::Fixed(zone) => zone,
        Rule::Named("UTC" | "Etc/UTC") => Zone::UTC,
        Rule::Yearly(_) => return None,
        Rule::Named(key) => {
            let at = jiff::Timestamp::from_second(instant).ok()?;
            let offset = jiff::tz::TimeZone::get(key).ok()?.to_offset(at);
            Zone { name: Some(key), ..of_seconds(offset.seconds().into())? }
        }
    };
    // No zone of a library has an offset of less than a second.
    let (seconds, 0) = zone.offset.as_seconds() else { return None };
    Some((moment(instant.checked_add(seconds)?, microsecond)?, zone))
}

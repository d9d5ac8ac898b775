//! Moments and durations as each target has them: as text, or as seconds since 1970.
//!
//! It does not decide which it is.

use std::fmt::Write as _;

use super::Target;
use crate::codec::{iso, json::Dialect, repr::class_name};
use crate::pickle::{Date, Delta, Graph, NodeId, Time, Value, View, view};

/// What is known of a time zone.
#[derive(Clone, Copy)]
pub(super) struct Zone {
    pub(super) offset: Delta,
    /// Whether it is UTC by name, not a zone that has its offset at the time.
    pub(super) utc: bool,
}

const UTC: Zone = Zone { offset: Delta { days: 0, seconds: 0, microseconds: 0 }, utc: true };

/// The offset of a time zone: at a moment, or for a time of day, when only a zone that never changes has one. Those of
/// `datetime`, `zoneinfo`, `pytz` and UTC of `dateutil` are known.
pub(super) fn zone(graph: &Graph, tz: NodeId, at: Option<(Date, Time)>) -> Option<Zone> {
    match view(graph, tz) {
        Some(View::Timezone { offset, name }) => {
            Some(Zone { offset, utc: name.is_none() && offset.as_seconds() == (0, 0) })
        }
        Some(View::ZoneInfo { key: "UTC" | "Etc/UTC", .. }) => Some(UTC),
        Some(View::ZoneInfo { key, .. }) => named(key, at?),
        _ => {
            let Value::Call { func, args, .. } = graph.value(tz) else { return None };
            let mut args = graph.elements(args);
            match &*class_name(graph, func)? {
                "pytz._UTC" | "pytz.UTC" | "dateutil.tz.tz.tzutc" => Some(UTC),
                // The name, the offset and what of it is daylight saving time, both in seconds, and the abbreviation.
                "pytz._p" => seconds(int(graph, args.nth(1)?)?),
                "pytz.FixedOffset" | "pytz._FixedOffset" => {
                    seconds(int(graph, args.next()?)?.checked_mul(60)?)
                }
                _ => None,
            }
        }
    }
}

fn int(graph: &Graph, node: NodeId) -> Option<i64> {
    match graph.value(node) {
        Value::Int(value) => Some(value),
        _ => None,
    }
}

fn seconds(seconds: i64) -> Option<Zone> {
    (seconds.abs() < 86_400).then(|| Zone {
        offset: Delta {
            days: if seconds < 0 { -1 } else { 0 },
            seconds: seconds.rem_euclid(86_400) as u32,
            microseconds: 0,
        },
        utc: false,
    })
}

/// The offset of a zone of the time zone database: in the hour that a clock shows twice, and in the one that it skips,
/// as `fold` says.
fn named(key: &str, (date, time): (Date, Time)) -> Option<Zone> {
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
    seconds(offset.seconds().into())
}

fn civil(date: Date, time: Time) -> Option<jiff::civil::DateTime> {
    let nanoseconds = i32::try_from(time.microsecond).ok()? * 1000;
    let [month, day, hour, minute, second] =
        [date.month, date.day, time.hour, time.minute, time.second].map(u8::cast_signed);
    jiff::civil::DateTime::new(date.year.cast_signed(), month, day, hour, minute, second, nanoseconds).ok()
}

/// Seconds since 1970 in UTC and the nanoseconds behind them; `None` where that is no year from 1 to 9999, in which
/// msgspec fails.
pub(super) fn timestamp(date: Date, time: Time, offset: Delta) -> Option<(i64, u32)> {
    let epoch = jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0);
    let local = civil(date, Time { microsecond: 0, ..time })?.duration_since(epoch).as_secs();
    let (seconds, microseconds) = offset.as_seconds();
    let both = i64::from(time.microsecond) - i64::from(microseconds);
    let utc = local - seconds + both.div_euclid(1_000_000);
    let year = epoch.checked_add(jiff::SignedDuration::from_secs(utc)).ok()?.year();
    (year >= 1).then_some((utc, both.rem_euclid(1_000_000) as u32 * 1000))
}

/// A `datetime` as msgspec's JSON has it, or as Python's `str`.
pub(super) fn datetime_text(target: Target, date: Date, time: Time, zone: Option<Zone>) -> String {
    let mut out = String::new();
    iso::write_date(&mut out, date);
    out.push(if is_python(target) { ' ' } else { 'T' });
    write_time(target, &mut out, time, zone);
    out
}

/// A `time` as msgspec's JSON has it, or as Python's `str`.
pub(super) fn time_text(target: Target, time: Time, zone: Option<Zone>) -> String {
    let mut out = String::new();
    write_time(target, &mut out, time, zone);
    out
}

fn write_time(target: Target, out: &mut String, time: Time, zone: Option<Zone>) {
    iso::write_time(out, time);
    let Some(Zone { offset, .. }) = zone else { return };
    if is_python(target) {
        return iso::write_offset(out, offset);
    }
    // msgspec rounds to minutes.
    let (seconds, microseconds) = offset.as_seconds();
    let total = seconds * 1_000_000 + i64::from(microseconds);
    let minutes = ((total.abs() / 1_000_000 + 29) / 60).min(1439);
    if minutes == 0 {
        return out.push('Z');
    }
    let sign = if total < 0 { '-' } else { '+' };
    write!(out, "{sign}{:02}:{:02}", minutes / 60, minutes % 60).expect("a String takes everything");
}

/// A `timedelta` as msgspec's JSON has it, an ISO 8601 duration, or as Python's `str`.
pub(super) fn delta_text(target: Target, delta: Delta) -> String {
    let mut out = String::new();
    if is_python(target) {
        iso::write_delta(&mut out, delta);
        return out;
    }
    let total = (i128::from(delta.days) * 86_400 + i128::from(delta.seconds)) * 1_000_000
        + i128::from(delta.microseconds);
    if total < 0 {
        out.push('-');
    }
    let (total, fraction) = (total.abs() / 1_000_000, total.abs() % 1_000_000);
    let (days, seconds) = (total / 86_400, total % 86_400);
    out.push('P');
    if days > 0 || total == 0 && fraction == 0 {
        write!(out, "{days}D").expect("a String takes everything");
    }
    if seconds > 0 || fraction > 0 {
        write!(out, "T{seconds}").expect("a String takes everything");
        if fraction > 0 {
            let digits = format!("{fraction:06}");
            write!(out, ".{}", digits.trim_end_matches('0')).expect("a String takes everything");
        }
        out.push('S');
    }
    out
}

/// Whether values become what Python's `str` makes of them: flask-dynamodb-sessions wrote JSON with `default=str`.
fn is_python(target: Target) -> bool {
    target == Target::Json(Dialect::Python)
}

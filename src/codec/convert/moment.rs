//! Moments and durations as each target has them: as text, or as seconds since 1970.
//!
//! It does not decide which it is.

use std::fmt::Write as _;

use super::Target;
use crate::codec::{iso, json::Dialect};
use crate::pickle::{Date, Delta, Time, Zone};

/// A time of day and the nanoseconds behind its microseconds.
pub(super) type ExactTime = (Time, u16);

/// A `datetime` as msgspec's JSON has it, or as Python's `str`.
pub(super) fn datetime_text(target: Target, date: Date, time: ExactTime, zone: Option<Zone<'_>>) -> String {
    let mut out = String::new();
    iso::write_date(&mut out, date);
    out.push(if is_python(target) { ' ' } else { 'T' });
    write_time(target, &mut out, time, zone);
    out
}

/// A `time` as msgspec's JSON has it, or as Python's `str`.
pub(super) fn time_text(target: Target, time: ExactTime, zone: Option<Zone<'_>>) -> String {
    let mut out = String::new();
    write_time(target, &mut out, time, zone);
    out
}

fn write_time(target: Target, out: &mut String, (time, nanosecond): ExactTime, zone: Option<Zone<'_>>) {
    iso::write_exact_time(out, time, nanosecond);
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
pub(super) fn delta_text(target: Target, delta: Delta, nanosecond: u16) -> String {
    const NANO: i128 = 1_000_000_000;
    let mut out = String::new();
    if is_python(target) {
        iso::write_exact_delta(&mut out, delta, nanosecond);
        return out;
    }
    let total = (i128::from(delta.days) * 86_400 + i128::from(delta.seconds)) * NANO
        + i128::from(delta.microseconds) * 1000
        + i128::from(nanosecond);
    if total < 0 {
        out.push('-');
    }
    let (total, fraction) = (total.abs() / NANO, total.abs() % NANO);
    let (days, seconds) = (total / 86_400, total % 86_400);
    out.push('P');
    if days > 0 || total == 0 && fraction == 0 {
        write!(out, "{days}D").expect("a String takes everything");
    }
    if seconds > 0 || fraction > 0 {
        write!(out, "T{seconds}").expect("a String takes everything");
        if fraction > 0 {
            let digits = format!("{fraction:09}");
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

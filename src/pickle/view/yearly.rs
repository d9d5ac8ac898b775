//! The offset of a `tzrange` or `tzstr` of dateutil with daylight saving time: the object holds both offsets and the two
//! days of a year at which they change, so no machine's database is needed.
//!
//! It computes as dateutil does, and knows no days that depend on more than month, day, weekday and time.

use jiff::{SignedDuration, civil::DateTime};

use super::class::called_class;
use super::shape::timedelta_at;
use super::zone::field;
use super::{Delta, View};
use crate::pickle::{Graph, NodeId, Value};

/// The offset when its clock shows `at`; `None` for a rule that is not understood.
pub(super) fn offset(graph: &Graph, tz: NodeId, at: DateTime, fold: bool) -> Option<Delta> {
    let state = |name| field(graph, tz, name);
    let delta = |name| match timedelta_at(graph, state(name)?) {
        Some(View::Timedelta(delta)) => Some(delta),
        _ => None,
    };
    let (seconds, 0) = delta("_dst_base_offset_")?.as_seconds() else { return None };
    let begins = change(graph, state("_start_delta")?, at.year())?;
    let ends = change(graph, state("_end_delta")?, at.year())?;
    let twice = ends..ends.checked_add(SignedDuration::from_secs(seconds)).ok()?;
    let is_daylight =
        if begins < ends { (begins..ends).contains(&at) } else { !(ends..begins).contains(&at) };
    // The hour that the clock shows twice begins with daylight saving time.
    let is_daylight = is_daylight || twice.contains(&at) && !fold;
    delta(if is_daylight { "_dst_offset" } else { "_std_offset" })
}

/// The beginning of a year plus a `relativedelta`.
fn change(graph: &Graph, node: NodeId, year: i16) -> Option<DateTime> {
    if called_class(graph, node)? != "dateutil.relativedelta.relativedelta" {
        return None;
    }
    let field = |name| field(graph, node, name);
    let number = |name| match graph.value(field(name)?) {
        Value::Int(number) => Some(number).filter(|number| number.abs() < 1_000_000),
        _ => None,
    };
    let first_or = |name| match graph.value(field(name)?) {
        Value::None => Some(1),
        Value::Int(number) => i8::try_from(number).ok(),
        _ => None,
    };
    let is_unset = |name| field(name).is_some_and(|value| graph.value(value) == Value::None);
    if !["year", "hour", "minute", "second", "microsecond"].into_iter().all(is_unset)
        || !["years", "months", "microseconds"].into_iter().all(|name| number(name) == Some(0))
    {
        return None;
    }
    let month = jiff::civil::Date::new(year, first_or("month")?, 1).ok()?;
    let day = first_or("day")?.min(month.days_in_month());
    let day = jiff::civil::Date::new(year, month.month(), day).ok()?;
    let leap = if month.month() > 2 && month.in_leap_year() { number("leapdays")? } else { 0 };
    let hours = (number("days")? + leap) * 24 + number("hours")?;
    let seconds = (hours * 60 + number("minutes")?) * 60 + number("seconds")?;
    let at = day.at(0, 0, 0, 0).checked_add(SignedDuration::from_secs(seconds)).ok()?;
    at.checked_add(SignedDuration::from_hours(24 * days_to_weekday(graph, field("weekday")?, at)?)).ok()
}

/// How many days after `at` the weekday comes that is asked for, which may be the second or the last but one.
fn days_to_weekday(graph: &Graph, weekday: NodeId, at: DateTime) -> Option<i64> {
    if graph.value(weekday) == Value::None {
        return Some(0);
    }
    let (Value::Int(wanted @ 0..=6), nth) =
        (graph.value(field(graph, weekday, "weekday")?), graph.value(field(graph, weekday, "n")?))
    else {
        return None;
    };
    let ahead = wanted - i64::from(at.weekday().to_monday_zero_offset());
    match nth {
        Value::None => Some(ahead.rem_euclid(7)),
        Value::Int(nth @ 1..=53) => Some((nth - 1) * 7 + ahead.rem_euclid(7)),
        Value::Int(nth @ -53..=-1) => Some((nth + 1) * 7 - (-ahead).rem_euclid(7)),
        _ => None,
    }
}

//! Dates, times, durations and UUIDs as text, the way Python's `isoformat` and `str` have them, and back.
//!
//! It does not know time zones by name: an offset is all that a text holds.

use std::fmt::Write;

use crate::pickle::{Date, Delta, Time, date_of};

/// `2026-11-22`.
pub(crate) fn write_date(out: &mut String, date: Date) {
    let Date { year, month, day } = date;
    write!(out, "{year:04}-{month:02}-{day:02}").expect("a String takes everything");
}

/// `20:00:17.123456`; the fraction is absent when it is 0, and has six digits otherwise.
pub(crate) fn write_time(out: &mut String, time: Time) {
    write_exact_time(out, time, 0);
}

/// The same with nanoseconds behind the microseconds, nine digits where there are some.
pub(crate) fn write_exact_time(out: &mut String, time: Time, nanosecond: u16) {
    let Time { hour, minute, second, microsecond, .. } = time;
    write!(out, "{hour:02}:{minute:02}:{second:02}").expect("a String takes everything");
    write_fraction(out, microsecond, nanosecond);
}

fn write_fraction(out: &mut String, microsecond: u32, nanosecond: u16) {
    if nanosecond > 0 {
        write!(out, ".{microsecond:06}{nanosecond:03}").expect("a String takes everything");
    } else if microsecond > 0 {
        write!(out, ".{microsecond:06}").expect("a String takes everything");
    }
}

/// `+02:00`, with seconds and a fraction only where there are some.
pub(crate) fn write_offset(out: &mut String, offset: Delta) {
    let (seconds, microseconds) = offset.as_seconds();
    // Below zero Python shows the magnitude.
    let total = seconds * 1_000_000 + i64::from(microseconds);
    let (sign, total) = if total < 0 { ('-', -total) } else { ('+', total) };
    let (seconds, fraction) = (total / 1_000_000, (total % 1_000_000) as u32);
    write!(out, "{sign}{:02}:{:02}", seconds / 3600, seconds / 60 % 60).expect("a String takes everything");
    if seconds % 60 > 0 || fraction > 0 {
        write!(out, ":{:02}", seconds % 60).expect("a String takes everything");
        write_fraction(out, fraction, 0);
    }
}

/// `1 day, 2:03:04.000005`, as Python's `str`.
pub(crate) fn write_delta(out: &mut String, delta: Delta) {
    write_exact_delta(out, delta, 0);
}

/// The same with nanoseconds behind the microseconds.
pub(crate) fn write_exact_delta(out: &mut String, delta: Delta, nanosecond: u16) {
    let Delta { days, seconds, microseconds } = delta;
    if days != 0 {
        let plural = if days.abs() == 1 { "" } else { "s" };
        write!(out, "{days} day{plural}, ").expect("a String takes everything");
    }
    write!(out, "{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
        .expect("a String takes everything");
    write_fraction(out, microseconds, nanosecond);
}

/// `01234567-89ab-cdef-0123-456789abcdef`.
pub(crate) fn uuid_text(value: u128) -> String {
    let hex = format!("{value:032x}");
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// Reads what [`uuid_text`] writes, in either case.
pub(crate) fn parse_uuid(text: &str) -> Option<u128> {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths = parts.iter().map(|part| part.len());
    if !lengths.eq([8, 4, 4, 4, 12]) || !text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit()) {
        return None;
    }
    u128::from_str_radix(&parts.concat(), 16).ok()
}

/// Reads `2026-11-22`.
pub(crate) fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let year = digits(parts.next()?, 4)?;
    let month = digits(parts.next()?, 2)?;
    let day = digits(parts.next()?, 2)?;
    date_of(u16::try_from(year).ok()?, month as u8, day as u8)
}

/// Reads `20:00`, `20:00:17` or `20:00:17.123456` and what follows it as an offset.
pub(crate) fn parse_time(text: &str) -> Option<(Time, Option<Delta>)> {
    let end = text.find(['Z', '+', '-']).unwrap_or(text.len());
    let (time, offset) = text.split_at(end);
    let (seconds, microsecond) = parse_clock(time)?;
    let time = Time {
        hour: (seconds / 3600) as u8,
        minute: (seconds / 60 % 60) as u8,
        second: (seconds % 60) as u8,
        microsecond,
        fold: false,
    };
    let offset = if offset.is_empty() { None } else { Some(parse_offset(offset)?) };
    Some((time, offset))
}

/// Reads `Z`, `+02:00` or `-02:00:30.5`.
pub(crate) fn parse_offset(text: &str) -> Option<Delta> {
    if text == "Z" {
        return Some(Delta { days: 0, seconds: 0, microseconds: 0 });
    }
    let (negative, clock) = match text.strip_prefix('-') {
        Some(clock) => (true, clock),
        None => (false, text.strip_prefix('+')?),
    };
    let (seconds, microseconds) = parse_clock(clock)?;
    let total = i64::from(seconds) * 1_000_000 + i64::from(microseconds);
    let total = if negative { -total } else { total };
    let seconds = total.div_euclid(1_000_000);
    Some(Delta {
        days: seconds.div_euclid(86_400) as i32,
        seconds: seconds.rem_euclid(86_400) as u32,
        microseconds: total.rem_euclid(1_000_000) as u32,
    })
}

/// Reads `2026-11-22T20:00:17.123456+02:00`; a space may stand for the `T`.
pub(crate) fn parse_datetime(text: &str) -> Option<(Date, Time, Option<Delta>)> {
    let (date, time) = text.split_once(['T', ' '])?;
    let (time, offset) = parse_time(time)?;
    Some((parse_date(date)?, time, offset))
}

/// Seconds of the day and microseconds of `HH:MM[:SS[.f]]`.
fn parse_clock(text: &str) -> Option<(u32, u32)> {
    let (clock, fraction) = match text.split_once('.') {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (text, None),
    };
    let mut parts = clock.split(':');
    let hour = digits(parts.next()?, 2).filter(|n| *n < 24)?;
    let minute = digits(parts.next()?, 2).filter(|n| *n < 60)?;
    let second = match parts.next() {
        Some(second) => digits(second, 2).filter(|n| *n < 60)?,
        None if fraction.is_some() => return None,
        None => 0,
    };
    if parts.next().is_some() {
        return None;
    }
    let microsecond = match fraction {
        None => 0,
        Some(part) if (1..=6).contains(&part.len()) => {
            digits(part, part.len())? * 10_u32.pow(6 - part.len() as u32)
        }
        Some(_) => return None,
    };
    Some((hour * 3600 + minute * 60 + second, microsecond))
}

fn digits(text: &str, len: usize) -> Option<u32> {
    (text.len() == len && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again(text: &str) -> String {
        let (date, time, offset) = parse_datetime(text).unwrap_or_else(|| panic!("{text}"));
        let mut out = String::new();
        write_date(&mut out, date);
        out.push('T');
        write_time(&mut out, time);
        if let Some(offset) = offset {
            write_offset(&mut out, offset);
        }
        out
    }

    #[test]
    fn iso_text_comes_back() {
        for text in [
            "2026-11-22T20:00:17",
            "0001-01-01T00:00:00.000001",
            "9999-12-31T23:59:59.999999+23:59:59.999999",
            "2024-02-29T12:00:00-05:30",
            "2024-02-29T12:00:00-00:00:00.500000",
        ] {
            assert_eq!(again(text), text);
        }
        assert_eq!(again("2024-02-29 12:00Z"), "2024-02-29T12:00:00+00:00");
        assert_eq!(again("2024-02-29T12:00:00.5-00:00"), "2024-02-29T12:00:00.500000+00:00");
    }

    #[test]
    fn dates_that_do_not_exist_are_refused() {
        for text in [
            "2023-02-29T00:00:00",
            "0000-01-01T00:00:00",
            "2023-13-01T00:00:00",
            "2023-1-01T00:00:00",
            "2023-01-01T24:00:00",
            "2023-01-01T00:60:00",
            "2023-01-01T00:00:60",
            "2023-01-01",
            "2023-01-01T",
            "2023-01-01T00:00:00.",
            "2023-01-01T00:00:00.1234567",
            "2023-01-01T00:00.5",
            "2023-01-01T00:00:00+24:00",
            "2023-01-01T00:00:00+",
            "2023-01-01T00:00:00ZZ",
            "2023-01-01T00:00:00+0\u{e9}:00",
            "+023-01-01T00:00:00",
        ] {
            assert_eq!(parse_datetime(text), None, "{text}");
        }
    }

    #[test]
    fn uuids_come_back() {
        let text = "01234567-89ab-cdef-0123-456789abcdef";
        assert_eq!(uuid_text(parse_uuid(text).unwrap()), text);
        for text in ["", "0123456789abcdef0123456789abcdef", "+1234567-89ab-cdef-0123-456789abcdef"] {
            assert_eq!(parse_uuid(text), None);
        }
    }

    #[test]
    fn deltas_read_as_python_shows_them() {
        let shown = |days, seconds, microseconds| {
            let mut out = String::new();
            write_delta(&mut out, Delta { days, seconds, microseconds });
            out
        };
        assert_eq!(shown(0, 0, 0), "0:00:00");
        assert_eq!(shown(-1, 86_399, 5), "-1 day, 23:59:59.000005");
        assert_eq!(shown(14, 3600, 0), "14 days, 1:00:00");
    }
}

//! Whether the web servers' clocks make sessions expire too early or too late.
//!
//! flask-dynamodb-sessions computes `ttl` from a naive UTC time read as local time, so a host whose zone is not UTC
//! is off by minus its UTC offset, while `modified` stays true. East of UTC sessions look expired hours too early.

use jiff::Timestamp;
use serde::Serialize;

use super::scan::Segments;
use crate::{
    layout::TimeForm,
    session::{Lifetime, Session},
    store::{Attributes, PageRequest, Store, StoreError},
};

/// Offsets of time zones are multiples of 15 minutes.
const STEP: i64 = 15 * 60;
/// Clocks and the rounding of two readings of the clock.
const TOLERANCE: i64 = 2;
/// The largest offset of a time zone, Kiribati's.
pub(super) const LARGEST: i64 = 14 * 3600;
/// Beyond this nothing is a zone, and arithmetic could overflow.
const BOUND: u64 = (LARGEST + TOLERANCE).unsigned_abs();

/// Sessions looked at in each of [`PARTS`] parts of the table.
const SAMPLE: i32 = 250;
const PARTS: u32 = 4;

/// How far the expiries of a table are off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Drift {
    /// What most sessions that are off are off by, in seconds; negative is too early.
    pub seconds: i64,
    /// The earliest any session of the sample is off, in seconds; 0 when none is early.
    pub earliest: i64,
    /// Sessions of the sample that are off.
    pub off: u64,
    /// Sessions in the sample.
    pub sample: u64,
}

/// Samples a table; `None` when its expiries are not off, or its layout does not tell: one without a time of writing, or
/// whose library has a true clock.
///
/// # Errors
/// As classified by [`StoreError`].
pub(super) async fn sample(store: &Store, lifetime: Lifetime) -> Result<Option<Drift>, StoreError> {
    if store.layout().modified.is_none_or(|time| time.form != TimeForm::Naive) {
        return Ok(None);
    }
    let mut differences = Vec::new();
    let segments = Segments::of(PARTS, PARTS);
    for segment in segments.in_stride() {
        let request = PageRequest {
            segment: segments.request(segment),
            attributes: Attributes::Times,
            limit: Some(SAMPLE),
            ..PageRequest::default()
        };
        let page = store.page(request).await?;
        differences.extend(page.items.into_iter().flatten().filter_map(|stored| {
            let modified = stored.session.modified_at()?;
            Some(difference(stored.session.ttl?, modified, lifetime))
        }));
    }
    Ok(judge(&differences))
}

/// The expiry of a session without the offset of a time zone, where it has one.
pub(super) fn mended(session: &Session, lifetime: Lifetime) -> Option<i64> {
    let (ttl, modified) = (session.ttl?, session.modified_at()?);
    let difference = difference(ttl, modified, lifetime);
    if difference.unsigned_abs() > BOUND {
        return None;
    }
    Some(ttl - zone_offset(difference)?)
}

fn difference(ttl: i64, modified: Timestamp, lifetime: Lifetime) -> i64 {
    ttl.saturating_sub(modified.as_second()).saturating_sub(lifetime.seconds())
}

/// The zone's offset that explains a difference; anything else is another lifetime.
fn zone_offset(difference: i64) -> Option<i64> {
    let steps = (difference + difference.signum() * STEP / 2) / STEP;
    let offset = steps * STEP;
    (offset != 0 && offset.abs() <= LARGEST && difference.abs_diff(offset) <= TOLERANCE.unsigned_abs())
        .then_some(offset)
}

fn judge(differences: &[i64]) -> Option<Drift> {
    let mut offsets: Vec<i64> =
        differences.iter().filter(|d| d.unsigned_abs() <= BOUND).filter_map(|&d| zone_offset(d)).collect();
    if offsets.len() * 2 <= differences.len() {
        return None;
    }
    offsets.sort_unstable();
    let seconds = offsets.chunk_by(|a, b| a == b).max_by_key(|run| run.len())?[0];
    let earliest = offsets.first().copied().unwrap_or(0).min(0);
    Some(Drift { seconds, earliest, off: offsets.len() as u64, sample: differences.len() as u64 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_told_from_another_lifetime() {
        assert_eq!(zone_offset(-32_400), Some(-32_400), "Tokyo");
        assert_eq!(zone_offset(28_799), Some(28_800), "Los Angeles, a second of rounding");
        assert_eq!(zone_offset(-20_700), Some(-20_700), "Kathmandu, 5 h 45 min");
        for other in [0, 1, -2, 899 - 5, 3_000, -60_000, 14 * 3600 + 900] {
            assert_eq!(zone_offset(other), None, "{other}");
        }
    }

    #[test]
    fn drift_needs_most_of_the_sample() {
        assert_eq!(judge(&[]), None);
        assert_eq!(judge(&[0, 0, -32_400]), None);
        assert_eq!(judge(&[0, -32_400]), None);
        let drift = judge(&[0, -32_400, -32_399, -28_800, i64::MIN]).unwrap();
        assert_eq!(drift, Drift { seconds: -32_400, earliest: -32_400, off: 3, sample: 5 });
        assert_eq!(judge(&[28_800, 28_800]).unwrap().earliest, 0, "too late is not too early");
    }
}

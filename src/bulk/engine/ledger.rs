//! The account of a job: what was done, segment by segment, and what is left to do.

use std::collections::BTreeMap;

use super::Cursor;
use crate::bulk::{Counts, checkpoint::SegmentProgress, scan::Segments};

/// How far a segment is, in this run.
#[derive(Clone, Debug, Default)]
struct Segment {
    last: Option<Cursor>,
    done: bool,
    /// Up to `last`.
    counts: Counts,
    /// Beyond `last`: pages of which something failed or was left, and those after them.
    beyond: Counts,
    stuck: bool,
}

/// What was done, segment by segment.
#[derive(Debug)]
pub(super) struct Ledger {
    segments: BTreeMap<u32, Segment>,
    queue: std::vec::IntoIter<u32>,
}

impl Ledger {
    /// The account of a job that was in part done before.
    pub(super) fn new(segments: Segments, resumed: BTreeMap<u32, SegmentProgress>) -> Self {
        let known: BTreeMap<u32, Segment> = resumed
            .into_iter()
            .map(|(number, SegmentProgress { last, done, counts })| {
                (number, Segment { last, done, counts, ..Segment::default() })
            })
            .collect();
        let is_done = |number: &u32| known.get(number).is_some_and(|segment| segment.done);
        let todo: Vec<u32> = segments.in_stride().filter(|number| !is_done(number)).collect();
        Self { segments: known, queue: todo.into_iter() }
    }

    /// The next segment to look at, and where in it.
    pub(super) fn next(&mut self) -> Option<(u32, Option<Cursor>)> {
        let number = self.queue.next()?;
        Some((number, self.segments.get(&number).and_then(|segment| segment.last.clone())))
    }

    /// What was done in all of them.
    pub(super) fn counts(&self) -> Counts {
        let mut total = Counts::default();
        for segment in self.segments.values() {
            total += segment.counts;
            total += segment.beyond;
        }
        total
    }

    /// Segments that are done.
    pub(super) fn done(&self) -> usize {
        self.segments.values().filter(|segment| segment.done).count()
    }

    /// Enters a page of a segment: what was done to it, whether to all of it, and where the next begins.
    pub(super) fn settled(&mut self, number: u32, counts: Counts, whole: bool, next: Option<Cursor>) {
        let segment = self.segments.entry(number).or_default();
        if segment.stuck || !whole {
            segment.stuck = true;
            segment.beyond += counts;
            return;
        }
        segment.counts += counts;
        segment.done = next.is_none();
        segment.last = next;
    }

    /// As a checkpoint keeps it.
    pub(super) fn saved(&self) -> BTreeMap<u32, SegmentProgress> {
        let saved = |segment: &Segment| {
            let mut counts = segment.counts;
            counts += segment.beyond.effects();
            SegmentProgress { last: segment.last.clone(), done: segment.done, counts }
        };
        self.segments.iter().map(|(number, segment)| (*number, saved(segment))).collect()
    }
}

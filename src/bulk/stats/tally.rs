//! How often names come, in bounded memory, whatever is stored: names that somebody makes up by the thousand push out no
//! name that is in use.
//!
//! Up to [`KEPT`] names the counts are exact and do not depend on the order in which they come. Of more, those with the
//! most bytes (of classes, the most sessions) stay; the others are counted together, and it is said how much may be
//! missing from those that stay.

use std::{borrow::Cow, cmp::Reverse, collections::HashMap, ops::AddAssign};

use serde::{Deserialize, Serialize};

use super::Amount;

/// Names that stay when there are too many.
pub(super) const KEPT: usize = 2048;
/// Names held until some have to go.
const MOST: usize = 2 * KEPT;
/// Names taken from one session, those with the most bytes; the others are counted together.
const OF_ONE_SESSION: usize = 256;
/// Characters of a name.
const LONGEST: usize = 120;

/// What is known of a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Named {
    pub(super) amount: Amount,
    /// The highest mark that it was given.
    pub(super) mark: u8,
}

/// Names with how many sessions have them and what those take.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Tally {
    names: HashMap<String, Named>,
    /// Of names that did not stay; a session counts once for each of them.
    others: Amount,
    /// What may be missing from each name that stays, at most.
    missing: Amount,
}

impl Tally {
    /// Counts the names of one session, each once, with their bytes and a mark.
    pub(super) fn add<'a>(&mut self, names: impl IntoIterator<Item = (&'a str, u64, u8)>) {
        let mut names: Vec<(&str, u64, u8)> = names.into_iter().collect();
        if names.len() > OF_ONE_SESSION {
            names.sort_unstable_by_key(|&(name, bytes, mark)| (Reverse((bytes, mark)), name));
            for (_, bytes, _) in names.drain(OF_ONE_SESSION..) {
                self.others += Amount::of(bytes);
            }
        }
        for (name, bytes, mark) in names {
            let name = shortened(name);
            let found = Named { amount: Amount::of(bytes), mark };
            match self.names.get_mut(&*name) {
                Some(named) => *named += found,
                None => {
                    self.names.insert(name.into_owned(), found);
                }
            }
        }
        self.prune();
    }

    /// The names, those with the most bytes first, then those of the most sessions.
    pub(super) fn ranked(&self) -> Vec<(&str, Named)> {
        let mut names: Vec<(&str, Named)> =
            self.names.iter().map(|(name, named)| (name.as_str(), *named)).collect();
        names.sort_unstable_by_key(|(name, named)| (Reverse(named.rank()), *name));
        names
    }

    pub(super) fn others(&self) -> Amount {
        self.others
    }

    pub(super) fn missing(&self) -> Amount {
        self.missing
    }

    fn prune(&mut self) {
        if self.names.len() <= MOST {
            return;
        }
        let gone: Vec<String> =
            self.ranked().into_iter().skip(KEPT).map(|(name, _)| name.to_owned()).collect();
        let mut most = Amount::default();
        for name in gone {
            let amount = self.names.remove(&name).unwrap_or_default().amount;
            most =
                Amount { sessions: most.sessions.max(amount.sessions), bytes: most.bytes.max(amount.bytes) };
            self.others += amount;
        }
        self.missing += most;
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        for (name, named) in other.names {
            *self.names.entry(name).or_default() += named;
        }
        self.others += other.others;
        self.missing += other.missing;
        self.prune();
    }
}

impl Named {
    fn rank(self) -> (u64, u64, u8) {
        (self.amount.bytes, self.amount.sessions, self.mark)
    }
}

impl AddAssign for Named {
    fn add_assign(&mut self, other: Self) {
        self.amount += other.amount;
        self.mark = self.mark.max(other.mark);
    }
}

/// The beginning of a name that is too long, with a mark.
pub(super) fn shortened(name: &str) -> Cow<'_, str> {
    match name.char_indices().nth(LONGEST) {
        None => name.into(),
        Some((end, _)) => format!("{}…", &name[..end]).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_exact_in_any_order_while_there_are_few_names() {
        let sessions: Vec<Vec<(String, u64)>> =
            (0..500).map(|n| vec![("cart".to_owned(), n), (format!("key-{}", n % 50), 1)]).collect();
        let tally = |sessions: &mut dyn Iterator<Item = &Vec<(String, u64)>>| {
            let mut tally = Tally::default();
            for session in sessions {
                tally.add(session.iter().map(|(name, bytes)| (name.as_str(), *bytes, 0)));
            }
            tally
        };
        let forward = tally(&mut sessions.iter());
        let mut halves = tally(&mut sessions[250..].iter().rev());
        halves += tally(&mut sessions[..250].iter());
        assert_eq!(forward, halves);
        let cart = Named { amount: Amount { sessions: 500, bytes: 499 * 250 }, mark: 0 };
        assert_eq!(forward.ranked()[0], ("cart", cart));
        assert_eq!((forward.others(), forward.missing()), (Amount::default(), Amount::default()));
    }

    #[test]
    fn made_up_names_push_out_none_that_is_in_use_and_nothing_goes_uncounted() {
        let mut tally = Tally::default();
        let mut all = Amount::default();
        for n in 0..2000_u64 {
            let made_up: Vec<String> = (0..40).map(|k| format!("{n}-{k}")).collect();
            let names = made_up.iter().map(|name| (name.as_str(), 5, 0)).chain([("user", 50, 0)]);
            tally.add(names);
            all += Amount { sessions: 41, bytes: 250 };
        }
        let long = "x".repeat(3_000_000);
        let many: Vec<String> = (0..100_000).map(|n| n.to_string()).collect();
        tally.add(many.iter().map(|name| (name.as_str(), 1, 0)).chain([(long.as_str(), 3_000_000, 0)]));
        all += Amount { sessions: 100_001, bytes: 3_100_000 };
        assert!(tally.names.len() <= MOST);
        let ranked = tally.ranked();
        assert_eq!(ranked[0].0.chars().count(), LONGEST + 1);
        let user = ranked.iter().find(|(name, _)| *name == "user").unwrap().1.amount;
        assert_eq!(user, Amount { sessions: 2000, bytes: 100_000 });
        let mut counted = tally.others();
        for (_, named) in ranked {
            counted += named.amount;
        }
        assert_eq!(counted, all);
        assert!(tally.missing().sessions > 0);
    }
}

//! One session on its way: the item that is to be at the target, or why there can be none.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{super::drift, left::Reason};
use crate::{
    codec::{
        Decoded, Format,
        convert::{self, Losses, Target},
    },
    layout::{Encoded, Item, Layout, Owner, Stored, item_size},
    pickle::{self, AllowList, Graph, Level},
    session::{Lifetime, Payload, Session},
    store::MAX_ITEM_BYTES,
};

/// What becomes of a session whose payload cannot be read or is malicious, where layout and format stay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unreadable {
    /// It is left behind.
    #[default]
    LeaveBehind,
    /// It is written byte for byte.
    Copy,
}

/// What becomes of a session of which the conversion loses something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lossy {
    /// It ends the job.
    #[default]
    Stop,
    /// It is left behind.
    Skip,
    /// It is written.
    Allow,
}

impl Lossy {
    fn name(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Skip => "skip",
            Self::Allow => "allow",
        }
    }
}

/// What becomes of each session.
#[derive(Clone, Debug)]
pub struct Conversion {
    /// How items of the source are laid out.
    pub from: Layout,
    /// How items of the target are laid out.
    pub to: Layout,
    /// What payloads become; `None` is as they are where the layout stays, and as the target's library writes them where
    /// it does not.
    pub format: Option<Format>,
    /// The protocol of pickles, 0 to 5.
    pub protocol: u8,
    /// What becomes of objects whose class the opcodes say too little of.
    pub options: convert::Options,
    /// Classes that somebody vouches for.
    pub allow: AllowList,
    /// What becomes of sessions that lose something.
    pub lossy: Lossy,
    /// What becomes of payloads that cannot be read.
    pub unreadable: Unreadable,
    /// Whether to mend expiries that are off by a time zone.
    pub mend_ttl: bool,
    /// What the application at the source gives a session.
    pub lifetime: Lifetime,
    /// The time of writing at most, of sessions that have none.
    pub now: Timestamp,
}

/// What a session comes to.
#[derive(Debug)]
pub(super) enum Prepared<T> {
    /// To be written, and what is lost.
    Write(T, Losses),
    /// It is as it is to be already.
    Same,
    /// To be left behind, and what would be lost.
    Left(Reason, Losses),
}

/// An item to be written, and its size in bytes.
pub(super) type Sized = (Item, usize);

/// What a payload comes to.
enum Recoded {
    /// It stays.
    Same,
    /// It becomes another, and something may be lost.
    Other(Payload, Losses),
    /// It goes nowhere.
    Refused(Reason),
}

impl Conversion {
    /// Whether the library stays the same.
    fn keeps_layout(&self) -> bool {
        self.from.name == self.to.name
    }

    /// What writes payloads that do not stay as they are.
    fn target(&self) -> Target {
        match self.format {
            Some(format) => self.to.target(format, self.protocol),
            None => self.to.targets.first().copied().unwrap_or(Target::Pickle { protocol: self.protocol }),
        }
    }

    /// Whether a payload may lose something: a pickle holds everything.
    #[must_use]
    pub fn may_lose(&self) -> bool {
        (self.format.is_some() || !self.keeps_layout()) && self.target().format() != Format::Pickle
    }

    /// What was asked for, for a checkpoint to compare.
    pub(super) fn to_json(&self) -> Value {
        let classes: BTreeMap<_, _> =
            self.options.classes.iter().map(|(class, form)| (class, form.name())).collect();
        let allow: BTreeSet<_> = self.allow.names().collect();
        json!({
            "from": [self.from.name, self.from.key_prefix],
            "to": [self.to.name, self.to.key_prefix],
            "format": self.format.map(Format::name),
            "classes": classes,
            "allow": allow,
            "lossy": self.lossy.name(),
            "unreadable": self.unreadable == Unreadable::Copy,
            "mend_ttl": self.mend_ttl.then_some(self.lifetime.seconds()),
        })
    }

    /// Mends the expiry of a session where that was asked for, and milliseconds on the way to another library.
    pub(super) fn mend(&self, stored: &mut Stored) {
        /// The year 5138 in seconds, and 1973 in milliseconds.
        const MILLISECONDS_FROM: i64 = 100_000_000_000;
        if !self.keeps_layout()
            && let Some(ttl) = stored.session.ttl.filter(|&ttl| ttl >= MILLISECONDS_FROM)
        {
            stored.session.ttl = Some(ttl / 1000);
            stored.exact_ttl = None;
        }
        if self.mend_ttl
            && let Some(ttl) = drift::mended(&stored.session, self.lifetime)
        {
            stored.session.ttl = Some(ttl);
            stored.exact_ttl = None;
        }
    }

    /// The item a session comes to; `decoded` is its payload where that was needed before.
    pub(super) fn item(&self, stored: Stored, decoded: Option<Decoded>) -> Prepared<Sized> {
        let (item, losses) = match self.recode(&stored, decoded) {
            Recoded::Refused(reason) => return Prepared::Left(reason, Losses::default()),
            Recoded::Same => (self.to.into_item(stored), Losses::default()),
            Recoded::Other(payload, losses) if self.keeps_layout() => {
                let session = Session { payload: Some(payload), ..stored.session };
                (self.to.into_item(Stored { session, ..stored }), losses)
            }
            Recoded::Other(payload, losses) => {
                let written = self.written_at(&stored.session);
                (self.to.adopt(&self.from, stored, &payload, self.lifetime, written), losses)
            }
        };
        let size = item_size(&item);
        self.judge((item, size), size, losses)
    }

    /// The payload that a session gets where it is.
    pub(super) fn payload(&self, stored: &Stored, decoded: Option<Decoded>) -> Prepared<Payload> {
        match self.recode(stored, decoded) {
            Recoded::Refused(reason) => Prepared::Left(reason, Losses::default()),
            Recoded::Same => Prepared::Same,
            Recoded::Other(payload, losses) => {
                let before = stored.session.payload.as_ref().map_or(0, |payload| payload.as_bytes().len());
                let size = stored.size_bytes - before + payload.as_bytes().len();
                self.judge(payload, size, losses)
            }
        }
    }

    fn judge<T>(&self, written: T, size: usize, losses: Losses) -> Prepared<T> {
        if size > MAX_ITEM_BYTES {
            return Prepared::Left(Reason::TooLarge(size), losses);
        }
        let first = losses.iter().next().filter(|_| self.lossy == Lossy::Skip);
        match first.map(|(loss, _)| loss.to_string()) {
            Some(loss) => Prepared::Left(Reason::Lossy(loss), losses),
            None => Prepared::Write(written, losses),
        }
    }

    fn recode(&self, stored: &Stored, decoded: Option<Decoded>) -> Recoded {
        let is_copy = self.keeps_layout() && self.format.is_none();
        if is_copy && self.unreadable == Unreadable::Copy {
            return Recoded::Same;
        }
        let Some(decoded) = decoded.or_else(|| self.from.decode(stored, &self.allow)) else {
            return match is_copy {
                true => Recoded::Same,
                false => Recoded::Refused(Reason::Unreadable("the item has none".to_owned())),
            };
        };
        if decoded.verdict.level == Level::Malicious {
            let malicious = |reason: &&pickle::Reason| reason.code.level() == Level::Malicious;
            let why = decoded.verdict.reasons.iter().find(malicious).map(ToString::to_string);
            return Recoded::Refused(Reason::Malicious(why.unwrap_or_default()));
        }
        let graph = match decoded.content {
            Ok(graph) => graph,
            Err(error) => return Recoded::Refused(Reason::Unreadable(error.to_string())),
        };
        if self.keeps_layout() && self.format.is_none_or(|format| format == decoded.format) {
            return Recoded::Same;
        }
        self.encode(stored, &graph)
    }

    fn encode(&self, stored: &Stored, graph: &Graph) -> Recoded {
        let session = &stored.session;
        let owner = Owner {
            id: &session.id,
            ttl: session.ttl.unwrap_or_else(|| self.lifetime.ttl_at(self.now)),
            lifetime: self.lifetime,
            before: session.payload.as_ref().filter(|_| self.keeps_layout()),
        };
        match self.to.encode_with(graph, self.target(), &owner, &self.options) {
            Ok(Encoded { payload, losses }) => Recoded::Other(payload, losses),
            Err(error) => Recoded::Refused(Reason::Refused(error.to_string())),
        }
    }

    /// When a session was written. Where the layout does not say, its expiry does: it lay a lifetime ahead.
    fn written_at(&self, session: &Session) -> Timestamp {
        let by_expiry = || {
            let second = session.ttl?.saturating_sub(self.lifetime.seconds());
            Timestamp::from_second(second).ok()
        };
        session.modified_at().or_else(by_expiry).map_or(self.now, |at| at.min(self.now))
    }
}

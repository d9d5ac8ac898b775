//! Which sessions of a table a job is about. What the server can decide it decides; the rest is decided here.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    codec::{self, Decoded},
    filter::{Filter, FilterMismatch},
    layout::{Layout, Stored},
    pickle::AllowList,
    session::State,
    store::{Attributes, ServerFilter},
};

/// Sessions by whether they have ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StateFilter {
    /// Those that have not, also those that never will.
    Live,
    /// Those that have.
    Expired,
    /// All.
    #[default]
    Any,
}

impl StateFilter {
    fn holds(self, state: State) -> bool {
        match self {
            Self::Any => true,
            Self::Expired => state == State::Expired,
            Self::Live => state != State::Expired,
        }
    }

    /// `live`, `expired` or `any`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Expired => "expired",
            Self::Any => "any",
        }
    }
}

/// What must hold of a session, all of it.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Whether it has ended at the time given.
    pub state: StateFilter,
    /// Its expiry is a Number below this many seconds since 1970.
    pub expired_before: Option<i64>,
    /// It was written before this; a session without a time of writing is not selected.
    pub modified_before: Option<Timestamp>,
    /// An expression, and the text it was read from.
    pub filter: Option<(Filter, String)>,
    /// It holds nothing but `_permanent`.
    pub junk: bool,
    /// Its payload cannot be read.
    pub undecodable: bool,
    /// Application classes somebody vouches for, as the verdict of an expression goes by them.
    pub allow: AllowList,
}

impl Selection {
    /// What the server decides.
    pub fn server_filter(&self, now: Timestamp) -> ServerFilter {
        let at = now.as_second();
        let expired = (self.state == StateFilter::Expired).then_some(at);
        ServerFilter {
            expired_before: match (self.expired_before, expired) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            },
            live_at: (self.state == StateFilter::Live).then_some(at),
            modified_before: self.modified_before,
            modified_since: None,
        }
    }

    /// The attributes it takes to decide here.
    #[must_use]
    pub fn attributes(&self) -> Attributes {
        if self.needs_payload() || self.filter.as_ref().is_some_and(|(filter, _)| !filter.needs_only_times())
        {
            Attributes::All
        } else if self.filter.is_some() || self.modified_before.is_some() {
            Attributes::Times
        } else {
            Attributes::IdAndTtl
        }
    }

    /// Whether the expiry, which the server compares, is all that decides.
    #[must_use]
    pub fn is_only_by_expiry(&self) -> bool {
        self.expired_before.is_some()
            && self.modified_before.is_none()
            && self.filter.is_none()
            && !self.junk
            && !self.undecodable
    }

    /// Whether payloads have to be decoded.
    #[must_use]
    pub fn needs_payload(&self) -> bool {
        self.junk
            || self.undecodable
            || self.filter.as_ref().is_some_and(|(filter, _)| filter.needs_payload())
    }

    /// Decodes the payload of a session, where it has one.
    #[must_use]
    pub fn decode(&self, layout: &Layout, stored: &Stored) -> Option<Decoded> {
        layout.decode(stored, &self.allow)
    }

    /// Whether a session is selected, given its decoded payload where that is needed. It has passed the server's filter.
    ///
    /// # Errors
    /// When the expression cannot be evaluated for this session; it is not selected then.
    pub fn holds(
        &self,
        stored: &Stored,
        decoded: Option<&Decoded>,
        now: Timestamp,
    ) -> Result<bool, FilterMismatch> {
        // The server compares Numbers of any form, the layout reads what it can.
        if !self.state.holds(stored.session.state(now)) {
            return Ok(false);
        }
        if self.undecodable && decoded.is_some_and(|decoded| decoded.content.is_ok()) {
            return Ok(false);
        }
        if self.junk && !decoded.is_some_and(is_junk) {
            return Ok(false);
        }
        self.filter.as_ref().map_or(Ok(true), |(filter, _)| filter.holds(stored, decoded, now))
    }

    /// What was asked for, for a checkpoint to compare.
    pub(super) fn to_json(&self) -> Value {
        json!({
            "state": self.state.name(),
            "expired": self.expired_before.is_some(),
            "idle": self.modified_before.is_some(),
            "where": self.filter.as_ref().map(|(_, text)| text),
            "junk": self.junk,
            "undecodable": self.undecodable,
        })
    }
}

/// Whether a session holds nothing that anybody would miss: no key at all, or none but Flask's `_permanent`.
#[must_use]
pub(super) fn is_junk(decoded: &Decoded) -> bool {
    let Ok(graph) = &decoded.content else { return false };
    let Some(root) = graph.root_if_any() else { return false };
    codec::is_dict(graph) && graph.items(root).all(|(key, _)| graph.text(key) == Some("_permanent"))
}

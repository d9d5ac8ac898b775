//! Sessions that are left behind, and why.

use std::{
    fmt,
    sync::{Mutex, PoisonError},
};

use serde_json::json;

use crate::{session::SessionId, store::MAX_ITEM_BYTES};

/// Sessions told one by one; a report has all.
const TOLD: usize = 10;

/// Why a session is left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Its payload cannot be read.
    Unreadable(String),
    /// Its payload is judged malicious; the reason for it.
    Malicious(String),
    /// The target cannot hold it.
    Refused(String),
    /// The conversion would lose something of it.
    Lossy(String),
    /// The item would be larger than DynamoDB allows; its size in bytes.
    TooLarge(usize),
}

impl Reason {
    /// In a word.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "unreadable",
            Self::Malicious(_) => "malicious",
            Self::Refused(_) => "refused",
            Self::Lossy(_) => "lossy",
            Self::TooLarge(_) => "too-large",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(why) => write!(f, "its payload cannot be read: {why}"),
            Self::Malicious(why) => write!(f, "its payload is judged malicious: {why}"),
            Self::Refused(why) => f.write_str(why),
            Self::Lossy(what) => write!(f, "it would lose {what}"),
            Self::TooLarge(bytes) => {
                write!(f, "its item would have {bytes} bytes, and DynamoDB allows {MAX_ITEM_BYTES}")
            }
        }
    }
}

/// A session that was left behind.
#[derive(Clone, Debug)]
pub struct LeftBehind {
    /// Which.
    pub id: SessionId,
    /// Why.
    pub reason: Reason,
}

impl LeftBehind {
    /// A line of the report. It holds the id, which is a credential.
    pub(super) fn line(&self) -> String {
        let Self { id, reason } = self;
        let line = json!({
            "id": id.as_str(),
            "session": id.short_hash(),
            "reason": reason.name(),
            "message": reason.to_string(),
        });
        format!("{line}\n")
    }
}

/// The first of those left behind: the memory they take is bounded.
#[derive(Debug, Default)]
pub(super) struct FirstLeft(Mutex<Vec<LeftBehind>>);

impl FirstLeft {
    pub(super) fn add(&self, left: &[LeftBehind]) {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let room = TOLD.saturating_sub(told.len());
        told.extend(left.iter().take(room).cloned());
    }

    pub(super) fn into_inner(self) -> Vec<LeftBehind> {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

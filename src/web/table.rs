//! Sessions read at the start of a request and stored at its end: what is asked of the table, and when.
//!
//! Nothing is written that the request has not changed, and nothing is written back that is gone. It does not know how
//! ids travel.

use std::sync::Arc;

use jiff::Timestamp;

use super::{
    ReadError, WriteError,
    content::Content,
    session::{State, new_id},
    settings::{Conflicts, Empty, Expired, FailedRead, Settings, SettingsError, UnknownIds},
};
use crate::{
    layout::Stored,
    session::{self, Lifetime, SessionId, format_modified},
    store::{Deleted, OnConflict, PutMode, Still, Store, StoreError},
};

/// How often a save is tried while others write the same session.
const ATTEMPTS: u32 = 8;

/// What the client is to be told.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// Nothing.
    Nothing,
    /// The id, and whether it outlives the browser; `renewed` is whether the client's own expiry moves.
    Id { id: SessionId, permanent: bool, renewed: bool },
    /// That there is no session any more.
    Gone,
}

/// The table, and how it is used.
#[derive(Clone, Debug)]
pub(super) struct Table {
    store: Store,
    settings: Arc<Settings>,
    lifetime: Lifetime,
}

impl Table {
    pub(super) fn new(store: Store, settings: Settings) -> Result<Self, SettingsError> {
        settings.check()?;
        let lifetime = settings.stored_lifetime().expect("the settings were checked");
        Ok(Self { store, settings: Arc::new(settings), lifetime })
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The session of an id that a client sent, or a new one.
    pub(super) async fn open(&self, sent: Option<SessionId>, now: Timestamp) -> Result<State, ReadError> {
        let Some(id) = sent else { return Ok(self.fresh(None, false)) };
        let found = match self.store.get(&id).await {
            Ok(found) => found.filter(|stored| self.is_served(stored, now)),
            Err(error) if self.settings.failed_read == FailedRead::StartEmpty => {
                tracing::warn!(
                    session = id.short_hash(),
                    error = &error as &dyn std::error::Error,
                    "starting empty"
                );
                return Ok(self.fresh(Some(id), true));
            }
            Err(error) => return Err(error.into()),
        };
        match found {
            Some(stored) => {
                let content = Content::decode(&stored, &self.settings)?;
                let state = State::new(self.settings.clone(), Some(id), true);
                Ok(State { content, stored: Some(stored), ..state })
            }
            None => Ok(self.fresh(Some(id).filter(|_| self.settings.unknown_ids == UnknownIds::Adopt), true)),
        }
    }

    fn fresh(&self, id: Option<SessionId>, sent: bool) -> State {
        State::new(self.settings.clone(), id, sent)
    }

    fn is_served(&self, stored: &Stored, now: Timestamp) -> bool {
        let ended = || {
            let meant = Timestamp::from_second(now.as_second() - self.settings.offset_seconds());
            stored.session.state(meant.unwrap_or(now)) == session::State::Expired
        };
        self.settings.expired == Expired::Serve || !ended()
    }

    /// Stores what a request has made of its session.
    pub(super) async fn save(&self, mut state: State, now: Timestamp) -> Result<Told, WriteError> {
        if let Some(flushed) = &state.flushed {
            self.store.delete(flushed).await?;
        }
        let Some(stored) = state.stored.take() else { return self.save_new(state, now).await };
        if state.is_modified() {
            return self.save_changes(state, stored, now).await;
        }
        if self.settings.conflicts == Conflicts::Overwrite {
            // The Python package writes the whole of it, changed or not.
            return self.overwrite(state, now).await;
        }
        if self.settings.empty == Empty::Skip && state.content.is_empty() {
            return Ok(Told::Nothing);
        }
        self.refresh(state, stored, now).await
    }

    async fn save_new(&self, mut state: State, now: Timestamp) -> Result<Told, WriteError> {
        let cleared = state.edits.cleared || state.flushed.is_some();
        state.content.apply(&state.edits, self.settings.permanent)?;
        let stores = match self.settings.empty {
            Empty::Skip => !state.content.is_empty(),
            Empty::Store => !(cleared && state.content.is_empty()),
        };
        if stores {
            return self.put(state, now).await;
        }
        Ok(if cleared && state.sent { Told::Gone } else { Told::Nothing })
    }

    /// Writes the session as it is, over whatever has its id.
    async fn put(&self, state: State, now: Timestamp) -> Result<Told, WriteError> {
        let id = state.id.unwrap_or_else(new_id);
        let payload = state.content.encode(None)?;
        self.store.put(&id, &payload, PutMode::Replace, self.lifetime, now).await?;
        Ok(Told::Id { id, permanent: state.content.is_permanent(), renewed: true })
    }

    async fn overwrite(&self, mut state: State, now: Timestamp) -> Result<Told, WriteError> {
        state.content.apply(&state.edits, self.settings.permanent)?;
        self.put(state, now).await
    }

    /// Moves the expiry of a session that was not changed, where that is due. A failure is no matter: the next request
    /// does it.
    async fn refresh(&self, state: State, stored: Stored, now: Timestamp) -> Result<Told, WriteError> {
        let id = stored.session.id;
        let told = |renewed| Told::Id { id: id.clone(), permanent: state.content.is_permanent(), renewed };
        let due = stored
            .session
            .ttl
            .is_some_and(|ttl| self.lifetime.ttl_at(now) - ttl >= self.settings.refresh_seconds());
        if !due {
            return Ok(told(false));
        }
        match self.store.touch(&id, self.lifetime, now).await {
            Ok(Some(_)) => Ok(told(true)),
            Ok(None) => Ok(Told::Nothing),
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(session = id.short_hash(), error, "cannot move the expiry");
                Ok(told(false))
            }
        }
    }

    /// Stores the changes of a session that was there, on top of what others have changed meanwhile.
    async fn save_changes(
        &self,
        mut state: State,
        mut stored: Stored,
        now: Timestamp,
    ) -> Result<Told, WriteError> {
        if state.edits.cleared && state.edits.keys.is_empty() {
            self.store.delete(&stored.session.id).await?;
            return Ok(Told::Gone);
        }
        let moves = state.regenerated.then(|| state.id.clone().unwrap_or_else(new_id));
        if moves.is_none() && self.settings.conflicts == Conflicts::Overwrite {
            return self.overwrite(state, now).await;
        }
        for _ in 0..ATTEMPTS {
            state.content.apply(&state.edits, self.settings.permanent)?;
            if self.store_if_unchanged(&state.content, &stored, moves.as_ref(), now).await? {
                if state.content.is_empty() && self.settings.empty == Empty::Skip {
                    return Ok(Told::Gone);
                }
                let id = moves.unwrap_or(stored.session.id);
                return Ok(Told::Id { id, permanent: state.content.is_permanent(), renewed: true });
            }
            let found = self.store.consistent().get(&stored.session.id).await?;
            match found.filter(|stored| self.is_served(stored, now)) {
                // Somebody has ended the session, and it stays ended.
                None => return Ok(Told::Nothing),
                Some(found) => stored = found,
            }
            state.content = Content::decode(&stored, &self.settings).map_err(WriteError::Meanwhile)?;
        }
        Err(WriteError::Contended { attempts: ATTEMPTS })
    }

    /// Stores values in place of those that were read, under another id where there is one. Returns whether the stored
    /// session was still what it was; nothing is changed otherwise.
    async fn store_if_unchanged(
        &self,
        content: &Content,
        seen: &Stored,
        moves: Option<&SessionId>,
        now: Timestamp,
    ) -> Result<bool, WriteError> {
        let delete = || async { Ok(self.store.delete_if(seen, Still::Unchanged).await? != Deleted::Kept) };
        if content.is_empty() && self.settings.empty == Empty::Skip {
            return delete().await;
        }
        let payload = content.encode(seen.session.payload.as_ref())?;
        let Some(id) = moves else {
            let lifetime = Some(self.lifetime);
            return match self.store.replace_unchanged(seen, &payload, lifetime, now).await {
                Ok(()) => Ok(true),
                Err(StoreError::ConditionFailed) => Ok(false),
                Err(error) => Err(error.into()),
            };
        };
        // Nobody knows the new id before the old one is gone, so whatever happens between the two leaves one session.
        let mut copy = seen.clone();
        copy.session = session::Session {
            id: id.clone(),
            payload: Some(payload),
            modified: Some(format_modified(now)),
            ttl: Some(self.lifetime.ttl_at(now)),
        };
        let item = self.store.layout().into_item(copy);
        self.store.place(&item, OnConflict::Overwrite).await?;
        let moved = delete().await;
        if !matches!(moved, Ok(true))
            && let Err(error) = self.store.delete(id).await
        {
            // Its id was never sent, and it expires.
            let error = &error as &dyn std::error::Error;
            tracing::warn!(session = id.short_hash(), error, "cannot take a copy back");
        }
        moved
    }
}

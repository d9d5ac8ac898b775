//! The session of a request, as the application sees it.
//!
//! It keeps what was read apart from what the request changes, so that the changes can be made again on what somebody
//! else has stored meanwhile. It does not talk to the table: `save` does.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value as Json;

use super::{SessionError, content::Content, settings::Settings};
use crate::{layout::Stored, session::SessionId};

/// Flask's mark of a session whose cookie outlives the browser.
pub(super) const PERMANENT: &str = "_permanent";

/// The session of one request: an extractor of axum, and in the extensions of every request that went through
/// [`SessionLayer`](super::SessionLayer).
///
/// Values are anything that serde can turn into JSON and back; the Flask application sees them as `json.loads` would
/// give them. In the other direction they are read in the [plain view](crate::codec::plain): a tuple is an array, a
/// `datetime` its ISO 8601 text, a `Decimal` its digits. What the request does not change keeps its Python type.
/// Flask's mark `_permanent` is not counted or listed.
///
/// Clones are the same session. Changes are stored before the response begins; later ones are errors.
///
/// ```
/// use axum::Json;
/// use sessctl::web::{Session, SessionError};
///
/// async fn count(session: Session) -> Result<Json<u32>, SessionError> {
///     let visits = session.get("visits")?.unwrap_or(0) + 1;
///     session.insert("visits", visits)?;
///     Ok(Json(visits))
/// }
///
/// // A session of its own, for tests of handlers.
/// let session = Session::default();
/// # let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
/// # runtime.block_on(async {
/// assert_eq!(count(session.clone()).await?.0, 1);
/// assert_eq!(count(session).await?.0, 2);
/// # Ok::<(), SessionError>(()) }).unwrap();
/// ```
#[derive(Clone)]
pub struct Session(Arc<Mutex<State>>);

/// What the request has done to its session, and what it was.
pub(super) struct State {
    pub(super) settings: Arc<Settings>,
    /// The id the session will have; `None` until somebody asks for it, or it is stored.
    pub(super) id: Option<SessionId>,
    /// What was read, if anything was.
    pub(super) stored: Option<Stored>,
    /// The values that were read.
    pub(super) content: Content,
    pub(super) edits: Edits,
    /// A stored session that `flush` has ended.
    pub(super) flushed: Option<SessionId>,
    /// Whether `regenerate` was called.
    pub(super) regenerated: bool,
    /// Whether the client sent an id.
    pub(super) sent: bool,
    /// Whether the application has looked at the session.
    pub(super) accessed: bool,
    /// Whether the response has begun.
    pub(super) closed: bool,
}

/// The changes of a request, the last for each key.
#[derive(Debug, Default)]
pub(super) struct Edits {
    /// Whether everything that was there goes first.
    pub(super) cleared: bool,
    pub(super) keys: BTreeMap<String, Edit>,
}

/// A change of one key.
pub(super) enum Edit {
    /// Set to a value in plain JSON.
    Json(String),
    /// Set to a value in typed JSON, which was read already.
    Typed(String),
    /// Removed.
    Removed,
}

/// The values stay out of logs.
impl fmt::Debug for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Json(_) => "Json",
            Self::Typed(_) => "Typed",
            Self::Removed => "Removed",
        })
    }
}

impl Edits {
    pub(super) fn is_empty(&self) -> bool {
        !self.cleared && self.keys.is_empty()
    }
}

impl State {
    /// A session that is not stored.
    pub(super) fn new(settings: Arc<Settings>, id: Option<SessionId>, sent: bool) -> Self {
        let content = Content::new(settings.format);
        Self {
            settings,
            id,
            stored: None,
            content,
            edits: Edits::default(),
            flushed: None,
            regenerated: false,
            sent,
            accessed: false,
            closed: false,
        }
    }

    pub(super) fn is_modified(&self) -> bool {
        !self.edits.is_empty() || self.regenerated || self.flushed.is_some()
    }

    /// The value of a key in the plain view.
    fn plain(&self, key: &str) -> Option<String> {
        match self.edits.keys.get(key) {
            Some(Edit::Removed) => None,
            Some(Edit::Json(text)) => Some(text.clone()),
            Some(Edit::Typed(text)) => self.content.plain_of_typed(text),
            None if self.edits.cleared => None,
            None => self.content.plain(key),
        }
    }

    /// The value of a key in typed JSON.
    fn typed(&self, key: &str) -> Option<String> {
        match self.edits.keys.get(key) {
            Some(Edit::Removed) => None,
            Some(Edit::Json(text)) => self.content.typed_of_plain(text),
            Some(Edit::Typed(text)) => Some(text.clone()),
            None if self.edits.cleared => None,
            None => self.content.typed(key),
        }
    }

    pub(super) fn keys(&self) -> BTreeSet<String> {
        let mut keys: BTreeSet<String> = match self.edits.cleared {
            true => BTreeSet::new(),
            false => self.content.keys().map(str::to_owned).collect(),
        };
        for (key, edit) in &self.edits.keys {
            match edit {
                Edit::Removed => keys.remove(key),
                _ => keys.insert(key.clone()),
            };
        }
        keys.remove(PERMANENT);
        keys
    }

    fn regenerate(&mut self) {
        self.id = None;
        self.regenerated = true;
    }
}

/// A new id: 122 bits of the system's generator, as Python's `uuid4`.
pub(super) fn new_id() -> SessionId {
    SessionId::new(uuid::Uuid::new_v4().to_string()).expect("a UUID has 36 characters")
}

impl Session {
    pub(super) fn new(state: State) -> Self {
        Self(Arc::new(Mutex::new(state)))
    }

    /// A panic while the lock was held leaves a state that is whole: no method panics between two changes.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn look(&self) -> MutexGuard<'_, State> {
        let mut state = self.lock();
        state.accessed = true;
        state
    }

    fn change(&self) -> Result<MutexGuard<'_, State>, SessionError> {
        let state = self.look();
        if state.closed { Err(SessionError::Closed) } else { Ok(state) }
    }

    /// Ends the session's life in the application, and takes its state.
    pub(super) fn close(&self) -> State {
        let mut state = self.lock();
        let mut rest = State::new(state.settings.clone(), state.id.clone(), state.sent);
        rest.closed = true;
        std::mem::replace(&mut *state, rest)
    }

    /// Reads a value; `None` when there is none of that key.
    ///
    /// ```
    /// let session = sessctl::web::Session::default();
    /// session.insert("username", "ada")?;
    /// assert_eq!(session.get::<String>("username")?.as_deref(), Some("ada"));
    /// assert_eq!(session.get::<String>("email")?, None);
    /// assert!(session.get::<u32>("username").is_err());
    /// # Ok::<(), sessctl::web::SessionError>(())
    /// ```
    ///
    /// # Errors
    /// When the value is no `T`.
    pub fn get<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, SessionError> {
        let plain = self.look().plain(key);
        let value = plain.map(|text| serde_json::from_str(&text)).transpose();
        value.map_err(|source| SessionError::Get { key: key.to_owned(), source })
    }

    /// Reads a value with its Python types, as [typed JSON](crate::codec::typed); `None` when there is none of that key.
    ///
    /// ```
    /// let session = sessctl::web::Session::default();
    /// session.insert("cart", [1, 2])?;
    /// assert_eq!(session.get_typed("cart").as_deref(), Some("[1,2]"));
    /// # Ok::<(), sessctl::web::SessionError>(())
    /// ```
    #[must_use]
    pub fn get_typed(&self, key: &str) -> Option<String> {
        self.look().typed(key)
    }

    /// Sets a value.
    ///
    /// ```
    /// let session = sessctl::web::Session::default();
    /// #[derive(serde::Serialize)]
    /// struct User { name: &'static str, admin: bool }
    ///
    /// session.insert("user", User { name: "ada", admin: true })?;
    /// assert!(session.is_modified());
    /// # Ok::<(), sessctl::web::SessionError>(())
    /// ```
    ///
    /// # Errors
    /// When JSON cannot hold the value, or the response has begun. The session is unchanged then.
    pub fn insert(&self, key: &str, value: impl Serialize) -> Result<(), SessionError> {
        let text = serde_json::to_string(&value)
            .map_err(|source| SessionError::Insert { key: key.to_owned(), source })?;
        self.change()?.edits.keys.insert(key.to_owned(), Edit::Json(text));
        Ok(())
    }

    /// Sets a value with Python types of its own, from [typed JSON](crate::codec::typed): a tuple, a set, a `datetime`.
    ///
    /// ```
    /// let session = sessctl::web::Session::default();
    /// session.insert_typed("since", r#"{"$datetime": "2026-11-22T20:00:17"}"#)?;
    /// assert_eq!(session.get::<String>("since")?.as_deref(), Some("2026-11-22T20:00:17"));
    /// // What would be refused when it is read is refused when it is written.
    /// let object = r#"{"$object": {"class": "os:system", "how": "reduce", "args": ["true"]}}"#;
    /// assert!(session.insert_typed("bad", object).is_err());
    /// # Ok::<(), sessctl::web::SessionError>(())
    /// ```
    ///
    /// # Errors
    /// When the text is no typed JSON, its verdict is above [`Settings::verdict`], or the response has begun. The
    /// session is unchanged then.
    pub fn insert_typed(&self, key: &str, json: &str) -> Result<(), SessionError> {
        let mut state = self.change()?;
        let checked = state.content.check_typed(json, &state.settings);
        checked.map_err(|source| SessionError::InsertTyped { key: key.to_owned(), source })?;
        state.edits.keys.insert(key.to_owned(), Edit::Typed(json.to_owned()));
        Ok(())
    }

    /// Removes a value and returns it; `None` when there was none of that key.
    ///
    /// ```
    /// let session = sessctl::web::Session::default();
    /// session.insert("cart", ["A-1"])?;
    /// assert_eq!(session.remove::<Vec<String>>("cart")?, Some(vec!["A-1".to_owned()]));
    /// assert_eq!(session.remove::<Vec<String>>("cart")?, None);
    /// # Ok::<(), sessctl::web::SessionError>(())
    /// ```
    ///
    /// # Errors
    /// When the value is no `T`, or the response has begun. The session is unchanged then.
    pub fn remove<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, SessionError> {
        let value = self.get(key)?;
        let mut state = self.change()?;
        if value.is_some() {
            state.edits.keys.insert(key.to_owned(), Edit::Removed);
        }
        Ok(value)
    }

    /// Whether there is a value of that key.
    ///
    /// ```
    /// let session = sessctl::web::Session::default();
    /// session.insert("username", "ada")?;
    /// assert!(session.contains("username") && !session.contains("email"));
    /// # Ok::<(), sessctl::web::SessionError>(())
    /// ```
    #[must_use]
    pub fn contains(&self, key: &str) -> bool {
        self.look().keys().contains(key)
    }

    /// The keys, sorted. Keys that are no strings, which Python allows, are not listed, and stay.
    ///
    /// ```
    /// let session = sessctl::web::Session::default();
    /// session.insert("b", 1)?;
    /// session.insert("a", 2)?;
    /// assert_eq!(session.keys(), ["a", "b"]);
    /// # Ok::<(), sessctl::web::SessionError>(())
    /// ```
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        self.look().keys().into_iter().collect()
    }

    /// The keys and their values in the plain view, sorted by key.
    ///
    /// ```
    /// let session = sessctl::web::Session::default();
    /// session.insert("username", "ada")?;
    /// for (key, value) in session.iter() {
    ///     assert_eq!((key.as_str(), value.as_str()), ("username", Some("ada")));
    /// }
    /// # Ok::<(), sessctl::web::SessionError>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (String, Json)> + use<> {
        let state = self.look();
        let value = |key: String| {
            // The plain view folds what is deeper than `serde_json` reads.
            let value = serde_json::from_str(&state.plain(&key)?).ok()?;
            Some((key, value))
        };
        let values: Vec<_> = state.keys().into_iter().filter_map(value).collect();
        values.into_iter()
    }

    /// How many values there are.
    ///
    /// ```
    /// let session = sessctl::web::Session::default();
    /// assert_eq!((session.len(), session.is_empty()), (0, true));
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.look().keys().len()
    }

    /// Whether there are no values.
    ///
    /// ```
    /// let session = sessctl::web::Session::default();
    /// assert!(session.is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Removes all values. A session that stays empty is deleted, and its cookie taken away; one that gets values again
    /// keeps its id.
    ///
    /// ```
    /// let session = sessctl::web::Session::default();
    /// session.insert("username", "ada")?;
    /// session.clear()?;
    /// assert!(session.is_empty());
    /// # Ok::<(), sessctl::web::SessionError>(())
    /// ```
    ///
    /// # Errors
    /// When the response has begun.
    pub fn clear(&self) -> Result<(), SessionError> {
        self.change()?.edits = Edits { cleared: true, ..Edits::default() };
        Ok(())
    }

    /// Ends the session: it is deleted, whatever others do to it meanwhile, and its cookie taken away. Values that are
    /// set afterwards begin another session, of another id.
    ///
    /// ```
    /// let session = sessctl::web::Session::default();
    /// let before = session.id();
    /// session.flush()?;
    /// assert_ne!(session.id(), before);
    /// # Ok::<(), sessctl::web::SessionError>(())
    /// ```
    ///
    /// # Errors
    /// When the response has begun.
    pub fn flush(&self) -> Result<(), SessionError> {
        let mut state = self.change()?;
        let mut fresh = State::new(state.settings.clone(), None, state.sent);
        let stored = state.stored.take().map(|stored| stored.session.id);
        fresh.flushed = state.flushed.take().or(stored);
        fresh.accessed = true;
        *state = fresh;
        Ok(())
    }

    /// Gives the session a new id and keeps its values; the old id is good for nothing any more. Call it whenever
    /// somebody logs in: whoever knew the id before, or planted it, is not logged in with them.
    ///
    /// ```
    /// let session = sessctl::web::Session::default();
    /// let before = session.id();
    /// session.regenerate()?;
    /// session.insert("username", "ada")?;
    /// assert_ne!(session.id(), before);
    /// # Ok::<(), sessctl::web::SessionError>(())
    /// ```
    ///
    /// # Errors
    /// When the response has begun.
    pub fn regenerate(&self) -> Result<(), SessionError> {
        self.change()?.regenerate();
        Ok(())
    }

    /// The id the session has, or will have once it is stored: a credential.
    ///
    /// ```
    /// let session = sessctl::web::Session::default();
    /// assert_eq!(session.id(), session.clone().id());
    /// ```
    #[must_use]
    pub fn id(&self) -> SessionId {
        self.look().id.get_or_insert_with(new_id).clone()
    }

    /// Whether the session was not stored before this request.
    ///
    /// ```
    /// let session = sessctl::web::Session::default();
    /// assert!(session.is_new());
    /// ```
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.look().stored.is_none()
    }

    /// Whether this request has changed the session.
    ///
    /// ```
    /// let session = sessctl::web::Session::default();
    /// assert!(!session.is_modified());
    /// ```
    #[must_use]
    pub fn is_modified(&self) -> bool {
        self.look().is_modified()
    }

    /// When the session ends unless it is saved again; `None` for one that is not stored or never ends.
    ///
    /// ```
    /// let session = sessctl::web::Session::default();
    /// assert_eq!(session.expires_at(), None);
    /// ```
    #[must_use]
    pub fn expires_at(&self) -> Option<Timestamp> {
        let state = self.look();
        let ttl = state.stored.as_ref()?.session.ttl?;
        Timestamp::from_second(ttl.checked_add(state.settings.offset_seconds())?).ok()
    }
}

/// A new session that no table is behind: for tests of your handlers.
impl Default for Session {
    fn default() -> Self {
        Self::new(State::new(Arc::default(), None, false))
    }
}

/// Names and sizes alone: the id is a credential, and values do not belong into logs.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        f.debug_struct("Session")
            .field("id", &state.id)
            .field("modified", &state.is_modified())
            .finish_non_exhaustive()
    }
}

//! One table of sessions: get, put, touch, delete and page.
//!
//! Writes are UpdateItem `SET`, as the Python middleware's are, so foreign attributes survive. It does not
//! decode payloads, and jobs over a whole table are `bulk`'s.

use aws_sdk_dynamodb::{
    Client,
    error::ProvideErrorMetadata,
    operation::update_item::builders::UpdateItemFluentBuilder,
    types::{AttributeValue, ReturnConsumedCapacity},
};
use jiff::Timestamp;

use crate::{
    layout::{Envelope, Item, Layout, LayoutError, Stored, item_size, payload_value},
    session::{Lifetime, Payload, SessionId},
};

mod condition;
mod connect;
mod error;

use condition::Condition;
pub use connect::{ConnectError, Settings, connect};
pub use error::{Operation, Place, StoreError, Target};

/// DynamoDB's limit for an item, names and values together, in bytes.
pub const MAX_ITEM_BYTES: usize = 400 * 1024;

/// How often a session is read again that somebody writes while it is touched.
const TOUCH_TRIES: u32 = 5;

/// Items the server looks at for one page at most. DynamoDB ends a page at 1 MB, which are 5,000 sessions of 200 bytes;
/// whoever reads segments in parallel holds two pages of each. The embedded engine reads all that is left of a table into
/// memory to find that end, unless a limit comes first.
pub const PAGE_ITEMS: i32 = 2000;

/// What may be there already when a session is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PutMode {
    /// Nothing: a session of that id is left alone and the put fails.
    Create,
    /// A session of that id, whose payload and times are replaced; foreign attributes survive.
    Replace,
}

/// A part of a scan, and where in it to go on.
#[derive(Clone, Debug, Default)]
pub struct PageRequest {
    /// This segment of so many; `None` scans the table as one.
    pub segment: Option<(i32, i32)>,
    /// Where the page before ended.
    pub start: Option<Item>,
    /// Which sessions the server may leave out.
    pub filter: ServerFilter,
    /// Which attributes are wanted.
    pub attributes: Attributes,
    /// Items the server may look at for this page; `None` for as many as fit 1 MB, or [`PAGE_ITEMS`].
    pub limit: Option<i32>,
}

/// Which attributes a page brings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Attributes {
    /// All of them.
    #[default]
    All,
    /// The key and the expiry.
    IdAndTtl,
    /// The key, the expiry and the time of writing.
    Times,
}

/// What the server decides; whatever is given must hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ServerFilter {
    /// The expiry is a Number below this many seconds since 1970.
    pub expired_before: Option<i64>,
    /// The expiry is a Number of at least this many seconds, or there is none.
    pub live_at: Option<i64>,
    /// The time of writing lies before this; a session without one does not pass.
    pub modified_before: Option<Timestamp>,
    /// The time of writing lies not before this; a session without one passes.
    pub modified_since: Option<Timestamp>,
}

impl ServerFilter {
    /// Whether every session passes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// One page of a scan.
#[derive(Clone, Debug)]
pub struct Page {
    /// The sessions, or why an item is none.
    pub items: Vec<Result<Stored, LayoutError>>,
    /// Where the next page starts; `None` at the end.
    pub next: Option<Item>,
    /// Items the server looked at.
    pub scanned: u64,
    /// Read capacity used, in units; `None` where the engine does not say.
    pub read_units: Option<f64>,
}

/// What must still hold of a session for it to be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Still {
    /// Its expiry is a Number below this many seconds since 1970, whoever wrote it meanwhile.
    ExpiredBefore(i64),
    /// Nobody has written it since it was read.
    Unchanged,
    /// Both.
    UnchangedAndExpiredBefore(i64),
}

/// What a delete that depends on the stored state found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Deleted {
    /// The session is gone; it cost this many write units, where the engine says so.
    Yes(Option<f64>),
    /// The session was renewed meanwhile and is still there.
    Kept,
}

/// What becomes of a session that is in the table when another of the same id is to be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnConflict {
    /// It stays, unless it was written before the other.
    #[default]
    Newer,
    /// It stays.
    Skip,
    /// It is replaced.
    Overwrite,
    /// It stays, and the job ends.
    Fail,
}

impl OnConflict {
    /// As the command line calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Newer => "newer",
            Self::Skip => "skip",
            Self::Overwrite => "overwrite",
            Self::Fail => "fail",
        }
    }
}

/// What writing an item that may be there already came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Placed {
    /// It was written; it cost this many write units, where the engine says so.
    Yes(Option<f64>),
    /// The session that is there stays.
    Kept,
}

/// One table of sessions. Cloning is cheap and shares the connections.
#[derive(Clone, Debug)]
pub struct Store {
    client: Client,
    target: Target,
    layout: Layout,
    consistent_read: bool,
}

impl Store {
    /// A store over a client that is set up already; [`connect`] sets one up.
    #[must_use]
    pub fn new(client: Client, target: Target, layout: Layout, consistent_read: bool) -> Self {
        Self { client, target, layout, consistent_read }
    }

    /// The same store with reads that are strongly consistent.
    #[must_use]
    pub fn consistent(&self) -> Self {
        Self { consistent_read: true, ..self.clone() }
    }

    /// The table's name.
    #[must_use]
    pub fn table(&self) -> &str {
        &self.target.table
    }

    /// What the store talks to, for messages.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// How items are laid out.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The SDK's client, for what concerns the table itself.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Reads a session; `None` when there is none of that id.
    ///
    /// # Errors
    /// As classified by [`StoreError`].
    pub async fn get(&self, id: &SessionId) -> Result<Option<Stored>, StoreError> {
        self.read(id, self.consistent_read).await
    }

    async fn read(&self, id: &SessionId, consistent: bool) -> Result<Option<Stored>, StoreError> {
        let answer = self
            .client
            .get_item()
            .table_name(self.table())
            .set_key(Some(self.layout.key(id)))
            .set_consistent_read(consistent.then_some(true))
            .send()
            .await
            .map_err(|error| StoreError::classify(Operation::GetItem, &self.target, error))?;
        match answer.item {
            None => Ok(None),
            Some(item) => self.layout.read(item).map(Some).map_err(StoreError::Layout),
        }
    }

    /// Writes a payload, the time of writing and the expiry. Returns the expiry.
    ///
    /// # Errors
    /// [`StoreError::ConditionFailed`] when the session is there and `mode` is [`PutMode::Create`];
    /// [`StoreError::ItemTooLarge`] before any request for a payload that cannot fit. Nothing is changed then.
    pub async fn put(
        &self,
        id: &SessionId,
        payload: &Payload,
        mode: PutMode,
        lifetime: Lifetime,
        now: Timestamp,
    ) -> Result<i64, StoreError> {
        let item = self.layout.new_item(id, payload, lifetime, now);
        let size = item_size(&item);
        if size > MAX_ITEM_BYTES {
            return Err(StoreError::ItemTooLarge { bytes: Some(size) });
        }
        let condition = match mode {
            PutMode::Create => Condition::new().absent(&self.layout),
            PutMode::Replace => Condition::new(),
        };
        match self.set(id, item, condition).send().await {
            Ok(_) => Ok(lifetime.ttl_at(now)),
            Err(error) => Err(StoreError::classify(Operation::UpdateItem, &self.target, error)),
        }
    }

    /// A request that sets attributes of a session's item and leaves the others alone.
    fn set(&self, id: &SessionId, mut attributes: Item, condition: Condition) -> UpdateItemFluentBuilder {
        attributes.remove(self.layout.key);
        let required = (!condition.is_empty()).then(|| condition.expression());
        let Condition { mut names, values, .. } = condition;
        let mut values = values.unwrap_or_default();
        names.reserve(attributes.len());
        values.reserve(attributes.len());
        let mut update = String::with_capacity(64);
        for (n, (attribute, content)) in attributes.into_iter().enumerate() {
            let (name, value) = match self.placeholders(&attribute) {
                Some((name, value)) => (name.to_owned(), value.to_owned()),
                None => (format!("#set{n}"), format!(":set{n}")),
            };
            update.push_str(if update.is_empty() { "SET " } else { ", " });
            update.push_str(&name);
            update.push_str(" = ");
            update.push_str(&value);
            names.insert(name, attribute);
            values.insert(value, content);
        }
        self.client
            .update_item()
            .table_name(self.table())
            .set_key(Some(self.layout.key(id)))
            .update_expression(update)
            .set_condition_expression(required)
            .set_expression_attribute_names(Some(names))
            .set_expression_attribute_values(Some(values))
    }

    /// What stands in an expression for an attribute that every save writes, and for its value. Conditions call the
    /// attributes by the same names.
    fn placeholders(&self, attribute: &str) -> Option<(&'static str, &'static str)> {
        if attribute == self.layout.data.name {
            Some(("#data", ":data"))
        } else if self.layout.modified.is_some_and(|time| attribute == time.name) {
            Some(("#modified", ":modified"))
        } else if self.layout.ttl.is_some_and(|ttl| attribute == ttl) {
            Some(("#ttl", ":ttl"))
        } else {
            None
        }
    }

    /// Replaces the payload of a session if nobody has written it since it was read; the expiry stays, or is that of
    /// `lifetime`. DynamoDB compares and writes in one step.
    ///
    /// # Errors
    /// [`StoreError::ConditionFailed`] when the session was written or deleted meanwhile, and
    /// [`StoreError::ItemTooLarge`] before any request. Nothing is changed then.
    pub async fn replace_unchanged(
        &self,
        seen: &Stored,
        payload: &Payload,
        lifetime: Option<Lifetime>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let session = &seen.session;
        let before = session.payload.as_ref().map_or(0, |payload| payload.as_bytes().len());
        let size = seen.size_bytes - before + payload.as_bytes().len();
        if size > MAX_ITEM_BYTES {
            return Err(StoreError::ItemTooLarge { bytes: Some(size) });
        }
        let mut values = self.layout.time_of_writing(now);
        values.insert(self.layout.data.name.to_owned(), payload_value(payload.clone()));
        if let (Some(lifetime), Some(name)) = (lifetime, self.layout.ttl) {
            values.insert(name.to_owned(), AttributeValue::N(lifetime.ttl_at(now).to_string()));
        }
        self.set_unchanged(seen, values, None).await.map(drop)
    }

    /// The same for a payload that says the same in another format: the time of writing stays too. Returns the write
    /// units it cost, where the engine says so.
    ///
    /// # Errors
    /// [`StoreError::ConditionFailed`] when the session was written or deleted meanwhile; nothing is changed then.
    pub async fn recode_unchanged(
        &self,
        seen: &Stored,
        payload: &Payload,
    ) -> Result<Option<f64>, StoreError> {
        let name = self.layout.data.name.to_owned();
        let values = Item::from([(name, payload_value(payload.clone()))]);
        self.set_unchanged(seen, values, Some(ReturnConsumedCapacity::Total)).await
    }

    async fn set_unchanged(
        &self,
        seen: &Stored,
        attributes: Item,
        capacity: Option<ReturnConsumedCapacity>,
    ) -> Result<Option<f64>, StoreError> {
        let condition = Condition::new().unchanged(&self.layout, seen);
        let request = self.set(&seen.session.id, attributes, condition);
        match request.set_return_consumed_capacity(capacity).send().await {
            Ok(done) => Ok(done.consumed_capacity.and_then(|used| used.capacity_units)),
            Err(error) => Err(StoreError::classify(Operation::UpdateItem, &self.target, error)),
        }
    }

    /// Moves the expiry of a session, and its time of writing with it. Returns the new expiry;
    /// `None` when there is no session of that id.
    ///
    /// # Errors
    /// As classified by [`StoreError`].
    pub async fn touch(
        &self,
        id: &SessionId,
        lifetime: Lifetime,
        now: Timestamp,
    ) -> Result<Option<i64>, StoreError> {
        let ttl = lifetime.ttl_at(now);
        let mut values = self.layout.time_of_writing(now);
        if let Some(name) = self.layout.ttl {
            values.insert(name.to_owned(), AttributeValue::N(ttl.to_string()));
        }
        if self.layout.envelope == Some(Envelope::Record) {
            return self.touch_record(id, ttl, values).await;
        }
        let present = Condition::new().present(&self.layout);
        let answer = self.set(id, values, present).send().await;
        match answer.map_err(|error| StoreError::classify(Operation::UpdateItem, &self.target, error)) {
            Ok(_) => Ok(Some(ttl)),
            Err(StoreError::ConditionFailed) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Moves the expiry in the payload too, of the session as it is then.
    async fn touch_record(
        &self,
        id: &SessionId,
        ttl: i64,
        attributes: Item,
    ) -> Result<Option<i64>, StoreError> {
        let mut tries = 0;
        loop {
            let Some(seen) = self.read(id, true).await? else { return Ok(None) };
            let mut attributes = attributes.clone();
            if let Some(payload) = self.layout.with_expiry(&seen, ttl) {
                attributes.insert(self.layout.data.name.to_owned(), payload_value(payload));
            }
            match self.set_unchanged(&seen, attributes, None).await {
                Ok(_) => return Ok(Some(ttl)),
                Err(StoreError::ConditionFailed) if tries < TOUCH_TRIES => tries += 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// Deletes a session, whatever is in it. Returns whether there was one.
    ///
    /// # Errors
    /// As classified by [`StoreError`].
    pub async fn delete(&self, id: &SessionId) -> Result<bool, StoreError> {
        let answer = self
            .client
            .delete_item()
            .table_name(self.table())
            .set_key(Some(self.layout.key(id)))
            .condition_expression("attribute_exists(#id)")
            .expression_attribute_names("#id", self.layout.key)
            .send()
            .await;
        match answer.map_err(|error| StoreError::classify(Operation::DeleteItem, &self.target, error)) {
            Ok(_) => Ok(true),
            Err(StoreError::ConditionFailed) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Deletes a session if it is still what was seen. DynamoDB evaluates the condition and deletes in one step, so a
    /// session renewed since it was read survives. A session that is gone already counts as kept.
    ///
    /// # Errors
    /// As classified by [`StoreError`].
    pub async fn delete_if(&self, seen: &Stored, still: Still) -> Result<Deleted, StoreError> {
        let condition = match still {
            Still::ExpiredBefore(cutoff) => Condition::new().expired_before(&self.layout, cutoff),
            Still::Unchanged => Condition::new().unchanged(&self.layout, seen),
            Still::UnchangedAndExpiredBefore(cutoff) => {
                Condition::new().unchanged(&self.layout, seen).expired_before(&self.layout, cutoff)
            }
        };
        let answer = self
            .client
            .delete_item()
            .table_name(self.table())
            .set_key(Some(self.layout.key(&seen.session.id)))
            .condition_expression(condition.expression())
            .set_expression_attribute_names(Some(condition.names))
            .set_expression_attribute_values(condition.values)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        match answer.map_err(|error| StoreError::classify(Operation::DeleteItem, &self.target, error)) {
            Ok(done) => Ok(Deleted::Yes(done.consumed_capacity.and_then(|used| used.capacity_units))),
            Err(StoreError::ConditionFailed) => Ok(Deleted::Kept),
            Err(error) => Err(error),
        }
    }

    /// Writes a whole item, every attribute of it. Which of two is newer tells the time of writing, or the expiry where
    /// the layout has no such time. DynamoDB compares and writes in one step.
    ///
    /// # Errors
    /// As classified by [`StoreError`].
    pub async fn place(&self, item: &Item, on_conflict: OnConflict) -> Result<Placed, StoreError> {
        let condition = match on_conflict {
            OnConflict::Overwrite => None,
            OnConflict::Newer => Some(Condition::new().absent_or_older(&self.layout, item)),
            OnConflict::Skip | OnConflict::Fail => Some(Condition::new().absent(&self.layout)),
        };
        let mut request = self
            .client
            .put_item()
            .table_name(self.table())
            .set_item(Some(item.clone()))
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        if let Some(condition) = condition {
            request = request
                .condition_expression(condition.expression())
                .set_expression_attribute_names(Some(condition.names))
                .set_expression_attribute_values(condition.values);
        }
        let answer = request.send().await;
        match answer.map_err(|error| StoreError::classify(Operation::PutItem, &self.target, error)) {
            Ok(done) => Ok(Placed::Yes(done.consumed_capacity.and_then(|used| used.capacity_units))),
            Err(StoreError::ConditionFailed) => Ok(Placed::Kept),
            Err(error) => Err(error),
        }
    }

    /// Reads one page of a scan: at most 1 MB of items, before the server's filter.
    ///
    /// # Errors
    /// As classified by [`StoreError`].
    pub async fn page(&self, request: PageRequest) -> Result<Page, StoreError> {
        let mut scan = self
            .client
            .scan()
            .table_name(self.table())
            .consistent_read(self.consistent_read)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .set_exclusive_start_key(request.start)
            .limit(request.limit.map_or(PAGE_ITEMS, |limit| limit.min(PAGE_ITEMS)));
        if let Some((segment, total)) = request.segment {
            scan = scan.segment(segment).total_segments(total);
        }
        let ServerFilter { expired_before, live_at, modified_before, modified_since } = request.filter;
        let layout = &self.layout;
        let mut condition = Condition::new().of_session(layout);
        if let Some(cutoff) = expired_before {
            condition = condition.expired_before(layout, cutoff);
        }
        if let Some(now) = live_at {
            condition = condition.live_at(layout, now);
        }
        if let Some(before) = modified_before {
            condition = condition.written_before(layout, before);
        }
        if let Some(since) = modified_since {
            condition = condition.not_written_before(layout, since);
        }
        if !condition.is_empty() {
            scan = scan.filter_expression(condition.expression());
        }
        let (ttl, modified, created) = (
            layout.ttl.map(|name| ("#ttl", name)),
            layout.modified.map(|time| ("#modified", time.name)),
            layout.created.map(|time| ("#created", time.name)),
        );
        let id = Some(("#id", layout.key));
        let projection = match request.attributes {
            Attributes::All => [None; 4],
            Attributes::IdAndTtl => [id, ttl, None, None],
            Attributes::Times => [id, ttl, modified, created],
        };
        let projection: Vec<(&str, &str)> = projection.into_iter().flatten().collect();
        if !projection.is_empty() {
            let placeholders: Vec<&str> = projection.iter().map(|(placeholder, _)| *placeholder).collect();
            scan = scan.projection_expression(placeholders.join(", "));
        }
        for (placeholder, name) in projection {
            condition.name(placeholder, name);
        }
        if !condition.names.is_empty() {
            scan = scan.set_expression_attribute_names(Some(condition.names));
        }
        scan = scan.set_expression_attribute_values(condition.values);
        let answer =
            scan.send().await.map_err(|error| StoreError::classify(Operation::Scan, &self.target, error))?;
        Ok(Page {
            items: answer.items.unwrap_or_default().into_iter().map(|item| self.layout.read(item)).collect(),
            next: answer.last_evaluated_key.filter(|key| !key.is_empty()),
            scanned: u64::try_from(answer.scanned_count).unwrap_or(0),
            read_units: answer.consumed_capacity.and_then(|used| used.capacity_units),
        })
    }
}

/// The error code an engine answered with, where it answered.
fn code_of(error: &impl ProvideErrorMetadata) -> &str {
    error.code().unwrap_or_default()
}

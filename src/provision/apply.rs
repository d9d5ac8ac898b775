//! Brings a table to what it should be, and waits until it is.
//!
//! Every step looks before it acts and can be repeated, so a run that was killed is simply run again, and several at
//! once end in the same table.

use std::{fmt, time::Duration};

use aws_sdk_dynamodb::{
    operation::update_table::builders::UpdateTableFluentBuilder,
    types::{
        AttributeDefinition, BillingMode, KeySchemaElement, KeyType, OnDemandThroughput,
        PointInTimeRecoverySpecification, ProvisionedThroughput, ScalarAttributeType, SseSpecification,
        SseType, TableClass as SdkTableClass, TableStatus, Tag, TimeToLiveSpecification,
    },
};
use tokio::time::Instant;

use super::{
    ProvisionError,
    plan::{Plan, Setting, plan},
    read_state,
    spec::{Asked, Billing, Ceiling, KmsKey, Recovery, Spec, TableClass, TtlWish},
    state::{UNKNOWN, read_ttl},
};
use crate::store::{Operation, Place, Store, StoreError};

/// Polls fast at first: a table is active in 5 to 10 s, and the SDK's own waiter asks every 20 s.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// Times a request is repeated that the service had no capacity for, beyond the SDK's own retries.
const THROTTLED: u32 = 4;

/// The service enables backups of a new table by itself, which takes it a while.
const BACKUPS_WITHIN: Duration = Duration::from_secs(120);

/// Changes of a table show with some delay: the API reference has TagResource asynchronous.
const SETTLES_WITHIN: Duration = Duration::from_secs(10);
const SETTLES_LOCALLY_WITHIN: Duration = Duration::from_secs(1);

/// What is waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// The table is in this status, and not yet active.
    Active(String),
    /// The service has not yet enabled backups of the table.
    Backups,
    /// The service refuses for now: too many requests, or somebody else is changing the table.
    Busy,
    /// What was changed does not show yet.
    Settled,
}

impl fmt::Display for Waiting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Active(status) => write!(f, "the table is {status}"),
            Self::Backups => f.write_str("DynamoDB is enabling backups of the table"),
            Self::Busy => f.write_str("DynamoDB is busy"),
            Self::Settled => f.write_str("the changes do not show yet"),
        }
    }
}

/// Hears what is waited for, each time it is looked at.
pub type Tell<'a> = &'a mut dyn FnMut(&Waiting);

/// Why a setting was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The engine does not have the operation.
    Unsupported,
    /// The engine takes it and does not keep it.
    NotKept,
}

/// A setting that is not as it should be, though nothing failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The setting.
    pub setting: Setting,
    /// Why.
    pub why: Why,
    /// Whether somebody named it.
    pub asked: Asked,
}

/// What came of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// What the engine does not have or keep.
    pub left_out: Vec<LeftOut>,
}

/// Does what a plan says, and waits until the table is active and shows it.
///
/// # Errors
/// [`ProvisionError::Obstacle`] before anything is changed. Another error leaves what was done before it; the same
/// call again goes on from there.
pub async fn apply(
    store: &Store,
    spec: &Spec,
    plan: &Plan,
    timeout: Duration,
    tell: Tell<'_>,
) -> Result<Applied, ProvisionError> {
    let (start, applied) = (Instant::now(), Applied::default());
    let fresh = plan.calls(Operation::CreateTable);
    let mut run = Run { store, spec, timeout, start, tell, fresh, created: false, applied };
    run.note_unsupported(plan);
    run.refuse_obstacle(plan)?;
    if fresh {
        run.create().await?;
    }
    run.await_active().await?;
    if !plan.differences.is_empty() {
        run.mend().await?;
        run.await_settled().await?;
    }
    Ok(run.applied)
}

struct Run<'a> {
    store: &'a Store,
    spec: &'a Spec,
    timeout: Duration,
    start: Instant,
    tell: Tell<'a>,
    /// Whether there was no table when this run began.
    fresh: bool,
    /// Whether this run created the table, with all that CreateTable takes.
    created: bool,
    applied: Applied,
}

/// What a request came to.
enum Sent {
    Done,
    /// Refused because the parameters and the table's state do not go together, in the service's words.
    Invalid(String),
    /// [`BACKUPS_WITHIN`] some time.
    BackupsUnavailable,
    LeftOut,
}

impl Run<'_> {
    fn refuse_obstacle(&self, plan: &Plan) -> Result<(), ProvisionError> {
        match plan.obstacle() {
            None => Ok(()),
            Some(difference) => Err(ProvisionError::Obstacle {
                table: self.store.table().to_owned(),
                difference: Box::new(difference.clone()),
            }),
        }
    }

    fn leave_out(&mut self, setting: Setting, why: Why) {
        let asked = match (setting, &self.spec.ttl) {
            (Setting::Ttl, Some(TtlWish { asked, .. })) => *asked,
            _ => Asked::Explicitly,
        };
        if self.applied.left_out.iter().all(|left| left.setting != setting) {
            self.applied.left_out.push(LeftOut { setting, why, asked });
        }
    }

    fn note_unsupported(&mut self, plan: &Plan) {
        let differing = plan
            .differences
            .iter()
            .filter(|difference| difference.remedy == super::Remedy::Unsupported)
            .map(|difference| difference.setting);
        for setting in differing.chain(plan.left_out.iter().copied()) {
            self.leave_out(setting, Why::Unsupported);
        }
    }

    /// Does everything that differs from what the table is now: whoever else creates or changes it may have done some.
    async fn mend(&mut self) -> Result<(), ProvisionError> {
        let mut pause = FIRST_PAUSE;
        let state = loop {
            if let Some(state) = read_state(self.store).await? {
                break state;
            }
            // A new table is not visible to every operation at once.
            let waiting = Waiting::Active("not visible yet".to_owned());
            if !self.fresh || !self.pause(&mut pause, &waiting).await {
                return Err(StoreError::TableMissing(self.store.target().clone()).into());
            }
        };
        let plan = plan(Some(&state), self.spec);
        self.note_unsupported(&plan);
        self.refuse_obstacle(&plan)?;
        self.update_table(&plan).await?;
        if let (true, Some(arn)) = (plan.has(Setting::Tag), &state.arn) {
            self.tag(arn).await?;
        }
        if plan.has(Setting::Ttl)
            && let Some(wish) = &self.spec.ttl
        {
            self.enable_ttl(wish).await?;
        }
        if plan.has(Setting::PointInTimeRecovery)
            && let Some(recovery) = self.spec.point_in_time_recovery
        {
            self.set_recovery(recovery).await?;
        }
        Ok(())
    }

    fn left(&self) -> Duration {
        self.timeout.saturating_sub(self.start.elapsed())
    }

    /// Waits a little, longer each time; false when the time is up.
    async fn pause(&mut self, pause: &mut Duration, waiting: &Waiting) -> bool {
        if self.left() < *pause {
            return false;
        }
        (self.tell)(waiting);
        tokio::time::sleep(*pause).await;
        *pause = (*pause * 2).min(LONGEST_PAUSE);
        true
    }

    /// Sends a request, again when the service is busy or somebody else is changing the table.
    async fn send(
        &mut self,
        setting: Setting,
        call: impl AsyncFn() -> Result<(), StoreError>,
    ) -> Result<Sent, ProvisionError> {
        let mut pause = FIRST_PAUSE * 2;
        let mut throttled = 0;
        loop {
            match call().await {
                Ok(()) => return Ok(Sent::Done),
                Err(StoreError::Unsupported { .. }) => {
                    self.leave_out(setting, Why::Unsupported);
                    return Ok(Sent::LeftOut);
                }
                Err(StoreError::Service { code, message, .. }) if code == "ValidationException" => {
                    return Ok(Sent::Invalid(message));
                }
                Err(StoreError::Service { code, .. }) if code == "ContinuousBackupsUnavailableException" => {
                    return Ok(Sent::BackupsUnavailable);
                }
                Err(error @ StoreError::TableInUse { .. }) => {
                    self.await_active().await?;
                    if !self.pause(&mut pause, &Waiting::Busy).await {
                        return Err(error.into());
                    }
                }
                Err(error @ StoreError::Throttled { .. }) => {
                    throttled += 1;
                    if throttled > THROTTLED || !self.pause(&mut pause, &Waiting::Busy).await {
                        return Err(error.into());
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    async fn create(&mut self) -> Result<(), ProvisionError> {
        let (store, spec) = (self.store, self.spec);
        let target = store.target();
        let raced = std::cell::Cell::new(false);
        let call = async || {
            let built = "all fields that the builder requires are set";
            let mut request = store
                .client()
                .create_table()
                .table_name(store.table())
                .attribute_definitions(
                    AttributeDefinition::builder()
                        .attribute_name(spec.layout.key)
                        .attribute_type(ScalarAttributeType::S)
                        .build()
                        .expect(built),
                )
                .key_schema(
                    KeySchemaElement::builder()
                        .attribute_name(spec.layout.key)
                        .key_type(KeyType::Hash)
                        .build()
                        .expect(built),
                )
                .set_sse_specification(spec.kms_key.as_ref().and_then(sse))
                .set_table_class(spec.table_class.map(table_class))
                .set_deletion_protection_enabled(spec.deletion_protection)
                .set_on_demand_throughput(ceilings(spec, |ceiling| ceiling.units()))
                .set_tags((!spec.tags.is_empty()).then(|| tags(spec)));
            request = match spec.billing.unwrap_or(Billing::OnDemand) {
                Billing::OnDemand => request.billing_mode(BillingMode::PayPerRequest),
                Billing::Provisioned { read_capacity, write_capacity } => request
                    .billing_mode(BillingMode::Provisioned)
                    .provisioned_throughput(throughput(read_capacity, write_capacity)),
            };
            match request.send().await {
                Ok(_) => Ok(()),
                Err(error) => match StoreError::classify(Operation::CreateTable, target, error) {
                    // Somebody else has just created it; what differs is found when it is active.
                    StoreError::TableInUse { .. } => {
                        raced.set(true);
                        Ok(())
                    }
                    error => Err(error),
                },
            }
        };
        if let Sent::Invalid(message) = self.send(Setting::Key, call).await? {
            let (operation, code) = (Operation::CreateTable, "ValidationException".to_owned());
            return Err(StoreError::Service { operation, code, message }.into());
        }
        self.created = !raced.get();
        Ok(())
    }

    /// One setting a call: UpdateTable takes few of them together (API reference, `UpdateTable`).
    async fn update_table(&mut self, plan: &Plan) -> Result<(), ProvisionError> {
        let (store, spec) = (self.store, self.spec);
        if plan.has(Setting::Billing) || plan.has(Setting::MaxReadUnits) || plan.has(Setting::MaxWriteUnits) {
            let billing = spec.billing.filter(|_| plan.has(Setting::Billing));
            let setting = if billing.is_some() {
                Setting::Billing
            } else if plan.has(Setting::MaxReadUnits) {
                Setting::MaxReadUnits
            } else {
                Setting::MaxWriteUnits
            };
            let request = || {
                let request = store
                    .client()
                    .update_table()
                    .set_on_demand_throughput(ceilings(spec, |ceiling| Some(ceiling.to_request())));
                match billing {
                    None => request,
                    Some(Billing::OnDemand) => request.billing_mode(BillingMode::PayPerRequest),
                    Some(Billing::Provisioned { read_capacity, write_capacity }) => request
                        .billing_mode(BillingMode::Provisioned)
                        .provisioned_throughput(throughput(read_capacity, write_capacity)),
                }
            };
            self.send_update(setting, request).await?;
        }
        if let (true, Some(key)) = (plan.has(Setting::KmsKey), &spec.kms_key) {
            // Turning it off is what makes the key DynamoDB's own.
            let sse = sse(key).unwrap_or_else(|| SseSpecification::builder().enabled(false).build());
            let request = || store.client().update_table().sse_specification(sse.clone());
            self.send_update(Setting::KmsKey, request).await?;
        }
        if let (true, Some(class)) = (plan.has(Setting::TableClass), spec.table_class) {
            let request = || store.client().update_table().table_class(table_class(class));
            self.send_update(Setting::TableClass, request).await?;
        }
        if let (true, Some(on)) = (plan.has(Setting::DeletionProtection), spec.deletion_protection) {
            let request = || store.client().update_table().deletion_protection_enabled(on);
            self.send_update(Setting::DeletionProtection, request).await?;
        }
        Ok(())
    }

    async fn send_update(
        &mut self,
        setting: Setting,
        request: impl Fn() -> UpdateTableFluentBuilder,
    ) -> Result<(), ProvisionError> {
        let store = self.store;
        let call = async || {
            let answer = request().table_name(store.table()).send().await;
            answer
                .map(drop)
                .map_err(|error| StoreError::classify(Operation::UpdateTable, store.target(), error))
        };
        match self.send(setting, call).await? {
            Sent::Invalid(message) => {
                self.await_active().await?;
                let state = read_state(self.store).await?;
                if !plan(state.as_ref(), self.spec).has(setting) {
                    // Somebody else has done the same just before, and the service takes no change that changes nothing.
                    return Ok(());
                }
                if !self.created {
                    return Err(ProvisionError::Refused {
                        setting,
                        operation: Operation::UpdateTable,
                        message,
                    });
                }
                // An engine that dropped it from CreateTable does not know it here either.
                self.leave_out(setting, Why::NotKept);
                Ok(())
            }
            _ => self.await_active().await,
        }
    }

    async fn tag(&mut self, arn: &str) -> Result<(), ProvisionError> {
        let (store, spec) = (self.store, self.spec);
        let call = async || {
            let answer =
                store.client().tag_resource().resource_arn(arn).set_tags(Some(tags(spec))).send().await;
            answer
                .map(drop)
                .map_err(|error| StoreError::classify(Operation::TagResource, store.target(), error))
        };
        match self.send(Setting::Tag, call).await? {
            Sent::Invalid(message) => {
                let (setting, operation) = (Setting::Tag, Operation::TagResource);
                Err(ProvisionError::Refused { setting, operation, message })
            }
            _ => Ok(()),
        }
    }

    /// The service refuses for three reasons with one code; what TTL is afterwards tells which it was.
    async fn enable_ttl(&mut self, wish: &TtlWish) -> Result<(), ProvisionError> {
        let store = self.store;
        let specification = TimeToLiveSpecification::builder()
            .enabled(true)
            .attribute_name(&wish.attribute)
            .build()
            .expect("both fields that the builder requires are set");
        let call = async || {
            let request = store.client().update_time_to_live().table_name(store.table());
            let answer = request.time_to_live_specification(specification.clone()).send().await;
            answer
                .map(drop)
                .map_err(|error| StoreError::classify(Operation::UpdateTimeToLive, store.target(), error))
        };
        let Sent::Invalid(message) = self.send(Setting::Ttl, call).await? else { return Ok(()) };
        let table = || store.table().to_owned();
        let ttl = read_ttl(store).await?;
        match (ttl.is_on(), ttl.attribute) {
            // Somebody else has turned it on just before.
            (true, Some(attribute)) if attribute == wish.attribute => Ok(()),
            (true, attribute) => Err(ProvisionError::TtlElsewhere {
                table: table(),
                attribute: attribute.unwrap_or_else(|| "?".to_owned()),
                wished: wish.attribute.clone(),
            }),
            (false, _) => Err(ProvisionError::TtlTooSoon { table: table(), message }),
        }
    }

    async fn set_recovery(&mut self, recovery: Recovery) -> Result<(), ProvisionError> {
        let store = self.store;
        let (on, days) = match recovery {
            Recovery::Off => (false, None),
            Recovery::On { days } => (true, days),
        };
        let specification = PointInTimeRecoverySpecification::builder()
            .point_in_time_recovery_enabled(on)
            .set_recovery_period_in_days(days)
            .build()
            .expect("the field that the builder requires is set");
        let call = async || {
            let request = store.client().update_continuous_backups().table_name(store.table());
            let answer = request.point_in_time_recovery_specification(specification.clone()).send().await;
            answer.map(drop).map_err(|error| {
                StoreError::classify(Operation::UpdateContinuousBackups, store.target(), error)
            })
        };
        let (begun, mut pause) = (Instant::now(), FIRST_PAUSE * 2);
        loop {
            match self.send(Setting::PointInTimeRecovery, &call).await? {
                Sent::Done | Sent::LeftOut => return Ok(()),
                Sent::Invalid(message) => {
                    let setting = Setting::PointInTimeRecovery;
                    let operation = Operation::UpdateContinuousBackups;
                    return Err(ProvisionError::Refused { setting, operation, message });
                }
                Sent::BackupsUnavailable => {
                    if begun.elapsed() > BACKUPS_WITHIN || !self.pause(&mut pause, &Waiting::Backups).await {
                        return Err(ProvisionError::BackupsUnavailable {
                            table: store.table().to_owned(),
                            seconds: begun.elapsed().as_secs(),
                        });
                    }
                }
            }
        }
    }

    /// Waits until the table can be used; one that was just created may not be visible everywhere yet.
    async fn await_active(&mut self) -> Result<(), ProvisionError> {
        let store = self.store;
        let mut pause = FIRST_PAUSE;
        let mut throttled = 0;
        loop {
            let answer = store.client().describe_table().table_name(store.table()).send().await;
            let status = match answer
                .map_err(|error| StoreError::classify(Operation::DescribeTable, store.target(), error))
            {
                Ok(answer) => answer.table.and_then(|table| table.table_status),
                Err(StoreError::TableMissing(_)) if self.fresh => None,
                Err(StoreError::Throttled { .. }) if throttled < THROTTLED => {
                    throttled += 1;
                    None
                }
                Err(error) => return Err(error.into()),
            };
            let table = || store.table().to_owned();
            match status {
                Some(TableStatus::Active) => return Ok(()),
                None | Some(TableStatus::Creating | TableStatus::Updating) => {}
                Some(status) => {
                    let status = status.as_str().to_owned();
                    return Err(ProvisionError::NotUsable { table: table(), status });
                }
            }
            let status = status.as_ref().map_or("not visible yet", TableStatus::as_str).to_owned();
            if !self.pause(&mut pause, &Waiting::Active(status.clone())).await {
                let seconds = self.timeout.as_secs();
                return Err(ProvisionError::NotReady { table: table(), status, seconds });
            }
        }
    }

    /// Looks whether the table is as it should be now. What an engine takes and does not keep is left out.
    async fn await_settled(&mut self) -> Result<(), ProvisionError> {
        let within = match self.store.target().place {
            Place::Region(_) => SETTLES_WITHIN,
            Place::Endpoint(_) | Place::Embedded(_) => SETTLES_LOCALLY_WITHIN,
        };
        let (begun, mut pause) = (Instant::now(), FIRST_PAUSE);
        loop {
            let state = read_state(self.store).await?;
            let mut found = plan(state.as_ref(), self.spec).differences;
            found.retain(|difference| {
                difference.is.as_deref() != Some(UNKNOWN)
                    && self.applied.left_out.iter().all(|left| left.setting != difference.setting)
            });
            if found.is_empty() {
                return Ok(());
            }
            if begun.elapsed() + pause > within || !self.pause(&mut pause, &Waiting::Settled).await {
                for difference in found {
                    self.leave_out(difference.setting, Why::NotKept);
                }
                return Ok(());
            }
        }
    }
}

fn throughput(read_capacity: i64, write_capacity: i64) -> ProvisionedThroughput {
    ProvisionedThroughput::builder()
        .read_capacity_units(read_capacity)
        .write_capacity_units(write_capacity)
        .build()
        .expect("both capacities are set")
}

fn ceilings(spec: &Spec, units: impl Fn(Ceiling) -> Option<i64>) -> Option<OnDemandThroughput> {
    let read = spec.max_read_units.and_then(&units);
    let write = spec.max_write_units.and_then(&units);
    (read.is_some() || write.is_some()).then(|| {
        OnDemandThroughput::builder()
            .set_max_read_request_units(read)
            .set_max_write_request_units(write)
            .build()
    })
}

/// `None` for DynamoDB's own key, which a new table has anyway.
fn sse(key: &KmsKey) -> Option<SseSpecification> {
    match key {
        KmsKey::AwsOwned => None,
        KmsKey::Key(key) => Some(
            SseSpecification::builder().enabled(true).sse_type(SseType::Kms).kms_master_key_id(key).build(),
        ),
    }
}

fn table_class(class: TableClass) -> SdkTableClass {
    match class {
        TableClass::Standard => SdkTableClass::Standard,
        TableClass::StandardInfrequentAccess => SdkTableClass::StandardInfrequentAccess,
    }
}

fn tags(spec: &Spec) -> Vec<Tag> {
    let tag = |(key, value): (&String, &String)| {
        Tag::builder().key(key).value(value).build().expect("key and value are set")
    };
    spec.tags.iter().map(tag).collect()
}

//! The table itself: what it is, what it should be, and how to get there.
//!
//! It never deletes anything, and changes only what was asked for. Sessions in the table are `store`'s.

use std::time::Duration;

use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, KeySchemaElement, KeyType, ProvisionedThroughput, ScalarAttributeType,
    TableDescription, TableStatus, TimeToLiveSpecification, TimeToLiveStatus,
};
use serde::Serialize;

use crate::{
    layout::Layout,
    store::{Operation, Store, StoreError},
};

/// How a table's capacity is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "mode", rename_all = "kebab-case")]
pub enum Billing {
    /// Per request.
    OnDemand,
    /// By capacity reserved.
    Provisioned {
        /// Read capacity units.
        read_capacity: i64,
        /// Write capacity units.
        write_capacity: i64,
    },
}

impl std::fmt::Display for Billing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::OnDemand => f.write_str("on-demand"),
            Self::Provisioned { read_capacity, write_capacity } => {
                write!(f, "provisioned, {read_capacity} RCU and {write_capacity} WCU")
            }
        }
    }
}

/// What a table should be. `None` leaves a setting as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spec {
    /// How capacity is paid for; a new table is on-demand unless this says otherwise.
    pub billing: Option<Billing>,
    /// Whether DynamoDB's TTL is looked at.
    pub ttl: TtlSpec,
}

/// What should become of DynamoDB's TTL.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TtlSpec {
    /// On, by the layout's attribute.
    #[default]
    On,
    /// As it is.
    LeaveAlone,
}

/// One attribute of the primary key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyAttribute {
    /// Name of the attribute.
    pub name: String,
    /// `S`, `N` or `B`.
    #[serde(rename = "type")]
    pub attribute_type: String,
    /// `HASH` or `RANGE`.
    pub role: String,
}

/// DynamoDB's TTL on a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ttl {
    /// `enabled`, `disabled`, `enabling`, `disabling`, or `unsupported` where the engine has no TTL.
    pub status: String,
    /// The attribute it goes by.
    pub attribute: Option<String>,
}

impl Ttl {
    fn is_on(&self) -> bool {
        matches!(self.status.as_str(), "enabled" | "enabling")
    }
}

/// A table as it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TableState {
    /// Name of the table.
    pub table: String,
    /// `ACTIVE`, `CREATING`, `UPDATING`, `DELETING` and so on.
    pub status: String,
    /// Amazon Resource Name.
    pub arn: Option<String>,
    /// The primary key.
    pub key: Vec<KeyAttribute>,
    /// How capacity is paid for.
    pub billing: Billing,
    /// DynamoDB's TTL.
    pub ttl: Ttl,
    /// `enabled`, `disabled`, `unsupported` where the engine has no backups, or `unknown` without permission to ask.
    pub point_in_time_recovery: String,
    /// Whether the table refuses to be deleted.
    pub deletion_protection: bool,
    /// Items, as DynamoDB counts them about every six hours.
    pub item_count: i64,
    /// Bytes, counted at the same time.
    pub size_bytes: i64,
    /// When it was created, RFC 3339.
    pub created_at: Option<String>,
}

/// One difference between what a table is and what it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The setting.
    pub setting: &'static str,
    /// What it is; `None` when there is no table.
    pub is: Option<String>,
    /// What it should be.
    pub should_be: String,
    /// How it is mended, or why it cannot be.
    #[serde(flatten)]
    pub remedy: Remedy,
}

/// How a difference is mended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "remedy", content = "detail")]
pub enum Remedy {
    /// CreateTable does it.
    Create,
    /// UpdateTable does it.
    UpdateBilling,
    /// UpdateTimeToLive does it.
    EnableTtl,
    /// Nothing here does it, and why.
    None(&'static str),
}

/// What has to be done to a table; empty when it is as it should be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// The differences, in the order in which they are mended.
    pub differences: Vec<Difference>,
}

impl Plan {
    /// The first difference that cannot be mended.
    #[must_use]
    pub fn obstacle(&self) -> Option<&Difference> {
        self.differences.iter().find(|difference| matches!(difference.remedy, Remedy::None(_)))
    }
}

/// Why a table was not brought to what it should be.
#[derive(Debug, thiserror::Error)]
pub enum ProvisionError {
    /// A request failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A difference cannot be mended. Nothing was changed.
    #[error("{} of table `{table}` is {}, and should be {}: {}", .difference.setting,
        .difference.is.as_deref().unwrap_or("missing"), .difference.should_be, obstacle(.difference))]
    Obstacle {
        /// The table.
        table: String,
        /// The difference.
        difference: Box<Difference>,
    },
    /// The table did not become ready in time. What was asked for goes on.
    #[error("table `{table}` is still {status} after {seconds} s")]
    NotReady {
        /// The table.
        table: String,
        /// Its status.
        status: String,
        /// How long was waited, in seconds.
        seconds: u64,
    },
}

fn obstacle(difference: &Difference) -> &'static str {
    match difference.remedy {
        Remedy::None(why) => why,
        _ => "",
    }
}

/// Reads what a table is; `None` when there is none.
///
/// # Errors
/// As classified by [`StoreError`].
pub async fn read_state(store: &Store) -> Result<Option<TableState>, StoreError> {
    let answer = store.client().describe_table().table_name(store.table()).send().await;
    let table =
        match answer.map_err(|error| StoreError::classify(Operation::DescribeTable, store.target(), error)) {
            Ok(answer) => answer.table,
            Err(StoreError::TableMissing(_)) => return Ok(None),
            Err(error) => return Err(error),
        };
    let Some(table) = table else { return Ok(None) };
    let ttl = read_ttl(store).await?;
    let point_in_time_recovery = read_point_in_time_recovery(store).await?;
    Ok(Some(TableState {
        table: store.table().to_owned(),
        status: table.table_status().map_or("UNKNOWN", TableStatus::as_str).to_owned(),
        arn: table.table_arn().map(str::to_owned),
        key: key_of(&table),
        billing: billing_of(&table),
        ttl,
        point_in_time_recovery,
        deletion_protection: table.deletion_protection_enabled().unwrap_or(false),
        item_count: table.item_count().unwrap_or(0),
        size_bytes: table.table_size_bytes().unwrap_or(0),
        created_at: table
            .creation_date_time()
            .and_then(|moment| jiff::Timestamp::from_second(moment.secs()).ok())
            .map(|moment| moment.to_string()),
    }))
}

async fn read_ttl(store: &Store) -> Result<Ttl, StoreError> {
    let answer = store.client().describe_time_to_live().table_name(store.table()).send().await;
    match answer.map_err(|error| StoreError::classify(Operation::DescribeTimeToLive, store.target(), error)) {
        Ok(answer) => {
            let described = answer.time_to_live_description;
            let status = described.as_ref().and_then(|ttl| ttl.time_to_live_status().cloned());
            Ok(Ttl {
                status: status.as_ref().map_or("disabled", TimeToLiveStatus::as_str).to_lowercase(),
                attribute: described.and_then(|ttl| ttl.attribute_name),
            })
        }
        Err(StoreError::Unsupported { .. }) => Ok(Ttl { status: "unsupported".to_owned(), attribute: None }),
        Err(error) => Err(error),
    }
}

async fn read_point_in_time_recovery(store: &Store) -> Result<String, StoreError> {
    let answer = store.client().describe_continuous_backups().table_name(store.table()).send().await;
    let classify = |error| StoreError::classify(Operation::DescribeContinuousBackups, store.target(), error);
    match answer.map_err(classify) {
        Ok(answer) => Ok(answer
            .continuous_backups_description
            .and_then(|backups| backups.point_in_time_recovery_description)
            .and_then(|recovery| recovery.point_in_time_recovery_status)
            .map_or_else(|| "disabled".to_owned(), |status| status.as_str().to_lowercase())),
        // Whoever may look at the table need not be permitted to look at its backups.
        Err(StoreError::AccessDenied { .. }) => Ok("unknown".to_owned()),
        Err(StoreError::Unsupported { .. }) => Ok("unsupported".to_owned()),
        Err(error) => Err(error),
    }
}

fn key_of(table: &TableDescription) -> Vec<KeyAttribute> {
    let type_of = |name: &str| {
        let definition =
            table.attribute_definitions().iter().find(|definition| definition.attribute_name() == name);
        definition
            .map_or_else(|| "?".to_owned(), |definition| definition.attribute_type().as_str().to_owned())
    };
    let attribute = |element: &KeySchemaElement| KeyAttribute {
        name: element.attribute_name().to_owned(),
        attribute_type: type_of(element.attribute_name()),
        role: element.key_type().as_str().to_owned(),
    };
    table.key_schema().iter().map(attribute).collect()
}

/// The billing mode is absent for tables that were always provisioned, and some engines lose it: the capacity tells.
fn billing_of(table: &TableDescription) -> Billing {
    let mode = table.billing_mode_summary().and_then(|summary| summary.billing_mode());
    let (read_capacity, write_capacity) = table.provisioned_throughput().map_or((0, 0), |throughput| {
        (throughput.read_capacity_units().unwrap_or(0), throughput.write_capacity_units().unwrap_or(0))
    });
    if mode == Some(&BillingMode::PayPerRequest)
        || (mode.is_none() && read_capacity == 0 && write_capacity == 0)
    {
        Billing::OnDemand
    } else {
        Billing::Provisioned { read_capacity, write_capacity }
    }
}

/// Finds what differs between what a table is and what it should be.
#[must_use]
pub fn plan(state: Option<&TableState>, spec: &Spec, layout: &Layout) -> Plan {
    let wished_key = format!("{} (S, HASH)", layout.id);
    let wished_ttl = format!("on, by attribute {}", layout.ttl);
    let mut differences = Vec::new();
    let Some(state) = state else {
        let new = |setting, should_be, remedy| Difference { setting, is: None, should_be, remedy };
        differences.push(new("key", wished_key, Remedy::Create));
        differences.push(new(
            "billing",
            spec.billing.unwrap_or(Billing::OnDemand).to_string(),
            Remedy::Create,
        ));
        if spec.ttl == TtlSpec::On {
            differences.push(new("ttl", wished_ttl, Remedy::EnableTtl));
        }
        return Plan { differences };
    };
    let is_key = state
        .key
        .iter()
        .map(|key| format!("{} ({}, {})", key.name, key.attribute_type, key.role))
        .collect::<Vec<_>>();
    if is_key != [wished_key.clone()] {
        differences.push(Difference {
            setting: "key",
            is: Some(is_key.join(" and ")),
            should_be: wished_key,
            remedy: Remedy::None("the key of a table cannot change; use another table"),
        });
    }
    if state.status == "DELETING" {
        differences.push(Difference {
            setting: "status",
            is: Some(state.status.clone()),
            should_be: "ACTIVE".to_owned(),
            remedy: Remedy::None("the table is being deleted; try again when it is gone"),
        });
    }
    if let Some(billing) = spec.billing.filter(|billing| *billing != state.billing) {
        differences.push(Difference {
            setting: "billing",
            is: Some(state.billing.to_string()),
            should_be: billing.to_string(),
            remedy: Remedy::UpdateBilling,
        });
    }
    if spec.ttl == TtlSpec::On && state.ttl.status != "unsupported" {
        let on_other = state.ttl.is_on() && state.ttl.attribute.as_deref() != Some(layout.ttl);
        if on_other || !state.ttl.is_on() {
            let attribute = state.ttl.attribute.as_deref().unwrap_or("?");
            differences.push(Difference {
                setting: "ttl",
                is: Some(if on_other {
                    format!("on, by attribute {attribute}")
                } else {
                    state.ttl.status.clone()
                }),
                should_be: wished_ttl,
                remedy: if on_other {
                    Remedy::None(
                        "turn TTL off for that attribute first; DynamoDB takes up to an hour to settle it",
                    )
                } else if state.ttl.status == "disabling" {
                    Remedy::None("TTL is being turned off; DynamoDB takes up to an hour to settle it")
                } else {
                    Remedy::EnableTtl
                },
            });
        }
    }
    Plan { differences }
}

/// What happened while a plan was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applied {
    /// Everything in the plan was done.
    All,
    /// Everything but TTL, which the engine does not have.
    WithoutTtl,
}

/// Does what a plan says, and waits until the table is active.
///
/// # Errors
/// [`ProvisionError::Obstacle`] before anything is changed. Another error leaves what was done before it; the same
/// call again goes on from there.
pub async fn apply(
    store: &Store,
    plan: &Plan,
    spec: &Spec,
    timeout: Duration,
) -> Result<Applied, ProvisionError> {
    if let Some(difference) = plan.obstacle() {
        let difference = Box::new(difference.clone());
        return Err(ProvisionError::Obstacle { table: store.table().to_owned(), difference });
    }
    let has = |remedy: &Remedy| plan.differences.iter().any(|difference| difference.remedy == *remedy);
    if has(&Remedy::Create) {
        create(store, spec).await?;
    }
    wait_until_active(store, timeout).await?;
    if has(&Remedy::UpdateBilling) {
        update_billing(store, spec).await?;
        wait_until_active(store, timeout).await?;
    }
    if has(&Remedy::EnableTtl) { enable_ttl(store).await } else { Ok(Applied::All) }
}

async fn create(store: &Store, spec: &Spec) -> Result<(), StoreError> {
    let layout = store.layout();
    let built = "all fields that the builder requires are set";
    let mut request = store
        .client()
        .create_table()
        .table_name(store.table())
        .attribute_definitions(
            AttributeDefinition::builder()
                .attribute_name(layout.id)
                .attribute_type(ScalarAttributeType::S)
                .build()
                .expect(built),
        )
        .key_schema(
            KeySchemaElement::builder()
                .attribute_name(layout.id)
                .key_type(KeyType::Hash)
                .build()
                .expect(built),
        );
    request = match spec.billing.unwrap_or(Billing::OnDemand) {
        Billing::OnDemand => request.billing_mode(BillingMode::PayPerRequest),
        Billing::Provisioned { read_capacity, write_capacity } => request
            .billing_mode(BillingMode::Provisioned)
            .provisioned_throughput(throughput(read_capacity, write_capacity)),
    };
    let answer = request.send().await;
    match answer.map_err(|error| StoreError::classify(Operation::CreateTable, store.target(), error)) {
        // Somebody else has just created it; what differs is found on the next call.
        Ok(_) | Err(StoreError::TableInUse { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

fn throughput(read_capacity: i64, write_capacity: i64) -> ProvisionedThroughput {
    ProvisionedThroughput::builder()
        .read_capacity_units(read_capacity)
        .write_capacity_units(write_capacity)
        .build()
        .expect("both capacities are set")
}

async fn update_billing(store: &Store, spec: &Spec) -> Result<(), StoreError> {
    let request = store.client().update_table().table_name(store.table());
    let request = match spec.billing.unwrap_or(Billing::OnDemand) {
        Billing::OnDemand => request.billing_mode(BillingMode::PayPerRequest),
        Billing::Provisioned { read_capacity, write_capacity } => request
            .billing_mode(BillingMode::Provisioned)
            .provisioned_throughput(throughput(read_capacity, write_capacity)),
    };
    let answer = request.send().await;
    answer.map_err(|error| StoreError::classify(Operation::UpdateTable, store.target(), error))?;
    Ok(())
}

async fn enable_ttl(store: &Store) -> Result<Applied, ProvisionError> {
    let ttl = read_ttl(store).await?;
    if ttl.is_on() && ttl.attribute.as_deref() == Some(store.layout().ttl) {
        return Ok(Applied::All);
    }
    let specification = TimeToLiveSpecification::builder()
        .enabled(true)
        .attribute_name(store.layout().ttl)
        .build()
        .expect("both fields that the builder requires are set");
    let answer = store
        .client()
        .update_time_to_live()
        .table_name(store.table())
        .time_to_live_specification(specification)
        .send()
        .await;
    match answer.map_err(|error| StoreError::classify(Operation::UpdateTimeToLive, store.target(), error)) {
        Ok(_) => Ok(Applied::All),
        Err(StoreError::Unsupported { .. }) => Ok(Applied::WithoutTtl),
        Err(error) => Err(error.into()),
    }
}

/// Polls fast at first: a table is active in 5 to 10 s, and the SDK's own waiter asks every 20 s.
async fn wait_until_active(store: &Store, timeout: Duration) -> Result<(), ProvisionError> {
    let start = tokio::time::Instant::now();
    let mut pause = Duration::from_millis(250);
    loop {
        let answer = store.client().describe_table().table_name(store.table()).send().await;
        let status = match answer
            .map_err(|error| StoreError::classify(Operation::DescribeTable, store.target(), error))
        {
            Ok(answer) => answer.table.and_then(|table| table.table_status),
            // A table that was just created may not be visible everywhere yet.
            Err(StoreError::TableMissing(_)) => None,
            Err(error) => return Err(error.into()),
        };
        if status == Some(TableStatus::Active) {
            return Ok(());
        }
        if start.elapsed() + pause > timeout {
            let status = status.as_ref().map_or("MISSING", TableStatus::as_str).to_owned();
            let table = store.table().to_owned();
            return Err(ProvisionError::NotReady { table, status, seconds: timeout.as_secs() });
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(Duration::from_secs(2));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::FLASK_DYNAMODB_SESSIONS as LAYOUT;

    fn state() -> TableState {
        TableState {
            table: "t".into(),
            status: "ACTIVE".into(),
            arn: None,
            key: vec![KeyAttribute { name: "id".into(), attribute_type: "S".into(), role: "HASH".into() }],
            billing: Billing::OnDemand,
            ttl: Ttl { status: "enabled".into(), attribute: Some("ttl".into()) },
            point_in_time_recovery: "disabled".into(),
            deletion_protection: false,
            item_count: 0,
            size_bytes: 0,
            created_at: None,
        }
    }

    fn remedies(state: Option<&TableState>, spec: &Spec) -> Vec<Remedy> {
        plan(state, spec, &LAYOUT).differences.into_iter().map(|difference| difference.remedy).collect()
    }

    #[test]
    fn a_table_as_it_should_be_has_an_empty_plan() {
        assert_eq!(plan(Some(&state()), &Spec::default(), &LAYOUT), Plan::default());
        let provisioned =
            TableState { billing: Billing::Provisioned { read_capacity: 5, write_capacity: 5 }, ..state() };
        assert_eq!(
            plan(Some(&provisioned), &Spec::default(), &LAYOUT),
            Plan::default(),
            "billing was not named"
        );
    }

    #[test]
    fn a_missing_table_is_created_with_ttl_unless_told_otherwise() {
        assert_eq!(remedies(None, &Spec::default()), [Remedy::Create, Remedy::Create, Remedy::EnableTtl]);
        let without = Spec { ttl: TtlSpec::LeaveAlone, ..Spec::default() };
        assert_eq!(remedies(None, &without), [Remedy::Create, Remedy::Create]);
    }

    #[test]
    fn what_cannot_be_mended_is_an_obstacle() {
        let mut other_key = state();
        other_key.key[0].name = "pk".into();
        let mut range = state();
        range.key.push(KeyAttribute { name: "sk".into(), attribute_type: "S".into(), role: "RANGE".into() });
        let mut other_ttl = state();
        other_ttl.ttl.attribute = Some("expires".into());
        let mut deleting = state();
        deleting.status = "DELETING".into();
        for state in [other_key, range, other_ttl, deleting] {
            assert!(plan(Some(&state), &Spec::default(), &LAYOUT).obstacle().is_some(), "{state:?}");
        }
    }

    #[test]
    fn only_named_differences_are_mended() {
        let mut off = state();
        off.ttl = Ttl { status: "disabled".into(), attribute: None };
        assert_eq!(remedies(Some(&off), &Spec::default()), [Remedy::EnableTtl]);
        let billing = Some(Billing::Provisioned { read_capacity: 1, write_capacity: 2 });
        let spec = Spec { billing, ttl: TtlSpec::LeaveAlone };
        assert_eq!(remedies(Some(&off), &spec), [Remedy::UpdateBilling]);
    }
}

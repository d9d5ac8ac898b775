//! What a table is: DescribeTable, and what it does not tell.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::{
    BillingMode, KeySchemaElement, SseDescription, SseStatus, TableClass as SdkTableClass, TableDescription,
    TableStatus, TimeToLiveStatus,
};
use serde::Serialize;

use super::spec::{Billing, TableClass};
use crate::store::{Operation, Store, StoreError};

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
    /// `enabled`, `disabled`, `enabling`, `disabling`, `unsupported` where the engine has no TTL, or `unknown` without
    /// permission to ask.
    pub status: String,
    /// The attribute it goes by.
    pub attribute: Option<String>,
}

impl Ttl {
    pub(super) fn is_on(&self) -> bool {
        matches!(self.status.as_str(), "enabled" | "enabling")
    }
}

/// Point-in-time recovery of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PointInTimeRecovery {
    /// `enabled`, `disabled`, `unsupported` where the engine has no backups, or `unknown` without permission to ask.
    pub status: String,
    /// How far back, where it is enabled and the engine says so.
    pub days: Option<i32>,
}

/// Tags of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Tags {
    /// These.
    Known(BTreeMap<String, String>),
    /// `unsupported` where the engine has no tags, or `unknown` without permission to ask.
    Unread(&'static str),
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
    /// Most read request units a second of an on-demand table; `None` is no limit of its own.
    pub max_read_units: Option<i64>,
    /// Most write request units a second of an on-demand table; `None` is no limit of its own.
    pub max_write_units: Option<i64>,
    /// DynamoDB's TTL.
    pub ttl: Ttl,
    /// Point-in-time recovery.
    pub point_in_time_recovery: PointInTimeRecovery,
    /// Whether the table refuses to be deleted.
    pub deletion_protection: bool,
    /// ARN of the key that encrypts the table, or `aws-owned`.
    pub kms_key: String,
    /// What storage costs against requests.
    pub table_class: TableClass,
    /// Its tags.
    pub tags: Tags,
    /// Items, as DynamoDB counts them about every six hours.
    pub item_count: i64,
    /// Bytes, counted at the same time.
    pub size_bytes: i64,
    /// When it was created, RFC 3339.
    pub created_at: Option<String>,
}

/// What is said of a setting that cannot be read.
pub(super) const UNSUPPORTED: &str = "unsupported";
pub(super) const UNKNOWN: &str = "unknown";

/// Whoever may look at the table need not be permitted to look at all of it, and engines lack what they lack.
fn unread(error: StoreError) -> Result<&'static str, StoreError> {
    match error {
        StoreError::Unsupported { .. } => Ok(UNSUPPORTED),
        StoreError::AccessDenied { .. } => Ok(UNKNOWN),
        error => Err(error),
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
    let rest = tokio::try_join!(
        read_ttl(store),
        read_point_in_time_recovery(store),
        read_tags(store, table.table_arn())
    );
    let (ttl, point_in_time_recovery, tags) = match rest {
        Ok(rest) => rest,
        // Somebody has deleted it meanwhile.
        Err(StoreError::TableMissing(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let on_demand = table.on_demand_throughput();
    // Some engines answer with the -1 that lifts a ceiling.
    let ceiling = |units: Option<i64>| units.filter(|units| *units > 0);
    Ok(Some(TableState {
        table: store.table().to_owned(),
        status: table.table_status().map_or("UNKNOWN", TableStatus::as_str).to_owned(),
        arn: table.table_arn().map(str::to_owned),
        key: key_of(&table),
        billing: billing_of(&table),
        max_read_units: ceiling(on_demand.and_then(|most| most.max_read_request_units())),
        max_write_units: ceiling(on_demand.and_then(|most| most.max_write_request_units())),
        ttl,
        point_in_time_recovery,
        deletion_protection: table.deletion_protection_enabled().unwrap_or(false),
        kms_key: kms_key_of(table.sse_description()),
        table_class: match table.table_class_summary().and_then(|summary| summary.table_class()) {
            Some(SdkTableClass::StandardInfrequentAccess) => TableClass::StandardInfrequentAccess,
            _ => TableClass::Standard,
        },
        tags,
        item_count: table.item_count().unwrap_or(0),
        size_bytes: table.table_size_bytes().unwrap_or(0),
        created_at: table
            .creation_date_time()
            .and_then(|moment| jiff::Timestamp::from_second(moment.secs()).ok())
            .map(|moment| moment.to_string()),
    }))
}

pub(super) async fn read_ttl(store: &Store) -> Result<Ttl, StoreError> {
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
        Err(error) => Ok(Ttl { status: unread(error)?.to_owned(), attribute: None }),
    }
}

async fn read_point_in_time_recovery(store: &Store) -> Result<PointInTimeRecovery, StoreError> {
    let answer = store.client().describe_continuous_backups().table_name(store.table()).send().await;
    let classify = |error| StoreError::classify(Operation::DescribeContinuousBackups, store.target(), error);
    match answer.map_err(classify) {
        Ok(answer) => {
            let described = answer
                .continuous_backups_description
                .and_then(|backups| backups.point_in_time_recovery_description);
            let status =
                described.as_ref().and_then(|recovery| recovery.point_in_time_recovery_status().cloned());
            let status =
                status.map_or_else(|| "disabled".to_owned(), |status| status.as_str().to_lowercase());
            let days = described.and_then(|recovery| recovery.recovery_period_in_days);
            Ok(PointInTimeRecovery { days: days.filter(|_| status == "enabled"), status })
        }
        Err(error) => Ok(PointInTimeRecovery { status: unread(error)?.to_owned(), days: None }),
    }
}

async fn read_tags(store: &Store, arn: Option<&str>) -> Result<Tags, StoreError> {
    let Some(arn) = arn else { return Ok(Tags::Unread(UNSUPPORTED)) };
    let mut tags = BTreeMap::new();
    let mut next = None;
    loop {
        let request = store.client().list_tags_of_resource().resource_arn(arn).set_next_token(next);
        let classify = |error| StoreError::classify(Operation::ListTagsOfResource, store.target(), error);
        match request.send().await.map_err(classify) {
            Ok(answer) => {
                tags.extend(answer.tags.unwrap_or_default().into_iter().map(|tag| (tag.key, tag.value)));
                next = answer.next_token.filter(|token| !token.is_empty());
                if next.is_none() {
                    return Ok(Tags::Known(tags));
                }
            }
            Err(error) => return unread(error).map(Tags::Unread),
        }
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

/// A table without a description of its encryption is encrypted with DynamoDB's own key.
fn kms_key_of(sse: Option<&SseDescription>) -> String {
    let on = sse.filter(|sse| !matches!(sse.status(), Some(SseStatus::Disabled | SseStatus::Disabling)));
    on.and_then(|sse| sse.kms_master_key_arn()).unwrap_or("aws-owned").to_owned()
}

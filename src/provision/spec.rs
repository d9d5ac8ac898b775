//! What a table should be: what was named on the command line or in a file, and the [`Spec`] it amounts to.

use std::{collections::BTreeMap, fmt, str::FromStr};

use serde::{Serialize, Serializer};

use crate::layout::Layout;

/// Tags a resource may have (API reference, `TagResource`).
pub const MAX_TAGS: usize = 50;

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

impl fmt::Display for Billing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OnDemand => f.write_str("on-demand"),
            Self::Provisioned { read_capacity, write_capacity } => {
                write!(f, "provisioned, {read_capacity} RCU and {write_capacity} WCU")
            }
        }
    }
}

/// Billing without its capacities, as it is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BillingMode {
    /// Per request.
    OnDemand,
    /// By capacity reserved.
    Provisioned,
}

impl BillingMode {
    /// How each is named.
    pub const NAMES: [&str; 2] = ["on-demand", "provisioned"];
}

impl FromStr for BillingMode {
    type Err = SpecError;

    fn from_str(text: &str) -> Result<Self, SpecError> {
        match text {
            "on-demand" => Ok(Self::OnDemand),
            "provisioned" => Ok(Self::Provisioned),
            _ => Err(SpecError::Billing),
        }
    }
}

/// The most request units a second an on-demand table serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ceiling {
    /// So many.
    Units(i64),
    /// As many as the account has.
    Unlimited,
}

impl Ceiling {
    /// As requests have it: -1 lifts a ceiling (API reference, `OnDemandThroughput`).
    pub(super) fn to_request(self) -> i64 {
        match self {
            Self::Units(units) => units,
            Self::Unlimited => -1,
        }
    }

    pub(super) fn units(self) -> Option<i64> {
        match self {
            Self::Units(units) => Some(units),
            Self::Unlimited => None,
        }
    }
}

impl FromStr for Ceiling {
    type Err = SpecError;

    fn from_str(text: &str) -> Result<Self, SpecError> {
        match text {
            "unlimited" => Ok(Self::Unlimited),
            _ => match text.parse() {
                Ok(units) if units >= 1 => Ok(Self::Units(units)),
                _ => Err(SpecError::Ceiling),
            },
        }
    }
}

/// Continuous backups from which a table can be restored as it was at any second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovery {
    /// None.
    Off,
    /// So many days back; `None` leaves the days as they are, which are 35 for a new table.
    On {
        /// 1 to 35.
        days: Option<i32>,
    },
}

impl fmt::Display for Recovery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Off => f.write_str("off"),
            Self::On { days: None } => f.write_str("on"),
            Self::On { days: Some(1) } => f.write_str("on, 1 day back"),
            Self::On { days: Some(days) } => write!(f, "on, {days} days back"),
        }
    }
}

/// The key that encrypts a table at rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KmsKey {
    /// DynamoDB's own, which every table has unless told otherwise.
    AwsOwned,
    /// One of the account's, by its id or ARN.
    Key(String),
}

impl FromStr for KmsKey {
    type Err = SpecError;

    fn from_str(text: &str) -> Result<Self, SpecError> {
        match text {
            "aws-owned" => Ok(Self::AwsOwned),
            "" => Err(SpecError::KmsKeyEmpty),
            // DescribeTable answers with a key, so an alias could never be compared.
            _ if text.starts_with("alias/") || text.contains(":alias/") => Err(SpecError::KmsKeyAlias),
            _ => Ok(Self::Key(text.to_owned())),
        }
    }
}

impl fmt::Display for KmsKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AwsOwned => "aws-owned",
            Self::Key(key) => key,
        })
    }
}

/// What storage costs against requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableClass {
    /// For what is read and written often.
    Standard,
    /// Cheaper storage, dearer requests.
    StandardInfrequentAccess,
}

impl TableClass {
    /// How each is named.
    pub const NAMES: [&str; 2] = ["standard", "standard-infrequent-access"];
}

impl FromStr for TableClass {
    type Err = SpecError;

    fn from_str(text: &str) -> Result<Self, SpecError> {
        match text {
            "standard" => Ok(Self::Standard),
            "standard-infrequent-access" => Ok(Self::StandardInfrequentAccess),
            _ => Err(SpecError::TableClass),
        }
    }
}

impl fmt::Display for TableClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Standard => "standard",
            Self::StandardInfrequentAccess => "standard-infrequent-access",
        })
    }
}

impl Serialize for TableClass {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Whether somebody named a setting, or it comes with every session table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Named.
    Explicitly,
    /// What a session table has unless told otherwise.
    ByDefault,
}

/// TTL that should be on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TtlWish {
    /// The attribute it should go by.
    pub attribute: String,
    /// Whether somebody named it.
    pub asked: Asked,
}

/// What is said about TTL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TtlChoice {
    /// On, by this attribute instead of the layout's.
    Attribute(String),
    /// As it is.
    LeaveAlone,
}

/// What somebody named, before it is known to make sense. `None` is what was not named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// How capacity is paid for.
    pub billing: Option<BillingMode>,
    /// Read capacity units, at least 1.
    pub read_capacity: Option<i64>,
    /// Write capacity units, at least 1.
    pub write_capacity: Option<i64>,
    /// Most read request units a second.
    pub max_read_units: Option<Ceiling>,
    /// Most write request units a second.
    pub max_write_units: Option<Ceiling>,
    /// TTL; on by the layout's attribute when it is not named.
    pub ttl: Option<TtlChoice>,
    /// Point-in-time recovery.
    pub point_in_time_recovery: Option<Recovery>,
    /// Whether the table refuses to be deleted.
    pub deletion_protection: Option<bool>,
    /// The key that encrypts it.
    pub kms_key: Option<KmsKey>,
    /// Its class.
    pub table_class: Option<TableClass>,
    /// Tags it should have, among others.
    pub tags: BTreeMap<String, String>,
}

impl Wishes {
    /// These, and of `others` what these do not name or contradict.
    #[must_use]
    pub fn or(self, others: Self) -> Self {
        let mut tags = others.tags;
        tags.extend(self.tags);
        // Naming a billing mode takes back what the other names for another one.
        let capacities = self.billing != Some(BillingMode::OnDemand);
        let ceilings = self.billing != Some(BillingMode::Provisioned);
        Self {
            billing: self.billing.or(others.billing),
            read_capacity: self.read_capacity.or(others.read_capacity.filter(|_| capacities)),
            write_capacity: self.write_capacity.or(others.write_capacity.filter(|_| capacities)),
            max_read_units: self.max_read_units.or(others.max_read_units.filter(|_| ceilings)),
            max_write_units: self.max_write_units.or(others.max_write_units.filter(|_| ceilings)),
            ttl: self.ttl.or(others.ttl),
            point_in_time_recovery: self.point_in_time_recovery.or(others.point_in_time_recovery),
            deletion_protection: self.deletion_protection.or(others.deletion_protection),
            kms_key: self.kms_key.or(others.kms_key),
            table_class: self.table_class.or(others.table_class),
            tags,
        }
    }

    /// What they amount to for tables of a layout.
    ///
    /// # Errors
    /// When they contradict each other or a limit of DynamoDB's.
    pub fn spec(self, layout: &'static Layout) -> Result<Spec, SpecError> {
        let billing = match (self.billing, self.read_capacity, self.write_capacity) {
            (None, None, None) => None,
            (Some(BillingMode::OnDemand), None, None) => Some(Billing::OnDemand),
            (Some(BillingMode::Provisioned), Some(read_capacity), Some(write_capacity)) => {
                Some(Billing::Provisioned { read_capacity, write_capacity })
            }
            (Some(BillingMode::Provisioned), _, _) => return Err(SpecError::CapacityMissing),
            (_, _, _) => return Err(SpecError::CapacityOnDemand),
        };
        if matches!(billing, Some(Billing::Provisioned { .. }))
            && (self.max_read_units.is_some() || self.max_write_units.is_some())
        {
            return Err(SpecError::CeilingProvisioned);
        }
        let ttl = match self.ttl {
            Some(TtlChoice::LeaveAlone) => None,
            Some(TtlChoice::Attribute(attribute)) => {
                if attribute.is_empty() || attribute.len() > 255 {
                    return Err(SpecError::TtlAttribute);
                }
                if attribute == layout.key {
                    return Err(SpecError::TtlIsKey { key: layout.key, layout: layout.name });
                }
                Some(TtlWish { attribute, asked: Asked::Explicitly })
            }
            None => layout
                .ttl
                .map(|attribute| TtlWish { attribute: attribute.to_owned(), asked: Asked::ByDefault }),
        };
        if let Some(Recovery::On { days: Some(days) }) = self.point_in_time_recovery
            && !(1..=35).contains(&days)
        {
            return Err(SpecError::RecoveryDays);
        }
        check_tags(&self.tags)?;
        Ok(Spec {
            layout,
            billing,
            max_read_units: self.max_read_units,
            max_write_units: self.max_write_units,
            ttl,
            point_in_time_recovery: self.point_in_time_recovery,
            deletion_protection: self.deletion_protection,
            kms_key: self.kms_key,
            table_class: self.table_class,
            tags: self.tags,
        })
    }
}

/// The limits of tag keys and values are those of the Developer Guide, "Tagging restrictions in DynamoDB".
fn check_tags(tags: &BTreeMap<String, String>) -> Result<(), SpecError> {
    if tags.len() > MAX_TAGS {
        return Err(SpecError::TagCount(tags.len()));
    }
    for (key, value) in tags {
        if key.is_empty() || key.chars().count() > 128 {
            return Err(SpecError::TagKey(key.clone()));
        }
        if key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")) {
            return Err(SpecError::TagReserved(key.clone()));
        }
        if value.chars().count() > 256 {
            return Err(SpecError::TagValue(key.clone()));
        }
    }
    Ok(())
}

/// What a table should be. `None` leaves a setting as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    /// Whose sessions it holds: the key comes from there.
    pub layout: &'static Layout,
    /// How capacity is paid for; a new table is on-demand unless this says otherwise.
    pub billing: Option<Billing>,
    /// Most read request units a second, on-demand.
    pub max_read_units: Option<Ceiling>,
    /// Most write request units a second, on-demand.
    pub max_write_units: Option<Ceiling>,
    /// DynamoDB's TTL.
    pub ttl: Option<TtlWish>,
    /// Point-in-time recovery.
    pub point_in_time_recovery: Option<Recovery>,
    /// Whether the table refuses to be deleted.
    pub deletion_protection: Option<bool>,
    /// The key that encrypts it.
    pub kms_key: Option<KmsKey>,
    /// Its class.
    pub table_class: Option<TableClass>,
    /// Tags it should have, among others.
    pub tags: BTreeMap<String, String>,
}

impl Default for Spec {
    /// A table of the default layout with nothing named: its key, and TTL.
    fn default() -> Self {
        Wishes::default().spec(Default::default()).expect("nothing that is not named contradicts anything")
    }
}

/// Why what was named makes no table. Nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpecError {
    /// No such billing mode.
    #[error("expected on-demand or provisioned")]
    Billing,
    /// Provisioned, but how much?
    #[error("billing `provisioned` needs `read-capacity` and `write-capacity`")]
    CapacityMissing,
    /// Capacities of a table that is not provisioned.
    #[error("`read-capacity` and `write-capacity` go with billing `provisioned`")]
    CapacityOnDemand,
    /// A ceiling that is none.
    #[error("expected request units a second, at least 1, or unlimited")]
    Ceiling,
    /// Ceilings of a table that is provisioned.
    #[error("`max-read-units` and `max-write-units` go with billing `on-demand`")]
    CeilingProvisioned,
    /// Days of point-in-time recovery out of range.
    #[error("expected 1 to 35 days of point-in-time recovery")]
    RecoveryDays,
    /// No key.
    #[error("expected the id or ARN of a KMS key, or aws-owned")]
    KmsKeyEmpty,
    /// An alias, which cannot be compared with what a table has.
    #[error(
        "expected the id or ARN of a KMS key: a table tells its key and not an alias, so drift would go unseen"
    )]
    KmsKeyAlias,
    /// No such table class.
    #[error("expected standard or standard-infrequent-access")]
    TableClass,
    /// No name of an attribute.
    #[error("the TTL attribute has 1 to 255 bytes")]
    TtlAttribute,
    /// TTL by the key, which is a String.
    #[error("`{key}` is the key of layout `{layout}`, a String, so TTL by it would never delete anything")]
    TtlIsKey {
        /// The key.
        key: &'static str,
        /// The layout.
        layout: &'static str,
    },
    /// More tags than DynamoDB allows.
    #[error("{0} tags are more than the {MAX_TAGS} DynamoDB allows")]
    TagCount(usize),
    /// A tag's key is too short or too long.
    #[error("the key of tag `{0}` has 1 to 128 characters")]
    TagKey(String),
    /// A key that AWS keeps for itself.
    #[error("tag `{0}` begins with `aws:`, which AWS keeps for itself")]
    TagReserved(String),
    /// A tag's value is too long.
    #[error("the value of tag `{0}` has at most 256 characters")]
    TagValue(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(wishes: Wishes) -> Result<Spec, SpecError> {
        wishes.spec(Default::default())
    }

    fn tags(count: usize) -> BTreeMap<String, String> {
        (0..count).map(|n| (format!("key{n}"), String::new())).collect()
    }

    #[test]
    fn contradictions_are_refused() {
        let none = Wishes::default;
        let provisioned = Some(BillingMode::Provisioned);
        for (wishes, error) in [
            (Wishes { billing: provisioned, ..none() }, SpecError::CapacityMissing),
            (Wishes { billing: provisioned, read_capacity: Some(1), ..none() }, SpecError::CapacityMissing),
            (Wishes { write_capacity: Some(1), ..none() }, SpecError::CapacityOnDemand),
            (
                Wishes { billing: Some(BillingMode::OnDemand), read_capacity: Some(1), ..none() },
                SpecError::CapacityOnDemand,
            ),
            (
                Wishes {
                    billing: provisioned,
                    read_capacity: Some(1),
                    write_capacity: Some(1),
                    max_read_units: Some(Ceiling::Units(1)),
                    ..none()
                },
                SpecError::CeilingProvisioned,
            ),
            (
                Wishes { point_in_time_recovery: Some(Recovery::On { days: Some(36) }), ..none() },
                SpecError::RecoveryDays,
            ),
            (Wishes { ttl: Some(TtlChoice::Attribute(String::new())), ..none() }, SpecError::TtlAttribute),
            (
                Wishes { ttl: Some(TtlChoice::Attribute("id".into())), ..none() },
                SpecError::TtlIsKey { key: "id", layout: "flask-dynamodb-sessions" },
            ),
            (Wishes { tags: tags(51), ..none() }, SpecError::TagCount(51)),
            (
                Wishes { tags: [("AWS:x".into(), String::new())].into(), ..none() },
                SpecError::TagReserved("AWS:x".into()),
            ),
            (
                Wishes { tags: [(String::new(), String::new())].into(), ..none() },
                SpecError::TagKey(String::new()),
            ),
            (
                Wishes { tags: [("x".into(), "é".repeat(257))].into(), ..none() },
                SpecError::TagValue("x".into()),
            ),
        ] {
            assert_eq!(spec(wishes), Err(error));
        }
        assert!(spec(Wishes { tags: tags(50), ..none() }).is_ok());
    }

    #[test]
    fn an_alias_is_no_key() {
        assert_eq!("alias/shop".parse::<KmsKey>(), Err(SpecError::KmsKeyAlias));
        assert_eq!(
            "arn:aws:kms:eu-west-1:123456789012:alias/shop".parse::<KmsKey>(),
            Err(SpecError::KmsKeyAlias)
        );
        assert_eq!("aws-owned".parse::<KmsKey>(), Ok(KmsKey::AwsOwned));
    }

    #[test]
    fn what_is_named_first_wins() {
        let file = Wishes {
            billing: Some(BillingMode::Provisioned),
            read_capacity: Some(5),
            write_capacity: Some(5),
            ttl: Some(TtlChoice::LeaveAlone),
            deletion_protection: Some(true),
            tags: [("team".into(), "shop".into()), ("stage".into(), "live".into())].into(),
            ..Wishes::default()
        };
        let flags = Wishes {
            read_capacity: Some(9),
            ttl: Some(TtlChoice::Attribute("expires".into())),
            tags: [("stage".into(), "test".into())].into(),
            ..Wishes::default()
        };
        let both = spec(flags.or(file.clone())).unwrap();
        assert_eq!(both.billing, Some(Billing::Provisioned { read_capacity: 9, write_capacity: 5 }));
        assert_eq!(both.ttl.unwrap().attribute, "expires");
        assert_eq!(both.deletion_protection, Some(true));
        assert_eq!(both.tags, [("team".into(), "shop".into()), ("stage".into(), "test".into())].into());

        let on_demand = Wishes { billing: Some(BillingMode::OnDemand), ..Wishes::default() };
        assert_eq!(spec(on_demand.or(file)).unwrap().billing, Some(Billing::OnDemand));
    }

    #[test]
    fn a_layout_without_expiry_has_no_ttl_unless_it_is_named() {
        let django = Layout::named("django-dynamodb-sessions").unwrap();
        assert_eq!(Wishes::default().spec(django).unwrap().ttl, None);
        let named = Wishes { ttl: Some(TtlChoice::Attribute("ttl".into())), ..Wishes::default() };
        assert!(named.spec(django).unwrap().ttl.is_some());
    }
}

//! The difference between what a table is and what it should be, setting by setting.

use std::fmt;

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::{
    spec::{Asked, Billing, Ceiling, KmsKey, MAX_TAGS, Recovery, Spec},
    state::{TableState, Tags, UNKNOWN, UNSUPPORTED},
};
use crate::store::Operation;

/// The settings of a table, by the names the flags have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant is the setting of that name")]
pub enum Setting {
    Status,
    Key,
    Billing,
    MaxReadUnits,
    MaxWriteUnits,
    KmsKey,
    TableClass,
    DeletionProtection,
    Tag,
    Ttl,
    PointInTimeRecovery,
}

impl Setting {
    /// The setting's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Key => "key",
            Self::Billing => "billing",
            Self::MaxReadUnits => "max-read-units",
            Self::MaxWriteUnits => "max-write-units",
            Self::KmsKey => "kms-key",
            Self::TableClass => "table-class",
            Self::DeletionProtection => "deletion-protection",
            Self::Tag => "tag",
            Self::Ttl => "ttl",
            Self::PointInTimeRecovery => "point-in-time-recovery",
        }
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Setting {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// One difference between what a table is and what it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The setting.
    pub setting: Setting,
    /// What it is; `None` when there is no table.
    pub is: Option<String>,
    /// What it should be.
    pub should_be: String,
    /// How it is mended, or why it cannot be.
    #[serde(flatten)]
    pub remedy: Remedy,
}

/// How a difference is mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// This operation does it.
    Call(Operation),
    /// Nothing here does it, and why; nothing else is changed either.
    Obstacle(&'static str),
    /// The engine does not have it; the rest is done without.
    Unsupported,
}

impl Remedy {
    /// Why there is none.
    #[must_use]
    pub fn why_not(&self) -> Option<&'static str> {
        match self {
            Self::Call(_) => None,
            Self::Obstacle(why) => Some(why),
            Self::Unsupported => Some("the engine does not have it"),
        }
    }
}

/// As `remedy`, the operation or `none`, and `detail` where there is none.
impl Serialize for Remedy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self {
            Self::Call(operation) => map.serialize_entry("remedy", operation.name())?,
            Self::Obstacle(_) | Self::Unsupported => {
                map.serialize_entry("remedy", "none")?;
                map.serialize_entry("detail", &self.why_not())?;
            }
        }
        map.end()
    }
}

/// What has to be done to a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The differences, in the order in which they are mended.
    pub differences: Vec<Difference>,
    /// What a session table has by default and the engine does not have; no difference, as nobody asked for it.
    pub left_out: Vec<Setting>,
}

impl Plan {
    /// The first difference that cannot be mended and keeps the others from being mended.
    #[must_use]
    pub fn obstacle(&self) -> Option<&Difference> {
        self.differences.iter().find(|difference| matches!(difference.remedy, Remedy::Obstacle(_)))
    }

    pub(super) fn calls(&self, operation: Operation) -> bool {
        self.differences.iter().any(|difference| difference.remedy == Remedy::Call(operation))
    }

    pub(super) fn has(&self, setting: Setting) -> bool {
        self.difference(setting).is_some_and(|difference| matches!(difference.remedy, Remedy::Call(_)))
    }

    fn difference(&self, setting: Setting) -> Option<&Difference> {
        self.differences.iter().find(|difference| difference.setting == setting)
    }

    fn add(&mut self, setting: Setting, is: impl Into<String>, should_be: impl Into<String>, remedy: Remedy) {
        let (is, should_be) = (Some(is.into()), should_be.into());
        self.differences.push(Difference { setting, is, should_be, remedy });
    }
}

pub(super) fn on_or_off(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

fn units(most: Option<i64>) -> String {
    most.map_or_else(|| "unlimited".to_owned(), |units| units.to_string())
}

fn ttl_by(attribute: &str) -> String {
    format!("on, by attribute {attribute}")
}

/// Finds what differs between what a table is and what it should be.
#[must_use]
pub fn plan(state: Option<&TableState>, spec: &Spec) -> Plan {
    match state {
        None => plan_new(spec),
        Some(state) => plan_existing(state, spec),
    }
}

fn plan_new(spec: &Spec) -> Plan {
    let mut differences = Vec::new();
    let mut add = |setting, should_be: String, operation| {
        let remedy = Remedy::Call(operation);
        differences.push(Difference { setting, is: None, should_be, remedy });
    };
    let create = Operation::CreateTable;
    add(Setting::Key, format!("{} (S, HASH)", spec.layout.key), create);
    add(Setting::Billing, spec.billing.unwrap_or(Billing::OnDemand).to_string(), create);
    for (setting, most) in
        [(Setting::MaxReadUnits, spec.max_read_units), (Setting::MaxWriteUnits, spec.max_write_units)]
    {
        if let Some(Ceiling::Units(units)) = most {
            add(setting, units.to_string(), create);
        }
    }
    if let Some(key) = &spec.kms_key {
        add(Setting::KmsKey, key.to_string(), create);
    }
    if let Some(class) = spec.table_class {
        add(Setting::TableClass, class.to_string(), create);
    }
    if let Some(on) = spec.deletion_protection {
        add(Setting::DeletionProtection, on_or_off(on).to_owned(), create);
    }
    for (key, value) in &spec.tags {
        add(Setting::Tag, format!("{key}={value}"), create);
    }
    if let Some(ttl) = &spec.ttl {
        add(Setting::Ttl, ttl_by(&ttl.attribute), Operation::UpdateTimeToLive);
    }
    if let Some(recovery @ Recovery::On { .. }) = spec.point_in_time_recovery {
        add(Setting::PointInTimeRecovery, recovery.to_string(), Operation::UpdateContinuousBackups);
    }
    Plan { differences, left_out: Vec::new() }
}

fn plan_existing(state: &TableState, spec: &Spec) -> Plan {
    let mut plan = Plan::default();
    plan_status(&mut plan, state);
    plan_key(&mut plan, state, spec);
    plan_billing(&mut plan, state, spec);
    let update = || Remedy::Call(Operation::UpdateTable);
    if let Some(key) = &spec.kms_key
        && !is_key(&state.kms_key, key)
    {
        plan.add(Setting::KmsKey, &state.kms_key, key.to_string(), update());
    }
    if let Some(class) = spec.table_class.filter(|class| *class != state.table_class) {
        plan.add(Setting::TableClass, state.table_class.to_string(), class.to_string(), update());
    }
    if let Some(on) = spec.deletion_protection.filter(|on| *on != state.deletion_protection) {
        plan.add(Setting::DeletionProtection, on_or_off(state.deletion_protection), on_or_off(on), update());
    }
    plan_tags(&mut plan, state, spec);
    plan_ttl(&mut plan, state, spec);
    plan_recovery(&mut plan, state, spec);
    plan
}

/// Tables that are created or updated by somebody are waited for; the other states end by themselves or not at all.
fn plan_status(plan: &mut Plan, state: &TableState) {
    let why = match state.status.as_str() {
        "ACTIVE" | "CREATING" | "UPDATING" => return,
        "DELETING" => "the table is being deleted; try again when it is gone",
        "INACCESSIBLE_ENCRYPTION_CREDENTIALS" => {
            "DynamoDB cannot use the table's KMS key; restore access to it"
        }
        _ => "a table in this state cannot be changed",
    };
    plan.add(Setting::Status, &state.status, "ACTIVE", Remedy::Obstacle(why));
}

fn plan_key(plan: &mut Plan, state: &TableState, spec: &Spec) {
    let is: Vec<String> =
        state.key.iter().map(|key| format!("{} ({}, {})", key.name, key.attribute_type, key.role)).collect();
    let should_be = format!("{} (S, HASH)", spec.layout.key);
    if is != [should_be.clone()] {
        let why = "the key of a table cannot change; use another table";
        plan.add(Setting::Key, is.join(" and "), should_be, Remedy::Obstacle(why));
    }
}

fn plan_billing(plan: &mut Plan, state: &TableState, spec: &Spec) {
    let update = || Remedy::Call(Operation::UpdateTable);
    if let Some(billing) = spec.billing.filter(|billing| *billing != state.billing) {
        plan.add(Setting::Billing, state.billing.to_string(), billing.to_string(), update());
    }
    for (setting, wish, is) in [
        (Setting::MaxReadUnits, spec.max_read_units, state.max_read_units),
        (Setting::MaxWriteUnits, spec.max_write_units, state.max_write_units),
    ] {
        let Some(wish) = wish.filter(|wish| wish.units() != is) else { continue };
        let becomes = spec.billing.unwrap_or(state.billing);
        let remedy = match becomes {
            Billing::OnDemand => update(),
            Billing::Provisioned { .. } => Remedy::Obstacle(
                "the table is provisioned, and only on-demand tables have a ceiling; name the billing too",
            ),
        };
        plan.add(setting, units(is), units(wish.units()), remedy);
    }
}

/// A key is named by its id or its ARN, and described by its ARN.
fn is_key(arn: &str, wish: &KmsKey) -> bool {
    match wish {
        KmsKey::AwsOwned => arn == "aws-owned",
        KmsKey::Key(key) => arn == key || arn.rsplit_once("key/").is_some_and(|(_, id)| id == key),
    }
}

fn plan_tags(plan: &mut Plan, state: &TableState, spec: &Spec) {
    let none = Default::default();
    let (tags, unread) = match &state.tags {
        Tags::Known(tags) => (tags, None),
        Tags::Unread(why) => (&none, Some(*why)),
    };
    let new = spec.tags.keys().filter(|key| !tags.contains_key(*key)).count();
    let crowded = new > 0 && tags.len() + new > MAX_TAGS;
    for (key, value) in &spec.tags {
        let is = match (tags.get(key), unread) {
            (Some(is), _) if is == value => continue,
            (Some(is), _) => format!("{key}={is}"),
            (None, Some(why)) => why.to_owned(),
            (None, None) => "missing".to_owned(),
        };
        let remedy = if crowded {
            Remedy::Obstacle("the table would have more than the 50 tags DynamoDB allows")
        } else if unread == Some(UNSUPPORTED) {
            Remedy::Unsupported
        } else {
            Remedy::Call(Operation::TagResource)
        };
        plan.add(Setting::Tag, is, format!("{key}={value}"), remedy);
    }
}

fn plan_ttl(plan: &mut Plan, state: &TableState, spec: &Spec) {
    let Some(wish) = &spec.ttl else { return };
    let (ttl, should_be) = (&state.ttl, ttl_by(&wish.attribute));
    if ttl.is_on() {
        let attribute = ttl.attribute.as_deref().unwrap_or("?");
        if attribute != wish.attribute {
            let why = "turn TTL off for that attribute first; DynamoDB takes up to an hour to settle it";
            plan.add(Setting::Ttl, ttl_by(attribute), should_be, Remedy::Obstacle(why));
        }
        return;
    }
    let remedy = match ttl.status.as_str() {
        UNSUPPORTED if wish.asked == Asked::ByDefault => {
            plan.left_out.push(Setting::Ttl);
            return;
        }
        UNSUPPORTED => Remedy::Unsupported,
        "disabling" => Remedy::Obstacle("TTL is being turned off; DynamoDB takes up to an hour to settle it"),
        _ => Remedy::Call(Operation::UpdateTimeToLive),
    };
    plan.add(Setting::Ttl, &ttl.status, should_be, remedy);
}

fn plan_recovery(plan: &mut Plan, state: &TableState, spec: &Spec) {
    let Some(wish) = spec.point_in_time_recovery else { return };
    let recovery = &state.point_in_time_recovery;
    let is_on = recovery.status == "enabled";
    let differs = match wish {
        Recovery::Off => is_on || recovery.status == UNKNOWN,
        Recovery::On { days } => !is_on || days.is_some_and(|days| recovery.days != Some(days)),
    };
    if !differs {
        return;
    }
    let is = match (is_on, recovery.days) {
        (true, days) => Recovery::On { days }.to_string(),
        (false, _) if recovery.status == "disabled" => "off".to_owned(),
        (false, _) => recovery.status.clone(),
    };
    let remedy = match recovery.status.as_str() {
        UNSUPPORTED => Remedy::Unsupported,
        _ => Remedy::Call(Operation::UpdateContinuousBackups),
    };
    plan.add(Setting::PointInTimeRecovery, is, wish.to_string(), remedy);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provision::{
        spec::{BillingMode, TableClass, TtlChoice, Wishes},
        state::{KeyAttribute, PointInTimeRecovery, Ttl},
    };

    fn state() -> TableState {
        TableState {
            table: "t".into(),
            status: "ACTIVE".into(),
            arn: None,
            key: vec![KeyAttribute { name: "id".into(), attribute_type: "S".into(), role: "HASH".into() }],
            billing: Billing::OnDemand,
            max_read_units: None,
            max_write_units: None,
            ttl: Ttl { status: "enabled".into(), attribute: Some("ttl".into()) },
            point_in_time_recovery: PointInTimeRecovery { status: "disabled".into(), days: None },
            deletion_protection: false,
            kms_key: "aws-owned".into(),
            table_class: TableClass::Standard,
            tags: Tags::Known([("team".into(), "shop".into())].into()),
            item_count: 0,
            size_bytes: 0,
            created_at: None,
        }
    }

    fn spec(wishes: Wishes) -> Spec {
        wishes.spec(Default::default()).unwrap()
    }

    fn found(state: &TableState, wishes: Wishes) -> Vec<(&'static str, Remedy)> {
        let found = plan(Some(state), &spec(wishes)).differences;
        found.into_iter().map(|difference| (difference.setting.name(), difference.remedy)).collect()
    }

    #[test]
    fn a_table_as_it_should_be_has_an_empty_plan() {
        assert_eq!(plan(Some(&state()), &Spec::default()), Plan::default());
        let provisioned =
            TableState { billing: Billing::Provisioned { read_capacity: 5, write_capacity: 5 }, ..state() };
        assert_eq!(plan(Some(&provisioned), &Spec::default()), Plan::default(), "billing was not named");
        let named = Wishes {
            billing: Some(BillingMode::OnDemand),
            max_read_units: Some(Ceiling::Unlimited),
            point_in_time_recovery: Some(Recovery::Off),
            deletion_protection: Some(false),
            kms_key: Some(KmsKey::AwsOwned),
            table_class: Some(TableClass::Standard),
            tags: [("team".into(), "shop".into())].into(),
            ..Wishes::default()
        };
        assert_eq!(found(&state(), named), []);
    }

    #[test]
    fn a_missing_table_is_created_with_ttl_unless_told_otherwise() {
        let operations = |spec: &Spec| {
            let found = plan(None, spec).differences;
            found.into_iter().map(|difference| difference.remedy).collect::<Vec<_>>()
        };
        let create = Remedy::Call(Operation::CreateTable);
        let ttl = Remedy::Call(Operation::UpdateTimeToLive);
        assert_eq!(operations(&Spec::default()), [create.clone(), create.clone(), ttl]);
        let without = spec(Wishes { ttl: Some(TtlChoice::LeaveAlone), ..Wishes::default() });
        assert_eq!(operations(&without), [create.clone(), create]);
    }

    #[test]
    fn what_cannot_be_mended_is_an_obstacle() {
        let mut other_key = state();
        other_key.key[0].name = "pk".into();
        let mut range = state();
        range.key.push(KeyAttribute { name: "sk".into(), attribute_type: "S".into(), role: "RANGE".into() });
        let mut other_ttl = state();
        other_ttl.ttl.attribute = Some("expires".into());
        let mut disabling = state();
        disabling.ttl.status = "disabling".into();
        let deleting = TableState { status: "DELETING".into(), ..state() };
        let locked = TableState { status: "INACCESSIBLE_ENCRYPTION_CREDENTIALS".into(), ..state() };
        for state in [other_key, range, other_ttl, disabling, deleting, locked] {
            assert!(plan(Some(&state), &Spec::default()).obstacle().is_some(), "{state:?}");
        }
    }

    #[test]
    fn only_named_differences_are_mended() {
        let mut off = state();
        off.ttl = Ttl { status: "disabled".into(), attribute: None };
        let update = || Remedy::Call(Operation::UpdateTable);
        assert_eq!(found(&off, Wishes::default()), [("ttl", Remedy::Call(Operation::UpdateTimeToLive))]);
        let wishes = Wishes {
            billing: Some(BillingMode::Provisioned),
            read_capacity: Some(1),
            write_capacity: Some(2),
            ttl: Some(TtlChoice::LeaveAlone),
            deletion_protection: Some(true),
            kms_key: Some(KmsKey::Key("1234".into())),
            table_class: Some(TableClass::StandardInfrequentAccess),
            point_in_time_recovery: Some(Recovery::On { days: Some(7) }),
            tags: [("team".into(), "web".into()), ("new".into(), String::new())].into(),
            ..Wishes::default()
        };
        assert_eq!(
            found(&off, wishes),
            [
                ("billing", update()),
                ("kms-key", update()),
                ("table-class", update()),
                ("deletion-protection", update()),
                ("tag", Remedy::Call(Operation::TagResource)),
                ("tag", Remedy::Call(Operation::TagResource)),
                ("point-in-time-recovery", Remedy::Call(Operation::UpdateContinuousBackups)),
            ]
        );
    }

    #[test]
    fn a_key_is_known_by_its_id_and_by_its_arn() {
        let arn = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd";
        let encrypted = TableState { kms_key: arn.into(), ..state() };
        let named = |key: &str| Wishes { kms_key: Some(key.parse().unwrap()), ..Wishes::default() };
        assert_eq!(found(&encrypted, named("1234abcd")), []);
        assert_eq!(found(&encrypted, named(arn)), []);
        assert_eq!(found(&encrypted, named("234abcd")).len(), 1);
        assert_eq!(found(&encrypted, named("aws-owned")).len(), 1);
    }

    #[test]
    fn ceilings_are_for_on_demand_tables() {
        let wishes = || Wishes { max_read_units: Some(Ceiling::Units(100)), ..Wishes::default() };
        assert_eq!(found(&state(), wishes()), [("max-read-units", Remedy::Call(Operation::UpdateTable))]);
        let provisioned =
            TableState { billing: Billing::Provisioned { read_capacity: 5, write_capacity: 5 }, ..state() };
        assert!(plan(Some(&provisioned), &spec(wishes())).obstacle().is_some());
        let both = Wishes { billing: Some(BillingMode::OnDemand), ..wishes() };
        assert_eq!(plan(Some(&provisioned), &spec(both)).obstacle(), None);
    }

    #[test]
    fn what_the_engine_lacks_is_a_difference_only_when_it_was_named() {
        let mut bare = state();
        bare.ttl = Ttl { status: "unsupported".into(), attribute: None };
        bare.point_in_time_recovery.status = "unsupported".into();
        bare.tags = Tags::Unread("unsupported");
        let by_default = plan(Some(&bare), &Spec::default());
        assert_eq!((by_default.differences.len(), by_default.left_out), (0, vec![Setting::Ttl]));
        let named = Wishes {
            ttl: Some(TtlChoice::Attribute("ttl".into())),
            point_in_time_recovery: Some(Recovery::On { days: None }),
            tags: [("team".into(), "shop".into())].into(),
            ..Wishes::default()
        };
        let unsupported = Remedy::Unsupported;
        assert_eq!(
            found(&bare, named),
            [
                ("tag", unsupported.clone()),
                ("ttl", unsupported.clone()),
                ("point-in-time-recovery", unsupported)
            ]
        );
        let off = Wishes { point_in_time_recovery: Some(Recovery::Off), ..Wishes::default() };
        assert_eq!(found(&bare, off), []);
    }

    #[test]
    fn what_may_not_be_read_is_a_difference() {
        let mut hidden = state();
        hidden.ttl.status = "unknown".into();
        hidden.tags = Tags::Unread("unknown");
        let named = Wishes { tags: [("team".into(), "shop".into())].into(), ..Wishes::default() };
        assert_eq!(found(&hidden, named).len(), 2);
    }

    #[test]
    fn a_tag_too_many_is_an_obstacle() {
        let full = (0..50).map(|n| (n.to_string(), String::new())).collect();
        let full = TableState { tags: Tags::Known(full), ..state() };
        let tag = |key: &str| Wishes { tags: [(key.into(), "x".into())].into(), ..Wishes::default() };
        assert!(plan(Some(&full), &spec(tag("new"))).obstacle().is_some());
        assert_eq!(found(&full, tag("0")), [("tag", Remedy::Call(Operation::TagResource))]);
    }
}

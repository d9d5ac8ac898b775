//! Whether a table's settings serve sessions, a line for each.

use serde::Serialize;

use super::{
    plan::{Setting, on_or_off},
    spec::Billing,
    state::{TableState, Tags, UNKNOWN, UNSUPPORTED},
};
use crate::layout::Layout;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// As a session table should be.
    Ok,
    /// Worth knowing.
    Notice,
    /// Sessions are not served, or never expire.
    Warning,
}

/// What there is to say about a setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The setting.
    pub setting: Setting,
    /// How much it matters.
    pub level: Level,
    /// The setting as it is, and what that means where it is not ok.
    pub says: String,
}

/// Judges every setting of a table of a layout.
#[must_use]
pub fn health(state: &TableState, layout: &Layout) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut say = |setting, level, says: String| findings.push(Finding { setting, level, says });
    match state.status.as_str() {
        "ACTIVE" => say(Setting::Status, Level::Ok, "ACTIVE".to_owned()),
        "UPDATING" => {
            say(Setting::Status, Level::Notice, "UPDATING: sessions are served meanwhile".to_owned());
        }
        status => say(Setting::Status, Level::Warning, format!("{status}: sessions are not served")),
    }
    let key: Vec<String> =
        state.key.iter().map(|key| format!("{} ({}, {})", key.name, key.attribute_type, key.role)).collect();
    let key = key.join(" and ");
    if key == format!("{} (S, HASH)", layout.key) {
        say(Setting::Key, Level::Ok, key);
    } else {
        let says =
            format!("{key}: layout {} has {} (S, HASH), so this is no table of its", layout.name, layout.key);
        say(Setting::Key, Level::Warning, says);
    }
    say(Setting::Billing, Level::Ok, state.billing.to_string());
    for (setting, most) in
        [(Setting::MaxReadUnits, state.max_read_units), (Setting::MaxWriteUnits, state.max_write_units)]
    {
        match (state.billing, most) {
            (Billing::Provisioned { .. }, _) => {}
            (Billing::OnDemand, Some(units)) => say(setting, Level::Ok, units.to_string()),
            (Billing::OnDemand, None) => {
                say(
                    setting,
                    Level::Notice,
                    "unlimited: a client that runs wild is billed as it runs".to_owned(),
                );
            }
        }
    }
    let (level, says) = ttl(state, layout);
    say(Setting::Ttl, level, says);
    let recovery = &state.point_in_time_recovery;
    let (level, says) = match (recovery.status.as_str(), recovery.days) {
        ("enabled", Some(days)) => (Level::Ok, format!("on, {days} days back")),
        ("enabled", None) => (Level::Ok, "on".to_owned()),
        ("disabled", _) => (Level::Notice, "off: sessions that are lost log their users out".to_owned()),
        (status, _) => (Level::Notice, unread(status)),
    };
    say(Setting::PointInTimeRecovery, level, says);
    let (level, meaning) = match state.deletion_protection {
        true => (Level::Ok, ""),
        false => (Level::Notice, ": whoever may delete tables can delete all sessions at once"),
    };
    say(Setting::DeletionProtection, level, format!("{}{meaning}", on_or_off(state.deletion_protection)));
    say(Setting::KmsKey, Level::Ok, state.kms_key.clone());
    say(Setting::TableClass, Level::Ok, state.table_class.to_string());
    match &state.tags {
        Tags::Known(tags) if tags.is_empty() => say(Setting::Tag, Level::Ok, "none".to_owned()),
        Tags::Known(tags) => {
            let tags: Vec<String> = tags.iter().map(|(key, value)| format!("{key}={value}")).collect();
            say(Setting::Tag, Level::Ok, tags.join(", "));
        }
        Tags::Unread(why) => say(Setting::Tag, Level::Notice, unread(why)),
    }
    findings
}

fn unread(status: &str) -> String {
    match status {
        UNSUPPORTED => "the engine does not have it".to_owned(),
        UNKNOWN => "unknown: these credentials may not ask".to_owned(),
        other => other.to_owned(),
    }
}

fn ttl(state: &TableState, layout: &Layout) -> (Level, String) {
    let never = "sessions never expire by themselves";
    let attribute = state.ttl.attribute.as_deref().unwrap_or("?");
    match (state.ttl.status.as_str(), layout.ttl) {
        ("enabled", Some(wished)) if attribute == wished => {
            (Level::Ok, format!("on, by attribute {attribute}"))
        }
        ("enabling", Some(wished)) if attribute == wished => {
            (Level::Notice, format!("being turned on, by attribute {attribute}, which takes up to an hour"))
        }
        ("enabled" | "enabling", Some(wished)) => (
            Level::Warning,
            format!(
                "on, by attribute {attribute}, but layout {} has the expiry in {wished}: {never}",
                layout.name
            ),
        ),
        ("enabled" | "enabling", None) => (Level::Ok, format!("on, by attribute {attribute}")),
        (_, None) => (Level::Notice, format!("off: layout {} has no expiry, so {never}", layout.name)),
        ("disabled" | "disabling", Some(_)) => (Level::Warning, format!("off: {never}")),
        (UNSUPPORTED, Some(_)) => (Level::Notice, format!("the engine does not have it: {never}")),
        (status, Some(_)) => (Level::Notice, unread(status)),
    }
}

//! The table itself: what it is, what it should be, and how to get there.
//!
//! [`Wishes`] become a [`Spec`]; [`read_state`] tells what is; [`plan`] finds the difference; [`apply`] mends it;
//! [`health`] judges what is; [`emit`] writes the same spec for other tools. It never deletes anything, and changes only what was asked for.
//! Sessions in the table are `store`'s.

mod apply;
pub mod emit;
mod file;
mod health;
mod plan;
mod spec;
mod state;

pub use apply::{Applied, LeftOut, Tell, Waiting, Why, apply};
pub use file::{SpecFileError, parse as parse_file};
pub use health::{Finding, Level, health};
pub use plan::{Difference, Plan, Remedy, Setting, plan};
pub use spec::{
    Asked, Billing, BillingMode, Ceiling, KmsKey, MAX_TAGS, Recovery, Spec, SpecError, TableClass, TtlChoice,
    TtlWish, Wishes,
};
pub use state::{KeyAttribute, PointInTimeRecovery, TableState, Tags, Ttl, read_state};

use crate::store::{Operation, StoreError};

/// Why a table was not brought to what it should be.
#[derive(Debug, thiserror::Error)]
pub enum ProvisionError {
    /// A request failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A difference cannot be mended. Nothing was changed.
    #[error("{} of table `{table}` is {}, and should be {}: {}", .difference.setting,
        .difference.is.as_deref().unwrap_or("missing"), .difference.should_be,
        .difference.remedy.why_not().unwrap_or_default())]
    Obstacle {
        /// The table.
        table: String,
        /// The difference.
        difference: Box<Difference>,
    },
    /// The service does not take a setting. The settings before it are as they should be.
    #[error("`{setting}` was refused by `{}`: {message}", .operation.name())]
    Refused {
        /// The setting.
        setting: Setting,
        /// What was asked.
        operation: Operation,
        /// What the service says.
        message: String,
    },
    /// TTL goes by another attribute. Everything else that UpdateTable and TagResource do is done.
    #[error(
        "TTL of table `{table}` was turned on for attribute `{attribute}` meanwhile, and should go by `{wished}`"
    )]
    TtlElsewhere {
        /// The table.
        table: String,
        /// The attribute it goes by.
        attribute: String,
        /// The attribute it should go by.
        wished: String,
    },
    /// TTL is off, and the service does not turn it on now. Everything that UpdateTable and TagResource do is done.
    #[error(
        "TTL of table `{table}` cannot be turned on now, as it was changed within the last hour: {message}"
    )]
    TtlTooSoon {
        /// The table.
        table: String,
        /// What the service says.
        message: String,
    },
    /// The service has not enabled backups in time. Everything but point-in-time recovery is done.
    #[error(
        "point-in-time recovery of table `{table}` cannot be set yet: DynamoDB has not enabled backups after {seconds} s"
    )]
    BackupsUnavailable {
        /// The table.
        table: String,
        /// How long was waited, in seconds.
        seconds: u64,
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
    /// The table will not become ready by itself.
    #[error("table `{table}` is {status} now")]
    NotUsable {
        /// The table.
        table: String,
        /// Its status.
        status: String,
    },
}

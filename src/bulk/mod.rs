//! Jobs over a whole table. They return what they did; nothing here prints or asks.

mod drift;
pub mod purge;
mod scan;

pub use drift::Drift;

use serde::Serialize;

/// Capacity a job used, in units; 0 where the engine does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Consumed {
    /// Read capacity units.
    pub rcu: f64,
    /// Write capacity units.
    pub wcu: f64,
}

/// What a job did.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Summary {
    /// Name of the job.
    pub job: &'static str,
    /// Items the server looked at.
    pub scanned: u64,
    /// Sessions that matched.
    pub matched: u64,
    /// Sessions deleted; in a dry run 0.
    pub deleted: u64,
    /// Sessions that matched, and had changed when their turn came.
    pub kept: u64,
    /// Sessions whose delete failed.
    pub failed: u64,
    /// Whether nothing was to be changed.
    pub dry_run: bool,
    /// Whether the whole table was looked at and every match was settled.
    pub complete: bool,
    /// How long it took.
    pub seconds: f64,
    /// Capacity used.
    pub consumed: Consumed,
}

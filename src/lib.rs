//! sessctl: server-side web sessions kept in DynamoDB, as data.

#[cfg(feature = "local")]
pub mod local;
pub mod pickle;

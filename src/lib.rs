//! sessctl: server-side web sessions kept in DynamoDB, as data.

#[cfg(feature = "dynamodb")]
pub mod bulk;
pub mod codec;
#[cfg(feature = "dynamodb")]
pub mod filter;
#[cfg(feature = "dynamodb")]
pub mod layout;
#[cfg(feature = "local")]
pub mod local;
pub mod pickle;
#[cfg(feature = "dynamodb")]
pub mod provision;
pub mod session;
#[cfg(feature = "dynamodb")]
pub mod store;
#[cfg(feature = "web")]
pub mod web;

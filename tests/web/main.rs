//! The middleware around an axum application, on the embedded engine, and on one that fails as it is told.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod app;
mod conflicts;
mod faults;
mod ids;
mod lifecycle;
mod values;

//! sessctl: server-side web sessions kept in DynamoDB, as data.
//!
//! Flask applications keep sessions in DynamoDB as Python pickles, and whoever can write to the table can run code in
//! every web server that loads them. This library reads such sessions as data, never executing anything, tells what a
//! payload would do, and writes them back to the byte. The command line tool of the same name is built on it, and so can
//! your own be.
//!
//! ```
//! use sessctl::{codec::{self, Projection}, pickle::AllowList, session::Payload};
//!
//! // The attribute `data` of an item that flask-dynamodb-sessions wrote.
//! let data = "gASVJAAAAAAAAAB9lCiMCl9wZXJtYW5lbnSUiIwIdXNlcm5hbWWUjANhZGGUdS4=\n";
//! let decoded = codec::decode(&Payload::Text(data.to_owned()), None, &AllowList::new());
//! assert_eq!(decoded.verdict.level.as_str(), "plain");
//! let json = codec::project(&decoded.content?, Projection::Typed, 4);
//! assert_eq!(json, r#"{"_permanent":true,"username":"ada"}"#);
//!
//! // A payload that would run a command says so.
//! let evil = Payload::Text("gASMAm9zjAZzeXN0ZW2TjARlY2hvhVIu".to_owned());
//! let decoded = codec::decode(&evil, None, &AllowList::new());
//! assert_eq!(decoded.verdict.level.as_str(), "malicious");
//! assert_eq!(decoded.globals, ["os.system"]);
//! # Ok::<(), codec::DecodeError>(())
//! ```
//!
//! # Where things are
//!
//! From a stored byte to a whole table, each built on those before it:
//!
//! | module | is | feature |
//! |---|---|---|
//! | [`session`] | ids, payloads, expiry | |
//! | [`pickle`] | Python's pickle as data: read, judged, changed, written | |
//! | [`codec`] | what a payload holds: formats told, decoded, encoded, shown as JSON | |
//! | `layout` | how an item is laid out: the tables of every library, as data | `dynamodb` |
//! | `filter` | expressions over a session | `dynamodb` |
//! | `store` | one table: get, put, touch, delete, page | `dynamodb` |
//! | `provision` | the table itself: created, checked, mended, written for other tools | `dynamodb` |
//! | `bulk` | jobs over a whole table: scan, purge, export, import | `dynamodb` |
//! | `web` | sessions for tower and axum, shared with a Flask application | `web` |
//! | `local` | an embedded DynamoDB for development and tests | `local` |
//!
//! # Features
//!
//! Without features it is the format alone: no SDK, no tokio. `dynamodb` brings the AWS SDK, `web` with it tower's traits,
//! `local` the embedded engine. `cli`, the default, is the command; a library user turns it off:
//!
//! ```toml
//! sessctl = { version = "0.1", default-features = false, features = ["dynamodb"] }
//! ```

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

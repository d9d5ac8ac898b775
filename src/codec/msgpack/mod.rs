//! MessagePack as msgspec 0.22 writes and reads it, which is what Flask-Session keeps; what rmp-serde writes is read too.
//!
//! | MessagePack | value |
//! |---|---|
//! | nil, bool, int, float, str, bin, array | `None`, `bool`, `int`, `float`, `str`, `bytes`, `list` |
//! | map | `dict`; an array in its key is a `tuple`, any other key is as it is |
//! | ext -1 | `datetime` in UTC, to the microsecond |
//! | any other ext | the call that pickles `msgspec.msgpack.Ext(code, data)`, so that no byte of it is lost |
//!
//! It does not know what a session is, and it does not decide what a value becomes that MessagePack has not: `convert`
//! does.
//!
//! ```
//! use sessctl::codec::msgpack;
//! use sessctl::pickle::Value;
//!
//! let graph = msgpack::read(b"\x81\xa4cart\x92\x01\xc0", &msgpack::Limits::default())?;
//! let (key, cart) = graph.items(graph.root()).next().unwrap();
//! assert_eq!(graph.text(key), Some("cart"));
//! assert_eq!(graph.elements(cart).map(|node| graph.value(node)).collect::<Vec<_>>(), [Value::Int(1), Value::None]);
//! # Ok::<(), msgpack::MsgpackError>(())
//! ```

mod error;
mod reader;
mod writer;

pub use error::{MsgpackError, MsgpackErrorKind};
pub use reader::{Limits, read};
pub use writer::Writer;

//! What is wrong with a MessagePack payload, and where.
//!
//! It does not know what the payload was meant to be.

use thiserror::Error;

/// What is wrong with a MessagePack payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MsgpackErrorKind {
    /// The payload ends too early.
    #[error("the payload ends inside {what}")]
    Ends {
        /// What it ends in.
        what: &'static str,
    },
    /// A length that the rest of the payload cannot hold.
    #[error("the length {length} of {what} is more than the {left} bytes that are left can hold")]
    Length {
        /// What has the length.
        what: &'static str,
        /// The length, in bytes, elements or items.
        length: u32,
        /// Bytes behind it.
        left: usize,
    },
    /// The one byte that MessagePack never uses.
    #[error("the byte 0xc1 begins no value")]
    NeverUsed,
    /// Something follows the value.
    #[error("{bytes} bytes follow the value")]
    Trailing {
        /// How many.
        bytes: usize,
    },
    /// A string is not UTF-8.
    #[error("a string is not UTF-8")]
    NotUtf8,
    /// A dict, or an extension other than a time, in a key: Python cannot hash it.
    #[error("{what} cannot be a key")]
    Unhashable {
        /// What stands in the key.
        what: &'static str,
    },
    /// An extension of type -1 that is no time between the years 1 and 9999.
    #[error("an extension of type -1 is no time of the years 1 to 9999")]
    Timestamp,
    /// The payload is longer than the limit.
    #[error("a payload of {bytes} bytes is over the limit of {limit}")]
    Bytes {
        /// Its length.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// There are more values than the limit.
    #[error("it holds more than the limit of {limit} values")]
    Values {
        /// The limit.
        limit: usize,
    },
}

/// What is wrong with a MessagePack payload, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{kind} at byte {offset}")]
pub struct MsgpackError {
    /// What is wrong.
    pub kind: MsgpackErrorKind,
    /// Offset in bytes of the value it is about.
    pub offset: usize,
}

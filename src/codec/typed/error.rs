//! What is wrong with a typed JSON text, and where.
//!
//! It does not know how to put it right; the messages say what was expected.

use thiserror::Error;

use crate::codec::json::JsonErrorKind;
use crate::codec::path::Path;

/// What is wrong with a typed JSON text.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TypedErrorKind {
    /// It is not JSON.
    #[error(transparent)]
    Json(JsonErrorKind),
    /// A tag that does not exist.
    #[error("unknown tag `{tag}` (a key that starts with `$` is written {{\"$dict\": [[key, value]]}})")]
    UnknownTag {
        /// The tag.
        tag: String,
    },
    /// A value that was left out, because the text got too long.
    #[error("`$cut` stands for a value that was left out of a text over 15 MiB")]
    Cut,
    /// Something beside a tag that does not go with it.
    #[error("`{member}` cannot stand beside `{tag}`")]
    UnknownMember {
        /// The tag.
        tag: &'static str,
        /// What stands beside it.
        member: String,
    },
    /// A member comes twice.
    #[error("`{member}` comes twice")]
    Twice {
        /// The member.
        member: String,
    },
    /// A member is missing.
    #[error("`{tag}` needs `{member}`")]
    Missing {
        /// The tag.
        tag: &'static str,
        /// What is missing.
        member: &'static str,
    },
    /// A tag holds something that it cannot.
    #[error("`{tag}` needs {expected}")]
    Content {
        /// The tag, or the member of a tag.
        tag: &'static str,
        /// What it can hold.
        expected: &'static str,
    },
    /// A `$ref` to an `$id` that is not there.
    #[error("`$ref` {id}: no value has this `$id`")]
    UnknownRef {
        /// The number.
        id: u64,
    },
    /// Two values with one `$id`.
    #[error("`$id` {id} comes twice")]
    TwoIds {
        /// The number.
        id: u64,
    },
    /// A value where no pickle can have one of its type.
    #[error("`{place}` needs {expected}")]
    WrongType {
        /// The tag, or the member of a tag.
        place: &'static str,
        /// What it can hold.
        expected: &'static str,
    },
    /// A key, or an element of a set, that Python refuses.
    #[error("{kind} cannot be a key or in a set")]
    Unhashable {
        /// What it is.
        kind: &'static str,
    },
}

/// What is wrong with a typed JSON text, and where.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{kind} at line {line} column {column} (`{path}`)")]
pub struct TypedError {
    /// What is wrong.
    pub kind: TypedErrorKind,
    /// Offset in bytes.
    pub offset: usize,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The way there through the JSON, tags included.
    pub path: Path,
}

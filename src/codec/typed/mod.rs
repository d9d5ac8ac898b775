//! Typed JSON: a value as JSON that holds all of it, to be edited, kept and read back.
//!
//! What JSON has stays as it is: `null`, booleans, integers up to 2^53, floats, strings, lists, and dicts whose keys
//! are strings that do not start with `$`. A float always has a `.` or an exponent. Everything else is an object with
//! one tag:
//!
//! | tag | content |
//! |---|---|
//! | `$tuple`, `$set`, `$frozenset` | array of elements |
//! | `$dict` | array of `[key, value]`: for other keys, keys that start with `$`, and keys that come twice |
//! | `$list` | array, where a list needs an `$id` |
//! | `$int` | text of digits, beyond 2^53; `0x` and hex beyond 4,300 digits |
//! | `$float` | `"nan"`, `"-nan"`, `"inf"`, `"-inf"`, `"-0.0"` |
//! | `$str_wtf8` | base64 of a string that holds lone surrogates |
//! | `$py2str` | a `str` of Python 2, one character to a byte |
//! | `$bytes`, `$bytearray` | base64 |
//! | `$complex` | `[real, imaginary]` |
//! | `$datetime`, `$time` | ISO 8601, with an offset where the zone is nothing but that; beside it `fold` (1) and `tz`: the name of a zone, or any value |
//! | `$date` | ISO 8601 |
//! | `$timedelta` | `[days, seconds, microseconds]` |
//! | `$timezone` | offset; beside it `name` |
//! | `$zoneinfo` | name of the zone |
//! | `$decimal`, `$uuid`, `$markup` | text |
//! | `$ordereddict` | array of `[key, value]` |
//! | `$global` | `"module:qualname"`, or `[module, qualname]` as values: a class or function |
//! | `$object` | `class` (`"module:qualname"`) or `call` (a value); `how` (`reduce`, `newobj`, `newobj_ex`, `obj`, `inst`); `args`, `kwargs`; what was done to it then: `list`, `items`, `add`, `state`, or `steps` where that happened in another order |
//! | `$ext`, `$persid`, `$buffer`, `$memoryview` | an extension code, a persistent id, an out-of-band buffer (`"readonly"` or `"writable"`), a read-only view of a value |
//! | `$cut` | `true`: a value left out where the JSON is over 15 MiB; reading it is an error |
//! | `$value`, `$popped` | at the top only: the value, and calls and imports whose results the payload drops, such as state setters |
//!
//! A value that is met twice has an `$id` beside its tag (or among the keys of a dict) where it comes first, and is
//! `{"$ref": id}` elsewhere, also inside of itself. Lists, dicts, sets, tuples and objects are told apart this way;
//! strings, numbers, bytes, names, UTC and named time zones are not, since nothing in Python depends on which of two
//! equal ones it has. Which strings and bytes are one object still shows in the bytes of a pickle:
//! [`ReadOptions::like`] keeps that as it was.
//!
//! It does not execute, import or check anything that a name stands for.
//!
//! ```
//! use sessctl::codec::typed;
//! use sessctl::pickle;
//!
//! let text = r#"{"cart": [{"$tuple": ["A-1", 2]}], "since": {"$datetime": "2026-11-22T20:00:17"}}"#;
//! let graph = typed::read(text.as_bytes(), &typed::ReadOptions::default())?;
//! let payload = pickle::write(&graph, 4)?;
//! let graph = pickle::read(payload, &pickle::Limits::default())?.graph;
//! let again = typed::to_string(&graph, &typed::WriteOptions::default());
//! assert_eq!(again, text.replace(": ", ":").replace(", ", ","));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod dom;
mod error;
mod expand;
mod read;
mod write;

pub use error::{TypedError, TypedErrorKind};
pub(super) use expand::Expand;
pub use read::{ReadOptions, read, read_into};
pub use write::{WriteOptions, to_string, write};

/// Integers beyond this are text: other readers of JSON would round them.
const EXACT: u64 = 1 << 53;

/// How a call is spelled in `how`.
const FORMS: [(&str, crate::pickle::CallForm); 5] = {
    use crate::pickle::CallForm;
    [
        ("reduce", CallForm::Reduce),
        ("newobj", CallForm::NewObj),
        ("newobj_ex", CallForm::NewObjEx),
        ("obj", CallForm::Obj),
        ("inst", CallForm::Inst),
    ]
};

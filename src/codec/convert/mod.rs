//! Values on their way into the payload of another library: written as that library would have written them, with a
//! list of what is not the same afterwards.
//!
//! A value that the target has not becomes what the target's own encoder makes of it where it takes it, and something
//! of the kind where it does not:
//!
//! | value | msgspec MessagePack | msgspec JSON | Python JSON | JavaScript JSON | tower's MessagePack |
//! |---|---|---|---|---|---|
//! | `tuple`, `set`, `frozenset`, `deque` | list | list | list | list | list |
//! | `OrderedDict`, `defaultdict`, `Counter` | dict | dict | dict | dict | dict |
//! | `datetime` in UTC | the same | text | text | text | text |
//! | `datetime` in another zone | in UTC | text with the offset | text with the offset | text with the offset | text with the offset |
//! | naive `datetime`, `date`, `time`, `timedelta`, `Decimal`, `UUID` and other plain values | text | text | text | text | text |
//! | `bytes` | the same | base64 | base64 | base64 | base64 |
//! | `int` | -2^63 to 2^64-1, else text | the same | the same | up to 2^53 either way, else text | as msgspec MessagePack |
//! | NaN and infinities | the same | null | the same | null | null |
//! | keys | hashable ones | text | text | text | text |
//! | `str` with lone surrogates | U+FFFD for each | U+FFFD for each | the same | the same | U+FFFD for each |
//! | `Markup` | text | text | text | text | text |
//! | scalars of numpy and BSON, moments of pandas and pendulum | the value that says the same | so | so | so | so |
//! | an object with items, a `MultiDict` and the like | dict | dict | dict | dict | dict |
//! | an object with appended elements, a `struct_time` | list | list | list | list | list |
//! | any other object | its [plain view](super::plain), or what [`Options`] say | the same | the same | the same | the same |
//! | one list, dict or set in two places | two copies | two copies | two copies | two copies | two copies |
//! | a value inside of itself | `{"$ref": "#/path"}` | the same | the same | the same | the same |
//!
//! A tuple in Flask's `_flashes` is no loss: Flask takes its messages apart without looking at what holds them. Into a
//! pickle everything goes as it is.
//!
//! It does not know about items, keys of tables or expiry, and it does not decide what to do about a loss.
//!
//! ```
//! use sessctl::codec::convert::{Options, Target, convert};
//! use sessctl::codec::typed;
//!
//! let text = br#"{"_permanent": true, "cart": [{"$tuple": ["A-1", 2]}]}"#;
//! let graph = typed::read(text, &typed::ReadOptions::default())?;
//! let converted = convert(&graph, Target::Msgpack, &Options::default())?;
//! assert_eq!(converted.bytes, b"\x82\xaa_permanent\xc3\xa4cart\x91\x92\xa3A-1\x02");
//! let losses: Vec<String> = converted.losses.iter().map(|(loss, count)| format!("{loss}, {count} times")).collect();
//! assert_eq!(losses, ["`cart[]`: tuple becomes list, 1 times"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::{collections::BTreeMap, str::FromStr};

use super::{Format, json::Dialect, path::Path};
use crate::pickle::{self, Graph, VerifyError};

mod decided;
mod loss;
mod moment;
mod out;
mod walk;

pub use loss::{Applied, Form, Kind, Loss, Losses};

/// What writes and reads the payload that values are converted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A pickle.
    Pickle {
        /// 0 to 5.
        protocol: u8,
    },
    /// MessagePack as msgspec has it: Flask-Session.
    Msgpack,
    /// MessagePack that holds no more than JSON does: the data of a record of tower-sessions-dynamodb-store, which
    /// [`msgpack::Writer`](super::msgpack::Writer) makes a record of.
    TowerMsgpack,
    /// JSON.
    Json(Dialect),
}

impl Target {
    /// The format of the payload.
    #[must_use]
    pub fn format(self) -> Format {
        match self {
            Self::Pickle { .. } => Format::Pickle,
            Self::Msgpack | Self::TowerMsgpack => Format::Msgpack,
            Self::Json(_) => Format::Json,
        }
    }
}

/// How values are converted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// What objects of a class become, by `module.qualname` as losses name it. An object that is decided here is no
    /// loss, unless what was decided does not fit it.
    pub classes: BTreeMap<String, ClassForm>,
}

/// What objects of a class become, where their opcodes do not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(
    feature = "dynamodb",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum ClassForm {
    /// A dict: of its items, else of its fields, as of a dataclass.
    Map,
    /// A list: of its elements, else of its arguments, as of a named tuple.
    List,
    /// The only value that it is made of, as of an enum.
    Value,
}

impl ClassForm {
    /// `map`, `list` or `value`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Map => "map",
            Self::List => "list",
            Self::Value => "value",
        }
    }
}

/// Why a text is no [`ClassForm`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected `map`, `list` or `value`")]
pub struct ClassFormError;

impl FromStr for ClassForm {
    type Err = ClassFormError;

    fn from_str(text: &str) -> Result<Self, ClassFormError> {
        [Self::Map, Self::List, Self::Value]
            .into_iter()
            .find(|form| form.name() == text)
            .ok_or(ClassFormError)
    }
}

/// What became of values.
#[derive(Clone, Debug)]
pub struct Converted {
    /// The payload: the bytes of the pickle or of the MessagePack, the JSON as UTF-8.
    pub bytes: Vec<u8>,
    /// What is not the same as it was.
    pub losses: Losses,
}

/// Longest payload that is written: a graph that shares its nodes can be exponentially larger when it is written out,
/// and an item of DynamoDB holds 400 KB.
const LONGEST: usize = 1 << 20;

/// Deepest nesting that is written. Python's recursion limit of 1,000 covers the application's own calls too, and what
/// lies deeper makes a payload that its library writes and cannot read.
const DEEPEST: usize = 500;

/// Why values cannot be converted at all.
#[derive(Debug, thiserror::Error)]
pub enum ConvertError {
    /// No pickle holds them, or not without a change.
    #[error(transparent)]
    Pickle(#[from] VerifyError),
    /// The payload would be too long.
    #[error("the payload would be over the limit of {limit} bytes at `{path}`")]
    Length {
        /// The limit.
        limit: usize,
        /// Where the limit is reached.
        path: Path,
    },
    /// The nesting is too deep for the library to read.
    #[error("the value at `{path}` nests deeper than {limit} levels, which the target cannot read")]
    Depth {
        /// The limit.
        limit: usize,
        /// Where the limit is reached.
        path: Path,
    },
}

/// Writes the value of a graph for a target.
///
/// # Errors
/// When the payload would be too long or nest too deep, and when a pickle cannot hold the values.
pub fn convert(graph: &Graph, target: Target, options: &Options) -> Result<Converted, ConvertError> {
    if let Target::Pickle { protocol } = target {
        let bytes = pickle::write_verified(graph, protocol)?;
        return Ok(Converted { bytes, losses: Losses::default() });
    }
    let mut text = String::new();
    let mut bytes = Vec::new();
    let mut losses = Losses::default();
    let mut out = out::Out::new(target, &mut text, &mut bytes);
    walk::walk(graph, target, options, &mut out, &mut losses, 0)?;
    Ok(Converted { bytes: if text.is_empty() { bytes } else { text.into_bytes() }, losses })
}

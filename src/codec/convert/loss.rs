//! What is not the same after a conversion, by where it is.
//!
//! It does not hold values, only the keys that lead to them.

use std::{collections::BTreeMap, fmt};

use super::ClassForm;
use crate::codec::json;

/// What a value is that the target has not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(
    feature = "dynamodb",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum Kind {
    /// `tuple`.
    Tuple,
    /// `set`.
    Set,
    /// `frozenset`.
    Frozenset,
    /// `collections.deque`.
    Deque,
    /// `collections.OrderedDict`.
    OrderedDict,
    /// `collections.defaultdict`.
    Defaultdict,
    /// `collections.Counter`.
    Counter,
    /// `datetime` without a time zone.
    NaiveDatetime,
    /// `datetime` with a time zone.
    AwareDatetime,
    /// `date`.
    Date,
    /// `time`.
    Time,
    /// `timedelta`.
    Timedelta,
    /// `timezone` or `ZoneInfo`.
    Timezone,
    /// `Decimal`.
    Decimal,
    /// `Fraction`.
    Fraction,
    /// `UUID`.
    Uuid,
    /// `complex`.
    Complex,
    /// `range`.
    Range,
    /// `slice`.
    Slice,
    /// `markupsafe.Markup`.
    Markup,
    /// `None`, as a key.
    None,
    /// `bool`, as a key.
    Bool,
    /// `int`, as a key.
    Int,
    /// `int` beyond what the target counts to.
    LargeInt,
    /// `float`, as a key.
    Float,
    /// NaN or an infinity.
    NonFinite,
    /// `str` with lone surrogates.
    Surrogates,
    /// A `str` of Python 2 beyond ASCII.
    Python2Str,
    /// `bytes`.
    Bytes,
    /// `bytearray`.
    Bytearray,
    /// Any other object, or a class or function.
    Object,
    /// One list, dict, set or object in more than one place.
    Shared,
    /// A value inside of itself.
    Cycle,
    /// A key that is another key's text.
    EqualKey,
}

impl Kind {
    /// The kind in words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Tuple => "tuple",
            Self::Set => "set",
            Self::Frozenset => "frozenset",
            Self::Deque => "deque",
            Self::OrderedDict => "OrderedDict",
            Self::Defaultdict => "defaultdict",
            Self::Counter => "Counter",
            Self::NaiveDatetime => "naive datetime",
            Self::AwareDatetime => "aware datetime",
            Self::Date => "date",
            Self::Time => "time",
            Self::Timedelta => "timedelta",
            Self::Timezone => "time zone",
            Self::Decimal => "Decimal",
            Self::Fraction => "Fraction",
            Self::Uuid => "UUID",
            Self::Complex => "complex",
            Self::Range => "range",
            Self::Slice => "slice",
            Self::Markup => "Markup",
            Self::None => "None",
            Self::Bool => "bool",
            Self::Int => "int",
            Self::LargeInt => "large int",
            Self::Float => "float",
            Self::NonFinite => "NaN or infinity",
            Self::Surrogates => "str with lone surrogates",
            Self::Python2Str => "str of Python 2",
            Self::Bytes => "bytes",
            Self::Bytearray => "bytearray",
            Self::Object => "object",
            Self::Shared => "shared value",
            Self::Cycle => "value inside of itself",
            Self::EqualKey => "key that equals another as text",
        }
    }
}

/// What a value becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(
    feature = "dynamodb",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum Form {
    /// A list.
    List,
    /// A tuple, in a key.
    Tuple,
    /// A dict.
    Dict,
    /// Text.
    Str,
    /// Bytes.
    Bytes,
    /// Base64 text.
    Base64,
    /// A boolean.
    Bool,
    /// An integer.
    Int,
    /// A float.
    Float,
    /// The same moment in UTC.
    Utc,
    /// Null.
    Null,
    /// Text that is a key.
    TextKey,
    /// The view of [`plain`](crate::codec::plain).
    PlainView,
    /// A copy in each place.
    Copies,
    /// A reference to the path of the value.
    Reference,
    /// It is left out.
    Nothing,
}

impl Form {
    /// The form in words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Tuple => "tuple",
            Self::Dict => "dict",
            Self::Str => "text",
            Self::Bytes => "bytes",
            Self::Base64 => "base64 text",
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Float => "float",
            Self::Utc => "datetime in UTC",
            Self::Null => "null",
            Self::TextKey => "text key",
            Self::PlainView => "plain view",
            Self::Copies => "copies",
            Self::Reference => "reference",
            Self::Nothing => "nothing",
        }
    }
}

/// One kind of loss in one place.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "dynamodb", derive(serde::Serialize, serde::Deserialize))]
pub struct Loss {
    /// The keys that lead to the value, such as `cart[].price`; `[]` stands for every element of a list and the like
    /// and for every key that is no text, `$` for the whole.
    pub path: String,
    /// What the value is.
    pub kind: Kind,
    /// The class of an object, or the name itself, as `module.qualname`.
    #[cfg_attr(feature = "dynamodb", serde(default, skip_serializing_if = "Option::is_none"))]
    pub class: Option<String>,
    /// What was decided of its class, and does not fit it.
    #[cfg_attr(feature = "dynamodb", serde(default, skip_serializing_if = "Option::is_none"))]
    pub unfit: Option<ClassForm>,
    /// What it becomes.
    pub becomes: Form,
}

/// `` `cart[]`: tuple becomes list``.
impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.path, self.kind.name())?;
        if let Some(class) = &self.class {
            write!(f, " `{class}`")?;
        }
        if let Some(form) = self.unfit {
            write!(f, " does not fit `{}` and", form.name())?;
        }
        write!(f, " becomes {}", self.becomes.name())
    }
}

impl Loss {
    /// Whether it is an object that nothing says how to convert: [`Options`](super::Options) can.
    #[must_use]
    pub fn undecided_class(&self) -> Option<&str> {
        let undecided = (self.kind, self.becomes, self.unfit) == (Kind::Object, Form::PlainView, None);
        self.class.as_deref().filter(|_| undecided)
    }
}

/// Most losses that are told apart: keys can be anything, ids of products for instance.
const MOST: usize = 1000;

/// How often what was decided of a class was applied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Objects that became what was decided.
    pub fit: u64,
    /// Objects that it does not fit.
    pub unfit: u64,
}

/// Losses with how often each was met, sorted by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Losses {
    counts: BTreeMap<Loss, u64>,
    more: u64,
    /// By class; only those that were decided, so they are few.
    applied: BTreeMap<String, Applied>,
}

impl Losses {
    /// Counts a loss.
    pub fn add(&mut self, loss: Loss, count: u64) {
        if self.counts.len() >= MOST && !self.counts.contains_key(&loss) {
            self.more += count;
        } else {
            *self.counts.entry(loss).or_default() += count;
        }
    }

    /// Adds those of another conversion.
    pub fn merge(&mut self, other: &Self) {
        for (loss, count) in other.iter() {
            self.add(loss.clone(), count);
        }
        self.more += other.more;
        for (class, applied) in &other.applied {
            let all = self.applied_to(class);
            all.fit += applied.fit;
            all.unfit += applied.unfit;
        }
    }

    pub(super) fn applied_to(&mut self, class: &str) -> &mut Applied {
        self.applied.entry(class.to_owned()).or_default()
    }

    /// How often what was decided of a class was applied: to no object where none was met.
    #[must_use]
    pub fn applied(&self, class: &str) -> Applied {
        self.applied.get(class).copied().unwrap_or_default()
    }

    /// Whether nothing is lost.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// The losses that are told apart, with how often each was met.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Loss, u64)> {
        self.counts.iter().map(|(loss, count)| (loss, *count))
    }

    /// How often others were met: 1,000 are told apart.
    #[must_use]
    pub fn more(&self) -> u64 {
        self.more
    }
}

/// Appends a key to a path as [`Path`](crate::codec::path::Path) shows it, cut where it is long.
pub(super) fn push_key(path: &mut String, key: &str) {
    /// Characters of a key that are shown.
    const SHOWN: usize = 100;
    if !path.is_empty() {
        path.push('.');
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$' || c == '-';
    if !key.is_empty() && key.len() <= SHOWN && key.chars().all(plain) {
        return path.push_str(key);
    }
    match key.char_indices().nth(SHOWN) {
        None => path.push_str(&json::quote(key)),
        Some((end, _)) => path.push_str(&json::quote(&format!("{}...", &key[..end]))),
    }
}

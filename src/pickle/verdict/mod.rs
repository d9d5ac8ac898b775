//! What a payload would do to the Python that unpickles it: a level, and the reasons for it.
//!
//! The verdict goes by what the payload imports, calls and changes, in execution order, also where the result
//! is dropped or the stream breaks later: a call before the break has run. It is built on what is known to be
//! harmless. The lists of harmful names only tell `malicious` from `unknown`.
//!
//! It does not know an application's own classes; [`AllowList`] names those.

mod classify;
mod gadgets;
mod judge;
mod known;
mod packages;
mod resources;
mod shapes;
mod states;
mod stdlib;
mod unread;

use std::collections::HashSet;
use std::fmt;

pub use judge::judge;

/// How bad a payload is; a verdict is as bad as its worst reason.
///
/// A broken payload or one beyond a limit ranks below the suspicious ones: a call before the break has run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Imports nothing.
    Plain,
    /// Only well-known value types, in the argument shapes Python writes them with.
    Known,
    /// A class that this tool does not know, as those of applications.
    Unknown,
    /// Python cannot read it.
    Invalid,
    /// Beyond a limit of the reader.
    Limit,
    /// Nothing that Python writes for ordinary values.
    Suspicious,
    /// Runs code, imports, opens, or reaches into the interpreter.
    Malicious,
}

impl Level {
    /// The level in one lower-case word, as JSON and tables show it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Known => "known",
            Self::Unknown => "unknown",
            Self::Invalid => "invalid",
            Self::Limit => "limit",
            Self::Suspicious => "suspicious",
            Self::Malicious => "malicious",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What a [`Reason`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReasonCode {
    /// A value type of Python.
    KnownType,
    /// A class named in the allow-list.
    Allowed,
    /// A name that is on no list.
    UnknownClass,
    /// A read-only memoryview, which no pickler leaves in a session.
    MemoryView,
    /// A name of Python's library that is no value type.
    StdlibName,
    /// A name with non-ASCII, control or other characters that look like something else.
    OddName,
    /// A function of any package with a name that says it runs or loads things.
    SuspectName,
    /// A known name with arguments that Python never writes.
    OddArguments,
    /// A function or method on no list is called: only of a class is it likely that this makes a value.
    UnknownFunction,
    /// A class on no list is called with what its constructor may open: the path of a file, a host.
    ResourceArgument,
    /// Something computed is called.
    ComputedCall,
    /// A persistent id, which the application resolves.
    PersistentId,
    /// An extension code, which the registry of `copyreg` resolves.
    ExtensionCode,
    /// Something imported is changed.
    ChangesImport,
    /// A name that runs code, imports, opens or reaches into the interpreter.
    DangerousName,
    /// A name of a package that exists to run or load things; an allow-list outweighs it.
    DangerousPackage,
    /// A dunder attribute.
    DunderName,
    /// A module as the attribute of something.
    ThroughModule,
    /// `getattr` of something that is not an imported name, or by a computed name.
    ComputedAttribute,
    /// `getattr` as a value, for something else to call.
    PassesGetattr,
    /// An import whose module or name is computed.
    ComputedName,
    /// A state that replaces an object's class or protocol methods.
    StateOverride,
    /// A pickle within the payload, for another `loads`; the name is of what it imports.
    NestedPickle,
    /// What is shown in another format is also a pickle, which the library loads.
    AlsoPickle,
    /// The payload is broken.
    Broken,
    /// A limit of the reader was reached.
    LimitReached,
}

impl ReasonCode {
    /// The code in snake case, as JSON shows it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.row().0
    }

    /// Whether [`AllowList`] outweighs it: what is unknown or suspicious for its name alone, and what a package alone says.
    #[must_use]
    pub fn is_lifted(self) -> bool {
        matches!(
            self,
            Self::UnknownClass
                | Self::UnknownFunction
                | Self::StdlibName
                | Self::OddName
                | Self::SuspectName
                | Self::ResourceArgument
                | Self::DangerousPackage
        )
    }

    /// How bad that is.
    #[must_use]
    pub fn level(self) -> Level {
        self.row().1
    }

    #[rustfmt::skip]
    fn row(self) -> (&'static str, Level, &'static str) {
        match self {
            Self::KnownType         => ("known_type",         Level::Known,      "value type"),
            Self::Allowed           => ("allowed",            Level::Known,      "allowed class"),
            Self::UnknownClass      => ("unknown_class",      Level::Unknown,    "class unknown to sessctl"),
            Self::MemoryView        => ("memory_view",        Level::Unknown,    "memoryview instead of bytes"),
            Self::StdlibName        => ("stdlib_name",        Level::Suspicious, "library name that is no value type"),
            Self::OddName           => ("odd_name",           Level::Suspicious, "name with odd characters"),
            Self::SuspectName       => ("suspect_name",       Level::Suspicious, "name of something that runs or loads"),
            Self::OddArguments      => ("odd_arguments",      Level::Suspicious, "arguments that Python does not write"),
            Self::UnknownFunction   => ("unknown_function",   Level::Suspicious, "call of a function unknown to sessctl"),
            Self::ResourceArgument  => ("resource_argument",  Level::Suspicious, "class called with what it may open"),
            Self::ComputedCall      => ("computed_call",      Level::Suspicious, "call of something computed"),
            Self::PersistentId      => ("persistent_id",      Level::Suspicious, "persistent id"),
            Self::ExtensionCode     => ("extension_code",     Level::Suspicious, "extension code"),
            Self::ChangesImport     => ("changes_import",     Level::Malicious,  "change to something imported"),
            Self::DangerousName     => ("dangerous_name",     Level::Malicious,  "dangerous name"),
            Self::DangerousPackage  => ("dangerous_package",  Level::Malicious,  "name of a package that runs or loads code"),
            Self::DunderName        => ("dunder_name",        Level::Malicious,  "dunder attribute"),
            Self::ThroughModule     => ("through_module",     Level::Malicious,  "module reached through another name"),
            Self::ComputedAttribute => ("computed_attribute", Level::Malicious,  "attribute of something computed"),
            Self::PassesGetattr     => ("passes_getattr",     Level::Malicious,  "getattr passed as a value"),
            Self::ComputedName      => ("computed_name",      Level::Malicious,  "import of a computed name"),
            Self::StateOverride     => ("state_override",     Level::Malicious,  "state that replaces a dunder attribute"),
            Self::NestedPickle      => ("nested_pickle",      Level::Malicious,  "pickle within the pickle"),
            Self::AlsoPickle        => ("also_pickle",        Level::Suspicious, "also a pickle, which the library loads"),
            Self::Broken            => ("broken",             Level::Invalid,    "broken payload"),
            Self::LimitReached      => ("limit",              Level::Limit,      "limit reached"),
        }
    }
}

/// One reason for a verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What it is about.
    pub code: ReasonCode,
    /// Offset in bytes of the opcode that does it; within a nested pickle, from the start of that.
    pub offset: usize,
    /// The name, as `module.name`, or what stands for one; not escaped.
    pub name: String,
}

/// Says it in words, with control, escape and bidi characters escaped.
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (_, _, words) = self.code.row();
        write!(f, "{words}: `{}` at byte {}", super::explain::Escaped(&self.name), self.offset)
    }
}

/// What a payload would do to the Python that unpickles it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// How bad.
    pub level: Level,
    /// Why, in execution order, each code and name once. A payload with very many names is cut to the first
    /// 200 and those that raise the level.
    pub reasons: Vec<Reason>,
}

/// Application classes that an operator vouches for, as `module.Class`.
///
/// An allowed name is judged as a known type. Names that are malicious stay so, unless it is the package alone that speaks
/// against them: see [`ReasonCode::is_lifted`].
///
/// ```
/// use sessctl::pickle::AllowList;
///
/// let allow = AllowList::from_lines("# our own\napp.models.User\n\napp.models.Cart  # since 2.0\n");
/// assert!(allow.contains("app.models", "User"));
/// assert!(!allow.contains("app.models", "Admin"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowList {
    names: HashSet<String>,
}

impl AllowList {
    /// An empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads one name a line; `#` starts a comment.
    #[must_use]
    pub fn from_lines(text: &str) -> Self {
        let mut list = Self::new();
        list.extend_from_lines(text);
        list
    }

    /// Adds the names of a text as [`AllowList::from_lines`] reads it.
    pub fn extend_from_lines(&mut self, text: &str) {
        let lines = text.lines().map(|line| line.split('#').next().unwrap_or(line).trim());
        self.extend(lines.filter(|name| !name.is_empty()));
    }

    /// Adds `module.Class`.
    pub fn insert(&mut self, name: &str) {
        self.names.insert(name.to_owned());
    }

    /// The names, in no order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Whether a name is on the list.
    #[must_use]
    pub fn contains(&self, module: &str, name: &str) -> bool {
        !self.names.is_empty() && self.names.contains(&format!("{module}.{name}"))
    }

    /// Whether a reason is about a name on the list and outweighs it: the name itself is dangerous, or what is done with it
    /// is.
    ///
    /// ```
    /// use sessctl::pickle::{AllowList, Limits, judge, read};
    ///
    /// let outcome = read(b"cos\nsystem\n(S'id'\ntR.".to_vec(), &Limits::default());
    /// let allow: AllowList = ["os.system"].into_iter().collect();
    /// assert!(allow.is_outweighed_by(&judge(outcome.as_ref(), &allow).reasons[0]));
    /// ```
    #[must_use]
    pub fn is_outweighed_by(&self, reason: &Reason) -> bool {
        reason.code.level() > Level::Unknown && self.names.contains(&reason.name)
    }
}

impl<S: AsRef<str>> FromIterator<S> for AllowList {
    fn from_iter<I: IntoIterator<Item = S>>(names: I) -> Self {
        Self { names: names.into_iter().map(|name| name.as_ref().to_owned()).collect() }
    }
}

impl<S: AsRef<str>> Extend<S> for AllowList {
    fn extend<I: IntoIterator<Item = S>>(&mut self, names: I) {
        self.names.extend(names.into_iter().map(|name| name.as_ref().to_owned()));
    }
}

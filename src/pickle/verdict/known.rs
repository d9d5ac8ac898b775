//! The value types of Python that a verdict knows, and the arguments they are known with.
//!
//! Exact names, never whole modules: at protocol 4 `datetime` also holds `sys.modules`.

/// The arguments that a known name is called with by pickles that Python writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Nothing calls it.
    Value,
    /// No arguments.
    Object,
    /// `type(None)` and the like.
    Type,
    /// At most one number or text.
    Number,
    /// One number or `None`.
    Member,
    /// At most two numbers.
    Complex,
    /// At most one text.
    Str,
    /// At most bytes, or text and an encoding.
    Bytes,
    /// At most one tuple, list, set or frozenset.
    Iterable,
    /// At most one dict or one list of pairs.
    Mapping,
    /// A factory, then as [`Shape::Mapping`].
    DefaultDict,
    /// At most a list or tuple and a length.
    Deque,
    /// Up to three integers or `None`.
    Range,
    /// 10 bytes of state, or integers; then a time zone.
    DateTime,
    /// 4 bytes of state, or integers.
    Date,
    /// 6 bytes of state, or integers; then a time zone.
    Time,
    /// Up to seven numbers.
    TimeDelta,
    /// An offset and a name.
    TimeZone,
    /// One text, or sign, digits and exponent.
    Decimal,
    /// Two integers, or a text of at most 700 digits: a longer one costs time, an exponent any time.
    Fraction,
    /// A key of the time zone database.
    Zone,
    /// The key, and whether it is cached.
    ZoneUnpickle,
    /// One text.
    Markup,
    /// Text and a Latin-1 encoding: bytes below protocol 3.
    Encode,
    /// Object and name: judged by what it resolves to.
    GetAttr,
    /// `X.__new__`, which a state then completes: `__getnewargs_ex__` below protocol 4.
    Partial,
    /// Class, base and state: an object below protocol 2.
    Reconstructor,
    /// Class and arguments.
    NewObj,
    /// Class, arguments and keyword arguments.
    NewObjEx,
    /// Any arguments: exceptions keep what they were raised with.
    Any,
    /// One list, tuple, dict or the like.
    Iter,
    /// `X | Y`, of classes or of members of an enum.
    Or,
    /// `functools.reduce(operator.or_, classes)`.
    Reduce,
    /// `typing.List[int]`: a generic class and what it is of.
    GetItem,
}

impl Shape {
    /// Whether what is called makes values, whose methods only compute.
    pub(super) fn makes_values(self) -> bool {
        !matches!(
            self,
            Self::Type
                | Self::GetAttr
                | Self::Partial
                | Self::Reconstructor
                | Self::NewObj
                | Self::NewObjEx
                | Self::Reduce
                | Self::GetItem
                | Self::Or
        )
    }
}

/// Names that make up plain values, sorted.
#[rustfmt::skip]
const KNOWN: &[(&str, &str, Shape)] = &[
    ("_codecs",            "encode",             Shape::Encode),
    ("_collections",       "OrderedDict",        Shape::Mapping),
    ("_collections",       "defaultdict",        Shape::DefaultDict),
    ("_collections",       "deque",              Shape::Deque),
    ("_datetime",          "date",               Shape::Date),
    ("_datetime",          "datetime",           Shape::DateTime),
    ("_datetime",          "time",               Shape::Time),
    ("_datetime",          "timedelta",          Shape::TimeDelta),
    ("_datetime",          "timezone",           Shape::TimeZone),
    ("_datetime",          "timezone.utc",       Shape::Value),
    ("_datetime",          "tzinfo",             Shape::Object),
    ("_decimal",           "Decimal",            Shape::Decimal),
    ("_functools",         "partial",            Shape::Partial),
    ("_functools",         "reduce",             Shape::Reduce),
    ("_operator",          "getitem",            Shape::GetItem),
    ("_operator",          "or_",                Shape::Or),
    ("_pydatetime",        "date",               Shape::Date),
    ("_pydatetime",        "datetime",           Shape::DateTime),
    ("_pydatetime",        "time",               Shape::Time),
    ("_pydatetime",        "timedelta",          Shape::TimeDelta),
    ("_pydatetime",        "timezone",           Shape::TimeZone),
    ("_pydatetime",        "timezone.utc",       Shape::Value),
    ("_pydatetime",        "tzinfo",             Shape::Object),
    ("_pydecimal",         "Decimal",            Shape::Decimal),
    ("backports.zoneinfo", "ZoneInfo",           Shape::Zone),
    ("backports.zoneinfo", "ZoneInfo._unpickle", Shape::ZoneUnpickle),
    ("builtins",           "Ellipsis",           Shape::Value),
    ("builtins",           "NotImplemented",     Shape::Value),
    ("builtins",           "bool",               Shape::Number),
    ("builtins",           "bytearray",          Shape::Bytes),
    ("builtins",           "bytes",              Shape::Bytes),
    ("builtins",           "complex",            Shape::Complex),
    ("builtins",           "dict",               Shape::Mapping),
    ("builtins",           "float",              Shape::Number),
    ("builtins",           "frozenset",          Shape::Iterable),
    ("builtins",           "getattr",            Shape::GetAttr),
    ("builtins",           "int",                Shape::Number),
    ("builtins",           "iter",               Shape::Iter),
    ("builtins",           "list",               Shape::Iterable),
    ("builtins",           "object",             Shape::Object),
    ("builtins",           "range",              Shape::Range),
    ("builtins",           "reversed",           Shape::Iter),
    ("builtins",           "set",                Shape::Iterable),
    ("builtins",           "slice",              Shape::Range),
    ("builtins",           "str",                Shape::Str),
    ("builtins",           "tuple",              Shape::Iterable),
    ("builtins",           "type",               Shape::Type),
    ("codecs",             "encode",             Shape::Encode),
    ("collections",        "Counter",            Shape::Mapping),
    ("collections",        "OrderedDict",        Shape::Mapping),
    ("collections",        "defaultdict",        Shape::DefaultDict),
    ("collections",        "deque",              Shape::Deque),
    ("copyreg",            "__newobj__",         Shape::NewObj),
    ("copyreg",            "__newobj_ex__",      Shape::NewObjEx),
    ("copyreg",            "_reconstructor",     Shape::Reconstructor),
    ("datetime",           "date",               Shape::Date),
    ("datetime",           "datetime",           Shape::DateTime),
    ("datetime",           "time",               Shape::Time),
    ("datetime",           "timedelta",          Shape::TimeDelta),
    ("datetime",           "timezone",           Shape::TimeZone),
    ("datetime",           "timezone.utc",       Shape::Value),
    ("datetime",           "tzinfo",             Shape::Object),
    ("decimal",            "Decimal",            Shape::Decimal),
    ("flask",              "Markup",             Shape::Markup),
    ("fractions",          "Fraction",           Shape::Fraction),
    ("functools",          "partial",            Shape::Partial),
    ("functools",          "reduce",             Shape::Reduce),
    ("jinja2",             "Markup",             Shape::Markup),
    ("jinja2._markupsafe", "Markup",             Shape::Markup),
    ("jinja2.utils",       "Markup",             Shape::Markup),
    ("markupsafe",         "Markup",             Shape::Markup),
    ("markupsafe._native", "Markup",             Shape::Markup),
    ("operator",           "getitem",            Shape::GetItem),
    ("operator",           "or_",                Shape::Or),
    ("types",              "EllipsisType",       Shape::Object),
    ("types",              "NoneType",           Shape::Object),
    ("types",              "NotImplementedType", Shape::Object),
    ("uuid",               "SafeUUID",           Shape::Member),
    ("uuid",               "SafeUUID.safe",      Shape::Value),
    ("uuid",               "SafeUUID.unknown",   Shape::Value),
    ("uuid",               "SafeUUID.unsafe",    Shape::Value),
    ("uuid",               "UUID",               Shape::Object),
    ("zoneinfo",           "ZoneInfo",           Shape::Zone),
    ("zoneinfo",           "ZoneInfo._unpickle", Shape::ZoneUnpickle),
];

/// Names of the standard library that are values or exceptions and do nothing when made; an application's
/// session rarely holds them, so they count as unknown classes.
#[rustfmt::skip]
const INERT: &[(&str, &[&str])] = &[
    ("_elementtree", &["Element"]),
    ("_io", &["BytesIO", "StringIO"]),
    ("_queue", &["Empty"]),
    ("_sre", &["_compile"]),
    ("argparse", &["Namespace"]),
    ("array", &["_array_reconstructor", "array"]),
    ("asyncio", &["TimeoutError"]),
    ("asyncio.exceptions", &["CancelledError", "IncompleteReadError", "InvalidStateError", "LimitOverrunError", "TimeoutError"]),
    ("binascii", &["Error"]),
    ("calendar", &["Calendar", "Day", "HTMLCalendar", "IllegalMonthError", "Month", "TextCalendar"]),
    ("collections", &["ChainMap", "Counter", "UserDict", "UserList", "UserString"]),
    ("concurrent.futures", &["TimeoutError"]),
    ("concurrent.futures._base", &["BrokenExecutor", "CancelledError", "TimeoutError"]),
    ("configparser", &["ConfigParser", "RawConfigParser", "SectionProxy"]),
    ("csv", &["Dialect", "excel"]),
    ("dataclasses", &["FrozenInstanceError", "_MISSING_TYPE"]),
    ("decimal", &["BasicContext", "Clamped", "Context", "ConversionSyntax", "DecimalException", "DecimalTuple", "DefaultContext", "DivisionByZero", "DivisionImpossible", "DivisionUndefined", "ExtendedContext", "FloatOperation", "Inexact", "InvalidContext", "InvalidOperation", "Overflow", "Rounded", "Subnormal", "Underflow"]),
    ("difflib", &["Match"]),
    ("email._policybase", &["Compat32"]),
    ("email.charset", &["Charset"]),
    ("email.contentmanager", &["ContentManager"]),
    ("email.errors", &["CloseBoundaryNotFoundDefect", "HeaderMissingRequiredValue", "InvalidBase64CharactersDefect", "InvalidBase64PaddingDefect", "InvalidDateDefect", "InvalidHeaderDefect", "MalformedHeaderDefect", "MissingHeaderBodySeparatorDefect", "MultipartInvariantViolationDefect", "NoBoundaryInMultipartDefect", "NonASCIILocalPartDefect", "ObsoleteHeaderDefect", "StartBoundaryNotFoundDefect", "UndecodableBytesDefect"]),
    ("email.header", &["Header"]),
    ("email.headerregistry", &["Address", "AddressHeader", "BaseHeader", "ContentDispositionHeader", "ContentTransferEncodingHeader", "ContentTypeHeader", "DateHeader", "Group", "HeaderRegistry", "MIMEVersionHeader", "MessageIDHeader", "ParameterizedMIMEHeader", "SingleAddressHeader", "UniqueAddressHeader", "UniqueDateHeader", "UniqueSingleAddressHeader", "UniqueUnstructuredHeader", "UnstructuredHeader", "_reconstruct_header"]),
    ("email.message", &["EmailMessage", "MIMEPart", "Message"]),
    ("email.mime.application", &["MIMEApplication"]),
    ("email.mime.base", &["MIMEBase"]),
    ("email.mime.image", &["MIMEImage"]),
    ("email.mime.multipart", &["MIMEMultipart"]),
    ("email.mime.text", &["MIMEText"]),
    ("email.policy", &["EmailPolicy"]),
    ("enum", &["Enum", "Flag", "IntEnum", "IntFlag", "StrEnum"]),
    ("getopt", &["GetoptError"]),
    ("gettext", &["GNUTranslations", "NullTranslations"]),
    ("http", &["HTTPMethod", "HTTPStatus"]),
    ("http.client", &["BadStatusLine", "CannotSendHeader", "CannotSendRequest", "HTTPException", "HTTPMessage", "ImproperConnectionState", "IncompleteRead", "InvalidURL", "LineTooLong", "NotConnected", "RemoteDisconnected", "ResponseNotReady", "UnimplementedFileMode", "UnknownProtocol", "UnknownTransferEncoding"]),
    ("http.cookiejar", &["Cookie", "CookieJar", "DefaultCookiePolicy"]),
    ("http.cookies", &["BaseCookie", "Morsel", "SimpleCookie"]),
    ("inspect", &["FrameInfo", "FullArgSpec", "Parameter", "Signature", "Traceback", "_ParameterKind", "_empty"]),
    ("io", &["BytesIO", "StringIO"]),
    ("ipaddress", &["IPv4Address", "IPv4Interface", "IPv4Network", "IPv6Address", "IPv6Interface", "IPv6Network"]),
    ("itertools", &["chain", "count", "cycle", "islice", "product", "repeat"]),
    ("json", &["JSONDecodeError"]),
    ("json.decoder", &["JSONDecodeError"]),
    ("logging", &["Filter", "Formatter", "LogRecord", "Logger", "PercentStyle", "StrFormatStyle", "StringTemplateStyle", "getLogger"]),
    ("numbers", &["Complex", "Integral", "Number", "Rational", "Real"]),
    ("optparse", &["Values"]),
    ("os", &["stat_result", "statvfs_result", "terminal_size", "times_result", "uname_result"]),
    ("pathlib", &["Path", "PosixPath", "PurePath", "PurePosixPath", "PureWindowsPath", "WindowsPath"]),
    ("pathlib._local", &["Path", "PosixPath", "PurePath", "PurePosixPath", "PureWindowsPath", "WindowsPath"]),
    ("platform", &["uname_result"]),
    ("plistlib", &["UID"]),
    ("posix", &["stat_result", "statvfs_result", "terminal_size", "times_result", "uname_result"]),
    ("pstats", &["SortKey"]),
    ("queue", &["Empty", "Full"]),
    ("random", &["Random", "SystemRandom"]),
    ("re", &["Match", "Pattern", "RegexFlag", "_compile", "compile", "error"]),
    ("sched", &["Event"]),
    ("signal", &["Handlers", "Sigmasks", "Signals"]),
    ("socket", &["AddressFamily", "AddressInfo", "MsgFlag", "SocketKind", "error", "gaierror", "herror", "timeout"]),
    ("sqlite3", &["DatabaseError", "Error", "IntegrityError", "OperationalError", "ProgrammingError"]),
    ("ssl", &["AlertDescription", "Options", "Purpose", "SSLCertVerificationError", "SSLError", "TLSVersion", "VerifyMode"]),
    ("statistics", &["NormalDist"]),
    ("string", &["Template"]),
    ("struct", &["error"]),
    ("subprocess", &["CalledProcessError", "CompletedProcess", "TimeoutExpired"]),
    ("tarfile", &["TarInfo"]),
    ("textwrap", &["TextWrapper"]),
    ("time", &["struct_time"]),
    ("tokenize", &["TokenInfo"]),
    ("types", &["GenericAlias", "MappingProxyType", "SimpleNamespace", "UnionType"]),
    ("typing", &["Any", "Optional", "TypeVar", "Union"]),
    ("urllib.error", &["ContentTooShortError", "HTTPError", "URLError"]),
    ("urllib.parse", &["DefragResult", "DefragResultBytes", "ParseResult", "ParseResultBytes", "SplitResult", "SplitResultBytes"]),
    ("urllib.robotparser", &["RequestRate"]),
    ("uuid", &["SafeUUID"]),
    ("wsgiref.headers", &["Headers"]),
    ("xml.etree.ElementTree", &["Element", "ElementTree", "ParseError", "QName"]),
    ("xmlrpc.client", &["Binary", "DateTime", "Fault"]),
    ("zipfile", &["BadZipFile", "LargeZipFile", "ZipInfo"]),
    ("zoneinfo", &["ZoneInfoNotFoundError"]),
];

/// Where in [`SLOTS`] a name is looked for first: lengths and first bytes tell most names apart.
const fn slot(module: &[u8], name: &[u8]) -> usize {
    match (module, name) {
        ([m, ..], [n, ..]) => {
            (module.len() * 37 + name.len() * 11 + *m as usize * 5 + *n as usize * 3) % SLOT_COUNT
        }
        _ => 0,
    }
}

const SLOT_COUNT: usize = 256;

/// Positions in [`KNOWN`] plus one, by [`slot`] or as soon after it as one was free. Most names that are judged are known,
/// and comparing their way through the table costs more than all else about them.
const SLOTS: [u8; SLOT_COUNT] = {
    let mut slots = [0; SLOT_COUNT];
    let mut at = 0;
    while at < KNOWN.len() {
        let mut slot = slot(KNOWN[at].0.as_bytes(), KNOWN[at].1.as_bytes());
        while slots[slot] != 0 {
            slot = (slot + 1) % SLOT_COUNT;
        }
        at += 1;
        slots[slot] = at as u8;
    }
    slots
};

/// The shape of a known name.
pub(super) fn known(module: &str, name: &str) -> Option<Shape> {
    let mut slot = slot(module.as_bytes(), name.as_bytes());
    while let Some(at) = SLOTS[slot].checked_sub(1) {
        let (m, n, shape) = KNOWN[usize::from(at)];
        if m == module && n == name {
            return Some(shape);
        }
        slot = (slot + 1) % SLOT_COUNT;
    }
    (module == "builtins" && super::stdlib::holds(super::stdlib::EXCEPTIONS, name)).then_some(Shape::Any)
}

/// Classes of the standard library whose objects the process shares: enums, and what is found by name.
#[rustfmt::skip]
const SHARED: &[(&str, &str)] = &[
    ("calendar", "Day"),
    ("calendar", "Month"),
    ("http", "HTTPMethod"),
    ("http", "HTTPStatus"),
    ("inspect", "_ParameterKind"),
    ("logging", "getLogger"),
    ("plistlib", "PlistFormat"),
    ("pstats", "SortKey"),
    ("re", "RegexFlag"),
    ("signal", "Handlers"),
    ("signal", "Sigmasks"),
    ("signal", "Signals"),
    ("socket", "AddressFamily"),
    ("socket", "AddressInfo"),
    ("socket", "MsgFlag"),
    ("socket", "SocketKind"),
    ("ssl", "AlertDescription"),
    ("ssl", "Options"),
    ("ssl", "SSLErrorNumber"),
    ("ssl", "TLSVersion"),
    ("ssl", "VerifyFlags"),
    ("ssl", "VerifyMode"),
    ("ssl", "_SSLMethod"),
];

/// Whether the process shares what a name makes.
pub(super) fn is_shared(module: &str, name: &str) -> bool {
    SHARED.binary_search(&(module, name)).is_ok()
}

/// Whether a name is a value type of the standard library that counts as an unknown class.
pub(super) fn inert(module: &str, name: &str) -> bool {
    INERT.binary_search_by(|&(m, _)| m.cmp(module)).is_ok_and(|at| INERT[at].1.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(KNOWN.is_sorted_by(|a, b| (a.0, a.1) < (b.0, b.1)));
        assert!(INERT.is_sorted_by(|a, b| a.0 < b.0));
        for &(module, name, shape) in KNOWN {
            assert_eq!(known(module, name), Some(shape), "{module}.{name}");
        }
        assert_eq!(known("", ""), None);
        assert_eq!(known("builtins", "KeyError"), Some(Shape::Any));
        assert_eq!(known("datetime", "sys.modules"), None);
        assert!(inert("pathlib", "PurePosixPath"));
    }
}

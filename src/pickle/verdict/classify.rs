//! What a name is: a value type, an application's class, or something that does harm.
//!
//! It sees names alone; what is done with them is judged in the parent module.

use super::known::{self, Shape};
use super::packages::{self, Acting};
use super::{ReasonCode, gadgets, stdlib};

/// What a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A value type, with the arguments it is known with.
    Known(Shape),
    /// Not known, and nothing against it.
    Unknown,
    /// Something against it.
    Bad(ReasonCode),
}

/// Modules and first names that run, import, open or block, among modules that mostly compute.
#[rustfmt::skip]
const BAD: &[(&str, &[&str])] = &[
    ("codecs",      &["EncodedFile", "getreader", "getwriter", "lookup", "open", "register"]),
    ("collections", &["_sys"]),
    ("configparser", &["os", "sys"]),
    ("contextvars", &["Context", "copy_context"]),
    ("copyreg",     &["*"]),
    ("dataclasses", &["make_dataclass"]),
    ("encodings",   &["search_function"]),
    ("http.client", &["*"]),
    ("http.cookiejar", &["*"]),
    ("http.server", &["*"]),
    ("itertools",   &["accumulate", "dropwhile", "filterfalse", "groupby", "starmap", "takewhile"]),
    ("time",        &["pthread_getcpuclockid", "sleep"]),
    ("typing",      &["ForwardRef", "NamedTuple", "TypedDict", "evaluate_forward_ref", "get_type_hints"]),
    ("urllib.request", &["*"]),
    ("urllib.robotparser", &["*"]),
    ("uuid",        &["getnode"]),
    ("weakref",     &["WeakMethod", "finalize"]),
];

/// Functions that only compute, which objects hold as keys, comparisons and the like, and classes that act only when they
/// are called: nothing against one that nothing calls. Every other function of `builtins` that is not a value type runs code, imports, opens, reaches into objects, or
/// stops the process.
#[rustfmt::skip]
const HARMLESS: &[(&str, &[&str])] = &[
    ("_operator", &[
        "abs", "add", "and_", "concat", "eq", "floordiv", "ge", "gt", "index", "invert", "is_", "is_not",
        "le", "lshift", "lt", "mod", "mul", "ne", "neg", "not_", "pos", "pow", "rshift", "sub", "truediv",
        "truth", "xor",
    ]),
    ("builtins", &[
        "abs", "all", "any", "ascii", "bin", "callable", "chr", "classmethod", "divmod", "enumerate",
        "format", "hash", "hex", "id", "isinstance", "issubclass", "iter", "len", "max", "memoryview",
        "min", "next", "oct", "ord", "pow", "print", "property", "repr", "reversed", "round", "sorted",
        "staticmethod", "sum", "zip",
    ]),
    ("email.contentmanager", &[
        "get_and_fixup_unknown_message_content", "get_message_content", "get_multipart_content",
        "get_non_text_content", "get_text_content", "set_bytes_content", "set_message_content", "set_text_content",
    ]),
    ("operator", &[
        "abs", "add", "and_", "concat", "eq", "floordiv", "ge", "gt", "index", "invert", "is_", "is_not",
        "le", "lshift", "lt", "mod", "mul", "ne", "neg", "not_", "pos", "pow", "rshift", "sub", "truediv",
        "truth", "xor",
    ]),
    ("time", &["monotonic", "time"]),
    ("traceback", &["FrameSummary", "StackSummary"]),
];

/// Classifies a name that Python 3 imports. `python2` says that Python 2 can read the pickle, whose protocol is below 3:
/// then the modules that it alone had do not belong to an application.
pub(super) fn classify(module: &str, name: &str, python2: bool) -> Class {
    if let Some(shape) = known::known(module, name) {
        return Class::Known(shape);
    }
    if is_odd(module) || is_odd(name) {
        return Class::Bad(ReasonCode::OddName);
    }
    if known::inert(module, name) || is_harmless(module, name) {
        return Class::Unknown;
    }
    // What NEWOBJ does, as `__getnewargs_ex__` is written below protocol 4.
    if let Some(class) = name.strip_suffix(".__new__") {
        return match classify(module, class, python2) {
            Class::Unknown | Class::Known(Shape::Object) => Class::Unknown,
            _ => Class::Bad(ReasonCode::DunderName),
        };
    }
    if name.split('.').any(is_dunder) {
        return Class::Bad(ReasonCode::DunderName);
    }
    // The import of such a module runs a program.
    if module.split('.').skip(1).any(|part| matches!(part, "__main__" | "autotest" | "regrtest")) {
        return Class::Bad(ReasonCode::DangerousName);
    }
    // `OrderedDict.os.system`: an attribute that is a module, wherever it hangs.
    let mut parts = name.split('.');
    let last = name.rsplit('.').next().unwrap_or(name);
    let dotted = name.contains('.');
    let is_module = |part: &str| {
        stdlib::holds(stdlib::MODULES, part) || python2 && stdlib::holds(stdlib::PYTHON2_MODULES, part)
    };
    let through = |part: &str| {
        let bare = part.trim_start_matches('_');
        stdlib::holds(stdlib::UNMISTAKABLE, part)
            || stdlib::holds(stdlib::UNMISTAKABLE, bare)
            || dotted && part != last && part != module && is_module(bare)
    };
    if parts.any(through) {
        return Class::Bad(ReasonCode::ThroughModule);
    }
    let (top, within) = module.split_once('.').map_or((module, false), |(top, _)| (top, true));
    // By a name of these, Python 2 knows no class.
    if python2 && gadgets::is_class(last) && stdlib::holds(stdlib::PYTHON2_MODULES, module) {
        return Class::Unknown;
    }
    if is_module(top) && (!within || stdlib::holds(stdlib::PACKAGES, top)) {
        return match stdlib_name(module, top, name) {
            ReasonCode::UnknownClass => Class::Unknown,
            code => Class::Bad(code),
        };
    }
    if !gadgets::is_class(last)
        && packages::is_reducer(module, name)
        && gadgets::named(module, name) != Some(Acting::Always)
    {
        return Class::Unknown;
    }
    let is_verb = gadgets::VERBS.binary_search(&last).is_ok();
    if packages::is_listed(module) {
        match packages::acting(module, name).max(gadgets::named(module, name)) {
            Some(Acting::Always) => return Class::Bad(ReasonCode::DangerousName),
            Some(Acting::Called) if is_verb => return Class::Bad(ReasonCode::DangerousName),
            Some(Acting::Called) | None => {}
        }
        if gadgets::is_of_package(module, last) {
            return Class::Bad(ReasonCode::DangerousPackage);
        }
    }
    if is_verb {
        return Class::Bad(ReasonCode::SuspectName);
    }
    if module.split('.').any(|part| stdlib::holds(stdlib::UNMISTAKABLE, part)) {
        return Class::Bad(ReasonCode::SuspectName);
    }
    Class::Unknown
}

fn stdlib_name(module: &str, top: &str, name: &str) -> ReasonCode {
    let mut parts = name.split('.');
    let first = parts.next().unwrap_or(name);
    if top == "builtins" {
        // No version has such a class but the exceptions, so that this is a class of an application's `exceptions`, whose
        // name is taken for Python 2's.
        let is_own = gadgets::is_class(name) && !name.contains('.');
        return if is_own { ReasonCode::UnknownClass } else { ReasonCode::DangerousName };
    }
    let is_bad =
        BAD.iter().any(|&(m, names)| m == module && (names.contains(&first) || names.contains(&"*")));
    // Exceptions only hold what they were raised with; the classes of these modules describe types, and headers.
    let describes = matches!(module, "collections.abc" | "email._header_value_parser" | "typing");
    let is_public_class = gadgets::is_class(name) && !name.starts_with('_');
    let is_value = gadgets::is_exception(name) && name != "TracebackException";
    if !name.contains('.') && (is_value || describes && !is_bad && is_public_class) {
        return ReasonCode::UnknownClass;
    }
    // An enum's member, by name.
    if known::inert(module, first) && parts.next().is_some_and(is_constant) && parts.next().is_none() {
        return ReasonCode::UnknownClass;
    }
    let private = |part: &str| part.starts_with('_');
    let last = name.rsplit('.').next().unwrap_or(name);
    let bad = !stdlib::holds(stdlib::MILD, top)
        || name.split('.').any(private)
        || module.split('.').skip(1).any(private)
        || top != "json" && gadgets::VERBS.binary_search(&last).is_ok()
        || matches!(last, "open" | "main" | "run" | "call")
        // Methods of paths touch, rename and delete files.
        || top == "pathlib" && name.contains('.')
        || is_bad;
    if bad { ReasonCode::DangerousName } else { ReasonCode::StdlibName }
}

/// Whether there is nothing against a name of Python's library that nothing calls.
fn is_harmless(module: &str, name: &str) -> bool {
    HARMLESS.iter().any(|&(of, names)| of == module && names.binary_search(&name).is_ok())
}

fn is_constant(name: &str) -> bool {
    name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

/// What the name of something unknown says against calling it: a function or a method is not a class, and the source of a
/// class may say that its constructor acts. What values are made by is on a list.
pub(super) fn call_reason(module: &str, name: &str) -> Option<ReasonCode> {
    let is_class = gadgets::is_class(name.rsplit('.').next().unwrap_or(name));
    if !is_class && is_value(module, name) {
        None
    } else if packages::is_listed(module)
        && packages::acting(module, name).or(gadgets::named(module, name)).is_some()
    {
        Some(ReasonCode::DangerousName)
    } else {
        (!is_class).then_some(ReasonCode::UnknownFunction)
    }
}

/// Whether a name on no list of known types is one that pickles of values call, in Python's library or another.
pub(super) fn is_value(module: &str, name: &str) -> bool {
    known::inert(module, name) || packages::is_reducer(module, name)
}

/// Whether a name is `__like_this__`.
pub(super) fn is_dunder(name: &str) -> bool {
    name.len() > 4 && name.starts_with("__") && name.ends_with("__")
}

/// Names that no Python source of a web application spells: non-ASCII (look-alikes), control characters,
/// blanks, quotes, or nothing between the dots.
fn is_odd(name: &str) -> bool {
    let odd = |b: u8| !(b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'<' | b'>' | b'-'));
    name.bytes().any(odd) || name.split('.').any(str::is_empty)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pickle::Level;

    fn level(module: &str, name: &str) -> Level {
        match classify(module, name, true) {
            Class::Known(_) => Level::Known,
            Class::Unknown => Level::Unknown,
            Class::Bad(code) => code.level(),
        }
    }

    #[test]
    fn tables_are_sorted() {
        assert!(HARMLESS.iter().all(|(_, names)| names.is_sorted()));
        assert!(BAD.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn modules_reached_through_others_are_malicious() {
        for (module, name) in [
            ("datetime", "sys.modules"),
            ("collections", "_sys.modules.get"),
            ("uuid", "os.system"),
            ("app.views", "os"),
            ("app.views", "os.path"),
            ("app.views", "User.sys.modules"),
            ("app.views", "User.__init__.__globals__"),
            ("builtins", "eval.__call__"),
            ("builtins", "object.__subclasses__"),
            ("markupsafe", "Markup.__class__"),
        ] {
            assert_eq!(level(module, name), Level::Malicious, "{module}.{name}");
        }
    }

    #[test]
    fn functions_of_the_standard_library_are_never_unknown() {
        for module in stdlib::MODULES {
            for name in ["some_function", "Some.method", "Class"] {
                // The classes of `typing` only describe; `builtins` has none but exceptions.
                let harmless = matches!(*module, "builtins" | "typing") && name == "Class";
                assert!(harmless || level(module, name) >= Level::Suspicious, "{module}.{name}");
            }
        }
        for package in stdlib::PACKAGES {
            let module = [package, ".models"].concat();
            assert!(level(&module, "User") >= Level::Suspicious, "{module}");
        }
        assert_eq!(level("statistics", "mean"), Level::Suspicious);
        assert_eq!(level("os.path", "join"), Level::Malicious);
        assert_eq!(level("shutil", "rmtree"), Level::Malicious);
        assert_eq!(level("__builtin__", "apply"), Level::Malicious);
    }

    #[test]
    fn application_classes_are_unknown() {
        for (module, name) in [
            ("app.models", "User"),
            ("__main__", "User"),
            ("app.models", "Outer.Inner"),
            ("app.models", "Color.RED"),
            ("app.models", "_apply_state"),
            ("app.models", "load_user"),
            ("flask_login.mixins", "AnonymousUserMixin"),
            ("werkzeug.datastructures", "ImmutableMultiDict"),
            ("pathlib", "PurePosixPath"),
            ("http", "HTTPStatus"),
            ("http", "HTTPStatus.OK"),
            ("numpy", "ndarray"),
            ("user", "User"),
            ("calendar.models", "Event"),
            ("code.models", "Snippet"),
            ("platform.models", "User"),
            ("profile.models", "Profile"),
            ("peewee", "Model"),
            ("peewee", "DoesNotExist"),
            ("psycopg2.tz", "FixedOffsetTimezone"),
        ] {
            assert_eq!(level(module, name), Level::Unknown, "{module}.{name}");
        }
    }

    /// The level of a name that is called.
    fn called(module: &str, name: &str) -> Level {
        match classify(module, name, false) {
            Class::Unknown => call_reason(module, name).map_or(Level::Unknown, ReasonCode::level),
            Class::Known(_) => Level::Known,
            Class::Bad(code) => code.level(),
        }
    }

    #[test]
    fn callables_that_act_are_malicious_under_the_module_that_python_writes() {
        for (module, name) in [
            ("PIL.Image", "Image.save"),
            ("botocore.utils", "JSONFileCache"),
            ("cachelib.serializers", "BaseSerializer.loads"),
            ("click", "edit"),
            ("click._termui_impl", "open_url"),
            ("click.termui", "edit"),
            ("click.termui", "launch"),
            ("flask.config", "Config.from_pyfile"),
            ("flask.config", "import_string"),
            ("flask_dynamodb_sessions", "DynamodbSessionInterface.hydrate_session"),
            ("flask_dynamodb_sessions", "DynamodbSessionInterface.open_session"),
            ("flask_session.base", "MsgSpecSerializer.decode"),
            ("itsdangerous", "Serializer.load_payload"),
            ("itsdangerous.serializer", "Serializer.loads"),
            ("jinja2.utils", "import_string"),
            ("peewee", "SqliteDatabase"),
            ("playhouse.fields", "PickleField.python_value"),
            ("s3transfer.utils", "OSUtils.remove_file"),
            ("six", "_import_module"),
            ("sqlalchemy.util.langhelpers", "exec_code_in_env"),
            ("sqlalchemy.util._collections", "exec_code_in_env"),
            ("sympy.core.sympify", "sympify"),
            ("typing_extensions", "get_type_hints"),
            ("werkzeug.datastructures", "FileStorage.save"),
            ("werkzeug.datastructures.file_storage", "FileStorage.save"),
            ("werkzeug.local", "LocalProxy"),
            ("werkzeug.utils", "ImportStringError"),
            ("werkzeug.utils", "import_string"),
        ] {
            assert_eq!(called(module, name), Level::Malicious, "{module}.{name}");
        }
        assert_eq!(level("traceback", "FrameSummary"), Level::Unknown);
        assert_eq!(called("traceback", "FrameSummary"), Level::Malicious);
    }

    #[test]
    fn classes_that_act_when_called_are_unknown_until_then() {
        for (module, name) in [
            ("requests.sessions", "Session"),
            ("PIL.PngImagePlugin", "PngImageFile"),
            ("boto3.session", "Session"),
            ("jinja2.environment", "Environment"),
        ] {
            assert_eq!(level(module, name), Level::Unknown, "{module}.{name}");
            assert_eq!(called(module, name), Level::Malicious, "{module}.{name}");
        }
        assert_eq!(level("shop", "load_user"), Level::Unknown);
        assert_eq!(called("shop", "load_user"), Level::Suspicious);
    }

    #[test]
    fn values_of_packages_that_act_are_unknown() {
        for (module, name) in [
            ("boto3.dynamodb.types", "Binary"),
            ("requests.cookies", "RequestsCookieJar"),
            ("http.cookiejar", "DefaultCookiePolicy"),
            ("future.types.newstr", "newstr"),
            ("botocore.exceptions", "ClientError"),
            ("pymongo.errors", "DuplicateKeyError"),
            ("mysql.connector.errors", "IntegrityError"),
            ("httpx", "ConnectTimeout"),
            ("httpx", "URL"),
            ("httpx", "Headers"),
            ("aiohttp.helpers", "BasicAuth"),
            ("aiohttp.client_exceptions", "ClientResponseError"),
            ("tornado.web", "HTTPError"),
            ("tornado.httputil", "HTTPHeaders"),
            ("tornado.util", "ObjectDict"),
            ("ruamel.yaml.comments", "CommentedMap"),
            ("django.core.files.uploadedfile", "SimpleUploadedFile"),
            ("flask.config", "Config"),
            ("jinja2.runtime", "Undefined"),
            ("email.message", "EmailMessage"),
            ("email.headerregistry", "UniqueUnstructuredHeader"),
            ("urllib3.util.url", "Url"),
            ("urllib3._collections", "HTTPHeaderDict"),
            ("logging", "getLogger"),
            ("pip._internal.exceptions", "InstallationError"),
            ("typing", "List"),
            ("builtins", "len"),
        ] {
            assert_eq!(level(module, name), Level::Unknown, "{module}.{name}");
        }
    }

    #[test]
    fn reducers_and_lower_case_classes_are_called_by_values() {
        for (module, name) in [
            ("dateutil.tz.tz", "tzutc"),
            ("dateutil.tz.tz", "tzfile"),
            ("django.db.models.base", "model_unpickle"),
            ("frozendict", "frozendict"),
            ("multidict", "istr"),
            ("numpy", "dtype"),
            ("numpy._core.multiarray", "_reconstruct"),
            ("numpy.core.multiarray", "scalar"),
            ("numpy.core.numeric", "_frombuffer"),
            ("numpy.random._pickle", "__generator_ctor"),
            ("pandas._libs.tslibs.timestamps", "_unpickle_timestamp"),
            ("pandas.core.indexes.base", "_new_Index"),
            ("pyarrow.lib", "_restore_array"),
            ("pytz", "_UTC"),
            ("pytz", "_p"),
            ("sqlalchemy.engine.row", "rowproxy_reconstructor"),
            ("sqlalchemy.util._immutabledict_cy", "immutabledict"),
            ("shop.fast", "__pyx_unpickle_Cart"),
        ] {
            assert_eq!(called(module, name), Level::Unknown, "{module}.{name}");
        }
    }

    #[test]
    fn modules_of_python_2_are_an_applications_own_from_protocol_3_on() {
        for (module, name) in
            [("exceptions", "ApiError"), ("commands", "AddItem"), ("new", "Order"), ("user", "User")]
        {
            assert_eq!(classify(module, name, false), Class::Unknown, "{module}.{name}");
        }
        assert_eq!(level("new", "Order"), Level::Unknown);
        assert_eq!(level("new", "instancemethod"), Level::Malicious);
        assert_eq!(level("md5", "new"), Level::Suspicious);
        // Whatever the protocol says: nobody's own function is called that.
        assert_eq!(called("commands", "getoutput"), Level::Malicious);
        assert_eq!(called("__builtin__", "eval"), Level::Malicious);
    }

    #[test]
    fn odd_names_are_suspicious() {
        for (module, name) in [("d\u{430}tetime", "datetime"), ("os\n", "system"), ("app", ""), ("a..b", "C")]
        {
            assert_eq!(level(module, name), Level::Suspicious, "{module}.{name}");
        }
    }
}

//! What a name is: a value type, an application's class, or something that does harm.
//!
//! It sees names alone; what is done with them is judged in the parent module.

use super::known::{self, Shape};
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
    ("typing",      &["ForwardRef", "get_type_hints"]),
    ("urllib.request", &["*"]),
    ("urllib.robotparser", &["*"]),
    ("uuid",        &["getnode"]),
    ("weakref",     &["WeakMethod", "finalize"]),
];

/// Functions of `builtins` that only compute; every other one that is no value type runs code, imports, opens,
/// reaches into objects, or stops the process.
#[rustfmt::skip]
const HARMLESS_BUILTINS: &[&str] = &[
    "abs", "all", "any", "ascii", "bin", "callable", "chr", "classmethod", "divmod", "enumerate",
    "format", "hash", "hex", "id", "isinstance", "issubclass", "iter", "len", "max", "memoryview",
    "min", "next", "oct", "ord", "pow", "print", "property", "repr", "reversed", "round", "sorted",
    "staticmethod", "sum", "zip",
];

/// Classifies a name that Python 3 imports.
pub(super) fn classify(module: &str, name: &str) -> Class {
    if let Some(shape) = known::known(module, name) {
        return Class::Known(shape);
    }
    if is_odd(module) || is_odd(name) {
        return Class::Bad(ReasonCode::OddName);
    }
    if known::inert(module, name) {
        return Class::Unknown;
    }
    // What NEWOBJ does, as `__getnewargs_ex__` is written below protocol 4.
    if let Some(class) = name.strip_suffix(".__new__") {
        return match classify(module, class) {
            Class::Unknown | Class::Known(Shape::Object) => Class::Unknown,
            _ => Class::Bad(ReasonCode::DunderName),
        };
    }
    if name.split('.').any(is_dunder) {
        return Class::Bad(ReasonCode::DunderName);
    }
    // `OrderedDict.os.system`: an attribute that is a module, wherever it hangs.
    let mut parts = name.split('.');
    let last = name.rsplit('.').next().unwrap_or(name);
    let dotted = name.contains('.');
    let through = |part: &str| {
        let bare = part.trim_start_matches('_');
        stdlib::holds(stdlib::UNMISTAKABLE, part)
            || stdlib::holds(stdlib::UNMISTAKABLE, bare)
            || dotted && part != last && part != module && stdlib::holds(stdlib::MODULES, bare)
    };
    if parts.any(through) {
        return Class::Bad(ReasonCode::ThroughModule);
    }
    let (top, within) = module.split_once('.').map_or((module, false), |(top, _)| (top, true));
    if stdlib::holds(stdlib::MODULES, top) && (!within || stdlib::holds(stdlib::PACKAGES, top)) {
        return Class::Bad(stdlib_name(module, top, name));
    }
    if gadgets::is_gadget(module, name) {
        return Class::Bad(ReasonCode::DangerousName);
    }
    if gadgets::VERBS.binary_search(&last).is_ok() {
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
        let harmless = !name.contains('.') && HARMLESS_BUILTINS.binary_search(&name).is_ok();
        return if harmless { ReasonCode::StdlibName } else { ReasonCode::DangerousName };
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
        || BAD.iter().any(|&(m, names)| m == module && (names.contains(&first) || names.contains(&"*")));
    if bad { ReasonCode::DangerousName } else { ReasonCode::StdlibName }
}

fn is_constant(name: &str) -> bool {
    name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

/// Whether a name is that of a function or a method, as far as it tells: a class begins with a capital, and what the
/// reducers of well-known values call is on a list.
pub(super) fn is_function(module: &str, name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name).trim_start_matches('_');
    !last.starts_with(|c: char| c.is_ascii_uppercase())
        && !known::inert(module, name)
        && !known::is_reducer(module, name)
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
        match classify(module, name) {
            Class::Known(_) => Level::Known,
            Class::Unknown => Level::Unknown,
            Class::Bad(code) => code.level(),
        }
    }

    #[test]
    fn tables_are_sorted() {
        assert!(HARMLESS_BUILTINS.is_sorted());
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
                assert!(level(module, name) >= Level::Suspicious, "{module}.{name}");
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

    #[test]
    fn odd_names_are_suspicious() {
        for (module, name) in [("d\u{430}tetime", "datetime"), ("os\n", "system"), ("app", ""), ("a..b", "C")]
        {
            assert_eq!(level(module, name), Level::Suspicious, "{module}.{name}");
        }
    }
}

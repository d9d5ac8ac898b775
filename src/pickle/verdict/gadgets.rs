//! Names of third-party packages that run code, import, open files or sockets, or unpickle again, and that no source
//! tells: of packages that are not read by `packages/generate.py`, of C extensions, and of objects that stand for others.
//!
//! A list like this is never complete, and the verdict does not rest on it: what is on no list is `unknown`,
//! never plain or known. It says for the better-known ones that they are worse than that.

use super::packages::Acting;

/// Packages that exist to run, build, load or take over, and one whose every constructor evaluates text (sympy), with
/// their submodules: classes and functions count.
#[rustfmt::skip]
const RUNNERS: &[&str] = &[
    "IPython", "PasteDeploy", "Pyro4", "Pyro5", "RestrictedPython", "_distutils_hack", "_pytest",
    "ansible", "asteval", "autopep8", "behave", "black", "cloudpickle", "code_generator", "coverage",
    "delegator", "dill", "easy_install", "envoy", "exec_module", "execjs", "execnet", "fabric",
    "fabric2", "fabric3", "fickling", "hickle", "invoke", "ipdb", "ipykernel", "ipython_genutils",
    "js2py", "jupyter_client", "jupyter_core", "klepto", "line_profiler", "llvmlite", "memory_profiler",
    "mod_wsgi", "nbconvert", "nose", "notebook", "pexpect", "pickle5", "pickletools2", "pip",
    "pkg_resources", "plumbum", "poetry", "ptyprocess", "pudb", "pyautogui", "pyinstrument", "pynput",
    "pytest", "pythoncom", "pyximport", "rope", "rpyc", "salt", "sarge", "setuptools", "sh",
    "simpleeval", "six.moves", "sympy", "test.script_helper", "test.support", "tox", "unittest2",
    "uwsgi", "virtualenv", "wheel", "win32api", "win32com", "win32file", "win32process",
    "zope.configuration", "zope.dottedname",
];

/// Packages and modules of which each function and method counts, with their submodules; their classes hold values, too.
#[rustfmt::skip]
const PACKAGES: &[&str] = &[
    "Cython", "PIL.EpsImagePlugin", "PIL.ImageGrab", "PIL.ImageMath", "PIL.ImageShow", "PyQt4", "PyQt5",
    "PyQt6", "PySide2", "PySide6", "aiobotocore", "airflow", "anyio", "apscheduler", "bottle",
    "cachetools.func", "cffi", "chameleon", "cherrypy", "click._termui_impl", "click.termui",
    "click.testing", "cx_Oracle", "cython", "cytoolz", "dask", "decorator", "distributed",
    "django.core.cache", "django.core.mail", "django.core.management", "django.template", "django.test",
    "docker", "dramatiq", "eventlet", "flask.cli", "flask.templating", "flask.testing", "fsspec",
    "funcy", "gcsfs", "gevent", "gi", "gradio", "greenlet", "grpc", "httplib2", "huey", "hypothesis",
    "importlib_metadata", "importlib_resources", "jedi", "joblib", "jsonpickle", "keras",
    "kombu.serialization", "kubernetes", "langchain", "langchain_core", "libfuturize", "libpasteurize",
    "luigi", "lxml.objectify", "mako", "matplotlib", "mlflow", "mock", "nltk", "numba", "numexpr",
    "numpy.ctypeslib", "numpy.distutils", "numpy.f2py", "numpy.testing", "pandas.core.computation",
    "pandas.io", "pandas.testing", "paramiko", "past", "prefect", "psutil", "py", "pycurl",
    "pydantic._internal", "pyflakes", "pyodbc", "pyttsx3", "pywin", "ray", "requests.api",
    "requests.sessions", "rq", "ruamel.yaml", "s3fs", "s3transfer", "scipy.io", "scipy.misc",
    "scipy.weave", "serpent", "sklearn.datasets", "sklearn.externals", "smart_open", "spacy",
    "sqlalchemy.ext.serializer", "sqlalchemy.testing", "streamlit",
    "tensorflow", "tf_keras", "theano", "toolz", "torch._dynamo", "torch._export", "torch._functorch",
    "torch._inductor", "torch.cuda", "torch.distributed", "torch.export", "torch.fx", "torch.hub",
    "torch.jit", "torch.multiprocessing", "torch.onnx", "torch.package", "torch.serialization",
    "torch.storage", "torch.testing", "torch.utils", "transformers", "trio", "twisted", "websocket",
    "websockets", "werkzeug._reloader", "werkzeug.debug", "werkzeug.serving", "werkzeug.test",
    "win32con", "wx", "yaml", "zmq", "zope.proxy",
];

/// Single names of packages that hold harmless ones, too, in the package and its submodules; what stands before or after
/// a dot in a name counts as well. `:Name` counts in the module alone, `Name()` when it is
/// called.
#[rustfmt::skip]
const NAMES: &[(&str, &[&str])] = &[
    ("MySQLdb", &[
        "connect",
    ]),
    ("PIL.Image", &[
        "open",
    ]),
    ("attr._compat", &[
        "set_closure_cell",
    ]),
    ("attr._make", &[
        "_compile_and_eval", "_make_method",
    ]),
    ("blinker", &[
        "Signal.connect", "Signal.send",
    ]),
    ("boto3", &[
        "client", "resource",
    ]),
    ("botocore.session", &[
        "get_session",
    ]),
    ("bottle", &[
        "CheetahTemplate", "Jinja2Template", "MakoTemplate", "SimpleTemplate",
    ]),
    ("celery.local", &[
        "PromiseProxy", "Proxy",
    ]),
    ("cffi", &[
        "FFI",
    ]),
    ("chameleon", &[
        "PageTemplate", "PageTemplateFile", "PageTextTemplate",
    ]),
    ("click", &[
        "Context", "clear", "confirm", "echo_via_pager", "edit", "get_editor", "getchar", "launch",
        "open_file", "pause", "progressbar", "prompt",
    ]),
    ("commands", &[
        "getoutput", "getstatus", "getstatusoutput", "mk2arg", "mkarg",
    ]),
    ("compiler", &[
        "compile", "compileFile",
    ]),
    ("compiler.pycodegen", &[
        "Module", "ModuleCodeGenerator", "compile", "compileFile",
    ]),
    ("cytoolz", &[
        "Compose", "complement", "curry", "excepts", "juxt",
    ]),
    ("django.template", &[
        ":Template",
    ]),
    ("django.template.base", &[
        "Template",
    ]),
    ("django.utils.functional", &[
        "LazyObject", "SimpleLazyObject",
    ]),
    ("flask", &[
        "Flask", "_app_ctx_stack", "_request_ctx_stack", "app_ctx", "current_app", "g",
        "open_session", "render_template", "render_template_string", "request", "request_ctx",
        "send_file", "send_from_directory", "session", "stream_template", "stream_template_string",
    ]),
    ("flask_dynamodb_sessions", &[
        "DynamodbSession.hydrate_session",
    ]),
    ("future", &[
        "exec_",
    ]),
    ("gevent", &[
        "Greenlet",
    ]),
    ("greenlet", &[
        "greenlet",
    ]),
    ("jinja2", &[
        ":Template",
    ]),
    ("jinja2.environment", &[
        "Template", "TemplateExpression",
    ]),
    ("kombu", &[
        "lazy",
    ]),
    ("lazy_object_proxy", &[
        "Proxy",
    ]),
    ("lxml.etree", &[
        "XML", "XSLT", "fromstring", "iterparse", "parse",
    ]),
    ("mako", &[
        "DefTemplate", "ModuleTemplate", "Template", "TemplateLookup",
    ]),
    ("mock", &[
        "MagicMock", "Mock",
    ]),
    ("new", &[
        "classobj", "code", "function", "instance", "instancemethod", "module",
    ]),
    ("numpy", &[
        "DataSource", "apply_along_axis", "apply_over_axes", "fromfile", "fromfunction",
        "frompyfunc", "fromregex", "genfromtxt", "load", "loads", "loadtxt", "lookfor", "memmap",
        "piecewise", "save", "savetxt", "savez", "show_config", "source", "test", "vectorize",
    ]),
    ("pandas", &[
        "ExcelFile", "ExcelWriter", "HDFStore", "eval", "read_clipboard", "read_csv", "read_excel",
        "read_feather", "read_fwf", "read_gbq", "read_hdf", "read_html", "read_json", "read_orc",
        "read_parquet", "read_pickle", "read_sas", "read_spss", "read_sql", "read_sql_query",
        "read_sql_table", "read_stata", "read_table", "read_xml", "to_pickle",
    ]),
    ("paramiko", &[
        "ProxyCommand", "SSHClient", "Transport",
    ]),
    ("peewee", &[
        "CSqliteExtDatabase", "Database", "MySQLDatabase", "PostgresqlDatabase", "Proxy",
        "SqliteDatabase",
    ]),
    ("playhouse", &[
        "PickleField",
    ]),
    ("psutil", &[
        "Popen", "Process",
    ]),
    ("psycopg", &[
        "connect",
    ]),
    ("psycopg2", &[
        "connect",
    ]),
    ("pyarrow", &[
        "FSSpecHandler", "HadoopFileSystem", "LocalFileSystem", "MemoryMappedFile", "NativeFile",
        "OSFile", "PyFileSystem", "PythonFile", "S3FileSystem", "SubTreeFileSystem",
        "_load_pickle_object", "call_function", "create_memory_map", "deserialize",
        "deserialize_from", "input_stream", "memory_map", "output_stream", "read_serialized",
        "register_extension_type",
    ]),
    ("pydantic.utils", &[
        "import_string",
    ]),
    ("pydantic.v1.utils", &[
        "import_string",
    ]),
    ("pymysql", &[
        "connect",
    ]),
    ("redis", &[
        "ConnectionPool", "Redis", "StrictRedis", "from_url",
    ]),
    ("requests", &[
        "Session()", "delete", "get", "head", "options", "patch", "post", "put", "request",
        "session",
    ]),
    ("simplejson", &[
        "load",
    ]),
    ("six", &[
        "MovedAttribute", "MovedModule", "_LazyDescr", "_LazyModule", "_MovedItems",
        "_SixMetaPathImporter", "_import_module", "_importer", "add_metaclass", "add_move",
        "create_bound_method", "exec_", "get_function_closure", "get_method_function",
        "get_unbound_function", "moves", "print_", "reraise", "with_metaclass",
    ]),
    ("sqlalchemy", &[
        "create_engine", "text",
    ]),
    ("sympy", &[
        "S", "Singleton", "SingletonRegistry", "lambdify", "parse_expr", "sympify",
    ]),
    ("thread", &[
        "exit", "exit_thread", "interrupt_main", "stack_size", "start_new", "start_new_thread",
    ]),
    ("toolz", &[
        "Compose", "complement", "curry", "excepts", "juxt",
    ]),
    ("torch", &[
        "classes", "compile", "hub", "jit", "load", "ops", "package", "save",
    ]),
    ("torch.utils._config_module", &[
        "ConfigModule",
    ]),
    ("tornado.template", &[
        "Template",
    ]),
    ("traceback", &[
        "FrameSummary()", "StackSummary()",
    ]),
    ("urllib3", &[
        "PoolManager", "ProxyManager",
    ]),
    ("werkzeug", &[
        "DebuggedApplication", "FileStorage.save", "ImportStringError", "Local", "LocalManager",
        "LocalProxy", "LocalStack", "_ProxyIOp", "_ProxyLookup", "find_modules", "import_string",
        "release_local", "run_simple",
    ]),
    ("werkzeug.utils", &[
        "find_modules", "import_string", "send_file", "send_from_directory",
    ]),
    ("wrapt", &[
        "BoundFunctionWrapper", "CallableObjectProxy", "FunctionWrapper", "LazyObjectProxy",
        "ObjectProxy", "PartialCallableObjectProxy", "apply_patch", "lazy_import",
        "patch_function_wrapper", "resolve_path", "wrap_object",
    ]),
];

/// Names of functions that do what their name says in whatever package they are.
#[rustfmt::skip]
pub(super) const VERBS: &[&str] = &[
    "Popen", "__import__", "attrgetter", "call_command", "check_call", "check_output", "compile",
    "create_connection", "eval", "exec", "exec_", "exec_command", "execfile", "execute_command",
    "execv", "execve", "execvp", "full_load", "getattr", "getlincoef", "getoutput", "getstatusoutput",
    "import_by_path", "import_class", "import_from_string", "import_module", "import_object",
    "import_string", "load_class", "load_entry_point", "load_module", "load_object", "load_source",
    "loads", "locate", "methodcaller", "pickle_load", "pickle_loads", "popen", "popen2", "popen3",
    "popen4", "read_pickle", "resolve_name", "run_cmd", "run_code", "run_command", "run_module",
    "run_path", "run_shell", "run_string", "runcode", "runscript", "runsource", "runstring", "setattr",
    "shell", "spawn", "spawnv", "subprocess_run", "system", "unpickle", "unsafe_load", "urlopen",
    "urlretrieve", "write_bytes", "write_file", "write_text",
];

/// How a name acts that the table of names has, if it does.
pub(super) fn named(module: &str, name: &str) -> Option<Acting> {
    let is_part = |entry: &str| entry == name || name.split('.').any(|part| part == entry);
    let acting = |package: &str| {
        let found = names_of(package).iter().filter_map(|&entry| {
            if let Some(class) = entry.strip_suffix("()") {
                return (class == name).then_some(Acting::Called);
            }
            let is_named = match entry.strip_prefix(':') {
                Some(entry) => entry == name && package == module,
                None => is_part(entry),
            };
            is_named.then_some(Acting::Always)
        });
        found.max()
    };
    parents(module).filter_map(acting).max()
}

/// All packages and modules that the tables name.
pub(super) fn packages() -> impl Iterator<Item = &'static str> {
    RUNNERS.iter().chain(PACKAGES).copied().chain(NAMES.iter().map(|&(of, _)| of))
}

/// Whether it is the package of a name that speaks against it, by the last part of the name.
pub(super) fn is_of_package(module: &str, last: &str) -> bool {
    parents(module).any(|package| {
        RUNNERS.binary_search(&package).is_ok() && !is_exception(last)
            || PACKAGES.binary_search(&package).is_ok() && !is_class(last)
    })
}

/// Whether a name is that of a class, not an exception, of a package whose functions count: its constructors are likely to
/// act, and its objects are values.
pub(super) fn is_acting_class(module: &str, name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    is_class(last)
        && !is_exception(last)
        && parents(module).any(|package| PACKAGES.binary_search(&package).is_ok())
}

/// A module and the packages that hold it.
fn parents(module: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(module), |package| package.rsplit_once('.').map(|(parent, _)| parent))
}

fn names_of(package: &str) -> &'static [&'static str] {
    NAMES.binary_search_by(|&(of, _)| of.cmp(package)).map_or(&[], |at| NAMES[at].1)
}

/// Whether a last part is that of a class.
pub(super) fn is_class(last: &str) -> bool {
    last.trim_start_matches('_').starts_with(|c: char| c.is_ascii_uppercase())
}

/// Whether a last part is that of an exception.
pub(super) fn is_exception(last: &str) -> bool {
    is_class(last) && ["Error", "Exception", "Warning"].iter().any(|end| last.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        for table in [RUNNERS, PACKAGES, VERBS] {
            assert!(table.is_sorted_by(|a, b| a < b));
        }
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
        assert!(NAMES.iter().all(|(_, names)| names.is_sorted_by(|a, b| a < b)));
    }

    #[test]
    fn a_package_covers_its_submodules_and_no_other_name() {
        assert!(is_of_package("pip._internal.cli.main", "main"));
        assert!(is_of_package("pip._internal.req", "InstallRequirement"));
        assert!(is_of_package("numpy.f2py.crackfortran", "getlincoef"));
        assert!(!is_of_package("pipeline", "main"));
        assert!(!is_of_package("numpy", "ndarray"));
    }

    #[test]
    fn exceptions_and_values_of_a_package_are_not_covered() {
        assert!(!is_of_package("pip._internal.exceptions", "InstallationError"));
        assert!(!is_of_package("paramiko.ssh_exception", "SSHException"));
        assert!(!is_of_package("matplotlib.colors", "Normalize"));
    }

    #[test]
    fn names_count_in_the_package_and_below_it() {
        assert_eq!(named("pandas", "read_pickle"), Some(Acting::Always));
        assert_eq!(named("werkzeug.local", "LocalProxy"), Some(Acting::Always));
        assert_eq!(named("werkzeug.datastructures", "FileStorage.save"), Some(Acting::Always));
        assert_eq!(named("werkzeug.datastructures", "FileStorage"), None);
        assert_eq!(named("jinja2", "Template"), Some(Acting::Always));
        assert_eq!(named("jinja2.nodes", "Template"), None);
        assert_eq!(named("requests.sessions", "Session"), Some(Acting::Called));
        assert_eq!(named("shop", "read_pickle"), None);
    }
}

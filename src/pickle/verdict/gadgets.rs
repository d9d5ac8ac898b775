//! Names of third-party packages that run code, import, open files or sockets, or unpickle again.
//!
//! A list like this is never complete, and the verdict does not rest on it: what is on no list is `unknown`,
//! never plain or known. It says for the better-known ones that they are worse than that.

/// Packages of which every name counts, with their submodules.
#[rustfmt::skip]
pub(super) const PACKAGES: &[&str] = &[
    "Cython", "IPython", "PIL.EpsImagePlugin", "PIL.ImageGrab", "PIL.ImageMath", "PIL.ImageShow",
    "PasteDeploy", "PyQt4", "PyQt5", "PyQt6", "PySide2", "PySide6", "Pyro4", "Pyro5",
    "RestrictedPython", "_distutils_hack", "_pytest", "aiobotocore", "aiohttp", "airflow", "ansible",
    "anyio", "apscheduler", "asteval", "autopep8", "behave", "billiard", "black", "boto", "boto3",
    "botocore", "bottle", "cachelib", "cachetools.func", "celery.app", "celery.bin",
    "celery.concurrency", "celery.utils", "celery.worker", "cffi", "chameleon", "cherrypy",
    "click._termui_impl", "click.testing", "click.utils", "cloudpickle", "code_generator", "commands",
    "compiler.pycodegen", "coverage", "cx_Oracle", "cython", "cytoolz", "dask", "decorator",
    "delegator", "dill", "distributed", "django.apps", "django.core.cache", "django.core.files",
    "django.core.mail", "django.core.management", "django.template", "django.test",
    "django.utils.module_loading", "django.utils.six", "docker", "dramatiq", "easy_install", "envoy",
    "eventlet", "exec_module", "execjs", "execnet", "fabric", "fabric2", "fabric3", "fickling",
    "flask.app", "flask.cli", "flask.config", "flask.helpers", "flask.sansio", "flask.scaffold",
    "flask.templating", "flask.testing", "flask_caching", "flask_script", "flask_session", "fsspec",
    "funcy", "future", "gcsfs", "gevent", "gi", "gradio", "greenlet", "grpc", "gunicorn", "hickle",
    "httplib2", "httpx", "huey", "hypothesis", "importlib_metadata", "importlib_resources", "invoke",
    "ipdb", "ipykernel", "ipython_genutils", "jedi", "jinja2", "joblib", "js2py", "jsonpickle",
    "jupyter_client", "jupyter_core", "keras", "klepto", "kombu", "kubernetes", "langchain",
    "langchain_core", "libfuturize", "libpasteurize", "line_profiler", "llvmlite", "luigi",
    "lxml.objectify", "mako", "matplotlib", "memory_profiler", "mlflow", "mock", "mod_wsgi", "mysql",
    "nbconvert", "new", "nltk", "nose", "notebook", "numba", "numexpr", "numpy._core._internal",
    "numpy._pytesttester", "numpy.compat", "numpy.core._internal", "numpy.ctypeslib", "numpy.distutils",
    "numpy.f2py", "numpy.lib", "numpy.testing", "pandas.compat", "pandas.core.computation", "pandas.io",
    "pandas.testing", "pandas.util", "paramiko", "past", "pexpect", "pickle5", "pickletools2",
    "pip", "pkg_resources", "plumbum", "poetry", "prefect", "psutil", "ptyprocess", "pudb", "py",
    "pyarrow", "pyautogui", "pycurl", "pydantic._internal", "pyflakes", "pyinstrument", "pymongo",
    "pynput", "pyodbc", "pytest", "pythoncom", "pyttsx3", "pywin", "pyximport", "ray",
    "requests.adapters", "requests.api", "requests.packages", "requests.sessions", "rope", "rpyc", "rq",
    "ruamel", "s3fs", "salt", "sarge", "scipy.io", "scipy.misc", "scipy.weave", "serpent", "setuptools",
    "sh", "simpleeval", "six.moves", "sklearn.datasets", "sklearn.externals", "smart_open", "spacy",
    "sqlalchemy.ext.serializer", "sqlalchemy.testing", "streamlit", "sympy.parsing", "sympy.utilities",
    "tensorflow", "test.script_helper", "test.support", "tf_keras", "theano", "toolz", "torch._dynamo",
    "torch._export", "torch._functorch", "torch._inductor", "torch.cuda", "torch.distributed",
    "torch.export", "torch.fx", "torch.hub", "torch.jit", "torch.multiprocessing", "torch.onnx",
    "torch.package", "torch.serialization", "torch.storage", "torch.testing", "torch.utils", "tornado",
    "tox", "transformers", "trio", "twisted", "unittest2", "urllib3", "uwsgi", "virtualenv", "waitress",
    "websocket", "websockets", "werkzeug._reloader", "werkzeug.debug", "werkzeug.serving",
    "werkzeug.test", "werkzeug.wsgi", "wheel", "win32api", "win32com", "win32con", "win32file",
    "win32process", "wx", "yaml", "zmq", "zope.configuration", "zope.dottedname", "zope.proxy",
];

/// Single names of packages that hold harmless ones, too.
#[rustfmt::skip]
pub(super) const NAMES: &[(&str, &[&str])] = &[
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
    ("click", &[
        "Context", "edit", "launch", "open_file", "prompt",
    ]),
    ("flask", &[
        "Config", "Flask", "current_app", "render_template", "render_template_string", "send_file",
        "send_from_directory", "stream_template", "stream_template_string",
    ]),
    ("lxml.etree", &[
        "XML", "XSLT", "fromstring", "iterparse", "parse",
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
    ("peewee", &[
        "CSqliteExtDatabase", "Database", "MySQLDatabase", "PostgresqlDatabase", "Proxy",
        "SqliteDatabase",
    ]),
    ("psycopg", &[
        "connect",
    ]),
    ("psycopg2", &[
        "connect",
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
        "Session", "delete", "get", "head", "options", "patch", "post", "put", "request", "session",
    ]),
    ("simplejson", &[
        "load",
    ]),
    ("six", &[
        "add_move", "create_bound_method", "exec_", "get_method_function", "print_", "reraise",
    ]),
    ("sqlalchemy", &[
        "create_engine", "text",
    ]),
    ("sympy", &[
        "S", "lambdify", "parse_expr", "sympify",
    ]),
    ("torch", &[
        "classes", "compile", "hub", "jit", "load", "ops", "package", "save",
    ]),
    ("werkzeug", &[
        "find_modules", "import_string", "run_simple",
    ]),
    ("werkzeug.utils", &[
        "find_modules", "import_string", "send_file", "send_from_directory",
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

/// Whether a name belongs to a package, or to a submodule of it, that the tables name.
pub(super) fn is_gadget(module: &str, name: &str) -> bool {
    let mut package = module;
    loop {
        if PACKAGES.binary_search(&package).is_ok() {
            return true;
        }
        match package.rfind('.') {
            Some(dot) => package = &package[..dot],
            None => break,
        }
    }
    let first = name.split('.').next().unwrap_or(name);
    NAMES.binary_search_by(|&(m, _)| m.cmp(module)).is_ok_and(|at| NAMES[at].1.binary_search(&first).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(PACKAGES.is_sorted_by(|a, b| a < b));
        assert!(VERBS.is_sorted_by(|a, b| a < b));
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
        assert!(NAMES.iter().all(|(_, names)| names.is_sorted_by(|a, b| a < b)));
    }

    #[test]
    fn a_package_covers_its_submodules_and_no_other_name() {
        assert!(is_gadget("pip._internal.cli.main", "main"));
        assert!(is_gadget("numpy.f2py.crackfortran", "getlincoef"));
        assert!(is_gadget("pandas", "read_pickle"));
        assert!(!is_gadget("pipeline", "main"));
        assert!(!is_gadget("numpy", "ndarray"));
    }
}

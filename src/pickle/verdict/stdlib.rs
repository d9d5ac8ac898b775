//! Python's own modules: 2.7 to 3.14, public and private, also those that were removed.
//!
//! Sorted tables and nothing else. A name of one of these modules that is on no list of value types is
//! never an application's class.

/// Top-level modules. From `sys.stdlib_module_names` of 3.11, what later versions added, what earlier ones
/// had, and the test modules that an installation may hold. Modules whose names applications also use for
/// their own (`user`, `sets`, `test`, `parser`, `symbol`, `formatter`) are left out.
#[rustfmt::skip]
pub(super) const MODULES: &[&str] = &[
    "BaseHTTPServer", "Bastion", "CGIHTTPServer", "ConfigParser", "Cookie", "DocXMLRPCServer",
    "HTMLParser", "MimeWriter", "ScrolledText", "SimpleHTTPServer", "SimpleXMLRPCServer",
    "SocketServer", "StringIO", "Tix", "Tkconstants", "Tkdnd", "Tkinter", "__builtin__", "__future__",
    "__hello__", "__phello__", "_abc", "_abcoll", "_aix_support", "_android_support", "_apple_support",
    "_ast", "_ast_unparse", "_asyncio", "_bisect", "_blake2", "_bootlocale", "_bootsubprocess", "_bz2",
    "_codecs", "_codecs_cn", "_codecs_hk", "_codecs_iso2022", "_codecs_jp", "_codecs_kr", "_codecs_tw",
    "_collections", "_collections_abc", "_colorize", "_compat_pickle", "_compression", "_contextvars",
    "_crypt", "_csv", "_ctypes", "_ctypes_test", "_curses", "_curses_panel", "_datetime", "_dbm",
    "_decimal", "_dummy_thread", "_dummy_threading", "_elementtree", "_frozen_importlib",
    "_frozen_importlib_external", "_functools", "_gdbm", "_hashlib", "_heapq", "_hmac", "_hotshot",
    "_imp", "_interpchannels", "_interpqueues", "_interpreters", "_io", "_ios_support", "_json",
    "_locale", "_lsprof", "_lzma", "_markupbase", "_md5", "_msi", "_multibytecodec", "_multiprocessing",
    "_opcode", "_opcode_metadata", "_operator", "_osx_support", "_overlapped", "_pickle", "_posixshmem",
    "_posixsubprocess", "_py_abc", "_py_warnings", "_pydatetime", "_pydecimal", "_pyio", "_pylong",
    "_pyrepl", "_queue", "_random", "_remote_debugging", "_scproxy", "_sha1", "_sha2", "_sha256",
    "_sha3", "_sha512", "_signal", "_sitebuiltins", "_socket", "_sqlite3", "_sre", "_ssl", "_stat",
    "_statistics", "_string", "_strptime", "_struct", "_suggestions", "_symtable", "_sysconfig",
    "_testbuffer", "_testcapi", "_testclinic", "_testexternalinspection", "_testimportmultiple",
    "_testinternalcapi", "_testlimitedcapi", "_testmultiphase", "_thread", "_threading_local",
    "_tkinter", "_tokenize", "_tracemalloc", "_types", "_typing", "_uuid", "_warnings", "_weakref",
    "_weakrefset", "_winapi", "_winreg", "_wmi", "_xxinterpchannels", "_xxsubinterpreters",
    "_xxtestfuzz", "_zoneinfo", "_zstd", "abc", "aifc", "annotationlib", "antigravity", "anydbm",
    "argparse", "array", "ast", "asynchat", "asyncio", "asyncore", "atexit", "audiodev", "audioop",
    "base64", "bdb", "binascii", "binhex", "bisect", "bsddb", "builtins", "bz2", "cPickle", "cProfile",
    "cStringIO", "calendar", "cgi", "cgitb", "chunk", "cmath", "cmd", "code", "codecs", "codeop",
    "collections", "colorsys", "compileall", "compression", "concurrent", "configparser", "contextlib",
    "contextvars", "cookielib", "copy", "copy_reg", "copyreg", "crypt", "csv", "ctypes", "curses",
    "dataclasses", "datetime", "dbhash", "dbm", "decimal", "difflib", "dircache", "dis", "distutils",
    "doctest", "dumbdbm", "dummy_thread", "dummy_threading", "email", "encodings", "ensurepip", "enum",
    "errno", "faulthandler", "fcntl", "filecmp", "fileinput", "fnmatch", "fpformat", "fractions",
    "ftplib", "functools", "future_builtins", "gc", "gdbm", "genericpath", "getopt", "getpass",
    "gettext", "glob", "graphlib", "grp", "gzip", "hashlib", "heapq", "hmac", "hotshot", "html",
    "htmlentitydefs", "htmllib", "http", "httplib", "idlelib", "ihooks", "imaplib", "imghdr", "imp",
    "importlib", "imputil", "inspect", "io", "ipaddress", "itertools", "json", "keyword", "lib2to3",
    "linecache", "linuxaudiodev", "locale", "logging", "lzma", "macpath", "macurl2path", "mailbox",
    "mailcap", "markupbase", "marshal", "math", "mhlib", "mimetools", "mimetypes", "mimify", "mmap",
    "modulefinder", "msilib", "msvcrt", "multifile", "multiprocessing", "netrc", "nis", "nntplib", "nt",
    "ntpath", "nturl2path", "numbers", "opcode", "operator", "optparse", "os", "os2", "ossaudiodev",
    "pathlib", "pdb", "pickle", "pickletools", "pipes", "pkgutil", "platform", "plistlib", "popen2",
    "poplib", "posix", "posixfile", "posixpath", "pprint", "profile", "pstats", "pty", "pwd",
    "py_compile", "pyclbr", "pydoc", "pydoc_data", "pyexpat", "queue", "quopri", "random", "re",
    "readline", "reprlib", "resource", "rexec", "rfc822", "rlcompleter", "runpy", "sched", "secrets",
    "select", "selectors", "sgmllib", "shelve", "shlex", "shutil", "signal", "site", "smtpd", "smtplib",
    "sndhdr", "socket", "socketserver", "spwd", "sqlite3", "sre_compile", "sre_constants", "sre_parse",
    "ssl", "stat", "statistics", "statvfs", "string", "stringprep", "strop", "struct", "subprocess",
    "sunau", "sunaudio", "symtable", "sys", "sysconfig", "syslog", "tabnanny", "tarfile", "telnetlib",
    "tempfile", "termios", "textwrap", "this", "threading", "time", "timeit", "tkColorChooser",
    "tkCommonDialog", "tkFileDialog", "tkFont", "tkMessageBox", "tkSimpleDialog", "tkinter", "token",
    "tokenize", "tomllib", "trace", "traceback", "tracemalloc", "ttk", "tty", "turtle", "turtledemo",
    "types", "typing", "unicodedata", "unittest", "urllib", "urllib2", "urlparse", "uu", "uuid", "venv",
    "warnings", "wave", "weakref", "webbrowser", "whichdb", "winreg", "winsound", "wsgiref", "xdrlib",
    "xml", "xmllib", "xmlrpc", "xmlrpclib", "xxlimited", "xxlimited_35", "xxsubtype", "zipapp",
    "zipfile", "zipimport", "zlib", "zoneinfo",
];

/// Top-level modules of Python 2 alone that applications, too, call their own: a pickle of protocol 3 or later, which
/// Python 2 cannot read, means theirs.
#[rustfmt::skip]
pub(super) const PYTHON2_MODULES: &[&str] = &[
    "Queue", "UserDict", "UserList", "UserString", "commands", "compiler", "dl", "exceptions", "md5",
    "mutex", "new", "robotparser", "sha", "thread", "toaiff",
];

/// Those of them that hold others, in any version: packages, and modules that put others into `sys.modules` (`os.path`,
/// `pyexpat.errors`, `typing.io`). Nothing can be imported from within the rest, so `calendar.models` is somebody's own.
#[rustfmt::skip]
pub(super) const PACKAGES: &[&str] = &[
    "__phello__", "_pyrepl", "asyncio", "bsddb", "collections", "compiler", "compression", "concurrent",
    "ctypes", "curses", "dbm", "distutils", "email", "encodings", "ensurepip", "hotshot", "html", "http",
    "idlelib", "importlib", "json", "lib2to3", "logging", "msilib", "multiprocessing", "os", "pathlib",
    "pydoc_data", "pyexpat", "re", "sqlite3", "string", "sysconfig", "tkinter", "tomllib", "turtledemo",
    "typing", "unittest", "urllib", "venv", "wsgiref", "xml", "xmlrpc", "zipfile", "zoneinfo",
];

/// Those of them that mostly compute: an unknown name is suspicious there, and malicious in all others, which
/// run code, open files or sockets, start processes, import, or reach into the interpreter.
#[rustfmt::skip]
pub(super) const MILD: &[&str] = &[
    "__future__", "_abc", "_bisect", "_blake2", "_bz2", "_codecs", "_codecs_cn", "_codecs_hk",
    "_codecs_iso2022", "_codecs_jp", "_codecs_kr", "_codecs_tw", "_collections", "_collections_abc",
    "_compression", "_contextvars", "_csv", "_datetime", "_decimal", "_hashlib", "_heapq", "_json",
    "_lzma", "_md5", "_opcode", "_pydatetime", "_pydecimal", "_pylong", "_queue", "_random", "_sha1",
    "_sha2", "_sha256", "_sha3", "_sha512", "_sre", "_stat", "_statistics", "_string", "_strptime",
    "_struct", "_typing", "_uuid", "_warnings", "_weakref", "_weakrefset", "_zoneinfo", "abc", "array",
    "base64", "binascii", "bisect", "builtins", "calendar", "cmath", "codecs", "collections",
    "colorsys", "configparser", "contextvars", "copy", "csv", "dataclasses", "datetime",
    "decimal", "difflib", "email", "encodings", "enum", "errno", "exceptions", "fractions", "hashlib",
    "heapq", "hmac", "html", "http", "ipaddress", "itertools", "json", "keyword", "locale", "math",
    "md5", "mutex", "numbers", "opcode", "pathlib", "pprint", "queue", "quopri", "random", "re",
    "reprlib", "secrets", "sha", "sre_compile", "sre_constants", "sre_parse", "stat", "statistics",
    "string", "stringprep", "struct", "textwrap", "time", "token", "typing", "unicodedata", "urllib",
    "uuid", "warnings", "weakref", "zlib", "zoneinfo",
];

/// Modules that no application names a class after: as an attribute of anything, they are the module itself.
#[rustfmt::skip]
pub(super) const UNMISTAKABLE: &[&str] = &[
    "_frozen_importlib", "_imp", "_io", "_os", "_pickle", "_posixsubprocess", "_socket", "_sys",
    "_thread", "builtins", "cPickle", "cloudpickle", "codeop", "ctypes", "dill", "importlib", "inspect",
    "linecache", "marshal", "nt", "os", "pickle", "pkgutil", "popen2", "posix", "pty", "runpy",
    "shutil", "subprocess", "sys", "sysconfig", "tempfile", "webbrowser",
];

/// The exceptions of `builtins` (`exceptions` in Python 2).
#[rustfmt::skip]
pub(super) const EXCEPTIONS: &[&str] = &[
    "ArithmeticError", "AssertionError", "AttributeError", "BaseException", "BaseExceptionGroup",
    "BlockingIOError", "BrokenPipeError", "BufferError", "BytesWarning", "ChildProcessError",
    "ConnectionAbortedError", "ConnectionError", "ConnectionRefusedError", "ConnectionResetError",
    "DeprecationWarning", "EOFError", "EncodingWarning", "EnvironmentError", "Exception",
    "ExceptionGroup", "FileExistsError", "FileNotFoundError", "FloatingPointError", "FutureWarning",
    "GeneratorExit", "IOError", "ImportError", "ImportWarning", "IndentationError", "IndexError",
    "InterruptedError", "IsADirectoryError", "KeyError", "KeyboardInterrupt", "LookupError",
    "MemoryError", "ModuleNotFoundError", "NameError", "NotADirectoryError", "NotImplementedError",
    "OSError", "OverflowError", "PendingDeprecationWarning", "PermissionError", "ProcessLookupError",
    "PythonFinalizationError", "RecursionError", "ReferenceError", "ResourceWarning", "RuntimeError",
    "RuntimeWarning", "StandardError", "StopAsyncIteration", "StopIteration", "SyntaxError",
    "SyntaxWarning", "SystemError", "SystemExit", "TabError", "TimeoutError", "TypeError",
    "UnboundLocalError", "UnicodeDecodeError", "UnicodeEncodeError", "UnicodeError",
    "UnicodeTranslateError", "UnicodeWarning", "UserWarning", "ValueError", "Warning", "WindowsError",
    "ZeroDivisionError",
];

/// Whether a sorted table holds a name.
pub(super) fn holds(table: &[&str], name: &str) -> bool {
    table.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_of_modules() {
        for table in [MODULES, PYTHON2_MODULES, PACKAGES, MILD, UNMISTAKABLE, EXCEPTIONS] {
            assert!(table.is_sorted_by(|a, b| a < b));
        }
        for module in PACKAGES.iter().chain(MILD) {
            assert!(holds(MODULES, module) || holds(PYTHON2_MODULES, module), "{module}");
        }
    }
}

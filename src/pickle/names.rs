//! What Python 2 called things: the tables of `_compat_pickle`, by which Python 3 reads its pickles.
//!
//! Views and verdicts go by the names of today; what is written keeps the names as they were spelled.

/// Module and name of today for those of Python 2; others come back as they are.
///
/// ```
/// use sessctl::pickle::python3_name;
///
/// assert_eq!(python3_name("__builtin__", "unicode"), ("builtins", "str"));
/// assert_eq!(python3_name("copy_reg", "_reconstructor"), ("copyreg", "_reconstructor"));
/// assert_eq!(python3_name("app.models", "User"), ("app.models", "User"));
/// ```
#[must_use]
pub fn python3_name<'a>(module: &'a str, name: &'a str) -> (&'a str, &'a str) {
    let bit = 1_u32.checked_shl(module.len() as u32).unwrap_or(0);
    if module.bytes().next().is_none_or(|first| LENGTHS[usize::from(first)] & bit == 0) {
        return (module, name);
    }
    if module == "exceptions" {
        return match name {
            "StandardError" => ("builtins", "Exception"),
            _ => ("builtins", name),
        };
    }
    if let Ok(at) = NAMES.binary_search_by(|&(m, n, ..)| (m, n).cmp(&(module, name))) {
        let (_, _, module, name) = NAMES[at];
        return (module, name);
    }
    match MODULES.binary_search_by(|&(m, _)| m.cmp(module)) {
        Ok(at) => (MODULES[at].1, name),
        Err(_) => (module, name),
    }
}

/// The lengths of Python 2's module names by their first byte, a bit each: most names of today are told apart by that.
const LENGTHS: [u32; 256] = {
    let mut lengths = [0; 256];
    let exceptions = "exceptions".as_bytes();
    lengths[exceptions[0] as usize] |= 1 << exceptions.len();
    let mut at = 0;
    while at < NAMES.len() {
        let module = NAMES[at].0.as_bytes();
        lengths[module[0] as usize] |= 1 << module.len();
        at += 1;
    }
    at = 0;
    while at < MODULES.len() {
        let module = MODULES[at].0.as_bytes();
        lengths[module[0] as usize] |= 1 << module.len();
        at += 1;
    }
    lengths
};

// Python 3.11, Lib/_compat_pickle.py.
#[rustfmt::skip]
const NAMES: &[(&str, &str, &str, &str)] = &[
    ("UserDict", "IterableUserDict", "collections", "UserDict"),
    ("UserDict", "UserDict", "collections", "UserDict"),
    ("UserList", "UserList", "collections", "UserList"),
    ("UserString", "UserString", "collections", "UserString"),
    ("__builtin__", "basestring", "builtins", "str"),
    ("__builtin__", "intern", "sys", "intern"),
    ("__builtin__", "long", "builtins", "int"),
    ("__builtin__", "reduce", "functools", "reduce"),
    ("__builtin__", "unichr", "builtins", "chr"),
    ("__builtin__", "unicode", "builtins", "str"),
    ("__builtin__", "xrange", "builtins", "range"),
    ("_multiprocessing", "Connection", "multiprocessing.connection", "Connection"),
    ("_socket", "fromfd", "socket", "fromfd"),
    ("itertools", "ifilter", "builtins", "filter"),
    ("itertools", "ifilterfalse", "itertools", "filterfalse"),
    ("itertools", "imap", "builtins", "map"),
    ("itertools", "izip", "builtins", "zip"),
    ("itertools", "izip_longest", "itertools", "zip_longest"),
    ("multiprocessing", "AuthenticationError", "multiprocessing.context", "AuthenticationError"),
    ("multiprocessing", "BufferTooShort", "multiprocessing.context", "BufferTooShort"),
    ("multiprocessing", "ProcessError", "multiprocessing.context", "ProcessError"),
    ("multiprocessing", "TimeoutError", "multiprocessing.context", "TimeoutError"),
    ("multiprocessing.forking", "Popen", "multiprocessing.popen_fork", "Popen"),
    ("multiprocessing.process", "Process", "multiprocessing.context", "Process"),
    ("socket", "_socketobject", "socket", "SocketType"),
    ("urllib", "ContentTooShortError", "urllib.error", "ContentTooShortError"),
    ("urllib", "getproxies", "urllib.request", "getproxies"),
    ("urllib", "pathname2url", "urllib.request", "pathname2url"),
    ("urllib", "quote", "urllib.parse", "quote"),
    ("urllib", "quote_plus", "urllib.parse", "quote_plus"),
    ("urllib", "unquote", "urllib.parse", "unquote"),
    ("urllib", "unquote_plus", "urllib.parse", "unquote_plus"),
    ("urllib", "url2pathname", "urllib.request", "url2pathname"),
    ("urllib", "urlcleanup", "urllib.request", "urlcleanup"),
    ("urllib", "urlencode", "urllib.parse", "urlencode"),
    ("urllib", "urlopen", "urllib.request", "urlopen"),
    ("urllib", "urlretrieve", "urllib.request", "urlretrieve"),
    ("urllib2", "HTTPError", "urllib.error", "HTTPError"),
    ("urllib2", "URLError", "urllib.error", "URLError"),
    ("whichdb", "whichdb", "dbm", "whichdb"),
];

#[rustfmt::skip]
const MODULES: &[(&str, &str)] = &[
    ("BaseHTTPServer", "http.server"),
    ("CGIHTTPServer", "http.server"),
    ("ConfigParser", "configparser"),
    ("Cookie", "http.cookies"),
    ("Dialog", "tkinter.dialog"),
    ("DocXMLRPCServer", "xmlrpc.server"),
    ("FileDialog", "tkinter.filedialog"),
    ("HTMLParser", "html.parser"),
    ("Queue", "queue"),
    ("ScrolledText", "tkinter.scrolledtext"),
    ("SimpleDialog", "tkinter.simpledialog"),
    ("SimpleHTTPServer", "http.server"),
    ("SimpleXMLRPCServer", "xmlrpc.server"),
    ("SocketServer", "socketserver"),
    ("StringIO", "io"),
    ("Tix", "tkinter.tix"),
    ("Tkconstants", "tkinter.constants"),
    ("Tkdnd", "tkinter.dnd"),
    ("Tkinter", "tkinter"),
    ("UserDict", "collections"),
    ("UserList", "collections"),
    ("UserString", "collections"),
    ("__builtin__", "builtins"),
    ("_abcoll", "collections.abc"),
    ("_elementtree", "xml.etree.ElementTree"),
    ("_winreg", "winreg"),
    ("anydbm", "dbm"),
    ("cPickle", "pickle"),
    ("cStringIO", "io"),
    ("commands", "subprocess"),
    ("cookielib", "http.cookiejar"),
    ("copy_reg", "copyreg"),
    ("dbhash", "dbm.bsd"),
    ("dbm", "dbm.ndbm"),
    ("dumbdbm", "dbm.dumb"),
    ("dummy_thread", "_dummy_thread"),
    ("gdbm", "dbm.gnu"),
    ("htmlentitydefs", "html.entities"),
    ("httplib", "http.client"),
    ("markupbase", "_markupbase"),
    ("repr", "reprlib"),
    ("robotparser", "urllib.robotparser"),
    ("test.test_support", "test.support"),
    ("thread", "_thread"),
    ("tkColorChooser", "tkinter.colorchooser"),
    ("tkCommonDialog", "tkinter.commondialog"),
    ("tkFileDialog", "tkinter.filedialog"),
    ("tkFont", "tkinter.font"),
    ("tkMessageBox", "tkinter.messagebox"),
    ("tkSimpleDialog", "tkinter.simpledialog"),
    ("ttk", "tkinter.ttk"),
    ("urllib2", "urllib.request"),
    ("urlparse", "urllib.parse"),
    ("whichdb", "dbm"),
    ("xmlrpclib", "xmlrpc.client"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(NAMES.is_sorted());
        assert!(MODULES.is_sorted());
        assert_eq!(python3_name("urllib", "urlopen"), ("urllib.request", "urlopen"));
        assert_eq!(python3_name("exceptions", "KeyError"), ("builtins", "KeyError"));
    }
}

#!/usr/bin/env python3
"""Writes acting.txt and reducers.txt: what the usual companions of Flask hold that acts, and what rebuilds their values.

    src/pickle/verdict/packages/generate.py [--why]     with --why, also why each name is listed, on standard output

Reads the sources of the wheels that requirements.txt pins, as syntax trees. Nothing is installed or imported.

A function or method acts if its body executes, evals or compiles code, imports by a name that is not constant, opens,
writes or deletes files, starts processes or threads, opens sockets or unpickles, or calls something of these packages
that does, up to DEPTH calls away. A class acts if a method that unpickling itself runs does, at most CLASS_DEPTH calls
away: `__new__`, or one of TRIGGERS. `Class()` stands for one that acts only when it is called, in its `__init__`, which
pickles of values leave out.

Needs python3 >= 3.11; downloads the wheels to target/names/.
"""

import ast
import builtins
import collections
import gc
import pathlib
import re
import subprocess
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
HOME = HERE.parents[3] / "target/names"
DEPTH, CLASS_DEPTH = 3, 2

CONSTRUCTORS = ("__init__", "__post_init__", "__attrs_post_init__")
# Methods that opcodes run without a call: NEWOBJ, BUILD, SETITEMS, APPENDS, ADDITEMS, and the end of an object.
TRIGGERS = ("__new__", "__setstate__", "__getattr__", "__getattribute__", "__setitem__", "append", "extend", "add", "__del__")

CODE, IMPORT, FILE, PROCESS, NETWORK, PICKLE = "code", "import", "file", "process", "network", "pickle"

# Callables outside of the packages that act; a trailing dot stands for everything in a module.
SINKS = {
    CODE: """builtins.eval builtins.exec builtins.compile builtins.execfile builtins.breakpoint builtins.input
        builtins.raw_input code. codeop. types.FunctionType types.CodeType typing.get_type_hints
        pdb. bdb. timeit. trace. doctest. cProfile. profile. ctypes.CDLL ctypes.PyDLL ctypes.WinDLL ctypes.OleDLL ctypes.cdll.
        ctypes.windll. ctypes.pythonapi. ctypes.memmove ctypes.string_at ctypes.cast cffi. sys.settrace sys.setprofile""",
    IMPORT: """builtins.__import__ importlib.import_module importlib.__import__ importlib.reload importlib.util.
        importlib.machinery. imp. runpy. pkgutil.get_loader pkgutil.find_loader pkgutil.ImpImporter
        pkgutil.resolve_name pydoc. zipimport. site. ensurepip. venv.""",
    FILE: """builtins.open builtins.file io.open io.FileIO io.open_code codecs.open os.open os.fdopen os.remove
        os.unlink os.rmdir os.removedirs os.rename os.renames os.replace os.mkdir os.makedirs os.mkfifo os.mknod
        os.chmod os.chown os.lchown os.link os.symlink os.truncate os.write os.utime os.chdir os.chroot os.putenv
        os.unsetenv shutil. tempfile. gzip.open gzip.GzipFile bz2.open bz2.BZ2File lzma.open lzma.LZMAFile
        zipfile.ZipFile zipfile.PyZipFile tarfile.open tarfile.TarFile sqlite3.connect dbm. anydbm. shelve. mailbox.
        fileinput. linecache. mmap.mmap logging.FileHandler logging.handlers.RotatingFileHandler logging.basicConfig
        logging.handlers.TimedRotatingFileHandler logging.handlers.WatchedFileHandler logging.config. wave.open
        netrc.netrc pathlib.Path.open xml.etree.ElementTree.parse xml.etree.ElementTree.iterparse
        xml.dom.minidom.parse xml.sax.parse""",
    PROCESS: """os.system os.popen os.execv os.execve os.execvp os.execvpe os.execl os.execle os.execlp os.execlpe
        os.spawnv os.spawnve os.spawnvp os.spawnvpe os.spawnl os.spawnle os.spawnlp os.spawnlpe os.posix_spawn
        os.posix_spawnp os.fork os.forkpty os.kill os.killpg os.startfile os.abort os._exit os.setuid os.setgid
        os.setsid subprocess. commands. popen2. pty. multiprocessing.Process multiprocessing.Pool
        multiprocessing.Manager multiprocessing.Queue multiprocessing.managers. multiprocessing.pool.
        multiprocessing.get_context multiprocessing.Pipe _thread. thread. threading.Thread threading.Timer
        concurrent.futures.ThreadPoolExecutor concurrent.futures.ProcessPoolExecutor asyncio.run
        asyncio.create_subprocess_exec asyncio.create_subprocess_shell signal.signal signal.alarm signal.setitimer
        webbrowser. atexit.register faulthandler.""",
    NETWORK: """socket.socket socket.create_connection socket.create_server socket.getaddrinfo
        socket.gethostbyname socket.gethostbyname_ex socket.gethostbyaddr socket.getfqdn socket.socketpair
        socket.fromfd urllib.request. urllib2. urllib.urlopen urllib.urlretrieve http.client.HTTPConnection
        http.client.HTTPSConnection httplib.HTTPConnection httplib.HTTPSConnection http.server. BaseHTTPServer. SimpleHTTPServer. socketserver.
        SocketServer. xmlrpc. xmlrpclib. smtplib. ftplib. poplib. imaplib. nntplib. telnetlib. asyncore. asynchat.
        asyncio.open_connection asyncio.start_server wsgiref.simple_server. ssl.wrap_socket
        ssl.get_server_certificate""",
    PICKLE: """pickle.load pickle.loads pickle.Unpickler pickle._loads pickle._load _pickle.load _pickle.loads
        _pickle.Unpickler cPickle.load cPickle.loads cPickle.Unpickler marshal.load marshal.loads dill. cloudpickle.
        joblib. yaml.load yaml.load_all yaml.unsafe_load yaml.full_load jsonpickle.decode jsonpickle.loads
        numpy.load pandas.read_pickle""",
}
# Methods with one meaning, whatever they are called on.
METHODS = {
    "read_text": FILE, "write_text": FILE, "read_bytes": FILE, "write_bytes": FILE, "unlink": FILE, "rmdir": FILE,
    "symlink_to": FILE, "hardlink_to": FILE, "exec_module": IMPORT, "load_module": IMPORT, "runcode": CODE,
    "runsource": CODE, "popen": PROCESS, "exec_command": PROCESS, "fromfile": FILE, "tofile": FILE,
}
# With a constant as the first argument these do what their author meant.
CONSTANT_IS_HARMLESS = (CODE, IMPORT)
# Modules of Python that reach everything, when a package binds them to another name.
MODULES = """os sys subprocess importlib builtins __builtin__ pickle cPickle marshal socket shutil ctypes imp runpy code
    tempfile multiprocessing threading io pkgutil inspect operator types _thread posix site signal sqlite3 ssl urllib.request
    urllib2""".split()
# Functions that open or import what their own package brings, by a name that cannot lead out of it.
QUIET = """babel.core.get_global babel.support.Translations.load celery.utils.serialization.get_pickleable_exception
    certifi.core.where dateutil.tz._tzfile.tzfile.__init__ dateutil.tz.tz.tzfile.__init__
    django.conf.LazySettings._setup django.forms.renderers.get_default_renderer
    django.utils.version.get_version google.auth.transport._mtls_helper.check_use_client_cert
    mysql.connector.locales.get_client_error pint.compat.check_upcast_type pendulum.locales.locale.Locale.load pytz.open_resource""".split()
# What the sources do not show: reducers of C extensions, of classes made within functions, and of releases that are
# too old to be read.
UNSEEN = """
    bitarray._bitarray _bitarray_reconstructor
    bitarray._util _bitarray_reconstructor
    django.utils.functional _lazy_proxy_unpickle
    multidict istr
    multidict._multidict istr
    numpy dtype
    numpy._core._multiarray_umath _reconstruct scalar
    numpy._core.multiarray _reconstruct scalar
    numpy._core.numeric _frombuffer
    numpy.core._multiarray_umath _reconstruct scalar
    numpy.core.multiarray _reconstruct scalar
    numpy.core.numeric _frombuffer
    numpy.random __RandomState_ctor
    numpy.random._pickle __bit_generator_ctor __generator_ctor __randomstate_ctor
    pandas._libs.internals _unpickle_block
    pandas._libs.tslib _nat_unpickle
    pandas._libs.tslibs.nattype __nat_unpickle _nat_unpickle
    pandas._libs.tslibs.timedeltas _timedelta_unpickle
    pandas._libs.tslibs.timestamps _unpickle_timestamp
    pandas.core.index _new_Index
    pandas.core.internals BlockManager SingleBlockManager
    pandas.core.internals.managers BlockManager SingleBlockManager
    pandas.indexes.base _new_Index
    pandas.tseries.index _new_DatetimeIndex
    pandas.tslib _nat_unpickle
    pendulum.tz.timezone Timezone._unpickle
    pvectorc pvector
    pyarrow.lib _reconstruct_buffer _reconstruct_record_batch _reconstruct_table _restore_array binary chunked_array
    pyarrow.lib decimal128 decimal256 dense_union dictionary duration field large_list list_ map_ py_buffer
    pyarrow.lib record_batch scalar schema sparse_union struct table time32 time64 timestamp type_for_alias
    sqlalchemy.cimmutabledict immutabledict
    sqlalchemy.cresultproxy rowproxy_reconstructor safe_rowproxy_reconstructor
    sqlalchemy.cyextension.immutabledict immutabledict
    sqlalchemy.cyextension.resultproxy rowproxy_reconstructor
    sqlalchemy.event.base _UnpickleDispatch.__call__
    whenever _unpkl_date _unpkl_ddelta _unpkl_dtdelta _unpkl_idelta _unpkl_inst _unpkl_local _unpkl_md _unpkl_offset
    whenever _unpkl_rdelta _unpkl_system _unpkl_tdelta _unpkl_time _unpkl_utc _unpkl_ym _unpkl_zoned
"""
# Bases outside of the packages whose values Python writes as a call of the class, so that a lower-case name is no function.
CALLED_BASES = """builtins.set builtins.frozenset builtins.bytearray collections.OrderedDict collections.defaultdict
    collections.deque collections.Counter datetime.tzinfo datetime.date datetime.datetime datetime.time
    datetime.timedelta enum.Enum enum.IntEnum enum.Flag enum.IntFlag enum.StrEnum decimal.Decimal fractions.Fraction
    uuid.UUID""".split()
SKIPPED = re.compile(r"(^|/)(tests?|testing/tests|conftest|test_[^/]*|[^/]*_tests?|_pyinstaller|examples?|benchmarks?)(/|\.py$)")
EXCEPTIONS = {name for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, BaseException)}

# Names of the modules above that only look.
HARMLESS = """shutil.get_terminal_size shutil.which shutil.disk_usage tempfile.gettempdir tempfile.gettempprefix subprocess.PIPE
    subprocess.DEVNULL subprocess.STDOUT subprocess.list2cmdline importlib.util.find_spec importlib.machinery.ModuleSpec
    _thread.allocate_lock _thread.get_ident _thread.RLock _thread.LockType _thread._local thread.allocate_lock
    thread.get_ident thread._local site.getsitepackages faulthandler.enable linecache.checkcache linecache.lazycache urllib.request.parse_http_list
    urllib.request.parse_keqv_list urllib.request.pathname2url urllib.request.url2pathname urllib.request.quote
    urllib.request.unquote urllib.request.urlparse urllib.request.Request urllib2.Request urllib2.parse_http_list
    urllib2.quote urllib2.unquote http.server.BaseHTTPRequestHandler ctypes.sizeof
    multiprocessing.pool.ThreadPool""".split()

# Words in the names of classes that `resources.rs` suspects when they are called.
WORDS = set(
    re.findall(r'"(\w+)"', re.search(r"const WORDS: .*?= &\[(.*?)\];", (HERE.parent / "resources.rs").read_text(), re.DOTALL)[1])
)

NAMES, WHOLE = {}, []
for kind, words in SINKS.items():
    for word in words.split():
        if word.endswith("."):
            WHOLE.append((word, kind))
        NAMES[word] = kind


def sink(dotted):
    """The kind of act that a name outside of the packages is, if it is one."""
    if dotted in HARMLESS:
        return None
    if dotted in NAMES:
        return NAMES[dotted]
    for prefix, kind in WHOLE:
        if dotted.startswith(prefix) and not is_exception(dotted.rsplit(".", 1)[1]):
            return kind
    return None


def is_exception(name):
    return name in EXCEPTIONS or name.endswith(("Error", "Exception", "Warning", "error"))


class Module:
    def __init__(self, name, package, is_package, tree):
        self.name, self.package, self.tree = name, package, tree
        self.parent = name if is_package else name.rpartition(".")[0]
        self.symbols, self.stars = {}, []
        self.scopes = []
        self.collect(tree.body, self.symbols)

    def collect(self, body, symbols):
        """What statements bind at the level of a module: imports, functions, classes and aliases."""
        for node in body:
            match node:
                case ast.Import() | ast.ImportFrom():
                    self.imports(node, symbols)
                case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                    symbols[node.name] = node
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if dotted_of(value):
                    symbols.setdefault(name, dotted_of(value))
                case ast.If() | ast.For() | ast.While():
                    self.collect(node.body + node.orelse, symbols)
                case ast.With():
                    self.collect(node.body, symbols)
                case ast.Try():
                    # What is there when nothing is missing comes last, and wins.
                    for handler in node.handlers:
                        self.collect(handler.body, symbols)
                    self.collect(node.body + node.orelse + node.finalbody, symbols)

    def imports(self, node, symbols):
        if isinstance(node, ast.Import):
            for alias in node.names:
                symbols[alias.asname or alias.name.partition(".")[0]] = (
                    "=" + (alias.name if alias.asname else alias.name.partition(".")[0])
                )
            return
        origin = node.module or ""
        if node.level:
            parts = self.parent.split(".")
            parts = parts[: len(parts) - node.level + 1]
            origin = ".".join(parts + ([node.module] if node.module else []))
        for alias in node.names:
            if alias.name == "*":
                self.stars.append(origin)
            else:
                symbols[alias.asname or alias.name] = f"={origin}.{alias.name}"


def dotted_of(node):
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return ".".join([node.id, *reversed(parts)])


class Callable_:
    """A function, a method or a class, and what it calls."""

    __slots__ = ("module", "qualname", "nodes", "owner", "calls", "kind", "why", "depth")

    def __init__(self, module, qualname, nodes, owner):
        self.module, self.qualname, self.nodes, self.owner = module, qualname, nodes, owner
        self.calls, self.kind, self.why, self.depth = [], None, None, 0

    def __repr__(self):
        return f"{self.module.name}.{self.qualname}"


class Index:
    def __init__(self):
        self.modules, self.functions, self.classes = {}, {}, {}
        self.lineages, self.known, self.found = {}, {}, {}

    def add(self, module):
        if module.name in self.modules:
            return
        self.modules[module.name] = module
        self.define(module, module.tree.body, "", None)

    def define(self, module, body, prefix, owner):
        for node in body:
            match node:
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    # Overloads, setters, and what is defined once for each version of Python: all of them count.
                    key = module.name, prefix + node.name
                    made = self.functions.setdefault(key, Callable_(module, prefix + node.name, [], owner))
                    made.nodes.append(node)
                case ast.ClassDef():
                    key = module.name, prefix + node.name
                    if key not in self.classes:
                        made = self.classes[key] = Class(module, prefix + node.name, node)
                        self.define(module, node.body, f"{prefix}{node.name}.", made)
                case ast.If():
                    self.define(module, node.body + node.orelse, prefix, owner)
                case ast.Try():
                    self.define(module, node.body + node.orelse + node.finalbody, prefix, owner)
                    for handler in node.handlers:
                        self.define(module, handler.body, prefix, owner)
                case ast.With():
                    self.define(module, node.body, prefix, owner)

    def resolve(self, dotted, depth=12):
        """What an absolute dotted name stands for: a function, a class, a module, or a name outside (text)."""
        parts = dotted.split(".")
        for cut in range(len(parts), 0, -1):
            module = self.modules.get(".".join(parts[:cut]))
            if module:
                break
        else:
            return dotted
        rest = parts[cut:]
        if not rest:
            return module
        return self.within(module, rest, depth) or dotted

    def within(self, module, rest, depth):
        key = module, tuple(rest)
        if key not in self.found:
            # Modules that import each other's names find nothing on the way round.
            self.found[key] = None
            self.found[key] = self.search(module, rest, depth) if depth else None
        return self.found[key]

    def search(self, module, rest, depth):
        found = module.symbols.get(rest[0])
        if found is None:
            for star in module.stars:
                origin = self.resolve(star, depth - 1)
                if isinstance(origin, Module) and origin is not module:
                    inner = self.within(origin, rest, depth - 1)
                    if inner is not None and inner != ".".join([origin.name, *rest]):
                        return inner
            return None
        if isinstance(found, str):
            if found.startswith("="):
                return self.resolve(".".join([found[1:], *rest[1:]]), depth - 1)
            if found.split(".")[0] == rest[0]:
                return None
            return self.local(module, {}, ".".join([found, *rest[1:]]), depth - 1)
        for length in range(len(rest), 0, -1):
            key = module.name, ".".join(rest[:length])
            if key in self.classes:
                owner = self.classes[key]
                if length == len(rest):
                    return owner
                return self.method(owner, rest[length]) if length + 1 == len(rest) else None
            if length == len(rest) and key in self.functions:
                return self.functions[key]
        return None

    def local(self, module, symbols, dotted, depth=12):
        """What a dotted name stands for within a module."""
        head, _, rest = dotted.partition(".")
        if head in symbols:
            found = symbols[head]
            if found is None or not isinstance(found, str):
                return None
            return self.resolve(found.removeprefix("=") + ("." + rest if rest else ""), depth)
        if (module, dotted) in self.known:
            return self.known[module, dotted]
        found = self.within(module, dotted.split("."), depth)
        if found is None and head not in module.symbols and (hasattr(builtins, head) or head in ("execfile", "file", "raw_input")):
            found = "builtins." + dotted
        if depth == 12:
            self.known[module, dotted] = found
        return found

    def bases(self, owner):
        for base in owner.node.bases:
            if isinstance(base, ast.Subscript):
                base = base.value
            if isinstance(base, ast.Call):
                # `with_metaclass(Meta, Base)` of six and its copies.
                if (dotted_of(base.func) or "").endswith("with_metaclass"):
                    for arg in base.args[1:]:
                        if dotted_of(arg):
                            yield self.local(owner.module, {}, dotted_of(arg))
                continue
            name = dotted_of(base)
            if name:
                yield self.local(owner.module, {}, name)

    def lineage(self, owner):
        """A class and its bases, nearest first; those outside of the packages as text."""
        if owner in self.lineages:
            return self.lineages[owner]
        seen, todo = [], [owner]
        while todo:
            one = todo.pop(0)
            if one is None or one in seen or isinstance(one, (Module, Callable_)):
                continue
            seen.append(one)
            if isinstance(one, Class):
                todo.extend(self.bases(one))
        self.lineages[owner] = seen
        return seen

    def method(self, owner, name, above=False):
        for one in self.lineage(owner)[1 if above else 0 :]:
            if isinstance(one, Class):
                found = self.functions.get((one.module.name, f"{one.qualname}.{name}"))
                if found:
                    return found
        return None


class Class:
    __slots__ = ("module", "qualname", "node", "why", "called", "reaches")

    def __init__(self, module, qualname, node):
        self.module, self.qualname, self.node, self.why, self.called = module, qualname, node, None, False
        # Methods that unpickling or a call runs and that act, however many calls away.
        self.reaches = []

    def __repr__(self):
        return f"{self.module.name}.{self.qualname}"


def is_constant(node):
    match node:
        case ast.Constant():
            return True
        case ast.Name(id="__name__" | "__package__" | "__file__"):
            return True
        case ast.JoinedStr(values=values):
            return all(is_constant(value) for value in values)
        case ast.FormattedValue(value=value):
            return is_constant(value)
        case ast.BinOp(left=left, right=right):
            return is_constant(left) and is_constant(right)
    return False


def analyze(index, function):
    """Finds what a function calls: acts of its own, and functions and classes of the packages."""
    for node in function.nodes:
        analyze_body(index, function, node)


def analyze_body(index, function, node):
    module = function.module
    symbols, aliases = {}, {}
    arguments = node.args
    every = arguments.posonlyargs + arguments.args + arguments.kwonlyargs
    for argument in [*every, arguments.vararg, arguments.kwarg]:
        if argument:
            symbols[argument.arg] = None
    first = every[0].arg if function.owner and every else None
    for inner in ast.walk(node):
        match inner:
            case ast.Import() | ast.ImportFrom():
                module.imports(inner, symbols)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                aliases.setdefault(name, []).append(value)
            case ast.Name(id=name, ctx=ast.Store()):
                symbols.setdefault(name, None)
    for inner in ast.walk(node):
        if not isinstance(inner, ast.Call):
            continue
        function.calls.extend(targets(index, function, symbols, aliases, first, inner))
        for argument in inner.args if dotted_of(inner.func) not in ("isinstance", "issubclass") else ():
            # `map(eval, ...)`.
            name = dotted_of(argument) if isinstance(argument, (ast.Name, ast.Attribute)) else None
            if name:
                found = index.local(module, symbols, name)
                if isinstance(found, str) and found in NAMES and found.rpartition(".")[2].islower():
                    act(function, NAMES[found], f"passes {found}")


def act(function, kind, why, depth=0):
    if function.kind is None and str(function) not in QUIET:
        function.kind, function.why, function.depth = kind, why, depth


def targets(index, function, symbols, aliases, first, call):
    module, func = function.module, call.func
    if isinstance(func, ast.Attribute):
        value = func.value
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "super" and function.owner:
            found = index.method(function.owner, func.attr, above=True)
            if found:
                return [found]
            for base in index.lineage(function.owner)[1:]:
                if isinstance(base, str) and func.attr == "__init__" and sink(base):
                    act(function, sink(base), f"is a {base}")
            return []
        if isinstance(value, ast.Name) and value.id == first:
            found = index.method(function.owner, func.attr)
            return [found] if found else by_method(function, func, call)
    name = dotted_of(func)
    if not name:
        if isinstance(func, ast.Attribute):
            return by_method(function, func, call)
        if isinstance(func, ast.Call) and isinstance(func.func, ast.Name) and func.func.id == "type" and function.owner:
            return [function.owner]
        return []
    if name == first and function.owner:
        return [function.owner]
    head = name.partition(".")[0]
    if head in symbols and symbols[head] is None:
        # A local name: what it was assigned, where that is a name.
        found = []
        for value in aliases.get(head, []):
            origin = dotted_of(value)
            if origin and origin.partition(".")[0] != head and origin.partition(".")[0] not in aliases:
                found.append(index.local(module, symbols, origin + name[len(head) :]))
            elif isinstance(value, ast.Call) and "." in name and dotted_of(value.func):
                made = index.local(module, symbols, dotted_of(value.func))
                if isinstance(made, Class) and name.count(".") == 1:
                    found.append(index.method(made, name.partition(".")[2]))
        found = [one for one in found if one is not None]
        if not found and isinstance(func, ast.Attribute):
            return by_method(function, func, call)
    else:
        found = [index.local(module, symbols, name)]
    inner = []
    for one in found:
        if isinstance(one, (Class, Callable_)):
            inner.append(one)
        elif isinstance(one, str):
            kind = sink(one)
            if kind in CONSTANT_IS_HARMLESS and call.args and is_constant(call.args[0]):
                kind = None
            if kind:
                act(function, kind, f"calls {one}")
            elif isinstance(func, ast.Attribute):
                by_method(function, func, call)
        elif one is None and isinstance(func, ast.Attribute):
            by_method(function, func, call)
    return inner


def by_method(function, func, call):
    kind = METHODS.get(func.attr)
    if kind == FILE and not re.search(r"path|file|dir|tmp|temp|^p$", ast.unparse(func.value).lower()):
        kind = None
    if kind:
        act(function, kind, f"calls .{func.attr}()")
    elif func.attr == "loads":
        receiver = ast.unparse(func.value).lower()
        if "json" not in receiver and "toml" not in receiver:
            act(function, PICKLE, f"calls {receiver}.loads()")
    return []


def spread(index):
    """Marks callers of what acts, with how many calls away they are, and then the classes."""
    callers = collections.defaultdict(set)
    made_by = {
        one: [found for name in ("__new__", *CONSTRUCTORS) if (found := index.method(one, name))]
        for one in index.classes.values()
    }
    for function in index.functions.values():
        for called in function.calls:
            for target in made_by[called] if isinstance(called, Class) else [called]:
                callers[target].add(function)
    wave = [function for function in index.functions.values() if function.kind]
    depth = 0
    while wave:
        depth += 1
        following = []
        for function in wave:
            for caller in callers[function]:
                if caller.kind is None:
                    act(caller, function.kind, f"calls {function}: {function.why}", depth)
                    following.append(caller)
        wave = following
    for one in made_by:
        for names, called in (TRIGGERS, False), (CONSTRUCTORS, True):
            reached = [found for name in names if (found := index.method(one, name))]
            acting = [method for method in reached if method.kind]
            one.reaches = one.reaches or acting
            acting = [method for method in acting if method.depth <= CLASS_DEPTH]
            if acting and not one.why:
                one.why, one.called = f"{acting[0].qualname} {acting[0].why}", called
        if not one.why and not any(index.method(one, name) for name in CONSTRUCTORS):
            for base in index.lineage(one)[1:]:
                if isinstance(base, str) and sink(base):
                    one.why, one.called = f"is a {base}", True
                    break


def acting_names(index):
    """By package: the names that act, as lines of acting.txt hold them, and why."""
    packages = collections.defaultdict(dict)
    clear = collections.defaultdict(set)
    for one in index.classes.values():
        if not one.why:
            clear[top(one.module.name)].add(one.qualname.rpartition(".")[2])

    def put(module, name, why, called=False):
        if name.startswith("__") and name.endswith("__"):
            return
        package = top(module)
        if name in clear[package]:
            name = f"{module}:{name}"
        packages[package].setdefault(name + "()" * called, why)

    for function in index.functions.values():
        if function.kind and function.depth <= DEPTH:
            put(function.module.name, function.qualname.rpartition(".")[2], f"{function}: {function.why}")
    for one in index.classes.values():
        if one.why:
            put(one.module.name, one.qualname.rpartition(".")[2], f"{one}: {one.why}", one.called)
    for module in index.modules.values():
        for name, origin in module.symbols.items():
            if not isinstance(origin, str):
                continue
            found = index.within(module, [name], 12)
            if isinstance(found, Callable_) and found.kind and found.depth <= DEPTH or isinstance(found, Class) and found.why:
                called = isinstance(found, Class) and found.called
                put(module.name, name, f"{module.name}.{name} is {found}", called)
            elif isinstance(found, str) and not found.startswith("ctypes.") and (
                sink(found) or found in MODULES and name != found
            ):
                put(module.name, name, f"{module.name}.{name} is {found}")
    return packages


def top(module):
    return module.partition(".")[0]


def reducers(index):
    """By module: functions and lower-case classes that Python writes as calls for values of the packages."""
    found, refused = collections.defaultdict(set), []

    def put(one):
        if isinstance(one, Class) and not is_lower(one) and not is_suspected(one):
            return
        # However many calls away.
        if one.kind if isinstance(one, Callable_) else one.why or one.reaches:
            refused.append(one)
            return
        found[one.module.name].add(one.qualname)

    for one in index.classes.values():
        for name in ("__reduce__", "__reduce_ex__"):
            method = index.method(one, name)
            if method:
                for target in returned(index, method, one):
                    put(target)
        if (is_lower(one) or is_suspected(one)) and is_called(index, one):
            put(one)
    for module in index.modules.values():
        for node in ast.walk(module.tree):
            match node:
                case ast.Call(func=func, args=[_, reducer, *more]) if (dotted_of(func) or "") in (
                    "copyreg.pickle", "copy_reg.pickle", "pickle"
                ) or isinstance(func, ast.Attribute) and func.attr == "pickle" and "copyreg" in ast.unparse(func):
                    names = [reducer, *more]
                case ast.Assign(targets=[ast.Subscript(value=table)], value=reducer) if "dispatch_table" in ast.unparse(table):
                    names = [reducer]
                case _:
                    continue
            for at, name in enumerate(names):
                target = dotted_of(name) and index.local(module, {}, dotted_of(name))
                if isinstance(target, Callable_):
                    for inner in returned(index, target, None) if at == 0 else [target]:
                        put(inner)
    # Also under the modules that pass for theirs.
    for module in index.modules.values():
        names = [(module, name) for name, origin in module.symbols.items() if isinstance(origin, str)]
        for star in module.stars:
            origin = index.resolve(star)
            names += [(origin, name) for name in (origin.symbols if isinstance(origin, Module) else ())]
        for origin, name in names:
            target = index.within(origin, [name], 12)
            if isinstance(target, (Callable_, Class)) and target.module is not module:
                for reducer in list(found[target.module.name]):
                    if (reducer + ".").startswith(target.qualname + ".") and name == target.qualname:
                        found[module.name].add(reducer)
    return found, refused


def returned(index, method, owner):
    """What the tuples that a `__reduce__` returns have first."""
    symbols = {}
    nodes = [node for body in method.nodes for node in ast.walk(body)]
    for node in nodes:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            method.module.imports(node, symbols)
    for node in nodes:
        match node:
            case ast.Return(value=ast.Tuple(elts=[first, _, *_])):
                name = dotted_of(first)
                if not name:
                    continue
                parts = name.split(".")
                if owner and parts[0] in ("self", "cls") and len(parts) > 1:
                    target = index.method(owner, parts[-1]) if len(parts) < 4 else None
                    # Written under the class of the value.
                    if isinstance(target, Callable_) and not target.kind and not parts[-1].startswith("__"):
                        yield Callable_(owner.module, f"{owner.qualname}.{parts[-1]}", target.nodes, owner)
                    continue
                target = index.local(method.module, symbols, name)
                if isinstance(target, (Callable_, Class)):
                    yield target


def is_lower(one):
    return not one.qualname.rpartition(".")[2].lstrip("_")[:1].isupper()


def is_suspected(one):
    """Whether the name of a class has one of the words."""
    return not WORDS.isdisjoint(re.findall(r"[A-Z][a-z]+", one.qualname.rpartition(".")[2]))


def is_called(index, owner):
    """Whether Python writes values of a class as calls of it."""
    if any(index.method(owner, name) for name in ("__reduce__", "__reduce_ex__")):
        return True
    for base in index.lineage(owner):
        if isinstance(base, str):
            name = base.removeprefix("builtins.")
            if base in CALLED_BASES or name in EXCEPTIONS or is_exception(name.rpartition(".")[2]):
                return True
    return False


def wheels():
    """The pinned wheels, downloaded once each."""
    HOME.mkdir(parents=True, exist_ok=True)
    pins = [line.split("#")[0].strip() for line in (HERE / "requirements.txt").read_text().splitlines()]
    pins = [pin for pin in pins if pin]
    for pin in pins:
        name, version = pin.split("==")
        folder = HOME / "wheels" / f"{name}-{version}"
        if not any(folder.glob("*.whl")):
            pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
            # Nothing is built or run: wheels, of whichever Python.
            where = ["--only-binary", ":all:", "--dest", folder]
            if subprocess.run([*pip, *where, pin], capture_output=True).returncode:
                for python in ("3.7", "2.7"):
                    if not subprocess.run([*pip, *where, "--python-version", python, pin], capture_output=True).returncode:
                        break
                else:
                    sys.exit(f"cannot download a wheel of {pin}")
        yield pin, next(folder.glob("*.whl"))


def load(path, index, failed):
    with zipfile.ZipFile(path) as wheel:
        for entry in wheel.namelist():
            # Purelib and platlib of old wheels.
            inside = re.sub(r"^[^/]+\.data/(purelib|platlib)/", "", entry)
            if not inside.endswith(".py") or SKIPPED.search(inside) or ".dist-info/" in inside or ".data/" in inside:
                continue
            parts = inside[:-3].split("/")
            is_package = parts[-1] == "__init__"
            parts = parts[:-1] if is_package else parts
            if not parts or not all(part.isidentifier() for part in parts):
                continue
            try:
                tree = ast.parse(wheel.read(entry))
            except (SyntaxError, ValueError):
                failed.append(f"{path.name}: {inside}")
                continue
            index.add(Module(".".join(parts), parts[0], is_package, tree))


def write(name, what, pins, lines):
    head = [f"# {what}", "# Written by generate.py, which says how, from:"]
    line = "#"
    for pin in pins:
        if len(line) + len(pin) > 118:
            head.append(line)
            line = "#"
        line += " " + pin
    (HERE / name).write_text("\n".join([*head, line, *lines]) + "\n")


def main():
    sys.setrecursionlimit(10_000)
    # Millions of nodes of syntax trees, none of them garbage before its round ends.
    gc.disable()
    # Versions of one package are read apart: names of both count.
    rounds, pins, failed = collections.defaultdict(list), [], []
    for pin, path in wheels():
        pins.append(pin)
        same = sum(other.split("==")[0] == pin.split("==")[0] for other in pins)
        rounds[same].append(path)
    acting, rebuilt = collections.defaultdict(dict), collections.defaultdict(set)
    for paths in rounds.values():
        index = Index()
        for path in paths:
            load(path, index, failed)
        print(f"{len(paths)} wheels, {len(index.functions)} functions", file=sys.stderr)
        for function in index.functions.values():
            analyze(index, function)
        spread(index)
        for package, names in acting_names(index).items():
            for name, why in names.items():
                acting[package].setdefault(name, why)
        found, refused = reducers(index)
        for module, names in found.items():
            rebuilt[module] |= names
        for one in refused:
            print(f"a reducer that acts: {one}: {one.why or one.reaches[0].why}", file=sys.stderr)
        del index
        gc.collect()
    for line in UNSEEN.strip().splitlines():
        module, *names = line.split()
        rebuilt[module].update(names)
    for line in failed:
        print(f"not Python 3: {line}", file=sys.stderr)
    if "--why" in sys.argv:
        for package, names in sorted(acting.items()):
            for name, why in sorted(names.items()):
                print(f"{package}\t{name}\t{why}")
    write("acting.txt", "Names that act, by package.", pins, [
        " ".join([package, *sorted(names)]) for package, names in sorted(acting.items()) if names
    ])
    write("reducers.txt", "Functions and lower-case classes that rebuild values, by module.", pins, [
        " ".join([module, *sorted(names)]) for module, names in sorted(rebuilt.items()) if names
    ])


if __name__ == "__main__":
    main()

"""Finds callables of pinned packages that act when a pickle calls them, and writes callables.jsonl.

    tests/interop/acting/run.sh --discover [PACKAGE...]     default: every package of requirements/acting.txt

For each function, class, and method that a module of a package defines, or that an instance at the top of a module
has, calls with plain constants are tried in a forked child under an audit hook. The constants are chosen by parameter
names. A callable is kept with its worst call, if that call acts twice more in fresh processes that have imported only
the modules of such callables. The verdict of sessctl plays no part.
"""

import base64
import concurrent.futures
import contextlib
import functools
import importlib
import importlib.metadata
import inspect
import itertools
import json
import mmap
import os
import pathlib
import pickle
import pkgutil
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import types

import child

HERE = pathlib.Path(__file__).parent
DATA = HERE / "callables.jsonl"
# The worst first: of several calls that act, the first kind is kept.
RANK = [
    ["exec"],
    ["os.exec", "os.posix_spawn", "os.spawn", "os.system", "pty.spawn", "subprocess.Popen"],
    ["pickle.find_class"],
    ["import", "ctypes.dlopen"],
    ["open for writing", "sqlite3.connect", *sorted(child.CHANGES)],
    sorted(child.SOCKETS),
    ["open for reading"],
]
# At most this many of one package, so that no package makes up the set. Fewer classes than functions act.
MAX_OF_FORM = {"function": 6, "method": 6, "class": 20}
# How many calls of a callable are tried, and how many of those that act are confirmed.
MAX_CALLS = {"function": 72, "method": 72, "class": 160}
MAX_CONFIRMED = 5

FILE, NEW, DIRECTORY, SCRIPT = "acted.txt", "acted-new", "acted-dir", "acted.py"
CODE = f"[{child.CODE} := 1]"
# Templates of Mako, Chameleon and Bottle.
TEMPLATES = [f"<%! {child.CODE} = 1 %>", f"<?python {child.CODE} = 1 ?>", f"% {child.CODE} = 1\n"]
COMMAND = f"{child.COMMAND} acted"
ARGV = [child.COMMAND, "acted"]
URL = f"http://{child.HOST}:{child.PORT}/acted"
URLS = [
    URL,
    "sqlite:///acted.db",
    f"ws://{child.HOST}:{child.PORT}/acted",
    f"redis://{child.HOST}:{child.PORT}",
    f"{child.HOST}:{child.PORT}",
    "file:acted.txt",
]
NESTED_TEXT = base64.b64encode(child.NESTED).decode()
# Parts of parameter names, and what is tried for them.
BY_NAME = [
    ("cmd command args argv exec program process run shell", [COMMAND, ARGV, child.COMMAND]),
    ("host addr ip server peer endpoint interface", [child.HOST, (child.HOST, child.PORT)]),
    ("port", [child.PORT]),
    ("url uri dsn conn broker bind", URLS),
    ("code source src text templ expr body string content script", [CODE, *TEMPLATES, SCRIPT]),
    (
        "module import app dotted class cls target func callable entry factory backend plugin loader package worker "
        "engine ref models object extension",
        [child.MODULE, f"{child.MODULE}:s", f"{child.MODULE}.s"],
    ),
    ("data bytes payload value content message raw buf blob", [child.NESTED, NESTED_TEXT]),
    (
        "path file name dir folder dest dst location root base repo output source src target db database log sink "
        "cache key cert out config book prefix",
        [NEW, FILE, DIRECTORY, "acted.json", "acted.ini", "acted.pickle", SCRIPT, "acted-new.xlsx"],
    ),
    ("mode", ["w", "a"]),
    ("timeout size count limit num level", [1]),
    ("headers kwargs options params env context meta attrs settings dict ns namespace globals locals", [{}, None]),
    ("method verb", ["GET"]),
    ("encoding", ["utf-8"]),
    ("protocol scheme", ["http", "file"]),
]
ANY = [FILE, NEW, child.MODULE, COMMAND, URL, CODE, child.NESTED, DIRECTORY, ARGV, None, {}, []]
# The same for every parameter.
UNIFORM = [
    FILE,
    NEW,
    child.MODULE,
    f"{child.MODULE}:s",
    f"{child.MODULE}.s",
    COMMAND,
    ARGV,
    URL,
    CODE,
    *TEMPLATES,
    child.NESTED,
    NESTED_TEXT,
    DIRECTORY,
    SCRIPT,
    child.HOST,
    (child.HOST, child.PORT),
    "acted.json",
    "sqlite:///acted.db",
]
# Calls that parameter names do not lead to.
ALSO = {
    "bottle": [("bottle", "load", ("this:s",)), ("bottle", "load_app", ("this:s",))],
    "fire": [
        ("fire.__main__", "import_from_module_name", ("this",)),
        ("fire.__main__", "import_from_file_path", ("acted.py",)),
        ("fire.__main__", "import_module", ("this",)),
    ],
    "sh": [("sh", "true", ()), ("sh", "true", ("acted",)), ("sh", "Command", ("true",))],
    "plumbum": [("plumbum.cmd", "true", ("acted",)), ("plumbum", "local.session", ())],
    "pony": [("pony.orm", "Database", ("sqlite", "acted.db", True))],
}


def constants(name, default):
    """What to try for a parameter."""
    if isinstance(default, bool):
        return [not default, default]
    name = name.lower()
    found = [value for parts, values in BY_NAME if any(part in name for part in parts.split()) for value in values]
    return found or ANY


def calls(function, is_unbound):
    """Tuples of arguments to try."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        yield from itertools.product(UNIFORM)
        yield from ((NEW, "w"), (child.HOST, child.PORT), (FILE, NEW))
        return
    if any(p.kind is p.KEYWORD_ONLY and p.default is p.empty for p in parameters):
        return
    positional = [p for p in parameters if p.kind in {p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD}]
    required = sum(p.default is p.empty for p in positional)
    more = any(p.kind is p.VAR_POSITIONAL for p in parameters)
    lengths = [n for n in range(required, required + 3) if n <= len(positional) + more]
    names = [(p.name, p.default) for p in positional] + [("args", None)] * more
    # A method that is reached by its class gets a constant for `self`.
    selves = [None, NEW, {}] if is_unbound else [...]
    for me in selves:
        for length in lengths:
            fixed = () if me is ... else (me,)
            rest = names[len(fixed) : length]
            if length < len(fixed):
                continue
            yield from (fixed + (value,) * len(rest) for value in (UNIFORM if rest else [None]))
            options = [constants(*parameter) for parameter in rest]
            # Neighbors first, so that a cut of the product has something of every parameter.
            product = itertools.product(*map(enumerate, options)) if len(rest) < 4 else []
            product = sorted(product, key=lambda choice: sum(place for place, _ in choice))
            yield from (fixed + tuple(value for _, value in choice) for choice in product)


def some_calls(function, form, is_unbound):
    """The calls to try, each once, the same number for each number of arguments."""
    by_length = {}
    for arguments in calls(function, is_unbound):
        by_length.setdefault(len(arguments), {})[repr(arguments)] = arguments
    share = MAX_CALLS[form] // max(1, len(by_length))
    return [arguments for found in by_length.values() for arguments in itertools.islice(found.values(), share)]


def pickled(module, name, arguments):
    def text(value):
        return b"\x8c" + bytes([len(value.encode())]) + value.encode()

    # Protocol 3 within protocol 4: the arguments without a frame.
    return b"\x80\x04" + text(module) + text(name) + b"\x93" + pickle.dumps(arguments, 3)[2:-1] + b"R."


SKIPPED = {"__main__", "conftest", "docs", "examples", "test", "testing", "tests"}


def modules_of(distribution):
    """Imports the modules of a package; yields those that can be imported."""
    tops = sorted(
        {
            file.parts[0].removesuffix(".py")
            for file in distribution.files or []
            if file.suffix == ".py" and ".." not in file.parts and not file.parts[0].endswith((".dist-info", ".data"))
        }
    )
    for top in tops:
        if not top.isidentifier() or top in SKIPPED:
            continue
        names = [top]
        root = imported(top)
        if root is not None and hasattr(root, "__path__"):
            names += [m.name for m in pkgutil.walk_packages(root.__path__, f"{top}.", onerror=lambda _: None)]
        for name in names:
            # Modules for gevent and eventlet patch the standard library.
            if SKIPPED & set(name.split(".")) or "gevent" in name or "eventlet" in name:
                continue
            module = imported(name)
            if isinstance(module, types.ModuleType):
                yield top, module


class Late(BaseException):
    pass


def late(*_):
    raise Late


def imported(name):
    """A module, unless importing it fails or takes too long."""
    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, 20)
    try:
        return importlib.import_module(name)
    except BaseException:
        return None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def resolve(module, name):
    return functools.reduce(getattr, name.split("."), sys.modules[module])


def callables_of(distribution):
    """Module, name, form, and whether `self` has to be given, for each callable that the package defines."""
    found = {}

    def add(key, module, name, form, is_unbound=False):
        # The name that Python writes, where it leads to the same.
        try:
            target = resolve(module, name)
            written = getattr(target, "__module__", None), getattr(target, "__qualname__", None)
            if str(written[0]).split(".")[0] == module.split(".")[0] and resolve(*written) == target:
                module, name = written
        except Exception:
            pass
        if len(name) < 256 and "<locals>" not in name:
            found.setdefault(key, (module, name, form, is_unbound))

    def methods(module, path, cls, top):
        for name, value in list(vars(cls).items()):
            if name.startswith("__") and name not in {"__call__"}:
                continue
            if isinstance(value, (staticmethod, classmethod)):
                key = getattr(value, "__func__", value)
                add(id(key), module, f"{path}.{name}", "method")
            elif isinstance(value, types.FunctionType):
                add(id(value), module, f"{path}.{name}", "method", True)
            elif isinstance(value, type) and ours(value, top):
                add(id(value), module, f"{path}.{name}", "class")
            elif not isinstance(value, type) and callable(value) and hasattr(value, "__name__"):
                add((id(value), path, name), module, f"{path}.{name}", "method")

    def ours(value, top):
        return str(getattr(value, "__module__", "")).split(".")[0] == top

    for top, module in list(modules_of(distribution)):
        for name, value in sorted(vars(module).items()):
            if isinstance(value, types.ModuleType) or not isinstance(name, str) or name.startswith("__"):
                continue
            if isinstance(value, type):
                if ours(value, top):
                    add(id(value), module.__name__, name, "class")
                    methods(module.__name__, name, value, top)
            elif ours(value, top) and callable(value) and hasattr(value, "__qualname__"):
                add(id(value), module.__name__, name, "function")
            elif ours(type(value), top) and not isinstance(value, BaseException):
                # An instance at the top of a module, such as a logger.
                for method in sorted(dir(type(value))):
                    function = inspect.getattr_static(type(value), method, None)
                    if (
                        isinstance(function, types.FunctionType)
                        and ours(function, top)
                        and (not method.startswith("__") or method == "__call__")
                    ):
                        key = (id(type(value)), method)
                        found.setdefault(key, (module.__name__, f"{name}.{method}", "method", False))
    return list(found.values())


def tried(calls):
    """The events of each call, (module, name, arguments), by its index: a forked child makes one after the other."""
    recorder = child.Recorder(len(calls))
    current = mmap.mmap(-1, 8)

    def run_from(start, home):
        recorder.start(home)
        signal.signal(signal.SIGALRM, late)
        for index in range(start, len(calls)):
            current[:] = index.to_bytes(8, "little")
            os.chdir(home)
            if recorder.changed:
                child.fill(home)
                for loaded in [m for m in sys.modules if m == child.MODULE or m.startswith("acted")]:
                    del sys.modules[loaded]
                recorder.changed = False
            payload = pickled(*calls[index])
            recorder.call = index
            signal.setitimer(signal.ITIMER_REAL, 0.4, 0.4)
            try:
                recorder.on = True
                pickle.loads(payload)
            except BaseException:
                pass
            recorder.on = False
            signal.setitimer(signal.ITIMER_REAL, 0)
        current[:] = len(calls).to_bytes(8, "little")

    start, stuck = 0, {}
    while start < len(calls):
        with child.forked(functools.partial(run_from, start)) as handle:
            at = None
            while not child.has_ended(handle, 2):
                before, at = at, int.from_bytes(current[:], "little")
                if before == at:
                    break
        start = int.from_bytes(current[:], "little") + 1
        # A callable that gets stuck or ends the process twice is left.
        if start <= len(calls):
            name = calls[start - 1][:2]
            stuck[name] = stuck.get(name, 0) + 1
            while stuck[name] > 1 and start < len(calls) and calls[start][:2] == name:
                start += 1
    return {index: events for index in range(len(calls)) if (events := recorder.events(index))}


def rank(events):
    return min(n for n, kind in enumerate(RANK) if any(event in kind for event in events))


def misfit(events, arguments):
    """Whether an argument is not meant for what the call does, such as a file name that is run as a command."""
    texts = list(child.texts(arguments))
    if events[0] in child.SOCKETS:
        return not any(child.HOST in text for text in texts)
    if rank(events) == 1:
        return not any(text.split(" ")[0] == child.COMMAND for text in texts)
    if "import" in events:
        return not any(text.startswith(child.MODULE) for text in texts)
    return False


def search(package):
    """Runs in a process of its own: the calls of a package that may act, the best first for each callable, as JSON."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    work = tempfile.mkdtemp(prefix="acting-")
    tempfile.tempdir = work
    os.chdir(work)
    distribution = importlib.metadata.distribution(package)
    entries = callables_of(distribution)
    also = {}
    for module, name, arguments in ALSO.get(package, []):
        also.setdefault((module, name), []).append(arguments)
    known = {entry[:2] for entry in entries}
    for module, name in also:
        if imported(module) and (module, name) not in known:
            entries.append((module, name, "class" if isinstance(resolve(module, name), type) else "function", False))
    if child.MODULE in sys.modules:
        raise SystemExit(f"{package} imports {child.MODULE}")
    began = time.monotonic()
    for batch in (entries[n : n + 20] for n in range(0, len(entries), 20)):
        calls = []
        for module, name, form, is_unbound in batch:
            with contextlib.suppress(Exception):
                found = also.get((module, name), []) + some_calls(resolve(module, name), form, is_unbound)
                calls += [(module, name, arguments) for arguments in found]
        acting = {}
        for index, events in tried(calls).items():
            module, name, arguments = calls[index]
            acting.setdefault((module, name), []).append(
                (rank(events), misfit(events, arguments), len(arguments), index)
            )
        for module, name, form, _ in batch:
            if (module, name) not in acting:
                continue
            best = [calls[index] for *_, index in sorted(acting[module, name])[:MAX_CONFIRMED]]
            print(
                json.dumps(
                    {
                        "package": package,
                        "version": distribution.version,
                        "module": module,
                        "name": name,
                        "form": form,
                        "payloads": [base64.b64encode(pickled(*call)).decode() for call in best],
                    }
                ),
                file=answers,
                flush=True,
            )
    print(f"{package}: {len(entries)} callables in {time.monotonic() - began:.0f} s", file=sys.stderr)
    shutil.rmtree(work, ignore_errors=True)


def confirmed(package_found):
    """The records of callables of which a call acts twice in processes that import their modules and nothing else."""
    calls = [(index, payload) for index, found in enumerate(package_found) for payload in found["payloads"]]
    lines = "".join(
        json.dumps({"module": package_found[index]["module"], "payload": payload, "events": []}) + "\n"
        for index, payload in calls
    )
    runs = []
    for _ in range(2):
        done = subprocess.run([sys.executable, HERE / "child.py"], input=lines, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr)
        runs.append([json.loads(line) for line in done.stdout.splitlines()])
    best = {}
    for (index, payload), first, second in zip(calls, *runs, strict=True):
        both = [event for event in first if event in second]
        if both and (index not in best or rank(both) < rank(best[index][1])):
            best[index] = payload, both
    for index, (payload, events) in best.items():
        record = {key: package_found[index][key] for key in ("package", "version", "module", "name", "form")}
        yield record | {"payload": payload, "events": events}


def package_records(package):
    done = subprocess.run(
        [sys.executable, __file__, "--search", package], capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        raise RuntimeError(f"{package}: {done.stderr[-2000:]}")
    records = list(confirmed([json.loads(line) for line in done.stdout.splitlines()]))
    print(done.stderr.splitlines()[-1], f"{len(records)} act", sep=", ", file=sys.stderr, flush=True)
    return records


def every_package():
    """The packages of the first block of the pins; the others are what these need."""
    block = (HERE.parent / "requirements/acting.txt").read_text().split("\n\n")[0]
    return [line.split("==")[0] for line in block.splitlines() if not line.startswith("#")]


def main():
    if sys.argv[1:2] == ["--search"]:
        return search(sys.argv[2])
    packages = sys.argv[1:] or every_package()
    kept = [json.loads(line) for line in DATA.read_text().splitlines()] if sys.argv[1:] and DATA.exists() else []
    kept = [record for record in kept if record["package"] not in packages]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for records in pool.map(package_records, packages):
            by_form = {}
            for record in sorted(
                records, key=lambda record: (rank(record["events"]), record["module"], record["name"])
            ):
                by_form.setdefault(record["form"], []).append(record)
            kept += [record for form, found in by_form.items() for record in found[: MAX_OF_FORM[form]]]
            kept.sort(key=lambda record: (record["package"].lower(), record["module"], record["name"]))
            DATA.write_text("".join(json.dumps(record) + "\n" for record in kept))
    print(f"{len(kept)} callables of {len({record['package'] for record in kept})} packages", file=sys.stderr)


if __name__ == "__main__":
    main()

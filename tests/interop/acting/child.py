"""Loads payloads, each in a forked CPython child, and reports the audit events that its arguments caused.

Reads JSON objects, one a line, with the keys `module`, `payload`, and `events`, which are the expected ones; prints a
JSON list of events for each. Every module is imported before the first fork, so that no event comes from an import of
the package. A child works in a temporary directory with a few files, and refuses operations that could do harm outside
of it. An event counts only if it names the argument: importing, logging, or locking on the way does not.
"""

import base64
import contextlib
import importlib
import json
import mmap
import os
import pathlib
import pickle
import re
import select
import shutil
import signal
import sys
import tempfile
import time

# The arguments hold marks, so that an event can be traced to an argument: files whose names begin with this word,
MARK = re.compile(r"(?<![A-Za-z])acted")
# a name that code assigns,
CODE = "acted_code"
# a command,
COMMAND = "true"
# a module of the standard library that nothing imports,
MODULE = "this"
# an address of the loopback network and a closed port,
HOST, PORT = "127.0.0.9", 9
# and a pickle that calls a function nobody else pickles.
NESTED = b"cgc\nisenabled\n(tR."

FILES = {
    "acted.txt": b"acted\n",
    "acted.py": f"{CODE} = 1\n".encode(),
    "acted.json": b"{}",
    "acted.ini": b"[acted]\nkey = value\n",
    "acted.toml": b"key = 1\n",
    "acted.pickle": NESTED,
    "acted-dir/acted.txt": b"acted\n",
}

PROCESSES = {"os.system", "os.exec", "os.posix_spawn", "os.spawn", "pty.spawn", "subprocess.Popen"}
CHANGES = {
    *("os.chflags", "os.chmod", "os.chown", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir"),
    *("os.removexattr", "os.setxattr", "os.symlink", "os.truncate", "os.utime"),
    *("shutil.chown", "shutil.copyfile", "shutil.copytree", "shutil.make_archive", "shutil.move", "shutil.rmtree"),
    *("shutil.unpack_archive", "tempfile.mkdtemp", "tempfile.mkstemp"),
}
SOCKETS = {
    *("socket.bind", "socket.connect", "socket.getaddrinfo", "socket.gethostbyaddr", "socket.gethostbyname"),
    *("socket.getnameinfo", "socket.sendmsg", "socket.sendto"),
}
OTHERS = {
    "ctypes.dlopen",
    "exec",
    "import",
    "open for reading",
    "open for writing",
    "pickle.find_class",
    "sqlite3.connect",
}
KINDS = sorted(PROCESSES | CHANGES | SOCKETS | OTHERS)
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
DEVICES = {"/dev/null", "/dev/tty", "/dev/ptmx"}


def texts(value):
    """The strings in an event's arguments."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes):
        yield os.fsdecode(value)
    elif isinstance(value, os.PathLike):
        yield from texts(os.fspath(value))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from texts(item)


def assigns(code):
    names = code.co_names + code.co_varnames
    return CODE in names or any(hasattr(const, "co_names") and assigns(const) for const in code.co_consts)


def is_write(args):
    _, mode, flags = args
    return bool(flags & WRITES) if mode is None else not set(mode).isdisjoint("wax+")


def shown_by(event, args, home):
    """The kind of an event that names a mark; None for other events."""
    if event == "exec":
        # `importlib.import_module` reports no import, but that it runs the module's code.
        imports = os.path.basename(args[0].co_filename) == f"{MODULE}.py"
        return "import" if imports else event if assigns(args[0]) else None
    if event == "import":
        name = str(args[0])
        return event if name.split(".")[0] == MODULE or MARK.match(name) else None
    if event == "pickle.find_class":
        return event if args == ("gc", "isenabled") else None
    found = list(texts(args))
    marked = any(map(MARK.search, found))
    if event == "open":
        # In the package's own directories, or those of time zones, the argument is a key and not a path.
        path = next(texts(args[0]), "")
        if not (MARK.search(path) and os.path.realpath(path).startswith(home + os.sep)):
            return None
        return "open for writing" if is_write(args) else "open for reading"
    if event in PROCESSES:
        return event if marked or any(os.path.basename(text.split(" ")[0]) == COMMAND for text in found) else None
    if event in CHANGES or event in {"ctypes.dlopen", "sqlite3.connect"}:
        return event if marked else None
    if event in SOCKETS:
        return event if marked or HOST in found or any(HOST in text for text in found) else None
    return None


def guard(event, args, home):
    """Refuses an operation that could do harm. Its event has been noted by then."""

    def inside(path, directory=-1):
        if isinstance(path, int):
            return True  # An open file: opening it was judged.
        is_open = isinstance(directory, int) and directory >= 0
        base = os.readlink(f"/proc/self/fd/{directory}") if is_open else os.getcwd()
        return os.path.realpath(os.path.join(base, next(texts(path), ""))).startswith(home + os.sep)

    harmless = True
    if event == "open":
        path = next(texts(args[0]), None)
        harmless = path is None or not is_write(args) or path in DEVICES or path.startswith("/dev/pts/") or inside(path)
    elif event in PROCESSES:
        words = " ".join(text for text in texts(args[:2])).split()
        allowed = {"sh", "bash", "-c", COMMAND}
        harmless = all(os.path.basename(word) in allowed or MARK.match(word) for word in words)
        harmless = harmless and any(os.path.basename(word) == COMMAND for word in words)
    elif event == "os.rename" or event == "os.link":
        harmless = inside(args[0], args[2]) and inside(args[1], args[3])
    elif event == "os.symlink":
        harmless = inside(args[1], args[2])
    elif event in {"os.remove", "os.rmdir", "os.mkdir", "os.chmod", "os.chown", "os.utime"}:
        harmless = inside(args[0], args[-1])
    elif event in {"shutil.copyfile", "shutil.copytree", "shutil.move"}:
        harmless = inside(args[1])
    elif event in CHANGES and not event.startswith("tempfile."):
        harmless = inside(args[0])
    elif event in SOCKETS:
        host = args[1] if event in {"socket.bind", "socket.connect", "socket.sendto"} else args[0]
        host = host[0] if isinstance(host, tuple) else host
        text = next(texts(host), None)
        harmless = text is None or text in {"localhost", "::1"} or text.startswith("127.") or MARK.search(text)
    elif event == "sqlite3.connect":
        harmless = args[0] in {"", ":memory:"} or inside(re.sub(r"^file:|\?.*", "", next(texts(args[0]), "")))
    elif event in {"os.kill", "os.killpg", "signal.pthread_kill", "os.chroot", "webbrowser.open"}:
        harmless = False
    if not harmless:
        raise PermissionError(f"{event}: not in a test")


def fill(directory):
    """Empties a directory and puts the files there that arguments name."""
    for entry in os.scandir(directory):
        shutil.rmtree(entry.path) if entry.is_dir(follow_symlinks=False) else os.unlink(entry.path)
    for name, content in FILES.items():
        path = pathlib.Path(directory, name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)


class Recorder:
    """Notes events of this process and of what it forks, while it is on: a byte for each kind and each call.

    The notes are in shared memory, because processes close the files they inherit.
    """

    def __init__(self, calls=1):
        self.notes = mmap.mmap(-1, calls * len(KINDS))
        self.call = 0
        self.on = False
        self.changed = False

    def start(self, home):
        self.home = os.path.realpath(home)
        sys.addaudithook(self.hook)

    def hook(self, event, args):
        if not self.on:
            return
        self.on = False
        try:
            seen = shown_by(event, args, self.home)
            if seen:
                self.notes[self.call * len(KINDS) + KINDS.index(seen)] = 1
                self.changed = True
            guard(event, args, self.home)
        finally:
            self.on = True

    def events(self, call=0):
        return [kind for kind, noted in zip(KINDS, self.notes[call * len(KINDS) :]) if noted]


def prepare_child(home):
    """Makes a forked child a leader without a terminal, in a directory of its own."""
    os.setsid()
    null = os.open(os.devnull, os.O_RDWR)
    for fd in range(3):
        os.dup2(null, fd)
    os.chdir(home)
    os.environ.update(HOME=home, TMPDIR=home, XDG_CONFIG_HOME=home, XDG_CACHE_HOME=home)
    tempfile.tempdir = home
    sys.argv = ["child"]


@contextlib.contextmanager
def forked(run):
    """A file that is readable once a forked child has run the function; ends the child and its group at the end."""
    home = tempfile.mkdtemp(prefix="child-")
    fill(home)
    pid = os.fork()
    if pid == 0:
        try:
            prepare_child(home)
            run(home)
        except BaseException:
            pass
        finally:
            os._exit(0)
    handle = os.pidfd_open(pid)
    try:
        yield handle
    finally:
        for kill in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError):
                kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(handle)
        shutil.rmtree(home, ignore_errors=True)


def has_ended(handle, seconds):
    return bool(select.select([handle], [], [], seconds)[0])


def events_of(payload, expected):
    """The events of one payload that a child of this process loads.

    A call that does not return ends one second after the last expected event. A call that returns has one more second
    for the processes it started.
    """
    # A busy machine must not hide an expected event.
    seconds = 30 if expected else 3
    recorder = Recorder()

    def run(home):
        recorder.start(home)
        recorder.on = True
        loaded = pickle.loads(payload)
        del loaded

    def complete():
        return set(expected) <= set(recorder.events())

    with forked(run) as handle:
        deadline = time.monotonic() + seconds
        while not has_ended(handle, 0.05) and time.monotonic() < deadline:
            if expected and complete():
                has_ended(handle, 1)
                break
        deadline = time.monotonic() + 1
        while not complete() and time.monotonic() < deadline:
            time.sleep(0.02)
        return recorder.events()


def main():
    # Packages may print while they are imported.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    jobs = [json.loads(line) for line in sys.stdin]
    for job in jobs:
        importlib.import_module(job["module"])
    assert MODULE not in sys.modules, f"a package imports {MODULE}"
    for job in jobs:
        print(json.dumps(events_of(base64.b64decode(job["payload"]), job["events"])), file=answers, flush=True)


if __name__ == "__main__":
    main()

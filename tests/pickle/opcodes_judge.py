#!/usr/bin/env python3
"""Compares sessctl with C `_pickle` on the streams of `opcodes.py`: `opcodes_judge.py JUDGE [SEED [COUNT]]`.

JUDGE is the binary of `examples/judge.rs`. A stream fails if
  - CPython loads it and sessctl cannot read it,
  - CPython refuses it before the first import and sessctl reads it (with CPython 3.11 or later; READ lists the exceptions),
  - it imports a dangerous name and sessctl judges it below malicious,
  - it imports anything and sessctl judges it plain,
  - it changes a class, function or singleton of the process and sessctl judges it below suspicious,
  - it costs CPython more than two seconds or 512 MiB and sessctl judges it plain or known,
  - it crashes sessctl or takes sessctl longer than a second.
For each kind of failure, the script prints the smallest stream and both outcomes, and exits 1.

Streams are unpickled in child processes with limits on memory and time. Only the names of `opcode_tables.py` are
imported; the dangerous ones are stubs.
"""
import _pickle
import base64
import collections
import decimal
import fractions
import gc
import io
import json
import multiprocessing
import os
import pickletools
import re
import resource
import signal
import subprocess
import sys
import time
import uuid

import copyreg
from _compat_pickle import IMPORT_MAPPING, NAME_MAPPING

import opcode_tables
import opcodes

BATCH = 1000
# How many streams to keep per kind of failure as candidates for the smallest one.
KEPT = 8
MEMORY = 512 << 20
SECONDS = 2.0
SLOW = 1.0

KNOWN = {tuple(name.split(":")) for name in opcode_tables.ALL}
ACTING = {tuple(name.split(":")) for name in opcode_tables.ACTING}


# The side of CPython.


class Refused(Exception):
    """The stream imports a name that is not in the tables."""


def acts(*arguments, **keywords):
    return 0


class Unpickler(_pickle.Unpickler):
    def __init__(self, payload):
        # C reads a stream that can peek as a whole, as `loads` does. From a plain file it misreads a line that crosses the
        # end of a frame.
        super().__init__(io.BufferedReader(io.BytesIO(payload), len(payload) + 1))
        self.imports, self.acting = 0, False

    def finds(self, module, name):
        try:
            return super().find_class(module, name)
        except (ImportError, AttributeError):
            return None

    def find_class(self, module, name):
        found = (module, name)
        # The protocol decides whether Python 2's names and dotted ones are known.
        if (module in IMPORT_MAPPING or found in NAME_MAPPING) and self.finds("copy_reg", "_reconstructor"):
            found = NAME_MAPPING.get(found, (IMPORT_MAPPING.get(module, module), name))
        self.imports += 1
        if found in ACTING and ("." not in name or self.finds("uuid", "SafeUUID.safe")):
            self.acting = True
            return acts
        if found not in KNOWN:
            raise Refused("%s.%s" % found)
        return super().find_class(module, name)

    def persistent_load(self, pid):
        self.imports += 1
        return [] if pid == "list" else pid


def load(payload):
    """Returns whether CPython loads a stream, how many names and persistent ids it asks for, whether one is dangerous, and
    the error.
    """
    copyreg.clear_extension_cache()
    unpickler = Unpickler(payload)
    error = ""
    try:
        unpickler.load()
    except BaseException as problem:
        try:
            error = "%s: %.100s" % (type(problem).__name__, problem)
        except BaseException:
            error = type(problem).__name__
    return [not error, unpickler.imports, unpickler.acting, error]


def shared():
    """Returns the attributes of the process-wide objects that a stream can change."""
    # CPython 3.6 keeps the caches of abstract classes in attributes.
    return [[item for item in vars(thing).items() if not item[0].startswith("_abc_")] for thing in CHANGEABLE]


CHANGEABLE = [collections.Counter, collections.UserDict, collections.UserList, fractions.Fraction, uuid.UUID, decimal.DecimalTuple]
CHANGEABLE += [copyreg._reconstructor, copyreg.__newobj__, copyreg.__newobj_ex__, acts]
if hasattr(uuid, "SafeUUID"):
    CHANGEABLE += [uuid.SafeUUID] + list(uuid.SafeUUID)


def load_until_killed(payloads, out):
    """Loads streams in a child process and writes a line for each.

    A stream that takes too long kills the child. A stream that changes a process-wide object ends it, so that the change
    cannot reach the next stream.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    gc.disable()
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)  # As before CPython 3.10.7.
    for code, name in opcode_tables.EXTENSIONS.items():
        copyreg.add_extension(*(name.split(":") + [code]))
    before = shared()
    for payload in payloads:
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        outcome = load(payload)
        signal.setitimer(signal.ITIMER_PROF, 0)
        changed = outcome[1] > 0 and shared() != before
        os.write(out, json.dumps(outcome + [changed]).encode("utf-8", "backslashreplace") + b"\n")
        if changed:
            return


def loads(payloads):
    """Returns the outcome of each stream in CPython."""
    outcomes = []
    while len(outcomes) < len(payloads):
        source, out = os.pipe()
        child = os.fork()
        if not child:
            status = 1
            try:
                os.close(source)
                load_until_killed(payloads[len(outcomes) :], out)
                status = 0
            finally:
                os._exit(status)
        os.close(out)
        with open(source) as lines:
            outcomes += [json.loads(line) for line in lines if line.endswith("\n")]
        _, status = os.waitpid(child, 0)
        if status:
            # Its imports up to then are not known.
            outcomes.append([False, 0, False, "killed, with status %d" % status, False])
    return outcomes


# The side of sessctl.


def judge(binary, payloads):
    """Returns the verdict on each stream, or that sessctl crashed or was slow."""
    lines = b"".join(base64.b64encode(payload) + b"\n" for payload in payloads)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([binary], input=lines, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=limit_time)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    verdicts = done.stdout.decode("utf-8", "backslashreplace").splitlines()
    whole = done.returncode == 0 and len(verdicts) == len(payloads)
    if whole and seconds < SLOW:
        return verdicts
    if len(payloads) == 1:
        said = done.stderr.decode("utf-8", "replace").strip().replace("\n", " ")[:300]
        return ["slow: %.1f s" % seconds if whole or seconds > SLOW else "crash: %d, %s" % (done.returncode, said)]
    half = len(payloads) // 2
    return judge(binary, payloads[:half]) + judge(binary, payloads[half:])


def limit_time():
    resource.setrlimit(resource.RLIMIT_CPU, (10, 10))


# The limits that streams reach on purpose; dangerous imports after the limit still have to be found.
LIMIT = re.compile("limit reached: `limit of N (digits of an integer|bytes of input) exceeded`")
# Streams that sessctl reads although CPython refuses them: Python 2's strings, and the extension codes of an application.
READ = re.compile("killed|MemoryError|UnicodeDecodeError: 'ascii'|ValueError: unregistered extension code")
COSTLY = ("killed", "MemoryError")
UNREAD = re.compile(r"(?:broken payload|limit reached): .*")


def failure(outcome, verdict):
    """Returns the kind of failure, if the two outcomes are one."""
    loaded, imports, acting, error, changed = outcome
    level = verdict.split(" ")[0]
    if level in ("crash:", "slow:"):
        return generic(verdict)
    unread = UNREAD.search(verdict)
    if acting and level != "malicious":
        return "imports a dangerous name, and is below malicious: " + generic(unread.group() if unread else verdict)
    if loaded and unread and not LIMIT.match(generic(unread.group())):
        return "loads, and is not read: " + generic(unread.group())
    if not loaded and not imports and not unread and sys.version_info >= (3, 11) and not READ.match(error):
        return "is refused before the first import, and is read: " + generic(error)
    if imports and level == "plain":
        return "imports, and is plain"
    if changed and level in ("plain", "known", "unknown"):
        return "changes a process-wide object, and is %s" % level
    if error.startswith(COSTLY) and level in ("plain", "known"):
        return "costs too much, and is %s" % level
    return None


def generic(verdict):
    """Returns a verdict without offsets, numbers and types, which differ from stream to stream."""
    verdict = re.sub(r" at byte [0-9]+", "", verdict)
    verdict = re.sub(r"found (`[A-Za-z]+`|an object)", "found something else", verdict)
    return re.sub(r"[0-9]+", "N", verdict)


# Minimizing.


def fails(binary, streams, kind):
    payloads = [b"".join(stream) for stream in streams]
    pairs = zip(loads(payloads), judge(binary, payloads))
    return [failure(outcome, verdict) == kind for outcome, verdict in pairs]


def minimize(binary, stream, kind):
    """Removes opcodes as long as the stream fails in the same way."""
    size = max(len(stream) // 2, 1)
    while size:
        smaller = [stream[:start] + stream[start + size :] for start in range(0, len(stream), max(size // 2, 1))]
        if size == 1 and len(stream) <= 25 and sum(map(len, stream)) < 65536:
            pairs = [(a, b) for b in range(len(stream)) for a in range(b - 1)]
            smaller += [[opcode for at, opcode in enumerate(stream) if at not in pair] for pair in pairs]
        same = [candidate for candidate, same in zip(smaller, fails(binary, smaller, kind)) if same]
        # A candidate may have failed only because of the ones before it: run it alone.
        found = next((candidate for candidate in same if fails(binary, [candidate], kind) == [True]), None)
        if found is None:
            size //= 2
        else:
            stream = found
            size = min(size, len(stream))
    return stream


def shortened(text):
    return text if len(text) < 5000 else "%s... (%d characters)" % (text[:100], len(text))


NAMES = {opcode.code.encode("latin-1"): opcode.name for opcode in pickletools.opcodes}


def disassembled(stream):
    offset, lines = 0, []
    for opcode in stream:
        argument = " " + shortened(repr(opcode[1:])) if len(opcode) > 1 else ""
        lines.append("%6d: %s%s" % (offset, NAMES.get(opcode[:1], "?"), argument))
        offset += len(opcode)
    return "\n".join(lines)


# The whole run.


def batch(work):
    """Returns the counts and the failures of one batch of streams."""
    binary, seed, numbers = work
    streams = [opcodes.Stream("%d/%d" % (seed, number)).opcodes for number in numbers]
    payloads = [b"".join(stream) for stream in streams]
    counts, failures = collections.Counter(), []
    for number, stream, outcome, verdict in zip(numbers, streams, loads(payloads), judge(binary, payloads)):
        counts["loads" if outcome[0] else "killed" if outcome[3].startswith("killed") else "refused"] += 1
        counts["dangerous"] += outcome[2]
        counts["changes"] += outcome[4]
        counts["out of memory"] += outcome[3].startswith("MemoryError")
        counts["sessctl: " + verdict.split(" ")[0]] += 1
        kind = failure(outcome, verdict)
        if kind:
            failures.append((kind, number, stream))
        if not outcome[0]:
            counts["error: " + re.sub(r"'[^']*'|[0-9]+", "X", outcome[3])[:70]] += 1
    return counts, failures


def main():
    binary = os.path.abspath(sys.argv[1])
    numbers = [int(text) for text in sys.argv[2:]]
    seed, count = numbers + [20261127, 100000][len(numbers) :]
    work = [(binary, seed, range(at, min(at + BATCH, count))) for at in range(0, count, BATCH)]
    start = time.monotonic()
    counts, kinds, found = collections.Counter(), collections.Counter(), collections.defaultdict(list)
    with multiprocessing.Pool() as pool:
        for some, failures in pool.imap(batch, work):
            counts.update(some)
            for kind, number, stream in failures:
                kinds[kind] += 1
                found[kind] = sorted(found[kind] + [(sum(map(len, stream)), number, stream)])[:KEPT]
        seconds = time.monotonic() - start
        smallest = pool.map(confirm, [(binary, kind, found[kind]) for kind in sorted(found)], 1)
    share = 100 * counts["loads"] / max(count, 1)
    errors = {key: counts.pop(key) for key in list(counts) if key.startswith("error: ")}
    version = "%d.%d.%d" % sys.version_info[:3]
    print("CPython %s, seed %d: %d streams in %.0f s, %.0f%% of them load" % (version, seed, count, seconds, share))
    print("  " + ", ".join("%s %d" % pair for pair in sorted(counts.items())))
    if os.environ.get("OPCODES_ERRORS"):
        for error, times in sorted(errors.items(), key=lambda pair: -pair[1])[:60]:
            print("%8d %s" % (times, error))
    failed = 0
    for kind, report in sorted(smallest, key=lambda pair: -kinds[pair[0]]):
        if report:
            failed += kinds[kind]
            print("\n%d x %s\n%s" % (kinds[kind], kind, report))
        else:
            print("\n%d x %s\nnot one of them alone, so not counted" % (kinds[kind], kind))
    if failed:
        print("\n%d of %d streams fail, in %d ways" % (failed, count, sum(1 for _, report in smallest if report)))
    return bool(failed)


def confirm(work):
    """Returns a report of the smallest stream of a kind of failure, or `None` if no candidate fails when loaded alone."""
    binary, kind, candidates = work
    for _, number, stream in candidates:
        if fails(binary, [stream], kind) == [True]:
            stream = minimize(binary, stream, kind)
            payload = b"".join(stream)
            [outcome], [verdict] = loads([payload]), judge(binary, [payload])
            made = "loads it" if outcome[0] else "refuses it: " + outcome[3]
            text = "stream %d\n%s\n%s\n  CPython %s; imports %d names%s\n  sessctl: %s"
            acting = ", dangerous ones among them" if outcome[2] else ""
            return kind, text % (number, shortened(payload.hex()), disassembled(stream), made, outcome[1], acting, verdict)
    return kind, None


if __name__ == "__main__":
    sys.exit(main())

"""Writes samples of the distributions installed here as JSON lines on standard output. `run.sh` runs it.

    write.py MODULE...      modules of shop/

Every payload is loaded again in this process, and dropped with a message if it does not load, if what it loads
differs from what was written, or if loading it does more than construct objects (seen by an audit hook).

Runs on Python 2.7 and 3.6 to 3.13.
"""

from __future__ import print_function

import base64
import collections
import importlib
import json
import os
import random
import re
import sys
import time
import traceback
import warnings

import catalog

try:
    import cPickle as pickle
except ImportError:
    import pickle

# A second run writes the same, apart from orders that come from addresses (some SQLAlchemy models, Python 2's decimal
# contexts).
time.time = lambda: 1767225600.5
if hasattr(random, "randbytes"):
    os.urandom = random.randbytes

LARGEST = 4096
# Larger ones are kept at two protocols only, for the size of the file.
SMALL = 1024
# Raised by the unpickler itself, or by a library that looks at its own frame or state.
HARMLESS_EVENTS = {"pickle.find_class", "object.__getattr__", "object.__setattr__", "object.__delattr__", "sys._getframe", "builtins.id", "import", "array.__new__"}

events = None


def watch(event, arguments):
    if events is not None and event not in HARMLESS_EVENTS:
        events.append((event, repr(arguments)[:120]))


def load(payload):
    """The value, and what loading it did apart from constructing it."""
    global events
    pickle.loads(payload)  # Imports what it needs, which is not to be reported.
    events = []
    try:
        return pickle.loads(payload), events
    finally:
        events = None


ADDRESS = re.compile("0x[0-9a-fA-F]{6,}")


def text(value):
    return ADDRESS.sub("0x", repr(value))


def same(one, two, depth=0):
    """Whether two values are the same as far as Python can tell."""
    if isinstance(one, BaseException) and isinstance(two, BaseException):
        # Several libraries' exceptions repeat a part of their text each time they are loaded, and Python 2 has fewer
        # classes than Python 3.
        return True
    if depth > 20:
        return type(one) is type(two)
    if type(one) is type(two):
        if type(one) is dict and one and len(one) == len(two):
            if all(key in two for key in one):
                return all(same(one[key], two[key], depth + 1) for key in one)
            return all(same(a, b, depth + 1) for a, b in zip(one.items(), two.items()))
        if type(one) in (list, tuple):
            return len(one) == len(two) and all(same(a, b, depth + 1) for a, b in zip(one, two))
    # Some libraries refuse to compare or to print a value, each with an error of its own. Arrays and frames compare
    # element by element, and NaN is never equal to itself.
    for compare in (lambda: one == two, lambda: one.equals(two), lambda: type(one) is type(two) and text(one) == text(two)):
        try:
            if compare() is True:
                return True
        except Exception:
            pass
    state = [getattr(value, "__dict__", None) for value in (one, two)]
    return type(one) is type(two) and bool(state[0]) and same(state[0], state[1], depth + 1)


def payloads(value, say):
    """The payloads of a session, one for each protocol that writes something else than the protocols before it."""
    seen = set()
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        try:
            payload = pickle.dumps(value, protocol)
        except Exception as error:
            # Classes with __slots__, and some values that C libraries make, need protocol 2.
            if protocol >= 2:
                say("cannot be pickled: %r" % error)
            continue
        # Without the number of the protocol, which is all that often differs.
        body = payload[2:] if protocol >= 2 else payload
        if body in seen:
            continue
        seen.add(body)
        if len(payload) > LARGEST or len(payload) > SMALL and protocol not in (2, 4):
            continue
        try:
            loaded, did = load(payload)
        except Exception as error:
            say("does not load: %r" % error)
            continue
        if did:
            say("loading it does %s" % did[:3])
        elif not same(value, loaded):
            say("loads as another value: %.200r, not %.200r" % (loaded, value))
        else:
            yield protocol, payload


def sessions(samples):
    """Each sample as a whole session."""
    for what, value in samples:
        if isinstance(value, catalog.Session):
            yield what, value.keys
        elif isinstance(value, catalog.Each):
            for number, part in enumerate(value.values, 1):
                yield "%s, %d" % (what, number), {"_permanent": True, "v": part}
        else:
            yield what, {"_permanent": True, "v": value}


def main(modules):
    warnings.simplefilter("ignore")
    if hasattr(sys, "addaudithook"):
        sys.addaudithook(watch)
    for module in modules:
        importlib.import_module("shop." + module)
    failed = False
    for distribution, name, function in catalog.SAMPLES:
        version = catalog.installed(distribution)
        if version is None:
            continue
        if distribution != "CPython" and sys.version_info[:2] != (3, 11):
            version += ", Python %d.%d" % sys.version_info[:2]
        random.seed(13)
        said = set()

        def say(what, message):
            if (what, message) not in said:
                said.add((what, message))
                print("%s %s: %s: %s" % (name, version, what, message), file=sys.stderr)

        try:
            for what, session in sessions(function()):
                written = collections.OrderedDict()
                for protocol, payload in payloads(session, lambda message: say(what, message)):
                    written[protocol] = base64.b64encode(payload).decode()
                if written:
                    line = [("library", name), ("version", version), ("what", what), ("payloads", written)]
                    print(json.dumps(collections.OrderedDict(line), separators=(",", ":")))
        except Exception:
            failed = True
            say("the rest", traceback.format_exc())
    sys.exit(failed)


if __name__ == "__main__":
    main(sys.argv[1:])

"""Collects sample values: each function marked with `library` yields the values of one distribution.

A sample is `(what, value)`. The value is stored under the key `v` of a session; `Session` holds a whole session
instead, `Each` several values with a session for each. Classes of the application itself are declared with `model`,
`form`, `error` or `command` inside the function that needs them, so that a distribution that is not installed costs
nothing but its own samples.

Runs on Python 2.7 and 3.6 to 3.13.
"""

import sys
import types

if sys.version_info >= (3,):
    import importlib.machinery

SAMPLES = []


class Session(object):
    """A whole session, stored as it is."""

    def __init__(self, **keys):
        self.keys = keys


class Each(object):
    """Values of one kind, each of them in a session of its own."""

    def __init__(self, *values):
        self.values = values


def library(distribution, name=None):
    """Marks a generator of samples. It runs only where the distribution is installed."""

    def mark(function):
        SAMPLES.append((distribution, name or distribution, function))
        return function

    return mark


def installed(distribution):
    """The installed version, or None."""
    if distribution == "CPython":
        return "%d.%d.%d" % sys.version_info[:3]
    if sys.version_info < (3, 8):
        import pkg_resources

        found = {found.key: found.version for found in pkg_resources.working_set}
        return found.get(distribution.lower())
    import importlib.metadata

    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None


def raised(function, *arguments):
    """The exception that a call raises, as an application keeps it: without its traceback."""
    try:
        function(*arguments)
    except Exception as caught:
        caught.__cause__ = caught.__context__ = caught.__traceback__ = None
        return caught
    raise AssertionError("%r raised nothing" % function)


def _module(name):
    parent, _, last = name.rpartition(".")
    if name not in sys.modules:
        sys.modules[name] = types.ModuleType(name)
        if sys.version_info >= (3,):  # Django looks for the specification of `shop.models`.
            sys.modules[name].__spec__ = importlib.machinery.ModuleSpec(name, None)
    if parent:
        setattr(sys.modules[parent], last, sys.modules[name])
    return sys.modules[name]


def place(module, cls):
    """Makes a class look as if `module`, a module of the application, had defined it."""
    cls.__module__ = module
    if sys.version_info >= (3,):
        cls.__qualname__ = cls.__name__
        for name, part in list(vars(cls).items()):
            part = getattr(part, "__func__", part)
            if isinstance(part, (type, types.FunctionType)) and "<locals>" in part.__qualname__:
                part.__module__, part.__qualname__ = module, "%s.%s" % (cls.__name__, name)
    setattr(_module(module), cls.__name__, cls)
    return cls


def model(cls):
    return place("shop.models", cls)


def form(cls):
    return place("shop.forms", cls)


def error(cls):
    return place("shop.exceptions", cls)


def command(cls):
    return place("shop.commands", cls)

"""Values of the standard library and classes of the application that use nothing else."""

import array
import asyncio
import calendar
import collections
import collections.abc
import configparser
import csv
import dataclasses
import datetime as dt
import decimal
import email.message
import enum
import fractions
import functools
import http
import http.client
import http.cookiejar
import http.cookies
import inspect
import io
import ipaddress
import itertools
import json
import logging
import operator
import os
import pathlib
import plistlib
import queue
import random
import re
import socket
import sqlite3
import ssl
import statistics
import string
import struct
import subprocess
import time
import traceback
import types
import typing
import urllib.error
import urllib.parse
import uuid
import xml.etree.ElementTree
import xmlrpc.client
import zipfile
import zoneinfo

from catalog import Each, Session, command, error, form, library, model, place


@model
class Plain:
    def __init__(self, **fields):
        self.__dict__.update(fields)

    def __eq__(self, other):
        return self.__dict__ == other.__dict__

    __hash__ = None

    def total(self):
        return 5


@library("CPython", "CPython containers")
def containers():
    yield "OrderedDict", collections.OrderedDict([("a", 1), ("b", [2])])
    yield "defaultdict", collections.defaultdict(list, {"a": [1]})
    yield "defaultdict of int", collections.defaultdict(int, a=1)
    nested = collections.defaultdict(functools.partial(collections.defaultdict, int))
    nested["a"]["b"] += 1
    yield "defaultdict of a partial", nested
    yield "defaultdict of a class", collections.defaultdict(Plain, {"a": Plain(b=1)})
    yield "defaultdict, empty", collections.defaultdict()
    deeper = collections.defaultdict(functools.partial(collections.defaultdict, functools.partial(collections.defaultdict, list)))
    deeper[1][2][3].append(4)
    yield "defaultdict of partials, deeper", deeper
    yield "Counter", collections.Counter("abca")
    yield "deque", collections.deque([1, 2], maxlen=5)
    yield "ChainMap", collections.ChainMap({"a": 1}, {"b": 2})
    yield "UserDict", [collections.UserDict({"a": 1}), collections.UserList([1]), collections.UserString("x")]
    yield "frozenset", [frozenset([1]), {"x"}, frozenset()]
    yield "SimpleNamespace", types.SimpleNamespace(a=1, b=types.SimpleNamespace(c=2))
    yield "array", [array.array("i", [1, 2]), array.array("d", [0.5]), array.array("u", "x")]
    yield "bytearray", [bytearray(b"x"), bytes(b"\x00\xff"), bytearray()]
    yield "range", [range(5), range(1, 10, 2), slice(1, None)]
    yield "iterators", Each(iter([1, 2]), iter((1,)), iter("x"), iter(range(3)))
    yield "itertools", Each(itertools.count(5), itertools.cycle([1]), itertools.repeat("x", 3), itertools.chain([1], [2]))
    headers = http.client.HTTPMessage()
    headers["Content-Type"] = "text/html"
    yield "HTTPMessage", [headers]
    yield "FrameSummary", [traceback.FrameSummary("a.py", 5, "f", lookup_line=False, line="x")]
    yield "Formatter", logging.Formatter("%(message)s")

    Point = collections.namedtuple("Point", "x y")
    model(Point)
    yield "namedtuple", Point(1, 2)

    class Pair(typing.NamedTuple):
        a: int
        b: str = "x"

    yield "NamedTuple", model(Pair)(1)


    @model
    class Names(list):
        pass

    @model
    class Name(str):
        pass

    @model
    class Count(int):
        pass

    @model
    class Tags(set):
        pass

    @model
    class Both(dict):
        def __init__(self, *arguments, **named):
            super().__init__(*arguments, **named)
            self.extra = {"a": 1}

    yield "subclasses", [Names([1]), Name("x"), Count(5), Tags([1])]
    yield "subclass of dict with attributes", Both(a=1)
    yield "subclass of OrderedDict", model(type("Ordered", (collections.OrderedDict,), {}))(a=1)
    yield "memory shared", (lambda shared: [shared, shared, {"a": shared}])([1])
    loop = []
    loop.append({"self": [1]})
    yield "self-reference", loop


@library("CPython", "CPython numbers")
def numbers_():
    yield "Decimal", Each(decimal.Decimal("1.50"), decimal.Decimal("NaN"), decimal.Decimal("-Infinity"), decimal.Decimal("0E-5"))
    yield "Fraction", fractions.Fraction(1, 3)
    yield "complex", Each(1 + 2j, complex(0, -1), complex("nan"))
    yield "int", Each(2**31, -(2**63), 10**30, 0, -1, 255, 256, 65536, True)
    yield "float", Each(0.1, float("inf"), float("nan"), -0.0, 1e300)
    yield "Context", Each(decimal.Context(prec=5, rounding=decimal.ROUND_DOWN), decimal.DefaultContext)
    yield "InvalidOperation", decimal.InvalidOperation([decimal.ConversionSyntax])
    yield "DivisionByZero", decimal.DivisionByZero("x")
    yield "Random", [random.Random(5)]
    yield "NormalDist", Each(statistics.NormalDist(1, 2))
    yield "DecimalTuple", decimal.Decimal("1.5").as_tuple()


@library("CPython", "CPython times")
def times():
    utc = dt.timezone.utc
    yield "datetime", dt.datetime(2020, 7, 1, 12, 30, 15, 5)
    yield "datetime in UTC", dt.datetime(2020, 7, 1, tzinfo=utc)
    yield "datetime with an offset", dt.datetime(2020, 7, 1, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
    yield "datetime with a named offset", dt.datetime(2020, 7, 1, tzinfo=dt.timezone(dt.timedelta(hours=1), "CET"))
    yield "datetime in a zone", dt.datetime(2020, 7, 1, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin"))
    yield "datetime, fold", dt.datetime(2020, 10, 25, 2, 30, fold=1, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin"))
    yield "date", Each(dt.date(2020, 7, 1), dt.date.min, dt.date.max)
    yield "time", Each(dt.time(12), dt.time(12, 30, tzinfo=utc), dt.time(1, fold=1))
    yield "timedelta", Each(dt.timedelta(days=1, seconds=5), dt.timedelta(-1), dt.timedelta(microseconds=5))
    yield "timezone", Each(utc, dt.timezone(dt.timedelta(minutes=-90)), dt.timezone.max)
    yield "ZoneInfo", [zoneinfo.ZoneInfo("UTC")]
    yield "struct_time", time.gmtime(1767225600)
    yield "ZoneInfoNotFoundError", zoneinfo.ZoneInfoNotFoundError("Mars")

    @model
    class Offset(dt.tzinfo):
        def __init__(self, minutes=0):
            self.minutes = minutes

        def utcoffset(self, at):
            return dt.timedelta(minutes=self.minutes)

        def dst(self, at):
            return None

        def tzname(self, at):
            return "X"

        def __getinitargs__(self):
            return (self.minutes,)

    yield "tzinfo of the application", dt.datetime(2020, 7, 1, tzinfo=Offset(5))

    @model
    class Moment(dt.datetime):
        pass

    yield "subclass of datetime", Moment(2020, 7, 1)
    yield "calendar", [calendar.Calendar(6)]


@library("CPython", "CPython enums")
def enums():
    @model
    class Color(enum.Enum):
        RED = 1
        BLUE = "b"

    @model
    class Level(enum.IntEnum):
        LOW = 1
        HIGH = 2

    @model
    class Permission(enum.Flag):
        R = 1
        W = 2
        X = 4

    @model
    class Mode(enum.IntFlag):
        A = 1
        B = 2

    @model
    class Unit(str, enum.Enum):
        KM = "km"
        MI = "mi"

    @model
    class Pair(enum.Enum):
        A = (1, 2)
        B = {"a": 1}["a"], None

    yield "Enum", Each(Color.RED, Color.BLUE)
    yield "IntEnum", Level.HIGH
    yield "Flag", Each(Permission.R, Permission.W)
    yield "Flag, combined", Permission.R | Permission.X
    yield "Flag, none and all", Each(Permission(0), ~Permission.R)
    yield "IntFlag, combined", Each(Mode.A | Mode.B, Mode(0), Mode.A)
    yield "str and Enum", Unit.KM
    yield "tuple value", Pair.A
    yield "StrEnum", model(enum.StrEnum("Fruit", ["APPLE", "PEAR"])).APPLE
    yield "as keys", {Color.RED: 1, Level.LOW: 2}
    yield "re flags", Each(re.I, re.I | re.M)
    yield "HTTPStatus", Each(http.HTTPStatus.NOT_FOUND, http.HTTPMethod.GET)
    yield "socket", Each(socket.AF_INET, socket.SOCK_STREAM)
    yield "ssl", ssl.TLSVersion.TLSv1_2
    yield "enum in the library", Each(uuid.SafeUUID.unknown, inspect.Parameter.POSITIONAL_ONLY)
    yield "user with roles", {"user": "jo", "perms": Permission.R | Permission.W | Permission.X}


@library("CPython", "CPython enums of 3.11.0")
def enums_by_name():
    """Members by name and combinations by `|`, as 3.11.0 to 3.11.3 write them (python/cpython#93820)."""

    def reduce(self, protocol):
        cls, known = type(self), getattr(type(self), "_flag_mask_", 0)
        value = self._value_
        if isinstance(value, int) and known:
            if value & ~known and value & known:
                return operator.or_, (cls(value & known), value & ~known)
            lowest = value & -value
            if value != lowest:
                return operator.or_, (cls(value - lowest), cls(lowest))
            if self._name_ is None:
                return cls, (value,)
        return getattr, (cls, self._name_)

    @model
    class Right(enum.Flag):
        R = 1
        W = 2
        X = 4

    @model
    class Option(enum.IntFlag):
        A = 1
        B = 2

    @model
    class Shade(enum.Enum):
        RED = 1
        BLUE = "b"

    for cls in (Right, Option, Shade):
        cls.__reduce_ex__ = reduce
    yield "Enum", Each(Shade.RED, Shade.BLUE)
    yield "Flag", Each(Right.R, Right.R | Right.X, ~Right(0), Right(0))
    yield "IntFlag", Each(Option.A, Option.A | Option.B, Option(0), Option(5))
    yield "user with rights", Session(_permanent=True, user="jo", perms=Right.R | Right.W | Right.X)


@library("CPython", "CPython exceptions")
def exceptions():
    yield "builtin", Each(ValueError("no"), KeyError("a"), IndexError(5), TypeError(), AttributeError("x"), StopIteration(5), RuntimeError("a", 1))
    yield "OSError", Each(OSError(2, "No such file", "/a"), FileNotFoundError(2, "No such file"), ConnectionResetError(104, "reset"), TimeoutError("slow"), PermissionError(13, "no", "/a", None, "/b"))
    yield "UnicodeError", Each(UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"), UnicodeEncodeError("ascii", "\xe9", 0, 1, "no"))
    yield "SyntaxError", SyntaxError("invalid syntax", ("a.py", 1, 2, "x y"))
    yield "ExceptionGroup", ExceptionGroup("many", [ValueError("a"), KeyError("b")])
    yield "warnings", Each(UserWarning("x"), DeprecationWarning("old"))
    yield "with a note", (lambda caught: [caught.add_note("n"), caught][1:])(ValueError("x"))
    yield "JSONDecodeError", json.JSONDecodeError("Expecting value", "x", 0)
    yield "HTTPException", Each(http.client.IncompleteRead(b"x", 5), http.client.BadStatusLine("x"), http.cookies.CookieError("x"))
    yield "URLError", urllib.error.URLError("refused")
    yield "socket", Each(socket.gaierror(-2, "Name not known"), socket.timeout("slow"), ssl.SSLError(1, "no"))
    yield "others", Each(csv.Error("x"), queue.Empty(), configparser.NoSectionError("a"), zipfile.BadZipFile("x"), struct.error("x"), xml.etree.ElementTree.ParseError("x"), re.error("x", "(", 0))
    yield "sqlite3", Each(sqlite3.IntegrityError("UNIQUE"), sqlite3.OperationalError("locked"))
    yield "asyncio", Each(asyncio.TimeoutError(), asyncio.CancelledError(), asyncio.IncompleteReadError(b"x", 5))
    yield "subprocess", Each(subprocess.CalledProcessError(1, ["ls"]), subprocess.TimeoutExpired("ls", 5))

    @error
    class ApiError(Exception):
        def __init__(self, message, status=400):
            super().__init__(message, status)
            self.status = status
            self.details = {"a": [1]}

    @error
    class NotAllowed(PermissionError):
        pass

    @error
    class Missing(KeyError):
        pass

    yield "of the application", ApiError("no", 418)
    yield "subclasses of builtins", Each(NotAllowed(13, "no"), Missing("a"))
    yield "in a session", Session(_permanent=True, last_error=ApiError("no"), errors=[Missing("b")])


@library("CPython", "CPython values")
def values():
    yield "UUID", Each(uuid.UUID(int=5), uuid.uuid5(uuid.NAMESPACE_URL, "a"))
    yield "addresses", Each(ipaddress.ip_address("10.0.0.1"), ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_address("2001:db8::1"), ipaddress.ip_interface("10.0.0.1/8"))
    yield "paths", Each(pathlib.PurePosixPath("/a/b"), pathlib.PosixPath("/a"), pathlib.PureWindowsPath("C:\\a"))
    yield "pattern", Each(re.compile("a+", re.I), re.compile(b"x"))
    yield "parsed URL", Each(urllib.parse.urlparse("https://jo@example.com:80/a?b#c"), urllib.parse.urlsplit("/a"), urllib.parse.urldefrag("a#b"))
    yield "cookies", [http.cookies.SimpleCookie("a=1; b=2")]
    cookie = http.cookies.SimpleCookie()
    cookie["sid"] = "1"
    cookie["sid"]["path"] = "/"
    yield "cookie with attributes", [cookie]
    yield "cookie jar policy", Each(http.cookiejar.Cookie(0, "a", "1", None, False, "example.com", True, False, "/", True, False, 1900000000, False, None, None, {}))
    message = email.message.EmailMessage()
    message["Subject"] = "Hello"
    message["To"] = "jo@example.com"
    message.set_content("Hi")
    yield "EmailMessage", [message]
    old = email.message.Message()
    old["Subject"] = "Hello"
    old.set_payload("Hi")
    yield "Message", [old]
    yield "ElementTree", [xml.etree.ElementTree.fromstring("<a b='1'><c>x</c></a>")]
    yield "Logger", Each(logging.getLogger("shop.cart"), logging.getLogger())
    yield "object with a logger", Each(Plain(log=logging.getLogger("shop"), a=1))
    yield "types", Each(int, str, dict, list, type(None), dt.datetime, decimal.Decimal, Plain, object, type, bytes, collections.OrderedDict)
    yield "union", int | str
    yield "unions", Each(int | None, typing.Optional[int], typing.Union[int, str, None])
    yield "generic aliases", Each(typing.List[int], typing.Dict[str, typing.Any], list[int], dict[str, int], typing.Tuple[int, ...])
    yield "typing", Each(typing.Any, typing.Literal["a", 1], typing.Callable[[int], str], typing.Type[int], collections.abc.Mapping[str, int])
    yield "TypeVar", [typing.AnyStr]
    yield "singletons", Each(Ellipsis, NotImplemented, None)
    yield "bound method", [Plain(a=1).total]
    yield "partial", Each(functools.partial(int, base=2), functools.partial(dict, a=1))
    yield "stat_result", Each(os.stat_result(range(10)), os.terminal_size((80, 24)), os.times_result((1.0, 2.0, 3.0, 4.0, 5.0)))
    yield "Template", [string.Template("$a")]
    yield "xmlrpc", Each(xmlrpc.client.DateTime("20200701T12:00:00"), xmlrpc.client.Binary(b"x"))
    yield "plistlib", [plistlib.UID(5)]
    yield "StringIO", Each(io.StringIO("x"), io.BytesIO(b"x"))


@library("CPython", "CPython classes")
def classes():
    @model
    @dataclasses.dataclass
    class Address:
        street: str
        zip: int = 5

    @model
    @dataclasses.dataclass(frozen=True)
    class Frozen:
        a: int
        b: Address = None

    @model
    @dataclasses.dataclass(slots=True)
    class Slotted:
        a: int

    @model
    class Slots:
        __slots__ = ("a", "b")

        def __init__(self):
            self.a = 1

    @model
    class SlotsAndMore(Slots):
        def __init__(self):
            super().__init__()
            self.c = 3

    @model
    class WithState:
        def __init__(self):
            self.a = 1

        def __getstate__(self):
            return (self.a, "more")

        def __setstate__(self, state):
            self.a = state[0]

    @model
    class WithReduce:
        def __init__(self, a):
            self.a = a

        def __reduce__(self):
            return WithReduce, (self.a,)

    @model
    class WithNewArguments:
        def __new__(cls, a, *, b=2):
            self = super().__new__(cls)
            self.a, self.b = a, b
            return self

        def __getnewargs_ex__(self):
            return (self.a,), {"b": self.b}

    @model
    class WithSetters:
        """Gives a function that sets the state, as copyreg documents since 3.8."""

        def __init__(self):
            self.a = 1

        def __reduce__(self):
            return WithSetters, (), {"a": self.a}

    @model
    class Stack(collections.deque):
        pass

    @command
    class AddItem:
        def __init__(self, sku):
            self.sku = sku

    @form
    class Step:
        fields = {"a": 1}

    yield "dataclass", Address("x")
    yield "dataclass, frozen", Frozen(1, Address("y"))
    yield "dataclass with slots", Slotted(1)
    yield "slots", [Slots()]
    yield "slots and attributes", [SlotsAndMore()]
    yield "state", [WithState()]
    yield "reduce", [WithReduce({"x": 1})]
    yield "new arguments", [WithNewArguments(1, b=3)]
    yield "state of a reduce", [WithSetters()]
    yield "subclass of deque", [Stack([1])]
    # Python 2 has modules of these names, which only protocols below 3 mean.
    for name in ("exceptions", "commands", "new", "Queue"):
        yield "module " + name, [place(name, type("Named", (Exception if name == "exceptions" else object,), {}))()]
    yield "command", [AddItem("a")]
    yield "form", [Step()]
    yield "plain", Plain(a=1, b=[Plain(c=2)], d={"e": Plain()})
    parent, child = Plain(name="p"), Plain(name="c")
    parent.children = [child]
    yield "tree", parent
    yield "session", Session(_permanent=True, user=Plain(id=5, name="Jo"), cart=[AddItem("a"), AddItem("b")], address=Address("x"))

    class Outer:
        class Inner:
            def __init__(self):
                self.a = 1

    model(Outer)
    Outer.Inner.__module__ = "shop.models"
    Outer.Inner.__qualname__ = "Outer.Inner"
    yield "nested class", [Outer.Inner()]


@library("CPython", "CPython sessions")
def sessions():
    yield "empty", Session(_permanent=True)
    yield "login", Session(_permanent=True, _fresh=True, _id="ab" * 16, _user_id="5", csrf_token="0" * 40)
    yield "cart", Session(_permanent=True, cart={"a": {"count": 2, "price": decimal.Decimal("1.50")}}, total=decimal.Decimal("3.00"))
    yield "wizard", Session(_permanent=True, step=2, form={"name": "Jo\xe9", "born": dt.date(1990, 1, 1)}, files=[], done=set())
    yield "history", Session(_permanent=True, visited=[("/a", dt.datetime(2020, 7, 1)), ("/b", dt.datetime(2020, 7, 2))])
    yield "flashes", Session(_permanent=True, _flashes=[("message", "Saved"), ("error", "No")])
    yield "OAuth 1", Session(_permanent=True, twitter_token=("token", "secret"), oauth_state="x")
    yield "binary", Session(_permanent=True, avatar=b"\x89PNG", text="\U0001f600\ud800\x00")
    yield "game", Session(_permanent=True, board=[[None] * 3 for _ in range(3)], turn="x", scores={"x": 1, "o": 2})

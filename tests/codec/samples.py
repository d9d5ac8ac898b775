"""Values of every kind that the codecs know, and what the plain view shows of them: used by generate.py.

The classes live in a module `app.models` that exists only here.
"""

import base64
import collections
import datetime as dt
import decimal
import enum
import fractions
import math
import pickle
import sys
import types
import uuid
import zoneinfo

app = sys.modules["app"] = types.ModuleType("app")
models = sys.modules["app.models"] = app.models = types.ModuleType("app.models")


def model(cls):
    cls.__module__ = "app.models"
    cls.__qualname__ = cls.__qualname__.rsplit("<locals>.", 1)[-1]
    setattr(models, cls.__name__, cls)
    return cls


@model
class User:
    def __init__(self, **fields):
        self.__dict__.update(fields)


@model
class Slotted:
    __slots__ = ("a", "b")

    def __init__(self, a, b):
        self.a, self.b = a, b


@model
class SlotsAndDict(Slotted):
    def __init__(self, a, b, c):
        super().__init__(a, b)
        self.c = c


@model
class Color(enum.Enum):
    RED = 1


@model
class MyList(list):
    pass


@model
class MyDict(dict):
    pass


@model
class MyStr(str):
    pass


@model
class Point(collections.namedtuple("Point", "x y")):
    __slots__ = ()


@model
class Outer:
    class Inner:
        pass


Outer.Inner.__module__ = "app.models"
Outer.Inner.__qualname__ = "Outer.Inner"


@model
class Newed:
    def __getnewargs_ex__(self):
        return (1,), {"key": 2}

    def __new__(cls, *args, **kwargs):
        return super().__new__(cls)


class Markup(str):
    """markupsafe need not be installed: what pickle writes depends on the name alone."""

    __slots__ = ()
    __module__ = "markupsafe"
    __qualname__ = "Markup"


sys.modules.setdefault("markupsafe", types.ModuleType("markupsafe")).Markup = Markup

UTC = dt.timezone.utc
PLUS2 = dt.timezone(dt.timedelta(hours=2))

# What `json.dumps(..., default=str)` makes text of, that says the same.
PLAIN_TEXT = (dt.date, dt.time, dt.timedelta, decimal.Decimal, uuid.UUID, Markup)


def plain_types():
    """Values whose pickles the writer must give byte for byte: name -> value."""
    shared, key = [1], "shared key"
    rec_list = []
    rec_list.append(rec_list)
    rec_dict = {}
    rec_dict["self"] = rec_dict
    rec_tuple = ([],)
    rec_tuple[0].append(rec_tuple)
    rec_pair = ([], {})
    rec_pair[0].append(rec_pair)
    rec_pair[1]["t"] = rec_pair
    rec_five = ([], 1, 2, 3, 4)
    rec_five[0].append(rec_five)
    tup, blob = (1, "x"), b"blob"
    cases = {
        "none": None,
        "true": True,
        "false": False,
        "ints": [0, 1, 255, 256, 65535, 65536, 2**31 - 1, 2**31, -1, -128, -129, -(2**31), -(2**31) - 1, 2**63 - 1],
        "big_ints": [2**63, -(2**63), -(2**63) - 1, 2**64, 10**30, -(10**30), 2**2000, 2**2039, 2**2040, -(2**2039)],
        "floats": [0.0, -0.0, 1.5, 1e300, 5e-324, math.inf, -math.inf, 0.1, 1e16, 1e-5],
        "strings": ["", "a", "ab", "\u00e9", "\u20ac", "\U0001f600", "x" * 255, "y" * 256, "\ud800", "a\ud800b\udfffc", "\\\n\r\0\x1a"],
        "shared_singletons": ["", "a", "\u00e9", "", "a", "\u00e9", {"a": "a"}, b"", b"", b"a", b"a"],
        "bytes": [b"", b"a", b"\x00\xff", b"z" * 255, b"w" * 256],
        "bytearrays": [bytearray(), bytearray(b"ab"), bytearray(b"\xff" * 300)],
        "tuples": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), ((), ((),))],
        "lists": [[], [1], [1, 2], [[[]]]],
        "dicts": [{}, {"a": 1}, {"a": 1, "b": 2}, {1: 2, None: 3, (1, 2): 4, 1.5: 5, b"k": 6}],
        "sets": [set(), {1}, {1, 2}, frozenset(), frozenset([1]), {frozenset([1, 2])}, {(1, 2)}],
        "session": {
            "_permanent": True,
            "user_id": "42",
            "_fresh": False,
            "cart": [{"sku": "A-1", "qty": 2, "price": 9.99}, {"sku": "B-2", "qty": 1, "price": 0.5}],
            "_flashes": [("message", "Hello"), ("error", "Oops")],
        },
        "list_999": list(range(999)),
        "list_1000": list(range(1000)),
        "list_1001": list(range(1001)),
        "list_2500": [None] * 2500,
        "dict_999": {n: n for n in range(999)},
        "dict_1000": {n: n for n in range(1000)},
        "dict_1001": {n: n for n in range(1001)},
        "dict_2000": {n: None for n in range(2000)},
        "set_999": set(range(999)),
        "set_1000": set(range(1000)),
        "set_1001": set(range(1001)),
        "memo_300": [[str(n) * 3] for n in range(300)] * 2,
        "frames": ["%06d" % n * 10 for n in range(4000)],
        "frame_edge": ["s" * 65535, "t" * 65536, "u" * 65537, b"v" * 65536, 1, b"w" * 70000],
        "frame_small": ["q" * 65520, 1, 2, 3],
        "frame_bytearray": [1, bytearray(b"r" * 65536), 2],
        "shared_list": [shared, shared, {"k": shared}],
        "shared_keys": [{key: 1}, {key: 2}],
        "shared_tuple": [tup, tup, (tup,)],
        "shared_bytes": [blob, blob, bytearray(b"ba")],
        "rec_list": rec_list,
        "rec_dict": rec_dict,
        "rec_tuple": rec_tuple,
        "rec_pair": rec_pair,
        "rec_five": rec_five,
    }
    # Equal strings that are not the same object, as a session built at run time has them.
    cases["equal_strings"] = ["".join(["eq", "ual"]) for _ in range(3)]
    return cases


def objects():
    """Well-known value types and application objects: name -> value."""
    od = collections.OrderedDict([("z", 1), ("a", [2])])
    when = dt.datetime(2026, 11, 22, 20, 0, 17, 123456)
    user = User(name="Ann", tags=["x"], friend=None)
    user.friend = user
    slotted = Slotted(1, [2])
    return {
        "datetime": when,
        "datetime_whole": dt.datetime(2024, 2, 29),
        "datetime_utc": dt.datetime(2026, 11, 22, 20, tzinfo=UTC),
        "datetime_plus2": dt.datetime(2026, 11, 22, 20, 0, 1, tzinfo=PLUS2),
        "datetime_odd": dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=-3, minutes=-6, seconds=-28))),
        "datetime_named": dt.datetime(2026, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=1), "CET")),
        "datetime_zone": dt.datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin")),
        "datetime_fold": dt.datetime(2026, 10, 25, 2, 30, fold=1),
        "datetimes_one_zone": [dt.datetime(2026, 1, 1, tzinfo=PLUS2), dt.datetime(2026, 1, 2, tzinfo=PLUS2)],
        "datetimes_utc": [dt.datetime(2026, 1, 1, tzinfo=UTC), dt.datetime(2026, 1, 2, tzinfo=UTC)],
        "date": dt.date(9999, 12, 31),
        "time": dt.time(23, 59, 59, 1),
        "time_utc": dt.time(1, 2, tzinfo=UTC),
        "time_fold": dt.time(1, 2, fold=1),
        "timedelta": [dt.timedelta(14, 3600), dt.timedelta(0), dt.timedelta(-1, 1, 5)],
        "timezone": [UTC, PLUS2, dt.timezone(dt.timedelta(hours=-5), "EST"), dt.timezone(-dt.timedelta(seconds=86399))],
        "zoneinfo": zoneinfo.ZoneInfo("America/Los_Angeles"),
        "decimal": [decimal.Decimal(text) for text in ("0", "-1.50", "1E+5", "NaN", "sNaN", "-Infinity", "1E-10")],
        "fraction": [fractions.Fraction(1, 3), fractions.Fraction(-(10**20), 7)],
        "uuid": uuid.UUID("01234567-89ab-cdef-0123-456789abcdef"),
        "uuid_high": [uuid.UUID(int=2**128 - 1), uuid.UUID(int=0), uuid.UUID(int=2**127)],
        "ordereddict": od,
        "defaultdict": collections.defaultdict(list, {"a": [1], 2: []}),
        "defaultdict_none": collections.defaultdict(None, {"a": 1}),
        "deque": [collections.deque([1, 2]), collections.deque([], 3), collections.deque([1], 1), collections.deque([])],
        "counter": collections.Counter("abca"),
        "complex": [1 + 2j, -0.5j, complex(math.inf, math.nan)],
        "range": [range(3), range(1, 10**20, 7)],
        "slice": slice(None, 5, None),
        "markup": Markup("<b>bold</b>"),
        "bytearray": bytearray(b"abc"),
        "user": User(name="Ann", age=41, tags=["x", "y"]),
        "user_cyclic": user,
        "user_empty": User(),
        "slotted": slotted,
        "slots_and_dict": SlotsAndDict(1, 2, 3),
        "enum": Color.RED,
        "mylist": MyList([1, 2]),
        "mydict": MyDict(a=1),
        "mystr": MyStr("text"),
        "namedtuple": Point(1, 2),
        "nested_class": Outer.Inner(),
        "class": [User, dict, Outer.Inner],
        "newargs_ex": Newed(),
        "exception": KeyError("k"),
        "keys": {1: "a", 2.5: "b", None: "c", True: "d", (1, "x"): "e", b"k": "f", dt.date(2020, 1, 2): "g"},
        "more_keys": {decimal.Decimal("1.5"): 1, uuid.UUID(int=5): 2, frozenset([1]): 3, dt.datetime(2020, 1, 1, 2, 3, 4): 4},
        "dollar_keys": {"$tuple": [1], "$id": 2, "ok": {"$": 3}},
        "surrogates": {"text": "a\ud800b", "\udfff": 1},
        "special_floats": [math.nan, math.inf, -math.inf, -0.0],
        "big": [2**53, -(2**53), 2**53 + 1, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1],
        "shared": (lambda d: {"a": d, "b": d, "c": (d,)})(dt.datetime(2020, 1, 1)),
        "shared_object": (lambda u: [u, u])(User(a=1)),
        "shared_ordereddict": (lambda o: [o, o])(od),
        "cycle_through_tuple": (lambda l: (l.append((l, 1)), l)[1])([]),
    }


def python2():
    """Payloads as Python 2 wrote them, by hand: name -> (payload, value)."""
    when = dt.datetime(2026, 11, 22, 20, 0, 17, 123456)
    state = pickle.dumps(when, 4).split(b"C\x0a")[1][:10]
    return {
        "str": (b"S'caf\\xc3\\xa9'\n.", "caf\u00e9"),
        "str_latin1": (b"\x80\x02U\x04caf\xe9.", "caf\u00e9"),
        "unicode": (b"\x80\x02X\x05\x00\x00\x00caf\xc3\xa9.", "caf\u00e9"),
        "long": (b"L5L\n.", 5),
        "datetime": (b"\x80\x02cdatetime\ndatetime\nU\x0a" + state + b"\x85R.", when),
        "datetime_str": (b"cdatetime\ndatetime\n(V" + state.decode("latin1").encode("raw_unicode_escape").replace(b"\n", b"\\u000a") + b"\ntR.", when),
        "date": (b"cdatetime\ndate\n(S'\\x07\\xe4\\x02\\x1d'\ntR.", dt.date(2020, 2, 29)),
        "set": (b"c__builtin__\nset\n((lI1\naI2\natR.", {1, 2}),
        "ordereddict": (
            b"\x80\x02ccollections\nOrderedDict\n](](U\x01zK\x01e](U\x01aK\x02ee\x85R.",
            collections.OrderedDict(z=1, a=2),
        ),
        "deque": (b"\x80\x02ccollections\ndeque\n](K\x01K\x02e\x85R.", collections.deque([1, 2])),
        "uuid": (
            b"\x80\x02cuuid\nUUID\n)\x81}U\x03intK\x05sb.",
            uuid.UUID(int=5),
        ),
        "xrange": (b"c__builtin__\nxrange\n(I0\nI3\nI1\ntR.", range(3)),
        "object": (b"ccopy_reg\n_reconstructor\n(capp.models\nUser\nc__builtin__\nobject\nNtR(dS'name'\nS'Ann'\nsb.", User(name="Ann")),
        "old_instance": (b"(iapp.models\nUser\n(dS'name'\nS'Ann'\nsb.", User(name="Ann")),
        "markup": (
            b"ccopy_reg\n_reconstructor\n(cmarkupsafe\nMarkup\nc__builtin__\nunicode\nV<b>\ntR.",
            Markup("<b>"),
        ),
    }


def typed():
    """Typed JSON as a person may write it, and the value it stands for."""
    od = collections.OrderedDict
    shared = [1]
    cycle = {"name": "Ann"}
    cycle["self"] = cycle
    return [
        ('{"a": 1, "b": [1.5, 1e3, true, null], "a b": "\u00e9"}', {"a": 1, "b": [1.5, 1000.0, True, None], "a b": "\u00e9"}),
        ('{"$tuple": [1, {"$tuple": []}]}', (1, ())),
        ('{"$set": [1, 2]}', {1, 2}),
        ('{"$frozenset": [1]}', frozenset([1])),
        ('{"$dict": [["$id", 1], [{"$tuple": [1, "x"]}, 2], [3, 4]]}', {"$id": 1, (1, "x"): 2, 3: 4}),
        ('{"$int": "-123456789012345678901234567890"}', -123456789012345678901234567890),
        ('{"$int": "0xff"}', 255),
        ('12345678901234567890', 12345678901234567890),
        ('[{"$float": "inf"}, {"$float": "-0.0"}, -0.0]', [math.inf, -0.0, -0.0]),
        ('{"$str_wtf8": "7aCA"}', "\ud800"),
        ('"\\ud800"', "\ud800"),
        ('[{"$bytes": "aGk="}, {"$bytes": ""}, {"$bytes": "AA=="}]', [b"hi", b"", b"\0"]),
        ('[{"$bytearray": "aGk="}, {"$bytearray": ""}]', [bytearray(b"hi"), bytearray()]),
        ('{"$complex": [1, -2.5]}', 1 - 2.5j),
        ('{"$datetime": "2026-11-22T20:00:17.123456"}', dt.datetime(2026, 11, 22, 20, 0, 17, 123456)),
        ('{"$datetime": "2026-11-22 20:00"}', dt.datetime(2026, 11, 22, 20, 0)),
        ('[{"$datetime": "2026-11-22T20:00:17Z"}, {"$datetime": "2026-11-22T20:00:17+00:00"}]', [dt.datetime(2026, 11, 22, 20, 0, 17, tzinfo=UTC)] + [dt.datetime(2026, 11, 22, 20, 0, 17, tzinfo=UTC)]),
        ('{"$datetime": "2026-11-22T20:00:17-05:30"}', dt.datetime(2026, 11, 22, 20, 0, 17, tzinfo=dt.timezone(-dt.timedelta(hours=5, minutes=30)))),
        ('{"$datetime": "2026-11-22T20:00:17", "tz": "Europe/Berlin"}', dt.datetime(2026, 11, 22, 20, 0, 17, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin"))),
        ('{"tz": {"name": "CET", "$timezone": "+01:00"}, "$datetime": "2026-01-01T00:00:00"}', dt.datetime(2026, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=1), "CET"))),
        ('{"$date": "2024-02-29"}', dt.date(2024, 2, 29)),
        ('{"$time": "23:59:59.5"}', dt.time(23, 59, 59, 500000)),
        ('{"$timedelta": [-1, 86399, 5]}', dt.timedelta(-1, 86399, 5)),
        ('[{"$timezone": "+00:00"}, {"$timezone": "Z"}]', [UTC, UTC]),
        ('{"$zoneinfo": "America/Los_Angeles"}', zoneinfo.ZoneInfo("America/Los_Angeles")),
        ('{"$decimal": "-1.50"}', decimal.Decimal("-1.50")),
        ('{"$uuid": "01234567-89AB-cdef-0123-456789abcdef"}', uuid.UUID("01234567-89ab-cdef-0123-456789abcdef")),
        ('{"$markup": "<b>"}', Markup("<b>")),
        ('{"$ordereddict": [["z", 1], ["a", 2]]}', od(z=1, a=2)),
        ('[{"$id": 1, "$list": [1]}, {"$ref": 1}]', [shared, shared]),
        ('{"$id": 5, "name": "Ann", "self": {"$ref": 5}}', cycle),
        ('{"$object": {"class": "fractions:Fraction", "args": [1, 3]}}', fractions.Fraction(1, 3)),
        ('{"$object": {"class": "collections:deque", "args": [{"$tuple": []}, 3], "list": [1, 2]}}', collections.deque([1, 2], 3)),
        ('{"$object": {"class": "app.models:Point", "how": "newobj", "args": [1, 2]}}', Point(1, 2)),
        ('{"$object": {"class": "app.models:User", "how": "newobj", "state": {"name": "Ann"}}}', User(name="Ann")),
        ('{"$object": {"class": "app.models:Color", "args": [1]}}', Color.RED),
    ]


def plain(value, path=()):
    """What the plain view shows, as a value for json.dumps; no cycles but those through `seen`."""
    return Plain().show(value, "#")


class Plain:
    def __init__(self):
        self.open = {}

    def show(self, value, path):
        if id(value) in self.open:
            return {"$ref": self.open[id(value)]}
        self.open[id(value)] = path
        try:
            return self.one(value, path)
        finally:
            del self.open[id(value)]

    def items(self, items, path):
        out = {}
        for key, item in items:
            name = key if isinstance(key, str) else repr(key)
            name = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in name)
            out[name] = self.show(item, f"{path}/{name}")
        return out

    def array(self, values, path):
        return [self.show(item, f"{path}/{n}") for n, item in enumerate(values)]

    def one(self, value, path):
        kind = type(value)
        if value is None or kind is bool:
            return value
        if kind is int:
            return value if -(2**63) <= value < 2**63 else str(value)
        if kind is float:
            return value if math.isfinite(value) else repr(value)
        if kind in (str, Markup):
            return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in value)
        if kind in (bytes, bytearray):
            return base64.b64encode(value).decode()
        if kind in (list, tuple, set, frozenset, collections.deque):
            return self.array(value, path)
        if kind in (dict, collections.OrderedDict, collections.defaultdict, collections.Counter):
            return self.items(value.items(), path)
        if kind in (dt.datetime, dt.time) and isinstance(value.tzinfo, zoneinfo.ZoneInfo):
            return f"{value.isoformat()}[{value.tzinfo}]"
        if kind in (dt.datetime, dt.date, dt.time):
            return value.isoformat()
        if kind in (dt.timedelta, dt.timezone, zoneinfo.ZoneInfo, decimal.Decimal, fractions.Fraction, uuid.UUID):
            return str(value)
        if kind is complex:
            return repr(value)
        if kind is range:
            return f"range({value.start}, {value.stop}, {value.step})"
        if kind is slice:
            return repr(value)
        if kind is type or kind is enum.EnumMeta:
            return {"$global": f"{value.__module__}.{value.__qualname__}"}
        out = {"$class": f"{kind.__module__}.{kind.__qualname__}"}
        if kind is Color:
            return out | {"$args": [value.value]}
        if kind is Newed:
            return out | {"$args": [1], "$kwargs": {"key": 2}}
        if kind in (Point, MyStr, KeyError):
            args = tuple(value) if kind is Point else value.args if kind is KeyError else (str(value),)
            return out | {"$args": self.array(args, f"{path}/$args")}
        if kind is MyList:
            return self.array(value, path)
        if kind is MyDict:
            return out | self.items(value.items(), path)
        fields = dict(vars(value)) if hasattr(value, "__dict__") else {}
        if isinstance(value, Slotted):
            fields |= {"a": value.a, "b": value.b}
        return out | self.items(fields.items(), path)

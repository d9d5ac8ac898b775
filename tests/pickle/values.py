"""The values that `generate.py` has each Python pickle. Runs on Python 2.7 and 3.6 to 3.14.

As a program it prints, as JSON, every value it can build pickled at every protocol it knows.
"""
from __future__ import division, print_function

import binascii
import collections
import datetime
import decimal
import fractions
import json
import pickle
import sys
import types
import uuid

PY3 = sys.version_info[0] == 3
U = str if PY3 else unicode  # noqa: F821

MODELS = '''
import collections, copyreg_ as copyreg, datetime, enum_ as enum
Point = collections.namedtuple("Point", "x y")
class User(object):
    def __init__(self, id, name):
        self.id, self.name = id, name
class Node(object):
    def __init__(self):
        self.me, self.kids = None, []
class Slotted(object):
    __slots__ = ("x", "y")
class SlotsAndDict(object):
    __slots__ = ("x", "__dict__")
class SlottedGS(object):
    __slots__ = ("x",)
    def __getstate__(self): return {"x": self.x}
    def __setstate__(self, state): self.x = state["x"]
class Stateful(object):
    def __init__(self, n): self.n = n
    def __getstate__(self): return (1, [self.n], {"k": self.n})
    def __setstate__(self, state): self.n = state[1][0]
class FalseState(object):
    def __getstate__(self): return 0
    def __setstate__(self, state): self.s = state
class Money(object):
    def __init__(self, amount, currency): self.amount, self.currency = amount, currency
    def __reduce__(self): return (Money, (self.amount, self.currency))
class Tagged(object):
    def __init__(self, tag): self.tag = tag
    def __reduce__(self): return (Tagged, (self.tag,), {"extra": {"k": [1]}})
class Listy(list):
    def __reduce__(self): return (Listy, (), None, iter([1, 2, 3]))
class Dicty(dict):
    def __reduce__(self): return (Dicty, (), None, None, iter([("a", 1), ("b", [2])]))
class Both(dict):
    def extend(self, items): self.seen = items
    append = extend
    def __reduce__(self): return (Both, (), {"s": 1}, iter([1, 2]), iter([("a", 1)]))
class NewArgs(object):
    def __new__(cls, a=0, b=0):
        self = object.__new__(cls)
        self.a, self.b = a, b
        return self
    def __getnewargs__(self): return (self.a, self.b)
class NewArgsEx(object):
    def __new__(cls, a=0, b=0):
        self = object.__new__(cls)
        self.a, self.b = a, b
        return self
    def __getnewargs_ex__(self): return ((self.a,), {"b": self.b})
class MyDict(dict): pass
class MyList(list): pass
class MyStr(type(u"")): pass
class MyInt(int): pass
class MyFloat(float): pass
class MyTuple(tuple): pass
class MySet(set): pass
class MyFrozenSet(frozenset): pass
class MyOrdered(collections.OrderedDict): pass
class MyDate(datetime.date): pass
class MyDateTime(datetime.datetime): pass
class AppError(Exception):
    def __init__(self, message, code):
        Exception.__init__(self, message, code)
        self.code = code
class Outer(object):
    class Inner(object):
        def __init__(self): self.v = 1
def make_thing(): return 1
class Setter(object):
    def __init__(self, v): self.v = v
def _apply_state(obj, state): obj.v = state["v"]
class Singleton(object):
    def __reduce__(self): return "THE_ONE"
THE_ONE = Singleton()
class Zone(datetime.tzinfo):
    def utcoffset(self, dt): return datetime.timedelta(hours=1)
    def dst(self, dt): return None
    def tzname(self, dt): return "Z1"
'''

MODELS3 = '''
import dataclasses, typing, enum
@dataclasses.dataclass
class Item:
    sku: str
    qty: int = 1
    tags: list = dataclasses.field(default_factory=list)
@dataclasses.dataclass(frozen=True)
class Frozen:
    a: int
class Row(typing.NamedTuple):
    id: int
    name: str
class Color(enum.Enum):
    RED = "red"
    BLUE = ("b", 2)
class Level(enum.IntEnum):
    LOW = 1
    HIGH = 10
class Perm(enum.Flag):
    R = 1
    W = 2
Setter.__reduce__ = lambda self: (Setter, (0,), {"v": self.v}, None, None, _apply_state)
'''

MODELS311 = '''
class Access(enum.IntFlag):
    R = 4
    W = 2
class Size(enum.StrEnum):
    S = "small"
class Word(str, enum.Enum):
    YES = "yes"
class Holiday(datetime.date, enum.Enum):
    NEW_YEAR = (2026, 1, 1)
class Shop:
    class Status(enum.Enum):
        OPEN = 1
    class Till:
        class Drawer: pass
@dataclasses.dataclass(slots=True)
class SlottedItem:
    sku: str
    tags: list
@dataclasses.dataclass(slots=True, frozen=True)
class FrozenSlots:
    a: int
    b: tuple = ()
@dataclasses.dataclass
class Parent:
    x: int = 1
@dataclasses.dataclass
class Child(Parent):
    of: typing.Optional[Parent] = None
class SlotParent:
    __slots__ = ("a", "__weakref__")
class SlotChild(SlotParent):
    __slots__ = ("b", "__c")
class TaggedDict(dict):
    __slots__ = ("tag",)
class OrderedWithState(collections.OrderedDict):
    def __init__(self, *args):
        super().__init__(*args)
        self.extra = 1
class MyDefaultDict(collections.defaultdict): pass
class MyCounter(collections.Counter): pass
class MyDeque(collections.deque): pass
class MyUserDict(collections.UserDict): pass
class MyDecimal(decimal.Decimal): pass
class MyUUID(uuid.UUID): pass
class MyDelta(datetime.timedelta): pass
class MyTime(datetime.time): pass
class MyBytes(bytes): pass
class MyByteArray(bytearray): pass
class MyComplex(complex): pass
class Offset(datetime.tzinfo):
    def __init__(self, minutes=0): self.minutes = minutes
    def utcoffset(self, dt): return datetime.timedelta(minutes=self.minutes)
    def dst(self, dt): return None
    def tzname(self, dt): return "offset"
    def __getinitargs__(self): return (self.minutes,)
class Keywords:
    def __new__(cls, *args, k=None):
        self = object.__new__(cls)
        self.k = k
        return self
    def __getnewargs_ex__(self): return (1, 2), {"k": self.k}
class ListOf(list):
    def __reduce_ex__(self, protocol): return ListOf, (list(self),), {"s": 1}
class ByAttribute:
    def __reduce__(self): return getattr, (Shop, "Status")
class Lazy:
    def __init__(self, *args): self.args = args
    def __reduce__(self): return Lazy, self.args
class Generic(typing.Generic[typing.TypeVar("T")]):
    def __init__(self): self.v = 1
def _set_state(obj, state): obj.__dict__.update(state)
class Everything:
    def __reduce__(self): return Everything, (), {"a": [1]}, iter([1, 2]), iter([("k", 1)]), _set_state
    def append(self, item): self.__dict__.setdefault("items", []).append(item)
    def __setitem__(self, key, value): self.__dict__[key] = value
'''

OLDSTYLE = '''
class Old:
    def __init__(self): self.a = 1
class OldArgs:
    def __init__(self, a): self.a = a
    def __getinitargs__(self): return (self.a,)
'''


def models():
    package, module = types.ModuleType("myapp"), types.ModuleType("myapp.models")
    sys.modules["myapp"], sys.modules["myapp.models"] = package, module
    package.models = module
    source = MODELS.replace("import collections, copyreg_ as copyreg, datetime, enum_ as enum", "import collections, datetime")
    exec(source, module.__dict__)
    if sys.version_info >= (3, 7):
        exec(MODELS3, module.__dict__)
    if sys.version_info >= (3, 11):
        module.decimal, module.uuid = decimal, uuid
        exec(MODELS311, module.__dict__)
    if not PY3:
        exec(OLDSTYLE, module.__dict__)
    return module


def markup_class():
    try:
        import markupsafe
        return markupsafe.Markup
    except ImportError:
        module = types.ModuleType("markupsafe")
        exec("class Markup(type(u'')): __slots__ = ()", module.__dict__)
        sys.modules["markupsafe"] = module
        return module.Markup


def benign():
    cases = collections.OrderedDict()
    add = cases.__setitem__
    D = datetime.datetime
    P = {"_permanent": True}
    add("permanent_only", dict(P))
    add("empty", {})
    add("bool_key", {True: 1, False: 0})
    add("none_value", {"a": None})
    add("ints", {"i": [0, 1, -1, 255, 256, 65535, 65536, 2**31 - 1, 2**31, -2**31, -2**31 - 1, 2**32, 2**53, 2**63 - 1, 2**63, -2**63, -2**63 - 1, 2**64, 10**30, -10**30, 2**2047, -2**2048]})
    add("floats", {"f": [0.0, -0.0, 1.5, -2.25, 1e300, 1e-300, 5e-324, 0.1, 1 / 3, 123456789.123]})
    add("float_specials", {"nan": float("nan"), "inf": float("inf"), "ninf": float("-inf")})
    add("strings", {"s": [U(""), U("a"), U("x") * 255, U("x") * 256, U("line\nbreak\r\ttab\0nul\x1b[31m"), U("'\"\\")]})
    add("unicode", {"s": [u"\u00e9t\u00e9", u"\u4f60\u597d", u"\U0001f600", u"\u202eabc", u"\\u0041", u"\x85\u2028", u"\ufeff"], u"k\u00e9y": 1})
    if PY3:
        add("lone_surrogates", {"s": ["\ud800", "a\udfffb", "\ud83d\ude00"], "k\udc80": 1})
        add("bytes", {"b": [b"", b"abc", bytes(range(256)), b"\xff" * 300]})
        add("bytearray", {"b": [bytearray(), bytearray(b"abc"), bytearray(range(256))]})
    else:
        add("py2_str", {"s": ["", "abc", "it's", 'both"\'', "\xe9\x00\xff", "x" * 300]})
        add("py2_long", {"l": [0, 1, -1, 2**31, long(5)]})  # noqa: F821
        add("py2_bytearray", {"b": bytearray(b"abc\xff")})
        add("py2_xrange", {"r": xrange(3, 30, 3)})  # noqa: F821
    add("tuples", {"t": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), ((),), ((1, (2, (3,))),)]})
    add("lists", [[], [1], [[2]], [[[3], 4], 5]])
    add("containers_empty", {"l": [], "d": {}, "t": (), "s": set(), "f": frozenset()})
    add("sets", {"s": {1}, "t": {"a"}, "f": frozenset([1]), "n": {frozenset([2])}, "m": {(1, 2)}})
    add("sets_of_many", {"s": set(range(20)), "f": frozenset(range(1200))})
    add("nonstr_keys", {1: "int", (1, 2): "tuple", None: "none", 2.5: "float", b"by": "bytes", frozenset([1]): "fs", -10**20: "big", (): "unit"})
    add("long_list", {"l": list(range(1001)), "m": [U("x")] * 1001})
    add("long_dict", {str(i): i for i in range(1001)})
    add("top_list", [1, 2])
    add("top_none", None)
    add("top_int", 7)
    add("top_str", U("abc"))
    add("cart", dict(P, cart=[{"sku": "A-1", "qty": 2, "price": decimal.Decimal("19.99")}, {"sku": "B-2", "qty": 1, "price": decimal.Decimal("5")}], updated=D(2026, 11, 22, 20, 0, 17, 123456)))
    add("flask_login", dict(P, _user_id="42", _fresh=True, _id="9c1185a5c5e9fc54612808977ee8f548b2258d31" * 3))
    add("flask_wtf", dict(P, csrf_token="a" * 40, _flashes=[("message", "Saved."), ("error", u"Nein: \u00fc")]))
    add("oauth_token", dict(P, oauth={"access_token": "ya29." + "x" * 120, "expires_at": 1700000000.5, "scope": ["openid", "email"], "token_type": "Bearer"}))
    add("datetime_naive", {"d": [D(2026, 11, 22, 20, 0, 17, 123456), D.min, D.max, D(1970, 1, 1)]})
    add("date_time_delta", {"d": datetime.date(2026, 2, 28), "t": [datetime.time(), datetime.time(23, 59, 59, 999999)], "td": [datetime.timedelta(0), datetime.timedelta(days=-1, seconds=5, microseconds=7), datetime.timedelta.max, datetime.timedelta.min]})
    add("decimal", {"d": [decimal.Decimal(x) for x in ("0", "-0", "1.10", "1E+20", "NaN", "sNaN", "Infinity", "-Infinity", "123456789012345678901234567890.5")]})
    add("uuid", {"u": [uuid.UUID(int=0), uuid.UUID("12345678-1234-5678-1234-567812345678"), uuid.uuid5(uuid.NAMESPACE_DNS, "example.org")]})
    add("fraction", {"f": [fractions.Fraction(1, 3), fractions.Fraction(-7), fractions.Fraction(10**30, 7)]})
    add("complex", {"c": [1j, complex(0.0, -0.0), complex(float("inf"), 2)]})
    add("range_slice", {"r": range(3, 30, 3), "s": slice(1, None, 2)} if PY3 else {"s": slice(1, None, 2)})
    add("ordereddict", {"o": collections.OrderedDict([("b", 1), ("a", [2])]), "e": collections.OrderedDict()})
    add("defaultdict", {"d": collections.defaultdict(list, {"a": [1]}), "n": collections.defaultdict(None, {"a": 1}), "i": collections.defaultdict(int), "s": collections.defaultdict(dict, {"x": {}})})
    add("deque", {"d": collections.deque([1, "a", None]), "m": collections.deque([1, 2], maxlen=5), "e": collections.deque()})
    add("counter", {"c": collections.Counter("abracadabra"), "e": collections.Counter()})
    add("markup", {"m": markup_class()(U("<b>hi</b>")), "e": markup_class()(U(""))})
    add("exceptions", {"e": ValueError("bad", 3), "k": KeyError("x"), "o": IOError(2, "No such file", "f.txt"), "u": UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"), "s": StopIteration(), "w": DeprecationWarning("old")})
    add("builtin_types", {"t": [int, dict, list, str, object, float, bool, tuple, set] + ([type(None)] if PY3 else []), "e": [ValueError]})
    add("shared_datetime", [D(2026, 1, 2)] * 3)
    add("many_strings", {"s": ["key%03d" % i for i in range(300)] * 2})
    add("nested_50", nest(50))
    add("page_40", dict(P, items=[{"id": i, "name": "Item %d" % i, "price": decimal.Decimal(i) / 4, "added": D(2026, 1, 1) + datetime.timedelta(minutes=i), "tags": ("a", "b")} for i in range(40)]))
    if PY3:
        tz = datetime.timezone
        add("datetime_aware", {"u": D(2026, 1, 1, tzinfo=tz.utc), "o": D(2026, 1, 1, tzinfo=tz(datetime.timedelta(hours=5, minutes=30))), "n": D(2026, 1, 1, tzinfo=tz(datetime.timedelta(hours=-8), "PST")), "t": datetime.time(1, 2, tzinfo=tz.utc)})
        add("datetime_fold", {"d": D(2026, 10, 25, 2, 30, fold=1), "t": datetime.time(2, 30, fold=1)})
        add("timezones", {"z": [tz.utc, tz(datetime.timedelta(hours=1)), tz(datetime.timedelta(0), "X")]})
        add("ellipsis", {"e": [Ellipsis, NotImplemented]})
        add("uuid_safe", {"u": uuid.UUID(int=5, is_safe=uuid.SafeUUID.safe), "e": uuid.SafeUUID.unknown} if sys.version_info >= (3, 7) else {})
        error = ValueError("x")
        error.extra = [1]
        add("exception_state", {"e": error, "c": ConnectionResetError(104, "reset")})
    if sys.version_info >= (3, 9):
        try:
            import zoneinfo
            paris = zoneinfo.ZoneInfo("Europe/Paris")
            add("datetime_zoneinfo", {"d": D(2026, 7, 1, 12, tzinfo=paris), "z": [paris, zoneinfo.ZoneInfo("UTC")], "t": datetime.time(1, tzinfo=paris), "n": zoneinfo.ZoneInfo.no_cache("Europe/Berlin")})
        except Exception:  # no time zone database
            pass
    if sys.version_info >= (3, 11):
        error = ValueError("noted")
        error.add_note("a note")
        add("exception_group", {"g": ExceptionGroup("many", [ValueError(1), TypeError("t")]), "n": error})  # noqa: F821
    return cases


def nest(depth):
    value = U("bottom")
    for i in range(depth):
        value = [value] if i % 2 else {"k": value}
    return value


def graph():
    m = sys.modules["myapp.models"]
    cases = collections.OrderedDict()
    add = cases.__setitem__
    shared = [1, 2]
    add("shared_list", {"a": shared, "b": shared, "c": [shared]})
    d = {"x": 1}
    t = (d, d)
    add("shared_dict_tuple", {"a": t, "b": t, "c": d})
    s = U("a string that is shared")
    add("shared_string", [s, s, {s: s}])
    add("equal_not_shared", [[1], [1], (1, [2]), (1, [2])])
    rec = []
    rec.append(rec)
    add("rec_list", {"l": rec})
    rec = {}
    rec["me"] = rec
    add("rec_dict", rec)
    inner = []
    rec = (inner, 1)
    inner.append(rec)
    add("rec_tuple", {"t": rec})
    inner = []
    rec = (1, 2, 3, inner)
    inner.append(rec)
    add("rec_tuple_4", {"t": rec})
    a, b = [], {}
    a.append(b)
    b["a"] = a
    add("rec_mutual", {"a": a, "b": b})
    o = collections.OrderedDict()
    o["me"] = o
    add("rec_ordereddict", {"o": o})
    dd = collections.defaultdict(list)
    dd["x"].append(dd)
    add("rec_defaultdict", {"d": dd})
    q = collections.deque()
    q.append(q)
    add("rec_deque", {"q": q})
    node = m.Node()
    node.me = node
    add("rec_object", {"n": node})
    node = m.Node()
    st = {node}
    node.kids = [st]
    add("rec_set", {"st": st})
    parent, child = m.Node(), m.Node()
    parent.kids, child.me = [child], parent
    add("parent_child", {"p": parent, "c": child})
    u = m.User(1, "a")
    add("shared_object", [u, u, {"u": u}])
    return cases


def objects():
    m = sys.modules["myapp.models"]
    cases = collections.OrderedDict()

    def add(name, value):
        cases[name] = dict(_permanent=True, x=value)

    add("plain", m.User(7, U("Ada")))
    s = m.Slotted()
    s.x, s.y = 1, [2]
    b = m.SlotsAndDict()
    b.x, b.z = 1, 2
    add("slots_p2", [s, b])
    g = m.SlottedGS()
    g.x = 1
    add("slots", g)
    add("stateful", m.Stateful(4))
    add("false_state", m.FalseState())
    add("reduce_args", m.Money(5, U("EUR")))
    add("reduce_state", m.Tagged(U("t")))
    add("reduce_list", m.Listy())
    add("reduce_dict", m.Dicty())
    add("reduce_both", m.Both())
    add("newargs", m.NewArgs(1, 2))
    if PY3:
        add("newargs_ex", m.NewArgsEx(1, 2))
    d = m.MyDict(a=1)
    d.attr = U("x")
    li = m.MyList([1, 2])
    li.attr = U("y")
    add("subclasses", {"d": d, "l": li, "s": m.MyStr(U("sub")), "i": m.MyInt(5), "f": m.MyFloat(1.5), "t": m.MyTuple((1, 2))})
    add("set_subclasses", [m.MySet([1]), m.MyFrozenSet([2])])
    add("ordered_subclass", m.MyOrdered([("b", 1), ("a", 2)]))
    add("date_subclasses", [m.MyDate(2026, 1, 2), m.MyDateTime(2026, 1, 2, 3)])
    add("namedtuple", m.Point(1, 2))
    add("app_error", m.AppError(U("no"), 5))
    if PY3:
        add("nested_class", m.Outer.Inner())
    add("class_ref", [m.User, m.make_thing, m.Point])
    add("singleton", m.THE_ONE)
    add("app_zone", datetime.datetime(2026, 1, 1, tzinfo=m.Zone()))
    add("app_factory", collections.defaultdict(m.make_thing, {"a": 1}))
    if sys.version_info >= (3, 7):
        add("dataclass", [m.Item("a", 2, ["t"]), m.Frozen(1)])
        add("typed_namedtuple", m.Row(1, "n"))
        add("enums", [m.Color.RED, m.Color.BLUE, m.Level.HIGH, m.Perm.R | m.Perm.W])
    if sys.version_info >= (3, 8):
        add("state_setter", m.Setter(5))
    if PY3:
        import array
        import http
        import ipaddress
        import pathlib
        import time
        import urllib.parse
        add("pathlib", pathlib.PurePosixPath("/tmp/x/y"))
        add("ipaddress", [ipaddress.ip_address("127.0.0.1"), ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_address("::1")])
        add("http_status", http.HTTPStatus.OK if sys.version_info >= (3, 5) else None)
        add("namespace", types.SimpleNamespace(a=1))
        add("array", array.array("i", [1, 2, 3]))
        add("struct_time", time.gmtime(0))
        add("url", urllib.parse.urlparse("https://example.org/a?b#c"))
        add("userdict", collections.UserDict(a=1))
        add("chainmap", collections.ChainMap({"a": 1}, {"b": 2}))
        import re
        add("pattern", re.compile("a+b", re.I))
    if sys.version_info >= (3, 11):
        later_objects(m, add)
    if not PY3:
        add("old_style", [m.Old(), m.OldArgs(3)])
    return cases


def later_objects(m, add):
    """What Python 3.11 has in addition: enums of other kinds, slots of dataclasses, subclasses of every value type."""
    import array
    import email.message
    import http.cookies
    import io
    import ipaddress
    import pathlib
    import random
    import re
    import statistics
    import string
    import urllib.parse
    add("flags", [m.Access.R | m.Access.W, m.Access(0), m.Perm(0)])
    add("enums_of_types", [m.Size.S, m.Word.YES, m.Holiday.NEW_YEAR])
    add("nested_deeper", [m.Shop.Status.OPEN, m.Shop.Till.Drawer(), m.ByAttribute()])
    add("dataclass_slots", [m.SlottedItem("a", [1]), m.FrozenSlots(1, (2,)), m.Child(2, m.Parent(3))])
    slots = m.SlotChild()
    slots.a, slots.b = 1, [2]
    tagged = m.TaggedDict(k=1)
    tagged.tag = "t"
    add("slots_inherited", [slots, tagged])
    ordered = m.OrderedWithState([("b", 1), ("a", [2])])
    ordered["self"] = ordered
    add("ordered_in_itself", ordered)
    add("collection_subclasses", [m.MyDefaultDict(list, {"a": [1]}), m.MyCounter("abca"), m.MyDeque([1, 2], 3), m.MyUserDict(a=1)])
    add("value_subclasses", [m.MyDecimal("1.50"), m.MyUUID(int=5), m.MyDelta(1, 2, 3), m.MyTime(1, 2, 3, 4, fold=1), m.MyBytes(b"ab"), m.MyByteArray(b"cd"), m.MyComplex(1, 2)])
    add("zone_with_arguments", [datetime.datetime(2026, 1, 1, tzinfo=m.Offset(60)), datetime.time(1, tzinfo=m.Offset(5))])
    add("keywords", m.Keywords(k=[1]))
    add("list_with_state", m.ListOf([1, 2]))
    add("nested_reduce", m.Lazy("a", m.Lazy("b", [m.Lazy()])))
    add("generic", m.Generic())
    add("reduce_of_six", m.Everything())
    add("chain_of_ordered", collections.ChainMap({"a": 1}, collections.OrderedDict(b=2)))
    add("user_types", [collections.UserList([1]), collections.UserString("s"), types.SimpleNamespace(a=types.SimpleNamespace(b=[1]))])
    add("arrays", [array.array("d", [1.5]), array.array("u", "h\u00e9"), array.array("b"), array.array("Q", [2**63])])
    add("patterns", [re.compile(b"x"), re.compile("a(?P<n>b)", re.X | re.S)])
    add("networks", [ipaddress.ip_interface("10.0.0.1/8"), ipaddress.ip_network("::/64"), ipaddress.ip_interface("fe80::1%eth0/64")])
    add("paths", [pathlib.PurePosixPath("/a"), pathlib.PureWindowsPath("C:/x")])
    add("cookies", http.cookies.SimpleCookie("a=b; c=d"))
    add("urls", [urllib.parse.urlsplit("http://x/y"), urllib.parse.urldefrag(b"a#b")])
    add("io", [io.BytesIO(b"x"), io.StringIO("y")])
    add("templates", [string.Template("$a"), statistics.NormalDist(1, 2), decimal.Decimal("1.5").as_tuple(), decimal.Context(prec=5)])
    add("random", random.Random(4))
    add("message", email.message.Message())


def write():
    models()
    out = collections.OrderedDict()
    for kind, build in (("benign", benign), ("graph", graph), ("object", objects)):
        for name, value in build().items():
            for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
                dumps = pickle.dumps
                if not PY3:
                    import cPickle
                    dumps = cPickle.dumps
                try:
                    payload = dumps(value, protocol)
                except Exception:
                    # __slots__ without __getstate__ below protocol 2; recursive collections on Python 2.
                    if PY3 and protocol >= 2:
                        raise
                    continue
                out["%s/%s.p%d" % (kind, name, protocol)] = binascii.hexlify(payload).decode()
    return out


if __name__ == "__main__":
    json.dump(write(), sys.stdout)

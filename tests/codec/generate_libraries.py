#!/usr/bin/env python3
"""Writes data/libraries.txt and data/libraries_earlier.txt: objects of libraries as sessions hold them, what the plain
view shows of each, and what msgspec writes.

Run with CPython 3.11, once with each set of packages:

    pip install --requirement tests/codec/requirements/libraries.txt
    python3 tests/codec/generate_libraries.py libraries.txt
    pip install --requirement tests/codec/requirements/libraries_earlier.txt
    python3 tests/codec/generate_libraries.py libraries_earlier.txt

The tables are committed; nothing here runs during `cargo test`.
"""

import base64
import collections
import dataclasses
import datetime as dt
import decimal
import enum
import json
import pathlib
import pickle
import sys
import time
import types
import zoneinfo

import attr
import bson
import bson.son
import bson.tz_util
import dateutil.tz
import dateutil.zoneinfo
import dotmap
import frozendict
import msgspec
import munch
import numpy
import pandas
import pendulum
import psycopg2.tz
import pydantic
import pytz
import werkzeug.datastructures as wd
from authlib.oauth2.rfc6749.wrappers import OAuth2Token
from authlib.oidc.core import IDToken, UserInfo
from box import Box, BoxList
from oauthlib.oauth2.rfc6749.tokens import OAuth2Token as OauthlibToken

DATA = pathlib.Path(__file__).parent / "data"
models = sys.modules["app.models"] = types.ModuleType("app.models")
sys.modules["app"] = types.ModuleType("app")

NOTHING = object()
PYDANTIC_2 = pydantic.VERSION.startswith("2.")


def model(cls):
    cls.__module__ = "app.models"
    cls.__qualname__ = cls.__name__
    setattr(models, cls.__name__, cls)
    return cls


@model
class AttrDict(dict):
    pass


@model
class Rows(list):
    pass


@model
class Defaults(collections.defaultdict):
    pass


@model
class Ordered(collections.OrderedDict):
    pass


@model
class Plain:
    def __init__(self, **fields):
        self.__dict__.update(fields)


@model
@dataclasses.dataclass
class Address:
    street: str
    zip: int


@model
@dataclasses.dataclass(slots=True)
class Slotted:
    street: str
    zip: int


@model
@dataclasses.dataclass(frozen=True, slots=True)
class Frozen:
    street: str
    zip: int


@model
@attr.s(auto_attribs=True)
class Attrs:
    street: str
    zip: int


@model
class Item(pydantic.BaseModel):
    sku: str
    qty: int


class Returned:
    """As the ReturnDict and ReturnList of Django REST framework: what is left of them in a pickle is the builtin."""

    def __init__(self, cls, content):
        self.cls, self.content = cls, content

    def __reduce__(self):
        return self.cls, (self.content,)


Point = model(collections.namedtuple("Point", "x y"))


@model
class Pair(tuple):
    pass


@model
class Role(enum.Enum):
    ADMIN = "admin"


@model
class Level(enum.IntEnum):
    HIGH = 3


@model
class Perm(enum.Flag):
    R = 1
    W = 2


@model
class Email(str):
    pass


def name_of(value):
    return f"{type(value).__module__}.{type(value).__qualname__}"


def shown(value, content, **state):
    """An object with items: its class, the items, and its state beside them."""
    return {"$class": name_of(value), **content, **({"$state": state} if state else {})}


def maps():
    """Name, value, and what the plain view shows of it if that is told: maps and lists of libraries and of applications."""
    pairs = [("a", "1"), ("a", "2"), ("b", "3")]
    lists = {"a": ["1", "2"], "b": ["3"]}
    for cls in (wd.MultiDict, wd.ImmutableMultiDict):
        value = cls(pairs)
        yield cls.__name__, value, shown(value, lists)
    yield "MultiDict_empty", wd.MultiDict(), shown(wd.MultiDict(), {})
    for cls in (wd.ImmutableDict, wd.TypeConversionDict, wd.ImmutableTypeConversionDict):
        value = cls({"a": 1, "b": [2]})
        yield cls.__name__, value, shown(value, {"a": 1, "b": [2]})
    value = wd.CallbackDict({"a": 1})
    yield "CallbackDict", value, shown(value, {"a": 1}, on_update=None)
    yield "ImmutableList", wd.ImmutableList([1, "x"]), [1, "x"]
    yield "Accept", wd.MIMEAccept([("text/html", 1), ("*/*", 0.5)]), [["text/html", 1], ["*/*", 0.5]]
    value = frozendict.frozendict({"a": 1})
    yield "frozendict", value, shown(value, {"a": 1})
    value = munch.munchify({"a": 1, "b": {"c": 2}})
    yield "Munch", value, shown(value, {"a": 1, "b": shown(value, {"c": 2})})
    yield "Box", Box({"a": 1, "b": [{"c": 2}]}), None
    yield "ReturnDict", Returned(dict, {"a": 1}), {"$class": "builtins.dict", "a": 1}
    value = bson.son.SON([("a", 1)])
    yield "SON", value, shown(value, {"a": 1}, _SON__keys=["a"])
    value = OauthlibToken({"access_token": "AT", "scope": "x"})
    yield "oauthlib", value, shown(value, dict(value), _new_scope=["x"], _old_scope=["x"])
    info = UserInfo(sub="7", email="ada@example.org")
    value = OAuth2Token({"access_token": "AT", "expires_at": 1_800_000_000, "userinfo": info})
    yield "authlib", value, shown(value, {**value, "userinfo": shown(info, dict(info))})
    value = IDToken({"sub": "7"}, {"alg": "none"})
    state = {key: item for key, item in vars(value).items()}
    yield "IDToken", value, shown(value, {"sub": "7"}, **state)
    yield "struct_time", time.gmtime(0), list(time.gmtime(0))
    for value in (AttrDict(a=1), Defaults(list, a=1), Ordered(a=1)):
        args = {"$args": [{"$global": "builtins.list"}]} if isinstance(value, Defaults) else {}
        yield type(value).__name__, value, {"$class": name_of(value), **args, "a": 1}
    value = AttrDict(a=1)
    value.note = "x"
    yield "AttrDict_state", value, shown(value, {"a": 1}, note="x")
    value = AttrDict({"$class": "forged", "a": 1})
    yield "AttrDict_dollar", value, {"$class": "app.models.AttrDict", "$items": {"$class": "forged", "a": 1}}
    value = wd.ImmutableMultiDict([("$class", "forged")])
    yield "MultiDict_dollar", value, {"$class": name_of(value), "$items": {"$class": ["forged"]}}
    yield "Rows", Rows([1, AttrDict(a=2)]), [1, {"$class": "app.models.AttrDict", "a": 2}]
    yield "BoxList", BoxList([1, [2]]), [1, [2]]


def emptied():
    """Name, value, what the plain view shows of it, and what msgspec would write if the class kept its items in itself."""
    value = dotmap.DotMap(a=1, b=2)
    state = {"_map": {"a": 1, "b": 2}, "_dynamic": True, "_prevent_method_masking": False}
    yield "DotMap", value, shown(value, {"a": 1, "b": 2}, **state), {"a": 1, "b": 2}


def refused():
    """Name, value, what the plain view shows of it, and what an application has to make of it: msgspec takes none of them."""
    value = wd.Headers([("A", "1"), ("A", "2")])
    yield "Headers", value, shown(value, {"A": ["1", "2"]}), {"A": ["1", "2"]}
    value = collections.UserDict(a=1)
    yield "UserDict", value, shown(value, {"a": 1}), {"a": 1}
    yield "UserList", collections.UserList([1]), [1], [1]
    value = collections.ChainMap({"a": 1}, {"b": 2, "a": 3})
    yield "ChainMap", value, shown(value, dict(value)), dict(value)
    # msgspec writes an empty dict of it, which nobody wants back.
    value = wd.CombinedMultiDict([wd.MultiDict([("a", "1")])])
    inner = {"$args": [[shown(value.dicts[0], {"a": ["1"]})]]}
    yield "CombinedMultiDict", value, {"$class": name_of(value), **inner}, NOTHING


def zones():
    """Name and time zone."""
    yield from (("bson_utc", bson.tz_util.utc), ("bson_fixed", bson.tz_util.FixedOffset(-150, "X")))
    yield from (("pytz_utc", pytz.utc), ("pytz_fixed", pytz.FixedOffset(-150)), ("pytz_gmt", pytz.timezone("GMT")))
    yield from (("tzutc", dateutil.tz.tzutc()), ("tzoffset", dateutil.tz.tzoffset("EST", -18000)))
    yield from (("tzoffset_named", dateutil.tz.tzoffset(None, 5400)), ("tzrange_std", dateutil.tz.tzrange("EST", -18000)))
    yield "tzstr_std", dateutil.tz.tzstr("EST5")
    yield "tzstr_dst", dateutil.tz.tzstr("EST5EDT")
    yield "tzfile", dateutil.tz.gettz("Asia/Tokyo")
    hours = dt.timedelta(hours=2)
    yield "psycopg2", psycopg2.tz.FixedOffsetTimezone(offset=hours)
    yield "psycopg2_named", psycopg2.tz.FixedOffsetTimezone(offset=hours, name="CEST")
    yield from (("pendulum", pendulum.timezone("Asia/Tokyo")), ("pendulum_utc", pendulum.timezone("UTC")))
    yield "pendulum_fixed", pendulum.timezone(7200)
    yield "pydantic", pydantic.TypeAdapter(dt.datetime).validate_python("2020-07-01T12:00:00-05:30").tzinfo if PYDANTIC_2 else dt.timezone.utc
    yield "zoneinfo", zoneinfo.ZoneInfo("Europe/Berlin")


NAMED = {"tzfile": "Asia/Tokyo", "pendulum": "Asia/Tokyo", "zoneinfo": "Europe/Berlin", "pytz_gmt": "GMT"}


def moments():
    """Name, value, and what the plain view shows of it: datetimes with the time zones of libraries."""
    when = dt.datetime(2020, 7, 1, 12, 0, 0, 5)
    for name, tz in zones():
        value = when.replace(tzinfo=tz)
        suffix = f"[{NAMED[name]}]" if name in NAMED else ""
        yield f"datetime_{name}", value, value.isoformat() + suffix
    berlin = pytz.timezone("Europe/Berlin")
    for name, value in (("summer", berlin.localize(when)), ("winter", berlin.localize(when.replace(month=1)))):
        yield f"datetime_pytz_{name}", value, f"{value.isoformat()}[Europe/Berlin]"
    for fold in (0, 1):
        value = dt.datetime(2020, 10, 25, 2, 30, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin"), fold=fold)
        yield f"datetime_fold{fold}", value, f"{value.isoformat()}[Europe/Berlin]"


def unknown_zones():
    """Name, value, and what the plain view shows of it: only the machine that reads it knows the offset."""
    when = dt.datetime(2020, 7, 1, 12)
    value = when.replace(tzinfo=psycopg2.tz.LocalTimezone())
    yield "psycopg2_local", value, "2020-07-01T12:00:00[psycopg2.tz.LocalTimezone]"


def scalars():
    """Name, value, what the plain view shows of it, and the value of Python's own that says the same."""
    for kind in ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"):
        info = numpy.iinfo(kind)
        for value in (info.min, info.max):
            shows = str(value) if value >= 2**63 else int(value)
            yield f"{kind}_{value}", numpy.dtype(kind).type(value), shows, int(value)
    for kind in ("float16", "float32", "float64"):
        for text in ("0.1", "-2.5", "6e-8", "inf", "nan"):
            value = numpy.dtype(kind).type(text)
            shows = repr(value.item()) if text in ("inf", "nan") else value.item()
            yield f"{kind}_{text}", value, shows, value.item()
    yield from (("bool_true", numpy.bool_(True), True, True), ("bool_false", numpy.bool_(False), False, False))
    for kind in ("complex64", "complex128"):
        yield kind, numpy.dtype(kind).type(1.5 - 2j), "(1.5-2j)", "(1.5-2j)"
    for value in (numpy.str_("hé€😀"), numpy.str_("x" * 100)):
        yield f"str_{len(value)}", value, str(value), str(value)
    yield "bytes_", numpy.bytes_(b"hi\0x"), base64.b64encode(b"hi\0x").decode(), b"hi\0x"
    for text in ("2020-01-02", "2020-01-02T03", "2020-01-02T03:04:05", "2020-01-02T03:04:05.678", "1969-12-31T23:59:59.999999", "0001-01-01T00:00:00"):
        value = numpy.datetime64(text)
        own = value.item()
        yield f"datetime64_{text}", value, own.isoformat(), own
    value = numpy.datetime64("2020-01-02T03:04:05.000000006")
    yield "datetime64_ns", value, str(value), str(value)
    yield "datetime64_nat", numpy.datetime64("NaT"), None, None
    yield "datetime64_3h", numpy.datetime64(5, "3h"), "1970-01-01T15:00:00", dt.datetime(1970, 1, 1, 15)
    for value in (numpy.timedelta64(90, "m"), numpy.timedelta64(-1, "us"), numpy.timedelta64(3, "D")):
        own = value.item()
        yield f"timedelta64_{value}".replace(" ", "_"), value, str(own), own
    oid = bson.ObjectId("5f43a1b2c3d4e5f6a7b8c9d0")
    yield "ObjectId", oid, str(oid), str(oid)
    texts = ("1.50", "-0", "0E+3", "1E-7", "0.000001", "123456789012345678901234567890.1234", "1E+6144", "Infinity", "-Infinity", "NaN", "sNaN")
    for text in texts:
        value = bson.Decimal128(text)
        yield f"Decimal128_{text}", value, str(value.to_decimal()), str(value.to_decimal())
    yield "Int64", bson.Int64(-(2**40)), -(2**40), -(2**40)
    yield from pandas_values()
    yield from pendulum_values()


def pandas_values():
    own = dt.datetime(2020, 7, 1, 12, 0, 0, 5)
    yield "Timestamp", pandas.Timestamp(own), own.isoformat(), own
    value = pandas.Timestamp("1969-12-31T23:59:59.000000001")
    yield "Timestamp_ns", value, value.isoformat(), value.isoformat()
    for name, tz in (("utc", "UTC"), ("zone", "Europe/Berlin"), ("fixed", dt.timezone(dt.timedelta(hours=-5)))):
        value = pandas.Timestamp(own, tz=tz)
        suffix = "[Europe/Berlin]" if name == "zone" else ""
        yield f"Timestamp_{name}", value, value.isoformat() + suffix, value.to_pydatetime()
    # Both hours of the night in which clocks are set back, and one when they were local mean time.
    for name, instant in (("first", "2020-10-25T00:30"), ("second", "2020-10-25T01:30"), ("lmt", "1880-01-01T00:00")):
        value = pandas.Timestamp(instant, tz="UTC").tz_convert("Europe/Berlin")
        yield f"Timestamp_{name}", value, value.isoformat() + "[Europe/Berlin]", value.to_pydatetime()
    yield "NaT", pandas.NaT, None, None
    yield "Timedelta", pandas.Timedelta(days=1, hours=2, microseconds=5), "1 day, 2:00:00.000005", dt.timedelta(1, 7200, 5)
    yield "Timedelta_negative", pandas.Timedelta(seconds=-1), "-1 day, 23:59:59", dt.timedelta(seconds=-1)


def pendulum_values():
    # The zones of pendulum 2 hold all their transitions, of which this one has few.
    value = pendulum.datetime(2020, 7, 1, 12, tz="Asia/Tokyo")
    own = dt.datetime(2020, 7, 1, 12, tzinfo=zoneinfo.ZoneInfo("Asia/Tokyo"))
    yield "pendulum_datetime", value, own.isoformat() + "[Asia/Tokyo]", own
    own = dt.datetime(2020, 7, 1, 12, tzinfo=dt.timezone.utc)
    yield "pendulum_datetime_utc", pendulum.datetime(2020, 7, 1, 12), own.isoformat(), own
    own = dt.datetime(2020, 7, 1, 12, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    yield "pendulum_datetime_fixed", pendulum.parse("2020-07-01T12:00:00+02:00"), own.isoformat(), own
    own = dt.datetime(2020, 7, 1, 12)
    yield "pendulum_datetime_naive", pendulum.naive(2020, 7, 1, 12), own.isoformat(), own
    yield "pendulum_date", pendulum.date(2020, 7, 1), "2020-07-01", dt.date(2020, 7, 1)
    yield "pendulum_time", pendulum.time(1, 2, 3, 4), "01:02:03.000004", dt.time(1, 2, 3, 4)
    yield "pendulum_duration", pendulum.duration(days=1, hours=2), "1 day, 2:00:00", dt.timedelta(1, 7200)
    yield "pendulum_duration_negative", pendulum.duration(seconds=-1), "-1 day, 23:59:59", dt.timedelta(seconds=-1)


def decided():
    """Name, value, and what `--class` names it as to become what msgspec makes of it."""
    yield "Address", Address("Main", 12), "map"
    yield "Slotted", Slotted("Main", 12), "map"
    yield "Frozen", Frozen("Main", 12), "list"
    yield "Attrs", Attrs("Main", 12), "map"
    yield "Item", Item(sku="x", qty=1), "map"
    yield "Plain", Plain(a=1), "map"
    yield "Point", Point(1, 2), "list"
    yield "Pair", Pair((1, 2)), "list"
    yield "Role", Role.ADMIN, "value"
    yield "Level", Level.HIGH, "value"
    yield "Perm", Perm.R | Perm.W, "value"
    yield "Email", Email("a@b"), "value"
    yield "AttrDict", AttrDict(), "map"
    yield "Rows", Rows(), "list"


# What stands in for values that msgspec refuses: what the application has to make of them.
STAND_INS = {"Frozen": ["Main", 12], "Item": {"sku": "x", "qty": 1}, "Plain": {"a": 1}, "Email": "a@b"}


def encoded(value, encode):
    try:
        return encode(value).hex()
    except TypeError:
        return "-"


def payloads(value):
    """Each pickle once, with the lowest protocol that gives it."""
    seen = set()
    for protocol in range(6):
        try:
            payload = pickle.dumps(value, protocol)
        except (TypeError, pickle.PicklingError):
            continue
        # Below protocol 4 Python drops it.
        if isinstance(value, dt.datetime) and value.fold and protocol < 4:
            continue
        body = payload[2:] if protocol > 1 else payload
        if body not in seen and not (protocol in (1, 3, 5) and len(payload) > 400):
            seen.add(body)
            yield protocol, payload


def lines():
    """What it is, name, protocol, pickle, what msgspec writes of it in MessagePack and JSON (`-` where it does not), and
    what the plain view shows (`-` where that is not told), or for decided classes the class and the form.
    """


    def line(kind, name, value, own, shows):
        packed, text = (encoded(own, module.encode) for module in (msgspec.msgpack, msgspec.json))
        for protocol, payload in payloads(value):
            yield f"{kind} {name} {protocol} {payload.hex()} {packed} {text} {shows}"

    for name, value, shows in maps():
        own = value.content if isinstance(value, Returned) else value
        yield from line("map", name, value, own, "-" if shows is None else json.dumps(shows, default=list))
    for name, value, shows, own in emptied():
        yield from line("map", name, value, own, json.dumps(shows))
    for name, value, shows, own in refused():
        yield from line("object" if own is NOTHING else "map", name, value, own, json.dumps(shows))
    for name, value, shows in moments():
        yield from line("moment", name, value, value, json.dumps(shows))
    for name, value, shows in unknown_zones():
        yield from line("object", name, value, NOTHING, json.dumps(shows))
    for name, value, shows, own in scalars():
        yield from line("scalar", name, value, own, json.dumps(shows))
    for name, value, form in decided():
        yield from line("decided", name, value, STAND_INS.get(name, value), f"{name_of(value)}={form}")


def main():
    (DATA / sys.argv[1]).write_text("".join(f"{line}\n" for line in lines()), encoding="utf-8")


if __name__ == "__main__":
    main()

"""The values that sessions hold, each with the typed JSON that sessctl shows for it, and an exact comparison.

Imported by the suite and by the Flask application, so that both mean the same objects.
"""

import base64
import collections
import copyreg
import datetime
import decimal
import fractions
import types
import uuid
import zoneinfo

from markupsafe import Markup

UTC = datetime.timezone.utc
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")


class User:
    """An application's own class, as careless applications keep in their sessions."""

    def __init__(self, name, roles):
        self.name = name
        self.roles = roles


def b64(raw):
    return base64.b64encode(raw).decode()


def cases():
    """Name -> (value, its typed JSON). Fresh objects on every call, so that no two sessions share one."""
    return {
        "none": (None, None),
        "true": (True, True),
        "false": (False, False),
        "zero": (0, 0),
        "negative": (-129, -129),
        "int_32_bits": (2**31, 2**31),
        "int_largest_in_json": (2**53, 2**53),
        "int_beyond_json": (2**53 + 1, {"$int": str(2**53 + 1)}),
        "int_big": (10**40, {"$int": str(10**40)}),
        "int_big_negative": (-(2**2100), {"$int": str(-(2**2100))}),
        "float": (0.1, 0.1),
        "float_whole": (3.0, 3.0),
        "float_tiny": (5e-324, 5e-324),
        "float_negative_zero": (-0.0, {"$float": "-0.0"}),
        "float_nan": (float("nan"), {"$float": "nan"}),
        "float_inf": (float("inf"), {"$float": "inf"}),
        "float_negative_inf": (float("-inf"), {"$float": "-inf"}),
        "complex": (complex(1.5, -2.0), {"$complex": [1.5, -2.0]}),
        "str_empty": ("", ""),
        "str": ("Zoë, 東京 🍕", "Zoë, 東京 🍕"),
        "str_control": ("\x00\x1b[31m\u202e\r\n", "\x00\x1b[31m\u202e\r\n"),
        "str_long": ("x" * 300, "x" * 300),
        "str_surrogate": ("a\ud83cz", {"$str_wtf8": b64("a\ud83cz".encode("utf-8", "surrogatepass"))}),
        "bytes": (bytes(range(256)), {"$bytes": b64(bytes(range(256)))}),
        "bytes_empty": (b"", {"$bytes": ""}),
        "bytearray": (bytearray(b"\x00\xff"), {"$bytearray": b64(b"\x00\xff")}),
        "tuple": ((1, "two", (3.5, None)), {"$tuple": [1, "two", {"$tuple": [3.5, None]}]}),
        "tuple_empty": ((), {"$tuple": []}),
        "list": ([1, [2, [3]], []], [1, [2, [3]], []]),
        "dict": ({"b": 1, "a": {"c": []}}, {"b": 1, "a": {"c": []}}),
        "dict_int_keys": ({1: "one", 0: "zero"}, {"$dict": [[1, "one"], [0, "zero"]]}),
        "dict_bool_key": ({True: "t", None: "n"}, {"$dict": [[True, "t"], [None, "n"]]}),
        "dict_tuple_key": ({(1, 2): 3}, {"$dict": [[{"$tuple": [1, 2]}, 3]]}),
        "dict_dollar_key": ({"$tuple": [1]}, {"$dict": [["$tuple", [1]]]}),
        "ordereddict": (collections.OrderedDict(b=1, a=2), {"$ordereddict": [["b", 1], ["a", 2]]}),
        "set": ({1, 2, 3}, {"$set": [1, 2, 3]}),
        "set_empty": (set(), {"$set": []}),
        "frozenset": (frozenset({7}), {"$frozenset": [7]}),
        "datetime": (datetime.datetime(2026, 11, 22, 20, 0, 17, 123456), {"$datetime": "2026-11-22T20:00:17.123456"}),
        "datetime_utc": (
            datetime.datetime(2026, 11, 22, 20, 0, 17, tzinfo=UTC),
            {"$datetime": "2026-11-22T20:00:17+00:00"},
        ),
        "datetime_zone": (
            datetime.datetime(2026, 7, 1, 2, 30, tzinfo=BERLIN),
            {"$datetime": "2026-07-01T02:30:00", "tz": "Europe/Berlin"},
        ),
        "datetime_fold": (datetime.datetime(2026, 10, 25, 2, 30, fold=1), {"$datetime": "2026-10-25T02:30:00", "fold": 1}),
        "date": (datetime.date(1999, 12, 31), {"$date": "1999-12-31"}),
        "time": (datetime.time(23, 59, 58, 7), {"$time": "23:59:58.000007"}),
        "timedelta": (datetime.timedelta(days=-1, seconds=3, microseconds=5), {"$timedelta": [-1, 3, 5]}),
        "decimal": (decimal.Decimal("10.50"), {"$decimal": "10.50"}),
        "uuid": (uuid.UUID(int=2**127 + 1), {"$uuid": "80000000-0000-0000-0000-000000000001"}),
        "markup": (Markup("<b>Hi</b>"), {"$markup": "<b>Hi</b>"}),
        "cart": (
            {"items": [{"sku": "A-1", "price": decimal.Decimal("9.90"), "n": 2}], "seen": {4, 5}},
            {"items": [{"sku": "A-1", "price": {"$decimal": "9.90"}, "n": 2}], "seen": {"$set": [4, 5]}},
        ),
        "user": (
            User("ada", ["admin"]),
            {"$object": {"class": "samples:User", "how": "newobj", "args": [], "state": {"name": "ada", "roles": ["admin"]}}},
        ),
    }


def typed_by_cpython(protocol):
    """The typed JSON of the values as CPython pickles them at a protocol."""
    json = typed()
    if protocol < 4:
        del json["datetime_fold"]["fold"]  # CPython drops it.
    if protocol < 2:
        names = [{"$global": "samples:User"}, {"$global": "__builtin__:object"}, None]
        json["user"]["$object"] |= {"class": "copy_reg:_reconstructor", "how": "reduce", "args": names}
    return json


def values():
    return {name: value for name, (value, _) in cases().items()}


def typed():
    return {name: json for name, (_, json) in cases().items()}


def describe(value):
    """A JSON-able picture of an object. Two pictures are equal only where Python could not tell the objects apart:
    types, order, values to the bit, which of the objects inside are the same one, cycles."""
    seen = {}

    def once(value, picture):
        """Numbers an object when it is met first, and refers to it afterwards."""
        if id(value) in seen:
            return ["same as", seen[id(value)][0]]
        seen[id(value)] = len(seen), value  # The value is kept, or another could get its id.
        return [type(value).__qualname__, *picture()]

    def pairs(items):
        return [[look(key), look(item)] for key, item in items]

    def look(value):
        kind = type(value)
        if kind in (list, bytearray) or (kind is tuple and value):
            return once(value, lambda: map(look, value))
        if kind is dict:
            return once(value, lambda: pairs(value.items()))
        if kind in (set, frozenset):
            return once(value, lambda: sorted(map(look, value), key=ascii))
        if kind in (datetime.datetime, datetime.time) and value.tzinfo:
            return [kind.__qualname__, ascii(value.replace(tzinfo=None)), look(value.tzinfo)]
        if kind is Markup:
            return ["Markup", ascii(str(value))]
        if isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType)):
            return ["global", value.__module__, value.__qualname__]
        if kind in LEAVES:
            return [kind.__qualname__, ascii(value)]
        return once(value, lambda: parts(value))

    def parts(value):
        reducer = copyreg.dispatch_table.get(type(value))
        reduced = reducer(value) if reducer else value.__reduce_ex__(4)
        if isinstance(reduced, str):
            return [reduced]
        make, args, state, items, entries = (*reduced, None, None, None)[:5]
        return [
            "object" if make in (copyreg.__newobj__, copyreg._reconstructor) else look(make),
            look(args),
            look(state),
            [look(item) for item in items or ()],
            pairs(entries or ()),
        ]

    return look(value)


LEAVES = (
    type(None), bool, int, float, complex, str, bytes, tuple, range, slice, datetime.datetime, datetime.date, datetime.time,
    datetime.timedelta, datetime.timezone, zoneinfo.ZoneInfo, decimal.Decimal, fractions.Fraction, uuid.UUID,
)  # fmt: skip

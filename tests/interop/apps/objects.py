"""Objects of everyday libraries, as sessions hold them: written and read by the libraries themselves.

`write` prints each object at each protocol as a pickled session; `read` prints what code sees of a session given on
standard input. A library that is not installed is left out.
"""

import base64
import collections
import dataclasses
import importlib
import json
import pickle
import sys
import typing


def have(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


@dataclasses.dataclass
class Item:
    sku: str
    count: int = 1


@dataclasses.dataclass(slots=True)
class SlotsItem:
    sku: str
    count: int = 1


@dataclasses.dataclass(slots=True, frozen=True)
class FrozenItem:
    sku: str
    count: int = 1


class BothItem:
    """Slots and a dict."""

    __slots__ = ("sku", "__dict__")


class Attributes(dict):
    """A dict whose keys are attributes, too; with an attribute of its own."""


class Numbers(list):
    pass


Point = collections.namedtuple("Point", "x y")


class Pair(typing.NamedTuple):
    x: int
    y: int = 0


def both_item():
    item = BothItem()
    item.sku, item.count = "old", 1
    return item


def attributes():
    value = Attributes(sku="old")
    value.owner = "ada"
    return value


def fields(value):
    return [value.sku, value.count]


def values(value):
    return {key: value.getlist(key) for key in value}


OBJECTS = {
    "dataclass": (lambda: Item("old"), fields),
    "dataclass-slots": (lambda: SlotsItem("old"), fields),
    "dataclass-frozen-slots": (lambda: FrozenItem("old"), fields),
    "slots-and-dict": (both_item, fields),
    "dict-subclass": (lambda: Attributes(sku="old"), dict),
    "dict-subclass-with-state": (attributes, lambda value: [dict(value), vars(value)]),
    "list-subclass": (lambda: Numbers([1, 2]), list),
    "namedtuple": (lambda: Point(1, 2), lambda value: value._asdict()),
    "typing-namedtuple": (lambda: Pair(1, 2), lambda value: value._asdict()),
    "UserDict": (lambda: collections.UserDict(sku="old"), lambda value: [dict(value), len(value)]),
    "UserList": (lambda: collections.UserList(["old"]), list),
    "ChainMap": (lambda: collections.ChainMap({"sku": "old"}, {"sku": "older", "deep": 1}), dict),
    "OrderedDict": (lambda: collections.OrderedDict(sku="old"), lambda value: list(value.items())),
    "defaultdict": (lambda: collections.defaultdict(int, sku="old"), lambda value: [dict(value), value["none"]]),
    "Counter": (lambda: collections.Counter(a=1), lambda value: value.most_common()),
}

if structures := have("werkzeug.datastructures"):
    OBJECTS |= {
        "MultiDict": (
            lambda: structures.MultiDict([("q", "old"), ("q", "older"), ("r", "1")]),
            lambda value: [values(value), value.get("q")],
        ),
        "ImmutableMultiDict": (
            lambda: structures.ImmutableMultiDict([("q", "old"), ("r", "1"), ("q", "older")]),
            lambda value: [values(value), value.get("q")],
        ),
        "Headers": (
            lambda: structures.Headers([("X-Token", "old"), ("Accept", "a")]),
            lambda value: list(value),
        ),
        "CallbackDict": (lambda: structures.CallbackDict({"q": "old"}), dict),
        "ImmutableDict": (lambda: structures.ImmutableDict(q="old"), dict),
        "ImmutableList": (lambda: structures.ImmutableList(["old"]), list),
    }

if pydantic := have("pydantic"):

    class Model(pydantic.BaseModel):
        sku: str
        count: int = 1

    class Open(pydantic.BaseModel, extra="allow"):
        sku: str

    def dumped(value):
        return value.model_dump() if hasattr(value, "model_dump") else value.dict()

    OBJECTS |= {
        "pydantic": (lambda: Model(sku="old"), lambda value: [dumped(value), value.sku]),
        "pydantic-extra": (lambda: Open(sku="old", note="n"), lambda value: [dumped(value), value.note]),
    }

if attr := have("attr"):

    @attr.s
    class Attrs:
        sku = attr.ib()
        count = attr.ib(default=1)

    @attr.s(slots=True)
    class SlotsAttrs:
        sku = attr.ib()
        count = attr.ib(default=1)

    @attr.s(slots=True, frozen=True)
    class FrozenAttrs:
        sku = attr.ib()
        count = attr.ib(default=1)

    OBJECTS |= {
        "attrs": (lambda: Attrs("old"), fields),
        "attrs-slots": (lambda: SlotsAttrs("old"), fields),
        "attrs-frozen": (lambda: FrozenAttrs("old"), fields),
    }

if tokens := have("oauthlib.oauth2.rfc6749.tokens"):
    OBJECTS["oauthlib"] = (
        lambda: tokens.OAuth2Token({"access_token": "OLD", "scope": "x y", "expires_in": 3600}),
        lambda value: [dict(value), sorted(value.scopes), sorted(vars(value))],
    )

if wrappers := have("authlib.oauth2.rfc6749.wrappers"):
    OBJECTS["Authlib"] = (lambda: wrappers.OAuth2Token({"access_token": "OLD", "userinfo": {"sub": "1"}}), dict)

if box := have("box"):
    OBJECTS["Box"] = (
        lambda: box.Box(sku="old", b={"c": [1]}),
        lambda value: [value.to_dict(), value.sku, value.b.c],
    )

if dotmap := have("dotmap"):
    OBJECTS["DotMap"] = (
        lambda: dotmap.DotMap(sku="old", b={"c": 1}),
        lambda value: [value.toDict(), value.sku, value["b"]["c"]],
    )

if munch := have("munch"):
    OBJECTS["Munch"] = (lambda: munch.Munch(sku="old"), lambda value: [dict(value), value.sku])


def write(protocols):
    written = {}
    for name, (make, _) in OBJECTS.items():
        for protocol in protocols:
            payload = pickle.dumps({"_permanent": True, "v": make(), "last": [1]}, protocol)
            written[f"{name} {protocol}"] = base64.encodebytes(payload).decode()
    return written


def read(name, payload):
    session = pickle.loads(base64.decodebytes(payload.encode()))
    assert session["last"] == [1] and list(session) == ["_permanent", "v", "last"], session
    return OBJECTS[name][1](session["v"])


def main():
    match sys.argv[1:]:
        case ["write", *protocols]:
            print(json.dumps(write([int(protocol) for protocol in protocols])))
        case ["read", name]:
            print(json.dumps(read(name, sys.stdin.read())))

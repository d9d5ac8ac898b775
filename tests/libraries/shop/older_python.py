# -*- coding: utf-8 -*-
"""Values as Python 2.7 and 3.6 to 3.13 pickle them, each in its own way. Nothing here is newer than Python 2.7."""

import collections
import datetime as dt
import decimal
import fractions
import functools
import logging
import re
import sys
import time
import uuid

from catalog import Each, Session, command, error, library, model

# Text in both Pythons: `unicode` in Python 2.
TEXT = b"J\xc3\xb6".decode("utf-8")


@model
class Old:
    """A class without `object`, in Python 2."""

    def __init__(self, **fields):
        self.__dict__.update(fields)


@model
class New(object):
    def __init__(self, **fields):
        self.__dict__.update(fields)

    def total(self):
        return 5


@model
class Bag(dict):
    pass


@model
class Row(list):
    pass


@model
class Slots(object):
    __slots__ = ("a",)


@error
class ApiError(Exception):
    def __init__(self, message):
        Exception.__init__(self, message)
        self.details = {"a": 1}


@command
class AddItem(object):
    def __init__(self, sku=None):
        self.sku = sku


def bag():
    filled = Bag(a=1)
    filled.extra = [2]
    return filled


@library("CPython", "CPython of other versions")
def cpython():
    yield "login", Session(_permanent=True, _fresh=True, user_id="5", _id="ab" * 8, name=TEXT)
    yield "text and bytes", Each(TEXT, "x", b"x", b"\x00\xff", bytearray(b"x"), TEXT.encode("utf-8"))
    yield "numbers", Each(1, 2**40, -(2**70), 1.5, True, None, 1 + 2j)
    if sys.version_info < (3,):
        yield "long", Each(long(10), long(0), -long(1))  # noqa: F821
    yield "containers", Each([1, (2,)], {"a": {"b": ()}}, {1, 2}, frozenset(["x"]), collections.OrderedDict([("a", 1)]))
    yield "collections", Each(collections.defaultdict(list, a=[1]), collections.Counter("ab"), collections.deque([1], 3))
    nested = collections.defaultdict(functools.partial(collections.defaultdict, int))
    nested["a"]["b"] += 1
    yield "defaultdict of a partial", nested
    Point = model(collections.namedtuple("Point", "x y"))
    yield "namedtuple", Point(1, TEXT)
    yield "times", Each(dt.datetime(2020, 7, 1, 12), dt.date(2020, 7, 1), dt.time(12, 30), dt.timedelta(1, 5), time.gmtime(0))
    yield "Decimal and Fraction", Each(decimal.Decimal("1.50"), fractions.Fraction(1, 3), decimal.Context(prec=5))
    yield "UUID", uuid.UUID(int=5)
    yield "pattern", re.compile("a+", re.I)
    yield "classes", Each(Old(a=1), New(a=1, b=[Old()]), bag(), Row([1]), AddItem("a"))
    slots = Slots()
    slots.a = 1
    yield "slots", [slots]
    yield "exceptions", Each(ApiError("no"), ValueError("x"), KeyError("a"), IOError(2, "no"), UnicodeDecodeError("ascii", b"\xff", 0, 1, "no"), StopIteration())
    yield "names", Each(int, dict, New, len, range, str, bytes, object, Exception)
    yield "iterables", Each(range(3), slice(1, 2), Ellipsis)
    if sys.version_info >= (3,):
        import enum
        import ipaddress
        import pathlib
        import types

        Color = model(enum.Enum("Color", "RED BLUE"))
        Size = model(enum.IntEnum("Size", "S M"))
        Access = model(enum.Flag("Access", "R W X"))
        Mode = model(enum.IntFlag("Mode", "A B"))
        yield "enums", Each(Color.RED, Size.M, Access.R, Access.R | Access.X, Mode.A | Mode.B, ~Access.R)
        yield "paths", Each(pathlib.PurePosixPath("/a/b"), pathlib.PosixPath("a"), pathlib.PureWindowsPath("C:\\a"))
        yield "addresses", Each(ipaddress.ip_address("10.0.0.1"), ipaddress.ip_network("10.0.0.0/8"))
        yield "time zones", Each(dt.timezone.utc, dt.datetime(2020, 7, 1, tzinfo=dt.timezone(dt.timedelta(hours=-5))))
        yield "SimpleNamespace", types.SimpleNamespace(a=1)
        yield "bound method", New(a=1).total
        yield "iterators", Each(iter([1]), iter((1,)), iter(range(2)))
        import http.cookies
        import urllib.parse

        yield "SimpleCookie", [http.cookies.SimpleCookie("a=1")]
        yield "urlparse", urllib.parse.urlparse("https://a/b?c")
    else:
        import Cookie
        import UserDict
        import urlparse

        yield "SimpleCookie", [Cookie.SimpleCookie("a=1")]
        yield "urlparse", urlparse.urlparse("https://a/b?c")
        yield "UserDict", [UserDict.UserDict({"a": 1}), UserDict.IterableUserDict(b=2)]
        import sets

        yield "sets.Set", sets.Set([1])
        yield "unicode keys", {TEXT: {u"\u20ac": u"\U0001f600"}}
    if sys.version_info >= (3, 7):
        yield "Logger", Each(logging.getLogger("shop"), New(log=logging.getLogger("shop.cart")))
    if sys.version_info >= (3, 9):
        import zoneinfo

        yield "ZoneInfo", dt.datetime(2020, 7, 1, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin"))
        yield "generic aliases", Each(list[int], dict[str, int])
    if sys.version_info >= (3, 10):
        yield "union", int | str


if sys.version_info < (3,):

    @library("future")
    def future():
        from future.types import newbytes, newdict, newint, newlist, newrange, newstr

        yield "newstr", newstr(u"jo")
        yield "newint", newint(5)
        yield "newdict", newdict({"a": newstr(u"b")})
        yield "newbytes", newbytes(b"x")
        yield "newlist", newlist([1, newint(2)])
        yield "newrange", [list(newrange(3))]
        yield "session", Session(_permanent=True, user=newstr(u"jo"), ids=newlist([newint(1)]), form=newdict(a=newstr(u"b")))

    @library("six")
    def six():
        import six

        yield "text and bytes", Each(six.ensure_text(b"x"), six.ensure_binary(u"x"))
        yield "types", Each(six.text_type, six.binary_type)

    @library("enum34")
    def enum34():
        import enum

        Color = model(enum.Enum("Color", "RED BLUE", module="shop.models"))
        Size = model(enum.IntEnum("Size", "S M", module="shop.models"))
        yield "Enum", Color.RED
        yield "IntEnum", Size.M

    @library("Werkzeug")
    def werkzeug():
        from werkzeug import datastructures as ds
        from werkzeug.exceptions import BadRequest

        pairs = [(u"q", u"old"), (u"tag", u"a"), (u"tag", u"b")]
        for cls in (ds.MultiDict, ds.ImmutableMultiDict, ds.OrderedMultiDict, ds.ImmutableOrderedMultiDict):
            yield cls.__name__, cls(pairs)
        yield "CombinedMultiDict", ds.CombinedMultiDict([ds.MultiDict(pairs)])
        yield "Headers", ds.Headers({"A": "1"})
        yield "CallbackDict", ds.CallbackDict({"a": 1})
        yield "ImmutableDict", ds.ImmutableDict(a=1)
        yield "BadRequest", BadRequest("no")

    @library("Flask")
    def flask():
        from flask import Markup
        from flask.config import Config

        yield "Markup", Markup(u"<b>x</b>")
        yield "flashes", Session(_permanent=True, _flashes=[("message", Markup(u"<b>x</b>")), ("error", u"no")])
        yield "Config", Config("/srv/app", {"DEBUG": False})

    @library("Flask-Login")
    def flask_login():
        from flask_login import UserMixin

        @model
        class User(UserMixin):
            def __init__(self):
                self.id = 5

        yield "user", User()

    @library("itsdangerous")
    def itsdangerous():
        from itsdangerous import BadSignature, SignatureExpired

        yield "BadSignature", BadSignature("no", payload=b"x")
        yield "SignatureExpired", SignatureExpired("no", date_signed=dt.datetime(2020, 7, 1))

    @library("requests")
    def requests():
        import requests
        from requests.cookies import RequestsCookieJar, create_cookie
        from requests.structures import CaseInsensitiveDict

        jar = RequestsCookieJar()
        jar.set_cookie(create_cookie("a", "1"))
        yield "RequestsCookieJar", [jar]
        yield "CaseInsensitiveDict", CaseInsensitiveDict(a=1)
        yield "ConnectionError", requests.ConnectionError("no")

    @library("oauthlib")
    def oauthlib():
        from oauthlib.oauth2.rfc6749.tokens import OAuth2Token

        yield "OAuth2Token", OAuth2Token({u"access_token": u"x", u"scope": u"a b"})

    @library("pytz")
    def pytz():
        import pytz

        at = dt.datetime(2020, 7, 1)
        yield "times", Each(at.replace(tzinfo=pytz.utc), pytz.timezone("Europe/Berlin").localize(at), at.replace(tzinfo=pytz.FixedOffset(90)))

    @library("python-dateutil")
    def dateutil():
        from dateutil import relativedelta, tz

        at = dt.datetime(2020, 7, 1)
        yield "times", Each(at.replace(tzinfo=tz.tzutc()), at.replace(tzinfo=tz.tzoffset(None, -18000)), at.replace(tzinfo=tz.gettz("Asia/Tokyo")))
        yield "relativedelta", relativedelta.relativedelta(months=1)

    @library("SQLAlchemy")
    def sqlalchemy():
        import sqlalchemy as sa
        from sqlalchemy import exc, orm
        from sqlalchemy.ext.declarative import declarative_base

        @model
        class Item(declarative_base()):
            __tablename__ = "items"
            id = sa.Column(sa.Integer, primary_key=True)
            name = sa.Column(sa.String(10))

        engine = sa.create_engine("sqlite://")
        Item.metadata.create_all(engine)
        session = orm.sessionmaker(engine)()
        session.add(Item(name=u"x"))
        session.commit()
        yield "model", [session.query(Item).first()]
        yield "unsaved model", [Item(name=u"y")]
        yield "row", [session.query(Item.id, Item.name).first()]
        yield "result row", [session.execute(sa.select([Item.id, Item.name])).first()]
        yield "NoSuchTableError", exc.NoSuchTableError("x")

    @library("Django")
    def django():
        from django.http import QueryDict
        from django.conf import settings
        from django.utils.datastructures import MultiValueDict
        from django.utils.safestring import mark_safe
        from django.utils.timezone import utc

        settings.configure()
        yield "SafeText", mark_safe(u"<b>")
        yield "MultiValueDict", MultiValueDict({"a": ["1"]})
        yield "QueryDict", QueryDict("a=1&a=2")
        yield "datetime in UTC", dt.datetime(2020, 7, 1, tzinfo=utc)

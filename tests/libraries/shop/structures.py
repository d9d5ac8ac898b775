"""Containers, ids, numbers and other small values of widely used libraries."""

from catalog import Session, library, model


@library("multidict")
def multidict():
    import multidict

    pairs = [("a", "1"), ("a", "2"), ("b", "x")]
    for cls in (multidict.MultiDict, multidict.CIMultiDict):
        yield cls.__name__, cls(pairs)
    yield "MultiDictProxy as a copy", multidict.MultiDictProxy(multidict.MultiDict(pairs)).copy()
    yield "istr", multidict.istr("Content-Type")
    yield "keys of CIMultiDict", list(multidict.CIMultiDict({multidict.istr("A"): "1"}))


@library("frozenlist")
def frozenlist():
    from frozenlist import FrozenList

    yield "as a list", list(FrozenList([1, 2]))


@library("yarl")
def yarl():
    from yarl import URL

    yield "URL", URL("https://jo:x@example.com:8080/a%20b?q=1&q=2#f")
    yield "URL, relative", URL("/a")
    yield "URLs", [URL("https://example.com"), URL()]


@library("aiohttp")
def aiohttp():
    import aiohttp
    from aiohttp.helpers import BasicAuth

    yield "BasicAuth", BasicAuth("jo", "x")
    yield "ClientTimeout", aiohttp.ClientTimeout(total=5)
    yield "FormData", [aiohttp.FormData({"a": "1"})]
    yield "ClientPayloadError", aiohttp.ClientPayloadError("no")
    yield "ServerDisconnectedError", aiohttp.ServerDisconnectedError("gone")
    yield "InvalidURL", aiohttp.InvalidURL("x")
    yield "HttpVersion", aiohttp.HttpVersion11
    yield "WSMsgType", aiohttp.WSMsgType.TEXT


@library("httpx")
def httpx():
    import httpx

    yield "URL", httpx.URL("https://example.com/a?q=1")
    yield "Headers", httpx.Headers({"Accept": "text/html", "Authorization": "Bearer x"})
    yield "QueryParams", httpx.QueryParams("a=1&a=2")
    yield "Timeout", httpx.Timeout(5)
    yield "Limits", httpx.Limits(max_connections=5)
    yield "Response", [httpx.Response(200, json={"a": 1})]
    yield "Request", [httpx.Request("GET", "https://example.com", headers={"a": "b"})]
    yield "Response with its request", [httpx.Response(404, text="no", request=httpx.Request("GET", "https://a"))]
    yield "ConnectTimeout", [httpx.ConnectTimeout("slow")]
    yield "InvalidURL", [httpx.InvalidURL("no")]
    yield "BasicAuth", [httpx.BasicAuth("jo", "x")]
    yield "codes", httpx.codes.NOT_FOUND


@library("tornado")
def tornado():
    from tornado import httputil, web
    from tornado.util import ObjectDict
    from tornado.httpclient import HTTPClientError, HTTPRequest

    yield "ObjectDict", ObjectDict(a=1, b=[ObjectDict(c=2)])
    yield "HTTPHeaders", httputil.HTTPHeaders({"Content-Type": "text/html"})
    yield "HTTPFile", httputil.HTTPFile(filename="a.txt", body=b"x", content_type="text/plain")
    yield "ResponseStartLine", httputil.parse_response_start_line("HTTP/1.1 200 OK")
    yield "HTTPError", [web.HTTPError(404, "no %s", "page")]
    yield "HTTPClientError", [HTTPClientError(599, "Timeout")]
    yield "HTTPRequest", [HTTPRequest("https://a", "POST", body="x")]


@library("starlette")
def starlette():
    from starlette import datastructures as ds
    from starlette.authentication import AuthCredentials, SimpleUser, UnauthenticatedUser
    from starlette.exceptions import HTTPException

    yield "URL", ds.URL("https://example.com/a")
    yield "Headers", ds.Headers({"a": "1"})
    yield "MutableHeaders", ds.MutableHeaders({"a": "1"})
    yield "QueryParams", ds.QueryParams("a=1&a=2")
    yield "FormData", ds.FormData([("a", "1")])
    yield "MultiDict", ds.MultiDict([("a", "1"), ("a", "2")])
    yield "Secret", [ds.Secret("x")]
    yield "CommaSeparatedStrings", ds.CommaSeparatedStrings("a, b")
    yield "Address", ds.Address("10.0.0.1", 80)
    yield "HTTPException", [HTTPException(404, "no", {"a": "b"})]
    yield "SimpleUser", [SimpleUser("jo"), UnauthenticatedUser(), AuthCredentials(["authenticated"])]


@library("fastapi")
def fastapi():
    from fastapi import HTTPException
    from fastapi.security import HTTPAuthorizationCredentials, HTTPBasicCredentials, SecurityScopes

    yield "HTTPException", [HTTPException(422, {"a": "no"})]
    yield "HTTPBasicCredentials", HTTPBasicCredentials(username="jo", password="x")
    yield "HTTPAuthorizationCredentials", HTTPAuthorizationCredentials(scheme="Bearer", credentials="x")
    yield "SecurityScopes", [SecurityScopes(["a"])]


@library("bottle")
def bottle():
    import bottle

    yield "MultiDict", [bottle.MultiDict([("a", "1"), ("a", "2")])]
    yield "FormsDict", [bottle.FormsDict([("a", "1")])]
    yield "HeaderDict", [bottle.HeaderDict({"A": "1"})]
    yield "ConfigDict", [bottle.ConfigDict()]


@library("WebOb")
def webob():
    from webob import byterange, etag
    from webob.datetime_utils import UTC
    from webob.multidict import MultiDict, NestedMultiDict, NoVars

    yield "MultiDict", MultiDict([("a", "1"), ("a", "2")])
    yield "NestedMultiDict", [NestedMultiDict(MultiDict(a="1"), MultiDict(b="2"))]
    yield "NoVars", [NoVars("none")]
    yield "UTC", __import__("datetime").datetime(2020, 7, 1, tzinfo=UTC)
    yield "Range", [byterange.Range(0, 500)]
    yield "ETagMatcher", [etag.ETagMatcher(["a"])]


@library("urllib3")
def urllib3():
    import urllib3
    from urllib3._collections import HTTPHeaderDict
    from urllib3.util import Retry, Timeout, parse_url

    yield "Url", parse_url("https://jo@example.com:80/a?b#c")
    yield "HTTPHeaderDict", [HTTPHeaderDict({"A": "1"})]
    yield "Retry", [Retry(3, backoff_factor=0.5, status_forcelist=[500, 502])]
    yield "Timeout", [Timeout(connect=2, read=7)]
    yield "MaxRetryError", [urllib3.exceptions.MaxRetryError(None, "/a", ValueError("x"))]
    yield "LocationParseError", urllib3.exceptions.LocationParseError("x")


@library("ruamel.yaml")
def ruamel():
    pass

    from ruamel.yaml import YAML

    text = "# shop\nname: shop  # ours\nlist: [1, 2]\nmap: {a: 1}\ntext: |\n  line\nat: 2020-07-01T12:00:00Z\nn: 0x1F\nf: 1.50\nq: 'x'\n"
    data = YAML().load(text)
    yield "CommentedMap", [data]
    yield "CommentedSeq", [data["list"]]
    yield "LiteralScalarString", data["text"]
    yield "TimeStamp", [data["at"]]
    yield "HexInt", data["n"]
    yield "ScalarFloat", data["f"]
    yield "SingleQuotedScalarString", YAML(typ="rt").load("'x'")
    yield "plain", YAML(typ="safe").load(text)


@library("PyYAML")
def pyyaml():
    import yaml

    try:
        yaml.safe_load("a: [")
    except yaml.YAMLError as caught:
        yield "ParserError", [type(caught)(caught.context, None, caught.problem, None)]
    yield "loaded", yaml.safe_load("a: 2020-07-01\nb: !!binary YWJj\nc: !!set {x, y}\n")
    yield "ScalarNode", [yaml.compose("a: 1").value[0][0].value]


@library("tomlkit")
def tomlkit():
    import tomlkit

    doc = tomlkit.parse('a = 1 # one\nb = "x"\n[c]\nd = [1, 2]\ne = 2020-07-01T12:00:00Z\n')
    yield "TOMLDocument", [doc]
    yield "Integer", doc["a"]
    yield "String", doc["b"]
    yield "Table", [doc["c"]]
    yield "Array", [doc["c"]["d"]]
    yield "DateTime", [doc["c"]["e"]]
    yield "unwrapped", doc.unwrap()


@library("python-ulid")
def ulid():
    from ulid import ULID

    yield "ULID", ULID.from_str("01ARZ3NDEKTSV4RRFFQ69G5FAV")
    yield "ULIDs", {"a": ULID.from_int(5), "b": [ULID.from_int(6)]}


@library("shortuuid")
def shortuuid():
    from uuid import UUID

    from shortuuid import ShortUUID, encode

    yield "id", encode(UUID(int=5))
    yield "ShortUUID", [ShortUUID("abcdef")]


@library("hashids")
def hashids():
    from hashids import Hashids

    yield "id", Hashids(salt="s").encode(1, 2)


@library("nanoid")
def nanoid():
    from nanoid import non_secure_generate

    yield "id", non_secure_generate("ab", 10)


@library("python-box")
def box():
    import box

    yield "Box", box.Box({"a": {"b": 1}, "c": [{"d": 2}]})
    yield "Box, with options", box.Box({"a": 1}, default_box=True, box_dots=True)
    yield "BoxList", box.BoxList([{"a": 1}, 2])
    for name in ("DDBox", "ConfigBox", "SBox"):
        if hasattr(box, name):
            yield name, getattr(box, name)({"a": "1"})
    yield "BoxKeyError", box.BoxKeyError("no")
    yield "frozen Box", [box.Box({"a": 1}, frozen_box=True)]


@library("dotmap")
def dotmap():
    from dotmap import DotMap

    yield "DotMap", DotMap({"a": {"b": 1}, "c": [{"d": 2}]})
    yield "DotMap, empty", DotMap()


@library("munch")
def munch():
    from munch import DefaultMunch, Munch, munchify

    yield "Munch", Munch(a=1, b=Munch(c=2))
    yield "DefaultMunch", DefaultMunch(None, {"a": 1})
    yield "munchify", munchify({"a": [{"b": 1}]})


@library("addict")
def addict():
    from addict import Dict

    yield "Dict", Dict({"a": {"b": 1}, "c": [{"d": 2}]})


@library("frozendict")
def frozendict():
    from frozendict import frozendict

    yield "frozendict", frozendict(a=1, b=(1, 2))
    yield "frozendict, nested", frozendict({"a": frozendict(b=1), 2: None})
    yield "frozendict as a key", {frozendict(a=1): "x"}


@library("immutables")
def immutables():
    from immutables import Map

    yield "Map", Map(a=1, b=[2])
    yield "Map, nested", Map({"a": Map({1: 2})})


@library("sortedcontainers")
def sortedcontainers():
    from sortedcontainers import SortedDict, SortedKeyList, SortedList, SortedSet

    yield "SortedList", SortedList([3, 1, 2])
    yield "SortedDict", SortedDict(b=1, a=2)
    yield "SortedSet", SortedSet([3, 1])
    yield "SortedKeyList", SortedKeyList(["bb", "a"], key=len)


@library("bidict")
def bidict():
    from bidict import OrderedBidict, bidict, frozenbidict, ValueDuplicationError

    yield "bidict", bidict(a=1, b=2)
    yield "frozenbidict", frozenbidict(a=1)
    yield "OrderedBidict", OrderedBidict([("b", 1), ("a", 2)])
    yield "ValueDuplicationError", ValueDuplicationError(5)


@library("pyrsistent")
def pyrsistent():
    from pyrsistent import PClass, PRecord, field, m, pbag, pdeque, plist, pset, pvector, v

    yield "pmap", m(a=1, b=v(1, 2))
    yield "pvector", pvector([1, "x", None])
    yield "pset", pset([1, 2])
    yield "pbag", pbag([1, 1, 2])
    yield "pdeque", pdeque([1, 2], maxlen=5)
    yield "plist", plist([1, 2])

    @model
    class Point(PRecord):
        x = field(type=int)
        y = field(type=int)

    @model
    class Line(PClass):
        a = field()
        b = field()

    yield "PRecord", Point(x=1, y=2)
    yield "PClass", Line(a=Point(x=1, y=2), b=None)


@library("networkx")
def networkx():
    import networkx as nx

    graph = nx.Graph([(1, 2), (2, 3)], name="g")
    graph.add_node("x", color="red")
    yield "Graph", [graph]
    directed = nx.DiGraph()
    directed.add_edge("a", "b", weight=0.5)
    yield "DiGraph", [directed]
    yield "MultiDiGraph", [nx.MultiDiGraph([(1, 2), (1, 2)])]
    yield "MultiGraph", [nx.MultiGraph([(1, 2)])]
    yield "NetworkXNoPath", nx.NetworkXNoPath("no")
    yield "adjacency", nx.to_dict_of_lists(graph)


@library("jsonschema")
def jsonschema():
    import jsonschema

    try:
        jsonschema.validate({"a": "x"}, {"properties": {"a": {"type": "integer"}}})
    except jsonschema.ValidationError as caught:
        yield "ValidationError", [jsonschema.ValidationError(caught.message, path=list(caught.path), validator=caught.validator)]
    yield "SchemaError", [jsonschema.SchemaError("no")]


@library("beautifulsoup4")
def bs4():
    import bs4

    soup = bs4.BeautifulSoup("<p class='a b'>Hi <b>Jo</b><!-- c --></p>", "html.parser")
    yield "BeautifulSoup", [soup]
    yield "Tag", [soup.b]
    yield "NavigableString", [bs4.NavigableString("x")]
    yield "Comment", [bs4.Comment("c")]
    yield "ResultSet", [list(map(str, soup.find_all("b")))]


@library("feedparser")
def feedparser():
    import feedparser

    feed = feedparser.parse("<rss version='2.0'><channel><title>T</title><item><title>a</title><link>https://a</link><pubDate>Wed, 01 Jul 2020 12:00:00 GMT</pubDate></item></channel></rss>")
    yield "entry", [feed.entries[0]]
    yield "feed", [feed.feed]
    yield "result", [feed]


@library("cachetools")
def cachetools():
    import cachetools
    from cachetools.keys import hashkey

    cache = cachetools.LRUCache(5)
    cache.update(a=1, b=2)
    yield "LRUCache", cache
    lfu = cachetools.LFUCache(5)
    lfu["a"] = 1
    yield "LFUCache", lfu
    yield "FIFOCache", cachetools.FIFOCache(5)
    yield "Cache", cachetools.Cache(5)
    ttl = cachetools.TTLCache(5, ttl=600, timer=int)
    ttl["a"] = 1
    yield "TTLCache", [ttl]
    yield "hashkey", hashkey(1, a=2)


@library("boltons")
def boltons():
    import datetime

    from boltons import dictutils, setutils, timeutils, urlutils

    yield "OrderedMultiDict", [dictutils.OMD([("a", 1), ("a", 2)])]
    yield "FrozenDict", dictutils.FrozenDict({"a": 1})
    yield "IndexedSet", [setutils.IndexedSet([3, 1])]
    yield "URL", [urlutils.URL("https://example.com/a?b=1")]
    yield "UTC", datetime.datetime(2020, 7, 1, tzinfo=timeutils.UTC)


@library("toolz")
def toolz():
    import toolz

    yield "groupby", toolz.groupby(len, ["a", "bb", "c"])
    yield "valmap", toolz.valmap(str, {"a": 1})


@library("furl")
def furl():
    from furl import furl

    yield "furl", furl("https://jo@example.com:8080/a/b?q=1#f")
    yield "Query", [furl("/?a=1&a=2").query]


@library("hyperlink")
def hyperlink():
    from hyperlink import URL, parse

    yield "URL", URL.from_text("https://example.com/a?b=1")
    yield "DecodedURL", parse("https://example.com/a%20b")
    yield "URLParseError", __import__("hyperlink").URLParseError("no")


@library("netaddr")
def netaddr():
    from netaddr import EUI, IPAddress, IPNetwork, IPRange, IPSet, AddrFormatError, mac_unix

    yield "IPAddress", IPAddress("10.0.0.1")
    yield "IPv6", IPAddress("2001:db8::1")
    yield "IPNetwork", IPNetwork("10.0.0.0/8")
    yield "IPRange", IPRange("10.0.0.1", "10.0.0.5")
    yield "IPSet", IPSet(["10.0.0.0/24"])
    yield "EUI", EUI("00-1B-77-49-54-FD")
    yield "EUI with a dialect", EUI("00-1B-77-49-54-FD", dialect=mac_unix)
    yield "AddrFormatError", AddrFormatError("no")


@library("semver")
def semver():
    from semver import Version

    yield "Version", Version.parse("1.2.3-rc.1+b5")


@library("packaging")
def packaging():
    from packaging.markers import Marker
    from packaging.requirements import Requirement
    from packaging.specifiers import SpecifierSet
    from packaging.tags import Tag
    from packaging.version import InvalidVersion, Version

    yield "Version", Version("1.2.3rc1.post2+local")
    yield "SpecifierSet", SpecifierSet(">=1.0,<2")
    yield "Requirement", [Requirement("Flask[async]>=2; python_version>'3.8'")]
    yield "Marker", [Marker("python_version > '3.8'")]
    yield "Tag", Tag("py3", "none", "any")
    yield "InvalidVersion", InvalidVersion("no")


@library("Pint")
def pint():
    import pint

    units = pint.get_application_registry()
    yield "Quantity", [units.Quantity(5, "kilometer")]
    yield "Unit", [units.Unit("second")]
    yield "DimensionalityError", [pint.DimensionalityError("meter", "second")]
    yield "UndefinedUnitError", [pint.UndefinedUnitError("x")]
    yield "UnitsContainer", [pint.util.UnitsContainer(meter=1)]


@library("uncertainties")
def uncertainties():
    from uncertainties import ufloat

    yield "ufloat", [ufloat(1.5, 0.1)]
    yield "ufloat with a tag", [ufloat(1, 0.1, "t")]


@library("mpmath")
def mpmath():
    import mpmath

    yield "mpf", mpmath.mpf("1.5")
    yield "mpc", mpmath.mpc(1, 2)
    yield "matrix", [mpmath.matrix([[1, 2], [3, 4]])]
    yield "inf", mpmath.inf


@library("bitarray")
def bitarray():
    from bitarray import bitarray, frozenbitarray

    yield "bitarray", bitarray("01101")
    yield "frozenbitarray", frozenbitarray("1")


@library("intervaltree")
def intervaltree():
    from intervaltree import Interval, IntervalTree

    yield "IntervalTree", IntervalTree([Interval(1, 5, "a"), Interval(3, 7)])
    yield "Interval", Interval(1, 2, {"x": 1})


@library("portion")
def portion():
    import portion as P

    yield "Interval", [P.closed(1, 2) | P.open(3, P.inf)]
    yield "IntervalDict", [P.IntervalDict([(P.closed(0, 2), "x")])]
    yield "inf", [P.inf, -P.inf, P.CLOSED]


@library("ordered-set")
def ordered_set():
    from ordered_set import OrderedSet

    yield "OrderedSet", OrderedSet([3, 1, 2])
    yield "OrderedSet, empty", OrderedSet()


@library("wrapt")
def wrapt():
    import wrapt

    yield "wrapped values", [str(wrapt.ObjectProxy("x"))]


@library("simplejson")
def simplejson():
    import simplejson

    yield "JSONDecodeError", simplejson.JSONDecodeError("no", "x", 0)
    yield "loaded", simplejson.loads('{"a": 1.5, "b": [null]}', use_decimal=True)
    yield "RawJSON", [simplejson.RawJSON("[1]")]


@library("aenum")
def aenum():
    import aenum

    @model
    class Shade(aenum.Enum):
        RED = 1
        BLUE = "b"

    @model
    class Access(aenum.Flag):
        R = 1
        W = 2
        X = 4

    yield "Enum", Shade.RED
    yield "Flag", [Access.R, Access.W]
    yield "Flag, combined", Access.R | Access.X
    yield "NamedConstant", [Shade.BLUE]

    @model
    class Book(aenum.NamedTuple):
        title = 0
        author = 1

    yield "NamedTuple", Book("a", "b")


@library("phonenumbers")
def phonenumbers():
    import phonenumbers

    yield "PhoneNumber", phonenumbers.parse("+41446681800")
    yield "PhoneNumber with an extension", phonenumbers.parse("+1 650-253-0000 ext. 5", None, keep_raw_input=True)
    yield "FrozenPhoneNumber", phonenumbers.FrozenPhoneNumber(phonenumbers.parse("+41446681800"))
    yield "NumberParseException", phonenumbers.NumberParseException(1, "no")


@library("pycountry")
def pycountry():
    import pycountry

    yield "Country", dict(pycountry.countries.get(alpha_2="DE"))
    yield "Subdivision", dict(pycountry.subdivisions.get(code="DE-BE"))


@library("py-moneyed")
def moneyed():
    from decimal import Decimal

    from moneyed import EUR, Money
    from moneyed.classes import CurrencyDoesNotExist

    yield "Money", Money(Decimal("5.50"), "EUR")
    yield "Currency", EUR
    yield "cart", [{"sku": "a", "price": Money(1, "USD")}, {"sku": "b", "price": Money("2.5", EUR)}]
    yield "CurrencyDoesNotExist", CurrencyDoesNotExist("XXX")


@library("geopy")
def geopy():
    from geopy import Location, Point
    from geopy.distance import distance, great_circle
    from geopy.exc import GeocoderTimedOut

    yield "Point", Point(41.5, -81.0, 0)
    yield "Location", Location("Berlin", (52.5, 13.4), {"place_id": 5})
    yield "distance", [great_circle(kilometers=5)]
    yield "geodesic", [distance(5)]
    yield "GeocoderTimedOut", GeocoderTimedOut("slow")


@library("shapely")
def shapely():
    import shapely
    from shapely.geometry import LineString, MultiPoint, Point, Polygon, box

    yield "Point", Point(1, 2)
    yield "Polygon", Polygon([(0, 0), (1, 0), (1, 1)])
    yield "LineString", LineString([(0, 0), (1, 1, 5)][:1] + [(1, 1)])
    yield "MultiPoint", MultiPoint([(0, 0), (1, 1)])
    yield "box", [box(0, 0, 1, 1)]
    yield "ShapelyError", shapely.errors.ShapelyError("no")


@library("geojson")
def geojson():
    import geojson

    yield "Point", geojson.Point((1.5, 2.5))
    yield "Feature", geojson.Feature(geometry=geojson.Point((1, 2)), properties={"a": 1}, id=5)
    yield "FeatureCollection", geojson.FeatureCollection([geojson.Feature()])
    yield "loaded", geojson.loads('{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}')


@library("omegaconf")
def omegaconf():
    from omegaconf import OmegaConf
    from omegaconf.errors import ConfigKeyError

    yield "DictConfig", [OmegaConf.create({"a": 1, "b": [1, 2]})]
    yield "ListConfig", [OmegaConf.create([1, "x"])]
    yield "ConfigKeyError", ConfigKeyError("no")


@library("prettytable")
def prettytable():
    from prettytable import PrettyTable

    table = PrettyTable(["a", "b"])
    table.add_row([1, "x"])
    yield "rows", table.rows


@library("ua-parser")
def ua_parser():
    from ua_parser import parse

    text = "Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0"
    yield "Result", parse(text)
    yield "UserAgent", [parse(text).user_agent, parse(text).os]


@library("user-agents")
def user_agents():
    from user_agents import parse

    agent = parse("Mozilla/5.0 (iPhone; CPU iPhone OS 5_1 like Mac OS X) AppleWebKit/534.46 (KHTML, like Gecko) Version/5.1 Mobile/9B179 Safari/7534.48.3")
    yield "UserAgent", [agent]
    yield "browser and device", [agent.browser, agent.device]


@library("sqlparse")
def sqlparse():
    import sqlparse

    yield "Statement", [str(sqlparse.parse("select 1")[0])]
    yield "SQLParseError", sqlparse.exceptions.SQLParseError("no")
    yield "token type", sqlparse.tokens.Keyword


@library("structlog")
def structlog():
    import structlog

    yield "BoundLogger context", structlog.get_context(structlog.get_logger().bind(user=5))
    yield "DropEvent", structlog.DropEvent()
    yield "PrintLogger", [structlog.PrintLogger()]


@library("email-validator")
def email_validator():
    from email_validator import EmailSyntaxError, validate_email

    yield "ValidatedEmail", [validate_email("jo@example.com", check_deliverability=False)]
    yield "EmailSyntaxError", EmailSyntaxError("no @")


@library("PyJWT")
def pyjwt():
    import jwt

    yield "ExpiredSignatureError", jwt.ExpiredSignatureError("Signature has expired")
    yield "InvalidAudienceError", jwt.InvalidAudienceError("no")
    yield "MissingRequiredClaimError", jwt.MissingRequiredClaimError("exp")
    yield "claims", jwt.decode("eyJhbGciOiJub25lIn0.eyJzdWIiOiI1In0.", options={"verify_signature": False})
    yield "InvalidTokenError", jwt.InvalidTokenError("no")


@library("tweepy")
def tweepy():
    import tweepy

    yield "OAuth1UserHandler", [tweepy.OAuth1UserHandler("key", "secret", "token", "token_secret", callback="oob")]
    yield "OAuth2BearerHandler", [tweepy.OAuth2BearerHandler("x")]
    yield "TweepyException", tweepy.TweepyException("no")


@library("msal")
def msal():
    import msal

    cache = msal.SerializableTokenCache()
    yield "serialized cache", cache.serialize()
    yield "flow", Session(_permanent=True, flow={"state": "s", "redirect_uri": "https://a", "scope": ["User.Read"], "auth_uri": "https://b", "code_verifier": "v", "nonce": "n", "claims_challenge": None}, token_cache='{"AccessToken": {}}', user={"oid": "5", "preferred_username": "jo@example.com"})
    yield "Prompt", msal.Prompt.LOGIN


@library("ldap3")
def ldap3():
    from ldap3.core.exceptions import LDAPBindError, LDAPInvalidCredentialsResult
    from ldap3.utils.ciDict import CaseInsensitiveDict

    yield "CaseInsensitiveDict", [CaseInsensitiveDict({"cn": ["Jo"]})]
    yield "LDAPBindError", LDAPBindError("no")
    yield "LDAPInvalidCredentialsResult", [LDAPInvalidCredentialsResult(result=49, description="no", dn="cn=jo")]


@library("redis")
def redis():
    import redis

    yield "ConnectionError", redis.ConnectionError("refused")
    yield "ResponseError", redis.ResponseError("WRONGTYPE")
    if hasattr(redis, "backoff"):
        yield "ExponentialBackoff", [redis.backoff.ExponentialBackoff(1, 2)]


@library("celery")
def celery():
    import celery
    from celery import signature
    from celery.exceptions import Ignore, MaxRetriesExceededError, Retry, SoftTimeLimitExceeded
    from celery.schedules import crontab

    yield "signature as a dict", dict(signature("shop.tasks.add", args=(1, 2), app=celery.Celery("shop", set_as_current=False)))
    yield "crontab", [crontab(hour=3, minute="*/5")]
    yield "Retry", [Retry("later", when=5)]
    yield "Ignore", Ignore("no")
    yield "SoftTimeLimitExceeded", SoftTimeLimitExceeded("slow")
    yield "MaxRetriesExceededError", [MaxRetriesExceededError("no")]


@library("kombu")
def kombu():
    import kombu

    yield "Exchange", [kombu.Exchange("shop", type="topic")]
    yield "Queue", [kombu.Queue("shop", kombu.Exchange("shop"), routing_key="a")]


@library("elasticsearch")
def elasticsearch():
    from elastic_transport import ApiResponseMeta, HttpHeaders, NodeConfig, ObjectApiResponse

    meta = ApiResponseMeta(404, "1.1", HttpHeaders({"a": "b"}), 0.5, NodeConfig("http", "localhost", 9200))
    yield "ApiResponseMeta", [meta]
    yield "ObjectApiResponse", [ObjectApiResponse({"hits": []}, meta)]
    yield "HttpHeaders", HttpHeaders({"A": "1"})


@library("slack_sdk")
def slack_sdk():
    from slack_sdk.errors import SlackClientError
    from slack_sdk.models.blocks import PlainTextObject, SectionBlock
    from slack_sdk.oauth.installation_store import Bot

    yield "Bot", [Bot(team_id="T1", bot_token="xoxb", bot_id="B1", bot_user_id="U1", installed_at=1767225600.0)]
    yield "SectionBlock", [SectionBlock(text=PlainTextObject(text="hi"))]
    yield "SlackClientError", SlackClientError("no")


@library("twilio")
def twilio():
    from twilio.base.exceptions import TwilioRestException
    from twilio.twiml.voice_response import VoiceResponse

    yield "TwilioRestException", [TwilioRestException(404, "/a", "no", code=20404)]
    yield "TwiML", [VoiceResponse()]


@library("Cerberus")
def cerberus():
    from cerberus import SchemaError, Validator

    validator = Validator({"a": {"type": "integer"}})
    validator.validate({"a": "x"})
    yield "errors", validator.errors
    yield "document", validator.document
    yield "SchemaError", SchemaError({"a": "no"})


@library("voluptuous")
def voluptuous():
    import voluptuous

    yield "Invalid", [voluptuous.Invalid("no", ["a", 1])]
    yield "MultipleInvalid", [voluptuous.MultipleInvalid([voluptuous.Invalid("no")])]
    yield "Required", [voluptuous.Required("a").schema]
    yield "TypeInvalid", voluptuous.TypeInvalid("no")


@library("colander")
def colander():
    import datetime

    import colander

    yield "null", colander.null
    yield "date", datetime.datetime(2020, 7, 1, tzinfo=colander.iso8601.UTC)
    yield "Range", [colander.Range(1, 5)]


@library("protobuf")
def protobuf():
    from google.protobuf import duration_pb2, field_mask_pb2, struct_pb2, timestamp_pb2, wrappers_pb2
    from google.protobuf.message import DecodeError

    yield "Timestamp", [timestamp_pb2.Timestamp(seconds=5, nanos=1)]
    yield "Duration", [duration_pb2.Duration(seconds=5)]
    value = struct_pb2.Struct()
    value.update({"a": 1, "b": [True, None]})
    yield "Struct", [value]
    yield "wrappers", [wrappers_pb2.StringValue(value="x"), wrappers_pb2.BytesValue(value=b"\xff"), field_mask_pb2.FieldMask(paths=["a"])]
    yield "DecodeError", DecodeError("no")


@library("iso4217parse")
def iso4217parse():
    import iso4217parse

    yield "Currency", [iso4217parse.parse("EUR")]


@library("mysql-connector-python", "mysql.connector")
def mysql():
    from mysql.connector import errors

    yield "IntegrityError", [errors.IntegrityError(errno=1062, msg="Duplicate entry", sqlstate="23000")]
    yield "ProgrammingError", [errors.ProgrammingError("no")]
    yield "InterfaceError", [errors.InterfaceError(errno=2003)]
    yield "OperationalError", errors.OperationalError("gone", 2006)


@library("PyMySQL")
def pymysql():
    import pymysql

    yield "OperationalError", pymysql.OperationalError(2003, "Can't connect")
    yield "IntegrityError", pymysql.IntegrityError(1062, "Duplicate")


@library("numpy")
def numpy():
    import numpy as np

    for name in ("bool_", "int8", "int64", "uint16", "float32", "float64", "complex128"):
        yield name, getattr(np, name)(1)
    yield "str_ and bytes_", [np.str_("x"), np.bytes_(b"x")]
    yield "datetime64", [np.datetime64("2020-07-01"), np.timedelta64(5, "m")]
    yield "nan", np.float64("nan")
    yield "array", np.array([1.5, 2.5])
    yield "array of 2 dimensions", np.arange(6).reshape(2, 3)
    yield "array, Fortran order", np.asfortranarray(np.arange(6).reshape(2, 3))
    yield "array of text", np.array(["a", "bc"])
    yield "array of objects", [np.array([{"a": 1}, None], dtype=object)]
    yield "array of times", np.array(["2020-07-01"], dtype="datetime64[D]")
    yield "structured array", np.array([(1, "x")], dtype=[("n", "i4"), ("s", "U2")])
    yield "empty array", np.array([])
    yield "matrix", np.matrix([[1, 2]])
    yield "masked array", [np.ma.array([1, 2], mask=[0, 1])]
    yield "recarray", [np.rec.array([(1, 2.0)], dtype=[("a", int), ("b", float)])]
    yield "dtype", [np.dtype("float32"), np.dtype("M8[ns]"), np.dtype([("a", "i4")])]
    yield "types", [np.int64, np.float32]
    yield "Generator", [np.random.default_rng(5)]
    yield "RandomState", [np.random.RandomState(5)]
    yield "RandomState of a small generator", [np.random.RandomState(np.random.SFC64(5))]
    yield "bit generators", [np.random.Philox(5), np.random.SFC64(5)]
    yield "SeedSequence", [np.random.SeedSequence(5)]
    yield "ufunc", [np.add]
    yield "polynomial", [np.polynomial.Polynomial([1, 2]), np.poly1d([1, 2])]
    yield "LinAlgError", np.linalg.LinAlgError("Singular matrix")
    yield "session", Session(_permanent=True, total=np.int64(5), scores=[np.float64(1.5)], mean=np.float32(0.5))


@library("pandas")
def pandas():
    import pandas as pd

    yield "Timestamp", pd.Timestamp("2020-07-01 12:00")
    yield "Timestamp in UTC", pd.Timestamp("2020-07-01 12:00", tz="UTC")
    yield "Timestamp in a zone", pd.Timestamp("2020-07-01 12:00", tz="Europe/Berlin")
    yield "Timedelta", pd.Timedelta(days=1)
    yield "Period", pd.Period("2020-07")
    yield "Interval", pd.Interval(1, 2)
    yield "NaT and NA", [pd.NaT, pd.NA]
    yield "Series", pd.Series([1, 2], name="n")
    yield "Series of text", pd.Series(["a", None])
    yield "DataFrame", pd.DataFrame({"a": [1, 2], "b": [0.5, None]})
    yield "DataFrame with text", pd.DataFrame({"name": ["Jo", "Al"], "at": pd.to_datetime(["2020-07-01", "2020-07-02"])})
    yield "DataFrame, empty", pd.DataFrame()
    yield "Index", pd.Index(["a", "b"])
    yield "RangeIndex", pd.RangeIndex(5)
    yield "DatetimeIndex", pd.date_range("2020-07-01", periods=2)
    yield "MultiIndex", pd.MultiIndex.from_tuples([("a", 1), ("b", 2)])
    yield "Categorical", pd.Categorical(["a", "b", "a"])
    yield "nullable integers", pd.array([1, None], dtype="Int64")
    yield "booleans", pd.array([True, None], dtype="boolean")
    yield "offsets", [pd.offsets.MonthEnd(), pd.offsets.Day(3), pd.offsets.BusinessDay()]
    yield "dtypes", [pd.CategoricalDtype(["a"]), pd.Int64Dtype(), pd.DatetimeTZDtype(tz="UTC")]
    yield "sparse", [pd.arrays.SparseArray([0, 0, 1])]
    yield "IntervalIndex", [pd.interval_range(0, 2)]
    yield "records", pd.DataFrame({"a": [1, 2]}).to_dict("records")
    yield "ParserError", pd.errors.ParserError("no")


@library("pyarrow")
def pyarrow():
    import pyarrow as pa

    yield "Array", [pa.array([1, None, 3])]
    yield "text", [pa.array(["a", "b"])]
    yield "Schema", [pa.schema([("a", pa.int64()), ("b", pa.string())])]
    yield "Table", [pa.table({"a": [1, 2]})]
    yield "scalar", [pa.scalar(5), pa.scalar("x")]
    yield "types", [pa.int64(), pa.timestamp("ms", tz="UTC"), pa.list_(pa.string())]
    yield "ArrowInvalid", pa.ArrowInvalid("no")

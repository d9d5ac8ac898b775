"""Flask and what surrounds it."""

from catalog import Session, error, form, library, model, raised


@library("Werkzeug")
def werkzeug():
    from werkzeug import datastructures as ds
    from werkzeug import exceptions
    from werkzeug.http import parse_accept_header, parse_options_header

    pairs = [("q", "old"), ("tag", "a"), ("tag", "b"), ("password", "x")]
    yield "MultiDict", ds.MultiDict(pairs)
    yield "MultiDict, empty", ds.MultiDict()
    yield "MultiDict, nested", ds.MultiDict([("a", ds.MultiDict([("b", "1")])), ("a", None)])
    yield "ImmutableMultiDict", ds.ImmutableMultiDict(pairs)
    yield "ImmutableDict", ds.ImmutableDict(a=1, b=[1, 2])
    yield "ImmutableList", ds.ImmutableList([1, "x", None])
    yield "TypeConversionDict", ds.TypeConversionDict(page="3")
    yield "ImmutableTypeConversionDict", ds.ImmutableTypeConversionDict(page="3")
    yield "CombinedMultiDict", ds.CombinedMultiDict([ds.MultiDict([("a", "1")]), ds.ImmutableMultiDict([("b", "2")])])
    for name in ("OrderedMultiDict", "ImmutableOrderedMultiDict"):
        if hasattr(ds, name):
            yield name, getattr(ds, name)(pairs)
    yield "Headers", ds.Headers([("Content-Type", "text/html"), ("Authorization", "Bearer x"), ("X-A", "1")])
    yield "HeaderSet", ds.HeaderSet(["gzip", "br"])
    yield "CallbackDict", ds.CallbackDict({"a": 1, "cart": ["x"]})
    yield "ETags", ds.ETags(["a"], ["b"])
    yield "IfRange", ds.IfRange("abc")
    yield "Range", ds.Range("bytes", [(0, 500), (600, None)])
    yield "ContentRange", ds.ContentRange("bytes", 0, 500, 1000)
    yield "Accept", ds.Accept([("text/html", 1), ("*/*", 0.3)])
    yield "MIMEAccept", parse_accept_header("text/html,application/json;q=0.9", ds.MIMEAccept)
    yield "LanguageAccept", parse_accept_header("de,en;q=0.5", ds.LanguageAccept)
    yield "CharsetAccept", parse_accept_header("utf-8,*;q=0.1", ds.CharsetAccept)
    yield "RequestCacheControl", ds.RequestCacheControl([("max-age", "0"), ("no-store", None)])
    yield "ResponseCacheControl", ds.ResponseCacheControl([("max-age", "60"), ("public", None)])
    if hasattr(ds, "ContentSecurityPolicy"):
        yield "ContentSecurityPolicy", ds.ContentSecurityPolicy([("default-src", "'self'")])
    yield "options header", parse_options_header("text/html; charset=utf-8")
    yield "NotFound", exceptions.NotFound("no such page")
    yield "BadRequestKeyError", exceptions.BadRequestKeyError("email")
    yield "MethodNotAllowed", exceptions.MethodNotAllowed(["GET", "POST"])
    yield "TooManyRequests", exceptions.TooManyRequests(retry_after=30)
    yield "RequestedRangeNotSatisfiable", exceptions.RequestedRangeNotSatisfiable(5)

    @error
    class ApiError(exceptions.HTTPException):
        code = 418

    yield "subclass of HTTPException", ApiError("teapot")

    @model
    class Filters(ds.MultiDict):
        pass

    yield "subclass of MultiDict", Filters([("size", "m"), ("size", "l")])
    yield "list of forms", [ds.ImmutableMultiDict([("step", str(n))]) for n in range(3)]
    yield "session with form and headers", Session(
        _permanent=True, form=ds.ImmutableMultiDict(pairs), headers=ds.Headers({"X-Id": "1"}), user_id=5
    )


@library("Flask")
def flask():
    from datetime import datetime, timezone

    import flask
    from flask.config import Config
    from flask.sessions import SecureCookieSession
    from flask.json.tag import TaggedJSONSerializer
    from markupsafe import Markup

    yield "Config", Config("/srv/app", {"DEBUG": False, "NAME": "shop", "LIMITS": (1, 2)})
    yield "SecureCookieSession as a dict", dict(SecureCookieSession({"user": 5}))
    yield "flashes", [("message", "Hello"), ("error", Markup("<b>no</b>"))]
    yield "tagged JSON", TaggedJSONSerializer().loads('{"a": {" t": [1, 2]}, "d": {" d": "Wed, 01 Jan 2020 00:00:00 GMT"}}')
    app = flask.Flask("shop", root_path="/srv/app")

    @app.route("/<int:id>", methods=["GET", "POST"])
    def show(id):
        pass

    with app.test_request_context("/5?q=x", method="POST", data={"name": "Jo", "colors": ["r", "g"]}, headers={"Accept": "text/html", "Authorization": "Basic am86eA==", "Range": "bytes=0-5"}):
        request = flask.request
        yield "request.args", request.args
        yield "request.form", request.form
        yield "request.values", request.values
        yield "request.cookies", request.cookies
        yield "request.accept_mimetypes", request.accept_mimetypes
        yield "request.range", request.range
        yield "request.headers as Headers", __import__("werkzeug").datastructures.Headers(list(request.headers))
        yield "request.view_args", request.view_args
        yield "request.cache_control", request.cache_control
        yield "request.user_agent", request.user_agent
    yield "session of a login", Session(
        _permanent=True,
        _fresh=True,
        _user_id="5",
        _id="a" * 32,
        csrf_token="0" * 40,
        _flashes=[("message", Markup("<i>hi</i>"))],
        last_seen=datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc),
    )


@library("itsdangerous")
def itsdangerous():
    from datetime import datetime, timezone

    from itsdangerous import BadData, BadHeader, BadPayload, BadSignature, BadTimeSignature, SignatureExpired
    from itsdangerous import URLSafeTimedSerializer

    yield "BadSignature", BadSignature("no", payload=b"x")
    yield "BadTimeSignature", BadTimeSignature("no", payload=b"x", date_signed=datetime(2026, 1, 1, tzinfo=timezone.utc))
    yield "SignatureExpired", SignatureExpired("Signature age 5 > 1 seconds", payload=b"x")
    yield "BadPayload", BadPayload("no", original_error=ValueError("x"))
    yield "BadHeader", BadHeader("no", header={"alg": "none"})
    yield "BadData", BadData("no")
    yield "raised", raised(URLSafeTimedSerializer("key").loads, "ab.cd.ef")


@library("Jinja2")
def jinja2():
    import jinja2

    yield "TemplateSyntaxError", jinja2.TemplateSyntaxError("unexpected '}'", 3, "a.html", "a.html")
    yield "TemplateNotFound", jinja2.TemplateNotFound("missing.html")
    yield "TemplatesNotFound", jinja2.TemplatesNotFound(["a.html", "b.html"])
    yield "UndefinedError", jinja2.UndefinedError("'x' is undefined")
    yield "Undefined", [jinja2.Undefined(name="x")]
    yield "ChainableUndefined", [jinja2.ChainableUndefined(name="x", hint="no x")]
    yield "DebugUndefined", [jinja2.DebugUndefined(name="x")]
    yield "Undefined of an object", [jinja2.Undefined(obj={"a": 1}, name="x")]


@library("MarkupSafe")
def markupsafe():
    from markupsafe import Markup, escape

    yield "Markup", Markup("<b>hi</b>")
    yield "escape", escape("<b>")
    yield "format", Markup("<a>{}</a>").format("<")

    @model
    class Html(Markup):
        pass

    yield "subclass of Markup", Html("<p>")


@library("click")
def click():
    import click

    yield "BadParameter", click.BadParameter("not a number", param_hint="--n")
    yield "UsageError", click.UsageError("no")
    yield "ClickException", click.ClickException("no")
    yield "Abort", click.exceptions.Abort()
    yield "Choice", click.Choice(["a", "b"])
    yield "IntRange", click.IntRange(1, 5)
    yield "DateTime", click.DateTime()


@library("Flask-Login")
def flask_login():
    from flask_login import AnonymousUserMixin, UserMixin

    yield "AnonymousUserMixin", [AnonymousUserMixin()]

    @model
    class User(UserMixin):
        def __init__(self, id, name):
            self.id, self.name, self.roles = id, name, {"admin"}

    yield "user", User(5, "jo")
    yield "users", {"user": User("a", "jo"), "previous": [User("b", "al")]}


@library("Flask-Principal")
def flask_principal():
    from flask_principal import AnonymousIdentity, Identity, ItemNeed, Need, Permission, RoleNeed, TypeNeed, UserNeed

    identity = Identity(5, "form")
    identity.provides |= {RoleNeed("admin"), UserNeed(5)}
    yield "Identity", identity
    yield "AnonymousIdentity", AnonymousIdentity()
    yield "needs", [Need("role", "admin"), TypeNeed("x"), ItemNeed("update", 27, "posts")]
    yield "Permission", [Permission(RoleNeed("admin"))]


@library("WTForms")
def wtforms():
    import wtforms
    from werkzeug.datastructures import ImmutableMultiDict
    from wtforms import validators

    @form
    class Address(wtforms.Form):
        name = wtforms.StringField("Name", [validators.InputRequired(), validators.Length(max=40)])
        zip = wtforms.IntegerField("ZIP", [validators.NumberRange(1, 99999)])
        since = wtforms.DateField("Since", [validators.Optional()])
        price = wtforms.DecimalField("Price", [validators.Optional()])

    filled = Address(ImmutableMultiDict([("name", "Jo"), ("zip", "12345"), ("since", "2026-01-02"), ("price", "1.50")]))
    filled.validate()
    yield "data", filled.data
    wrong = Address(ImmutableMultiDict([("name", ""), ("zip", "x")]))
    wrong.validate()
    yield "errors", {key: [str(message) for message in messages] for key, messages in wrong.errors.items()}
    yield "ValidationError", validators.ValidationError("no")
    yield "StopValidation", validators.StopValidation("stop")
    yield "validators", [validators.Length(1, 5), validators.AnyOf(["a"]), validators.DataRequired()]
    yield "Label", wtforms.Label("name", "Name")
    yield "Flags", [wtforms.fields.Flags()]


@library("Flask-WTF")
def flask_wtf():
    from flask_wtf.csrf import CSRFError

    yield "CSRFError", CSRFError("The CSRF token is missing.")
    yield "session with a token", Session(_permanent=True, csrf_token="5f" * 20, form_step=2)


@library("Flask-Dance")
def flask_dance():
    from flask_dance.consumer.storage.session import SessionStorage
    from flask_dance.consumer.storage import MemoryStorage

    yield "tokens", Session(
        _permanent=True,
        github_oauth_state="x" * 30,
        github_oauth_token={"access_token": "gho_x", "scope": ["repo"], "token_type": "bearer"},
        google_oauth_token={"access_token": "ya29", "expires_at": 1767225600.25, "expires_in": 3599},
    )
    yield "SessionStorage", SessionStorage()
    yield "MemoryStorage", MemoryStorage({"access_token": "x"})


@library("Flask-Security-Too")
def flask_security():
    from flask_security import RoleMixin, UserMixin

    @model
    class Role(RoleMixin):
        def __init__(self, name):
            self.name, self.permissions = name, ["read", "write"]

    @model
    class Member(UserMixin):
        def __init__(self):
            self.email, self.roles, self.active, self.fs_uniquifier = "jo@example.com", [Role("admin")], True, "u" * 8

    yield "user", [Member()]
    yield "role", Role("editor")
    yield "session", Session(
        _permanent=True, fs_cc="set", fs_gexp=1767225600.5, fs_paa=1767225600.25, identity_id="u" * 8, _user_id="u" * 8, tf_state="ready"
    )


@library("Flask-Babel")
def flask_babel():
    from flask_babel import lazy_gettext

    yield "LazyString", [lazy_gettext("Hello")]
    yield "LazyString with values", [lazy_gettext("Hello %(name)s", name="Jo")]
    yield "session", Session(_permanent=True, _flashes=[("message", lazy_gettext("Saved"))], locale="de")
    yield "speaklater", [__import__("flask_babel.speaklater").speaklater.LazyString(str, "x")]


@library("Flask-SQLAlchemy")
def flask_sqlalchemy():
    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy

    app = Flask("shop", root_path="/srv/app")
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    db = SQLAlchemy(app)

    @model
    class Article(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        title = db.Column(db.String(40))
        price = db.Column(db.Numeric(10, 2))

    with app.app_context():
        db.create_all()
        from decimal import Decimal

        db.session.add_all([Article(title="a", price=Decimal("1.50")), Article(title="b", price=None)])
        db.session.commit()
        yield "new model", [Article(title="unsaved")]
        yield "loaded models", db.session.query(Article).order_by(Article.id).all()
        yield "row", [db.session.execute(db.select(Article.id, Article.title)).first()]
        article = db.session.get(Article, 1)
        db.session.expire(article)
        yield "expired model", [article]


@library("cachelib")
def cachelib():
    from cachelib import NullCache
    from cachelib.serializers import SimpleSerializer

    yield "NullCache", [NullCache(300)]
    yield "SimpleSerializer", [SimpleSerializer()]


@library("requests")
def requests():
    import requests
    from requests.auth import HTTPBasicAuth, HTTPDigestAuth
    from requests.cookies import RequestsCookieJar, create_cookie
    from requests.structures import CaseInsensitiveDict, LookupDict

    jar = RequestsCookieJar()
    jar.set_cookie(create_cookie("sid", "1", domain="example.com", path="/"))
    jar.set_cookie(create_cookie("lang", "de", domain="example.com", expires=1900000000, rest={"HttpOnly": None}))
    yield "RequestsCookieJar", [jar]
    yield "RequestsCookieJar, empty", [RequestsCookieJar()]
    yield "cookie", [create_cookie("a", "b")]
    yield "CaseInsensitiveDict", CaseInsensitiveDict({"Content-Type": "text/html", "ETag": '"x"'})
    yield "LookupDict", [LookupDict("codes")]
    yield "HTTPBasicAuth", HTTPBasicAuth("jo", "x")
    yield "HTTPDigestAuth", [HTTPDigestAuth("jo", "x").username, HTTPBasicAuth("jo", "y")]
    session = requests.Session()
    session.headers["X-Api-Key"] = "k"
    session.auth = ("jo", "x")
    session.cookies = jar
    session.params = {"v": "1"}
    yield "Session", [session]
    response = requests.Response()
    response.status_code = 404
    response.url = "https://example.com/a"
    response.reason = "Not Found"
    response.headers["Content-Type"] = "application/json"
    response._content = b'{"error": "no"}'
    response._content_consumed = True
    response.encoding = "utf-8"
    yield "Response", [response]
    request = requests.Request("POST", "https://example.com/a", data={"a": "1"}, headers={"X": "y"})
    yield "Request", [request]
    yield "PreparedRequest", [request.prepare()]
    response.request = None
    yield "HTTPError", requests.HTTPError("404 Client Error", response=response)
    yield "ConnectionError", requests.ConnectionError("refused")
    yield "Timeout", requests.Timeout("slow")
    yield "JSONDecodeError", requests.exceptions.JSONDecodeError("Expecting value", "x", 0)
    yield "MissingSchema", raised(requests.Request("GET", "example").prepare)


@library("oauthlib")
def oauthlib():
    from oauthlib.oauth2 import AccessDeniedError, InvalidGrantError, TokenExpiredError, WebApplicationClient
    from oauthlib.oauth2.rfc6749.tokens import OAuth2Token
    from oauthlib.oauth1 import Client

    yield "OAuth2Token", OAuth2Token({"access_token": "OLD", "scope": "x y", "expires_in": 3600})
    yield "OAuth2Token of another scope", OAuth2Token({"access_token": "a", "scope": "x"}, old_scope="x y")
    yield "OAuth2Token, empty", OAuth2Token({})
    yield "TokenExpiredError", [TokenExpiredError()]
    yield "InvalidGrantError", [InvalidGrantError(description="Bad code", uri="https://example.com", state="s", status_code=400)]
    yield "AccessDeniedError", [AccessDeniedError("no")]
    yield "WebApplicationClient", [WebApplicationClient("id", token={"access_token": "x", "token_type": "Bearer"})]
    yield "OAuth 1 Client", [Client("key", client_secret="s", resource_owner_key="o")]


@library("requests-oauthlib")
def requests_oauthlib():
    from requests_oauthlib import OAuth1, OAuth2

    yield "OAuth1", [OAuth1("key", client_secret="s", resource_owner_key="o", resource_owner_secret="p")]
    yield "OAuth2", [OAuth2("id", token={"access_token": "x"})]


@library("Authlib")
def authlib():
    from authlib.integrations.base_client import MismatchingStateError, OAuthError
    from authlib.oauth2.rfc6749 import InvalidClientError, OAuth2Token
    from authlib.oidc.core import CodeIDToken, UserInfo
    from authlib.jose.rfc7519.claims import JWTClaims

    info = UserInfo(sub="5", email="jo@example.com", email_verified=True)
    yield "OAuth2Token", OAuth2Token({"access_token": "AT", "expires_at": 1767225600})
    yield "OAuth2Token with userinfo", OAuth2Token({"access_token": "AT", "userinfo": info, "id_token": "e.y.j"})
    yield "UserInfo", info
    yield "CodeIDToken", CodeIDToken({"iss": "https://a", "sub": "5", "exp": 1}, {"alg": "RS256"}, {"iss": {"values": ["https://a"]}})
    yield "JWTClaims", JWTClaims({"sub": "5"}, {"alg": "HS256"})
    yield "OAuthError", [OAuthError("access_denied", "The user said no")]
    yield "MismatchingStateError", [MismatchingStateError()]
    yield "InvalidClientError", [InvalidClientError("no")]
    yield "session", Session(
        _permanent=True, _state_google_abc={"data": {"redirect_uri": "https://a/cb", "nonce": "n", "url": "https://a"}, "exp": 1767225600.5}, user=dict(info), token=OAuth2Token({"userinfo": info})
    )


@library("boto3")
def boto3():
    from boto3.dynamodb.conditions import Attr, Key
    from boto3.dynamodb.types import Binary, TypeDeserializer
    from boto3.exceptions import S3UploadFailedError

    yield "Binary", Binary(b"abc")
    yield "Binary, empty", [Binary(b"")]
    yield "item", TypeDeserializer().deserialize({"M": {"n": {"N": "1.50"}, "b": {"B": b"x"}, "s": {"NS": ["1", "2"]}, "bs": {"BS": [b"x"]}, "l": {"L": [{"NULL": True}]}}})
    yield "Key condition", [Key("id").eq("5") & Key("at").between(1, 5)]
    yield "Attr condition", [Attr("a").exists() | ~Attr("b").contains("x")]
    yield "S3UploadFailedError", S3UploadFailedError("no")
    yield "boto3 Binary and time", Session(_permanent=True, t=[Binary(b"\x00\xff")], at=__import__("datetime").datetime(2026, 11, 27, 12, 11, 2, 33721))


@library("botocore")
def botocore():
    from botocore import exceptions
    from botocore.config import Config
    from botocore.credentials import ReadOnlyCredentials

    yield "ClientError", exceptions.ClientError({"Error": {"Code": "Throttled", "Message": "slow"}, "ResponseMetadata": {"HTTPStatusCode": 400}}, "GetItem")
    yield "NoCredentialsError", exceptions.NoCredentialsError()
    yield "ParamValidationError", exceptions.ParamValidationError(report="missing")
    yield "EndpointConnectionError", exceptions.EndpointConnectionError(endpoint_url="https://a")
    yield "UnknownServiceError", exceptions.UnknownServiceError(service_name="x", known_service_names=["s3"])
    yield "ReadOnlyCredentials", ReadOnlyCredentials("AK", "SK", None)
    yield "Config", [Config(region_name="eu-west-1", retries={"max_attempts": 3})]


@library("google-auth")
def google_auth():
    from datetime import datetime

    from google.auth.credentials import AnonymousCredentials
    from google.auth.exceptions import DefaultCredentialsError, RefreshError
    from google.oauth2.credentials import Credentials

    yield "Credentials", [Credentials("ya29", refresh_token="1//x", token_uri="https://oauth2.googleapis.com/token", client_id="id", client_secret="s", scopes=["openid"])]
    yield "Credentials with an expiry", [Credentials("ya29", expiry=datetime(2026, 1, 2, 3, 4, 5))]
    yield "AnonymousCredentials", [AnonymousCredentials()]
    yield "RefreshError", RefreshError("invalid_grant: Token has been expired or revoked.", {"error": "invalid_grant"})
    yield "DefaultCredentialsError", DefaultCredentialsError("no")


@library("stripe")
def stripe():
    import stripe

    customer = stripe.Customer.construct_from({"id": "cus_1", "object": "customer", "email": "jo@example.com", "metadata": {"a": "1"}}, "sk_test")
    yield "Customer", customer
    yield "ListObject", [stripe.ListObject.construct_from({"object": "list", "data": [{"id": "ch_1", "object": "charge", "amount": 5}], "has_more": False}, "sk")]
    yield "Event", stripe.Event.construct_from({"id": "evt_1", "object": "event", "data": {"object": {"id": "x"}}}, None)
    base = getattr(stripe, "StripeObject", None) or stripe.stripe_object.StripeObject
    yield "StripeObject", base.construct_from({"a": [1, {"b": 2}]}, "sk")
    errors = stripe if hasattr(stripe, "CardError") else stripe.error
    yield "CardError", [errors.CardError("Your card was declined.", "number", "card_declined", http_status=402)]
    yield "InvalidRequestError", [errors.InvalidRequestError("no", "amount")]

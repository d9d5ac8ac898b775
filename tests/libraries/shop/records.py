"""Records: models of an application on ORMs, validators and form libraries, and what databases return."""

import dataclasses
import datetime as dt
import decimal
import enum
import typing
import uuid

from catalog import error, installed, library, model


@library("SQLAlchemy")
def sqlalchemy():
    import sqlalchemy as sa
    from sqlalchemy import exc, orm
    from sqlalchemy.ext.mutable import MutableDict, MutableList

    Base = orm.declarative_base()

    @model
    class Role(enum.Enum):
        ADMIN = "admin"
        USER = "user"

    @model
    class User(Base):
        __tablename__ = "users"
        id = sa.Column(sa.Integer, primary_key=True)
        name = sa.Column(sa.String(40))
        role = sa.Column(sa.Enum(Role))
        created = sa.Column(sa.DateTime)
        balance = sa.Column(sa.Numeric(10, 2))
        settings = sa.Column(MutableDict.as_mutable(sa.JSON))
        tags = sa.Column(MutableList.as_mutable(sa.PickleType))
        orders = orm.relationship("Order", back_populates="user", order_by="Order.id")

    @model
    class Order(Base):
        __tablename__ = "orders"
        id = sa.Column(sa.Integer, primary_key=True)
        user_id = sa.Column(sa.ForeignKey("users.id"))
        sku = sa.Column(sa.String(10))
        user = orm.relationship("User", back_populates="orders")

    engine = sa.create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with orm.Session(engine) as session:
        user = User(name="Jo", role=Role.ADMIN, created=dt.datetime(2020, 7, 1), balance=decimal.Decimal("5.50"), settings={"a": 1}, tags=["x"])
        user.orders = [Order(sku="a"), Order(sku="b")]
        session.add(user)
        session.commit()
        yield "expired", [user]
        yield "refreshed", [session.get(User, 1)] if session.refresh(user) is None else []
        yield "with a relationship", [session.query(User).options(orm.joinedload(User.orders)).first(), len(user.orders)]
        yield "of a relationship", [session.query(Order).first()]
        yield "InstrumentedList", [user.orders]
        yield "deferred", [session.query(User).options(orm.load_only(User.name)).populate_existing().first()]
        yield "rows", session.query(User.id, User.name).all()
        yield "row", session.execute(sa.select(User.id, User.created)).first()
        yield "row as a mapping", dict(session.execute(sa.select(User.id, User.role)).mappings().first())
        yield "pickled type", user.tags
        yield "mutable dict", user.settings
    yield "detached", [user]
    yield "unsaved", [User(name="new")]
    yield "IntegrityError", [exc.IntegrityError("insert", {"a": 1}, ValueError("UNIQUE constraint failed"))]
    yield "NoResultFound", exc.NoResultFound("No row was found")
    yield "InvalidRequestError", exc.InvalidRequestError("no")
    yield "ArgumentError", exc.ArgumentError("no", code="x")
    yield "Table", [sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True))]
    yield "types", [sa.Integer(), sa.String(5), sa.Numeric(10, 2), sa.DateTime(timezone=True)]
    yield "URL", sa.engine.make_url("postgresql://jo:x@localhost/shop?a=1")
    yield "text", [sa.text("a = :b").bindparams(b=1)]
    yield "quoted_name", sa.sql.quoted_name("a", True)


@library("SQLAlchemy-Utils")
def sqlalchemy_utils():
    from sqlalchemy_utils import Choice, Country, Currency, WeekDay

    yield "Choice", Choice("a", "A")
    yield "Country", [Country("DE")]
    yield "Currency", [Currency("EUR")]
    yield "WeekDay", [WeekDay(1)]


@library("sqlmodel")
def sqlmodel():
    import sqlmodel

    class Hero(sqlmodel.SQLModel, table=True):
        __module__ = "shop.models"
        __qualname__ = "Hero"
        id: typing.Optional[int] = sqlmodel.Field(default=None, primary_key=True)
        name: str

    @model
    class HeroForm(sqlmodel.SQLModel):
        name: str

    yield "table model", [model(Hero)(id=1, name="x")]
    yield "model", HeroForm(name="x")


def configure_django():
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(
            DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
            INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "shop"],
            USE_TZ=True,
            SECRET_KEY="x",
            DEFAULT_AUTO_FIELD="django.db.models.AutoField",
            ROOT_URLCONF="shop",
        )
        django.setup()


@library("Django")
def django():
    configure_django()
    from django.contrib.auth.models import AnonymousUser, Group, User
    from django.core import exceptions, files
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.core.paginator import Paginator
    from django.core.management import call_command
    from django.db import IntegrityError, connection, models
    from django.db.models import F, Q
    from django.forms.utils import ErrorDict, ErrorList
    from django.http import Http404, HttpResponse, QueryDict
    from django.utils import timezone
    from django.utils.datastructures import ImmutableList, MultiValueDict
    from django.utils.functional import SimpleLazyObject
    from django.utils.safestring import mark_safe
    from django.utils.translation import gettext_lazy

    class Article(models.Model):
        title = models.CharField(max_length=40)
        price = models.DecimalField(max_digits=8, decimal_places=2, null=True)
        key = models.UUIDField(default=uuid.UUID(int=5))
        at = models.DateTimeField(null=True)
        __module__ = "shop.models"

        class Meta:
            app_label = "shop"

    class Status(models.TextChoices):
        OPEN = "o", "Open"
        DONE = "d", "Done"

    model(Article)
    model(Status)
    for missing in (Article.DoesNotExist, Article.MultipleObjectsReturned):
        missing.__qualname__ = "Article." + missing.__name__
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Article)
    Article.objects.create(title="a", price=decimal.Decimal("1.50"), at=dt.datetime(2020, 7, 1, tzinfo=dt.timezone.utc))
    Article.objects.create(title="b")
    user = User(id=5, username="jo", email="jo@example.com", date_joined=dt.datetime(2020, 7, 1, tzinfo=dt.timezone.utc))
    yield "model", Article.objects.first()
    yield "models", list(Article.objects.all())
    yield "deferred model", [Article.objects.only("title").first()]
    yield "unsaved model", [Article(title="new")]
    yield "QuerySet", [Article.objects.filter(title="a")]
    yield "values", list(Article.objects.values("id", "title", "at"))
    yield "tuples", list(Article.objects.values_list("id", "title"))
    yield "query", [Article.objects.filter(title="a").query]
    yield "User", user
    yield "AnonymousUser", AnonymousUser()
    yield "Group", Group(name="staff")
    yield "SimpleLazyObject", [SimpleLazyObject(lambda: user)]
    yield "choices", [Status.OPEN, Status.DONE]
    yield "SafeString", mark_safe("<b>x</b>")
    yield "gettext_lazy", [gettext_lazy("Hello")]
    yield "MultiValueDict", MultiValueDict({"a": ["1", "2"]})
    yield "QueryDict", QueryDict("a=1&a=2&b=x")
    yield "QueryDict, mutable", QueryDict("a=1", mutable=True)
    yield "ImmutableList", ImmutableList([1, 2])
    yield "Q", [Q(a=1) & ~Q(b__gt=5)]
    yield "F", [F("a") + 1]
    yield "ValidationError", [exceptions.ValidationError("no %(x)s", code="bad", params={"x": 1})]
    yield "PermissionDenied", exceptions.PermissionDenied("no")
    yield "ObjectDoesNotExist", Article.DoesNotExist("no")
    yield "MultipleObjectsReturned", [Article.MultipleObjectsReturned("two")]
    yield "Http404", Http404("no")
    yield "IntegrityError", IntegrityError("UNIQUE")
    yield "SimpleUploadedFile", [SimpleUploadedFile("a.txt", b"x")]
    yield "ContentFile", [files.base.ContentFile(b"x", name="a")]
    yield "HttpResponse", [HttpResponse("hi", status=201)]
    yield "ErrorDict", [ErrorDict({"a": ["no"]})]
    yield "ErrorList", [ErrorList(["no"])]
    yield "Page", [list(Paginator([1, 2, 3], 2).page(1))]
    yield "aware datetime", timezone.make_aware(dt.datetime(2020, 7, 1), timezone.get_fixed_timezone(90))
    from django.contrib.messages.storage.base import Message

    yield "Message", [Message(20, "Saved")]
    from django.contrib.gis.measure import D

    yield "Distance", [D(km=5)]


@library("djangorestframework")
def drf():
    from rest_framework import exceptions
    from rest_framework.utils.serializer_helpers import ReturnDict, ReturnList

    yield "ErrorDetail", exceptions.ErrorDetail("no", code="invalid")
    yield "ValidationError", [exceptions.ValidationError({"a": ["no"]})]
    yield "NotAuthenticated", exceptions.NotAuthenticated()
    yield "ReturnDict", ReturnDict({"a": 1}, serializer=None)
    yield "ReturnList", ReturnList([1], serializer=None)


@library("django-money")
def django_money():
    configure_django()
    from djmoney.money import Currency, Money

    yield "Money", Money("5.50", "EUR")
    yield "Currency", Currency("USD")


@library("django-phonenumber-field")
def django_phonenumber_field():
    configure_django()
    from phonenumber_field.phonenumber import PhoneNumber

    yield "PhoneNumber", PhoneNumber.from_string("+41446681800")


@library("django-countries")
def django_countries():
    configure_django()
    from django_countries.fields import Country

    yield "Country", [Country("DE")]


@library("peewee")
def peewee():
    import peewee

    db = peewee.SqliteDatabase(":memory:")

    @model
    class Pet(peewee.Model):
        name = peewee.CharField()
        born = peewee.DateField(null=True)

        class Meta:
            database = db

    db.create_tables([Pet])
    Pet.create(name="Rex", born=dt.date(2020, 1, 1))
    yield "model", [Pet.get()]
    yield "unsaved model", [Pet(name="x")]
    yield "rows", list(Pet.select().dicts())
    yield "named tuples", [tuple(row) for row in Pet.select().tuples()]
    yield "DoesNotExist", peewee.DoesNotExist("no")
    yield "IntegrityError", peewee.IntegrityError("UNIQUE")
    yield "PetDoesNotExist", [str(Pet.DoesNotExist("no"))]


@library("mongoengine")
def mongoengine():
    import mongoengine
    from bson import ObjectId

    @model
    class Page(mongoengine.Document):
        title = mongoengine.StringField()
        tags = mongoengine.ListField(mongoengine.StringField())
        meta = {"allow_inheritance": False}

    yield "Document", [Page(id=ObjectId("5f43a1b2c3d4e5f6a7b8c9d0"), title="x", tags=["a"])]
    yield "ValidationError", [mongoengine.ValidationError("no", field_name="title")]
    yield "DoesNotExist", mongoengine.DoesNotExist("no")


@library("pymongo")
def pymongo():
    import bson
    import pymongo.errors
    from bson import decimal128, int64, regex, son, timestamp, tz_util

    at = dt.datetime(2020, 7, 1, 12)
    yield "ObjectId", bson.ObjectId("5f43a1b2c3d4e5f6a7b8c9d0")
    yield "document", {"_id": bson.ObjectId("5f43a1b2c3d4e5f6a7b8c9d0"), "at": at.replace(tzinfo=tz_util.utc), "n": int64.Int64(5)}
    yield "decoded document", bson.decode(bson.encode({"a": {"b": [1, 2.5, None]}, "d": at, "x": b"x"}), bson.codec_options.CodecOptions(tz_aware=True))
    yield "utc", at.replace(tzinfo=tz_util.utc)
    yield "FixedOffset", at.replace(tzinfo=tz_util.FixedOffset(-90, "X"))
    yield "SON", son.SON([("a", 1), ("b", son.SON(c=2))])
    yield "Decimal128", decimal128.Decimal128("1.50")
    yield "Int64", int64.Int64(5)
    yield "Timestamp", timestamp.Timestamp(5, 1)
    yield "Binary", bson.Binary(b"x", 5)
    yield "Code", bson.Code("function() {}", {"a": 1})
    yield "DBRef", bson.DBRef("users", bson.ObjectId("5f43a1b2c3d4e5f6a7b8c9d0"))
    yield "Regex", regex.Regex("^a", "i")
    yield "MinKey and MaxKey", [bson.MinKey(), bson.MaxKey()]
    yield "DuplicateKeyError", pymongo.errors.DuplicateKeyError("E11000", 11000, {"keyValue": {"a": 1}})
    yield "ServerSelectionTimeoutError", pymongo.errors.ServerSelectionTimeoutError("no servers")
    yield "BulkWriteError", pymongo.errors.BulkWriteError({"writeErrors": [], "nInserted": 0})
    yield "InvalidId", bson.errors.InvalidId("no")
    yield "operations", pymongo.WriteConcern(w=1).document


@library("pydantic")
def pydantic():
    import pydantic

    @model
    class Size(str, enum.Enum):
        S = "s"
        M = "m"

    @model
    class Line(pydantic.BaseModel):
        sku: str
        count: int = 1
        price: decimal.Decimal = decimal.Decimal("1.50")
        size: Size = Size.S

    @model
    class Cart(pydantic.BaseModel):
        id: uuid.UUID
        lines: typing.List[Line] = []
        at: typing.Optional[dt.datetime] = None
        email: typing.Optional[str] = None
        url: typing.Optional[pydantic.AnyUrl] = None
        password: typing.Optional[pydantic.SecretStr] = None

    yield "model", Line(sku="a")
    yield "model with all fields", Line(sku="a", count=5, price="2.5", size="m")
    yield "nested models", Cart(id=uuid.UUID(int=5), lines=[Line(sku="a"), Line(sku="b")], at=dt.datetime(2020, 7, 1, tzinfo=dt.timezone.utc))
    yield "model with a URL", Cart(id=uuid.UUID(int=5), url="https://jo@example.com/a?b=1")
    yield "model with a secret", Cart(id=uuid.UUID(int=5), password="x")
    yield "SecretStr", [pydantic.SecretStr("x"), pydantic.SecretBytes(b"x")]
    yield "aware datetime", Cart(id=uuid.UUID(int=5), at="2020-07-01T12:00:00-05:00")
    yield "models by key", {"a": Line(sku="a"), "b": None}
    try:
        Line(count="x")
    except pydantic.ValidationError as caught:
        yield "errors", [{key: part for key, part in problem.items() if key in ("loc", "msg", "type")} for problem in caught.errors()]
    if installed("pydantic").startswith("2"):
        from pydantic_core import PydanticUndefined, Url

        yield "undefined", [PydanticUndefined]
        yield "Url", [Url("https://example.com")]

        @model
        class Extra(pydantic.BaseModel):
            model_config = pydantic.ConfigDict(extra="allow")
            a: int
            _hidden: int = pydantic.PrivateAttr(default=5)

        yield "model with extra fields", Extra(a=1, b="x")

        @model
        class Tags(pydantic.RootModel):
            root: typing.List[str]

        yield "RootModel", Tags(["a", "b"])
    else:
        yield "URL", pydantic.parse_obj_as(pydantic.AnyUrl, "https://example.com/a")
        yield "IP addresses", pydantic.parse_obj_as(typing.List[pydantic.IPvAnyAddress], ["10.0.0.1"])

        @model
        class Loose(pydantic.BaseModel):
            a: int

            class Config:
                extra = "allow"

        yield "model with extra fields", Loose(a=1, b="x")

    @pydantic.dataclasses.dataclass
    class Point:
        x: int
        y: int = 2

    yield "dataclass", model(Point)(x=1)


@library("pydantic-extra-types")
def pydantic_extra_types():
    from pydantic_extra_types.color import Color
    from pydantic_extra_types.coordinate import Coordinate
    from pydantic_extra_types.payment import PaymentCardNumber

    yield "Color", [Color("red")]
    yield "Coordinate", [Coordinate(52.5, 13.4)]
    yield "PaymentCardNumber", [PaymentCardNumber("4000000000000002")]


@library("attrs")
def attrs():
    import attr

    @model
    @attr.s
    class Old:
        a = attr.ib(default=1)
        b = attr.ib(factory=list)

    @model
    @attr.s(slots=True, frozen=True)
    class Slotted:
        a = attr.ib()

    @model
    @attr.define
    class Modern:
        name: str
        when: dt.date = dt.date(2020, 7, 1)

    @model
    @attr.s(auto_attribs=True, cache_hash=True, frozen=True)
    class Hashed:
        a: int

    @error
    @attr.s(auto_exc=True)
    class Refused(Exception):
        code = attr.ib()

    yield "attr.s", Old(b=[1])
    yield "slots", Slotted(5)
    yield "define", Modern("x")
    yield "nested", [Old(a=Slotted(Old())), Modern("y", dt.date(2021, 1, 1))]
    yield "cached hash", {Hashed(5): "x"}
    yield "exception", Refused(5)
    yield "NOTHING", [attr.NOTHING]
    yield "as a dict", attr.asdict(Modern("x"))


@library("marshmallow")
def marshmallow():
    import marshmallow
    from marshmallow import fields

    class UserSchema(marshmallow.Schema):
        name = fields.Str(required=True)
        born = fields.Date()
        at = fields.AwareDateTime() if hasattr(fields, "AwareDateTime") else fields.DateTime()
        price = fields.Decimal()
        key = fields.UUID()

    schema = UserSchema()
    yield "loaded", schema.load({"name": "Jo", "born": "2020-07-01", "at": "2020-07-01T12:00:00+02:00", "price": "1.50", "key": str(uuid.UUID(int=5))})
    yield "dumped", schema.dump({"name": "Jo", "born": dt.date(2020, 7, 1)})
    yield "errors", schema.validate({"born": "x"})
    yield "ValidationError", marshmallow.ValidationError({"name": ["no"]}, data={"a": 1})
    yield "ordered", marshmallow.Schema.from_dict({"a": fields.Int()})().load({"a": "5"})
    yield "missing", [marshmallow.missing]


@library("dataclasses-json")
def dataclasses_json():
    from dataclasses_json import dataclass_json

    @model
    @dataclass_json
    @dataclasses.dataclass
    class Pair:
        a: int
        b: typing.List[str]

    yield "dataclass", Pair(1, ["x"])
    yield "from JSON", Pair.from_json('{"a": 5, "b": []}')


@library("msgspec")
def msgspec():
    import msgspec

    class Item(msgspec.Struct):
        sku: str
        count: int = 1
        __module__ = "shop.models"
        __qualname__ = "Item"

    model(Item)
    yield "Struct", Item("a")
    yield "Structs", [Item("a", 2), Item("b")]
    yield "Raw", [msgspec.Raw(b"1")]
    yield "UNSET", [msgspec.UNSET]
    yield "ValidationError", msgspec.ValidationError("no")
    yield "Ext", [msgspec.msgpack.Ext(5, b"x")]

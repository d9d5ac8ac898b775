"""Dates, times and time zones."""

import datetime as dt

from catalog import library

UTC = dt.timezone.utc


@library("python-dateutil")
def dateutil():
    from dateutil import parser, relativedelta, rrule, tz, easter

    at = dt.datetime(2020, 7, 1, 12)
    yield "tzutc", at.replace(tzinfo=tz.tzutc())
    yield "tzoffset", at.replace(tzinfo=tz.tzoffset(None, -18000))
    yield "tzoffset with a name", at.replace(tzinfo=tz.tzoffset("BRST", dt.timedelta(hours=-3)))
    yield "tzlocal", at.replace(tzinfo=tz.tzlocal())
    yield "tzstr", at.replace(tzinfo=tz.tzstr("EST5EDT"))
    yield "tzrange", at.replace(tzinfo=tz.tzrange("EST", -18000, "EDT"))
    yield "tzfile", at.replace(tzinfo=tz.gettz("Asia/Tokyo"))
    yield "time of day", dt.time(12, 30, tzinfo=tz.tzutc())
    yield "parsed", parser.parse("2020-07-01T12:00:00+05:30")
    yield "ParserError", parser.ParserError("Unknown string format: %s", "x")
    yield "relativedelta", relativedelta.relativedelta(months=1, days=-2, hour=3)
    yield "weekday", [relativedelta.MO, relativedelta.FR(-1), relativedelta.relativedelta(weekday=relativedelta.TU(2))]
    yield "easter", easter.easter(2026)
    rule = rrule.rrule(rrule.WEEKLY, count=3, dtstart=at, byweekday=[rrule.MO, rrule.FR(1)])
    yield "rrule weekday", [rrule.MO(+1), rrule.SU]
    yield "dates of a rule", list(rule)


@library("pytz")
def pytz():
    import pytz

    at = dt.datetime(2020, 7, 1, 12)
    yield "utc", at.replace(tzinfo=pytz.utc)
    yield "FixedOffset", at.replace(tzinfo=pytz.FixedOffset(-90))
    for name in ("Europe/Berlin", "America/New_York", "Asia/Kolkata"):
        yield name, pytz.timezone(name).localize(at)
    yield "time zones", [pytz.timezone("Europe/Berlin"), pytz.utc, pytz.timezone("Etc/GMT+3")]
    yield "UnknownTimeZoneError", pytz.UnknownTimeZoneError("Mars/Base")
    yield "NonExistentTimeError", pytz.NonExistentTimeError(at)


@library("tzlocal")
def tzlocal():
    from tzlocal import get_localzone_name

    yield "name", get_localzone_name()
    yield "zone", dt.datetime(2020, 7, 1, 12, tzinfo=__import__("zoneinfo").ZoneInfo("Europe/Paris"))


@library("arrow")
def arrow():
    import arrow

    yield "Arrow", arrow.get(2020, 7, 1, 12)
    yield "Arrow with an offset", arrow.get("2020-07-01T12:00:00-05:00")
    yield "Arrow in a zone", arrow.get(2020, 7, 1, tzinfo="Europe/Berlin")
    yield "span", arrow.get(2020, 7, 1).span("month")
    yield "ParserError", arrow.parser.ParserError("no")


@library("pendulum")
def pendulum():
    import pendulum

    at = pendulum.datetime(2020, 7, 1, 12, tz="Europe/Paris")
    yield "DateTime", at
    yield "DateTime in UTC", pendulum.datetime(2020, 7, 1)
    yield "DateTime with an offset", pendulum.parse("2020-07-01T12:00:00-05:00")
    yield "DateTime, naive", pendulum.naive(2020, 7, 1)
    yield "Date", pendulum.date(2020, 1, 1)
    yield "Time", pendulum.time(12, 30)
    yield "Duration", pendulum.duration(days=1, hours=2, years=3)
    yield "Interval", at.add(days=2) - at
    yield "Timezone", [pendulum.timezone("Europe/Paris"), pendulum.UTC]
    yield "FixedTimezone", [pendulum.tz.fixed_timezone(3600)]
    yield "WeekDay", pendulum.MONDAY
    yield "ParserError", pendulum.parsing.exceptions.ParserError("no")


@library("whenever")
def whenever():
    import whenever

    yield "Instant", whenever.Instant.from_utc(2020, 7, 1, 12)
    yield "ZonedDateTime", whenever.ZonedDateTime(2020, 7, 1, 12, tz="Europe/Paris")
    yield "OffsetDateTime", whenever.OffsetDateTime(2020, 7, 1, 12, offset=-5)
    # The name of the older version.
    plain = getattr(whenever, "PlainDateTime", None) or whenever.LocalDateTime
    yield "PlainDateTime", plain(2020, 7, 1, 12)
    yield "Date", whenever.Date(2020, 7, 1)
    yield "Time", whenever.Time(12, 30)
    yield "YearMonth", [whenever.YearMonth(2020, 7), whenever.MonthDay(7, 1)]
    yield "delta", [whenever.hours(5), whenever.minutes(3)]
    yield "Weekday", whenever.Weekday.MONDAY


@library("delorean")
def delorean():
    from delorean import Delorean

    at = Delorean(dt.datetime(2020, 7, 1, 12), timezone="US/Pacific")
    yield "Delorean", at
    yield "its datetime", at.datetime


@library("isodate")
def isodate():
    import isodate
    from isodate.tzinfo import FixedOffset

    yield "Duration", isodate.parse_duration("P1Y2M3DT4H")
    yield "timedelta", isodate.parse_duration("PT5M")
    yield "utc", isodate.parse_datetime("2020-07-01T12:00:00Z")
    yield "FixedOffset", dt.datetime(2020, 7, 1, tzinfo=FixedOffset(5, 30, "+05:30"))
    yield "ISO8601Error", isodate.ISO8601Error("no")


@library("croniter")
def croniter():
    from croniter import CroniterBadCronError, croniter

    yield "CroniterBadCronError", CroniterBadCronError("no")
    yield "next", croniter("0 0 * * *", dt.datetime(2020, 7, 1)).get_next(dt.datetime)


@library("psycopg2-binary", "psycopg2")
def psycopg2():
    import psycopg2
    from psycopg2 import errors, extras
    from psycopg2.tz import FixedOffsetTimezone

    at = dt.datetime(2020, 7, 1, 12)
    yield "FixedOffsetTimezone", at.replace(tzinfo=FixedOffsetTimezone(offset=120))
    yield "FixedOffsetTimezone with a name", at.replace(tzinfo=FixedOffsetTimezone(offset=-330, name="X"))
    yield "ranges", [extras.NumericRange(1, 5), extras.DateRange(dt.date(2020, 1, 1), None, "[]"), extras.DateTimeTZRange(at, None)]
    yield "IntegrityError", psycopg2.IntegrityError("duplicate key")
    yield "UniqueViolation", errors.UniqueViolation("duplicate key")
    yield "OperationalError", psycopg2.OperationalError("no connection", 5)
    yield "Inet", [extras.Inet("10.0.0.1")]


@library("babel")
def babel():
    from babel import Locale, UnknownLocaleError, dates, support

    yield "Locale", Locale("de", "DE")
    yield "Locale, parsed", Locale.parse("zh_Hans_CN")
    yield "locales", [Locale("en"), Locale("pt", "BR"), Locale("de")]
    yield "UnknownLocaleError", UnknownLocaleError("xx")
    yield "timezone", dt.datetime(2020, 7, 1, tzinfo=dates.get_timezone("Europe/Vienna"))
    yield "Format", [support.Format(Locale("de"), tzinfo=UTC)]


@library("holidays")
def holidays():
    import holidays

    germany = holidays.Germany(years=2026)
    yield "days", {str(day): name for day, name in list(germany.items())[:3]}
    yield "days by date", dict(list(germany.items())[:3])

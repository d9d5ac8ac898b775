#!/usr/bin/env python3
"""Writes data/msgspec.txt and data/msgpack.txt: what msgspec itself writes of each value and reads from each payload.

Run with CPython 3.11 and msgspec 0.22.0:  python3 tests/codec/generate_msgspec.py
The tables are committed; nothing here runs during `cargo test`.
"""

import collections
import datetime as dt
import decimal
import math
import pathlib
import pickle
import random
import struct
import uuid
import zoneinfo

import msgspec

DATA = pathlib.Path(__file__).parent / "data"
UTC = dt.timezone.utc


def zone(**offset):
    return dt.timezone(dt.timedelta(**offset))


def values(rng):
    """Everything that msgspec encodes without being told how."""
    yield from (None, True, False, 0, 1, 127, 128, 255, 256, 65535, 65536, 2**32 - 1, 2**32, 2**63 - 1, 2**63, 2**64 - 1)
    yield from (-1, -32, -33, -128, -129, -32768, -32769, -(2**31), -(2**31) - 1, -(2**63))
    yield from (2**64, -(2**63) - 1, 10**30, -(10**30))
    yield from (0.0, -0.0, 1.0, 1.5, 0.1, 1e15, 1e16, 123456789.123456789, 1e-4, 1e-5, 1e-6, 5e-324, 1e300, math.nan, math.inf, -math.inf)
    for _ in range(300):
        yield struct.unpack(">d", rng.randbytes(8))[0]
        yield rng.uniform(-1, 1) * 10 ** rng.randrange(-12, 25)
        yield float(rng.randrange(10**17)) / 10 ** rng.randrange(6)
    yield from ("", "a", "x" * 31, "x" * 32, "x" * 255, "x" * 256, "x" * 70000, "é€😀", "\x00\x1f\x7f\u2028\"\\/\b\f\n\r\t")
    yield from (b"", b"a", b"\x00\xff", b"z" * 255, b"z" * 256, b"z" * 70000, bytearray(b"ab"))
    yield from ([], [1, [2, [3]]], list(range(15)), list(range(16)), list(range(70000)), (), (1, (2,)), {1}, frozenset([1]))
    yield from ({}, {"a": 1}, {str(n): n for n in range(15)}, {str(n): n for n in range(16)}, {str(n): n for n in range(70000)})
    yield from (collections.OrderedDict(b=1, a=2), collections.defaultdict(list, a=[1]), collections.Counter("aab"))
    yield from ({1: 2, -3: 4, 1.5: 5}, {None: 1, True: 2, b"k": 3}, {(1, 2): 3, (): 4, (1, (2, 3)): 5}, {frozenset([1]): 1})
    yield from ({dt.datetime(2026, 1, 1): 1}, {dt.datetime(2026, 1, 1, tzinfo=UTC): 1}, {dt.date(2026, 1, 1): 1})
    yield from ({uuid.UUID(int=5): 1}, {decimal.Decimal("1.5"): 1}, {dt.timedelta(1): 1}, {dt.time(1): 1}, {b"a": 1}, {2**63: 1})
    yield from (decimal.Decimal(text) for text in ("9.90", "0", "-1E+5", "1E-10", "NaN", "Infinity"))
    yield from (uuid.UUID(int=0), uuid.UUID(int=2**128 - 1), uuid.UUID("01234567-89ab-cdef-0123-456789abcdef"))
    yield from (dt.date(1, 1, 1), dt.date(2026, 11, 22), dt.date(9999, 12, 31))
    yield from (dt.timedelta(**part) for part in ({}, {"days": 14}, {"days": -3}, {"seconds": -1}, {"minutes": 90}, {"microseconds": 5}))
    yield from (dt.timedelta(1, 2, 3), dt.timedelta(-1, 5), dt.timedelta(milliseconds=500), dt.timedelta.max, dt.timedelta.min)
    yield from (dt.time(1, 2, 3), dt.time(1, 2, 3, 4), dt.time(1, tzinfo=UTC), dt.time(1, tzinfo=zone(hours=-2)))
    yield from (dt.time(1, tzinfo=zoneinfo.ZoneInfo("UTC")), dt.time(1, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin")))
    when = dt.datetime(2026, 11, 22, 20, 0, 17, 123456)
    yield from (when, when.replace(microsecond=0), when.replace(fold=1))
    zones = (UTC, zone(hours=2), zone(hours=5, minutes=30), zone(seconds=30), zone(seconds=31), zone(hours=-2, seconds=-45))
    for tz in (*zones, zone(microseconds=1), zone(microseconds=-1), zoneinfo.ZoneInfo("UTC"), zoneinfo.ZoneInfo("America/New_York")):
        yield from (when.replace(tzinfo=tz), when.replace(microsecond=0, tzinfo=tz))
    for year in (2, 1850, 1960, 1969, 1970, 2038, 2106, 2107, 2514, 2515, 9998):
        yield from (dt.datetime(year, 12, 31, 23, 59, 59, micro, UTC) for micro in (0, 1, 999999))
    yield from (dt.datetime(1, 1, 1, tzinfo=UTC), dt.datetime(1, 1, 1, tzinfo=zone(hours=2)), dt.datetime.max.replace(tzinfo=UTC))
    yield dt.datetime.max.replace(tzinfo=zone(hours=-2))
    for month, day in ((3, 29), (10, 25)):
        for fold in (0, 1):
            yield dt.datetime(2026, month, day, 2, 30, fold=fold, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin"))
    yield from (msgspec.msgpack.Ext(code, b"x" * size) for code in (-128, -2, 0, 5, 127) for size in (0, 1, 2, 3, 4, 8, 16, 17, 256, 70000))
    yield {
        "_permanent": True,
        "_user_id": "42",
        "_fresh": False,
        "_flashes": [("message", "Hello"), ("error", "Oops")],
        "cart": [{"sku": "A-1", "qty": 2, "price": 9.99}, {"sku": "B-2", "qty": 1, "price": 0.5}],
        "seen": when.replace(tzinfo=UTC),
    }


def written(encode, value):
    try:
        return encode(value).hex() or "-"
    except (TypeError, OverflowError, ValueError):
        return "-"


def value_lines(rng):
    """The pickle of a value, and what msgspec writes of it in MessagePack and JSON, or `-` where it does not."""
    for value in values(rng):
        packed = written(msgspec.msgpack.encode, value)
        if len(packed) < 1000:
            yield f"{pickle.dumps(value, 4).hex()} {packed} {written(msgspec.json.encode, value)}"


def payloads(rng):
    seeds = [msgspec.msgpack.encode(value) for value in values(rng) if "-" not in written(msgspec.msgpack.encode, value)]
    seeds = [seed for seed in seeds if len(seed) < 400]
    yield from seeds
    yield from (b"", b"\x80", b"\x80\x04", b"\xc1", b"\x80\x04}.", b"\xd6\xff\x00\x00\x00\x01", b"\x90", b"\x91", b"\xdf\xff\xff\xff\xff")
    for bits in (0, 1, 1 << 34, 499 << 34, 500 << 34, 1500 << 34, 2500 << 34, 999_999_499 << 34, 999_999_500 << 34, 10**9 << 34, 2**64 - 1):
        yield b"\xd7\xff" + struct.pack(">Q", bits)
    limits = (-62135596801, -62135596800, -1, 0, 253402300799, 253402300800, 2**63 - 1, -(2**63))
    yield from (b"\xc7\x0c\xff" + struct.pack(">Iq", nano, seconds) for nano in (0, 1, 999_999_999, 10**9, 2**32 - 1) for seconds in limits)
    yield from (bytes([first, *rng.randbytes(rng.randrange(12))]) for first in range(256) for _ in range(6))
    rich = [seed for seed in seeds if len(seed) > 3 and seed[0] & 0xE0 != 0xA0 and seed[0] != 0xCB]
    for _ in range(2500):
        payload = bytearray(rng.choice(rich))
        for _ in range(rng.randrange(1, 3)):
            at = rng.randrange(len(payload))
            match rng.randrange(4):
                case 0:
                    payload[at] = rng.choice((*range(0x80, 0xE0), rng.randrange(256)))
                case 1:
                    payload[at] ^= 1 << rng.randrange(8)
                case 2:
                    payload.insert(at, rng.choice(b"\x80\x81\x90\x91\xa1a\xc0\xc4\x01\xd5\xff"))
                case _:
                    del payload[at:]
            if not payload:
                break
        yield bytes(payload)


def payload_line(payload):
    """A payload and the pickle of what msgspec reads from it, or `error`."""
    try:
        value = msgspec.msgpack.decode(payload)
    # Text that is no UTF-8 and years that do not exist are no msgspec.DecodeError.
    except (msgspec.MsgspecError, ValueError, OverflowError):
        return f"{payload.hex() or '-'} error"
    return f"{payload.hex()} {pickle.dumps(value, 4).hex()}"


def table(name, lines):
    (DATA / name).write_text("".join(line + "\n" for line in lines), encoding="utf-8")


def main():
    assert msgspec.__version__ == "0.22.0", msgspec.__version__
    rng = random.Random(20261122)
    table("msgspec.txt", dict.fromkeys(value_lines(rng)))
    table("msgpack.txt", dict.fromkeys(map(payload_line, payloads(rng))))


if __name__ == "__main__":
    main()

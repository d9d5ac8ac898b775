#!/usr/bin/env python3
"""Writes the tables in data/ that `cargo test` checks the codecs against: what CPython itself makes of each input.

Run with CPython 3.11:  python3 tests/codec/generate.py
The tables are committed; nothing here runs during `cargo test`.
"""

import binascii
import codecs
import hashlib
import json
import pathlib
import pickle
import random

import samples

DATA = pathlib.Path(__file__).parent / "data"


def base64_cases(rng):
    yield from (b"", b"=", b"==", b"====", b"\n", b"A", b"AA", b"AAA", b"AAAA", b"AA=", b"AA==", b"A=A=", b"A==A")
    yield from (b"YWI=ZGVm", b"YWJj=ZGVm", b"YW==I=ZGVm", b"Y=WI=", b"YWL=", b"YW=A=", b"YW=AA=", b"YW\n=\n=\nAAAA")
    yield from (b"{}", b"\xffYWJj", b"YWJj\x00", b"-_-_", b"gAR9lC4=\r\n", b" gAR9lC4=")
    for size in (1, 2, 3, 56, 57, 58, 59, 113, 114, 115, 200, 2736, 2737, 5472, 5473):
        text = codecs.encode(rng.randbytes(size), "base64")
        yield text
        if size > 200:
            continue
        yield text.replace(b"\n", b"")
        yield text.replace(b"\n", b"\r\n")
        yield text[:-1]
        yield text[:-2]
        yield text[:-3]
        yield text + text
    for _ in range(1500):
        yield bytes(rng.choice(b"AQgw/+z9==\n \r-\x80") for _ in range(rng.randrange(14)))
    for _ in range(300):
        text = bytearray(codecs.encode(rng.randbytes(rng.randrange(1, 200)), "base64"))
        for _ in range(rng.randrange(1, 3)):
            at = rng.randrange(len(text))
            match rng.randrange(3):
                case 0:
                    text[at] = rng.randrange(256)
                case 1:
                    del text[at]
                case _:
                    text.insert(at, rng.choice(b"=\nA-"))
            if not text:
                break
        yield bytes(text)


def base64_line(text):
    try:
        out = codecs.decode(text, "base64")
    except binascii.Error as error:
        said = "lone" if "1 more than" in str(error) else "padding"
        return f"{text.hex()} error {said}"
    canonical = codecs.encode(out, "base64") == text
    return f"{text.hex()} {'same' if canonical else 'other'} {out.hex()}"


JSON_SEEDS = [
    '{"_permanent": true, "user_id": "42", "cart": [{"sku": "A-1", "qty": 2, "price": 9.99}], "flashes": []}',
    '{"a":1,"a":2,"b":{"a":[],"c":{}}}',
    '["\\u00e9", "\\ud83d\\ude00", "\\ud800", "\\udc00\\ud800", "\\ud800\\ud800\\udc00", "\\u2028\u2029", "a\\n\\"\\\\\\/\\b\\f"]',
    "[NaN, Infinity, -Infinity, 1E400, -1e400, 0.1, -0.0, 1e16, 1e15, 1e-5, 5e-324, 123456789.123456789, -0, 0]",
    "[9223372036854775807, 9223372036854775808, -9223372036854775808, -9223372036854775809, 12345678901234567890123]",
    ' [ { "k" : [ 1 , 2.5e+3 , null , true , false ] } ] ',
    '{"\u00e9\u20ac\U0001f600": "\x7f\u0080"}',
]


def json_cases(rng):
    yield from JSON_SEEDS
    yield from ("", " ", "1", '"', '""', "[]", "{}", "nul", "-", "01", "1.", "1.e5", "-I", "NaNN", "\ufeff1", "1 1")
    yield from ("1" * 4300, "1" * 4301, "-" + "1" * 4300, "[" * 200 + "]" * 200)
    for _ in range(1200):
        text = list(rng.choice(JSON_SEEDS))
        for _ in range(rng.randrange(1, 4)):
            at = rng.randrange(len(text))
            match rng.randrange(4):
                case 0:
                    text[at] = rng.choice('[]{},:"\\0123456789.eE+-nuldDc \n\t\x01a/')
                case 1:
                    del text[at : at + rng.randrange(1, 4)]
                case 2:
                    text.insert(at, rng.choice('[]{},:"\\019.eE+- '))
                case _:
                    del text[at:]
            if not text:
                break
        yield "".join(text)


def json_line(text):
    """The text, and what Python writes after it has read it, or where it stops reading."""
    try:
        out = json.dumps(json.loads(text))
    except ValueError:
        out = "error"
    return f"{text.encode().hex()} {out}"


def plain_lines():
    """Name, protocol, pickle and what the plain view shows of it."""
    for name, value in samples.objects().items():
        for protocol in range(6):
            # Python itself drops `fold` below 4 and cannot name nested classes or keyword arguments in the same form.
            if protocol < 4 and ("fold" in name or name in ("datetime_zone", "nested_class", "newargs_ex", "class")):
                continue
            if protocol < 2 and name in ("slotted", "slots_and_dict", "mystr", "namedtuple", "newargs_ex"):
                continue
            payload = pickle.dumps(value, protocol)
            yield f"{name} {protocol} {payload.hex()} {json.dumps(samples.plain(value))}"
    for name, (payload, value) in samples.python2().items():
        yield f"python2_{name} - {payload.hex()} {json.dumps(samples.plain(value))}"


LARGE = ("list_", "dict_", "set_", "frame", "memo_")


def pickle_lines():
    """Name, protocol and pickle."""
    for name, value in samples.plain_types().items():
        for protocol in range(6):
            if not name.startswith(LARGE):
                # A literal "a" need not be the one "a" that every reader ends up with; after a load it is.
                loaded = pickle.loads(pickle.dumps(value, protocol))
                yield f"plain_{name} {protocol} {pickle.dumps(loaded, protocol).hex()}"
    for name, value in samples.objects().items():
        for protocol in range(6):
            try:
                yield f"{name} {protocol} {pickle.dumps(value, protocol).hex()}"
            except TypeError:
                # Slots have no form below protocol 2.
                continue


def pickle_large_lines():
    """Name, protocol, length and hash of the pickle: the test builds these values itself."""
    for name, value in samples.plain_types().items():
        for protocol in range(6):
            if name.startswith(LARGE):
                payload = pickle.dumps(value, protocol)
                yield f"{name} {protocol} {len(payload)} {hashlib.sha256(payload).hexdigest()}"


def json_pickle_lines():
    """JSON text, protocol, and the pickle of what Python reads from it."""
    for text in JSON_SEEDS:
        if '"a":1,"a"' in text:
            continue
        for protocol in range(6):
            yield f"{text.encode().hex()} {protocol} {pickle.dumps(json.loads(text), protocol).hex()}"


def typed_lines():
    """Protocol, the pickle that CPython makes of a value, and the value as typed JSON."""
    for text, value in samples.typed():
        for protocol in range(6):
            # Instances are made in another form below protocol 2.
            if protocol < 2 and "newobj" in text:
                continue
            payload = pickle.dumps(value, protocol)
            yield f"{protocol} {pickle.dumps(pickle.loads(payload), protocol).hex()} {text}"


def json_default_lines():
    """The pickle of a value, and the JSON that flask-dynamodb-sessions 0.1.1 to 0.1.3 wrote of it."""
    for name, value in samples.objects().items():
        values = value if isinstance(value, list) else [value]
        if all(isinstance(value, samples.PLAIN_TEXT) for value in values):
            yield f"{name} {pickle.dumps(value, 4).hex()} {json.dumps(value, default=str)}"


def table(name, lines):
    (DATA / name).write_text("".join(line + "\n" for line in lines), encoding="utf-8")


def main():
    DATA.mkdir(exist_ok=True)
    rng = random.Random(20261122)
    table("base64.txt", dict.fromkeys(base64_line(case) for case in base64_cases(rng)))
    table("json.txt", dict.fromkeys(json_line(case) for case in json_cases(rng)))
    table("plain.txt", plain_lines())
    table("json_pickle.txt", json_pickle_lines())
    table("json_default.txt", json_default_lines())
    table("pickle.txt", pickle_lines())
    table("typed.txt", typed_lines())
    table("pickle_large.txt", pickle_large_lines())


if __name__ == "__main__":
    main()

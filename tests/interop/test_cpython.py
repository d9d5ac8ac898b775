"""Payloads that CPython wrote at every protocol, the JSON of older releases, and what else is found in tables."""

import base64
import codecs
import datetime
import decimal
import json
import os
import pickle
import time

import pytest

from conftest import run_sessctl
from test_flask_writes import assert_same
from samples import typed_by_cpython, values

PROTOCOLS = range(6)
MODIFIED = {"S": "2026-11-22 20:00:17.123456"}


def ttl(seconds=86400):
    return {"N": str(int(time.time()) + seconds)}


def data_of(pickled):
    """What the package stores for a pickle."""
    return {"S": codecs.encode(pickled, "base64").decode()}


def test_every_protocol_shows_the_same_values(table):
    for protocol in PROTOCOLS:
        payload = pickle.dumps({"_permanent": True, **values()}, protocol=protocol)
        table.put_item(f"p{protocol}", data=data_of(payload), modified=MODIFIED, ttl=ttl())
    listed = {record["id"]: record for record in table.sessctl("list", "-o", "ndjson").ndjson}
    for protocol in PROTOCOLS:
        id, wanted = f"p{protocol}", {"_permanent": True, **typed_by_cpython(protocol)}
        assert listed[id]["protocol"] == protocol
        assert_same(listed[id]["data"], wanted)
        assert_same(table.data(id), wanted)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_decode_takes_base64_and_raw_pickles(protocol, tmp_path):
    payload = pickle.dumps({"_permanent": True, **values()}, protocol=protocol)
    base64_file, raw_file = tmp_path / "base64", tmp_path / "raw"
    base64_file.write_text(data_of(payload)["S"])
    raw_file.write_bytes(payload)
    for record in run_sessctl("decode", "-o", "json", base64_file, raw_file).json:
        assert_same(record["data"], {"_permanent": True, **typed_by_cpython(protocol)})


def test_the_json_of_older_releases_is_read(table):
    session = {"_permanent": True, "username": "Zoë 🍕", "price": decimal.Decimal("9.90"), "n": 3, "ratio": 1.0}
    session["at"] = datetime.datetime(2019, 3, 1, 12, 0)
    table.put_item("legacy", data={"S": json.dumps(session, default=str)}, modified=MODIFIED, ttl=ttl())
    record = table.sessctl("get", "legacy", "-o", "json").json
    assert record["format"] == "json"
    wanted = {"_permanent": True, "username": "Zoë 🍕", "price": "9.90", "n": 3, "ratio": 1.0, "at": "2019-03-01 12:00:00"}
    assert_same(record["data"], wanted)


class RunsACommand:
    """Unpickling an instance runs a command of the shell."""

    def __init__(self, command):
        self.command = command

    def __reduce__(self):
        return os.system, (self.command,)


@pytest.fixture
def junk(table, tmp_path):
    """A table of what nobody wants to find; yields it with the file that a hostile payload would make."""
    trap = tmp_path / "executed"
    hostile = {"_permanent": True, "user": RunsACommand(f"touch {trap}")}
    items = {
        "not-base64": {"data": {"S": "abc"}},
        "not-ascii": {"data": {"S": "\x1b[2Jéé\u202e"}},
        "truncated": {"data": data_of(pickle.dumps({"username": "ada" * 20}, 4)[:-9])},
        "empty": {"data": {"S": ""}},
        "no-data": {},
        "binary": {"data": {"B": pickle.dumps({"username": "ada"}, 4)}},
        "number": {"data": {"N": "7"}},
        "length-prefix": {"data": data_of(b"\x80\x04B\xff\xff\xff\x7f.")},
        **{f"hostile-{n}": {"data": data_of(pickle.dumps(hostile, n))} for n in PROTOCOLS},
        "good": {"data": data_of(pickle.dumps({"username": "ada"}))},
        "\x1b[31mid\u202e": {"data": data_of(pickle.dumps({"username": "ada"}))},
    }
    for id, item in items.items():
        table.put_item(id, modified=MODIFIED, ttl=ttl(), **item)
    return table, set(items), trap


def test_list_goes_on_over_junk_and_executes_nothing(junk):
    table, ids, trap = junk
    records = {record["id"]: record for record in table.sessctl("list", "-o", "ndjson").ndjson}
    assert set(records) == ids
    for id in ("not-base64", "not-ascii", "truncated", "empty", "no-data", "length-prefix"):
        assert records[id]["data"] is None and records[id]["error"]["message"], id
        assert records[id]["verdict"] in ("invalid", "limit"), id
    for id in ids:
        if id.startswith("hostile"):
            assert records[id]["verdict"] == "malicious"
            assert {"os.system", "posix.system"} & set(records[id]["globals"])
    assert records["good"]["data"] == {"username": "ada"}
    assert {record["id"] for record in table.sessctl("list", "-o", "json").json} == ids
    human = table.sessctl("list").out
    assert "\x1b[2J" not in human and "\x1b[31m" not in human and "\u202e" not in human
    assert not trap.exists()


def test_get_shows_junk_and_strict_refuses_it(junk):
    table, ids, trap = junk
    for id in sorted(ids):
        table.sessctl("get", id, "-o", "json")
    for id in ("hostile-0", "hostile-4", "truncated", "not-base64"):
        table.sessctl("get", id, "--strict", code=5)
    table.sessctl("get", "good", "--strict")
    assert not trap.exists()


def test_a_payload_nested_100_000_deep_stops_nothing(table):
    nested = b"\x80\x04" + b"]" * 100_000 + b"a" * 99_999 + b"."
    table.put_item("nested", data=data_of(nested), modified=MODIFIED, ttl=ttl())
    table.put_item("good", data=data_of(pickle.dumps({"username": "ada"})), modified=MODIFIED, ttl=ttl())
    lines = table.sessctl("list", "-o", "ndjson").out.splitlines()  # Python's json does not nest that deep.
    assert len(lines) == 2
    assert {"username": "ada"} in [json.loads(line)["data"] for line in lines if '"nested"' not in line]
    assert "good" in table.sessctl("list").out
    table.sessctl("get", "nested", "-o", "json", timeout=30)


def test_an_expiry_that_is_no_number_is_shown_and_survives(table):
    good = data_of(pickle.dumps({"username": "ada"}))
    table.put_item("text-ttl", data=good, modified=MODIFIED, ttl={"S": "1"})
    table.put_item("no-ttl", data=good, modified=MODIFIED)
    table.put_item("expired", data=good, modified=MODIFIED, ttl=ttl(-60))
    records = {record["id"]: record for record in table.sessctl("list", "-o", "ndjson").ndjson}
    assert {id: record["state"] for id, record in records.items()} == {
        "text-ttl": "no-ttl",
        "no-ttl": "no-ttl",
        "expired": "expired",
    }
    assert records["text-ttl"]["warnings"]
    table.engine.need("mixed-ttl")
    live = {record["id"] for record in table.sessctl("list", "--state", "live", "-o", "ndjson").ndjson}
    assert live == {"text-ttl", "no-ttl"}
    table.sessctl("purge", "--expired", "--yes")
    assert table.ids() == {"text-ttl", "no-ttl"}


def test_a_binary_payload_is_read(table):
    table.put_item("binary", data={"B": pickle.dumps({"username": "ada"}, 4)}, modified=MODIFIED, ttl=ttl())
    assert table.data("binary") == {"username": "ada"}


def test_a_page_of_items_as_the_aws_cli_prints_it_is_decoded(table):
    for n in range(3):
        table.put_item(f"s{n}", data=data_of(pickle.dumps({"n": n})), modified=MODIFIED, blob={"B": b"\xff"}, ttl=ttl())
    page = table.engine.boto.scan(TableName=table.name)
    printed = json.dumps(page, default=lambda raw: base64.b64encode(raw).decode())
    records = run_sessctl("decode", "-o", "json", input=printed).json
    assert {record["id"]: record["data"] for record in records} == {f"s{n}": {"n": n} for n in range(3)}

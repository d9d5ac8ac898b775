"""CPython as the judge of the codec: what sessctl decodes and writes again unpickles to an equal object.

Every payload of tests/pickle/data/ that is not hostile and that this CPython unpickles goes through `sessctl decode` to
typed JSON and through `sessctl put` back to a pickle at the protocol it came in. Equal is what `samples.describe` sees:
types, order, values to the bit, sharing, cycles.
"""

import base64
import concurrent.futures
import importlib.util
import json
import os
import pathlib
import pickle

import pytest

import engines
from conftest import Table, run_sessctl
from samples import describe

PICKLE = pathlib.Path(__file__).parent.parent / "pickle"
KINDS = ["benign", "graph", "object"]

pytestmark = pytest.mark.skipif(bool(engines.ENDPOINT), reason="the codec is the same on every endpoint")


@pytest.fixture(scope="module")
def corpus():
    """Kind -> payloads that CPython unpickles, by name. Makes the application classes importable that they name."""
    spec = importlib.util.spec_from_file_location("corpus_values", PICKLE / "values.py")
    corpus_values = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(corpus_values)
    corpus_values.models()
    found = {kind: {} for kind in KINDS}
    for line in (PICKLE / "data/corpus.jsonl").read_text().splitlines():
        case = json.loads(line)
        if case["kind"] in KINDS:
            payload = base64.b64decode(case["payload"])
            try:
                describe(pickle.loads(payload))
            except Exception:
                continue  # Written by another Python, and this one cannot read it.
            found[case["kind"]][case["name"]] = payload
    return found


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    with engines.start("embedded", tmp_path_factory.mktemp("judge")) as url:
        table = Table(engines.Engine("embedded", url), "judge")
        table.sessctl("init-table")
        yield table


@pytest.mark.parametrize("kind", KINDS)
def test_cpython_reads_the_same_object_after_a_round_trip(kind, corpus, table, tmp_path):
    payloads = corpus[kind]
    assert len(payloads) > 20
    files = {name: tmp_path / str(n) for n, name in enumerate(payloads)}
    for name, payload in payloads.items():
        files[name].write_text(base64.b64encode(payload).decode())
    records = run_sessctl("decode", "-o", "ndjson", *files.values()).ndjson

    def round_trip(name, record):
        """What went wrong with a payload, if anything did."""
        if record.get("error"):
            return record["error"]
        # A session is a dict; any other payload becomes the value of one.
        wrapped = type(pickle.loads(payloads[name])) is not dict
        data = {"payload": record["data"]} if wrapped else record["data"]
        put = ("put", f"{kind}/{name}", "--data", "-", "--protocol", max(record["protocol"], 2))
        try:
            table.sessctl(*put, input=json.dumps(data))
        except AssertionError as error:
            return str(error)[-300:]
        stored = base64.b64decode(table.item(f"{kind}/{name}")["data"]["S"])
        try:
            loaded = pickle.loads(stored)
            after = describe(loaded["payload"] if wrapped else loaded)
        except Exception as error:
            return repr(error)
        before = describe(pickle.loads(payloads[name]))
        return None if after == before else f"was {str(before)[:300]}, is {str(after)[:300]}"

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        outcomes = list(pool.map(round_trip, files, records))
    wrong = {name: outcome for name, outcome in zip(files, outcomes) if outcome}
    assert not wrong, f"{len(wrong)} of {len(files)}:\n" + "\n".join(f"{name}: {wrong[name]}" for name in sorted(wrong)[:20])

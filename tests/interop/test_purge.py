"""`sessctl purge --expired` deletes what expired, and never a live session."""

import base64
import pickle
import threading
import time

import pytest

from test_cpython import data_of

SESSIONS = 300


def fill(table):
    """Sessions, every other one expired; returns the ids of the live and of the expired ones."""
    live, expired = set(), set()
    now = int(time.time())
    requests = []
    for n in range(SESSIONS):
        id = f"session-{n:03}"
        ids, ttl = (expired, now - 60 - n) if n % 2 else (live, now + 3600 + n)
        ids.add(id)
        item = {"data": data_of(pickle.dumps({"n": n})), "modified": {"S": "2026-11-22 20:00:17"}, "ttl": {"N": str(ttl)}}
        requests.append({"PutRequest": {"Item": {"id": {"S": id}, **item}}})
    for start in range(0, SESSIONS, 25):
        answer = table.engine.boto.batch_write_item(RequestItems={table.name: requests[start : start + 25]})
        assert not answer["UnprocessedItems"]
    return live, expired


def test_nothing_is_deleted_without_consent(table):
    live, expired = fill(table)
    dry = table.sessctl("purge", "--expired", "--dry-run", "-o", "json").json
    assert (dry["matched"], dry["deleted"], dry["dry_run"], dry["complete"]) == (len(expired), 0, True, True)
    refused = table.sessctl("purge", "--expired", code=2)
    assert "--yes" in refused.err
    table.sessctl("purge", "--yes", code=2)
    assert table.ids() == live | expired


def test_grace_spares_what_expired_lately(table):
    live, expired = fill(table)
    table.sessctl("purge", "--expired", "--grace", "1h", "--yes")
    assert table.ids() == live | expired


def test_live_sessions_survive_while_flask_renews(table, serve_flask):
    live, expired = fill(table)
    renewed = sorted(expired)[::3]
    begun = threading.Event()
    failures = []

    def renew():
        try:
            for id in renewed:
                browser(id).get("/read")
                begun.set()
        except Exception as error:
            failures.append(error)
            begun.set()

    with serve_flask(table) as browser:
        client = threading.Thread(target=renew)
        client.start()
        assert begun.wait(60)
        summary = table.sessctl("purge", "--expired", "--yes", "-o", "json").json
        client.join(60)
        assert not client.is_alive() and not failures

    assert table.ids() == live | set(renewed)
    for id in sorted(live):
        assert pickle.loads(base64.b64decode(table.item(id)["data"]["S"])) == {"n": int(id[-3:])}
    assert int(table.item(renewed[0])["ttl"]["N"]) > time.time()
    assert summary["deleted"] + summary["kept"] == summary["matched"] <= len(expired)
    assert (summary["failed"], summary["complete"], summary["dry_run"]) == (0, True, False)
    assert table.sessctl("purge", "--expired", "--yes", "-o", "json").json["matched"] == 0


# The zone of Asia/Tokyo, spelled so that it needs no zone database.
TOKYO = {"TZ": "JST-9", "SESSION_DYNAMODB_TTL_SECONDS": "3600"}


@pytest.fixture
def table_of_tokyo(table, serve_flask):
    """Sessions of a server in Tokyo: live for an hour more, expired by their `ttl` 8 hours ago."""
    with serve_flask(table, env=TOKYO) as browser:
        for n in range(5):
            browser().post("/login", username=f"user {n}")
    return table


def test_a_server_east_of_utc_loses_no_session(table_of_tokyo):
    ids = table_of_tokyo.ids()
    purge = ("purge", "--expired", "--yes", "--ttl", "1h")
    refused = table_of_tokyo.sessctl(*purge, code=1)
    assert "--grace" in refused.err and "--accept-drift" in refused.err
    table_of_tokyo.sessctl(*purge, "--grace", "8h", code=1)
    assert table_of_tokyo.sessctl(*purge, "--grace", "9h", "-o", "json").json["matched"] == 0
    assert table_of_tokyo.sessctl("purge", "--expired", "--dry-run", "--ttl", "1h", "-o", "json").json["matched"] == 5
    assert table_of_tokyo.ids() == ids


def test_accepting_the_drift_deletes_by_the_stored_expiry(table_of_tokyo):
    done = table_of_tokyo.sessctl("purge", "--expired", "--yes", "--ttl", "1h", "--accept-drift", "-o", "json").json
    assert done["deleted"] == 5

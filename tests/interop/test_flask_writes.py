"""Flask writes sessions with the released package; sessctl shows every value with its type."""

import json
import time
import uuid
from datetime import datetime

from conftest import run_sessctl
from samples import describe, typed


def expected():
    """The typed JSON of a session that `/fill` has filled."""
    return {"_permanent": True, **typed()}


def assert_same(data, wanted):
    """Compares JSON exactly: 1 is neither 1.0 nor True, and order counts."""
    assert list(data) == list(wanted)
    differing = {key: (data[key], wanted[key]) for key in wanted if describe(data[key]) != describe(wanted[key])}
    assert not differing


def test_get_shows_a_session_of_flask(shared_table, browser):
    client = browser()
    client.post("/fill")
    record = shared_table.sessctl("get", client.sid, "-o", "json").json
    assert_same(record["data"], expected())
    stored = shared_table.item(client.sid)
    assert record["id"] == client.sid
    assert str(record["ttl"]) == stored["ttl"]["N"]
    assert datetime.fromisoformat(record["modified"]) == datetime.fromisoformat(stored["modified"]["S"] + "+00:00")
    assert record["expires_at"] == time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record["ttl"]))
    assert (record["state"], record["format"], record["attributes"]) == ("live", "pickle", {})
    assert record["verdict"] == "unknown"  # The application's own class.
    assert "samples.User" in record["globals"]
    assert "error" not in record
    allowed = shared_table.sessctl("get", client.sid, "-o", "json", "--allow", "samples.User").json
    assert allowed["verdict"] == "known"


def test_several_sessions_are_an_array(shared_table, browser):
    clients = [browser(), browser()]
    for n, client in enumerate(clients):
        client.post("/login", username=f"user {n}")
    records = shared_table.sessctl("get", *[client.sid for client in clients], "-o", "json").json
    assert [record["data"]["username"] for record in records] == ["user 0", "user 1"]


def test_list_shows_sessions_of_flask(shared_table, browser):
    client = browser()
    client.post("/fill")
    for record in [
        next(r for r in shared_table.sessctl("list", "-o", "ndjson").ndjson if r["id"] == client.sid),
        next(r for r in shared_table.sessctl("list", "-o", "json").json if r["id"] == client.sid),
    ]:
        assert_same(record["data"], expected())
    assert client.sid in shared_table.sessctl("list").out


def test_decode_shows_the_data_attribute_and_the_item(shared_table, browser, tmp_path):
    client = browser()
    client.post("/fill")
    item = shared_table.item(client.sid)
    data = item["data"]["S"]
    assert_same(run_sessctl("decode", "-o", "json", input=data).json["data"], expected())
    assert_same(run_sessctl("decode", "-o", "json", input=data.replace("\n", "")).json["data"], expected())
    get_item = tmp_path / "get-item.json"
    get_item.write_text(json.dumps({"Item": item}))
    record = run_sessctl("decode", get_item, "-o", "json").json
    assert_same(record["data"], expected())
    assert record["id"] == client.sid
    scan = tmp_path / "scan.json"
    scan.write_text(json.dumps({"Items": [item, item], "Count": 2, "ScannedCount": 2, "ConsumedCapacity": None}))
    assert len(run_sessctl("decode", scan, "-o", "ndjson").ndjson) == 2


def test_raw_is_what_flask_stored(shared_table, browser):
    client = browser()
    client.post("/login", username="ada")
    assert shared_table.sessctl("get", client.sid, "--raw").out.strip() == shared_table.item(client.sid)["data"]["S"].strip()


def test_a_login_with_a_flashed_message_is_shown_and_a_logout_removes_it(shared_table, browser):
    client = browser()
    client.post("/login", username="Zoë")
    sid = client.sid
    assert shared_table.data(sid) == {
        "_permanent": True,
        "username": "Zoë",
        "_flashes": [{"$tuple": ["success", "Welcome back"]}],
    }
    assert client.get("/whoami") == ["Zoë", [["success", "Welcome back"]]]
    assert shared_table.data(sid) == {"_permanent": True, "username": "Zoë"}
    client.post("/logout")
    missing = shared_table.sessctl("get", sid, code=4)
    assert sid not in missing.err, "an id is a credential"


def test_an_id_that_a_client_made_up_is_found(shared_table, browser):
    client = browser(f"made up #{uuid.uuid4().hex}".replace(" ", "-"))
    client.post("/login", username="mallory")
    assert shared_table.data(client.sid)["username"] == "mallory"


def test_query_picks_from_the_plain_projection(shared_table, browser):
    client = browser()
    client.post("/login", username="ada")
    found = shared_table.sessctl("get", client.sid, "-o", "json", "--query", "[data.username, data._flashes[0][1]]")
    assert found.json == ["ada", "Welcome back"]


def test_the_settings_of_the_package_are_read_from_the_environment(shared_table, browser):
    client = browser()
    client.post("/login", username="ada")
    for prefix in ("", "FLASK_"):
        env = {
            f"{prefix}SESSION_DYNAMODB_ENDPOINT": shared_table.engine.url,
            f"{prefix}SESSION_DYNAMODB_TABLE": shared_table.name,
            f"{prefix}SESSION_DYNAMODB_REGION": "us-east-1",
        }
        assert run_sessctl("get", client.sid, "-o", "json", env=env).json["data"]["username"] == "ada"

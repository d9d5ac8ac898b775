"""sessctl writes sessions; Flask reads the identical Python objects back."""

import json
import sys
import time
import uuid

import pytest

from samples import describe, typed, values


def new_id():
    return str(uuid.uuid4())


def put(table, id, data, *options, **kwargs):
    return table.sessctl("put", id, "--data", "-", *options, input=json.dumps(data), **kwargs)


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_flask_reads_what_put_wrote(shared_table, browser, protocol):
    id = new_id()
    put(shared_table, id, {"_permanent": True, **typed()}, "--protocol", protocol)
    read = browser(id).read()
    wanted = {"_permanent": describe(True), **{name: describe(value) for name, value in values().items()}}
    assert list(read) == list(wanted)
    assert not {name: (read[name], wanted[name]) for name in wanted if read[name] != wanted[name]}


def test_put_makes_an_id_and_prints_it(shared_table, browser):
    id = shared_table.sessctl("put", "--data", '{"username": "ada"}').out.strip()
    assert str(uuid.UUID(id)) == id
    assert browser(id).get("/whoami")[0] == "ada"


def test_put_writes_the_attributes_that_flask_writes(shared_table, browser):
    written, by_flask = new_id(), browser(new_id())
    put(shared_table, written, {"_permanent": True, "username": "ada"}, "--ttl", "1h")
    by_flask.post("/login", username="ada")
    ours, theirs = shared_table.item(written), shared_table.item(by_flask.sid)
    assert {name: list(value) for name, value in ours.items()} == {name: list(value) for name, value in theirs.items()}
    assert abs(int(ours["ttl"]["N"]) - time.time() - 3600) < 60
    assert ours["data"]["S"].endswith("\n")


def test_put_never_overwrites_without_replace(shared_table):
    id = new_id()
    put(shared_table, id, {"n": 1})
    put(shared_table, id, {"n": 2}, code=1)
    assert shared_table.data(id) == {"n": 1}
    put(shared_table, id, {"n": 3}, "--replace")
    assert shared_table.data(id) == {"n": 3}


@pytest.mark.parametrize("data", ["{", "[]", '"text"', '{"a": {"$nonsense": 1}}', '{"a": {"$datetime": "soon"}}'])
def test_data_that_is_no_session_is_refused(shared_table, data):
    id = new_id()
    assert shared_table.sessctl("put", id, "--data", data, code=2).err.startswith("error: ")
    assert shared_table.item(id) is None


def test_an_item_beyond_400_kb_is_refused_with_its_size(shared_table):
    id = new_id()
    refused = put(shared_table, id, {"long": "x" * 400_000}, code=1)
    assert "409600 bytes" in refused.err
    assert shared_table.item(id) is None


def test_foreign_attributes_survive(shared_table, browser):
    id = new_id()
    foreign = {"tenant": {"S": "acme"}, "flags": {"M": {"beta": {"BOOL": True}}}, "blob": {"B": b"\x00\xff"}}
    shared_table.put_item(id, **foreign)

    def kept():
        item = shared_table.item(id)
        return {name: item.get(name) for name in foreign} == foreign

    put(shared_table, id, {"n": 1}, "--replace")
    assert kept()
    record = shared_table.sessctl("get", id, "-o", "json").json
    assert record["attributes"] == {
        "tenant": {"S": "acme"},
        "flags": {"M": {"beta": {"BOOL": True}}},
        "blob": {"B": "AP8="},
    }
    shared_table.sessctl("touch", id)
    assert kept()
    browser(id).post("/login", username="ada")
    assert kept()
    assert shared_table.data(id)["username"] == "ada"


def test_an_edit_by_path_changes_that_value_and_nothing_else(shared_table, browser):
    client = browser()
    client.post("/fill")
    wanted, before = client.read(), shared_table.item(client.sid)
    sets = ("--set", "cart.items[0].n=3", "--set", 'dict_int_keys={"$dict": [[7, "seven"]]}')
    shared_table.sessctl("edit", client.sid, *sets, "--unset", "none")
    assert shared_table.item(client.sid)["ttl"] == before["ttl"]
    cart = values()["cart"]
    cart["items"][0]["n"] = 3
    wanted |= {"cart": describe(cart), "dict_int_keys": describe({7: "seven"})}
    del wanted["none"]
    read = client.read()
    assert list(read) == list(wanted)
    assert not {name: (read[name], wanted[name]) for name in wanted if read[name] != wanted[name]}


def test_an_edit_never_overwrites_what_flask_saved_meanwhile(shared_table, browser, tmp_path):
    client = browser()
    client.post("/login", username="ada")
    editor = tmp_path / "editor"
    editor.write_text(
        f"#!{sys.executable}\n"
        "import pathlib, sys, urllib.request\n"
        f"request = urllib.request.Request({client.url + '/login'!r}, b'username=grace', {client.headers()!r})\n"
        "urllib.request.urlopen(request, timeout=30).close()\n"
        "file = pathlib.Path(sys.argv[1])\n"
        "file.write_text(file.read_text().replace('ada', 'mallory'))\n"
    )
    editor.chmod(0o700)
    env = {"EDITOR": str(editor), "TMPDIR": str(tmp_path), "XDG_STATE_HOME": str(tmp_path), "HOME": str(tmp_path)}
    shared_table.sessctl("edit", client.sid, code=1, env=env)
    assert client.get("/whoami")[0] == "grace"


def test_touch_moves_the_expiry_and_leaves_the_payload(shared_table, browser):
    client = browser()
    client.post("/login", username="ada")
    before = shared_table.item(client.sid)
    shared_table.sessctl("touch", client.sid, "--ttl", "30d")
    after = shared_table.item(client.sid)
    assert abs(int(after["ttl"]["N"]) - time.time() - 30 * 86400) < 60
    assert after["data"] == before["data"]
    assert client.get("/whoami")[0] == "ada"


def test_touch_never_makes_a_session(shared_table):
    id = new_id()
    shared_table.sessctl("touch", id, code=4)
    assert shared_table.item(id) is None


def test_delete_logs_a_user_out(shared_table, browser):
    client = browser()
    client.post("/login", username="ada")
    shared_table.sessctl("delete", client.sid, code=2)
    assert shared_table.item(client.sid) is not None
    shared_table.sessctl("delete", client.sid, "--yes")
    assert shared_table.item(client.sid) is None
    assert client.get("/whoami")[0] is None


def test_unknown_ids_exit_4_and_the_known_ones_are_done(shared_table):
    known, unknown = new_id(), new_id()
    put(shared_table, known, {"n": 1})
    for command in (["get"], ["touch"], ["delete", "--yes"]):
        answer = shared_table.sessctl(*command, unknown, code=4)
        assert unknown not in answer.err, "an id is a credential"
    records = shared_table.sessctl("get", unknown, known, "-o", "json", code=4).json
    assert [record["id"] for record in records] == [known]
    shared_table.sessctl("delete", unknown, known, "--yes", code=4)
    assert shared_table.item(known) is None


def test_ids_come_by_standard_input_and_may_begin_with_a_dash(shared_table):
    ids = [new_id(), f"-{new_id()}"]
    for id in ids:
        shared_table.sessctl("put", "--data", "{}", "--", id)
    records = shared_table.sessctl("get", "-", "-o", "json", input="\n".join(ids)).json
    assert [record["id"] for record in records] == ids
    assert shared_table.sessctl("get", "-o", "json", "--", ids[1]).json["id"] == ids[1]

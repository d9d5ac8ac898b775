"""The axum application and the Flask one of examples/, side by side on one table, as a browser meets them."""

import codecs
import concurrent.futures
import contextlib
import datetime
import email.utils
import http.client
import http.server
import json
import pathlib
import pickle
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

import pytest

import engines
import samples

ROOT = pathlib.Path(__file__).parents[2]
ID = "4a6a2b1c-7f8e-4d21-9c7b-0d1f5f6d2a11"


class Client:
    """A browser, or whatever holds a session id, that talks to both applications."""

    def __init__(self, apps, sid=None, header=None):
        self.apps = apps
        self.header = header
        self.sid = sid
        self.answer = None

    def get(self, app, *path, status=200):
        """Asks `flask` or `axum`; returns the JSON it answers."""
        parts = [urllib.parse.quote(part if isinstance(part, str) else json.dumps(part), safe="") for part in path]
        request = urllib.request.Request(f"{self.apps[app]}/{'/'.join(parts)}")
        if self.sid is not None:
            request.add_header(self.header or "Cookie", self.sid if self.header else f"session={self.sid}")
        try:
            self.answer = urllib.request.urlopen(request, timeout=60)
        except urllib.error.HTTPError as error:
            self.answer = error
        with self.answer as answer:
            body = answer.read()
        assert answer.status == status, (answer.status, body)
        if self.header:
            self.sid = answer.headers.get(self.header, self.sid)
        elif "Set-Cookie" in answer.headers:
            self.sid = self.cookie()[0].removeprefix("session=") or None
        return json.loads(body) if status == 200 else body

    def cookie(self):
        """The parts of the cookie that was set."""
        (cookie,) = self.answer.headers.get_all("Set-Cookie")
        return cookie.split("; ")

    def whoami(self, app):
        return self.get(app, "whoami")["username"]


@pytest.fixture(scope="session")
def serve_both(tmp_path_factory):
    """Starts both applications on a table; a context manager that yields their addresses."""

    @contextlib.contextmanager
    def serve(table, endpoint=None, **env):
        folder = tmp_path_factory.mktemp("web")
        commands = {
            "flask": [engines.HOME / "flask22/bin/python", ROOT / "examples/flask/app.py"],
            "axum": [engines.AXUM],
        }
        with contextlib.ExitStack() as stack:
            apps, children = {}, {}
            for name, command in commands.items():
                port = engines.free_port()
                settings = engines.environment(
                    SESSION_DYNAMODB_ENDPOINT=endpoint or table.engine.url,
                    SESSION_DYNAMODB_REGION="us-east-1",
                    SESSION_DYNAMODB_TABLE=table.name,
                    PORT=str(port),
                    **env,
                )
                log = folder / f"{name}.log"
                children[name] = stack.enter_context(engines.process(*command, log=log, env=settings)), log
                apps[name] = f"http://127.0.0.1:{port}"
            for name, (child, log) in children.items():
                engines.await_answer(f"{apps[name]}/nothing", child, log)
            yield apps

    return serve


@pytest.fixture(scope="session")
def apps(shared_table, serve_both):
    with serve_both(shared_table) as apps:
        yield apps


@pytest.fixture(params=["flask", "axum"])
def one(request):
    return request.param


@pytest.fixture
def other(one):
    return {"flask": "axum", "axum": "flask"}[one]


def put_session(table, values, id=None, ttl=3600):
    """Stores a session as the Python package does, and returns its id."""
    id = id or str(uuid.uuid4())
    data = codecs.encode(pickle.dumps(values), "base64").decode()
    modified = str(datetime.datetime.now(datetime.UTC).replace(tzinfo=None))
    table.put_item(id, data={"S": data}, modified={"S": modified}, ttl={"N": str(int(time.time()) + ttl)})
    return id


def load(table, id):
    """What CPython makes of a stored session."""
    return pickle.loads(codecs.decode(table.item(id)["data"]["S"].encode(), "base64"))


def test_who_logs_in_with_one_is_logged_in_on_the_other(apps, one, other):
    client = Client(apps)
    assert client.whoami(one) is None
    client.get(one, "login", "ada")
    sid = client.sid
    assert client.whoami(other) == "ada"
    assert client.get(other, "set", "cart", {"sku": ["A-1", 2, 1.5, None, True]})
    assert client.get(one, "get", "cart") == {"sku": ["A-1", 2, 1.5, None, True]}
    assert client.get(one, "set", "name", "Ünïcødé \U0001f600")
    assert client.get(other, "get", "name") == "Ünïcødé \U0001f600"
    assert client.sid == sid
    assert client.get(other, "regenerate") is True
    assert client.sid != sid
    assert client.whoami(one) == client.whoami(other) == "ada"
    assert Client(apps, sid).whoami("axum") is None
    new = client.sid
    client.get(other, "logout")
    assert client.sid is None
    for app in apps:
        assert Client(apps, new).whoami(app) is None


def test_a_session_is_stored_as_the_python_package_stores_it(apps, shared_table):
    items = {}
    for app in apps:
        client = Client(apps)
        client.get(app, "login", "ada")
        items[app] = shared_table.item(client.sid)
        assert uuid.UUID(items[app].pop("id")["S"]).version == 4
        modified = datetime.datetime.fromisoformat(items[app].pop("modified")["S"]).replace(tzinfo=datetime.UTC)
        ttl = int(items[app].pop("ttl")["N"])
        assert abs(modified.timestamp() - time.time()) < 60
        if app == "axum":
            assert abs(ttl - modified.timestamp() - 1209600) <= 1
    assert items["flask"] == items["axum"]


COOKIES = {
    "defaults": {},
    "compatible": {"SESSCTL_COMPATIBLE": "1"},
    "all": {
        "SESSCTL_COMPATIBLE": "1",
        "SESSION_COOKIE_DOMAIN": "shop.example.com",
        "SESSION_COOKIE_PATH": "/shop",
        "SESSION_COOKIE_SECURE": "true",
        "SESSION_COOKIE_HTTPONLY": "false",
        "PERMANENT_SESSION_LIFETIME": "60",
    },
}


@pytest.mark.parametrize("settings", COOKIES)
def test_cookies_are_the_same_attribute_by_attribute(shared_table, serve_both, settings):
    with serve_both(shared_table, **COOKIES[settings]) as apps:
        set_, removed = {}, {}
        for app in apps:
            client = Client(apps)
            client.get(app, "login", "ada")
            name, *set_[app] = client.cookie()
            assert uuid.UUID(name.removeprefix("session="))
            client.get(app, "logout")
            removed[app] = client.cookie()
        expires = {}
        for app, attributes in set_.items():
            at = next(i for i, attribute in enumerate(attributes) if attribute.startswith("Expires="))
            expires[app] = email.utils.parsedate_to_datetime(attributes.pop(at).removeprefix("Expires="))
        if settings == "defaults":
            # The one difference, and a setting.
            assert set_["axum"].pop() == "SameSite=Lax"
        assert set_["axum"] == set_["flask"]
        assert abs(expires["axum"] - expires["flask"]) < datetime.timedelta(seconds=30)
        assert removed["axum"] == removed["flask"]


@pytest.mark.parametrize("sid", ["with space", 'quote" back\\slash', "semi;colon,comma", "ünïcødé", "a=b"])
def test_adopted_ids_are_quoted_the_same(shared_table, serve_both, sid):
    quoted = '"' + "".join(f"\\{byte:03o}" if byte > 126 or chr(byte) in '";\\,' else chr(byte) for byte in sid.encode()) + '"'
    with serve_both(shared_table, SESSCTL_COMPATIBLE="1") as apps:
        sent = {}
        for app in apps:
            client = Client(apps, quoted)
            client.get(app, "set", "n", 1)
            sent[app] = client.cookie()[0]
        assert sent["axum"] == sent["flask"]
    assert load(shared_table, sid)["n"] == 1


def test_an_expired_session_is_not_served(apps, shared_table):
    client = Client(apps, put_session(shared_table, {"_permanent": True, "username": "ada"}, ttl=-60))
    assert client.whoami("axum") is None
    # The Python package does, and renews it.
    assert client.whoami("flask") == "ada"
    assert client.whoami("axum") == "ada"


def test_an_expiry_moves_with_both(serve_both, shared_table, one, other):
    with serve_both(shared_table, SESSION_DYNAMODB_TTL_SECONDS="100") as apps:
        client = Client(apps)
        client.get(one, "login", "ada")
        data = shared_table.item(client.sid)["data"]
        shared_table.put_item(client.sid, data=data, modified={"S": "2026-01-01 00:00:00"}, ttl={"N": str(int(time.time()) + 50)})
        assert client.whoami(other) == "ada"
        assert int(shared_table.item(client.sid)["ttl"]["N"]) >= time.time() + 90


def test_the_id_travels_in_a_header(shared_table, serve_both, one, other):
    env = {"SESSION_DYNAMODB_USE_HEADER": "true", "SESSION_DYNAMODB_HEADER_NAME": "X-Shop-Session"}
    with serve_both(shared_table, **env) as apps:
        client = Client(apps, header="X-Shop-Session")
        client.get(one, "login", "ada")
        assert client.sid and "Set-Cookie" not in client.answer.headers
        assert client.whoami(other) == "ada"
        assert client.answer.headers["X-Shop-Session"] == client.sid
        client.get(other, "logout")
        assert client.whoami(one) is None


def test_python_types_survive_a_change_of_another_key(apps, shared_table, serve_both):
    values = {"_permanent": True, **samples.values()}
    sid = put_session(shared_table, values)
    before = shared_table.item(sid)
    # An application's class is among them, and those are not served by default.
    Client(apps, sid).get("axum", "set", "visits", 7, status=500)
    assert shared_table.item(sid) == before
    with serve_both(shared_table, SESSCTL_COMPATIBLE="1") as compatible:
        assert Client(compatible, sid).get("axum", "set", "visits", 7) == 7
    after = load(shared_table, sid)
    assert after.pop("visits") == 7
    assert list(after) == list(values)
    assert {key: samples.describe(value) for key, value in after.items()} == {
        key: samples.describe(value) for key, value in values.items()
    }


def test_requests_at_once_to_one_session_lose_no_key(apps, shared_table):
    if shared_table.engine.name == "moto":
        # Two updates on the same condition both succeed: 99 of them have moved a counter by 93.
        pytest.skip("moto compares and writes in two steps")
    client = Client(apps)
    client.get("axum", "login", "ada")
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda n: Client(apps, client.sid).get("axum", "set", f"k{n}", n), range(6)))
    assert load(shared_table, client.sid) == {"_permanent": True, "username": "ada", **{f"k{n}": n for n in range(6)}}


def test_planted_and_guessed_ids_are_worth_nothing(apps, shared_table):
    planted = str(uuid.uuid4())
    victim = Client(apps, planted)
    victim.get("axum", "login", "ada")
    assert victim.sid != planted
    assert shared_table.item(planted) is None
    assert Client(apps, planted).whoami("axum") is None
    # A session that the attacker really has does not become the victim's either.
    attacker = Client(apps)
    attacker.get("flask", "set", "n", 1)
    victim = Client(apps, attacker.sid)
    victim.get("axum", "login", "ada")
    assert attacker.whoami("axum") is None
    assert attacker.whoami("flask") is None
    assert victim.whoami("flask") == "ada"


def raw(apps, *headers):
    """A request with headers that no decent client sends."""
    host = apps["axum"].removeprefix("http://")
    connection = http.client.HTTPConnection(host, timeout=60)
    with contextlib.closing(connection):
        connection.putrequest("GET", "/set/n/1", skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        answer.read()
        return answer


def test_hostile_ids_and_headers_change_nothing(apps, shared_table):
    before = shared_table.ids()
    for sid in [b'"a\\015\\012Set-Cookie: evil=1"', b'"\\000"', b"\xff\xfe", b"x" * 2049, b'"' + b"\\\\" * 1000, b""]:
        answer = raw(apps, ("Cookie", b"session=" + sid))
        assert answer.status == 200
        (cookie,) = answer.headers.get_all("Set-Cookie")
        new = cookie.split(";")[0].removeprefix("session=")
        assert uuid.UUID(new).version == 4 and "evil" not in str(answer.headers)
        before.add(new)
    assert shared_table.ids() == before
    # Beyond what the server reads; whatever it says, it goes on serving.
    for size in [100_000, 1_000_000]:
        with contextlib.suppress(OSError, http.client.HTTPException):
            assert raw(apps, ("Cookie", b"session=" + b"x" * size)).status in (200, 400, 431)
    many = [("Cookie", f"c{n}={n}") for n in range(50)] + [("Cookie", "session=nobody")]
    assert raw(apps, *many).status == 200
    assert Client(apps).whoami("axum") is None


def test_a_session_near_400_kb_is_served_and_one_beyond_is_refused_whole(apps, shared_table):
    # moto counts an updated item twice, before and after.
    length = 140_000 if shared_table.engine.name == "moto" else 280_000
    sid = put_session(shared_table, {"_permanent": True, "big": "x" * length, "n": 0})
    client = Client(apps, sid)
    assert client.get("axum", "set", "n", 1) == 1
    assert len(client.get("flask", "get", "big")) == length
    values = {"_permanent": True, "big": "x" * 292_000, "n": 1}
    sid = put_session(shared_table, values)
    client = Client(apps, sid)
    client.get("axum", "set", "more", "y" * 12_000, status=500)
    assert load(shared_table, sid) == values


def test_a_payload_that_would_run_code_is_refused_and_stays(apps, shared_table, tmp_path):
    class Evil:
        def __reduce__(self):
            return (open, (str(tmp_path / "ran"), "w"))

    sid = put_session(shared_table, {"username": Evil()})
    before = shared_table.item(sid)
    for path in [("whoami",), ("set", "n", "1"), ("logout",)]:
        Client(apps, sid).get("axum", *path, status=500)
    assert shared_table.item(sid) == before
    assert not (tmp_path / "ran").exists() or (tmp_path / "ran").read_bytes() == b""


class Proxy:
    """In front of an engine: lets requests through, or answers as DynamoDB does to who asks too much."""

    def __init__(self, target):
        self.throttles = False
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if proxy.throttles:
                    name = "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"
                    status, body = 400, json.dumps({"__type": name, "message": "slow down"}).encode()
                else:
                    headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
                    request = urllib.request.Request(target, body, headers)
                    try:
                        answer = urllib.request.urlopen(request, timeout=60)
                    except urllib.error.HTTPError as error:
                        answer = error
                    with answer:
                        status, body = answer.status, answer.read()
                self.send_response(status)
                self.send_header("Content-Type", "application/x-amz-json-1.0")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def test_throttling_fails_the_request_and_loses_nothing(shared_table, serve_both):
    with Proxy(shared_table.engine.url) as proxy, serve_both(shared_table, endpoint=proxy.url) as apps:
        client = Client(apps)
        client.get("axum", "login", "ada")
        sid, before = client.sid, shared_table.item(client.sid)
        proxy.throttles = True
        for path in [("whoami",), ("set", "n", "1"), ("logout",), ("login", "eve")]:
            client.get("axum", *path, status=503)
            assert "Set-Cookie" not in client.answer.headers
        proxy.throttles = False
        assert shared_table.item(sid) == before
        assert client.whoami("axum") == client.whoami("flask") == "ada"


@pytest.fixture
def own_engine(tmp_path):
    """An embedded engine that a test may stop: starts and stops it, on one port and one file."""

    class Own:
        name = "flask_sessions"
        url = f"http://127.0.0.1:{engines.free_port()}"
        engine = property(lambda self: self)
        stack = contextlib.ExitStack()

        def start(self):
            port = int(self.url.rsplit(":", 1)[1])
            self.stack.enter_context(engines.local_serve(tmp_path / "own.db", tmp_path / "own.log", port))

        def stop(self):
            self.stack.close()

    own = Own()
    own.start()
    yield own
    own.stop()


@pytest.mark.skipif(bool(engines.ENDPOINT), reason="an engine of one's own is the embedded one")
def test_an_engine_that_goes_away_and_comes_back_finds_everybody_logged_in(own_engine, serve_both):
    engines.create_table(engines.client(own_engine.url), own_engine.name)
    with serve_both(own_engine) as apps:
        client = Client(apps)
        client.get("axum", "login", "ada")
        sid = client.sid
        own_engine.stop()
        for path in [("whoami",), ("set", "n", "1"), ("logout",)]:
            client.get("axum", *path, status=503)
        assert client.sid == sid
        own_engine.start()
        assert client.whoami("axum") == client.whoami("flask") == "ada"
        assert client.get("axum", "get", "n") is None

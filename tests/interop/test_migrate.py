"""Sessions on the move between tables, libraries and formats, while applications serve them."""

import base64
import contextlib
import hashlib
import hmac
import http.cookies
import json
import pathlib
import pickle
import random
import signal
import subprocess
import threading
import time
import urllib.parse
import urllib.request
import uuid

import pytest

import engines
from apps import APPLICATIONS
from conftest import Table

HERE = pathlib.Path(__file__).parent
DAY = 86_400

# Where each application is run, and what runs it.
PYTHON = {
    "flask-dynamodb-sessions": ("flask22", "flask_dynamodb_sessions_app.py"),
    "flask-session": ("flask-session", "flask_session_app.py"),
}


@pytest.fixture
def both(engine):
    """Where there are two tables: the embedded engine and moto."""
    if engine.name == "dynalite":
        pytest.skip("dynalite: the embedded engine and moto have both tables")
    return engine


@pytest.fixture
def make_table(both):
    """Makes tables of layouts, removed afterwards."""
    made = []

    def make(layout="flask-dynamodb-sessions"):
        table = LaidOut(both, engines.new_name(), layout)
        made.append(table)
        table.sessctl("init-table")
        return table

    yield make
    for table in made:
        table.drop()


class LaidOut(Table):
    """A table of a layout."""

    def __init__(self, engine, name, layout):
        super().__init__(engine, name)
        self.layout = layout

    def sessctl(self, *args, **kwargs):
        return super().sessctl("--layout", self.layout, *args, **kwargs)

    def migrate(self, to, *args, **kwargs):
        """Migrates, and returns the summary."""
        where = ["--to-table", to.name, "--to-layout", to.layout, "-o", "json"]
        return self.sessctl("-q", "migrate", *where, *args, **kwargs).json

    def verify(self, to, *args, code=0):
        return self.migrate(to, "--verify", *args, code=code)


@pytest.fixture
def serve(tmp_path):
    """Starts the application of a table's layout; yields its address."""

    @contextlib.contextmanager
    def start(table, **env):
        log = tmp_path / f"{table.layout}.log"
        settings = engines.environment(DYNAMODB_ENDPOINT=table.engine.url, TABLE=table.name, **env)
        if table.layout in PYTHON:
            home, app = PYTHON[table.layout]
            command = [engines.HOME / home / "bin/python", HERE / "apps" / app]
        elif table.engine.name == "endpoint":
            pytest.skip("endpoint: neither npm nor cargo is needed there")
        elif table.layout == "connect-dynamodb":
            command, modules = APPLICATIONS[table.layout]
            settings |= modules
        else:
            command = [engines.HOME / "tower/debug/tower-app"]
        with engines.process(*command, log=log, stdout=subprocess.PIPE, env=settings) as child:
            url = child.stdout.readline().decode().strip()
            assert url.startswith("http://127.0.0.1:"), log.read_text()
            yield url

    return start


class Client:
    """A browser: it sends the cookie it was given, or that of the same name another application gave."""

    def __init__(self, url, cookie=None, name="session"):
        self.url, self.cookie, self.name = url, cookie, name

    def ask(self, path, body=None):
        request = urllib.request.Request(self.url + path)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        if self.cookie:
            request.add_header("Cookie", f"{self.name}={self.cookie}")
        with urllib.request.urlopen(request, timeout=60) as answer:
            for header in answer.headers.get_all("Set-Cookie") or []:
                self.cookie = http.cookies.SimpleCookie(header)[self.name].value or None
            return json.load(answer)

    def login(self, name):
        return self.ask("/login", {"username": name})

    def set(self, **values):
        return self.ask("/set", values)

    def get(self, key):
        return self.ask("/get?" + urllib.parse.urlencode({"key": key}))

    @property
    def user(self):
        return self.ask("/whoami")


def test_users_stay_logged_in_from_the_old_library_to_flask_session_and_back(make_table, serve):
    old, new = make_table(), make_table("flask-session")
    users = ["ada", "bob", "eve"]
    with serve(old) as url:
        clients = [Client(url) for _ in users]
        for client, user in zip(clients, users):
            client.login(user)
            client.set(cart=[["A-1", 2]], note=f"ünïcode for {user} \N{SNOWMAN}", number=2**40, nothing=None)
        held = {client.cookie: dict(client.ask("/read")) for client in clients}
    summary = old.migrate(new, "--yes")
    assert (summary["written"], summary["lossy"], summary["skipped"]) == (3, 0, 0)
    assert old.verify(new)["same"] == 3

    with serve(new) as url:
        again = [Client(url, client.cookie) for client in clients]
        assert [client.user for client in again] == users
        for client in again:
            assert dict(client.ask("/read")) == held[client.cookie]
        # Renewed there, with its own lifetime of 31 days; one user comes, the others stay as they were. Flask-Session keeps no
        # time of writing but the expiry, in whole seconds: what it writes in the second of the old library's may be older.
        time.sleep(1)
        again[0].set(note="written by Flask-Session")
        newcomer = Client(url)
        newcomer.login("zoe")
    assert [client.cookie for client in again] == list(held)

    # The way back: the old table still holds the three, two of them renewed by having been read.
    summary = new.migrate(old, "--yes", "--ttl", "31d")
    assert summary["failed"] == summary["skipped"] == 0, summary
    with serve(old) as url:
        assert [Client(url, cookie).user for cookie in held] == users
        assert Client(url, again[0].cookie).get("note") == "written by Flask-Session"
        assert Client(url, newcomer.cookie).user == "zoe"


# {"_permanent": True, "token": OAuth2Token(access_token="AT", userinfo=UserInfo(email="ada@example.org"))}, as Authlib has it.
AUTHLIB = (
    "gASVtwAAAAAAAAB9lCiMCl9wZXJtYW5lbnSUiIwFdG9rZW6UjB9hdXRobGliLm9hdXRoMi5yZmM2NzQ5LndyYXBwZXJzlIwLT0F1"
    "dGgyVG9rZW6Uk5QpgZQojAxhY2Nlc3NfdG9rZW6UjAJBVJSMCHVzZXJpbmZvlIwYYXV0aGxpYi5vaWRjLmNvcmUuY2xhaW1zlIwI"
    "VXNlckluZm+Uk5QpgZSMBWVtYWlslIwPYWRhQGV4YW1wbGUub3JnlHN1dS4="
)


def test_an_application_finds_its_token_of_authlib_after_the_migration(make_table, serve):
    old, new = make_table(), make_table("flask-session")
    engines.client(old.engine.url).put_item(
        TableName=old.name,
        Item={
            "id": {"S": "a-user"},
            "data": {"S": AUTHLIB},
            "modified": {"S": "2026-11-22 20:00:00.000000"},
            "ttl": {"N": str(int(time.time()) + DAY)},
        },
    )
    by_item = "data.token.userinfo.email == 'ada@example.org'"
    assert [row["id"] for row in old.sessctl("list", "--where", by_item, "-o", "ndjson").ndjson] == ["a-user"]
    assert old.migrate(new, "--yes", "--lossy", "allow")["written"] == 1
    with serve(new) as url:
        client = Client(url, "a-user")
        # 500 when the token is no mapping there.
        assert client.ask("/email") == "ada@example.org"
        assert client.get("token") == {"access_token": "AT", "userinfo": {"email": "ada@example.org"}}


def test_a_session_that_is_fresher_at_the_target_is_never_overwritten(make_table, serve):
    old, new = make_table(), make_table("flask-session")
    with serve(old) as url:
        client = Client(url)
        client.login("ada")
    old.migrate(new, "--yes")
    with serve(new) as url:
        there = Client(url, client.cookie)
        there.set(note="at the target")
    assert old.migrate(new, "--yes")["kept"] == 1
    with serve(new) as url:
        assert Client(url, client.cookie).get("note") == "at the target"
    assert old.verify(new)["fresher"] == 1


def tower_id():
    """An id as tower-sessions makes them; Flask takes any."""
    return base64.urlsafe_b64encode(uuid.uuid4().bytes).rstrip(b"=").decode()


def signed(id, secret="interop"):
    """The cookie of express-session for an id."""
    mac = base64.b64encode(hmac.new(secret.encode(), id.encode(), hashlib.sha256).digest()).rstrip(b"=").decode()
    return urllib.parse.quote(f"s:{id}.{mac}", safe="")


OTHERS = {
    "connect-dynamodb": ("connect.sid", signed),
    "tower-sessions-dynamodb-store": ("id", lambda id: id),
}


@pytest.mark.parametrize("layout", OTHERS)
def test_other_libraries_read_what_was_migrated_and_the_reverse(make_table, serve, layout):
    name, cookie_of = OTHERS[layout]
    flask, other = make_table(), make_table(layout)
    id = tower_id()
    with serve(flask) as url:
        client = Client(url, id)
        client.set(username="ada", cart=[["A-1", 2]], ratio=0.5, nested={"a": [1, {"b": None}]})
        assert client.cookie == id
    assert flask.migrate(other, "--yes")["written"] == 1
    with serve(other) as url:
        there = Client(url, cookie_of(id), name)
        assert there.user == "ada"
        assert there.get("cart") == [["A-1", 2]]
        assert (there.get("ratio"), there.get("nested")) == (0.5, {"a": [1, {"b": None}]})
        there.set(note="from there")
        # A session of its own goes the other way.
        own = Client(url, name=name)
        own.login("bob")
    back = make_table()
    assert other.migrate(back, "--yes")["written"] == 2
    made = next(iter(back.ids() - {id}))
    with serve(back) as url:
        assert Client(url, id).get("note") == "from there"
        assert Client(url, id).get("nested") == {"a": [1, {"b": None}]}
        assert Client(url, made).get("username") == "bob"


class Application(threading.Thread):
    """Writes as flask-dynamodb-sessions does, without a pause: new sessions, renewals, logouts."""

    def __init__(self, table, renews_only=False):
        super().__init__(daemon=True)
        self.boto = engines.client(table.engine.url)
        self.table, self.renews_only = table, renews_only
        self.random = random.Random(20261122)
        self.counts = {}
        self.stopped = threading.Event()
        self.error = None

    def write(self, id):
        self.counts[id] = self.counts.get(id, 0) + 1
        now = time.time()
        data = base64.encodebytes(pickle.dumps({"_permanent": True, "count": self.counts[id]}, 4)).decode()
        fraction = int(now % 1 * 1e6)
        modified = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(now)) + f".{fraction:06}"
        self.boto.update_item(
            TableName=self.table.name,
            Key={"id": {"S": id}},
            UpdateExpression="SET #d = :d, modified = :m, #t = :t",
            ExpressionAttributeNames={"#d": "data", "#t": "ttl"},
            ExpressionAttributeValues={
                ":d": {"S": data},
                ":m": {"S": modified},
                ":t": {"N": str(int(now) + 14 * DAY)},
            },
        )

    def step(self):
        what = self.random.random()
        if what < 0.2 and not self.renews_only:
            self.write(str(uuid.uuid4()))
        elif what < 0.3 and not self.renews_only:
            id = self.random.choice(list(self.counts))
            del self.counts[id]
            self.boto.delete_item(TableName=self.table.name, Key={"id": {"S": id}})
        else:
            self.write(self.random.choice(list(self.counts)))

    def run(self):
        try:
            while not self.stopped.is_set():
                self.step()
        except Exception as error:  # The test that started it tells.
            self.error = error

    @contextlib.contextmanager
    def working(self):
        self.start()
        yield
        self.stopped.set()
        self.join(60)
        assert self.error is None, self.error


def counts(table):
    """What the sessions of a table hold."""
    rows = table.sessctl("list", "-o", "ndjson").ndjson
    return {row["id"]: row["data"]["count"] for row in rows}


@pytest.mark.parametrize("layout", ["flask-dynamodb-sessions", "flask-session"])
def test_a_live_application_loses_nothing_also_when_the_migration_is_killed(make_table, tmp_path, layout):
    source, target = make_table(), make_table(layout)
    application = Application(source)
    count = 400 if source.engine.name == "embedded" else 120
    for _ in range(count):
        application.write(str(uuid.uuid4()))
    first = tmp_path / "first.json"
    where = ["--to-table", target.name, "--to-layout", target.layout]
    command = [engines.SESSCTL, "--endpoint-url", source.engine.url, "--table", source.name, "-q", "migrate", *where]
    command += ["--yes", "--checkpoint", str(first), "--wcu", str(count / 4), "--segments", "4"]
    chance, kills = random.Random(7), 0
    with application.working():
        # Killed at random moments, twenty at most, and gone on with until it is done.
        while True:
            child = subprocess.Popen(command, env=engines.environment(), stderr=subprocess.PIPE)
            try:
                said = child.communicate(timeout=chance.uniform(0.05, 0.6) if kills < 20 else 60)[1]
                assert child.returncode == 0, said.decode()
                break
            except subprocess.TimeoutExpired:
                child.send_signal(signal.SIGKILL)
                child.communicate()
                kills += 1
    assert kills >= 3, "it was killed while it worked"
    summary = source.migrate(target, "--yes", "--since", first, "--delete-missing")
    assert summary["failed"] == 0 and summary["complete"], summary
    verified = source.verify(target)
    assert verified["differences"] == [] and verified["fresher"] == 0, verified
    assert verified["same"] == len(application.counts)
    assert counts(target) == application.counts


def test_a_conversion_in_place_loses_no_write_of_a_live_application(make_table):
    table = make_table()
    application = Application(table, renews_only=True)
    for _ in range(150):
        application.write(str(uuid.uuid4()))
    convert = ["-q", "migrate", "--in-place", "--to-format", "json", "--yes", "-o", "json"]
    with application.working():
        summary = table.sessctl(*convert, "--wcu", "100").json
        assert summary["written"] > 0 and summary["failed"] == 0, summary
    assert counts(table) == application.counts
    assert table.sessctl(*convert).json["failed"] == 0
    rows = table.sessctl("list", "-o", "ndjson").ndjson
    assert {row["format"] for row in rows} == {"json"}
    assert counts(table) == application.counts

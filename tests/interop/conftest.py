"""What every test gets: an engine, a table of its own on it, sessctl, and Flask applications."""

import contextlib
import json
import pathlib
import subprocess
import sys
import urllib.parse
import urllib.request

import pytest

import engines

HERE = pathlib.Path(__file__).parent


@pytest.fixture(scope="session", params=engines.NAMES)
def engine(request, tmp_path_factory):
    """Each engine in turn, running."""
    with engines.start(request.param, tmp_path_factory.mktemp(request.param)) as url:
        yield engines.Engine(request.param, url)


class Answer:
    """What a command printed and how it ended."""

    def __init__(self, done):
        self.code = done.returncode
        self.out = done.stdout
        self.err = done.stderr

    @property
    def json(self):
        return strict_json(self.out)

    @property
    def ndjson(self):
        return [strict_json(line) for line in self.out.splitlines()]


def strict_json(text):
    """JSON as other programs read it: NaN and Infinity are none."""

    def refuse(constant):
        raise ValueError(f"{constant} is not JSON")

    return json.loads(text, parse_constant=refuse)


def run_sessctl(*args, code=0, input="", env=None, timeout=90):
    """Runs sessctl and checks its exit code. A variable in `env` that is None is unset."""
    variables = engines.environment(**(env or {}))
    done = subprocess.run(
        [engines.SESSCTL, *map(str, args)],
        input=input,
        capture_output=True,
        encoding="utf-8",
        env={name: value for name, value in variables.items() if value is not None},
        timeout=timeout,
    )
    shown = f"sessctl {' '.join(map(str, args))} exits {done.returncode}, not {code}\n{done.stdout}{done.stderr}"
    assert done.returncode == code, shown[:4000]
    return Answer(done)


class Table:
    """A table on an engine, for boto3, sessctl and Flask."""

    def __init__(self, engine, name):
        self.engine = engine
        self.name = name

    def sessctl(self, *args, **kwargs):
        return run_sessctl("--endpoint-url", self.engine.url, "--table", self.name, *args, **kwargs)

    def data(self, id):
        """The `data` of a session as sessctl shows it, typed."""
        return self.sessctl("get", id, "-o", "json").json["data"]

    def item(self, id):
        return self.engine.boto.get_item(TableName=self.name, Key={"id": {"S": id}}, ConsistentRead=True).get("Item")

    def put_item(self, id, **attributes):
        self.engine.boto.put_item(TableName=self.name, Item={"id": {"S": id}, **attributes})

    def ids(self):
        pages = self.engine.boto.get_paginator("scan").paginate(TableName=self.name, ConsistentRead=True)
        return {item["id"]["S"] for page in pages for item in page["Items"]}

    def drop(self):
        with contextlib.suppress(self.engine.boto.exceptions.ResourceNotFoundException):
            self.engine.boto.delete_table(TableName=self.name)


@pytest.fixture
def missing_table(engine):
    """A table that does not exist yet, removed afterwards."""
    table = Table(engine, engines.new_name())
    yield table
    table.drop()


@pytest.fixture
def table(missing_table):
    """An empty session table."""
    missing_table.sessctl("init-table")
    return missing_table


@pytest.fixture(scope="session")
def shared_table(engine):
    """A table whose tests mind their own sessions only."""
    table = Table(engine, engines.new_name())
    table.sessctl("init-table")
    yield table
    table.drop()


class Browser:
    """A client of a Flask application, which holds its session by cookie or by header."""

    def __init__(self, url, transport, sid=None):
        self.url = url
        self.transport = transport
        self.sid = sid

    def get(self, path):
        return self._ask(urllib.request.Request(self.url + path))

    def post(self, path, **form):
        return self._ask(urllib.request.Request(self.url + path, urllib.parse.urlencode(form).encode()))

    def read(self):
        """What the session holds by the application: key -> exact description, in order."""
        return dict(self.get("/read"))

    def headers(self):
        if self.sid is None:
            return {}
        return {"Cookie": f"session={self.sid}"} if self.transport == "cookie" else {"X-SessionId": self.sid}

    def _ask(self, request):
        for name, value in self.headers().items():
            request.add_header(name, value)
        with urllib.request.urlopen(request, timeout=60) as answer:
            if self.transport == "header":
                self.sid = answer.headers["X-SessionId"]
            else:
                cookie = answer.headers["Set-Cookie"] or ""
                self.sid = cookie.split(";")[0].removeprefix("session=") or None
            return json.load(answer)


@pytest.fixture(scope="session")
def serve_flask(tmp_path_factory):
    """Starts Flask applications; each is a context manager that yields a maker of browsers."""

    @contextlib.contextmanager
    def serve(table, transport="cookie", flask="flask22", env=None):
        python = engines.HOME / flask / "bin/python"
        log = tmp_path_factory.mktemp(flask) / "flask.log"
        settings = engines.environment(
            SESSION_DYNAMODB_ENDPOINT=table.engine.url,
            SESSION_DYNAMODB_REGION="us-east-1",
            SESSION_DYNAMODB_TABLE=table.name,
            SESSION_DYNAMODB_USE_HEADER="1" if transport == "header" else "0",
            **(env or {}),
        )
        with engines.process(python, HERE / "app.py", log=log, stdout=subprocess.PIPE, env=settings) as child:
            url = child.stdout.readline().decode().strip()
            assert url.startswith("http://127.0.0.1:"), log.read_text()
            yield lambda sid=None: Browser(url, transport, sid)
        # The package prints what it could not save, and goes on.
        said = log.read_text()
        assert "SAVE ERR" not in said, said

    return serve


TRANSPORTS = {"cookie": ("cookie", "flask22"), "header": ("header", "flask22"), "header-flask31": ("header", "flask31")}


@pytest.fixture(scope="session", params=TRANSPORTS)
def browser(request, shared_table, serve_flask):
    """A maker of browsers of a Flask application on the shared table, by cookie and by header."""
    transport, flask = TRANSPORTS[request.param]
    with serve_flask(shared_table, transport, flask) as browser:
        yield browser


def pytest_unconfigure(config):
    """The closing line that CI reads."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter and not config.option.collectonly:
        count = {name: len(reporter.stats.get(name, ())) for name in ("passed", "failed", "error", "skipped")}
        line = f"{count['passed']} passed, {count['failed'] + count['error']} failed"
        print(line + (f", {count['skipped']} skipped" if count["skipped"] else ""), file=sys.stdout, flush=True)

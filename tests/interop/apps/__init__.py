"""The applications of other libraries: how each is started, and a browser that holds its cookie."""

import contextlib
import json
import pathlib
import subprocess
import urllib.request

import engines

HERE = pathlib.Path(__file__).parent

# layout -> command, settings
APPLICATIONS = {
    "flask-session": ([engines.HOME / "flask-session/bin/python", HERE / "flask_session_app.py"], {}),
    "cachelib": (
        [engines.HOME / "flask-session/bin/python", HERE / "flask_session_app.py"],
        {"SESSION_TYPE": "cachelib"},
    ),
    "dynamodb-session-web": (
        [engines.HOME / "dynamodb-session-flask/bin/python", HERE / "dynamodb_session_flask_app.py"],
        {},
    ),
    "connect-dynamodb": (
        ["node", HERE / "express/app.js"],
        {"NODE_PATH": str((engines.HOME / "express/node_modules").absolute())},
    ),
    "tower-sessions-dynamodb-store": ([engines.HOME / "tower/debug/tower-app"], {}),
}


def init_table(endpoint, layout, table):
    """Makes the table of a layout, as `sessctl init-table` does."""
    command = [engines.SESSCTL, "--endpoint-url", endpoint, "--layout", layout, "--table", table, "init-table"]
    subprocess.run(command, check=True, capture_output=True, env=engines.environment())


@contextlib.contextmanager
def serve(layout, endpoint, table, log, **settings):
    """Runs the application of a layout on a table; yields its address."""
    command, more = APPLICATIONS[layout]
    # Any port, unless one is named.
    defaults = {"DYNAMODB_ENDPOINT": endpoint, "TABLE": table, "PORT": "0", "PYTHONWARNINGS": "ignore"}
    variables = engines.environment(**{**defaults, **more, **settings})
    with engines.process(*command, log=log, stdout=subprocess.PIPE, env=variables) as child:
        url = child.stdout.readline().decode().strip()
        assert url.startswith("http://127.0.0.1:"), pathlib.Path(log).read_text()
        yield url


class Browser:
    """A client that keeps the one cookie it was given."""

    def __init__(self, url, cookie=None):
        self.url = url
        self.cookie = cookie

    def get(self, path):
        return self._ask(urllib.request.Request(self.url + path))

    def post(self, path, body):
        headers = {"Content-Type": "application/json"}
        return self._ask(urllib.request.Request(self.url + path, json.dumps(body).encode(), headers))

    def value(self, key):
        """What the session holds under a key, by the application."""
        return self.get(f"/get?key={key}")

    def _ask(self, request):
        if self.cookie:
            request.add_header("Cookie", self.cookie)
        with urllib.request.urlopen(request, timeout=60) as answer:
            set_cookie = answer.headers["Set-Cookie"]
            if set_cookie:
                self.cookie = set_cookie.split(";")[0]
            return json.load(answer)

#!/usr/bin/env python3
"""A session read and written, by the middleware and by what people use today.

    python3 benches/peers/web.py [--rounds N] [--engine]

Builds benches/peers/web and benches/peers/stub, and installs Flask with flask-dynamodb-sessions and gunicorn under
target/peers-web. Against the stub, which costs nothing: instructions of a request (valgrind's callgrind) beside the
SDK's GetItem and UpdateItem alone and beside tower-sessions, and CPU time of a request over HTTP beside Flask's. With
--engine also requests per second on `sessctl local serve`, in whose way everything else is.
"""

import argparse
import contextlib
import http.client
import http.server
import json
import os
import pathlib
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TARGET = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")
HOME = ROOT / "target/peers-web"
WEB = TARGET / "release/web"
STUB = TARGET / "release/stub"
SESSCTL = pathlib.Path(os.environ.get("SESSCTL_BIN", TARGET / "release/sessctl"))

ENVIRONMENT = {
    **{name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ},
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}


def install():
    cargo = ["cargo", "build", "--release", "--locked", "--quiet", "--target-dir", TARGET]
    for crate in ("web", "stub"):
        subprocess.run([*cargo, "--manifest-path", HERE / crate / "Cargo.toml"], check=True)
    pins, stamp = (HERE / "web.txt").read_text(), HOME / "pins"
    if not stamp.exists() or stamp.read_text() != pins:
        subprocess.run([sys.executable, "-m", "venv", "--clear", HOME], check=True)
        pip = [HOME / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*pip, "--requirement", HERE / "web.txt"], check=True)
        stamp.write_text(pins)


@contextlib.contextmanager
def process(*command, env=ENVIRONMENT, announces=True):
    """Runs a process; yields it, with the address it prints as `url`."""
    stdout = subprocess.PIPE if announces else subprocess.DEVNULL
    child = subprocess.Popen([str(part) for part in command], env=env, stdout=stdout, stderr=subprocess.DEVNULL, text=True)
    try:
        if announces:
            child.url = child.stdout.readline().strip()
        yield child
    finally:
        child.terminate()
        child.wait(20)


@contextlib.contextmanager
def served(name, endpoint):
    """Runs an application; yields its process and address."""
    if name != "flask":
        with process(WEB, name, "serve", endpoint) as child:
            yield child, child.url
        return
    port = free_port()
    command = [HOME / "bin/gunicorn", "--chdir", HERE, "--bind", f"127.0.0.1:{port}", "--workers", 1, "--threads", 4, "--keep-alive", 60, "web_app:app"]
    with process(*command, env={**ENVIRONMENT, "ENDPOINT": endpoint, "PYTHONDONTWRITEBYTECODE": "1"}, announces=False) as child:
        url = f"http://127.0.0.1:{port}"
        for _ in range(600):
            with contextlib.suppress(OSError):
                http.client.HTTPConnection("127.0.0.1", port, timeout=5).connect()
                break
            time.sleep(0.05)
        yield child, url


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Recorder(http.server.BaseHTTPRequestHandler):
    """A table that accepts one write and keeps it."""

    def do_POST(self):
        self.server.body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_):
        pass


def recorded(name):
    """What an application stores for a new session, and the cookie it sends."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with served(name, f"http://127.0.0.1:{server.server_port}") as (_, url):
        with urllib.request.urlopen(url, timeout=60) as answer:
            cookie = answer.headers["Set-Cookie"].split(";")[0].removeprefix("session=")
    server.shutdown()
    body = server.body
    if "Item" in body:
        return body["Item"], cookie
    item = dict(body["Key"])
    for assignment in body["UpdateExpression"].removeprefix("SET ").split(", "):
        name, value = assignment.split(" = ")
        item[body["ExpressionAttributeNames"][name]] = body["ExpressionAttributeValues"][value]
    return item, cookie


def instructions(which, endpoint, id, count):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", WEB, which, "loop", endpoint, id, count]
    done = subprocess.run([str(part) for part in command], env=ENVIRONMENT, check=True, capture_output=True, text=True)
    return int(re.search(r"Collected : (\d+)", done.stderr)[1])


def cpu_seconds(pid):
    """User and system time of a process and its children that run."""
    total = 0
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rsplit(")", 1)[1].split()
            if int(stat.parent.name) == pid or int(fields[1]) == pid:
                total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def ask(url, cookie, count):
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=60)
    for _ in range(count):
        connection.request("GET", "/", headers={"Cookie": f"session={cookie}"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200 and answer.headers["Set-Cookie"], answer.status
    connection.close()


def compare_instructions(endpoints, cookies):
    few, many = 20, 120
    print("| a session read and written | instructions a request | the middleware takes |\n|---|---:|---:|")
    taken = {}
    for name, like in {"bare": "sessctl", "timed": "sessctl", "sessctl": "sessctl", "tower": "tower"}.items():
        least = instructions(name, endpoints[like], cookies[like], few)
        taken[name] = (instructions(name, endpoints[like], cookies[like], many) - least) / (many - few)
    names = {
        "bare": "the SDK's GetItem and UpdateItem",
        "timed": "the same with the middleware's timeouts",
        "sessctl": "the middleware",
        "tower": "tower-sessions-dynamodb-store",
    }
    for name, count in taken.items():
        share = "" if name == "sessctl" else f"{taken['sessctl'] / count:.3f} times"
        print(f"| {names[name]} | {count:,.0f} | {share} |")


def compare_cpu(endpoints, cookies, rounds):
    counts = {"flask": 300, "sessctl": 2000, "tower": 2000}
    times = {name: [] for name in counts}
    with contextlib.ExitStack() as stack:
        apps = {name: stack.enter_context(served(name, endpoints.get(name, endpoints["sessctl"]))) for name in counts}
        for number in range(rounds + 1):
            for name, (child, url) in apps.items():
                before = cpu_seconds(child.pid)
                ask(url, cookies.get(name, cookies["sessctl"]), counts[name])
                if number:  # The first round warms up.
                    times[name].append((cpu_seconds(child.pid) - before) / counts[name] * 1000)
    median = {name: statistics.median(took) for name, took in times.items()}
    print("\n| a request over HTTP | CPU a request, median | rounds | the middleware takes |\n|---|---:|---:|---:|")
    names = {"flask": "Flask, flask-dynamodb-sessions, gunicorn", "sessctl": "axum, the middleware", "tower": "axum, tower-sessions-dynamodb-store"}
    for name, took in median.items():
        share = "" if name == "sessctl" else f"1/{took / median['sessctl']:.1f}"
        print(f"| {names[name]} | {took:.3f} ms | {len(times[name])} | {share} |")


def compare_engine():
    with tempfile.TemporaryDirectory() as folder:
        local = [SESSCTL, f"--local={folder}/web.db"]
        subprocess.run([str(part) for part in [*local, "init-table"]], env=ENVIRONMENT, check=True, capture_output=True)
        with process(*local, "local", "serve", "--port", 0) as engine:
            print("\n| 8 clients on `sessctl local serve`, a session each | requests a second |\n|---|---:|")
            for name in ("flask", "sessctl"):
                with served(name, engine.url) as (_, url):
                    cookies = []
                    for _ in range(8):
                        with urllib.request.urlopen(url, timeout=60) as answer:
                            cookies.append(answer.headers["Set-Cookie"].split(";")[0].removeprefix("session="))
                    count = 100
                    clients = [threading.Thread(target=ask, args=(url, cookie, count)) for cookie in cookies]
                    begun = time.perf_counter()
                    for client in clients:
                        client.start()
                    for client in clients:
                        client.join()
                    print(f"| {name} | {8 * count / (time.perf_counter() - begun):.0f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--engine", action="store_true")
    args = parser.parse_args()
    install()
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        endpoints, cookies = {}, {}
        for name in ("sessctl", "tower"):
            item, cookies[name] = recorded(name)
            file = pathlib.Path(folder) / f"{name}.ndjson"
            file.write_text(json.dumps({"Item": item}) + "\n")
            endpoints[name] = stack.enter_context(process(STUB, 1, file)).url
        compare_instructions(endpoints, cookies)
        compare_cpu(endpoints, cookies, args.rounds)
    if args.engine:
        compare_engine()


if __name__ == "__main__":
    main()

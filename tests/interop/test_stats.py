"""`sessctl stats`: counted again in Python, on every engine; its page opened in Chromium."""

import base64
import calendar
import collections
import contextlib
import html.parser
import http.server
import json
import math
import pickle
import random
import re
import shutil
import subprocess
import threading
import time

import pytest

import engines
from test_jobs import DAY, embedded, modified, write  # noqa: F401 (a fixture)

SESSIONS = 1200
HOSTILE = "</script><script>document.title='run'</script>"


def sessions():
    """Sessions of every state and format, with sizes up to tens of KB, whose times lie well within intervals."""
    rng = random.Random(5)
    now = int(time.time())
    for n in range(SESSIONS):
        data = {"_permanent": True}
        if n % 10:
            data["user"] = f"user-{n % 50}"
            data["cart"] = "x" * int(10 ** rng.uniform(1, 4.3))
        if n % 4 == 0:
            payload = json.dumps(data)
        else:
            payload = base64.encodebytes(pickle.dumps(data, [2, 4, 5][n % 3])).decode()
        age = rng.choice([0.5, 3, 12, 36, 120, 240, 400, 1000]) * 3600 - 600
        at = int(now - age)
        item = {"id": {"S": f"session-{n:04}"}, "data": {"S": payload}, "modified": {"S": modified(at)}}
        if n % 7:
            item["ttl"] = {"N": str(at + 14 * DAY)}
        yield item


def item_size(item):
    """Bytes as DynamoDB counts them: a number has a byte for two digits and one more."""
    size = 0
    for name, value in item.items():
        ((kind, text),) = value.items()
        size += len(name) + (math.ceil(len(text) / 2) + 1 if kind == "N" else len(text.encode()))
    return size


def payload_of(item):
    text = item["data"]["S"]
    return json.loads(text) if text.startswith("{") else pickle.loads(base64.b64decode(text))


def groups(listed):
    return {group["name"]: group["sessions"] for group in listed}


def test_counts_are_those_of_python(table):
    items = list(sessions())
    write(table, items)
    report = table.sessctl("stats", "-o", "json", "--top", 20).json
    now = time.time()
    assert (report["scanned"], report["sessions"], report["complete"]) == (SESSIONS, SESSIONS, True)

    def state(item):
        return "no-ttl" if "ttl" not in item else "expired" if int(item["ttl"]["N"]) < now else "live"

    assert groups(report["states"]) == collections.Counter(map(state, items))
    json_sessions = sum(item["data"]["S"].startswith("{") for item in items)
    assert groups(report["formats"]) == {"json": json_sessions, "pickle": SESSIONS - json_sessions}
    pickles = [base64.b64decode(item["data"]["S"]) for item in items if not item["data"]["S"].startswith("{")]
    assert groups(report["protocols"]) == collections.Counter(str(pickled[1]) for pickled in pickles)
    assert groups(report["verdicts"]) == {"plain": SESSIONS}

    sizes = sorted(map(item_size, items))
    found = report["sizes"]
    assert (report["bytes"], found["min"], found["max"]) == (sum(sizes), sizes[0], sizes[-1])
    for share, name in [(0.5, "p50"), (0.9, "p90"), (0.95, "p95"), (0.99, "p99")]:
        exact = sizes[math.ceil(share * SESSIONS) - 1]
        assert abs(found[name] - exact) <= exact * found["percentile_error"], name
    for interval in found["histogram"]:
        expected = [size for size in sizes if interval["from"] <= size < interval["below"]]
        assert (interval["sessions"], interval["bytes"]) == (len(expected), sum(expected)), interval
    assert sum(interval["sessions"] for interval in found["histogram"]) == SESSIONS
    assert report["refresh"]["wcu"] == sum(math.ceil(size / 1024) for size in sizes)

    largest = sorted(items, key=lambda item: (item_size(item), item["id"]["S"]), reverse=True)[:20]
    assert [large["id"] for large in report["largest"]] == [item["id"]["S"] for item in largest]
    assert [large["size_bytes"] for large in report["largest"]] == sizes[::-1][:20]
    assert {large["key"] for large in report["largest"]} == {"cart"}

    keys = collections.Counter(key for item in items for key in payload_of(item))
    assert groups(report["keys"]["top"]) == keys
    in_payloads = sum(len(item["data"]["S"]) for item in items)
    divided = sum(key["bytes"] for key in report["keys"]["top"])
    assert in_payloads - 3 * SESSIONS <= divided <= in_payloads, "all but what rounding down takes"
    junk = [item for item in items if set(payload_of(item)) == {"_permanent"}]
    assert report["junk"]["sessions"] == len(junk)

    def ages(item):
        return now - calendar.timegm(time.strptime(item["modified"]["S"][:19], "%Y-%m-%d %H:%M:%S"))

    for interval in report["idle"]["histogram"]:
        from_, below = interval["from"] or 0, interval["below"] or math.inf
        assert interval["sessions"] == sum(from_ <= ages(item) < below for item in items), interval
    left = [int(item["ttl"]["N"]) - now for item in items if "ttl" in item]
    for interval in report["expiry"]["histogram"]:
        from_ = -math.inf if interval["from"] is None else interval["from"]
        below = math.inf if interval["below"] is None else interval["below"]
        assert interval["sessions"] == sum(from_ <= seconds < below for seconds in left), interval
    assert report["expiry"]["without"]["sessions"] == SESSIONS - len(left)
    assert report["ttl_backlog"]["sessions"] == sum(seconds < 0 for seconds in left)
    assert report["ttl_backlog"]["overdue"]["sessions"] == sum(seconds < -2 * DAY for seconds in left)


@pytest.fixture
def open_in_chromium(tmp_path):
    """Opens a file in a real browser and returns the document as it is then."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    assert chromium, "these tests need chromium (apt-get install chromium)"
    quiet = "--disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"

    def open_file(file):
        done = subprocess.run(
            [chromium, "--headless", "--no-sandbox", "--disable-gpu", *quiet.split(),
             f"--user-data-dir={tmp_path}/chromium", "--virtual-time-budget=3000", "--dump-dom", file.as_uri()],
            env=engines.environment(), capture_output=True, encoding="utf-8", timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return Document(done.stdout)

    return open_file


class Document(html.parser.HTMLParser):
    """The title, the scripts, and the bars of each figure."""

    def __init__(self, text):
        super().__init__()
        self.title, self.scripts, self.bars, self.policy = "", [], collections.defaultdict(list), None
        self.inside, self.figure = None, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "figure":
            self.figure = attributes["id"]
        elif tag == "rect":
            self.bars[self.figure].append(attributes)
        elif tag == "script":
            self.scripts.append([attributes.get("type"), ""])
        elif tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy":
            self.policy = attributes["content"]
        self.inside = tag

    def handle_endtag(self, tag):
        self.inside = None

    def handle_data(self, data):
        if self.inside == "script":
            self.scripts[-1][1] += data
        elif self.inside == "title" and self.figure is None:
            self.title += data


def values(amounts, measure="sessions", more=None):
    """What bars should be: also of what does not belong to the rest, where there is any."""
    amounts = [*amounts, *([more] if more and more["sessions"] else [])]
    return [amount[measure] for amount in amounts]


@pytest.fixture
def page(embedded, table, tmp_path):  # noqa: F811
    """A page about sessions of all kinds, one of them hostile, and the report it was made of."""
    write(table, sessions())
    table.put_item("hostile", data={"S": json.dumps({HOSTILE: "x" * 50_000, "{{json}}": 1, "\u2028\u202e": 2})})
    table.put_item("malicious", data={"S": base64.b64encode(b"\x80\x04cos\nsystem\n\x8c\x04true\x85R.").decode()})
    file = tmp_path / "stats.html"
    return file, table.sessctl("stats", "--html", file, "--top", 3, "-o", "json").json


def test_the_charts_show_what_the_json_says(page, open_in_chromium):
    file, report = page
    document = open_in_chromium(file)
    assert document.title == f"Sessions in {report['table']}"
    ((kind, text),) = document.scripts
    embedded_report = json.loads(text)
    assert kind == "application/json"
    for large in [*embedded_report["largest"], *report["largest"]]:
        large["id"] = None
    assert embedded_report == report
    formats = [*report["protocols"], *(group for group in report["formats"] if group["name"] != "pickle")]
    expected = {
        "states": values(report["states"]),
        "verdicts": values(report["verdicts"]),
        "formats": values(formats),
        "sizes": values(report["sizes"]["histogram"]),
        "idle": values(report["idle"]["histogram"], more=report["idle"]["without"]),
        "expiry": values(report["expiry"]["histogram"], more=report["expiry"]["without"]),
        "keys": values(report["keys"]["top"], "bytes", report["keys"]["others"]),
        "classes": values(report["classes"]["top"], more=report["classes"]["others"]),
    }
    assert {name: [int(bar["data-value"]) for bar in bars] for name, bars in document.bars.items()} == expected
    assert report["keys"]["top"][0]["name"] != HOSTILE and HOSTILE in [key["name"] for key in report["keys"]["top"]]
    for name, bars in document.bars.items():
        side = "height" if name in ("sizes", "idle", "expiry") else "width"
        top = max(bars, key=lambda bar: int(bar["data-value"]))
        for bar in bars:
            drawn = float(bar[side]) / float(top[side])
            meant = int(bar["data-value"]) / int(top["data-value"])
            # What is there is seen, be it ever so little.
            assert abs(drawn - meant) < 0.001 or 0 < meant < drawn < 0.01, (name, bar)


@contextlib.contextmanager
def listener():
    """An address, and what was asked of it."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()


def test_whatever_would_get_into_the_page_could_neither_run_nor_reach_the_network(page, open_in_chromium, tmp_path):
    file, _ = page
    text = file.read_text()
    assert re.search(r"default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; base-uri 'none'", text)
    assert not re.search(r"(src|href)=|url\(|@import", text), "it refers to nothing"
    with listener() as (url, asked):
        intruder = (
            f"<img src='{url}/image'><link rel=stylesheet href='{url}/style'><iframe src='{url}/frame'></iframe>"
            f"<script src='{url}/script'></script><script>document.title = 'run'; fetch('{url}/fetch')</script>"
            f"<style>body {{ background: url('{url}/background') }}</style></main>"
        )
        broken_into = tmp_path / "broken-into.html"
        broken_into.write_text(text.replace("</main>", intruder))
        assert open_in_chromium(broken_into).title.startswith("Sessions in")
        assert asked == []
        # The same without the policy, or the above would prove nothing.
        without = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text).replace("</main>", intruder)
        broken_into.write_text(without)
        assert open_in_chromium(broken_into).title == "run"
        assert {"/image", "/style", "/script"} <= set(asked)

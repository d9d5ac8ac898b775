"""Jobs over a table that is in use: raced, killed, divided, and kept to their budget."""

import base64
import datetime
import http.client
import http.server
import itertools
import json
import pathlib
import random
import socketserver
import subprocess
import threading
import time
import urllib.parse

import pytest

import engines

DAY = 86_400
AWS_HEADERS = {
    "Content-Type": "application/x-amz-json-1.0",
    "Authorization": "AWS4-HMAC-SHA256 Credential=interop/20261122/us-east-1/dynamodb/aws4_request, "
    "SignedHeaders=host, Signature=0",
    "X-Amz-Date": "20261122T000000Z",
}


@pytest.fixture
def embedded(engine):
    """Only the embedded engine is fast enough for thousands of sessions."""
    if engine.name != "embedded":
        pytest.skip(f"{engine.name}: tried with fewer sessions elsewhere")


def modified(at):
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(at)) + ".000000"


def session(id, age, user="bob"):
    """A session written so many seconds ago, which lives 14 days."""
    at = int(time.time()) - age
    data = json.dumps({"user": user})
    return {"id": {"S": id}, "data": {"S": data}, "modified": {"S": modified(at)}, "ttl": {"N": str(at + 14 * DAY)}}


def write(table, items):
    items = iter(items)
    while batch := list(itertools.islice(items, 25)):
        puts = [{"PutRequest": {"Item": item}} for item in batch]
        answer = table.engine.boto.batch_write_item(RequestItems={table.name: puts})
        assert not answer["UnprocessedItems"]


class Wire:
    """DynamoDB's HTTP interface without an SDK: thousands of requests a second from one thread."""

    def __init__(self, table):
        self.connection = http.client.HTTPConnection(urllib.parse.urlsplit(table.engine.url).netloc, timeout=30)
        self.table = table.name

    def renew(self, id, user=None):
        """Renews a session as a web server does that has it open: False where it is gone."""
        now = time.time()
        values = {":m": {"S": modified(now)}, ":t": {"N": str(int(now) + 14 * DAY)}}
        update = "SET #m = :m, #t = :t"
        names = {"#m": "modified", "#t": "ttl"}
        if user:
            update += ", #d = :d"
            names["#d"] = "data"
            values[":d"] = {"S": json.dumps({"user": user})}
        body = {
            "TableName": self.table,
            "Key": {"id": {"S": id}},
            "UpdateExpression": update,
            "ConditionExpression": "attribute_exists(id)",
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
        }
        headers = {**AWS_HEADERS, "X-Amz-Target": "DynamoDB_20120810.UpdateItem"}
        self.connection.request("POST", "/", json.dumps(body), headers)
        answer = self.connection.getresponse()
        said = answer.read()
        assert answer.status == 200 or b"ConditionalCheckFailed" in said, said
        return answer.status == 200


def start(table, *args):
    """Starts sessctl on a table and leaves it running."""
    command = [engines.SESSCTL, "--endpoint-url", table.engine.url, "--table", table.name, *map(str, args)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=engines.environment(), stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe)


def ended(child, timeout=90):
    out, err = child.communicate(timeout=timeout)
    assert child.returncode == 0, err.decode()
    return json.loads(out)


def race(table, purge, renew, at_least=10_000):
    """Renews random sessions as fast as it goes while a purge runs; returns those that were renewed."""
    ids = [f"session-{n:04}" for n in range(4000)]
    wire, random_ids = Wire(table), random.Random(7)
    child = start(table, *purge)
    renewed, renewals = set(), 0
    while child.poll() is None:
        id = random_ids.choice(ids)
        if renew(wire, id):
            renewed.add(id)
            renewals += 1
    # What was not renewed in time is gone.
    ids = sorted(renewed)
    while renewals < at_least:
        assert renew(wire, random_ids.choice(ids)), "a session that was renewed is there"
        renewals += 1
    return renewed, ended(child)


def test_no_session_that_is_renewed_during_a_purge_is_lost(embedded, table):
    write(table, (session(f"session-{n:04}", 15 * DAY) for n in range(4000)))
    purge = ["purge", "--expired", "--yes", "-o", "json", "--wcu", "400"]
    renewed, summary = race(table, purge, lambda wire, id: wire.renew(id))
    assert table.ids() == renewed, "every renewed session is there, and no expired one"
    assert summary["deleted"] == 4000 - len(renewed) and summary["kept"] > 0, summary
    assert summary["complete"]


def test_no_session_that_changes_during_a_purge_by_content_is_lost(embedded, table):
    write(table, (session(f"session-{n:04}", DAY) for n in range(4000)))
    purge = ["purge", "--where", "data.user == 'bob'", "--yes", "-o", "json", "--wcu", "400"]
    changed, summary = race(table, purge, lambda wire, id: wire.renew(id, user="eve"))
    assert table.ids() == changed and summary["kept"] > 0, summary
    assert summary["deleted"] == 4000 - len(changed)


def killed_at_random(table, args, times, longest, finish=True):
    """Runs a job, killed with SIGKILL at random moments, and lets it end; returns the last summary."""
    moments = random.Random(len(args))
    for _ in range(times):
        child = start(table, *args)
        try:
            child.wait(moments.uniform(0.01, longest))
        except subprocess.TimeoutExpired:
            child.kill()
        _, err = child.communicate()
        assert child.returncode in (0, -9), err.decode()
    return ended(start(table, *args)) if finish else None


def items_in(file):
    lines = subprocess.run(["gzip", "-dc", file], capture_output=True, check=True).stdout.splitlines()
    return [json.loads(line)["Item"] for line in lines]


def test_a_purge_killed_at_fifty_moments_is_complete_and_so_is_its_backup(embedded, table, tmp_path):
    expired = {item["id"]["S"]: item for item in (session(f"e{n}", 15 * DAY) for n in range(5000))}
    write(table, expired.values())
    write(table, (session(f"live{n}", DAY) for n in range(200)))
    backup = tmp_path / "backup.gz"
    args = ["purge", "--expired", "--yes", "-q", "-o", "json", "--wcu", "60", "--checkpoint", tmp_path / "c.json", "--backup", backup]
    # Half of them before the first second's checkpoint, half after; each has a second's burst of 60 and 60 a second.
    killed_at_random(table, args, 25, 0.5, finish=False)
    killed_at_random(table, args, 25, 2.0, finish=False)
    summary = killed_at_random(table, [*args[:-6], "--wcu", "5000", *args[-4:]], 0, 0)
    assert summary["complete"] and summary["failed"] == 0, summary
    assert table.ids() == {f"live{n}" for n in range(200)}
    kept = {item["id"]["S"]: item for item in items_in(backup)}
    assert kept == expired, "the backup holds every deleted session as it was"


def test_an_export_and_an_import_killed_at_twenty_five_moments_each_are_complete(embedded, table, tmp_path):
    write(table, (session(f"s{n}", DAY) for n in range(3000)))
    file = tmp_path / "all.json.gz"
    export = ["export", file, "-q", "-o", "json", "--rcu", "60", "--checkpoint", tmp_path / "e.json"]
    killed = 0
    while not file.exists() and killed < 25:
        killed_at_random(table, export, 1, 2.0, finish=False)
        killed += 1
    if not file.exists():
        ended(start(table, *export))
    ids = sorted(item["id"]["S"] for item in items_in(file))
    assert ids == sorted(f"s{n}" for n in range(3000)), "each session once"

    table.sessctl("purge", "--all", "--confirm", table.name)
    args = ["import", file, "-q", "-o", "json", "--wcu", "60", "--checkpoint", tmp_path / "i.json"]
    killed_at_random(table, args, 25, 2.0, finish=False)
    args[args.index("60")] = "5000"
    summary = ended(start(table, *args))
    assert summary["complete"] and summary["written"] + summary["kept"] >= 3000, summary
    assert len(table.ids()) == 3000


class Watched:
    """A table seen through a proxy that notes what is asked of it and when."""

    def __init__(self, table, port):
        self.engine = type("Engine", (), {"url": f"http://127.0.0.1:{port}"})
        self.name = table.name
        self.seen = []

    def deletes(self):
        """When each was noted, the second it was signed in, and the session."""
        return [(at, sent, body["Key"]["id"]["S"]) for at, sent, operation, body in self.seen if operation == "DeleteItem"]


@pytest.fixture
def watched(embedded, table):
    upstream = urllib.parse.urlsplit(table.engine.url).netloc
    connections = threading.local()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            signed = datetime.datetime.strptime(self.headers["X-Amz-Date"], "%Y%m%dT%H%M%S%z")
            operation = self.headers["X-Amz-Target"].split(".")[1]
            seen.seen.append((time.monotonic(), int(signed.timestamp()), operation, json.loads(body)))
            if not hasattr(connections, "upstream"):
                connections.upstream = http.client.HTTPConnection(upstream)
            kept = {name: value for name, value in self.headers.items() if name.lower() != "host"}
            connections.upstream.request("POST", "/", body, kept)
            answer = connections.upstream.getresponse()
            said = answer.read()
            self.send_response(answer.status)
            self.send_header("Content-Type", "application/x-amz-json-1.0")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_):
            pass

    class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
        daemon_threads = True
        request_queue_size = 128

    with Server(("127.0.0.1", 0), Handler) as server:
        seen = Watched(table, server.server_address[1])
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield seen
        server.shutdown()


@pytest.mark.parametrize(("wcu", "sessions"), [(50, 800), (1, 15)])
def test_the_engine_sees_no_more_than_the_budget_and_nearly_all_of_it(watched, table, wcu, sessions):
    write(table, (session(f"s{n}", 15 * DAY) for n in range(sessions)))
    ended(start(watched, "purge", "--expired", "--yes", "-q", "-o", "json", "--wcu", wcu))
    deletes = watched.deletes()
    assert len(deletes) == sessions
    # A busy machine notes requests late, several of them at a time: when each was sent is what it was signed with.
    sent = sorted(seconds for _, seconds, _ in deletes)
    burst = wcu
    for first, last in itertools.combinations_with_replacement(range(sent[0], sent[-1] + 1), 2):
        within = sum(first <= second <= last for second in sent)
        most = burst + wcu * (last - first + 1)
        # A request or two may have got its share in the second before it was signed.
        assert within <= 1.02 * most, f"{within} in {last - first + 1} s, of which the budget and its burst are {most}"
    noted = [at for at, _, _ in deletes]
    took = max(noted) - min(noted)
    assert sessions - burst >= 0.9 * wcu * took, "and the budget is used"


def test_four_processes_share_a_table_and_touch_each_session_once(watched, table):
    write(table, (session(f"s{n}", 15 * DAY) for n in range(600)))
    shared = ["purge", "--expired", "--yes", "-q", "-o", "json", "--segments", "16", "--shard"]
    summaries = [ended(child) for child in [start(watched, *shared, f"{n}/4") for n in range(4)]]
    assert sum(summary["deleted"] for summary in summaries) == 600
    assert sum(summary["scanned"] for summary in summaries) == 600
    ids = sorted(id for _, _, id in watched.deletes())
    assert ids == sorted(f"s{n}" for n in range(600)), "each once"


def test_jobs_run_on_every_engine(table, tmp_path):
    """Where the embedded engine is not: with few sessions, each job once."""
    pickled = base64.b64encode(b"\x80\x04}\x94.").decode()
    items = [session(f"s{n}", DAY, user="ada" if n % 10 else "bob") for n in range(400)]
    items += [{"id": {"S": f"b{n}"}, "data": {"B": b"\x80\x04}\x94."}, "n": {"NS": ["1", "2"]}} for n in range(20)]
    items += [{"id": {"S": f"p{n}"}, "data": {"S": pickled}, "m": {"M": {"l": {"L": [{"NULL": True}]}}}} for n in range(20)]
    write(table, items)
    before = sorted(table.sessctl("-q", "export").out.splitlines())
    assert len(before) == 440
    file: pathlib.Path = tmp_path / "bob.ndjson.zst"
    purged = table.sessctl("purge", "--where", "data.user == 'bob'", "--backup", file, "--yes", "-o", "json").json
    assert (purged["deleted"], purged["kept"], purged["failed"]) == (40, 0, 0)
    imported = table.sessctl("import", file, "-o", "json").json
    assert imported["written"] == 40, imported
    assert sorted(table.sessctl("-q", "export").out.splitlines()) == before
    again = table.sessctl("import", file, "-o", "json").json
    assert (again["written"], again["kept"]) == (0, 40)

"""`sessctl local serve`: what boto3 and Flask can do with it, what a browser cannot, and how it stops."""

import concurrent.futures
import http.client
import json
import signal
import urllib.parse

import pytest

import engines
from conftest import Table, run_sessctl

pytestmark = pytest.mark.skipif(bool(engines.ENDPOINT), reason="another endpoint is tested")


@pytest.fixture
def served(tmp_path):
    with engines.local_serve(tmp_path / "local.db", tmp_path / "serve.log") as child:
        yield child


def send(url, headers, method="POST", host=None):
    """One ListTables request with these headers; returns its status and headers."""
    address = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=10)
    connection.putrequest(method, "/", skip_host=True)
    for name, value in {
        "Host": host or address.netloc,
        "X-Amz-Target": "DynamoDB_20120810.ListTables",
        "Content-Type": "application/x-amz-json-1.0",
        "Content-Length": "2",
        **headers,
    }.items():
        connection.putheader(name, value)
    connection.endheaders(b"{}")
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower() for name, _ in answer.getheaders()}, body


def test_a_browser_is_refused(served):
    assert send(served.url, {})[0] == 200
    for headers, host in [
        ({"Origin": "https://example.com"}, None),
        ({"Origin": "null"}, None),
        ({"Origin": served.url}, None),
        ({}, "example.com"),
        ({}, "example.com:8000"),
        ({}, "127.0.0.1.example.com"),
    ]:
        for method in ("POST", "OPTIONS"):
            status, names, _ = send(served.url, headers, method, host)
            assert status == 403, (headers, host, method)
            assert not {name for name in names if name.startswith("access-control")}


@pytest.mark.parametrize("sent, code", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_stops_it_and_its_tables_outlive_it(tmp_path, sent, code):
    file, log = tmp_path / "local.db", tmp_path / "serve.log"
    with engines.local_serve(file, log) as child:
        table = Table(engines.Engine("embedded", child.url), "kept")
        table.sessctl("init-table")
        table.sessctl("put", "a", "--data", '{"n": 1}')
        child.send_signal(sent)
        assert child.wait(10) == code, log.read_text()
    assert "panicked" not in log.read_text()
    assert file.stat().st_mode & 0o077 == 0, "sessions are nobody else's"
    assert run_sessctl(f"--local={file}", "--table", "kept", "get", "a", "-o", "json").json["data"] == {"n": 1}
    with engines.local_serve(file, log) as child:
        table = Table(engines.Engine("embedded", child.url), "kept")
        assert table.item("a")["data"]["S"]


def test_the_file_is_shared_with_a_server_that_runs(served, tmp_path):
    table = Table(engines.Engine("embedded", served.url), "shared")
    table.sessctl("init-table")
    run_sessctl(f"--local={tmp_path / 'local.db'}", "--table", "shared", "put", "a", "--data", '{"n": 1}')
    assert table.data("a") == {"n": 1}


def test_a_port_in_use_is_said(served, tmp_path):
    port = urllib.parse.urlsplit(served.url).port
    refused = run_sessctl(f"--local={tmp_path / 'other.db'}", "local", "serve", "--port", port, code=1)
    assert str(port) in refused.err


def test_boto3_works_with_it(served):
    engine = engines.Engine("embedded", served.url)
    assert not engine.missing
    boto = engine.boto
    engines.create_table(boto, "sessions")
    boto.put_item(TableName="sessions", Item={"id": {"S": "a"}, "n": {"N": "1"}, "raw": {"B": bytes(range(256))}})
    assert boto.get_item(TableName="sessions", Key={"id": {"S": "a"}})["Item"]["raw"]["B"] == bytes(range(256))
    with pytest.raises(boto.exceptions.ConditionalCheckFailedException):
        boto.delete_item(
            TableName="sessions",
            Key={"id": {"S": "a"}},
            ConditionExpression="n < :n",
            ExpressionAttributeValues={":n": {"N": "1"}},
        )
    with pytest.raises(boto.exceptions.ResourceNotFoundException):
        boto.describe_table(TableName="none")
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        put = lambda n: boto.put_item(TableName="sessions", Item={"id": {"S": f"i{n}"}, "pad": {"S": "x" * 5000}})  # noqa: E731
        list(pool.map(put, range(400)))
    pages = list(boto.get_paginator("scan").paginate(TableName="sessions"))
    assert len(pages) > 1 and sum(len(page["Items"]) for page in pages) == 401
    boto.batch_write_item(RequestItems={"sessions": [{"DeleteRequest": {"Key": {"id": {"S": "i1"}}}}]})
    assert "Item" not in boto.get_item(TableName="sessions", Key={"id": {"S": "i1"}})
    boto.delete_table(TableName="sessions")
    assert boto.list_tables()["TableNames"] == []


def test_what_is_no_request_of_dynamodb_harms_nothing(served):
    for headers in ({"X-Amz-Target": "DynamoDB_20120810.Nonsense"}, {"X-Amz-Target": "\x80"}):
        status, _, body = send(served.url, headers)
        assert status == 400 and json.loads(body)["__type"].endswith("UnknownOperationException")
    assert send(served.url, {}, "GET")[0] == 200
    assert send(served.url, {})[0] == 200

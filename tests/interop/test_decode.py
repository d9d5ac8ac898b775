"""`sessctl decode` of what the AWS CLI and boto3 print: every payload inside is found, and no dump is a session."""

import base64
import json
import os
import pickle
import pprint
import subprocess

import boto3
import pytest

import engines
from conftest import run_sessctl

# Unpickles as os.system("echo").
HOSTILE = "gASMAm9zjAZzeXN0ZW2TjARlY2hvhVIu\n"
# Long enough for several lines of base64; the id is base64 as well.
HONEST = base64.encodebytes(pickle.dumps({"username": "ada", "cart": list(range(99)), "note": "x" * 99}, 4)).decode()

NAMES = json.dumps({"#d": "data"})
PROJECTED = ["--projection-expression", "#d", "--expression-attribute-names", NAMES]


def requests(table, id):
    """The commands that print a session, with the id they print, if any."""
    key = json.dumps({"id": {"S": id}})
    named = ["--table-name", table]
    get = ["get-item", *named, "--key", key]
    scan = ["scan", *named]
    return {
        "get-item": get,
        "get-item, projected": [*get, *PROJECTED],
        "get-item, Item": [*get, "--query", "Item"],
        "get-item, Item.data": [*get, "--query", "Item.data"],
        "get-item, Item.data.S": [*get, "--query", "Item.data.S"],
        "scan": scan,
        "scan, projected": [*scan, *PROJECTED],
        "scan, Items": [*scan, "--query", "Items"],
        "scan, Items[].data": [*scan, "--query", "Items[].data"],
        "scan, Items[].data.S": [*scan, "--query", "Items[].data.S"],
        "scan, rows": [*scan, "--query", "Items[].[id.S, data.S]"],
        "scan, rows of values": [*scan, "--query", "Items[].[id, data]"],
        "scan, renamed": [*scan, "--query", "Items[].{key: id.S, value: data.S}"],
        "query": [
            *["query", *named, "--key-condition-expression", "id = :i"],
            *["--expression-attribute-values", json.dumps({":i": {"S": id}})],
        ],
        "batch-get-item": ["batch-get-item", "--request-items", json.dumps({table: {"Keys": [json.loads(key)]}})],
        "transact-get-items": [
            *["transact-get-items", "--transact-items"],
            json.dumps([{"Get": {"TableName": table, "Key": json.loads(key)}}]),
        ],
    }


@pytest.fixture
def aws(engine):
    """Runs `aws dynamodb`."""
    command = engines.HOME / "awscli/bin/aws"
    variables = engines.environment(AWS_ENDPOINT_URL_DYNAMODB=engine.url, AWS_PAGER="")

    def run(*args):
        done = subprocess.run(
            [command, "dynamodb", *args], env=variables, capture_output=True, encoding="utf-8", timeout=120
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture(autouse=True)
def one_engine(engine):
    if engine.name in ("moto", "dynalite"):
        pytest.skip(f"{engine.name}: what the clients print does not depend on the engine")


# In these the payload is found among values that could be broken payloads as well, or there is no payload in them.
AMBIGUOUS = {("text", "scan, rows of values"), ("table", "get-item, Item.data.S")}


@pytest.mark.timeout(900)  # The AWS CLI takes a second to start.
@pytest.mark.parametrize("output", ["json", "text", "table"])
def test_the_aws_cli(table, aws, output):
    for id, data, code, verdict in [("good", HONEST, 0, "plain"), ("evil", HOSTILE, 5, "malicious")]:
        table.put_item(id, data={"S": data}, ttl={"N": "1999999999"})
        for name, command in requests(table.name, id).items():
            # The answers to requests by key are laid out as those of scans.
            if output != "json" and not name.startswith(("scan", "get-item, Item.data.S")):
                continue
            printed = aws(*command, "--output", output)
            if (output, name) in AMBIGUOUS:
                run_sessctl("decode", "--strict", input=printed, code=5)
                continue
            found = run_sessctl("decode", "--strict", "-o", "ndjson", "--plain", input=printed, code=code).ndjson
            assert [record["verdict"] for record in found] == [verdict], (name, printed, found)
            if id == "good":
                assert found[0]["data"]["username"] == "ada", (name, found)
        table.engine.boto.delete_item(TableName=table.name, Key={"id": {"S": id}})


def to_json(answer):
    # boto3's Binary has a `__str__` that returns bytes, which `default=str` fails on.
    return json.dumps(answer, default=lambda value: repr(value) if "Binary" in repr(value) else str(value))


def test_boto3(table):
    engine = table.engine
    resource = boto3.resource(
        "dynamodb",
        endpoint_url=engine.url,
        region_name="us-east-1",
        aws_access_key_id="interop",
        aws_secret_access_key="interop",
    ).Table(table.name)
    values = {"text": {"S": HOSTILE}, "bytes": {"B": base64.b64decode(HOSTILE)}}
    for id, value in values.items():
        table.put_item(id, data=value, ttl={"N": "1999999999"})
        answers = [
            engine.boto.get_item(TableName=table.name, Key={"id": {"S": id}}),
            engine.boto.scan(TableName=table.name),
            engine.boto.batch_get_item(RequestItems={table.name: {"Keys": [{"id": {"S": id}}]}}),
            engine.boto.update_item(TableName=table.name, Key={"id": {"S": id}}, ReturnValues="ALL_NEW"),
            resource.get_item(Key={"id": id}),
            resource.get_item(Key={"id": id})["Item"],
            resource.scan(),
            resource.scan()["Items"],
            resource.scan(ProjectionExpression="#d", ExpressionAttributeNames={"#d": "data"}),
        ]
        for answer in answers:
            for form in [to_json, repr, pprint.pformat]:
                printed = form(answer)
                found = run_sessctl("decode", "--strict", "-o", "ndjson", input=printed + os.linesep, code=5).ndjson
                assert any(record["verdict"] == "malicious" for record in found), (printed, found)
        engine.boto.delete_item(TableName=table.name, Key={"id": {"S": id}})

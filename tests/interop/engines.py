"""The engines: how each is started, and what it cannot do."""

import contextlib
import os
import pathlib
import socket
import subprocess
import time
import urllib.error
import urllib.request
import uuid

import boto3
import botocore.config
import botocore.exceptions
import pytest

HOME = pathlib.Path(os.environ.get("INTEROP_HOME", "target/interop"))
SESSCTL = os.environ.get("SESSCTL_BIN", "target/debug/sessctl")
AXUM = os.environ.get("SESSCTL_AXUM", "target/debug/examples/axum")
ENDPOINT = os.environ.get("SESSCTL_TEST_ENDPOINT")
NAMES = ["endpoint"] if ENDPOINT else ["embedded", "moto", "dynalite"]

STARTS_WITHIN = 60  # seconds, on a busy machine


def environment(**extra):
    """The environment of every process: no configuration of the user's, no AWS account, any credentials."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {
        **kept,
        "AWS_ACCESS_KEY_ID": "interop",
        "AWS_SECRET_ACCESS_KEY": "interop",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
        **extra,
    }


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextlib.contextmanager
def process(*command, log, stdout=None, env=None):
    """Runs a process until the block ends; what it says goes to `log`."""
    with open(log, "ab") as said:
        child = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.PIPE,
            stdout=stdout or said,
            stderr=said,
            env=env or environment(),
        )
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait(10)
        child.stdin.close()
        if child.stdout:
            child.stdout.close()


def await_answer(url, child, log):
    """Waits until somebody speaks HTTP at `url`."""
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and child.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nothing listens at {url}:\n{pathlib.Path(log).read_text()}")


@contextlib.contextmanager
def local_serve(file, log, port=0):
    """`sessctl local serve` on `file`; yields the process, with its address as `url`."""
    with process(SESSCTL, f"--local={file}", "local", "serve", "--port", port, log=log, stdout=subprocess.PIPE) as child:
        child.url = child.stdout.readline().decode().strip()
        if not child.url.startswith("http://127.0.0.1:"):
            raise RuntimeError(f"`sessctl local serve` does not start:\n{log.read_text()}")
        yield child


@contextlib.contextmanager
def start(name, folder):
    """Starts an engine and yields its endpoint."""
    log = folder / f"{name}.log"
    if name == "endpoint":
        yield ENDPOINT
        return
    if name == "embedded":
        with local_serve(folder / "embedded.db", log) as child:
            yield child.url
        return
    port = free_port()
    if name == "moto":
        command = [HOME / "moto/bin/moto_server", "-H", "127.0.0.1", "-p", port]
    else:
        quick = ["--createTableMs", 0, "--deleteTableMs", 0, "--updateTableMs", 0]
        command = ["node", HOME / "dynalite/node_modules/dynalite/cli.js", "--host", "127.0.0.1", "--port", port, *quick]
    url = f"http://127.0.0.1:{port}"
    with process(*command, log=log) as child:
        await_answer(url, child, log)
        yield url


def client(url, **retries):
    return boto3.client(
        "dynamodb",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="interop",
        aws_secret_access_key="interop",
        config=botocore.config.Config(connect_timeout=5, read_timeout=60, max_pool_connections=50, retries=retries),
    )


def create_table(boto, name):
    """A session table as it was before there was sessctl."""
    boto.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    boto.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})


class Engine:
    """An engine that runs, seen through boto3."""

    def __init__(self, name, url):
        self.name = name
        self.url = url
        self.boto = client(url)
        self.missing = self._probe(client(url, total_max_attempts=1))

    def _probe(self, boto):
        """What this engine cannot do, found by trying: name -> what is said when a test is skipped for it."""
        missing = {}
        table = new_name()
        create_table(boto, table)
        try:
            try:
                on = {"Enabled": True, "AttributeName": "ttl"}
                boto.update_time_to_live(TableName=table, TimeToLiveSpecification=on)
            except botocore.exceptions.ClientError as error:
                missing["ttl"] = f"UpdateTimeToLive answers {error.response['Error']['Code']}"
            boto.put_item(TableName=table, Item={"id": {"S": "a"}, "ttl": {"S": "soon"}})
            try:
                boto.scan(
                    TableName=table,
                    FilterExpression="#t < :n",
                    ExpressionAttributeNames={"#t": "ttl"},
                    ExpressionAttributeValues={":n": {"N": "1"}},
                )
            except botocore.exceptions.ClientError as error:
                status = error.response["ResponseMetadata"]["HTTPStatusCode"]
                missing["mixed-ttl"] = f"a scan that compares a String with a number answers HTTP {status}"
        finally:
            boto.delete_table(TableName=table)
        return missing

    def need(self, what):
        """Skips a test of something this engine cannot do."""
        if what in self.missing:
            pytest.skip(f"{self.name}: {self.missing[what]}")


def new_name():
    return f"sessctl_interop_{uuid.uuid4().hex}"

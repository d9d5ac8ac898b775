"""What an operator is told when the table cannot be reached."""

import contextlib
import socket
import time

import pytest

from conftest import run_sessctl
from engines import free_port

COMMANDS = [["get", "a"], ["list"], ["describe"], ["put", "a", "--data", "{}"], ["purge", "--expired", "--yes"]]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_dead_endpoint_is_said_within_5_seconds(command):
    endpoint = f"http://127.0.0.1:{free_port()}"
    begun = time.monotonic()
    failed = run_sessctl("--endpoint-url", endpoint, *command, code=1)
    assert time.monotonic() - begun < 5
    assert failed.err.splitlines()[-1].startswith("hint: ") and endpoint in failed.err


def test_an_endpoint_that_takes_no_connection_is_said_within_5_seconds():
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(8):  # They fill the queue of connections nobody takes; the system then drops further ones.
            client = stack.enter_context(socket.socket())
            client.setblocking(False)
            client.connect_ex(listener.getsockname())
        begun = time.monotonic()
        run_sessctl("--endpoint-url", f"http://127.0.0.1:{listener.getsockname()[1]}", "get", "a", code=1)
        assert time.monotonic() - begun < 5


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_missing_table_is_said_with_what_to_do(missing_table, command):
    failed = missing_table.sessctl(*command, code=1)
    assert missing_table.name in failed.err
    assert "init-table" in failed.err.split("hint: ")[1]


def test_without_a_region_it_is_said(tmp_path):
    env = {"AWS_REGION": None, "AWS_DEFAULT_REGION": None, "HOME": str(tmp_path)}
    failed = run_sessctl("list", code=1, env=env)
    assert "region" in failed.err and "hint: " in failed.err


def test_without_credentials_it_is_said_within_5_seconds(tmp_path):
    env = {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None, "HOME": str(tmp_path)}
    begun = time.monotonic()
    failed = run_sessctl("list", code=1, env=env)
    assert time.monotonic() - begun < 5
    assert "credentials" in failed.err and "hint: " in failed.err

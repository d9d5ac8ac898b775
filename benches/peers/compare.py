#!/usr/bin/env python3
"""Compares `sessctl` with what people use today, side by side on a loopback engine, and prints Markdown.

    benches/peers/compare.py [--rounds 40] [--sessions 100000] [--skip-list]

Whole processes are timed, from start to exit: `sessctl get`, a minimal binary that sends one GetItem with the same SDK
(bare-sdk/; with the SDK's own HTTP client, and with the plain one that sessctl too takes for `http://`), `aws dynamodb
get-item` and a boto3 script, one after another in every round, so that whatever else the machine does meets all of them. Also `sessctl --help`, the size of the binary, and `sessctl list` over many sessions.

Needs python3 >= 3.11 and cargo; builds both binaries with --release and installs the Python tools under target/peers/.
"""

import argparse
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
import typing

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
HOME = ROOT / "target/peers"
TARGET = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")
SESSCTL = TARGET / "release/sessctl"
BARE = TARGET / "release/bare-sdk"
STUB = TARGET / "release/stub"
TABLE = "flask_sessions"

BOTO3 = """
import sys, boto3
client = boto3.client("dynamodb", endpoint_url=sys.argv[1])
print(client.get_item(TableName=sys.argv[2], Key={"id": {"S": sys.argv[3]}})["Item"]["data"]["S"])
"""

ENVIRONMENT = {
    **{name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ},
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_REGION": "us-east-1",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}


def install():
    """Builds the binaries and makes the virtual environment, where they are not there yet."""
    cargo = ["cargo", "build", "--release", "--locked", "--quiet", "--target-dir", TARGET]
    subprocess.run([*cargo, "--bin", "sessctl"], cwd=ROOT, check=True)
    for peer in ("bare-sdk", "stub"):
        subprocess.run([*cargo, "--manifest-path", HERE / peer / "Cargo.toml"], check=True)
    pins = (HERE / "requirements.txt").read_text()
    stamp = HOME / "pins"
    if not stamp.exists() or stamp.read_text() != pins:
        subprocess.run([sys.executable, "-m", "venv", "--clear", HOME], check=True)
        pip = [HOME / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*pip, "--requirement", HERE / "requirements.txt"], check=True)
        stamp.write_text(pins)


class Usage(typing.NamedTuple):
    """What a process took."""

    milliseconds: float
    cpu_milliseconds: float
    #: Peak resident memory in MiB.
    memory: float


def run(command, stdout=os.open(os.devnull, os.O_WRONLY)):
    """Runs a process and says what it took, as the system accounts it."""
    command = [str(part) for part in command]
    begun = time.perf_counter()
    pid = os.posix_spawn(command[0], command, ENVIRONMENT, file_actions=[(os.POSIX_SPAWN_DUP2, stdout, 1)])
    _, status, usage = os.wait4(pid, 0)
    took = (time.perf_counter() - begun) * 1000
    if status:
        sys.exit(f"error: {' '.join(command)} failed with status {status}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Usage(took, (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss * unit / 2**20)


def say(text):
    """What is measured goes to standard output, what happens meanwhile to standard error."""
    print(text, flush=True)


def compare_get(endpoint, id, rounds):
    key = f'{{"id": {{"S": "{id}"}}}}'
    commands = {
        "the SDK alone": [BARE, "get", "default", endpoint, TABLE, id],
        "the SDK alone, plain HTTP": [BARE, "get", "plain", endpoint, TABLE, id],
        "sessctl get": [SESSCTL, "--endpoint-url", endpoint, "get", id, "-o", "json"],
        "boto3": [HOME / "bin/python", "-c", BOTO3, endpoint, TABLE, id],
        "aws get-item": [HOME / "bin/aws", "dynamodb", "get-item", "--endpoint-url", endpoint, "--table-name", TABLE, "--key", key],
    }
    repeats = {"boto3": 1, "aws get-item": 1}
    times = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            took = [run(command).milliseconds for _ in range(repeats.get(name, 5))]
            if number:  # The first round warms the caches.
                times[name] += took
    median = {name: statistics.median(took) for name, took in times.items()}
    ours = median["sessctl get"]
    say("| one session, whole process | median | fastest | runs | sessctl takes |")
    say("|---|---:|---:|---:|---:|")
    for name, took in times.items():
        ratio = ours / median[name]
        share = "" if name == "sessctl get" else f"{ratio:.2f} times" if ratio > 1 else f"1/{1 / ratio:.0f}"
        say(f"| {name} | {median[name]:.1f} ms | {min(took):.1f} ms | {len(took)} | {share} |")


def first_row_and_total(command):
    """Seconds until a command printed its first line, and until it ended; the number of lines."""
    begun = time.perf_counter()
    with subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, env=ENVIRONMENT) as child:
        child.stdout.readline()
        first = time.perf_counter() - begun
        lines = 1 + sum(chunk.count(b"\n") for chunk in iter(lambda: child.stdout.read1(1 << 20), b""))
    return first, time.perf_counter() - begun, lines


def measure_list(endpoint):
    command = [SESSCTL, "--endpoint-url", endpoint, "list"]
    say("\n| list | sessions | first row | all | peak memory |")
    say("|---|---:|---:|---:|---:|")
    for name, options in {"ndjson": ["-o", "ndjson"], "json": ["-o", "json"], "table": [], "1,000 of them": ["-o", "ndjson", "--limit", "1000", "--quiet"]}.items():
        first, total, lines = first_row_and_total([*command, *options])
        memory = run([*command, *options]).memory
        # A document of JSON has many lines a session, and a table a heading; they list what NDJSON lists.
        sessions = lines if "ndjson" in options else sessions
        say(f"| {name} | {sessions} | {first * 1000:.0f} ms | {total:.1f} s | {memory:.0f} MiB |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--sessions", type=int, default=100_000, help="how many sessions `list` goes over")
    parser.add_argument("--skip-list", action="store_true")
    args = parser.parse_args()
    install()
    with tempfile.TemporaryDirectory() as folder:
        local = [str(SESSCTL), f"--local={folder}/peers.db"]
        count = 100 if args.skip_list else args.sessions
        subprocess.run([*local, "local", "seed", "--count", str(count)], env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)
        server = subprocess.Popen(
            [*local, "local", "serve", "--port", "0"], env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        try:
            endpoint = re.match(r"http://\S+", server.stdout.readline())[0]
            listed = subprocess.run(
                [str(SESSCTL), "--endpoint-url", endpoint, "list", "--limit", "1", "-o", "json", "--query", "[0].id"],
                env=ENVIRONMENT, check=True, capture_output=True, text=True,
            )  # fmt: skip
            compare_get(endpoint, listed.stdout.strip().strip('"'), args.rounds)
            helps = [run([SESSCTL, "--help"]).milliseconds for _ in range(51)]
            say(f"\n`sessctl --help`: {statistics.median(helps):.1f} ms. Binary: {SESSCTL.stat().st_size / 1e6:.1f} MB.")
            if not args.skip_list:
                measure_list(endpoint)
        finally:
            server.terminate()
            server.wait(10)


if __name__ == "__main__":
    main()

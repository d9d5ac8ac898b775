#!/usr/bin/env python3
"""Compares sessctl's jobs over a whole table with what people use today, side by side, and prints Markdown.

    benches/peers/jobs.py [PART]... [--rounds 3] [--scanned 100000] [--deleted 20000] [--many 1000000]

Parts, all of them unless some are named: `scan` and `purge` against `sessctl local serve` in a process of its own,
`scan-stub` and `purge-stub` against stub/, which answers pages made beforehand and accepts every write, so that the
client alone is what takes time, `memory` on the stub and `memory-engine`, which first seeds --many sessions.

Whole processes are measured, one after another in every round, so that whatever else the machine does meets all of
them; their processor time and peak resident memory are those the system accounts. What costs the codec is measured as
`sessctl decode` of the same sessions.

Needs python3 >= 3.11 and cargo; builds with --release and installs the Python tools under target/peers/.
"""

import argparse
import contextlib
import datetime
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from compare import BARE, ENVIRONMENT, HERE, HOME, SESSCTL, STUB, TABLE, Usage, install, run, say

KEPT = HOME / "jobs"
SEGMENTS = "8"
ALONE, BOTO3, BOTO3_LIST = "the SDK alone", "boto3, 8 threads", "boto3, decoded and printed"


def log(text):
    print(text, file=sys.stderr, flush=True)


def call(*command):
    """Runs a command that is not measured."""
    command = [str(part) for part in command]
    return subprocess.run(command, env=ENVIRONMENT, check=True, capture_output=True, text=True).stdout


@contextlib.contextmanager
def listening(*command):
    """Runs a server, which prints its address first."""
    command = [str(part) for part in command]
    server = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield re.match(r"http://\S+", server.stdout.readline())[0]
    finally:
        server.terminate()
        server.wait(30)


def serving(database):
    return listening(SESSCTL, f"--local={database}", "local", "serve", "--port", "0")


def seeded(count):
    """A database of sessions of every kind; kept, for they take long to write."""
    database = KEPT / f"{count}.db"
    if not database.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            begun = time.perf_counter()
            call(SESSCTL, f"--local={folder}/seeded.db", "local", "seed", "--count", count)
            log(f"seeded {count} sessions in {time.perf_counter() - begun:.0f} s")
            os.rename(f"{folder}/seeded.db", database)
    return database


def items(count):
    """The same sessions as a file of items."""
    file = KEPT / f"{count}.ndjson"
    if not file.exists():
        call(SESSCTL, f"--local={seeded(count)}", "export", file)
    return file


def expired(count):
    """A database in which all sessions have expired: all of them are deleted, by whoever purges."""
    database = KEPT / f"{count}-expired.db"
    if not database.exists():
        modified = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
        ttl = int((modified + datetime.timedelta(days=14)).timestamp())
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            file = pathlib.Path(folder) / "expired.ndjson"
            with open(items(count)) as source, open(file, "w") as target:
                for line in source:
                    item = json.loads(line)["Item"]
                    item["modified"] = {"S": f"{modified:%Y-%m-%d %H:%M:%S}.000000"}
                    item["ttl"] = {"N": str(ttl)}
                    print(json.dumps({"Item": item}), file=target)
            call(SESSCTL, f"--local={folder}/expired.db", "init-table")
            call(SESSCTL, f"--local={folder}/expired.db", "import", file, "--include-expired", "--yes")
            os.rename(f"{folder}/expired.db", database)
    return database


def stub(sessions):
    return listening(STUB, sessions, items(10_000))


def sessctl(endpoint, *args):
    return [SESSCTL, "--endpoint-url", endpoint, "--quiet", *args]


def readers(endpoint):
    """Whoever reads a whole table. The dry run neither decodes nor prints."""
    boto3_jobs = [HOME / "bin/python", HERE / "boto3_jobs.py"]
    aws = [HOME / "bin/aws", "dynamodb", "scan", "--endpoint-url", endpoint, "--table-name", TABLE, "--page-size", "2000"]
    return {
        ALONE: [BARE, "scan", endpoint, TABLE, SEGMENTS],
        "sessctl purge --all --dry-run": sessctl(endpoint, "purge", "--all", "--dry-run"),
        "sessctl export -": sessctl(endpoint, "export", "-"),
        "sessctl list -o ndjson": sessctl(endpoint, "list", "-o", "ndjson"),
        "sessctl stats -o json": sessctl(endpoint, "stats", "-o", "json"),
        BOTO3: [*boto3_jobs, "scan", endpoint, TABLE],
        BOTO3_LIST: [*boto3_jobs, "list", endpoint, TABLE],
        "aws dynamodb scan": aws,
    }


def purgers(endpoint):
    """Whoever deletes what has expired."""
    return {
        ALONE: [BARE, "purge", endpoint, TABLE, SEGMENTS],
        "sessctl purge --expired": sessctl(endpoint, "purge", "--expired", "--yes"),
        BOTO3: [HOME / "bin/python", HERE / "boto3_jobs.py", "purge", endpoint, TABLE],
    }


def beside(name):
    """The boto3 script that does what a program does, or less."""
    return BOTO3_LIST if name in (BOTO3_LIST, "sessctl list -o ndjson", "sessctl stats -o json") else BOTO3


def table(what, count, runs):
    """Medians of what each program took for so many sessions."""
    wall, cpu, memory = (
        {name: statistics.median(getattr(usage, field) for usage in usages) for name, usages in runs.items()}
        for field in Usage._fields
    )
    say(f"\n| {what} | wall | a second | CPU | CPU each | peak memory | speed, of the SDK's | speed, of boto3's | CPU, of boto3's |")
    say("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for name in runs:
        boto3 = beside(name)
        say(
            f"| {name} | {wall[name] / 1000:.2f} s | {count / wall[name] * 1000:,.0f} | {cpu[name] / 1000:.2f} s "
            f"| {cpu[name] / count * 1000:.1f} µs | {memory[name]:.0f} MiB | {wall[ALONE] / wall[name] * 100:.0f} % "
            f"| {wall[boto3] / wall[name]:.1f} times | {cpu[name] / cpu[boto3] * 100:.1f} % |"
        )


def measure(commands, runs):
    """Runs each command once."""
    for name, command in commands.items():
        runs.setdefault(name, []).append(run(command))
        log(f"  {name}: {runs[name][-1].milliseconds / 1000:.2f} s")


def scan(args):
    runs = {}
    with serving(seeded(args.scanned)) as endpoint:
        for _ in range(args.rounds):
            measure(readers(endpoint), runs)
    table(f"reading {args.scanned:,} sessions from the engine", args.scanned, runs)


def scan_stub(args):
    runs = {}
    with stub(args.scanned) as endpoint:
        for _ in range(args.rounds):
            measure(readers(endpoint), runs)
    file = items(args.scanned)
    decode = [run([SESSCTL, "decode", file, "-o", "ndjson"]) for _ in range(args.rounds)]
    table(f"reading {args.scanned:,} sessions from the stub", args.scanned, runs)
    cpu = statistics.median(usage.cpu_milliseconds for usage in decode)
    say(f"\n`sessctl decode` of as many from a file: {cpu / args.scanned * 1000:.1f} µs of CPU each.")


def purge(args):
    runs = {}
    for _ in range(args.rounds):
        for name in purgers(""):
            with tempfile.TemporaryDirectory(dir=KEPT.parent) as folder:
                database = shutil.copy(expired(args.deleted), folder)
                with serving(database) as endpoint:
                    measure({name: purgers(endpoint)[name]}, runs)
                    left = call(*sessctl(endpoint, "list", "-o", "ndjson"))
                    assert not left, f"{name} left sessions"
    table(f"deleting {args.deleted:,} sessions from the engine", args.deleted, runs)


def purge_stub(args):
    runs = {}
    with stub(args.deleted) as endpoint:
        for _ in range(args.rounds):
            measure(purgers(endpoint), runs)
    table(f"deleting {args.deleted:,} sessions from the stub", args.deleted, runs)


def memory_table(what, args, runs):
    say(f"\n| peak memory, {what} | {args.scanned:,} sessions | {args.many:,} sessions | more |")
    say("|---|---:|---:|---:|")
    for name, (few, many) in runs.items():
        growth = (many.memory / few.memory - 1) * 100
        say(f"| {name} | {few.memory:.1f} MiB | {many.memory:.1f} MiB | {growth:+.0f} % |")


def ours(commands):
    return {name: command for name, command in commands.items() if name.startswith("sessctl")}


def memory(args):
    runs = {}
    for count in (args.scanned, args.many):
        with stub(count) as endpoint:
            measure(ours(readers(endpoint)) | ours(purgers(endpoint)), runs)
    memory_table("on the stub", args, runs)


def memory_engine(args):
    runs = {}
    for count in (args.scanned, args.many):
        with serving(seeded(count)) as endpoint:
            measure(ours(readers(endpoint)), runs)
    memory_table("on the engine", args, runs)


PARTS = {
    "scan": scan,
    "scan-stub": scan_stub,
    "purge": purge,
    "purge-stub": purge_stub,
    "memory": memory,
    "memory-engine": memory_engine,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--built", action="store_true", help="take the binaries as they are")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--scanned", type=int, default=100_000, help="sessions that are read")
    parser.add_argument("--deleted", type=int, default=20_000, help="sessions that are deleted")
    parser.add_argument("--many", type=int, default=1_000_000, help="sessions over which memory must stay flat")
    args = parser.parse_args()
    if unknown := set(args.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    if not args.built:
        install()
    for part in args.parts or PARTS:
        PARTS[part](args)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Compares `sessctl migrate` with the SDK alone copying the same table, side by side, and prints Markdown.

    benches/peers/migrate.py [--rounds 5] [--sessions 50000] [--many 1000000]

Both read from stub/, which answers pages made beforehand and accepts every write, so that the client alone is what takes
time. Whole processes are measured, one after another in every round; their processor time and peak resident memory are
those the system accounts.

Needs python3 >= 3.11 and cargo; builds with --release.
"""

import argparse
import statistics

from compare import BARE, SESSCTL, STUB, TABLE, install, run, say
from jobs import KEPT, call, listening, log

SEGMENTS = "8"


def stub(sessions):
    """A table of sessions of every kind, but for those that `migrate` leaves behind."""
    file = KEPT / "migrate.ndjson"
    if not file.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        local = [SESSCTL, f"--local={KEPT}/migrate.db", "--quiet"]
        call(*local, "local", "seed", "--count", "10000")
        call(*local, "purge", "--where", "verdict == 'malicious'", "--yes")
        call(*local, "purge", "--undecodable", "--yes")
        call(*local, "export", file)
    return listening(STUB, sessions, file)


def copiers(endpoint):
    migrate = [SESSCTL, "--endpoint-url", endpoint, "--quiet", "migrate", "--yes", "--include-expired"]
    migrate += ["--segments", SEGMENTS, "--concurrency", "32", "--to-table", "copies"]
    return {
        "the SDK alone, copying": [BARE, "copy", endpoint, TABLE, SEGMENTS, "copies"],
        "migrate, byte for byte": [*migrate, "--include-unreadable"],
        "migrate, payloads judged": migrate,
        "migrate, pickle to MessagePack": [*migrate, "--to-layout", "flask-session", "--lossy", "allow"],
    }


def measure(sessions, rounds):
    runs = {}
    with stub(sessions) as endpoint:
        for _ in range(rounds):
            for name, command in copiers(endpoint).items():
                runs.setdefault(name, []).append(run(command))
                log(f"  {name}: {runs[name][-1].milliseconds / 1000:.2f} s")
    return runs


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sessions", type=int, default=50_000)
    parser.add_argument("--many", type=int, default=0)
    args = parser.parse_args()
    install()
    runs = measure(args.sessions, args.rounds)
    median = {
        field: {name: statistics.median(getattr(usage, field) for usage in usages) for name, usages in runs.items()}
        for field in ("milliseconds", "cpu_milliseconds", "memory")
    }
    alone = "the SDK alone, copying"
    say(f"\n| {args.sessions:,} sessions | wall | a second | speed, the SDK's | CPU each | CPU, the SDK's | peak memory |")
    say("|---|---:|---:|---:|---:|---:|---:|")
    for name in runs:
        wall, cpu, memory = (median[field][name] for field in ("milliseconds", "cpu_milliseconds", "memory"))
        # Ratios within each round, so that whatever else the machine does meets both.
        pairs = list(zip(runs[alone], runs[name]))
        speed = statistics.median(a.milliseconds / b.milliseconds for a, b in pairs)
        more = statistics.median(b.cpu_milliseconds / a.cpu_milliseconds for a, b in pairs)
        say(
            f"| {name} | {wall / 1000:.2f} s | {args.sessions / wall * 1000:,.0f} | {speed * 100:.0f} % "
            f"| {cpu / args.sessions * 1000:.1f} µs | {more:.2f} times | {memory:.0f} MiB |"
        )
    if args.many:
        name = "migrate, pickle to MessagePack"
        with stub(args.many) as endpoint:
            usage = run(copiers(endpoint)[name])
        say(f"\n{name}, {args.many:,} sessions: {usage.memory:.0f} MiB.")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Judges the payloads of tests/pickle/data/corpus.jsonl with sessctl, picklescan and fickling, and prints Markdown.

    benches/peers/scanners.py [--list]     with --list, also each payload that a tool judges wrong, on stderr

Nothing is unpickled: all three read opcodes. What a payload is, is known from how it was made: malicious ones run code,
open files, import or reach into the interpreter; suspicious ones do what no pickler writes for a session; ordinary ones
are values that CPython wrote, of built-in and library types; the rest are instances of an application's own classes.

Needs python3 >= 3.11 and cargo; installs the pinned scanners under target/scanners/.
"""

import base64
import collections
import contextlib
import io
import json
import logging
import pathlib
import signal
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
HOME = ROOT / "target/scanners"
SECONDS = 10

GROUPS = {
    "malicious": lambda row: row["verdict"] == "malicious",
    "suspicious": lambda row: row["kind"] == "malicious" and row["verdict"] == "suspicious",
    "ordinary values": lambda row: row["kind"] in ("benign", "graph") and row["verdict"] == "safe",
    "application classes": lambda row: row["kind"] in ("object", "graph") and row["verdict"] == "unknown",
}
# What each tool's outcomes mean. An alarm is what its command line fails on.
ALARMS = {
    "sessctl": ("suspicious", "malicious"),
    "picklescan": ("dangerous",),
    "fickling": ("LIKELY_UNSAFE", "LIKELY_OVERTLY_MALICIOUS", "OVERTLY_MALICIOUS", "SUSPICIOUS", "POSSIBLY_UNSAFE"),
}
# What a tool shows and does not fail on.
SUSPICIONS = {"sessctl": ("unknown",), "picklescan": ("suspicious",), "fickling": ()}
ERRORS = ("error", "timeout", "invalid", "limit")


def install(script=__file__):
    """Runs a script again with the interpreter that has the scanners."""
    pins = (HERE / "scanners.txt").read_text()
    stamp = HOME / ".pins"
    if not stamp.exists() or stamp.read_text() != pins:
        subprocess.run([sys.executable, "-m", "venv", "--clear", HOME], check=True)
        pip = [HOME / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*pip, "--requirement", HERE / "scanners.txt"], check=True)
        stamp.write_text(pins)
    sys.exit(subprocess.run([HOME / "bin/python", script, "--installed", *sys.argv[1:]]).returncode)


def sessctl(payloads):
    lines = "".join(base64.b64encode(payload).decode() + "\n" for payload in payloads)
    command = ["cargo", "run", "--quiet", "--locked", "--no-default-features", "--example", "judge"]
    done = subprocess.run(command, input=lines, cwd=ROOT, check=True, capture_output=True, text=True)
    return [line.split(" ")[0] for line in done.stdout.splitlines()]


class TooLong(BaseException):
    pass


def alarm(signum, frame):
    raise TooLong


def each(judge, payloads):
    for payload in payloads:
        signal.alarm(SECONDS)
        try:
            yield judge(payload)
        except TooLong:
            yield "timeout"
        except Exception:
            yield "error"
        finally:
            signal.alarm(0)


def by_picklescan(payload):
    from picklescan.scanner import scan_pickle_bytes

    result = scan_pickle_bytes(io.BytesIO(payload), "payload")
    if result.issues_count:
        return "dangerous"
    if result.scan_err:
        return "error"
    return "suspicious" if result.suspicious_count else "innocuous"


def by_fickling(payload):
    from fickling.analysis import check_safety
    from fickling.fickle import StackedPickle

    # It warns of what it finds malformed.
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        stacked = StackedPickle.load(io.BytesIO(payload), fail_on_decode_error=False)
        return max(check_safety(pickled).severity for pickled in stacked).name


def main():
    if "--installed" not in sys.argv:
        install()
    # Here, so that a scanner that cannot be imported is no error of each payload.
    import fickling.analysis
    import picklescan.scanner

    logging.disable(logging.CRITICAL)
    signal.signal(signal.SIGALRM, alarm)
    rows = [json.loads(line) for line in (ROOT / "tests/pickle/data/corpus.jsonl").open()]
    tools = {
        "sessctl": sessctl,
        "picklescan": lambda payloads: list(each(by_picklescan, payloads)),
        "fickling": lambda payloads: list(each(by_fickling, payloads)),
    }
    pins = dict(line.split("==") for line in (HERE / "scanners.txt").read_text().splitlines() if "==" in line)
    heads = [name + (" " + pins[name] if name in pins else "") for name in tools]
    counts, details = {}, collections.defaultdict(list)
    for group, belongs in GROUPS.items():
        members = [row for row in rows if belongs(row)]
        payloads = [base64.b64decode(row["payload"]) for row in members]
        for tool, judge in tools.items():
            outcomes = judge(payloads)
            assert len(outcomes) == len(payloads)
            counts[group, tool] = collections.Counter(outcomes)
            for row, outcome in zip(members, outcomes):
                if (outcome in ALARMS[tool]) != (group in ("malicious", "suspicious")):
                    details[group, tool].append(f"{row['name']}: {outcome}")
    print("| payloads | | " + " | ".join(heads) + " |")
    print("|---|---:|" + "---:|" * len(heads))
    for group in GROUPS:
        of = sum(counts[group, "sessctl"].values())
        alarms = [sum(counts[group, tool][word] for word in ALARMS[tool]) for tool in tools]
        print(f"| {group}, alarm | {of} | " + " | ".join(f"{n}" for n in alarms) + " |")
        shown = [sum(counts[group, tool][word] for word in SUSPICIONS[tool]) for tool in tools]
        print(f"| {group}, shown as unknown or suspicious | {of} | " + " | ".join(f"{n}" for n in shown) + " |")
        errors = [sum(counts[group, tool][word] for word in ERRORS) for tool in tools]
        print(f"| {group}, error without an alarm | {of} | " + " | ".join(f"{n}" for n in errors) + " |")
    print()
    for (group, tool), counter in counts.items():
        print(f"- {group}, {tool}: " + ", ".join(f"{count} {word}" for word, count in counter.most_common()))
    if "--list" in sys.argv:
        for (group, tool), names in details.items():
            for name in names:
                print(f"{group}, {tool}: {name}", file=sys.stderr)


if __name__ == "__main__":
    main()

"""Checks callables.jsonl: CPython shows that every payload acts, and sessctl judges each at least suspicious.

No verdict can tell the call of a constructor from an object whose class pickles itself that way, but by guessing from the
arguments and the name. So a few constructors are `unknown`; MOST_MISSED bounds how many.
"""

import collections
import concurrent.futures
import importlib.metadata
import json
import os
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
# The least size of the set, so that it cannot shrink unnoticed.
LEAST = {"callables": 200, "packages": 40, "classes in a hundred": 24}
GOOD = {"suspicious", "malicious"}
# Constructors, and functions that are spelled like a class, that are judged too mildly.
MOST_MISSED = 7


def seen_events(records):
    """The events of each payload of one package, loaded by children of a process that has imported the modules."""
    lines = "".join(json.dumps(record) + "\n" for record in records)
    done = subprocess.run([sys.executable, HERE / "child.py"], input=lines, capture_output=True, text=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode or len(answers) != len(records):
        raise RuntimeError(f"{records[0]['package']}: {done.stderr[-2000:]}")
    return answers


def idle(by_package):
    """The payloads that do not act as recorded."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        # The largest packages first, so that none is left alone at the end.
        groups = sorted(by_package.values(), key=len, reverse=True)
        for records, answers in zip(groups, pool.map(seen_events, groups)):
            for record, events in zip(records, answers):
                missing = set(record["events"]) - set(events)
                if missing or not events:
                    yield f"{record['module']}.{record['name']}: not seen: {', '.join(sorted(missing)) or 'any event'}"


def judged(records):
    """Each record with the verdict of sessctl on its payload."""
    lines = "".join(record["payload"] + "\n" for record in records)
    done = subprocess.run([os.environ["SESSCTL_JUDGE"]], input=lines, capture_output=True, text=True, check=True)
    return list(zip(records, done.stdout.splitlines(), strict=True))


def table(verdicts):
    counts = collections.Counter((record["form"], text.split()[0]) for record, text in verdicts)
    levels = ["plain", "known", "unknown", "suspicious", "malicious", "invalid"]
    used = [level for level in levels if any(counts[form, level] for form, _ in counts)]
    print("{:10}".format(""), *(f"{level:>10}" for level in used))
    for form in ("function", "method", "class"):
        print(f"{form:10}", *(f"{counts[form, level]:10}" for level in used))


def main():
    records = [json.loads(line) for line in (HERE / "callables.jsonl").read_text().splitlines()]
    by_package = {}
    for record in records:
        by_package.setdefault(record["package"], []).append(record)
    wrong = []

    classes = sum(record["form"] == "class" for record in records)
    size = {
        "callables": len({(record["module"], record["name"]) for record in records}),
        "packages": len(by_package),
        "classes in a hundred": 100 * classes // max(1, len(records)),
    }
    print(", ".join(f"{number} {what}" for what, number in size.items()))
    wrong += [f"{size[what]} {what}, not {least}" for what, least in LEAST.items() if size[what] < least]
    for package, (record, *_) in by_package.items():
        version = importlib.metadata.version(package)
        if version != record["version"]:
            wrong.append(f"{package} {version} is installed, the callables are of {record['version']}")

    began = time.monotonic()
    wrong += idle(by_package)
    print(f"loaded by CPython in {time.monotonic() - began:.0f} s")
    verdicts = judged(records)
    table(verdicts)
    mild = [(r, text) for r, text in verdicts if text.split()[0] not in GOOD]
    shown = [f"{r['module']}.{r['name']} ({r['form']}; {', '.join(r['events'])}): {text}" for r, text in mild]
    missed = [line for line, (r, _) in zip(shown, mild) if r["name"].split(".")[-1].lstrip("_")[:1].isupper()]
    print(f"{len(missed)} constructors are judged too mildly:", *missed, sep="\n  ")
    wrong += [line for line in shown if line not in missed]
    if len(missed) > MOST_MISSED:
        wrong.append(f"{len(missed)} constructors are judged too mildly, not {MOST_MISSED} at most")
    if wrong:
        sys.exit("\n".join(["error: these do not act, or are judged too mildly:", *wrong]))


if __name__ == "__main__":
    main()

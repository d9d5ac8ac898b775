#!/usr/bin/env python3
"""Times the codec beside CPython and the crate serde-pickle on the same payloads, in the same run, and prints Markdown.

    benches/codec/compare.py [--rounds 3]

Makes session payloads of 200 B to 300 KB with CPython (payloads.py), builds the benches, and goes through the payloads
for as many rounds as asked: criterion times the Rust side, `timeit` this Python, one after the other, so that whatever
else the machine does meets both. What counts is the median of the rounds' fastest samples.

CPython decodes with `pickle.loads(base64.b64decode(text))`, the garbage collector on as in a web server, and encodes with
`base64.encodebytes(pickle.dumps(value))`, both in C. "and verify" follows what was written along the values as well, which
sessctl does before it stores anything, and CPython has nothing like.

Needs python3 >= 3.11 and cargo.
"""

import argparse
import base64
import json
import os
import pathlib
import pickle
import statistics
import subprocess
import sys
import timeit

from payloads import payloads

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TARGET = ROOT / os.environ.get("CARGO_TARGET_DIR", "target") / "bench-codec"


def loads(text):
    return pickle.loads(base64.b64decode(text))


def rewrite(text):
    return base64.encodebytes(pickle.dumps(loads(text), 4)).decode()


def fastest(function, text):
    """Seconds of the fastest of many short runs of CPython."""
    number = max(1, 20_000 // len(text))
    timer = timeit.Timer(lambda: function(text), "gc.enable()", globals={"gc": __import__("gc")})
    return min(timer.repeat(repeat=max(20, min(2000, 4_000_000 // len(text) // number)), number=number)) / number


def time_rust(binary, directory, name):
    """Seconds of the fastest sample of each bench of one payload, from criterion's raw samples."""
    home = TARGET / "criterion"
    command = [binary, "--bench", "--noplot", f"{name}/"]
    environment = {**os.environ, "PAYLOADS": str(directory), "CRITERION_HOME": str(home)}
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    times = {}
    for bench in (home / name).iterdir():
        sample = json.loads((bench / "new/sample.json").read_text())
        times[bench.name] = min(t / n for t, n in zip(sample["times"], sample["iters"])) / 1e9
    return times


def microseconds(seconds):
    return f"{seconds * 1e6:,.1f}" if seconds < 1e-4 else f"{seconds * 1e6:,.0f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    cargo = ["cargo", "build", "--release", "--locked", "--quiet", "--target-dir", TARGET]
    subprocess.run([*cargo, "--manifest-path", HERE / "Cargo.toml"], check=True)
    directory = TARGET / "payloads"
    directory.mkdir(parents=True, exist_ok=True)
    texts = {}
    for kind, size, text in payloads():
        texts[f"{kind} {size}"] = text
        (directory / f"{kind} {size}.b64").write_text(text)
    times = {name: {} for name in texts}
    for _ in range(rounds):
        for name, text in texts.items():
            found = {"loads": fastest(loads, text), "loads + dumps": fastest(rewrite, text)}
            found |= time_rust(TARGET / "release/bench-codec", directory, name)
            for bench, seconds in found.items():
                times[name].setdefault(bench, []).append(seconds)
    print(f"CPython {sys.version.split()[0]}, {rounds} rounds, microseconds; in brackets how many times as fast as CPython.\n")
    columns = ["`loads`", "decode", "inspect", "serde-pickle", "`loads` + `dumps`", "decode + encode", "and verify"]
    print(f"| session | pickle | {' | '.join(columns)} |")
    print("|---" + "|---:" * (len(columns) + 1) + "|")
    for name, benches in times.items():
        median = {bench: statistics.median(seconds) for bench, seconds in benches.items()}

        def against(bench, peer):
            return f"{microseconds(median[bench])} ({median[peer] / median[bench]:.1f})"

        peer = against("serde-pickle", "loads") if "serde-pickle" in median else "cannot"
        cells = [
            name,
            f"{len(base64.decodebytes(texts[name].encode())):,} B",
            microseconds(median["loads"]),
            against("decode", "loads"),
            against("inspect", "loads"),
            peer,
            microseconds(median["loads + dumps"]),
            against("encode", "loads + dumps"),
            against("verify", "loads + dumps"),
        ]
        print("| " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()

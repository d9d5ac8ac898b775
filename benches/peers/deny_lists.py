#!/usr/bin/env python3
"""Judges every name on the deny lists of picklescan, modelaudit and fickling with sessctl, and prints Markdown.

    benches/peers/deny_lists.py

Each name is called with one text, in a pickle of protocol 2, which Python 2 and 3 read. Where a list has a whole module,
a function of it that does not exist stands for all. The lists are read from the sources of the released packages, at the
versions in scanners.txt; nothing of them is run.

Needs python3 >= 3.11 and cargo; installs the pinned scanners under target/scanners/.
"""

import ast
import collections
import importlib.util
import pathlib
import subprocess
import sys

import scanners

LISTS = {
    "picklescan": [("scanner.py", "_unsafe_globals")],
    "modelaudit": [
        ("detectors/suspicious_symbols.py", "SUSPICIOUS_GLOBALS"),
        ("detectors/suspicious_symbols.py", "ADVANCED_PICKLE_PATTERNS"),
        ("detectors/suspicious_symbols.py", "DANGEROUS_BUILTINS"),
    ],
    "fickling": [
        ("fickle.py", "UNSAFE_IMPORTS"), ("analysis.py", "UNSAFE_MODULES"), ("analysis.py", "UNSAFE_IMPORTS"),
    ],
}
LEVELS = ("malicious", "suspicious", "unknown", "known")


def values(package, file, name):
    """The literals assigned to a name, wherever in a file."""
    origin = pathlib.Path(importlib.util.find_spec(package).origin).parent / file
    for node in ast.walk(ast.parse(origin.read_text())):
        match node:
            case ast.Assign(targets=[ast.Name(id=found)], value=value) if found == name:
                pass
            case ast.AnnAssign(target=ast.Name(id=found), value=value) if found == name and value:
                pass
            case _:
                continue
        # `frozenset([...])` of a literal.
        yield value.args[0] if isinstance(value, ast.Call) else value


def texts(node):
    """The strings of a list, set, dict or string, those that are computed left out."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.List(elts=inner) | ast.Set(elts=inner) | ast.Tuple(elts=inner) | ast.Dict(keys=inner):
            return [text for one in inner if one is not None for text in texts(one)]
    return []


def names(package):
    found = set()
    for file, name in LISTS[package]:
        for value in values(package, file, name):
            if not isinstance(value, ast.Dict):
                module = "builtins" if name == "DANGEROUS_BUILTINS" else None
                found.update((module, text) if module else (text, "*") for text in texts(value))
                continue
            for key, inner in zip(value.keys, value.values):
                # A text says why; it is the module that counts.
                whole = isinstance(inner, (ast.Constant, ast.JoinedStr))
                found.update((module, text) for module in texts(key) for text in (["*"] if whole else texts(inner)))
    assert len(found) > 50, package
    return sorted(found)


def payload(module, name):
    name = "anything" if name == "*" else name
    return b"\x80\x02c" + module.encode() + b"\n" + name.encode() + b"\nX\x01\x00\x00\x00x\x85R."


def main():
    if "--installed" not in sys.argv:
        scanners.install(__file__)
    pins = dict(line.split("==") for line in (scanners.HERE / "scanners.txt").read_text().splitlines() if "==" in line)
    print("| deny list of | names | " + " | ".join(LEVELS) + " |")
    print("|---|---:|" + "---:|" * len(LEVELS))
    below = collections.defaultdict(list)
    for package in LISTS:
        every = names(package)
        levels = scanners.sessctl([payload(*one) for one in every])
        counts = collections.Counter(levels)
        assert set(counts) <= set(LEVELS), counts
        print(f"| {package} {pins[package]} | {len(every)} | " + " | ".join(f"{counts[level]}" for level in LEVELS) + " |")
        for (module, name), level in zip(every, levels):
            if level != "malicious":
                below[level].append(f"`{module}.{name}`")
    for level, which in below.items():
        print(f"\n{level}: " + ", ".join(sorted(set(which))))


if __name__ == "__main__":
    main()

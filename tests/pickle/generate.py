#!/usr/bin/env python3
"""Writes data/corpus.jsonl and data/trees.json. Run it with CPython 3.11; takes a minute.

`corpus.jsonl` has one case a line: `name`, `payload` (base64), `kind`, `verdict` (safe, unknown, suspicious,
malicious, invalid, limit, or null where only the reading is checked), `error` (what C `_pickle` raises, else
null), `nodes` and `root` (what it builds, with imports as stubs; see oracle.py), `effects` (imports and calls in
order, up to the break). `differs` says where this project means to differ from C `_pickle`.

`trees.json` has, for each ordinary case, what `pickle.loads` really gives, by case and where a protocol gives
another tree, by payload. Malicious and hostile payloads are never loaded with real imports.

Other Pythons are used where they are found (`PYTHONS`, a list of interpreters, or ~/.pyenv); a payload that
another Python already wrote for the same case is not repeated.
"""
import base64
import binascii
import datetime
import decimal
import glob
import json
import os
import pickle
import subprocess
import sys
import uuid

import oracle
import streams
import values

HERE = os.path.dirname(os.path.abspath(__file__))
assert sys.version_info[:2] == (3, 11), "the expected values are those of CPython 3.11"
sys.setrecursionlimit(20000)
values.models()


def pythons():
    named = os.environ.get("PYTHONS", "").split()
    found = named or sorted(glob.glob(os.path.expanduser("~/.pyenv/versions/[23]*/bin/python")))
    yield sys.executable
    for python in found:
        version = subprocess.run([python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], capture_output=True, text=True).stdout.strip()
        if version and version != "3.11":
            yield python


def written():
    """Payloads of ordinary values by all Pythons, each payload of a case once."""
    seen = {}
    for python in pythons():
        version = subprocess.run([python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], capture_output=True, text=True).stdout.strip()
        env = dict(os.environ, PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1")
        done = subprocess.run([python, os.path.join(HERE, "values.py")], capture_output=True, env=env)
        if done.returncode:
            print("skipped %s: %s" % (version, done.stderr.decode()[-200:]), file=sys.stderr)
            continue
        for name, payload in json.loads(done.stdout).items():
            payload = binascii.unhexlify(payload)
            case = name.rsplit(".p", 1)[0]
            if payload not in seen.setdefault(case, set()):
                seen[case].add(payload)
                kind, rest = name.split("/")
                case, protocol = rest.rsplit(".p", 1)
                yield kind, case, "%s.py%s.p%s" % (case, version, protocol), version, payload


def tree(value):
    """The loaded object as JSON, `ref` where an object was seen before."""
    seen, keep = {}, []

    def walk(v):
        kind = type(v)
        keep.append(v)
        if v is None:
            return {"t": "none"}
        if kind is bool:
            return {"t": "bool", "v": v}
        if kind is int:
            return {"t": "int", "v": hex(v) if abs(v) > 10**40 else str(v)}
        if kind is float:
            return {"t": "float", "v": repr(v)}
        if kind is str:
            return {"t": "str", "v": v} if v.isprintable() and v.isascii() else {"t": "str", "hex": v.encode("utf-8", "surrogatepass").hex()}
        if kind is bytes:
            return {"t": "bytes", "hex": v.hex()}
        if v is Ellipsis or v is NotImplemented:
            return {"t": "global", "module": "builtins", "name": repr(v)}
        if isinstance(v, type) or kind.__name__ in ("function", "builtin_function_or_method"):
            return {"t": "global", "module": v.__module__, "name": v.__qualname__}
        if kind is decimal.Decimal:
            return {"t": "decimal", "v": str(v)}
        if kind is datetime.date:
            return {"t": "date", "v": v.isoformat()}
        if kind is datetime.timedelta:
            return {"t": "timedelta", "v": [v.days, v.seconds, v.microseconds]}
        if kind is uuid.UUID and v.is_safe is uuid.SafeUUID.unknown:
            return {"t": "uuid", "v": str(v)}
        if kind is complex:
            return {"t": "complex", "v": [repr(v.real), repr(v.imag)]}
        if id(v) in seen:
            return {"t": "ref", "id": seen[id(v)]}
        number = seen[id(v)] = len(seen)
        if kind in (datetime.datetime, datetime.time):
            return {"t": kind.__name__, "v": v.replace(tzinfo=None).isoformat(), "fold": v.fold, "tz": walk(v.tzinfo)}
        if kind in (tuple, list):
            return {"t": kind.__name__, "id": number, "items": [walk(x) for x in v]}
        if kind in (set, frozenset):
            return {"t": kind.__name__, "id": number, "items": sorted((walk(x) for x in v), key=lambda t: json.dumps(t, sort_keys=True))}
        if kind is dict:
            return {"t": "dict", "id": number, "items": [[walk(k), walk(x)] for k, x in v.items()]}
        if kind is bytearray:
            return {"t": "bytearray", "id": number, "hex": bytes(v).hex()}
        out = {"t": "object", "id": number, "class": kind.__module__ + "." + kind.__qualname__}
        try:
            reduced = v.__reduce_ex__(2)
        except TypeError:
            return out
        if isinstance(reduced, str):
            return {"t": "global", "module": kind.__module__, "name": reduced}
        args = reduced[1]
        if getattr(reduced[0], "__name__", "") in ("__newobj__", "__newobj_ex__"):
            args = args[1:]
        if getattr(reduced[0], "__name__", "") == "getattr":
            args = args[1:]
        out["args"] = [walk(x) for x in args]
        for at, key in ((2, "state"), (3, "listitems"), (4, "dictitems")):
            if len(reduced) > at and reduced[at] is not None:
                part = reduced[at]
                out[key] = walk(part) if at == 2 else [walk(x) for x in part] if at == 3 else [[walk(k), walk(x)] for k, x in part]
        return out

    return walk(value)


def lines():
    trees = {}
    verdicts = {"benign": "safe", "graph": "safe", "object": "unknown"}
    for kind, case, name, version, payload in written():
        verdict = verdicts[kind]
        if case in ("rec_object", "rec_set", "parent_child", "shared_object"):
            verdict = "unknown"
        row = {"name": kind + "/" + name, "kind": kind, "verdict": verdict}
        py2 = version.startswith("2")
        yield row, payload, "latin1" if py2 else "ASCII"
        try:
            loaded = pickle.loads(payload, encoding="latin1" if py2 else "ASCII")
            found = tree(loaded)
        except Exception as error:
            # Python 2's own, and classes that this Python lacks.
            print("no tree: %s: %s" % (name, error), file=sys.stderr)
            continue
        key = kind + "/" + case
        if trees.setdefault(key, found) != found:
            trees[kind + "/" + name] = found
    for name, payload in streams.EDGES.items():
        yield {"name": "edge/" + name, "kind": "edge", "verdict": None}, payload, "ASCII"
    for kind, cases in (("malicious", streams.malicious()), ("hostile", streams.hostile())):
        for name, (payload, verdict, note) in cases.items():
            yield {"name": kind + "/" + name, "kind": kind, "verdict": verdict, "note": note}, payload, "ASCII"
    with open(os.path.join(HERE, "data", "trees.json"), "w") as out:
        json.dump(trees, out, indent=None, separators=(",", ":"), sort_keys=True)
        out.write("\n")


DIFFERS = {
    "unregistered extension code": "extension codes are read and judged",
    "'ascii' codec can't decode byte": "Python 2 strings keep their bytes",
    "a bytes-like object is required, not 'Meta'": "what an object is, is unknown",
    "MemoryError": "memo indices cost no memory",
}
DIFFERS_BY_NAME = {
    "edge/append_ba": "a bytearray changed in place is refused",
    "edge/appends_ba": "a bytearray changed in place is refused",
    "edge/setitem_ba": "a bytearray changed in place is refused",
    "malicious/form_names_computed": "an object may be a str",
    "malicious/form_names_imported": "an object may be a str",
    "malicious/form_names_persid": "an object may be a str",
    "malicious/form_args_from_call": "an object may be a tuple",
}


# Python would hash these for longer than the universe lasts.
EXPLODES = {"hostile/laughs_tuple_key", "hostile/laughs_frozenset"}


def main():
    with open(os.path.join(HERE, "data", "corpus.jsonl"), "w") as out:
        count = 0
        for row, payload, encoding in lines():
            row["payload"] = base64.b64encode(payload).decode()
            if row["name"] not in EXPLODES:
                error, nodes, root, effects = oracle.loads(payload, encoding)
                row.update(error=error, nodes=nodes, root=root, effects=effects)
            else:
                error = None
            for text, why in DIFFERS.items():
                if error and text in error:
                    row["differs"] = why
            if row["name"] in DIFFERS_BY_NAME:
                row["differs"] = DIFFERS_BY_NAME[row["name"]]
            json.dump(row, out, separators=(",", ":"))
            out.write("\n")
            count += 1
    print(count, "cases")


if __name__ == "__main__":
    main()

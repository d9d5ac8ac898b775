#!/usr/bin/env python3
"""Writes mutated payloads of the corpus with what C `_pickle` makes of each: `mutate.py [SEED [COUNT]] >FILE`.

Lines are those of data/corpus.jsonl; see generate.py. Every import is replaced by an inert stub (oracle.py), so nothing
is imported, and nothing of a payload's choice is called. `mutations.sh` compares the outcome with sessctl.
"""
import base64
import json
import os
import random
import resource
import signal
import sys

import oracle

HERE = os.path.dirname(os.path.abspath(__file__))
assert sys.version_info[:2] == (3, 11), "the judge is CPython 3.11"
sys.setrecursionlimit(20000)
# A memo index of a mutation's choice would otherwise cost gigabytes.
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))

LONGEST = 2048
OPCODES = bytes(range(0x80, 0x99)) + b"()*.012BCFGIJKLMNPQRSTUVX]abcdeghijloqrstu}"

# Where sessctl means to differ: what C `_pickle` says, and why.
DIFFERS = {
    "unregistered extension code": "extension codes are read and judged",
    "'ascii' codec can't decode byte": "Python 2 strings keep their bytes",
    "argument list must be a tuple": "an object may be a tuple",
    "argument must be a tuple, not Meta": "an object may be a tuple",
    "STACK_GLOBAL requires str": "an object may be a str",
    "'Meta'": "what an object is, is unknown until it is made",
    "metaclass": "what an object is, is unknown until it is made",
    "Stub": "what an object is, is unknown until it is made",
    "MemoryError": "memo indices cost no memory",
}


def mutate(rng, payload, payloads):
    out = bytearray(payload)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 5))):
        if not out:
            break
        at, how = rng.randrange(len(out)), rng.randrange(9)
        if how == 0:
            out[at] ^= 1 << rng.randrange(8)
        elif how == 1:
            out[at] = rng.randrange(256)
        elif how == 2:
            out[at] = rng.choice(OPCODES)
        elif how == 3:
            out.insert(at, rng.choice(OPCODES))
        elif how == 4:
            del out[at : at + rng.randrange(1, 5)]
        elif how == 5:
            end = at + rng.randrange(1, 20)
            out[at:at] = out[at:end]
        elif how == 6:
            other = rng.choice(payloads)
            start = rng.randrange(len(other))
            out[at:at] = other[start : start + rng.randrange(1, 40)]
        elif how == 7:
            del out[at:]
            out += b"."
        else:
            to = rng.randrange(len(out))
            out[at], out[to] = out[to], out[at]
    return bytes(out)


def why(error, effects):
    for text, reason in DIFFERS.items():
        if error and text in error:
            return reason
    return None


class TooLong(BaseException):
    pass


def alarm(signum, frame):
    raise TooLong


def main():
    numbers = [int(text) for text in sys.argv[1:]]
    seed, count = numbers + [20261122, 30000][len(numbers) :]
    rng = random.Random(seed)
    payloads = []
    with open(os.path.join(HERE, "data", "corpus.jsonl")) as lines:
        for line in lines:
            row = json.loads(line)
            payload = base64.b64decode(row["payload"])
            # The hostile ones would keep Python busy for longer than the universe lasts.
            if 0 < len(payload) <= LONGEST and not row["name"].startswith("hostile/"):
                payloads.append(payload)
    signal.signal(signal.SIGALRM, alarm)
    for number in range(count):
        payload = mutate(rng, rng.choice(payloads), payloads)
        row = {"name": "%d/%d" % (seed, number), "kind": "mutation"}
        row["payload"] = base64.b64encode(payload).decode()
        try:
            signal.alarm(5)
            error, nodes, root, effects = oracle.loads(payload)
            signal.alarm(0)
        except (RecursionError, TooLong) as problem:
            signal.alarm(0)
            print("left out %d: %r" % (number, problem), file=sys.stderr)
            continue
        row.update(error=error, nodes=nodes, root=root, effects=effects)
        if reason := why(error, effects):
            row["differs"] = reason
        json.dump(row, sys.stdout, separators=(",", ":"))
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()

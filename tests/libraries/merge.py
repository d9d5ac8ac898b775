"""Puts the lines that `write.py` wrote under several environments together, on standard output.

    merge.py FILE...

A payload that an earlier file has is not repeated, whichever sample it is of.
"""

import json
import sys

HEAD = {
    "about": "Values of libraries as CPython pickles them into sessions: one sample a line, its payloads in base64 by protocol.",
    "regenerate": "tests/libraries/run.sh",
}


def main(files):
    print(json.dumps(HEAD))
    seen = set()
    for file in files:
        for line in open(file):
            sample = json.loads(line)
            new = {protocol: payload for protocol, payload in sample["payloads"].items() if payload not in seen}
            seen.update(new.values())
            if new:
                print(json.dumps({**sample, "payloads": new}, separators=(",", ":")))


if __name__ == "__main__":
    main(sys.argv[1:])

"""Writes the inputs that fuzzing starts from: the payloads of tests/pickle/data/corpus.jsonl and the tables of
tests/codec/data, as each target takes them."""

import base64
import codecs
import json
import pathlib

FUZZ = pathlib.Path(__file__).parent
PAYLOADS = FUZZ.parent / "tests" / "pickle" / "data" / "corpus.jsonl"
TYPED = FUZZ.parent / "tests" / "codec" / "data"
LONGEST = 4096


def write(target: str, number: int, content: bytes) -> None:
    folder = FUZZ / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"seed-{number:05}").write_bytes(content)


with PAYLOADS.open() as lines:
    for number, line in enumerate(lines):
        payload = base64.b64decode(json.loads(line)["payload"])
        if len(payload) > LONGEST:
            continue
        write("reader", number, payload)
        write("rewrite", number, payload)
        write("convert", number, payload)
        if number % 10 == 0:
            write("base64", number, codecs.encode(payload, "base64"))

number = 0
for path in sorted(TYPED.glob("*json*.txt")) + sorted(TYPED.glob("typed.txt")):
    for line in path.read_text(errors="replace").splitlines():
        start = line.find("{")
        if start >= 0 and len(line) < LONGEST:
            write("typed_json", number, line[start:].encode())
            number += 1

with (TYPED / "msgpack.txt").open() as lines:
    for number, line in enumerate(lines):
        payload = line.split()[0]
        if payload != "-":
            write("msgpack", number, bytes.fromhex(payload))

"""Writes items.jsonl: an item of each library, as the library left it in the embedded engine.

    tests/interop/run.sh -k nothing    # once: installs the applications
    INTEROP_HOME=target/interop target/interop/flask22/bin/python tests/layouts/capture.py > tests/layouts/items.jsonl

A line is `{"layout", "library", "values", "item"}`: the values that were put into the session through the application,
and the item in DynamoDB JSON. Ids, times and signatures differ from run to run.
"""

import base64
import json
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "interop"))

import apps
import engines

VALUES = {
    "username": "ada",
    "cart": [{"sku": "A-1", "n": 2, "price": 9.5}, {"sku": "B-2", "n": -129, "price": 1e-7}],
    "note": "Zoë, 東京 🍕",
    "largest": 2**53 - 1,
    "none": None,
    "yes": True,
    "empty": {"list": [], "text": ""},
}

# application, its settings, what else its library puts among the values
CASES = {
    "Flask-Session 0.8.0": ("flask-session", {}, {"_permanent": True}),
    "Flask-Session 0.8.0, json": ("flask-session", {"SESSION_SERIALIZATION_FORMAT": "json"}, {"_permanent": True}),
    "cachelib 0.17.0": ("cachelib", {}, {"_permanent": True}),
    "dynamodb-session-flask 1.1.3": ("dynamodb-session-web", {}, {}),
    "connect-dynamodb 3.0.5": ("connect-dynamodb", {}, {}),
    # A life of half a millisecond more, so that the expiry has a fraction.
    "connect-dynamodb 3.0.5, fraction": ("connect-dynamodb", {"LIFETIME_MS": "1209600500"}, {}),
    "tower-sessions-dynamodb-store 0.3.0": ("tower-sessions-dynamodb-store", {}, {}),
}


def plain(value):
    """DynamoDB JSON as the AWS CLI prints it."""
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items()}
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        with engines.local_serve(folder / "capture.db", folder / "engine.log") as engine:
            boto = engines.client(engine.url)
            for library, (name, settings, more) in CASES.items():
                table = engines.new_name()
                apps.init_table(engine.url, name, table)
                with apps.serve(name, engine.url, table, folder / "app.log", **settings) as url:
                    apps.Browser(url).post("/set", VALUES)
                [item] = boto.scan(TableName=table)["Items"]
                line = {"layout": name, "library": library, "values": {**more, **VALUES}, "item": plain(item)}
                print(json.dumps(line, ensure_ascii=False))


if __name__ == "__main__":
    main()

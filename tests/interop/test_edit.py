"""`edit` by path into objects of everyday libraries: the libraries write them, and read what was meant."""

import functools
import json
import pathlib
import subprocess

import pytest

import engines
from conftest import run_sessctl

APPS = pathlib.Path(__file__).parent / "apps"
PROTOCOLS = (2, 4)

# Environments, and which objects to try in them.
WERKZEUG = ("MultiDict", "ImmutableMultiDict", "Headers", "CallbackDict", "ImmutableDict", "ImmutableList")
OLDER = {"objects-older": (*WERKZEUG, "pydantic", "pydantic-extra"), "objects-oldest": WERKZEUG}


def in_environments(rows):
    """Each row with each environment that it is tried in."""
    return [
        pytest.param(environment, *row, id=f"{environment}-{row[0]}-{at}")
        for at, row in enumerate(rows)
        for environment in ["objects", *(older for older, names in OLDER.items() if row[0] in names)]
    ]


def objects(environment, *args, input=""):
    """Runs `apps/objects.py` with the libraries of an environment."""
    done = subprocess.run(
        [engines.HOME.absolute() / environment / "bin/python", "-c", "import objects; objects.main()", *map(str, args)],
        cwd=APPS,
        input=input,
        capture_output=True,
        encoding="utf-8",
        timeout=90,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@functools.cache
def written(environment):
    return objects(environment, "write", *PROTOCOLS)


class Session:
    """A session with one object of a library, in a table of its own."""

    def __init__(self, directory, environment, name, protocol):
        self.environment, self.name = environment, name
        self.engine = f"--local={directory / 'local.db'}"
        self.sessctl("-q", "init-table")
        payload = written(environment)[f"{name} {protocol}"]
        item = {"Item": {"id": {"S": "abc"}, "data": {"S": payload}, "ttl": {"N": "4102444800"}}}
        self.sessctl("-q", "import", "-", input=json.dumps(item))
        self.payload = payload

    def sessctl(self, *args, **kwargs):
        return run_sessctl(self.engine, *args, **kwargs)

    def edit(self, *args, **kwargs):
        return self.sessctl("edit", "abc", *args, **kwargs)

    def raw(self):
        return self.sessctl("get", "abc", "--raw").out

    def read(self):
        """What the library makes of the stored payload."""
        return objects(self.environment, "read", self.name, input=self.raw())


@pytest.fixture(params=PROTOCOLS)
def session(request, tmp_path):
    """A maker of sessions at one protocol."""
    return lambda environment, name: Session(tmp_path, environment, name, request.param)


DONE = [
    ("dataclass", ["--set", 'v.sku="new"'], ["new", 1]),
    ("dataclass-slots", ["--set", 'v.sku="new"'], ["new", 1]),
    ("dataclass-frozen-slots", ["--set", 'v.$state[0]="new"'], ["new", 1]),
    ("slots-and-dict", ["--set", 'v.sku="new"', "--set", "v.count=2"], ["new", 2]),
    ("dict-subclass", ["--set", 'v.sku="new"', "--set", "v.added=1"], {"sku": "new", "added": 1}),
    (
        "dict-subclass-with-state",
        ["--set", 'v.sku="new"', "--set", 'v.owner="grace"', "--set", "v.$items.added=1", "--set", "v.$state.note=2"],
        [{"sku": "new", "added": 1}, {"owner": "grace", "note": 2}],
    ),
    ("list-subclass", ["--set", "v[0]=9", "--set", "v[2]=3"], [9, 2, 3]),
    ("namedtuple", ["--set", "v.$args[0]=9"], {"x": 9, "y": 2}),
    ("typing-namedtuple", ["--set", "v.$args[1]=9"], {"x": 1, "y": 9}),
    ("UserDict", ["--set", 'v.sku="new"', "--set", "v.added=1"], [{"sku": "new", "added": 1}, 2]),
    ("UserDict", ["--unset", "v.sku"], [{}, 0]),
    ("UserList", ["--set", 'v[0]="new"'], ["new"]),
    ("ChainMap", ["--set", 'v.sku="new"', "--set", "v.deep=2"], {"sku": "new", "deep": 2}),
    ("ChainMap", ["--set", "v.added=2"], {"sku": "old", "deep": 1, "added": 2}),
    ("OrderedDict", ["--set", 'v.sku="new"', "--set", "v.added=1"], [["sku", "new"], ["added", 1]]),
    ("defaultdict", ["--set", 'v.sku="new"'], [{"sku": "new"}, 0]),
    ("Counter", ["--set", "v.a=7", "--set", "v.b=2"], [["a", 7], ["b", 2]]),
    ("MultiDict", ["--set", 'v.q="hello"'], [{"q": ["hello"], "r": ["1"]}, "hello"]),
    ("MultiDict", ["--set", 'v.q=["a", "b"]', "--unset", "v.r"], [{"q": ["a", "b"]}, "a"]),
    ("MultiDict", ["--set", 'v.q[1]="b"', "--set", 'v.n="x"'], [{"q": ["old", "b"], "r": ["1"], "n": ["x"]}, "old"]),
    ("ImmutableMultiDict", ["--set", 'v.q="hello"'], [{"q": ["hello"], "r": ["1"]}, "hello"]),
    ("ImmutableMultiDict", ["--set", 'v.q=["a", "b", "c"]'], [{"q": ["a", "b", "c"], "r": ["1"]}, "a"]),
    ("ImmutableMultiDict", ["--unset", "v.q", "--set", 'v.n="x"'], [{"r": ["1"], "n": ["x"]}, None]),
    ("Headers", ["--set", 'v.x-token="new"', "--set", 'v.Via="v"'], [["X-Token", "new"], ["Accept", "a"], ["Via", "v"]]),
    ("CallbackDict", ["--set", 'v.q="new"'], {"q": "new"}),
    ("ImmutableDict", ["--set", 'v.q="new"'], {"q": "new"}),
    ("ImmutableList", ["--set", 'v[0]="new"'], ["new"]),
    ("pydantic", ["--set", 'v.sku="new"', "--set", "v.count=2"], [{"sku": "new", "count": 2}, "new"]),
    ("pydantic-extra", ["--set", 'v.note="new"'], [{"sku": "old", "note": "new"}, "new"]),
    ("attrs", ["--set", 'v.sku="new"'], ["new", 1]),
    ("attrs-slots", ["--set", 'v.sku="new"'], ["new", 1]),
    ("attrs-frozen", ["--set", 'v.sku="new"'], ["new", 1]),
    (
        "oauthlib",
        ["--set", 'v.access_token="NEW"', "--unset", "v.expires_in", "--set", "v.$items.revoked=true"],
        [{"access_token": "NEW", "scope": "x y", "revoked": True}, ["x", "y"], ["_new_scope", "_old_scope"]],
    ),
    (
        "Authlib",
        ["--set", 'v.access_token="NEW"', "--set", "v.revoked=true"],
        {"access_token": "NEW", "userinfo": {"sub": "1"}, "revoked": True},
    ),
    ("Box", ["--set", "v.b.c=[2]", "--set", 'v.sku="new"'], [{"sku": "new", "b": {"c": [2]}}, "new", [2]]),
    ("DotMap", ["--set", 'v.sku="new"', "--set", "v.b.c=2"], [{"sku": "new", "b": {"c": 2}}, "new", 2]),
    ("Munch", ["--set", 'v.sku="new"', "--set", "v.added=1"], [{"sku": "new", "added": 1}, "new"]),
]


@pytest.mark.parametrize(("environment", "name", "args", "wanted"), in_environments(DONE))
def test_the_library_reads_what_the_edit_says(session, environment, name, args, wanted):
    session = session(environment, name)
    answer = session.edit(*args)
    assert session.read() == wanted
    said, *changes = answer.err.splitlines()
    assert said.startswith("Wrote the session")
    assert len(changes) >= len(args) // 2, changes


REFUSED = [
    ("oauthlib", "v.revoked=true", ['`v."$items".revoked`', '`v."$state".revoked`']),
    ("pydantic", "v.nothing=1", ['`v."$state".__dict__.nothing`']),
    ("pydantic", "v.$state.nothing=1", ['`v."$state".__dict__.nothing`']),
    ("MultiDict", 'v.$items.q="x"', ['`v."$state".q`']),
    ("DotMap", 'v.$items.sku="x"', ['`v."$state"._map.sku`']),
    ("Munch", 'v.$items.sku="x"', ['`v."$state".sku`']),
    ("dataclass", "v.nothing=1", ['`v."$state".nothing`']),
    ("dataclass-frozen-slots", 'v.sku="x"', ['`v."$state"[0]`']),
    ("namedtuple", "v.x=1", ['`v."$args"[0]`']),
    ("Box", "v.added=1", ['`v."$items".added`', '`v."$state".added`']),
]


@pytest.mark.parametrize(("environment", "name", "assignment", "ways"), in_environments(REFUSED))
def test_a_path_that_is_not_certain_is_refused_and_the_ways_are_named(session, environment, name, assignment, ways):
    session = session(environment, name)
    answer = session.edit("--set", assignment, code=1)
    assert not [way for way in ways if way not in answer.err], answer.err
    assert session.raw() == session.payload

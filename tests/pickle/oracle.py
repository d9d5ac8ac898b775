"""What C `_pickle` makes of a payload, with every import replaced by an inert stub.

The unpickler is CPython's own; only `find_class` is overridden, so nothing is imported and nothing of the
payload's choice is called. Every import, call and change of an object is recorded on the stubs. The result is
flat: a list of containers, whose children are indices or atoms.
"""
import _pickle
import hashlib
import io
import struct

EFFECTS = []


class Meta(type):
    def __call__(cls, *args, **kwargs):
        return made(["call", cls, list(args), kwargs])

    def __setstate__(cls, state):
        EFFECTS.append("build")
        cls.steps.append(["state", state])

    def extend(cls, items):
        cls.steps.append(["append", list(items)])

    append = None

    def __setitem__(cls, key, value):
        cls.steps.append(["item", key, value])

    def add(cls, item):
        cls.steps.append(["add", item])


def stub(row):
    made_class = type.__new__(Meta, "Stub", (Base,), {})
    made_class.row, made_class.steps = row, []
    return made_class


def made(row):
    EFFECTS.append("call" if row[0] == "call" else "new")
    return stub(row)


class Base(metaclass=Meta):
    def __new__(cls, *args, **kwargs):
        return made(["new", cls, list(args), kwargs])


class Unpickler(_pickle.Unpickler):
    def find_class(self, module, name):
        EFFECTS.append([atom(module), atom(name)])
        return stub(["global", module, name])

    def persistent_load(self, pid):
        EFFECTS.append("persid")
        return stub(["persid", pid])


def loads(payload, encoding="ASCII"):
    """(error or None, nodes or None, root, effects)"""
    EFFECTS.clear()
    try:
        # What can peek is read as a whole, as by `loads`: from a file, C reads a line across the end of a frame wrong.
        stream = io.BufferedReader(io.BytesIO(payload), len(payload) + 1)
        value = Unpickler(stream, encoding=encoding).load()
    except RecursionError:
        raise
    except BaseException as error:
        return "%s: %s" % (type(error).__name__, str(error)[:80]), None, None, list(EFFECTS)
    nodes, root = flatten(value)
    return None, nodes, root, list(EFFECTS)


def clip(letter, data):
    if len(data) <= 100:
        return letter + data.hex()
    return "%s#%d:%s" % (letter, len(data), hashlib.sha256(data).hexdigest()[:16])


def atom(value):
    kind = type(value)
    if value is None:
        return "N"
    if value is True:
        return "T"
    if value is False:
        return "F"
    if kind is int:
        if -2**63 <= value < 2**63:
            return "i%d" % value
        data = value.to_bytes((value.bit_length() + 8) // 8, "little", signed=True)
        return clip("I", data)
    if kind is float:
        return "fnan" if value != value else "f" + struct.pack(">d", value).hex()
    if kind is str:
        data = value.encode("utf-8", "surrogatepass")
        if len(data) <= 60 and data.isascii() and data.decode().isprintable():
            return "s" + value
        return clip("u", data)
    if kind is bytes:
        return clip("b", value)
    if kind is tuple and not value:
        return "()"
    if kind is frozenset and not value:
        return "z"
    return None


def flatten(value):
    """Containers in the order they are found, each once."""
    numbers, rows, todo, keep = {}, [], [], []

    def child(value):
        text = atom(value)
        if text is not None:
            return text
        key = id(value)
        if key not in numbers:
            numbers[key] = len(rows)
            rows.append(None)
            todo.append(value)
            keep.append(value)
        return numbers[key]

    def members(values):
        # The order of a set is no property of the payload.
        return sorted((child(v) for v in values), key=lambda c: (isinstance(c, int), str(c)))

    root = child(value)
    while todo:
        value = todo.pop()
        kind = type(value)
        if kind is list:
            row = ["l", [child(v) for v in value]]
        elif kind is tuple:
            row = ["t", [child(v) for v in value]]
        elif kind is dict:
            row = ["d", [[child(k), child(v)] for k, v in value.items()]]
        elif kind is set:
            row = ["e", members(value)]
        elif kind is frozenset:
            row = ["z", members(value)]
        elif kind is bytearray:
            row = ["a", clip("b", bytes(value))]
        elif kind is memoryview:
            row = ["m", clip("b", bytes(value))]
        elif kind is Meta and value.row[0] == "global":
            row = ["g"] + [atom(name) for name in value.row[1:]] + [steps(value, child)]
        elif kind is Meta and value.row[0] == "persid":
            row = ["p", child(value.row[1]), steps(value, child)]
        elif kind is Meta:
            form, func, args, kwargs = value.row
            kw = [[atom(k), child(v)] for k, v in kwargs.items()]
            row = ["c", form, child(func), [child(a) for a in args], kw, steps(value, child)]
        else:
            row = ["?", kind.__name__]
        rows[numbers[id(value)]] = row
    return rows, root


def steps(value, child):
    """Appends, items and states; those of one kind that follow each other are one."""
    out = []
    for step in value.steps:
        if step[0] == "append":
            children = [child(v) for v in step[1]]
        else:
            children = [child(v) for v in step[1:]]
        if out and step[0] != "state" and out[-1][0] == step[0]:
            out[-1][1].extend(children)
        else:
            out.append([step[0], children])
    return out

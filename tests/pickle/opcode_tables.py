"""Tables for the random streams of `opcodes.py`: spellings of literals, names, calls and methods."""
import struct

LINES = {
    b"I": "0 1 -1 +5 00 01 010 08 0x1f 0o17 0b11 -0 1_0 99999999999999999999 -0x1F 0777 0xfffffffffffffffff".split()
    + [" 1", "1 ", "\t7", "1\x00", "12\x00junk", "- 5", "1\r", "0x_1", "", "\x0b5", "\xd9\xa5", "1L", "1.0", "2147483648"],
    b"L": "0L 1L -1L 5 0x10L 1LL 12_0L 99999999999999999999L -9223372036854775808L +3L".split()
    + ["12 L", " 7L", "", "L", "5l", "5\x00zzL", "8" * 300 + "L"],
    b"F": "0.0 -0.0 1. .5 1e5 1E-5 inf -inf nan -NaN 1e999 1e-999 +1 1_0.5 0x1p3 Infinity 1e".split()
    + [" 1.5", "1.5 ", "1.5\r", "", ".", "1.5\x00z"],
    b"S": ["''", "'a'", '"a"', "'append'", "'a' ", " 'a'", "'\\x41\\101\\n\\q'", "'\\xe9'", "'a'b'", "'\\u0041'", "'\\'", "'", "a",
           "'\\x4'", "'a\x00b'", "'\\\\'", "'\\\"'", "'\xc3\xa9'"],
    b"V": ["", "a", "append", "\\u0041", "\\ud83d\\ude00", "\\U0001f600", "\\\\", "\xe9", "a\x00b", "\\u12", "\\x41", "\\n", "\\", "a b"],
}
# Pieces for random arguments of the opcodes that take a line.
PIECES = {
    b"I": ["+", "-", " ", "\t", "\r", "\x0b", "\x0c", "\x1c", "\x00", "_", "0", "00", "1", "7", "9", "12", "0x", "0X", "0o", "0b", "f", "L", "\xa0",
           "\u0665", "2147483647", "9223372036854775807"],
    b"F": ["+", "-", " ", "\t", "\r", "\x0c", "\x00", "_", "0", "1", "12", ".", ".", "e", "E5", "e-5", "e+5", "inf", "nan", "infinity", "0x1", "\xa0",
           "\u0665", "1e308", "e-400"],
    b"S": ["'", '"', "a", "\\", "\\n", "\\x41", "\\x4", "\\1", "\\101", "\\400", "\\N{DIGIT ONE}", "\\u0041", "\\q", "\\'", " ", "\t", "\x00", "\xe9"],
    b"V": ["a", "\\", "\\\\", "\\u0041", "\\u004", "\\U0001f600", "\\U00110000", "\\ud800", "\\udc00", "\\x41", "\\n", "'", " ", "\x00", "\xe9", "\r"],
}
PIECES[b"L"] = PIECES[b"I"]
TEXTS = ["", "a", "b", "key", "_permanent", "12", "1/2", "1.5", "ff", "latin1", "ascii", "utf-8", "append", "extend", "add", "int",
         "data", "is_safe", "\u00e9", "\u20ac", "\U0001f600", "00000000-0000-0000-0000-000000000001", "__class__", "__dict__",
         "__setstate__", "x" * 30, "\ud800"]
BYTES = [b"", b"a", b"ab", b"\xff\x00", b"\x07\xe4\x01\x02", b"\x07\xe4\x01\x02\x03\x04\x05\x00\x00\x07", b"\x03\x04\x05\x00\x00\x07", b"x" * 30]
INTEGERS = [0, 0, 1, 1, 2, 3, 5, -1, -2, 7, 12, 100, 255, 256, 65535, 65536, 2**31 - 1, -(2**31), 2020]
LONGS = [2**31, 2**63 - 1, 2**63, -(2**63), 2**64, -(2**70), 2**200, 0, -1, 128, -129]
FLOATS = [0.0, -0.0, 1.0, 0.5, -2.25, 1e300, float("inf"), float("nan")]

# Dangerous names as CPython looks them up; `opcodes_judge.py` replaces each by a stub.
ACTING = """os:system posix:system builtins:eval builtins:exec builtins:compile builtins:open builtins:__import__ subprocess:Popen
subprocess:getoutput importlib:import_module pickle:loads _pickle:loads operator:attrgetter shutil:rmtree socket:create_connection
runpy:run_path builtins:setattr builtins:globals marshal:loads ctypes:CDLL uuid:os.system collections:_sys.exit""".split()
# Python 2's names of some of them, which CPython maps below protocol 3.
ACTING_PY2 = "__builtin__:eval __builtin__:open __builtin__:__import__ commands:getoutput cPickle:loads".split()

CLASSES = """builtins:int builtins:str builtins:bytes builtins:bytearray builtins:list builtins:dict builtins:set builtins:frozenset
builtins:tuple builtins:complex builtins:range builtins:slice builtins:object builtins:bool builtins:float builtins:type
datetime:date datetime:datetime datetime:time datetime:timedelta datetime:timezone decimal:Decimal fractions:Fraction uuid:UUID
uuid:SafeUUID collections:OrderedDict collections:defaultdict collections:deque collections:Counter collections:UserDict
collections:UserList builtins:KeyError builtins:ValueError builtins:OSError functools:partial types:SimpleNamespace
decimal:DecimalTuple""".split()
# Classes to call with huge arguments; most of them then cost time or memory.
BURDENED = """builtins:bytes builtins:bytearray builtins:list builtins:tuple builtins:set builtins:frozenset builtins:range builtins:int
builtins:str decimal:Decimal fractions:Fraction collections:deque collections:Counter datetime:timedelta""".split()
FUNCTIONS = """builtins:getattr copyreg:_reconstructor copyreg:__newobj__ copyreg:__newobj_ex__ _codecs:encode builtins:len
builtins:abs""".split()
VALUES = "uuid:SafeUUID.safe uuid:SafeUUID.unknown datetime:timezone.utc builtins:Ellipsis builtins:NotImplemented".split()
PY2 = {"builtins": "__builtin__", "copyreg": "copy_reg"}
# Extension codes that `opcodes_judge.py` registers.
EXTENSIONS = {1: "collections:OrderedDict", 300: "builtins:bytearray", 70000: "copyreg:_reconstructor"}


# Opcodes that exceed a limit of sessctl: digits of an integer, and bytes of a payload.
BEYOND = [b"L" + b"9" * 4301 + b"L\n"] * 3 + [b"B" + struct.pack("<I", 1 << 20) + bytes(1 << 20)]


class Constant:
    """An argument with a fixed value."""

    def __init__(self, value):
        self.value = value


class Global:
    """An argument that is an imported name."""

    def __init__(self, name):
        self.name = name


def C(*values):
    return tuple(Constant(value) for value in values)


NONE = Constant(None)
OBJECT = Global("builtins:object")
# Kind of the result, name, and possible arguments: kinds, constants and names.
CALLS = [
    ("none", "builtins:type(None)", [()]),
    ("bool", "builtins:bool", [(), ("any",)]),
    ("int", "builtins:int", [(), ("int",), ("bool",), C("12"), C("ff", 16), ("float",)]),
    ("int", "builtins:len", [("list",), ("str",), ("dict",)]),
    ("float", "builtins:float", [(), ("int",), C("1.5")]),
    ("str", "builtins:str", [(), ("str",), ("int",), C(b"a", "ascii")]),
    ("bytes", "builtins:bytes", [(), ("bytes",), C("a", "latin1"), C(3), ("bytearray",)]),
    ("bytes", "_codecs:encode", [C("\xe9\xff", "latin1"), C("", "latin1"), C("a", "ascii")]),
    ("bytearray", "builtins:bytearray", [(), ("bytes",), C(3), C("a", "latin-1"), ("bytearray",)]),
    ("list", "builtins:list", [(), ("list",), ("tuple",), ("str",), ("set",), ("dict",)]),
    ("dict", "builtins:dict", [(), ("dict",), ("pairs",), ("odict",)]),
    ("set", "builtins:set", [(), ("hashables",), ("set",), ("str",)]),
    ("frozenset", "builtins:frozenset", [(), ("hashables",), ("set",), ("str",)]),
    ("tuple", "builtins:tuple", [(), ("list",), ("str",)]),
    ("tuple", "decimal:DecimalTuple", [("int", "tuple", "int")]),
    ("object", "builtins:complex", [(), ("int",), ("float", "float")]),
    ("object", "builtins:range", [C(3), C(1, 5), C(0, 9, 2)]),
    ("slice", "builtins:slice", [C(None), C(0), C(0, 1), C(0, 0, None), ("any",)]),
    ("object", "builtins:object", [()]),
    ("object", "datetime:date", [C(2020, 1, 2), C(b"\x07\xe4\x01\x02")]),
    ("object", "datetime:datetime", [C(2020, 1, 2), C(b"\x07\xe4\x01\x02\x03\x04\x05\x00\x00\x07"), C(2020, 1, 2, 3, 4, 5, 6, None)]),
    ("object", "datetime:time", [(), C(1, 2), C(b"\x03\x04\x05\x00\x00\x07")]),
    ("object", "datetime:timedelta", [(), C(1), C(1, 2, 3), ("int",)]),
    ("object", "datetime:timezone", [("timedelta",), ("timedelta", "str")]),
    ("object", "decimal:Decimal", [C("1.5"), ("int",), C("NaN"), ("float",)]),
    ("object", "fractions:Fraction", [C("1/2"), C(1, 2), ("int",)]),
    ("object", "uuid:UUID", [C("00000000-0000-0000-0000-000000000001")]),
    ("object", "uuid:SafeUUID", [C(0), C(-1), C(None)]),
    ("odict", "collections:OrderedDict", [(), ("pairs",), ("dict",)]),
    ("odict", "collections:defaultdict", [(), (NONE,), ("class",), ("class", "dict")]),
    ("odict", "collections:Counter", [(), ("str",), ("hashables",), C(None)]),
    ("odict", "collections:UserDict", [(), ("dict",)]),
    ("deque", "collections:deque", [(), ("list",), ("str", "int"), ("list", NONE)]),
    ("deque", "collections:UserList", [(), ("list",)]),
    ("object", "builtins:KeyError", [(), ("any",), ("str", "any")]),
    ("object", "builtins:ValueError", [(), ("str",)]),
    ("object", "builtins:OSError", [(), ("int", "str")]),
    ("function", "functools:partial", [("class",), ("class", "any"), ("function", "any")]),
    ("space", "types:SimpleNamespace", [()]),
    ("str", "markupsafe:Markup", [(), ("str",)]),
    ("view", "builtins:memoryview", [("bytes",), ("bytearray",)]),
    ("class", "builtins:type", [("any",), (Constant("A"), Constant(()), "dict")]),
    ("object", "copyreg:_reconstructor", [(OBJECT, OBJECT, NONE)]),
    ("space", "copyreg:_reconstructor", [(Global("types:SimpleNamespace"), OBJECT, NONE)]),
    ("odict", "copyreg:_reconstructor", [(Global("collections:OrderedDict"), Global("builtins:dict"), "dict"),
                                         (Global("collections:Counter"), Global("builtins:dict"), "dict")]),
    ("object", "copyreg:_reconstructor", [(Global("uuid:UUID"), OBJECT, NONE), (Global("fractions:Fraction"), OBJECT, NONE)]),
    ("object", "copyreg:_reconstructor", [(Global("builtins:KeyError"), Global("builtins:KeyError"), "str"), ("class", "class", "any")]),
    ("object", "copyreg:__newobj__", [(Global("uuid:UUID"),), (Global("datetime:date"),) + C(2020, 1, 2), ("class",)]),
    ("list", "copyreg:__newobj__", [(Global("builtins:list"),)]),
    ("object", "copyreg:__newobj_ex__", [(Global("uuid:UUID"), Constant(()), "dict0"), ("class", Constant(()), "dict0")]),
]
ATTRIBUTES = [
    ("function", "list", "append"), ("function", "list", "extend"), ("function", "dict", "get"), ("function", "dict", "update"),
    ("function", "set", "add"), ("function", "str", "upper"), ("function", "class", "__new__"), ("class", "any", "__class__"),
    ("str", "class", "__name__"), ("function", "class", "fromkeys"), ("int", "int", "real"), ("dict", "space", "__dict__"),
]
# Methods that change their object: the arguments, and the change in size, where `None` empties the object.
METHODS = {
    "list": [("append", ("any",), 1), ("clear", (), None), ("__iadd__", C(()), 0), ("insert", (Constant(0), "any"), 1), ("pop", (), -1)],
    "bytearray": [("append", C(1), 1), ("clear", (), None), ("extend", C(b"ab"), 2), ("pop", (), -1)],
    "dict": [("clear", (), None), ("setdefault", ("key",), 1), ("update", ("dict",), 1), ("popitem", (), -1)],
    "set": [("add", ("key",), 1), ("clear", (), None), ("update", ("hashables",), 1)],
}
CALLS_OF = {}
for call in CALLS:
    CALLS_OF.setdefault(call[0], []).append(call)
ATTRIBUTES_OF = {}
for attribute in ATTRIBUTES:
    ATTRIBUTES_OF.setdefault(attribute[0], []).append(attribute)

DOTTED = {"builtins:%s.%s" % (kind, method[0]) for kind, methods in METHODS.items() for method in methods}
ALL = sorted({c[1] for c in CALLS} - {"builtins:type(None)"} | DOTTED | set(CLASSES) | set(FUNCTIONS) | set(VALUES))
# Opcodes with an argument of fixed size, and opcodes with a length before the argument, by the bytes of either.
ARGUMENTS = {b"K": 1, b"M": 2, b"J": 4, b"G": 8, b"h": 1, b"j": 4, b"q": 1, b"r": 4, b"\x82": 1, b"\x83": 2, b"\x84": 4}
LENGTHS = {b"U": 1, b"T": 4, b"X": 4, b"\x8c": 1, b"\x8d": 8, b"C": 1, b"B": 4, b"\x8e": 8, b"\x96": 8, b"\x8a": 1, b"\x8b": 4}
BARE = b"(012NQRabdelostu]})\x81\x85\x86\x87\x88\x89\x8f\x90\x91\x92\x93\x94\x97\x98"
OPCODES = sorted(set(LINES) | set(ARGUMENTS) | set(LENGTHS) | {b"g", b"p", b"c", b"i", b"P"} | {bytes((code,)) for code in BARE})

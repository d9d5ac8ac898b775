"""Generates random pickle streams over the types that a session may hold; most of them are well-typed.

`Stream(seed)` tracks the stack and the memo, and nearly always picks an opcode whose operands fit. The same seed gives the
same stream on every CPython from 3.6 on. It unpickles nothing; `opcodes_judge.py` does.
"""
import random
import struct

from opcode_tables import (
    ACTING, ACTING_PY2, ALL, ARGUMENTS, ATTRIBUTES_OF, BEYOND, BURDENED, BYTES, CALLS_OF, CLASSES, Constant,
    EXTENSIONS, FLOATS, FUNCTIONS, Global, INTEGERS, LENGTHS, LINES, LONGS, METHODS, NONE, OPCODES, PIECES, PY2,
    TEXTS, VALUES,
)

# How often an operand, an argument or an opcode is of any type at all; each stream picks one of these.
WILD = [0.002, 0.008, 0.008, 0.02, 0.08]

PLAIN = "none bool int float str bytes bytearray list dict set frozenset tuple".split()
WEIGHTED = (PLAIN + "int str str list dict dict tuple".split()) * 2 + "object object deque odict class function view".split()
HASHABLE = "none bool int float str bytes frozenset int str str int str tuple object class function".split()
UNHASHABLE = {"bytearray", "list", "dict", "set", "odict", "deque", "slice", "space"}


class Value:
    """A value on the stack: its kind, its number of elements as far as known, and whether it can be a key."""

    __slots__ = ("kind", "size", "hashable")

    def __init__(self, kind, size, hashable):
        self.kind, self.size, self.hashable = kind, size, hashable


class Stream:
    """A random stream: `opcodes` holds each opcode with its argument, `payload()` all of them."""

    def __init__(self, seed):
        self.random = random.Random(seed).random
        self.opcodes, self.stack, self.memo, self.same = [], [], {}, {}
        self.protocol = 0
        self.wild = self.pick(WILD)
        self.budget = 3 + int(self.random() * 12)
        self.build()

    def payload(self):
        return b"".join(self.opcodes)

    # Choices.

    def below(self, count):
        return int(self.random() * count)

    def pick(self, choices):
        return choices[int(self.random() * len(choices))]

    def chance(self, share):
        return self.random() < share

    # The stream as a whole.

    def build(self):
        self.protocol = self.pick((0, 1, 2, 2, 3, 4, 4, 4, 5))
        if self.protocol >= 2 and self.chance(0.9):
            self.opcodes.append(b"\x80" + bytes((self.protocol,)))
        elif self.chance(0.5):
            self.protocol = 0
        if self.chance(0.006):
            self.opcodes += [self.pick(BEYOND), b"0"]
            self.act_from_memo()
        if self.chance(0.6):
            self.value("any", 0)
            while self.chance(0.3):
                self.change(self.stack[-1], 0)
        else:
            self.walk()
        if self.chance(0.2):
            self.act()
        if self.chance(0.002):
            self.burden()
        if self.chance(0.12):
            self.disturb()
        self.frame()
        self.opcodes.append(b".")
        if self.chance(0.03):
            self.opcodes.append(self.pick((b"\n", b"garbage", b"N.", b"\x80\x04.")))

    def act(self):
        """Calls a dangerous name, and drops the result."""
        at = len(self.stack)
        names = ACTING_PY2 if self.protocol < 3 and self.chance(0.3) else ACTING
        self.name_opcode(self.pick(names))
        self.value("str", 3)
        self.put(b"\x85" if self.chance(0.7) else b"1", at)
        if self.opcodes[-1] == b"\x85":
            self.put(b"R", at)
            self.put(b"0", at)

    def act_from_memo(self):
        """Imports a dangerous name, both parts of which come from a memo with overwritten entries."""
        texts = {}
        module, name = self.pick(ACTING).split(":")
        for _ in range(30):
            text = self.pick((module, name, "app.models", "User"))
            self.text(text)
            index = len(self.memo) if self.chance(0.4) else self.below(6)
            # MEMOIZE puts at the number of entries, which an overwritten entry does not raise.
            if index == len(self.memo) and self.protocol >= 4:
                self.opcodes.append(b"\x94")
            elif self.chance(0.3):
                self.opcodes.append(b"p" + self.index(index))
            else:
                self.opcodes.append(b"q" + bytes((index,)) if index < 256 else b"r" + struct.pack("<I", index))
            self.memo[index] = self.stack[-1]
            texts[index] = text
            self.put(b"0", len(self.stack) - 1)
            found = {text: index for index, text in texts.items()}
            if module in found and name in found and self.chance(0.2):
                self.fetch(found[module])
                self.fetch(found[name])
                self.put(b"\x93", len(self.stack) - 2)
                self.stack.append(Value("function", 0, True))
                self.put(b"0", len(self.stack) - 1)
                return

    def burden(self):
        """Makes a value that costs much time or memory, and drops it."""
        at = len(self.stack)
        name = self.pick(BURDENED)
        huge = self.pick((Constant(2**29), Constant(2**29), Constant(2**40), Constant("1e999999999"), Constant(2**1000), None))
        arguments = [huge] if self.chance(0.8) else [huge, huge]
        form = self.below(4)
        if form == 0:
            self.name_opcode("copyreg:_reconstructor")
            arguments = [Global(name), Global(self.pick(BURDENED)), huge]
        elif form == 1:
            self.name_opcode("copyreg:__newobj__")
            arguments = [Global(name)] + arguments
        else:
            self.name_opcode(name)
        self.mark()
        for argument in arguments:
            if argument is None:
                self.call_name("builtins:range", lambda: self.constant(2**29))
            else:
                self.element(argument, 4)
        self.opcodes.append(b"t")
        self.put(b"\x81" if form == 2 else b"R", at)
        self.stack.append(Value("object", 0, True))
        self.put(b"0", at)

    def put(self, opcode, height):
        """An opcode that leaves a stack of that height."""
        self.opcodes.append(opcode)
        del self.stack[height:]

    def disturb(self):
        """Drops, repeats, swaps and replaces opcodes at random."""
        for _ in range(self.pick((1, 1, 1, 2, 3))):
            if not self.opcodes:
                return
            at, how = self.below(len(self.opcodes)), self.below(5)
            if how == 0:
                del self.opcodes[at]
            elif how == 1:
                self.opcodes.insert(at, self.pick(self.opcodes))
            elif how == 2:
                to = self.below(len(self.opcodes))
                self.opcodes[at], self.opcodes[to] = self.opcodes[to], self.opcodes[at]
            elif how == 3:
                self.opcodes[at] = self.stray()
            else:
                self.opcodes.insert(at, self.stray())

    def stray(self):
        """An opcode of any kind, with an argument that fits it."""
        code = self.pick(OPCODES)
        if code in LINES:
            return self.line(code)
        if code in b"gp":
            return code + self.pick(("0", "1", " 2", "00", "1_0", "-1", "0x1", "")).encode() + b"\n"
        if code in b"ci":
            return code + self.pick(ALL).replace(":", "\n").encode() + b"\n"
        if code == b"P":
            return code + self.pick((b"a", b"", b"\xe9")) + b"\n"
        if code in ARGUMENTS:
            return code + bytes((self.below(4),)) + bytes(ARGUMENTS[code] - 1)
        if code in LENGTHS:
            content = self.pick(BYTES)
            return code + len(content).to_bytes(LENGTHS[code], "little") + content
        return code

    def frame(self):
        """Puts frames around parts of the stream, and PROTO in odd places; few are wrong."""
        if self.chance(0.05):
            self.opcodes.insert(self.below(len(self.opcodes) + 1), b"\x80" + bytes((self.pick((0, 1, 2, 3, 4, 5, 5, 6)),)))
        if self.protocol < 4 and not self.chance(0.03) or not self.chance(0.5):
            return
        for _ in range(self.pick((1, 1, 2))):
            start = self.pick((min(1, len(self.opcodes)), self.below(len(self.opcodes) + 1)))
            end = start + self.below(len(self.opcodes) + 1 - start)
            length = sum(map(len, self.opcodes[start:end])) + (end == len(self.opcodes))
            if self.chance(0.03):
                length = self.pick((0, 1, length + 1, 2**40, 2**64 - 1))
            self.opcodes.insert(start, b"\x95" + length.to_bytes(8, "little"))

    # Single opcodes.

    def push(self, opcode, kind, size=0, hashable=None):
        self.opcodes.append(opcode)
        if hashable is None:
            hashable = kind not in UNHASHABLE
        self.stack.append(Value(kind, size, hashable))

    def mark(self):
        self.opcodes.append(b"(")
        self.stack.append(Value("mark", 0, False))

    def counted(self, short, medium, long, data):
        """An opcode with a length of one of three widths before its argument."""
        width = self.pick((short, short, medium, long)) if self.protocol >= 4 else self.pick((short, medium))
        if width is None:
            width = medium
        if width is short:
            return short + bytes((len(data),)) + data
        if width is medium:
            return medium + struct.pack("<I", len(data)) + data
        return long + struct.pack("<Q", len(data)) + data

    def line(self, code):
        """The argument of an opcode that takes a line, often in an odd spelling."""
        if self.chance(0.5):
            return code + self.pick(LINES[code]).encode("utf-8") + b"\n"
        line = "".join(self.pick(PIECES[code]) for _ in range(1 + self.below(4)))
        if code == b"L" and self.chance(0.5):
            line += "L"
        if code == b"S" and self.chance(0.8):
            line = line.join(self.pick(("\'\'", '""')))
        return code + line.encode(self.pick(("utf-8", "utf-8", "latin-1")), "replace") + b"\n"

    def fetch_same(self, key, share):
        """Gets the name or the text from the memo if it is there, in some of the cases."""
        index, value = self.same.get(key, (None, None))
        if index is None or self.memo[index] is not value or not self.chance(share):
            return False
        self.fetch(index)
        return True

    def text(self, text):
        data = text.encode("utf-8", "surrogatepass")
        if self.fetch_same((text,), 0.2):
            return
        if self.protocol == 0 or self.chance(0.05):
            escaped = self.below(len(text) + 1) if self.chance(0.2) else -1
            line = "".join("\\u%04x" % ord(c) if c == "\\" or at == escaped else c for at, c in enumerate(text) if ord(c) < 65536)
            self.push(b"V" + line.encode("raw-unicode-escape") + b"\n", "str")
        elif len(data) == len(text) and self.chance(0.04):
            self.push(b"U" + bytes((len(data),)) + data, "str")
        else:
            short = b"\x8c" if self.protocol >= 4 else b"X"
            self.push(self.counted(short, b"X", b"\x8d", data) if short != b"X" else b"X" + struct.pack("<I", len(data)) + data, "str")
        if self.chance(0.05):
            self.same[(text,)] = self.memoize(), self.stack[-1]

    def constant(self, value):
        """A value by a literal, in any spelling."""
        if value is None:
            self.push(b"N", "none")
        elif value is True or value is False:
            self.push((b"\x88" if value else b"\x89") if self.chance(0.7) else b"I0%d\n" % value, "bool")
        elif isinstance(value, int):
            how = self.below(6)
            if how == 0:
                self.push(b"I%d\n" % value, "int")
            elif how == 1:
                self.push(b"L%dL\n" % value, "int")
            elif how == 2:
                data = value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True)
                self.push(b"\x8a" + bytes((len(data),)) + data if self.chance(0.7) else b"\x8b" + struct.pack("<I", len(data)) + data, "int")
            elif 0 <= value < 256:
                self.push(b"K" + bytes((value,)), "int")
            elif 0 <= value < 65536:
                self.push(b"M" + struct.pack("<H", value), "int")
            elif -(2**31) <= value < 2**31:
                self.push(b"J" + struct.pack("<i", value), "int")
            else:
                self.push(b"I%d\n" % value, "int")
        elif isinstance(value, float):
            self.push(b"G" + struct.pack(">d", value) if self.chance(0.7) else b"F%r\n" % value, "float")
        elif isinstance(value, str):
            self.text(value)
        elif isinstance(value, bytes):
            self.push(self.counted(b"C", b"B", b"\x8e", value), "bytes", len(value))
        else:
            self.push(b")" if self.chance(0.8) else b"(t", "tuple", len(value))

    def name_opcode(self, name):
        """Imports a name: GLOBAL, STACK_GLOBAL, from the memo, or an extension code."""
        module, _, attribute = name.partition(":")
        kind = "class" if name in CLASSES else "function" if name in FUNCTIONS or name in ACTING else "object"
        if attribute == "type(None)":
            self.name_opcode("builtins:type")
            self.push(b"N", "none")
            self.push(b"\x85", "tuple")
            self.put(b"R", len(self.stack) - 3)
            self.stack.append(Value("class", 0, True))
            return
        if self.fetch_same(name, 0.4):
            return
        if module in PY2 and (self.protocol < 3 and self.chance(0.5) or self.chance(self.wild)):
            module = PY2[module]
        code = next((code for code, known in EXTENSIONS.items() if known == name), None)
        if code and self.chance(0.1):
            opcode = b"\x82" + bytes((code,)) if code < 256 else b"\x83" + struct.pack("<H", code) if code < 65536 else b"\x84" + struct.pack("<i", code)
            self.push(opcode, kind)
        elif self.protocol >= 4 and self.chance(0.7) or "." in attribute:
            if self.chance(0.04):
                self.call_name("builtins:str", lambda: self.text(module), kind="str")
            else:
                self.text(module)
            self.text(attribute)
            self.put(b"\x93", len(self.stack) - 2)
            self.stack.append(Value(kind, 0, True))
        else:
            self.push(b"c%s\n%s\n" % (module.encode(), attribute.encode()), kind)
        if self.chance(0.4):
            self.same[name] = self.memoize(), self.stack[-1]

    def memoize(self):
        """Puts the top into the memo; returns the index."""
        if self.protocol >= 4 and self.chance(0.7):
            index, opcode = len(self.memo), b"\x94"
        else:
            index = self.pick((len(self.memo), len(self.memo), self.below(6), self.below(256), self.below(70000)))
            if self.chance(0.3):
                opcode = b"p" + self.index(index)
            elif index < 256:
                opcode = b"q" + bytes((index,))
            else:
                opcode = b"r" + struct.pack("<I", index)
        self.opcodes.append(opcode)
        self.memo[index] = self.stack[-1]
        return index

    def index(self, index):
        """The index of a memo entry as a line; Python's `int` takes many spellings."""
        spelled = "%d" % index
        if self.chance(0.08):
            spelled = self.pick((" %s", "%s ", "+%s", "0%s", "0_%s", "%s\r", "\t%s", "-%s", "%s\x00", "0x%s")) % spelled
        if self.chance(0.15):
            spelled = "_".join(spelled)
        return spelled.encode() + b"\n"

    def fetch(self, index):
        if self.chance(0.3):
            self.opcodes.append(b"g" + self.index(index))
        elif index < 256:
            self.opcodes.append(b"h" + bytes((index,)))
        else:
            self.opcodes.append(b"j" + struct.pack("<I", index))
        self.stack.append(self.memo[index])

    # Values.

    def value(self, kind, depth):
        """Leaves one value of a kind on the stack."""
        if kind == "any" or self.chance(self.wild):
            kind = self.pick(WEIGHTED)
        self.budget -= 1
        known = [index for index, value in self.memo.items() if value.kind == kind]
        if known and self.chance(0.2):
            self.fetch(self.pick(known))
            return
        computed = kind not in PLAIN or self.budget > 0 and depth < 4 and self.chance(0.18)
        if computed and (kind in CALLS_OF or kind in ATTRIBUTES_OF):
            self.computed(kind, depth)
        else:
            self.literal(kind, depth)
        if self.chance(0.15):
            self.memoize()
        if self.budget > 0 and depth < 4 and self.chance(0.12):
            self.change(self.stack[-1], depth)
        if self.chance(0.03):
            self.detour(depth)

    def detour(self, depth):
        """Opcodes that leave the stack as it was."""
        how = self.below(4)
        if how == 0:
            self.opcodes += [b"2", b"0"]
        elif how == 1:
            self.opcodes += [b"(", b"0"]
        elif how == 2:
            at = len(self.stack)
            self.mark()
            for _ in range(self.below(3)):
                self.value("any", depth + 2)
            self.put(b"1", at)
        else:
            at = len(self.stack)
            self.value("any", depth + 2)
            self.put(b"0", at)

    def literal(self, kind, depth):
        few = self.below(4) if self.budget > 0 and depth < 4 else 0
        if kind == "none":
            self.constant(None)
        elif kind == "bool":
            self.constant(self.chance(0.5))
        elif kind == "int":
            if self.chance(0.08):
                code = self.pick((b"I", b"L"))
                self.push(self.line(code), "int")
            else:
                self.constant(self.pick(INTEGERS if self.chance(0.9) else LONGS))
        elif kind == "float":
            if self.chance(0.15):
                self.push(self.line(b"F"), "float")
            else:
                self.constant(self.pick(FLOATS))
        elif kind == "str":
            if self.chance(0.05):
                code = self.pick((b"S", b"V"))
                self.push(self.line(code), "str")
            else:
                self.text(self.pick(TEXTS))
        elif kind == "bytes":
            self.constant(self.pick(BYTES))
        elif kind == "bytearray":
            data = self.pick(BYTES)
            self.push(b"\x96" + struct.pack("<Q", len(data)) + data, "bytearray", len(data))
        elif kind == "list":
            if self.chance(0.5):
                self.push(b"]", "list")
                if few:
                    self.append(self.stack[-1], few, depth)
            else:
                self.collect(b"l", "list", ["any"] * few, depth)
        elif kind in ("dict", "dict0"):
            if kind == "dict0":
                few = 0
            if self.chance(0.6):
                self.push(b"}", "dict")
                if few:
                    self.set_items(self.stack[-1], few, depth)
            else:
                self.collect(b"d", "dict", ["key", "any"] * few, depth)
        elif kind == "set":
            self.push(b"\x8f", "set")
            if few:
                self.add_items(few, depth)
        elif kind == "frozenset":
            self.collect(b"\x91", "frozenset", ["key"] * few, depth)
        elif kind == "tuple":
            self.sequence(["any"] * few, depth)
        elif kind == "pairs":
            self.push(b"]", "list")
            self.mark()
            for _ in range(few):
                self.sequence(["key", "any"], depth)
            self.put(b"e", len(self.stack) - few - 1)
        elif kind == "hashables":
            self.collect(b"l", "list", ["key"] * few, depth)
        elif kind == "key":
            self.value(self.pick(HASHABLE), depth + 1)
            if not self.stack[-1].hashable and not self.chance(self.wild):
                self.put(b"0", len(self.stack) - 1)
                self.constant(self.pick(INTEGERS))
        elif kind == "timedelta":
            self.call_name("datetime:timedelta", lambda: self.constant(0), lambda: self.constant(self.pick((0, 60, 3600))))
        elif kind == "class":
            self.name_opcode(self.pick(CLASSES))
        elif kind == "function":
            self.name_opcode(self.pick(ACTING) if self.chance(0.15) else self.pick(FUNCTIONS))
        elif kind == "view":
            self.push(b"\x96\x02\0\0\0\0\0\0\0ab", "bytearray", 2)
            self.put(b"\x98", len(self.stack) - 1)
            self.stack.append(Value("view", 2, True))
        elif self.chance(0.1):
            self.persistent()
        else:
            self.name_opcode(self.pick(VALUES))

    def persistent(self):
        if self.chance(0.5):
            self.push(b"P" + self.pick((b"", b"list", b"1")) + b"\n", "object")
        else:
            at = len(self.stack)
            self.value(self.pick(("str", "int", "tuple")), 4)
            self.put(b"Q", at)
            self.stack.append(Value("object", 0, True))

    def collect(self, opcode, kind, kinds, depth):
        """A container of the values above a mark."""
        at = len(self.stack)
        self.mark()
        for inner in kinds:
            self.element(inner, depth + 1)
        hashable = kind != "tuple" or all(value.hashable for value in self.stack[at + 1 :])
        self.put(opcode, at)
        self.stack.append(Value(kind, len(kinds), hashable and kind not in UNHASHABLE))

    def element(self, kind, depth):
        if kind in ("key", "pairs", "hashables", "timedelta", "dict0"):
            self.literal(kind, depth)
        elif isinstance(kind, Constant):
            self.constant(kind.value)
        elif isinstance(kind, Global):
            self.name_opcode(kind.name)
        else:
            self.value(kind, depth)

    def sequence(self, kinds, depth):
        """A tuple."""
        if not kinds and self.chance(0.8):
            self.push(b")", "tuple")
        elif 0 < len(kinds) < 4 and self.chance(0.7):
            at = len(self.stack)
            for inner in kinds:
                self.element(inner, depth + 1)
            hashable = all(value.hashable for value in self.stack[at:])
            self.put((b"\x85", b"\x86", b"\x87")[len(kinds) - 1], at)
            self.stack.append(Value("tuple", len(kinds), hashable))
        else:
            self.collect(b"t", "tuple", kinds, depth)

    def call_name(self, name, *arguments, **how):
        """REDUCE of a name, with one function for each argument, which pushes it."""
        at = len(self.stack)
        self.name_opcode(name)
        self.mark()
        for argument in arguments:
            argument()
        self.opcodes.append(b"t")
        self.put(b"R", at)
        self.stack.append(Value(how.get("kind", "object"), 0, True))

    def computed(self, kind, depth):
        """A value of a kind that is the result of a call."""
        at = len(self.stack)
        if kind in ATTRIBUTES_OF and (kind not in CALLS_OF or self.chance(0.3)):
            _, owner, name = self.pick(ATTRIBUTES_OF[kind])
            self.name_opcode("builtins:getattr")
            self.sequence([owner, Constant(name)], depth)
            self.put(b"R", at)
            self.stack.append(Value(kind, 0, kind not in UNHASHABLE))
            return
        if kind in ("class", "function") and self.chance(0.7):
            self.literal(kind, depth)
            return
        _, name, arguments = self.pick(CALLS_OF[kind])
        kinds = list(self.pick(arguments))
        if self.chance(0.04):
            kinds = [self.pick(WEIGHTED) for _ in range(self.below(4))]
        form = self.below(10)
        if form == 0:
            # OBJ
            self.mark()
            self.name_opcode(name)
            for inner in kinds:
                self.element(inner, depth + 1)
            self.put(b"o", at)
        elif form == 1 and "(" not in name and "." not in name:
            self.mark()
            for inner in kinds:
                self.element(inner, depth + 1)
            module, _, attribute = name.partition(":")
            if self.protocol < 3 and self.chance(0.5):
                module = PY2.get(module, module)
            self.put(b"i%s\n%s\n" % (module.encode(), attribute.encode()), at)
        else:
            self.name_opcode(name)
            self.arguments(kinds, depth)
            if form == 2 and not name.startswith(("copyreg", "_codecs", "builtins:len")):
                self.put(b"\x81", at)
            elif form == 3 and not name.startswith(("copyreg", "_codecs", "builtins:len")):
                if self.chance(0.85):
                    self.literal("dict0", 4)
                else:
                    self.value(self.pick(("dict", "odict")), depth + 1)
                self.put(b"\x92", at)
            else:
                self.put(b"R", at)
        self.stack.append(Value(kind, 0, kind not in UNHASHABLE))

    def arguments(self, kinds, depth):
        """The arguments of a call; sometimes the tuple is itself the result of a call."""
        if self.chance(0.05):
            self.call_name("builtins:tuple", lambda: self.collect(b"l", "list", kinds, depth), kind="tuple")
        else:
            self.sequence(kinds, depth)

    # Changes of the top of the stack.

    def change(self, target, depth):
        kind = target.kind
        how = self.random()
        few = 1 + self.below(3)
        if how < self.wild * 2:
            self.pick((self.append, self.set_items, lambda t, f, d: self.add_items(f, d)))(target, few, depth)
        elif how < 0.12:
            # APPENDS and the like without values do nothing, to a target of any type.
            self.opcodes += [b"(", self.pick((b"e", b"u", b"\x90"))]
        elif how < 0.16 and kind in METHODS:
            self.method(target, depth)
        elif how < 0.34 or kind in ("object", "class", "function"):
            self.set_state(target, depth)
        elif kind in ("list", "bytearray", "deque"):
            if self.chance(0.5) and target.size:
                self.set_index(target, depth)
            else:
                self.append(target, few, depth)
        elif kind in ("dict", "odict"):
            self.set_items(target, few, depth)
        elif kind == "set":
            self.add_items(few, depth)
        elif kind == "space":
            self.pick((self.append, self.set_items, lambda t, f, d: self.add_items(f, d)))(target, few, depth)
        elif kind in ("bytes", "bytearray", "view"):
            self.opcodes.append(b"\x98")
            if kind == "bytearray":
                self.stack[-1] = Value("view", target.size, True)
        else:
            self.set_state(target, depth)

    def method(self, target, depth):
        """Changes the top by a call of one of its methods, and drops the result."""
        at = len(self.stack)
        name, kinds, size = self.pick(METHODS[target.kind])
        index = self.memoize()
        dotted = self.protocol >= 4 and self.chance(0.4)
        if dotted:
            self.name_opcode("builtins:%s.%s" % (target.kind, name))
        else:
            self.name_opcode("builtins:getattr")
            self.fetch(index)
            self.text(name)
            self.put(b"\x86", at + 1)
            self.put(b"R", at)
            self.stack.append(Value("function", 0, True))
        self.mark()
        if dotted:
            self.fetch(index)
        for kind in kinds:
            self.element(kind, depth + 1)
        self.opcodes.append(b"t")
        self.put(b"R", at)
        self.stack.append(Value("none", 0, True))
        self.put(b"0", at)
        target.size = 0 if size is None else target.size + size

    def append(self, target, few, depth):
        inner = "byte" if target.kind == "bytearray" else "any"
        at = len(self.stack)
        if few == 1 and self.chance(0.6):
            self.byte() if inner == "byte" else self.value("any", depth + 1)
            self.put(b"a", at)
        else:
            self.mark()
            for _ in range(few):
                self.byte() if inner == "byte" else self.value("any", depth + 1)
            self.put(b"e", at)
        target.size += few

    def byte(self):
        if self.chance(0.2):
            self.value(self.pick(("int", "bool")), 3)
        else:
            self.constant(self.below(256))

    def set_index(self, target, depth):
        at = len(self.stack)
        how = self.random()
        byte = target.kind == "bytearray"
        if how < 0.55:
            self.constant(self.below(target.size) - self.pick((0, target.size)))
        elif how < 0.65:
            self.constant(False)
        elif how < 0.85:
            self.call_name("builtins:int", lambda: self.constant(0), kind="int")
        else:
            self.call_name("builtins:slice", lambda: self.constant(0), lambda: self.constant(1), kind="slice")
        if self.stack[-1].kind == "slice":
            self.value("bytes" if byte else self.pick(("list", "tuple", "str", "dict")), depth + 1)
        elif byte:
            self.byte()
        else:
            self.value("any", depth + 1)
        self.put(b"s", at)

    def set_items(self, target, few, depth):
        at = len(self.stack)
        if few == 1 and self.chance(0.6):
            self.literal("key", depth)
            self.value("any", depth + 1)
            self.put(b"s", at)
        else:
            self.mark()
            for _ in range(few):
                self.literal("key", depth)
                self.value("any", depth + 1)
            self.put(b"u", at)
        target.size += few

    def add_items(self, few, depth):
        at = len(self.stack)
        self.mark()
        for _ in range(few):
            self.literal("key", depth)
        self.put(b"\x90", at)

    def set_state(self, target, depth):
        """BUILD, with states of all sorts."""
        at = len(self.stack)
        how, kind = self.random(), target.kind
        if kind in PLAIN and self.chance(0.8):
            # A value without attributes takes only a state that sets nothing.
            how *= 0.6
        if kind == "space" and how < 0.5:
            name, owner, method = self.pick((("append", "list", "append"), ("extend", "list", "extend"), ("add", "set", "add"),
                                             ("__setstate__", "list", "append"), ("add", "list", "append"), ("__setstate__", "dict", "update")))
            self.push(b"}", "dict")
            self.text(name)
            here = len(self.stack)
            self.name_opcode("builtins:getattr")
            self.sequence([owner, Constant(method)], 3)
            self.put(b"R", here)
            self.put(b"s", here - 1)
        elif how < 0.2:
            self.value("none", depth + 2)
        elif how < 0.3:
            self.sequence([NONE, "dict0"], depth)
        elif how < 0.4:
            self.value("none", depth + 2)
            self.call_name("builtins:dict", kind="dict")
            self.put(b"\x86", at)
        elif how < 0.5:
            self.call_name("builtins:tuple", lambda: self.collect(b"l", "list", [NONE, "dict0"], 3), kind="tuple")
        elif how < 0.56:
            self.sequence(["none", "dict" if self.chance(0.2) else "dict0"], depth + 2)
        elif how < 0.6:
            self.constant(None)
            self.value("dict", depth + 2)
            if self.stack[-1].kind == "dict":
                self.method(self.stack[-1], depth + 2)
            self.put(b"\x86", at)
        elif how < 0.7:
            self.call_name("builtins:dict", kind="dict")
        elif how < 0.75:
            self.literal("dict0", 4)
        elif how < 0.85:
            self.push(b"}", "dict")
            self.text(self.pick(("a", "int", "data", "args", "is_safe")))
            self.value("any", depth + 1)
            self.put(b"s", at + 1)
        elif how < 0.9:
            self.push(b"}", "dict")
            self.text("int")
            self.constant(5)
            self.put(b"s", at + 1)
        elif how < 0.95:
            self.sequence(["function", "tuple", "dict0", NONE], depth)
        elif how < 0.97:
            self.value("odict", depth + 1)
        else:
            self.value("any", depth + 1)
        self.put(b"b", at)

    # Opcode by opcode.

    def walk(self):
        for _ in range(4 + self.below(18)):
            if self.budget < -25:
                break
            self.step()
        if not self.above_mark()[0]:
            self.value("any", 3)

    def above_mark(self):
        """How many values there are above the last mark, and whether there is one."""
        for count, value in enumerate(reversed(self.stack)):
            if value.kind == "mark":
                return count, True
        return len(self.stack), False

    def step(self):
        count, marked = self.above_mark()
        top = self.stack[-1] if count else None
        wild = self.chance(self.wild)
        height = len(self.stack)
        how = self.below(20)
        if how < 6 or not self.stack and not wild:
            self.value("any", 2)
        elif how < 8:
            self.mark()
        elif how < 9 and (top or wild):
            self.memoize() if top else self.opcodes.append(b"\x94")
        elif how < 10 and (top or wild):
            self.opcodes.append(b"2")
            if top:
                self.stack.append(top)
        elif how < 11 and (height > 1 or wild):
            self.put(b"0", max(height - 1, 0))
        elif how < 15 and (marked or wild):
            self.close(count, wild)
        elif how < 17 and (top or wild):
            self.change(top or Value("mark", 0, False), 2)
        elif count >= 1 and how < 18:
            size = 1 + self.below(min(count, 3))
            hashable = all(value.hashable for value in self.stack[-size:])
            self.put((b"\x85", b"\x86", b"\x87")[size - 1], height - size)
            self.stack.append(Value("tuple", size, hashable))
        elif count >= 2 and self.stack[-2].kind in ("list", "deque", "dict", "class", "function") and not wild:
            below = self.stack[-2].kind
            if below in ("list", "deque"):
                self.put(b"a", height - 1)
                self.stack[-1].size += 1
            elif below in ("class", "function") and top.kind == "tuple":
                self.put(self.pick((b"R", b"\x81")), height - 2)
                self.stack.append(Value("object", 0, True))
            else:
                self.put(b"b", height - 1)
        else:
            self.value("any", 2)

    def close(self, count, wild):
        """Takes the values above the last mark."""
        at = max(len(self.stack) - count - 1, 0)
        values = self.stack[at + 1 :]
        hashable = all(value.hashable for value in values)
        target = self.stack[at - 1] if at else None
        kind = target.kind if target and target.kind != "mark" else None
        choices = [b"t", b"l", b"t", b"l", b"1"]
        if count % 2 == 0 and (wild or all(value.hashable for value in values[::2])):
            choices += [b"d"] + [b"u"] * (3 if kind in ("dict", "odict") else 0)
        if hashable or wild:
            choices += [b"\x91"] + [b"\x90"] * (3 if kind == "set" else 0)
        if kind in ("list", "deque") or not count and kind:
            choices += [b"e"] * 3
        if values and values[0].kind == "class":
            choices += [b"o"] * 2
        opcode = self.pick(choices)
        self.put(opcode, at)
        made = {b"t": "tuple", b"l": "list", b"d": "dict", b"\x91": "frozenset", b"o": "object"}.get(opcode)
        if made:
            self.stack.append(Value(made, count, made not in UNHASHABLE and hashable))
        elif opcode == b"e" and target:
            target.size += count

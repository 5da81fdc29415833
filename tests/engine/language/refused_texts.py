"""Texts that the language refuses, each with the place and the words its message must hold."""

from typing import NamedTuple


class Refused(NamedTuple):
    """A text, line and column of the caret (from 1), and what the message says: what was met, what is allowed."""

    name: str
    text: str
    line: int
    column: int
    says: tuple[str, ...]


TIMED = "sizes(H=3, I=2)\nx[t]: input(I)\nd[t]: target(H)\n"
PLAIN = "sizes(H=3)\nx: input()\nv: input(H)\n"
ALLOWED = "allowed are numbers, names, [t]"
STATEMENTS = "allowed are sizes("
NAMED = "letters outside a-z"


def _timed(name: str, lines: str, column: int, *says: str, line: int = 4) -> Refused:
    return Refused(name, TIMED + lines, line, column, says)


def _plain(name: str, lines: str, column: int, *says: str, line: int = 4) -> Refused:
    return Refused(name, PLAIN + lines, line, column, says)


NAMES = (
    _timed("unbound at a moment", "h[t] = tanh(g[t])", 13, "no line defines 'g' at a moment", "without [t]"),
    _timed("unbound, but near", "hidden[t]: H = W @ x[t]\nE[t] = sum(hiden[t])", 12, "did you mean 'hidden'?", line=5),
    _timed("bound twice", "h[t] = x[t]\nh[t] = x[t]", 1, "'h' is bound twice", line=5),
    _timed("an input bound again", "x[t] = d[t]", 1, "'x' is bound twice"),
    _timed("an input declared again", "x[t]: input(H)", 1, "'x' is bound twice"),
    Refused("a size bound twice", "sizes(H=3)\nsizes(H=4)", 2, 7, ("'H' is bound twice",)),
    _plain("an op as a name", "tanh = x", 1, "'tanh' is an op"),
    _plain("an op as a parameter", "E = x * tanh", 5, "'tanh' is an op"),
    _plain("t as a name", "t = x", 1, "'t' has a meaning of its own"),
    _plain("T as a name", "T = x", 1, "'T' has a meaning of its own"),
    _plain("range as a name", "range = x", 1, "'range' has a meaning of its own"),
    _plain("a leading underscore", "_h = x", 1, "a name starts with a letter"),
    _plain("a very long name", "h" * 65 + " = x", 1, "at most 64 characters"),
    _plain("a Greek name", "α = x", 1, NAMED, "write a_iota"),
    _plain("a Cyrillic look-alike", "Е = x", 1, NAMED),  # noqa: RUF001 # the point of the test
    _plain("a full-width look-alike", "E = ｘ", 5, NAMED),  # noqa: RUF001 # the point of the test
    _plain("a mathematical look-alike", "E = 𝐱 * 2", 5, NAMED),  # noqa: RUF001 # the point of the test
    _plain("a look-alike minus", "E = x − 2", 7, "cannot be read"),
    _plain("an adjoint's name that is taken", "adjoints('x -> w')\nE = x * w", 1, "already names 'w'", line=2),
)
MOMENTS = (
    _timed("the future", "h[t] = x[t+1]", 8, "cannot read the future", "t, t-1, t-2"),
    _timed("the future by a sign", "h[t] = x[t--1]", 8, "cannot read the future"),
    _timed("the future by a tap", "h[t] = sum(x[t+m] for m in range(0, 2))", 12, "cannot read the future"),
    _timed("the future by a negative tap", "h[t] = sum(x[t-m] for m in range(-2, 2))", 12, "cannot read the future"),
    _timed("twice t", "h[t] = x[t+t]", 10, "a moment is t with whole numbers"),
    _timed("minus t", "h[t] = x[-t]", 10, "a moment is t with whole numbers"),
    _timed("a multiple of t", "h[t] = x[2*t]", 12, "no size is called 't'"),
    _timed("a slice", "h[t] = x[0:1]", 10, "whole number"),
    _timed("an earlier moment on the left", "h[t-1] = x[t]", 1, "the left side is a name or a name at t"),
    _timed("without its moment", "h[t] = x", 8, "write x[t] or x[t-1]"),
    _timed("a timeless quantity of timed ones", "E = sum(x[t])", 1, "stands outside time", "write E[t] = …"),
    _timed("a parameter at a moment", "w[t]: parameter(H)", 1, "a parameter stands outside time"),
    _plain("a timeless quantity at a moment", "E[t] = x[t]", 8, "stands outside time"),
    _timed("something unnamed at a moment", "h[t] = tanh(x)[t]", 8, "only a name can be read at a moment"),
    _timed("a circle of two", "a[t]: I = b[t]\nb[t]: I = a[t]\nE[t] = sum(a[t])", 1, "a → b → a", "h[t-1]"),
    _timed("a circle of one", "a[t]: I = tanh(a[t]) + x[t]\nE[t] = sum(a[t])", 1, "a → a"),
    _plain("a circle outside time", "a: H = c * v\nb = a\nc = b\nE = sum(c)", 1, "a → c → b → a"),
)
TAPS = (
    _timed("too many taps", "h[t] = sum(x[t-m] for m in range(0, 10**9))", 37, "whole number made of declared sizes"),
    _timed("ten million taps", "h[t] = sum(x[t-m] for m in range(0, 9999999))", 8, "0 to 10000 terms, met 9999999"),
    _timed("a range backwards", "h[t] = sum(x[t-m] for m in range(4, 0))", 8, "met -4"),
    _timed("a range with steps", "h[t] = sum(x[t-m] for m in range(0, 4, 2))", 8, "range(1, M)"),
    _timed("a condition", "h[t] = sum(x[t-m] for m in range(4) if m)", 8, "one index"),
    _timed("two indices", "h[t] = sum(x[t-m] for m in range(4) for n in range(4))", 8, "one index"),
    _timed("the index as a number", "h[t] = sum(m * x[t-m] for m in range(4))", 12, "only stand in brackets"),
    _timed("t as the index", "h[t] = sum(x[t] for t in range(4))", 21, "already means something else"),
    _timed("a size as the index", "h[t] = sum(x[t-H] for H in range(4))", 23, "already means something else"),
    _timed(
        "an entry that does not exist",
        "w: parameter(H)\nh[t] = sum(w[m] * x[t-m] for m in range(0, H+1))\nE[t] = sum(h[t])",
        12,
        "entries 0 to 3 are read",
        "entries 0 to 2",
        line=5,
    ),
    _plain("an entry after the last", "E = v[3]", 5, "entries 3 to 3", "0 to 2"),
    _plain("an entry before the first", "E = v[-1]", 5, "entries -1 to -1", "0 to 2"),
    _plain("an entry of a number", "E = x[0]", 5, "met a single number"),
)
SIZES = (
    _plain("an unknown size", "w: parameter(HH)", 14, "no size is called 'HH'", "did you mean 'H'?"),
    _plain("T in a shape", "w: parameter(T)", 14, "known only when a network runs"),
    Refused("T as an input's length", "x[t]: input(T)", 1, 13, ("known only when a network runs",)),
    Refused("an axis of a size of 0", "sizes(H=0)\nx: input(H)", 2, 10, ("1 to 10000000 entries, met 0",)),
    Refused("a negative size", "sizes(H=-1)", 1, 7, ("whole number from 0", "met -1")),
    Refused("half a size", "sizes(H=1.5)", 1, 9, ("whole number made of declared sizes",)),
    Refused("a truth as size", "sizes(H=True)", 1, 9, ("whole number made of declared sizes",)),
    Refused("a huge size", "sizes(H=99999999999)", 1, 7, ("met 99999999999",)),
    Refused("a tower as size", "sizes(H=9**9**9)", 1, 9, ("with + - * //",)),
    Refused("a shift as size", "sizes(H=1<<99999999)", 1, 9, ("with + - * //",)),
    Refused("a size of 4000 digits", "sizes(H=" + "9" * 4000 + ")", 1, 9, ("whole number",)),
    Refused("sizes without names", "sizes(3)", 1, 1, ("sizes(I=1, H=8)",)),
    _plain("a size divided by zero", "w: parameter(H//(H-H))", 14, "divided by zero"),
    _plain("an axis of length 0", "w: parameter(H-H)", 14, "1 to 10000000 entries, met 0"),
    Refused("a product of sizes too large", "sizes(H=10000000)\nx: input(H*H*H)", 2, 10, ("too large for a size",)),
    Refused(
        "a huge parameter",
        "sizes(H=1000000)\nx: input(H)\nh: H = W @ x\nE = sum(h)",
        3,
        8,
        ("'W' of shape (1000000, 1000000) would hold 1,000,000,000,000 numbers", "at most 200,000,000"),
    ),
    Refused("a huge input", "sizes(H=100000)\nx: input(H, H)\nE = sum(x)", 2, 1, ("10,000,000,000", "at most")),
)
SHAPES = (
    _timed(
        "matrix and vector",
        "W: parameter(H, H)\nh[t]: H = W @ x[t]\nE[t] = sum(h[t])",
        11,
        "shapes (3, 3) and (2,)",
        "`h[t]: H = W @ x[t]`",
        line=5,
    ),
    _timed("a sum", "h[t]: H = d[t] + x[t]\nE[t] = sum(h[t])", 11, "(3,)", "(2,)", "`h[t]: H = d[t] + x[t]`"),
    _timed("what is stated", "h[t]: H = tanh(x[t])\nE[t] = sum(h[t])", 1, "shape (3,)", "shape (2,)", "`h[t]: H"),
    _timed("a cost", "E[t]: (1,) = half_sse(x[t], d[t])", 14, "met (2,) and (3,)", "`E[t]: (1,) = half"),
    _timed("an axis", "h[t]: H = sum(d[t], axis=1)\nE[t] = sum(h[t])", 11, "axis must be 0 to 0", "met 1"),
    _plain("a new number of entries", "w: (2, 2) = reshape(v, shape=(2, 2))\nE = sum(w)", 13, "(3,) has 3", "(2, 2)"),
    _plain("no new shape", "w: (3, 1) = reshape(v)\nE = sum(w)", 13, "(3,) has 3", "()"),
    _plain("a negative length", "w: (3, 1) = reshape(v, shape=(-3, -1))\nE = sum(w)", 13, "(3,) has 3", "(-3, -1)"),
    _plain("no length for a new axis", "w: (H, 2) = expand(v)\nE = sum(w)", 13, "expand(b, C)"),
    _plain("a vector as objective", "E = tanh(v)", 1, "a single number", "shape (3,)", "take sum(…)"),
    _plain("a shape that cannot be told", "E = sum(W @ U)", 1, "cannot be told", "state it, as in"),
    _plain("a parameter that cannot be told", "y: H = v\nE = sum(y) + sum(W)", 1, "cannot be told", "state it", line=5),
)
NUMBERS = (
    _plain("a tower of powers", "E = x * 9**9**9", 12, "an exponent is a number within ±64"),
    _plain("a large power", "E = x ** 65", 10, "an exponent is a number within ±64"),
    _plain("infinity", "E = x * 1e999", 9, "within ±1e+300"),
    _plain("4000 digits", "E = x * " + "9" * 4000, 9, "within ±1e+300"),
    _plain("an imaginary number", "E = x * 1j", 9, "complex constants are not numbers", ALLOWED),
)
PYTHON = (
    _plain("a string", "E = x * 'a'", 9, "str constants", ALLOWED),
    _plain("bytes", "E = x * b'a'", 9, "bytes constants", ALLOWED),
    _plain("an ellipsis", "E = x * ...", 9, "ellipsis constants", ALLOWED),
    _plain("None", "E = x * None", 9, "NoneType constants", ALLOWED),
    _plain("True", "E = x * True", 9, "bool constants", ALLOWED),
    _plain("a lambda", "E = (lambda: x)()", 5, "only ops can be called", ALLOWED),
    _plain("a lambda uncalled", "E = lambda: x", 5, "Lambda", ALLOWED),
    _plain("a list comprehension", "E = sum([x for m in range(3)])", 9, "ListComp", ALLOWED),
    _plain("a generator outside sum", "E = tanh(x for m in range(3))", 9, "GeneratorExp", ALLOWED),
    _plain("an attribute", "E = x.__class__", 5, "Attribute", ALLOWED),
    _plain("a method", "E = x.tanh(3)", 5, "only ops can be called", ALLOWED),
    _plain("an f-string", "E = f'{x}'", 5, "JoinedStr", ALLOWED),
    _plain("a walrus", "E = (y := x)", 6, "NamedExpr", ALLOWED),
    _plain("a condition", "E = x if x else 2", 5, "IfExp", ALLOWED),
    _plain("a comparison", "E = x < 2", 5, "Compare", ALLOWED),
    _plain("and", "E = x and 2", 5, "BoolOp", ALLOWED),
    _plain("not", "E = not x", 5, "UnaryOp", ALLOWED),
    _plain("a tuple", "E = (x, x)", 5, "Tuple", ALLOWED),
    _plain("a dictionary", "E = {1: x}", 5, "Dict", ALLOWED),
    _plain("a star", "E = sum(*x)", 9, "Starred", ALLOWED),
    _plain("two stars", "E = sum(**x)", 5, "takes 1 operand"),
    _plain("await", "E = await x", 5, "Await", ALLOWED),
    _plain("a remainder", "E = x % 2", 5, "operator is not in the language", ALLOWED),
    _plain("a whole quotient", "E = x // 2", 5, "operator is not in the language", ALLOWED),
    _plain("a bitwise sign", "E = ~x", 5, "UnaryOp", ALLOWED),
    _plain("an import", "import os", 1, STATEMENTS),
    _plain("an import of everything", "from os import *", 1, STATEMENTS),
    _plain("a hidden import", "E = __import__('os')", 5, "no op is called '__import__'"),
    _plain("exec", "E = exec(x)", 5, "no op is called 'exec'"),
    _plain("a function", "def f(): pass", 1, STATEMENTS),
    _plain("a class", "class A: pass", 1, STATEMENTS),
    _plain("a loop", "for i in x: pass", 1, STATEMENTS),
    _plain("a loop without end", "while 1: pass", 1, STATEMENTS),
    _plain("with", "with x: pass", 1, STATEMENTS),
    _plain("match", "match x:\n case 1: pass", 1, STATEMENTS),
    _plain("del", "del x", 1, STATEMENTS),
    _plain("global", "global x", 1, STATEMENTS),
    _plain("assert", "assert x", 1, STATEMENTS),
    _plain("adding on", "x += 1", 1, STATEMENTS),
    _plain("two targets", "a = b = x", 1, STATEMENTS),
    _plain("unpacking", "a, b = x, x", 1, "the left side is a name"),
    _plain("an attribute as target", "x.y = 3", 1, "the left side is a name"),
    _plain("a bare expression", "x + 3", 1, STATEMENTS),
)
CALLS = (
    _plain("an unknown op", "E = sigmod(x)", 5, "no op is called 'sigmod'", "did you mean 'sigmoid'?"),
    _plain("an op that has a sign", "E = matmul(x, x)", 5, "'matmul' cannot be called", "with its sign"),
    _plain("a derivative", "E = tanh_prime(x)", 5, "'tanh_prime' cannot be called"),
    _plain("too few operands", "E = half_sse(x)", 5, "takes 2 operand(s), met 1"),
    _plain("no operand", "E = sum()", 5, "takes 1 operand(s), met 0"),
    _plain("too many operands", "E = tanh(x, 1)", 5, "takes 1 operand(s), met 2"),
    _plain("an unknown setting", "E = sum(v, axes=1)", 12, "no setting 'axes'", "allowed: axis"),
    _plain("a setting twice", "E = sum(v, 0, axis=0)", 15, "allowed: axis"),
    _plain("a setting for none", "E = tanh(x, axis=0)", 13, "allowed: none"),
)
DECLARATIONS = (
    _plain("a shape without equation", "h: (3, 4)", 4, "input(…), target(…), mask(…, keep=0.8) or parameter(…)"),
    _plain("an input with equation", "h: input() = 3", 4, "it has no equation"),
    _plain("a value that is no number", "w: parameter(value='a')", 14, "a given value is a number"),
    _plain(
        "a value for an input",
        "u: input(value=3)",
        10,
        "allowed are parameter(…, value=NUMBER) and mask(…, keep=NUMBER)",
    ),
    _plain("another setting", "w: parameter(H, start=3)", 17, "parameter(…, value=NUMBER)"),
    _plain("a rule that is none", "adjoints('nonsense')", 10, "'a_* -> delta_*'"),
    _plain("a rule by name", "adjoints(a='a -> b')", 1, "'a_* -> delta_*'"),
    _plain("a symbol with a dollar", "symbols(x='$')", 1, "symbols(W_xi='W_{xi}')"),
    _plain("a symbol that is a number", "symbols(x=3)", 1, "symbols(W_xi='W_{xi}')"),
    _plain("a symbol without name", "symbols('x')", 1, "symbols(W_xi='W_{xi}')"),
)
TEXTS = (
    Refused("an empty text", "", 1, 1, ("the text has no equation", "the last equation defines the objective")),
    Refused("only blanks", " \n\n  ", 1, 1, ("the text has no equation",)),
    Refused("only comments", "# nothing\n# here\n", 1, 1, ("the text has no equation",)),
    Refused("only a title", '"""title"""', 1, 1, ("the text has no equation",)),
    Refused("only declarations", "x: input()", 1, 1, ("the text has no equation",)),
    _plain("half a line", "E = x +", 8, "cannot be read"),
    _plain("an open bracket", "E = tanh(x", 9, "'(' was never closed"),
    _plain("letters after a number", "E = tanh(2x)", 10, "a number goes over into letters"),
    _plain("two operators", "E = x * * x", 9, "something is missing here, or too much"),
    _plain("an open description", '"""abc', 1, "is never closed"),
    _plain("an open string", "E = 'abc", 5, "unterminated string"),
    _plain("an indented line", "  E = x", 2, "a line begins with spaces"),
    _plain("a NUL", "E = x\0", 6, "U+0000 cannot stand in a text"),
    _plain("a right-to-left mark", "E = x # \u202e", 9, "U+202E cannot stand in a text"),
    _plain("half a surrogate pair", "E = x # \ud800", 9, "U+D800 cannot stand in a text"),
    _plain("a zero-width space", "E = x\u200b", 6, "U+200B cannot stand in a text"),
    _plain("an unnamed character", "E = x\x1b", 6, "U+001B cannot stand in a text"),
    _plain("1000 brackets", "E = " + "(" * 1000 + "x" + ")" * 1000, 45, "nested deeper than 40"),
    _plain("4000 signs", "E = " + "-" * 4000 + "x", 5, "more than twenty signs"),
    _plain("1000 times not", "E = " + "not " * 1000 + "x", 5, "more than twenty signs"),
    _plain("1000 powers", "E = " + "**".join("x" * 1000), 452, "nested deeper than 150"),
    _plain("a very long line", "E = " + "+x" * 3000, 1, "at most 4096"),
    Refused("a very long text", "# x\n" * 20_000, 1, 1, ("80000 characters", "at most 65536")),
    _plain("very many equations", "\n".join(f"h{number} = x" for number in range(500)), 1, "at most 400", line=503),
)
REFUSED = (*NAMES, *MOMENTS, *TAPS, *SIZES, *SHAPES, *NUMBERS, *PYTHON, *CALLS, *DECLARATIONS, *TEXTS)

"""Garbage and damaged texts are read or refused with a LanguageError, never with anything else."""

import contextlib
import re

from hypothesis import HealthCheck, example, given, note, settings
from hypothesis import strategies as st

import engine
from engine.language.message import LanguageError
from tests.engine.language.random_networks import network_texts
from tests.engine.language.refused_texts import REFUSED

TEXTS = [engine.load(name).text for name in engine.network_names()]
TOKEN = re.compile(r"\w+|\s+|.", re.DOTALL)
SIGNS = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "=",
    "==",
    "+",
    "-",
    "*",
    "/",
    "//",
    "@",
    "**",
    "%",
    ".",
    ";",
    "\n",
    "\t",
    " ",
    "#",
    "'",
    '"',
    '"""',
    "\\",
    "0",
    "1",
    "-1",
    "1.5",
    "1e999",
    "9" * 30,
]
NAMES = [
    "t",
    "T",
    "x",
    "E",
    "H",
    "[t]",
    "[t-1]",
    "[t+1]",
    "for m in range(3)",
    "axis=",
    "axis=(0, 1)",
    "shape=",
    "length=",
    "lambda",
    "if",
    "else",
    "not ",
    "None",
    "True",
    "element",
]
CALLS = [
    "sum(",
    "reshape(",
    "expand(",
    "place(",
    "outer(",
    "transpose(",
    "input(",
    "parameter(",
    "sizes(",
    "adjoints(",
    "symbols(",
]
STRANGE = ["é", "ι", "\0", "\r", "\ud800", "\u2028", "\x0c"]
WORDS = [*SIGNS, *NAMES, *CALLS, *STRANGE]
OUTSIDE = st.dictionaries(st.sampled_from(["H", "I", "K", "C", "M", "T", "Q"]), st.integers(-2, 10**9))
QUICK = settings(max_examples=250, suppress_health_check=list(HealthCheck))


def read_or_refuse(text: str) -> None:
    """Reading either works, derivation included, or raises LanguageError with three lines."""
    note(repr(text))
    try:
        network = engine.parse(text)
    except LanguageError as error:
        message = str(error)
    else:
        assert network.program.lines
        return
    assert re.match(r"line \d+, column \d+: ", message)
    assert len(message.split("\n")) == 3


@st.composite
def damaged(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> str:
    """A valid text with a few characters or tokens taken out, put in, doubled or exchanged."""
    text = draw(texts)
    parts = TOKEN.findall(text) if draw(st.booleans()) else list(text)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(parts) - 1)))
        other = draw(st.integers(0, max(0, len(parts) - 1)))
        match draw(st.integers(0, 4)):
            case 0:
                del parts[at : at + draw(st.integers(1, 4))]
            case 1:
                parts.insert(at, draw(st.sampled_from(WORDS)))
            case 2:
                parts[at:at] = parts[other : other + 3]
            case 3 if parts:
                at, other = at % len(parts), other % len(parts)
                parts[at], parts[other] = parts[other], parts[at]
            case _ if parts:
                parts[at % len(parts)] = draw(st.sampled_from(WORDS))
        if not parts:
            break
    return "".join(parts)


@QUICK
@given(st.text(max_size=80))
@example("\r")
@example("x: input()\rE = x\r")
@example("\x0cE = 3")
@example("E\\\n=3")
@example('"""é"""; E = q[t]')
def test_any_characters(text):
    read_or_refuse(text)


@QUICK
@given(st.lists(st.sampled_from(WORDS), max_size=30).map("".join))
def test_any_words(text):
    read_or_refuse(text)


@QUICK
@given(damaged(st.sampled_from(TEXTS)))
def test_damaged_built_in_networks(text):
    read_or_refuse(text)


@QUICK
@given(damaged(network_texts()))
def test_damaged_random_networks(text):
    read_or_refuse(text)


@QUICK
@given(damaged(st.sampled_from([refused.text for refused in REFUSED if len(refused.text) < 300])))
def test_damaged_refused_texts(text):
    read_or_refuse(text)


@QUICK
@given(st.sampled_from(TEXTS), OUTSIDE)
def test_any_sizes_from_outside(text, sizes):
    with contextlib.suppress(LanguageError):
        engine.parse(text, **sizes)

"""What the language refuses: quickly, with line, column, caret, what was met and what is allowed."""

import contextlib
import time
from typing import Any

import pytest

import engine
from engine.language import shapes
from engine.language.message import LanguageError
from tests.engine.language.refused_texts import PLAIN, REFUSED, TIMED, Refused

SOON = 1.0


def refusal(text: str, **sizes: Any) -> LanguageError:
    """The error that reading the text raises, which must come within a second."""
    started = time.perf_counter()
    with pytest.raises(LanguageError) as caught:
        engine.parse(text, **sizes)
    assert time.perf_counter() - started < SOON
    return caught.value


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: refused.name)
def test_a_refusal_says_where_what_and_what_is_allowed(refused: Refused):
    error = refusal(refused.text)
    assert (error.place.line, error.place.column) == (refused.line, refused.column), str(error)
    for words in refused.says:
        assert words in str(error)


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: refused.name)
def test_the_message_has_three_lines_and_the_caret_stands_below_the_place(refused: Refused):
    head, shown, caret = str(refusal(refused.text)).split("\n")
    assert head.startswith(f"line {refused.line}, column {refused.column}: ")
    assert caret.strip() == "^"
    lines = refused.text.split("\n")
    line = lines[refused.line - 1] if len(refused.text) <= 65_536 else ""
    at = caret.index("^")
    if refused.column <= len(line) and line[refused.column - 1].isprintable():
        assert shown[at] == line[refused.column - 1]
    assert len(shown) <= 170
    assert len(caret) <= 170


@pytest.mark.parametrize("name", ["G", "h"])
def test_a_size_from_outside_that_does_not_exist_is_refused(name):
    error = refusal("sizes(H=3)\nx: input(H)\nE = sum(x)", **{name: 3})
    assert f"no size is called {name!r} (declared: H)" in str(error)


@pytest.mark.parametrize("value", [-1, 10**12, 2.5, True, "3"])
def test_a_size_from_outside_is_checked_like_one_in_the_text(value):
    assert "must be a whole number from 0 to 10000000" in str(refusal("sizes(H=3)\nx: input(H)\nE = sum(x)", H=value))


def test_a_size_of_0_is_a_setting_and_no_axis():
    """Padding may be 0; what has an axis of that length is refused where the axis stands."""
    text = "sizes(H=4, b=1)\nX: input(H, H, 1)\nK: parameter(1, 3, 3, 1)\nZ = conv(X, K, padding=b)\nE = sum(Z)"
    assert engine.parse(text, b=0).quantities["Z"].shape == (2, 2, 1)
    assert "an axis has 1 to 10000000 entries, met 0" in str(refusal(text, H=0))


def test_a_size_from_outside_may_make_a_parameter_too_large():
    text = "sizes(H=3)\nx: input(H)\nh: H = W @ x\nE = sum(h)"
    assert engine.parse(text).parameter_count == 9
    assert "'W' of shape (100000, 100000)" in str(refusal(text, H=100_000))


@pytest.mark.parametrize(
    "text",
    [
        TIMED + "E[t] = sum(x[t] + d[t])",
        TIMED + "E[t] = half_sse(x[t], d[t])",
        PLAIN + "E = sum(v, axis=5)",
        PLAIN + "E = v @ 3",
        PLAIN + "y = reshape(v, shape=(2, 2))\nE = sum(y)",
        PLAIN + "E = sum(transpose(v))",
    ],
    ids=["sum", "cost", "axis", "product", "reshape", "transpose"],
)
def test_shapes_that_do_not_fit_are_named_where_the_left_side_states_none(text):
    error = refusal(text)
    assert "cannot be told" not in str(error)
    assert "; in `" in str(error)


@pytest.mark.parametrize(
    "text",
    [
        PLAIN + "E = sum(expand(v, 10000000000))",
        "sizes(H=1000000)\nx: input(H)\nE = sum(outer(x, x))",
    ],
    ids=["expand", "outer"],
)
def test_huge_arrays_inside_an_equation_are_refused(text):
    assert "at most 200,000,000" in str(refusal(text))


def test_nested_taps_are_counted_together():
    refusal(TIMED + "h[t] = sum(sum(x[t-m-n] for m in range(9999)) for n in range(9999))\nE[t] = sum(h[t])")


@pytest.mark.parametrize("sign", ["+", "/"])
def test_a_sum_of_too_many_terms_is_shown_at_its_line(sign):
    assert refusal(PLAIN + "E = " + sign.join("x" * 1000)).place.line == 4


@pytest.mark.parametrize(
    "text",
    [
        "y = {}w{}\nE = sum(y * v)",
        "y = v * {}flatten(w){}\nE = sum(y)",
    ],
    ids=["a number", "a guess that does not reach it"],
)
def test_a_deep_nest_around_an_open_parameter_is_read_soon(text, monkeypatch):
    """Counted, not timed: at the allowed depth of 40 a doubling per level would take days."""
    told, depth, count = shapes._shape, 12, 0

    def counted(*arguments):
        nonlocal count
        count += 1
        return told(*arguments)

    monkeypatch.setattr(shapes, "_shape", counted)
    with contextlib.suppress(LanguageError):
        engine.parse(PLAIN + text.format("tanh(" * depth, ")" * depth))
    assert count < 100 * depth


def test_a_long_chain_of_unnamed_adjoints_is_derived():
    lines = "\n".join(f"a{number} = tanh(a{number - 1})" for number in range(1, 200))
    assert engine.parse(f"x: input()\nadjoints('a0 -> d0')\na0 = x\n{lines}\nE = a199").program.lines


def test_a_circle_through_a_tap_is_refused():
    text = TIMED + "w: parameter(2)\nh[t]: I = sum(w[m] * h[t-m] for m in range(0, 2)) + x[t]\nE[t] = sum(h[t])"
    assert "h → h" in str(refusal(text))

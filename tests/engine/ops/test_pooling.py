"""Pooling: ties, the place of the maximum, means, what is refused; and maps written one after the other."""

from typing import Any

import numpy as np
import pytest

import engine
from engine.errors import ChainruleError
from engine.evaluation import Surroundings, evaluate
from engine.expression import Adjoint, Value
from engine.notation.lines import line_latex, line_text
from engine.ops import ShapeError, apply, ops

TEXT = "C: input(4, 6, 2)\nP = {}\nE = sum(P * P)"


def result(op: str, array: Any, **attributes: object) -> Any:
    """The op's result for one array without leading axes."""
    array = np.asarray(array, float)
    node = apply(op, Value("q", None, array.shape), **attributes)
    return evaluate(node, Surroundings({"q": array}, {}, {}, None, 1, array.dtype))


def sent(op: str, array: Any, adjoint: Any, **attributes: object) -> Any:
    """What an adjoint of the result sends back."""
    array, adjoint = np.asarray(array, float), np.asarray(adjoint, float)
    vjp = ops()[op].vjp
    assert vjp is not None
    flow = vjp(apply(op, Value("q", None, array.shape), **attributes), Adjoint("r", None, adjoint.shape), 0)
    assert flow is not None
    return evaluate(flow, Surroundings({"q": array}, {"r": adjoint}, {}, None, 1, array.dtype))


def test_each_window_by_itself():
    """Windows of 2 × 3 over two maps."""
    maps = np.random.default_rng(0).standard_normal((4, 6, 2))
    largest, mean = result("maxpool", maps, size=(2, 3)), result("avgpool", maps, size=(2, 3))
    for i, j in np.ndindex(2, 2):
        window = maps[2 * i : 2 * i + 2, 3 * j : 3 * j + 3]
        assert largest[i, j].tolist() == window.max(axis=(0, 1)).tolist()
        np.testing.assert_allclose(mean[i, j], window.mean(axis=(0, 1)), rtol=1e-15)


@pytest.mark.parametrize(
    ("window", "place"),
    [
        ([[1, 2], [3, 4]], (1, 1)),
        ([[5, 5], [5, 5]], (0, 0)),
        ([[0, 7], [7, 7]], (0, 1)),
        ([[-2, -3], [-1, -1]], (1, 0)),
    ],
)
def test_the_first_maximum_in_reading_order_gets_all(window, place):
    """Ties are not shared; what is not the first maximum gets nothing."""
    back = sent("maxpool", np.array(window)[..., None], [[[2.5]]], size=2)[..., 0]
    wanted = np.zeros((2, 2))
    wanted[place] = 2.5
    assert np.array_equal(back, wanted)


def test_a_number_that_is_none_is_passed_on_and_gets_the_adjoint():
    """A NaN is not hidden by larger neighbours, and each window still sends its adjoint to one place."""
    window = np.array([[1.0, np.nan], [3.0, 4.0]])[..., None]
    assert np.isnan(result("maxpool", window, size=2)).all()
    assert result("first_maximum", window, size=2).sum() == 1


def test_the_mean_shares_equally():
    assert (sent("avgpool", np.zeros((4, 4, 1)), np.full((2, 2, 1), 8.0), size=2) == 2).all()
    assert (sent("avgpool", np.zeros((2, 3, 1)), np.full((1, 1, 1), 12.0), size=(2, 3)) == 2).all()


def test_windows_of_one_change_nothing():
    maps = np.random.default_rng(1).standard_normal((3, 5, 2))
    assert np.array_equal(result("maxpool", maps, size=1), maps)
    assert np.array_equal(result("avgpool", maps, size=1), maps)


@pytest.mark.parametrize(
    ("op", "shape", "size", "message"),
    [
        ("maxpool", (4, 5, 2), 2, "windows of 2 × 2 must divide the map, but 5 columns are no multiple of 2"),
        ("avgpool", (4, 6, 2), (3, 2), "windows of 3 × 2 must divide the map, but 4 rows are no multiple of 3"),
        ("maxpool", (4, 6), 2, r"maps of shape \(rows, columns, maps\), met \(4, 6\)"),
        ("maxpool", (4, 6, 1), 0, "window's size is a whole number from 1, or two, .*met 0"),
        ("avgpool", (4, 6, 1), None, "window's size is a whole number from 1, or two, .*met None"),
        ("upsample", (6,), 2, r"upsample reads maps of shape \(rows, columns, maps\), met \(6,\)"),
    ],
)
def test_what_does_not_fit_is_told_with_its_numbers(op, shape, size, message):
    with pytest.raises(ShapeError, match=message):
        apply(op, Value("C", None, shape), size=size)


def test_a_text_with_a_map_that_windows_do_not_divide_names_line_and_column():
    with pytest.raises(ChainruleError, match=r"line 2, column 5: maxpool: windows of 4 × 4 .* 6 columns"):
        engine.parse(TEXT.format("maxpool(C, 4)"))


def test_how_pooling_is_written():
    """The window stands under the name; what flows back is written like the derivative of a function."""
    network = engine.parse(TEXT.format("maxpool(C, 2)"))
    forward, backward = (network.program.line_of[key] for key in (("P", False), ("C", True)))
    assert line_text(forward, network) == "P = maxpool_2(C)"
    assert line_text(backward, network) == "∂E/∂C = maxpool'_2(C) ⊙ up_2(∂E/∂P)"
    assert line_latex(forward, network) == r"P = \operatorname{maxpool}_{\mathrm{2}}(C)"
    network = engine.parse(TEXT.format("avgpool(C, size=(2, 3))"))
    backward = network.program.line_of["C", True]
    assert line_text(backward, network) == "∂E/∂C = 0.166666666667 up_2×3(∂E/∂P)"


def test_maps_one_after_the_other():
    """Entry (N·a + i)·b + j of the vector is entry (i, j) of map N, and comes back there."""
    a, b, maps = 2, 3, 4
    stack = np.random.default_rng(2).standard_normal((a, b, maps))
    vector = result("flatten_maps", stack)
    for i, j, n in np.ndindex(stack.shape):
        assert vector[(n * a + i) * b + j] == stack[i, j, n]
    assert np.array_equal(sent("flatten_maps", stack, vector), stack)
    assert np.array_equal(result("stack_maps", vector, shape=(a, b, maps)), stack)
    with pytest.raises(ShapeError, match=r"flatten_maps reads maps of shape \(rows, columns, maps\), met \(3,\)"):
        apply("flatten_maps", Value("x", None, (3,)))

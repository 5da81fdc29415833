"""Convolution and cross-correlation against plain loops, their adjoints, their notation, and what is refused."""

from typing import Any

import numpy as np
import pytest

import engine
from engine.errors import ChainruleError
from engine.evaluation import Surroundings, evaluate
from engine.expression import Adjoint, Total, Value
from engine.notation.lines import line_latex, line_text
from engine.ops import ShapeError, apply, ops

Array = np.ndarray[Any, Any]
WAYS = [
    {},
    {"stride": 2},
    {"padding": 2},
    {"dilation": 2},
    {"stride": (3, 2), "padding": (0, 1), "dilation": (2, 1)},
    {"stride": 3, "padding": 3},
]
IMAGE, KERNEL = (9, 7, 3), (2, 3, 2, 3)
TEXT = "X: input(9, 7, 3)\nK: parameter(2, 3, 2, 3)\nz = {}\nE = sum(z)"


def result(op: str, *arrays: Array, **attributes: object) -> Any:
    """The op's result for plain arrays without leading axes."""
    given = {f"q{number}": array for number, array in enumerate(arrays)}
    node = apply(op, *(Value(name, None, array.shape) for name, array in given.items()), **attributes)
    return evaluate(node, Surroundings(given, {}, {}, None, 1, arrays[0].dtype))


def pairs(way: dict[str, Any]) -> tuple[tuple[int, int], ...]:
    """Stride, padding and dilation as pairs."""
    stated = (way.get("stride", 1), way.get("padding", 0), way.get("dilation", 1))
    return tuple(one if isinstance(one, tuple) else (one, one) for one in stated)


def by_loops(image: Array, kernels: Array, way: dict[str, Any], *, turned: bool) -> Array:
    """The sums of the definition, index by index: convolution (`turned`) or cross-correlation."""
    stride, padding, dilation = pairs(way)
    padded = np.pad(image, ((padding[0],) * 2, (padding[1],) * 2, (0, 0)))
    maps, high, wide, channels = kernels.shape
    rows = (padded.shape[0] - dilation[0] * (high - 1) - 1) // stride[0] + 1
    columns = (padded.shape[1] - dilation[1] * (wide - 1) - 1) // stride[1] + 1
    found = np.zeros((rows, columns, maps))
    for i, j, n in np.ndindex(found.shape):
        for p, q, r in np.ndindex(high, wide, channels):
            row, column = (high - 1 - p, wide - 1 - q) if turned else (p, q)
            there = padded[i * stride[0] + row * dilation[0], j * stride[1] + column * dilation[1], r]
            found[i, j, n] += kernels[n, p, q, r] * there
    return found


def draw(*shapes: tuple[int, ...]) -> list[Array]:
    """Random arrays."""
    generator = np.random.default_rng(0)
    return [generator.standard_normal(shape) for shape in shapes]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("op", ["conv", "xcorr"])
def test_the_sums_of_the_definition(op, way):
    """Images and kernels that are not square, several maps and channels, every setting."""
    image, kernels = draw(IMAGE, KERNEL)
    wanted = by_loops(image, kernels, way, turned=op == "conv")
    np.testing.assert_allclose(result(op, image, kernels, **way), wanted, rtol=1e-12, atol=1e-13)


def test_a_kernel_that_is_one_at_one_place_shows_the_direction():
    """Cross-correlation reads from the kernel's place on, convolution from the place across."""
    image = np.arange(12.0).reshape(3, 4, 1)
    kernel = np.zeros((1, 2, 2, 1))
    kernel[0, 0, 0, 0] = 1
    assert result("xcorr", image, kernel)[..., 0].tolist() == [[0, 1, 2], [4, 5, 6]]
    assert result("conv", image, kernel)[..., 0].tolist() == [[5, 6, 7], [9, 10, 11]]


def test_the_two_are_the_same_but_for_half_a_turn():
    image, kernels = draw(IMAGE, KERNEL)
    assert np.array_equal(result("conv", image, kernels), result("xcorr", image, result("rot180", kernels)))


def test_what_a_stride_leaves_over_is_not_read():
    """As frameworks do: the result is rounded down, and nothing flows back to the rest of the image."""
    image, kernels = draw((6, 6, 1), (1, 3, 3, 1))
    assert result("conv", image, kernels, stride=2).shape == (2, 2, 1)
    sent = result("full_conv", np.ones((2, 2, 1)), np.ones((1, 3, 3, 1)), size=(6, 6), stride=2)[..., 0]
    assert not sent[5].any() and not sent[:, 5].any()
    assert sent[:5, :5].min() == 1


def test_the_adjoint_of_the_kernel_is_summed_over_examples_at_once():
    """No array of one kernel per example is built: 2,000 of them would fill 1.2 GB."""
    examples, shape = 2000, (64, 5, 5, 48)
    image, delta = np.ones((examples, 5, 5, 48), np.float32), np.ones((examples, 1, 1, 64), np.float32)
    for op in ("kernel_conv", "kernel_xcorr"):
        node = apply(op, Value("X", None, (5, 5, 48)), Adjoint("z", None, (1, 1, 64)), size=(5, 5))
        around = Surroundings({"X": image}, {"z": delta}, {}, None, examples, np.dtype(np.float32))
        total = evaluate(Total(node, False, True), around)
        assert total.shape == shape
        assert (total == examples).all()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("op", ["conv", "xcorr"])
def test_adjoints_are_the_sums_of_the_table(op, way):
    """What each result sends back to image and kernels, index by index: the transposed sums of the definition."""
    image, kernels = draw(IMAGE, KERNEL)
    node = apply(op, Value("X", None, IMAGE), Value("K", None, KERNEL), **way)
    (delta,) = draw(node.shape or ())
    vjp = ops()[op].vjp
    assert vjp is not None
    around = Surroundings({"X": image, "K": kernels}, {"z": delta}, {}, None, 1, image.dtype)
    for number, array in enumerate((image, kernels)):
        flow = vjp(node, Adjoint("z", None, node.shape), number)
        assert flow is not None
        wanted = np.zeros_like(array)
        for place in np.ndindex(array.shape):
            one = np.zeros_like(array)
            one[place] = 1
            both = (one, kernels) if number == 0 else (image, one)
            wanted[place] = np.sum(delta * result(op, *both, **way))
        np.testing.assert_allclose(evaluate(flow, around), wanted, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    ("formula", "lines", "tex"),
    [
        (
            "conv(X, K)",
            ["z = X ∗ K", "∂E/∂K = rot180(X) ∗ ∂E/∂z", "∂E/∂X = ∂E/∂z ∗_full rot180(K)"],
            r"\ast_{\mathrm{full}}\,\mathrm{rot180}(K)",
        ),
        (
            "xcorr(X, K)",
            ["z = X ⋆ K", "∂E/∂K = X ⋆ ∂E/∂z", "∂E/∂X = ∂E/∂z ∗_full K"],
            r"\ast_{\mathrm{full}}\,K",
        ),
        (
            "conv(X, K, 2, padding=(1, 0))",
            [
                "z = X ∗_{stride 2, padding 1×0} K",
                "∂E/∂K = rot180(X) ∗_{stride 2, padding 1×0} ∂E/∂z",
                "∂E/∂X = ∂E/∂z ∗_{full, stride 2, padding 1×0} rot180(K)",
            ],
            r"\ast_{\mathrm{full,\ stride\ 2,\ padding\ 1\times 0}}\,\mathrm{rot180}(K)",
        ),
        (
            "2 * conv(X, K)",
            ["z = 2 (X ∗ K)", "∂E/∂K = rot180(X) ∗ (2 ∂E/∂z)", "∂E/∂X = (2 ∂E/∂z) ∗_full rot180(K)"],
            "",
        ),
        (
            "conv(X, rot180(K))",
            ["z = X ∗ rot180(K)", "∂E/∂K = rot180(rot180(X) ∗ ∂E/∂z)", "∂E/∂X = ∂E/∂z ∗_full K"],
            "",
        ),
    ],
)
def test_it_is_written_as_in_the_paper(formula, lines, tex):
    """Which operand is turned can be read off the derived lines, settings stand under the sign."""
    network = engine.parse(TEXT.format(formula))
    program = network.program
    keys = [("z", False), ("K", True), ("X", True)]
    assert [line_text(program.line_of[key], network) for key in keys] == lines
    assert tex in line_latex(program.line_of["X", True], network)


@pytest.mark.parametrize(
    ("shapes", "attributes", "message"),
    [
        (((5, 4), (1, 2, 2, 1)), {}, r"conv reads an image of shape \(rows, columns, channels\), met \(5, 4\)"),
        (((5, 4, 1), (2, 2, 1)), {}, r"kernels of shape \(maps, rows, columns, channels\), met \(2, 2, 1\)"),
        (((5, 4, 3), (1, 2, 2, 1)), {}, r"\(1, 2, 2, 1\) read 1 channels, the image \(5, 4, 3\) has 3 channels"),
        (((5, 4, 1), (1, 6, 2, 1)), {}, "conv: the kernel has 6 rows, more than the image's 5$"),
        (((5, 4, 1), (1, 2, 7, 1)), {"padding": 1}, r"7 columns, more than the image's 4 \(6 with padding\)"),
        (((5, 4, 1), (1, 3, 2, 1)), {"dilation": 3}, r"3 rows \(spread over 7\), more than the image's 5"),
        (((5, 4, 1), (1, 2, 2, 1)), {"stride": 0}, "stride is a whole number from 1, or two, .*met 0"),
        (((5, 4, 1), (1, 2, 2, 1)), {"padding": -1}, "padding is a whole number from 0, .*met -1"),
        (((5, 4, 1), (1, 2, 2, 1)), {"dilation": (1, 2, 3)}, r"dilation is .*met \(1, 2, 3\)"),
        (((5, 4, 1), (1, 2, 2, 1)), {"padding": 10**6, "stride": 10**6}, "at most 200,000,000 are allowed"),
    ],
)
def test_what_does_not_fit_is_told_with_its_numbers(shapes, attributes, message):
    with pytest.raises(ShapeError, match=message):
        apply("conv", *(Value(name, None, shape) for name, shape in zip("XK", shapes, strict=True)), **attributes)


def test_a_text_whose_kernel_does_not_fit_names_line_and_column():
    with pytest.raises(ChainruleError, match=r"line 3, column 5: conv: the kernel has 3 rows \(spread over 11\)"):
        engine.parse(TEXT.format("conv(X, K, dilation=5)"))


def test_only_arrays_of_images_and_kernels_are_turned():
    with pytest.raises(ShapeError, match=r"rot180 turns an image .* met \(3,\)"):
        apply("rot180", Value("x", None, (3,)))

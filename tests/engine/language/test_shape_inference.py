"""Shapes told from uses: parameters, quantities without stated shape, recurrences, numbers, taps, images."""

from typing import Any

import pytest

import engine
from engine.expression import walk

CASES = [
    ("a vector from an input", "sizes(H=3)\nx: input(H)\ny = tanh(x)\nE = sum(y)", {"y": (3,)}),
    (
        "a matrix from both its sides",
        "sizes(H=3, I=2)\nx: input(I)\ny: H = W @ x + b\nE = sum(y)",
        {"W": (3, 2), "b": (3,)},
    ),
    (
        "matrices of a recurrence",
        "sizes(H=3, I=2)\nx[t]: input(I)\nh[t]: H = tanh(W @ x[t] + V @ h[t-1] + b)\nE[t] = sum(h[t])",
        {"W": (3, 2), "V": (3, 3), "b": (3,)},
    ),
    (
        "a state whose first use says it",
        "sizes(H=3)\nx[t]: input(H)\ns[t] = f * s[t-1] + x[t]\nE[t] = sum(s[t])",
        {"s": (3,), "f": (3,)},
    ),
    (
        "two states that read each other",
        "sizes(H=3)\nx[t]: input(H)\na[t] = b[t-1] * w + x[t]\nb[t] = tanh(a[t])\nE[t] = sum(b[t])",
        {"a": (3,), "b": (3,), "w": (3,)},
    ),
    (
        "a recurrence of numbers",
        "x[t]: input()\nh[t] = tanh(w * x[t] + u * h[t-1] + b)\nE[t] = h[t]",
        {"h": (), "w": (), "u": (), "b": ()},
    ),
    ("a parameter with bare parentheses", "x: input()\nw: parameter()\nE = w * x", {"w": ()}),
    (
        "a parameter with a shape and a value",
        "sizes(H=3)\nx: input(H)\nw: parameter(H, value=1)\ny = w * x\nE = sum(y)",
        {"w": (3,)},
    ),
    (
        "taps over an earlier vector",
        "sizes(H=3, M=4)\nx[t]: input(H)\nw: parameter(M)\n"
        "h[t] = x[t] + sum(w[m] * h[t-m] for m in range(1, M))\nE[t] = sum(h[t])",
        {"h": (3,)},
    ),
    (
        "taps of numbers",
        "sizes(M=4)\nx[t]: input()\nw: parameter(M-1)\n"
        "h[t]: () = x[t] + sum(w[m-1] * h[t-m] for m in range(1, M))\nE[t] = h[t]",
        {"h": (), "w": (3,)},
    ),
    ("a number for a whole vector", "sizes(H=3)\nx: input(H)\nc = sum(x)\ny = c * x\nE = sum(y)", {"c": (), "y": (3,)}),
    (
        "a bias per map of an image",
        "sizes(R=4, M=2)\nX: input(R, R, M)\nb: parameter(M)\ny = X + b\nE = sum(y)",
        {"y": (4, 4, 2), "b": (2,)},
    ),
    (
        "a product of matrices",
        "sizes(H=3, I=2)\nU: parameter(H, I)\nV: parameter(I, 4)\nW = U @ V\nE = sum(W)",
        {"W": (3, 4)},
    ),
    ("a row by a matrix", "sizes(H=3, I=2)\nx: input(H)\nW: parameter(H, I)\ny = x @ W\nE = sum(y)", {"y": (2,)}),
    (
        "a transposed parameter",
        "sizes(H=3, I=2)\nx: input(H)\nW: parameter(H, I)\ny = transpose(W) @ x\nE = sum(y)",
        {"y": (2,)},
    ),
    ("an outer product", "sizes(H=3, I=2)\nx: input(H)\ny: input(I)\nM = outer(x, y)\nE = sum(M)", {"M": (3, 2)}),
    (
        "sums over axes",
        "sizes(H=3, C=2)\nx: input(H, C)\na = sum(x, axis=1)\nb = sum(x, axis=0)\nE = sum(a) * sum(b)",
        {"a": (3,), "b": (2,)},
    ),
    (
        "new axes",
        "sizes(H=3, C=2)\nx: input(H)\na = expand(x, C)\nb = expand(x, C, 0)\nE = sum(a) + sum(b)",
        {"a": (3, 2), "b": (2, 3)},
    ),
    (
        "other shapes of the same entries",
        "sizes(H=3, C=2)\nx: input(H, C)\na = flatten(x)\nb = reshape(a, shape=(C, H))\nE = sum(b)",
        {"a": (6,), "b": (2, 3)},
    ),
    ("a row of a matrix", "sizes(H=3, C=2)\nx: input(H, C)\na = x[1]\nE = sum(a) + x[2][0]", {"a": (2,)}),
    (
        "blocks with cells",
        "sizes(H=3, C=2, I=4)\nx[t]: input(I)\n"
        "a[t]: (H, C) = reshape(W @ x[t] + V @ flatten(s[t-1]), shape=(H, C))\n"
        "i[t]: H = sigmoid(U @ x[t] + sum(p * s[t-1], axis=1))\n"
        "s[t]: (H, C) = s[t-1] + expand(i[t], C) * tanh(a[t])\nE[t] = sum(s[t])",
        {"W": (6, 4), "V": (6, 6), "U": (3, 4), "p": (3, 2), "s": (3, 2)},
    ),
    (
        "parameters made of parameters",
        "sizes(H=3)\nx: input(H)\nA: parameter(H, H)\nW = A @ A\ny: H = W @ x * exp(r)\nE = sum(y)",
        {"W": (3, 3), "r": (3,)},
    ),
    (
        "sizes made of sizes",
        "sizes(H=3, N=H*2-1, K=N//2)\nx: input(N)\nw: parameter(K)\nE = sum(x) * sum(w)",
        {"x": (5,), "w": (2,)},
    ),
    ("T as a number", "x[t]: input()\nE[t] = x[t] / T", {"E": ()}),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_shapes_are_told(text, expected):
    quantities = engine.parse(text).quantities
    assert {name: quantities[name].shape for name in expected} == expected


@pytest.mark.parametrize("text", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_axes_stay_where_sizes_are_one(text):
    """With sizes of 1 vectors of one entry stay vectors and blocks of one cell stay matrices."""
    network = engine.parse(text)
    ones: dict[str, Any] = {name: 1 for name in ("I", "R", "C") if name in network.sizes and "[1]" not in text}
    small = engine.parse(text, **ones)
    for name, quantity in network.quantities.items():
        assert len(small.quantities[name].shape) == len(quantity.shape)


def test_every_part_of_an_expression_knows_its_shape():
    network = engine.parse(next(case[1] for case in CASES if case[0] == "blocks with cells"))
    assert all(part.shape is not None for equation in network.equations for _, part in walk(equation.expression))


def test_a_recurrence_of_numbers_over_taps_is_told():
    network = engine.parse(
        "x[t]: input()\nw: parameter(3)\nh[t] = x[t] + sum(w[m-1] * h[t-m] for m in range(1, 4))\nE[t] = h[t]"
    )
    assert network.quantities["h"].shape == ()

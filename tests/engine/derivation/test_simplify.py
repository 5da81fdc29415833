"""Derived expressions are written as a person would write them, and keep their value."""

from typing import Any

import numpy as np
import pytest

import engine
from engine.derivation.simplify import simplify
from engine.evaluation import Surroundings, evaluate
from engine.expression import Adjoint, Expression, Number, Value
from engine.notation.plain import plain
from engine.ops import apply

NETWORK = engine.parse("x: input(3)\nz: input(3)\nM: parameter(3, 3)\ny = sum(M @ x + z)")
X, Z, M, G = Value("x", None, (3,)), Value("z", None, (3,)), Value("M", None, (3, 3)), Adjoint("z", None, (3,))
ONE, TWO = Number(1.0), Number(2.0)


def neg(node: Expression) -> Expression:
    return apply("neg", node)


def mul(*nodes: Expression) -> Expression:
    return apply("mul", *nodes)


def value(node: Expression) -> Any:
    generator = np.random.default_rng(0)
    arrays = {"x": generator.normal(size=3), "z": generator.normal(size=3), "M": generator.normal(size=(3, 3))}
    return evaluate(node, Surroundings(arrays, {"z": generator.normal(size=3)}, {}, None, 1, np.dtype(float)))


@pytest.mark.parametrize(
    ("node", "wanted"),
    [
        (mul(ONE, X), "x"),
        (mul(G, X), "x ⊙ ∂y/∂z"),
        (mul(TWO, mul(X, mul(TWO, Z))), "4 x ⊙ z"),
        (mul(neg(X), neg(Z)), "x ⊙ z"),
        (mul(neg(X), Z), "−x ⊙ z"),
        (mul(Number(-2.0), X), "−2 x"),
        (neg(neg(X)), "x"),
        (apply("add", X, apply("add", Z, X)), "x + z + x"),
        (apply("add", X, Number(0.0)), "x"),
        (apply("div", X, ONE), "x"),
        (apply("transpose", apply("transpose", M)), "M"),
        (apply("matmul", M, neg(X)), "−M x"),
        (apply("outer", neg(X), neg(Z)), "x ⊗ z"),
        (apply("flatten", apply("reshape", X, shape=(3, 1))), "x"),
        (mul(apply("tanh", X), apply("tanh_prime", Z), X, G), "x ⊙ tanh'(z) ⊙ tanh(x) ⊙ ∂y/∂z"),
    ],
)
def test_simpler(node, wanted):
    """Units and double signs vanish, numbers come first, adjoints last; the value does not change."""
    simpler = simplify(node)
    assert plain(simpler, NETWORK) == wanted
    assert simpler.shape == node.shape
    np.testing.assert_allclose(value(simpler), value(node), rtol=1e-14)
    assert simplify(simpler) == simpler


def test_numbers_in_quotients_are_joined():
    network = engine.parse("x: input()\nz = sin(x)\ny = z ** 2 / 2")
    (line,) = network.program.section("backward")
    assert plain(line.expression, network) == "z"

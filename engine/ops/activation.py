"""Activations: the squashing functions of the papers, each with its derivative as an op of its own."""

from typing import Any

import numpy as np

from engine.expression import Apply, Expression, Shape
from engine.ops import Array, Notation, Op, Trial, apply


def sigmoid(x: Array) -> Array:
    """The logistic function 1 / (1 + exp(-x)), without overflow at either end."""
    half = np.asarray(0.5, dtype=x.dtype)
    return half * np.tanh(half * x) + half


def _sigmoid_prime(x: Array) -> Array:
    s = sigmoid(x)
    return s * (1 - s)


def _tanh_prime(x: Array) -> Array:
    y = np.tanh(x)
    return 1 - y * y


def _same(shapes: tuple[Shape, ...], attributes: dict[str, Any]) -> Shape:
    return shapes[0]


def _activation(
    name: str, summary: str, forward: Any, slope: Any, *, latex: str, text: str, low: float = -1.5, high: float = 1.5
) -> tuple[Op, Op]:
    """The function and its derivative, written with a prime."""
    prime = f"{name}_prime"

    def vjp(node: Apply, g: Expression, i: int) -> Expression:
        return apply("mul", apply(prime, node.arguments[0]), g)

    trial = (Trial(((3, 2),), low=low, high=high),)
    return (
        Op(name, summary, 1, _same, lambda node, x: forward(x), Notation("call", latex, text), vjp=vjp, trials=trial),
        Op(
            prime,
            f"derivative of {name}",
            1,
            _same,
            lambda node, x: slope(x),
            Notation("call", f"{latex}'", f"{text}'"),
            callable=False,
            trials=trial,
        ),
    )


SIGMOID = _activation("sigmoid", "logistic function (000 eq 1)", sigmoid, _sigmoid_prime, latex=r"\sigma", text="σ")
TANH = _activation("tanh", "hyperbolic tangent (000 eq 1)", np.tanh, _tanh_prime, latex=r"\tanh", text="tanh")
RELU = _activation(
    "relu",
    "max(0, x), with derivative 0 at 0",
    lambda x: np.maximum(x, 0),
    lambda x: (x > 0).astype(x.dtype),
    latex=r"\operatorname{ReLU}",
    text="ReLU",
    low=0.2,
)
CRELU = _activation(
    "crelu",
    "clipped ReLU: x held between 0 and 1 (003 problem 6.4), with derivative 0 at both ends",
    lambda x: np.clip(x, 0, 1),
    lambda x: ((x > 0) & (x < 1)).astype(x.dtype),
    latex=r"\operatorname{CReLU}",
    text="CReLU",
    low=0.1,
    high=0.9,
)
SOFTPLUS = Op(
    "softplus",
    "ln(1 + exp(x))",
    1,
    _same,
    lambda node, x: np.logaddexp(x, np.asarray(0, x.dtype)),
    Notation("call", r"\operatorname{softplus}", "softplus"),
    vjp=lambda node, g, i: apply("mul", apply("sigmoid", node.arguments[0]), g),
    trials=(Trial(((3, 2),)),),
)

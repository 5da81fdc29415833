"""Activations: the squashing functions of the papers, each with its derivative as an op of its own."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from engine.expression import Apply, Expression, Number, Shape
from engine.ops import (
    Array,
    Fast,
    Notation,
    Op,
    Part,
    ShapeError,
    Trial,
    Unit,
    Writer,
    aligned,
    apply,
    back_to,
    broadcast_shape,
    in_turn,
)
from engine.saturation import sigmoid, softplus


def _sigmoid_prime(x: Array) -> Array:
    small = np.exp(-np.abs(x))
    return small / ((1 + small) * (1 + small))


def _itself(node: Apply, unit: Unit) -> Iterator[tuple[Part, ...]]:
    yield ((node.arguments[0], unit),)


def _tanh_prime(x: Array) -> Array:
    y = np.tanh(x)
    return 1 - y * y


def _fast_sigmoid(write: Writer, operands: Sequence[str], out: str) -> None:
    """1 / (1 + exp(-x)): where exp overflows the result is 0, as it should be."""
    write.call("negative", operands[0], out)
    write.call("exp", out, out)
    write.call("add", out, write.number(1.0), out)
    write.call("reciprocal", out, out)


def _sigmoid_prime_by_result(node: Apply) -> Expression:
    """σ(x) / (1 + exp(x)): right to the last digits at both ends, where σ(x) (1 - σ(x)) is not."""
    x = node.arguments[0]
    return apply("div", apply("sigmoid", x), apply("add", Number(1.0), apply("exp", x)))


def _tanh_prime_by_result(node: Apply) -> Expression:
    y = apply("tanh", node.arguments[0])
    return apply("add", Number(1.0), apply("neg", apply("mul", y, y)))


def _fast_relu(write: Writer, operands: Sequence[str], out: str) -> None:
    write.call("maximum", operands[0], write.number(0.0), out)


def _same(shapes: tuple[Shape, ...], attributes: dict[str, Any]) -> Shape:
    return shapes[0]


def _activation(
    name: str,
    summary: str,
    forward: Any,
    slope: Any,
    *,
    rule: str,
    latex: str,
    text: str,
    low: float = -1.5,
    high: float = 1.5,
    fast: tuple[Fast | None, Fast | None] = (None, None),
) -> tuple[Op, Op]:
    """The function and its derivative, written with a prime; `rule` says how, `fast` are the fast forms of both."""
    prime = f"{name}_prime"

    def vjp(node: Apply, g: Expression, i: int) -> Expression:
        return apply("mul", apply(prime, node.arguments[0]), g)

    trial = (Trial(((3, 2),), low=low, high=high),)
    return (
        Op(
            name,
            summary,
            1,
            _same,
            lambda node, x: forward(x),
            Notation("call", latex, text),
            vjp=vjp,
            trials=trial,
            fast=fast[0],
            rules=(rule,),
        ),
        Op(
            prime,
            f"derivative of {name}",
            1,
            _same,
            lambda node, x: slope(x),
            Notation("call", f"{latex}'", f"{text}'"),
            callable=False,
            trials=trial,
            fast=fast[1],
        ),
    )


def _leaky_shape(shapes: tuple[Shape, ...], attributes: dict[str, Any]) -> Shape:
    z, slope = shapes
    if broadcast_shape(shapes, attributes) != z:
        raise ShapeError(f"leaky_relu: a slope of shape {slope} and a net input of shape {z} do not fit")
    return z


def _leaky(node: Apply, z: Array, slope: Array) -> Array:
    z, slope = aligned(node, (z, slope))
    return np.where(z > 0, z, slope * z)


def _leaky_slope(node: Apply, z: Array, slope: Array) -> Array:
    z, slope = aligned(node, (z, slope))
    return np.where(z > 0, np.ones((), z.dtype), slope)


def _leaky_vjp(node: Apply, g: Expression, i: int) -> Expression:
    z, slope = node.arguments
    if i == 0:
        return apply("mul", apply("leaky_relu_slope", z, slope), g)
    below = apply("neg", apply("relu", apply("neg", z)))
    return back_to(node, apply("mul", below, g), 1)


def _slope_is_a_number(shapes: tuple[Shape | None, ...], result: Shape | None) -> tuple[Shape | None, ...]:
    z, slope = shapes
    return (z if z is not None else result), (slope if slope is not None else ())


SIGMOID = _activation(
    "sigmoid",
    "logistic function (000 eq 1)",
    sigmoid,
    _sigmoid_prime,
    rule="σ' = σ (1 − σ)",
    latex=r"\sigma",
    text="σ",
    fast=(Fast(_fast_sigmoid), Fast(instead=_sigmoid_prime_by_result)),
)
TANH = _activation(
    "tanh",
    "hyperbolic tangent (000 eq 1)",
    np.tanh,
    _tanh_prime,
    rule="tanh' = 1 − tanh²",
    latex=r"\tanh",
    text="tanh",
    fast=(in_turn("tanh"), Fast(instead=_tanh_prime_by_result)),
)
RELU = _activation(
    "relu",
    "max(0, x), with derivative 0 at 0",
    lambda x: np.maximum(x, 0),
    lambda x: (x > 0).astype(x.dtype),
    rule="ReLU' is 1 above 0, else 0",
    latex=r"\operatorname{ReLU}",
    text="ReLU",
    low=0.2,
    fast=(Fast(_fast_relu), None),
)
CRELU = _activation(
    "crelu",
    "clipped ReLU: x held between 0 and 1 (003 problem 6.4), with derivative 0 at both ends",
    lambda x: np.clip(x, 0, 1),
    lambda x: ((x > 0) & (x < 1)).astype(x.dtype),
    rule="the slope is 1 between 0 and 1, else 0",
    latex=r"\operatorname{CReLU}",
    text="CReLU",
    low=0.1,
    high=0.9,
)
LEAKY_RELU = Op(
    "leaky_relu",
    "z where z > 0, slope * z elsewhere (002 eq 16); slope is a number or a parameter, and the derivative at 0",
    2,
    _leaky_shape,
    _leaky,
    Notation("call", r"\operatorname{LeakyReLU}", "LeakyReLU"),
    vjp=_leaky_vjp,
    operands=_slope_is_a_number,
    trials=(
        Trial(((3, 2), ()), low=0.1),
        Trial(((3, 2), ()), low=-1.5, high=-0.1),
        Trial(((3, 2), (2,)), low=-1.5, high=-0.1),
    ),
    rules=("the slope is 1 above 0, else the given one", "the slope counts where the operand is not above 0"),
)
LEAKY_RELU_SLOPE = Op(
    "leaky_relu_slope",
    "derivative of leaky_relu: 1 where z > 0, the slope elsewhere",
    2,
    _leaky_shape,
    _leaky_slope,
    Notation("call", r"\operatorname{LeakyReLU}'", "LeakyReLU'"),
    callable=False,
    trials=(Trial(((3, 2), ())), Trial(((3, 2), (2,)))),
)
SOFTPLUS = Op(
    "softplus",
    "ln(1 + exp(x))",
    1,
    _same,
    lambda node, x: softplus(x),
    Notation("call", r"\operatorname{softplus}", "softplus"),
    vjp=lambda node, g, i: apply("mul", apply("sigmoid", node.arguments[0]), g),
    trials=(Trial(((3, 2),)),),
    rules=("softplus' = σ",),
)
IDENTITY = Op(
    "identity",
    "the operand itself",
    1,
    _same,
    lambda node, x: x,
    Notation("transparent"),
    vjp=lambda node, g, i: g,
    trials=(Trial(((3, 2),)),),
    products=_itself,
    rules=("identity, passed on as it is",),
)

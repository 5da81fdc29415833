"""Fused costs: a cost and the squashing function before it as one op of the net input, right however far out it is."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from engine.expression import Apply, Expression, Number, Shape
from engine.ops import Array, Notation, Op, ShapeError, Trial, apply, over_last
from engine.ops.cost.rules import cost_shape, difference, summed
from engine.saturation import log_softmax, softplus, times


@dataclass(frozen=True, slots=True)
class Fusion:
    """`cost(squash(a), d)` is `op(a, d)`.

    `flow(squashed, node, g, i)` is what the adjoint `g` of the fused cost `node` sends to its operand i, with the
    squashed value, which may have a name, given as an expression.
    """

    cost: str
    squash: str
    op: str
    flow: Callable[[Expression, Apply, Expression, int], Expression]


@cache
def fusions() -> dict[tuple[str, str], Fusion]:
    """Every fusion of this module by cost and squashing function."""
    found = [value for value in vars(sys.modules[__name__]).values() if isinstance(value, Fusion)]
    return {(fusion.cost, fusion.squash): fusion for fusion in found}


def _sigmoid_bce(node: Apply, a: Array, d: Array) -> Array:
    return summed(node, times(d, softplus(-a)) + times(1 - d, softplus(a)))


def _sigmoid_bce_flow(y: Expression, node: Apply, g: Expression, i: int) -> Expression:
    """Y - d for the net input (002 eq 46, corrected); -a for the target."""
    a, d = node.arguments
    return apply("mul", difference(y, d) if i == 0 else apply("neg", a), g)


def _softmax_cce(node: Apply, a: Array, d: Array) -> Array:
    return -summed(node, times(d, log_softmax(a)))


def _softmax_kl(node: Apply, a: Array, d: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return summed(node, times(d, np.log(d) - log_softmax(a)))


def _to_net_input(y: Expression, d: Expression, g: Expression) -> Expression:
    """Y times the sum of its targets, minus d: y - d where they sum to one, and right where they do not."""
    return apply("mul", difference(apply("mul", y, over_last(d)), d), g)


def _softmax_cce_flow(y: Expression, node: Apply, g: Expression, i: int) -> Expression:
    a, d = node.arguments
    return _to_net_input(y, d, g) if i == 0 else apply("mul", apply("neg", apply("log_softmax", a)), g)


def _softmax_kl_flow(y: Expression, node: Apply, g: Expression, i: int) -> Expression:
    a, d = node.arguments
    if i == 0:
        return _to_net_input(y, d, g)
    slope = apply("add", apply("log", d), apply("neg", apply("log_softmax", a)), Number(1.0))
    return apply("mul", slope, g)


def _row_shape(shapes: tuple[Shape, ...], attributes: dict[str, Any]) -> Shape:
    if not shapes[0]:
        raise ShapeError("softmax compares the entries of a vector (or of each row), met a single number")
    return cost_shape(shapes, attributes)


SIGMOID_BCE_FUSION = Fusion("bce", "sigmoid", "sigmoid_bce", _sigmoid_bce_flow)
SOFTMAX_CCE_FUSION = Fusion("cce", "softmax", "softmax_cce", _softmax_cce_flow)
SOFTMAX_KL_FUSION = Fusion("kl", "softmax", "softmax_kl", _softmax_kl_flow)


_CANCELS = "the squashing cancels against its cost, y − d is left"


def _fused(fusion: Fusion, summary: str, forward: Any, notation: Notation, trials: tuple[Trial, ...]) -> Op:
    def vjp(node: Apply, g: Expression, i: int) -> Expression:
        return fusion.flow(apply(fusion.squash, node.arguments[0]), node, g, i)

    shape = cost_shape if fusion.squash == "sigmoid" else _row_shape
    return Op(fusion.op, summary, 2, shape, forward, notation, vjp=vjp, trials=trials, rules=(_CANCELS,))


SIGMOID_BCE = _fused(
    SIGMOID_BCE_FUSION,
    "binary cross-entropy of sigmoid(a), computed from a",
    _sigmoid_bce,
    Notation("template", r"\operatorname{BCE}\left( \sigma(<0>), <1> \right)", "BCE(σ(<0>), <1>)"),
    (Trial(((3,), (3,)), low=0.2, high=0.8), Trial(((), ()), low=0.2, high=0.8)),
)
SOFTMAX_CCE = _fused(
    SOFTMAX_CCE_FUSION,
    "categorical cross-entropy of softmax(a), computed from a",
    _softmax_cce,
    Notation(
        "template", r"\operatorname{CCE}\left( \operatorname{softmax}(<0>), <1> \right)", "CCE(softmax(<0>), <1>)"
    ),
    (Trial(((3,), (3,)), low=0.2, high=0.8), Trial(((2, 3), (2, 3)), low=0.2, high=0.8)),
)
SOFTMAX_KL = _fused(
    SOFTMAX_KL_FUSION,
    "Kullback-Leibler divergence of softmax(a) from d, computed from a",
    _softmax_kl,
    Notation(
        "template",
        r"\operatorname{KL}\left( <1> \,\Vert\, \operatorname{softmax}(<0>) \right)",
        "KL(<1> ‖ softmax(<0>))",
    ),
    (Trial(((3,), (3,)), low=0.2, high=0.8), Trial(((2, 3), (2, 3)), low=0.2, high=0.8)),
)

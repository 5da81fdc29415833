"""What looks beyond one example or one parameter: the mean over a mini-batch, the sum over all parameters."""

from typing import Any

import numpy as np

from engine.expression import Apply, Shape
from engine.ops import Array, Notation, Op, Trial, apply, no_guess


def _same(shapes: tuple[Shape, ...], attributes: dict[str, Any]) -> Shape:
    return shapes[0]


def _batch_mean(node: Apply, x: Array) -> Array:
    """The mean in the place of every example; what does not depend on examples is its own mean."""
    rank = len(node.shape or ())
    if x.ndim == rank:
        return x
    return np.broadcast_to(x.mean(axis=-rank - 1, keepdims=True), x.shape)


def _over_parameters(node: Apply, x: Array) -> Array:
    rank = len(node.arguments[0].shape or ())
    result: Array = x.sum(axis=tuple(range(-rank, 0)))
    return result


BATCH_MEAN = Op(
    "batch_mean",
    "mean over the examples of the mini-batch, in the place of each of them",
    1,
    _same,
    _batch_mean,
    Notation("call", r"\operatorname{mean}_n", "mean_n"),
    vjp=lambda node, g, i: apply("batch_mean", g),
    trials=(Trial(((3, 2),)), Trial(((),))),
    mixes=True,
    rules=("mean, spread evenly over the examples",),
)
OVER_PARAMETERS = Op(
    "over_parameters",
    "in the rule of an update, the sum over the entries of all parameters; elsewhere over all entries",
    1,
    lambda shapes, attributes: (),
    _over_parameters,
    Notation("call", r"\operatorname{sum}", "sum"),
    vjp=lambda node, g, i: apply("repeat", g, shape=node.arguments[0].shape or ()),
    operands=no_guess,
    trials=(Trial(((3, 2),)),),
    rules=("sum rule, the same for every entry",),
)

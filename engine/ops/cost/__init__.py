"""Costs: what the objective of a network is measured with, for a prediction y and a target d of one shape."""

from engine.ops.cost.differences import HALF_SSE, MAE, MSE
from engine.ops.cost.entropies import BCE, BCE_SLOPE, CCE, KL, RATIO
from engine.ops.cost.fused import SIGMOID_BCE, SOFTMAX_CCE, SOFTMAX_KL

__all__ = [
    "BCE",
    "BCE_SLOPE",
    "CCE",
    "HALF_SSE",
    "KL",
    "MAE",
    "MSE",
    "RATIO",
    "SIGMOID_BCE",
    "SOFTMAX_CCE",
    "SOFTMAX_KL",
]

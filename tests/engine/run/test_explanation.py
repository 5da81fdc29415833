"""Explaining a number: products and factors add up to the number of the trace, each read from where it says."""

import itertools
from math import prod

import numpy as np
import pytest

import engine
from engine.run.explanation import ExplainedTerm, Source, explain
from engine.trace import Trace

WAYS = {
    "conv": "conv(X, K)",
    "conv with a stride": "conv(X, K, stride=2)",
    "conv with padding": "conv(X, K, padding=(2, 1))",
    "conv with dilation": "conv(X, K, dilation=(1, 2))",
    "conv with all three": "conv(X, K, stride=(2, 3), padding=(2, 1), dilation=(2, 1))",
    "xcorr": "xcorr(X, K)",
    "xcorr with all three": "xcorr(X, K, stride=(3, 2), padding=(1, 2), dilation=(1, 2))",
}
POOLS = {"maximum": "maxpool(C, size=(3, 2))", "mean": "avgpool(C, size=(3, 2))"}
SLIDING = """
X: input(7, 8, 2)
d: target(2)
K: parameter(3, 3, 2, 2)
theta: parameter(3)
z = {way} + theta
C = tanh(z)
v = flatten_maps(C)
y: 2 = W @ v
E = half_sse(y, d)
"""
POOLING = """
X: input(6, 4, 2)
d: target(3)
C = tanh(X)
P = {pool}
v = flatten_maps(P)
y: 3 = W @ v
E = half_sse(y, d)
"""
MOMENTS = """
x[t]: input(2)
d[t]: target(3)
h[t]: 3 = tanh(W @ x[t] + U @ h[t-1] + b)
y[t] = h[t] * (v @ h[t])
E[t] = half_sse(y[t], d[t])
"""
BUILT_IN = {"rows": 10, "columns": 11, "channels": 2, "kernel_rows": 3, "kernel_columns": 2, "maps1": 2, "maps2": 2}


def traced(network: engine.DerivedNetwork, examples: int = 2) -> Trace:
    """A run with seeded numbers for everything the network reads; four moments where it has time."""
    generator = np.random.default_rng(3)
    lead = {True: (4, examples), False: (examples,)}
    inputs = {
        quantity.name: generator.uniform(-1, 1, lead[quantity.timed] + quantity.shape)
        for quantity in network.having("input", "target")
    }
    parameters = {quantity.name: generator.uniform(-1, 1, quantity.shape) for quantity in network.having("parameter")}
    return engine.run(network.program, inputs=inputs, parameters=parameters)


def read_back(trace: Trace, source: Source) -> float:
    """The number of the trace at the place a source names."""
    quantity = trace.program.network.quantities[source.name]
    array = (trace.adjoints if source.adjoint else trace.values)[source.name]
    if quantity.role == "parameter":
        return float(array[source.unit])
    if not quantity.timed:
        return float(array[(source.example, *source.unit)])
    assert source.moment is not None
    inside = 0 <= source.moment < len(array)
    return float(array[(source.moment, source.example, *source.unit)]) if inside else 0.0


def check_term(trace: Trace, term: ExplainedTerm) -> None:
    """The products add up to the term, the factors multiply to theirs, and every source holds its factor."""
    if term.products:
        assert sum(part.number for part in term.products) == pytest.approx(term.number, rel=1e-11, abs=1e-13)
        sizes = [abs(part.number) for part in term.products]
        assert sizes == sorted(sizes, reverse=True)
    elif term.factors:
        sign = -1.0 if term.negative else 1.0
        assert sign * prod(part.number for part in term.factors) == pytest.approx(term.number, rel=1e-11, abs=1e-13)
    for product in term.products:
        if product.factors:
            assert prod(part.number for part in product.factors) == pytest.approx(product.number, rel=1e-12, abs=1e-15)
    for factor in itertools.chain(term.factors, *(product.factors for product in term.products)):
        if factor.source is not None:
            assert abs(read_back(trace, factor.source)) == pytest.approx(abs(factor.number), abs=0.0)


def check_all(trace: Trace, name: str, *, adjoint: bool, sums: bool = True) -> None:
    """Every unit of one quantity at every moment and example is the sum of what explains it."""
    quantity = trace.program.network.quantities[name]
    moments = range(trace.moments or 1) if quantity.timed else (None,)
    examples = (0,) if quantity.role == "parameter" else range(trace.examples)
    for moment, example in itertools.product(moments, examples):
        for unit in np.ndindex(quantity.shape):
            found = explain(trace, name, adjoint=adjoint, moment=moment, unit=unit, example=example)
            assert sum(term.number for term in found.terms) == pytest.approx(found.number, rel=1e-11, abs=1e-13)
            for term in found.terms:
                check_term(trace, term)
                assert not sums or term.products or len(term.factors) > 1 or term.number == 0.0


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_sliding_products_add_up_to_every_number(way: str) -> None:
    """Kernel cell times image cell, forward and in both adjoints, over every unit, with stride, padding, dilation."""
    trace = traced(engine.parse(SLIDING.format(way=way)))
    check_all(trace, "z", adjoint=False, sums=False)
    for name in ("X", "K", "theta", "W"):
        check_all(trace, name, adjoint=True)


@pytest.mark.parametrize("pool", POOLS.values(), ids=POOLS)
def test_pooling_names_its_cells(pool: str) -> None:
    """The maximum is one cell, the mean its window; what flows back comes from the pooled cell, or from nowhere."""
    trace = traced(engine.parse(POOLING.format(pool=pool)))
    check_all(trace, "P", adjoint=False)
    check_all(trace, "C", adjoint=True)
    check_all(trace, "P", adjoint=True, sums=False)
    check_all(trace, "v", adjoint=False, sums=False)
    from_maximum = pool.startswith("max")
    for unit in np.ndindex(2, 2, 2):
        only = explain(trace, "P", adjoint=False, moment=None, unit=unit, example=1).terms[0]
        assert len(only.products) == (1 if from_maximum else 6)
        cells = {product.source.unit for product in only.products if product.source}
        assert all((cell[0] // 3, cell[1] // 2, cell[2]) == unit for cell in cells)
    told = 0
    for unit in np.ndindex(6, 4, 2):
        back = explain(trace, "C", adjoint=True, moment=None, unit=unit).terms[0]
        if back.number:
            assert back.source == Source("P", True, None, (unit[0] // 3, unit[1] // 2, unit[2]))
        else:
            assert back.source is None
            told += 1
    assert told == (48 - 8 if from_maximum else 0)


def test_a_flattened_cell_comes_from_its_map() -> None:
    """An entry of the vector is one cell of one map, and its adjoint goes back to that cell."""
    trace = traced(engine.parse(POOLING.format(pool=POOLS["mean"])))
    for unit in range(8):
        (term,) = explain(trace, "v", adjoint=False, moment=None, unit=(unit,)).terms
        assert term.source is not None and term.source.name == "P"
        assert read_back(trace, term.source) == term.number
        (back,) = explain(trace, "P", adjoint=True, moment=None, unit=term.source.unit).terms
        assert back.source == Source("v", True, None, (unit,))


def test_sums_over_examples_are_told_example_by_example() -> None:
    """The adjoint of a weight is one product per moment and example, each from where it was read."""
    trace = traced(engine.parse(MOMENTS), examples=3)
    for name in ("W", "U", "b", "v"):
        check_all(trace, name, adjoint=True)
    found = explain(trace, "W", adjoint=True, moment=None, unit=(2, 1))
    assert len(found.terms) == 4
    assert all({part.source.example for part in term.products if part.source} == {0, 1, 2} for term in found.terms)
    check_all(trace, "h", adjoint=True, sums=False)
    check_all(trace, "y", adjoint=False, sums=False)


def test_the_small_convolutional_network_is_explained_throughout() -> None:
    """Every value and every adjoint of the built-in network, over every unit."""
    trace = traced(engine.load("cnn_small", **BUILT_IN))
    for quantity in trace.program.network.quantities.values():
        for adjoint in (False, True):
            made = quantity.name in trace.adjoints if adjoint else quantity.role == "defined"
            if made and not (adjoint and quantity.name == "E"):
                check_all(trace, quantity.name, adjoint=adjoint, sums=False)

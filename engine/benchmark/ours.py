"""The engine's side of a contest: planned runs, and the matrix products that no run can do without."""

import json
import sys
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from engine.benchmark.contest import CHANGED, FRESH, PLAN, PRODUCTS, Case
from engine.exchange.networks import load
from engine.plan.arrays import Extent
from engine.plan.planning import plan
from engine.run.fast import run_planned

Array = np.ndarray[Any, Any]
Act = Callable[[], object]


@lru_cache(maxsize=1)
def acts(case: Case) -> dict[str, Act]:
    """Everything that can be timed of a case."""
    dtype, generator = np.dtype(case.dtype), np.random.default_rng(0)
    if case.kind == "recurrent":
        moments, examples, inputs, units = case.sizes
        network, extent = load("lstm_peephole", I=inputs, H=units, K=1), Extent(moments, examples, dtype)
    else:
        network, extent = load("cnn_planes"), Extent(None, case.sizes[0], dtype)
    lead = (extent.moments, extent.examples) if extent.moments else (extent.examples,)
    data = {
        quantity.name: generator.uniform(0, 1, (*lead, *quantity.shape)).astype(dtype)
        for quantity in network.having("input", "target")
    }
    parameters = {name: array.astype(dtype) for name, array in network.initialise(seed=0).items()}
    planned = plan(network.program, extent)
    storage = planned.storage()
    first = next(iter(parameters))

    def changed() -> object:
        parameters[first].flat[0] += 0.001
        return run_planned(network.program, data, parameters, dtype=dtype)

    return {
        PLAN: lambda: planned.run(storage, {**data, **parameters}),
        FRESH: lambda: run_planned(network.program, data, parameters, dtype=dtype),
        CHANGED: changed,
        PRODUCTS: _recurrent(case.sizes, dtype) if case.kind == "recurrent" else _planes(case.sizes[0], dtype),
    }


def _recurrent(sizes: tuple[int, ...], dtype: np.dtype[Any]) -> Act:
    """The products of four gates forward, backward and for the weights, in the layouts that are fastest."""
    moments, examples, inputs, units = sizes
    make = _arrays(dtype)
    x, hidden = make(moments * examples, inputs), make(moments, examples, units)
    flat = hidden.reshape(-1, units)
    if examples == 1:
        gates, weights = make(moments, 4 * units), make(4 * units, units)
        w_x, d_h, d_wh = make(inputs, 4 * units), make(moments, units), make(4 * units, units)
        d_wx, d_x, back = make(4 * units, inputs), make(moments, inputs), make(4 * units, inputs)
        pairs = list(zip(flat, gates, d_h, strict=True))

        def few() -> None:
            np.dot(x, w_x, gates)
            for h, a, _ in pairs:
                np.dot(weights, h, a)
            for _, a, d in pairs:
                np.dot(a, weights, d)
            np.dot(gates.T, flat, d_wh)
            np.dot(gates.T, x, d_wx)
            np.dot(gates, back, d_x)

        return few
    stack, part, w_h = make(4, moments, examples, units), make(4, examples, units), make(4, units, units)
    w_xs, turned, whole = make(4, inputs, units), make(4, units, inputs), stack.reshape(4, -1, units)
    d_whs, d_wxs, d_xs = make(4, units, units), make(4, units, inputs), make(4, len(x), inputs)
    steps = list(zip(hidden, stack.swapaxes(0, 1), strict=True))

    def many() -> None:
        np.matmul(x, w_xs, out=whole)
        for h, a in steps:
            np.matmul(h, w_h, out=a)
        for _, a in steps:
            np.matmul(a, w_h, out=part)
        np.matmul(whole.swapaxes(1, 2), flat, out=d_whs)
        np.matmul(whole.swapaxes(1, 2), x, out=d_wxs)
        np.matmul(whole, turned, out=d_xs)

    return many


def _planes(examples: int, dtype: np.dtype[Any]) -> Act:
    """The products of two convolutions and a dense layer, windows as rows of a matrix: forward and both adjoints."""
    make = _arrays(dtype)
    layers = []
    for rows, inside, maps in ((examples * 24**2, 75, 64), (examples * 8**2, 1600, 128), (examples, 2048, 500)):
        layers.append((make(rows, inside), make(inside, maps), make(rows, maps), make(maps, inside)))

    def act() -> None:
        for windows, weights, result, back in layers:
            np.dot(windows, weights, result)
            np.dot(result.T, windows, back)
            np.dot(result, back, windows)

    return act


def _arrays(dtype: np.dtype[Any]) -> Callable[..., Array]:
    generator = np.random.default_rng(0)
    return lambda *shape: (generator.normal(size=shape) / 50).astype(dtype)


def timed(act: Act, count: int) -> list[float]:
    """Seconds of each of `count` repetitions."""
    times = []
    for _ in range(count):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return times


def serve(find: Callable[[Case], dict[str, Act]]) -> None:
    """Answers requests on standard input until it ends."""
    for line in sys.stdin:
        request = json.loads(line)
        case = Case(request["case"]["kind"], tuple(request["case"]["sizes"]), request["case"]["dtype"])
        print(json.dumps(timed(find(case)[request["what"]], request["count"])), flush=True)


if __name__ == "__main__":
    with np.errstate(all="ignore"):
        serve(acts)

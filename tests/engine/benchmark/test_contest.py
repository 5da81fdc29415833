"""The benchmark: everything that is timed runs, and the figures are ratios; how large they are is nobody's test."""

import numpy as np
import pytest

import engine
from engine.benchmark.contest import CHANGED, FRESH, PLAN, PRODUCTS, Case, Contestant, medians
from engine.benchmark.ours import acts
from engine.benchmark.table import memory_ratio

SMALL = [("recurrent", (4, 1, 2, 3)), ("recurrent", (4, 2, 2, 3)), ("planes", (1,))]


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(("kind", "sizes"), SMALL)
def test_everything_that_is_timed_runs(kind, sizes, dtype):
    found = acts(Case(kind, sizes, dtype))
    assert set(found) == {PLAN, PRODUCTS, FRESH, CHANGED}
    traces = [found[CHANGED]() for _ in range(2)]
    before, after = (trace for trace in traces if isinstance(trace, engine.Trace))
    assert before.dtype == np.dtype(dtype)
    assert any(not np.array_equal(before.value(name), after.value(name)) for name in before.values)
    for act in found.values():
        act()


def test_a_process_of_its_own_answers_in_turn():
    ours, case = Contestant("engine.benchmark.ours"), Case("recurrent", (3, 1, 2, 2), "float64")
    try:
        found = medians({PLAN: ours, PRODUCTS: ours}, case, [PLAN, PRODUCTS, "none"], rounds=2, count=2)
    finally:
        ours.close()
    assert set(found) == {PLAN, PRODUCTS} and min(found.values()) > 0
    assert ours.process.returncode == 0


def test_a_record_takes_little_more_than_its_arrays():
    assert 1 <= memory_ratio() <= 1.1

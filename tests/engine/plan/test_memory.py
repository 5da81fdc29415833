"""Memory: what a run takes is known before it is laid out, and too much is refused in words."""

import numpy as np
import pytest

import engine
from engine.errors import DataError
from engine.plan.arrays import Extent
from engine.plan.planning import plan
from engine.run.fast import run_planned
from tests.engine.plan.agreement import made_up


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("name", ["lstm_peephole", "cnn_small", "gru", "mlp"])
def test_the_prediction_is_what_is_laid_out(name, dtype):
    network = engine.load(name)
    planned = plan(network.program, Extent(7 if network.timed else None, 3, np.dtype(dtype)))
    storage = planned.storage()
    held = (*storage.arrays.values(), *storage.buffers.arrays.values())
    assert sum(array.nbytes for array in held) == planned.bytes


def test_a_record_is_hardly_larger_than_its_arrays():
    network = engine.load("lstm_peephole", H=32)
    planned = plan(network.program, Extent(100, 4, np.dtype("float64")))
    trace = engine.run(network.program, made_up(network, moments=100, examples=4), network.initialise())
    arrays = sum(array.nbytes for array in (*trace.values.values(), *trace.adjoints.values()))
    assert arrays <= planned.recorded_bytes <= 1.1 * arrays


def test_a_run_over_the_limit_is_refused_before_it_begins():
    network = engine.load("rnn")
    inputs, parameters = made_up(network, moments=1000, examples=50), network.initialise()
    needed = plan(network.program, Extent(1000, 50, np.dtype("float64"))).bytes
    with pytest.raises(
        DataError, match=r"needs .* MB, allowed are .* MB: take fewer moments .*1,000.*fewer examples .*50"
    ):
        run_planned(network.program, inputs, parameters, memory=needed - 1)
    assert run_planned(network.program, inputs, parameters, memory=needed).examples == 50

"""What passes through one entry: the parts of a layer sum to the whole, and each is dE/dq times dq/dX."""

from functools import cache

import numpy as np
import pytest

import engine
from engine.errors import ChainruleError
from engine.exchange.example_inputs import example_inputs
from engine.run.fast import run_planned
from engine.run.interpreter import forward, run
from engine.run.intervention import Intervention
from engine.run.spread import spread
from engine.trace import Trace

OBLONG = """
X: input(8, 4, 2)
d: target(3)
K: parameter(3, 3, 2, 2)
z = conv(X, K) + theta
C = relu(z)
P = maxpool(C, size=(2, 1))
v = flatten_maps(P)
a: 3 = W @ v
y = softmax(a)
E = cce(y, d)
"""
SIZES = {"cnn_small": {"rows": 10, "columns": 14, "channels": 2}, "lstm_peephole": {"H": 3, "I": 2}, "rnn": {"H": 3}}
IMAGES = ["cnn_small", "conv_lesson", OBLONG]


@cache
def traced(source: str, *interventions: Intervention) -> Trace:
    """A run with parameters far from zero; two examples where they are independent, all where they mix."""
    network = engine.parse(source) if "\n" in source else engine.load(source, **SIZES.get(source, {}))
    inputs = example_inputs(network, seed=3)
    generator = np.random.default_rng(5)
    parameters = {q.name: generator.normal(scale=0.4, size=q.shape) for q in network.having("parameter")}
    return run(network.program, inputs, parameters, interventions=interventions)


def total(trace: Trace, name: str, moments: tuple[int | None, ...] = (None,)) -> dict[str, np.ndarray]:
    """The parts of all entries of a quantity, at all of these moments, added up."""
    found: dict[str, np.ndarray] = {}
    for moment in moments:
        for entry in np.ndindex(*trace.program.network.quantities[name].shape):
            for key, part in spread(trace, name, entry, moment=moment).items():
                found[key] = found.get(key, 0.0) + part
    return found


def slope(trace: Trace, name: str, entry: tuple[int, ...], moment: int | None, read: str) -> np.ndarray:
    """dq[entry]/d`read` of example 0 by central differences: nothing of the backward pass."""
    network = trace.program.network
    given = {q.name: np.array(trace.values[q.name]) for q in network.having("input", "target")}
    parameters = {q.name: trace.values[q.name] for q in network.having("parameter")}
    where = (0, *entry) if moment is None else (moment, 0, *entry)
    own = given[read][:, 0] if network.quantities[read].timed else given[read][0]
    found = np.zeros(own.shape)
    for place in np.ndindex(*own.shape):
        sides = []
        for step in (1e-6, -1e-6):
            before = own[place]
            own[place] = before + step
            sides.append(forward(trace.program, given, parameters)[name][where])
            own[place] = before
        found[place] = (sides[0] - sides[1]) / 2e-6
    return found


@pytest.mark.parametrize(
    ("source", "name"),
    [
        *(("cnn_small", name) for name in ("y", "z4", "b3", "z3", "v", "P2", "C2", "z2", "P1")),
        ("conv_lesson", "z2"),
        ("conv_lesson", "P"),
        *((OBLONG, name) for name in ("y", "a", "P", "C", "z")),
        ("mlp", "y"),
    ],
)
def test_parts_of_a_layer_sum_to_every_adjoint_before_it(source, name):
    """Also for y, which the cost of a squashed value passes by on its way back."""
    trace = traced(source)
    lines = [equation.name for equation in trace.program.network.equations]
    before = [*lines[: lines.index(name) + 1], *(q.name for q in trace.program.network.having("input"))]
    parts = total(trace, name)
    for each in before:
        np.testing.assert_allclose(parts[each], trace.adjoint(each)[0], rtol=0, atol=1e-12)
    assert any(np.abs(trace.adjoint(q.name)[0]).max() > 1e-6 for q in trace.program.network.having("input"))


@pytest.mark.parametrize(
    ("source", "name", "entry"),
    [
        ("cnn_small", "z3", (4,)),
        ("cnn_small", "P1", (2, 3, 1)),
        ("conv_lesson", "C", (5, 7, 1)),
        (OBLONG, "a", (2,)),
        (OBLONG, "y", (1,)),
        (OBLONG, "P", (1, 2, 0)),
    ],
)
def test_a_part_is_the_adjoint_times_the_slope_of_the_entry(source, name, entry):
    trace = traced(source)
    part = spread(trace, name, entry)["X"] / trace.adjoint(name)[(0, *entry)]
    np.testing.assert_allclose(part, slope(trace, name, entry, None, "X"), atol=2e-8)


@pytest.mark.parametrize(
    ("source", "name", "moment"),
    [
        ("rnn", "b_h", 2),
        ("rnn", "a_k", 3),
        ("lstm_peephole", "s", 3),
        ("lstm_peephole", "a_phi", 2),
        ("gru", "r", 2),
        ("gru", "h", 1),
    ],
)
def test_a_part_goes_back_through_time(source, name, moment):
    """To its own moment and those before it, over states and peepholes, and never to later ones."""
    trace = traced(source)
    entry = (1,) + (0,) * (len(trace.program.network.quantities[name].shape) - 1)
    if name == "a_k":
        entry = (0,)
    part = spread(trace, name, entry, moment=moment)["x"]
    wanted = slope(trace, name, entry, moment, "x")
    np.testing.assert_allclose(part / trace.adjoint(name)[(moment, 0, *entry)], wanted, atol=2e-8)
    assert np.abs(part[: moment + 1]).min() > 0.0
    assert not part[moment + 1 :].any()


def test_parts_of_all_moments_sum_to_every_adjoint_of_a_recurrent_network():
    trace = traced("lstm_peephole")
    parts = total(trace, "a_k", tuple(range(trace.moments)))
    for name in ("x", "s", "a_phi", "b_c"):
        np.testing.assert_allclose(parts[name], trace.adjoint(name)[:, 0], rtol=0, atol=1e-12)


def test_only_the_chosen_example_counts():
    trace = traced("cnn_small")
    parts = [spread(trace, "z4", (0,), example=example)["X"] for example in range(trace.examples)]
    for example, part in enumerate(parts):
        np.testing.assert_allclose(part, trace.adjoint("X")[example], rtol=0, atol=1e-12)


def test_examples_that_depend_on_one_another():
    """Over the mean of a mini-batch a number of one example goes back to the inputs of all."""
    trace = traced("mlp_batch_norm")
    part = spread(trace, "b1", (2,))["x"] / trace.adjoint("b1")[0, 2]
    np.testing.assert_allclose(part, slope(trace, "b1", (2,), None, "x"), atol=2e-8)


def test_nothing_passes_through_what_was_put_in():
    """A value put in by hand has an adjoint, but the equation that it replaced has no say."""
    held = traced("cnn_small", Intervention("b3", (0, 1), 0.5))
    assert held.adjoint("b3")[0, 1] != 0.0
    assert not spread(held, "b3", (1,))["X"].any()
    whole = total(held, "b3")["X"]
    np.testing.assert_allclose(whole, held.adjoint("X")[0], rtol=0, atol=1e-12)
    again = total(held, "z4")["X"]
    np.testing.assert_allclose(again, held.adjoint("X")[0], rtol=0, atol=1e-12)


def test_the_planned_run_gives_the_same():
    trace = traced("cnn_small")
    network = trace.program.network
    given, parameters = (
        {q.name: trace.values[q.name] for q in network.having(*roles)}
        for roles in (("input", "target"), ("parameter",))
    )
    other = spread(run_planned(trace.program, given, parameters), "z3", (2,))
    for name, part in spread(trace, "z3", (2,)).items():
        np.testing.assert_allclose(other[name], part, rtol=0, atol=1e-13)


@pytest.mark.parametrize(
    ("source", "name", "entry", "moment", "message"),
    [
        ("cnn_small", "z9", (0,), None, "no quantity is called 'z9'"),
        ("cnn_small", "W3", (0, 0), None, "'W3' is a parameter"),
        ("cnn_small", "z3", (6,), None, r"z3\[6\] of example 0 does not exist"),
        ("cnn_small", "z3", (0, 0), None, "does not exist"),
        ("rnn", "b_h", (0,), None, r"b_h\[0\] at moment None of example 0 does not exist"),
        ("rnn", "b_h", (0,), 99, "at moment 99"),
    ],
)
def test_refused(source, name, entry, moment, message):
    with pytest.raises(ChainruleError, match=message):
        spread(traced(source), name, entry, moment=moment)

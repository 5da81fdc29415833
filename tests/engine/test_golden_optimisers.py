"""Five steps of every optimiser in a quadratic valley agree with the reference: weights, gradients, costs, states."""

from typing import Any

import numpy as np
import pytest

import engine
from engine.optimisers.attaching import with_update
from engine.optimisers.following import following, learnt
from engine.optimisers.rule import Rule, rule_names
from tests.golden.cases import read

Array = np.ndarray[Any, Any]
DATA = read("optimisers")
VALLEY = "A: input(4, 4)\nb: input(4)\nW: parameter(4)\nE = 0.5 * sum(W * (A @ W)) - sum(b * W)"
EXACT = 1e-12


def steps(name: str) -> list[engine.Trace]:
    """The runs of five iterations, each from what the one before left."""
    wanted, inputs = DATA["runs"][name], DATA["inputs"]
    network = engine.parse(VALLEY)
    program = with_update(network.program, (Rule(name, tuple(wanted["hyper"].items())),))
    given = {"A": np.array(inputs["A"])[None], "b": np.array(inputs["b"])[None]}
    parameters: dict[str, Array] = {"W": np.array(inputs["W0"])}
    carried: dict[str, Array] = {}
    traces = []
    for _ in range(5):
        traces.append(engine.run(program, inputs=given, parameters=parameters, carried=carried))
        parameters, carried = following(traces[-1])
    return traces


def assert_close(found: object, wanted: object, what: str) -> None:
    """Compare relative to the largest entry."""
    ours, theirs = np.asarray(found, float), np.asarray(wanted, float)
    assert ours.shape == theirs.shape, what
    assert np.max(np.abs(ours - theirs)) <= EXACT * np.max(np.abs(theirs)), what


@pytest.mark.parametrize("name", sorted(DATA["runs"]))
def test_five_steps(name):
    wanted, traces = DATA["runs"][name], steps(name)
    assert_close([learnt(trace)["W"] for trace in traces], wanted["W"][1:], f"{name}: weights")
    assert_close([trace.adjoint("W") for trace in traces], wanted["grad"], f"{name}: gradients")
    if name != "nag":  # its forward pass runs where the step leads, the file's cost is that of the weights
        assert_close([trace.loss for trace in traces], wanted["E"][:5], f"{name}: costs")
    for number, state in enumerate(wanted["state"]):
        for key, array in state.items():
            values = traces[number].values
            assert_close(values.get(f"W.{key}'", values.get(f"W.{key}")), array, f"{name}: {key} after step {number}")


def test_every_optimiser_is_held_against_numbers():
    """A new optimiser without reference numbers would escape the test above."""
    assert set(rule_names(optimisers=True)) == set(DATA["runs"])

"""Every network's adjoints against central differences, with and without values put in by hand."""

from functools import cache
from typing import Any

import numpy as np
import pytest

import engine
from engine.run.interpreter import forward
from tests.contracts.drawing_inputs import LARGEST, draw_inputs, draw_parameters, small

Array = np.ndarray[Any, Any]
STEP = 1e-5
MOMENTS, EXAMPLES = 4, 2
AGREE = 2e-8
NAMES = [name for name in engine.network_names() if small(name).parameter_count <= LARGEST]


@cache
def network_of(name: str) -> engine.DerivedNetwork:
    """Each network is read once."""
    return small(name)


def defined(name: str, *, objective: bool = False) -> list[str]:
    """The quantities that equations define."""
    network = network_of(name)
    return [known.name for known in network.having("defined") if (known.name == network.objective) == objective]


def cost(name: str, given: dict[str, Array], interventions: tuple[engine.Intervention, ...]) -> float:
    """What is differentiated: the objective summed over moments and examples."""
    network = network_of(name)
    outside = {known.name for known in network.having("input", "target", "mask")}
    values = forward(
        network.program,
        {key: array for key, array in given.items() if key in outside},
        {key: array for key, array in given.items() if key not in outside},
        interventions=interventions,
    )
    return float(values[network.objective].sum())


def assert_agrees(numeric: float, derived: float, what: str) -> None:
    assert abs(numeric - derived) <= AGREE * max(1.0, abs(numeric)), (
        f"{what}: numeric {numeric:.12g}, derived {derived:.12g}"
    )


def check_outside(name: str, interventions: tuple[engine.Intervention, ...]) -> engine.Trace:
    """The adjoint of every input, target and parameter against differences along a random direction."""
    network = network_of(name)
    inputs, parameters = draw_inputs(network, moments=MOMENTS, examples=EXAMPLES, seed=4), draw_parameters(network, 4)
    trace = engine.run(network.program, inputs=inputs, parameters=parameters, interventions=interventions)
    given, generator = inputs | parameters, np.random.default_rng(5)
    for key, array in given.items():
        direction = generator.choice((-1.0, 1.0), array.shape)
        ends = [cost(name, {**given, key: array + sign * STEP * direction}, interventions) for sign in (1, -1)]
        derived = float(np.sum(trace.adjoint(key) * direction)) if key in trace.adjoints else 0.0
        assert_agrees((ends[0] - ends[1]) / (2 * STEP), derived, f"{name}: adjoint of {key} with {interventions}")
    return trace


def put(name: str, quantity: str, value: float) -> engine.Intervention:
    """An intervention at the second moment (where there are moments), the first example, the first unit."""
    known = network_of(name).quantities[quantity]
    return engine.Intervention(quantity, ((1,) if known.timed else ()) + (0,) + (0,) * len(known.shape), value)


@pytest.mark.parametrize("name", NAMES)
def test_inputs_and_parameters(name):
    check_outside(name, ())


@pytest.mark.parametrize(("name", "quantity"), [(name, quantity) for name in NAMES for quantity in defined(name)])
def test_every_intermediate(name, quantity):
    """What an adjoint promises is what the cost does when the value is put in a little higher and a little lower.

    With it put in, nothing flows back through the equation it replaced, and every other adjoint accounts for it.
    """
    network = network_of(name)
    inputs, parameters = draw_inputs(network, moments=MOMENTS, examples=EXAMPLES, seed=4), draw_parameters(network, 4)
    whole = engine.run(network.program, inputs=inputs, parameters=parameters)
    place = put(name, quantity, 0.0)
    value = float(whole.value(quantity)[place.index])
    ends = [cost(name, inputs | parameters, (put(name, quantity, value + sign * STEP),)) for sign in (1, -1)]
    numeric = (ends[0] - ends[1]) / (2 * STEP)
    assert_agrees(numeric, float(whole.adjoint(quantity)[place.index]), f"{name}: adjoint of {quantity}")
    held = check_outside(name, (put(name, quantity, value),))
    assert_agrees(numeric, float(held.adjoint(quantity)[place.index]), f"{name}: adjoint of {quantity}, held")
    check_outside(name, (put(name, quantity, 0.5 * value + 0.2),))  # stays inside 0 to 1 where the value does


@pytest.mark.parametrize("name", NAMES)
def test_several_values_put_in(name):
    """Values in many places at once: one unit of every quantity."""
    check_outside(name, tuple(put(name, quantity, 0.3) for quantity in defined(name)))


@pytest.mark.parametrize("name", NAMES)
def test_a_whole_quantity_put_in(name):
    """A quantity held everywhere cuts every path through it."""
    for quantity in defined(name):
        check_outside(name, (engine.Intervention(quantity, (), 0.4),))


@pytest.mark.parametrize("name", [name for name in NAMES if name != "counter"])
def test_the_objective_put_in(name):
    """A cost that is put in no longer depends on anything before it."""
    check_outside(name, tuple(put(name, quantity, 0.3) for quantity in defined(name, objective=True)))


def test_an_objective_that_is_read_again_put_in():
    """In the counter the objective is also the state: its adjoint is read by name, and what is put in cuts the path."""
    check_outside("counter", (put("counter", "h", 0.3),))


@pytest.mark.parametrize("name", NAMES)
def test_inputs_and_parameters_put_in(name):
    """What is put into an input or a parameter is what the run was given; its adjoint is that of the new value."""
    network = network_of(name)
    inputs, parameters = draw_inputs(network, moments=MOMENTS, examples=EXAMPLES, seed=4), draw_parameters(network, 4)
    for known in network.having("input", "target", "parameter"):
        index: tuple[int, ...] = () if known.role == "parameter" else ((1, 0) if known.timed else (0,))
        index += (0,) * len(known.shape)
        held = engine.run(
            network.program,
            inputs=inputs,
            parameters=parameters,
            interventions=[engine.Intervention(known.name, index, 0.7)],
        )
        given = inputs | parameters
        changed = given[known.name].copy()
        changed[index] = 0.7
        fresh = engine.run(
            network.program,
            inputs={**inputs, known.name: changed} if known.role != "parameter" else inputs,
            parameters={**parameters, known.name: changed} if known.role == "parameter" else parameters,
        )
        for key in fresh.adjoints:
            assert np.array_equal(held.adjoint(key), fresh.adjoint(key)), f"{key} with {known.name} put in"

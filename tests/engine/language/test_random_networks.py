"""Whatever well-formed network is typed in, its derived adjoints agree with central differences of its loss."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, note, settings

import engine
from engine.checking.check import check
from engine.checking.report import written
from engine.ops import Op, ops
from tests.engine.language import random_networks
from tests.engine.language.random_networks import network_texts

CALLABLE = [op for op in ops().values() if op.callable and op.trials]


@settings(max_examples=120, suppress_health_check=list(HealthCheck))
@given(text=network_texts())
def test_derived_adjoints_of_random_networks_agree_with_differences(text):
    note(text)
    network = engine.parse(text)
    generator = np.random.default_rng(1)
    inputs = {
        quantity.name: generator.uniform(0.1, 0.9, ((4,) if quantity.timed else ()) + (2, *quantity.shape))
        for quantity in network.having("input", "target")
    }
    report = check(network.program, inputs, network.initialise(seed=2), most=6)
    assert report.passed, written(report)


@pytest.mark.parametrize("op", [op for op in CALLABLE if op.name != "sign"], ids=lambda op: op.name)
@pytest.mark.parametrize("role", ["input", "parameter"])
def test_every_op_that_can_be_called_agrees_with_differences_in_a_text(op: Op, role: str):
    """Each of the shapes and settings an op says it can be tried on, its operands as inputs and as parameters."""
    for trial in op.trials:
        shapes = {f"a{number}": shape for number, shape in enumerate(trial.shapes)}
        options = [f"{name}={value!r}" for name, value in trial.attributes.items()]
        head = [f"{name}: {role}({', '.join(map(str, shape))})" for name, shape in shapes.items()]
        call = f"{op.name}({', '.join([*shapes, *options])})"
        body = call if op.shape(trial.shapes, trial.attributes) == () else f"sum({call} * {call})"
        network = engine.parse("\n".join(["u: input()", *head, f"E = u * {body}"]))
        generator = np.random.default_rng(0)
        arrays = {
            name: generator.uniform(trial.low, trial.high, ((2,) if role == "input" else ()) + shape)
            for name, shape in shapes.items()
        }
        inputs = {"u": np.array([1.0, 0.5]), **(arrays if role == "input" else {})}
        report = check(network.program, inputs, arrays if role == "parameter" else {}, most=8)
        assert report.passed, written(report)


def test_where_nothing_flows_back_the_network_is_derived_all_the_same():
    network = engine.parse("x: input()\ny: input()\nE = y * sign(x)")
    report = check(network.program, {"x": np.array([0.5]), "y": np.array([2.0])}, {})
    assert report.passed


def test_a_tap_sum_inside_another_function_is_derived():
    network = engine.parse(
        "x[t]: input()\nw: parameter(2)\nh[t]: () = tanh(sum(w[m-1] * x[t-m] for m in range(1, 3)))\nE[t] = h[t]"
    )
    report = check(network.program, {"x": np.linspace(-1, 1, 5)[:, None]}, {"w": [0.5, -0.75]})
    assert report.passed, written(report)


def test_random_networks_call_the_ops_that_take_vectors():
    """The texts are drawn from patterns; together they hold every op of the families they are made for."""
    source = " ".join((*random_networks.SMOOTH, *random_networks.JOINED, *random_networks.SQUASHED))
    families = ("engine.ops.activation", "engine.ops.elementwise")
    smooth = [op.name for op in CALLABLE if op.forward.__module__ in families]
    assert {name for name in smooth if f"{name}(" not in source} == set()

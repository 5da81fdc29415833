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
    inputs = {quantity.name: generator.uniform(0.1, 0.9, ((4,) if quantity.timed else ()) + (2, *quantity.shape))
              for quantity in network.having("input", "target")}
    report = check(network.program, inputs, network.initialise(seed=2), most=6)
    assert report.passed, written(report)


@pytest.mark.parametrize("op", CALLABLE, ids=lambda op: op.name)
def test_every_op_that_can_be_called_agrees_with_differences_in_a_text(op: Op):
    """Each of the shapes and settings an op says it can be tried on, its operands as inputs and as parameters."""
    for trial in op.trials:
        def written_shape(shape: tuple[int, ...]) -> str:
            return ", ".join(map(str, shape))

        names = [f"a{number}" for number in range(len(trial.shapes))]
        settings = [f"{name}={value!r}" for name, value in trial.attributes.items()]
        for role in ("input", "parameter"):
            head = [f"{name}: {role}({written_shape(shape)})" for name, shape in zip(names, trial.shapes, strict=True)]
            call = f"{op.name}({', '.join([*names, *settings])})"
            body = f"sum({call} * {call})" if ops()["mul"] and op.name not in ("half_sse", "bce") else call
            network = engine.parse("\n".join(["u: input()", *head, f"E = u * {body}"]))
            generator = np.random.default_rng(0)
            arrays = {name: generator.uniform(trial.low, trial.high, ((2,) if role == "input" else ()) + shape)
                      for name, shape in zip(names, trial.shapes, strict=True)}
            inputs = {"u": np.array([1.0, 0.5]), **(arrays if role == "input" else {})}
            report = check(network.program, inputs, arrays if role == "parameter" else {}, most=8)
            assert report.passed, written(report)


def test_random_networks_call_the_ops_that_take_vectors():
    """The texts are drawn from patterns; together they hold every op of the families they are made for."""
    source = " ".join((*random_networks.SMOOTH, *random_networks.JOINED, *random_networks.SQUASHED))
    families = ("engine.ops.activation", "engine.ops.elementwise")
    smooth = [op.name for op in CALLABLE if op.forward.__module__ in families]
    assert {name for name in smooth if f"{name}(" not in source} == set()

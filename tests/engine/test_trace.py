"""The trace: what it answers, what it refuses, and flows with values put in by hand."""

import numpy as np
import pytest

import engine
from engine.errors import ChainruleError
from engine.expression import Number

LSTM = engine.load("lstm_peephole", H=3, C=2)


def traced(*interventions: engine.Intervention) -> engine.Trace:
    generator = np.random.default_rng(0)
    inputs = {"x": generator.normal(size=(5, 2, 1)), "d": generator.uniform(size=(5, 2, 1))}
    return engine.run(LSTM.program, inputs=inputs, parameters=LSTM.initialise(), interventions=interventions)


def test_flows_say_where_they_come_from():
    """Moments count from 0; each flow says the equation, the moment of the use, and what is sent."""
    trace = traced()
    flows = trace.flows("s", t=3, example=1)
    assert [(flow.source, flow.moment) for flow in flows] == [
        ("b_c", 3),
        ("a_omega", 3),
        ("s", 4),
        ("a_iota", 4),
        ("a_phi", 4),
    ]
    assert all(flow.array.shape == (3, 2) for flow in flows)
    np.testing.assert_allclose(sum(flow.array for flow in flows), trace.adjoint("s")[3, 1], rtol=1e-12)


def test_flows_unpack_as_the_four_things_promised():
    source, moment, _, array = traced().flows("s", t=3, example=0)[0]
    assert (source, moment, array.shape) == ("b_c", 3, (3, 2))


def test_the_adjoint_of_the_objective_starts_from_one():
    """That 1 is a term like any other, so that the terms sum to the adjoint."""
    (seed,) = traced().flows("E", t=3)
    assert (seed.source, seed.moment, seed.expression, float(seed.array)) == ("E", 3, Number(1.0), 1.0)


@pytest.mark.parametrize("example", [-1, 2])
def test_flows_of_an_example_that_is_not_there(example):
    with pytest.raises(ChainruleError, match=rf"examples 0 to 1, met {example}"):
        traced().flows("s", t=0, example=example)


def test_flows_from_beyond_the_end_are_zero():
    """At the last moment they are listed, with zeros, as the equation shows them."""
    flows = traced().flows("s", t=4)
    assert [bool(np.any(flow.array)) for flow in flows] == [True, True, False, False, False]


def test_flows_of_a_parameter_are_totals():
    trace = traced()
    (flow,) = trace.flows("W_k")
    assert flow.moment is None
    np.testing.assert_array_equal(flow.array, trace.adjoint("W_k"))


@pytest.mark.parametrize("t", [None, -1, 5])
def test_flows_of_a_timed_quantity_need_a_moment(t):
    with pytest.raises(ChainruleError, match="has flows at moments t = 0 to 4"):
        traced().flows("s", t)


def test_what_nothing_depends_on_has_no_adjoint():
    network = engine.parse("x: input()\nunused = sin(x)\ny = x ** 2")
    trace = engine.run(network.program, inputs={"x": [3.0]}, parameters={})
    with pytest.raises(ChainruleError, match="'unused' has no adjoint: the objective does not depend on it"):
        trace.adjoint("unused")
    with pytest.raises(ChainruleError, match="'unused' has no adjoint"):
        trace.flows("unused")


def test_the_loss_is_summed_over_moments_and_examples():
    trace = traced()
    assert trace.loss == pytest.approx(sum(trace.example_loss(example) for example in range(2)), rel=1e-14)
    assert trace.loss == pytest.approx(float(trace.value("E").sum()), rel=1e-14)


def test_every_line_gives_what_was_recorded():
    """The formula on the screen is the code that ran: evaluating a line again gives its numbers."""
    trace = traced()
    for line in trace.program.lines:
        if line.section == "loss":
            assert float(trace.evaluate(line.expression)) == pytest.approx(trace.loss, rel=1e-13)
            continue
        recorded = trace.adjoint(line.name) if line.adjoint else trace.value(line.name)
        if not line.timed:
            np.testing.assert_allclose(trace.evaluate(line.expression), recorded, rtol=1e-12, atol=1e-15)
            continue
        for moment in range(5):
            np.testing.assert_allclose(
                trace.evaluate(line.expression, moment), recorded[moment], rtol=1e-12, atol=1e-15
            )
        np.testing.assert_allclose(trace.evaluate(line.expression), recorded, rtol=1e-12, atol=1e-15)


def test_flows_sum_to_the_adjoint_with_a_value_put_in():
    """Where b_phi was put in, nothing reaches a_phi: its only flow must be zero there."""
    trace = traced(engine.Intervention("b_phi", (3, 0, 2), 1.0))
    for example in range(2):
        total = sum(flow.array for flow in trace.flows("a_phi", 3, example))
        np.testing.assert_allclose(total, trace.adjoint("a_phi")[3, example], rtol=1e-12, atol=1e-15)

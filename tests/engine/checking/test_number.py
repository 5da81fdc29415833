"""The numeric check of one number agrees with the trace, says when it cannot tell, and is quick enough to click."""

import time

import numpy as np
import pytest

import engine
from engine.checking.number import check_number
from engine.errors import ChainruleError
from engine.run.intervention import Intervention
from tests.engine.checking.wrong_program import numbers_for, with_wrong_flow


@pytest.fixture(scope="module")
def trace():
    network = engine.load("lstm_peephole", H=3, C=2)
    return engine.run(network.program, numbers_for(network), network.initialise())


@pytest.mark.parametrize(
    ("name", "moment", "example", "unit"),
    [
        ("s", 2, 1, (2, 1)),
        ("a_iota", 0, 0, (1,)),
        ("x", 3, 1, (0,)),
        ("d", 5, 0, (0,)),
        ("E", 4, 1, ()),
        ("W_h_phi", None, None, (2, 5)),
        ("theta_k", None, None, (0,)),
        ("p_omega", None, 0, (1, 1)),
    ],
)
def test_any_number_of_a_trace_can_be_checked(trace, name, moment, example, unit):
    found = check_number(trace, name, moment=moment, example=example, unit=unit)
    index = unit if moment is None else (moment, example, *unit)
    assert found.derived == trace.adjoint(name)[index]
    assert found.relative_error < 1e-7
    assert found.smooth
    assert found.agrees()


def test_outside_time_there_is_no_moment():
    network = engine.load("mlp")
    trace = engine.run(network.program, numbers_for(network), network.initialise())
    found = check_number(trace, "b2", example=1, unit=(0,))
    assert found.agrees(1e-7)
    assert found.place == "b2[1, 0]"


def test_a_wrong_number_is_told():
    network = engine.load("rnn")
    program = with_wrong_flow(network.program, "a_h", source="b_h")
    trace = engine.run(program, numbers_for(network), network.initialise())
    found = check_number(trace, "a_h", moment=5, example=0, unit=(1,))
    assert not found.agrees()
    assert found.relative_error == pytest.approx(0.5)
    assert found.place == "a_h[5, 0, 1]"


def test_at_a_kink_there_is_no_derivative_to_compare_with():
    network = engine.parse("x: input()\ny = relu(x)\nE = 2 * y")
    trace = engine.run(network.program, {"x": np.zeros(1)}, {})
    found = check_number(trace, "x")
    assert not found.smooth
    assert found.agrees()


def test_interventions_are_respected():
    """The value put in cuts the way back, as it does in the trace."""
    network = engine.load("rnn")
    put = (Intervention("b_h", (3,), 0.25),)
    trace = engine.run(network.program, numbers_for(network), network.initialise(), interventions=put)
    for name, moment in (("b_h", 3), ("a_h", 3), ("a_h", 2), ("a_h", 4)):
        found = check_number(trace, name, moment=moment, unit=(1,), interventions=put)
        assert found.relative_error < 1e-7
    assert check_number(trace, "a_h", moment=3, unit=(1,), interventions=put).numeric == 0


def test_a_single_precision_trace_is_checked_in_double(trace):
    network = trace.program.network
    single = engine.run(trace.program, numbers_for(network), network.initialise(), dtype="float32")
    assert check_number(single, "s", moment=1, unit=(0, 0)).relative_error < 1e-4


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("s", {"moment": 9, "unit": (0, 0)}, "does not exist"),
        ("s", {"moment": 1, "unit": (0,)}, "does not exist"),
        ("s", {"unit": (0, 0)}, "does not exist"),
        ("W_h_phi", {"unit": (0, 99)}, "does not exist"),
        ("q", {}, "no quantity is called"),
    ],
)
def test_entries_that_do_not_exist_are_refused(trace, name, arguments, message):
    with pytest.raises(ChainruleError, match=message):
        check_number(trace, name, **arguments)


def test_one_number_of_a_long_run_takes_a_blink():
    """The bound is generous, for slow machines; the typical time is a tenth of it."""
    network = engine.load("lstm_peephole", H=32)
    long = engine.run(network.program, numbers_for(network, moments=100, examples=1), network.initialise())
    started = time.perf_counter()
    check_number(long, "s", moment=50, unit=(3, 0))
    assert time.perf_counter() - started < 0.25

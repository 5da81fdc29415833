"""The check agrees with right derivatives closely and finds, names and locates wrong ones."""

import time

import numpy as np
import pytest

import engine
from engine.checking.check import check, check_trace
from engine.checking.replay import recorded
from engine.checking.report import Row, written
from engine.checking.sampling import affordable
from engine.errors import DataError
from engine.run.intervention import Intervention
from tests.engine.checking.wrong_program import numbers_for, with_wrong_flow

PARTS = """sizes(H=3)
x[t]: input(H)
d[t]: target(H)
a[t]: H = W @ x[t] + V @ h[t-1] + b
h[t] = tanh(a[t])
z[t]: H = R @ h[t]
y[t] = sigmoid(z[t])
E[t] = half_sse(y[t], d[t])
"""


@pytest.mark.parametrize("name", engine.network_names())
def test_every_built_in_network_agrees_to_seven_digits(name):
    network = engine.load(name)
    if network.parameter_count > 20_000:
        pytest.skip("too large for a quick check")
    report = check(network.program, numbers_for(network), network.initialise(seed=3), most=24)
    assert report.passed, written(report)
    assert all(row.relative_error < 1e-7 for row in report.rows), written(report)
    assert {row.name for row in report.rows} == set(network.program.adjoints)


def test_lstm_of_the_first_look_is_checked_in_seconds():
    network = engine.load("lstm_peephole", H=8)
    started = time.perf_counter()
    report = check(network.program, numbers_for(network, moments=12, examples=1), network.initialise())
    assert time.perf_counter() - started < 5
    assert report.passed


@pytest.mark.parametrize(
    ("name", "source", "delay"),
    [
        ("y", "E", 0),
        ("z", "y", 0),
        ("h", "z", 0),
        ("h", "a", 1),
        ("a", "h", 0),
        ("W", "a", 0),
        ("x", "a", 0),
        ("d", "E", 0),
    ],
)
def test_a_wrong_flow_is_caught_and_located(name, source, delay):
    """Whichever flow is doubled, the first wrong adjoint of the backward pass is the one that it enters."""
    network = engine.parse(PARTS)
    program = with_wrong_flow(network.program, name, source=source, delay=delay)
    report = check(program, numbers_for(network, moments=4), network.initialise())
    assert not report.passed
    assert report.row(name).verdict == "failed"
    assert report.first_failing is not None
    assert report.first_failing.name == name
    if name in ("y", "z", "h", "a"):
        assert report.first_failing.moment == 3 - delay, "the error enters at the latest moment the flow reaches"
        assert not report.first_failing.agrees()
    assert report.rows[0].verdict == "failed"
    assert report.first_failing.place in written(report)


def test_a_wrong_place_missed_by_the_sample_is_located():
    """With one entry a quantity the sample is nearly always elsewhere; the random directions still show the error."""
    network = engine.load("lstm_peephole", H=4, C=2)
    program = with_wrong_flow(network.program, "s", source="a_phi", delay=1)
    report = check(program, numbers_for(network, moments=7), network.initialise(), most=1)
    assert report.row("s").verdict == "failed"
    assert report.first_failing is not None
    assert (report.first_failing.name, report.first_failing.moment) == ("s", 5)


def test_only_the_parameter_fails_where_only_its_flow_is_wrong():
    network = engine.parse(PARTS)
    report = check(with_wrong_flow(network.program, "R", source="z"), numbers_for(network), network.initialise())
    assert [row.name for row in report.rows if row.verdict == "failed"] == ["R"]
    assert report.first_failing is not None
    assert report.first_failing.moment is None


def test_the_worst_entry_says_where_and_what():
    network = engine.parse(PARTS)
    inputs, parameters = numbers_for(network), network.initialise()
    right = engine.run(network.program, inputs, parameters)
    row = check(with_wrong_flow(network.program, "W", source="a"), inputs, parameters).row("W")
    assert row.worst.derived == pytest.approx(2 * row.worst.numeric, rel=1e-6)
    assert row.worst.numeric == pytest.approx(right.adjoint("W")[row.worst.unit], rel=1e-6)
    assert row.relative_error == pytest.approx(0.5, rel=1e-6)
    assert abs(row.worst.derived) == np.abs(2 * right.adjoint("W")).max(), "the largest entry has the largest error"


def test_large_arrays_are_sampled_and_the_report_says_so():
    network = engine.parse("sizes(H=20)\nx: input(H)\nd: target(H)\na: H = W @ x\ny = tanh(a)\nE = half_sse(y, d)")
    report = check(network.program, numbers_for(network), network.initialise(), most=10)
    row = report.row("W")
    assert (row.checked, row.entries, row.sampled) == (10, 400, True)
    assert row.direction_error is not None
    assert row.direction_error < 1e-7
    assert "10/400" in written(report)


def test_a_sample_is_the_same_for_the_same_seed():
    network = engine.load("rnn")
    inputs, parameters = numbers_for(network), network.initialise()
    first, again, other = (check(network.program, inputs, parameters, most=3, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other


@pytest.mark.parametrize("op", ["relu", "crelu", "abs"])
def test_a_kink_is_marked_and_is_no_failure(op):
    """At 0 the functions have no derivative; the entries that sit there are counted and the others checked."""
    network = engine.parse(f"sizes(N=3)\nx: input(N)\ny = {op}(x)\nz = y * w\nE = sum(z)")
    report = check(network.program, {"x": [0.0, 0.5, 0.25]}, {"w": [0.5, 1.5, 1.0]})
    assert report.passed
    if op != "abs":  # the numeric derivative of |x| at 0 is the derived one, 0
        assert report.row("x").not_smooth == 1
        assert report.not_smooth == 1
        assert "not smooth" in written(report)


def test_a_kink_beside_the_point_is_no_obstacle():
    """Steps shrink until they no longer reach across the kink."""
    network = engine.parse("x: input()\ny = relu(x)\nE = y ** 2 + 3 * y")
    report = check(network.program, {"x": np.array([1e-4])}, {})
    assert report.passed
    assert report.not_smooth == 0
    assert report.row("x").relative_error < 1e-7


def test_a_wrong_derivative_beside_a_kink_still_fails():
    network = engine.parse("sizes(N=3)\nx: input(N)\ny = relu(x)\nE = sum(y * y)")
    program = with_wrong_flow(network.program, "x", source="y")
    report = check(program, {"x": [0.0, 0.5, 1e-4]}, {})
    assert report.row("x").verdict == "failed"


def test_a_probability_near_zero_is_checked_with_small_steps():
    """The logarithm of a probability of 1e-5 bends too much for the first step."""
    network = engine.parse("x: input()\nd: target()\ny = sigmoid(x)\nE = bce(y, d)")
    report = check(network.program, {"x": np.array([-11.5]), "d": np.array([1.0])}, {})
    assert report.passed, written(report)
    assert report.row("y").relative_error < 1e-6


def test_vanished_adjoints_do_not_fail_for_rounding():
    """An adjoint of 1e-14 beside a loss of order 1 is beyond what differences resolve."""
    network = engine.parse(
        "x[t]: input()\nd[t]: target()\nh[t] = tanh(0.001 * h[t-1] + x[t])\nE[t] = half_sse(h[t], d[t])"
    )
    report = check(network.program, numbers_for(network, moments=8), {})
    assert report.passed, written(report)


def test_zero_by_zero_counts_as_equal():
    network = engine.parse("x: input()\nw: parameter()\nE = 0 * x * w")
    report = check(network.program, {"x": np.array([1.0])}, {"w": 2.0})
    assert report.passed
    assert report.row("x").relative_error == 0
    assert report.row("w").relative_error == 0


def test_interventions_are_kept_while_checking():
    """What is put in stays put in: its own adjoint is checked, nothing flows back through the equation replaced."""
    network = engine.parse(PARTS)
    put = [Intervention("h", (1, 0, 2), 0.3), Intervention("a", (2,), -0.2), Intervention("x", (0, 1, 0), 2.0)]
    report = check(network.program, numbers_for(network), network.initialise(), interventions=put, most=100)
    assert report.passed, written(report)
    assert all(row.relative_error < 1e-7 for row in report.rows)


def test_single_precision_is_held_against_double():
    network = engine.load("rnn")
    inputs, parameters = numbers_for(network), network.initialise()
    report = check(network.program, inputs, parameters, dtype="float32", tolerance=1e-4)
    assert report.passed, written(report)
    assert max(row.relative_error for row in report.rows) > 1e-9, "float32 differs from float64"


def test_a_trace_that_is_there_is_checked_without_running_again():
    network = engine.load("rnn")
    trace = engine.run(network.program, numbers_for(network), network.initialise())
    assert check_trace(trace, most=8).passed


def test_parameters_made_of_parameters_and_a_part_outside_time():
    network = engine.parse(
        "sizes(H=2)\nx[t]: input(H)\nU: parameter(H, H)\nW = U @ U * 0.5\nc = sum(W)\n"
        "h[t] = tanh(W @ h[t-1] + x[t] * c)\nE[t] = sum(h[t] * h[t])"
    )
    report = check(network.program, numbers_for(network), network.initialise())
    assert report.passed, written(report)
    assert {"U", "W", "c"} <= {row.name for row in report.rows}


def test_arrays_that_do_not_fit_are_refused():
    network = engine.load("rnn")
    with pytest.raises(DataError, match="missing"):
        check(network.program, {}, network.initialise())


def test_rows_are_told_as_they_are_made_and_the_check_can_be_given_up():
    network = engine.load("rnn", H=3)
    trace = engine.run(network.program, numbers_for(network, moments=3), network.initialise())
    told: list[Row] = []
    report = check_trace(trace, most=4, told=told.append)
    assert {row.name for row in told} == {row.name for row in report.rows} and len(told) == len(report.rows)

    class Enough(Exception):
        pass

    def go_on() -> None:
        if len(told) >= 2:
            raise Enough

    told.clear()
    with pytest.raises(Enough):
        check_trace(trace, most=4, told=told.append, go_on=go_on)
    assert len(told) == 2


def test_fewer_entries_of_large_networks_are_checked():
    network = engine.load("lstm_peephole", H=4)
    base = recorded(engine.run(network.program, numbers_for(network), network.initialise()))
    names = list(network.program.adjoints)
    assert affordable(base, names, most=64, numbers=10**12) == 64
    few = affordable(base, names, most=64, numbers=10**5)
    assert 1 <= few < 64 and affordable(base, names, most=64, numbers=1) == 1


def test_nothing_by_nothing_is_equal():
    """An adjoint that is zero everywhere agrees with a numeric derivative of zero: no division, no NaN."""
    network = engine.parse("x: input(2)\nd: target(2)\ny: 2 = W @ x\nE = half_sse(y, d)\n")
    inputs = {"x": np.zeros((1, 2)), "d": np.ones((1, 2))}
    row = check(network.program, inputs, {"W": np.ones((2, 2))}).row("W")
    assert (row.relative_error, row.worst.absolute_error, row.verdict) == (0.0, 0.0, "ok")

"""Alerts: each kind is raised by a run that has it, counted by hand, and led to by its first number."""

import numpy as np
import pytest

import engine
from engine.checking.alerts import KINDS, LOOKED_FOR, Alert, alerts_of, spot_after
from engine.checking.soundness import exploded, vanished
from engine.exchange.opening import Opening, prepare
from engine.run.intervention import Intervention
from engine.trace import Trace

CHAIN = """
x[t]: input()
d[t]: target()
m[t]: input()
h[t] = w * h[t-1] + x[t]
E[t] = m[t] * half_sse(h[t], d[t])
"""
RECTIFIED = """
x: input(2)
d: target()
b: 3 = relu(W @ x)
y = v @ b
E = half_sse(y, d)
"""
GATED = """
x[t]: input()
d[t]: target()
g[t] = sigmoid(w * x[t])
h[t] = g[t] * h[t-1] + x[t]
E[t] = half_sse(h[t], d[t])
"""


def chain(w: float, moments: int = 20) -> Trace:
    network = engine.parse(CHAIN)
    inputs = {"x": np.ones((moments, 1)), "d": np.zeros((moments, 1)), "m": np.eye(moments)[-1][:, None]}
    return engine.run(network.program, inputs=inputs, parameters={"w": w})


def of_kind(trace: Trace, kind: str) -> list[Alert]:
    return [alert for alert in alerts_of(trace) if alert.kind == kind]


def test_every_kind_says_what_is_looked_for():
    assert set(KINDS) == set(LOOKED_FOR)


def test_a_healthy_run_has_none():
    assert alerts_of(chain(0.9)) == ()
    assert alerts_of(prepare(Opening("occupancy")).run()) == ()


def test_vanishing_is_counted_in_moments_and_begins_at_the_latest():
    """Norms fall tenfold a moment: seven moments before the last is the first below a millionth."""
    (alert,) = of_kind(chain(0.1), "vanishing")
    assert (alert.name, alert.adjoint, alert.count, alert.total, alert.unit_word) == ("h", True, 13, 20, "moment")
    assert alert.first.moment == 12
    assert alert.positions == tuple(sorted(alert.positions))


def test_an_adjoint_that_nothing_carries_back_does_not_vanish():
    """The answer of a masked network counts at the last moment only, and is 0 before by right."""
    names = {alert.name for alert in of_kind(prepare(Opening("adding_rnn")).run(), "vanishing")}
    assert names == {"a_h", "b_h"}


def test_the_lstm_of_the_same_task_keeps_its_adjoints():
    assert not of_kind(prepare(Opening("adding_lstm")).run(), "vanishing")


def test_exploding_is_counted_in_moments_and_for_gradients():
    """Threefold a moment: compared with the moment five before the end, more than a thousandfold from seven back on."""
    alerts = {alert.name: alert for alert in of_kind(chain(3.0), "exploding")}
    assert set(alerts) == {"h", "w"}
    sizes = np.abs(chain(3.0).adjoint("h")[:, 0])
    assert alerts["h"].count == int((sizes > 1e3 * sizes[15:].max()).sum()) > 0
    assert alerts["h"].first.moment == alerts["h"].count - 1
    assert alerts["w"].unit_word == "gradient"


def test_what_is_not_finite_is_found_where_it_was_computed():
    alerts = of_kind(chain(1e200), "not finite")
    first, second = alerts[:2]
    assert (first.name, first.adjoint, first.first.moment) == ("E", False, 1)  # the square of 1e200
    assert (second.name, second.adjoint, second.first.moment) == ("h", False, 2)
    assert second.count == 18
    assert first.detail == "18 NaN and 1 ±∞"


def test_the_adjoint_of_an_input_is_made_at_once_and_told_by_its_moment():
    """It has one event for all moments; quantities of the update repeat what was found before it and are left out."""
    prepared = prepare(Opening("adding_rnn"))
    alerts = {alert.name: alert for alert in of_kind(prepared.run((Intervention("W_k", (0, 0), 1e200),)), "not finite")}
    assert len(alerts["x"].positions) == 1
    first = alerts["x"].first
    assert first.moment is not None and first.example is not None and len(first.unit) == 1
    assert not any("." in name or name.endswith("'") for name in alerts)


def test_a_rectified_unit_that_never_fires_is_dead():
    network = engine.parse(RECTIFIED)
    inputs = {"x": np.ones((4, 2)), "d": np.ones(4)}
    weights = {"W": np.array([[1.0, 1.0], [-1.0, -1.0], [0.5, 0.5]]), "v": np.ones(3)}
    (alert,) = of_kind(engine.run(network.program, inputs=inputs, parameters=weights), "dead")
    assert (alert.name, alert.count, alert.total, alert.first.unit) == ("b", 1, 3, (1,))


def test_a_gate_is_saturated_where_more_than_half_of_its_numbers_are():
    network = engine.parse(GATED)
    inputs = {"x": np.array([[1.0], [9.0], [-9.0], [9.0]]), "d": np.zeros((4, 1))}
    (alert,) = of_kind(engine.run(network.program, inputs=inputs, parameters={"w": 1.0}), "saturated")
    assert (alert.name, alert.count, alert.total) == ("g", 3, 4)
    assert alert.first.moment == 1
    assert not of_kind(engine.run(network.program, inputs=inputs, parameters={"w": 0.1}), "saturated")


def test_the_next_of_an_alert_comes_after_the_cursor_and_then_again_the_first():
    trace = chain(0.1)
    (alert,) = of_kind(trace, "vanishing")
    assert spot_after(trace, alert, 0) == alert.first
    second = spot_after(trace, alert, alert.positions[0])
    assert second.moment == 11
    assert second.number == pytest.approx(float(trace.adjoint("h")[11, 0]))
    assert spot_after(trace, alert, trace.schedule.length) == alert.first


def test_one_zero_at_the_first_moment_is_no_vanishing():
    """Before the first moment every state is zero, so that a forget gate there counts for nothing."""
    assert not vanished(np.array([0.0, 0.5, 1.0])).any()
    assert vanished(np.array([0.0, 0.0, 1.0])).tolist() == [True, True, False]


def test_growth_is_measured_against_the_last_quarter():
    assert exploded(np.array([5e3, 1e3, 1.0, 1.0, 1e-9, 2.0, 1.0, 1e-9])).tolist() == [True] + [False] * 7
    assert not exploded(np.zeros(4)).any()

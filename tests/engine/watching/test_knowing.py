"""A watch is known from the position at which the last thing it reads has been computed."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import engine
from engine.watching.watch import read_watch
from tests.engine.watching.traces import NETWORKS, read_quantities, trace_of


@given(data=st.data(), name=st.sampled_from(NETWORKS))
def test_known_where_the_schedule_says_that_all_is_known(data, name):
    """The first position at which every quantity it reads is known."""
    trace = trace_of(name)
    (a, first), (b, second) = data.draw(read_quantities(trace)), data.draw(read_quantities(trace))
    watch = read_watch(f"norm({a}) + max({b})", trace.program.network)
    known, schedule = watch.known_at(trace.schedule), trace.schedule
    assert known.shape == ((trace.moments,) if watch.timed else ())
    for moment in range(trace.moments) if watch.timed else (None,):

        def all_known(position, moment=moment):
            return all(
                schedule.is_known(name, None if offset is None else moment + offset, position, adjoint=adjoint)
                for name, adjoint, offset in (first, second)
            )

        at = watch.needs(schedule, moment)
        assert at == (known[moment] if watch.timed else known)
        assert all_known(at)
        assert at == 0 or not all_known(at - 1)


def test_what_is_given_is_known_from_the_start():
    trace = trace_of("gru")
    assert not read_watch("norm(x) + norm(W_xu)", trace.program.network).known_at(trace.schedule).any()


def test_taps_and_last_are_known_with_what_they_reach():
    trace = trace_of("gru")
    network, schedule = trace.program.network, trace.schedule
    line = trace.program.line_of["h", False]
    after = schedule.positions_of(line) + 1
    taps = read_watch("sum(h[t-m] for m in range(1, 3))", network).known_at(schedule)
    assert taps.tolist() == [0, *after[:-1]]
    assert read_watch("last(h)", network).known_at(schedule).tolist() == [0, *after[:-1]]
    assert read_watch("h - last(h)", network).known_at(schedule).tolist() == after.tolist()
    back = schedule.positions_of(trace.program.line_of["h", True]) + 1
    assert read_watch("last(d_h)", network).known_at(schedule).tolist() == [*back[1:], 0]


def test_the_adjoint_of_the_objective_is_known_with_the_loss():
    network = engine.parse("x[t]: input(2)\nE[t] = sum(x[t] * 2)")
    trace = engine.run(network.program, {"x": np.zeros((3, 1, 2))}, {})
    assert (read_watch("d_E", network).known_at(trace.schedule) == trace.schedule.loss_position + 1).all()

"""Halts: what array operations find over the whole trace is what a walk event by event finds, in both directions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine
from engine.derivation.flows import reaching
from engine.stepping.breakpoint import Breakpoint, changing
from engine.stepping.halting import hit_count, hit_counts, hits, log_rows, moments_of, next_halt
from engine.watching.condition import read_condition
from tests.engine.stepping.walking import walked
from tests.engine.watching.traces import EXAMPLES, NETWORKS, array_of, read_quantities, trace_of

TRACE = trace_of("lstm_peephole")


def threshold(draw, trace, read):
    """A number that some units of a quantity lie above and some below, most often."""
    numbers = np.sort(array_of(trace, read).ravel())
    return float(numbers[draw(st.integers(0, len(numbers) - 1))])


@st.composite
def conditions(draw, trace, *, timed=None):
    """A condition with what it reads; over given things alone only where they stand outside time."""
    text, read = draw(read_quantities(trace, timed=timed))
    other, second = draw(read_quantities(trace, timed=timed))
    limit, second_limit = threshold(draw, trace, read), threshold(draw, trace, second)
    form = draw(
        st.sampled_from(["{a} > {x:r}", "max({a}) <= {x:r}", "{a} > {x:r} and max({b}) > {y:r}", "not {a} < {x:r}"])
    )
    form = form.replace("{x:r}", repr(limit)).replace("{y:r}", repr(second_limit))
    return form.format(a=text, b=other), [read, second] if "{b}" in form else [read]


def is_given(trace, reads):
    """Whether nothing that is read is computed: such conditions are met where the run comes by, not when known."""
    return not any(adjoint or trace.program.network.quantities[name].role == "defined" for name, adjoint, _ in reads)


@given(data=st.data(), name=st.sampled_from(NETWORKS), example=st.integers(0, EXAMPLES - 1))
def test_a_condition_halts_where_a_walk_finds_that_it_begins_to_hold(data, name, example):
    trace = trace_of(name)
    text, reads = data.draw(conditions(trace))
    if is_given(trace, reads):
        return
    breakpoint = Breakpoint(condition=text)
    condition = read_condition(text, trace.program.network)
    assert hits(trace, breakpoint, example).tolist() == walked(trace, breakpoint, condition, reads, example)


@given(data=st.data(), name=st.sampled_from(NETWORKS), example=st.integers(0, EXAMPLES - 1))
def test_a_line_halts_before_every_time_it_runs(data, name, example):
    """With a condition, where that holds and is known by then."""
    trace = trace_of(name)
    lines = [key for key, line in trace.program.line_of.items() if line.section != "update"]
    quantity, adjoint = data.draw(st.sampled_from(sorted(lines)))
    text, reads, condition = "", [], None
    if data.draw(st.booleans()):
        timed = None if trace.program.line_of[quantity, adjoint].timed else False
        if timed is None or any(not q.timed for q in trace.program.network.quantities.values()):
            text, reads = data.draw(conditions(trace, timed=timed))
            condition = read_condition(text, trace.program.network)
    breakpoint = Breakpoint(quantity, adjoint, text)
    assert hits(trace, breakpoint, example).tolist() == walked(trace, breakpoint, condition, reads, example)


@given(data=st.data(), name=st.sampled_from(NETWORKS))
def test_continuing_visits_every_hit_and_in_reverse_the_same_backwards(data, name):
    """From one end of the run to the other; the first breakpoint of a place is named."""
    trace = trace_of(name)
    count = data.draw(st.integers(1, 3))
    breakpoints = [Breakpoint(condition=data.draw(conditions(trace))[0]) for _ in range(count)]
    breakpoints.append(Breakpoint(trace.program.lines[0].name, enabled=data.draw(st.booleans())))
    places: dict[int, int] = {}
    for number in reversed(range(len(breakpoints))):
        if breakpoints[number].enabled:
            places |= dict.fromkeys(hits(trace, breakpoints[number], 1).tolist(), number)
    for reverse in (False, True):
        position, visited = (trace.schedule.length + 1 if reverse else -1), []
        while found := next_halt(trace, breakpoints, position, 1, reverse=reverse):
            visited.append(found)
            position = found[0]
        assert visited == sorted(places.items(), reverse=reverse)


@given(form=st.sampled_from([">=", "=", "%"]), number=st.integers(1, 9))
def test_hit_counts_choose_among_the_hits(form, number):
    every = hits(TRACE, Breakpoint("s"), 0).tolist()
    wanted = {">=": every[number - 1 :], "=": every[number - 1 : number], "%": every[number - 1 :: number]}[form]
    breakpoint = Breakpoint("s", hits=f"{form}{number}")
    assert hits(TRACE, breakpoint, 0).tolist() == wanted
    for count, position in enumerate(every, 1):
        assert hit_count(TRACE, breakpoint, position - 1) == count - 1
        assert hit_count(TRACE, breakpoint, position) == count


def test_a_disabled_one_a_log_and_one_that_cannot_be_do_not_halt():
    silent = [
        Breakpoint("s", enabled=False),
        Breakpoint("s", log="{s}"),
        Breakpoint("nobody"),
        Breakpoint(condition="?"),
    ]
    assert next_halt(TRACE, silent, 0) is None
    assert hit_counts(TRACE, silent, TRACE.schedule.length) == (TRACE.moments, TRACE.moments, 0, 0)
    assert next_halt(TRACE, [*silent, Breakpoint("s")], 0) == (int(hits(TRACE, Breakpoint("s"))[0]), 4)


def test_adjoints_are_met_from_the_last_moment_to_the_first():
    adjoint = TRACE.adjoint("s")[:, 0]
    limit = float(np.median(np.abs(adjoint).max(axis=(1, 2))))
    breakpoint = Breakpoint(condition=f"max(abs(eps_s)) > {limit!r}")
    above = np.abs(adjoint).max(axis=(1, 2))[::-1] > limit
    begins = TRACE.moments - 1 - np.flatnonzero(above & ~np.concatenate(([False], above[:-1])))
    assert moments_of(TRACE, breakpoint).tolist() == begins.tolist()
    line = TRACE.program.line_of["s", True]
    assert hits(TRACE, breakpoint).tolist() == [TRACE.schedule.position_of(line, t) + 1 for t in begins]


def test_a_number_that_changes():
    """By more than so much since it was computed last; the first has nothing it could have changed from."""
    for adjoint, steps in ((False, 1), (True, -1)):
        numbers = (TRACE.adjoint("s") if adjoint else TRACE.value("s"))[::steps, 0, 2, 0]
        jumps = np.abs(np.diff(numbers))
        by = float(np.median(jumps))
        inside = jumps > by
        begins = np.flatnonzero(inside & ~np.concatenate(([False], inside[:-1]))) + 1
        wanted = begins if steps == 1 else TRACE.moments - 1 - begins
        assert moments_of(TRACE, changing("s", adjoint, (2, 0), by)).tolist() == wanted.tolist()


def test_what_is_given_is_met_where_the_run_comes_by():
    """Inputs are known from the start, but nobody wants to halt there for all of them."""
    x = TRACE.value("x")[:, 1, 0] > 0
    begins = np.flatnonzero(x & ~np.concatenate(([False], x[:-1])))
    first = TRACE.program.section("forward")[0]
    assert hits(TRACE, Breakpoint(condition="x > 0"), 1).tolist() == [
        TRACE.schedule.position_of(first, t) for t in begins
    ]


def test_what_is_no_number_is_met_where_it_is_made():
    """After the line that makes it, then after each line that it spreads to, once."""
    network = engine.load("gru")
    inputs = {"x": np.zeros((5, 2, 1)), "d": np.full((5, 2, 1), 0.5)}
    inputs["x"][3, 1] = np.nan
    trace = engine.run(network.program, inputs, network.initialise(0))
    breakpoint = Breakpoint(condition="isnan(*)")
    assert not len(hits(trace, Breakpoint(condition="isinf(*)"), 1))
    first = trace.schedule.position_of(trace.program.line_of["z_r", False], 3) + 1
    assert hits(trace, breakpoint, 1)[0] == first
    assert moments_of(trace, breakpoint, 1)[0] == 3
    parameters = trace.schedule.position_of(trace.program.line_of["W_xr", True], None) + 1
    assert parameters in hits(trace, breakpoint, 1).tolist()
    assert parameters in hits(trace, breakpoint, 0).tolist()  # what is summed over examples concerns all of them
    assert hits(trace, breakpoint, 0)[0] > trace.schedule.phase_bounds("backward")[0]


def test_a_log_prints_what_is_known_once_the_line_has_run():
    rows = log_rows(
        TRACE, Breakpoint("s", log="s is {s[0, 0]}, adjoint {norm(eps_s)}, {b_phi > 0.5} and {W_k[0, 0]}"), 2
    )
    line = TRACE.program.line_of["s", False]
    assert [row.moment for row in rows] == list(range(TRACE.moments))
    for row in rows:
        assert row.position == TRACE.schedule.position_of(line, row.moment) + 1
        assert row.numbers[0] == TRACE.value("s")[row.moment, 2, 0, 0]
        assert row.numbers[1] is None
        assert row.message.startswith(f"s is {float(row.numbers[0]):.6g}, adjoint —, [")
        assert row.message.endswith(f" and {TRACE.value('W_k')[0, 0]:.6g}")


def test_a_log_of_a_condition_prints_where_it_begins_to_hold():
    logging = Breakpoint(condition="eps_s > 0", log="{eps_s}")
    rows = log_rows(TRACE, logging, 0)
    assert [row.moment for row in rows] == moments_of(TRACE, Breakpoint(condition="eps_s > 0"), 0).tolist()
    assert all(np.array_equal(row.numbers[0], TRACE.adjoint("s")[row.moment, 0]) for row in rows)


def test_a_line_at_one_moment():
    """What a person means by the fifth time step."""
    assert moments_of(TRACE, Breakpoint("s", condition="t == 5")).tolist() == [4]
    assert moments_of(TRACE, Breakpoint("s", adjoint=True, condition="t < 3")).tolist() == [1, 0]
    rows = log_rows(TRACE, Breakpoint("s", condition="t >= 6", log="at {t}"))
    assert [row.message for row in rows] == ["at 6", "at 7"]


def test_hits_are_those_of_one_example():
    assert all(len(hits(TRACE, Breakpoint("s"), example)) == TRACE.moments for example in range(EXAMPLES))
    with pytest.raises(engine.ChainruleError, match="there is no example 9; allowed are 0 to 2"):
        hits(TRACE, Breakpoint("s"), 9)


@pytest.mark.parametrize("name", NETWORKS)
def test_every_adjoint_can_be_asked_for(name):
    """All names that a network has, in every network."""
    trace = trace_of(name)
    for quantity in reaching(trace.program.network):
        assert len(hits(trace, Breakpoint(condition=f"norm(d_{quantity}) >= 0"))) <= 1
        assert len(hits(trace, Breakpoint(condition=f"norm({quantity}) >= 0"))) == 1

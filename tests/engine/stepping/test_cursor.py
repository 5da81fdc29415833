"""The cursor: n steps forward and n back come home, by every grain; conditions, into and out."""

import numpy as np
import pytest

import engine
from engine.errors import ChainruleError
from engine.stepping.cursor import Cursor
from engine.stepping.place import GRAINS, Place, parts_of
from engine.stepping.schedule import Schedule

CASES = [(name, 3 if engine.load(name).timed else None) for name in engine.network_names()]


def cursor_of(name: str, moments: int | None = 3) -> Cursor:
    """A cursor before the first event of a built-in network's run."""
    return Cursor(Schedule(engine.load(name).program, moments))


@pytest.mark.parametrize("grain", GRAINS)
@pytest.mark.parametrize(("name", "moments"), CASES)
def test_forward_and_back_come_home(name, moments, grain):
    """Each step forward is undone by one back, all the way to the end and home."""
    cursor = cursor_of(name, moments)
    places = [cursor.place]
    while cursor.event is not None:
        cursor.over(grain)
        assert cursor.place > places[-1]
        places.append(cursor.place)
    assert cursor.place == Place(cursor.schedule.length)
    for place in reversed(places[:-1]):
        cursor.over(grain, reverse=True)
        assert cursor.place == place
    cursor.over(grain, reverse=True)
    assert cursor.place == Place(0)


@pytest.mark.parametrize("grain", GRAINS)
def test_the_end_is_the_end(grain):
    cursor = cursor_of("rnn")
    cursor.to(Place(cursor.schedule.length))
    assert cursor.over(grain) is None
    assert cursor.place == Place(cursor.schedule.length)


def test_grains_are_as_long_as_their_names_say():
    """For the LSTM over three moments: 2 equations a gate, 11 a moment, 3 phases, 1 iteration."""
    counts = {}
    for grain in GRAINS:
        cursor, count = cursor_of("lstm"), 0
        while cursor.event is not None:
            cursor.over(grain)
            count += 1
        counts[grain] = count
    program = engine.load("lstm").program
    forward, backward = (len(program.section(section)) for section in ("forward", "backward"))
    once = len(program.section("parameters", "inputs"))
    assert counts["equation"] == 3 * (forward + backward) + 1 + once
    assert counts["gate"] == 3 * (6 + 5) + 1 + once
    assert counts["moment"] == 3 + 1 + 3 + 2
    assert counts["phase"] == 3
    assert counts["iteration"] == 1
    assert counts["sub-expression"] > counts["equation"]


def test_a_gate_is_a_paragraph_of_the_text():
    cursor = cursor_of("lstm")
    headings = []
    for _ in range(7):
        assert cursor.event is not None
        headings.append((cursor.event.line.gate, cursor.event.moment))
        cursor.over("gate")
    assert headings == [
        ("input gate", 0),
        ("forget gate", 0),
        ("output gate", 0),
        ("candidate", 0),
        ("cell", 0),
        ("cost", 0),
        ("input gate", 1),
    ]


@pytest.mark.parametrize(("name", "moments"), CASES)
def test_into_visits_every_part_and_then_the_next_event(name, moments):
    """Sub-expressions come in the order in which they are computed, the whole last; then the next equation begins."""
    cursor = cursor_of(name, moments)
    while cursor.event is not None:
        event, parts = cursor.event, parts_of(cursor.event.line.expression)
        for number in range(max(1, len(parts))):
            assert cursor.place == Place(event.position, number)
            cursor.into()
        assert cursor.place == Place(event.position + 1)
        for address, _ in parts:
            inner = [found for found, _ in parts if found[: len(address)] == address]
            assert inner[-1] == address


def test_back_from_inside_an_equation_goes_to_its_start():
    cursor = cursor_of("lstm")
    cursor.into()
    cursor.into()
    assert cursor.place == Place(0, 2)
    cursor.back()
    assert cursor.place == Place(0)


def test_forward_from_inside_an_equation_goes_to_its_end():
    cursor = cursor_of("lstm")
    cursor.into()
    cursor.forward()
    assert cursor.place == Place(1)


def test_out_of_an_equation_and_out_of_a_moment():
    cursor = cursor_of("lstm")
    cursor.into()
    cursor.out()
    assert cursor.place == Place(1)
    event = cursor.out()
    assert event is not None and event.moment == 1
    assert cursor.position == 11
    cursor.forward()
    cursor.out(reverse=True)
    assert cursor.position == 11


def test_until_stops_where_the_condition_holds():
    """From each place it moves at least once, in both directions; it says when the run ended without."""
    cursor = cursor_of("lstm")
    assert cursor.until(lambda at: at.known("h", 1))
    here = cursor.position
    assert cursor.known("h", 1) and not cursor.known("h", 2)
    assert cursor.until(lambda at: not at.known("h", 1), reverse=True)
    assert cursor.position == here - 1
    assert not cursor.until(lambda at: False)
    assert cursor.position == cursor.schedule.length
    assert cursor.known("h", 0, adjoint=True)


def test_a_cursor_is_held_within_the_run():
    cursor = cursor_of("lstm")
    cursor.to(Place(10**9))
    assert cursor.event is None
    cursor.to(Place(-5))
    assert cursor.place == Place(0)


def test_a_trace_hands_out_cursors_that_know_its_numbers():
    network = engine.load("rnn")
    trace = engine.run(
        network.program, inputs={"x": np.ones((3, 1)), "d": np.zeros((3, 1))}, parameters=network.initialise()
    )
    cursor = trace.cursor()
    assert not cursor.known("b_h", 0) and cursor.known("x", 2) and cursor.known("W_x")
    cursor.forward()
    cursor.forward()
    assert cursor.known("b_h", 0) and not cursor.known("b_h", 1)
    assert not cursor.known("b_h", 0, adjoint=True)


def test_networks_without_time():
    """The multilayer perceptron has one moment-less forward pass and one back."""
    cursor = cursor_of("mlp", None)
    first, then = cursor.event, cursor.over("moment")
    assert first is not None and first.moment is None
    assert then is not None and then.line.section == "loss"
    assert cursor.known("y") and not cursor.known("y", adjoint=True)
    cursor.over("phase")
    assert cursor.known("E", adjoint=True)
    cursor.over("gate")
    assert (
        cursor.known("a_k", adjoint=True) and cursor.known("y", adjoint=True) and not cursor.known("a3", adjoint=True)
    )


def test_what_does_not_exist_is_refused():
    """A grain or a quantity that there is not is told with what there is."""
    cursor = cursor_of("rnn")
    with pytest.raises(ChainruleError, match=r"no grain is called 'line' \(allowed: .*gate"):
        cursor.over("line")  # type: ignore[arg-type]
    with pytest.raises(ChainruleError, match=r"no quantity is called 'b_hh'; did you mean 'b_h'\?"):
        cursor.known("b_hh", 0)

"""--at and --select: where a picture is taken and what is looked at, in the words of the command line."""

from dataclasses import replace

import pytest

from engine.errors import ChainruleError
from engine.exchange.opening import Opening, prepare
from engine.stepping.place import Place
from explorer.figure.at import AT_HELP, KEYS, parse_at, parse_selection, place_at, put_at
from explorer.state import Selection


def test_moments_count_from_one_and_lines_are_those_of_the_program(scene):
    """Line 17 is the adjoint of the state; `event` with a moment or a phase means the same."""
    assert place_at(parse_at("t=11,phase=backward,line=17"), scene.schedule) == scene.state.place
    assert place_at(parse_at("t=11, phase=backward, event=17, iteration=0"), scene.schedule) == scene.state.place
    assert place_at(parse_at("t=11,line=17"), scene.schedule) == scene.state.place


@pytest.mark.parametrize("text", ["", "phase=end", "example=1"])
def test_the_end_is_where_a_picture_is_taken_unless_said_otherwise(scene, text):
    assert place_at(parse_at(text), scene.schedule).position == scene.schedule.length


def test_phases_and_moments_begin_with_their_first_event(scene):
    schedule = scene.schedule
    for phase in ("forward", "loss", "backward"):
        assert place_at(parse_at(f"phase={phase}"), schedule).position == schedule.phase_bounds(phase)[0]
    event = schedule.event(place_at(parse_at("t=5"), schedule).position)
    assert (event.phase, event.moment, event.line.number) == ("forward", 4, 1)
    event = schedule.event(place_at(parse_at("t=5,phase=backward"), schedule).position)
    assert (event.phase, event.moment, event.line.name) == ("backward", 4, "a_k")


def test_an_event_alone_counts_from_the_start_and_a_line_alone_is_where_it_runs_first(scene):
    assert place_at(parse_at("event=17"), scene.schedule) == Place(17)
    event = scene.schedule.event(place_at(parse_at("line=17"), scene.schedule).position)
    assert (event.moment, event.line.number) == (11, 17)


@pytest.mark.parametrize(("text", "words"), [
    ("t=99", "moments 1 to 12"), ("t=0", "from 1"), ("t=x", "whole number"), ("t", "KEY=VALUE"),
    ("tt=3", "no key 'tt'"), ("t=1,t=2", "twice"), ("phase=sideways", "forward, loss, backward, update and end"),
    ("t=3,phase=loss", "outside time"), ("line=3,phase=backward", "14–39"), ("line=9999", "are 1–"),
    ("t=3,line=21", "1–12, 14–20"), ("event=100000", "0 to "),
    ("line=1,event=1", "same"), ("t=" + "9" * 5000, "whole number")])  # fmt: skip
def test_what_the_run_does_not_have_is_refused_with_what_is_allowed(scene, text, words):
    with pytest.raises(ChainruleError, match=words) as error:
        place_at(parse_at(text), scene.schedule)
    assert len(str(error.value)) < 400


def test_a_network_without_time_has_no_moments(qtbot):
    schedule = prepare(Opening("mlp")).run().schedule
    with pytest.raises(ChainruleError, match="without time"):
        place_at(parse_at("t=1"), schedule)
    assert place_at(parse_at("phase=backward"), schedule).position == schedule.phase_bounds("backward")[0]


def test_example_and_unit_must_exist(scene):
    moved = put_at(replace(scene), parse_at("example=2,unit=1"))
    assert (moved.state.example, moved.state.unit) == (2, 1)
    for text in ("example=4", "unit=4"):
        with pytest.raises(ChainruleError, match="allowed are 0 to 3"):
            put_at(scene, parse_at(text))


def test_a_selection_is_a_value_or_an_adjoint_by_its_name(scene):
    assert parse_selection("b_phi", scene) == Selection("b_phi")
    assert parse_selection("eps_s", scene) == parse_selection("dE/ds", scene) == Selection("s", adjoint=True)
    with pytest.raises(ChainruleError, match="eps_x"):
        parse_selection("eps_x", scene)


def test_the_help_names_every_key():
    assert all(f"{key}=" in AT_HELP for key in KEYS)

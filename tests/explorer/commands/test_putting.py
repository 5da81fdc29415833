"""Putting in by hand: what was typed becomes a value of the run, switched, changed and taken back."""

from dataclasses import replace

import numpy as np
import pytest

from engine.exchange.opening import Opening, prepare
from engine.run.intervention import Intervention, Span
from engine.stepping.place import Place
from explorer.application import all_commands
from explorer.scene import Other, Scene
from explorer.scenery.putting import Entry, entry_of, field_for, refusal, stretch
from explorer.state import Selection, State

COMMANDS = all_commands()


@pytest.fixture(scope="module")
def scene() -> Scene:
    """The memory block with two examples, everything computed."""
    made = prepare(Opening("lstm_peephole", sizes=(("H", 3),), moments=6, examples=2))
    trace = made.run()
    return Scene(State(made.opening, place=Place(trace.schedule.length), example=1), made, trace)


def run(scene: Scene, command: str, argument: object = None) -> Scene:
    outcome = COMMANDS[command].run(scene, argument)
    return scene if outcome is None else replace(scene, state=outcome)


def test_a_typed_number_is_of_the_chosen_entry_moment_and_example(scene):
    field = field_for(scene, Selection("b_phi", False, 3, (2,)))
    assert float(field.text) == pytest.approx(scene.trace.value("b_phi")[3, 1, 2], rel=1e-5)
    after = run(scene, field.command, (field.subject, "0.25"))
    assert after.state.interventions == (Intervention("b_phi", (3, 1, 2), 0.25),)


def test_the_line_is_empty_for_a_number_that_is_not_computed_yet(scene):
    """What is \"—\" everywhere is not given away by the field; inputs and parameters are there from the start."""
    early = replace(scene, state=replace(scene.state, place=Place(0)))
    assert field_for(early, Selection("b_phi", False, 3, (2,))).text == ""
    assert field_for(early, Selection("b_phi", False, None, (2,))).text == ""
    assert field_for(early, Selection("x", False, 3, (0,))).text != ""
    assert field_for(early, Selection("x", False, None, (0,))).text != ""
    assert field_for(early, Selection("W_h_iota", False, None, (2, 1))).text != ""


def test_a_parameter_has_neither_moment_nor_example(scene):
    assert entry_of(scene, Selection("W_h_iota", False, None, (2, 1))) == Entry("W_h_iota", (2, 1))


@pytest.mark.parametrize(
    ("text", "moments"),
    [
        ("1 t=2..4", Span(1, 4)),
        ("1 for t=2..4", Span(1, 4)),
        ("1 t=all", Span(0, 6)),
        ("1 t=5", 4),
        ("−1 t=3..", Span(2, 6)),
    ],
)
def test_a_number_can_be_put_in_for_a_stretch_of_moments(scene, text, moments):
    after = run(scene, "put", (Entry("b_phi", (3, 1, 2)), text))
    assert after.state.interventions[0].index == (moments, 1, 2)


@pytest.mark.parametrize("text", ["", "x", "nan", "inf", "1 t=0", "1 t=7", "1 t=4..2", "1 t=", "1 2"])
def test_what_is_no_number_or_no_moment_is_refused_and_changes_nothing(scene, text):
    entry = Entry("b_phi", (3, 1, 2))
    assert refusal(scene, entry, text)
    assert run(scene, "put", (entry, text)).state == scene.state


def test_no_value_can_be_put_in_for_adjoints_nor_while_other_numbers_are_shown(scene):
    assert field_for(scene, Selection("s", True, 2, (0, 0))) is None
    other = replace(scene, other=Other(scene.prepared, scene.trace), state=replace(scene.state, contrast="before"))
    assert field_for(other, Selection("s", False, 2, (0, 0))) is None


def test_another_number_for_the_same_entry_takes_the_place_of_the_first(scene):
    entry = Entry("s", (0, 1, 0, 0))
    after = run(run(scene, "put", (entry, "1")), "put", (entry, "2"))
    assert [change.value for change in after.state.interventions] == [2.0]


def test_a_change_is_switched_edited_and_taken_back_and_keeps_its_switch(scene):
    first = run(run(scene, "put", (Entry("s", (0, 1, 0, 0)), "1")), "put", (Entry("x", (2, 1, 0)), "3"))
    change = first.state.interventions[0]
    off = run(first, "switch-change", change)
    assert off.state.in_force == first.state.interventions[1:]
    edited = run(run(off, "change-value", (change, "1.5")), "change-moments", (replace(change, value=1.5), "2..3"))
    assert edited.state.interventions[0] == Intervention("s", (Span(1, 3), 1, 0, 0), 1.5)
    assert len(edited.state.in_force) == 1
    assert run(edited, "take-back", edited.state.interventions[0]).state.interventions == first.state.interventions[1:]


def test_all_of_a_quantity_are_switched_and_taken_back_by_its_name(scene):
    after = scene
    for moment in range(4):
        after = run(after, "put", (Entry("x", (moment, 1, 0)), "1"))
    assert run(after, "switch-change", "x").state.in_force == ()
    assert run(after, "take-back", "x").state.interventions == ()


def test_all_are_switched_off_and_on_again_by_one_command(scene):
    after = run(run(scene, "put", (Entry("x", (0, 1, 0)), "1")), "switch-changes")
    assert after.state.in_force == () and len(run(after, "switch-changes").state.in_force) == 1


def test_peepholes_are_found_in_the_equations_and_shut(scene):
    after = run(scene, "peepholes")
    assert {change.name for change in after.state.in_force} == {"p_iota", "p_phi", "p_omega"}
    trace = scene.prepared.run(after.state.in_force)
    assert not trace.value("p_phi").any() and np.abs(trace.value("s") - scene.trace.value("s")).max() > 1e-6
    assert run(after, "peepholes").state.interventions == ()


def test_networks_without_peepholes_do_not_offer_them():
    made = prepare(Opening("gru"))
    assert not COMMANDS["peepholes"].enabled(Scene(State(made.opening), made, made.run()))


@pytest.mark.parametrize(
    ("text", "moments"), [("3", Span(2, 3)), ("2–4", Span(1, 4)), ("2 to 4", Span(1, 4)), ("all", Span(0, 6))]
)
def test_moments_are_counted_from_one(text, moments):
    assert stretch(text, 6) == moments

"""Notes: made where the cursor stands, changed, removed, and gone to in the order of the run."""

from dataclasses import replace

import pytest

from engine.exchange.opening import Opening, prepare
from engine.stepping.place import Place
from explorer.application import all_commands
from explorer.scene import Scene
from explorer.state import Note, Selection, State
from explorer.views.notes import VIEW, place_words

COMMANDS = all_commands()


@pytest.fixture(scope="module")
def scene() -> Scene:
    made = prepare(Opening("lstm", sizes=(("H", 2),), moments=4, examples=2))
    return Scene(State(made.opening, place=Place(30), example=1), made, made.run())


def run(scene: Scene, command: str, argument: object = None) -> Scene:
    outcome = COMMANDS[command].run(scene, argument)
    return scene if outcome is None else replace(scene, state=outcome)


def noted(scene: Scene) -> Scene:
    """Notes at 30, 10 and 50, in this order."""
    for position in (30, 10, 50):
        at = replace(scene, state=replace(scene.state, place=Place(position)))
        scene = run(at, "add-note", (None, f"at {position}"))
    return scene


def test_a_note_keeps_the_place_the_number_and_the_example(scene):
    focus = scene.focus
    (note,) = run(scene, "add-note", (None, " why? ")).state.notes
    assert note == Note("why?", Place(30), Selection(focus.name, focus.adjoint, focus.moment, focus.unit), 1, 0)


def test_notes_stand_in_the_order_of_the_run_and_are_gone_to_round_and_round(scene):
    after = noted(scene)
    assert [note.text for note in after.state.notes] == ["at 10", "at 30", "at 50"]
    positions = []
    for command in ("next-note", "next-note", "previous-note", "previous-note", "previous-note"):
        after = run(after, command)
        positions.append(after.state.place.position)
    assert positions == [10, 30, 10, 50, 30]


def test_words_are_changed_and_notes_removed(scene):
    after = noted(scene)
    after = run(after, "change-note", (after.state.notes[0], "begin"))
    after = run(after, "remove-note", after.state.notes[1])
    assert [note.text for note in after.state.notes] == ["begin", "at 50"]


@pytest.mark.parametrize("text", ["", "  ", "x" * 2001])
def test_an_empty_or_endless_note_is_none(scene, text):
    assert run(scene, "add-note", (None, text)).state.notes == ()


def test_a_note_of_a_longer_run_goes_to_its_end(scene):
    assert run(scene, "go-to-note", Note("far", Place(10**6))).state.place == Place(scene.schedule.length)


def test_the_view_says_where_each_note_stands(scene):
    note = noted(scene).state.notes[0]
    assert place_words(scene, note).endswith("FORWARD · example 1")
    assert VIEW.listed(noted(scene).state) == 3 and VIEW.listed(scene.state) == 0

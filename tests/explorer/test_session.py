"""Sessions: what a person made of a run lies in its recording, and is there when that is opened again."""

from dataclasses import replace

import pytest

from engine.exchange.courses import open_course
from engine.exchange.opening import Opening
from engine.exchange.recipes import recipe_of
from engine.recording.recording import Recording
from engine.run.intervention import Intervention
from engine.stepping.breakpoint import Breakpoint
from engine.stepping.place import Place
from explorer.command import Request
from explorer.compute_training import Training
from explorer.recorded import recorded_state
from explorer.session import KEY, session_of, with_session
from explorer.state import Note, State

STATE = State(
    Opening("rnn"),
    interventions=(Intervention("x", (0, 0, 0), 1.0),),
    breakpoints=(Breakpoint("b_h", condition="b_h > 0.9"),),
    watches=("norm(a_h)",),
    notes=(Note("here", Place(3)),),
)


@pytest.fixture
def path(tmp_path) -> str:
    """An empty recording of a small network."""
    opened = open_course(Opening("rnn"))
    name = tmp_path / "run.chainrule"
    Recording.create(str(name), recipe_of(opened), opened.course).close()
    return str(name)


def test_what_was_made_comes_back_and_what_is_as_at_first_takes_no_room():
    assert with_session(State(STATE.opening), session_of(STATE)) == STATE
    assert session_of(State(STATE.opening)) == {}


@pytest.mark.parametrize("kept", [None, 3, [], {"watches": 3}, {"notes": [{"text": 4}]}, {"unknown": 1}])
def test_what_cannot_be_read_is_left_out(kept):
    assert with_session(State(STATE.opening), kept) == State(STATE.opening)


def test_a_damaged_part_leaves_the_others(path):
    kept = session_of(STATE) | {"notes": "damaged"}
    assert with_session(State(STATE.opening), kept) == replace(STATE, notes=())


def test_a_recording_keeps_it_and_opens_with_it_switched_off(path, qapp):
    training = Training(at_once=True)
    training.open(path)
    training.keep(KEY, session_of(STATE))
    training.close()
    state = recorded_state(path)
    assert (state.watches, state.notes, state.breakpoints) == (STATE.watches, STATE.notes, STATE.breakpoints)
    assert state.interventions == STATE.interventions and state.in_force == ()


def test_a_recording_that_somebody_else_writes_is_said_and_nothing_breaks(path, qapp):
    told: list[str] = []
    training = Training(at_once=True)
    training.failed.connect(told.append)
    training.open(path)
    with Recording.open(path):
        training.keep(KEY, session_of(STATE))
    training.close()
    assert len(told) == 1 and told[0].startswith("notes and the like are not kept in the recording: ")


def test_a_note_made_in_the_window_is_in_the_recording_at_once(open_window, path):
    window = open_window("rnn")
    window.effects.training.open(path)
    window.store.run(Request("add-note", (None, "look here")))
    assert [note.text for note in recorded_state(path).notes] == ["look here"]


def test_a_step_that_makes_nothing_writes_nothing_anew(open_window, path, monkeypatch):
    window = open_window("rnn")
    window.effects.training.open(path)
    window.store.run(Request("add-note", (None, "look here")))
    asked: list[object] = []
    monkeypatch.setattr(window.training, "keep", lambda key, value: asked.append(value))
    for command in ("step-over", "step-over", "back-over"):
        window.store.run(Request(command))
    assert asked == []
    window.store.run(Request("add-note", (None, "and here")))
    assert len(asked) == 1

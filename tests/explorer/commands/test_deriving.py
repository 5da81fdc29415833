"""Deriving: the worksheet is switched, answers are kept and cleared, LaTeX leaves for the adjoint in focus."""

from dataclasses import replace

import pytest

from engine.exchange.opening import Opening, prepare
from explorer.command import Effect
from explorer.commands.deriving import DERIVING, MOST_BLANKS
from explorer.scene import Scene
from explorer.scenery.derived import WORKSHEET
from explorer.state import Selection, State

COMMANDS = {command.name: command for command in DERIVING}


@pytest.fixture(scope="module")
def scene():
    """The LSTM with ε_s in focus."""
    made = prepare(Opening("lstm_peephole"))
    return Scene(State(made.opening, selection=Selection("s", True)), made, made.run())


def run(scene, name, argument=None):
    """What a command makes of the scene."""
    return COMMANDS[name].run(scene, argument)


def test_the_worksheet_is_switched_on_and_off_on_its_stage(scene):
    on = run(scene, "worksheet")
    assert WORKSHEET in on.folded
    assert on.stage == "derivation"
    assert WORKSHEET not in run(replace(scene, state=on), "worksheet").folded


def test_derive_shows_the_adjoint_that_is_named(scene):
    assert run(scene, "derive").selection == Selection("s", True)
    assert run(scene, "derive", "W_k").selection == Selection("W_k", True)
    assert run(scene, "derive", "nothing").selection == Selection("s", True)


def test_an_answer_takes_the_place_of_the_one_before(scene):
    first = run(scene, "fill-blank", ("s/1", " 1 "))
    assert first.blanks == (("s/1", "1"),)
    second = run(replace(scene, state=first), "fill-blank", ("s/1", "2"))
    assert second.blanks == (("s/1", "2"),)
    assert run(replace(scene, state=second), "fill-blank", ("s/1", "")).blanks == ()


def test_answers_are_bounded(scene):
    assert run(scene, "fill-blank", ("s/1", "x" * 5000)) is None
    assert run(scene, "fill-blank", "s/1") is None
    many = tuple((f"s/1@{n}", "1") for n in range(MOST_BLANKS))
    full = replace(scene, state=replace(scene.state, blanks=many))
    assert len(run(full, "fill-blank", ("s/2", "1")).blanks) == MOST_BLANKS


def test_clearing_empties_the_blanks_of_this_adjoint_alone(scene):
    state = replace(
        scene.state,
        blanks=(("s/1", "1"), ("a_c/1", "2")),
        folded=frozenset({WORKSHEET, f"{WORKSHEET}-shown: s/2", f"{WORKSHEET}-shown: a_c/1"}),
    )
    cleared = run(replace(scene, state=state), "clear-blanks")
    assert cleared.blanks == (("a_c/1", "2"),)
    assert cleared.folded == {WORKSHEET, f"{WORKSHEET}-shown: a_c/1"}


def test_latex_leaves_as_a_document(scene):
    copied, saved = run(scene, "copy-derivation"), run(scene, "save-derivation")
    assert isinstance(copied, Effect)
    assert copied.name == "copy-text"
    assert str(copied.argument).startswith("\\documentclass")
    assert saved.name == "save-text"
    assert saved.argument == ("derivation-s.tex", copied.argument)

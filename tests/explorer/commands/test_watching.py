"""Watches by commands: added, changed and removed, and the places at which they change."""

from dataclasses import replace

import pytest

from engine.exchange.opening import Opening, prepare
from engine.stepping.place import Place
from explorer.application import all_commands
from explorer.scene import Scene
from explorer.state import Selection, State

COMMANDS = all_commands()


@pytest.fixture(scope="module")
def scene() -> Scene:
    made = prepare(Opening("lstm_peephole", sizes=(("H", 3),), moments=6))
    return Scene(State(made.opening), made, made.run())


def run(scene: Scene, command: str, argument: object = None) -> Scene:
    outcome = COMMANDS[command].run(scene, argument)
    return scene if outcome is None else replace(scene, state=outcome)


@pytest.mark.parametrize(
    ("selection", "text"),
    [
        (Selection("s", True, 2, (1, 0)), "eps_s[t][1, 0]"),
        (Selection("b_phi", False, 2, (2,)), "b_phi[t][2]"),
        (Selection("W_h_iota", False, None, (2, 1)), "W_h_iota[2, 1]"),
        (Selection("b_phi", True, 2, (2,)), "d_b_phi[t][2]"),
    ],
)
def test_the_chosen_number_becomes_an_expression(scene, selection, text):
    chosen = replace(scene, state=replace(scene.state, selection=selection))
    if scene.exists(selection.name, selection.adjoint):
        assert run(chosen, "watch-chosen").state.watches == (text,)


def test_watches_are_added_once_changed_in_place_and_removed(scene):
    two = run(run(scene, "add-watch", (None, " norm(eps_s) ")), "add-watch", (None, "b_phi"))
    assert two.state.watches == ("norm(eps_s)", "b_phi")
    assert run(two, "add-watch", (None, "b_phi")).state == two.state
    assert run(two, "change-watch", ("norm(eps_s)", "s")).state.watches == ("s", "b_phi")
    assert run(two, "remove-watch", "b_phi").state.watches == ("norm(eps_s)",)
    assert run(two, "add-watch", (None, "nothing(3")).state == two.state


def test_the_ways_lead_to_right_after_the_events_that_change_it(scene):
    line = scene.program.line_of["b_phi", False]
    after = [scene.schedule.position_of(line, moment) + 1 for moment in range(6)]
    watching = run(scene, "add-watch", (None, "b_phi"))
    found = []
    for _ in range(8):
        watching = run(watching, "go-to-change", ("b_phi", False))
        found.append(watching.position)
    assert found == [*after, after[-1], after[-1]]
    back = replace(watching, state=replace(watching.state, place=Place(after[2])))
    assert run(back, "go-to-change", ("b_phi", True)).position == after[1]

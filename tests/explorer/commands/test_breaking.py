"""Breakpoints by commands: set on lines, by conditions and changes, edited, switched; continue meets each both ways."""

from dataclasses import replace

import numpy as np
import pytest

from engine.exchange.opening import Opening, prepare
from engine.stepping.breakpoint import Breakpoint
from engine.stepping.place import Place
from explorer.application import all_commands
from explorer.command import Effect
from explorer.field import Ask
from explorer.scene import Scene
from explorer.scenery.halts import hits_in
from explorer.state import Selection, State

COMMANDS = all_commands()
STATE = Breakpoint("s", True)


@pytest.fixture(scope="module")
def scene() -> Scene:
    """The memory block with two examples, before its first line."""
    made = prepare(Opening("lstm_peephole", sizes=(("H", 3),), moments=6, examples=2))
    return Scene(State(made.opening, example=1), made, made.run())


def run(scene: Scene, command: str, argument: object = None) -> Scene:
    outcome = COMMANDS[command].run(scene, argument)
    return scene if outcome is None else replace(scene, state=outcome)


def at(scene: Scene, position: int, part: int = 0, **state: object) -> Scene:
    return replace(scene, state=replace(scene.state, place=Place(position, part), **state))  # type: ignore[arg-type]


def walked(scene: Scene, command: str) -> list[int]:
    """Every place at which continuing stops until the run ends."""
    found: list[int] = []
    while COMMANDS[command].enabled(scene):
        scene = run(scene, command)
        found.append(scene.position)
    return found


def test_a_breakpoint_is_put_on_the_line_of_the_chosen_number_and_taken_away_again(scene):
    chosen = at(scene, 3, selection=Selection("s", True, 2))
    there = run(chosen, "toggle-breakpoint")
    assert there.state.breakpoints == (STATE,)
    assert run(there, "toggle-breakpoint").state.breakpoints == ()


def test_without_a_choice_it_is_the_line_that_runs_next_also_for_what_is_given(scene):
    assert run(at(scene, 3), "toggle-breakpoint").state.breakpoints == (Breakpoint(scene.program.lines[3].name),)
    given = at(scene, 3, selection=Selection("x", False, 0))
    assert run(given, "toggle-breakpoint").state.breakpoints == (Breakpoint(scene.program.lines[3].name),)


def test_continue_visits_every_hit_and_the_reverse_the_same_ones_backwards(scene):
    first = run(run(scene, "toggle-breakpoint", ("s", True)), "change-condition", (Breakpoint(), "b_phi > last(b_phi)"))
    expected = np.unique(np.concatenate([hits_in(first, one) for one in first.state.breakpoints])).tolist()
    assert len(expected) > 8
    forward = walked(first, "continue")
    assert forward == [*expected, scene.schedule.length]
    assert walked(at(first, scene.schedule.length), "reverse-continue") == [*expected[::-1], 0]


def test_a_condition_is_asked_of_the_chosen_example(scene):
    numbers = scene.trace.value("b_phi")[..., 0]
    text = f"b_phi[t][0] > {float(numbers[:, 1].max()) - 1e-9!r}"
    moments = {}
    for example in (0, 1):
        found = run(run(at(scene, 0, example=example), "change-condition", (Breakpoint(), text)), "continue")
        moments[example] = found.position
    line = scene.program.line_of["b_phi", False]
    assert moments[1] == scene.schedule.position_of(line, int(numbers[:, 1].argmax())) + 1
    holds = np.flatnonzero(numbers[:, 0] > numbers[:, 1].max() - 1e-9)
    wanted = scene.schedule.position_of(line, int(holds[0])) + 1 if len(holds) else scene.schedule.length
    assert moments[0] == wanted


def test_in_reverse_from_inside_a_line_the_run_stops_before_that_line(scene):
    """Some of its parts are computed: it stands between the two places."""
    with_one = run(scene, "toggle-breakpoint", ("s", True))
    position = int(hits_in(with_one, STATE)[2])
    inside = run(at(with_one, position, 2), "reverse-continue")
    assert inside.state.place == Place(position)
    assert run(at(with_one, position), "reverse-continue").position == int(hits_in(with_one, STATE)[1])


def test_running_on_equals_stepping(scene):
    """Steps to the same place end in the same state."""
    with_one = run(scene, "toggle-breakpoint", ("s", False))
    stepped = with_one
    for _ in range(int(hits_in(with_one, Breakpoint("s"))[0])):
        stepped = run(stepped, "step-over")
    assert run(with_one, "continue").state == stepped.state


def test_what_is_off_or_logs_is_passed(scene):
    off = run(run(scene, "toggle-breakpoint", ("s", True)), "switch-breakpoint", STATE)
    assert run(off, "continue").position == scene.schedule.length
    assert run(run(off, "switch-line", ("s", True)), "continue").position < scene.schedule.length
    logs = run(run(scene, "toggle-breakpoint", ("s", True)), "change-log", (STATE, "norm {norm(eps_s)}"))
    assert run(logs, "continue").position == scene.schedule.length


def test_texts_are_changed_in_place_and_wrong_ones_are_not_taken(scene):
    first = run(scene, "toggle-breakpoint", ("s", True))
    counted = run(first, "change-hits", (STATE, "%2"))
    assert counted.state.breakpoints == (replace(STATE, hits="%2"),)
    assert len(walked(counted, "continue")) == scene.trace.moments // 2 + 1
    for command, text in (("change-hits", "many"), ("change-condition", "b_ph > 1"), ("change-log", "{")):
        assert run(first, command, (STATE, text)).state == first.state


def test_a_condition_is_left_out_again_on_a_line_but_not_alone(scene):
    line = run(scene, "change-condition", (STATE, "b_phi > 0.1"))
    assert line.state.breakpoints == (replace(STATE, condition="b_phi > 0.1"),)
    assert run(line, "change-condition", (line.state.breakpoints[0], "")).state.breakpoints == (STATE,)
    alone = run(scene, "change-condition", (Breakpoint(), "b_phi > 0.1"))
    assert run(alone, "change-condition", (alone.state.breakpoints[0], "")).state == alone.state


def test_it_stops_when_the_chosen_number_changes_by_more_than_was_typed(scene):
    chosen = at(scene, 0, selection=Selection("s", False, 2, (1, 0)))
    ask = COMMANDS["stop-when-changed"].run(chosen, None)
    assert isinstance(ask, Effect) and isinstance(ask.argument, Ask)
    field = ask.argument.field
    assert field.check("-1") and field.check("x") and not field.check("0.01")
    changes = np.abs(np.diff(scene.trace.value("s")[:, 1, 1, 0]))
    by = float(np.median(changes))
    there = run(chosen, field.command, (field.subject, repr(by)))
    assert there.state.breakpoints[0].condition == f"abs(s[1, 0] - last(s[1, 0])) > {by!r}"
    first = int(np.flatnonzero(changes > by)[0]) + 1
    assert run(there, "continue").position == scene.schedule.position_of(scene.program.line_of["s", False], first) + 1


def test_the_next_hit_comes_after_the_cursor_and_after_the_last_the_first(scene):
    first = run(scene, "toggle-breakpoint", ("s", True))
    positions = hits_in(first, STATE).tolist()
    assert run(first, "next-hit", STATE).position == positions[0]
    assert run(at(first, positions[-1]), "next-hit", STATE).position == positions[0]


def test_all_are_switched_and_removed_at_once_and_doubles_are_not_kept(scene):
    two = run(run(scene, "toggle-breakpoint", ("s", True)), "toggle-breakpoint", ("s", False))
    off = run(two, "switch-breakpoints")
    assert not any(one.enabled for one in off.state.breakpoints)
    assert run(off, "switch-breakpoints").state.breakpoints == two.state.breakpoints
    assert run(two, "remove-breakpoint", STATE).state.breakpoints == (Breakpoint("s"),)
    assert run(two, "remove-breakpoints").state.breakpoints == ()
    assert len(run(two, "take-breakpoints", (STATE, Breakpoint("b_c"))).state.breakpoints) == 3


def test_questions_have_lines_that_check_what_is_typed(scene):
    for command in ("stop-where", "line-condition", "log-line"):
        ask = COMMANDS[command].run(scene, None)
        assert isinstance(ask, Effect) and isinstance(ask.argument, Ask)
        field = ask.argument.field
        assert "nothing" in field.check("nothing > 1") or "braces" in field.check("{") or field.check("{nothing}")
        assert field.command in COMMANDS

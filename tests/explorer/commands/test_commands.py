"""Contracts over every command: keys do not clash, words are there, and running one never breaks a scene."""

from dataclasses import replace

import pytest

import explorer.commands
from engine.exchange.opening import Opening, prepare
from engine.registry import leaves
from engine.run.intervention import Intervention
from engine.stepping.breakpoint import Breakpoint
from engine.stepping.place import Place
from explorer.command import Command, Effect
from explorer.running import make
from explorer.scene import Other, Scene
from explorer.state import Note, Run, Selection, State, Visit

COMMANDS = leaves(explorer.commands, Command)
HELD, GONE = Intervention("b1", (0, 1), 0.5), Intervention("gone", (0,), 1.0)
ODD: tuple[object, ...] = (
    None, 0, -1, 10**9, 1.5, float("nan"), True, b"x", object(), [], {}, frozenset({"x"}),
    "", "x", "x\0y", "b_c[2]", "seed 5", "/nope", "a" * 20_000,
    (), ("x",), ("x", "y"), ("x", "y", "z"), (1, 2, 3, 4), ((0,), "1"), (("b1", 1), "1"), (None, None), (None, "x"),
    (0, "0"), (5, "b_c > 0"), ("inputs", "nothing"), ("b1",), ("b1", 1), ("b1", "0.5"), ("b1", False, 2, (1,)),
    Place(3), Place(10**8), Selection("b1"), Selection("gone"), (Selection("b1", False, 1, (99,)), "1e400"),
    HELD, GONE, (HELD, "nan"), (HELD, "2"), (GONE, "2"), State(Opening("mlp")), Opening("mlp"),
)  # fmt: skip


def scene_of(source: str, position: float = 0.0) -> Scene:
    prepared = prepare(Opening(source))
    trace = prepared.run()
    return Scene(State(prepared.opening, place=Place(round(position * trace.schedule.length))), prepared, trace)


def scene_of_another() -> Scene:
    """A scene with all that a person can make, but of a network and a length that are no longer there."""
    made, gone = scene_of("mlp", 0.5), Selection("gone", True, 99, (7, 7))
    against = Run(Opening("lstm_peephole", moments=2))
    state = replace(
        made.state,
        against=against,
        contrast="difference",
        breakpoints=(Breakpoint("gone", condition="b_c > 0"), Breakpoint("z1", condition="nonsense [")),
        watches=("gone", "norm(b_c)", "b_c[t-1", "1/0"),
        notes=(Note("there", Place(10**6), gone, 9, 99),),
        blanks=(("s/2", "b_c"),),
        folded=frozenset({"gone", "stands-against:b_c:gone"}),
        unit=999,
        selection=gone,
        trail=(Visit(Place(10**6), gone, 7),),
        ahead=(Visit(Place(10**6)),),
        stage="gone",
        desk=(1.0, 4),
    )
    return replace(made, state=state, other=Other(*make(against), against))


@pytest.fixture(scope="module", params=[("occupancy", 0.0), ("occupancy", 0.6), ("mlp", 1.0), ()], ids=str)
def scene(request) -> Scene:
    return scene_of(*request.param) if request.param else scene_of_another()


def test_names_and_keys_are_bound_once():
    names = [command.name for command in COMMANDS]
    keys = [key.lower() for command in COMMANDS for key in command.keys]
    assert len(names) == len(set(names))
    assert len(keys) == len(set(keys))


def test_the_debuggers_conventions():
    keys = {key: command.name for command in COMMANDS for key in command.keys}
    assert keys["F5"] == "continue"
    assert keys["F10"] == "step-over"
    assert keys["F11"] == "step-into"
    assert keys["Shift+F11"] == "step-out"
    assert keys["Ctrl+F10"] == "run-to"
    assert {"Alt+F5", "Alt+F10", "Alt+F11", "Alt+Shift+F11"} <= set(keys)


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.menu], ids=lambda command: command.name)
def test_what_stands_in_a_menu_says_what_it_does(command):
    assert command.title
    assert command.tip


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_command_makes_a_state_an_effect_or_nothing(command, scene):
    """Whatever argument reaches it, even none: spots and keys of all views must be safe."""
    if command.enabled(scene):
        for argument in ODD:
            outcome = command.run(scene, argument)
            assert outcome is None or isinstance(outcome, State | Effect)
            if isinstance(outcome, State):
                if outcome.opening == scene.state.opening:  # else it is of a run that is still to be made
                    assert 0 <= outcome.place.position <= scene.schedule.length
                assert 0 <= outcome.example < scene.trace.examples


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_command_leaves_the_scene_as_it_was(command, scene):
    before = scene.state
    if command.enabled(scene):
        command.run(scene, None)
    assert scene.state is before

"""Contracts over every command: keys do not clash, words are there, and running one never breaks a scene."""

import pytest

import explorer.commands
from engine.exchange.opening import Opening, prepare
from engine.registry import leaves
from engine.stepping.place import Place
from explorer.command import Command, Effect
from explorer.scene import Scene
from explorer.state import State

COMMANDS = leaves(explorer.commands, Command)


def scene_of(source: str, position: float = 0.0) -> Scene:
    prepared = prepare(Opening(source))
    trace = prepared.run()
    return Scene(State(prepared.opening, place=Place(round(position * trace.schedule.length))), prepared, trace)


@pytest.fixture(scope="module", params=[("occupancy", 0.0), ("occupancy", 0.6), ("mlp", 1.0)], ids=str)
def scene(request) -> Scene:
    return scene_of(*request.param)


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
        for argument in (None, 0, -1, 10**6, "x", ("inputs", "nothing"), Place(3)):
            outcome = command.run(scene, argument)
            assert outcome is None or isinstance(outcome, State | Effect)
            if isinstance(outcome, State):
                assert 0 <= outcome.place.position <= scene.schedule.length
                assert 0 <= outcome.example < scene.trace.examples


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_command_leaves_the_scene_as_it_was(command, scene):
    before = scene.state
    if command.enabled(scene):
        command.run(scene, None)
    assert scene.state is before

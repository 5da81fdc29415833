"""The key map: no preset clashes or leaves a command without keys, and what a person changed comes on top."""

import pytest

import explorer.commands
from engine.registry import leaves
from explorer.command import Command
from explorer.keymap import (
    PRESETS,
    Keymap,
    canonical,
    changed,
    clashes,
    given_back,
    keys_in_force,
    owner_of,
    preset_named,
)

COMMANDS = leaves(explorer.commands, Command)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_no_preset_clashes_bare_keys_included(preset):
    """A key that two commands have would do nothing at all in Qt."""
    assert clashes(keys_in_force(COMMANDS, Keymap(preset.name))) == {}


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_every_command_with_a_key_keeps_one_in_every_preset(preset):
    """Choosing the keys of another debugger takes nothing away."""
    keys = keys_in_force(COMMANDS, Keymap(preset.name))
    assert [command.name for command in COMMANDS if command.keys and not keys[command.name]] == []


def test_presets_have_the_keys_of_their_debuggers():
    """Forward, and the same with Alt in reverse."""
    pycharm, thonny = (keys_in_force(COMMANDS, Keymap(name)) for name in ("pycharm", "thonny"))
    assert (pycharm["step-over"], pycharm["step-into"], pycharm["step-out"]) == (("F8",), ("F7",), ("Shift+F8",))
    assert (pycharm["back-over"], pycharm["continue"], pycharm["run-to"]) == (("Alt+F8",), ("F9",), ("Alt+F9",))
    assert (thonny["step-over"], thonny["step-into"], thonny["continue"]) == (("F6",), ("F7",), ("F8",))


def test_the_usual_preset_is_what_the_commands_declare():
    """Nothing is said twice."""
    assert keys_in_force(COMMANDS, Keymap()) == {command.name: command.keys for command in COMMANDS}


def test_a_command_that_no_preset_names_gets_what_was_set_free():
    """A command added tomorrow on a key that PyCharm gives to another one is not lost."""
    added = Command("added", "Added", lambda scene, argument: None, ("F8",))
    keys = keys_in_force((*COMMANDS, added), Keymap("pycharm"))
    assert keys["added"] and clashes(keys) == {}


def test_names_that_do_not_exist_do_no_harm():
    """A preset names commands of another version, and so may a file of settings."""
    few = [command for command in COMMANDS if command.name in ("step-over", "train")]
    keys = keys_in_force(few, Keymap("pycharm", {"gone": ("F8",)}))
    assert set(keys) == {"step-over", "train"} and keys["step-over"] == ("F8",)
    assert preset_named("gone") is PRESETS[0]


def test_a_changed_key_is_taken_from_whoever_had_it():
    """From a declared one, and from an earlier change; giving back brings both back."""
    keymap = changed(Keymap(), "step-over", ("F11",))
    keys = keys_in_force(COMMANDS, keymap)
    assert keys["step-over"] == ("F11",) and keys["step-into"] == () and clashes(keys) == {}
    keymap = changed(keymap, "train", ("F11", "F4"))
    keys = keys_in_force(COMMANDS, keymap)
    assert (keys["train"], keys["step-over"]) == (("F11", "F4"), ()) and clashes(keys) == {}
    keymap = given_back(given_back(keymap, "train"), "step-over")
    assert keys_in_force(COMMANDS, keymap) == keys_in_force(COMMANDS, Keymap())


def test_a_key_is_the_same_however_it_is_written():
    """Order of modifiers, case, and the plus key itself."""
    assert canonical("Shift+Alt+F11") == canonical("alt+shift+f11") != canonical("Alt+F11")
    assert canonical("Ctrl++") == "ctrl++" and canonical("+") == "+" and canonical("PageUp") == canonical("PgUp")


def test_the_owner_of_a_key_is_named():
    """Which is said before it is taken away."""
    keys = keys_in_force(COMMANDS, Keymap())
    assert owner_of("f10", keys) == "step-over" and owner_of("F10", keys, besides="step-over") == ""

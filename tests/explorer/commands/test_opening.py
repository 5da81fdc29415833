"""Opening with other settings: another number of moments keeps what still has its place."""

from dataclasses import replace

import pytest

from engine.exchange.opening import Opening, prepare
from engine.run.intervention import Intervention, Span
from explorer.application import all_commands
from explorer.field import Ask
from explorer.scene import Scene
from explorer.state import State

COMMANDS = all_commands()


@pytest.fixture(scope="module")
def scene() -> Scene:
    made = prepare(Opening("lstm", sizes=(("H", 2),), moments=6))
    return Scene(State(made.opening), made, made.run())


def test_the_number_of_moments_is_asked_for_and_set(scene):
    asked = COMMANDS["moments"].run(scene, None).argument
    assert isinstance(asked, Ask) and asked.field.text == "6"
    after = COMMANDS[asked.field.command].run(scene, (asked.field.subject, "9"))
    assert prepare(after.opening).run().moments == 9


@pytest.mark.parametrize("text", ["0", "-1", "2001", "x", "", "1e3", "٣"])
def test_what_is_no_number_of_moments_is_refused(scene, text):
    assert COMMANDS["set-moments"].run(scene, (None, text)) is None
    assert "1 to 2,000" in COMMANDS["moments"].run(scene, None).argument.field.check(text)


def test_what_was_put_in_beyond_the_last_moment_is_left_out(scene):
    changes = (
        Intervention("i", (2, 0, 0), 1.0),
        Intervention("i", (5, 0, 0), 1.0),
        Intervention("f", (Span(2, 6), 0, 0), 1.0),
        Intervention("f", (None, 0, 1), 1.0),
        Intervention("W_xi", (1, 0), 0.0),
    )
    put = replace(scene, state=replace(scene.state, interventions=changes))
    after = COMMANDS["set-moments"].run(put, (None, "4"))
    assert after.interventions == (changes[0], changes[3], changes[4])
    prepare(after.opening).run(after.interventions)


def test_networks_without_time_have_no_moments():
    made = prepare(Opening("mlp"))
    assert not COMMANDS["moments"].enabled(Scene(State(made.opening), made, made.run()))

"""Stride, padding and dilation as commands: where they can be changed, to what, and what is refused in words."""

from dataclasses import replace

import pytest

from engine.errors import ChainruleError
from engine.exchange.opening import Opening, prepare
from engine.stepping.place import Place
from explorer.commands.sliding import SLIDING
from explorer.scene import Scene
from explorer.state import Selection, State

COMMANDS = {command.name: command for command in SLIDING}


def scene_of(source: str) -> Scene:
    made = prepare(Opening(source))
    return Scene(State(made.opening), made, made.run())


@pytest.mark.parametrize("name", ["stride", "padding", "dilation"])
def test_a_size_that_the_network_declares_can_be_changed(name):
    """One more is the same source with that size larger, and nothing else."""
    scene = scene_of("conv_lesson")
    command = COMMANDS[f"{name}-more"]
    assert command.enabled(scene)
    state = command.run(scene, None)
    assert isinstance(state, State)
    assert state.opening == Opening("conv_lesson", sizes=((name, 2),))


@pytest.mark.parametrize("sizes", [{"dilation": 2}, {"dilation": 3}, {"padding": 0}, {"padding": 2}, {"stride": 2}])
def test_the_lesson_follows_the_first_clicks_on_each_setting(sizes):
    """What a newcomer tries first is drawn, not refused."""
    made = prepare(Opening("conv_lesson", sizes=tuple(sizes.items())))
    assert made.network.sizes.items() >= sizes.items()
    assert made.run().value("z1").shape[1:] == made.network.quantities["z1"].shape


def test_networks_without_such_a_size_leave_them_disabled():
    """What is written into the text as a number is not changed from outside."""
    scene = scene_of("cnn_small")
    assert not any(COMMANDS[f"{name}-more"].enabled(scene) for name in ("stride", "padding", "dilation"))


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        ((("dilation", 9),), "the kernel has 2 rows (spread over 10), more than the image's 6 (8 with padding)"),
        ((("stride", 0),), "stride is a whole number from 1, or two, (rows, columns); met 0"),
        ((("stride", 3),), "windows of 1 × 2 must divide the map, but 3 columns are no multiple of 2"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(sizes, words):
    """The message says which numbers do not go together, in one line."""
    with pytest.raises(ChainruleError) as refusal:
        prepare(Opening("conv_lesson", sizes=sizes))
    assert words in str(refusal.value) and "\n" not in str(refusal.value)


def test_the_kernels_are_turned_and_turned_back():
    """The switch is ticked where kernels stand as they are; the cursor and what is chosen stay."""
    scene = scene_of("conv_lesson")
    command = COMMANDS["correlate"]
    assert command.enabled(scene) and command.checked is not None and not command.checked(scene)
    chosen = Selection("z1", False, None, (1, 2, 0))
    state = command.run(replace(scene, state=replace(scene.state, place=Place(3, 1), selection=chosen)), None)
    assert isinstance(state, State)
    assert (state.opening, state.place, state.selection) == (Opening("conv_lesson", correlate=True), Place(3), chosen)
    made = prepare(state.opening)
    turned = Scene(state, made, made.run())
    assert command.checked(turned)
    back = command.run(turned, None)
    assert isinstance(back, State) and back.opening == Opening("conv_lesson", correlate=False)


def test_where_nothing_slides_there_is_no_switch():
    """Neither in networks without such ops nor for a trace that a script handed over."""
    assert not COMMANDS["correlate"].enabled(scene_of("mlp"))
    scene = scene_of("conv_lesson")
    assert not COMMANDS["correlate"].enabled(replace(scene, state=replace(scene.state, opening=Opening(""))))

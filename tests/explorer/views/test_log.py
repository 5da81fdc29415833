"""The Log view: messages up to the cursor, those ahead only counted, and a way to each."""

from dataclasses import replace

import pytest

from engine.exchange.opening import Opening, prepare
from engine.stepping.breakpoint import Breakpoint
from engine.stepping.place import Place
from explorer.scene import Scene
from explorer.scenery.halts import logs_of
from explorer.state import State
from explorer.views.log import VIEW

LOG = Breakpoint("b_c", log="norm {norm(b_c)}")


@pytest.fixture(scope="module")
def scene() -> Scene:
    made = prepare(Opening("lstm_peephole", sizes=(("H", 3),), moments=8))
    return Scene(State(made.opening, breakpoints=(LOG,)), made, made.run())


def at(scene: Scene, position: int) -> Scene:
    return replace(scene, state=replace(scene.state, place=Place(position)))


def test_it_stands_there_only_where_something_logs(scene):
    assert VIEW.suits(scene)
    assert not VIEW.suits(replace(scene, state=replace(scene.state, breakpoints=(Breakpoint("s"),))))


def test_only_what_lies_behind_the_cursor_is_shown_and_each_message_leads_there(scene, picture):
    positions = [row.position for row, _ in logs_of(scene)]
    assert len(positions) == 8
    there = at(scene, positions[2])
    _, spots = picture(VIEW, there, width=400.0, height=300.0)
    ways = [spot.request.argument.position for spot in spots if spot.request and spot.request.command == "go"]
    assert ways == positions[:3] and VIEW.count(there) == "3"
    _, spots = picture(VIEW, at(scene, positions[2] - 1), width=400.0, height=300.0)
    assert sum(spot.request is not None and spot.request.command == "go" for spot in spots) == 2


def test_each_logpoint_can_be_saved(scene, picture):
    other = Breakpoint("s", log="s {s[t][0, 0]}")
    two = replace(scene, state=replace(scene.state, breakpoints=(LOG, other)))
    _, spots = picture(VIEW, two, width=400.0, height=300.0)
    assert [spot.request.argument for spot in spots if spot.request and spot.request.command == "save-log"] == [
        LOG,
        other,
    ]

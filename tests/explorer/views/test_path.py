"""The picture of a path: nothing before it is known, the right factors after, clicks that choose and travel."""

from functools import cache

import pytest

from engine.exchange.opening import Opening, Prepared, prepare
from engine.run.intervention import Intervention
from engine.stepping.place import Place
from engine.trace import Trace
from explorer.commands.asking import ASKING
from explorer.scene import Scene
from explorer.scenery.paths import asked_for, path
from explorer.state import Selection, State
from explorer.theme.tokens import LIGHT
from explorer.theme.type import load_fonts
from explorer.view import Frame
from explorer.views.path import VIEW
from explorer.views.path.layout import lay_out

WHY = next(command for command in ASKING if command.name == "why")


@pytest.fixture(autouse=True)
def _fonts(qapp) -> None:
    """Words are measured before anything is painted."""
    load_fonts()


@cache
def run(source: str, put: tuple[Intervention, ...] = ()) -> tuple[Prepared, Trace]:
    prepared = prepare(Opening(source))
    return prepared, prepared.run(put)


def scene_of(source: str, part: float = 1.0, *, put: tuple[Intervention, ...] = (), **state: object) -> Scene:
    prepared, trace = run(source, put)
    place = Place(round(part * trace.schedule.length))
    return Scene(State(prepared.opening, place=place, interventions=put, **state), prepared, trace)  # type: ignore[arg-type]


def layout_of(scene: Scene, width: float = 1000.0, height: float = 600.0):
    asked = asked_for(scene)
    assert asked is not None
    return lay_out(Frame(width, height, scene, LIGHT), asked, path(scene, asked))


@pytest.mark.parametrize("source", ["adding_rnn", "adding_lstm", "occupancy", "garments", "spirals", "reber"])
@pytest.mark.parametrize("look", ["light", "dark"])
def test_it_is_drawn_inside_its_picture_at_every_size(picture, source, look):
    for width, height in ((1090.0, 580.0), (760.0, 400.0)):
        _, spots = picture(VIEW, scene_of(source), width=width, height=height, look=look)
        assert len(spots) > 4
        assert all(spot.rect.left() >= -10.0 and spot.rect.right() <= width + 10.0 for spot in spots)


def test_before_the_adjoint_is_known_there_is_the_way_to_it(picture):
    """No number of the backward pass in the forward pass, not even in a tip; a button leads to the end."""
    scene = scene_of("occupancy", 0.2, selection=Selection("s", True, 3, (1, 0)))
    _, spots = picture(VIEW, scene)
    assert [spot.request.command for spot in spots if spot.request] == ["to-end"]


def test_a_vanishing_path_is_told_in_words():
    """27 turns of slope and weight, and what they make: the reason in one sentence."""
    words = " ".join(layout_of(scene_of("adding_rnn")).lines)
    assert "27 times" in words
    assert "e−2" in words
    assert "The smallest factor is" in words


def test_the_state_of_an_lstm_goes_back_by_its_forget_gates():
    layout = layout_of(scene_of("adding_lstm"))
    longest = max(layout.stretches, key=lambda stretch: stretch.turns)
    assert {link.at.name for link in longest.links} == {"c"}
    assert longest.turns > 15
    assert any("times f[t+1]" in line for line in layout.lines)


def test_moments_stand_in_order_and_layers_side_by_side():
    timed = layout_of(scene_of("adding_rnn"))
    assert [node.rect.center().x() for node in timed.nodes] == sorted(node.rect.center().x() for node in timed.nodes)
    assert len(timed.lanes) == 3
    flat = layout_of(scene_of("garments"))
    assert flat.flat
    assert len({node.rect.center().y() for node in flat.nodes}) == 1


def test_a_click_chooses_and_a_double_click_travels(picture):
    scene = scene_of("adding_rnn")
    _, spots = picture(VIEW, scene, width=1000.0, height=600.0)
    node = layout_of(scene).nodes[4]
    spot = next(spot for spot in reversed(spots) if spot.rect.contains(node.rect.center()) and spot.request)
    assert spot.request is not None and spot.double is not None
    chosen = Selection(node.source.name, True, node.source.moment, node.source.unit)
    assert (spot.request.command, spot.request.argument) == ("select", chosen)
    assert (spot.double.command, spot.double.argument) == ("travel", (chosen, 0))


def test_a_value_put_in_by_hand_is_said_to_end_the_way():
    put = tuple(Intervention("b_h", (20, None, unit), 0.5) for unit in range(8))
    scene = scene_of("adding_rnn", put=put, selection=Selection("b_h", True, 3, (0,)))
    assert any("put in by hand" in line for line in layout_of(scene).lines)


def test_while_steps_follow_one_another_nothing_is_worked_out(picture, monkeypatch):
    """A step must stay quick: what is not kept waits until the steps rest."""
    import explorer.views.path.picture as drawing

    def refuse(*_: object) -> None:
        raise AssertionError("worked out while stepping")

    monkeypatch.setattr(drawing, "path", refuse)
    monkeypatch.setattr(drawing, "is_made", lambda *_: False)
    _, spots = picture(VIEW, scene_of("occupancy", 0.7, selection=Selection("s", True, 23, (1, 0))), settled=False)
    assert not spots


def test_asking_why_brings_the_path_to_the_stage():
    state = WHY.run(scene_of("occupancy"), Selection("s", True, 2, (0, 0)))
    assert isinstance(state, State)
    assert (state.stage, state.selection) == ("path", Selection("s", True, 2, (0, 0)))


def test_the_window_answers_the_key(open_window, press):
    from PySide6.QtCore import Qt

    window = open_window("adding_rnn")
    press(window, Qt.Key.Key_End)
    press(window, Qt.Key.Key_W)
    current = window.panes["stage"].current
    assert current is not None and current.name == "path"

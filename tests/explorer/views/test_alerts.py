"""The list of alerts: what the engine found, kind by kind, a click away; words where there is nothing."""

from dataclasses import replace
from functools import cache

import pytest

from engine.checking.alerts import LOOKED_FOR
from engine.exchange.opening import Opening, Prepared, prepare
from engine.run.intervention import Intervention
from engine.stepping.place import Place
from engine.trace import Trace
from explorer.commands.asking import ASKING
from explorer.scene import Scene
from explorer.scenery.alerts import alerts
from explorer.state import State
from explorer.theme.tokens import LIGHT
from explorer.theme.type import load_fonts
from explorer.view import Frame
from explorer.views.alerts import VIEW
from explorer.views.alerts.picture import height
from explorer.views.alerts.words import count_words, heading, place_words

COMMANDS = {command.name: command for command in ASKING}
HUGE = (Intervention("W_k", (0, 0), 1e200),)


@pytest.fixture(autouse=True)
def _fonts(qapp) -> None:
    """Words are measured before anything is painted."""
    load_fonts()


@cache
def run(source: str, put: tuple[Intervention, ...] = ()) -> tuple[Prepared, Trace]:
    prepared = prepare(Opening(source))
    return prepared, prepared.run(put)


def scene_of(source: str, part: float = 1.0, put: tuple[Intervention, ...] = ()) -> Scene:
    prepared, trace = run(source, put)
    place = Place(round(part * trace.schedule.length))
    return Scene(State(prepared.opening, place=place, interventions=put), prepared, trace)


@pytest.mark.parametrize(("source", "put"), [("adding_rnn", ()), ("counting", ()), ("adding_rnn", HUGE)])
@pytest.mark.parametrize("width", [330.0, 420.0, 900.0])
def test_every_alert_has_a_row_that_leads_to_it(picture, source, put, width):
    scene = scene_of(source, put=put)
    _, spots = picture(VIEW, scene, width=width, height=300.0)
    firsts = [spot.request.argument for spot in spots if spot.request and spot.request.command == "first-alert"]
    assert firsts == [(alert.kind, alert.name, alert.adjoint) for alert in alerts(scene)]
    assert all(spot.rect.left() >= 0.0 and spot.rect.right() <= width for spot in spots)


def test_the_first_and_the_next_are_travelled_to():
    """The cursor stands right after the event, in the example where it is met, and there is a way back."""
    scene = scene_of("adding_rnn", 0.0)
    alert = alerts(scene)[0]
    key = (alert.kind, alert.name, alert.adjoint)
    first = COMMANDS["first-alert"].run(scene, key)
    assert isinstance(first, State)
    assert first.place.position == alert.positions[0]
    assert (first.example, first.selection.entry) == (alert.first.example, alert.first.unit)
    assert len(first.trail) == 1
    following = COMMANDS["next-alert"].run(replace(scene, state=first), key)
    assert isinstance(following, State)
    assert following.place.position == alert.positions[1]


def test_without_an_argument_the_earliest_of_all_is_meant():
    scene = scene_of("adding_rnn", put=HUGE)
    state = COMMANDS["first-alert"].run(scene, None)
    assert isinstance(state, State)
    assert state.place.position == min(alert.positions[0] for alert in alerts(scene))


def test_a_sound_run_says_what_was_looked_for(picture):
    scene = scene_of("occupancy")
    assert VIEW.subtitle(scene) == "none in the whole run"
    _, spots = picture(VIEW, scene, width=400.0, height=200.0)
    assert spots == []
    assert height(Frame(400.0, 100.0, scene, LIGHT)) > 22.0 * (1 + len(LOOKED_FOR))
    assert COMMANDS["first-alert"].run(scene, None) is None


def test_words_count_what_is_met():
    scene = scene_of("adding_rnn")
    alert = alerts(scene)[0]
    assert count_words(alert) == "18 of 30 moments"
    assert place_words(scene, alert) == "t = 18, unit 5, example 8"
    assert heading("vanishing", 1) == "1 adjoint vanishes"
    assert heading("vanishing", 2) == "2 adjoints vanish"

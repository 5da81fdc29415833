"""The Watch view: rows with number, change and course, nothing told ahead of the cursor, texts typed in place."""

from dataclasses import replace

import pytest

from engine.exchange.opening import Opening, prepare
from engine.stepping.place import Place
from explorer.scene import Scene
from explorer.scenery.watching import now, series_of, suggestions
from explorer.state import State
from explorer.views.watch import VIEW
from explorer.views.watch.words import change_words, watch_tip

WATCHES = ("norm(eps_s)", "b_phi", "norm(d_W_k)", "s > 0", "nothing")


@pytest.fixture(scope="module")
def scene() -> Scene:
    made = prepare(Opening("lstm_peephole", sizes=(("H", 3),), moments=8))
    return Scene(State(made.opening, unit=1, watches=WATCHES), made, made.run())


def at(scene: Scene, position: int) -> Scene:
    return replace(scene, state=replace(scene.state, place=Place(position)))


def tips(spots) -> str:
    return "\n".join(spot.tip for spot in spots)


@pytest.mark.parametrize("part", [0.0, 0.3, 0.7, 1.0])
@pytest.mark.parametrize("width", [240.0, 400.0, 700.0])
def test_every_row_can_be_edited_removed_and_followed_at_any_width(scene, picture, part, width):
    there = at(scene, round(part * scene.schedule.length))
    _, spots = picture(VIEW, there, width=width, height=200.0)
    fields = [spot.field for spot in spots if spot.field]
    assert (
        [field.subject for field in fields] == [*WATCHES, None]
        and fields[0].check("norm(")
        and not fields[0].check("s")
    )
    removed = [spot.request.argument for spot in spots if spot.request and spot.request.command == "remove-watch"]
    assert removed == list(WATCHES)
    assert all(spot.rect.left() >= 0.0 and spot.rect.right() <= width + 0.5 for spot in spots)


def test_nothing_is_told_before_it_is_computed(scene, picture):
    _, spots = picture(VIEW, at(scene, 0), width=400.0, height=200.0)
    told = tips(spots)
    assert "norm(eps_s) at t = 1: not computed yet" in told and "nothing of it is known yet" in told
    _, spots = picture(VIEW, at(scene, scene.schedule.length), width=400.0, height=200.0)
    assert "not computed yet" not in tips(spots)


def test_of_several_numbers_the_tip_tells_the_norm(scene):
    end = at(scene, scene.schedule.length)
    series = series_of(end, "b_phi")
    told = watch_tip(end, series, now(end, series))
    assert ", unit 1: " in told and "norm of all 3: " in told
    assert change_words(end, series, now(end, series)).startswith("Δ ") or end.moment == 0


def test_ahead_of_the_cursor_the_curve_is_the_same_whatever_comes(scene, picture):
    """The picture of a run that differs only later is the same."""
    there = at(scene, 20)
    changed = scene.prepared.run()
    adjoints = {name: array * 3.0 for name, array in changed.adjoints.items()}
    other = replace(there, trace=replace(changed, adjoints=adjoints))
    first, second = (picture(VIEW, one, width=400.0, height=200.0)[0] for one in (there, other))
    assert first == second


def test_an_empty_one_offers_two_examples_of_this_network(scene, picture):
    empty = replace(scene, state=replace(scene.state, watches=()))
    _, spots = picture(VIEW, empty, width=400.0, height=200.0)
    offered = [spot.request.argument for spot in spots if spot.request and spot.request.command == "add-watch"]
    assert offered == [(None, text) for text in suggestions(empty)] and len(offered) == 2

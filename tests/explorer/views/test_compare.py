"""The Compare view: matched by name, the first difference told and travelled to, curves of both on one axis."""

from dataclasses import replace

import numpy as np
import pytest

from engine.exchange.opening import Opening, prepare
from engine.stepping.place import Place
from explorer.scene import Other, Scene
from explorer.scenery.contrast import contrasted
from explorer.scenery.rivals import rival
from explorer.state import Selection, State
from explorer.theme.tokens import LIGHT
from explorer.view import Frame
from explorer.views.compare import VIEW
from explorer.views.compare.head import head_of
from explorer.views.compare.lines import ONE_UNIT, chart_of
from explorer.views.compare.reading import BY_DIFFERENCE, pair_of
from explorer.views.compare.table import ALONE, GIVEN, items


def compared(source: str, text: str, *, part: float = 1.0, **state: object) -> Scene:
    """A scene beside its rival, `part` of the way through the run."""
    prepared = prepare(Opening(source))
    trace = prepared.run()
    place = Place(round(part * trace.schedule.length))
    scene = Scene(State(prepared.opening, place=place, **state), prepared, trace)  # type: ignore[arg-type]
    run = rival(scene, text)
    other = prepare(run.opening)
    return replace(scene, state=replace(scene.state, against=run), other=Other(other, other.run(), run))


def test_the_headline_names_the_first_number_that_differs_and_travels_there():
    pair = pair_of(compared("occupancy", "lstm_peephole_eq24"))
    head = head_of(pair)
    assert head.headline.startswith("The first number that differs is a_ω[1], unit 5: ")
    selection, example = head.request.argument
    assert head.request.command == "travel" and selection == Selection("a_omega", False, 0, (5,)) and example == 0


def test_parameters_that_were_drawn_otherwise_are_said():
    words = head_of(pair_of(compared("occupancy", "seed 5"))).headline
    assert words.startswith("The parameters have other values (all 17 that have the same name and shape in both).")
    words = head_of(pair_of(compared("mlp", "seed 5"))).headline
    assert "The data differ as well: x, d." in words


def test_runs_that_differ_by_rounding_are_told_apart_from_the_same_run():
    assert "no more than rounding" in head_of(pair_of(compared("occupancy", "float32"))).headline
    assert head_of(pair_of(compared("occupancy", "seed 7"))).headline == "The two runs are the same, to the last digit."


def test_numbers_ahead_of_the_cursor_are_absent_in_both():
    pair = pair_of(compared("occupancy", "lstm_peephole_eq24", part=0.0))
    row = pair.row("b_c", adjoint=False)
    assert pair.number(row, here=True) is None and pair.number(row, here=False) is None
    given = pair.row("W_k", adjoint=False)
    assert pair.number(given, here=True) == pair.number(given, here=False) is not None


def test_the_order_can_be_by_difference_and_given_quantities_unfold():
    scene = compared("occupancy", "seed 5")
    pair = pair_of(scene)
    folded = items(pair)
    assert folded[0] == GIVEN and "Values" in folded and "Adjoints" in folded
    unfolded = items(pair_of(replace(scene, state=replace(scene.state, folded=frozenset({GIVEN})))))
    assert len(unfolded) == len(folded) + 19
    rows = pair_of(replace(scene, state=replace(scene.state, folded=frozenset({BY_DIFFERENCE.key})))).rows()
    sizes = [row.largest for row in rows]
    assert sizes == sorted(sizes, reverse=True)


def test_the_vanishing_adjoint_of_the_recurrent_network_stands_against_the_cell_of_the_lstm():
    """At a glance: over thirty moments one falls by more than ten decades, the other by less than three."""
    pair = pair_of(compared("adding_rnn", "lstm_adding"))
    chart = chart_of(pair, pair.looked_at())
    here, there = chart.curves
    assert chart.log and (here.words, there.words) == ("‖ε_h‖", "‖∂E/∂c‖")
    falls = [np.nanmax(curve.numbers) - np.nanmin(curve.numbers) for curve in (here, there)]
    assert falls[0] > 10 and falls[1] < 3
    whole = pair.ours.whole("b_h", True)
    assert here.numbers[5] == pytest.approx(np.log10(np.sqrt((whole[5] ** 2).sum())))


def test_one_unit_and_another_quantity_can_be_chosen():
    scene = compared("adding_rnn", "lstm_adding", selection=Selection("y", False), folded=frozenset({ONE_UNIT.key}))
    pair = pair_of(scene)
    chart = chart_of(pair, pair.looked_at())
    assert not chart.log and [curve.words for curve in chart.curves] == ["y", "y"]
    assert np.array_equal(chart.curves[1].numbers, pair.theirs.whole("y", False)[:, 0])


def test_without_time_units_stand_along_the_axis():
    pair = pair_of(compared("mlp", "seed 3", selection=Selection("b1", False)))
    chart = chart_of(pair, pair.looked_at())
    assert not chart.timed and chart.count == 5 and len(chart.curves) == 2
    none = pair_of(compared("mlp", "seed 3", selection=Selection("E", False)))
    assert chart_of(none, none.looked_at()) is None


def test_it_stays_the_same_whichever_run_is_on_the_screen():
    scene = compared("adding_rnn", "lstm_adding")
    shown = contrasted(replace(scene, state=replace(scene.state, contrast="before")), of_one_run=True)
    assert shown.network.name == "lstm_adding"
    pair = pair_of(shown)
    assert pair.ours.network.name == "rnn_adding" and pair.names == ("rnn_adding", "lstm_adding")


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize(
    ("source", "text"), [("occupancy", "seed 5"), ("adding_rnn", "lstm_adding"), ("conv_lesson", "seed 2")]
)
def test_all_of_it_is_drawn_and_can_be_clicked(picture, source, text, look):
    scene = compared(source, text, part=0.5)
    image, spots = picture(VIEW, scene, width=730, look=look)
    assert image.height() == round(VIEW.height(Frame(730, 400, scene, LIGHT)))
    commands = {spot.request.command for spot in spots if spot.request}
    assert {"travel", "select", "fold"} <= commands
    assert all(spot.rect.left() >= 0 and spot.rect.right() <= 731 for spot in spots)
    assert all(isinstance(spot.tip, str) and spot.tip for spot in spots)


def test_only_where_something_is_compared():
    scene = compared("mlp", "seed 3")
    assert VIEW.suits(scene) and not VIEW.suits(replace(scene, other=None))


def test_what_only_one_of_the_two_has_is_folded_until_it_is_asked_for():
    mixed = compared("rnn_adding", "lstm_adding")
    assert items(pair_of(mixed))[-1] == ALONE
    unfolded = items(pair_of(replace(mixed, state=replace(mixed.state, folded=frozenset({ALONE})))))
    alone = unfolded[unfolded.index(ALONE) + 1 :]
    assert alone and all(row.status in ("ours", "theirs") for row in alone)

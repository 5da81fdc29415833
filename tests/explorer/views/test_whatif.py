"""The What-if view: each change with the number it replaced; too many of one quantity are one row."""

from dataclasses import replace

import pytest

from engine.exchange.opening import Opening, prepare
from engine.run.intervention import Intervention, Span
from engine.stepping.place import Place
from explorer.scene import Other, Scene
from explorer.scenery.changes import change_words
from explorer.scenery.comparison import comparison_words, loss_words
from explorer.state import Run, State
from explorer.theme.tokens import LIGHT
from explorer.view import Frame
from explorer.views.whatif import VIEW
from explorer.views.whatif.rows import Change, Group, rows_of

CLAMP = Intervention("b_phi", (Span(2, 5), None, 1), 1.0)
PIXELS = tuple(Intervention("x", (moment, 0, 0), 0.5) for moment in range(7))


@pytest.fixture(scope="module")
def scene() -> Scene:
    """A clamped gate and a changed input, beside the run without."""
    made = prepare(Opening("lstm_peephole", sizes=(("H", 3),), moments=8))
    changes = (CLAMP, PIXELS[0])
    trace = made.run(changes)
    state = State(made.opening, interventions=changes, place=Place(trace.schedule.length))
    return Scene(state, made, trace, other=Other(made, made.run()))


def test_each_row_tells_the_number_that_was_replaced(scene):
    clamp, pixel = rows_of(scene)
    assert isinstance(clamp, Change) and clamp.was == scene.other.trace.value("b_phi")[2, 0, 1] and clamp.several
    assert isinstance(pixel, Change) and pixel.was == scene.other.trace.value("x")[0, 0, 0] and not pixel.several


def test_many_changes_of_one_quantity_are_one_row(scene):
    (row,) = rows_of(replace(scene, state=replace(scene.state, interventions=PIXELS)))
    assert row == Group("x", 7, True)


def test_a_change_reads_with_moments_from_one_and_units_from_zero(scene):
    assert change_words(scene, CLAMP) == "b_φ[1] at t = 3–5 = +1.0000"


def test_the_bar_says_what_if_and_what_it_does_to_the_loss(scene):
    assert comparison_words(scene).startswith("What if: b_φ[1] at t = 3–5 = +1.0000 · x[0] at t = 1")
    before, after = scene.other.trace.example_loss(0), scene.trace.example_loss(0)
    assert loss_words(scene).startswith(f"E {before:.4f} → {after:.4f} (")


def test_the_bar_counts_the_entries_of_a_drawing(scene):
    """Seven pixels are one thing that was done; they do not push the loss out of the window."""
    drawn = replace(scene, state=replace(scene.state, interventions=(*PIXELS, CLAMP)))
    assert comparison_words(drawn) == "What if: 7 entries of x · b_φ[1] at t = 3–5 = +1.0000"


def test_a_chosen_run_is_named_by_what_sets_it_apart(scene):
    other = prepare(Opening("lstm_peephole", sizes=(("H", 3),), moments=8, seed=5))
    chosen = replace(scene.state, against=Run(other.opening))
    assert (
        comparison_words(replace(scene, state=chosen, other=Other(other, other.run())))
        == "Compared with the same, seed 5"
    )


def test_without_a_change_the_view_offers_what_can_be_done(scene, picture):
    empty = replace(scene, state=replace(scene.state, interventions=()), other=None)
    _, spots = picture(VIEW, empty, width=400)
    assert {spot.request.command for spot in spots} == {"peepholes"}


def test_every_row_can_be_switched_typed_in_and_taken_back(scene, picture):
    _, spots = picture(VIEW, scene, width=400)
    asked = [spot.request.command for spot in spots if spot.request]
    assert asked.count("switch-change") == asked.count("take-back") == 2
    typed = [spot.field.command for spot in spots if spot.field]
    assert typed.count("change-value") == 2 and typed.count("change-moments") == 2
    assert VIEW.height(Frame(400, 300, scene, LIGHT)) > 2 * 56

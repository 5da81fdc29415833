"""Contrast: this run, the other one, or their difference, drawn by every view as if it were the only run."""

from dataclasses import replace

import numpy as np
import pytest

from engine.exchange.opening import Opening, prepare
from engine.run.intervention import Intervention, Span
from engine.stepping.place import Place
from explorer.scene import Other, Scene
from explorer.scenery.by_hand import put_in_at, put_in_places
from explorer.scenery.contrast import comparable, contrasted, place_there
from explorer.state import Run, State

CLAMPED = Intervention("b_phi", (Span(2, 5), None, 1), 1.0)


@pytest.fixture(scope="module")
def scene() -> Scene:
    """The memory block with a forget gate clamped for three moments, beside the run without."""
    made = prepare(Opening("lstm_peephole", sizes=(("H", 3),), moments=8))
    state = State(made.opening, interventions=(CLAMPED,), place=Place(40))
    return Scene(state, made, made.run((CLAMPED,)), other=Other(made, made.run()))


def showing(scene: Scene, contrast: str) -> Scene:
    return contrasted(replace(scene, state=replace(scene.state, contrast=contrast)))


def test_after_is_the_run_itself(scene):
    assert showing(scene, "after").trace is scene.trace


def test_before_shows_the_other_run_without_what_was_put_in(scene):
    before = showing(scene, "before")
    assert before.trace is scene.other.trace
    assert before.state.interventions == () and before.position == scene.position


def test_the_difference_of_every_value_and_adjoint_is_this_run_less_the_other(scene):
    shown = showing(scene, "difference")
    assert shown.apart is scene.trace
    for name, array in scene.trace.values.items():
        np.testing.assert_array_equal(shown.trace.values[name], array - scene.other.trace.values[name])
    assert np.abs(shown.trace.adjoints["s"]).max() > 0


def test_nothing_differs_before_the_first_change(scene):
    shown = showing(scene, "difference")
    assert (shown.trace.values["s"][:2] == 0).all() and (shown.trace.values["s"][2:, :, 1] != 0).any()


def test_what_is_not_a_number_in_both_differs_by_nothing(scene):
    poisoned = {name: array.copy() for name, array in scene.trace.values.items()}
    poisoned["s"][3] = np.nan
    ours, theirs = (replace(trace, values=poisoned) for trace in (scene.trace, scene.other.trace))
    shown = showing(replace(scene, trace=ours, other=Other(scene.prepared, theirs), limits={}), "difference")
    assert (shown.trace.values["s"][3] == 0).all()


def test_before_and_after_are_drawn_on_one_scale_and_the_difference_on_its_own(scene):
    after, before = showing(scene, "after"), showing(scene, "before")
    assert after.limit("s", False) == before.limit("s", False)
    assert (
        showing(scene, "difference").limit("s", False) == np.abs(showing(scene, "difference").trace.values["s"]).max()
    )


def test_the_cursor_of_another_network_stands_before_the_same_quantity(scene):
    other = prepare(Opening("lstm_peephole_eq24", sizes=(("H", 3),), moments=8))
    mixed = replace(scene, other=Other(other, other.run()))
    event = mixed.event
    found = mixed.other.trace.schedule.event(place_there(mixed).position)
    assert (found.line.name, found.moment) == (event.line.name, event.moment)


def test_runs_of_other_lengths_have_no_difference(scene):
    made = prepare(Opening("lstm_peephole", sizes=(("H", 3),), moments=5))
    mixed = replace(scene, other=Other(made, made.run()), state=replace(scene.state, against=Run(made.opening)))
    assert not comparable(mixed)
    assert showing(mixed, "difference") is not None and showing(mixed, "difference").apart is None


def test_what_was_put_in_is_known_by_entry_and_by_place(scene):
    assert put_in_at(scene, "b_phi", 3, (1,)) == CLAMPED
    assert put_in_at(scene, "b_phi", 5, (1,)) is None and put_in_at(scene, "b_phi", 3, (0,)) is None
    assert put_in_places(scene, "b_phi", 4).tolist() == [False, True, False]
    off = replace(scene, state=replace(scene.state, switched_off=frozenset({CLAMPED})))
    assert put_in_at(off, "b_phi", 3, (1,)) is None

"""Watches in a scene: the number at the cursor, its change in the order of the run, families, and examples to type."""

from dataclasses import replace

import numpy as np
import pytest

from engine.exchange.opening import Opening, prepare
from engine.stepping.place import Place
from explorer.scene import Scene
from explorer.scenery.watching import (
    Series,
    family_of,
    next_change,
    now,
    series_of,
    suggestions,
    unit_for,
    watch_refusal,
)
from explorer.state import State


@pytest.fixture(scope="module")
def scene() -> Scene:
    made = prepare(Opening("lstm_peephole", sizes=(("H", 3),), moments=8, examples=2))
    return Scene(State(made.opening, example=1, unit=2), made, made.run())


def at(scene: Scene, position: int) -> Scene:
    return replace(scene, state=replace(scene.state, place=Place(position)))


def series(scene: Scene, text: str) -> Series:
    found = series_of(scene, text)
    assert isinstance(found, Series)
    return found


def after(scene: Scene, name: str, moment: int, *, adjoint: bool) -> int:
    return scene.schedule.position_of(scene.program.line_of[name, adjoint], moment) + 1


def test_nothing_is_shown_before_it_is_computed_and_the_last_one_that_was_stands_beside(scene):
    text = "norm(b_phi)"
    before, right = (at(scene, after(scene, "b_phi", 4, adjoint=False) + by) for by in (-1, 0))
    norms = np.linalg.norm(scene.trace.value("b_phi")[:, 1], axis=1)
    waiting, made = (now(one, series(one, text)) for one in (before, right))
    assert waiting.number is None and waiting.latest is not None
    assert waiting.latest[0] == pytest.approx(norms[3]) and waiting.latest[1] == 3
    assert made.number == pytest.approx(norms[4]) and made.change == pytest.approx(norms[4] - norms[3]) and made.fresh
    assert not now(at(right, right.position + 1), series(right, text)).fresh


def test_adjoints_change_from_the_moment_after(scene):
    there = at(scene, after(scene, "s", 3, adjoint=True))
    numbers = scene.trace.adjoint("s")[:, 1, 2, 0]
    found = now(there, series(there, "eps_s[t][2, 0]"))
    assert found.number == numbers[3] and found.change == pytest.approx(numbers[3] - numbers[4])


def test_of_several_numbers_that_of_the_chosen_unit_is_shown(scene):
    end = at(scene, scene.schedule.length)
    assert unit_for(end, series(end, "b_phi").watch) == (2,)
    assert unit_for(end, series(end, "b_phi * s").watch) == (2, 0)
    moment = end.moment
    assert now(end, series(end, "b_phi")).number == scene.trace.value("b_phi")[moment, 1, 2]


def test_where_there_is_no_last_nothing_is_shown(scene):
    first = at(scene, after(scene, "b_phi", 0, adjoint=False))
    assert now(first, series(first, "b_phi - last(b_phi)")).number is None


def test_the_places_of_change_leave_out_what_stays_the_same(scene):
    gate = series(scene, "b_phi[t][0] > 2")
    assert len(gate.changes) == 1  # it is made once, and never differs
    assert next_change(at(scene, 0), gate, reverse=True) is None


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("norm(eps_s)", "adjoint"),
        ("b_phi[t+1] * eps_s[t+1]", "adjoint"),
        ("b_phi", "gate"),
        ("b_phi[t-1][2]", "gate"),
        ("norm(b_phi)", "value"),
        ("s", "value"),
    ],
)
def test_what_reads_an_adjoint_is_drawn_as_one_and_gates_as_gates(scene, text, family):
    assert family_of(scene, series(scene, text).watch) == family


@pytest.mark.parametrize("source", ["lstm_peephole", "mlp", "scalar_graph", "rnn", "cnn_small", "reber"])
def test_the_examples_fit_the_network(source):
    made = prepare(Opening(source))
    scene = Scene(State(made.opening), made, made.run())
    found = suggestions(scene)
    assert len(found) == 2 and not any(watch_refusal(scene.network, text) for text in found)


def test_what_is_wrong_is_said_in_one_line(scene):
    for text in ("", "nothing", "s +", "norm(s", "s[t][99]"):
        assert watch_refusal(scene.network, text) and "\n" not in watch_refusal(scene.network, text)
        assert isinstance(series_of(scene, text), str)


def test_a_series_is_made_once_for_a_run(scene):
    assert series_of(scene, "norm(s)") is series_of(at(scene, 30), "norm(s)")

"""Where two runs part: the first number in the order of computing, relative sizes, names in one of the two only."""

import numpy as np
import pytest

import engine
from engine.divergence import GIVEN, divergence
from engine.exchange.opening import Opening, prepare
from engine.run.fast import run_planned
from engine.run.intervention import Intervention
from tests.engine.checking.wrong_program import numbers_for


def opened(source: str, **how: object):
    return prepare(Opening(source, **how)).run()


def test_a_value_that_was_put_in_is_where_the_two_first_differ():
    prepared = prepare(Opening("lstm_peephole", moments=6))
    ours = prepared.run((Intervention("b_phi", (2, 0, 3), 0.9),))
    found = divergence(ours, prepared.run())
    first = found.computed
    assert (first.name, first.adjoint) == ("b_phi", False)
    assert (first.first.moment, first.first.unit) == (2, (3,))
    assert found.given == ()


def test_the_first_difference_of_an_adjoint_is_the_latest_moment():
    """The backward pass runs from the last moment to the first, and so does the search."""
    network = engine.load("rnn", H=3)
    inputs, parameters = numbers_for(network, moments=5), network.initialise(seed=1)
    ours = run_planned(network.program, inputs, parameters)
    changed = {name: array.copy() for name, array in inputs.items()}
    changed["d"][3] += 0.5
    found = divergence(ours, run_planned(network.program, changed, parameters))
    row = next(row for row in found.rows if row.name == "b_h" and row.adjoint)
    assert row.first.moment == 3
    assert [row.name for row in found.given] == ["d"]
    value = next(row for row in found.rows if row.name == "b_h" and not row.adjoint)
    assert value.largest == 0.0 and value.first is None


def test_sizes_are_relative_to_the_largest_number_of_either_run():
    ours, theirs = opened("mlp"), opened("mlp", seed=2)
    row = next(row for row in divergence(ours, theirs).rows if row.name == "a1" and not row.adjoint)
    a, b = ours.value("a1")[0], theirs.value("a1")[0]
    assert row.largest == pytest.approx(np.abs(a - b).max() / max(np.abs(a).max(), np.abs(b).max()))
    assert row.at.unit == (int(np.abs(a - b).argmax()),)


def test_single_precision_differs_by_rounding_only():
    found = divergence(opened("occupancy"), opened("occupancy", dtype="float32"))
    assert found.tolerance == 1e-5 and found.computed is None
    assert any(row.largest > 1e-9 for row in found.rows)


def test_eq_24_differs_first_at_the_output_gate():
    """The two networks read the state at different moments in that one line; all before it is the same."""
    row = divergence(opened("occupancy"), opened("occupancy", network="lstm_peephole_eq24")).computed
    assert row.name == "a_omega" and row.first.moment == 0


def test_names_of_one_run_only_stand_last_and_are_not_compared():
    found = divergence(opened("adding_rnn"), opened("adding_rnn", network="lstm_adding"))
    alone = [row.status in ("ours", "theirs") for row in found.rows]
    assert alone == sorted(alone) and any(alone)
    status = {(row.name, row.adjoint): row.status for row in found.rows}
    assert status["b_h", True] == "ours" and status["c", True] == "theirs" and status["y", False] == "compared"


def test_other_shapes_and_fewer_moments():
    found = divergence(opened("rnn", moments=6), opened("rnn", moments=4, sizes=(("H", 3),)))
    status = {row.name: row.status for row in found.rows if not row.adjoint}
    assert status["b_h"] == "shapes" and status["y"] == "compared"


def test_the_same_not_a_number_is_no_difference():
    prepared = prepare(Opening("rnn", moments=4))
    with np.errstate(all="ignore"):
        broken = prepared.run((Intervention("b_h", (1, 0, 0), float("nan")),))
        assert divergence(broken, broken).computed is None
        row = divergence(broken, prepared.run()).computed
    assert row.name == "b_h" and row.largest == float("inf") and row.first.position > GIVEN

"""Rivals: what may be typed to compare with, refused in one line that names what is nearest."""

from dataclasses import replace

import pytest

from engine.errors import ChainruleError
from engine.exchange.opening import Opening, prepare
from engine.run.intervention import Intervention
from explorer.scene import Other, Scene
from explorer.scenery.comparison import run_names
from explorer.scenery.counterparts import carried, counterpart_of, with_counterpart
from explorer.scenery.rivals import fitting_networks, refusal, rival
from explorer.state import State


def opened(source: str, **how: object) -> Scene:
    prepared = prepare(Opening(source, **how))  # type: ignore[arg-type]
    return Scene(State(prepared.opening), prepared, prepared.run())


@pytest.fixture(scope="module")
def occupancy() -> Scene:
    return opened("occupancy")


def test_another_seed_precision_or_network_of_the_same_data(occupancy):
    assert rival(occupancy, "seed 5").opening == Opening("occupancy", seed=5)
    assert rival(occupancy, " Seed=5 ").opening.seed == 5
    assert rival(occupancy, "float32").opening == Opening("occupancy", dtype="float32")
    assert rival(occupancy, "lstm_peephole_eq24").opening == Opening("occupancy", network="lstm_peephole_eq24")
    assert rival(occupancy, "reber").opening.source == "reber"


def test_what_was_put_in_by_hand_stays_where_the_network_does(occupancy):
    change = Intervention("b_phi", (0, 0, 0), 1.0)
    scene = replace(occupancy, state=replace(occupancy.state, interventions=(change,)))
    assert rival(scene, "seed 5").interventions == (change,)
    assert rival(scene, "gru").interventions == ()


def test_a_network_opened_by_itself_keeps_its_sizes():
    scene = opened("lstm_peephole", sizes=(("H", 3),), seed=4)
    run = rival(scene, "lstm_peephole_eq24")
    assert run.opening.source == "lstm_peephole_eq24" and dict(run.opening.sizes)["H"] == 3 and run.opening.seed == 4
    other = prepare(run.opening)
    assert all((other.inputs[name] == array).all() for name, array in scene.prepared.inputs.items())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("lstm_peepole", "did you mean 'lstm_peephole'"),
        ("seed five", "seed N"),
        ("iteration 0", "no recording of a training run is open"),
        ("float64", "has float64 already"),
        ("lstm_adding", "networks of the same inputs and targets: gru"),
        ("nosuch.net", "no such file"),
        ("", "nothing to compare with"),
    ],
)
def test_refusals_name_what_is_allowed(occupancy, text, words):
    assert words in refusal(occupancy, text) and "\n" not in refusal(occupancy, text)
    with pytest.raises(ChainruleError):
        rival(occupancy, text)


def test_networks_that_read_the_same_inputs_and_targets(occupancy):
    assert {"lstm_peephole_eq24", "rnn", "gru"} <= set(fitting_networks(occupancy))
    assert "lstm_adding" in fitting_networks(opened("rnn_adding"))
    assert "mlp" not in fitting_networks(occupancy)


def test_a_trace_of_a_script_cannot_be_run_again(occupancy):
    bare = replace(occupancy, state=State(Opening("")))
    assert "has no source" in refusal(bare, "seed 5")


def test_states_are_what_a_network_carries_over_moments(occupancy):
    assert carried(occupancy.network) == ("s", "b_c")
    assert carried(opened("rnn_adding").network) == ("b_h",)
    assert carried(opened("mlp").network) == ()


def test_the_same_name_stands_against_a_quantity_else_what_is_carried():
    scene = opened("adding_rnn")
    theirs = prepare(Opening("adding_rnn", network="lstm_adding")).network
    assert counterpart_of(scene, theirs, "y") == "y"
    assert counterpart_of(scene, theirs, "b_h") == "c"
    assert counterpart_of(scene, theirs, "W_h") is None, "what stands outside time has nothing that is carried"
    folded = with_counterpart(scene.state.folded, "b_h", "h")
    chosen = replace(scene, state=replace(scene.state, folded=folded))
    assert counterpart_of(chosen, theirs, "b_h") == "h"
    assert with_counterpart(folded, "b_h", "") == scene.state.folded


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("seed 5", ("seed 7", "the same, seed 5")),
        ("float32", ("float64", "the same, float32")),
        ("lstm_peephole_eq24", ("lstm_peephole", "lstm_peephole_eq24")),
    ],
)
def test_runs_are_named_by_what_sets_them_apart(occupancy, text, names):
    run = rival(occupancy, text)
    other = prepare(run.opening)
    scene = replace(occupancy, state=replace(occupancy.state, against=run), other=Other(other, other.run(), run))
    assert run_names(scene) == names

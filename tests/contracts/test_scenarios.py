"""What every scenario keeps: it opens, holds a pool to train on, and says how it is trained and to what end."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from engine.exchange.opening import Opening, Prepared, prepare
from engine.exchange.scenario import find_scenario, scenario_names

NAMES = scenario_names()
TRAINED = tuple(name for name in NAMES if find_scenario(name).training)
PARTED = ("characters", "fashion")  # of which a part is held back that is of another making
OPTIMISERS = ("sgd", "momentum", "nag", "adagrad", "adadelta", "rmsprop", "adam")
Array = np.ndarray[Any, Any]


@cache
def prepared_of(name: str) -> Prepared:
    """Each scenario is read once."""
    return prepare(Opening(name))


def examples_of(prepared: Prepared, arrays: dict[str, Array]) -> set[int]:
    quantities = prepared.network.quantities
    return {array.shape[1 if quantities[name].timed else 0] for name, array in arrays.items()}


def test_the_promised_scenarios_are_there():
    promised = "occupancy sunspots adding_rnn adding_lstm reber characters counting xor spirals garments fashion planes"
    assert {*promised.split(), "planes_small"} <= set(NAMES)
    assert set(NAMES) - set(TRAINED) == {"counting"}, "its weights are set by hand"


@pytest.mark.parametrize("name", NAMES)
def test_a_story_says_in_a_few_sentences_what_to_look_at(name: str):
    scenario = find_scenario(name)
    assert 3 <= scenario.story.count(". ") + scenario.story.count(".\n") <= 14
    assert len(scenario.title) <= 60 and not scenario.title.endswith(".")


@pytest.mark.parametrize("name", NAMES)
def test_data_that_nobody_measured_are_called_synthetic(name: str):
    data = find_scenario(name).data
    told = prepared_of(name).story.lower()
    assert data["kind"] in ("table", "characters", "fashion", "typed") or "synthetic" in told


@pytest.mark.parametrize("name", TRAINED)
def test_the_pool_has_the_shapes_of_what_is_opened(name: str):
    prepared = prepared_of(name)
    quantities = prepared.network.quantities
    assert prepared.pool.keys() == prepared.inputs.keys()
    for key, array in prepared.inputs.items():
        axis = 1 if quantities[key].timed else 0
        assert np.delete(array.shape, axis).tolist() == np.delete(prepared.pool[key].shape, axis).tolist()
    assert len(examples_of(prepared, prepared.pool)) == 1 == len(examples_of(prepared, prepared.inputs))
    assert examples_of(prepared, prepared.inputs) == {find_scenario(name).examples}


@pytest.mark.parametrize("name", TRAINED)
def test_what_is_opened_is_in_the_pool(name: str):
    """The first examples of a dataset; of a series, windows anywhere in it."""
    prepared = prepared_of(name)
    if prepared.series is None:
        for key, array in prepared.inputs.items():
            timed = prepared.network.quantities[key].timed
            count = array.shape[1 if timed else 0]
            assert np.array_equal(array, prepared.pool[key][:, :count] if timed else prepared.pool[key][:count])
    else:
        assert find_scenario(name).data["kind"] in ("channel", "table")


@pytest.mark.parametrize("name", TRAINED)
def test_the_training_is_stated_in_full(name: str):
    scenario = find_scenario(name)
    training = dict(scenario.training)
    settings, goal = training.pop("settings"), training.pop("goal")
    assert training.pop("optimiser") in OPTIMISERS
    assert 1 <= training.pop("iterations") <= 10_000
    held = training.pop("validation")
    assert not training
    assert settings and all(isinstance(value, float) and value > 0 for value in settings.values())
    assert goal.pop("measure") in ("loss", "accuracy")
    ((bound, number),) = goal.items()
    assert bound in ("at_most", "at_least") and number > 0
    (count,) = examples_of(prepared_of(name), dict(prepared_of(name).pool))
    assert 0 < round(held * count) < count - scenario.examples


@pytest.mark.parametrize("name", [name for name in TRAINED if find_scenario(name).data["kind"] in PARTED])
def test_data_in_two_parts_hold_back_what_training_holds_back(name: str):
    scenario = find_scenario(name)
    assert scenario.data.get("held_back", 0.2) == scenario.training["validation"]


@pytest.mark.parametrize("name", TRAINED)
def test_accuracy_has_an_answer_and_a_target(name: str):
    """The answer is y, the target d, of one shape; m, where it is read, says which count."""
    network = prepared_of(name).network
    if find_scenario(name).training["goal"]["measure"] == "accuracy":
        assert network.quantities["y"].shape == network.quantities["d"].shape != ()


def test_another_seed_starts_elsewhere_with_the_same_examples():
    first, second = (prepare(Opening("xor", seed=seed)) for seed in (1, 2))
    assert np.array_equal(first.pool["x"], second.pool["x"])
    assert not np.array_equal(first.parameters["W1"], second.parameters["W1"])

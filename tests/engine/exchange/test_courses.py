"""What a scenario states is what it is trained with; what states nothing gets usual settings."""

import pytest

from engine.errors import ChainruleError
from engine.exchange.courses import Goal, planned
from engine.exchange.opening import Opening


def test_a_scenario_states_its_training():
    plan = planned(Opening("occupancy"))
    assert (plan.course.size, plan.iterations, plan.optimiser) == (4, 600, "adam eta=0.01")
    assert plan.course.held_back == round(0.2 * plan.course.examples)
    assert plan.goal.words == "validation accuracy ≥ 0.9"
    assert plan.course.program.update.words == "adam eta=0.01"
    assert planned(Opening("occupancy", optimiser="sgd eta=0.3")).course.program.update.words == "sgd eta=0.3"


def test_a_network_without_data():
    plan = planned(Opening("mlp"))
    assert (plan.course.examples, plan.course.size, plan.course.held_back) == (256, 16, 51)
    assert plan.goal is None
    assert planned(Opening("mlp", examples=5)).course.size == 5


def test_a_typed_sequence_is_all_there_is():
    course = planned(Opening("counting")).course
    assert (course.size, course.held_back, course.examples) == (1, 0, 1)


def test_a_goal():
    assert Goal("accuracy", 0.9, at_least=True).reached(5.0, 0.9)
    assert not Goal("accuracy", 0.9, at_least=True).reached(0.0, 0.89)
    assert Goal("loss", 0.2, at_least=False).reached(0.2, 0.0)
    assert Goal("loss", 0.2, at_least=False).words == "validation loss ≤ 0.2"


def test_nothing_to_train():
    with pytest.raises(ChainruleError, match="has no parameter"):
        planned(Opening("scalar_graph"))

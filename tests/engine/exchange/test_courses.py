"""What a scenario states is what it is trained with; what states nothing gets usual settings."""

import pytest

from engine.errors import ChainruleError
from engine.exchange.courses import Goal, open_course
from engine.exchange.opening import Opening
from engine.training.course import advanced


def test_a_scenario_states_its_training():
    opened = open_course(Opening("occupancy"))
    assert (opened.course.size, opened.iterations, opened.optimiser) == (4, 600, "adam eta=0.01")
    assert opened.course.held_back == round(0.2 * opened.course.examples)
    assert opened.goal.words == "validation accuracy ≥ 0.9"
    assert opened.course.program.update.words == "adam eta=0.01"
    assert open_course(Opening("occupancy", optimiser="sgd eta=0.3")).course.program.update.words == "sgd eta=0.3"


def test_a_network_without_data():
    opened = open_course(Opening("mlp"))
    assert (opened.course.examples, opened.course.size, opened.course.held_back) == (256, 16, 51)
    assert opened.goal is None
    assert open_course(Opening("mlp", examples=5)).course.size == 5


def test_a_typed_sequence_is_all_there_is():
    course = open_course(Opening("counting")).course
    assert (course.size, course.held_back, course.examples) == (1, 0, 1)


def test_a_goal():
    assert Goal("accuracy", 0.9, at_least=True).reached(5.0, 0.9)
    assert not Goal("accuracy", 0.9, at_least=True).reached(0.0, 0.89)
    assert Goal("loss", 0.2, at_least=False).reached(0.2, 0.0)
    assert Goal("loss", 0.2, at_least=False).words == "validation loss ≤ 0.2"


def test_nothing_to_train():
    with pytest.raises(ChainruleError, match="has no parameter"):
        open_course(Opening("scalar_graph"))


def test_the_lesson_on_convolution_can_be_trained_as_it_is_opened():
    """A kernel's gradient sums over all its places: at the rate that suits dense networks the loss grew to infinity."""
    opened = open_course(Opening("conv_lesson"))
    assert opened.course.program.update.words == "sgd eta=0.01"
    last = advanced(opened.course, opened.course.first, 200)
    losses = [opened.course.run(point).loss for point in (opened.course.first, last)]
    assert losses[1] < 0.5 * losses[0]

"""A course gives the same bits at every iteration, from wherever it is run."""

import numpy as np
import pytest

import engine
from engine.errors import DataError
from engine.training.checkpoint import Checkpoint
from engine.training.course import Change, Course, advanced, after
from tests.engine.training.courses import small_course


@pytest.mark.parametrize(("name", "rules"), [("rnn", "adam"), ("rnn", "nag"), ("mlp_dropout", "momentum")])
def test_any_iteration_is_reached_bit_for_bit_from_any_checkpoint(name, rules):
    course = small_course(name, rules)
    checkpoints = [course.first]
    for _ in range(7):
        checkpoints.append(after(course.run(checkpoints[-1]), checkpoints[-1]))
    for start in (0, 3, 6):
        assert advanced(course, checkpoints[start], 7).digest == checkpoints[7].digest
    assert len({checkpoint.digest for checkpoint in checkpoints}) == 8


def test_masks_differ_from_iteration_to_iteration_and_come_again():
    course = small_course("mlp_dropout")
    second = after(course.run(course.first), course.first)
    assert np.array_equal(course.run(second).value("m1"), course.run(second).value("m1"))
    assert not np.array_equal(course.run(course.first).value("m1"), course.run(second).value("m1"))


def test_training_makes_the_loss_smaller():
    course = small_course(rules="adam eta=0.05")
    before, later = course.run(course.first), course.run(advanced(course, course.first, 60))
    assert later.loss < 0.7 * before.loss


def test_a_changed_rate_counts_from_its_iteration_on():
    course = small_course(rules="sgd eta=0.1").changed(Change(2, "sgd.eta", 0.0))
    second = advanced(course, course.first, 2)
    later = advanced(course, second, 5)
    assert all(np.array_equal(second.parameters[name], later.parameters[name]) for name in second.parameters)
    assert later.carried["sgd.eta"] == 0.0
    assert after(course.run(course.first), course.first).digest != course.first.digest


def test_settings_and_sizes_that_there_are_not():
    with pytest.raises(DataError, match=r"no setting is called 'adam.rate'.*adam.eta"):
        small_course().changed(Change(3, "adam.rate", 1.0))
    with pytest.raises(DataError, match="mini-batch of 13 examples; allowed are 1 to 12"):
        small_course(size=13)
    program = engine.load("scalar_graph").program
    with pytest.raises(DataError, match="no parameter"):
        Course(program, {"x": np.zeros((3, 1))}, {}, 1)


def test_a_digest_tells_one_bit():
    arrays = {"W": np.zeros(3)}
    other = {"W": np.array([0.0, 0.0, np.nextafter(0.0, 1.0)])}
    assert Checkpoint(1, arrays, {}).digest != Checkpoint(1, other, {}).digest
    assert Checkpoint(1, arrays, {}).digest != Checkpoint(2, arrays, {}).digest
    assert Checkpoint(1, arrays, {}).digest == Checkpoint(1, {"W": np.zeros(3)}, {}).digest

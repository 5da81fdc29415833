"""Metrics are plain sums over the trace, answers are counted as a person would, validation leaves masks out."""

import numpy as np
import pytest

import engine
from engine.training.answers import answers_of
from engine.training.metrics import columns_of
from engine.training.validation import validated
from tests.engine.training.courses import small_course


def test_norms_and_loss():
    course = small_course(rules="sgd eta=0.5")
    trace, columns = course.run(course.first), columns_of(course.program)
    found = dict(zip(columns.names, columns.of(trace), strict=True))
    assert found["loss"] == pytest.approx(float(trace.value("E").sum()) / 5)
    assert np.isnan(found["accuracy"])
    for name in ("W_x", "W_h", "theta_h", "W_k", "theta_k"):
        assert found[f"norm {name}"] == pytest.approx(float(np.sqrt((trace.value(name) ** 2).sum())))
        assert found[f"gradient {name}"] == pytest.approx(float(np.sqrt((trace.adjoint(name) ** 2).sum())))
        assert found[f"update {name}"] == pytest.approx(0.5 * found[f"gradient {name}"])


def values(text: str, **arrays: object) -> tuple[engine.DerivedNetwork, dict[str, np.ndarray]]:
    return engine.parse(text), {name: np.asarray(array, float) for name, array in arrays.items()}


def test_one_unit_is_right_on_its_side_of_one_half():
    network, arrays = values(
        "x: input(1)\nd: target(1)\ny = sigmoid(w * x)\nE = bce(y, d)", y=[[0.4], [0.6], [0.7]], d=[[0], [0], [1]]
    )
    answers = answers_of(network)
    assert (answers.answer, answers.target) == ("y", "d")
    assert answers.tally(arrays) == (2.0, 3.0)


def test_the_largest_of_several_units_is_the_answer():
    network, arrays = values(
        "x: input(3)\nd: target(3)\ny = softmax(x * w)\nE = cce(y, d)",
        y=[[0.4, 0.3, 0.3], [0.1, 0.5, 0.4]],
        d=[[1, 0, 0], [0, 0, 1]],
    )
    assert answers_of(network).tally(arrays) == (1.0, 2.0)


def test_moments_that_do_not_count_are_left_out():
    network, arrays = values(
        "x[t]: input(2)\nd[t]: target(2)\nc[t]: input()\ny[t] = x[t] * w\nE[t] = c[t] * half_sse(y[t], d[t])",
        y=[[[0.9, 0.1]], [[0.9, 0.1]]],
        d=[[[1, 0]], [[0, 1]]],
        c=[[1], [0]],
    )
    assert answers_of(network).counted == "c"
    assert answers_of(network).tally(arrays) == (1.0, 1.0)


def test_targets_between_nothing_and_one_have_no_right_answer():
    network, arrays = values("x: input(1)\nd: target(1)\ny = w * x\nE = mse(y, d)", y=[[0.4]], d=[[0.3]])
    assert np.isnan(answers_of(network).right(arrays))


def test_validation_is_the_mean_over_what_is_held_back():
    course = small_course()
    held = course.inputs_of((12, 13))
    trace = engine.run(course.program, inputs=held, parameters=course.start)
    loss, accuracy = validated(course, course.first)
    assert loss == pytest.approx(float(trace.value("E").sum()) / 2)
    assert np.isnan(accuracy)
    assert np.isnan(validated(small_course(held_back=0, size=3), course.first)[0])


def test_no_unit_is_silenced_in_validation():
    course = small_course("mlp_dropout")
    inputs = course.inputs_of((12, 13)) | {"m1": np.ones((2, 6)), "m2": np.ones((2, 5))}
    trace = engine.run(course.program, inputs=inputs, parameters=course.start)
    assert validated(course, course.first)[0] == pytest.approx(float(trace.value("E").sum()) / 2)

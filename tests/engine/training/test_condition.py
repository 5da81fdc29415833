"""A condition holds where its comparison does, and says at which moment, in which example and unit, and who made it."""

import numpy as np
import pytest

from engine.errors import ChainruleError
from engine.training.condition import read_condition
from engine.training.course import advanced
from engine.training.metrics import columns_of
from tests.engine.training.courses import small_course

COURSE = small_course()
TRACE = COURSE.run(COURSE.first)
METRICS = dict(zip(columns_of(COURSE.program).names, columns_of(COURSE.program).of(TRACE), strict=True))


def met(text, trace=TRACE):
    return read_condition(text, trace.program.network).met(trace, METRICS)


def test_metrics_by_name():
    assert met("loss < 100").number == METRICS["loss"]
    assert met("100 > loss").words == "loss"
    assert met("loss > 100") is None
    assert met("accuracy >= 0") is None  # there is none in this network


def test_the_first_entry_by_moment_example_and_unit():
    values = TRACE.value("b_h")
    moment, example, unit = np.argwhere(values > 0.6)[0]
    spot = met("b_h[t] > 0.6")
    assert (spot.moment, spot.example, spot.unit) == (moment, example, (unit,))
    assert spot.number == values[moment, example, unit]
    assert (spot.event.line.name, spot.event.moment, spot.event.phase) == ("b_h", moment, "forward")


def test_largest_and_smallest():
    gradient = np.abs(TRACE.adjoint("W_h"))
    spot = met("max(abs(d_W_h)) > 0.001")
    assert spot.unit == np.unravel_index(gradient.argmax(), gradient.shape)
    assert spot.number == gradient.max()
    assert spot.example is None
    assert met(f"max(abs(d_W_h)) > {gradient.max()}") is None
    assert met(f"max(abs(d_W_h)) >= {gradient.max()}") is not None
    assert met(f"min(b_h[t]) < {TRACE.value('b_h').max()}").number == TRACE.value("b_h").min()


def test_adjoints_of_later_moments_and_two_arrays():
    assert met("max(abs(d_b_h[t+1])) > 0").event.phase == "backward"
    assert met("b_h[t] == b_h[t]").moment == 0
    assert met("b_h[t] != b_h[t]") is None


def test_what_is_not_a_number():
    broken = small_course()
    start = {**broken.start, "W_h": broken.start["W_h"].copy()}
    start["W_h"][3, 2] = np.nan
    with np.errstate(all="ignore"):
        trace = type(broken)(broken.program, broken.pool, start, 5).run(broken.first.__class__(0, start, {}))
    assert met("isnan(*)") is None
    assert met("isinf(b_h[t])") is None
    spot = met("isnan(*)", trace)
    assert (spot.name, spot.moment, spot.example, spot.unit) == ("a_h", 0, 0, (3,))
    assert met("isnan(b_h[t])", trace).unit == (3,)
    assert met("isinf( * )", trace) is None


def test_it_is_met_in_the_course_of_training():
    later = COURSE.run(advanced(COURSE, COURSE.first, 30))
    threshold = float(np.abs(later.adjoint("theta_k")).max()) * 1.01
    assert met(f"max(abs(d_theta_k)) < {threshold}") is None
    assert met(f"max(abs(d_theta_k)) < {threshold}", later)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("loss", "compares nothing; allowed are"),
        ("", "cannot be read"),
        ("loss <", "cannot be read"),
        ("loss in 3", "stands one of > >= < <= == !="),
        ("loss > 1 and 2", "compares nothing"),
        ("foo > 1", "no quantity and no adjoint is called 'foo'"),
        ("d_foo > 1", "no quantity and no adjoint is called 'd_foo'"),
        ("__import__('os') > 1", "op"),
        ("(" * 300 + "1" + ")" * 300 + " > 0", "nest|deep|read|long"),
        ("isnan(*, 1)", "compares nothing|cannot be read"),
    ],
)
def test_what_is_no_condition(text, said):
    with pytest.raises(ChainruleError, match=said):
        met(text)


def test_sides_that_cannot_be_compared():
    with pytest.raises(ChainruleError, match="its sides have shapes"):
        met("W_h > W_k")


def test_conditions_are_joined_and_read_at_t():
    """The words of the debugger's conditions; max and min still take in all moments and examples of the iteration."""
    values, gradient = TRACE.value("b_h"), np.abs(TRACE.adjoint("W_h")).max()
    moment, example, unit = np.argwhere(values > 0.6)[0]
    spot = met(f"b_h > 0.6 and max(abs(d_W_h)) >= {gradient}")
    assert (spot.name, spot.moment, spot.example, spot.unit) == ("b_h", moment, example, (unit,))
    assert met(f"b_h > 0.6 and max(abs(d_W_h)) > {gradient}") is None
    spot = met(f"max(abs(d_W_h)) > {gradient} or not loss > 1e9")
    assert (spot.name, spot.number) == ("loss", METRICS["loss"])
    assert met("0 < loss < 1e9").number == METRICS["loss"]
    assert met(f"max(b_h) < {values.max()}") is None
    assert met(f"min(b_h) < {values.min() + 1e-9}").number == values.min()


def test_norms_and_means_are_those_of_one_moment_and_example():
    norms = np.linalg.norm(TRACE.value("b_h"), axis=-1)
    limit = float(np.median(norms))
    spot = met(f"norm(b_h) > {limit}")
    assert (spot.moment, spot.example) == tuple(np.argwhere(norms > limit)[0])
    assert spot.number == pytest.approx(norms[spot.moment, spot.example], rel=1e-14)
    assert (spot.words, spot.unit) == (f"norm(b_h) at t={spot.moment + 1} of example {spot.example}", ())


def test_a_number_against_the_moment_before():
    """At the first moment there is none, so nothing holds there."""
    values = TRACE.value("b_h")
    example, unit = np.argwhere(values[1] != values[0])[0]
    spot = met("b_h != last(b_h)")
    assert (spot.moment, spot.example, spot.unit) == (1, example, (unit,))
    assert spot.number == values[1, example, unit]

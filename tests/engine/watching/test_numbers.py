"""The numbers of a watch: those of NumPy over the same arrays, and at one moment those of all moments."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine
from engine.watching.condition import read_condition
from engine.watching.watch import read_watch
from tests.engine.watching.traces import EXAMPLES, NETWORKS, array_of, read_quantities, trace_of

FOLDS = {
    "max": lambda units: units.max(axis=-1),
    "min": lambda units: units.min(axis=-1),
    "mean": lambda units: units.mean(axis=-1),
    "sum": lambda units: units.sum(axis=-1),
    "norm": lambda units: np.linalg.norm(units, axis=-1),
}


def of_one(trace, read, example):
    """The units of one example, in one row a moment."""
    array = array_of(trace, read)
    quantity = trace.program.network.quantities[read[0]]
    if quantity.batched:
        array = array[:, example] if quantity.timed else array[example]
    return array.reshape(*array.shape[:1], -1) if quantity.timed else array.reshape(-1)


@given(data=st.data(), name=st.sampled_from(NETWORKS), example=st.integers(0, EXAMPLES - 1))
def test_reductions_take_in_the_units_of_one_moment_and_example(data, name, example):
    """Never moments or examples; of what stands outside time, everything."""
    trace = trace_of(name)
    text, read = data.draw(read_quantities(trace))
    fold = data.draw(st.sampled_from(sorted(FOLDS)))
    found = read_watch(f"{fold}({text})", trace.program.network).series(trace, example)
    assert np.allclose(found, FOLDS[fold](of_one(trace, read, example)), rtol=1e-12, atol=1e-300)


@given(data=st.data(), name=st.sampled_from(NETWORKS), example=st.integers(0, EXAMPLES - 1))
def test_one_moment_says_the_same_as_all(data, name, example):
    """Array by array or moment by moment, with a look back, reductions, conditions and parts in parts."""
    trace = trace_of(name)
    (a, _), (b, _) = data.draw(read_quantities(trace)), data.draw(read_quantities(trace))
    forms = [
        "norm({a}) * 2 - max({b})",
        "{a}",
        "max({a}) > min({b})",
        "isnan({a}) or not {a} > 0.1",
        "sum({a} > 0) + 1",
    ]
    if trace.moments is not None:
        c, _ = data.draw(read_quantities(trace, timed=True))
        forms += [
            form.replace("{c}", c)
            for form in (
                "{c} - last({c})",
                "last(last(norm({c})))",
                "last({c} > 0.1)",
                "sign({c}) != sign(last({c}))",
                "norm({c} - last({c})) > norm({a})",
                "max({c}) * t + last(t)",
            )
        ]
    watch = read_watch(data.draw(st.sampled_from(forms)).format(a=a, b=b), trace.program.network)
    series = watch.series(trace, example)
    assert series.shape == ((trace.moments,) if watch.timed else ()) + watch.shape
    assert (series.dtype == np.bool_) == watch.condition
    if watch.timed:
        one_by_one = [watch.at(trace, moment, example) for moment in range(trace.moments)]
        assert np.allclose(series, np.array(one_by_one), rtol=1e-12, atol=1e-300, equal_nan=True)
    else:
        assert np.array_equal(series, watch.at(trace, None, example), equal_nan=True)


def series(text, name="lstm_peephole", example=1):
    trace = trace_of(name)
    return read_watch(text, trace.program.network).series(trace, example)


def test_last_is_what_was_computed_before():
    """Values come from the moment before, adjoints from the moment after; the first computed has none."""
    trace = trace_of("gru")
    values, adjoints = trace.value("h")[:, 1], trace.adjoint("h")[:, 1]
    assert np.array_equal(series("last(h)", "gru")[1:], values[:-1])
    assert np.isnan(series("last(h)", "gru")[0]).all()
    assert np.array_equal(series("last(d_h[t])", "gru")[:-1], adjoints[1:])
    assert np.isnan(series("last(d_h)", "gru")[-1]).all()
    assert np.array_equal(series("last(h * d_h)", "gru")[:-1], (values * adjoints)[1:])


def test_a_condition_does_not_hold_where_there_is_no_last():
    """Neither it nor its opposite: nobody can say."""
    trace = trace_of("gru")
    for text, first in (("h != last(h)", 0), ("not h == last(h)", 0), ("isnan(last(d_h))", -1), ("last(h > -9)", 0)):
        holds = read_condition(text, trace.program.network).holds(trace, 0)
        assert not holds[first].any()
    assert read_condition("h != last(h)", trace.program.network).holds(trace, 0)[1:].any()


def test_t_is_the_number_of_the_moment_from_1():
    trace = trace_of("gru")
    assert series("t", "gru").tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert np.array_equal(series("h[t-1] * t", "gru")[4], trace.value("h")[3, 1] * 5)
    assert series("t == 3", "gru").tolist() == [False, False, True, False, False, False, False]
    with pytest.raises(engine.LanguageError, match="'t' is an index"):
        series("t", "mlp")


def test_single_entries():
    trace = trace_of("lstm_peephole")
    assert np.array_equal(series("s[t][2, 0]"), trace.value("s")[:, 1, 2, 0])
    assert np.array_equal(series("b_phi[3]"), trace.value("b_phi")[:, 1, 3])
    assert series("W_h_iota[3, 0]") == trace.value("W_h_iota")[3, 0]
    assert series("d_W_h_iota[3, 0]") == trace.adjoint("W_h_iota")[3, 0]


def test_conditions_are_joined_compared_in_chains_and_counted():
    trace = trace_of("lstm_peephole")
    phi, omega = trace.value("b_phi")[:, 1], trace.value("b_omega")[:, 1]
    assert np.array_equal(series("0.4 < b_phi <= 0.6"), (phi > 0.4) & (phi <= 0.6))
    assert np.array_equal(
        series("b_phi > 0.5 and not b_omega > 0.5 or b_phi < 0.3"), (phi > 0.5) & ~(omega > 0.5) | (phi < 0.3)
    )
    assert np.array_equal(series("sum(b_phi > 0.5)"), (phi > 0.5).sum(axis=-1))


def test_the_norm_of_numbers_whose_squares_vanish_or_overflow():
    """An adjoint of 1e-200 is small, not zero."""
    network = engine.parse("x: input(2)\ny = x * 1\nE = sum(y)")
    for scale in (1e-200, 1e200, 0.0, np.inf, np.nan):
        trace = engine.run(network.program, {"x": np.array([[3.0, 4.0]]) * scale}, {})
        assert np.allclose(read_watch("norm(x)", network).series(trace), 5 * scale, rtol=1e-15, equal_nan=True)


def test_what_looks_at_all_examples_is_shown_for_one():
    """The mean over the mini-batch does not become that of the single example."""
    trace = trace_of("mlp_batch_norm")
    found = series("batch_mean(x) - x", "mlp_batch_norm", 2)
    assert np.allclose(found, trace.value("x").mean(axis=0) - trace.value("x")[2])
    assert np.abs(found).max() > 0.01


def test_everything_is_asked_at_every_moment():
    network = engine.load("rnn")
    inputs = {"x": np.zeros((5, 2, 1)), "d": np.full((5, 2, 1), 0.5)}
    inputs["x"][3, 1] = np.nan
    trace = engine.run(network.program, inputs, network.initialise(0))
    condition = read_condition("isnan( * )", network)
    assert condition.holds(trace, 1)[3:].all()
    assert not read_condition("isinf(*)", network).holds(trace, 1).any()
    assert not read_condition("isnan(a_h)", network).holds(trace, 1)[:3].any()


@pytest.mark.parametrize("text", ["max(abs(d_h[t])) < 0.01", "norm(h) > 1"])
def test_single_precision_stays_single(text):
    network = engine.load("gru")
    inputs = {name: array.astype("float32") for name, array in trace_of("gru").values.items() if name in ("x", "d")}
    trace = engine.run(network.program, inputs, network.initialise(0), dtype="float32")
    assert read_watch(text.split(" ")[0], network).series(trace).dtype == np.float32


def test_a_number_for_each_row_meets_whole_rows():
    network = engine.load("lstm_peephole", C=2)
    inputs = {"x": np.linspace(-1, 1, 5).reshape(5, 1, 1), "d": np.full((5, 1, 1), 0.5)}
    trace = engine.run(network.program, inputs, network.initialise(0))
    gates, states = trace.value("b_phi")[:, 0, :, None], trace.value("s")[:, 0]
    assert np.array_equal(read_watch("b_phi * s", network).series(trace), gates * states)
    assert np.array_equal(read_watch("s < b_phi / 9", network).series(trace), states < gates / 9)
    assert np.array_equal(read_watch("s > 0 and b_phi > 0.5", network).series(trace), (states > 0) & (gates > 0.5))

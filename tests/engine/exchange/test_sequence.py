"""Examples are cut where they should be, targets lie `horizon` ahead, and scaling can be undone."""

import numpy as np
import pytest

from engine.errors import DataError
from engine.exchange.sequence import fit_scaling, scale, select_columns, windows

SERIES = np.arange(60.0).reshape(20, 3)  # entry = 3 * row + column
NAMES = ("88 MHz", "89 MHz", "90 MHz")


def test_target_at_t_is_the_column_at_t_plus_horizon():
    x, d = windows(SERIES, length=4, count=3, inputs=["88 MHz", 2], targets=["89 MHz"], names=NAMES, horizon=2)
    assert x.shape == (4, 3, 2) and d.shape == (4, 3, 1)
    for b in range(3):
        row = int(x[0, b, 0]) // 3
        for t in range(4):
            assert x[t, b].tolist() == [3 * (row + t), 3 * (row + t) + 2]
            assert d[t, b].tolist() == [3 * (row + t + 2) + 1]


def test_examples_are_spread_evenly_from_the_start_to_the_end():
    x, d = windows(SERIES, length=5, count=4, inputs=[0], targets=[0])
    assert (x[0, :, 0] / 3).tolist() == [0, 4, 9, 14]
    assert d[-1, -1, 0] == SERIES[-1, 0], "the last target is the last row"


def test_start_and_stride():
    x, _ = windows(SERIES, length=5, count=3, inputs=[0], targets=[0], start=2, stride=5)
    assert (x[0, :, 0] / 3).tolist() == [2, 7, 12]


def test_horizon_nought_makes_input_and_target_simultaneous():
    x, d = windows(SERIES, length=20, count=1, inputs=[0], targets=[0], horizon=0)
    assert np.array_equal(x, d)


def test_as_many_examples_as_fit():
    x, _ = windows(SERIES, length=5, count=15, inputs=[0], targets=[0])
    assert (x[0, :, 0] / 3).tolist() == list(range(15))
    with pytest.raises(DataError, match="16 examples asked for; 20 rows hold at most 15"):
        windows(SERIES, length=5, count=16, inputs=[0], targets=[0])


@pytest.mark.parametrize(
    ("wrong", "pattern"),
    [
        ({"length": 20}, "20 rows met; 21 are needed"),
        ({"length": 0}, "length is 0"),
        ({"count": 0}, "count is 0"),
        ({"horizon": -1}, "horizon is -1"),
        ({"start": 15}, "are needed"),
        ({"stride": 0}, "stride is 0"),
        ({"stride": 8}, "hold at most 2"),
        ({"inputs": ["88 MHZ"]}, "'88 MHZ' is not there; did you mean '88 MHz'"),
        ({"inputs": ["power"]}, "known are '88 MHz'"),
        ({"inputs": [3]}, "column 3 is not there; allowed are 0 to 2"),
        ({"targets": []}, "no column selected"),
        ({"names": ("a",)}, "1 names for 3 columns"),
        ({"missing": "guess"}, "allowed are refuse and last"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(wrong, pattern):
    with pytest.raises(DataError, match=pattern) as caught:
        windows(SERIES, **({"length": 5, "count": 3, "inputs": [0], "targets": [1], "names": NAMES} | wrong))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("series", [np.zeros((0, 3)), np.zeros(5), np.zeros((2, 2, 2)), np.zeros((5, 0))])
def test_only_a_matrix_is_a_series(series):
    with pytest.raises(DataError, match=r"allowed is \(rows, columns\)"):
        windows(series, length=1, count=1, inputs=[0], targets=[0])


def test_missing_values_are_refused_or_filled():
    series = SERIES.copy()
    series[3, 1] = np.nan
    with pytest.raises(DataError, match=r"column '89 MHz', row 3: nan met; .*missing=.last"):
        windows(series, length=5, count=3, inputs=[1], targets=[1], names=NAMES)
    x, _ = windows(series, length=19, count=1, inputs=[1], targets=[1], missing="last")
    assert x[3, 0, 0] == series[2, 1]
    windows(series, length=5, count=3, inputs=[0], targets=[2])  # other columns do not matter
    series[3, 1] = np.inf
    with pytest.raises(DataError, match="row 3: inf met; allowed are finite numbers"):
        windows(series, length=5, count=3, inputs=[1], targets=[1], missing="last")


def test_columns_by_name_or_position():
    assert select_columns(["90 MHz", 0], NAMES) == [2, 0]
    assert select_columns("89 MHz", NAMES) == [1]


@pytest.mark.parametrize("kind", ["range", "standard"])
def test_scaling_reaches_its_aim_and_is_undone(kind):
    series = np.random.default_rng(0).normal(-90, [1, 10, 100], (50, 3))
    scaled, scaling = scale(series, kind=kind)
    assert np.allclose(scaling.undo(scaled), series, rtol=1e-12)
    assert np.allclose(scaling.select([2]).undo(scaled[:, [2]]), series[:, [2]], rtol=1e-12)
    if kind == "range":
        assert np.allclose([scaled.min(axis=0), scaled.max(axis=0)], [[0.1] * 3, [0.9] * 3])
    else:
        assert np.allclose([scaled.mean(axis=0), scaled.std(axis=0)], [[0] * 3, [1] * 3])


def test_scaling_of_constant_missing_and_unseen_values():
    series = np.array([[1.0, 5.0], [3.0, 5.0], [np.nan, 5.0], [5.0, 5.0]])
    scaled, _ = scale(series, low=0, high=1, rows=2)
    assert np.array_equal(scaled, [[0, 0.5], [1, 0.5], [np.nan, 0.5], [2, 0.5]], equal_nan=True)
    assert scale(series, kind="standard")[0][:, 1].tolist() == [0, 0, 0, 0]
    with pytest.raises(DataError, match="column 1: no finite value"):
        fit_scaling(np.full((3, 1), np.nan))
    with pytest.raises(DataError, match="low < high"):
        fit_scaling(series, low=1, high=0)


def test_scaling_of_extreme_values_stays_finite():
    series = np.array([[-1e308, 0.0], [1e308, 5e-324]])
    scaled, _ = scale(series)
    assert np.isfinite(scaled).all()
    assert np.allclose(scaled[:, 0], [0.1, 0.9])

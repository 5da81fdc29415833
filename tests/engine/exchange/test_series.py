"""Series: what makes a table power or plain numbers, and what a person can adjust about it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from engine.errors import DataError
from engine.exchange.series import MOST_BANDS, channel_series, shipped_series, table_series

Write = Callable[[str], Path]
CHANNEL = {"slots": 200, "seed": 3}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A function that writes a table and gives its path."""

    def make(text: str) -> Path:
        path = tmp_path / "table.csv"
        path.write_text(text)
        return path

    return make


def test_a_channel_is_thresholded_as_suggested_or_as_asked():
    plain, moved = channel_series(CHANNEL, None), channel_series(CHANNEL, -90.0)
    assert plain.threshold == plain.suggested == moved.suggested and moved.threshold == -90.0
    assert plain.power is not None and moved.power is not None
    assert np.array_equal(plain.power, moved.power)
    assert np.array_equal(moved.rows, moved.power > -90.0)


def test_power_is_told_from_other_numbers(write: Write):
    powers = "a,b\n" + "-100,-60\n-99,-101\n-61,-98\n-100,-62\n" * 5
    assert table_series(write(powers)).power is not None
    assert table_series(write(powers), as_power=False).power is None
    temperatures = "a,b\n" + "-10,20\n-5,15\n3,9\n" * 5
    assert table_series(write(temperatures)).power is None
    assert table_series(write(temperatures), as_power=True).threshold is not None


def test_a_plain_table_is_scaled_and_can_be_scaled_back(write: Write):
    series = table_series(write("a,b\n" + "0,5\n10,7\n5,6\n" * 4))
    assert series.scaling is not None and (series.rows.min(), series.rows.max()) == pytest.approx((0.1, 0.9))
    assert series.scaling.undo(series.rows)[:3] == pytest.approx(np.array([[0, 5], [10, 7], [5, 6]]))
    assert series.note == "table.csv: each column scaled to 0.1 … 0.9"


def test_a_sweep_is_power_whatever_its_numbers(tmp_path: Path):
    lines = [f"2024-01-01, 00:00:{n:02d}, 800000000, 800002000, 1000, 10, {n}, {30 - n}, 5" for n in range(30)]
    (tmp_path / "sweep.csv").write_text("\n".join(lines) + "\n")
    series = table_series(tmp_path / "sweep.csv")
    assert series.power is not None and series.columns == ("800 MHz", "800.001 MHz")
    assert series.labels[0] == "2024-01-01 00:00:00"


def test_the_bands_with_most_to_tell_are_chosen_in_their_order(write: Write):
    """Nearest to half busy: never idle or always busy bands teach nothing."""
    rows = [[-60.0 if slot % 10 < busy else -100.0 for busy in (0, 5, 10, 4, 6, 1, 7)] for slot in range(40)]
    table = "a,b,c,d,e,f,g\n" + "\n".join(",".join(map(str, row)) for row in rows) + "\n"
    assert table_series(write(table)).chosen == ("b", "d", "e", "g")
    assert MOST_BANDS == 4


def test_missing_power_takes_the_last_known_state(write: Write):
    series = table_series(write("a,b\n-60,-100\n,-60\n-100,\n-60,-100\n"), as_power=True)
    assert series.rows.tolist() == [[1, 0], [1, 1], [0, 1], [1, 0]]
    assert series.power is not None and np.isnan(series.power).sum() == 2


def test_a_column_without_any_number_is_left_out_and_said(write: Write):
    for text in ("a,b\n1,\n2,\n3,\n", "a,b\n-100,\n-60,\n-99,\n"):
        series = table_series(write(text))
        assert series.columns == ("a",) and series.note.endswith("without any number, so left out: b")


def test_a_table_without_any_number_is_refused(write: Write):
    with pytest.raises(DataError, match=r"table\.csv"):
        table_series(write("a,b\n,\n,\n"))


def test_constant_power_is_refused_by_file_unless_a_threshold_is_given(write: Write):
    path = write("a\n" + "-90\n" * 5)
    with pytest.raises(DataError, match=r"table\.csv: power: 1 different value"):
        table_series(path)
    series = table_series(path, threshold=-95.0)
    assert series.suggested is None and series.rows.all()


def test_a_constant_column_lies_in_the_middle(write: Write):
    assert np.all(table_series(write("a\n" + "2\n" * 5)).rows == 0.5)


def test_a_shipped_table_keeps_its_labels():
    series = shipped_series("sunspots.csv")
    assert series.columns == ("SUNACTIVITY",) and series.labels[0] == "1700" and len(series.labels) == len(series.rows)

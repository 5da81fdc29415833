"""rtl_power's lines become one row of bands per time slot."""

import numpy as np
import pytest

from engine.exchange.sweep import is_sweep, read_sweep

# Two stretches of three bands per slot; rtl_power repeats the last power of each line; the second slot lacks one.
SAMPLE = """\
2014-03-10, 12:00:01, 88003000, 88006000, 1000.00, 20, -31, -32, -33, -33
2014-03-10, 12:00:01, 88000000, 88003000, 1000.00, 20, -11.5, -12, -13, -13
2014-03-10, 12:00:11, 88000000, 88003000, 1000.00, 20, -21, nan, -inf, -23
"""


@pytest.fixture
def sample(tmp_path):
    def write(text):
        (tmp_path / "sweep.csv").write_text(text)
        return tmp_path / "sweep.csv"

    return write


def test_lines_of_a_slot_are_joined_in_order_of_frequency(sample):
    table = read_sweep(sample(SAMPLE))
    nan = np.nan
    assert table.columns == ("88 MHz", "88.001 MHz", "88.002 MHz", "88.003 MHz", "88.004 MHz", "88.005 MHz")
    expected = [[-11.5, -12, -13, -31, -32, -33], [-21, nan, nan, nan, nan, nan]]
    assert np.array_equal(table.values, expected, equal_nan=True)
    assert table.labels == ("2014-03-10 12:00:01", "2014-03-10 12:00:11")
    assert not table.values.flags.writeable


def test_a_stretch_met_again_begins_a_new_slot(sample):
    """Sweeps faster than a second share their time."""
    line = SAMPLE.splitlines()[1] + "\n"
    assert read_sweep(sample(line * 3)).values.shape == (3, 3)


def test_a_line_without_the_repeated_power_and_with_fractional_seconds(sample):
    text = "2019-01-01, 01:02:03.456789, 2400000000, 2405000000, 1000000.00, 20, -1, -2, -3, -4, -5\n"
    assert is_sweep(text)
    assert read_sweep(sample(text)).columns[-1] == "2404 MHz"


def test_an_incomplete_last_line_is_left_out(sample):
    assert len(read_sweep(sample(SAMPLE + SAMPLE[:50])).values) == 2
    assert len(read_sweep(sample(SAMPLE[:-16])).values) == 1


def test_a_last_power_that_may_be_cut_is_missing(sample):
    """ "-2" without a line end may have been going to be "-21"."""
    line = SAMPLE.splitlines()[1]
    assert np.array_equal(read_sweep(sample(line[:-6])).values, [[-11.5, -12, np.nan]], equal_nan=True)
    assert np.array_equal(read_sweep(sample(line[:-1])).values, [[-11.5, -12, -13]])


@pytest.mark.parametrize(
    ("head", "answer"),
    [
        (SAMPLE, True),
        (SAMPLE[:75], True),
        ("\n# rtl_power\n" + SAMPLE, True),
        ("", False),
        ("date,time,x\n2021-05-28,14:15:00,1\n", False),
        ("2021-05-28,14:15:00,1,2,3,4,5\n", False),
        ("1,2,3,4,5,6,7\n", False),
        ("x" * 200_000, False),
    ],
)
def test_sweeps_are_told_from_tables(head, answer):
    assert is_sweep(head) is answer

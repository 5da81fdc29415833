"""Whatever a person opens either runs or is refused in one line that says what would be allowed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.errors import ChainruleError
from engine.exchange.networks import network_names, network_text
from engine.exchange.opening import Opening, prepare
from engine.exchange.opening.network import MOST_NUMBERS
from engine.exchange.scenario import scenario_names
from resources import resource_path

Write = Callable[[str, str], str]
WAVE = "a,b\n" + "".join(f"{number % 7},{number * number % 11}\n" for number in range(60))


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A function that writes a file and gives its path."""

    def make(name: str, text: str) -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return str(tmp_path / name)

    return make


def sample() -> str:
    with resource_path("data", "occupancy_sample.csv") as path:
        return str(path)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("name", [*scenario_names(), *network_names()])
def test_all_that_is_built_in_runs(name: str, dtype: str):
    prepared = prepare(Opening(name, dtype=dtype))
    trace = prepared.run()
    assert trace.dtype == dtype and prepared.title and prepared.story
    assert np.isfinite(trace.values[prepared.network.objective]).all()
    assert all(array.dtype == dtype for array in prepared.parameters.values())


@pytest.mark.parametrize("opening", [Opening("occupancy"), Opening("sunspots"), Opening(sample())])
def test_starts_and_columns_say_where_each_number_of_an_example_comes_from(opening: Opening):
    prepared = prepare(opening)
    series = prepared.series
    assert series is not None
    moments, examples, _ = prepared.inputs["x"].shape
    assert len(prepared.starts) == examples
    for key, columns, later in (("x", prepared.input_columns, 0), ("d", prepared.target_columns, 1)):
        places = [series.columns.index(column) for column in columns]
        for example, start in enumerate(prepared.starts):
            rows = series.rows[start + later : start + later + moments, places]
            assert np.array_equal(prepared.inputs[key][:, example], rows)


def test_chosen_columns_are_read_and_asked_for():
    prepared = prepare(Opening(sample(), inputs=("800 MHz", "802 MHz"), targets=("814 MHz",)))
    assert prepared.inputs["x"].shape[-1] == 2 and prepared.inputs["d"].shape[-1] == 1
    assert (prepared.input_columns, prepared.target_columns) == (("800 MHz", "802 MHz"), ("814 MHz",))
    assert prepared.run().examples == 4


@pytest.mark.parametrize("threshold", [100.0, -500.0, -90.0])
def test_any_threshold_runs(threshold: float):
    """Above all power everything is idle, which is no error: a person drags the line through there."""
    prepared = prepare(Opening(sample(), threshold=threshold))
    assert prepared.series is not None and prepared.series.threshold == threshold
    assert np.isfinite(prepared.run().values["E"]).all()


@pytest.mark.parametrize("network", ["lstm", "rnn", "gru", "lstm_peephole"])
def test_a_table_is_read_by_any_sequence_network(network: str):
    """Sizes that a network does not declare are not forced on it, and its own follow the table's columns."""
    prepared = prepare(Opening(sample(), network=network))
    assert prepared.network.quantities["x"].shape == (4,) == prepared.network.quantities["d"].shape
    prepared.run()


def test_a_network_of_single_numbers_reads_one_column(write: Write):
    prepared = prepare(Opening(write("wave.csv", WAVE), network="rnn_mtap", inputs=("a",)))
    assert prepared.inputs["x"].shape == (24, 4)
    prepared.run()


def test_a_network_file_takes_sizes_and_any_case_of_its_ending(write: Write):
    prepared = prepare(Opening(write("mine.NET", network_text("lstm")), sizes=(("H", 3),)))
    assert prepared.network.sizes["H"] == 3


@pytest.mark.parametrize(("rows", "moments", "examples"), [(2, 1, 1), (3, 2, 1), (26, 24, 2), (60, 24, 4)])
def test_few_rows_give_fewer_moments_and_examples(write: Write, rows: int, moments: int, examples: int):
    text = "\n".join(WAVE.splitlines()[: rows + 1]) + "\n"
    assert prepare(Opening(write("few.csv", text))).inputs["x"].shape == (moments, examples, 2)


REFUSED = [
    (Opening("ocupancy"), "did you mean 'occupancy'"),
    (Opening(""), "no scenario"),
    (Opening("line\nbreak"), "no scenario"),
    (Opening("picture.heic"), "no file that can be opened"),
    (Opening("picture.png"), "no such file"),
    (Opening("pictures.npz"), "no such file"),
    (Opening("t10k-images-idx3-ubyte.gz"), "no such file"),
    (Opening("/"), "the whole disk"),
    (Opening("missing.csv"), "no such file"),
    (Opening("missing.net"), "no such file"),
    (Opening(sample(), inputs=("801 MHz",)), "'801 MHz' is not there"),
    (Opening("occupancy", targets=("nonsense",)), "'nonsense' is not there"),
    (Opening("occupancy", threshold=float("nan")), "finite"),
    (Opening("occupancy", threshold=float("inf")), "finite"),
    (Opening("occupancy", seed=-1), "seed is -1"),
    (Opening("lstm", seed=-1), "seed is -1"),
    (Opening("occupancy", moments=0), "at least 1"),
    (Opening("occupancy", examples=0), "at least 1"),
    (Opening("occupancy", moments=1000), "600 rows met"),
    (Opening("sunspots", examples=9), "hold at most 4"),
    (Opening(sample(), examples=1000), "hold at most 216"),
    (Opening("occupancy", dtype="float16"), "float64 or float32"),
    (Opening("lstm", sizes=(("Q", 3),)), "no size is called 'Q'"),
    (Opening("lstm", sizes=(("H", 0),)), "an axis has 1 to 10000000 entries, met 0"),
    (Opening("lstm", moments=MOST_NUMBERS), "are allowed"),
    (Opening(sample(), sizes=(("I", 9),)), "takes 9 columns as x; chosen are 4"),
    (Opening(sample(), network="rnn_mtap"), "takes 1 column as x; chosen are 4"),
    (Opening(sample(), network="mlp"), "reads x, d; a sequence"),
    (Opening(sample(), network="counter"), "reads x[t]; a sequence"),
    (Opening(sample(), network="lstmm"), "did you mean 'lstm'"),
    (Opening("xor", examples=401), "401 examples asked for; there are 400"),
    (Opening("xor", threshold=-90.0), "counts for a series; the scenario xor is none"),
    (Opening("reber", targets=("B",)), "counts for a series; the scenario reber is none"),
    (Opening("reber", moments=5), "at least 8 are needed"),
    (Opening("xor", network="rnn"), "network rnn takes x[t]"),
    (Opening("planes", network="mlp"), "network mlp reads x, d; these examples hold X, d"),
    (Opening("xor", sizes=(("I", 3),)), "network mlp_tanh takes x of shape (3,)"),
]


@pytest.mark.parametrize(("opening", "words"), REFUSED, ids=[words for _, words in REFUSED])
def test_what_can_not_be_used_is_refused_in_one_line(opening: Opening, words: str):
    with pytest.raises(ChainruleError) as refusal:
        prepare(opening)
    assert words in str(refusal.value) and "\n" not in str(refusal.value)


def test_a_broken_network_is_refused_in_one_line(write: Write):
    with pytest.raises(ChainruleError, match="line 1, column") as refusal:
        prepare(Opening(write("broken.net", "this is = not ( a net\n")))
    assert "\n" not in str(refusal.value)


def test_one_row_is_refused_by_name(write: Write):
    with pytest.raises(ChainruleError, match=r"^one\.csv: 1 row met; 2 are needed"):
        prepare(Opening(write("one.csv", "a,b\n1,2\n")))


@pytest.mark.parametrize(
    ("option", "opening"),
    [
        ("threshold", Opening("rnn", threshold=-90.0)),
        ("inputs", Opening("rnn", inputs=("a",))),
        ("targets", Opening("rnn", targets=("a",))),
        ("network", Opening("rnn", network="gru")),
    ],
)
def test_what_counts_for_tables_is_refused_beside_a_network(option: str, opening: Opening):
    """Better than to leave it out without a word."""
    with pytest.raises(ChainruleError, match=f"{option} .* counts for a scenario or a table"):
        prepare(opening)


PROSE = "It was the best of times, it was the worst of times, it was the age of wisdom.\n" * 3


def test_a_text_opens_as_characters(write: Write):
    """Any text file will do; the network predicts the next of its symbols."""
    prepared = prepare(Opening(write("tale.txt", PROSE)))
    symbols = prepared.labels["x"]
    assert (prepared.title, prepared.network.name) == ("tale.txt", "lstm_symbols")
    assert len(symbols) == len(set(PROSE)) == prepared.network.sizes["I"] == prepared.network.sizes["K"]
    assert prepared.inputs["x"].shape == (24, 4, len(symbols)) and prepared.pool["x"].shape[1] > 4
    assert np.isfinite(prepared.run().values["E"]).all()


def test_a_text_takes_what_a_network_takes(write: Write):
    opening = Opening(write("tale.TXT", PROSE), moments=5, examples=2, sizes=(("H", 3),), network="gru")
    prepared = prepare(opening)
    assert prepared.inputs["x"].shape[:2] == (5, 2)
    assert (prepared.network.name, prepared.network.sizes["H"]) == ("gru", 3)


@pytest.mark.parametrize("name", ["wave.txt", "wave.dat"])
def test_a_table_stays_a_table_whatever_it_is_called(write: Write, name: str):
    assert prepare(Opening(write(name, WAVE))).series is not None


TEXTS = [
    ("empty.txt", "", {}, "no row of numbers met"),
    ("letter.txt", "a", {}, "1 character met; 2 are needed"),
    ("same.txt", "aaaaaaaa", {}, "one character over and over"),
    ("short.txt", "so short", {"moments": 20}, "8 characters met; 21 are needed"),
    ("few.txt", PROSE[:30], {"examples": 9}, "9 examples asked for; there are 6"),
    ("zero.txt", "a\x00b", {}, "control character"),
    ("tale.txt", PROSE, {"threshold": -90.0}, "counts for a table"),
    ("tale.txt", PROSE, {"inputs": ("a",)}, "counts for a table"),
    ("tale.txt", PROSE, {"network": "mlp"}, "network mlp takes x of shape"),
    ("broken.txt", "a,b\n1,2\n3,4,5\n", {}, "line 3"),
    ("tale.csv", PROSE, {}, "tale.csv, line"),
]


@pytest.mark.parametrize(
    ("name", "text", "asked", "words"), TEXTS, ids=[f"{name}: {words}" for name, _, _, words in TEXTS]
)
def test_broken_texts_are_refused_in_one_line(write: Write, name: str, text: str, asked: dict[str, Any], words: str):
    """A table with a mistake in it is still a table: its mistake is named."""
    with pytest.raises(ChainruleError) as refusal:
        prepare(Opening(write(name, text), **asked))
    assert words in str(refusal.value) and "\n" not in str(refusal.value)


@pytest.mark.parametrize("opening", [Opening("sunspots"), Opening(sample())])
def test_the_pool_of_a_series_reads_the_same_columns(opening: Opening):
    """Every window of the pool is a window of the series."""
    prepared = prepare(opening)
    assert prepared.series is not None
    x = prepared.pool["x"]
    places = [prepared.series.columns.index(column) for column in prepared.input_columns]
    rows = prepared.series.rows[:, places]
    assert np.array_equal(x[:, 0], rows[: len(x)])
    assert np.array_equal(prepared.pool["d"][:, -1], rows[-len(x) :])


def test_a_run_that_would_take_too_much_memory_is_refused(monkeypatch):
    monkeypatch.setattr("engine.exchange.opening.asked.MOST_MEMORY", 1000)
    prepared = prepare(Opening("mlp"))
    with pytest.raises(ChainruleError, match=r"the run needs .* MB, allowed are 0.0 MB: take .*smaller sizes"):
        prepared.run()

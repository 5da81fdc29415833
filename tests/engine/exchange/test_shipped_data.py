"""The data that come with Chainrule can be opened, and each names its origin."""

import numpy as np

from engine.exchange.arrays import read_arrays
from engine.exchange.channel import sample_csv
from engine.exchange.occupancy import duty_cycle, occupy, suggest_threshold
from engine.exchange.pictures.gathering import gather
from engine.exchange.table import read_table
from resources import listing, resource, resource_path


def test_each_file_has_its_origin_stated():
    origin = resource("data", "ORIGIN.md").read_text("utf-8")
    for entry in (*listing("data", suffix=".csv"), *listing("data", suffix=".txt"), *listing("data", suffix=".npz")):
        assert f"| `{entry.name}` |" in origin


def test_sunspots():
    with resource_path("data", "sunspots.csv") as path:
        table = read_table(path)
    assert table.columns == ("SUNACTIVITY",)
    assert table.values.shape == (309, 1)
    assert (table.labels[0], table.labels[-1]) == ("1700", "2008")
    assert table.values[[0, -1], 0].tolist() == [5.0, 2.9]


def test_the_occupancy_sample_is_what_its_generator_makes():
    assert resource("data", "occupancy_sample.csv").read_bytes() == sample_csv()


def test_the_occupancy_sample_shows_busy_and_idle_bands():
    with resource_path("data", "occupancy_sample.csv") as path:
        table = read_table(path)
    assert table.values.shape == (240, 8)
    assert table.columns[0] == "800 MHz" and table.labels[:2] == ("0", "1")
    duty = duty_cycle(occupy(table.values, suggest_threshold(table.values)))
    assert np.all((duty > 0.2) & (duty < 0.7))


def test_the_photographs_are_a_balanced_part_of_two():
    """Of each kind sixty to train on and fifteen of the test part; in each part no picture twice, nor in both."""
    with resource_path("data", "fashion_mnist.npz") as path:
        arrays = read_arrays(path)
        assert path.stat().st_size < 350_000
        found = gather(path, rows=28, columns=28, channels=None)
    X, labels, rows = arrays["X"], arrays["labels"], arrays["rows"].astype(int)
    assert X.shape == (750, 28, 28) and X.dtype == np.uint8
    for part, of_each, whole in ((slice(600), 60, 60_000), (slice(600, 750), 15, 10_000)):
        assert np.bincount(labels[part]).tolist() == [of_each] * 10
        assert (np.diff(rows[part]) > 0).all() and rows[part][-1] < whole
    assert len({picture.tobytes() for picture in X}) == 750
    assert found.count == 750 and found.of_each == (75,) * 10


def test_the_licence_of_the_photographs_lies_beside_them():
    licence, origin = (resource("data", name).read_text("utf-8") for name in ("fashion_mnist.LICENSE", "ORIGIN.md"))
    assert "Copyright © 2017 Zalando SE" in licence and "The above copyright notice" in licence
    assert "`fashion_mnist.LICENSE`" in origin

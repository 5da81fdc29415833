"""The data that come with Chainrule can be opened, and each names its origin."""

import numpy as np

from engine.exchange.channel import sample_csv
from engine.exchange.occupancy import duty_cycle, occupy, suggest_threshold
from engine.exchange.table import read_table
from resources import listing, resource, resource_path


def test_each_file_has_its_origin_stated():
    origin = resource("data", "ORIGIN.md").read_text("utf-8")
    for entry in (*listing("data", suffix=".csv"), *listing("data", suffix=".txt")):
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

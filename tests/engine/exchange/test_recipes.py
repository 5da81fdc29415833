"""A recording knows its course, from its own text and with the data it was trained on, or it says why not."""

import json
import sqlite3

import numpy as np
import pytest

from engine.errors import ChainruleError, DataError
from engine.exchange.courses import open_course
from engine.exchange.opening import Opening
from engine.exchange.recipes import opening_of, recipe_of, recorded_course, recorded_wish
from engine.exchange.scenario import scenario_names
from engine.recording.reaching import reached
from engine.recording.recording import Recording
from engine.training.course import Change
from tests.engine.recording.recordings import grown

NETWORK = "x: input(2)\nd: target(1)\ny = sigmoid(W @ x + theta)\nE = half_sse(y, d)\n"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "run.chainrule"


def recorded(path, opening, iterations=3):
    opened = open_course(opening)
    with Recording.create(path, recipe_of(opened), opened.course) as recording:
        return grown(recording, iterations, course=opened.course)


@pytest.mark.parametrize("name", [name for name in scenario_names() if name != "planes"])
def test_every_scenario_is_trained_and_had_again(path, name):
    checkpoints = recorded(path, Opening(name), 2)
    with Recording.open(path) as recording:
        course = recorded_course(recording)
        assert reached(course, recording, 1).digest == checkpoints[1].digest
        opening, _, wanted = recorded_wish(recording)
        assert (opening, wanted > 0) == (Opening(name), True)


def test_a_network_is_trained_on_seeded_examples(path):
    checkpoints = recorded(
        path, Opening("gru", sizes=(("H", 3),), seed=5, moments=4, dtype="float32", optimiser="adam")
    )
    with Recording.open(path) as recording:
        course = recorded_course(recording)
        assert course.pool["x"].shape[:2] == (4, 256)
        assert reached(course, recording, 3).digest == checkpoints[3].digest
        assert (
            checkpoints[3].parameters["W_x_z" if "W_x_z" in checkpoints[3].parameters else "theta_k"].dtype == "float32"
        )


def test_a_typed_sequence_is_trained_on(path):
    checkpoints = recorded(path, Opening("rnn", sequence=(3.0, 1.0, 2.0)))
    with Recording.open(path) as recording:
        assert reached(recorded_course(recording), recording, 3).digest == checkpoints[3].digest


def test_the_text_of_the_network_is_that_of_the_recording(path, tmp_path):
    file = tmp_path / "own.net"
    file.write_text(NETWORK)
    checkpoints = recorded(path, Opening(str(file)))
    for change in (lambda: file.write_text("y = "), file.unlink):
        change()
        with Recording.open(path) as recording:
            assert reached(recorded_course(recording), recording, 2).digest == checkpoints[2].digest


def table(file, scale=1.0):
    rows = scale * np.sin(np.arange(60))
    file.write_text("wave\n" + "\n".join(f"{number:.6f}" for number in rows) + "\n")


def test_data_that_changed_since_are_named(path, tmp_path):
    file = tmp_path / "waves.csv"
    table(file)
    recorded(path, Opening(str(file), moments=5))
    with Recording.open(path) as recording:
        assert recorded_course(recording)
        table(file, 1.5)
        with pytest.raises(DataError, match="not as it was recorded: the data; iterations cannot be run again"):
            recorded_course(recording)
        file.unlink()
        with pytest.raises(ChainruleError, match=r"waves\.csv"):
            recorded_course(recording)


def test_data_that_moved_along_are_found(path, tmp_path):
    file = tmp_path / "waves.csv"
    table(file)
    recorded(path, Opening(str(file), moments=5))
    (tmp_path / "else").mkdir()
    moved = [one.rename(tmp_path / "else" / one.name) for one in (file, path)]
    with Recording.open(moved[1]) as recording:
        assert opening_of(recording).source == str(moved[0])
        assert recorded_course(recording)


def test_changes_of_settings_are_part_of_it(path):
    recorded(path, Opening("xor"))
    with Recording.open(path) as recording:
        recording.add_change(Change(3, "adam.eta", 0.5))
        assert recorded_course(recording).changes == (Change(3, "adam.eta", 0.5),)


@pytest.mark.parametrize(
    "damage",
    [
        {"opening": {}},
        {"opening": 3},
        {"network": {"name": "n", "text": 7, "sizes": {}}},
        {"network": {"name": "n", "text": "x =", "sizes": {}}},
        {"examples": "many"},
        {"examples": 10**9},
        {"held_back": None},
        {"optimiser": "__import__('os')"},
        {"goal": 1},
        {"dtype": "object"},
    ],
)
def test_a_recipe_that_is_none_is_one_line(path, damage):
    recorded(path, Opening("xor"), 1)
    connection = sqlite3.connect(path, isolation_level=None)
    recipe = json.loads(connection.execute("SELECT value FROM about WHERE key = 'recipe'").fetchone()[0])
    connection.execute("UPDATE about SET value = ? WHERE key = 'recipe'", (json.dumps(recipe | damage),))
    connection.close()
    with Recording.open(path) as recording, pytest.raises(ChainruleError):
        recorded_wish(recording), recorded_course(recording)

"""Parameters leave as a file and come back from one; a file that does not fit is said, and the run stays."""

import numpy as np
import pytest

from engine.errors import DataError
from engine.exchange.arrays import write_arrays
from engine.exchange.opening import Opening, prepare
from explorer.command import Request


@pytest.mark.parametrize("ending", [".npz", ".safetensors", ""])
def test_parameters_are_saved_and_taken_again(open_window, tmp_path, ending):
    window = open_window("mlp")
    before = window.store.scene
    window.effects.parameters.save_to(str(tmp_path / f"set{ending}"))
    window.store.run(Request("next-seed"))
    assert not np.array_equal(window.store.scene.parameters["W1"], before.parameters["W1"])
    window.store.run(Request("set-parameters", str(tmp_path / f"set{ending or '.npz'}")))
    for name, array in before.parameters.items():
        np.testing.assert_array_equal(window.store.scene.parameters[name], array)


def test_a_file_that_does_not_fit_is_named_and_the_run_stays(open_window, tmp_path, qtbot):
    window = open_window("mlp")
    path = tmp_path / "other.npz"
    write_arrays(path, {"W1": np.ones((2, 2))})
    with qtbot.waitSignal(window.store.failed) as told:
        window.store.run(Request("set-parameters", str(path)))
    assert told.args[0].startswith(f"{path}: ") and window.store.scene.state.opening.parameters == ""


def test_a_scenario_runs_with_the_parameters_of_a_file(tmp_path):
    drawn = prepare(Opening("occupancy")).parameters
    path = tmp_path / "p.npz"
    write_arrays(path, {name: np.zeros_like(array) for name, array in drawn.items()})
    read = prepare(Opening("occupancy", parameters=str(path)))
    assert all(not array.any() for array in read.parameters.values())
    with pytest.raises(DataError, match=r"missing\.npz"):
        prepare(Opening("occupancy", parameters=str(tmp_path / "missing.npz")))

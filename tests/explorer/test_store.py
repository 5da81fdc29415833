"""The store while something newer is being computed: what a person does meanwhile is kept, and undo takes it back."""

import os
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from engine.exchange.opening import Opening, prepare
from explorer.application import all_commands, application
from explorer.command import Request
from explorer.compute import Compute, Job, Worker
from explorer.state import Run, State
from explorer.store import Store


@pytest.fixture
def store(qtbot) -> Iterator[Store]:
    """A store whose runs are computed beside it, as in the window."""
    application()
    compute = Compute()
    made = Store(all_commands(), compute)
    made.open(State(Opening("scalar_graph"), theme="light"))
    qtbot.waitUntil(lambda: made.scene is not None)
    yield made
    made.close()
    made.deleteLater()
    compute.deleteLater()


@pytest.fixture
def arrived(qtbot, store: Store) -> Callable[[], None]:
    """Waits until what is on the screen is the newest."""
    return lambda: qtbot.waitUntil(lambda: store.scene is not None and not store.scene.stale)


def run(store: Store, *commands: str) -> None:
    for name in commands:
        store.run(Request(name))


def test_steps_made_while_computing_are_kept(store, arrived):
    run(store, "step-over", "next-seed", "step-over", "step-over")
    arrived()
    assert store.scene.state.place.position == 3
    assert store.scene.prepared.seed == 1


def test_a_theme_chosen_while_another_source_is_computed_is_kept_and_the_place_is_not(store, arrived):
    run(store, "step-over")
    store.run(Request("open", "one_gate"))
    run(store, "theme-dark", "step-over")
    arrived()
    assert store.scene.state.opening.source == "one_gate"
    assert store.scene.state.theme == "dark"
    assert store.scene.position == 0


def test_undo_takes_back_what_is_still_being_computed_and_redo_asks_for_it_again(store, arrived, qtbot):
    run(store, "next-seed")
    store.undo()
    assert not store.scene.stale
    qtbot.wait(50)
    assert store.scene.prepared.seed == 0
    store.redo()
    arrived()
    assert store.scene.prepared.seed == 1


def test_what_cannot_be_opened_leaves_the_scene_as_it_was(store, arrived, qtbot):
    run(store, "step-over")
    with qtbot.waitSignal(store.failed) as told:
        store.run(Request("open", "no_such_network"))
    assert "no_such_network" in told.args[0]
    arrived()
    assert store.scene.state.opening.source == "scalar_graph"
    assert store.scene.position == 1


@pytest.mark.logs("a run failed")
def test_a_fault_in_a_run_becomes_a_message_and_the_window_goes_on(store, arrived, qtbot, monkeypatch):
    def fail(opening: Opening) -> None:
        raise ZeroDivisionError("on purpose")

    monkeypatch.setattr("explorer.running.prepare", fail)
    with qtbot.waitSignal(store.failed) as told:
        run(store, "next-seed")
    assert "internal error" in told.args[0]
    arrived()
    assert store.scene.prepared.seed == 0


def test_playing_is_nothing_to_take_back(store):
    """Undo after playing goes to where the steps began, and stands still there."""
    run(store, "step-over", "to-start", "play", "step-over", "step-over", "play")
    store.undo()
    assert (store.scene.position, store.scene.state.playing) == (0, False)
    store.undo()
    assert store.scene.position == 1


def test_a_step_after_undo_is_a_step_of_its_own(store):
    """Otherwise redo would bring back what no longer follows."""
    run(store, "step-over", "step-over", "theme-dark")
    store.undo()
    run(store, "step-over")
    assert not store.can_redo
    store.undo()
    assert store.scene.position == 2


def test_a_network_edited_on_disk_is_read_anew_when_it_is_opened_again(store, arrived, qtbot, tmp_path):
    path = tmp_path / "own.net"
    path.write_text("x: input(2)\ny: 2 = w * x\nE = sum(y * y)\n")
    store.run(Request("open", str(path)))
    qtbot.waitUntil(lambda: store.scene.state.opening.source == str(path))
    lines = len(store.scene.program.lines)
    path.write_text("x: input(2)\ny: 2 = w * x\nz = tanh(y)\nE = sum(z * z)\n")
    os.utime(path, ns=(1, 1))  # another moment, however coarse the clock of the file system is
    store.run(Request("open", str(path)))
    arrived()
    assert len(store.scene.program.lines) > lines


def test_parameters_written_anew_are_read_anew(tmp_path):
    """Though the run is asked for in the same words."""
    path, worker, found = tmp_path / "p.npz", Worker(), []
    job = Job(1, Run(Opening("mlp", parameters=str(path))))
    for number in (1, 2):
        np.savez(path, **prepare(Opening("mlp", seed=number)).parameters)
        os.utime(path, ns=(number, number))  # another moment, however coarse the clock of the file system is
        made = worker.compute(job).made
        found.append(next(iter(made[0].parameters.values())))
    assert not np.array_equal(*found)

"""Stills: kernels and biases at the checkpoints of a recording, few of them, and hardly any read anew as it grows."""

import numpy as np
import pytest

from engine.exchange.courses import open_course
from engine.exchange.opening import Opening
from engine.exchange.recipes import recipe_of
from engine.recording.recording import Recording
from engine.training.checkpoint import Checkpoint
from explorer.stills import AT_A_LOOK, MOST, Album, chosen
from tests.engine.recording.recordings import grown


def test_every_still_is_the_checkpoint_of_its_iteration(tmp_path):
    """Kernels and their biases bit for bit, and nothing of the dense layers."""
    opened = open_course(Opening("planes_small"))
    with Recording.create(tmp_path / "run.chainrule", recipe_of(opened), opened.course) as recording:
        checkpoints = grown(recording, 5, course=opened.course)
        stills = Album().stills(recording)
        assert [still.iteration for still in stills] == list(range(6))
        for still in stills:
            assert sorted(still.parameters) == ["K1", "K2", "theta1", "theta2"]
            wanted = checkpoints[still.iteration].parameters
            assert all(np.array_equal(array, wanted[name]) for name, array in still.parameters.items())
        assert not np.array_equal(stills[0].parameters["K1"], stills[5].parameters["K1"])


def test_of_a_run_that_grows_a_few_are_read_at_a_look(tmp_path, monkeypatch):
    """The newest comes first; what was read is not read again; once it rests all are there."""
    read: list[int] = []
    before = Recording.checkpoint_before

    def counted(recording: Recording, number: int) -> Checkpoint:
        read.append(number)
        return before(recording, number)

    monkeypatch.setattr(Recording, "checkpoint_before", counted)
    opened, album = open_course(Opening("planes_small")), Album()
    with Recording.create(tmp_path / "run.chainrule", recipe_of(opened), opened.course) as recording:
        grown(recording, 5, course=opened.course)
        read.clear()
        assert [still.iteration for still in album.stills(recording, growing=True)] == [0, 1, 5]
        assert read == [0, 5, 1] and len(read) == 1 + AT_A_LOOK
        assert len(album.stills(recording)) == 6
        assert sorted(read) == list(range(6))
        assert len(album.stills(recording)) == len(read)


def test_networks_without_kernels_have_none(tmp_path):
    opened = open_course(Opening("xor"))
    with Recording.create(tmp_path / "run.chainrule", recipe_of(opened), opened.course) as recording:
        grown(recording, 3, course=opened.course)
        assert Album().stills(recording) == ()


@pytest.mark.parametrize("length", [0, 1, 13, 14, 40, 500, 4095, 4096, 4097, 100_000])
@pytest.mark.parametrize("spacing", [1, 16])
def test_few_are_chosen_from_first_to_newest(length, spacing):
    """At most `MOST` and the newest, evenly, and of a run twice as long those that stay are the same ones."""
    iterations = sorted({*range(0, length + 1, spacing), length})
    found = chosen(iterations, MOST)
    assert found[0] == 0 and found[-1] == length and len(found) <= MOST + 1
    assert len(found) >= min(len(iterations), MOST // 2)
    later = chosen(sorted({*range(0, 2 * length + 1, spacing), 2 * length}), MOST)
    assert len(set(later) & set(found)) >= len(found) // 2 or length < MOST

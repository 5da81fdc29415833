"""Any recorded iteration is run again bit for bit, changes of settings included, and what differs is said."""

import numpy as np
import pytest

from engine.errors import DataError
from engine.recording.reaching import Differs, reached, replayed
from engine.recording.recording import Recording
from engine.training.course import Change
from tests.engine.recording.recordings import COURSE, grown, recorded
from tests.engine.training.courses import small_course


@pytest.fixture
def path(tmp_path):
    return tmp_path / "run.chainrule"


def test_any_iteration_is_reached(path):
    checkpoints = recorded(path, 40)
    with Recording.open(path, read_only=True) as recording:
        for number in (0, 1, 17, 39, 40):
            assert reached(COURSE, recording, number).digest == checkpoints[number].digest
        trace = replayed(COURSE, recording, 17)
        again = COURSE.run(checkpoints[17])
        assert all(np.array_equal(trace.values[name], again.values[name]) for name in again.values)
        assert replayed(COURSE, recording, 40).loss == COURSE.run(checkpoints[40]).loss
        with pytest.raises(DataError, match="iteration 41 is not there"):
            replayed(COURSE, recording, 41)


def test_resuming_is_as_never_stopping(path, tmp_path):
    whole = recorded(tmp_path / "whole.chainrule", 24)
    recorded(path, 9)
    for count in (1, 14):
        with Recording.open(path) as recording:
            grown(recording, count)
    with Recording.open(path) as recording, Recording.open(tmp_path / "whole.chainrule") as other:
        assert recording.checkpoint_before(24).digest == whole[24].digest
        assert np.array_equal(recording.metrics()[1], other.metrics()[1], equal_nan=True)


def test_changes_count_from_their_iteration_on(path):
    with Recording.create(path, {}, COURSE) as recording:
        grown(recording, 5)
        recording.add_change(Change(5, "adam.eta", 0.0))
        checkpoints = grown(recording, 5, course=COURSE.changed(*recording.changes()))
    with Recording.open(path) as recording:
        changed = COURSE.changed(*recording.changes())
        assert reached(changed, recording, 9).digest == checkpoints[4].digest
        assert np.array_equal(checkpoints[0].parameters["W_k"], checkpoints[4].parameters["W_k"])


def test_other_bits_are_told_with_their_iteration(path):
    """A run so short has a checkpoint before every iteration, so the one asked for is the first that is run again."""
    recorded(path, 12)
    other = small_course(seed=4)
    with Recording.open(path) as recording:
        with pytest.raises(Differs, match=r"iteration 11 has loss .*, recorded was .*on another machine"):
            replayed(other, recording, 11)
        assert replayed(other, recording, 11, exact=False).loss

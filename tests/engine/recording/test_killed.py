"""A run that is killed at any moment has kept what it had written, and goes on from there."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.recording.recording import Recording
from engine.training.course import advanced
from tests.engine.recording.recordings import COURSE, grown

ROOT = Path(__file__).parents[3]
SCRIPT = [sys.executable, "-m", "tests.engine.recording.killed_run"]


def sound(path):
    """How many iterations a recording holds; all of it can be read and is right."""
    with Recording.open(path, read_only=True) as recording:
        length = recording.length
        assert len(recording.metrics()[0]) == length
        for number in recording.checkpoints():
            recording.checkpoint_before(number)
        assert recording.checkpoint_before(length).iteration == length
    return length


def right(path, length):
    """The state after all iterations is that of a run that was never killed."""
    with Recording.open(path) as recording:
        grown(recording, 2)
        assert recording.checkpoint_before(length + 2).digest == advanced(COURSE, COURSE.first, length + 2).digest


def test_killed_at_every_kind_of_statement(tmp_path):
    """Each of the statements of a writing is one after which the process dies; each time the run goes on."""
    path, before = tmp_path / "run.chainrule", 0
    for number in (0, 1, 2, 3, 4, 5, 6, 7, 8, 40):
        ended = subprocess.run([*SCRIPT, str(path), str(number)], cwd=ROOT, timeout=60, check=False)
        assert ended.returncode == -9
        length = sound(path)
        assert length >= before + (number - 8) // 8
        before = length
    assert before > 0
    right(path, before)


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_at_random(tmp_path, seed):
    path, generator, before = tmp_path / "run.chainrule", random.Random(seed), 0
    for _ in range(3):
        with subprocess.Popen([*SCRIPT, str(path), str(10**9)], cwd=ROOT) as process:
            while not path.exists():
                time.sleep(0.01)
            time.sleep(generator.uniform(0.0, 0.9))
            process.kill()
        length = sound(path)
        assert length >= before
        before = length
    right(path, before)

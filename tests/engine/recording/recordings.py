"""Recordings of small courses that tests open again."""

from pathlib import Path

from engine.recording.continuing import continued
from engine.recording.recording import Recording
from engine.training.checkpoint import Checkpoint
from engine.training.course import Course
from tests.engine.training.courses import small_course

COURSE = small_course()


def recorded(path: Path, iterations: int, *, course: Course = COURSE, **settings: object) -> list[Checkpoint]:
    """A closed recording of some iterations; the checkpoints before each of them and after the last."""
    with Recording.create(path, {"of": "a test"}, course, **settings) as recording:
        return grown(recording, iterations, course=course)


def grown(recording: Recording, iterations: int, *, course: Course = COURSE) -> list[Checkpoint]:
    """Runs iterations into a recording; the checkpoints before each of them and after the last."""
    checkpoints = [recording.checkpoint_before(recording.length)]
    finished = continued(course, checkpoints[0], recording)
    checkpoints += [next(finished).checkpoint for _ in range(iterations)]
    return checkpoints

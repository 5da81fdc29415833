"""A training run that is killed at its n-th SQL statement: `python killed_run.py RUN.chainrule N`."""

import os
import signal
import sys

from engine.recording import growth
from engine.recording.recording import Recording
from tests.engine.recording.recordings import COURSE, grown


def main() -> None:
    """Records without end, and dies."""
    path, left = sys.argv[1], int(sys.argv[2])
    growth.EVERY = growth.SHARE = 0.0

    def count(statement: str) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    recording = Recording.open(path) if os.path.exists(path) else Recording.create(path, {}, COURSE, budget=30_000)
    recording.file.connection.set_trace_callback(count)
    while True:
        grown(recording, 1)


if __name__ == "__main__":
    main()

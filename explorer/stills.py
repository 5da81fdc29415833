"""Stills: convolution kernels and their biases as they were along a recording, read from its checkpoints."""

import math
from collections.abc import Mapping

from engine.recording.recording import Recording
from engine.training.checkpoint import Checkpoint
from explorer.progress import Array, Still

MOST = 14
"""So many stills of a recording, and the newest."""
FEWEST = 4
MOST_READ = 48 << 20
"""Bytes of checkpoints that are read for all stills together, as far as that leaves the fewest."""
AT_A_LOOK = 2


class Album:
    """The stills of one recording. What was read is kept, and while the recording grows little is read anew.

    Stills stand a power of two of iterations apart, so that of a recording twice as long every second one stays.
    """

    def __init__(self) -> None:
        self._path = ""
        self._held: dict[int, Still] = {}
        self._most: int | None = None

    def stills(self, recording: Recording, *, growing: bool = False) -> tuple[Still, ...]:
        """The stills there are, in order; of one that grows the missing ones are read a few at a time.

        Raises DataError where a checkpoint is damaged.
        """
        if recording.path != self._path:
            self._path, self._held, self._most = recording.path, {}, None
        if self._most is None:
            first = recording.checkpoint_before(0)
            self._held[0] = _still(first)
            size = sum(array.nbytes for arrays in (first.parameters, first.carried) for array in arrays.values())
            slides = any(array.ndim == _AXES for array in first.parameters.values())
            self._most = max(FEWEST, min(MOST, MOST_READ // max(1, size))) if slides else 0
        if not self._most:
            return ()
        wanted = chosen(recording.checkpoints(), self._most)
        missing = [number for number in wanted if number not in self._held]
        for number in [*missing[-1:], *missing[:-1]][: AT_A_LOOK if growing else None]:
            found = _still(recording.checkpoint_before(number))
            if found.iteration == number:  # else it was thinned out meanwhile
                self._held[number] = found
        self._held = {number: self._held[number] for number in wanted if number in self._held}
        return tuple(self._held.values())


_AXES = 4


def chosen(iterations: list[int], most: int) -> list[int]:
    """Of the iterations of all checkpoints at most `most`, multiples of one power of two, and the newest."""
    if len(iterations) <= most:
        return iterations
    apart = 1 << max(0, math.ceil(math.log2(max(1, iterations[-1] + 1) / most)))
    kept = [number for number in iterations[:-1] if number % apart == 0]
    return [*kept, iterations[-1]]


def _still(checkpoint: Checkpoint) -> Still:
    kernels = {name: array for name, array in checkpoint.parameters.items() if array.ndim == _AXES}
    lengths = {array.shape[:1] for array in kernels.values()}
    biases: Mapping[str, Array] = {
        name: array for name, array in checkpoint.parameters.items() if array.shape in lengths
    }  # fmt: skip
    return Still(checkpoint.iteration, {**kernels, **biases})

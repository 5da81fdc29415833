"""The film: one kernel as it was along the recording, on one scale, with its norm and its bias at each iteration."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF

from explorer.drawing.atlas import Grid
from explorer.progress import Array
from explorer.scene import Scene
from explorer.scenery.ranking import norms_of
from explorer.theme.numbers import format_number
from explorer.theme.scale import Scale
from explorer.theme.type import BODY, MEDIUM, font, text_width
from explorer.views.kernels.memory import kept
from explorer.views.kernels.parts import Kernels

HEADING, LINE, NAMES = 30.0, 22.0, 78.0
_LARGEST_TILE, _LARGEST_CELL, _LEAST_TILE = 64.0, 18, 40.0
_BETWEEN, _LEAST_GAP = 12.0, 8.0
_DIGITS = 3
_SPARSE = 0.75
"""A part of the places that shall be taken at least."""


@dataclass(frozen=True, eq=False, slots=True)
class Take:
    """One frame: a kernel (rows, columns), with three channels where it is in colour, before an iteration ran.

    `norm` is that of all its channels together; `bias` is None where its layer has none.
    """

    iteration: int
    numbers: Array
    norm: float
    bias: float | None

    def rows(self, *, digits: int) -> tuple[str, ...]:
        """What stands below the frame: iteration, norm and bias."""
        texts = [f"{self.iteration:,}", format_number(self.norm, digits=digits, signed=False)]
        return (*texts, format_number(self.bias, digits=digits)) if self.bias is not None else tuple(texts)


@dataclass(frozen=True, eq=False, slots=True)
class Film:
    """The frames of one kernel, `channel` None where it is in colour, and the scale of all of them."""

    number: int
    channel: int | None
    takes: tuple[Take, ...]
    scale: Scale


@dataclass(frozen=True, eq=False, slots=True)
class Strip:
    """Where a film stands: its heading, the frames that fit, and the column that names the rows below them.

    `digits` is how many decimals those rows have.
    """

    film: Film
    heading: QRectF
    takes: tuple[Take, ...]
    grid: Grid
    names: QRectF
    digits: int

    @property
    def bottom(self) -> float:
        """Below the last row of numbers."""
        return self.names.bottom()

    def column(self, place: int) -> QRectF:
        """A frame with everything below it."""
        tile = self.grid.tile(place)
        wide = self.grid.pitch[0]
        return QRectF(tile.center().x() - wide / 2.0, tile.top() - 3.0, wide, self.bottom - tile.top() + 3.0)


def film_of(scene: Scene, kernels: Kernels, number: int, channel: int) -> Film | None:
    """The film of a map's kernel at an input channel; None where there is no recording, or it has no kernels."""
    progress = scene.progress
    coloured = kernels.parts[0].coloured
    if progress is None or not progress.stills:
        return None
    key = ("film", kernels.name, number, channel, coloured, scene.state.iteration,
           progress.path, tuple(still.iteration for still in progress.stills))  # fmt: skip
    return kept(scene.trace, key, lambda: _film_of(scene, kernels, number, None if coloured else channel))


def _film_of(scene: Scene, kernels: Kernels, number: int, channel: int | None) -> Film | None:
    assert scene.progress is not None
    found = {still.iteration: still.parameters for still in scene.progress.stills}
    found.setdefault(scene.state.iteration, (scene.apart or scene.trace).values)
    takes = []
    for iteration, parameters in sorted(found.items()):
        array = parameters.get(kernels.name)
        if array is None or array.shape != kernels.shape:
            continue
        bias = parameters.get(kernels.bias) if kernels.bias is not None else None
        takes.append(
            Take(
                iteration,
                array[number] if channel is None else array[number, :, :, channel],
                float(norms_of(array[number : number + 1])[0]),
                None if bias is None else float(bias[number]),
            )
        )
    if not takes:
        return None
    sizes = np.abs(np.concatenate([take.numbers.ravel() for take in takes]))
    finite = sizes[np.isfinite(sizes)]
    largest = float(finite.max()) if finite.size else 0.0
    return Film(number, channel, tuple(takes), Scale(largest if largest > 0.0 else 1.0))


def place_film(scene: Scene, kernels: Kernels, film: Film, area: QRectF) -> Strip:
    """The film at the top of an area: as many frames as stand side by side, first, newest and the shown one always."""
    rows, columns = kernels.shape[1:3]
    cell = float(max(1, min(_LARGEST_CELL, int(_LARGEST_TILE // max(rows, columns)))))
    digits = min(_DIGITS, scene.state.digits)
    pitch = _pitch(film, columns * cell, digits)
    if len(film.takes) * pitch > area.width() - NAMES:
        digits -= 1
        pitch = _pitch(film, columns * cell, digits)
    takes = _fitting(film.takes, scene.state.iteration, max(3, int((area.width() - NAMES) // pitch)))
    top, left = area.top() + HEADING, area.left() + NAMES + (pitch - columns * cell) / 2.0
    grid = Grid(left, top, rows, columns, cell, len(takes), len(takes), pitch - columns * cell)
    below = top + rows * cell + 4.0
    names = QRectF(area.left(), below, NAMES - 6.0, LINE * len(film.takes[0].rows(digits=digits)))
    return Strip(film, QRectF(area.left(), area.top(), area.width(), HEADING), takes, grid, names, digits)


def _pitch(film: Film, tile: float, digits: int) -> float:
    """Px from one frame to the next: no number meets its neighbour."""
    texts = (text for take in film.takes for text in take.rows(digits=digits))
    widest = max(text_width(text, font(BODY, MEDIUM)) for text in texts)
    return max(tile + _LEAST_GAP, widest + _BETWEEN, _LEAST_TILE)


def _fitting(takes: tuple[Take, ...], shown: int, room: int) -> tuple[Take, ...]:
    """At most `room` of the frames: the first, the newest, the one that is shown, and others evenly between them.

    Every second, third, … of them where that leaves few places empty.
    """
    last = len(takes) - 1
    own = next((number for number, take in enumerate(takes) if take.iteration == shown), 0)
    for apart in range(1, last + 1):
        chosen = {*range(0, last + 1, apart), own, last}
        if _SPARSE * room <= len(chosen) <= room or len(chosen) == last + 1 <= room:
            return tuple(takes[number] for number in sorted(chosen))
    chosen = {round(place * last / (room - 2)) for place in range(room - 1)} | {own}
    return tuple(takes[number] for number in sorted(chosen))

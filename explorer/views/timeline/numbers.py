"""The numbers behind the strips: what is known of a track, its norm at each moment, its picture data."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.drawing.strip import Strip, build_strip, merge_columns
from explorer.scene import Scene
from explorer.theme.scale import Scale
from explorer.theme.tokens import Theme
from explorer.views.timeline.memory import kept
from explorer.views.timeline.tracks import Track, scale_of

Numbers = NDArray[np.floating[Any]]
_ANY = Scale(1.0)


def whole(scene: Scene, track: Track) -> Numbers:
    """All numbers of a track, (moments, units)."""
    array = np.asarray(scene.whole(track.name, track.adjoint), dtype=np.float64)
    return array.reshape(len(array), -1)


def norms(scene: Scene, track: Track) -> NDArray[np.float64]:
    """The Euclidean norm over units at each moment, (moments,)."""

    def make() -> NDArray[np.float64]:
        with np.errstate(over="ignore", invalid="ignore"):
            return np.asarray(np.linalg.norm(whole(scene, track), axis=1))

    return kept(scene.trace, ("norms", track.name, track.adjoint, scene.state.example), make)


def unit_index(scene: Scene, track: Track) -> int:
    """Which of the track's units the chosen one is."""

    def make() -> int:
        index = 0
        for part, length in zip(scene.unit_of(track.name), scene.network.quantities[track.name].shape, strict=True):
            index = index * length + part
        return index

    return kept(scene.trace, ("unit", track.name, scene.unit_of(track.name)), make)


def known_range(scene: Scene, track: Track) -> tuple[int, int]:
    """The first known moment and one past the last; values become known from the left, adjoints from the right."""
    found: dict[tuple[str, bool], tuple[int, int]] = kept(scene.trace, ("known", scene.position), dict)
    key = (track.name, track.adjoint)
    if key not in found:
        moments, count = scene.trace.moments or 0, _known_moments(scene, track)
        found[key] = (moments - count, moments) if track.adjoint else (0, count)
    return found[key]


def _known_moments(scene: Scene, track: Track) -> int:
    """How many moments are known: all, none, or as many as the cursor has passed, so these are looked at first."""
    moments, at = scene.trace.moments or 0, scene.moment or 0

    def known(count: int) -> bool:
        moment = moments - count if track.adjoint else count - 1
        return scene.known(track.name, track.adjoint, moment)

    passed = moments - 1 - at if track.adjoint else at
    guesses = iter((moments, 1, passed, passed + 1))
    low, high = 0, moments
    while low < high:
        guess = next(guesses, 0)
        count = guess if low < guess <= high else (low + high + 1) // 2
        low, high = (count, high) if known(count) else (low, count - 1)
    return low


def known_columns(known: tuple[int, int], per_column: int, moments: int) -> tuple[int, int]:
    """The columns all of whose moments are known: the largest of a few could otherwise be one not computed yet."""
    first, stop = known
    columns = -(-moments // per_column)
    return -(-first // per_column), columns if stop == moments else stop // per_column


def strip_of(scene: Scene, track: Track, *, theme: Theme, columns: int, rows: int) -> Strip:
    """The whole strip as if all were known, at most `columns` wide and `rows` units high; made once."""
    key = ("strip", track.name, track.adjoint, scene.state.example, theme.name, columns, rows)
    return kept(
        scene.trace,
        key,
        lambda: build_strip(
            _rows(whole(scene, track), rows),
            theme=theme,
            family=track.family,
            scale=scale_of(scene, track),
            max_columns=columns,
        ),
    )


def partial_strip(
    scene: Scene, track: Track, known: tuple[int, int], *, theme: Theme, columns: int, rows: int
) -> Strip:
    """The strip with what is not known left out, for vector formats."""
    mask = np.zeros(scene.trace.moments or 0, dtype=bool)
    mask[known[0] : known[1]] = True
    return build_strip(
        _rows(whole(scene, track), rows),
        theme=theme,
        family=track.family,
        scale=scale_of(scene, track),
        known=mask,
        max_columns=columns,
    )


def absent_strip(scene: Scene, *, theme: Theme, columns: int) -> Strip:
    """A strip of which nothing is known."""
    return kept(
        scene.trace,
        ("absent", theme.name, columns),
        lambda: build_strip(
            np.zeros((columns, 1)), theme=theme, family="value", scale=_ANY, known=np.zeros(columns, dtype=bool)
        ),
    )


def _rows(values: Numbers, rows: int) -> Numbers:
    """At most `rows` units, neighbours merged by largest magnitude with its sign as moments are."""
    return values if values.shape[1] <= rows else merge_columns(values.T, rows)[0].T

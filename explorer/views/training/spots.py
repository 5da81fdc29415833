"""What of the plots of training can be pointed at: every iteration, the changes of settings, the symbols."""

import math
from collections.abc import Callable

from PySide6.QtCore import QRectF

from explorer.command import Request
from explorer.progress import Progress
from explorer.theme.numbers import format_limit, format_number
from explorer.view import Spot
from explorer.views.training.axis import change_rect
from explorer.views.training.layout import HEAD, Column

_STEP = 2.0
"""Px of the columns in which iterations are pointed at."""


def iteration_spots(column: Column, names: dict[str, str]) -> list[Spot]:
    """A spot for each iteration, or for each 2 px where iterations are narrower; `names` says the curves in words."""
    rect = column.rect
    pitch = rect.width() / max(column.length, 1)
    if pitch >= _STEP:
        places = [(column.x(iteration) - pitch / 2.0, pitch, iteration) for iteration in range(column.length + 1)]
    else:
        lefts = [rect.left() + index * _STEP for index in range(math.ceil(rect.width() / _STEP))]
        places = [(left, _STEP, column.iteration_at(left + _STEP / 2.0)) for left in lefts]
        # The first and the last iteration reach beyond the axis, so that both are easily met.
        places[0] = (rect.left() - 8.0, _STEP + 8.0, 0)
        places[-1] = (places[-1][0], _STEP + 8.0, column.length)
    top, bottom = rect.top() - HEAD, rect.bottom() + 28.0
    return [
        Spot(
            QRectF(left, top, width, bottom - top),
            _words(column, iteration, names),
            Request("go-to-iteration", iteration),
            drag=True,
        )
        for left, width, iteration in places
    ]


def _words(column: Column, iteration: int, names: dict[str, str]) -> Callable[[], str]:
    """All numbers of an iteration, or of the nearest one kept before it."""

    def say() -> str:
        lines = [f"iteration {iteration:,}: click or drag goes there"]
        for placed in column.placed:
            for curve in placed.plot.curves:
                found = curve.at(iteration)
                if found is not None:
                    at = "" if found[0] == iteration else f" at {found[0]:,}"
                    name = names.get(curve.name, f"{placed.plot.name}, {curve.name}")
                    lines.append(f"{name}: {format_number(found[1], digits=6, signed=False)}{at}")
        return "\n".join(lines)

    return say


def change_spots(progress: Progress, column: Column) -> list[Spot]:
    """A spot for each setting that was given another value."""
    return [
        Spot(
            change_rect(column, change),
            f"{change.setting} = {format_limit(change.value)} from iteration {change.iteration:,} on",
            Request("go-to-iteration", change.iteration),
        )
        for change in progress.changes
        if change.iteration <= column.length
    ]

"""Where the plots of training stand: in columns side by side where there is room, else above one another."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from explorer.views.training.curves import Plot

LEFT, FIRST, RIGHT, LABELS = 58.0, 98.0, 16.0, 66.0
HEAD, FOOT, TOP, BETWEEN = 26.0, 30.0, 6.0, 6.0
_BELOW_HEAD = 6.0
"""Px that keep the topmost number of an axis off the title."""
_ROW = 22.0
_LEAST, _LEAST_LABELLED = 84.0, 138.0
"""Px of a plot's axis, and of one with symbols at its right."""
MEASURED = ("loss", "accuracy")
_WIDE, _HALF = 760.0, 500.0


@dataclass(frozen=True, eq=False, slots=True)
class Placed:
    """A plot, its head with title and legend, and the rectangle of its axes."""

    plot: Plot
    head: QRectF
    rect: QRectF


@dataclass(frozen=True, eq=False, slots=True)
class Column:
    """Plots above one another on one axis of iterations, `length` of them wide."""

    placed: tuple[Placed, ...]
    length: int

    @property
    def rect(self) -> QRectF:
        """All axes of the column together."""
        return self.placed[0].rect.united(self.placed[-1].rect)

    def x(self, iteration: int) -> float:
        """Where an iteration stands."""
        return self.rect.left() + iteration / max(self.length, 1) * self.rect.width()

    def iteration_at(self, x: float) -> int:
        """The iteration nearest to an x."""
        part = (x - self.rect.left()) / max(self.rect.width(), 1.0)
        return max(0, min(round(part * self.length), self.length))


def stacks(plots: tuple[Plot, ...], width: float) -> list[list[Plot]]:
    """Which plots share a column: what is measured first, then the norms."""
    measured = [plot for plot in plots if plot.name in MEASURED]
    norms = [plot for plot in plots if plot not in measured]
    if width >= _WIDE:
        return [measured, *([plot] for plot in norms)]
    return [measured, norms] if width >= _HALF else [[*measured, *norms]]


def head_of(plot: Plot, width: float) -> float:
    """How high the head of a plot is: the loss names its curves, in two rows where it is narrow."""
    return HEAD + (_ROW if plot.name == "loss" and len(plot.curves) > 1 and width < 440.0 else 0.0)


def _least(plot: Plot) -> float:
    return _LEAST if plot.name in MEASURED else _LEAST_LABELLED


def lay_out(plots: tuple[Plot, ...], width: float, height: float, *, length: int) -> tuple[Column, ...]:
    """The columns in a panel of this size."""
    columns = stacks(plots, width)
    wide = width / len(columns)
    found: list[Column] = []
    for number, stack in enumerate(columns):
        left = number * wide + (LEFT if number else FIRST)
        labels = LABELS if any(plot.name not in MEASURED for plot in stack) else RIGHT
        across = max((number + 1) * wide - labels - left, 40.0)
        heads = [head_of(plot, wide) for plot in stack]
        free = height - TOP - FOOT - sum(heads) - _BELOW_HEAD * len(stack) - BETWEEN * (len(stack) - 1)
        spare = max(free - sum(_least(plot) for plot in stack), 0.0) / len(stack)
        placed: list[Placed] = []
        top = TOP
        for plot, head in zip(stack, heads, strict=True):
            title = QRectF(number * wide + 14.0, top, wide - 28.0, head)
            axes = QRectF(left, top + head + _BELOW_HEAD, across, _least(plot) + spare)
            placed.append(Placed(plot, title, axes))
            top = axes.bottom() + BETWEEN
        found.append(Column(tuple(placed), length))
    return tuple(found)


def least_height(plots: tuple[Plot, ...], width: float) -> float:
    """The least height at which every plot can be read."""
    columns = stacks(plots, width)
    wide = width / len(columns)
    return max(
        TOP + FOOT + sum(head_of(plot, wide) + _BELOW_HEAD + _least(plot) + BETWEEN for plot in stack) - BETWEEN
        for stack in columns
    )

"""The Watch view: expressions over values and adjoints, what each is now, its change, and its course through time."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF

from explorer.view import Frame, View, only_moved
from explorer.views.watch.drawing import draw, height


def _changes(before: Frame, after: Frame) -> Sequence[QRectF] | None:
    """Nothing while there is no watch: how to put one in is said in the same words at every place."""
    return () if only_moved(before, after) and not after.scene.state.watches else None


VIEW = View(
    name="watch",
    title="Watch",
    side="debug",
    summary="Any expression over values and adjoints: its number now, its change, and its course through time.",
    draw=draw,
    order=0,
    height=height,
    listed=lambda state: len(state.watches),
    changes=_changes,
    of_one_run=True,
)

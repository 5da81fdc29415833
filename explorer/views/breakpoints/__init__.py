"""The Breakpoints view: where the run halts, or logs, how often it has, each switched and edited in place."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF

from explorer.view import Frame, View, only_moved
from explorer.views.breakpoints.drawing import draw, follow, height


def _changes(before: Frame, after: Frame) -> Sequence[QRectF] | None:
    """Nothing while there is no breakpoint: how to put one in is said in the same words at every place."""
    return () if only_moved(before, after) and not after.scene.state.breakpoints else None


VIEW = View(
    name="breakpoints",
    title="Breakpoints",
    side="debug",
    summary="Where Continue stops: at lines, where conditions begin to hold, where numbers change; and what is logged.",
    draw=draw,
    order=1,
    height=height,
    listed=lambda state: len(state.breakpoints),
    changes=_changes,
    follow=follow,
    of_one_run=True,
)

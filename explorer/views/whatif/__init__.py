"""The What-if view: every value that was put in by hand, what it replaced, switched on or off, and taken back."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF

from explorer.view import Frame, View, only_moved
from explorer.views.whatif.drawing import draw, height


def _changes(before: Frame, after: Frame) -> Sequence[QRectF] | None:
    """Nothing, wherever the cursor goes: what was put in is the same at every place."""
    return () if only_moved(before, after) else None


VIEW = View(
    name="whatif",
    title="What-if",
    side="debug",
    summary="Every value that was put in by hand beside the one it replaced, each switched on or off by itself.",
    draw=draw,
    order=3,
    height=height,
    listed=lambda state: len(state.interventions),
    of_one_run=True,
    changes=_changes,
)

"""The answers: what the network says beside what it should say, for every example of the mini-batch."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtGui import QPainter

from explorer.scene import Scene
from explorer.view import Frame, LaterSpots, Spot, View
from explorer.views.answers.compared import compared, suits
from explorer.views.answers.grid import draw_grid, grid_height, grid_spots
from explorer.views.answers.head import draw_head
from explorer.views.answers.pointing import row_spots
from explorer.views.answers.rows import draw_rows, note_of, rows_height


def draw(painter: QPainter, frame: Frame) -> Sequence[Spot]:
    """Paint a row of cells for each example over moments, or a cell for each without."""
    timed = compared(frame.scene).timed
    painter.save()
    draw_head(painter, frame, note=note_of(frame) if timed else "")
    (draw_rows if timed else draw_grid)(painter, frame)
    painter.restore()
    return LaterSpots(partial(row_spots if timed else grid_spots, frame))


def height(frame: Frame) -> float:
    """As high as the panel, or higher where the examples need more."""
    if not suits(frame.scene):
        return frame.height
    return max(frame.height, (rows_height if compared(frame.scene).timed else grid_height)(frame))


def subtitle(scene: Scene) -> str:
    """How many examples there are, and at which iteration."""
    examples = scene.trace.examples
    return f"{examples} example{'' if examples == 1 else 's'}, iteration {scene.state.iteration:,}"


VIEW = View(
    name="answers",
    title="Answers",
    side="below",
    summary="The network's answers beside their targets for every example, right and wrong in words and colour",
    draw=draw,
    of_one_run=True,
    order=3,
    height=height,
    suits=suits,
    subtitle=subtitle,
)

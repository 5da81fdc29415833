"""Draws the view: the verdict, printed equations that can be tried, and the table of all adjoints."""

from PySide6.QtGui import QPainter

from explorer.view import Frame, Spot
from explorer.views.check.head import draw_head, head_of
from explorer.views.check.printed import draw_section, section_height
from explorer.views.check.table import draw_table, table_height


def height(frame: Frame) -> float:
    """As high as the rows need."""
    return head_of(frame).height + section_height(frame) + table_height(frame.scene)


def draw(painter: QPainter, frame: Frame) -> list[Spot]:
    """Paints all of it and gives what can be clicked."""
    painter.save()
    head = head_of(frame)
    spots = draw_head(painter, frame, head)
    spots.extend(draw_section(painter, frame, head.height))
    spots.extend(draw_table(painter, frame, head.height + section_height(frame)))
    painter.restore()
    return spots

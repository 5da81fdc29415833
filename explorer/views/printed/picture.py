"""The picture: the list at the left, and the chosen equation beside its line in the list."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from engine.errata.entry import Entry
from explorer.drawing.writing import write_lines
from explorer.scene import Scene
from explorer.view import Frame, Spot
from explorer.views.printed.cards import draw_cards, draw_title
from explorer.views.printed.choice import chosen_entry, chosen_seed, paper_of
from explorer.views.printed.listing import Item, draw_list, items, list_width
from explorer.views.printed.sheet import Sheet, sheet
from explorer.views.printed.table import draw_table
from explorer.views.printed.ways_out import draw_buttons

MARGIN = 18.0
_ABOVE = 150.0
"""How far the sheet begins above the line of the chosen equation, where there is room."""


def _shown(frame: Frame) -> Sheet:
    width = max(frame.width - list_width(frame) - 2 * MARGIN, 200.0)
    return sheet(chosen_entry(frame.scene).name, chosen_seed(frame.scene), width)


def _row(frame: Frame, rows: list[Item]) -> Item:
    chosen = chosen_entry(frame.scene)
    return next(item for item in rows if isinstance(item.what, Entry) and item.what is chosen)


def _top(frame: Frame, rows: list[Item], shown: Sheet) -> float:
    """Where the sheet begins: beside its line, never beyond the end of the picture."""
    whole = max(rows[-1].top + rows[-1].height, shown.height)
    return max(0.0, min(_row(frame, rows).top - _ABOVE, whole - shown.height))


def height(frame: Frame) -> float:
    """The list or the sheet, whichever is longer, in px."""
    rows = items(frame)
    return max(rows[-1].top + rows[-1].height, _shown(frame).height)


def follow(frame: Frame) -> QRectF:
    """The chosen line and the sheet beside it."""
    rows = items(frame)
    shown = _shown(frame)
    row, top = _row(frame, rows), _top(frame, rows, shown)
    area = QRectF(0.0, top, frame.width, min(shown.height, 500.0))
    return area.united(QRectF(0.0, row.top, frame.width, row.height))


def subtitle(scene: Scene) -> str:
    """The equation that is shown, with its paper."""
    entry = chosen_entry(scene)
    return f"{paper_of(entry).title}, {entry.number}"


def draw_printed(painter: QPainter, frame: Frame) -> list[Spot]:
    """Paints the view."""
    rows, shown, theme = items(frame), _shown(frame), frame.theme
    spots = draw_list(painter, frame, rows)
    left = list_width(frame)
    painter.setPen(QPen(theme.line, 1.0))
    bottom = max(rows[-1].top + rows[-1].height, shown.height, frame.height)
    painter.drawLine(QPointF(left + 0.5, 0.0), QPointF(left + 0.5, bottom))
    corner = QPointF(left + MARGIN, _top(frame, rows, shown))
    width = max(frame.width - left - 2 * MARGIN, 200.0)
    draw_title(painter, QRectF(corner.x(), corner.y(), width, 0.0), shown.entry, theme=theme)
    spots += draw_cards(painter, corner, shown, theme=theme)
    write_lines(painter, corner + QPointF(0.0, shown.note_top), shown.note, colour=theme.text1)
    spots += draw_table(painter, frame, corner, shown, width=width)
    spots += draw_buttons(painter, frame, corner + QPointF(0.0, shown.button_top), shown.entry, width=width)
    return spots

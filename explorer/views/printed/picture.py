"""The picture: the list at the left and the chosen equation beside its line; in a figure the equation alone."""

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


def _left(frame: Frame) -> float:
    """Where the sheet's side begins: a figure has no list to choose from."""
    return 0.0 if frame.figure else list_width(frame)


def _width(frame: Frame) -> float:
    return max(frame.width - _left(frame) - 2 * MARGIN, 200.0)


def _shown(frame: Frame) -> Sheet:
    return sheet(chosen_entry(frame.scene).name, chosen_seed(frame.scene), _width(frame))


def _row(frame: Frame, rows: list[Item]) -> Item:
    chosen = chosen_entry(frame.scene)
    return next(item for item in rows if isinstance(item.what, Entry) and item.what is chosen)


def _top(frame: Frame, rows: list[Item], shown: Sheet) -> float:
    """Where the sheet begins: beside its line, never beyond the end of the picture."""
    whole = max(rows[-1].top + rows[-1].height, shown.height)
    return max(0.0, min(_row(frame, rows).top - _ABOVE, whole - shown.height))


def height(frame: Frame) -> float:
    """The list or the sheet, whichever is longer, in px; of a figure the sheet without its button."""
    if frame.figure:
        return _shown(frame).button_top
    rows = items(frame)
    return max(rows[-1].top + rows[-1].height, _shown(frame).height)


def follow(frame: Frame) -> QRectF:
    """The chosen line and the sheet beside it."""
    if frame.figure:
        return QRectF(0.0, 0.0, frame.width, _shown(frame).button_top)
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
    if frame.figure:
        return _draw_sheet(painter, frame, QPointF(MARGIN, 0.0), shown)
    spots = draw_list(painter, frame, rows)
    left = list_width(frame)
    painter.setPen(QPen(theme.line, 1.0))
    bottom = max(rows[-1].top + rows[-1].height, shown.height, frame.height)
    painter.drawLine(QPointF(left + 0.5, 0.0), QPointF(left + 0.5, bottom))
    corner = QPointF(left + MARGIN, _top(frame, rows, shown))
    spots += _draw_sheet(painter, frame, corner, shown)
    spots += draw_buttons(painter, frame, corner + QPointF(0.0, shown.button_top), shown.entry, width=_width(frame))
    return spots


def _draw_sheet(painter: QPainter, frame: Frame, corner: QPointF, shown: Sheet) -> list[Spot]:
    """The equation as printed and as verified, the note, and the errors of both."""
    width, theme = _width(frame), frame.theme
    draw_title(painter, QRectF(corner.x(), corner.y(), width, 0.0), shown.entry, theme=theme)
    spots = draw_cards(painter, corner, shown, theme=theme)
    write_lines(painter, corner + QPointF(0.0, shown.note_top), shown.note, colour=theme.text1)
    return [*spots, *draw_table(painter, frame, corner, shown, width=width)]

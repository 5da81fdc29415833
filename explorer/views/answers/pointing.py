"""What of the answers over moments can be pointed at: examples, moments, and the cell under the mouse."""

from functools import partial

from PySide6.QtCore import QRectF

from explorer.command import Request
from explorer.theme.numbers import ABSENT
from explorer.view import Frame, Spot
from explorer.views.answers.cells import worst_of
from explorer.views.answers.compared import Compared, compared, known_moments, verdict
from explorer.views.answers.grid import answer_tip
from explorer.views.answers.head import HEAD
from explorer.views.answers.rows import AXIS, Rows, lay_rows


def row_spots(frame: Frame) -> list[Spot]:
    """Rows choose their example, the axis and the chosen row go to moments, the cell pointed at tells its answer."""
    found, rows = compared(frame.scene), lay_rows(frame)
    chosen = frame.scene.state.example
    spots = []
    for example in range(found.examples):
        row = rows.row(example)
        place = QRectF(0.0, row.top() - 1.0, frame.width, rows.pitch)
        words, _, _ = verdict(frame.scene, example)
        spots.append(Spot(place, f"Example {example}: {words or ABSENT}. Click: look at it",
                          Request("choose-example", example)))  # fmt: skip
    for column in range(rows.columns):
        moment = rows.moments_of(column).start
        request, words = Request("go-to-moment", moment), f"t = {moment + 1}: click or drag moves the cursor here"
        cell = rows.cell(chosen, column)
        spots.append(Spot(QRectF(cell.left(), HEAD, rows.band.width() / rows.columns, AXIS), words, request, drag=True))
        spots.append(Spot(cell, partial(_tip, frame, found, rows, chosen, column), request, drag=True))
    return spots + _hovered(frame, found, rows)


def _hovered(frame: Frame, found: Compared, rows: Rows) -> list[Spot]:
    """The cell under the mouse of an example that is not chosen: a spot for each of thousands would be slow."""
    place = None if frame.hover is None else rows.at(frame.hover)
    if place is None or place[0] == frame.scene.state.example:
        return []
    example, column = place
    words = partial(_tip, frame, found, rows, example, column)
    moment = Request("go-to-moment", rows.moments_of(column).start)
    return [Spot(rows.cell(example, column), words, Request("choose-example", example), moment)]


def _tip(frame: Frame, found: Compared, rows: Rows, example: int, column: int) -> str:
    moments = rows.moments_of(column)
    known = moments.stop <= known_moments(frame.scene)
    moment = worst_of(found, moments, example) if known else moments.start
    told = answer_tip(found, moment, example, known=known, digits=frame.scene.state.digits)
    if example == frame.scene.state.example:
        return f"{told}\nClick: go to t = {moments.start + 1}"
    return f"{told}\nClick: look at this example; double-click: go to t = {moments.start + 1}"

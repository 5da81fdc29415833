"""Draws the numeric check: whether a central difference of the objective agrees with the derived number."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from explorer.drawing.icons import draw_icon
from explorer.scenery.numeric import ABOUT, STEPPING, WAITING, number_check, outcome_of
from explorer.theme.type import BODY, SEMIBOLD, font, text_width
from explorer.view import Frame, Spot
from explorer.views.inspector.layout import MARGIN, Layout
from explorer.views.inspector.writing import write


def draw_check(painter: QPainter, frame: Frame, layout: Layout, spots: list[Spot]) -> None:
    """Tick or cross, the numeric value and the relative error; where it would take long it waits to be asked for."""
    rect, theme = layout.check, frame.theme
    if rect is None:
        return
    asked = frame.hover is not None and rect.contains(frame.hover)
    found = number_check(frame.scene, layout.reading.focus, insist=frame.figure or asked, settled=frame.settled)
    inline = rect.left() > 0.0
    left, right, middle = rect.left() + (6.0 if inline else MARGIN), frame.width - MARGIN, rect.center().y()
    if found is None:
        words = "point here to check" if inline else WAITING
        if not frame.settled:
            words = "…" if inline else STEPPING
        write(painter, QRectF(left, middle - 12.0, right - left, 24.0), words, colour=theme.text2)
        spots.append(Spot(rect, f"{ABOUT}\nPoint here to check now"))
        return
    outcome = outcome_of(found, digits=frame.scene.state.digits)
    colour = {"triangle": theme.warn, "check": theme.ok, "cross": theme.err}[outcome.icon]
    draw_icon(painter, QRectF(left, middle - 9.0, 18.0, 18.0), name=outcome.icon, colour=colour)
    spots.append(Spot(rect, outcome.tip))
    left += 26.0
    if inline:
        words = next((one for one in outcome.inline if text_width(one, font(BODY)) <= right - left), outcome.inline[-1])
        write(painter, QRectF(left, middle - 12.0, right - left, 24.0), words, colour=theme.text2)
        return
    used = write(
        painter, QRectF(left, middle - 12.0, right - left, 24.0), "Numeric check", colour=theme.text1, weight=SEMIBOLD
    )
    room = right - left - used - 12.0
    words = next((one for one in outcome.said if text_width(one, font(BODY)) <= room), outcome.said[-1])
    write(
        painter,
        QRectF(right - room, middle - 12.0, room, 24.0),
        words,
        colour=theme.text2,
        align=Qt.AlignmentFlag.AlignRight,
    )

"""Holds the shown adjoint against a central difference of the objective, on a line above the words."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from explorer.drawing.icons import draw_icon
from explorer.drawing.writing import write
from explorer.scene import Focus
from explorer.scenery.numeric import ABOUT, STEPPING, WAITING, number_check, outcome_of
from explorer.theme.type import BODY, SEMIBOLD, font, text_width
from explorer.view import Frame, Spot
from explorer.views.convolution.layout import Layout
from explorer.views.convolution.meetings import Reading


def draw_check(painter: QPainter, frame: Frame, layout: Layout, reading: Reading) -> list[Spot]:
    """Tick or cross, the numeric value and the relative error; nothing before the adjoint may be seen.

    Where two runs are contrasted there is nothing to check: a difference of runs is no derivative of one.
    """
    scene, theme, rect, shown = frame.scene, frame.theme, layout.check, reading.shown
    if rect is None or not reading.visible or scene.apart is not None:
        return []
    asked = frame.hover is not None and rect.contains(frame.hover)
    focus = Focus(shown.name, True, shown.moment, shown.unit)
    found = number_check(scene, focus, insist=frame.figure or asked, settled=frame.settled)
    if found is None:
        write(painter, rect, WAITING if frame.settled else STEPPING, colour=theme.text2)
        return [Spot(rect, f"{ABOUT}\nPoint here to check now")]
    outcome = outcome_of(found, digits=scene.state.digits)
    colour = {"triangle": theme.warn, "check": theme.ok, "cross": theme.err}[outcome.icon]
    place = QRectF(rect.left(), rect.center().y() - 9.0, 18.0, 18.0)
    draw_icon(painter, place, name=outcome.icon, colour=colour)
    title = "Numeric check"
    write(painter, rect.adjusted(26.0, 0.0, 0.0, 0.0), title, colour=theme.text1, weight=SEMIBOLD)
    rest = rect.adjusted(26.0 + text_width(title, font(BODY, SEMIBOLD)) + 10.0, 0.0, 0.0, 0.0)
    words = next((each for each in outcome.said if text_width(each, font(BODY)) <= rest.width()), outcome.said[-1])
    write(painter, rest, words, colour=theme.text2)
    return [Spot(rect, outcome.tip)]

"""Draws the numeric check: whether a central difference of the objective agrees with the derived number."""

import math

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from explorer.drawing.icons import draw_icon
from explorer.theme.numbers import MINUS, format_number
from explorer.theme.type import BODY, SEMIBOLD, font, text_width
from explorer.view import Frame, Spot
from explorer.views.inspector.layout import MARGIN, Layout
from explorer.views.inspector.numeric import number_check
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
    about = "Numeric check: the number itself is moved a little up and down, and the objective is computed again"
    if found is None:
        words = "point here to check" if inline else "Numeric check: point here, it takes a moment"
        if not frame.settled:
            words = "…" if inline else "Numeric check …"
        write(painter, QRectF(left, middle - 12.0, right - left, 24.0), words, colour=theme.text2)
        spots.append(Spot(rect, f"{about}\nPoint here to check now"))
        return
    passed = found.agrees()
    name, colour = (
        ("triangle", theme.warn) if not found.smooth else ("check", theme.ok) if passed else ("cross", theme.err)
    )
    draw_icon(painter, QRectF(left, middle - 9.0, 18.0, 18.0), name=name, colour=colour)
    error = _short(found.relative_error)
    number = format_number(found.numeric, digits=max(6, frame.scene.state.digits))
    verdict = "agrees" if passed else "differs"
    spots.append(
        Spot(
            rect,
            f"{about}\nnumeric {found.numeric:.10g}, derived {found.derived:.10g}: {verdict}\n"
            f"relative error {error}, the numeric value is certain to ±{_short(found.uncertainty)}",
        )
    )
    left += 26.0
    if inline:
        words = "a kink here" if not found.smooth else f"checked, {error}" if passed else f"differs, {error}"
        if text_width(words, font(BODY)) > right - left:
            words = "kink" if not found.smooth else error
        write(painter, QRectF(left, middle - 12.0, right - left, 24.0), words, colour=theme.text2)
        return
    used = write(
        painter, QRectF(left, middle - 12.0, right - left, 24.0), "Numeric check", colour=theme.text1, weight=SEMIBOLD
    )
    room = right - left - used - 12.0
    said = (
        ("a kink: no derivative here",)
        if not found.smooth
        else (f"{number} · rel. error {error}", f"{number} · {error}", number)
    )
    words = next((one for one in said if text_width(one, font(BODY)) <= room), said[-1])
    write(
        painter,
        QRectF(right - room, middle - 12.0, room, 24.0),
        words,
        colour=theme.text2,
        align=Qt.AlignmentFlag.AlignRight,
    )


def _short(number: float) -> str:
    """One digit and an exponent, such as 8e−11."""
    if not math.isfinite(number):
        return "∞" if math.isinf(number) else "NaN"
    return "0" if number == 0 else f"{number:.0e}".replace("e-", f"e{MINUS}").replace("e+", "e")

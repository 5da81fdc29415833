"""Printed equations in the place of derived lines: those that fit the open network, and what the check says of one."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from engine.errata.fitting import Substitution, substitutions
from engine.errata.words import in_words
from explorer.checks import Checks
from explorer.command import Request
from explorer.drawing.formula import Formula, typeset
from explorer.drawing.icons import draw_icon
from explorer.drawing.writing import LINE, elided, wrapped, write, write_lines
from explorer.scene import Scene
from explorer.theme.type import BODY, MEDIUM, SEMIBOLD, font, text_width
from explorer.view import Frame, Spot
from explorer.views.check.head import MARGIN
from explorer.views.check.looks import colour_of
from explorer.views.check.words import Look, error_text, verdict_words, visit

FOLD = "check-printed"
HEADING, ROW, INDENT = 34.0, 32.0, 24.0
NAME, LINK = 164.0, "verified form"
EM = 17.0


def is_open(scene: Scene) -> bool:
    """Whether the list is unfolded."""
    return FOLD in scene.state.folded


def section_height(frame: Frame) -> float:
    """Px of the heading, and of the list where it is unfolded; nothing where no equation fits."""
    found = substitutions(frame.scene.program)
    if not found:
        return 0.0
    if not is_open(frame.scene):
        return HEADING
    return HEADING + sum(_height(frame, each) for each in found) + 10.0


def draw_section(painter: QPainter, frame: Frame, top: float) -> list[Spot]:
    """Paints heading and list; a row checks its equation, and tells what was found."""
    scene, theme = frame.scene, frame.theme
    found = substitutions(scene.program)
    if not found:
        return []
    heading = QRectF(0.0, top, frame.width, HEADING)
    painter.fillRect(heading, theme.header)
    icon = "chevron-down" if is_open(scene) else "chevron-right"
    draw_icon(painter, QRectF(MARGIN - 3.0, heading.center().y() - 7.0, 14.0, 14.0), name=icon, colour=theme.text2)
    many = f"{len(found)} misprints fit this network" if len(found) > 1 else "one misprint fits this network"
    words = f"Check a printed equation in the place of the derived one ({many})"
    write(painter, heading.adjusted(MARGIN + INDENT - 6.0, 0.0, 0.0, 0.0), words, colour=theme.text1, weight=SEMIBOLD)
    spots = [Spot(heading, "The papers' misprinted equations that can stand in this network", Request("fold", FOLD))]
    if not is_open(scene):
        return spots
    y = top + HEADING
    for each in found:
        told = _told(frame, each)
        rect = QRectF(0.0, y, frame.width, _height(frame, each))
        spots.extend(_draw_row(painter, frame, rect, each, told))
        y = rect.bottom()
    return spots


def _tried(scene: Scene, each: Substitution) -> Checks | None:
    """What is known of its check."""
    return next((tried for tried in scene.tried if tried.wish.printed == each.entry.name), None)


def _told(frame: Frame, each: Substitution) -> tuple[str, ...]:
    """What the check found, in lines."""
    scene, tried = frame.scene, _tried(frame.scene, each)
    if tried is None:
        return ()
    if tried.running:
        words = f"Checking: {len(tried.rows)} of {tried.total} adjoints …"
    elif tried.report is None:
        words = f"{tried.message[:1].upper()}{tried.message[1:]}."
    elif tried.report.passed:
        words = "Passes on this network: here the printed equation is right to within the tolerance."
    else:
        failed = [row for row in tried.report.rows if row.verdict == "failed"]
        errors = f"The largest relative error is {error_text(max(row.relative_error for row in failed))}."
        words = f"{verdict_words(scene, tried)} {errors}"
    stale = "" if tried.of(scene.state.run) else " Out of date: this was checked on another run."
    return wrapped(words + stale, frame.width - 2.0 * MARGIN - INDENT - 26.0)


def _draw_row(painter: QPainter, frame: Frame, rect: QRectF, each: Substitution, told: tuple[str, ...]) -> list[Spot]:
    theme, tried = frame.theme, _tried(frame.scene, each)
    line = QRectF(MARGIN + INDENT, rect.top(), rect.width() - 2.0 * MARGIN - INDENT, _line_height(frame, each))
    if frame.hover is not None and rect.contains(frame.hover):
        painter.fillRect(rect, theme.header)
    name = QRectF(line.left(), line.top(), NAME, line.height())
    write(painter, name, elided(each.entry.name, NAME - 6.0, BODY, MEDIUM), colour=theme.text1, weight=MEDIUM)
    spots = [Spot(rect, _tip(each), Request("check-printed", each.entry.name))]
    formula = _formula(frame, each)
    if formula is not None:
        base = line.center().y() + formula.ascent - formula.size.height() / 2.0
        formula.draw(painter, QPointF(name.right(), base), colour=theme.text1)
    else:
        printed = in_words(each.entry.printed).replace("«", "").replace("»", "")
        write(painter, QRectF(name.right(), line.top(), _room(frame), line.height()), printed, colour=theme.text2)
    if not frame.figure:
        wide = text_width(LINK, font()) + 2.0
        place = QRectF(line.right() - wide, line.top(), wide, line.height())
        write(painter, place, LINK, colour=theme.accent)
        spots.append(
            Spot(place, "Opens Printed vs verified at this equation", Request("show-printed", each.entry.name))
        )
    if told:
        _draw_told(painter, frame, line.bottomLeft(), told, _look(tried))
        first = tried.report.first_failing if tried is not None and tried.report is not None else None
        if first is not None:
            below = QRectF(line.left(), line.bottom(), line.width(), rect.bottom() - line.bottom())
            spots.append(Spot(below, "Travels to the first number that is wrong", visit(first)))
    painter.setPen(QPen(theme.line, 1.0))
    painter.drawLine(QPointF(MARGIN + INDENT, rect.bottom() - 0.5), QPointF(rect.right() - MARGIN, rect.bottom() - 0.5))
    return spots


def _look(tried: Checks | None) -> Look:
    if tried is None or tried.report is None:
        return "absent"
    return "passed" if tried.report.passed else "fails"


def _room(frame: Frame) -> float:
    """Px for the equation, between its name and the link."""
    link = 0.0 if frame.figure else text_width(LINK, font()) + 18.0
    return frame.width - 2.0 * MARGIN - INDENT - NAME - link


def _formula(frame: Frame, each: Substitution) -> Formula | None:
    """The equation as printed; None where it is too long for a line."""
    formula = typeset(each.entry.printed, EM)
    return formula if formula.size.width() <= _room(frame) else None


def _line_height(frame: Frame, each: Substitution) -> float:
    formula = _formula(frame, each)
    return max(ROW, formula.size.height() + 12.0 if formula is not None else 0.0)


def _height(frame: Frame, each: Substitution) -> float:
    told = _told(frame, each)
    return _line_height(frame, each) + len(told) * LINE + (6.0 if told else 0.0)


def _draw_told(painter: QPainter, frame: Frame, corner: QPointF, told: tuple[str, ...], look: Look) -> None:
    left = corner.x()
    if look != "absent":
        mark = QRectF(left, corner.y() + 2.0, 18.0, 18.0)
        icon = "check" if look == "passed" else "cross"
        draw_icon(painter, mark, name=icon, colour=colour_of(look, frame.theme))
    point = QPointF(left + 26.0, corner.y())
    write_lines(painter, point, told, colour=frame.theme.text1)


def _tip(each: Substitution) -> str:
    formulas = "\n".join(each.formulas)
    return f"{each.entry.name} as printed, in the place of what was derived:\n{formulas}\nClick to check it."

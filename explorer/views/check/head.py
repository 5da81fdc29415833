"""The top of the view: the verdict in a sentence, what it is of, the tolerance, and the button that checks."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from explorer.checks import TOLERANCES, USUAL, Checks
from explorer.command import Request
from explorer.drawing.icons import draw_icon
from explorer.drawing.writing import LINE, wrapped, write, write_lines
from explorer.scene import Scene
from explorer.theme.type import BODY, MEDIUM, SEMIBOLD, font, text_width
from explorer.view import Frame, Spot
from explorer.views.check.looks import colour_of
from explorer.views.check.words import Look, tolerance_text, verdict_words, visit

MARGIN, TOP, BUTTON, PAD = 14.0, 12.0, 32.0, 14.0
_MARK = 26.0
HOW = (
    "Each number is moved a little up and down, the objective is computed again, and the slope is held against the "
    "adjoint that was derived. Of large quantities a seeded sample is checked, and a random direction over all entries."
)


@dataclass(frozen=True)
class Head:
    """The verdict, what is said below it, and how high all of it is."""

    look: Look
    headline: tuple[str, ...]
    lines: tuple[tuple[str, bool], ...]
    height: float


def head_of(frame: Frame) -> Head:
    """What stands at the top; a line that warns is marked."""
    scene, checks = frame.scene, frame.scene.checks
    look, headline = _headline(scene, checks)
    room = frame.width - 2.0 * MARGIN - _MARK
    lines: list[tuple[str, bool]] = []
    if checks is not None and not checks.of(scene.state.run):
        lines.append(("Out of date: this was checked on another run. Check again for the one on the screen.", True))
    if checks is None:
        lines.append((HOW, False))
    elif checks.report is not None:
        if checks.report.not_smooth:
            kinks = checks.report.not_smooth
            lines.append((f"{kinks:,} entries lie at a kink of the objective, where there is no derivative.", False))
        if any(row.sampled for row in checks.rows):
            lines.append(
                (f"Up to {checks.most} entries of each were checked one by one, and one direction over all.", False)
            )
    words = wrapped(headline, room, BODY, SEMIBOLD)
    told = tuple((part, warns) for line, warns in lines for part in wrapped(line, room))
    height = TOP + (len(words) + len(told)) * LINE + 8.0 + BUTTON + 12.0
    return Head(look, words, told, height)


def _headline(scene: Scene, checks: Checks | None) -> tuple[Look, str]:
    if checks is None:
        return "absent", f"{len(scene.trace.adjoints)} adjoints, none of them checked yet."
    if checks.report is not None:
        words = verdict_words(scene, checks)
        return ("absent" if words.startswith("Nothing") else "passed" if checks.report.passed else "fails"), words
    done = f"{len(checks.rows)} of {checks.total} adjoints"
    if checks.running:
        return "absent", f"Checking: {done} …"
    return "absent", f"{checks.message[:1].upper()}{checks.message[1:]}{f': {done} are.' if checks.rows else '.'}"


def draw_head(painter: QPainter, frame: Frame, head: Head) -> list[Spot]:
    """Paints it; the headline travels to the number it names."""
    theme, scene = frame.theme, frame.scene
    left = MARGIN
    if head.look != "absent":
        icon = "check" if head.look == "passed" else "cross"
        mark = QRectF(MARGIN, TOP + 1.0, 20.0, 20.0)
        draw_icon(painter, mark, name=icon, colour=colour_of(head.look, theme))
        left += _MARK
    painter.setFont(font(BODY, SEMIBOLD))
    painter.setPen(theme.text1)
    top = TOP
    for line in head.headline:
        painter.drawText(QPointF(left, top + 16.0), line)
        top += LINE
    spots = _headline_spots(frame, QRectF(left, TOP, frame.width - MARGIN - left, top - TOP))
    for line, warns in head.lines:
        write_lines(painter, QPointF(left, top), (line,), colour=theme.warn if warns else theme.text2)
        top += LINE
    spots.extend(_draw_actions(painter, frame, QRectF(MARGIN, top + 8.0, frame.width - 2.0 * MARGIN, BUTTON), scene))
    return spots


def _headline_spots(frame: Frame, rect: QRectF) -> list[Spot]:
    checks = frame.scene.checks
    if checks is None or checks.report is None:
        return []
    first = checks.report.first_failing
    return [] if first is None else [Spot(rect, "Travels to the first number that is wrong", visit(first))]


def _draw_actions(painter: QPainter, frame: Frame, rect: QRectF, scene: Scene) -> list[Spot]:
    """Check or stop, and the tolerances; a figure only says which one was taken."""
    checks = scene.checks
    chosen = checks.wish.tolerance if checks is not None else USUAL[scene.trace.dtype.name]
    left, spots = rect.left(), list[Spot]()
    if not frame.figure:
        running = checks is not None and checks.running
        words = "Stop" if running else "Check again" if checks is not None else "Check all adjoints"
        tip = "Keeps what was checked by now" if running else "Stepping goes on meanwhile"
        button = QRectF(left, rect.top(), text_width(words, font(BODY, MEDIUM)) + 2.0 * PAD, BUTTON)
        _draw_button(painter, frame, button, words, strong=True)
        spots.append(Spot(button, tip, Request("stop-check" if running else "check-all")))
        left = button.right() + 20.0
    label = "Tolerance"
    write(painter, QRectF(left, rect.top(), 90.0, BUTTON), label, colour=frame.theme.text2)
    left += text_width(label, font(BODY)) + 8.0
    for tolerance in TOLERANCES if not frame.figure else (chosen,):
        words = tolerance_text(tolerance)
        chip = QRectF(left, rect.top() + 2.0, text_width(words, font(BODY, SEMIBOLD)) + 16.0, BUTTON - 4.0)
        if frame.figure:
            write(painter, chip, words, colour=frame.theme.text1)
            break
        _draw_button(painter, frame, chip, words, strong=tolerance == chosen)
        tip = f"An adjoint passes that is off by at most {words} of its largest number. Click checks with it."
        spots.append(Spot(chip, tip, Request("check-all", tolerance)))
        left = chip.right() + 6.0
    if checks is not None and checks.running and checks.total:
        _draw_progress(
            painter, frame, QRectF(left + 14.0, rect.center().y() - 3.0, rect.right() - left - 14.0, 6.0), checks
        )
    return spots


def _draw_button(painter: QPainter, frame: Frame, rect: QRectF, words: str, *, strong: bool) -> None:
    theme = frame.theme
    hovered = frame.hover is not None and rect.contains(frame.hover)
    painter.setPen(QPen(theme.accent if strong else theme.edge, 1.2))
    painter.setBrush(theme.accent_fill if strong or hovered else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 5.0, 5.0)
    ink: QColor = theme.accent if strong else theme.text1
    write(painter, rect, words, colour=ink, weight=MEDIUM, align=Qt.AlignmentFlag.AlignHCenter)


def _draw_progress(painter: QPainter, frame: Frame, rect: QRectF, checks: Checks) -> None:
    if rect.width() < 40.0:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(frame.theme.line)
    painter.drawRoundedRect(rect, 3.0, 3.0)
    painter.setBrush(frame.theme.accent)
    done = QRectF(rect.left(), rect.top(), rect.width() * len(checks.rows) / checks.total, rect.height())
    painter.drawRoundedRect(done, 3.0, 3.0)

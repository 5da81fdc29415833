"""The two cards: as printed, and verified, each with its formula, its mark and what differs boxed."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from engine.errata.entry import Entry, Verdict
from engine.errata.words import in_words
from explorer.drawing.equation import Equation, draw_equation
from explorer.drawing.writing import write
from explorer.scenery.verdicts import MEANINGS, colour, draw_verdict, verdict_width
from explorer.theme.tokens import Theme
from explorer.theme.type import SECTION, SEMIBOLD, font, text_width
from explorer.view import Spot
from explorer.views.printed.choice import paper_of
from explorer.views.printed.sheet import CARD_HEAD, CARD_PAD, GAP, NOTHING_TO_CORRECT, TITLE, Sheet


def draw_title(painter: QPainter, area: QRectF, entry: Entry, *, theme: Theme) -> None:
    """The number of the equation and where it stands, in one line at the top of `area`."""
    line = QRectF(area.left(), area.top() + 14.0, area.width(), 28.0)
    name = entry.name
    write(painter, line, name, colour=theme.text1, size=SECTION, weight=SEMIBOLD)
    begun = min(text_width(name, font(SECTION, SEMIBOLD)) + 14.0, area.width())
    where = f"{entry.section} · {paper_of(entry).authors}"
    write(painter, line.adjusted(begun, 1.0, 0.0, 1.0), where, colour=theme.text2)


def draw_cards(painter: QPainter, corner: QPointF, shown: Sheet, *, theme: Theme) -> list[Spot]:
    """Both cards; a spot on each says it in words."""
    entry = shown.entry
    first = QRectF(corner.x(), corner.y() + TITLE, shown.card_width, shown.printed_height)
    step = QPointF(first.width() + GAP, 0.0) if shown.beside else QPointF(0.0, first.height() + GAP)
    second = QRectF(first.topLeft() + step, first.size())
    second.setHeight(shown.right_height)
    _card(painter, first, "As printed", verdict=entry.verdict, equation=shown.printed, theme=theme)
    _card(painter, second, "Verified", verdict="correct", equation=shown.right, theme=theme)
    printed = f"As printed: {in_words(entry.printed)}. {entry.verdict}: {MEANINGS[entry.verdict]}."
    right = f"Verified: {in_words(entry.corrected)}." if entry.corrected else "Nothing is to be corrected."
    marked = " « » stands around what is marked." if "\\class" in entry.printed + entry.corrected else ""
    return [Spot(first, printed + marked), Spot(second, right + marked)]


def _card(
    painter: QPainter, area: QRectF, title: str, *, verdict: Verdict, equation: Equation | None, theme: Theme
) -> None:
    edge = colour(verdict, theme)
    painter.setPen(QPen(edge, 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(area, 5.0, 5.0)
    head = QRectF(area.left(), area.top(), area.width(), CARD_HEAD)
    painter.setPen(QPen(theme.line, 1.0))
    painter.drawLine(head.bottomLeft() + QPointF(1.0, 0.0), head.bottomRight() - QPointF(1.0, 0.0))
    room = verdict_width(verdict) + CARD_PAD - 2.0
    write(painter, head.adjusted(CARD_PAD, 0.0, -room - 6.0, 0.0), title, colour=theme.text1, weight=SEMIBOLD)
    draw_verdict(painter, QPointF(head.right() - room, head.center().y()), verdict=verdict, theme=theme)
    inside = area.adjusted(CARD_PAD, CARD_HEAD + CARD_PAD, -CARD_PAD, -CARD_PAD)
    if equation is None:
        write(painter, inside, NOTHING_TO_CORRECT, colour=theme.text2)
        return
    spare = max(inside.height() - equation.height, 0.0) / 2
    draw_equation(painter, inside.topLeft() + QPointF(0.0, spare), equation, theme=theme)

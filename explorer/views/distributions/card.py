"""One card of the distributions: a symbol, the bars of values and adjoints, and what is worth a word."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from engine.notation.symbols import symbol_latex
from explorer.drawing.formula import typeset
from explorer.drawing.hatch import draw_hatch
from explorer.drawing.writing import RIGHT, write
from explorer.scene import Scene
from explorer.scenery.quantities import frame_next, short_latex
from explorer.theme.numbers import ABSENT, MINUS, format_limit
from explorer.theme.type import font, text_width
from explorer.view import Frame
from explorer.views.distributions.counting import Counts, counts_of, known_rows
from explorer.views.distributions.findings import WEIGHTS, Finding, findings, known_count, mean_words, norm_words
from explorer.views.distributions.layout import Card

_LEAST_COLOUR = 0.35
"""Bars beside zero have this part of the map at least: its middle is the ground's own colour."""
_SATURATED = 3.0


def draw_card(painter: QPainter, frame: Frame, card: Card) -> None:
    """Ground, head, both histograms and words; the chosen quantity has a ring."""
    scene, theme = frame.scene, frame.theme
    painter.setPen(QPen(theme.line, 1.0))
    painter.setBrush(theme.panel)
    painter.drawRoundedRect(card.rect, 8.0, 8.0)
    _draw_head(painter, frame, card)
    for adjoint in (False, True):
        _draw_side(painter, frame, card, adjoint=adjoint)
    middle = card.adjoints.top() - 3.0
    painter.setPen(QPen(theme.line, 1.0))
    painter.drawLine(QPointF(card.head.left(), middle), QPointF(card.head.right(), middle))
    _draw_words(painter, frame, card)
    focus = scene.state.selection
    chosen = focus is not None and focus.name == card.name and not frame.figure
    if chosen or (frame.hover is not None and card.rect.contains(frame.hover)):
        painter.setPen(QPen(theme.accent, 2.0) if chosen else QPen(theme.edge, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(card.rect, 8.0, 8.0)


def _draw_head(painter: QPainter, frame: Frame, card: Card) -> None:
    scene, theme = frame.scene, frame.theme
    formula = typeset(symbol_latex(card.name, scene.network), 17.0)
    formula.draw(painter, QPointF(card.head.left(), card.head.center().y() + 5.0), theme=theme)
    left = card.head.left() + formula.size.width()
    if scene.exists(card.name, True):
        adjoint = typeset(short_latex(scene.network, card.name, adjoint=True), 17.0)
        adjoint.draw(painter, QPointF(left + 12.0, card.head.center().y() + 5.0), colour=theme.text2)
        left += adjoint.size.width() + 12.0
    room = QRectF(left + 8.0, card.head.top(), card.head.right() - left - 8.0, card.head.height())
    candidates = (known_words(scene, card.name, short=short) for short in (False, True))
    words = next((each for each in candidates if text_width(each, font()) <= room.width()), "")
    write(painter, room, words, colour=theme.text2, align=RIGHT)


def known_words(scene: Scene, name: str, *, short: bool = False) -> str:
    """How many numbers the bars of the values count, and of how many where some are not known yet."""
    rows = known_rows(scene, name, adjoint=False)
    if rows.start == rows.stop:
        return ABSENT
    counts = counts_of(scene, name, adjoint=False)
    known, all_ = known_count(counts, rows), known_count(counts, slice(None))
    if short:
        return f"{known:,}"
    return f"{known:,} of {all_:,}" if known < all_ else f"{known:,} number{'' if known == 1 else 's'}"


def _draw_side(painter: QPainter, frame: Frame, card: Card, *, adjoint: bool) -> None:
    """The bars of what is known, the numbers at the ends of their axis; hatched where nothing is known."""
    scene, theme, rect = frame.scene, frame.theme, card.bars(adjoint=adjoint)
    if not scene.exists(card.name, adjoint):
        write(painter, rect.adjusted(-40.0, 0.0, 40.0, 0.0), "no adjoint", colour=theme.text3,
              align=Qt.AlignmentFlag.AlignHCenter)  # fmt: skip
        return
    counts, rows = counts_of(scene, card.name, adjoint=adjoint), known_rows(scene, card.name, adjoint=adjoint)
    if rows.start == rows.stop:
        draw_hatch(painter, rect, theme=theme, radius=rect.height() / 2.0 if adjoint else 3.0)
        write(painter, rect, ABSENT, colour=theme.text3, align=Qt.AlignmentFlag.AlignHCenter)
    else:
        _draw_bars(painter, frame, counts, rows, rect, adjoint=adjoint)
    _draw_ends(painter, frame, counts, rect)
    if _runs_next(frame, card.name, adjoint=adjoint):
        frame_next(painter, rect.adjusted(-2.0, -1.0, 2.0, 1.0), theme=theme)


def _runs_next(frame: Frame, name: str, *, adjoint: bool) -> bool:
    event = frame.scene.event
    if event is None or frame.figure or event.phase == "loss":
        return False
    return (event.line.name, event.line.adjoint) == (name, adjoint)


def _draw_bars(painter: QPainter, frame: Frame, counts: Counts, rows: slice, rect: QRectF, *, adjoint: bool) -> None:
    theme = frame.theme
    family = "adjoint" if adjoint else "value" if counts.signed else "gate"
    colours = theme.map(family)  # type: ignore[arg-type]
    found = counts.bars[rows].sum(axis=0)
    # The highest of the whole trace fills the height, so that bars only grow while stepping.
    highest = max(int(counts.bars.sum(axis=0).max()), 1)
    wide = rect.width() / counts.bins
    painter.setPen(Qt.PenStyle.NoPen)
    for bin_, number in enumerate(found.tolist()):
        if not number:
            continue
        part = (bin_ + 0.5) / counts.bins
        part = part * 2.0 - 1.0 if counts.signed else part
        size = _LEAST_COLOUR + (1.0 - _LEAST_COLOUR) * abs(part)
        central = counts.signed and bin_ == counts.bins // 2
        painter.setBrush(theme.edge if central else colours.colour(size if part >= 0.0 else -size))
        # What is counted is seen, however little it is.
        high = max(number / highest * (rect.height() - 4.0), 1.5)
        painter.drawRect(QRectF(rect.left() + bin_ * wide, rect.bottom() - high, max(wide - 0.8, 0.8), high))
    painter.setPen(QPen(theme.edge, 1.0))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())
    if counts.signed:
        middle = rect.center().x()
        painter.drawLine(QPointF(middle, rect.bottom()), QPointF(middle, rect.bottom() + 3.0))
    else:
        _draw_saturated(painter, frame, found.tolist(), rect, wide)


def _draw_saturated(painter: QPainter, frame: Frame, found: list[int], rect: QRectF, wide: float) -> None:
    """The bar under a saturated gate, here under the outermost bins, which count just those."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(frame.theme.warn)
    for number, left in ((found[0], rect.left()), (found[-1], rect.right() - wide)):
        if number:
            painter.drawRect(QRectF(left, rect.bottom(), wide, _SATURATED))


def _draw_ends(painter: QPainter, frame: Frame, counts: Counts, rect: QRectF) -> None:
    """The numbers at both ends of the axis."""
    limit = format_limit(float(f"{counts.scale.limit:.2g}"))
    low, high = (f"{MINUS}{limit}", f"+{limit}") if counts.signed else ("0", "1")
    colour: QColor = frame.theme.text2
    box = QRectF(rect.left() - 60.0, rect.bottom() - 17.0, 55.0, 20.0)
    write(painter, box, low, colour=colour, align=RIGHT)
    write(painter, QRectF(rect.right() + 5.0, box.top(), 60.0, 20.0), high, colour=colour)


def card_findings(scene: Scene, name: str) -> tuple[Finding, ...]:
    """What the line of words says: what is found, else mean and spread, or the norms of a parameter."""
    found = (*findings(scene, name, adjoint=False), *findings(scene, name, adjoint=True))
    if found:
        return found
    parameter = scene.network.quantities[name].role == "parameter"
    return (Finding(norm_words(scene, name) if parameter else mean_words(scene, name, adjoint=False)),)


def _draw_words(painter: QPainter, frame: Frame, card: Card) -> None:
    theme = frame.theme
    found = card_findings(frame.scene, card.name)
    weights = {"error": theme.err, "warning": theme.warn, "plain": theme.text2}
    worst = min(found, key=lambda each: WEIGHTS.index(each.weight))
    write(painter, card.words, " · ".join(each.words for each in found), colour=weights[worst.weight])

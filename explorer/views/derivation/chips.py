"""The chips at the top: every adjoint of the network, one of them chosen."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from engine.identity import Same
from engine.language.network import Network
from explorer.command import Request
from explorer.drawing.formula import typeset
from explorer.scenery.derived import derived_names
from explorer.scenery.quantities import short_latex, symbol_words
from explorer.state import Selection
from explorer.theme.type import MEDIUM, font, text_width
from explorer.view import Spot
from explorer.views.derivation.page import MARGIN, Page

_HEIGHT, _PAD, _GAP, _ROW = 28.0, 11.0, 6.0, 34.0
_SIZE = 17.0
_MORE_ROOM = 76.0
"""Px at the end of each row for the word that shows all of them."""
MORE = "derivation: all chips"
"""Folded where all rows of chips are shown."""


@dataclass(frozen=True, slots=True)
class _Chip:
    name: str
    latex: str
    rect: QRectF
    row: int


def put_chips(page: Page, chosen: str) -> None:
    """One row of chips, and the row of the one chosen; all others behind a word."""
    scene = page.frame.scene
    chips = _placed(Same(scene.network), derived_names(scene), page.right)
    rows = chips[-1].row + 1 if chips else 0
    own = next((chip.row for chip in chips if chip.name == chosen), 0)
    folded = rows > 1 and MORE not in scene.state.folded
    kept = [row for row in range(rows) if not folded or row in (0, own)]
    for chip in chips:
        if chip.row in kept:
            _put(page, chip, page.y + kept.index(chip.row) * _ROW, chosen=chip.name == chosen)
    if rows > 1:
        hidden = sum(chip.row not in kept for chip in chips)
        words = f"{hidden} more" if folded else "fewer"
        tip = "Shows the adjoints of all quantities." if folded else "Shows one row only."
        middle = page.y + _ROW * (len(kept) - 1) + _HEIGHT / 2.0
        if not folded or hidden:
            page.link(page.right - text_width(words, font(weight=MEDIUM)), middle, words, tip, Request("fold", MORE))
    page.y += len(kept) * _ROW


@lru_cache(maxsize=64)
def _placed(network: Same[Network], names: tuple[str, ...], right: float) -> tuple[_Chip, ...]:
    """All chips, row by row from 0 downwards."""
    left, row, found = MARGIN, 0, list[_Chip]()
    for name in names:
        latex = short_latex(network.held, name, adjoint=True)
        width = typeset(latex, _SIZE).size.width() + 2.0 * _PAD
        if left + width > right - _MORE_ROOM and left > MARGIN:
            left, row = MARGIN, row + 1
        found.append(_Chip(name, latex, QRectF(left, 0.0, width, _HEIGHT), row))
        left += width + _GAP
    return tuple(found)


def _put(page: Page, chip: _Chip, top: float, *, chosen: bool) -> None:
    theme, frame = page.frame.theme, page.frame
    rect = chip.rect.translated(0.0, top)
    hovered = frame.hover is not None and rect.contains(frame.hover)

    def paint(painter: QPainter) -> None:
        painter.setPen(QPen(theme.accent if chosen else theme.edge, 2.0 if chosen else 1.0))
        painter.setBrush(theme.accent_fill if chosen else theme.header if hovered else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, _HEIGHT / 2.0, _HEIGHT / 2.0)
        formula = typeset(chip.latex, _SIZE)
        formula.draw(painter, QPointF(rect.left() + _PAD, rect.center().y() + 5.0), theme=theme)

    symbol = symbol_words(frame.scene, chip.name, adjoint=True, moment=None)
    tip = f"{symbol}, the adjoint of {chip.name}." + ("" if chosen else " A click shows how it is derived.")
    request = None if chosen else Request("select", Selection(chip.name, adjoint=True))
    page.put(rect, paint, Spot(rect.adjusted(0.0, -2.0, 0.0, 2.0), tip, request))

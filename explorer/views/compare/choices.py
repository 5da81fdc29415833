"""The row of choices: norm or one unit, and what of the other run stands against what is looked at."""

from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen

from engine.language.formulas import nearest
from engine.language.network import Network
from explorer.command import Request
from explorer.drawing.writing import write
from explorer.field import Field
from explorer.scene import Focus
from explorer.scenery.counterparts import candidates
from explorer.scenery.quantities import symbol_words
from explorer.theme.type import BODY, SEMIBOLD, font, text_width
from explorer.view import Frame, Spot
from explorer.views.compare.reading import Pair

CHIP, PAD, BETWEEN = 26.0, 10.0, 8.0
LABEL = "Stands against"


def needed(pair: Pair, focus: Focus) -> bool:
    """Whether there is anything to choose."""
    return len(offered(pair, focus)) > 1 or pair.counterpart(focus) != focus.name


def offered(pair: Pair, focus: Focus) -> tuple[str, ...]:
    """What may stand against it: at most four, the chosen one always among them."""
    network, chosen = pair.theirs.network, pair.counterpart(focus)
    found = [name for name in candidates(network, focus.name) if pair.theirs.exists(name, focus.adjoint)]
    if chosen is not None and chosen not in found:
        found.insert(0, chosen)
    return tuple(found[:4])


def draw_choices(painter: QPainter, frame: Frame, rect: QRectF, focus: Focus, pair: Pair) -> list[Spot]:
    """Chips with the symbols of the other run, and one to type any name."""
    theme, chosen = frame.theme, pair.counterpart(focus)
    write(painter, rect, LABEL, colour=theme.text2)
    left = rect.left() + text_width(LABEL, font(BODY)) + BETWEEN
    spots: list[Spot] = []
    for name in (*offered(pair, focus), ""):
        words = symbol_words(pair.theirs, name, adjoint=focus.adjoint, moment=None) if name else "other…"
        words = words.removesuffix("[t]")
        wide = text_width(words, font(BODY, SEMIBOLD)) + 2.0 * PAD
        if left + wide > rect.right():
            break
        chip = QRectF(left, rect.center().y() - CHIP / 2.0, wide, CHIP)
        on = bool(name) and name == chosen
        painter.setPen(QPen(theme.accent if on else theme.edge, 1.4 if on else 1.0))
        painter.setBrush(theme.accent_fill if on else theme.panel)
        painter.drawRoundedRect(chip, 5.0, 5.0)
        write(
            painter, chip.adjusted(PAD, 0.0, -PAD + 2.0, 0.0), words,
            colour=theme.accent if on else theme.text1, weight=SEMIBOLD if on else 400,
        )  # fmt: skip
        spots.append(_spot(chip, name, words, focus, pair.theirs.network))
        left = chip.right() + BETWEEN
    return spots


def _spot(chip: QRectF, name: str, words: str, focus: Focus, network: Network) -> Spot:
    if name:
        tip = f"{words} of the other run stands against {focus.name} of this one"
        return Spot(chip, tip, Request("stand-against", (focus.name, name)))
    field = Field("stand-against", focus.name, "", partial(_refusal, network), "a name, such as b_c", 200.0)
    return Spot(chip, "Click to type the name of any quantity of the other run", field=field)


def _refusal(network: Network, text: str) -> str:
    if text.strip() in network.quantities:
        return ""
    return f"the other network has no quantity {text.strip()}{nearest(text.strip(), network.quantities)}"

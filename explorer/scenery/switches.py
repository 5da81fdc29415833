"""Switches on a picture: words of which one is chosen, kept in the state as what is folded."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from explorer.command import Request
from explorer.scene import Scene
from explorer.scenery.turning import turned
from explorer.theme.tokens import Theme
from explorer.theme.type import BODY, REGULAR, SEMIBOLD, font, text_width

SWITCH_ROW = 36.0
_HEIGHT = 26.0
_PAD, _AFTER_LABEL, _BETWEEN = 10.0, 8.0, 16.0
_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip)


@dataclass(frozen=True, slots=True)
class Switch:
    """Two words, of which the second is chosen while `key` is folded, or more. `tips` say what each of them does."""

    key: str
    label: str
    words: tuple[str, ...]
    tips: tuple[str, ...]

    def chosen(self, scene: Scene) -> int:
        """Which word is chosen: the first one where the state names one that is not among them."""
        number = turned(scene.state.folded, self.key)
        return number if number < len(self.words) else 0

    def is_on(self, scene: Scene) -> bool:
        """Whether the second word is chosen."""
        return self.key in scene.state.folded

    @property
    def width(self) -> float:
        """Px it takes with its label."""
        return self.label_width + sum(self.word_widths)

    @property
    def label_width(self) -> float:
        """Px of the label and what parts it from the words."""
        return text_width(self.label, font(BODY, REGULAR)) + _AFTER_LABEL if self.label else 0.0

    @property
    def word_widths(self) -> tuple[float, ...]:
        """Px of each word's button."""
        return tuple(text_width(word, font(BODY, SEMIBOLD)) + 2.0 * _PAD for word in self.words)


class SwitchPlace(NamedTuple):
    """Where a word stands, what it does, and what a click asks for: nothing where it is chosen already."""

    rect: QRectF
    words: str
    request: Request | None


def switch_rows(switches: Sequence[Switch], width: float) -> list[list[Switch]]:
    """The switches in as many rows as they need."""
    rows: list[list[Switch]] = []
    used = width
    for switch in switches:
        if not rows or used + _BETWEEN + switch.width > width:
            rows.append([])
            used = -_BETWEEN
        rows[-1].append(switch)
        used += _BETWEEN + switch.width
    return rows


def draw_switches(
    painter: QPainter, rect: QRectF, switches: Sequence[Switch], *, scene: Scene, theme: Theme
) -> list[SwitchPlace]:
    """Draw the switches in rows from the top of `rect`; where their words stand."""
    places: list[SwitchPlace] = []
    for number, row in enumerate(switch_rows(switches, rect.width())):
        left, top = rect.left(), rect.top() + number * SWITCH_ROW + (SWITCH_ROW - _HEIGHT) / 2.0
        for switch in row:
            painter.setFont(font(BODY, REGULAR))
            painter.setPen(theme.text2)
            painter.drawText(QRectF(left, top, switch.label_width, _HEIGHT), _LEFT, switch.label)
            places.extend(_draw_words(painter, left + switch.label_width, top, switch, scene=scene, theme=theme))
            left += switch.width + _BETWEEN
    return places


def _draw_words(
    painter: QPainter, left: float, top: float, switch: Switch, *, scene: Scene, theme: Theme
) -> list[SwitchPlace]:
    widths = switch.word_widths
    painter.setPen(QPen(theme.edge, 1.0))
    painter.setBrush(theme.panel)
    painter.drawRoundedRect(QRectF(left, top, sum(widths), _HEIGHT), 5.0, 5.0)
    places: list[SwitchPlace] = []
    for number, (word, tip, width) in enumerate(zip(switch.words, switch.tips, widths, strict=True)):
        rect = QRectF(left, top, width, _HEIGHT)
        chosen = number == switch.chosen(scene)
        if chosen:
            painter.setPen(QPen(theme.accent, 1.4))
            painter.setBrush(theme.accent_fill)
            painter.drawRoundedRect(rect, 5.0, 5.0)
        painter.setPen(theme.accent if chosen else theme.text1)
        painter.setFont(font(BODY, SEMIBOLD if chosen else REGULAR))
        painter.drawText(rect, _CENTRE, word)
        asked = Request("fold", switch.key) if len(switch.words) == 2 else Request("turn", (switch.key, number))
        request = None if chosen else asked
        tip = tip if chosen else f"{tip} Click switches."
        places.append(SwitchPlace(rect.adjusted(0.0, -3.0, 0.0, 3.0), tip, request))
        left += width
    return places

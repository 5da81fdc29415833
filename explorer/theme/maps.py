"""The colour maps Tide (values), Orchard (adjoints) and Slate (gates), and what reads well on them."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from explorer.theme.oklab import linear_from_srgb, oklab_from_srgb, srgb_from_oklab

ENTRIES = 129
"""Entries of every map; of a signed one index 64 is zero."""

_WHITE_INK = QColor("#FFFFFF")
_BLACK_INK = QColor("#0A0C0F")


def luminance(colour: QColor) -> float:
    """Relative luminance 0..1. Source: WCAG 2.2, relative luminance."""
    rgb = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    return float(linear_from_srgb(rgb) @ np.array([0.2126, 0.7152, 0.0722]))


def contrast(first: QColor, second: QColor) -> float:
    """Contrast ratio 1..21 of two opaque colours. Source: WCAG 2.2, contrast ratio."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def ink_for(ground: QColor) -> QColor:
    """White or near black, whichever contrasts more with `ground`."""
    return QColor(max((_WHITE_INK, _BLACK_INK), key=lambda ink: contrast(ink, ground)))


def _interpolate(stops: tuple[str, ...]) -> NDArray[np.uint8]:
    """(ENTRIES, 4) RGBA, evenly spaced stops joined by straight lines in OKLab."""
    colours = [QColor(stop) for stop in stops]
    # Integer components: the float ones are rounded to 16 bits and would make the stops themselves drift.
    rgb = np.array([[c.red(), c.green(), c.blue()] for c in colours]) / 255.0
    lab = oklab_from_srgb(rgb)
    at = np.linspace(0.0, len(stops) - 1.0, ENTRIES)
    line = np.stack([np.interp(at, np.arange(len(stops)), lab[:, axis]) for axis in range(3)], axis=1)
    table = np.full((ENTRIES, 4), 255, dtype=np.uint8)
    table[:, :3] = np.rint(srgb_from_oklab(line) * 255.0).astype(np.uint8)
    table.flags.writeable = False
    return table


@dataclass(frozen=True, eq=False)
class ColourMap:
    """A named map; fractions run from −1 to 1 when `signed`, else from 0 to 1, and are clamped."""

    name: str
    signed: bool
    stops: tuple[str, ...]
    _table: NDArray[np.uint8] = field(init=False, repr=False)
    _colours: tuple[QColor, ...] = field(init=False, repr=False)
    _inks: tuple[QColor, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        table = _interpolate(self.stops)
        colours = tuple(QColor(int(r), int(g), int(b)) for r, g, b, _ in table)
        object.__setattr__(self, "_table", table)
        object.__setattr__(self, "_colours", colours)
        object.__setattr__(self, "_inks", tuple(ink_for(colour) for colour in colours))

    def index(self, fraction: float) -> int:
        """Entry 0..128 of a fraction."""
        low = -1.0 if self.signed else 0.0
        return round((min(max(fraction, low), 1.0) - low) / (1.0 - low) * (ENTRIES - 1))

    def colour(self, fraction: float) -> QColor:
        """The colour at `fraction`."""
        return QColor(self._colours[self.index(fraction)])

    def ink(self, fraction: float) -> QColor:
        """The text colour to set on `colour(fraction)`."""
        return QColor(self._inks[self.index(fraction)])

    def lut(self) -> NDArray[np.uint8]:
        """All entries as read-only RGBA, uint8 of shape (129, 4)."""
        return self._table


TIDE_LIGHT = ColourMap(
    "Tide", True, ("#0E519A", "#4979B7", "#7DA2D1", "#B4CBE8", "#F3F3F3", "#E4C0AE", "#C99073", "#AB623B", "#863800")
)
TIDE_DARK = ColourMap(
    "Tide", True, ("#8BC3FC", "#619AD4", "#4B739B", "#384D64", "#2A2A2A", "#604433", "#956242", "#CA8254", "#FFA56D")
)
ORCHARD_LIGHT = ColourMap(
    "Orchard", True, ("#772A88", "#995CA6", "#BA8CC4", "#D9BDE0", "#F3F3F3", "#B7D2B1", "#81AD78", "#4E8941", "#1A6400")
)
ORCHARD_DARK = ColourMap(
    "Orchard", True, ("#EB9AFD", "#B87AC7", "#885C92", "#59415F", "#2A2A2A", "#3C5337", "#537C49", "#6CA85F", "#87D576")
)
SLATE_LIGHT = ColourMap("Slate", False, ("#FFFFFF", "#CBCFD6", "#9FA6B2", "#747F91", "#4B5970"))
SLATE_DARK = ColourMap("Slate", False, ("#232932", "#4F5660", "#757D87", "#99A1AD", "#BCC5D1"))

"""The colour maps: pairs for values and adjoints, Slate for gates, and what reads well on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from explorer.theme.oklab import linear_from_srgb, oklab_from_srgb, srgb_from_oklab

ENTRIES = 129
"""Entries of every map; of a signed one index 64 is zero."""

_FAINTEST_MARK = 0.0
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
    """A named map; fractions run from −1 to 1 when `signed`, else from 0 to 1, and are clamped.

    A `ramp` has no hue: lightness alone runs from the ground at −1 over the middle at 0 to full ink at 1.
    """

    name: str
    signed: bool
    stops: tuple[str, ...]
    ramp: bool = False

    @cached_property
    def _table(self) -> NDArray[np.uint8]:
        """Made when first asked for, as all of these: a window shows three maps of a dozen."""
        return _interpolate(self.stops)

    @cached_property
    def _colours(self) -> tuple[QColor, ...]:
        return tuple(QColor(int(r), int(g), int(b)) for r, g, b, _ in self._table)

    @cached_property
    def _inks(self) -> tuple[QColor, ...]:
        return tuple(ink_for(colour) for colour in self._colours)

    def index(self, fraction: float) -> int:
        """Entry 0..128 of a fraction."""
        low = -1.0 if self.signed else 0.0
        return round((min(max(fraction, low), 1.0) - low) / (1.0 - low) * (ENTRIES - 1))

    def colour(self, fraction: float) -> QColor:
        """The colour at `fraction`."""
        return QColor(self._colours[self.index(fraction)])

    def mark(self, positive: bool, strength: float) -> QColor:
        """The colour that stands for a sign where something else tells the size; on a ramp it is seen on the ground."""
        negative = _FAINTEST_MARK if self.ramp else -strength
        return self.colour(strength if positive else negative)

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
HARBOUR_LIGHT = ColourMap(
    "Harbour", True, ("#2143B9", "#466FDD", "#799CF0", "#B1C8FB", "#F3F3F3", "#F2B9AF", "#DE8374", "#C34B3C", "#9B1207")
)
HARBOUR_DARK = ColourMap(
    "Harbour", True, ("#6FC9FD", "#3DA0D5", "#35779C", "#2E5064", "#2A2A2A", "#634332", "#995F40", "#D17D51", "#FDA577")
)
IRIS_LIGHT = ColourMap(
    "Iris", True, ("#78179D", "#9E4EC2", "#BE84DA", "#DCBAEE", "#F3F3F3", "#B0D3B8", "#74AF84", "#358B53", "#086331")
)
IRIS_DARK = ColourMap(
    "Iris", True, ("#DFA1FD", "#B678D4", "#865B9C", "#584064", "#2A2A2A", "#245735", "#148545", "#17B25D", "#2BE179")
)
_GREYS = ("#EEEEEE", "#D4D4D4", "#BABABA", "#A0A0A0", "#878787", "#707070", "#595959", "#434343", "#2E2E2E")
GRAPHITE_LIGHT = ColourMap("Graphite", True, _GREYS, ramp=True)
GRAPHITE_DARK = ColourMap("Graphite", True, _GREYS[::-1], ramp=True)


@dataclass(frozen=True, slots=True)
class MapPair:
    """The maps of values and of adjoints that are used together, in both themes."""

    light: tuple[ColourMap, ColourMap]
    dark: tuple[ColourMap, ColourMap]


PAIRS: Mapping[str, MapPair] = MappingProxyType(
    {
        "tide": MapPair(
            (TIDE_LIGHT, ORCHARD_LIGHT),
            (TIDE_DARK, ORCHARD_DARK),
        ),
        "harbour": MapPair(
            (HARBOUR_LIGHT, IRIS_LIGHT),
            (HARBOUR_DARK, IRIS_DARK),
        ),
        "graphite": MapPair(
            (GRAPHITE_LIGHT, GRAPHITE_LIGHT),
            (GRAPHITE_DARK, GRAPHITE_DARK),
        ),
    }
)
"""Pairs by the name that the state has for them; the first is the usual one."""

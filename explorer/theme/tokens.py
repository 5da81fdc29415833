"""The two themes: every colour that anything in the window or a figure is painted with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from explorer.theme.maps import (
    ORCHARD_DARK,
    ORCHARD_LIGHT,
    PAIRS,
    SLATE_DARK,
    SLATE_LIGHT,
    TIDE_DARK,
    TIDE_LIGHT,
    ColourMap,
    ink_for,
)

Gate = Literal["iota", "phi", "omega", "c"]
Family = Literal["value", "adjoint", "gate"]
Phase = Literal["FORWARD", "LOSS", "BACKWARD", "UPDATE"]

_FLOW_FRACTION = {"light": 0.62, "dark": 0.75}
_PHASE_FRACTION = 0.62


@dataclass(frozen=True, eq=False)
class GateStyle:
    """How one gate's ring and lines look: colour, dash in px (empty: solid) and letter, three channels for one fact."""

    colour: QColor
    dash: tuple[float, ...]
    letter: str
    latex: str

    def pen(self, width: float = 1.8) -> QPen:
        """A pen in the gate's colour and dash; `width` in px."""
        pen = QPen(self.colour, width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        if self.dash:
            # Qt counts dashes in pen widths.
            pen.setDashPattern([length / width for length in self.dash])
        return pen


@dataclass(frozen=True, eq=False)
class Theme:
    """All colours of one theme. `next` is where the program is, `accent` what the person chose; they never mix.

    `name` is different for each, pairs of maps included, so that pictures may be kept by it; `tone` is what it is like.
    """

    name: str
    tone: Literal["light", "dark"]
    window: QColor
    panel: QColor
    header: QColor
    line: QColor
    edge: QColor
    text1: QColor
    text2: QColor
    text3: QColor
    wire: QColor
    accent: QColor
    accent_fill: QColor
    next: QColor
    next_edge: QColor
    next_text: QColor
    ok: QColor
    warn: QColor
    err: QColor
    breakpoint: QColor
    stale: QColor
    hatch: QColor
    hatch_ground: QColor
    gates: Mapping[str, GateStyle]
    tide: ColourMap
    orchard: ColourMap
    slate: ColourMap

    def map(self, family: Family) -> ColourMap:
        """The map of a family: Tide for values, Orchard for adjoints, or those in their place; Slate for gates."""
        return {"value": self.tide, "adjoint": self.orchard, "gate": self.slate}[family]

    def flow(self, positive: bool) -> QColor:
        """The one colour of all flows of a sign; size is told by width, so it is not graded."""
        return self.orchard.mark(positive, _FLOW_FRACTION[self.tone])

    def sign(self, positive: bool) -> QColor:
        """The one colour of a sign of values, where something else tells the size: a bar's length, a dot's place."""
        return self.tide.mark(positive, _FLOW_FRACTION[self.tone])

    def phase(self, phase: Phase) -> QColor:
        """The lamp of a phase: the colour of what is being made in it."""
        if phase == "FORWARD":
            return self.tide.mark(False, _PHASE_FRACTION)
        if phase == "BACKWARD":
            return self.orchard.colour(_PHASE_FRACTION)
        return QColor(self.gates["c"].colour)

    def ink_on(self, colour: QColor) -> QColor:
        """White or near black, whichever reads better on `colour`."""
        return ink_for(colour)


def _gates(iota: str, phi: str, omega: str, cell: str) -> Mapping[str, GateStyle]:
    return MappingProxyType(
        {
            "iota": GateStyle(QColor(iota), (2.0, 4.0), "ι", r"\iota"),
            "phi": GateStyle(QColor(phi), (8.0, 4.0), "φ", r"\phi"),
            "omega": GateStyle(QColor(omega), (8.0, 3.0, 2.0, 3.0), "ω", r"\omega"),
            "c": GateStyle(QColor(cell), (), "c", "c"),
        }
    )


LIGHT = Theme(
    name="light",
    tone="light",
    window=QColor("#EDEFF2"),
    panel=QColor("#FFFFFF"),
    header=QColor("#F6F7F9"),
    line=QColor("#D3D8DF"),
    edge=QColor("#858E9A"),
    text1=QColor("#12161C"),
    text2=QColor("#434B57"),
    text3=QColor("#626B78"),
    wire=QColor("#59626F"),
    accent=QColor("#2450B0"),
    accent_fill=QColor("#E6ECF9"),
    next=QColor("#FFEBAF"),
    next_edge=QColor("#AE7200"),
    next_text=QColor("#6B4500"),
    ok=QColor("#1B7F4D"),
    warn=QColor("#A85B00"),
    err=QColor("#B3261E"),
    breakpoint=QColor("#C62828"),
    stale=QColor("#858E9A"),
    hatch=QColor("#C9CED6"),
    hatch_ground=QColor("#F3F4F6"),
    gates=_gates("#B45309", "#00838F", "#5B3FA6", "#3A424E"),
    tide=TIDE_LIGHT,
    orchard=ORCHARD_LIGHT,
    slate=SLATE_LIGHT,
)

DARK = Theme(
    name="dark",
    tone="dark",
    window=QColor("#12151A"),
    panel=QColor("#1B1F26"),
    header=QColor("#222730"),
    line=QColor("#363D48"),
    edge=QColor("#717B89"),
    text1=QColor("#EEF1F5"),
    text2=QColor("#C0C7D1"),
    text3=QColor("#98A2AF"),
    wire=QColor("#9AA4B1"),
    accent=QColor("#8DB0FF"),
    accent_fill=QColor("#26324C"),
    next=QColor("#4A3A0C"),
    next_edge=QColor("#F0BE4A"),
    next_text=QColor("#FFDF94"),
    ok=QColor("#5CC98F"),
    warn=QColor("#F2A65A"),
    err=QColor("#FF8A80"),
    breakpoint=QColor("#FF6B62"),
    stale=QColor("#6C7684"),
    hatch=QColor("#3E4652"),
    hatch_ground=QColor("#20252D"),
    gates=_gates("#F2A154", "#2FB0A2", "#CBBBFF", "#C9D0DA"),
    tide=TIDE_DARK,
    orchard=ORCHARD_DARK,
    slate=SLATE_DARK,
)


@cache
def theme(name: str, colours: str = "tide") -> Theme:
    """The theme called `name` with a pair of maps; always the same object, so that it can be told by identity.

    Raises ValueError for anything but 'light' and 'dark', and for a pair that does not exist.
    """
    themes = {"light": LIGHT, "dark": DARK}
    if name not in themes:
        raise ValueError(f"theme {name!r} is unknown; allowed are 'light' and 'dark'")
    if colours not in PAIRS:
        raise ValueError(f"colours {colours!r} are unknown; allowed are {', '.join(PAIRS)}")
    plain = themes[name]
    values, adjoints = PAIRS[colours].light if plain.tone == "light" else PAIRS[colours].dark
    if values is plain.tide:
        return plain
    return replace(plain, name=f"{name} {colours}", tide=values, orchard=adjoints)

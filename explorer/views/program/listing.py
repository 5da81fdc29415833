"""The listing: where every section bar and every line stands, from top to bottom, at one width."""

from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRectF

from engine.derivation.program import Line
from engine.expression import Expression
from engine.notation.latex import latex
from engine.notation.plain import plain
from engine.stepping.place import parts_of
from explorer.drawing.formula import Formula
from explorer.theme.numbers import format_number
from explorer.theme.type import MEDIUM, font, text_width
from explorer.view import Frame
from explorer.views.program.sections import Block, blocks
from explorer.views.program.setting import BASELINE, ROW, Same, SetLine, safe_typeset, set_line

BAR = 28.0
MARGIN = 14.0
NUMBER_RIGHT = 50.0
MARKER = 63.0
FORMULA_LEFT = 78.0
_BADGE_GAP = 8.0
_FOOT = 8.0


@dataclass(frozen=True, slots=True)
class Inside:
    """Where the cursor stands inside the next line: how many of its sub-expressions are computed, and the latest."""

    done: int
    count: int
    latest: Expression
    formula: Formula
    height: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A line with its place: `rect` over the whole width, `setting` from its left edge of formulas."""

    line: Line
    setting: SetLine
    rect: QRectF
    badge: QRectF
    inside: Inside | None = None

    @property
    def corner(self) -> QPointF:
        """The left top corner that the setting counts from."""
        return QPointF(FORMULA_LEFT, self.rect.top())


@dataclass(frozen=True, slots=True)
class Bar:
    """A section bar with its place."""

    block: Block
    rect: QRectF


@dataclass(frozen=True, slots=True)
class Listing:
    """All bars and shown lines."""

    bars: tuple[Bar, ...]
    lines: tuple[Placed, ...]
    height: float


def column_width(digits: int) -> float:
    """Width of the badges: that of an ordinary number, so that formulas keep the room; rare exponents are condensed."""
    return float(ceil(text_width(format_number(-0.5, digits=digits), font(weight=MEDIUM)) + 16.0))


def arrange(frame: Frame) -> Listing:
    """Places everything that is shown.

    Every shown line is typeset for this, whether or not it will be drawn: a scroll bar that guessed would jump, and
    each distinct term is set only once and kept on disk. Folded sections are not typeset. What is kept is kept by
    program, line and room, so that stepping, choosing a unit and scrolling measure nothing again.
    """
    scene = frame.scene
    column = column_width(scene.state.digits)
    room = frame.width - MARGIN - column - _BADGE_GAP - FORMULA_LEFT
    same = Same(scene.program)
    bars: list[Bar] = []
    lines: list[Placed] = []
    y = 0.0
    for block in blocks(scene, compact=frame.compact):
        bars.append(Bar(block, QRectF(0.0, y, frame.width, BAR)))
        y += BAR
        for line in block.shown:
            setting = set_line(same, line.number, max(room, 60.0))
            inside = _inside(frame, line)
            height = setting.height + (inside.height if inside else 0.0)
            middle = y + setting.rows[0].baseline - 5.0
            badge = QRectF(frame.width - MARGIN - column, middle - 12.0, column, 24.0)
            lines.append(Placed(line, setting, QRectF(0.0, y, frame.width, height), badge, inside))
            y += height
    return Listing(tuple(bars), tuple(lines), y + _FOOT)


def _inside(frame: Frame, line: Line) -> Inside | None:
    scene = frame.scene
    part = scene.state.place.part
    if not part or scene.event is None or scene.event.line.number != line.number:
        return None
    parts = parts_of(line.expression)
    done = min(part, len(parts))
    latest = parts[done - 1][1]
    formula = safe_typeset(latex(latest, scene.network), plain(latest, scene.network))
    return Inside(done, len(parts), latest, formula, max(ROW, BASELINE + formula.size.height() - formula.ascent + 4.0))


def next_rect(frame: Frame) -> QRectF | None:
    """Where the line stands that runs next; None at the end of the run."""
    event = frame.scene.event
    if event is None:
        return None
    return next((placed.rect for placed in arrange(frame).lines if placed.line.number == event.line.number), None)

"""The listing: where every section bar and every line stands, from top to bottom, and the numbers beside them."""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from PySide6.QtCore import QPointF, QRectF

from engine.derivation.program import Line, Program
from engine.expression import Expression
from engine.identity import Same
from engine.notation.latex import latex
from engine.notation.plain import plain
from engine.stepping.breakpoint import Breakpoint
from engine.stepping.place import parts_of
from explorer.drawing.badge import BADGE_HEIGHT, badge_width
from explorer.drawing.formula import Formula
from explorer.scene import Scene
from explorer.scenery.halts import at_lines
from explorer.theme.numbers import format_number
from explorer.theme.type import MEDIUM, font, text_width
from explorer.view import Frame
from explorer.views.program.numbers import Scales, Shown, part_number, shown_number
from explorer.views.program.sections import Block, blocks
from explorer.views.program.setting import AXIS, BASELINE, ROW, SetLine, safe_typeset, set_line

BAR = 28.0
MARGIN = 14.0
FORMULA_LEFT = 78.0
GAP = 8.0
"""Least distance of formulas and badges."""
_LEAST_ROOM = 60.0
_FOOT = 8.0


@dataclass(frozen=True, slots=True)
class Inside:
    """Where the cursor stands inside the next line: how many of its sub-expressions are computed, and the latest."""

    done: int
    count: int
    latest: Expression
    formula: Formula
    shown: Shown
    height: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A line with its place: `rect` over the whole width; `setting` counts from `corner`."""

    line: Line
    setting: SetLine
    rect: QRectF
    badge: QRectF
    shown: Shown
    runs: bool
    chosen: bool
    inside: Inside | None = None
    breakpoints: tuple[Breakpoint, ...] = ()

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


def arrange(frame: Frame) -> Listing:
    """Places everything that is shown.

    Every shown line is typeset for this, whether or not it will be painted: a scroll bar that guessed would jump, and
    each distinct term is set only once and then kept on disk. Folded sections are not typeset. What is typeset is
    kept by program, line and room, so that stepping, choosing a unit and scrolling measure nothing again.
    """
    return _arranged(Same(frame.scene), frame.width, frame.compact, frame.figure)


@lru_cache(maxsize=4)
def _arranged(same: Same[Scene], width: float, compact: bool, figure: bool) -> Listing:
    scene = same.held
    running = scene.event.line if scene.event else None
    inside = _inside(scene, running) if running is not None and scene.state.place.part else None
    found = blocks(scene, compact=compact)
    places = _places(
        Same(scene.program),
        tuple(tuple(line.number for line in block.shown) for block in found),
        width,
        digits=scene.state.digits,
        running=running.number if running is not None and inside is not None else 0,
        more=inside.height if inside is not None else 0.0,
    )
    scales, number = Scales(scene), running.number if running is not None else 0
    breakpoints = at_lines(scene)
    lines: list[Placed] = []
    at = iter(places.lines)
    for line in (line for block in found for line in block.shown):
        setting, rect, badge = next(at)
        runs, chosen = line.number == number, not figure and _is_chosen(scene, line)
        shown = shown_number(scene, line, scales, selected=chosen)
        halts = breakpoints.get(line.number, ()) if line.section != "loss" else ()
        lines.append(Placed(line, setting, rect, badge, shown, runs, chosen, inside if runs else None, halts))
    bars = tuple(Bar(block, rect) for block, rect in zip(found, places.bars, strict=True))
    return Listing(bars, tuple(lines), places.height)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where all bars stand, and every shown line with its setting and its badge: the same from step to step."""

    bars: tuple[QRectF, ...]
    lines: tuple[tuple[SetLine, QRectF, QRectF], ...]
    height: float


@lru_cache(maxsize=8)
def _places(
    program: Same[Program],
    shown: tuple[tuple[int, ...], ...],
    width: float,
    *,
    digits: int,
    running: int,
    more: float,
) -> _Places:
    """The places of the `shown` line numbers, section by section; the `running` one is `more` px higher."""
    column = column_width(digits)
    room = max(_LEAST_ROOM, width - MARGIN - column - GAP - FORMULA_LEFT)
    # The last of several rows has the wider badge of the coming number beside it.
    later = max(_LEAST_ROOM, room + column - badge_width(digits, preview=True))
    bars: list[QRectF] = []
    lines: list[tuple[SetLine, QRectF, QRectF]] = []
    y = 0.0
    for numbers in shown:
        bars.append(QRectF(0.0, y, width, BAR))
        y += BAR
        for number in numbers:
            setting = set_line(program, number, room, later)
            height = setting.height + (more if number == running else 0.0)
            top = y + setting.rows[0].baseline - AXIS - BADGE_HEIGHT / 2.0
            badge = QRectF(width - MARGIN - column, top, column, BADGE_HEIGHT)
            lines.append((setting, QRectF(0.0, y, width, height), badge))
            y += height
    return _Places(tuple(bars), tuple(lines), y + _FOOT)


def column_width(digits: int) -> float:
    """Width of the badges: that of an ordinary number, so that formulas keep the room; rare exponents are condensed."""
    return float(ceil(text_width(format_number(-0.5, digits=digits), font(weight=MEDIUM)) + 16.0))


def _is_chosen(scene: Scene, line: Line) -> bool:
    """Whether the line makes what a person chose, be it along with something else."""
    selection = scene.state.selection
    if selection is None or line.section == "loss":
        return False
    return selection.adjoint == line.adjoint and selection.name in (line.name, *line.along)


def _inside(scene: Scene, line: Line) -> Inside:
    parts = parts_of(line.expression)
    done = min(scene.state.place.part, len(parts))
    latest = parts[done - 1][1]
    formula = safe_typeset(latex(latest, scene.network), plain(latest, scene.network))
    height = float(ceil(max(ROW, BASELINE + formula.size.height() - formula.ascent + 4.0)))
    return Inside(done, len(parts), latest, formula, part_number(scene, latest), height)


def next_rect(frame: Frame) -> QRectF | None:
    """Where the line stands that runs next; None at the end of the run.

    In an update it is all that is shown of it, so that one parameter's lines stay where they are while they run.
    """
    listing = arrange(frame)
    rect = next((placed.rect for placed in listing.lines if placed.runs), None)
    *_, last = listing.bars
    if rect is None or last.block.section != "update" or last.block.is_open or rect.top() < last.rect.top():
        return rect
    return QRectF(0.0, last.rect.top(), frame.width, listing.height - last.rect.top())

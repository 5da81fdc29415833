"""The gutter: the breakpoints beside a line's number, and where a click puts one or takes it away."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from engine.derivation.program import Line
from engine.stepping.breakpoint import Breakpoint
from explorer.command import Request
from explorer.drawing.marks import draw_breakpoint
from explorer.scene import Scene
from explorer.scenery.breaking import kind_of, words
from explorer.view import Frame, Spot
from explorer.views.program.listing import Placed
from explorer.views.program.setting import AXIS

WIDTH = 36.0
_ALONE, _SIDE_BY_SIDE = (14.0,), (9.0, 22.5)
_RADIUS, _SMALLER = 6.0, 5.0
_FAINT = 0.3


def gutter_rect(placed: Placed) -> QRectF:
    """Where a click in the gutter counts for a line."""
    return QRectF(0.0, placed.rect.top(), WIDTH, placed.rect.height())


def can_stop(scene: Scene, line: Line) -> bool:
    """Whether a breakpoint can stand at a line: the sum of the cost is no line that makes a number of its own."""
    return scene.program.line_of.get((line.name, line.adjoint)) is line


def draw_gutter(painter: QPainter, frame: Frame, placed: Placed) -> None:
    """The marks, at most two side by side; a faint disc where the mouse could put one."""
    middle = placed.rect.top() + placed.setting.rows[0].baseline - AXIS
    shown = placed.breakpoints
    if shown:
        places, radius = (_ALONE, _RADIUS) if len(shown) == 1 else (_SIDE_BY_SIDE, _SMALLER)
        for x, breakpoint in zip(places, shown, strict=False):
            draw_breakpoint(painter, QPointF(x, middle), theme=frame.theme, kind=kind_of(breakpoint), radius=radius)
    elif _is_pointed_at(frame, placed):
        painter.save()
        painter.setOpacity(_FAINT)
        draw_breakpoint(painter, QPointF(_ALONE[0], middle), theme=frame.theme, radius=_RADIUS)
        painter.restore()


def _is_pointed_at(frame: Frame, placed: Placed) -> bool:
    hovered = frame.hover is not None and gutter_rect(placed).contains(frame.hover)
    return hovered and not frame.figure and can_stop(frame.scene, placed.line)


def gutter_spot(scene: Scene, placed: Placed) -> Spot | None:
    """What stands there in words, and what a click does."""
    line = placed.line
    if not can_stop(scene, line):
        return None
    request = Request("toggle-breakpoint", (line.name, line.adjoint))
    return Spot(gutter_rect(placed), lambda: _tip(scene, line, placed.breakpoints), request)


def _tip(scene: Scene, line: Line, breakpoints: tuple[Breakpoint, ...]) -> str:
    if not breakpoints:
        return f"Click: stop before line {line.number} runs"
    told = "\n".join(words(scene, breakpoint) for breakpoint in breakpoints)
    return f"{told}\nClick takes {'it' if len(breakpoints) == 1 else 'them'} away"

"""The badge of a quantity in a scene: its number, its state, and in words what it is."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import NamedTuple, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from engine.expression import NOW, Adjoint, Value
from engine.language.network import Network
from engine.notation.plain import plain
from engine.notation.symbols import symbol_latex
from explorer.command import Request
from explorer.drawing.badge import BadgeState, draw_badge
from explorer.drawing.formula import Formula
from explorer.scene import Scene
from explorer.scenery.by_hand import put_in_at
from explorer.scenery.halts import is_stopped_at
from explorer.state import Selection
from explorer.theme.numbers import format_number
from explorer.theme.scale import GATE_SCALE, Scale
from explorer.theme.tokens import Theme

_SEED_SCALE = Scale(1.0, "root")
"""The adjoint of the objective is 1 whatever the others are."""


class Picture(Protocol):
    """What a badge needs to know of the picture that it is drawn in."""

    @property
    def scene(self) -> Scene: ...

    @property
    def theme(self) -> Theme: ...

    @property
    def hover(self) -> QPointF | None: ...

    @property
    def figure(self) -> bool: ...


class Mark(NamedTuple):
    """Where a badge was drawn, what it is in words, and what a click on it asks for."""

    rect: QRectF
    words: Callable[[], str]
    request: Request


def short_latex(network: Network, name: str, *, adjoint: bool) -> str:
    """The symbol of a value or an adjoint on one line: adjoints without a name are written with a slash."""
    if not adjoint:
        return symbol_latex(name, network)
    named = network.adjoint_name(name)
    if named is not None:
        return symbol_latex(named, network)
    return rf"\partial {symbol_latex(network.objective, network)}/\partial {symbol_latex(name, network)}"


def symbol_words(scene: Scene, name: str, *, adjoint: bool, moment: int | None) -> str:
    """The symbol with its moment as plain text, such as ε_s[11]; moments are counted from 1."""
    timed = scene.network.quantities[name].timed
    node = (Adjoint if adjoint else Value)(name, NOW if timed else None)
    return plain(node, scene.network, moment=None if moment is None else moment + 1)


def scale_of(scene: Scene, name: str, *, adjoint: bool) -> Scale:
    """The fixed colour scale of a quantity's family."""
    if scene.family(name, adjoint) == "gate":
        return GATE_SCALE
    if adjoint and name == scene.network.objective:
        return _SEED_SCALE
    # Kept beside the limits of single quantities: both are fixed over the trace, and no quantity has an empty name.
    limit = scene.limits.setdefault(("", adjoint), 0.0) or scene.family_limit(adjoint)
    scene.limits["", adjoint] = limit
    return _scale(limit, adjoint)


@lru_cache(maxsize=64)
def _scale(limit: float, adjoint: bool) -> Scale:
    return Scale(limit, "root" if adjoint else "linear")


def runs_next(scene: Scene, name: str, *, adjoint: bool, moment: int | None) -> bool:
    """Whether the next event makes this value or adjoint at this moment, and not just along with another."""
    event = scene.event
    if event is None or event.phase == "loss" or event.line.adjoint != adjoint:
        return False
    return event.line.name == name and (event.moment is None or event.moment == moment)


def selection_of(scene: Scene, name: str, *, adjoint: bool, moment: int | None) -> Request:
    """Selects what stands at the cursor's moment, and travels to what stands at another."""
    timed = scene.network.quantities[name].timed
    if not timed or moment is None or moment == scene.moment:
        return Request("select", Selection(name, adjoint, None))
    inside = scene.trace.moments is not None and 0 <= moment < scene.trace.moments
    return Request("travel" if inside else "select", Selection(name, adjoint, moment if inside else None))


def quantity_tip(scene: Scene, name: str, *, adjoint: bool, moment: int | None) -> str:
    """What a badge shows: symbol, kind, shape, unit, number or why there is none, where it is made, a click."""
    quantity = scene.network.quantities[name]
    kind = "adjoint" if adjoint else {"defined": "value"}.get(quantity.role, quantity.role)
    shape = "single number" if not quantity.shape else f"shape ({', '.join(map(str, quantity.shape))})"
    unit = scene.unit_of(name)
    at = f", unit {', '.join(map(str, unit))}" if unit else ""
    line = scene.program.line_of.get((name, adjoint))
    where = f"Line {line.number}" if line is not None else "Given" if not adjoint else "Known from the start"
    if not scene.exists(name, adjoint):
        number = "no number: the objective does not depend on it"
    else:
        found = scene.number(name, adjoint, moment)
        following = runs_next(scene, name, adjoint=adjoint, moment=moment)
        number = (
            format_number(found, digits=8) if found is not None else ("runs next" if following else "not computed yet")
        )
    outside = quantity.timed and moment is not None and not 0 <= moment < (scene.trace.moments or 0)
    if outside:
        number = f"{number}: {'after the last' if moment and moment > 0 else 'before the first'} moment all is zero"
    travels = selection_of(scene, name, adjoint=adjoint, moment=moment).command == "travel"
    click = "travels there" if travels else "selects it"
    symbol = symbol_words(scene, name, adjoint=adjoint, moment=moment)
    return f"{symbol}: {kind}, {shape}{at}\n{number}\n{where}. Click {click}."


def frame_next(painter: QPainter, rect: QRectF, *, theme: Theme, radius: float = 3.0) -> None:
    """The dashed amber frame around what runs next."""
    pen = QPen(theme.next_edge, 1.6)
    pen.setDashPattern([3.0, 1.8])
    painter.save()
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, radius, radius)
    painter.restore()


def draw_quantity(
    painter: QPainter,
    rect: QRectF,
    picture: Picture,
    name: str,
    *,
    adjoint: bool,
    moment: int | None,
    coming: QRectF | None = None,
    lead: Formula | None = None,
    digits: int | None = None,
) -> Mark:
    """Draw the number of the chosen unit in `rect` and return its mark.

    What runs next is an amber preview in `coming` (else `rect`) with the symbol `lead`, but not in a figure.
    """
    scene = picture.scene
    following = not picture.figure and runs_next(scene, name, adjoint=adjoint, moment=moment)
    place = coming if following and coming is not None else rect
    ahead = following and scene.state.preview
    number = scene.number(name, adjoint, moment, ahead=ahead)
    chosen = scene.state.selection
    state = BadgeState(
        preview=following,
        cursor=following,
        stale=scene.stale and number is not None,
        by_hand=not adjoint and number is not None and put_in_at(scene, name, moment, scene.unit_of(name)) is not None,
        stopped=not picture.figure
        and bool(scene.state.breakpoints)
        and is_stopped_at(scene, name, adjoint=adjoint, moment=moment),
        selected=not picture.figure
        and chosen is not None
        and (chosen.name, chosen.adjoint) == (name, adjoint)
        and scene.focus is not None
        and scene.focus.moment == moment,
        hovered=picture.hover is not None and place.contains(picture.hover),
    )
    draw_badge(
        painter,
        place,
        theme=picture.theme,
        kind=scene.family(name, adjoint),
        number=number,
        scale=scale_of(scene, name, adjoint=adjoint),
        state=state,
        digits=scene.state.digits if digits is None else digits,
        lead=lead if following and place is coming else None,
        note=False,
    )
    if following and number is None:
        frame_next(painter, place, theme=picture.theme, radius=place.height() / 2.0 if adjoint else 3.0)
    return Mark(
        place,
        partial(quantity_tip, scene, name, adjoint=adjoint, moment=moment),
        selection_of(scene, name, adjoint=adjoint, moment=moment),
    )

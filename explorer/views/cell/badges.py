"""The pairs of badges of the block and of the columns beside it, with their labels."""

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from engine.expression import NOW, Apply, Expression, Value, walk
from explorer.drawing.badge import BadgeState, draw_badge
from explorer.drawing.formula import typeset
from explorer.drawing.seen import is_seen
from explorer.drawing.symbol import draw_symbol, symbol_width
from explorer.scene import Scene
from explorer.scenery.quantities import (
    draw_quantity,
    quantity_tip,
    runs_next,
    scale_of,
    selection_of,
    short_latex,
    symbol_words,
)
from explorer.view import Frame, Spot
from explorer.views.cell.areas import pair_area
from explorer.views.cell.geometry import Geometry, Slot
from explorer.views.cell.roles import GATES, Roles

_WIDEST_DIGITS = 4
LONG_LABEL = 34.0
"""Symbols wider than this (px), such as ∂E/∂c, stand above their badge instead of before it."""

_LABEL_HEIGHT = 28.0
"""How far the label of a badge in a column reaches above it."""


def digits_of(frame: Frame) -> int:
    """How many decimals a badge of the cell has room for."""
    return min(frame.scene.state.digits, _WIDEST_DIGITS)


def draw_label(
    painter: QPainter,
    frame: Frame,
    slot: Slot,
    name: str,
    *,
    adjoint: bool,
    moment: int,
    when: bool = False,
    centred: bool = False,
) -> None:
    """The symbol above (or before) a badge; symbols of absent quantities are paler."""
    scene, theme = frame.scene, frame.theme
    latex = short_latex(scene.network, name, adjoint=adjoint)
    known = scene.known(name, adjoint, moment) or runs_next(scene, name, adjoint=adjoint, moment=moment)
    above = str(moment + 1) if when else ""
    left = slot.label.x() - (symbol_width(latex, above) / 2.0 if centred else 0.0)
    draw_symbol(painter, QPointF(left, slot.label.y()), latex, above, colour=theme.text1 if known else theme.text3)


def shown_in(scene: Scene, candidates: Sequence[tuple[str, bool]], moment: int) -> tuple[str, bool]:
    """Which of the quantities that share a slot stands there: what runs next, else what was chosen, else the first."""
    chosen = scene.state.selection
    for name, adjoint in candidates:
        if runs_next(scene, name, adjoint=adjoint, moment=moment):
            return name, adjoint
    for name, adjoint in candidates:
        if chosen is not None and (chosen.name, chosen.adjoint) == (name, adjoint):
            return name, adjoint
    return candidates[0]


def draw_block_badges(painter: QPainter, frame: Frame, g: Geometry, roles: Roles, moment: int) -> Iterator[Spot]:
    """A value and an adjoint beside each gate, the cell input, and the output; none that would not be seen."""
    for gate in (*GATES, "c"):
        if not is_seen(painter, pair_area(g, gate)):
            continue
        total = roles.sums[gate]
        inner = roles.squashed if gate == "c" else roles.gates[gate]
        names = [name for name in (inner, total) if name]
        slots = g.values[gate], g.adjoints[gate]
        if gate == "c" and not inner and not runs_next(frame.scene, total, adjoint=False, moment=moment):
            yield _squashed_badge(painter, frame, slots[0], roles, moment)
            yield _badge(painter, frame, slots[1], [(total, True)], moment)
        else:
            yield from _pair(painter, frame, slots, names, names[::-1], moment=moment)
    if is_seen(painter, pair_area(g, "output")):
        yield from _output_badges(painter, frame, g, roles, moment)


def _output_badges(painter: QPainter, frame: Frame, g: Geometry, roles: Roles, moment: int) -> Iterator[Spot]:
    """The block's output and its adjoint, whose preview has no room beside the value."""
    output, slot = roles.output, g.adjoints["output"]
    floating = (
        not frame.figure and frame.scene.state.preview and runs_next(frame.scene, output, adjoint=True, moment=moment)
    )
    here = Slot(slot.rect, slot.label, slot.rect)
    if not floating:
        yield from _pair(painter, frame, (g.values["output"], here), [output], [output], moment=moment)
    else:
        yield _badge(painter, frame, g.values["output"], [(output, False)], moment)
        draw_label(painter, frame, here, output, adjoint=True, moment=moment)
        draw_badge(painter, here.rect, theme=frame.theme, kind="adjoint", number=None, scale=None)
        yield draw_floating(painter, frame, slot.coming, output, moment)


def draw_floating(painter: QPainter, frame: Frame, rect: QRectF, name: str, moment: int) -> Spot:
    """The preview of an adjoint whose badge has no room for it, with its symbol inside where that is short."""
    latex = short_latex(frame.scene.network, name, adjoint=True)
    lead = typeset(latex, 17) if symbol_width(latex) <= LONG_LABEL else None
    return Spot(
        *draw_quantity(
            painter, rect, frame, name, adjoint=True, moment=moment, coming=rect, lead=lead, digits=digits_of(frame)
        )
    )


def _badge(
    painter: QPainter,
    frame: Frame,
    slot: Slot,
    candidates: Sequence[tuple[str, bool]],
    moment: int,
    *,
    left_of: float = 0.0,
) -> Spot:
    """One badge with its label; it gives way to what ends at `left_of`."""
    name, adjoint = shown_in(frame.scene, candidates, moment)
    rect = QRectF(slot.rect)
    rect.setLeft(max(rect.left(), left_of))
    draw_label(painter, frame, slot, name, adjoint=adjoint, moment=moment)
    return Spot(
        *draw_quantity(
            painter, rect, frame, name, adjoint=adjoint, moment=moment, coming=slot.coming, digits=digits_of(frame)
        )
    )


def _pair(
    painter: QPainter,
    frame: Frame,
    slots: tuple[Slot, Slot],
    values: Sequence[str],
    adjoints: Sequence[str],
    *,
    moment: int,
) -> Iterator[Spot]:
    """A value and its adjoint side by side."""
    ahead = not frame.figure and any(runs_next(frame.scene, name, adjoint=False, moment=moment) for name in values)
    yield _badge(painter, frame, slots[0], [(name, False) for name in values], moment)
    edge = slots[0].coming.right() + 4.0 if ahead else 0.0
    yield _badge(painter, frame, slots[1], [(name, True) for name in adjoints], moment, left_of=edge)


def _squashed_badge(painter: QPainter, frame: Frame, slot: Slot, roles: Roles, moment: int) -> Spot:
    """The squashed cell input, which the text does not name: g(a_c)."""
    scene, theme = frame.scene, frame.theme
    total = roles.sums["c"]
    inside = squashing(scene, roles)
    known = scene.known(total, False, moment)
    draw_symbol(
        painter,
        slot.label,
        rf"g({short_latex(scene.network, total, adjoint=False)})",
        colour=theme.text1 if known else theme.text3,
    )
    number: float | None = None
    if known:
        array = np.asarray(scene.trace.evaluate(inside, moment))[scene.state.example]
        number = float(array[scene.unit_of(total)])
    hovered = frame.hover is not None and slot.rect.contains(frame.hover)
    draw_badge(
        painter,
        slot.rect,
        theme=theme,
        kind="value",
        number=number,
        scale=scale_of(scene, roles.state, adjoint=False),
        state=BadgeState(stale=scene.stale and known, hovered=hovered),
        digits=digits_of(frame),
        note=False,
    )
    tip = quantity_tip(scene, total, adjoint=False, moment=moment)
    return Spot(
        slot.rect,
        f"The squashed cell input, made inside the line of the state, from\n{tip}",
        selection_of(scene, total, adjoint=False, moment=moment),
    )


def squashing(scene: Scene, roles: Roles) -> Expression:
    """The part of the state's equation that squashes the cell input; the input itself where nothing does."""
    equation = next(each for each in scene.network.equations if each.name == roles.state)
    for _, node in walk(equation.expression):
        if isinstance(node, Apply) and len(node.arguments) == 1:
            inside = node.arguments[0]
            if isinstance(inside, Value) and inside.name == roles.sums["c"] and node.shape == inside.shape:
                return node
    quantity = scene.network.quantities[roles.sums["c"]]
    return Value(quantity.name, NOW, quantity.shape)


def later_slots(scene: Scene, g: Geometry, roles: Roles, moment: int) -> Iterator[tuple[Slot, str, bool, int]]:
    """What stands in the column at the right: its slot, quantity, side and moment, from what is sent back and y on."""
    for part, slot in g.later.items():
        kind, _, gate = part.partition(" ")
        if kind == "sum":
            if gate == "c" or gate in GATES:
                yield slot, roles.sums[gate], True, moment + 1
        elif part == "state":
            yield slot, roles.state, True, moment + 1
        elif part == "output":
            yield slot, roles.output, False, moment
        elif roles.outside:
            first = roles.outside[0]
            shared = [(first, True), *((name, side) for side in (False, True) for name in roles.outside)]
            name, adjoint = shown_in(scene, shared, moment)
            yield slot, name, adjoint, moment


def draw_columns(painter: QPainter, frame: Frame, g: Geometry, roles: Roles, moment: int) -> Iterator[Spot]:
    """What comes in at the left, and at the right what the next moment and the output send back."""
    yield from _inputs(painter, frame, g, roles, moment)
    yield from _column(painter, frame, g.before, roles.state, adjoint=False, moment=moment - 1)
    for slot, name, adjoint, at in later_slots(frame.scene, g, roles, moment):
        yield from _column(painter, frame, slot, name, adjoint=adjoint, moment=at)


def _column(painter: QPainter, frame: Frame, slot: Slot, name: str, *, adjoint: bool, moment: int) -> Iterator[Spot]:
    """A badge with its label above it; nothing where neither would be seen."""
    following = runs_next(frame.scene, name, adjoint=adjoint, moment=moment)
    place = slot.coming if following and not frame.figure else slot.rect
    if not is_seen(painter, place.adjusted(0.0, -_LABEL_HEIGHT, 0.0, 0.0)):
        return
    draw_label(painter, frame, slot, name, adjoint=adjoint, moment=moment, when=True, centred=True)
    yield Spot(
        *draw_quantity(
            painter, slot.rect, frame, name, adjoint=adjoint, moment=moment, coming=slot.coming, digits=digits_of(frame)
        )
    )


def _inputs(painter: QPainter, frame: Frame, g: Geometry, roles: Roles, moment: int) -> Iterator[Spot]:
    """The symbols of what every gate reads: the inputs at t and the block's output a moment earlier."""
    scene, theme = frame.scene, frame.theme
    reads = [quantity.name for quantity in scene.network.having("input")][:1]
    parts = [(name, moment) for name in reads] + [(roles.output, moment - 1)]
    texts = [(short_latex(scene.network, name, adjoint=False), str(at + 1)) for name, at in parts]
    comma = typeset(",", 17).size.width()
    total = sum(symbol_width(*text) for text in texts) + (len(texts) - 1) * (comma + 7.0)
    travels = selection_of(scene, roles.output, adjoint=False, moment=moment - 1)
    omega = g.gates["omega"].x()
    spots = [(g.inputs.center().x() - total / 2.0, row - 9.0) for row in g.rows]
    for left, base in [*spots, (omega - total - 6.0, g.block.top() + 21.0)]:
        rect, at = QRectF(left - 4.0, base - 17.0, total + 8.0, 24.0), left
        for turn, text in enumerate(texts if is_seen(painter, rect) else ()):
            if turn:
                typeset(",", 17).draw(painter, QPointF(at + 1.0, base), colour=theme.text1)
                at += comma + 7.0
            at += draw_symbol(painter, QPointF(at, base), *text, colour=theme.text1)
        yield Spot(rect, partial(_inputs_words, scene, parts), travels)


def _inputs_words(scene: Scene, parts: Sequence[tuple[str, int]]) -> str:
    read = ", ".join(symbol_words(scene, name, adjoint=False, moment=at) for name, at in parts)
    return f"What every gate reads: {read}. Click travels to the last one."

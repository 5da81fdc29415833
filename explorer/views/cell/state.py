"""The state of the cell: the box with its value, and the badge of its adjoint above it."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from explorer.drawing.badge import BadgeState, draw_badge
from explorer.drawing.formula import typeset
from explorer.drawing.nodes import draw_state_box
from explorer.drawing.seen import is_seen
from explorer.drawing.symbol import draw_symbol, symbol_width
from explorer.scenery.quantities import (
    draw_quantity,
    frame_next,
    quantity_tip,
    runs_next,
    scale_of,
    selection_of,
    short_latex,
)
from explorer.view import Frame, Spot
from explorer.views.cell.areas import box_area, state_adjoint_area
from explorer.views.cell.badges import LONG_LABEL, digits_of, draw_floating, draw_label
from explorer.views.cell.geometry import Geometry, Slot
from explorer.views.cell.roles import Roles


def draw_state(painter: QPainter, frame: Frame, g: Geometry, roles: Roles, moment: int) -> Iterator[Spot]:
    """The state box with its value, and the badge of its adjoint above it; neither where it would not be seen."""
    if is_seen(painter, box_area(g)):
        yield _state_box(painter, frame, g, roles, moment)
    if is_seen(painter, state_adjoint_area(g)):
        yield _state_adjoint(painter, frame, g, roles.state, moment)


def _state_box(painter: QPainter, frame: Frame, g: Geometry, roles: Roles, moment: int) -> Spot:
    """The state in its box."""
    scene, theme, name = frame.scene, frame.theme, roles.state
    following = not frame.figure and runs_next(scene, name, adjoint=False, moment=moment)
    number = scene.number(name, False, moment)
    chosen = scene.state.selection
    selected = not frame.figure and chosen is not None and (chosen.name, chosen.adjoint) == (name, False)
    latex, above = short_latex(scene.network, name, adjoint=False), str(moment + 1)
    draw_state_box(
        painter,
        g.box,
        theme=theme,
        symbol=typeset(r"\;", 17),
        number=None if following else number,
        scale=scale_of(scene, name, adjoint=False),
        digits=min(digits_of(frame), 3),
        selected=selected,
    )
    if following:
        inside = g.box.adjusted(3.0, 24.0, -3.0, -3.0)
        ahead = scene.number(name, False, moment, ahead=scene.state.preview)
        draw_badge(
            painter,
            inside.adjusted(-8.0, -1.0, 8.0, 1.0),
            theme=theme,
            kind="value",
            number=ahead,
            scale=None,
            state=BadgeState(preview=True, cursor=True),
            digits=3,
            note=False,
        )
        frame_next(painter, g.box.adjusted(-5.0, -5.0, 5.0, 5.0), theme=theme, radius=8.0)
    fraction = 0.0 if number is None else scale_of(scene, name, adjoint=False).fraction(number)
    ink = theme.text1 if number is None or number - number != 0.0 else theme.map("value").ink(fraction)
    if number is None and not following:
        halo = QRectF(0.0, 0.0, symbol_width(latex, above) + 10.0, 20.0)
        halo.moveCenter(QPointF(g.box.center().x(), g.box.top() + 15.0))
        painter.fillRect(halo, theme.hatch_ground)
    point = QPointF(g.box.center().x() - symbol_width(latex, above) / 2.0, g.box.top() + 20.0)
    draw_symbol(painter, point, latex, above, colour=ink)
    return Spot(
        g.box,
        partial(quantity_tip, scene, name, adjoint=False, moment=moment),
        selection_of(scene, name, adjoint=False, moment=moment),
    )


def _state_adjoint(painter: QPainter, frame: Frame, g: Geometry, name: str, moment: int) -> Spot:
    """The badge of the state's adjoint above the box: its symbol before it, inside the preview, or above it if long."""
    scene, slot = frame.scene, g.adjoints["state"]
    short = symbol_width(short_latex(scene.network, name, adjoint=True)) <= LONG_LABEL
    following = not frame.figure and runs_next(scene, name, adjoint=True, moment=moment)
    if short and following and scene.state.preview:
        return draw_floating(painter, frame, slot.coming, name, moment)
    label = slot if short else Slot(slot.rect, QPointF(slot.label.x(), slot.rect.top() - 8.0), slot.coming)
    if short:
        painter.fillRect(QRectF(slot.label.x() - 3.0, slot.rect.top(), 36.0, slot.rect.height()), frame.theme.panel)
    draw_label(painter, frame, label, name, adjoint=True, moment=moment, when=True)
    rect = slot.rect if short else QRectF(slot.label.x(), slot.rect.top(), 82.0, slot.rect.height())
    coming = rect if short else QRectF(rect.left(), rect.top(), 104.0, rect.height())
    return Spot(
        *draw_quantity(painter, rect, frame, name, adjoint=True, moment=moment, coming=coming, digits=digits_of(frame))
    )

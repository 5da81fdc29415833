"""What stands under the diagram: the strip of units and the legend, beside each other or one above the other."""

from collections.abc import Iterator

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from explorer.command import Request
from explorer.drawing.stage_legend import LEGEND_HEIGHT, Item, draw_stage_legend, stage_legend_width
from explorer.drawing.unit_strip import STRIP_HEIGHT, UnitStrip, draw_unit_strip, strip_width
from explorer.scene import Focus, Scene
from explorer.scenery.flows import full_of
from explorer.scenery.quantities import scale_of
from explorer.view import Frame, Spot
from explorer.views.cell.geometry import BASE_HEIGHT
from explorer.views.cell.roles import Roles

_MARGIN = 8.0
_MEANINGS = {
    "value": "A value: square corners; blue below zero, brown above, the same scale for all values of the trace.",
    "adjoint": "An adjoint, the total derivative of the objective: round ends; purple below zero, green above.",
    "gate": "A gate: 0 shut, 1 open; its ring is filled from below to that height.",
    "peephole": "A peephole: the gate sees the state through a weight; ι and φ see the state of t−1, ω that of t.",
    "flow": "A flow: one term of the adjoint, as wide as its size, 30 px at full scale; green above zero, else purple.",
}


def _strip(scene: Scene, roles: Roles, moment: int) -> UnitStrip:
    array = scene.array(roles.state, False, moment)
    flat = None if array is None else array.ravel()
    numbers = tuple(None if flat is None or index >= flat.size else float(flat[index]) for index in range(scene.units))
    per = int(scene.unit_shape[1]) if len(scene.unit_shape) > 1 else 1
    return UnitStrip(numbers, min(scene.state.unit, scene.units - 1), scale_of(scene, roles.state, adjoint=False), per)


def _items(roles: Roles, figure: bool) -> tuple[Item, ...]:
    peephole: tuple[Item, ...] = ("peephole",) if roles.peepholes else ()
    return ("value", "adjoint", "gate", *peephole, "flow") if figure else ("value", "adjoint", "flow")


def legend_full(scene: Scene, roles: Roles, focus: Focus | None) -> float:
    """The number whose flow is as wide as flows get."""
    return full_of(scene, focus.name if focus is not None and focus.adjoint else roles.state)


def _side_by_side(frame: Frame, roles: Roles, strip: UnitStrip) -> bool:
    wide = stage_legend_width(_items(roles, False), full=0.15, short=True)
    return strip_width(strip) + 16.0 + wide <= frame.width - 2.0 * _MARGIN


def below_height(frame: Frame, roles: Roles) -> float:
    """The height of what stands under the diagram: one row, or two where strip and legend do not fit in one."""
    if frame.figure:
        return LEGEND_HEIGHT + 4.0
    strip = _strip(frame.scene, roles, 0)
    rows = 1 if _side_by_side(frame, roles, strip) or frame.height < BASE_HEIGHT + 2.0 * STRIP_HEIGHT - 8.0 else 2
    return rows * STRIP_HEIGHT + 2.0


def draw_below(
    painter: QPainter, frame: Frame, roles: Roles, *, moment: int, focus: Focus | None, below: float
) -> Iterator[Spot]:
    """The units with the legend beside or under them; in a figure the legend alone."""
    scene, width = frame.scene, frame.width - 2.0 * _MARGIN
    full = legend_full(scene, roles, focus)
    legend = QRectF(_MARGIN, frame.height - LEGEND_HEIGHT - 1.0, width, LEGEND_HEIGHT)
    if not frame.figure:
        strip = _strip(scene, roles, moment)
        area = QRectF(_MARGIN, frame.height - below, width, STRIP_HEIGHT)
        if below < 2.0 * STRIP_HEIGHT:
            wide = stage_legend_width(("flow",), full=full, short=True)
            used = min(strip_width(strip), width - wide - 20.0)
            area.setWidth(used)
            legend.setLeft(area.right() + 16.0)
        for place in draw_unit_strip(painter, area, strip, theme=frame.theme):
            words = (
                f"Unit {place.unit}"
                if strip.group == 1
                else (f"Unit {place.unit}: block {place.unit // strip.group}, cell {place.unit % strip.group}")
            )
            more = "Shows the units beside these." if place.arrow else "Click shows its numbers."
            yield Spot(place.rect, f"{words}. {more}", Request("choose-unit", place.unit))
    for item, rect in draw_stage_legend(painter, legend, _items(roles, frame.figure), theme=frame.theme, full=full):
        yield Spot(rect, _MEANINGS[item])

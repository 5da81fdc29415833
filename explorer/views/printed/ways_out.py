"""Where an equation leads: to its network, or to its quantity where that network is open."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from engine.errata.entry import Entry
from engine.errata.fitting import substitutions
from engine.language.watching import PREFIX, adjoint_names
from engine.notation.symbols import symbol_text
from explorer.command import Request
from explorer.drawing.writing import write
from explorer.scene import Scene
from explorer.state import Selection
from explorer.theme.type import MEDIUM, font, text_width
from explorer.view import Frame, Spot
from explorer.views.printed.sheet import BUTTON

_PAD, _BETWEEN, _LEAST = 14.0, 12.0, 80.0


def draw_buttons(painter: QPainter, frame: Frame, corner: QPointF, entry: Entry, *, width: float) -> list[Spot]:
    """The buttons of an equation: to its network, to one that has it as printed, to a check of it in the open one."""
    spots: list[Spot] = []
    x = 0.0
    ways = (way_out(frame.scene, entry), way_to_variant(frame.scene, entry), way_to_check(frame.scene, entry))
    for found in filter(None, ways):
        room = min(text_width(found[0], font(weight=MEDIUM)) + 2 * _PAD, width - x)
        if room > _LEAST:
            spots.append(_button(painter, frame, QRectF(corner.x() + x, corner.y(), room, BUTTON), found))
        x += room + _BETWEEN
    return spots


def _button(painter: QPainter, frame: Frame, area: QRectF, found: tuple[str, str, Request]) -> Spot:
    title, words, request = found
    hovered = frame.hover is not None and area.contains(frame.hover)
    painter.setPen(QPen(frame.theme.accent, 1.2))
    painter.setBrush(frame.theme.accent_fill if hovered else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 5.0, 5.0)
    inside = area.adjusted(_PAD, 0.0, -_PAD, 0.0)
    write(painter, inside, title, colour=frame.theme.accent, weight=MEDIUM)
    return Spot(area, words, request)


def way_to_variant(scene: Scene, entry: Entry) -> tuple[str, str, Request] | None:
    """The same for the network that has the line as it is printed; None where there is none, or it is open."""
    if not entry.variant or entry.variant == scene.network.name:
        return None
    words = f"Opens the network {entry.variant}, which has this line as it is printed: step through it and compare."
    return f"open {entry.variant}", words, Request("open", entry.variant)


def way_to_check(scene: Scene, entry: Entry) -> tuple[str, str, Request] | None:
    """The same for the numeric check of it as printed; None where it cannot stand in the open network."""
    if not any(each.entry is entry for each in substitutions(scene.program)):
        return None
    words = "Puts the printed equation in the place of the derived one in this run, and checks every adjoint."
    return "check it in this run", words, Request("check-printed", entry.name)


def way_out(scene: Scene, entry: Entry) -> tuple[str, str, Request] | None:
    """The title of the button, what it is in words, and what it asks for."""
    if not entry.network:
        return None
    if entry.network != scene.network.name:
        return (
            f"open {entry.network}",
            f"Opens the network {entry.network}, which this equation belongs to.",
            Request("open", entry.network),
        )
    chosen = quantity_of(scene, entry.line)
    if chosen is None:
        return None
    title = f"show {_symbol(scene, entry.line)} in this run"
    return title, "Chooses the quantity of this equation and travels to where it is made.", Request("travel", chosen)


def _symbol(scene: Scene, line: str) -> str:
    """The quantity as text: δ_φ, or ∂E/∂W where its adjoint has no letter of its own."""
    if line.startswith(PREFIX) and line not in scene.network.quantities:
        return f"∂{scene.network.objective}/∂{symbol_text(line.removeprefix(PREFIX), scene.network)}"
    return symbol_text(line, scene.network)


def quantity_of(scene: Scene, line: str) -> Selection | None:
    """The value or adjoint that a line is named by; None where the open text has no such line."""
    if line in scene.network.quantities:
        return Selection(line) if scene.exists(line, False) else None
    name = adjoint_names(scene.network).get(line)
    return Selection(name, adjoint=True) if name is not None and scene.exists(name, True) else None

"""Under the layers: shapes and parameter counts, the line in words, the switch, the legends."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from explorer.command import Request
from explorer.drawing.legend import draw_absent_legend, draw_legend, legend_width
from explorer.drawing.stamp import draw_stamp
from explorer.theme.scale import GATE_SCALE, Scale
from explorer.theme.tokens import Family, Theme
from explorer.theme.type import BODY, MEDIUM, REGULAR, SEMIBOLD, font, text_width
from explorer.view import Frame, Spot
from explorer.views.layers.box import SURELY
from explorer.views.layers.connections import FLOW, counted, family_of_lines, is_backward, shows_flow
from explorer.views.layers.layout import MARGIN, Layout
from explorer.views.layers.memory import kept
from explorer.views.layers.model import Layer, Model, drawn_shape
from explorer.views.layers.words import layer_sentence, parameter_count, parameter_sentence, times

ROW, LINE = 22.0, 30.0
_BAR, _APART = 54.0, 18.0
_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip)
_CHOICES = (("weights", False), ("flow", True))


@dataclass(frozen=True, slots=True)
class Entry:
    """One legend: a map with its scale and what it is for."""

    family: Family
    scale: Scale
    label: str
    words: str
    note: str = ""

    @property
    def width(self) -> float:
        """Px it takes."""
        note = text_width(self.note, font(BODY, REGULAR)) + 8.0 if self.note else 0.0
        return self.bar + note

    @property
    def bar(self) -> float:
        """Px its map takes with label and ends."""
        return legend_width(family=self.family, scale=self.scale, label=self.label, bar=_BAR)


def legends(frame: Frame, families: Mapping[Family, Scale], lines: Scale | None) -> list[Entry]:
    """The legends of all that is coloured in the picture."""
    words = {
        "value": "Values: square corners; one scale for all layers, fixed over the whole trace.",
        "gate": "Values between 0 and 1.",
        "adjoint": "Adjoints, the total derivatives of the objective: round ends; one scale for all layers.",
    }
    names = {"value": "values", "gate": "gates", "adjoint": "adjoints"}
    found = [Entry(family, scale, names[family], words[family]) for family, scale in families.items()]
    if lines is not None:
        scene = frame.scene
        what, tip = "weights", "Connections: colour and width are the weight."
        if shows_flow(scene) and is_backward(scene):
            what, tip = "flow", "Connections: weight × adjoint of the unit at the right, what flows back along each."
        elif shows_flow(scene):
            what, tip = "flow", "Connections: weight × value of the unit at the left, what each adds to the sum."
        shown, total = counted(scene.network)
        if shown < total:
            tip += f" The strongest {shown:,} of {total:,} are drawn."
        note = f"strongest {shown:,} of {total:,}" if shown < total else ""
        found.append(Entry(family_of_lines(scene), lines, what, f"{tip} One scale for all connections.", note))
    return found


def legend_rows(entries: Sequence[Entry], width: float) -> list[list[Entry]]:
    """The legends in as many rows as they need."""
    rows: list[list[Entry]] = [[]]
    used = 0.0
    for entry in entries:
        if rows[-1] and used + entry.width > width:
            rows.append([])
            used = 0.0
        rows[-1].append(entry)
        used += entry.width + _APART
    return rows


def draw_legends(
    painter: QPainter, frame: Frame, rows: Sequence[Sequence[Entry]], top: float, *, absent: bool
) -> Iterator[Spot]:
    """All legends; behind the last the mark of what is absent, where anything is and it fits."""
    for number, row in enumerate(rows):
        left, middle = MARGIN, top + number * LINE + LINE / 2.0
        for entry in row:
            rect = QRectF(left, middle - 14.0, entry.bar, 28.0)
            key = ("legend", frame.theme.name, entry.family, entry.scale, entry.label)
            draw_stamp(painter, rect, key, partial(_draw_legend, theme=frame.theme, entry=entry), margin=4.0)
            yield Spot(rect, entry.words)
            left += rect.width() + _APART
            if entry.note:
                wide = text_width(entry.note, font(BODY, REGULAR))
                painter.setFont(font(BODY, REGULAR))
                painter.setPen(frame.theme.text2)
                painter.drawText(QRectF(left - 8.0, middle - 12.0, wide, 24.0), _LEFT, entry.note)
                left += wide + 8.0
        label = "— not computed"
        room = 30.0 + 8.0 + text_width(label, font(BODY, REGULAR))
        if absent and number == len(rows) - 1 and left + room <= frame.width - MARGIN:
            draw_absent_legend(painter, QPointF(left, middle), theme=frame.theme, label=label)


def _draw_legend(painter: QPainter, rect: QRectF, *, theme: Theme, entry: Entry) -> None:
    point = QPointF(rect.left(), rect.center().y())
    draw_legend(painter, point, theme=theme, family=entry.family, scale=entry.scale, label=entry.label, bar=_BAR)


def table_rows(frame: Frame, model: Model) -> int:
    """Shapes and parameter counts, and where there are many maps, how many of them are drawn."""
    shapes = [drawn_shape(frame.scene.network, layer) for layer in model.layers]
    return 3 if any(len(shape) == 3 and shape[2] > SURELY for shape in shapes) else 2


@dataclass(frozen=True, slots=True)
class Cell:
    """One text of the table: in the middle of `centre`, or from there to the right (`label`), in a row from 0."""

    centre: float
    row: int
    text: str
    strong: bool = False
    label: bool = False


def draw_table(painter: QPainter, frame: Frame, model: Model, layout: Layout, top: float) -> None:
    """Under each column the shapes of its layers, how many maps are drawn, and how many parameters they have."""
    cells = kept(layout, "table", lambda: tuple(_cells(frame, model, layout)))
    rect = QRectF(0.0, top, layout.width, ROW * table_rows(frame, model))
    key = ("layers table", frame.theme.name, cells)
    draw_stamp(painter, rect, key, partial(_draw_cells, cells=cells, theme=frame.theme))


def _draw_cells(painter: QPainter, rect: QRectF, *, cells: Sequence[Cell], theme: Theme) -> None:
    for cell in cells:
        painter.setFont(font(BODY, MEDIUM if cell.strong else REGULAR))
        painter.setPen(theme.text1 if cell.strong else theme.text2)
        left, top = rect.left() + cell.centre, rect.top() + cell.row * ROW
        place = QRectF(left if cell.label else left - 60.0, top, 120.0, ROW)
        painter.drawText(place, _LEFT if cell.label else _CENTRE, cell.text)


def _cells(frame: Frame, model: Model, layout: Layout) -> Iterator[Cell]:
    network = frame.scene.network
    last = table_rows(frame, model) - 1
    ends = [layout.width] * (last + 1)
    for column, left, width in zip(model.columns, layout.lefts, layout.widths, strict=True):
        centre = left + width / 2.0
        found = [Cell(centre, 0, _shape_text(frame, column, width + 18.0))]
        tiles = layout.boxes[column[0].key].value_tiles if len(column) == 1 else None
        maps = drawn_shape(network, column[0])[-1] if layout.boxes[column[0].key].kind == "maps" else 0
        if tiles is not None and tiles.shown < maps:
            found.append(Cell(centre, 1, f"{tiles.shown} of {maps}"))
        count = sum(parameter_count(network, layer) for layer in column)
        if count:
            found.append(Cell(centre, last, f"{count:,}", strong=True))
        for cell in found:
            ends[cell.row] = min(ends[cell.row], centre - text_width(cell.text, font(BODY, MEDIUM)) / 2.0)
        yield from found
    labels = [(last, "parameters")] + ([(1, "maps shown")] if last > 1 else [])
    for row, label in labels:
        if layout.lefts[0] + text_width(label, font(BODY, REGULAR)) + 6.0 <= ends[row]:
            yield Cell(layout.lefts[0], row, label, label=True)


def table_spots(frame: Frame, model: Model, layout: Layout, top: float) -> Iterator[Spot]:
    """What stands under each column, in words."""
    network = frame.scene.network
    for column, left, width in zip(model.columns, layout.lefts, layout.widths, strict=True):
        lines: list[str] = []
        for layer in column:
            lines.append(f"{layer_sentence(frame.scene, layer)}: shape {_shapes(frame, layer)}")
            tiles = layout.boxes[layer.key].value_tiles
            maps = drawn_shape(network, layer)[-1] if layout.boxes[layer.key].kind == "maps" else 0
            if tiles is not None and tiles.shown < maps:
                lines.append(f"The first {tiles.shown} of {maps} maps are drawn")
            if parameter_count(network, layer):
                lines.append(parameter_sentence(network, layer))
        rect = QRectF(left - 4.0, top, width + 8.0, ROW * table_rows(frame, model))
        yield Spot(rect, "\n".join(lines))


def _shapes(frame: Frame, layer: Layer) -> str:
    shapes = dict.fromkeys(frame.scene.network.quantities[name].shape for name in layer.names)
    return ", ".join(f"({', '.join(map(str, shape))})" if shape else "one number" for shape in shapes)


def _shape_text(frame: Frame, column: Sequence[Layer], room: float) -> str:
    network = frame.scene.network
    parts = [times(network.quantities[layer.names[0]].shape) for layer in column]
    text = " + ".join(parts)
    return text if text_width(text, font(BODY, REGULAR)) <= room else f"{len(parts)} layers"


def draw_remark(painter: QPainter, frame: Frame, texts: Sequence[str], top: float, *, switch: bool) -> list[Spot]:
    """The first of `texts` that fits at the left, the switch of the connections at the right."""
    spots: list[Spot] = []
    right = frame.width - MARGIN
    if switch and not frame.figure:
        right, spots = _draw_switch(painter, frame, right, top)
    room = right - 12.0 - MARGIN
    face = font(BODY, REGULAR)
    text = next((text for text in texts if text_width(text, face) <= room), texts[-1])
    painter.setFont(face)
    painter.setPen(frame.theme.text2)
    painter.drawText(QRectF(MARGIN, top, room, LINE), _LEFT, _elided(text, room))
    return [Spot(QRectF(MARGIN, top, room, LINE), texts[0]), *spots]


def _elided(text: str, room: float) -> str:
    face = font(BODY, REGULAR)
    if text_width(text, face) <= room:
        return text
    while text and text_width(text + "…", face) > room:
        text = text[:-1]
    return text.rstrip(" ,:+(") + "…"


def _draw_switch(painter: QPainter, frame: Frame, right: float, top: float) -> tuple[float, list[Spot]]:
    """Weights or flow: the chosen one on the ground of what is selected."""
    theme, flow = frame.theme, shows_flow(frame.scene)
    widths = [text_width(word, font(BODY, SEMIBOLD)) + 24.0 for word, _ in _CHOICES]
    left = right - sum(widths)
    whole = QRectF(left, top + 2.0, sum(widths), 26.0)
    painter.setPen(QPen(theme.edge, 1.0))
    painter.setBrush(theme.panel)
    painter.drawRoundedRect(whole, 5.0, 5.0)
    spots: list[Spot] = []
    at = left
    for (word, is_flow), width in zip(_CHOICES, widths, strict=True):
        rect = QRectF(at, whole.top(), width, whole.height())
        chosen = is_flow == flow
        if chosen:
            painter.setPen(QPen(theme.accent, 1.4))
            painter.setBrush(theme.accent_fill)
            painter.drawRoundedRect(rect, 5.0, 5.0)
        painter.setPen(theme.accent if chosen else theme.text1)
        painter.setFont(font(BODY, SEMIBOLD if chosen else REGULAR))
        painter.drawText(rect, _CENTRE, word)
        words = (
            "Connections show what flows through them: weight × value forward, weight × adjoint backward."
            if is_flow
            else "Connections show their weights."
        )
        request = None if chosen else Request("fold", FLOW)
        spots.append(Spot(rect.adjusted(0.0, -3.0, 0.0, 3.0), words + ("" if chosen else " Click switches."), request))
        at += width
    return left, spots


def families_of(sides: Sequence[tuple[Family, Scale]]) -> dict[Family, Scale]:
    """The families in the picture with their scales, values first."""
    met: dict[Family, Scale] = {}
    for wanted in ("value", "gate", "adjoint"):
        for family, scale in sides:
            if family == wanted and family not in met:
                met[family] = GATE_SCALE if family == "gate" else scale
    return met

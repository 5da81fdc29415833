"""The token sheet: every colour, state, gate, mark and size on one page, to look at and to test with."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from explorer.drawing.arrow import draw_flow, draw_tag, draw_wire
from explorer.drawing.badge import BADGE_HEIGHT_ALONE, BADGE_WIDTHS, PLAIN, BadgeState, badge_width, draw_badge
from explorer.drawing.formula import typeset
from explorer.drawing.icons import draw_breakpoint, draw_forward_marker, draw_icon, draw_next_marker
from explorer.drawing.legend import draw_bar
from explorer.drawing.marks import BreakpointKind, draw_next_band
from explorer.drawing.nodes import draw_gate, draw_operator, draw_squash
from explorer.theme.numbers import format_number
from explorer.theme.scale import GATE_SCALE, Scale
from explorer.theme.tokens import Family, Gate, Theme
from explorer.theme.type import BODY, PAGE, REGULAR, SECTION, SEMIBOLD, font, text_width

SHEET_SIZE = QSizeF(800.0, 1000.0)
_LEFT = 28.0
_COLUMN = 186.0
_UNIT = Scale(1.0)

_STATES: tuple[tuple[Family, float | None, BadgeState, str, str], ...] = (
    ("value", 0.4127, PLAIN, "value", "square corners"),
    ("adjoint", -0.4127, PLAIN, "adjoint", "round ends"),
    ("adjoint", None, PLAIN, "absent", "not computed yet"),
    ("adjoint", 0.1506, BadgeState(preview=True), "preview", "what the next step gives"),
    ("value", 0.4127, BadgeState(stale=True), "stale", "being recomputed"),
    ("adjoint", -1.5, PLAIN, "clipped", "corner + word"),
    ("value", float("nan"), PLAIN, "NaN, ±Inf", "the only full red"),
    ("gate", 0.9981, PLAIN, "saturated", "bar under the number"),
    ("value", 0.4127, BadgeState(selected=True), "selected", "2 px ring, outside"),
    ("value", 0.8, BadgeState(by_hand=True), "put in by hand", "corner · was +0.4127"),
    ("value", -0.9313, BadgeState(stopped=True), "stopped here", "breakpoint disc on it"),
    ("value", 0.0, PLAIN, "exactly zero", "bare 0; never for —"),
)
_GATES: tuple[tuple[Gate, str, float], ...] = (
    ("iota", "input", 0.34),
    ("phi", "forget", 0.7454),
    ("omega", "output", 0.2682),
    ("c", "cell", 0.0),
)
_BREAKPOINTS: tuple[tuple[BreakpointKind, str], ...] = (
    ("on", "on"),
    ("condition", "condition"),
    ("change", "value changes"),
    ("off", "off"),
    ("log", "log"),
)
_TRANSPORT = ("first", "back-moment", "back-over", "pause", "over", "forward-moment", "last", "into", "out", "play")
_TOOLS = (
    "undo", "redo", "open", "save", "figure", "copy", "theme", "search", "settings", "help", "check", "cross",
    "triangle", "dots", "bars", "run-to-here", "play-back", "chevron-down",
)  # fmt: skip


def _text(
    painter: QPainter, x: float, baseline: float, text: str, *, colour: QColor, size: int = BODY, weight: int = REGULAR
) -> float:
    face = font(size, weight)
    painter.setFont(face)
    painter.setPen(colour)
    painter.drawText(QPointF(x, baseline), text)
    return text_width(text, face)


def _heading(painter: QPainter, theme: Theme, baseline: float, text: str) -> None:
    _text(painter, _LEFT, baseline, text, colour=theme.text1, size=SECTION, weight=SEMIBOLD)


def _draw_colours(painter: QPainter, theme: Theme) -> None:
    shown = ("window", "panel", "header", "line", "edge", "text1", "text2", "text3", "accent")
    for index, name in enumerate(shown):
        swatch = QRectF(_LEFT + index * 81.0, 64.0, 72.0, 34.0)
        painter.setPen(QPen(theme.edge, 1.0))
        painter.setBrush(getattr(theme, name))
        painter.drawRoundedRect(swatch, 4.0, 4.0)
        _text(painter, swatch.left(), 118.0, name, colour=theme.text2)


def _draw_maps(painter: QPainter, theme: Theme) -> None:
    rows: tuple[tuple[Family, str, str], ...] = (
        ("value", f"{theme.tide.name}: values, square", "±max"),
        ("adjoint", f"{theme.orchard.name}: adjoints, round", "±max"),
        ("gate", "Slate: gates, 0 to 1", "1"),
    )
    for index, (family, label, end) in enumerate(rows):
        top = 152.0 + index * 44.0
        _text(painter, _LEFT, top + 18.0, label, colour=theme.text1, weight=SEMIBOLD)
        draw_bar(painter, QRectF(240.0, top, 456.0, 26.0), colours=theme.map(family), zero_colour=theme.text1)
        _text(painter, 706.0, top + 18.0, end, colour=theme.text2)


def _draw_states(painter: QPainter, theme: Theme) -> None:
    _heading(painter, theme, 290.0, "States of a number")
    for index, (family, number, state, name, meaning) in enumerate(_STATES):
        x, y = _LEFT + index % 4 * _COLUMN, 305.0 + index // 4 * 94.0
        width = badge_width(preview=True) if state.preview else BADGE_WIDTHS[1]
        scale = GATE_SCALE if family == "gate" else _UNIT
        rect = QRectF(x, y, width, BADGE_HEIGHT_ALONE)
        draw_badge(painter, rect, theme=theme, kind=family, number=number, scale=scale, state=state)
        _text(painter, x, y + 53.0, name, colour=theme.text1)
        _text(painter, x, y + 74.0, meaning, colour=theme.text2)


def _draw_gates(painter: QPainter, theme: Theme) -> None:
    _heading(painter, theme, 607.0, "Gates: colour, letter and dash")
    for index, (gate, name, activation) in enumerate(_GATES):
        x = _LEFT + index * 138.0
        draw_gate(painter, QPointF(x + 25.0, 653.0), theme=theme, gate=gate, activation=activation)
        painter.setPen(theme.gates[gate].pen())
        painter.drawLine(QPointF(x + 58.0, 653.0), QPointF(x + 112.0, 653.0))
        _text(painter, x + 58.0, 680.0, name, colour=theme.text2)
    draw_squash(painter, QPointF(602.0, 653.0), theme=theme)
    draw_wire(painter, [QPointF(623.0, 653.0), QPointF(648.0, 653.0)], theme=theme)
    draw_operator(painter, QPointF(661.0, 653.0), theme=theme, kind="times")
    draw_wire(painter, [QPointF(674.0, 653.0), QPointF(699.0, 653.0)], theme=theme)
    draw_operator(painter, QPointF(712.0, 653.0), theme=theme, kind="plus")


def _draw_marks(painter: QPainter, theme: Theme) -> None:
    _heading(painter, theme, 712.0, "Runs next, breakpoints, flows")
    draw_next_band(painter, QRectF(_LEFT, 727.0, 250.0, 34.0), theme=theme)
    draw_breakpoint(painter, QPointF(48.0, 744.0), theme=theme)
    _text(painter, 65.0, 749.0, "16", colour=theme.next_text)
    draw_next_marker(painter, QPointF(95.0, 744.0), theme=theme)
    typeset(r"\epsilon_{s}^{t} = b_{\omega}^{t} \odot \cdots").draw(painter, QPointF(112.0, 750.0), theme=theme)
    cursor = QRectF(296.0, 730.0, 124.0, BADGE_HEIGHT_ALONE)
    draw_badge(
        painter, cursor, theme=theme, kind="adjoint", number=0.1506, scale=_UNIT,
        state=BadgeState(preview=True, cursor=True), lead=typeset(r"\epsilon_{s}"),
    )  # fmt: skip
    for index, number, left, y in ((3, 0.1278, 450.0, 744.0), (4, -0.0071, 600.0, 784.0)):
        curve = (QPointF(770.0, y), QPointF(690.0, y), QPointF(left + 80.0, y), QPointF(left, y))
        draw_flow(painter, curve, theme=theme, number=number, full=0.15)
        draw_tag(painter, QPointF(630.0, y), theme=theme, index=index, number=number)
    x = 36.0
    for kind, name in _BREAKPOINTS:
        draw_breakpoint(painter, QPointF(x, 784.0), theme=theme, kind=kind)
        x += 14.0 + _text(painter, x + 14.0, 789.0, name, colour=theme.text2) + 26.0
    draw_forward_marker(painter, QPointF(x, 784.0), theme=theme)
    _text(painter, x + 14.0, 789.0, "its forward line", colour=theme.text2)


def _draw_type(painter: QPainter, theme: Theme) -> None:
    _heading(painter, theme, 826.0, "Type")
    _text(painter, _LEFT, 858.0, "Inter 15 regular, labels", colour=theme.text1)
    _text(painter, 229.0, 858.0, "15 semibold, titles", colour=theme.text1, weight=SEMIBOLD)
    _text(painter, 401.0, 858.0, "17 semibold, sections", colour=theme.text1, size=SECTION, weight=SEMIBOLD)
    _text(painter, 608.0, 858.0, "23 page", colour=theme.text1, size=PAGE, weight=SEMIBOLD)
    formula = typeset(r"\epsilon_{s}^{t} = b_{\omega}^{t} \odot \tanh'(s^{t}) \odot \epsilon_{c}^{t}", 20)
    formula.draw(painter, QPointF(_LEFT, 898.0), theme=theme)
    _text(painter, 278.0, 898.0, "STIX Two Math, 17 in lists, 20 to 26 alone", colour=theme.text2)
    painter.setFont(font(BODY, REGULAR))
    for index, number in enumerate((0.1278, -0.0015, 1.2e-5, None)):
        column = QRectF(_LEFT + index * 110.0, 918.0, 90.0, 24.0)
        painter.setPen(theme.text1)
        painter.drawText(
            column, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), format_number(number)
        )
    _text(painter, 478.0, 935.0, "tabular figures, true minus, right-aligned", colour=theme.text2)
    for index, name in enumerate((*_TRANSPORT, *_TOOLS)):
        draw_icon(painter, QRectF(_LEFT + index * 27.0, 962.0, 18.0, 18.0), name=name, colour=theme.text1)


def draw_sheet(painter: QPainter, theme: Theme) -> None:
    """Paint the whole sheet, SHEET_SIZE px, on the panel colour of `theme`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(QPointF(0.0, 0.0), SHEET_SIZE), theme.panel)
    _text(painter, _LEFT, 44.0, theme.name.capitalize(), colour=theme.text1, size=PAGE, weight=SEMIBOLD)
    for part in (_draw_colours, _draw_maps, _draw_states, _draw_gates, _draw_marks, _draw_type):
        painter.save()
        part(painter, theme)
        painter.restore()
    painter.restore()

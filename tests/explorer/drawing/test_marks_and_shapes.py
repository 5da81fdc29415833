"""Hatches, legends, nodes, flows and icons have the measures and colours that give them their meaning."""

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainterPath

from explorer.drawing.arrow import draw_flow, draw_peephole, draw_tag, draw_wire, flow_point, flow_width
from explorer.drawing.hatch import hatch_lines
from explorer.drawing.icons import ICONS, _paths, draw_icon, icon
from explorer.drawing.legend import draw_absent_legend, draw_bar, draw_legend, legend_width
from explorer.drawing.nodes import draw_gate, draw_operator, draw_squash, draw_state_box
from explorer.drawing.outline import read_outline
from explorer.drawing.sheet import SHEET_SIZE, draw_sheet
from explorer.theme.scale import GATE_SCALE, Scale
from explorer.theme.tokens import DARK, LIGHT

STRAIGHT = (QPointF(190.0, 30.0), QPointF(130.0, 30.0), QPointF(70.0, 30.0), QPointF(10.0, 30.0))
BACKWARD = [
    ("first", "last"),
    ("back-moment", "forward-moment"),
    ("back-over", "over"),
    ("play-back", "play"),
    ("undo", "redo"),
    ("chevron-left", "chevron-right"),
]


@pytest.mark.parametrize(
    ("width", "height", "radius"), [(84.0, 24.0, 0.0), (84.0, 24.0, 12.0), (50.0, 50.0, 25.0), (3.0, 90.0, 1.0)]
)
def test_hatching_stays_inside_its_shape(width: float, height: float, radius: float) -> None:
    """Lines end at the outline by themselves, since not every format keeps a clip."""
    shape = QPainterPath()
    shape.addRoundedRect(QRectF(-0.1, -0.1, width + 0.2, height + 0.2), radius, radius)
    lines = hatch_lines(width, height, radius)
    assert lines
    assert all(shape.contains(line.p1()) and shape.contains(line.p2()) for line in lines)
    assert all(abs(line.dx() + line.dy()) < 1e-6 for line in lines)


@pytest.mark.parametrize(
    ("number", "width"), [(0.15, 30.0), (-0.075, 15.0), (1e-9, 1.6), (9.0, 30.0), (float("nan"), 30.0)]
)
def test_flow_width_is_size(number: float, width: float) -> None:
    """30 px at full scale, never under 1.6: even the smallest flow is seen."""
    assert flow_width(number, 0.15) == width


@pytest.mark.parametrize("number", [0.1, -0.1])
def test_flow_has_the_width_and_colour_it_should(canvas, number: float) -> None:
    """A ribbon of 20 px for two thirds of the scale, green for plus and violet for minus, arrow at the end."""
    image = canvas(lambda painter: draw_flow(painter, STRAIGHT, theme=LIGHT, number=number, full=0.15))
    colour = LIGHT.flow(number > 0.0)
    column = [y for y in range(60) if image.pixelColor(150, y) == colour]
    assert len(column) == 20 and column[0] == 20
    assert image.pixelColor(12, 30) == colour and image.pixelColor(6, 30) == LIGHT.panel
    assert flow_point(STRAIGHT, 0.5) == QPointF(100.0, 30.0)


def test_flows_grow_from_nothing_to_their_width(canvas) -> None:
    """Halfway through the transition the ribbon is half as wide."""
    image = canvas(lambda painter: draw_flow(painter, STRAIGHT, theme=LIGHT, number=0.15, full=0.15, growth=0.5))
    assert sum(image.pixelColor(150, y) == LIGHT.flow(True) for y in range(60)) in (14, 15, 16)


def test_tag_tells_what_it_covers(canvas) -> None:
    """The rectangle is what a click on a flow is looked up with."""
    rects: list[QRectF] = []

    def paint(painter) -> None:
        rects.append(draw_tag(painter, QPointF(50.0, 30.0), theme=LIGHT, index=3, number=0.1278))
        rects.append(draw_tag(painter, QPointF(50.0, 30.0), theme=LIGHT, index=3))

    canvas(paint)
    assert rects[0].contains(QPointF(100.0, 30.0)) and rects[1] == QRectF(39.0, 19.0, 22.0, 22.0)


@pytest.mark.parametrize(("activation", "filled"), [(0.0, False), (0.4, False), (0.6, True), (1.0, True)])
def test_gates_fill_from_below(canvas, activation: float, filled: bool) -> None:
    """Just above the middle of the ring there is colour only beyond one half."""
    image = canvas(lambda p: draw_gate(p, QPointF(40.0, 30.0), theme=LIGHT, gate="phi", activation=activation))
    assert (image.pixelColor(56, 29) != LIGHT.panel) is filled
    assert image.pixelColor(63 - 1, 30) == LIGHT.gates["phi"].colour


def test_absent_gate_is_not_a_closed_one(canvas) -> None:
    """Not computed yet is hatched, closed is empty."""
    absent = canvas(lambda p: draw_gate(p, QPointF(40.0, 30.0), theme=LIGHT, gate="c", activation=None))
    closed = canvas(lambda p: draw_gate(p, QPointF(40.0, 30.0), theme=LIGHT, gate="c", activation=0.0))
    assert closed.pixelColor(40, 46) == LIGHT.panel != absent.pixelColor(40, 46)


def test_state_box_shows_its_value(canvas) -> None:
    """Ground of the value's colour, an edge in ink; hatched while absent."""
    rect = QRectF(20.0, 4.0, 80.0, 52.0)
    scale = Scale(1.0)
    full = canvas(lambda p: draw_state_box(p, rect, theme=LIGHT, symbol=None, number=0.5, scale=scale))
    assert full.pixelColor(26, 50) == LIGHT.tide.colour(0.5) and full.pixelColor(60, 4) == LIGHT.text1
    absent = canvas(lambda p: draw_state_box(p, rect, theme=LIGHT, symbol=None, number=None, scale=scale))
    assert absent.pixelColor(26, 50) != LIGHT.tide.colour(0.5)


def test_operators_and_squashing_functions_differ(canvas) -> None:
    """× and + are told apart by their arms, and other kinds do not exist."""
    centre = QPointF(40.0, 30.0)
    pictures = [canvas(lambda p, k=kind: draw_operator(p, centre, theme=LIGHT, kind=k)) for kind in ("times", "plus")]
    pictures.append(canvas(lambda p: draw_squash(p, centre, theme=LIGHT)))
    assert pictures[0] != pictures[1] != pictures[2]

    def wrong(painter) -> None:
        with pytest.raises(ValueError, match="'times' and 'plus'"):
            draw_operator(painter, centre, theme=LIGHT, kind="minus")

    canvas(wrong)


def test_wires_and_peepholes_end_in_a_head(canvas) -> None:
    """The tip lies on the last point, in the line's own colour."""
    way = [QPointF(20.0, 30.0), QPointF(120.0, 30.0)]
    wire = canvas(lambda painter: draw_wire(painter, way, theme=LIGHT))
    assert wire.pixelColor(114, 28) == LIGHT.wire and wire.pixelColor(121, 30) == LIGHT.panel
    peephole = canvas(lambda painter: draw_peephole(painter, way, theme=LIGHT, gate="iota"))
    assert peephole.pixelColor(114, 28) == LIGHT.gates["iota"].colour

    def wrong(painter) -> None:
        with pytest.raises(ValueError, match="2 and more"):
            draw_wire(painter, way[:1], theme=LIGHT)

    canvas(wrong)


def test_bar_has_ends_centre_and_tick(canvas) -> None:
    """Left is −max, right is +max, and a tick in ink stands on zero."""
    rect = QRectF(20.0, 20.0, 129.0, 20.0)
    image = canvas(lambda painter: draw_bar(painter, rect, colours=LIGHT.tide, zero_colour=LIGHT.text1))
    assert image.pixelColor(20, 30) == LIGHT.tide.colour(-1.0) and image.pixelColor(148, 30) == LIGHT.tide.colour(1.0)
    assert image.pixelColor(84, 17).lightness() < 90


def test_legend_says_how_wide_it_is(canvas) -> None:
    """Legends are set in a row, so what is announced is what is used."""
    used: list[float] = []
    scale = Scale(0.3, "root")

    def paint(painter) -> None:
        point = QPointF(10.0, 30.0)
        used.append(draw_legend(painter, point, theme=LIGHT, family="adjoint", scale=scale, label="adjoints"))
        used.append(draw_legend(painter, point, theme=LIGHT, family="gate", scale=GATE_SCALE, label="gates"))
        used.append(draw_absent_legend(painter, point, theme=LIGHT))

    canvas(paint, width=400)
    assert used[0] == pytest.approx(legend_width(family="adjoint", scale=scale, label="adjoints"), abs=10.0)
    assert used[1] == pytest.approx(legend_width(family="gate", scale=GATE_SCALE, label="gates"), abs=10.0)
    assert used[2] > 100.0


@pytest.mark.parametrize(("backward", "forward"), BACKWARD)
def test_backward_icons_are_mirrors(backward: str, forward: str) -> None:
    """What goes back looks like what goes forth, turned about."""
    for left, right in zip(_paths(backward), _paths(forward), strict=True):
        a, b = left.boundingRect(), right.boundingRect()
        if not a.isEmpty() or not b.isEmpty():
            assert a.left() == pytest.approx(18.0 - b.right()) and a.top() == pytest.approx(b.top())


@pytest.mark.parametrize("name", ICONS)
def test_icons_fit_their_box(name: str) -> None:
    """Each icon has ink, inside of 18 × 18 px with its line."""
    fill, line = _paths(name)
    box = fill.boundingRect().united(line.boundingRect()).adjusted(-0.5, -0.5, 0.5, 0.5)
    assert QRectF(0.0, 0.0, 18.0, 18.0).contains(box) and max(box.width(), box.height()) > 6.0


def test_icons_take_the_colour_they_are_given(canvas) -> None:
    """One colour per icon; unknown names are refused with the known ones."""
    image = canvas(lambda painter: draw_icon(painter, QRectF(0.0, 0.0, 18.0, 18.0), name="stop", colour=DARK.err))
    assert image.pixelColor(9, 9) == DARK.err
    assert not icon("over", LIGHT, scale=2.0).isNull()
    with pytest.raises(ValueError, match="allowed are"):
        _paths("sideways")


@pytest.mark.parametrize("text", ["K 1 2", "M 1", "1 2", "M 1 x"])
def test_damaged_outlines_are_refused(text: str) -> None:
    """They come from a cache on disk, which may hold anything."""
    with pytest.raises(ValueError, match=r"path command|could not convert"):
        read_outline(text)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda look: look.name)
def test_sheet_paints_everything_twice_the_same(canvas, theme) -> None:
    """The token sheet uses every primitive; it is repeatable and leaves the painter as it was."""
    width, height = int(SHEET_SIZE.width()), int(SHEET_SIZE.height())
    first = canvas(lambda painter: draw_sheet(painter, theme), width=width, height=height)
    assert first == canvas(lambda painter: draw_sheet(painter, theme), width=width, height=height)
    assert first.pixelColor(2, 2) == theme.panel
    assert QColor(theme.next) in (first.pixelColor(x, 731) for x in range(30, 40))

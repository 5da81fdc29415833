"""The feature maps: every number stands where it belongs, absent is hatched, and a click selects exactly one entry."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from explorer.command import Request
from explorer.scene import Scene
from explorer.state import Selection
from explorer.theme.numbers import format_number
from explorer.theme.tokens import DARK, LIGHT, Theme
from explorer.theme.type import load_fonts
from explorer.view import Frame, Spot
from explorer.views.maps import VIEW
from explorer.views.maps.choices import ADJOINTS, BY_NORM, LARGEST, OF_ADJOINTS, ONE_SCALE
from explorer.views.maps.layout import Band, Half, lay_out
from explorer.views.maps.page import largest_entry
from explorer.views.maps.sides import image_names, side_of, side_scale
from tests.explorer.views.image_scenes import prepared, scene_at

OBLONG = '''"""Maps that are wider than high, from kernels that are higher than wide."""
sizes(rows=9, columns=15, n=20)
X: input(rows, columns, 3)
d: target(1)
K1: parameter(n, 4, 2, 3)
z1 = conv(X, K1) + theta1
C1 = sigmoid(z1)
P1 = avgpool(C1, 2)
v = flatten_maps(P1)
z2: 1 = W @ v + theta2
y = sigmoid(z2)
E = bce(y, d)
'''
MOVING = '''"""Pictures through time."""
X[t]: input(4, 6, 2)
d[t]: target(1)
z[t] = conv(X[t], K)
C[t] = tanh(z[t])
v[t] = flatten_maps(C[t])
a[t]: 1 = W @ v[t]
y[t] = sigmoid(a[t])
E[t] = bce(y[t], d[t])
K: parameter(3, 2, 3, 2)
'''


def before(source: str, name: str, *, adjoint: bool, selection: Selection | None = None) -> Scene:
    _, trace = prepared(source)
    return scene_at(source, trace.schedule.position_of(trace.program.line_of[name, adjoint], None), selection=selection)


def framed(scene: Scene, theme: Theme = LIGHT, *, width: float = 730.0, hover: QPointF | None = None) -> Frame:
    return Frame(width, VIEW.height(Frame(width, 520.0, scene, theme)), scene, theme, hover)


def painted(frame: Frame) -> tuple[QImage, list[Spot]]:
    image = QImage(round(frame.width), round(frame.height), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(frame.theme.panel)
    painter = QPainter(image)
    try:
        return image, list(VIEW.draw(painter, frame))
    finally:
        painter.end()


def band_of(frame: Frame, name: str) -> Band:
    return next(band for band in lay_out(frame).bands if band.name == name)


def half_of(frame: Frame, name: str, *, adjoint: bool = False) -> Half:
    return next(half for half in band_of(frame, name).halves if half.side.adjoint == adjoint)


def colours_in(image: QImage, area: QRect) -> set[str]:
    """The names of all colours in a part of a picture."""
    part = image.copy(area).convertToFormat(QImage.Format.Format_ARGB32)
    numbers = np.frombuffer(part.constBits(), np.uint32)
    return {QColor.fromRgba(int(number)).name() for number in np.unique(numbers)}


def spot_under(spots: list[Spot], point: QPointF) -> Spot:
    return next(spot for spot in reversed(spots) if spot.rect.contains(point))


@pytest.fixture(autouse=True)
def _fonts(qtbot: QtBot) -> None:
    load_fonts()


def test_suits_networks_with_maps():
    """A network of units alone has no maps to show."""
    assert [VIEW.suits(scene_at(name, 0)) for name in ("cnn_small", "mlp", "lstm_peephole")] == [True, False, False]


def test_inputs_stand_first():
    assert image_names(prepared("cnn_small")[0].network) == ("X", "z1", "C1", "P1", "z2", "C2", "P2")


@pytest.mark.parametrize("adjoint", [False, True])
@pytest.mark.parametrize("name", ["z1", "C1", "P1"])
@pytest.mark.parametrize("keys", [(), (BY_NORM.key, LARGEST.key)])
def test_every_cell_is_the_colour_of_its_own_entry(name, adjoint, keys):
    """Oblong maps are neither transposed nor mixed up, whatever their order."""
    frame = framed(scene_at(OBLONG, None, *keys))
    image, _ = painted(frame)
    half = half_of(frame, name, adjoint=adjoint)
    array = (prepared(OBLONG)[1].adjoints if adjoint else prepared(OBLONG)[1].values)[name][0]
    colours = LIGHT.map(half.side.family)
    assert half.grid.count == (16 if keys else 20)
    for tile, row, column in np.ndindex(half.grid.count, *array.shape[:2]):
        centre = half.grid.cell_rect(tile, row, column).center()
        number = array[row, column, half.side.map_of(tile)]
        wanted = colours.colour(half.side.scale.fraction(float(number)))
        assert image.pixelColor(int(centre.x()), int(centre.y())) == wanted, (tile, row, column)


def test_an_input_of_three_channels_is_in_colour_too():
    """Red, green and blue of the first tile are the numbers of the three channels, dark to bright."""
    frame = framed(scene_at("planes_small"))
    image, _ = painted(frame)
    half = half_of(frame, "X")
    pixels = prepared("planes_small")[1].values["X"][0]
    for row, column in ((0, 0), (5, 11), (13, 2)):
        centre = half.grid.cell_rect(0, row, column).center()
        wanted = QColor(*(round(float(part) * 255.0) for part in pixels[row, column]))
        assert image.pixelColor(int(centre.x()), int(centre.y())) == wanted


@pytest.mark.parametrize("adjoint", [False, True])
def test_a_click_on_a_cell_selects_exactly_that_entry(adjoint):
    """The spot under the mouse tells row, column, map and both numbers, and its click selects them."""
    _, trace = prepared(OBLONG)
    scene = scene_at(OBLONG)
    half = half_of(framed(scene), "C1", adjoint=adjoint)
    for tile, row, column in ((0, 0, 0), (7, 5, 12), (19, 2, 9)):
        point = half.grid.cell_rect(tile, row, column).center()
        spot = spot_under(painted(framed(scene, hover=point))[1], point)
        assert spot.request == Request("select", Selection("C1", adjoint, None, (row, column, tile)))
        assert f"row {row}, column {column}, map {tile}" in spot.tip
        assert format_number(float(trace.values["C1"][0, row, column, tile]), digits=8, signed=False) in spot.tip
        assert format_number(float(trace.adjoints["C1"][0, row, column, tile]), digits=8) in spot.tip


@pytest.mark.parametrize("width", [730.0, 520.0])
def test_a_chosen_map_is_large_with_its_entries(width):
    """Every cell of the large map tells and selects its own entry; the chosen one is the inspector's number."""
    _, trace = prepared(OBLONG)
    scene = scene_at(OBLONG, selection=Selection("P1", False, None, (1, 4, 17)))
    frame = framed(scene, width=width)
    large = band_of(frame, "P1").large
    assert large is not None
    assert large.entry == (1, 4, 17) == scene.unit_of("P1")
    assert large.grid.cell >= 34.0
    _, spots = painted(frame)
    for row, column in np.ndindex(3, 7):
        spot = spot_under(spots, large.grid.cell_rect(0, row, column).center())
        assert spot.request == Request("select", Selection("P1", False, None, (row, column, 17)))
        assert format_number(float(trace.values["P1"][0, row, column, 17]), digits=8) in spot.tip


def test_a_tile_without_the_mouse_opens_at_its_largest_entry():
    scene = scene_at(OBLONG)
    side = side_of(scene, "z1", adjoint=False)
    row, column, number = largest_entry(scene, side, 3)
    maps = np.abs(prepared(OBLONG)[1].values["z1"][0, :, :, 3])
    assert number == 3
    assert maps[row, column] == maps.max()


def test_what_is_not_computed_is_hatched_and_tells_no_number():
    """Before any adjoint is made none of their colours is drawn, and tips hold no number."""
    scene = before(OBLONG, "P1", adjoint=True)
    frame = framed(scene)
    image, _ = painted(frame)
    half = half_of(frame, "z1", adjoint=True)
    assert half.side.numbers is None
    tile = half.grid.tile(3).toAlignedRect().adjusted(2, 2, -2, -2)
    assert LIGHT.hatch_ground.name() in colours_in(image, tile)
    point = half.grid.cell_rect(3, 1, 1).center()
    tip = spot_under(painted(framed(scene, hover=point))[1], point).tip
    assert "adjoint — not computed yet" in tip


def test_what_runs_next_is_framed_in_amber_and_not_coloured():
    """The number that runs next is no part of the trace yet; in a figure it is absent."""
    scene = before(OBLONG, "P1", adjoint=True)
    frame = framed(scene)
    image, _ = painted(frame)
    half = half_of(frame, "P1", adjoint=True)
    assert half.side.following
    edge = half.grid.rect.adjusted(-4.0, -1.0, 4.0, 4.0)
    below = QRect(round(edge.left()), round(edge.bottom()) - 1, round(edge.width()), 2)
    assert any(QColor(name).hue() == LIGHT.next_edge.hue() for name in colours_in(image, below))
    figure, _ = painted(replace(frame, figure=True))
    assert LIGHT.next_edge.name() not in colours_in(figure, figure.rect())


def test_order_by_norm():
    """The map with the largest norm stands first, of values or of adjoints as far as they are known."""
    _, trace = prepared(OBLONG)

    def wanted(array):
        return tuple(np.argsort(-np.sqrt((array[0] ** 2).sum(axis=(0, 1))), kind="stable").tolist())

    assert side_of(scene_at(OBLONG, None, BY_NORM.key), "z1", adjoint=True).order == wanted(trace.values["z1"])
    keys = (BY_NORM.key, OF_ADJOINTS.key)
    assert side_of(scene_at(OBLONG, None, *keys), "z1", adjoint=False).order == wanted(trace.adjoints["z1"])
    unknown = trace.schedule.phase_bounds("backward")[0]
    assert side_of(scene_at(OBLONG, unknown, *keys), "z1", adjoint=False).order == tuple(range(20))


def test_the_largest_keep_their_order_by_index():
    _, trace = prepared(OBLONG)
    norms = (trace.values["z1"][0] ** 2).sum(axis=(0, 1))
    order = side_of(scene_at(OBLONG, None, LARGEST.key), "z1", adjoint=False).order
    assert set(order) == set(np.argsort(-norms)[:16].tolist())
    assert list(order) == sorted(order)


def test_one_scale_for_all():
    """Each layer has a scale of its own, or all share the largest; gates always have theirs."""
    _, trace = prepared(OBLONG)
    own, shared = scene_at(OBLONG), scene_at(OBLONG, None, ONE_SCALE.key)
    assert side_scale(own, "P1", adjoint=False).limit == pytest.approx(np.abs(trace.values["P1"]).max())
    most = max(np.abs(trace.values[name]).max() for name in ("X", "z1", "P1"))
    assert side_scale(shared, "P1", adjoint=False).limit == pytest.approx(most)
    assert side_scale(shared, "C1", adjoint=False).kind == "gate"
    assert side_scale(shared, "P1", adjoint=True).kind == "root"


def test_a_narrow_page_shows_one_family():
    """Values or, by the switch, adjoints."""
    for keys, wanted in (((), False), ((ADJOINTS.key,), True)):
        page = lay_out(framed(scene_at(OBLONG, None, *keys), width=520.0))
        assert {half.side.adjoint for band in page.bands for half in band.halves} == {wanted}


def test_maps_through_time_are_those_of_the_moment():
    """At a chosen moment of the past its own maps are shown, and a click stays there."""
    _, trace = prepared(MOVING)
    scene = scene_at(MOVING, selection=Selection("C", False, 0, (1, 2, 0)))
    side = side_of(scene, "C", adjoint=False)
    assert np.array_equal(side.numbers, trace.values["C"][0, 0])
    frame = framed(scene)
    large = band_of(frame, "C").large
    spot = spot_under(painted(frame)[1], large.grid.cell_rect(0, 2, 1).center())
    assert spot.request.argument.entry == (2, 1, 0)
    assert spot.request.argument.moment in (None, 0)


def test_what_is_no_number_is_seen():
    """A NaN has the colour of errors, not that of zero, and comes first in the order of norms."""
    _, trace = prepared(OBLONG)
    broken = {name: np.array(array) for name, array in trace.values.items()}
    broken["z1"][0, 2, 7, 11] = np.nan
    scene = replace(scene_at(OBLONG, None, BY_NORM.key), trace=replace(trace, values=broken), limits={})
    frame = framed(scene)
    half = half_of(frame, "z1")
    assert half.side.order[0] == 11
    centre = half.grid.cell_rect(0, 2, 7).center()
    assert painted(frame)[0].pixelColor(int(centre.x()), int(centre.y())) == LIGHT.err


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("source", ["cnn_small", "garments", MOVING])
def test_spots_lie_inside_the_picture(source, theme):
    _, trace = prepared(source)
    name = "P1" if source != MOVING else "C"
    for width in (730.0, 520.0):
        for position in (0, trace.schedule.length // 2, trace.schedule.length):
            for selection in (None, Selection(name, True, None, (1, 0, 2))):
                frame = framed(scene_at(source, position, selection=selection), theme, width=width)
                for spot in painted(frame)[1]:
                    assert spot.rect.left() >= -1.0 and spot.rect.right() <= width + 1.0, spot.tip
                    assert spot.rect.top() >= -1.0 and spot.rect.bottom() <= frame.height + 1.0, spot.tip

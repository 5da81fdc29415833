"""The kernels: every number stands where it belongs, absent is hatched, and a click selects exactly one entry."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from explorer.command import Request
from explorer.progress import Progress
from explorer.scene import Scene
from explorer.state import Selection
from explorer.theme.numbers import format_number
from explorer.theme.tokens import DARK, LIGHT, Theme
from explorer.theme.type import load_fonts
from explorer.view import Frame, Spot
from explorer.views.kernels import VIEW
from explorer.views.kernels.blocks import Block, row_rect
from explorer.views.kernels.choices import APART, BY_NORM, LARGEST, OF_GRADIENTS
from explorer.views.kernels.layout import Section, lay_out
from explorer.views.kernels.parts import bias_of, channel_word, kernel_names, kernels_of
from explorer.views.kernels.words import norm_text
from tests.explorer.views.image_scenes import prepared, scene_at

OBLONG = '''"""Kernels that are higher than wide, over pictures that are wider than high."""
sizes(rows=9, columns=15, n=20)
X: input(rows, columns, 3)
d: target(1)
K1: parameter(n, 4, 2, 3)
K2: parameter(2, 2, 5, n)
theta1: parameter(n)
C1 = tanh(conv(X, K1) + theta1)
C2 = tanh(conv(C1, K2))
v = flatten_maps(C2)
z: 1 = W @ v + theta2
y = sigmoid(z)
E = bce(y, d)
'''
WHATS = ("kernel", "gradient", "update")


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


def section_of(frame: Frame, name: str) -> Section:
    return next(section for section in lay_out(frame).sections if section.kernels.name == name)


def block_of(frame: Frame, name: str, what: str) -> Block:
    return next(block for block in section_of(frame, name).blocks if block.part.what == what)


def array_of(source: str, name: str, what: str) -> np.ndarray:
    """What the trace itself holds of a part."""
    _, trace = prepared(source)
    if what == "update":
        return trace.values[f"{name}'"] - trace.values[name]
    return (trace.adjoints if what == "gradient" else trace.values)[name]


def spot_under(spots: list[Spot], point: QPointF) -> Spot:
    return next(spot for spot in reversed(spots) if spot.rect.contains(point))


def whats(source: str) -> tuple[str, ...]:
    return WHATS if prepared(source)[0].program.update is not None else WHATS[:2]


@pytest.fixture(autouse=True)
def _fonts(qtbot: QtBot) -> None:
    load_fonts()


def test_suits_networks_with_kernels():
    assert [VIEW.suits(scene_at(name, 0)) for name in ("cnn_small", "mlp", "lstm_peephole")] == [True, False, False]


def test_kernels_and_their_biases():
    """The bias stands in the same equation and has one number for each map; a layer without one has none."""
    network = prepared(OBLONG)[0].network
    assert kernel_names(network) == ("K1", "K2")
    assert bias_of(network, "K1") == "theta1"
    assert bias_of(network, "K2") is None


def test_channels_of_pictures_are_named_by_colour():
    network = prepared(OBLONG)[0].network
    assert [channel_word(network, "K1", channel) for channel in range(3)] == ["R", "G", "B"]
    assert channel_word(network, "K2", 2) == "2"


@pytest.mark.parametrize("keys", [(APART.key,), (APART.key, BY_NORM.key, LARGEST.key)])
@pytest.mark.parametrize(("source", "name"), [(OBLONG, "K1"), (OBLONG, "K2"), ("cnn_small", "K2")])
def test_every_cell_is_the_colour_of_its_own_entry(source, name, keys):
    """Rows are maps, columns are channels, and no oblong kernel is transposed."""
    frame = framed(scene_at(source, None, *keys), width=1150.0)
    image, _ = painted(frame)
    for what in whats(source):
        block, array = block_of(frame, name, what), array_of(source, name, what)
        order = section_of(frame, name).kernels.order
        channels = array.shape[3]
        assert block.grid.count == len(order) * channels
        for tile, row, column in np.ndindex(block.grid.count, *array.shape[1:3]):
            number = float(array[order[tile // channels], row, column, tile % channels])
            wanted = LIGHT.map(block.part.family).colour(block.part.scale.fraction(number))
            centre = block.grid.cell_rect(tile, row, column).center()
            assert image.pixelColor(int(centre.x()), int(centre.y())) == wanted, (what, tile, row, column)


def test_kernels_of_three_channels_are_in_colour():
    """Grey is zero; every channel runs from dark to bright over the scale."""
    frame = framed(scene_at(OBLONG))
    image, _ = painted(frame)
    block, array = block_of(frame, "K1", "kernel"), array_of(OBLONG, "K1", "kernel")
    limit = np.abs(array).max()
    for number, row, column in ((0, 0, 0), (13, 3, 1), (19, 2, 0)):
        wanted = QColor(*(round((float(part) / limit + 1.0) * 127.5) for part in array[number, row, column]))
        centre = block.grid.cell_rect(number, row, column).center()
        met = image.pixelColor(int(centre.x()), int(centre.y()))
        assert abs(met.red() - wanted.red()) <= 1
        assert abs(met.green() - wanted.green()) <= 1
        assert abs(met.blue() - wanted.blue()) <= 1


@pytest.mark.parametrize("source", [OBLONG, "cnn_small"])
def test_a_click_on_a_cell_selects_exactly_that_entry(source):
    """The spot under the mouse tells row, column, map, channel and every number, and its click selects them."""
    scene = scene_at(source)
    for what in whats(source):
        array = array_of(source, "K2", what)
        block = block_of(framed(scene), "K2", what)
        for entry in ((0, 0, 0, 0), (1, 1, array.shape[2] - 1, 3)):
            tile = entry[0] * array.shape[3] + entry[3]
            point = block.grid.cell_rect(tile, *entry[1:3]).center()
            spot = spot_under(painted(framed(scene, hover=point))[1], point)
            name = "K2'" if what == "update" else "K2"
            assert spot.request == Request("select", Selection(name, what == "gradient", None, entry))
            assert f"row {entry[1]}, column {entry[2]}, map {entry[0]}, channel {entry[3]}" in spot.tip
            for other in whats(source):
                number = float(array_of(source, "K2", other)[entry])
                assert f"{other} {format_number(number, digits=8)}" in spot.tip


@pytest.mark.parametrize("width", [730.0, 520.0])
def test_a_chosen_kernel_is_large_with_all_its_parts(width):
    """Kernel, gradient and update stand large with numbers; every cell selects its own entry of its own part."""
    selection = Selection("K1", True, None, (3, 1, 2, 1))
    frame = framed(scene_at("cnn_small", selection=selection), width=width)
    zoom = section_of(frame, "K1").zoom
    assert zoom is not None
    assert zoom.entry == (3, 1, 2, 1)
    assert min(grid.cell for grid in zoom.grids) >= 34.0
    _, spots = painted(frame)
    for name, adjoint, grid in zip(("K1", "K1", "K1'"), (False, True, False), zoom.grids, strict=True):
        for row, column in np.ndindex(3, 3):
            spot = spot_under(spots, grid.cell_rect(0, row, column).center())
            assert spot.request == Request("select", Selection(name, adjoint, None, (3, row, column, 1)))


def test_what_is_not_computed_has_no_number():
    """Before the backward pass gradients and updates are absent; before the update only that is."""
    _, trace = prepared("cnn_small")
    starts = {phase: trace.schedule.phase_bounds(phase)[0] for phase in ("backward", "update")}
    hidden = {
        phase: [part.is_hidden for part in kernels_of(scene_at("cnn_small", start), "K2").parts]
        for phase, start in starts.items()
    }
    assert hidden == {"backward": [False, True, True], "update": [False, False, True]}
    kernels = kernels_of(scene_at("cnn_small", starts["backward"]), "K2")
    assert norm_text(scene_at("cnn_small", starts["backward"]), kernels, kernels.parts[1], 0) == "—"
    frame = framed(scene_at("cnn_small", starts["backward"]))
    image, _ = painted(frame)
    tile = block_of(frame, "K2", "gradient").grid.tile(1).toAlignedRect().adjusted(2, 2, -2, -2)
    met = {
        image.pixelColor(x, y).name()
        for x in range(tile.left(), tile.right())
        for y in range(tile.top(), tile.bottom())
    }
    assert LIGHT.hatch_ground.name() in met


def test_what_runs_next_is_not_coloured():
    """The gradient that runs next is hatched, as it is not in the trace yet."""
    _, trace = prepared("cnn_small")
    position = trace.schedule.position_of(trace.program.line_of["K2", True], None)
    part = kernels_of(scene_at("cnn_small", position), "K2").parts[1]
    assert part.following
    assert part.is_hidden


def test_biases_and_norms_stand_beside_their_map():
    """In any order each row has the index, bias and norms of its own map."""
    _, trace = prepared("cnn_small")
    frame = framed(scene_at("cnn_small", None, BY_NORM.key))
    section = section_of(frame, "K2")
    norms = np.sqrt((trace.values["K2"] ** 2).sum(axis=(1, 2, 3)))
    assert section.kernels.order == tuple(np.argsort(-norms, kind="stable").tolist())
    block = block_of(frame, "K2", "kernel")
    _, spots = painted(frame)
    for row, number in enumerate(section.kernels.order):
        spot = spot_under(spots, row_rect(block, block.bias, row).center())
        assert spot.request == Request("select", Selection("theta2", False, None, (number,)))
        assert format_number(float(trace.values["theta2"][number]), digits=8) in spot.tip
        norm = spot_under(spots, row_rect(block, block.norm, row).center())
        assert format_number(float(norms[number]), digits=4, signed=False) in norm.tip


def test_an_update_is_measured_by_its_kernel():
    """The share of an update is its norm divided by that of the kernel it is added to."""
    _, trace = prepared("cnn_small")
    kernels = kernels_of(scene_at("cnn_small"), "K2")
    step = np.linalg.norm((trace.values["K2'"] - trace.values["K2"])[3])
    share = format_number(float(step / np.linalg.norm(trace.values["K2"][3])), digits=4, signed=False)
    assert norm_text(scene_at("cnn_small"), kernels, kernels.parts[2], 3) == share


def test_order_by_the_norm_of_gradients():
    _, trace = prepared("cnn_small")
    norms = np.sqrt((trace.adjoints["K2"] ** 2).sum(axis=(1, 2, 3)))
    keys = (BY_NORM.key, OF_GRADIENTS.key)
    assert kernels_of(scene_at("cnn_small", None, *keys), "K2").order == tuple(np.argsort(-norms, kind="stable"))
    assert kernels_of(scene_at("cnn_small", 0, *keys), "K2").order == tuple(range(5))


def test_training_tells_the_iteration():
    """A line tells how far a training run has come; without one there is none."""
    progress = Progress((), np.zeros(0), np.zeros((0, 0)), length=40, an_epoch=1)
    scene = scene_at("cnn_small")
    assert lay_out(framed(scene)).iteration is None
    training = replace(scene, progress=progress)
    place = lay_out(framed(training)).iteration
    assert place is not None
    image, _ = painted(framed(training))
    area = place.toAlignedRect()
    met = {image.pixelColor(x, y).lightness() for x in range(14, 140) for y in range(area.top(), area.bottom())}
    assert min(met) < 150


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("source", ["cnn_small", "garments", OBLONG])
def test_spots_lie_inside_the_picture(source, theme):
    _, trace = prepared(source)
    for width in (730.0, 520.0):
        for position in (0, trace.schedule.length // 2, trace.schedule.length):
            for selection in (None, Selection("K2", True, None, (1, 0, 1, 2))):
                frame = framed(scene_at(source, position, selection=selection), theme, width=width)
                for spot in painted(frame)[1]:
                    assert spot.rect.left() >= -1.0 and spot.rect.right() <= width + 1.0, spot.tip
                    assert spot.rect.top() >= -1.0 and spot.rect.bottom() <= frame.height + 1.0, spot.tip

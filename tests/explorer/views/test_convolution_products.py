"""Products of a cell: pointed at, pinned and stepped to; what stands below them; and figures of them."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from explorer.command import Request
from explorer.commands.choosing import CHOOSING
from explorer.commands.sliding import SLIDING
from explorer.scene import Scene
from explorer.scenery.products import chosen_product
from explorer.state import Selection, State
from explorer.theme.tokens import LIGHT
from explorer.theme.type import load_fonts
from explorer.view import Frame
from explorer.views.convolution import VIEW
from explorer.views.convolution.picture import layout_of
from explorer.views.convolution.pointing import lit_meeting
from explorer.views.convolution.sums import Row
from tests.explorer.views.convolution_scenes import (
    CHANNELS,
    KERNEL,
    WAYS,
    Unit,
    asked,
    network_of,
    painted,
    prepared,
    reading_of,
    scene_at,
)


@pytest.fixture(autouse=True)
def _fonts(qtbot: QtBot) -> None:
    load_fonts()


def run(scene: Scene, command: str, argument: object = None) -> Scene:
    """The scene after a command."""
    state = {each.name: each for each in (*SLIDING, *CHOOSING)}[command].run(scene, argument)
    assert isinstance(state, State)
    return replace(scene, state=state)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("op", ["conv", "xcorr"])
@pytest.mark.parametrize(("name", "adjoint"), [("z", False), ("X", True), ("K", True)])
def test_the_mouse_on_any_operand_lights_the_same_product(op: str, way: dict[str, tuple[int, int]], name, adjoint):
    """Source, operand, kernel cell and product of one meeting; a click there pins it, and another lets it go."""
    source = network_of(op, way)
    unit = (1, 1, 2, 1) if name == "K" else (1, 2, 1)
    scene = scene_at(source, selection=Selection(name, adjoint, None, unit))
    reading = reading_of(scene)
    layout = layout_of(Frame(1066, 760, scene, LIGHT), reading)
    assert layout.weight is not None and reading.group.meetings
    for meeting in reading.group.meetings:
        assert meeting.weight is not None
        grids = (layout.read.cell(*meeting.place), layout.weight.cell(*meeting.place),
                 layout.products.cell(*meeting.place), layout.source.cell(*meeting.source.unit[:2]))  # fmt: skip
        for rect in grids:
            frame = Frame(1066, 760, scene, LIGHT, rect.center())
            assert lit_meeting(frame, reading, layout) is meeting
            spots = painted(scene, size=(1066, 760), hover=rect.center())[1]
            spot = next(each for each in reversed(spots) if each.rect.contains(rect.center()))
            assert spot.request == Request("pin-product", reading.products.index(meeting))
            assert f"{abs(meeting.read):.4f}" in spot.tip and f"{abs(meeting.factor):.4f}" in spot.tip
    pinned = run(scene, "pin-product", 0)
    assert reading_of(pinned).stepped is not None
    assert None in asked(pinned, "pin-product")


@pytest.mark.parametrize("op", ["conv", "xcorr"])
def test_the_cell_is_added_up_product_by_product(op: str):
    """Step by step through all channels the sum so far is that of a plain loop; after the last the first comes."""
    source = network_of(op, {"stride": (1, 2), "padding": (1, 0)})
    _, trace = prepared(source)
    x, k, unit = trace.value("X")[0], trace.value("K"), (1, 1, 1)
    scene, found = scene_at(source, selection=Selection("z", False, None, unit)), 0.0
    for step in range(12):
        scene = run(scene, "product-on")
        channel, row, column = (int(part) for part in np.unravel_index(step, (CHANNELS, *KERNEL)))
        cell = (1 - row, 2 - column) if op == "conv" else (row, column)
        found += x[unit[0] - 1 + row, unit[1] * 2 + column, channel] * k[(unit[2], *cell, channel)]
        reading = reading_of(scene)
        assert reading.product == step and len(reading.products) == 12
        assert reading.stepped is not None and reading.stepped.place == (row, column)
        assert reading.group.channel == channel == reading.source.channel
        assert reading.so_far == pytest.approx(found, abs=1e-14)
        assert [each.place for each in reading.later] == list(np.ndindex(*KERNEL))[row * 3 + column + 1 :]
        assert f"so far, {step + 1} of 12" in "".join(row.text for row in sums_of(scene))
    assert reading.so_far + trace.value("theta")[1] == pytest.approx(trace.value("z")[0][unit])
    assert reading_of(run(scene, "product-on")).product == 0
    assert reading_of(run(run(scene, "product-on"), "product-back")).product == 11
    assert reading_of(run(scene, "follow")).product is None
    last = run(run(scene, "follow"), "product-back")
    assert chosen_product(last.state) == -1


def sums_of(scene: Scene) -> list[Row]:
    """The row that tells the sum so far, as the picture draws it."""
    found = [spot.tip for spot in painted(scene, size=(1066, 760))[1] if "one after the other" in spot.tip]
    return [Row(f"so far, {tip.removeprefix('What the first ').partition(' products')[0]}", 0.0, tip) for tip in found]


def test_products_not_added_yet_are_faded_also_in_a_figure():
    """A product that was stepped to is part of the figure, where the mouse is not."""
    scene = scene_at("conv_lesson", selection=Selection("z1", False, None, (2, 3, 1)))
    stepped = run(scene, "pin-product", 1)
    assert painted(scene, figure=True)[0] != painted(stepped, figure=True)[0]
    reading = reading_of(stepped)
    layout = layout_of(Frame(730, 520, stepped, LIGHT), reading)
    whole, faded = painted(run(stepped, "pin-product", 5))[0], painted(stepped)[0]
    for place, same in (((0, 0), True), ((1, 0), False), ((1, 1), False)):
        corner = layout.products.cell(*place).center().toPoint() - QPoint(24, 12)
        assert (whole.pixelColor(corner) == faded.pixelColor(corner)) is same, place


def test_another_channel_in_front_ends_the_stepping():
    scene = run(scene_at("conv_lesson", selection=Selection("z1", False, None, (2, 3, 1))), "pin-product", 1)
    assert reading_of(run(scene, "front-channel", ("z1", False, 1))).product is None


@pytest.mark.parametrize(("name", "unit"), [("X", (3, 4, 1)), ("K", (1, 1, 2, 0)), ("C", (2, 5, 1))])
def test_the_shown_adjoint_is_held_against_a_central_difference(name: str, unit: Unit):
    """The numeric value stands beside it and agrees; values have no such line, nor has what may not be seen yet."""
    scene = scene_at("conv_lesson", selection=Selection(name, True, None, unit))
    tip = next(spot.tip for spot in painted(scene)[1] if spot.tip.startswith("Numeric check"))
    derived = prepared("conv_lesson")[1].adjoint(name)
    number = derived[unit] if derived.ndim == len(unit) else derived[0][unit]
    assert f"derived {number:.10g}: agrees" in tip
    for other in (
        scene_at("conv_lesson", selection=Selection("z1", False, None, (1, 1, 1))),
        scene_at("conv_lesson", 3, selection=Selection(name, True, None, unit)),
    ):
        assert not any(spot.tip.startswith("Numeric check") for spot in painted(other)[1])


@pytest.mark.parametrize("name", ["z1", "X", "K", "C", "P"])
def test_a_figure_has_no_empty_strip(name: str):
    """Of a figure of a stated width: the words follow what they speak of, and all of it has its place."""
    adjoint = name not in ("z1", "P")
    unit = (0, 1, 1, 0) if name == "K" else (1, 1, 0)
    scene = scene_at("conv_lesson", selection=Selection(name, adjoint, None, unit))
    frame = Frame(1100, 760, scene, LIGHT, figure=True)
    assert VIEW.figure_height is not None
    high = VIEW.figure_height(frame)
    layout = layout_of(replace(frame, height=high), reading_of(scene))
    content = max(layout.source.rect.bottom(), layout.products.rect.bottom(), layout.result.rect.bottom())
    thumbs = [rect.bottom() for _, rect in layout.thumbs]
    assert high <= 760 and high - 20.0 < layout.needed <= high + 2.5
    assert layout.words.top() >= max([content, *thumbs])
    assert layout.legend.top() - layout.words.bottom() < 24.0
    assert layout.products == layout_of(frame, reading_of(scene)).products

"""The convolution view: every product against a direct sum, what is shown at every place, and where a click leads."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

import engine
from engine.exchange.opening import Opening, prepare
from explorer.command import Request
from explorer.commands.sliding import SLIDING
from explorer.scene import Scene
from explorer.state import Selection, State
from explorer.theme.tokens import DARK, LIGHT, Theme
from explorer.theme.type import load_fonts
from explorer.view import Frame
from explorer.views.convolution import VIEW
from explorer.views.convolution.layout import lay_out
from explorer.views.convolution.meetings import Reading
from explorer.views.convolution.picture import layout_of
from explorer.views.convolution.pointing import looked_at
from explorer.views.convolution.reading import window_cells
from explorer.views.convolution.words import sentence
from tests.explorer.views.convolution_scenes import (
    CHANNELS,
    COLUMNS,
    KERNEL,
    MAPS,
    ROWS,
    SETTING,
    WAYS,
    Array,
    Unit,
    asked,
    before,
    network_of,
    painted,
    pool_network,
    prepared,
    reading_at,
    reading_of,
    scene_at,
)


@pytest.fixture(autouse=True)
def _fonts(qtbot: QtBot) -> None:
    load_fonts()


def met(op: str, way: dict[str, tuple[int, int]], result: tuple[int, int]) -> Iterator[tuple[Unit, Unit, Unit]]:
    """Every (z entry, K entry, X entry) that meet, counted from the definition: the picture moves, the kernel is read.

    Written with a padded picture and whole loops, so that it shares nothing with the index maps of the ops.
    """
    full = SETTING | way
    (down, across), (top, left), (apart, beside) = full["stride"], full["padding"], full["dilation"]
    for i, j, n, u, v, c in product(
        range(result[0]), range(result[1]), range(MAPS), *map(range, KERNEL), range(CHANNELS)
    ):
        row, column = i * down + u * apart - top, j * across + v * beside - left
        if 0 <= row < ROWS and 0 <= column < COLUMNS:
            cell = (KERNEL[0] - 1 - u, KERNEL[1] - 1 - v) if op == "conv" else (u, v)
            yield (i, j, n), (n, *cell, c), (row, column, c)


def check_products(reading: Reading, pairs: set[tuple[Unit, Unit]], source: Array, weight: Array) -> float:
    """That these products and no others are read, with the numbers of the trace; what they come to."""
    found = [meeting for group in reading.groups for meeting in group.meetings]
    assert {(each.source.unit, each.weight.unit) for each in found if each.weight} == pairs
    assert len(found) == len(pairs)
    total = 0.0
    for each in found:
        assert each.weight is not None
        assert each.read == source[each.source.unit] and each.factor == weight[each.weight.unit]
        assert each.number == pytest.approx(each.read * each.factor, abs=1e-15)
        total += source[each.source.unit] * weight[each.weight.unit]
    return total


def check_places(reading: Reading) -> None:
    """That every product stands where source and kernel are drawn, and that other places meet nothing of the source."""
    for group in (group for group in reading.groups if group.meetings or group.whole is None):
        places = {meeting.place: meeting for meeting in group.meetings}
        assert len(places) == len(group.meetings)
        for place in product(range(reading.size[0]), range(reading.size[1])):
            cell = reading.source_cell(place)
            if place in places:
                meeting = places[place]
                assert cell == meeting.source.unit[-3:-1]
                assert meeting.weight is None or reading.kernel_cell(place) == meeting.weight.unit[-3:-1]
            elif cell is not None:
                assert not (0 <= cell[0] < reading.source.rows and 0 <= cell[1] < reading.source.columns)


@pytest.mark.parametrize("op", ["conv", "xcorr"])
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_every_product_of_every_cell(op: str, way: dict[str, tuple[int, int]]):
    """Forward, of the picture and of the kernels: all products at all positions, against sums over the definition."""
    source = network_of(op, way)
    _, trace = prepared(source)
    z, x, k = trace.value("z")[0], trace.value("X")[0], trace.value("K")
    delta, theta = trace.adjoint("z")[0], trace.value("theta")
    every = list(met(op, way, z.shape[:2]))
    for unit in np.ndindex(*z.shape):
        reading = reading_at(source, "z", unit)
        total = check_products(reading, {(b, a) for at, a, b in every if at == unit}, x, k)
        check_places(reading)
        assert [each.number for each in reading.added] == [theta[unit[2]]]
        assert reading.number == z[unit] == pytest.approx(total + theta[unit[2]], abs=1e-12)
        assert reading.turned is (op == "conv")
    for unit in np.ndindex(*x.shape):
        reading, pairs = reading_at(source, "X", unit, adjoint=True), {(at, a) for at, a, b in every if b == unit}
        total = check_products(reading, pairs, delta, k)
        check_places(reading)
        assert reading.turned is (op == "xcorr")
        assert reading.number == trace.adjoint("X")[0][unit] == pytest.approx(total, abs=1e-12)
    for unit in np.ndindex(*k.shape):
        reading = reading_at(source, "K", unit, adjoint=True)
        total = check_products(reading, {(b, at) for at, a, b in every if a == unit}, x, delta)
        check_places(reading)
        assert reading.number == trace.adjoint("K")[unit] == pytest.approx(total, abs=1e-12)


@pytest.mark.parametrize("op", ["maxpool", "avgpool"])
def test_every_cell_of_a_pooling(op: str):
    """Forward and back: what a window lets through, and what each of its cells gets, against the definition."""
    source = pool_network(op)
    _, trace = prepared(source)
    c, p, back = trace.value("C")[0], trace.value("P")[0], trace.adjoint("P")[0]
    sent = np.zeros_like(c)
    for i, j, n in np.ndindex(*p.shape):
        window = {(2 * i + a, 3 * j + b, n): float(c[2 * i + a, 3 * j + b, n]) for a in range(2) for b in range(3)}
        best = max(window, key=lambda place: window[place])
        shares = {place: 1.0 / 6.0 if op == "avgpool" else float(place == best) for place in window}
        for place, share in shares.items():
            sent[place] = share * back[i, j, n]
        reading = reading_at(source, "P", (i, j, n))
        check_places(reading)
        (group,) = reading.groups
        assert {each.source.unit: each.read for each in group.meetings} == window
        for each in group.meetings:
            assert each.factor == pytest.approx(shares[each.source.unit])
            assert each.number == pytest.approx(window[each.source.unit] * shares[each.source.unit])
        assert reading.number == p[i, j, n] == pytest.approx(group.number)
    for unit in np.ndindex(*c.shape):
        reading = reading_at(source, "C", unit, adjoint=True)
        ((each,),) = [group.meetings for group in reading.groups]
        assert each.source.unit == (unit[0] // 2, unit[1] // 3, unit[2]) and each.read == back[each.source.unit]
        assert reading.source_cell(each.place) == each.source.unit[:2]
        assert reading.number == trace.adjoint("C")[0][unit] == pytest.approx(sent[unit], abs=1e-15)
        assert each.number == pytest.approx(sent[unit], abs=1e-15)
        cells = dict(window_cells(reading))
        assert cells[unit] == each.place and len(cells) == 6
        told = sentence(scene_at(source, selection=Selection("C", True, None, unit)), reading)
        assert ("did not win" in told) is bool(op == "maxpool" and sent[unit] == 0.0)


@pytest.mark.parametrize("op", ["conv", "xcorr"])
def test_a_kernel_collects_the_products_of_all_examples(op: str):
    """The example on the screen is in front with its products, of the others the sums; together the trace's number."""
    way = {"stride": (2, 1), "padding": (1, 2)}
    source, example = network_of(op, way), 1
    _, trace = prepared(source, examples=3)
    x, delta = trace.value("X"), trace.adjoint("z")
    every = list(met(op, way, delta.shape[1:3]))
    for unit in np.ndindex(*trace.value("K").shape):
        reading = reading_at(source, "K", unit, adjoint=True, examples=3, example=example)
        pairs = {(b, at) for at, a, b in every if a == unit}
        sums = [sum(x[number][read] * delta[number][at] for read, at in pairs) for number in range(3)]
        assert [group.number for group in reading.groups] == pytest.approx(sums, abs=1e-12)
        assert reading.group.example == example
        check_places(reading)
        check_products(reading, pairs, x[example], delta[example])
        assert reading.number == trace.adjoint("K")[unit] == pytest.approx(sum(sums), abs=1e-12)


def test_what_is_taken_away_shows_its_operands_as_they_are():
    """Of a sliding product with a minus the products are negative, the numbers that met are those of the trace."""
    source = network_of("conv", {}).replace("z = conv(X, K) + theta", "z = theta - conv(X, K)")
    _, trace = prepared(source)
    reading = reading_at(source, "z", (1, 2, 1))
    for meeting in reading.group.meetings:
        assert meeting.weight is not None
        assert meeting.read == trace.value("X")[0][meeting.source.unit]
        assert meeting.factor == trace.value("K")[meeting.weight.unit]
        assert meeting.number == pytest.approx(-meeting.read * meeting.factor, abs=1e-15)
    total = sum(group.number for group in reading.groups) + sum(each.number for each in reading.added)
    assert reading.number == pytest.approx(total)


def test_nothing_is_told_before_it_is_computed():
    """At the start no number of the picture is known but those that are given; the sum is "—"."""
    scene = scene_at("conv_lesson", 0, selection=Selection("z1", True, None, (2, 3, 1)))
    reading = reading_of(scene)
    assert (reading.shown.name, reading.shown.adjoint, reading.status) == ("C", True, "absent")
    assert not reading.visible
    for spot in painted(scene)[1]:
        lines = spot.tip.splitlines()
        if len(lines) > 1 and lines[1][:1] in "+−0123456789":
            pytest.fail(f"{spot.tip!r} tells a number that is not computed")
        assert " = +" not in spot.tip and " = −" not in spot.tip


def test_the_number_that_runs_next_is_previewed_only_where_asked():
    """Products and sum are shown ahead, unless previews are switched off."""
    scene = before("cnn_small", "z1", adjoint=False)
    assert reading_of(scene).visible and reading_of(scene).status == "next"
    hidden = replace(scene, state=replace(scene.state, preview=False))
    assert not reading_of(hidden).visible
    assert painted(scene)[0] != painted(hidden)[0]


def test_a_line_without_a_window_shows_the_cell_it_is_made_of():
    """tanh(z1) shows z1 at the same place; a dense line the last window before it."""
    at_tanh = reading_of(scene_at("cnn_small", selection=Selection("C1", False, None, (3, 7, 2))))
    assert (at_tanh.shown.name, at_tanh.shown.unit) == ("z1", (3, 7, 2))
    back = reading_of(scene_at("cnn_small", selection=Selection("z1", True, None, (3, 7, 2))))
    assert (back.shown.name, back.shown.adjoint, back.shown.unit) == ("C1", True, (3, 7, 2))
    assert reading_of(before("cnn_small", "z3", adjoint=False)).shown.name == "P2"


@pytest.mark.parametrize(("name", "entry"), [("K", (1, 0, 2, 1)), ("X", (4, 5, 1)), ("X", (0, 0, 0)), ("X", (5, 7, 1))])
def test_a_given_number_is_pinned_where_it_is_read(name: str, entry: Unit):
    """A weight or a pixel has no line: the picture stays with a cell that reads it, and marks its product."""
    reading = reading_of(scene_at("conv_lesson", selection=Selection(name, False, None, entry)))
    assert (reading.shown.name, reading.shown.adjoint) == ("z1", False)
    assert reading.pinned is not None
    assert entry in (reading.pinned.source.unit, reading.pinned.weight.unit if reading.pinned.weight else ())
    back = before("conv_lesson", "X", adjoint=True, selection=Selection("K", False, None, (1, 0, 2, 1)))
    assert reading_of(back).shown.name == "X" and reading_of(back).pinned is not None


def test_a_channel_is_brought_to_the_front():
    """The largest stands in front until another is clicked; the choice belongs to that quantity alone."""
    scene = scene_at("cnn_small", selection=Selection("z2", False, None, (1, 2, 3)))
    reading = reading_of(scene)
    assert abs(reading.group.number) == max(abs(group.number) for group in reading.groups)
    other = next(group.channel for group in reading.groups if group is not reading.group)
    run = {command.name: command for command in SLIDING}["front-channel"].run
    state = run(scene, ("z2", False, other))
    assert isinstance(state, State)
    assert reading_of(replace(scene, state=state)).group.channel == other
    elsewhere = replace(state, selection=Selection("P1", True, None, (1, 1, 1)))
    assert reading_of(replace(scene, state=elsewhere)).front == reading_of(
        replace(scene, state=replace(elsewhere, folded=frozenset()))
    ).front  # fmt: skip


def test_operands_lead_to_where_they_came_from():
    """A click on an operand pins its product, a double click goes to it; a cell of the map followed is the unit."""
    scene = scene_at("cnn_small", selection=Selection("z2", False, None, (1, 2, 3)))
    reading = reading_of(scene)
    doubles = [spot.double for spot in painted(scene)[1]]
    pins = asked(scene, "pin-product")
    for meeting in reading.group.meetings:
        assert meeting.weight is not None and reading.products.index(meeting) in pins
        assert Request("travel", Selection("P1", False, None, meeting.source.unit)) in doubles
        assert Request("select", Selection("K2", False, None, meeting.weight.unit)) in doubles
    following = before("cnn_small", "z1", adjoint=False)
    every, inside = set(range(0, 12 * 12 * 4, 4)), {len(reading_of(following).group.meetings)}
    assert set(asked(following, "choose-unit")) == every and inside == {9}


@pytest.mark.parametrize("source", ["cnn_small", "conv_lesson", "cnn_classes"])
@pytest.mark.parametrize(("theme", "size"), [(LIGHT, (730, 520)), (DARK, (520, 400)), (LIGHT, (1066, 760))])
def test_draws_at_every_place(source: str, theme: Theme, size: tuple[int, int]):
    """No place of the cursor breaks the picture; every spot says what it is and lies inside."""
    _, trace = prepared(source)
    for position in range(trace.schedule.length + 1):
        spots = painted(scene_at(source, position), theme=theme, size=size, hover=QPointF(60.0, 100.0))[1]
        assert spots and all(spot.tip for spot in spots)
        for spot in spots:
            assert spot.rect.left() >= -1.0 and spot.rect.right() <= size[0] + 1.0, spot.tip
            assert spot.rect.top() >= -1.0 and spot.rect.bottom() <= size[1] + 1.0, spot.tip


@pytest.mark.parametrize(("name", "adjoint"), [("z1", False), ("P", False), ("C", True), ("X", True), ("K", True)])
def test_every_cell_of_the_result_is_shown_while_the_mouse_is_over_it(name: str, adjoint: bool):
    """Forward, routed back, spread back and gathered: the whole picture is of the cell under the mouse, no other."""
    length = prepared("conv_lesson")[1].schedule.length
    scene = scene_at("conv_lesson", length, selection=Selection(name, adjoint, None, None))
    plain = Frame(760.0, 460.0, scene, LIGHT)
    reading = reading_of(scene)
    assert (reading.shown.name, reading.shown.adjoint) == (name, adjoint)
    layout = layout_of(plain, reading)
    array = scene.trace.adjoint(name) if adjoint else scene.trace.value(name)
    numbers = array if name == "K" else array[0]
    for row, column in product(range(layout.result.rows), range(layout.result.columns)):
        frame = replace(plain, hover=layout.result.cell(row, column).center())
        looked = looked_at(frame, layout, reading)
        unit = (*reading.shown.unit[:-3], row, column, reading.shown.unit[-1])
        assert looked.shown.unit == unit and looked.number == numbers[unit]
        assert looked.size == reading.size and looked_at(replace(frame, figure=True), layout, reading) is reading
    last = layout.result.cell(layout.result.rows - 1, 0).center()
    assert painted(scene, size=(760, 460), hover=last)[0] != painted(scene, size=(760, 460))[0]
    assert looked_at(plain, layout, reading) is reading


def test_hover_lights_one_product_everywhere_and_never_in_a_figure():
    """Pointing at a product changes the picture and its words, but not that of a figure."""
    scene = scene_at("conv_lesson", selection=Selection("z1", False, None, (2, 3, 1)))
    reading = reading_of(scene)
    layout = lay_out(Frame(730, 520, scene, LIGHT), reading, word_lines=2, legend_rows=1)
    point = layout.products.cell(0, 1).center()
    assert painted(scene)[0] != painted(scene, hover=point)[0]
    assert painted(scene, figure=True)[0] == painted(scene, figure=True, hover=point)[0]
    assert painted(scene)[0] == painted(scene)[0]


@pytest.mark.parametrize(
    ("source", "suits"), [("cnn_small", True), ("conv_lesson", True), ("mlp", False), ("lstm", False)]
)
def test_suits_networks_in_which_something_slides(source: str, suits: bool):
    """Without a kernel or a pooling window there is nothing to see."""
    made = prepare(Opening(source, moments=2 if engine.load(source).timed else None))
    assert VIEW.suits(Scene(State(made.opening), made, made.run())) is suits

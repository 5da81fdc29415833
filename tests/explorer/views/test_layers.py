"""The layers view: its model of every network, what it draws at every place of the cursor, and what can be clicked."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

import engine
from engine.exchange.example_inputs import example_inputs
from engine.exchange.opening import Opening, Prepared, prepare
from engine.run.intervention import Intervention
from engine.stepping.place import Place
from engine.trace import Trace
from explorer.command import Request
from explorer.scene import Scene
from explorer.state import Selection, State
from explorer.theme.numbers import format_number
from explorer.theme.tokens import DARK, LIGHT, Theme
from explorer.theme.type import load_fonts
from explorer.view import Frame, Spot
from explorer.views.layers import VIEW
from explorer.views.layers.box import fit_tiles, map_shape
from explorer.views.layers.cells import fitting_text
from explorer.views.layers.connections import FLOW, connections_of, flow_array, unit_links
from explorer.views.layers.model import model_of
from explorer.views.layers.pictures import as_maps
from explorer.views.layers.shown import value_side

LAYERED = ("mlp", "rnn", "gru", "lstm", "lstm_peephole", "cnn_small")
DEEP = "\n".join(
    ['"""Fourteen layers."""', "sizes(H=30)", "x: input(H)", "d: target(H)", "b0: H = tanh(W0 @ x)"]
    + [f"b{number}: H = tanh(W{number} @ b{number - 1})" for number in range(1, 14)]
    + ["E = half_sse(b13, d)"]
)


@cache
def prepared(source: str) -> tuple[Prepared, Trace]:
    """A short run of one network, made once; a text of several lines is a network of its own."""
    if "\n" not in source:
        made = prepare(Opening(source, moments=3))
        return made, made.run()
    network = engine.parse(source)
    inputs = example_inputs(network, seed=0)
    made = Prepared(Opening("text"), "text", "", network.program, inputs, network.initialise(0), 0)
    return made, made.run()


def scene_at(
    source: str, position: int, *, selection: Selection | None = None, flow: bool = False, unit: int = 0
) -> Scene:
    made, trace = prepared(source)
    folded = frozenset({FLOW}) if flow else frozenset[str]()
    return Scene(State(made.opening, place=Place(position), selection=selection, folded=folded, unit=unit), made, trace)


def before(source: str, name: str, moment: int | None = None, *, adjoint: bool = True, flow: bool = False) -> Scene:
    _, trace = prepared(source)
    position = trace.schedule.position_of(trace.program.line_of[name, adjoint], moment)
    assert position is not None
    return scene_at(source, position, flow=flow)


def at_end(source: str, **more) -> Scene:
    return scene_at(source, prepared(source)[1].schedule.length, **more)


def painted(
    scene: Scene,
    theme: Theme = LIGHT,
    *,
    size: tuple[int, int] = (730, 480),
    hover: QPointF | None = None,
    figure: bool = False,
) -> tuple[QImage, list[Spot]]:
    image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(theme.panel)
    painter = QPainter(image)
    try:
        compact = size[1] < 450
        return image, list(VIEW.draw(painter, Frame(*size, scene, theme, hover, compact, figure)))
    finally:
        painter.end()


def drawn(scene: Scene, theme: Theme = LIGHT, **more) -> list[Spot]:
    return painted(scene, theme, **more)[1]


@pytest.fixture(autouse=True)
def _fonts(qtbot: QtBot) -> None:
    load_fonts()


def test_layers_of_a_perceptron_are_its_columns():
    """A pre-activation and its activation are one layer; the target stands beside the output, the objective last."""
    columns = [[layer.names for layer in column] for column in model_of(prepared("mlp")[0].network).columns]
    assert columns == [[("x",)], [("a1", "b1")], [("a2", "b2")], [("a3", "b3")], [("a_k", "y"), ("d",)], [("E",)]]


def test_layers_of_a_convolutional_network():
    """Kernels, pooling and the flattened maps: the vector shares a layer with the maps it is made of."""
    model = model_of(prepared("cnn_small")[0].network)
    assert [layer.names for layer in model.layers if layer.column in (1, 2, 4)] == [("z1", "C1"), ("P1",), ("P2", "v")]
    assert {link.weight for link in model.links if link.kind == "kernel"} == {"K1", "K2"}


def test_a_recurrent_layer_reads_the_moment_before():
    """What is read from the moment before is a layer of its own at the left."""
    model = model_of(prepared("rnn")[0].network)
    (earlier,) = [layer for layer in model.layers if layer.back]
    assert (earlier.names, earlier.back, earlier.column) == (("b_h",), -1, 0)
    assert {link.weight for link in model.links if link.target == "a_h"} == {"W_x", "W_h"}


@pytest.mark.parametrize(("source", "suits"), [*((name, True) for name in LAYERED), ("one_gate", False),
    ("counter", False), ("scalar_graph", False), ("rnn_mtap", False)])  # fmt: skip
def test_suits_what_has_a_matrix_or_a_kernel(source: str, suits: bool):
    """Without any matrix there are no layers to see."""
    assert VIEW.suits(scene_at(source, 0)) is suits


@pytest.mark.parametrize("source", LAYERED)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_draws_at_every_place(source: str, theme: Theme):
    """No place of the cursor breaks the picture; every spot says what it is and touches the picture."""
    _, trace = prepared(source)
    size = (730, 480) if theme is LIGHT else (800, 440)
    for position in (*range(0, trace.schedule.length, max(trace.schedule.length // 8, 1)), trace.schedule.length):
        spots = drawn(scene_at(source, position, flow=theme is DARK), theme, size=size)
        assert spots and all(spot.tip for spot in spots)
        assert all(spot.rect.right() > 0.0 and spot.rect.left() < size[0] for spot in spots)
        assert all(spot.rect.bottom() <= size[1] + 1.0 and spot.rect.top() >= -1.0 for spot in spots)


@pytest.mark.parametrize("source", LAYERED)
def test_nothing_is_known_at_the_start(source: str):
    """At the start no unit that is defined tells a number."""
    scene = scene_at(source, 0)
    for spot in drawn(scene):
        lines = spot.tip.splitlines()
        if ": value, " in lines[0] and "[0]" not in lines[0]:
            assert lines[1] in ("not computed yet", "runs next")


def test_every_unit_tells_its_value_and_adjoint():
    """At the end each unit of a layer has both numbers, with the strongest of what comes in."""
    scene = at_end("mlp")
    tips = [spot.tip for spot in drawn(scene)]
    for name, adjoint in (("b2", False), ("a2", True)):
        for unit, number in enumerate(scene.whole(name, adjoint)):
            told = [tip for tip in tips if f"unit {unit}\n{format_number(float(number), digits=8)}" in tip]
            assert told, (name, unit)
    assert any("Strongest of 5 in W2" in tip and "from b1" in tip for tip in tips)


def test_the_layer_that_is_made_shows_what_is_known_of_it():
    """Between a pre-activation and its activation the former is shown; then the latter."""
    _, trace = prepared("mlp")
    layer = model_of(trace.program.network).layer_of("a2")
    assert layer is not None
    assert value_side(before("mlp", "a2", adjoint=False), layer, None).name == "a2"
    assert value_side(before("mlp", "b2", adjoint=False), layer, None).following
    assert value_side(at_end("mlp"), layer, None).name == "b2"


def test_flow_is_weight_times_adjoint_and_sums_to_the_flow_of_the_engine():
    """Summed over the units at the right, what flows back along the connections is the adjoint it ends in."""
    scene = at_end("mlp", flow=True)
    for link in unit_links(scene.network):
        flow = flow_array(scene, link, None)
        assert flow is not None
        assert np.allclose(flow.sum(axis=0), scene.whole(link.read, True), rtol=1e-12)


def test_forward_flow_sums_to_the_activation_without_its_bias():
    """Before the backward phase connections carry weight × value."""
    scene = before("mlp", "b1", adjoint=False, flow=True)
    link = unit_links(scene.network)[0]
    flow = flow_array(scene, link, None)
    assert flow is not None
    assert np.allclose(flow.sum(axis=1) + scene.parameters["theta1"], scene.whole("a1", False), rtol=1e-12)
    assert flow_array(scene, unit_links(scene.network)[1], None) is None


def test_the_strongest_connections_are_drawn():
    """Where there are too many, the strongest are kept and the legend says how many."""
    scene = at_end(DEEP)
    link = unit_links(scene.network)[3]
    found = connections_of(scene, link, None, 40)
    weights = np.abs(scene.parameters[link.weight])
    assert found.total == 900 and found.numbers is not None and len(found.numbers) == 40
    assert np.abs(found.numbers).min() >= np.sort(weights.ravel())[-40]
    assert any("The strongest" in spot.tip for spot in drawn(scene))


def test_the_switch_toggles_weights_and_flow():
    """Only the half that is not chosen asks for anything, and it folds the one name."""
    for flow in (False, True):
        spots = [spot for spot in drawn(at_end("mlp", flow=flow)) if spot.request == Request("fold", FLOW)]
        assert len(spots) == 1 and ("their weights" in spots[0].tip) is flow
    assert not [spot for spot in drawn(at_end("mlp"), figure=True) if spot.request == Request("fold", FLOW)]


def test_a_click_selects_and_then_chooses_the_unit():
    """A click looks at the quantity; where that is chosen already, at the unit; a double click at the unit."""
    first = next(spot for spot in drawn(at_end("mlp")) if spot.double == Request("choose-unit", 4))
    assert first.request is not None and first.request.command == "select"
    scene = at_end("mlp", selection=Selection("a3", True))
    assert Request("choose-unit", 4) in [spot.request for spot in drawn(scene)]


def test_parameters_are_counted():
    """Shapes and counts per layer and in all."""
    tips = "\n".join(spot.tip for spot in drawn(at_end("cnn_small")))
    assert "K1 (4, 3, 3, 3)" in tips and "108 + 4 = 112 parameters" in tips
    assert "430 parameters in all layers" in tips


def test_flattened_maps_stand_where_their_maps_do():
    """A flattened vector is drawn as the maps it was made of: the same picture whichever of the two is shown."""
    maps, vector = (at_end("cnn_small", selection=Selection(name)) for name in ("P2", "v"))
    layer = model_of(maps.network).layer_of("P2")
    assert layer is not None
    first, second = value_side(maps, layer, None), value_side(vector, layer, None)
    assert (first.name, second.name) == ("P2", "v")
    assert first.numbers is not None and second.numbers is not None
    assert np.array_equal(first.numbers, second.numbers)


def test_the_entry_under_the_mouse_tells_its_number():
    """Pointing at a map's cell gives that very entry, and a double click chooses it."""
    scene = at_end("cnn_small")
    (place,) = [spot.rect for spot in drawn(scene) if spot.tip.startswith("Map 2 of C1")]
    hover = QPointF(place.left() + 0.5, place.bottom() - 0.5)
    tips = [spot for spot in drawn(scene, hover=hover) if spot.rect.contains(hover)]
    number = format_number(float(scene.whole("C1", False)[11, 0, 2]), digits=8)
    assert f"unit 11, 0, 2\n{number}" in tips[-1].tip
    assert tips[-1].double == Request("choose-unit", (11 * 12 + 0) * 4 + 2)


def test_pixels_are_never_smoothed():
    """A map has only the colours of its numbers, however large its pixels."""
    scene = at_end("cnn_small")
    image, spots = painted(scene)
    (place,) = [spot.rect for spot in spots if spot.tip.startswith("Map 0 of P1")]
    side = value_side(scene, next(layer for layer in model_of(scene.network).layers if "P1" in layer.names), None)
    assert side.numbers is not None
    cell = place.width() / 6.0
    lut = LIGHT.map("value")
    for row in range(1, 5):
        for column in range(1, 5):
            at = image.pixelColor(int(place.left() + (column + 0.5) * cell), int(place.top() + (row + 0.5) * cell))
            assert at == lut.colour(side.scale.fraction(float(side.numbers[row, column, 0])))


def test_units_of_a_large_layer_fill_a_grid():
    """Numbers stand row by row; entries behind the last unit are none."""
    tiles = fit_tiles(QRectF(0.0, 0.0, 80.0, 80.0), map_shape("grid", (31,)))
    maps = as_maps(np.arange(1.0, 32.0), tiles)
    assert maps.shape == (7, 5, 1) and maps[1, 0, 0] == 6.0 and not maps[6, 1:].any()
    scene = at_end(DEEP, selection=Selection("b3"))
    (grid,) = [spot.rect for spot in drawn(scene) if spot.tip.startswith("b3: value") and spot.rect.height() > 30.0]
    hover = grid.topLeft() + QPointF(1.0, 1.0)
    tips = [spot.tip for spot in drawn(scene, hover=hover) if spot.rect.contains(hover)]
    assert format_number(float(scene.whole("b3", False)[0]), digits=8) in tips[-1]


def test_a_deep_network_moves_to_the_focus():
    """Columns that do not fit are a click away, and the layer in focus is in sight."""
    spots = drawn(before(DEEP, "b12"))
    assert any("more layers to the left" in spot.tip for spot in spots)
    assert any(spot.tip.startswith("∂E/∂b12") or "b12" in spot.tip for spot in spots)


def test_tiny_numbers_in_narrow_cells_keep_their_size():
    """A cell too narrow for digits tells the power of ten instead of a bare zero."""
    assert fitting_text(0.00123, 40.0, signed=True, digits=4) == "+1e−3"
    assert fitting_text(-0.5, 36.0, signed=True, digits=4) == "−.5"
    assert fitting_text(0.25, 70.0, signed=False, digits=4) == "0.2500"


def test_drawing_twice_gives_the_same_picture():
    """The picture is a function of the frame: caches do not show."""
    for source in ("mlp", "cnn_small", "lstm"):
        scene = before(source, "h" if source == "lstm" else "y", 1 if source == "lstm" else None)
        assert painted(scene)[0] == painted(scene)[0]


def test_a_value_put_in_by_hand_is_marked():
    """The unit that a person changed is known to the layer, and no other."""
    made, _ = prepared("mlp")
    change = Intervention("b2", (0, 1), 0.9)
    trace = made.run((change,))
    state = State(made.opening, place=Place(trace.schedule.length), interventions=(change,))
    scene = Scene(state, made, trace)
    layer = model_of(scene.network).layer_of("b2")
    assert layer is not None
    assert value_side(scene, layer, None).by_hand == {1}
    link = next(link for link in unit_links(scene.network) if link.made == "a2")
    flow = flow_array(replace(scene, state=replace(state, folded=frozenset({FLOW}))), link, None)
    assert flow is not None and np.allclose(flow.sum(axis=0), scene.whole("b1", True))

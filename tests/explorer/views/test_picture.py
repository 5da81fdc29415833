"""The picture: pixels and adjoints stand where they belong, parts through a unit are exact, and strokes are offered."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from engine.run.intervention import Intervention
from engine.run.spread import spread
from explorer.command import Request
from explorer.scene import Other, Scene
from explorer.scenery.brush import CHANNEL, paints
from explorer.scenery.contrast import contrasted
from explorer.scenery.turning import with_turned
from explorer.state import Selection
from explorer.theme.tokens import DARK, LIGHT, Theme
from explorer.theme.type import load_fonts
from explorer.view import Frame, Spot
from explorer.views.picture import VIEW
from explorer.views.picture.choices import ONE_UNIT, OVER
from explorer.views.picture.layout import lay_out
from explorer.views.picture.shown import shown_of
from explorer.views.picture.through import chosen_unit, dense_layers, passes_all, through_of, way_back
from explorer.views.picture.way import part_of
from explorer.views.picture.words import adjoint_note, back_words, unit_words
from tests.explorer.views.image_scenes import prepared, scene_at

WIDTH = 720.0
ROUND = '''"""A layer of units that part of the picture goes round."""
X: input(4, 6, 1)
d: target(2)
K: parameter(2, 3, 3, 1)
z1 = conv(X, K)
v = flatten_maps(z1)
a: 3 = W @ v
b: 2 = U @ a + V @ v
E = half_sse(b, d)
'''


def before(source: str, name: str) -> Scene:
    """Just before an adjoint is made."""
    _, trace = prepared(source)
    return scene_at(source, trace.schedule.position_of(trace.program.line_of[name, True], None))


def with_channel(scene: Scene, number: int) -> Scene:
    return replace(scene, state=replace(scene.state, folded=with_turned(scene.state.folded, CHANNEL, number)))


def framed(scene: Scene, theme: Theme = LIGHT, *, figure: bool = False, hover: QPointF | None = None) -> Frame:
    high = VIEW.height(Frame(WIDTH, 500.0, scene, theme, figure=figure))
    return Frame(WIDTH, high, scene, theme, hover, figure=figure)


def painted(frame: Frame) -> tuple[QImage, list[Spot]]:
    image = QImage(round(frame.width), round(frame.height), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(frame.theme.panel)
    painter = QPainter(image)
    try:
        return image, list(VIEW.draw(painter, frame))
    finally:
        painter.end()


def beside_the_number(rect) -> tuple[int, int]:
    """A place in a cell that no number covers."""
    return int(rect.center().x()), int(rect.top() + 0.15 * rect.height()) + 1


@pytest.fixture(autouse=True)
def _fonts(qtbot: QtBot) -> None:
    load_fonts()


def test_suits_networks_that_read_a_picture():
    assert [VIEW.suits(scene_at(name)) for name in ("cnn_small", "conv_lesson", "mlp", "rnn")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("channel", [0, 1])
def test_every_pixel_and_every_adjoint_stands_where_it_belongs(theme, channel):
    """6 rows of 8 columns: a transposed picture would show."""
    frame = framed(with_channel(scene_at("conv_lesson"), channel), theme)
    image, _ = painted(frame)
    page = lay_out(frame)
    trace = prepared("conv_lesson")[1]
    values, adjoints = trace.value("X")[0, :, :, channel], trace.adjoint("X")[0, :, :, channel]
    low, high = prepared("conv_lesson")[0].inputs["X"].min(), prepared("conv_lesson")[0].inputs["X"].max()
    limit = np.abs(trace.adjoint("X")).max()
    for row, column in np.ndindex(6, 8):
        grey = round(255.0 * (values[row, column] - low) / (high - low))
        met = image.pixelColor(*beside_the_number(page.picture.grid.cell_rect(0, row, column)))
        assert met == QColor(grey, grey, grey), (row, column)
        part = np.sign(adjoints[row, column]) * np.sqrt(abs(adjoints[row, column]) / limit)
        met = image.pixelColor(*beside_the_number(page.adjoint.grid.cell_rect(0, row, column)))
        assert met == theme.map("adjoint").colour(float(part)), (row, column)


def test_a_picture_of_three_channels_is_in_colour_and_its_adjoint_a_sum_of_sizes():
    frame = framed(scene_at("cnn_small"))
    image, _ = painted(frame)
    page, (made, trace) = lay_out(frame), prepared("cnn_small")
    low, high = made.inputs["X"].min(), made.inputs["X"].max()
    low, high = (0.0, 1.0) if low >= 0.0 and high <= 1.0 else (low, high)
    for row, column in ((0, 0), (3, 11), (13, 2)):
        wanted = [round(255.0 * (part - low) / (high - low)) for part in trace.value("X")[0, row, column]]
        centre = page.picture.grid.cell_rect(0, row, column).center()
        assert image.pixelColor(int(centre.x()), int(centre.y())) == QColor(*wanted)
    np.testing.assert_array_equal(page.shown.adjoint, np.abs(trace.adjoint("X")[0]).sum(axis=2))
    assert "added up" in adjoint_note(frame.scene, page.shown)
    assert "exactly the adjoint of the input" in adjoint_note(frame.scene, page.shown)


@pytest.mark.parametrize("over", [False, True])
@pytest.mark.parametrize("through", [False, True])
def test_before_the_backward_pass_there_is_no_adjoint(over, through):
    """It is said to be missing, and no pixel has a colour of the map."""
    scene = before("conv_lesson", "P")
    keys = frozenset(key for key, on in ((OVER.key, over), (ONE_UNIT.key, through)) if on)
    scene = replace(scene, state=replace(scene.state, folded=keys))
    shown = shown_of(scene)
    assert shown.adjoint is None
    assert "not computed yet" in adjoint_note(scene, shown)
    frame = framed(scene)
    image, _ = painted(frame)
    page = lay_out(frame)
    grid = (page.adjoint or page.picture).grid
    places = [beside_the_number(grid.cell_rect(0, row, column)) for row, column in np.ndindex(6, 8)]
    assert max(image.pixelColor(*place).hsvSaturation() for place in places) < 40


def test_what_runs_next_is_not_shown_as_if_it_were_there():
    shown = shown_of(before("conv_lesson", "X"))
    assert shown.following and shown.adjoint is None


@pytest.mark.parametrize(("source", "name", "count"), [("cnn_small", "z3", 6), ("conv_lesson", "z2", 2)])
def test_the_parts_of_all_units_of_a_layer_sum_to_the_adjoint(source, name, count):
    """As the map shows them, channel by channel, to 1e-12; and each is the part that the engine finds."""
    trace = prepared(source)[1]
    total = np.zeros(trace.adjoint("X").shape[1:3])
    for unit in range(count):
        scene = with_channel(scene_at(source, None, ONE_UNIT.key, selection=Selection(name, True, None, (unit,))), 1)
        shown = shown_of(scene)
        channel = shown.channels[0]
        assert (shown.through.name, shown.through.entry) == (name, (unit,))
        np.testing.assert_array_equal(shown.adjoint, spread(trace, name, (unit,))["X"][:, :, channel])
        total = total + shown.adjoint
        assert f"all {count} units of this layer sum to ∂E/∂X" in adjoint_note(scene, shown)
    np.testing.assert_allclose(total, trace.adjoint("X")[0, :, :, channel], rtol=0, atol=1e-12)


def test_nothing_is_promised_of_a_layer_that_others_go_round():
    network = prepared(ROUND)[0].network
    assert [passes_all(network, "X", name) for name in ("z1", "v", "a", "b")] == [True, True, False, True]
    scene = scene_at(ROUND, None, ONE_UNIT.key, selection=Selection("a", True, None, (1,)))
    assert "go round this layer" in adjoint_note(scene, shown_of(scene))


def test_units_and_classes_can_be_chosen():
    """Dense layers alone are offered; the last one's largest value is looked at until a person chooses."""
    scene = scene_at("cnn_small")
    assert dense_layers(scene, "X") == ("z3", "z4")
    assert chosen_unit(scene, "X") == ("z4", (0,))
    _, spots = painted(framed(scene))
    asked = [spot for spot in spots if spot.request is not None and spot.request.command == "follow-through"]
    wanted = [*(Selection("z3", True, None, (unit,)) for unit in range(6)), Selection("z4", True, None, (0,))]
    assert [spot.request.argument for spot in asked] == wanted
    assert "unit alone" in asked[0].tip
    chosen = scene_at("cnn_small", selection=wanted[4])
    assert chosen_unit(chosen, "X") == ("z3", (4,))


def test_classes_have_their_names():
    scene = scene_at("garments")
    assert unit_words(scene, "z4", (1,)) == "z4[1] (trousers)"
    assert unit_words(scene, "z3", (1,)) == "z3[1]"


def test_the_way_back_is_the_part_of_every_layer():
    """Of layers of one size the one nearest to the picture; the unit itself alone is not zero in its own."""
    scene = scene_at("cnn_small", selection=Selection("z3", True, None, (4,)))
    assert way_back(scene, "X", "z3") == ("X", "z1", "P1", "z2", "P2", "z3")
    through = through_of(scene, "X")
    parts = spread(prepared("cnn_small")[1], "z3", (4,))
    for name in way_back(scene, "X", "z3"):
        np.testing.assert_array_equal(part_of(scene, name, through), parts[name])
    own = part_of(scene, "z3", through)
    assert np.flatnonzero(own).tolist() == [4]
    assert own[4] == prepared("cnn_small")[1].adjoint("z3")[0, 4]


def test_the_way_back_grows_with_the_backward_pass():
    scene = before("cnn_small", "z2")
    through = through_of(scene, "X")
    known = [name for name in way_back(scene, "X", "z4") if part_of(scene, name, through) is not None]
    assert known == ["P2", "z3", "z4"]


def test_every_pixel_offers_a_stroke():
    frame = framed(scene_at("conv_lesson"))
    _, spots = painted(frame)
    grid = lay_out(frame).picture.grid
    for row, column in ((0, 0), (2, 7), (5, 3)):
        centre = grid.cell_rect(0, row, column).center()
        spot = next(spot for spot in reversed(spots) if spot.rect.contains(centre))
        assert spot.request == Request("draw", ("X", row, column))
        assert spot.along == Request("draw-on", ("X", row, column))
        assert spot.drag
        assert f"row {row}, column {column}" in spot.tip


def test_every_paint_can_be_chosen_and_the_chosen_one_is_no_choice():
    scene = scene_at("conv_lesson")
    _, spots = painted(framed(scene))
    asked = {spot.request.argument for spot in spots if spot.request is not None and spot.request.command == "turn"}
    numbers = {argument[1] for argument in asked if argument[0] == "picture: paint"}
    assert numbers == {number + 1 for number in range(len(paints(scene, "X")))} - {3}


def test_drawn_pixels_carry_a_corner_and_are_counted():
    scene = scene_at("conv_lesson")
    held = (Intervention("X", (0, 2, 7, 0), 1.0), Intervention("X", (0, 5, 1, 1), 1.0))
    scene = replace(scene, state=replace(scene.state, interventions=held), trace=scene.prepared.run(held))
    frame = framed(scene)
    image, spots = painted(frame)
    grid = lay_out(frame).picture.grid
    for row, column in np.ndindex(6, 8):
        corner = grid.cell_rect(0, row, column).bottomLeft() + QPointF(3.0, -3.0)
        marked = image.pixelColor(int(corner.x()), int(corner.y())) == LIGHT.accent
        assert marked == ((row, column) == (2, 7)), "the other one is on the channel behind"
    assert back_words(shown_of(scene).changed) == "take 2 back"
    assert any(spot.request == Request("picture-as-given") for spot in spots)


def test_the_difference_of_two_runs_is_the_difference_of_their_parts():
    """Drawn on and compared with the picture as it was: the parts of all units sum to how much ∂E/∂X changed."""
    held = tuple(Intervention("X", (0, 2, column, 0), 3.0) for column in range(8))
    scene = scene_at("conv_lesson", None, ONE_UNIT.key)
    state = replace(scene.state, interventions=held, contrast="difference")
    other = Other(scene.prepared, scene.trace)
    drawn = contrasted(replace(scene, state=state, trace=scene.prepared.run(held), other=other))
    total = np.zeros((6, 8))
    for unit in range(2):
        chosen = replace(drawn.state, selection=Selection("z2", True, None, (unit,)))
        total = total + shown_of(replace(drawn, state=chosen)).adjoint
    changed = scene.prepared.run(held).adjoint("X") - scene.trace.adjoint("X")
    assert np.abs(changed).max() > 1e-3
    np.testing.assert_allclose(total, changed[0, :, :, 0], rtol=0, atol=1e-12)
    painted(framed(drawn))


def test_over_the_picture_a_round_dot_shows_the_adjoint():
    scene = scene_at("conv_lesson", None, OVER.key)
    frame = framed(scene)
    image, _ = painted(frame)
    page = lay_out(frame)
    assert page.adjoint is None
    row, column = np.unravel_index(np.abs(page.shown.adjoint).argmax(), page.shown.adjoint.shape)
    number = float(page.shown.adjoint[row, column])
    rect = page.picture.grid.cell_rect(0, int(row), int(column))
    centre = rect.center()
    wanted = LIGHT.map("adjoint").colour(page.shown.scale.fraction(number))
    assert image.pixelColor(int(centre.x()), int(centre.y())) == wanted
    corner = rect.topLeft() + QPointF(2.5, 2.5)
    assert image.pixelColor(int(corner.x()), int(corner.y())) != wanted


def test_figures_have_neither_switches_nor_brush():
    page = lay_out(framed(scene_at("cnn_small"), figure=True))
    assert page.switches is None and page.brush is None
    _, spots = painted(framed(scene_at("cnn_small"), figure=True))
    assert not any(spot.request is not None and spot.request.command in ("fold", "turn") for spot in spots)


@pytest.mark.parametrize("width", [420.0, 560.0, 720.0, 1200.0])
@pytest.mark.parametrize("source", ["cnn_small", "conv_lesson", "garments"])
def test_nothing_is_wider_than_the_page(width, source):
    frame = Frame(width, 800.0, scene_at(source), LIGHT)
    page = lay_out(frame)
    rects = [page.picture.grid.rect, page.head, *(rect for row in page.rows for _, rect in row.units)]
    rects += [page.adjoint.grid.rect] if page.adjoint is not None else []
    rects += [rect for _, rect in page.stages]
    assert all(rect.left() >= 0.0 and rect.right() <= width for rect in rects)
    assert max(rect.bottom() for rect in rects) <= page.height

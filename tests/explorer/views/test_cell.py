"""The cell view: its spots, its flows, and that it draws at every place of the cursor on every network it suits."""

from functools import cache

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from engine.exchange.opening import Opening, Prepared, prepare
from engine.stepping.place import Place
from engine.trace import Trace
from explorer.scene import Scene
from explorer.state import Selection, State
from explorer.theme.numbers import format_number
from explorer.theme.tokens import DARK, LIGHT, Theme
from explorer.theme.type import load_fonts
from explorer.view import Frame, Spot
from explorer.views.cell import VIEW
from explorer.views.cell.geometry import geometry
from explorer.views.cell.roles import roles_of
from explorer.views.cell.ways import back_way

SIZES = {"light": (620.0, 450.0), "dark": (800.0, 480.0)}
BLOCK = ("s", "b_c", "a_iota", "a_phi", "a_omega", "a_c")


@cache
def prepared(source: str, sizes: tuple[tuple[str, int], ...] = ()) -> tuple[Prepared, Trace]:
    """A short run of one source, made once."""
    made = prepare(Opening(source, sizes=sizes, moments=4))
    return made, made.run()


def scene_at(
    source: str,
    position: int,
    *,
    sizes: tuple[tuple[str, int], ...] = (),
    unit: int = 0,
    selection: Selection | None = None,
    preview: bool = True,
) -> Scene:
    made, trace = prepared(source, sizes)
    state = State(made.opening, place=Place(position), unit=unit, selection=selection, preview=preview)
    return Scene(state, made, trace)


def before(source: str, name: str, moment: int, *, adjoint: bool = True, **options) -> Scene:
    """The scene in which the line of `name` runs next at `moment` (from 0)."""
    _, trace = prepared(source, options.get("sizes", ()))
    position = trace.schedule.position_of(trace.program.line_of[name, adjoint], moment)
    assert position is not None
    return scene_at(source, position, **options)


def drawn(scene: Scene, theme: Theme = LIGHT, *, figure: bool = False, hover: QPointF | None = None) -> list[Spot]:
    width, height = SIZES[theme.name]
    image = QImage(int(width), int(height), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(theme.panel)
    painter = QPainter(image)
    try:
        return list(VIEW.draw(painter, Frame(width, height, scene, theme, hover, theme is DARK, figure)))
    finally:
        painter.end()


@pytest.fixture(autouse=True)
def _fonts(qtbot: QtBot) -> None:
    load_fonts()


def flow_tips(spots: list[Spot]) -> list[str]:
    return [spot.tip for spot in spots if spot.tip.startswith("Flow ")]


@pytest.mark.parametrize("name", BLOCK)
def test_every_adjoint_of_the_block_has_all_its_flows_on_wires(name: str):
    """Whatever runs next, each term that exists is drawn with the number the engine gives, and no other."""
    scene = before("occupancy", name, 1, unit=2)
    expected = [float(flow.array[scene.unit_of(name)]) for flow in scene.trace.flows(name, 1, 0)]
    tips = flow_tips(drawn(scene))
    assert len(tips) == len(expected)
    for index, number in enumerate(expected, 1):
        assert any(tip.startswith(f"Flow {index} ") and format_number(number, digits=8) in tip for tip in tips)


def test_flows_from_beyond_the_last_moment_are_not_drawn():
    """At the last moment the state gets its two flows of the same moment and none from later."""
    assert len(flow_tips(drawn(before("occupancy", "s", 3)))) == 2


def test_flows_that_are_not_computed_yet_are_not_drawn():
    """A chosen adjoint shows only what has been sent already: at t of ε_c the state's carry from t+1 is known."""
    scene = before("occupancy", "b_c", 1, selection=Selection("s", True))
    assert sorted(tip.split(" ")[1] for tip in flow_tips(drawn(scene))) == ["3", "4", "5"]


def test_without_preview_what_runs_next_gives_nothing_away():
    """In exercises neither the coming number nor its terms are drawn."""
    assert flow_tips(drawn(before("occupancy", "s", 1, preview=False))) == []


def test_nothing_is_known_at_the_start():
    """At the start no badge of a value or an adjoint of the block tells a number."""
    spots = drawn(scene_at("occupancy", 0))
    of_block = [spot.tip.splitlines()[1] for spot in spots if spot.tip.startswith(("ε_", "δ_", "b_", "s[1]"))]
    assert of_block and all(text in ("not computed yet", "runs next") or text.startswith("0") for text in of_block)


def test_spots_say_what_a_click_does():
    """Badges of this moment select, those of others travel, unit cells choose a unit."""
    spots = drawn(before("occupancy", "s", 1))
    requests = [spot.request for spot in spots if spot.request is not None]
    assert {request.command for request in requests} == {"select", "travel", "choose-unit"}
    assert Selection("s", True, 2) in [request.argument for request in requests if request.command == "travel"]
    assert Selection("s", False, 0) in [request.argument for request in requests if request.command == "travel"]


@pytest.mark.parametrize(("source", "sizes"), [("occupancy", ()), ("occupancy", (("C", 2),)), ("lstm", ())])
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_draws_at_every_place(source: str, sizes: tuple[tuple[str, int], ...], theme: Theme):
    """No place of the cursor breaks the picture, and nothing lies outside the panel."""
    _, trace = prepared(source, sizes)
    width, height = SIZES[theme.name]
    for position in range(0, trace.schedule.length + 1, 3):
        for spot in drawn(scene_at(source, position, sizes=sizes, unit=1), theme, hover=QPointF(300.0, 200.0)):
            assert spot.tip and spot.rect.left() >= 0.0 and spot.rect.right() <= width + 1.0, spot
            assert spot.rect.top() >= -2.0 and spot.rect.bottom() <= height + 1.0, spot


def test_a_figure_has_no_cursor_and_a_full_legend():
    """An exported picture has neither the unit strip nor what runs next, but explains gates and peepholes."""
    spots = drawn(before("occupancy", "s", 1), figure=True)
    assert not any(spot.request is not None and spot.request.command == "choose-unit" for spot in spots)
    assert any(spot.tip.startswith("A peephole") for spot in spots)


def test_many_units_are_paged():
    """More than 24 units are shown a page at a time, with an arrow to the next page."""
    scene = scene_at("occupancy", 0, sizes=(("H", 32),), unit=30)
    chosen = [spot for spot in drawn(scene) if spot.request is not None and spot.request.command == "choose-unit"]
    assert len(chosen) <= 25 and any("units beside" in spot.tip for spot in chosen)


def test_roles_are_found_by_vocabulary():
    """Both vocabularies are recognised; peepholes are drawn only where the network has them."""
    graves, plain = roles_of(prepared("occupancy")[0].network), roles_of(prepared("lstm")[0].network)
    assert graves is not None and set(graves.peepholes) == {"iota", "phi", "omega"} and graves.outside[0] == "a_k"
    assert plain is not None and not plain.peepholes and plain.state == "c"
    assert not VIEW.suits(scene_at("gru", 0))


def test_peepholes_see_the_right_moment():
    """The flows of ι and φ come from the next moment (they see s of t−1), that of ω from the same."""
    g = geometry(717.0, 460.0)
    assert back_way(g, "state", "sum omega", 0) is not None and back_way(g, "state", "sum omega", 1) is None
    for gate in ("iota", "phi"):
        assert back_way(g, "state", f"sum {gate}", 1) is not None and back_way(g, "state", f"sum {gate}", 0) is None


def test_positions_depend_on_size_alone():
    """The geometry is a pure function: the same size gives the same places."""
    assert geometry(700.0, 450.0) == geometry(700.0, 450.0)
    assert geometry(400.0, 300.0).zoom < 1.0


def test_a_step_within_a_moment_leaves_most_of_the_cell_alone():
    """Told is the block, and the foot only where the units get their numbers; a new moment changes everything."""
    assert VIEW.changes is not None
    width, height = SIZES["light"]
    schedule = prepared("lstm_peephole")[1].schedule
    first = schedule.position_of(schedule.program.line_of["a_iota", False], 1)
    state = schedule.position_of(schedule.program.line_of["s", False], 1)
    assert first is not None and state is not None

    def told(position: int) -> list[QRectF] | None:
        frames = [Frame(width, height, scene_at("lstm_peephole", at), LIGHT) for at in (position, position + 1)]
        assert VIEW.changes is not None
        found = VIEW.changes(*frames)
        return None if found is None else list(found)

    def foot(places: list[QRectF] | None) -> bool:
        return places is not None and any(place.bottom() > height - 4.0 for place in places)

    assert told(first) is not None and not foot(told(first))
    assert foot(told(state))
    assert told(first - 1) is None


def test_what_was_not_painted_can_be_pointed_at():
    """The spots of a picture of which a part was painted are those of the whole."""
    scene = before("lstm_peephole", "s", 1)
    width, height = SIZES["light"]
    image = QImage(int(width), int(height), QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    painter.setClipRect(QRectF(0.0, 0.0, width, 40.0))
    part = list(VIEW.draw(painter, Frame(width, height, scene, LIGHT)))
    painter.end()
    whole = drawn(scene)
    assert [(spot.rect, spot.tip) for spot in part] == [(spot.rect, spot.tip) for spot in whole]

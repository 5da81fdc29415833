"""The timeline: strips in the right order, nothing told before it is computed, and spots that mean what they say."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QPointF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from pytestqt.qtbot import QtBot

from engine.exchange.opening import Opening, prepare
from engine.stepping.place import Place
from explorer.command import Request
from explorer.drawing.decades import Decades, decade_text, decades
from explorer.drawing.formula import set_cache_folder
from explorer.scene import Scene
from explorer.state import Selection, State
from explorer.theme.tokens import theme
from explorer.theme.type import load_fonts
from explorer.view import Frame, Spot
from explorer.views.timeline import VIEW
from explorer.views.timeline.layout import SECTION, lay_out
from explorer.views.timeline.numbers import known_columns, known_range, strip_of
from explorer.views.timeline.tracks import tracks

NETWORKS = ("occupancy", "sunspots", "lstm", "gru", "mlp", "counter", "one_gate", "scalar_graph", "rnn_mtap")
Make = Callable[..., Scene]


@pytest.fixture(autouse=True)
def _fonts(qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory) -> None:
    load_fonts()
    set_cache_folder(tmp_path_factory.getbasetemp() / "formulas")


@pytest.fixture(scope="module")
def scene() -> Make:
    """A function that gives a scene of a source, `part` of the way through its run, or before a line at a moment."""
    runs = {}

    def make(
        source: str = "occupancy", *, part: float = 1.0, before: tuple[str, bool, int] | None = None, **state
    ) -> Scene:
        sizes, moments = state.pop("sizes", ()), state.pop("moments", None)
        opening = Opening(source, sizes=sizes, moments=moments)
        if opening not in runs:
            prepared = prepare(opening)
            runs[opening] = prepared, prepared.run()
        prepared, trace = runs[opening]
        position: int | None = round(part * trace.schedule.length)
        if before is not None:
            name, adjoint, moment = before
            position = trace.schedule.position_of(trace.program.line_of[name, adjoint], moment)
        assert position is not None
        return Scene(State(opening, place=Place(position), **state), prepared, trace)

    return make


def asks(spot: Spot) -> Request:
    return spot.request or Request("")


def paint(
    shown: Scene, *, size: tuple[int, int] = (1100, 313), look: str = "light", **how
) -> tuple[QImage, Sequence[Spot], Frame]:
    frame = Frame(float(size[0]), float(size[1]), shown, theme(look), **how)
    height = VIEW.height(frame) if VIEW.height else size[1]
    image = QImage(size[0], int(height), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(frame.theme.panel)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    try:
        return image, VIEW.draw(painter, frame), frame
    finally:
        painter.end()


@pytest.mark.parametrize("source", NETWORKS)
def test_every_place_of_the_cursor_can_be_drawn(scene, source: str) -> None:
    """From nothing known to all known, on a wide and a small screen, in both themes, spots lie inside the picture."""
    for part in (0.0, 0.3, 0.5, 0.8, 1.0):
        for size, look, compact in (((1100, 313), "light", False), ((780, 165), "dark", True)):
            image, spots, _ = paint(scene(source, part=part), size=size, look=look, compact=compact)
            assert spots
            for spot in spots:
                assert spot.tip and spot.rect.isValid()
                assert image.rect().adjusted(-1, -1, 1, 1).contains(spot.rect.toAlignedRect()), spot.tip


def test_adjoints_climb_in_the_order_in_which_they_are_computed(scene) -> None:
    """So that the edge of the known is a staircase: the strip computed first stands at the bottom."""
    shown = scene()
    adjoints = [track.name for track in tracks(shown) if track.adjoint and track.name != "x"]
    assert adjoints[::-1] == [line.name for line in shown.program.section("backward")]


def test_states_stand_above_gates_and_gates_above_the_rest(scene) -> None:
    """The order of values follows from what the equations read at the moment before."""
    names = [track.name for track in tracks(scene()) if not track.adjoint]
    assert names[:5] == ["x", "d", "y", "s", "b_c"]
    assert names[5:8] == ["b_iota", "b_phi", "b_omega"]


def test_a_small_panel_keeps_state_and_its_adjoint(scene) -> None:
    """What carries over time stays to the last where room is short; the rest is announced."""
    _, spots, frame = paint(scene(), size=(780, 150), compact=True)
    names = {(row.track.name, row.track.adjoint) for row in lay_out(frame).rows}
    assert {("s", False), ("s", True), ("b_c", True)} <= names
    remark = next(spot for spot in spots if asks(spot).command == "fold")
    assert asks(remark).argument == SECTION


def test_all_strips_are_shown_when_asked_for(scene) -> None:
    """Folding the section open gives every track a row, and the picture scrolls."""
    frame = Frame(780.0, 150.0, scene(folded=frozenset({SECTION})), theme("light"), compact=True)
    assert len(lay_out(frame).rows) == len(tracks(frame.scene))
    assert VIEW.height is not None and VIEW.height(frame) > 400.0


def test_known_ranges_agree_with_the_scene_moment_by_moment(scene) -> None:
    """Values become known from the left, adjoints from the right."""
    for part in (0.0, 0.2, 0.45, 0.6, 0.9, 1.0):
        shown = scene(part=part)
        for track in tracks(shown):
            first, stop = known_range(shown, track)
            known = [first <= moment < stop for moment in range(shown.trace.moments)]
            assert known == [shown.known(track.name, track.adjoint, moment) for moment in range(shown.trace.moments)]


def test_a_merged_column_waits_for_all_its_moments() -> None:
    """Otherwise its largest number could be one that is not computed yet."""
    assert known_columns((0, 7), 4, 10) == (0, 1)
    assert known_columns((5, 10), 4, 10) == (2, 3)
    assert known_columns((0, 10), 4, 10) == (0, 3)


def test_nothing_unknown_can_be_seen_or_read(scene) -> None:
    """Before the adjoint of s at t = 11 its cells further left are grey hatch, and their tip holds no number."""
    shown = scene(before=("s", True, 10))
    _, _, frame = paint(shown)
    layout = lay_out(frame)
    row = next(row for row in layout.rows if (row.track.name, row.track.adjoint) == ("s", True))
    point = QPointF(layout.centre(3), row.rect.center().y())
    image, spots, _ = paint(shown, hover=point)
    cell = next(spot for spot in reversed(spots) if spot.rect.contains(point))
    assert "— not computed yet" in cell.tip
    ground = [image.pixelColor(x, int(point.y())) for x in range(int(layout.left) + 3, int(layout.left) + 60)]
    assert all(max(c.red(), c.green(), c.blue()) - min(c.red(), c.green(), c.blue()) < 14 for c in ground)


def test_the_cell_under_the_mouse_says_its_number_and_travels(scene) -> None:
    """The tip names quantity, unit, moment and number; a click moves the cursor, a double click looks at it there."""
    shown = scene(before=("s", True, 10))
    layout = lay_out(paint(shown)[2])
    row = next(row for row in layout.rows if (row.track.name, row.track.adjoint) == ("s", False))
    point = QPointF(layout.centre(6), row.rect.top() + row.rect.height() * 2.5 / 6.0)
    _, spots, _ = paint(shown, hover=point)
    cell = next(spot for spot in reversed(spots) if spot.rect.contains(point))
    number = shown.number("s", False, 6, (2, 0))
    assert cell.tip.startswith("s, unit 2 at t = 7: ")
    assert f"{abs(number):.4f}" in cell.tip
    assert (asks(cell).command, asks(cell).argument, cell.drag) == ("go-to-moment", 6, True)
    double = cell.double
    assert double is not None
    assert (double.command, double.argument) == ("travel", Selection("s", False, 6))


def test_columns_scrub(scene) -> None:
    """Each column is a spot that can be dragged over and asks for its moment, counted from 0."""
    _, spots, _ = paint(scene())
    columns = [spot for spot in spots if spot.tip.endswith("moves the cursor here")]
    assert [asks(spot).argument for spot in columns] == list(range(24))
    assert all(spot.drag and asks(spot).command == "go-to-moment" for spot in columns)


def test_labels_select(scene) -> None:
    """A click on a strip's label looks at that quantity."""
    _, spots, frame = paint(scene())
    row = lay_out(frame).rows[-1]
    point = QPointF(20.0, row.rect.center().y())
    label = next(spot for spot in reversed(spots) if spot.rect.contains(point))
    assert asks(label).argument == Selection(row.track.name, True)


def test_many_moments_are_merged_by_the_largest(scene) -> None:
    """More moments than columns fit: neighbours share one, and its tip says so."""
    shown = scene("sunspots", moments=120, part=1.0)
    _, spots, frame = paint(shown, size=(300, 260), compact=True)
    layout = lay_out(frame)
    assert layout.per_column == 2 and layout.columns == 60
    assert any(spot.tip.startswith("t = 1 to 2:") for spot in spots)


def test_stepping_builds_no_strip_anew(scene) -> None:
    """The strip of a track is the same object at every place of the cursor."""
    first, second = scene(part=0.2), scene(part=0.9)
    made = [strip_of(shown, tracks(shown)[3], theme=theme("light"), columns=24, rows=16) for shown in (first, second)]
    assert made[0] is made[1]


def test_decades_hold_all_norms_and_no_more_than_sixty() -> None:
    """Zeros, NaN and numbers that are hardly any do not stretch the axis."""
    assert decades([np.array([0.0, 0.02, 3.0, np.nan, np.inf])]) == Decades(-2, 1)
    assert decades([np.array([1e-310, 1.0])]) == Decades(-60, 0)
    assert decades([np.zeros(3)]) == Decades(-1, 0)
    assert Decades(-2, 1).fraction(0.0) is None
    assert decade_text(-4) == "1e−4" and decade_text(1) == "10"


def test_without_moments_units_stand_side_by_side(scene) -> None:
    """Every unit is a cell with its number; the first click selects, one on what is looked at chooses the unit."""
    _, spots, _ = paint(scene("mlp", part=1.0), size=(1100, 400))
    cells = [spot for spot in spots if spot.tip.startswith("b1: ")]
    assert sum("unit" in spot.tip.splitlines()[1] for spot in cells if "\n" in spot.tip) == 5
    _, spots, _ = paint(scene("mlp", selection=Selection("b1")), size=(1100, 400))
    assert [asks(spot).argument for spot in spots if asks(spot).command == "choose-unit"] == [0, 1, 2, 3, 4]


def test_a_figure_is_vectors_without_amber(scene, tmp_path: Path) -> None:
    """Cells become rectangles, no picture is embedded, and nothing has the colour of the cursor."""
    shown = scene(before=("s", True, 10))
    buffer = QBuffer()
    content = QByteArray()
    buffer.setBuffer(content)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    painter = QPainter(generator)
    frame = Frame(1100.0, 313.0, shown, theme("light"), figure=True)
    VIEW.draw(painter, frame)
    painter.end()
    text = bytes(content.data()).decode()
    assert "<image" not in text
    assert frame.theme.next_edge.name() not in text.lower() and frame.theme.next.name() not in text.lower()


def test_numbers_that_are_none_do_not_break_the_picture(scene) -> None:
    """NaN and infinities in a trace are drawn, with their norms left out of the axis."""
    shown = scene(part=1.0)
    adjoints = {name: array.copy() for name, array in shown.trace.adjoints.items()}
    adjoints["s"][3] = np.nan
    adjoints["s"][5] = np.inf
    adjoints["b_c"][:] = 1e-310
    broken = Scene(shown.state, shown.prepared, replace(shown.trace, adjoints=adjoints))
    _, spots, _ = paint(broken)
    assert spots

"""The data page: the threshold, columns, windows and moments that can be clicked, and every kind of scene drawn."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from engine.exchange.opening import Opening, prepare
from engine.exchange.series import Series
from engine.stepping.place import Place
from explorer.command import Request
from explorer.scene import Scene
from explorer.state import State
from explorer.theme.tokens import theme
from explorer.theme.type import load_fonts
from explorer.view import Frame, Spot
from explorer.views.data import VIEW
from explorer.views.data.numbers import percent
from explorer.views.data.page import FOLD, lanes_of, lay_out, title_indent
from explorer.views.data.plot import envelope, nice_ticks
from resources import resource_path
from tests.engine.exchange.pictures.drawn_files import save, speckled

SIZE = (716.0, 495.0)


@pytest.fixture(autouse=True)
def _application(qtbot: QtBot) -> None:
    load_fonts()


@lru_cache(maxsize=32)
def _scene(opening: Opening, position: int = 0) -> Scene:
    prepared = prepare(opening)
    return Scene(State(opening, place=Place(position)), prepared, prepared.run())


def _sample() -> str:
    with resource_path("data", "occupancy_sample.csv") as path:
        return str(path)


def _draw(scene: Scene, *, hover: QPointF | None = None, look: str = "light", **changes: object) -> Sequence[Spot]:
    frame = Frame(*SIZE, scene, theme(look), hover=hover, **changes)  # type: ignore[arg-type]
    frame = replace(frame, height=max(SIZE[1], _height(frame)))
    image = QImage(int(frame.width), int(frame.height), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(frame.theme.panel)
    painter = QPainter(image)
    try:
        return VIEW.draw(painter, frame)
    finally:
        painter.end()


def _requests(spots: Sequence[Spot], command: str) -> list[Request]:
    return [spot.request for spot in spots if spot.request is not None and spot.request.command == command]


def _arguments(spots: Sequence[Spot], command: str) -> list[Any]:
    return [request.argument for request in _requests(spots, command)]


def _series(scene: Scene) -> Series:
    assert scene.prepared.series is not None
    return scene.prepared.series


def _height(frame: Frame) -> float:
    assert VIEW.height is not None
    return VIEW.height(frame)


def test_a_drag_over_the_plot_sets_every_threshold_from_high_to_low():
    drawn = _draw(_scene(Opening("occupancy")))
    spots = [s for s in drawn if s.request and s.request.command == "set-threshold"]
    values = _arguments(drawn, "set-threshold")
    assert all(spot.drag for spot in spots)
    assert values == sorted(values, reverse=True) and len(set(values)) == len(values)
    power = _series(_scene(Opening("occupancy"))).power
    assert power is not None and values[0] > power.max() and values[-1] < power.min()
    assert all(spot.rect.height() < 6.0 for spot in spots)


def test_the_suggested_threshold_is_offered_exactly_where_another_is_used():
    scene = _scene(Opening("occupancy", threshold=-90.0))
    offered = [s for s in _draw(scene) if s.request and s.request.command == "set-threshold" and not s.drag]
    assert [spot.request for spot in offered] == [Request("set-threshold", _series(scene).suggested)]
    suggested = [s for s in _draw(_scene(Opening("occupancy"))) if s.request and s.request.command == "set-threshold"]
    assert all(spot.drag for spot in suggested)


@pytest.mark.parametrize("threshold", [500.0, -500.0, -95.0])
def test_a_threshold_beyond_all_power_is_drawn_at_the_edge(threshold: float):
    assert _draw(_scene(Opening("occupancy", threshold=threshold)))


def test_each_example_has_a_bracket_that_chooses_it():
    spots = _draw(_scene(Opening("occupancy")))
    assert sorted(_arguments(spots, "choose-example")) == [0, 1, 2, 3]
    assert all(s.rect.width() >= 32.0 for s in spots if s.request and s.request.command == "choose-example")


def test_a_moment_says_what_is_read_and_asked_for_and_moves_the_cursor():
    scene = _scene(Opening("occupancy"))
    moments: dict[Any, Spot] = {
        s.request.argument: s
        for s in _draw(scene)
        if s.request and s.request.command == "go-to-moment" and "Click" in s.tip
    }
    assert sorted(moments) == list(range(24))
    x, d = scene.prepared.inputs["x"], scene.prepared.inputs["d"]
    for moment, spot in moments.items():
        told = ["0" if value == 0 else "1.0000" for value in (x[moment, 0, 0], d[moment, 0, 0])]
        assert f"x, read: channel {told[0]}" in spot.tip and f"one row later: channel {told[1]}" in spot.tip


def test_bands_are_toggled_among_inputs_and_targets():
    arguments = _arguments(_draw(_scene(Opening(_sample()))), "toggle-column")
    names = _series(_scene(Opening(_sample()))).columns
    assert sorted(arguments) == sorted((role, name) for role in ("inputs", "targets") for name in names)


def test_the_only_input_offers_no_toggle():
    """A network needs an input: clicking the last one away would do nothing."""
    arguments = _arguments(_draw(_scene(Opening(_sample(), inputs=("800 MHz",)))), "toggle-column")
    assert ("inputs", "800 MHz") not in arguments and ("inputs", "802 MHz") in arguments


def test_a_band_under_the_mouse_comes_to_the_front():
    scene = _scene(Opening(_sample()))
    page = lay_out(Frame(*SIZE, scene, theme("light")), _series(scene))
    index, rect = page.rows[0]
    spots = _draw(scene, hover=rect.center())
    assert any(spot.tip.startswith(f"{_series(scene).columns[index]} is busy") for spot in spots)


@pytest.fixture
def sweep(tmp_path: Path) -> Path:
    """A sweep file of 151 bands over 60 slots."""
    rng = np.random.default_rng(1)
    lines = []
    for slot in range(60):
        power = -90.0 + rng.normal(size=152) + 40.0 * ((slot // 5 + np.arange(152)) % 3 == 0)
        cells = ", ".join(f"{value:.2f}" for value in power)
        lines.append(f"2024-01-01, 00:00:{slot:02d}, 800000000, 800151000, 1000, 10, {cells}")
    path = tmp_path / "sweep.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_many_bands_become_a_map_in_which_each_can_be_clicked(sweep: Path):
    scene = _scene(Opening(str(sweep)))
    asked = _arguments(_draw(scene), "toggle-column")
    assert len(_series(scene).columns) == 151
    assert 70 < len({(role, name) for role, name in asked if role == "inputs"}) <= 151
    assert _height(Frame(*SIZE, scene, theme("light"))) < 1400.0


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize(
    "opening",
    [
        Opening("occupancy"),
        Opening("occupancy", sizes=(("C", 2),)),
        Opening("occupancy", moments=300),
        Opening("occupancy", examples=40),
        Opening("sunspots"),
        *(
            Opening(name)
            for name in ("planes_small", "garments", "fashion", "spirals", "reber", "adding_rnn", "counting")
        ),
        *(Opening(name) for name in ("lstm", "gru", "mlp", "counter", "one_gate", "scalar_graph", "rnn_mtap")),
    ],
)
def test_every_scene_draws_at_every_place(opening: Opening, look: str):
    length = _scene(opening).schedule.length
    for position in (0, length // 3, length // 2, length - 1, length):
        scene = replace(_scene(opening), state=State(opening, place=Place(position)))
        spots = _draw(scene, look=look, compact=position == 0, figure=position == length)
        assert spots and all(spot.tip for spot in spots)


@pytest.mark.parametrize(
    "text",
    [
        "a\n" + "".join(f"{1e308 * (-1) ** i}\n" for i in range(30)),
        "a,b\n" + "1,2\n" * 30,
        "a,b\n1,2\n3,4\n",
        "a,b\n" + "1,\n2,4\n,\n7,2\n" * 10,
        "a\n" + "".join(f"{i % 9}\n" for i in range(5000)),
        ",".join(f"column {i}" for i in range(40)) + "\n" + (",".join(str(i) for i in range(40)) + "\n") * 9,
    ],
    ids=["huge", "constant", "two rows", "gaps", "long", "wide"],
)
def test_odd_tables_draw(tmp_path: Path, text: str):
    path = tmp_path / "table.csv"
    path.write_text(text)
    assert _draw(_scene(Opening(str(path))))
    assert _draw(_scene(Opening(str(path))), hover=QPointF(300.0, 250.0))


def test_a_number_under_the_mouse_is_told_as_in_the_file_and_as_read():
    scene = _scene(Opening("sunspots"))
    page = lay_out(Frame(*SIZE, scene, theme("light")), _series(scene))
    tips = [spot.tip for spot in _draw(scene, hover=QPointF(page.plot.left() + 0.5, page.plot.center().y()))]
    assert any("row 0 (1700): 5.0" in tip and "the network reads 0.121" in tip for tip in tips)


def test_the_story_folds():
    opening = Opening("occupancy")
    scene = _scene(opening)
    folded = replace(scene, state=replace(scene.state, folded=frozenset({FOLD})))
    frame = Frame(*SIZE, scene, theme("light"))
    assert _height(replace(frame, scene=folded)) < _height(frame) - 150.0
    assert _requests(_draw(folded), "fold") == [Request("fold", FOLD)]


def test_the_height_depends_on_the_width_alone():
    """Else a page that was once stretched would never shrink again."""
    frame = Frame(*SIZE, _scene(Opening("occupancy")), theme("light"))
    assert _height(frame) == _height(replace(frame, height=2000.0))


def test_a_bare_network_lists_its_shapes_and_offers_other_numbers():
    spots = _draw(_scene(Opening("lstm")))
    assert _requests(spots, "next-seed") == [Request("next-seed")]
    assert any("shape 8 × 8" in spot.tip for spot in spots)


@pytest.mark.parametrize("width", [300.0, 716.0, 1280.0])
@pytest.mark.parametrize(
    ("name", "words"),
    [("planes_small", {"plane", "motorcycle"}), ("garments", {"bag", "dress"}), ("xor", {"same sign", "other sign"})],
)
def test_each_example_of_a_dataset_is_shown_and_chosen_by_a_click(name: str, words: set[str], width: float):
    scene = _scene(Opening(name))
    assert VIEW.height is not None
    frame = Frame(width, VIEW.height(Frame(width, 500.0, scene, theme("light"))), scene, theme("light"))
    image = QImage(int(frame.width), int(frame.height), QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    spots = [s for s in VIEW.draw(painter, frame) if s.request and s.request.command == "choose-example"]
    painter.end()
    assert [s.request.argument for s in spots if s.request] == list(range(scene.trace.examples))
    assert words <= {spot.tip.split(": ")[1].split(".")[0] for spot in spots}
    assert all(spot.rect.right() <= frame.width and spot.rect.bottom() <= frame.height for spot in spots)
    if name != "xor":  # points may lie on one another, pictures may not
        assert not any(a.rect.intersects(b.rect) for a in spots for b in spots if a is not b)


def test_a_picture_under_the_mouse_says_which_file_it_was_and_what_is_left_of_it(tmp_path: Path):
    for number in range(3):
        save(tmp_path / f"{number}.png", speckled(number, 20, 40))
    spots = [s for s in _draw(_scene(Opening(str(tmp_path)))) if s.request and s.request.command == "choose-example"]
    assert {spot.tip.splitlines()[1] for spot in spots} == {
        f"{number}.png, 40 × 20 pixels, of which the middle 50 % are kept" for number in range(3)
    }


def test_strings_are_spelt_to_their_end():
    spots = [s for s in _draw(_scene(Opening("reber"))) if s.request and s.request.command == "choose-example"]
    assert all(spot.tip.split(": ")[1].startswith("B") and "E. Click" in spot.tip for spot in spots)


def test_other_parameters_are_offered_where_the_examples_stay():
    tips = [spot.tip for spot in _draw(_scene(Opening("xor"))) if spot.request == Request("next-seed")]
    assert tips == ["Click: parameters from the next seed"]


def test_windows_that_overlap_stand_in_lanes():
    assert lanes_of((0, 10, 20), 10) == (0, 0, 0)
    assert lanes_of((0, 5, 10), 10) == (0, 1, 0)
    assert max(lanes_of(tuple(range(20)), 10)) == 3


def test_an_envelope_keeps_extremes_and_gaps():
    values = np.array([0.0, 9.0, -3.0, 1.0, np.nan, np.nan])
    assert np.array_equal(envelope(values, 3), [[0.0, 9.0], [-3.0, 1.0], [np.nan, np.nan]], equal_nan=True)


def test_ticks_are_round_and_few():
    assert nice_ticks(-108.0, -82.0, 4) == ([-100.0, -90.0], 10.0)
    assert nice_ticks(1.0, 1.0, 4) == ([], 0.0)
    assert nice_ticks(-np.inf, 1.0, 4) == ([], 0.0)


def test_a_share_is_never_rounded_to_all_or_nothing():
    assert [percent(share) for share in (0.0, 0.001, 0.424, 0.999, 1.0)] == ["0 %", "< 1 %", "42 %", "> 99 %", "100 %"]


def test_power_under_the_mouse_is_told_beside_the_threshold_it_would_set():
    scene = _scene(Opening("occupancy"))
    page = lay_out(Frame(*SIZE, scene, theme("light")), _series(scene))
    hover = page.plot.center()
    top = next(spot for spot in reversed(_draw(scene, hover=hover)) if spot.rect.contains(hover))
    assert "slot 300: " in top.tip and "Click or drag: threshold at" in top.tip and top.drag


def test_crowded_windows_are_clicked_where_they_lie():
    scene = _scene(Opening("occupancy", examples=40))
    brackets = [s for s in _draw(scene) if s.request and s.request.command == "choose-example"]
    hit = [top for b in brackets for top in brackets if top.rect.contains(b.rect.center())]
    assert set(_arguments(hit, "choose-example")) == set(range(40))


def test_the_title_is_indented_only_where_it_folds():
    """A figure has no mark before the title, and no room for one."""
    scene = _scene(Opening("occupancy"))
    assert title_indent(Frame(1100.0, 500.0, scene, theme("light"))) > 18.0
    assert title_indent(Frame(1100.0, 500.0, scene, theme("light"), figure=True)) == 0.0

"""The Program view: lines, numbers, the band of the next line, sub-expressions, folding, and what can be clicked."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from engine.exchange.opening import Opening, Prepared, prepare
from engine.identity import Same
from engine.run.intervention import Intervention
from engine.stepping.place import Place, parts_of
from engine.trace import Trace
from explorer.command import Request
from explorer.drawing.formula import set_cache_folder
from explorer.scene import Other, Scene
from explorer.state import Selection, State
from explorer.theme.tokens import DARK, LIGHT
from explorer.theme.type import load_fonts
from explorer.view import Frame, Spot
from explorer.views.program import VIEW
from explorer.views.program.breaking import broken, factors
from explorer.views.program.listing import arrange
from explorer.views.program.marking import marked
from explorer.views.program.numbers import Scales
from explorer.views.program.setting import FORMULA_SIZE, set_line

DEFAULT = "occupancy"


@pytest.fixture(autouse=True)
def _typesetter(qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Fonts, and one folder of formulas for the whole run: typesetting is slow, and what is stored never changes."""
    load_fonts()
    set_cache_folder(Path(tmp_path_factory.getbasetemp()) / "formulas")


@lru_cache(maxsize=16)
def _run(source: str) -> tuple[Prepared, Trace]:
    opening = Opening(source, moments=12 if source == DEFAULT else None)
    prepared = prepare(opening)
    return prepared, prepared.run()


def _scene(source: str = DEFAULT, *, position: int = 0, part: int = 0, **changes: object) -> Scene:
    prepared, trace = _run(source)
    state = State(prepared.opening, place=Place(position, part), unit=5)
    return Scene(replace(state, **changes), prepared, trace)  # type: ignore[arg-type]


def _at(name: str, moment: int | None, *, adjoint: bool = True, source: str = DEFAULT) -> int:
    """The position at which the line of a quantity runs next; the moment counts from 0."""
    prepared, trace = _run(source)
    position = trace.schedule.position_of(prepared.program.line_of[name, adjoint], moment)
    assert position is not None
    return position


def _draw(frame: Frame, *, clip: QRectF | None = None) -> tuple[QImage, Sequence[Spot]]:
    assert VIEW.height is not None
    image = QImage(round(frame.width), round(VIEW.height(frame)), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(frame.theme.panel)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if clip is not None:
        painter.setClipRect(clip)
    spots = VIEW.draw(painter, frame)
    painter.end()
    return image, spots


def _frame(scene: Scene, *, width: float = 470.0, compact: bool = False, hover: QPointF | None = None) -> Frame:
    return Frame(width, 900.0, scene, LIGHT, hover=hover, compact=compact)


def _spot(spots: Sequence[Spot], start: str) -> Spot:
    return next(spot for spot in spots if spot.tip.startswith(start))


@pytest.mark.parametrize("source", [DEFAULT, "sunspots", "mlp", "rnn_mtap", "scalar_graph"])
def test_every_place_of_the_cursor_draws_in_both_themes(source: str) -> None:
    """From nothing known to all known, wide and compact, inside lines too; every shown line has a spot to select it."""
    length = _run(source)[1].schedule.length
    for turn, position in enumerate((0, length // 5, length // 2, 4 * length // 5, length - 1, length)):
        scene = _scene(source, position=position, part=turn % 2)
        frame = replace(
            _frame(scene, width=330.0 if turn % 3 else 470.0, compact=turn == 2), theme=(LIGHT, DARK)[turn % 2]
        )
        _, spots = _draw(frame)
        for placed in arrange(frame).lines:
            spot = next(spot for spot in spots if spot.rect == placed.rect)
            assert spot.tip.startswith(f"line {placed.line.number}:")
            assert isinstance(spot.request, Request) and spot.request.command == "select"


def test_nothing_stands_above_anything_else() -> None:
    """Formulas end before the badges, badges lie in the panel, and lines follow one another without overlap."""
    for width in (300.0, 330.0, 470.0, 700.0):
        listing = arrange(_frame(_scene(position=_at("s", 6)), width=width))
        below = 0.0
        for placed in listing.lines:
            assert placed.rect.top() >= below
            below = placed.rect.bottom()
            assert placed.badge.right() <= width
            assert placed.corner.x() + placed.setting.rows[0].right <= placed.badge.left()
            assert all(box.bottom() <= placed.setting.height and box.top() >= 0 for _, box in placed.setting.references)


def test_what_is_not_computed_shows_no_number() -> None:
    """Before the run no line has a number but the next one its preview; at the end all have one."""
    start = arrange(_frame(_scene()))
    assert all(placed.shown.number is None for placed in start.lines)
    assert [placed.line.number for placed in start.lines if placed.shown.coming is not None] == [1]
    assert all(placed.shown.coming is None for placed in arrange(_frame(_scene(preview=False))).lines)
    end = arrange(_frame(_scene(position=_run(DEFAULT)[1].schedule.length)))
    assert all(placed.shown.number is not None and placed.shown.coming is None for placed in end.lines)


def test_the_number_is_that_of_the_chosen_unit_and_example_at_the_moment() -> None:
    """Beside a forward line while the backward pass stands at t = 7."""
    scene = _scene(position=_at("s", 6), example=1)
    placed = next(placed for placed in arrange(_frame(scene)).lines if placed.line.number == 6)
    assert placed.shown.number == scene.trace.value("s")[6, 1, 5, 0]


def test_a_term_says_what_it_is_and_selects_it_at_its_moment() -> None:
    """The adjoint of s at t + 1 in its own line, at t = 7, is that at t = 8 (7 from 0)."""
    scene = _scene(position=_at("s", 6))
    _, spots = _draw(_frame(scene))
    spot = _spot(spots, "ε_s[8]: ")
    assert spot.request == Request("select", Selection("s", True, 7))
    assert "adjoint of s, shape (6, 1)" in spot.tip and "defined by line 17" in spot.tip and "at t = 8" in spot.tip
    assert spot.double == Request("run-to", (17, 6))


def test_a_term_beyond_the_ends_of_time_is_known_to_be_zero() -> None:
    """At the last moment nothing comes from the future: said in words, and nothing there to select."""
    last = (_run(DEFAULT)[1].moments or 0) - 1
    _, spots = _draw(_frame(_scene(position=_at("s", last))))
    spot = _spot(spots, f"ε_s[{last + 2}]: ")
    assert spot.tip.endswith("after the last moment: known to be 0") and spot.request is None


def test_a_line_is_selected_by_a_click_and_run_to_by_two() -> None:
    """The line of the cell state; what is computed along with another line is mentioned there."""
    _, spots = _draw(_frame(_scene(position=_at("s", 6))))
    line = _spot(spots, "line 17:")
    assert line.request == Request("select", Selection("s", True, None)) and line.double == Request("run-to", (17, 6))
    assert "also computes ∂E/∂b_ω" in _spot(spots, "line 16:").tip
    assert _spot(spots, "line 13:").double == Request("run-to", (13, None))


def test_the_band_of_the_next_line_is_amber_and_followed() -> None:
    """The rectangle to keep in sight is that of the next line, painted in the colour nothing else has."""
    assert VIEW.follow is not None
    frame = _frame(_scene(position=_at("s", 6)))
    image, _ = _draw(frame)
    rect = VIEW.follow(frame)
    assert rect is not None
    assert image.pixelColor(12, round(rect.center().y())) == LIGHT.next
    assert image.pixelColor(12, round(rect.top()) - 4) == LIGHT.panel
    assert VIEW.follow(_frame(_scene(position=_run(DEFAULT)[1].schedule.length))) is None


def test_only_what_is_seen_is_painted_but_all_can_be_asked_for() -> None:
    """A clip leaves the rest untouched and keeps the same spots."""
    frame = _frame(_scene(position=_at("s", 6)))
    clip = QRectF(0.0, 0.0, 470.0, 100.0)
    image, spots = _draw(frame, clip=clip)
    whole, all_spots = _draw(frame)
    assert list(spots) == list(all_spots)
    assert image.copy(0, 0, 370, 99) == whole.copy(0, 0, 370, 99)
    assert image.pixelColor(240, 432) == LIGHT.panel


@pytest.mark.parametrize("name", ["s", "b_c", "a_omega"])
def test_going_into_a_line_shows_each_sub_expression(name: str) -> None:
    """The line grows by one row with the latest sub-expression, and every sub-expression has a place in the formula."""
    prepared, _ = _run(DEFAULT)
    line = prepared.program.line_of[name, True]
    position = _at(name, 6)
    plain = next(placed for placed in arrange(_frame(_scene(position=position))).lines if placed.runs)
    parts = parts_of(line.expression)
    for part in range(1, len(parts)):
        scene = _scene(position=position, part=part)
        placed = next(placed for placed in arrange(_frame(scene)).lines if placed.runs)
        assert placed.inside is not None and placed.rect.height() > plain.rect.height()
        assert placed.setting.part_boxes(parts[part - 1][0]) and placed.setting.part_boxes(parts[part][0])
        _, spots = _draw(_frame(scene))
        assert f"sub-expression {part} of {len(parts)} of this line, computed last" in " ".join(
            spot.tip for spot in spots
        )


def test_the_first_sub_expression_has_its_own_value() -> None:
    """σ'(a_ω) before the product it belongs to."""
    scene = _scene(position=_at("a_omega", 6), part=1)
    placed = next(placed for placed in arrange(_frame(scene)).lines if placed.runs)
    opened = scene.trace.value("b_omega")[6, 0, 5]
    assert placed.inside is not None and placed.inside.shown.number == pytest.approx(opened * (1 - opened))


def test_folding_leaves_the_line_that_runs_next() -> None:
    """A folded section is one bar; only the line that runs next stays below it."""
    scene = _scene(position=_at("s", 6), folded=frozenset({"forward", "backward"}))
    listing = arrange(_frame(scene))
    sections = [placed.line.section for placed in listing.lines]
    assert "forward" not in sections and sections.count("backward") == 1
    bar = next(bar for bar in listing.bars if bar.block.section == "forward")
    assert bar.block.remark == "12 lines · all known at t = 7"
    assert _spot(_draw(_frame(scene))[1], "Forward, 12 lines").request == Request("fold", "forward")


def test_a_small_screen_shows_the_backward_lines() -> None:
    """Forward and Parameters are one line each, unless the cursor is there or they were opened."""
    backward, forward = _scene(position=_at("s", 6)), _scene(position=_at("s", 6, adjoint=False))
    assert {placed.line.section for placed in arrange(_frame(backward, compact=True)).lines} == {"backward"}
    assert {placed.line.section for placed in arrange(_frame(forward, compact=True)).lines} == {"forward", "backward"}
    opened = _scene(position=_at("s", 6), folded=frozenset({"parameters"}))
    assert "parameters" in {placed.line.section for placed in arrange(_frame(opened, compact=True)).lines}


def test_marks_keep_the_reading_order_and_the_whole_formula() -> None:
    """Every reference and sub-expression of a product is marked once; the sign of a transposed matrix is inside."""
    prepared, _ = _run(DEFAULT)
    line = prepared.program.line_of["b_c", True]
    marks = marked(line.expression.arguments[0], prepared.network)  # type: ignore[union-attr]
    assert [reference.name for reference in marks.references] == ["W_k", "a_k"]
    assert r"\class{ref0}{W_{k}^{\top}}" in marks.latex


def test_the_subtitle_names_the_unit() -> None:
    """Whose numbers these are; nothing to name where there is only one."""
    assert VIEW.subtitle(_scene()) == "value, unit 5"
    assert VIEW.subtitle(_scene("scalar_graph")) == "value"


def test_hovering_rings_the_quantity_only() -> None:
    """The picture changes around the term under the mouse and nowhere else."""
    scene = _scene(position=_at("s", 6))
    _, spots = _draw(_frame(scene))
    rect = _spot(spots, "ε_s[8]: ").rect
    plain, _ = _draw(_frame(scene))
    ringed, _ = _draw(_frame(scene, hover=rect.center()))
    assert plain != ringed
    below = round(rect.bottom()) + 4
    assert plain.copy(0, below, 470, 300) == ringed.copy(0, below, 470, 300)


def test_terms_are_cut_at_their_products_only() -> None:
    """Not in brackets, and not between a sign and its factor; marks go around each part, and nothing is lost."""
    assert factors(r"\class{part1}{(a \odot b) \odot \class{ref0}{c_{d}}}") == [
        r"\class{part1}{(a \odot b) }",
        r"\class{part1}{{}\odot \class{ref0}{c_{d}}}",
    ]
    assert factors(r"\class{part0}{w\,h}") == [r"\class{part0}{w}", r"\class{part0}{{}\cdot h}"]
    assert len(factors(r"d \ast_{\mathrm{full}}\,\class{part0}{k}")) == 2
    assert factors(r"\tanh'(a \odot b)") == [r"\tanh'(a \odot b)"]
    assert factors(r"a \odot b \odot c", ()) == [r"a \odot b \odot c"]
    assert broken(r"a \odot b \odot c", (9, 9), lambda latex: len(latex.split(r"\odot"))) == [r"a \odot b \odot c"]
    assert len(broken(r"a \odot b \odot c", (1, 2), lambda latex: latex.count("a") + latex.count("b"))) == 2


@pytest.mark.parametrize("source", ["lstm_peephole", "gru", "rnn_mtap", "cnn_small"])
def test_a_narrow_panel_breaks_terms_instead_of_writing_them_small(source: str) -> None:
    """At 150 % in a small window no formula is below 15 px per em, and every reference can still be pointed at."""
    program = prepare(Opening(source)).program
    for line in program.lines:
        narrow, wide = (set_line(Same(program), line.number, room, room) for room in (140.0, 900.0))
        assert all(glyph.squeeze * FORMULA_SIZE >= 14.99 for glyph in narrow.glyphs), line.number
        assert [reference for reference, _ in narrow.references] == [reference for reference, _ in wide.references]
        assert all(box.right() <= 141.0 for _, box in narrow.references)


def test_colours_are_those_of_this_run_again_when_the_other_one_is_let_go():
    """Beside another run both are drawn on one scale; the run itself stays the very same."""
    prepared = prepare(Opening("mlp"))
    trace = prepared.run()
    louder = prepared.run((Intervention("b1", (), 1e4),))
    alone = Scene(State(prepared.opening), prepared, trace)
    beside = replace(alone, other=Other(prepared, louder), limits={})
    names = [quantity.name for quantity in alone.network.having("defined")]
    scales = {name: Scales(alone).of(name, False) for name in names}
    assert {name: Scales(beside).of(name, False) for name in names} != scales
    assert {name: Scales(replace(alone, limits={})).of(name, False) for name in names} == scales

"""What the inspector shows: terms with numbers and links, nothing that is not computed yet, at every place and size."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from engine.exchange.opening import Opening, Prepared, prepare
from engine.stepping.place import Place
from engine.trace import Trace
from explorer.command import Request
from explorer.drawing.formula import set_cache_folder
from explorer.scene import Scene
from explorer.state import Selection, State, Visit
from explorer.theme.tokens import theme
from explorer.theme.type import load_fonts
from explorer.view import Frame, Spot
from explorer.views.inspector import VIEW
from explorer.views.inspector.explaining import read
from explorer.views.inspector.papers import UNFOLDED
from explorer.views.inspector.reading import Reading
from explorer.views.inspector.substitution import Substitution
from explorer.views.program.numbers import unit_index as program_unit
from explorer.views.timeline.numbers import unit_index as timeline_unit
from explorer.views.timeline.tracks import tracks

NETWORKS = ("cnn_small", "lstm_peephole", "mlp", "rnn_mtap", "counter", "scalar_graph")
Draw = Callable[..., list[Spot]]


@cache
def opened(source: str, **sizes: int) -> tuple[Prepared, Trace]:
    prepared = prepare(Opening(source, sizes=tuple(sizes.items())))
    return prepared, prepared.run()


def scene_at(
    source: str,
    position: int | None = None,
    *,
    sizes: tuple[tuple[str, int], ...] = (),
    unit: int = 0,
    chosen: Selection | None = None,
    preview: bool = True,
    trail: tuple[Visit, ...] = (),
) -> Scene:
    """A scene before the event at `position`, at the end of the run unless stated."""
    prepared, trace = opened(source, **dict(sizes))
    place = Place(trace.schedule.length if position is None else position)
    state = State(prepared.opening, place=place, unit=unit, selection=chosen, preview=preview, trail=trail)
    return Scene(state, prepared, trace)


def before(source: str, name: str, *, adjoint: bool, moment: int | None, unit: int = 0, preview: bool = True) -> Scene:
    """A scene in which this line runs next; the moment counts from 0."""
    _, trace = opened(source)
    position = trace.schedule.position_of(trace.program.line_of[name, adjoint], moment)
    assert position is not None
    return scene_at(source, position, unit=unit, preview=preview)


def reading_of(scene: Scene) -> Reading:
    reading = read(scene)
    assert reading is not None
    return reading


@pytest.fixture
def draw(qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory) -> Draw:
    """A function that draws a scene on a picture and gives the spots."""
    load_fonts()
    set_cache_folder(_formulas(tmp_path_factory))

    def drawn(
        scene: Scene,
        *,
        colours: str = "light",
        compact: bool = False,
        width: float = 410.0,
        hover: QPointF | None = None,
        figure: bool = False,
    ) -> list[Spot]:
        frame = Frame(width, 600.0, scene, theme(colours), hover=hover, compact=compact, figure=figure)
        height = VIEW.height(frame) if VIEW.height else 600.0
        image = QImage(int(width), int(height), QImage.Format.Format_ARGB32_Premultiplied)
        painter = QPainter(image)
        try:
            spots = list(VIEW.draw(painter, frame))
        finally:  # a picture that dies while it is painted on takes the process with it
            painter.end()
        assert all(spot.rect.bottom() <= height + 1.0 for spot in spots)
        return spots

    return drawn


def _formulas(factory: pytest.TempPathFactory) -> Path:
    return factory.getbasetemp() / "formulas"


def test_the_adjoint_of_the_state_is_shown_as_its_five_terms() -> None:
    """ε_s is a sum of five flows: two from its own moment, three from the next one, and they add up to it."""
    scene = before("occupancy", "s", adjoint=True, moment=10, unit=5)
    reading = reading_of(scene)
    assert reading.status == "next"
    assert [row.mark for row in reading.rows] == ["1", "2", "3", "4", "5"]
    assert [row.when for row in reading.rows] == ["11", "11", "12", "12", "12"]
    assert reading.rows[2].link == Selection("s", True, 11)
    assert reading.number == pytest.approx(sum(row.number or 0.0 for row in reading.rows))
    assert reading.number == pytest.approx(float(scene.trace.adjoint("s")[10, 0, 5, 0]))
    assert all(row.lines[0].text.count("×") >= 1 for row in reading.rows)


def test_rows_travel_to_their_source_and_back(draw: Draw) -> None:
    """A click on a term travels to where it came from; with a trail there is a way back."""
    spots = draw(before("occupancy", "s", adjoint=True, moment=10))
    assert Request("travel", Selection("a_iota", True, 11)) in [spot.request for spot in spots]
    assert Request("back") not in [spot.request for spot in spots]
    spots = draw(scene_at("occupancy", trail=(Visit(Place(0)),)))
    assert Request("back") in [spot.request for spot in spots]


def test_what_is_not_computed_yet_has_no_numbers(draw: Draw) -> None:
    """The equation of an absent adjoint is shown in symbols alone, and so is the sum that a parameter's adjoint is."""
    for chosen in (Selection("s", True, 3), Selection("W_h_iota", True), Selection("b_phi", False, 3)):
        scene = scene_at("occupancy", 0, chosen=chosen)
        reading = reading_of(scene)
        assert reading.status == "absent"
        assert reading.number is None and not reading.substituted and not reading.checkable
        assert all(row.number is None and row.share is None and not row.lines for row in reading.rows)
        assert any("not computed yet" in spot.tip for spot in draw(scene))


def test_without_preview_only_operands_are_shown() -> None:
    """With the preview off the operands stand there to be worked out by hand, but no product and no sum."""
    reading = reading_of(before("occupancy", "s", adjoint=True, moment=10, preview=False))
    assert reading.number is None and all(row.number is None for row in reading.rows)
    assert "tanh'(" in reading.rows[0].lines[0].text
    assert not any("=" in line.text for row in reading.rows for line in row.lines)


def test_nothing_comes_from_after_the_last_moment() -> None:
    """At t = T three of the five terms do not exist: they are 0, in words, and lead nowhere."""
    reading = reading_of(scene_at("occupancy", chosen=Selection("s", True, 23)))
    assert [row.number for row in reading.rows[2:]] == [0.0, 0.0, 0.0]
    assert all(row.link is None and "no moment 25" in row.lines[0].remark for row in reading.rows[2:])


def test_an_activation_is_shown_with_its_argument() -> None:
    """An activation b = σ(a): the equation, the number put in, and a link to a."""
    scene = before("occupancy", "b_phi", adjoint=False, moment=10, unit=5)
    reading = reading_of(scene)
    argument = float(scene.trace.value("a_phi")[10, 0, 5])
    assert reading.shown == "factors" and reading.substituted.startswith("σ(")
    assert reading.rows[0].link == Selection("a_phi", False, 10)
    assert reading.rows[0].number == pytest.approx(argument)


def test_a_matrix_product_lists_its_largest_products() -> None:
    """The largest products are listed with weight and number, the others as one sum."""
    reading = reading_of(before("occupancy", "a_iota", adjoint=False, moment=10))
    lines = reading.rows[1].lines
    assert len(lines) == 4 and lines[0].remark.startswith("unit")
    assert lines[3].text.startswith("+ 3 more = ")


def test_parameters_sum_over_moments_and_examples() -> None:
    """The seven largest moments and the others add up to the adjoint; each is told example by example."""
    scene = scene_at("occupancy", chosen=Selection("W_h_iota", True), unit=2)
    reading = reading_of(scene)
    assert len(reading.rows) == 8 and reading.rows[-1].text == "17 others"
    sizes = [abs(row.number or 0.0) for row in reading.rows[:-1]]
    assert sizes == sorted(sizes, reverse=True)
    assert sum(row.number or 0.0 for row in reading.rows) == pytest.approx(reading.number)
    lines = [row.lines[0] for row in reading.rows[:-1]]
    assert {line.remark for line in lines} <= {f"example {number}" for number in range(4)}
    assert all(line.text.count("×") == 1 for line in lines)
    elsewhere = next(line for line in lines if line.pieces[0].example is not None)
    assert elsewhere.remark == f"example {elsewhere.pieces[0].example}"


def test_given_numbers_say_where_they_are_used() -> None:
    """Inputs and weights have no terms: they say where they are given, and which lines read them."""
    reading = reading_of(scene_at("occupancy", chosen=Selection("x", False, 10)))
    assert reading.shown == "uses" and reading.remarks[0].startswith("Input, from")
    assert Selection("a_iota", False, 10) in [row.link for row in reading.rows]
    drawn = reading_of(scene_at("occupancy", chosen=Selection("W_k", False)))
    assert "seed 7" in drawn.remarks[0]


def test_the_objective_starts_from_one() -> None:
    """Where the objective is read again later, the 1 it starts from is one of the terms of its adjoint."""
    scene = before("counter", "h", adjoint=True, moment=5)
    reading = reading_of(scene)
    assert reading.rows[0].number == 1.0
    assert sum(row.number or 0.0 for row in reading.rows) == pytest.approx(reading.number)


def test_values_before_the_first_moment_are_zero() -> None:
    """Outside the run nothing is looked up: the number is zero and that is said."""
    reading = reading_of(scene_at("occupancy", chosen=Selection("s", False, -1)))
    assert reading.number == 0.0 and not reading.rows and "zero" in reading.remarks[0]


def test_the_numeric_check_agrees(draw: Draw) -> None:
    """A known adjoint has a check with both numbers; values and absent adjoints have none."""
    tips = [spot.tip for spot in draw(before("occupancy", "s", adjoint=True, moment=10, unit=5))]
    assert any("Numeric check" in tip and "agrees" in tip for tip in tips)
    for other in (
        before("occupancy", "s", adjoint=False, moment=10),
        scene_at("occupancy", 0, chosen=Selection("s", True, 3)),
    ):
        assert not any("Numeric check" in spot.tip for spot in draw(other))


def test_a_check_that_takes_long_waits_to_be_asked_for(draw: Draw, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing is not held up by a large network; pointing at the row, and a figure, make the check."""
    monkeypatch.setattr("explorer.scenery.numeric._MOST_NUMBERS", 10)
    scene = scene_at("sunspots", chosen=Selection("b_h", True, 4))
    waiting = next(spot for spot in draw(scene) if "check now" in spot.tip)
    checked = next(spot for spot in draw(scene, hover=waiting.rect.center()) if spot.tip.startswith("Numeric check"))
    assert "agrees" in checked.tip
    other = scene_at("sunspots", chosen=Selection("b_h", True, 5))
    assert any("agrees" in spot.tip for spot in draw(other, figure=True))


def test_numbers_in_the_place_of_symbols() -> None:
    """A product of three factors at a unit is written with the three numbers, negative ones in parentheses."""
    scene = before("occupancy", "a_phi", adjoint=True, moment=10, unit=1)
    line = scene.program.line_of["a_phi", True]
    text = Substitution(scene.trace, 10, 0, 4).term(line.expression, (1,))
    assert text.count("×") == 2
    product = 1.0
    for factor in text.replace("−", "-").split(" × "):
        product *= float(factor.strip("()"))
    assert product == pytest.approx(float(scene.trace.adjoint("a_phi")[10, 0, 1]), rel=0.02)


@pytest.mark.parametrize("source", NETWORKS)
def test_every_number_of_every_place_can_be_drawn(draw: Draw, source: str) -> None:
    """At the start, on the way and at the end every quantity can be inspected, in both themes, large and compact."""
    prepared, trace = opened(source)
    last = None if trace.moments is None else trace.moments - 1
    for number, name in enumerate(prepared.network.quantities):
        timed = prepared.network.quantities[name].timed
        chosen = Selection(name, bool(number % 2), (0, last)[number % 2] if timed else None)
        other = Selection(name, not number % 2, (last, 0)[number % 2] if timed else None)
        colours, compact = ("light", "dark")[number % 2], number % 3 == 0
        assert draw(scene_at(source, chosen=chosen, unit=number), colours=colours, compact=compact)
        assert draw(scene_at(source, 0, chosen=other), colours=colours, compact=not compact, width=300.0)
    for position in range(0, trace.schedule.length + 1, max(1, trace.schedule.length // 12)):
        assert draw(scene_at(source, position), compact=bool(position % 2))


def test_the_sum_of_the_objective_runs_between_the_passes(draw: Draw) -> None:
    """While the loss runs next its moments are the terms, and they add up to it."""
    _, trace = opened("occupancy")
    position = next(segment.start for segment in trace.schedule.segments if segment.phase == "loss")
    reading = reading_of(scene_at("occupancy", position))
    assert reading.number == pytest.approx(trace.loss)
    assert sum(row.number or 0.0 for row in reading.rows) == pytest.approx(trace.loss)


def test_a_convolution_leads_to_its_pixels_and_kernel_cells(draw: Draw) -> None:
    """Each product of a window names both its cells; a click on a number, or on its row, looks at that very cell."""
    scene = before("cnn_small", "z1", adjoint=False, moment=None, unit=100)
    lines = reading_of(scene).rows[0].lines
    assert lines[3].text.startswith("+ 24 more = ") and lines[0].remark.startswith("at ")
    kernel, pixel = (piece.link for piece in lines[0].pieces if piece.link)
    assert kernel.name == "K1" and pixel.name == "X"
    written = [float(piece.text.strip("()").replace("−", "-")) for piece in lines[0].pieces if piece.link]
    for link, number in zip((kernel, pixel), written, strict=True):
        there = scene_at("cnn_small", 1, chosen=link, unit=100).focus
        assert there is not None and there.name == link.name
        assert link.entry is None or there.unit == link.entry
        shown = scene_at("cnn_small", 1, chosen=link, unit=100)
        assert shown.number(link.name, False, None) == pytest.approx(number, abs=1e-4)
        array = scene.trace.values[link.name][(0,) if link.name == "X" else ()]
        assert float(array[there.unit]) == pytest.approx(number, abs=1e-4)
    assert {Request("travel", kernel), Request("travel", pixel)} <= {spot.request for spot in draw(scene)}


def test_a_maximum_comes_from_one_cell_and_goes_back_to_it() -> None:
    """The pooled number is one cell of its window; of the adjoints of the window only that one is not zero."""
    scene = before("cnn_small", "P1", adjoint=False, moment=None, unit=30)
    (row,) = reading_of(scene).rows
    assert row.link is not None and row.link.name == "C1" and row.number == reading_of(scene).number
    back = reading_of(scene_at("cnn_small", chosen=Selection("C1", True, None, row.link.entry)))
    assert [way.link.name for way in back.rows if way.link] == ["C1", "P1"] and back.rows[0].number == 1.0


def test_a_line_leads_to_the_equation_of_the_paper(draw: Draw) -> None:
    """Near the head stand the printed equations of the line, each a way to its place beside what is right."""
    spots = draw(unfolded(scene_at("occupancy", chosen=Selection("a_phi", True, 4))))
    (found,) = [spot for spot in spots if spot.request == Request("show-printed", "000:43")]
    assert "wrong as printed" in found.tip
    assert not any(spot.request and spot.request.command == "show-printed" for spot in draw(scene_at("gru", 3)))
    every = reading_of(scene_at("occupancy", chosen=Selection("s", True, 4))).printed
    scene = unfolded(scene_at("occupancy", chosen=Selection("s", True, 4)))
    shown = [spot.request for spot in draw(scene, width=300.0)]
    assert len(every) > 5 and all(Request("show-printed", entry.name) in shown for entry in every)


def unfolded(scene: Scene) -> Scene:
    """With the printed equations shown one by one."""
    return replace(scene, state=replace(scene.state, folded=frozenset({UNFOLDED})))


def test_printed_equations_that_need_more_than_a_line_are_told_in_one(draw: Draw) -> None:
    """The terms of the number are what the inspector is for: they begin under a sentence that unfolds."""
    scene = scene_at("occupancy", chosen=Selection("s", True, 4))
    asked = [spot.request for spot in draw(scene) if spot.request]
    assert Request("fold", UNFOLDED) in asked
    assert not any(request.command == "show-printed" for request in asked)


def test_an_entry_is_shown_in_every_panel_and_leaves_no_trace() -> None:
    """The Program and the Timeline show the entry that was travelled to, and the chosen unit again after it."""
    chosen, free = scene_at("occupancy", chosen=Selection("s", False, 3, (4, 0))), scene_at("occupancy")
    track = next(track for track in tracks(chosen) if (track.name, track.adjoint) == ("s", False))
    for scene, unit in ((chosen, 4), (free, 0), (chosen, 4)):
        assert program_unit(scene, "s") == (unit, 0) and program_unit(scene, "b_c") == (0, 0)
        assert timeline_unit(scene, track) == unit


def test_an_entry_that_does_not_exist_gives_way_to_the_chosen_unit() -> None:
    """A recipe may name any entry: outside the array, or of the wrong length, the unit is looked at instead."""
    for entry in ((99, 0, 0), (-1, 0, 0), (1,)):
        focus = scene_at("cnn_small", chosen=Selection("z1", False, None, entry)).focus
        assert focus is not None and focus.unit == (0, 0, 0)


def test_blocks_of_several_cells_sum_over_cells(draw: Draw) -> None:
    """With two cells a block, what a gate gets is a sum over the cells, listed cell by cell."""
    scene = scene_at("lstm_peephole", sizes=(("C", 2),), chosen=Selection("a_phi", True, 4), unit=3)
    assert draw(scene)
    lines = [line.text for row in reading_of(scene).rows for line in row.lines]
    assert sum("=" in line for line in lines) == 2


def test_where_a_number_goes_is_folded_until_it_is_asked_for(draw: Draw) -> None:
    """The bar counts the lines that read it; open, each of them has a row with a number and a way there."""
    chosen = Selection("s", False, 5, (1, 0))
    scene = scene_at("occupancy", chosen=chosen)
    bar = next(spot for spot in draw(scene) if spot.request == Request("fold", "inspector-goes-to"))
    assert bar.tip.startswith("11 lines")
    opened_scene = replace(scene, state=replace(scene.state, folded=frozenset({"inspector-goes-to"})))
    rows = [spot for spot in draw(opened_scene) if "reads it and makes" in spot.tip]
    asked = [spot.request.argument for spot in rows if spot.request]
    targets = {(where.name, where.moment) for where in asked if isinstance(where, Selection)}
    assert {("s", 6), ("a_omega", 5), ("b_c", 5)} <= targets


def test_what_a_number_goes_to_is_not_told_before_it_is_computed(draw: Draw) -> None:
    """In the forward pass no number of a later line is in any tip."""
    _, trace = opened("occupancy")
    at = trace.schedule.position_of(trace.program.line_of["s", False], 5)
    assert at is not None
    scene = scene_at("occupancy", at + 1, chosen=Selection("s", False, 5, (1, 0)))
    scene = replace(scene, state=replace(scene.state, folded=frozenset({"inspector-goes-to"})))
    rows = [spot.tip for spot in draw(scene) if "reads it and makes" in spot.tip]
    assert rows
    assert all("not computed yet" in tip for tip in rows)


def test_an_adjoint_asks_why(draw: Draw) -> None:
    """The link to its path is there for adjoints only."""
    adjoint, value = (draw(scene_at("occupancy", chosen=Selection("s", side, 5, (1, 0)))) for side in (True, False))
    assert any(spot.request == Request("why") for spot in adjoint)
    assert not any(spot.request == Request("why") for spot in value)


def test_back_and_forward_stand_in_the_head_where_there_is_somewhere_to_go(draw: Draw) -> None:
    scene = scene_at("occupancy", trail=(Visit(Place(0)),))
    asked = {spot.request.command for spot in draw(scene) if spot.request}
    assert "back" in asked
    assert "forward" not in asked
    scene = replace(scene, state=replace(scene.state, trail=(), ahead=(Visit(Place(0)),)))
    asked = {spot.request.command for spot in draw(scene) if spot.request}
    assert "forward" in asked
    assert "back" not in asked

"""The answers: they are those of the trace, right and wrong are counted as in training, and absent is not wrong."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

from engine.exchange.opening import Opening, prepare
from engine.stepping.place import Place
from engine.training.answers import answers_of
from explorer.command import Request
from explorer.scene import Scene
from explorer.state import State
from explorer.theme.numbers import format_number
from explorer.theme.tokens import DARK, LIGHT, theme
from explorer.view import Frame
from explorer.views.answers import VIEW
from explorer.views.answers.cells import worst_of
from explorer.views.answers.compared import compared, known_moments, suits, verdict
from explorer.views.answers.grid import answer_tip, answer_words, cell_rect, state_of
from explorer.views.answers.head import ground_of, head_words
from explorer.views.answers.rows import lay_rows, note_of


def scene_of(source: str, **opening) -> Scene:
    """A scene at the end of the run of a network with seeded numbers."""
    prepared = prepare(Opening(source, **opening))
    with np.errstate(all="ignore"):
        trace = prepared.run()
    return Scene(State(prepared.opening, place=Place(trace.schedule.length)), prepared, trace)


def frame_of(scene, width=1150.0, height=380.0, **frame) -> Frame:
    shown = Frame(width, height, scene, theme("light"), **frame)
    return replace(shown, height=VIEW.height(shown))


@pytest.mark.parametrize("source", ["xor", "occupancy", "reber", "garments"])
def test_right_answers_are_counted_as_in_training(trained, source):
    """The head line has the numbers of the metric, masked moments left out."""
    scene = trained(source, 2)
    right, count = answers_of(scene.network).tally(scene.trace.values)
    assert verdict(scene)[1:] == (right, count)
    assert head_words(scene) == f"{right:,.0f} of {count:,.0f} right at this iteration"


def test_the_rows_add_up_to_the_head_line(trained):
    """Each example has its own share of the right answers."""
    scene = trained("reber", 2)
    rows = [verdict(scene, example) for example in range(scene.trace.examples)]
    assert tuple(map(sum, zip(*(row[1:] for row in rows), strict=True))) == verdict(scene)[1:]


def test_a_mean_error_for_numbers(trained):
    """Where targets are numbers, it is the mean size of the difference over what counts."""
    scene = trained("adding_lstm", 1)
    y, d, m = (scene.trace.values[name] for name in "ydm")
    counted = m.reshape(y.shape[:2]) > 0.0
    mean = float(np.abs(y - d)[..., 0][counted].mean())
    assert head_words(scene) == f"mean error {format_number(mean, signed=False)} at this iteration"


def test_only_what_is_computed_counts(trained):
    """Halfway through FORWARD the later moments are absent, and are neither right nor wrong."""
    scene = trained("occupancy", 2, part=0.2)
    known = known_moments(scene)
    assert 0 < known < 24 and [scene.known("y", False, t) for t in range(24)] == [t < known for t in range(24)]
    assert verdict(scene)[2] == known * 16 and "so far" in head_words(scene)
    assert state_of(compared(scene), known, 0, known=False) == "absent"


@pytest.mark.parametrize("source", ["xor", "occupancy"])
def test_nothing_is_known_at_the_start(trained, picture, source):
    """Before the forward pass there is "—", and no answer in words or tips."""
    scene = trained(source, 2, part=0.0)
    assert known_moments(scene) == 0 and head_words(scene) == "— no answer is computed yet"
    tip = answer_tip(compared(scene), 0, 1, known=False, digits=4)
    assert "not computed yet" in tip and "right" not in tip and "wrong" not in tip
    start, _ = picture(VIEW, scene)
    end, _ = picture(VIEW, trained(source, 2))
    assert start != end


def test_classes_have_their_names(trained):
    """The answer is the likeliest class by name, and right or wrong has a mark and a word."""
    scene = trained("garments", 2)
    found, labels = compared(scene), scene.prepared.labels["y"]
    assert found.kind == "classes"
    for example in range(found.examples):
        given, wanted = (int(scene.trace.values[name][example].argmax()) for name in "yd")
        assert answer_words(found, example, digits=4) == f"{'✓' if given == wanted else '✗'} {labels[given]}"
        tip = answer_tip(found, 0, example, known=True, digits=4)
        assert f"target {labels[wanted]}" in tip and ("✓ right" if given == wanted else "✗ wrong") in tip
        assert f"{labels[given]} {format_number(float(scene.trace.values['y'][example, given]), signed=False)}" in tip


def test_two_sides_have_their_names(trained):
    """A single unit says which of two classes it is."""
    scene = trained("xor", 2)
    found = compared(scene)
    side = scene.prepared.labels["y"][int(scene.trace.values["y"][3, 0] > 0.5)]
    assert found.kind == "sides" and answer_words(found, 3, digits=4)[2:] == side


def test_right_and_wrong_differ_in_more_than_colour(trained):
    """A wrong cell has a bar below and other words; the colours are those of passed and failed checks."""
    for look in (LIGHT, DARK):
        assert ground_of(look, "right").name() == look.ok.name()
        assert ground_of(look, "wrong").name() == look.err.name()
    frame = frame_of(trained("reber", 2))
    assert note_of(frame) == "answer ≠ target"


def test_moments_that_do_not_count_are_dimmed(trained):
    """A string that has ended is neither right nor wrong."""
    scene = trained("reber", 2)
    found, m = compared(scene), scene.trace.values["m"]
    moment, example = np.argwhere(m == 0.0)[0]
    assert state_of(found, int(moment), int(example), known=True) == "left out"
    assert "not counted" in answer_tip(found, int(moment), int(example), known=True, digits=4)


@pytest.mark.parametrize("size", [(1150.0, 380.0), (820.0, 300.0), (300.0, 160.0)])
@pytest.mark.parametrize("source", ["xor", "garments"])
def test_a_click_chooses_an_example(trained, picture, spot_at, source, size):
    """Each cell asks for its own example."""
    scene = trained(source, 2)
    _, spots = picture(VIEW, scene, width=size[0], height=size[1])
    for example in range(scene.trace.examples):
        place = cell_rect(size[0], example).center()
        assert spot_at(spots, place.x(), place.y()).request == Request("choose-example", example)


@pytest.mark.parametrize("size", [(1150.0, 380.0), (820.0, 300.0), (300.0, 160.0)])
def test_a_click_on_a_row_chooses_and_on_the_chosen_goes_to_a_moment(trained, picture, spot_at, size):
    """Rows choose, the chosen row and the axis go to moments, a double click on any cell does as well."""
    scene = trained("reber", 2, example=3)
    rows = lay_rows(frame_of(scene, *size))
    place = rows.cell(5, 7).center()
    _, spots = picture(VIEW, scene, width=size[0], height=size[1], hover=QPointF(place))
    spot = spot_at(spots, place.x(), place.y())
    assert spot.request == Request("choose-example", 5) and spot.double == Request("go-to-moment", 7)
    chosen = rows.cell(3, 7).center()
    assert spot_at(spots, chosen.x(), chosen.y()).request == Request("go-to-moment", 7)
    axis = spot_at(spots, chosen.x(), rows.band.top() - 8.0)
    assert axis.request == Request("go-to-moment", 7) and axis.drag
    for example in (0, 1, 15):
        label = rows.row(example).center().y()
        assert spot_at(spots, 12.0, label).request == Request("choose-example", example)


def test_moments_that_share_a_cell_show_the_worst(trained):
    """Among many moments the wrong one is seen."""
    scene = trained("occupancy", 2)
    found = compared(scene)
    example = int(np.argmin(found.right.sum(axis=0)))
    wrong = np.flatnonzero(~found.right[:, example])
    assert worst_of(found, range(24), example) in wrong


def test_many_moments_share_cells(picture, spot_at):
    """A long sequence is drawn with cells that can still be seen."""
    scene = scene_of("occupancy", moments=500)
    rows = lay_rows(frame_of(scene, 400.0, 200.0))
    assert rows.per_column > 1 and rows.band.width() / rows.columns >= 3.0
    _, spots = picture(VIEW, scene, width=400.0, height=200.0)
    place = rows.cell(0, rows.columns - 1).center()
    last = rows.moments_of(rows.columns - 1)
    assert spot_at(spots, place.x(), place.y()).request == Request("go-to-moment", last.start) and last.stop == 500


def test_nan_is_said(trained, qtbot, tmp_path):
    """An answer that is no number is called NaN, and drawn without error."""
    scene = trained("xor", 2)
    values = dict(scene.trace.values)
    values["y"] = np.full_like(values["y"], np.nan)
    broken = replace(scene, trace=replace(scene.trace, values=values), limits={})
    assert answer_words(compared(broken), 0, digits=4) == "✗ NaN"
    generator = QSvgGenerator()
    generator.setFileName(str(tmp_path / "answers.svg"))
    painter = QPainter(generator)
    VIEW.draw(painter, frame_of(broken))
    painter.end()
    assert "NaN" in (tmp_path / "answers.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("source", ["mlp", "lstm", "gru", "one_gate", "sunspots", "occupancy"])
@pytest.mark.parametrize("look", ["light", "dark"])
def test_every_kind_of_answer_is_painted(picture, source, look):
    """Numbers of one unit and of several, with moments and without, high rows and low ones."""
    scene = scene_of(source)
    for height in (120.0, 380.0):
        _, spots = picture(VIEW, scene, height=height, look=look)
        assert {spot.request.argument for spot in spots if spot.request and spot.request.command == "choose-example"}


def test_it_suits_what_compares_answers():
    """A network whose objective compares nothing has no answers."""
    assert suits(scene_of("mlp")) and not suits(scene_of("counter")) and not suits(scene_of("scalar_graph"))

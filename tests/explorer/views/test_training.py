"""The plots of training: the kept numbers are those shown, every iteration can be met, and absent numbers are said."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

from engine.training.course import Change
from explorer.command import Request
from explorer.state import Selection
from explorer.theme.numbers import format_number
from explorer.theme.tokens import theme
from explorer.view import Frame
from explorer.views.training import VIEW
from explorer.views.training.axis import ticks
from explorer.views.training.curves import plots_of, ratio_of
from explorer.views.training.empty import HOW, NOTHING
from explorer.views.training.head import number_words
from explorer.views.training.layout import Column, lay_out
from explorer.views.training.lines import build_line
from explorer.views.training.picture import strong_curve
from explorer.views.training.plot import place_text, places
from explorer.views.training.telling import MOST, parameters_of, telling


def plots(scene):
    progress = scene.progress
    names = telling(progress, scene.network)
    return {plot.name: plot for plot in plots_of(progress, {name: name for name in names})}


def columns(scene, width=1150.0, height=380.0) -> tuple[Column, ...]:
    return lay_out(tuple(plots(scene).values()), width, height, length=scene.progress.length)


def with_numbers(scene, column, change):
    """The same progress with other numbers in one column."""
    metrics = scene.progress.metrics.copy()
    place = scene.progress.columns.index(column)
    metrics[:, place] = change(metrics[:, place])
    return replace(scene, progress=replace(scene.progress, metrics=metrics))


def svg_text(qtbot, tmp_path, scene) -> str:
    generator = QSvgGenerator()
    generator.setFileName(str(tmp_path / "training.svg"))
    painter = QPainter(generator)
    VIEW.draw(painter, Frame(1150.0, 380.0, scene, theme("light")))
    painter.end()
    return (tmp_path / "training.svg").read_text(encoding="utf-8")


def test_the_curves_are_the_metrics(trained):
    """Nothing between the kept numbers and the axis changes them."""
    scene = trained("xor")
    found, progress = plots(scene), scene.progress
    np.testing.assert_array_equal(found["loss"].curves[0].numbers, progress.column("loss"))
    np.testing.assert_array_equal(found["loss"].curves[1].numbers, [each.loss for each in progress.validations])
    np.testing.assert_array_equal(found["accuracy"].curves[0].numbers, progress.column("accuracy"))
    for curve in found["gradients"].curves:
        np.testing.assert_array_equal(curve.numbers, progress.column(f"gradient {curve.name}"))
    np.testing.assert_allclose(
        ratio_of(progress, "W2"), progress.column("update W2") / progress.column("norm W2"), rtol=1e-15
    )


def test_the_numbers_at_the_cursor_are_written(trained, qtbot, tmp_path):
    """The head of the loss shows the number of the iteration we are at."""
    scene = trained("xor", iteration=2)
    text = svg_text(qtbot, tmp_path, scene)
    assert f"training {format_number(scene.progress.column('loss')[2], signed=False)}" in text
    assert f"validation {format_number(scene.progress.validations[2].loss, signed=False)}" in text
    assert "goal ≥ 0.99" in text and "iteration" in text


def test_a_number_of_another_iteration_says_so(trained):
    """Where rows were left out, the nearest one before is shown with its own iteration."""
    scene = trained("xor")
    thinned = replace(scene.progress, iterations=np.array([0, 10, 20, 30]), length=40)
    curve = next(iter(plots(replace(scene, progress=thinned)).values())).curves[0]
    at_ten = replace(scene, state=replace(scene.state, iteration=10))
    text = format_number(curve.numbers[1], signed=False)
    assert number_words(Frame(100.0, 100.0, at_ten, theme("light")), curve, 10) == text
    assert number_words(Frame(100.0, 100.0, at_ten, theme("light")), curve, 17) == f"{text} at 10"
    assert number_words(Frame(100.0, 100.0, scene, theme("light")), curve, 10) == f"{text} at 10"


@pytest.mark.parametrize("size", [(1150.0, 380.0), (820.0, 300.0), (600.0, 300.0), (420.0, 300.0), (160.0, 90.0)])
def test_every_iteration_can_be_clicked(trained, picture, spot_at, size):
    """A click at the place of an iteration goes there, in every plot and at every size; a drag as well."""
    scene = trained("occupancy")
    width, height = size
    _, spots = picture(VIEW, scene, width=width, height=height)
    height = VIEW.height(Frame(width, height, scene, theme("light")))
    for column in columns(scene, width, height):
        for iteration in range(scene.progress.length + 1):
            spot = spot_at(spots, column.x(iteration), column.rect.center().y())
            assert spot is not None and spot.request == Request("go-to-iteration", iteration) and spot.drag


def test_tips_tell_all_numbers_of_an_iteration(trained, picture, spot_at):
    """Pointing at an iteration tells loss, right answers and norms as they were kept."""
    scene = trained("xor")
    _, spots = picture(VIEW, scene)
    first, gradients, _ = columns(scene)
    tip = spot_at(spots, first.x(1), first.rect.center().y()).tip
    assert "iteration 1" in tip and format_number(scene.progress.column("loss")[1], digits=6, signed=False) in tip
    tip = spot_at(spots, gradients.x(3), gradients.rect.center().y()).tip
    assert f"W1: {format_number(scene.progress.column('gradient W1')[3], digits=6, signed=False)}" in tip


def test_a_change_of_a_setting_is_marked(trained, picture):
    """Its mark tells the setting, its value and since when."""
    scene = trained("xor")
    scene = replace(scene, progress=replace(scene.progress, changes=(Change(2, "adam.eta", 0.001),)))
    _, spots = picture(VIEW, scene)
    assert any(spot.tip == "adam.eta = 0.001 from iteration 2 on" for spot in spots)


@pytest.mark.parametrize("nothing", ["no progress", "no iteration"])
def test_before_training_it_says_how_to_start(trained, qtbot, tmp_path, nothing):
    """Calm words instead of empty axes, and nothing to click."""
    scene = trained("xor")
    progress = None if nothing == "no progress" else replace(scene.progress, length=0)
    scene = replace(scene, progress=progress)
    text = svg_text(qtbot, tmp_path, scene)
    assert NOTHING in text and "Train starts it" in text and "Training ▸ Train starts it" in HOW
    assert VIEW.subtitle(scene) == "nothing trained yet"


def test_what_is_no_number_breaks_the_curve_and_is_said(trained, qtbot, tmp_path):
    """The line ends where the numbers end, and words say since when."""
    scene = with_numbers(trained("xor"), "loss", lambda loss: np.where(np.arange(4) < 2, loss, np.nan))
    plot = plots(scene)["loss"]
    assert plot.broken == "NaN from iteration 2 on" and plot.broken_at == 2
    assert "NaN from iteration 2 on" in svg_text(qtbot, tmp_path, scene)
    line = build_line(plot, plot.curves[0], QRectF(0.0, 0.0, 300.0, 100.0), 4)
    assert line.runs[0].count() == 2 and np.isnan(line.ys[2:]).all()


def test_infinity_in_one_gradient_names_it(trained):
    """One bad gradient among good ones is named."""
    scene = with_numbers(trained("xor"), "gradient W2", lambda norms: np.where(np.arange(4) == 1, np.inf, norms))
    assert plots(scene)["gradients"].broken == "+∞ at iteration 1: W2"


@pytest.mark.parametrize("source", ["xor", "occupancy"])
def test_one_iteration_is_a_point(trained, picture, source):
    """The shortest training is drawn, and both its ends can be clicked."""
    _, spots = picture(VIEW, trained(source, 1))
    asked = [spot.request for spot in spots if spot.request is not None]
    assert {request.argument for request in asked if request.command == "go-to-iteration"} == {0, 1}


@pytest.mark.parametrize("look", ["light", "dark"])
def test_twenty_thousand_iterations(trained, picture, spot_at, look):
    """A long training is merged into the pixels there are; its first and last iteration can still be met."""
    scene = trained("xor")
    rows = np.arange(0, 20_000, 7)
    metrics = np.abs(np.random.default_rng(0).normal(1.0, 0.3, (len(rows), len(scene.progress.columns))))
    scene = replace(scene, progress=replace(scene.progress, iterations=rows, metrics=metrics, length=20_000))
    _, spots = picture(VIEW, scene, look=look)
    column = columns(scene)[0]
    for iteration in (0, 20_000):
        assert spot_at(spots, column.x(iteration), column.rect.center().y()).request.argument == iteration
    plot = plots(scene)["loss"]
    line = build_line(plot, plot.curves[0], column.placed[0].rect, 20_000)
    assert len(line.xs) <= column.rect.width() / 2.0 + 1.0 and len(line.band) == 1


def test_merging_keeps_the_least_and_the_most(trained):
    """A single peak among thousands of iterations is seen in the band."""
    scene = trained("xor")
    metrics = np.ones((3000, len(scene.progress.columns)))
    metrics[1500, 0] = 5.0
    progress = replace(scene.progress, iterations=np.arange(3000), metrics=metrics, length=3000, validations=())
    plot = plots(replace(scene, progress=progress))["loss"]
    rect = QRectF(0.0, 0.0, 300.0, 100.0)
    line = build_line(plot, plot.curves[0], rect, 3000)
    peak = rect.bottom() - 5.0 / plot.high * rect.height()
    assert line.band[0].boundingRect().top() == pytest.approx(peak)


def test_few_parameters_stand_for_many(trained):
    """Of seventeen parameters six are drawn, one of each kind, and the chosen one is always among them."""
    scene = trained("occupancy")
    assert len(parameters_of(scene.progress)) == 17
    found = telling(scene.progress, scene.network)
    assert len(found) == MOST and {"W_k", "theta_k"} <= set(found)
    assert "theta_phi" in telling(scene.progress, scene.network, chosen="theta_phi")
    assert telling(trained("xor").progress, trained("xor").network) == (
        "W1",
        "theta1",
        "W2",
        "theta2",
        "W_k",
        "theta_k",
    )


def test_pointing_at_a_curve_makes_it_strong(trained):
    """The nearest line, or the one whose symbol is pointed at, else the chosen parameter."""
    scene = trained("xor", selection=Selection("W1"))
    column = columns(scene)[1]
    placed = column.placed[0]
    lines = {curve.name: build_line(placed.plot, curve, placed.rect, 4) for curve in placed.plot.curves}
    frame = Frame(1150.0, 380.0, scene, theme("light"))
    assert strong_curve(frame, placed, lines) == "W1"
    point = QPointF(lines["theta_k"].xs[1], lines["theta_k"].ys[1])
    assert strong_curve(replace(frame, hover=point), placed, lines) == "theta_k"
    line = lines["W2"]
    between = QPointF((line.xs[0] + line.xs[1]) / 2.0, (line.ys[0] + line.ys[1]) / 2.0)
    assert line.distance(between.x(), between.y()) < 1e-9
    assert strong_curve(replace(frame, hover=placed.rect.bottomLeft() + QPointF(30.0, -3.0)), placed, lines) == "W1"


def test_a_symbol_looks_at_its_parameter(trained, picture):
    """The legend is a way to the parameter."""
    _, spots = picture(VIEW, trained("xor"))
    chosen = {spot.request.argument for spot in spots if spot.request and spot.request.command == "select"}
    assert Selection("W1") in chosen and len(chosen) == 6


def test_axes_have_round_numbers():
    """Whole decades and round steps, true minus signs, the last iteration where it has room."""
    assert places(-4.0, 0.0, 200.0, log=True) == [0.0, -1.0, -2.0, -3.0, -4.0]
    assert place_text(-3.0, log=True) == "1e−3"
    assert places(0.0, 1.0, 130.0, log=False) == pytest.approx([0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
    assert ticks(1, 300.0) == [0, 1] and ticks(600, 300.0)[-1] == 600


def test_the_header_says_how_far_it_has_come(trained):
    """Iterations, epochs, and whether it still runs."""
    scene = trained("xor")
    assert VIEW.subtitle(scene) == "4 iterations, 0.167 epochs"
    running = replace(scene, progress=replace(scene.progress, running=True))
    assert VIEW.subtitle(running) == "4 iterations, 0.167 epochs, running"


def test_a_figure_says_where_its_numbers_are_from(trained):
    """It has no cursor, so each number names its iteration."""
    scene = trained("xor", iteration=2)
    curve = plots(scene)["loss"].curves[0]
    frame = Frame(1150.0, 380.0, scene, theme("light"), figure=True)
    assert number_words(frame, curve, 2) == f"{format_number(curve.numbers[2], signed=False)} at 2"


def test_it_suits_what_has_an_update(trained):
    """Where no parameter is trained the tab does not offer itself."""
    scene = trained("xor")
    assert VIEW.suits(scene)
    program = replace(scene.program, update=None)
    assert not VIEW.suits(replace(scene, prepared=replace(scene.prepared, program=program)))

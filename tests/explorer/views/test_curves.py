"""The curves: what is not known is not drawn, extreme numbers do no harm, and clicks go to moments."""

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import QBuffer, QByteArray, QPointF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from pytestqt.qtbot import QtBot

from engine.exchange.opening import Opening, prepare
from engine.stepping.place import Place
from explorer.command import Request
from explorer.scene import Scene
from explorer.state import Selection, State
from explorer.theme.tokens import theme
from explorer.theme.type import load_fonts
from explorer.view import Frame
from explorer.views.curves import VIEW
from explorer.views.curves.lines import clean, exponents, norms_plot, plots, power_text, units_plot
from explorer.views.curves.panel import legend_of
from explorer.views.curves.picture import place_text, places


@pytest.fixture(scope="module")
def scene():
    """A function that gives a scene of a source, `part` of the way through its run."""
    runs = {}

    def make(source: str = "occupancy", *, part: float = 1.0, **state) -> Scene:
        opening = Opening(source)
        if opening not in runs:
            prepared = prepare(opening)
            runs[opening] = prepared, prepared.run()
        prepared, trace = runs[opening]
        return Scene(State(opening, place=Place(round(part * trace.schedule.length)), **state), prepared, trace)

    return make


def test_importing_the_view_leaves_pyqtgraph_alone() -> None:
    """Its import takes long, and only who opens the panel should pay for it."""
    check = "import sys, explorer.views.curves; sys.exit('pyqtgraph' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_unknown_moments_have_no_number(scene) -> None:
    """Halfway through BACKWARD the norms are NaN at the early moments, and the axis is that of the whole trace."""
    half, whole = norms_plot(scene(part=0.8)), norms_plot(scene())
    assert 0 == half.unknown[0] < half.unknown[1]
    assert all(np.isnan(curve.numbers[0]) for curve in half.curves)
    assert (half.low, half.high) == (whole.low, whole.high)
    assert whole.unknown == (0, 0)


def test_the_chosen_unit_is_strong_and_drawn_last(scene) -> None:
    """Thin curves of the other units never lie over it."""
    plot = units_plot(scene(unit=2, selection=Selection("s")))
    assert [curve.strong for curve in plot.curves] == [False] * 5 + [True]
    assert plot.curves[-1].label == "unit 2"


def test_an_output_stands_beside_its_target(scene) -> None:
    """Target and prediction are compared on one axis."""
    shown = scene(selection=Selection("y"))
    plot = units_plot(shown)
    assert [curve.label for curve in plot.curves] == ["d (target)", "y"]
    np.testing.assert_array_equal(plot.curves[0].numbers, shown.whole("d", False)[:, 0])


def test_a_parameter_in_focus_leaves_the_objective(scene) -> None:
    """What has no moments has no curve over them."""
    assert "E" in units_plot(scene(selection=Selection("W_k"))).title


def test_numbers_are_cleaned() -> None:
    """Not finite becomes NaN, hardly any becomes zero, beyond the plot's reach is cut; zero has no logarithm."""
    cleaned = clean(np.array([np.nan, np.inf, 1e-310, 1e305, -2.0]))
    np.testing.assert_array_equal(cleaned, [np.nan, np.nan, 0.0, 1e300, -2.0])
    np.testing.assert_array_equal(exponents(np.array([0.0, 100.0])), [np.nan, 2.0])


def test_axis_labels_are_round() -> None:
    """Whole decades on a log axis, round numbers elsewhere, true minus signs."""
    assert places(-4.0, 0.0, 60.0, log=True) == [0.0, -2.0, -4.0]
    assert places(-0.13, 0.24, 100.0, log=False) == pytest.approx([-0.1, 0.0, 0.1, 0.2])
    assert place_text(-0.1, log=False) == "−0.1" and power_text(-3) == "1e−3"


@pytest.mark.parametrize("source", ["occupancy", "sunspots", "gru", "counter", "rnn_mtap"])
def test_every_place_of_the_cursor_can_be_painted(qtbot: QtBot, scene, source: str) -> None:
    """The picture has a spot for each moment, whatever is known."""
    load_fonts()
    for part in (0.0, 0.5, 0.8, 1.0):
        shown = scene(source, part=part)
        image = QImage(900, 300, QImage.Format.Format_ARGB32_Premultiplied)
        painter = QPainter(image)
        spots = VIEW.draw(painter, Frame(900.0, 300.0, shown, theme("dark")))
        painter.end()
        assert [spot.request.argument for spot in spots if spot.request] == list(range(shown.trace.moments))


def test_a_network_without_moments_has_no_curves(scene) -> None:
    """The view does not offer itself there."""
    assert VIEW.suits(scene()) and not VIEW.suits(scene("mlp"))


def test_a_figure_is_vectors(qtbot: QtBot, scene) -> None:
    """No picture is embedded, text stays text."""
    load_fonts()
    content = QByteArray()
    buffer = QBuffer(content)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    painter = QPainter(generator)
    VIEW.draw(painter, Frame(900.0, 300.0, scene(part=0.8), theme("light"), figure=True))
    painter.end()
    text = bytes(content.data()).decode()
    assert "<image" not in text and "norms of the adjoints" in text


def test_the_panel_follows_scene_and_theme_and_goes_to_moments(qtbot: QtBot, scene) -> None:
    """The live panel shows the same numbers, keeps its curves while stepping, and maps places to moments."""
    load_fonts()
    asked: list[Request] = []
    assert VIEW.live is not None
    panel: Any = VIEW.live(asked.append)
    try:
        panel.widget.resize(900, 320)
        panel.widget.show()
        selection = Selection("s")
        panel.show(Frame(900.0, 320.0, scene(part=0.8, selection=selection), theme("light")))
        curves = list(panel._units.curves)
        panel.show(Frame(900.0, 320.0, scene(part=0.9, selection=selection), theme("light")))
        assert panel._units.curves == curves
        panel.show(Frame(900.0, 320.0, scene("sunspots"), theme("dark")))
        panel.show(Frame(900.0, 320.0, scene("mlp"), theme("dark")))
        assert panel.widget.backgroundBrush().color() == theme("dark").panel
        box = panel._units.item.getViewBox()
        x = box.mapViewToScene(QPointF(8.2, 0.0)).x()
        assert panel.moment_at(QPointF(x, box.sceneBoundingRect().center().y())) == 7
        assert panel.moment_at(QPointF(2.0, 2.0)) is None
        expected = plots(scene("sunspots"))[0].curves[0].numbers
        np.testing.assert_array_equal(panel._norms.curves[0].yData, expected)
    finally:
        panel.widget.close()
        shiboken6.delete(panel.widget)


@pytest.mark.parametrize("width", [420, 560, 700, 1100])
def test_the_legend_never_reaches_the_title(qtbot: QtBot, scene, width: int) -> None:
    """In a narrow panel fewer curves are named, and what is looked at is the last to go."""
    load_fonts()
    assert VIEW.live is not None
    panel: Any = VIEW.live(lambda request: None)
    try:
        panel.widget.resize(width, 260)
        panel.widget.show()
        shown = scene(part=0.8, selection=Selection("s", adjoint=True))
        panel.show(Frame(float(width), 260.0, shown, theme("light")))
        qtbot.wait(20)
        for part, plot in zip((panel._norms, panel._units), plots(shown), strict=True):
            title = part.item.titleLabel.item
            legend = part.legend.mapRectToScene(part.legend.boundingRect())
            assert title.mapRectToScene(title.boundingRect()).right() < legend.left() or not part.legend.items
            named = legend_of(plot, float(width))
            assert not named or any(curve.strong for curve in named)
    finally:
        panel.widget.close()
        shiboken6.delete(panel.widget)

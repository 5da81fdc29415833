"""PNG: the picture in pixels, its size, its transparency, its words, the same bytes every time."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from engine.errors import ChainruleError
from explorer.figure.page import compose
from explorer.figure.picture import Picture
from explorer.figure.png import image, png_bytes
from explorer.figure.request import Figure
from explorer.theme.tokens import DARK, LIGHT
from explorer.view import Frame
from tests.explorer.figure.conftest import FAKE, difference


def opened(data: bytes) -> QImage:
    """The picture in a PNG file, as 32 bits with alpha."""
    return QImage.fromData(data).convertToFormat(QImage.Format.Format_ARGB32)


def test_the_file_holds_exactly_what_the_view_draws(scene):
    """Without caption a figure is the view and nothing else, pixel by pixel."""
    direct = QImage(300, 200, QImage.Format.Format_ARGB32_Premultiplied)
    direct.fill(LIGHT.panel)
    painter = QPainter(direct)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    FAKE.draw(painter, Frame(300, 200, scene, LIGHT, figure=True))
    painter.end()
    figure = Figure(FAKE, scene, width=300, height=200, caption=False)
    assert opened(png_bytes(compose(figure))) == direct.convertToFormat(QImage.Format.Format_ARGB32)


def test_same_figure_same_bytes(figure):
    assert png_bytes(compose(figure), 2.0) == png_bytes(compose(figure), 2.0)


def test_twice_the_scale_is_the_same_layout_in_twice_the_pixels(figure):
    single, double = image(compose(figure), 1.0), image(compose(figure), 2.0)
    assert (double.width(), double.height()) == (2 * single.width(), 2 * single.height()) == (800, 840)
    assert double.dotsPerMeterX() == pytest.approx(2 * single.dotsPerMeterX(), abs=1)
    assert difference(double, single) < 0.01


def test_transparent_means_alpha_zero_where_nothing_is_drawn(figure):
    clear, solid = opened(png_bytes(compose(replace(figure, transparent=True)))), opened(png_bytes(compose(figure)))
    assert clear.pixelColor(399, 200).alpha() == 0
    assert solid.pixelColor(399, 200) == LIGHT.panel
    assert clear.pixelColor(30, 44 + 60) == solid.pixelColor(30, 44 + 60) == LIGHT.accent


def test_dark_figures_have_the_dark_ground(figure):
    assert image(compose(replace(figure, theme=DARK))).pixelColor(399, 200) == DARK.panel


def test_title_software_and_recipe_travel_inside(figure):
    read = QImage.fromData(png_bytes(compose(figure)))
    assert read.text("Title") == "Fake · Primary-user spectrum occupancy · before ε_s at t = 11, BACKWARD"
    assert read.text("Software") == "Chainrule"
    assert '"view": "fake"' in read.text("Description")


def test_too_many_pixels_are_refused_before_memory_is_taken():
    picture = Picture(16000, 16000, lambda painter: None, "", "", QColor("white"))
    with pytest.raises(ChainruleError, match="48,000 × 48,000 pixels is too large"):
        image(picture, 3.0)


def test_the_painter_ends_when_a_view_fails():
    """A painter that outlives its image takes the process with it."""

    def broken(painter: QPainter) -> None:
        painter.drawRect(QRectF(0, 0, 5, 5))
        painter.drawText(QPointF(0, 0), "x")
        raise RuntimeError("broken view")

    with pytest.raises(RuntimeError, match="broken view"):
        image(Picture(20, 20, broken, "", ""))

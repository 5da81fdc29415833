"""Heat strips put every number where it belongs, and lose none that matters."""

import time

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from explorer.drawing.strip import (
    build_strip,
    column_at,
    column_rect,
    columns_that_fit,
    draw_frontier,
    draw_next_cell,
    draw_strip,
    merge_columns,
)
from explorer.theme.scale import Scale
from explorer.theme.tokens import LIGHT

RECT = QRectF(10.0, 10.0, 180.0, 40.0)


def _strip(values, **more):
    return build_strip(np.asarray(values), theme=LIGHT, family="value", scale=Scale(1.0), **more)


def _painted(canvas, strip) -> QImage:
    return canvas(lambda painter: draw_strip(painter, RECT, strip, theme=LIGHT))


def _cell(image: QImage, columns: int, units: int, column: int, unit: int) -> QColor:
    middle = column_rect(RECT, columns, column).center().x()
    return image.pixelColor(int(middle), int(RECT.top() + (unit + 0.5) * RECT.height() / units))


def test_time_runs_right_and_unit_zero_is_on_top(canvas) -> None:
    """A non-square array shows at once if it is transposed."""
    values = np.array([[1.0, 0.0], [0.0, 0.0], [0.0, -1.0]])
    image = _painted(canvas, _strip(values))
    for (moment, unit), number in np.ndenumerate(values):
        assert _cell(image, 3, 2, moment, unit) == LIGHT.tide.colour(float(number)), (moment, unit)


def test_moments_are_parted_and_units_are_not(canvas) -> None:
    """A gap shows the ground between columns; within a column equal numbers make one block."""
    image = _painted(canvas, _strip(np.ones((4, 3))))
    row = {image.pixelColor(x, 30).name() for x in range(11, 189)}
    column = {image.pixelColor(20, y).name() for y in range(10, 50)}
    assert row == {LIGHT.panel.name(), LIGHT.tide.colour(1.0).name()}
    assert column == {LIGHT.tide.colour(1.0).name()}


def test_pixels_are_never_smoothed(canvas) -> None:
    """No colour appears that is neither a cell's nor the ground's, at any size."""
    image = _painted(canvas, _strip(np.array([[1.0, -1.0, 0.0]] * 7)))
    allowed = {LIGHT.panel.name(), *(LIGHT.tide.colour(f).name() for f in (1.0, -1.0, 0.0))}
    assert {image.pixelColor(x, y).name() for x in range(200) for y in range(60)} <= allowed


def test_absent_cells_are_hatched(canvas) -> None:
    """Not computed is neither zero nor blank."""
    image = _painted(canvas, _strip(np.ones((4, 2)), known=np.array([False, False, True, True])))
    absent = {image.pixelColor(x, y).name() for x in range(12, 50) for y in range(12, 48)}
    assert LIGHT.hatch_ground.name() in absent and LIGHT.tide.colour(1.0).name() not in absent
    assert _cell(image, 4, 2, 2, 0) == LIGHT.tide.colour(1.0)


def test_one_absent_unit_leaves_the_others(canvas) -> None:
    """A mask may also tell single units."""
    image = _painted(canvas, _strip(np.ones((2, 2)), known=np.array([[True, False], [True, True]])))
    assert _cell(image, 2, 2, 0, 0) == LIGHT.tide.colour(1.0)
    assert _cell(image, 2, 2, 0, 1) != LIGHT.tide.colour(1.0)


@pytest.mark.parametrize("broken", [np.nan, np.inf, -np.inf])
def test_broken_numbers_are_red(canvas, broken: float) -> None:
    """They must not hide as the end of the scale."""
    image = _painted(canvas, _strip([[0.0, broken]]))
    assert _cell(image, 1, 2, 0, 1) == LIGHT.err and _cell(image, 1, 2, 0, 0) == LIGHT.tide.colour(0.0)


def test_merging_keeps_the_largest_with_its_sign() -> None:
    """A mean would hide the one exploding moment."""
    values = np.array([[0.1, 0.0], [-9.0, 0.2], [0.3, -0.1], [0.2, 0.0], [5.0, -7.0]])
    merged, moments = merge_columns(values, 3)
    assert moments == 2
    assert merged.tolist() == [[-9.0, 0.2], [0.3, -0.1], [5.0, -7.0]]


def test_merging_keeps_nan_and_ignores_the_absent() -> None:
    """A NaN outweighs every number, a number that is not known yet weighs nothing."""
    merged, _ = merge_columns(np.array([[1.0], [np.nan], [2.0], [3.0]]), 2)
    assert np.isnan(merged[0, 0]) and merged[1, 0] == 3.0
    strip = _strip([[1.0], [0.5], [-1.0], [1.0]], known=np.array([False, True, False, False]), max_columns=2)
    assert strip.moments_per_column == 2 and strip.columns == 2
    assert strip.entries.tolist() == [[96], [130]]


def test_nothing_is_merged_that_fits() -> None:
    """Few moments keep their columns, and the array is what went in."""
    values = np.arange(6.0).reshape(3, 2)
    merged, moments = merge_columns(values, 100)
    assert moments == 1 and np.array_equal(merged, values)
    assert columns_that_fit(300.0) == 100


def test_columns_are_found_under_the_pointer() -> None:
    """Every column's middle leads back to it; outside, the nearest is meant."""
    assert [column_at(RECT, 24, column_rect(RECT, 24, i).center().x()) for i in range(24)] == list(range(24))
    assert column_at(RECT, 24, -50.0) == 0 and column_at(RECT, 24, 1e4) == 23
    assert column_rect(RECT, 24, 23).right() == pytest.approx(RECT.right())


def test_wrong_shapes_are_refused() -> None:
    """The message names the shape met and the ones allowed."""
    with pytest.raises(ValueError, match=r"\(3,\); allowed is \(moments, units\)"):
        _strip(np.zeros(3))
    with pytest.raises(ValueError, match=r"mask has shape \(2,\); allowed are \(3,\) and \(3, 2\)"):
        _strip(np.zeros((3, 2)), known=np.zeros(2, dtype=bool))


def test_empty_strips_draw_nothing(canvas) -> None:
    """A trace without moments is no error."""
    assert _painted(canvas, _strip(np.zeros((0, 4)))) == canvas(lambda painter: None)


def test_vectors_hold_no_picture(canvas) -> None:
    """SVG viewers smooth pictures; a strip is exported as rectangles."""
    out = QBuffer()
    out.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(out)
    generator.setSize(QSize(200, 60))
    painter = QPainter(generator)
    draw_strip(painter, RECT, _strip(np.eye(4), known=np.array([True, True, True, False])), theme=LIGHT)
    painter.end()
    text = bytes(out.data().data()).decode()
    assert "<image" not in text and LIGHT.tide.colour(1.0).name() in text and LIGHT.hatch.name() in text


def test_repainting_is_fast(canvas) -> None:
    """A hundred moments of 32 units are repainted within a millisecond, or stepping would stutter."""
    strip = _strip(np.random.default_rng(3).normal(size=(100, 32)), known=np.arange(100) > 40)
    rect = QRectF(0.0, 0.0, 850.0, 64.0)

    def paint(painter: QPainter) -> None:
        draw_strip(painter, rect, strip, theme=LIGHT)
        times = []
        for _ in range(20):
            start = time.perf_counter()
            draw_strip(painter, rect, strip, theme=LIGHT)
            times.append(time.perf_counter() - start)
        assert min(times) < 1e-3

    canvas(paint, width=900, height=80)


def test_frontier_and_next_cell_have_their_colours(canvas) -> None:
    """The staircase is ink, the frame of what runs next is amber."""

    def paint(painter: QPainter) -> None:
        draw_frontier(painter, [QPointF(20.0, 5.0), QPointF(20.0, 55.0)], theme=LIGHT)
        draw_next_cell(painter, QRectF(40.0, 10.0, 20.0, 20.0), theme=LIGHT)

    image = canvas(paint)
    assert image.pixelColor(20, 30).lightness() < 60
    edge = image.pixelColor(40, 20)
    assert edge.red() > edge.green() > edge.blue()

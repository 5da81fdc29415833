"""The atlas: every cell on its own pixels at any size, nothing between tiles, and the cell under a point."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage

from explorer.drawing.atlas import Grid, compose, pixels_of, pixels_of_colours
from explorer.drawing.number_grid import NumberGrid, cell_text, power_words
from explorer.theme.scale import Scale
from explorer.theme.tokens import LIGHT
from explorer.theme.type import load_fonts

GRIDS = [
    Grid(12.0, 30.0, 3, 5, 8.0, 4, 10, 3.0, 20.0),
    Grid(7.0, 5.0, 4, 2, 14.0, 3, 3),
    Grid(0.0, 0.0, 2, 7, 1.0, 64, 130, 1.0),
]


@pytest.mark.parametrize("grid", GRIDS)
def test_a_point_in_a_cell_finds_that_cell(grid):
    """`at` undoes `cell_rect`, and finds nothing between tiles or behind the last one."""
    for tile in (0, 1, grid.count - 1):
        for row, column in np.ndindex(grid.rows, grid.columns):
            assert grid.at(grid.cell_rect(tile, row, column).center()) == (tile, row, column)
    assert grid.at(QPointF(grid.tile(0).right() + grid.gap / 2.0, grid.tile(0).center().y())) is None
    assert grid.at(None) is None
    if grid.count % grid.across:
        assert grid.at(QPointF(grid.rect.right() - 2.0, grid.rect.bottom() - 1.0)) is None


@pytest.mark.parametrize(
    ("grid", "device"),
    # Cells of 1 px have no pixels of their own at 125 %.
    [(grid, device) for grid in GRIDS for device in (1.0, 1.25, 2.0) if grid.cell > 1.0 or device != 1.25],
)
def test_every_cell_has_its_colour_at_any_device_size(grid, device):
    """Oblong tiles are not transposed; places behind the last tile stay transparent."""
    numbers = np.random.default_rng(0).integers(0, 1 << 24, (grid.count, grid.rows, grid.columns), dtype=np.uint32)
    image = compose(numbers | np.uint32(0xFF000000), grid, theme=LIGHT, device=device)
    for tile, row, column in np.ndindex(*numbers.shape):
        if tile % 7 and tile != grid.count - 1:
            continue
        centre = grid.cell_rect(tile, row, column).center() - grid.rect.topLeft()
        point = ((part + 1.0) * device for part in (centre.x(), centre.y()))
        x, y = (int(part) for part in point)
        assert image.pixel(x, y) & 0xFFFFFF == numbers[tile, row, column], (tile, row, column)
    if grid.count % grid.across:
        assert image.pixelColor(image.width() - 3, image.height() - 3).alpha() == 0


def test_what_is_no_number_has_the_colour_of_errors():
    numbers = np.array([[0.0, np.nan, np.inf]])
    found = pixels_of(numbers, theme=LIGHT, family="value", scale=Scale(1.0))
    assert found.tolist() == [[LIGHT.tide.colour(0.0).rgba(), LIGHT.err.rgba(), LIGHT.err.rgba()]]
    assert pixels_of_colours(numbers, 0.0, 1.0, theme=LIGHT).tolist() == [LIGHT.err.rgba()]


def test_small_numbers_share_a_power_of_ten():
    """A grid of gradients is read in one unit, and says in which; ordinary numbers are written as they are."""
    small = NumberGrid(np.array([[0.0032, -0.0001]]), "adjoint", Scale(1.0, "root"), 4)
    assert small.power == -3
    assert power_words(small.power) == "numbers × 10⁻³"
    plain = NumberGrid(np.array([[0.32, -12.0]]), "value", Scale(12.0), 4)
    assert power_words(plain.power) == ""
    assert NumberGrid(None, "value", Scale(1.0), 4).power == 0


def test_a_cell_holds_as_many_decimals_as_fit(qapp):
    load_fonts()
    assert [cell_text(-0.2345, width, digits=4, signed=True) for width in (34.0, 44.0, 90.0)] == [
        "−.23",
        "−0.23",
        "−0.2345",
    ]


def test_the_picture_outlives_its_numbers():
    """The picture owns its pixels: the array they were made from may be gone."""
    grid = Grid(0.0, 0.0, 1, 1, 4.0, 1, 1)
    image = compose(np.full((1, 1, 1), 0xFF102030, np.uint32), grid, theme=LIGHT, device=1.0)
    assert isinstance(image, QImage)
    assert image.pixel(3, 3) == 0xFF102030

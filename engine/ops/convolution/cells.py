"""Which cells meet when a kernel slides over an image: of a window, of an image cell, of a kernel cell."""

from collections.abc import Iterator

from engine.expression import Shape
from engine.ops.convolution.geometry import Geometry, Pair


def read_by_window(sizes: Geometry, window: Pair) -> Iterator[tuple[Pair, Pair]]:
    """Each kernel cell of one window with the image cell it reads; the border of zeros is left out."""
    for row in range(sizes.kernel[0]):
        for column in range(sizes.kernel[1]):
            if (place := _image_cell(sizes, window, (row, column))) is not None:
                yield (row, column), place


def windows_over(sizes: Geometry, place: Pair) -> Iterator[tuple[Pair, Pair]]:
    """Each kernel cell that reads one image cell, with the window in which it does."""
    for row in range(sizes.kernel[0]):
        for column in range(sizes.kernel[1]):
            down, across = (
                place[axis] + sizes.padding[axis] - (row, column)[axis] * sizes.dilation[axis] for axis in (0, 1)
            )
            if down % sizes.stride[0] or across % sizes.stride[1]:
                continue
            window = down // sizes.stride[0], across // sizes.stride[1]
            if _inside(window, sizes.result):
                yield (row, column), window


def read_of_image(sizes: Geometry, cell: Pair) -> Iterator[tuple[Pair, Pair]]:
    """Each window with the image cell that one kernel cell reads there; the border of zeros is left out."""
    for row in range(sizes.result[0]):
        for column in range(sizes.result[1]):
            if (place := _image_cell(sizes, (row, column), cell)) is not None:
                yield (row, column), place


def turned_cell(shape: Shape, unit: tuple[int, ...]) -> tuple[int, ...]:
    """Where a cell of an image, or of kernels, stands once rows and columns are in reverse order."""
    return *unit[:-3], shape[-3] - 1 - unit[-3], shape[-2] - 1 - unit[-2], unit[-1]


def _image_cell(sizes: Geometry, window: Pair, cell: Pair) -> Pair | None:
    row, column = (
        window[axis] * sizes.stride[axis] + cell[axis] * sizes.dilation[axis] - sizes.padding[axis] for axis in (0, 1)
    )
    return (row, column) if _inside((row, column), sizes.image) else None


def _inside(place: Pair, sizes: Pair) -> bool:
    return 0 <= place[0] < sizes[0] and 0 <= place[1] < sizes[1]

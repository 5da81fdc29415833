"""How a kernel slides over an image: stride, padding, dilation, and the sizes that come of them."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.expression import Shape
from engine.ops import ShapeError

Pair = tuple[int, int]
SETTINGS = ("stride", "padding", "dilation")
LARGEST_BUFFER = 200_000_000
_LEAST = {"stride": 1, "padding": 0, "dilation": 1}


@dataclass(frozen=True, slots=True)
class Geometry:
    """All sizes of one sliding product, each as (rows, columns)."""

    image: Pair
    kernel: Pair
    stride: Pair
    padding: Pair
    dilation: Pair

    @property
    def span(self) -> Pair:
        """What the kernel covers of the image, the gaps that dilation makes included."""
        return _each(lambda axis: self.dilation[axis] * (self.kernel[axis] - 1) + 1)

    @property
    def padded(self) -> Pair:
        """The image with its border of zeros."""
        return _each(lambda axis: self.image[axis] + 2 * self.padding[axis])

    @property
    def result(self) -> Pair:
        """How often the kernel fits; what a stride leaves over at the end is not read."""
        return _each(lambda axis: (self.padded[axis] - self.span[axis]) // self.stride[axis] + 1)


def _each(of_axis: Callable[[int], int]) -> Pair:
    return of_axis(0), of_axis(1)


def pair(word: str, name: str, value: object, least: int) -> Pair:
    """A setting as (rows, columns); one whole number stands for both. Raises ShapeError below `least`."""
    parts = value if isinstance(value, tuple) else (value, value)
    match parts:
        case (int() as rows, int() as columns) if min(rows, columns) >= least:
            return rows, columns
    raise ShapeError(f"{word}: {name} is a whole number from {least}, or two, (rows, columns); met {value!r}")


def check_image(word: str, shape: Shape) -> None:
    """An image, or a stack of maps, is (rows, columns, channels)."""
    if len(shape) != 3:
        raise ShapeError(f"{word} reads an image of shape (rows, columns, channels), met {shape}")


def check_kernel(word: str, shape: Shape) -> None:
    """Kernels are (maps, rows, columns, channels)."""
    if len(shape) != 4:
        raise ShapeError(f"{word} takes kernels of shape (maps, rows, columns, channels), met {shape}")


def geometry(word: str, image: Pair, kernel: Pair, attributes: Mapping[str, object], *, channels: int = 1) -> Geometry:
    """The sizes of a sliding product; raises ShapeError, with the numbers, where the kernel does not fit."""
    stated = {name: pair(word, name, attributes.get(name, least), least) for name, least in _LEAST.items()}
    found = Geometry(image, kernel, stated["stride"], stated["padding"], stated["dilation"])
    for axis, name in enumerate(("rows", "columns")):
        if found.span[axis] > found.padded[axis]:
            spread = f" (spread over {found.span[axis]})" if found.span[axis] > kernel[axis] else ""
            border = f" ({found.padded[axis]} with padding)" if found.padded[axis] > image[axis] else ""
            raise ShapeError(
                f"{word}: the kernel has {kernel[axis]} {name}{spread}, more than the image's {image[axis]}{border}"
            )
    buffer = channels * max(math.prod(found.padded), math.prod(found.result) * math.prod(kernel))
    if buffer > LARGEST_BUFFER:
        raise ShapeError(f"{word}: one image would take {buffer:,} numbers; at most {LARGEST_BUFFER:,} are allowed")
    return found

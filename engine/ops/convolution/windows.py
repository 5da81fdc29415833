"""Sliding products in NumPy: every window of an image becomes a row of a matrix, and one product does the rest."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from engine.ops import Array
from engine.ops.convolution.geometry import Geometry

NUMBERS_AT_ONCE = 500_000


def correlate(images: Array, kernels: Array, sizes: Geometry) -> Array:
    """Cross-correlation: (…, rows, columns, channels) and (maps, rows, columns, channels) → (…, rows', columns', maps).

    Kernels may have leading axes of their own, one set of kernels for each image.
    """
    return _over_images(images, kernels, lambda flat, kernel: _correlate(flat, kernel, sizes))


def spread(deltas: Array, kernels: Array, sizes: Geometry) -> Array:
    """The adjoint of `correlate` for the images: every entry of `deltas` spreads its kernel over the window it read."""
    return _over_images(deltas, kernels, lambda flat, kernel: _spread(flat, kernel, sizes))


def gather(images: Array, deltas: Array, sizes: Geometry) -> Array:
    """The adjoint of `correlate` for the kernels, of each image by itself: (…, maps, rows, columns, channels)."""
    lead, flat, flat_deltas = _both_flat(images, deltas)
    maps = deltas.shape[-1]
    found = np.empty((len(flat), maps, *sizes.kernel, images.shape[-1]), np.result_type(images, deltas))
    for part in _parts(flat, sizes):
        rows = _rows(flat[part], sizes)
        columns = flat_deltas[part].reshape(len(rows), -1, maps)
        found[part] = np.matmul(columns.swapaxes(1, 2), rows).reshape(-1, *found.shape[1:])
    return found.reshape(lead + found.shape[1:])


def gather_total(images: Array, deltas: Array, sizes: Geometry) -> Array:
    """The sum of `gather` over all images, without an array for each of them."""
    _, flat, flat_deltas = _both_flat(images, deltas)
    maps = deltas.shape[-1]
    total = np.zeros((maps, int(np.prod(sizes.kernel)) * images.shape[-1]), np.result_type(images, deltas))
    for part in _parts(flat, sizes):
        rows = _rows(flat[part], sizes)
        total += flat_deltas[part].reshape(-1, maps).T @ rows.reshape(-1, rows.shape[-1])
    return total.reshape(maps, *sizes.kernel, images.shape[-1])


def _over_images(stack: Array, kernels: Array, product: Callable[[Array, Array], Array]) -> Array:
    """The product for a stack of images with one set of kernels, or with a set of its own for each."""
    if kernels.ndim == 4:
        lead = stack.shape[:-3]
        found = product(stack.reshape(-1, *stack.shape[-3:]), kernels)
        return found.reshape(lead + found.shape[1:])
    lead = np.broadcast_shapes(stack.shape[:-3], kernels.shape[:-4])
    stacks = np.broadcast_to(stack, lead + stack.shape[-3:])
    own = np.broadcast_to(kernels, lead + kernels.shape[-4:])
    each = [product(stacks[place][None], own[place])[0] for place in np.ndindex(lead)]
    return np.stack(each).reshape(lead + each[0].shape)


def _both_flat(images: Array, deltas: Array) -> tuple[tuple[int, ...], Array, Array]:
    """The leading axes both have together, and both with these as one axis."""
    lead = np.broadcast_shapes(images.shape[:-3], deltas.shape[:-3])
    flat, flat_deltas = (
        np.broadcast_to(array, lead + array.shape[-3:]).reshape(-1, *array.shape[-3:]) for array in (images, deltas)
    )
    return lead, flat, flat_deltas


def _correlate(images: Array, kernel: Array, sizes: Geometry) -> Array:
    maps = len(kernel)
    weights = kernel.reshape(maps, -1).T
    found = np.empty((len(images), *sizes.result, maps), np.result_type(images, kernel))
    for part in _parts(images, sizes):
        rows = _rows(images[part], sizes)
        found[part] = (rows.reshape(-1, rows.shape[-1]) @ weights).reshape(-1, *found.shape[1:])
    return found


def _spread(deltas: Array, kernel: Array, sizes: Geometry) -> Array:
    maps, channels = kernel.shape[0], kernel.shape[-1]
    weights = kernel.reshape(maps, -1)
    (high, wide), (above, beside) = sizes.padded, sizes.padding
    found = np.zeros((len(deltas), high, wide, channels), np.result_type(deltas, kernel))
    for part in _parts(found, sizes):
        shares = (deltas[part].reshape(-1, maps) @ weights).reshape(-1, *sizes.result, *sizes.kernel, channels)
        own = found[part]
        for row, column, there in window_rows(sizes):
            own[there] += shares[:, :, column, row]
    return found[:, above : high - above, beside : wide - beside]


def window_rows(sizes: Geometry) -> Iterator[tuple[int, int, tuple[slice, ...]]]:
    """Each row of the kernel and each column of windows, with the entries of the padded images these read.

    Whole rows of a window lie next to each other in memory, single entries do not.
    """
    (down, across), (apart, aside) = sizes.stride, sizes.dilation
    for row in range(sizes.kernel[0]):
        rows = slice(row * apart, row * apart + (sizes.result[0] - 1) * down + 1, down)
        for column in range(sizes.result[1]):
            yield row, column, (slice(None), rows, slice(column * across, column * across + sizes.span[1], aside))


def _rows(images: Array, sizes: Geometry) -> Array:
    """Every window of every image as a row: (images, windows, kernel rows · columns · channels)."""
    (above, beside), (down, across), (apart, aside) = sizes.padding, sizes.stride, sizes.dilation
    if above or beside:
        images = np.pad(images, ((0, 0), (above, above), (beside, beside), (0, 0)))
    seen = sliding_window_view(images, sizes.span, axis=(1, 2))[:, ::down, ::across, :, ::apart, ::aside]
    return seen.transpose(0, 1, 2, 4, 5, 3).reshape(len(images), int(np.prod(sizes.result)), -1)


def _parts(images: Array, sizes: Geometry) -> Iterator[slice]:
    """The images a few at a time, so that the matrix of windows stays of moderate size."""
    numbers = int(np.prod(sizes.result)) * int(np.prod(sizes.kernel)) * images.shape[-1]
    at_once = max(1, NUMBERS_AT_ONCE // max(1, numbers))
    for first in range(0, len(images), at_once):
        yield slice(first, first + at_once)

"""Sliding products that fill arrays laid out before, through buffers that the next one uses again."""

import math
from collections.abc import Iterator

import numpy as np
from numpy.lib.stride_tricks import as_strided

from engine.ops import Array, Buffers
from engine.ops.convolution.geometry import Geometry
from engine.ops.convolution.windows import NUMBERS_AT_ONCE, window_rows


def buffer_sizes(sizes: Geometry, channels: int, maps: int, images: int) -> dict[str, int]:
    """How many numbers each buffer takes for so many images."""
    inside = math.prod(sizes.kernel) * channels
    return {
        "windows": _at_once(sizes, channels, images) * math.prod(sizes.result) * inside,
        "kernels": maps * inside,
        "padded": images * math.prod(sizes.padded) * channels if any(sizes.padding) else 0,
    }


def fill_correlation(images: Array, kernels: Array, sizes: Geometry, *, out: Array, buffers: Buffers) -> None:
    """`correlate` into `out`: (images, rows', columns', maps)."""
    maps, channels = kernels.shape[0], kernels.shape[-1]
    weights = buffers("kernels", (*kernels.shape[1:], maps))
    np.copyto(weights, kernels.transpose(1, 2, 3, 0))
    flat = weights.reshape(-1, maps)
    padded = _padded(images, sizes, buffers)
    for part in _parts(sizes, channels, len(images)):
        np.dot(_windows(padded[part], sizes, buffers), flat, out[part].reshape(-1, maps))


def fill_spread(deltas: Array, kernels: Array, sizes: Geometry, *, out: Array, buffers: Buffers) -> None:
    """`spread` into `out`, the adjoint of the images: (images, rows, columns, channels)."""
    maps, channels = kernels.shape[0], kernels.shape[-1]
    weights = buffers("kernels", kernels.shape)
    np.copyto(weights, kernels)
    flat = weights.reshape(maps, -1)
    (high, wide), (above, beside) = sizes.padded, sizes.padding
    whole = buffers("padded", (len(deltas), high, wide, channels)) if above or beside else out
    whole[...] = 0
    for part in _parts(sizes, channels, len(deltas)):
        own = whole[part]
        shares = buffers("windows", (len(own), *sizes.result, *sizes.kernel, channels))
        np.dot(deltas[part].reshape(-1, maps), flat, shares.reshape(-1, flat.shape[1]))
        for row, column, there in window_rows(sizes):
            target = own[there]
            np.add(target, shares[:, :, column, row], out=target)
    if whole is not out:
        np.copyto(out, whole[:, above : high - above, beside : wide - beside])


def fill_gathered(images: Array, deltas: Array, sizes: Geometry, *, out: Array, buffers: Buffers) -> None:
    """`gather_total` into `out`, the adjoint of the kernels: (maps, rows, columns, channels)."""
    maps, channels = deltas.shape[-1], images.shape[-1]
    total = buffers("kernels", (maps, math.prod(sizes.kernel) * channels))
    padded = _padded(images, sizes, buffers)
    for number, part in enumerate(_parts(sizes, channels, len(images))):
        columns, rows = deltas[part].reshape(-1, maps).T, _windows(padded[part], sizes, buffers)
        if number:
            total += columns @ rows
        else:
            np.dot(columns, rows, total)
    np.copyto(out, total.reshape(out.shape))


def _padded(images: Array, sizes: Geometry, buffers: Buffers) -> Array:
    (above, beside), (high, wide) = sizes.padding, sizes.padded
    if not above and not beside:
        return images
    padded = buffers("padded", (len(images), high, wide, images.shape[-1]))
    padded[...] = 0
    padded[:, above : high - above, beside : wide - beside] = images
    return padded


def _windows(images: Array, sizes: Geometry, buffers: Buffers) -> Array:
    """Every window as a row of one matrix."""
    (down, across), (apart, aside) = sizes.stride, sizes.dilation
    image, row, column, channel = images.strides
    shape = (len(images), *sizes.result, *sizes.kernel, images.shape[-1])
    strides = (image, row * down, column * across, row * apart, column * aside, channel)
    found = buffers("windows", shape)
    np.copyto(found, as_strided(images, shape, strides, writeable=False))
    return found.reshape(-1, math.prod(shape[3:]))


def _at_once(sizes: Geometry, channels: int, images: int) -> int:
    numbers = math.prod(sizes.result) * math.prod(sizes.kernel) * channels
    return min(images, max(1, NUMBERS_AT_ONCE // max(1, numbers)))


def _parts(sizes: Geometry, channels: int, images: int) -> Iterator[slice]:
    """The images a few at a time, so that the matrix of windows stays of moderate size."""
    step = _at_once(sizes, channels, images)
    for first in range(0, images, step):
        yield slice(first, min(first + step, images))

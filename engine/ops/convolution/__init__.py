"""Convolution and cross-correlation of images with kernels, and the products their adjoints are made of."""

from collections.abc import Iterator
from typing import Any

from engine.expression import Apply, Expression, Shape
from engine.ops import Array, Buffers, Fast, Notation, Op, Part, ShapeError, Trial, Unit, apply, no_guess
from engine.ops.convolution.cells import read_by_window, read_of_image, turned_cell, windows_over
from engine.ops.convolution.filling import buffer_sizes, fill_correlation, fill_gathered, fill_spread
from engine.ops.convolution.geometry import SETTINGS, Geometry, check_image, check_kernel, geometry, pair
from engine.ops.convolution.windows import correlate, gather, gather_total, spread


def _sliding(word: str, shapes: tuple[Shape, ...], attributes: dict[str, Any]) -> Shape:
    image, kernel = shapes
    check_image(word, image)
    check_kernel(word, kernel)
    if image[2] != kernel[3]:
        raise ShapeError(
            f"{word}: the kernels {kernel} read {kernel[3]} channels, the image {image} has {image[2]} channels"
        )
    sizes = geometry(word, (image[0], image[1]), (kernel[1], kernel[2]), attributes, channels=kernel[3])
    return (*sizes.result, kernel[0])


def _full(shapes: tuple[Shape, ...], attributes: dict[str, Any]) -> Shape:
    delta, kernel = shapes
    check_image("full_conv", delta)
    check_kernel("full_conv", kernel)
    image = pair("full_conv", "size", attributes.get("size"), 1)
    sizes = geometry("full_conv", image, (kernel[1], kernel[2]), attributes, channels=kernel[3])
    if delta != (*sizes.result, kernel[0]):
        raise ShapeError(f"full_conv: windows of an image {image} give {(*sizes.result, kernel[0])}, met {delta}")
    return (*image, kernel[3])


def _for_kernel(word: str, shapes: tuple[Shape, ...], attributes: dict[str, Any]) -> Shape:
    image, delta = shapes
    check_image(word, image)
    check_image(word, delta)
    kernel = pair(word, "size", attributes.get("size"), 1)
    sizes = geometry(word, (image[0], image[1]), kernel, attributes, channels=image[2])
    if delta[:2] != sizes.result:
        raise ShapeError(f"{word}: kernels {kernel} over an image {image} give maps {sizes.result}, met {delta[:2]}")
    return (delta[2], *kernel, image[2])


def _sizes(node: Apply, image: Shape, kernel: Shape) -> Geometry:
    return geometry(node.op, (image[0], image[1]), (kernel[1], kernel[2]), dict(node.attributes))


def _shape(node: Expression) -> Shape:
    assert node.shape is not None
    return node.shape


def _turned(array: Array) -> Array:
    return array[..., ::-1, ::-1, :]


def _xcorr(node: Apply, image: Array, kernel: Array) -> Array:
    return correlate(image, kernel, _sizes(node, _shape(node.arguments[0]), _shape(node.arguments[1])))


def _conv(node: Apply, image: Array, kernel: Array) -> Array:
    return _xcorr(node, image, _turned(kernel))


def _full_conv(node: Apply, delta: Array, kernel: Array) -> Array:
    return spread(delta, kernel, _sizes(node, _shape(node), _shape(node.arguments[1])))


def _kernel_xcorr(node: Apply, image: Array, delta: Array) -> Array:
    return gather(image, delta, _sizes(node, _shape(node.arguments[0]), _shape(node)))


def _kernel_xcorr_total(node: Apply, image: Array, delta: Array) -> Array:
    return gather_total(image, delta, _sizes(node, _shape(node.arguments[0]), _shape(node)))


def _stated(node: Apply) -> dict[str, Any]:
    return {name: held for name, held in node.attributes if name in SETTINGS}


def _rotated(node: Expression) -> Expression:
    """The node turned by half a turn; turned twice it is itself."""
    return node.arguments[0] if isinstance(node, Apply) and node.op == "rot180" else apply("rot180", node)


def _size(node: Expression) -> tuple[int, ...]:
    """Rows and columns of an image or of kernels."""
    return _shape(node)[-3:-1]


def _xcorr_vjp(node: Apply, g: Expression, i: int) -> Expression:
    image, kernel = node.arguments
    if i == 0:
        return apply("full_conv", g, kernel, size=_size(image), **_stated(node))
    return apply("kernel_xcorr", image, g, size=_size(kernel), **_stated(node))


def _conv_vjp(node: Apply, g: Expression, i: int) -> Expression:
    image, kernel = node.arguments
    if i == 0:
        return apply("full_conv", g, _rotated(kernel), size=_size(image), **_stated(node))
    return apply("kernel_conv", _rotated(image), g, size=_size(kernel), **_stated(node))


def _full_conv_vjp(node: Apply, g: Expression, i: int) -> Expression:
    delta, kernel = node.arguments
    if i == 0:
        return apply("xcorr", g, kernel, **_stated(node))
    return apply("kernel_xcorr", g, delta, size=_size(kernel), **_stated(node))


def _kernel_xcorr_vjp(node: Apply, g: Expression, i: int) -> Expression:
    image, delta = node.arguments
    if i == 0:
        return apply("full_conv", delta, g, size=_size(image), **_stated(node))
    return apply("xcorr", image, g, **_stated(node))


def _kernel_conv_vjp(node: Apply, g: Expression, i: int) -> Expression:
    turned, delta = node.arguments
    if i == 0:
        return _rotated(apply("full_conv", delta, _rotated(g), size=_size(turned), **_stated(node)))
    return apply("conv", _rotated(turned), g, **_stated(node))


def _xcorr_products(node: Apply, unit: Unit) -> Iterator[tuple[Part, ...]]:
    """Kernel cell times image cell, over one window (002 eq 29 with the kernel as it stands)."""
    image, kernel = node.arguments
    row, column, map_ = unit
    for cell, place in read_by_window(_sizes(node, _shape(image), _shape(kernel)), (row, column)):
        for channel in range(_shape(image)[2]):
            yield (kernel, (map_, *cell, channel)), (image, (*place, channel))


def _conv_products(node: Apply, unit: Unit) -> Iterator[tuple[Part, ...]]:
    """The same with the kernel turned."""
    rotated = _rotated(node.arguments[1])
    yield from _xcorr_products(Apply("xcorr", (node.arguments[0], rotated), node.attributes, node.shape), unit)


def _full_conv_products(node: Apply, unit: Unit) -> Iterator[tuple[Part, ...]]:
    """Kernel cell times the adjoint of each map cell whose window read this image cell."""
    delta, kernel = node.arguments
    row, column, channel = unit
    for cell, place in windows_over(_sizes(node, _shape(node), _shape(kernel)), (row, column)):
        for map_ in range(_shape(kernel)[0]):
            yield (kernel, (map_, *cell, channel)), (delta, (*place, map_))


def _kernel_xcorr_products(node: Apply, unit: Unit) -> Iterator[tuple[Part, ...]]:
    """Image cell times the adjoint of each map cell for which the kernel cell read it."""
    image, delta = node.arguments
    map_, row, column, channel = unit
    for place, cell in read_of_image(_sizes(node, _shape(image), _shape(node)), (row, column)):
        yield (image, (*cell, channel)), (delta, (*place, map_))


def _kernel_conv_products(node: Apply, unit: Unit) -> Iterator[tuple[Part, ...]]:
    image = _rotated(node.arguments[0])
    inner = Apply("kernel_xcorr", (image, node.arguments[1]), node.attributes, node.shape)
    yield from _kernel_xcorr_products(inner, turned_cell(_shape(node), unit))


def _rot180_products(node: Apply, unit: Unit) -> Iterator[tuple[Part, ...]]:
    yield ((node.arguments[0], turned_cell(_shape(node), unit)),)


def _room(node: Apply, examples: int) -> dict[str, int]:
    """The buffers of a sliding product, whichever of image, maps and kernels it makes of the others."""
    first, second = (_shape(argument) for argument in node.arguments)
    image, kernel = {
        "conv": (first, second), "xcorr": (first, second), "full_conv": (_shape(node), second),
    }.get(node.op, (first, _shape(node)))  # fmt: skip
    return buffer_sizes(_sizes(node, image, kernel), image[-1], kernel[0], examples)


def _fill_xcorr(node: Apply, buffers: Buffers, out: Array, image: Array, kernel: Array) -> None:
    sizes = _sizes(node, _shape(node.arguments[0]), _shape(node.arguments[1]))
    fill_correlation(image, kernel, sizes, out=out, buffers=buffers)


def _fill_conv(node: Apply, buffers: Buffers, out: Array, image: Array, kernel: Array) -> None:
    _fill_xcorr(node, buffers, out, image, _turned(kernel))


def _fill_full_conv(node: Apply, buffers: Buffers, out: Array, delta: Array, kernel: Array) -> None:
    fill_spread(delta, kernel, _sizes(node, _shape(node), _shape(node.arguments[1])), out=out, buffers=buffers)


def _fill_kernel_xcorr(node: Apply, buffers: Buffers, out: Array, image: Array, delta: Array) -> None:
    sizes = _sizes(node, _shape(node.arguments[0]), _shape(node))
    fill_gathered(image, delta, sizes, out=out, buffers=buffers)


def _fill_kernel_conv(node: Apply, buffers: Buffers, out: Array, turned: Array, delta: Array) -> None:
    _fill_kernel_xcorr(node, buffers, _turned(out), _turned(turned), delta)


def _rot180_shape(shapes: tuple[Shape, ...], attributes: dict[str, Any]) -> Shape:
    if len(shapes[0]) not in (3, 4):
        raise ShapeError(f"rot180 turns an image (rows, columns, channels) or kernels (maps, …), met {shapes[0]}")
    return shapes[0]


_WAYS: tuple[dict[str, object], ...] = (
    {},
    {"stride": 2},
    {"padding": 1},
    {"dilation": 2},
    {"stride": (2, 3), "padding": (2, 1), "dilation": (1, 2)},
)
_IMAGE, _KERNEL = (7, 8, 2), (3, 3, 2, 2)


def _trials(first: str, second: str, size: str = "") -> tuple[Trial, ...]:
    """Images and kernels that are not square, in every way to slide; operands and `size` are named by what they are."""
    trials = []
    for way in _WAYS:
        maps = _sliding("conv", (_IMAGE, _KERNEL), way)
        shapes = {"image": _IMAGE, "kernel": _KERNEL, "maps": maps}
        stated = {"size": shapes[size][-3:-1]} if size else {}
        trials.append(Trial((shapes[first], shapes[second]), {**way, **stated}))
    return tuple(trials)


CONV = Op(
    "conv",
    "convolution, the kernel turned by 180° as it slides (002 eq 29)",
    2,
    lambda shapes, attributes: _sliding("conv", shapes, attributes),
    _conv,
    Notation("infix", r"\ast", "∗"),
    vjp=_conv_vjp,
    operands=no_guess,
    settings=SETTINGS,
    trials=_trials("image", "kernel"),
    products=_conv_products,
    fast=Fast(fill=_fill_conv, buffers=_room),
    rules=("linear map, transposed, so the kernel slides back", "linear in the kernel, the image under each entry"),
)
XCORR = Op(
    "xcorr",
    "cross-correlation, the kernel as it stands: what frameworks call convolution",
    2,
    lambda shapes, attributes: _sliding("xcorr", shapes, attributes),
    _xcorr,
    Notation("infix", r"\star", "⋆"),
    vjp=_xcorr_vjp,
    operands=no_guess,
    settings=SETTINGS,
    trials=_trials("image", "kernel"),
    products=_xcorr_products,
    fast=Fast(fill=_fill_xcorr, buffers=_room),
    rules=("linear map, transposed, so the kernel slides back", "linear in the kernel, the image under each entry"),
)
ROT180 = Op(
    "rot180",
    "rows and columns of an image, or of each kernel, in reverse order",
    1,
    _rot180_shape,
    lambda node, array: _turned(array),
    Notation("call", r"\mathrm{rot180}", "rot180"),
    vjp=lambda node, g, i: _rotated(g),
    trials=(Trial(((4, 5, 2),)), Trial(((3, 2, 4, 2),))),
    products=_rot180_products,
    rules=("rearranged, turned back",),
)
FULL_CONV = Op(
    "full_conv",
    "full convolution: what the maps of a cross-correlation send back to its image",
    2,
    _full,
    _full_conv,
    Notation("infix", r"\ast", "∗", index="full"),
    vjp=_full_conv_vjp,
    operands=no_guess,
    settings=SETTINGS,
    callable=False,
    trials=_trials("maps", "kernel", "image"),
    products=_full_conv_products,
    fast=Fast(fill=_fill_full_conv, buffers=_room),
    rules=("linear map, transposed", "linear in the kernel, the maps under each entry"),
)
KERNEL_XCORR = Op(
    "kernel_xcorr",
    "what the maps of a cross-correlation send back to its kernels",
    2,
    lambda shapes, attributes: _for_kernel("kernel_xcorr", shapes, attributes),
    _kernel_xcorr,
    Notation("infix", r"\star", "⋆"),
    vjp=_kernel_xcorr_vjp,
    operands=no_guess,
    settings=SETTINGS,
    callable=False,
    total=_kernel_xcorr_total,
    trials=_trials("image", "maps", "kernel"),
    products=_kernel_xcorr_products,
    fast=Fast(fill_total=_fill_kernel_xcorr, buffers=_room),
    rules=("linear map, transposed",),
)
KERNEL_CONV = Op(
    "kernel_conv",
    "what the maps of a convolution send back to its kernels, from the image turned by 180°",
    2,
    lambda shapes, attributes: _for_kernel("kernel_conv", shapes, attributes),
    lambda node, turned, delta: _turned(_kernel_xcorr(node, _turned(turned), delta)),
    Notation("infix", r"\ast", "∗"),
    vjp=_kernel_conv_vjp,
    operands=no_guess,
    settings=SETTINGS,
    callable=False,
    total=lambda node, turned, delta: _turned(_kernel_xcorr_total(node, _turned(turned), delta)),
    trials=_trials("image", "maps", "kernel"),
    products=_kernel_conv_products,
    fast=Fast(fill_total=_fill_kernel_conv, buffers=_room),
    rules=("linear map, transposed",),
)

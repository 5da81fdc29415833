"""Sliding products and poolings that are not square, their scenes and pictures, for tests of the convolution view."""

from functools import cache
from typing import Any

import numpy as np
from PySide6.QtGui import QImage, QPainter

import engine
from engine.exchange.opening import Opening, Prepared, prepare
from engine.stepping.place import Place
from engine.trace import Trace
from explorer.scene import Scene
from explorer.state import Selection, State
from explorer.theme.tokens import LIGHT, Theme
from explorer.view import Frame, Spot
from explorer.views.convolution import VIEW
from explorer.views.convolution.meetings import Reading
from explorer.views.convolution.reading import read
from explorer.views.convolution.shown import shown_cell

Array = np.ndarray[Any, Any]
Unit = tuple[int, ...]
ROWS, COLUMNS, CHANNELS, MAPS, KERNEL = 5, 6, 2, 2, (2, 3)
WAYS: tuple[dict[str, tuple[int, int]], ...] = (
    {},
    {"stride": (2, 1)},
    {"stride": (1, 2), "padding": (1, 0)},
    {"padding": (2, 1)},
    {"dilation": (2, 1)},
    {"stride": (2, 3), "padding": (1, 2), "dilation": (3, 2)},
)
SETTING = {"stride": (1, 1), "padding": (0, 0), "dilation": (1, 1)}


def network_of(op: str, way: dict[str, tuple[int, int]]) -> str:
    """One sliding product of a picture that is not square with kernels that are not square."""
    full = SETTING | way
    spans = [full["dilation"][axis] * (KERNEL[axis] - 1) + 1 for axis in (0, 1)]
    result = [
        (length + 2 * full["padding"][axis] - spans[axis]) // full["stride"][axis] + 1
        for axis, length in enumerate((ROWS, COLUMNS))
    ]
    stated = "".join(f", {name}=({pair[0]}, {pair[1]})" for name, pair in way.items())
    return "\n".join(
        [
            '"""One sliding product."""',
            f"X: input({ROWS}, {COLUMNS}, {CHANNELS})",
            f"d: target({result[0] * result[1] * MAPS})",
            f"K: parameter({MAPS}, {KERNEL[0]}, {KERNEL[1]}, {CHANNELS})",
            f"theta: parameter({MAPS})",
            f"z = {op}(X, K{stated}) + theta",
            "v = flatten_maps(z)",
            "E = half_sse(v, d)",
        ]
    )


def pool_network(op: str) -> str:
    """One pooling with a window that is not square."""
    return "\n".join(
        ['"""One pooling."""', "C: input(4, 6, 2)", "d: target(8)", f"P = {op}(C, size=(2, 3))", "v = flatten_maps(P)",
         "E = half_sse(v, d)"]
    )  # fmt: skip


@cache
def prepared(source: str, sizes: tuple[tuple[str, int], ...] = (), examples: int = 1) -> tuple[Prepared, Trace]:
    """A run, made once; a text of several lines is a network of its own, with numbers drawn at random."""
    if "\n" not in source:
        made = prepare(Opening(source, sizes=sizes))
        return made, made.run()
    network = engine.parse(source)
    generator = np.random.default_rng(7)
    inputs = {q.name: generator.normal(size=(examples, *q.shape)) for q in network.having("input", "target")}
    made = Prepared(Opening("text"), "text", "", network.program, inputs, network.initialise(3), 3)
    return made, made.run()


def scene_at(source: str, position: int | None = None, *, selection: Selection | None = None, **more) -> Scene:
    """A scene at a place, at the end unless stated."""
    made, trace = prepared(source, more.pop("sizes", ()), more.pop("examples", 1))
    place = Place(trace.schedule.length if position is None else position)
    return Scene(State(made.opening, place=place, selection=selection, **more), made, trace)


def before(source: str, name: str, *, adjoint: bool, **more) -> Scene:
    """The scene in which the line of a quantity runs next."""
    _, trace = prepared(source)
    position = trace.schedule.position_of(trace.program.line_of[name, adjoint], None)
    assert position is not None
    return scene_at(source, position, **more)


def reading_of(scene: Scene) -> Reading:
    shown = shown_cell(scene)
    assert shown is not None
    reading = read(scene, shown)
    assert reading is not None
    return reading


def reading_at(source: str, name: str, unit: Unit, *, adjoint: bool = False, **more) -> Reading:
    reading = reading_of(scene_at(source, selection=Selection(name, adjoint, None, unit), **more))
    assert (reading.shown.name, reading.shown.adjoint, reading.shown.unit) == (name, adjoint, unit)
    return reading


def painted(
    scene: Scene, *, theme: Theme = LIGHT, size: tuple[int, int] = (730, 520), **more
) -> tuple[QImage, list[Spot]]:
    image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(theme.panel)
    painter = QPainter(image)
    try:
        return image, list(VIEW.draw(painter, Frame(*size, scene, theme, **more)))
    finally:
        painter.end()


def asked(scene: Scene, command: str) -> list[object]:
    """What all spots ask of a command by a click."""
    requests = [spot.request for spot in painted(scene)[1] if spot.request is not None]
    return [request.argument for request in requests if request.command == command]

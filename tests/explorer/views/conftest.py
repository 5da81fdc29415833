"""Scenes of short real trainings, made once, and pictures of views with what can be clicked in them."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from engine.exchange.opening import Opening, prepare
from engine.exchange.scenario import find_scenario
from engine.stepping.place import Place
from engine.training.course import Course, after
from engine.training.metrics import columns_of
from engine.training.validation import validated
from explorer.progress import Progress, Validation
from explorer.scene import Scene
from explorer.state import State
from explorer.theme.tokens import theme
from explorer.theme.type import load_fonts
from explorer.view import Frame, Spot, View

HELD_BACK = 20


@pytest.fixture(scope="session")
def trained() -> Callable[..., Scene]:
    """A scene of a scenario after `iterations` of training, `part` of the way through the iteration that follows."""
    made: dict[tuple[str, int], Scene] = {}

    def make(source: str, iterations: int = 4, *, part: float = 1.0, **state: object) -> Scene:
        if (source, iterations) not in made:
            made[source, iterations] = _train(source, iterations)
        scene = made[source, iterations]
        place = Place(round(part * scene.trace.schedule.length))
        return replace(scene, state=replace(scene.state, place=place, **state), limits={})  # type: ignore[arg-type]

    return make


def _train(source: str, iterations: int) -> Scene:
    prepared = prepare(Opening(source))
    course = Course(prepared.program, prepared.pool, prepared.parameters, 16, HELD_BACK)
    columns, point, rows, validations = columns_of(prepared.program), course.first, [], []
    for iteration in range(iterations):
        validations.append(Validation(iteration, *validated(course, point)))
        trace = course.run(point)
        rows.append(columns.of(trace))
        point = after(trace, point)
    progress = Progress(
        columns.names,
        np.arange(iterations),
        np.array(rows).reshape(iterations, len(columns.names)),
        iterations,
        course.batches.an_epoch,
        tuple(validations),
        goal=find_scenario(source).training.get("goal", {}),
    )
    prepared = replace(prepared, inputs=course.inputs_at(iterations))
    return Scene(State(prepared.opening, iteration=iterations), prepared, course.run(point), progress=progress)


@pytest.fixture
def picture(qapp) -> Callable[..., tuple[QImage, list[Spot]]]:
    """Paints a view of a scene; the picture and its spots."""
    load_fonts()

    def paint(
        view: View, scene: Scene, *, width: float = 1150.0, height: float = 380.0, look: str = "light", **frame: object
    ) -> tuple[QImage, list[Spot]]:
        shown = Frame(width, height, scene, theme(look), **frame)  # type: ignore[arg-type]
        if view.height is not None:
            shown = replace(shown, height=view.height(shown))
        image = QImage(round(width), round(shown.height), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(shown.theme.panel)
        painter = QPainter(image)
        spots = list(view.draw(painter, shown))
        painter.end()
        return image, spots

    return paint


@pytest.fixture
def spot_at() -> Callable[[list[Spot], float, float], Spot | None]:
    """The topmost spot that can be clicked at a place, as the canvas finds it."""

    def find(spots: list[Spot], x: float, y: float) -> Spot | None:
        point = QPointF(x, y)
        return next((spot for spot in reversed(spots) if spot.request and spot.rect.contains(point)), None)

    return find

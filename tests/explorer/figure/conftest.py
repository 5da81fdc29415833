"""What the tests of figures share: a scene, a small view with every kind of mark, and the picture of it."""

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from engine.exchange.opening import Opening, prepare
from engine.stepping.place import Place
from explorer.figure.request import Figure
from explorer.scene import Scene
from explorer.state import Selection, State
from explorer.theme.type import font, load_fonts
from explorer.view import Frame, Spot, View


def _draw(painter: QPainter, frame: Frame) -> list[Spot]:
    """Text, a line, a fill, a heat map of four pixels and a clipped fill."""
    theme = frame.theme
    painter.setFont(font(15))
    painter.setPen(theme.text1)
    painter.drawText(QPointF(20, 30), "weight +0.1506")
    painter.drawLine(QPointF(20, 40), QPointF(frame.width - 20, 40))
    painter.fillRect(QRectF(20, 50, 30, 20), theme.accent)
    painter.save()
    painter.setClipRect(QRectF(70, 50, 10, 10))
    painter.fillRect(QRectF(70, 50, 40, 40), theme.err)
    painter.restore()
    picture = QImage(2, 2, QImage.Format.Format_RGB32)
    for x, y, colour in ((0, 0, theme.ok), (1, 0, theme.warn), (0, 1, theme.err), (1, 1, theme.accent)):
        picture.setPixelColor(x, y, colour)
    painter.drawImage(QRectF(120, 50, 40, 40), picture)
    painter.fillRect(QRectF(0, frame.height - 4, 4, 4), theme.ok)
    return [Spot(QRectF(20, 50, 30, 20), "a fill")]


FAKE = View("fake", "Fake", "stage", "shows one of each mark", _draw, subtitle=lambda scene: f"unit {scene.state.unit}")
LONG = View(
    "long",
    "Long",
    "left",
    "Is higher than wide.",
    _draw,
    height=lambda frame: 1500.0,
    follow=lambda frame: QRectF(0, 1400, frame.width, 30),
)


def difference(first: QImage, second: QImage, *, without: range = range(0)) -> float:
    """The share of places, 4 px wide, at which two pictures of one thing differ in lightness by more than a fifth.

    Letters are drawn a little differently by every program; at this distance that is not seen. `without` are columns
    that are left out.
    """
    small = [picture.scaled(100, 105, mode=Qt.TransformationMode.SmoothTransformation) for picture in (first, second)]
    places = [(x, y) for x in range(100) for y in range(105) if 4 * x not in without]
    apart = (abs(small[0].pixelColor(x, y).lightness() - small[1].pixelColor(x, y).lightness()) for x, y in places)
    return sum(distance > 51 for distance in apart) / len(places)


@pytest.fixture
def scene(qtbot: QtBot) -> Scene:
    """The first scenario in the backward pass, before the line of eps_s at the moment 11, with unit 3 chosen."""
    load_fonts()
    opening = Opening("occupancy", moments=12, sizes=(("H", 4),))
    prepared = prepare(opening)
    trace = prepared.run()
    line = trace.schedule.program.line_of["s", True]
    position = trace.schedule.position_of(line, 10)
    assert position is not None
    state = State(opening, place=Place(position), unit=3, example=1, selection=Selection("s", adjoint=True))
    return Scene(state, prepared, trace)


@pytest.fixture
def figure(scene: Scene) -> Figure:
    """The small view with caption, 400 × 420 px."""
    return Figure(FAKE, scene, width=400, height=420)

"""Typing on a picture: a double click opens a line, Enter sends what was typed, what is wrong is said and not sent."""

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from engine.exchange.opening import Opening, prepare
from explorer.command import Request
from explorer.scene import Scene
from explorer.state import State
from explorer.theme.tokens import LIGHT
from explorer.view import Field, Spot, View
from explorer.window.canvas import Canvas

PLACE = QRectF(20, 30, 80, 24)
FIELD = Field("put", ("s", 3), "0.5", check=lambda text: "" if text != "bad" else "bad is no number", hint="a number")


@pytest.fixture
def canvas(qtbot, request):
    """A canvas with one place that can be typed in; asked for with a request besides where the test wants one."""
    more = getattr(request, "param", {})
    view = View("typed", "Typed", "stage", "A place.", lambda painter, frame: [Spot(PLACE, "it", field=FIELD, **more)])
    made = prepare(Opening("scalar_graph"))
    canvas = Canvas(view)
    qtbot.addWidget(canvas)
    canvas.resize(300, 200)
    canvas.show_scene(Scene(State(made.opening), made, made.run()), LIGHT, compact=False)
    canvas.show()
    canvas.grab()
    return canvas


def opened(canvas: Canvas) -> QLineEdit | None:
    found = [line for line in canvas.findChildren(QLineEdit) if line.isVisible()]
    return found[0] if found else None


def click(qtbot, canvas: Canvas, at: QPoint | None = None) -> None:
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at or PLACE.center().toPoint())


def test_enter_sends_the_subject_and_what_was_typed(qtbot, canvas):
    asked: list[Request] = []
    canvas.requested.connect(asked.append)
    click(qtbot, canvas)
    line = opened(canvas)
    assert line.text() == "0.5" and line.hasSelectedText()
    line.setText("-1.25")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert asked == [Request("put", (("s", 3), "-1.25"))]
    assert opened(canvas) is None


def test_escape_leaves_without_a_word(qtbot, canvas):
    asked: list[Request] = []
    canvas.requested.connect(asked.append)
    click(qtbot, canvas)
    qtbot.keyClicks(opened(canvas), "7")
    qtbot.keyClick(opened(canvas), Qt.Key.Key_Escape)
    assert asked == [] and opened(canvas) is None


def test_what_is_wrong_is_said_and_not_sent(qtbot, canvas):
    asked: list[Request] = []
    canvas.requested.connect(asked.append)
    click(qtbot, canvas)
    line = opened(canvas)
    line.selectAll()
    qtbot.keyClicks(line, "bad")
    words = canvas.findChild(QLabel, "field-words")
    assert words.isVisible() and words.text() == "bad is no number"
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert asked == [] and opened(canvas) is line


@pytest.mark.parametrize("canvas", [{"request": Request("select")}], indirect=True)
def test_where_a_click_asks_for_something_the_line_opens_at_the_second(qtbot, canvas):
    click(qtbot, canvas)
    assert opened(canvas) is None
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=PLACE.center().toPoint())
    assert opened(canvas) is not None


def test_going_elsewhere_keeps_what_is_right_and_changed(qtbot, canvas):
    asked: list[Request] = []
    canvas.requested.connect(asked.append)
    click(qtbot, canvas)
    line = opened(canvas)
    line.selectAll()
    qtbot.keyClicks(line, "2")
    canvas.setFocus()
    assert asked == [Request("put", (("s", 3), "2"))]


def test_the_line_stays_within_the_picture(qtbot, canvas):
    canvas.edit(FIELD, QRectF(QPointF(280, 190), PLACE.size()))
    line = opened(canvas)
    assert line.x() >= 0 and line.geometry().right() <= canvas.width()

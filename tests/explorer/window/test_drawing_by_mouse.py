"""Drawing by mouse: the pixels the mouse goes over are the entries that change, on a picture that is not square."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.run.spread import spread
from engine.stepping.place import Place
from explorer.command import Request
from explorer.state import Selection
from explorer.views.picture.shown import shown_of
from explorer.window.canvas import Canvas
from explorer.window.main_window import MainWindow

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def paint(window: MainWindow) -> None:
    window.grab()
    QApplication.processEvents()


@pytest.fixture
def window(open_window) -> MainWindow:
    """6 rows of 8 columns, everything computed, the picture on the stage."""
    made = open_window("conv_lesson")
    made.store.run(Request("go", Place(made.store.scene.schedule.length)))
    made.store.run(Request("choose-stage", "picture"))
    paint(made)
    return made


def canvas(window: MainWindow) -> Canvas:
    found = window.panes["stage"].canvas("picture")
    assert found is not None
    return found


def middle(window: MainWindow, request: Request) -> QPoint:
    """The middle of the place that asks for this."""
    area = canvas(window)
    rect = next(spot.rect for spot in area.spots if spot.request == request)
    return (rect.center() * area.zoom).toPoint()


def pixel(window: MainWindow, row: int, column: int) -> QPoint:
    return middle(window, Request("draw", ("X", row, column)))


def drag(window: MainWindow, *places: QPoint) -> None:
    area = canvas(window)
    QTest.mousePress(area, LEFT, NONE, places[0])
    for place in places[1:]:
        QTest.mouseMove(area, place)
        paint(window)
    QTest.mouseRelease(area, LEFT, NONE, places[-1])
    paint(window)


def changed(window: MainWindow) -> set[tuple[int, int]]:
    return {item.index[1:3] for item in window.store.scene.state.interventions}


def test_a_stroke_changes_the_pixels_it_goes_over_and_everything_follows(window):
    """Along row 2 from column 1 to 7 in one jump: no pixel is left out, no other row is touched."""
    before = window.store.scene.trace
    drag(window, pixel(window, 2, 1), pixel(window, 2, 7))
    after = window.store.scene.trace
    assert changed(window) == {(2, column) for column in range(1, 8)}
    moved = np.argwhere(before.value("X")[0, :, :, 0] != after.value("X")[0, :, :, 0])
    assert {tuple(place) for place in moved.tolist()} == changed(window)
    assert np.array_equal(before.value("X")[..., 1], after.value("X")[..., 1])
    for name in ("z1", "E"):
        assert not np.array_equal(before.value(name), after.value(name))
    assert not np.array_equal(before.adjoint("X"), after.adjoint("X"))


def test_a_stroke_goes_where_the_mouse_goes(window):
    """Down a column, then across: 3 rows and 4 columns that a transposed picture would not have."""
    drag(window, pixel(window, 3, 4), pixel(window, 5, 4), pixel(window, 5, 7))
    assert changed(window) == {(3, 4), (4, 4), (5, 4), (5, 5), (5, 6), (5, 7)}


def test_every_stroke_is_taken_back_by_itself(window):
    drag(window, pixel(window, 0, 0), pixel(window, 0, 3))
    drag(window, pixel(window, 0, 3), pixel(window, 3, 3))
    assert len(changed(window)) == 7
    window.store.undo()
    assert changed(window) == {(0, column) for column in range(4)}
    window.store.undo()
    assert changed(window) == set()


def test_outside_the_picture_nothing_is_drawn_and_no_stroke_is_left_open(window):
    area = canvas(window)
    drag(window, pixel(window, 0, 0), QPoint(2, 2))
    first = changed(window)
    assert first == {(0, 0)}
    QTest.mouseMove(area, pixel(window, 3, 3))
    paint(window)
    assert changed(window) == first


def test_two_quick_taps_on_different_pixels_are_both_drawn(window):
    """The second press of a double click is a tap like any other."""
    QTest.mouseClick(canvas(window), LEFT, NONE, pixel(window, 1, 7))
    QTest.mouseDClick(canvas(window), LEFT, NONE, pixel(window, 5, 2))
    paint(window)
    assert changed(window) == {(1, 7), (5, 2)}


def test_eraser_and_take_all_back(window):
    given = window.store.scene.trace.value("X").copy()
    drag(window, pixel(window, 1, 1), pixel(window, 1, 5))
    eraser = next(spot.request for spot in canvas(window).spots if "eraser" in spot.tip)
    QTest.mouseClick(canvas(window), LEFT, NONE, middle(window, eraser))
    paint(window)
    drag(window, pixel(window, 1, 4), pixel(window, 1, 5))
    assert changed(window) == {(1, 1), (1, 2), (1, 3)}
    QTest.mouseClick(canvas(window), LEFT, NONE, middle(window, Request("picture-as-given")))
    paint(window)
    assert not window.store.scene.state.interventions
    assert np.array_equal(window.store.scene.trace.value("X"), given)


def test_a_click_on_a_unit_shows_what_passes_through_it(window):
    request = Request("follow-through", Selection("z2", True, None, (1,)))
    QTest.mouseClick(canvas(window), LEFT, NONE, middle(window, request))
    paint(window)
    scene = window.store.scene
    np.testing.assert_array_equal(shown_of(scene).adjoint, spread(scene.trace, "z2", (1,))["X"][:, :, 0])
    assert scene.focus.name == "z2" and scene.focus.unit == (1,)


def test_nothing_moves_under_the_mouse_while_a_stroke_is_drawn(window, monkeypatch, qtbot):
    """The bar that compares comes with the first change, and only once the button is let go."""
    held = [LEFT]
    monkeypatch.setattr("explorer.window.contrast_bar.QGuiApplication.mouseButtons", lambda: held[0])
    top = canvas(window).mapToGlobal(QPoint(0, 0))
    drag(window, pixel(window, 2, 2), pixel(window, 2, 4))
    assert window.store.scene.other is not None
    assert canvas(window).mapToGlobal(QPoint(0, 0)) == top
    assert window.contrast_bar.isHidden()
    held[0] = Qt.MouseButton.NoButton
    qtbot.waitUntil(window.contrast_bar.isVisible)

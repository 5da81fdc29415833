"""Hundreds of random keys, clicks, drags, wheel turns and resizes in one window: nothing raises, nothing grows."""

import random
import resource

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from explorer.command import Request
from explorer.window.main_window import MainWindow

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
NONE = Qt.KeyboardModifier.NoModifier
LEFT, WHEEL = Qt.MouseButton.LeftButton, Qt.ScrollPhase.NoScrollPhase
KEYS = (
    (Qt.Key.Key_F10, NONE), (Qt.Key.Key_F10, ALT), (Qt.Key.Key_F11, NONE), (Qt.Key.Key_F11, ALT),
    (Qt.Key.Key_F11, SHIFT), (Qt.Key.Key_F11, ALT | SHIFT), (Qt.Key.Key_F5, NONE), (Qt.Key.Key_F5, ALT),
    (Qt.Key.Key_F10, CTRL), (Qt.Key.Key_Right, NONE), (Qt.Key.Key_Left, NONE), (Qt.Key.Key_Right, CTRL),
    (Qt.Key.Key_Left, CTRL), (Qt.Key.Key_Up, NONE), (Qt.Key.Key_Down, NONE), (Qt.Key.Key_Home, NONE),
    (Qt.Key.Key_End, NONE), (Qt.Key.Key_Escape, NONE), (Qt.Key.Key_Backspace, NONE), (Qt.Key.Key_Space, NONE),
    (Qt.Key.Key_BracketLeft, NONE), (Qt.Key.Key_BracketRight, NONE), (Qt.Key.Key_0, NONE), (Qt.Key.Key_7, NONE),
    (Qt.Key.Key_Z, CTRL), (Qt.Key.Key_Y, CTRL), (Qt.Key.Key_P, CTRL), (Qt.Key.Key_R, CTRL), (Qt.Key.Key_Tab, NONE),
    (Qt.Key.Key_Equal, CTRL), (Qt.Key.Key_Minus, CTRL), (Qt.Key.Key_Period, CTRL), (Qt.Key.Key_Comma, CTRL),
    (Qt.Key.Key_X, NONE), (Qt.Key.Key_Return, NONE),
)  # fmt: skip
SOURCES = ("occupancy", "mlp", "counter", "scalar_graph", "rnn_mtap", "lstm_peephole", "sunspots", "gru")


def _visible(window: MainWindow) -> list[QWidget]:
    canvases = [pane.canvas(pane.current.name) for pane in window.panes.values() if pane.current]
    return [canvas for canvas in canvases if canvas is not None]


def _point(chance: random.Random, widget: QWidget) -> QPoint:
    return QPoint(chance.randrange(max(1, widget.width())), chance.randrange(max(1, widget.height())))


def _spot(chance: random.Random, widget: QWidget) -> QPoint:
    """Somewhere on what can be clicked, else anywhere."""
    spots = [spot for spot in getattr(widget, "spots", ()) if spot.request is not None]
    if not spots:
        return _point(chance, widget)
    return (chance.choice(spots).rect.center() * widget.zoom).toPoint()  # type: ignore[attr-defined]


def _turn_wheel(chance: random.Random, widget: QWidget) -> None:
    at = QPointF(_point(chance, widget))
    turn = QPoint(0, chance.choice((-120, 120)))
    event = QWheelEvent(
        at, widget.mapToGlobal(at), QPoint(), turn, Qt.MouseButton.NoButton, chance.choice((NONE, CTRL)), WHEEL, False
    )
    QApplication.sendEvent(widget, event)


def _act(chance: random.Random, window: MainWindow) -> str:
    """One random deed; gives it in words, for the message of a failure."""
    kind = chance.choices(("key", "click", "move", "double", "drag", "wheel", "resize", "look", "open"),
                          (40, 25, 10, 5, 5, 6, 3, 3, 1))[0]  # fmt: skip
    widget = chance.choice(_visible(window))
    match kind:
        case "key":
            key, modifiers = chance.choice(KEYS)
            QTest.keyClick(window.focusWidget(), key, modifiers)
            return f"key {key} {modifiers}"
        case "click" | "double":
            at = _spot(chance, widget) if chance.random() < 0.7 else _point(chance, widget)
            (QTest.mouseClick if kind == "click" else QTest.mouseDClick)(widget, LEFT, NONE, at)
            return f"{kind} {widget.objectName()} {at}"
        case "move":
            QTest.mouseMove(widget, _point(chance, widget))
        case "drag":
            QTest.mousePress(widget, LEFT, NONE, _spot(chance, widget))
            for _ in range(3):
                QTest.mouseMove(widget, _point(chance, widget))
            QTest.mouseRelease(widget, LEFT, NONE, _point(chance, widget))
        case "wheel":
            _turn_wheel(chance, widget)
        case "resize":
            window.resize(chance.randrange(960, 1900), chance.randrange(640, 1200))
        case "look":
            name = chance.choice(("theme-dark", "theme-light", "theme-system", "precision"))
            window.store.run(Request(name))
            stage = chance.choice(window.panes["stage"].views).name
            window.store.run(Request("choose-stage", stage))
        case "open":
            source = chance.choice(SOURCES)
            window.store.run(Request("open", source))
            return f"open {source}"
    return f"{kind} {widget.objectName()}"


def hammer(window: MainWindow, *, events: int, seed: int) -> None:
    """Does `events` random things; after each the scene must still be one that can stand on the screen."""
    chance = random.Random(seed)
    for number in range(events):
        deed = _act(chance, window)
        scene = window.store.scene
        assert scene is not None, deed
        assert 0 <= scene.position <= scene.schedule.length, (number, deed)
        assert 0 <= scene.state.example < scene.trace.examples, (number, deed)
        assert not scene.stale, (number, deed)
        if number % 4 == 0:
            QApplication.processEvents()


@pytest.mark.parametrize("seed", [1, 2])
def test_random_keys_clicks_drags_and_resizes_raise_nothing(open_window, seed):
    """pytest-qt fails the test on every exception in a slot or a paint event, and on every warning of Qt."""
    window = open_window()
    hammer(window, events=100, seed=seed)


def test_memory_does_not_grow_with_events(open_window):
    """At most 5 MB for a thousand events, once the caches are filled."""
    window = open_window("lstm_peephole", width=1280, height=800)

    def step(times: int) -> None:
        for _ in range(times):
            window.store.run(Request("step-over"))
            if window.store.scene is not None and window.store.scene.event is None:
                window.store.run(Request("to-start"))
        QApplication.processEvents()

    step(300)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    step(1000)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 5 * 1024

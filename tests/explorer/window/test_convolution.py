"""The convolution by mouse and keys in the real window: products, impossible settings, and kernels as they stand."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.language.turning import sliding_ops
from engine.stepping.place import Place
from explorer.command import Request
from explorer.scenery.products import chosen_product
from explorer.state import Selection
from explorer.view import Spot
from explorer.window.canvas import Canvas
from explorer.window.main_window import MainWindow

LEFT, NONE, ALT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def window(open_window) -> MainWindow:
    """The lesson, a cell of the convolution chosen, its view in front."""
    made = open_window("conv_lesson", width=1280, height=800)
    for request in (
        Request("go", Place(made.store.scene.schedule.length)),
        Request("choose-stage", "convolution"),
        Request("select", Selection("z1", False, None, (2, 4, 1))),
    ):
        made.store.run(request)
    paint(made)
    return made


def paint(window: MainWindow) -> None:
    window.grab()
    QApplication.processEvents()


def area(window: MainWindow) -> Canvas:
    canvas = window.panes["stage"].canvas("convolution")
    assert canvas is not None
    return canvas


def pins(window: MainWindow) -> list[Spot]:
    return [spot for spot in area(window).spots if spot.request and spot.request.command == "pin-product"]


def click(window: MainWindow, spot: Spot) -> None:
    QTest.mouseClick(area(window), LEFT, NONE, (spot.rect.center() * area(window).zoom).toPoint())
    paint(window)


def test_a_click_pins_and_keys_step_on_and_back(window, press):
    """F11 and the point go on, Alt+F11 and the comma back; the cursor stays; Esc ends it, and F11 is F11 again."""
    place = window.store.scene.state.place
    spot = next(spot for spot in pins(window) if spot.request.argument == 2)
    click(window, spot)
    numbers = [chosen_product(window.store.scene.state)]
    for key, modifier in ((Qt.Key.Key_F11, NONE), (Qt.Key.Key_Period, NONE), (Qt.Key.Key_F11, ALT),
                          (Qt.Key.Key_Comma, NONE), (Qt.Key.Key_Comma, NONE)):  # fmt: skip
        press(window, key, modifier)
        numbers.append(chosen_product(window.store.scene.state))
    assert numbers == [2, 3, 4, 3, 2, 1]
    assert window.store.scene.state.place == place
    press(window, Qt.Key.Key_Escape)
    assert chosen_product(window.store.scene.state) is None and window.store.scene.state.selection is None
    window.store.run(Request("go", Place(0)))
    press(window, Qt.Key.Key_F11)
    assert window.store.scene.state.place > Place(0)


def test_stepping_over_a_line_lets_the_product_go(window, press):
    window.store.run(Request("go", Place(0)))
    window.store.run(Request("pin-product", 3))
    press(window, Qt.Key.Key_F10)
    assert chosen_product(window.store.scene.state) is None


def test_a_double_click_goes_to_where_an_operand_came_from(window):
    window.store.run(Request("select", Selection("K", True, None, (0, 1, 1, 0))))
    paint(window)
    spot = next(each for each in pins(window) if each.double is not None and each.double.command == "travel")
    QTest.mouseDClick(area(window), LEFT, NONE, (spot.rect.center() * area(window).zoom).toPoint())
    paint(window)
    state = window.store.scene.state
    assert state.selection == spot.double.argument
    assert chosen_product(state) is None


def test_an_impossible_setting_is_said_and_nothing_else_is_drawn(window):
    """The picture stays as it was, with a line that says which numbers do not fit; the next setting goes from there."""
    said: list[str] = []
    window.store.failed.connect(said.append)
    window.store.run(Request("padding-less"))
    before = dict(window.store.scene.network.sizes)
    assert before["padding"] == 0 and not said
    for name in ("stride-less", "padding-less"):
        window.store.run(Request(name))
    paint(window)
    assert len(said) == 2 and "stride is a whole number from 1" in said[0]
    assert "padding must be a whole number from 0" in said[1]
    assert dict(window.store.scene.network.sizes) == before and not window.store.scene.stale
    window.store.run(Request("select", Selection("z1", False, None, (2, 4, 1))))
    paint(window)
    assert pins(window)


def test_kernels_as_they_stand_are_one_switch(window):
    """The program, the words of the picture and the derived equation follow; the chosen cell stays chosen."""
    value = float(window.store.scene.trace.value("z1")[0, 2, 4, 1])
    window.store.run(Request("correlate"))
    paint(window)
    scene = window.store.scene
    assert sliding_ops(scene.network) == {"xcorr"}
    assert scene.state.selection == Selection("z1", False, None, (2, 4, 1))
    x, k = scene.trace.value("X")[0], scene.trace.value("K")
    window_of = x[1:3, 3:6, :]  # padding 1
    wanted = float((window_of * k[1]).sum() + scene.trace.value("theta")[1])
    turned = float((window_of * k[1, ::-1, ::-1]).sum() + scene.trace.value("theta")[1])
    assert float(scene.trace.value("z1")[0, 2, 4, 1]) == pytest.approx(wanted)
    assert value == pytest.approx(turned)
    window.store.run(Request("correlate"))
    assert float(window.store.scene.trace.value("z1")[0, 2, 4, 1]) == value

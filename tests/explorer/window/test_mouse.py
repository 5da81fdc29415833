"""The window by mouse alone: every place that offers something can be pointed at and clicked, and does what it says."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton

from engine.stepping.place import Place
from explorer.command import Request
from explorer.state import Selection
from explorer.view import Spot
from explorer.window.canvas import Canvas
from explorer.window.main_window import MainWindow

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def canvases(window: MainWindow) -> list[Canvas]:
    found = [pane.canvas(pane.current.name) for pane in window.panes.values() if pane.current]
    return [canvas for canvas in found if canvas is not None]


def canvas(window: MainWindow, name: str) -> Canvas:
    return next(canvas for canvas in canvases(window) if canvas.view.name == name)


def paint(window: MainWindow) -> None:
    window.grab()
    QApplication.processEvents()


def spots(window: MainWindow, name: str, command: str) -> list[Spot]:
    return [spot for spot in canvas(window, name).spots if spot.request and spot.request.command == command]


def click(window: MainWindow, name: str, spot: Spot, *, double: bool = False) -> None:
    area = canvas(window, name)
    at: QPoint = (spot.rect.center() * area.zoom).toPoint()
    (QTest.mouseDClick if double else QTest.mouseClick)(area, LEFT, NONE, at)
    paint(window)


def before(window: MainWindow, name: str, moment: int | None, *, adjoint: bool) -> None:
    """Puts the cursor before the line that makes a number."""
    scene = window.store.scene
    position = scene.schedule.position_of(scene.program.line_of[name, adjoint], moment)
    window.store.run(Request("go", Place(position)))
    paint(window)


@pytest.mark.parametrize("source", ["occupancy", "sunspots", "mlp", "counter", "rnn_mtap", "scalar_graph"])
def test_every_spot_of_every_view_can_be_clicked_and_says_what_it_is(open_window, source):
    """Each spot's own request is run from the same scene, those of the panes beside the stage with its first picture.

    A spot without words explains nothing.
    """
    window = open_window(source)
    done: set[object] = set()
    window.store.run(Request("go", Place(window.store.scene.schedule.length * 2 // 3)))
    for stage in [view.name for view in window.panes["stage"].views if view.suits(window.store.scene)]:
        window.store.run(Request("choose-stage", stage))
        paint(window)
        start = window.store.scene
        wishes: dict[object, Spot] = {}
        for area in canvases(window):
            for spot in area.spots:
                assert spot.tip.strip(), (area.view.name, spot.request)
                for request in (spot.request, spot.double):
                    if request is not None and request.command not in ("open", "set-threshold"):
                        wishes[request.command, str(request.argument)] = spot
                        assert request.command in window.store.commands
        assert wishes
        for wish in done & wishes.keys():
            del wishes[wish]
        done |= wishes.keys()
        for wish, spot in wishes.items():
            request = spot.request if spot.request and str(spot.request.argument) == wish[1] else spot.double
            window.store.run(request)
            assert window.store.scene is not None
            window.store.enter(start)


def test_a_click_on_a_line_of_the_program_looks_at_its_number(open_window):
    window = open_window()
    paint(window)
    line = next(
        spot for spot in spots(window, "program", "select") if spot.request.argument == Selection("b_phi", moment=None)
    )
    click(window, "program", line)
    assert window.store.scene.focus.name == "b_phi"
    assert not window.store.scene.focus.adjoint


def test_a_term_is_travelled_to_its_source_and_back(open_window, press):
    """From the state's adjoint to where its third term came from, one moment later, and back to the same place."""
    window = open_window()
    before(window, "s", 10, adjoint=True)
    there = window.store.scene.state
    terms = spots(window, "inspector", "travel")
    assert len(terms) >= 5
    wanted = next(spot for spot in terms if spot.request.argument.name == "s" and spot.request.argument.moment == 11)
    click(window, "inspector", wanted)
    scene = window.store.scene
    assert (scene.focus.name, scene.focus.adjoint, scene.focus.moment) == ("s", True, 11)
    assert scene.known("s", True, 11)
    press(window, Qt.Key.Key_Backspace)
    assert window.store.scene.state.place == there.place
    assert window.store.scene.state.selection == there.selection


def test_a_click_on_the_timeline_moves_the_cursor_and_a_drag_scrubs(open_window):
    window = open_window()
    paint(window)
    moments = {spot.request.argument: spot for spot in spots(window, "timeline", "go-to-moment")}
    assert len(moments) >= 2
    first, last = moments[min(moments)], moments[max(moments)]
    area = canvas(window, "timeline")
    ends = [(spot.rect.center() * area.zoom).toPoint() for spot in (first, last)]
    QTest.mousePress(area, LEFT, NONE, ends[0])
    assert window.store.scene.moment == min(moments)
    for part in (0.3, 0.6, 1.0):
        QTest.mouseMove(area, ends[0] + (ends[1] - ends[0]) * part)
    QTest.mouseRelease(area, LEFT, NONE, ends[1])
    assert window.store.scene.moment == max(moments)
    window.store.undo()
    assert window.store.scene.position == 0, "a whole drag is one thing to take back"


def test_sections_fold_and_unfold(open_window):
    window = open_window()
    paint(window)
    heads = spots(window, "program", "fold")
    lines = len(canvas(window, "program").spots)
    click(window, "program", heads[0])
    assert len(canvas(window, "program").spots) < lines
    click(window, "program", spots(window, "program", "fold")[0])
    assert len(canvas(window, "program").spots) == lines


def test_dragging_the_threshold_changes_what_the_network_reads(open_window):
    window = open_window()
    window.store.run(Request("choose-stage", "data"))
    paint(window)
    old = window.store.scene.prepared.inputs["x"].sum()
    places = spots(window, "data", "set-threshold")
    assert places
    highest = max(places, key=lambda spot: spot.request.argument)
    area = canvas(window, "data")
    at = (highest.rect.center() * area.zoom).toPoint()
    QTest.mousePress(area, LEFT, NONE, at)
    QTest.mouseRelease(area, LEFT, NONE, at)
    assert window.store.scene.state.opening.threshold == highest.request.argument
    assert window.store.scene.prepared.inputs["x"].sum() < old


def test_buttons_of_the_bar_step_and_leave_the_keys_where_they_were(open_window):
    window = open_window()
    focus = window.focusWidget()
    buttons = {button.accessibleName(): button for button in window.findChildren(QToolButton)}
    for name, position in (("Step over", 1), ("Step over", 2), ("Step back over", 1)):
        QTest.mouseClick(buttons[name], LEFT)
        assert window.store.scene.position == position
    assert window.focusWidget() is focus


def test_nothing_stays_hovered_when_the_mouse_has_left(open_window):
    window = open_window()
    paint(window)
    area = canvas(window, "cell")
    still = area.grab().toImage()
    spot = next(iter(area.spots))
    QTest.mouseMove(area, (spot.rect.center() * area.zoom).toPoint())
    QApplication.sendEvent(area, QEvent(QEvent.Type.Leave))
    assert area.grab().toImage() == still


def test_what_is_built_in_can_be_opened_from_the_menu_in_a_small_window(open_window):
    """The list in the bar leaves small windows; the way to another scenario must not leave with it."""
    window = open_window(width=1280, height=800)
    submenu = next(menu for menu in window.menus.menus["File"].findChildren(QMenu) if "built-in" in menu.title())
    next(action for action in submenu.actions() if action.text() == "gru").trigger()
    assert window.store.scene.state.opening.source == "gru"


@pytest.mark.parametrize(
    ("width", "zoom"),
    [(960, 1.0), (960, 1.25), (960, 1.5), (1280, 1.0), (1280, 1.5), (1280, 2.0), (1600, 1.5), (1600, 2.0)],
)
def test_the_phase_lamp_never_leaves_the_window(open_window, zoom, width):
    """Where there is little room it keeps the phase that runs, in sight and unclipped."""
    window = open_window("one_gate", width=width, height=800)
    while window.store.scene.state.zoom < zoom:
        window.store.run(Request("zoom-in"))
    paint(window)
    lamp = window.transport.lamp
    assert lamp.width() >= lamp.minimumSizeHint().width()
    assert lamp.mapTo(window, lamp.rect().topRight()).x() <= width

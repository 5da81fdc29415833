"""How it looks is chosen once: colours everywhere, the projector and back, motion that can be cut short, all kept."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

import explorer.views
from engine.exchange.opening import Opening, prepare
from engine.registry import leaves
from engine.stepping.place import Place
from explorer.application import make_window
from explorer.command import Request
from explorer.figure.recipe import recipe
from explorer.figure.reopening import reopened
from explorer.scene import Scene
from explorer.state import State
from explorer.theme.maps import PAIRS
from explorer.theme.tokens import theme
from explorer.view import Frame, View
from explorer.window.settings import keep_look, with_kept_look

KEY = Qt.Key


def settings() -> QSettings:
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Chainrule", "explorer")


def picture(view: View, scene: Scene, colours: str) -> QImage:
    image = QImage(900, 600, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    view.draw(painter, Frame(900.0, 600.0, scene, theme("light", colours)))
    painter.end()
    return image


@pytest.mark.parametrize("source", ["occupancy", "cnn_classes"])
def test_no_view_keeps_a_picture_in_the_colours_of_before(qapp, source):
    """Tide, then graphite: no pixel of what only Tide and Orchard have is left in any view."""
    prepared = prepare(Opening(source))
    trace = prepared.run()
    scene = Scene(State(prepared.opening, place=Place(trace.schedule.length)), prepared, trace)
    graphite = {tuple(row[:3]) for pair in PAIRS["graphite"].light for row in pair.lut().tolist()}
    slate = {tuple(row[:3]) for row in theme("light").slate.lut().tolist()}
    usual = [tuple(row[:3]) for pair in PAIRS["tide"].light for row in pair.lut()[:48].tolist()]
    strong = {each for each in usual if max(each) - min(each) > 60} - graphite - slate
    for view in leaves(explorer.views, View):
        if not view.suits(scene) or view.live is not None:
            continue
        picture(view, scene, "tide")
        drawn = np.unique(np.frombuffer(picture(view, scene, "graphite").constBits(), np.uint32))
        there = {(each >> 16 & 255, each >> 8 & 255, each & 255) for each in drawn.tolist()}
        assert not there & strong, view.name


def test_colours_are_chosen_in_the_menu_and_seen_everywhere(open_window):
    """Another theme object, which the panes and the lamp are painted with."""
    window = open_window()
    window.store.run(Request("to-end"))
    for colours in ("colours-graphite", "colours-tide"):  # fields take their width with the first change of the look
        window.store.run(Request(colours))
    QApplication.processEvents()
    shown = [window.transport.lamp, *(window.panes[side] for side in ("left", "stage", "below"))]
    before = [widget.grab().toImage() for widget in shown]
    window.store.run(Request("colours-graphite"))
    assert window.theme is theme("light", "graphite")
    after = [widget.grab().toImage() for widget in shown[1:]]
    assert all(one != other for one, other in zip(before[1:], after, strict=True))
    window.store.run(Request("colours-tide"))
    assert [widget.grab().toImage() for widget in shown] == before


def test_a_figure_is_opened_in_its_colours(open_window):
    """The recipe holds them; one of before has none, and one that does not exist is refused."""
    window = open_window()
    window.store.run(Request("colours-harbour"))
    made = recipe(window.store.scene, None, theme="light")
    assert reopened(made).colours == "harbour"
    del made["colours"]
    assert reopened(made).colours == "tide"
    with pytest.raises(Exception, match="recipe: colours is 'rainbow'"):
        reopened({**made, "colours": "rainbow"})


def test_the_projector_goes_on_and_off(open_window, press):
    """Text and picture alone, large and short; then all is as it was on the desk."""
    window = open_window()
    window.store.run(Request("more-digits"))
    window.store.run(Request("projector"))
    state = window.store.scene.state
    assert (state.zoom, state.digits) == (1.5, 2)
    assert [side for side, pane in window.panes.items() if pane.isVisible()] == ["left", "stage"]
    assert not window.strip.isVisible()
    press(window, KEY.Key_F10)
    assert not window.panes["below"].isVisible()
    window.store.run(Request("projector"))
    state = window.store.scene.state
    assert (state.zoom, state.digits, state.desk) == (1.0, 5, None)
    assert window.panes["below"].isVisible() and window.strip.isVisible()


def test_the_look_is_kept_between_sessions():
    """What was chosen; what a figure or the command line asks for wins; what is spoilt counts for nothing."""
    state = State(Opening("xor"))
    chosen = replace(state, theme="dark", colours="graphite", zoom=1.25, digits=6, still=True, preview=False)
    keep_look(settings(), chosen)
    assert with_kept_look(state, settings()) == chosen
    assert with_kept_look(replace(state, theme="light"), settings()).theme == "light"
    keep_look(settings(), replace(state, zoom=1.5, digits=2, desk=(1.0, 4)))
    assert with_kept_look(state, settings()) == state
    for name, value in (("theme", "sepia"), ("colours", "rainbow"), ("zoom", "7"), ("digits", "x"), ("still", "maybe")):
        settings().setValue(f"look/{name}", value)
    assert with_kept_look(state, settings()) == state


@pytest.fixture
def gliding(qtbot, open_window):
    """A window in which the band of what runs next glides, as it does on a screen."""
    window = open_window()
    for pane in window.panes.values():
        for view in pane.views:
            canvas = pane.canvas(view.name)
            if canvas is not None:
                canvas.glides = True
    qtbot.wait(80)
    return window


def test_the_band_glides_and_rests(gliding, press, qtbot):
    """From the line before to the line that runs next, and then nothing moves."""
    glide = gliding.panes["left"].canvas("program").glide
    press(gliding, KEY.Key_F10)
    assert glide.running and glide.isVisible()
    qtbot.waitUntil(lambda: not glide.running)
    assert not glide.isVisible()


def test_quick_steps_and_reduced_motion_do_not_glide(gliding, press, qtbot):
    """Above 15 steps a second, and where a person asked for rest."""
    glide = gliding.panes["left"].canvas("program").glide
    press(gliding, KEY.Key_F10)
    press(gliding, KEY.Key_F10)
    assert not glide.running, "a new step cuts the old transition short, and is too quick for its own"
    gliding.store.run(Request("still"))
    qtbot.wait(80)
    press(gliding, KEY.Key_F10)
    assert not glide.running and not glide.isVisible()


def test_nothing_glides_where_the_scene_is_made_at_once(open_window, press):
    """Tests and exports show the end state; a window on a screen glides."""
    window = open_window()
    press(window, KEY.Key_F10)
    assert not window.panes["left"].canvas("program").glide.running
    shown = make_window(State(Opening("xor")))
    assert shown.panes["left"]._glides
    shown.store.close()
    shown.close()

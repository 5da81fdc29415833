"""A canvas that scrolls: what is to be kept in sight stays there, from its top where it is taller than its room."""

import pytest
from PySide6.QtCore import QRect, QRectF
from PySide6.QtWidgets import QApplication

from engine.exchange.opening import Opening, prepare
from explorer.scene import Scene
from explorer.state import State
from explorer.theme.tokens import LIGHT
from explorer.view import View
from explorer.window.canvas import Canvas
from explorer.window.scroll_canvas import ScrollCanvas

WIDTH, ROOM, WHOLE = 300, 200, 2000


@pytest.fixture
def shown(qtbot):
    """Shows a picture of 2000 px in a room of 200 px with a place to keep in sight, scrolled as asked before."""
    prepared = prepare(Opening("rnn", moments=2))
    scene = Scene(State(prepared.opening), prepared, prepared.run())

    def show(kept: QRect, *, scrolled: int = 0) -> ScrollCanvas:
        view = View(
            "tall", "Tall", "left", "Is higher than its room.", lambda painter, frame: [],
            height=lambda frame: WHOLE, follow=lambda frame: QRectF(kept),
        )  # fmt: skip
        area = ScrollCanvas(Canvas(view))
        qtbot.addWidget(area)
        area.resize(WIDTH, ROOM)
        area.show()
        area.show_scene(scene, LIGHT, compact=False, follow=False)
        QApplication.processEvents()
        area.verticalScrollBar().setValue(scrolled)
        area.show_scene(scene, LIGHT, compact=False)
        return area

    return show


@pytest.mark.parametrize("scrolled", [0, 520, 1500])
def test_what_is_taller_than_its_room_is_shown_from_its_top(shown, scrolled: int):
    """From wherever one comes, above, inside or below: its end can not be seen together with its beginning."""
    assert shown(QRect(0, 500, WIDTH, ROOM + 150), scrolled=scrolled).visible_origin().y() == 500


@pytest.mark.parametrize(("scrolled", "first"), [(0, 529 + 60 - ROOM), (1500, 500 - 60), (420, 420)])
def test_no_more_is_scrolled_than_is_needed(shown, scrolled: int, first: int):
    """What lies below comes up to the lower edge, what lies above down to the upper one, what is seen stays."""
    assert shown(QRect(0, 500, WIDTH, 30), scrolled=scrolled).visible_origin().y() == first


def test_what_is_nearly_as_tall_as_its_room_has_air_on_both_sides(shown):
    """The air shrinks with the room that is left, so that neither end is hidden."""
    assert shown(QRect(0, 500, WIDTH, ROOM - 20)).visible_origin().y() == 489

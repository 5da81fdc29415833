"""Every view that suits a network draws it wherever the cursor stands, with places inside the picture."""

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

import engine
import explorer.views
from engine.exchange.opening import Opening, prepare
from engine.registry import leaves
from engine.stepping.place import Place
from explorer.scene import Scene
from explorer.state import State
from explorer.theme.tokens import LIGHT
from explorer.view import Frame, View

LARGEST = 50_000
NAMES = [name for name in engine.network_names() if engine.load(name).parameter_count <= LARGEST]
WIDTH, HEIGHT = 900.0, 600.0


@pytest.mark.parametrize("name", NAMES)
def test_every_view_draws_every_network(qapp, name):
    prepared = prepare(Opening(name, moments=4 if engine.load(name).timed else None))
    with np.errstate(all="ignore"):
        trace = prepared.run()
    places = [0, *(segment.start + 1 for segment in trace.schedule.segments), trace.schedule.length]
    for place in places:
        scene = Scene(State(prepared.opening, place=Place(min(place, trace.schedule.length))), prepared, trace)
        for view in leaves(explorer.views, View):
            if view.suits(scene) and view.live is None:
                frame = Frame(WIDTH, HEIGHT, scene, LIGHT)
                image = QImage(round(WIDTH), round(HEIGHT), QImage.Format.Format_ARGB32_Premultiplied)
                painter = QPainter(image)
                spots = list(view.draw(painter, frame))
                painter.end()
                assert all(np.isfinite([spot.rect.x(), spot.rect.width()]).all() for spot in spots), view.name

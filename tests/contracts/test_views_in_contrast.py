"""Every view draws this run, the other one and their difference, whatever is compared with whatever."""

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

import explorer.views
from engine.exchange.opening import Opening
from engine.registry import leaves
from engine.run.intervention import Intervention
from engine.stepping.place import Place
from explorer.running import make
from explorer.scene import Other, Scene
from explorer.scenery.contrast import contrasted
from explorer.state import Contrast, Run, Selection, State
from explorer.theme.tokens import LIGHT
from explorer.view import Frame, View

VIEWS = [view for view in leaves(explorer.views, View) if view.live is None]
WIDTH, HEIGHT = 900.0, 600.0
LSTM = Opening("lstm_peephole", moments=4, examples=3)
PAIRS = {
    "a value by hand": State(LSTM, interventions=(Intervention("b_c", (1, None, 0), 0.5),)),
    "another seed": State(LSTM, against=Run(replace(LSTM, seed=5))),
    "fewer moments": State(LSTM, against=Run(replace(LSTM, moments=2)), selection=Selection("b_c", moment=3)),
    "fewer examples": State(LSTM, against=Run(replace(LSTM, examples=1)), example=2),
    "fewer units": State(LSTM, against=Run(replace(LSTM, sizes=(("H", 3),))), unit=7),
    "another network": State(LSTM, against=Run(Opening("gru", moments=7))),
    "pictures and a sequence": State(Opening("cnn_small"), against=Run(LSTM)),
    "a number and a sequence": State(Opening("scalar_graph"), against=Run(LSTM)),
    "two convolutions": State(Opening("cnn_planes"), against=Run(Opening("cnn_planes", seed=2))),
}


@pytest.fixture(scope="module", params=PAIRS.values(), ids=list(PAIRS))
def scene(request) -> Scene:
    """Both runs, with the cursor in the backward pass."""
    state: State = request.param
    compared = state.compared
    assert compared is not None
    with np.errstate(all="ignore"):
        prepared, trace = make(state.run)
        other = Other(*make(compared), compared)
    middle = trace.schedule.segments[-1].start - 1
    return Scene(replace(state, place=Place(middle)), prepared, trace, other=other)


@pytest.mark.parametrize("contrast", get_args(Contrast))
def test_every_view_draws_both_runs_and_their_difference(qapp, scene, contrast):
    asked = replace(scene, state=replace(scene.state, contrast=contrast, watches=("norm(b_c)", "b_c[t-1]")), limits={})
    for view in VIEWS:
        drawn = contrasted(asked, of_one_run=view.of_one_run)
        if view.suits(drawn):
            spots = _spots(view, Frame(WIDTH, HEIGHT, drawn, LIGHT))
            assert all(np.isfinite([spot.rect.x(), spot.rect.width()]).all() and spot.tip for spot in spots), view.name
            view.subtitle(drawn), view.count(drawn)


def _spots(view: View, frame: Frame):
    image = QImage(round(WIDTH), round(HEIGHT), QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    try:
        return list(view.draw(painter, frame))
    finally:
        painter.end()

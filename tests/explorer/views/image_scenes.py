"""Scenes of convolutional networks, built in or written by a test, for the tests of views that draw pictures."""

from functools import cache

import engine
from engine.exchange.example_inputs import example_inputs
from engine.exchange.opening import Opening, Prepared, prepare
from engine.stepping.place import Place
from engine.trace import Trace
from explorer.scene import Scene
from explorer.state import Selection, State


@cache
def prepared(source: str) -> tuple[Prepared, Trace]:
    """A run of a built-in network or of a text, made once."""
    if "\n" not in source:
        made = prepare(Opening(source))
    else:
        network = engine.parse(source)
        inputs = example_inputs(network, seed=0)
        made = Prepared(Opening("text"), "text", "", network.program, inputs, network.initialise(0), 0)
    return made, made.run()


def scene_at(source: str, position: int | None = None, *keys: str, selection: Selection | None = None) -> Scene:
    made, trace = prepared(source)
    place = Place(trace.schedule.length if position is None else position)
    return Scene(State(made.opening, place=place, selection=selection, folded=frozenset(keys)), made, trace)

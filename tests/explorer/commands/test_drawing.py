"""Drawing: every stroke changes exactly the entries under the brush, one intervention for each, and runs follow it."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QObject, Signal

from engine.run.interpreter import run
from explorer.command import Request
from explorer.commands.drawing import DRAWING
from explorer.compute import Compute, Job, Result
from explorer.compute_checking import Checking
from explorer.scene import Scene
from explorer.scenery.brush import CHANNEL, PAINT, SIZE, front_channels, paints
from explorer.scenery.by_hand import put_in_places
from explorer.scenery.turning import turned, with_turned
from explorer.state import Run, State
from explorer.store import Store
from tests.explorer.views.image_scenes import scene_at

COMMANDS = {command.name: command for command in DRAWING}
MOVING = '''"""Pictures through time."""
X[t]: input(4, 6, 2)
d[t]: target(1)
K: parameter(3, 2, 3, 2)
z[t] = conv(X[t], K)
v[t] = flatten_maps(z[t])
a[t]: 1 = W @ v[t]
E[t] = half_sse(a[t], d[t])
'''


def brushed(source: str, *, size: int = 0, paint: int | None = None, channel: int = 0) -> Scene:
    """A scene with this brush: its size, the number of its paint, and which picture stands in front."""
    scene = scene_at(source)
    folded = with_turned(scene.state.folded, SIZE, size)
    folded = with_turned(folded, CHANNEL, channel)
    folded = with_turned(folded, PAINT, 0 if paint is None else paint + 1)
    return replace(scene, state=replace(scene.state, folded=folded))


def drawn(scene: Scene, *places: tuple[str, int, int]) -> Scene:
    for place in places:
        state = COMMANDS["draw"].run(scene, place)
        assert isinstance(state, State)
        scene = replace(scene, state=state)
    return scene


def test_a_pixel_of_a_colour_picture_is_three_entries():
    """Bright is chosen to begin with."""
    scene = drawn(brushed("cnn_small"), ("X", 4, 9))
    assert {item.index: item.value for item in scene.state.interventions} == {
        (0, 4, 9, channel): paints(scene, "X")[2].numbers[channel] for channel in range(3)
    }


@pytest.mark.parametrize(("channel", "wanted"), [(0, (0, 1, 2)), (1, (0,)), (3, (2,))])
def test_only_the_channels_in_front_are_painted(channel, wanted):
    scene = drawn(brushed("cnn_small", channel=channel), ("X", 0, 0))
    assert tuple(item.index[-1] for item in scene.state.interventions) == wanted == front_channels(scene, "X")


def test_of_two_channels_one_stands_in_front():
    scene = drawn(brushed("conv_lesson", channel=1), ("X", 5, 7))
    assert [item.index for item in scene.state.interventions] == [(0, 5, 7, 1)]


def test_a_large_brush_ends_at_the_edges_of_an_oblong_picture():
    """6 rows of 8 columns: the lower right corner has four pixels under it, a place in the middle nine."""
    scene = drawn(brushed("conv_lesson", size=1), ("X", 5, 7))
    assert {item.index[1:3] for item in scene.state.interventions} == {(4, 6), (4, 7), (5, 6), (5, 7)}
    scene = drawn(brushed("conv_lesson", size=1), ("X", 2, 6))
    assert {item.index[1:3] for item in scene.state.interventions} == {(r, c) for r in (1, 2, 3) for c in (5, 6, 7)}


def test_an_entry_holds_one_intervention_the_newest():
    scene = drawn(brushed("conv_lesson", paint=0), ("X", 1, 1), ("X", 1, 2))
    folded = with_turned(scene.state.folded, PAINT, 3)
    scene = drawn(replace(scene, state=replace(scene.state, folded=folded)), ("X", 1, 1))
    found = {item.index: item.value for item in scene.state.interventions}
    assert len(found) == len(scene.state.interventions) == 2
    low, high = paints(scene, "X")[0].numbers[0], paints(scene, "X")[2].numbers[0]
    assert found == {(0, 1, 1, 0): high, (0, 1, 2, 0): low}


def test_the_same_again_changes_nothing():
    scene = drawn(brushed("conv_lesson"), ("X", 1, 1), ("X", 1, 2))
    assert COMMANDS["draw"].run(scene, ("X", 1, 1)) == scene.state


def test_the_eraser_gives_back_what_was_given():
    scene = drawn(brushed("cnn_small"), ("X", 4, 9), ("X", 5, 9))
    eraser = len(paints(scene, "X"))
    folded = with_turned(scene.state.folded, PAINT, eraser)
    scene = drawn(replace(scene, state=replace(scene.state, folded=folded)), ("X", 4, 9))
    assert {item.index[1:3] for item in scene.state.interventions} == {(5, 9)}


def test_what_was_switched_off_counts_again_when_it_is_drawn_once_more():
    scene = drawn(brushed("conv_lesson"), ("X", 4, 4), ("X", 4, 5))
    off = frozenset(scene.state.interventions)
    scene = drawn(replace(scene, state=replace(scene.state, switched_off=off)), ("X", 4, 5))
    assert {item.index[1:3] for item in scene.state.in_force} == {(4, 5)}


def test_all_is_taken_back_and_other_interventions_stay():
    scene = drawn(brushed("cnn_small"), ("X", 4, 9))
    other = replace(scene.state.interventions[0], name="b3", index=(0, 1))
    wide = replace(scene.state.interventions[0], index=(None, 0))
    scene = replace(scene, state=replace(scene.state, interventions=(other, wide, *scene.state.interventions)))
    assert COMMANDS["picture-as-given"].enabled(scene)
    state = COMMANDS["picture-as-given"].run(scene, None)
    assert isinstance(state, State)
    assert state.interventions == (other, wide)
    assert not COMMANDS["picture-as-given"].enabled(replace(scene, state=state))


def test_in_time_only_the_moment_that_is_shown_is_drawn_on():
    scene = brushed(MOVING)
    scene = drawn(scene, ("X", 3, 5))
    moment = scene.trace.moments - 1 if scene.moment is None else scene.moment
    assert [item.index for item in scene.state.interventions] == [(moment, 0, 3, 5, 0)]
    marked = put_in_places(scene, "X", moment)
    assert np.argwhere(marked).tolist() == [[3, 5, 0]]


@pytest.mark.parametrize("argument", [None, ("X", 6, 0), ("X", 0, 8), ("X", -1, 0), ("z1", 0, 0), ("X", 0)])
def test_places_that_are_no_pixels_are_refused(argument):
    assert COMMANDS["draw"].run(brushed("conv_lesson"), argument) is None


@pytest.mark.parametrize("source", ["cnn_small", "conv_lesson"])
def test_plan_and_interpreter_read_what_was_drawn_and_agree(source):
    """Every value and adjoint after a stroke, also beside a value put in over a whole row."""
    scene = drawn(brushed(source, size=1), ("X", 1, 1), ("X", 2, 3), ("X", 3, 6))
    held = scene.state.interventions
    assert len(held) >= 20
    planned = scene.prepared.run(held)
    plain = run(scene.program, scene.prepared.inputs, scene.prepared.parameters, interventions=held)
    for item in held:
        assert planned.value("X")[item.index] == plain.value("X")[item.index] == item.value
    untouched = np.ones(planned.value("X").shape, bool)
    for item in held:
        untouched[item.index] = False
    assert np.array_equal(planned.value("X")[untouched], scene.trace.value("X")[untouched])
    for name in plain.adjoints:
        np.testing.assert_allclose(planned.adjoint(name), plain.adjoint(name), atol=1e-12)
    assert planned.loss != scene.trace.loss


@pytest.mark.parametrize("number", range(5))
def test_a_switch_of_many_words_keeps_one_of_them(number):
    folded = frozenset({"key=3", "other"})
    assert turned(with_turned(folded, "key", number), "key") == number
    assert "other" in with_turned(folded, "key", number)


@pytest.fixture
def store(qtbot) -> Store:
    """A store that computes at once."""
    compute = Compute(at_once=True)
    made = Store({command.name: command for command in DRAWING}, compute)
    made.enter(brushed("conv_lesson"))
    yield made
    made.close()


def entries(store: Store) -> set[tuple[int, ...]]:
    return {item.index[1:3] for item in store.scene.state.interventions}


def stroke(store: Store, *places: tuple[int, int]) -> None:
    for number, place in enumerate(places):
        store.run(Request("draw-on" if number else "draw", ("X", *place)))


def test_a_stroke_is_one_undo_and_the_next_one_another(store):
    stroke(store, (0, 0), (0, 1), (0, 2))
    stroke(store, (3, 3), (3, 4))
    assert len(entries(store)) == 5
    assert store.scene.trace.value("X")[0, 3, 4, 0] == paints(store.scene, "X")[2].numbers[0]
    store.undo()
    assert entries(store) == {(0, 0), (0, 1), (0, 2)}
    store.undo()
    assert entries(store) == set()
    store.redo()
    store.redo()
    assert len(entries(store)) == 5


def test_a_stroke_that_begins_on_what_was_drawn_before_is_another_one(store):
    stroke(store, (0, 0), (0, 1))
    stroke(store, (0, 1), (0, 2), (0, 3))
    store.undo()
    assert entries(store) == {(0, 0), (0, 1)}


class Slow(QObject):
    """Computes nothing until it is told to."""

    finished = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Run] = []
        self.checking = Checking(at_once=True, parent=self)

    def request(self, run: Run, other: Run | None = None) -> None:
        self.asked.append(run)

    def answer(self, scene: Scene) -> None:
        """What was asked for last is done."""
        job = Job(len(self.asked), self.asked[-1])
        self.finished.emit(Result(job, (scene.prepared, scene.prepared.run(self.asked[-1].interventions))))

    def drop(self) -> None:
        """Nothing is under way in a thread."""

    def close(self) -> None:
        """Nothing to end."""


def test_a_slow_run_is_marked_after_a_while_and_shown_before_the_next_is_asked_for(qtbot):
    """A stroke longer than its runs is seen as it grows: one run at a time, the newest state each time."""
    compute, scene = Slow(), brushed("conv_lesson")
    store = Store({command.name: command for command in DRAWING}, compute)
    store.enter(scene)
    stroke(store, (0, 0), (0, 1), (0, 2))
    assert not store.scene.stale and len(compute.asked) == 1
    qtbot.waitUntil(lambda: store.scene.stale)
    compute.answer(scene)
    assert entries(store) == {(0, 0)} and not store.scene.stale
    assert len(compute.asked) == 2, "what was drawn meanwhile is one run"
    store.run(Request("draw-on", ("X", 0, 3)))
    compute.answer(scene)
    assert entries(store) == {(0, 0), (0, 1), (0, 2)}
    compute.answer(scene)
    assert entries(store) == {(0, column) for column in range(4)}
    assert len(compute.asked) == 3
    qtbot.wait(200)
    assert not store.scene.stale
    store.undo()
    compute.answer(scene)
    assert entries(store) == set()
    store.close()


def test_a_stroke_faster_than_its_runs_loses_nothing(qtbot):
    """All points are asked for before the first run has come back."""
    compute = Compute()
    store = Store({command.name: command for command in DRAWING}, compute)
    scene = brushed("conv_lesson")
    store.enter(scene)
    try:
        stroke(store, *((row, column) for row in range(4) for column in range(8)))
        assert not store.scene.stale, "a mark at every move would flicker"
        qtbot.waitUntil(lambda: len(store.scene.state.interventions) == 32)
        assert (store.scene.trace.value("X")[0, :4, :, 0] == paints(scene, "X")[2].numbers[0]).all()
        store.undo()
        qtbot.waitUntil(lambda: not store.scene.state.interventions and not store.scene.stale)
    finally:
        store.close()

"""The distributions: bars count what is known at the cursor, and what is saturated, dead or NaN is said."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from engine import parse
from engine.exchange.opening import Opening, prepare
from engine.run.interpreter import run
from engine.stepping.place import Place
from explorer.command import Request
from explorer.scene import Scene
from explorer.state import Selection, State
from explorer.theme.numbers import format_number
from explorer.theme.tokens import theme
from explorer.view import Frame
from explorer.views.distributions import VIEW
from explorer.views.distributions.card import known_words
from explorer.views.distributions.counting import counts_of, known_rows
from explorer.views.distributions.findings import Finding, findings, mean_words, norm_words, percent
from explorer.views.distributions.layout import lay_out
from explorer.views.distributions.picture import side_words

RECTIFIED = """\"\"\"Three units, of which the last never fires.\"\"\"
sizes(I=2, H=3)
x[t]: input(I)
d[t]: target(H)
a[t]: H = W @ x[t] + theta
b[t] = relu(a[t])
E[t] = half_sse(b[t], d[t])
"""


def scene_of(text, inputs, parameters) -> Scene:
    """A scene at the end of a run of a network that was typed in."""
    network = parse(text)
    trace = run(network.program, inputs, parameters)
    opening = Opening("xor")
    prepared = replace(prepare(opening), program=network.program, inputs=inputs, parameters=parameters)
    return Scene(State(opening, place=Place(trace.schedule.length)), prepared, trace)


@pytest.fixture
def rectified():
    generator = np.random.default_rng(3)
    inputs = {"x": generator.uniform(0.1, 1.0, (4, 5, 2)), "d": np.zeros((4, 5, 3))}
    return scene_of(RECTIFIED, inputs, {"W": np.array([[1.0, 1.0], [1.0, 0.0], [-1.0, -1.0]]), "theta": np.zeros(3)})


@pytest.mark.parametrize(("name", "adjoint"), [("s", False), ("s", True), ("b_phi", False), ("W_k", True)])
def test_bars_count_every_number_once(trained, name, adjoint):
    """Each bar holds the numbers between its edges, over all moments, examples and units."""
    scene = trained("occupancy")
    counts = counts_of(scene, name, adjoint=adjoint)
    numbers = np.sort((scene.trace.adjoints if adjoint else scene.trace.values)[name].ravel())
    assert counts.bars.sum() == numbers.size
    for bin_ in range(1, counts.bins - 1):
        low, high = counts.edges(bin_)
        inside = int(np.searchsorted(numbers, high) - np.searchsorted(numbers, low))
        assert abs(int(counts.bars[:, bin_].sum()) - inside) <= 1


def test_only_what_is_known_counts(trained):
    """A quarter of the way values are known at the first moments and adjoints nowhere; then adjoints from the end."""
    early, late = trained("occupancy", part=0.25), trained("occupancy", part=0.75)
    known = known_rows(early, "s", adjoint=False)
    assert known.start == 0 and 0 < known.stop < 24
    assert [early.known("s", False, t) for t in range(24)] == [t < known.stop for t in range(24)]
    assert known_rows(early, "s", adjoint=True) == slice(24, 24)
    back = known_rows(late, "s", adjoint=True)
    assert back.stop == 24 and 0 < back.start < 24
    assert [late.known("s", True, t) for t in range(24)] == [t >= back.start for t in range(24)]
    assert known_words(early, "s") == f"{known.stop * 16 * 6:,} of 2,304"
    assert "not computed yet" in side_words(early, "s", adjoint=True)


def test_nothing_is_said_of_what_is_not_known(trained):
    """At the start there is no share of saturated gates, and no mean."""
    scene = trained("occupancy", part=0.0)
    assert findings(scene, "b_phi", adjoint=False) == () and mean_words(scene, "s", adjoint=False) == ""
    assert known_words(scene, "s") == "—"
    assert norm_words(scene, "W_k").endswith("adjoint —")


def test_saturated_gates_are_counted(trained):
    """The two shares are those of the trace."""
    scene = trained("occupancy")
    gate = scene.trace.values["b_iota"]
    low, high = float((gate < 0.05).mean()), float((gate > 0.95).mean())
    assert findings(scene, "b_iota", adjoint=False) == (Finding(f"{percent(low)} < 0.05, {percent(high)} > 0.95"),)


def test_saturated_tanh_is_counted(trained):
    """A unit is flat beyond ± 0.97."""
    scene = trained("garments", 1)
    share = float((np.abs(scene.trace.values["b3"]) > 0.97).mean())
    assert findings(scene, "b3", adjoint=False)[0].words == f"{percent(share)} saturated (±0.97)"


def test_units_that_never_fire_are_counted(rectified):
    """One of three units is zero at all moments and for all examples."""
    assert findings(rectified, "b", adjoint=False) == (Finding("1 of 3 units never fire", "warning"),)


def test_nan_and_infinity_are_counted(rectified):
    """What is no number is left out of the bars and said first."""
    inputs = {name: array.copy() for name, array in rectified.prepared.inputs.items()}
    inputs["x"][1, 2, 0], inputs["x"][2, 0, 0] = np.nan, np.inf
    with np.errstate(all="ignore"):
        scene = scene_of(RECTIFIED, inputs, dict(rectified.prepared.parameters))
        found = findings(scene, "a", adjoint=False)
    array = scene.trace.values["a"]
    assert found[0] == Finding(f"{int(np.isnan(array).sum())} NaN", "error")
    assert found[1] == Finding(f"{int(np.isinf(array).sum())} ±∞", "error")
    assert counts_of(scene, "a", adjoint=False).bars.sum() == np.isfinite(array).sum()


def test_mean_spread_and_norm_are_those_of_the_trace(trained):
    """The words repeat the trace."""
    scene = trained("occupancy")
    s, weights = scene.trace.values["s"], scene.trace.values["W_k"]
    spread = format_number(float(s.std()), signed=False)
    assert mean_words(scene, "s", adjoint=False) == f"mean {format_number(float(s.mean()))} ± {spread}"
    assert norm_words(scene, "W_k").startswith(f"norm {format_number(float(np.linalg.norm(weights)), signed=False)},")


@pytest.mark.parametrize("size", [(730.0, 520.0), (520.0, 400.0), (150.0, 90.0)])
def test_a_click_looks_at_value_or_adjoint(trained, picture, spot_at, size):
    """Each card has a half for values and one for adjoints, at every size."""
    scene = trained("occupancy")
    width, height = size
    _, spots = picture(VIEW, scene, width=width, height=height)
    for card in lay_out(scene, width).cards:
        for adjoint in (False, True):
            middle = card.bars(adjoint=adjoint).center()
            assert spot_at(spots, middle.x(), middle.y()).request == Request("select", Selection(card.name, adjoint))


def test_a_bar_tells_what_it_counts(trained, picture, spot_at):
    """Pointing at a bar tells its number and its edges."""
    scene = trained("occupancy")
    card = next(card for card in lay_out(scene, 730.0).cards if card.name == "b_phi")
    place = QPointF(card.values.right() - 1.0, card.values.center().y())
    _, spots = picture(VIEW, scene, width=730.0, height=520.0, hover=place)
    number = int((scene.trace.values["b_phi"] >= 0.95).sum())
    assert spot_at(spots, place.x(), place.y()).tip.startswith(f"{number:,} of 2,304 from 0.95 to 1")


@pytest.mark.parametrize("source", ["occupancy", "garments", "xor"])
@pytest.mark.parametrize("part", [0.1, 0.3, 1.0])
def test_every_place_is_painted_in_both_themes(trained, picture, source, part):
    """Absent parts are hatched, so that no place looks like the start."""
    scene, start = trained(source, 1, part=part), trained(source, 1, part=0.0)
    for look in ("light", "dark"):
        image, _ = picture(VIEW, scene, width=730.0, height=520.0, look=look)
        other, _ = picture(VIEW, start, width=730.0, height=520.0, look=look)
        assert image != other


def test_what_runs_next_is_kept_in_sight(trained):
    """The card of the next line is followed; at the end there is none."""
    scene = trained("occupancy", part=0.3)
    frame = Frame(730.0, 520.0, scene, theme("light"))
    card = next(card for card in lay_out(scene, 730.0).cards if card.name == scene.event.line.name)
    assert VIEW.follow(frame) == card.rect
    assert VIEW.follow(replace(frame, scene=trained("occupancy"))) is None


def test_stepping_only_makes_bars_grow(trained):
    """The height of a bar is measured by the whole trace, not by what is known so far."""
    early, late = (trained("occupancy", part=part) for part in (0.2, 0.4))
    bars = [
        counts_of(scene, "s", adjoint=False).bars[known_rows(scene, "s", adjoint=False)].sum(axis=0)
        for scene in (early, late)
    ]
    assert (bars[1] >= bars[0]).all() and bars[1].sum() > bars[0].sum()

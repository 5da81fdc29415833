"""The graph view: model, layers and layout of every network, and the spots it draws at every place of the cursor."""

from functools import cache

import pytest
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from engine.exchange.networks import network_names
from engine.exchange.opening import Opening, Prepared, prepare
from engine.stepping.place import Place
from engine.trace import Trace
from explorer.scene import Scene
from explorer.state import Selection, State
from explorer.theme.numbers import format_number
from explorer.theme.tokens import DARK, LIGHT, Theme
from explorer.theme.type import load_fonts
from explorer.view import Frame, Spot
from explorer.views.graph import VIEW
from explorer.views.graph.labels import label_places
from explorer.views.graph.layering import assign_layers
from explorer.views.graph.layout import layout_of
from explorer.views.graph.model import Use, graph_of
from explorer.views.graph.wires import draw_wires

SMALL = ("rnn", "gru", "mlp", "one_gate", "counter", "scalar_graph", "rnn_mtap", "lstm_peephole")


@cache
def prepared(source: str) -> tuple[Prepared, Trace]:
    """A short run of one network, made once."""
    made = prepare(Opening(source, moments=4))
    return made, made.run()


def scene_at(source: str, position: int, selection: Selection | None = None) -> Scene:
    made, trace = prepared(source)
    return Scene(State(made.opening, place=Place(position), selection=selection), made, trace)


def before(source: str, name: str, moment: int | None, *, adjoint: bool = True) -> Scene:
    _, trace = prepared(source)
    position = trace.schedule.position_of(trace.program.line_of[name, adjoint], moment)
    assert position is not None
    return scene_at(source, position)


def drawn(scene: Scene, theme: Theme = LIGHT, *, width: float = 717.0, figure: bool = False) -> list[Spot]:
    image = QImage(int(width), 480, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(theme.panel)
    painter = QPainter(image)
    try:
        return list(VIEW.draw(painter, Frame(width, 480.0, scene, theme, None, False, figure)))
    finally:
        painter.end()


@pytest.fixture(autouse=True)
def _fonts(qtbot: QtBot) -> None:
    load_fonts()


@pytest.mark.parametrize("source", network_names())
def test_layers_run_left_to_right(source: str):
    """What a quantity is made of stands left of it, the moment before at the far left, the next at the far right."""
    graph = graph_of(prepared(source)[0].network)
    layer = assign_layers(graph)
    card = {node.key: each for each in graph.cards for node in each.nodes}
    for use in graph.uses:
        source_card, target_card = card[use.source], card[use.target]
        assert source_card is target_card or layer[source_card.key] < layer[target_card.key], use
    for each in graph.cards:
        if each.kind == "after":
            assert layer[each.key] == max(layer.values())
        if each.kind == "before":
            assert layer[each.key] == 0


@pytest.mark.parametrize("source", network_names())
def test_cards_do_not_overlap_and_wires_pass_between_them(source: str):
    """No two cards meet, and no wire crosses a card."""
    graph = graph_of(prepared(source)[0].network)
    layout = layout_of(graph, 720.0, 420.0, frozenset())
    cards = list(layout.cards.values())
    for index, first in enumerate(cards):
        assert not any(first.adjusted(1, 1, -1, -1).intersects(second) for second in cards[:index])
    for pieces in layout.wires.values():
        for piece in pieces:
            middle = (piece[0] + piece[3]) / 2.0
            assert not any(card.adjusted(1, 1, -1, -1).contains(middle) for card in cards)


def test_every_use_of_the_recurrent_network_is_an_edge():
    """The model has the moment before, the next moment, and the parameters on the uses they multiply."""
    graph = graph_of(prepared("rnn")[0].network)
    uses = {(use.source, use.target): use.parameter for use in graph.uses}
    assert uses["x", "a_h"] == "W_x" and uses["b_h@-1", "a_h"] == "W_h" and uses["b_h", "a_h@+1"] == "W_h"
    assert uses["b_h", "a_k"] == "W_k" and uses["y", "E"] == ""


@pytest.mark.parametrize(("source", "name", "moment"), [
    ("rnn", "b_h", 1), ("gru", "h", 1), ("mlp", "b1", None), ("one_gate", "h", 1), ("scalar_graph", "h0", None),
    ("rnn_mtap", "h", 1), ("lstm_peephole", "s", 1),
])  # fmt: skip
def test_every_flow_of_what_runs_next_is_drawn(source: str, name: str, moment: int | None):
    """Each flow that the engine gives has a tag with its number."""
    _, trace = prepared(source)
    shown = name if (name, True) in trace.program.line_of else ""
    line = trace.program.line_of[shown, True]
    scene = before(source, line.name, moment)
    flows = trace.flows(line.name, moment, 0)
    tips = {spot.tip for spot in drawn(scene) if spot.tip.startswith("Flow ")}
    assert len(tips) == len(flows)
    for flow in flows:
        assert any(format_number(float(flow.array[scene.unit_of(line.name)]), digits=8) in tip for tip in tips)


@pytest.mark.parametrize("source", SMALL)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_draws_at_every_place(source: str, theme: Theme):
    """No place of the cursor breaks the picture; every spot says what it is and lies inside."""
    _, trace = prepared(source)
    stride = max(trace.schedule.length // 12, 1)
    for position in (*range(0, trace.schedule.length, stride), trace.schedule.length):
        spots = drawn(scene_at(source, position), theme, width=620.0 if theme is LIGHT else 800.0)
        assert spots and all(spot.tip for spot in spots)
        assert all(spot.rect.left() >= -15.0 and spot.rect.right() <= 815.0 for spot in spots)


def test_nothing_is_known_at_the_start():
    """At the start no defined quantity tells a number."""
    spots = drawn(scene_at("gru", 0))
    told = [
        spot.tip.splitlines()[1] for spot in spots if spot.tip.startswith(("z_", "u[", "n[", "r[", "y[", "ε_", "δ_"))
    ]
    assert told and all(text in ("not computed yet", "runs next") for text in told)


def test_a_wide_graph_is_moved_to_the_focus():
    """Where columns do not fit, the focus is in sight and the hidden ones are a click away."""
    spots = drawn(before("lstm_peephole", "a_k", 1), width=420.0)
    assert any("more to the left" in spot.tip for spot in spots)
    assert any(spot.tip.startswith("δ_k[2]") for spot in spots)


def test_the_picture_is_at_least_as_high_as_the_panel():
    """A column with many boxes makes the picture scroll; a small graph fills the panel."""
    assert VIEW.height is not None
    assert VIEW.height(Frame(717.0, 480.0, scene_at("rnn", 0), LIGHT)) == 480.0
    assert VIEW.height(Frame(717.0, 300.0, scene_at("lstm", 0), LIGHT)) > 300.0


@pytest.mark.parametrize("source", ["lstm_peephole", "gru", "rnn", "lstm", "one_gate", "cnn_small"])
@pytest.mark.parametrize("width", [620.0, 1100.0])
def test_labels_stand_on_no_card_on_no_head_and_on_one_another_nowhere(source: str, width: float):
    """Every place a label may have is free of cards and of the end of its wire; what is drawn keeps apart."""
    made, trace = prepared(source)
    layout = layout_of(graph_of(made.network), width, 480.0, frozenset())
    for use, places in label_places(made.network, layout).items():
        for place in places:
            assert not any(place.intersects(card) for card in layout.cards.values())
            assert place.right() < layout.wires[use][-1][3].x()
    for position in range(0, trace.schedule.length, 3):
        spots = drawn(scene_at(source, position), width=width)
        labels = [spot.rect for spot in spots if "the parameter this use is multiplied with" in spot.tip]
        tags = [spot.rect for spot in spots if spot.tip.startswith(("Flow ", "Term "))]
        for number, label in enumerate(labels):
            assert not any(label.intersects(other) for other in (*labels[:number], *tags))


def test_wide_graphs_have_labels():
    """The rules leave room for nearly all parameters where columns stand apart."""
    made, _ = prepared("lstm_peephole")
    layout = layout_of(graph_of(made.network), 1100.0, 700.0, frozenset())
    places = label_places(made.network, layout)
    assert len(places) > 10 and all(places.values())


@pytest.mark.parametrize("source", ["gru", "lstm_peephole"])
def test_a_preview_stays_inside_its_card(source: str):
    """The number of what runs next is drawn over no neighbour and no wire."""
    _, trace = prepared(source)
    for name, adjoint in trace.program.line_of:
        if trace.program.network.quantities[name].role != "defined":
            continue
        scene = before(source, name, 1, adjoint=adjoint)
        place = layout_of(graph_of(scene.network), 717.0, 480.0, frozenset()).cards
        widest = max(card.width() for card in place.values())
        previews = [spot.rect for spot in drawn(scene) if spot.tip.splitlines()[1:2] == ["runs next"]]
        assert previews and all(rect.width() <= widest for rect in previews)


def test_a_wire_along_which_a_flow_comes_back_has_no_head():
    """The ribbon's head is at its other end; two heads would say that numbers go both ways."""
    scene = before("rnn", "b_h", 1)
    graph = graph_of(scene.network)
    layout = layout_of(graph, 717.0, 480.0, frozenset())
    use = next(use for use in layout.wires if (use.source, use.target) == ("b_h", "a_k"))
    end = layout.wires[use][-1][3]
    inks = []
    for back in (frozenset[Use](), frozenset({use})):
        image = QImage(717, 480, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(LIGHT.panel)
        painter = QPainter(image)
        draw_wires(painter, Frame(717.0, 480.0, scene, LIGHT), layout, frozenset(), colour=LIGHT.wire, back=back)
        painter.end()
        inks.append(image.pixelColor(round(end.x()) - 7, round(end.y()) - 2) != LIGHT.panel)
    assert inks == [True, False]

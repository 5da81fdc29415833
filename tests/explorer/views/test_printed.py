"""The printed-against-verified view: what it draws for every equation, what its spots ask for, and its numbers."""

from functools import cache

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from engine.errata.compare import compare
from engine.errata.reading import entries
from engine.exchange.opening import Opening, Prepared, prepare
from engine.stepping.place import Place
from engine.trace import Trace
from explorer.command import Request
from explorer.commands.printed import PRINTED
from explorer.drawing.equation import parts, set_equation
from explorer.scene import Scene
from explorer.state import State
from explorer.theme.numbers import format_error
from explorer.theme.tokens import DARK, LIGHT, Theme
from explorer.theme.type import load_fonts
from explorer.view import Frame, Spot
from explorer.views.printed import VIEW
from explorer.views.printed.choice import chosen_entry, chosen_seed, comparison, only_misprints
from explorer.views.printed.ways_out import way_out

RUN = {command.name: command.run for command in PRINTED}


@pytest.fixture(autouse=True)
def fonts(qapp):
    load_fonts()


@cache
def run_of(source: str) -> tuple[Prepared, Trace]:
    prepared = prepare(Opening(source, moments=3 if source == "lstm_peephole" else None))
    return prepared, prepared.run()


def scene(*folded: str, source: str = "lstm_peephole", position: int = 0) -> Scene:
    prepared, trace = run_of(source)
    return Scene(State(prepared.opening, place=Place(position), folded=frozenset(folded)), prepared, trace)


def painted(
    shown: Scene, *, size: tuple[int, int] = (730, 540), theme: Theme = LIGHT, compact: bool = False
) -> tuple[QImage, list[Spot]]:
    assert VIEW.height is not None
    frame = Frame(*size, shown, theme, compact=compact)
    image = QImage(size[0], round(VIEW.height(frame)), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(theme.panel)
    painter = QPainter(image)
    try:
        return image, list(VIEW.draw(painter, frame))
    finally:
        painter.end()


def asking(spots: list[Spot], command: str) -> list[Spot]:
    return [spot for spot in spots if spot.request is not None and spot.request.command == command]


def has(image: QImage, area: QRectF, colour: QColor) -> bool:
    """Whether some pixel of an area has exactly this colour."""
    box = area.toAlignedRect() & image.rect()
    return any(
        image.pixelColor(x, y) == colour
        for y in range(box.top(), box.bottom() + 1)
        for x in range(box.left(), box.right() + 1)
    )


def test_a_misprint_that_is_a_network_of_its_own_can_be_opened():
    """Equation 24 as printed is a network: a second button opens it, and is gone once it is open."""
    _, spots = painted(scene("printed:000:24"))
    assert [spot.request.argument for spot in asking(spots, "open")] == ["lstm_peephole_eq24"]
    _, spots = painted(scene("printed:000:24", source="lstm_peephole_eq24"))
    assert [spot.request.argument for spot in asking(spots, "open")] == ["lstm_peephole"]


def test_an_equation_is_shown_on_the_stage_from_anywhere():
    """The way from a line: the equation is chosen and its view is on the stage; an unknown one changes nothing."""
    state = RUN["show-printed"](scene(), "000:24")
    assert isinstance(state, State) and state.stage == VIEW.name
    prepared, trace = run_of("lstm_peephole")
    assert chosen_entry(Scene(state, prepared, trace)).name == "000:24"
    assert RUN["show-printed"](scene(), "000:999") is None


def test_equation_43_is_shown_until_another_is_chosen():
    assert chosen_entry(scene()).name == "000:43"
    assert chosen_entry(scene("printed:no such")).name == "000:43"
    assert chosen_entry(scene("printed:003:6.4 cell", "printed-seed:4")).name == "003:6.4 cell"


def test_choosing_replaces_what_was_chosen_and_leaves_the_rest_folded():
    state = RUN["choose-printed"](scene("printed:000:43", "printed-seed:2", "forward"), "000:24")
    assert isinstance(state, State)
    assert state.folded == {"printed:000:24", "printed-seed:2", "forward"}
    seeded = RUN["printed-seed"](scene("printed:000:43", "printed-seed:2"), 3)
    assert isinstance(seeded, State)
    assert seeded.folded == {"printed:000:43", "printed-seed:3"}


@pytest.mark.parametrize("argument", [None, 43, "43", "000:", "999:1"])
def test_an_unknown_equation_changes_nothing(argument):
    assert RUN["choose-printed"](scene(), argument) is None


def test_every_equation_of_the_open_paper_and_every_other_paper_can_be_clicked():
    _, spots = painted(scene())
    asked = {spot.request.argument for spot in asking(spots, "choose-printed") if spot.request}
    assert {entry.name for entry in entries("000")} <= asked
    assert {str(name)[:3] for name in asked} == {"000", "001", "002", "003"}


def test_the_filter_leaves_misprints_and_the_chosen_equation():
    shown = scene("printed-misprints", "printed:000:44")
    assert only_misprints(shown)
    _, spots = painted(shown)
    asked = {spot.request.argument for spot in asking(spots, "choose-printed") if spot.request}
    wanted = {e.name for e in entries("000") if e.verdict == "misprint"} | {"000:44"}
    assert {name for name in asked if str(name).startswith("000")} == wanted
    assert asking(spots, "fold")[0].request == Request("fold", "printed-misprints")


def test_wrong_parts_are_boxed_in_the_colour_of_errors_and_right_ones_in_that_of_success():
    image, spots = painted(scene())
    cards = {spot.tip.partition(":")[0]: spot.rect for spot in spots if spot.request is None}
    assert has(image, cards["As printed"].adjusted(5, 40, -5, -5), LIGHT.err)
    assert has(image, cards["Verified"].adjusted(5, 40, -5, -5), LIGHT.ok)


def test_the_numbers_are_those_of_the_engine_at_the_chosen_seed():
    entry = chosen_entry(scene())
    for seed in (0, 5):
        _, spots = painted(scene(f"printed-seed:{seed}"))
        right = compare(entry, seed)
        assert any(f"is off by {format_error(right.printed_difference)}," in spot.tip for spot in spots)
        assert asking(spots, "printed-seed")[0].request == Request("printed-seed", seed + 1)
    assert comparison(entry.name, 0) is comparison(entry.name, 0)
    assert comparison(entry.name, 0).printed_difference != comparison(entry.name, 5).printed_difference
    assert chosen_seed(scene("printed-seed:x")) == 0


def test_what_cannot_be_evaluated_shows_why_and_no_number():
    entry = next(entry for entry in entries() if entry.reason)
    _, spots = painted(scene(f"printed:{entry.name}"))
    assert not asking(spots, "printed-seed")
    assert not any("is off by" in spot.tip for spot in spots)


def test_an_equation_leads_to_its_network_or_to_its_quantity_in_the_open_one():
    _, spots = painted(scene("printed:003:6.4 cell"))
    assert asking(spots, "open")[0].request == Request("open", "counter")
    _, spots = painted(scene())
    request = asking(spots, "travel")[0].request
    assert request is not None
    assert (request.argument.name, request.argument.adjoint) == ("a_phi", True)  # type: ignore[attr-defined]


def test_every_equation_of_the_open_network_leads_somewhere():
    for entry in entries():
        if entry.network == "lstm_peephole":
            assert way_out(scene(), entry) is not None, entry.name


@pytest.mark.parametrize("position", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("source", ["lstm_peephole", "mlp", "counter"])
def test_every_place_of_the_cursor_draws(source, position):
    length = run_of(source)[1].schedule.length
    assert painted(scene(source=source, position=round(length * position)))[1]


@pytest.mark.parametrize("size", [(730, 540), (560, 480), (1100, 700)])
@pytest.mark.parametrize("name", ["002:45", "003:6.1 gradient line 3", "001:whole page", "000:47", "000:48 line 1"])
def test_long_equations_stay_within_the_picture(name, size):
    for theme, compact in ((LIGHT, False), (DARK, True)):
        image, spots = painted(scene(f"printed:{name}"), size=size, theme=theme, compact=compact)
        inside = QRectF(image.rect()).adjusted(-0.5, -0.5, 0.5, 0.5)
        assert all(inside.contains(spot.rect) for spot in spots)
        edge = QRectF(image.width() - 14.0, 0.0, 14.0, image.height())
        assert not has(image, edge, theme.text1)


def test_rows_of_an_equation_fit_into_the_width():
    """Also where a bracket is longer than the row."""
    latex = next(entry.corrected for entry in entries() if entry.name == "003:6.1 gradient line 3")
    for width in (300.0, 420.0):
        equation = set_equation(latex, width)
        assert all(row.origin.x() + row.formula.size.width() <= width for row in equation.rows)


def test_cutting_loses_nothing():
    latex = r"a=\frac{b=c}{d}+(e-f),\quad g=h"
    assert parts(latex, "=+-", deep=0) == ["a", r"=\frac{b=c}{d}", r"+(e-f),\quad", " g", "=h"]
    assert parts("(h[n+m]-y)", "=+-", deep=2) == ["(h[n+m]", "-y)"]
    assert parts(r"\class{wrong}{a=b}", "=", deep=0) == [r"\class{wrong}{a}", r"\class{wrong}{=b}"]


@pytest.mark.parametrize("name", ["000:43", "001:whole page", "003:6.1 gradient line 3"])
def test_a_figure_shows_the_equation_alone(name):
    """No list, no button, no link: the sheet from the left margin on, over the whole width and no higher than it is."""
    shown = scene(f"printed:{name}")
    frame = Frame(1100.0, 600.0, shown, LIGHT, figure=True)
    assert VIEW.height is not None and VIEW.follow is not None
    height = VIEW.height(frame)
    assert height < VIEW.height(Frame(1100.0, 600.0, shown, LIGHT))
    image = QImage(1100, round(height), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(LIGHT.panel)
    painter = QPainter(image)
    spots = list(VIEW.draw(painter, frame))
    painter.end()
    assert not asking(spots, "choose-printed") and not asking(spots, "open") and not asking(spots, "travel")
    assert min(spot.rect.left() for spot in spots) < 30.0 and max(spot.rect.right() for spot in spots) > 1050.0
    assert VIEW.follow(frame) == QRectF(0.0, 0.0, 1100.0, height)

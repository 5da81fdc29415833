"""The page: where title, picture and words stand, what they say, and which sizes are refused."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF

from engine.errors import ChainruleError
from engine.run.intervention import Intervention
from engine.stepping.place import Place
from explorer.figure.page import compose, lay_out
from explorer.figure.paragraph import Run, break_lines
from explorer.figure.png import image
from explorer.figure.provenance import caption_words, cursor_words, provenance
from explorer.figure.request import Figure
from explorer.theme.tokens import LIGHT
from explorer.theme.type import font, text_width
from tests.explorer.figure.conftest import FAKE, LONG


def test_the_page_has_the_size_that_was_asked_for(figure):
    page = lay_out(figure)
    assert (page.width, page.height) == (400, 420)
    assert page.frame.figure and page.frame.hover is None
    assert page.area.height() == page.frame.height < 420


def test_a_scrolling_view_is_shown_whole_unless_a_height_is_given(scene):
    assert 1500 <= lay_out(Figure(LONG, scene)).frame.height < 1504
    page = lay_out(Figure(LONG, scene, height=900))
    assert page.height == 900
    assert page.area.height() < page.frame.height == 1500


def test_a_cut_picture_shows_what_runs_next(scene):
    """The view asks for the stretch from 1400 to 1430 of its 1500 px."""
    page = lay_out(Figure(LONG, scene, height=900))
    assert QRectF(0, page.shift, page.width, page.area.height()).contains(QRectF(0, 1400, 10, 30))


def test_a_cut_picture_does_not_run_into_the_words(scene):
    figure = Figure(LONG, scene, height=900)
    page, picture = lay_out(figure), image(compose(figure))
    assert picture.pixelColor(1, int(page.area.bottom()) + 2) == LIGHT.panel
    assert picture.pixelColor(1, 2) == LIGHT.panel


def test_a_stage_keeps_its_proportions_at_any_width(scene):
    wide, narrow = lay_out(Figure(FAKE, scene, caption=False)), lay_out(Figure(FAKE, scene, width=550, caption=False))
    assert narrow.height == pytest.approx(wide.height / 2, abs=4)


def test_without_caption_the_picture_is_the_page(scene):
    page = lay_out(Figure(FAKE, scene, width=300, height=100, caption=False))
    assert page.area == QRectF(0, 0, 300, 100)


def test_a_letter_and_words_leave_ink_on_the_page(scene):
    plain, lettered = Figure(FAKE, scene, width=400), Figure(FAKE, scene, width=400, letter="a")
    assert image(compose(plain)) != image(compose(lettered))


@pytest.mark.parametrize(("change", "words"), [
    ({"height": 100.0}, "at least"), ({"width": 5.0}, "width 5 px"), ({"height": 1e9}, "height 1e"),
    ({"scale": 9.0}, "1 to 4"), ({"scale": float("nan")}, "1 to 4"), ({"width": float("nan")}, "nan")])  # fmt: skip
def test_sizes_that_cannot_be_drawn_are_refused_with_what_is_allowed(figure, change, words):
    with pytest.raises(ChainruleError, match=words):
        compose(replace(figure, **change))


def test_the_cursor_in_words(scene):
    def at(position: int, part: int = 0) -> str:
        return cursor_words(replace(scene, state=replace(scene.state, place=Place(position, part))))

    assert at(scene.position) == "before ε_s at t = 11, BACKWARD"
    assert at(scene.schedule.length) == "at the end"
    assert at(0) == "before a_ι at t = 1, FORWARD"
    assert at(scene.schedule.phase_bounds("loss")[0]) == "before E, LOSS"
    assert at(scene.position, 2).startswith("inside ε_s, 2 of ")


def test_provenance_says_where_every_number_comes_from(scene):
    assert provenance(scene) == (
        "Chainrule", "Primary-user spectrum occupancy", "lstm_peephole (I=1, H=4, C=1, K=1)", "12 moments", "example 1",
        "cursor before ε_s at t = 11, BACKWARD", "unit 3", "seed 7", "float64")  # fmt: skip


def test_what_was_put_in_by_hand_is_not_kept_secret(scene):
    changed = replace(scene, state=replace(scene.state, interventions=(Intervention("b_phi", (3, None, 2), 1.0),)))
    assert "by hand: b_phi[3, :, 2] = 1" in provenance(changed)
    assert any("stale" in part for part in provenance(replace(scene, stale=True)))


def test_the_caption_is_whole_sentences(scene):
    assert caption_words(FAKE, scene).startswith("Shows one of each mark. The run stands before ε_s at moment 11;")
    ended = replace(scene, state=replace(scene.state, place=Place(scene.schedule.length)))
    assert caption_words(LONG, ended) == "Is higher than wide. Everything is computed."


def test_lines_fit_their_width_whatever_the_words(figure):
    face = font(15)
    text = "short " + "x" * 80 + " hard\u00a0spaces\u00a0break\u00a0only\u00a0in\u00a0need " + "end"
    lines = break_lines((Run("Bold.", font(15, 600)), Run(text, face)), 120)
    assert all(line[-1].x + text_width(line[-1].text, line[-1].face) <= 120.01 for line in lines)
    assert "".join(piece.text for line in lines for piece in line).replace(" ", "") == ("Bold." + text).replace(
        " ", ""
    ).replace("\u00a0", "")

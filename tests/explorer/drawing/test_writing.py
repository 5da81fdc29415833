"""Text on a page: what does not fit is elided, paragraphs keep to their width, ellipses to their neighbours."""

import pytest
from pytestqt.qtbot import QtBot

from explorer.drawing.writing import elided, elided_middle, wrapped
from explorer.theme.type import font, load_fonts, text_width

SENTENCE = "The forget gate multiplies the state a moment before, so its adjoint carries that state"


@pytest.fixture(autouse=True)
def _fonts(qtbot: QtBot) -> None:
    """Widths are measured in the shipped type."""
    load_fonts()


@pytest.mark.parametrize("width", [150.0, 400.0])
def test_a_paragraph_keeps_all_words_within_its_width(width):
    """Nothing is lost and no line stands out."""
    lines = wrapped(SENTENCE, width)
    assert " ".join(lines) == SENTENCE
    assert all(text_width(line, font()) <= width for line in lines)


def test_an_empty_paragraph_has_no_lines():
    """So that it takes no room."""
    assert wrapped("  ", 100.0) == ()


def test_an_ellipsis_stays_with_its_neighbours():
    """A range like t = 1 … T is never broken at its middle."""
    lines = wrapped("moments 1 … 24 of the run", 90.0)
    assert any("1\u00a0…\u00a024" in line for line in lines)


def test_text_that_fits_is_left_alone_and_what_does_not_is_cut_with_an_ellipsis():
    """At the end, or in the middle where the end tells names apart."""
    assert elided(SENTENCE, 2000.0) == elided_middle(SENTENCE, 2000.0) == SENTENCE
    assert elided(SENTENCE, 120.0).endswith("…")
    assert "…" in elided_middle(SENTENCE, 120.0)
    assert elided_middle(SENTENCE, 120.0).endswith("e")

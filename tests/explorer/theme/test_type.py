"""Type comes from the bundled font, in tabular figures, and never too small."""

import pytest
from PySide6.QtGui import QFontInfo
from pytestqt.qtbot import QtBot

from explorer.theme.type import PAGE, SEMIBOLD, font, load_fonts, text_width


def test_inter_is_loaded_from_the_bundle(qtbot: QtBot) -> None:
    """The family in use really is Inter, in the weight asked for."""
    assert load_fonts() == "Inter"
    info = QFontInfo(font(PAGE, SEMIBOLD))
    assert info.family() == "Inter" and info.pixelSize() == PAGE and info.weight() == SEMIBOLD


def test_figures_are_tabular(qtbot: QtBot) -> None:
    """Numbers of the same length have the same width, or badges would jump while stepping."""
    face = font()
    widths = {round(text_width(digit * 6, face), 3) for digit in "0123456789"}
    assert len(widths) == 1
    assert text_width("+0.1111", face) == pytest.approx(text_width("−8.4444", face))


def test_scaling_multiplies_the_pixel_size(qtbot: QtBot) -> None:
    """150 % on the projector is 150 % of the type."""
    assert font(scale=1.5).pixelSize() == 22


def test_nothing_is_set_smaller_than_fifteen(qtbot: QtBot) -> None:
    """There is no small grey text."""
    with pytest.raises(ValueError, match="15 px"):
        font(12)

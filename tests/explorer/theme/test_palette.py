"""Qt's own widgets take all their colours from the theme."""

import re

import pytest
from PySide6.QtGui import QColor, QPalette
from pytestqt.qtbot import QtBot

from explorer.theme.maps import contrast
from explorer.theme.palette import palette, style_sheet
from explorer.theme.tokens import DARK, LIGHT, Theme

THEMES = pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)


@THEMES
def test_every_role_comes_from_the_theme(qtbot: QtBot, look: Theme) -> None:
    """No colour of the platform shines through, in any group."""
    own = {value.name() for value in vars(look).values() if isinstance(value, QColor)} | {"#ffffff", "#0a0c0f"}
    made = palette(look)
    groups = (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled)
    for role in QPalette.ColorRole:
        if role not in (QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles):
            assert all(made.color(group, role).name() in own for group in groups), role


@THEMES
def test_selected_text_is_readable(qtbot: QtBot, look: Theme) -> None:
    """Highlighted text is set on the accent."""
    made = palette(look)
    assert contrast(made.highlightedText().color(), made.highlight().color()) >= 4.5


@THEMES
def test_style_sheet_has_no_colours_of_its_own(look: Theme) -> None:
    """Every colour in it is a token, and nothing is left unfilled."""
    sheet = style_sheet(look)
    own = {value.name() for value in vars(look).values() if isinstance(value, QColor)} | {"#ffffff", "#0a0c0f"}
    assert set(re.findall(r"#[0-9a-f]{6}", sheet)) <= own
    assert "{{" not in sheet and sheet.count("{") == sheet.count("}")

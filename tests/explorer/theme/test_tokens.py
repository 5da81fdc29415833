"""The tokens keep the contrasts and distances that make them readable."""

import pytest
from PySide6.QtGui import QColor

from explorer.theme.maps import PAIRS, contrast
from explorer.theme.tokens import DARK, LIGHT, Theme, theme
from tests.explorer.theme.colour_sight import SIGHTS, distance

THEMES = pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)


@THEMES
@pytest.mark.parametrize("name", ["text1", "text2", "text3", "accent", "ok", "warn", "err", "breakpoint"])
def test_text_and_coloured_words_reach_four_and_a_half(look: Theme, name: str) -> None:
    """Words in these colours are set on panels."""
    assert contrast(getattr(look, name), look.panel) >= 4.5


@THEMES
@pytest.mark.parametrize("name", ["text1", "text2", "text3"])
@pytest.mark.parametrize("ground", ["panel", "window", "header", "hatch_ground"])
def test_text_is_readable_on_every_plain_ground(look: Theme, name: str, ground: str) -> None:
    """Headers, gaps and hatched patches carry words as well."""
    assert contrast(getattr(look, name), getattr(look, ground)) >= 4.5


@THEMES
def test_text_on_special_fills(look: Theme) -> None:
    """The band of the next line, the selected row, the primary button, the phase lamp and the error badge."""
    pairs = [
        (look.next_text, look.next),
        (look.text1, look.next),
        (look.text1, look.accent_fill),
        (look.text2, look.accent_fill),
        (look.ink_on(look.accent), look.accent),
        (look.ink_on(look.err), look.err),
    ]
    assert all(contrast(ink, ground) >= 4.5 for ink, ground in pairs)
    for phase in ("FORWARD", "LOSS", "BACKWARD", "UPDATE"):
        lamp = look.phase(phase)
        assert contrast(look.ink_on(lamp), lamp) >= 4.4


@THEMES
@pytest.mark.parametrize("name", ["edge", "wire", "next_edge", "stale", "accent", "warn", "breakpoint"])
def test_marks_reach_three(look: Theme, name: str) -> None:
    """Edges and marks that carry meaning are seen on panels."""
    assert contrast(getattr(look, name), look.panel) >= 3.0


@THEMES
def test_next_edge_is_seen_on_its_own_band(look: Theme) -> None:
    """The arrow stands on the amber band."""
    assert contrast(look.next_edge, look.next) >= 3.0


@THEMES
@pytest.mark.parametrize("sight", SIGHTS)
def test_gates_are_told_apart_by_everybody(look: Theme, sight: str) -> None:
    """Any two gates differ by 10 and more under every kind of sight; the cell is none, and neutral."""
    gates = [style.colour for name, style in look.gates.items() if name != "c"]
    nearest = min(distance(a, b, sight) for i, a in enumerate(gates) for b in gates[:i])
    assert nearest >= 10.0


@THEMES
def test_gates_also_differ_without_colour(look: Theme) -> None:
    """Letter and dash are the second and third channel."""
    styles = list(look.gates.values())
    assert len({style.letter for style in styles}) == len({style.dash for style in styles}) == 4
    assert all(contrast(style.colour, look.panel) >= 4.4 for style in styles)


def test_dashes_are_px_whatever_the_pen_width() -> None:
    """Qt counts dashes in pen widths, the tokens in px."""
    pen = LIGHT.gates["phi"].pen(2.0)
    assert [length * pen.widthF() for length in pen.dashPattern()] == [8.0, 4.0]


@THEMES
def test_flows_show_their_sign(look: Theme) -> None:
    """Positive and negative flows are told apart by everybody, and seen on panels."""
    assert min(distance(look.flow(True), look.flow(False), sight) for sight in SIGHTS) >= 10.0
    assert min(contrast(look.flow(sign), look.panel) for sign in (True, False)) >= 3.0


def test_themes_by_name() -> None:
    """Only two names are known, and the message lists them."""
    assert theme("light") is LIGHT and theme("dark") is DARK
    with pytest.raises(ValueError, match="'light' and 'dark'"):
        theme("sepia")
    with pytest.raises(ValueError, match="tide, harbour, graphite"):
        theme("light", "rainbow")


def test_themes_are_told_apart_by_name_and_kept() -> None:
    """Pictures are kept by the name of their theme, and a picture in other colours is another picture."""
    looks = [theme(tone, colours) for tone in ("light", "dark") for colours in PAIRS]
    assert len({look.name for look in looks}) == len(looks)
    assert all(theme(look.tone, colours) is look for look, colours in zip(looks, [*PAIRS, *PAIRS], strict=True))


@pytest.mark.parametrize("colours", PAIRS)
@pytest.mark.parametrize("tone", ["light", "dark"])
def test_lamps_are_readable_in_all_colours(tone: str, colours: str) -> None:
    """The word stands on the colour of its phase."""
    look = theme(tone, colours)
    for phase in ("FORWARD", "LOSS", "BACKWARD", "UPDATE"):
        lamp = look.phase(phase)
        assert contrast(look.ink_on(lamp), lamp) >= 4.4 and contrast(lamp, look.panel) >= 3.0


def test_every_colour_of_a_theme_is_opaque_and_valid() -> None:
    """A mistyped colour would silently be black."""
    for look in (LIGHT, DARK):
        colours = [value for value in vars(look).values() if isinstance(value, QColor)]
        assert len(colours) == 21 and all(colour.isValid() and colour.alpha() == 255 for colour in colours)

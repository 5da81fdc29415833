"""The colour maps show zero, sign and size, to everybody."""

import numpy as np
import pytest
from PySide6.QtGui import QColor

from explorer.theme.maps import ENTRIES, PAIRS, ColourMap, contrast, ink_for
from explorer.theme.oklab import oklab_from_srgb
from explorer.theme.tokens import DARK, LIGHT, theme
from tests.explorer.theme.colour_sight import SIGHTS, distance

SIGNED = list(dict.fromkeys(colours for pair in PAIRS.values() for colours in (*pair.light, *pair.dark)))
ALL = [*SIGNED, LIGHT.slate, DARK.slate]


@pytest.mark.parametrize("colours", ALL, ids=lambda c: f"{c.name} {c.stops[0]}")
def test_stops_are_hit_exactly(colours: ColourMap) -> None:
    """The interpolation passes through every stop, the centre included."""
    places = np.linspace(-1.0 if colours.signed else 0.0, 1.0, len(colours.stops))
    assert [colours.colour(float(place)).name().upper() for place in places] == list(colours.stops)


@pytest.mark.parametrize("colours", SIGNED, ids=lambda c: f"{c.name} {c.stops[0]}")
def test_zero_is_the_centre_entry(colours: ColourMap) -> None:
    """Entry 64 of 129 is zero and grey: a number without sign has no hue."""
    lut = colours.lut()
    assert lut.shape == (ENTRIES, 4) and lut.dtype == np.uint8
    assert colours.index(0.0) == 64
    assert QColor(*(int(c) for c in lut[64, :3])).name().upper() == colours.stops[4]
    assert len(set(lut[64, :3].tolist())) == 1


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("colours", SIGNED, ids=lambda c: f"{c.name} {c.stops[0]}")
def test_mirrored_halves_stay_apart(colours: ColourMap, sight: str) -> None:
    """Ends differ by 10 and more under every kind of sight, and sign never swaps on the way to them."""
    assert distance(colours.colour(-1.0), colours.colour(1.0), sight) >= 10.0
    assert distance(colours.colour(-0.75), colours.colour(0.75), sight) >= 10.0


@pytest.mark.parametrize("colours", SIGNED, ids=lambda c: f"{c.name} {c.stops[0]}")
def test_size_reads_in_grey_too(colours: ColourMap) -> None:
    """Lightness moves away from the centre, by about the same amount on both sides."""
    light = oklab_from_srgb(colours.lut()[:, :3] / 255.0)[:, 0]
    away = np.abs(light - light[64])
    assert np.all(np.diff(away[64:]) > -2e-3) and np.all(np.diff(away[:65]) < 2e-3)
    assert abs(away[0] - away[-1]) < 0.05


@pytest.mark.parametrize("colours", ALL, ids=lambda c: f"{c.name} {c.stops[0]}")
def test_ink_is_readable_on_every_entry(colours: ColourMap) -> None:
    """The worst case over all maps is 4.4 : 1."""
    fractions = np.linspace(-1.0 if colours.signed else 0.0, 1.0, ENTRIES)
    assert min(contrast(colours.ink(float(f)), colours.colour(float(f))) for f in fractions) >= 4.4


def test_fractions_outside_are_clamped() -> None:
    """A number outside of the scale gets the end colour."""
    assert LIGHT.tide.colour(7.0) == LIGHT.tide.colour(1.0)
    assert LIGHT.slate.colour(-7.0) == LIGHT.slate.colour(0.0)


def test_lut_can_not_be_written_to() -> None:
    """All strips share it."""
    with pytest.raises(ValueError, match="read-only"):
        LIGHT.tide.lut()[0, 0] = 1


def test_returned_colours_are_copies() -> None:
    """QColor is mutable; a caller that fades one must not fade the map."""
    LIGHT.tide.colour(1.0).setAlpha(3)
    assert LIGHT.tide.colour(1.0).alpha() == 255


def test_ink_is_white_on_black_and_black_on_white() -> None:
    """The obvious cases, and the known ratio of black and white."""
    white, black = QColor("#FFFFFF"), QColor("#000000")
    assert ink_for(black) == white and ink_for(white) == QColor("#0A0C0F")
    assert contrast(white, black) == pytest.approx(21.0)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("tone", ["light", "dark"])
def test_harbour_and_iris_keep_signs_further_apart(tone: str, sight: str) -> None:
    """Which is why they are there: at half of the scale no less than Tide and Orchard under every kind of sight."""
    usual, strong = getattr(PAIRS["tide"], tone), getattr(PAIRS["harbour"], tone)
    for before, after in zip(usual, strong, strict=True):
        apart = [distance(each.colour(-0.5), each.colour(0.5), sight) for each in (before, after)]
        assert apart[1] >= apart[0] - 1.0 and apart[1] >= 10.0


@pytest.mark.parametrize("tone", ["light", "dark"])
def test_graphite_is_told_by_lightness_alone(tone: str) -> None:
    """Grey from end to end, and always in one direction: ink is positive."""
    for colours in getattr(PAIRS["graphite"], tone):
        lut = colours.lut()[:, :3].astype(int)
        assert (lut == lut[:, :1]).all()
        steps = np.diff(lut[:, 0])
        assert (steps <= 0).all() if tone == "light" else (steps >= 0).all()


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("tone", ["light", "dark"])
def test_marks_of_a_sign_are_seen_on_the_ground(name: str, tone: str, sight: str) -> None:
    """Bars and flows have one colour for each sign: apart from one another, and 3 : 1 on the panel."""
    look = theme(tone, name)
    for positive, negative in ((look.flow(True), look.flow(False)), (look.sign(True), look.sign(False))):
        assert distance(positive, negative, sight) >= 10.0
        assert min(contrast(positive, look.panel), contrast(negative, look.panel)) >= 3.0

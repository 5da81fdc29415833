"""Badges say of every number what it is, and never show an absent one as a number."""

import math

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from explorer.drawing.badge import PLAIN, BadgeState, badge_text, badge_width, draw_badge, fitting_text
from explorer.drawing.badge_parts import Badge
from explorer.drawing.badge_state import is_clipped, is_saturated
from explorer.theme.scale import GATE_SCALE, Scale
from explorer.theme.tokens import DARK, LIGHT, Family
from explorer.theme.type import SEMIBOLD

RECT = QRectF(20.0, 16.0, 84.0, 28.0)
FAMILIES: tuple[Family, ...] = ("value", "adjoint", "gate")
STATES = [
    BadgeState(),
    BadgeState(preview=True),
    BadgeState(stale=True),
    BadgeState(preview=True, cursor=True, selected=True, hovered=True, stopped=True),
    BadgeState(by_hand=True, was=0.4127),
]


def _badge(canvas, number, *, kind="value", state=PLAIN, theme=LIGHT, rect=RECT, ratio=1.0) -> QImage:
    scale = GATE_SCALE if kind == "gate" else Scale(1.0)

    def paint(painter: QPainter) -> None:
        draw_badge(painter, rect, theme=theme, kind=kind, number=number, scale=scale, state=state)

    return canvas(paint, ratio=ratio)


def _near(first: QColor, second: QColor) -> bool:
    pairs = ((first.red(), second.red()), (first.green(), second.green()), (first.blue(), second.blue()))
    return max(abs(a - b) for a, b in pairs) <= 2


@pytest.mark.parametrize("kind", FAMILIES)
@pytest.mark.parametrize("state", STATES)
def test_absent_says_dash_and_no_digit(kind: Family, state: BadgeState) -> None:
    """A beginner believes a zero; what is not computed must not look like one, in no state."""
    text = badge_text(None, kind=kind, state=state)
    assert "—" in text and not any(c.isdigit() for c in text)


@pytest.mark.parametrize("kind", FAMILIES)
def test_absent_is_hatched_and_zero_is_not(canvas, kind: Family) -> None:
    """The ground tells absent from zero even where the text can not be read."""
    colours = {_badge(canvas, None, kind=kind).pixelColor(x, 40).name() for x in range(40, 84)}
    assert LIGHT.hatch_ground.name() in colours and len(colours) > 2
    zero = _badge(canvas, 0.0, kind=kind)
    assert {zero.pixelColor(x, 40).name() for x in range(40, 84)} == {LIGHT.map(kind).colour(0.0).name()}


def test_a_number_is_filled_with_its_colour(canvas) -> None:
    """The fill is the map's colour at the number's place on the scale."""
    assert _near(_badge(canvas, -0.5).pixelColor(26, 30), LIGHT.tide.colour(-0.5))
    assert _near(_badge(canvas, 0.5, kind="adjoint", theme=DARK).pixelColor(26, 30), DARK.orchard.colour(0.5))


def test_family_is_shape(canvas) -> None:
    """Values have square corners, adjoints round ends: the corner pixel shows the panel only for adjoints."""
    assert not _near(_badge(canvas, 0.9).pixelColor(23, 18), LIGHT.panel)
    assert _near(_badge(canvas, 0.9, kind="adjoint").pixelColor(23, 18), LIGHT.panel)


def test_preview_has_no_map_colour(canvas) -> None:
    """It is not in the trace yet, so it must not look as if it were."""
    assert _near(_badge(canvas, 0.9, state=BadgeState(preview=True)).pixelColor(26, 30), LIGHT.panel)
    assert _near(_badge(canvas, 0.9, state=BadgeState(preview=True, cursor=True)).pixelColor(26, 30), LIGHT.next)
    assert badge_text(0.1506, kind="adjoint", state=BadgeState(preview=True)) == "→ +0.1506"


def test_stale_loses_its_fill_but_keeps_its_number(canvas) -> None:
    """The last good number stays readable while another is computed."""
    assert _near(_badge(canvas, 0.9, state=BadgeState(stale=True)).pixelColor(26, 30), LIGHT.panel)
    assert badge_text(0.9, kind="value", state=BadgeState(stale=True)) == "+0.9000"


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_broken_numbers_are_filled_red(canvas, number: float) -> None:
    """The only filled red there is."""
    assert _near(_badge(canvas, number).pixelColor(26, 30), LIGHT.err)
    assert not any(c.isdigit() for c in badge_text(number, kind="value"))


def test_clipped_numbers_get_corner_and_word(canvas) -> None:
    """Both, because colour alone is not enough; and nothing of it for a number inside the scale."""
    clipped, inside = _badge(canvas, 1.5), _badge(canvas, 1.0)
    assert _near(clipped.pixelColor(102, 18), LIGHT.warn) and not _near(inside.pixelColor(102, 18), LIGHT.warn)
    words = clipped.copy(112, 16, 40, 28)
    assert words != inside.copy(112, 16, 40, 28)
    assert is_clipped(1.5, Scale(1.0)) and not is_clipped(None, Scale(1.0)) and not is_clipped(1.0, None)


@pytest.mark.parametrize(("number", "saturated"), [(0.01, True), (0.02, False), (0.5, False), (0.99, True)])
def test_saturated_gates_get_a_bar(canvas, number: float, saturated: bool) -> None:
    """Hardly any adjoint passes a gate that is as good as shut or open."""
    below = _badge(canvas, number, kind="gate").pixelColor(62, 47)
    assert _near(below, LIGHT.warn) is saturated is is_saturated(number, "gate")
    assert not is_saturated(0.999, "value") and not is_saturated(math.nan, "gate") and not is_saturated(None, "gate")


def test_marks_do_not_change_the_fill(canvas) -> None:
    """Selected, hovered, stopped and put in by hand are drawn around the colour, not over it."""
    state = BadgeState(selected=True, hovered=True, stopped=True, by_hand=True)
    marked = _badge(canvas, 0.5, state=state)
    assert _near(marked.pixelColor(100, 24), _badge(canvas, 0.5).pixelColor(100, 24))
    assert _near(marked.pixelColor(62, 13), LIGHT.accent)
    assert _near(marked.pixelColor(20, 30), LIGHT.breakpoint)
    assert _near(marked.pixelColor(20, 43), LIGHT.accent)


@pytest.mark.parametrize("number", [0.5, -1.2e-5, 123.456, None, math.inf])
@pytest.mark.parametrize("width", [36.0, 66.0])
def test_text_stays_inside(canvas, number: float | None, width: float) -> None:
    """Nothing is written over the edge of even the narrowest badges."""
    rect = QRectF(80.0, 16.0, width, 24.0)
    scale = Scale(1000.0)

    def paint(painter: QPainter) -> None:
        draw_badge(painter, rect, theme=LIGHT, kind="value", number=number, scale=scale)

    image = canvas(paint)
    outside = [*range(60, 79), *range(int(rect.right()) + 2, int(rect.right()) + 20)]
    assert all(image.pixelColor(x, y) == LIGHT.panel for x in outside for y in range(16, 40))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("number", [0.5, None, math.nan])
def test_painter_is_left_as_it_was(canvas, state: BadgeState, number: float | None) -> None:
    """Views paint many badges in a row and set their own pens."""

    def paint(painter: QPainter) -> None:
        before = (painter.pen(), painter.brush(), painter.font(), painter.transform())
        draw_badge(painter, RECT, theme=LIGHT, kind="adjoint", number=number, scale=Scale(1.0), state=state)
        assert before == (painter.pen(), painter.brush(), painter.font(), painter.transform())

    canvas(paint)


def test_repeats_bit_for_bit(canvas) -> None:
    """Figures are compared byte by byte."""
    state = BadgeState(by_hand=True, was=-0.5, selected=True)
    assert _badge(canvas, 1.5, state=state, ratio=2.0) == _badge(canvas, 1.5, state=state, ratio=2.0)


def test_width_is_enough_for_every_number_of_its_digits(canvas) -> None:
    """Badges of one column have one width; the exponential form is the widest."""
    assert 66.0 <= badge_width() <= 92.0
    assert badge_width(preview=True) > badge_width() and badge_width(8) > badge_width()


def test_a_narrow_preview_loses_its_arrow_before_its_digits(canvas) -> None:
    """Where there is no room for both: the ground says as well that it is a preview, nothing else tells the digits."""
    coming = BadgeState(preview=True, cursor=True)
    narrow = Badge(
        rect=QRectF(0, 0, 76, 24), theme=LIGHT, kind="adjoint", number=-0.0068, scale=None, state=coming, digits=4
    )
    assert fitting_text(narrow, 70.0, SEMIBOLD) == badge_text(-0.0068, kind="adjoint")
    assert fitting_text(narrow, 90.0, SEMIBOLD) == badge_text(-0.0068, kind="adjoint", state=coming)

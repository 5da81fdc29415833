"""The picture: chips, title and switches, then the steps; in a figure the steps alone."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from engine.identity import Same
from explorer.command import Request
from explorer.drawing.legend import draw_absent_legend, draw_legend, legend_width
from explorer.drawing.seen import is_seen
from explorer.drawing.stamp import draw_stamp
from explorer.scene import Scene
from explorer.scenery.derived import NUMBERS, WORKSHEET, derivation_of, derived_name
from explorer.scenery.quantities import scale_of, symbol_words
from explorer.scenery.switches import SWITCH_ROW, Switch, draw_switches
from explorer.theme.type import font, text_width
from explorer.view import Frame, LaterSpots, Spot
from explorer.views.derivation.chips import put_chips
from explorer.views.derivation.memory import PAGES
from explorer.views.derivation.numbers import Place, place_of
from explorer.views.derivation.page import MARGIN, Page
from explorer.views.derivation.steps import Steps

_GAP = 16.0
_ABSENT = "— not computed yet"
_SHEET = Switch(
    WORKSHEET,
    "",
    ("steps", "worksheet"),
    ("All steps with their right sides.", "Blanks to fill in; what is typed is checked."),
)
_NUMBERS = Switch(
    NUMBERS,
    "numbers",
    ("shown", "blank"),
    ("The numbers of the terms are shown.", "The numbers of the terms are blanks as well."),
)


def suits(scene: Scene) -> bool:
    """Whether there is anything to derive."""
    return bool(scene.program.adjoints)


def subtitle(scene: Scene) -> str:
    """Which adjoint is derived."""
    return f"{symbol_words(scene, derived_name(scene), adjoint=True, moment=None)} in {scene.network.name}"


def height(frame: Frame) -> float:
    """Of the whole page in px."""
    return _page(frame).y + MARGIN


def draw_derivation(painter: QPainter, frame: Frame) -> LaterSpots:
    """Paints what is seen of the page."""
    page = _page(frame)
    for item in page.items:
        if is_seen(painter, item.rect):
            item.paint(painter)
    fixed: list[Spot] = []
    if page.switches is not None:
        places = draw_switches(painter, page.switches, _switches(frame.scene), scene=frame.scene, theme=frame.theme)
        fixed = [Spot(place.rect, place.words, place.request) for place in places]
    return LaterSpots(lambda: fixed + [spot for item in page.items for spot in item.spots])


def _page(frame: Frame) -> Page:
    """The page, put together once for its height and its painting."""
    hover = None if frame.hover is None else (frame.hover.x(), frame.hover.y())
    key = frame.width, frame.figure, Same(frame.theme), hover
    return PAGES.kept(frame.scene, key, lambda: _put_together(frame))


def _put_together(frame: Frame) -> Page:
    page, found = Page(frame), derivation_of(frame.scene)
    place = place_of(frame.scene, found)
    if not frame.figure:
        put_chips(page, found.target.name)
        _put_switches(page)
    _put_legend(page, _where(frame.scene, place))
    Steps(page, found, place).put()
    return page


def _switches(scene: Scene) -> list[Switch]:
    return [_SHEET, _NUMBERS] if _SHEET.is_on(scene) else [_SHEET]


def _put_switches(page: Page) -> None:
    """The switches at the left, what can be done with the whole at the right."""
    frame = page.frame
    filling_in = _SHEET.is_on(frame.scene)
    shown = _switches(frame.scene)
    wide = sum(switch.width + 16.0 for switch in shown)
    page.switches = QRectF(MARGIN, page.y, wide, SWITCH_ROW)
    x, middle = page.switches.right() + 14.0, page.switches.center().y()
    if x + (320.0 if filling_in else 230.0) > page.right:
        x, middle = MARGIN, middle + SWITCH_ROW
        page.y += SWITCH_ROW
    if filling_in:
        x = page.link(x, middle, "Clear all", "Empties all blanks of this adjoint.", Request("clear-blanks")) + 20.0
    copied = "The whole derivation as a document for LaTeX, on the clipboard."
    x = page.link(x, middle, "Copy LaTeX", copied, Request("copy-derivation")) + 20.0
    page.link(x, middle, "Save LaTeX…", "The same into a file.", Request("save-derivation"))
    page.y += SWITCH_ROW + 2.0


def _put_legend(page: Page, where: str) -> None:
    """Whose numbers are shown, and their colours; what is absent is explained where there is room."""
    frame, theme = page.frame, page.frame.theme
    scale = scale_of(frame.scene, derived_name(frame.scene), adjoint=True)
    wide = legend_width(family="adjoint", scale=scale, label="adjoints")
    absent = _GAP + 38.0 + text_width(_ABSENT, font())
    said = text_width(where, font()) + _GAP
    room = page.right - MARGIN
    explained = said + wide + absent <= room
    beside = said + wide <= room
    page.words(QRectF(MARGIN, page.y, room, 28.0), where)
    page.y += 0.0 if beside else 28.0
    left = max(page.right - wide - (absent if explained else 0.0), MARGIN) if beside else MARGIN

    def draw(painter: QPainter, place: QRectF) -> None:
        left, middle = place.left(), place.center().y()
        used = draw_legend(painter, QPointF(left, middle), theme=theme, family="adjoint", scale=scale, label="adjoints")
        if explained or not beside:
            draw_absent_legend(painter, QPointF(left + used + _GAP, middle), theme=theme, label=_ABSENT)

    rect = QRectF(left, page.y, page.right - left, 28.0)
    key = "derivation legend", theme.name, scale, explained or not beside
    page.put(rect, lambda painter: draw_stamp(painter, rect, key, draw, margin=4.0))
    page.y += 28.0


def _where(scene: Scene, place: Place) -> str:
    """Whose numbers stand at the right."""
    parts = [f"t = {place.moment + 1}"] if place.moment is not None else []
    parts += [f"unit {place.unit_text}"] if place.unit else []
    if scene.network.quantities[derived_name(scene)].batched:
        parts.append(f"example {scene.state.example}")
    else:
        parts.append("summed over all examples")
    return f"Numbers: {', '.join(parts)}"

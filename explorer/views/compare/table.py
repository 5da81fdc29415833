"""Draws the table: every quantity of both runs with its two numbers, their difference, and where it first differs."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from engine.divergence import Apart
from explorer.command import Request
from explorer.drawing.badge import BADGE_HEIGHT, badge_width, draw_badge
from explorer.drawing.icons import draw_icon
from explorer.drawing.seen import is_seen
from explorer.drawing.symbol import draw_symbol
from explorer.drawing.writing import RIGHT, write
from explorer.scene import Scene
from explorer.scenery.quantities import scale_of, short_latex
from explorer.state import Selection
from explorer.theme.numbers import format_number
from explorer.theme.type import MEDIUM, SEMIBOLD
from explorer.view import Frame, Spot
from explorer.views.compare.head import place_words, short, visit, where_words
from explorer.views.compare.reading import BY_DIFFERENCE, Pair

ROW, HEAD, SECTION = 34.0, 30.0, 28.0
MARGIN, GAP = 14.0, 12.0
SHAPE_FROM = 660.0
_SECTIONS = ("Values", "Adjoints")
GIVEN, ALONE = "compare-given", "compare-alone"
"""Unfold the quantities that no line computes, and those that only one of the two has."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Left edges and widths of the columns; the shape goes where there is no room."""

    symbol: tuple[float, float]
    shape: tuple[float, float]
    here: tuple[float, float]
    there: tuple[float, float]
    less: tuple[float, float]
    largest: tuple[float, float]
    where: tuple[float, float]


def columns(frame: Frame) -> Columns:
    """Where the columns stand at this width."""
    badge = badge_width(frame.scene.state.digits)
    widths = [92.0, 78.0 if frame.width >= SHAPE_FROM else 0.0, badge, badge, badge, 78.0]
    placed: list[tuple[float, float]] = []
    left = MARGIN
    for width in widths:
        placed.append((left, width))
        left += width + (GAP if width else 0.0)
    symbol, shape, here, there, less, largest = placed
    where = left, max(40.0, frame.width - MARGIN - left)
    return Columns(symbol, shape, here, there, less, largest, where)


def items(pair: Pair) -> list[Apart | str]:
    """Rows, with headings between them where they stand in the order of computing; what is given is folded at first."""
    given = [row for row in pair.rows() if row.given and not row.adjoint and row.status in ("compared", "shapes")]
    found: list[Apart | str] = []
    by_difference = BY_DIFFERENCE.is_on(pair.ours)
    if not by_difference and given:
        found.append(GIVEN)
        found.extend(given if GIVEN in pair.ours.state.folded else [])
    last = ""
    for row in pair.rows():
        if row.status in ("ours", "theirs") or (not by_difference and row in given):
            continue
        heading = "" if by_difference else _SECTIONS[row.adjoint]
        if heading and heading != last:
            found.append(heading)
        last = heading
        found.append(row)
    alone = [row for row in pair.rows() if row.status in ("ours", "theirs")]
    if alone:
        found.append(ALONE)
        found.extend(alone if ALONE in pair.ours.state.folded else [])
    return found


def table_height(pair: Pair) -> float:
    """Px that the table takes with its head."""
    return HEAD + sum(SECTION if isinstance(item, str) else ROW for item in items(pair)) + 10.0


def draw_table(painter: QPainter, frame: Frame, top: float, pair: Pair) -> list[Spot]:
    """Paints what is in sight of the table from `top` px on."""
    places = columns(frame)
    _draw_head(painter, frame, top, places)
    spots: list[Spot] = []
    y = top + HEAD
    for item in items(pair):
        high = SECTION if isinstance(item, str) else ROW
        rect = QRectF(0.0, y, frame.width, high)
        y += high
        if isinstance(item, str):
            painter.fillRect(rect, frame.theme.header)
            if item in (GIVEN, ALONE):
                words, tip = (_given_words if item == GIVEN else _alone_words)(pair)
                spots.append(_draw_folding(painter, frame, rect, item, words=words, tip=tip))
            else:
                write(painter, rect.adjusted(MARGIN, 0.0, 0.0, 0.0), item, colour=frame.theme.text1, weight=SEMIBOLD)
            continue
        spots.extend(_row_spots(frame, rect, item, pair, places))
        if is_seen(painter, rect):
            _draw_row(painter, frame, rect, item, pair=pair, places=places)
    return spots


def _given_words(pair: Pair) -> tuple[str, str]:
    """How many quantities no line computes, and how many of them differ."""
    given = [row for row in pair.found.rows if row.given and not row.adjoint and row.status in ("compared", "shapes")]
    differ = sum(row.first is not None or row.status == "shapes" for row in given)
    many = "all the same" if not differ else f"{differ} of {len(given)} differ"
    return f"Inputs, targets and parameters: {many}", f"{len(given)} quantities that no line computes."


def _alone_words(pair: Pair) -> tuple[str, str]:
    """How many quantities only this run has, and how many only the other."""
    ours, theirs = (sum(row.status == status for row in pair.found.rows) for status in ("ours", "theirs"))
    return f"In one of the two only: {ours} here, {theirs} there", f"{ours + theirs} quantities without a counterpart."


def _draw_folding(painter: QPainter, frame: Frame, rect: QRectF, key: str, *, words: str, tip: str) -> Spot:
    """A heading that unfolds what stands under it."""
    unfolded = key in frame.scene.state.folded
    mark = QRectF(MARGIN - 3.0, rect.center().y() - 7.0, 14.0, 14.0)
    icon = "chevron-down" if unfolded else "chevron-right"
    draw_icon(painter, mark, name=icon, colour=frame.theme.text2)
    place = rect.adjusted(MARGIN + 18.0, 0.0, 0.0, 0.0)
    write(painter, place, words, colour=frame.theme.text1, weight=SEMIBOLD)
    return Spot(rect, f"{tip} Click {'folds' if unfolded else 'lists'} them.", Request("fold", key))


def _draw_head(painter: QPainter, frame: Frame, top: float, places: Columns) -> None:
    theme = frame.theme
    heads = (
        (places.here, "here", True),
        (places.there, "there", True),
        (places.less, "difference", True),
        (places.largest, "largest", True),
        (places.where, "first differs at", False),
    )
    write(painter, QRectF(places.symbol[0], top, 110.0, HEAD), "quantity", colour=theme.text2)
    if places.shape[1]:
        write(painter, QRectF(places.shape[0], top, places.shape[1], HEAD), "shape", colour=theme.text2)
    for (left, width), words, right in heads:
        area = QRectF(left, top, width, HEAD)
        write(painter, area, words, colour=theme.text2, **({"align": RIGHT} if right else {}))
    painter.setPen(QPen(theme.line, 1.0))
    painter.drawLine(QPointF(MARGIN, top + HEAD - 0.5), QPointF(frame.width - MARGIN, top + HEAD - 0.5))


def _draw_row(painter: QPainter, frame: Frame, rect: QRectF, row: Apart, *, pair: Pair, places: Columns) -> None:
    theme, scene = frame.theme, pair.ours
    focus = pair.looked_at()
    if focus is not None and (focus.name, focus.adjoint) == (row.name, row.adjoint) and not frame.figure:
        painter.fillRect(rect, theme.accent_fill)
        painter.fillRect(QRectF(0.0, rect.top(), 3.0, rect.height()), theme.accent)
    elif frame.hover is not None and rect.contains(frame.hover):
        painter.fillRect(rect, theme.header)
    owner = scene if row.status != "theirs" else pair.theirs
    latex = short_latex(owner.network, row.name, adjoint=row.adjoint)
    draw_symbol(painter, QPointF(places.symbol[0], rect.center().y() + 5.5), latex, colour=theme.text1)
    if places.shape[1]:
        words = _shape_words(row)
        write(painter, _cell(rect, places.shape), words, colour=theme.text2)
    numbers = [_draw_number(painter, frame, rect, row, pair=pair, places=places, here=here) for here in (True, False)]
    here, there = numbers
    if row.status == "compared":
        less = None if here is None or there is None else _less(here, there)
        words = format_number(less, digits=scene.state.digits)
        write(painter, _cell(rect, places.less), words, colour=theme.text1, align=RIGHT)
        differs = row.first is not None
        ink = theme.text1 if differs else theme.text2
        weight = MEDIUM if differs else 400
        write(painter, _cell(rect, places.largest), short(row.largest), colour=ink, weight=weight, align=RIGHT)
    write(
        painter,
        _cell(rect, places.where),
        _where(row),
        colour=theme.accent if row.first is not None else theme.text2,
    )
    painter.setPen(QPen(theme.line, 1.0))
    painter.drawLine(QPointF(MARGIN, rect.bottom() - 0.5), QPointF(frame.width - MARGIN, rect.bottom() - 0.5))


def _cell(rect: QRectF, place: tuple[float, float]) -> QRectF:
    return QRectF(place[0], rect.top(), place[1], rect.height())


def _less(here: float, there: float) -> float:
    return 0.0 if here == there else here - there


def _shape_words(row: Apart) -> str:
    shape = row.ours if row.ours is not None else row.theirs
    return " × ".join(map(str, shape)) if shape else "1"


def _where(row: Apart) -> str:
    if row.status == "shapes":
        there = " × ".join(map(str, row.theirs or ())) or "1"
        return f"there {there}"
    if row.status in ("ours", "theirs"):
        return "only here" if row.status == "ours" else "only there"
    return where_words(row.first) if row.first is not None else "the same" if not row.largest else "rounding"


def _draw_number(
    painter: QPainter, frame: Frame, rect: QRectF, row: Apart, *, pair: Pair, places: Columns, here: bool
) -> float | None:
    """One of the two badges; nothing at all where that run has no such quantity."""
    scene: Scene = pair.ours if here else pair.theirs
    if not scene.exists(row.name, row.adjoint):
        return None
    left, width = places.here if here else places.there
    number = pair.number(row, here=here)
    draw_badge(
        painter,
        QRectF(left, rect.center().y() - BADGE_HEIGHT / 2.0, width, BADGE_HEIGHT),
        theme=frame.theme,
        kind=scene.family(row.name, row.adjoint),
        number=number,
        scale=scale_of(scene, row.name, adjoint=row.adjoint),
        digits=scene.state.digits,
        note=False,
    )
    return number


def _row_spots(frame: Frame, rect: QRectF, row: Apart, pair: Pair, places: Columns) -> list[Spot]:
    chooses = None if row.status == "theirs" else Request("select", Selection(row.name, row.adjoint))
    spots = [Spot(rect, partial(_tip, row, pair), chooses)]
    going = visit(pair, row, row.first) if row.status == "compared" else None
    if going is not None:
        spots.append(Spot(_cell(rect, places.where), f"Travels to {place_words(pair, row, row.first)}", going))
    return spots


def _tip(row: Apart, pair: Pair) -> str:
    kind = "adjoint" if row.adjoint else "value"
    if row.status in ("ours", "theirs"):
        return f"{row.name}: {kind} that is in {'this' if row.status == 'ours' else 'the other'} run only"
    if row.status == "shapes":
        return f"{row.name}: {kind} of shape {row.ours} here and {row.theirs} there, not compared number by number"
    words = [f"{place_words(pair, row, None)}: {kind}, shape {row.ours}"]
    words.append(f"largest difference {short(row.largest)} of its largest number, at {where_words(row.at)}")
    if row.first is None:
        words.append(f"never more than rounding ({short(pair.found.tolerance)})")
    else:
        words.append(f"more than rounding ({short(pair.found.tolerance)}) first at {where_words(row.first)}")
    return "\n".join([*words, "Click to see its curves; on the place to travel there."])

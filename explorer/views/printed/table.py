"""The numbers: how far the printed and the verified form are from what is derived, computed live, for each trial."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from engine.errata.compare import Result
from explorer.command import Request
from explorer.drawing.hatch import draw_hatch
from explorer.drawing.icons import draw_icon
from explorer.drawing.writing import LINE, RIGHT, write, write_lines
from explorer.theme.numbers import format_error
from explorer.theme.tokens import Theme
from explorer.theme.type import MEDIUM, SEMIBOLD, font, text_width
from explorer.view import Frame, Spot
from explorer.views.printed.choice import chosen_seed
from explorer.views.printed.sheet import COLUMN, TABLE_HEAD, TRIAL_PAD, Sheet, trial_height

RIGHT_BELOW = 1e-9
"""Below this error nothing but rounding differs."""
MARK = 16.0
TITLE = "Error, computed live"


def draw_table(painter: QPainter, frame: Frame, corner: QPointF, shown: Sheet, *, width: float) -> list[Spot]:
    """The table of trials, or why there is none; a spot for each row and for another seed."""
    theme = frame.theme
    y = corner.y() + shown.table_top
    spots: list[Spot] = []
    if shown.compared.results:
        spots.append(_head(painter, frame, QRectF(corner.x(), y, width, TABLE_HEAD)))
        y += TABLE_HEAD
        for result, label in zip(shown.compared.results, shown.labels, strict=True):
            area = QRectF(corner.x(), y, width, trial_height(label, shown.stacked))
            numbers = area.adjusted(0.0, len(label) * LINE if shown.stacked else 0.0, 0.0, 0.0)
            spots.append(
                _row(painter, area, numbers, result=result, label=label, seed=shown.compared.seed, theme=theme)
            )
            y += area.height()
        write_lines(painter, QPointF(corner.x(), y + 4.0), shown.measure, colour=theme.text3)
        y += len(shown.measure) * LINE + 8.0
    if shown.reason:
        head = QRectF(corner.x(), y, width, TABLE_HEAD)
        write(painter, head, "Why the printed form has no number", colour=theme.text1, weight=SEMIBOLD)
        write_lines(painter, QPointF(corner.x(), y + TABLE_HEAD), shown.reason, colour=theme.text1)
    return spots


def _head(painter: QPainter, frame: Frame, area: QRectF) -> Spot:
    """Titles of the columns; at the left the seed, which a click changes."""
    theme, seed = frame.theme, chosen_seed(frame.scene)
    painter.fillRect(area.adjusted(0.0, 2.0, 0.0, -2.0), theme.header)
    for number, title in ((2, "printed"), (1, "verified")):
        cell = QRectF(area.right() - number * COLUMN, area.top(), COLUMN - MARK - 12.0, area.height())
        write(painter, cell, title, colour=theme.text1, weight=SEMIBOLD, align=RIGHT)
    left = area.adjusted(8.0, 0.0, -2 * COLUMN, 0.0)
    other = f"seed {seed}" if frame.figure else f"seed {seed} · other seed"
    link = text_width(other, font(weight=MEDIUM)) + 2.0
    room = left.width() - link - 14.0
    begun = left.left()
    if room >= text_width(TITLE, font(weight=SEMIBOLD)):
        write(painter, left, TITLE, colour=theme.text1, weight=SEMIBOLD)
        begun += text_width(TITLE, font(weight=SEMIBOLD)) + 14.0
    place = QRectF(begun, left.top(), min(link, left.right() - begun), left.height())
    seed_words = f"seed {seed}"
    if frame.figure:
        write(painter, place, seed_words, colour=theme.text2)
        rest = place
    elif place.width() < link:
        write(painter, place, seed_words, colour=theme.accent, weight=MEDIUM)
        rest = place
    else:
        write(painter, place, f"{seed_words} · ", colour=theme.text2)
        rest = place.adjusted(text_width(f"{seed_words} · ", font()), 0.0, 0.0, 0.0)
        write(painter, rest, "other seed", colour=theme.accent, weight=MEDIUM)
    _underline(painter, frame, rest)
    return Spot(
        place,
        f"The small networks are drawn from seed {seed}. A click draws others, from seed {seed + 1}; "
        "an error of the printed form that stays shows that it is no accident.",
        Request("printed-seed", seed + 1),
    )


def _underline(painter: QPainter, frame: Frame, area: QRectF) -> None:
    if frame.hover is not None and area.contains(frame.hover):
        painter.setPen(frame.theme.accent)
        painter.drawLine(QPointF(area.left(), area.center().y() + 9.0), QPointF(area.right(), area.center().y() + 9.0))


def _row(
    painter: QPainter,
    area: QRectF,
    numbers: QRectF,
    *,
    result: Result,
    label: tuple[str, ...],
    seed: int,
    theme: Theme,
) -> Spot:
    painter.setPen(theme.line)
    painter.drawLine(area.bottomLeft(), area.bottomRight())
    write_lines(painter, area.topLeft() + QPointF(8.0, TRIAL_PAD / 2), label, colour=theme.text1)
    for number, error in ((2, result.printed_difference), (1, result.corrected_difference)):
        _error(painter, QRectF(area.right() - number * COLUMN, numbers.top(), COLUMN, numbers.height()), error, theme)
    printed = format_error(result.printed_difference)
    seen = result.trial.seen
    span = f" Over many networks: {format_error(seen[0])} to {format_error(seen[1])}." if seen else ""
    return Spot(
        area,
        f"{' '.join(label)}, on {result.trial.on}, seed {seed}: the printed form "
        f"{'has no value' if result.printed_difference is None else f'is off by {printed}'}, the verified form by "
        f"{format_error(result.corrected_difference)}, relative to the largest right number.{span}",
    )


def _error(painter: QPainter, cell: QRectF, error: float | None, theme: Theme) -> None:
    number = cell.adjusted(0.0, 0.0, -MARK - 12.0, 0.0)
    if error is None:
        empty = QRectF(number.right() - 40.0, number.center().y() - 9.0, 40.0, 18.0)
        draw_hatch(painter, empty, theme=theme, radius=4.0, edge=True)
        painter.setFont(font())
        painter.setPen(theme.text2)
        painter.drawText(empty, Qt.AlignmentFlag.AlignCenter, format_error(None))
        return
    right = error < RIGHT_BELOW
    ink: QColor = theme.ok if right else theme.err
    write(painter, number, format_error(error), colour=ink, weight=SEMIBOLD, align=RIGHT)
    mark = QRectF(number.right() + 6.0, cell.center().y() - MARK / 2, MARK, MARK)
    draw_icon(painter, mark, name="check" if right else "cross", colour=ink)

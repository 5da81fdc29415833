"""The page of a figure: title, the view's picture, a rule, caption and provenance, one below the other."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from engine.errors import ChainruleError
from explorer.figure.paragraph import HARD_SPACE, LINE, Piece, Run, break_lines, draw_lines
from explorer.figure.picture import Picture
from explorer.figure.provenance import SEPARATOR, caption_words, provenance, title_words
from explorer.figure.recipe import recipe, recipe_text
from explorer.figure.request import LARGEST, Figure
from explorer.theme.type import BODY, REGULAR, SECTION, SEMIBOLD, font, load_fonts, text_width
from explorer.view import Frame

LETTER = 22
MARGIN = 14.0
HEAD = 44.0
TITLE_BASELINE = 29.0
GAP = 12.0
LEAST_PICTURE = 80.0
WHOLE_POINTS = 4  # px that are a whole number of points, in which pages of a PDF are measured


@dataclass(frozen=True, slots=True)
class Page:
    """Where everything stands, in px at 100 %: the picture's area, the view's frame, and the lines of the words below.

    `shift` is how far the picture is scrolled up inside its area: 0 unless a height was given that is too small.
    """

    width: float
    height: float
    area: QRectF
    frame: Frame
    shift: float
    caption: tuple[tuple[Piece, ...], ...]
    provenance: tuple[tuple[Piece, ...], ...]


def lay_out(figure: Figure) -> Page:
    """The layout of a figure. Raises ChainruleError where the given height leaves no room for the picture."""
    load_fonts()
    caption, origin = _words(figure)
    width = figure.page_width
    head = HEAD if figure.caption else 0.0
    foot = GAP * 2 + LINE * len(caption) + GAP + LINE * len(origin) + GAP if figure.caption else 0.0
    probe = Frame(width, figure.natural_height, figure.scene, figure.theme, figure=True)
    whole = figure.view.height(probe) if figure.view.height is not None else None
    if figure.height is None and figure.view.figure_height is not None:
        room = max(1.0, float(figure.view.figure_height(probe)))
    elif figure.height is None:
        room = probe.height if whole is None else max(1.0, float(whole))
    else:
        room = figure.height - head - foot
    if room < LEAST_PICTURE and figure.height is not None and figure.caption:
        least = math.ceil(head + foot + LEAST_PICTURE)
        raise ChainruleError(
            f"figure of {width:g} × {figure.height:g} px: with title and caption it must be at least "
            f"{least} px high; make it higher or wider, or leave the caption out"
        )
    height = head + room + foot
    if figure.height is None:
        height = math.ceil(height / WHOLE_POINTS - 1e-6) * WHOLE_POINTS
        room = height - head - foot
    if height > LARGEST:
        raise ChainruleError(
            f"{figure.view.title} is {height:,.0f} px high at a width of {width:g} px; "
            f"give a height of at most {LARGEST} px, or another width"
        )
    full = max(room, whole or 0.0)
    frame = Frame(width, full, figure.scene, figure.theme, figure=True)
    return Page(width, height, QRectF(0, head, width, room), frame, _shift(figure, frame, room), caption, origin)


def _shift(figure: Figure, frame: Frame, room: float) -> float:
    """How far a picture that is higher than its room is scrolled, so that what runs next is seen in the middle."""
    if frame.height <= room or figure.view.follow is None:
        return 0.0
    target = figure.view.follow(frame)
    if target is None:
        return 0.0
    return float(min(max(0.0, target.center().y() - room / 2), frame.height - room))


def _words(figure: Figure) -> tuple[tuple[tuple[Piece, ...], ...], tuple[tuple[Piece, ...], ...]]:
    if not figure.caption:
        return (), ()
    width = figure.page_width - 2 * MARGIN
    plain = font(BODY, REGULAR)
    lead = Run(f"{figure.view.title}.", font(BODY, SEMIBOLD))
    caption = break_lines((lead, Run(caption_words(figure.view, figure.scene), plain)), width)
    parts = SEPARATOR.join(part.replace(" ", HARD_SPACE) for part in provenance(figure.scene))
    return caption, break_lines((Run(parts.replace(SEPARATOR, HARD_SPACE + "· "), plain),), width)


def compose(figure: Figure) -> Picture:
    """The figure as a picture that any format can write."""
    page = lay_out(figure)

    def paint(painter: QPainter) -> None:
        _paint_view(painter, figure, page)
        if figure.caption:
            _paint_title(painter, figure, page)
            _paint_words(painter, figure, page)

    ground = None if figure.transparent else QColor(figure.theme.panel)
    made = recipe(
        figure.scene,
        figure.view,
        theme=figure.theme.tone,
        width=figure.width,
        height=figure.height,
        scale=figure.scale,
        transparent=figure.transparent,
        caption=figure.caption,
        letter=figure.letter,
    )
    return Picture(page.width, page.height, paint, title_words(figure.view, figure.scene), recipe_text(made), ground)


def _paint_view(painter: QPainter, figure: Figure, page: Page) -> None:
    painter.save()
    try:
        if page.frame.height > page.area.height():
            painter.setClipRect(page.area)
        painter.translate(page.area.left(), page.area.top() - page.shift)
        figure.view.draw(painter, page.frame)
    finally:
        painter.restore()
    if page.frame.height > page.area.height() and not figure.transparent:  # some readers of SVG do not clip
        whole = QRectF(0, 0, page.width, page.height)
        for above_or_below in (
            whole.adjusted(0, 0, 0, page.area.top() - page.height),
            whole.adjusted(0, page.area.bottom(), 0, 0),
        ):
            painter.fillRect(above_or_below, figure.theme.panel)


def _paint_title(painter: QPainter, figure: Figure, page: Page) -> None:
    x = MARGIN
    if figure.letter:
        face = font(LETTER, SEMIBOLD)
        painter.setFont(face)
        painter.setPen(figure.theme.text1)
        painter.drawText(QPointF(x, TITLE_BASELINE), figure.letter)
        x += text_width(figure.letter, face) + 14
    strong, plain = font(SECTION, SEMIBOLD), font(BODY, REGULAR)
    for text, face, colour in (
        (figure.view.title, strong, figure.theme.text1),
        (figure.view.subtitle(figure.scene), plain, figure.theme.text2),
    ):
        room = page.width - MARGIN - x
        if text and room > 20:
            shown = QFontMetricsF(face).elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.setFont(face)
            painter.setPen(colour)
            painter.drawText(QPointF(x, TITLE_BASELINE), shown)
            x += text_width(shown, face) + 14


def _paint_words(painter: QPainter, figure: Figure, page: Page) -> None:
    y = page.area.bottom() + GAP
    painter.setPen(QPen(figure.theme.edge, 1.0))
    painter.drawLine(QPointF(MARGIN, y), QPointF(page.width - MARGIN, y))
    y += GAP
    y += draw_lines(painter, QPointF(MARGIN, y), page.caption, colour=figure.theme.text1) + GAP
    draw_lines(painter, QPointF(MARGIN, y), page.provenance, colour=figure.theme.text2)

"""The picture of one cell's arithmetic, forward or backward, with what can be pointed at."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from engine.notation.lines import line_latex, line_text
from explorer.command import Request
from explorer.drawing.formula import typeset
from explorer.drawing.writing import LINE, RIGHT, wrapped, write, write_lines
from explorer.scene import Family, Scene
from explorer.scenery.quantities import frame_next, scale_of
from explorer.theme.type import BODY, MEDIUM, SEMIBOLD, font, text_width
from explorer.view import Frame, LaterSpots, Spot
from explorer.views.convolution.cells import draw_matrix, draw_plane, draw_small, draw_weights, ring
from explorer.views.convolution.checking import draw_check
from explorer.views.convolution.layout import NUMBERED, Layout, lay_out, pooled
from explorer.views.convolution.legends import draw_legends, legend_rows
from explorer.views.convolution.meetings import Meeting, Reading
from explorer.views.convolution.memory import kept
from explorer.views.convolution.planes import Plane
from explorer.views.convolution.pointing import (
    lit_meeting,
    looked_at,
    matrix_spots,
    meetings_at,
    plane_spots,
)
from explorer.views.convolution.reading import read, window_cells
from explorer.views.convolution.shown import shown_cell
from explorer.views.convolution.slides import Pair, slides_of
from explorer.views.convolution.sums import draw_sums
from explorer.views.convolution.words import (
    channel_word,
    meeting_words,
    place_words,
    plane_title,
    products_title,
    read_title,
    sentence,
    stepped_words,
    symbol,
    weight_title,
    winner_of,
)

_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)
_TIGHTEST = 0.85
_FADED = 178


def suits(scene: Scene) -> bool:
    """Networks in which a kernel or a pooling window slides over maps."""
    return bool(slides_of(scene.program))


def subtitle(scene: Scene) -> str:
    """How the window slides, and which example is shown."""
    shown = shown_cell(scene)
    if shown is None:
        return ""
    slide = shown.slide
    pairs = (("stride", slide.stride), ("padding", slide.padding), ("dilation", slide.dilation))
    said = [] if shown.slide.weight is None else [
        f"{word} {pair[0]}" if pair[0] == pair[1] else f"{word} {pair[0]} × {pair[1]}" for word, pair in pairs
    ]  # fmt: skip
    example = [f"example {scene.state.example}"] if scene.trace.examples > 1 else []
    return " · ".join((*example, *said))


def draw_convolution(painter: QPainter, frame: Frame) -> LaterSpots | list[Spot]:
    """Source, small matrices, result and sum, a sentence and the legend."""
    shown = shown_cell(frame.scene)
    reading = None if shown is None else read(frame.scene, shown, figure=frame.figure)
    if reading is None:
        words = "No single window makes this number in this run: the inspector shows its terms."
        write(painter, QRectF(14.0, 10.0, frame.width - 28.0, LINE), words, colour=frame.theme.text2)
        return []
    legend = legend_rows(frame, reading)
    layout = layout_of(frame, reading)
    looked = looked_at(frame, layout, reading)
    lit = lit_meeting(frame, looked, layout)
    _draw_heading(painter, frame, layout, looked)
    _draw_source(painter, frame, layout, looked, lit)
    _draw_matrices(painter, frame, layout, looked, lit)
    _draw_result(painter, frame, layout, looked, lit)
    if looked is not reading:
        ring(painter, layout.result.cell(*reading.shown.unit[-3:-1]), frame.theme.text3, width=1.2)
    sums = draw_sums(painter, frame, layout.sums, looked)
    _draw_words(painter, frame, layout, looked, lit)
    checked = draw_check(painter, frame, layout, reading) if looked is reading else []
    draw_legends(painter, frame, layout.legend, legend, absent=reading.status != "known")

    def make() -> list[Spot]:
        return [
            *plane_spots(frame, layout.source, reading.source),
            *_thumb_spots(frame, layout, reading),
            *plane_spots(frame, layout.result, reading.result),
            *matrix_spots(frame, reading, layout),
            *sums,
            *checked,
        ]

    return LaterSpots(make)


def layout_of(frame: Frame, reading: Reading) -> Layout:
    """The layout with room for the words: for the longest that may stand there where the mouse can ask for others."""
    wide = frame.width - (16.0 if frame.width < 600.0 else 28.0)
    told = sentence(frame.scene, reading)
    if frame.figure and reading.stepped is not None:
        told = stepped_words(frame.scene, reading, reading.stepped)
    count = 1 if frame.figure else 3 if frame.width < 680.0 else 2
    lines = max(count, min(len(wrapped(told, wide)), 4))
    return lay_out(frame, reading, word_lines=lines, legend_rows=len(legend_rows(frame, reading)))


def figure_height(frame: Frame) -> float:
    """The height at which a figure of the frame's width has no empty strip, and is as large as it can be."""
    shown = shown_cell(frame.scene)
    reading = None if shown is None else read(frame.scene, shown, figure=True)
    return frame.height if reading is None else min(frame.height, layout_of(frame, reading).needed)


def _draw_heading(painter: QPainter, frame: Frame, layout: Layout, reading: Reading) -> None:
    scene, theme, line = frame.scene, frame.theme, reading.shown.line
    moment = None if reading.shown.moment is None else reading.shown.moment + 1
    try:
        key = ("latex", line.number, moment)
        latex = kept(scene.program, key, lambda: line_latex(line, scene.network, moment=moment))
        formula = typeset(latex, 17.0)
    except ValueError:
        formula = None
    needed = 0.0 if formula is None else formula.size.width() * _TIGHTEST
    whole = place_words(scene, reading)
    words = next(
        (each for each in (whole, whole.rpartition(": ")[2]) if _heading_room(layout, each) >= needed),
        whole.rpartition(": ")[2].partition("), ")[0] + ")",
    )
    room = _heading_room(layout, words)
    write(painter, layout.heading, words, colour=theme.text1, align=RIGHT, weight=MEDIUM)
    left = QRectF(layout.heading.left(), layout.heading.top(), room, layout.heading.height())
    if formula is None or needed > room or formula.size.height() > left.height() + 4.0:
        write(painter, left, line_text(line, scene.network, moment=moment), colour=theme.text1)
        return
    squeeze = min(1.0, room / formula.size.width())
    painter.save()
    painter.translate(left.left(), left.center().y())
    painter.scale(squeeze, squeeze)
    formula.draw(painter, QPointF(0.0, formula.ascent - formula.size.height() / 2.0), colour=theme.text1)
    painter.restore()


def _heading_room(layout: Layout, words: str) -> float:
    return layout.heading.width() - text_width(words, font(BODY, MEDIUM)) - 16.0


def _field(reading: Reading) -> dict[Pair, Pair]:
    """The cells of the source that the window covers, border included, by their places in the small matrices."""
    if reading.slide.kind in ("routed", "shared"):
        row, column = reading.group.meetings[0].source.unit[:2]
        return {(0, 0): (row, column)}
    found = {}
    for row in range(reading.size[0]):
        for column in range(reading.size[1]):
            cell = reading.source_cell((row, column))
            if cell is not None:
                found[row, column] = cell
    return found


def _weights(reading: Reading, field: Mapping[Pair, Pair]) -> dict[Pair, tuple[float, Plane]]:
    """The weight on each cell of the source that meets one."""
    if reading.weight is None or not reading.operands_known:
        return {}
    weight = reading.weight
    return {
        field[meeting.place]: (meeting.factor, weight)
        for meeting in reading.group.meetings
        if meeting.place in field
    }  # fmt: skip


def _draw_source(painter: QPainter, frame: Frame, layout: Layout, reading: Reading, lit: Meeting | None) -> None:
    scene, theme, grid = frame.scene, frame.theme, layout.source
    write(painter, layout.source_title, plane_title(scene, reading.source), colour=theme.text1, weight=MEDIUM)
    draw_plane(painter, frame, grid, reading.source, weighed=reading.weight is not None)
    field = _field(reading)
    if _paints_weights(layout, reading):
        draw_weights(painter, grid, _weights(reading, field), theme=theme, family=reading.source.family)
    covered = [grid.cell(*cell) for cell in field.values() if grid.within(*cell)]
    if covered:
        frame_rect = covered[0]
        for rect in covered[1:]:
            frame_rect = frame_rect.united(rect)
        painter.setPen(QPen(theme.text1, 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(frame_rect.adjusted(-1.0, -1.0, 1.0, 1.0))
    if lit is not None:
        _light(painter, frame, grid.cell(*lit.source.unit[-3:-1]))
    if layout.thumbs:
        _draw_thumbs(painter, frame, layout, reading)


def _paints_weights(layout: Layout, reading: Reading) -> bool:
    """Whether cells are large enough to carry the colours of their weights, or few enough to be told apart."""
    return reading.slide.kind != "gather" or min(layout.read.high, layout.read.wide) >= NUMBERED


def _light(painter: QPainter, frame: Frame, rect: QRectF) -> None:
    """The ring of the product that is pointed at."""
    painter.setPen(QPen(frame.theme.accent, 2.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(-1.5, -1.5, 1.5, 1.5), 3.0, 3.0)


def _draw_thumbs(painter: QPainter, frame: Frame, layout: Layout, reading: Reading) -> None:
    theme, first = frame.theme, layout.thumbs[0][1]
    word = channel_word(frame.scene, reading.source.name)
    count = reading.source.channels
    shown = "" if len(layout.thumbs) == count else f", {len(layout.thumbs)} of {count}"
    label = QRectF(first.left(), first.top() - 22.0, layout.source_title.width(), 20.0)
    write(painter, label, f"{word}s{shown}", colour=theme.text2)
    for channel, rect in layout.thumbs:
        draw_small(painter, frame.scene, rect, reading.source.other(channel), theme=theme)
        front = channel == reading.source.channel
        painter.setPen(QPen(theme.text1 if front else theme.edge, 2.0 if front else 0.8))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect)


def _thumb_spots(frame: Frame, layout: Layout, reading: Reading) -> list[Spot]:
    word, shown = channel_word(frame.scene, reading.source.name), reading.shown
    return [
        Spot(rect, f"{word} {channel}\nClick brings it to the front",
             Request("front-channel", (shown.name, shown.adjoint, channel)))
        for channel, rect in layout.thumbs
    ]  # fmt: skip


def _draw_matrices(painter: QPainter, frame: Frame, layout: Layout, reading: Reading, lit: Meeting | None) -> None:
    scene, theme = frame.scene, frame.theme
    held, digits = meetings_at(reading), scene.state.digits
    zeros = frozenset(place for place in _field(reading) if place not in held) if not pooled(reading) else frozenset()
    draw = partial(draw_matrix, painter, theme=theme, digits=digits)
    if reading.slide.kind in ("routed", "shared"):
        _draw_sent_back(painter, frame, layout, reading)
    else:
        source, known = reading.source, reading.source.numbers(scene) is not None
        title = symbol(scene, source.name, adjoint=source.adjoint)
        write(painter, layout.read_title, _fitting(layout.read_title, read_title(reading, title), title),
              colour=theme.text1, weight=MEDIUM)  # fmt: skip
        own: dict[Pair, tuple[float, Plane]] = {}
        if reading.weight is not None and reading.operands_known and _paints_weights(layout, reading):
            own = {place: (each.factor, reading.weight) for place, each in held.items()}
        read = {place: each.read if known else None for place, each in held.items()}
        draw(layout.read, read, family=source.family, scale=source.scale, zeros=zeros, weights=own)
        _draw_weight_matrix(painter, frame, layout, reading)
        visible = reading.visible
        factor = layout.read.rect.right() + 13.0
        if layout.weight is not None:
            _sign(painter, frame, QPointF(factor, layout.read.rect.center().y()), "×")
        write(painter, layout.products_title, products_title(reading, scene), colour=theme.text1, weight=MEDIUM)
        draw(layout.products, {place: each.number if visible else None for place, each in held.items()},
             family=reading.result.family, scale=reading.result.scale, zeros=zeros)  # fmt: skip
        _fade_later(painter, frame, layout, reading)
        if reading.slide.kind == "maximum" and visible:
            for each in held.values():
                if each.factor:
                    ring(painter, layout.read.cell(*each.place), theme.text1, width=2.4)
        if reading.slide.kind != "maximum":
            _sign(painter, frame, QPointF(layout.products.rect.right() + 13.0, layout.products.rect.center().y()), "Σ")
    if lit is not None and lit.place in held:
        for grid in (layout.read, layout.weight, layout.products):
            if grid is not None:
                _light(painter, frame, grid.cell(*lit.place))


def _fade_later(painter: QPainter, frame: Frame, layout: Layout, reading: Reading) -> None:
    """The products that are not added yet, where one is stepped to."""
    ground = QColor(frame.theme.panel)
    ground.setAlpha(_FADED)
    for each in reading.later:
        painter.fillRect(layout.products.cell(*each.place).adjusted(0.3, 0.3, -0.3, -0.3), ground)


def _fitting(rect: QRectF, long: str, short: str) -> str:
    return long if text_width(long, font(BODY, MEDIUM)) <= rect.width() else short


def _sign(painter: QPainter, frame: Frame, centre: QPointF, sign: str) -> None:
    painter.setFont(font(17, SEMIBOLD))
    painter.setPen(frame.theme.text1)
    painter.drawText(QRectF(centre.x() - 12.0, centre.y() - 12.0, 24.0, 24.0), _CENTRE, sign)


def _draw_weight_matrix(painter: QPainter, frame: Frame, layout: Layout, reading: Reading) -> None:
    """The kernel as it lies over the source, also where it meets only zeros; the maps' adjoint for a kernel's."""
    if layout.weight is None or reading.weight is None:
        return
    scene, weight = frame.scene, reading.weight
    write(painter, layout.weight_title, _fitting(layout.weight_title, *weight_title(reading, scene)),
          colour=frame.theme.text1, weight=MEDIUM)  # fmt: skip
    numbers = weight.numbers(scene)
    cells: dict[Pair, float | None] = {}
    for row in range(reading.size[0]):
        for column in range(reading.size[1]):
            cell = reading.kernel_cell((row, column))
            cells[row, column] = None if numbers is None else float(numbers[cell])
    draw_matrix(painter, layout.weight, cells, theme=frame.theme, family=weight.family, scale=weight.scale,
                digits=scene.state.digits)  # fmt: skip


def _draw_sent_back(painter: QPainter, frame: Frame, layout: Layout, reading: Reading) -> None:
    """What pooling sends back: the window of the forward pass with its winner, and what each of its cells gets."""
    scene, theme, shown = frame.scene, frame.theme, reading.shown
    window, cells = reading.slide.window, window_cells(reading)
    draw = partial(draw_matrix, painter, theme=theme, digits=scene.state.digits)
    forward = scene.array(shown.name, False, shown.moment)
    name = symbol(scene, shown.name, adjoint=False)
    title = f"{name} in the window, forward" if window is not None else f"{name} in the window"
    write(painter, layout.read_title, _fitting(layout.read_title, title, name), colour=theme.text1, weight=MEDIUM)
    family: Family = scene.family(shown.name, False)
    numbers = {place: None if forward is None else float(forward[unit]) for unit, place in cells}
    draw(layout.read, numbers, family=family, scale=scale_of(scene, shown.name, adjoint=False))
    winner = winner_of(scene, reading)
    for unit, place in cells:
        if unit == winner:
            ring(painter, layout.read.cell(*place), theme.text1, width=2.4)
    write(painter, layout.products_title, products_title(reading, scene), colour=theme.text1, weight=MEDIUM)
    array = scene.array(shown.name, True, shown.moment, ahead=reading.visible)
    sent = {place: None if array is None else float(array[unit]) for unit, place in cells}
    draw(layout.products, sent, family="adjoint", scale=reading.result.scale)
    own = reading.group.meetings[0].place
    for grid in (layout.read, layout.products):
        painter.setPen(QPen(theme.text1, 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(grid.cell(*own).adjusted(-1.5, -1.5, 1.5, 1.5))


def _draw_result(painter: QPainter, frame: Frame, layout: Layout, reading: Reading, lit: Meeting | None) -> None:
    scene, theme, grid = frame.scene, frame.theme, layout.result
    name = symbol(scene, reading.result.name, adjoint=reading.result.adjoint)
    title = _fitting(layout.result_title, plane_title(scene, reading.result), name)
    write(painter, layout.result_title, title, colour=theme.text1, weight=MEDIUM)
    draw_plane(painter, frame, grid, reading.result)
    row, column = reading.shown.unit[-3:-1]
    cell = grid.cell(row, column)
    if reading.status == "next" and not frame.figure:
        frame_next(painter, grid.rect.adjusted(-2.0, -2.0, 2.0, 2.0), theme=theme)
        painter.fillRect(cell, theme.next)
        ring(painter, cell.adjusted(-1.0, -1.0, 1.0, 1.0), theme.next_edge, width=2.0)
        return
    painter.setPen(QPen(theme.accent if lit is not None else theme.text1, 2.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(cell.adjusted(-1.0, -1.0, 1.0, 1.0))


def _draw_words(painter: QPainter, frame: Frame, layout: Layout, reading: Reading, lit: Meeting | None) -> None:
    if lit is None:
        text = sentence(frame.scene, reading)
    elif lit is reading.stepped:
        text = stepped_words(frame.scene, reading, lit)
    else:
        text = meeting_words(frame.scene, reading, lit)
    most = int(layout.words.height() // LINE)
    lines = wrapped(text, layout.words.width())[:most]
    write_lines(painter, layout.words.topLeft(), lines, colour=frame.theme.text1)

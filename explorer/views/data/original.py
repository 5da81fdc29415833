"""From the file to the network: the chosen picture as it was, the frame of what is kept, and what the network gets."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from engine.exchange.pictures.original import Original
from explorer.drawing.arrow import draw_wire
from explorer.drawing.hatch import draw_hatch
from explorer.drawing.writing import LINE, elided_middle, wrapped, write, write_lines
from explorer.scene import Array, Scene
from explorer.theme.type import MEDIUM, SEMIBOLD
from explorer.view import Frame, Spot
from explorer.views.data.memory import kept
from explorer.views.data.pixels import draw_image, fitted, image_of

_BOX, _RESULT, _ARROW, _GAP = 224.0, 168.0, 56.0, 24.0
_LEAST_WORDS, _MOST_WORDS = 190.0, 380.0
_BETWEEN = 5.0
_VEIL = 150  # of 255: how much of what is cut off is covered
_CENTRE = Qt.AlignmentFlag.AlignHCenter
_NOT_KEPT = "The originals of the first {} pictures are at hand; this is none of them."


@dataclass(frozen=True, slots=True)
class Pictured:
    """Where heading, original, result and words stand; empty where no example was read from a file of its own."""

    rect: QRectF
    source: QRectF
    result: QRectF
    words: QRectF


def lay_original(frame: Frame, corner: QPointF, width: float) -> Pictured:
    """Original, arrow, result and, where there is room, the words at their right, else below."""
    if not frame.scene.prepared.originals:
        return Pictured(QRectF(corner.x(), corner.y(), 0.0, 0.0), QRectF(), QRectF(), QRectF())
    scale = min(1.0, width / (_BOX + _ARROW + _RESULT))
    box, result = _BOX * scale, _RESULT * scale
    top = corner.y() + LINE + 8.0
    source = QRectF(corner.x(), top, box, box)
    network = QRectF(source.right() + _ARROW * scale, top, result, box)
    captions = source.bottom() + LINE + 6.0
    left = network.right() + _GAP
    if corner.x() + width - left >= _LEAST_WORDS:
        words = QRectF(left, top, min(corner.x() + width - left, _MOST_WORDS), 0.0)
    else:
        words = QRectF(corner.x(), captions + 4.0, width, 0.0)
    words.setHeight(_most_words(frame.scene, words.width()))
    bottom = max(captions, words.bottom())
    return Pictured(QRectF(corner.x(), corner.y(), width, bottom - corner.y()), source, network, words)


def _most_words(scene: Scene, width: float) -> float:
    """As high as the longest words, so that the page stays where it is when another example is chosen."""
    originals = [original for original in scene.prepared.originals if original is not None]
    heights = (_words_height(original, width) for original in originals)
    return kept(scene.prepared, ("words", width), lambda: max(heights, default=3 * LINE))


def _words_height(original: Original, width: float) -> float:
    return LINE + sum(LINE * len(wrapped(word, width)) + _BETWEEN for word in original.words)


def draw_original(painter: QPainter, frame: Frame, place: Pictured, got: Array) -> list[Spot]:
    """The original with its frame, an arrow, `got` (rows, columns, channels) as the network gets it, and words."""
    if place.rect.isEmpty():
        return []
    scene, theme = frame.scene, frame.theme
    example = scene.state.example
    original = scene.prepared.original(example)
    heading = QRectF(place.rect.left(), place.rect.top(), place.rect.width(), LINE)
    write(painter, heading, f"Example {example}, from the file to the network", colour=theme.text1, weight=MEDIUM)
    rows, columns, channels = got.shape
    result = fitted(place.result, columns, rows, whole=True)
    draw_image(painter, result, image_of(got), theme=theme)
    tip = f"What the network gets: {columns} × {rows} pixels in {'colour' if channels == 3 else 'grey'}"
    spots = [Spot(result, tip)]
    if original is None:
        return spots + _draw_missing(painter, frame, place)
    picture = fitted(place.source, original.wide, original.high)
    draw_image(painter, picture, kept(original, "image", lambda: image_of(original.pixels)), theme=theme)
    _draw_frame(painter, frame, picture, original)
    middle = place.source.center().y()
    ends = [QPointF(place.source.right() + 8.0, middle), QPointF(place.result.left() - 8.0, middle)]
    draw_wire(painter, ends, theme=theme)
    for box, under, words in (
        (place.source, picture.bottom(), "original"),
        (place.result, result.bottom(), "the network gets"),
    ):
        caption = QRectF(box.left() - 20.0, under + 5.0, box.width() + 40.0, LINE)
        write(painter, caption, words, colour=theme.text2, align=_CENTRE)
    _draw_words(painter, frame, place.words, original)
    told = ". ".join((original.name, *original.words))
    return [*spots, Spot(place.source, f"{told}. What lies within the frame is what the network gets")]


def _draw_words(painter: QPainter, frame: Frame, rect: QRectF, original: Original) -> None:
    """The file's name, then what it was and what was done to it, with a little room between the statements."""
    name = QRectF(rect.left(), rect.top(), rect.width(), LINE)
    text = elided_middle(original.name, rect.width(), SEMIBOLD)
    write(painter, name, text, colour=frame.theme.text1, weight=SEMIBOLD)
    y = name.bottom() + _BETWEEN
    for word in original.words:
        lines = wrapped(word, rect.width())
        write_lines(painter, QPointF(rect.left(), y), lines, colour=frame.theme.text2)
        y += LINE * len(lines) + _BETWEEN


def _draw_frame(painter: QPainter, frame: Frame, picture: QRectF, original: Original) -> None:
    """A veil over what is cut off, and a line around what is kept that shows on dark and on light."""
    left, top, wide, high = original.frame
    inner = QRectF(picture.left() + left * picture.width(), picture.top() + top * picture.height(),
                   wide * picture.width(), high * picture.height())  # fmt: skip
    veil = QColor(frame.theme.panel)
    veil.setAlpha(_VEIL)
    for part in (
        QRectF(picture.left(), picture.top(), inner.left() - picture.left(), picture.height()),
        QRectF(inner.right(), picture.top(), picture.right() - inner.right(), picture.height()),
        QRectF(inner.left(), picture.top(), inner.width(), inner.top() - picture.top()),
        QRectF(inner.left(), inner.bottom(), inner.width(), picture.bottom() - inner.bottom()),
    ):
        painter.fillRect(part, veil)
    around = inner.adjusted(-1.0, -1.0, 1.0, 1.0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((frame.theme.panel, 4.0), (frame.theme.text1, 2.0)):
        pen = QPen(colour, width)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(around)


def _draw_missing(painter: QPainter, frame: Frame, place: Pictured) -> list[Spot]:
    """The ground of what is absent in the place of the original, with the reason."""
    count = len(frame.scene.prepared.originals)
    draw_hatch(painter, place.source, theme=frame.theme, edge=True)
    write(painter, place.source, "—", colour=frame.theme.text3, align=_CENTRE)
    origin = frame.scene.prepared.origin(frame.scene.state.example)
    reason = _NOT_KEPT.format(count) if count > 1 else "The file cannot be read any more."
    lines = (*wrapped(origin, place.words.width()), *wrapped(reason, place.words.width()))
    write_lines(painter, place.words.topLeft(), lines, colour=frame.theme.text2)
    return [Spot(place.source, reason)]

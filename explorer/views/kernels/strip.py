"""Draws the film: frames side by side, what belongs to each below it, and clicks that travel to their iterations."""

from collections.abc import Iterator
from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from explorer.command import Request
from explorer.drawing.atlas import Pixels, draw_atlas, draw_tile_ring, pixels_of, pixels_of_colours
from explorer.drawing.legend import draw_legend, legend_width
from explorer.drawing.writing import RIGHT, write
from explorer.scene import Scene
from explorer.theme.numbers import format_limit, format_number
from explorer.theme.tokens import Theme
from explorer.theme.type import BODY, MEDIUM, REGULAR, SEMIBOLD, font, text_width
from explorer.view import Frame, Spot
from explorer.views.kernels.film import LINE, Film, Strip, Take
from explorer.views.kernels.memory import kept
from explorer.views.kernels.parts import Kernels, channel_word

NO_FILM = "Film: train, and every kernel is shown here as it was along the recording."
_BAR = 44.0
_ROWS = ("iteration", "norm", "bias")
_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip)


def draw_film(painter: QPainter, frame: Frame, kernels: Kernels, strip: Strip) -> None:
    """Heading with the scale, the frames, and the rows of numbers."""
    scene, theme, film = frame.scene, frame.theme, strip.film
    _draw_heading(painter, frame, kernels, strip)
    assert scene.progress is not None
    key = ("film", kernels.name, film.number, film.channel, film.scale, scene.progress.path,
           tuple(take.iteration for take in strip.takes))  # fmt: skip
    make = partial(_pixels, film, strip.takes, theme)
    draw_atlas(painter, strip.grid, key, make, theme=theme, keep=partial(kept, scene.trace))
    digits = strip.digits
    for number, name in enumerate(_ROWS[: len(film.takes[0].rows(digits=digits))]):
        rect = QRectF(strip.names.left(), strip.names.top() + number * LINE, strip.names.width(), LINE)
        write(painter, rect, name, colour=theme.text2, align=RIGHT)
    for place, take in enumerate(strip.takes):
        here = take.iteration == scene.state.iteration
        column = strip.column(place)
        painter.setFont(font(BODY, SEMIBOLD if here else REGULAR))
        painter.setPen(theme.text1 if here else theme.text2)
        for number, text in enumerate(take.rows(digits=digits)):
            rect = QRectF(column.left(), strip.names.top() + number * LINE, column.width(), LINE)
            painter.drawText(rect, _CENTRE, text)
        if here:
            draw_tile_ring(painter, strip.grid.tile(place), theme=theme)


def kernel_words(scene: Scene, kernels: Kernels, film: Film) -> str:
    """Which kernel the film is of."""
    if film.channel is None:
        return f"map {film.number} in colour"
    return f"map {film.number}, channel {channel_word(scene.network, kernels.name, film.channel)}"


def _draw_heading(painter: QPainter, frame: Frame, kernels: Kernels, strip: Strip) -> None:
    """Which kernel, and the scale at the right; the longest words that leave room for it."""
    theme, film, rect = frame.theme, strip.film, strip.heading
    write(painter, rect, "Film", colour=theme.text1, weight=MEDIUM)
    left = rect.left() + text_width("Film", font(BODY, MEDIUM)) + 10.0
    which = kernel_words(frame.scene, kernels, film)
    if film.channel is None:
        label = f"grey is 0, full ±{format_limit(film.scale.limit)}"
        scale_wide = text_width(label, font(BODY, REGULAR))
        write(painter, rect, label, colour=theme.text2, align=RIGHT)
    else:
        scale_wide = legend_width(family="value", scale=film.scale, label="film", bar=_BAR)
        point = QPointF(rect.right() - scale_wide, rect.center().y())
        draw_legend(painter, point, theme=theme, family="value", scale=film.scale, label="film", bar=_BAR)
    room = rect.right() - scale_wide - 12.0 - left
    more = " · click a kernel for its film, a frame to travel there" if not frame.figure else ""
    texts = (f"{which}, as it was before each iteration{more}", f"{which}, as it was before each iteration", which)
    text = next((text for text in texts if text_width(text, font(BODY, REGULAR)) <= room), which)
    write(painter, QRectF(left, rect.top(), room, rect.height()), text, colour=theme.text2)


def _pixels(film: Film, takes: tuple[Take, ...], theme: Theme) -> Pixels:
    numbers = np.stack([take.numbers for take in takes])
    if film.channel is None:
        return pixels_of_colours(numbers, -film.scale.limit, film.scale.limit, theme=theme)
    return pixels_of(numbers, theme=theme, family="value", scale=film.scale)


def film_spots(scene: Scene, kernels: Kernels, strip: Strip) -> Iterator[Spot]:
    """A click on a frame travels to its iteration."""
    for place, take in enumerate(strip.takes):
        here = take.iteration == scene.state.iteration
        request = None if here else Request("go-to-iteration", take.iteration)
        yield Spot(strip.column(place), partial(_tip, scene, kernels, strip.film, take, here), request)


def _tip(scene: Scene, kernels: Kernels, film: Film, take: Take, here: bool) -> str:
    bias = f", bias {format_number(take.bias, digits=8)}" if take.bias is not None else ""
    return (
        f"{kernels.parts[0].word}, {kernel_words(scene, kernels, film)}, before iteration {take.iteration:,}\n"
        f"norm of all channels together {format_number(take.norm, digits=8, signed=False)}{bias}\n"
        + ("The iteration that is shown." if here else "Click travels to this iteration.")
    )

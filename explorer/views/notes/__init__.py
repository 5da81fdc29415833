"""The Notes view: bookmarks of a run with what a person wrote about them; a click goes there."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from explorer.command import Request
from explorer.drawing.icons import draw_icon
from explorer.drawing.writing import LINE, wrapped, write, write_lines
from explorer.field import Field
from explorer.figure.provenance import cursor_words
from explorer.scene import Scene
from explorer.state import Note
from explorer.theme.type import BODY, font, text_width
from explorer.view import Frame, Spot, View, of_row, only_moved

MARGIN, CROSS, PAD = 14.0, 26.0, 8.0
HOW = (
    "A note marks a place of the run: the line that runs next, the number that is looked at, the example and the "
    "iteration. A click comes back to it. Notes are kept in figures, scenarios and recordings that are saved."
)


def _lines(frame: Frame, note: Note) -> tuple[str, ...]:
    return wrapped(note.text, frame.width - 2.0 * MARGIN)


def _row_height(frame: Frame, note: Note) -> float:
    return LINE + len(_lines(frame, note)) * LINE + 2.0 * PAD


def height(frame: Frame) -> float:
    """As high as all notes, or the words on how to make one."""
    notes = frame.scene.state.notes
    if not notes:
        return len(wrapped(HOW, frame.width - 2.0 * MARGIN)) * LINE + 70.0
    return sum(_row_height(frame, note) for note in notes) + 48.0


def draw(painter: QPainter, frame: Frame) -> Sequence[Spot]:
    """Paints a row for each note, in the order of the run, and where another one can be typed."""
    painter.save()
    spots: list[Spot] = []
    top = 0.0
    for note in frame.scene.state.notes:
        rect = QRectF(0.0, top, frame.width, _row_height(frame, note))
        places: list[Spot] = []
        _draw_note(painter, frame, rect, note, places)
        spots += of_row(places, remove=Request("remove-note", note))
        top = rect.bottom()
    if not frame.scene.state.notes:
        lines = wrapped(HOW, frame.width - 2.0 * MARGIN)
        write_lines(painter, QPointF(MARGIN, 10.0), lines, colour=frame.theme.text2)
        top = len(lines) * LINE + 16.0
    if not frame.figure:
        words = "+ note here"
        link = QRectF(MARGIN, top + 6.0, text_width(words, font(BODY)), 32.0)
        write(painter, link, words, colour=frame.theme.accent)
        field = Field("add-note", None, "", hint="what is to be seen here", width=frame.width - 2.0 * MARGIN)
        spots.append(Spot(link, "Click and type what is to be seen at this place", field=field))
    painter.restore()
    return spots


def _draw_note(painter: QPainter, frame: Frame, rect: QRectF, note: Note, spots: list[Spot]) -> None:
    theme = frame.theme
    place = place_words(frame.scene, note)
    here = _is_here(frame, note)
    cross = QRectF(rect.right() - MARGIN - CROSS, rect.top() + 4.0, CROSS, CROSS)
    head = QRectF(MARGIN, rect.top() + PAD, cross.left() - MARGIN - 6.0, LINE)
    write(painter, head, place, colour=theme.accent if here and not frame.figure else theme.text2)
    write_lines(painter, QPointF(MARGIN, head.bottom()), _lines(frame, note), colour=theme.text1)
    painter.setPen(QPen(theme.line, 1.0))
    painter.drawLine(QPointF(MARGIN, rect.bottom()), QPointF(rect.right() - MARGIN, rect.bottom()))
    field = Field("change-note", note, note.text, width=frame.width - 2.0 * MARGIN)
    tip = partial(_tip, place)
    spots.append(Spot(rect, tip, Request("go-to-note", note), field=field))
    if not frame.figure:
        draw_icon(painter, cross.adjusted(6.0, 6.0, -6.0, -6.0), name="cross", colour=theme.text2)
        spots.append(Spot(cross, "Remove the note; undo brings it back", Request("remove-note", note)))


def _is_here(frame: Frame, note: Note) -> bool:
    state = frame.scene.state
    return state.place == note.place and state.iteration == note.iteration


def _changes(before: Frame, after: Frame) -> Sequence[QRectF] | None:
    """Nothing, unless a note of the place that was left or of the one that was reached is marked."""
    notes = after.scene.state.notes
    marked = any(_is_here(frame, note) for frame in (before, after) for note in notes)
    return () if only_moved(before, after) and not marked else None


def _tip(place: str) -> str:
    return f"{place}\nClick goes there, a double click changes the words"


def place_words(scene: Scene, note: Note) -> str:
    """Where a note stands: the line, the moment, and the example and iteration where there are several."""
    there = replace(scene, state=replace(scene.state, place=note.place, selection=note.selection))
    parts = [cursor_words(there)]
    if scene.trace.examples > 1:
        parts.append(f"example {note.example}")
    if note.iteration or scene.progress is not None:
        parts.append(f"iteration {note.iteration:,}")
    return " · ".join(parts)


VIEW = View(
    name="notes",
    title="Notes",
    side="debug",
    summary="Bookmarks of the run with what was written about them; a click goes there.",
    draw=draw,
    order=5,
    height=height,
    listed=lambda state: len(state.notes),
    changes=_changes,
)

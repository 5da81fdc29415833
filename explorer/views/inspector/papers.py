"""The printed equations that a line is, as small ways to them with their verdicts: "000 eq. 43 misprint"."""

from collections import Counter
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from engine.errata.entry import Entry
from explorer.command import Request
from explorer.scenery.verdicts import GAP, MARK, MEANINGS, colour, draw_mark, word
from explorer.theme.type import BODY, MEDIUM, font, text_width
from explorer.view import Frame, Spot
from explorer.views.inspector.writing import write

UNFOLDED = "inspector:printed"
_BETWEEN = 16.0


@dataclass(frozen=True, slots=True)
class PlacedEntry:
    """One printed equation with its place."""

    entry: Entry
    rect: QRectF


@dataclass(frozen=True, slots=True)
class Printed:
    """The printed equations that are shown, the sentence above them, and where they end."""

    entries: tuple[PlacedEntry, ...]
    head: QRectF | None
    words: str
    bottom: float


def equation_words(entry: Entry) -> str:
    """How the equation is named: "000 eq. 43", or "000 text (activation)" where it has no number."""
    return f"{entry.paper} {'eq. ' if entry.number[:1].isdigit() else ''}{entry.number}"


def place_entries(
    entries: tuple[Entry, ...], *, left: float, top: float, right: float, line: float
) -> list[PlacedEntry]:
    """The equations side by side, in as many lines of `line` px as they need."""
    placed: list[PlacedEntry] = []
    x, y = left, top
    for entry in entries:
        width = min(_width(entry), right - left)
        if x > left and x + width > right:
            x, y = left, y + line
        placed.append(PlacedEntry(entry, QRectF(x, y, width, line)))
        x += width + _BETWEEN
    return placed


def place_printed(frame: Frame, entries: tuple[Entry, ...], *, top: float, margin: float, line: float) -> Printed:
    """The equations in one line; more than that are told in a sentence until they are unfolded."""
    right = frame.width - margin
    placed = place_entries(entries, left=margin, top=top, right=right, line=line)
    many = bool(placed) and placed[-1].rect.top() > top
    if not many:
        return Printed(tuple(placed), None, "", placed[-1].rect.bottom() if placed else top)
    head = QRectF(margin, top, right - margin, line)
    if UNFOLDED not in frame.scene.state.folded:
        return Printed((), head, f"{_summary(entries)}  \N{BLACK RIGHT-POINTING SMALL TRIANGLE}", head.bottom())
    placed = place_entries(entries, left=margin, top=head.bottom(), right=right, line=line)
    words = f"{_summary(entries)}  \N{BLACK DOWN-POINTING SMALL TRIANGLE}"
    return Printed(tuple(placed), head, words, placed[-1].rect.bottom())


def _summary(entries: tuple[Entry, ...]) -> str:
    """How often the line is printed, and what of that is not right: "Printed 7 times: 3 misprint, 1 scan noise"."""
    wrong = Counter(word(entry.verdict) for entry in entries if entry.verdict != "correct")
    told = ", ".join(f"{count} {said}" for said, count in wrong.items())
    return f"Printed {len(entries)} times: {told or 'all correct'}"


def draw_printed(painter: QPainter, frame: Frame, printed: Printed) -> list[Spot]:
    """The sentence, if there is one, and the equations."""
    spots = [draw_entry(painter, frame, placed) for placed in printed.entries]
    if printed.head is not None:
        hovered = frame.hover is not None and printed.head.contains(frame.hover)
        ink = frame.theme.accent if hovered else frame.theme.text2
        write(painter, printed.head, printed.words, colour=ink)
        tip = "The papers' equations that this line is; click shows or hides them"
        spots.append(Spot(printed.head, tip, Request("fold", UNFOLDED)))
    return spots


def draw_entry(painter: QPainter, frame: Frame, placed: PlacedEntry) -> Spot:
    """Name, shape and, where it is not simply right, the word of the verdict; a click opens it beside what is right."""
    entry, rect, theme = placed.entry, placed.rect, frame.theme
    hovered = frame.hover is not None and rect.contains(frame.hover)
    text = equation_words(entry)
    width = text_width(text, font(BODY))
    write(painter, rect, text, colour=theme.accent if hovered else theme.text2, underline=hovered)
    draw_mark(painter, QPointF(rect.left() + width + GAP, rect.center().y()), verdict=entry.verdict, theme=theme)
    if said := _said(entry):
        after = QRectF(rect)
        after.setLeft(rect.left() + width + GAP + MARK + GAP)
        write(painter, after, said, colour=colour(entry.verdict, theme), weight=MEDIUM)
    tip = f"Printed as {text}: {MEANINGS[entry.verdict]}.\nClick: printed and verified side by side"
    return Spot(rect, tip, Request("show-printed", entry.name))


def _said(entry: Entry) -> str:
    return "" if entry.verdict == "correct" else word(entry.verdict)


def _width(entry: Entry) -> float:
    said = _said(entry)
    return (
        text_width(equation_words(entry), font(BODY))
        + GAP
        + MARK
        + (GAP + text_width(said, font(BODY, MEDIUM)) + 2.0 if said else 0.0)
    )

"""The list at the left: the papers, and the equations of the one that is open, with their verdicts."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from engine.errata.entry import Entry, Paper
from engine.errata.reading import papers
from engine.errata.words import in_words
from explorer.command import Request
from explorer.drawing.icons import draw_icon
from explorer.drawing.writing import elided_middle, write
from explorer.scenery.verdicts import MEANINGS, draw_verdict, verdict_width
from explorer.theme.type import MEDIUM, SEMIBOLD
from explorer.view import Frame, Spot
from explorer.views.printed.choice import ONLY_MISPRINTS, chosen_entry, listed, only_misprints

FILTER, PAPER, SECTION, ROW = 44.0, 38.0, 28.0, 30.0
PAD = 12.0


@dataclass(frozen=True)
class Item:
    """One line of the list from `top` px on: a paper, a section's name, or an equation."""

    top: float
    height: float
    what: Paper | Entry | str


def list_width(frame: Frame) -> float:
    """The width of the list in px."""
    return 236.0 if frame.width < 640 or frame.compact else 256.0 if frame.width < 1000 else 300.0


def items(frame: Frame) -> list[Item]:
    """All lines of the list, from the top."""
    chosen, misprints = chosen_entry(frame.scene), only_misprints(frame.scene)
    found: list[Item] = []
    y = FILTER

    def put(what: Paper | Entry | str, height: float) -> None:
        nonlocal y
        found.append(Item(y, height, what))
        y += height

    for paper in papers():
        put(paper, PAPER)
        if paper.key != chosen.paper:
            continue
        section = ""
        for entry in listed(paper, chosen=chosen, misprints=misprints):
            if entry.section != section:
                section = entry.section
                put(section, SECTION)
            put(entry, ROW)
    return found


def draw_list(painter: QPainter, frame: Frame, rows: list[Item]) -> list[Spot]:
    """Paints the list; gives a spot for the filter, each paper and each equation."""
    width = list_width(frame)
    spots = [_draw_filter(painter, frame, width)]
    shown = painter.clipBoundingRect() if painter.hasClipping() else None
    for item in rows:
        area = QRectF(0.0, item.top, width, item.height)
        if isinstance(item.what, Paper):
            spots.append(_draw_paper(painter, frame, area, item.what))
        elif isinstance(item.what, Entry):
            visible = shown is None or shown.intersects(area)
            spots.append(_entry_spot(frame, area, item.what))
            if visible:
                _draw_entry(painter, frame, area, item.what)
        else:
            inside = area.adjusted(PAD, 4.0, -PAD, 0.0)
            write(painter, inside, item.what, colour=frame.theme.text3)
    return spots


def _draw_filter(painter: QPainter, frame: Frame, width: float) -> Spot:
    theme, on = frame.theme, only_misprints(frame.scene)
    area = QRectF(0.0, 4.0, width, FILTER - 8.0)
    box = QRectF(PAD, area.center().y() - 8.0, 16.0, 16.0)
    painter.setPen(theme.accent if on else theme.edge)
    painter.setBrush(theme.accent if on else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 3.0, 3.0)
    if on:
        draw_icon(painter, box.adjusted(2, 2, -2, -2), name="check", colour=theme.panel)
    count = sum(entry.verdict == "misprint" for paper in papers() for entry in paper.entries)
    whole = sum(len(paper.entries) for paper in papers())
    label = area.adjusted(PAD + 24.0, 0.0, -PAD, 0.0)
    write(painter, label, f"only misprints ({count} of {whole})", colour=theme.text1)
    return Spot(
        area,
        f"Only misprints: {'on' if on else 'off'}. A click {'shows all equations' if on else 'leaves out the others'}.",
        Request("fold", ONLY_MISPRINTS),
    )


def _draw_paper(painter: QPainter, frame: Frame, area: QRectF, paper: Paper) -> Spot:
    theme, chosen = frame.theme, chosen_entry(frame.scene)
    is_open = paper.key == chosen.paper
    painter.fillRect(area.adjusted(0.0, 1.0, 0.0, -1.0), theme.header)
    mark = QRectF(PAD - 2.0, area.center().y() - 7.0, 14.0, 14.0)
    draw_icon(painter, mark, name="chevron-down" if is_open else "chevron-right", colour=theme.text2)
    shown = listed(paper, chosen=chosen, misprints=only_misprints(frame.scene))
    write(
        painter,
        area.adjusted(PAD + 18.0, 0.0, -PAD, 0.0),
        f"{paper.key}  {paper.title}",
        colour=theme.text1,
        weight=SEMIBOLD,
    )
    misprints = sum(entry.verdict == "misprint" for entry in paper.entries)
    words = f"{paper.key}: {paper.title} ({paper.authors}). {len(paper.entries)} equations, {misprints} misprints."
    if is_open or not shown:
        return Spot(area, words)
    first = next((entry for entry in shown if entry.verdict == "misprint"), shown[0])
    return Spot(area, f"{words} A click opens it at {first.number}.", Request("choose-printed", first.name))


def _draw_entry(painter: QPainter, frame: Frame, area: QRectF, entry: Entry) -> None:
    theme, scene = frame.theme, frame.scene
    chosen = chosen_entry(scene) is entry
    if chosen:
        painter.fillRect(area, theme.accent_fill)
        painter.fillRect(QRectF(0.0, area.top(), 3.0, area.height()), theme.accent)
    elif frame.hover is not None and area.contains(frame.hover):
        painter.fillRect(area, theme.header)
    if entry.network == scene.network.name:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.accent)
        painter.drawEllipse(QPointF(PAD + 3.0, area.center().y()), 3.0, 3.0)
    room = verdict_width()
    label = area.adjusted(PAD + 14.0, 0.0, -room - PAD, 0.0)
    write(
        painter,
        label,
        elided_middle(
            entry.number.removeprefix(f"{entry.section.removeprefix('Problem ')} "),
            label.width(),
            SEMIBOLD if chosen else MEDIUM,
        ),
        colour=theme.text1,
        weight=SEMIBOLD if chosen else MEDIUM,
    )
    point = QPointF(area.right() - room - PAD + 6.0, area.center().y())
    draw_verdict(painter, point, verdict=entry.verdict, theme=theme)


def _entry_spot(frame: Frame, area: QRectF, entry: Entry) -> Spot:
    here = entry.network == frame.scene.network.name

    def words() -> str:
        belongs = f" It belongs to {entry.network}{', the open network' if here else ''}." if entry.network else ""
        printed = in_words(entry.printed).replace("«", "").replace("»", "")
        return f"{entry.paper}, {entry.number}: {printed}. {entry.verdict}: {MEANINGS[entry.verdict]}.{belongs}"

    return Spot(area, words, Request("choose-printed", entry.name))

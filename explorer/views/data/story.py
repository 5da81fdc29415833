"""The story on the data page: what this is about, in a measure that reads well."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from explorer.command import Request
from explorer.drawing.icons import draw_icon
from explorer.drawing.writing import LINE, write, write_lines
from explorer.theme.type import PAGE, SEMIBOLD
from explorer.view import Frame, Spot
from explorer.views.data.page import FOLD, TITLE_LINE, Story, title_indent


def draw_story(painter: QPainter, frame: Frame, story: Story) -> list[Spot]:
    """Title and paragraphs; a click on the title folds the paragraphs away."""
    theme, rect = frame.theme, story.rect
    y = rect.top()
    for line in story.title:
        place = QRectF(rect.left() + title_indent(frame), y, rect.width(), TITLE_LINE)
        write(painter, place, line, colour=theme.text1, size=PAGE, weight=SEMIBOLD)
        y += TITLE_LINE
    title = QRectF(rect.left(), rect.top(), rect.width(), max(y - rect.top(), 32.0))
    if not frame.figure:
        icon = QRectF(rect.left(), rect.top() + 6.0, 18.0, 18.0)
        draw_icon(painter, icon, name="chevron-right" if story.folded else "chevron-down", colour=theme.text2)
    y += 4.0
    for number, lines in enumerate(story.paragraphs):
        write_lines(painter, QPointF(rect.left(), y), lines, colour=theme.text1 if number == 0 else theme.text2)
        y += LINE * len(lines) + 10.0
    tip = "Click: show the story" if story.folded else "Click: fold the story away, for more room"
    return [Spot(title, f"{frame.scene.prepared.title}\n{tip}", Request("fold", FOLD))]

"""The page that is being put together: items from top to bottom, each painted where it stands."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from explorer.command import Request
from explorer.drawing.equation import Equation, draw_equation, set_equation
from explorer.drawing.writing import LINE, wrapped, write, write_lines
from explorer.theme.type import BODY, MEDIUM, REGULAR, SECTION, SEMIBOLD, font, text_width
from explorer.view import Frame, Spot

MARGIN = 18.0
NUMBER = 34.0
"""The px at the left of a step that its number takes."""
_DISC = 11.0

Paint = Callable[[QPainter], None]


@dataclass(frozen=True)
class Item:
    """One thing on the page: where it stands, how it is painted, and what can be done with it."""

    rect: QRectF
    paint: Paint
    spots: tuple[Spot, ...] = ()


@dataclass
class Page:
    """Items so far, `y`, where the next one goes, and where switches stand, which make their own spots."""

    frame: Frame
    items: list[Item] = field(default_factory=list)
    y: float = 8.0
    switches: QRectF | None = None

    @property
    def left(self) -> float:
        """Where the words and formulas of a step begin."""
        return MARGIN + NUMBER

    @property
    def right(self) -> float:
        """Where they end."""
        return max(self.frame.width - MARGIN, self.left + 160.0)

    def put(self, rect: QRectF, paint: Paint, *spots: Spot) -> None:
        """Something at a place, which may hold spots."""
        self.items.append(Item(rect, paint, spots))

    def heading(self, number: int, title: str) -> None:
        """The number of a step in a disc, and what the step is."""
        theme, top = self.frame.theme, self.y
        rect = QRectF(MARGIN, top, self.right - MARGIN, 30.0)

        def paint(painter: QPainter) -> None:
            middle = rect.center().y()
            disc = QRectF(MARGIN, middle - _DISC, 2.0 * _DISC, 2.0 * _DISC)
            painter.setPen(theme.edge)
            painter.setBrush(theme.header)
            painter.drawRoundedRect(disc, 5.0, 5.0)
            figure = str(number)
            inside = disc.adjusted((disc.width() - text_width(figure, font(BODY, SEMIBOLD))) / 2.0, 0.0, 0.0, 0.0)
            write(painter, inside, figure, colour=theme.text2, weight=SEMIBOLD)
            write(
                painter, rect.adjusted(NUMBER, 0.0, 0.0, 0.0), title, colour=theme.text1, size=SECTION, weight=SEMIBOLD
            )

        self.put(rect, paint)
        self.y += 32.0

    def sentence(self, text: str, *, left: float | None = None, right: float | None = None) -> None:
        """Plain words, broken to the width."""
        x = self.left if left is None else left
        lines = wrapped(text, (self.right if right is None else right) - x)
        theme, corner = self.frame.theme, QPointF(x, self.y)
        rect = QRectF(x, self.y, self.right - x, LINE * len(lines))
        self.put(rect, lambda painter: write_lines(painter, corner, lines, colour=theme.text2))
        self.y += rect.height() + 4.0

    def formula(
        self, latex: str, *, left: float | None = None, right: float | None = None, spot: Spot | None = None
    ) -> QRectF:
        """A formula, broken to the width; where it stands."""
        x = self.left if left is None else left
        equation = set_equation(latex, (self.right if right is None else right) - x)
        rect = QRectF(x, self.y + 5.0, equation.width, equation.height)
        self.put(rect, self.painting(equation, rect.topLeft()), *(() if spot is None else (around(spot, rect),)))
        self.y += equation.height + 14.0
        return rect

    def painting(self, equation: Equation, corner: QPointF) -> Paint:
        """Paints an equation."""
        theme = self.frame.theme
        use = theme.text2 if self.frame.figure else theme.accent
        return lambda painter: draw_equation(painter, corner, equation, theme=theme, use=use)

    def link(self, x: float, middle: float, words: str, tip: str, request: Request) -> float:
        """Words that can be clicked, from `x` on; where they end."""
        width = text_width(words, font(BODY, MEDIUM))
        rect = QRectF(x, middle - 14.0, width, 28.0)
        theme = self.frame.theme
        hovered = self.frame.hover is not None and rect.contains(self.frame.hover)

        def paint(painter: QPainter) -> None:
            write(painter, rect, words, colour=theme.accent, weight=MEDIUM)
            if hovered:
                painter.setPen(theme.accent)
                y = rect.center().y() + 9.0
                painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))

        self.put(rect, paint, Spot(rect.adjusted(-4.0, -2.0, 4.0, 2.0), tip, request))
        return rect.right()

    def words(self, rect: QRectF, text: str, *, weight: int = REGULAR) -> None:
        """One line of words in a rectangle."""
        theme = self.frame.theme
        self.put(rect, lambda painter: write(painter, rect, text, colour=theme.text2, weight=weight))


def around(spot: Spot, rect: QRectF) -> Spot:
    """The spot at another place, at least as high as a target has to be."""
    spare = max(0.0, 28.0 - rect.height()) / 2.0
    return Spot(rect.adjusted(-4.0, -spare, 4.0, spare), spot.words, spot.request, spot.double, spot.drag, spot.field)

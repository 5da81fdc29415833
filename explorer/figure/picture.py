"""A picture: a size, a painting function and the words that travel inside the file, whatever its format."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QColor, QPainter

from explorer.theme.type import load_fonts

SOFTWARE = "Chainrule"
DPI = 96.0
_HINTS = (
    QPainter.RenderHint.Antialiasing,
    QPainter.RenderHint.TextAntialiasing,
    QPainter.RenderHint.LosslessImageRendering,  # else a PDF stores heat maps as JPEG
)


@dataclass(frozen=True, slots=True)
class Picture:
    """What a format writer needs: size in px at 100 %, ground (None: transparent), how to paint, title, recipe."""

    width: float
    height: float
    paint: Callable[[QPainter], None]
    title: str
    recipe: str
    ground: QColor | None = None

    def draw(self, painter: QPainter) -> None:
        """Paints ground and picture from the painter's origin, in its scale; ends the painter whatever happens."""
        try:
            load_fonts()
            for hint in _HINTS:
                painter.setRenderHint(hint)
            if self.ground is not None:
                painter.fillRect(0, 0, round(self.width), round(self.height), self.ground)
            self.paint(painter)
        finally:  # a device that dies while it is painted on takes the process with it
            painter.end()

"""Export: figures and windows to files, whose suffix says the format, and to the clipboard."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QClipboard, QGuiApplication, QPainter
from PySide6.QtWidgets import QWidget

from engine.errors import ChainruleError
from engine.exchange.safe_write import safe_write
from engine.exchange.wording import shown
from explorer.figure.page import compose
from explorer.figure.picture import Picture
from explorer.figure.plots import prepared_plots
from explorer.figure.png import image, png_bytes
from explorer.figure.request import Figure, check_scale
from explorer.figure.svg import svg_bytes

Writer = Callable[[Picture, float], bytes]


def _pdf(picture: Picture, scale: float) -> bytes:
    from explorer.figure.pdf import pdf_bytes  # only for a PDF: its page alone would hold up every start

    return pdf_bytes(picture)


FORMATS: dict[str, Writer] = {
    ".png": png_bytes,
    ".svg": lambda picture, scale: svg_bytes(picture),
    ".pdf": _pdf,
}
MOVING = (".gif", ".webp", ".mp4")
_CLEARED = "chainrule-cleared-at-the-end"


def check_suffix(path: str | Path) -> str:
    """The suffix of a figure file in small letters. Raises ChainruleError that lists what is allowed."""
    suffix = Path(path).suffix.lower()
    if suffix in FORMATS:
        return suffix
    allowed = f"allowed are {', '.join(FORMATS)}"
    if suffix in MOVING:
        raise ChainruleError(f"{shown(path)}: moving pictures ({suffix}) are not offered; {allowed}")
    found = f"{suffix!r} is no picture format" if suffix else "the name has no suffix that says a format"
    raise ChainruleError(f"{shown(path)}: {found}; {allowed}")


def save_figure(figure: Figure, path: str | Path) -> None:
    """Writes the figure, in the format that the suffix of `path` names, in one go.

    Raises ChainruleError for an unknown suffix, a size that cannot be drawn, or a place that cannot be written.
    """
    suffix = check_suffix(path)
    safe_write(path, FORMATS[suffix](compose(figure), figure.scale))


def save_widget(
    widget: QWidget, path: str | Path, *, scale: float = 1.0, title: str = "Chainrule", recipe: str = ""
) -> None:
    """Writes a widget and all inside it, such as the whole window; always opaque. Raises as `save_figure` does."""
    suffix = check_suffix(path)
    check_scale(scale)

    def paint(painter: QPainter) -> None:
        with prepared_plots(widget):
            widget.render(painter, QPoint())

    ground = widget.palette().color(widget.backgroundRole())
    picture = Picture(widget.width(), widget.height(), paint, title, recipe, ground)
    safe_write(path, FORMATS[suffix](picture, scale))


def copy_figure(figure: Figure, clipboard: QClipboard) -> None:
    """Puts the figure on the clipboard as an image; the clipboard is cleared before the application ends."""
    clipboard.setImage(image(compose(figure), figure.scale))
    application = QCoreApplication.instance()
    if application is not None and not clipboard.property(_CLEARED):
        clipboard.setProperty(_CLEARED, True)
        application.aboutToQuit.connect(_clear_clipboard)


def _clear_clipboard() -> None:
    """What is left on the clipboard crashes some platforms at exit."""
    QGuiApplication.clipboard().clear()

"""What the tests of the drawing kit share: an application, a formula cache of their own, and a canvas."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from explorer.drawing.formula import set_cache_folder
from explorer.theme.tokens import LIGHT
from explorer.theme.type import load_fonts

Paint = Callable[[QPainter], None]
Canvas = Callable[..., QImage]


@pytest.fixture
def canvas(qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory) -> Canvas:
    """A function that gives the picture of what a painting function paints on the light panel."""
    load_fonts()
    set_cache_folder(_formulas(tmp_path_factory))

    def picture(paint: Paint, *, width: int = 200, height: int = 60, ratio: float = 1.0) -> QImage:
        image = QImage(round(width * ratio), round(height * ratio), QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(LIGHT.panel)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        try:
            paint(painter)
        finally:  # a picture that dies while it is painted on takes the process with it
            painter.end()
        return image

    return picture


def _formulas(factory: pytest.TempPathFactory) -> Path:
    """One folder for the whole run: typesetting is slow, and what is stored never changes."""
    return factory.getbasetemp() / "formulas"

"""Plots inside a window: while a picture is taken they draw symbols as vectors instead of from their atlas."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QGraphicsView, QWidget


@contextmanager
def prepared_plots(widget: QWidget) -> Iterator[None]:
    """Puts every plot item under `widget` that knows an export mode into it, and out of it afterwards."""
    views = [*widget.findChildren(QGraphicsView), *([widget] if isinstance(widget, QGraphicsView) else [])]
    items = [
        item
        for view in views
        if view.scene() is not None
        for item in view.scene().items()
        if hasattr(item, "setExportMode")
    ]
    try:
        for item in items:
            item.setExportMode(True, {"resolutionScale": 1.0, "antialias": True})
        yield
    finally:
        for item in items:
            item.setExportMode(False)

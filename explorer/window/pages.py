"""Pages of words: the story of a scenario, and what Chainrule is made of."""

import platform
from html import escape
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from explorer.store import Store
from resources import resource


def _page(parent: QWidget, title: str, html: str, width: int = 720, height: int = 560) -> QDialog:
    """A window of words that does not hold up the main one."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setObjectName("page")
    words = QTextBrowser(dialog)
    words.setHtml(html)
    words.setOpenExternalLinks(True)
    words.setAccessibleName(title)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.rejected.connect(dialog.close)
    column = QVBoxLayout(dialog)
    column.addWidget(words)
    column.addWidget(buttons)
    dialog.resize(width, height)
    dialog.open()
    return dialog


def story_page(parent: QWidget, store: Store) -> None:
    """What to look at in the open scenario."""
    scene = store.scene
    if scene is not None:
        told = scene.state.story or scene.prepared.story
        paragraphs = "".join(f"<p>{escape(part)}</p>" for part in told.split("\n\n"))
        about = f"<p><i>{escape(scene.network.title)}</i></p>" if scene.network.title else ""
        _page(parent, "What to look at", f"<h2>{escape(scene.title)}</h2>{paragraphs}{about}", height=460)


def about_page(parent: QWidget) -> None:
    """Version, licences, origin of data."""
    rows = []
    for package in ("chainrule", "numpy", "PySide6_Essentials", "pillow", "pyqtgraph", "ziamath"):
        try:
            rows.append(f"<tr><td>{package}</td><td>&nbsp;&nbsp;{version(package)}</td></tr>")
        except PackageNotFoundError:
            rows.append(f"<tr><td>{package}</td><td>&nbsp;&nbsp;from its source</td></tr>")
    origin = escape(resource("data", "ORIGIN.md").read_text(encoding="utf-8"))
    _page(
        parent,
        "About Chainrule",
        "<h2>Chainrule</h2><p>A time-travel debugger for backpropagation. MIT licence.</p>"
        f"<table>{''.join(rows)}<tr><td>Python</td><td>&nbsp;&nbsp;{platform.python_version()}</td></tr></table>"
        f"<p>Type: Inter and STIX Two Math (SIL Open Font Licence).</p><h3>Data</h3><pre>{origin}</pre>",
    )

"""Files and folders: dropped on the window, chosen in a dialog; figures go where they were taken, pictures are read."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QMessageBox

from explorer.__main__ import main
from explorer.command import Request
from explorer.views.data.skipped import SHOW_ALL
from explorer.window.main_window import MainWindow
from tests.engine.exchange.pictures.drawn_files import save, speckled
from tests.explorer.window.test_mouse import canvas, click, paint, spots


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("cats", "dogs"):
        for number in range(3):
            save(tmp_path / "animals" / name / f"{number}.png", speckled(number))
    return tmp_path / "animals"


def drop(window: MainWindow, *urls: str | Path) -> bool:
    """Drops things on the window, where it takes them; whether it did."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(url)) if isinstance(url, Path) else QUrl(url) for url in urls])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(300, 300), copy, data, left, Qt.KeyboardModifier.NoModifier)
    enter.ignore()
    window.dragEnterEvent(enter)
    if enter.isAccepted():
        window.dropEvent(QDropEvent(QPointF(300, 300), copy, data, left, Qt.KeyboardModifier.NoModifier))
    return enter.isAccepted()


def said(window: MainWindow) -> list[str]:
    boxes = [box for box in window.findChildren(QMessageBox) if box.isVisible()]
    texts = [box.text() for box in boxes]
    for box in boxes:
        box.accept()
    return texts


def test_a_dropped_folder_opens(open_window, folder):
    window = open_window("xor")
    assert window.acceptDrops() and drop(window, folder)
    assert window.store.scene.prepared.title == "animals" and not said(window)
    window.store.undo()
    assert window.store.scene.state.opening.source == "xor"


def test_the_data_of_a_dropped_folder_show_originals_and_what_was_skipped(open_window, folder):
    """By mouse: a click on a picture brings its original beside it, one on the last line of the list shows all."""
    for number in range(8):
        (folder / "dogs" / f"torn {number}.jpg").write_bytes(b"torn")
    window = open_window("xor", width=1280, height=800)
    assert drop(window, folder)
    window.store.run(Request("choose-stage", "data"))
    paint(window)
    for command, argument in (("choose-example", 4), ("fold", SHOW_ALL)):
        (spot,) = [spot for spot in spots(window, "data", command) if spot.request == Request(command, argument)]
        click(window, "data", spot)
    paint(window)
    tips = [spot.tip for spot in canvas(window, "data").spots]
    original = window.store.scene.prepared.original(4)
    assert window.store.scene.state.example == 4 and original is not None
    assert sum(tip.startswith(f"{original.name}. 30 × 30 pixels in colour. nothing cut off") for tip in tips) == 1
    assert len([tip for tip in tips if tip.startswith("dogs/torn ")]) == 8


def test_of_several_the_first_opens_and_that_is_said(open_window, folder):
    window = open_window("xor")
    assert drop(window, folder / "cats" / "1.png", folder / "dogs" / "2.png")
    assert window.store.scene.prepared.title == "1.png"
    (words,) = said(window)
    assert "2 things were dropped" in words and "1.png" in words


def test_what_lies_elsewhere_is_not_taken(open_window):
    window = open_window("xor")
    assert not drop(window, "https://example.org/picture.png") and not drop(window)


def test_what_cannot_be_opened_is_said_and_the_run_stays(open_window, tmp_path):
    window = open_window("xor")
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 not")
    assert drop(window, tmp_path / "broken.jpg")
    assert "broken.jpg" in said(window)[0] and window.store.scene.state.opening.source == "xor"


def test_a_folder_is_chosen_in_a_dialog(open_window, folder, monkeypatch):
    window = open_window("xor")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *arguments: "")
    window.store.run(Request("open-folder"))
    assert window.store.scene.prepared.title != "animals"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *arguments: str(folder))
    window.store.run(Request("open-folder"))
    assert window.store.scene.prepared.title == "animals"


def test_the_dialog_for_files_offers_pictures(open_window, folder, monkeypatch):
    window, asked = open_window("xor"), []

    def choose(*arguments: object) -> tuple[str, str]:
        asked.append(arguments[-1])
        return str(folder / "cats" / "0.png"), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    window.store.run(Request("open-file"))
    assert "*.jpg" in asked[0] and "*.npz" in asked[0] and window.store.scene.prepared.title == "0.png"


def test_a_png_is_a_figure_where_it_holds_a_recipe_and_else_a_picture(open_window, folder, tmp_path):
    """Of a folder too: the figure finds it beside itself by its name."""
    figure = tmp_path / "figure.png"
    assert main(["render", str(folder), "--view", "data", "--at", "example=2", "--out", str(figure)]) == 0
    window = open_window("xor")
    assert drop(window, figure)
    assert window.store.scene.prepared.title == "animals" and window.store.scene.state.example == 2
    assert drop(window, folder / "dogs" / "0.png")
    assert window.store.scene.prepared.title == "0.png"

"""Export: formats by suffix, whole widgets, the clipboard, and clear refusals."""

import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QLabel, QVBoxLayout, QWidget

from engine.errors import ChainruleError
from explorer.figure.export import copy_figure, save_figure, save_widget
from explorer.figure.page import compose
from explorer.figure.plots import prepared_plots
from explorer.figure.png import image


@pytest.mark.parametrize(("name", "start"), [("f.png", b"\x89PNG"), ("f.SVG", b"<?xml"), ("f.pdf", b"%PDF")])
def test_the_suffix_says_the_format(figure, name, start, tmp_path):
    save_figure(figure, tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(start)
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(("name", "words"), [
    ("f.gif", r"moving pictures \(.gif\) are not offered; allowed are .png, .svg, .pdf"), ("f.mp4", "not offered"),
    ("f.bmp", "'.bmp' is no picture format; allowed are .png, .svg, .pdf"), ("f", "no suffix")])  # fmt: skip
def test_other_suffixes_are_refused_with_what_is_allowed(figure, name, words, tmp_path):
    with pytest.raises(ChainruleError, match=words):
        save_figure(figure, tmp_path / name)
    assert not (tmp_path / name).exists()


def test_a_place_that_cannot_be_written_is_named(figure, tmp_path):
    with pytest.raises(ChainruleError, match="cannot be written"):
        save_figure(figure, tmp_path / "missing" / "f.png")


def test_the_clipboard_gets_the_picture(figure):
    clipboard = QGuiApplication.clipboard()
    copy_figure(figure, clipboard)
    copy_figure(figure, clipboard)
    assert clipboard.image().size() == image(compose(figure)).size()
    clipboard.clear()


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_a_whole_widget_in_every_format_twice_the_same(qtbot, suffix, tmp_path):
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(QLabel("a label in a window"))
    window.resize(200, 100)
    for name in ("a", "b"):
        save_widget(window, tmp_path / f"{name}.{suffix}", scale=2, title="Window")
    data = (tmp_path / f"a.{suffix}").read_bytes()
    assert data == (tmp_path / f"b.{suffix}").read_bytes()
    if suffix == "png":
        assert QImage.fromData(data).width() == 400
    if suffix == "svg":
        assert b"a label in a window" in data


class _Item:
    """Stands for a plot's item that knows an export mode."""

    def __init__(self) -> None:
        self.modes: list[bool] = []

    def setExportMode(self, on: bool, options: object = None) -> None:
        self.modes.append(on)


class _Scene(QGraphicsScene):
    """A scene of one such item."""

    def __init__(self) -> None:
        super().__init__()
        self.item = _Item()

    def items(self):  # type: ignore[override]
        return [self.item]


def _fail_while_taken(widget: QWidget, scene: _Scene) -> None:
    with prepared_plots(widget):
        assert scene.item.modes == [True]
        raise RuntimeError


def test_plots_are_in_export_mode_only_while_the_picture_is_taken(qtbot):
    scene = _Scene()
    view = QGraphicsView(scene)
    qtbot.addWidget(view)
    with pytest.raises(RuntimeError):
        _fail_while_taken(view, scene)
    assert scene.item.modes == [True, False]

"""SVG: real text and sharp pixels, close to the PNG when it is drawn again, the same bytes every time."""

import re
from dataclasses import replace
from xml.etree import ElementTree

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from explorer.figure.page import compose
from explorer.figure.png import image
from explorer.figure.svg import svg_bytes
from tests.explorer.figure.conftest import difference

SVG = "{http://www.w3.org/2000/svg}"


def drawn(data: bytes) -> QImage:
    """The SVG drawn by QtSvg on a clear ground."""
    renderer = QSvgRenderer(QByteArray(data))
    assert renderer.isValid()
    picture = QImage(renderer.defaultSize(), QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    return picture.convertToFormat(QImage.Format.Format_ARGB32)


def test_drawn_again_it_looks_like_the_png(figure):
    again, direct = drawn(svg_bytes(compose(figure))), image(compose(figure))
    assert again.size() == direct.size()
    assert difference(again, direct, without=range(70, 112)) < 0.01  # QtSvg does not clip


def test_text_remains_text_and_says_how_wide_it_is(figure):
    root = ElementTree.fromstring(svg_bytes(compose(figure)))
    texts = {"".join(element.itertext()): element for element in root.iter(f"{SVG}text")}
    assert "weight +0.1506" in texts
    assert any("Fake." in text for text in texts)
    assert float(texts["weight +0.1506"].attrib["textLength"]) > 80
    assert {element.attrib["font-family"] for element in texts.values()} <= {"Inter", "DejaVu Sans"}


def test_fonts_end_in_a_generic_family_for_browsers(figure):
    text = svg_bytes(compose(figure)).decode()
    assert re.search(r"font-family:'Inter','DejaVu Sans',sans-serif;font-variant-numeric:tabular-nums", text)


def test_pixels_of_heat_maps_are_never_smoothed(figure):
    pictures = list(ElementTree.fromstring(svg_bytes(compose(figure))).iter(f"{SVG}image"))
    assert pictures and all("pixelated" in picture.attrib["style"] for picture in pictures)


def test_size_title_and_recipe(figure):
    root = ElementTree.fromstring(svg_bytes(compose(figure)))
    assert (root.attrib["width"], root.attrib["height"], root.attrib["viewBox"]) == ("400", "420", "0 0 400 420")
    title, recipe = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None and "before ε_s at t = 11" in (title.text or "")
    assert recipe is not None and '"view": "fake"' in (recipe.text or "")


def test_transparent_has_no_ground(figure):
    clear = drawn(svg_bytes(compose(replace(figure, transparent=True))))
    assert clear.pixelColor(399, 200).alpha() == 0
    assert drawn(svg_bytes(compose(figure))).pixelColor(399, 200).alpha() == 255


def test_same_figure_same_bytes(figure):
    assert svg_bytes(compose(figure)) == svg_bytes(compose(figure))

"""The data page of a user's own pictures: each beside what the network gets of it, and the files that were skipped."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from engine.exchange.opening import Opening, prepare
from explorer.command import Request
from explorer.scene import Scene
from explorer.state import State
from explorer.theme.tokens import theme
from explorer.theme.type import load_fonts
from explorer.view import Frame, Spot
from explorer.views.data import VIEW
from explorer.views.data.skipped import SHOW_ALL
from tests.engine.exchange.pictures.drawn_files import save, speckled

SIZE = (716.0, 495.0)


@pytest.fixture(autouse=True)
def _application(qtbot: QtBot) -> None:
    load_fonts()


def _scene(opening: Opening) -> Scene:
    prepared = prepare(opening)
    return Scene(State(opening), prepared, prepared.run())


def _height(frame: Frame) -> float:
    assert VIEW.height is not None
    return VIEW.height(frame)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Eight broad pictures and eight tall ones, each light where it is kept and dark where it is cut; seven broken."""
    for name, shape, cut in (("broad", (40, 80), np.s_[:, 20:60]), ("tall", (80, 40), np.s_[20:60])):
        for number in range(8):
            pixels = np.zeros((*shape, 3), np.uint8)
            pixels[cut] = 200, 100, 50
            save(tmp_path / "own" / name / f"{number}.png", pixels)
    for number in range(7):
        (tmp_path / "own" / "tall" / f"torn {number}.png").write_bytes(b"torn")
    return tmp_path / "own"


def _painted(
    scene: Scene, *, look: str = "light", width: float = SIZE[0], **changes: object
) -> tuple[QImage, list[Spot]]:
    frame = Frame(width, 400.0, scene, theme(look), **changes)  # type: ignore[arg-type]
    frame = replace(frame, height=_height(frame))
    image = QImage(int(frame.width), int(frame.height), QImage.Format.Format_RGB32)
    image.fill(frame.theme.panel)
    painter = QPainter(image)
    try:
        return image, list(VIEW.draw(painter, frame))
    finally:
        painter.end()


def _spot(spots: Sequence[Spot], words: str) -> Spot:
    (found,) = [spot for spot in spots if words in spot.tip and spot.request is None]
    return found


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_original_stands_beside_what_the_network_gets_with_the_frame_of_what_is_kept(folder: Path, look: str):
    """The part within the frame has the colour that all of the result has; what is cut off lies under a veil."""
    scene = _scene(Opening(str(folder)))
    for example in range(4):
        scene = replace(scene, state=replace(scene.state, example=example))
        original = scene.prepared.original(example)
        assert original is not None
        image, spots = _painted(scene, look=look)
        source, result = (
            _spot(spots, "within the frame"),
            _spot(spots, "What the network gets: 28 × 28 pixels in colour"),
        )
        assert original.name in source.tip and "cut off: 20 pixels each" in source.tip
        assert source.rect.right() < result.rect.left()
        middle, corner = source.rect.center().toPoint(), result.rect.topLeft().toPoint()
        assert image.pixelColor(middle).getRgb()[:3] == (200, 100, 50)
        for place in (result.rect.center().toPoint(), corner + QPoint(3, 3)):
            assert image.pixelColor(place).getRgb()[:3] == (200, 100, 50)
        away = QPoint(100, 0) if original.wide > original.high else QPoint(0, 100)
        kept, cut = (image.pixelColor(middle + step) for step in (away * 0.3, away))
        assert kept.getRgb()[:3] == (200, 100, 50)
        veiled = theme(look).panel.red() * 150 / 255
        assert abs(cut.red() - veiled) < 6 and abs(cut.green() - cut.red()) < 12
        edge = [image.pixelColor(middle + away * (step / 100)) for step in range(40, 65)]
        assert theme(look).text1 in edge, "the frame"


@pytest.mark.parametrize("width", [300.0, 500.0, 716.0, 1280.0])
def test_nothing_of_the_page_lies_on_another_part_or_beyond_it(folder: Path, width: float):
    scene = _scene(Opening(str(folder)))
    _, spots = _painted(scene, width=width)
    frame = QRectF(0.0, 0.0, width, _height(Frame(width, 400.0, scene, theme("light"))))
    assert all(frame.contains(spot.rect) for spot in spots)
    parts = [spot for spot in spots if spot.request is None or spot.request.command in ("choose-example", "fold")]
    assert not any(a.rect.intersects(b.rect) for a in parts for b in parts if a is not b)


def test_the_page_stays_where_it_is_when_another_example_is_chosen(folder: Path):
    scene = _scene(Opening(str(folder)))
    others = [replace(scene, state=replace(scene.state, example=example)) for example in range(16)]
    assert len({_height(Frame(*SIZE, other, theme("light"))) for other in others}) == 1


def test_an_example_without_original_shows_what_the_network_gets_and_says_why(folder: Path):
    """As while training, when other pictures than the first ones are shown."""
    scene = _scene(Opening(str(folder)))
    gone = replace(scene.prepared, originals=(None, *scene.prepared.originals[1:]))
    _, spots = _painted(replace(scene, prepared=gone))
    assert _spot(spots, "The originals of the first 16 pictures are at hand; this is none of them.")
    assert _spot(spots, "What the network gets: 28 × 28")


def test_pictures_that_were_no_files_show_no_original(tmp_path: Path):
    np.savez(tmp_path / "six.npz", X=np.zeros((6, 30, 30), np.uint8))
    for source in (str(tmp_path / "six.npz"), "garments", "fashion"):
        tips = [spot.tip for spot in _painted(_scene(Opening(source)))[1]]
        assert not any("What the network gets" in tip for tip in tips)


def test_what_was_skipped_is_listed_with_its_reason_a_few_first_and_all_on_a_click(folder: Path):
    scene = _scene(Opening(str(folder)))
    _, spots = _painted(scene)
    assert _spot(spots, "7 files were skipped")
    assert [spot.tip for spot in spots if "torn" in spot.tip] == [
        f"tall/torn {number}.png: no picture that can be read" for number in range(5)
    ]
    (more,) = [spot for spot in spots if spot.request == Request("fold", SHOW_ALL)]
    assert "7 of them" in more.tip
    unfolded = replace(scene, state=replace(scene.state, folded=frozenset({SHOW_ALL})))
    _, spots = _painted(unfolded)
    assert len([spot for spot in spots if "torn" in spot.tip]) == 7
    assert len([spot for spot in spots if spot.request == Request("fold", SHOW_ALL)]) == 1
    _, figure = _painted(scene, figure=True)
    assert Request("fold", SHOW_ALL) not in [spot.request for spot in figure]
    many = replace(scene.prepared, left_out=1207)
    tips = [spot.tip for spot in _painted(replace(scene, prepared=many))[1]]
    assert "1,207 files were skipped: they are no part of the examples, and of no run" in tips


def test_the_header_says_how_many_pictures_there_are_and_how_many_files_were_skipped(folder: Path, tmp_path: Path):
    assert VIEW.subtitle(_scene(Opening(str(folder), examples=5))) == "5 of 16 pictures · 7 files skipped"
    save(tmp_path / "one.png", speckled(1))
    assert VIEW.subtitle(_scene(Opening(str(tmp_path / "one.png")))) == "1 of 1 pictures"


def test_white_pictures_end_somewhere_on_white(tmp_path: Path):
    save(tmp_path / "white.png", np.full((30, 30, 3), 255, np.uint8))
    image, spots = _painted(_scene(Opening(str(tmp_path / "white.png"))))
    (card,) = [spot.rect for spot in spots if spot.request == Request("choose-example", 0)]
    edge = [image.pixelColor(round(card.center().x()), round(card.top()) + step) for step in (-1, 0, 1)]
    assert any(colour != theme("light").panel for colour in edge)


def test_where_nothing_was_skipped_nothing_is_said(tmp_path: Path):
    save(tmp_path / "one.png", speckled(1))
    assert not any("skipped" in spot.tip for spot in _painted(_scene(Opening(str(tmp_path / "one.png"))))[1])

"""Formulas are set right, found again in the cache, clicked on, and drawn the same everywhere."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from explorer.drawing import formula as module
from explorer.drawing import formula_picture
from explorer.drawing.formula import is_cached, set_cache_folder, typeset
from explorer.drawing.typesetting import mathml, set_latex
from explorer.theme.tokens import DARK, LIGHT

SYSTEM = (
    r"\delta_{\omega}^{t} = \sigma'(a_{\omega}^{t}) \odot \sum_{c} \tanh(s^{t}) \odot \epsilon_{c}^{t}",
    r"\frac{\partial E}{\partial W_{x\iota}} = \sum_{t} \delta_{\iota}^{t} \otimes x^{t}",
    r"W_{k}^{\top} \delta_{k}^{t}",
    r"\epsilon_{s}^{t} = b_{\phi}^{t+1} \odot \epsilon_{s}^{t+1} + p_{\iota} \odot \delta_{\iota}^{t+1}",
    r"E^{t} = \frac{1}{2} \left\lVert y^{t} - d^{t} \right\rVert^{2}",
    r"\sqrt{x} + \operatorname{rot}_{180}(K_{1}) \ast X \in \mathbb{R}^{H \times C}",
)


def _ink(image: QImage) -> QRectF:
    """The bounds of all pixels that are not ground."""
    spots = [
        (x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y) != LIGHT.panel
    ]
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    return QRectF(min(xs), min(ys), max(xs) + 1 - min(xs), max(ys) + 1 - min(ys))


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty memory and an empty folder."""
    monkeypatch.setattr(module, "_FORMULAS", {})
    set_cache_folder(tmp_path)
    return tmp_path


@pytest.mark.parametrize("latex", SYSTEM)
def test_size_is_that_of_the_ink(canvas, latex: str) -> None:
    """What is said to be covered is what is painted, to the pixel that smoothing adds."""
    formula = typeset(latex, 20)
    point = QPointF(10.0, 40.0)
    ink = _ink(canvas(lambda painter: formula.draw(painter, point, theme=LIGHT), width=500, height=80))
    covered = formula.rect(point)
    assert covered.adjusted(-1.0, -1.0, 1.0, 1.0).contains(ink)
    assert abs(covered.width() - ink.width()) < 5.0 and abs(covered.height() - ink.height()) < 5.0


@pytest.mark.parametrize(
    "latex",
    [
        r"\begin{cases} a & x>0 \\ b & x \le 0 \end{cases}",
        r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
        r"\underbrace{a+b}_{c}",
        r"\left( \frac{a}{b} \right)",
        r"\hat{y} + \bar{x} + \overline{ab}",
        r"\text{if } x",
    ],
)
def test_larger_notation_is_set_too(latex: str) -> None:
    """Fences, braces, tables and accents come as groups and bars."""
    assert set_latex(latex, 17).outline.startswith("M ")


def test_a_frame_is_hollow(canvas) -> None:
    """The corrected part of a printed equation is boxed; its inside stays the ground."""
    formula = typeset(r"\boxed{\quad\quad}", 30)
    point = QPointF(20.0, 45.0)
    box = formula.rect(point)
    image = canvas(lambda painter: formula.draw(painter, point, theme=LIGHT), height=80)
    assert image.pixelColor(box.center().toPoint()) == LIGHT.panel
    assert _ink(image).width() > 30.0


@pytest.mark.parametrize(
    ("latex", "italic"), [(r"\epsilon", "\U0001d716"), (r"\phi", "\U0001d719"), (r"\partial", "\U0001d715")]
)
def test_variables_are_italic(latex: str, italic: str) -> None:
    """The converter's upright forms would look like other symbols than δ and ω beside them."""
    assert italic in mathml(latex)


@pytest.mark.parametrize("latex", [r"\foo x", r"a_", r"\frac{a}", r"\left( a", ""])
def test_what_can_not_be_set_is_an_error(latex: str) -> None:
    """The typesetter would print an unknown command as if it were a name."""
    with pytest.raises(ValueError, match="LaTeX"):
        set_latex(latex, 17)


def test_unknown_commands_are_named() -> None:
    """The message says which command it is."""
    with pytest.raises(ValueError, match=r"unknown command '\\\\foo'"):
        mathml(r"x + \foo y")


def test_marked_terms_have_boxes_in_reading_order(canvas) -> None:
    """Each term's box holds its ink and nothing of its neighbours'."""
    formula = typeset(r"\class{a}{\delta^{t}} = \class{b}{W_{k}} \, \class{c}{\epsilon_{c}}", 20)
    assert [name for name, _ in formula.boxes] == ["a", "b", "c"]
    boxes = [box for _, box in formula.boxes]
    assert boxes[0].right() < boxes[1].left() and boxes[1].right() < boxes[2].left()
    whole = formula.rect(QPointF(0.0, 0.0))
    assert all(whole.contains(box) for box in boxes)


def test_a_box_lies_where_the_ink_lies(canvas) -> None:
    """A fraction's numerator stands above the bar: signs of the two axes must not be mixed up."""
    formula = typeset(r"\frac{\class{up}{\partial E}}{\class{down}{W}}", 26)
    boxes = dict(formula.boxes)
    assert boxes["up"].bottom() <= boxes["down"].top()
    point = QPointF(10.0, 40.0)
    image = canvas(lambda painter: formula.draw(painter, point, theme=LIGHT))
    for box in boxes.values():
        inside = box.translated(point).toAlignedRect()
        assert any(
            image.pixelColor(x, y) != LIGHT.panel
            for x in range(inside.left(), inside.right())
            for y in range(inside.top(), inside.bottom())
        )


def test_the_innermost_term_is_hit(canvas) -> None:
    """Marks may be nested; the pointer means the smallest thing under it."""
    formula = typeset(r"\class{all}{a + \class{part}{b}}", 20)
    origin = QPointF(100.0, 50.0)
    part = dict(formula.boxes)["part"].translated(origin)
    assert formula.box_at(part.center(), origin) == "part"
    assert formula.box_at(part.center() - QPointF(30.0, 0.0), origin) == "all"
    assert formula.box_at(QPointF(0.0, 0.0), origin) is None


def test_disk_gives_back_what_was_set(canvas, fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second start draws the same picture without typesetting."""
    latex = r"\class{x}{\delta_{\iota}^{t}}"
    assert not is_cached(latex, 17)
    first = typeset(latex, 17)
    monkeypatch.setattr(module, "_FORMULAS", {})
    monkeypatch.setattr("explorer.drawing.typesetting.set_latex", _unwanted)
    assert is_cached(latex, 17)
    again = typeset(latex, 17)
    assert (again.size, again.ascent, again.boxes, again.path) == (first.size, first.ascent, first.boxes, first.path)


def _unwanted(latex: str, size: float) -> None:
    raise AssertionError(f"{latex} was typeset again")


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", '{"latex": 1}', "\x00", "path", "number", "box"])
def test_damaged_cache_files_are_ignored(canvas, fresh: Path, monkeypatch: pytest.MonkeyPatch, damage: str) -> None:
    """Whatever stands in the folder, the formula is set again and stored anew."""
    latex = r"\class{x}{b_{c}}"
    sound = typeset(latex, 17)
    (file,) = fresh.iterdir()
    stored = json.loads(file.read_text())
    edits: dict[str, dict[str, object]] = {
        "path": {"outline": "M 1 2 K"},
        "number": {"width": "wide"},
        "box": {"boxes": [["x", [1.0]]]},
    }
    file.write_text(json.dumps({**stored, **edits[damage]}) if damage in edits else damage)
    monkeypatch.setattr(module, "_FORMULAS", {})
    again = typeset(latex, 17)
    assert again.path == sound.path and json.loads(file.read_text()) == stored


def test_an_unwritable_folder_is_no_error(canvas, fresh: Path) -> None:
    """Without a disk cache formulas are only slower."""
    (fresh / "file").write_text("")
    set_cache_folder(fresh / "file" / "below")
    assert typeset("x", 17).size.width() > 0.0
    set_cache_folder(None)
    assert typeset("y_{77}", 17).size.width() > 0.0 and not is_cached("z_{77}", 17)


def test_colour_follows_the_theme(canvas) -> None:
    """One setting serves both themes; a colour of one's own wins."""
    formula = typeset(r"\sum", 40)

    def darkest(**ink) -> QColor:
        image = canvas(lambda painter: formula.draw(painter, QPointF(10.0, 45.0), **ink))
        pixels = (image.pixelColor(x, y) for x in range(60) for y in range(60))
        return min(pixels, key=lambda colour: colour.lightness())

    assert darkest(theme=LIGHT) == LIGHT.text1
    assert darkest(colour=QColor("#123456"), theme=DARK) == QColor("#123456")
    with pytest.raises(ValueError, match="colour"):
        canvas(lambda painter: formula.draw(painter, QPointF(0.0, 0.0)))


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_cached_picture_equals_the_vectors(canvas, ratio: float) -> None:
    """On whole device pixels the quick way and the exact way agree to a shade."""
    formula = typeset(SYSTEM[0], 17)
    whole = QPointF(10.0, 10.0 + formula.ascent)
    quick = canvas(lambda painter: formula.draw(painter, whole, theme=LIGHT), width=400, ratio=ratio)
    exact = canvas(lambda painter: formula.fill(painter, whole, LIGHT.text1), width=400, ratio=ratio)
    worst = max(
        abs(quick.pixelColor(x, y).green() - exact.pixelColor(x, y).green())
        for x in range(0, quick.width(), 2)
        for y in range(quick.height())
    )
    assert worst <= 8


def test_scaled_painters_get_sharp_formulas(canvas) -> None:
    """At 150 % the picture is made for 150 %, not stretched."""
    formula = typeset("W", 20)

    def scaled(painter: QPainter) -> None:
        painter.scale(1.5, 1.5)
        formula.draw(painter, QPointF(10.0, 10.0 + formula.ascent), theme=LIGHT)

    larger = _ink(canvas(scaled))
    plain = _ink(canvas(lambda painter: formula.draw(painter, QPointF(10.0, 10.0 + formula.ascent), theme=LIGHT)))
    assert larger.width() == pytest.approx(1.5 * plain.width(), abs=2.0)
    assert larger.left() == pytest.approx(1.5 * plain.left(), abs=2.0)


def test_vector_formats_get_outlines(canvas) -> None:
    """No picture and no stroke: a stroked outline would look bold."""
    out = QBuffer()
    out.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(out)
    generator.setSize(QSize(200, 60))
    painter = QPainter(generator)
    painter.setPen(QColor("#ff0000"))
    typeset("x", 20).draw(painter, QPointF(10.0, 40.0), theme=LIGHT)
    painter.end()
    text = bytes(out.data().data()).decode()
    glyphs = text.split("<path")[0].rsplit("<g", 1)[1]
    assert "<image" not in text and 'stroke="none"' in glyphs and LIGHT.text1.name() in glyphs


@pytest.mark.parametrize(
    "align", [Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom]
)
def test_alignment_inside_a_rectangle(canvas, align: Qt.AlignmentFlag) -> None:
    """The formula's own box is aligned, and the origin used is told."""
    formula = typeset("b_{c}", 20)
    rect = QRectF(20.0, 5.0, 150.0, 50.0)
    points: list[QPointF] = []
    canvas(lambda painter: points.append(formula.draw_in(painter, rect, theme=LIGHT, align=align)))
    placed = formula.rect(points[0])
    if align == Qt.AlignmentFlag.AlignCenter:
        assert (placed.center() - rect.center()).manhattanLength() < 1e-6
    else:
        assert (placed.bottomRight() - rect.bottomRight()).manhattanLength() < 1e-6


def test_drawing_repeats_bit_for_bit(canvas, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set afresh or taken from a cache, the picture is the same."""
    formula = typeset(SYSTEM[1], 17)
    first = canvas(lambda painter: formula.draw(painter, QPointF(7.3, 31.7), theme=LIGHT))
    monkeypatch.setattr(module, "_FORMULAS", {})
    formula_picture._PICTURES.clear()
    set_cache_folder(None)
    anew = typeset(SYSTEM[1], 17)
    assert anew is not formula
    assert canvas(lambda painter: anew.draw(painter, QPointF(7.3, 31.7), theme=LIGHT)) == first

"""The worksheet: blanks in place of right sides, what was typed into them, and what is said of it."""

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from engine.checking.judging import Judgement, judge_number, judge_sum, judge_term, second_run
from engine.checking.typed_terms import read_term
from engine.derivation.program import Program
from engine.derivation.steps import Derivation
from engine.identity import Same
from engine.language.message import LanguageError
from engine.trace import Trace
from explorer.command import Request
from explorer.drawing.icons import draw_icon
from explorer.drawing.writing import LINE, wrapped, write, write_lines
from explorer.scene import Scene
from explorer.scenery.derived import WORKSHEET, term_key
from explorer.theme.tokens import Theme
from explorer.theme.type import MEDIUM, font, text_width
from explorer.view import Field, Spot
from explorer.views.derivation.memory import JUDGED
from explorer.views.derivation.page import Page

BLANK = 32.0
"""The height of a blank in px."""
LEAST = 240.0
"""The least width of a blank for a term; a narrower place is left for a row of its own."""
NUMBER_VERDICT = 160.0
"""Px beside the blank of a number for what is said of it."""
_MARK = 16.0
_EMPTY = "click to type"


def typed(scene: Scene, key: str) -> str:
    """What was typed into a blank; "" where nothing was."""
    return next((text for blank, text in scene.state.blanks if blank == key), "")


def is_shown(scene: Scene, key: str) -> bool:
    """Whether the answer of a blank was asked for."""
    return shown_word(key) in scene.state.folded


def shown_word(key: str) -> str:
    """What is folded where the answer of a blank is shown."""
    return f"{WORKSHEET}-shown: {key}"


def judged(scene: Scene, found: Derivation, number: int) -> Judgement | None:
    """What is said of the answer for a term, or for the sum where `number` is 0; None where nothing was typed."""
    text = typed(scene, term_key(found.target.name, number))
    if not text:
        return None
    traces = scene.trace, _second(Same(scene.program))

    def judge() -> Judgement:
        return judge_term(text, found, number, traces) if number else judge_sum(text, found, traces)

    return JUDGED.kept(scene.trace, (found.target.name, number, text), judge)


@lru_cache(maxsize=4)
def _second(program: Same[Program]) -> Trace:
    return second_run(program.held)


def is_solved(scene: Scene, found: Derivation, number: int) -> bool:
    """Whether an answer is right, or was asked for: what follows from it may be shown."""
    judgement = judged(scene, found, number)
    return is_shown(scene, term_key(found.target.name, number)) or (judgement is not None and judgement.right)


def put_term_blank(page: Page, found: Derivation, number: int, x: float) -> None:
    """The blank of a term (or of the sum, 0) from `x` on, and below it what is said and what can be asked for."""
    scene = page.frame.scene
    key = term_key(found.target.name, number)
    network = scene.program.without_update.network
    wanted = found.terms[number - 1].after if number else found.result

    def check(text: str) -> str:
        if not text.strip():
            return "nothing is typed yet"
        try:
            read_term(text, network, wanted)
        except LanguageError as error:
            return _message(str(error))
        return ""

    what = f"term {number}" if number else "the sum"
    field = Field("fill-blank", key, typed(scene, key), check, _example(number), 420.0)
    tip = (
        f"The blank for {what}: a click opens it. It is written as in a network's text, or with the letters shown here."
    )
    judgement = judged(scene, found, number)
    _put_blank(page, QRectF(x, page.y, page.right - x, BLANK), judgement, field, tip)
    page.y += BLANK + 4.0
    _put_verdict(page, x, key, judgement)


def _example(number: int) -> str:
    return "as in  w * d_q[t+1]  or  W.T @ d_q[t]  or  tanh'(q[t])" if number else "the terms, in any order"


def put_number_blank(page: Page, rect: QRectF, key: str, number: float) -> None:
    """The blank of a number, with its verdict as a mark beside it."""
    scene, theme = page.frame.scene, page.frame.theme
    text = typed(scene, key)
    judgement = judge_number(text, number, scene.state.digits) if text else None
    said = "" if judgement is None else " Right." if judgement.right else f" {judgement.hint or judgement.unreadable}"
    tip = f"The number of this term at the chosen unit and moment, to {scene.state.digits} decimals.{said}"
    field = Field("fill-blank", key, text, _is_number, "a number", 120.0)
    _put_blank(page, rect, judgement, field, tip)
    if judgement is not None:
        name, word, colour = _look(judgement, theme)
        width = _MARK + 6.0 + text_width(word, font(weight=MEDIUM)) + 2.0
        place = QRectF(rect.left() - width - 10.0, rect.center().y() - 12.0, width, 24.0)
        page.put(place, _verdict(place, name, word, colour), Spot(place, said.strip()))


def _is_number(text: str) -> str:
    return judge_number(text, 0.0, 4).unreadable


def _put_blank(page: Page, rect: QRectF, judgement: Judgement | None, field: Field, tip: str) -> None:
    theme, frame = page.frame.theme, page.frame
    edge = theme.edge if judgement is None else _look(judgement, theme)[2]
    hovered = frame.hover is not None and rect.contains(frame.hover)

    def paint(painter: QPainter) -> None:
        pen = QPen(theme.accent if hovered and judgement is None else edge, 1.4)
        if judgement is None:
            pen.setDashPattern([3.0, 2.4])
        painter.setPen(pen)
        painter.setBrush(theme.header if hovered else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 5.0, 5.0)
        empty = "" if frame.figure or rect.width() < 150.0 else _EMPTY
        write(painter, rect.adjusted(10.0, 0.0, -8.0, 0.0), field.text or empty,
              colour=theme.text1 if field.text else theme.text3)  # fmt: skip

    page.put(rect, paint, Spot(rect, tip, field=field))


def _look(judgement: Judgement, theme: Theme) -> tuple[str, str, QColor]:
    """Shape, word and colour of a verdict."""
    if judgement.right:
        return "check", "correct", theme.ok
    return ("triangle", "not readable", theme.warn) if judgement.unreadable else ("cross", "wrong", theme.err)


def _verdict(place: QRectF, name: str, word: str, colour: QColor) -> Callable[[QPainter], None]:
    def paint(painter: QPainter) -> None:
        mark = QRectF(place.left(), place.center().y() - _MARK / 2.0, _MARK, _MARK)
        draw_icon(painter, mark, name=name, colour=colour)
        write(painter, place.adjusted(_MARK + 6.0, 0.0, 2.0, 0.0), word, colour=colour, weight=MEDIUM)

    return paint


def _put_verdict(page: Page, x: float, key: str, judgement: Judgement | None) -> None:
    """Shape, word and colour, the hint beside them, and the ways to clear and to see the answer."""
    theme, scene = page.frame.theme, page.frame.scene
    top, left = page.y, x
    lines: tuple[str, ...] = ()
    if judgement is not None:
        name, word, colour = _look(judgement, theme)
        width = _MARK + 6.0 + text_width(word, font(weight=MEDIUM)) + 2.0
        place = QRectF(left, top, width, 24.0)
        page.put(place, _verdict(place, name, word, colour))
        left = place.right() + 14.0
        said = judgement.hint or _message(judgement.unreadable)
        links = 130.0
        lines = wrapped(said, max(page.right - left - links, 160.0)) if said else ()
        corner = QPointF(left, top + 1.0)
        if lines:
            page.put(
                QRectF(left, top, page.right - left - links, LINE * len(lines)),
                _writing(corner, lines, theme.text1),
            )
            left += max(text_width(line, font()) for line in lines) + 16.0
    if not page.frame.figure:
        middle = top + 12.0
        if judgement is not None:
            left = page.link(left, middle, "clear", "Empties this blank.", Request("fill-blank", (key, ""))) + 16.0
        if judgement is None or not judgement.right:
            words = ("hide", "Hides the answer again.") if is_shown(scene, key) else ("show", "Shows the answer.")
            page.link(left, middle, *words, Request("fold", shown_word(key)))
    page.y += max(LINE * len(lines), 24.0) + 6.0


def _writing(corner: QPointF, lines: tuple[str, ...], colour: QColor) -> Callable[[QPainter], None]:
    return lambda painter: write_lines(painter, corner, lines, colour=colour)


def _message(error: str) -> str:
    """The language's message in one line: the column, for the text has one line only."""
    return error.partition("\n")[0].replace("line 1, column ", "column ")

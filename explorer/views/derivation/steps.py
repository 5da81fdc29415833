"""The steps from top to bottom: what is looked for, uses, chain rule, terms, sum, rewritings, the program's line."""

from dataclasses import dataclass
from functools import cached_property, partial

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from engine.derivation.steps import Derivation, TermSteps, Use
from engine.expression import Expression
from engine.identity import Same
from explorer.drawing.badge import BADGE_HEIGHT, badge_width, draw_badge
from explorer.drawing.flow import draw_tag
from explorer.scenery.derived import NUMBERS, WORKSHEET, number_key, term_key
from explorer.scenery.quantities import quantity_tip, scale_of, selection_of, symbol_words
from explorer.theme.numbers import format_number
from explorer.view import Spot
from explorer.views.derivation.numbers import Place, term_number
from explorer.views.derivation.page import Page
from explorer.views.derivation.worksheet import (
    LEAST,
    NUMBER_VERDICT,
    is_shown,
    is_solved,
    put_number_blank,
    put_term_blank,
)
from explorer.views.derivation.written import WrittenSteps, WrittenTerm, written_steps

_TAG = 30.0
_AFTER = 12.0
_MOST_SIDE = 220.0


@dataclass(frozen=True)
class Steps:
    """The adjoint that is derived on a page, and which of its numbers are shown."""

    page: Page
    found: Derivation
    place: Place

    @property
    def filling_in(self) -> bool:
        """Whether this is a worksheet."""
        return WORKSHEET in self.page.frame.scene.state.folded

    @cached_property
    def written(self) -> WrittenSteps:
        """All that is written."""
        return written_steps(Same(self.found), Same(self.page.frame.scene.network))

    def put(self) -> None:
        """All steps, one below the other."""
        found, told = self.found, self.written
        self._begin(1, "What is looked for", told.looked_for)
        self.page.formula(told.definition)
        self._begin(2, "Where it is used", told.where_used)
        for one in found.terms:
            self._use(one)
        self._begin(3, "The chain rule", told.chain_rule)
        self.page.formula(told.chain)
        if found.terms:
            self._begin(4, "One term for each use")
            for one in found.terms:
                self._term(one)
        self._ending(5 if found.terms else 4)

    def _begin(self, number: int, title: str, words: str = "") -> None:
        self.page.y += _AFTER
        self.page.heading(number, title)
        if words:
            self.page.sentence(words)

    def _told(self, number: int) -> WrittenTerm:
        return self.written.terms[number - 1]

    def _moment(self, one: Use) -> int | None:
        """The moment, from 0, at which the use lies for what is shown; None where it has none or several."""
        if self.place.moment is None or one.delay.factors or not one.equation.timed:
            return None
        return self.place.moment + one.delay.constant

    def _use(self, one: TermSteps) -> None:
        """The tag, the equation with the use marked; a click goes to what uses the quantity."""
        page, scene = self.page, self.page.frame.scene
        name, moment = one.use.equation.name, self._moment(one.use)
        top = page.y
        request = selection_of(scene, name, adjoint=False, moment=moment)
        words = partial(_use_tip, self, one, moment)
        rect = page.formula(self._told(one.number).use, left=page.left + _TAG, spot=Spot(QRectF(), words, request))
        self._tag(one.number, QPointF(page.left + 11.0, rect.top() + min(rect.height(), 24.0) / 2.0))
        page.y = max(page.y, top + 34.0)

    def _tag(self, number: int, centre: QPointF) -> None:
        theme = self.page.frame.theme

        def paint(painter: QPainter) -> None:
            draw_tag(painter, centre, theme=theme, index=number)

        self.page.put(QRectF(centre.x() - 11.0, centre.y() - 11.0, 22.0, 22.0), paint)

    def _term(self, one: TermSteps) -> None:
        """Tag, words, and either the formula or a blank, with the number at the right."""
        page, scene = self.page, self.page.frame.scene
        left, top = page.left + _TAG, page.y
        side = self._side
        self._tag(one.number, QPointF(page.left + 11.0, top + 12.0))
        told = self._told(one.number)
        page.sentence(
            told.said_of_use if self.filling_in else told.said,
            left=left,
            right=page.right - (side if self.filling_in else 0.0),
        )
        middle = page.y
        if self.filling_in:
            self._blank(one.number, told.factor, left)
            if is_shown(scene, term_key(self.found.target.name, one.number)):
                page.formula(told.after, left=left)
        else:
            moment = self._moment(one.use)
            request = selection_of(scene, one.use.equation.name, adjoint=True, moment=moment)
            words_of = partial(_term_tip, self, one, moment)
            rect = page.formula(told.whole, left=left, right=page.right - side, spot=Spot(QRectF(), words_of, request))
            middle = rect.center().y() - BADGE_HEIGHT / 2.0
        self._number(one.number, one.after, top if self.filling_in else middle)
        page.y += 6.0

    @cached_property
    def _wide(self) -> float:
        """The width of a number in px."""
        return badge_width(self.page.frame.scene.state.digits)

    @property
    def _side(self) -> float:
        """The px at the right that numbers take."""
        return self._wide + (NUMBER_VERDICT if self._asks_numbers else 40.0)

    @property
    def _asks_numbers(self) -> bool:
        return self.filling_in and NUMBERS in self.page.frame.scene.state.folded

    def _blank(self, number: int, left_side: str, x: float) -> None:
        """The left side and the blank beside it, or below where there is no room."""
        page = self.page
        rect = page.formula(f"{left_side} =", left=x)
        if page.right - rect.right() - 10.0 >= LEAST:
            under = page.y
            page.y = max(rect.center().y() - 16.0, rect.top() - 5.0)
            put_term_blank(page, self.found, number, rect.right() + 10.0)
            page.y = max(page.y, under)
        else:
            put_term_blank(page, self.found, number, x)

    def _number(self, number: int, expression: Expression, top: float) -> None:
        """The number of a term (or of the whole, 0): a badge, or a blank where numbers are to be filled in."""
        page, scene = self.page, self.page.frame.scene
        name = self.found.target.name
        value = term_number(scene, self.found, expression, self.place)
        rect = QRectF(page.right - self._wide, top, self._wide, BADGE_HEIGHT)
        if self._asks_numbers and value is not None:
            put_number_blank(page, rect, number_key(scene, name, number, self.place.moment), value)
            return
        theme, digits = page.frame.theme, scene.state.digits

        def paint(painter: QPainter) -> None:
            draw_badge(painter, rect, theme=theme, kind="adjoint", number=value,
                       scale=scale_of(scene, name, adjoint=True), digits=digits, note=False)  # fmt: skip

        page.put(rect, paint, Spot(rect, partial(self._number_tip, number, value)))

    def _number_tip(self, number: int, value: float | None) -> str:
        what = f"Term {number}" if number else "The whole adjoint"
        at = f" at t = {self.place.moment + 1}" if self.place.moment is not None else ""
        unit = f", unit {self.place.unit_text}" if self.place.unit else ""
        said = "not computed yet" if value is None else format_number(value, digits=8)
        return f"{what}{at}{unit}: {said}."

    def _ending(self, number: int) -> None:
        """The sum and what becomes of it; on a worksheet only once it is found."""
        page, scene, found = self.page, self.page.frame.scene, self.found
        name, told = found.target.name, self.written
        sums = list(zip(told.sums, (found.collected, *(step.expression for step in found.rewritings)), strict=True))
        alone = len(found.terms) == 1 and not found.rewritings  # the term is the sum, which need not be asked for twice
        asks = self.filling_in and bool(found.terms)
        if asks and alone:
            if not is_solved(scene, found, 1):
                return
            sums, number = [], number - 1
        elif asks:
            self._begin(number, "Collected", "Write the whole adjoint; the terms may come in any order.")
            top = page.y
            page.y += 8.0
            self._blank(0, told.left_side, page.left)
            self._number(0, found.result, top - 30.0)
            if not is_solved(scene, found, 0):
                return
            sums = sums[-1:] if is_shown(scene, term_key(name, 0)) else []
        for (title, words, latex), expression in sums:
            number += asks
            self._begin(number, "Shown" if asks else title, words)
            rect = page.formula(latex, right=page.right - self._side)
            self._number(0, expression, rect.center().y() - BADGE_HEIGHT / 2.0)
            number += not asks
        self._begin(number + asks, "In the program", told.in_program)
        request = selection_of(scene, name, adjoint=True, moment=self.place.moment)
        tip = quantity_tip(scene, name, adjoint=True, moment=self.place.moment)
        if not page.frame.figure:
            words = f"Go to {symbol_words(scene, name, adjoint=True, moment=self.place.moment)}"
            page.link(page.left, page.y + 10.0, words, tip, request)
            page.y += 30.0


def _use_tip(steps: Steps, one: TermSteps, moment: int | None) -> str:
    tip = quantity_tip(steps.page.frame.scene, one.use.equation.name, adjoint=False, moment=moment)
    return f"{steps.written.terms[one.number - 1].said_of_use} {tip}"


def _term_tip(steps: Steps, one: TermSteps, moment: int | None) -> str:
    scene = steps.page.frame.scene
    name = one.use.equation.name
    come = quantity_tip(scene, name, adjoint=True, moment=moment)
    return f"Term {one.number} comes from {symbol_words(scene, name, adjoint=True, moment=moment)}. {come}"

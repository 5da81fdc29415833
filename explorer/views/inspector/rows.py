"""The rows of the inspector: the terms of a sum, the factors of a product, the uses of a given number."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from engine.expression import NOW, Adjoint, Expression, Number, Reference, Value, references
from engine.notation.latex import latex
from engine.notation.plain import plain
from engine.run.entries import count, factors, unit_within
from engine.run.explanation import ExplainedTerm, Explanation, Product, Source
from explorer.scene import Focus, Scene
from explorer.scenery.units import unit_words
from explorer.state import Selection
from explorer.theme.numbers import MINUS, TIMES, format_factor, format_number
from explorer.views.inspector.reading import MOST_TERMS, Line, Piece, Row
from explorer.views.inspector.substitution import Substitution
from explorer.views.inspector.words import moment_words, source_words

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_FEW = 2
"""With so few matrix products three products of each are listed, with more of them only the largest."""


@dataclass(frozen=True, slots=True)
class Differing:
    """What the products of one sum differ by besides their units."""

    moments: bool
    examples: bool


@dataclass(frozen=True)
class Rows:
    """Makes the rows of one explained number; without `visible` no number that is not computed yet is in them."""

    scene: Scene
    focus: Focus
    explanation: Explanation
    visible: bool

    def reader(self, moment: int | None) -> Substitution:
        """What writes numbers at a moment."""
        state = self.scene.state
        return Substitution(self.scene.trace, moment, state.example, state.digits, worked_out=self.visible)

    def unit(self, node: Expression) -> tuple[int, ...]:
        """The explained entry's place in a term."""
        return unit_within(node.shape, self.focus.unit, self.scene.network.quantities[self.focus.name].shape)

    def substituted(self, term: ExplainedTerm) -> str:
        """A term with numbers in the place of symbols."""
        moment = self.focus.moment if term.moment is None else term.moment
        text = self.reader(moment).term(term.expression, self.unit(term.expression))
        return f"{MINUS} {text}" if term.negative and text else text

    @property
    def operands_known(self) -> bool:
        """Whether what the terms read has been computed, be their sum shown or not."""
        from_here = self.scene.known(self.focus.name, self.focus.adjoint, self.focus.moment)
        event = self.scene.event
        made = self.scene.program.line_of.get((self.focus.name, self.focus.adjoint))
        return from_here or (event is not None and event.line is made and event.moment == self.focus.moment)

    def terms(self) -> tuple[Row, ...]:
        """A row per term; of more than eight the seven largest (the first ones while not visible), and the others."""
        terms, most = self.explanation.terms, MOST_TERMS - 1
        if len(terms) <= MOST_TERMS:
            return tuple(self._term(term, str(number)) for number, term in enumerate(terms, 1))
        order = sorted(terms, key=_magnitude, reverse=True) if self.visible else list(terms)
        listed = [self._term(term, str(number)) for number, term in enumerate(order[:most], 1)]
        rest = [term.number for term in order[most:]]
        of_all = float(np.nansum([abs(term.number) for term in terms]))
        return (*listed, self._others(rest, of_all))

    def _others(self, rest: Sequence[float], of_all: float) -> Row:
        number = float(np.sum(rest)) if self.visible else None
        share = abs(number) / of_all if number is not None and of_all else 0.0
        tip = f"The other {len(rest)} terms, smaller than those above, added up"
        return Row("", "", f"{len(rest)} others", number, share if self.visible else None, (), None, "", tip)

    def _term(self, term: ExplainedTerm, mark: str) -> Row:
        network = self.scene.network
        moment = self.focus.moment if term.moment is None else term.moment
        written = None if moment is None else moment + 1
        sign, dash = ("-", MINUS) if term.negative else ("", "")
        text, symbols = (
            dash + plain(term.expression, network, moment=written),
            sign + latex(term.expression, network, moment=written),
        )
        if not term.exists:
            words = f"no moment {(self.scene.trace.moments or 0) + 1}"
            line = Line("", f"{words}: nothing comes back from there")
            return Row(
                mark,
                symbols,
                text,
                0.0 if self.visible else None,
                None,
                (line,),
                None,
                "",
                f"{text}: {words}, adjoints after the last moment are zero",
            )
        lines = self._lines(term) if self.operands_known else ()
        link, when = self.link(term.source)
        return Row(
            mark,
            symbols,
            text,
            term.number if self.visible else None,
            term.share if self.visible else None,
            lines,
            link,
            when,
            partial(_term_words, self.focus, self.explanation, term, text, visible=self.visible),
            example=self.elsewhere(term.source),
        )

    def _lines(self, term: ExplainedTerm) -> tuple[Line, ...]:
        if term.products:
            return self._product_lines(term)
        text = self.substituted(term)
        return (Line(text),) if text else (Line("", self._describe(term.expression)),)

    def _describe(self, node: Expression) -> str:
        """A few words on a term that is one number itself."""
        part = next(iter(references(node)), None)
        if part is None:
            return "the objective differentiated by itself" if isinstance(node, Number) else ""
        role = self.scene.network.quantities[part.name].role
        return (
            "adjoint, as it is"
            if isinstance(part, Adjoint)
            else f"{role}, as it is"
            if role != "defined"
            else "value, as it is"
        )

    def _product_lines(self, term: ExplainedTerm) -> tuple[Line, ...]:
        matrices = sum(bool(other.products) for other in self.explanation.terms)
        most = 3 if matrices <= _FEW else 1
        shown = term.products if len(term.products) <= most + 1 and most > 1 else term.products[:most]
        differ = self._differing(term.products)
        lines = [self._product_line(product, differ) for product in shown]
        rest = term.products[len(shown) :]
        if rest:
            total = format_number(sum(product.number for product in rest), digits=self.scene.state.digits)
            lines.append(Line(f"+ {len(rest)} more = {total}" if self.visible else f"+ {len(rest)} more"))
        return tuple(lines)

    def _product_line(self, product: Product, differ: Differing) -> Line:
        """The factors, each leading to where it came from, and their product; and where it mainly stands."""
        pieces = self._pieces(product)
        return Line("".join(piece.text for piece in pieces), self._where(product.source, differ), pieces)

    def _pieces(self, product: Product, *, result: bool = True) -> tuple[Piece, ...]:
        digits, network = self.scene.state.digits, self.scene.network
        total = format_number(product.number, digits=digits) if self.visible else ELLIPSIS
        if len(product.factors) < 2:
            return (Piece(total),)
        pieces: list[Piece] = []
        for factor in product.factors:
            text = f"{factor.number:g}" if isinstance(factor.expression, Number) else None
            written = text or format_factor(factor.number, digits=digits)
            link, _ = self.link(factor.source)
            if pieces:
                pieces.append(Piece(f" {TIMES} "))
            tip = "" if factor.source is None else f"{source_words(network, factor.source)}\nClick: travel to it"
            pieces.append(Piece(written, link, self.elsewhere(factor.source), tip if link else ""))
        return (*pieces, Piece(f" = {total}")) if result and self.visible else tuple(pieces)

    @staticmethod
    def _differing(products: Sequence[Product]) -> Differing:
        sources = [product.source for product in products if product.source]
        return Differing(len({source.moment for source in sources}) > 1, len({one.example for one in sources}) > 1)

    def _where(self, source: Source | None, differ: Differing) -> str:
        """The unit a product stands at, its moment where there are no units, its example where there are several."""
        if source is None:
            return ""
        words = [unit_words(self.scene.network, source.name, source.unit, short=True)]
        if not words[0] and differ.moments and source.moment is not None:
            words = [f"t = {source.moment + 1}"]
        if differ.examples:
            words = [f"example {source.example}", words[0] if len(source.unit) > 2 else ""]
        return ", ".join(filter(None, words))

    def elsewhere(self, source: Source | None) -> int | None:
        """The example a number belongs to where that is not the one on the screen."""
        if source is None or not self.scene.network.quantities[source.name].batched:
            return None
        return source.example if source.example != self.scene.state.example else None

    def products(self) -> tuple[Row, ...]:
        """A row per product of the one matrix product that the number is."""
        products, most = self.explanation.terms[0].products, MOST_TERMS - 1
        listed = products if len(products) <= MOST_TERMS else products[:most]
        of_all = sum(abs(product.number) for product in products)
        differ = self._differing(products)
        rows = [self._product(product, differ, str(number), of_all) for number, product in enumerate(listed, 1)]
        rest = [product.number for product in products[len(listed) :]]
        return (*rows, self._others(rest, of_all)) if rest else tuple(rows)

    def _product(self, product: Product, differ: Differing, mark: str, of_all: float) -> Row:
        network, source = self.scene.network, product.source
        pieces = self._pieces(product, result=False) if self.operands_known and len(product.factors) > 1 else ()
        lines = (Line("".join(piece.text for piece in pieces), self._where(source, differ), pieces),)
        number = product.number if self.visible else None
        share = abs(product.number) / of_all if self.visible and of_all else None
        link, when = self.link(source)
        if source is None:
            return Row(mark, "", "product", number, share, lines, link, when, "One product of the sum")
        node = _reference(network.quantities[source.name].shape, source)
        moment = None if source.moment is None else source.moment + 1
        text = plain(node, network, moment=moment)
        named = [source_words(network, factor.source) for factor in product.factors if factor.source]
        words = f" {TIMES} ".join(named) or source_words(network, source)
        symbol = latex(node, network, moment=moment)
        tip = f"{words}\nClick: travel to {source_words(network, source)}" if link else words
        away = self.elsewhere(source)
        return Row(mark, symbol, text, number, share, lines, link, when, tip, example=away)

    def factors(self) -> tuple[Row, ...]:
        """A row per factor of the one product that the number is, or per number that one function reads."""
        term = self.explanation.terms[0]
        parts = factors(term.expression, self.unit(term.expression))
        if len(parts) == 1 and not isinstance(parts[0][0], Value | Adjoint):
            inner, unit = parts[0]
            found = dict.fromkeys(references(inner), unit)
            parts = tuple((node, unit_within(node.shape, unit, inner.shape or ())) for node, unit in found.items())
        return tuple(self._factor(node, unit) for node, unit in parts if not isinstance(node, Number))

    def _factor(self, node: Expression, unit: tuple[int, ...]) -> Row:
        network, moment = self.scene.network, self.focus.moment
        written = None if moment is None else moment + 1
        text = plain(node, network, moment=written)
        single = len(unit) == len(node.shape or ()) and all(u < n for u, n in zip(unit, node.shape or (), strict=True))
        if not single and count(node.shape) == 1:
            unit, single = (0,) * len(node.shape or ()), True
        plain_reference = isinstance(node, Value | Adjoint)
        gate = isinstance(node, Value) and self.scene.family(node.name, False) == "gate"
        reader = self.reader(moment)
        readable = single and self.operands_known and (self.visible or plain_reference)
        number = reader.number(node, unit) if readable else None
        line = "" if plain_reference or not (self.operands_known and single) else reader.term(node, unit)
        remark = f"{count(node.shape)} numbers" if not single else ""
        lines: tuple[Line, ...] = (Line(line, remark),) if line or remark else ()
        if not line and single and self.operands_known and (inside := reader.products(node, unit)):
            lines = tuple(Line(text) for text in inside)
        link, when = self.link(source_of(self.scene, node, moment, unit))
        return Row(
            "",
            latex(node, network, moment=written),
            text,
            number,
            None,
            lines,
            link,
            when,
            text,
            signed=plain_reference and not gate,
        )

    def link(self, source: Source | None) -> tuple[Selection | None, str]:
        """Where a click travels to, and the moment shown on the link; nowhere for what is beyond the run."""
        if source is None or moment_words(self.scene, source.moment):
            return None, ""
        fits = len(source.unit) == len(self.scene.network.quantities[source.name].shape)
        entry = source.unit if fits and source.unit != self.scene.followed_unit(source.name) else None
        selection = Selection(source.name, source.adjoint, source.moment, entry)
        return selection, "" if source.moment is None else str(source.moment + 1)

    def tip(self, term: ExplainedTerm, text: str) -> str:
        """All that is known of a term: its products or its numbers, its share, where a click leads."""
        digits, network = self.scene.state.digits, self.scene.network
        said = [text]
        if self.operands_known:
            differ = self._differing(term.products)
            lines = [self._product_line(product, differ) for product in term.products[:12]]
            said += [f"{line.remark}: {line.text}".removeprefix(": ") for line in lines]
            if len(term.products) > 12:
                said.append(f"and {len(term.products) - 12} more")
            if not term.products and (inside := self.substituted(term)):
                said.append(inside)
        if self.visible:
            said.append(f"= {format_number(term.number, digits=max(6, digits))}, {term.share:.0%} of all magnitudes")
        if term.source is not None and self.link(term.source)[0] is not None:
            said.append(f"Click: travel to {source_words(network, term.source)}")
        return "\n".join(said)


def _term_words(
    focus: Focus, explanation: Explanation, term: ExplainedTerm, text: str, scene: Scene, *, visible: bool
) -> str:
    """The tip of a term, made without the scene that its row was made from: rows are kept longer than scenes."""
    return Rows(scene, focus, explanation, visible).tip(term, text)


def _magnitude(term: ExplainedTerm) -> float:
    return abs(term.number) if np.isfinite(term.number) else np.inf


def _reference(shape: tuple[int, ...], source: Source) -> Reference:
    offset = NOW if source.moment is not None else None
    return Adjoint(source.name, offset, shape) if source.adjoint else Value(source.name, offset, shape)


def source_of(scene: Scene, node: Expression, moment: int | None, unit: tuple[int, ...]) -> Source | None:
    """The quantity that a factor mainly reads: its adjoint if it has one, else its first value that is no parameter."""
    found = list(references(node))
    chosen = next((part for part in found if isinstance(part, Adjoint)), None) or next(
        (part for part in found if scene.network.quantities[part.name].batched), found[0] if found else None
    )
    if chosen is None:
        return None
    at = None
    if chosen.offset is not None:
        if moment is None or chosen.offset.factors:
            return None
        at = moment + chosen.offset.constant
    return Source(chosen.name, isinstance(chosen, Adjoint), at, unit if node is chosen else (), scene.state.example)

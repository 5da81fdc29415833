"""Puts numbers in the place of symbols: a term at one unit, such as "0.2682 × 0.7804 × 0.0832" or "σ(−0.6622)"."""

import re
from dataclasses import dataclass

import numpy as np

from engine.evaluation import evaluate
from engine.expression import Adjoint, Apply, Expression, Number, Size, Value
from engine.ops import Unit, ops
from engine.run.entries import count, factors, products, through
from engine.trace import Trace
from explorer.theme.numbers import MINUS, TIMES, format_factor, format_number

_PLACEHOLDER = re.compile(r"<(\d)>")


@dataclass(frozen=True)
class Substitution:
    """Reads numbers at one moment (from 0) and example, and writes terms with them.

    `worked_out` False writes only what stands in the trace already: σ′(−0.6622) and not its result.
    """

    trace: Trace
    moment: int | None
    example: int
    digits: int
    worked_out: bool = True

    def number(self, node: Expression, unit: Unit) -> float:
        """The number of an expression at a unit; NaN where it depends on a tap that is not stated."""
        try:
            array = evaluate(node, self.trace.at(self.moment))
        except KeyError:
            return float("nan")
        if array.ndim > len(node.shape or ()):
            array = array[self.example]
        return float(array[unit])

    def term(self, node: Expression, unit: Unit) -> str:
        """The term with numbers; empty where that would only repeat the number itself, or is no single product."""
        parts = factors(node, unit)
        if len(parts) > 1:
            return f" {TIMES} ".join(self._factor(*part) for part in parts)
        inner, place = parts[0]
        return "" if isinstance(inner, Value | Adjoint | Number | Size) else self._applied(inner, place)

    def products(self, node: Expression, unit: Unit) -> tuple[str, ...]:
        """The three largest products that a number is the sum of, and what the others come to."""
        found = [tuple(self.number(*part) for part in product) for product in products(node, unit)]
        found.sort(key=lambda numbers: -abs(float(np.prod(numbers))))
        texts = []
        for numbers in found[:3]:
            text = f" {TIMES} ".join(format_factor(number, digits=self.digits) for number in numbers)
            total = format_number(float(np.prod(numbers)), digits=self.digits)
            texts.append(f"{text} = {total}" if self.worked_out else text)
        if rest := [float(np.prod(numbers)) for numbers in found[3:]]:
            total = format_number(sum(rest), digits=self.digits)
            texts.append(f"+ {len(rest)} more = {total}" if self.worked_out else f"+ {len(rest)} more")
        return tuple(texts)

    def _factor(self, node: Expression, unit: Unit) -> str:
        if isinstance(node, Number):
            return f"{node.value:g}"
        if self.worked_out or isinstance(node, Value | Adjoint | Size):
            return format_factor(self.number(node, unit), digits=self.digits)
        written = self._applied(node, unit) or "…"
        return f"({written})" if isinstance(node, Apply) and node.op in ("add", "neg") else written

    def _applied(self, node: Expression, unit: Unit) -> str:
        """One op over the numbers of its arguments; empty where its arguments are more than one number each."""
        if not isinstance(node, Apply) or any(
            count(argument.shape) != 1 and argument.shape != node.shape for argument in node.arguments
        ):
            return ""
        places = [unit[len(unit) - len(argument.shape or ()) :] for argument in node.arguments]
        if any(len(place) != len(argument.shape or ()) for place, argument in zip(places, node.arguments, strict=True)):
            places = [(0,) * len(argument.shape or ()) for argument in node.arguments]
        written = [self._factor(*through(*part)) for part in zip(node.arguments, places, strict=True)]
        notation = ops()[node.op].notation
        match notation.kind:
            case "call":
                inside = ", ".join(written)
                return (
                    f"{notation.text}{inside}"
                    if len(written) == 1 and _bracketed(inside)
                    else f"{notation.text}({inside})"
                )
            case "negative":
                return f"{MINUS}{written[0]}"
            case "quotient":
                return f"{written[0]} / {written[1]}"
            case "power":
                return f"{written[0]}^{written[1]}"
            case "sum":
                return self._sum(node, written)
            case "template":
                text = notation.single_text or notation.text
                return _PLACEHOLDER.sub(lambda place: written[int(place[1])], text)
        return ""

    def _sum(self, node: Apply, written: list[str]) -> str:
        text = ""
        for argument, one in zip(node.arguments, written, strict=True):
            negative = isinstance(argument, Apply) and argument.op == "neg"
            if self.worked_out and _bracketed(one):  # a negative number: its own sign joins it to what stands before
                one, negative = one[2:-1], True
            elif negative and self.worked_out:
                negative = False
            elif negative:
                one = one.strip("()").removeprefix(MINUS)
            text += (f" {MINUS} " if text else MINUS) + one if negative else (" + " if text else "") + one
        return text


def _bracketed(text: str) -> bool:
    return text.startswith(f"({MINUS}") and text.endswith(")") and text.count("(") == 1

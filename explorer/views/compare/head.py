"""The sentences at the top: where the two runs first differ, what it does to the loss, and what was given otherwise."""

from dataclasses import dataclass

import numpy as np

from engine.divergence import Apart, Spot
from explorer.command import Request
from explorer.scenery.quantities import symbol_words
from explorer.state import Selection
from explorer.theme.numbers import MINUS, format_number
from explorer.views.compare.reading import Pair

MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Head:
    """The headline with what a click on it asks for, and the lines below it."""

    headline: str
    request: Request | None
    lines: tuple[str, ...]


def head_of(pair: Pair) -> Head:
    """All that is said in words."""
    row = pair.found.computed
    lines = (_losses(pair), *_notes(pair))
    if row is not None and row.first is not None:
        return Head(_first_words(pair, row, row.first), visit(pair, row, row.first), lines)
    if pair.found.given:
        return Head("Only what is given differs; nothing that is computed from it does.", None, lines)
    shared = [row for row in pair.found.rows if row.status == "compared" and not row.given]
    if not shared:
        return Head("No quantity has the same name and shape in both: only curves can be compared.", None, lines)
    most = max(shared, key=lambda row: row.largest or 0.0)
    if not most.largest:
        return Head("The two runs are the same, to the last digit.", None, lines)
    words = (
        f"They differ by no more than rounding: at most {short(most.largest)}, of "
        f"{place_words(pair, most, most.at)} (relative; up to {short(pair.found.tolerance)} counts as rounding)."
    )
    return Head(words, visit(pair, most, most.at), lines)


def short(number: float | None) -> str:
    """An error in at most six letters: 0, 3e−10, 0.25."""
    if number is None:
        return "\N{EM DASH}"
    if number == 0.0 or 1e-3 <= number < 1e4:
        return f"{number:.3g}"
    return f"{number:.0e}".replace("e-0", "e-").replace("e+0", "e").replace("-", MINUS) if np.isfinite(number) else "∞"


def place_words(pair: Pair, row: Apart, spot: Spot | None) -> str:
    """The symbol with its moment, and the unit: `a_ω[1], unit 5`."""
    scene = pair.ours
    if spot is None:
        return symbol_words(scene, row.name, adjoint=row.adjoint, moment=None)
    symbol = symbol_words(scene, row.name, adjoint=row.adjoint, moment=spot.moment)
    return f"{symbol}, unit {', '.join(map(str, spot.unit))}" if spot.unit else symbol


def where_words(spot: Spot | None) -> str:
    """The place alone: `t = 1, unit 5`."""
    if spot is None:
        return ""
    unit = f"unit {', '.join(map(str, spot.unit))}" if spot.unit else ""
    return ", ".join(filter(None, ("" if spot.moment is None else f"t = {spot.moment + 1}", unit))) or "its only number"


def visit(pair: Pair, row: Apart, spot: Spot | None) -> Request | None:
    """Travels to the number in this run; None while the other one is on the screen and has no such number."""
    if spot is None:
        return None
    return Request("travel", (Selection(row.name, row.adjoint, spot.moment, spot.unit), pair.ours.state.example))


def _first_words(pair: Pair, row: Apart, spot: Spot) -> str:
    here, there = (_entry(pair, row, spot, here=here) for here in (True, False))
    digits = pair.ours.state.digits
    numbers = f"{format_number(here, digits=digits)} here, {format_number(there, digits=digits)} there"
    start = f"{_given_words(pair)} Of what is computed, the" if pair.found.given else "The"
    return f"{start} first number that differs is {place_words(pair, row, spot)}: {numbers}."


def _entry(pair: Pair, row: Apart, spot: Spot, *, here: bool) -> float:
    scene = pair.ours if here else pair.theirs
    whole = scene.whole(row.name, row.adjoint)
    return float(whole[(*(() if spot.moment is None else (spot.moment,)), *spot.unit)])


def _given_words(pair: Pair) -> str:
    """What differs before anything is computed, by role."""
    quantities = pair.ours.network.quantities
    drawn = [row for row in pair.found.given if not row.adjoint and quantities[row.name].role == "parameter"]
    read = [row for row in pair.found.given if not row.adjoint and quantities[row.name].role != "parameter"]
    parts = []
    if drawn:
        shared = sum(
            row.status == "compared" and not row.adjoint and quantities[row.name].role == "parameter"
            for row in pair.found.rows
        )
        all_of = ("both" if shared == 2 else f"all {shared}") if len(drawn) == shared else f"{len(drawn)} of {shared}"
        parts.append(f"The parameters have other values ({all_of} that have the same name and shape in both).")
    if read:
        names = ", ".join(symbol_words(pair.ours, row.name, adjoint=False, moment=None) for row in read[:MOST_NAMED])
        parts.append(f"The data differ as well: {names}." if drawn else f"The data differ: {names}.")
    return " ".join(parts)


def _losses(pair: Pair) -> str:
    """The objective of the chosen example in both."""
    digits = pair.ours.state.digits
    here = pair.ours.trace.example_loss(pair.ours.state.example)
    there = pair.theirs.trace.example_loss(pair.theirs.state.example)
    numbers = [format_number(number, digits=digits, signed=False) for number in (here, there)]
    less = format_number(here - there, digits=digits)
    of = f" of example {pair.ours.state.example}" if pair.ours.trace.examples > 1 else ""
    return f"Loss{of}: {numbers[0]} here, {numbers[1]} there, difference {less}."


def _notes(pair: Pair) -> list[str]:
    """What keeps the two from being compared number by number."""
    notes = []
    moments = (pair.ours.trace.moments, pair.theirs.trace.moments)
    if moments[0] != moments[1] and None not in moments:
        notes.append(f"{moments[0]} moments here, {moments[1]} there: those that both have are compared.")
    odd = sum(row.status in ("ours", "theirs") and not row.adjoint for row in pair.found.rows)
    if odd:
        notes.append(f"{odd} quantities are in one of the two only; they stand at the end.")
    return notes

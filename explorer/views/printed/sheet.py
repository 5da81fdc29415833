"""What stands at the right, measured: the two cards, the note and the table of trials, for one equation and width."""

from dataclasses import dataclass
from functools import lru_cache

from engine.errata.compare import Comparison
from engine.errata.entry import Entry
from explorer.drawing.equation import Equation, set_equation
from explorer.drawing.writing import LINE, wrapped
from explorer.views.printed.choice import by_name, comparison

TITLE, CARD_HEAD, CARD_PAD, GAP = 56.0, 34.0, 14.0, 14.0
TABLE_HEAD, BUTTON = 34.0, 34.0
COLUMN, TRIAL_PAD = 94.0, 8.0
SIDE_BY_SIDE, NARROW = 640.0, 190.0
WHOLE = "the equation"
NOTHING_TO_CORRECT = "right as printed"
MEASURE = "Largest difference from what is derived, by the largest right number: 2 is a wrong sign."


@dataclass(frozen=True)
class Sheet:
    """All that is shown of one equation, with the places of its parts in px from the upper left.

    `right` is None where nothing is to be corrected. Cards lie beside each other where `beside`; numbers below their
    labels where `stacked`.
    """

    entry: Entry
    compared: Comparison
    printed: Equation
    right: Equation | None
    beside: bool
    card_width: float
    printed_height: float
    right_height: float
    note: tuple[str, ...]
    reason: tuple[str, ...]
    measure: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    stacked: bool
    note_top: float
    table_top: float
    button_top: float
    height: float


@lru_cache(maxsize=128)
def sheet(name: str, seed: int, width: float) -> Sheet:
    """The sheet of one equation at `width` px; computes the comparison where it is new."""
    entry = by_name()[name]
    compared = comparison(name, seed)
    beside = width >= SIDE_BY_SIDE
    half = (width - GAP) / 2
    printed, right = _pair(entry, (half if beside else width) - 2 * CARD_PAD)
    if beside and any(len(equation.rows) > 2 for equation in (printed, right) if equation):
        beside = False
        printed, right = _pair(entry, width - 2 * CARD_PAD)
    heights = [_card_height(printed), _card_height(right)]
    if beside:
        heights = [max(heights)] * 2
    cards = heights[0] if beside else heights[0] + GAP + heights[1]
    note, reason = wrapped(entry.note, width), wrapped(entry.reason, width)
    note_top = TITLE + cards + GAP
    table_top = note_top + (len(note) * LINE + GAP if note else 0.0)
    measure = wrapped(MEASURE, width) if compared.results else ()
    stacked = width - 2 * COLUMN < NARROW
    room = width - 12.0 if stacked else width - 2 * COLUMN - 12.0
    labels = tuple(wrapped(r.trial.label or WHOLE, room) for r in compared.results)
    trials = (
        TABLE_HEAD + sum(trial_height(label, stacked) for label in labels) + len(measure) * LINE + 8.0
        if compared.results
        else 0.0
    )
    reasons = TABLE_HEAD + len(reason) * LINE if reason else 0.0
    button_top = table_top + trials + reasons + GAP
    return Sheet(
        entry=entry,
        compared=compared,
        printed=printed,
        right=right,
        beside=beside,
        card_width=half if beside else width,
        printed_height=heights[0],
        right_height=heights[1],
        note=note,
        reason=reason,
        measure=measure,
        labels=labels,
        stacked=stacked,
        note_top=note_top,
        table_top=table_top,
        button_top=button_top,
        height=button_top + BUTTON + 12.0,
    )


def trial_height(label: tuple[str, ...], stacked: bool) -> float:
    """The height of a row of the table in px; where `stacked` the numbers stand below the label."""
    return (len(label) + stacked) * LINE + TRIAL_PAD


def _pair(entry: Entry, room: float) -> tuple[Equation, Equation | None]:
    return set_equation(entry.printed, room), set_equation(entry.corrected, room) if entry.corrected else None


def _card_height(equation: Equation | None) -> float:
    return CARD_HEAD + 2 * CARD_PAD + (equation.height if equation else LINE)

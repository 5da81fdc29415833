"""Findings: what of a distribution is worth a word, such as saturated gates, units that never fire, and NaN."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.checking.soundness import FLAT, MUCH, OPEN, RECTIFIERS, SHUT, made_by
from explorer.scene import Scene
from explorer.theme.numbers import format_number
from explorer.views.distributions.counting import Array, Counts, counts_of, known_rows
from explorer.views.distributions.memory import kept

Weight = Literal["error", "warning", "plain"]
WEIGHTS: tuple[Weight, ...] = ("error", "warning", "plain")


@dataclass(frozen=True, slots=True)
class Finding:
    """A few words, and how much they weigh."""

    words: str
    weight: Weight = "plain"


def findings(scene: Scene, name: str, *, adjoint: bool) -> tuple[Finding, ...]:
    """What is to be said of what is known at the cursor, the worst first; nothing where nothing is known."""
    if not scene.exists(name, adjoint):
        return ()
    counts, rows = counts_of(scene, name, adjoint=adjoint), known_rows(scene, name, adjoint=adjoint)
    if rows.start == rows.stop:
        return ()
    found = _not_finite(counts, rows, adjoint=adjoint)
    op = "" if adjoint else made_by(scene.network, name)
    if op in RECTIFIERS:
        found += _dead(counts, rows)
    if not counts.signed:
        found += _gates(counts, rows)
    elif op == "tanh":
        found += _flat(counts, rows)
    return tuple(sorted(found, key=lambda each: WEIGHTS.index(each.weight)))


def percent(share: float) -> str:
    """A share; neither 0 % nor 100 % unless it is."""
    if 0.0 < share < 0.005:
        return "< 1 %"
    return "> 99 %" if 0.995 < share < 1.0 else f"{100.0 * share:.0f} %"


def known_count(counts: Counts, rows: slice) -> int:
    """How many numbers are known."""
    return int((counts.finite[rows] + counts.nan[rows] + counts.infinite[rows]).sum())


def _not_finite(counts: Counts, rows: slice, *, adjoint: bool) -> list[Finding]:
    what = " in the adjoint" if adjoint else ""
    pairs = ((int(counts.nan[rows].sum()), "NaN"), (int(counts.infinite[rows].sum()), "±∞"))
    return [Finding(f"{number:,} {word}{what}", "error") for number, word in pairs if number]


def _dead(counts: Counts, rows: slice) -> list[Finding]:
    fired = counts.fired[rows].any(axis=0)
    dead = int((~fired).sum())
    return [Finding(f"{dead} of {fired.size} units never fire", "warning")] if dead else [Finding("all units fire")]


def _gates(counts: Counts, rows: slice) -> list[Finding]:
    total = int(counts.finite[rows].sum())
    if not total:
        return []
    low, high = counts.low[rows].sum() / total, counts.high[rows].sum() / total
    return [Finding(f"{percent(low)} < {SHUT:g}, {percent(high)} > {OPEN:g}", _weight(low + high))]


def _flat(counts: Counts, rows: slice) -> list[Finding]:
    total = int(counts.finite[rows].sum())
    if not total:
        return []
    share = (counts.low[rows].sum() + counts.high[rows].sum()) / total
    return [Finding(f"{percent(share)} saturated (±{FLAT:g})", _weight(share))]


def _weight(share: float) -> Weight:
    return "warning" if share > MUCH else "plain"


def mean_words(scene: Scene, name: str, *, adjoint: bool) -> str:
    """Mean ± standard deviation of what is known; "" where nothing is."""
    if not scene.exists(name, adjoint):
        return ""
    counts, rows = counts_of(scene, name, adjoint=adjoint), known_rows(scene, name, adjoint=adjoint)
    total = int(counts.finite[rows].sum())
    if not total:
        return ""
    mean = float(counts.sums[rows].sum()) / total
    spread = float(np.sqrt(max(float(counts.squares[rows].sum()) / total - mean * mean, 0.0)))
    digits = scene.state.digits
    return f"mean {format_number(mean, digits=digits)} ± {format_number(spread, digits=digits, signed=False)}"


def norm_words(scene: Scene, name: str) -> str:
    """The length of a parameter, and of its adjoint where it is known."""
    digits = scene.state.digits

    def length(adjoint: bool) -> float | None:
        if not scene.exists(name, adjoint) or not scene.known(name, adjoint, None):
            return None
        return kept(scene.trace, ("norm", name, adjoint), lambda: _length(scene.whole(name, adjoint)))

    value, adjoint = (format_number(length(each), digits=digits, signed=False) for each in (False, True))
    return f"norm {value}, adjoint {adjoint}"


def _length(array: Array) -> float:
    return float(np.linalg.norm(np.asarray(array, dtype=np.float64).ravel()))

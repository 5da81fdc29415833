"""What is said of a check: the verdict in a sentence, the place of a number, errors in a few letters."""

import math
from typing import Literal

from engine.checking.report import NumberCheck, Row
from explorer.checks import Checks
from explorer.command import Request
from explorer.scene import Scene
from explorer.scenery.quantities import symbol_words
from explorer.state import Selection
from explorer.theme.numbers import ABSENT, INFINITY, MINUS, format_number

Look = Literal["passed", "fails", "kink", "absent"]
LOOKS: dict[str, Look] = {"ok": "passed", "failed": "fails", "not smooth": "kink"}


def count(scene: Scene) -> str:
    """What stands on the tab: how many fail, a tick where none does."""
    checks = scene.checks
    if checks is None or checks.report is None or not checks.of(scene.state.run):
        return ""
    failed = sum(row.verdict == "failed" for row in checks.report.rows)
    return str(failed) if failed else "\N{CHECK MARK}"


def error_text(error: float | None) -> str:
    """An error in at most six letters, such as 3e−10."""
    if error is None:
        return ABSENT
    if math.isnan(error):
        return "NaN"
    if math.isinf(error):
        return INFINITY
    if error == 0.0:
        return "0"
    if 1e-2 <= error < 1e4:
        return f"{error:.2g}" if error < 100.0 else f"{error:.0f}"
    return f"{error:.0e}".replace("e-0", "e-").replace("e+0", "e").replace("e+", "e").replace("-", MINUS)


def tolerance_text(tolerance: float) -> str:
    """Such as 1e−6."""
    return f"1e{MINUS}{round(-math.log10(tolerance))}"


def place_words(scene: Scene, found: NumberCheck) -> str:
    """Where a number stands: moments from 1, examples and units from 0."""
    parts = [] if found.moment is None else [f"t = {found.moment + 1}"]
    if found.example is not None and scene.trace.examples > 1:
        parts.append(f"example {found.example}")
    if found.unit:
        parts.append(f"unit {', '.join(map(str, found.unit))}")
    return ", ".join(parts) or "its only number"


def symbol_of(scene: Scene, found: NumberCheck) -> str:
    """Its symbol with the moment: δ_φ[24]."""
    return symbol_words(scene, found.name, adjoint=True, moment=found.moment)


def visit(found: NumberCheck) -> Request:
    """Travels to the number, in the example where it stands."""
    return Request("travel", (Selection(found.name, True, found.moment, found.unit), found.example))


def entry_words(scene: Scene, found: NumberCheck) -> str:
    """Symbol, example and unit of one number: `δ_φ[24], example 0, unit 2`."""
    rest = [part for part in place_words(scene, found).split(", ") if not part.startswith("t = ")]
    said = (
        place_words(scene, found).removeprefix("" if found.moment is None else f"t = {found.moment + 1}").lstrip(", ")
    )
    return f"{symbol_of(scene, found)}, {said}" if rest and said != "its only number" else symbol_of(scene, found)


def verdict_words(scene: Scene, checks: Checks) -> str:
    """The headline of a check that is done."""
    report = checks.report
    assert report is not None
    many = len(report.rows)
    if not any(row.verdict != "not smooth" for row in report.rows):
        return "Nothing could be compared: the objective has a kink or is not finite at these numbers."
    if report.passed:
        worst = worst_of(report.rows)
        return (
            f"Passed: all {many} adjoints agree. The worst relative error is {error_text(worst.relative_error)}, "
            f"of {entry_words(scene, worst.worst)}."
        )
    failed = sum(row.verdict == "failed" for row in report.rows)
    first = report.first_failing
    if first is None:
        return f"Fails: {failed} of {many} adjoints differ."
    digits = max(5, scene.state.digits)
    numbers = f"{format_number(first.derived, digits=digits)}, numeric {format_number(first.numeric, digits=digits)}"
    made = "printed" if checks.wish.printed else "derived"
    return (
        f"Fails first at {entry_words(scene, first)}, from the output backwards: {made} {numbers}. "
        f"{failed} of {many} adjoints differ."
    )


def worst_of(rows: tuple[Row, ...]) -> Row:
    """The row with the largest error among those that could be compared."""
    compared = [row for row in rows if row.verdict != "not smooth"] or list(rows)
    return max(compared, key=lambda row: row.relative_error)


def checked_words(row: Row) -> str:
    """How many entries were checked, and how they were chosen."""
    if not row.sampled:
        return f"all {row.entries:,}" if row.entries > 1 else "its only entry"
    return f"{row.checked:,} of {row.entries:,}, seeded"

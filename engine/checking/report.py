"""What a check found: one row per quantity, worst first, and the place where an error enters the backward pass."""

import math
from dataclasses import dataclass
from typing import Literal

from engine.language.draft import Role

Verdict = Literal["ok", "failed", "not smooth"]
ORDER: dict[Verdict, int] = {"failed": 0, "ok": 1, "not smooth": 2}


@dataclass(frozen=True, slots=True)
class NumberCheck:
    """One derived adjoint beside its numeric estimate; `uncertainty` is how far the estimate itself may be off.

    Moments, examples and units count from 0; a parameter has neither moment nor example. `smooth` is False where the
    objective has a kink, so that there is no derivative to compare with.
    """

    name: str
    moment: int | None
    example: int | None
    unit: tuple[int, ...]
    numeric: float
    derived: float
    uncertainty: float
    smooth: bool = True

    @property
    def absolute_error(self) -> float:
        """|numeric − derived|; 0 where both are the same, infinities included."""
        return 0.0 if self.numeric == self.derived else abs(self.numeric - self.derived)

    @property
    def relative_error(self) -> float:
        """|numeric − derived| by the larger of the two; 0 where both are 0."""
        return relative(abs(self.numeric - self.derived), max(abs(self.numeric), abs(self.derived)))

    def agrees(self, tolerance: float = 1e-6) -> bool:
        """Whether the two differ by no more than the tolerance and what the estimate cannot resolve."""
        allowed = tolerance * max(abs(self.numeric), abs(self.derived)) + self.uncertainty
        return not self.smooth or abs(self.numeric - self.derived) <= allowed

    @property
    def place(self) -> str:
        """The entry as it is written in Python: `s[4, 0, 2]`."""
        index = [part for part in (self.moment, self.example) if part is not None] + list(self.unit)
        return f"{self.name}[{', '.join(map(str, index))}]" if index else self.name


@dataclass(frozen=True, slots=True)
class Row:
    """The check of one quantity: its largest error, measured by the largest number of its adjoint.

    `checked` of `entries` numbers were checked one by one; where that is not all, a random direction over all of them
    was checked per example and `direction_error` is its error. `worst` is the entry with the largest error.
    """

    name: str
    role: Role
    relative_error: float
    checked: int
    entries: int
    not_smooth: int
    worst: NumberCheck
    direction_error: float | None
    verdict: Verdict

    @property
    def sampled(self) -> bool:
        """Whether only some of the entries were checked one by one."""
        return self.checked < self.entries


@dataclass(frozen=True, slots=True)
class Report:
    """The whole check, rows worst first; `first_failing` made the first wrong number of the backward pass."""

    rows: tuple[Row, ...]
    tolerance: float
    seed: int
    first_failing: NumberCheck | None = None

    @property
    def passed(self) -> bool:
        """Whether no quantity failed."""
        return all(row.verdict != "failed" for row in self.rows)

    @property
    def not_smooth(self) -> int:
        """How many of the entries checked lie at a kink of the objective."""
        return sum(row.not_smooth for row in self.rows)

    def row(self, name: str) -> Row:
        """The row of one quantity; KeyError where it was not checked."""
        for row in self.rows:
            if row.name == name:
                return row
        raise KeyError(name)


def relative(error: float, scale: float) -> float:
    """The error by its scale; nothing by nothing is 0."""
    return 0.0 if error == 0 else error / scale if scale else float("inf")


def worst_first(rows: list[Row]) -> tuple[Row, ...]:
    """Rows that failed before rows that did not, then by error; what is not a number counts as the largest error."""

    def rank(row: Row) -> tuple[int, float]:
        return ORDER[row.verdict], float("-inf") if math.isnan(row.relative_error) else -row.relative_error

    return tuple(sorted(rows, key=rank))


def written(report: Report) -> str:
    """The report as a table for a terminal, worst first, with a line that sums it up."""
    width = max([8, *(len(row.name) for row in report.rows)])
    lines = [f"{'quantity':{width}}  {'error':>8}  {'verdict':10}  {'checked':>13}  worst entry"]
    for row in report.rows:
        count = f"{row.checked}/{row.entries}"
        worst = f"{row.worst.place}: numeric {row.worst.numeric:.9g}, derived {row.worst.derived:.9g}"
        kinks = f" ({row.not_smooth} not smooth)" if row.not_smooth and row.verdict != "not smooth" else ""
        lines.append(f"{row.name:{width}}  {row.relative_error:8.1e}  {row.verdict:10}  {count:>13}  {worst}{kinks}")
    many = f"{len(report.rows)} quantities"
    if report.passed:
        kinks = f", {report.not_smooth} entries not smooth" if report.not_smooth else ""
        lines.append(f"passed: {many} agree within {report.tolerance:g}{kinks}")
    else:
        failed = sum(row.verdict == "failed" for row in report.rows)
        first = report.first_failing
        where = f"; the first wrong adjoint of the backward pass is that of {first.place}" if first else ""
        lines.append(f"failed: {failed} of {many} differ by more than {report.tolerance:g}{where}")
    if any(row.sampled for row in report.rows):
        lines.append(f"where not all entries were checked: a sample (seed {report.seed}) and one direction over all")
    return "\n".join(lines)

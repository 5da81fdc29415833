"""The numeric check as it is known by now: what was asked for, row by row what was found, and of which run."""

from dataclasses import dataclass

from engine.checking.report import Report, Row
from explorer.state import Run

TOLERANCES = (1e-4, 1e-5, 1e-6, 1e-7, 1e-8)
USUAL = {"float64": 1e-6, "float32": 1e-4}
"""The largest relative error that passes, where no other was chosen: single precision has seven digits."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A check that is asked for: `printed` names an equation that stands in the place of the derived line, if any."""

    tolerance: float
    printed: str = ""


@dataclass(frozen=True, eq=False)
class Checks:
    """A check of `run`, `rows` worst first as far as they are made of `total`.

    `report` is there once it is done, `message` where it could not be made; `most` entries of a quantity are checked
    one by one, and `names` are the quantities whose lines a printed equation takes.
    """

    run: Run
    wish: Wish
    total: int
    most: int
    rows: tuple[Row, ...] = ()
    report: Report | None = None
    running: bool = False
    message: str = ""
    names: tuple[str, ...] = ()

    def of(self, run: Run) -> bool:
        """Whether it is a check of this run: of another it is out of date."""
        return self.run == run

"""Makes the numeric check of a run, or of a run with a printed equation in the place of a derived line."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from engine.checking.check import check_trace
from engine.checking.replay import recorded
from engine.checking.report import Row, worst_first
from engine.checking.sampling import affordable
from engine.errata.fitting import substitution, with_printed
from engine.errors import ChainruleError
from engine.trace import Trace
from explorer.checks import Checks, Wish
from explorer.state import Run

MOST, AT_ONCE, BESIDE = 64, 60_000_000, 240_000_000
"""Entries of each quantity that are checked one by one at most, and how many numbers are recomputed for all of them: a
few seconds where somebody waits for it, some more beside a window."""


def made_checks(
    run: Run,
    trace: Trace,
    wish: Wish,
    *,
    numbers: int = AT_ONCE,
    go_on: Callable[[], None] = lambda: None,
    told: Callable[[Checks], None] = lambda checks: None,
) -> Checks:
    """The check of a run whose trace is there; `told` gets what is known after every quantity.

    What cannot be checked is said in its message. Whatever `go_on` raises to give it up passes through.
    """
    names: tuple[str, ...] = ()
    if wish.printed:
        try:
            printed = substitution(trace.program, wish.printed)
            names = printed.names
            trace = with_printed(trace, printed.formulas)
        except ChainruleError as error:
            return Checks(run, wish, 0, 0, message=str(error), names=names)
    total = len(trace.adjoints)
    most = affordable(recorded(trace), trace.adjoints, most=MOST, numbers=numbers)
    known = Checks(run, wish, total, most, running=True, names=names)
    rows: list[Row] = []

    def one_more(row: Row) -> None:
        rows.append(row)
        told(replace(known, rows=worst_first(rows)))

    with np.errstate(all="ignore"):
        report = check_trace(
            trace,
            tolerance=wish.tolerance,
            most=most,
            interventions=() if wish.printed else run.interventions,
            go_on=go_on,
            told=one_more,
        )
    return replace(known, rows=report.rows, report=report, running=False)

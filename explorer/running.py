"""Running: from what a state asks for to a program with its data and the trace of its run."""

from collections.abc import Callable
from contextlib import closing

from engine.exchange.opening import Prepared, prepare
from engine.exchange.replaying import Replaying
from engine.trace import Trace
from explorer.state import Run

Made = tuple[Prepared, Trace]


def make(
    run: Run,
    unwanted: Callable[[], bool] | None = None,
    replaying: Callable[[str], Replaying] | None = None,
    *,
    known: Prepared | None = None,
) -> Made:
    """Prepares, unless it is `known` what that gives, and runs, from a recording where the run is of one.

    `replaying` gives the recording that is kept open; without it, it is opened and let go again. Raises ChainruleError
    for what cannot be run, or once it is `unwanted`.
    """
    if run.recording:
        if replaying is not None:
            return replaying(run.recording).at(run.iteration, run.interventions, unwanted=unwanted)
        with closing(Replaying(run.recording)) as opened:
            return opened.at(run.iteration, run.interventions, unwanted=unwanted)
    prepared = prepare(run.opening) if known is None else known
    return prepared, prepared.run(run.interventions, unwanted=unwanted)

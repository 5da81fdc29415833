"""`replay`: runs any iteration of a recording again, exactly as it was, and writes every value and every adjoint."""

import argparse
from pathlib import Path

from engine.commands import DONE, Refusal, Subcommand
from engine.exchange.arrays import FORMATS, write_arrays
from engine.exchange.recipes import recorded_course
from engine.exchange.trace_arrays import trace_arrays
from engine.exchange.wording import met, shown
from engine.recording.reaching import replayed
from engine.recording.recording import Recording

NOTES = """\
The file holds value/NAME and adjoint/NAME as that of `trace` does. Iterations count from 0; the number that follows the
last one gives the iteration that would come next. What is run again is held against the recorded metrics bit for bit;
with --inexact other last digits, those of another machine or another NumPy, are no error."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("recording", metavar="RUN.chainrule", help="what `train --record` wrote")
    parser.add_argument("--iteration", metavar="N", required=True, help="which iteration, counted from 0")
    parser.add_argument("--update", action="store_true", help="also what the update of the parameters reads and makes")
    parser.add_argument("--inexact", action="store_true", help="accept other last digits than were recorded")
    parser.add_argument("--out", metavar="OUT.npz", required=True, help="the file to write (.npz or .safetensors)")


def _run(options: argparse.Namespace) -> int:
    if Path(options.out).suffix.lower() not in FORMATS:
        raise Refusal(f"--out {shown(options.out)}: allowed are files that end in {' or '.join(FORMATS)}")
    with Recording.open(options.recording, read_only=True) as recording:
        length = recording.length
        if not options.iteration.isascii() or not options.iteration.isdigit() or len(options.iteration) > 15:
            raise Refusal(f"--iteration {met(options.iteration)}: allowed is a whole number from 0 to {length}")
        iteration = int(options.iteration)
        if iteration > length:
            raise Refusal(
                f"--iteration {iteration}: {shown(options.recording)} has 0 to {length - 1}, and {length} next"
            )
        trace = replayed(recorded_course(recording), recording, iteration, exact=not options.inexact)
    arrays = trace_arrays(trace, update=options.update)
    write_arrays(options.out, arrays)
    loss = trace.loss / trace.examples
    print(f"wrote {shown(options.out)}: iteration {iteration} of {length}; {len(arrays)} arrays; loss {loss:.10g}")
    return DONE


REPLAY = Subcommand(
    "replay",
    "run an iteration of a recording again and write every value and adjoint",
    _arguments,
    _run,
    example="chainrule replay xor.chainrule --iteration 40 --out at40.npz",
    notes=NOTES,
)

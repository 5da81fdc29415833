"""`watch`: runs a network once and prints expressions over its values and adjoints, moment by moment."""

import argparse
from math import prod

import numpy as np

from engine.commands import DONE, Refusal, Subcommand
from engine.exchange.logs import number_heads
from engine.exchange.requests import add_run_arguments, read_request
from engine.run.fast import run_planned as run
from engine.watching.watch import Watch, read_watch

MOST_NUMBERS = 64
ABSENT = "—"
NOTES = """\
An expression reads values by their names and adjoints by theirs (eps_s, delta_iota, or d_ before the name), at t where
nothing else is said: s[t-1], eps_s[t+1]. Besides the ops of the equation language there are norm, max, min, mean over
the units of one moment and example, single entries s[t][2, 0], last(x): x when it was last computed before, and
comparisons joined by and, or, not; t alone is the number of the moment. Moments count from 1, all else from 0."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    add_run_arguments(parser)
    parser.add_argument(
        "expressions",
        metavar="EXPRESSION",
        nargs="*",
        help="what to print, as in 'norm(eps_s)' (default: the objective)",
    )
    parser.add_argument("--example", metavar="N", type=int, default=0, help="the example to look at (default: 0)")


def _run(options: argparse.Namespace) -> int:
    request = read_request(options)
    texts = options.expressions or [request.network.objective]
    watches = [_narrow(read_watch(text, request.network)) for text in texts]
    with np.errstate(all="ignore"):
        trace = run(
            request.network.program,
            request.inputs,
            request.parameters,
            moments=request.moments,
            seed=options.seed,
        )
    if not 0 <= options.example < trace.examples:
        raise Refusal(f"--example {options.example}: allowed are 0 to {trace.examples - 1}")
    for watch in watches:
        if not watch.timed:
            words = map(_written, np.ravel(watch.series(trace, options.example)))
            print("\n".join(f"{head} = {word}" for head, word in zip(number_heads(watch), words, strict=True)))
    columns = [["t", *(str(moment + 1) for moment in range(trace.moments or 0))]]
    for watch in watches:
        if watch.timed:
            series = watch.series(trace, options.example).reshape(trace.moments or 0, -1)
            there = watch.has_last(trace.schedule)
            for number, head in enumerate(number_heads(watch)):
                numbers = zip(series[:, number], there, strict=True)
                columns.append([head, *(_written(one) if known else ABSENT for one, known in numbers)])
    if len(columns) > 1:
        widths = [max(map(len, column)) for column in columns]
        for row in zip(*columns, strict=True):
            print("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))
    return DONE


def _narrow(watch: Watch) -> Watch:
    """The watch, where its numbers fit a line."""
    if prod(watch.shape) > MOST_NUMBERS:
        met = f"{watch.text!r} has {prod(watch.shape)} numbers"
        raise Refusal(f"{met}, at most {MOST_NUMBERS} are printed; name entries, or norm(…)")
    return watch


def _written(number: np.generic) -> str:
    return ("yes" if number else "no") if isinstance(number, np.bool_) else f"{float(number):.6g}"


WATCH = Subcommand(
    "watch",
    "run a network once and print expressions over its values and adjoints",
    _arguments,
    _run,
    example="chainrule watch lstm_peephole 'norm(eps_s)' 'b_phi[0] * s[0, 0]' 'b_phi[0] > last(b_phi[0])'",
    notes=NOTES,
)

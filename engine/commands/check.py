"""`check`: holds every derived adjoint against finite differences and shows the result, worst first."""

import argparse
import math

import numpy as np

from engine.checking.check import check
from engine.checking.report import written
from engine.commands import DONE, FAILED, Subcommand
from engine.exchange.requests import add_run_arguments, read_request
from engine.exchange.wording import met

NOTES = """\
Exit status 0: all agree; 1: some do not. Parameters for which the text gives a value are moved a little from it, since
it may stand where a function has a kink and no derivative. Places count from 0: s[4, 0, 2] is the paper's s⁵."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    add_run_arguments(parser, moments=6, examples=2)
    parser.add_argument(
        "--tolerance",
        metavar="ERROR",
        type=_tolerance,
        default=1e-6,
        help="the largest error, relative to the largest number of the adjoint (default: 1e-6)",
    )


def _run(options: argparse.Namespace) -> int:
    request = read_request(options, given=False)
    with np.errstate(all="ignore"):
        report = check(
            request.network.program,
            request.inputs,
            request.parameters,
            tolerance=options.tolerance,
            seed=options.seed,
            moments=request.moments,
        )
    print(f"{request.network.name}: " + "; ".join([*request.notes, "derived against finite differences"]))
    rows = written(report).splitlines()
    verdict = next(row for row in rows if row.startswith(("passed:", "failed:")))
    compared = any(row.verdict != "not smooth" for row in report.rows)
    if not compared:  # agreement about nothing is none
        verdict = "failed: no entry could be compared; the objective has a kink or is not finite at these numbers"
    print("\n".join([*(row for row in rows if not row.startswith(("passed:", "failed:"))), verdict]))
    return DONE if report.passed and compared else FAILED


def _tolerance(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < 1:
        raise argparse.ArgumentTypeError(f"{met(text)}: a tolerance is a number between 0 and 1, such as 1e-6")
    return value


CHECK = Subcommand(
    "check",
    "hold every derived adjoint against finite differences, worst first",
    _arguments,
    _run,
    example="chainrule check lstm_peephole --size H=4 C=2",
    notes=NOTES,
)

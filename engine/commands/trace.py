"""`trace`: runs a network forward and backward once and writes every value and every adjoint."""

import argparse
from pathlib import Path

import numpy as np

from engine.commands import DONE, Refusal, Subcommand
from engine.exchange.arrays import FORMATS, write_arrays
from engine.exchange.requests import Request, add_run_arguments, read_request
from engine.exchange.trace_arrays import trace_arrays
from engine.exchange.wording import shown
from engine.optimisers.attaching import with_update
from engine.optimisers.rule import parse_rules
from engine.run.arrays import DTYPES
from engine.run.fast import run_planned as run
from engine.run.intervention import parse_intervention
from engine.trace import Trace

NOTES = """\
The file holds value/NAME and adjoint/NAME for every quantity: (T, B, …) with moments, (B, …) without, parameters
without B. Indices of --intervene count from 0 and mean [moment, example, unit…]; `:` stands for all."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    add_run_arguments(parser)
    parser.add_argument("--dtype", choices=DTYPES, default="float64", help="what is computed in (default: float64)")
    parser.add_argument(
        "--intervene",
        metavar="NAME[t,example,unit]=NUMBER",
        nargs="+",
        action="extend",
        default=[],
        help="a value put in place of the computed one, as in 'b_phi[3,0,2]=1.0'",
    )
    parser.add_argument(
        "--optimiser",
        metavar="RULES",
        help="also one update of the parameters, as in 'adam eta=0.01': value/W' is what W becomes",
    )
    parser.add_argument("--out", metavar="OUT.npz", required=True, help="the file to write (.npz or .safetensors)")


def _run(options: argparse.Namespace) -> int:
    if Path(options.out).suffix.lower() not in FORMATS:
        raise Refusal(f"--out {shown(options.out)}: allowed are files that end in {' or '.join(FORMATS)}")
    request = read_request(options)
    program = request.network.program
    if options.optimiser is not None:
        program = with_update(program, parse_rules(options.optimiser))
    interventions = [parse_intervention(text, request.network) for text in options.intervene]
    with np.errstate(all="ignore"):
        trace = run(
            program,
            request.inputs,
            request.parameters,
            dtype=options.dtype,
            interventions=interventions,
            moments=request.moments,
            seed=options.seed,
        )
        summary = _summary(options.out, trace, request, sorted({one.name for one in interventions}))
    write_arrays(options.out, trace_arrays(trace))
    print(summary)
    return DONE


def _summary(path: str, trace: Trace, request: Request, put_in: list[str]) -> str:
    extent = f"T={trace.moments}, B={trace.examples}" if trace.moments is not None else f"B={trace.examples}"
    count = len(trace.values) + len(trace.adjoints)
    parts = [f"{count} arrays", f"{trace.dtype}", extent, f"loss {trace.loss:.10g}", *request.notes]
    if put_in:
        parts.append(f"intervened in {', '.join(put_in)}")
    return f"wrote {shown(path)}: " + "; ".join(parts)


TRACE = Subcommand(
    "trace",
    "run a network once and write every value and every adjoint",
    _arguments,
    _run,
    example="chainrule trace lstm_peephole --size H=16 --intervene 'b_phi[3,0,2]=1.0' --out trace.npz",
    notes=NOTES,
)

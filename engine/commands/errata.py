"""`errata`: the papers' equations as printed and as verified, with the difference of both from what is derived."""

import argparse
from collections import Counter
from collections.abc import Iterator

from engine.commands import DONE, Subcommand
from engine.errata.compare import Comparison, compare
from engine.errata.entry import VERDICTS, Entry
from engine.errata.reading import entries, find_entries, find_paper
from engine.errata.words import in_words
from engine.exchange.wording import met

NOTES = """\
Papers: 000 multilayer perceptron, recurrent network, LSTM with peepholes; 001 plain LSTM; 002 convolutional network;
003 homework problems. A difference is max|difference| by max|right| on a small network drawn from the seed; 2 is a
wrong sign. « » marks what is wrong, or corrected."""
WIDTH = 11


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "which", metavar="PAPER[:EQ]", nargs="?", help="a paper, or one of its equations: 000:43 (default: all)"
    )
    parser.add_argument("--misprints", action="store_true", help="only what is misprinted")
    parser.add_argument(
        "--seed", metavar="N", type=_seed, default=0, help="which numbers the networks are given (default: 0)"
    )


def _run(options: argparse.Namespace) -> int:
    chosen = entries() if options.which is None else find_entries(options.which)
    shown = [entry for entry in chosen if entry.verdict == "misprint" or not options.misprints]
    paper = ""
    for entry in shown:
        if entry.paper != paper:
            paper = entry.paper
            print(f"{paper}  {find_paper(paper).title} ({find_paper(paper).authors})\n")
        print("\n".join(_rows(entry, compare(entry, options.seed))) + "\n")
    print(_summary(shown))
    return DONE


def _rows(entry: Entry, comparison: Comparison) -> Iterator[str]:
    yield f"{entry.name}  {entry.verdict}" + (f"  [{entry.network} {entry.line}]".rstrip() if entry.network else "")
    yield f"  {'printed':{WIDTH}}{in_words(entry.printed)}"
    if entry.corrected:
        yield f"  {'corrected':{WIDTH}}{in_words(entry.corrected)}"
    for result in comparison.results:
        printed = "no value" if result.printed_difference is None else f"{result.printed_difference:.3g}"
        label = f"  {result.trial.label}" if result.trial.label else ""
        yield f"  {'difference':{WIDTH}}printed {printed}, corrected {result.corrected_difference:.2g}{label}"
    if entry.reason:
        yield f"  {'not run':{WIDTH}}{entry.reason}"
    if entry.note:
        yield f"  {'note':{WIDTH}}{entry.note}"


def _summary(shown: list[Entry]) -> str:
    counts = Counter(entry.verdict for entry in shown)
    parts = ", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS if counts[verdict])
    run = sum(bool(entry.trials) for entry in shown)
    return f"{len(shown)} equation{'' if len(shown) == 1 else 's'}" + (f": {parts}; {run} evaluated" if shown else "")


def _seed(text: str) -> int:
    try:
        value = int(text)
    except ValueError:
        value = -1
    if not 0 <= value < 2**63:
        raise argparse.ArgumentTypeError(f"{met(text)}: a seed is a whole number, 0 or more")
    return value


ERRATA = Subcommand(
    "errata",
    "show the papers' equations as printed and as verified, with the difference of each in numbers",
    _arguments,
    _run,
    example="chainrule errata 000:43",
    notes=NOTES,
)

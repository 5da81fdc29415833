"""The arguments of `render`: what is run, where in it, beside what, and on which page it is drawn."""

import argparse
import re
from typing import get_args

from engine.exchange.requests import parse_sequence
from engine.exchange.wording import met
from explorer.figure.at import AT_HELP
from explorer.state import Colours, Contrast

WINDOW = "window"
_EXTENT = re.compile(r"(\d{1,6})(?:[x×](\d{1,6}))?", re.ASCII)
_SIZE = re.compile(r"([A-Za-z]\w*)=(\d{1,9})", re.ASCII)
NOTES = (
    AT_HELP
    + """

The same arguments give the same bytes. Text stays text in SVG and PDF. Every file holds its recipe as metadata.
A page of W×H px is W/96 × H/96 inches large in every format; --scale is for PNG: pixels for one px."""
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """All of them, in the order in which the help shows them."""
    _add_what_is_shown(parser)
    _add_what_is_run(parser)
    _add_what_is_compared(parser)
    _add_page(parser)


def _add_what_is_shown(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source", metavar="SCENARIO|NETWORK|FILE", help="what to run: `chainrule list` names what is built in"
    )
    parser.add_argument(
        "--view",
        metavar="NAME",
        required=True,
        help=f"a panel (`chainrule list views`), or {WINDOW} for the whole window",
    )
    parser.add_argument(
        "--at", metavar="'t=5,phase=backward,line=17'", default="", help="where the cursor stands, see below"
    )
    parser.add_argument("--select", metavar="NAME", help="the value or adjoint that is looked at, as in b_phi or eps_s")


def _add_what_is_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--sizes",
        metavar="H=16",
        nargs="+",
        action="extend",
        default=[],
        type=_network_size,
        help="sizes of the network in place of those of the scenario",
    )
    parser.add_argument(
        "--optimiser", metavar="RULES", default="", help="how parameters are updated, as in 'adam eta=0.01'"
    )
    parser.add_argument(
        "--parameters",
        metavar="P.npz|P.safetensors",
        default="",
        help="one array per parameter, by name, in place of seeded ones",
    )
    parser.add_argument("--seed", metavar="N", type=_seed, help="seed of the initial parameters")
    parser.add_argument(
        "--sequence",
        metavar="3,0,1,2",
        type=parse_sequence,
        default=(),
        help="numbers that the only input of a network reads, one at each moment",
    )


def _add_what_is_compared(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--intervene",
        metavar="'b_phi[3,0,2]=1.0'",
        action="append",
        default=[],
        help="put a value in by hand, counted from 0 over (moment, example, unit…); may be given again",
    )
    parser.add_argument(
        "--contrast",
        choices=get_args(Contrast),
        help="with --intervene or --against: this run, the other one, or their difference (default: after)",
    )
    parser.add_argument(
        "--against",
        metavar="'seed 5'",
        default="",
        help="the run to compare with: a network, a scenario, seed N, iteration N of a recording, float32 or float64",
    )


def _add_page(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--size",
        metavar="1600x1000",
        type=_extent,
        default=(None, None),
        help="the page in px at 96 to the inch; 1600 alone takes the height that is needed",
    )
    parser.add_argument(
        "--scale", metavar="2", type=_scale, default=1.0, help="pixels of a PNG for one px, 1 to 4 (default: 1)"
    )
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help="colours (default: light)")
    parser.add_argument(
        "--colours",
        choices=get_args(Colours),
        default="tide",
        help="maps of values and adjoints: tide and orchard, harbour and iris (stronger), graphite (for print in grey)",
    )
    parser.add_argument("--transparent", action="store_true", help="no ground behind the picture")
    parser.add_argument(
        "--no-caption", action="store_true", help="the picture alone, without title, caption and provenance"
    )
    parser.add_argument("--letter", metavar="a", default="", help="the letter of a panel, before the title")
    parser.add_argument("--out", metavar="FIGURE.(png|svg|pdf)", required=True, help="the file to write")


def _extent(text: str) -> tuple[int, int | None]:
    found = _EXTENT.fullmatch(text)
    if not found or not int(found[1]) or found[2] == "0":
        raise argparse.ArgumentTypeError(
            f"{met(text)} is no size of a picture, as in 1600x1000 or 1600 (the size of the network is --sizes H=16)"
        )
    return int(found[1]), int(found[2]) if found[2] else None


def _network_size(text: str) -> tuple[str, int]:
    found = _SIZE.fullmatch(text)
    if not found:
        raise argparse.ArgumentTypeError(
            f"{met(text)} is no size of a network, as in H=16 (the size of the picture is --size 1600x1000)"
        )
    return found[1], int(found[2])


def _scale(text: str) -> float:
    try:
        value = float(text)
        if 1 <= value <= 4:
            return value
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{met(text)} is no scale; allowed are 1 to 4")


def _seed(text: str) -> int:
    if not re.fullmatch(r"\d{1,15}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{met(text)} is no seed; allowed are whole numbers from 0")
    return int(text)

"""The command `chainrule`: opens the window, or runs one of the subcommands that need none."""

import argparse
import sys
from pathlib import Path

from engine.commands import NO_DISPLAY, Listing, Refusal, Subcommand
from engine.commands import main as run_line
from engine.exchange.opening import Opening, prepare
from engine.exchange.own_scenarios import SUFFIX as SCENARIO
from engine.exchange.own_scenarios import own_scenarios
from engine.exchange.requests import parse_sequence, parse_size
from explorer.display import NO_DISPLAY_WORDS, has_display
from explorer.recorded import SUFFIX, recorded_state
from explorer.state import State

FIGURES = ("png", "svg", "pdf")


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source",
        nargs="?",
        default="occupancy",
        metavar="SCENARIO|NETWORK|FILE",
        help="what to open (default: the scenario occupancy); a FILE is a network (.net), a table (.csv …), a text, a "
        "picture, a folder of them or many in one file (.jpg .png … IDX .npz), a recording (.chainrule), a scenario of "
        "your own (.scenario), or a figure (.png .svg .pdf) that was made here",
    )
    parser.add_argument(
        "--size",
        action="extend",
        nargs="+",
        default=[],
        type=parse_size,
        metavar="H=16",
        help="sizes of the network",
    )
    parser.add_argument("--seed", type=int, help="seed of the initial parameters")
    parser.add_argument(
        "--threshold", type=float, metavar="DB", help="power above it counts as occupied (tables of power)"
    )
    parser.add_argument("--inputs", metavar="A,B", help="columns of a table that the network reads")
    parser.add_argument("--targets", metavar="A,B", help="columns of a table that it predicts, one row later")
    parser.add_argument(
        "--sequence",
        type=parse_sequence,
        default=(),
        metavar="3,0,1,2",
        help="numbers that the only input of a network reads, one at each moment (such as counter, or counting)",
    )
    parser.add_argument(
        "--network",
        default="",
        help="the network that reads a table (default: lstm_peephole) or pictures (cnn_classes)",
    )
    parser.add_argument(
        "--parameters",
        default="",
        metavar="P.npz|P.safetensors",
        help="one array per parameter, by name, in place of seeded ones",
    )
    parser.add_argument(
        "--optimiser",
        default="",
        metavar="RULES",
        help="how parameters are updated, as in 'adam eta=0.01' or 'clip_norm limit=1 + sgd' (`list optimisers`)",
    )


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",")) if text else ()


def _state(options: argparse.Namespace) -> State:
    """What the arguments ask for; a figure made by Chainrule is opened where it was taken."""
    path = Path(options.source)
    if path.suffix.lower() == SUFFIX:
        return recorded_state(options.source)
    if path.suffix.lower().lstrip(".") in FIGURES:
        from explorer.figure.recipe import holds_recipe, read_recipe  # Qt, to look into a picture
        from explorer.figure.reopening import reopened

        if holds_recipe(path):
            return reopened(read_recipe(path), folder=path.parent)
    own = own_scenarios().get(options.source)
    if path.suffix.lower() == SCENARIO or own is not None:
        from explorer.figure.own_scenario import scenario_state  # Qt, as above

        return scenario_state(own or path)
    return State(
        Opening(
            options.source,
            sizes=tuple(options.size),
            seed=options.seed,
            threshold=options.threshold,
            inputs=_names(options.inputs),
            targets=_names(options.targets),
            network=options.network,
            optimiser=options.optimiser,
            sequence=options.sequence,
            parameters=options.parameters,
        )
    )


def _open(options: argparse.Namespace) -> int:
    """Opens the window; what cannot be opened, and a missing display, is said before any window is made."""
    state = _state(options)
    prepare(state.opening)
    if not has_display():
        raise Refusal(
            f"{NO_DISPLAY_WORDS}; `chainrule render {options.source} --view cell --out cell.png` works without one",
            NO_DISPLAY,
        )
    from explorer.application import run_application  # Qt, only where a window is wanted

    return run_application(state)


WINDOW = Subcommand(
    "open", "opens the window on a scenario, a network or a file", _arguments, _open, example="chainrule occupancy"
)


def _views() -> list[tuple[str, ...]]:
    from explorer.application import all_views  # Qt, only for this listing

    return [(view.name, view.title, view.summary) for view in all_views()]


def _commands() -> list[tuple[str, ...]]:
    from explorer.application import all_commands  # Qt, only for this listing

    return [
        (command.name, ", ".join(command.keys), command.title) for command in all_commands().values() if command.menu
    ]


LISTINGS = (
    Listing("views", "the panels of the window, as `render --view` takes them", _views),
    Listing("commands", "the actions of the window with their keys", _commands),
)


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line; gives the exit status."""
    from explorer.bench import BENCH
    from explorer.render import RENDER

    return run_line(arguments, subcommands=(RENDER, BENCH), listings=LISTINGS, otherwise=WINDOW)


if __name__ == "__main__":
    sys.exit(main())

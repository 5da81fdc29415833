"""`list`: the names that other commands take, each with a line that says what it is."""

import argparse
from collections.abc import Iterator, Mapping

from engine.commands import DONE, Listing, Refusal, Subcommand
from engine.errors import ChainruleError
from engine.exchange.networks import load, network_names
from engine.exchange.own_networks import own_network_names
from engine.exchange.own_scenarios import own_scenarios, own_title
from engine.exchange.scenario import find_scenario, scenario_names
from engine.exchange.wording import one_line
from engine.language.formulas import nearest
from engine.ops import ops
from engine.optimisers.rule import Rule, rule_names


def _networks() -> Iterator[tuple[str, ...]]:
    for name in network_names():
        yield _network(name)
    for name in own_network_names():
        try:
            yield _network(name)
        except ChainruleError as error:
            yield name, "unreadable", "", one_line(str(error).partition("\n")[0])


def _network(name: str) -> tuple[str, ...]:
    network = load(name)
    sizes = " ".join(f"{size}={value}" for size, value in network.sizes.items())
    count = network.parameter_count
    return name, sizes or "no sizes", f"{count:,} parameter{'' if count == 1 else 's'}", _first_line(network.title)


def _scenarios() -> Iterator[tuple[str, ...]]:
    for name in scenario_names():
        yield name, _first_line(find_scenario(name).title)
    for name, path in own_scenarios().items():
        yield name, f"{one_line(own_title(path))} (your own)"


def _ops() -> Iterator[tuple[str, ...]]:
    for op in ops().values():
        if op.callable and op.vjp is not None:
            settings = "".join(f", {setting}=…" for setting in op.settings)
            yield op.name, f"{op.name}({', '.join('abcdef'[: op.arguments or 1])}{settings})", op.summary


def _optimisers() -> Iterator[tuple[str, ...]]:
    for name in rule_names():
        rule = Rule(name)
        settings = " ".join(f"{setting}={value:g}" for setting, value in rule.values.items())
        yield name, settings, _first_line(rule.network.title)


NETWORKS = Listing(
    "networks", "built-in networks and your own, their sizes and how many numbers training changes", _networks
)
SCENARIOS = Listing("scenarios", "built-in scenarios: a network, its data, and what to look at", _scenarios)
OPS = Listing("ops", "what an equation may call, besides + - * / @ **", _ops)
OPTIMISERS = Listing("optimisers", "rules of an update, and what may stand before one with a +", _optimisers)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", metavar="WHAT", nargs="?", help=f"one of {', '.join(parser.get_default('listings'))} (default: all)"
    )


def _run(options: argparse.Namespace) -> int:
    listings: Mapping[str, Listing] = options.listings
    if options.what is None:
        for number, listing in enumerate(listings.values()):
            print(("\n" if number else "") + f"{listing.name} ({listing.summary})")
            _show(listing, "  ")
        return DONE
    if options.what not in listings:
        allowed = ", ".join(listings)
        raise Refusal(f"list {options.what!r}: allowed are {allowed}{nearest(options.what, listings)}")
    _show(listings[options.what], "")
    return DONE


def _show(listing: Listing, indent: str) -> None:
    rows = list(listing.rows())
    widths = [max(map(len, column)) for column in zip(*rows, strict=False)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        print((indent + "  ".join(cells)).rstrip())


def _first_line(title: str) -> str:
    return title.strip().partition("\n")[0]


LIST = Subcommand(
    "list", "show what there is: networks, scenarios, ops and more", _arguments, _run, example="chainrule list networks"
)

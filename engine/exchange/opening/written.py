"""Opens a text that was typed in place of a network: on the data of its source, or on seeded ones where they misfit."""

from collections.abc import Callable
from dataclasses import replace

from engine.errors import ChainruleError
from engine.exchange.networks import load
from engine.exchange.opening.asked import Opening, Prepared
from engine.exchange.opening.network import open_network

EDITED = ", edited"


def prepare_written(opening: Opening, prepare: Callable[[Opening], Prepared]) -> Prepared:
    """The run of a typed text; `prepare` opens what the source gives.

    Raises ChainruleError where the text is wrong, or where the source cannot be opened with its own network either.
    """
    declared = load(opening.network_or(opening.source), **dict(opening.sizes))
    try:
        prepared = prepare(opening)
    except ChainruleError as error:
        prepare(replace(opening, text="", sizes=()))
        return _seeded(opening, str(error).partition("\n")[0])
    sizes = prepared.network.sizes
    other = [f"{name} = {sizes[name]}" for name in sizes if sizes[name] != declared.sizes.get(name)]
    told = f"\n\nThe data decide: {', '.join(other)}, other than the text declares." if other else ""
    return replace(prepared, title=prepared.title + EDITED, story=prepared.story + told)


def _seeded(opening: Opening, why: str) -> Prepared:
    """The text on random numbers, and why its source's data are not read."""
    bare = Opening(
        opening.source,
        sizes=opening.sizes,
        seed=opening.seed,
        dtype=opening.dtype,
        moments=opening.moments,
        examples=opening.examples,
        optimiser=opening.optimiser,
        text=opening.text,
    )
    prepared = open_network(bare)
    words = f"The data of {opening.source} do not fit the text: {why}. Inputs and targets are seeded random numbers."
    return replace(prepared, opening=opening, title=prepared.title + EDITED, story=words, unfit=words)

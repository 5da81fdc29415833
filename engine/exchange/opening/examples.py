"""Opens examples: those a dataset draws, or a text read character by character, and a network that fits them."""

from collections.abc import Mapping
from typing import Any

from engine.errors import DataError
from engine.exchange.characters import text_examples
from engine.exchange.datasets import Examples, draw_examples
from engine.exchange.fitting_examples import network_for_examples
from engine.exchange.networks import Written
from engine.exchange.opening.asked import Opening, Prepared, drawn_parameters, refuse
from engine.exchange.pool import HELD_BACK
from engine.exchange.scenario import Scenario

TEXT_NETWORK, TEXT_SIZES = "lstm_symbols", {"H": 32}
TEXT_WINDOWS, TEXT_MOMENTS, TEXT_EXAMPLES = 500, 24, 4


def open_dataset(opening: Opening, scenario: Scenario, kind: str, settings: dict[str, Any]) -> Prepared:
    """The first examples of the pool that a dataset draws."""
    refuse(opening, "threshold", "inputs", "targets", why="a series; the scenario {} is none")
    drawn = draw_examples(
        kind,
        seed=settings.pop("seed", 0),
        count=settings.pop("count", opening.examples or scenario.examples),
        moments=opening.moments or scenario.moments,
        settings=settings,
    )
    return open_examples(
        opening,
        drawn,
        title=scenario.title,
        story=f"{scenario.story.strip()}\n\n{drawn.note}",
        network=opening.network_or(scenario.network),
        sizes=scenario.sizes if not opening.text else {},
        seed=scenario.seed if opening.seed is None else opening.seed,
        spread=scenario.spread,
        examples=opening.examples or scenario.examples,
    )


def open_text(opening: Opening, text: str, name: str) -> Prepared:
    """A text file that is no table, read character by character."""
    refuse(opening, "threshold", "inputs", "targets", why="a table; {} is a text")
    moments = opening.moments or min(TEXT_MOMENTS, max(1, len(text) - 1))
    drawn = text_examples(text, source=name, count=TEXT_WINDOWS, moments=moments, held_back=HELD_BACK)
    story = f"{drawn.note} One character is read a moment, and the next one predicted, from seeded random parameters."
    return open_examples(
        opening,
        drawn,
        title=name,
        story=story,
        network=opening.network_or(TEXT_NETWORK),
        sizes=TEXT_SIZES if not opening.text else {},
        seed=opening.seed or 0,
        spread=1.0,
        examples=opening.examples or min(TEXT_EXAMPLES, drawn.count),
    )


def open_examples(
    opening: Opening,
    drawn: Examples,
    *,
    title: str,
    story: str,
    network: str | Written,
    sizes: Mapping[str, int],
    seed: int,
    spread: float,
    examples: int,
) -> Prepared:
    """The first examples of a pool, and a network that fits them."""
    if examples > drawn.count:
        raise DataError(f"{title}: {examples:,} examples asked for; there are {drawn.count:,}")
    fitted, pool = network_for_examples(network, asked=dict(opening.sizes), usual=sizes, arrays=drawn.inputs)
    timed = {quantity.name: quantity.timed for quantity in fitted.having("input", "target")}
    return Prepared(
        opening,
        title,
        story,
        fitted.program,
        {name: array[:, :examples] if timed[name] else array[:examples] for name, array in pool.items()},
        drawn_parameters(fitted, seed, spread, opening.dtype),
        seed,
        pool=pool,
        labels=drawn.labels,
    )

"""Opens a scenario: by the kind of its data, on what its file states unless something else is asked for."""

from engine.exchange.datasets import datasets
from engine.exchange.networks import load
from engine.exchange.opening.asked import Opening, Prepared
from engine.exchange.opening.examples import open_dataset
from engine.exchange.opening.network import open_typed
from engine.exchange.opening.series import open_series, without_sequence
from engine.exchange.pool import HELD_BACK
from engine.exchange.scenario import Scenario
from engine.exchange.series import channel_series, shipped_series


def open_scenario(opening: Opening, scenario: Scenario) -> Prepared:
    """What a scenario states, with what was asked for in its place."""
    settings = dict(scenario.data)
    usual = scenario.sizes if not opening.text else {}
    if settings["kind"] == "typed":
        return open_typed(
            opening,
            load(opening.network_or(scenario.network), **{**usual, **dict(opening.sizes)}),
            opening.sequence or tuple(float(number) for number in settings["sequence"]),
            title=scenario.title,
            story=scenario.story.strip(),
            seed=scenario.seed if opening.seed is None else opening.seed,
            spread=scenario.spread,
        )
    without_sequence(opening)
    kind, stride = settings.pop("kind"), settings.pop("stride", None)
    if kind in datasets():
        return open_dataset(opening, scenario, kind, settings)
    inputs, targets = tuple(settings.pop("inputs", ())), tuple(settings.pop("targets", ()))
    series = channel_series(settings, opening.threshold) if kind == "channel" else shipped_series(settings["file"])
    return open_series(
        opening,
        series,
        title=scenario.title,
        story=scenario.story.strip(),
        network=opening.network_or(scenario.network),
        sizes=usual,
        seed=scenario.seed if opening.seed is None else opening.seed,
        spread=scenario.spread,
        inputs=opening.inputs or inputs or series.chosen,
        targets=opening.targets or targets or series.chosen,
        moments=opening.moments or scenario.moments,
        examples=opening.examples or scenario.examples,
        stride=stride,
        held_back=scenario.training.get("validation", HELD_BACK),
    )

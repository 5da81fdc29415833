"""Updating: which optimiser makes the next parameters, what is adjusted before it, and how large its steps are."""

from collections.abc import Callable
from dataclasses import replace

from engine.optimisers.rule import RATE, Rule, parse_rules, rule_names
from engine.stepping.place import Place
from explorer.command import Command, Effect, Outcome
from explorer.scene import Scene


def _rules(scene: Scene) -> tuple[Rule, ...]:
    """The rules of the update, adjustments first; none where nothing can be updated."""
    update = scene.program.update
    return parse_rules(update.words) if update is not None else ()


def _with(scene: Scene, rules: tuple[Rule, ...]) -> Outcome:
    """The same with other rules, before any training; the cursor stays, or goes back to where the update begins."""
    start = scene.schedule.phase_bounds("update")[0]
    place = scene.state.place if scene.position < start else Place(start)
    opening = replace(scene.state.opening, optimiser=" + ".join(rule.words for rule in rules))
    return replace(scene.state, opening=opening, iteration=0, recording="", place=place, selection=None)


def _take(name: str) -> Callable[[Scene, object], Outcome]:
    return lambda scene, argument: _with(scene, (*_rules(scene)[:-1], Rule(name)))


def _toggle(name: str) -> Callable[[Scene, object], Outcome]:
    def run(scene: Scene, argument: object) -> Outcome:
        rules = _rules(scene)
        kept = tuple(rule for rule in rules if rule.name != name)
        return _with(scene, kept if len(kept) < len(rules) else (Rule(name), *rules))

    return run


def _uses(name: str) -> Callable[[Scene], bool]:
    return lambda scene: any(rule.name == name for rule in _rules(scene))


def _has_rate(scene: Scene) -> bool:
    return scene.can_train and RATE in _rules(scene)[-1].values


def _rate_times(factor: float) -> Callable[[Scene, object], Outcome]:
    def run(scene: Scene, argument: object) -> Outcome:
        *before, last = _rules(scene)
        if scene.progress is not None:  # what is recorded stays; the rate counts from the next iteration on
            name = f"{last.name}.{RATE}"
            return Effect("change-setting", (name, float(f"{float(scene.trace.values[name]) * factor:.6g}")))
        rate = float(f"{last.values[RATE] * factor:.6g}")
        others = tuple((name, value) for name, value in last.settings if name != RATE)
        return _with(scene, (*before, replace(last, settings=((RATE, rate), *others))))

    return run


def _needs_rate(name: str) -> bool:
    return any(quantity.name == RATE for quantity in Rule(name).network.having("input"))


UPDATING = (
    *(
        Command(
            f"optimiser-{name}",
            Rule(name).network.title.partition(":")[0],
            _take(name),
            (),
            "Training",
            Rule(name).network.title,
            enabled=lambda scene: scene.can_train,
            checked=_uses(name),
            group=1,
        )
        for name in rule_names(optimisers=True)
    ),
    *(
        Command(
            f"adjust-{name.replace('_', '-')}",
            Rule(name).network.title.partition(":")[0],
            _toggle(name),
            (),
            "Training",
            Rule(name).network.title,
            enabled=_has_rate if _needs_rate(name) else lambda scene: scene.can_train,
            checked=_uses(name),
            group=2,
        )
        for name in rule_names(optimisers=False)
    ),
    Command(
        "rate-down",
        "Halve the learning rate",
        _rate_times(0.5),
        ("Ctrl+Shift+Down",),
        "Training",
        "Steps half as long",
        enabled=_has_rate,
        group=3,
    ),
    Command(
        "rate-up",
        "Double the learning rate",
        _rate_times(2.0),
        ("Ctrl+Shift+Up",),
        "Training",
        "Steps twice as long",
        enabled=_has_rate,
        group=3,
    ),
)

"""Comparing: the run to compare with is chosen, pinned, swapped with this one, or let go."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from engine.errors import ChainruleError
from explorer.command import Command, Effect, Outcome
from explorer.field import Ask, Field
from explorer.scene import Scene
from explorer.scenery.contrast import twin
from explorer.scenery.counterparts import with_counterpart
from explorer.scenery.rivals import HINT, fitting_networks, refusal, rival

STAGE = "compare"


def _compare(scene: Scene, argument: object) -> Outcome:
    """With the run that was typed: the text, or (anything, the text) as lines to type in send it."""
    text = argument[1] if isinstance(argument, tuple) and len(argument) == 2 else argument
    if not isinstance(text, str):
        return None
    try:
        return replace(scene.state, against=rival(scene, text), stage=STAGE, playing=False)
    except ChainruleError:
        return None


def _ask(scene: Scene, argument: object) -> Outcome:
    """Asks for the run, and says which networks read the same inputs and targets."""
    networks = ", ".join(fitting_networks(scene))
    label = (
        "Compare this run with another network, another seed, another iteration of its recording, or another precision."
    )
    if networks:
        label += f"\nNetworks of the same inputs and targets: {networks}."
    return Effect("ask", Ask("Compare with", label, Field("compare", None, "", partial(refusal, scene), HINT, 420.0)))


def _pin(scene: Scene, argument: object) -> Outcome:
    """What comes is compared with the run as it is now."""
    return replace(scene.state, against=scene.state.run)


def _swap(scene: Scene, argument: object) -> Outcome:
    """The other run takes the place of this one, with the cursor at the same line."""
    other, against = twin(scene), scene.state.compared
    if other is None or against is None:
        return None
    state, chosen = other.state, scene.state.selection
    kept = chosen if chosen is not None and chosen.name in other.network.quantities else None
    return replace(
        state,
        against=scene.state.run,
        contrast="after",
        selection=None if kept is None else replace(kept, entry=None, moment=None),
        trail=(),
        ahead=(),
        playing=False,
    )


def _stop(scene: Scene, argument: object) -> Outcome:
    """What was put in by hand is still compared with the run without it."""
    return replace(scene.state, against=None, contrast="after")


def _stand_against(scene: Scene, argument: object) -> Outcome:
    """(quantity, counterpart): which quantity of the other run stands against one of this run; "" for the usual one."""
    match argument:
        case (str() as name, str() as counterpart) if name in scene.network.quantities and scene.other is not None:
            known = scene.other.trace.program.network.quantities
            if not counterpart or counterpart in known:
                return replace(scene.state, folded=with_counterpart(scene.state.folded, name, counterpart))
    return None


def _can_compare(scene: Scene) -> bool:
    return bool(scene.state.opening.source)


def _typed(text: Callable[[Scene], str]) -> Callable[[Scene, object], Outcome]:
    return lambda scene, argument: _compare(scene, text(scene))


def _other_precision(scene: Scene) -> str:
    return "float32" if scene.state.opening.dtype == "float64" else "float64"


COMPARING = (
    Command("compare", "Compare with a run", _compare, enabled=_can_compare),
    Command(
        "compare-with",
        "Compare with…",
        _ask,
        ("Ctrl+Shift+K",),
        "Debug",
        "Another network, seed, iteration or precision beside this run, under one cursor",
        enabled=_can_compare,
        group=8,
    ),
    Command(
        "compare-seed",
        "Compare with other random numbers",
        _typed(lambda scene: f"seed {scene.prepared.seed + 1}"),
        (),
        "Debug",
        "The same with parameters from the next seed",
        enabled=_can_compare,
        group=8,
    ),
    Command(
        "compare-precision",
        "Compare with the other precision",
        _typed(_other_precision),
        (),
        "Debug",
        "float32 against float64: what rounding does",
        enabled=lambda scene: _can_compare(scene) and not scene.state.recording,
        group=8,
    ),
    Command(
        "compare-untrained",
        "Compare with before training",
        _typed(lambda scene: "iteration 0"),
        (),
        "Debug",
        "The first iteration of the recording",
        enabled=lambda scene: bool(scene.state.recording) and scene.state.iteration > 0,
        group=8,
    ),
    Command(
        "pin-run",
        "Pin this run",
        _pin,
        (),
        "Debug",
        "Compares whatever comes with the run as it is now",
        enabled=_can_compare,
        group=8,
    ),
    Command(
        "swap-runs",
        "Swap the two runs",
        _swap,
        (),
        "Debug",
        "The other run becomes this one",
        enabled=lambda scene: scene.other is not None,
        group=8,
    ),
    Command(
        "stop-comparing",
        "Stop comparing",
        _stop,
        (),
        "Debug",
        "Lets the other run go",
        enabled=lambda scene: scene.state.against is not None,
        group=8,
    ),
    Command("stand-against", "Choose what stands against a quantity", _stand_against),
)

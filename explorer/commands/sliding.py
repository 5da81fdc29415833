"""Sliding: stride, padding and dilation where the network declares them as sizes, and which channel stands in front."""

from collections.abc import Callable
from dataclasses import replace

from explorer.command import Command, Outcome
from explorer.scene import Scene
from explorer.scenery.channels import with_front_channel

SIZES = ("stride", "padding", "dilation")


def _can_change(name: str) -> Callable[[Scene], bool]:
    """Whether the opened network declares the size; a trace handed over by a script has no source to open again."""
    return lambda scene: bool(scene.state.opening.source) and name in scene.network.sizes


def _changed(name: str, by: int) -> Callable[[Scene, object], Outcome]:
    """The same source with the size made larger or smaller; what does not fit is refused as it is opened, in words."""

    def run(scene: Scene, argument: object) -> Outcome:
        sizes = dict(scene.state.opening.sizes) | {name: scene.network.sizes[name] + by}
        opening = replace(scene.state.opening, sizes=tuple(sizes.items()))
        state = replace(scene.state, interventions=(), switched_off=frozenset())
        return replace(state, opening=opening, iteration=0, recording="")

    return run


def _front(scene: Scene, argument: object) -> Outcome:
    """Brings a channel to the front: (quantity, whether its adjoint, channel)."""
    match argument:
        case (str() as name, bool() as adjoint, int() as channel) if name in scene.network.quantities and channel >= 0:
            return replace(scene.state, folded=with_front_channel(scene.state.folded, name, channel, adjoint=adjoint))
    return None


SLIDING = (
    Command("front-channel", "Bring a channel to the front", _front),
    *(
        Command(
            f"{name}-{word}",
            f"{name.capitalize()} {sign}",
            _changed(name, by),
            (),
            "Network",
            f"{name.capitalize()} one {more}, and run again",
            group=3,
            enabled=_can_change(name),
            repeats=True,
        )
        for name in SIZES
        for word, sign, more, by in (("more", "+", "more", 1), ("less", "\N{MINUS SIGN}", "less", -1))
    ),
)

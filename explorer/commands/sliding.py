"""Sliding: stride, padding and dilation where sizes declare them, turned kernels or not, channel and product."""

from collections.abc import Callable
from dataclasses import replace

from engine.language.turning import STANDING, sliding_ops
from engine.stepping.place import Place
from explorer.command import Command, Outcome
from explorer.scene import Scene
from explorer.scenery.channels import with_front_channel
from explorer.scenery.products import with_next_product, with_product

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


def _correlates(scene: Scene) -> bool:
    """Whether kernels slide as they stand."""
    return sliding_ops(scene.network) == {STANDING}


def _turn(scene: Scene, argument: object) -> Outcome:
    """The same source and parameters with `conv` for `xcorr` or the other way round; the cursor stays at its line."""
    opening = replace(scene.state.opening, correlate=not _correlates(scene))
    return replace(scene.state, opening=opening, iteration=0, recording="", place=Place(scene.position))


def _front(scene: Scene, argument: object) -> Outcome:
    """Brings a channel to the front: (quantity, whether its adjoint, channel)."""
    match argument:
        case (str() as name, bool() as adjoint, int() as channel) if name in scene.network.quantities and channel >= 0:
            folded = with_product(scene.state.folded, None)
            return replace(scene.state, folded=with_front_channel(folded, name, channel, adjoint=adjoint))
    return None


def _pin(scene: Scene, argument: object) -> Outcome:
    """Steps to a product of the cell that is shown, by its number; None to none."""
    if argument is not None and not isinstance(argument, int):
        return None
    return replace(scene.state, folded=with_product(scene.state.folded, argument))


def _product(by: int) -> Callable[[Scene, object], Outcome]:
    """To the next product of the sum or the one before."""
    return lambda scene, argument: replace(scene.state, folded=with_next_product(scene.state, by))


def _has_products(scene: Scene) -> bool:
    return bool(sliding_ops(scene.network))


SLIDING = (
    Command("front-channel", "Bring a channel to the front", _front),
    Command("pin-product", "Pin a product", _pin),
    *(
        Command(
            f"product-{word}",
            f"{title} product of the cell",
            _product(by),
            (key,),
            "Debug",
            f"The Convolution view adds up the cell it shows, product by product: {tip}; Esc ends it",
            bare=True,
            enabled=_has_products,
            group=2,
            repeats=True,
        )
        for word, title, key, tip, by in (
            ("on", "Next", ".", "one more", 1),
            ("back", "Previous", ",", "takes the last one back", -1),
        )
    ),
    Command(
        "correlate",
        "Kernels as they stand (xcorr)",
        _turn,
        (),
        "Network",
        "xcorr in place of conv: kernels slide as they stand, not turned by 180°; runs again with the same parameters",
        group=3,
        enabled=lambda scene: bool(scene.state.opening.source and sliding_ops(scene.network)),
        checked=_correlates,
    ),
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

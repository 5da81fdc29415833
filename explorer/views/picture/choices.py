"""The switches of the picture: which channel, its adjoint beside it or over it, all of it or what passes a unit."""

from explorer.scene import Scene
from explorer.scenery.brush import CHANNEL, SIZE, channel_words
from explorer.scenery.images import is_coloured
from explorer.scenery.saliency import THROUGH
from explorer.scenery.switches import Switch

OVER = Switch(
    "picture: over",
    "adjoint",
    ("beside", "over it"),
    (
        "The adjoint stands beside the picture.",
        "The adjoint lies over the picture: a dot in every pixel, the larger the further it is from 0.",
    ),
)
ONE_UNIT = Switch(
    THROUGH,
    "",
    ("all of it", "through one unit"),
    (
        "The whole adjoint of the input.",
        "Only the part of the adjoint that passes through the unit that is chosen below.",
    ),
)
BRUSH = Switch(SIZE, "brush", ("pixel", "3 × 3"), ("The brush is one pixel large.", "The brush is 3 × 3 pixels large."))


def channel_switch(scene: Scene, name: str) -> Switch | None:
    """Which channels stand in front; None where there is only one."""
    words = channel_words(scene, name)
    if len(words) == 1:
        return None
    coloured = is_coloured(scene.network, name)
    tips = [f"Channel {word} alone: brightness is its number." for word in words]
    if coloured:
        tips[0] = "All three channels together, as colour."
    return Switch(CHANNEL, "show" if coloured else "channel", words, tuple(tips))


def switches(scene: Scene, name: str) -> list[Switch]:
    """What can be chosen above the picture."""
    channels = channel_switch(scene, name)
    return [*([channels] if channels is not None else []), OVER, ONE_UNIT]

"""The switches of the feature maps: order, how many, scale, and on narrow pages values or adjoints."""

from explorer.scene import Scene
from explorer.scenery.ranking import MOST
from explorer.scenery.switches import Switch

NARROW = 640.0
"""Px of a page below which values and adjoints do not stand side by side."""

BY_NORM = Switch(
    "maps: by norm",
    "order",
    ("index", "norm"),
    ("Maps stand in the order of their indices.", "The map with the largest norm stands first."),
)
OF_ADJOINTS = Switch(
    "maps: norm of adjoints",
    "norm of",
    ("values", "adjoints"),
    ("The norm of a map's values counts.", "The norm of a map's adjoints counts, as soon as they are computed."),
)
LARGEST = Switch(
    "maps: largest",
    "show",
    ("all", f"{MOST} largest"),
    ("Every map is shown.", f"Of more than {MOST} maps the {MOST} with the largest norm are shown."),
)
ONE_SCALE = Switch(
    "maps: one scale",
    "scale",
    ("each layer", "one for all"),
    (
        "Every layer has a scale of its own, fixed over the whole trace.",
        "All layers share one scale for values and one for adjoints: sizes can be compared between them.",
    ),
)
ADJOINTS = Switch(
    "maps: adjoints",
    "",
    ("values", "adjoints"),
    ("The values of the maps.", "The adjoints of the maps: the derivatives of the objective."),
)


def is_narrow(width: float) -> bool:
    """Whether one family is shown at a time."""
    return width < NARROW


def switches(scene: Scene, width: float) -> list[Switch]:
    """What can be chosen now: whose norm counts only where norms do."""
    found = [ADJOINTS] if is_narrow(width) else []
    found += [BY_NORM, LARGEST]
    if BY_NORM.is_on(scene) or LARGEST.is_on(scene):
        found.append(OF_ADJOINTS)
    return [*found, ONE_SCALE]

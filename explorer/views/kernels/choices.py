"""The switches of the kernels: colour or channels, order, and how many."""

from explorer.scene import Scene
from explorer.scenery.ranking import MOST
from explorer.scenery.switches import Switch

APART = Switch(
    "kernels: channels",
    "",
    ("colour", "channels"),
    ("Kernels of three input channels in colour: grey is 0.", "Every input channel by itself."),
)
BY_NORM = Switch(
    "kernels: by norm",
    "order",
    ("index", "norm"),
    ("Kernels stand in the order of their maps.", "The kernel with the largest norm stands first."),
)
OF_GRADIENTS = Switch(
    "kernels: norm of gradients",
    "norm of",
    ("kernels", "gradients"),
    ("The norm of a kernel counts.", "The norm of a kernel's gradient counts, as soon as it is computed."),
)
LARGEST = Switch(
    "kernels: largest",
    "show",
    ("all", f"{MOST} largest"),
    ("Every kernel is shown.", f"Of more than {MOST} kernels the {MOST} with the largest norm are shown."),
)


def switches(scene: Scene, *, coloured: bool) -> list[Switch]:
    """What can be chosen now; `coloured` says that some kernels read three channels."""
    found = [APART] if coloured else []
    found += [BY_NORM, LARGEST]
    if BY_NORM.is_on(scene) or LARGEST.is_on(scene):
        found.append(OF_GRADIENTS)
    return found

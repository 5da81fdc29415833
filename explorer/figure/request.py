"""The figure: what is to be pictured, and how large, in which theme, with or without words around it."""

import math
from dataclasses import dataclass

from engine.errors import ChainruleError
from explorer.scene import Scene
from explorer.theme.tokens import LIGHT, Theme
from explorer.view import Side, View

SMALLEST, LARGEST = 40, 16384
SCALES = (1.0, 4.0)
MOST_PIXELS = 200_000_000
NATURAL: dict[Side, tuple[float, float]] = {
    "left": (560, 900), "stage": (1100, 760), "right": (520, 760), "debug": (520, 420), "below": (1200, 420),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture of one view of one scene, as it stands in a paper.

    `width` and `height` are those of the whole page in px at 100 % (96 to the inch); None takes what the view needs.
    `scale` is how many pixels of a PNG one px becomes (1…4); SVG and PDF have the same size at every scale. `caption`
    adds the title above and the words and the provenance below; `letter` is the panel's (a, b, …) in a larger figure.
    Raises ChainruleError for a size or scale that cannot be drawn.
    """

    view: View
    scene: Scene
    theme: Theme = LIGHT
    width: float | None = None
    height: float | None = None
    scale: float = 1.0
    transparent: bool = False
    caption: bool = True
    letter: str = ""

    def __post_init__(self) -> None:
        for name, value in (("width", self.width), ("height", self.height)):
            if value is not None and not SMALLEST <= value <= LARGEST:
                raise ChainruleError(f"figure {name} {value:g} px: allowed are {SMALLEST} to {LARGEST} px")
        check_scale(self.scale)

    @property
    def page_width(self) -> float:
        """Width of the page in px."""
        return NATURAL[self.view.side][0] if self.width is None else self.width

    @property
    def natural_height(self) -> float:
        """Height in px that suits a view which fills what it is given; a stage keeps its proportions."""
        width, height = NATURAL[self.view.side]
        return height * self.page_width / width if self.view.side == "stage" else height


def check_scale(scale: float) -> None:
    """Raises ChainruleError for a scale outside 1…4."""
    if not (math.isfinite(scale) and SCALES[0] <= scale <= SCALES[1]):
        raise ChainruleError(f"figure scale {scale:g}: allowed are {SCALES[0]:g} to {SCALES[1]:g}")

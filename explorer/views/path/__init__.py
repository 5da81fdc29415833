"""The path: of all ways from the loss to one adjoint the largest, through moments or layers, factor by factor."""

from explorer.scene import Scene
from explorer.view import View
from explorer.views.path.picture import draw, height


def subtitle(scene: Scene) -> str:
    """What the product on the picture is."""
    return "the largest way from the loss, factor by factor"


VIEW = View(
    name="path",
    title="Path",
    side="stage",
    summary="Why is this number so small or so large: the largest way from the loss to it, factor by factor",
    draw=draw,
    order=7,
    height=height,
    subtitle=subtitle,
)

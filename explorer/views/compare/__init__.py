"""The Compare view: two runs under one cursor, their quantities matched by name, and where they first differ."""

from explorer.scene import Scene
from explorer.view import View
from explorer.views.compare.picture import draw, height


def _suits(scene: Scene) -> bool:
    return scene.other is not None


VIEW = View(
    name="compare",
    title="Compare",
    side="stage",
    order=6,
    summary="Two runs under one cursor: quantities matched by name, where they first differ, and their curves.",
    draw=draw,
    height=height,
    suits=_suits,
    of_one_run=True,
)

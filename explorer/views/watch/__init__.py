"""The Watch view: expressions over values and adjoints, what each is now, its change, and its course through time."""

from explorer.scene import Scene
from explorer.view import View
from explorer.views.watch.drawing import draw, height


def _count(scene: Scene) -> str:
    """How many there are."""
    return str(len(scene.state.watches)) if scene.state.watches else ""


VIEW = View(
    name="watch",
    title="Watch",
    side="debug",
    summary="Any expression over values and adjoints: its number now, its change, and its course through time.",
    draw=draw,
    order=0,
    height=height,
    count=_count,
    of_one_run=True,
)

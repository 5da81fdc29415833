"""The What-if view: every value that was put in by hand, what it replaced, switched on or off, and taken back."""

from explorer.scene import Scene
from explorer.view import View
from explorer.views.whatif.drawing import draw, height


def _count(scene: Scene) -> str:
    """How many changes there are, those that are switched off included."""
    return str(len(scene.state.interventions)) if scene.state.interventions else ""


VIEW = View(
    name="whatif",
    title="What-if",
    side="debug",
    summary="Every value that was put in by hand beside the one it replaced, each switched on or off by itself.",
    draw=draw,
    order=3,
    height=height,
    count=_count,
)

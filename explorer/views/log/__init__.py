"""The Log view: what the logpoints have logged up to the cursor, as a table that can be saved."""

from explorer.scene import Scene
from explorer.scenery.halts import logs_of
from explorer.view import View
from explorer.views.log.drawing import draw, follow, height


def _suits(scene: Scene) -> bool:
    return any(breakpoint.log for breakpoint in scene.state.breakpoints)


def _count(scene: Scene) -> str:
    """How many messages there are up to the cursor."""
    return str(sum(row.position <= scene.position for row, _ in logs_of(scene)))


VIEW = View(
    name="log",
    title="Log",
    side="debug",
    summary="What was logged up to the cursor, in the order of the run; a click goes to where it was.",
    draw=draw,
    order=2,
    height=height,
    suits=_suits,
    count=_count,
    follow=follow,
    of_one_run=True,
)

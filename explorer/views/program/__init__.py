"""The Program view: the equations as source code, forward and derived, with the line that runs next."""

from explorer.scene import Scene
from explorer.view import View
from explorer.views.program.drawing import changes, draw
from explorer.views.program.listing import arrange, next_rect


def _subtitle(scene: Scene) -> str:
    """Whose numbers stand at the right of the lines."""
    return f"value, unit {min(scene.state.unit, scene.units - 1)}" if scene.units > 1 else "value"


VIEW = View(
    name="program",
    title="Program",
    side="left",
    order=0,
    summary="The equations as source code: forward, then the derived backward lines, and the one that runs next.",
    draw=draw,
    height=lambda frame: arrange(frame).height,
    follow=next_rect,
    runs_next=next_rect,
    subtitle=_subtitle,
    changes=changes,
)

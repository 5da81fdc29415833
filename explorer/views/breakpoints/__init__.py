"""The Breakpoints view: where the run halts, or logs, how often it has, each switched and edited in place."""

from explorer.view import View
from explorer.views.breakpoints.drawing import draw, follow, height

VIEW = View(
    name="breakpoints",
    title="Breakpoints",
    side="debug",
    summary="Where Continue stops: at lines, where conditions begin to hold, where numbers change; and what is logged.",
    draw=draw,
    order=1,
    height=height,
    listed=lambda state: len(state.breakpoints),
    follow=follow,
    of_one_run=True,
)

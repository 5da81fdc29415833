"""The What-if view: every value that was put in by hand, what it replaced, switched on or off, and taken back."""

from explorer.view import View
from explorer.views.whatif.drawing import draw, height

VIEW = View(
    name="whatif",
    title="What-if",
    side="debug",
    summary="Every value that was put in by hand beside the one it replaced, each switched on or off by itself.",
    draw=draw,
    order=3,
    height=height,
    listed=lambda state: len(state.interventions),
    of_one_run=True,
)

"""The Watch view: expressions over values and adjoints, what each is now, its change, and its course through time."""

from explorer.view import View
from explorer.views.watch.drawing import draw, height

VIEW = View(
    name="watch",
    title="Watch",
    side="debug",
    summary="Any expression over values and adjoints: its number now, its change, and its course through time.",
    draw=draw,
    order=0,
    height=height,
    listed=lambda state: len(state.watches),
    of_one_run=True,
)

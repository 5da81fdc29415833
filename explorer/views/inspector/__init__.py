"""The Inspector view: where the number that is looked at comes from, term by term, with a numeric check."""

from explorer.view import View
from explorer.views.inspector.drawing import draw, height

VIEW = View(
    name="inspector",
    title="Inspector",
    side="right",
    order=0,
    summary="Where the number that is looked at comes from: its terms, each with factors, share and source.",
    draw=draw,
    height=height,
    subtitle=lambda scene: "terms link to their t" if scene.trace.moments is not None else "terms link to their source",
)
